// SPDX-License-Identifier: GPL-3.0-or-later
// Rows and cells of a table, cut out of the text in place.
#include "scenario/table.h"

#include "base/memory.h"
#include "scenario/read.h"
#include "scenario/scan_char.h"

#include <stdio.h>
#include <string.h>

static const char byte_order_mark[] = "\xEF\xBB\xBF";

// ---- Reports

__attribute__((format(printf, 7, 0))) static void report(isti_table *t, int32_t line,
                                                         int32_t column, ist_status status,
                                                         const char *allowed, const char *meant,
                                                         const char *format, va_list arguments)
{
    char message[sizeof((ist_error){0}).message];
    const int32_t before = ist_errors_count(t->errors);
    int used = 0;
    if (t->row_name && line > 1) {
        used = snprintf(message, sizeof message, "%s %d: ", t->row_name, (int)line - 1);
    }
    vsnprintf(message + used, sizeof message - (size_t)used, format, arguments);
    isti_fail_hint(t->errors, status, "", allowed, meant, "%s", message);
    t->has_failed = true;
    if (ist_errors_count(t->errors) > before) {
        ist_error *error = isti_errors_at(t->errors, before);
        error->line = t->row_name ? 0 : line;
        error->column = t->row_name ? 0 : column;
        isti_read_set_source(error, t->source);
    }
}

void isti_table_fail(isti_table *t, int32_t cell, ist_status status, const char *allowed,
                     const char *meant, const char *format, ...)
{
    const isti_cell *at = t->cells > 0 ? &t->cell[cell < 0 ? 0 : cell] : NULL;
    va_list arguments;
    va_start(arguments, format);
    report(t, at ? at->line : t->line, at && cell >= 0 ? at->column : 1, status, allowed, meant,
           format, arguments);
    va_end(arguments);
}

void isti_table_fail_memory(isti_table *t)
{
    isti_table_fail(t, -1, IST_ERR_NO_MEMORY, NULL, NULL, "out of memory");
}

// Report a fault of the text at a byte of the present line.
__attribute__((format(printf, 4, 5))) static bool
fail_at(isti_table *t, const char *place, ist_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report(t, t->line, (int32_t)(place - t->line_start) + 1, status, NULL, NULL, format, arguments);
    va_end(arguments);
    return false;
}

// ---- Lines

// Step over the end of a line; `at` stands before it or at the end of the text.
static void end_line(isti_table *t)
{
    const bool is_return = t->at < t->end && *t->at == '\r';
    t->at += is_return;
    t->at += t->at < t->end && *t->at == '\n';
    t->line++;
    t->line_start = t->at;
}

static bool is_line_end(const isti_table *t)
{
    return t->at == t->end || *t->at == '\n' || *t->at == '\r';
}

static void skip_line(isti_table *t)
{
    while (!is_line_end(t)) {
        t->at++;
    }
    end_line(t);
}

// ---- Cells

// Are these bytes UTF-8, without a NUL? False after a report.
static bool check_bytes(isti_table *t, const char *text, const char *end)
{
    while (text < end) {
        uint32_t code;
        const int32_t length = isti_utf8_read(text, (int32_t)(end - text), &code);
        if (length == 0) {
            return fail_at(t, text, IST_ERR_SYNTAX,
                           "the byte 0x%02X is not UTF-8; the file may be in Latin-1 or "
                           "Windows-1252: save it as UTF-8",
                           (unsigned)(unsigned char)*text);
        }
        if (code == 0) {
            return fail_at(t, text, IST_ERR_SYNTAX, "a cell holds a NUL");
        }
        text += length;
    }
    return true;
}

// A quoted cell, its marks taken off in place; lines may end within it.
static bool read_quoted(isti_table *t, isti_cell *cell)
{
    char *to = t->at;
    char *begin = ++t->at;
    char *checked = begin; // up to there
    cell->text = to;
    for (; t->at < t->end; t->at++) {
        if (*t->at == '"' && (t->at + 1 == t->end || t->at[1] != '"')) {
            const bool is_sound = check_bytes(t, checked, t->at);
            t->at++;
            cell->length = (int32_t)(to - cell->text);
            return is_sound;
        }
        if (t->at - begin > ISTI_TABLE_LONGEST_CELL) {
            break;
        }
        t->at += *t->at == '"';
        *to++ = *t->at;
        if (*t->at == '\n') {
            if (!check_bytes(t, checked, t->at)) {
                return false;
            }
            t->line++;
            t->line_start = t->at + 1;
            checked = t->at + 1;
        }
    }
    isti_cell *open = &t->cell[t->cells];
    t->cells++;
    isti_table_fail(t, t->cells - 1, IST_ERR_SYNTAX, NULL, NULL,
                    t->at < t->end ? "this cell is longer than 64 KiB: a quotation mark may be "
                                     "missing at its end"
                                   : "a quotation mark is missing at the end of this cell");
    open->length = 0;
    t->at = t->end;
    return false;
}

static bool read_plain(isti_table *t, isti_cell *cell)
{
    char *begin = t->at;
    unsigned char seen = 0;
    bool has_nul = false;
    for (; t->at < t->end; t->at++) {
        const unsigned char c = (unsigned char)*t->at;
        if (c == (unsigned char)t->separator || c == '\n' || c == '\r') {
            break;
        }
        seen |= c;
        has_nul |= c == 0;
    }
    const char *text = begin;
    const char *end = t->at;
    while (text < end && *text == ' ') {
        text++;
    }
    while (end > text && end[-1] == ' ') {
        end--;
    }
    cell->text = text;
    cell->length = (int32_t)(end - text);
    if (t->at - begin > ISTI_TABLE_LONGEST_CELL) {
        return fail_at(t, begin, IST_ERR_LIMIT, "this cell is longer than 64 KiB");
    }
    return (!has_nul && seen < 0x80) || check_bytes(t, begin, t->at);
}

static bool make_room(isti_table *t)
{
    if ((size_t)t->cells < t->capacity) {
        return true;
    }
    const size_t capacity = isti_grown(t->capacity, (size_t)t->cells + 1);
    isti_cell *cell = isti_resize_array(t->cell, t->capacity, capacity, sizeof *cell);
    if (!cell) {
        isti_table_fail_memory(t);
        t->at = t->end;
        return false;
    }
    t->cell = cell;
    t->capacity = capacity;
    return true;
}

// The next cell, up to what ends it. False after a report.
static bool read_cell(isti_table *t)
{
    if (t->cells == ISTI_TABLE_MOST_CELLS) {
        fail_at(t, t->at, IST_ERR_LIMIT, "the line has more than %d cells", ISTI_TABLE_MOST_CELLS);
        t->at = t->end;
        return false;
    }
    if (!make_room(t)) {
        return false;
    }
    isti_cell *cell = &t->cell[t->cells];
    *cell =
        (isti_cell){.text = t->at, .line = t->line, .column = (int32_t)(t->at - t->line_start) + 1};
    const bool is_quoted = t->at < t->end && *t->at == '"';
    if (!(is_quoted ? read_quoted(t, cell) : read_plain(t, cell))) {
        return false;
    }
    t->cells++;
    if (is_quoted && !is_line_end(t) && *t->at != t->separator) {
        return fail_at(t, t->at, IST_ERR_SYNTAX,
                       "something stands behind the quotation mark that ends this cell");
    }
    return true;
}

// The cells of a line. False after a report.
static bool read_row(isti_table *t)
{
    t->cells = 0;
    for (;;) {
        if (!read_cell(t)) {
            return false;
        }
        if (is_line_end(t)) {
            return true;
        }
        t->at++; // the separator
    }
}

// End each text of the row, where nothing is needed any more.
static void terminate(isti_table *t)
{
    for (int32_t i = 0; i < t->cells; i++) {
        ((char *)(uintptr_t)t->cell[i].text)[t->cell[i].length] = '\0';
    }
}

// Has the row as many cells as there are headings? More of them may be empty.
static bool check_count(isti_table *t)
{
    if (t->headings == 0) {
        return true;
    }
    if (t->cells < t->headings) {
        isti_table_fail(t, -1, IST_ERR_SYNTAX, NULL, NULL,
                        "this line has fewer cells than there are headings: %d, not %d",
                        (int)t->cells, (int)t->headings);
        return false;
    }
    for (int32_t i = t->headings; i < t->cells; i++) {
        if (t->cell[i].length > 0) {
            isti_table_fail(t, i, IST_ERR_SYNTAX, NULL, NULL,
                            "this line has more cells than there are headings: %d, not %d",
                            (int)t->cells, (int)t->headings);
            return false;
        }
    }
    return true;
}

bool isti_table_next(isti_table *t)
{
    while (t->at < t->end) {
        if (is_line_end(t)) {
            end_line(t);
            continue;
        }
        if (!read_row(t)) {
            skip_line(t);
            continue;
        }
        end_line(t);
        terminate(t);
        if (check_count(t)) {
            return true;
        }
    }
    t->cells = 0;
    return false;
}

// ---- The beginning

// The separator that the first line has most of, outside of quotation marks.
static char find_separator(const isti_table *t)
{
    static const char candidates[] = {',', ';', '\t'};
    int32_t count[COUNT_OF(candidates)] = {0};
    bool is_quoted = false;
    for (const char *at = t->at; at < t->end && (is_quoted || (*at != '\n' && *at != '\r')); at++) {
        is_quoted ^= *at == '"';
        for (size_t k = 0; k < COUNT_OF(candidates); k++) {
            count[k] += !is_quoted && *at == candidates[k];
        }
    }
    size_t best = 0;
    for (size_t k = 1; k < COUNT_OF(candidates); k++) {
        best = count[k] > count[best] ? k : best;
    }
    return candidates[best];
}

void isti_table_open(isti_table *t, char *text, size_t length, char separator, const char *source,
                     ist_errors *errors)
{
    *t = (isti_table){.at = text,
                      .end = text + length,
                      .line_start = text,
                      .line = 1,
                      .source = source,
                      .errors = errors};
    if (length >= 3 && memcmp(text, byte_order_mark, 3) == 0) {
        t->at += 3;
        t->line_start = t->at;
    }
    // Some spreadsheets say it in a line of its own.
    if (t->end - t->at >= 5 && memcmp(t->at, "sep=", 4) == 0 &&
        (t->at[5] == '\n' || t->at[5] == '\r')) {
        separator = separator ? separator : t->at[4];
        skip_line(t);
    }
    t->separator = separator ? separator : find_separator(t);
}

void isti_table_close(isti_table *t)
{
    isti_free(t->cell);
    t->cell = NULL;
}

static bool is_utf16(const isti_table *t)
{
    const size_t length = (size_t)(t->end - t->at);
    return length >= 2 && (memcmp(t->at, "\xFF\xFE", 2) == 0 || memcmp(t->at, "\xFE\xFF", 2) == 0);
}

bool isti_table_read_headings(isti_table *t)
{
    if (is_utf16(t)) {
        return fail_at(t, t->at, IST_ERR_SYNTAX, "the file is in UTF-16: save it as UTF-8");
    }
    if (!isti_table_next(t)) {
        return t->has_failed ? false
                             : fail_at(t, t->at, IST_ERR_SYNTAX, "the table has no headings");
    }
    t->headings = t->cells;
    return !t->has_failed;
}
