// SPDX-License-Identifier: GPL-3.0-or-later
// Communities: who belongs to them, how they end, and what can be read off them.
#include "state/communities.h"
#include "state/fellows.h"
#include "state/ties.h"
#include "support/world.h"

static const double tolerance = 1e-12;

//     a b | c d | e f      a, c and e are tied
static world three_units(void)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_theme(&org, "trade", 1.0);
    tiny_org_draw(&org, "ab|cd|ef");
    tiny_org_tie(&org, "ac", 0.3, 0.1);
    tiny_org_tie(&org, "ce", 0.3, 0.1);
    tiny_org_tie(&org, "ae", 0.3, 0.1);
    return open_world(&org);
}

static int32_t found_on(ist_state *s, int32_t theme, bool official, const int32_t *members,
                        int32_t count)
{
    isti_founding f = isti_founding_default();
    f.theme = theme;
    f.founder = members[0];
    f.official = official;
    f.members = members;
    f.count = count;
    int32_t community = -1;
    ck_assert_int_eq(isti_community_found(s, &f, -1, &community), IST_OK);
    return community;
}

static int32_t found(ist_state *s, bool official, const int32_t *members, int32_t count)
{
    return found_on(s, 0, official, members, count);
}

static const int32_t ace[] = {0, 2, 4};
static const int32_t bdf[] = {1, 3, 5};

START_TEST(founders_are_members_with_the_commitment_of_the_start)
{
    world w = three_units();
    const int32_t c = found(w.s, true, ace, 3);
    ck_assert_int_eq(w.s->community_members[c], 3);
    for (int32_t k = 0; k < 3; k++) {
        ck_assert_int_eq(isti_members(w.s, c)[k], ace[k]);
        ck_assert(isti_is_member(w.s, c, ace[k]));
        ck_assert(!isti_is_member(w.s, c, bdf[k]));
    }
    ck_assert_double_eq_tol(isti_mean_commitment(w.s, c), 0.6, tolerance);
    ck_assert_double_eq_tol(w.s->community_activity[c], 3 * 0.6, tolerance);
    ck_assert_double_eq_tol(w.s->community_autonomy[c], 1.0, tolerance);
    ck_assert(isti_is_active(w.s, c));
    close_late(&w);
}
END_TEST

START_TEST(the_most_able_founder_leads)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "ab");
    org.person.facilitation = 0.9;
    tiny_org_draw(&org, "c");
    world w = open_world(&org);
    const int32_t all[] = {0, 1, 2};
    const int32_t c = found(w.s, true, all, 3);
    ck_assert_int_eq(w.s->community_pilot[c], 2);
    close_late(&w);
}
END_TEST

// a, c and e sit at 0, 1 and 2; b is no member, and a tie to b does not count.
START_TEST(ties_among_members_are_known_by_seat)
{
    world w = three_units();
    const int32_t c = found(w.s, true, ace, 3);
    int32_t outside = -1;
    ck_assert_int_eq(isti_tie_create(w.s, 0, 1, 0.5, 0.5, &outside), IST_OK);
    ck_assert_int_eq(isti_fellows_ready(w.s, c), IST_OK);
    for (int32_t seat = 0; seat < 3; seat++) {
        int32_t count = 0;
        isti_fellows_of(w.s, c, seat, &count);
        ck_assert_int_eq(count, 2);
        const int32_t *by_seat = isti_fellows_by_seat(w.s, c, seat);
        for (int32_t other = 0; other < 3; other++) {
            const int32_t tie = seat == other ? -1 : isti_tie_find(w.s, ace[seat], ace[other]);
            ck_assert_int_eq(by_seat[other], tie);
        }
    }
    close_late(&w);
}
END_TEST

START_TEST(entering_twice_is_entering_once)
{
    world w = three_units();
    const int32_t c = found(w.s, true, ace, 3);
    ck_assert_int_eq(isti_community_enter(w.s, c, 2, 0.9), IST_OK);
    ck_assert_int_eq(w.s->community_members[c], 3);
    ck_assert_double_eq_tol(isti_mean_commitment(w.s, c), 0.6, tolerance);
    close_late(&w);
}
END_TEST

START_TEST(a_persons_communities_are_in_order_however_they_were_entered)
{
    world w = three_units();
    int32_t c[3];
    for (int32_t k = 0; k < 3; k++) {
        c[k] = found(w.s, true, ace, 3);
    }
    ck_assert_int_eq(isti_community_enter(w.s, c[2], 1, 0.5), IST_OK);
    ck_assert_int_eq(isti_community_enter(w.s, c[0], 1, 0.5), IST_OK);
    ck_assert_int_eq(isti_community_enter(w.s, c[1], 1, 0.5), IST_OK);
    int32_t of[ISTI_MEMBERSHIPS];
    ck_assert_int_eq(isti_communities_of(w.s, 1, of), 3);
    for (int32_t k = 0; k < 3; k++) {
        ck_assert_int_eq(of[k], c[k]);
    }
    close_late(&w);
}
END_TEST

// Twenty in two communities: the list of the first outgrows its place, twice, and moves behind that of the
// second; then the first in it leaves.
START_TEST(whoever_is_listed_elsewhere_still_sits_there)
{
    enum { PEOPLE = 20 };
    tiny_org org = tiny_org_quiet();
    tiny_org_unit_of(&org, PEOPLE);
    world w = open_world(&org);
    const int32_t all[PEOPLE] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,
                                 10, 11, 12, 13, 14, 15, 16, 17, 18, 19};
    const int32_t first = found(w.s, true, all, 3);
    const int32_t second = found(w.s, true, all, PEOPLE);
    for (int32_t k = 3; k < PEOPLE; k++) {
        ck_assert_int_eq(isti_community_enter(w.s, first, k, 0.5), IST_OK);
    }
    ck_assert_int_gt(w.s->community_seat[first], w.s->community_seat[second]);
    isti_community_leave(w.s, first, 0);
    ck_assert_int_eq(isti_seat_of(w.s, first, 0), -1);
    for (int32_t k = 0; k < PEOPLE; k++) {
        ck_assert_int_eq(isti_seat_of(w.s, second, k), w.s->community_seat[second] + k);
    }
    for (int32_t k = 0; k < PEOPLE - 1; k++) {
        const int32_t node = isti_members(w.s, first)[k];
        ck_assert_int_eq(isti_seat_of(w.s, first, node), w.s->community_seat[first] + k);
    }
    close_late(&w);
}
END_TEST

START_TEST(the_last_member_takes_the_seat_of_the_one_who_leaves)
{
    world w = three_units();
    const int32_t c = found(w.s, true, ace, 3);
    isti_community_leave(w.s, c, 0);
    ck_assert_int_eq(w.s->community_members[c], 2);
    ck_assert_int_eq(isti_members(w.s, c)[0], 4);
    ck_assert_int_eq(isti_members(w.s, c)[1], 2);
    ck_assert(!isti_is_member(w.s, c, 0));
    ck_assert_int_eq(w.s->node_memberships[0], 0);
    close_late(&w);
}
END_TEST

START_TEST(a_pilot_who_leaves_leads_no_more)
{
    world w = three_units();
    const int32_t c = found(w.s, true, ace, 3);
    ck_assert_int_eq(w.s->community_pilot[c], 0);
    isti_community_leave(w.s, c, 2);
    ck_assert_int_eq(w.s->community_pilot[c], 0);
    isti_community_leave(w.s, c, 0);
    ck_assert_int_eq(w.s->community_pilot[c], -1);
    close_late(&w);
}
END_TEST

START_TEST(nobody_has_more_memberships_than_the_cap)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "abc");
    tiny_org_set(&org, "membership_cap", 3);
    world w = open_world(&org);
    const int32_t all[] = {0, 1, 2};
    for (int32_t k = 0; k < 3; k++) {
        found(w.s, true, all, 3);
    }
    // The fourth finds nobody with a membership to spare: no members, and nobody leads them.
    const int32_t fourth = found(w.s, true, all, 3);
    ck_assert_int_eq(w.s->community_members[fourth], 0);
    ck_assert_int_eq(w.s->community_pilot[fourth], -1);
    ck_assert_int_eq(w.s->node_memberships[0], 3);
    close_late(&w);
}
END_TEST

START_TEST(a_caller_without_a_membership_to_spare_does_not_lead)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "abcde");
    tiny_org_set(&org, "membership_cap", 3);
    world w = open_world(&org);
    const int32_t busy[] = {0, 1};
    for (int32_t k = 0; k < 3; k++) {
        found(w.s, true, busy, 2);
    }
    const int32_t called[] = {0, 2, 3, 4};
    isti_founding f = isti_founding_default();
    f.members = called;
    f.count = 4;
    int32_t c = -1;
    ck_assert_int_eq(isti_community_found(w.s, &f, 0, &c), IST_OK);
    ck_assert_int_eq(w.s->community_members[c], 3);
    ck_assert_int_eq(w.s->community_pilot[c], 2);
    close_late(&w);
}
END_TEST

START_TEST(lists_that_outgrow_their_seats_keep_everybody)
{
    enum { PEOPLE = 50 };
    tiny_org org = tiny_org_quiet();
    tiny_org_unit_of(&org, PEOPLE);
    world w = open_world(&org);
    const int32_t pair[] = {0, 1};
    const int32_t first = found(w.s, true, pair, 2);
    const int32_t second = found(w.s, true, pair, 2);
    for (int32_t node = 2; node < PEOPLE; node++) {
        ck_assert_int_eq(isti_community_enter(w.s, first, node, 1.0 / node), IST_OK);
        ck_assert_int_eq(isti_community_enter(w.s, second, node, 0.5), IST_OK);
    }
    for (int32_t node = 2; node < PEOPLE; node++) {
        const int32_t place = w.s->community_seat[first] + node;
        ck_assert_int_eq(w.s->seat_node[place], node);
        ck_assert_double_eq_tol(w.s->seat_commitment[place], 1.0 / node, tolerance);
    }
    ck_assert_int_eq(w.s->community_members[second], PEOPLE);
    close_late(&w);
}
END_TEST

// Somebody enters or leaves one of two communities, or a tie is made or removed.
static void change_something(ist_state *s, const int32_t *community, isti_stream *luck)
{
    const int32_t people = s->model->node_count;
    const int32_t c = community[isti_stream_below(luck, 2)];
    const int32_t a = isti_stream_below(luck, people);
    const int32_t b = isti_stream_below(luck, people);
    if (isti_stream_uniform(luck) < 0.8) {
        int32_t tie = a == b ? -1 : isti_tie_find(s, a, b);
        if (tie >= 0) {
            isti_tie_remove(s, tie);
        } else if (a != b) {
            ck_assert_int_eq(isti_tie_create(s, a, b, 0.5, 0.5, &tie), IST_OK);
        }
    } else if (isti_is_member(s, c, a)) {
        isti_community_leave(s, c, isti_seat_of(s, c, a) - s->community_seat[c]);
    } else {
        ck_assert_int_eq(isti_community_enter(s, c, a, 0.5), IST_OK);
    }
}

// The invariants compare what is listed with rows and seats.
START_TEST(ties_among_members_stay_known_whatever_changes)
{
    enum { PEOPLE = 40, CHANGES = 4000 };
    tiny_org org = tiny_org_quiet();
    tiny_org_unit_of(&org, PEOPLE);
    world w = open_world(&org);
    const int32_t all[] = {0, 1, 2, 3, 4};
    const int32_t community[] = {found(w.s, true, all, 5), found(w.s, false, all + 2, 3)};
    isti_stream luck = isti_stream_open(w.s->key, 0, ISTI_FOR_USER, 0, 0);
    for (int32_t k = 0; k < CHANGES; k++) {
        for (int32_t c = 0; c < 2; c++) {
            ck_assert_int_eq(isti_fellows_ready(w.s, community[c]), IST_OK);
        }
        change_something(w.s, community, &luck);
        ck_assert(isti_fellows_known(w.s, community[0]));
        ck_assert_int_eq(ist_state_check(w.s, NULL), IST_OK);
    }
    isti_community_end(w.s, community[0], ISTI_END_FADED);
    ck_assert(!isti_fellows_known(w.s, community[0]));
    close_late(&w);
}
END_TEST

START_TEST(an_ended_community_keeps_its_list_and_binds_nobody)
{
    world w = three_units();
    const int32_t c = found(w.s, true, ace, 3);
    isti_community_end(w.s, c, ISTI_END_FADED);
    ck_assert(!isti_is_active(w.s, c));
    ck_assert_int_eq(w.s->community_ended[c], 0);
    ck_assert_int_eq(w.s->community_members[c], 3);
    for (int32_t k = 0; k < 3; k++) {
        ck_assert_int_eq(isti_members(w.s, c)[k], ace[k]);
        ck_assert_int_eq(w.s->node_memberships[ace[k]], 0);
    }
    close_late(&w);
}
END_TEST

START_TEST(shared_identity_is_the_highest_of_ones_own)
{
    world w = three_units();
    const int32_t first = found(w.s, true, ace, 3);
    const int32_t second = found(w.s, true, ace, 3);
    w.s->seat_identity[w.s->community_seat[first]] = 0.2;
    w.s->seat_identity[w.s->community_seat[second]] = 0.7;
    ck_assert_double_eq_tol(isti_shared_identity(w.s, 0, 2), 0.7, tolerance);
    ck_assert_double_eq_tol(isti_shared_identity(w.s, 2, 0), 0.0, tolerance);
    ck_assert_double_eq_tol(isti_shared_identity(w.s, 0, 1), 0.0, tolerance);
    close_late(&w);
}
END_TEST

START_TEST(the_context_is_the_mean_over_members)
{
    tiny_org org = tiny_org_quiet();
    org.unit.context[IST_CONTEXT_DECENTRALIZATION] = 0.2;
    tiny_org_draw(&org, "ab");
    org.unit.context[IST_CONTEXT_DECENTRALIZATION] = 0.8;
    tiny_org_draw(&org, "c");
    world w = open_world(&org);
    const int32_t all[] = {0, 1, 2};
    double context[IST_CONTEXT_COUNT];
    isti_community_context(w.s, found(w.s, true, all, 3), context);
    ck_assert_double_eq_tol(context[IST_CONTEXT_DECENTRALIZATION], 0.4, tolerance); // 1.2 / 3
    close_late(&w);
}
END_TEST

START_TEST(without_an_overseer_nothing_is_expected)
{
    world w = three_units();
    ck_assert_double_eq_tol(isti_expectation(w.s, found(w.s, true, ace, 3)), 0.0, tolerance);
    close_late(&w);
}
END_TEST

// ---- Stages

START_TEST(an_official_autonomous_one_is_a_community_of_practice)
{
    world w = three_units();
    const int32_t c = found(w.s, true, ace, 3);
    w.s->community_autonomy[c] = 0.5;
    ck_assert_int_eq(isti_community_stage(w.s, c), IST_STAGE_PRACTICE);
    close_late(&w);
}
END_TEST

// The overseer expects 0.3, and support bred 0.1 more.
static world overseen(int32_t *community)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "ab|cd|ef");
    tiny_org_oversee(&org, (tiny_overseer){.expectation = 0.3});
    world w = open_world(&org);
    isti_founding f = isti_founding_default();
    f.official = true;
    f.overseer = 0;
    f.members = ace;
    f.count = 3;
    ck_assert_int_eq(isti_community_found(w.s, &f, -1, community), IST_OK);
    w.s->community_autonomy[*community] = 0.4;
    w.s->community_expectation[*community] = 0.1;
    return w;
}

START_TEST(a_framed_one_that_delivers_is_a_project_group)
{
    int32_t c = -1;
    world w = overseen(&c);
    ck_assert_double_eq_tol(isti_expectation(w.s, c), 0.4, tolerance);
    w.s->community_deliverables[c] = 0.45;
    ck_assert_int_eq(isti_community_stage(w.s, c), IST_STAGE_PROJECT);
    close_late(&w);
}
END_TEST

START_TEST(a_framed_one_that_falls_short_is_bureaucratized)
{
    int32_t c = -1;
    world w = overseen(&c);
    w.s->community_deliverables[c] = 0.35;
    ck_assert_int_eq(isti_community_stage(w.s, c), IST_STAGE_BUREAUCRATIZED);
    close_late(&w);
}
END_TEST

START_TEST(an_unofficial_one_is_informal)
{
    world w = three_units();
    ck_assert_int_eq(isti_community_stage(w.s, found(w.s, false, ace, 3)), IST_STAGE_INFORMAL);
    close_late(&w);
}
END_TEST

START_TEST(an_unofficial_one_beside_a_framed_one_is_clandestine)
{
    world w = three_units();
    const int32_t club = found(w.s, true, bdf, 3);
    const int32_t lunch = found(w.s, false, ace, 3);
    ck_assert_int_eq(isti_community_stage(w.s, lunch), IST_STAGE_INFORMAL);
    w.s->community_autonomy[club] = 0.4;
    ck_assert_int_eq(isti_community_stage(w.s, lunch), IST_STAGE_CLANDESTINE);
    close_late(&w);
}
END_TEST

START_TEST(a_framed_one_on_another_theme_makes_nobody_clandestine)
{
    world w = three_units();
    const int32_t club = found_on(w.s, 1, true, bdf, 3);
    w.s->community_autonomy[club] = 0.4;
    ck_assert_int_eq(isti_community_stage(w.s, found(w.s, false, ace, 3)), IST_STAGE_INFORMAL);
    close_late(&w);
}
END_TEST

// clandestine_years is 3: 36 ticks after the framed one ended the lunch still hides, then not.
START_TEST(it_stays_clandestine_for_three_years_after_the_framed_one)
{
    world w = three_units();
    const int32_t club = found(w.s, true, bdf, 3);
    const int32_t lunch = found(w.s, false, ace, 3);
    w.s->community_autonomy[club] = 0.4;
    isti_community_end(w.s, club, ISTI_END_FADED);
    w.s->now.tick = 36;
    ck_assert_int_eq(isti_community_stage(w.s, lunch), IST_STAGE_CLANDESTINE);
    w.s->now.tick = 37;
    ck_assert_int_eq(isti_community_stage(w.s, lunch), IST_STAGE_INFORMAL);
    close_late(&w);
}
END_TEST

// a, c and e are tied by 1 - 0.7 * 0.9 = 0.37, above theta = 0.26, across three units.
START_TEST(an_ended_one_whose_members_are_tied_across_units_hibernates)
{
    world w = three_units();
    const int32_t c = found(w.s, true, ace, 3);
    isti_community_end(w.s, c, ISTI_END_FADED);
    ck_assert_int_eq(isti_community_stage(w.s, c), IST_STAGE_HIBERNATING);
    close_late(&w);
}
END_TEST

START_TEST(an_ended_one_without_ties_is_extinct)
{
    world w = three_units();
    const int32_t c = found(w.s, true, bdf, 3);
    isti_community_end(w.s, c, ISTI_END_FADED);
    ck_assert_int_eq(isti_community_stage(w.s, c), IST_STAGE_EXTINCT);
    close_late(&w);
}
END_TEST

START_TEST(hibernation_ends_with_the_ties)
{
    world w = three_units();
    const int32_t c = found(w.s, true, ace, 3);
    isti_community_end(w.s, c, ISTI_END_FADED);
    // Two of three ties fade below theta: a and c are still tied, e to nobody.
    w.s->tie_x[isti_tie_find(w.s, 2, 4)] = 0.1F;
    w.s->tie_x[isti_tie_find(w.s, 0, 4)] = 0.1F;
    ck_assert_int_eq(isti_community_stage(w.s, c), IST_STAGE_EXTINCT);
    close_late(&w);
}
END_TEST

START_TEST(ties_inside_one_unit_are_no_hibernation)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "abc|d");
    tiny_org_tie(&org, "ab", 0.9, 0.9);
    tiny_org_tie(&org, "bc", 0.9, 0.9);
    tiny_org_tie(&org, "ac", 0.9, 0.9);
    world w = open_world(&org);
    const int32_t abc[] = {0, 1, 2};
    const int32_t c = found(w.s, true, abc, 3);
    isti_community_end(w.s, c, ISTI_END_FADED);
    ck_assert_int_eq(isti_community_stage(w.s, c), IST_STAGE_EXTINCT);
    close_late(&w);
}
END_TEST

START_TEST(a_later_one_with_half_of_the_members_takes_over)
{
    world w = three_units();
    const int32_t c = found(w.s, true, ace, 3);
    isti_community_end(w.s, c, ISTI_END_FADED);
    const int32_t one[] = {0, 1};
    const int32_t small = found(w.s, true, one, 2); // one of three: less than half
    ck_assert_int_eq(isti_successor(w.s, c), -1);
    ck_assert_int_eq(isti_community_enter(w.s, small, 2, 0.5), IST_OK); // two of three
    ck_assert_int_eq(isti_successor(w.s, c), small);
    ck_assert_int_eq(isti_community_stage(w.s, c), IST_STAGE_EXTINCT);
    close_late(&w);
}
END_TEST

START_TEST(what_a_director_stops_is_stopped)
{
    world w = three_units();
    const int32_t c = found(w.s, true, ace, 3);
    isti_community_end(w.s, c, ISTI_END_STOPPED);
    ck_assert_int_eq(isti_community_stage(w.s, c), IST_STAGE_STOPPED);
    ck_assert(!isti_hibernates(w.s, c));
    close_late(&w);
}
END_TEST

START_TEST(a_community_looks_the_same_from_outside)
{
    int32_t c = -1;
    world w = overseen(&c);
    ist_community_info info;
    ck_assert(ist_community_get(w.s, (ist_community_id){c + 1}, &info));
    ck_assert(info.active && info.official);
    ck_assert_ptr_null(info.name);
    ck_assert_int_eq(info.members, 3);
    ck_assert_int_eq(info.overseer.number, 1);
    ck_assert_int_eq(info.pilot.number, 1);
    ck_assert_int_eq(info.ended, -1);
    ck_assert_double_eq_tol(info.expectation, 0.4, tolerance);
    ck_assert_int_eq(ist_community_member(w.s, (ist_community_id){1}, 2).number, 5);
    ck_assert_int_eq(ist_community_member(w.s, (ist_community_id){1}, 3).number, 0);
    ck_assert_int_eq(ist_community_member(w.s, (ist_community_id){1}, -1).number, 0);
    ck_assert_int_eq(ist_community_member(w.s, (ist_community_id){2}, 0).number, 0);
    ck_assert(!ist_community_get(w.s, (ist_community_id){0}, &info));
    ck_assert(!ist_community_get(w.s, (ist_community_id){2}, &info));
    close_late(&w);
}
END_TEST

SUITE("communities", TEST(founders_are_members_with_the_commitment_of_the_start),
      TEST(ties_among_members_are_known_by_seat), TEST(the_most_able_founder_leads),
      TEST(entering_twice_is_entering_once),
      TEST(a_persons_communities_are_in_order_however_they_were_entered),
      TEST(whoever_is_listed_elsewhere_still_sits_there),
      TEST(the_last_member_takes_the_seat_of_the_one_who_leaves),
      TEST(a_pilot_who_leaves_leads_no_more), TEST(nobody_has_more_memberships_than_the_cap),
      TEST(a_caller_without_a_membership_to_spare_does_not_lead),
      TEST(lists_that_outgrow_their_seats_keep_everybody),
      TEST(ties_among_members_stay_known_whatever_changes),
      TEST(an_ended_community_keeps_its_list_and_binds_nobody),
      TEST(shared_identity_is_the_highest_of_ones_own), TEST(the_context_is_the_mean_over_members),
      TEST(without_an_overseer_nothing_is_expected),
      TEST(an_official_autonomous_one_is_a_community_of_practice),
      TEST(a_framed_one_that_delivers_is_a_project_group),
      TEST(a_framed_one_that_falls_short_is_bureaucratized), TEST(an_unofficial_one_is_informal),
      TEST(an_unofficial_one_beside_a_framed_one_is_clandestine),
      TEST(a_framed_one_on_another_theme_makes_nobody_clandestine),
      TEST(it_stays_clandestine_for_three_years_after_the_framed_one),
      TEST(an_ended_one_whose_members_are_tied_across_units_hibernates),
      TEST(an_ended_one_without_ties_is_extinct), TEST(hibernation_ends_with_the_ties),
      TEST(ties_inside_one_unit_are_no_hibernation),
      TEST(a_later_one_with_half_of_the_members_takes_over), TEST(what_a_director_stops_is_stopped),
      TEST(a_community_looks_the_same_from_outside))
