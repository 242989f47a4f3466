// SPDX-License-Identifier: GPL-3.0-or-later
// Two variants on common random numbers: what differs between the members of each pair.
#include <interstice/study.h>

#include "base/base.h"
#include "base/numbers.h"
#include "ensemble/interval.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static const double level = 0.05; // of error of the first kind, both tails together
static const double power = 0.95;

bool ist_metric_less_is_better(ist_metric metric)
{
    switch (metric) {
    case IST_METRIC_BUREAUCRATIZED:
    case IST_METRIC_INTRUSION:
    case IST_METRIC_OPEN:
    case IST_METRIC_EXPIRED:
    case IST_METRIC_ROLE_AMBIGUITY:
        return true;
    default:
        return false;
    }
}

bool ist_resilience_less_is_better(ist_resilience_metric metric)
{
    switch (metric) {
    case IST_RESILIENCE_INITIAL_LOSS:
    case IST_RESILIENCE_MAXIMUM_LOSS:
    case IST_RESILIENCE_TOTAL_LOSS:
    case IST_RESILIENCE_RECOVERY_TIME:
        return true;
    default:
        return false;
    }
}

// Pairs that a test of differences needs to find this one (Guenther 1981).
static int32_t needed_for(double difference, double deviation)
{
    if (!(fabs(difference) > 0.0)) {
        return INT32_MAX;
    }
    const double alpha = isti_normal_quantile(1.0 - level / 2.0);
    const double beta = isti_normal_quantile(power);
    const double ratio = (alpha + beta) * deviation / difference;
    const double pairs = ceil(ratio * ratio + alpha * alpha / 2.0);
    return pairs < (double)INT32_MAX ? isti_max_i((int32_t)pairs, 2) : INT32_MAX;
}

static void add_sums(const double *a, const double *b, int32_t count, bool less_is_better,
                     ist_paired *out)
{
    double wins = 0.0;
    *out = (ist_paired){.mean_a = 0.0};
    for (int32_t k = 0; k < count; k++) {
        if (isnan(a[k]) || isnan(b[k])) {
            continue;
        }
        const double gain = less_is_better ? b[k] - a[k] : a[k] - b[k];
        out->pairs++;
        out->mean_a += a[k];
        out->mean_b += b[k];
        wins += gain > 0.0 ? 1.0 : gain < 0.0 ? 0.0 : 0.5;
    }
    const double n = out->pairs;
    out->mean_a /= n;
    out->mean_b /= n;
    out->better = wins / n;
    isti_wilson(wins, n, &out->better_low, &out->better_high);
}

static double deviation_of(const double *a, const double *b, int32_t count, double mean,
                           int32_t pairs)
{
    double squares = 0.0;
    for (int32_t k = 0; k < count; k++) {
        if (!isnan(a[k]) && !isnan(b[k])) {
            squares += (a[k] - b[k] - mean) * (a[k] - b[k] - mean);
        }
    }
    return sqrt(squares / (pairs - 1));
}

ist_paired ist_compare_pairs(const double *a, const double *b, int32_t count, bool less_is_better)
{
    ist_paired out;
    add_sums(a, b, count, less_is_better, &out);
    out.difference = out.mean_a - out.mean_b;
    out.low = out.high = out.deviation = (double)NAN;
    out.needed = INT32_MAX;
    if (out.pairs < 2) {
        return out;
    }
    out.deviation = deviation_of(a, b, count, out.difference, out.pairs);
    const double t = gsl_cdf_tdist_Pinv(1.0 - level / 2.0, out.pairs - 1);
    const double reach = t * out.deviation / sqrt(out.pairs);
    out.low = out.difference - reach;
    out.high = out.difference + reach;
    out.needed = needed_for(out.difference, out.deviation);
    return out;
}
