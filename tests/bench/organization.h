// SPDX-License-Identifier: GPL-3.0-or-later
// Organizations of any size, alike in everything else: what benchmarks run.
#ifndef ISTI_BENCH_ORGANIZATION_H
#define ISTI_BENCH_ORGANIZATION_H

#include <interstice/interstice.h>

// So many people in units of fifty, all of whom may take part, with a mean degree of twenty at the
// start; a theme for every thousand people; the head of one unit in ten connects people, and all
// communities are offered an overseer. NULL, and told on stderr, where it does not compile.
ist_model *bench_organization(int32_t people);

#endif
