// SPDX-License-Identifier: GPL-3.0-or-later
// The calendar: events in order, their names resolved, and what each of them needs to find.
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/names.h"
#include "base/numbers.h"
#include "model/compile.h"
#include "model/fields.h"

// A walk through the calendar, one event at a time.
typedef struct walk {
    isti_compile *c;
    const ist_event_def *def;
    isti_event *event;
    isti_where where;   // "/events/3"
    int32_t number;     // of the event in the description
    int32_t unit_count; // units there are or are reserved so far
    int32_t unit_capacity;
    bool *is_present;       // by unit group
    bool *is_active;        // by manager group
    bool *is_named;         // by unit group, scratch
    int32_t *launch_number; // by event in the description, -1: none yet
} walk;

typedef ist_status resolve_fn(walk *w);

static ist_status resolve_units_of(walk *w, const char *key, const char *const *names,
                                   int32_t count, bool must_be_present, isti_list *out)
{
    isti_compile *c = w->c;
    const isti_where list = isti_where_key(w->where.text, key);
    for (int32_t i = 0; i < c->spec->units.count; i++) {
        w->is_named[i] = false;
    }
    for (int32_t i = 0; i < count; i++) {
        const isti_where at = isti_where_of("%s/%d", list.text, (int)i);
        const int32_t group = isti_compile_unit_group(c, names[i], at.text);
        if (group < 0) {
            continue;
        }
        if (w->is_named[group]) {
            isti_fail(c->errors, IST_ERR_DUPLICATE_NAME, at.text, "\"%s\" is named twice",
                      names[i]);
        } else if (w->is_present[group] != must_be_present) {
            isti_fail(c->errors, IST_ERR_CONFLICT, at.text, "\"%s\" is %s part of the organization",
                      names[i], must_be_present ? "not yet" : "already");
        }
        w->is_named[group] = true;
    }
    out->all = count == 0;
    out->items = isti_alloc_array(out->all ? 0 : (size_t)w->unit_count, sizeof *out->items);
    for (int32_t unit = 0; out->items && !out->all && unit < w->unit_count; unit++) {
        if (w->is_named[c->unit_group_of[unit]]) {
            out->items[out->count++] = unit;
        }
    }
    return out->items ? IST_OK : IST_ERR_NO_MEMORY;
}

static ist_status resolve_units(walk *w)
{
    const bool must_be_present = w->def->kind != IST_EVENT_ACQUIRE;
    return resolve_units_of(w, "units", w->def->units, w->def->unit_count, must_be_present,
                            &w->event->units);
}

static ist_status resolve_to(walk *w)
{
    return resolve_units_of(w, "to", w->def->to, w->def->to_count, true, &w->event->to);
}

static ist_status resolve_levels(walk *w)
{
    const char *known[IST_LEVEL_COUNT];
    const bool has_all = w->def->level_count == 0;
    for (int32_t level = 0; level < IST_LEVEL_COUNT; level++) {
        known[level] = ist_kind_name(IST_KIND_LEVEL, level);
        w->event->level[level] = has_all;
    }
    for (int32_t i = 0; i < w->def->level_count; i++) {
        const char *name = w->def->levels[i];
        const isti_where at = isti_where_of("%s/levels/%d", w->where.text, (int)i);
        const int32_t level = isti_name_find(known, IST_LEVEL_COUNT, name);
        if (level < 0) {
            isti_fail_unknown(w->c->errors, at.text, "level", name, known, IST_LEVEL_COUNT);
        } else if (w->event->level[level]) {
            isti_fail(w->c->errors, IST_ERR_DUPLICATE_NAME, at.text, "\"%s\" is named twice", name);
        } else {
            w->event->level[level] = true;
        }
    }
    return IST_OK;
}

static void mark_themes(walk *w, bool *is_named)
{
    isti_compile *c = w->c;
    for (int32_t i = 0; i < w->def->theme_count; i++) {
        const char *name = w->def->themes[i];
        const isti_where at = isti_where_of("%s/themes/%d", w->where.text, (int)i);
        const isti_range range = isti_compile_theme_range(c, name);
        if (range.count == 0 && name && name[0]) {
            isti_fail_unknown(c->errors, at.text, "theme", name, c->themes.list, c->themes.count);
        }
        bool is_new = true;
        for (int32_t k = 0; k < range.count; k++) {
            is_new = is_new && !is_named[range.first + k];
            is_named[range.first + k] = true;
        }
        if (!is_new) {
            isti_fail(c->errors, IST_ERR_DUPLICATE_NAME, at.text, "\"%s\" is named twice", name);
        }
    }
}

// A share of the themes without chance: theme k comes as early as the fractional part of (k + 1)
// times the golden ratio is small, so that every share is spread evenly over the list.
static void mark_share(bool *is_named, int32_t count, double share)
{
    static const double golden = 0.6180339887498949;
    static const double rounding = 1e-9;
    const int32_t wanted = (int32_t)ceil(isti_clamp01(share) * count - rounding);
    for (int32_t i = 0; i < wanted; i++) {
        int32_t next = -1;
        double earliest = 1.0;
        for (int32_t k = 0; k < count; k++) {
            const double turns = (k + 1) * golden;
            const double place = turns - floor(turns);
            if (!is_named[k] && place < earliest) {
                next = k;
                earliest = place;
            }
        }
        is_named[next] = true;
    }
}

static ist_status resolve_themes(walk *w)
{
    const int32_t count = w->c->model->theme_count;
    isti_list *out = &w->event->themes;
    bool *is_named = isti_alloc_array((size_t)count, sizeof *is_named);
    out->items = isti_alloc_array((size_t)count, sizeof *out->items);
    if (!is_named || !out->items) {
        isti_free(is_named);
        return IST_ERR_NO_MEMORY;
    }
    mark_themes(w, is_named);
    const bool has_none = w->def->theme_count == 0;
    out->all = has_none && !(w->def->share < 1.0);
    if (has_none && !out->all) {
        mark_share(is_named, count, w->def->share);
    }
    for (int32_t k = 0; k < count; k++) {
        if (is_named[k]) {
            out->items[out->count++] = k;
        }
    }
    isti_free(is_named);
    return IST_OK;
}

static ist_status resolve_theme(walk *w)
{
    const isti_where at = isti_where_key(w->where.text, "theme");
    w->event->theme = isti_compile_theme(w->c, w->def->theme, at.text);
    return IST_OK;
}

static ist_status resolve_community(walk *w)
{
    isti_compile *c = w->c;
    const char *name = w->def->community;
    const isti_where at = isti_where_key(w->where.text, "community");
    const int32_t event = isti_names_find(&c->launches, name);
    if (event >= 0) {
        w->event->launch = w->launch_number[event];
        if (w->event->launch < 0) {
            isti_fail(c->errors, IST_ERR_CONFLICT, at.text, "\"%s\" is launched later", name);
        }
    } else if (name && name[0]) {
        isti_fail_unknown(c->errors, at.text, "community", name, c->launches.list,
                          c->launches.count);
    }
    return IST_OK;
}

static ist_status resolve_manager(walk *w)
{
    isti_compile *c = w->c;
    const char *name = w->def->manager;
    const isti_where at = isti_where_key(w->where.text, "manager");
    if (!name || name[0] == '\0') {
        return IST_OK;
    }
    w->event->manager_group = isti_names_find(&c->managers, name);
    if (w->event->manager_group < 0) {
        isti_fail_unknown(c->errors, at.text, "manager", name, c->managers.list, c->managers.count);
    }
    return IST_OK;
}

// After the fields: what a kind asks for beside them.

static ist_status finish_merge(walk *w)
{
    if (w->c->has_counts && w->def->into > w->event->units.count && w->event->units.count > 0) {
        const isti_where at = isti_where_key(w->where.text, "into");
        isti_fail(w->c->errors, IST_ERR_CONFLICT, at.text, "%d units cannot be merged into %d",
                  (int)w->event->units.count, (int)w->def->into);
    }
    return IST_OK;
}

static ist_status grow_units(walk *w, int32_t wanted)
{
    isti_compile *c = w->c;
    if (wanted <= w->unit_capacity) {
        return IST_OK;
    }
    const size_t old = (size_t)w->unit_capacity;
    const size_t capacity = isti_grown(old, (size_t)wanted);
    int32_t *group = isti_resize_array(c->unit_group_of, old, capacity, sizeof *group);
    c->unit_group_of = group ? group : c->unit_group_of;
    int32_t *parent = isti_resize_array(c->unit_parent, old, capacity, sizeof *parent);
    c->unit_parent = parent ? parent : c->unit_parent;
    if (!group || !parent) {
        return IST_ERR_NO_MEMORY;
    }
    w->unit_capacity = (int32_t)capacity;
    return IST_OK;
}

// Reserve the further parts of every unit, unit by unit; later events find them under its name.
static ist_status finish_split(walk *w)
{
    isti_compile *c = w->c;
    const isti_list *units = &w->event->units;
    const int64_t parts = (int64_t)isti_max_i(w->def->into, 1) - 1;
    const int64_t wanted = w->unit_count + parts * units->count;
    w->event->split_first = w->unit_count;
    if (wanted > ISTI_MAX_UNITS) {
        isti_fail(c->errors, IST_ERR_LIMIT, w->where.text, "there would be more than %d units",
                  (int)ISTI_MAX_UNITS);
        return IST_OK;
    }
    const ist_status status = grow_units(w, (int32_t)wanted);
    if (status != IST_OK) {
        return status;
    }
    for (int32_t i = 0; i < units->count; i++) {
        for (int64_t part = 0; part < parts; part++) {
            c->unit_group_of[w->unit_count] = c->unit_group_of[units->items[i]];
            c->unit_parent[w->unit_count] = c->unit_parent[units->items[i]];
            w->unit_count++;
        }
    }
    return IST_OK;
}

static ist_status finish_acquire(walk *w)
{
    for (int32_t i = 0; i < w->c->spec->units.count; i++) {
        w->is_present[i] = w->is_present[i] || w->is_named[i];
    }
    return IST_OK;
}

static ist_status finish_sponsor(walk *w)
{
    const int32_t group = w->event->manager_group;
    if (group < 0) {
        return IST_OK;
    }
    if (w->is_active[group] == w->def->arrives) {
        const isti_where at = isti_where_key(w->where.text, "arrives");
        isti_fail(w->c->errors, IST_ERR_CONFLICT, at.text, "\"%s\" is %s there", w->def->manager,
                  w->def->arrives ? "already" : "not");
    }
    w->is_active[group] = w->def->arrives;
    return IST_OK;
}

static ist_status finish_launch(walk *w)
{
    ist_model *model = w->c->model;
    char *name = isti_copy_text(w->def->name ? w->def->name : "");
    if (!name) {
        return IST_ERR_NO_MEMORY;
    }
    w->event->launch = model->launch_count;
    w->launch_number[w->number] = model->launch_count;
    model->launch_name[model->launch_count++] = name;
    if (w->def->seats > 0 && w->def->seats < w->def->size) {
        const isti_where at = isti_where_key(w->where.text, "seats");
        isti_fail(w->c->errors, IST_ERR_CONFLICT, at.text, "%d seats are too few for %d people",
                  (int)w->def->seats, (int)w->def->size);
    }
    return IST_OK;
}

// An event whose names are still to come: what a kind cannot name is everything.
static isti_event unresolved(const ist_event_def *def, int32_t tick)
{
    isti_event event = {
        .kind = def->kind,
        .tick = tick,
        .shock = -1,
        .units = {.all = true},
        .to = {.all = true},
        .themes = {.all = true},
        .theme = -1,
        .launch = -1,
        .manager_group = -1,
        .split_first = -1,
        .share = def->share,
        .change_theme = def->change_theme,
        .overlap = def->overlap,
        .value = def->value,
        .canon = def->canon,
        .obsolescence = def->obsolescence,
        .surge = def->surge,
        .into = def->into,
        .count = def->count,
        .size = def->size,
        .seats = def->seats,
        .arrives = def->arrives,
    };
    for (int32_t i = 0; i < IST_LEVEL_COUNT; i++) {
        event.level[i] = true;
    }
    for (int32_t i = 0; i < IST_CONTROL_COUNT; i++) {
        event.control[i] = def->control[i];
    }
    for (int32_t i = 0; i < IST_CONTEXT_COUNT; i++) {
        event.context[i] = def->context[i];
    }
    return event;
}

static ist_status resolve_event(walk *w)
{
    static const struct {
        size_t member;
        resolve_fn *resolve;
    } members[] = {
        {offsetof(ist_event_def, units), resolve_units},
        {offsetof(ist_event_def, to), resolve_to},
        {offsetof(ist_event_def, levels), resolve_levels},
        {offsetof(ist_event_def, themes), resolve_themes},
        {offsetof(ist_event_def, theme), resolve_theme},
        {offsetof(ist_event_def, community), resolve_community},
        {offsetof(ist_event_def, manager), resolve_manager},
    };
    static resolve_fn *const finish[IST_EVENT_COUNT] = {
        [IST_EVENT_MERGE_UNITS] = finish_merge, [IST_EVENT_SPLIT_UNITS] = finish_split,
        [IST_EVENT_ACQUIRE] = finish_acquire,   [IST_EVENT_SPONSOR] = finish_sponsor,
        [IST_EVENT_LAUNCH] = finish_launch,
    };
    const isti_field_table table = isti_event_fields(w->def->kind);
    isti_fields_check(table, w->def, w->where.text, w->c->errors);
    for (int32_t i = 0; i < table.count; i++) {
        for (size_t k = 0; k < COUNT_OF(members); k++) {
            const ist_status status =
                members[k].member == table.fields[i].offset ? members[k].resolve(w) : IST_OK;
            if (status != IST_OK) {
                return status;
            }
        }
    }
    return finish[w->def->kind] ? finish[w->def->kind](w) : IST_OK;
}

// Tick at whose start the event falls; 0 and a report when it is outside the calendar.
static int32_t tick_of(const isti_compile *c, int32_t number)
{
    const ist_event_def *def = (const ist_event_def *)c->spec->events.items + number;
    if (!c->has_calendar || !isti_is_finite(def->at)) {
        return 0; // reported with the fields
    }
    const ist_model *model = c->model;
    const double tick = floor((def->at - model->start) * model->ticks_per_year + 0.5);
    if (tick < 0.0 || tick >= model->ticks) {
        const isti_where at = isti_where_of("/events/%d/at", (int)number);
        isti_fail(c->errors, IST_ERR_RANGE, at.text,
                  "%.10g is outside the calendar, %.10g to %.10g", def->at, model->start,
                  c->spec->organization.end);
        return 0;
    }
    return (int32_t)tick;
}

static int compare_turns(const void *left, const void *right)
{
    const isti_turn *a = left;
    const isti_turn *b = right;
    if (a->tick != b->tick) {
        return a->tick < b->tick ? -1 : 1;
    }
    return (a->event > b->event) - (a->event < b->event);
}

static ist_status open_launches(isti_compile *c)
{
    const int32_t count = c->spec->events.count;
    const ist_event_def *defs = c->spec->events.items;
    if (isti_names_open(&c->launches, count) != IST_OK) {
        return IST_ERR_NO_MEMORY;
    }
    for (int32_t i = 0; i < count; i++) {
        const bool has_name =
            defs[i].kind == IST_EVENT_LAUNCH && defs[i].name && defs[i].name[0] != '\0';
        c->launches.list[i] = has_name ? defs[i].name : NULL;
    }
    isti_names_sort(&c->launches);
    isti_names_check(&c->launches, "/events", "community", c->errors);
    return IST_OK;
}

static ist_status open_calendar(isti_compile *c)
{
    const int32_t count = c->spec->events.count;
    ist_model *model = c->model;
    model->event = isti_alloc_array((size_t)count, sizeof *model->event);
    model->launch_name = isti_alloc_array((size_t)count, sizeof *model->launch_name);
    c->calendar = isti_alloc_array((size_t)count, sizeof *c->calendar);
    if (!model->event || !model->launch_name || !c->calendar) {
        return IST_ERR_NO_MEMORY;
    }
    model->event_count = count;
    for (int32_t i = 0; i < count; i++) {
        c->calendar[i] = (isti_turn){.tick = tick_of(c, i), .event = i};
    }
    qsort(c->calendar, (size_t)count, sizeof *c->calendar, compare_turns);
    return open_launches(c);
}

// Units and managers as they are before the first event.
static ist_status open_walk(walk *w)
{
    isti_compile *c = w->c;
    const ist_unit_def *units = c->spec->units.items;
    const ist_manager_def *managers = c->spec->managers.items;
    const int32_t groups = c->spec->units.count;
    assert(groups == 0 || (units && c->unit_group));
    const isti_group *last = groups > 0 ? &c->unit_group[groups - 1] : NULL;
    w->is_present = isti_alloc_array((size_t)groups, sizeof *w->is_present);
    w->is_named = isti_alloc_array((size_t)groups, sizeof *w->is_named);
    w->is_active = isti_alloc_array((size_t)c->spec->managers.count, sizeof *w->is_active);
    w->launch_number = isti_alloc_array((size_t)c->spec->events.count, sizeof *w->launch_number);
    const bool is_whole = w->is_present && w->is_named && w->is_active && w->launch_number;
    if (!is_whole || grow_units(w, last ? last->first + last->count : 0) != IST_OK) {
        return IST_ERR_NO_MEMORY;
    }
    for (int32_t i = 0; i < groups; i++) {
        w->is_present[i] = units[i].present;
        for (int32_t k = 0; k < c->unit_group[i].count; k++) {
            c->unit_group_of[w->unit_count] = i;
            c->unit_parent[w->unit_count] = w->unit_count;
            w->unit_count++;
        }
    }
    for (int32_t i = 0; i < c->spec->managers.count; i++) {
        w->is_active[i] = managers[i].present;
    }
    for (int32_t i = 0; i < c->spec->events.count; i++) {
        w->launch_number[i] = -1;
    }
    return IST_OK;
}

static void close_walk(walk *w)
{
    isti_free(w->is_present);
    isti_free(w->is_named);
    isti_free(w->is_active);
    isti_free(w->launch_number);
}

ist_status isti_compile_calendar(isti_compile *c)
{
    const ist_event_def *defs = c->spec->events.items;
    walk w = {.c = c};
    ist_status status = open_calendar(c);
    if (status == IST_OK) {
        status = open_walk(&w);
    }
    for (int32_t i = 0; status == IST_OK && i < c->spec->events.count; i++) {
        w.number = c->calendar[i].event;
        w.def = &defs[w.number];
        w.where = isti_where_of("/events/%d", (int)w.number);
        w.event = &c->model->event[i];
        *w.event = unresolved(w.def, c->calendar[i].tick);
        status = resolve_event(&w);
    }
    c->model->unit_count = w.unit_count;
    close_walk(&w);
    return status;
}
