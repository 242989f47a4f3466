// SPDX-License-Identifier: GPL-3.0-or-later
// Policies compared on the same luck: their stories, and what differs pair by pair.
#ifndef DRIVER_REPORT_POLICIES_H
#define DRIVER_REPORT_POLICIES_H

#include "driver/report/drawing.h"
#include "driver/report/story.h"

// What is compared: a metric at the end, or a measure of how a shock was taken.
struct compared {
    bool is_metric;
    ist_metric metric;
    int32_t shock;
    ist_resilience_metric measure;
};

// Zero: nothing yet.
struct policies {
    struct story *story; // of each policy
    char (*name)[64];
    int32_t count;
    int32_t replicates;
    struct compared *row;
    int32_t rows;
    int32_t (*pair)[2]; // of policies
    int32_t pairs, all_pairs;
    double *value; // [row][policy][replicate], NaN where unknown
};

const double *policies_values(const struct policies *p, int32_t row, int32_t policy);
void policies_describe(const struct policies *p, int32_t row, char *out, size_t size);
bool policies_less_is_better(const struct policies *p, int32_t row);

extern const struct drawing drawing_policy_pairs, drawing_policy_tracks;

#endif
