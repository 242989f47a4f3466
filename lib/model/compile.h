// SPDX-License-Identifier: GPL-3.0-or-later
// What the steps of ist_model_compile() share. First everything is checked and names are resolved,
// then the people are laid out; only the memory can fail a step, faults of the input are reported.
#ifndef ISTI_MODEL_COMPILE_H
#define ISTI_MODEL_COMPILE_H

#include "base/base.h"
#include "model/model.h"
#include "model/spec.h"
#include "model/where.h"

// More than any organization has, few enough to hold.
enum { ISTI_MAX_UNITS = 100000, ISTI_MAX_PEOPLE = 10000000 };

typedef struct isti_name_row {
    const char *name;
    int32_t index;
} isti_name_row;

// Names in order of description, and sorted for looking up. NULL: has none.
typedef struct isti_names {
    const char **list;
    isti_name_row *sorted;
    int32_t count, sorted_count;
} isti_names;

// Room for `count` names; fill `list`, then sort.
ist_status isti_names_open(isti_names *names, int32_t count);
void isti_names_sort(isti_names *names);
// The names at `offset` in definitions of `size` bytes, sorted.
ist_status isti_names_of(isti_names *names, const void *defs, int32_t count, size_t size,
                         size_t offset);
// Lowest index with that name, -1 without.
int32_t isti_names_find(const isti_names *names, const char *name);
// Report every name of `list` that came before, at "/themes/3/name" and the like.
void isti_names_check(const isti_names *names, const char *list, const char *what,
                      ist_errors *errors);
void isti_names_close(isti_names *names);

// A group of alike units or themes.
typedef struct isti_group {
    int32_t first, count;
    int32_t listed; // people per unit: posts by level
    int32_t given;  // and explicit employees
    int32_t head;   // explicit employee who heads the unit, -1: none
} isti_group;

// Where the members of a manager group sit.
typedef struct isti_posts {
    int32_t units; // unit group with posts of their own, -1: none
    int32_t heads; // unit group whose heads they are, -1: none
    int32_t count;
    int32_t policy;
} isti_posts;

// An event and its turn.
typedef struct isti_turn {
    int32_t tick, event;
} isti_turn;

typedef struct isti_compile {
    const ist_spec *spec;
    ist_errors *errors;
    ist_model *model;

    bool has_calendar; // start, end and ticks per year make sense
    bool has_counts;   // numbers of units and themes make sense

    ist_theme_def work; // stands in where no theme is declared
    const ist_theme_def *theme_defs;
    int32_t theme_def_count;

    isti_names themes, units, managers;
    isti_names policies; // types first, then declared policies
    isti_group *theme_group, *unit_group;
    int32_t *unit_group_of;   // by unit, those reserved for splits included
    int32_t *unit_parent;     // by unit: where a reserved one is split off, else itself
    int32_t *employee_group;  // by explicit employee: its unit group, -1: unknown
    int32_t *employee_post;   // by explicit employee: its number in the model
    isti_posts *posts;        // by manager group
    int32_t *policy_of;       // by name in `policies`: number in the model, -1: none yet
    int32_t *policy_settings; // by policy: how many settings it has
    uint64_t policy_digest;   // of the types that play the roles

    isti_names launches; // by event: name of the community it launches
    isti_turn *calendar; // events in order of tick, then of description
} isti_compile;

// The steps in their order. IST_OK or IST_ERR_NO_MEMORY.
ist_status isti_compile_organization(isti_compile *c);
ist_status isti_compile_themes(isti_compile *c);
ist_status isti_compile_units(isti_compile *c);
ist_status isti_compile_employees(isti_compile *c);
ist_status isti_compile_policies(isti_compile *c);
ist_status isti_compile_managers(isti_compile *c);
ist_status isti_compile_ties(isti_compile *c);
ist_status isti_compile_calendar(isti_compile *c);
// These find nothing wrong any more.
ist_status isti_compile_shocks(isti_compile *c);
ist_status isti_compile_layout(isti_compile *c); // units, people, managers
ist_status isti_compile_links(isti_compile *c);  // ties
ist_status isti_compile_hash(isti_compile *c);

// Theme number of a name that must mean one theme; reports and gives -1 otherwise. NULL: -1.
int32_t isti_compile_theme(const isti_compile *c, const char *name, const char *where);
// Themes a name means: one, a group, or (count 0) none.
isti_range isti_compile_theme_range(const isti_compile *c, const char *name);
// Unit group by name; reports and gives -1 when there is none. NULL: -1.
int32_t isti_compile_unit_group(const isti_compile *c, const char *name, const char *where);
// People of unit number k of a group at the start, extra manager posts left out.
int32_t isti_compile_unit_size(const isti_compile *c, int32_t group, int32_t k);
// May people of that level be tied to others?
bool isti_compile_carries_ties(const isti_compile *c, ist_level level);
// Give groups their first numbers. False and counts of 1 when there are more than `limit` in all.
bool isti_compile_number(isti_group *groups, int32_t count, int32_t limit);

#endif
