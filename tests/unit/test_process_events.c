// SPDX-License-Identifier: GPL-3.0-or-later
// What each kind of event does to people, units and circumstances.
#include "state/people.h"
#include "state/ties.h"
#include "support/world.h"

#include <math.h>

static const double tolerance = 1e-9;

static const char *const unit_1[] = {"unit 1"};
static const char *const unit_2[] = {"unit 2"};
static const char *const first_two[] = {"unit 1", "unit 2"};

//     a b | c d | e f      a and c are tied; everything happens in the first tick
static tiny_org three_units(void)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_theme(&org, "trade", 1.0);
    tiny_org_set(&org, "transfer_keep_x", 0.35);
    tiny_org_set(&org, "transfer_keep_y", 0.85);
    tiny_org_set(&org, "role_rate", 1.0);
    tiny_org_draw(&org, "ab|cd|ef");
    tiny_org_tie(&org, "ac", 0.8, 0.4);
    return org;
}

static world after(tiny_org *org, const ist_event_def *e)
{
    tiny_org_event(org, e);
    world w = open_world(org);
    tiny_run(w.s, 1);
    return w;
}

// x and y shrink once by what a transfer keeps, then fade for a month at the rate of the new y.
START_TEST(a_transfer_costs_ties_once_and_makes_a_stranger)
{
    tiny_org org = three_units();
    ist_event_def e = first_event(IST_EVENT_TRANSFER);
    e.units = unit_1;
    e.unit_count = 1;
    e.to = unit_2;
    e.to_count = 1;
    world w = after(&org, &e);
    ck_assert_int_eq(w.s->employee_workplace[0], 1);
    ck_assert_int_eq(w.s->employee_workplace[1], 1);
    ck_assert_int_eq(w.s->employee_workplace[2], 1);
    const double y = 0.4 * 0.85;
    const double rate = exp((1.0 - y) * log(2.3) + y * log(0.16));
    const int32_t t = isti_tie_find(w.s, 0, 2);
    ck_assert_double_eq_tol(w.s->tie_y[t], y * exp(-0.16 / 12.0), 1e-6);
    ck_assert_double_eq_tol(w.s->tie_x[t], 0.8 * 0.35 * exp(-rate / 12.0), 1e-6);
    ck_assert_double_gt(w.s->employee_ambiguity[0], 0.5);
    ck_assert_double_eq(w.s->employee_ambiguity[2], 0.0);
    close_world(&w);
}
END_TEST

//     a x | b | c      a and c are tied; the experts (all but x) of the first unit are sent to b
// With four weeks and full emphasis a introduces x, the only one who stays at the workplace, who
// inherits half of a's x to c: 0.4.
START_TEST(a_leaver_with_time_introduces_a_successor)
{
    static const char *const experts[] = {"expert"};
    tiny_org org = tiny_org_quiet();
    org.organization.emphasis = 1.0;
    tiny_org_set(&org, "handover_weeks", 4.0);
    tiny_org_set(&org, "handover_share", 0.5);
    org.person.level = IST_LEVEL_EXPERT;
    tiny_org_draw(&org, "a|b|c");
    tiny_org_tie(&org, "ac", 0.8, 0.4);
    ist_employee_def x = org.person;
    x.unit = "unit 1";
    x.level = IST_LEVEL_PROFESSIONAL;
    ist_spec_add_employee(org.spec, &x);
    ist_event_def e = first_event(IST_EVENT_TRANSFER);
    e.units = unit_1;
    e.unit_count = 1;
    e.to = unit_2;
    e.to_count = 1;
    e.levels = experts;
    e.level_count = 1;
    e.overlap = 4.0;
    world w = after(&org, &e);
    const int32_t t = isti_tie_find(w.s, 1, 3);
    ck_assert_int_ge(t, 0);
    ck_assert_double_eq_tol(w.s->tie_x[t], 0.4, 1e-6);
    close_world(&w);
}
END_TEST

START_TEST(a_reassignment_changes_the_job_and_not_the_place)
{
    tiny_org org = three_units();
    const ist_event_def e = first_event(IST_EVENT_REASSIGN);
    world w = after(&org, &e);
    for (int32_t i = 0; i < 6; i++) {
        ck_assert_int_eq(w.s->employee_workplace[i], i / 2);
        ck_assert_double_gt(w.s->employee_ambiguity[i], 0.5);
        ck_assert_int_eq(w.s->employee_second[i], 0);
    }
    close_world(&w);
}
END_TEST

START_TEST(a_replacement_brings_new_people_without_the_old_ties)
{
    tiny_org org = three_units();
    ist_event_def e = first_event(IST_EVENT_REPLACE);
    e.units = unit_1;
    e.unit_count = 1;
    world w = after(&org, &e);
    ck_assert_int_lt(isti_tie_find(w.s, 0, 2), 0);
    ck_assert_double_ne(w.s->employee_competence[0], 1.0);
    ck_assert_double_eq(w.s->employee_competence[2], 1.0);
    close_world(&w);
}
END_TEST

// Two units of two: the context becomes the mean, workplaces stay.
START_TEST(merged_units_are_one_unit_of_two_workplaces)
{
    tiny_org org = tiny_org_quiet();
    org.unit.context[IST_CONTEXT_DECENTRALIZATION] = 0.2;
    tiny_org_draw(&org, "ab");
    org.unit.context[IST_CONTEXT_DECENTRALIZATION] = 0.8;
    tiny_org_draw(&org, "c|d");
    ist_event_def e = first_event(IST_EVENT_MERGE_UNITS);
    e.units = first_two;
    e.unit_count = 2;
    e.into = 1;
    world w = after(&org, &e);
    ck_assert_int_eq(w.s->employee_unit[2], 0);
    ck_assert_int_eq(w.s->employee_workplace[2], 1);
    ck_assert_int_eq(w.s->employee_unit[3], 2);
    ist_unit_info info;
    ck_assert(ist_unit_get(w.s, (ist_unit_id){1}, &info));
    ck_assert_int_eq(info.people, 3);
    // (2 * 0.2 + 1 * 0.8) / 3
    ck_assert_double_eq_tol(info.context[IST_CONTEXT_DECENTRALIZATION], 0.4, tolerance);
    ck_assert(ist_unit_get(w.s, (ist_unit_id){2}, &info));
    ck_assert_int_eq(info.people, 0);
    ck_assert_int_eq(info.head.number, 0);
    close_world(&w);
}
END_TEST

// 1 and 2 merge, then 2 and 3: everybody is in unit 1, nobody in a unit that is no more.
START_TEST(a_merged_unit_merged_again_stands_for_the_one_it_became)
{
    tiny_org org = three_units();
    ist_event_def e = first_event(IST_EVENT_MERGE_UNITS);
    e.units = first_two;
    e.unit_count = 2;
    e.into = 1;
    tiny_org_event(&org, &e);
    static const char *const last_two[] = {"unit 2", "unit 3"};
    e.units = last_two;
    world w = after(&org, &e);
    for (int32_t i = 0; i < 6; i++) {
        ck_assert_int_eq(w.s->employee_unit[i], 0);
        ck_assert_int_eq(w.s->employee_workplace[i], i / 2);
    }
    close_world(&w);
}
END_TEST

START_TEST(a_split_spreads_people_over_new_units_that_inherit_the_context)
{
    tiny_org org = tiny_org_quiet();
    org.unit.context[IST_CONTEXT_WORKLOAD] = 0.3;
    tiny_org_unit_of(&org, 60);
    ist_event_def e = first_event(IST_EVENT_SPLIT_UNITS);
    e.units = unit_1;
    e.unit_count = 1;
    e.into = 3;
    world w = after(&org, &e);
    int32_t people = 0;
    for (int32_t u = 1; u <= 3; u++) {
        ist_unit_info info;
        ck_assert(ist_unit_get(w.s, (ist_unit_id){u}, &info));
        ck_assert_int_gt(info.people, 5); // a third of 60, less four deviations: 20 - 4 * 3.65
        ck_assert_double_eq_tol(info.context[IST_CONTEXT_WORKLOAD], 0.3, tolerance);
        people += info.people;
    }
    ck_assert_int_eq(people, 60);
    close_world(&w);
}
END_TEST

START_TEST(an_acquisition_brings_its_people_and_their_ties)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "ab");
    org.unit.present = false;
    tiny_org_draw(&org, "cd");
    tiny_org_tie(&org, "cd", 0.8, 0.8);
    ist_event_def e = first_event(IST_EVENT_ACQUIRE);
    e.units = unit_2;
    e.unit_count = 1;
    world w = after(&org, &e);
    ck_assert(w.s->employee_present[2] && w.s->employee_present[3]);
    ck_assert_int_ge(isti_tie_find(w.s, 2, 3), 0);
    close_world(&w);
}
END_TEST

START_TEST(context_changes_where_it_is_said_and_what_is_said)
{
    tiny_org org = three_units();
    ist_event_def e = first_event(IST_EVENT_CONTEXT);
    e.units = unit_2;
    e.unit_count = 1;
    e.context[IST_CONTEXT_SHORT_TERMISM] = 0.9;
    e.control[IST_CONTROL_OUTPUT] = 0.7;
    world w = after(&org, &e);
    ist_unit_info info;
    ck_assert(ist_unit_get(w.s, (ist_unit_id){2}, &info));
    ck_assert_double_eq(info.context[IST_CONTEXT_SHORT_TERMISM], 0.9);
    ck_assert_double_eq(info.control[IST_CONTROL_OUTPUT], 0.7);
    ck_assert_double_eq(info.context[IST_CONTEXT_WORKLOAD], 0.0);
    ck_assert_double_eq(info.control[IST_CONTROL_CLAN], 0.0);
    ck_assert(ist_unit_get(w.s, (ist_unit_id){1}, &info));
    ck_assert_double_eq(info.context[IST_CONTEXT_SHORT_TERMISM], 0.0);
    close_world(&w);
}
END_TEST

START_TEST(emphasis_and_portal_are_set)
{
    tiny_org org = three_units();
    ist_event_def e = first_event(IST_EVENT_EMPHASIS);
    e.value = 0.7;
    tiny_org_event(&org, &e);
    ist_event_def portal = first_event(IST_EVENT_PORTAL);
    portal.value = 0.4;
    world w = after(&org, &portal);
    ck_assert_double_eq(ist_state_emphasis(w.s), 0.7);
    ck_assert_double_eq(w.s->now.portal, 0.4);
    close_world(&w);
}
END_TEST

START_TEST(new_rules_void_canon_and_competence_on_their_themes_only)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "stale_rate", 0.0);
    ist_theme_def theme = ist_theme_def_default();
    theme.name = "law";
    theme.canon = 0.8;
    ist_spec_add_theme(org.spec, &theme);
    tiny_org_draw(&org, "a");
    org.person.theme = "law";
    tiny_org_draw(&org, "b");
    ist_event_def e = first_event(IST_EVENT_NEW_RULES);
    static const char *const law[] = {"law"};
    e.themes = law;
    e.theme_count = 1;
    e.canon = 0.25;
    e.obsolescence = 0.4;
    world w = after(&org, &e);
    ck_assert_double_eq_tol(w.s->theme_canon[1], 0.2, tolerance); // 0.8 * 0.25
    ck_assert_double_eq_tol(w.s->theme_void[1], 0.6, tolerance);
    ck_assert_double_eq(w.s->theme_void[0], 0.0);
    ck_assert_double_eq_tol(w.s->employee_competence[1], 0.6, tolerance);
    ck_assert_double_eq_tol(w.s->employee_competence[0], 1.0, tolerance);
    close_world(&w);
}
END_TEST

START_TEST(a_new_theme_has_no_canon_and_few_who_know_it)
{
    tiny_org org = three_units();
    tiny_org_set(&org, "off_theme_competence", 0.5);
    ist_event_def e = first_event(IST_EVENT_NEW_THEME);
    e.theme = "trade";
    e.units = unit_1;
    e.unit_count = 1;
    world w = after(&org, &e);
    ck_assert_int_eq(w.s->employee_theme[0], 1);
    ck_assert_double_eq_tol(w.s->employee_competence[0], 0.5, tolerance);
    ck_assert_int_eq(w.s->employee_theme[2], 0);
    ck_assert_double_eq(w.s->theme_canon[1], 0.0);
    close_world(&w);
}
END_TEST

START_TEST(a_launch_takes_those_with_the_theme_first)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_theme(&org, "trade", 1.0);
    org.person.theme = "trade";
    tiny_org_draw(&org, "ab");
    org.person.theme = "craft";
    tiny_org_draw(&org, "cde");
    ist_event_def e = first_event(IST_EVENT_LAUNCH);
    e.theme = "craft";
    e.size = 3;
    e.name = "circle";
    world w = after(&org, &e);
    ist_community_info info;
    ck_assert(ist_community_get(w.s, (ist_community_id){1}, &info));
    ck_assert_str_eq(info.name, "circle");
    ck_assert_int_eq(info.origin, IST_ORIGIN_LAUNCHED);
    ck_assert(info.official);
    ck_assert_int_eq(info.members, 3);
    for (int32_t k = 0; k < 3; k++) {
        ck_assert_int_ge(ist_community_member(w.s, (ist_community_id){1}, k).number, 3);
    }
    close_world(&w);
}
END_TEST

START_TEST(a_pilot_leaves_and_nobody_able_succeeds)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "succession", 0.0);
    tiny_org_draw(&org, "abcd");
    tiny_org_launch(&org, 4);
    ist_event_def e = first_event(IST_EVENT_LEAVE_PILOT);
    e.community = "club";
    e.at = 0.5;
    tiny_org_event(&org, &e);
    world w = open_world(&org);
    ist_community_info info;
    tiny_run(w.s, 6);
    ck_assert(ist_community_get(w.s, (ist_community_id){1}, &info));
    ck_assert_int_ne(info.pilot.number, 0);
    tiny_run(w.s, 1);
    ck_assert(ist_community_get(w.s, (ist_community_id){1}, &info));
    ck_assert_int_eq(info.pilot.number, 0);
    close_world(&w);
}
END_TEST

START_TEST(a_recruitment_takes_the_most_competent_who_are_not_in)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "ab");
    org.person.theme = "trade";
    tiny_org_theme(&org, "trade", 1.0);
    org.person.second_theme = "craft";
    org.person.competence = 0.4;
    tiny_org_draw(&org, "c");
    org.person.competence = 0.6;
    tiny_org_draw(&org, "d");
    org.person.competence = 0.5;
    tiny_org_draw(&org, "e");
    tiny_org_launch(&org, 2);
    ist_event_def e = first_event(IST_EVENT_RECRUIT);
    e.community = "club";
    e.count = 2;
    world w = after(&org, &e);
    ck_assert_int_eq(w.s->node_memberships[2], 0);
    ck_assert_int_eq(w.s->node_memberships[3], 1);
    ck_assert_int_eq(w.s->node_memberships[4], 1);
    close_world(&w);
}
END_TEST

START_TEST(a_sponsor_arrives_and_retires)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "abc");
    tiny_org_oversee(&org, (tiny_overseer){.role = {0}});
    ist_manager_def sponsor = ist_manager_def_default();
    sponsor.name = "sponsor";
    sponsor.unit = "office";
    sponsor.policy = "sponsor";
    sponsor.present = false;
    ist_spec_add_manager(org.spec, &sponsor);
    ist_event_def e = first_event(IST_EVENT_SPONSOR);
    e.manager = "sponsor";
    e.at = 0.25;
    e.arrives = true;
    tiny_org_event(&org, &e);
    e.at = 0.5;
    e.arrives = false;
    tiny_org_event(&org, &e);
    world w = open_world(&org);
    tiny_run(w.s, 3);
    ck_assert(!w.s->manager_present[1]);
    tiny_run(w.s, 3);
    ck_assert(w.s->manager_present[1]);
    tiny_run(w.s, 1);
    ck_assert(!w.s->manager_present[1]);
    close_world(&w);
}
END_TEST

START_TEST(official_communities_are_given_overseers)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "abcd");
    tiny_org_launch(&org, 4); // by nobody
    tiny_org_oversee(&org, (tiny_overseer){.role = {0.1, 0.2, 0.3, 0.4, 0.5}});
    org.organization.emphasis = 1.0;
    ist_event_def e = first_event(IST_EVENT_OVERSEERS);
    e.manager = "overseer";
    e.at = 0.25;
    tiny_org_event(&org, &e);
    world w = open_world(&org);
    ist_community_info info;
    tiny_run(w.s, 3);
    ck_assert(ist_community_get(w.s, (ist_community_id){1}, &info));
    ck_assert_int_eq(info.overseer.number, 0);
    tiny_run(w.s, 1);
    ck_assert(ist_community_get(w.s, (ist_community_id){1}, &info));
    ck_assert_int_eq(info.overseer.number, 1);
    for (int32_t r = 0; r < IST_ROLE_COUNT; r++) {
        ck_assert_double_eq_tol(info.intensity[r], 0.1 * (r + 1), tolerance);
    }
    close_world(&w);
}
END_TEST

START_TEST(what_does_not_happen_in_a_twin_does_not_happen)
{
    tiny_org org = three_units();
    ist_event_def e = first_event(IST_EVENT_EMPHASIS);
    e.value = 0.7;
    e.measure = true;
    e.at = 1.0;
    tiny_org_event(&org, &e);
    world w = open_world(&org);
    ist_run_def run = ist_run_def_default();
    run.without = 0;
    ck_assert_int_eq(ist_state_reset(w.s, &run), IST_OK);
    tiny_run(w.s, 24);
    ck_assert_double_eq(ist_state_emphasis(w.s), 0.0);
    close_world(&w);
}
END_TEST

SUITE("events", TEST(a_transfer_costs_ties_once_and_makes_a_stranger),
      TEST(a_leaver_with_time_introduces_a_successor),
      TEST(a_reassignment_changes_the_job_and_not_the_place),
      TEST(a_replacement_brings_new_people_without_the_old_ties),
      TEST(merged_units_are_one_unit_of_two_workplaces),
      TEST(a_merged_unit_merged_again_stands_for_the_one_it_became),
      TEST(a_split_spreads_people_over_new_units_that_inherit_the_context),
      TEST(an_acquisition_brings_its_people_and_their_ties),
      TEST(context_changes_where_it_is_said_and_what_is_said), TEST(emphasis_and_portal_are_set),
      TEST(new_rules_void_canon_and_competence_on_their_themes_only),
      TEST(a_new_theme_has_no_canon_and_few_who_know_it),
      TEST(a_launch_takes_those_with_the_theme_first),
      TEST(a_pilot_leaves_and_nobody_able_succeeds),
      TEST(a_recruitment_takes_the_most_competent_who_are_not_in),
      TEST(a_sponsor_arrives_and_retires), TEST(official_communities_are_given_overseers),
      TEST(what_does_not_happen_in_a_twin_does_not_happen))
