// SPDX-License-Identifier: GPL-3.0-or-later
// Reorganize: ordinary mobility and turnover, the events that are due, and what follows from both.
#include "process/process.h"

#include "state/people.h"
#include "state/ties.h"

#include <string.h>

// Luck of employees or nodes [from, to), into scratch.draw.
static ist_status draw_turnover(ist_state *s, int32_t from, int32_t to)
{
    isti_draw_batch(s->key, (int32_t)s->now.tick, ISTI_FOR_HIRE, (uint32_t)from, 0, to - from,
                    s->scratch.draw + from);
    return IST_OK;
}

static ist_status draw_mobility(ist_state *s, int32_t from, int32_t to)
{
    isti_draw_batch(s->key, (int32_t)s->now.tick, ISTI_FOR_MOVE, (uint32_t)from, 0, to - from,
                    s->scratch.draw + from);
    return IST_OK;
}

// Ordinary turnover of everybody.
static ist_status ordinary_turnover(ist_state *s)
{
    const ist_model *m = s->model;
    const double *draw = s->scratch.draw;
    const ist_status status = isti_spread(s, m->employee_count, draw_turnover);
    for (int32_t i = 0; i < m->employee_count && status == IST_OK; i++) {
        if (draw[i] < m->r.turnover && s->employee_present[i]) {
            isti_replace(s, i);
        }
    }
    return status;
}

// Ordinary mobility of participants: who moves where, from where people sit now.
static ist_status choose_destinations(ist_state *s)
{
    const ist_model *m = s->model;
    const double *draw = s->scratch.draw;
    const ist_status status = isti_spread(s, m->node_count, draw_mobility);
    for (int32_t k = 0; k < m->node_count && status == IST_OK; k++) {
        const int32_t node = isti_visit(s, k, m->node_count);
        const int32_t i = m->node_employee[node];
        if (draw[node] >= m->r.mobility || !m->node_participates[node] || !s->employee_present[i] ||
            s->scratch.moved[node] != ISTI_STAYED) {
            continue;
        }
        isti_stream stream = isti_stream_now(s, ISTI_FOR_MOVE, node, 0);
        isti_stream_uniform(&stream); // the draw above
        s->desk.list2[node] = isti_destination(s, i, NULL, &stream);
        const double turn = isti_stream_uniform(&stream);
        if (s->desk.list2[node] >= 0) {
            s->scratch.moved[node] = ISTI_TRANSFERRED;
            s->desk.value[node] = (float)turn;
        }
    }
    return status;
}

// Destinations were all chosen from where people sat before; now they move.
static ist_status carry_out(ist_state *s)
{
    const ist_model *m = s->model;
    ist_status status = IST_OK;
    isti_index_workplaces(s);
    for (int32_t node = 0; node < m->node_count && status == IST_OK; node++) {
        if (s->scratch.moved[node] != ISTI_TRANSFERRED) {
            continue;
        }
        const int32_t i = m->node_employee[node];
        status = isti_hand_over(s, i, s->employee_workplace[i], m->p.mobility_overlap);
        isti_transfer(s, i, s->desk.list2[node]);
        if (s->desk.value[node] < m->p.mobility_theme) {
            isti_stream stream = isti_stream_now(s, ISTI_FOR_MOVE_THEME, i, 0);
            isti_person_turns_to(s, i, isti_theme_by_demand(m, &stream));
        }
    }
    return status;
}

// A transfer costs each of the person's ties once; contact begins and ends.
static void settle_ties(ist_state *s, int32_t node)
{
    const isti_parameters *p = &s->model->p;
    for (int32_t k = 0; k < s->node_degree[node]; k++) {
        isti_tie_fetch(s, s->slot_tie[s->node_row[node] + k]);
    }
    for (int32_t k = 0; k < s->node_degree[node]; k++) {
        const int32_t other = s->slot_other[s->node_row[node] + k];
        const int32_t t = s->slot_tie[s->node_row[node] + k];
        if (isti_tie_is_dormant(s, t) ||
            (other < node && s->scratch.moved[other] == ISTI_TRANSFERRED)) {
            continue; // it costs nothing any more, or was settled with the other
        }
        isti_tie_note_strength(s, t);
        s->tie_x[t] = (float)(p->transfer_keep_x * s->tie_x[t]);
        s->tie_y[t] = (float)(p->transfer_keep_y * s->tie_y[t]);
        isti_tie_touch(s, t);
    }
}

static ist_status settle_all_ties(ist_state *s, int32_t from, int32_t to)
{
    for (int32_t node = from; node < to; node++) {
        if (s->scratch.moved[node] == ISTI_TRANSFERRED) {
            settle_ties(s, node);
        }
    }
    return IST_OK;
}

static ist_status welcome(ist_state *s)
{
    ist_status status = IST_OK;
    isti_index_workplaces(s);
    for (int32_t node = 0; node < s->model->node_count && status == IST_OK; node++) {
        if (s->scratch.moved[node] != ISTI_STAYED && s->model->node_participates[node]) {
            status = isti_person_meets_workplace(s, node);
        }
    }
    return status;
}

// A unit without a head gets its most senior person, the longest in the list among equals.
static void fill_headships(ist_state *s)
{
    const ist_model *m = s->model;
    for (int32_t i = m->employee_count - 1; i >= 0; i--) {
        const int32_t unit = s->employee_unit[i];
        if (!s->employee_present[i] || m->employee_node[i] < 0) {
            continue;
        }
        int32_t *head = &s->scratch.cursor[unit];
        if (*head < 0 || m->employee_level[i] <= m->employee_level[*head]) {
            *head = i;
        }
    }
    for (int32_t u = 0; u < m->unit_count; u++) {
        if (s->unit_head[u] < 0) {
            s->unit_head[u] = s->scratch.cursor[u];
        }
    }
}

ist_status isti_reorganize(ist_state *s)
{
    const ist_model *m = s->model;
    memset(s->scratch.moved, ISTI_STAYED, (size_t)m->node_count);
    s->now.tally = (isti_tally){0};
    memset(s->unit_met, 0, (size_t)m->unit_count * sizeof *s->unit_met);
    memset(s->unit_solved, 0, (size_t)m->unit_count * sizeof *s->unit_solved);
    memset(s->unit_expired, 0, (size_t)m->unit_count * sizeof *s->unit_expired);
    ist_status status = ordinary_turnover(s);
    status = status == IST_OK ? choose_destinations(s) : status;
    status = status == IST_OK ? carry_out(s) : status;
    status = status == IST_OK ? isti_events(s) : status;
    if (status != IST_OK) {
        return status;
    }
    isti_leave_groups(s);
    status = isti_spread(s, m->node_count, settle_all_ties);
    if (status != IST_OK) {
        return status;
    }
    for (int32_t u = 0; u < m->unit_count; u++) {
        s->scratch.cursor[u] = -1;
    }
    fill_headships(s);
    return welcome(s);
}
