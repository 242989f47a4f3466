// SPDX-License-Identifier: GPL-3.0-or-later
// What `interstice calibrate` was asked, and what it found.
#ifndef DRIVER_CALIBRATE_H
#define DRIVER_CALIBRATE_H

#include <interstice/interstice.h>

#include "driver/options.h"

// Zero: nothing yet.
struct fitting {
    const struct options *options; // borrowed
    const char *path;              // of the file of patterns; borrowed
    ist_patterns *patterns;
    int32_t count;      // of patterns
    int32_t *group_of;  // of each pattern
    const char **group; // names, in order of the file; borrowed
    bool *is_fitted;    // of each group
    int32_t groups;
    int32_t *only; // patterns of the groups that are fitted
    int32_t only_count;
    const char **moved; // names of the parameters to move; NULL: the usual ones
    int32_t moved_count;

    ist_calibration_def def;
    ist_calibration *calibration;
    ist_validation_def judging;
    ist_validation *judged; // over runs the search has not seen; NULL: stopped before
};

// Understand the options, read the patterns, find the groups asked for. Returns an exit code, after
// complaints.
int fitting_open(struct fitting *fitting, const struct options *options);
void fitting_close(struct fitting *fitting);

// Borrowed texts; the number is known to be in range.
ist_pattern_info fitting_pattern(const struct fitting *fitting, int32_t pattern);

#endif
