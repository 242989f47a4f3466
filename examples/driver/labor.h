// SPDX-License-Identifier: GPL-3.0-or-later
// Getting the jobs of an experiment done, with progress, until they are, or somebody says stop.
#ifndef DRIVER_LABOR_H
#define DRIVER_LABOR_H

#include <interstice/interstice.h>

#include "driver/options.h"

// Is there nothing of this name yet, and a folder to write it into? Said before a long work, which finds
// out for sure only at its end. Returns an exit code, after a complaint.
int labor_may_create(const char *path);

// A new store for an experiment. Returns an exit code, after a complaint.
int labor_create(const struct options *options, const ist_experiment *experiment, ist_store **out);

// Do what the store misses; without a store (NULL), everything, and hand each record on. `on_record` may
// be NULL. Returns an exit code, after remarks on what was done and what is left.
int labor_run(const struct options *options, const ist_experiment *experiment, ist_store *store,
              const char *path,
              ist_status (*on_record)(void *context, int32_t job, const ist_run_record *record),
              void *context);

#endif
