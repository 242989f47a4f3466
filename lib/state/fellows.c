// SPDX-License-Identifier: GPL-3.0-or-later
// Keeping the ties among the members of communities.
#include "state/fellows.h"

#include "base/memory.h"
#include "state/communities.h"
#include "state/ties.h"

#include <string.h>

static isti_fellow_tie *row_of(const isti_fellows *f, int32_t seat)
{
    return f->entry + (size_t)seat * (size_t)f->room;
}

// Both seats and rows grow by little: there are many communities, and most change seldom.
static ist_status widen_seats(isti_fellows *f, int32_t seats)
{
    enum { EIGHTH = 8 };
    if (seats <= f->seats) {
        return IST_OK;
    }
    const size_t room = (size_t)isti_max_i(seats, f->seats + f->seats / EIGHTH);
    int32_t *count = isti_resize_array(f->count, (size_t)f->seats, room, sizeof *count);
    f->count = count ? count : f->count;
    const size_t row = (size_t)f->room * sizeof *f->entry;
    isti_fellow_tie *entry =
        count && row > 0 ? isti_resize_scratch(f->entry, (size_t)f->seats, room, row) : NULL;
    f->entry = entry ? entry : f->entry;
    if (!count || (row > 0 && !entry)) {
        return IST_ERR_NO_MEMORY;
    }
    f->seats = (int32_t)room;
    return IST_OK;
}

// All rows have the same room, and get more when one of them is full.
static ist_status widen_rows(isti_fellows *f)
{
    enum { LEAST = 2, EIGHTH = 8 };
    const int32_t room = f->room + isti_max_i(LEAST, f->room / EIGHTH);
    const size_t row = (size_t)room * sizeof *f->entry;
    isti_fellow_tie *entry = isti_alloc_scratch((size_t)f->seats, row);
    if (!entry) {
        return IST_ERR_NO_MEMORY;
    }
    for (int32_t seat = 0; seat < f->seats; seat++) {
        if (f->count[seat] > 0) {
            memcpy(entry + (size_t)seat * (size_t)room, row_of(f, seat),
                   (size_t)f->count[seat] * sizeof *entry);
        }
    }
    isti_free(f->entry);
    f->entry = entry;
    f->room = room;
    return IST_OK;
}

static ist_status list(isti_fellows *f, int32_t seat, int32_t other, int32_t tie)
{
    const ist_status status = f->count[seat] == f->room ? widen_rows(f) : IST_OK;
    if (status == IST_OK) {
        row_of(f, seat)[f->count[seat]++] = (isti_fellow_tie){.seat = other, .tie = tie};
    }
    return status;
}

// What stands in the row of a seat about another one, who is in it.
static isti_fellow_tie *entry_of(const isti_fellows *f, int32_t seat, int32_t other)
{
    isti_fellow_tie *entry = row_of(f, seat);
    while (entry->seat != other) {
        entry++;
    }
    return entry;
}

static void strike(isti_fellows *f, int32_t seat, int32_t other)
{
    isti_fellow_tie *entry = entry_of(f, seat, other);
    *entry = row_of(f, seat)[--f->count[seat]];
}

// The number of a node's seat in a community, counted from its first one; less than 0: no member.
static int32_t seat_in(const ist_state *s, int32_t community, int32_t node)
{
    const int32_t seat = isti_seat_of(s, community, node);
    return seat < 0 ? seat : seat - s->community_seat[community];
}

// List, at one seat, the member's ties to those on the seats before `end`; at theirs, too, if `both`.
static ist_status list_row(ist_state *s, int32_t c, int32_t seat, int32_t end, bool both)
{
    isti_fellows *f = &s->scratch.fellows[c];
    const int32_t node = isti_members(s, c)[seat];
    const int32_t last = s->node_row[node] + s->node_degree[node];
    ist_status status = IST_OK;
    for (int32_t slot = s->node_row[node]; slot < last && status == IST_OK; slot++) {
        const int32_t other = seat_in(s, c, s->slot_other[slot]);
        if (other >= 0 && other < end) {
            status = list(f, seat, other, s->slot_tie[slot]);
            if (status == IST_OK && both) {
                status = list(f, other, seat, s->slot_tie[slot]);
            }
        }
    }
    return status;
}

ist_status isti_fellows_enter(ist_state *s, int32_t c)
{
    if (!isti_fellows_known(s, c)) {
        return IST_OK;
    }
    const int32_t seat = s->community_members[c] - 1;
    const ist_status status = widen_seats(&s->scratch.fellows[c], seat + 1);
    return status == IST_OK ? list_row(s, c, seat, seat, true) : status;
}

void isti_fellows_leave(ist_state *s, int32_t c, int32_t seat)
{
    isti_fellows *f = &s->scratch.fellows[c];
    const int32_t last = s->community_members[c] - 1;
    if (!isti_fellows_known(s, c)) {
        return;
    }
    for (int32_t k = 0; k < f->count[seat]; k++) {
        strike(f, row_of(f, seat)[k].seat, seat);
    }
    f->count[seat] = 0;
    if (seat == last) {
        return;
    }
    for (int32_t k = 0; k < f->count[last]; k++) {
        const isti_fellow_tie entry = row_of(f, last)[k];
        entry_of(f, entry.seat, last)->seat = seat;
        row_of(f, seat)[k] = entry;
    }
    f->count[seat] = f->count[last];
    f->count[last] = 0;
}

void isti_fellows_forget(ist_state *s, int32_t c)
{
    isti_fellows *f = &s->scratch.fellows[c];
    isti_free(f->count);
    isti_free(f->entry);
    *f = (isti_fellows){0};
}

ist_status isti_fellows_tie(ist_state *s, int32_t a, int32_t b, int32_t tie)
{
    ist_status status = IST_OK;
    int32_t place = s->node_seat[a];
    const int32_t count = s->node_memberships[b] > 0 ? s->node_memberships[a] : 0;
    for (int32_t k = 0; k < count && status == IST_OK; k++, place = s->seat_next[place]) {
        const int32_t c = s->seat_community[place];
        const int32_t seat = place - s->community_seat[c];
        const int32_t other = isti_fellows_known(s, c) ? seat_in(s, c, b) : -1;
        if (other >= 0) {
            status = list(&s->scratch.fellows[c], seat, other, tie);
            if (status == IST_OK) {
                status = list(&s->scratch.fellows[c], other, seat, tie);
            }
        }
    }
    return status;
}

void isti_fellows_untie(ist_state *s, int32_t a, int32_t b)
{
    int32_t place = s->node_seat[a];
    const int32_t count = s->node_memberships[b] > 0 ? s->node_memberships[a] : 0;
    for (int32_t k = 0; k < count; k++, place = s->seat_next[place]) {
        const int32_t c = s->seat_community[place];
        const int32_t other = isti_fellows_known(s, c) ? seat_in(s, c, b) : -1;
        if (other >= 0) {
            strike(&s->scratch.fellows[c], place - s->community_seat[c], other);
            strike(&s->scratch.fellows[c], other, place - s->community_seat[c]);
        }
    }
}

void isti_fellows_clear(ist_state *s)
{
    for (int32_t c = 0; c < s->group[ISTI_GROUP_community].capacity; c++) {
        isti_fellows_forget(s, c);
    }
}

size_t isti_fellows_bytes(const ist_state *s)
{
    size_t bytes = 0;
    for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
        const isti_fellows *f = &s->scratch.fellows[c];
        bytes += (size_t)f->seats * (sizeof *f->count + (size_t)f->room * sizeof *f->entry);
    }
    return bytes;
}

static bool widen_list(void **block, int32_t capacity, size_t room, size_t size)
{
    void *wider = isti_resize_array(*block, (size_t)capacity, room, size);
    *block = wider ? wider : *block;
    return wider != NULL;
}

static ist_status widen_lists(isti_seat_lists *l, int32_t seats)
{
    if (seats <= l->capacity) {
        return IST_OK;
    }
    const size_t room = isti_grown((size_t)l->capacity, (size_t)seats);
    if (!widen_list((void **)&l->value, l->capacity, room, sizeof *l->value) ||
        !widen_list((void **)&l->marked, l->capacity, room, sizeof *l->marked) ||
        !widen_list((void **)&l->tie, l->capacity, room, sizeof *l->tie)) {
        return IST_ERR_NO_MEMORY;
    }
    l->capacity = (int32_t)room;
    return IST_OK;
}

ist_status isti_fellows_ready(ist_state *s, int32_t c)
{
    const int32_t members = s->community_members[c];
    ist_status status = widen_lists(&s->desk.by_seat, members);
    if (status != IST_OK || isti_fellows_known(s, c)) {
        return status;
    }
    status = widen_seats(&s->scratch.fellows[c], isti_max_i(members, 1));
    for (int32_t seat = 0; seat < members && status == IST_OK; seat++) {
        status = list_row(s, c, seat, members, false);
    }
    return status;
}

const int32_t *isti_fellows_by_seat(ist_state *s, int32_t community, int32_t seat)
{
    int32_t *tie = s->desk.by_seat.tie;
    memset(tie, UINT8_MAX, (size_t)s->community_members[community] * sizeof *tie);
    int32_t count = 0;
    const isti_fellow_tie *entry = isti_fellows_of(s, community, seat, &count);
    for (int32_t k = 0; k < count; k++) {
        tie[entry[k].seat] = entry[k].tie;
    }
    return tie;
}
