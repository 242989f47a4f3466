// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that knows igraph. Its handlers and generator are global: each call sets ours, and puts
// back what was there, with nobody else inside.
#include "observe/igraph_calls.h"

#ifdef ISTI_HAS_IGRAPH

#include "base/crew.h"
#include "base/memory.h"

#include <igraph/igraph.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

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

static igraph_error_t make_bundles(int32_t nodes, const isti_flow *edge, int32_t edges,
                                   igraph_t *graph, igraph_vector_t *limits)
{
    igraph_vector_int_t ends;
    igraph_error_t error = igraph_vector_int_init(&ends, 2 * (igraph_integer_t)edges);
    if (error != IGRAPH_SUCCESS) {
        return error;
    }
    for (int32_t k = 0; k < edges; k++) {
        VECTOR(ends)[2 * (size_t)k] = edge[k].from;
        VECTOR(ends)[2 * (size_t)k + 1] = edge[k].to;
        VECTOR(*limits)[k] = edge[k].flow;
    }
    error = igraph_create(graph, &ends, nodes, false);
    igraph_vector_int_destroy(&ends);
    return error;
}

static igraph_error_t find_tree(int32_t nodes, const isti_flow *edge, int32_t edges,
                                igraph_vector_t *limits, igraph_vector_t *flows, isti_flow *tree)
{
    igraph_t graph;
    igraph_t cuts;
    igraph_error_t error = make_bundles(nodes, edge, edges, &graph, limits);
    if (error != IGRAPH_SUCCESS) {
        return error;
    }
    error = igraph_gomory_hu_tree(&graph, &cuts, flows, limits);
    if (error == IGRAPH_SUCCESS) {
        for (int32_t k = 0; k < nodes - 1; k++) {
            tree[k] = (isti_flow){(int32_t)IGRAPH_FROM(&cuts, k), (int32_t)IGRAPH_TO(&cuts, k),
                                  VECTOR(*flows)[k]};
        }
        igraph_destroy(&cuts);
    }
    igraph_destroy(&graph);
    return error;
}

ist_status isti_igraph_cuts(int32_t nodes, const isti_flow *edge, int32_t edges, isti_flow *tree)
{
    turn t;
    igraph_vector_t limits;
    igraph_vector_t flows;
    begin(&t);
    igraph_error_t error = igraph_vector_init(&limits, edges);
    if (error != IGRAPH_SUCCESS) {
        return end(&t, error);
    }
    error = igraph_vector_init(&flows, 0);
    if (error == IGRAPH_SUCCESS) {
        error = find_tree(nodes, edge, edges, &limits, &flows, tree);
        igraph_vector_destroy(&flows);
    }
    igraph_vector_destroy(&limits);
    return end(&t, error);
}

// ---- Graph files

// What igraph said last in this thread; its handlers are not told for whom they work.
static _Thread_local char last_reason[ISTI_IGRAPH_REASON];

static void note_reason(const char *reason, const char *file, int line, igraph_error_t error)
{
    snprintf(last_reason, sizeof last_reason, "%s", reason ? reason : "");
    igraph_error_handler_ignore(reason, file, line, error);
}

static igraph_error_t parse(FILE *file, isti_graph_kind kind, igraph_t *graph)
{
    switch (kind) {
    case ISTI_GRAPHML:
        return igraph_read_graph_graphml(graph, file, 0);
    case ISTI_GML:
        return igraph_read_graph_gml(graph, file);
    default:
        return igraph_read_graph_pajek(graph, file);
    }
}

// Names and types of the attributes of people or of ties.
typedef struct attributes {
    igraph_strvector_t names[3]; // of the graph, of people, of ties
    igraph_vector_int_t types[3];
    int made; // of both lists
} attributes;

static void close_attributes(attributes *a)
{
    for (int k = 0; k < a->made; k++) {
        igraph_strvector_destroy(&a->names[k]);
        igraph_vector_int_destroy(&a->types[k]);
    }
}

static igraph_error_t open_attributes(const igraph_t *graph, attributes *a)
{
    a->made = 0;
    for (; a->made < 3; a->made++) {
        igraph_error_t error = igraph_strvector_init(&a->names[a->made], 0);
        if (error != IGRAPH_SUCCESS) {
            return error;
        }
        error = igraph_vector_int_init(&a->types[a->made], 0);
        if (error != IGRAPH_SUCCESS) {
            igraph_strvector_destroy(&a->names[a->made]);
            return error;
        }
    }
    return igraph_cattribute_list(graph, &a->names[0], &a->types[0], &a->names[1], &a->types[1],
                                  &a->names[2], &a->types[2]);
}

// The value of an attribute of person or tie number `at` as a text, in `buffer` unless it is one.
static const char *value_of(const igraph_t *graph, bool of_ties, const char *name,
                            igraph_integer_t type, igraph_integer_t at, char buffer[32])
{
    if (type == IGRAPH_ATTRIBUTE_STRING) {
        return of_ties ? igraph_cattribute_EAS(graph, name, at)
                       : igraph_cattribute_VAS(graph, name, at);
    }
    if (type == IGRAPH_ATTRIBUTE_BOOLEAN) {
        const bool value = of_ties ? igraph_cattribute_EAB(graph, name, at)
                                   : igraph_cattribute_VAB(graph, name, at);
        return value ? "true" : "false";
    }
    const double value =
        of_ties ? igraph_cattribute_EAN(graph, name, at) : igraph_cattribute_VAN(graph, name, at);
    snprintf(buffer, 32, "%.15g", value);
    return isnan(value) ? "" : buffer;
}

// A graph that is being read as a table.
typedef struct reading {
    const igraph_t *graph;
    const isti_graph_table *table;
    attributes attributes;
    igraph_integer_t id; // which attribute of people is their id; -1: none, they are numbered
    bool is_called_so;   // as people are to be called
} reading;

static const char *name_at(const reading *r, int part, igraph_integer_t k)
{
    return igraph_strvector_get(&r->attributes.names[part], k);
}

static bool put_id(const reading *r, igraph_integer_t person, bool is_last)
{
    char buffer[32];
    if (r->id < 0) {
        snprintf(buffer, sizeof buffer, "%lld", (long long)person + 1);
        return r->table->put(r->table->context, buffer, is_last);
    }
    const char *text = value_of(r->graph, false, name_at(r, 1, r->id),
                                VECTOR(r->attributes.types[1])[r->id], person, buffer);
    return r->table->put(r->table->context, text, is_last);
}

static bool put_values(const reading *r, int part, igraph_integer_t at, bool is_heading)
{
    const igraph_integer_t count = igraph_strvector_size(&r->attributes.names[part]);
    bool has_room = true;
    for (igraph_integer_t k = 0; k < count && has_room; k++) {
        char buffer[32];
        const char *name = name_at(r, part, k);
        const char *text = is_heading ? name
                                      : value_of(r->graph, part == 2, name,
                                                 VECTOR(r->attributes.types[part])[k], at, buffer);
        has_room = r->table->put(r->table->context, text, k + 1 == count);
    }
    return has_room;
}

static bool put_people(const reading *r)
{
    const bool has_more = igraph_strvector_size(&r->attributes.names[1]) > 0;
    bool has_room = r->is_called_so || r->table->put(r->table->context, r->table->id, !has_more);
    has_room = has_room && put_values(r, 1, 0, true);
    for (igraph_integer_t i = 0; i < igraph_vcount(r->graph) && has_room; i++) {
        has_room = (r->is_called_so || put_id(r, i, !has_more)) && put_values(r, 1, i, false);
    }
    return has_room;
}

static bool put_ties(const reading *r)
{
    const isti_graph_table *table = r->table;
    const bool has_more = igraph_strvector_size(&r->attributes.names[2]) > 0;
    const int ways = igraph_is_directed(r->graph) ? 1 : 2;
    bool has_room = table->put(table->context, table->from, false) &&
                    table->put(table->context, table->to, !has_more) && put_values(r, 2, 0, true);
    for (igraph_integer_t i = 0; i < igraph_ecount(r->graph) && has_room; i++) {
        const igraph_integer_t ends[] = {IGRAPH_FROM(r->graph, i), IGRAPH_TO(r->graph, i)};
        for (int way = 0; way < ways && has_room; way++) {
            has_room = put_id(r, ends[way], false) && put_id(r, ends[1 - way], !has_more) &&
                       put_values(r, 2, i, false);
        }
    }
    return has_room;
}

static igraph_integer_t find_attribute(const reading *r, const char *name)
{
    igraph_integer_t found = -1;
    for (igraph_integer_t k = 0; k < igraph_strvector_size(&r->attributes.names[1]); k++) {
        found = strcmp(name_at(r, 1, k), name) == 0 ? k : found;
    }
    return found;
}

static igraph_error_t put_table(const igraph_t *graph, const isti_graph_table *table)
{
    reading r = {.graph = graph, .table = table, .id = -1};
    igraph_error_t error = open_attributes(graph, &r.attributes);
    if (error == IGRAPH_SUCCESS) {
        r.id = find_attribute(&r, table->id);
        r.is_called_so = r.id >= 0;
        r.id = r.is_called_so ? r.id : find_attribute(&r, "name"); // as igraph calls them
        const bool has_room = table->of_ties ? put_ties(&r) : put_people(&r);
        error = has_room ? IGRAPH_SUCCESS : IGRAPH_ENOMEM;
    }
    close_attributes(&r.attributes);
    return error;
}

ist_status isti_igraph_read(const char *bytes, size_t length, const isti_graph_table *table,
                            char reason[ISTI_IGRAPH_REASON])
{
    turn t;
    igraph_t graph;
    FILE *file = fmemopen((void *)(uintptr_t)bytes, length, "r");
    if (!file) {
        return IST_ERR_NO_MEMORY;
    }
    begin(&t);
    igraph_attribute_table_t *attribute_table =
        igraph_set_attribute_table(&igraph_cattribute_table);
    igraph_set_error_handler(note_reason);
    last_reason[0] = '\0';
    igraph_error_t error = parse(file, table->kind, &graph);
    const bool is_refused = error != IGRAPH_SUCCESS && error != IGRAPH_ENOMEM;
    snprintf(reason, ISTI_IGRAPH_REASON, "%s",
             last_reason[0] ? last_reason : igraph_strerror(error));
    if (error == IGRAPH_SUCCESS) {
        if (table->is_directed) {
            *table->is_directed = igraph_is_directed(&graph);
        }
        error = put_table(&graph, table);
        igraph_destroy(&graph);
    }
    igraph_set_attribute_table(attribute_table);
    const ist_status status = end(&t, error);
    fclose(file);
    return is_refused ? IST_ERR_SYNTAX : status;
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

ist_status isti_igraph_cuts(int32_t nodes, const isti_flow *edge, int32_t edges, isti_flow *tree)
{
    (void)nodes;
    (void)edge;
    (void)edges;
    (void)tree;
    return IST_ERR_LIMIT;
}

ist_status isti_igraph_read(const char *bytes, size_t length, const isti_graph_table *table,
                            char reason[ISTI_IGRAPH_REASON])
{
    (void)bytes;
    (void)length;
    (void)table;
    (void)reason;
    return IST_ERR_LIMIT;
}

#endif
