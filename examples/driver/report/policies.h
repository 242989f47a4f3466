// SPDX-License-Identifier: GPL-3.0-or-later
// Policies compared on the same luck: their stories, and what differs pair by pair.
#ifndef DRIVER_REPORT_POLICIES_H
#define DRIVER_REPORT_POLICIES_H

#include "driver/report/drawing.h"
#include "driver/report/story.h"

// What is compared: a metric at the end, or a measure of how a shock was taken; as people say it.
struct compared {
    bool is_metric;
    ist_metric metric;
    int32_t shock;
    ist_resilience_metric measure;
    const char *name, *unit; // of a difference; unit "": none
    double factor;           // from values to the numbers that are said
    const char *note;        // a sentence on it; NULL: none
};

// Zero: nothing yet.
struct policies {
    struct story *story; // of each policy, by its name
    int32_t count;
    int32_t replicates;
    struct compared *row;
    int32_t rows;
    int32_t (*pair)[2]; // of policies
    int32_t pairs, all_pairs;
    double *value; // [row][policy][replicate], as said; NaN where unknown
};

const double *policies_values(const struct policies *p, int32_t row, int32_t policy);
ist_paired policies_compare(const struct policies *p, int32_t row, int32_t pair);
bool policies_less_is_better(const struct policies *p, int32_t row);
// "Participation", or "Lowest performance after reorganization"
void policies_name(const struct policies *p, int32_t row, char *out, size_t size);
// "12", "1.2", "0.12"
void policies_number(double value, char *out, size_t size);

extern const struct drawing drawing_policy_pairs, drawing_policy_tracks;

#endif
