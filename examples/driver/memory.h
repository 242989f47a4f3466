// SPDX-License-Identifier: GPL-3.0-or-later
// Will the runs fit into the memory there is? Told and asked before the first one starts.
#ifndef DRIVER_MEMORY_H
#define DRIVER_MEMORY_H

#include "driver/case.h"
#include "driver/options.h"

// Tell what the runs of a scenario will take; refuse them where there is less. Returns an exit code.
int memory_check(const struct case_run *one, const struct options *options);
// The same of a variant whose runs are stored.
int memory_check_variant(const ist_experiment *experiment, int32_t variant,
                         const struct options *options);

#endif
