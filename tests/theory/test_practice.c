// SPDX-License-Identifier: GPL-3.0-or-later
// Competence that new rules or a new function made void comes back with practice, as far as it was.
#include "process/process.h"
#include "state/people.h"
#include "support/world.h"

#include <math.h>

static const double tolerance = 1e-6; // what is void is a float
static const int32_t ticks_per_year[] = {12, 52};
static const char *const craft[] = {"craft"};

//     a | b c      everybody's 0.8 loses 0.4 of it: 0.48 are left and 0.32 void; b and c are tied
static tiny_org new_rules(int32_t ticks)
{
    tiny_org org = tiny_org_quiet();
    org.organization.ticks_per_year = ticks;
    tiny_org_set(&org, "practice_rate", 1.2);
    tiny_org_set(&org, "role_floor", 0.25);
    tiny_org_set(&org, "role_done", 0.0);
    tiny_org_set(&org, "competent", 0.3);
    tiny_org_set(&org, "lambda_strong", 0.02);
    tiny_org_set(&org, "lambda_affect", 0.02);
    org.person.competence = 0.8;
    tiny_org_draw(&org, "a|bc");
    tiny_org_tie(&org, "bc", 1.0, 1.0);
    ist_event_def e = first_event(IST_EVENT_NEW_RULES);
    e.themes = craft;
    e.theme_count = 1;
    e.obsolescence = 0.4;
    tiny_org_event(&org, &e);
    return org;
}

// b, who knows c, gets it back at rate 1.2; a, who has nobody to turn to, at 0.25 of that. It is
// there again, and no more than it was.
START_TEST(what_became_void_comes_back_with_practice)
{
    const int32_t year = ticks_per_year[_i];
    tiny_org org = new_rules(year);
    world w = open_world(&org);
    for (int32_t tick = 1; tick <= 3 * year; tick++) {
        tiny_run(w.s, 1);
        const double years = (double)tick / year;
        ck_assert_double_eq_tol(w.s->employee_competence[0], 0.8 - 0.32 * exp(-0.3 * years),
                                tolerance);
        ck_assert_double_eq_tol(w.s->employee_competence[1], 0.8 - 0.32 * exp(-1.2 * years),
                                tolerance);
    }
    close_world(&w);
}
END_TEST

START_TEST(without_practice_it_stays_void)
{
    tiny_org org = new_rules(12);
    tiny_org_set(&org, "practice_rate", 0.0);
    world w = open_world(&org);
    tiny_run(w.s, 24);
    ck_assert_double_eq_tol(w.s->employee_competence[0], 0.48, tolerance);
    ck_assert_double_eq_tol(w.s->employee_competence[1], 0.48, tolerance);
    close_world(&w);
}
END_TEST

// Half of the competence is no use on another theme, until it is learnt there.
START_TEST(a_new_function_is_learnt_with_practice)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_theme(&org, "trade", 1.0);
    tiny_org_set(&org, "off_theme_competence", 0.5);
    tiny_org_set(&org, "practice_rate", 1.2);
    tiny_org_set(&org, "role_floor", 0.25);
    tiny_org_set(&org, "role_done", 0.0);
    org.person.competence = 0.8;
    tiny_org_draw(&org, "a");
    world w = open_world(&org);
    isti_person_turns_to(w.s, 0, 1);
    ck_assert_double_eq_tol(w.s->employee_competence[0], 0.4, tolerance);
    tiny_run(w.s, 12);
    ck_assert_double_eq_tol(w.s->employee_competence[0], 0.8 - 0.4 * exp(-0.3), tolerance);
    close_world(&w);
}
END_TEST

// Somebody else in the post has nothing to get back.
START_TEST(a_new_hire_does_not_get_back_what_the_predecessor_lost)
{
    tiny_org org = new_rules(12);
    world w = open_world(&org);
    tiny_run(w.s, 1);
    isti_replace(w.s, 0);
    ck_assert_double_eq(w.s->employee_void[0], 0.0);
    w.s->employee_ambiguity[0] = 0.0;
    const double competence = w.s->employee_competence[0];
    tiny_run(w.s, 12);
    ck_assert_double_eq(w.s->employee_competence[0], competence);
    close_world(&w);
}
END_TEST

// 0.9 of competence, learnt again in a year, becomes void on top of 0.8 that still is: together they
// are never more than all there is.
START_TEST(more_than_all_competence_became_void)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "practice_rate", 0.0);
    tiny_org_draw(&org, "a");
    ist_event_def e = first_event(IST_EVENT_NEW_RULES);
    e.themes = craft;
    e.theme_count = 1;
    e.obsolescence = 0.8;
    tiny_org_event(&org, &e);
    e.at = 1.0;
    tiny_org_event(&org, &e);
    world w = open_world(&org);
    tiny_run(w.s, 1);
    w.s->employee_competence[0] = 0.9;
    tiny_run(w.s, 12); // checked after each tick
    ck_assert_double_le(w.s->employee_competence[0] + w.s->employee_void[0], 1.0);
    close_world(&w);
}
END_TEST

SUITE("practice", EACH(what_became_void_comes_back_with_practice, COUNT_OF(ticks_per_year)),
      TEST(without_practice_it_stays_void), TEST(a_new_function_is_learnt_with_practice),
      TEST(a_new_hire_does_not_get_back_what_the_predecessor_lost),
      TEST(more_than_all_competence_became_void))
