// SPDX-License-Identifier: GPL-3.0-or-later
// What a run store holds, for people and as tables.
#ifndef DRIVER_RESULTS_H
#define DRIVER_RESULTS_H

#include <interstice/interstice.h>

#include "driver/options.h"
#include "driver/output.h"

// Is every scenario there just as it is, without variants?
bool results_are_plain(const ist_experiment *experiment);

// The summary that `interstice run` prints of each scenario, or a table of variants. Returns an exit
// code, after a complaint.
int results_print(const struct options *options, ist_store *store, const ist_experiment *experiment,
                  struct output *out);

// All runs as CSV files, in order of jobs, in a folder that appears whole or not at all. Returns an exit
// code, after a complaint.
int results_export(const struct options *options, ist_store *store,
                   const ist_experiment *experiment);

// What became of a store just worked at, whose work ended with `code`: printed, and exported if that is
// asked for. Returns the exit code of all together.
int results_finish(const struct options *options, ist_store *store,
                   const ist_experiment *experiment, int code);

#endif
