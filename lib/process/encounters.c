// SPDX-License-Identifier: GPL-3.0-or-later
// Bond: who met or helped whom is collected by the processes and applied here, in a fixed order.
#include "process/process.h"

#include "base/memory.h"
#include "state/order.h"
#include "state/ties.h"

static ist_status make_room(void **items, int32_t *capacity, int32_t wanted, size_t size)
{
    if (wanted <= *capacity) {
        return IST_OK;
    }
    const size_t larger = isti_grown((size_t)*capacity, (size_t)wanted);
    void *grown = isti_resize_array(*items, (size_t)*capacity, larger, size);
    if (!grown) {
        return IST_ERR_NO_MEMORY;
    }
    *items = grown;
    *capacity = (int32_t)larger;
    return IST_OK;
}

ist_status isti_desk_reserve(isti_desk *w, int32_t encounters, int32_t claims, int32_t calls)
{
    ist_status status = make_room((void **)&w->encounter, &w->encounter_capacity,
                                  w->encounters + encounters, sizeof *w->encounter);
    if (status == IST_OK) {
        status =
            make_room((void **)&w->claim, &w->claim_capacity, w->claims + claims, sizeof *w->claim);
    }
    if (status == IST_OK) {
        status = make_room((void **)&w->call, &w->call_capacity, w->calls + calls, sizeof *w->call);
    }
    return status;
}

static ist_status collect(ist_state *s, const isti_encounter *encounter)
{
    isti_desk *w = &s->desk;
    const ist_status status = make_room((void **)&w->encounter, &w->encounter_capacity,
                                        w->encounters + 1, sizeof *w->encounter);
    if (status == IST_OK) {
        w->encounter[w->encounters++] = *encounter;
    }
    return status;
}

ist_status isti_encounter_add(ist_state *s, int32_t a, int32_t b, double gain_x, double gain_y,
                              double at_least)
{
    const isti_encounter encounter = {.a = isti_min_i(a, b),
                                      .b = isti_max_i(a, b),
                                      .gain_x = (float)gain_x,
                                      .gain_y = (float)gain_y,
                                      .at_least = (float)at_least,
                                      .tie = -1};
    return collect(s, &encounter);
}

ist_status isti_encounter_over(ist_state *s, int32_t a, int32_t b, int32_t tie, double gain_x,
                               double gain_y)
{
    const isti_encounter encounter = {.a = isti_min_i(a, b),
                                      .b = isti_max_i(a, b),
                                      .gain_x = (float)gain_x,
                                      .gain_y = (float)gain_y,
                                      .tie = tie};
    return collect(s, &encounter);
}

ist_status isti_claim_add(ist_state *s, int32_t node, int32_t target, double draw, int32_t other)
{
    isti_desk *w = &s->desk;
    const ist_status status =
        make_room((void **)&w->claim, &w->claim_capacity, w->claims + 1, sizeof *w->claim);
    if (status == IST_OK) {
        w->claim[w->claims++] =
            (isti_claim){.node = node, .target = target, .draw = draw, .other = other};
    }
    return status;
}

ist_status isti_call_add(ist_state *s, const isti_call *call)
{
    isti_desk *w = &s->desk;
    const ist_status status =
        make_room((void **)&w->call, &w->call_capacity, w->calls + 1, sizeof *w->call);
    if (status == IST_OK) {
        w->call[w->calls++] = *call;
    }
    return status;
}

// Encounters of one pair come one after the other.
static bool begins_pair(const isti_meetings *all, int32_t k)
{
    const isti_encounter *e = &all->encounter[k];
    return k == 0 || e->a != e[-1].a || e->b != e[-1].b;
}

// Soon the tie of an encounter will be looked for.
ISTI_FETCH void fetch_search(const ist_state *s, const isti_encounter *e)
{
    if (e->tie < 0) {
        isti_row_fetch(s, e->a);
        isti_row_fetch(s, e->b);
    } else {
        __builtin_prefetch(&s->tie_a[e->tie]);
        __builtin_prefetch(&s->tie_b[e->tie]);
    }
}

// The ties of encounters [from, to), -1 where there is none yet.
static ist_status find_ties(ist_state *s, int32_t from, int32_t to)
{
    enum { AHEAD = 12 };
    isti_encounter *encounter = s->scratch.met.encounter;
    for (int32_t k = from; k < to; k++) {
        fetch_search(s, &encounter[isti_min_i(k + AHEAD, to - 1)]);
        encounter[k].tie = isti_tie_of(s, &encounter[k]);
    }
    return IST_OK;
}

// How many ties are new to each node: in rows that are full, or become so, each takes the place of one
// that lies dormant.
static void count_new(ist_state *s)
{
    isti_meetings *all = &s->scratch.met;
    for (int32_t k = 0; k < all->count; k++) {
        all->fresh[all->encounter[k].a] = 0;
        all->fresh[all->encounter[k].b] = 0;
    }
    for (int32_t k = 0; k < all->count; k++) {
        if (all->encounter[k].tie < 0 && begins_pair(all, k)) {
            all->fresh[all->encounter[k].a]++;
            all->fresh[all->encounter[k].b]++;
        }
    }
}

// Does an encounter change nothing but a tie that is there and stays?
static bool is_apart(const ist_state *s, const isti_encounter *e)
{
    const int32_t cap = (int32_t)s->model->p.tie_cap;
    const int32_t *fresh = s->scratch.met.fresh;
    return e->tie >= 0 && s->node_degree[e->a] + fresh[e->a] <= cap &&
           s->node_degree[e->b] + fresh[e->b] <= cap;
}

// Encounters of pairs that begin within [from, to), so that one worker changes a tie.
static ist_status meet_apart(ist_state *s, int32_t from, int32_t to)
{
    enum { AHEAD = 8 };
    const isti_meetings *all = &s->scratch.met;
    int32_t k = from;
    while (k < to && !begins_pair(all, k)) {
        k++;
    }
    ist_status status = IST_OK;
    for (; k < all->count && (k < to || !begins_pair(all, k)) && status == IST_OK; k++) {
        const isti_encounter *later =
            &all->encounter[isti_min_i(k + AHEAD, to - 1)]; // of this part
        isti_encounter *e = &all->encounter[k];
        if (later->tie >= 0) {
            isti_tie_fetch(s, later->tie);
        }
        if (is_apart(s, e)) {
            status = isti_tie_meet(s, e);
            e->tie = ISTI_TIE_CHANGED;
        }
    }
    return status;
}

// ---- New ties

// All encounters of the pair that number `k` is the first of; each is done then.
static ist_status meet_pair(ist_state *s, int32_t k, int32_t tie)
{
    const isti_meetings *all = &s->scratch.met;
    ist_status status = IST_OK;
    do {
        isti_encounter *e = &all->encounter[k++];
        e->tie = tie;
        status = isti_tie_meet(s, e);
        e->tie = ISTI_TIE_CHANGED;
    } while (k < all->count && !begins_pair(all, k) && status == IST_OK);
    return status;
}

// New ties [from, to).
static ist_status make_ties(ist_state *s, int32_t from, int32_t to)
{
    enum { AHEAD = 8 };
    const isti_new_tie *fresh = s->scratch.new_tie;
    ist_status status = IST_OK;
    for (int32_t k = from - AHEAD; k < to && status == IST_OK; k++) {
        if (k + AHEAD < to) {
            isti_new_tie_fetch(s, &fresh[k + AHEAD]);
        }
        if (k >= from) {
            isti_tie_make(s, &fresh[k], 0.0, 0.0);
            if (fresh[k].encounter < 0) {
                isti_tie_touch(s, fresh[k].tie);
            } else {
                status = meet_pair(s, fresh[k].encounter, fresh[k].tie);
            }
        }
    }
    return status;
}

ist_status isti_ties_make(ist_state *s)
{
    const int32_t count = s->scratch.new_ties;
    s->scratch.new_ties = 0;
    return isti_spread(s, count, make_ties);
}

ist_status isti_tie_soon(ist_state *s, int32_t a, int32_t b, int32_t encounter)
{
    enum { TOGETHER = 8192 }; // so many stay in the caches
    isti_scratch *w = &s->scratch;
    ist_status status = w->new_ties < TOGETHER ? IST_OK : isti_ties_make(s);
    if (status == IST_OK) {
        status = make_room((void **)&w->new_tie, &w->new_tie_capacity, w->new_ties + 1,
                           sizeof *w->new_tie);
    }
    if (status == IST_OK) {
        status = isti_tie_place(s, a, b, &w->new_tie[w->new_ties]);
    }
    if (status == IST_OK) {
        w->new_tie[w->new_ties++].encounter = encounter;
    }
    return status;
}

// ---- Others: those that make ties, or come too late for a full row, one after the other

static ist_status meet_other(ist_state *s, int32_t k)
{
    isti_encounter *e = &s->scratch.met.encounter[k];
    if (e->tie == -1 && !isti_row_is_full(s, e->a) && !isti_row_is_full(s, e->b)) {
        return isti_tie_soon(s, e->a, e->b, k);
    }
    const ist_status status = isti_ties_make(s);
    return status == IST_OK ? meet_pair(s, k, e->tie) : status;
}

static ist_status meet_others(ist_state *s)
{
    enum { AHEAD = 8 };
    const isti_meetings *all = &s->scratch.met;
    ist_status status = IST_OK;
    for (int32_t k = 0; k < all->count && status == IST_OK; k++) {
        const isti_encounter *later = &all->encounter[isti_min_i(k + AHEAD, all->count - 1)];
        if (later->tie == -1) {
            isti_node_fetch(s, later->a);
            isti_node_fetch(s, later->b);
        }
        if (all->encounter[k].tie != ISTI_TIE_CHANGED && begins_pair(all, k)) {
            status = meet_other(s, k);
        }
    }
    return status == IST_OK ? isti_ties_make(s) : status;
}

static ist_status sort_piles(ist_state *s, int32_t from, int32_t to)
{
    const isti_meetings *all = &s->scratch.met;
    for (int32_t pile = from; pile < to; pile++) {
        isti_sort_encounters(all->encounter + all->first[pile],
                             all->first[pile + 1] - all->first[pile]);
    }
    return IST_OK;
}

ist_status isti_bond(ist_state *s)
{
    isti_desk *w = &s->desk;
    int32_t first[ISTI_PILES + 1];
    isti_pile_encounters(w->encounter, w->encounters, s->model->node_count, first);
    s->scratch.met = (isti_meetings){w->encounter, w->encounters, first, w->list};
    ist_status status = isti_spread(s, ISTI_PILES, sort_piles);
    status = status == IST_OK ? isti_spread(s, w->encounters, find_ties) : status;
    s->scratch.met.first = NULL;
    count_new(s);
    status = status == IST_OK ? isti_spread(s, w->encounters, meet_apart) : status;
    status = status == IST_OK ? meet_others(s) : status;
    w->encounters = 0;
    return status;
}
