// SPDX-License-Identifier: GPL-3.0-or-later
// Who answers a call, by what kind of call it is.
#include "process/process.h"

#include "base/numbers.h"
#include "state/communities.h"
#include "state/people.h"
#include "state/profile.h"
#include "state/ties.h"

// The people with the lowest draws among those offered, lowest first.
enum { MOST_INVITED = 64 };

typedef struct shortlist {
    int32_t node[MOST_INVITED];
    double draw[MOST_INVITED];
    int32_t count, wanted;
} shortlist;

// Is a draw low enough to get on the list?
static bool may_offer(const shortlist *list, double draw)
{
    return list->count < list->wanted || draw < list->draw[list->count - 1];
}

static void offer(shortlist *list, int32_t node, double draw)
{
    if (!may_offer(list, draw)) {
        return;
    }
    int32_t k = list->count < list->wanted ? list->count++ : list->count - 1;
    while (k > 0 && list->draw[k - 1] > draw) {
        list->draw[k] = list->draw[k - 1];
        list->node[k] = list->node[k - 1];
        k--;
    }
    list->draw[k] = draw;
    list->node[k] = node;
}

// Some of the practitioners of a theme, with the draws that decide which of them somebody calls.
enum { SOME = 128 };

typedef struct practitioners {
    int32_t node[SOME];
    double draw[SOME];
    int32_t count; // of those who may get on a list
} practitioners;

// Of practitioners [from, from + SOME) those who may get on a list: they lie far apart, and are fetched
// before they are looked at. False where there are no more.
static bool list_practitioners(const ist_state *s, const isti_call *call, int32_t by, int32_t from,
                               const shortlist *list, practitioners *some)
{
    const isti_index *index = &s->scratch.theme;
    const int32_t *node = index->items + index->first[call->theme] + from;
    const int32_t count =
        isti_min_i(SOME, index->first[call->theme + 1] - index->first[call->theme] - from);
    const bool is_open = list->count < list->wanted;
    const double limit = is_open ? 1.0 : list->draw[list->count - 1];
    int32_t caller[SOME];
    double draw[SOME];
    for (int32_t k = 0; k < SOME; k++) {
        caller[k] = by;
    }
    isti_draw_list(s->key, (int32_t)s->now.tick, ISTI_FOR_CALL, node, caller, count, draw);
    some->count = 0;
    for (int32_t k = 0; k < count; k++) {
        some->node[some->count] = node[k];
        some->draw[some->count] = draw[k];
        some->count += draw[k] < limit;
    }
    for (int32_t k = 0; k < some->count; k++) {
        const int32_t i = s->model->node_employee[some->node[k]];
        __builtin_prefetch(&s->node_memberships[some->node[k]]);
        __builtin_prefetch(&s->employee_competence[i]);
        __builtin_prefetch(&s->employee_hired[i]);
    }
    return count > 0;
}

// Whoever is called must come: the caller or the person in need.
static ist_status core_comes(ist_state *s, int32_t target)
{
    const int32_t core = s->scratch.call[target].core;
    return core >= 0 ? isti_claim_add(s, core, target, -1.0, -1) : IST_OK;
}

// Would somebody accept to join strangers?
static bool accepts(const ist_state *s, int32_t node, double luck)
{
    const isti_parameters *p = &s->model->p;
    return luck < p->accept * s->node_taste[node] * (1.0 - p->willing_load * s->scratch.load[node]);
}

bool isti_is_acquainted(const ist_state *s, int32_t node, int32_t other)
{
    const ist_model *m = s->model;
    const int32_t i = m->node_employee[node];
    const int32_t joined = s->unit_since[m->employee_unit[i]];
    const int32_t hired = s->employee_hired[i] > 0 ? s->employee_hired[i] : -1;
    const int32_t since = isti_max_i(joined, hired);
    if (since < 0) {
        return true;
    }
    const double years = (double)(s->now.tick - since) * m->r.dt;
    const double luck = isti_draw(s->key, since, ISTI_FOR_KNOWN, (uint32_t)node, (uint32_t)other);
    return luck < isti_chance(m->p.known_rate, years);
}

// Invited are people of the theme who are in no community yet; if they are too few, in one at most.
static void list_candidates(const ist_state *s, int32_t target, int32_t most, shortlist *list)
{
    const isti_call *call = &s->scratch.call[target];
    list->count = 0;
    practitioners some;
    for (int32_t from = 0; list_practitioners(s, call, call->caller, from, list, &some);
         from += SOME) {
        for (int32_t k = 0; k < some.count; k++) {
            const int32_t node = some.node[k];
            if (may_offer(list, some.draw[k]) && s->node_memberships[node] <= most &&
                node != call->caller && isti_is_acquainted(s, node, call->caller)) {
                offer(list, node, some.draw[k]);
            }
        }
    }
}

// Of the candidates, in order, those who do not know one already chosen.
static void keep_strangers(const ist_state *s, shortlist *list, int32_t most)
{
    int32_t kept = 0;
    for (int32_t k = 0; k < list->count; k++) {
        isti_row_fetch_others(s, list->node[k]);
    }
    for (int32_t k = 0; k < list->count && kept < most; k++) {
        bool stranger = true;
        for (int32_t l = 0; l < kept && stranger; l++) {
            const int32_t tie = isti_tie_find(s, list->node[k], list->node[l]);
            stranger = tie < 0 || isti_tie_strength(s, tie) <= s->model->p.theta;
        }
        if (stranger) {
            list->node[kept++] = list->node[k];
        }
    }
    list->count = kept;
}

static ist_status answer_invitation(ist_state *s, int32_t target)
{
    const isti_parameters *p = &s->model->p;
    shortlist list = {.wanted = isti_min_i(2 * (int32_t)p->invited, MOST_INVITED)};
    list_candidates(s, target, 0, &list);
    if (list.count <= (int32_t)p->found_min) {
        list_candidates(s, target, 1, &list);
    }
    keep_strangers(s, &list, (int32_t)p->invited);
    ist_status status = core_comes(s, target);
    for (int32_t k = 0; k < list.count && status == IST_OK; k++) {
        const int32_t node = list.node[k];
        const double luck = isti_draw_now(s, ISTI_FOR_ANSWER, node, s->scratch.call[target].caller);
        if (accepts(s, node, luck)) {
            status = isti_claim_add(s, node, target, luck, -1);
        }
    }
    return status;
}

// The manager picks three or four who can solve it; most of them come when a manager asks.
static ist_status answer_connection(ist_state *s, int32_t target)
{
    const ist_model *m = s->model;
    const isti_call *call = &s->scratch.call[target];
    isti_stream stream = isti_stream_now(s, ISTI_FOR_CONNECT_COUNT, call->core, call->caller);
    const int32_t spread = (int32_t)(m->p.connect_high - m->p.connect_low) + 1;
    const int32_t wanted =
        (int32_t)m->p.connect_low + isti_stream_below(&stream, isti_max_i(1, spread));
    shortlist list = {.wanted = isti_min_i(wanted, MOST_INVITED)};
    practitioners some;
    for (int32_t from = 0; list_practitioners(s, call, call->core, from, &list, &some);
         from += SOME) {
        for (int32_t k = 0; k < some.count; k++) {
            const int32_t node = some.node[k];
            if (may_offer(&list, some.draw[k]) && node != call->core &&
                s->node_memberships[node] < (int32_t)m->p.busy_limit &&
                s->employee_competence[m->node_employee[node]] >= call->hard) {
                offer(&list, node, some.draw[k]);
            }
        }
    }
    ist_status status = core_comes(s, target);
    for (int32_t k = 0; k < list.count && status == IST_OK; k++) {
        const int32_t node = list.node[k];
        const double luck = isti_draw_now(s, ISTI_FOR_CONNECT_ANSWER, node, call->core);
        if (luck < 1.0 - m->p.connect_load * s->scratch.load[node]) {
            status = isti_claim_add(s, node, target, luck, -1);
        }
    }
    return status;
}

// Those who share the problem answer; others rarely.
static ist_status answer_tie(ist_state *s, int32_t target)
{
    const isti_parameters *p = &s->model->p;
    const isti_call call = s->scratch.call[target];
    ist_status status = core_comes(s, target);
    for (int32_t k = 0; k < s->node_degree[call.caller] && status == IST_OK; k++) {
        if (!isti_would_call(s, call.caller, k, call.theme)) {
            continue;
        }
        const int32_t place = s->node_row[call.caller] + k;
        const int32_t node = s->slot_other[place];
        const int32_t j = s->model->node_employee[node];
        const bool shared = s->employee_problem[j] == call.theme;
        const double chance = isti_tie_remembered(s, s->slot_tie[place]) *
                                  (1.0 - p->answer_load * s->scratch.load[node]) *
                                  (shared ? 1.0 : p->idle_answer) +
                              (shared ? p->share_answer : 0.0);
        const double luck = isti_draw_now(s, ISTI_FOR_ANSWER, node, call.caller);
        if (luck < chance * (1.0 - p->answer_role * s->employee_ambiguity[j])) {
            status = isti_claim_add(s, node, target, luck, -1);
        }
    }
    return status;
}

// Others who were at the meeting and share the theme come along.
static ist_status answer_neighbor(ist_state *s, int32_t target)
{
    const isti_parameters *p = &s->model->p;
    const isti_call call = s->scratch.call[target];
    ist_status status = core_comes(s, target);
    for (int32_t seat = 0; seat < s->community_members[call.parent] && status == IST_OK; seat++) {
        const int32_t place = s->community_seat[call.parent] + seat;
        const int32_t node = s->seat_node[place];
        const double luck = isti_draw_now(s, ISTI_FOR_ANSWER, node, call.caller);
        if (node != call.core && s->scratch.seat_present[place] &&
            isti_is_interested(s, s->model->node_employee[node], call.theme) &&
            !isti_has_circle(s, node, call.theme) && luck < p->bud_join * s->node_taste[node]) {
            status = isti_claim_add(s, node, target, luck, -1);
        }
    }
    return status;
}

static ist_status (*const answer[IST_ORIGIN_COUNT])(ist_state *s, int32_t target) = {
    [IST_ORIGIN_STIMULATED] = answer_invitation, [IST_ORIGIN_CONNECTED] = answer_connection,
    [IST_ORIGIN_PROPOSED] = answer_invitation,   [IST_ORIGIN_REGROUPED] = answer_tie,
    [IST_ORIGIN_BUDDED] = answer_neighbor,
};

ist_status isti_answer(ist_state *s, int32_t target)
{
    return answer[s->scratch.call[target].origin](s, target);
}
