// SPDX-License-Identifier: GPL-3.0-or-later
// What `interstice compare` was asked, and what it found.
#ifndef DRIVER_COMPARE_H
#define DRIVER_COMPARE_H

#include <interstice/interstice.h>

#include "driver/options.h"
#include "driver/output.h"
#include "driver/plan.h"

enum { COMPARED_MEASURES = 4 };
extern const ist_resilience_metric compared_measures[COMPARED_MEASURES]; // of each shock

// Zero: nothing yet.
struct comparison {
    const struct options *options; // borrowed
    ist_experiment *experiment;
    struct name_list names; // of the metrics
    ist_metric *metric;
    int32_t tick; // at which metrics are compared
    double time;
    int32_t shocks, policies, replicates;
    int32_t rows;  // metrics, then measures of each shock
    double *value; // [row][policy][replicate], NaN where unknown
};

// Values of a row under a policy, by replicate.
const double *comparison_values(const struct comparison *c, int32_t row, int32_t policy);

// For people, or one JSON document. Returns an exit code, after a complaint.
int comparison_print(const struct comparison *c, struct output *out);

#endif
