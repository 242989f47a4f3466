// SPDX-License-Identifier: GPL-3.0-or-later
// Summaries over runs: quantiles and the interval of a share.
#include "ensemble/interval.h"

#include "base/memory.h"
#include "base/numbers.h"

#include <math.h>

double ist_quantile(const double *values, int32_t count, double q)
{
    if (count <= 0 || !(q >= 0.0 && q <= 1.0)) {
        return (double)NAN;
    }
    double *seen = isti_alloc_array((size_t)count, sizeof *seen);
    if (!seen) {
        return (double)NAN;
    }
    int32_t kept = 0;
    for (int32_t k = 0; k < count; k++) {
        if (!isnan(values[k])) {
            seen[kept++] = values[k];
        }
    }
    const double quantile = kept > 0 ? isti_quantile(seen, kept, q) : (double)NAN;
    isti_free(seen);
    return quantile;
}

// Wilson (1927).
void isti_wilson(double hits, double trials, double *low, double *high)
{
    const double outside = 0.05; // both tails together
    if (!(trials > 0.0)) {
        *low = 0.0;
        *high = 1.0;
        return;
    }
    const double z = isti_normal_quantile(1.0 - outside / 2.0);
    const double share = hits / trials;
    const double center = share + z * z / (2.0 * trials);
    const double reach = z * sqrt(share * (1.0 - share) / trials + z * z / (4.0 * trials * trials));
    const double scale = 1.0 + z * z / trials;
    *low = hits <= 0.0 ? 0.0 : (center - reach) / scale;
    *high = hits >= trials ? 1.0 : (center + reach) / scale;
}

void ist_wilson(int32_t hits, int32_t trials, double *low, double *high)
{
    isti_wilson(hits, trials, low, high);
}
