// SPDX-License-Identifier: GPL-3.0-or-later
// Points that fill a unit cube more evenly than chance does.
#include "ensemble/sampling.h"

#include "base/memory.h"
#include "random/gsl_bridge.h"

#include <gsl/gsl_qrng.h>
#include <gsl/gsl_randist.h>

ist_status isti_hypercube_column(uint64_t seed, int32_t dimension, int32_t draws, double *out)
{
    int32_t *stratum = isti_alloc_array((size_t)draws, sizeof *stratum);
    if (!stratum) {
        return IST_ERR_NO_MEMORY;
    }
    isti_stream stream =
        isti_stream_open(isti_run_key(seed, 0), 0, ISTI_FOR_USER, (uint32_t)dimension, 0);
    const isti_gsl_rng bridge = isti_gsl_bridge(&stream);
    for (int32_t k = 0; k < draws; k++) {
        stratum[k] = k;
    }
    gsl_ran_shuffle(&bridge.rng, stratum, (size_t)draws, sizeof *stratum);
    for (int32_t k = 0; k < draws; k++) {
        out[k] = (stratum[k] + gsl_rng_uniform(&bridge.rng)) / draws;
    }
    isti_free(stratum);
    return IST_OK;
}

// The generator's state lies in our own memory: gsl_qrng_alloc() aborts when there is none.
ist_status isti_sobol(uint64_t seed, int32_t dimensions, int32_t points, double *out)
{
    const gsl_qrng_type *sobol = gsl_qrng_sobol;
    const unsigned width = (unsigned)dimensions;
    void *state = isti_alloc_array(1, sobol->state_size(width));
    if (!state) {
        return IST_ERR_NO_MEMORY;
    }
    sobol->init_state(state, width);
    for (int32_t p = 0; p < points; p++) {
        double *at = out + (size_t)p * (size_t)dimensions;
        sobol->get(state, width, at);
        for (int32_t d = 0; d < dimensions; d++) {
            const double shift = isti_draw(isti_run_key(seed, 0), 0, ISTI_FOR_USER, (uint32_t)d, 1);
            at[d] += shift;
            at[d] -= at[d] >= 1.0 ? 1.0 : 0.0;
        }
    }
    isti_free(state);
    return IST_OK;
}
