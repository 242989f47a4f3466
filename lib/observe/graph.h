// SPDX-License-Identifier: GPL-3.0-or-later
// The network of a run over time: who was what, and when which ties were there.
#ifndef ISTI_OBSERVE_GRAPH_H
#define ISTI_OBSERVE_GRAPH_H

#include <interstice/network.h>

#include "base/base.h"

// What a person was from a moment on.
typedef struct isti_phase {
    int32_t moment;
    int32_t unit, theme, second_theme; // handles
    ist_level level;
    char *communities; // "3 17", in rising order; owned
    bool is_pilot;
} isti_phase;

typedef struct isti_graph_node {
    int32_t employee;
    isti_phase *phase;
    size_t phases, capacity;
} isti_graph_node;

// From one moment on until before another, or to the end.
typedef struct isti_spell {
    int32_t begin, end;
} isti_spell;

typedef struct isti_graph_edge {
    int32_t low, high;                      // employees
    double weight, instrumental, affective; // when last seen
    isti_spell *spell;
    int32_t spells, capacity;
} isti_graph_edge;

struct ist_graph {
    ist_graph_def def;
    double *time; // of each moment, years
    size_t moments, moment_capacity;
    isti_graph_node *node; // by employee
    size_t nodes, node_capacity;
    isti_graph_edge *edge; // by low, then high
    size_t edges;
};

#endif
