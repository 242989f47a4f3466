// SPDX-License-Identifier: GPL-3.0-or-later
// What a run store holds, for people and as tables.
#ifndef DRIVER_RESULTS_H
#define DRIVER_RESULTS_H

#include <interstice/interstice.h>

#include "driver/options.h"

// Is every scenario there just as it is, without variants?
bool results_are_plain(const ist_experiment *experiment);

// All runs as CSV files, in order of jobs, in a folder that appears whole or not at all. Returns an exit
// code, after a complaint.
int results_export(const struct options *options, ist_store *store,
                   const ist_experiment *experiment);

// Do what a store misses; then tell what it holds, as the summary that `interstice run` prints of each
// scenario or as a table of variants, and export it if that is asked for. Returns an exit code.
int results_work(const struct options *options, const ist_experiment *experiment, ist_store *store,
                 const char *path);

#endif
