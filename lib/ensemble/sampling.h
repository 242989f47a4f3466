// SPDX-License-Identifier: GPL-3.0-or-later
// Points that fill a unit cube more evenly than chance does.
#ifndef ISTI_ENSEMBLE_SAMPLING_H
#define ISTI_ENSEMBLE_SAMPLING_H

#include "base/base.h"

enum { ISTI_SOBOL_MOST = 40 }; // dimensions for which the sequence is known

// Latin hypercube: one of the `draws` strata of [0, 1) for each draw, each used once, and a place in
// it.
ist_status isti_hypercube_column(uint64_t seed, int32_t dimension, int32_t draws, double *out);

// Sobol sequence of 1 to ISTI_SOBOL_MOST dimensions, each shifted by an amount drawn with the seed
// (Cranley and Patterson 1976): `out[point * dimensions + dimension]` in [0, 1).
ist_status isti_sobol(uint64_t seed, int32_t dimensions, int32_t points, double *out);

#endif
