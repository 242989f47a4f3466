// SPDX-License-Identifier: GPL-3.0-or-later
// A network as arrays: pairs, and for each person who is tied to them.
#ifndef ISTI_OBSERVE_NETWORK_H
#define ISTI_OBSERVE_NETWORK_H

#include <interstice/network.h>

#include "base/base.h"

// Two people who are tied; `low` < `high`.
typedef struct isti_pair {
    int32_t low, high;
    double forward, backward; // weight of low naming high, and the reverse; 0: does not
    double instrumental, affective;
} isti_pair;

struct ist_network {
    int32_t people;
    bool directed;
    isti_pair *pair; // by low, then high
    int64_t pairs;
    int64_t *start;     // neighbors of person i: [start[i], start[i + 1])
    int32_t *neighbor;  // rising
    double *weight;     // of the tie to each; of directed ties, of both directions together
    int32_t *unit;      // NULL: unknown
    int32_t *community; // NULL: unknown; -1: none
    int32_t *employee;  // of a run; else NULL
    char **label;       // of a file; else NULL
};

// Weight of a pair, whichever way.
double isti_pair_weight(const ist_network *network, const isti_pair *pair);

// ---- Paths (network_paths.c)

// People to follow paths from: all, or evenly spread over them. Gives how many.
int32_t isti_network_sources(const ist_network *network, const ist_network_options *options,
                             int32_t *sources);

// Mean distance of pairs with a path, and mean of 1 / distance over all pairs.
ist_status isti_network_distances(const ist_network *network, const int32_t *sources, int32_t count,
                                  double *path_length, double *efficiency);

// Component of each person not taken out, -1 for others; `is_out` may be NULL. Gives the number of
// components and, in `size`, how many people each has (room for everybody).
int32_t isti_network_components(const ist_network *network, const bool *is_out, int32_t *component,
                                int32_t *size);

#endif
