// SPDX-License-Identifier: GPL-3.0-or-later
// The ties among the members of a community, by seat. They are listed from rows once, before its first
// meeting, and from then on kept up to date while ties are made and removed and members come and go.
#ifndef ISTI_STATE_FELLOWS_H
#define ISTI_STATE_FELLOWS_H

#include "state/state.h"

// Before a meeting: list the ties among the members if that is not done, and have room at the desk for
// lists that are as long as the members.
ist_status isti_fellows_ready(ist_state *s, int32_t community);

// Are the ties listed? Only then, all that follows but changes may be asked.
static inline bool isti_fellows_known(const ist_state *s, int32_t community)
{
    return s->scratch.fellows[community].count != NULL;
}

// Who has just sat down on the last seat of a community.
ist_status isti_fellows_enter(ist_state *s, int32_t community);

// Who is about to leave a seat, which the last member then takes.
void isti_fellows_leave(ist_state *s, int32_t community, int32_t seat);

// The ties of a community, or of all, are not listed any more.
void isti_fellows_forget(ist_state *s, int32_t community);
void isti_fellows_clear(ist_state *s);

// Two nodes are tied, or about to be no more.
ist_status isti_fellows_tie(ist_state *s, int32_t a, int32_t b, int32_t tie);
void isti_fellows_untie(ist_state *s, int32_t a, int32_t b);

size_t isti_fellows_bytes(const ist_state *s);

// Ties of the member at `seat` to fellow members, in any order; how many goes to *count.
static inline const isti_fellow_tie *isti_fellows_of(const ist_state *s, int32_t community,
                                                     int32_t seat, int32_t *count)
{
    const isti_fellows *f = &s->scratch.fellows[community];
    *count = f->count[seat];
    return f->entry + (size_t)seat * (size_t)f->room;
}

// The same by the seat of the other: number of the tie, -1 where there is none. Valid until the next call
// at this desk.
const int32_t *isti_fellows_by_seat(ist_state *s, int32_t community, int32_t seat);

// Soon the ties of a community will be read: have what lists them fetched from memory meanwhile.
ISTI_FETCH void isti_fellows_fetch(const ist_state *s, int32_t community)
{
    enum { TIES_PER_LINE = 64 / sizeof(isti_fellow_tie) };
    const isti_fellows *f = &s->scratch.fellows[community];
    __builtin_prefetch(f->count);
    for (int32_t k = 0; k < s->community_members[community] * f->room; k += TIES_PER_LINE) {
        __builtin_prefetch(f->entry + k);
    }
}

#endif
