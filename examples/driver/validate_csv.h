// SPDX-License-Identifier: GPL-3.0-or-later
// Tidy tables of what came out of `interstice validate`. A cell is empty where a value is undefined.
//     patterns.csv            a row per pattern: band, verdict, quantiles, shares
//     values.csv              a row per pattern and replicate
//     ablations.csv           a row per ablation and pattern: verdicts with and without it
//     expectations.csv        a row per ablation, expectation and pattern
//     jitter.csv              a row per pattern and per set of a worth: the draws in which it holds
//     jitter_draws.csv        a row per draw and pattern
//     jitter_parameters.csv   a row per draw and parameter
#ifndef DRIVER_VALIDATE_CSV_H
#define DRIVER_VALIDATE_CSV_H

#include "driver/validate.h"

// Write those of the tables that there is something for into `folder`. Returns an exit code, after
// a complaint.
int study_write_csv(const struct study *study, const char *folder);

#endif
