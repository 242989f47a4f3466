// SPDX-License-Identifier: GPL-3.0-or-later
// How communities are kept, and what can be read off them.
#include "state/communities.h"

#include "state/fellows.h"
#include "state/ties.h"

#include <string.h>

// What a node sits on, in the order of the communities, is a chain: the seat after so many others, or
// where its number stands.
static int32_t *link_after(ist_state *s, int32_t node, int32_t others)
{
    int32_t *link = &s->node_seat[node];
    for (int32_t k = 0; k < others; k++) {
        link = &s->seat_next[*link];
    }
    return link;
}

// How many of a node's seats come before those in a community.
static int32_t seats_before(const ist_state *s, int32_t community, int32_t node)
{
    int32_t seat = s->node_seat[node];
    int32_t before = 0;
    while (before < s->node_memberships[node] && s->seat_community[seat] < community) {
        seat = s->seat_next[seat];
        before++;
    }
    return before;
}

int32_t isti_seat_of(const ist_state *s, int32_t community, int32_t node)
{
    int32_t seat = s->node_seat[node];
    for (int32_t k = 0; k < s->node_memberships[node]; k++) {
        if (s->seat_community[seat] == community) {
            return seat;
        }
        seat = s->seat_next[seat];
    }
    return -1;
}

static void link_seat(ist_state *s, int32_t seat)
{
    const int32_t node = s->seat_node[seat];
    int32_t *link = link_after(s, node, seats_before(s, s->seat_community[seat], node));
    s->seat_next[seat] = *link;
    *link = seat;
    s->node_memberships[node]++;
}

static void unlink_seat(ist_state *s, int32_t seat)
{
    const int32_t node = s->seat_node[seat];
    int32_t *link = link_after(s, node, seats_before(s, s->seat_community[seat], node));
    *link = s->seat_next[seat];
    s->seat_next[seat] =
        0; // where a chain ends, too: what is kept tells nothing of what was before
    s->node_memberships[node]--;
}

static void move_seat(ist_state *s, int32_t from, int32_t to)
{
    unlink_seat(s, from);
    s->seat_node[to] = s->seat_node[from];
    s->seat_community[to] = s->seat_community[from];
    s->seat_commitment[to] = s->seat_commitment[from];
    s->seat_identity[to] = s->seat_identity[from];
    s->seat_presence[to] = s->seat_presence[from];
    s->scratch.seat_present[to] = s->scratch.seat_present[from];
    link_seat(s, to);
}

enum { FIRST_SEATS = 12 };

isti_founding isti_founding_default(void)
{
    return (isti_founding){.origin = IST_ORIGIN_STIMULATED,
                           .core = -1,
                           .launch = -1,
                           .overseer = -1,
                           .resumes = -1,
                           .parent = -1};
}

// Member lists lie one behind the other in order of founding; grown ones move to the end.
static ist_status widen(ist_state *s, int32_t community, int32_t wanted)
{
    if (wanted <= s->community_room[community]) {
        return IST_OK;
    }
    const int32_t room = s->community_room[community] * 2 > wanted
                             ? s->community_room[community] * 2
                             : isti_max_i(wanted, FIRST_SEATS);
    const int32_t place = ISTI_COUNT(s, seat);
    const ist_status status = isti_state_reserve(s, ISTI_GROUP_seat, place + room);
    if (status != IST_OK) {
        return status;
    }
    const int32_t old = s->community_seat[community];
    for (int32_t k = 0; k < s->community_members[community]; k++) {
        move_seat(s, old + k, place + k);
    }
    s->community_seat[community] = place;
    s->community_room[community] = room;
    ISTI_COUNT(s, seat) = place + room;
    return IST_OK;
}

ist_status isti_community_enter(ist_state *s, int32_t community, int32_t node, double commitment)
{
    if (s->node_memberships[node] >= (int32_t)s->model->p.membership_cap ||
        isti_is_member(s, community, node)) {
        return IST_OK;
    }
    const int32_t seat = s->community_members[community];
    const ist_status status = widen(s, community, seat + 1);
    if (status != IST_OK) {
        return status;
    }
    const int32_t place = s->community_seat[community] + seat;
    s->seat_node[place] = node;
    s->seat_community[place] = community;
    s->seat_commitment[place] = commitment;
    s->seat_identity[place] = 0.0;
    s->seat_presence[place] = 0.0;
    s->scratch.seat_present[place] = 0;
    s->community_members[community] = seat + 1;
    link_seat(s, place);
    return isti_fellows_enter(s, community);
}

void isti_community_leave(ist_state *s, int32_t community, int32_t seat)
{
    isti_fellows_leave(s, community, seat);
    const int32_t left = s->community_seat[community] + seat;
    const int32_t last = s->community_seat[community] + --s->community_members[community];
    const int32_t node = s->seat_node[left];
    unlink_seat(s, left);
    if (left != last) {
        move_seat(s, last, left);
    }
    if (s->community_pilot[community] == node) {
        s->community_pilot[community] = -1;
    }
}

void isti_community_end(ist_state *s, int32_t community, isti_end how)
{
    const int32_t first = s->community_seat[community];
    for (int32_t k = 0; k < s->community_members[community]; k++) {
        unlink_seat(s, first + k);
    }
    isti_fellows_forget(s, community);
    s->community_ended[community] = (int32_t)s->now.tick;
    s->community_end[community] = (uint8_t)how;
    s->now.tally.ended++;
}

// Whoever had no membership to spare did not become a member, and cannot lead.
static int32_t most_able(const ist_state *s, int32_t c)
{
    const int32_t *member = isti_members(s, c);
    int32_t best = -1;
    for (int32_t k = 0; k < s->community_members[c]; k++) {
        if (best < 0 || s->node_facilitation[member[k]] > s->node_facilitation[best]) {
            best = member[k];
        }
    }
    return best;
}

static void chain(ist_state *s, int32_t c)
{
    int32_t *latest = &s->scratch.latest[s->community_theme[c]];
    s->scratch.before[c] = *latest;
    *latest = c;
}

void isti_index_communities(ist_state *s)
{
    for (int32_t k = 0; k < s->model->theme_count; k++) {
        s->scratch.latest[k] = -1;
    }
    for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
        chain(s, c);
    }
}

static void describe(ist_state *s, int32_t c, const isti_founding *f)
{
    s->community_theme[c] = f->theme;
    s->community_founder[c] = f->founder;
    s->community_key[c] = isti_mix32(isti_mix32((uint32_t)s->model->node_employee[f->founder],
                                                (uint32_t)s->now.tick, (uint32_t)f->theme),
                                     (uint32_t)f->core, (uint32_t)f->origin);
    s->community_founders[c] = f->count;
    s->community_tied_pairs[c] = f->tied_pairs;
    s->community_tied_chance[c] = f->tied_chance;
    s->community_founded[c] = (int32_t)s->now.tick;
    s->community_ended[c] = -1;
    s->community_origin[c] = (uint8_t)f->origin;
    s->community_official[c] = f->official;
    s->community_launch[c] = f->launch;
    s->community_overseer[c] = f->overseer;
    s->community_resumes[c] = f->resumes;
    s->community_parent[c] = f->parent;
    s->community_limit[c] = f->limit;
    s->community_autonomy[c] = 1.0;
    s->community_activity[c] = f->count * s->model->p.commit_start;
    chain(s, c);
}

ist_status isti_community_found(ist_state *s, const isti_founding *f, int32_t pilot,
                                int32_t *community)
{
    const int32_t c = ISTI_COUNT(s, community);
    ist_status status = isti_state_reserve(s, ISTI_GROUP_community, c + 1);
    if (status != IST_OK) {
        return status;
    }
    ISTI_COUNT(s, community) = c + 1;
    describe(s, c, f);
    s->scratch.meeting[c] = (isti_meeting){0};
    for (int32_t k = 0; k < f->count && status == IST_OK; k++) {
        status = isti_community_enter(s, c, f->members[k], s->model->p.commit_start);
    }
    if (status != IST_OK) {
        return status;
    }
    const bool leads = pilot >= 0 && isti_is_member(s, c, pilot);
    s->community_pilot[c] = leads ? pilot : most_able(s, c);
    s->now.tally.founded++;
    *community = c;
    return IST_OK;
}

double isti_shared_identity(const ist_state *s, int32_t node, int32_t other)
{
    double highest = 0.0;
    int32_t seat = s->node_seat[node];
    for (int32_t k = 0; k < s->node_memberships[node]; k++) {
        if (isti_is_member(s, s->seat_community[seat], other)) {
            highest = isti_max(highest, s->seat_identity[seat]);
        }
        seat = s->seat_next[seat];
    }
    return highest;
}

void isti_community_context(const ist_state *s, int32_t community, double context[])
{
    const int32_t *member = isti_members(s, community);
    const int32_t count = s->community_members[community];
    for (int32_t v = 0; v < IST_CONTEXT_COUNT; v++) {
        double sum = 0.0;
        for (int32_t k = 0; k < count; k++) {
            const int32_t unit = s->employee_unit[s->model->node_employee[member[k]]];
            sum += s->unit_context[(size_t)unit * IST_CONTEXT_COUNT + (size_t)v];
        }
        context[v] = count > 0 ? sum / count : 0.0;
    }
}

double isti_expectation(const ist_state *s, int32_t community)
{
    const int32_t overseer = s->community_overseer[community];
    if (overseer < 0) {
        return 0.0;
    }
    const isti_policy *policy = &s->model->policy[s->model->manager[overseer].policy];
    return isti_clamp01(policy->expectation + s->community_expectation[community]);
}

double isti_mean_commitment(const ist_state *s, int32_t community)
{
    const int32_t count = s->community_members[community];
    const double *commitment = s->seat_commitment + s->community_seat[community];
    double sum = 0.0;
    for (int32_t k = 0; k < count; k++) {
        sum += commitment[k];
    }
    return count > 0 ? sum / count : 0.0;
}

bool isti_is_lost(const ist_state *s, int32_t c)
{
    const isti_parameters *p = &s->model->p;
    const double since = (double)s->now.tick - p->clandestine_years * s->model->ticks_per_year;
    return s->community_official[c] && s->community_autonomy[c] < p->practice_autonomy &&
           (isti_is_active(s, c) || (double)s->community_ended[c] >= since);
}

// Is there, or was there lately, an official community on the theme that lost its autonomy?
static bool beside_a_lost_one(const ist_state *s, int32_t community)
{
    for (int32_t c = s->scratch.latest[s->community_theme[community]]; c >= 0;
         c = s->scratch.before[c]) {
        if (isti_is_lost(s, c)) {
            return true;
        }
    }
    return false;
}

static ist_stage official_stage(const ist_state *s, int32_t c)
{
    if (s->community_autonomy[c] >= s->model->p.practice_autonomy) {
        return IST_STAGE_PRACTICE;
    }
    return s->community_deliverables[c] >= isti_expectation(s, c) ? IST_STAGE_PROJECT
                                                                  : IST_STAGE_BUREAUCRATIZED;
}

ist_stage isti_active_stage(const ist_state *s, int32_t c, bool beside)
{
    if (s->community_official[c]) {
        return official_stage(s, c);
    }
    return beside ? IST_STAGE_CLANDESTINE : IST_STAGE_INFORMAL;
}

ist_stage isti_community_stage(const ist_state *s, int32_t c)
{
    if (isti_is_active(s, c)) {
        const bool beside = !s->community_official[c] && beside_a_lost_one(s, c);
        return isti_active_stage(s, c, beside);
    }
    if (s->community_end[c] == ISTI_END_STOPPED) {
        return IST_STAGE_STOPPED;
    }
    return isti_hibernates(s, c) ? IST_STAGE_HIBERNATING : IST_STAGE_EXTINCT;
}

// Is a member of an ended community tied, so that it counts, to another one in another unit?
static bool is_tied_across(const ist_state *s, int32_t c, int32_t node)
{
    const int32_t *member = isti_members(s, c);
    const int32_t unit = s->employee_unit[s->model->node_employee[node]];
    for (int32_t k = 0; k < s->community_members[c]; k++) {
        if (s->employee_unit[s->model->node_employee[member[k]]] == unit) {
            continue;
        }
        const int32_t tie = isti_tie_find(s, node, member[k]);
        if (tie >= 0 && isti_tie_strength(s, tie) > s->model->p.theta) {
            return true;
        }
    }
    return false;
}

bool isti_is_tied(const ist_state *s, int32_t c)
{
    const int32_t enough = (int32_t)s->model->p.hibernate_min;
    const int32_t *member = isti_members(s, c);
    const int32_t count = s->community_members[c];
    if (isti_is_active(s, c) || s->community_end[c] == ISTI_END_STOPPED || count < enough) {
        return false;
    }
    int32_t tied = 0;
    for (int32_t k = 0; k < count && tied < enough && tied + count - k >= enough; k++) {
        tied += is_tied_across(s, c, member[k]);
    }
    return tied >= enough;
}

static bool holds_half(const ist_state *s, int32_t later, int32_t c)
{
    const int32_t *member = isti_members(s, c);
    const int32_t *other = isti_members(s, later);
    int32_t shared = 0;
    for (int32_t k = 0; k < s->community_members[c]; k++) {
        for (int32_t l = 0; l < s->community_members[later]; l++) {
            shared += other[l] == member[k];
        }
    }
    return 2 * shared >= s->community_members[c];
}

int32_t isti_successor(const ist_state *s, int32_t c)
{
    int32_t first = -1;
    for (int32_t later = s->scratch.latest[s->community_theme[c]]; later > c;
         later = s->scratch.before[later]) {
        if (s->community_resumes[later] == c || holds_half(s, later, c)) {
            first = later;
        }
    }
    return first;
}

bool isti_hibernates(const ist_state *s, int32_t c)
{
    return isti_is_tied(s, c) && isti_successor(s, c) < 0;
}
