// SPDX-License-Identifier: GPL-3.0-or-later
// What igraph does for us. Only igraph_calls.c knows it; without it everything here says so.
#ifndef ISTI_OBSERVE_IGRAPH_CALLS_H
#define ISTI_OBSERVE_IGRAPH_CALLS_H

#include "observe/network.h"

// Each call takes its turn: igraph keeps globals. IST_ERR_LIMIT: the library was built without it.

// Share of the shortest paths between others that lead over each person, from `count` sources only,
// which stand for all. Follows directions.
ist_status isti_igraph_betweenness(const ist_network *network, const int32_t *sources,
                                   int32_t count, double *out);

// People without whom a component falls apart.
ist_status isti_igraph_articulation(const ist_network *network, bool *out);

// Leiden clusters by modularity: the cluster of each person, their number, and the modularity.
ist_status isti_igraph_clusters(const ist_network *network, int32_t *cluster, int32_t *count,
                                double *modularity);

// Normalized mutual information of two ways to group the same things.
ist_status isti_igraph_match(const int32_t *one, const int32_t *other, int32_t count, double *out);

// What can flow between two nodes.
typedef struct isti_flow {
    int32_t from, to;
    double flow;
} isti_flow;

// The tree of Gomory and Hu into `tree[nodes - 1]`: what can flow between any two nodes along all edges is
// the least on the path between them in it.
ist_status isti_igraph_cuts(int32_t nodes, const isti_flow *edge, int32_t edges, isti_flow *tree);

// ---- Graph files

typedef enum isti_graph_kind { ISTI_GRAPHML, ISTI_GML, ISTI_PAJEK } isti_graph_kind;

// Which table a graph file is read as.
typedef struct isti_graph_table {
    isti_graph_kind kind;
    bool of_ties; // a row per tie, twice where it has no direction; else a row per person
    const char
        *id; // attribute that names people, or else "name"; without both they are numbered from 1
    const char *from, *to; // headings of the first two columns of ties
    bool *is_directed;     // whether its ties are, if anybody asks
    // Takes one cell after the other, headings first; false: memory is short.
    bool (*put)(void *context, const char *cell, bool is_last_of_row);
    void *context;
} isti_graph_table;

enum { ISTI_IGRAPH_REASON = 256 };

// Read the bytes, which somebody has looked through before. IST_ERR_SYNTAX: igraph refuses them, for
// `reason`.
ist_status isti_igraph_read(const char *bytes, size_t length, const isti_graph_table *table,
                            char reason[ISTI_IGRAPH_REASON]);

#endif
