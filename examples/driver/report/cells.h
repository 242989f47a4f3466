// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of a page.
#ifndef DRIVER_REPORT_CELLS_H
#define DRIVER_REPORT_CELLS_H

#include "driver/output.h"
#include "driver/phrase.h"

void cells_begin(struct output *out);
void cells_end(struct output *out);

// Start a row; the first one holds headings.
void cells_row(struct output *out);
void cells_heading(struct output *out, const char *text);
// The heading of a row.
void cells_name(struct output *out, const char *text);
void cells_text(struct output *out, const char *text);
void cells_number(struct output *out, double value, int places);
void cells_count(struct output *out, int64_t count); // "1,200"
// The heading above medians with their ranges, or above the values of a single run.
void cells_heading_spread(struct output *out, bool is_single);
// "41 (36-47)"
void cells_spread(struct output *out, enum form form, const struct spread *spread);

// How numbers are said on a page.
extern const struct look cells_look;

#endif
