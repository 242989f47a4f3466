// SPDX-License-Identifier: GPL-3.0-or-later
// The compiled model: everything that does not change during a run.
#ifndef ISTI_MODEL_MODEL_H
#define ISTI_MODEL_MODEL_H

#include <interstice/spec.h>

#include "base/base.h"
#include "model/parameters.h"

// Indices count from 0; -1 is none.

// More than any organization has, few enough for 16 bits.
#define ISTI_MAX_THEMES 10000

// Ticks a state may live: more than anybody simulates, few enough for 16 bits.
#define ISTI_MAX_TICKS UINT16_MAX

// Numbers a policy type may remember per community.
#define ISTI_POLICY_MEMORY 8

// A run of alike units: [first, first + count).
typedef struct isti_range {
    char *name;
    int32_t first, count;
} isti_range;

typedef struct isti_list {
    int32_t *items;
    int32_t count;
    bool all; // nothing was named: everything is concerned
} isti_list;

// A policy ready to be played.
typedef struct isti_policy {
    char *name;
    struct {
        ist_role_fn *play; // NULL: not played
        double *settings;  // of the type that owns the function
        int32_t memory;    // first number of that type's memory
    } role[IST_ROLE_COUNT];
    double expectation, specificity, independence;
    double *settings; // owns what the roles point into
} isti_policy;

typedef struct isti_manager {
    int32_t group;    // manager group
    int32_t employee; // who it is
    int32_t policy;
    double complexity; // NaN: drawn
    bool present;      // at the start
} isti_manager;

// An event of the calendar, names resolved.
typedef struct isti_event {
    ist_event_kind kind;
    int32_t tick;
    int32_t shock;       // measured group it belongs to, or -1
    isti_list units, to; // unit indices, ascending
    isti_list themes;
    bool level[IST_LEVEL_COUNT]; // levels concerned
    int32_t theme;               // -1: none given
    int32_t launch;              // launch number of the community created or meant, -1: none
    int32_t manager_group;       // -1: none
    int32_t split_first;         // first of the reserved units (split_units)
    double share, change_theme, overlap, value, canon, obsolescence, surge;
    double control[IST_CONTROL_COUNT], context[IST_CONTEXT_COUNT]; // NaN: unchanged
    int32_t into, count, size, seats;
    bool arrives;
} isti_event;

// Attributes given for one person; NaN and -1: drawn.
typedef struct isti_given {
    int32_t employee;
    int32_t given; // which of those given, in order of adding; no part of the model's fingerprint
    int32_t theme, second_theme;
    double competence, facilitation, altruism, taste;
} isti_given;

typedef struct isti_given_tie {
    int32_t a, b; // employees
    double x, y;
} isti_given_tie;

struct ist_model {
    char *name, *title;
    double start;
    int32_t ticks_per_year, ticks;
    double emphasis, institutionalization, portal, approve;
    bool participates[IST_LEVEL_COUNT], oversees[IST_LEVEL_COUNT];
    isti_parameters p;
    isti_rates r;
    bool draw_ties;

    int32_t theme_count;
    char **theme_name;
    double *theme_demand; // sums to 1 over themes
    double *theme_reach;  // running sums of it
    double *theme_common;
    double *theme_canon; // at the start

    int32_t unit_count; // those reserved for splits and acquisitions included
    int32_t unit_group_count;
    isti_range *unit_group;
    double *unit_control; // [unit * IST_CONTROL_COUNT + mode]
    double *unit_context; // [unit * IST_CONTEXT_COUNT + value]
    bool *unit_present;   // at the start
    int32_t *unit_head;   // employee or -1
    int32_t *unit_first;  // its employees at the start are [first, first + size)
    int32_t *unit_size;

    int32_t employee_count;
    int32_t participant_count;
    int32_t *employee_unit; // at the start; the workplace, too
    uint8_t *employee_level;
    isti_list level_posts[IST_LEVEL_COUNT]; // employees, ascending; `all`: too many to list
    int32_t *employee_node;                 // number among those who carry ties, -1: carries none
    int32_t node_count;
    int32_t *node_employee;
    bool *node_participates; // else it only oversees
    isti_given *given;
    int32_t given_count;
    isti_given_tie *tie;
    int32_t tie_count;

    int32_t manager_count;
    isti_manager *manager;
    int32_t *manager_order; // managers by employee, then by number
    int32_t manager_group_count;
    isti_range *manager_group;
    int32_t policy_count;
    isti_policy *policy;
    int32_t policy_memory; // numbers remembered per community, the most of any policy; at least 1

    int32_t event_count; // in order of tick, then of description
    isti_event *event;
    int32_t launch_count;
    char **launch_name; // "" when the event gives none
    int32_t shock_count;
    char **shock_name;
    int32_t *shock_tick;

    uint64_t hash, parameter_hash;
};

// Which of the people given one by one, in order of adding, an employee is; -1: none of them.
int32_t isti_model_given(const ist_model *model, ist_employee_id employee);

#endif
