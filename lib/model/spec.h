// SPDX-License-Identifier: GPL-3.0-or-later
// A description as it is gathered: own copies of every definition, in order of adding.
#ifndef ISTI_MODEL_SPEC_H
#define ISTI_MODEL_SPEC_H

#include <interstice/spec.h>

#include "base/base.h"
#include "model/where.h"

// Definitions of one kind.
typedef struct isti_shelf {
    void *items;
    int32_t count, capacity;
} isti_shelf;

typedef struct isti_setting_of_parameter {
    const char *name;
    double value;
} isti_setting_of_parameter;

struct ist_spec {
    ist_status failure; // the first one, told by compile
    isti_where failure_at;
    ist_organization_def organization;
    ist_level_def level[IST_LEVEL_COUNT];
    bool draw_ties;
    isti_shelf themes, units, employees, ties, managers, policies, events;
    isti_shelf parameters; // isti_setting_of_parameter
    isti_shelf types;      // const ist_policy_type *, borrowed
};

#endif
