// SPDX-License-Identifier: GPL-3.0-or-later
// A calibration and the search that makes it.
#ifndef ISTI_STUDY_CALIBRATE_H
#define ISTI_STUDY_CALIBRATE_H

#include "study/loss.h"

struct ist_calibration {
    int32_t count; // parameters that are moved
    int32_t *row;  // of each in the table
    double *before, *start, *best;
    int32_t patterns;
    double *loss_start, *loss_best; // of each pattern, NaN: not fitted
    double total_start, total_best;
    int32_t evaluations;
};

// A search under way.
typedef struct isti_search {
    const ist_patterns *patterns;
    const ist_calibration_def *def;
    ist_calibration *c;
    const char **name; // what lies over the runs: first what stays, then what is moved
    double *value;
    int32_t fixed;
    double *trial; // the values that are moved: the end of `value`
    double *loss;  // of the trial, pattern by pattern
    double total;
    int32_t *all, *picked; // numbers of parameters
    double step;
    int32_t evaluation;
    bool is_stopped;
    ist_errors *heard; // of one evaluation
} isti_search;

// From the start to the best values that can be found, or until stopped. By now it is known what is
// moved, what is fitted, and what lies over the runs but for the values that are moved.
ist_status isti_search_run(isti_search *search, ist_errors *errors);

#endif
