// SPDX-License-Identifier: GPL-3.0-or-later
// What became of the scenarios, for programs.
#ifndef DRIVER_DOCUMENT_H
#define DRIVER_DOCUMENT_H

#include "driver/case.h"
#include "driver/output.h"

// One JSON document with everything the summary shows, for every tick. The samples hold all ticks.
// False when out of memory.
bool document_print(const struct case_run *cases, int32_t count, struct output *out);

#endif
