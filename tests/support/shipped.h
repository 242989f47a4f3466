// SPDX-License-Identifier: GPL-3.0-or-later
// The scenarios that are shipped, by name.
#ifndef ISTI_TESTS_SHIPPED_H
#define ISTI_TESTS_SHIPPED_H

#include <interstice/scenario.h>
#include <interstice/state.h>

// Load scenarios/NAME.json of the source tree; what is wrong is printed, and fails the test.
ist_scenario *shipped_scenario(const char *name);

// A run of it with seed 1, before its first tick. NULL run: replicate 0 as it is.
ist_state *shipped_run(const ist_scenario *scenario, const ist_run_def *run);

#endif
