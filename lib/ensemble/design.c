// SPDX-License-Identifier: GPL-3.0-or-later
// Designs expanded into points.
#include "ensemble/design.h"

#include "base/memory.h"
#include "base/numbers.h"
#include "base/plain_locale.h"
#include "ensemble/sampling.h"
#include "scenario/design.h"
#include "scenario/override.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_POINTS = 1000000, NUMBER_ROOM = 32 };

struct ist_design {
    int32_t points, factors;
    char **pointer;     // of each factor
    const char **value; // [point * factors + factor], from the texts
    char ***text;       // of each factor: its values
    int32_t *texts;
};

static bool is_sampled(const ist_design_def *def)
{
    return def->kind == IST_DESIGN_LATIN_HYPERCUBE || def->kind == IST_DESIGN_SOBOL;
}

// ---- Checks

static ist_status fail_memory(ist_errors *errors)
{
    return isti_fail(errors, IST_ERR_NO_MEMORY, "", "out of memory");
}

// Report a fault of a factor at its place.
static ist_status fail(ist_errors *errors, const ist_factor *factor, const char *allowed,
                       const char *message)
{
    const ist_override place = {.pointer = factor->pointer ? factor->pointer : "",
                                .source = factor->source ? factor->source : "design",
                                .line = factor->line,
                                .column = factor->column};
    isti_override_fail(errors, &place, IST_ERR_ARGUMENT, allowed, NULL, "%s", message);
    return IST_ERR_ARGUMENT;
}

static int32_t levels_of(const ist_factor *factor)
{
    return factor->values ? factor->value_count : factor->steps;
}

static bool has_gaps(const ist_factor *factor)
{
    for (int32_t k = 0; factor->values && k < factor->value_count; k++) {
        if (!factor->values[k]) {
            return true;
        }
    }
    return false;
}

static ist_status check_factor(const ist_design_def *def, const ist_factor *f, ist_errors *errors)
{
    if (!f->pointer || f->pointer[0] != '/') {
        return fail(errors, f, "a pointer such as /organization/emphasis", "nothing is to vary");
    }
    if (f->values && f->value_count < 1) {
        return fail(errors, f, NULL, "the list of values is empty");
    }
    if (!f->values && (!isti_is_finite(f->low) || !isti_is_finite(f->high) || f->low > f->high)) {
        return fail(errors, f, NULL, "the range does not rise");
    }
    if (!f->values && f->is_integer && floor(f->high) < ceil(f->low)) {
        return fail(errors, f, NULL, "there is no whole number in the range");
    }
    if (!f->values && !is_sampled(def) && f->steps < 1) {
        return fail(errors, f, "low:high:steps, or a list", "a range needs a number of steps here");
    }
    if (def->kind != IST_DESIGN_ZIP && has_gaps(f)) {
        return fail(errors, f, NULL, "only a zip may leave a value as it is");
    }
    if (def->kind == IST_DESIGN_ZIP && levels_of(f) != levels_of(&def->factor[0])) {
        return fail(errors, f, "as many values as the first factor has",
                    "the lists of a zip have different lengths");
    }
    return IST_OK;
}

static ist_status check_whole(const ist_design_def *def, ist_errors *errors)
{
    if (def->def_size != sizeof *def) {
        return isti_fail(errors, IST_ERR_DEF_NOT_INITIALIZED, "",
                         "the design was not made by ist_design_def_default()");
    }
    if (def->factor_count < 1 || !def->factor || def->kind >= IST_DESIGN_COUNT) {
        return isti_fail(errors, IST_ERR_ARGUMENT, "", "a design needs something that varies");
    }
    if (def->kind == IST_DESIGN_SOBOL && def->factor_count > ISTI_SOBOL_MOST) {
        return isti_fail_hint(errors, IST_ERR_LIMIT, "", "latin_hypercube takes any number", NULL,
                              "a sobol design has at most %d factors, not %d", ISTI_SOBOL_MOST,
                              (int)def->factor_count);
    }
    return IST_OK;
}

// 0 after a report.
static int32_t count_points(const ist_design_def *def, ist_errors *errors)
{
    double points = def->kind == IST_DESIGN_GRID  ? 1.0
                    : def->kind == IST_DESIGN_ZIP ? levels_of(&def->factor[0])
                                                  : def->points;
    for (int32_t f = 0; def->kind == IST_DESIGN_GRID && f < def->factor_count; f++) {
        points *= levels_of(&def->factor[f]);
    }
    if (!(points >= 1.0 && points <= (double)MOST_POINTS)) {
        isti_fail(errors, IST_ERR_LIMIT, "", "the design has %.0f points, 1 to %d are possible",
                  points, MOST_POINTS);
        return 0;
    }
    return (int32_t)points;
}

// ---- Values

// The shortest decimal that reads back as the same double.
static char *number_text(double value)
{
    char text[NUMBER_ROOM];
    const int most = 17;
    for (int digits = 15; digits <= most; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value) {
            break;
        }
    }
    return isti_copy_text(text);
}

// Value number k of a range from end to end.
static double step_of(const ist_factor *f, int32_t k)
{
    const double last = f->steps - 1;
    return f->steps == 1 ? f->low : (f->low * (last - k) + f->high * k) / last;
}

// Where `place` in [0, 1) of a range lies.
static double value_at(const ist_factor *f, double place)
{
    if (!f->is_integer) {
        return f->low + (f->high - f->low) * place;
    }
    const double lowest = ceil(f->low);
    const double highest = floor(f->high);
    return isti_min(lowest + floor((highest - lowest + 1.0) * place), highest);
}

static bool make_texts(ist_design *d, int32_t factor, int32_t count)
{
    d->text[factor] = isti_alloc_array((size_t)count, sizeof(char *));
    d->texts[factor] = d->text[factor] ? count : 0;
    return d->text[factor] != NULL;
}

// The values listed, or the steps.
static bool make_levels(ist_design *d, const ist_factor *f, int32_t factor)
{
    const int32_t count = levels_of(f);
    if (!make_texts(d, factor, count)) {
        return false;
    }
    for (int32_t k = 0; k < count; k++) {
        char **text = &d->text[factor][k];
        *text = f->values ? isti_copy_text(f->values[k]) : number_text(step_of(f, k));
        if (!*text && !(f->values && !f->values[k])) {
            return false;
        }
    }
    return true;
}

static const char **cell(const ist_design *d, int32_t point, int32_t factor)
{
    return &d->value[(size_t)point * (size_t)d->factors + (size_t)factor];
}

// The last factor changes fastest.
static ist_status fill_crossed(ist_design *d, const ist_design_def *def)
{
    int32_t stride = 1;
    for (int32_t f = d->factors - 1; f >= 0; f--) {
        if (!make_levels(d, &def->factor[f], f)) {
            return IST_ERR_NO_MEMORY;
        }
        for (int32_t p = 0; p < d->points; p++) {
            *cell(d, p, f) = d->text[f][p / stride % d->texts[f]];
        }
        stride *= def->kind == IST_DESIGN_GRID ? d->texts[f] : 1;
    }
    return IST_OK;
}

static bool fill_sampled_factor(ist_design *d, const ist_factor *f, int32_t factor,
                                const double *place, int32_t stride)
{
    if (f->values ? !make_levels(d, f, factor) : !make_texts(d, factor, d->points)) {
        return false;
    }
    for (int32_t p = 0; p < d->points; p++) {
        const double at = place[(size_t)p * (size_t)stride];
        if (!f->values) {
            d->text[factor][p] = number_text(value_at(f, at));
        }
        const int32_t level = f->values ? (int32_t)(at * f->value_count) : p;
        *cell(d, p, factor) = d->text[factor][level];
        if (!d->text[factor][level]) {
            return false;
        }
    }
    return true;
}

static ist_status fill_sampled(ist_design *d, const ist_design_def *def)
{
    const bool is_sobol = def->kind == IST_DESIGN_SOBOL;
    const size_t width = is_sobol ? (size_t)d->factors : 1;
    double *place = isti_alloc_array((size_t)d->points * width, sizeof *place);
    ist_status status = place ? IST_OK : IST_ERR_NO_MEMORY;
    if (status == IST_OK && is_sobol) {
        status = isti_sobol(def->seed, d->factors, d->points, place);
    }
    for (int32_t f = 0; f < d->factors && status == IST_OK; f++) {
        if (!is_sobol) {
            status = isti_hypercube_column(def->seed, f, d->points, place);
        }
        const double *first = is_sobol ? place + f : place;
        if (status == IST_OK &&
            !fill_sampled_factor(d, &def->factor[f], f, first, (int32_t)width)) {
            status = IST_ERR_NO_MEMORY;
        }
    }
    isti_free(place);
    return status;
}

// ---- The whole

static ist_status fill(ist_design *d, const ist_design_def *def)
{
    const size_t factors = (size_t)d->factors;
    d->pointer = isti_alloc_array(factors, sizeof(char *));
    d->text = isti_alloc_array(factors, sizeof(char **));
    d->texts = isti_alloc_array(factors, sizeof *d->texts);
    d->value = isti_alloc_array((size_t)d->points * factors, sizeof(const char *));
    if (!d->pointer || !d->text || !d->texts || !d->value) {
        return IST_ERR_NO_MEMORY;
    }
    for (int32_t f = 0; f < d->factors; f++) {
        d->pointer[f] = isti_copy_text(def->factor[f].pointer);
        if (!d->pointer[f]) {
            return IST_ERR_NO_MEMORY;
        }
    }
    isti_plain_locale locale = isti_plain_locale_enter();
    const ist_status status = is_sampled(def) ? fill_sampled(d, def) : fill_crossed(d, def);
    isti_plain_locale_leave(&locale);
    return status;
}

static ist_design *expand(const ist_design_def *def, ist_errors *errors)
{
    ist_status status = check_whole(def, errors);
    for (int32_t f = 0; status == IST_OK && f < def->factor_count; f++) {
        status = check_factor(def, &def->factor[f], errors);
    }
    const int32_t points = status == IST_OK ? count_points(def, errors) : 0;
    ist_design *d = points > 0 ? isti_alloc_array(1, sizeof *d) : NULL;
    if (!d) {
        if (points > 0) {
            fail_memory(errors);
        }
        return NULL;
    }
    d->points = points;
    d->factors = def->factor_count;
    if (fill(d, def) != IST_OK) {
        fail_memory(errors);
        ist_design_destroy(d);
        return NULL;
    }
    return d;
}

ist_design *isti_design_of_csv(const char *text, size_t length, const char *source,
                               ist_errors *errors)
{
    isti_factors factors;
    if (!isti_factors_read_csv(text, length, source, &factors, errors)) {
        return NULL;
    }
    ist_design_def def = ist_design_def_default();
    def.kind = IST_DESIGN_ZIP;
    def.factor = factors.item;
    def.factor_count = factors.count;
    ist_design *d = expand(&def, errors);
    isti_factors_clear(&factors);
    return d;
}

ist_design *ist_design_create(const ist_design_def *def, ist_errors *errors)
{
    if (def->def_size != sizeof *def || !def->file) {
        return expand(def, errors);
    }
    size_t length;
    char *text = isti_read_file(def->file, isti_read_source(def->file), &length, errors);
    ist_design *d =
        text ? isti_design_of_csv(text, length, isti_read_source(def->file), errors) : NULL;
    isti_free(text);
    return d;
}

void ist_design_destroy(ist_design *d)
{
    if (!d) {
        return;
    }
    for (int32_t f = 0; f < d->factors; f++) {
        for (int32_t k = 0; d->texts && k < d->texts[f]; k++) {
            isti_free(d->text[f][k]);
        }
        isti_free(d->text ? d->text[f] : NULL);
        isti_free(d->pointer ? d->pointer[f] : NULL);
    }
    isti_free(d->pointer);
    isti_free(d->text);
    isti_free(d->texts);
    isti_free(d->value);
    isti_free(d);
}

int32_t ist_design_points(const ist_design *d)
{
    return d->points;
}

int32_t ist_design_factors(const ist_design *d)
{
    return d->factors;
}

const char *ist_design_pointer(const ist_design *d, int32_t factor)
{
    return factor >= 0 && factor < d->factors ? d->pointer[factor] : NULL;
}

const char *ist_design_value(const ist_design *d, int32_t point, int32_t factor)
{
    const bool is_inside = point >= 0 && point < d->points && factor >= 0 && factor < d->factors;
    return is_inside ? *cell(d, point, factor) : NULL;
}
