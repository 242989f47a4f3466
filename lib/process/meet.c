// SPDX-License-Identifier: GPL-3.0-or-later
// Meet: who comes, what they learn, whom they talk with, what is solved and what is made.
#include "process/process.h"

#include "base/numbers.h"
#include "state/communities.h"
#include "state/fellows.h"
#include "state/order.h"
#include "state/people.h"
#include "state/ties.h"

#include <string.h>

// What is summed as whole numbers of such grains comes out the same in any order: competence learnt in
// several meetings, affect to those somebody is tied to.
static const double grain = 0x1p-40;

static int64_t in_grains(double v)
{
    return (int64_t)(v / grain);
}

// Who came to one meeting. The arrays lie in scratch memory.
typedef struct gathering {
    int32_t community, theme;
    int32_t *node; // attendees
    int32_t *seat; // and where they sit
    int32_t count;
    double trust; // mean affect among attendees, scaled, [0,1]
} gathering;

static void clear_gains(ist_state *s)
{
    isti_scratch *w = &s->scratch;
    memset(w->learnt, 0, (size_t)s->model->node_count * sizeof *w->learnt);
    memset(w->attended, 0, (size_t)s->model->node_count * sizeof *w->attended);
    s->desk.claims = 0;
}

// Meetings due within so many ticks of the founding.
static int64_t meetings_by(const ist_state *s, int64_t age)
{
    return age * (int64_t)s->model->p.meetings_per_year / s->model->ticks_per_year;
}

// Meetings are spread over the year from the founding on, whatever the length of a tick.
static bool is_due(const ist_state *s, int32_t c)
{
    const int64_t age = s->now.tick - s->community_founded[c];
    return age > 0 && meetings_by(s, age) > meetings_by(s, age - 1);
}

// Mean affective strand from the member at a seat to `count - 1` others: those whose seat is marked.
static double mean_affect(const ist_state *s, int32_t c, int32_t seat, const uint8_t *marked,
                          int32_t count)
{
    int32_t ties = 0;
    const isti_fellow_tie *entry = isti_fellows_of(s, c, seat, &ties);
    int64_t sum = 0;
    for (int32_t k = 0; k < ties; k++) {
        sum += marked[entry[k].seat] ? in_grains(s->tie_y[entry[k].tie]) : 0;
    }
    return count > 1 ? grain * (double)sum / (count - 1) : 0.0;
}

double isti_match(const ist_state *s, int32_t employee, int32_t theme)
{
    const isti_parameters *p = &s->model->p;
    return s->employee_theme[employee] == theme    ? 1.0
           : s->employee_second[employee] == theme ? p->match_second
                                                   : p->match_other;
}

// Competence one may hope to learn from: a high quantile of the members'.
static double learnable(ist_state *s, int32_t c)
{
    const int32_t *member = isti_members(s, c);
    const int32_t count = s->community_members[c];
    for (int32_t k = 0; k < count; k++) {
        s->desk.by_seat.value[k] =
            isti_competence_on(s, s->model->node_employee[member[k]], s->community_theme[c]);
    }
    return isti_quantile(s->desk.by_seat.value, count, s->model->p.know_quantile);
}

// How far a superior keeps somebody from an official meeting: neither the top's emphasis nor the
// support of the community's overseer is felt.
static double held_back(const ist_state *s, int32_t c, int32_t employee)
{
    const double support = s->community_role[(size_t)c * IST_ROLE_COUNT + IST_ROLE_SUPPORT];
    const bool asks = s->community_official[c] && !isti_heads(s, employee);
    return asks ? (1.0 - s->now.emphasis) * (1.0 - support) : 0.0;
}

// How far what was written on a theme waits to be read anew: there is something to make out together.
static double in_question(const ist_state *s, int32_t theme)
{
    const double open = s->theme_void[theme];
    return open > 0.0 ? open / (open + s->theme_canon[theme]) : 0.0;
}

// Need of a community: an open problem on its theme, or else the main theme's rules in question.
static double need_for(const ist_state *s, int32_t c, int32_t employee)
{
    const int32_t theme = s->community_theme[c];
    const double question = s->employee_theme[employee] == theme ? in_question(s, theme) : 0.0;
    return s->employee_problem[employee] == theme ? 1.0 : question;
}

// Attendance: need, curiosity, affect, commitment and recognition draw; work and a new role keep away.
static double inclination(const ist_state *s, int32_t c, int32_t seat, double best)
{
    const isti_parameters *p = &s->model->p;
    const int32_t place = s->community_seat[c] + seat;
    const int32_t node = s->seat_node[place];
    const int32_t i = s->model->node_employee[node];
    const int32_t theme = s->community_theme[c];
    const double *role = s->community_role + (size_t)c * IST_ROLE_COUNT;
    const double gap = isti_clamp01(best - isti_competence_on(s, i, theme) + p->know_offset);
    const double freed = 1.0 - p->load_support * role[IST_ROLE_SUPPORT];
    const double hours = s->community_official[c] ? 1.0 : p->load_unofficial;
    return p->attend_base + p->attend_need * need_for(s, c, i) +
           p->attend_know * isti_match(s, i, theme) * gap +
           p->attend_affect * s->scratch.seat_affect[place] * s->node_altruism[node] +
           p->attend_commit * (s->seat_commitment[place] - p->commit_neutral) +
           p->attend_recognition * role[IST_ROLE_RECOGNITION] +
           p->attend_oblige * s->community_obligation[c] -
           p->attend_load * s->scratch.load[node] * freed * hours -
           p->attend_pilot * (s->community_pilot[c] < 0) - p->attend_leave * held_back(s, c, i) -
           p->attend_role * s->employee_ambiguity[i] * (1.0 - p->role_emphasis * s->now.emphasis);
}

// Affect between the regulars: those who came to enough of the latest meetings.
static void measure_closeness(ist_state *s, int32_t c)
{
    const double *presence = s->seat_presence + s->community_seat[c];
    uint8_t *regular = s->desk.by_seat.marked;
    int32_t count = 0;
    for (int32_t seat = 0; seat < s->community_members[c]; seat++) {
        regular[seat] = presence[seat] >= s->model->p.regular;
        count += regular[seat];
    }
    double sum = 0.0;
    for (int32_t seat = 0; seat < s->community_members[c]; seat++) {
        sum += regular[seat] ? mean_affect(s, c, seat, regular, count) : 0.0;
    }
    s->community_closeness[c] = count > 1 ? sum / count : 0.0;
}

static void gather(ist_state *s, gathering *g)
{
    const isti_parameters *p = &s->model->p;
    const int32_t c = g->community;
    const int32_t *member = isti_members(s, c);
    const int32_t count = s->community_members[c];
    memset(s->desk.by_seat.marked, 1, (size_t)count);
    const double best = learnable(s, c);
    double affect = 0.0;
    g->count = 0;
    for (int32_t seat = 0; seat < count; seat++) {
        const int32_t place = s->community_seat[c] + seat;
        const double mean = mean_affect(s, c, seat, s->desk.by_seat.marked, count);
        s->scratch.seat_affect[place] = isti_min(1.0, p->affect_slope * mean);
        affect += s->scratch.seat_affect[place];
        const double luck =
            isti_draw_now(s, ISTI_FOR_ATTEND, member[seat], (int32_t)s->community_key[c]);
        s->scratch.seat_present[place] = luck < isti_logistic(inclination(s, c, seat, best));
        s->seat_presence[place] +=
            p->smooth_attendance * (s->scratch.seat_present[place] - s->seat_presence[place]);
        if (s->scratch.seat_present[place]) {
            g->seat[g->count] = seat;
            g->node[g->count++] = member[seat];
            isti_count_up(s, &s->scratch.attended[member[seat]], 1);
        }
    }
    s->community_affect[c] = count > 0 ? affect / count : 0.0;
}

static double trust_among(const ist_state *s, const gathering *g)
{
    const uint8_t *present = s->scratch.seat_present + s->community_seat[g->community];
    double sum = 0.0;
    for (int32_t k = 0; k < g->count; k++) {
        sum += mean_affect(s, g->community, g->seat[k], present, g->count);
    }
    return isti_min(1.0, s->model->p.trust_slope * sum / g->count);
}

// Everybody learns from the best quarter as far as members choose what they talk about.
static double learn(ist_state *s, const gathering *g)
{
    const isti_parameters *p = &s->model->p;
    const double autonomy = s->community_autonomy[g->community];
    double *sorted = s->desk.by_seat.value;
    for (int32_t k = 0; k < g->count; k++) {
        sorted[k] = isti_competence_on(s, s->model->node_employee[g->node[k]], g->theme);
    }
    isti_sort_doubles(sorted, g->count);
    const int32_t few = isti_max_i(1, (int32_t)(p->learn_best * g->count));
    double best = 0.0;
    for (int32_t k = g->count - few; k < g->count; k++) {
        best += sorted[k];
    }
    best /= few;
    double total = 0.0;
    for (int32_t k = 0; k < g->count; k++) {
        const int32_t i = s->model->node_employee[g->node[k]];
        const double ahead = isti_max(0.0, best - isti_competence_on(s, i, g->theme));
        const double gain = p->learn_rate * autonomy * ahead * isti_match(s, i, g->theme);
        isti_count_up_far(s, &s->scratch.learnt[g->node[k]], in_grains(gain));
        total += gain + p->learn_talk * autonomy;
    }
    return total / g->count;
}

// Each talks with a few others; what that does for affect depends on autonomy and control.
static ist_status talk(ist_state *s, const gathering *g, double oversight)
{
    const isti_parameters *p = &s->model->p;
    const double open =
        p->affect_base + (1.0 - p->affect_base) * s->community_autonomy[g->community];
    const double gain_x = 0.5 * p->talk_x;
    const double gain_y = 0.5 * p->talk_y * open * (1.0 - p->affect_control * oversight);
    const int32_t partners = isti_min_i((int32_t)p->talk_partners, g->count - 1);
    ist_status status = IST_OK;
    for (int32_t k = 0; k < g->count; k++) {
        isti_stream stream =
            isti_stream_now(s, ISTI_FOR_TALK, g->node[k], (int32_t)s->community_key[g->community]);
        // The people to one side of a random chair: nobody is met twice.
        const int32_t chair = isti_stream_below(&stream, g->count - 1);
        const int32_t *tie = isti_fellows_by_seat(s, g->community, g->seat[k]);
        for (int32_t l = 0; l < partners && status == IST_OK; l++) {
            const int32_t other = (k + 1 + (chair + l) % (g->count - 1)) % g->count;
            status = isti_encounter_over(s, g->node[k], g->node[other], tie[g->seat[other]], gain_x,
                                         gain_y);
        }
    }
    return status;
}

// May an attendee be told of this problem? What is delicate between competing units needs trust.
static bool may_hear(const ist_state *s, int32_t owner, int32_t other)
{
    const ist_model *m = s->model;
    const int32_t i = m->node_employee[owner];
    const int32_t unit = s->employee_unit[m->node_employee[other]];
    if (!s->employee_sensitive[i] || unit == s->employee_unit[i]) {
        return true;
    }
    const int32_t tie = isti_tie_find(s, owner, other);
    return (tie >= 0 ? s->tie_y[tie] : 0.0) >= m->p.trust * isti_competition(s, unit);
}

// Keep count of how far strangers confide in each other as they meet again and again.
static void note_delicate(ist_state *s, int32_t c, int32_t owner, int32_t other, bool heard)
{
    const int32_t *employee = s->model->node_employee;
    const ist_origin origin = (ist_origin)s->community_origin[c];
    const bool strangers = origin == IST_ORIGIN_STIMULATED || origin == IST_ORIGIN_LAUNCHED;
    const int64_t number = meetings_by(s, s->now.tick - s->community_founded[c]);
    if (strangers && number <= IST_SENSITIVE_MEETINGS && s->employee_sensitive[employee[owner]] &&
        s->employee_unit[employee[owner]] != s->employee_unit[employee[other]]) {
        s->now.delicate[number - 1]++;
        s->now.confided[number - 1] += heard;
    }
}

// Is the problem of an attendee solved in the room? Then the able one who drew lowest is the helper.
static ist_status discuss(ist_state *s, const gathering *g, int32_t owner)
{
    const isti_parameters *p = &s->model->p;
    const int32_t i = s->model->node_employee[owner];
    const int32_t c = g->community;
    const double alone =
        1.0 - p->room * (p->room_base + (1.0 - p->room_base) * g->trust) * s->community_autonomy[c];
    double unsolved = 1.0;
    int32_t helper = -1;
    double lowest = 1.0;
    for (int32_t k = 0; k < g->count; k++) {
        const int32_t other = g->node[k];
        if (other == owner || isti_competence_on(s, s->model->node_employee[other], g->theme) <
                                  s->employee_difficulty[i]) {
            continue;
        }
        const bool heard = may_hear(s, owner, other);
        note_delicate(s, c, owner, other, heard);
        if (!heard) {
            continue;
        }
        unsolved *= isti_clamp01(alone);
        const double draw = isti_draw_now(s, ISTI_FOR_ROOM_WHO, owner, other);
        if (draw < lowest) {
            lowest = draw;
            helper = other;
        }
    }
    const double luck = isti_draw_now(s, ISTI_FOR_ROOM, owner, (int32_t)s->community_key[c]);
    const double chance = s->model->theme_common[g->theme] * (1.0 - unsolved);
    return luck < chance ? isti_claim_add(s, owner, c, luck, helper) : IST_OK;
}

static ist_status discuss_all(ist_state *s, const gathering *g)
{
    ist_status status = IST_OK;
    for (int32_t k = 0; k < g->count && status == IST_OK; k++) {
        if (s->employee_problem[s->model->node_employee[g->node[k]]] == g->theme) {
            status = discuss(s, g, g->node[k]);
        }
    }
    return status;
}

// Managers get to know who is good at what: the attendees' unit heads and the overseer.
static ist_status be_seen(ist_state *s, const gathering *g)
{
    const ist_model *m = s->model;
    const isti_parameters *p = &m->p;
    const double visible = p->visible_base + (1.0 - p->visible_base) * s->now.portal;
    const double gain = p->manager_knows * s->community_realization[g->community] * visible;
    const int32_t overseer = s->community_overseer[g->community];
    ist_status status = IST_OK;
    for (int32_t k = 0; k < g->count && status == IST_OK; k++) {
        const int32_t head = s->unit_head[s->employee_unit[m->node_employee[g->node[k]]]];
        const int32_t seen_by[] = {head >= 0 ? m->employee_node[head] : -1,
                                   overseer >= 0 ? m->employee_node[m->manager[overseer].employee]
                                                 : -1};
        for (size_t v = 0; v < COUNT_OF(seen_by) && status == IST_OK; v++) {
            if (seen_by[v] >= 0 && seen_by[v] != g->node[k]) {
                status = isti_encounter_add(s, seen_by[v], g->node[k], gain, 0.0, 0.0);
            }
        }
    }
    return status;
}

// What the meeting makes, and how much of it is handed in formally.
static void realize(ist_state *s, const gathering *g)
{
    const isti_parameters *p = &s->model->p;
    const int32_t c = g->community;
    const double *role = s->community_role + (size_t)c * IST_ROLE_COUNT;
    const double led = s->community_pilot[c] >= 0 ? s->community_autonomy[c] : 0.0;
    const double purpose = isti_min(
        1.0, p->purpose_base + p->purpose_facilitation * role[IST_ROLE_FACILITATION] +
                 p->purpose_control * role[IST_ROLE_CONTROL] +
                 p->purpose_recognition * role[IST_ROLE_RECOGNITION] + p->purpose_pilot * led);
    const double formal =
        isti_min(1.0, p->formal_base + p->formal_control * role[IST_ROLE_CONTROL] +
                          p->formal_facilitation * role[IST_ROLE_FACILITATION]);
    const bool meets = g->count >= (int32_t)p->meeting_quorum;
    const double zeal = p->commit_output + (1.0 - p->commit_output) * isti_mean_commitment(s, c);
    const double common = s->model->theme_common[g->theme];
    const double output = meets ? purpose * common * zeal * g->count / p->meeting_size : 0.0;
    s->community_realization[c] +=
        p->smooth_output * (isti_min(1.0, output) - s->community_realization[c]);
    s->community_deliverables[c] +=
        p->smooth_output * (isti_min(1.0, output * formal) - s->community_deliverables[c]);
}

// Affect that runs far ahead of what comes of it is deviance; an agenda kept keeps it within bounds.
static void watch_idling(ist_state *s, int32_t c)
{
    const isti_parameters *p = &s->model->p;
    const double control = s->community_role[(size_t)c * IST_ROLE_COUNT + IST_ROLE_CONTROL];
    const double bound = s->community_realization[c] + s->community_learning[c] + p->idle_margin +
                         p->idle_control * control;
    const double month = 12.0 * s->model->r.meeting_dt;
    s->community_idle[c] = s->community_affect[c] > bound ? s->community_idle[c] + month : 0.0;
}

static double relevance_of(const ist_state *s, int32_t c)
{
    const int32_t *member = isti_members(s, c);
    const int32_t count = s->community_members[c];
    const int32_t theme = s->community_theme[c];
    double need = 0.0;
    for (int32_t k = 0; k < count; k++) {
        need += need_for(s, c, s->model->node_employee[member[k]]);
    }
    const double share = count > 0 ? need / count : 0.0;
    return isti_min(1.0, s->model->p.relevance_slope * s->model->theme_common[theme] * share);
}

static double best_present(const ist_state *s, const gathering *g)
{
    double best = 0.0;
    for (int32_t k = 0; k < g->count; k++) {
        best = isti_max(best, isti_competence_on(s, s->model->node_employee[g->node[k]], g->theme));
    }
    return best;
}

// Those who came do what a meeting is for.
static ist_status hold(ist_state *s, gathering *g, isti_meeting *meeting)
{
    const isti_parameters *p = &s->model->p;
    const double *role = s->community_role + (size_t)g->community * IST_ROLE_COUNT;
    double context[IST_CONTEXT_COUNT];
    isti_community_context(s, g->community, context);
    g->trust = trust_among(s, g);
    meeting->learning = isti_min(1.0, learn(s, g) / p->learn_scale);
    ist_status status = talk(s, g, role[IST_ROLE_CONTROL] * context[IST_CONTEXT_PRODUCTIVITY]);
    if (status == IST_OK) {
        status = discuss_all(s, g);
    }
    if (status == IST_OK && s->community_official[g->community]) {
        status = be_seen(s, g);
    }
    return status;
}

// The affect among the members will be asked for more than once: have it fetched meanwhile.
ISTI_FETCH void fetch_ties(const ist_state *s, int32_t c)
{
    for (int32_t seat = 0; seat < s->community_members[c]; seat++) {
        int32_t ties = 0;
        const isti_fellow_tie *entry = isti_fellows_of(s, c, seat, &ties);
        for (int32_t k = 0; k < ties; k++) {
            __builtin_prefetch(&s->tie_y[entry[k].tie]);
        }
    }
}

static ist_status meet_one(ist_state *s, int32_t c)
{
    const isti_parameters *p = &s->model->p;
    isti_meeting *meeting = &s->scratch.meeting[c];
    *meeting = (isti_meeting){.met = isti_is_active(s, c) && is_due(s, c)};
    if (!meeting->met) {
        return IST_OK;
    }
    gathering g = {.community = c,
                   .theme = s->community_theme[c],
                   .node = s->desk.list,
                   .seat = s->desk.list2};
    ist_status status = isti_fellows_ready(s, c);
    if (status != IST_OK) {
        return status;
    }
    fetch_ties(s, c);
    meeting->relevance = relevance_of(s, c);
    gather(s, &g);
    measure_closeness(s, c);
    meeting->present = g.count;
    meeting->best = best_present(s, &g);
    if (g.count >= (int32_t)p->meeting_quorum) {
        status = hold(s, &g, meeting);
    }
    s->community_present[c] = g.count;
    s->community_activity[c] += p->smooth_attendance * (g.count - s->community_activity[c]);
    s->community_learning[c] += p->smooth_output * (meeting->learning - s->community_learning[c]);
    realize(s, &g);
    watch_idling(s, c);
    return status;
}

// A problem brought to several meetings is solved once: where the draw was lowest.
static ist_status settle_solutions(ist_state *s)
{
    const isti_parameters *p = &s->model->p;
    isti_desk *w = &s->desk;
    isti_sort_claims_by_node(w->claim, w->claims);
    ist_status status = IST_OK;
    for (int32_t k = 0; k < w->claims && status == IST_OK; k++) {
        const isti_claim *claim = &w->claim[k];
        if (k > 0 && w->claim[k - 1].node == claim->node) {
            continue;
        }
        isti_solved(s, s->model->node_employee[claim->node], IST_SOLVER_COMMUNITY);
        status = isti_encounter_add(s, claim->node, claim->other, p->help_x, p->help_y, 0.0);
    }
    w->claims = 0;
    return status;
}

// What was learnt and lived through in all meetings of the tick.
static ist_status take_home(ist_state *s, int32_t from, int32_t to)
{
    const ist_model *m = s->model;
    for (int32_t node = from; node < to; node++) {
        if (s->scratch.attended[node] == 0) {
            continue; // where nothing was learnt, nothing changes
        }
        const int32_t i = m->node_employee[node];
        const double gain = grain * (double)s->scratch.learnt[node];
        s->employee_competence[i] = isti_min(1.0, s->employee_competence[i] + gain);
        double experience = s->node_experience[node];
        for (int32_t k = 0; k < s->scratch.attended[node]; k++) {
            experience += m->p.experience_rate * (1.0 - experience);
        }
        s->node_experience[node] = (float)experience;
    }
    return IST_OK;
}

static ist_status meet_some(ist_state *s, int32_t from, int32_t to)
{
    ist_status status = IST_OK;
    for (int32_t k = from; k < to && status == IST_OK; k++) {
        status = meet_one(s, isti_visit_part(s, k, from, to));
    }
    return status;
}

ist_status isti_meet(ist_state *s)
{
    clear_gains(s);
    ist_status status = isti_spread(s, ISTI_COUNT(s, community), meet_some);
    status = status == IST_OK ? settle_solutions(s) : status;
    return status == IST_OK ? isti_spread(s, s->model->node_count, take_home) : status;
}
