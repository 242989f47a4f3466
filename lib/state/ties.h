// SPDX-License-Identifier: GPL-3.0-or-later
// The tie network: one record per tie with a stable number, and a row of (other, tie) per node.
#ifndef ISTI_STATE_TIES_H
#define ISTI_STATE_TIES_H

#include "state/state.h"

static inline double isti_tie_strength(const ist_state *s, int32_t tie)
{
    return 1.0 - (1.0 - (double)s->tie_x[tie]) * (1.0 - (double)s->tie_y[tie]);
}

static inline bool isti_tie_is_dormant(const ist_state *s, int32_t tie)
{
    return (s->tie_flags[tie] & ISTI_TIE_DORMANT) != 0;
}

// It is used, or has contact, again.
static inline void isti_tie_wake(ist_state *s, int32_t tie)
{
    s->tie_flags[tie] &= (uint8_t)~ISTI_TIE_DORMANT;
}

// Strengths of the past are kept as grades of 16 bits, the nearest to each.
static inline uint16_t isti_tie_grade(double strength)
{
    return (uint16_t)(strength * UINT16_MAX + 0.5);
}

static inline double isti_tie_past(const ist_state *s, int32_t tie)
{
    return (double)s->tie_past[tie] / UINT16_MAX;
}

// A tie is now as strong as it is: keep that in mind if it never was stronger.
static inline void isti_tie_note_strength(ist_state *s, int32_t tie)
{
    const uint16_t strength = isti_tie_grade(isti_tie_strength(s, tie));
    if (strength > s->tie_past[tie]) {
        s->tie_past[tie] = strength;
    }
}

// What is left of a tie however long it has not been used: people remember whom they were close to.
static inline double isti_tie_memory(const ist_state *s, int32_t tie)
{
    return s->model->p.reactivate * isti_tie_past(s, tie);
}

// What a tie is worth when somebody is called, and its instrumental strand when somebody is asked.
static inline double isti_tie_remembered(const ist_state *s, int32_t tie)
{
    const double now = isti_tie_strength(s, tie);
    const double past = isti_tie_memory(s, tie);
    return now > past ? now : past;
}

static inline double isti_tie_x_remembered(const ist_state *s, int32_t tie)
{
    const double past = isti_tie_memory(s, tie);
    return isti_max((double)s->tie_x[tie], past);
}

// Soon the row of a node will be read: have it fetched from memory meanwhile. Few rows are longer than
// three lines, and a fixed number of them needs no branch.
ISTI_FETCH void isti_line_fetch(const int32_t *row, int32_t degree)
{
    enum { NUMBERS_PER_LINE = 64 / sizeof(int32_t) };
    __builtin_prefetch(row);
    __builtin_prefetch(row + isti_min_i(NUMBERS_PER_LINE, degree));
    __builtin_prefetch(row + degree);
}

ISTI_FETCH void isti_row_fetch(const ist_state *s, int32_t node)
{
    const int32_t row = s->node_row[node];
    isti_line_fetch(s->slot_other + row, s->node_degree[node]);
    isti_line_fetch(s->slot_tie + row, s->node_degree[node]);
}

// Soon a tie will change: the same for its record and, once its ends are here, for their rows.
ISTI_FETCH void isti_tie_fetch(const ist_state *s, int32_t tie)
{
    __builtin_prefetch(&s->tie_a[tie], 1);
    __builtin_prefetch(&s->tie_b[tie], 1);
    __builtin_prefetch(&s->tie_keep[tie], 1);
    __builtin_prefetch(&s->tie_gain[tie], 1);
    __builtin_prefetch(&s->tie_past[tie], 1);
    __builtin_prefetch(&s->tie_made[tie], 1);
    __builtin_prefetch(&s->tie_touched[tie], 1);
}

ISTI_FETCH void isti_tie_fetch_rows(const ist_state *s, int32_t tie)
{
    isti_row_fetch(s, s->tie_a[tie]);
    isti_row_fetch(s, s->tie_b[tie]);
}

// Soon all ties of a node, whose row is here, will change: their records; and where they will go, the rows
// they end in.
ISTI_FETCH void isti_ties_fetch(const ist_state *s, int32_t node)
{
    for (int32_t k = 0; k < s->node_degree[node]; k++) {
        const int32_t tie = s->slot_tie[s->node_row[node] + k];
        __builtin_prefetch(&s->tie_x[tie], 1);
        __builtin_prefetch(&s->tie_y[tie], 1);
        isti_tie_fetch(s, tie);
    }
}

ISTI_FETCH void isti_ends_fetch(const ist_state *s, int32_t node)
{
    for (int32_t k = 0; k < s->node_degree[node]; k++) {
        isti_row_fetch(s, s->slot_other[s->node_row[node] + k]);
    }
}

// Soon a new tie will be made: its record and its places.
ISTI_FETCH void isti_new_tie_fetch(const ist_state *s, const isti_new_tie *t)
{
    const int32_t places[] = {s->node_row[t->a] + t->at_a, s->node_row[t->b] + t->at_b};
    for (int k = 0; k < 2; k++) {
        __builtin_prefetch(&s->slot_other[places[k]], 1);
        __builtin_prefetch(&s->slot_tie[places[k]], 1);
    }
    __builtin_prefetch(&s->tie_x[t->tie], 1);
    __builtin_prefetch(&s->tie_y[t->tie], 1);
    isti_tie_fetch(s, t->tie);
}

// Soon a node will get a tie: the same for what says where its row ends, where it works and what it is a
// member of and, once that is here, for that end, that place and that seat.
ISTI_FETCH void isti_node_fetch(const ist_state *s, int32_t node)
{
    __builtin_prefetch(&s->node_degree[node], 1);
    __builtin_prefetch(&s->node_row[node], 1);
    __builtin_prefetch(&s->node_room[node], 1);
    __builtin_prefetch(&s->node_memberships[node]);
    __builtin_prefetch(&s->node_seat[node]);
    __builtin_prefetch(&s->model->node_employee[node]);
    __builtin_prefetch(&s->model->node_participates[node]);
}

ISTI_FETCH void isti_end_fetch(const ist_state *s, int32_t node)
{
    isti_row_fetch(s, node);
    __builtin_prefetch(&s->employee_workplace[s->model->node_employee[node]]);
    __builtin_prefetch(&s->seat_community[s->node_seat[node]]);
}

// Call `act` on each of the ties, in order, whose records and rows are fetched ahead.
typedef void isti_tie_act(ist_state *s, int32_t tie);
void isti_ties_visit(ist_state *s, const int32_t *ties, int32_t count, isti_tie_act *act);

// Number of the tie between two nodes, -1 if there is none (a dormant one counts). O(shorter row).
int32_t isti_tie_find(const ist_state *s, int32_t a, int32_t b);

// Do two nodes work at one place, so that daily contact keeps their tie?
bool isti_tie_in_contact(const ist_state *s, int32_t a, int32_t b);

// Before there are any ties: rows in the order of their nodes, with room for so many ties of each.
ist_status isti_rows_lay(ist_state *s, const int32_t *degree);

// Has a node as many ties as anybody keeps?
bool isti_row_is_full(const ist_state *s, int32_t node);

// A tie between two nodes that have none, whose rows are not full, in two steps: number and places, which
// are given out one after the other; then the rest, for which different ties may have different workers.
// Its fading is not fixed yet. Nobody reads those rows in between.
ist_status isti_tie_place(ist_state *s, int32_t a, int32_t b, isti_new_tie *tie);
void isti_tie_make(ist_state *s, const isti_new_tie *tie, double x, double y);

// Make a tie between two nodes that have none. *tie is -1 where a row is full of live ties.
ist_status isti_tie_create(ist_state *s, int32_t a, int32_t b, double x, double y, int32_t *tie);

void isti_tie_remove(ist_state *s, int32_t tie);

// After x, y or contact changed: fix how the tie fades from here on.
void isti_tie_touch(ist_state *s, int32_t tie);

// The tie of an encounter: the one it knows if that is still there, else the one looked for; or -1.
int32_t isti_tie_of(const ist_state *s, const isti_encounter *encounter);

// Change x or y by an encounter; wakes a dormant tie, creates a missing one.
ist_status isti_tie_meet(ist_state *s, const isti_encounter *encounter);

// A tie that faded below the floor: dormant if it was strong once, else removed.
void isti_tie_expire(ist_state *s, int32_t tie);

// Remove all ties of a node.
void isti_ties_forget(ist_state *s, int32_t node);

#endif
