// SPDX-License-Identifier: GPL-3.0-or-later
// Metrics, recorder and survival: read off small organizations that are drawn, not run, and
// checked against what a state tells of itself while it runs.
#include <interstice/observe.h>
#include <interstice/scenario.h>

#include "base/memory.h"
#include "state/communities.h"
#include "state/ties.h"
#include "support/suite.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double tolerance = 1e-12;

// ---- Six people on one theme, nobody tied:   east: 0 1 2   west: 3 4 5

typedef struct firm {
    ist_model *model;
    ist_state *state;
} firm;

static void add_unit(ist_spec *spec, const char *name)
{
    ist_unit_def unit = ist_unit_def_default();
    unit.name = name;
    unit.people[IST_LEVEL_PROFESSIONAL] = 3;
    ist_spec_add_unit(spec, &unit);
}

static void add_overseer(ist_spec *spec)
{
    ist_policy_def policy = ist_policy_def_default();
    const char *const names[] = {"expectation"};
    const double values[] = {0.3};
    policy.name = "expecting";
    policy.base = "liaison";
    policy.setting_name = names;
    policy.setting_value = values;
    policy.setting_count = 1;
    ist_spec_add_policy(spec, &policy);
    ist_manager_def manager = ist_manager_def_default();
    manager.name = "overseer";
    manager.unit = "west";
    manager.policy = "expecting";
    ist_spec_add_manager(spec, &manager);
}

// `shocks` measured events that change nothing, in the first month of years 1, 2, ...
static ist_model *drawn_model(int32_t shocks)
{
    ist_spec *spec = ist_spec_create();
    ck_assert_int_eq(ist_policies_shipped(spec), IST_OK);
    ist_spec_set_draw_ties(spec, false);
    // The manager's post oversees and takes no part: six participants.
    ist_spec_set_level(spec, IST_LEVEL_MANAGER, (ist_level_def){.oversees = true});
    add_unit(spec, "east");
    add_unit(spec, "west");
    add_overseer(spec);
    for (int32_t year = 1; year <= shocks; year++) {
        ist_event_def event = ist_event_def_default(IST_EVENT_SURGE);
        event.at = year;
        event.value = 0.0;
        event.measure = true;
        ist_spec_add_event(spec, &event);
    }
    ist_model *model = ist_model_compile(spec, NULL);
    ck_assert_ptr_nonnull(model);
    ist_spec_destroy(spec);
    return model;
}

// Nodes of participants by the order of their posts.
static int32_t person(const firm *f, int32_t number)
{
    for (int32_t node = 0; node < f->model->node_count; node++) {
        if (f->model->node_participates[node] && number-- == 0) {
            return node;
        }
    }
    ck_abort_msg("no such person");
}

static void open_shaken_firm(firm *f, int32_t shocks)
{
    f->model = drawn_model(shocks);
    const ist_run_def run = ist_run_def_default();
    f->state = ist_state_create(f->model, &run, NULL);
    ck_assert_ptr_nonnull(f->state);
    f->state->now.tick = 1; // one tick has been done
    for (int32_t i = 0; i < f->model->employee_count; i++) {
        f->state->employee_competence[i] = 0.2;
        f->state->employee_ambiguity[i] = 0.0;
    }
}

static void open_firm(firm *f)
{
    open_shaken_firm(f, 0);
}

static void close_firm(firm *f)
{
    ist_state_destroy(f->state);
    ist_model_destroy(f->model);
}

static int32_t tie(firm *f, int32_t a, int32_t b, double x, double y)
{
    int32_t number = -1;
    ck_assert_int_eq(isti_tie_create(f->state, person(f, a), person(f, b), x, y, &number), IST_OK);
    ck_assert_int_ge(number, 0);
    return number;
}

static int32_t found(firm *f, bool official, const int32_t *people, int32_t count)
{
    int32_t nodes[6];
    int32_t community = -1;
    for (int32_t k = 0; k < count; k++) {
        nodes[k] = person(f, people[k]);
    }
    isti_founding founding = isti_founding_default();
    founding.official = official;
    founding.founder = nodes[0];
    founding.members = nodes;
    founding.count = count;
    ck_assert_int_eq(isti_community_found(f->state, &founding, -1, &community), IST_OK);
    return community;
}

static void expect(const firm *f, ist_metric metric, double expected)
{
    double value[IST_METRIC_COUNT];
    ck_assert_int_eq(ist_state_measure(f->state, value), IST_OK);
    if (isnan(expected)) {
        ck_assert_msg(isnan(value[metric]), "%s is %g", ist_metric_name(metric), value[metric]);
    } else {
        ck_assert_msg(fabs(value[metric] - expected) < tolerance, "%s is %g, not %g",
                      ist_metric_name(metric), value[metric], expected);
    }
}

// ---- Nobody meets anybody

static const ist_metric of_communities[] = {IST_METRIC_OVERSEEN_SHARE, IST_METRIC_AUTONOMY,
                                            IST_METRIC_COMMITMENT,     IST_METRIC_LEARNING,
                                            IST_METRIC_REALIZATION,    IST_METRIC_DELIVERABLES,
                                            IST_METRIC_INTRUSION,      IST_METRIC_NEWCOMER_SHARE,
                                            IST_METRIC_PERFORMANCE,    IST_METRIC_PERFORMANCE_ALL};

START_TEST(a_mean_of_nothing_is_undefined)
{
    firm f;
    open_firm(&f);
    expect(&f, of_communities[_i], NAN);
    close_firm(&f);
}
END_TEST

START_TEST(a_count_of_nothing_is_zero)
{
    firm f;
    open_firm(&f);
    expect(&f, IST_METRIC_COMMUNITIES, 0.0);
    expect(&f, IST_METRIC_MEMBERS, 0.0);
    expect(&f, IST_METRIC_PARTICIPATION, 0.0);
    expect(&f, IST_METRIC_TIES, 0.0);
    expect(&f, IST_METRIC_CROSS_TIES, 0.0);
    close_firm(&f);
}
END_TEST

// ---- Ties, theta 0.3 or so:   0 == 1   0 == 3   1 -- 4   2 .. 5    (strong, weak, dormant)

static void draw_ties(firm *f)
{
    tie(f, 0, 1, 0.9, 0.5);
    tie(f, 0, 3, 0.9, 0.5);
    tie(f, 1, 4, 0.02, 0.01);
    const int32_t asleep = tie(f, 2, 5, 0.9, 0.5);
    isti_tie_expire(f->state, asleep);
}

START_TEST(ties_are_live_strong_or_dormant)
{
    firm f;
    open_firm(&f);
    draw_ties(&f);
    expect(&f, IST_METRIC_TIES, 3.0);
    expect(&f, IST_METRIC_STRONG_TIES, 2.0);
    expect(&f, IST_METRIC_DORMANT_TIES, 1.0);
    close_firm(&f);
}
END_TEST

START_TEST(a_tie_removed_is_not_counted)
{
    firm f;
    open_firm(&f);
    draw_ties(&f);
    isti_tie_remove(f.state, isti_tie_find(f.state, person(&f, 0), person(&f, 1)));
    expect(&f, IST_METRIC_TIES, 2.0);
    expect(&f, IST_METRIC_STRONG_TIES, 1.0);
    close_firm(&f);
}
END_TEST

// One strong tie leads across; it is a tie of two of the six.
START_TEST(a_tie_across_belongs_to_both_its_ends)
{
    firm f;
    open_firm(&f);
    draw_ties(&f);
    expect(&f, IST_METRIC_CROSS_TIES, 2.0 / 6.0);
    close_firm(&f);
}
END_TEST

// 3 moves east, to 0; their tie was made between two workplaces all the same.
START_TEST(across_is_told_by_the_workplaces_of_the_start)
{
    firm f;
    open_firm(&f);
    draw_ties(&f);
    const int32_t mover = f.model->node_employee[person(&f, 3)];
    f.state->employee_unit[mover] = 0;
    f.state->employee_workplace[mover] = 0;
    expect(&f, IST_METRIC_CROSS_TIES, 2.0 / 6.0);
    close_firm(&f);
}
END_TEST

// ---- Ties kept through shocks in months 12 and 24:   0 == 3 of month 11, 1 == 4 of month 12

static void tie_in(firm *f, int32_t month, int32_t a, int32_t b, double x, double y)
{
    const int32_t made = tie(f, a, b, x, y);
    f->state->tie_made[made] = (uint16_t)month;
}

static void draw_ties_of_two_months(firm *f)
{
    tie_in(f, 11, 0, 3, 0.9, 0.5);
    tie_in(f, 12, 1, 4, 0.9, 0.5);
}

START_TEST(before_the_first_shock_nothing_can_be_kept)
{
    firm f;
    open_shaken_firm(&f, 2);
    draw_ties_of_two_months(&f);
    f.state->now.tick = 12; // month 11 is done
    expect(&f, IST_METRIC_TIES_KEPT, NAN);
    close_firm(&f);
}
END_TEST

START_TEST(ties_kept_are_older_than_the_last_shock)
{
    firm f;
    open_shaken_firm(&f, 2);
    draw_ties_of_two_months(&f);
    f.state->now.tick = 13; // month 12 is done
    expect(&f, IST_METRIC_TIES_KEPT, 2.0 / 6.0);
    f.state->now.tick = 24;
    expect(&f, IST_METRIC_TIES_KEPT, 2.0 / 6.0);
    f.state->now.tick = 25;
    expect(&f, IST_METRIC_TIES_KEPT, 4.0 / 6.0);
    close_firm(&f);
}
END_TEST

// 0 -- 3 became weak, 0 == 1 is of one workplace: neither counts beside 1 == 4.
START_TEST(ties_kept_are_strong_and_lead_across)
{
    firm f;
    open_shaken_firm(&f, 1);
    tie_in(&f, 1, 0, 3, 0.02, 0.01);
    tie_in(&f, 1, 0, 1, 0.9, 0.5);
    tie_in(&f, 1, 1, 4, 0.9, 0.5);
    f.state->now.tick = 13;
    expect(&f, IST_METRIC_TIES_KEPT, 2.0 / 6.0);
    close_firm(&f);
}
END_TEST

// ---- Somebody to ask: 0 knows 1 and 3; both must be competent

static void make_competent(firm *f, int32_t number)
{
    f->state->employee_competence[f->model->node_employee[person(f, number)]] = 0.9;
}

START_TEST(two_to_ask_are_two_competent_people_one_knows)
{
    firm f;
    open_firm(&f);
    draw_ties(&f);
    make_competent(&f, 1);
    expect(&f, IST_METRIC_TWO_TO_ASK, 0.0);
    make_competent(&f, 3);
    expect(&f, IST_METRIC_TWO_TO_ASK, 1.0 / 6.0);
    close_firm(&f);
}
END_TEST

START_TEST(who_is_hardly_known_is_not_asked)
{
    firm f;
    open_firm(&f);
    tie(&f, 0, 1, 0.9, 0.0);
    const int32_t slight = tie(&f, 0, 3, 0.01, 0.1);
    make_competent(&f, 1);
    make_competent(&f, 3);
    expect(&f, IST_METRIC_TWO_TO_ASK, 0.0);
    f.state->tie_past[slight] = isti_tie_grade(0.9); // but who was well known once is
    expect(&f, IST_METRIC_TWO_TO_ASK, 1.0 / 6.0);
    close_firm(&f);
}
END_TEST

// Five at 0.2, one at 0.9; one uncertain of the role at 0.6.
START_TEST(people_are_averaged_over_participants)
{
    firm f;
    open_firm(&f);
    make_competent(&f, 2);
    f.state->employee_ambiguity[f.model->node_employee[person(&f, 4)]] = 0.6F;
    expect(&f, IST_METRIC_COMPETENCE, (5.0 * 0.2 + 0.9) / 6.0);
    expect(&f, IST_METRIC_ROLE_AMBIGUITY, 0.6F / 6.0);
    close_firm(&f);
}
END_TEST

START_TEST(open_problems_are_those_of_participants)
{
    firm f;
    open_firm(&f);
    for (int32_t i = 0; i < f.model->employee_count; i++) {
        f.state->employee_problem[i] = 0; // the overseer has one, too
    }
    expect(&f, IST_METRIC_OPEN, 6.0);
    close_firm(&f);
}
END_TEST

// ---- Problems of the tick

START_TEST(performance_is_solved_over_all_that_leave)
{
    firm f;
    open_firm(&f);
    isti_tally *tally = &f.state->now.tally;
    tally->solved[IST_SOLVER_SELF] = 4;
    tally->solved[IST_SOLVER_TIE] = 2;
    tally->expired = 2;
    tally->solved_all = 30;
    tally->expired_all = 10;
    expect(&f, IST_METRIC_PERFORMANCE, 6.0 / 8.0);
    expect(&f, IST_METRIC_PERFORMANCE_ALL, 0.75);
    expect(&f, IST_METRIC_SOLVED_SELF, 4.0);
    expect(&f, IST_METRIC_SOLVED_TIE, 2.0);
    close_firm(&f);
}
END_TEST

// ---- Communities: an official one of 0 1 3, an unofficial one of 3 4

static const int32_t club[] = {0, 1, 3};
static const int32_t lunch[] = {3, 4};

START_TEST(members_are_counted_once)
{
    firm f;
    open_firm(&f);
    found(&f, true, club, 3);
    found(&f, false, lunch, 2);
    expect(&f, IST_METRIC_COMMUNITIES, 2.0);
    expect(&f, IST_METRIC_OFFICIAL, 1.0);
    expect(&f, IST_METRIC_MEMBERS, 4.0);
    expect(&f, IST_METRIC_PARTICIPATION, 4.0 / 6.0);
    close_firm(&f);
}
END_TEST

START_TEST(self_governed_official_ones_are_communities_of_practice)
{
    firm f;
    open_firm(&f);
    found(&f, true, club, 3);
    found(&f, false, lunch, 2);
    expect(&f, IST_METRIC_PRACTICE, 1.0);
    expect(&f, IST_METRIC_INFORMAL, 1.0);
    expect(&f, IST_METRIC_CLANDESTINE, 0.0);
    close_firm(&f);
}
END_TEST

START_TEST(beside_one_that_lost_its_autonomy_people_meet_clandestinely)
{
    firm f;
    open_firm(&f);
    const int32_t official = found(&f, true, club, 3);
    found(&f, false, lunch, 2);
    f.state->community_autonomy[official] = 0.1;
    expect(&f, IST_METRIC_PRACTICE, 0.0);
    expect(&f, IST_METRIC_PROJECT, 1.0); // nobody expects anything
    expect(&f, IST_METRIC_CLANDESTINE, 1.0);
    expect(&f, IST_METRIC_INFORMAL, 0.0);
    close_firm(&f);
}
END_TEST

// The overseer expects 0.3.
START_TEST(framed_and_delivering_too_little_is_bureaucratized)
{
    firm f;
    open_firm(&f);
    const int32_t official = found(&f, true, club, 3);
    f.state->community_autonomy[official] = 0.1;
    f.state->community_overseer[official] = 0;
    f.state->community_deliverables[official] = 0.2;
    expect(&f, IST_METRIC_BUREAUCRATIZED, 1.0);
    f.state->community_deliverables[official] = 0.3;
    expect(&f, IST_METRIC_BUREAUCRATIZED, 0.0);
    expect(&f, IST_METRIC_PROJECT, 1.0);
    close_firm(&f);
}
END_TEST

// Autonomy 1 and 0.6; commitment starts alike; intrusion counts for the official one only.
START_TEST(communities_are_averaged_over_the_active_ones)
{
    firm f;
    open_firm(&f);
    const int32_t official = found(&f, true, club, 3);
    const int32_t other = found(&f, false, lunch, 2);
    f.state->community_autonomy[other] = 0.6;
    f.state->community_intrusion[official] = 0.4;
    f.state->community_overseer[official] = 0;
    f.state->community_activity[official] = 2.5;
    f.state->community_activity[other] = 1.5;
    expect(&f, IST_METRIC_AUTONOMY, 0.8);
    expect(&f, IST_METRIC_COMMITMENT, f.model->p.commit_start);
    expect(&f, IST_METRIC_INTRUSION, 0.4);
    expect(&f, IST_METRIC_OVERSEEN_SHARE, 0.5);
    expect(&f, IST_METRIC_ACTIVITY, 4.0);
    close_firm(&f);
}
END_TEST

static int32_t found_by(firm *f, ist_origin origin)
{
    const int32_t community = found(f, false, lunch, 2);
    f->state->community_origin[community] = (uint8_t)origin;
    return community;
}

// In this order 1, 2, ... are active; one more of each origin has ended.
START_TEST(active_communities_are_counted_by_origin)
{
    static const ist_metric metric_of[] = {IST_METRIC_LAUNCHED,  IST_METRIC_STIMULATED,
                                           IST_METRIC_CONNECTED, IST_METRIC_PROPOSED,
                                           IST_METRIC_REGROUPED, IST_METRIC_BUDDED};
    static const ist_origin origins[] = {IST_ORIGIN_LAUNCHED,  IST_ORIGIN_STIMULATED,
                                         IST_ORIGIN_CONNECTED, IST_ORIGIN_PROPOSED,
                                         IST_ORIGIN_REGROUPED, IST_ORIGIN_BUDDED};
    firm f;
    open_firm(&f);
    for (int32_t k = 0; k < IST_ORIGIN_COUNT; k++) {
        for (int32_t active = 0; active <= k; active++) {
            found_by(&f, origins[k]);
        }
        isti_community_end(f.state, found_by(&f, origins[k]), ISTI_END_FADED);
    }
    for (int32_t k = 0; k < IST_ORIGIN_COUNT; k++) {
        expect(&f, metric_of[k], k + 1.0);
    }
    close_firm(&f);
}
END_TEST

// ---- Ended communities: 0 1 3 4, tied   0 == 3   1 == 4

static const int32_t four[] = {0, 1, 3, 4};

static int32_t end_tied(firm *f, isti_end how)
{
    const int32_t community = found(f, true, four, 4);
    tie(f, 0, 3, 0.9, 0.5);
    tie(f, 1, 4, 0.9, 0.5);
    isti_community_end(f->state, community, how);
    return community;
}

START_TEST(tied_members_let_a_community_hibernate)
{
    firm f;
    open_firm(&f);
    end_tied(&f, ISTI_END_FADED);
    expect(&f, IST_METRIC_HIBERNATING, 1.0);
    expect(&f, IST_METRIC_COMMUNITIES, 0.0);
    expect(&f, IST_METRIC_MEMBERS, 0.0);
    close_firm(&f);
}
END_TEST

START_TEST(without_their_ties_it_is_gone)
{
    firm f;
    open_firm(&f);
    end_tied(&f, ISTI_END_FADED);
    isti_tie_remove(f.state, isti_tie_find(f.state, person(&f, 0), person(&f, 3)));
    expect(&f, IST_METRIC_HIBERNATING, 0.0);
    close_firm(&f);
}
END_TEST

START_TEST(what_a_director_stopped_does_not_hibernate)
{
    firm f;
    open_firm(&f);
    end_tied(&f, ISTI_END_STOPPED);
    expect(&f, IST_METRIC_HIBERNATING, 0.0);
    close_firm(&f);
}
END_TEST

START_TEST(a_later_one_with_half_of_the_members_takes_over)
{
    firm f;
    open_firm(&f);
    const int32_t half[] = {1, 2, 4};
    end_tied(&f, ISTI_END_FADED);
    found(&f, false, half, 3);
    expect(&f, IST_METRIC_HIBERNATING, 0.0);
    close_firm(&f);
}
END_TEST

// ---- The recorder

static void keep(ist_recorder *recorder, firm *f)
{
    const ist_observer observer = ist_recorder_observer(recorder);
    ck_assert_int_eq(ist_state_observe(f->state, &observer), IST_OK);
}

static ist_recorder *recorder_of(const ist_model *model, bool communities, bool units)
{
    ist_recorder_def def = ist_recorder_def_default();
    def.communities = communities;
    def.units = units;
    ist_recorder *recorder = ist_recorder_create(model, &def, NULL);
    ck_assert_ptr_nonnull(recorder);
    return recorder;
}

START_TEST(the_record_begins_with_the_first_tick_seen)
{
    firm f;
    double value[IST_METRIC_COUNT];
    open_firm(&f);
    ck_assert_int_eq(ist_run(f.state, 3), IST_OK);
    ist_recorder *recorder = recorder_of(f.model, false, false);
    keep(recorder, &f);
    ck_assert_int_eq(ist_recorder_ticks(recorder), 0);
    ck_assert_int_eq(ist_step(f.state), IST_OK);
    ck_assert_int_eq(ist_state_measure(f.state, value), IST_OK);
    ck_assert_int_eq(ist_recorder_ticks(recorder), 1);
    for (int k = 0; k < IST_METRIC_COUNT; k++) {
        ck_assert_mem_eq(ist_recorder_series(recorder, (ist_metric)k), &value[k], sizeof(double));
    }
    ist_recorder_destroy(recorder);
    close_firm(&f);
}
END_TEST

// The calendar has 121 ticks; the run goes on.
START_TEST(a_record_grows_beyond_the_calendar)
{
    enum { TICKS = 300 };
    firm f;
    open_firm(&f);
    ist_recorder *recorder = recorder_of(f.model, false, false);
    keep(recorder, &f);
    ck_assert_int_eq(ist_step(f.state), IST_OK);
    const double first = ist_recorder_series(recorder, IST_METRIC_COMPETENCE)[0];
    ck_assert_int_eq(ist_run(f.state, TICKS - 1), IST_OK);
    ck_assert_int_eq(ist_recorder_ticks(recorder), TICKS);
    ck_assert_double_eq(ist_recorder_series(recorder, IST_METRIC_COMPETENCE)[0], first);
    ist_recorder_destroy(recorder);
    close_firm(&f);
}
END_TEST

START_TEST(a_reset_record_is_empty)
{
    firm f;
    open_firm(&f);
    ist_recorder *recorder = recorder_of(f.model, true, true);
    keep(recorder, &f);
    found(&f, true, club, 3);
    ck_assert_int_eq(ist_step(f.state), IST_OK);
    ck_assert_int_gt(ist_recorder_community_rows(recorder), 0);
    ck_assert_int_gt(ist_recorder_unit_rows(recorder), 0);
    ist_recorder_reset(recorder);
    ck_assert_int_eq(ist_recorder_ticks(recorder), 0);
    ck_assert_int_eq(ist_recorder_community_rows(recorder), 0);
    ck_assert_int_eq(ist_recorder_unit_rows(recorder), 0);
    ck_assert_ptr_null(ist_recorder_community_row(recorder, 0));
    ck_assert_ptr_null(ist_recorder_unit_row(recorder, 0));
    ist_recorder_destroy(recorder);
    close_firm(&f);
}
END_TEST

START_TEST(rows_are_kept_on_request_only)
{
    firm f;
    open_firm(&f);
    ist_recorder *recorder = recorder_of(f.model, false, false);
    keep(recorder, &f);
    found(&f, true, club, 3);
    ck_assert_int_eq(ist_step(f.state), IST_OK);
    ck_assert_int_eq(ist_recorder_community_rows(recorder), 0);
    ck_assert_int_eq(ist_recorder_unit_rows(recorder), 0);
    ck_assert_ptr_null(ist_recorder_series(recorder, IST_METRIC_COUNT));
    ist_recorder_destroy(recorder);
    close_firm(&f);
}
END_TEST

START_TEST(a_forgotten_default_is_caught)
{
    firm f;
    open_firm(&f);
    ist_errors *errors = ist_errors_create();
    const ist_recorder_def def = {.communities = true};
    ck_assert_ptr_null(ist_recorder_create(f.model, &def, errors));
    ck_assert_int_eq(ist_errors_status(errors), IST_ERR_DEF_NOT_INITIALIZED);
    ist_errors_destroy(errors);
    close_firm(&f);
}
END_TEST

// ---- A shipped organization at work: what is recorded is what the state tells

typedef struct witness {
    const ist_recorder *recorder;
    int32_t ticks, hibernating;
} witness;

static double last(const witness *w, ist_metric metric)
{
    return ist_recorder_series(w->recorder, metric)[ist_recorder_ticks(w->recorder) - 1];
}

static ist_status compare_stages(void *context, const ist_state *state)
{
    const ist_metric metric_of[] = {
        [IST_STAGE_PRACTICE] = IST_METRIC_PRACTICE,
        [IST_STAGE_PROJECT] = IST_METRIC_PROJECT,
        [IST_STAGE_BUREAUCRATIZED] = IST_METRIC_BUREAUCRATIZED,
        [IST_STAGE_INFORMAL] = IST_METRIC_INFORMAL,
        [IST_STAGE_CLANDESTINE] = IST_METRIC_CLANDESTINE,
        [IST_STAGE_HIBERNATING] = IST_METRIC_HIBERNATING,
    };
    witness *w = context;
    double count[IST_STAGE_COUNT] = {0};
    for (int32_t c = 0; c < ist_state_communities(state); c++) {
        ist_community_info info;
        ck_assert(ist_community_get(state, (ist_community_id){c + 1}, &info));
        count[info.stage]++;
    }
    for (size_t k = 0; k < sizeof metric_of / sizeof *metric_of; k++) {
        ck_assert_double_eq(last(w, metric_of[k]), count[k]);
    }
    w->ticks++;
    w->hibernating += count[IST_STAGE_HIBERNATING] > 0.0;
    return IST_OK;
}

static ist_scenario *load(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/scenarios/%s", ISTI_SOURCE_DIR, name);
    ist_scenario *scenario = ist_scenario_load(path, NULL, NULL);
    ck_assert_ptr_nonnull(scenario);
    return scenario;
}

START_TEST(recorded_stages_are_those_of_each_community_in_each_tick)
{
    ist_scenario *scenario = load("gas.json");
    const ist_model *model = ist_scenario_model(scenario);
    const ist_run_def run = ist_run_def_default();
    ist_state *state = ist_state_create(model, &run, NULL);
    ist_recorder *recorder = recorder_of(model, false, false);
    witness w = {.recorder = recorder};
    const ist_observer observers[] = {ist_recorder_observer(recorder),
                                      {.context = &w, .on_tick = compare_stages}};
    ck_assert_int_eq(ist_state_observe(state, &observers[0]), IST_OK);
    ck_assert_int_eq(ist_state_observe(state, &observers[1]), IST_OK);
    ck_assert_int_eq(ist_run(state, ist_model_ticks(model)), IST_OK);
    ck_assert_int_eq(w.ticks, ist_model_ticks(model));
    ck_assert_int_gt(w.hibernating, 0); // else nothing was compared
    ist_recorder_destroy(recorder);
    ist_state_destroy(state);
    ist_scenario_destroy(scenario);
}
END_TEST

static void compare_community_rows(const ist_recorder *recorder, const ist_state *state)
{
    int32_t rows = 0;
    for (int32_t k = 0; k < ist_recorder_community_rows(recorder); k++) {
        const ist_community_row *row = ist_recorder_community_row(recorder, k);
        if (row->tick != ist_state_tick(state) - 1) {
            continue;
        }
        ist_community_info info;
        ck_assert(ist_community_get(state, row->community, &info));
        ck_assert(info.active);
        ck_assert_int_eq(row->stage, info.stage);
        ck_assert_int_eq(row->members, info.members);
        ck_assert_int_eq(row->present, info.present);
        ck_assert_double_eq(row->attendance, info.attendance);
        ck_assert_double_eq(row->commitment, info.commitment);
        ck_assert_double_eq(row->expectation, info.expectation);
        ck_assert_double_eq(row->intrusion, info.intrusion);
        ck_assert_mem_eq(row->intensity, info.intensity, sizeof row->intensity);
        rows++;
    }
    const int32_t ticks = ist_recorder_ticks(recorder);
    ck_assert_double_eq(rows, ist_recorder_series(recorder, IST_METRIC_COMMUNITIES)[ticks - 1]);
}

START_TEST(rows_of_communities_are_the_active_ones)
{
    ist_scenario *scenario = load("comp.json");
    const ist_model *model = ist_scenario_model(scenario);
    const ist_run_def run = ist_run_def_default();
    ist_state *state = ist_state_create(model, &run, NULL);
    ist_recorder *recorder = recorder_of(model, true, false);
    const ist_observer observer = ist_recorder_observer(recorder);
    ck_assert_int_eq(ist_state_observe(state, &observer), IST_OK);
    for (int32_t tick = 0; tick < ist_model_ticks(model); tick++) {
        ck_assert_int_eq(ist_step(state), IST_OK);
        compare_community_rows(recorder, state);
    }
    ck_assert_int_gt(ist_recorder_community_rows(recorder), 0);
    ist_recorder_destroy(recorder);
    ist_state_destroy(state);
    ist_scenario_destroy(scenario);
}
END_TEST

typedef struct totals {
    double people, participants, problems, leaving;
} totals;

// Sums over the rows of the last tick.
static totals sum_units(const ist_recorder *recorder)
{
    totals sum = {0};
    const int32_t last_row = ist_recorder_unit_rows(recorder) - 1;
    const int32_t tick = ist_recorder_unit_row(recorder, last_row)->tick;
    for (int32_t k = last_row; k >= 0; k--) {
        const ist_unit_row *row = ist_recorder_unit_row(recorder, k);
        if (row->tick != tick) {
            break;
        }
        sum.people += row->people;
        sum.participants += row->participants;
        sum.problems += row->problems;
        sum.leaving += row->solved + row->expired;
    }
    return sum;
}

START_TEST(units_add_up_to_the_organization)
{
    ist_scenario *scenario = load("minimal.json");
    const ist_model *model = ist_scenario_model(scenario);
    const ist_run_def run = ist_run_def_default();
    ist_state *state = ist_state_create(model, &run, NULL);
    ist_recorder *recorder = recorder_of(model, false, true);
    const ist_observer observer = ist_recorder_observer(recorder);
    ck_assert_int_eq(ist_state_observe(state, &observer), IST_OK);
    for (int32_t tick = 0; tick < ist_model_ticks(model); tick++) {
        ck_assert_int_eq(ist_step(state), IST_OK);
        const totals sum = sum_units(recorder);
        ck_assert_double_eq(sum.people, ist_model_employees(model));
        ck_assert_double_eq(sum.participants, ist_model_participants(model));
        ck_assert_double_eq(sum.problems,
                            ist_recorder_series(recorder, IST_METRIC_PROBLEMS_ALL)[tick]);
    }
    ist_recorder_destroy(recorder);
    ist_state_destroy(state);
    ist_scenario_destroy(scenario);
}
END_TEST

// West goes to east: the three of west are east's now, and west has no row.
START_TEST(a_unit_merged_away_has_no_row)
{
    firm f;
    open_firm(&f);
    f.state->unit_owner[1] = 0;
    for (int32_t i = 0; i < f.model->employee_count; i++) {
        f.state->employee_unit[i] = 0;
    }
    ist_recorder *recorder = recorder_of(f.model, false, true);
    const ist_observer observer = ist_recorder_observer(recorder);
    ck_assert_int_eq(observer.on_tick(observer.context, f.state), IST_OK);
    ck_assert_int_eq(ist_recorder_unit_rows(recorder), 1);
    ck_assert_int_eq(ist_recorder_unit_row(recorder, 0)->unit.number, 1);
    ck_assert_int_eq(ist_recorder_unit_row(recorder, 0)->participants, 6);
    ist_recorder_destroy(recorder);
    close_firm(&f);
}
END_TEST

START_TEST(observing_changes_nothing)
{
    firm watched;
    firm alone;
    open_firm(&watched);
    open_firm(&alone);
    ist_recorder *recorder = recorder_of(watched.model, true, true);
    keep(recorder, &watched);
    ck_assert_int_eq(ist_run(watched.state, 60), IST_OK);
    ck_assert_int_eq(ist_run(alone.state, 60), IST_OK);
    ck_assert_uint_eq(ist_state_hash(watched.state), ist_state_hash(alone.state));
    ist_recorder_destroy(recorder);
    close_firm(&alone);
    close_firm(&watched);
}
END_TEST

// ---- Survival, in months (the run has done 41 ticks, the last one is 40):
//
//     a |========x               ended at 12
//     b |=============o          still active at the age of 18
//     c |=================x      ended at 24
//     d |=====================x  ended at 36
//
//     alive after 12: 3/4; after 24: 3/4 x 1/2; after 36: 0

static void live(firm *f, int32_t founded, int32_t ended)
{
    const int32_t community = found(f, false, lunch, 2);
    f->state->community_founded[community] = founded;
    if (ended >= 0) {
        isti_community_end(f->state, community, ISTI_END_FADED);
        f->state->community_ended[community] = ended;
    }
}

static void draw_lives(firm *f)
{
    f->state->now.tick = 41;
    live(f, 0, 12);
    live(f, 22, -1);
    live(f, 10, 34);
    live(f, 2, 38);
}

START_TEST(survival_counts_those_still_active_as_far_as_they_came)
{
    firm f;
    ist_survival survival;
    open_firm(&f);
    draw_lives(&f);
    ck_assert_int_eq(ist_state_survival(f.state, &survival), IST_OK);
    ck_assert_double_eq_tol(survival.alive_1, 3.0 / 4.0, tolerance);
    ck_assert_double_eq_tol(survival.alive_3, 0.0, tolerance);
    ck_assert_double_eq_tol(survival.median_life, 2.0, tolerance); // 3/8 is below one half
    ck_assert_int_eq(survival.founded, 4);
    close_firm(&f);
}
END_TEST

START_TEST(without_communities_nothing_is_known_of_survival)
{
    firm f;
    ist_survival survival;
    open_firm(&f);
    ck_assert_int_eq(ist_state_survival(f.state, &survival), IST_OK);
    ck_assert(isnan(survival.median_life));
    ck_assert(isnan(survival.alive_1));
    ck_assert(isnan(survival.alive_3));
    ck_assert(isnan(survival.latency));
    ck_assert_int_eq(survival.founded, 0);
    close_firm(&f);
}
END_TEST

// All are active, the oldest for 18 months: of three years nothing is known.
START_TEST(beyond_the_oldest_nothing_is_known_of_survival)
{
    firm f;
    ist_survival survival;
    open_firm(&f);
    f.state->now.tick = 41;
    live(&f, 22, -1);
    live(&f, 30, -1);
    ck_assert_int_eq(ist_state_survival(f.state, &survival), IST_OK);
    ck_assert_double_eq(survival.alive_1, 1.0);
    ck_assert(isnan(survival.alive_3));
    ck_assert(isnan(survival.median_life));
    close_firm(&f);
}
END_TEST

// The four of 0 1 3 4 part in month 5 and are woken in month 29, two years later.
START_TEST(a_community_woken_has_hibernated)
{
    firm f;
    ist_survival survival;
    open_firm(&f);
    const int32_t old = end_tied(&f, ISTI_END_FADED);
    f.state->community_ended[old] = 5;
    f.state->now.tick = 29;
    const int32_t again = found(&f, false, four, 4);
    f.state->community_resumes[again] = old;
    ck_assert_int_eq(ist_state_survival(f.state, &survival), IST_OK);
    ck_assert_int_eq(survival.hibernations, 1);
    ck_assert_int_eq(survival.resurgences, 1);
    ck_assert_double_eq_tol(survival.latency, 2.0, tolerance);
    close_firm(&f);
}
END_TEST

START_TEST(strangers_who_found_a_community_revive_nothing)
{
    firm f;
    ist_survival survival;
    open_firm(&f);
    const int32_t old = end_tied(&f, ISTI_END_FADED);
    f.state->community_ended[old] = 5;
    f.state->now.tick = 29;
    const int32_t next = found(&f, false, lunch, 2);
    f.state->community_tied_pairs[next] = 0.4;
    ck_assert_int_eq(ist_state_survival(f.state, &survival), IST_OK);
    ck_assert_int_eq(survival.resurgences, 0);
    f.state->community_tied_pairs[next] = 0.5;
    ck_assert_int_eq(ist_state_survival(f.state, &survival), IST_OK);
    ck_assert_int_eq(survival.resurgences, 1);
    close_firm(&f);
}
END_TEST

// 0 1 3 4 faded in month 5 and lost their ties; in month 29 others meet, all of them friends.
static ist_survival survival_after(isti_end how, const int32_t *people, int32_t count)
{
    firm f;
    ist_survival survival;
    open_firm(&f);
    const int32_t old = end_tied(&f, how);
    isti_tie_remove(f.state, isti_tie_find(f.state, person(&f, 0), person(&f, 3)));
    f.state->community_ended[old] = 5;
    f.state->now.tick = 29;
    const int32_t next = found(&f, false, people, count);
    f.state->community_tied_pairs[next] = 1.0;
    ck_assert_int_eq(ist_state_survival(f.state, &survival), IST_OK);
    close_firm(&f);
    return survival;
}

START_TEST(friends_none_of_whom_was_there_revive_nothing)
{
    const int32_t others[] = {2, 5};
    const ist_survival survival = survival_after(ISTI_END_FADED, others, 2);
    ck_assert_int_eq(survival.resurgences, 0);
    ck_assert_int_eq(survival.hibernations, 0);
    ck_assert(isnan(survival.latency));
}
END_TEST

START_TEST(one_member_of_old_revives_nothing)
{
    const int32_t one[] = {2, 4, 5};
    const ist_survival survival = survival_after(ISTI_END_FADED, one, 3);
    ck_assert_int_eq(survival.resurgences, 0);
    ck_assert_int_eq(survival.hibernations, 0);
}
END_TEST

START_TEST(two_members_of_old_revive_a_community)
{
    const int32_t two[] = {1, 4, 5};
    const ist_survival survival = survival_after(ISTI_END_FADED, two, 3);
    ck_assert_int_eq(survival.resurgences, 1);
    ck_assert_int_eq(survival.hibernations, 1);
    ck_assert_double_eq_tol(survival.latency, 2.0, tolerance);
}
END_TEST

START_TEST(nobody_revives_what_a_director_stopped)
{
    const ist_survival survival = survival_after(ISTI_END_STOPPED, four, 4);
    ck_assert_int_eq(survival.resurgences, 0);
    ck_assert_int_eq(survival.hibernations, 0);
}
END_TEST

// Their old club is passed over for a later one of strangers that faded, too.
START_TEST(a_later_club_of_strangers_does_not_hide_the_old_one)
{
    firm f;
    ist_survival survival;
    const int32_t strangers[] = {2, 5};
    open_firm(&f);
    f.state->now.tick = 5;
    const int32_t old = found(&f, false, club, 3);
    isti_community_end(f.state, old, ISTI_END_FADED);
    f.state->now.tick = 17;
    const int32_t other = found(&f, false, strangers, 2);
    isti_community_end(f.state, other, ISTI_END_FADED);
    f.state->now.tick = 29;
    const int32_t again = found(&f, false, club, 3);
    f.state->community_tied_pairs[again] = 1.0;
    ck_assert_int_eq(ist_state_survival(f.state, &survival), IST_OK);
    ck_assert_int_eq(survival.resurgences, 1);
    ck_assert_double_eq_tol(survival.latency, 2.0, tolerance); // (29 - 5) months, not (29 - 17)
    close_firm(&f);
}
END_TEST

// ---- Names, and memory that runs out

START_TEST(every_metric_has_a_name_of_its_own)
{
    const ist_metric metric = (ist_metric)_i;
    ck_assert(strlen(ist_metric_unit(metric)) > 0 && strlen(ist_metric_text(metric)) > 0);
    for (int other = 0; other < _i; other++) {
        ck_assert_str_ne(ist_metric_name(metric), ist_metric_name((ist_metric)other));
    }
}
END_TEST

START_TEST(there_is_no_metric_beyond_the_last)
{
    ck_assert_ptr_null(ist_metric_name(IST_METRIC_COUNT));
    ck_assert_ptr_null(ist_metric_unit(IST_METRIC_COUNT));
    ck_assert_ptr_null(ist_metric_text(IST_METRIC_COUNT));
}
END_TEST

static ist_status observe_all(const firm *f)
{
    ist_recorder_def def = ist_recorder_def_default();
    ist_survival survival;
    double value[IST_METRIC_COUNT];
    def.communities = true;
    def.units = true;
    ist_recorder *recorder = ist_recorder_create(f->model, &def, NULL);
    if (!recorder) {
        return IST_ERR_NO_MEMORY;
    }
    const ist_observer observer = ist_recorder_observer(recorder);
    ist_status status = observer.on_tick(observer.context, f->state);
    if (status == IST_OK) {
        status = ist_state_measure(f->state, value);
    }
    if (status == IST_OK) {
        status = ist_state_survival(f->state, &survival);
    }
    ist_recorder_destroy(recorder);
    return status;
}

START_TEST(running_out_of_memory_is_told_and_leaks_nothing)
{
    firm f;
    bool failed = true;
    int32_t failures = 0;
    open_firm(&f);
    found(&f, true, club, 3);
    for (int64_t n = 0; failed; n++) {
        const int64_t before = isti_live_blocks();
        isti_fault_arm(n, false);
        const ist_status status = observe_all(&f);
        failed = isti_fault_fired();
        isti_fault_disarm();
        ck_assert_int_eq(status, failed ? IST_ERR_NO_MEMORY : IST_OK);
        ck_assert_int_eq(isti_live_blocks(), before);
        failures += failed;
    }
    ck_assert_int_gt(failures, 5);
    close_firm(&f);
}
END_TEST

SUITE("observe",
      EACH(a_mean_of_nothing_is_undefined, sizeof of_communities / sizeof *of_communities),
      TEST(a_count_of_nothing_is_zero), TEST(ties_are_live_strong_or_dormant),
      TEST(a_tie_removed_is_not_counted), TEST(a_tie_across_belongs_to_both_its_ends),
      TEST(across_is_told_by_the_workplaces_of_the_start),
      TEST(before_the_first_shock_nothing_can_be_kept),
      TEST(ties_kept_are_older_than_the_last_shock), TEST(ties_kept_are_strong_and_lead_across),
      TEST(two_to_ask_are_two_competent_people_one_knows), TEST(who_is_hardly_known_is_not_asked),
      TEST(people_are_averaged_over_participants), TEST(open_problems_are_those_of_participants),
      TEST(performance_is_solved_over_all_that_leave), TEST(members_are_counted_once),
      TEST(self_governed_official_ones_are_communities_of_practice),
      TEST(beside_one_that_lost_its_autonomy_people_meet_clandestinely),
      TEST(framed_and_delivering_too_little_is_bureaucratized),
      TEST(communities_are_averaged_over_the_active_ones),
      TEST(active_communities_are_counted_by_origin), TEST(tied_members_let_a_community_hibernate),
      TEST(without_their_ties_it_is_gone), TEST(what_a_director_stopped_does_not_hibernate),
      TEST(a_later_one_with_half_of_the_members_takes_over),
      TEST(the_record_begins_with_the_first_tick_seen), TEST(a_record_grows_beyond_the_calendar),
      TEST(a_reset_record_is_empty), TEST(rows_are_kept_on_request_only),
      TEST(a_forgotten_default_is_caught),
      TEST(recorded_stages_are_those_of_each_community_in_each_tick),
      TEST(rows_of_communities_are_the_active_ones), TEST(units_add_up_to_the_organization),
      TEST(a_unit_merged_away_has_no_row), TEST(observing_changes_nothing),
      TEST(survival_counts_those_still_active_as_far_as_they_came),
      TEST(without_communities_nothing_is_known_of_survival),
      TEST(beyond_the_oldest_nothing_is_known_of_survival), TEST(a_community_woken_has_hibernated),
      TEST(strangers_who_found_a_community_revive_nothing),
      TEST(friends_none_of_whom_was_there_revive_nothing), TEST(one_member_of_old_revives_nothing),
      TEST(two_members_of_old_revive_a_community), TEST(nobody_revives_what_a_director_stopped),
      TEST(a_later_club_of_strangers_does_not_hide_the_old_one),
      EACH(every_metric_has_a_name_of_its_own, IST_METRIC_COUNT),
      TEST(there_is_no_metric_beyond_the_last),
      TEST(running_out_of_memory_is_told_and_leaks_nothing))
