// SPDX-License-Identifier: GPL-3.0-or-later
// Problems: who solves them, and who does not.
#include "state/communities.h"
#include "state/ties.h"
#include "support/suite.h"
#include "support/tiny_org.h"

enum { YEARS = 3, TICKS = 12 * YEARS };

typedef struct solved {
    int64_t met, expired, by[IST_SOLVER_COUNT];
} solved;

static solved run(tiny_org *org)
{
    ist_model *model = tiny_org_compile(org);
    ist_state *s = tiny_run_start(model, 1);
    solved sum = {0};
    for (int32_t tick = 0; tick < TICKS; tick++) {
        tiny_run(s, 1);
        sum.met += s->now.tally.met;
        sum.expired += s->now.tally.expired;
        for (int32_t k = 0; k < IST_SOLVER_COUNT; k++) {
            sum.by[k] += s->now.tally.solved[k];
        }
    }
    ist_state_destroy(s);
    ist_model_destroy(model);
    return sum;
}

// a knows nothing and has problems all the time; b, next door or in another unit, knows everything.
// Whoever is willing at all helps: weights at their largest.
static tiny_org needy(void)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "problem_rate", 20.0);
    tiny_org_set(&org, "willing", 1.0);
    tiny_org_set(&org, "willing_x", 2.0);
    tiny_org_set(&org, "willing_y", 2.0);
    tiny_org_set(&org, "willing_base", 1.0);
    tiny_org_set(&org, "give_and_take", 0.0);
    tiny_org_set(&org, "sensitive_share", 0.0);
    tiny_org_set(&org, "ask_floor", 0.05);
    tiny_org_set(&org, "bypass_months", 12.0);
    tiny_org_set(&org, "patience", 2.0);
    tiny_org_set(&org, "lambda_weak", 0.5);
    org.person.competence = 0.0;
    return org;
}

//     a | b
static tiny_org pair(double market, double x, double y)
{
    tiny_org org = needy();
    org.unit.control[IST_CONTROL_MARKET] = market;
    tiny_org_draw(&org, "a");
    org.person.competence = 1.0;
    tiny_org_draw(&org, "b");
    if (x > 0.0 || y > 0.0) {
        tiny_org_tie(&org, "ab", x, y);
    }
    return org;
}

START_TEST(a_competent_friend_solves_what_oneself_cannot)
{
    tiny_org org = pair(0.0, 1.0, 1.0);
    const solved s = run(&org);
    ck_assert_int_gt((long)s.by[IST_SOLVER_TIE], 10);
    ck_assert_int_eq((long)s.expired, 0);
}
END_TEST

START_TEST(without_a_tie_there_is_no_help)
{
    tiny_org org = pair(0.0, 0.0, 0.0);
    const solved s = run(&org);
    ck_assert_int_eq((long)s.by[IST_SOLVER_TIE], 0);
    ck_assert_int_gt((long)s.expired, 0);
}
END_TEST

// A tie that has gone to sleep is asked for what is remembered of it: reactivate times its past.
START_TEST(a_dormant_tie_is_taken_up_in_need)
{
    tiny_org org = pair(0.0, 1.0, 1.0);
    tiny_org_set(&org, "reactivate", _i == 0 ? 0.0 : 0.3);
    ist_model *model = tiny_org_compile(&org);
    ist_state *s = tiny_run_start(model, 1);
    s->tie_x[0] = 0.0;
    s->tie_y[0] = 0.0;
    s->tie_flags[0] |= ISTI_TIE_DORMANT;
    int64_t helped = 0;
    for (int32_t tick = 0; tick < TICKS; tick++) {
        tiny_run(s, 1);
        helped += s->now.tally.solved[IST_SOLVER_TIE];
    }
    ck_assert_int_eq(helped > 0, _i == 1);
    ck_assert_int_eq(isti_tie_is_dormant(s, 0), _i == 0);
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

// Competition between units suppresses what rests on the instrumental strand: with xi 1 all of it.
START_TEST(competition_suppresses_help_without_affect)
{
    tiny_org org = pair(1.0, 0.9, 0.0);
    tiny_org_set(&org, "xi", 1.0);
    ck_assert_int_eq((long)run(&org).by[IST_SOLVER_TIE], 0);
    org = pair(0.0, 0.9, 0.0);
    tiny_org_set(&org, "xi", 1.0);
    ck_assert_int_gt((long)run(&org).by[IST_SOLVER_TIE], 0);
}
END_TEST

START_TEST(trust_overrides_competition)
{
    tiny_org org = pair(1.0, 0.9, 0.9);
    tiny_org_set(&org, "xi", 1.0);
    ck_assert_int_gt((long)run(&org).by[IST_SOLVER_TIE], 10);
}
END_TEST

// A sensitive problem is shown to a competitor only where there is trust.
START_TEST(what_is_sensitive_is_told_to_nobody_without_trust)
{
    tiny_org org = pair(1.0, 0.9, 0.0);
    tiny_org_set(&org, "xi", 0.0);
    tiny_org_set(&org, "sensitive_share", 1.0);
    tiny_org_set(&org, "trust", 0.1);
    ck_assert_int_eq((long)run(&org).by[IST_SOLVER_TIE], 0);
    org = pair(1.0, 0.9, 0.9);
    tiny_org_set(&org, "sensitive_share", 1.0);
    tiny_org_set(&org, "trust", 0.1);
    ck_assert_int_gt((long)run(&org).by[IST_SOLVER_TIE], 10);
}
END_TEST

START_TEST(the_competent_need_nobody)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "problem_rate", 20.0);
    tiny_org_draw(&org, "abc");
    const solved s = run(&org);
    ck_assert_int_eq((long)s.by[IST_SOLVER_SELF], (long)s.met);
}
END_TEST

START_TEST(a_line_that_can_do_everything_solves_the_rest)
{
    tiny_org org = needy();
    org.unit.context[IST_CONTEXT_LINE_CAPACITY] = 1.0;
    tiny_org_draw(&org, "a");
    const solved s = run(&org);
    ck_assert_int_gt((long)s.met, 10);
    ck_assert_int_eq((long)s.by[IST_SOLVER_LINE], (long)s.met);
}
END_TEST

// capacity = base (1 - shock) + (1 - base) canon = 0.5 * 0 + 0.5 * 1: canon carries half of it.
START_TEST(canon_stands_in_for_a_line_in_shock)
{
    enum { PEOPLE = 2000 };
    tiny_org org = needy();
    org.unit.context[IST_CONTEXT_LINE_CAPACITY] = 0.5;
    tiny_org_set(&org, "stale_rate", 0.0);
    tiny_org_unit_of(&org, PEOPLE);
    ist_event_def e = ist_event_def_default(IST_EVENT_LINE_SHOCK);
    e.at = 0.0;
    e.value = 1.0;
    tiny_org_event(&org, &e);
    ist_model *model = tiny_org_compile(&org);
    ist_state *s = tiny_run_start(model, 1);
    s->theme_canon[0] = 1.0;
    tiny_run(s, 1);
    const double met = (double)s->now.tally.met;
    ck_assert_double_gt(met, 1000.0);
    // Half, within four deviations of at most 0.5 / sqrt(1000)
    ck_assert_double_eq_tol((double)s->now.tally.solved[IST_SOLVER_LINE] / met, 0.5, 0.064);
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

// Patience of three months: open at the end of two months, given up at the end of the third.
START_TEST(a_problem_expires_after_patience)
{
    tiny_org org = needy();
    tiny_org_set(&org, "patience", 3.0);
    tiny_org_draw(&org, "a");
    ist_model *model = tiny_org_compile(&org);
    ist_state *s = tiny_run_start(model, 1);
    while (s->employee_problem[0] < 0) {
        tiny_run(s, 1);
    }
    ck_assert_int_eq(s->employee_age[0], 1);
    tiny_run(s, 1);
    ck_assert_int_eq(s->employee_age[0], 2);
    tiny_run(s, 1);
    ck_assert_int_eq((int)s->now.tally.expired, 1);
    ck_assert_int_lt(s->employee_problem[0], 0);
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

//     a b | c      a heads the unit and is tied to c, an expert elsewhere whom b does not know
// The manager calls the expert for b.
START_TEST(a_manager_calls_a_known_expert)
{
    tiny_org org = needy();
    tiny_org_set(&org, "bypass_months", 0.0);
    tiny_org_set(&org, "help_x", 0.0); // b does not get to know c
    tiny_org_set(&org, "help_y", 0.0);
    org.unit.control[IST_CONTROL_INPUT] = 1.0;
    tiny_org_draw(&org, "ab");
    org.person.competence = 1.0;
    tiny_org_draw(&org, "c");
    tiny_org_tie(&org, "ac", 1.0, 1.0);
    ist_model *model = tiny_org_compile(&org);
    ist_state *s = tiny_run_start(model, 1);
    int64_t bypass = 0;
    for (int32_t tick = 0; tick < TICKS; tick++) {
        tiny_run(s, 1);
        ck_assert_int_eq(s->unit_head[0], 0); // the first of equals heads the unit
        bypass += s->now.tally.solved[IST_SOLVER_BYPASS];
    }
    ck_assert_int_gt((long)bypass, 5);
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

SUITE("help", TEST(a_competent_friend_solves_what_oneself_cannot),
      TEST(without_a_tie_there_is_no_help), EACH(a_dormant_tie_is_taken_up_in_need, 2),
      TEST(competition_suppresses_help_without_affect), TEST(trust_overrides_competition),
      TEST(what_is_sensitive_is_told_to_nobody_without_trust), TEST(the_competent_need_nobody),
      TEST(a_line_that_can_do_everything_solves_the_rest),
      TEST(canon_stands_in_for_a_line_in_shock), TEST(a_problem_expires_after_patience),
      TEST(a_manager_calls_a_known_expert))
