// SPDX-License-Identifier: GPL-3.0-or-later
// Points of a design from a table (RFC 4180): a column per factor, a line per point.
#include "scenario/design.h"

#include "base/memory.h"
#include "scenario/override.h"

#include <string.h>

enum { MOST_COLUMNS = 1000 };

// Where the reader stands.
typedef struct table {
    const char *at, *end, *line_start, *source;
    int32_t line;
    ist_errors *errors;
    char *cell; // the last one read, without its quotation marks
    size_t length;
    int32_t column; // of the text: where it began
} table;

static bool fail(const table *t, ist_status status, const char *allowed, const char *message)
{
    const ist_override place = {
        .pointer = "", .source = t->source, .line = t->line, .column = t->column};
    isti_override_fail(t->errors, &place, status, allowed, NULL, "%s", message);
    return false;
}

static bool is_line_end(const table *t)
{
    return t->at == t->end || *t->at == '\n' ||
           (*t->at == '\r' && t->at + 1 < t->end && t->at[1] == '\n');
}

static void next_line(table *t)
{
    t->at += t->at < t->end && *t->at == '\r';
    t->at += t->at < t->end;
    t->line++;
    t->line_start = t->at;
}

static bool read_quoted(table *t)
{
    for (t->at++; t->at < t->end; t->at++) {
        const bool is_mark = *t->at == '"';
        if (is_mark && (t->at + 1 == t->end || t->at[1] != '"')) {
            t->at++;
            return true;
        }
        t->at += is_mark;
        t->cell[t->length++] = *t->at;
    }
    return fail(t, IST_ERR_SYNTAX, NULL, "a quotation mark is missing at the end of this cell");
}

// The next cell of the line. False after a report.
static bool read_cell(table *t)
{
    t->length = 0;
    t->column = (int32_t)(t->at - t->line_start) + 1;
    if (t->at < t->end && *t->at == '"') {
        if (!read_quoted(t)) {
            return false;
        }
    } else {
        for (; !is_line_end(t) && *t->at != ','; t->at++) {
            t->cell[t->length++] = *t->at;
        }
    }
    t->cell[t->length] = '\0';
    if (memchr(t->cell, '\0', t->length)) {
        return fail(t, IST_ERR_SYNTAX, NULL, "a cell holds a NUL");
    }
    if (!is_line_end(t) && *t->at != ',') {
        return fail(t, IST_ERR_SYNTAX, "a comma or the end of the line",
                    "something stands behind the quotation mark");
    }
    return true;
}

// Step over the comma behind a cell; false at the end of the line.
static bool has_more(table *t)
{
    const bool is_more = !is_line_end(t);
    t->at += is_more;
    return is_more;
}

// No table has more lines below the heading than this.
static int32_t most_lines(const table *t)
{
    int32_t count = 1;
    for (const char *at = t->at; at < t->end; at++) {
        count += *at == '\n';
    }
    return count;
}

static bool read_heading(table *t, isti_factors *out)
{
    out->item = isti_alloc_array(MOST_COLUMNS, sizeof *out->item);
    if (!out->item) {
        return fail(t, IST_ERR_NO_MEMORY, NULL, "out of memory");
    }
    do {
        if (!read_cell(t)) {
            return false;
        }
        if (t->cell[0] != '/' || !isti_override_is_pointer(t->cell)) {
            return fail(t, IST_ERR_SYNTAX, "a pointer such as /organization/emphasis",
                        "the heading of this column selects nothing");
        }
        if (out->count == MOST_COLUMNS) {
            return fail(t, IST_ERR_LIMIT, NULL, "the table has more than 1000 columns");
        }
        char *pointer = isti_copy_text(t->cell);
        out->item[out->count++] =
            (ist_factor){.pointer = pointer, .line = t->line, .column = t->column};
        if (!pointer) {
            return fail(t, IST_ERR_NO_MEMORY, NULL, "out of memory");
        }
    } while (has_more(t));
    next_line(t);
    return true;
}

static bool read_line(table *t, isti_factors *out, int32_t index)
{
    int32_t column = 0;
    do {
        if (!read_cell(t)) {
            return false;
        }
        if (column == out->count) {
            return fail(t, IST_ERR_SYNTAX, NULL,
                        "this line has more cells than there are headings");
        }
        if (t->length > 0 &&
            !isti_factor_give(&out->item[column], index, isti_override_value(t->cell, t->length))) {
            return fail(t, IST_ERR_NO_MEMORY, NULL, "out of memory");
        }
        column++;
    } while (has_more(t));
    if (column < out->count) {
        return fail(t, IST_ERR_SYNTAX, NULL, "this line has fewer cells than there are headings");
    }
    next_line(t);
    return true;
}

static bool read_all(table *t, isti_factors *out)
{
    if (!read_heading(t, out)) {
        return false;
    }
    const int32_t most = most_lines(t);
    for (int32_t f = 0; f < out->count; f++) {
        if (!isti_factor_make_values(&out->item[f], most)) {
            return fail(t, IST_ERR_NO_MEMORY, NULL, "out of memory");
        }
    }
    int32_t lines = 0;
    while (t->at < t->end) {
        if (is_line_end(t)) {
            next_line(t);
        } else if (!read_line(t, out, lines++)) {
            return false;
        }
    }
    for (int32_t f = 0; f < out->count; f++) {
        out->item[f].value_count = lines;
    }
    return lines > 0 || fail(t, IST_ERR_SYNTAX, NULL, "there is no line below the headings");
}

bool isti_factors_read_csv(const char *text, size_t length, const char *source, isti_factors *out,
                           ist_errors *errors)
{
    table t = {.at = text,
               .end = text + length,
               .line_start = text,
               .source = source,
               .line = 1,
               .column = 1,
               .errors = errors,
               .cell = isti_alloc_scratch(length + 1, 1)};
    *out = (isti_factors){.item = NULL};
    const bool is_read =
        t.cell ? read_all(&t, out) : fail(&t, IST_ERR_NO_MEMORY, NULL, "out of memory");
    if (!is_read) {
        isti_factors_clear(out);
    }
    isti_free(t.cell);
    return is_read;
}
