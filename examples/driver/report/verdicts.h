// SPDX-License-Identifier: GPL-3.0-or-later
// What `interstice validate` found: verdicts on patterns, as they are and without a mechanism each.
#ifndef DRIVER_REPORT_VERDICTS_H
#define DRIVER_REPORT_VERDICTS_H

#include <stdbool.h>

#include <interstice/interstice.h>

#include "driver/report/drawing.h"

// The numbers of a verdict, in the order of the store.
enum {
    BAND_LOW,
    BAND_HIGH,
    EVALUABLE,
    MISSING,
    MEDIAN,
    P05,
    P95,
    MEAN,
    MEAN_LOW,
    MEAN_HIGH,
    SHARE,
    SHARE_LOW,
    SHARE_HIGH
};

struct verdict {
    char *ablation, *pattern, *worth, *judgment, *verdict, *text;
    double number[IST_VERDICT_NUMBERS];
};

// Patterns of one beginning, such as "GAS", stand together.
struct verdicts {
    struct verdict *row; // those without ablation first
    int32_t rows, room;
    int32_t intact;
    int32_t *start; // first row of each group; one more: the end
    int32_t groups;
};

bool verdict_holds(const struct verdict *row);
bool verdict_fails(const struct verdict *row);

// Letters before the number of a pattern, such as "GAS", in bytes.
size_t verdict_beginning(const struct verdict *row);

extern const struct drawing drawing_verdicts, drawing_needs;

#endif
