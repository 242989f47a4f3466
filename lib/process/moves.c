// SPDX-License-Identifier: GPL-3.0-or-later
// How a person goes elsewhere, leaves, is hired, and hands over: for ordinary moves and for events.
#include "process/process.h"

#include "base/numbers.h"
#include "state/communities.h"
#include "state/people.h"
#include "state/ties.h"

#include <math.h>

// Could somebody go to where `other` sits? A chair for one's level is where others of it sit.
static bool could_go(const ist_state *s, int32_t employee, int32_t other, const isti_list *allowed)
{
    const ist_model *m = s->model;
    const int32_t place = s->employee_workplace[other];
    return s->employee_present[other] && m->employee_level[other] == m->employee_level[employee] &&
           place != s->employee_workplace[employee] &&
           (!allowed || allowed->all || isti_place_of(allowed->items, allowed->count, place) >= 0);
}

// Chairs somebody could take, counted in order; with `wanted` >= 0, the workplace of that one.
static int32_t chairs(const ist_state *s, int32_t employee, const isti_list *allowed,
                      int32_t wanted)
{
    const ist_model *m = s->model;
    const isti_list *posts = &m->level_posts[m->employee_level[employee]];
    const int32_t count = posts->all ? m->employee_count : posts->count;
    int32_t found = 0;
    for (int32_t k = 0; k < count; k++) {
        const int32_t other = posts->all ? k : posts->items[k];
        if (could_go(s, employee, other, allowed) && found++ == wanted) {
            return s->employee_workplace[other];
        }
    }
    return found;
}

// A chair at random: a few are tried, and where that fails all are counted and one is picked.
int32_t isti_destination(const ist_state *s, int32_t employee, const isti_list *allowed,
                         isti_stream *stream)
{
    enum { TRIES = 64 }; // a matter of speed only
    const ist_model *m = s->model;
    const bool node = m->employee_node[employee] >= 0;
    const int32_t count = node ? m->node_count : m->employee_count;
    for (int32_t k = 0; k < TRIES; k++) {
        const int32_t pick = isti_stream_below(stream, count);
        const int32_t other = node ? m->node_employee[pick] : pick;
        if (could_go(s, employee, other, allowed)) {
            return s->employee_workplace[other];
        }
    }
    const int32_t free = chairs(s, employee, allowed, -1);
    return free > 0 ? chairs(s, employee, allowed, isti_stream_below(stream, free)) : -1;
}

void isti_transfer(ist_state *s, int32_t employee, int32_t workplace)
{
    const int32_t node = s->model->employee_node[employee];
    if (isti_heads(s, employee)) {
        s->unit_head[s->employee_unit[employee]] = -1;
    }
    s->employee_workplace[employee] = workplace;
    s->employee_unit[employee] = s->unit_owner[workplace];
    s->employee_ambiguity[employee] = 1.0;
    if (node >= 0 && s->scratch.moved[node] == ISTI_STAYED) {
        s->scratch.moved[node] = ISTI_TRANSFERRED;
    }
}

static void leave_communities(ist_state *s, int32_t node)
{
    while (s->node_memberships[node] > 0) {
        const int32_t c = s->seat_community[s->node_seat[node]];
        isti_community_leave(s, c, s->node_seat[node] - s->community_seat[c]);
    }
}

// Where the managers somebody is begin in their order.
static int32_t first_post(const ist_model *m, int32_t employee)
{
    int32_t low = 0;
    int32_t high = m->manager_count;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (m->manager[m->manager_order[middle]].employee < employee) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

// The new holder of a manager's post plays the same policy in a way of his or her own.
static void redraw_complexity(ist_state *s, int32_t employee)
{
    const ist_model *m = s->model;
    for (int32_t place = first_post(m, employee); place < m->manager_count; place++) {
        const int32_t k = m->manager_order[place];
        if (m->manager[k].employee != employee) {
            return;
        }
        if (!isnan(m->manager[k].complexity)) {
            continue;
        }
        const size_t unit = (size_t)s->employee_unit[employee];
        const double mean =
            1.0 - s->unit_control[unit * IST_CONTROL_COUNT + IST_CONTROL_INPUT] *
                      s->unit_context[unit * IST_CONTEXT_COUNT + IST_CONTEXT_SHORT_TERMISM];
        s->manager_complexity[k] = isti_complexity(s, k, mean);
    }
}

// Nobody is introduced to, or as, somebody who has left.
static void forget_introductions(isti_desk *w, int32_t node)
{
    int32_t kept = 0;
    for (int32_t k = 0; k < w->encounters; k++) {
        if (w->encounter[k].a != node && w->encounter[k].b != node) {
            w->encounter[kept++] = w->encounter[k];
        }
    }
    w->encounters = kept;
}

void isti_hire(ist_state *s, int32_t employee)
{
    isti_person_hired(s, employee);
    redraw_complexity(s, employee);
}

void isti_forget_leaver(ist_state *s, int32_t employee)
{
    const int32_t node = s->model->employee_node[employee];
    if (node >= 0) {
        s->scratch.moved[node] = ISTI_REPLACED;
        isti_ties_forget(s, node);
        forget_introductions(&s->desk, node);
        leave_communities(s, node);
    }
}

void isti_replace(ist_state *s, int32_t employee)
{
    isti_hire(s, employee);
    isti_forget_leaver(s, employee);
}

// Who takes over: somebody at the workplace with the leaver's theme if there is one.
static int32_t successor(ist_state *s, int32_t employee, int32_t left)
{
    const ist_model *m = s->model;
    const isti_index *index = &s->scratch.workplace;
    const int32_t node = m->employee_node[employee];
    int32_t best = -1;
    double lowest = 3.0;
    for (int32_t k = index->first[left]; k < index->first[left + 1]; k++) {
        const int32_t other = index->items[k];
        const bool apt =
            isti_is_interested(s, m->node_employee[other], s->employee_theme[employee]);
        const double draw = isti_draw_now(s, ISTI_FOR_HANDOVER, node, other) + (apt ? 0.0 : 1.0);
        const bool stays = s->employee_workplace[m->node_employee[other]] == left &&
                           s->scratch.moved[other] == ISTI_STAYED;
        if (other != node && stays && draw < lowest) {
            lowest = draw;
            best = other;
        }
    }
    return best;
}

ist_status isti_hand_over(ist_state *s, int32_t employee, int32_t left, double weeks)
{
    const isti_parameters *p = &s->model->p;
    const int32_t node = s->model->employee_node[employee];
    const double care = p->handover_base + (1.0 - p->handover_base) * s->now.emphasis;
    const double chance = isti_min(1.0, weeks / p->handover_weeks) * care;
    if (isti_draw_now(s, ISTI_FOR_HANDOVER, node, node) >= chance) {
        return IST_OK;
    }
    const int32_t heir = successor(s, employee, left);
    ist_status status = IST_OK;
    for (int32_t k = 0; heir >= 0 && k < s->node_degree[node] && status == IST_OK; k++) {
        const int32_t other = s->slot_other[s->node_row[node] + k];
        const double x = s->tie_x[s->slot_tie[s->node_row[node] + k]];
        if (other != heir && x > p->ask_floor) {
            status = isti_encounter_add(s, heir, other, 0.0, 0.0, p->handover_share * x);
        }
    }
    return status;
}
