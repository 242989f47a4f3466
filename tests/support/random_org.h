// SPDX-License-Identifier: GPL-3.0-or-later
// Organizations nobody would think of: everything a description may hold, drawn at random.
#ifndef ISTI_TESTS_RANDOM_ORG_H
#define ISTI_TESTS_RANDOM_ORG_H

#include <interstice/state.h>

// Organization number `number`; the same for the same number, and always a valid one: what the
// compiler finds wrong is printed, and fails the test.
ist_model *random_org(uint32_t number);

// A run of it: seed and replicate follow from the number.
ist_run_def random_run(uint32_t number);

#endif
