// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers: their spelling, and whether a double can hold them.
#include "scenario/scan_number.h"
#include "scenario/scan_char.h"

#include <string.h>

// What is wrong with the spelling of a number; NULL when nothing is.
static const char *number_fault(const char *p, const char *end)
{
    if (*p == '+') {
        return "begins with a + sign; leave the sign out";
    }
    p += *p == '-';
    if (*p == '.') {
        return "needs a digit before its point";
    }
    if (!isti_is_digit(*p)) {
        return "is not a number";
    }
    if (*p == '0' && isti_is_digit(p[1])) {
        return "begins with a needless 0";
    }
    for (; isti_is_digit(*p); p++) {
    }
    if (*p == '.') {
        for (p++; isti_is_digit(*p); p++) {
        }
        if (p[-1] == '.') {
            return "needs a digit after its point";
        }
    }
    if ((*p | 0x20) == 'e') {
        p += p[1] == '+' || p[1] == '-' ? 2 : 1;
        if (!isti_is_digit(*p)) {
            return "needs a whole number after its e";
        }
        for (; isti_is_digit(*p); p++) {
        }
    }
    return p == end ? NULL : "has something in it that does not belong in a number";
}

// Beyond 2^53 not every whole number is a double. Numbers with point or exponent pass.
static bool is_inexact(const char *p, const char *end)
{
    static const char most[] = "9007199254740992";
    p += *p == '-';
    size_t digits = 0;
    while (isti_is_digit(p[digits])) {
        digits++;
    }
    if (p + digits < end) {
        return false;
    }
    return digits > 16 || (digits == 16 && memcmp(p, most, 16) > 0);
}

// Would a well-spelled number become infinite? Compares its digits with those of 2^1024 - 2^970,
// from which on rounding to nearest gives infinity. No strtod: that one depends on the locale.
static bool overflows(const char *p, const char *end)
{
    static const char limit[] = "1797693134862315807937289714053034150799341327100378269361737789";
    enum { LIMIT_SCALE = 309, HUGE_EXPONENT = 1000000 };
    static_assert(sizeof limit > ISTI_SCAN_MAX_NUMBER, "the limit has more digits than any number");
    char digits[ISTI_SCAN_MAX_NUMBER];
    size_t count = 0;
    int32_t scale = 0; // the value is 0.digits * 10^scale
    bool after_point = false;
    for (p += *p == '-'; p < end && (*p | 0x20) != 'e'; p++) {
        if (*p == '.') {
            after_point = true;
        } else if (count == 0 && *p == '0') {
            scale -= after_point;
        } else {
            digits[count++] = *p;
            scale += !after_point;
        }
    }
    int32_t exponent = 0;
    bool is_negative = p < end && p[1] == '-';
    for (p += is_negative || (p < end && p[1] == '+') ? 2 : 1; p < end; p++) {
        exponent = isti_min_i(exponent * 10 + (*p - '0'), HUGE_EXPONENT);
    }
    scale += is_negative ? -exponent : exponent;
    if (count == 0 || scale != LIMIT_SCALE) {
        return count > 0 && scale > LIMIT_SCALE;
    }
    return memcmp(digits, limit, count) > 0;
}

void isti_scan_number(isti_scanner *s)
{
    int32_t start = s->at;
    while (isti_is_in_number(isti_scan_peek(s))) {
        s->at++;
    }
    const char *text = s->map->text + start;
    const char *end = s->map->text + s->at;
    isti_scan_fault what = {.allowed = "a number such as 12, -0.5 or 1e-3"};
    const char *why = number_fault(text, end);
    if (!why && end - text > ISTI_SCAN_MAX_NUMBER) {
        what = (isti_scan_fault){.status = IST_ERR_LIMIT, .allowed = "at most 63 characters"};
        why = "has too many digits";
    } else if (!why && overflows(text, end)) {
        what = (isti_scan_fault){.status = IST_ERR_RANGE, .allowed = "-1.79e308 to 1.79e308"};
        why = "is too large";
    } else if (!why && is_inexact(text, end)) {
        what = (isti_scan_fault){.status = IST_ERR_RANGE,
                                 .allowed =
                                     "-9007199254740992 to 9007199254740992, or digits in quotes"};
        why = "is too large to be kept exactly; if it is a seed, write it in double quotes";
    }
    if (why) {
        char shown[ISTI_SCAN_SHOWN];
        isti_scan_fail(s, start, what, "%s %s", isti_scan_quote(s, start, s->at, shown), why);
    }
}
