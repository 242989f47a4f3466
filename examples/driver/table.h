// SPDX-License-Identifier: GPL-3.0-or-later
// A table on a terminal: labels on the left, aligned cells, as many columns at a time as fit.
#ifndef DRIVER_TABLE_H
#define DRIVER_TABLE_H

#include "driver/output.h"
#include "driver/terminal.h"

struct table;

enum tone { TONE_PLAIN, TONE_GOOD, TONE_BAD, TONE_FAINT, TONE_COUNT };

// NULL when out of memory. All others accept NULL, so that one check at the end is enough.
struct table *table_create(int32_t columns);
void table_destroy(struct table *table);

// Begin a row. `depth` indents its label.
void table_row(struct table *table, int32_t depth, const char *label);
// The row begun last is a heading.
void table_is_heading(struct table *table);
// A cell of the row begun last: the value, and what is said beside it, e.g. an interval.
void table_cell(struct table *table, int32_t column, const char *value, const char *aside);
// The color of that cell's value, which must tell the same without.
void table_tone(struct table *table, int32_t column, enum tone tone);
// Labels may be long: where the cells need the room they are cut to no less than `least` columns, and
// where not even these are left, what does not fit stands on a line of its own above the cells.
void table_cut_labels(struct table *table, int32_t least);

// False when memory ran out on the way (nothing is printed then).
bool table_print(const struct table *table, struct output *out, const struct look *look);

#endif
