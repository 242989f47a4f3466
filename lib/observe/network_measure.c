// SPDX-License-Identifier: GPL-3.0-or-later
// What a network measures, as a whole and person by person.
#include "observe/igraph_calls.h"
#include "observe/network.h"

#include "base/memory.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name, *unit, *text;
} measures[IST_NETWORK_COUNT] = {
#define IST_ROW(NAME, name, unit, text) [IST_NETWORK_##NAME] = {#name, unit, text},
    IST_NETWORK_LIST(IST_ROW)
#undef IST_ROW
};

const char *ist_network_measure_name(ist_network_measure measure)
{
    return (uint32_t)measure < IST_NETWORK_COUNT ? measures[measure].name : NULL;
}

const char *ist_network_measure_unit(ist_network_measure measure)
{
    return (uint32_t)measure < IST_NETWORK_COUNT ? measures[measure].unit : NULL;
}

const char *ist_network_measure_text(ist_network_measure measure)
{
    return (uint32_t)measure < IST_NETWORK_COUNT ? measures[measure].text : NULL;
}

ist_network_options ist_network_options_default(void)
{
    return (ist_network_options){
        .def_size = sizeof(ist_network_options), .exact = 2000, .sources = 500, .remove = 5};
}

// What a measurement needs by person.
typedef struct desk {
    const ist_network *network;
    const ist_network_options *options;
    double *out;
    ist_network_person *person;
    double *value; // by person, for one thing after the other
    int32_t *number, *size;
    bool *flag;
    int32_t *sources;
    int32_t source_count;
} desk;

static double ratio(double part, double whole)
{
    return whole > 0.0 ? part / whole : (double)NAN;
}

// ---- Counts

static void count_ties(desk *d)
{
    const ist_network *net = d->network;
    const double people = net->people;
    const double pairs = people * (people - 1.0) / 2.0;
    double arcs = 0.0;
    double returned = 0.0;
    for (int64_t i = 0; i < net->pairs; i++) {
        const bool is_mutual = net->pair[i].forward > 0.0 && net->pair[i].backward > 0.0;
        arcs += is_mutual ? 2.0 : 1.0;
        returned += is_mutual ? 2.0 : 0.0;
    }
    d->out[IST_NETWORK_PEOPLE] = people;
    d->out[IST_NETWORK_TIES] = net->directed ? arcs : (double)net->pairs;
    d->out[IST_NETWORK_DENSITY] =
        net->directed ? ratio(arcs, 2.0 * pairs) : ratio((double)net->pairs, pairs);
    d->out[IST_NETWORK_RECIPROCITY] = net->directed ? ratio(returned, arcs) : (double)NAN;
}

static int compare_doubles(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a > b) - (a < b);
}

// Mean, median, 90 % quantile and maximum of the values, which are sorted by it.
static void describe(desk *d, ist_network_measure first)
{
    const size_t count = (size_t)d->network->people;
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += d->value[i];
    }
    if (count > 0) {
        qsort(d->value, count, sizeof *d->value, compare_doubles);
        d->out[first] = sum / (double)count;
        d->out[first + 1] = gsl_stats_quantile_from_sorted_data(d->value, 1, count, 0.5);
        d->out[first + 2] = gsl_stats_quantile_from_sorted_data(d->value, 1, count, 0.9);
        d->out[first + 3] = d->value[count - 1];
    }
}

static void describe_degrees(desk *d)
{
    const ist_network *net = d->network;
    double isolates = 0.0;
    for (int32_t i = 0; i < net->people; i++) {
        ist_network_person *p = &d->person[i];
        p->degree = (int32_t)(net->start[i + 1] - net->start[i]);
        for (int64_t k = net->start[i]; k < net->start[i + 1]; k++) {
            p->strength += net->weight[k];
        }
        isolates += p->degree == 0;
        d->value[i] = p->degree;
    }
    d->out[IST_NETWORK_ISOLATES] = isolates;
    describe(d, IST_NETWORK_DEGREE_MEAN);
    for (int32_t i = 0; i < net->people; i++) {
        d->value[i] = d->person[i].strength;
    }
    describe(d, IST_NETWORK_STRENGTH_MEAN);
}

// ---- Components

// Share of the pairs among `people` that have a path.
static double share_of_pairs(const int32_t *size, int32_t count, double people)
{
    double pairs = 0.0;
    for (int32_t c = 0; c < count; c++) {
        pairs += (double)size[c] * (size[c] - 1.0);
    }
    return ratio(pairs, people * (people - 1.0));
}

static ist_status find_components(desk *d)
{
    const double people = d->network->people;
    const int32_t count = isti_network_components(d->network, NULL, d->number, d->size);
    int32_t largest = 0;
    for (int32_t c = 0; c < count; c++) {
        largest = isti_max_i(largest, d->size[c]);
    }
    d->out[IST_NETWORK_COMPONENTS] = count;
    d->out[IST_NETWORK_LARGEST] = ratio(largest, people);
    d->out[IST_NETWORK_REACH] = share_of_pairs(d->size, isti_max_i(count, 0), people);
    return count >= 0 ? IST_OK : IST_ERR_NO_MEMORY;
}

// ---- Around each person

// Sums over the people around one, all of whom are marked with their weight in `mark`.
typedef struct around {
    double ties;       // among them
    double constraint; // of the one in the middle
} around;

// Burt's proportion of i's ties that j has.
static double proportion(const desk *d, int32_t i, double weight)
{
    return weight / d->person[i].strength;
}

static around look_around(const desk *d, int32_t i, double *mark)
{
    const ist_network *net = d->network;
    around a = {0.0, 0.0};
    for (int64_t k = net->start[i]; k < net->start[i + 1]; k++) {
        mark[net->neighbor[k]] = net->weight[k];
    }
    for (int64_t k = net->start[i]; k < net->start[i + 1]; k++) {
        const int32_t j = net->neighbor[k];
        double through = proportion(d, i, net->weight[k]);
        for (int64_t m = net->start[j]; m < net->start[j + 1]; m++) {
            const int32_t q = net->neighbor[m];
            if (mark[q] > 0.0 && q != i) {
                a.ties += 0.5; // met from both ends
                through += proportion(d, i, mark[q]) * proportion(d, q, net->weight[m]);
            }
        }
        a.constraint += through * through;
    }
    for (int64_t k = net->start[i]; k < net->start[i + 1]; k++) {
        mark[net->neighbor[k]] = 0.0;
    }
    return a;
}

static void look_around_all(desk *d)
{
    double closed = 0.0;
    double open = 0.0;
    double clustering = 0.0;
    double clustered = 0.0;
    double constraint = 0.0;
    double size = 0.0;
    double tied = 0.0;
    memset(d->value, 0, (size_t)d->network->people * sizeof *d->value);
    for (int32_t i = 0; i < d->network->people; i++) {
        ist_network_person *p = &d->person[i];
        const double degree = p->degree;
        p->constraint = p->effective_size = (double)NAN;
        if (p->degree == 0) {
            continue;
        }
        const around a = look_around(d, i, d->value);
        const double pairs = degree * (degree - 1.0) / 2.0;
        p->constraint = a.constraint;
        p->effective_size = degree - 2.0 * a.ties / degree;
        constraint += p->constraint;
        size += p->effective_size;
        tied += 1.0;
        closed += a.ties;
        open += pairs;
        clustering += pairs > 0.0 ? a.ties / pairs : 0.0;
        clustered += pairs > 0.0;
    }
    d->out[IST_NETWORK_TRANSITIVITY] = ratio(closed, open);
    d->out[IST_NETWORK_CLUSTERING] = ratio(clustering, clustered);
    d->out[IST_NETWORK_CONSTRAINT] = ratio(constraint, tied);
    d->out[IST_NETWORK_EFFECTIVE_SIZE] = ratio(size, tied);
}

// ---- Units

static void compare_units(desk *d)
{
    const ist_network *net = d->network;
    double across = 0.0;
    for (int64_t i = 0; net->unit && i < net->pairs; i++) {
        across += net->unit[net->pair[i].low] != net->unit[net->pair[i].high];
    }
    const double all = net->unit ? (double)net->pairs : 0.0;
    d->out[IST_NETWORK_EI] = ratio(2.0 * across - all, all);
}

// By both ends, which are units, by rank.
static int compare_ends(const void *left, const void *right)
{
    const isti_flow *a = left;
    const isti_flow *b = right;
    if (a->from != b->from) {
        return a->from < b->from ? -1 : 1;
    }
    return (a->to > b->to) - (a->to < b->to);
}

// The largest flow first, then by ends.
static int compare_flows(const void *left, const void *right)
{
    const isti_flow *a = left;
    const isti_flow *b = right;
    if (a->flow != b->flow) {
        return a->flow > b->flow ? -1 : 1;
    }
    return compare_ends(left, right);
}

static int32_t rank_of(const ist_network_unit *units, int32_t count, int32_t unit)
{
    int32_t low = 0;
    for (int32_t high = count; high - low > 1;) {
        const int32_t middle = low + (high - low) / 2;
        *(units[middle].unit <= unit ? &low : &high) = middle;
    }
    return low;
}

// Ties between two units, once for each pair of units.
static int32_t bundle_ties(const ist_network *net, const ist_network_unit *units, int32_t count,
                           isti_flow *out)
{
    int32_t found = 0;
    for (int64_t i = 0; i < net->pairs; i++) {
        const int32_t one = rank_of(units, count, net->unit[net->pair[i].low]);
        const int32_t other = rank_of(units, count, net->unit[net->pair[i].high]);
        if (one != other) {
            out[found++] = (isti_flow){isti_min_i(one, other), isti_max_i(one, other), 1.0};
        }
    }
    qsort(out, (size_t)found, sizeof *out, compare_ends);
    int32_t kept = 0;
    for (int32_t i = 0; i < found; i++) {
        if (kept > 0 && compare_ends(&out[kept - 1], &out[i]) == 0) {
            out[kept - 1].flow += 1.0;
        } else {
            out[kept++] = out[i];
        }
    }
    return kept;
}

static int32_t root_of(int32_t *above, int32_t node)
{
    while (above[node] != node) {
        above[node] = above[above[node]]; // halve the way for whoever comes next
        node = above[node];
    }
    return node;
}

// Mean and least over all pairs: with the edges of the tree from the largest flow down, each joins two
// groups all of whose pairs have its flow.
static bool sum_flows(desk *d, isti_flow *tree, int32_t nodes)
{
    double sum = 0.0;
    int32_t *above = isti_alloc_array((size_t)nodes, sizeof *above);
    int32_t *size = isti_alloc_array((size_t)nodes, sizeof *size);
    const bool has_room = above && size;
    for (int32_t i = 0; has_room && i < nodes; i++) {
        above[i] = i;
        size[i] = 1;
    }
    qsort(tree, (size_t)nodes - 1, sizeof *tree, compare_flows);
    for (int32_t k = 0; has_room && k < nodes - 1; k++) {
        const int32_t one = root_of(above, tree[k].from);
        const int32_t other = root_of(above, tree[k].to);
        sum += tree[k].flow * size[one] * size[other];
        size[one] += size[other];
        above[other] = one;
    }
    d->out[IST_NETWORK_REDUNDANCY] = sum / ((double)nodes * (nodes - 1) / 2.0);
    d->out[IST_NETWORK_REDUNDANCY_MIN] = tree[nodes - 2].flow;
    isti_free(above);
    isti_free(size);
    return has_room;
}

static ist_status find_cuts(desk *d, const ist_network_unit *units, int32_t count)
{
    isti_flow *bundles = isti_alloc_array((size_t)d->network->pairs, sizeof *bundles);
    isti_flow *tree = isti_alloc_array((size_t)count - 1, sizeof *tree);
    ist_status status = bundles && tree ? IST_OK : IST_ERR_NO_MEMORY;
    const int32_t edges = status == IST_OK ? bundle_ties(d->network, units, count, bundles) : 0;
    if (edges == 0) {
        d->out[IST_NETWORK_REDUNDANCY] = d->out[IST_NETWORK_REDUNDANCY_MIN] = 0.0;
    } else if (status == IST_OK) {
        status = isti_igraph_cuts(count, bundles, edges, tree);
        status = status == IST_OK && !sum_flows(d, tree, count) ? IST_ERR_NO_MEMORY : status;
    }
    isti_free(bundles);
    isti_free(tree);
    return status;
}

// How many ties have to go before two units have no path left, whatever lies between them.
static ist_status part_units(desk *d)
{
    const int32_t count = ist_network_units(d->network, NULL, 0);
    if (count < 2) {
        return count < 0 ? IST_ERR_NO_MEMORY : IST_OK;
    }
    ist_network_unit *units = isti_alloc_array((size_t)count, sizeof *units);
    ist_status status = IST_ERR_NO_MEMORY;
    if (units && ist_network_units(d->network, units, count) == count) {
        status = find_cuts(d, units, count);
    }
    isti_free(units);
    return status;
}

// ---- What igraph knows

// The most central people that are still there are taken out one by one, the first of several alike.
static ist_status remove_central(desk *d)
{
    const ist_network *net = d->network;
    const int32_t removed = isti_min_i(d->options->remove, net->people);
    for (int32_t k = 0; k < removed; k++) {
        int32_t best = -1;
        for (int32_t i = 0; i < net->people; i++) {
            if (!d->flag[i] &&
                (best < 0 || d->person[i].betweenness > d->person[best].betweenness)) {
                best = i;
            }
        }
        d->flag[best] = true;
    }
    const int32_t count = isti_network_components(net, d->flag, d->number, d->size);
    d->out[IST_NETWORK_REACH_WITHOUT] =
        share_of_pairs(d->size, isti_max_i(count, 0), net->people - removed);
    return count >= 0 ? IST_OK : IST_ERR_NO_MEMORY;
}

static ist_status find_brokers(desk *d)
{
    double sum = 0.0;
    double most = 0.0;
    const int32_t people = d->network->people;
    ist_status status = isti_igraph_betweenness(d->network, d->sources, d->source_count, d->value);
    if (status != IST_OK) {
        return status;
    }
    for (int32_t i = 0; i < people; i++) {
        d->person[i].betweenness = d->value[i];
        sum += d->value[i];
        most = isti_max(most, d->value[i]);
    }
    d->out[IST_NETWORK_BETWEENNESS_MEAN] = ratio(sum, people);
    d->out[IST_NETWORK_BETWEENNESS_MAX] = people > 0 ? most : (double)NAN;
    memset(d->flag, 0, (size_t)people * sizeof *d->flag);
    return remove_central(d);
}

static ist_status find_articulation(desk *d)
{
    const ist_status status = isti_igraph_articulation(d->network, d->flag);
    double count = 0.0;
    for (int32_t i = 0; status == IST_OK && i < d->network->people; i++) {
        d->person[i].articulation = d->flag[i];
        count += d->flag[i];
    }
    d->out[IST_NETWORK_ARTICULATION] = status == IST_OK ? count : (double)NAN;
    return status;
}

// Real communities against clusters, over the people who are in one.
static ist_status match_communities(desk *d)
{
    const ist_network *net = d->network;
    int32_t count = 0;
    bool has_several = false;
    for (int32_t i = 0; net->community && i < net->people; i++) {
        if (net->community[i] >= 0) {
            d->number[count] = d->person[i].cluster;
            d->size[count] = net->community[i];
            has_several |= net->community[i] != d->size[0];
            count++;
        }
    }
    return has_several ? isti_igraph_match(d->number, d->size, count, &d->out[IST_NETWORK_MATCH])
                       : IST_OK;
}

static ist_status find_clusters(desk *d)
{
    int32_t count = d->network->people;
    double modularity = (double)NAN;
    if (d->network->pairs == 0) {
        d->out[IST_NETWORK_CLUSTERS] = count; // everybody alone
        return IST_OK;
    }
    ist_status status = isti_igraph_clusters(d->network, d->number, &count, &modularity);
    if (status != IST_OK) {
        return status;
    }
    for (int32_t i = 0; i < d->network->people; i++) {
        d->person[i].cluster = d->number[i];
    }
    d->out[IST_NETWORK_CLUSTERS] = count;
    d->out[IST_NETWORK_MODULARITY] = modularity;
    return match_communities(d);
}

static ist_status ask_igraph(desk *d)
{
    if (!ist_igraph_version() || d->network->people == 0) {
        return IST_OK;
    }
    ist_status status = find_brokers(d);
    status = status == IST_OK ? find_articulation(d) : status;
    status = status == IST_OK ? find_clusters(d) : status;
    return status == IST_OK ? part_units(d) : status;
}

// ---- The whole

static ist_status measure(desk *d)
{
    count_ties(d);
    describe_degrees(d);
    ist_status status = find_components(d);
    look_around_all(d);
    compare_units(d);
    if (status == IST_OK) {
        status = isti_network_distances(d->network, d->sources, d->source_count,
                                        &d->out[IST_NETWORK_PATH], &d->out[IST_NETWORK_EFFICIENCY]);
    }
    return status == IST_OK ? ask_igraph(d) : status;
}

ist_status ist_network_measure_all(const ist_network *network, const ist_network_options *options,
                                   double *out, ist_network_person *person)
{
    const ist_network_options usual = ist_network_options_default();
    const size_t people = (size_t)network->people;
    if (options && (options->def_size != sizeof *options || options->exact < 0 ||
                    options->sources < 1 || options->remove < 0)) {
        return IST_ERR_ARGUMENT;
    }
    ist_network_person *own = person ? NULL : isti_alloc_array(people, sizeof *own);
    desk d = {.network = network,
              .options = options ? options : &usual,
              .out = out,
              .person = person ? person : own,
              .value = isti_alloc_array(people, sizeof *d.value),
              .number = isti_alloc_array(people, sizeof *d.number),
              .size = isti_alloc_array(people, sizeof *d.size),
              .flag = isti_alloc_array(people, sizeof *d.flag),
              .sources = isti_alloc_array(people, sizeof *d.sources)};
    ist_status status = IST_ERR_NO_MEMORY;
    if (d.person && d.value && d.number && d.size && d.flag && d.sources) {
        for (int m = 0; m < IST_NETWORK_COUNT; m++) {
            out[m] = (double)NAN;
        }
        for (size_t i = 0; i < people; i++) {
            d.person[i] = (ist_network_person){.betweenness = (double)NAN, .cluster = -1};
        }
        d.source_count = isti_network_sources(network, d.options, d.sources);
        status = measure(&d);
    }
    isti_free(own);
    isti_free(d.value);
    isti_free(d.number);
    isti_free(d.size);
    isti_free(d.flag);
    isti_free(d.sources);
    return status;
}
