// SPDX-License-Identifier: GPL-3.0-or-later
// Compiling the themes: names, shares of demand, how far experience and procedures solve them.
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/names.h"
#include "base/numbers.h"
#include "model/compile.h"
#include "model/fields.h"
#include "random/stream.h"

// Number behind "name ", counting from 1; 0 when there is none. At most 7 digits, no leading zero.
static int32_t number_behind(const char *text)
{
    enum { MOST_DIGITS = 7, BASE = 10 };
    int32_t number = 0;
    size_t length = 0;
    for (; text[length] >= '0' && text[length] <= '9' && length < MOST_DIGITS; length++) {
        number = number * BASE + (text[length] - '0');
    }
    return text[0] == '0' || text[length] != '\0' ? 0 : number;
}

// Theme that is number k of a counted group, by its name "group k"; -1 when it is none.
static int32_t find_numbered(const isti_compile *c, const char *name)
{
    const char *space = strrchr(name, ' ');
    const int32_t number = space ? number_behind(space + 1) : 0;
    for (int32_t i = 0; number > 0 && i < c->theme_def_count; i++) {
        const char *group = c->theme_defs[i].name;
        const size_t length = (size_t)(space - name);
        const int32_t count = c->theme_group[i].count;
        if (group && count > 1 && number <= count && strlen(group) == length &&
            strncmp(group, name, length) == 0) {
            return c->theme_group[i].first + number - 1;
        }
    }
    return -1;
}

isti_range isti_compile_theme_range(const isti_compile *c, const char *name)
{
    const int32_t group = isti_names_find(&c->themes, name);
    if (group >= 0) {
        return (isti_range){.first = c->theme_group[group].first,
                            .count = c->theme_group[group].count};
    }
    const int32_t theme = name ? find_numbered(c, name) : -1;
    return (isti_range){.first = theme, .count = theme >= 0};
}

int32_t isti_compile_theme(const isti_compile *c, const char *name, const char *where)
{
    if (!name || name[0] == '\0') {
        return -1; // an empty name has been reported with the fields
    }
    const isti_range range = isti_compile_theme_range(c, name);
    if (range.count == 0) {
        isti_fail_unknown(c->errors, where, "theme", name, c->themes.list, c->themes.count);
        return -1;
    }
    if (range.count > 1) {
        isti_fail(c->errors, IST_ERR_CONFLICT, where,
                  "\"%s\" stands for %d themes; name one, as in \"%s 1\"", name, (int)range.count,
                  name);
        return -1;
    }
    return range.first;
}

bool isti_compile_number(isti_group *groups, int32_t count, int32_t limit)
{
    int64_t total = 0;
    for (int32_t i = 0; i < count; i++) {
        groups[i].first = (int32_t)total;
        total += groups[i].count;
        if (total > limit) {
            break;
        }
    }
    for (int32_t i = 0; total > limit && i < count; i++) {
        groups[i].first = i;
        groups[i].count = 1;
    }
    return total <= limit;
}

static void check_themes(isti_compile *c)
{
    for (int32_t i = 0; i < c->theme_def_count; i++) {
        const ist_theme_def *def = &c->theme_defs[i];
        const isti_where at = isti_where_of("/themes/%d", (int)i);
        isti_fields_check(isti_theme_fields(), def, at.text, c->errors);
        const bool is_usable = def->count >= 1 && def->count <= ISTI_MAX_THEMES;
        c->theme_group[i].count = is_usable ? def->count : 1;
        if (def->count > ISTI_MAX_THEMES) {
            isti_fail(c->errors, IST_ERR_LIMIT, at.text, "%d themes are more than %d",
                      (int)def->count, (int)ISTI_MAX_THEMES);
        }
    }
    if (!isti_compile_number(c->theme_group, c->theme_def_count, ISTI_MAX_THEMES)) {
        isti_fail(c->errors, IST_ERR_LIMIT, "/themes", "there are more than %d themes",
                  (int)ISTI_MAX_THEMES);
    }
    isti_names_check(&c->themes, "/themes", "theme", c->errors);
    for (int32_t i = 0; i < c->theme_def_count; i++) {
        const char *name = c->theme_defs[i].name;
        if (name && find_numbered(c, name) >= 0) {
            const isti_where at = isti_where_of("/themes/%d/name", (int)i);
            isti_fail(c->errors, IST_ERR_DUPLICATE_NAME, at.text,
                      "\"%s\" is already one of a counted group", name);
        }
    }
}

// "name", or "name k" in a counted group.
static char *name_of(const ist_theme_def *def, int32_t k, int32_t count)
{
    enum { NUMBER_ROOM = 12 };
    const char *name = def->name ? def->name : "";
    const size_t size = strlen(name) + NUMBER_ROOM;
    char *text = isti_alloc_array(size, 1);
    if (text && count > 1) {
        snprintf(text, size, "%s %d", name, (int)k);
    } else if (text) {
        memcpy(text, name, strlen(name));
    }
    return text;
}

// Zipf's law inside a counted group: theme k is in demand as k^-skew.
static ist_status fill_group(isti_compile *c, int32_t i)
{
    ist_model *model = c->model;
    const ist_theme_def *def = &c->theme_defs[i];
    const isti_group *group = &c->theme_group[i];
    for (int32_t k = 1; k <= group->count; k++) {
        const int32_t theme = group->first + k - 1;
        model->theme_name[theme] = name_of(def, k, group->count);
        if (!model->theme_name[theme]) {
            return IST_ERR_NO_MEMORY;
        }
        model->theme_demand[theme] =
            def->demand * isti_pow((double)k, -c->spec->organization.demand_skew);
        model->theme_common[theme] = def->common_practice;
        model->theme_canon[theme] = def->canon;
    }
    return IST_OK;
}

// Demand as shares of one; alike where nothing is in demand.
static void normalize(double *demand, int32_t count)
{
    const double total = isti_sum(demand, count);
    for (int32_t i = 0; i < count; i++) {
        demand[i] = total > 0.0 ? demand[i] / total : 1.0 / count;
    }
}

static ist_status alloc_themes(ist_model *model, int32_t count)
{
    model->theme_name = isti_alloc_array((size_t)count, sizeof *model->theme_name);
    model->theme_demand = isti_alloc_array((size_t)count, sizeof *model->theme_demand);
    model->theme_reach = isti_alloc_array((size_t)count, sizeof *model->theme_reach);
    model->theme_common = isti_alloc_array((size_t)count, sizeof *model->theme_common);
    model->theme_canon = isti_alloc_array((size_t)count, sizeof *model->theme_canon);
    model->theme_count = count;
    const bool is_whole = model->theme_name && model->theme_demand && model->theme_reach &&
                          model->theme_common && model->theme_canon;
    return is_whole ? IST_OK : IST_ERR_NO_MEMORY;
}

ist_status isti_compile_themes(isti_compile *c)
{
    c->work = ist_theme_def_default();
    c->work.name = "work";
    const bool has_any = c->spec->themes.count > 0;
    c->theme_defs = has_any ? c->spec->themes.items : &c->work;
    c->theme_def_count = has_any ? c->spec->themes.count : 1;
    c->theme_group = isti_alloc_array((size_t)c->theme_def_count, sizeof *c->theme_group);
    if (!c->theme_group ||
        isti_names_of(&c->themes, c->theme_defs, c->theme_def_count, sizeof *c->theme_defs,
                      offsetof(ist_theme_def, name)) != IST_OK) {
        return IST_ERR_NO_MEMORY;
    }
    check_themes(c);
    const isti_group *last = &c->theme_group[c->theme_def_count - 1];
    ist_status status = alloc_themes(c->model, last->first + last->count);
    for (int32_t i = 0; status == IST_OK && i < c->theme_def_count; i++) {
        status = fill_group(c, i);
    }
    if (status == IST_OK) {
        ist_model *model = c->model;
        normalize(model->theme_demand, model->theme_count);
        isti_running_sums(model->theme_demand, model->theme_count, model->theme_reach);
    }
    return status;
}
