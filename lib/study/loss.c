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
                                  .margin_far = 2.0,
                                  .median_margin = 0.6,
                                  .median_weight = 0.8,
                                  .median_far = 1.5,
                                  .twin_most = 1.0,
                                  .twin_far = 1.0,
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
                {"margin_far", loss->margin_far},
                {"median_margin", loss->median_margin},
                {"median_weight", loss->median_weight},
                {"median_far", loss->median_far},
                {"twin_most", loss->twin_most},
                {"twin_far", loss->twin_far},
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

// What a distance outside the band is measured by, whatever the replicates do.
static double size_of(const ist_pattern_info *pattern)
{
    const double width = pattern->high - pattern->low;
    const double bound = isinf(pattern->low) ? pattern->high : pattern->low;
    if (width > 0.0 && !isinf(width)) {
        return width;
    }
    return bound != 0.0 && !isinf(bound) ? fabs(bound) : 1.0;
}

// How far a value is outside the band, from 0 to 1.
static double outside(const ist_pattern_info *pattern, double value)
{
    const double distance = isti_max(isti_max(pattern->low - value, value - pattern->high), 0.0);
    return isinf(distance) ? 1.0 : distance / (distance + size_of(pattern));
}

static double least_unit(const ist_calibration_loss *loss, double value, double bound)
{
    return loss->least_deviation * isti_max(fabs(value), fabs(bound));
}

// Deviations between the median and one bound; 0 beyond it. Infinite where nothing varies.
static double deviations(const ist_calibration_loss *loss, const ist_verdict *v, double bound,
                         double distance, double room)
{
    const double to_quantile = 1.645; // standard deviations from the median to 5 or 95 %
    const double deviation = isti_max(room / to_quantile, least_unit(loss, v->median, bound));
    if (isinf(bound) || distance < 0.0) {
        return isinf(bound) ? infinite : 0.0;
    }
    return deviation > 0.0 ? distance / deviation : infinite;
}

static double deviations_of_share(double share)
{
    const double half = 0.5;
    if (share <= half || share >= 1.0) {
        return share <= half ? 0.0 : infinite;
    }
    return isti_normal_quantile(share);
}

static double margin_of(const ist_calibration_loss *loss, const ist_pattern_info *pattern,
                        const ist_verdict *v)
{
    if (pattern->low >= pattern->high) {
        return deviations_of_share(v->share);
    }
    return isti_min(
        deviations(loss, v, pattern->low, v->median - pattern->low, v->median - v->low),
        deviations(loss, v, pattern->high, pattern->high - v->median, v->high - v->median));
}

// What a median costs that is to be `wanted` deviations inside.
static double median_loss(const ist_calibration_loss *loss, const ist_pattern_info *pattern,
                          const ist_verdict *v, double wanted, double far)
{
    return isti_max(wanted - margin_of(loss, pattern, v), 0.0) + far * outside(pattern, v->median);
}

// Half-widths by which an interval sticks out over one bound.
static double beyond(const ist_calibration_loss *loss, const ist_verdict *v, double bound,
                     double distance)
{
    const double half = (v->mean_high - v->mean_low) / 2.0;
    const double unit = isti_max(half, least_unit(loss, v->mean, bound));
    return distance > 0.0 && unit > 0.0 ? distance / unit : 0.0;
}

static double twin_loss(const ist_calibration_loss *loss, const ist_pattern_info *pattern,
                        const ist_verdict *v)
{
    if (isnan(v->mean_low) || v->holds) {
        return v->holds ? 0.0 : loss->untold; // a single replicate has no interval
    }
    const double out = isti_max(beyond(loss, v, pattern->low, pattern->low - v->mean_low),
                                beyond(loss, v, pattern->high, v->mean_high - pattern->high));
    // What ends just on an open bound is out by nothing, and out.
    return isti_min(out > 0.0 ? out : 1.0, loss->twin_most) +
           loss->twin_far * outside(pattern, v->mean);
}

double isti_pattern_loss(const ist_calibration_loss *loss, const ist_pattern_info *pattern,
                         const ist_verdict *v)
{
    const bool is_told = v->replicates > 0;
    double lost = 0.0;
    switch (pattern->judgment) {
    case IST_JUDGMENT_TYPICAL:
        lost = isti_max(loss->share - v->share, 0.0) +
               loss->margin_weight * median_loss(loss, pattern, v, loss->margin, loss->margin_far);
        break;
    case IST_JUDGMENT_MEDIAN:
        lost = loss->median_weight *
               median_loss(loss, pattern, v, loss->median_margin, loss->median_far);
        break;
    case IST_JUDGMENT_TWIN:
        lost = twin_loss(loss, pattern, v);
        break;
    default:
        return 0.0;
    }
    return is_told ? isti_min(lost, loss->untold) : loss->untold;
}
