// SPDX-License-Identifier: GPL-3.0-or-later
// What came out of `interstice validate`, for people.
#ifndef DRIVER_VALIDATE_PRINT_H
#define DRIVER_VALIDATE_PRINT_H

#include "driver/terminal.h"
#include "driver/validate.h"

// Title, what was run, the fingerprint of the parameters.
void study_print_heading(const struct study *study, struct output *out, const struct look *look);
// A table per group, how often values could not be told, and the gist in words. False when out of
// memory, here and below.
bool study_print_patterns(const struct study *study, struct output *out, const struct look *look);
// Which pattern needs what, and whether that is what was expected.
bool study_print_ablations(const struct study *study, struct output *out, const struct look *look);
// How often each pattern, and all of a worth together, hold under other parameters.
bool study_print_jitter(const struct study *study, struct output *out, const struct look *look);

// ---- Shared by these

// Columns of the longest id.
int32_t study_id_width(const struct study *study);
// Heading of the tables that a pattern belongs to.
const char *study_group(const ist_pattern_info *pattern);
// Calls `print` for each pattern asked for, group by group; `is_first`: of its group.
void study_each(const struct study *study, void *context,
                void (*print)(void *context, int32_t pattern, const ist_pattern_info *info,
                              bool is_first));

enum { LEAST_LABEL = 32 }; // columns; with less, a text stands above its numbers

#endif
