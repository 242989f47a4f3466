// SPDX-License-Identifier: GPL-3.0-or-later
// Checking the managers: where they sit, whose heads they are, what their policy is.
#include <string.h>

#include "base/memory.h"
#include "base/names.h"
#include "model/compile.h"
#include "model/fields.h"

static bool is_given(const char *text)
{
    return text && text[0] != '\0';
}

static void check_posts(isti_compile *c, const ist_manager_def *def, const char *where)
{
    if (def->count == 0) {
        const isti_where at = isti_where_key(where, "count");
        isti_fail(c->errors, IST_ERR_RANGE, at.text, "count 0 needs heads_of, not unit");
    }
    if (!c->spec->level[IST_LEVEL_MANAGER].oversees) {
        const isti_where at = isti_where_key(where, "unit");
        isti_fail(c->errors, IST_ERR_CONFLICT, at.text,
                  "the post is of level manager, which does not oversee");
    }
}

// Every unit of the group needs a head who may oversee.
static void check_heads(isti_compile *c, isti_posts *posts, const char *where)
{
    const ist_unit_def *unit = (const ist_unit_def *)c->spec->units.items + posts->heads;
    const ist_employee_def *employees = c->spec->employees.items;
    const isti_group *group = &c->unit_group[posts->heads];
    const isti_where at = isti_where_key(where, "heads_of");
    const bool has_listed = unit->people[IST_LEVEL_MANAGER] > 0;
    if (!has_listed && group->head < 0) {
        isti_fail(c->errors, IST_ERR_CONFLICT, at.text, "unit \"%s\" has no head", unit->name);
        return;
    }
    const ist_level level = has_listed ? IST_LEVEL_MANAGER : employees[group->head].level;
    if ((uint32_t)level < IST_LEVEL_COUNT && !c->spec->level[level].oversees) {
        isti_fail(c->errors, IST_ERR_CONFLICT, at.text,
                  "the head of \"%s\" is of level %s, which does not oversee", unit->name,
                  ist_kind_name(IST_KIND_LEVEL, (int32_t)level));
    }
    if (posts->count == 0) {
        posts->count = group->count;
    }
    if (c->has_counts && posts->count > group->count) {
        const isti_where at_count = isti_where_key(where, "count");
        isti_fail(c->errors, IST_ERR_CONFLICT, at_count.text,
                  "%d managers are more than the %d heads of \"%s\"", (int)posts->count,
                  (int)group->count, unit->name);
    }
}

static int32_t policy_of(isti_compile *c, const char *name, const char *where)
{
    if (!is_given(name)) {
        return -1; // reported with the fields
    }
    const int32_t index = isti_names_find(&c->policies, name);
    if (index < 0) {
        const isti_where at = isti_where_key(where, "policy");
        isti_fail_unknown(c->errors, at.text, "policy", name, c->policies.list, c->policies.count);
        return -1;
    }
    return c->policy_of[index];
}

static void check_manager(isti_compile *c, int32_t i)
{
    const ist_manager_def *def = (const ist_manager_def *)c->spec->managers.items + i;
    const isti_where at = isti_where_of("/managers/%d", (int)i);
    isti_fields_check(isti_manager_fields(), def, at.text, c->errors);
    const isti_where at_unit = isti_where_key(at.text, "unit");
    const isti_where at_heads = isti_where_key(at.text, "heads_of");
    const bool is_post = is_given(def->unit);
    const bool is_head = is_given(def->heads_of);
    if (is_post == is_head) {
        isti_fail(c->errors, IST_ERR_CONFLICT, at.text,
                  "a manager has either unit or heads_of, not %s", is_post ? "both" : "neither");
    }
    isti_posts *posts = &c->posts[i];
    posts->count = isti_max_i(def->count, 0);
    posts->policy = policy_of(c, def->policy, at.text);
    posts->units = isti_compile_unit_group(c, def->unit, at_unit.text);
    posts->heads = isti_compile_unit_group(c, def->heads_of, at_heads.text);
    if (posts->units >= 0) {
        check_posts(c, def, at.text);
    }
    if (posts->heads >= 0) {
        check_heads(c, posts, at.text);
    }
}

// Everybody, posts of managers included.
static void check_total(isti_compile *c)
{
    int64_t total = 0;
    int64_t managers = 0;
    for (int32_t i = 0; i < c->spec->managers.count; i++) {
        managers += c->posts[i].count;
    }
    total += managers;
    for (int32_t i = 0; i < c->spec->units.count && total <= ISTI_MAX_PEOPLE; i++) {
        for (int32_t k = 0; k < c->unit_group[i].count && total <= ISTI_MAX_PEOPLE; k++) {
            total += isti_compile_unit_size(c, i, k);
        }
    }
    if (total > ISTI_MAX_PEOPLE) {
        isti_fail(c->errors, IST_ERR_LIMIT, "/units", "there are more than %d people",
                  (int)ISTI_MAX_PEOPLE);
    }
}

ist_status isti_compile_managers(isti_compile *c)
{
    const int32_t count = c->spec->managers.count;
    ist_model *model = c->model;
    c->posts = isti_alloc_array((size_t)count, sizeof *c->posts);
    model->manager_group = isti_alloc_array((size_t)count, sizeof *model->manager_group);
    if (!c->posts || !model->manager_group ||
        isti_names_of(&c->managers, c->spec->managers.items, count, sizeof(ist_manager_def),
                      offsetof(ist_manager_def, name)) != IST_OK) {
        return IST_ERR_NO_MEMORY;
    }
    for (int32_t i = 0; i < count; i++) {
        check_manager(c, i);
    }
    isti_names_check(&c->managers, "/managers", "manager", c->errors);
    check_total(c);
    return IST_OK;
}
