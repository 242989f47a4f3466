// SPDX-License-Identifier: GPL-3.0-or-later
// Join: people come to communities they are near to, hear of, or are called to by the pilot.
#include "process/process.h"

#include "base/numbers.h"
#include "state/communities.h"
#include "state/order.h"
#include "state/people.h"
#include "state/profile.h"
#include "state/ties.h"

#include <string.h>

static double interest(const ist_state *s, int32_t employee, int32_t theme)
{
    return s->employee_theme[employee] == theme    ? 1.0
           : s->employee_second[employee] == theme ? s->model->p.interest_second
                                                   : 0.0;
}

double isti_room_left(const ist_state *s, int32_t c)
{
    const isti_parameters *p = &s->model->p;
    const double room = s->community_official[c] ? p->room_official : p->room_cap;
    return isti_max(0.0, 1.0 - s->community_activity[c] / room);
}

// Autonomy, room, and signs of life.
static double appeal(const ist_state *s, int32_t c)
{
    const isti_parameters *p = &s->model->p;
    const double activity = s->community_activity[c];
    return (p->appeal_base + (1.0 - p->appeal_base) * s->community_autonomy[c]) *
           isti_room_left(s, c) * isti_min(1.0, activity / p->appeal_size);
}

// Superiors stand between their people and official communities; heads decide for themselves.
static double gate(const ist_state *s, int32_t c, int32_t employee)
{
    const isti_parameters *p = &s->model->p;
    if (!s->community_official[c] || isti_heads(s, employee)) {
        return 1.0;
    }
    return p->gate_official * (p->gate_base + (1.0 - p->gate_base) * s->now.emphasis);
}

// The liveliest unofficial community on the theme of `c`, but for `c`, that somebody belongs to; or -1.
static int32_t own_circle(const ist_state *s, int32_t c, int32_t node)
{
    int32_t of[ISTI_MEMBERSHIPS];
    const int32_t count = isti_communities_of(s, node, of);
    int32_t own = -1;
    for (int32_t k = 0; k < count; k++) {
        if (of[k] != c && !s->community_official[of[k]] &&
            s->community_theme[of[k]] == s->community_theme[c] &&
            (own < 0 || s->community_activity[of[k]] > s->community_activity[own])) {
            own = of[k];
        }
    }
    return own;
}

// Does somebody join in this tick, given how much he or she is drawn there?
static bool joins(const ist_state *s, int32_t c, int32_t node, double drawn, double luck)
{
    const isti_parameters *p = &s->model->p;
    const int32_t i = s->model->node_employee[node];
    const bool moves = !s->community_official[c] && own_circle(s, c, node) >= 0;
    const double rate = p->lambda_join * interest(s, i, s->community_theme[c]) * appeal(s, c) *
                        s->node_taste[node] * gate(s, c, i) * drawn /
                        (1.0 + p->crowding * (s->node_memberships[node] - moves));
    return isti_happens(luck, rate, s->model->r.dt);
}

// Whoever has a circle on the theme already would only change it for a livelier one.
static bool may_want(const ist_state *s, int32_t c, int32_t node)
{
    const int32_t i = s->model->node_employee[node];
    if (!isti_is_interested(s, i, s->community_theme[c]) || !s->model->node_participates[node] ||
        !s->employee_present[i] || isti_is_member(s, c, node)) {
        return false;
    }
    const int32_t circle = s->community_official[c] ? -1 : own_circle(s, c, node);
    return circle < 0 || s->community_activity[c] > s->community_activity[circle];
}

// Who is drawn to a community by ties to its members: `count` of them, listed in desk.list, with what is
// left of the distance after each tie in desk.value.
typedef struct drawn_near {
    int32_t community;
    int32_t listed, others; // marks of those who are, and of those found not to want to join
    int32_t count;
} drawn_near;

static void draw_near(ist_state *s, drawn_near *d, int32_t place)
{
    const isti_parameters *p = &s->model->p;
    const int32_t other = s->slot_other[place];
    int32_t *mark = &s->desk.mark[other];
    if (*mark == d->others) {
        return;
    }
    const double x = s->tie_x[s->slot_tie[place]];
    if (x <= p->near_theta * p->theta) {
        return;
    }
    if (*mark != d->listed && !may_want(s, d->community, other)) {
        *mark = d->others;
        return;
    }
    if (*mark != d->listed) {
        *mark = d->listed;
        s->desk.value[other] = 1.0F;
        s->desk.list[d->count++] = other;
    }
    s->desk.value[other] = (float)(s->desk.value[other] * (1.0 - p->near_share * x));
}

static int32_t neighbors(ist_state *s, int32_t c)
{
    const int32_t *member = isti_members(s, c);
    const int32_t first = isti_stamps(s, 2);
    drawn_near d = {.community = c, .listed = first, .others = first + 1};
    for (int32_t k = 0; k < s->community_members[c]; k++) {
        isti_row_fetch(s, member[k]);
        s->desk.mark[member[k]] = d.others;
    }
    for (int32_t k = 0; k < s->community_members[c]; k++) {
        for (int32_t from = 0; from < s->node_degree[member[k]]; from += ISTI_LOOK) {
            uint64_t interested = isti_row_interested(s, member[k], from, s->community_theme[c]);
            while (interested != 0) {
                const int32_t slot = from + isti_next_flag(&interested);
                draw_near(s, &d, s->node_row[member[k]] + slot);
            }
        }
    }
    return d.count;
}

static ist_status join_by_ties(ist_state *s, int32_t c)
{
    const isti_parameters *p = &s->model->p;
    const int32_t count = neighbors(s, c);
    ist_status status = IST_OK;
    for (int32_t k = 0; k < count && status == IST_OK; k++) {
        const int32_t node = s->desk.list[k];
        const double drawn = p->near_weight * (1.0 - s->desk.value[node]);
        const double luck = isti_draw_now(s, ISTI_FOR_JOIN_TIE, node, (int32_t)s->community_key[c]);
        if (joins(s, c, node, drawn, luck)) {
            status = isti_claim_add(s, node, c, luck, -1);
        }
    }
    return status;
}

// Active official communities by theme.
static void list_announced(ist_state *s)
{
    isti_index *index = &s->scratch.announced;
    const int32_t themes = s->model->theme_count;
    memset(index->first, 0, (size_t)(themes + 1) * sizeof *index->first);
    for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
        index->first[s->community_theme[c] + 1] += isti_is_active(s, c) && s->community_official[c];
    }
    for (int32_t k = 0; k < themes; k++) {
        index->first[k + 1] += index->first[k];
        s->scratch.cursor[k] = index->first[k];
    }
    for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
        if (isti_is_active(s, c) && s->community_official[c]) {
            index->items[s->scratch.cursor[s->community_theme[c]]++] = c;
        }
    }
}

// Somebody looks at one of the communities announced on a theme; that there are several makes it as
// much likelier that one of them is joined.
static ist_status look_at_one(ist_state *s, int32_t node, int32_t theme, double heard)
{
    const isti_index *index = &s->scratch.announced;
    const int32_t count = index->first[theme + 1] - index->first[theme];
    if (count == 0) {
        return IST_OK;
    }
    isti_stream stream = isti_stream_now(s, ISTI_FOR_JOIN_PORTAL, node, theme);
    const int32_t c = index->items[index->first[theme] + isti_stream_below(&stream, count)];
    const double luck = isti_stream_uniform(&stream);
    if (may_want(s, c, node) && isti_is_acquainted(s, node, s->community_founder[c]) &&
        joins(s, c, node, heard * count, luck)) {
        return isti_claim_add(s, node, c, luck, -1);
    }
    return IST_OK;
}

// How far official communities are heard of, through the portal and through emphasis.
static double hearsay(const ist_state *s)
{
    const isti_parameters *p = &s->model->p;
    return p->join_portal * s->now.portal +
           p->join_emphasis * s->now.emphasis * s->now.institutionalization;
}

// Who may look at an announcement of which theme, with the luck that decides whether he or she joins.
enum { LOOKS = 128 };

typedef struct looks {
    int32_t node[LOOKS], theme[LOOKS];
    double luck[LOOKS];
    int32_t count;
} looks;

static void add_look(const ist_state *s, looks *l, int32_t node, int32_t theme)
{
    const int32_t *first = s->scratch.announced.first;
    if (first[theme + 1] > first[theme]) {
        l->node[l->count] = node;
        l->theme[l->count++] = theme;
    }
}

// Only those who are lucky enough whatever the community are worth looking at closely. (Appeal, gate
// and crowding can but lower the chance; a trifle more for what rounding may add.)
static ist_status look(ist_state *s, looks *l, double heard)
{
    const isti_parameters *p = &s->model->p;
    const int32_t *first = s->scratch.announced.first;
    const double most =
        p->lambda_join * isti_max(1.0, p->gate_official) * heard * s->model->r.dt * (1.0 + 0x1p-40);
    ist_status status = IST_OK;
    isti_draw_list_nth(s->key, (int32_t)s->now.tick, ISTI_FOR_JOIN_PORTAL, l->node, l->theme, 1,
                       l->count, l->luck);
    for (int32_t k = 0; k < l->count && status == IST_OK; k++) {
        const int32_t theme = l->theme[k];
        if (l->luck[k] < most * s->node_taste[l->node[k]] * (first[theme + 1] - first[theme])) {
            status = look_at_one(s, l->node[k], theme, heard);
        }
    }
    l->count = 0;
    return status;
}

static ist_status look_around(ist_state *s, int32_t from, int32_t to)
{
    const double heard = hearsay(s);
    looks l = {0};
    ist_status status = IST_OK;
    for (int32_t k = from; k < to && status == IST_OK; k++) {
        const int32_t node = isti_visit_part(s, k, from, to);
        const int32_t i = s->model->node_employee[node];
        add_look(s, &l, node, s->employee_theme[i]);
        if (s->employee_second[i] != s->employee_theme[i]) {
            add_look(s, &l, node, s->employee_second[i]);
        }
        if (l.count > LOOKS - 2) {
            status = look(s, &l, heard);
        }
    }
    return status == IST_OK ? look(s, &l, heard) : status;
}

static ist_status join_by_announcement(ist_state *s)
{
    if (hearsay(s) <= 0.0) {
        return IST_OK;
    }
    list_announced(s);
    return isti_spread(s, s->model->node_count, look_around);
}

// A pilot calls somebody he or she knows to be competent.
static ist_status invite(ist_state *s, int32_t c)
{
    const isti_parameters *p = &s->model->p;
    const int32_t pilot = s->community_pilot[c];
    const int32_t theme = s->community_theme[c];
    if (pilot < 0 || isti_draw_now(s, ISTI_FOR_INVITE, pilot, (int32_t)s->community_key[c]) >=
                         s->model->r.invite) {
        return IST_OK;
    }
    int32_t guest = -1;
    double lowest = 1.0;
    for (int32_t k = 0; k < s->node_degree[pilot]; k++) {
        const int32_t place = s->node_row[pilot] + k;
        const int32_t other = s->slot_other[place];
        if (!may_want(s, c, other) || s->node_memberships[other] >= (int32_t)p->busy_limit ||
            isti_competence_on(s, s->model->node_employee[other], theme) < p->competent ||
            isti_tie_strength(s, s->slot_tie[place]) <= p->theta) {
            continue;
        }
        const double luck = isti_draw_now(s, ISTI_FOR_CALL, pilot, other);
        if (luck < lowest) {
            lowest = luck;
            guest = other;
        }
    }
    if (guest < 0) {
        return IST_OK;
    }
    const double answer = isti_draw_now(s, ISTI_FOR_ANSWER, guest, (int32_t)s->community_key[c]);
    const double willing =
        p->open_join * s->node_taste[guest] * (1.0 - p->answer_load * s->scratch.load[guest]);
    return answer < willing ? isti_claim_add(s, guest, c, answer, -1) : IST_OK;
}

// Whoever enters a circle leaves less lively ones on the same theme; nobody leaves a livelier one,
// though it was entered just now.
static ist_status enter(ist_state *s, int32_t c, int32_t node)
{
    int32_t circle = s->community_official[c] ? -1 : own_circle(s, c, node);
    if (circle >= 0 && s->community_activity[c] <= s->community_activity[circle]) {
        return IST_OK;
    }
    while (circle >= 0) {
        int32_t seat = 0;
        while (isti_members(s, circle)[seat] != node) {
            seat++;
        }
        isti_community_leave(s, circle, seat);
        circle = own_circle(s, c, node);
    }
    return isti_community_enter(s, c, node, s->model->p.commit_join);
}

ist_status isti_admit(ist_state *s)
{
    isti_desk *w = &s->desk;
    isti_sort_claims_by_draw(w->claim, w->claims);
    ist_status status = IST_OK;
    for (int32_t k = 0; k < w->claims && status == IST_OK; k++) {
        const int32_t c = w->claim[k].target;
        if (isti_is_active(s, c) && !isti_is_full(s, c)) {
            status = enter(s, c, w->claim[k].node);
        }
    }
    w->claims = 0;
    return status;
}

static ist_status attract(ist_state *s, int32_t from, int32_t to)
{
    ist_status status = IST_OK;
    for (int32_t k = from; k < to && status == IST_OK; k++) {
        const int32_t c = isti_visit_part(s, k, from, to);
        if (!isti_is_active(s, c)) {
            continue;
        }
        status = join_by_ties(s, c);
        if (status == IST_OK) {
            status = invite(s, c);
        }
    }
    return status;
}

ist_status isti_join(ist_state *s)
{
    s->desk.claims = 0;
    ist_status status = isti_spread(s, s->model->node_count, isti_profile_nodes);
    status = status == IST_OK ? isti_spread(s, ISTI_COUNT(s, community), attract) : status;
    if (status == IST_OK) {
        status = join_by_announcement(s);
    }
    return status == IST_OK ? isti_admit(s) : status;
}
