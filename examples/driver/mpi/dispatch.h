// SPDX-License-Identifier: GPL-3.0-or-later
// Rank 0: hands out jobs on request and alone writes the store.
#ifndef DRIVER_MPI_DISPATCH_H
#define DRIVER_MPI_DISPATCH_H

#include <interstice/interstice.h>

// What a worker sends of a job that left no record.
struct failure {
    int32_t job;
    ist_error error; // IST_STOPPED: it was given up
};

// An engine, as ist_experiment_work().
ist_status dispatch(const ist_experiment *experiment, ist_store *store, const ist_work_def *def,
                    ist_errors *errors);

// Send all workers home.
void dispatch_end(void);

#endif
