// SPDX-License-Identifier: GPL-3.0-or-later
// What an experiment will take, before it starts: runs, time, memory, room on the disk.
#ifndef DRIVER_ESTIMATE_H
#define DRIVER_ESTIMATE_H

#include <interstice/interstice.h>

#include "driver/options.h"

// Try a run or two and tell. Returns an exit code, after a complaint.
int estimate_tell(const struct options *options, const ist_experiment *experiment);

#endif
