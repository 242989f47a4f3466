// SPDX-License-Identifier: GPL-3.0-or-later
// What members get out of a community depends on their taste and, for what is made, on whose it is.
#include "state/communities.h"
#include "support/world.h"

#include <math.h>
#include <string.h>

static const double tolerance = 1e-9;

// Members who come to all meetings, under an overseer who recognizes (0.8) or facilitates so much
// that autonomy is lost (1, of a weight of 1).
static tiny_org rewarded(ist_role role, double intensity)
{
    tiny_org org = tiny_org_quiet();
    static const struct {
        const char *name;
        double value;
    } set[] = {{"attend_base", 3.0},   {"attend_commit", 6.0}, {"commit_neutral", 0.0},
               {"attend_know", 4.0},   {"know_offset", 1.0},   {"full_meeting", 2.0},
               {"w_relevance", 0.0},   {"w_learning", 0.0},    {"w_affect", 0.0},
               {"w_realization", 0.0}, {"w_recognition", 0.0}, {"w_oblige", 0.0},
               {"w_control", 0.0},     {"commit_rate", 2.5},   {"commit_taste", 0.0},
               {"min_active", 1.0},    {"tolerated", 0.2},     {"excess_slope", 1.6}};
    for (size_t k = 0; k < COUNT_OF(set); k++) {
        tiny_org_set(&org, set[k].name, set[k].value);
    }
    memset(org.unit.context, 0, sizeof org.unit.context);
    tiny_overseer overseer = {.independence = 1.0};
    overseer.role[role] = intensity;
    for (int32_t k = 0; k < 4; k++) {
        org.person.taste = 0.5 * k;
        tiny_org_unit_of(&org, 3);
    }
    tiny_org_oversee(&org, overseer);
    tiny_org_launch(&org, 12);
    return org;
}

// Recognition is worth 0.5 * 0.8 = 0.4 times 1 + 0.6 (taste - 1), taste being 0, 0.5, 1, 1.5.
START_TEST(who_likes_exchange_gets_more_out_of_it)
{
    tiny_org org = rewarded(IST_ROLE_RECOGNITION, 0.8);
    tiny_org_set(&org, "w_recognition", 0.5);
    tiny_org_set(&org, "commit_taste", 0.6);
    world w = open_world(&org);
    for (int32_t month = 1; month <= 24; month++) {
        tiny_run(w.s, 1);
        for (int32_t seat = 0; seat < 12; seat++) {
            const double taste = 0.5 * (isti_members(w.s, 0)[seat] / 3);
            const double target = 0.4 * (1.0 + 0.6 * (taste - 1.0));
            const double expected = target + (0.6 - target) * exp(-2.5 * (month - 1) / 12.0);
            ck_assert_double_eq_tol(w.s->seat_commitment[w.s->community_seat[0] + seat], expected,
                                    tolerance);
        }
    }
    close_world(&w);
}
END_TEST

// Nobody has a problem, but half of what was written is in question: relevance 0.8 * 0.5, of a
// weight of 0.9, until somebody interprets the rules, which nobody does here.
START_TEST(a_community_is_relevant_while_rules_are_in_question)
{
    tiny_org org = rewarded(IST_ROLE_RECOGNITION, 0.0);
    tiny_org_set(&org, "w_relevance", 0.9);
    tiny_org_set(&org, "relevance_slope", 0.8);
    tiny_org_set(&org, "interpret_rate", 0.0);
    tiny_org_set(&org, "adopt_rate", 0.0);
    world w = open_world(&org);
    w.s->theme_canon[0] = 0.3;
    w.s->theme_void[0] = 0.3;
    for (int32_t month = 1; month <= 24; month++) {
        tiny_run(w.s, 1);
        const double expected = 0.36 + (0.6 - 0.36) * exp(-2.5 * (month - 1) / 12.0);
        for (int32_t seat = 0; seat < 12; seat++) {
            ck_assert_double_eq_tol(w.s->seat_commitment[w.s->community_seat[0] + seat], expected,
                                    tolerance);
        }
    }
    close_world(&w);
}
END_TEST

// What is made is worth 0.8 of it to members who choose, 0.25 of that to those who do not: from
// month to month, with what is made and what is left of autonomy as they are.
START_TEST(what_is_made_without_autonomy_is_somebody_elses)
{
    tiny_org org = rewarded(IST_ROLE_FACILITATION, 1.0);
    tiny_org_set(&org, "w_realization", 0.8);
    tiny_org_set(&org, "own_work", 0.25);
    world w = open_world(&org);
    tiny_run(w.s, 1);
    double commitment = 0.6;
    for (int32_t month = 2; month <= 36; month++) {
        tiny_run(w.s, 1);
        const double own = 0.25 + 0.75 * w.s->community_autonomy[0];
        const double target = own * 0.8 * w.s->community_realization[0];
        commitment += (1.0 - exp(-2.5 / 12.0)) * (target - commitment);
        ck_assert_double_eq_tol(isti_mean_commitment(w.s, 0), commitment, tolerance);
    }
    ck_assert_double_lt(w.s->community_autonomy[0], 0.2);
    ck_assert_double_gt(w.s->community_realization[0], 0.2);
    close_world(&w);
}
END_TEST

SUITE("benefits", TEST(who_likes_exchange_gets_more_out_of_it),
      TEST(a_community_is_relevant_while_rules_are_in_question),
      TEST(what_is_made_without_autonomy_is_somebody_elses))
