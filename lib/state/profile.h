// SPDX-License-Identifier: GPL-3.0-or-later
// What people look at first in those they are tied to, eight bytes side by side: most are passed over for
// it, and whoever is not is looked at closely.
#ifndef ISTI_STATE_PROFILE_H
#define ISTI_STATE_PROFILE_H

#include "state/ties.h"

// The parts of a glance: competence in 15 bits, a bit for members, and the main theme above them; of a
// concern: the second theme and, above it, that of the problem.
enum {
    ISTI_GRADES = 0x7FFF,
    ISTI_GLANCE_MEMBER = 0x8000,
    ISTI_PROFILE_LOWER = 0xFFFF,
    ISTI_PROFILE_UPPER = 16
};

// Note in scratch.profile how nodes [from, to) are now. Every process that reads profiles begins with it.
ist_status isti_profile_nodes(ist_state *s, int32_t from, int32_t to);

// Who might be competent enough for something: nobody who is not counts as less able than this.
typedef struct isti_demand {
    uint32_t theme;
    uint32_t on_theme, off_theme; // grades of those with this, or another, main theme
} isti_demand;

isti_demand isti_demand_of(const ist_model *m, int32_t theme, double competence);

static inline bool isti_seems_able(const isti_profile *p, const isti_demand *d)
{
    const uint32_t least = p->glance >> ISTI_PROFILE_UPPER == d->theme ? d->on_theme : d->off_theme;
    return (p->glance & ISTI_GRADES) >= least;
}

static inline bool isti_seems_member(const isti_profile *p)
{
    return (p->glance & ISTI_GLANCE_MEMBER) != 0;
}

// Is a theme the main or the second one?
static inline bool isti_seems_interested(const isti_profile *p, int32_t theme)
{
    return (p->glance >> ISTI_PROFILE_UPPER == (uint32_t)theme) |
           ((p->concern & ISTI_PROFILE_LOWER) == (uint32_t)theme);
}

// Or has he or she to do with it by a problem?
static inline bool isti_seems_concerned(const isti_profile *p, int32_t theme)
{
    return isti_seems_interested(p, theme) | (p->concern >> ISTI_PROFILE_UPPER == (uint32_t)theme);
}

// Of people [from, from + ISTI_LOOK) in the row of a node, as far as it goes, bit by bit: who seems able;
// who is a member of a community; who is interested in a theme; who is concerned by one.
enum { ISTI_LOOK = 64 };
uint64_t isti_row_able(const ist_state *s, int32_t node, int32_t from, const isti_demand *demand);
uint64_t isti_row_members(const ist_state *s, int32_t node, int32_t from);
uint64_t isti_row_interested(const ist_state *s, int32_t node, int32_t from, int32_t theme);
uint64_t isti_row_concerned(const ist_state *s, int32_t node, int32_t from, int32_t theme);

// Who of `count` profiles side by side, at most ISTI_LOOK, seems able.
uint64_t isti_all_able(const isti_profile *profile, int32_t count, const isti_demand *demand);

// Take the lowest bit: whose it is.
static inline int32_t isti_next_flag(uint64_t *bits)
{
    const int32_t k = __builtin_ctzll(*bits);
    *bits &= *bits - 1;
    return k;
}

// Soon a row will be gone through so: have it fetched and, once it is here, the profiles.
ISTI_FETCH void isti_row_fetch_others(const ist_state *s, int32_t node)
{
    isti_line_fetch(s->slot_other + s->node_row[node], s->node_degree[node]);
}

ISTI_FETCH void isti_profiles_fetch(const ist_state *s, int32_t node)
{
    const int32_t *other = s->slot_other + s->node_row[node];
    for (int32_t k = 0; k < s->node_degree[node]; k++) {
        __builtin_prefetch(&s->scratch.profile[other[k]]);
    }
}

#endif
