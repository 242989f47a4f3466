// SPDX-License-Identifier: GPL-3.0-or-later
// What follows something else, against the closed form: autonomy, commitment, expectation, shocks,
// canon, institutionalization, role ambiguity.
#include "state/communities.h"
#include "support/world.h"

#include <math.h>
#include <string.h>

static const double tolerance = 1e-9;

enum { MEMBERS = 12 };

// A club in units whose context is `context`, under an overseer.
static tiny_org club(const double *context, tiny_overseer overseer)
{
    tiny_org org = tiny_org_quiet();
    org.organization.emphasis = 1.0;
    memcpy(org.unit.context, context, sizeof org.unit.context);
    tiny_org_set(&org, "tolerated", 0.2);
    tiny_org_set(&org, "excess_slope", 1.6);
    tiny_org_set(&org, "autonomy_rate", 0.8);
    tiny_org_set(&org, "intrusion_control", 0.8);
    tiny_org_set(&org, "intrusion_return", 1.0);
    tiny_org_set(&org, "complexity_shield", 0.75);
    tiny_org_set(&org, "min_active", 1.0);
    tiny_org_unit_of(&org, MEMBERS);
    tiny_org_oversee(&org, overseer);
    tiny_org_launch(&org, MEMBERS);
    return org;
}

// Contexts are decentralization, resources, productivity, short-termism, line capacity, workload.
typedef struct interference {
    const char *what;
    double context[IST_CONTEXT_COUNT];
    tiny_overseer overseer;
    double intrusion;
} interference;

static const interference interferences[] = {
    // Nobody intrudes.
    {.what = "nothing", .context = {0.0, 0.0, 1.0, 1.0}},
    // 0.8 (1 - 0.25) = 0.6
    {.what = "facilitation",
     .context = {0.25, 0.0, 1.0, 1.0},
     .overseer = {.role = {[IST_ROLE_FACILITATION] = 0.8}},
     .intrusion = 0.6},
    // 0.8 * 0.5 * 0.75 = 0.3
    {.what = "control",
     .context = {0.0, 0.0, 0.75, 1.0},
     .overseer = {.role = {[IST_ROLE_CONTROL] = 0.5}},
     .intrusion = 0.3},
    // 1 * 0.9 (1 - 0.2) (1 - 0.5) * 0.8 = 0.288
    {.what = "support",
     .context = {0.0, 0.5, 0.0, 0.8},
     .overseer = {.role = {[IST_ROLE_SUPPORT] = 0.9}, .independence = 0.2},
     .intrusion = 0.288},
    // 1 * 0.9 * 0.5 * 0.8 = 0.36
    {.what = "recognition",
     .context = {0.0, 0.0, 0.0, 0.8},
     .overseer = {.role = {[IST_ROLE_RECOGNITION] = 0.9}, .specificity = 0.5},
     .intrusion = 0.36},
    // Stimulation obliges; it does not intrude.
    {.what = "stimulation",
     .context = {0.0, 0.0, 1.0, 1.0},
     .overseer = {.role = {[IST_ROLE_STIMULATION] = 1.0}}},
    // (1 + 0.8) (1 - 0.75 * 0.4) = 1.26
    {.what = "two roles, shielded by complexity",
     .context = {0.0, 0.0, 1.0, 0.0},
     .overseer = {.role = {[IST_ROLE_FACILITATION] = 1.0, [IST_ROLE_CONTROL] = 1.0},
                  .complexity = 0.4},
     .intrusion = 1.26},
    // 0.19, below the tolerated
    {.what = "tolerated",
     .context = {0.0, 0.0, 0.0, 0.0},
     .overseer = {.role = {[IST_ROLE_FACILITATION] = 0.19}},
     .intrusion = 0.19},
};

// A(t) = A* + (1 - A*) exp(-0.8 t), A* = 1 - min(1, 1.6 (intrusion - 0.2) / 0.8).
START_TEST(autonomy_relaxes_to_what_intrusion_leaves)
{
    const interference *c = &interferences[_i];
    tiny_org org = club(c->context, c->overseer);
    world w = open_world(&org);
    const double excess = fmax(0.0, c->intrusion - 0.2) / 0.8;
    const double target = 1.0 - fmin(1.0, 1.6 * excess);
    for (int32_t month = 1; month <= 24; month++) {
        tiny_run(w.s, 1);
        ist_community_info info;
        ck_assert(ist_community_get(w.s, (ist_community_id){1}, &info));
        ck_assert(info.active);
        ck_assert_msg(fabs(info.intrusion - c->intrusion) < tolerance, "%s: %g", c->what,
                      info.intrusion);
        const double expected = target + (1.0 - target) * exp(-0.8 * month / 12.0);
        ck_assert_msg(fabs(info.autonomy - expected) < tolerance, "%s: %g, not %g", c->what,
                      info.autonomy, expected);
    }
    close_world(&w);
}
END_TEST

// The same years, cut into weeks.
START_TEST(autonomy_does_not_ask_how_long_a_tick_is)
{
    const interference *c = &interferences[1];
    tiny_org org = club(c->context, c->overseer);
    org.organization.ticks_per_year = 52;
    world w = open_world(&org);
    tiny_run(w.s, 104);
    ck_assert_double_eq_tol(w.s->community_autonomy[0], 0.2 + 0.8 * exp(-0.8 * 2.0), tolerance);
    close_world(&w);
}
END_TEST

// Without an overseer there is nothing to intrude: the club finds its autonomy again.
START_TEST(autonomy_comes_back_when_the_intrusion_ends)
{
    const interference *c = &interferences[1]; // towards 0.2
    tiny_org org = club(c->context, c->overseer);
    world w = open_world(&org);
    tiny_run(w.s, 12);
    const double low = 0.2 + 0.8 * exp(-0.8);
    ck_assert_double_eq_tol(w.s->community_autonomy[0], low, tolerance);
    w.s->community_overseer[0] = -1;
    tiny_run(w.s, 12);
    ck_assert_double_eq_tol(w.s->community_autonomy[0], 1.0 - (1.0 - low) * exp(-0.8), tolerance);
    close_world(&w);
}
END_TEST

// ---- Commitment

// Nobody ever comes (workload -6, base -3): no benefit, so c(t) = 0.6 exp(-2.5 t) from the first
// month after the founding on.
START_TEST(commitment_without_meetings_fades_exponentially)
{
    const double idle[IST_CONTEXT_COUNT] = {1.0, 1.0, 0.0, 0.0, 0.0, 1.0};
    tiny_org org = club(idle, (tiny_overseer){.independence = 1.0});
    tiny_org_set(&org, "attend_base", -3.0);
    tiny_org_set(&org, "attend_load", 6.0);
    tiny_org_set(&org, "attend_commit", 0.0);
    tiny_org_set(&org, "attend_know", 0.0);
    tiny_org_set(&org, "commit_rate", 2.5);
    world w = open_world(&org);
    for (int32_t month = 1; month <= 24; month++) {
        tiny_run(w.s, 1);
        ck_assert_int_eq(w.s->community_present[0], 0);
        ck_assert_double_eq_tol(isti_mean_commitment(w.s, 0), 0.6 * exp(-2.5 * (month - 1) / 12.0),
                                tolerance);
    }
    close_world(&w);
}
END_TEST

// Everybody comes, nothing but recognition 0.8 rewards: target 0.8 * w 0.5 = 0.4, from 0.6.
// Control 1 where only what is measured counts, with complexity 0.5, weighs 0.3 * 0.5 = 0.15.
START_TEST(commitment_relaxes_to_benefits_less_burden)
{
    const double measured[IST_CONTEXT_COUNT] = {1.0, 1.0, 1.0, 0.0, 0.0, 0.0};
    tiny_overseer overseer = {.role = {[IST_ROLE_RECOGNITION] = 0.8},
                              .specificity = 0.0,
                              .independence = 1.0,
                              .complexity = 0.5};
    overseer.role[IST_ROLE_CONTROL] = _i == 1 ? 1.0 : 0.0;
    tiny_org org = club(measured, overseer);
    tiny_org_set(&org, "attend_base", 3.0);
    tiny_org_set(&org, "attend_commit", 6.0);
    tiny_org_set(&org, "commit_neutral", 0.0);
    tiny_org_set(&org, "attend_know", 4.0);
    tiny_org_set(&org, "know_offset", 1.0);
    tiny_org_set(&org, "full_meeting", 5.0);
    tiny_org_set(&org, "w_relevance", 0.0);
    tiny_org_set(&org, "w_learning", 0.0);
    tiny_org_set(&org, "w_affect", 0.0);
    tiny_org_set(&org, "w_realization", 0.0);
    tiny_org_set(&org, "w_recognition", 0.5);
    tiny_org_set(&org, "w_control", 0.3);
    tiny_org_set(&org, "commit_rate", 2.5);
    world w = open_world(&org);
    const double target = _i == 1 ? 0.25 : 0.4;
    for (int32_t month = 1; month <= 24; month++) {
        tiny_run(w.s, 1);
        ck_assert_int_ge(w.s->community_present[0], month > 1 ? 5 : 0);
        const double expected = target + (0.6 - target) * exp(-2.5 * (month - 1) / 12.0);
        ck_assert_double_eq_tol(isti_mean_commitment(w.s, 0), expected, tolerance);
    }
    close_world(&w);
}
END_TEST

// However much is gained or weighs, commitment stays in [0,1]: with everything at its largest it
// tends to 1 from below, with every burden and no benefit to 0 from above.
START_TEST(commitment_never_leaves_its_bounds)
{
    const double measured[IST_CONTEXT_COUNT] = {1.0, 1.0, 1.0, 0.0, 0.0, 0.0};
    tiny_overseer overseer = {.independence = 1.0};
    overseer.role[_i == 0 ? IST_ROLE_RECOGNITION : IST_ROLE_CONTROL] = 1.0;
    overseer.role[IST_ROLE_STIMULATION] = _i == 0 ? 0.0 : 1.0;
    tiny_org org = club(measured, overseer);
    org.organization.institutionalization = 0.0;
    tiny_org_set(&org, "attend_base", 3.0);
    tiny_org_set(&org, "w_recognition", 1.0);
    tiny_org_set(&org, "w_affect", 1.0);
    tiny_org_set(&org, "w_learning", 1.0);
    tiny_org_set(&org, "w_control", 1.0);
    tiny_org_set(&org, "w_oblige", 3.0);
    tiny_org_set(&org, "commit_rate", 12.0);
    tiny_org_set(&org, "talk_y", 1.0);
    world w = open_world(&org);
    for (int32_t month = 1; month <= 24; month++) {
        tiny_run(w.s, 1);
        for (int32_t seat = 0; seat < MEMBERS; seat++) {
            const double c = w.s->seat_commitment[w.s->community_seat[0] + seat];
            ck_assert(c >= 0.0 && c <= 1.0);
        }
    }
    ck_assert_double_eq_tol(isti_mean_commitment(w.s, 0), _i == 0 ? 1.0 : 0.0, 1e-3);
    close_world(&w);
}
END_TEST

// ---- Expectation

// Each tick what is expected beyond the setting falls at 0.2 a year, then rises at
// 0.6 * support 0.5 * short-termism 0.8 * (1 - resources 0.25) = 0.18 a year of what is missing:
// e(n) = e* (1 - q^n), q = exp(-0.2 dt) exp(-0.18 dt), e* = (1 - exp(-0.18 dt)) / (1 - q).
START_TEST(support_breeds_expectation)
{
    const double hurried[IST_CONTEXT_COUNT] = {1.0, 0.25, 0.0, 0.8, 0.0, 0.0};
    tiny_org org = club(hurried, (tiny_overseer){.role = {[IST_ROLE_SUPPORT] = 0.5},
                                                 .independence = 1.0,
                                                 .expectation = 0.1});
    tiny_org_set(&org, "expect_rate", 0.6);
    tiny_org_set(&org, "expect_fade", 0.2);
    world w = open_world(&org);
    const double rise = 1.0 - exp(-0.18 / 12.0);
    const double q = exp(-0.2 / 12.0) * (1.0 - rise);
    double last = 0.0;
    for (int32_t month = 1; month <= 36; month++) {
        tiny_run(w.s, 1);
        const double bred = rise / (1.0 - q) * (1.0 - pow(q, month));
        ck_assert_double_eq_tol(w.s->community_expectation[0], bred, tolerance);
        ck_assert_double_eq_tol(isti_expectation(w.s, 0), 0.1 + bred, tolerance);
        ck_assert_double_gt(bred, last);
        last = bred;
    }
    // Without support what was bred falls: by exp(-0.2) in a year.
    w.s->community_overseer[0] = -1;
    tiny_run(w.s, 12);
    ck_assert_double_eq_tol(w.s->community_expectation[0], last * exp(-0.2), tolerance);
    ck_assert_double_eq_tol(isti_expectation(w.s, 0), 0.0, tolerance);
    close_world(&w);
}
END_TEST

// In a patient place, or where units hold the resources, support breeds none.
START_TEST(support_breeds_no_expectation_in_a_mild_place)
{
    const double mild[2][IST_CONTEXT_COUNT] = {{1.0, 0.0, 1.0, 0.0}, {1.0, 1.0, 1.0, 1.0}};
    tiny_org org =
        club(mild[_i], (tiny_overseer){.role = {[IST_ROLE_SUPPORT] = 1.0}, .independence = 1.0});
    world w = open_world(&org);
    tiny_run(w.s, 24);
    ck_assert_double_eq(w.s->community_expectation[0], 0.0);
    close_world(&w);
}
END_TEST

// ---- Shocks

static ist_event_def event(ist_event_kind kind, double value)
{
    ist_event_def def = ist_event_def_default(kind);
    def.at = 1.0;
    def.value = value;
    return def;
}

// Each fades from the end of the month it came in: v exp(-rate (n + 1) / 12) after n more months.
START_TEST(shocks_fade_exponentially)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "surge_fade", 0.9);
    tiny_org_set(&org, "line_fade", 1.2);
    tiny_org_set(&org, "pressure_fade", 2.0);
    tiny_org_draw(&org, "ab|c");
    const ist_event_def shocks[] = {event(IST_EVENT_SURGE, 3.0), event(IST_EVENT_LINE_SHOCK, 0.7),
                                    event(IST_EVENT_PRESSURE, 0.5)};
    for (size_t k = 0; k < sizeof shocks / sizeof *shocks; k++) {
        tiny_org_event(&org, &shocks[k]);
    }
    ist_event_def rules = event(IST_EVENT_NEW_RULES, 0.0);
    rules.surge = 2.0;
    rules.share = 1.0;
    tiny_org_event(&org, &rules);
    world w = open_world(&org);
    tiny_run(w.s, 12);
    ck_assert_double_eq(w.s->now.surge, 0.0);
    for (int32_t month = 1; month <= 36; month++) {
        tiny_run(w.s, 1);
        ck_assert_double_eq_tol(w.s->now.surge, 3.0 * exp(-0.9 * month / 12.0), tolerance);
        ck_assert_double_eq_tol(w.s->theme_surge[0], 2.0 * exp(-0.9 * month / 12.0), tolerance);
        ck_assert_double_eq_tol(w.s->now.line_shock, 0.7 * exp(-1.2 * month / 12.0), tolerance);
        ck_assert_double_eq_tol(w.s->unit_pressure[1], 0.5 * exp(-2.0 * month / 12.0), tolerance);
    }
    close_world(&w);
}
END_TEST

// Two shocks at once add up; both fade alike.
START_TEST(surges_add_up)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "surge_fade", 0.9);
    tiny_org_draw(&org, "a");
    const ist_event_def first = event(IST_EVENT_SURGE, 1.0);
    ist_event_def second = event(IST_EVENT_SURGE, 0.5);
    second.at = 2.0;
    tiny_org_event(&org, &first);
    tiny_org_event(&org, &second);
    world w = open_world(&org);
    tiny_run(w.s, 36);
    ck_assert_double_eq_tol(w.s->now.surge, exp(-0.9 * 2.0) + 0.5 * exp(-0.9), tolerance);
    close_world(&w);
}
END_TEST

// More problems while it lasts: a rate of 12 a year (1 + surge) against 12, everybody solving all.
START_TEST(a_surge_brings_as_many_more_problems_as_it_says)
{
    enum { PEOPLE = 4000 };
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "problem_rate", 2.4);
    tiny_org_set(&org, "surge_fade", 0.05);
    tiny_org_unit_of(&org, PEOPLE);
    const ist_event_def surge = event(IST_EVENT_SURGE, 2.0);
    tiny_org_event(&org, &surge);
    world w = open_world(&org);
    for (int32_t month = 0; month < 24; month++) {
        const double more = month < 12 ? 0.0 : 2.0 * exp(-0.05 * (month - 12) / 12.0);
        tiny_run(w.s, 1);
        const double expected = PEOPLE * 2.4 * (1.0 + more) / 12.0;
        ck_assert_double_eq_tol((double)w.s->now.tally.met, expected, 4.5 * sqrt(expected));
        ck_assert_int_eq((int)w.s->now.tally.solved[IST_SOLVER_SELF], (int)w.s->now.tally.met);
    }
    close_world(&w);
}
END_TEST

// ---- The rest

// Nothing new is adopted: what procedures know goes stale, g(t) = 0.8 exp(-0.1 t).
START_TEST(canon_goes_stale_exponentially)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "stale_rate", 0.1);
    tiny_org_draw(&org, "a");
    world w = open_world(&org);
    w.s->theme_canon[0] = 0.8;
    tiny_run(w.s, 24);
    ck_assert_double_eq_tol(ist_state_canon(w.s, (ist_theme_id){1}), 0.8 * exp(-0.2), tolerance);
    close_world(&w);
}
END_TEST

// What new rules made void comes back at rate 20 R as a community that realizes R interprets them:
// void(t + dt) = void(t) exp(-20 R dt). Nothing else is written or goes stale.
START_TEST(void_procedures_come_back_as_communities_interpret_the_rules)
{
    const double mild[IST_CONTEXT_COUNT] = {1.0, 1.0, 0.0, 0.0, 0.0, 0.0};
    tiny_org org =
        club(mild, (tiny_overseer){.role = {[IST_ROLE_RECOGNITION] = 1.0}, .independence = 1.0});
    tiny_org_set(&org, "interpret_rate", 20.0);
    tiny_org_set(&org, "adopt_rate", 0.0);
    tiny_org_set(&org, "stale_rate", 0.0);
    tiny_org_set(&org, "attend_base", 3.0);
    world w = open_world(&org);
    w.s->theme_canon[0] = 0.2;
    w.s->theme_void[0] = 0.6;
    double lost = 0.6;
    for (int32_t month = 1; month <= 24; month++) {
        tiny_run(w.s, 1);
        lost *= exp(-20.0 * w.s->community_realization[0] / 12.0);
        ck_assert_double_eq_tol(w.s->theme_void[0], lost, tolerance);
        ck_assert_double_eq_tol(ist_state_canon(w.s, (ist_theme_id){1}), 0.8 - lost, tolerance);
    }
    ck_assert_double_lt(lost, 0.3);
    close_world(&w);
}
END_TEST

// Without members I falls: 0.5 exp(-0.6 t). With all members and full emphasis it rises to 1.
START_TEST(institutionalization_follows_emphasis_times_members)
{
    const double mild[IST_CONTEXT_COUNT] = {1.0, 1.0, 0.0, 0.0, 0.0, 0.0};
    tiny_org org =
        club(mild, (tiny_overseer){.role = {[IST_ROLE_RECOGNITION] = 1.0}, .independence = 1.0});
    org.organization.institutionalization = 0.5;
    org.organization.emphasis = _i == 0 ? 0.0 : 1.0;
    tiny_org_set(&org, "institution_rate", 0.6);
    tiny_org_set(&org, "institution_reach", 1.5);
    tiny_org_set(&org, "attend_base", 3.0);
    world w = open_world(&org);
    for (int32_t month = 1; month <= 24; month++) {
        tiny_run(w.s, 1);
        ck_assert_int_eq(w.s->community_members[0], MEMBERS);
        const double target = _i == 0 ? 0.0 : 1.0;
        ck_assert_double_eq_tol(ist_state_institutionalization(w.s),
                                target + (0.5 - target) * exp(-0.6 * month / 12.0),
                                1e-6); // a float
    }
    close_world(&w);
}
END_TEST

// Alone, ambiguity falls at 2.4 * 0.25 a year; with a competent colleague (x above ask_floor) at
// 2.4 a year.
// Both count as 0 below role_done.
//     a | b --- c
START_TEST(a_new_role_is_learnt_faster_with_somebody_to_turn_to)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "role_rate", 2.4);
    tiny_org_set(&org, "role_floor", 0.25);
    tiny_org_set(&org, "role_done", 0.01);
    tiny_org_set(&org, "ask_floor", 0.0);
    tiny_org_set(&org, "competent", 0.5);
    tiny_org_draw(&org, "a|b|c");
    tiny_org_tie(&org, "bc", 0.9, 0.9);
    world w = open_world(&org);
    w.s->employee_ambiguity[0] = 1.0;
    w.s->employee_ambiguity[1] = 1.0;
    for (int32_t month = 1; month <= 30; month++) {
        tiny_run(w.s, 1);
        ck_assert_double_eq_tol(w.s->employee_ambiguity[0], exp(-0.6 * month / 12.0),
                                1e-6); // a float
        // exp(-0.2 n) < 0.01 from n = 23.03 months on
        const double quick = month <= 23 ? exp(-2.4 * month / 12.0) : 0.0;
        ck_assert_double_eq_tol(w.s->employee_ambiguity[1], quick, 1e-6);
    }
    close_world(&w);
}
END_TEST

START_TEST(unused_competence_is_forgotten_exponentially)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "forget", 0.1);
    tiny_org_draw(&org, "a");
    world w = open_world(&org);
    tiny_run(w.s, 36);
    ck_assert_double_eq_tol(w.s->employee_competence[0], exp(-0.3), tolerance);
    close_world(&w);
}
END_TEST

SUITE("relaxation",
      EACH(autonomy_relaxes_to_what_intrusion_leaves, sizeof interferences / sizeof *interferences),
      TEST(autonomy_does_not_ask_how_long_a_tick_is),
      TEST(autonomy_comes_back_when_the_intrusion_ends),
      TEST(commitment_without_meetings_fades_exponentially),
      EACH(commitment_relaxes_to_benefits_less_burden, 2),
      EACH(commitment_never_leaves_its_bounds, 2), TEST(support_breeds_expectation),
      EACH(support_breeds_no_expectation_in_a_mild_place, 2), TEST(shocks_fade_exponentially),
      TEST(surges_add_up), TEST(a_surge_brings_as_many_more_problems_as_it_says),
      TEST(canon_goes_stale_exponentially),
      TEST(void_procedures_come_back_as_communities_interpret_the_rules),
      EACH(institutionalization_follows_emphasis_times_members, 2),
      TEST(a_new_role_is_learnt_faster_with_somebody_to_turn_to),
      TEST(unused_competence_is_forgotten_exponentially))
