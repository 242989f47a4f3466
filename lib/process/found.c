// SPDX-License-Identifier: GPL-3.0-or-later
// Found: calls of all kinds are collected, answered, and where enough people answer the same one, a
// community is born. Somebody called twice goes where the draw was lowest.
#include "process/process.h"

#include "base/widths.h"
#include "state/communities.h"
#include "state/order.h"
#include "state/people.h"
#include "state/profile.h"
#include "state/ties.h"

#include <string.h>

double isti_tied_pairs(const ist_state *s, const int32_t *nodes, int32_t count, int32_t left_out)
{
    int32_t pairs = 0;
    int32_t tied = 0;
    for (int32_t k = 0; k < count; k++) {
        for (int32_t l = k + 1; l < count; l++) {
            if (nodes[k] == left_out || nodes[l] == left_out) {
                continue;
            }
            const int32_t tie = isti_tie_find(s, nodes[k], nodes[l]);
            pairs++;
            tied += tie >= 0 && isti_tie_strength(s, tie) > s->model->p.theta;
        }
    }
    return pairs > 0 ? (double)tied / pairs : 0.0;
}

// Flag ties between people with the same main theme. (Ends of free ties are taken for node 0.)
ISTI_PASS void flag_same(const int32_t *restrict theme, const int32_t *restrict from,
                         const int32_t *restrict to, int32_t count, uint8_t *restrict same)
{
    for (int32_t t = 0; t < count; t++) {
        const int32_t a = from[t] >= 0 ? from[t] : 0;
        const int32_t b = from[t] >= 0 ? to[t] : 0;
        same[t] = (theme[a] == theme[b]) & (from[t] >= 0);
    }
}

ISTI_DEFINE_WIDTHS(same_widest, flag_same,
                   (const int32_t *theme, const int32_t *from, const int32_t *to, int32_t count,
                    uint8_t *same),
                   (theme, from, to, count, same))

// Of ties [from, to), those between people with the same main theme: mostly few, so that strands are looked
// at, and fetched, for these alone.
static int32_t list_same(const ist_state *s, int32_t from, int32_t to, int32_t *tie)
{
    enum { FLAGS = sizeof(uint64_t), FLAG_BITS = 8 }; // looked at together
    uint8_t same[ISTI_PART + FLAGS] = {0};
    int32_t count = 0;
    same_widest(s->scratch.practice, s->tie_a + from, s->tie_b + from, to - from, same);
    for (int32_t k = 0; k < to - from; k += FLAGS) {
        uint64_t flags;
        memcpy(&flags, same + k, sizeof flags);
        while (flags != 0) {
            tie[count] = from + k + isti_next_flag(&flags) / FLAG_BITS;
            __builtin_prefetch(&s->tie_x[tie[count]]);
            __builtin_prefetch(&s->tie_y[tie[count]]);
            count++;
        }
    }
    return count;
}

// Count strong ties between practitioners of one theme, by theme, in scratch.cursor.
static ist_status count_tied(ist_state *s, int32_t from, int32_t to)
{
    int32_t tie[ISTI_PART];
    const int32_t count = list_same(s, from, to, tie);
    for (int32_t k = 0; k < count; k++) {
        const int32_t theme = s->scratch.practice[s->tie_a[tie[k]]];
        if (theme >= 0 && isti_tie_strength(s, tie[k]) > s->model->p.theta) {
            isti_count_up(s, &s->scratch.cursor[theme], 1);
        }
    }
    return IST_OK;
}

// One flat pass for all themes: rows of the practitioners of one lie far apart.
ist_status isti_tied_by_chance(ist_state *s)
{
    const int32_t themes = s->model->theme_count;
    memset(s->scratch.cursor, 0, (size_t)themes * sizeof *s->scratch.cursor);
    const ist_status status = isti_spread(s, ISTI_COUNT(s, tie), count_tied);
    for (int32_t k = 0; k < themes; k++) {
        const double count = s->scratch.theme.first[k + 1] - s->scratch.theme.first[k];
        const double pairs = 0.5 * count * (count - 1.0);
        s->scratch.theme_value[k] = pairs > 0.0 ? s->scratch.cursor[k] / pairs : 0.0;
    }
    return status;
}

// At least half of those who regroup were members, and it hibernates: the latest such one wakes.
int32_t isti_hibernating_one(const ist_state *s, int32_t theme, const int32_t *nodes, int32_t count)
{
    for (int32_t c = s->scratch.latest[theme]; c >= 0; c = s->scratch.before[c]) {
        if (isti_is_active(s, c)) {
            continue;
        }
        const int32_t *member = isti_members(s, c);
        int32_t shared = 0;
        for (int32_t k = 0; k < count; k++) {
            for (int32_t l = 0; l < s->community_members[c]; l++) {
                shared += member[l] == nodes[k];
            }
        }
        if (2 * shared >= count && isti_hibernates(s, c)) {
            return c;
        }
    }
    return -1;
}

// Keep of each person's claims the one with the lowest draw, and put them in order of the calls.
static void settle_answers(isti_desk *w)
{
    int32_t kept = 0;
    isti_sort_claims_by_node(w->claim, w->claims);
    for (int32_t k = 0; k < w->claims; k++) {
        if (kept == 0 || w->claim[kept - 1].node != w->claim[k].node) {
            w->claim[kept++] = w->claim[k];
        }
    }
    w->claims = kept;
    isti_sort_claims_by_target(w->claim, w->claims);
}

static ist_status found_one(ist_state *s, const isti_call *call, const int32_t *nodes,
                            int32_t count)
{
    isti_founding f = isti_founding_default();
    f.theme = call->theme;
    f.founder = call->caller;
    f.origin = (ist_origin)call->origin;
    f.official = call->official;
    f.core = call->core;
    f.parent = call->parent;
    f.members = nodes;
    f.count = count;
    f.tied_pairs = isti_tied_pairs(s, nodes, count, call->caller);
    f.tied_chance = s->scratch.theme_value[call->theme];
    const bool by_themselves = call->origin == IST_ORIGIN_REGROUPED;
    f.resumes = by_themselves ? isti_hibernating_one(s, call->theme, nodes, count) : -1;
    int32_t community = -1;
    return isti_community_found(s, &f, by_themselves ? call->caller : -1, &community);
}

// The people who came to one call: claims [from, to) in order of node. Is it enough?
static bool is_complete(const ist_state *s, const isti_call *call, int32_t from, int32_t to)
{
    bool complete = call->core < 0;
    for (int32_t k = from; k < to && !complete; k++) {
        complete = s->desk.claim[k].node == call->core;
    }
    return complete && to - from >= call->minimum;
}

static ist_status found_from(ist_state *s, const isti_call *call, int32_t from, int32_t to)
{
    int32_t *nodes = s->desk.list;
    for (int32_t k = from; k < to; k++) {
        nodes[k - from] = s->desk.claim[k].node;
    }
    return found_one(s, call, nodes, to - from);
}

// The calls [from, to) are answered.
static ist_status answer_calls(ist_state *s, int32_t from, int32_t to)
{
    ist_status status = IST_OK;
    for (int32_t k = from; k < to && status == IST_OK; k++) {
        status = isti_answer(s, k);
    }
    return status;
}

// Where enough people came to a call, a community is born.
static ist_status found_called(ist_state *s)
{
    const isti_desk *w = &s->desk;
    ist_status status = IST_OK;
    bool any = false;
    int32_t from = 0;
    for (int32_t k = 0; k < w->calls && status == IST_OK; k++) {
        int32_t to = from;
        while (to < w->claims && w->claim[to].target == k) {
            to++;
        }
        if (is_complete(s, &w->call[k], from, to)) {
            status = any ? IST_OK : isti_tied_by_chance(s);
            status = status == IST_OK ? found_from(s, &w->call[k], from, to) : status;
            any = true;
        }
        from = to;
    }
    return status;
}

ist_status isti_found(ist_state *s)
{
    isti_desk *w = &s->desk;
    w->calls = 0;
    w->claims = 0;
    if (isti_is_off(s, IST_MECHANISM_FOUNDING)) {
        return IST_OK;
    }
    isti_index_themes(s);
    ist_status status = isti_spread(s, s->model->node_count, isti_profile_nodes);
    status = status == IST_OK ? isti_call_by_managers(s) : status;
    status = status == IST_OK ? isti_call_by_employees(s) : status;
    status = status == IST_OK ? isti_admit(s) : status;
    status = status == IST_OK ? isti_call_by_attendees(s) : status;
    isti_sort_calls(w->call, w->calls);
    s->scratch.call = w->call;
    status = status == IST_OK ? isti_spread(s, w->calls, answer_calls) : status;
    settle_answers(w);
    status = status == IST_OK ? found_called(s) : status;
    w->claims = 0;
    return status == IST_OK ? isti_work_in_groups(s) : status;
}
