// SPDX-License-Identifier: GPL-3.0-or-later
// Designs as files and command lines give them.
#ifndef ISTI_SCENARIO_DESIGN_H
#define ISTI_SCENARIO_DESIGN_H

#include <interstice/design.h>

#include "base/base.h"

// Factors with everything they point to, owned.
typedef struct isti_factors {
    ist_factor *item;
    int32_t count;
} isti_factors;

void isti_factors_clear(isti_factors *factors);

// The design of a scenario; `def` borrows from the rest.
typedef struct isti_design_content {
    ist_design_def def;
    isti_factors factors;
    char *file, *source;
} isti_design_content;

void isti_design_content_destroy(isti_design_content *design); // NULL is fine

// Room for the listed values of a factor, all NULL. False when memory is short.
bool isti_factor_make_values(ist_factor *factor, int32_t count);
// Let a factor own its value number `index`. False when `value` is NULL.
bool isti_factor_give(ist_factor *factor, int32_t index, const char *value);

// One factor per column, whose heading is its pointer; one value of each per line, left as it is where
// a cell is empty. `source` is the name of the text in reports. False after a report.
bool isti_factors_read_csv(const char *text, size_t length, const char *source, isti_factors *out,
                           ist_errors *errors);

#endif
