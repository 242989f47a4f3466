// SPDX-License-Identifier: GPL-3.0-or-later
// People: who they are at the start, what is given and what is drawn, where they sit.
#include "process/process.h"
#include "state/people.h"
#include "state/ties.h"
#include "support/world.h"

#include <math.h>

static const double tolerance = 1e-12;

enum { MANY = 20000 };

// Twenty thousand people drawn at random, without ties.
static world crowd(void)
{
    tiny_org org = tiny_org_lively();
    tiny_org_theme(&org, "trade", 3.0);
    tiny_org_set(&org, "competence_a", 2.0);
    tiny_org_set(&org, "competence_b", 2.5);
    tiny_org_set(&org, "facilitation_a", 1.5);
    tiny_org_set(&org, "facilitation_b", 4.0);
    tiny_org_set(&org, "altruism_a", 4.0);
    tiny_org_set(&org, "taste_a", 2.0);
    org.unit.size_min = org.unit.size_max = MANY;
    org.unit.rest = IST_LEVEL_PROFESSIONAL;
    tiny_org_draw(&org, "");
    return open_world(&org);
}

// Mean within four standard errors of `mean`, everything in [0, top].
static void assert_drawn(const float *values, double top, double mean, double deviation)
{
    double sum = 0.0;
    for (int32_t i = 0; i < MANY; i++) {
        ck_assert(values[i] >= 0.0 && values[i] <= top);
        sum += values[i];
    }
    ck_assert_double_eq_tol(sum / MANY, mean, 4.0 * deviation / sqrt(MANY));
}

// Beta(a, b): mean a / (a + b), variance ab / ((a + b)^2 (a + b + 1)).
START_TEST(attributes_follow_their_beta_laws)
{
    world w = crowd();
    float competence[MANY];
    for (int32_t i = 0; i < MANY; i++) {
        competence[i] = (float)w.s->employee_competence[i];
    }
    // Beta(2, 2.5): 2 / 4.5; variance 5 / (20.25 * 5.5) = 0.0449
    assert_drawn(competence, 1.0, 2.0 / 4.5, 0.212);
    // Beta(1.5, 4): 1.5 / 5.5; variance 6 / (30.25 * 6.5) = 0.0305
    assert_drawn(w.s->node_facilitation, 1.0, 1.5 / 5.5, 0.175);
    // Beta(4, 4): 1/2; variance 16 / (64 * 9) = 1/36
    assert_drawn(w.s->node_altruism, 1.0, 0.5, 0.167);
    // 2 Beta(2, 2): 1; variance 4 * 4 / (16 * 5) = 1/5
    assert_drawn(w.s->node_taste, 2.0, 1.0, 0.447);
    close_world(&w);
}
END_TEST

// Demand 1 : 3. The share on the first theme is 1/4 with deviation sqrt(3/16 / n).
START_TEST(themes_are_drawn_by_demand)
{
    world w = crowd();
    int32_t main = 0;
    int32_t second = 0;
    for (int32_t i = 0; i < MANY; i++) {
        main += w.s->employee_theme[i] == 0;
        second += w.s->employee_second[i] == 0;
    }
    const double error = 4.0 * sqrt(3.0 / 16.0 / MANY);
    ck_assert_double_eq_tol((double)main / MANY, 0.25, error);
    ck_assert_double_eq_tol((double)second / MANY, 0.25, error);
    close_world(&w);
}
END_TEST

START_TEST(another_seed_makes_other_people_and_the_same_seed_the_same)
{
    world w = crowd();
    ist_state *same = tiny_run_start(w.model, 1);
    ist_state *other = tiny_run_start(w.model, 2);
    ck_assert_uint_eq(ist_state_hash(same), ist_state_hash(w.s));
    ck_assert_uint_ne(ist_state_hash(other), ist_state_hash(w.s));
    ist_state_destroy(other);
    ist_state_destroy(same);
    close_world(&w);
}
END_TEST

START_TEST(what_is_given_is_kept)
{
    tiny_org org = tiny_org_lively();
    tiny_org_theme(&org, "trade", 1.0);
    org.person.theme = "trade";
    org.person.second_theme = "craft";
    org.person.competence = 0.25;
    org.person.facilitation = 0.75;
    org.person.altruism = 0.125;
    org.person.taste = 1.5;
    org.person.level = IST_LEVEL_EXPERT;
    tiny_org_draw(&org, "ab");
    world w = open_world(&org);
    ist_employee_info info;
    ck_assert(ist_employee_get(w.s, (ist_employee_id){2}, &info));
    ck_assert_int_eq(info.theme.number, 2);
    ck_assert_int_eq(info.second_theme.number, 1);
    ck_assert_double_eq_tol(info.competence, 0.25, tolerance);
    ck_assert_double_eq_tol(info.facilitation, 0.75, tolerance);
    ck_assert_double_eq_tol(info.altruism, 0.125, tolerance);
    ck_assert_double_eq_tol(info.taste, 1.5, tolerance);
    ck_assert_int_eq(info.level, IST_LEVEL_EXPERT);
    ck_assert_int_eq(info.problem.number, 0);
    close_world(&w);
}
END_TEST

START_TEST(what_is_not_given_does_not_depend_on_what_is)
{
    tiny_org drawn = tiny_org_lively();
    tiny_org_draw(&drawn, "ab");
    world all = open_world(&drawn);
    tiny_org partly = tiny_org_lively();
    partly.person.competence = 0.5;
    tiny_org_draw(&partly, "ab");
    world w = open_world(&partly);
    ck_assert_double_eq_tol(w.s->node_altruism[1], all.s->node_altruism[1], tolerance);
    ck_assert_double_eq_tol(w.s->node_taste[1], all.s->node_taste[1], tolerance);
    close_world(&w);
    close_world(&all);
}
END_TEST

//     a b | c | d e
START_TEST(everybody_starts_at_the_workplace_of_the_unit)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "ab|c|de");
    world w = open_world(&org);
    static const int32_t unit[] = {1, 1, 2, 3, 3};
    for (int32_t i = 0; i < 5; i++) {
        ist_employee_info info;
        ck_assert(ist_employee_get(w.s, (ist_employee_id){i + 1}, &info));
        ck_assert(info.present);
        ck_assert_int_eq(info.unit.number, unit[i]);
        ck_assert_int_eq(info.workplace.number, unit[i]);
    }
    ist_unit_info info;
    ck_assert(ist_unit_get(w.s, (ist_unit_id){3}, &info));
    ck_assert_int_eq(info.people, 2);
    ck_assert(!ist_unit_get(w.s, (ist_unit_id){4}, &info));
    ck_assert(!ist_unit_get(w.s, (ist_unit_id){0}, &info));
    close_world(&w);
}
END_TEST

START_TEST(the_index_of_workplaces_lists_everybody_once)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "ab|c|de");
    world w = open_world(&org);
    isti_index_workplaces(w.s);
    static const int32_t first[] = {0, 2, 3, 5};
    for (int32_t u = 0; u <= 3; u++) {
        ck_assert_int_eq(w.s->scratch.workplace.first[u], first[u]);
    }
    for (int32_t i = 0; i < 5; i++) {
        ck_assert_int_eq(w.s->scratch.workplace.items[i], i);
    }
    close_world(&w);
}
END_TEST

START_TEST(turning_to_another_theme_halves_competence_and_keeps_the_old_one_second)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_theme(&org, "trade", 1.0);
    tiny_org_set(&org, "off_theme_competence", 0.5);
    tiny_org_draw(&org, "a");
    world w = open_world(&org);
    isti_person_turns_to(w.s, 0, 1);
    ck_assert_int_eq(w.s->employee_theme[0], 1);
    ck_assert_int_eq(w.s->employee_second[0], 0);
    ck_assert_double_eq_tol(w.s->employee_competence[0], 0.5, tolerance);
    isti_person_turns_to(w.s, 0, 1); // no change, no loss
    ck_assert_double_eq_tol(w.s->employee_competence[0], 0.5, tolerance);
    close_world(&w);
}
END_TEST

START_TEST(competence_counts_in_part_off_the_main_theme)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_theme(&org, "trade", 1.0);
    tiny_org_set(&org, "off_theme_competence", 0.5);
    org.person.competence = 0.8;
    tiny_org_draw(&org, "a");
    world w = open_world(&org);
    ck_assert_double_eq_tol(isti_competence_on(w.s, 0, 0), 0.8, tolerance);
    ck_assert_double_eq_tol(isti_competence_on(w.s, 0, 1), 0.4, tolerance);
    close_world(&w);
}
END_TEST

START_TEST(whoever_is_hired_has_nothing_of_the_predecessor)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "ab|c");
    tiny_org_tie(&org, "ac", 0.9, 0.9);
    world w = open_world(&org);
    w.s->employee_problem[0] = 0;
    w.s->node_experience[0] = 0.5;
    w.s->now.tick = 7;
    isti_replace(w.s, 0);
    ck_assert_int_eq(w.s->employee_problem[0], -1);
    ck_assert_int_eq(w.s->employee_hired[0], 7);
    ck_assert_int_eq(w.s->node_degree[0], 0);
    ck_assert_int_eq(w.s->node_degree[2], 0);
    ck_assert_double_eq_tol(w.s->employee_ambiguity[0], 1.0, tolerance);
    ck_assert_double_eq_tol(w.s->node_experience[0], 0.0, tolerance);
    ck_assert_double_ne(w.s->employee_competence[0], 1.0);
    close_world(&w);
}
END_TEST

// Twenty-one at one workplace, contact_cap 5: a newcomer gets to know five of the others at most.
START_TEST(a_newcomer_gets_to_know_as_many_as_contact_allows)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "contact_cap", 5);
    tiny_org_unit_of(&org, 21);
    world w = open_world(&org);
    isti_index_workplaces(w.s);
    int32_t stranger[5];
    const int32_t count = isti_person_greets(w.s, 3, stranger);
    ck_assert_int_ge(count, 4); // five, the newcomer perhaps among them
    ck_assert_int_le(count, 5);
    for (int32_t k = 0; k < count; k++) {
        ck_assert_int_ne(stranger[k], 3);
        ck_assert(k == 0 || stranger[k] == (stranger[k - 1] + 1) % 21 || stranger[k - 1] == 2);
        ck_assert_int_eq(isti_tie_soon(w.s, 3, stranger[k], -1), IST_OK);
    }
    ck_assert_int_eq(isti_ties_make(w.s), IST_OK);
    ck_assert_int_eq(w.s->node_degree[3], count);
    for (int32_t k = 0; k < count; k++) {
        const int32_t t = isti_tie_find(w.s, stranger[k], 3);
        ck_assert_int_eq(w.s->slot_tie[w.s->node_row[3] + k], t);
        ck_assert_double_eq_tol(w.s->tie_x[t], 0.0, tolerance);
        ck_assert_double_eq_tol(w.s->tie_y[t], 0.0, tolerance);
    }
    close_world(&w);
}
END_TEST

// Six newcomers at once: each of the 15 pairs is found once, by who comes first in the order of nodes.
START_TEST(newcomers_find_each_other_once)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "contact_cap", 20);
    tiny_org_unit_of(&org, 6);
    world w = open_world(&org);
    isti_index_workplaces(w.s);
    for (int32_t node = 0; node < 6; node++) {
        w.s->scratch.moved[node] = ISTI_REPLACED;
    }
    for (int32_t node = 0; node < 6; node++) {
        int32_t stranger[6];
        const int32_t count = isti_person_greets(w.s, node, stranger);
        ck_assert_int_eq(count, 5 - node);
        for (int32_t k = 0; k < count; k++) {
            ck_assert_int_gt(stranger[k], node);
        }
    }
    close_world(&w);
}
END_TEST

// 40 workplaces of 10: 45 pairs each, so 1800 pairs tied with chance 0.6; deviation
// sqrt(1800 * 0.24) = 20.8.
START_TEST(six_pairs_in_ten_of_a_workplace_are_tied)
{
    tiny_org org = tiny_org_lively();
    tiny_org_set(&org, "unit_tie_share", 0.6);
    tiny_org_set(&org, "cross_ties", 0.0);
    tiny_org_set(&org, "contact_cap", 20);
    ist_spec_set_draw_ties(org.spec, true);
    for (int32_t u = 0; u < 40; u++) {
        tiny_org_unit_of(&org, 10);
    }
    world w = open_world(&org);
    ck_assert_double_eq_tol(ISTI_COUNT(w.s, tie), 1080.0, 4.0 * 20.8);
    close_world(&w);
}
END_TEST

// Each of 400 people draws one partner (half of cross_ties = 2): a tie unless that one sits at the
// same workplace (9 other of 399) or they are tied already (about 1 in 800).
START_TEST(people_are_tied_across_workplaces)
{
    tiny_org org = tiny_org_lively();
    tiny_org_set(&org, "cross_ties", 2.0);
    tiny_org_set(&org, "unit_tie_share", 0.05);
    ist_spec_set_draw_ties(org.spec, true);
    for (int32_t u = 0; u < 40; u++) {
        tiny_org_unit_of(&org, 10);
    }
    world w = open_world(&org);
    int32_t across = 0;
    for (int32_t t = 0; t < ISTI_COUNT(w.s, tie); t++) {
        across += !isti_tie_in_contact(w.s, w.s->tie_a[t], w.s->tie_b[t]);
    }
    ck_assert_double_eq_tol(across, 400.0 * (1.0 - 10.0 / 400.0), 4.0 * sqrt(400.0 * 0.025) + 4.0);
    close_world(&w);
}
END_TEST

START_TEST(people_of_units_that_are_not_there_are_not_there)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "ab");
    org.unit.present = false;
    tiny_org_draw(&org, "c");
    world w = open_world(&org);
    ist_employee_info info;
    ck_assert(ist_employee_get(w.s, (ist_employee_id){3}, &info));
    ck_assert(!info.present);
    isti_index_themes(w.s);
    ck_assert_int_eq(w.s->scratch.theme.first[1], 2);
    close_world(&w);
}
END_TEST

// The last tick that fits the 16 bits of what remembers ticks is 65,534.
START_TEST(a_state_lives_for_65535_ticks)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "ab");
    world w = open_world(&org);
    w.s->now.tick = 65534;
    isti_person_hired(w.s, 0);
    ck_assert_int_eq(w.s->employee_hired[0], 65534);
    ck_assert_int_eq(ist_step(w.s), IST_OK);
    const uint64_t hash = ist_state_hash(w.s);
    ck_assert_int_eq(ist_step(w.s), IST_ERR_LIMIT);
    ck_assert_uint_eq(ist_state_hash(w.s), hash);
    close_world(&w);
}
END_TEST

// Complexity: given, or 1 where input control or hurry is 0.
START_TEST(complexity_is_what_is_given)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "ab");
    tiny_org_oversee(&org, (tiny_overseer){.complexity = 0.375});
    world w = open_world(&org);
    ck_assert_double_eq_tol(w.s->manager_complexity[0], 0.375, tolerance);
    ck_assert_double_eq_tol(isti_complexity(w.s, 0, 1.0), 1.0, tolerance);
    ck_assert_double_eq_tol(isti_complexity(w.s, 0, 0.0), 0.0, tolerance);
    close_world(&w);
}
END_TEST

SUITE("people", TEST(attributes_follow_their_beta_laws), TEST(themes_are_drawn_by_demand),
      TEST(another_seed_makes_other_people_and_the_same_seed_the_same), TEST(what_is_given_is_kept),
      TEST(what_is_not_given_does_not_depend_on_what_is),
      TEST(everybody_starts_at_the_workplace_of_the_unit),
      TEST(the_index_of_workplaces_lists_everybody_once),
      TEST(turning_to_another_theme_halves_competence_and_keeps_the_old_one_second),
      TEST(competence_counts_in_part_off_the_main_theme),
      TEST(whoever_is_hired_has_nothing_of_the_predecessor), TEST(newcomers_find_each_other_once),
      TEST(a_newcomer_gets_to_know_as_many_as_contact_allows),
      TEST(six_pairs_in_ten_of_a_workplace_are_tied), TEST(people_are_tied_across_workplaces),
      TEST(people_of_units_that_are_not_there_are_not_there), TEST(a_state_lives_for_65535_ticks),
      TEST(complexity_is_what_is_given))
