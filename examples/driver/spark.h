// SPDX-License-Identifier: GPL-3.0-or-later
// Small charts of one line, for terminals.
#ifndef DRIVER_SPARK_H
#define DRIVER_SPARK_H

#include "driver/case.h"
#include "driver/output.h"
#include "driver/terminal.h"

// Are small charts to be shown of a case, for which its sample must hold every tick?
bool spark_is_wanted(const struct case_run *one, const struct look *look);

// Medians of the main series over time; nothing unless the sample holds every tick.
void spark_print(const struct case_run *one, struct output *out, const struct look *look);

#endif
