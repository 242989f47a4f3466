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
    double *trial;                       // the values that are moved: the end of `value`
    double *loss;                        // of the trial, pattern by pattern
    ist_verdict *verdict, *verdict_best; // of the trial and of the best, pattern by pattern
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

// No evaluation is left, or nothing to lose, or somebody stopped it.
bool isti_search_is_over(const isti_search *search);
// Evaluate `trial` and keep it if it is better; `step` is how far it lies from where it came from.
// IST_STOPPED when stopped.
ist_status isti_search_try(isti_search *search, double step, ist_errors *errors);
// Parameter `k` moved from `value` by a logarithm, or by a share of its range.
double isti_search_moved(const isti_search *search, int32_t k, double value, double by);

// ---- Screening

// Runs of a design for so many parameters: a prime plus one, a multiple of four, more than `factors`.
int32_t isti_screen_runs(int32_t factors);
// Levels of the first run, up (1) or down (-1), by factor: runs - 1 of them.
void isti_screen_levels(int32_t runs, double *first);
// The same of any run. Columns are balanced, and any two are orthogonal.
double isti_screen_level(const double *first, int32_t runs, int32_t run, int32_t factor);
// Evaluations that a screen takes: its runs, and what is tried thereafter.
int32_t isti_screen_evaluations(int32_t factors);
// One design around the best values so far, and steps to where it points.
ist_status isti_screen(isti_search *search, ist_errors *errors);

#endif
