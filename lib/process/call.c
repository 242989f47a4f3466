// SPDX-License-Identifier: GPL-3.0-or-later
// Who calls people together, and what for: managers, employees in need, attendees of a meeting.
#include "process/process.h"

#include "base/numbers.h"
#include "state/communities.h"
#include "state/people.h"
#include "state/profile.h"
#include "state/ties.h"

// How much a manager who connects strangers should care for each theme: unmet need, little cover.
static void weigh_themes(ist_state *s)
{
    const ist_model *m = s->model;
    double *weight = s->scratch.theme_value;
    int32_t *open = s->scratch.cursor;
    for (int32_t k = 0; k < m->theme_count; k++) {
        weight[k] = 0.0;
        open[k] = 0;
    }
    for (int32_t node = 0; node < m->node_count; node++) {
        const int32_t theme = s->employee_problem[m->node_employee[node]];
        open[isti_max_i(theme, 0)] += (theme >= 0) & m->node_participates[node];
    }
    for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
        if (isti_is_active(s, c)) {
            weight[s->community_theme[c]] += s->community_activity[c];
        }
    }
    for (int32_t k = 0; k < m->theme_count; k++) {
        const int32_t people = s->scratch.theme.first[k + 1] - s->scratch.theme.first[k];
        const double covered = weight[k] / isti_max(1.0, m->p.cover * people);
        weight[k] = (open[k] + 1.0) * isti_max(0.0, 1.0 - covered);
    }
}

// How hard a manager tries to connect strangers, from the policy's stimulation.
static double effort(ist_state *s, int32_t manager)
{
    const isti_policy *policy = &s->model->policy[s->model->manager[manager].policy];
    if (!isti_manages(s, manager) || !policy->role[IST_ROLE_STIMULATION].play) {
        return 0.0;
    }
    double nothing[ISTI_POLICY_MEMORY] = {0}; // memory belongs to a community; here there is none
    const int32_t unit = s->employee_unit[s->model->manager[manager].employee];
    ist_role_view view = {.state = s,
                          .manager = {manager + 1},
                          .time = ist_state_time(s),
                          .complexity = s->manager_complexity[manager],
                          .emphasis = s->now.emphasis,
                          .institutionalization = s->now.institutionalization,
                          .tolerated = s->model->p.tolerated,
                          .settings = policy->role[IST_ROLE_STIMULATION].settings,
                          .memory = nothing};
    for (size_t v = 0; v < IST_CONTEXT_COUNT; v++) {
        view.context[v] = s->unit_context[(size_t)unit * IST_CONTEXT_COUNT + v];
    }
    const double intensity = policy->role[IST_ROLE_STIMULATION].play(&view);
    return intensity >= 0.0 ? isti_min(intensity, 1.0) : 0.0;
}

static ist_status stimulate(ist_state *s, int32_t manager)
{
    const isti_parameters *p = &s->model->p;
    const int32_t node = s->model->employee_node[s->model->manager[manager].employee];
    isti_stream stream = isti_stream_now(s, ISTI_FOR_STIMULATE, node, manager);
    const double luck = isti_stream_uniform(&stream);
    const double rate = p->lambda_create * s->now.emphasis * effort(s, manager);
    if (luck >= isti_chance(rate, s->model->r.dt)) {
        return IST_OK;
    }
    const int32_t theme = isti_stream_pick(&stream, s->scratch.theme_value, s->model->theme_count);
    const isti_call call = {.origin = IST_ORIGIN_STIMULATED,
                            .caller = node,
                            .theme = theme,
                            .core = -1,
                            .parent = -1,
                            .minimum = (int32_t)p->found_min,
                            .official = true};
    return theme >= 0 ? isti_call_add(s, &call) : IST_OK;
}

// A unit's head sees that somebody's problem stays open, and connects him with experts.
static ist_status connect(ist_state *s, int32_t owner)
{
    const ist_model *m = s->model;
    const int32_t i = m->node_employee[owner];
    const int32_t head = s->unit_head[s->employee_unit[i]];
    if (!isti_late(s, i, m->p.regroup_months) || head < 0 || head == i ||
        m->employee_node[head] < 0) {
        return IST_OK;
    }
    const isti_call call = {.origin = IST_ORIGIN_CONNECTED,
                            .caller = m->employee_node[head],
                            .theme = s->employee_problem[i],
                            .core = owner,
                            .parent = -1,
                            .minimum = (int32_t)m->p.connect_low + 1,
                            .hard = s->employee_difficulty[i],
                            .official = true};
    return isti_call_add(s, &call);
}

static ist_status connect_owners(ist_state *s, int32_t from, int32_t to)
{
    const ist_model *m = s->model;
    const double chance =
        isti_chance(m->p.lambda_connect * (1.0 - s->now.institutionalization), m->r.dt);
    double luck[ISTI_PART];
    isti_draw_batch(s->key, (int32_t)s->now.tick, ISTI_FOR_CONNECT, (uint32_t)from, 0, to - from,
                    luck);
    ist_status status = IST_OK;
    for (int32_t k = from; k < to && status == IST_OK; k++) {
        const int32_t node = isti_visit_part(s, k, from, to);
        if (luck[node - from] < chance && m->node_participates[node]) {
            status = connect(s, node);
        }
    }
    return status;
}

ist_status isti_call_by_managers(ist_state *s)
{
    const ist_model *m = s->model;
    ist_status status = IST_OK;
    weigh_themes(s);
    for (int32_t k = 0; k < m->manager_count && status == IST_OK; k++) {
        status = stimulate(s, isti_visit(s, k, m->manager_count));
    }
    return status == IST_OK ? isti_spread(s, m->node_count, connect_owners) : status;
}

// Where communities are an accepted thing, an able employee proposes one on his theme.
static ist_status propose(ist_state *s, int32_t node)
{
    const isti_parameters *p = &s->model->p;
    const double accepted = s->now.institutionalization * s->now.emphasis;
    if (accepted <= 0.0 || s->node_memberships[node] > 0) {
        return IST_OK;
    }
    isti_stream stream = isti_stream_now(s, ISTI_FOR_PROPOSE, node, 0);
    const double luck = isti_stream_uniform(&stream);
    const double approved = isti_stream_uniform(&stream);
    if (luck >= s->model->r.propose * accepted * s->node_facilitation[node] ||
        approved >= s->model->approve) {
        return IST_OK;
    }
    const isti_call call = {.origin = IST_ORIGIN_PROPOSED,
                            .caller = node,
                            .theme = s->employee_theme[s->model->node_employee[node]],
                            .core = node,
                            .parent = -1,
                            .minimum = (int32_t)p->found_min + 1,
                            .official = true};
    return isti_call_add(s, &call);
}

// May somebody in need bring the problem there: active, and members choose freely or at least
// their task?
static bool is_open(const ist_state *s, int32_t c)
{
    const isti_parameters *p = &s->model->p;
    const double control = s->community_role[(size_t)c * IST_ROLE_COUNT + IST_ROLE_CONTROL];
    return isti_is_active(s, c) && s->community_activity[c] > p->open_activity &&
           (s->community_autonomy[c] > p->open_autonomy || control < p->task_choice);
}

// Is a community known to everybody who is acquainted with its founder?
static bool is_announced(const ist_state *s, int32_t c, int32_t node)
{
    const isti_parameters *p = &s->model->p;
    return s->community_official[c] &&
           (s->community_origin[c] == IST_ORIGIN_LAUNCHED ||
            s->now.institutionalization > p->known_institution ||
            s->now.portal > p->known_portal) &&
           isti_is_acquainted(s, node, s->community_founder[c]);
}

// The livelier of two communities, the first founded of equally lively ones; -1: none.
static int32_t livelier(const ist_state *s, int32_t best, int32_t c)
{
    const double *activity = s->community_activity;
    const bool wins =
        best < 0 || activity[c] > activity[best] || (c < best && activity[c] == activity[best]);
    return wins ? c : best;
}

// The livelier of a community and those open on a theme that somebody tied to belongs to.
static int32_t livelier_of(const ist_state *s, int32_t best, int32_t place, int32_t theme)
{
    const double near = s->model->p.near_theta * s->model->p.theta;
    const int32_t other = s->slot_other[place];
    int32_t of[ISTI_MEMBERSHIPS];
    const int32_t count = isti_communities_of(s, other, of);
    for (int32_t l = 0; l < count; l++) {
        if (s->community_theme[of[l]] == theme && is_open(s, of[l]) &&
            isti_tie_strength(s, s->slot_tie[place]) > near) {
            best = livelier(s, best, of[l]);
        }
    }
    return best;
}

// The liveliest open community on a theme known through a tie, or -1.
static int32_t known_through_ties(const ist_state *s, int32_t node, int32_t theme)
{
    int32_t best = -1;
    for (int32_t from = 0; from < s->node_degree[node]; from += ISTI_LOOK) {
        uint64_t members = isti_row_members(s, node, from);
        while (members != 0) {
            const int32_t place = s->node_row[node] + from + isti_next_flag(&members);
            best = livelier_of(s, best, place, theme);
        }
    }
    return best;
}

// The liveliest open community on a theme that somebody belongs to or knows, or -1.
static int32_t known_community(const ist_state *s, int32_t node, int32_t theme)
{
    int32_t of[ISTI_MEMBERSHIPS];
    const int32_t count = isti_communities_of(s, node, of);
    for (int32_t k = 0; k < count; k++) {
        if (s->community_theme[of[k]] == theme && is_open(s, of[k])) {
            return of[k]; // of several, the first founded
        }
    }
    int32_t best = -1;
    bool any = false;
    for (int32_t c = s->scratch.latest[theme]; c >= 0; c = s->scratch.before[c]) {
        const bool open = is_open(s, c);
        any = any || open;
        if (open && is_announced(s, c, node)) {
            best = livelier(s, best, c);
        }
    }
    const int32_t through = any ? known_through_ties(s, node, theme) : -1;
    return through >= 0 ? livelier(s, best, through) : best;
}

// Lost autonomy of an official community on the theme makes people avoid official ways.
static double hostility(const ist_state *s, int32_t theme)
{
    double lowest = 1.0;
    for (int32_t c = s->scratch.latest[theme]; c >= 0; c = s->scratch.before[c]) {
        if (s->community_official[c] && isti_is_active(s, c)) {
            lowest = isti_min(lowest, s->community_autonomy[c]);
        }
    }
    return isti_min(1.0, s->model->p.hostility * (1.0 - lowest));
}

bool isti_has_circle(const ist_state *s, int32_t node, int32_t theme)
{
    int32_t of[ISTI_MEMBERSHIPS];
    const int32_t count = isti_communities_of(s, node, of);
    for (int32_t k = 0; k < count; k++) {
        if (s->community_theme[of[k]] == theme && is_open(s, of[k])) {
            return true;
        }
    }
    return false;
}

// Are enough people tied strongly enough, at other workplaces, with interest, who would be worth calling?
static bool can_call(const ist_state *s, int32_t node, int32_t theme)
{
    int32_t wanted = (int32_t)s->model->p.n_min;
    for (int32_t from = 0; from < s->node_degree[node]; from += ISTI_LOOK) {
        const int32_t beyond = isti_max_i(s->node_degree[node] - from - ISTI_LOOK, 0);
        uint64_t concerned = isti_row_concerned(s, node, from, theme);
        if (__builtin_popcountll(concerned) + beyond < wanted) {
            return false; // mostly, and without a look at ties
        }
        while (concerned != 0 && wanted > 0) {
            wanted -= isti_would_call(s, node, from + isti_next_flag(&concerned), theme);
        }
    }
    return wanted <= 0;
}

bool isti_would_call(const ist_state *s, int32_t node, int32_t slot, int32_t theme)
{
    const ist_model *m = s->model;
    const int32_t place = s->node_row[node] + slot;
    const int32_t other = s->slot_other[place];
    const int32_t j = m->node_employee[other];
    return s->employee_workplace[j] != s->employee_workplace[m->node_employee[node]] &&
           (isti_is_interested(s, j, theme) || s->employee_problem[j] == theme) &&
           m->node_participates[other] && s->employee_present[j] &&
           isti_tie_remembered(s, s->slot_tie[place]) > m->p.theta &&
           s->node_memberships[other] < (int32_t)m->p.busy_limit &&
           !isti_has_circle(s, other, theme);
}

// Somebody in need has the initiative, and joins an open community he knows or calls on his ties. (Who
// has no luck to join, and nobody to call, need not look for one.)
static ist_status regroup(ist_state *s, int32_t node, double join)
{
    const ist_model *m = s->model;
    const int32_t theme = s->employee_problem[m->node_employee[node]];
    const double inclined = m->p.open_join * s->node_taste[node];
    const bool may_call = !isti_is_off(s, IST_MECHANISM_INITIATIVE) && can_call(s, node, theme);
    const int32_t known = may_call || join < inclined ? known_community(s, node, theme) : -1;
    if (known >= 0) {
        const bool joins =
            !isti_is_member(s, known, node) && join < inclined * isti_room_left(s, known);
        return joins ? isti_claim_add(s, node, known, join, -1) : IST_OK;
    }
    if (!may_call) {
        return IST_OK;
    }
    isti_stream stream = isti_stream_now(s, ISTI_FOR_REGROUP, node, 0);
    isti_stream_skip_pairs(&stream, 1); // the luck that gave the initiative, and that to join
    const double approved = isti_stream_uniform(&stream);
    const double chance = m->approve * s->now.institutionalization * (1.0 - hostility(s, theme));
    const isti_call call = {.origin = IST_ORIGIN_REGROUPED,
                            .caller = node,
                            .theme = theme,
                            .core = node,
                            .parent = -1,
                            .minimum = (int32_t)m->p.answer_min + 1,
                            .official = approved < chance};
    return isti_call_add(s, &call);
}

// Has somebody who waits the initiative to act?
static bool takes_initiative(const ist_state *s, int32_t node, double luck)
{
    const isti_parameters *p = &s->model->p;
    const double ambiguity = s->employee_ambiguity[s->model->node_employee[node]];
    const double rate = p->kappa * (1.0 + s->node_experience[node]) * s->node_facilitation[node] *
                        (1.0 - p->answer_role * ambiguity);
    return isti_happens(luck, rate, s->model->r.dt);
}

// Of so many people whose problem has been open for long, those with initiative regroup, each while the
// rows of the next ones are on their way.
enum { WAITING = 128 };

static ist_status regroup_some(ist_state *s, const int32_t *late, int32_t count)
{
    enum { ROW = 16, PROFILES = 6 };
    const int32_t other[WAITING] = {0}; // as regroup() has it
    double luck[WAITING];
    double join[WAITING];
    int32_t node[WAITING];
    isti_draw_list_pair(s->key, (int32_t)s->now.tick, ISTI_FOR_REGROUP, late, other, 0, count, luck,
                        join);
    int32_t active = 0;
    for (int32_t k = 0; k < count; k++) {
        node[active] = late[k];
        join[active] = join[k];
        active += takes_initiative(s, late[k], luck[k]);
    }
    ist_status status = IST_OK;
    for (int32_t k = -ROW; k < active && status == IST_OK; k++) {
        if (k + ROW < active) {
            isti_row_fetch_others(s, node[k + ROW]);
        }
        if (k + PROFILES >= 0 && k + PROFILES < active) {
            isti_profiles_fetch(s, node[k + PROFILES]);
        }
        if (k >= 0) {
            status = regroup(s, node[k], join[k]);
        }
    }
    return status;
}

static ist_status call_by_each(ist_state *s, int32_t from, int32_t to)
{
    const ist_model *m = s->model;
    // An upper bound of the chance to propose, facilitation left out.
    const double most = m->r.propose * s->now.institutionalization * s->now.emphasis;
    double luck[ISTI_PART];
    int32_t late[ISTI_PART] = {0};
    int32_t count = 0;
    isti_draw_batch(s->key, (int32_t)s->now.tick, ISTI_FOR_PROPOSE, (uint32_t)from, 0, to - from,
                    luck);
    ist_status status = IST_OK;
    for (int32_t k = from; k < to && status == IST_OK; k++) {
        const int32_t node = isti_visit_part(s, k, from, to);
        const int32_t i = m->node_employee[node];
        const bool is_there = m->node_participates[node] & (s->employee_present[i] != 0);
        late[count] = node;
        count += is_there & isti_late(s, i, m->p.regroup_months);
        if (luck[node - from] < most * (1.0 + 0x1p-40) && is_there) {
            status = propose(s, node);
        }
    }
    for (int32_t done = 0; done < count && status == IST_OK; done += WAITING) {
        status = regroup_some(s, late + done, isti_min_i(WAITING, count - done));
    }
    return status;
}

ist_status isti_call_by_employees(ist_state *s)
{
    return isti_spread(s, s->model->node_count, call_by_each);
}

// Attendees who share an interest beside the community's own, and no community on it: how many, and
// the most able one.
static int32_t beside(const ist_state *s, int32_t c, int32_t theme, int32_t *able)
{
    int32_t count = 0;
    for (int32_t seat = 0; seat < s->community_members[c]; seat++) {
        const int32_t place = s->community_seat[c] + seat;
        const int32_t node = s->seat_node[place];
        if (!s->scratch.seat_present[place] ||
            !isti_is_interested(s, s->model->node_employee[node], theme) ||
            isti_has_circle(s, node, theme)) {
            continue;
        }
        count++;
        if (*able < 0 || s->node_facilitation[node] > s->node_facilitation[*able] ||
            (node < *able && s->node_facilitation[node] == s->node_facilitation[*able])) {
            *able = node;
        }
    }
    return count;
}

// The theme with the lowest draw on which enough attendees would meet apart, and who would call them;
// -1: none. What nobody present is interested in need not be asked about.
static int32_t apart_on(const ist_state *s, int32_t c, int32_t *founder)
{
    const ist_model *m = s->model;
    int32_t theme = -1;
    double lowest = 1.0;
    for (int32_t k = 0; k < 2 * s->community_members[c]; k++) {
        const int32_t place = s->community_seat[c] + k / 2;
        const int32_t i = m->node_employee[s->seat_node[place]];
        const int32_t other = k % 2 ? s->employee_second[i] : s->employee_theme[i];
        if (!s->scratch.seat_present[place] || other == s->community_theme[c] || other == theme) {
            continue;
        }
        const double draw = isti_draw_now(s, ISTI_FOR_BUD, (int32_t)s->community_key[c], other);
        int32_t able = -1;
        if ((draw < lowest || (draw == lowest && other < theme)) &&
            beside(s, c, other, &able) >= (int32_t)m->p.bud_min &&
            known_community(s, able, other) < 0) {
            lowest = draw;
            theme = other;
            *founder = able;
        }
    }
    return theme;
}

// People who meet unofficially, where nobody keeps them to a theme, and share another one meet apart
// about it.
static ist_status bud(ist_state *s, int32_t c)
{
    const ist_model *m = s->model;
    const double luck = isti_draw_now(s, ISTI_FOR_BUD, (int32_t)s->community_key[c], -1);
    const double rate = m->p.bud_rate * s->community_autonomy[c] * s->community_affect[c];
    if (s->community_official[c] || !s->scratch.meeting[c].met ||
        luck >= isti_chance(rate, m->r.meeting_dt)) {
        return IST_OK;
    }
    int32_t founder = -1;
    const int32_t theme = apart_on(s, c, &founder);
    const isti_call call = {.origin = IST_ORIGIN_BUDDED,
                            .caller = founder,
                            .theme = theme,
                            .core = founder,
                            .parent = c,
                            .minimum = (int32_t)m->p.bud_min,
                            .official = false};
    return theme >= 0 ? isti_call_add(s, &call) : IST_OK;
}

ist_status isti_call_by_attendees(ist_state *s)
{
    const int32_t count = ISTI_COUNT(s, community);
    ist_status status = IST_OK;
    for (int32_t k = 0; k < count && status == IST_OK; k++) {
        const int32_t c = isti_visit(s, k, count);
        if (isti_is_active(s, c)) {
            status = bud(s, c);
        }
    }
    return status;
}
