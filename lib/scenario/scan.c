// SPDX-License-Identifier: GPL-3.0-or-later
// Strict check of a JSON text: walks through objects and arrays and reports every fault it meets.
#include "scenario/scan.h"
#include "scenario/scan_char.h"
#include "scenario/scan_map.h"
#include "scenario/scan_number.h"
#include "scenario/scan_report.h"
#include "scenario/scan_string.h"
#include "scenario/scan_word.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

// ---- Space between values

// Step over a comment after reporting it. False when it has no end.
static bool skip_comment(isti_scanner *s)
{
    const char *text = s->map->text;
    int32_t start = s->at;
    bool is_block = text[start] == '/' && text[start + 1] == '*';
    s->at += is_block ? 2 : 1;
    while (!isti_scan_at_end(s) &&
           (is_block ? text[s->at] != '*' || text[s->at + 1] != '/' : text[s->at] != '\n')) {
        s->at++;
    }
    if (is_block && isti_scan_at_end(s)) {
        return isti_scan_fail(
            s, start, (isti_scan_fault){.allowed = "*/"},
            "the comment that begins here never ends; comments are not part of JSON");
    }
    s->at += is_block ? 2 : 0;
    isti_scan_fail(s, start, (isti_scan_fault){0},
                   "comments are not part of JSON; please take this one out");
    return true;
}

static bool skip_space(isti_scanner *s)
{
    for (;;) {
        while (isti_is_space(isti_scan_peek(s))) {
            s->at++;
        }
        char next = isti_scan_peek(s) == '/' ? s->map->text[s->at + 1] : '\0';
        if (isti_scan_peek(s) != '#' && next != '/' && next != '*') {
            return true;
        }
        if (!skip_comment(s)) {
            return false;
        }
    }
}

// ---- Objects and arrays

static bool scan_value(isti_scanner *s, int32_t index, int32_t depth);

// Add a node that begins here; -1 when out of memory.
static int32_t add_node(isti_scanner *s, isti_scan_node added, bool is_twin)
{
    added.start = s->at;
    added.end = s->at;
    int32_t index = isti_scan_map_add(s->map, added, is_twin);
    if (index < 0) {
        isti_scan_fail_memory(s);
    }
    return index;
}

// A key that stands there without quotes: say so and take it for one.
static bool scan_bare_key(isti_scanner *s)
{
    int32_t start = s->at;
    while (isti_is_in_number(isti_scan_peek(s))) {
        s->at++;
    }
    int32_t end = s->at;
    char shown[ISTI_SCAN_SHOWN];
    isti_scan_quote(s, start, end, shown);
    if (!skip_space(s)) {
        return false;
    }
    bool after_digit =
        start >= 2 && s->map->text[start - 1] == ',' && isti_is_digit(s->map->text[start - 2]);
    if (isti_scan_peek(s) != ':' && after_digit && isti_is_digit(s->map->text[start])) {
        return isti_scan_fail(
            s, start - 1, (isti_scan_fault){.allowed = "."},
            "a comma ends the number here; decimal numbers are written with a point");
    }
    char meant[ISTI_SCAN_SHOWN + 2];
    snprintf(meant, sizeof meant, "\"%s\"", shown);
    isti_scan_fail(s, start, (isti_scan_fault){.allowed = meant},
                   "the key %s must stand in double quotes", shown);
    isti_scan_keep(s, s->map->text + start, end - start);
    return true;
}

static bool scan_key(isti_scanner *s)
{
    char shown[ISTI_SCAN_SHOWN];
    bool went_well;
    s->is_key = true;
    if (isti_scan_peek(s) == '"') {
        went_well = isti_scan_string(s);
    } else if (isti_scan_peek(s) == '\'') {
        went_well = isti_scan_single_quoted(s);
    } else if (isti_is_in_number(isti_scan_peek(s))) {
        went_well = scan_bare_key(s);
    } else {
        went_well =
            isti_scan_fail(s, s->at, (isti_scan_fault){.allowed = "a key in double quotes or }"},
                           "a key in double quotes should stand here, not %s",
                           isti_scan_name_char(s, s->at, shown));
    }
    s->is_key = false;
    return went_well;
}

// The colon between key and value. An equals sign is taken for one.
static bool scan_colon(isti_scanner *s)
{
    int32_t after_key = s->at;
    if (!skip_space(s)) {
        return false;
    }
    if (isti_scan_peek(s) != ':' && isti_scan_peek(s) != '=') {
        return isti_scan_fail(s, after_key, (isti_scan_fault){.allowed = ":"},
                              "a colon and a value should follow this key");
    }
    if (isti_scan_peek(s) == '=') {
        isti_scan_fail(s, s->at, (isti_scan_fault){.allowed = ":"},
                       "between a key and its value stands a colon, not an equals sign");
    }
    s->at++;
    return skip_space(s);
}

static bool scan_member(isti_scanner *s, int32_t parent, int32_t depth)
{
    isti_scan *scan = s->map;
    isti_scan_node member = {.parent = parent, .key = s->at, .name = scan->names_used};
    if (!scan_key(s)) {
        return false;
    }
    member.name_length = scan->names_used - member.name;
    int32_t twin = isti_scan_map_child(scan, parent, scan->names + member.name, member.name_length);
    int32_t index = add_node(s, member, twin >= 0);
    if (index < 0) {
        return false;
    }
    s->here = index;
    if (twin >= 0) {
        char shown[ISTI_SCAN_SHOWN];
        isti_scan_place p = isti_scan_map_place(scan, scan->nodes[twin].key);
        isti_scan_fail(s, member.key, (isti_scan_fault){.status = IST_ERR_DUPLICATE_NAME},
                       "the key %s is already used in this object, in line %" PRId32,
                       isti_scan_quote(s, member.key, isti_min_i(s->at, member.key + 42), shown),
                       p.line);
    }
    if (!scan_colon(s)) {
        return false;
    }
    if (isti_scan_peek(s) == ',' || isti_scan_peek(s) == '}') {
        isti_scan_fail(s, s->at, (isti_scan_fault){.allowed = ISTI_SCAN_VALUE_STARTS},
                       "the value of this key is missing");
        return true;
    }
    return scan_value(s, index, depth);
}

static bool scan_element(isti_scanner *s, int32_t parent, int32_t depth)
{
    isti_scan_node element = {
        .parent = parent, .key = -1, .name = s->map->nodes[parent].children, .name_length = -1};
    int32_t index = add_node(s, element, false);
    return index >= 0 && scan_value(s, index, depth);
}

// The text ends, or a bracket closes, where this object or array still goes on.
static bool complain_bracket(isti_scanner *s, int32_t index)
{
    isti_scan_place p = isti_scan_map_place(s->map, s->map->nodes[index].start);
    bool is_object = s->map->text[s->map->nodes[index].start] == '{';
    const char *kind = is_object ? "object" : "array";
    if (isti_scan_at_end(s)) {
        return isti_scan_fail(
            s, s->at, (isti_scan_fault){.allowed = is_object ? ", or }" : ", or ]"},
            "the text ends inside the %s that begins in line %" PRId32 ", column %" PRId32, kind,
            p.line, p.column);
    }
    return isti_scan_fail(s, s->at, (isti_scan_fault){.allowed = is_object ? "}" : "]"},
                          "%c cannot close the %s that begins in line %" PRId32 ", column %" PRId32,
                          isti_scan_peek(s), kind, p.line, p.column);
}

// What follows a member or element: a comma, noted in `comma`, or the closing bracket.
static bool scan_separator(isti_scanner *s, int32_t index, char close, int32_t *comma)
{
    int32_t after_value = s->at;
    if (!skip_space(s)) {
        return false;
    }
    char c = isti_scan_peek(s);
    *comma = c == ',' ? s->at++ : -1;
    if (c == ',' || c == close) {
        return true;
    }
    if (isti_scan_at_end(s) || c == ']' || c == '}') {
        return complain_bracket(s, index);
    }
    isti_scan_fault what = {.allowed = close == '}' ? ", or }" : ", or ]"};
    if (c == ':') {
        return isti_scan_fail(s, s->at, what,
                              close == '}'
                                  ? "there is no key before this colon"
                                  : "keys with colons belong in { }, but this is an array [ ]");
    }
    if (isti_is_in_number(c) || c == '"' || c == '\'' || c == '[' || c == '{') {
        return isti_scan_fail(s, after_value, what,
                              "a comma is missing between this value and the next");
    }
    char shown[ISTI_SCAN_SHOWN];
    return isti_scan_fail(s, s->at, what, "%s does not belong here",
                          isti_scan_name_char(s, s->at, shown));
}

static bool scan_container(isti_scanner *s, int32_t index, int32_t depth)
{
    bool is_object = isti_scan_peek(s) == '{';
    char close = is_object ? '}' : ']';
    if (depth >= ISTI_SCAN_MAX_DEPTH) {
        return isti_scan_fail(s, s->at, (isti_scan_fault){.status = IST_ERR_LIMIT},
                              "brackets are nested deeper than %d levels", ISTI_SCAN_MAX_DEPTH);
    }
    s->at++;
    int32_t comma = -1; // the last one, while nothing has followed it
    while (skip_space(s)) {
        char c = isti_scan_peek(s);
        if (c == close) {
            if (comma >= 0) {
                isti_scan_fail(s, comma, (isti_scan_fault){0},
                               "there must be no comma before the closing %c", c);
            }
            s->at++;
            return true;
        }
        if (c == ',') {
            isti_scan_fail(s, s->at++, (isti_scan_fault){0}, "there is nothing before this comma");
            comma = -1;
            continue;
        }
        if (isti_scan_at_end(s) || c == ']' || c == '}') {
            return complain_bracket(s, index);
        }
        bool went_well =
            is_object ? scan_member(s, index, depth + 1) : scan_element(s, index, depth + 1);
        s->here = index;
        if (!went_well || !scan_separator(s, index, close, &comma)) {
            return false;
        }
    }
    return false;
}

// Something that begins no value at all.
static bool complain_value(isti_scanner *s)
{
    char shown[ISTI_SCAN_SHOWN];
    if (isti_scan_at_end(s)) {
        return isti_scan_fail(s, s->at, (isti_scan_fault){.allowed = ISTI_SCAN_VALUE_STARTS},
                              "the text ends where a value should stand");
    }
    return isti_scan_fail(s, s->at, (isti_scan_fault){.allowed = ISTI_SCAN_VALUE_STARTS},
                          "a value should stand here, not %s",
                          isti_scan_name_char(s, s->at, shown));
}

// The value of a node that has been added. False when what follows cannot be made sense of.
static bool scan_value(isti_scanner *s, int32_t index, int32_t depth)
{
    bool went_well = true;
    char c = isti_scan_peek(s);
    s->here = index;
    s->map->nodes[index].start = s->at;
    if (c == '{' || c == '[') {
        went_well = scan_container(s, index, depth);
    } else if (c == '"') {
        went_well = isti_scan_string(s);
    } else if (c == '\'') {
        went_well = isti_scan_single_quoted(s);
    } else if (isti_is_digit(c) || c == '-' || c == '+' || c == '.') {
        isti_scan_number(s);
    } else if (isti_is_word(c)) {
        isti_scan_word(s);
    } else {
        went_well = complain_value(s);
    }
    s->map->nodes[index].end = s->at;
    return went_well;
}

// ---- The whole text

// Marks of other encodings. False when the rest cannot be read.
static bool scan_encoding(isti_scanner *s)
{
    const char *text = s->map->text;
    int32_t length = s->map->length;
    bool has_utf16_mark =
        length >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0);
    if (has_utf16_mark || (length >= 2 && (text[0] == '\0') != (text[1] == '\0'))) {
        return isti_scan_fail(s, 0, (isti_scan_fault){0},
                              "the text looks like UTF-16; save the file with the encoding UTF-8");
    }
    if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        isti_scan_fail(
            s, 0, (isti_scan_fault){0},
            "the text begins with a byte order mark; save the file as UTF-8 without one");
        s->at = 3;
    }
    return true;
}

static void scan_whole(isti_scanner *s)
{
    int32_t root = add_node(s, (isti_scan_node){.parent = -1, .key = -1}, false);
    if (root < 0 || !scan_encoding(s) || !skip_space(s)) {
        return;
    }
    if (isti_scan_at_end(s)) {
        isti_scan_fail(s, s->at, (isti_scan_fault){.allowed = ISTI_SCAN_VALUE_STARTS},
                       "the text is empty");
        return;
    }
    if (!scan_value(s, root, 0)) {
        return;
    }
    s->here = root;
    if (!skip_space(s) || isti_scan_at_end(s)) {
        return;
    }
    char shown[ISTI_SCAN_SHOWN];
    char c = isti_scan_peek(s);
    isti_scan_fail(s, s->at, (isti_scan_fault){0},
                   "nothing may follow the end of the JSON value%s, but here is %s",
                   c == ']' || c == '}' ? " (one closing bracket too many?)" : "",
                   isti_scan_name_char(s, s->at, shown));
}

isti_scan *isti_scan_create(const char *text, size_t length, const char *source, ist_errors *errors)
{
    isti_scanner s = {.source = source, .errors = errors};
    if (length > ISTI_SCAN_MAX_BYTES) {
        isti_scan_fail(&s, 0, (isti_scan_fault){.status = IST_ERR_LIMIT},
                       "the text has %zu bytes; at most %d are accepted", length,
                       ISTI_SCAN_MAX_BYTES);
        return NULL;
    }
    s.map = isti_scan_map_create(text, text ? length : 0);
    if (!s.map) {
        isti_scan_fail_memory(&s);
        return NULL;
    }
    scan_whole(&s);
    if (s.failed) {
        isti_scan_destroy(s.map);
        return NULL;
    }
    return s.map;
}
