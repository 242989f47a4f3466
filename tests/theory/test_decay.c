// SPDX-License-Identifier: GPL-3.0-or-later
// Ties step by step against the solution of their differential equations.
#include "state/ties.h"
#include "support/suite.h"
#include "support/tiny_org.h"

#include <math.h>

// How a tie fades is kept in single precision: 2^-24 a tick.
static const double tolerance = 2e-5;

static const double lambda_weak = 2.3;
static const double lambda_strong = 0.16;
static const double lambda_affect = 0.16;

// Decay of the instrumental strand: between both ends in the log, by affect.
static double lambda(double y)
{
    return exp((1.0 - y) * log(lambda_weak) + y * log(lambda_strong));
}

// A pair at two workplaces, or (with "ab") at one.
static ist_model *pair(const char *units, int32_t ticks_per_year, double x, double y, double rate)
{
    tiny_org org = tiny_org_quiet();
    org.organization.ticks_per_year = ticks_per_year;
    tiny_org_set(&org, "contact_x_rate", rate);
    tiny_org_set(&org, "contact_x_level", 0.5);
    tiny_org_set(&org, "contact_y_rate", 0.5 * rate);
    tiny_org_set(&org, "contact_y_level", 0.3);
    tiny_org_draw(&org, units);
    tiny_org_tie(&org, "ab", x, y);
    return tiny_org_compile(&org);
}

static const int32_t lengths[] = {12, 52, 365};

static const struct {
    double x, y;
} strands[] = {{0.8, 0.0}, {0.8, 0.3}, {0.2, 0.9}, {1.0, 1.0}};

enum { STRANDS = sizeof strands / sizeof *strands };

// x(t) = x0 exp(-lambda(y0) t), y(t) = y0 exp(-0.16 t), whatever the length of a tick.
START_TEST(without_contact_both_strands_fade_exponentially)
{
    const double x0 = strands[_i % STRANDS].x;
    const double y0 = strands[_i % STRANDS].y;
    const int32_t per_year = lengths[_i / STRANDS];
    ist_model *model = pair("a|b", per_year, x0, y0, 0.0);
    ist_state *s = tiny_run_start(model, 1);
    for (int32_t year = 1; year <= 1 + (y0 > 0.0); year++) {
        tiny_run(s, per_year);
        ck_assert_double_eq_tol(s->tie_x[0], x0 * exp(-lambda(y0) * year), tolerance);
        ck_assert_double_eq_tol(s->tie_y[0], y0 * exp(-lambda_affect * year), tolerance);
    }
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

// dx/dt = -lambda x + r (level - x) from below the level: towards x* = r level / (lambda + r),
// x(t) = x* + (x0 - x*) exp(-(lambda + r) t). The same for y.
START_TEST(contact_pulls_what_is_below_its_level_towards_its_balance)
{
    static const double rate = 1.6;
    const double x0 = 0.2;
    const double y0 = 0.1;
    ist_model *model = pair("ab", lengths[_i], x0, y0, rate);
    ist_state *s = tiny_run_start(model, 1);
    const double x_sum = lambda(y0) + rate;
    const double x_rest = rate * 0.5 / x_sum;
    const double y_sum = lambda_affect + 0.5 * rate;
    const double y_rest = 0.5 * rate * 0.3 / y_sum;
    for (int32_t year = 1; year <= 3; year++) {
        tiny_run(s, lengths[_i]);
        const double x = x_rest + (x0 - x_rest) * exp(-x_sum * year);
        const double y = y_rest + (y0 - y_rest) * exp(-y_sum * year);
        ck_assert_double_eq_tol(s->tie_x[0], x, tolerance);
        ck_assert_double_eq_tol(s->tie_y[0], y, tolerance);
    }
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

// Above its level contact does nothing: x fades to the level as if alone, then follows the pull.
// Where the two meet a tick counts as a whole, so the error is of its length squared.
START_TEST(contact_never_lowers_a_strand)
{
    static const double rate = 4.0;
    const double x0 = 0.9;
    const int32_t per_year = lengths[_i];
    ist_model *model = pair("ab", per_year, x0, 0.0, rate);
    ist_state *s = tiny_run_start(model, 1);
    const double reached = log(x0 / 0.5) / lambda_weak; // years until x is at the level, 0.5
    const double sum = lambda_weak + rate;
    const double rest = rate * 0.5 / sum;
    for (int32_t tick = 1; tick <= per_year; tick++) {
        tiny_run(s, 1);
        const double years = (double)tick / per_year;
        const double alone = x0 * exp(-lambda_weak * years);
        const double pulled = rest + (0.5 - rest) * exp(-sum * (years - reached));
        const double x = years < reached ? alone : pulled;
        ck_assert_double_eq_tol(s->tie_x[0], x, 4.0 / ((double)per_year * per_year));
    }
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

// Affect keeps a tie alive: the closer, the slower the instrumental strand fades.
START_TEST(the_rate_of_decay_lies_between_bridge_and_friendship)
{
    ck_assert_double_eq_tol(lambda(0.0), 2.3, 1e-12);
    ck_assert_double_eq_tol(lambda(1.0), 0.16, 1e-12);
    double last = 0.0;
    for (int32_t step = 0; step <= 4; step++) {
        ist_model *model = pair("a|b", 12, 0.8, 0.25 * step, 0.0);
        ist_state *s = tiny_run_start(model, 1);
        tiny_run(s, 6);
        ck_assert_double_gt(s->tie_x[0], last);
        last = s->tie_x[0];
        ist_state_destroy(s);
        ist_model_destroy(model);
    }
}
END_TEST

// 0.9 exp(-2.3 t) < 0.01 from t = ln(90) / 2.3 = 1.956 years on: 23.48 months.
START_TEST(a_tie_is_gone_in_the_month_its_strands_fall_below_the_floor)
{
    ist_model *model = pair("a|b", 12, 0.9, 0.0, 0.0);
    ist_state *s = tiny_run_start(model, 1);
    tiny_run(s, 23);
    ck_assert_int_eq(isti_tie_is_dormant(s, 0), 0);
    tiny_run(s, 1);
    ck_assert_int_eq(isti_tie_is_dormant(s, 0), 1); // it was 0.9 once
    ck_assert_double_eq(s->tie_x[0], 0.0);
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

// 0.39 exp(-2.3 t) < 0.01 from t = 1.593 years: after 20 months it is forgotten.
START_TEST(a_weak_tie_is_forgotten)
{
    ist_model *model = pair("a|b", 12, 0.39, 0.0, 0.0);
    ist_state *s = tiny_run_start(model, 1);
    tiny_run(s, 19);
    ck_assert_int_eq(isti_tie_find(s, 0, 1), 0);
    tiny_run(s, 1);
    ck_assert_int_eq(isti_tie_find(s, 0, 1), -1);
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

START_TEST(contact_keeps_a_tie_of_nothing)
{
    ist_model *model = pair("ab", 12, 0.0, 0.0, 1.6);
    ist_state *s = tiny_run_start(model, 1);
    tiny_run(s, 24);
    ck_assert_int_eq(isti_tie_find(s, 0, 1), 0);
    ck_assert_double_gt(s->tie_x[0], 0.1);
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

// n encounters that each add the share l of what is missing: x = 1 - (1 - l)^n, from 0.
START_TEST(repeated_encounters_saturate)
{
    ist_model *model = pair("a|b", 12, 0.0, 0.0, 0.0);
    ist_state *s = tiny_run_start(model, 1);
    for (int32_t n = 1; n <= 60; n++) {
        const isti_encounter e = {.a = 0, .b = 1, .gain_x = 0.25F, .gain_y = 0.0625F};
        ck_assert_int_eq(isti_tie_meet(s, &e), IST_OK);
        ck_assert_double_eq_tol(s->tie_x[0], 1.0 - pow(0.75, n), 1e-6);
        ck_assert_double_eq_tol(s->tie_y[0], 1.0 - pow(0.9375, n), 1e-6);
        ck_assert_double_lt(s->tie_x[0], 1.0);
    }
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

// Three who always come, at three workplaces: in every meeting each talks with both others, so that
// each pair talks twice, half of l each time; in between a month of decay (lambda fixed at the last
// talk). The recurrence settles where what a meeting adds is what a month takes.
START_TEST(meetings_against_decay_follow_their_recurrence)
{
    static const double talk_x = 0.5;
    static const double talk_y = 0.2;
    tiny_org org = tiny_org_quiet();
    org.person.competence = 1.0;
    tiny_org_set(&org, "attend_base", 3.0);
    tiny_org_set(&org, "attend_know", 4.0);
    tiny_org_set(&org, "know_offset", 1.0);
    tiny_org_set(&org, "attend_commit", 6.0);
    tiny_org_set(&org, "commit_neutral", 0.0);
    tiny_org_set(&org, "commit_start", 1.0);
    tiny_org_set(&org, "min_active", 1.0);
    tiny_org_set(&org, "talk_x", talk_x);
    tiny_org_set(&org, "talk_y", talk_y);
    tiny_org_set(&org, "talk_partners", 2);
    tiny_org_draw(&org, "a|b|c");
    tiny_org_launch(&org, 3);
    ist_model *model = tiny_org_compile(&org);
    ist_state *s = tiny_run_start(model, 1);
    double x = 0.0;
    double y = 0.0;
    double rate = lambda(0.0);
    for (int32_t month = 0; month < 36; month++) {
        tiny_run(s, 1);
        if (month == 0) {
            continue; // founded; the first meeting is a month later
        }
        ck_assert_int_eq(s->community_present[0], 3);
        ck_assert_double_eq_tol(s->community_autonomy[0], 1.0, 1e-12);
        x *= exp(-rate / 12.0);
        y *= exp(-lambda_affect / 12.0);
        x = 1.0 - (1.0 - x) * (1.0 - talk_x / 2.0) * (1.0 - talk_x / 2.0);
        y = 1.0 - (1.0 - y) * (1.0 - talk_y / 2.0) * (1.0 - talk_y / 2.0);
        rate = lambda(y);
        for (int32_t a = 0; a < 3; a++) {
            const int32_t t = isti_tie_find(s, a, (a + 1) % 3);
            ck_assert_int_ge(t, 0);
            ck_assert_double_eq_tol(s->tie_x[t], x, tolerance);
            ck_assert_double_eq_tol(s->tie_y[t], y, tolerance);
        }
    }
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

SUITE("decay",
      EACH(without_contact_both_strands_fade_exponentially,
           STRANDS * sizeof lengths / sizeof *lengths),
      EACH(contact_pulls_what_is_below_its_level_towards_its_balance,
           sizeof lengths / sizeof *lengths),
      EACH(contact_never_lowers_a_strand, sizeof lengths / sizeof *lengths),
      TEST(the_rate_of_decay_lies_between_bridge_and_friendship),
      TEST(a_tie_is_gone_in_the_month_its_strands_fall_below_the_floor),
      TEST(a_weak_tie_is_forgotten), TEST(contact_keeps_a_tie_of_nothing),
      TEST(repeated_encounters_saturate), TEST(meetings_against_decay_follow_their_recurrence))
