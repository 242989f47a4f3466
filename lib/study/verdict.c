// SPDX-License-Identifier: GPL-3.0-or-later
// What the replicates of a pattern amount to.
#include "study/study.h"

#include "base/numbers.h"
#include "study/value.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static const double unknown = (double)NAN;

// Share of the evaluable replicates that must be in the band of a typical pattern.
static const double typical_share = 0.9;

// Values that are known, to the front of `scratch`; returns how many.
static int32_t keep_known(const double *values, int32_t count, double *scratch)
{
    int32_t kept = 0;
    for (int32_t k = 0; k < count; k++) {
        scratch[kept] = values[k];
        kept += !isnan(values[k]);
    }
    return kept;
}

static double spread(const double *values, int32_t count, double mean)
{
    double squares = 0.0;
    for (int32_t k = 0; k < count; k++) {
        squares += (values[k] - mean) * (values[k] - mean);
    }
    return sqrt(squares / (count - 1));
}

// Mean with Student's interval; a single replicate has none.
static void set_mean(ist_verdict *v, const double *values)
{
    const double outside = 0.05; // both tails together
    const int32_t n = v->replicates;
    v->mean = isti_sum(values, n) / n;
    if (n < 2) {
        return;
    }
    const double t = gsl_cdf_tdist_Pinv(1.0 - outside / 2.0, n - 1);
    const double reach = t * spread(values, n, v->mean) / sqrt(n);
    v->mean_low = v->mean - reach;
    v->mean_high = v->mean + reach;
}

static void set_quantiles(ist_verdict *v, double *values)
{
    const double low = 0.05;
    const double middle = 0.5;
    const double high = 0.95;
    v->low = isti_quantile(values, v->replicates, low);
    v->median = isti_quantile(values, v->replicates, middle);
    v->high = isti_quantile(values, v->replicates, high);
}

static void set_share(ist_verdict *v, const isti_pattern *pattern, const double *values)
{
    int32_t hits = 0;
    for (int32_t k = 0; k < v->replicates; k++) {
        hits += isti_is_within(values[k], pattern->low, pattern->high, pattern->open);
    }
    v->share = (double)hits / v->replicates;
    ist_wilson(hits, v->replicates, &v->share_low, &v->share_high);
}

static bool is_in_band(const isti_pattern *pattern, double value)
{
    return isti_is_within(value, pattern->low, pattern->high, pattern->open);
}

static bool holds(const isti_pattern *pattern, const ist_verdict *v)
{
    switch (pattern->judgment) {
    case IST_JUDGMENT_TYPICAL:
        return v->share >= typical_share;
    case IST_JUDGMENT_MEDIAN:
        return is_in_band(pattern, v->median);
    case IST_JUDGMENT_TWIN:
        return is_in_band(pattern, v->mean_low) && is_in_band(pattern, v->mean_high);
    default:
        return false;
    }
}

ist_verdict isti_verdict_of(const isti_pattern *pattern, const double *values, int32_t count,
                            double *scratch)
{
    ist_verdict v = {.judged = pattern->judgment != IST_JUDGMENT_REPORTED,
                     .replicates = keep_known(values, count, scratch),
                     .median = unknown,
                     .low = unknown,
                     .high = unknown,
                     .mean = unknown,
                     .mean_low = unknown,
                     .mean_high = unknown,
                     .share = unknown};
    v.missing = count - v.replicates;
    ist_wilson(0, 0, &v.share_low, &v.share_high);
    if (v.replicates > 0) {
        set_mean(&v, scratch);
        set_share(&v, pattern, scratch);
        set_quantiles(&v, scratch); // sorts
        v.holds = holds(pattern, &v);
    }
    return v;
}

static double middle(const isti_pattern *pattern, const ist_verdict *v)
{
    return pattern->judgment == IST_JUDGMENT_TWIN ? v->mean : v->median;
}

bool isti_verdict_holds_roughly(const isti_pattern *pattern, const ist_verdict *v)
{
    return v->judged && is_in_band(pattern, middle(pattern, v));
}

double isti_verdict_margin(const isti_pattern *pattern, const ist_verdict *v)
{
    const double told = middle(pattern, v);
    return isnan(told) ? unknown : isti_min(told - pattern->low, pattern->high - told);
}
