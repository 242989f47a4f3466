// SPDX-License-Identifier: GPL-3.0-or-later
// What became of a scenario, for people.
#ifndef DRIVER_SUMMARY_H
#define DRIVER_SUMMARY_H

#include "driver/case.h"
#include "driver/output.h"
#include "driver/terminal.h"

// Heading, the organization at the dates of the scenario, its resilience, and the gist in words.
// The sample holds the ticks of case_date_ticks(). False when out of memory.
bool summary_print(const struct case_run *one, struct output *out, const struct look *look);

#endif
