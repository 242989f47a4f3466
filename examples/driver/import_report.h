// SPDX-License-Identifier: GPL-3.0-or-later
// What became of the files that a scenario imports, for people.
#ifndef DRIVER_IMPORT_REPORT_H
#define DRIVER_IMPORT_REPORT_H

#include <interstice/interstice.h>

#include "driver/output.h"
#include "driver/terminal.h"

// Nothing for a scenario without an import.
void import_report_print(const ist_scenario *scenario, struct output *out, const struct look *look);

#endif
