// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept of every replicate, so that medians and intervals are taken over replicates and
// never from a mean curve.
#ifndef DRIVER_SAMPLE_H
#define DRIVER_SAMPLE_H

#include <interstice/interstice.h>

// Median and the range that holds 90 % of the replicates.
struct spread {
    double median, low, high; // NaN where nothing was observed
    int32_t count;            // replicates in which the value is defined
};

// Of `values[count]`, NaN left out.
struct spread sample_spread(const double *values, int32_t count);

// Zero: empty.
struct sample {
    int32_t replicates; // room
    int32_t done;       // replicates added
    int32_t ticks;      // points in time that are kept
    int32_t shocks;
    int32_t *tick;    // their numbers, ascending
    double *metric;   // [tick][metric][replicate]
    double *absolute; // resilience, [shock][metric][replicate]
    double *relative; // the same against the twin; NULL without twins
};

// Keep `ticks` points in time, which are copied. False when out of memory.
bool sample_open(struct sample *sample, const int32_t *tick, int32_t ticks, int32_t shocks,
                 int32_t replicates, bool twins);
void sample_close(struct sample *sample);

void sample_add(struct sample *sample, const ist_run_record *record);

// Point in time number `index`.
struct spread sample_metric(const struct sample *sample, int32_t index, ist_metric metric);

// Its values in every replicate that was added. Borrowed.
const double *sample_metric_values(const struct sample *sample, int32_t index, ist_metric metric);

const double *sample_resilience_values(const struct sample *sample, int32_t shock,
                                       ist_resilience_metric metric, bool relative);

// Recovery times count runs that never recovered as infinite, so that nobody is left out of the
// median: it is infinite when fewer than half recovered.
struct spread sample_resilience(const struct sample *sample, int32_t shock,
                                ist_resilience_metric metric, bool relative);

// Runs in which the shock was measured, and those of them that did not recover.
int32_t sample_measured(const struct sample *sample, int32_t shock, bool relative);
int32_t sample_unrecovered(const struct sample *sample, int32_t shock, bool relative);

#endif
