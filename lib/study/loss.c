// SPDX-License-Identifier: GPL-3.0-or-later
// How much a pattern is missed, as one number.
#include "study/loss.h"

#include "base/numbers.h"

#include <math.h>

static const double infinite = (double)INFINITY;

ist_calibration_loss isti_calibration_loss_default(void)
{
    return (ist_calibration_loss){.share = 0.97,
                                  .margin = 1.9,
                                  .margin_weight = 0.25,
                                  .margin_most = 3.0,
                                  .median_margin = 0.6,
                                  .median_weight = 0.8,
                                  .median_most = 1.5,
                                  .twin_most = 1.0,
                                  .untold = 2.0,
                                  .least_deviation = 0.05};
}

ist_status isti_check_calibration_loss(const ist_calibration_loss *loss, ist_errors *errors)
{
    const struct {
        const char *name;
        double value;
    } rows[] = {{"share", loss->share},
                {"margin", loss->margin},
                {"margin_weight", loss->margin_weight},
                {"margin_most", loss->margin_most},
                {"median_margin", loss->median_margin},
                {"median_weight", loss->median_weight},
                {"median_most", loss->median_most},
                {"twin_most", loss->twin_most},
                {"untold", loss->untold},
                {"least_deviation", loss->least_deviation}};
    for (size_t k = 0; k < COUNT_OF(rows); k++) {
        if (!(rows[k].value >= 0.0 && isti_is_finite(rows[k].value))) {
            return isti_fail(errors, IST_ERR_ARGUMENT, "",
                             "%s of the loss is %.10g: 0 or more is wanted", rows[k].name,
                             rows[k].value);
        }
    }
    return IST_OK;
}

// In full up to `most`, then less and less.
static double cut(double lack, double most)
{
    if (!(lack > 0.0)) {
        return 0.0;
    }
    return lack <= most ? lack : most + 1.0 - most / lack;
}

// A distance in units of its own, which may have shrunk to nothing, or both be infinite.
static double in_units(double distance, double unit)
{
    const double units = unit > 0.0 ? distance / unit : (double)NAN;
    if (!isnan(units)) {
        return units;
    }
    return distance >= 0.0 ? infinite : -infinite;
}

static double least_unit(const ist_calibration_loss *loss, double value, double bound)
{
    return loss->least_deviation * isti_max(fabs(value), fabs(bound));
}

// Deviations between the median and one bound.
static double deviations(const ist_calibration_loss *loss, const ist_verdict *v, double bound,
                         double distance)
{
    const double to_quantile = 1.645; // standard deviations from the median to 5 or 95 %
    if (isinf(bound)) {
        return infinite;
    }
    const double room = bound <= v->median ? v->median - v->low : v->high - v->median;
    return in_units(distance, isti_max(room / to_quantile, least_unit(loss, v->median, bound)));
}

static double deviations_of_share(double share)
{
    if (share <= 0.0 || share >= 1.0) {
        return share <= 0.0 ? -infinite : infinite;
    }
    return isti_normal_quantile(share);
}

static double margin_of(const ist_calibration_loss *loss, const ist_pattern_info *pattern,
                        const ist_verdict *v)
{
    if (pattern->low >= pattern->high) {
        return deviations_of_share(v->share);
    }
    return isti_min(deviations(loss, v, pattern->low, v->median - pattern->low),
                    deviations(loss, v, pattern->high, pattern->high - v->median));
}

static double beyond(const ist_calibration_loss *loss, const ist_verdict *v, double bound,
                     double distance)
{
    if (isinf(bound) || !(distance > 0.0)) {
        return 0.0;
    }
    const double half = (v->mean_high - v->mean_low) / 2.0;
    return in_units(distance, isti_max(half, least_unit(loss, v->mean, bound)));
}

static double twin_loss(const ist_calibration_loss *loss, const ist_pattern_info *pattern,
                        const ist_verdict *v)
{
    if (isnan(v->mean_low)) {
        return loss->untold; // a single replicate has no interval
    }
    if (v->holds) {
        return 0.0;
    }
    const double out = isti_max(beyond(loss, v, pattern->low, pattern->low - v->mean_low),
                                beyond(loss, v, pattern->high, v->mean_high - pattern->high));
    // What ends just on an open bound is out by nothing, and out.
    return cut(out > 0.0 ? out : 1.0, loss->twin_most);
}

double isti_pattern_loss(const ist_calibration_loss *loss, const ist_pattern_info *pattern,
                         const ist_verdict *v)
{
    double lost = 0.0;
    if (pattern->judgment == IST_JUDGMENT_REPORTED) {
        return 0.0;
    }
    if (v->replicates == 0) {
        return loss->untold;
    }
    switch (pattern->judgment) {
    case IST_JUDGMENT_TYPICAL:
        lost = isti_max(0.0, loss->share - v->share) +
               loss->margin_weight *
                   cut(loss->margin - margin_of(loss, pattern, v), loss->margin_most);
        break;
    case IST_JUDGMENT_MEDIAN:
        lost = loss->median_weight *
               cut(loss->median_margin - margin_of(loss, pattern, v), loss->median_most);
        break;
    default:
        lost = twin_loss(loss, pattern, v);
    }
    return isti_min(lost, loss->untold);
}
