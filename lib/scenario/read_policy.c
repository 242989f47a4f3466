// SPDX-License-Identifier: GPL-3.0-or-later
// Reading policies: who plays which role, and with what settings.
#include "scenario/read.h"

static void read_name(isti_reader *reader, const cJSON *value, void *target)
{
    ist_policy_def *def = target;
    isti_read_text(reader, value, &def->name);
}

static void read_base(isti_reader *reader, const cJSON *value, void *target)
{
    ist_policy_def *def = target;
    isti_read_text(reader, value, &def->base);
}

static void read_roles(isti_reader *reader, const cJSON *value, void *target)
{
    ist_policy_def *def = target;
    isti_field field[IST_ROLE_COUNT];
    isti_keys keys = {.count = 0};
    for (int32_t i = 0; i < IST_ROLE_COUNT; i++) {
        field[i] = (isti_field){.key = ist_kind_name(IST_KIND_ROLE, i),
                                .type = ISTI_TEXT,
                                .offset = (size_t)i * sizeof def->role[0]};
    }
    isti_read_add_fields(&keys, (isti_field_table){.fields = field, .count = IST_ROLE_COUNT});
    isti_read_object(reader, value, &keys, def->role);
}

// Which settings there are depends on the types: compile tells.
static void read_settings(isti_reader *reader, const cJSON *value, void *target)
{
    ist_policy_def *def = target;
    if (!cJSON_IsObject(value)) {
        isti_read_fail_type(reader, value, "an object { } of settings");
        return;
    }
    const size_t count = (size_t)cJSON_GetArraySize(value);
    const char **names = isti_read_new_list(reader, count, sizeof *names);
    double *numbers = names ? isti_read_new_list(reader, count, sizeof *numbers) : NULL;
    if (!numbers) {
        return;
    }
    const cJSON *member;
    cJSON_ArrayForEach(member, value)
    {
        const size_t mark = isti_read_enter(reader, member->string);
        if (isti_read_number(reader, member, &numbers[def->setting_count])) {
            names[def->setting_count++] = member->string;
        }
        isti_read_leave(reader, mark);
    }
    def->setting_name = names;
    def->setting_value = numbers;
}

static void read_policy(isti_reader *reader, const cJSON *value, int32_t index)
{
    ist_policy_def def = ist_policy_def_default();
    isti_keys keys = {.count = 0};
    (void)index;
    isti_read_add_key(&keys, (isti_key){"name", true, NULL, read_name});
    isti_read_add_key(&keys, (isti_key){"base", true, NULL, read_base});
    isti_read_add_key(&keys, (isti_key){"roles", false, NULL, read_roles});
    isti_read_add_key(&keys, (isti_key){"settings", false, NULL, read_settings});
    isti_read_object(reader, value, &keys, &def);
    reader->unread |= def.name ? 0U : ISTI_NAMED_POLICY;
    ist_spec_add_policy(reader->out->spec, &def);
    isti_read_drop_lists(reader);
}

void isti_read_policies(isti_reader *reader, const cJSON *value, void *target)
{
    (void)target;
    reader->unread |= cJSON_IsArray(value) ? 0U : ISTI_NAMED_POLICY;
    isti_read_list(reader, value, "a list of policies", read_policy);
}
