// SPDX-License-Identifier: GPL-3.0-or-later
// A calibration: what is to be fitted and moved, and what came out of it.
#include "study/calibrate.h"

#include "base/memory.h"
#include "base/names.h"
#include "base/numbers.h"
#include "model/parameters.h"

#include <math.h>
#include <string.h>

static const double unknown = (double)NAN;

static ist_status fail_memory(ist_errors *errors)
{
    return isti_fail(errors, IST_ERR_NO_MEMORY, "", "%s", ist_status_text(IST_ERR_NO_MEMORY));
}

// ---- The definition

ist_calibration_def ist_calibration_def_default(void)
{
    ist_calibration_def def = {.def_size = sizeof(ist_calibration_def),
                               .runs = ist_validation_def_default(),
                               .seed = 1,
                               .evaluations = 500,
                               .step = 0.15,
                               .step_least = 0.05,
                               .step_most = 0.5,
                               .step_growth = 1.1,
                               .success = 0.2,
                               .moved = 3.0,
                               .digits = 4,
                               .screen_step = 0.15,
                               .screen_reach = 1.5,
                               .screen_pull = 0.02,
                               .loss = isti_calibration_loss_default()};
    def.runs.seed = 1001;
    def.runs.replicates = 20;
    return def;
}

static ist_status check_steps(const ist_calibration_def *def, ist_errors *errors)
{
    const bool is_step =
        def->step_least > 0.0 && def->step >= def->step_least && def->step_most >= def->step;
    if (!is_step || !isti_is_finite(def->step_most)) {
        return isti_fail(errors, IST_ERR_ARGUMENT, "",
                         "moves of %.10g, from %.10g to %.10g: three rising numbers above 0 are "
                         "wanted, least, first, most",
                         def->step, def->step_least, def->step_most);
    }
    if (!(def->step_growth >= 1.0 && isti_is_finite(def->step_growth))) {
        return isti_fail(errors, IST_ERR_ARGUMENT, "", "growth by %.10g: at least 1 is wanted",
                         def->step_growth);
    }
    if (!(def->success > 0.0 && def->success < 1.0)) {
        return isti_fail_range(errors, "", "success", def->success, 0.0, 1.0);
    }
    return def->moved >= 1.0 && isti_is_finite(def->moved)
               ? IST_OK
               : isti_fail(errors, IST_ERR_ARGUMENT, "",
                           "%.10g parameters moved at a time: at least 1 is wanted", def->moved);
}

static ist_status check_screens(const ist_calibration_def *def, ist_errors *errors)
{
    if (def->screens < 0) {
        return isti_fail(errors, IST_ERR_ARGUMENT, "", "%d screens: 0 or more are wanted",
                         (int)def->screens);
    }
    const bool is_right = def->screen_step > 0.0 && def->screen_reach > 0.0 &&
                          def->screen_pull >= 0.0 && isti_is_finite(def->screen_step) &&
                          isti_is_finite(def->screen_reach) && isti_is_finite(def->screen_pull);
    return is_right ? IST_OK
                    : isti_fail(errors, IST_ERR_ARGUMENT, "",
                                "screens by steps of %.10g, up to %.10g steps away, at %.10g a "
                                "squared step: the first two are to be above 0, the last 0 or more",
                                def->screen_step, def->screen_reach, def->screen_pull);
}

static ist_status check(const ist_calibration_def *def, ist_errors *errors)
{
    const int32_t most_digits = 15; // that a double keeps
    const ist_validation_def *runs = &def->runs;
    if (def->def_size != sizeof *def || runs->def_size != sizeof *runs) {
        return isti_fail(errors, IST_ERR_DEF_NOT_INITIALIZED, "", "%s",
                         ist_status_text(IST_ERR_DEF_NOT_INITIALIZED));
    }
    if (def->evaluations < 1) {
        return isti_fail(errors, IST_ERR_ARGUMENT, "", "%d evaluations: at least 1 is wanted",
                         (int)def->evaluations);
    }
    if (!(def->spread >= 0.0 && def->spread <= 1.0)) {
        return isti_fail_range(errors, "", "spread", def->spread, 0.0, 1.0);
    }
    if (def->digits < 1 || def->digits > most_digits) {
        return isti_fail_range(errors, "", "digits", def->digits, 1, most_digits);
    }
    if ((def->parameter && def->parameter_count < 1) ||
        (runs->parameter_count > 0 && (!runs->parameter || !runs->parameter_value))) {
        return isti_fail(errors, IST_ERR_ARGUMENT, "", "parameters are announced and not given");
    }
    ist_status status = check_steps(def, errors);
    status = status == IST_OK ? check_screens(def, errors) : status;
    return status == IST_OK ? isti_check_calibration_loss(&def->loss, errors) : status;
}

// ---- What is fitted

static bool is_fitted(const isti_search *s, int32_t pattern)
{
    const ist_validation_def *runs = &s->def->runs;
    bool is_asked = !runs->only;
    for (int32_t k = 0; runs->only && k < runs->only_count; k++) {
        is_asked = is_asked || runs->only[k] == pattern;
    }
    ist_pattern_info info;
    return is_asked && ist_patterns_get(s->patterns, pattern, &info) &&
           info.judgment != IST_JUDGMENT_REPORTED;
}

static ist_status mark_fitted(const isti_search *s, ist_errors *errors)
{
    int32_t fitted = 0;
    for (int32_t k = 0; k < s->c->patterns; k++) {
        const bool counts = is_fitted(s, k);
        s->c->loss_best[k] = s->c->loss_start[k] = counts ? 0.0 : unknown;
        fitted += counts;
    }
    return fitted > 0 ? IST_OK
                      : isti_fail(errors, IST_ERR_ARGUMENT, "", "there is no pattern to fit");
}

// ---- What is moved

// Number among the parameters that the caller lays over the runs; -1 when it is not there.
static int32_t find_given(const ist_validation_def *runs, const char *name)
{
    int32_t found = -1;
    for (int32_t k = 0; k < runs->parameter_count; k++) {
        if (runs->parameter[k] && strcmp(runs->parameter[k], name) == 0) {
            found = k;
        }
    }
    return found;
}

// Value of a parameter before the search; false where the runs differ in it.
static bool present_value(const isti_search *s, const char *name, double *out)
{
    const int32_t given = find_given(&s->def->runs, name);
    if (given >= 0) {
        *out = s->def->runs.parameter_value[given];
        return true;
    }
    bool is_shared = true;
    ist_pattern_run_info run;
    for (int32_t k = 0; ist_patterns_run(s->patterns, k, &run); k++) {
        const double value = ist_model_parameter(run.model, name);
        *out = k == 0 ? value : *out;
        is_shared = is_shared && value == *out;
    }
    return is_shared;
}

static void add_moved(ist_calibration *c, int32_t row, double value)
{
    c->row[c->count] = row;
    c->before[c->count] = value;
    c->count++;
}

static ist_status add_named(const isti_search *s, const char *name, ist_errors *errors)
{
    ist_calibration *c = s->c;
    const char *const *names = isti_parameter_names();
    const int32_t row = isti_name_find(names, ist_parameter_count(), name ? name : "");
    double value = 0.0;
    if (row < 0) {
        return isti_fail_unknown(errors, "", "parameter", name ? name : "", names,
                                 ist_parameter_count());
    }
    for (int32_t k = 0; k < c->count; k++) {
        if (c->row[k] == row) {
            return isti_fail(errors, IST_ERR_DUPLICATE_NAME, "", "parameter \"%s\" is named twice",
                             name);
        }
    }
    if (!present_value(s, name, &value)) {
        return isti_fail(errors, IST_ERR_CONFLICT, "",
                         "parameter \"%s\" differs between the runs: which one is to be moved?",
                         name);
    }
    add_moved(c, row, value);
    return IST_OK;
}

static ist_status choose_named(const isti_search *s, ist_errors *errors)
{
    ist_status status = IST_OK;
    for (int32_t k = 0; k < s->def->parameter_count && status == IST_OK; k++) {
        status = add_named(s, s->def->parameter[k], errors);
    }
    return status;
}

// Every parameter that is a matter of calibration.
static ist_status choose_usual(const isti_search *s, ist_errors *errors)
{
    static const char mark[] = "calibrated";
    for (int32_t row = 0; row < ist_parameter_count(); row++) {
        const ist_parameter_info *parameter = ist_parameter_get(row);
        double value = 0.0;
        if (strncmp(parameter->source, mark, sizeof mark - 1) == 0 &&
            present_value(s, parameter->name, &value)) {
            add_moved(s->c, row, value);
        }
    }
    return s->c->count > 0
               ? IST_OK
               : isti_fail(errors, IST_ERR_CONFLICT, "", "there is no parameter to move");
}

// ---- Opening and closing

static ist_status open_result(isti_search *s)
{
    const size_t parameters = (size_t)ist_parameter_count();
    const size_t patterns = (size_t)ist_patterns_count(s->patterns);
    ist_calibration *c = isti_alloc_array(1, sizeof *c);
    s->c = c;
    if (!c) {
        return IST_ERR_NO_MEMORY;
    }
    c->patterns = (int32_t)patterns;
    c->row = isti_alloc_array(parameters, sizeof *c->row);
    c->before = isti_alloc_array(parameters, sizeof *c->before);
    c->start = isti_alloc_array(parameters, sizeof *c->start);
    c->best = isti_alloc_array(parameters, sizeof *c->best);
    c->loss_start = isti_alloc_array(patterns, sizeof *c->loss_start);
    c->loss_best = isti_alloc_array(patterns, sizeof *c->loss_best);
    return c->row && c->before && c->start && c->best && c->loss_start && c->loss_best
               ? IST_OK
               : IST_ERR_NO_MEMORY;
}

static ist_status open_search(isti_search *s)
{
    const size_t parameters = (size_t)ist_parameter_count();
    const size_t patterns = (size_t)ist_patterns_count(s->patterns);
    const size_t most = parameters + (size_t)isti_max_i(s->def->runs.parameter_count, 0);
    s->name = isti_alloc_array(most, sizeof *s->name);
    s->value = isti_alloc_array(most, sizeof *s->value);
    s->loss = isti_alloc_array(patterns, sizeof *s->loss);
    s->verdict = isti_alloc_array(patterns, sizeof *s->verdict);
    s->verdict_best = isti_alloc_array(patterns, sizeof *s->verdict_best);
    s->all = isti_alloc_array(parameters, sizeof *s->all);
    s->picked = isti_alloc_array(parameters, sizeof *s->picked);
    s->heard = ist_errors_create();
    s->step = s->def->step;
    return s->name && s->value && s->loss && s->verdict && s->verdict_best && s->all && s->picked &&
                   s->heard
               ? IST_OK
               : IST_ERR_NO_MEMORY;
}

static void close_search(isti_search *s)
{
    isti_free(s->name);
    isti_free(s->value);
    isti_free(s->loss);
    isti_free(s->verdict);
    isti_free(s->verdict_best);
    isti_free(s->all);
    isti_free(s->picked);
    ist_errors_destroy(s->heard);
}

static bool is_moved(const ist_calibration *c, const char *name)
{
    for (int32_t k = 0; k < c->count; k++) {
        if (name && strcmp(ist_parameter_get(c->row[k])->name, name) == 0) {
            return true;
        }
    }
    return false;
}

// A design that could not be run to its end would be of no use.
static ist_status check_budget(const isti_search *s, ist_errors *errors)
{
    const int64_t wanted = 1 + (int64_t)s->def->screens * isti_screen_evaluations(s->c->count);
    return s->def->screens == 0 || wanted <= s->def->evaluations
               ? IST_OK
               : isti_fail(errors, IST_ERR_ARGUMENT, "",
                           "%d evaluations are too few to screen %d parameters %d times; wanted: "
                           "%lld",
                           (int)s->def->evaluations, (int)s->c->count, (int)s->def->screens,
                           (long long)wanted);
}

// What the caller gave and what is moved, one list.
static void list_values(isti_search *s)
{
    const ist_validation_def *runs = &s->def->runs;
    const ist_calibration *c = s->c;
    for (int32_t k = 0; k < runs->parameter_count; k++) {
        if (!is_moved(c, runs->parameter[k])) {
            s->name[s->fixed] = runs->parameter[k];
            s->value[s->fixed] = runs->parameter_value[k];
            s->fixed++;
        }
    }
    s->trial = s->value + s->fixed;
    for (int32_t k = 0; k < c->count; k++) {
        s->name[s->fixed + k] = ist_parameter_get(c->row[k])->name;
        s->all[k] = k;
    }
}

ist_calibration *ist_calibration_run(const ist_patterns *patterns, const ist_calibration_def *def,
                                     ist_errors *errors)
{
    if (check(def, errors) != IST_OK) {
        return NULL;
    }
    isti_search s = {.patterns = patterns, .def = def};
    ist_status status = open_result(&s);
    status = status == IST_OK ? open_search(&s) : status;
    if (status != IST_OK) {
        fail_memory(errors);
    }
    status = status == IST_OK ? mark_fitted(&s, errors) : status;
    if (status == IST_OK) {
        status = def->parameter ? choose_named(&s, errors) : choose_usual(&s, errors);
    }
    status = status == IST_OK ? check_budget(&s, errors) : status;
    if (status == IST_OK) {
        list_values(&s);
        status = isti_search_run(&s, errors);
    }
    close_search(&s);
    if (status != IST_OK) {
        ist_calibration_destroy(s.c);
        return NULL;
    }
    return s.c;
}

void ist_calibration_destroy(ist_calibration *c)
{
    if (!c) {
        return;
    }
    isti_free(c->row);
    isti_free(c->before);
    isti_free(c->start);
    isti_free(c->best);
    isti_free(c->loss_start);
    isti_free(c->loss_best);
    isti_free(c);
}

// ---- Looking

int32_t ist_calibration_parameters(const ist_calibration *c)
{
    return c->count;
}

bool ist_calibration_parameter(const ist_calibration *c, int32_t index, ist_calibrated *out)
{
    if (index < 0 || index >= c->count) {
        return false;
    }
    *out = (ist_calibrated){.parameter = ist_parameter_get(c->row[index]),
                            .before = c->before[index],
                            .start = c->start[index],
                            .value = c->best[index]};
    return true;
}

int32_t ist_calibration_evaluations(const ist_calibration *c)
{
    return c->evaluations;
}

double ist_calibration_loss_before(const ist_calibration *c)
{
    return c->total_start;
}

double ist_calibration_loss_after(const ist_calibration *c)
{
    return c->total_best;
}

bool ist_calibration_pattern(const ist_calibration *c, int32_t pattern, double *before,
                             double *after)
{
    if (pattern < 0 || pattern >= c->patterns || isnan(c->loss_best[pattern])) {
        return false;
    }
    if (before) {
        *before = c->loss_start[pattern];
    }
    if (after) {
        *after = c->loss_best[pattern];
    }
    return true;
}
