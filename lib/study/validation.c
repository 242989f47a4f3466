// SPDX-License-Identifier: GPL-3.0-or-later
// A validation: what was asked for, its values, its verdicts.
#include "study/study.h"

#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

ist_validation_def ist_validation_def_default(void)
{
    return (ist_validation_def){
        .def_size = sizeof(ist_validation_def), .seed = 1, .replicates = 200, .ablation = -1};
}

// ---- Is the definition sound?

static ist_status check_numbers(const ist_validation_def *def, ist_errors *errors)
{
    if (def->def_size != sizeof *def) {
        return isti_fail(errors, IST_ERR_DEF_NOT_INITIALIZED, "", "%s",
                         ist_status_text(IST_ERR_DEF_NOT_INITIALIZED));
    }
    if (def->replicates < 1 || def->first < 0 || def->first > INT32_MAX - def->replicates) {
        return isti_fail(errors, IST_ERR_ARGUMENT, "",
                         "%d replicates from number %d on: at least 1, from 0 on, are wanted",
                         (int)def->replicates, (int)def->first);
    }
    if (def->workers < 0 || def->ticks_per_year < 0) {
        return isti_fail(errors, IST_ERR_ARGUMENT, "",
                         "%d workers, %d ticks per year: at least 0 is wanted", (int)def->workers,
                         (int)def->ticks_per_year);
    }
    return IST_OK;
}

static ist_status check_lists(const ist_patterns *patterns, const ist_validation_def *def,
                              ist_errors *errors)
{
    if (def->parameter_count < 0 ||
        (def->parameter_count > 0 && (!def->parameter || !def->parameter_value))) {
        return isti_fail(errors, IST_ERR_ARGUMENT, "", "%d parameters are announced and not given",
                         (int)def->parameter_count);
    }
    if (def->ablation < -1 || def->ablation >= patterns->view.ablations) {
        return isti_fail(errors, IST_ERR_ARGUMENT, "", "there is no ablation number %d",
                         (int)def->ablation);
    }
    if (def->only && def->only_count < 1) {
        return isti_fail(errors, IST_ERR_ARGUMENT, "", "no pattern is asked for");
    }
    for (int32_t k = 0; def->only && k < def->only_count; k++) {
        if (def->only[k] < 0 || def->only[k] >= patterns->view.patterns) {
            return isti_fail(errors, IST_ERR_ARGUMENT, "", "there is no pattern number %d",
                             (int)def->only[k]);
        }
    }
    return IST_OK;
}

// ---- Overrides for all runs

enum {
    POINTER_ROOM = 96, // "/parameters/" and a name
    NUMBER_ROOM = 40
};

typedef struct override_text {
    char pointer[POINTER_ROOM], value[NUMBER_ROOM];
} override_text;

// A number as JSON has it, whatever locale the program has chosen.
static void write_number(char *to, size_t size, double value)
{
    char text[NUMBER_ROOM];
    snprintf(text, sizeof text, "%.17g", value);
    size_t length = 0;
    for (const char *c = text; *c && length + 1 < size; c++) {
        const bool is_plain = strchr("+-0123456789e", *c) != NULL;
        const bool is_point = !is_plain && (length == 0 || to[length - 1] != '.');
        if (is_plain || is_point) {
            to[length++] = is_plain ? *c : '.';
        }
    }
    to[length] = '\0';
}

typedef struct extra {
    ist_override *set;
    override_text *text;
    int32_t count;
} extra;

static void lay_over(extra *e, const char *branch, const char *name, double value)
{
    override_text *text = &e->text[e->count];
    snprintf(text->pointer, sizeof text->pointer, "/%s/%s", branch, name);
    write_number(text->value, sizeof text->value, value);
    e->set[e->count] = (ist_override){.pointer = text->pointer, .value = text->value};
    e->count++;
}

static ist_status check_parameter(const char *name, double value, ist_errors *errors)
{
    for (int32_t k = 0; name && k < ist_parameter_count(); k++) {
        if (strcmp(ist_parameter_get(k)->name, name) != 0) {
            continue;
        }
        return isfinite(value) ? IST_OK
                               : isti_fail(errors, IST_ERR_RANGE, "",
                                           "parameter \"%s\" is not a finite number", name);
    }
    return isti_fail(errors, IST_ERR_UNKNOWN_NAME, "", "there is no parameter \"%s\"",
                     name ? name : "");
}

static ist_status open_extra(extra *e, const ist_validation_def *def, ist_errors *errors)
{
    const size_t most = (size_t)def->parameter_count + 1;
    e->set = isti_alloc_array(most, sizeof *e->set);
    e->text = isti_alloc_array(most, sizeof *e->text);
    if (!e->set || !e->text) {
        return isti_fail(errors, IST_ERR_NO_MEMORY, "", "%s", ist_status_text(IST_ERR_NO_MEMORY));
    }
    for (int32_t k = 0; k < def->parameter_count; k++) {
        const ist_status status =
            check_parameter(def->parameter[k], def->parameter_value[k], errors);
        if (status != IST_OK) {
            return status;
        }
        lay_over(e, "parameters", def->parameter[k], def->parameter_value[k]);
    }
    if (def->ticks_per_year > 0) {
        lay_over(e, "time", "ticks_per_year", def->ticks_per_year);
    }
    return IST_OK;
}

static ist_status open_plan(ist_validation *v, ist_errors *errors)
{
    const int32_t ablation = v->def.ablation;
    extra e = {0};
    ist_status status = open_extra(&e, &v->def, errors);
    if (status == IST_OK) {
        const isti_change change = {
            .ablation = ablation >= 0 ? &v->patterns->view.ablation[ablation] : NULL,
            .set = e.set,
            .set_count = e.count};
        status = isti_plan_open(&v->plan, v->patterns, v->is_asked, &change, errors);
    }
    isti_free(e.set);
    isti_free(e.text);
    return status;
}

// ---- Taking over what is known already

// Did the base make its runs as this validation would?
static bool is_alike(const ist_validation *v, const ist_validation *base)
{
    return base && base->patterns == v->patterns && base->def.seed == v->def.seed &&
           base->def.first == v->def.first && base->def.replicates == v->def.replicates &&
           base->def.reversed == v->def.reversed;
}

static bool is_known(const ist_validation *v, const ist_validation *base, int32_t pattern,
                     const bool *is_needed)
{
    bool is_same = v->is_asked[pattern] && base->is_asked[pattern];
    for (int32_t r = 0; r < v->patterns->view.runs; r++) {
        is_same = is_same && (!is_needed[r] || v->identity[r] == base->identity[r]);
    }
    return is_same;
}

static void take(ist_validation *v, const ist_validation *base, int32_t pattern)
{
    const size_t replicates = (size_t)v->def.replicates;
    memcpy(v->values + (size_t)pattern * replicates, base->values + (size_t)pattern * replicates,
           replicates * sizeof *v->values);
    v->is_taken[pattern] = true;
}

static ist_status take_all(ist_validation *v, const ist_validation *base, bool *is_needed,
                           bool *is_left)
{
    for (int32_t p = 0; p < v->pattern_count; p++) {
        const ist_status status = isti_plan_runs_of(&v->plan, p, is_needed);
        if (status != IST_OK) {
            return status;
        }
        if (is_known(v, base, p, is_needed)) {
            take(v, base, p);
        }
        is_left[p] = v->is_asked[p] && !v->is_taken[p];
    }
    return isti_plan_narrow(&v->plan, is_left);
}

static ist_status take_over(ist_validation *v, ist_errors *errors)
{
    for (int32_t r = 0; r < v->patterns->view.runs; r++) {
        v->identity[r] = isti_plan_identity(&v->plan, r);
    }
    const ist_validation *base = v->def.base;
    if (!is_alike(v, base)) {
        return IST_OK;
    }
    bool *is_needed = isti_alloc_array((size_t)v->patterns->view.runs, sizeof *is_needed);
    bool *is_left = isti_alloc_array((size_t)v->pattern_count, sizeof *is_left);
    const ist_status status =
        is_needed && is_left ? take_all(v, base, is_needed, is_left) : IST_ERR_NO_MEMORY;
    isti_free(is_needed);
    isti_free(is_left);
    return status == IST_OK ? IST_OK : isti_fail(errors, status, "", "%s", ist_status_text(status));
}

// ---- Opening

static ist_status open_arrays(ist_validation *v)
{
    const size_t patterns = (size_t)v->pattern_count;
    const size_t replicates = (size_t)v->def.replicates;
    if (patterns > 0 && replicates > SIZE_MAX / patterns) {
        return IST_ERR_NO_MEMORY;
    }
    v->is_asked = isti_alloc_array(patterns, sizeof *v->is_asked);
    v->is_taken = isti_alloc_array(patterns, sizeof *v->is_taken);
    v->identity = isti_alloc_array((size_t)v->patterns->view.runs, sizeof *v->identity);
    v->values = isti_alloc_array(patterns * replicates, sizeof *v->values);
    v->scratch = isti_alloc_array(replicates, sizeof *v->scratch);
    v->verdict = isti_alloc_array(patterns, sizeof *v->verdict);
    const bool has_all =
        v->is_asked && v->is_taken && v->identity && v->values && v->scratch && v->verdict;
    return has_all ? IST_OK : IST_ERR_NO_MEMORY;
}

static void ask(ist_validation *v)
{
    for (int32_t k = 0; k < v->pattern_count; k++) {
        v->is_asked[k] = !v->def.only;
    }
    for (int32_t k = 0; v->def.only && k < v->def.only_count; k++) {
        v->is_asked[v->def.only[k]] = true;
    }
    const size_t values = (size_t)v->pattern_count * (size_t)v->def.replicates;
    for (size_t k = 0; k < values; k++) {
        v->values[k] = (double)NAN;
    }
}

// The one fingerprint of all models, or 0.
static uint64_t shared_hash(const isti_plan *plan)
{
    uint64_t hash = plan->runs > 0 ? ist_model_parameter_hash(plan->run[0].model) : 0;
    for (int32_t k = 1; k < plan->runs; k++) {
        hash = ist_model_parameter_hash(plan->run[k].model) == hash ? hash : 0;
    }
    return hash;
}

ist_validation *isti_validation_open(const ist_patterns *patterns, const ist_validation_def *def,
                                     ist_errors *errors)
{
    if (check_numbers(def, errors) != IST_OK || check_lists(patterns, def, errors) != IST_OK) {
        return NULL;
    }
    ist_validation *v = isti_alloc_array(1, sizeof *v);
    if (v) {
        v->patterns = patterns;
        v->def = *def;
        v->pattern_count = patterns->view.patterns;
    }
    if (!v || open_arrays(v) != IST_OK) {
        isti_fail(errors, IST_ERR_NO_MEMORY, "", "%s", ist_status_text(IST_ERR_NO_MEMORY));
        ist_validation_destroy(v);
        return NULL;
    }
    ask(v);
    if (open_plan(v, errors) != IST_OK) {
        ist_validation_destroy(v);
        return NULL;
    }
    v->parameter_hash = shared_hash(&v->plan);
    if (take_over(v, errors) != IST_OK) {
        ist_validation_destroy(v);
        return NULL;
    }
    v->def.base = NULL;
    return v;
}

void ist_validation_destroy(ist_validation *v)
{
    if (!v) {
        return;
    }
    isti_plan_clear(&v->plan);
    isti_free(v->is_asked);
    isti_free(v->is_taken);
    isti_free(v->identity);
    isti_free(v->values);
    isti_free(v->scratch);
    isti_free(v->verdict);
    isti_free(v);
}

// ---- Running and judging

void isti_validation_judge(ist_validation *v)
{
    const size_t replicates = (size_t)v->def.replicates;
    for (int32_t k = 0; k < v->pattern_count; k++) {
        v->verdict[k] =
            isti_verdict_of(&v->patterns->view.pattern[k], v->values + (size_t)k * replicates,
                            v->def.replicates, v->scratch);
        v->verdict[k].judged = v->verdict[k].judged && v->is_asked[k];
    }
    isti_plan_clear(&v->plan);
}

void isti_fail_work(ist_errors *errors, ist_status status)
{
    isti_fail(errors, status, "", "the validation was given up: %s", ist_status_text(status));
}

ist_validation *ist_validation_run(const ist_patterns *patterns, const ist_validation_def *def,
                                   ist_errors *errors)
{
    ist_validation *v = isti_validation_open(patterns, def, errors);
    if (!v) {
        return NULL;
    }
    const isti_progress progress = {
        .tell = def->on_progress, .context = def->context, .from = 0.0, .to = 1.0};
    const ist_status status = isti_validation_work(&v, 1, def->workers, &progress);
    if (status != IST_OK) {
        isti_fail_work(errors, status);
        ist_validation_destroy(v);
        return NULL;
    }
    isti_validation_judge(v);
    return v;
}

// ---- Looking

static bool has_pattern(const ist_validation *v, int32_t pattern)
{
    return pattern >= 0 && pattern < v->pattern_count;
}

bool ist_validation_verdict(const ist_validation *v, int32_t pattern, ist_verdict *out)
{
    if (!has_pattern(v, pattern)) {
        return false;
    }
    *out = v->verdict[pattern];
    return true;
}

const double *ist_validation_values(const ist_validation *v, int32_t pattern)
{
    return has_pattern(v, pattern) ? v->values + (size_t)pattern * (size_t)v->def.replicates : NULL;
}

int32_t ist_validation_replicates(const ist_validation *v)
{
    return v->def.replicates;
}

bool ist_validation_holds_roughly(const ist_validation *v, int32_t pattern)
{
    return pattern >= 0 && pattern < v->pattern_count &&
           isti_verdict_holds_roughly(&v->patterns->view.pattern[pattern], &v->verdict[pattern]);
}

bool ist_validation_holds(const ist_validation *v)
{
    bool all_hold = true;
    for (int32_t k = 0; k < v->pattern_count; k++) {
        all_hold = all_hold && (!v->verdict[k].judged || v->verdict[k].holds);
    }
    return all_hold;
}

uint64_t ist_validation_parameter_hash(const ist_validation *v)
{
    return v->parameter_hash;
}
