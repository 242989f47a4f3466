// SPDX-License-Identifier: GPL-3.0-or-later
// Circles: the unofficial communities on a theme that somebody belongs to. One is enough: people
// change for a livelier one, and whoever has one is not called to found another.
#include "process/process.h"

#include "state/communities.h"
#include "state/ties.h"
#include "support/world.h"

static const int32_t abc[] = {0, 1, 2};
static const int32_t def[] = {3, 4, 5};
static const int32_t ghi[] = {6, 7, 8};

//     a b c | d e f | g h i      a, who likes to join, is tied to d and g
// Whoever is near a community joins it within a month (rate above 50 a year), but no other way.
static tiny_org sociable(void)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_theme(&org, "trade", 1.0);
    tiny_org_set(&org, "lambda_join", 10.0);
    tiny_org_set(&org, "near_weight", 10.0);
    tiny_org_set(&org, "near_share", 1.0);
    tiny_org_set(&org, "room_cap", 200.0);
    tiny_org_set(&org, "appeal_size", 1.0);
    tiny_org_set(&org, "interest_second", 1.0);
    tiny_org_set(&org, "crowding", 0.0);
    org.person.second_theme = "trade";
    org.person.taste = 2.0;
    tiny_org_draw(&org, "a");
    org.person.taste = 0.0;
    org.person.unit = "unit 1";
    for (char letter = 'b'; letter <= 'c'; letter++) {
        org.letter[(size_t)letter] = ist_spec_add_employee(org.spec, &org.person);
        org.people++;
    }
    tiny_org_draw(&org, "def|ghi");
    tiny_org_tie(&org, "ad", 0.9, 0.9);
    tiny_org_tie(&org, "ag", 0.9, 0.9);
    return org;
}

typedef struct circle {
    bool official;
    int32_t theme;
    double activity;
} circle;

static int32_t found(ist_state *s, const int32_t *three, circle of)
{
    isti_founding f = isti_founding_default();
    f.official = of.official;
    f.theme = of.theme;
    f.members = three;
    f.count = 3;
    f.founder = three[0];
    int32_t c = -1;
    ck_assert_int_eq(isti_community_found(s, &f, -1, &c), IST_OK);
    s->community_activity[c] = of.activity;
    return c;
}

// Months of nothing but joining.
static void join_for(ist_state *s, int32_t months)
{
    for (int32_t k = 0; k < months; k++) {
        s->now.tick++;
        ck_assert_int_eq(isti_join(s), IST_OK);
        ck_assert_int_eq(ist_state_check(s, NULL), IST_OK);
    }
}

static void leave(ist_state *s, int32_t c, int32_t node)
{
    int32_t seat = 0;
    while (isti_members(s, c)[seat] != node) {
        seat++;
    }
    isti_community_leave(s, c, seat);
}

// ---- Joining

START_TEST(a_livelier_circle_takes_the_place_of_the_old_one)
{
    tiny_org org = sociable();
    world w = open_world(&org);
    const int32_t old = found(w.s, abc, (circle){.activity = 3.0});
    const int32_t lively = found(w.s, def, (circle){.activity = 3.1});
    ck_assert_int_eq(w.s->community_pilot[old], 0);
    join_for(w.s, 3);
    ck_assert(isti_is_member(w.s, lively, 0));
    ck_assert(!isti_is_member(w.s, old, 0));
    ck_assert_int_eq(w.s->node_memberships[0], 1);
    ck_assert_int_eq(w.s->community_members[lively], 4);
    ck_assert_int_eq(w.s->community_members[old], 2);
    ck_assert_int_eq(w.s->community_pilot[old], -1);
    ck_assert_double_eq(w.s->seat_commitment[w.s->community_seat[lively] + 3],
                        w.model->p.commit_join);
    close_world(&w);
}
END_TEST

// As lively as one's own is not livelier; without a circle of one's own it is good enough.
START_TEST(nobody_changes_for_a_circle_that_is_not_livelier)
{
    static const double activities[] = {1.5, 2.9, 3.0};
    for (int32_t has = 0; has <= 1; has++) {
        tiny_org org = sociable();
        world w = open_world(&org);
        const int32_t old = found(w.s, abc, (circle){.activity = 3.0});
        const int32_t other = found(w.s, def, (circle){.activity = activities[_i]});
        if (!has) {
            leave(w.s, old, 0);
        }
        join_for(w.s, 24);
        ck_assert_int_eq(isti_is_member(w.s, other, 0), !has);
        ck_assert_int_eq(isti_is_member(w.s, old, 0), has);
        close_world(&w);
    }
}
END_TEST

// What is official, or on another theme, is something else: both are kept, whichever is livelier.
static const circle pairs[][2] = {
    {{.official = true, .activity = 3.0}, {.activity = 9.0}},
    {{.official = true, .activity = 9.0}, {.activity = 3.0}},
    {{.activity = 3.0}, {.official = true, .activity = 9.0}},
    {{.activity = 9.0}, {.official = true, .activity = 3.0}},
    {{.official = true, .activity = 3.0}, {.official = true, .activity = 9.0}},
    {{.theme = 1, .activity = 3.0}, {.activity = 9.0}},
    {{.theme = 1, .activity = 9.0}, {.activity = 3.0}},
    {{.activity = 9.0}, {.theme = 1, .activity = 3.0}},
};

START_TEST(a_circle_is_no_official_community_and_none_on_another_theme)
{
    tiny_org org = sociable();
    tiny_org_set(&org, "gate_official", 1.0);
    tiny_org_set(&org, "gate_base", 1.0);
    tiny_org_set(&org, "room_official", 200.0);
    world w = open_world(&org);
    const int32_t first = found(w.s, abc, pairs[_i][0]);
    const int32_t second = found(w.s, def, pairs[_i][1]);
    join_for(w.s, 6);
    ck_assert(isti_is_member(w.s, first, 0));
    ck_assert(isti_is_member(w.s, second, 0));
    close_world(&w);
}
END_TEST

// The first month in which a joins the circle of d, e and f; 1000 if never.
static int32_t month_of_joining(double crowding, circle own)
{
    enum { NEVER = 1000 };
    tiny_org org = sociable();
    tiny_org_set(&org, "crowding", crowding);
    tiny_org_set(&org, "lambda_join", 0.05);
    world w = open_world(&org);
    found(w.s, abc, own);
    const int32_t c = found(w.s, def, (circle){.activity = 9.0});
    int32_t month = 0;
    while (month < NEVER && !isti_is_member(w.s, c, 0)) {
        join_for(w.s, 1);
        month++;
    }
    close_world(&w);
    return month;
}

// Memberships crowd each other out; but not the one that is given up.
START_TEST(who_changes_circles_is_not_kept_by_the_old_one)
{
    const circle same = {.activity = 3.0};
    const circle beside = {.theme = 1, .activity = 3.0};
    const int32_t free = month_of_joining(0.0, same);
    ck_assert_int_gt(free, 1); // else everybody joins at once and nothing is compared
    ck_assert_int_eq(month_of_joining(10.0, same), free);
    ck_assert_int_eq(month_of_joining(0.0, beside), free);
    ck_assert_int_gt(month_of_joining(10.0, beside), free);
}
END_TEST

// The pilot of a circle calls a; nobody joins of his or her own accord.
START_TEST(an_invitation_is_no_reason_to_leave_a_livelier_circle)
{
    for (int32_t livelier = 0; livelier <= 1; livelier++) {
        tiny_org org = sociable();
        tiny_org_set(&org, "near_weight", 0.0);
        tiny_org_set(&org, "invite_rate", 12.0);
        tiny_org_set(&org, "open_join", 1.0);
        world w = open_world(&org);
        tiny_run(w.s, 1); // that people have their workload
        const int32_t old = found(w.s, abc, (circle){.activity = 5.0});
        const int32_t other = found(w.s, def, (circle){.activity = livelier ? 6.0 : 4.0});
        w.s->community_pilot[old] = -1;
        w.s->community_pilot[other] = 3;
        join_for(w.s, 12);
        ck_assert_int_eq(isti_is_member(w.s, other, 0), livelier);
        ck_assert_int_eq(isti_is_member(w.s, old, 0), !livelier);
        close_world(&w);
    }
}
END_TEST

// Small circles become one: from the idlest of three a goes to one that is livelier, and in the end
// to the liveliest; there it ends.
START_TEST(everybody_ends_up_where_it_is_liveliest)
{
    tiny_org org = sociable();
    tiny_org_set(&org, "lambda_join", 0.5);
    world w = open_world(&org);
    found(w.s, abc, (circle){.activity = 3.0});
    found(w.s, def, (circle){.activity = 9.0});
    found(w.s, ghi, (circle){.activity = 6.0});
    double last = 3.0;
    for (int32_t month = 0; month < 60; month++) {
        join_for(w.s, 1);
        ck_assert_int_eq(w.s->node_memberships[0], 1);
        const double now = w.s->community_activity[w.s->seat_community[w.s->node_seat[0]]];
        ck_assert_double_ge(now, last);
        last = now;
    }
    ck_assert_double_eq(last, 9.0);
    close_world(&w);
}
END_TEST

// ---- Calling

// b is called by a unless he or she has where to go with a problem on the craft.
static const struct {
    const char *what;
    circle of;
    bool ended, framed, called;
} circles[] = {
    {.what = "open", .of = {.activity = 5.1}},
    {.what = "open and official", .of = {.official = true, .activity = 5.1}},
    {.what = "idle", .of = {.activity = 4.9}, .called = true},
    {.what = "idle and official", .of = {.official = true, .activity = 4.9}, .called = true},
    {.what = "on another theme", .of = {.theme = 1, .activity = 5.1}, .called = true},
    {.what = "over", .of = {.activity = 5.1}, .ended = true, .called = true},
    {.what = "framed", .of = {.official = true, .activity = 5.1}, .framed = true, .called = true},
};

START_TEST(who_has_an_open_circle_is_not_called)
{
    static const int32_t bcd[] = {1, 2, 3};
    tiny_org org = tiny_org_quiet();
    tiny_org_theme(&org, "trade", 1.0);
    tiny_org_set(&org, "open_activity", 5.0);
    tiny_org_set(&org, "open_autonomy", 0.5);
    tiny_org_set(&org, "task_choice", 0.3);
    tiny_org_set(&org, "busy_limit", 3);
    tiny_org_draw(&org, "a|b|c|d");
    tiny_org_tie(&org, "ab", 0.9, 0.9);
    world w = open_world(&org);
    ck_assert(isti_would_call(w.s, 0, 0, 0));
    const int32_t c = found(w.s, bcd, circles[_i].of);
    if (circles[_i].ended) {
        isti_community_end(w.s, c, ISTI_END_FADED);
    }
    if (circles[_i].framed) {
        w.s->community_autonomy[c] = 0.4;
        w.s->community_role[c * IST_ROLE_COUNT + IST_ROLE_CONTROL] = 0.5;
    }
    ck_assert_msg(isti_would_call(w.s, 0, 0, 0) == circles[_i].called, "%s", circles[_i].what);
    close_late(&w);
}
END_TEST

//     a | b | c | d | e | f g      a, in need and able, is tied to b, c, d, e: as many as it takes
// Their ties are strong enough to call, not to hear of what the other belongs to.
static tiny_org caller(void)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "kappa", 40.0);
    tiny_org_set(&org, "n_min", 4);
    tiny_org_set(&org, "answer_min", 2);
    tiny_org_set(&org, "share_answer", 1.0);
    tiny_org_set(&org, "regroup_months", 0.0);
    tiny_org_set(&org, "near_theta", 2.0);
    tiny_org_set(&org, "open_activity", 5.0);
    tiny_org_set(&org, "open_join", 1.0);
    org.person.facilitation = 1.0;
    org.person.taste = 2.0;
    tiny_org_draw(&org, "a|b|c|d|e|fg");
    for (const char *other = "bcde"; *other; other++) {
        tiny_org_tie(&org, (char[]){'a', *other, '\0'}, 0.2, 0.2); // 0.36: theta is 0.26
    }
    return org;
}

// Months of nothing but founding, with all but f and g in need.
static void found_for(ist_state *s, int32_t months)
{
    for (int32_t k = 0; k < months; k++) {
        for (int32_t i = 0; i < 5; i++) {
            s->employee_problem[i] = 0;
            s->employee_difficulty[i] = 1.0;
        }
        s->now.tick++;
        ck_assert_int_eq(isti_found(s), IST_OK);
        ck_assert_int_eq(ist_state_check(s, NULL), IST_OK);
    }
}

// Three are too few to call on where b has a circle; where it is idle, they are four.
START_TEST(people_with_a_circle_are_not_there_to_found_another)
{
    static const int32_t bfg[] = {1, 5, 6};
    for (int32_t open = 0; open <= 1; open++) {
        tiny_org org = caller();
        world w = open_world(&org);
        tiny_run(w.s, 1); // that people have their workload
        found(w.s, bfg, (circle){.activity = open ? 6.0 : 4.0});
        found_for(w.s, 24);
        ck_assert_int_eq(ist_state_communities(w.s) > 1, !open);
        close_world(&w);
    }
}
END_TEST

// Either strand is enough to hear of a circle: a goes there instead of calling.
START_TEST(one_hears_of_a_circle_through_either_strand)
{
    static const struct {
        double x, y;
        bool hears;
    } strands[] = {{0.6, 0.0, true}, {0.0, 0.6, true}, {0.3, 0.3, true}, {0.3, 0.0, false}};
    static const int32_t bcd[] = {1, 2, 3};
    for (size_t k = 0; k < COUNT_OF(strands); k++) {
        tiny_org org = tiny_org_quiet();
        tiny_org_set(&org, "kappa", 40.0);
        tiny_org_set(&org, "regroup_months", 0.0);
        tiny_org_set(&org, "near_theta", 1.5); // 0.39
        tiny_org_set(&org, "open_activity", 5.0);
        tiny_org_set(&org, "open_join", 1.0);
        org.person.facilitation = 1.0;
        org.person.taste = 2.0;
        tiny_org_draw(&org, "a|b|c|d|e|fg");
        tiny_org_tie(&org, "ab", strands[k].x, strands[k].y);
        world w = open_world(&org);
        const int32_t c = found(w.s, bcd, (circle){.activity = 6.0});
        found_for(w.s, 6);
        ck_assert_int_eq(isti_is_member(w.s, c, 0), strands[k].hears);
        close_world(&w);
    }
}
END_TEST

// Two circles would take a in the same month: the livelier one gets him or her, whichever draw is lower.
START_TEST(a_less_lively_circle_took_somebody_who_had_just_entered_a_livelier_one)
{
    tiny_org org = sociable();
    world w = open_world(&org);
    const int32_t lively = found(w.s, def, (circle){.activity = 9.0});
    const int32_t less = found(w.s, ghi, (circle){.activity = 6.0});
    for (int32_t month = 0; month < 24; month++) {
        join_for(w.s, 1);
        ck_assert(isti_is_member(w.s, lively, 0));
        ck_assert(!isti_is_member(w.s, less, 0));
        leave(w.s, lively, 0);
    }
    close_world(&w);
}
END_TEST

// a was called to found a second circle when the first was idle (members: the second, too): the
// third is livelier than the first, not than the second.
START_TEST(somebody_with_two_circles_looked_at_the_older_one_only)
{
    static const int32_t abc_again[] = {0, 1, 2};
    tiny_org org = sociable();
    world w = open_world(&org);
    const int32_t idle = found(w.s, abc, (circle){.activity = 1.0});
    const int32_t lively = found(w.s, abc_again, (circle){.activity = 9.0});
    const int32_t other = found(w.s, def, (circle){.activity = 5.0});
    join_for(w.s, 6);
    ck_assert(isti_is_member(w.s, lively, 0));
    ck_assert(!isti_is_member(w.s, other, 0));
    (void)idle;
    close_world(&w);
}
END_TEST

SUITE("circles", TEST(a_livelier_circle_takes_the_place_of_the_old_one),
      EACH(nobody_changes_for_a_circle_that_is_not_livelier, 3),
      EACH(a_circle_is_no_official_community_and_none_on_another_theme, COUNT_OF(pairs)),
      TEST(who_changes_circles_is_not_kept_by_the_old_one),
      TEST(an_invitation_is_no_reason_to_leave_a_livelier_circle),
      TEST(everybody_ends_up_where_it_is_liveliest),
      EACH(who_has_an_open_circle_is_not_called, COUNT_OF(circles)),
      TEST(people_with_a_circle_are_not_there_to_found_another),
      TEST(one_hears_of_a_circle_through_either_strand),
      TEST(a_less_lively_circle_took_somebody_who_had_just_entered_a_livelier_one),
      TEST(somebody_with_two_circles_looked_at_the_older_one_only))
