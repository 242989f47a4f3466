// SPDX-License-Identifier: GPL-3.0-or-later
// Communities: founding, member lists, ending; and the readings derived from them (stage, context).
#ifndef ISTI_STATE_COMMUNITIES_H
#define ISTI_STATE_COMMUNITIES_H

#include "state/state.h"

// A community about to be founded.
typedef struct isti_founding {
    int32_t theme, founder; // founder: node
    ist_origin origin;
    bool official;
    int32_t core; // node without whom it would not be, -1: nobody; part of what its luck hangs on
    int32_t launch, overseer, resumes, parent, limit;
    double tied_pairs, tied_chance;
    const int32_t *members; // nodes, the founder among them; ascending
    int32_t count;
} isti_founding;

isti_founding isti_founding_default(void);

// Found it with the most able facilitator as a pilot, or `pilot` if that is a node. *community is
// its number.
ist_status isti_community_found(ist_state *s, const isti_founding *founding, int32_t pilot,
                                int32_t *community);

// Chain the communities of each theme, after the state was set up otherwise than by founding. From
// scratch.latest[theme] along scratch.before: the last founded first.
void isti_index_communities(ist_state *s);

// A node becomes a member. Nothing happens if it is one already or has no membership to spare.
ist_status isti_community_enter(ist_state *s, int32_t community, int32_t node, double commitment);

// The member at `seat` (0 .. members - 1) leaves; the last one takes the seat.
void isti_community_leave(ist_state *s, int32_t community, int32_t seat);

// Its activity ends; the member list is kept as it is.
void isti_community_end(ist_state *s, int32_t community, isti_end how);

static inline bool isti_is_active(const ist_state *s, int32_t community)
{
    return s->community_ended[community] < 0;
}

// Nodes of the members, community_members of them. Borrowed until somebody enters.
static inline const int32_t *isti_members(const ist_state *s, int32_t community)
{
    return s->seat_node + s->community_seat[community];
}

// Are all its seats taken?
static inline bool isti_is_full(const ist_state *s, int32_t community)
{
    const int32_t limit = s->community_limit[community];
    return limit > 0 && s->community_members[community] >= limit;
}

// The communities of a node, ascending, into `of`; returns how many. Each costs a look at its seat.
static inline int32_t isti_communities_of(const ist_state *s, int32_t node,
                                          int32_t of[ISTI_MEMBERSHIPS])
{
    const int32_t count = s->node_memberships[node];
    int32_t seat = s->node_seat[node];
    for (int32_t k = 0; k < count; k++) {
        of[k] = s->seat_community[seat];
        seat = s->seat_next[seat];
    }
    return count;
}

// Where a node sits in a community, as a number of all seats; -1 if it is no member.
int32_t isti_seat_of(const ist_state *s, int32_t community, int32_t node);

static inline bool isti_is_member(const ist_state *s, int32_t community, int32_t node)
{
    return isti_seat_of(s, community, node) >= 0;
}

// Highest identification with a community that both nodes belong to, 0 without one.
double isti_shared_identity(const ist_state *s, int32_t node, int32_t other);

// Mean context of the members' units.
void isti_community_context(const ist_state *s, int32_t community, double context[]);

// Formal output its overseer expects: a setting of the policy plus what support bred.
double isti_expectation(const ist_state *s, int32_t community);

double isti_mean_commitment(const ist_state *s, int32_t community);

// What it is now. O(members), for ended ones also O(their ties).
ist_stage isti_community_stage(const ist_state *s, int32_t community);

// Is an ended community still there as ties?
bool isti_hibernates(const ist_state *s, int32_t community);

// The parts of those two readings, for who asks about every community in each tick.

// Official, framed, and active or ended lately: unofficial ones on its theme are clandestine.
bool isti_is_lost(const ist_state *s, int32_t community);
// Stage of an active community, beside a lost one or not.
ist_stage isti_active_stage(const ist_state *s, int32_t community, bool beside_a_lost_one);
// The first later community on the theme that holds half of an ended one's members, or -1.
int32_t isti_successor(const ist_state *s, int32_t community);
// Has an ended community, not stopped, enough members tied across units? O(ties of the members).
bool isti_is_tied(const ist_state *s, int32_t community);

#endif
