// SPDX-License-Identifier: GPL-3.0-or-later
// The metrics of the organization, read off a state.
#include "observe/observe.h"

#include "base/numbers.h"
#include "state/communities.h"
#include "state/people.h"
#include "state/ties.h"

#include <math.h>

typedef struct metric_row {
    const char *name, *unit, *text;
} metric_row;

#define ISTI_ROW(NAME, name, unit, text) [IST_METRIC_##NAME] = {#name, unit, text},
static const metric_row metrics[] = {IST_METRIC_LIST(ISTI_ROW)};
#undef ISTI_ROW
static_assert(COUNT_OF(metrics) == IST_METRIC_COUNT, "every metric has a row");

static const metric_row *row_of(ist_metric metric)
{
    return metric < IST_METRIC_COUNT ? &metrics[metric] : NULL;
}

const char *ist_metric_name(ist_metric metric)
{
    const metric_row *row = row_of(metric);
    return row ? row->name : NULL;
}

const char *ist_metric_unit(ist_metric metric)
{
    const metric_row *row = row_of(metric);
    return row ? row->unit : NULL;
}

const char *ist_metric_text(ist_metric metric)
{
    const metric_row *row = row_of(metric);
    return row ? row->text : NULL;
}

static double ratio(double part, double whole)
{
    return whole > 0.0 ? part / whole : (double)NAN;
}

double isti_share_solved(int64_t solved, int64_t expired)
{
    return ratio((double)solved, (double)(solved + expired));
}

int64_t isti_solved_by_anybody(const isti_tally *tally)
{
    int64_t solved = 0;
    for (int32_t k = 0; k < IST_SOLVER_COUNT; k++) {
        solved += tally->solved[k];
    }
    return solved;
}

double isti_performance(const ist_state *s)
{
    return isti_share_solved(isti_solved_by_anybody(&s->now.tally), s->now.tally.expired);
}

// Sums over active communities.
typedef struct active_sums {
    int32_t count, official, overseen;
    int32_t stage[IST_STAGE_COUNT];
    int32_t origin[IST_ORIGIN_COUNT];
    double activity, autonomy, commitment, learning, realization, deliverables, intrusion;
} active_sums;

static void add_active(active_sums *sums, const ist_state *s, int32_t c, ist_stage stage)
{
    sums->count++;
    sums->stage[stage]++;
    sums->origin[s->community_origin[c]]++;
    sums->overseen += s->community_overseer[c] >= 0;
    sums->activity += s->community_activity[c];
    sums->autonomy += s->community_autonomy[c];
    sums->commitment += isti_mean_commitment(s, c);
    sums->learning += s->community_learning[c];
    sums->realization += s->community_realization[c];
    sums->deliverables += s->community_deliverables[c];
    if (s->community_official[c]) {
        sums->official++;
        sums->intrusion += s->community_intrusion[c];
    }
}

// Does an ended community hibernate? One that is stopped, too small, or taken over by a later one
// that has ended itself, never will again: both member lists are final.
static bool hibernates(isti_survey *survey, const ist_state *s, int32_t c)
{
    if (survey->over[c]) {
        return false;
    }
    if (s->community_end[c] == ISTI_END_STOPPED ||
        s->community_members[c] < (int32_t)s->model->p.hibernate_min) {
        survey->over[c] = true;
        return false;
    }
    if (!isti_is_tied(s, c)) {
        return false;
    }
    const int32_t successor = isti_successor(s, c);
    survey->over[c] = successor >= 0 && !isti_is_active(s, successor);
    return successor < 0;
}

static void measure_stages(const active_sums *sums, double *out)
{
    const struct {
        ist_metric metric;
        ist_stage stage;
    } counts[] = {{IST_METRIC_PRACTICE, IST_STAGE_PRACTICE},
                  {IST_METRIC_PROJECT, IST_STAGE_PROJECT},
                  {IST_METRIC_BUREAUCRATIZED, IST_STAGE_BUREAUCRATIZED},
                  {IST_METRIC_INFORMAL, IST_STAGE_INFORMAL},
                  {IST_METRIC_CLANDESTINE, IST_STAGE_CLANDESTINE},
                  {IST_METRIC_HIBERNATING, IST_STAGE_HIBERNATING}};
    for (size_t k = 0; k < COUNT_OF(counts); k++) {
        out[counts[k].metric] = sums->stage[counts[k].stage];
    }
}

static void measure_origins(const active_sums *sums, double *out)
{
    static const ist_metric metric_of[] = {
        [IST_ORIGIN_LAUNCHED] = IST_METRIC_LAUNCHED,
        [IST_ORIGIN_STIMULATED] = IST_METRIC_STIMULATED,
        [IST_ORIGIN_CONNECTED] = IST_METRIC_CONNECTED,
        [IST_ORIGIN_PROPOSED] = IST_METRIC_PROPOSED,
        [IST_ORIGIN_REGROUPED] = IST_METRIC_REGROUPED,
        [IST_ORIGIN_BUDDED] = IST_METRIC_BUDDED,
    };
    static_assert(COUNT_OF(metric_of) == IST_ORIGIN_COUNT, "every origin is counted");
    for (size_t k = 0; k < IST_ORIGIN_COUNT; k++) {
        out[metric_of[k]] = sums->origin[k];
    }
}

static void measure_communities(isti_survey *survey, const ist_state *s, double *out)
{
    active_sums sums = {.count = 0};
    for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
        if (isti_is_active(s, c)) {
            add_active(&sums, s, c, isti_survey_stage(survey, s, c));
        } else {
            sums.stage[IST_STAGE_HIBERNATING] += hibernates(survey, s, c);
        }
    }
    measure_stages(&sums, out);
    measure_origins(&sums, out);
    out[IST_METRIC_COMMUNITIES] = sums.count;
    out[IST_METRIC_OFFICIAL] = sums.official;
    out[IST_METRIC_TASK_GROUPS] = ISTI_COUNT(s, task);
    out[IST_METRIC_FOUNDED] = (double)s->now.tally.founded;
    out[IST_METRIC_ENDED] = (double)s->now.tally.ended;
    out[IST_METRIC_ACTIVITY] = sums.activity;
    out[IST_METRIC_OVERSEEN_SHARE] = ratio(sums.overseen, sums.count);
    out[IST_METRIC_AUTONOMY] = ratio(sums.autonomy, sums.count);
    out[IST_METRIC_COMMITMENT] = ratio(sums.commitment, sums.count);
    out[IST_METRIC_LEARNING] = ratio(sums.learning, sums.count);
    out[IST_METRIC_REALIZATION] = ratio(sums.realization, sums.count);
    out[IST_METRIC_DELIVERABLES] = ratio(sums.deliverables, sums.count);
    out[IST_METRIC_INTRUSION] = ratio(sums.intrusion, sums.official);
}

static void measure_problems(const ist_state *s, double *out)
{
    const struct {
        ist_metric metric;
        ist_solver solver;
    } counts[] = {{IST_METRIC_SOLVED_SELF, IST_SOLVER_SELF},
                  {IST_METRIC_SOLVED_LINE, IST_SOLVER_LINE},
                  {IST_METRIC_SOLVED_TIE, IST_SOLVER_TIE},
                  {IST_METRIC_SOLVED_BYPASS, IST_SOLVER_BYPASS},
                  {IST_METRIC_SOLVED_COMMUNITY, IST_SOLVER_COMMUNITY},
                  {IST_METRIC_SOLVED_GROUP, IST_SOLVER_GROUP}};
    const isti_tally *tally = &s->now.tally;
    for (size_t k = 0; k < COUNT_OF(counts); k++) {
        out[counts[k].metric] = (double)tally->solved[counts[k].solver];
    }
    out[IST_METRIC_PERFORMANCE] = isti_performance(s);
    out[IST_METRIC_PERFORMANCE_ALL] = isti_share_solved(tally->solved_all, tally->expired_all);
    out[IST_METRIC_PROBLEMS] = (double)tally->met;
    out[IST_METRIC_PROBLEMS_ALL] = (double)tally->met_all;
    out[IST_METRIC_EXPIRED] = (double)tally->expired;
    out[IST_METRIC_ASKED_SENSITIVE] = (double)tally->asked_sensitive;
    out[IST_METRIC_HELPED_SENSITIVE] = (double)tally->helped_sensitive;
}

static void measure_people(const ist_state *s, double *out)
{
    const ist_model *m = s->model;
    int32_t people = 0;
    int32_t members = 0;
    int32_t newcomers = 0;
    int32_t acquired = 0;
    int32_t open = 0;
    int32_t safe = 0;
    double ambiguity = 0.0;
    double competence = 0.0;
    for (int32_t node = 0; node < m->node_count; node++) {
        const int32_t i = m->node_employee[node];
        if (!m->node_participates[node] || !s->employee_present[i]) {
            continue;
        }
        const bool is_member = s->node_memberships[node] > 0;
        people++;
        members += is_member;
        newcomers += is_member && !m->unit_present[m->employee_unit[i]];
        acquired += !m->unit_present[m->employee_unit[i]];
        open += s->employee_problem[i] >= 0;
        safe += isti_people_to_ask(s, node, 2) == 2;
        ambiguity += s->employee_ambiguity[i];
        competence += s->employee_competence[i];
    }
    out[IST_METRIC_MEMBERS] = members;
    out[IST_METRIC_PARTICIPATION] = ratio(members, people);
    out[IST_METRIC_NEWCOMER_SHARE] = ratio(newcomers, members);
    out[IST_METRIC_NEWCOMER_WEIGHT] = ratio(acquired, people);
    out[IST_METRIC_OPEN] = open;
    out[IST_METRIC_TWO_TO_ASK] = ratio(safe, people);
    out[IST_METRIC_ROLE_AMBIGUITY] = ratio(ambiguity, people);
    out[IST_METRIC_COMPETENCE] = ratio(competence, people);
}

static int32_t present_participants(const ist_state *s)
{
    const ist_model *m = s->model;
    int32_t people = 0;
    for (int32_t node = 0; node < m->node_count; node++) {
        people += m->node_participates[node] && s->employee_present[m->node_employee[node]];
    }
    return people;
}

// Ends of a tie that are participants, if it leads from one workplace of the start to another.
static int32_t cross_ends(const ist_state *s, int32_t tie)
{
    const ist_model *m = s->model;
    const int32_t a = s->tie_a[tie];
    const int32_t b = s->tie_b[tie];
    const bool is_across =
        m->employee_unit[m->node_employee[a]] != m->employee_unit[m->node_employee[b]];
    return is_across ? m->node_participates[a] + m->node_participates[b] : 0;
}

// Tick of the last measured shock so far, -1 before the first one.
static int32_t last_shock(const ist_state *s)
{
    int32_t last = -1;
    for (int32_t shock = 0; shock < s->model->shock_count; shock++) {
        const int32_t tick = s->model->shock_tick[shock];
        last = tick < s->now.tick ? isti_max_i(last, tick) : last;
    }
    return last;
}

static void measure_ties(const ist_state *s, double *out)
{
    const int32_t shock = last_shock(s);
    int32_t live = 0;
    int32_t strong = 0;
    int32_t dormant = 0;
    int64_t ends = 0;
    int64_t kept = 0;
    for (int32_t tie = 0; tie < ISTI_COUNT(s, tie); tie++) {
        if (s->tie_a[tie] < 0) {
            continue;
        }
        if (isti_tie_is_dormant(s, tie)) {
            dormant++;
            continue;
        }
        live++;
        if (isti_tie_strength(s, tie) > s->model->p.theta) {
            strong++;
            const int32_t across = cross_ends(s, tie);
            ends += across;
            kept += s->tie_made[tie] < shock ? across : 0;
        }
    }
    out[IST_METRIC_TIES] = live;
    out[IST_METRIC_STRONG_TIES] = strong;
    out[IST_METRIC_DORMANT_TIES] = dormant;
    const int32_t people = present_participants(s);
    out[IST_METRIC_CROSS_TIES] = ratio((double)ends, people);
    out[IST_METRIC_TIES_KEPT] = shock >= 0 ? ratio((double)kept, people) : (double)NAN;
}

static void measure_organization(const ist_state *s, double *out)
{
    double canon = 0.0;
    for (int32_t k = 0; k < s->model->theme_count; k++) {
        canon += s->model->theme_demand[k] * s->theme_canon[k];
    }
    out[IST_METRIC_CANON] = canon;
    out[IST_METRIC_INSTITUTIONALIZATION] = s->now.institutionalization;
    out[IST_METRIC_EMPHASIS] = s->now.emphasis;
}

void isti_measure(isti_survey *survey, const ist_state *s, double *out)
{
    measure_communities(survey, s, out);
    measure_problems(s, out);
    measure_people(s, out);
    measure_ties(s, out);
    measure_organization(s, out);
}

ist_status ist_state_measure(const ist_state *s, double *out)
{
    isti_survey survey;
    ist_status status = isti_survey_open(&survey, s->model);
    if (status == IST_OK) {
        status = isti_survey_take(&survey, s);
    }
    if (status == IST_OK) {
        isti_measure(&survey, s, out);
    }
    isti_survey_close(&survey);
    return status;
}
