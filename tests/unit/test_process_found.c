// SPDX-License-Identifier: GPL-3.0-or-later
// How communities come to be: each origin from what it takes, and not without.
#include "process/process.h"
#include "state/communities.h"
#include "state/ties.h"
#include "support/world.h"

enum { TICKS = 24 };

// Communities founded in two years, by origin; the first one of all.
typedef struct births {
    int32_t of[IST_ORIGIN_COUNT], all;
    ist_community_info first;
} births;

static births run(tiny_org *org)
{
    ist_model *model = tiny_org_compile(org);
    ist_state *s = tiny_run_start(model, 1);
    tiny_run(s, TICKS);
    births b = {.all = ist_state_communities(s)};
    for (int32_t c = b.all; c >= 1; c--) {
        ck_assert(ist_community_get(s, (ist_community_id){c}, &b.first));
        b.of[b.first.origin]++;
    }
    ist_state_destroy(s);
    ist_model_destroy(model);
    return b;
}

// Everybody is in need all the time and helpless: competence 0, no line, no help.
static tiny_org needy(void)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "problem_rate", 20.0);
    tiny_org_set(&org, "patience", 24.0);
    tiny_org_set(&org, "willing", 0.0);
    org.person.competence = 0.0;
    org.person.facilitation = 1.0;
    org.person.taste = 2.0;
    return org;
}

//     a | b | c | d | e      a is tied to all others
static tiny_org star(void)
{
    tiny_org org = needy();
    tiny_org_set(&org, "kappa", 40.0);
    tiny_org_set(&org, "n_min", 4);
    tiny_org_set(&org, "answer_min", 3);
    tiny_org_set(&org, "share_answer", 1.0);
    tiny_org_set(&org, "lambda_strong", 0.02);
    tiny_org_draw(&org, "a|b|c|d|e");
    return org;
}

static void tie_star(tiny_org *org, const char *others)
{
    for (const char *c = others; *c; c++) {
        const char pair[] = {'a', *c, '\0'};
        tiny_org_tie(org, pair, 0.9, 0.9);
    }
}

START_TEST(people_in_need_call_on_their_ties)
{
    tiny_org org = star();
    tie_star(&org, "bcde");
    org.organization.approve = 0.0;
    const births b = run(&org);
    ck_assert_int_ge(b.of[IST_ORIGIN_REGROUPED], 1);
    ck_assert_int_eq(b.of[IST_ORIGIN_REGROUPED], b.all);
    ck_assert_int_eq(b.first.founder.number, 1);
    ck_assert_int_eq(b.first.pilot.number, 1);
    ck_assert(!b.first.official);
    ck_assert_int_ge(b.first.founders, 4); // the caller and three who answered
    // Those who came know the caller, who is left out, and not one another.
    ck_assert_double_eq(b.first.tied_founder_pairs, 0.0);
}
END_TEST

START_TEST(three_ties_are_too_few_to_regroup)
{
    tiny_org org = star();
    tie_star(&org, "bcd");
    ck_assert_int_eq(run(&org).all, 0);
}
END_TEST

// All of a's ties have worn thin. What they once were worth, 0.9, counts by `reactivate`: 0.27 is
// above theta, 0.09 is not.
START_TEST(ties_that_were_strong_once_are_remembered)
{
    static const double reactivate[] = {0.3, 0.1};
    tiny_org org = star();
    tiny_org_set(&org, "theta", 0.15);
    tiny_org_set(&org, "reactivate", reactivate[_i]);
    for (const char *c = "bcde"; *c; c++) {
        const char pair[] = {'a', *c, '\0'};
        tiny_org_tie(&org, pair, 0.9, 0.0);
    }
    org.organization.approve = 0.0;
    world w = open_world(&org);
    for (int32_t tie = 0; tie < 4; tie++) {
        w.s->tie_x[tie] = 0.05F;
        isti_tie_touch(w.s, tie);
    }
    tiny_run(w.s, 12);
    ck_assert_int_eq(ist_state_communities(w.s) > 0, _i == 0);
    close_world(&w);
}
END_TEST

// Who is new in a role stays at the desk: a, whom nobody else would have to wait for, or those whom
// a would call.
START_TEST(people_new_in_a_role_neither_call_nor_answer)
{
    static const double answer_role[] = {1.0, 0.0};
    for (int32_t caller = 0; caller <= 1; caller++) {
        tiny_org org = star();
        tie_star(&org, "bcde");
        tiny_org_set(&org, "answer_role", answer_role[_i]);
        tiny_org_set(&org, "role_floor", 0.0);
        world w = open_world(&org);
        for (int32_t month = 0; month < TICKS; month++) {
            for (int32_t i = 0; i < 5; i++) {
                w.s->employee_ambiguity[i] = (i == 0) == (caller == 1) ? 1.0 : 0.0;
            }
            tiny_run(w.s, 1);
        }
        ck_assert_int_eq(ist_state_communities(w.s) > 0, _i == 1);
        close_world(&w);
    }
}
END_TEST

START_TEST(nobody_regroups_without_need)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "kappa", 40.0);
    tiny_org_set(&org, "share_answer", 1.0);
    org.person.facilitation = 1.0;
    tiny_org_draw(&org, "a|b|c|d|e");
    tie_star(&org, "bcde");
    ck_assert_int_eq(run(&org).all, 0);
}
END_TEST

START_TEST(colleagues_of_one_workplace_need_not_regroup)
{
    tiny_org org = needy();
    tiny_org_set(&org, "kappa", 40.0);
    tiny_org_set(&org, "share_answer", 1.0);
    tiny_org_draw(&org, "abcde");
    tie_star(&org, "bcde");
    ck_assert_int_eq(run(&org).of[IST_ORIGIN_REGROUPED], 0);
}
END_TEST

// The unit's head sees a problem stay open and connects its owner with three or four who can do it.
//     a b | ten who know the craft
static tiny_org in_trouble(double institutionalization)
{
    tiny_org org = needy();
    org.organization.institutionalization = institutionalization;
    tiny_org_set(&org, "lambda_connect", 3.0);
    tiny_org_set(&org, "connect_low", 3);
    tiny_org_set(&org, "connect_high", 4);
    tiny_org_set(&org, "connect_load", 0.0);
    tiny_org_set(&org, "institution_rate", 0.05);
    tiny_org_draw(&org, "ab");
    org.person.competence = 1.0;
    tiny_org_unit_of(&org, 10);
    return org;
}

START_TEST(a_head_connects_somebody_in_need_with_experts)
{
    tiny_org org = in_trouble(0.0);
    const births b = run(&org);
    ck_assert_int_ge(b.of[IST_ORIGIN_CONNECTED], 1);
    ck_assert_int_eq(b.all, b.of[IST_ORIGIN_CONNECTED]);
    ck_assert(b.first.official);
    ck_assert(b.first.founders >= 4 && b.first.founders <= 5);
    ck_assert_double_eq(b.first.tied_founder_pairs, 0.0);
}
END_TEST

// Where communities are an accepted thing, (1 - I), there is no need to.
START_TEST(where_communities_are_usual_nobody_has_to_connect)
{
    tiny_org org = in_trouble(1.0);
    org.organization.emphasis = 1.0;
    tiny_org_set(&org, "lambda_connect", 0.05);
    tiny_org_set(&org, "institution_reach", 5.0);
    ck_assert_int_eq(run(&org).of[IST_ORIGIN_CONNECTED], 0);
}
END_TEST

static tiny_org stimulated(double stimulation, double emphasis)
{
    tiny_org org = tiny_org_quiet();
    org.organization.emphasis = emphasis;
    tiny_org_set(&org, "lambda_create", 12.0);
    tiny_org_set(&org, "accept", 1.0);
    tiny_org_set(&org, "found_min", 5);
    org.person.taste = 2.0;
    tiny_org_unit_of(&org, 15);
    tiny_org_unit_of(&org, 15);
    tiny_org_oversee(&org, (tiny_overseer){.role = {[IST_ROLE_STIMULATION] = stimulation}});
    return org;
}

START_TEST(a_manager_brings_strangers_together)
{
    tiny_org org = stimulated(1.0, 1.0);
    const births b = run(&org);
    ck_assert_int_ge(b.of[IST_ORIGIN_STIMULATED], 1);
    ck_assert(b.first.official);
    ck_assert_int_ge(b.first.founders, 5);
    ck_assert_double_eq(b.first.tied_founder_pairs, 0.0);
}
END_TEST

START_TEST(without_stimulation_or_emphasis_no_manager_does)
{
    tiny_org org = stimulated(0.0, 1.0);
    ck_assert_int_eq(run(&org).all, 0);
    org = stimulated(1.0, 0.0);
    ck_assert_int_eq(run(&org).all, 0);
}
END_TEST

static tiny_org accepted(double institutionalization, double approve)
{
    tiny_org org = tiny_org_quiet();
    org.organization.emphasis = 1.0;
    org.organization.institutionalization = institutionalization;
    org.organization.approve = approve;
    tiny_org_set(&org, "institution_rate", 0.05);
    tiny_org_set(&org, "propose_rate", 3.0);
    tiny_org_set(&org, "accept", 1.0);
    org.person.taste = 2.0;
    org.person.facilitation = 1.0;
    tiny_org_unit_of(&org, 30);
    return org;
}

START_TEST(employees_propose_where_that_is_usual)
{
    tiny_org org = accepted(1.0, 1.0);
    const births b = run(&org);
    ck_assert_int_ge(b.of[IST_ORIGIN_PROPOSED], 1);
    ck_assert(b.first.official);
}
END_TEST

START_TEST(they_do_not_where_it_is_not_or_is_not_approved)
{
    tiny_org org = accepted(0.0, 1.0);
    ck_assert_int_eq(run(&org).all, 0);
    org = accepted(1.0, 0.0);
    ck_assert_int_eq(run(&org).all, 0);
}
END_TEST

//     a | b | c      in one club, each with a problem that nobody there can solve
// They set up a working group. It ties them in the tick it works in, whether the club goes on or
// not, and the problem outlives patience for as long as the group is at it.
START_TEST(a_working_group_forms_around_what_is_too_hard_and_ties_its_members)
{
    tiny_org org = needy();
    tiny_org_set(&org, "patience", 6.0);
    tiny_org_set(&org, "attend_base", 3.0);
    tiny_org_set(&org, "attend_need", 4.0);
    tiny_org_set(&org, "min_active", 1.0);
    tiny_org_set(&org, "group_months", 2.0);
    tiny_org_set(&org, "group_min", 3);
    tiny_org_set(&org, "group_solve", 0.0);
    tiny_org_set(&org, "group_deadline_low", 9.0);
    tiny_org_set(&org, "group_deadline_high", 9.0);
    tiny_org_set(&org, "help_x", 0.0);
    tiny_org_set(&org, "help_y", 0.0);
    tiny_org_draw(&org, "a|b|c");
    tiny_org_launch(&org, 3);
    ist_model *model = tiny_org_compile(&org);
    ist_state *s = tiny_run_start(model, 1);
    for (int32_t i = 0; i < 3; i++) {
        s->employee_problem[i] = 0;
        s->employee_difficulty[i] = 0.9F;
    }
    while (ist_state_working_groups(s) == 0) {
        ck_assert_int_lt(ist_state_tick(s), 6);
        tiny_run(s, 1);
    }
    // Until now they talked at meetings, too: forget that, and meet no more.
    for (int32_t node = 0; node < 3; node++) {
        isti_ties_forget(s, node);
    }
    isti_community_end(s, 0, ISTI_END_FADED);
    tiny_run(s, 1);
    for (int32_t a = 0; a < 3; a++) {
        ck_assert_int_ge(isti_tie_find(s, a, (a + 1) % 3), 0);
    }
    ck_assert_int_eq(s->desk.encounters, 0);
    // Nine months: the problems are still open, then the group is over.
    const int32_t deadline = s->task_deadline[0];
    tiny_run(s, deadline - ist_state_tick(s));
    ck_assert_int_ge(ist_state_working_groups(s), 1);
    ck_assert_int_ge(s->employee_problem[0], 0);
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

SUITE("founding", TEST(people_in_need_call_on_their_ties), TEST(three_ties_are_too_few_to_regroup),
      EACH(ties_that_were_strong_once_are_remembered, 2),
      EACH(people_new_in_a_role_neither_call_nor_answer, 2), TEST(nobody_regroups_without_need),
      TEST(colleagues_of_one_workplace_need_not_regroup),
      TEST(a_head_connects_somebody_in_need_with_experts),
      TEST(where_communities_are_usual_nobody_has_to_connect),
      TEST(a_manager_brings_strangers_together),
      TEST(without_stimulation_or_emphasis_no_manager_does),
      TEST(employees_propose_where_that_is_usual),
      TEST(they_do_not_where_it_is_not_or_is_not_approved),
      TEST(a_working_group_forms_around_what_is_too_hard_and_ties_its_members))
