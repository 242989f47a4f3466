// SPDX-License-Identifier: GPL-3.0-or-later
// Words of a JSON text.
#ifndef ISTI_SCENARIO_SCAN_WORD_H
#define ISTI_SCENARIO_SCAN_WORD_H

#include "scenario/scan_report.h"

// Step over a word and report it unless it is true, false or null.
void isti_scan_word(isti_scanner *s);

#endif
