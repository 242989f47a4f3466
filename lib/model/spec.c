// SPDX-License-Identifier: GPL-3.0-or-later
// Gathering a description: defaults, deep copies, the first failure.
#include "model/spec.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "model/model.h"

double ist_unset(void)
{
    return (double)NAN;
}

ist_organization_def ist_organization_def_default(void)
{
    return (ist_organization_def){
        .def_size = sizeof(ist_organization_def),
        .name = "organization",
        .title = "",
        .start = 0.0,
        .end = 10.0,
        .ticks_per_year = 12,
        .institutionalization = 0.1,
        .approve = 0.9,
    };
}

ist_theme_def ist_theme_def_default(void)
{
    return (ist_theme_def){
        .def_size = sizeof(ist_theme_def), .count = 1, .demand = 1.0, .common_practice = 1.0};
}

static void unset_all(double *values, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        values[i] = ist_unset();
    }
}

ist_unit_def ist_unit_def_default(void)
{
    ist_unit_def def = {
        .def_size = sizeof(ist_unit_def), .count = 1, .rest = IST_LEVEL_STAFF, .present = true};
    unset_all(def.context, IST_CONTEXT_COUNT);
    return def;
}

ist_employee_def ist_employee_def_default(void)
{
    return (ist_employee_def){
        .def_size = sizeof(ist_employee_def),
        .level = IST_LEVEL_PROFESSIONAL,
        .competence = ist_unset(),
        .facilitation = ist_unset(),
        .altruism = ist_unset(),
        .taste = ist_unset(),
    };
}

ist_tie_def ist_tie_def_default(void)
{
    return (ist_tie_def){.def_size = sizeof(ist_tie_def)};
}

ist_manager_def ist_manager_def_default(void)
{
    return (ist_manager_def){.def_size = sizeof(ist_manager_def),
                             .count = 1,
                             .complexity = ist_unset(),
                             .present = true};
}

ist_policy_def ist_policy_def_default(void)
{
    return (ist_policy_def){.def_size = sizeof(ist_policy_def)};
}

ist_event_def ist_event_def_default(ist_event_kind kind)
{
    ist_event_def def = {
        .def_size = sizeof(ist_event_def),
        .kind = kind,
        .at = ist_unset(),
        .share = kind == IST_EVENT_NEW_RULES ? 1.0 : ist_unset(),
        .value = ist_unset(),
        .arrives = true,
    };
    unset_all(def.control, IST_CONTROL_COUNT);
    unset_all(def.context, IST_CONTEXT_COUNT);
    return def;
}

// A list of names in a definition, and the numbers that go with it, if any.
typedef struct names_at {
    size_t names, count;
    size_t values; // 0: none
} names_at;

// What there is to copy in a definition beside its bytes.
typedef struct def_shape {
    const char *list; // key in pointers
    size_t size;
    size_t shelf; // in the spec
    const size_t *texts;
    size_t text_count;
    const names_at *lists;
    size_t list_count;
} def_shape;

static const size_t organization_texts[] = {offsetof(ist_organization_def, name),
                                            offsetof(ist_organization_def, title)};
static const size_t theme_texts[] = {offsetof(ist_theme_def, name)};
static const size_t unit_texts[] = {offsetof(ist_unit_def, name)};
static const size_t employee_texts[] = {offsetof(ist_employee_def, unit),
                                        offsetof(ist_employee_def, theme),
                                        offsetof(ist_employee_def, second_theme)};
static const size_t manager_texts[] = {
    offsetof(ist_manager_def, name), offsetof(ist_manager_def, unit),
    offsetof(ist_manager_def, heads_of), offsetof(ist_manager_def, policy)};
static const size_t policy_texts[] = {
    offsetof(ist_policy_def, name),
    offsetof(ist_policy_def, base),
    offsetof(ist_policy_def, role[IST_ROLE_STIMULATION]),
    offsetof(ist_policy_def, role[IST_ROLE_FACILITATION]),
    offsetof(ist_policy_def, role[IST_ROLE_SUPPORT]),
    offsetof(ist_policy_def, role[IST_ROLE_CONTROL]),
    offsetof(ist_policy_def, role[IST_ROLE_RECOGNITION]),
};
static_assert(COUNT_OF(policy_texts) == 2 + IST_ROLE_COUNT, "every role's type is copied");
static const names_at policy_lists[] = {{offsetof(ist_policy_def, setting_name),
                                         offsetof(ist_policy_def, setting_count),
                                         offsetof(ist_policy_def, setting_value)}};
static const size_t event_texts[] = {
    offsetof(ist_event_def, group), offsetof(ist_event_def, theme), offsetof(ist_event_def, name),
    offsetof(ist_event_def, community), offsetof(ist_event_def, manager)};
static const names_at event_lists[] = {
    {offsetof(ist_event_def, units), offsetof(ist_event_def, unit_count), 0},
    {offsetof(ist_event_def, to), offsetof(ist_event_def, to_count), 0},
    {offsetof(ist_event_def, levels), offsetof(ist_event_def, level_count), 0},
    {offsetof(ist_event_def, themes), offsetof(ist_event_def, theme_count), 0},
};

#define TEXTS(array) .texts = (array), .text_count = COUNT_OF(array)
#define LISTS(array) .lists = (array), .list_count = COUNT_OF(array)

static const def_shape organization_shape = {.size = sizeof(ist_organization_def),
                                             TEXTS(organization_texts)};
static const def_shape theme_shape = {.list = "/themes",
                                      .size = sizeof(ist_theme_def),
                                      .shelf = offsetof(ist_spec, themes),
                                      TEXTS(theme_texts)};
static const def_shape unit_shape = {.list = "/units",
                                     .size = sizeof(ist_unit_def),
                                     .shelf = offsetof(ist_spec, units),
                                     TEXTS(unit_texts)};
static const def_shape employee_shape = {.list = "/employees",
                                         .size = sizeof(ist_employee_def),
                                         .shelf = offsetof(ist_spec, employees),
                                         TEXTS(employee_texts)};
static const def_shape tie_shape = {
    .list = "/ties", .size = sizeof(ist_tie_def), .shelf = offsetof(ist_spec, ties)};
static const def_shape manager_shape = {.list = "/managers",
                                        .size = sizeof(ist_manager_def),
                                        .shelf = offsetof(ist_spec, managers),
                                        TEXTS(manager_texts)};
static const def_shape policy_shape = {.list = "/policies",
                                       .size = sizeof(ist_policy_def),
                                       .shelf = offsetof(ist_spec, policies),
                                       TEXTS(policy_texts),
                                       LISTS(policy_lists)};
static const def_shape event_shape = {.list = "/events",
                                      .size = sizeof(ist_event_def),
                                      .shelf = offsetof(ist_spec, events),
                                      TEXTS(event_texts),
                                      LISTS(event_lists)};

static const char **text_in(char *def, size_t offset)
{
    return (const char **)(void *)(def + offset);
}

static const char *const **names_in(char *def, size_t offset)
{
    return (const char *const **)(void *)(def + offset);
}

static const double **values_in(char *def, size_t offset)
{
    return (const double **)(void *)(def + offset);
}

static int32_t *count_in(char *def, size_t offset)
{
    return (int32_t *)(void *)(def + offset);
}

static void free_names(const char *const *names, int32_t count)
{
    for (int32_t i = 0; names && i < count; i++) {
        isti_free((void *)(uintptr_t)names[i]);
    }
    isti_free((void *)(uintptr_t)names);
}

// Free what a definition on a shelf owns.
static void disown(const def_shape *shape, char *def)
{
    for (size_t i = 0; i < shape->text_count; i++) {
        isti_free((void *)(uintptr_t)*text_in(def, shape->texts[i]));
    }
    for (size_t i = 0; i < shape->list_count; i++) {
        const names_at *list = &shape->lists[i];
        free_names(*names_in(def, list->names), *count_in(def, list->count));
        if (list->values) {
            isti_free((void *)(uintptr_t)*values_in(def, list->values));
        }
    }
}

// A copy of the list; NULL when out of memory. NULL names stay NULL.
static const char *const *copy_names(const char *const *names, int32_t count)
{
    const char **copy = isti_alloc_array((size_t)count, sizeof *copy);
    for (int32_t i = 0; copy && i < count; i++) {
        copy[i] = isti_copy_text(names[i]);
        if (names[i] && !copy[i]) {
            free_names(copy, i);
            return NULL;
        }
    }
    return copy;
}

// Replace a borrowed list by a copy; false when out of memory.
static bool own_list(const names_at *list, char *def)
{
    const char *const **names = names_in(def, list->names);
    const int32_t count = *count_in(def, list->count);
    bool is_whole = true;
    if (count == 0) {
        *names = NULL;
    } else {
        *names = copy_names(*names, count);
        is_whole = *names != NULL;
    }
    if (!list->values) {
        return is_whole;
    }
    const double **values = values_in(def, list->values);
    double *copy = count > 0 ? isti_alloc_array((size_t)count, sizeof *copy) : NULL;
    if (copy) {
        memcpy(copy, *values, (size_t)count * sizeof *copy);
    }
    *values = copy;
    return is_whole && (copy || count == 0);
}

// Replace what a definition borrows by copies. False when out of memory; then it owns nothing.
static bool own(const def_shape *shape, char *def)
{
    bool is_whole = true;
    for (size_t i = 0; i < shape->text_count; i++) {
        const char **text = text_in(def, shape->texts[i]);
        const char *copy = isti_copy_text(*text);
        is_whole = is_whole && (copy || !*text);
        *text = copy;
    }
    for (size_t i = 0; i < shape->list_count; i++) {
        is_whole = own_list(&shape->lists[i], def) && is_whole;
    }
    if (!is_whole) {
        disown(shape, def);
    }
    return is_whole;
}

// Do counts and lists agree?
static bool is_sound(const def_shape *shape, const void *given)
{
    const char *def = given;
    for (size_t i = 0; i < shape->list_count; i++) {
        const names_at *list = &shape->lists[i];
        int32_t count = 0;
        const char *const *names = NULL;
        const double *values = NULL;
        memcpy(&count, def + list->count, sizeof count);
        memcpy(&names, def + list->names, sizeof names);
        if (list->values) {
            memcpy(&values, def + list->values, sizeof values);
        }
        if (count < 0 || (count > 0 && (!names || (list->values && !values)))) {
            return false;
        }
    }
    return true;
}

// Remember the first failure.
static void fail(ist_spec *spec, ist_status status, isti_where where)
{
    if (spec->failure == IST_OK) {
        spec->failure = status;
        spec->failure_at = where;
    }
}

static bool was_defaulted(const def_shape *shape, const void *def)
{
    size_t size = 0;
    if (def) {
        memcpy(&size, def, sizeof size); // def_size comes first in every definition
    }
    return size == shape->size;
}

static ist_status judge(const def_shape *shape, const void *def)
{
    if (!was_defaulted(shape, def)) {
        return IST_ERR_DEF_NOT_INITIALIZED;
    }
    return is_sound(shape, def) ? IST_OK : IST_ERR_ARGUMENT;
}

// Room for one more; NULL when out of memory.
static void *next_place(isti_shelf *shelf, size_t size)
{
    if (shelf->count == shelf->capacity) {
        const size_t old = (size_t)shelf->capacity;
        const size_t wanted = isti_grown(old, old + 1);
        const size_t capacity = wanted > INT32_MAX ? INT32_MAX : wanted;
        void *items =
            capacity > old ? isti_resize_scratch(shelf->items, old, capacity, size) : NULL;
        if (!items) {
            return NULL;
        }
        shelf->items = items;
        shelf->capacity = (int32_t)capacity;
    }
    return (char *)shelf->items + (size_t)shelf->count * size;
}

static isti_shelf *shelf_of(ist_spec *spec, const def_shape *shape)
{
    return (isti_shelf *)(void *)((char *)spec + shape->shelf);
}

// Put a copy on its shelf. Returns its number from 1, 0 on failure.
static int32_t add(ist_spec *spec, const def_shape *shape, const void *def)
{
    if (!spec) {
        return 0;
    }
    isti_shelf *shelf = shelf_of(spec, shape);
    const ist_status status = judge(shape, def);
    if (status != IST_OK) {
        fail(spec, status, isti_where_of("%s/%d", shape->list, (int)shelf->count));
        return 0;
    }
    void *place = next_place(shelf, shape->size);
    if (place) {
        memcpy(place, def, shape->size);
    }
    if (!place || !own(shape, place)) {
        fail(spec, IST_ERR_NO_MEMORY, isti_where_of("%s/%d", shape->list, (int)shelf->count));
        return 0;
    }
    return ++shelf->count;
}

static void clear_shelf(ist_spec *spec, const def_shape *shape)
{
    isti_shelf *shelf = shelf_of(spec, shape);
    for (int32_t i = 0; i < shelf->count; i++) {
        disown(shape, (char *)shelf->items + (size_t)i * shape->size);
    }
    isti_free(shelf->items);
}

ist_spec *ist_spec_create(void)
{
    ist_spec *spec = isti_alloc_array(1, sizeof *spec);
    if (!spec) {
        return NULL;
    }
    spec->organization = ist_organization_def_default();
    spec->draw_ties = true;
    spec->level[IST_LEVEL_MANAGER] = (ist_level_def){.participates = true, .oversees = true};
    spec->level[IST_LEVEL_EXPERT] = (ist_level_def){.participates = true};
    spec->level[IST_LEVEL_PROFESSIONAL] = (ist_level_def){.participates = true};
    if (!own(&organization_shape, (char *)&spec->organization)) {
        isti_free(spec);
        return NULL;
    }
    return spec;
}

void ist_spec_destroy(ist_spec *spec)
{
    static const def_shape *const shelves[] = {&theme_shape, &unit_shape,    &employee_shape,
                                               &tie_shape,   &manager_shape, &policy_shape,
                                               &event_shape};
    if (!spec) {
        return;
    }
    for (size_t i = 0; i < COUNT_OF(shelves); i++) {
        clear_shelf(spec, shelves[i]);
    }
    isti_setting_of_parameter *parameters = spec->parameters.items;
    for (int32_t i = 0; i < spec->parameters.count; i++) {
        isti_free((void *)(uintptr_t)parameters[i].name);
    }
    isti_free(parameters);
    isti_free(spec->types.items);
    disown(&organization_shape, (char *)&spec->organization);
    isti_free(spec);
}

void ist_spec_set_organization(ist_spec *spec, const ist_organization_def *def)
{
    if (!spec) {
        return;
    }
    if (!was_defaulted(&organization_shape, def)) {
        fail(spec, IST_ERR_DEF_NOT_INITIALIZED, isti_where_of("/organization"));
        return;
    }
    ist_organization_def copy = *def;
    if (!own(&organization_shape, (char *)&copy)) {
        fail(spec, IST_ERR_NO_MEMORY, isti_where_of("/organization"));
        return;
    }
    disown(&organization_shape, (char *)&spec->organization);
    spec->organization = copy;
}

void ist_spec_set_level(ist_spec *spec, ist_level level, ist_level_def def)
{
    if (!spec) {
        return;
    }
    if ((uint32_t)level >= IST_LEVEL_COUNT) {
        fail(spec, IST_ERR_ARGUMENT, isti_where_of("/levels"));
        return;
    }
    spec->level[level] = def;
}

void ist_spec_add_theme(ist_spec *spec, const ist_theme_def *def)
{
    add(spec, &theme_shape, def);
}

void ist_spec_add_unit(ist_spec *spec, const ist_unit_def *def)
{
    add(spec, &unit_shape, def);
}

ist_employee_id ist_spec_add_employee(ist_spec *spec, const ist_employee_def *def)
{
    return (ist_employee_id){add(spec, &employee_shape, def)};
}

void ist_spec_add_tie(ist_spec *spec, const ist_tie_def *def)
{
    add(spec, &tie_shape, def);
}

void ist_spec_add_manager(ist_spec *spec, const ist_manager_def *def)
{
    add(spec, &manager_shape, def);
}

void ist_spec_add_policy(ist_spec *spec, const ist_policy_def *def)
{
    add(spec, &policy_shape, def);
}

void ist_spec_add_event(ist_spec *spec, const ist_event_def *def)
{
    if (spec && was_defaulted(&event_shape, def) && (uint32_t)def->kind >= IST_EVENT_COUNT) {
        fail(spec, IST_ERR_ARGUMENT, isti_where_of("/events/%d/kind", (int)spec->events.count));
        return;
    }
    add(spec, &event_shape, def);
}

void ist_spec_set_draw_ties(ist_spec *spec, bool draw)
{
    if (spec) {
        spec->draw_ties = draw;
    }
}

static ist_status judge_type(const ist_policy_type *type)
{
    if (!type || type->type_size != sizeof *type) {
        return IST_ERR_DEF_NOT_INITIALIZED;
    }
    const bool has_settings = type->setting_count == 0 || type->settings;
    const bool has_counts = type->setting_count >= 0 && type->memory_count >= 0 &&
                            type->memory_count <= ISTI_POLICY_MEMORY;
    return type->name && type->name[0] && has_settings && has_counts ? IST_OK : IST_ERR_ARGUMENT;
}

void ist_spec_add_policy_type(ist_spec *spec, const ist_policy_type *type)
{
    if (!spec) {
        return;
    }
    for (int32_t i = 0; i < spec->types.count; i++) {
        if (ist_spec_policy_type(spec, i) == type) {
            return;
        }
    }
    const isti_where where = isti_where_of("/policies");
    const ist_status status = judge_type(type);
    if (status != IST_OK) {
        fail(spec, status, where);
        return;
    }
    const ist_policy_type **place = next_place(&spec->types, sizeof(const ist_policy_type *));
    if (!place) {
        fail(spec, IST_ERR_NO_MEMORY, where);
        return;
    }
    *place = type;
    spec->types.count++;
}

const ist_policy_type *ist_spec_policy_type(const ist_spec *spec, int32_t index)
{
    if (!spec || index < 0 || index >= spec->types.count) {
        return NULL;
    }
    return ((const ist_policy_type *const *)spec->types.items)[index];
}

void ist_spec_set_parameter(ist_spec *spec, const char *name, double value)
{
    if (!spec) {
        return;
    }
    const isti_where where = isti_where_key("/parameters", name);
    isti_setting_of_parameter *settings = spec->parameters.items;
    for (int32_t i = 0; name && i < spec->parameters.count; i++) {
        if (strcmp(settings[i].name, name) == 0) {
            settings[i].value = value;
            return;
        }
    }
    if (!name) {
        fail(spec, IST_ERR_ARGUMENT, where);
        return;
    }
    isti_setting_of_parameter *place = next_place(&spec->parameters, sizeof *place);
    char *copy = place ? isti_copy_text(name) : NULL;
    if (!copy) {
        fail(spec, IST_ERR_NO_MEMORY, where);
        return;
    }
    *place = (isti_setting_of_parameter){.name = copy, .value = value};
    spec->parameters.count++;
}
