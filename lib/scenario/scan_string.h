// SPDX-License-Identifier: GPL-3.0-or-later
// Strings of a JSON text, and those that only look like one.
#ifndef ISTI_SCENARIO_SCAN_STRING_H
#define ISTI_SCENARIO_SCAN_STRING_H

#include "scenario/scan_report.h"

// Step over a string, at its beginning. False, after a report, when it has no end.
bool isti_scan_string(isti_scanner *s);
bool isti_scan_single_quoted(isti_scanner *s); // the same in apostrophes; always reported

// Append to the name being read; nothing when the string is not a key.
void isti_scan_keep(isti_scanner *s, const char *bytes, int32_t count);

#endif
