// SPDX-License-Identifier: GPL-3.0-or-later
// The ties among the members of one community, read off their rows once and then known by seat.
#ifndef ISTI_STATE_FELLOWS_H
#define ISTI_STATE_FELLOWS_H

#include "state/state.h"

// Gather them at the desk, instead of those gathered there before: per seat the ties of that member to
// fellow members, in the order of the row. O(ties of the members).
ist_status isti_fellows_gather(ist_state *s, int32_t community);

// Ties of the member at `seat`: entries [first, end).
static inline int32_t isti_fellows_first(const ist_state *s, int32_t seat)
{
    return s->desk.fellows.first[seat];
}

static inline int32_t isti_fellows_end(const ist_state *s, int32_t seat)
{
    return s->desk.fellows.first[seat + 1];
}

// Number of the tie between the members at two seats, -1 if there is none. O(entries of `seat`).
static inline int32_t isti_fellows_tie(const ist_state *s, int32_t seat, int32_t other)
{
    const isti_fellows *f = &s->desk.fellows;
    for (int32_t k = f->first[seat]; k < f->first[seat + 1]; k++) {
        if (f->entry[k].seat == other) {
            return f->entry[k].tie;
        }
    }
    return -1;
}

#endif
