// SPDX-License-Identifier: GPL-3.0-or-later
// A gsl_rng_type over keyed streams, so that every gsl_ran_* works on them.
#ifndef ISTI_RANDOM_GSL_BRIDGE_H
#define ISTI_RANDOM_GSL_BRIDGE_H

#include "random/stream.h"

#include <gsl/gsl_rng.h>

// Static description of the generator; `gsl_rng_set` gives the sequence of that seed.
const gsl_rng_type *isti_gsl_type(void);

// A gsl_rng that draws from `stream` (borrowed). Lives on the caller's stack; free nothing.
typedef struct isti_gsl_rng {
    gsl_rng rng;
} isti_gsl_rng;

isti_gsl_rng isti_gsl_bridge(isti_stream *stream);

#endif
