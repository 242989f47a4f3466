// SPDX-License-Identifier: GPL-3.0-or-later
// The tie network: rows, caps, removal and reuse, dormancy and coming back.
#include "process/process.h"
#include "random/stream.h"
#include "state/order.h"
#include "state/profile.h"
#include "state/ties.h"
#include "support/world.h"

static const double tolerance = 1e-6; // strands are floats

//     a b c | d e f
static world six(void)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "abc|def");
    return open_world(&org);
}

static int32_t tie(ist_state *s, int32_t a, int32_t b, double x, double y)
{
    int32_t number = -2;
    ck_assert_int_eq(isti_tie_create(s, a, b, x, y, &number), IST_OK);
    return number;
}

static void meet(ist_state *s, isti_encounter encounter)
{
    ck_assert_int_eq(isti_tie_meet(s, &encounter), IST_OK);
}

START_TEST(a_tie_is_found_from_both_ends)
{
    world w = six();
    const int32_t t = tie(w.s, 4, 1, 0.5, 0.2);
    ck_assert_int_ge(t, 0);
    ck_assert_int_eq(isti_tie_find(w.s, 1, 4), t);
    ck_assert_int_eq(isti_tie_find(w.s, 4, 1), t);
    ck_assert_int_eq(isti_tie_find(w.s, 0, 4), -1);
    close_world(&w);
}
END_TEST

START_TEST(strength_is_what_neither_strand_lacks)
{
    world w = six();
    const int32_t t = tie(w.s, 0, 1, 0.5, 0.2);
    // 1 - (1 - 0.5)(1 - 0.2) = 1 - 0.4
    ck_assert_double_eq_tol(isti_tie_strength(w.s, t), 0.6, tolerance);
    ck_assert_int_eq(w.s->tie_past[t], 39321); // 0.6 * 65535
    close_world(&w);
}
END_TEST

START_TEST(rows_hold_each_neighbor_once)
{
    world w = six();
    for (int32_t other = 1; other < 6; other++) {
        tie(w.s, 0, other, 0.1 * other, 0.0);
    }
    ck_assert_int_eq(w.s->node_degree[0], 5);
    bool seen[6] = {false};
    for (int32_t k = 0; k < 5; k++) {
        const int32_t other = w.s->slot_other[w.s->node_row[0] + k];
        ck_assert(!seen[other]);
        seen[other] = true;
        const int32_t t = w.s->slot_tie[w.s->node_row[0] + k];
        ck_assert_double_eq_tol(w.s->tie_x[t], 0.1 * other, tolerance);
    }
    close_world(&w);
}
END_TEST

START_TEST(a_removed_tie_leaves_both_rows)
{
    world w = six();
    const int32_t ab = tie(w.s, 0, 1, 0.5, 0.0);
    const int32_t ac = tie(w.s, 0, 2, 0.4, 0.0);
    isti_tie_remove(w.s, ab);
    ck_assert_int_eq(isti_tie_find(w.s, 0, 1), -1);
    ck_assert_int_eq(isti_tie_find(w.s, 0, 2), ac);
    ck_assert_int_eq(w.s->node_degree[0], 1);
    ck_assert_int_eq(w.s->node_degree[1], 0);
    close_world(&w);
}
END_TEST

START_TEST(the_last_removed_number_is_the_first_to_be_used_again)
{
    world w = six();
    const int32_t ab = tie(w.s, 0, 1, 0.5, 0.0);
    const int32_t ac = tie(w.s, 0, 2, 0.5, 0.0);
    const int32_t count = ISTI_COUNT(w.s, tie);
    isti_tie_remove(w.s, ab);
    isti_tie_remove(w.s, ac);
    ck_assert_int_eq(tie(w.s, 3, 4, 0.5, 0.0), ac);
    ck_assert_int_eq(tie(w.s, 3, 5, 0.5, 0.0), ab);
    ck_assert_int_eq(ISTI_COUNT(w.s, tie), count);
    ck_assert_int_eq((int)w.s->now.free_tie, -1);
    close_world(&w);
}
END_TEST

START_TEST(nothing_of_a_former_tie_comes_back_with_its_number)
{
    world w = six();
    const int32_t old = tie(w.s, 0, 1, 0.9, 0.9);
    isti_tie_remove(w.s, old);
    ck_assert_int_eq(tie(w.s, 2, 3, 0.1, 0.0), old);
    ck_assert_int_eq(w.s->tie_past[old], 6554); // 0.1 * 65535 = 6553.5
    ck_assert_double_eq_tol(w.s->tie_y[old], 0.0, tolerance);
    ck_assert_int_eq(isti_tie_is_dormant(w.s, old), 0);
    close_world(&w);
}
END_TEST

// A star of four is as many as tie_cap allows.
//     b   c
//      \ /
//       a      f
//      / \     (one too many)
//     d   e
static world star_of_four(void)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "abcdef");
    tiny_org_set(&org, "tie_cap", 4);
    tiny_org_tie(&org, "ab", 0.5, 0.1);
    tiny_org_tie(&org, "ac", 0.6, 0.2);
    tiny_org_tie(&org, "ad", 0.7, 0.3);
    tiny_org_tie(&org, "ae", 0.8, 0.4);
    return open_world(&org);
}

START_TEST(a_row_full_of_live_ties_takes_no_more)
{
    world w = star_of_four();
    ck_assert_int_eq(tie(w.s, 0, 5, 0.5, 0.5), -1);
    ck_assert_int_eq(tie(w.s, 5, 0, 0.5, 0.5), -1);
    ck_assert_int_eq(w.s->node_degree[0], 4);
    ck_assert_int_eq(w.s->node_degree[5], 0);
    close_world(&w);
}
END_TEST

START_TEST(a_full_row_forgets_the_dormant_tie_that_was_weakest)
{
    world w = star_of_four();
    isti_tie_expire(w.s, isti_tie_find(w.s, 0, 2));
    isti_tie_expire(w.s, isti_tie_find(w.s, 0, 3));
    ck_assert_int_ge(tie(w.s, 0, 5, 0.5, 0.5), 0);
    ck_assert_int_eq(isti_tie_find(w.s, 0, 2), -1); // was 0.68, the other 0.79
    ck_assert_int_ge(isti_tie_find(w.s, 0, 3), 0);
    ck_assert_int_eq(w.s->node_degree[0], 4);
    close_world(&w);
}
END_TEST

START_TEST(a_faded_tie_that_was_strong_lies_dormant)
{
    world w = six();
    const int32_t t = tie(w.s, 0, 1, 0.5, 0.0); // dormant_floor is 0.4
    isti_tie_expire(w.s, t);
    ck_assert_int_eq(isti_tie_is_dormant(w.s, t), 1);
    ck_assert_double_eq_tol(isti_tie_strength(w.s, t), 0.0, tolerance);
    ck_assert_int_eq(isti_tie_find(w.s, 0, 1), t);
    close_world(&w);
}
END_TEST

START_TEST(a_faded_tie_that_never_was_strong_is_forgotten)
{
    world w = six();
    isti_tie_expire(w.s, tie(w.s, 0, 1, 0.3, 0.0));
    ck_assert_int_eq(isti_tie_find(w.s, 0, 1), -1);
    close_world(&w);
}
END_TEST

START_TEST(an_encounter_wakes_a_dormant_tie_with_part_of_its_past)
{
    world w = six();
    const int32_t t = tie(w.s, 0, 1, 0.5, 0.2); // strength 0.6
    isti_tie_expire(w.s, t);
    meet(w.s, (isti_encounter){.a = 0, .b = 1, .gain_x = 0.5F});
    // reactivate 0.3: 0.3 * 0.6 = 0.18 is back, then half of what is missing: 0.18 + 0.41
    ck_assert_double_eq_tol(w.s->tie_x[t], 0.59, 1e-6);
    ck_assert_int_eq(isti_tie_is_dormant(w.s, t), 0);
    close_world(&w);
}
END_TEST

START_TEST(a_first_encounter_makes_a_tie)
{
    world w = six();
    meet(w.s, (isti_encounter){.a = 2, .b = 3, .gain_x = 0.25F, .gain_y = 0.125F});
    const int32_t t = isti_tie_find(w.s, 2, 3);
    ck_assert_int_ge(t, 0);
    ck_assert_double_eq_tol(w.s->tie_x[t], 0.25, tolerance);
    ck_assert_double_eq_tol(w.s->tie_y[t], 0.125, tolerance);
    close_world(&w);
}
END_TEST

START_TEST(an_encounter_adds_its_share_of_what_is_missing)
{
    world w = six();
    const int32_t t = tie(w.s, 0, 1, 0.5, 0.2);
    meet(w.s, (isti_encounter){.a = 0, .b = 1, .gain_x = 0.25F, .gain_y = 0.5F});
    ck_assert_double_eq_tol(w.s->tie_x[t], 0.625, tolerance); // 0.5 + 0.25 * 0.5
    ck_assert_double_eq_tol(w.s->tie_y[t], 0.6, tolerance);   // 0.2 + 0.5 * 0.8
    close_world(&w);
}
END_TEST

START_TEST(an_introduction_raises_but_never_lowers)
{
    world w = six();
    const int32_t t = tie(w.s, 0, 1, 0.25, 0.0);
    meet(w.s, (isti_encounter){.a = 0, .b = 1, .at_least = 0.5F});
    ck_assert_double_eq_tol(w.s->tie_x[t], 0.5, tolerance);
    meet(w.s, (isti_encounter){.a = 0, .b = 1, .at_least = 0.125F});
    ck_assert_double_eq_tol(w.s->tie_x[t], 0.5, tolerance);
    close_world(&w);
}
END_TEST

//     a b c d | e f g
//
// a has four ties, all it may have: live ones with c, d and e, a dormant one with g. That it meets b
// comes first: the dormant tie is forgotten for the new one. When it meets g after that, the row is full.
START_TEST(encounters_take_effect_one_after_the_other_where_rows_are_full)
{
    enum { A, B, C, D, E, G = 6 };
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "abcd|efg");
    tiny_org_set(&org, "tie_cap", 4);
    world w = open_world(&org);
    tie(w.s, A, C, 0.5, 0.5);
    tie(w.s, A, D, 0.5, 0.5);
    tie(w.s, A, E, 0.5, 0.5);
    isti_tie_expire(w.s, tie(w.s, A, G, 0.9, 0.9));
    ck_assert(isti_tie_is_dormant(w.s, isti_tie_find(w.s, A, G)));
    ck_assert_int_eq(isti_encounter_add(w.s, A, G, 0.1, 0.1, 0.0), IST_OK);
    ck_assert_int_eq(isti_encounter_add(w.s, A, B, 0.1, 0.1, 0.0), IST_OK);
    ck_assert_int_eq(isti_encounter_add(w.s, A, C, 0.5, 0.0, 0.0), IST_OK);
    ck_assert_int_eq(isti_bond(w.s), IST_OK);
    ck_assert_int_ge(isti_tie_find(w.s, A, B), 0);
    ck_assert_int_eq(isti_tie_find(w.s, A, G), -1);
    ck_assert_double_eq_tol(w.s->tie_x[isti_tie_find(w.s, A, C)], 0.75, tolerance);
    close_world(&w);
}
END_TEST

START_TEST(an_encounter_of_people_without_room_changes_nothing)
{
    world w = star_of_four();
    meet(w.s, (isti_encounter){.a = 0, .b = 5, .gain_x = 0.5F});
    ck_assert_int_eq(isti_tie_find(w.s, 0, 5), -1);
    close_world(&w);
}
END_TEST

START_TEST(only_colleagues_of_one_workplace_are_in_contact)
{
    world w = six();
    ck_assert(isti_tie_in_contact(w.s, 0, 2));
    ck_assert(!isti_tie_in_contact(w.s, 0, 3));
    close_world(&w);
}
END_TEST

START_TEST(forgetting_a_person_removes_all_ties_and_no_other)
{
    world w = star_of_four();
    const int32_t bc = tie(w.s, 1, 2, 0.5, 0.0);
    isti_ties_forget(w.s, 0);
    ck_assert_int_eq(w.s->node_degree[0], 0);
    ck_assert_int_eq(isti_tie_find(w.s, 1, 2), bc);
    ck_assert_int_eq(w.s->node_degree[1], 1);
    close_world(&w);
}
END_TEST

// Rows that outgrow their place move behind the others, and all are put in order when an eighth have:
// a hundred people who all know one another go through many such moves.
START_TEST(growing_and_ordering_rows_loses_no_tie)
{
    enum { PEOPLE = 100 };
    tiny_org org = tiny_org_quiet();
    tiny_org_unit_of(&org, PEOPLE);
    tiny_org_set(&org, "tie_cap", 1000);
    world w = open_world(&org);
    for (int32_t a = 0; a < PEOPLE; a++) {
        for (int32_t b = a + 1; b < PEOPLE; b++) {
            tie(w.s, a, b, 1.0 / (1 + a), 1.0 / (1 + b));
        }
    }
    for (int32_t a = 0; a < PEOPLE; a++) {
        ck_assert_int_eq(w.s->node_degree[a], PEOPLE - 1);
        for (int32_t b = a + 1; b < PEOPLE; b++) {
            const int32_t t = isti_tie_find(w.s, a, b);
            ck_assert_int_ge(t, 0);
            ck_assert_double_eq_tol(w.s->tie_x[t], 1.0 / (1 + a), tolerance);
            ck_assert_double_eq_tol(w.s->tie_y[t], 1.0 / (1 + b), tolerance);
        }
    }
    // In order, a row has an eighth and two slots to spare; rows that moved take 4096 at most.
    ck_assert_int_le(ISTI_COUNT(w.s, slot), PEOPLE * (PEOPLE + PEOPLE / 8 + 2) + 4096);
    for (int32_t a = 1; a < PEOPLE; a++) {
        const int32_t row = w.s->node_row[a];
        const int32_t before = w.s->node_row[a - 1];
        ck_assert(row >= w.s->now.slot_ordered || before >= w.s->now.slot_ordered || before < row);
    }
    close_world(&w);
}
END_TEST

START_TEST(a_fingerprint_does_not_ask_where_rows_lie)
{
    world w = six();
    world wide = six();
    const int32_t room[] = {9, 8, 7, 6, 5, 4};
    ck_assert_int_eq(isti_rows_lay(wide.s, room), IST_OK);
    for (int32_t other = 1; other < 6; other++) {
        tie(w.s, 0, other, 0.5, 0.5);
        tie(wide.s, 0, other, 0.5, 0.5);
    }
    ck_assert_int_ne(w.s->node_row[1], wide.s->node_row[1]);
    ck_assert_uint_eq(ist_state_hash(w.s), ist_state_hash(wide.s));
    isti_tie_remove(wide.s, isti_tie_find(wide.s, 0, 3));
    tie(wide.s, 0, 3, 0.5, 0.5); // the same ties, but 5 stands before 3 in the row of 0
    ck_assert_uint_ne(ist_state_hash(w.s), ist_state_hash(wide.s));
    close_world(&wide);
    close_world(&w);
}
END_TEST

// What a pointer outside sees of a tie.
START_TEST(a_tie_looks_the_same_from_outside)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "ab|c");
    tiny_org_tie(&org, "ac", 0.5, 0.2);
    world w = open_world(&org);
    ist_tie_info info;
    ck_assert(ist_tie_between(w.s, (ist_employee_id){3}, (ist_employee_id){1}, &info));
    ck_assert_int_eq(info.other.number, 1);
    ck_assert_double_eq_tol(info.instrumental, 0.5, tolerance);
    ck_assert_double_eq_tol(info.affective, 0.2, tolerance);
    ck_assert_double_eq_tol(info.strength, 0.6, tolerance);
    ck_assert_double_eq(info.strongest, info.strength);
    ck_assert(!info.dormant);
    ck_assert(ist_employee_tie(w.s, (ist_employee_id){1}, 0, &info));
    ck_assert_int_eq(info.other.number, 3);
    ck_assert(!ist_employee_tie(w.s, (ist_employee_id){1}, 1, &info));
    ck_assert(!ist_employee_tie(w.s, (ist_employee_id){2}, 0, &info));
    ck_assert(!ist_tie_between(w.s, (ist_employee_id){1}, (ist_employee_id){2}, &info));
    ck_assert(!ist_tie_between(w.s, (ist_employee_id){0}, (ist_employee_id){9}, &info));
    close_world(&w);
}
END_TEST

// A row is never longer than tie_cap, however many ties are given to somebody.
START_TEST(rows_are_laid_for_as_many_ties_as_anybody_may_have)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "tie_cap", 60.0);
    tiny_org_draw(&org, "ab");
    world w = open_world(&org);
    const int32_t degree[] = {40000, 1};
    ck_assert_int_eq(isti_rows_lay(w.s, degree), IST_OK);
    ck_assert_int_eq(w.s->node_room[0], 66); // 60 + 60 / 16 + 3
    ck_assert_int_eq(w.s->node_row[1], 66);
    close_world(&w);
}
END_TEST

// Of a few nodes and of many, all over and all at one of them.
static const struct piled_case {
    int32_t nodes, first, spread;
} piled_cases[] = {{2, 0, 1}, {100, 0, 99}, {256, 255, 1}, {1000, 0, 999}, {1000000, 0, 999999}};

START_TEST(encounters_in_piles_that_are_sorted_are_in_order)
{
    enum { COUNT = 3000 };
    const struct piled_case given = piled_cases[_i];
    isti_encounter met[COUNT];
    int32_t first[ISTI_PILES + 1];
    uint64_t sum = 0;
    for (int32_t k = 0; k < COUNT; k++) {
        const int32_t a =
            given.first + (int32_t)(isti_mix32((uint32_t)k, 1, 2) % (uint32_t)given.spread);
        met[k] = (isti_encounter){.a = a, .b = a + 1 + k % 7, .gain_x = (float)(k % 5), .tie = -1};
        sum += isti_mix32((uint32_t)met[k].a, (uint32_t)met[k].b, (uint32_t)met[k].gain_x);
    }
    isti_pile_encounters(met, COUNT, given.nodes, first);
    for (int32_t pile = 0; pile < ISTI_PILES; pile++) {
        isti_sort_encounters(met + first[pile], first[pile + 1] - first[pile]);
    }
    for (int32_t k = 0; k < COUNT; k++) {
        const isti_encounter *e = &met[k];
        sum -= isti_mix32((uint32_t)e->a, (uint32_t)e->b, (uint32_t)e->gain_x);
        const bool follows =
            k == 0 || e[-1].a < e->a ||
            (e[-1].a == e->a && (e[-1].b < e->b || (e[-1].b == e->b && e[-1].gain_x <= e->gain_x)));
        ck_assert_msg(follows, "encounter %d", k);
    }
    ck_assert_uint_eq(sum, 0); // nobody is lost
}
END_TEST

// A row as long as one, two or three registers, a little shorter or longer, and longer than one look.
START_TEST(who_seems_able_is_found_in_rows_of_any_length)
{
    enum { PEOPLE = 90, GRADES = 7, ABLE = 4 };
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "tie_cap", PEOPLE);
    tiny_org_unit_of(&org, PEOPLE);
    world w = open_world(&org);
    for (int32_t node = 0; node < PEOPLE; node++) {
        w.s->employee_competence[w.s->model->node_employee[node]] =
            (double)(node % GRADES) / GRADES;
    }
    ck_assert_int_eq(isti_profile_nodes(w.s, 0, PEOPLE), IST_OK);
    const int32_t theme = w.s->employee_theme[w.s->model->node_employee[0]];
    const isti_demand demand = isti_demand_of(w.s->model, theme, (double)ABLE / GRADES);
    isti_ties_forget(w.s, 0);
    for (int32_t degree = 0; degree < PEOPLE; degree++) {
        ck_assert_int_eq(w.s->node_degree[0], degree);
        for (int32_t from = 0; from <= ISTI_LOOK; from += ISTI_LOOK) {
            const uint64_t able = isti_row_able(w.s, 0, from, &demand);
            for (int32_t k = 0; k < ISTI_LOOK; k++) {
                const int32_t slot = w.s->node_row[0] + from + k;
                const bool is_able = from + k < degree && w.s->slot_other[slot] % GRADES >= ABLE;
                ck_assert_msg((able >> k & 1) == is_able, "%d of %d", from + k, degree);
            }
        }
        if (degree + 1 < PEOPLE) {
            ck_assert_int_ge(tie(w.s, 0, degree + 1, 0.5, 0.0), 0);
        }
    }
    close_world(&w);
}
END_TEST

SUITE("ties", EACH(encounters_in_piles_that_are_sorted_are_in_order, COUNT_OF(piled_cases)),
      TEST(a_tie_is_found_from_both_ends), TEST(strength_is_what_neither_strand_lacks),
      TEST(rows_hold_each_neighbor_once), TEST(a_removed_tie_leaves_both_rows),
      TEST(the_last_removed_number_is_the_first_to_be_used_again),
      TEST(nothing_of_a_former_tie_comes_back_with_its_number),
      TEST(a_row_full_of_live_ties_takes_no_more),
      TEST(a_full_row_forgets_the_dormant_tie_that_was_weakest),
      TEST(a_faded_tie_that_was_strong_lies_dormant),
      TEST(a_faded_tie_that_never_was_strong_is_forgotten),
      TEST(an_encounter_wakes_a_dormant_tie_with_part_of_its_past),
      TEST(a_first_encounter_makes_a_tie), TEST(an_encounter_adds_its_share_of_what_is_missing),
      TEST(an_introduction_raises_but_never_lowers),
      TEST(encounters_take_effect_one_after_the_other_where_rows_are_full),
      TEST(an_encounter_of_people_without_room_changes_nothing),
      TEST(only_colleagues_of_one_workplace_are_in_contact),
      TEST(forgetting_a_person_removes_all_ties_and_no_other),
      TEST(growing_and_ordering_rows_loses_no_tie), TEST(a_fingerprint_does_not_ask_where_rows_lie),
      TEST(a_tie_looks_the_same_from_outside), TEST(who_seems_able_is_found_in_rows_of_any_length),
      TEST(rows_are_laid_for_as_many_ties_as_anybody_may_have))
