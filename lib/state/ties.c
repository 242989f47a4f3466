// SPDX-License-Identifier: GPL-3.0-or-later
// How ties are kept: creation, removal, rows, and the rate at which each fades.
#include "state/ties.h"

#include "base/numbers.h"
#include "state/fellows.h"

#include <string.h>

int32_t isti_tie_find(const ist_state *s, int32_t a, int32_t b)
{
    if (s->node_degree[b] < s->node_degree[a]) {
        const int32_t swap = a;
        a = b;
        b = swap;
    }
    const int32_t end = s->node_row[a] + s->node_degree[a];
    for (int32_t place = s->node_row[a]; place < end; place++) {
        if (s->slot_other[place] == b) {
            return s->slot_tie[place];
        }
    }
    return -1;
}

bool isti_tie_in_contact(const ist_state *s, int32_t a, int32_t b)
{
    const ist_model *m = s->model;
    return m->node_participates[a] && m->node_participates[b] &&
           s->employee_workplace[m->node_employee[a]] == s->employee_workplace[m->node_employee[b]];
}

// Slots of a row of so many ties that stands in order: some more, for those to come.
static int32_t roomy(int32_t degree)
{
    enum { SPARE = 3, SIXTEENTH = 16 };
    return degree + degree / SIXTEENTH + SPARE;
}

static void move_row(ist_state *s, int32_t node, int32_t place)
{
    const size_t bytes = (size_t)s->node_degree[node] * sizeof(int32_t);
    memmove(s->slot_other + place, s->slot_other + s->node_row[node], bytes);
    memmove(s->slot_tie + place, s->slot_tie + s->node_row[node], bytes);
    s->node_row[node] = place;
}

// Slots [from, to) belong to nobody: they are zero, as after a restore.
static void clear_slots(ist_state *s, int32_t from, int32_t to)
{
    const size_t bytes = (size_t)(to - from) * sizeof(int32_t);
    memset(s->slot_other + from, 0, bytes);
    memset(s->slot_tie + from, 0, bytes);
}

// To the end of all slots: last those rows that had moved, before them the others without their spare
// room. All rows then stand behind the places they are meant for.
static void push_rows_back(ist_state *s)
{
    const int32_t ordered = (int32_t)s->now.slot_ordered;
    const int32_t moved = ISTI_COUNT(s, slot) - ordered;
    const int32_t capacity = s->group[ISTI_GROUP_slot].capacity;
    int32_t place = capacity - moved;
    memmove(s->slot_other + place, s->slot_other + ordered, (size_t)moved * sizeof(int32_t));
    memmove(s->slot_tie + place, s->slot_tie + ordered, (size_t)moved * sizeof(int32_t));
    for (int32_t node = ISTI_COUNT(s, node) - 1; node >= 0; node--) {
        if (s->node_row[node] >= ordered) {
            s->node_row[node] += capacity - moved - ordered;
        } else {
            place -= s->node_degree[node];
            move_row(s, node, place);
        }
    }
}

// All rows in the order of their nodes, so that neighbors lie close together.
static ist_status order_rows(ist_state *s)
{
    const int32_t nodes = ISTI_COUNT(s, node);
    const int32_t moved = ISTI_COUNT(s, slot) - (int32_t)s->now.slot_ordered;
    int32_t wanted = moved;
    for (int32_t node = 0; node < nodes; node++) {
        wanted += roomy(s->node_degree[node]);
    }
    const ist_status status = isti_state_reserve(s, ISTI_GROUP_slot, wanted);
    if (status != IST_OK) {
        return status;
    }
    push_rows_back(s);
    int32_t used = 0;
    for (int32_t node = 0; node < nodes; node++) {
        move_row(s, node, used);
        s->node_room[node] = (int16_t)roomy(s->node_degree[node]);
        clear_slots(s, used + s->node_degree[node], used + s->node_room[node]);
        used += s->node_room[node];
    }
    clear_slots(s, used, s->group[ISTI_GROUP_slot].capacity);
    ISTI_COUNT(s, slot) = used;
    s->now.slot_ordered = used;
    return IST_OK;
}

ist_status isti_rows_lay(ist_state *s, const int32_t *degree)
{
    const int32_t cap = (int32_t)s->model->p.tie_cap;
    int32_t used = 0;
    int64_t ends = 0;
    for (int32_t node = 0; node < ISTI_COUNT(s, node); node++) {
        const int32_t likely = isti_min_i(degree[node], cap);
        s->node_row[node] = used;
        s->node_room[node] = (int16_t)roomy(likely);
        ends += likely;
        used += s->node_room[node];
    }
    ist_status status = isti_state_reserve(s, ISTI_GROUP_slot, used);
    if (status == IST_OK) {
        enum { SIXTEENTH = 16 }; // to spare
        status = isti_state_reserve(s, ISTI_GROUP_tie, (int32_t)(ends / 2 + ends / 2 / SIXTEENTH));
    }
    if (status == IST_OK) {
        ISTI_COUNT(s, slot) = used;
        s->now.slot_ordered = used;
    }
    return status;
}

// Room for one more tie in the row of a node. Rows that outgrow their place move behind the others;
// when those are many, all rows are put in order anew.
static ist_status widen_row(ist_state *s, int32_t node)
{
    enum { FEW = 4096, EIGHTH = 8, SPARE = 4 };
    const int32_t degree = s->node_degree[node];
    if (degree < s->node_room[node]) {
        return IST_OK;
    }
    const int32_t place = ISTI_COUNT(s, slot);
    const int32_t ordered = (int32_t)s->now.slot_ordered;
    const int32_t wider = degree + degree / EIGHTH + SPARE;
    if (place + wider - ordered > isti_max_i(ordered / EIGHTH, FEW)) {
        return order_rows(s);
    }
    const ist_status status = isti_state_reserve(s, ISTI_GROUP_slot, place + wider);
    if (status == IST_OK) {
        move_row(s, node, place);
        s->node_room[node] = (int16_t)wider;
        ISTI_COUNT(s, slot) = place + wider;
    }
    return status;
}

// The dormant tie of a row that was weakest, -1 where all are live.
static int32_t weakest_dormant(const ist_state *s, int32_t node)
{
    int32_t weakest = -1;
    for (int32_t k = 0; k < s->node_degree[node]; k++) {
        const int32_t tie = s->slot_tie[s->node_row[node] + k];
        if (!isti_tie_is_dormant(s, tie)) {
            continue;
        }
        if (weakest < 0 || s->tie_past[tie] < s->tie_past[weakest] ||
            (tie < weakest && s->tie_past[tie] == s->tie_past[weakest])) {
            weakest = tie;
        }
    }
    return weakest;
}

bool isti_row_is_full(const ist_state *s, int32_t node)
{
    return s->node_degree[node] >= (int32_t)s->model->p.tie_cap;
}

// In full rows the weakest dormant tie is forgotten; false, and nothing done, where all are live.
static bool make_room(ist_state *s, int32_t a, int32_t b)
{
    if ((isti_row_is_full(s, a) && weakest_dormant(s, a) < 0) ||
        (isti_row_is_full(s, b) && weakest_dormant(s, b) < 0)) {
        return false;
    }
    if (isti_row_is_full(s, a)) {
        isti_tie_remove(s, weakest_dormant(s, a));
    }
    if (isti_row_is_full(s, b)) {
        isti_tie_remove(s, weakest_dormant(s, b));
    }
    return true;
}

static int32_t take_tie(ist_state *s)
{
    int32_t tie = (int32_t)s->now.free_tie;
    if (tie >= 0) {
        s->now.free_tie = s->tie_b[tie];
        isti_tie_fetch(s, isti_max_i((int32_t)s->now.free_tie, 0)); // likely to be taken soon
    } else {
        tie = ISTI_COUNT(s, tie)++;
    }
    return tie;
}

ist_status isti_tie_place(ist_state *s, int32_t a, int32_t b, isti_new_tie *tie)
{
    ist_status status = isti_state_reserve(s, ISTI_GROUP_tie, ISTI_COUNT(s, tie) + 1);
    if (status == IST_OK) {
        status = widen_row(s, a);
    }
    if (status == IST_OK) {
        status = widen_row(s, b);
    }
    if (status != IST_OK) {
        return status;
    }
    *tie = (isti_new_tie){.a = a,
                          .b = b,
                          .tie = take_tie(s),
                          .at_a = s->node_degree[a]++,
                          .at_b = s->node_degree[b]++,
                          .encounter = -1};
    return isti_fellows_tie(s, a, b, tie->tie);
}

static void enter_row(ist_state *s, int32_t place, int32_t other, int32_t tie)
{
    s->slot_other[place] = other;
    s->slot_tie[place] = tie;
}

void isti_tie_make(ist_state *s, const isti_new_tie *t, double x, double y)
{
    const int32_t tie = t->tie;
    s->tie_a[tie] = isti_min_i(t->a, t->b);
    s->tie_b[tie] = isti_max_i(t->a, t->b);
    s->tie_x[tie] = (float)x;
    s->tie_y[tie] = isti_is_off(s, IST_MECHANISM_AFFECT) ? 0.0F : (float)y;
    s->tie_past[tie] = 0;
    s->tie_flags[tie] = 0;
    s->tie_made[tie] = (uint16_t)s->now.tick;
    enter_row(s, s->node_row[t->a] + t->at_a, t->b, tie);
    enter_row(s, s->node_row[t->b] + t->at_b, t->a, tie);
}

ist_status isti_tie_create(ist_state *s, int32_t a, int32_t b, double x, double y, int32_t *tie)
{
    *tie = -1;
    if (!make_room(s, a, b)) {
        return IST_OK;
    }
    isti_new_tie fresh;
    const ist_status status = isti_tie_place(s, a, b, &fresh);
    if (status == IST_OK) {
        isti_tie_make(s, &fresh, x, y);
        isti_tie_touch(s, fresh.tie);
        *tie = fresh.tie;
    }
    return status;
}

static void leave_row(ist_state *s, int32_t node, int32_t tie)
{
    const int32_t row = s->node_row[node];
    const int32_t last = --s->node_degree[node];
    int32_t k = last; // where ties go from, when all of somebody's do
    while (s->slot_tie[row + k] != tie) {
        k--;
    }
    s->slot_other[row + k] = s->slot_other[row + last];
    s->slot_tie[row + k] = s->slot_tie[row + last];
}

void isti_tie_remove(ist_state *s, int32_t tie)
{
    isti_fellows_untie(s, s->tie_a[tie], s->tie_b[tie]);
    leave_row(s, s->tie_a[tie], tie);
    leave_row(s, s->tie_b[tie], tie);
    s->tie_a[tie] = -1;
    s->tie_b[tie] = (int32_t)s->now.free_tie;
    s->tie_x[tie] = 0.0F;
    s->tie_y[tie] = 0.0F;
    s->tie_keep[tie] = 0.0F;
    s->tie_gain[tie] = 0.0F;
    s->tie_past[tie] = 0;
    s->tie_made[tie] = 0;
    s->tie_touched[tie] = 0;
    s->tie_flags[tie] = 0;
    s->now.free_tie = tie;
}

void isti_ties_visit(ist_state *s, const int32_t *ties, int32_t count, isti_tie_act *act)
{
    enum { FAR = 16, NEAR = 8 };
    for (int32_t k = -FAR; k < count; k++) {
        if (k + FAR < count) {
            isti_tie_fetch(s, ties[k + FAR]);
        }
        if (k + NEAR >= 0 && k + NEAR < count) {
            isti_tie_fetch_rows(s, ties[k + NEAR]);
        }
        if (k >= 0) {
            act(s, ties[k]);
        }
    }
}

// How a tie fades, by its affect; most are bridges, and of the others most are without contact.
static isti_fading fading_of(const ist_state *s, int32_t tie)
{
    const ist_model *m = s->model;
    const double y = (double)s->tie_y[tie];
    const bool in_contact = isti_tie_in_contact(s, s->tie_a[tie], s->tie_b[tie]);
    if (y != 0.0 && in_contact) {
        return isti_fading_of(&m->p, &m->r, y);
    }
    return (isti_fading){.keep = y == 0.0 ? m->r.bridge.keep : isti_keep_of(&m->r, y),
                         .gain = in_contact ? m->r.bridge.gain : 0.0F};
}

void isti_tie_touch(ist_state *s, int32_t tie)
{
    const isti_fading fading = fading_of(s, tie);
    s->tie_keep[tie] = fading.keep;
    s->tie_gain[tie] = fading.gain;
    isti_tie_note_strength(s, tie);
    s->tie_touched[tie] = (uint16_t)s->now.tick;
}

int32_t isti_tie_of(const ist_state *s, const isti_encounter *e)
{
    const bool is_known = e->tie >= 0 && e->tie < ISTI_COUNT(s, tie) && s->tie_a[e->tie] == e->a &&
                          s->tie_b[e->tie] == e->b;
    return is_known ? e->tie : isti_tie_find(s, e->a, e->b);
}

ist_status isti_tie_meet(ist_state *s, const isti_encounter *e)
{
    int32_t tie = isti_tie_of(s, e);
    if (tie < 0) {
        const ist_status status = isti_tie_create(s, e->a, e->b, 0.0, 0.0, &tie);
        if (status != IST_OK || tie < 0) {
            return status;
        }
    }
    double x = s->tie_x[tie];
    double y = s->tie_y[tie];
    if (isti_tie_is_dormant(s, tie)) {
        // An old tie comes back with part of what it was; what was learnt of each other stays.
        x = isti_max(x, isti_tie_memory(s, tie));
        isti_tie_wake(s, tie);
    }
    x += (double)e->gain_x * (1.0 - x);
    y += isti_is_off(s, IST_MECHANISM_AFFECT) ? 0.0 : (double)e->gain_y * (1.0 - y);
    s->tie_x[tie] = (float)isti_max(x, (double)e->at_least);
    s->tie_y[tie] = (float)y;
    isti_tie_touch(s, tie);
    return IST_OK;
}

void isti_tie_expire(ist_state *s, int32_t tie)
{
    if (s->tie_past[tie] < isti_tie_grade(s->model->p.dormant_floor)) {
        isti_tie_remove(s, tie);
        return;
    }
    s->tie_x[tie] = 0.0F;
    s->tie_y[tie] = 0.0F;
    s->tie_flags[tie] |= ISTI_TIE_DORMANT;
}

void isti_ties_forget(ist_state *s, int32_t node)
{
    isti_ties_fetch(s, node);
    isti_ends_fetch(s, node);
    while (s->node_degree[node] > 0) {
        isti_tie_remove(s, s->slot_tie[s->node_row[node] + s->node_degree[node] - 1]);
    }
}
