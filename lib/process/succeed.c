// SPDX-License-Identifier: GPL-3.0-or-later
// Succeed: pilots move on; where somebody able and committed is there, and somebody above cares, the
// role is taken over.
#include "process/process.h"

#include "state/communities.h"

static void move_on(ist_state *s, int32_t c)
{
    const isti_parameters *p = &s->model->p;
    const int32_t pilot = s->community_pilot[c];
    isti_stream stream = isti_stream_now(s, ISTI_FOR_PILOT, pilot, (int32_t)s->community_key[c]);
    const double tired = isti_stream_uniform(&stream);
    const double torn = isti_stream_uniform(&stream);
    const double load = s->scratch.load[pilot];
    if (tired < s->model->r.pilot_loss * (p->pilot_load + load) ||
        (s->scratch.moved[pilot] && torn < p->pilot_transfer)) {
        s->community_pilot[c] = -1;
    }
}

static void find_successor(ist_state *s, int32_t c, bool sponsored)
{
    const isti_parameters *p = &s->model->p;
    int32_t best = -1;
    double highest = 0.0;
    for (int32_t seat = 0; seat < s->community_members[c]; seat++) {
        const int32_t place = s->community_seat[c] + seat;
        const double apt = s->node_facilitation[s->seat_node[place]] * s->seat_commitment[place];
        if (apt > highest) {
            highest = apt;
            best = s->seat_node[place];
        }
    }
    const bool watched = s->community_overseer[c] >= 0 || sponsored;
    const double care = watched ? 1.0 : s->now.emphasis;
    const double chance =
        p->succession * highest * (p->succession_base + (1.0 - p->succession_base) * care);
    const double luck = isti_draw_now(s, ISTI_FOR_SUCCEED, (int32_t)s->community_key[c], 0);
    if (best >= 0 && luck < chance) {
        s->community_pilot[c] = best;
    }
}

ist_status isti_succeed(ist_state *s)
{
    const bool sponsored = isti_sponsor(s) >= 0;
    for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
        if (!isti_is_active(s, c)) {
            continue;
        }
        if (s->community_pilot[c] >= 0) {
            move_on(s, c);
        } else if (s->scratch.meeting[c].met) {
            find_successor(s, c, sponsored);
        }
    }
    return IST_OK;
}
