// SPDX-License-Identifier: GPL-3.0-or-later
// Keyed streams dressed as a GSL generator.
#include "random/gsl_bridge.h"

static void set_seed(void *state, unsigned long seed)
{
    isti_stream *stream = state;
    *stream = isti_stream_open(isti_run_key(seed, 0), 0, ISTI_FOR_USER, 0, 0);
}

static unsigned long next_word(void *state)
{
    return (unsigned long)(isti_stream_bits(state) >> 32);
}

static double next_uniform(void *state)
{
    return isti_stream_uniform(state);
}

static const gsl_rng_type stream_type = {
    .name = "interstice",
    .max = UINT32_MAX,
    .min = 0,
    .size = sizeof(isti_stream),
    .set = set_seed,
    .get = next_word,
    .get_double = next_uniform,
};

const gsl_rng_type *isti_gsl_type(void)
{
    return &stream_type;
}

isti_gsl_rng isti_gsl_bridge(isti_stream *stream)
{
    return (isti_gsl_rng){.rng = {.type = &stream_type, .state = stream}};
}
