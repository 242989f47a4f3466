// SPDX-License-Identifier: GPL-3.0-or-later
// What went wrong once, each named after it.
#include <interstice/observe.h>

#include "process/process.h"
#include "state/communities.h"
#include "state/people.h"
#include "state/ties.h"
#include "support/world.h"

#include <math.h>
#include <string.h>

static const double tolerance = 1e-9;

static const char *const unit_1[] = {"unit 1"};
static const char *const unit_2[] = {"unit 2"};
static const char *const first_two[] = {"unit 1", "unit 2"};
static const char *const experts[] = {"expert"};

// One more person, in a unit that was drawn before.
static void draw_beside(tiny_org *org, const char *unit, char letter)
{
    org->person.unit = unit;
    org->letter[(size_t)letter] = ist_spec_add_employee(org->spec, &org->person);
    org->people++;
}

// Everybody is in need all the time and knows nothing; whoever is asked helps.
static tiny_org needy(void)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "problem_rate", 20.0);
    tiny_org_set(&org, "patience", 24);
    tiny_org_set(&org, "willing", 1.0);
    tiny_org_set(&org, "willing_x", 1.0);
    tiny_org_set(&org, "willing_y", 1.0);
    tiny_org_set(&org, "willing_base", 1.0);
    tiny_org_set(&org, "give_and_take", 0.0);
    tiny_org_set(&org, "sensitive_share", 0.0);
    tiny_org_set(&org, "ask_floor", 0.05);
    tiny_org_set(&org, "bypass_months", 0.0);
    org.person.competence = 0.0;
    return org;
}

// ---- Heads and managers

//     M a | ten who know the craft      M heads a's unit
static int32_t connected_by(ist_level_def managers)
{
    tiny_org org = needy();
    ist_spec_set_level(org.spec, IST_LEVEL_MANAGER, managers);
    tiny_org_set(&org, "lambda_connect", 3.0);
    tiny_org_set(&org, "connect_low", 3);
    tiny_org_set(&org, "connect_high", 4);
    tiny_org_set(&org, "connect_load", 0.0);
    org.unit.people[IST_LEVEL_MANAGER] = 1;
    tiny_org_draw(&org, "a");
    org.unit.people[IST_LEVEL_MANAGER] = 0;
    org.person.competence = 1.0;
    tiny_org_unit_of(&org, 10);
    world w = open_world(&org);
    tiny_run(w.s, 24);
    const int32_t communities = ist_state_communities(w.s);
    close_world(&w);
    return communities;
}

START_TEST(a_head_who_carries_no_ties_connected_people)
{
    ck_assert_int_gt(connected_by((ist_level_def){.oversees = true}), 0);
    ck_assert_int_eq(connected_by((ist_level_def){.oversees = false}), 0);
}
END_TEST

// The office is not acquired: neither the launch nor the offer of overseers finds anybody there.
START_TEST(a_manager_of_a_unit_not_yet_acquired_oversaw)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "abcd");
    org.unit.present = false;
    tiny_org_oversee(&org, (tiny_overseer){.role = {0.5}});
    tiny_org_launch(&org, 4);
    ist_event_def e = first_event(IST_EVENT_OVERSEERS);
    e.manager = "overseer";
    e.at = 0.25;
    tiny_org_event(&org, &e);
    world w = open_world(&org);
    for (int32_t tick = 0; tick < 4; tick++) {
        tiny_run(w.s, 1);
        ist_community_info info;
        ck_assert(ist_community_get(w.s, (ist_community_id){1}, &info));
        ck_assert_int_eq(info.overseer.number, 0);
    }
    close_world(&w);
}
END_TEST

// ---- People who come and go

// The experts of unit 1, of whom a is the first, go to unit 2. Whoever of them has ties introduces
// a successor, who starts with half of x.
static tiny_org handing_over(void)
{
    tiny_org org = tiny_org_quiet();
    org.organization.emphasis = 1.0;
    tiny_org_theme(&org, "trade", 1.0);
    tiny_org_set(&org, "handover_weeks", 4.0);
    tiny_org_set(&org, "handover_share", 0.5);
    org.person.level = IST_LEVEL_EXPERT;
    tiny_org_draw(&org, "a");
    return org;
}

static void send_the_experts(tiny_org *org)
{
    ist_event_def e = first_event(IST_EVENT_TRANSFER);
    e.levels = experts;
    e.level_count = 1;
    e.units = unit_1;
    e.unit_count = 1;
    e.to = unit_2;
    e.to_count = 1;
    e.overlap = 4.0;
    tiny_org_event(org, &e);
}

//     a b | c | d      a and d are tied; a goes to c and introduces b
// In the same tick somebody else comes into b's post, and knows nobody.
START_TEST(a_new_hire_inherited_the_introductions_of_the_predecessor)
{
    for (int32_t replaced = 0; replaced <= 1; replaced++) {
        tiny_org org = handing_over();
        org.person.level = IST_LEVEL_PROFESSIONAL;
        draw_beside(&org, "unit 1", 'b');
        org.person.level = IST_LEVEL_EXPERT;
        tiny_org_draw(&org, "c|d");
        tiny_org_tie(&org, "ad", 0.8, 0.4);
        send_the_experts(&org);
        ist_event_def e = first_event(IST_EVENT_REPLACE);
        e.units = unit_1;
        e.unit_count = 1;
        e.share = replaced;
        tiny_org_event(&org, &e);
        world w = open_world(&org);
        tiny_run(w.s, 1);
        ck_assert_int_eq(w.s->employee_workplace[0], 1);
        ck_assert_int_eq(isti_tie_find(w.s, 1, 3) < 0, replaced);
        close_world(&w);
    }
}
END_TEST

//     a b c | d | e      a and e are tied; a and b go to d; c, whose theme is another, stays
// The only one whom a can introduce is c.
START_TEST(a_successor_was_introduced_who_had_moved_away)
{
    tiny_org org = handing_over();
    draw_beside(&org, "unit 1", 'b');
    ist_employee_def expert = org.person;
    org.person.level = IST_LEVEL_PROFESSIONAL;
    org.person.theme = "trade";
    org.person.second_theme = "trade";
    draw_beside(&org, "unit 1", 'c');
    org.person = expert;
    tiny_org_draw(&org, "d|e");
    tiny_org_tie(&org, "ae", 0.8, 0.4);
    send_the_experts(&org);
    world w = open_world(&org);
    tiny_run(w.s, 1);
    ck_assert_int_eq(w.s->employee_workplace[0], 1);
    ck_assert_int_eq(w.s->employee_workplace[1], 1);
    ck_assert_int_lt(isti_tie_find(w.s, 1, 4), 0);
    const int32_t t = isti_tie_find(w.s, 2, 4);
    ck_assert_int_ge(t, 0);
    ck_assert_double_eq_tol(w.s->tie_x[t], 0.4, 1e-6); // 0.5 * 0.8
    close_world(&w);
}
END_TEST

//     100 managers | 1 manager | 300 professionals
// The one chair in the second unit is one among 401 people, and found all the same.
START_TEST(a_transfer_to_one_unit_moved_fewer_than_its_share)
{
    enum { MANAGERS = 100, OTHERS = 300 };
    tiny_org org = tiny_org_quiet();
    org.person.level = IST_LEVEL_MANAGER;
    tiny_org_unit_of(&org, MANAGERS);
    tiny_org_unit_of(&org, 1);
    org.person.level = IST_LEVEL_PROFESSIONAL;
    tiny_org_unit_of(&org, OTHERS);
    ist_event_def e = first_event(IST_EVENT_TRANSFER);
    static const char *const managers[] = {"manager"};
    e.levels = managers;
    e.level_count = 1;
    e.to = unit_2;
    e.to_count = 1;
    tiny_org_event(&org, &e);
    world w = open_world(&org);
    tiny_run(w.s, 1);
    for (int32_t i = 0; i < MANAGERS + 1 + OTHERS; i++) {
        ck_assert_int_eq(w.s->employee_workplace[i], i <= MANAGERS ? 1 : 2);
    }
    close_world(&w);
}
END_TEST

// ---- People of a unit not yet acquired

static int64_t helped(tiny_org *org, ist_solver solver)
{
    world w = open_world(org);
    int64_t sum = 0;
    for (int32_t tick = 0; tick < 24; tick++) {
        tiny_run(w.s, 1);
        sum += w.s->now.tally.solved[solver];
    }
    close_world(&w);
    return sum;
}

//     a | b      b knows everything, and is tied to a who knows nothing
START_TEST(people_of_a_unit_not_yet_acquired_were_asked_for_help)
{
    for (int32_t present = 0; present <= 1; present++) {
        tiny_org org = needy();
        tiny_org_draw(&org, "a");
        org.unit.present = present;
        org.person.competence = 1.0;
        tiny_org_draw(&org, "b");
        tiny_org_tie(&org, "ab", 1.0, 1.0);
        ck_assert_int_eq(helped(&org, IST_SOLVER_TIE) > 0, present);
    }
}
END_TEST

//     a | b c      a is tied to b and c, who know everything, and they to nobody else
START_TEST(people_of_a_unit_not_yet_acquired_counted_as_somebody_to_ask)
{
    for (int32_t present = 0; present <= 1; present++) {
        tiny_org org = tiny_org_quiet();
        tiny_org_draw(&org, "a");
        org.unit.present = present;
        tiny_org_draw(&org, "bc");
        tiny_org_tie(&org, "ab", 1.0, 1.0);
        tiny_org_tie(&org, "ac", 1.0, 1.0);
        world w = open_world(&org);
        tiny_run(w.s, 1);
        double now[IST_METRIC_COUNT];
        ck_assert_int_eq(ist_state_measure(w.s, now), IST_OK);
        // One of three people where all are there; none of one where b and c are not.
        ck_assert_double_eq_tol(now[IST_METRIC_TWO_TO_ASK], present ? 1.0 / 3.0 : 0.0, tolerance);
        close_world(&w);
    }
}
END_TEST

//     a b | c      a heads the unit and is tied to c, who knows everything
START_TEST(a_head_called_an_expert_of_a_unit_not_yet_acquired)
{
    for (int32_t present = 0; present <= 1; present++) {
        tiny_org org = needy();
        tiny_org_set(&org, "help_x", 0.0);
        tiny_org_set(&org, "help_y", 0.0);
        org.unit.control[IST_CONTROL_INPUT] = 1.0;
        tiny_org_draw(&org, "ab");
        org.unit.present = present;
        org.person.competence = 1.0;
        tiny_org_draw(&org, "c");
        tiny_org_tie(&org, "ac", 1.0, 1.0);
        ck_assert_int_eq(helped(&org, IST_SOLVER_BYPASS) > 0, present);
    }
}
END_TEST

// A year at rate 0.5: exp(-0.5) of the competence is left of those who are there.
START_TEST(people_of_a_unit_not_yet_acquired_forgot)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "forget", 0.5);
    tiny_org_draw(&org, "a");
    org.unit.present = false;
    tiny_org_draw(&org, "b");
    world w = open_world(&org);
    tiny_run(w.s, 12);
    ck_assert_double_eq_tol(w.s->employee_competence[0], exp(-0.5), tolerance);
    ck_assert_double_eq(w.s->employee_competence[1], 1.0);
    close_world(&w);
}
END_TEST

// ---- Units that were merged

// Units 1 and 2 become unit 1 in the first tick.
static tiny_org merging(void)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "pressure_fade", 1.0);
    tiny_org_draw(&org, "ab|cd|ef");
    ist_event_def e = first_event(IST_EVENT_MERGE_UNITS);
    e.units = first_two;
    e.unit_count = 2;
    e.into = 1;
    tiny_org_event(&org, &e);
    return org;
}

START_TEST(a_new_context_of_a_unit_that_was_merged_away_did_nothing)
{
    tiny_org org = merging();
    ist_event_def e = first_event(IST_EVENT_CONTEXT);
    e.units = unit_2;
    e.unit_count = 1;
    e.at = 0.25;
    e.context[IST_CONTEXT_SHORT_TERMISM] = 0.9;
    tiny_org_event(&org, &e);
    world w = open_world(&org);
    tiny_run(w.s, 4);
    ist_unit_info info;
    ck_assert(ist_unit_get(w.s, (ist_unit_id){1}, &info));
    ck_assert_double_eq(info.context[IST_CONTEXT_SHORT_TERMISM], 0.9);
    ck_assert(ist_unit_get(w.s, (ist_unit_id){3}, &info));
    ck_assert_double_eq(info.context[IST_CONTEXT_SHORT_TERMISM], 0.0);
    close_world(&w);
}
END_TEST

// Pressure of 0.8 falls on the merged unit once, and has faded at rate 1 for a month.
START_TEST(pressure_on_a_unit_that_was_merged_away_did_nothing)
{
    tiny_org org = merging();
    ist_event_def e = first_event(IST_EVENT_PRESSURE);
    e.units = first_two;
    e.unit_count = 2;
    e.at = 0.25;
    e.value = 0.3;
    tiny_org_event(&org, &e);
    e.units = unit_2;
    e.unit_count = 1;
    e.value = 0.5;
    tiny_org_event(&org, &e);
    world w = open_world(&org);
    tiny_run(w.s, 4);
    ck_assert_double_eq_tol(w.s->unit_pressure[0], 0.8 * exp(-1.0 / 12.0), tolerance);
    ck_assert_double_eq(w.s->unit_pressure[2], 0.0);
    close_world(&w);
}
END_TEST

// ---- Communities

//     a b | c d | e f | g      a, c and e are tied
// They and b, d, f were a community that hibernates: three are tied, at 1 - 0.7 * 0.9 = 0.37. Then
// a and c, two of three who regroup, wake it with g. Two of its six: less than half of it.
START_TEST(a_community_that_was_woken_still_hibernated)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "ab|cd|ef|g");
    tiny_org_tie(&org, "ac", 0.3, 0.1);
    tiny_org_tie(&org, "ce", 0.3, 0.1);
    tiny_org_tie(&org, "ae", 0.3, 0.1);
    world w = open_world(&org);
    static const int32_t all[] = {0, 1, 2, 3, 4, 5};
    isti_founding f = isti_founding_default();
    f.members = all;
    f.count = 6;
    int32_t c = -1;
    ck_assert_int_eq(isti_community_found(w.s, &f, -1, &c), IST_OK);
    isti_community_end(w.s, c, ISTI_END_FADED);
    ist_community_info info;
    ck_assert(ist_community_get(w.s, (ist_community_id){1}, &info));
    ck_assert_int_eq(info.stage, IST_STAGE_HIBERNATING);

    static const int32_t acg[] = {0, 2, 6};
    f.members = acg;
    f.count = 3;
    ck_assert_int_eq(isti_hibernating_one(w.s, 0, acg, 3), c);
    f.resumes = c;
    ck_assert_int_eq(isti_community_found(w.s, &f, -1, &c), IST_OK);
    ck_assert(ist_community_get(w.s, (ist_community_id){1}, &info));
    ck_assert_int_ne(info.stage, IST_STAGE_HIBERNATING);
    ck_assert_int_eq(isti_hibernating_one(w.s, 0, acg, 3), -1);
    close_late(&w);
}
END_TEST

// Two members, three seats, three to recruit: one gets in.
START_TEST(a_recruitment_ignored_seats)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "abcdef");
    ist_event_def launch = first_event(IST_EVENT_LAUNCH);
    launch.name = "club";
    launch.theme = "craft";
    launch.size = 2;
    launch.seats = 3;
    tiny_org_event(&org, &launch);
    ist_event_def e = first_event(IST_EVENT_RECRUIT);
    e.community = "club";
    e.count = 3;
    tiny_org_event(&org, &e);
    world w = open_world(&org);
    tiny_run(w.s, 1);
    ist_community_info info;
    ck_assert(ist_community_get(w.s, (ist_community_id){1}, &info));
    ck_assert_int_eq(info.members, 3);
    close_world(&w);
}
END_TEST

// At most one meeting a tick: twelve fit into twelve months, thirteen do not.
START_TEST(more_meetings_than_ticks_compiled)
{
    for (int32_t meetings = 12; meetings <= 13; meetings++) {
        tiny_org org = tiny_org_quiet();
        org.organization.ticks_per_year = 12;
        ist_spec_set_organization(org.spec, &org.organization);
        tiny_org_draw(&org, "ab");
        tiny_org_set(&org, "meetings_per_year", meetings);
        ist_errors *errors = ist_errors_create();
        ist_model *model = ist_model_compile(org.spec, errors);
        ck_assert_int_eq(model != NULL, meetings == 12);
        ck_assert_int_eq(ist_errors_count(errors), meetings - 12);
        if (!model) {
            ck_assert_int_eq(ist_errors_status(errors), IST_ERR_CONFLICT);
        }
        ist_model_destroy(model);
        ist_errors_destroy(errors);
        ist_spec_destroy(org.spec);
    }
}
END_TEST

// ---- Working groups

//     a | b | c      in one community, and in a working group that cannot solve it, for a year
static void set_up_group(ist_state *s)
{
    static const int32_t abc[] = {0, 1, 2};
    isti_founding f = isti_founding_default();
    f.members = abc;
    f.count = 3;
    int32_t c = -1;
    ck_assert_int_eq(isti_community_found(s, &f, -1, &c), IST_OK);
    ck_assert_int_eq(isti_state_reserve(s, ISTI_GROUP_task, 1), IST_OK);
    ISTI_COUNT(s, task) = 1;
    s->task_theme[0] = 0;
    s->task_difficulty[0] = 1.0;
    s->task_deadline[0] = 12;
    s->task_community[0] = c;
    s->task_members[0] = 3;
    memcpy(s->task_member, abc, sizeof abc);
    for (int32_t i = 0; i < 3; i++) {
        s->employee_problem[i] = 0;
        s->employee_difficulty[i] = 1.0;
    }
}

static tiny_org in_a_group(void)
{
    tiny_org org = needy();
    tiny_org_set(&org, "group_solve", 0.0);
    tiny_org_draw(&org, "a|b|c");
    return org;
}

START_TEST(a_new_hire_inherited_the_place_in_a_working_group)
{
    tiny_org org = in_a_group();
    ist_event_def e = first_event(IST_EVENT_REPLACE);
    e.units = unit_1;
    e.unit_count = 1;
    tiny_org_event(&org, &e);
    world w = open_world(&org);
    set_up_group(w.s);
    tiny_run(w.s, 1);
    ck_assert_int_eq(ist_state_working_groups(w.s), 1);
    ck_assert(!isti_in_group(w.s, 0, 0));
    ck_assert(isti_in_group(w.s, 1, 0));
    ck_assert(isti_in_group(w.s, 2, 0));
    close_world(&w);
}
END_TEST

// Its members have solved theirs, and know too much to have others that stay open: it is over.
// While they are open it goes on.
START_TEST(a_working_group_went_on_after_its_problem_was_solved_elsewhere)
{
    for (int32_t open = 0; open <= 1; open++) {
        tiny_org org = in_a_group();
        world w = open_world(&org);
        set_up_group(w.s);
        for (int32_t i = 0; i < 3; i++) {
            w.s->employee_competence[i] = 1.0 - open;
            if (!open) {
                isti_solved(w.s, i, IST_SOLVER_TIE);
            }
        }
        tiny_run(w.s, 1);
        ck_assert_int_eq(ist_state_working_groups(w.s), open);
        close_world(&w);
    }
}
END_TEST

// ---- Ties

//     a b | four others      a has four ties, one of them dormant; b four that are live
START_TEST(a_full_row_forgot_for_somebody_without_room)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "tie_cap", 4);
    tiny_org_draw(&org, "ab");
    tiny_org_unit_of(&org, 4);
    world w = open_world(&org);
    int32_t tie = -1;
    for (int32_t other = 2; other < 6; other++) {
        ck_assert_int_eq(isti_tie_create(w.s, 1, other, 0.5, 0.5, &tie), IST_OK);
        ck_assert_int_eq(isti_tie_create(w.s, 0, other, 0.5, 0.5, &tie), IST_OK);
    }
    isti_tie_expire(w.s, tie);
    ck_assert(isti_tie_is_dormant(w.s, tie)); // was 1 - 0.5 * 0.5 = 0.75, above dormant_floor
    int32_t none = 0;
    ck_assert_int_eq(isti_tie_create(w.s, 0, 1, 0.5, 0.5, &none), IST_OK);
    ck_assert_int_eq(none, -1);
    ck_assert_int_eq(isti_tie_find(w.s, 0, 5), tie);
    ck_assert_int_eq(w.s->node_degree[0], 4);
    close_world(&w);
}
END_TEST

//     a | b      were tied once; a is sent to where b is
// A month of contact at rate r = 12 and level 0.5 against lambda = 2.3:
// x = 0.5 * 12 / 14.3 * (1 - exp(-14.3 / 12))
START_TEST(a_dormant_tie_kept_colleagues_from_getting_to_know_each_other_again)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "contact_x_rate", 12.0);
    tiny_org_set(&org, "contact_x_level", 0.5);
    tiny_org_draw(&org, "a|b");
    tiny_org_tie(&org, "ab", 0.9, 0.0);
    ist_event_def e = first_event(IST_EVENT_TRANSFER);
    e.units = unit_1;
    e.unit_count = 1;
    e.to = unit_2;
    e.to_count = 1;
    tiny_org_event(&org, &e);
    world w = open_world(&org);
    const int32_t tie = isti_tie_find(w.s, 0, 1);
    isti_tie_expire(w.s, tie);
    ck_assert(isti_tie_is_dormant(w.s, tie));
    tiny_run(w.s, 1);
    ck_assert_int_eq(isti_tie_find(w.s, 0, 1), tie);
    ck_assert(!isti_tie_is_dormant(w.s, tie));
    ck_assert_double_eq_tol(w.s->tie_x[tie], 6.0 / 14.3 * (1.0 - exp(-14.3 / 12.0)), 1e-6);
    close_world(&w);
}
END_TEST

// ---- Ticks shorter than a month

static const int32_t ticks_per_year[] = {12, 52};

// A thousand owners, each with one expert who helps with chance 0.2 a month: willing 0.2 times
// y = 1, which loses half a percent in the time. After three months 1 - 0.8^3 = 0.488 are helped,
// within four deviations of sqrt(0.488 * 0.512 / 1000) = 0.016.
START_TEST(owners_of_problems_were_helped_more_often_where_ticks_were_short)
{
    enum { PAIRS = 1000 };
    tiny_org org = needy();
    org.organization.ticks_per_year = ticks_per_year[_i];
    tiny_org_set(&org, "willing", 0.2);
    tiny_org_set(&org, "willing_x", 0.0);
    tiny_org_set(&org, "lambda_affect", 0.02);
    tiny_org_set(&org, "bypass_months", 12.0);
    tiny_org_unit_of(&org, PAIRS);
    org.person.competence = 1.0;
    tiny_org_unit_of(&org, PAIRS);
    world w = open_world(&org);
    for (int32_t i = 0; i < PAIRS; i++) {
        int32_t tie = -1;
        ck_assert_int_eq(isti_tie_create(w.s, i, PAIRS + i, 0.5, 1.0, &tie), IST_OK);
        w.s->employee_problem[i] = 0;
        w.s->employee_difficulty[i] = 0.5;
    }
    bool is_helped[PAIRS] = {false};
    int32_t sum = 0;
    for (int32_t tick = 0; tick < ticks_per_year[_i] / 4; tick++) {
        tiny_run(w.s, 1);
        for (int32_t i = 0; i < PAIRS; i++) {
            const bool first = w.s->employee_problem[i] < 0 && !is_helped[i];
            is_helped[i] = is_helped[i] || first;
            sum += first;
        }
    }
    ck_assert_double_eq_tol((double)sum / PAIRS, 0.488, 0.064);
    close_world(&w);
}
END_TEST

// Every number of months that is a whole number of ticks: a problem that was there at the start is
// tried in `months` times ticks per month ticks, and gives up at the end of the last.
START_TEST(a_problem_stayed_open_a_tick_too_long)
{
    const int32_t year = ticks_per_year[_i];
    for (int32_t months = 3; months <= 24; months += 3) {
        tiny_org org = needy();
        org.organization.ticks_per_year = year;
        tiny_org_set(&org, "patience", months);
        tiny_org_draw(&org, "a");
        world w = open_world(&org);
        w.s->employee_problem[0] = 0;
        w.s->employee_difficulty[0] = 0.5;
        const int32_t attempts = months * year / 12;
        tiny_run(w.s, attempts - 1);
        ck_assert_int_eq(w.s->employee_problem[0], 0);
        ck_assert_int_eq(w.s->employee_age[0], attempts - 1);
        tiny_run(w.s, 1);
        ck_assert_int_eq((int)w.s->now.tally.expired, 1);
        ck_assert_int_lt(w.s->employee_problem[0], 0);
        close_world(&w);
    }
}
END_TEST

SUITE("regressions", TEST(a_head_who_carries_no_ties_connected_people),
      TEST(a_manager_of_a_unit_not_yet_acquired_oversaw),
      TEST(a_new_hire_inherited_the_introductions_of_the_predecessor),
      TEST(a_successor_was_introduced_who_had_moved_away),
      TEST(a_transfer_to_one_unit_moved_fewer_than_its_share),
      TEST(people_of_a_unit_not_yet_acquired_were_asked_for_help),
      TEST(people_of_a_unit_not_yet_acquired_counted_as_somebody_to_ask),
      TEST(a_head_called_an_expert_of_a_unit_not_yet_acquired),
      TEST(people_of_a_unit_not_yet_acquired_forgot),
      TEST(a_new_context_of_a_unit_that_was_merged_away_did_nothing),
      TEST(pressure_on_a_unit_that_was_merged_away_did_nothing),
      TEST(a_community_that_was_woken_still_hibernated), TEST(a_recruitment_ignored_seats),
      TEST(more_meetings_than_ticks_compiled),
      TEST(a_new_hire_inherited_the_place_in_a_working_group),
      TEST(a_working_group_went_on_after_its_problem_was_solved_elsewhere),
      TEST(a_full_row_forgot_for_somebody_without_room),
      TEST(a_dormant_tie_kept_colleagues_from_getting_to_know_each_other_again),
      EACH(owners_of_problems_were_helped_more_often_where_ticks_were_short,
           COUNT_OF(ticks_per_year)),
      EACH(a_problem_stayed_open_a_tick_too_long, COUNT_OF(ticks_per_year)))
