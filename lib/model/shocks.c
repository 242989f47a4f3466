// SPDX-License-Identifier: GPL-3.0-or-later
// Shocks: groups of events for which resilience is measured.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/names.h"
#include "model/compile.h"

static const ist_event_def *def_at(const isti_compile *c, int32_t turn)
{
    return (const ist_event_def *)c->spec->events.items + c->calendar[turn].event;
}

static bool is_of_group(const ist_event_def *def, const char *group)
{
    return def->group && group && strcmp(def->group, group) == 0;
}

// Is any event of the group of this one marked?
static bool is_measured(const isti_compile *c, const ist_event_def *def)
{
    for (int32_t i = 0; i < c->spec->events.count && !def->measure; i++) {
        const ist_event_def *other = (const ist_event_def *)c->spec->events.items + i;
        if (other->measure && is_of_group(other, def->group)) {
            return true;
        }
    }
    return def->measure;
}

// Does another shock claim the bare name of this event's kind?
static bool is_contested(const isti_compile *c, const ist_event_def *def)
{
    const char *kind = ist_event_name(def->kind);
    for (int32_t i = 0; i < c->spec->events.count; i++) {
        const ist_event_def *other = (const ist_event_def *)c->spec->events.items + i;
        const bool is_rival =
            other != def && !other->group && other->measure && other->kind == def->kind;
        if (is_rival || is_of_group(other, kind)) {
            return true;
        }
    }
    return false;
}

static bool is_taken(const isti_compile *c, const char *name)
{
    const ist_model *model = c->model;
    for (int32_t i = 0; i < c->spec->events.count; i++) {
        if (is_of_group((const ist_event_def *)c->spec->events.items + i, name)) {
            return true;
        }
    }
    return isti_name_find((const char *const *)model->shock_name, model->shock_count, name) >= 0;
}

// A group's own name; for a single event its kind, its kind and year, or those and a number.
static char *name_of(const isti_compile *c, const ist_event_def *def)
{
    enum { ROOM = 80 };
    if (def->group) {
        return isti_copy_text(def->group);
    }
    char name[ROOM];
    const char *kind = ist_event_name(def->kind);
    const int year = (int)floor(def->at);
    snprintf(name, sizeof name, "%s", kind);
    if (is_contested(c, def)) {
        snprintf(name, sizeof name, "%s@%d", kind, year);
    }
    for (int number = 2; is_taken(c, name); number++) {
        snprintf(name, sizeof name, "%s@%d#%d", kind, year, number);
    }
    return isti_copy_text(name);
}

// Shock number of an event; a new one where it is the first of its group. -1: out of memory.
static int32_t shock_of(isti_compile *c, const ist_event_def *def, int32_t tick)
{
    ist_model *model = c->model;
    if (def->group) {
        const int32_t known =
            isti_name_find((const char *const *)model->shock_name, model->shock_count, def->group);
        if (known >= 0) {
            return known;
        }
    }
    char *name = name_of(c, def);
    if (!name) {
        return -1;
    }
    model->shock_name[model->shock_count] = name;
    model->shock_tick[model->shock_count] = tick;
    return model->shock_count++;
}

ist_status isti_compile_shocks(isti_compile *c)
{
    ist_model *model = c->model;
    const int32_t count = model->event_count;
    model->shock_name = isti_alloc_array((size_t)count, sizeof *model->shock_name);
    model->shock_tick = isti_alloc_array((size_t)count, sizeof *model->shock_tick);
    if (!model->shock_name || !model->shock_tick) {
        return IST_ERR_NO_MEMORY;
    }
    for (int32_t i = 0; i < count; i++) {
        const ist_event_def *def = def_at(c, i);
        if (is_measured(c, def)) {
            model->event[i].shock = shock_of(c, def, model->event[i].tick);
            if (model->event[i].shock < 0) {
                return IST_ERR_NO_MEMORY;
            }
        }
    }
    return IST_OK;
}
