// SPDX-License-Identifier: GPL-3.0-or-later
// Strict check of a JSON text, with exact positions, several faults at once and plain sentences.
#include "scenario/scan.h"
#include "base/memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char value_starts[] = "true, false, null, a number, a string, [ or {";
static const char escapes[] = "\\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits 0-9 a-f";

// One value of the text. Node 0 is the whole; a child always comes after its parent.
typedef struct node {
    int32_t parent;     // -1 for the whole
    int32_t start, end; // bytes of the value
    int32_t key;        // where its key begins, -1 when it has none
    int32_t name;       // its key in `names`, or its index when `name_length` is -1
    int32_t name_length;
    int32_t children; // so far
    uint32_t hash;    // of parent and name
} node;

struct isti_scan {
    char *text; // copy, with a NUL behind it
    int32_t length;
    char *names; // decoded keys; never longer than the text
    int32_t names_used;
    node *nodes;
    int32_t count;
    size_t capacity;
    int32_t *table; // node numbers by hash, 0 where free (node 0 is never looked up)
    uint32_t table_mask;
    int32_t *lines; // where each line begins
    int32_t line_count;
};

typedef struct scanner {
    isti_scan *map;
    const char *source;
    ist_errors *errors;
    int32_t at;       // next byte
    int32_t here;     // the value that reports speak of
    bool is_key;      // the string being read is a key: keep it in `names`
    bool spans_lines; // the string being read has its end in a later line
    bool failed;
} scanner;

// What a report says besides its sentence. Left out: a syntax error, nothing to add.
typedef struct fault {
    ist_status status;
    const char *allowed;
    const char *meant;
} fault;

typedef struct place {
    int32_t line, column;
} place;

// ---- Characters

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '$';
}

static bool is_in_number(char c)
{
    return is_word(c) || c == '+' || c == '-' || c == '.';
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_control(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7f;
}

static bool same_letters(const char *a, size_t length, const char *b)
{
    for (size_t i = 0; i < length; i++) {
        if ((a[i] | 0x20) != (b[i] | 0x20)) { // ends at b's NUL, too: no word has a space
            return false;
        }
    }
    return b[length] == '\0';
}

// The character at `p` and its length in bytes; length 0 when the bytes are not UTF-8.
static int32_t utf8(const char *text, int32_t left, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *p = (const unsigned char *)text;
    *code = p[0];
    if (left > 0 && p[0] < 0x80) {
        return 1;
    }
    int32_t length = p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;
    if (length == 0 || length > left) {
        return 0;
    }
    *code = p[0] & (0x7fU >> length);
    for (int32_t i = 1; i < length; i++) {
        if ((p[i] & 0xc0) != 0x80) {
            return 0;
        }
        *code = *code << 6 | (p[i] & 0x3fU);
    }
    bool is_surrogate = *code >= 0xd800 && *code < 0xe000;
    return *code < least[length] || *code > 0x10ffff || is_surrogate ? 0 : length;
}

static int32_t utf8_encode(uint32_t code, char out[4])
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    int32_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (int32_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code & 0x3f));
        code >>= 6;
    }
    out[0] = (char)((0xf00U >> length & 0xf0) | code);
    return length;
}

// Take off a last character that was cut in the middle.
static void trim_utf8(char *text)
{
    size_t length = strlen(text);
    size_t start = length;
    while (start > 0 && length - start < 4 && ((unsigned char)text[start - 1] & 0xc0) == 0x80) {
        start--;
    }
    uint32_t code;
    if (start > 0 && utf8(text + start - 1, (int32_t)(length - start + 1), &code) == 0) {
        text[start - 1] = '\0';
    }
}

// ---- Names: keys of objects and indices of arrays

// The next byte of a name, -1 for a wrong escape. In a pointer ~0 stands for ~ and ~1 for /.
static int next_byte(const char **p, const char *end, bool in_pointer)
{
    char c = *(*p)++;
    if (c != '~' || !in_pointer) {
        return (unsigned char)c;
    }
    char escape = *p < end ? *(*p)++ : '\0';
    return escape == '0' ? '~' : escape == '1' ? '/' : -1;
}

// FNV-1a over the name, begun with the parent and mixed at the end.
static uint32_t hash_name(int32_t parent, const char *p, const char *end, bool in_pointer)
{
    uint32_t hash = 2166136261U ^ ((uint32_t)parent * 2654435761U);
    while (p < end) {
        hash = (hash ^ (uint32_t)next_byte(&p, end, in_pointer)) * 16777619U;
    }
    hash = (hash ^ hash >> 16) * 0x85ebca6bU;
    return hash ^ hash >> 13;
}

// Name of a node; `digits` is room for an index.
static const char *name_of(const isti_scan *scan, const node *n, char digits[12], int32_t *length)
{
    *length = n->name_length;
    if (n->name_length >= 0) {
        return scan->names + n->name;
    }
    *length = (int32_t)snprintf(digits, 12, "%" PRId32, n->name);
    return digits;
}

static bool has_name(const isti_scan *scan, const node *n, const char *p, const char *end,
                     bool in_pointer)
{
    char digits[12];
    int32_t length;
    const char *name = name_of(scan, n, digits, &length);
    int32_t i = 0;
    while (p < end && i < length) {
        if (next_byte(&p, end, in_pointer) != (unsigned char)name[i++]) {
            return false;
        }
    }
    return p == end && i == length;
}

// The child of `parent` with this name, -1 when there is none.
static int32_t child_of(const isti_scan *scan, int32_t parent, const char *p, const char *end,
                        bool in_pointer)
{
    uint32_t hash = hash_name(parent, p, end, in_pointer);
    for (uint32_t slot = hash & scan->table_mask; scan->table[slot] != 0;
         slot = (slot + 1) & scan->table_mask) {
        const node *n = &scan->nodes[scan->table[slot]];
        if (n->hash == hash && n->parent == parent && has_name(scan, n, p, end, in_pointer)) {
            return scan->table[slot];
        }
    }
    return -1;
}

static void enter(isti_scan *scan, int32_t index)
{
    uint32_t slot = scan->nodes[index].hash & scan->table_mask;
    while (scan->table[slot] != 0) {
        slot = (slot + 1) & scan->table_mask;
    }
    scan->table[slot] = index;
}

// Room for one more node, and a table at most half full.
static bool make_room(isti_scan *scan)
{
    size_t wanted = (size_t)scan->count + 1;
    if (wanted <= scan->capacity) {
        return true;
    }
    size_t capacity = isti_grown(scan->capacity, wanted);
    node *nodes = isti_resize_array(scan->nodes, scan->capacity, capacity, sizeof *nodes);
    if (!nodes) {
        return false;
    }
    scan->nodes = nodes;
    size_t slots = 16;
    while (slots < 2 * capacity) {
        slots *= 2;
    }
    int32_t *table = isti_alloc_array(slots, sizeof *table);
    if (!table) {
        return false; // the nodes have their old number and new room: still sound
    }
    isti_free(scan->table);
    scan->table = table;
    scan->table_mask = (uint32_t)(slots - 1);
    scan->capacity = capacity;
    for (int32_t i = 1; i < scan->count; i++) {
        enter(scan, i);
    }
    return true;
}

// ---- Reports

static place place_of(const isti_scan *scan, int32_t offset)
{
    int32_t low = 0;
    int32_t high = scan->line_count;
    while (high - low > 1) {
        int32_t middle = low + (high - low) / 2;
        if (scan->lines[middle] <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (place){.line = low + 1, .column = offset - scan->lines[low] + 1};
}

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
    } else if (is_control((char)c) || (after_c2 && c < 0xa0)) {
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
        char digits[12];
        int32_t length;
        const char *name = name_of(scan, &scan->nodes[path[--steps]], digits, &length);
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
    trim_utf8(buffer);
}

// Report a fault at a place. Gives false, so that `return complain(...)` ends the scan.
__attribute__((format(printf, 4, 5))) static bool complain(scanner *s, int32_t at, fault what,
                                                           const char *format, ...)
{
    s->failed = true;
    char message[sizeof((ist_error){0}).message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    trim_utf8(message);
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
        place p = place_of(s->map, at);
        error->line = p.line;
        error->column = p.column;
    }
    snprintf(error->source, sizeof error->source, "%s", s->source ? s->source : "");
    trim_utf8(error->source);
    for (char *c = error->source; *c; c++) {
        *c = is_control(*c) ? '?' : *c;
    }
    return false;
}

static bool out_of_memory(scanner *s)
{
    return complain(s, s->at, (fault){.status = IST_ERR_NO_MEMORY},
                    "out of memory while the text was being checked");
}

#define SHOWN 72 // room for a quotation

// Quote a piece of the text, at most 40 bytes of it, safe to print.
static const char *quote(const scanner *s, int32_t from, int32_t to, char buffer[SHOWN])
{
    const char *text = s->map->text;
    char *out = buffer;
    const char *end = buffer + 64;
    int32_t i = from;
    while (i < to && i < from + 40 && end - out >= 8) {
        uint32_t code;
        int32_t length = utf8(text + i, to - i, &code);
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

// Name a character that has no business where it stands.
static const char *name_char(const scanner *s, int32_t at, char buffer[SHOWN])
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
    int32_t length = utf8(s->map->text + at, s->map->length - at, &code);
    if (length == 0 || code < 0x20 || (code >= 0x7f && code < 0xa0)) {
        snprintf(buffer, SHOWN, "the byte 0x%02X", (unsigned char)s->map->text[at]);
        return buffer;
    }
    for (size_t i = 0; i < COUNT_OF(odd); i++) {
        if (code >= odd[i].first && code <= odd[i].last) {
            snprintf(buffer, SHOWN, "%s (U+%04" PRIX32 ")", odd[i].name, code);
            return buffer;
        }
    }
    snprintf(buffer, SHOWN, "\"%.*s\"", (int)length, s->map->text + at);
    return buffer;
}

// ---- Space between values

static bool at_end(const scanner *s)
{
    return s->at == s->map->length;
}

// The next byte; NUL at the end, where the copy has one.
static char peek(const scanner *s)
{
    return s->map->text[s->at];
}

// Step over a comment after reporting it. False when it has no end.
static bool skip_comment(scanner *s)
{
    const char *text = s->map->text;
    int32_t start = s->at;
    bool is_block = text[start] == '/' && text[start + 1] == '*';
    s->at += is_block ? 2 : 1;
    while (!at_end(s) &&
           (is_block ? text[s->at] != '*' || text[s->at + 1] != '/' : text[s->at] != '\n')) {
        s->at++;
    }
    if (is_block && at_end(s)) {
        return complain(s, start, (fault){.allowed = "*/"},
                        "the comment that begins here never ends; comments are not part of JSON");
    }
    s->at += is_block ? 2 : 0;
    complain(s, start, (fault){0}, "comments are not part of JSON; please take this one out");
    return true;
}

static bool skip_space(scanner *s)
{
    for (;;) {
        while (is_space(peek(s))) {
            s->at++;
        }
        char next = peek(s) == '/' ? s->map->text[s->at + 1] : '\0';
        if (peek(s) != '#' && next != '/' && next != '*') {
            return true;
        }
        if (!skip_comment(s)) {
            return false;
        }
    }
}

// ---- Strings

static void keep(scanner *s, const char *bytes, int32_t count)
{
    if (s->is_key) {
        memcpy(s->map->names + s->map->names_used, bytes, (size_t)count);
        s->map->names_used += count;
    }
}

// Four hexadecimal digits at `at`, -1 when they are not.
static int32_t hex4(const scanner *s, int32_t at)
{
    int32_t value = 0;
    for (int32_t i = 0; i < 4; i++) {
        char c = at + i < s->map->length ? s->map->text[at + i] : '\0';
        int32_t letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
        int32_t digit = is_digit(c) ? c - '0' : letter;
        if (digit < 0) {
            return -1;
        }
        value = value * 16 + digit;
    }
    return value;
}

// \uXXXX, or two of them that make one character beyond U+FFFF. `at` is on the backslash.
static void scan_unicode_escape(scanner *s)
{
    int32_t start = s->at;
    int32_t code = hex4(s, start + 2);
    char shown[SHOWN];
    s->at += code < 0 ? 2 : 6;
    quote(s, start, s->at, shown);
    if (code < 0) {
        complain(s, start, (fault){.allowed = escapes},
                 "\\u must be followed by four digits 0-9 or a-f");
    } else if (code == 0) {
        complain(s, start, (fault){0}, "the character \\u0000 is not accepted in a string");
    } else if (code >= 0xd800 && code < 0xe000) {
        const char *text = s->map->text;
        bool has_second = code < 0xdc00 && text[s->at] == '\\' && text[s->at + 1] == 'u';
        int32_t low = has_second ? hex4(s, s->at + 2) : -1;
        if (low < 0xdc00 || low >= 0xe000) {
            complain(s, start, (fault){0},
                     "%s is half of a character; its other half, %s, is missing", shown,
                     code < 0xdc00 ? "\\udc00-\\udfff after it" : "\\ud800-\\udbff before it");
            code = '?';
        } else {
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
            s->at += 6;
        }
    }
    char bytes[4] = {0};
    keep(s, bytes, utf8_encode(code <= 0 ? '?' : (uint32_t)code, bytes));
}

static void scan_escape(scanner *s)
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
        keep(s, &stands_for[known - written], 1);
        s->at += 2;
        return;
    }
    char shown[SHOWN];
    bool is_plain = c > 0x20 && c < 0x7f;
    complain(s, s->at, (fault){.allowed = escapes},
             "%s is not an escape; for a backslash itself write two of them",
             quote(s, s->at, s->at + (is_plain ? 2 : 1), shown));
    keep(s, "?", 1);
    s->at += is_plain ? 2 : 1;
}

// Does the string go on after a raw line break? Yes when the next quotation mark ends something.
static bool goes_on(const scanner *s, char mark)
{
    const char *p = s->map->text + s->at;
    const char *end = s->map->text + s->map->length;
    while (p < end && *p != mark) {
        p += *p == '\\' && p + 1 < end ? 2 : 1;
    }
    if (p >= end) {
        return false;
    }
    for (p++; p < end && is_space(*p);) {
        p++;
    }
    return p == end || strchr(",:]}", *p);
}

// A raw control character: report it and step over it. False when the string ends with the line.
static bool scan_raw_control(scanner *s, int32_t start, char mark)
{
    char c = peek(s);
    bool is_break = c == '\n' || c == '\r';
    s->spans_lines = s->spans_lines || (is_break && goes_on(s, mark)); // looked for only once
    if (is_break && !s->spans_lines) {
        place p = place_of(s->map, start);
        return complain(s, s->at, (fault){.allowed = "\""},
                        "the string that begins in column %" PRId32
                        " is not closed before the line ends",
                        p.column);
    }
    char shown[SHOWN];
    const char *what = is_break ? "a line break" : c == '\t' ? "a tab" : name_char(s, s->at, shown);
    const char *how = is_break    ? "must be written \\n"
                      : c == '\t' ? "must be written \\t"
                                  : "is not accepted";
    complain(s, s->at, (fault){0}, "%s inside a string %s", what, how);
    keep(s, "?", 1);
    s->at += c == '\r' && s->map->text[s->at + 1] == '\n' ? 2 : 1;
    return true;
}

// One character of a string that is more than one byte long, or no character at all.
static void scan_wide(scanner *s)
{
    const char *text = s->map->text + s->at;
    uint32_t code;
    int32_t length = utf8(text, s->map->length - s->at, &code);
    if (length > 0) {
        keep(s, text, length);
        s->at += length;
        return;
    }
    complain(s, s->at, (fault){0},
             "the byte 0x%02X is not valid UTF-8 here; save the file with the encoding UTF-8",
             (unsigned char)*text);
    keep(s, "?", 1);
    do {
        s->at++;
    } while (((unsigned char)peek(s) & 0xc0) == 0x80);
}

// A string that ends with `mark`, at its beginning. Keys are decoded into `names`.
static bool scan_string(scanner *s, char mark)
{
    int32_t start = s->at++;
    s->spans_lines = false;
    while (peek(s) != mark) {
        char c = peek(s);
        if (at_end(s)) {
            place p = place_of(s->map, start);
            return complain(s, s->at, (fault){.allowed = "\""},
                            "the text ends inside the string that begins in line %" PRId32
                            ", column %" PRId32,
                            p.line, p.column);
        }
        if ((unsigned char)c < 0x20) {
            if (!scan_raw_control(s, start, mark)) {
                return false;
            }
        } else if (c == '\\' && s->map->text[s->at + 1] == mark) {
            keep(s, &mark, 1); // an escaped apostrophe counts only in a string that is wrong anyway
            s->at += 2;
        } else if (c == '\\') {
            scan_escape(s);
        } else if ((unsigned char)c >= 0x80) {
            scan_wide(s);
        } else {
            keep(s, &c, 1);
            s->at++;
        }
    }
    s->at++;
    return true;
}

static bool scan_single_quoted(scanner *s)
{
    complain(s, s->at, (fault){.allowed = "\""},
             "strings stand in double quotes, not in single quotes");
    return scan_string(s, '\'');
}

// ---- Numbers and words

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
    if (!is_digit(*p)) {
        return "is not a number";
    }
    if (*p == '0' && is_digit(p[1])) {
        return "begins with a needless 0";
    }
    for (; is_digit(*p); p++) {
    }
    if (*p == '.') {
        for (p++; is_digit(*p); p++) {
        }
        if (p[-1] == '.') {
            return "needs a digit after its point";
        }
    }
    if ((*p | 0x20) == 'e') {
        p += p[1] == '+' || p[1] == '-' ? 2 : 1;
        if (!is_digit(*p)) {
            return "needs a whole number after its e";
        }
        for (; is_digit(*p); p++) {
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
    while (is_digit(p[digits])) {
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

static void scan_number(scanner *s)
{
    int32_t start = s->at;
    while (is_in_number(peek(s))) {
        s->at++;
    }
    const char *text = s->map->text + start;
    const char *end = s->map->text + s->at;
    fault what = {.allowed = "a number such as 12, -0.5 or 1e-3"};
    const char *why = number_fault(text, end);
    if (!why && end - text > ISTI_SCAN_MAX_NUMBER) {
        what = (fault){.status = IST_ERR_LIMIT, .allowed = "at most 63 characters"};
        why = "has too many digits";
    } else if (!why && overflows(text, end)) {
        what = (fault){.status = IST_ERR_RANGE, .allowed = "-1.79e308 to 1.79e308"};
        why = "is too large";
    } else if (!why && is_inexact(text, end)) {
        what = (fault){.status = IST_ERR_RANGE,
                       .allowed = "-9007199254740992 to 9007199254740992, or digits in quotes"};
        why = "is too large to be kept exactly; if it is a seed, write it in double quotes";
    }
    if (why) {
        char shown[SHOWN];
        complain(s, start, what, "%s %s", quote(s, start, s->at, shown), why);
    }
}

// Report a word that is none of the three, with what was probably meant.
static void complain_word(scanner *s, int32_t start)
{
    static const struct {
        const char *word, *meant;
    } usual[] = {
        {"true", "true"},      {"false", "false"}, {"null", "null"}, {"yes", "true"},
        {"no", "false"},       {"on", "true"},     {"off", "false"}, {"none", "null"},
        {"nil", "null"},       {"nan", NULL},      {"inf", NULL},    {"infinity", NULL},
        {"undefined", "null"},
    };
    const char *text = s->map->text + start;
    size_t length = (size_t)(s->at - start);
    char shown[SHOWN];
    quote(s, start, s->at, shown);
    for (size_t i = 0; i < COUNT_OF(usual); i++) {
        if (!same_letters(text, length, usual[i].word)) {
            continue;
        }
        const char *why = usual[i].meant ? "is not a word of JSON" : "is not a number of JSON";
        complain(s, start, (fault){.allowed = value_starts, .meant = usual[i].meant}, "%s %s",
                 shown, why);
        return;
    }
    complain(s, start, (fault){.allowed = value_starts},
             "%s is not a word of JSON; if it is a string, put it in double quotes", shown);
}

static void scan_word(scanner *s)
{
    int32_t start = s->at;
    while (is_in_number(peek(s))) {
        s->at++;
    }
    const char *text = s->map->text + start;
    size_t length = (size_t)(s->at - start);
    bool is_known = (length == 4 && memcmp(text, "true", 4) == 0) ||
                    (length == 5 && memcmp(text, "false", 5) == 0) ||
                    (length == 4 && memcmp(text, "null", 4) == 0);
    if (!is_known) {
        complain_word(s, start);
    }
}

// ---- Objects and arrays

static bool scan_value(scanner *s, int32_t index, int32_t depth);

static const char *kind_of(const isti_scan *scan, int32_t index)
{
    return scan->text[scan->nodes[index].start] == '{' ? "object" : "array";
}

// Add a node that begins here; -1 when out of memory.
static int32_t add_node(scanner *s, node added)
{
    isti_scan *scan = s->map;
    if (!make_room(scan)) {
        out_of_memory(s);
        return -1;
    }
    int32_t index = scan->count++;
    added.start = s->at;
    added.end = s->at;
    scan->nodes[index] = added;
    if (added.parent >= 0) {
        scan->nodes[added.parent].children++;
        enter(scan, index);
    }
    return index;
}

// A key that stands there without quotes: say so and take it for one.
static bool scan_bare_key(scanner *s)
{
    int32_t start = s->at;
    while (is_in_number(peek(s))) {
        s->at++;
    }
    int32_t end = s->at;
    char shown[SHOWN];
    quote(s, start, end, shown);
    if (!skip_space(s)) {
        return false;
    }
    bool after_digit =
        start >= 2 && s->map->text[start - 1] == ',' && is_digit(s->map->text[start - 2]);
    if (peek(s) != ':' && after_digit && is_digit(s->map->text[start])) {
        return complain(s, start - 1, (fault){.allowed = "."},
                        "a comma ends the number here; decimal numbers are written with a point");
    }
    char meant[SHOWN + 2];
    snprintf(meant, sizeof meant, "\"%s\"", shown);
    complain(s, start, (fault){.allowed = meant}, "the key %s must stand in double quotes", shown);
    keep(s, s->map->text + start, end - start);
    return true;
}

static bool scan_key(scanner *s)
{
    char shown[SHOWN];
    bool went_well;
    s->is_key = true;
    if (peek(s) == '"') {
        went_well = scan_string(s, '"');
    } else if (peek(s) == '\'') {
        went_well = scan_single_quoted(s);
    } else if (is_in_number(peek(s))) {
        went_well = scan_bare_key(s);
    } else {
        went_well = complain(s, s->at, (fault){.allowed = "a key in double quotes or }"},
                             "a key in double quotes should stand here, not %s",
                             name_char(s, s->at, shown));
    }
    s->is_key = false;
    return went_well;
}

// The colon between key and value. An equals sign is taken for one.
static bool scan_colon(scanner *s)
{
    int32_t after_key = s->at;
    if (!skip_space(s)) {
        return false;
    }
    if (peek(s) != ':' && peek(s) != '=') {
        return complain(s, after_key, (fault){.allowed = ":"},
                        "a colon and a value should follow this key");
    }
    if (peek(s) == '=') {
        complain(s, s->at, (fault){.allowed = ":"},
                 "between a key and its value stands a colon, not an equals sign");
    }
    s->at++;
    return skip_space(s);
}

static bool scan_member(scanner *s, int32_t parent, int32_t depth)
{
    isti_scan *scan = s->map;
    int32_t key = s->at;
    int32_t name = scan->names_used;
    if (!scan_key(s)) {
        return false;
    }
    const char *text = scan->names + name;
    int32_t length = scan->names_used - name;
    int32_t first = child_of(scan, parent, text, text + length, false);
    // A twin is kept for its pointer only; a hash of its own keeps many of them from piling up.
    uint32_t hash = first < 0 ? hash_name(parent, text, text + length, false)
                              : (uint32_t)scan->count * 2654435761U;
    int32_t index = add_node(
        s, (node){.parent = parent, .key = key, .name = name, .name_length = length, .hash = hash});
    if (index < 0) {
        return false;
    }
    s->here = index;
    if (first >= 0) {
        char shown[SHOWN];
        place p = place_of(scan, scan->nodes[first].key);
        complain(s, key, (fault){.status = IST_ERR_DUPLICATE_NAME},
                 "the key %s is already used in this object, in line %" PRId32,
                 quote(s, key, isti_min_i(s->at, key + 42), shown), p.line);
    }
    if (!scan_colon(s)) {
        return false;
    }
    if (peek(s) == ',' || peek(s) == '}') {
        complain(s, s->at, (fault){.allowed = value_starts}, "the value of this key is missing");
        return true;
    }
    return scan_value(s, index, depth);
}

static bool scan_element(scanner *s, int32_t parent, int32_t depth)
{
    node element = {
        .parent = parent, .key = -1, .name = s->map->nodes[parent].children, .name_length = -1};
    char digits[12];
    int32_t length;
    const char *name = name_of(s->map, &element, digits, &length);
    element.hash = hash_name(parent, name, name + length, false);
    int32_t index = add_node(s, element);
    return index >= 0 && scan_value(s, index, depth);
}

static bool complain_unclosed(scanner *s, int32_t index)
{
    place p = place_of(s->map, s->map->nodes[index].start);
    const char *kind = kind_of(s->map, index);
    return complain(s, s->at, (fault){.allowed = *kind == 'o' ? ", or }" : ", or ]"},
                    "the text ends inside the %s that begins in line %" PRId32 ", column %" PRId32,
                    kind, p.line, p.column);
}

static bool complain_mismatch(scanner *s, int32_t index)
{
    place p = place_of(s->map, s->map->nodes[index].start);
    const char *kind = kind_of(s->map, index);
    return complain(s, s->at, (fault){.allowed = *kind == 'o' ? "}" : "]"},
                    "%c cannot close the %s that begins in line %" PRId32 ", column %" PRId32,
                    peek(s), kind, p.line, p.column);
}

// What follows a member or element: a comma, noted in `comma`, or the closing bracket.
static bool scan_separator(scanner *s, int32_t index, char close, int32_t *comma)
{
    int32_t after_value = s->at;
    if (!skip_space(s)) {
        return false;
    }
    char c = peek(s);
    *comma = c == ',' ? s->at++ : -1;
    if (c == ',' || c == close) {
        return true;
    }
    if (at_end(s)) {
        return complain_unclosed(s, index);
    }
    if (c == ']' || c == '}') {
        return complain_mismatch(s, index);
    }
    fault what = {.allowed = close == '}' ? ", or }" : ", or ]"};
    if (c == ':') {
        return complain(s, s->at, what,
                        close == '}' ? "there is no key before this colon"
                                     : "keys with colons belong in { }, but this is an array [ ]");
    }
    if (is_in_number(c) || c == '"' || c == '\'' || c == '[' || c == '{') {
        return complain(s, after_value, what, "a comma is missing between this value and the next");
    }
    char shown[SHOWN];
    return complain(s, s->at, what, "%s does not belong here", name_char(s, s->at, shown));
}

static bool scan_container(scanner *s, int32_t index, int32_t depth)
{
    bool is_object = peek(s) == '{';
    char close = is_object ? '}' : ']';
    if (depth >= ISTI_SCAN_MAX_DEPTH) {
        return complain(s, s->at, (fault){.status = IST_ERR_LIMIT},
                        "brackets are nested deeper than %d levels", ISTI_SCAN_MAX_DEPTH);
    }
    s->at++;
    int32_t comma = -1; // the last one, while nothing has followed it
    while (skip_space(s)) {
        char c = peek(s);
        if (c == close) {
            if (comma >= 0) {
                complain(s, comma, (fault){0}, "there must be no comma before the closing %c", c);
            }
            s->at++;
            return true;
        }
        if (c == ',') {
            complain(s, s->at++, (fault){0}, "there is nothing before this comma");
            comma = -1;
            continue;
        }
        if (at_end(s)) {
            return complain_unclosed(s, index);
        }
        if (c == ']' || c == '}') {
            return complain_mismatch(s, index);
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
static bool complain_value(scanner *s)
{
    char shown[SHOWN];
    if (at_end(s)) {
        return complain(s, s->at, (fault){.allowed = value_starts},
                        "the text ends where a value should stand");
    }
    return complain(s, s->at, (fault){.allowed = value_starts}, "a value should stand here, not %s",
                    name_char(s, s->at, shown));
}

// The value of a node that has been added. False when what follows cannot be made sense of.
static bool scan_value(scanner *s, int32_t index, int32_t depth)
{
    bool went_well = true;
    char c = peek(s);
    s->here = index;
    s->map->nodes[index].start = s->at;
    if (c == '{' || c == '[') {
        went_well = scan_container(s, index, depth);
    } else if (c == '"') {
        went_well = scan_string(s, c);
    } else if (c == '\'') {
        went_well = scan_single_quoted(s);
    } else if (is_digit(c) || c == '-' || c == '+' || c == '.') {
        scan_number(s);
    } else if (is_word(c)) {
        scan_word(s);
    } else {
        went_well = complain_value(s);
    }
    s->map->nodes[index].end = s->at;
    return went_well;
}

// ---- The whole text

// Marks of other encodings. False when the rest cannot be read.
static bool scan_encoding(scanner *s)
{
    const char *text = s->map->text;
    int32_t length = s->map->length;
    bool has_utf16_mark =
        length >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0);
    if (has_utf16_mark || (length >= 2 && (text[0] == '\0') != (text[1] == '\0'))) {
        return complain(s, 0, (fault){0},
                        "the text looks like UTF-16; save the file with the encoding UTF-8");
    }
    if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        complain(s, 0, (fault){0},
                 "the text begins with a byte order mark; save the file as UTF-8 without one");
        s->at = 3;
    }
    return true;
}

static void scan_text(scanner *s)
{
    int32_t root = add_node(s, (node){.parent = -1, .key = -1});
    if (root < 0 || !scan_encoding(s) || !skip_space(s)) {
        return;
    }
    if (at_end(s)) {
        complain(s, s->at, (fault){.allowed = value_starts}, "the text is empty");
        return;
    }
    if (!scan_value(s, root, 0)) {
        return;
    }
    s->here = root;
    if (!skip_space(s) || at_end(s)) {
        return;
    }
    char shown[SHOWN];
    char c = peek(s);
    complain(s, s->at, (fault){0}, "nothing may follow the end of the JSON value%s, but here is %s",
             c == ']' || c == '}' ? " (one closing bracket too many?)" : "",
             name_char(s, s->at, shown));
}

// Copy the text and note where its lines begin.
static bool prepare(isti_scan *scan, const char *text, size_t length)
{
    scan->text = isti_alloc_array(length + 1, 1);
    scan->names = isti_alloc_array(length + 1, 1);
    if (!scan->text || !scan->names) {
        return false;
    }
    int32_t lines = 1;
    for (size_t i = 0; i < length; i++) {
        scan->text[i] = text[i];
        lines += text[i] == '\n';
    }
    scan->length = (int32_t)length;
    scan->lines = isti_alloc_array((size_t)lines, sizeof *scan->lines);
    if (!scan->lines) {
        return false;
    }
    scan->line_count = 1;
    for (int32_t i = 0; i < scan->length; i++) {
        if (text[i] == '\n') {
            scan->lines[scan->line_count++] = i + 1;
        }
    }
    return true;
}

isti_scan *isti_scan_create(const char *text, size_t length, const char *source, ist_errors *errors)
{
    scanner s = {.source = source, .errors = errors};
    if (length > ISTI_SCAN_MAX_BYTES) {
        complain(&s, 0, (fault){.status = IST_ERR_LIMIT},
                 "the text has %zu bytes; at most %d are accepted", length, ISTI_SCAN_MAX_BYTES);
        return NULL;
    }
    isti_scan *scan = isti_alloc_array(1, sizeof *scan);
    if (!scan || !prepare(scan, text, text ? length : 0)) {
        out_of_memory(&s);
        isti_scan_destroy(scan);
        return NULL;
    }
    s.map = scan;
    scan_text(&s);
    if (s.failed) {
        isti_scan_destroy(scan);
        return NULL;
    }
    return scan;
}

void isti_scan_destroy(isti_scan *scan)
{
    if (!scan) {
        return;
    }
    isti_free(scan->lines);
    isti_free(scan->table);
    isti_free(scan->nodes);
    isti_free(scan->names);
    isti_free(scan->text);
    isti_free(scan);
}

// ---- Questions

// The node a pointer names, or as far as it leads. `is_found` says which.
static int32_t follow(const isti_scan *scan, const char *pointer, bool *is_found)
{
    int32_t index = 0;
    while (*pointer == '/') {
        const char *end = pointer + 1 + strcspn(pointer + 1, "/");
        int32_t child = child_of(scan, index, pointer + 1, end, true);
        if (child < 0) {
            break;
        }
        index = child;
        pointer = end;
    }
    *is_found = *pointer == '\0';
    return index;
}

static void tell(const isti_scan *scan, int32_t offset, int32_t *line, int32_t *column)
{
    place p = place_of(scan, offset);
    if (line) {
        *line = p.line;
    }
    if (column) {
        *column = p.column;
    }
}

bool isti_scan_find(const isti_scan *scan, const char *pointer, bool key, int32_t *line,
                    int32_t *column)
{
    bool is_found;
    const node *n = &scan->nodes[follow(scan, pointer, &is_found)];
    if (!is_found || (key && n->key < 0)) {
        return false;
    }
    tell(scan, key ? n->key : n->start, line, column);
    return true;
}

void isti_scan_nearest(const isti_scan *scan, const char *pointer, int32_t *line, int32_t *column)
{
    bool is_found;
    tell(scan, scan->nodes[follow(scan, pointer, &is_found)].start, line, column);
}

bool isti_scan_raw(const isti_scan *scan, const char *pointer, const char **text, size_t *length)
{
    bool is_found;
    const node *n = &scan->nodes[follow(scan, pointer, &is_found)];
    if (!is_found) {
        return false;
    }
    *text = scan->text + n->start;
    *length = (size_t)(n->end - n->start);
    return true;
}
