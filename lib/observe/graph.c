// SPDX-License-Identifier: GPL-3.0-or-later
// Remembering the network of a run, moment by moment.
#include "observe/graph.h"

#include "base/memory.h"
#include "observe/network.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

ist_graph_def ist_graph_def_default(void)
{
    return (ist_graph_def){.def_size = sizeof(ist_graph_def), .threshold = ist_unset()};
}

static void free_node(isti_graph_node *node)
{
    for (size_t i = 0; i < node->phases; i++) {
        isti_free(node->phase[i].communities);
    }
    isti_free(node->phase);
}

static void free_edges(isti_graph_edge *edges, size_t count)
{
    for (size_t i = 0; edges && i < count; i++) {
        isti_free(edges[i].spell);
    }
    isti_free(edges);
}

void ist_graph_destroy(ist_graph *graph)
{
    if (!graph) {
        return;
    }
    for (size_t i = 0; i < graph->nodes; i++) {
        free_node(&graph->node[i]);
    }
    isti_free(graph->node);
    free_edges(graph->edge, graph->edges);
    isti_free(graph->time);
    isti_free(graph);
}

ist_graph *ist_graph_create(const ist_graph_def *def, ist_errors *errors)
{
    if (!def || def->def_size != sizeof *def || !def->model) {
        isti_fail(errors, IST_ERR_DEF_NOT_INITIALIZED, "", "%s",
                  ist_status_text(IST_ERR_DEF_NOT_INITIALIZED));
        return NULL;
    }
    ist_graph *graph = isti_alloc_array(1, sizeof *graph);
    if (!graph) {
        isti_fail(errors, IST_ERR_NO_MEMORY, "", "out of memory");
        return NULL;
    }
    graph->def = *def;
    return graph;
}

// ---- Communities

// Who belongs to what: one entry per member of an active community.
typedef struct seat {
    int32_t employee, community;
    bool is_pilot;
} seat;

typedef struct seats {
    seat *item;
    size_t count, capacity;
} seats;

static bool add_seat(seats *all, seat one)
{
    if (all->count == all->capacity) {
        const size_t capacity = isti_grown(all->capacity, all->count + 1);
        seat *item = isti_resize_array(all->item, all->capacity, capacity, sizeof *item);
        if (!item) {
            return false;
        }
        all->item = item;
        all->capacity = capacity;
    }
    all->item[all->count++] = one;
    return true;
}

static int compare_seats(const void *left, const void *right)
{
    const seat *a = left;
    const seat *b = right;
    if (a->employee != b->employee) {
        return a->employee < b->employee ? -1 : 1;
    }
    return (a->community > b->community) - (a->community < b->community);
}

static bool list_seats(const ist_state *state, seats *all)
{
    for (int32_t c = 1; c <= ist_state_communities(state); c++) {
        const ist_community_id community = {c};
        ist_community_info info;
        if (!ist_community_get(state, community, &info) || !info.active) {
            continue;
        }
        ist_employee_id member = ist_community_member(state, community, 0);
        for (int32_t k = 1; member.number > 0; k++) {
            if (!add_seat(all, (seat){member.number, c, member.number == info.pilot.number})) {
                return false;
            }
            member = ist_community_member(state, community, k);
        }
    }
    if (all->count > 0) {
        qsort(all->item, all->count, sizeof *all->item, compare_seats);
    }
    return true;
}

// "3 17" for one person, from seat `at` on, which moves behind the last. To be freed; NULL when memory is
// short.
static char *name_communities(const seats *all, size_t *at, int32_t employee, bool *is_pilot)
{
    const size_t digits = 12;
    while (*at < all->count && all->item[*at].employee < employee) {
        ++*at;
    }
    size_t end = *at;
    while (end < all->count && all->item[end].employee == employee) {
        end++;
    }
    char *text = isti_alloc_array((end - *at) * digits + 1, 1);
    *is_pilot = false;
    for (size_t used = 0; text && *at < end; ++*at) {
        *is_pilot |= all->item[*at].is_pilot;
        used += (size_t)snprintf(text + used, digits, "%s%d", used > 0 ? " " : "",
                                 (int)all->item[*at].community);
    }
    return text;
}

// ---- People

static bool is_same(const isti_phase *a, const isti_phase *b)
{
    return a->unit == b->unit && a->level == b->level && a->theme == b->theme &&
           a->second_theme == b->second_theme && a->is_pilot == b->is_pilot &&
           strcmp(a->communities, b->communities) == 0;
}

// Take over the phase, unless nothing has changed. False when memory is short; it owns nothing then.
static bool add_phase(isti_graph_node *node, isti_phase *phase)
{
    const isti_phase *last = node->phases > 0 ? &node->phase[node->phases - 1] : NULL;
    if (last && is_same(last, phase)) {
        isti_free(phase->communities);
        return true;
    }
    if (!node->phase || node->phases == node->capacity) {
        const size_t capacity = isti_grown(node->capacity, node->phases + 1);
        isti_phase *grown = isti_resize_array(node->phase, node->capacity, capacity, sizeof *grown);
        if (!grown) {
            isti_free(phase->communities);
            return false;
        }
        node->phase = grown;
        node->capacity = capacity;
    }
    node->phase[node->phases++] = *phase;
    return true;
}

// The node of an employee, made in its place if it is new. NULL when memory is short.
static isti_graph_node *find_node(ist_graph *graph, size_t *at, int32_t employee)
{
    while (*at < graph->nodes && graph->node[*at].employee < employee) {
        ++*at;
    }
    if (*at < graph->nodes && graph->node[*at].employee == employee) {
        return &graph->node[*at];
    }
    if (graph->nodes == graph->node_capacity) {
        const size_t capacity = isti_grown(graph->node_capacity, graph->nodes + 1);
        isti_graph_node *grown =
            isti_resize_array(graph->node, graph->node_capacity, capacity, sizeof *grown);
        if (!grown) {
            return NULL;
        }
        graph->node = grown;
        graph->node_capacity = capacity;
    }
    isti_graph_node *node = &graph->node[*at];
    memmove(node + 1, node, (graph->nodes - *at) * sizeof *node);
    *node = (isti_graph_node){.employee = employee};
    graph->nodes++;
    return node;
}

static bool note_people(ist_graph *graph, const ist_state *state, const ist_network *network)
{
    seats all = {.item = NULL};
    bool has_room = list_seats(state, &all);
    size_t seat_at = 0;
    size_t node_at = 0;
    for (int32_t i = 0; has_room && i < network->people; i++) {
        const ist_employee_id employee = {network->employee[i]};
        ist_employee_info info;
        ist_employee_get(state, employee, &info);
        isti_phase phase = {.moment = (int32_t)graph->moments,
                            .unit = info.unit.number,
                            .theme = info.theme.number,
                            .second_theme = info.second_theme.number,
                            .level = info.level};
        phase.communities = name_communities(&all, &seat_at, employee.number, &phase.is_pilot);
        isti_graph_node *node =
            phase.communities ? find_node(graph, &node_at, employee.number) : NULL;
        if (!node) {
            isti_free(phase.communities);
        }
        has_room = node && add_phase(node, &phase);
    }
    isti_free(all.item);
    return has_room;
}

// ---- Ties

// A tie is there at this moment: its spell goes on, or a new one begins.
static bool extend(isti_graph_edge *edge, int32_t moment)
{
    isti_spell *last = edge->spells > 0 ? &edge->spell[edge->spells - 1] : NULL;
    if (last && last->end == moment) {
        last->end = moment + 1;
        return true;
    }
    if (!edge->spell || edge->spells == edge->capacity) {
        const size_t capacity = isti_grown((size_t)edge->capacity, (size_t)edge->spells + 1);
        isti_spell *grown =
            isti_resize_array(edge->spell, (size_t)edge->capacity, capacity, sizeof *grown);
        if (!grown) {
            return false;
        }
        edge->spell = grown;
        edge->capacity = (int32_t)capacity;
    }
    edge->spell[edge->spells++] = (isti_spell){moment, moment + 1};
    return true;
}

static int compare_ends(const isti_graph_edge *edge, int32_t low, int32_t high)
{
    if (edge->low != low) {
        return edge->low < low ? -1 : 1;
    }
    return (edge->high > high) - (edge->high < high);
}

// Edges that are remembered and those of now, both in order, put together into `out`; gives how many.
static size_t merge(ist_graph *graph, const ist_network *network, isti_graph_edge *out,
                    bool *has_room)
{
    size_t old = 0;
    size_t count = 0;
    const int32_t moment = (int32_t)graph->moments;
    for (int64_t i = 0; i < network->pairs && *has_room; i++) {
        const isti_pair *pair = &network->pair[i];
        const int32_t low = network->employee[pair->low];
        const int32_t high = network->employee[pair->high];
        while (old < graph->edges && compare_ends(&graph->edge[old], low, high) < 0) {
            out[count++] = graph->edge[old++];
        }
        const bool is_known = old < graph->edges && compare_ends(&graph->edge[old], low, high) == 0;
        isti_graph_edge *edge = &out[count++];
        *edge = is_known ? graph->edge[old++] : (isti_graph_edge){.low = low, .high = high};
        edge->weight = pair->forward;
        edge->instrumental = pair->instrumental;
        edge->affective = pair->affective;
        *has_room = extend(edge, moment);
    }
    while (old < graph->edges) {
        out[count++] = graph->edge[old++];
    }
    return count;
}

static bool note_ties(ist_graph *graph, const ist_network *network)
{
    const size_t most = graph->edges + (size_t)network->pairs;
    isti_graph_edge *out = isti_alloc_array(most, sizeof *out);
    bool has_room = out != NULL;
    if (has_room) {
        graph->edges = merge(graph, network, out, &has_room);
        isti_free(graph->edge);
        graph->edge = out;
    }
    return has_room;
}

ist_status ist_graph_note(ist_graph *graph, const ist_state *state)
{
    if (graph->moments == graph->moment_capacity) {
        const size_t capacity = isti_grown(graph->moment_capacity, graph->moments + 1);
        double *time =
            isti_resize_array(graph->time, graph->moment_capacity, capacity, sizeof *time);
        if (!time) {
            return IST_ERR_NO_MEMORY;
        }
        graph->time = time;
        graph->moment_capacity = capacity;
    }
    ist_network *network = ist_network_of_state(state, graph->def.threshold, NULL);
    const bool is_noted =
        network && note_people(graph, state, network) && note_ties(graph, network);
    ist_network_destroy(network);
    if (!is_noted) {
        return IST_ERR_NO_MEMORY;
    }
    graph->time[graph->moments++] = ist_state_time(state);
    return IST_OK;
}
