// SPDX-License-Identifier: GPL-3.0-or-later
// Reading levels, themes, units, managers and behavioral parameters.
#include "model/spec.h"
#include "scenario/read.h"

static void note_unread(isti_reader *reader, const char *name, isti_named kind)
{
    if (!name) {
        reader->unread |= kind;
    }
}

// ---- Levels

static void read_participates(isti_reader *reader, const cJSON *value, void *target)
{
    ist_level_def *def = target;
    isti_read_flag(reader, value, &def->participates);
}

static void read_oversees(isti_reader *reader, const cJSON *value, void *target)
{
    ist_level_def *def = target;
    isti_read_flag(reader, value, &def->oversees);
}

static void read_level_def(isti_reader *reader, const cJSON *value, void *target)
{
    const ist_level level = *(const ist_level *)target;
    ist_level_def def = reader->out->spec->level[level]; // what is not given stays as it is
    isti_keys keys = {.count = 0};
    isti_read_add_key(&keys, (isti_key){"participates", false, NULL, read_participates});
    isti_read_add_key(&keys, (isti_key){"oversees", false, NULL, read_oversees});
    if (isti_read_object(reader, value, &keys, &def)) {
        ist_spec_set_level(reader->out->spec, level, def);
    }
}

#define ISTI_READ_LEVEL(NAME, name, text)                                                \
    static void read_level_##name(isti_reader *reader, const cJSON *value, void *target) \
    {                                                                                    \
        ist_level level = IST_LEVEL_##NAME;                                              \
        (void)target;                                                                    \
        read_level_def(reader, value, &level);                                           \
    }
IST_LEVEL_LIST(ISTI_READ_LEVEL)
#undef ISTI_READ_LEVEL

void isti_read_levels(isti_reader *reader, const cJSON *value, void *target)
{
    isti_keys keys = {.count = 0};
#define ISTI_ADD_LEVEL(NAME, name, text) \
    isti_read_add_key(&keys, (isti_key){#name, false, NULL, read_level_##name});
    IST_LEVEL_LIST(ISTI_ADD_LEVEL)
#undef ISTI_ADD_LEVEL
    isti_read_object(reader, value, &keys, target);
}

// ---- Themes
// An element that cannot be read still takes its place, so that the others keep their numbers.

static void read_theme(isti_reader *reader, const cJSON *value, int32_t index)
{
    ist_theme_def def = ist_theme_def_default();
    isti_keys keys = {.count = 0};
    (void)index;
    isti_read_add_fields(&keys, isti_theme_fields());
    isti_read_object(reader, value, &keys, &def);
    note_unread(reader, def.name, ISTI_NAMED_THEME);
    ist_spec_add_theme(reader->out->spec, &def);
    isti_read_drop_lists(reader);
}

void isti_read_themes(isti_reader *reader, const cJSON *value, void *target)
{
    (void)target;
    reader->unread |= cJSON_IsArray(value) ? 0U : ISTI_NAMED_THEME;
    isti_read_list(reader, value, "a list of themes", read_theme);
    if (cJSON_IsArray(value) && !value->child) {
        isti_read_fail(reader, IST_ERR_RANGE, "at least one theme", NULL, "the list is empty");
    }
}

// ---- Units

static void read_unit(isti_reader *reader, const cJSON *value, int32_t index)
{
    ist_unit_def def = ist_unit_def_default();
    isti_keys keys = {.count = 0};
    (void)index;
    isti_read_add_fields(&keys, isti_unit_fields());
    isti_read_object(reader, value, &keys, &def);
    note_unread(reader, def.name, ISTI_NAMED_UNIT);
    ist_spec_add_unit(reader->out->spec, &def);
    isti_read_drop_lists(reader);
}

void isti_read_units(isti_reader *reader, const cJSON *value, void *target)
{
    (void)target;
    reader->unread |= cJSON_IsArray(value) ? 0U : ISTI_NAMED_UNIT;
    isti_read_list(reader, value, "a list of units", read_unit);
}

// ---- Managers

static void read_manager(isti_reader *reader, const cJSON *value, int32_t index)
{
    ist_manager_def def = ist_manager_def_default();
    isti_keys keys = {.count = 0};
    (void)index;
    isti_read_add_fields(&keys, isti_manager_fields());
    isti_read_object(reader, value, &keys, &def);
    note_unread(reader, def.name, ISTI_NAMED_MANAGER);
    ist_spec_add_manager(reader->out->spec, &def);
    isti_read_drop_lists(reader);
}

void isti_read_managers(isti_reader *reader, const cJSON *value, void *target)
{
    (void)target;
    reader->unread |= cJSON_IsArray(value) ? 0U : ISTI_NAMED_MANAGER;
    isti_read_list(reader, value, "a list of managers", read_manager);
}

// ---- Behavioral parameters: compile knows their names and ranges

void isti_read_parameters(isti_reader *reader, const cJSON *value, void *target)
{
    (void)target;
    if (!cJSON_IsObject(value)) {
        isti_read_fail_type(reader, value, "an object { } of parameters");
        return;
    }
    const cJSON *member;
    cJSON_ArrayForEach(member, value)
    {
        double number;
        const size_t mark = isti_read_enter(reader, member->string);
        if (isti_read_number(reader, member, &number)) {
            ist_spec_set_parameter(reader->out->spec, member->string, number);
        }
        isti_read_leave(reader, mark);
    }
}
