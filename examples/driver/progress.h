// SPDX-License-Identifier: GPL-3.0-or-later
// How far the runs are: a line that redraws itself on a terminal, now and then a plain line
// elsewhere.
#ifndef DRIVER_PROGRESS_H
#define DRIVER_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "driver/text.h"

struct progress {
    bool is_quiet;
    bool is_terminal;
    bool is_drawn;
    int32_t count;
    const char *unit;
    char label[PHRASE_SIZE];
    double started;   // seconds of a clock that never jumps
    double shown;     // when something was last shown
    double measured;  // when the rate was last measured
    double done_then; // share done at that time
    double rate;      // smoothed, shares per second; 0: not known yet
};

// Start counting. The label is what runs, e.g. "gas"; `unit` what `count` counts, e.g. "runs".
void progress_start(struct progress *progress, const char *label, int32_t count, const char *unit,
                    bool is_quiet);
// `done` in [0,1].
void progress_update(struct progress *progress, double done);
// Take the line away.
void progress_clear(struct progress *progress);
// Seconds since the start.
double progress_seconds(const struct progress *progress);

#endif
