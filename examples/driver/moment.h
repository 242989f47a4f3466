// SPDX-License-Identifier: GPL-3.0-or-later
// One run of a scenario or of a run store, brought to a moment.
#ifndef DRIVER_MOMENT_H
#define DRIVER_MOMENT_H

#include <interstice/interstice.h>

#include "driver/case.h"
#include "driver/changes.h"
#include "driver/options.h"

struct moment {
    struct changes changes;
    ist_store *store;           // NULL: a scenario
    ist_experiment *experiment; // of the store
    struct case_run one;
    ist_state *state; // at its start
    int32_t ticks;    // to the moment asked for
};

// Returns an exit code, after complaints. Close in any case.
int moment_open(struct moment *moment, const struct options *options);
void moment_close(struct moment *moment);

// Let the state go on for so many ticks. Returns an exit code, after a complaint.
int moment_run(struct moment *moment, int32_t ticks);

// The name of a person for ist_graph_def; `context` is a struct moment.
const char *moment_name(void *context, ist_employee_id employee);

#endif
