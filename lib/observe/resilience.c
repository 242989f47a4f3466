// SPDX-License-Identifier: GPL-3.0-or-later
// How a series took a blow. All levels are relative: the value over the reference, which is the
// twin of the same tick if there is one, else the mean of the year before the event.
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

// What is measured, made easy to ask.
typedef struct course {
    const double *series;
    int32_t count;
    const ist_resilience_def *def;
    double baseline;
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

// Value over reference; NaN where one of both was not observed or the reference is 0.
static double level_at(const course *c, int32_t tick)
{
    const double reference = c->def->twin ? c->def->twin[tick] : c->baseline;
    return reference > 0.0 ? c->series[tick] / reference : (double)NAN;
}

static double loss_at(const course *c, int32_t tick)
{
    const double level = level_at(c, tick);
    return isnan(level) ? level : isti_max(0.0, 1.0 - level);
}

// Tick of the lowest level in [first, end), the first of them if there are several; -1: none seen.
static int32_t lowest(const course *c, int32_t first, int32_t end)
{
    int32_t nadir = -1;
    for (int32_t t = first; t < end; t++) {
        const double level = level_at(c, t);
        if (!isnan(level) && (nadir < 0 || level < level_at(c, nadir))) {
            nadir = t;
        }
    }
    return nadir;
}

// First tick in the year from the event on at which the level is too low; -1: it held.
static int32_t fall(const course *c)
{
    const int32_t end = isti_min_i(c->count - c->def->event, c->def->ticks_per_year);
    for (int32_t t = c->def->event; t < c->def->event + end; t++) {
        if (level_at(c, t) < c->def->recovered_at) {
            return t;
        }
    }
    return -1;
}

// First of enough ticks in a row at a sufficient level, from `first` on; -1: never. Ticks at which
// nothing was observed neither count nor interrupt.
static int32_t recovery(const course *c, int32_t first)
{
    const double ticks = (double)c->def->recovered_for * c->def->ticks_per_year / MONTHS_PER_YEAR;
    int32_t in_a_row = 0;
    int32_t begin = -1;
    for (int32_t t = first; t < c->count; t++) {
        const double level = level_at(c, t);
        if (isnan(level)) {
            continue;
        }
        if (level < c->def->recovered_at) {
            in_a_row = 0;
            continue;
        }
        begin = in_a_row == 0 ? t : begin;
        in_a_row++;
        if (in_a_row >= ticks) {
            return begin;
        }
    }
    return -1;
}

// Shortfall summed over [event, end), in years.
static double area(const course *c, int32_t end)
{
    double sum = 0.0;
    for (int32_t t = c->def->event; t < end; t++) {
        const double loss = loss_at(c, t);
        sum += isnan(loss) ? 0.0 : loss;
    }
    return sum / c->def->ticks_per_year;
}

static double new_level(const course *c)
{
    double sum = 0.0;
    int32_t seen = 0;
    const int32_t first = isti_max_i(c->def->event, c->count - c->def->ticks_per_year);
    for (int32_t t = first; t < c->count; t++) {
        const double level = level_at(c, t);
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
    int32_t last = c->count - 1;
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
    const int32_t back = fell < 0 ? c->def->event : recovery(c, fell);
    out[IST_RESILIENCE_RECOVERED] = back >= 0;
    out[IST_RESILIENCE_TOTAL_LOSS] = area(c, back >= 0 ? back : c->count);
    if (back < 0) {
        return;
    }
    const double years = 1.0 / c->def->ticks_per_year;
    out[IST_RESILIENCE_RECOVERY_TIME] = (back - c->def->event) * years;
    const int32_t bottom = lowest(c, c->def->event, back);
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
    const int32_t nadir = lowest(c, c->def->event, c->count);
    if (nadir < 0) {
        return;
    }
    out[IST_RESILIENCE_ROBUSTNESS] = level_at(c, nadir);
    out[IST_RESILIENCE_INITIAL_LOSS] = loss_at(c, c->def->event);
    out[IST_RESILIENCE_MAXIMUM_LOSS] = loss_at(c, nadir);
    out[IST_RESILIENCE_RATIO] = won_back(c, nadir);
    out[IST_RESILIENCE_LEVEL] = new_level(c);
    measure_recovery(c, out);
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
    const int32_t first = isti_max_i(0, def->event - def->ticks_per_year);
    const course c = {
        .series = series, .count = count, .def = def, .baseline = mean(series, first, def->event)};
    if (!(c.baseline > 0.0)) {
        return IST_ERR_ARGUMENT;
    }
    measure(&c, out);
    return IST_OK;
}
