// SPDX-License-Identifier: GPL-3.0-or-later
// Looking at a compiled model, and freeing it.
#include "model/model.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>

static void free_texts(char **texts, int32_t count)
{
    for (int32_t i = 0; texts && i < count; i++) {
        isti_free(texts[i]);
    }
    isti_free(texts);
}

static void free_ranges(isti_range *ranges, int32_t count)
{
    for (int32_t i = 0; ranges && i < count; i++) {
        isti_free(ranges[i].name);
    }
    isti_free(ranges);
}

static void free_policies(isti_policy *policies, int32_t count)
{
    for (int32_t i = 0; policies && i < count; i++) {
        isti_free(policies[i].name);
        isti_free(policies[i].settings);
    }
    isti_free(policies);
}

static void free_events(isti_event *events, int32_t count)
{
    for (int32_t i = 0; events && i < count; i++) {
        isti_free(events[i].units.items);
        isti_free(events[i].to.items);
        isti_free(events[i].themes.items);
    }
    isti_free(events);
}

void ist_model_destroy(ist_model *model)
{
    if (!model) {
        return;
    }
    free_texts(model->theme_name, model->theme_count);
    free_texts(model->launch_name, model->launch_count);
    free_texts(model->shock_name, model->shock_count);
    free_ranges(model->unit_group, model->unit_group_count);
    free_ranges(model->manager_group, model->manager_group_count);
    free_policies(model->policy, model->policy_count);
    free_events(model->event, model->event_count);
    for (size_t i = 0; i < IST_LEVEL_COUNT; i++) {
        isti_free(model->level_posts[i].items);
    }
    void *const blocks[] = {
        model->name,
        model->title,
        model->theme_demand,
        model->theme_reach,
        model->theme_common,
        model->theme_canon,
        model->unit_control,
        model->unit_context,
        model->unit_present,
        model->unit_head,
        model->unit_first,
        model->unit_size,
        model->employee_unit,
        model->employee_level,
        model->employee_node,
        model->node_employee,
        model->node_participates,
        model->given,
        model->tie,
        model->manager,
        model->manager_order,
        model->shock_tick,
        model,
    };
    for (size_t i = 0; i < COUNT_OF(blocks); i++) {
        isti_free(blocks[i]);
    }
}

const char *ist_model_name(const ist_model *model)
{
    return model->name;
}

const char *ist_model_title(const ist_model *model)
{
    return model->title;
}

int32_t ist_model_employees(const ist_model *model)
{
    return model->employee_count;
}

int32_t ist_model_participants(const ist_model *model)
{
    return model->participant_count;
}

int32_t ist_model_units(const ist_model *model)
{
    return model->unit_count;
}

int32_t ist_model_themes(const ist_model *model)
{
    return model->theme_count;
}

const char *ist_model_theme_name(const ist_model *model, ist_theme_id theme)
{
    const bool is_there = theme.number >= 1 && theme.number <= model->theme_count;
    return is_there ? model->theme_name[theme.number - 1] : NULL;
}

size_t ist_model_unit_name(const ist_model *model, ist_unit_id unit, char *buffer, size_t size)
{
    const int32_t at = unit.number - 1;
    for (int32_t g = 0; g < model->unit_group_count; g++) {
        const isti_range *group = &model->unit_group[g];
        if (at >= group->first && at < group->first + group->count) {
            const int length = group->count == 1 ? snprintf(buffer, size, "%s", group->name)
                                                 : snprintf(buffer, size, "%s %d", group->name,
                                                            (int)(at - group->first + 1));
            return (size_t)length;
        }
    }
    // Units that came from the division of others have no name of their own.
    return (size_t)snprintf(buffer, size, "unit %d", (int)unit.number);
}

int32_t isti_model_given(const ist_model *model, ist_employee_id employee)
{
    int32_t low = 0;
    int32_t high = model->given_count;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (model->given[middle].employee < employee.number - 1) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const bool is_there =
        low < model->given_count && model->given[low].employee == employee.number - 1;
    return is_there ? model->given[low].given : -1;
}

int32_t ist_model_managers(const ist_model *model)
{
    return model->manager_count;
}

static const isti_manager *manager_at(const ist_model *model, ist_manager_id manager)
{
    const bool is_there = manager.number >= 1 && manager.number <= model->manager_count;
    return is_there ? &model->manager[manager.number - 1] : NULL;
}

const char *ist_model_manager_name(const ist_model *model, ist_manager_id manager)
{
    const isti_manager *row = manager_at(model, manager);
    return row ? model->manager_group[row->group].name : NULL;
}

const char *ist_model_manager_policy(const ist_model *model, ist_manager_id manager)
{
    const isti_manager *row = manager_at(model, manager);
    return row ? model->policy[row->policy].name : NULL;
}

int32_t ist_model_ticks(const ist_model *model)
{
    return model->ticks;
}

double ist_model_time(const ist_model *model, int32_t tick)
{
    return model->start + (double)tick / model->ticks_per_year;
}

int32_t ist_model_ticks_per_year(const ist_model *model)
{
    return model->ticks_per_year;
}

double ist_model_parameter(const ist_model *model, const char *name)
{
    isti_parameters copy = model->p;
    const double *value = isti_parameter_at(&copy, name);
    return value ? *value : ist_unset();
}

uint64_t ist_model_parameter_hash(const ist_model *model)
{
    return model->parameter_hash;
}

uint64_t ist_model_hash(const ist_model *model)
{
    return model->hash;
}

int32_t ist_model_shocks(const ist_model *model)
{
    return model->shock_count;
}

const char *ist_model_shock_name(const ist_model *model, int32_t shock)
{
    return shock >= 0 && shock < model->shock_count ? model->shock_name[shock] : NULL;
}

int32_t ist_model_shock_tick(const ist_model *model, int32_t shock)
{
    return shock >= 0 && shock < model->shock_count ? model->shock_tick[shock] : -1;
}

int32_t ist_model_events(const ist_model *model)
{
    return model->event_count;
}

static bool has_value(ist_event_kind kind)
{
    ist_field_info field;
    for (int32_t i = 0; ist_event_kind_field(kind, i, &field); i++) {
        if (strcmp(field.key, "value") == 0) {
            return true;
        }
    }
    return false;
}

bool ist_model_event(const ist_model *model, int32_t index, ist_event_info *out)
{
    if (index < 0 || index >= model->event_count) {
        return false;
    }
    const isti_event *event = &model->event[index];
    *out = (ist_event_info){.kind = event->kind,
                            .tick = event->tick,
                            .shock = event->shock,
                            .value = has_value(event->kind) ? event->value : ist_unset()};
    return true;
}
