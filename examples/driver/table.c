// SPDX-License-Identifier: GPL-3.0-or-later
// A table on a terminal: labels on the left, aligned cells, as many columns at a time as fit.
#include "driver/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver/text.h"

enum { MARGIN = 2, GAP = 3, NARROW_GAP = 2, LABEL_SIZE = 192, CELL_SIZE = 64 };

struct cell {
    enum tone tone;
    char value[CELL_SIZE];
    char aside[CELL_SIZE];
};

struct row {
    struct row *next;
    int32_t depth;
    bool is_heading;
    char label[LABEL_SIZE];
    struct cell cells[];
};

struct table {
    int32_t columns;
    int32_t least_label; // columns; 0: labels are never cut
    bool is_incomplete;  // memory ran out
    struct row *first, *last;
};

// Cut at a character, not inside one.
static void copy_text(char *to, size_t size, const char *from)
{
    size_t length = 0;
    uint32_t character = 0;
    while (from[length]) {
        const size_t bytes = text_decode(from + length, &character);
        const size_t step = bytes > 0 ? bytes : 1;
        if (length + step >= size) {
            break;
        }
        length += step;
    }
    memcpy(to, from, length);
    to[length] = '\0';
    text_clean(to);
}

struct table *table_create(int32_t columns)
{
    struct table *table = calloc(1, sizeof *table);
    if (table) {
        table->columns = columns;
    }
    return table;
}

void table_destroy(struct table *table)
{
    if (!table) {
        return;
    }
    for (struct row *row = table->first; row;) {
        struct row *next = row->next;
        free(row);
        row = next;
    }
    free(table);
}

void table_row(struct table *table, int32_t depth, const char *label)
{
    if (!table || table->is_incomplete) {
        return;
    }
    struct row *row = calloc(1, sizeof *row + (size_t)table->columns * sizeof row->cells[0]);
    if (!row) {
        table->is_incomplete = true;
        return;
    }
    row->depth = depth;
    copy_text(row->label, sizeof row->label, label);
    if (table->last) {
        table->last->next = row;
    } else {
        table->first = row;
    }
    table->last = row;
}

void table_is_heading(struct table *table)
{
    if (table && !table->is_incomplete && table->last) {
        table->last->is_heading = true;
    }
}

void table_cell(struct table *table, int32_t column, const char *value, const char *aside)
{
    if (!table || table->is_incomplete || !table->last) {
        return;
    }
    struct cell *cell = &table->last->cells[column];
    copy_text(cell->value, sizeof cell->value, value);
    copy_text(cell->aside, sizeof cell->aside, aside);
}

void table_tone(struct table *table, int32_t column, enum tone tone)
{
    if (table && !table->is_incomplete && table->last) {
        table->last->cells[column].tone = tone;
    }
}

void table_cut_labels(struct table *table, int32_t least)
{
    if (table) {
        table->least_label = least;
    }
}

static int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

// Columns that a column needs: for the value alone, for what stands beside it, and for both or a
// heading above them.
struct measure {
    int32_t value, aside, both;
};

static struct measure measure_column(const struct table *table, int32_t column)
{
    struct measure width = {0};
    int32_t heading = 0;
    for (const struct row *row = table->first; row; row = row->next) {
        const struct cell *cell = &row->cells[column];
        if (row->is_heading) {
            heading = larger(heading, text_width(cell->value));
            continue;
        }
        width.value = larger(width.value, text_width(cell->value));
        width.aside = larger(width.aside, text_width(cell->aside));
    }
    width.both = width.value + (width.aside > 0 ? 1 + width.aside : 0);
    if (heading > width.both) {
        width.value += heading - width.both;
        width.both = heading;
    }
    return width;
}

static int32_t label_width(const struct row *row)
{
    return 2 * row->depth + text_width(row->label);
}

// Columns of the labels, and between columns of cells.
struct layout {
    int32_t labels, gap;
};

// Columns left for labels when all cells stand side by side.
static int32_t left_for_labels(const struct table *table, int32_t width, int32_t gap)
{
    int32_t left = width - MARGIN;
    for (int32_t i = 0; i < table->columns; i++) {
        left -= gap + measure_column(table, i).both;
    }
    return left;
}

// Labels that may be cut leave room for all cells.
static struct layout lay_out(const struct table *table, int32_t width)
{
    int32_t widest = 0;
    for (const struct row *row = table->first; row; row = row->next) {
        widest = larger(widest, label_width(row));
    }
    const int32_t left = left_for_labels(table, width, GAP);
    if (table->least_label == 0 || widest <= left) {
        return (struct layout){widest, GAP};
    }
    if (left >= table->least_label) {
        return (struct layout){left, GAP};
    }
    return (struct layout){larger(left_for_labels(table, width, NARROW_GAP), 0), NARROW_GAP};
}

// Spaces wait until something follows them, so that no line ends in spaces.
struct line {
    struct output *out;
    int32_t waiting;
};

static void skip(struct line *line, int32_t columns)
{
    line->waiting += columns;
}

static void put(struct line *line, const char *before, const char *text, const char *after)
{
    if (text[0]) {
        output_repeat(line->out, ' ', line->waiting);
        output_format(line->out, "%s%s%s", before, text, after);
        line->waiting = 0;
    }
}

// A label cut to some columns, "..." in place of the rest.
static void cut_label(const char *label, int32_t columns, char out[LABEL_SIZE])
{
    static const char rest[] = "...";
    size_t length = 0;
    size_t kept = 0; // bytes in front of the rest
    copy_text(out, LABEL_SIZE, label);
    if (text_width(out) <= columns) {
        return;
    }
    while (out[length]) {
        uint32_t character = 0;
        const size_t bytes = text_decode(out + length, &character);
        length += bytes > 0 ? bytes : 1;
        const char after = out[length];
        out[length] = '\0';
        const int32_t width = text_width(out);
        out[length] = after;
        if (width + (int32_t)strlen(rest) > columns) {
            break;
        }
        kept = length;
    }
    while (kept > 0 && out[kept - 1] == ' ') {
        kept--;
    }
    snprintf(out + kept, LABEL_SIZE - kept, "%s", rest);
}

static void put_label(struct line *line, const struct row *row, int32_t columns,
                      const struct look *look)
{
    char label[LABEL_SIZE];
    cut_label(row->label, columns - 2 * row->depth, label);
    skip(line, MARGIN + 2 * row->depth);
    put(line, row->is_heading ? look->strong : "", label, row->is_heading ? look->plain : "");
    skip(line, columns - 2 * row->depth - text_width(label));
}

// The label, on this line or, where it does not fit, on one of its own.
static void print_label(struct line *line, const struct table *table, const struct row *row,
                        int32_t columns, const struct look *look)
{
    if (label_width(row) <= columns || columns >= table->least_label) {
        put_label(line, row, columns, look);
        return;
    }
    put_label(line, row, look->width - MARGIN, look);
    output_text(line->out, "\n");
    line->waiting = MARGIN + columns;
}

static void print_cell(struct line *line, const struct row *row, const struct cell *cell,
                       struct measure width, const struct look *look)
{
    if (row->is_heading) {
        skip(line, width.both - text_width(cell->value));
        put(line, look->strong, cell->value, look->plain);
        return;
    }
    const char *const tones[TONE_COUNT] = {[TONE_PLAIN] = "",
                                           [TONE_GOOD] = look->good,
                                           [TONE_BAD] = look->bad,
                                           [TONE_FAINT] = look->faint};
    skip(line, width.value - text_width(cell->value));
    put(line, tones[cell->tone], cell->value, cell->tone == TONE_PLAIN ? "" : look->plain);
    if (width.aside > 0) {
        skip(line, 1);
        put(line, look->faint, cell->aside, look->plain);
        skip(line, width.aside - text_width(cell->aside));
    }
}

static void print_columns(const struct table *table, struct layout layout, int32_t first,
                          int32_t end, struct output *out, const struct look *look)
{
    for (const struct row *row = table->first; row; row = row->next) {
        struct line line = {.out = out};
        print_label(&line, table, row, layout.labels, look);
        for (int32_t i = first; i < end; i++) {
            skip(&line, layout.gap);
            print_cell(&line, row, &row->cells[i], measure_column(table, i), look);
        }
        output_text(out, "\n");
    }
}

// How many columns from `first` on fit into the width; at least one.
static int32_t fitting(const struct table *table, struct layout layout, int32_t first,
                       int32_t width)
{
    int32_t used = MARGIN + layout.labels;
    int32_t count = 0;
    while (first + count < table->columns) {
        used += layout.gap + measure_column(table, first + count).both;
        if (used > width && count > 0) {
            break;
        }
        count++;
    }
    return count;
}

// Blocks needed when none has more than `most` columns.
static int32_t blocks_needed(const struct table *table, struct layout layout, int32_t width,
                             int32_t most)
{
    int32_t blocks = 0;
    for (int32_t first = 0; first < table->columns; blocks++) {
        const int32_t count = fitting(table, layout, first, width);
        first += count < most ? count : most;
    }
    return blocks;
}

bool table_print(const struct table *table, struct output *out, const struct look *look)
{
    if (!table || table->is_incomplete) {
        return false;
    }
    // Blocks of equal size look better than full ones and a remainder.
    const struct layout layout = lay_out(table, look->width);
    const int32_t blocks = blocks_needed(table, layout, look->width, table->columns);
    int32_t most = table->columns;
    while (most > 1 && blocks_needed(table, layout, look->width, most - 1) == blocks) {
        most--;
    }
    for (int32_t first = 0; first < table->columns;) {
        const int32_t count = fitting(table, layout, first, look->width);
        const int32_t end = first + (count < most ? count : most);
        if (first > 0) {
            output_text(out, "\n");
        }
        print_columns(table, layout, first, end, out, look);
        first = end;
    }
    return true;
}
