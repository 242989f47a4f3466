// SPDX-License-Identifier: GPL-3.0-or-later
// Reductions of a series over a window of ticks.
#include "study/value.h"

#include "base/memory.h"

#include <math.h>

static double of_row(const ist_community_row *row, isti_community_series name)
{
    const double values[ISTI_COMMUNITY_SERIES_COUNT] = {
        [ISTI_COMMUNITY_SERIES_MEMBERS] = row->members,
        [ISTI_COMMUNITY_SERIES_PRESENT] = row->present,
        [ISTI_COMMUNITY_SERIES_ATTENDANCE] = row->attendance,
        [ISTI_COMMUNITY_SERIES_AUTONOMY] = row->autonomy,
        [ISTI_COMMUNITY_SERIES_COMMITMENT] = row->commitment,
        [ISTI_COMMUNITY_SERIES_AFFECT] = row->affect,
        [ISTI_COMMUNITY_SERIES_CLOSENESS] = row->closeness,
        [ISTI_COMMUNITY_SERIES_LEARNING] = row->learning,
        [ISTI_COMMUNITY_SERIES_REALIZATION] = row->realization,
        [ISTI_COMMUNITY_SERIES_DELIVERABLES] = row->deliverables,
        [ISTI_COMMUNITY_SERIES_EXPECTATION] = row->expectation,
        [ISTI_COMMUNITY_SERIES_INTRUSION] = row->intrusion,
        [ISTI_COMMUNITY_SERIES_STIMULATION] = row->intensity[IST_ROLE_STIMULATION],
        [ISTI_COMMUNITY_SERIES_FACILITATION] = row->intensity[IST_ROLE_FACILITATION],
        [ISTI_COMMUNITY_SERIES_SUPPORT] = row->intensity[IST_ROLE_SUPPORT],
        [ISTI_COMMUNITY_SERIES_CONTROL] = row->intensity[IST_ROLE_CONTROL],
        [ISTI_COMMUNITY_SERIES_RECOGNITION] = row->intensity[IST_ROLE_RECOGNITION],
    };
    return values[name];
}

// What a community has none of while it is not active; the rest is unknown then.
static double of_inactive(isti_community_series name)
{
    const bool counts = name == ISTI_COMMUNITY_SERIES_MEMBERS ||
                        name == ISTI_COMMUNITY_SERIES_PRESENT ||
                        name == ISTI_COMMUNITY_SERIES_ATTENDANCE;
    return counts ? 0.0 : (double)NAN;
}

double isti_series_at(const isti_series *series, int32_t tick)
{
    if (tick < 0 || tick >= series->record->ticks) {
        return (double)NAN;
    }
    if (series->metric) {
        return series->metric[tick];
    }
    if (!series->life) {
        return (double)NAN;
    }
    const ist_community_row *row = isti_life_row(series->life, tick);
    return row ? of_row(row, series->name) : of_inactive(series->name);
}

isti_summary isti_series_summary(const isti_series *series, int32_t first, int32_t end)
{
    isti_summary s = {.min = (double)NAN, .max = (double)NAN, .tick_of_min = -1, .tick_of_max = -1};
    int32_t seen = 0;
    for (int32_t t = first; t < end; t++) {
        const double value = isti_series_at(series, t);
        if (isnan(value)) {
            continue;
        }
        s.sum += value;
        seen++;
        if (s.tick_of_min < 0 || value < s.min) {
            s.min = value;
            s.tick_of_min = t;
        }
        if (s.tick_of_max < 0 || value > s.max) {
            s.max = value;
            s.tick_of_max = t;
        }
    }
    s.sum = seen > 0 ? s.sum : (double)NAN;
    s.mean = seen > 0 ? s.sum / seen : (double)NAN;
    return s;
}

int32_t isti_series_crosses(const isti_series *series, int32_t first, int32_t end, double level,
                            bool above)
{
    for (int32_t t = first; t < end; t++) {
        const double value = isti_series_at(series, t);
        if (above ? value > level : value < level) {
            return t;
        }
    }
    return -1;
}

double isti_series_recovery(const isti_series *series, int32_t event, ist_status *status)
{
    const int32_t ticks = series->record->ticks;
    double *values = isti_alloc_array((size_t)ticks, sizeof *values);
    if (!values) {
        *status = IST_ERR_NO_MEMORY;
        return (double)NAN;
    }
    for (int32_t t = 0; t < ticks; t++) {
        values[t] = isti_series_at(series, t);
    }
    ist_resilience_def def = ist_resilience_def_default();
    def.ticks_per_year = series->record->ticks_per_year;
    def.event = event;
    double out[IST_RESILIENCE_COUNT];
    const bool is_measured = ist_resilience_measure(values, ticks, &def, out) == IST_OK;
    isti_free(values);
    if (!is_measured || isnan(out[IST_RESILIENCE_ROBUSTNESS])) {
        return (double)NAN; // no level before, or nothing seen after
    }
    const double years = out[IST_RESILIENCE_RECOVERY_TIME];
    return isnan(years) ? (double)(ticks - event) / def.ticks_per_year : years;
}
