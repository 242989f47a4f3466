// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept of every replicate, and its medians and intervals.
#include "driver/sample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Stands for a recovery that never comes: quantiles between two values must stay numbers.
static const double never = 1e300;
static const double reached = 1e100;

bool sample_open(struct sample *sample, const int32_t *tick, int32_t ticks, int32_t shocks,
                 int32_t replicates, bool twins)
{
    const size_t row = (size_t)replicates * sizeof(double);
    const size_t metrics = (size_t)ticks * IST_METRIC_COUNT;
    const size_t measures = (size_t)shocks * IST_RESILIENCE_COUNT;
    *sample = (struct sample){.replicates = replicates, .ticks = ticks, .shocks = shocks};
    // One more than needed: calloc(0) may give NULL.
    sample->tick = calloc((size_t)ticks + 1, sizeof *tick);
    sample->metric = calloc(metrics + 1, row);
    sample->absolute = calloc(measures + 1, row);
    sample->relative = twins ? calloc(measures + 1, row) : NULL;
    if (!sample->tick || !sample->metric || !sample->absolute || (twins && !sample->relative)) {
        sample_close(sample);
        return false;
    }
    memcpy(sample->tick, tick, (size_t)ticks * sizeof *tick);
    return true;
}

void sample_close(struct sample *sample)
{
    free(sample->tick);
    free(sample->metric);
    free(sample->absolute);
    free(sample->relative);
    *sample = (struct sample){0};
}

static double *metric_row(const struct sample *sample, int32_t index, int metric)
{
    const size_t row = (size_t)index * IST_METRIC_COUNT + (size_t)metric;
    return sample->metric + row * (size_t)sample->replicates;
}

static double *resilience_row(const struct sample *sample, int32_t shock, int metric, bool relative)
{
    const size_t row = (size_t)shock * IST_RESILIENCE_COUNT + (size_t)metric;
    return (relative ? sample->relative : sample->absolute) + row * (size_t)sample->replicates;
}

static void add_resilience(struct sample *sample, const double *values, bool relative)
{
    for (int32_t shock = 0; values && shock < sample->shocks; shock++) {
        for (int metric = 0; metric < IST_RESILIENCE_COUNT; metric++) {
            resilience_row(sample, shock, metric, relative)[sample->done] =
                values[shock * IST_RESILIENCE_COUNT + metric];
        }
    }
}

void sample_add(struct sample *sample, const ist_run_record *record)
{
    if (sample->done == sample->replicates) {
        return;
    }
    for (int metric = 0; metric < IST_METRIC_COUNT; metric++) {
        const double *series = record->series + (size_t)metric * (size_t)record->ticks;
        for (int32_t i = 0; i < sample->ticks; i++) {
            metric_row(sample, i, metric)[sample->done] =
                sample->tick[i] < record->ticks ? series[sample->tick[i]] : NAN;
        }
    }
    add_resilience(sample, record->resilience, false);
    if (sample->relative) {
        add_resilience(sample, record->relative, true);
    }
    sample->done++;
}

struct spread sample_spread(const double *values, int32_t count)
{
    struct spread spread = {
        .median = ist_quantile(values, count, 0.5),
        .low = ist_quantile(values, count, 0.05),
        .high = ist_quantile(values, count, 0.95),
    };
    for (int32_t i = 0; i < count; i++) {
        spread.count += !isnan(values[i]);
    }
    return spread;
}

struct spread sample_metric(const struct sample *sample, int32_t index, ist_metric metric)
{
    return sample_spread(metric_row(sample, index, (int)metric), sample->done);
}

const double *sample_metric_values(const struct sample *sample, int32_t index, ist_metric metric)
{
    return metric_row(sample, index, (int)metric);
}

const double *sample_resilience_values(const struct sample *sample, int32_t shock,
                                       ist_resilience_metric metric, bool relative)
{
    return resilience_row(sample, shock, (int)metric, relative);
}

static double finite_or_infinite(double value)
{
    return value > reached ? INFINITY : value;
}

static struct spread spread_of_recovery(const struct sample *sample, int32_t shock, bool relative)
{
    const struct spread nothing = {.median = NAN, .low = NAN, .high = NAN};
    const double *time = resilience_row(sample, shock, IST_RESILIENCE_RECOVERY_TIME, relative);
    const double *recovered = resilience_row(sample, shock, IST_RESILIENCE_RECOVERED, relative);
    double *values = calloc((size_t)sample->done + 1, sizeof *values);
    if (!values) {
        return nothing; // shown as undefined, as ist_quantile() has it
    }
    for (int32_t i = 0; i < sample->done; i++) {
        const bool never_comes = isnan(time[i]) && !isnan(recovered[i]);
        values[i] = never_comes ? never : time[i];
    }
    struct spread spread = sample_spread(values, sample->done);
    free(values);
    spread.median = finite_or_infinite(spread.median);
    spread.low = finite_or_infinite(spread.low);
    spread.high = finite_or_infinite(spread.high);
    return spread;
}

struct spread sample_resilience(const struct sample *sample, int32_t shock,
                                ist_resilience_metric metric, bool relative)
{
    if (metric == IST_RESILIENCE_RECOVERY_TIME) {
        return spread_of_recovery(sample, shock, relative);
    }
    return sample_spread(resilience_row(sample, shock, (int)metric, relative), sample->done);
}

int32_t sample_measured(const struct sample *sample, int32_t shock, bool relative)
{
    const double *recovered = resilience_row(sample, shock, IST_RESILIENCE_RECOVERED, relative);
    int32_t count = 0;
    for (int32_t i = 0; i < sample->done; i++) {
        count += !isnan(recovered[i]);
    }
    return count;
}

int32_t sample_unrecovered(const struct sample *sample, int32_t shock, bool relative)
{
    const double *recovered = resilience_row(sample, shock, IST_RESILIENCE_RECOVERED, relative);
    int32_t count = 0;
    for (int32_t i = 0; i < sample->done; i++) {
        count += !isnan(recovered[i]) && recovered[i] < 0.5;
    }
    return count;
}
