// SPDX-License-Identifier: GPL-3.0-or-later
// Points of a design from a table (RFC 4180): a column per factor, a line per point.
#include "scenario/design.h"

#include "base/memory.h"
#include "scenario/override.h"
#include "scenario/table.h"

#include <string.h>

// No table has more lines below the heading than this.
static int32_t most_lines(const isti_table *t)
{
    int32_t count = 1;
    for (const char *at = t->at; at < t->end; at++) {
        count += *at == '\n' || *at == '\r';
    }
    return count;
}

static bool read_headings(isti_table *t, isti_factors *out)
{
    if (!isti_table_read_headings(t)) {
        return false;
    }
    out->item = isti_alloc_array((size_t)t->headings, sizeof *out->item);
    if (!out->item) {
        isti_table_fail_memory(t);
        return false;
    }
    for (int32_t i = 0; i < t->headings; i++) {
        const isti_cell *cell = &t->cell[i];
        if (cell->text[0] != '/' || !isti_override_is_pointer(cell->text)) {
            isti_table_fail(t, i, IST_ERR_SYNTAX, "a pointer such as /organization/emphasis", NULL,
                            "the heading of this column selects nothing");
            continue;
        }
        char *pointer = isti_copy_text(cell->text);
        out->item[out->count++] =
            (ist_factor){.pointer = pointer, .line = cell->line, .column = cell->column};
        if (!pointer) {
            isti_table_fail_memory(t);
            return false;
        }
    }
    return !t->has_failed;
}

static void read_line(isti_table *t, isti_factors *out, int32_t index)
{
    for (int32_t f = 0; f < out->count; f++) {
        const isti_cell *cell = &t->cell[f];
        if (cell->length > 0 &&
            !isti_factor_give(&out->item[f], index,
                              isti_override_value(cell->text, (size_t)cell->length))) {
            isti_table_fail_memory(t);
        }
    }
}

static bool read_all(isti_table *t, isti_factors *out)
{
    if (!read_headings(t, out)) {
        return false;
    }
    const int32_t most = most_lines(t);
    for (int32_t f = 0; f < out->count; f++) {
        if (!isti_factor_make_values(&out->item[f], most)) {
            isti_table_fail_memory(t);
            return false;
        }
    }
    int32_t lines = 0;
    while (isti_table_next(t)) {
        read_line(t, out, lines++);
    }
    for (int32_t f = 0; f < out->count; f++) {
        out->item[f].value_count = lines;
    }
    if (lines == 0 && !t->has_failed) {
        isti_table_fail(t, -1, IST_ERR_SYNTAX, NULL, NULL, "there is no line below the headings");
    }
    return !t->has_failed;
}

bool isti_factors_read_csv(const char *text, size_t length, const char *source, isti_factors *out,
                           ist_errors *errors)
{
    *out = (isti_factors){.item = NULL};
    isti_table t = {.source = source, .errors = errors};
    char *copy = isti_alloc_scratch(length + 1, 1);
    if (!copy) {
        isti_table_fail_memory(&t);
        return false;
    }
    if (length > 0) {
        memcpy(copy, text, length);
    }
    isti_table_open(&t, copy, length, ',', source, errors);
    const bool is_read = read_all(&t, out);
    if (!is_read) {
        isti_factors_clear(out);
    }
    isti_table_close(&t);
    isti_free(copy);
    return is_read;
}
