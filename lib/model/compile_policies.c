// SPDX-License-Identifier: GPL-3.0-or-later
// Putting policies together: role functions from their types, settings, room for memory.
#include <string.h>

#include "base/memory.h"
#include "base/names.h"
#include "model/compile.h"

enum { MOST_PARTS = IST_ROLE_COUNT + 1 }; // types in one policy: the base and one per role

// The distinct types a policy is made of, and where their numbers begin.
typedef struct parts {
    const ist_policy_type *type[MOST_PARTS];
    int32_t first_setting[MOST_PARTS];
    int32_t first_memory[MOST_PARTS];
    int32_t count;
    int32_t setting_count, memory_count;
} parts;

// Settings every policy has besides those of its types.
static const struct {
    const char *name;
    size_t offset;
} common_settings[] = {
    {"expectation", offsetof(isti_policy, expectation)},
    {"specificity", offsetof(isti_policy, specificity)},
    {"independence", offsetof(isti_policy, independence)},
};

// Number of a type among the parts, added if it is new.
static int32_t part_of(parts *p, const ist_policy_type *type)
{
    for (int32_t i = 0; i < p->count; i++) {
        if (p->type[i] == type) {
            return i;
        }
    }
    p->type[p->count] = type;
    p->first_setting[p->count] = p->setting_count;
    p->first_memory[p->count] = p->memory_count;
    p->setting_count += type->setting_count;
    p->memory_count += type->memory_count;
    return p->count++;
}

static ist_role_fn *play_of(const ist_policy_type *type, int32_t role)
{
    ist_role_fn *const plays[] = {
        [IST_ROLE_STIMULATION] = type->stimulate, [IST_ROLE_FACILITATION] = type->facilitate,
        [IST_ROLE_SUPPORT] = type->support,       [IST_ROLE_CONTROL] = type->control,
        [IST_ROLE_RECOGNITION] = type->recognize,
    };
    static_assert(COUNT_OF(plays) == IST_ROLE_COUNT, "every role has a function");
    return plays[role];
}

// Two policies are alike when their roles come from types of the same names.
static void feed_digest(isti_compile *c, int32_t role, const ist_policy_type *type, bool is_played)
{
    const unsigned char head[] = {(unsigned char)role, is_played};
    c->policy_digest = isti_digest(c->policy_digest, head, sizeof head);
    c->policy_digest = isti_digest(c->policy_digest, type->name, strlen(type->name));
}

// Put the roles together with the types' own settings. `role_type` NULL rows: the base.
static ist_status assemble(isti_compile *c, int32_t number, parts *p, const char *name,
                           const ist_policy_type *base, const ist_policy_type *const *role_type)
{
    isti_policy *out = &c->model->policy[number];
    int32_t part[IST_ROLE_COUNT];
    part_of(p, base);
    for (int32_t role = 0; role < IST_ROLE_COUNT; role++) {
        part[role] = part_of(p, role_type[role] ? role_type[role] : base);
    }
    out->name = isti_copy_text(name);
    out->settings = isti_alloc_array((size_t)p->setting_count, sizeof *out->settings);
    if (!out->name || !out->settings) {
        return IST_ERR_NO_MEMORY;
    }
    for (int32_t i = 0; i < p->count; i++) {
        for (int32_t s = 0; s < p->type[i]->setting_count; s++) {
            out->settings[p->first_setting[i] + s] = p->type[i]->settings[s].standard;
        }
    }
    for (int32_t role = 0; role < IST_ROLE_COUNT; role++) {
        const int32_t i = part[role];
        out->role[role].play = play_of(p->type[i], role);
        out->role[role].settings = out->settings + p->first_setting[i];
        out->role[role].memory = p->first_memory[i];
        feed_digest(c, role, p->type[i], out->role[role].play != NULL);
    }
    c->policy_settings[number] = p->setting_count;
    out->expectation = base->expectation;
    out->specificity = base->specificity;
    out->independence = base->independence;
    c->model->policy_memory = isti_max_i(c->model->policy_memory, p->memory_count);
    return IST_OK;
}

static void set_if_in_range(isti_compile *c, double *target, double value, double minimum,
                            double maximum, const char *name, const char *where)
{
    if (!(value >= minimum && value <= maximum)) {
        isti_fail_range(c->errors, where, name, value, minimum, maximum);
        return;
    }
    *target = value;
}

// Set every setting of that name; returns how many there are.
static int32_t set_everywhere(isti_compile *c, isti_policy *out, const parts *p, const char *name,
                              double value, const char *where)
{
    int32_t found = 0;
    for (int32_t i = 0; i < p->count; i++) {
        for (int32_t s = 0; s < p->type[i]->setting_count; s++) {
            const ist_setting *setting = &p->type[i]->settings[s];
            if (strcmp(setting->name, name) == 0) {
                set_if_in_range(c, &out->settings[p->first_setting[i] + s], value, setting->minimum,
                                setting->maximum, name, where);
                found++;
            }
        }
    }
    for (size_t i = 0; i < COUNT_OF(common_settings); i++) {
        if (strcmp(common_settings[i].name, name) == 0) {
            double *target = (double *)(void *)((char *)out + common_settings[i].offset);
            set_if_in_range(c, target, value, 0.0, 1.0, name, where);
            found++;
        }
    }
    return found;
}

static ist_status fail_unknown_setting(isti_compile *c, const parts *p, const char *name,
                                       const char *where)
{
    const size_t room = (size_t)p->setting_count + COUNT_OF(common_settings);
    const char **known = isti_alloc_array(room, sizeof *known);
    if (!known) {
        return IST_ERR_NO_MEMORY;
    }
    int32_t count = 0;
    for (int32_t i = 0; i < p->count; i++) {
        for (int32_t s = 0; s < p->type[i]->setting_count; s++) {
            known[count++] = p->type[i]->settings[s].name;
        }
    }
    for (size_t i = 0; i < COUNT_OF(common_settings); i++) {
        known[count++] = common_settings[i].name;
    }
    isti_fail_unknown(c->errors, where, "setting", name, known, count);
    isti_free(known);
    return IST_OK;
}

static ist_status apply_settings(isti_compile *c, isti_policy *out, const parts *p,
                                 const ist_policy_def *def, int32_t number)
{
    const isti_where list = isti_where_of("/policies/%d/settings", (int)number);
    ist_status status = IST_OK;
    for (int32_t i = 0; status == IST_OK && i < def->setting_count; i++) {
        const char *name = def->setting_name[i] ? def->setting_name[i] : "";
        const isti_where at = isti_where_key(list.text, name);
        if (isti_name_find(def->setting_name, i, name) >= 0) {
            isti_fail(c->errors, IST_ERR_DUPLICATE_NAME, at.text, "\"%s\" is set twice", name);
        } else if (set_everywhere(c, out, p, name, def->setting_value[i], at.text) == 0) {
            status = fail_unknown_setting(c, p, name, at.text);
        }
    }
    return status;
}

// The type of that name; reports and gives NULL when there is none.
static const ist_policy_type *find_type(isti_compile *c, const char *name, const char *where)
{
    const int32_t types = c->spec->types.count;
    const int32_t index = isti_name_find(c->policies.list, types, name);
    if (index < 0) {
        isti_fail_unknown(c->errors, where, "policy type", name, c->policies.list, types);
        return NULL;
    }
    return ist_spec_policy_type(c->spec, index);
}

static void require(isti_compile *c, const char *text, const char *where, const char *key)
{
    if (!text || text[0] == '\0') {
        const isti_where at = isti_where_key(where, key);
        isti_fail(c->errors, IST_ERR_MISSING_KEY, at.text, "%s is required", key);
    }
}

static ist_status compile_policy(isti_compile *c, int32_t number)
{
    const ist_policy_def *def = (const ist_policy_def *)c->spec->policies.items + number;
    const isti_where at = isti_where_of("/policies/%d", (int)number);
    const isti_where at_base = isti_where_key(at.text, "base");
    const isti_where at_roles = isti_where_key(at.text, "roles");
    require(c, def->name, at.text, "name");
    require(c, def->base, at.text, "base");
    const ist_policy_type *base =
        def->base && def->base[0] ? find_type(c, def->base, at_base.text) : NULL;
    const ist_policy_type *role_type[IST_ROLE_COUNT] = {NULL};
    bool is_whole = base != NULL;
    for (int32_t role = 0; role < IST_ROLE_COUNT; role++) {
        if (def->role[role]) {
            const isti_where at_role = isti_where_key(at_roles.text, ist_role_name((ist_role)role));
            role_type[role] = find_type(c, def->role[role], at_role.text);
            is_whole = is_whole && role_type[role];
        }
    }
    if (!is_whole) {
        return IST_OK;
    }
    parts p = {.count = 0};
    const ist_status status = assemble(c, number, &p, def->name ? def->name : "", base, role_type);
    return status == IST_OK ? apply_settings(c, &c->model->policy[number], &p, def, number)
                            : status;
}

// A type used by its own name is a policy with default settings, made when first used.
static ist_status compile_type(isti_compile *c, int32_t type_index)
{
    const ist_policy_type *type = ist_spec_policy_type(c->spec, type_index);
    const ist_policy_type *const no_role[IST_ROLE_COUNT] = {NULL};
    parts p = {.count = 0};
    const int32_t number = c->model->policy_count++;
    c->policy_of[type_index] = number;
    return assemble(c, number, &p, type->name, type, no_role);
}

// Types used by managers, in the order of their first use.
static ist_status compile_used_types(isti_compile *c)
{
    const ist_manager_def *managers = c->spec->managers.items;
    ist_status status = IST_OK;
    for (int32_t i = 0; status == IST_OK && i < c->spec->managers.count; i++) {
        const int32_t index = isti_names_find(&c->policies, managers[i].policy);
        if (index >= 0 && c->policy_of[index] < 0) {
            status = compile_type(c, index);
        }
    }
    return status;
}

static ist_status open_names(isti_compile *c)
{
    const int32_t types = c->spec->types.count;
    const int32_t declared = c->spec->policies.count;
    const ist_policy_def *defs = c->spec->policies.items;
    c->policy_of = isti_alloc_array((size_t)types + (size_t)declared, sizeof *c->policy_of);
    if (!c->policy_of || isti_names_open(&c->policies, types + declared) != IST_OK) {
        return IST_ERR_NO_MEMORY;
    }
    for (int32_t i = 0; i < types; i++) {
        c->policies.list[i] = ist_spec_policy_type(c->spec, i)->name;
        c->policy_of[i] = -1;
    }
    for (int32_t i = 0; i < declared; i++) {
        c->policies.list[types + i] = defs[i].name;
        c->policy_of[types + i] = i;
    }
    isti_names_sort(&c->policies);
    return IST_OK;
}

static void check_names(isti_compile *c)
{
    const int32_t types = c->spec->types.count;
    for (int32_t i = 0; i < c->policies.count; i++) {
        const char *name = c->policies.list[i];
        if (!name || isti_names_find(&c->policies, name) == i) {
            continue;
        }
        const isti_where at = isti_where_of("/policies/%d/name", (int)(i - types));
        isti_fail(c->errors, IST_ERR_DUPLICATE_NAME, i < types ? "/policies" : at.text,
                  "there is another policy or policy type \"%s\"", name);
    }
}

ist_status isti_compile_policies(isti_compile *c)
{
    const int32_t declared = c->spec->policies.count;
    const size_t most = (size_t)declared + (size_t)c->spec->types.count;
    c->model->policy_memory = 1;
    c->model->policy = isti_alloc_array(most, sizeof *c->model->policy);
    c->policy_settings = isti_alloc_array(most, sizeof *c->policy_settings);
    if (!c->model->policy || !c->policy_settings || open_names(c) != IST_OK) {
        return IST_ERR_NO_MEMORY;
    }
    check_names(c);
    c->model->policy_count = declared;
    ist_status status = IST_OK;
    for (int32_t i = 0; status == IST_OK && i < declared; i++) {
        status = compile_policy(c, i);
    }
    return status == IST_OK ? compile_used_types(c) : status;
}
