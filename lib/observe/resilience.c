// SPDX-License-Identifier: GPL-3.0-or-later
// How a series took a blow. All levels are relative: the value over the reference, which is the
// twin of the same time if there is one, else the mean of the year before the event.
#include <interstice/observe.h>

#include "base/base.h"

#include <math.h>

enum { MONTHS_PER_YEAR = 12 };

typedef struct metric_row {
    const char *name, *text;
} metric_row;

#define ISTI_ROW(NAME, name, text) [IST_RESILIENCE_##NAME] = {#name, text},
static const metric_row metrics[] = {IST_RESILIENCE_LIST(ISTI_ROW)};
#undef ISTI_ROW
static_assert(COUNT_OF(metrics) == IST_RESILIENCE_COUNT, "every metric has a row");

const char *ist_resilience_name(ist_resilience_metric metric)
{
    return metric < IST_RESILIENCE_COUNT ? metrics[metric].name : NULL;
}

const char *ist_resilience_text(ist_resilience_metric metric)
{
    return metric < IST_RESILIENCE_COUNT ? metrics[metric].text : NULL;
}

ist_resilience_def ist_resilience_def_default(void)
{
    return (ist_resilience_def){.def_size = sizeof(ist_resilience_def),
                                .ticks_per_year = 12,
                                .recovered_at = 0.95,
                                .recovered_for = 3};
}

// What is measured, made easy to ask. It is judged in steps from the event on: in ticks, or in months
// where ticks are shorter, so that a level and a row of months mean the same however finely time is
// cut.
typedef struct course {
    const double *series;
    const ist_resilience_def *def;
    double baseline;
    int32_t steps; // that the series has seen whole
    int32_t steps_per_year;
} course;

// Mean of what was observed in [first, end); NaN where nothing was.
static double mean(const double *values, int32_t first, int32_t end)
{
    double sum = 0.0;
    int32_t seen = 0;
    for (int32_t t = first; t < end; t++) {
        if (!isnan(values[t])) {
            sum += values[t];
            seen++;
        }
    }
    return seen > 0 ? sum / seen : (double)NAN;
}

static int32_t first_tick(const course *c, int32_t step)
{
    return c->def->event + (int32_t)((int64_t)step * c->def->ticks_per_year / c->steps_per_year);
}

// Value over reference in a step; NaN where none of its ticks has both or the reference is 0.
static double level_at(const course *c, int32_t step)
{
    double value = 0.0;
    double reference = 0.0;
    for (int32_t t = first_tick(c, step); t < first_tick(c, step + 1); t++) {
        const double expected = c->def->twin ? c->def->twin[t] : c->baseline;
        if (!isnan(c->series[t]) && !isnan(expected)) {
            value += c->series[t];
            reference += expected;
        }
    }
    return reference > 0.0 ? value / reference : (double)NAN;
}

static double loss_at(const course *c, int32_t step)
{
    const double level = level_at(c, step);
    return isnan(level) ? level : isti_max(0.0, 1.0 - level);
}

// Step of the lowest level in [0, end), the first of them if there are several; -1: none seen.
static int32_t lowest(const course *c, int32_t end)
{
    int32_t nadir = -1;
    for (int32_t k = 0; k < end; k++) {
        const double level = level_at(c, k);
        if (!isnan(level) && (nadir < 0 || level < level_at(c, nadir))) {
            nadir = k;
        }
    }
    return nadir;
}

// First step in the year from the event on at which the level is too low; -1: it held.
static int32_t fall(const course *c)
{
    for (int32_t k = 0; k < isti_min_i(c->steps, c->steps_per_year); k++) {
        if (level_at(c, k) < c->def->recovered_at) {
            return k;
        }
    }
    return -1;
}

// First of enough steps in a row at a sufficient level, from `first` on; -1: never. Steps at which
// nothing was observed neither count nor interrupt.
static int32_t recovery(const course *c, int32_t first)
{
    const double enough = (double)c->def->recovered_for * c->steps_per_year / MONTHS_PER_YEAR;
    int32_t in_a_row = 0;
    int32_t begin = -1;
    for (int32_t k = first; k < c->steps; k++) {
        const double level = level_at(c, k);
        if (isnan(level)) {
            continue;
        }
        if (level < c->def->recovered_at) {
            in_a_row = 0;
            continue;
        }
        begin = in_a_row == 0 ? k : begin;
        in_a_row++;
        if (in_a_row >= enough) {
            return begin;
        }
    }
    return -1;
}

// Shortfall summed over [0, end), in years.
static double area(const course *c, int32_t end)
{
    double sum = 0.0;
    for (int32_t k = 0; k < end; k++) {
        const double loss = loss_at(c, k);
        sum += isnan(loss) ? 0.0 : loss;
    }
    return sum / c->steps_per_year;
}

static double new_level(const course *c)
{
    double sum = 0.0;
    int32_t seen = 0;
    for (int32_t k = isti_max_i(0, c->steps - c->steps_per_year); k < c->steps; k++) {
        const double level = level_at(c, k);
        if (!isnan(level)) {
            sum += level;
            seen++;
        }
    }
    return seen > 0 ? sum / seen : (double)NAN;
}

// Henry and Ramirez-Marquez (2012): what was won back since the lowest point, over what was lost.
static double won_back(const course *c, int32_t nadir)
{
    int32_t last = c->steps - 1;
    while (isnan(level_at(c, last))) {
        last--;
    }
    const double lost = 1.0 - level_at(c, nadir);
    return lost > 0.0 ? (level_at(c, last) - level_at(c, nadir)) / lost : (double)NAN;
}

// The part that depends on when it recovered.
static void measure_recovery(const course *c, double *out)
{
    const int32_t fell = fall(c);
    const int32_t back = fell < 0 ? 0 : recovery(c, fell);
    out[IST_RESILIENCE_RECOVERED] = back >= 0;
    out[IST_RESILIENCE_TOTAL_LOSS] = area(c, back >= 0 ? back : c->steps);
    if (back < 0) {
        return;
    }
    const double years = 1.0 / c->steps_per_year;
    out[IST_RESILIENCE_RECOVERY_TIME] = back * years;
    const int32_t bottom = lowest(c, back);
    if (bottom >= 0) {
        out[IST_RESILIENCE_RAPIDITY] =
            (level_at(c, back) - level_at(c, bottom)) / ((back - bottom) * years);
    }
}

static void measure(const course *c, double *out)
{
    for (int32_t k = 0; k < IST_RESILIENCE_COUNT; k++) {
        out[k] = (double)NAN;
    }
    out[IST_RESILIENCE_BASELINE] = c->baseline;
    out[IST_RESILIENCE_RECOVERED] = 0.0;
    const int32_t nadir = lowest(c, c->steps);
    if (nadir < 0) {
        return;
    }
    out[IST_RESILIENCE_ROBUSTNESS] = level_at(c, nadir);
    out[IST_RESILIENCE_INITIAL_LOSS] = loss_at(c, 0);
    out[IST_RESILIENCE_MAXIMUM_LOSS] = loss_at(c, nadir);
    out[IST_RESILIENCE_RATIO] = won_back(c, nadir);
    out[IST_RESILIENCE_LEVEL] = new_level(c);
    measure_recovery(c, out);
}

static course course_of(const double *series, int32_t count, const ist_resilience_def *def)
{
    const int32_t first = isti_max_i(0, def->event - def->ticks_per_year);
    course c = {.series = series,
                .def = def,
                .baseline = mean(series, first, def->event),
                .steps_per_year = isti_min_i(def->ticks_per_year, MONTHS_PER_YEAR)};
    while (first_tick(&c, c.steps + 1) <= count) {
        c.steps++;
    }
    return c;
}

static bool is_sound(const ist_resilience_def *def, int32_t count)
{
    return def->ticks_per_year >= 1 && def->recovered_for >= 1 && def->recovered_at > 0.0 &&
           def->event >= 1 && def->event < count;
}

ist_status ist_resilience_measure(const double *series, int32_t count,
                                  const ist_resilience_def *def, double *out)
{
    if (def->def_size != sizeof *def) {
        return IST_ERR_DEF_NOT_INITIALIZED;
    }
    if (!is_sound(def, count)) {
        return IST_ERR_ARGUMENT;
    }
    const course c = course_of(series, count, def);
    if (!(c.baseline > 0.0)) {
        return IST_ERR_ARGUMENT;
    }
    measure(&c, out);
    return IST_OK;
}
