// SPDX-License-Identifier: GPL-3.0-or-later
// A stochastic local search for parameter values, on common random numbers: (1+1) evolution with
// the one-fifth rule (I. Rechenberg, Evolutionsstrategie, 1973), a few parameters at a time.
#include "study/calibrate.h"

#include "base/numbers.h"
#include "random/gsl_bridge.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

// ---- Values

// The number with so many digits that is nearest. Powers of ten below 10^23 are exact, so what
// comes out is what its decimals read back as.
static double with_digits(double value, int32_t digits)
{
    const double ten = 10.0;
    double least = 1.0; // the smallest whole number with so many digits
    for (int32_t k = 1; k < digits; k++) {
        least *= ten;
    }
    double up = 1.0;
    double down = 1.0;
    const double size = fabs(value);
    if (size == 0.0) {
        return value;
    }
    while (size * up < least) {
        up *= ten;
    }
    while (size / down >= least * ten) {
        down *= ten;
    }
    return round(value * up / down) * down / up;
}

static double into_range(const ist_parameter_info *parameter, double value)
{
    return isti_min(isti_max(value, parameter->minimum), parameter->maximum);
}

static double extent(const ist_parameter_info *parameter)
{
    return parameter->maximum - parameter->minimum;
}

// `by` is the size of the move, as a logarithm or as a share of the range.
static double moved_value(const isti_search *s, const ist_parameter_info *parameter, double value,
                          double by)
{
    const bool is_factor = value > 0.0 && parameter->minimum >= 0.0;
    const double moved = is_factor ? value * isti_exp(by) : value + by * extent(parameter);
    if (!parameter->is_integer) {
        return into_range(parameter, with_digits(into_range(parameter, moved), s->def->digits));
    }
    const double whole = round(moved);
    const double step = by > 0.0 ? 1.0 : -1.0;
    return into_range(parameter, whole != value ? whole : value + step);
}

double isti_search_moved(const isti_search *s, int32_t k, double value, double by)
{
    return moved_value(s, ist_parameter_get(s->c->row[k]), value, by);
}

static void draw_start(isti_search *s)
{
    const ist_calibration *c = s->c;
    for (int32_t k = 0; k < c->count; k++) {
        const ist_parameter_info *parameter = ist_parameter_get(c->row[k]);
        const double value = c->before[k];
        const double reach = s->def->spread * (value != 0.0 ? fabs(value) : extent(parameter));
        const double place =
            isti_draw(isti_run_key(s->def->seed, 0), 0, ISTI_FOR_USER, (uint32_t)c->row[k], 1);
        const double drawn = into_range(parameter, value + reach * (2.0 * place - 1.0));
        const double neat =
            parameter->is_integer ? round(drawn) : with_digits(drawn, s->def->digits);
        s->trial[k] = s->def->spread > 0.0 ? into_range(parameter, neat) : value;
    }
}

// Next to the best: some of its values moved. False when none of them did.
static bool draw_trial(isti_search *s)
{
    const ist_calibration *c = s->c;
    isti_stream stream =
        isti_stream_open(isti_run_key(s->def->seed, 0), s->evaluation, ISTI_FOR_USER, 0, 0);
    const isti_gsl_rng bridge = isti_gsl_bridge(&stream);
    const double one_more = 1.0 - 1.0 / s->def->moved;
    int32_t count = 1;
    while (isti_stream_uniform(&stream) < one_more && count < c->count) {
        count++;
    }
    gsl_ran_choose(&bridge.rng, s->picked, (size_t)count, s->all, (size_t)c->count,
                   sizeof *s->picked);
    memcpy(s->trial, c->best, (size_t)c->count * sizeof *s->trial);
    bool has_moved = false;
    for (int32_t k = 0; k < count; k++) {
        const int32_t p = s->picked[k];
        s->trial[p] = moved_value(s, ist_parameter_get(c->row[p]), c->best[p],
                                  s->step * isti_stream_normal(&stream));
        has_moved = has_moved || s->trial[p] != c->best[p];
    }
    return has_moved;
}

// ---- Evaluating

static bool watch(void *context, double done)
{
    isti_search *s = context;
    const ist_validation_def *runs = &s->def->runs;
    const double all = (s->evaluation + done) / s->def->evaluations;
    s->is_stopped = s->is_stopped || !runs->on_progress(runs->context, all);
    return !s->is_stopped;
}

// Hand on what an evaluation had to report.
static ist_status pass_on(const isti_search *s, ist_errors *errors)
{
    for (int32_t k = 0; k < ist_errors_count(s->heard); k++) {
        const ist_error *from = ist_errors_get(s->heard, k);
        const int32_t before = ist_errors_count(errors);
        isti_fail_hint(errors, from->status, from->where, from->allowed, from->meant, "%s",
                       from->message);
        if (ist_errors_count(errors) > before) {
            *isti_errors_at(errors, before) = *from;
        }
    }
    const ist_status status = ist_errors_status(s->heard);
    if (status != IST_OK) {
        return status;
    }
    return isti_fail(errors, IST_ERR_NO_MEMORY, "", "%s", ist_status_text(IST_ERR_NO_MEMORY));
}

static void add_up(isti_search *s, const ist_validation *v)
{
    s->total = 0.0;
    for (int32_t k = 0; k < s->c->patterns; k++) {
        ist_pattern_info info;
        s->loss[k] = (double)NAN;
        if (!isnan(s->c->loss_best[k]) && ist_patterns_get(s->patterns, k, &info) &&
            ist_validation_verdict(v, k, &s->verdict[k])) {
            s->loss[k] = isti_pattern_loss(&s->def->loss, &info, &s->verdict[k]);
            s->total += s->loss[k];
        }
    }
}

static void forget_verdicts(isti_search *s)
{
    const double unknown = (double)NAN;
    for (int32_t k = 0; k < s->c->patterns; k++) {
        s->verdict[k] = (ist_verdict){.median = unknown,
                                      .low = unknown,
                                      .high = unknown,
                                      .mean = unknown,
                                      .mean_low = unknown,
                                      .mean_high = unknown,
                                      .share = unknown};
    }
}

static ist_status evaluate(isti_search *s, ist_errors *errors)
{
    ist_validation_def runs = s->def->runs;
    runs.parameter = s->name;
    runs.parameter_value = s->value;
    runs.parameter_count = s->fixed + s->c->count;
    runs.on_progress = runs.on_progress ? watch : NULL;
    runs.context = s;
    ist_errors_clear(s->heard);
    ist_validation *v = ist_validation_run(s->patterns, &runs, s->heard);
    if (v) {
        add_up(s, v);
        ist_validation_destroy(v);
        return IST_OK;
    }
    const ist_status status = ist_errors_status(s->heard);
    if (s->evaluation > 0 && (s->is_stopped || status == IST_ERR_CONFLICT)) {
        forget_verdicts(s);
        s->total = (double)INFINITY; // of values that contradict one another
        return s->is_stopped ? IST_STOPPED : IST_OK;
    }
    return pass_on(s, errors);
}

// ---- Searching

static void keep(isti_search *s)
{
    ist_calibration *c = s->c;
    memcpy(s->verdict_best, s->verdict, (size_t)c->patterns * sizeof *s->verdict_best);
    memcpy(c->best, s->trial, (size_t)c->count * sizeof *c->best);
    memcpy(c->loss_best, s->loss, (size_t)c->patterns * sizeof *c->loss_best);
    c->total_best = s->total;
}

static void tell(isti_search *s, bool is_better, double step)
{
    const ist_calibration_step told = {.evaluation = s->evaluation,
                                       .loss = s->total,
                                       .best = s->c->total_best,
                                       .step = step,
                                       .is_better = is_better};
    if (s->def->on_step && !s->def->on_step(s->def->context, &told)) {
        s->is_stopped = true;
    }
}

// At a share `success` of successes the sizes that come and go balance.
static void adapt(isti_search *s, bool is_better)
{
    const ist_calibration_def *def = s->def;
    const double power = is_better ? 1.0 : -def->success / (1.0 - def->success);
    const double step = s->step * isti_pow(def->step_growth, power);
    s->step = isti_min(isti_max(step, def->step_least), def->step_most);
}

static ist_status begin(isti_search *s, ist_errors *errors)
{
    ist_calibration *c = s->c;
    draw_start(s);
    const ist_status status = evaluate(s, errors);
    if (status != IST_OK) {
        return status;
    }
    keep(s);
    memcpy(c->start, c->best, (size_t)c->count * sizeof *c->start);
    memcpy(c->loss_start, c->loss_best, (size_t)c->patterns * sizeof *c->loss_start);
    c->total_start = c->total_best;
    tell(s, true, s->step);
    s->c->evaluations = s->evaluation = 1;
    return IST_OK;
}

// Keep what was evaluated if it is better, and count it.
static bool note_trial(isti_search *s, double step)
{
    const bool is_better = s->total < s->c->total_best;
    if (is_better) {
        keep(s);
    }
    tell(s, is_better, step);
    s->c->evaluations = ++s->evaluation;
    return is_better;
}

bool isti_search_is_over(const isti_search *s)
{
    return s->is_stopped || s->c->total_best <= 0.0 || s->evaluation >= s->def->evaluations;
}

ist_status isti_search_try(isti_search *s, double step, ist_errors *errors)
{
    const ist_status status = evaluate(s, errors);
    if (status == IST_OK) {
        note_trial(s, step);
    }
    return status;
}

static ist_status try_near(isti_search *s, ist_errors *errors)
{
    s->total = s->c->total_best; // of a trial that stays where it is
    const ist_status status = draw_trial(s) ? evaluate(s, errors) : IST_OK;
    if (status == IST_OK) {
        adapt(s, note_trial(s, s->step));
    }
    return status;
}

ist_status isti_search_run(isti_search *s, ist_errors *errors)
{
    ist_status status = begin(s, errors);
    for (int32_t k = 0; k < s->def->screens && status == IST_OK; k++) {
        status = isti_search_is_over(s) ? IST_OK : isti_screen(s, errors);
    }
    while (status == IST_OK && !isti_search_is_over(s)) {
        status = try_near(s, errors);
    }
    return s->is_stopped && s->c->evaluations > 0 ? IST_OK : status;
}
