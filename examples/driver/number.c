// SPDX-License-Identifier: GPL-3.0-or-later
// Shortest decimals, by exact arithmetic where 64 bits suffice, else by trying.
#include "driver/number.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SIGNIFICAND_BITS = 52,
    EXPONENT_BIAS = 1023,
    MAX_FRACTION_BITS = 59 // ten times 60 bits still fit into 64
};

static char *put_integer(uint64_t value, char *end)
{
    char digits[20];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    while (count > 0) {
        *end++ = digits[--count];
    }
    return end;
}

// Digits of `fraction` / 2^bits until no other double is as near (Steele and White 1990): `rest`
// is what is left to write and `half_gap` half the distance to the next double, both as
// multiples of 2^-(bits + 1).
static char *put_fraction(uint64_t fraction, int32_t bits, bool is_even, char *end)
{
    const uint64_t one = (uint64_t)1 << (bits + 1);
    uint64_t rest = fraction << 1;
    uint64_t half_gap = 1;
    for (;;) {
        rest *= 10;
        half_gap *= 10;
        uint64_t digit = rest >> (bits + 1);
        rest &= one - 1;
        const bool may_end = rest < half_gap || (is_even && rest == half_gap);
        const bool may_round_up = rest + half_gap > one || (is_even && rest + half_gap == one);
        if (may_end || may_round_up) {
            digit += may_round_up && (!may_end || rest > one - rest);
            *end++ = (char)('0' + digit);
            return end;
        }
        *end++ = (char)('0' + digit);
    }
}

// Fifteen digits survive any normal double and back; seventeen tell any two doubles apart.
static size_t try_digits(double value, char *text)
{
    int length = 0;
    for (int digits = fabs(value) < DBL_MIN ? 1 : 15; digits <= 17; digits++) {
        length = snprintf(text, NUMBER_SIZE, "%.*g", digits, value);
        if (strtod(text, NULL) == value) {
            break;
        }
    }
    return (size_t)length;
}

size_t number_text(double value, char text[NUMBER_SIZE])
{
    text[0] = '\0';
    if (!isfinite(value)) {
        return 0;
    }
    if (value == 0.0) {
        text[0] = '0';
        text[1] = '\0';
        return 1;
    }
    uint64_t word;
    memcpy(&word, &value, sizeof word);
    const int32_t exponent = (int32_t)(word >> SIGNIFICAND_BITS & 0x7ff);
    const int32_t fraction_bits = EXPONENT_BIAS + SIGNIFICAND_BITS - exponent;
    if (fraction_bits < 0 || fraction_bits > MAX_FRACTION_BITS) {
        return try_digits(value, text);
    }

    const uint64_t hidden = (uint64_t)1 << SIGNIFICAND_BITS;
    const uint64_t significand = (word & (hidden - 1)) | hidden;
    const uint64_t fraction = significand & (((uint64_t)1 << fraction_bits) - 1);
    char *end = text;
    if (value < 0.0) {
        *end++ = '-';
    }
    end = put_integer(significand >> fraction_bits, end);
    if (fraction > 0) {
        *end++ = '.';
        end = put_fraction(fraction, fraction_bits, significand % 2 == 0, end);
    }
    *end = '\0';
    return (size_t)(end - text);
}

bool number_parse(const char *text, uint64_t minimum, uint64_t maximum, uint64_t *out)
{
    uint64_t value = 0;
    if (text[0] == '\0') {
        return false;
    }
    for (const char *c = text; *c; c++) {
        if (*c < '0' || *c > '9') {
            return false;
        }
        const uint64_t digit = (uint64_t)(*c - '0');
        if (value > (UINT64_MAX - digit) / 10) {
            return false;
        }
        value = value * 10 + digit;
    }
    *out = value;
    return value >= minimum && value <= maximum;
}

bool number_parse_decimal(const char *text, double minimum, double maximum, double *out)
{
    size_t points = 0;
    for (const char *c = text; *c; c++) {
        points += *c == '.';
        if (*c != '.' && (*c < '0' || *c > '9')) {
            return false;
        }
    }
    const size_t length = strlen(text);
    if (points > 1 || length == points || length >= NUMBER_SIZE) {
        return false;
    }
    *out = strtod(text, NULL);
    return *out >= minimum && *out <= maximum;
}
