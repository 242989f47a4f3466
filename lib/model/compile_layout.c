// SPDX-License-Identifier: GPL-3.0-or-later
// Laying out units and people: who has which number, who heads what, who carries ties.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/compile.h"

typedef struct employee_manager {
    int32_t employee, manager;
} employee_manager;

// What follows for a unit where its context was not given.
static void derive_context(const isti_parameters *p, const double *control, double *context)
{
    const double pressure = isti_max(control[IST_CONTROL_OUTPUT], control[IST_CONTROL_MARKET]);
    const double derived[] = {
        [IST_CONTEXT_DECENTRALIZATION] = 1.0 - control[IST_CONTROL_INPUT],
        [IST_CONTEXT_RESOURCES] = 1.0 - control[IST_CONTROL_INPUT],
        [IST_CONTEXT_PRODUCTIVITY] = control[IST_CONTROL_OUTPUT],
        [IST_CONTEXT_SHORT_TERMISM] = pressure * (1.0 - control[IST_CONTROL_CLAN]),
        [IST_CONTEXT_LINE_CAPACITY] = p->usual_line_capacity,
        [IST_CONTEXT_WORKLOAD] = p->usual_workload,
    };
    static_assert(COUNT_OF(derived) == IST_CONTEXT_COUNT, "every value has a default");
    for (int32_t i = 0; i < IST_CONTEXT_COUNT; i++) {
        const bool is_given = context[i] == context[i]; // NaN is unlike itself
        context[i] = is_given ? context[i] : derived[i];
    }
}

static ist_status alloc_units(ist_model *model)
{
    const size_t count = (size_t)model->unit_count;
    model->unit_control = isti_alloc_array(count * IST_CONTROL_COUNT, sizeof(double));
    model->unit_context = isti_alloc_array(count * IST_CONTEXT_COUNT, sizeof(double));
    model->unit_present = isti_alloc_array(count, sizeof *model->unit_present);
    model->unit_head = isti_alloc_array(count, sizeof *model->unit_head);
    model->unit_first = isti_alloc_array(count, sizeof *model->unit_first);
    model->unit_size = isti_alloc_array(count, sizeof *model->unit_size);
    const bool is_whole = model->unit_control && model->unit_context && model->unit_present &&
                          model->unit_head && model->unit_first && model->unit_size;
    return is_whole ? IST_OK : IST_ERR_NO_MEMORY;
}

static ist_status name_unit_groups(isti_compile *c)
{
    const ist_unit_def *defs = c->spec->units.items;
    const int32_t count = c->spec->units.count;
    isti_range *groups = isti_alloc_array((size_t)count, sizeof *groups);
    c->model->unit_group = groups;
    c->model->unit_group_count = groups ? count : 0;
    for (int32_t i = 0; groups && i < count; i++) {
        groups[i] = (isti_range){.name = isti_copy_text(defs[i].name),
                                 .first = c->unit_group[i].first,
                                 .count = c->unit_group[i].count};
        if (!groups[i].name) {
            return IST_ERR_NO_MEMORY;
        }
    }
    return groups ? IST_OK : IST_ERR_NO_MEMORY;
}

// Number of a declared unit in its group.
static int32_t place_in_group(const isti_compile *c, int32_t unit)
{
    return unit - c->unit_group[c->unit_group_of[unit]].first;
}

static bool is_reserved(const isti_compile *c, int32_t unit)
{
    return c->unit_parent[unit] != unit;
}

// Posts of managers in each unit: members of a group take the units in turn.
static void count_posts(const isti_compile *c, int32_t *posts)
{
    for (int32_t i = 0; i < c->spec->managers.count; i++) {
        const int32_t units = c->posts[i].units;
        for (int32_t k = 0; units >= 0 && k < c->posts[i].count; k++) {
            posts[c->unit_group[units].first + k % c->unit_group[units].count]++;
        }
    }
}

static void lay_out_units(isti_compile *c, const int32_t *posts)
{
    ist_model *model = c->model;
    const ist_unit_def *defs = c->spec->units.items;
    int32_t first = 0;
    for (int32_t unit = 0; unit < model->unit_count; unit++) {
        const int32_t group = c->unit_group_of[unit];
        const ist_unit_def *def = &defs[group];
        double *control = &model->unit_control[unit * IST_CONTROL_COUNT];
        double *context = &model->unit_context[unit * IST_CONTEXT_COUNT];
        memcpy(control, def->control, sizeof def->control);
        memcpy(context, def->context, sizeof def->context);
        derive_context(&model->p, control, context);
        const bool is_spare = is_reserved(c, unit);
        model->unit_present[unit] = def->present && !is_spare;
        model->unit_head[unit] = -1;
        model->unit_first[unit] = first;
        model->unit_size[unit] =
            is_spare ? 0 : isti_compile_unit_size(c, group, place_in_group(c, unit)) + posts[unit];
        first += model->unit_size[unit];
    }
    model->employee_count = first;
}

static ist_status alloc_people(ist_model *model)
{
    const size_t count = (size_t)model->employee_count;
    model->employee_unit = isti_alloc_array(count, sizeof *model->employee_unit);
    model->employee_level = isti_alloc_array(count, sizeof *model->employee_level);
    model->employee_node = isti_alloc_array(count, sizeof *model->employee_node);
    const bool is_whole = model->employee_unit && model->employee_level && model->employee_node;
    return is_whole ? IST_OK : IST_ERR_NO_MEMORY;
}

static void put(ist_model *model, int32_t *next, int32_t count, ist_level level)
{
    for (int32_t i = 0; i < count; i++) {
        model->employee_level[(*next)++] = (uint8_t)level;
    }
}

// Posts listed by level (the first manager heads), then room for explicit people, the posts of
// managers, the rest. Leaves in `next` where explicit people go, then managers.
static void fill_unit(isti_compile *c, int32_t unit, int32_t posts, int32_t *next)
{
    ist_model *model = c->model;
    const int32_t group = c->unit_group_of[unit];
    const ist_unit_def *def = (const ist_unit_def *)c->spec->units.items + group;
    const int32_t end = model->unit_first[unit] + model->unit_size[unit];
    int32_t person = model->unit_first[unit];
    for (int32_t i = person; i < end; i++) {
        model->employee_unit[i] = unit;
    }
    if (is_reserved(c, unit)) {
        return;
    }
    if (def->people[IST_LEVEL_MANAGER] > 0) {
        model->unit_head[unit] = person;
    }
    for (int32_t level = 0; level < IST_LEVEL_COUNT; level++) {
        put(model, &person, def->people[level], (ist_level)level);
    }
    next[unit] = person;
    person += c->unit_group[group].given;
    put(model, &person, posts, IST_LEVEL_MANAGER);
    put(model, &person, end - person, def->rest);
}

static int compare_given(const void *left, const void *right)
{
    const isti_given *a = left;
    const isti_given *b = right;
    return (a->employee > b->employee) - (a->employee < b->employee);
}

static void place_explicit(isti_compile *c, int32_t *next)
{
    ist_model *model = c->model;
    const ist_employee_def *defs = c->spec->employees.items;
    for (int32_t i = 0; i < c->spec->employees.count; i++) {
        const int32_t unit = c->unit_group[c->employee_group[i]].first;
        const int32_t person = next[unit]++;
        c->employee_post[i] = person;
        model->given[i].employee = person;
        model->given[i].given = i;
        model->employee_level[person] = (uint8_t)defs[i].level;
        if (defs[i].heads) {
            model->unit_head[unit] = person;
        }
    }
    qsort(model->given, (size_t)model->given_count, sizeof *model->given, compare_given);
}

// Everybody whose level takes part or oversees gets a number among those who carry ties.
static ist_status number_nodes(isti_compile *c)
{
    ist_model *model = c->model;
    for (int32_t i = 0; i < model->employee_count; i++) {
        const ist_level level = (ist_level)model->employee_level[i];
        const bool is_node = isti_compile_carries_ties(c, level);
        model->employee_node[i] = is_node ? model->node_count++ : -1;
        model->participant_count += model->participates[level];
    }
    const size_t count = (size_t)model->node_count;
    model->node_employee = isti_alloc_array(count, sizeof *model->node_employee);
    model->node_participates = isti_alloc_array(count, sizeof *model->node_participates);
    if (!model->node_employee || !model->node_participates) {
        return IST_ERR_NO_MEMORY;
    }
    for (int32_t i = 0; i < model->employee_count; i++) {
        const int32_t node = model->employee_node[i];
        if (node >= 0) {
            model->node_employee[node] = i;
            model->node_participates[node] = model->participates[model->employee_level[i]];
        }
    }
    return IST_OK;
}

// Who member number k of a manager group is: the next post of a unit, or the head of one.
static int32_t who_manages(const isti_compile *c, const isti_posts *posts, int32_t k, int32_t *next)
{
    if (posts->units >= 0) {
        const isti_group *group = &c->unit_group[posts->units];
        return next[group->first + k % group->count]++;
    }
    const isti_group *group = &c->unit_group[posts->heads];
    const int32_t unit = group->first + (int32_t)((int64_t)k * group->count / posts->count);
    return c->model->unit_head[unit];
}

static ist_status alloc_managers(isti_compile *c)
{
    ist_model *model = c->model;
    int32_t count = 0;
    for (int32_t i = 0; i < c->spec->managers.count; i++) {
        count += c->posts[i].count;
    }
    model->manager = isti_alloc_array((size_t)count, sizeof *model->manager);
    return model->manager ? IST_OK : IST_ERR_NO_MEMORY;
}

static int compare_managers(const void *left, const void *right)
{
    const employee_manager *a = left;
    const employee_manager *b = right;
    if (a->employee != b->employee) {
        return a->employee < b->employee ? -1 : 1;
    }
    return (a->manager > b->manager) - (a->manager < b->manager);
}

// Managers by employee, so that those whom somebody is are found without asking all.
static ist_status order_managers(ist_model *model)
{
    const size_t count = (size_t)model->manager_count;
    employee_manager *entries = isti_alloc_array(count, sizeof *entries);
    model->manager_order = isti_alloc_array(count, sizeof *model->manager_order);
    if (!entries || !model->manager_order) {
        isti_free(entries);
        return IST_ERR_NO_MEMORY;
    }
    for (int32_t k = 0; k < model->manager_count; k++) {
        entries[k] = (employee_manager){.employee = model->manager[k].employee, .manager = k};
    }
    qsort(entries, count, sizeof *entries, compare_managers);
    for (size_t k = 0; k < count; k++) {
        model->manager_order[k] = entries[k].manager;
    }
    isti_free(entries);
    return IST_OK;
}

static ist_status place_managers(isti_compile *c, int32_t *next)
{
    ist_model *model = c->model;
    const ist_manager_def *defs = c->spec->managers.items;
    if (alloc_managers(c) != IST_OK) {
        return IST_ERR_NO_MEMORY;
    }
    for (int32_t i = 0; i < c->spec->managers.count; i++) {
        const isti_posts *posts = &c->posts[i];
        isti_range *group = &model->manager_group[model->manager_group_count++];
        *group = (isti_range){.name = isti_copy_text(defs[i].name),
                              .first = model->manager_count,
                              .count = posts->count};
        if (!group->name) {
            return IST_ERR_NO_MEMORY;
        }
        for (int32_t k = 0; k < posts->count; k++) {
            model->manager[model->manager_count++] =
                (isti_manager){.group = i,
                               .employee = who_manages(c, posts, k, next),
                               .policy = posts->policy,
                               .complexity = defs[i].complexity,
                               .present = defs[i].present};
        }
    }
    return order_managers(model);
}

// Who holds a post of each level; levels that most people have need no list.
static ist_status list_levels(ist_model *model)
{
    enum { COMMON = 8 }; // one in so many has it, or more: a matter of speed only
    int32_t count[IST_LEVEL_COUNT] = {0};
    for (int32_t i = 0; i < model->employee_count; i++) {
        count[model->employee_level[i]]++;
    }
    for (int32_t level = 0; level < IST_LEVEL_COUNT; level++) {
        isti_list *list = &model->level_posts[level];
        list->all = count[level] > model->employee_count / COMMON;
        list->items = list->all ? NULL : isti_alloc_array((size_t)count[level], sizeof(int32_t));
        if (!list->all && !list->items) {
            return IST_ERR_NO_MEMORY;
        }
    }
    for (int32_t i = 0; i < model->employee_count; i++) {
        isti_list *list = &model->level_posts[model->employee_level[i]];
        if (!list->all) {
            list->items[list->count++] = i;
        }
    }
    return IST_OK;
}

// `posts`: manager posts per unit. `next`: where the next explicit person or manager of it goes.
static ist_status lay_out(isti_compile *c, int32_t *posts, int32_t *next)
{
    ist_model *model = c->model;
    count_posts(c, posts);
    lay_out_units(c, posts);
    if (alloc_people(model) != IST_OK) {
        return IST_ERR_NO_MEMORY;
    }
    for (int32_t unit = 0; unit < model->unit_count; unit++) {
        fill_unit(c, unit, posts[unit], next);
    }
    place_explicit(c, next);
    ist_status status = number_nodes(c);
    status = status == IST_OK ? list_levels(model) : status;
    return status == IST_OK ? place_managers(c, next) : status;
}

ist_status isti_compile_layout(isti_compile *c)
{
    const size_t count = (size_t)c->model->unit_count;
    ist_status status = IST_ERR_NO_MEMORY;
    int32_t *posts = isti_alloc_array(count, sizeof *posts);
    int32_t *next = isti_alloc_array(count, sizeof *next);
    if (posts && next && alloc_units(c->model) == IST_OK && name_unit_groups(c) == IST_OK) {
        status = lay_out(c, posts, next);
    }
    isti_free(posts);
    isti_free(next);
    return status;
}
