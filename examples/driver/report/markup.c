// SPDX-License-Identifier: GPL-3.0-or-later
// Text inside HTML and SVG.
#include "driver/report/markup.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "driver/text.h"

static const char *escape_of(uint32_t character)
{
    switch (character) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

// Characters that would hide or reorder what stands around them, or that XML does not allow.
static bool is_unfit(uint32_t character)
{
    const bool is_control = character < 0x20 || (character >= 0x7f && character < 0xa0);
    const bool turns = (character >= 0x202a && character <= 0x202e) ||
                       (character >= 0x2066 && character <= 0x2069);
    const bool is_none = character == 0xfffe || character == 0xffff;
    return is_control || turns || is_none;
}

static void put_text(struct output *out, const char *text, bool words)
{
    while (*text) {
        uint32_t character = 0;
        const size_t length = text_decode(text, &character);
        const char *escape = length > 0 ? escape_of(character) : NULL;
        if (length == 0 || is_unfit(character)) {
            output_text(out, "\xef\xbf\xbd");
        } else if (escape) {
            output_text(out, escape);
        } else if (words && character == '_') {
            output_text(out, " ");
        } else {
            output_bytes(out, text, length);
        }
        text += length > 0 ? length : 1;
    }
}

void markup_text(struct output *out, const char *text)
{
    put_text(out, text, false);
}

void markup_words(struct output *out, const char *text)
{
    put_text(out, text, true);
}

void markup_json(struct output *out, const char *text)
{
    output_text(out, "\"");
    while (*text) {
        uint32_t character = 0;
        const size_t length = text_decode(text, &character);
        const bool is_plain = length > 0 && !is_unfit(character) && !escape_of(character) &&
                              character != '\\' && character != 0x2028 && character != 0x2029;
        if (is_plain) {
            output_bytes(out, text, length);
        } else {
            const bool is_fit = length > 0 && !is_unfit(character);
            output_format(out, "\\u%04x", is_fit ? (unsigned)character : 0xfffdu);
        }
        text += length > 0 ? length : 1;
    }
    output_text(out, "\"");
}

void markup_number(struct output *out, double value)
{
    if (isfinite(value)) {
        output_format(out, "%.6g", value);
    } else {
        output_text(out, "null");
    }
}

static unsigned value_of(char digit)
{
    return digit <= '9' ? (unsigned)(digit - '0') : (unsigned)(digit - 'a') + 10;
}

void markup_source_hash(struct output *out, const char *hexadecimal)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const size_t bytes = strlen(hexadecimal) / 2;
    output_text(out, "'sha256-");
    for (size_t i = 0; i < bytes; i += 3) {
        unsigned group = 0;
        for (size_t k = 0; k < 3; k++) {
            const char *at = hexadecimal + 2 * (i + k);
            group = group << 8 | (i + k < bytes ? value_of(at[0]) << 4 | value_of(at[1]) : 0);
        }
        const size_t given = bytes - i < 3 ? bytes - i : 3;
        for (size_t k = 0; k < 4; k++) {
            const char digit = k <= given ? digits[group >> (18 - 6 * k) & 63] : '=';
            output_bytes(out, &digit, 1);
        }
    }
    output_text(out, "'");
}
