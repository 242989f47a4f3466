// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of a JSON text.
#ifndef ISTI_SCENARIO_SCAN_NUMBER_H
#define ISTI_SCENARIO_SCAN_NUMBER_H

#include "scenario/scan_report.h"

// Step over a number, or what is meant for one, and report what is wrong with it.
void isti_scan_number(isti_scanner *s);

#endif
