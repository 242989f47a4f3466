// SPDX-License-Identifier: GPL-3.0-or-later
// One scenario on its way from the file to the results.
#ifndef DRIVER_CASE_H
#define DRIVER_CASE_H

#include <interstice/interstice.h>

#include "driver/sample.h"

// Zero: empty.
struct case_run {
    const char *path; // borrowed
    ist_scenario *scenario;
    const ist_model *model; // borrowed from the scenario
    uint64_t seed;
    int32_t replicates;
    int32_t ticks; // per run
    bool twins;
    struct sample sample;
    double seconds; // that the runs took
};

// All of the standard input, to be freed; NULL after a complaint, with the exit code.
char *case_read_input(size_t *length, int *code);

// Read a scenario; "-" is the standard input. Returns an exit code, after complaints.
int case_load(struct case_run *one, const char *path, const ist_scenario_options *options);
// The scenario of a variant, as an experiment has it. Returns an exit code, after complaints.
int case_open_variant(struct case_run *one, const ist_experiment *experiment, int32_t variant);
void case_close(struct case_run *one);

// Number of the tick that shows the organization at a date; -1 when the run does not reach it.
int32_t case_tick(const struct case_run *one, double date);

// Ticks at the dates of the scenario that the run reaches, each once, ascending; the last tick when
// there are none. To be freed; NULL when out of memory.
int32_t *case_date_ticks(const struct case_run *one, int32_t *count);

// Room in its sample: for all ticks, as a document needs, or for the dates, as a table does. False when
// out of memory.
bool case_open_sample(struct case_run *one, bool all_ticks);

#endif
