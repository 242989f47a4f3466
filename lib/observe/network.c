// SPDX-License-Identifier: GPL-3.0-or-later
// Making networks, from ties that are given and from a run.
#include "observe/network.h"

#include "base/memory.h"
#include "state/state.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

ist_network_def ist_network_def_default(void)
{
    return (ist_network_def){.def_size = sizeof(ist_network_def)};
}

void ist_network_destroy(ist_network *network)
{
    if (network) {
        isti_free(network->pair);
        isti_free(network->start);
        isti_free(network->neighbor);
        isti_free(network->weight);
        isti_free(network->unit);
        isti_free(network->community);
        isti_free(network->employee);
        for (int32_t i = 0; network->label && i < network->people; i++) {
            isti_free(network->label[i]);
        }
        isti_free(network->label);
        isti_free(network);
    }
}

int32_t ist_network_people(const ist_network *network)
{
    return network->people;
}

int64_t ist_network_ties(const ist_network *network)
{
    int64_t ties = network->pairs;
    for (int64_t i = 0; network->directed && i < network->pairs; i++) {
        ties += network->pair[i].forward > 0.0 && network->pair[i].backward > 0.0;
    }
    return ties;
}

const char *ist_network_label(const ist_network *network, int32_t index)
{
    const bool is_known = network->label && index >= 0 && index < network->people;
    return is_known ? network->label[index] : NULL;
}

ist_employee_id ist_network_employee(const ist_network *network, int32_t index)
{
    const bool is_known = network->employee && index >= 0 && index < network->people;
    return (ist_employee_id){is_known ? network->employee[index] : 0};
}

double isti_pair_weight(const ist_network *network, const isti_pair *pair)
{
    return network->directed ? pair->forward + pair->backward : pair->forward;
}

// ---- Pairs

static int compare_pairs(const void *left, const void *right)
{
    const isti_pair *a = left;
    const isti_pair *b = right;
    if (a->low != b->low) {
        return a->low < b->low ? -1 : 1;
    }
    return (a->high > b->high) - (a->high < b->high);
}

static isti_pair pair_of(const ist_network_tie *tie, bool directed)
{
    const bool is_forward = tie->from < tie->to;
    return (isti_pair){.low = is_forward ? tie->from : tie->to,
                       .high = is_forward ? tie->to : tie->from,
                       .forward = is_forward || !directed ? tie->weight : 0.0,
                       .backward = is_forward && directed ? 0.0 : tie->weight,
                       .instrumental = tie->instrumental,
                       .affective = tie->affective};
}

// Put together what is said of the same two people; pairs are sorted.
static void merge_pairs(ist_network *network)
{
    int64_t kept = 0;
    for (int64_t i = 0; i < network->pairs; i++) {
        const isti_pair *pair = &network->pair[i];
        isti_pair *last = kept > 0 ? &network->pair[kept - 1] : NULL;
        if (!last || compare_pairs(last, pair) != 0) {
            network->pair[kept++] = *pair;
            continue;
        }
        last->forward = isti_max(last->forward, pair->forward);
        last->backward = isti_max(last->backward, pair->backward);
        last->instrumental = isti_max(last->instrumental, pair->instrumental);
        last->affective = isti_max(last->affective, pair->affective);
    }
    network->pairs = kept;
}

// Lists of neighbors; pairs come in rising order, and so do they.
static bool list_neighbors(ist_network *network)
{
    const size_t people = (size_t)network->people;
    const size_t ends = 2 * (size_t)network->pairs;
    int64_t *next = isti_alloc_array(people + 1, sizeof *next);
    network->start = isti_alloc_array(people + 1, sizeof *network->start);
    network->neighbor = isti_alloc_array(ends, sizeof *network->neighbor);
    network->weight = isti_alloc_array(ends, sizeof *network->weight);
    if (!next || !network->start || !network->neighbor || !network->weight) {
        isti_free(next);
        return false;
    }
    for (int64_t i = 0; i < network->pairs; i++) {
        network->start[network->pair[i].low + 1]++;
        network->start[network->pair[i].high + 1]++;
    }
    for (size_t p = 0; p < people; p++) {
        network->start[p + 1] += network->start[p];
        next[p] = network->start[p];
    }
    // Lower neighbors first, then higher ones: both passes go by rising numbers.
    for (int64_t i = 0; i < network->pairs; i++) {
        const isti_pair *pair = &network->pair[i];
        network->weight[next[pair->high]] = isti_pair_weight(network, pair);
        network->neighbor[next[pair->high]++] = pair->low;
    }
    for (int64_t i = 0; i < network->pairs; i++) {
        const isti_pair *pair = &network->pair[i];
        network->weight[next[pair->low]] = isti_pair_weight(network, pair);
        network->neighbor[next[pair->low]++] = pair->high;
    }
    isti_free(next);
    return true;
}

static int32_t *copy_numbers(const int32_t *numbers, int32_t count)
{
    int32_t *copy = isti_alloc_array((size_t)count, sizeof *copy);
    if (copy && count > 0) {
        memcpy(copy, numbers, (size_t)count * sizeof *copy);
    }
    return copy;
}

static ist_status check(const ist_network_def *def, ist_errors *errors)
{
    if (!def || def->def_size != sizeof *def) {
        return isti_fail(errors, IST_ERR_DEF_NOT_INITIALIZED, "", "%s",
                         ist_status_text(IST_ERR_DEF_NOT_INITIALIZED));
    }
    if (def->people < 0 || def->ties < 0 || (def->ties > 0 && !def->tie)) {
        return isti_fail(errors, IST_ERR_ARGUMENT, "", "a network of %d people and %lld ties",
                         (int)def->people, (long long)def->ties);
    }
    for (int64_t i = 0; i < def->ties; i++) {
        const ist_network_tie *tie = &def->tie[i];
        const bool is_inside =
            tie->from >= 0 && tie->from < def->people && tie->to >= 0 && tie->to < def->people;
        if (!is_inside || !(tie->weight > 0.0) || !isfinite(tie->weight)) {
            return isti_fail(errors, IST_ERR_ARGUMENT, "",
                             "tie %lld from %d to %d of weight %g: people go from 0 to %d, and "
                             "weights are above 0",
                             (long long)i, (int)tie->from, (int)tie->to, tie->weight,
                             (int)def->people - 1);
        }
    }
    return IST_OK;
}

static bool fill(ist_network *network, const ist_network_def *def)
{
    network->people = def->people;
    network->directed = def->directed;
    network->unit = def->unit ? copy_numbers(def->unit, def->people) : NULL;
    network->community = def->community ? copy_numbers(def->community, def->people) : NULL;
    network->pair = isti_alloc_array((size_t)def->ties, sizeof *network->pair);
    if (!network->pair || (def->unit && !network->unit) ||
        (def->community && !network->community)) {
        return false;
    }
    for (int64_t i = 0; i < def->ties; i++) {
        if (def->tie[i].from != def->tie[i].to) {
            network->pair[network->pairs++] = pair_of(&def->tie[i], def->directed);
        }
    }
    qsort(network->pair, (size_t)network->pairs, sizeof *network->pair, compare_pairs);
    merge_pairs(network);
    return list_neighbors(network);
}

ist_network *ist_network_create(const ist_network_def *def, ist_errors *errors)
{
    if (check(def, errors) != IST_OK) {
        return NULL;
    }
    ist_network *network = isti_alloc_array(1, sizeof *network);
    if (!network || !fill(network, def)) {
        ist_network_destroy(network);
        isti_fail(errors, IST_ERR_NO_MEMORY, "", "out of memory");
        return NULL;
    }
    return network;
}

// ---- From a run

typedef struct gathering {
    int32_t *index; // by employee from 0: number in the network, -1: not in it
    int32_t *unit, *community, *employee;
    ist_network_tie *tie;
    size_t ties, capacity;
} gathering;

static void clear(gathering *g)
{
    isti_free(g->index);
    isti_free(g->unit);
    isti_free(g->community);
    isti_free(g->employee);
    isti_free(g->tie);
}

// Who is in the network. Gives how many, -1 when memory is short.
static int32_t gather_people(const ist_state *state, gathering *g)
{
    const ist_model *model = ist_state_model(state);
    const size_t all = (size_t)model->employee_count;
    int32_t people = 0;
    g->index = isti_alloc_array(all, sizeof *g->index);
    g->unit = isti_alloc_array(all, sizeof *g->unit);
    g->community = isti_alloc_array(all, sizeof *g->community);
    g->employee = isti_alloc_array(all, sizeof *g->employee);
    if (!g->index || !g->unit || !g->community || !g->employee) {
        return -1;
    }
    for (int32_t i = 0; i < model->employee_count; i++) {
        ist_employee_info info;
        const ist_employee_id employee = {i + 1};
        const bool is_in = model->employee_node[i] >= 0 &&
                           ist_employee_get(state, employee, &info) && info.present;
        g->index[i] = is_in ? people : -1;
        if (is_in) {
            g->unit[people] = info.unit.number;
            g->community[people] = -1;
            g->employee[people++] = employee.number;
        }
    }
    return people;
}

// The first active community of each.
static void gather_communities(const ist_state *state, gathering *g)
{
    const int32_t count = ist_state_communities(state);
    for (int32_t c = 1; c <= count; c++) {
        ist_community_info info;
        if (!ist_community_get(state, (ist_community_id){c}, &info) || !info.active) {
            continue;
        }
        for (int32_t k = 0;; k++) {
            const ist_employee_id member = ist_community_member(state, (ist_community_id){c}, k);
            if (member.number == 0) {
                break;
            }
            const int32_t at = g->index[member.number - 1];
            if (at >= 0 && g->community[at] < 0) {
                g->community[at] = c;
            }
        }
    }
}

static bool add_tie(gathering *g, const ist_network_tie *tie)
{
    if (g->ties == g->capacity) {
        const size_t capacity = isti_grown(g->capacity, g->ties + 1);
        ist_network_tie *grown = isti_resize_array(g->tie, g->capacity, capacity, sizeof *grown);
        if (!grown) {
            return false;
        }
        g->tie = grown;
        g->capacity = capacity;
    }
    g->tie[g->ties++] = *tie;
    return true;
}

static bool gather_ties(const ist_state *state, double threshold, int32_t people, gathering *g)
{
    for (int32_t i = 0; i < people; i++) {
        ist_tie_info tie;
        const ist_employee_id employee = {g->employee[i]};
        for (int32_t k = 0; ist_employee_tie(state, employee, k, &tie); k++) {
            const int32_t other = g->index[tie.other.number - 1];
            const bool counts = other > i && !tie.dormant && tie.strength > threshold;
            if (counts && !add_tie(g, &(ist_network_tie){.from = i,
                                                         .to = other,
                                                         .weight = tie.strength,
                                                         .instrumental = tie.instrumental,
                                                         .affective = tie.affective})) {
                return false;
            }
        }
    }
    return true;
}

ist_network *ist_network_of_state(const ist_state *state, double threshold, ist_errors *errors)
{
    gathering g = {.index = NULL};
    ist_network *network = NULL;
    const double least =
        isnan(threshold) ? ist_model_parameter(ist_state_model(state), "theta") : threshold;
    const int32_t people = gather_people(state, &g);
    if (people >= 0) {
        gather_communities(state, &g);
    }
    if (people >= 0 && gather_ties(state, least, people, &g)) {
        ist_network_def def = ist_network_def_default();
        def.people = people;
        def.tie = g.tie;
        def.ties = (int64_t)g.ties;
        def.unit = g.unit;
        def.community = g.community;
        network = ist_network_create(&def, errors);
    } else {
        isti_fail(errors, IST_ERR_NO_MEMORY, "", "out of memory");
    }
    if (network) {
        network->employee = g.employee;
        g.employee = NULL;
    }
    clear(&g);
    return network;
}

// ---- Units

static int compare_numbers(const void *left, const void *right)
{
    const int32_t a = *(const int32_t *)left;
    const int32_t b = *(const int32_t *)right;
    return (a > b) - (a < b);
}

// The different numbers in rising order; gives how many.
static int32_t keep_different(int32_t *numbers, int32_t count)
{
    int32_t kept = 0;
    qsort(numbers, (size_t)count, sizeof *numbers, compare_numbers);
    for (int32_t i = 0; i < count; i++) {
        if (kept == 0 || numbers[kept - 1] != numbers[i]) {
            numbers[kept++] = numbers[i];
        }
    }
    return kept;
}

static ist_network_unit *find_unit(ist_network_unit *units, const int32_t *numbers, int32_t count,
                                   int32_t number, int32_t capacity)
{
    const int32_t *at = bsearch(&number, numbers, (size_t)count, sizeof *numbers, compare_numbers);
    return at && at - numbers < capacity ? &units[at - numbers] : NULL;
}

int32_t ist_network_units(const ist_network *network, ist_network_unit *out, int32_t capacity)
{
    if (!network->unit) {
        return 0;
    }
    int32_t *numbers = copy_numbers(network->unit, network->people);
    if (!numbers) {
        return -1;
    }
    const int32_t count = keep_different(numbers, network->people);
    for (int32_t u = 0; u < count && u < capacity; u++) {
        out[u] = (ist_network_unit){.unit = numbers[u]};
    }
    for (int32_t i = 0; i < network->people; i++) {
        ist_network_unit *unit = find_unit(out, numbers, count, network->unit[i], capacity);
        if (unit) {
            unit->people++;
        }
    }
    for (int64_t i = 0; i < network->pairs; i++) {
        const int32_t low = network->unit[network->pair[i].low];
        const int32_t high = network->unit[network->pair[i].high];
        ist_network_unit *one = find_unit(out, numbers, count, low, capacity);
        ist_network_unit *other = find_unit(out, numbers, count, high, capacity);
        if (one) {
            one->internal += low == high;
            one->external += low != high;
        }
        if (other && low != high) {
            other->external++;
        }
    }
    for (int32_t u = 0; u < count && u < capacity; u++) {
        const double all = (double)(out[u].internal + out[u].external);
        out[u].ei_index =
            all > 0.0 ? (double)(out[u].external - out[u].internal) / all : (double)NAN;
    }
    isti_free(numbers);
    return count;
}
