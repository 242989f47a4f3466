// SPDX-License-Identifier: GPL-3.0-or-later
// Reports of the scanner: sentence, place, pointer, and pieces of the text made safe to print.
#include "scenario/scan_report.h"
#include "scenario/scan_char.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

// Write one byte of text so that it does no harm on a terminal: control characters as \u00XX.
static void show_byte(char **out, const char *end, const char *text, int32_t i, bool in_pointer)
{
    unsigned char c = (unsigned char)text[i];
    bool after_c2 = i > 0 && (unsigned char)text[i - 1] == 0xc2 && c >= 0x80;
    char piece[8] = {(char)c, '\0'};
    if (in_pointer && (c == '~' || c == '/')) {
        memcpy(piece, c == '~' ? "~0" : "~1", 3);
    } else if (c == 0xc2 && (unsigned char)text[i + 1] < 0xa0) {
        return; // lead of a control character U+0080 to U+009F
    } else if (isti_is_control((char)c) || (after_c2 && c < 0xa0)) {
        snprintf(piece, sizeof piece, "\\u%04x", (unsigned)c);
    }
    size_t length = strlen(piece);
    if ((size_t)(end - *out) > length) {
        memcpy(*out, piece, length + 1);
        *out += length;
    }
}

// JSON pointer of a node, cut to the size of the buffer.
static void pointer_of(const isti_scan *scan, int32_t index, char *buffer, size_t size)
{
    int32_t path[ISTI_SCAN_MAX_DEPTH + 1];
    int32_t steps = 0;
    for (; index > 0; index = scan->nodes[index].parent) {
        path[steps++] = index;
    }
    char *out = buffer;
    const char *end = buffer + size;
    *out = '\0';
    while (steps > 0) {
        char digits[ISTI_SCAN_INDEX_DIGITS];
        int32_t length;
        const char *name = isti_scan_map_name(scan, &scan->nodes[path[--steps]], digits, &length);
        if (end - out < length + 2) {
            length = (int32_t)(end - out) - 2; // the rest would not fit
            steps = 0;
        }
        if (length >= 0) {
            *out++ = '/';
            *out = '\0';
        }
        for (int32_t i = 0; i < length; i++) {
            show_byte(&out, end, name, i, true);
        }
    }
    isti_utf8_trim(buffer);
}

bool isti_scan_fail(isti_scanner *s, int32_t at, isti_scan_fault what, const char *format, ...)
{
    s->failed = true;
    char message[sizeof((ist_error){0}).message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    isti_utf8_trim(message);
    char where[sizeof((ist_error){0}).where] = "";
    if (s->map && s->map->count > 0) {
        pointer_of(s->map, s->here, where, sizeof where);
    }
    int32_t before = ist_errors_count(s->errors);
    isti_fail_hint(s->errors, what.status != IST_OK ? what.status : IST_ERR_SYNTAX, where,
                   what.allowed, what.meant, "%s", message);
    if (ist_errors_count(s->errors) == before) {
        return false; // no list, or a full one: the last report is not ours
    }
    ist_error *error = isti_errors_at(s->errors, before);
    if (s->map) {
        isti_scan_place p = isti_scan_map_place(s->map, at);
        error->line = p.line;
        error->column = p.column;
    }
    snprintf(error->source, sizeof error->source, "%s", s->source ? s->source : "");
    isti_utf8_trim(error->source);
    for (char *c = error->source; *c; c++) {
        *c = isti_is_control(*c) ? '?' : *c;
    }
    return false;
}

bool isti_scan_fail_memory(isti_scanner *s)
{
    return isti_scan_fail(s, s->at, (isti_scan_fault){.status = IST_ERR_NO_MEMORY},
                          "out of memory while the text was being checked");
}

const char *isti_scan_quote(const isti_scanner *s, int32_t from, int32_t to,
                            char buffer[ISTI_SCAN_SHOWN])
{
    const char *text = s->map->text;
    char *out = buffer;
    const char *end = buffer + 64;
    int32_t i = from;
    while (i < to && i < from + 40 && end - out >= 8) {
        uint32_t code;
        int32_t length = isti_utf8_read(text + i, to - i, &code);
        if (length == 0) {
            out += snprintf(out, 8, "\\x%02x", (unsigned char)text[i]);
        }
        for (int32_t k = 0; k < length; k++) {
            show_byte(&out, end, text, i + k, false);
        }
        i += isti_max_i(length, 1);
    }
    memcpy(out, i < to ? "..." : "", i < to ? 4 : 1);
    return buffer;
}

const char *isti_scan_name_char(const isti_scanner *s, int32_t at, char buffer[ISTI_SCAN_SHOWN])
{
    static const struct {
        uint32_t first, last;
        const char *name;
    } odd[] = {
        {0xa0, 0xa0, "a non-breaking space"},   {0x2018, 0x201f, "a curly quotation mark"},
        {0xab, 0xab, "a curly quotation mark"}, {0xbb, 0xbb, "a curly quotation mark"},
        {0x2000, 0x200f, "an unusual space"},   {0x2028, 0x202f, "an unusual space"},
        {0x3000, 0x3000, "an unusual space"},   {0xfeff, 0xfeff, "a byte order mark"},
    };
    uint32_t code;
    int32_t length = isti_utf8_read(s->map->text + at, s->map->length - at, &code);
    if (length == 0 || code < 0x20 || (code >= 0x7f && code < 0xa0)) {
        snprintf(buffer, ISTI_SCAN_SHOWN, "the byte 0x%02X", (unsigned char)s->map->text[at]);
        return buffer;
    }
    for (size_t i = 0; i < COUNT_OF(odd); i++) {
        if (code >= odd[i].first && code <= odd[i].last) {
            snprintf(buffer, ISTI_SCAN_SHOWN, "%s (U+%04" PRIX32 ")", odd[i].name, code);
            return buffer;
        }
    }
    snprintf(buffer, ISTI_SCAN_SHOWN, "\"%.*s\"", (int)length, s->map->text + at);
    return buffer;
}
