// SPDX-License-Identifier: GPL-3.0-or-later
// Checking the units and the people given one by one.
#include <math.h>

#include "base/memory.h"
#include "base/names.h"
#include "model/compile.h"
#include "model/fields.h"

int32_t isti_compile_unit_group(const isti_compile *c, const char *name, const char *where)
{
    if (!name || name[0] == '\0') {
        return -1; // what is required has been reported with the fields
    }
    const int32_t group = isti_names_find(&c->units, name);
    if (group < 0) {
        isti_fail_unknown(c->errors, where, "unit", name, c->units.list, c->units.count);
    }
    return group;
}

bool isti_compile_carries_ties(const isti_compile *c, ist_level level)
{
    return c->spec->level[level].participates || c->spec->level[level].oversees;
}

// Sizes of a group spread evenly between both ends without chance: multiples of the golden ratio,
// modulo one, leave no large gap (van der Corput; Knuth, The Art of Computer Programming 3, 6.4).
static int32_t spread(int32_t k, int32_t low, int32_t high)
{
    static const double golden = 0.6180339887498949;
    const double turns = (k + 1) * golden;
    const double place = turns - floor(turns);
    return low + (int32_t)floor(place * (high - low + 1));
}

int32_t isti_compile_unit_size(const isti_compile *c, int32_t group, int32_t k)
{
    const ist_unit_def *def = (const ist_unit_def *)c->spec->units.items + group;
    const isti_group *row = &c->unit_group[group];
    const int32_t named = row->listed + row->given;
    return isti_max_i(named, spread(k, def->size_min, def->size_max));
}

// Posts listed per unit; numbers out of range have been reported and count as none.
static int32_t listed_people(const ist_unit_def *def, int32_t most)
{
    int32_t listed = 0;
    for (int32_t level = 0; level < IST_LEVEL_COUNT; level++) {
        const int32_t people = def->people[level];
        listed += people >= 0 && people <= most ? people : 0;
    }
    return listed;
}

static void check_unit(isti_compile *c, int32_t i)
{
    const ist_unit_def *def = (const ist_unit_def *)c->spec->units.items + i;
    const isti_where at = isti_where_of("/units/%d", (int)i);
    isti_fields_check(isti_unit_fields(), def, at.text, c->errors);
    isti_group *group = &c->unit_group[i];
    group->head = -1;
    group->listed = listed_people(def, ISTI_MAX_PEOPLE);
    group->count = def->count;
    if (def->count < 1 || def->count > ISTI_MAX_UNITS) {
        group->count = 1;
        c->has_counts = false;
    }
    if (def->count > ISTI_MAX_UNITS) {
        isti_fail(c->errors, IST_ERR_LIMIT, at.text, "%d units are more than %d", (int)def->count,
                  (int)ISTI_MAX_UNITS);
    }
}

ist_status isti_compile_units(isti_compile *c)
{
    const int32_t count = c->spec->units.count;
    c->unit_group = isti_alloc_array((size_t)count, sizeof *c->unit_group);
    if (!c->unit_group ||
        isti_names_of(&c->units, c->spec->units.items, count, sizeof(ist_unit_def),
                      offsetof(ist_unit_def, name)) != IST_OK) {
        return IST_ERR_NO_MEMORY;
    }
    if (count == 0) {
        isti_fail(c->errors, IST_ERR_CONFLICT, "/units", "an organization has at least one unit");
        return IST_OK;
    }
    for (int32_t i = 0; i < count; i++) {
        check_unit(c, i);
    }
    if (!isti_compile_number(c->unit_group, count, ISTI_MAX_UNITS)) {
        isti_fail(c->errors, IST_ERR_LIMIT, "/units", "there are more than %d units",
                  (int)ISTI_MAX_UNITS);
        c->has_counts = false;
    }
    isti_names_check(&c->units, "/units", "unit", c->errors);
    return IST_OK;
}

static void check_head(isti_compile *c, int32_t i, int32_t group)
{
    const ist_unit_def *unit = (const ist_unit_def *)c->spec->units.items + group;
    isti_group *row = &c->unit_group[group];
    if (row->head >= 0 || unit->people[IST_LEVEL_MANAGER] > 0) {
        const isti_where at = isti_where_of("/employees/%d/heads", (int)i);
        isti_fail(c->errors, IST_ERR_CONFLICT, at.text, "unit \"%s\" already has a head",
                  unit->name);
        return;
    }
    row->head = i;
}

static void check_employee(isti_compile *c, int32_t i)
{
    const ist_employee_def *def = (const ist_employee_def *)c->spec->employees.items + i;
    const isti_where at = isti_where_of("/employees/%d", (int)i);
    isti_fields_check(isti_employee_fields(), def, at.text, c->errors);

    const isti_where at_unit = isti_where_key(at.text, "unit");
    const int32_t group = isti_compile_unit_group(c, def->unit, at_unit.text);
    c->employee_group[i] = group;
    if (group >= 0 && ((const ist_unit_def *)c->spec->units.items)[group].count > 1) {
        isti_fail(c->errors, IST_ERR_CONFLICT, at_unit.text,
                  "\"%s\" stands for several units; people work in one", def->unit);
    } else if (group >= 0) {
        c->unit_group[group].given++;
        if (def->heads) {
            check_head(c, i, group);
        }
    }

    const isti_where at_theme = isti_where_key(at.text, "theme");
    const isti_where at_second = isti_where_key(at.text, "second_theme");
    c->model->given[i] = (isti_given){
        .theme = isti_compile_theme(c, def->theme, at_theme.text),
        .second_theme = isti_compile_theme(c, def->second_theme, at_second.text),
        .competence = def->competence,
        .facilitation = def->facilitation,
        .altruism = def->altruism,
        .taste = def->taste,
    };
}

// A size that was given must hold everybody named.
static void check_room(isti_compile *c, int32_t i)
{
    const ist_unit_def *def = (const ist_unit_def *)c->spec->units.items + i;
    const isti_group *group = &c->unit_group[i];
    const int64_t named = (int64_t)group->listed + group->given;
    if (def->size_max > 0 && named > def->size_min) {
        const isti_where at = isti_where_of("/units/%d/people", (int)i);
        isti_fail(c->errors, IST_ERR_CONFLICT, at.text,
                  "%d people are listed in a unit that may have only %d", (int)named,
                  (int)def->size_min);
    }
}

ist_status isti_compile_employees(isti_compile *c)
{
    const int32_t count = c->spec->employees.count;
    c->employee_group = isti_alloc_array((size_t)count, sizeof *c->employee_group);
    c->employee_post = isti_alloc_array((size_t)count, sizeof *c->employee_post);
    c->model->given = isti_alloc_array((size_t)count, sizeof *c->model->given);
    if (!c->employee_group || !c->employee_post || !c->model->given) {
        return IST_ERR_NO_MEMORY;
    }
    c->model->given_count = count;
    for (int32_t i = 0; i < count; i++) {
        check_employee(c, i);
    }
    for (int32_t i = 0; i < c->spec->units.count; i++) {
        check_room(c, i);
    }
    return IST_OK;
}
