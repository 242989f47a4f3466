// SPDX-License-Identifier: GPL-3.0-or-later
// Gathering the ties among the members of a community.
#include "state/fellows.h"

#include "base/memory.h"
#include "state/communities.h"
#include "state/ties.h"

static bool widen(void **block, int32_t capacity, size_t room, size_t size)
{
    void *wider = isti_resize_array(*block, (size_t)capacity, room, size);
    *block = wider ? wider : *block;
    return wider != NULL;
}

// Room for so many seats and entries; what was gathered before is forgotten.
static ist_status make_room(isti_fellows *f, int32_t seats, int32_t entries)
{
    if (seats + 1 > f->seat_capacity) {
        const size_t room = isti_grown((size_t)f->seat_capacity, (size_t)seats + 1);
        if (!widen((void **)&f->first, f->seat_capacity, room, sizeof *f->first) ||
            !widen((void **)&f->value, f->seat_capacity, room, sizeof *f->value) ||
            !widen((void **)&f->marked, f->seat_capacity, room, sizeof *f->marked)) {
            return IST_ERR_NO_MEMORY;
        }
        f->seat_capacity = (int32_t)room;
    }
    if (entries > f->entry_capacity) {
        const size_t room = isti_grown((size_t)f->entry_capacity, (size_t)entries);
        if (!widen((void **)&f->entry, f->entry_capacity, room, sizeof *f->entry)) {
            return IST_ERR_NO_MEMORY;
        }
        f->entry_capacity = (int32_t)room;
    }
    return IST_OK;
}

// Mark the members so that a mark tells the seat; returns the mark of seat 0.
static int32_t mark_seats(ist_state *s, const int32_t *member, int32_t count)
{
    const int32_t base = isti_stamps(s, count);
    for (int32_t seat = 0; seat < count; seat++) {
        s->desk.mark[member[seat]] = base + seat;
    }
    return base;
}

// Those in the rows of the members who may be fellow members, by the last digits of their number: nearly
// all others are passed over without a look at their marks, which lie far apart.
static void gather_likely(ist_state *s, const int32_t *member, int32_t count)
{
    enum { DIGITS = ISTI_LIKELY - 1 };
    isti_fellows *f = &s->desk.fellows;
    uint8_t *likely = s->desk.likely;
    for (int32_t seat = 0; seat < count; seat++) {
        likely[member[seat] & DIGITS] = 1;
    }
    int32_t entries = 0;
    for (int32_t seat = 0; seat < count; seat++) {
        const int32_t *other = s->slot_other;
        const int32_t row = s->node_row[member[seat]];
        const int32_t end = row + s->node_degree[member[seat]];
        isti_fellow_tie *entry = f->entry;
        f->first[seat] = entries;
        for (int32_t place = row; place < end; place++) {
            entry[entries] = (isti_fellow_tie){.seat = other[place], .tie = place};
            entries += likely[other[place] & DIGITS];
        }
    }
    f->first[count] = entries;
    for (int32_t k = 0; k < entries; k++) {
        __builtin_prefetch(&s->slot_tie[f->entry[k].tie]);
    }
    for (int32_t seat = 0; seat < count; seat++) {
        likely[member[seat] & DIGITS] = 0;
    }
}

// Keep of them those who are marked as members, with their seats and ties.
static void keep_fellows(ist_state *s, int32_t base, int32_t count)
{
    isti_fellows *f = &s->desk.fellows;
    const int32_t *mark = s->desk.mark;
    int32_t kept = 0;
    for (int32_t seat = 0; seat < count; seat++) {
        const int32_t from = f->first[seat];
        f->first[seat] = kept;
        for (int32_t k = from; k < f->first[seat + 1]; k++) {
            const int32_t other = mark[f->entry[k].seat] - base;
            f->entry[kept] = (isti_fellow_tie){.seat = other, .tie = s->slot_tie[f->entry[k].tie]};
            kept += other >= 0; // marks of others are older
        }
    }
    f->first[count] = kept;
}

ist_status isti_fellows_gather(ist_state *s, int32_t community)
{
    isti_fellows *f = &s->desk.fellows;
    const int32_t *member = isti_members(s, community);
    const int32_t count = s->community_members[community];
    int32_t most = 0;
    for (int32_t seat = 0; seat < count; seat++) {
        most += s->node_degree[member[seat]];
    }
    // One more entry: the place of one that is not kept.
    const ist_status status = make_room(f, count, most + 1);
    if (status == IST_OK) {
        const int32_t base = mark_seats(s, member, count);
        gather_likely(s, member, count);
        keep_fellows(s, base, count);
    }
    return status;
}
