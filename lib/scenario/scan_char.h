// SPDX-License-Identifier: GPL-3.0-or-later
// Characters: kinds of bytes in a JSON text, and UTF-8.
#ifndef ISTI_SCENARIO_SCAN_CHAR_H
#define ISTI_SCENARIO_SCAN_CHAR_H

#include "base/base.h"

static inline bool isti_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool isti_is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isti_is_digit(c) || c == '_' ||
           c == '$';
}

static inline bool isti_is_in_number(char c)
{
    return isti_is_word(c) || c == '+' || c == '-' || c == '.';
}

static inline bool isti_is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static inline bool isti_is_control(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7f;
}

// The character at `text` and its length in bytes; length 0 when the bytes are not UTF-8.
int32_t isti_utf8_read(const char *text, int32_t left, uint32_t *code);

// Its bytes, not NUL-terminated; gives their number.
int32_t isti_utf8_write(uint32_t code, char out[4]);

// Take off a last character that was cut in the middle.
void isti_utf8_trim(char *text);

#endif
