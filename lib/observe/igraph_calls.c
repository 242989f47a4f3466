// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that knows igraph. Its handlers and generator are global: each call sets ours, and puts
// back what was there, with nobody else inside.
#include "observe/igraph_calls.h"

#ifdef ISTI_HAS_IGRAPH

#include "base/crew.h"
#include "base/memory.h"

#include <igraph/igraph.h>
#include <math.h>

const char *ist_igraph_version(void)
{
    return IGRAPH_VERSION;
}

// ---- Turns

typedef struct turn {
    igraph_error_handler_t *on_error;
    igraph_warning_handler_t *on_warning;
    igraph_rng_t *generator, own;
    bool has_generator;
} turn;

static void begin(turn *t)
{
    isti_turn_take();
    t->on_error = igraph_set_error_handler(igraph_error_handler_ignore);
    t->on_warning = igraph_set_warning_handler(igraph_warning_handler_ignore);
    t->generator = igraph_rng_default();
    t->has_generator = igraph_rng_init(&t->own, &igraph_rngtype_mt19937) == IGRAPH_SUCCESS;
    if (t->has_generator) {
        igraph_rng_seed(&t->own, 1); // the same clusters each time
        igraph_rng_set_default(&t->own);
    }
}

static ist_status end(turn *t, igraph_error_t error)
{
    if (t->has_generator) {
        igraph_rng_set_default(t->generator);
        igraph_rng_destroy(&t->own);
    }
    igraph_set_warning_handler(t->on_warning);
    igraph_set_error_handler(t->on_error);
    isti_turn_give();
    return error == IGRAPH_SUCCESS ? IST_OK : IST_ERR_NO_MEMORY;
}

// ---- Graphs

// One edge per pair; of a directed network, one per direction. Nothing is held on failure.
static igraph_error_t make_graph(const ist_network *network, bool directed, igraph_t *graph)
{
    igraph_vector_int_t edges;
    igraph_error_t error = igraph_vector_int_init(&edges, 0);
    if (error != IGRAPH_SUCCESS) {
        return error;
    }
    error = igraph_vector_int_reserve(&edges, 4 * network->pairs);
    for (int64_t i = 0; i < network->pairs && error == IGRAPH_SUCCESS; i++) {
        const isti_pair *pair = &network->pair[i];
        if (!directed || pair->forward > 0.0) {
            igraph_vector_int_push_back(&edges, pair->low);
            igraph_vector_int_push_back(&edges, pair->high);
        }
        if (directed && pair->backward > 0.0) {
            igraph_vector_int_push_back(&edges, pair->high);
            igraph_vector_int_push_back(&edges, pair->low);
        }
    }
    if (error == IGRAPH_SUCCESS) {
        error = igraph_create(graph, &edges, network->people, directed);
    }
    igraph_vector_int_destroy(&edges);
    return error;
}

// ---- Betweenness

static igraph_error_t betweenness_of(const igraph_t *graph, bool directed, const int32_t *sources,
                                     int32_t count, igraph_vector_t *result)
{
    if (count == igraph_vcount(graph)) {
#if IGRAPH_VERSION_MAJOR >= 1
        return igraph_betweenness(graph, NULL, result, igraph_vss_all(), directed, false);
#else
        return igraph_betweenness(graph, result, igraph_vss_all(), directed, NULL);
#endif
    }
    igraph_vector_int_t from;
    igraph_error_t error = igraph_vector_int_init(&from, count);
    if (error != IGRAPH_SUCCESS) {
        return error;
    }
    for (int32_t k = 0; k < count; k++) {
        VECTOR(from)[k] = sources[k];
    }
#if IGRAPH_VERSION_MAJOR >= 1
    error = igraph_betweenness_subset(graph, NULL, result, igraph_vss_vector(&from),
                                      igraph_vss_all(), igraph_vss_all(), directed, false);
#else
    error = igraph_betweenness_subset(graph, result, igraph_vss_all(), directed,
                                      igraph_vss_vector(&from), igraph_vss_all(), NULL);
#endif
    igraph_vector_int_destroy(&from);
    return error;
}

ist_status isti_igraph_betweenness(const ist_network *network, const int32_t *sources,
                                   int32_t count, double *out)
{
    turn t;
    igraph_t graph;
    igraph_vector_t result;
    begin(&t);
    igraph_error_t error = make_graph(network, network->directed, &graph);
    if (error != IGRAPH_SUCCESS) {
        return end(&t, error);
    }
    error = igraph_vector_init(&result, 0);
    if (error == IGRAPH_SUCCESS) {
        error = betweenness_of(&graph, network->directed, sources, count, &result);
        // Every path of an undirected network is found from both of its ends.
        const double n = network->people;
        const double ends = network->directed ? 1.0 : 2.0;
        const double share =
            n > 2.0 && count > 0 ? ends / ((n - 1.0) * (n - 2.0)) * (n / count) : 0.0;
        for (int32_t i = 0; error == IGRAPH_SUCCESS && i < network->people; i++) {
            out[i] = VECTOR(result)[i] * share;
        }
        igraph_vector_destroy(&result);
    }
    igraph_destroy(&graph);
    return end(&t, error);
}

// ---- Articulation

ist_status isti_igraph_articulation(const ist_network *network, bool *out)
{
    turn t;
    igraph_t graph;
    igraph_vector_int_t result;
    begin(&t);
    igraph_error_t error = make_graph(network, false, &graph);
    if (error != IGRAPH_SUCCESS) {
        return end(&t, error);
    }
    error = igraph_vector_int_init(&result, 0);
    if (error == IGRAPH_SUCCESS) {
        error = igraph_articulation_points(&graph, &result);
        for (int32_t i = 0; i < network->people; i++) {
            out[i] = false;
        }
        for (igraph_integer_t k = 0; error == IGRAPH_SUCCESS && k < igraph_vector_int_size(&result);
             k++) {
            out[VECTOR(result)[k]] = true;
        }
        igraph_vector_int_destroy(&result);
    }
    igraph_destroy(&graph);
    return end(&t, error);
}

// ---- Clusters

// Vectors that Leiden wants.
typedef struct leiden {
    igraph_vector_t weight, strength;
    igraph_vector_int_t membership;
} leiden;

static igraph_error_t run_leiden(const igraph_t *graph, leiden *l, igraph_integer_t *clusters,
                                 double total, igraph_real_t *modularity)
{
    const double mixing = 0.01; // the usual beta of the algorithm
    const double resolution = total > 0.0 ? 1.0 / (2.0 * total) : 0.0;
#if IGRAPH_VERSION_MAJOR >= 1
    igraph_error_t error =
        igraph_community_leiden(graph, &l->weight, &l->strength, NULL, resolution, mixing, false,
                                -1, &l->membership, clusters, NULL);
#else
    igraph_error_t error =
        igraph_community_leiden(graph, &l->weight, &l->strength, resolution, mixing, false, -1,
                                &l->membership, clusters, NULL);
#endif
    return error == IGRAPH_SUCCESS
               ? igraph_modularity(graph, &l->membership, &l->weight, 1.0, false, modularity)
               : error;
}

static double fill_weights(const ist_network *network, leiden *l)
{
    double total = 0.0;
    for (int64_t i = 0; i < network->pairs; i++) {
        const isti_pair *pair = &network->pair[i];
        const double weight = isti_pair_weight(network, pair);
        VECTOR(l->weight)[i] = weight;
        VECTOR(l->strength)[pair->low] += weight;
        VECTOR(l->strength)[pair->high] += weight;
        total += weight;
    }
    return total;
}

static igraph_error_t open_leiden(const ist_network *network, leiden *l)
{
    igraph_error_t error = igraph_vector_init(&l->weight, network->pairs);
    if (error != IGRAPH_SUCCESS) {
        return error;
    }
    error = igraph_vector_init(&l->strength, network->people);
    if (error != IGRAPH_SUCCESS) {
        igraph_vector_destroy(&l->weight);
        return error;
    }
    error = igraph_vector_int_init(&l->membership, network->people);
    if (error != IGRAPH_SUCCESS) {
        igraph_vector_destroy(&l->weight);
        igraph_vector_destroy(&l->strength);
    }
    return error;
}

static void close_leiden(leiden *l)
{
    igraph_vector_destroy(&l->weight);
    igraph_vector_destroy(&l->strength);
    igraph_vector_int_destroy(&l->membership);
}

ist_status isti_igraph_clusters(const ist_network *network, int32_t *cluster, int32_t *count,
                                double *modularity)
{
    turn t;
    igraph_t graph;
    leiden l;
    begin(&t);
    igraph_error_t error = make_graph(network, false, &graph);
    if (error != IGRAPH_SUCCESS) {
        return end(&t, error);
    }
    error = open_leiden(network, &l);
    if (error == IGRAPH_SUCCESS) {
        igraph_integer_t clusters = 0;
        igraph_real_t value = (double)NAN;
        const double total = fill_weights(network, &l);
        error = run_leiden(&graph, &l, &clusters, total, &value);
        for (int32_t i = 0; error == IGRAPH_SUCCESS && i < network->people; i++) {
            cluster[i] = (int32_t)VECTOR(l.membership)[i];
        }
        *count = (int32_t)clusters;
        *modularity = value;
        close_leiden(&l);
    }
    igraph_destroy(&graph);
    return end(&t, error);
}

ist_status isti_igraph_match(const int32_t *one, const int32_t *other, int32_t count, double *out)
{
    turn t;
    igraph_vector_int_t a;
    igraph_vector_int_t b;
    begin(&t);
    igraph_error_t error = igraph_vector_int_init(&a, count);
    if (error != IGRAPH_SUCCESS) {
        return end(&t, error);
    }
    error = igraph_vector_int_init(&b, count);
    if (error == IGRAPH_SUCCESS) {
        igraph_real_t value = (double)NAN;
        for (int32_t i = 0; i < count; i++) {
            VECTOR(a)[i] = one[i];
            VECTOR(b)[i] = other[i];
        }
        error = igraph_compare_communities(&a, &b, &value, IGRAPH_COMMCMP_NMI);
        *out = value;
        igraph_vector_int_destroy(&b);
    }
    igraph_vector_int_destroy(&a);
    return end(&t, error);
}

// ---- Cuts

// The least flow between two nodes is the least on the path between them in the tree of Gomory and Hu:
// with its edges from the largest flow down, each joins two groups all of whose pairs have its flow.
static void sum_flows(const igraph_t *tree, const igraph_vector_t *flows, int32_t nodes,
                      int32_t *group, int32_t *size, bool *is_used, double *mean, double *least)
{
    double sum = 0.0;
    *least = (double)INFINITY;
    for (int32_t i = 0; i < nodes; i++) {
        group[i] = i;
        size[i] = 1;
        is_used[i] = false;
    }
    const igraph_integer_t edges = igraph_ecount(tree);
    for (igraph_integer_t k = 0; k < edges; k++) {
        igraph_integer_t best = -1;
        for (igraph_integer_t e = 0; e < edges; e++) {
            if (!is_used[e] && (best < 0 || VECTOR(*flows)[e] > VECTOR(*flows)[best])) {
                best = e;
            }
        }
        is_used[best] = true;
        const int32_t one = group[IGRAPH_FROM(tree, best)];
        const int32_t other = group[IGRAPH_TO(tree, best)];
        sum += VECTOR(*flows)[best] * size[one] * size[other];
        *least = fmin(*least, VECTOR(*flows)[best]);
        size[one] += size[other];
        for (int32_t i = 0; i < nodes; i++) {
            group[i] = group[i] == other ? one : group[i];
        }
    }
    *mean = sum / ((double)nodes * (nodes - 1) / 2.0);
}

static igraph_error_t find_flows(int32_t nodes, const int32_t *from, const int32_t *to,
                                 const double *capacity, int32_t edges, igraph_t *tree,
                                 igraph_vector_t *flows)
{
    igraph_t graph;
    igraph_vector_t limits;
    igraph_error_t error = igraph_empty(&graph, nodes, false);
    if (error != IGRAPH_SUCCESS) {
        return error;
    }
    error = igraph_vector_init(&limits, edges);
    for (int32_t k = 0; k < edges && error == IGRAPH_SUCCESS; k++) {
        VECTOR(limits)[k] = capacity[k];
        error = igraph_add_edge(&graph, from[k], to[k]);
    }
    if (error == IGRAPH_SUCCESS) {
        error = igraph_gomory_hu_tree(&graph, tree, flows, &limits);
    }
    igraph_vector_destroy(&limits);
    igraph_destroy(&graph);
    return error;
}

ist_status isti_igraph_cuts(int32_t nodes, const int32_t *from, const int32_t *to,
                            const double *capacity, int32_t edges, double *mean, double *least)
{
    turn t;
    igraph_t tree;
    igraph_vector_t flows;
    begin(&t);
    igraph_error_t error = igraph_vector_init(&flows, 0);
    if (error != IGRAPH_SUCCESS) {
        return end(&t, error);
    }
    int32_t *group = isti_alloc_array((size_t)nodes, sizeof *group);
    int32_t *size = isti_alloc_array((size_t)nodes, sizeof *size);
    bool *is_used = isti_alloc_array((size_t)nodes, sizeof *is_used);
    error = group && size && is_used ? find_flows(nodes, from, to, capacity, edges, &tree, &flows)
                                     : IGRAPH_ENOMEM;
    if (error == IGRAPH_SUCCESS) {
        sum_flows(&tree, &flows, nodes, group, size, is_used, mean, least);
        igraph_destroy(&tree);
    }
    isti_free(group);
    isti_free(size);
    isti_free(is_used);
    igraph_vector_destroy(&flows);
    return end(&t, error);
}

#else

const char *ist_igraph_version(void)
{
    return NULL;
}

ist_status isti_igraph_betweenness(const ist_network *network, const int32_t *sources,
                                   int32_t count, double *out)
{
    (void)network;
    (void)sources;
    (void)count;
    (void)out;
    return IST_ERR_LIMIT;
}

ist_status isti_igraph_articulation(const ist_network *network, bool *out)
{
    (void)network;
    (void)out;
    return IST_ERR_LIMIT;
}

ist_status isti_igraph_clusters(const ist_network *network, int32_t *cluster, int32_t *count,
                                double *modularity)
{
    (void)network;
    (void)cluster;
    (void)count;
    (void)modularity;
    return IST_ERR_LIMIT;
}

ist_status isti_igraph_match(const int32_t *one, const int32_t *other, int32_t count, double *out)
{
    (void)one;
    (void)other;
    (void)count;
    (void)out;
    return IST_ERR_LIMIT;
}

ist_status isti_igraph_cuts(int32_t nodes, const int32_t *from, const int32_t *to,
                            const double *capacity, int32_t edges, double *mean, double *least)
{
    (void)nodes;
    (void)from;
    (void)to;
    (void)capacity;
    (void)edges;
    (void)mean;
    (void)least;
    return IST_ERR_LIMIT;
}

#endif
