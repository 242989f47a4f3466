// SPDX-License-Identifier: GPL-3.0-or-later
// How stages of communities look and what they are called.
#ifndef DRIVER_REPORT_STAGES_H
#define DRIVER_REPORT_STAGES_H

#include <interstice/interstice.h>

#include "driver/report/frame.h"

struct stage_look {
    ist_stage stage;
    ist_metric metric; // that counts them
    const char *class, *hatch, *label;
};

enum { STAGES_SHOWN = 6 };
extern const struct stage_look stage_looks[STAGES_SHOWN];

// NULL for stages that are not shown.
const struct stage_look *stage_look_of(int stage);

// The key of one.
struct key stage_key(const struct stage_look *look);

#endif
