// SPDX-License-Identifier: GPL-3.0-or-later
// Strings: characters, escapes, and what else is found between two quotation marks.
#include "scenario/scan_string.h"
#include "scenario/scan_char.h"

#include <inttypes.h>
#include <string.h>

static const char escapes[] = "\\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits 0-9 a-f";

void isti_scan_keep(isti_scanner *s, const char *bytes, int32_t count)
{
    if (s->is_key) {
        memcpy(s->map->names + s->map->names_used, bytes, (size_t)count);
        s->map->names_used += count;
    }
}

// Four hexadecimal digits at `at`, -1 when they are not.
static int32_t hex4(const isti_scanner *s, int32_t at)
{
    int32_t value = 0;
    for (int32_t i = 0; i < 4; i++) {
        char c = at + i < s->map->length ? s->map->text[at + i] : '\0';
        int32_t letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
        int32_t digit = isti_is_digit(c) ? c - '0' : letter;
        if (digit < 0) {
            return -1;
        }
        value = value * 16 + digit;
    }
    return value;
}

// \uXXXX, or two of them that make one character beyond U+FFFF. `at` is on the backslash.
static void scan_unicode_escape(isti_scanner *s)
{
    int32_t start = s->at;
    int32_t code = hex4(s, start + 2);
    char shown[ISTI_SCAN_SHOWN];
    s->at += code < 0 ? 2 : 6;
    isti_scan_quote(s, start, s->at, shown);
    if (code < 0) {
        isti_scan_fail(s, start, (isti_scan_fault){.allowed = escapes},
                       "\\u must be followed by four digits 0-9 or a-f");
    } else if (code == 0) {
        isti_scan_fail(s, start, (isti_scan_fault){0},
                       "the character \\u0000 is not accepted in a string");
    } else if (code >= 0xd800 && code < 0xe000) {
        const char *text = s->map->text;
        bool has_second = code < 0xdc00 && text[s->at] == '\\' && text[s->at + 1] == 'u';
        int32_t low = has_second ? hex4(s, s->at + 2) : -1;
        if (low < 0xdc00 || low >= 0xe000) {
            isti_scan_fail(s, start, (isti_scan_fault){0},
                           "%s is half of a character; its other half, %s, is missing", shown,
                           code < 0xdc00 ? "\\udc00-\\udfff after it"
                                         : "\\ud800-\\udbff before it");
            code = '?';
        } else {
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
            s->at += 6;
        }
    }
    char bytes[4] = {0};
    isti_scan_keep(s, bytes, isti_utf8_write(code <= 0 ? '?' : (uint32_t)code, bytes));
}

static void scan_escape(isti_scanner *s)
{
    static const char written[] = "\"\\/bfnrt";
    static const char stands_for[] = "\"\\/\b\f\n\r\t";
    char c = s->map->text[s->at + 1];
    if (c == 'u') {
        scan_unicode_escape(s);
        return;
    }
    const char *known = c == '\0' ? NULL : strchr(written, c);
    if (known) {
        isti_scan_keep(s, &stands_for[known - written], 1);
        s->at += 2;
        return;
    }
    char shown[ISTI_SCAN_SHOWN];
    bool is_plain = c > 0x20 && c < 0x7f;
    isti_scan_fail(s, s->at, (isti_scan_fault){.allowed = escapes},
                   "%s is not an escape; for a backslash itself write two of them",
                   isti_scan_quote(s, s->at, s->at + (is_plain ? 2 : 1), shown));
    isti_scan_keep(s, "?", 1);
    s->at += is_plain ? 2 : 1;
}

// Does the string go on after a raw line break? Yes when the next quotation mark ends something.
static bool goes_on(const isti_scanner *s, char mark)
{
    const char *p = s->map->text + s->at;
    const char *end = s->map->text + s->map->length;
    while (p < end && *p != mark) {
        p += *p == '\\' && p + 1 < end ? 2 : 1;
    }
    if (p >= end) {
        return false;
    }
    for (p++; p < end && isti_is_space(*p);) {
        p++;
    }
    return p == end || strchr(",:]}", *p);
}

// A raw control character: report it and step over it. False when the string ends with the line.
static bool scan_raw_control(isti_scanner *s, int32_t start, char mark)
{
    char c = isti_scan_peek(s);
    bool is_break = c == '\n' || c == '\r';
    s->spans_lines = s->spans_lines || (is_break && goes_on(s, mark)); // looked for only once
    if (is_break && !s->spans_lines) {
        isti_scan_place p = isti_scan_map_place(s->map, start);
        return isti_scan_fail(s, s->at, (isti_scan_fault){.allowed = "\""},
                              "the string that begins in column %" PRId32
                              " is not closed before the line ends",
                              p.column);
    }
    char shown[ISTI_SCAN_SHOWN];
    const char *what = is_break    ? "a line break"
                       : c == '\t' ? "a tab"
                                   : isti_scan_name_char(s, s->at, shown);
    const char *how = is_break    ? "must be written \\n"
                      : c == '\t' ? "must be written \\t"
                                  : "is not accepted";
    isti_scan_fail(s, s->at, (isti_scan_fault){0}, "%s inside a string %s", what, how);
    isti_scan_keep(s, "?", 1);
    s->at += c == '\r' && s->map->text[s->at + 1] == '\n' ? 2 : 1;
    return true;
}

// One character of a string that is more than one byte long, or no character at all.
static void scan_wide(isti_scanner *s)
{
    const char *text = s->map->text + s->at;
    uint32_t code;
    int32_t length = isti_utf8_read(text, s->map->length - s->at, &code);
    if (length > 0) {
        isti_scan_keep(s, text, length);
        s->at += length;
        return;
    }
    isti_scan_fail(s, s->at, (isti_scan_fault){0},
                   "the byte 0x%02X is not valid UTF-8 here; save the file with the encoding UTF-8",
                   (unsigned char)*text);
    isti_scan_keep(s, "?", 1);
    do {
        s->at++;
    } while (((unsigned char)isti_scan_peek(s) & 0xc0) == 0x80);
}

// A string that ends with `mark`. Keys are decoded into `names`.
static bool scan_until(isti_scanner *s, char mark)
{
    int32_t start = s->at++;
    s->spans_lines = false;
    while (isti_scan_peek(s) != mark) {
        char c = isti_scan_peek(s);
        if (isti_scan_at_end(s)) {
            isti_scan_place p = isti_scan_map_place(s->map, start);
            return isti_scan_fail(s, s->at, (isti_scan_fault){.allowed = "\""},
                                  "the text ends inside the string that begins in line %" PRId32
                                  ", column %" PRId32,
                                  p.line, p.column);
        }
        if ((unsigned char)c < 0x20) {
            if (!scan_raw_control(s, start, mark)) {
                return false;
            }
        } else if (c == '\\' && s->map->text[s->at + 1] == mark) {
            isti_scan_keep(s, &mark, 1); // an apostrophe only in a string that is wrong anyway
            s->at += 2;
        } else if (c == '\\') {
            scan_escape(s);
        } else if ((unsigned char)c >= 0x80) {
            scan_wide(s);
        } else {
            isti_scan_keep(s, &c, 1);
            s->at++;
        }
    }
    s->at++;
    return true;
}

bool isti_scan_string(isti_scanner *s)
{
    return scan_until(s, '"');
}

bool isti_scan_single_quoted(isti_scanner *s)
{
    isti_scan_fail(s, s->at, (isti_scan_fault){.allowed = "\""},
                   "strings stand in double quotes, not in single quotes");
    return scan_until(s, '\'');
}
