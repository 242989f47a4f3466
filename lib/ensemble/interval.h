// SPDX-License-Identifier: GPL-3.0-or-later
// Summaries over runs: quantiles and the interval of a share.
#ifndef ISTI_ENSEMBLE_INTERVAL_H
#define ISTI_ENSEMBLE_INTERVAL_H

#include <interstice/ensemble.h>

#include "base/base.h"

// As ist_wilson(), with ties that count half.
void isti_wilson(double hits, double trials, double *low, double *high);

#endif
