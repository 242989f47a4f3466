// SPDX-License-Identifier: GPL-3.0-or-later
// Screening: every parameter is moved up in half of the runs of a design and down in the other
// half, so that one set of runs tells what each does to each pattern (R. L. Plackett and J. P.
// Burman, Biometrika 33, 1946). The point at which the patterns would lose least, were effects
// linear, is then tried: a step along a response surface (G. E. P. Box and K. B. Wilson, Journal of
// the Royal Statistical Society B 13, 1951).
#include "study/calibrate.h"

#include "base/memory.h"
#include "base/numbers.h"
#include "study/value.h"

#include <math.h>
#include <string.h>

// What a loss looks at in a verdict.
static const size_t fields[] = {
    offsetof(ist_verdict, share),     offsetof(ist_verdict, median),
    offsetof(ist_verdict, low),       offsetof(ist_verdict, high),
    offsetof(ist_verdict, mean),      offsetof(ist_verdict, mean_low),
    offsetof(ist_verdict, mean_high),
};

enum { FIELDS = COUNT_OF(fields) };

// A linear surface over the parameters for each field of each pattern's verdict.
typedef struct screening {
    isti_search *s;
    int32_t runs, factors, patterns;
    ist_verdict *seen;   // by run, pattern
    ist_verdict *center; // by pattern: of the values the design lies around
    double *mean;        // by pattern, field
    double *effect;      // by pattern, field, factor: of moving it up by one step
    double *first;       // levels of the first run; each other one is that, shifted
    double *size;        // scratch: sizes of the effects of one field
    double *at;          // by factor: the point looked at, in steps
    double *before;      // the values the design lies around
} screening;

// How much of the way to the point found is tried: effects need not be linear.
static const double shares[] = {1.0, 0.5, 0.25};

// ---- The design

static bool is_prime(int32_t n)
{
    for (int32_t k = 2; k * k <= n; k++) {
        if (n % k == 0) {
            return false;
        }
    }
    return n > 1;
}

int32_t isti_screen_runs(int32_t factors)
{
    const int32_t four = 4; // Paley's primes are one less than a multiple of it
    int32_t q = four - 1;
    while (q < factors || !is_prime(q)) {
        q += four;
    }
    return q + 1;
}

// The first run: quadratic residues modulo the prime, and 0, are up.
static double first_level(int32_t q, int32_t factor)
{
    for (int32_t k = 0; k <= q / 2; k++) {
        if ((int32_t)((int64_t)k * k % q) == factor) {
            return 1.0;
        }
    }
    return -1.0;
}

void isti_screen_levels(int32_t runs, double *first)
{
    for (int32_t k = 0; k < runs - 1; k++) {
        first[k] = first_level(runs - 1, k);
    }
}

double isti_screen_level(const double *first, int32_t runs, int32_t run, int32_t factor)
{
    return run == runs - 1 ? -1.0 : first[(run + factor) % (runs - 1)];
}

int32_t isti_screen_evaluations(int32_t factors)
{
    return isti_screen_runs(factors) + (int32_t)COUNT_OF(shares);
}

// ---- Effects

static double *field(ist_verdict *verdict, int32_t f)
{
    return (double *)(void *)((char *)verdict + fields[f]);
}

static double *effect(const screening *c, int32_t pattern, int32_t f)
{
    return c->effect + ((size_t)pattern * FIELDS + (size_t)f) * (size_t)c->factors;
}

// The error of one effect, from the many that are nothing but error (R. V. Lenth, Technometrics 31,
// 1989).
static double error_of(const screening *c, const double *b)
{
    const double half = 0.5;
    const double to_deviation = 1.5;
    const double far = 2.5;
    for (int32_t j = 0; j < c->factors; j++) {
        c->size[j] = fabs(b[j]);
    }
    const double first = to_deviation * isti_quantile(c->size, c->factors, half); // sorts
    int32_t near = 0;
    while (near < c->factors && c->size[near] < far * first) {
        near++;
    }
    return near > 0 ? to_deviation * isti_quantile(c->size, near, half) : 0.0;
}

// Large effects stay, those within their error vanish (the positive part of James and Stein).
static void shrink(const screening *c, double *b)
{
    const double error = error_of(c, b);
    for (int32_t j = 0; j < c->factors; j++) {
        const double ratio = b[j] != 0.0 ? error / b[j] : 0.0;
        b[j] *= isti_max(0.0, 1.0 - ratio * ratio);
    }
}

// Contrasts of one field of one pattern over the runs in which it is a number.
static void fit(screening *c, int32_t pattern, int32_t f)
{
    double *b = effect(c, pattern, f);
    double *mean = &c->mean[pattern * FIELDS + f];
    int32_t known = 0;
    double sum = 0.0;
    for (int32_t r = 0; r < c->runs; r++) {
        const double value = *field(&c->seen[(size_t)r * (size_t)c->patterns + (size_t)pattern], f);
        known += isti_is_finite(value);
        sum += isti_is_finite(value) ? value : 0.0;
    }
    memset(b, 0, (size_t)c->factors * sizeof *b);
    *mean = *field(&c->center[pattern], f);
    if (known <= c->runs / 2) {
        return; // mostly unknown or infinite: it stays as it is
    }
    *mean = sum / known;
    for (int32_t r = 0; r < c->runs; r++) {
        const double value = *field(&c->seen[(size_t)r * (size_t)c->patterns + (size_t)pattern], f);
        const double off = isti_is_finite(value) ? (value - *mean) / known : 0.0;
        for (int32_t j = 0; j < c->factors; j++) {
            b[j] += off * isti_screen_level(c->first, c->runs, r, j);
        }
    }
    shrink(c, b);
}

// ---- The surface

// A verdict as the surface has it at a point.
static ist_verdict predicted(const screening *c, int32_t pattern, const ist_pattern_info *info)
{
    ist_verdict v = c->center[pattern];
    for (int32_t f = 0; f < FIELDS; f++) {
        const double *b = effect(c, pattern, f);
        double value = c->mean[pattern * FIELDS + f];
        for (int32_t j = 0; j < c->factors; j++) {
            value += b[j] * c->at[j];
        }
        *field(&v, f) = value;
    }
    v.share = isti_clamp01(v.share);
    v.holds = isti_is_within(v.mean_low, info->low, info->high, info->open) &&
              isti_is_within(v.mean_high, info->low, info->high, info->open);
    return v;
}

// What all patterns would lose at the point, and what going there costs.
static double cost(const screening *c)
{
    const ist_calibration_def *def = c->s->def;
    double sum = 0.0;
    for (int32_t p = 0; p < c->patterns; p++) {
        ist_pattern_info info;
        if (!isnan(c->s->c->loss_best[p]) && ist_patterns_get(c->s->patterns, p, &info)) {
            const ist_verdict v = predicted(c, p, &info);
            sum += isti_pattern_loss(&def->loss, &info, &v);
        }
    }
    for (int32_t j = 0; j < c->factors; j++) {
        sum += def->screen_pull * c->at[j] * c->at[j];
    }
    return sum;
}

// One coordinate after the other, in moves that become smaller, as long as the cost falls.
static void descend(screening *c)
{
    const double first = 0.8;
    const double last = 0.1;
    const double reach = c->s->def->screen_reach;
    double best = cost(c);
    for (double move = first; move >= last;) {
        bool has_moved = false;
        for (int32_t j = 0; j < c->factors; j++) {
            const double here = c->at[j];
            double kept = here;
            for (int32_t way = -1; way <= 1; way += 2) {
                c->at[j] = isti_min(isti_max(here + way * move, -reach), reach);
                const double there = cost(c);
                kept = there < best ? c->at[j] : kept;
                best = isti_min(there, best);
            }
            c->at[j] = kept;
            has_moved = has_moved || kept != here;
        }
        move = has_moved ? move : move / 2.0;
    }
}

// ---- Running

static void go_to(screening *c, double share)
{
    for (int32_t j = 0; j < c->factors; j++) {
        c->s->trial[j] =
            isti_search_moved(c->s, j, c->before[j], share * c->at[j] * c->s->def->screen_step);
    }
}

static ist_status run_design(screening *c, ist_errors *errors)
{
    isti_search *s = c->s;
    ist_status status = IST_OK;
    for (int32_t r = 0; r < c->runs && status == IST_OK; r++) {
        for (int32_t j = 0; j < c->factors; j++) {
            c->at[j] = isti_screen_level(c->first, c->runs, r, j);
        }
        go_to(c, 1.0);
        status = isti_search_try(s, s->def->screen_step, errors);
        memcpy(&c->seen[(size_t)r * (size_t)c->patterns], s->verdict,
               (size_t)c->patterns * sizeof *c->seen);
        status = status == IST_OK && s->is_stopped ? IST_STOPPED : status;
    }
    return status;
}

static ist_status try_point(screening *c, ist_errors *errors)
{
    ist_status status = IST_OK;
    for (size_t k = 0; k < COUNT_OF(shares) && status == IST_OK && !c->s->is_stopped; k++) {
        go_to(c, shares[k]);
        status = isti_search_try(c->s, shares[k] * c->s->def->screen_step, errors);
    }
    return status;
}

static ist_status screen(screening *c, ist_errors *errors)
{
    memcpy(c->before, c->s->c->best, (size_t)c->factors * sizeof *c->before);
    memcpy(c->center, c->s->verdict_best, (size_t)c->patterns * sizeof *c->center);
    ist_status status = run_design(c, errors);
    if (status != IST_OK) {
        return status;
    }
    for (int32_t p = 0; p < c->patterns; p++) {
        for (int32_t f = 0; f < FIELDS; f++) {
            fit(c, p, f);
        }
    }
    memset(c->at, 0, (size_t)c->factors * sizeof *c->at);
    descend(c);
    return try_point(c, errors);
}

static bool open_screening(screening *c)
{
    const size_t factors = (size_t)c->factors;
    const size_t patterns = (size_t)c->patterns;
    c->seen = isti_alloc_array((size_t)c->runs * patterns, sizeof *c->seen);
    c->center = isti_alloc_array(patterns, sizeof *c->center);
    c->mean = isti_alloc_array(patterns * FIELDS, sizeof *c->mean);
    c->effect = isti_alloc_array(patterns * FIELDS * factors, sizeof *c->effect);
    c->first = isti_alloc_array((size_t)c->runs, sizeof *c->first);
    c->size = isti_alloc_array(factors, sizeof *c->size);
    c->at = isti_alloc_array(factors, sizeof *c->at);
    c->before = isti_alloc_array(factors, sizeof *c->before);
    if (!c->first) {
        return false;
    }
    isti_screen_levels(c->runs, c->first);
    return c->seen && c->center && c->mean && c->effect && c->size && c->at && c->before;
}

static void close_screening(screening *c)
{
    isti_free(c->seen);
    isti_free(c->center);
    isti_free(c->mean);
    isti_free(c->effect);
    isti_free(c->first);
    isti_free(c->size);
    isti_free(c->at);
    isti_free(c->before);
}

ist_status isti_screen(isti_search *s, ist_errors *errors)
{
    screening c = {.s = s,
                   .runs = isti_screen_runs(s->c->count),
                   .factors = s->c->count,
                   .patterns = s->c->patterns};
    ist_status status = IST_OK;
    if (open_screening(&c)) {
        status = screen(&c, errors);
    } else {
        status = isti_fail(errors, IST_ERR_NO_MEMORY, "", "%s", ist_status_text(IST_ERR_NO_MEMORY));
    }
    close_screening(&c);
    return status;
}
