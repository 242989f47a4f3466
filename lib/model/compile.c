// SPDX-License-Identifier: GPL-3.0-or-later
// ist_model_compile(): check the whole description, then freeze it.
#include "model/compile.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/names.h"
#include "base/numbers.h"
#include "model/fields.h"

// Faults reported so far.
static int32_t problems(const ist_errors *errors)
{
    return ist_errors_count(errors) + ist_errors_dropped(errors);
}

static void check_time(isti_compile *c)
{
    const ist_organization_def *def = &c->spec->organization;
    const int32_t before = problems(c->errors);
    isti_fields_check(isti_time_fields(), def, "/time", c->errors);
    if (problems(c->errors) > before) {
        return;
    }
    if (def->end < def->start) {
        isti_fail(c->errors, IST_ERR_CONFLICT, "/time/end", "end %.10g is before start %.10g",
                  def->end, def->start);
        return;
    }
    const double ticks = floor((def->end - def->start) * def->ticks_per_year + 0.5) + 1.0;
    if (ticks > ISTI_MAX_TICKS) {
        isti_fail(c->errors, IST_ERR_LIMIT, "/time/end", "%.0f ticks are more than %d", ticks,
                  (int)ISTI_MAX_TICKS);
        return;
    }
    c->has_calendar = true;
    c->model->start = def->start;
    c->model->ticks_per_year = def->ticks_per_year;
    c->model->ticks = (int32_t)ticks;
}

static void check_parameter(isti_compile *c, const isti_setting_of_parameter *setting)
{
    const isti_where at = isti_where_key("/parameters", setting->name);
    double *value = isti_parameter_at(&c->model->p, setting->name);
    if (!value) {
        isti_fail_unknown(c->errors, at.text, "parameter", setting->name, isti_parameter_names(),
                          ist_parameter_count());
        return;
    }
    const ist_parameter_info *row = ist_parameter_get((int32_t)(value - (double *)&c->model->p));
    if (!(setting->value >= row->minimum && setting->value <= row->maximum)) {
        isti_fail_range(c->errors, at.text, row->name, setting->value, row->minimum, row->maximum);
        return;
    }
    if (row->is_integer && setting->value != (double)(int64_t)setting->value) {
        isti_fail(c->errors, IST_ERR_RANGE, at.text, "%s %.10g is not a whole number", row->name,
                  setting->value);
        return;
    }
    *value = setting->value;
}

// Parameters that are the two ends of a range.
static void check_parameter_pairs(isti_compile *c)
{
    static const struct {
        const char *low, *high;
    } pairs[] = {
        {"connect_low", "connect_high"},
        {"group_min", "group_max"},
        {"group_deadline_low", "group_deadline_high"},
    };
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        const double *low = isti_parameter_at(&c->model->p, pairs[i].low);
        const double *high = isti_parameter_at(&c->model->p, pairs[i].high);
        if (low && high && *low > *high) {
            const isti_where at = isti_where_key("/parameters", pairs[i].low);
            isti_fail(c->errors, IST_ERR_CONFLICT, at.text, "%s %.10g is above %s %.10g",
                      pairs[i].low, *low, pairs[i].high, *high);
        }
    }
}

// A community meets at most once a tick.
static void check_meetings(isti_compile *c)
{
    if (c->has_calendar && c->model->p.meetings_per_year > c->model->ticks_per_year) {
        isti_fail(c->errors, IST_ERR_CONFLICT, "/parameters/meetings_per_year",
                  "%.10g meetings do not fit into %d ticks a year", c->model->p.meetings_per_year,
                  (int)c->model->ticks_per_year);
    }
}

static void check_name(isti_compile *c, const char *name)
{
    if (!name || name[0] == '\0') {
        isti_fail(c->errors, IST_ERR_MISSING_KEY, "/name", "name is required");
    } else if (strchr(name, '/')) {
        isti_fail(c->errors, IST_ERR_RANGE, "/name", "name \"%s\" cannot be that of a file", name);
    }
}

ist_status isti_compile_organization(isti_compile *c)
{
    const ist_organization_def *def = &c->spec->organization;
    ist_model *model = c->model;
    check_name(c, def->name);
    check_time(c);
    isti_fields_check(isti_organization_fields(), def, "/organization", c->errors);
    model->p = isti_parameters_default();
    const isti_setting_of_parameter *settings = c->spec->parameters.items;
    for (int32_t i = 0; i < c->spec->parameters.count; i++) {
        check_parameter(c, &settings[i]);
    }
    check_parameter_pairs(c);
    check_meetings(c);
    model->r = isti_rates_of(&model->p, c->has_calendar ? model->ticks_per_year : 1);
    model->emphasis = def->emphasis;
    model->institutionalization = def->institutionalization;
    model->portal = def->portal;
    model->approve = def->approve;
    model->draw_ties = c->spec->draw_ties;
    for (int32_t level = 0; level < IST_LEVEL_COUNT; level++) {
        model->participates[level] = c->spec->level[level].participates;
        model->oversees[level] = c->spec->level[level].oversees;
    }
    model->name = isti_copy_text(def->name ? def->name : "");
    model->title = isti_copy_text(def->title ? def->title : "");
    return model->name && model->title ? IST_OK : IST_ERR_NO_MEMORY;
}

static void report_failure(const ist_spec *spec, ist_errors *errors)
{
    isti_fail(errors, spec->failure, spec->failure_at.text, "could not be added: %s",
              ist_status_text(spec->failure));
}

// Run steps until the memory ends.
static ist_status run(isti_compile *c, ist_status (*const *steps)(isti_compile *c), size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const ist_status status = steps[i](c);
        if (status != IST_OK) {
            return status;
        }
    }
    return IST_OK;
}

static void close(isti_compile *c)
{
    isti_names_close(&c->themes);
    isti_names_close(&c->units);
    isti_names_close(&c->managers);
    isti_names_close(&c->policies);
    isti_names_close(&c->launches);
    isti_free(c->theme_group);
    isti_free(c->unit_group);
    isti_free(c->unit_group_of);
    isti_free(c->unit_parent);
    isti_free(c->employee_group);
    isti_free(c->employee_post);
    isti_free(c->posts);
    isti_free(c->policy_of);
    isti_free(c->policy_settings);
    isti_free(c->calendar);
}

static ist_model *compile(const ist_spec *spec, ist_errors *errors)
{
    static ist_status (*const checks[])(isti_compile * c) = {
        isti_compile_organization, isti_compile_themes,   isti_compile_units,
        isti_compile_employees,    isti_compile_policies, isti_compile_managers,
        isti_compile_ties,         isti_compile_calendar,
    };
    static ist_status (*const builds[])(isti_compile * c) = {
        isti_compile_shocks, isti_compile_layout, isti_compile_links, isti_compile_hash};

    const int32_t before = problems(errors);
    isti_compile c = {.spec = spec, .errors = errors, .has_counts = true};
    c.model = isti_alloc_array(1, sizeof *c.model);
    ist_status status = c.model ? run(&c, checks, COUNT_OF(checks)) : IST_ERR_NO_MEMORY;
    if (status == IST_OK && problems(errors) == before) {
        status = run(&c, builds, COUNT_OF(builds));
    }
    if (status != IST_OK) {
        isti_fail(errors, status, "", "%s", ist_status_text(status));
    }
    if (problems(errors) > before) {
        ist_model_destroy(c.model);
        c.model = NULL;
    }
    close(&c);
    return c.model;
}

ist_model *ist_model_compile(const ist_spec *spec, ist_errors *errors)
{
    if (!spec) {
        isti_fail(errors, IST_ERR_ARGUMENT, "", "there is no description");
        return NULL;
    }
    if (spec->failure != IST_OK) {
        report_failure(spec, errors);
        return NULL;
    }
    // Without a list of the caller's, one of our own tells whether anything was wrong.
    ist_errors *own = errors ? NULL : ist_errors_create();
    ist_errors *list = errors ? errors : own;
    ist_model *model = list ? compile(spec, list) : NULL;
    ist_errors_destroy(own);
    return model;
}
