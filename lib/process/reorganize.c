// SPDX-License-Identifier: GPL-3.0-or-later
// Reorganize: ordinary mobility and turnover, the events that are due, and what follows from both.
#include "process/process.h"

#include "state/order.h"
#include "state/people.h"
#include "state/ties.h"

#include <string.h>

// Of employees [from, to), those who leave by ordinary turnover; their successors are there at once.
static ist_status replace_some(ist_state *s, int32_t from, int32_t to)
{
    double luck[ISTI_PART];
    isti_draw_batch(s->key, (int32_t)s->now.tick, ISTI_FOR_HIRE, (uint32_t)from, 0, to - from,
                    luck);
    ist_status status = IST_OK;
    for (int32_t i = from; i < to && status == IST_OK; i++) {
        if (luck[i - from] < s->model->r.turnover && s->employee_present[i]) {
            status = isti_claim_add(s, i, 0, 0.0, -1);
            isti_hire(s, i);
        }
    }
    return status;
}

// Soon somebody will leave: first the row is fetched, then the ties and the rows they end in.
ISTI_FETCH void fetch_leaver(const ist_state *s, int32_t employee, bool has_row)
{
    const int32_t node = s->model->employee_node[employee];
    if (node >= 0 && has_row) {
        isti_ties_fetch(s, node);
        isti_ends_fetch(s, node);
    } else if (node >= 0) {
        isti_row_fetch(s, node);
    }
}

// Ordinary turnover of everybody.
static ist_status ordinary_turnover(ist_state *s)
{
    enum { ROW = 3, TIES = 1 };
    isti_desk *w = &s->desk;
    w->claims = 0;
    const ist_status status = isti_spread(s, s->model->employee_count, replace_some);
    isti_sort_claims_by_node(w->claim, w->claims);
    for (int32_t k = -ROW; k < w->claims && status == IST_OK; k++) {
        if (k + ROW < w->claims) {
            fetch_leaver(s, w->claim[k + ROW].node, false);
        }
        if (k + TIES >= 0 && k + TIES < w->claims) {
            fetch_leaver(s, w->claim[k + TIES].node, true);
        }
        if (k >= 0) {
            isti_forget_leaver(s, w->claim[k].node);
        }
    }
    w->claims = 0;
    return status;
}

// Ordinary mobility of participants among nodes [from, to): who moves where, from where people sit now.
static ist_status choose_destinations(ist_state *s, int32_t from, int32_t to)
{
    const ist_model *m = s->model;
    double luck[ISTI_PART];
    isti_draw_batch(s->key, (int32_t)s->now.tick, ISTI_FOR_MOVE, (uint32_t)from, 0, to - from,
                    luck);
    ist_status status = IST_OK;
    for (int32_t k = from; k < to && status == IST_OK; k++) {
        const int32_t node = isti_visit_part(s, k, from, to);
        const int32_t i = m->node_employee[node];
        if (luck[node - from] >= m->r.mobility || !m->node_participates[node] ||
            !s->employee_present[i] || s->scratch.moved[node] != ISTI_STAYED) {
            continue;
        }
        isti_stream stream = isti_stream_now(s, ISTI_FOR_MOVE, node, 0);
        isti_stream_uniform(&stream); // the luck above
        const int32_t workplace = isti_destination(s, i, NULL, &stream);
        const double turn = isti_stream_uniform(&stream);
        if (workplace >= 0) {
            status = isti_claim_add(s, node, workplace, turn, -1);
        }
    }
    return status;
}

// Destinations were all chosen from where people sat before; now they move.
static ist_status carry_out(ist_state *s)
{
    const ist_model *m = s->model;
    const isti_claim *move = s->desk.claim;
    const int32_t moves = s->desk.claims;
    for (int32_t k = 0; k < moves; k++) {
        s->scratch.moved[move[k].node] = ISTI_TRANSFERRED;
    }
    ist_status status = IST_OK;
    isti_index_workplaces(s);
    for (int32_t k = 0; k < moves && status == IST_OK; k++) {
        const int32_t i = m->node_employee[move[k].node];
        status = isti_hand_over(s, i, s->employee_workplace[i], m->p.mobility_overlap);
        isti_transfer(s, i, move[k].target);
        if (move[k].draw < m->p.mobility_theme) {
            isti_stream stream = isti_stream_now(s, ISTI_FOR_MOVE_THEME, i, 0);
            isti_person_turns_to(s, i, isti_theme_by_demand(m, &stream));
        }
    }
    s->desk.claims = 0;
    return status;
}

static ist_status ordinary_mobility(ist_state *s)
{
    const ist_status status = isti_spread(s, s->model->node_count, choose_destinations);
    isti_sort_claims_by_node(s->desk.claim, s->desk.claims);
    return status == IST_OK ? carry_out(s) : status;
}

// A transfer costs each of the person's ties once; contact begins and ends.
static void settle_ties(ist_state *s, int32_t node)
{
    const isti_parameters *p = &s->model->p;
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

// Of nodes [from, to), those to whom something happened: few, so that several are passed over at a time.
static int32_t list_moved(const ist_state *s, int32_t from, int32_t to, int32_t *moved)
{
    enum { SEVERAL = sizeof(uint64_t) };
    static_assert(ISTI_STAYED == 0, "nothing happened to those whose bytes are all 0");
    int32_t count = 0;
    for (int32_t first = from; first < to; first += SEVERAL) {
        const int32_t here = isti_min_i(SEVERAL, to - first);
        uint64_t any = 0;
        memcpy(&any, s->scratch.moved + first, (size_t)here);
        for (int32_t node = first; any != 0 && node < first + here; node++) {
            moved[count] = node;
            count += s->scratch.moved[node] != ISTI_STAYED;
        }
    }
    return count;
}

static ist_status settle_all_ties(ist_state *s, int32_t from, int32_t to)
{
    enum { ROW = 3, TIES = 1 };
    int32_t moved[ISTI_PART];
    const int32_t count = list_moved(s, from, to, moved);
    for (int32_t k = -ROW; k < count; k++) {
        if (k + ROW < count) {
            isti_row_fetch(s, moved[k + ROW]);
        }
        if (k + TIES >= 0 && k + TIES < count) {
            isti_ties_fetch(s, moved[k + TIES]);
        }
        if (k >= 0 && s->scratch.moved[moved[k]] == ISTI_TRANSFERRED) {
            settle_ties(s, moved[k]);
        }
    }
    return IST_OK;
}

// Newcomers [from, to) go round.
static ist_status greet(ist_state *s, int32_t from, int32_t to)
{
    enum { ROW = 4, WORKPLACE = 2 };
    const isti_welcome *w = &s->scratch.welcome;
    for (int32_t k = from - ROW; k < to; k++) {
        if (k + ROW < to) {
            isti_row_fetch(s, w->newcomer[k + ROW]);
        }
        if (k + WORKPLACE >= from && k + WORKPLACE < to) {
            isti_workplace_fetch(s, w->newcomer[k + WORKPLACE]);
        }
        if (k >= from) {
            int32_t *stranger = w->stranger + (ptrdiff_t)k * w->width;
            const int32_t count = isti_person_greets(s, w->newcomer[k], stranger);
            if (count < w->width) {
                stranger[count] = -1;
            }
        }
    }
    return IST_OK;
}

static ist_status tie_stranger(ist_state *s, int32_t newcomer, int32_t stranger)
{
    if (!isti_row_is_full(s, newcomer) && !isti_row_is_full(s, stranger)) {
        return isti_tie_soon(s, newcomer, stranger, -1);
    }
    const ist_status status = isti_ties_make(s);
    int32_t tie = -1;
    return status == IST_OK ? isti_tie_create(s, newcomer, stranger, 0.0, 0.0, &tie) : status;
}

// All that some newcomers found, in order.
static ist_status tie_strangers(ist_state *s, int32_t newcomers)
{
    const isti_welcome *w = &s->scratch.welcome;
    ist_status status = IST_OK;
    for (int32_t k = 0; k < newcomers; k++) {
        const int32_t *stranger = w->stranger + (ptrdiff_t)k * w->width;
        for (int32_t l = 0; l < w->width && stranger[l] >= 0 && status == IST_OK; l++) {
            status = tie_stranger(s, w->newcomer[k], stranger[l]);
        }
    }
    return status == IST_OK ? isti_ties_make(s) : status;
}

// Participants to whom something happened, in order, into `newcomer`.
static int32_t list_newcomers(const ist_state *s, int32_t *newcomer)
{
    const ist_model *m = s->model;
    const int32_t moved = list_moved(s, 0, m->node_count, newcomer);
    int32_t count = 0;
    for (int32_t k = 0; k < moved; k++) {
        newcomer[count] = newcomer[k];
        count += m->node_participates[newcomer[k]];
    }
    return count;
}

// As many at a time as there is room for what they find.
static ist_status welcome(ist_state *s)
{
    const int32_t nodes = s->model->node_count;
    const int32_t count = list_newcomers(s, s->desk.list);
    const int32_t width = isti_min_i((int32_t)s->model->p.contact_cap, nodes);
    ist_status status = IST_OK;
    isti_index_workplaces(s);
    for (int32_t from = 0; from < count && status == IST_OK; from += nodes / width) {
        const int32_t here = isti_min_i(nodes / width, count - from);
        s->scratch.welcome = (isti_welcome){s->desk.list + from, s->desk.list2, width};
        status = isti_spread(s, here, greet);
        status = status == IST_OK ? tie_strangers(s, here) : status;
    }
    return status;
}

// People of units without a head among employees [from, to).
static ist_status list_headless(ist_state *s, int32_t from, int32_t to)
{
    ist_status status = IST_OK;
    for (int32_t i = from; i < to && status == IST_OK; i++) {
        if (s->unit_head[s->employee_unit[i]] < 0 && s->employee_present[i] &&
            s->model->employee_node[i] >= 0) {
            status = isti_claim_add(s, i, s->employee_unit[i], 0.0, -1);
        }
    }
    return status;
}

// A unit without a head gets its most senior person, the longest in the list among equals.
static ist_status fill_headships(ist_state *s)
{
    isti_desk *w = &s->desk;
    const uint8_t *level = s->model->employee_level;
    w->claims = 0;
    const ist_status status = isti_spread(s, s->model->employee_count, list_headless);
    isti_sort_claims_by_node(w->claim, w->claims);
    for (int32_t k = 0; k < w->claims; k++) {
        int32_t *head = &s->unit_head[w->claim[k].target];
        if (*head < 0 || level[w->claim[k].node] < level[*head]) {
            *head = w->claim[k].node;
        }
    }
    w->claims = 0;
    return status;
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
    status = status == IST_OK ? ordinary_mobility(s) : status;
    status = status == IST_OK ? isti_events(s) : status;
    if (status != IST_OK) {
        return status;
    }
    isti_leave_groups(s);
    status = isti_spread(s, m->node_count, settle_all_ties);
    if (status != IST_OK) {
        return status;
    }
    status = fill_headships(s);
    return status == IST_OK ? welcome(s) : status;
}
