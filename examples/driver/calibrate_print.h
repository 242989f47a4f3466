// SPDX-License-Identifier: GPL-3.0-or-later
// What came out of `interstice calibrate`: tables for people, a file with the values.
#ifndef DRIVER_CALIBRATE_PRINT_H
#define DRIVER_CALIBRATE_PRINT_H

#include "driver/calibrate.h"
#include "driver/terminal.h"

// What was fitted, how much is lost before and after, and which values did it. False when out of
// memory, here and below.
bool fitting_print_values(const struct fitting *fitting, struct output *out,
                          const struct look *look);
// How many patterns of each group hold over fresh runs, and which do not.
bool fitting_print_verdicts(const struct fitting *fitting, struct output *out,
                            const struct look *look);

// {"parameters": {...}}: the values of all parameters that were moved.
void fitting_write_values(const struct fitting *fitting, struct output *out);

#endif
