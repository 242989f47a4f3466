// SPDX-License-Identifier: GPL-3.0-or-later
// From strangers to regulars: what is measured of how people of different units come to trust each
// other, of who knew whom at the start, and of newcomers.
#include <interstice/observe.h>

#include "process/process.h"
#include "state/communities.h"
#include "state/ties.h"
#include "support/random_org.h"
#include "support/world.h"

#include <math.h>
#include <string.h>

static const double tolerance = 1e-6; // strands are floats
static const int32_t ticks_per_year[] = {12, 52};

// Everybody comes to every meeting, but for one in 10000; nothing comes of it.
static tiny_org meeting_quietly(void)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "attend_base", 3.0);
    tiny_org_set(&org, "attend_commit", 6.0);
    tiny_org_set(&org, "commit_neutral", 0.0);
    tiny_org_set(&org, "commit_rate", 0.2);
    tiny_org_set(&org, "attend_know", 4.0);
    tiny_org_set(&org, "know_offset", 1.0);
    tiny_org_set(&org, "talk_x", 0.0);
    tiny_org_set(&org, "talk_y", 0.0);
    return org;
}

static int32_t found(ist_state *s, ist_origin origin, const int32_t *members, int32_t count)
{
    isti_founding f = isti_founding_default();
    f.official = true;
    f.origin = origin;
    f.members = members;
    f.count = count;
    f.founder = members[0];
    int32_t c = -1;
    ck_assert_int_eq(isti_community_found(s, &f, -1, &c), IST_OK);
    return c;
}

// ---- Sensitive problems

// How many were asked, and told.
typedef struct requests {
    int64_t asked, answered;
} requests;

static requests at_meeting(const ist_state *s, int32_t meeting)
{
    requests r = {-1, -1};
    ck_assert(ist_state_sensitive(s, meeting, &r.asked, &r.answered));
    return r;
}

static void assert_requests(const ist_state *s, int32_t meeting, int32_t asked, int32_t answered)
{
    const requests r = at_meeting(s, meeting);
    ck_assert_msg(r.asked == asked && r.answered == answered, "meeting %d: %d of %d", (int)meeting,
                  (int)r.answered, (int)r.asked);
}

static const int32_t all_five[] = {0, 1, 2, 3, 4};

//     a b | c | d | e      competing units; a trusts c, and not e; d knows too little
// a has a sensitive problem that nobody solves. b, of the same unit, is no stranger.
static tiny_org in_need(int32_t ticks)
{
    tiny_org org = meeting_quietly();
    org.organization.ticks_per_year = ticks;
    tiny_org_set(&org, "room", 0.0);
    tiny_org_set(&org, "willing", 0.0);
    tiny_org_set(&org, "sensitive_share", 0.0); // whatever d meets is not
    tiny_org_set(&org, "trust", 0.2);
    tiny_org_set(&org, "patience", 24.0);
    tiny_org_set(&org, "group_months", 12.0);
    tiny_org_set(&org, "bypass_months", 12.0);
    tiny_org_set(&org, "lambda_affect", 0.1);
    tiny_org_set(&org, "meetings_per_year", 12);
    org.unit.control[IST_CONTROL_MARKET] = 1.0;
    tiny_org_draw(&org, "ab|c");
    org.person.competence = 0.3;
    tiny_org_draw(&org, "d");
    org.person.competence = 1.0;
    tiny_org_draw(&org, "e");
    tiny_org_tie(&org, "ac", 0.5, 0.6);
    tiny_org_tie(&org, "ae", 0.5, 0.1);
    return org;
}

static void give_problem(ist_state *s, bool sensitive)
{
    s->employee_problem[0] = 0;
    s->employee_difficulty[0] = 0.5;
    s->employee_sensitive[0] = sensitive;
}

static world open_in_need(int32_t ticks, ist_origin origin, bool sensitive)
{
    tiny_org org = in_need(ticks);
    world w = open_world(&org);
    found(w.s, origin, all_five, 5);
    give_problem(w.s, sensitive);
    return w;
}

START_TEST(there_are_as_many_meetings_as_told_apart)
{
    world w = open_in_need(12, IST_ORIGIN_LAUNCHED, true);
    requests r = {7, 8};
    ck_assert(!ist_state_sensitive(w.s, 0, &r.asked, &r.answered));
    ck_assert(!ist_state_sensitive(w.s, -1, &r.asked, &r.answered));
    ck_assert(!ist_state_sensitive(w.s, IST_SENSITIVE_MEETINGS + 1, &r.asked, &r.answered));
    ck_assert_int_eq((long)r.asked, 7);
    ck_assert_int_eq((long)r.answered, 8);
    for (int32_t meeting = 1; meeting <= IST_SENSITIVE_MEETINGS; meeting++) {
        assert_requests(w.s, meeting, 0, 0);
    }
    close_world(&w);
}
END_TEST

// A meeting a month, whatever a tick: at each, c and e could help, and c may be told.
START_TEST(each_meeting_counts_those_who_could_help_and_those_who_are_told)
{
    const int32_t ticks = ticks_per_year[_i];
    world w = open_in_need(ticks, IST_ORIGIN_LAUNCHED, true);
    int32_t held = 0;
    for (int32_t tick = 1; tick <= ticks; tick++) {
        const int32_t before = held;
        tiny_run(w.s, 1);
        held = (tick - 1) * 12 / ticks;
        if (held > before) {
            ck_assert_int_eq(w.s->community_present[0], 5);
        }
        for (int32_t meeting = 1; meeting <= IST_SENSITIVE_MEETINGS; meeting++) {
            assert_requests(w.s, meeting, meeting <= held ? 2 : 0, meeting <= held ? 1 : 0);
        }
    }
    ck_assert_int_eq(w.s->employee_problem[0], 0);
    ck_assert_int_gt(held, IST_SENSITIVE_MEETINGS); // the seventh counts nowhere
    close_world(&w);
}
END_TEST

START_TEST(only_communities_of_strangers_count)
{
    const bool counts = _i == IST_ORIGIN_LAUNCHED || _i == IST_ORIGIN_STIMULATED;
    world w = open_in_need(12, (ist_origin)_i, true);
    tiny_run(w.s, 3);
    assert_requests(w.s, 1, counts ? 2 : 0, counts ? 1 : 0);
    assert_requests(w.s, 2, counts ? 2 : 0, counts ? 1 : 0);
    close_world(&w);
}
END_TEST

START_TEST(what_is_not_sensitive_does_not_count)
{
    world w = open_in_need(12, IST_ORIGIN_LAUNCHED, false);
    tiny_run(w.s, 3);
    assert_requests(w.s, 1, 0, 0);
    assert_requests(w.s, 2, 0, 0);
    close_world(&w);
}
END_TEST

// Where units do not compete everybody is told.
START_TEST(without_competition_all_who_could_help_are_told)
{
    world w = open_in_need(12, IST_ORIGIN_STIMULATED, true);
    memset(w.s->unit_control, 0, sizeof(double) * IST_CONTROL_COUNT * (size_t)w.model->unit_count);
    tiny_run(w.s, 2);
    assert_requests(w.s, 1, 2, 2);
    close_world(&w);
}
END_TEST

// Two communities, the second a month later: their first meetings add up.
START_TEST(communities_of_the_run_add_up)
{
    world w = open_in_need(12, IST_ORIGIN_LAUNCHED, true);
    tiny_run(w.s, 1);
    found(w.s, IST_ORIGIN_STIMULATED, all_five, 5);
    tiny_run(w.s, 2);
    assert_requests(w.s, 1, 4, 2);
    assert_requests(w.s, 2, 2, 1);
    close_world(&w);
}
END_TEST

// Two who meet are no meeting.
START_TEST(without_a_quorum_nothing_is_asked)
{
    static const int32_t ac[] = {0, 2};
    tiny_org org = in_need(12);
    tiny_org_set(&org, "meeting_quorum", 3);
    world w = open_world(&org);
    found(w.s, IST_ORIGIN_LAUNCHED, ac, 2);
    give_problem(w.s, true);
    tiny_run(w.s, 3);
    assert_requests(w.s, 1, 0, 0);
    close_world(&w);
}
END_TEST

START_TEST(the_count_belongs_to_the_run)
{
    world w = open_in_need(12, IST_ORIGIN_LAUNCHED, true);
    tiny_run(w.s, 4);
    ist_state *branch = ist_state_branch(w.s);
    ck_assert_ptr_nonnull(branch);
    const size_t size = ist_state_save(w.s, NULL, 0);
    void *bytes = malloc(size);
    ck_assert_uint_eq(ist_state_save(w.s, bytes, size), size);
    const ist_run_def run = ist_run_def_default();
    ck_assert_int_eq(ist_state_reset(w.s, &run), IST_OK);
    assert_requests(w.s, 1, 0, 0);
    ck_assert_int_eq(ist_state_restore(w.s, bytes, size, NULL), IST_OK);
    for (int32_t meeting = 1; meeting <= 3; meeting++) {
        assert_requests(branch, meeting, 2, 1);
        assert_requests(w.s, meeting, 2, 1);
    }
    free(bytes);
    ist_state_destroy(branch);
    close_world(&w);
}
END_TEST

// Anywhere: the numbers only grow, and nobody answers who was not asked.
START_TEST(nobody_answers_who_was_not_asked)
{
    int64_t asked = 0;
    for (uint32_t number = 0; number < 30; number++) {
        ist_model *model = random_org(number);
        const ist_run_def run = random_run(number);
        ist_state *s = ist_state_create(model, &run, NULL);
        ck_assert_ptr_nonnull(s);
        requests last[IST_SENSITIVE_MEETINGS] = {{0, 0}};
        for (int32_t tick = 0; tick < ist_model_ticks(model); tick++) {
            ck_assert_int_eq(ist_step(s), IST_OK);
            for (int32_t k = 0; k < IST_SENSITIVE_MEETINGS; k++) {
                const requests now = at_meeting(s, k + 1);
                ck_assert_int_ge((long)now.asked, (long)last[k].asked);
                ck_assert_int_ge((long)now.answered, (long)last[k].answered);
                ck_assert_int_le((long)(now.answered - last[k].answered),
                                 (long)(now.asked - last[k].asked));
                asked += now.asked - last[k].asked;
                last[k] = now;
            }
        }
        ist_state_destroy(s);
        ist_model_destroy(model);
    }
    ck_assert_int_gt((long)asked, 0);
}
END_TEST

// ---- Tied by chance

//     a | b | c | d e | f | g      the unit of g is not acquired
// On the craft are a, b, c, d: six pairs. Tied strongly are a-b and c-d; a-c is weak; a-e leads to
// another theme, b-f to somebody whose second theme the craft is, a-g to somebody who is not there.
static tiny_org acquainted(void)
{
    tiny_org org = meeting_quietly();
    tiny_org_theme(&org, "trade", 1.0);
    tiny_org_draw(&org, "a|b|c|d");
    org.person.theme = "trade";
    org.person.second_theme = "trade";
    org.person.unit = "unit 4";
    org.letter['e'] = ist_spec_add_employee(org.spec, &org.person);
    org.people++;
    org.person.second_theme = "craft";
    tiny_org_draw(&org, "f");
    org.person.theme = "craft";
    org.unit.present = false;
    tiny_org_draw(&org, "g");
    org.unit.present = true;
    tiny_org_tie(&org, "ab", 0.5, 0.5);
    tiny_org_tie(&org, "cd", 0.5, 0.5);
    tiny_org_tie(&org, "ac", 0.1, 0.1);
    tiny_org_tie(&org, "ae", 0.9, 0.9);
    tiny_org_tie(&org, "bf", 0.9, 0.9);
    tiny_org_tie(&org, "ag", 0.9, 0.9);
    return org;
}

START_TEST(a_launch_tells_how_many_of_its_theme_are_tied)
{
    tiny_org org = acquainted();
    tiny_org_launch(&org, 3);
    world w = open_world(&org);
    tiny_run(w.s, 1);
    ist_community_info info;
    ck_assert(ist_community_get(w.s, (ist_community_id){1}, &info));
    ck_assert_double_eq_tol(info.tied_by_chance, 2.0 / 6.0, tolerance);
    tiny_run(w.s, 24); // what was is not changed by what becomes of those ties
    ck_assert(ist_community_get(w.s, (ist_community_id){1}, &info));
    ck_assert_double_eq_tol(info.tied_by_chance, 2.0 / 6.0, tolerance);
    close_world(&w);
}
END_TEST

// Managers who only watch do not practice: tied or not, they are not counted.
//     a | b | c      c, tied to a, is a manager
START_TEST(those_who_take_no_part_are_no_practitioners)
{
    tiny_org org = meeting_quietly();
    tiny_org_draw(&org, "a|b");
    org.person.level = IST_LEVEL_MANAGER;
    tiny_org_draw(&org, "c");
    tiny_org_tie(&org, "ab", 0.9, 0.9);
    tiny_org_tie(&org, "ac", 0.9, 0.9);
    tiny_org_launch(&org, 2);
    world w = open_world(&org);
    tiny_run(w.s, 1);
    ist_community_info info;
    ck_assert(ist_community_get(w.s, (ist_community_id){1}, &info));
    ck_assert_double_eq(info.tied_by_chance, 1.0);
    close_world(&w);
}
END_TEST

static double tied_by_counting(const ist_state *s, int32_t theme)
{
    const ist_model *m = s->model;
    int64_t pairs = 0;
    int64_t tied = 0;
    for (int32_t a = 0; a < m->node_count; a++) {
        for (int32_t b = a + 1; b < m->node_count; b++) {
            const int32_t i = m->node_employee[a];
            const int32_t j = m->node_employee[b];
            if (!m->node_participates[a] || !m->node_participates[b] || !s->employee_present[i] ||
                !s->employee_present[j] || s->employee_theme[i] != theme ||
                s->employee_theme[j] != theme) {
                continue;
            }
            const int32_t tie = isti_tie_find(s, a, b);
            pairs++;
            tied += tie >= 0 && isti_tie_strength(s, tie) > s->model->p.theta;
        }
    }
    return pairs > 0 ? (double)tied / (double)pairs : 0.0;
}

// Founded late in a tick, when ties are as they stay to its end: where there are no working groups
// to tie people after that.
START_TEST(every_founding_tells_what_counting_all_pairs_gives)
{
    tiny_org org = tiny_org_lively();
    tiny_org_theme(&org, "trade", 0.7);
    org.organization.emphasis = 0.8;
    tiny_org_set(&org, "group_months", 12.0);
    tiny_org_set(&org, "patience", 4.0);
    tiny_org_set(&org, "cross_ties", 12.0);
    tiny_org_set(&org, "kappa", 40.0);
    tiny_org_set(&org, "n_min", 2.0);
    tiny_org_set(&org, "answer_min", 2.0);
    tiny_org_set(&org, "share_answer", 1.0);
    tiny_org_set(&org, "open_activity", 20.0); // nowhere to go but to call people together
    for (int32_t k = 0; k < 5; k++) {
        tiny_org_unit_of(&org, 25);
    }
    tiny_org_oversee(&org, (tiny_overseer){.role = {[IST_ROLE_STIMULATION] = 1.0}});
    world w = open_world(&org);
    int32_t of[IST_ORIGIN_COUNT] = {0};
    double highest = 0.0;
    int32_t known = 0;
    for (int32_t tick = 0; tick < 48; tick++) {
        tiny_run(w.s, 1);
        ck_assert_int_eq(ist_state_working_groups(w.s), 0);
        for (; known < ist_state_communities(w.s); known++) {
            ist_community_info info;
            ck_assert(ist_community_get(w.s, (ist_community_id){known + 1}, &info));
            ck_assert_double_eq_tol(info.tied_by_chance,
                                    tied_by_counting(w.s, w.s->community_theme[known]), tolerance);
            highest = fmax(highest, info.tied_by_chance);
            of[info.origin]++;
        }
    }
    ck_assert_int_gt(of[IST_ORIGIN_STIMULATED], 0);
    ck_assert_int_gt(of[IST_ORIGIN_REGROUPED], 0);
    ck_assert_double_gt(highest, 0.0);
    close_world(&w);
}
END_TEST

// ---- Closeness

static double closeness_in_record(const ist_recorder *recorder, const ist_state *s)
{
    const int32_t rows = ist_recorder_community_rows(recorder);
    ck_assert_int_gt(rows, 0);
    const ist_community_row *row = ist_recorder_community_row(recorder, rows - 1);
    ck_assert_int_eq(row->tick, ist_state_tick(s) - 1);
    return row->closeness;
}

typedef struct watched {
    world w;
    ist_recorder *recorder;
} watched;

static watched watch(tiny_org *org)
{
    watched x = {.w = open_world(org)};
    ist_recorder_def def = ist_recorder_def_default();
    def.communities = true;
    x.recorder = ist_recorder_create(x.w.model, &def, NULL);
    ck_assert_ptr_nonnull(x.recorder);
    const ist_observer observer = ist_recorder_observer(x.recorder);
    ck_assert_int_eq(ist_state_observe(x.w.s, &observer), IST_OK);
    return x;
}

static void close_watched(watched *x)
{
    ist_recorder_destroy(x->recorder);
    close_world(&x->w);
}

//     a | b | c | d | e      affect a-b 0.8, a-c 0.4, b-c none; a-d 1; e is no member
static tiny_org friends(void)
{
    tiny_org org = meeting_quietly();
    tiny_org_set(&org, "lambda_affect", 0.12);
    tiny_org_set(&org, "smooth_attendance", 0.25);
    tiny_org_set(&org, "regular", 0.5);
    tiny_org_set(&org, "meetings_per_year", 12);
    tiny_org_draw(&org, "a|b|c|d|e");
    tiny_org_tie(&org, "ab", 0.5, 0.8);
    tiny_org_tie(&org, "ac", 0.5, 0.4);
    tiny_org_tie(&org, "ad", 0.5, 1.0);
    tiny_org_tie(&org, "ae", 0.5, 1.0);
    return org;
}

static const int32_t abcd[] = {0, 1, 2, 3};

// a, b and c came to all meetings so far, d to none; one meeting more makes nobody a regular or a
// stranger (0.25 is below, 0.75 above one half). The mean over the pairs of a, b and c is
// (0.8 + 0.4 + 0) / 3, faded at 0.12 for the two months until the first meeting.
START_TEST(closeness_is_the_mean_affect_between_the_regulars)
{
    tiny_org org = friends();
    watched x = watch(&org);
    const int32_t c = found(x.w.s, IST_ORIGIN_LAUNCHED, abcd, 4);
    for (int32_t seat = 0; seat < 3; seat++) {
        x.w.s->seat_presence[x.w.s->community_seat[c] + seat] = 1.0;
    }
    tiny_run(x.w.s, 1);
    ck_assert_double_eq(closeness_in_record(x.recorder, x.w.s), 0.0); // no meeting yet
    tiny_run(x.w.s, 1);
    const double expected = 0.4 * exp(-0.12 * 2.0 / 12.0);
    ck_assert_double_eq_tol(closeness_in_record(x.recorder, x.w.s), expected, tolerance);
    close_watched(&x);
}
END_TEST

// Who comes to every meeting was at 1 - 0.75^n of the latest: 0.44 after two, 0.58 after three.
// All four are regulars then: (0.8 + 0.4 + 1) / 6, faded for four months.
START_TEST(it_takes_three_meetings_to_be_a_regular)
{
    tiny_org org = friends();
    watched x = watch(&org);
    const int32_t c = found(x.w.s, IST_ORIGIN_LAUNCHED, abcd, 4);
    for (int32_t meeting = 0; meeting <= 3; meeting++) {
        tiny_run(x.w.s, 1);
        ck_assert(meeting == 0 || x.w.s->community_present[c] == 4);
        const double expected = meeting < 3 ? 0.0 : 2.2 / 6.0 * exp(-0.12 * 4.0 / 12.0);
        ck_assert_double_eq_tol(closeness_in_record(x.recorder, x.w.s), expected, tolerance);
        const double presence = x.w.s->seat_presence[x.w.s->community_seat[c]];
        ck_assert_double_eq_tol(presence, 1.0 - pow(0.75, meeting), tolerance);
    }
    close_watched(&x);
}
END_TEST

// One regular is close to nobody, whatever the others feel.
START_TEST(one_regular_is_close_to_nobody)
{
    tiny_org org = friends();
    watched x = watch(&org);
    const int32_t c = found(x.w.s, IST_ORIGIN_LAUNCHED, abcd, 4);
    x.w.s->seat_presence[x.w.s->community_seat[c]] = 1.0;
    tiny_run(x.w.s, 2);
    ck_assert_double_eq(closeness_in_record(x.recorder, x.w.s), 0.0);
    close_watched(&x);
}
END_TEST

// Who stays away loses it: a and b were regulars, and nobody comes (attendance of one in 500).
START_TEST(who_stays_away_is_no_regular_for_long)
{
    tiny_org org = friends();
    tiny_org_set(&org, "attend_base", -3.0);
    tiny_org_set(&org, "attend_commit", 0.0);
    tiny_org_set(&org, "attend_know", 0.0);
    tiny_org_set(&org, "attend_load", 6.0);
    watched x = watch(&org);
    for (int32_t u = 0; u < x.w.model->unit_count; u++) {
        x.w.s->unit_context[u * IST_CONTEXT_COUNT + IST_CONTEXT_WORKLOAD] = 1.0;
    }
    const int32_t c = found(x.w.s, IST_ORIGIN_LAUNCHED, abcd, 4);
    for (int32_t seat = 0; seat < 2; seat++) {
        x.w.s->seat_presence[x.w.s->community_seat[c] + seat] = 1.0;
    }
    // 0.75 and 0.56 after two meetings, 0.42 after three.
    for (int32_t meeting = 0; meeting <= 4; meeting++) {
        tiny_run(x.w.s, 1);
        ck_assert(meeting == 0 || x.w.s->community_present[c] == 0);
        const double left = 0.8 * exp(-0.12 * (meeting + 1) / 12.0);
        ck_assert_double_eq_tol(closeness_in_record(x.recorder, x.w.s),
                                meeting == 1 || meeting == 2 ? left : 0.0, tolerance);
    }
    close_watched(&x);
}
END_TEST

static double presence_of(const ist_state *s, int32_t c, int32_t node)
{
    for (int32_t seat = 0; seat < s->community_members[c]; seat++) {
        if (isti_members(s, c)[seat] == node) {
            return s->seat_presence[s->community_seat[c] + seat];
        }
    }
    ck_abort_msg("node %d is no member", (int)node);
    return 0.0;
}

// Everybody keeps what he or she has been to when lists grow and when others leave; newcomers have
// been to nothing, also on a seat that somebody left.
START_TEST(who_came_before_is_remembered_wherever_one_sits)
{
    enum { FIRST = 12, ALL = 40 };
    tiny_org org = meeting_quietly();
    tiny_org_unit_of(&org, ALL);
    world w = open_world(&org);
    int32_t first[FIRST];
    for (int32_t k = 0; k < FIRST; k++) {
        first[k] = k;
    }
    const int32_t c = found(w.s, IST_ORIGIN_LAUNCHED, first, FIRST);
    for (int32_t k = 0; k < FIRST; k++) {
        w.s->seat_presence[w.s->community_seat[c] + k] = 0.01 * (k + 1);
    }
    for (int32_t k = FIRST; k < ALL; k++) {
        ck_assert_int_eq(isti_community_enter(w.s, c, k, 0.5), IST_OK);
    }
    for (int32_t k = 0; k < ALL; k++) {
        ck_assert_double_eq(presence_of(w.s, c, k), k < FIRST ? 0.01 * (k + 1) : 0.0);
    }
    while (w.s->community_members[c] > FIRST) {
        isti_community_leave(w.s, c, w.s->community_members[c] - 1);
    }
    isti_community_leave(w.s, c, 3); // node 11 takes the seat
    ck_assert_double_eq(presence_of(w.s, c, 11), 0.12);
    ck_assert_int_eq(isti_community_enter(w.s, c, 3, 0.5), IST_OK);
    ck_assert_double_eq(presence_of(w.s, c, 3), 0.0);
    ck_assert_double_eq(presence_of(w.s, c, 11), 0.12);
    close_world(&w);
}
END_TEST

// ---- Newcomers

static const char *const unit_3[] = {"unit 3"};

// 4 + 2 people, and after a quarter 3 more in an acquired unit: 3 of 9. Managers who only watch,
// one in each unit, do not count. Who moves is still a newcomer.
START_TEST(newcomers_weigh_what_they_are_among_all)
{
    tiny_org org = tiny_org_quiet();
    org.unit.people[IST_LEVEL_MANAGER] = 1;
    tiny_org_unit_of(&org, 4);
    tiny_org_unit_of(&org, 2);
    org.unit.present = false;
    tiny_org_unit_of(&org, 3);
    ist_event_def e = first_event(IST_EVENT_ACQUIRE);
    e.at = 0.25;
    e.units = unit_3;
    e.unit_count = 1;
    tiny_org_event(&org, &e);
    world w = open_world(&org);
    for (int32_t month = 0; month < 8; month++) {
        tiny_run(w.s, 1);
        if (month == 5) {
            const int32_t last = w.model->employee_count - 1;
            isti_transfer(w.s, last, 0);
            ck_assert_int_eq(w.s->employee_unit[last], 0);
        }
        double now[IST_METRIC_COUNT];
        ck_assert_int_eq(ist_state_measure(w.s, now), IST_OK);
        ck_assert_double_eq_tol(now[IST_METRIC_NEWCOMER_WEIGHT], month < 3 ? 0.0 : 3.0 / 9.0,
                                tolerance);
        ck_assert(isnan(now[IST_METRIC_NEWCOMER_SHARE])); // there are no members
    }
    close_world(&w);
}
END_TEST

START_TEST(newcomer_weight_is_a_share_of_people)
{
    ck_assert_str_eq(ist_metric_name(IST_METRIC_NEWCOMER_WEIGHT), "newcomer_weight");
    tiny_org org = tiny_org_quiet();
    tiny_org_unit_of(&org, 4);
    world w = open_world(&org);
    double now[IST_METRIC_COUNT];
    ck_assert_int_eq(ist_state_measure(w.s, now), IST_OK);
    ck_assert_double_eq(now[IST_METRIC_NEWCOMER_WEIGHT], 0.0);
    close_world(&w);
}
END_TEST

// A club that is announced loudly. Ten of the start and ten who were acquired have two years: what
// newcomers hear of depends on whom they are acquainted with.
START_TEST(newcomers_hear_of_what_they_are_acquainted_with)
{
    static const double known_rate[] = {0.05, 20.0};
    static const char *const unit_2[] = {"unit 2"};
    enum { PEOPLE = 10 };
    tiny_org org = meeting_quietly();
    org.organization.portal = 1.0;
    tiny_org_set(&org, "known_rate", known_rate[_i]);
    tiny_org_set(&org, "join_portal", 2.0);
    tiny_org_set(&org, "lambda_join", 3.0);
    tiny_org_set(&org, "gate_official", 1.0);
    tiny_org_set(&org, "gate_base", 1.0);
    tiny_org_set(&org, "room_official", 200.0);
    tiny_org_set(&org, "appeal_size", 1.0);
    org.person.taste = 2.0;
    tiny_org_unit_of(&org, PEOPLE);
    org.unit.present = false;
    tiny_org_unit_of(&org, PEOPLE);
    ist_event_def e = first_event(IST_EVENT_ACQUIRE);
    e.at = 1.0 / 12.0;
    e.units = unit_2;
    e.unit_count = 1;
    tiny_org_event(&org, &e);
    tiny_org_launch(&org, 5);
    world w = open_world(&org);
    tiny_run(w.s, 24);
    ck_assert(isti_is_active(w.s, 0));
    int32_t newcomers = 0;
    for (int32_t k = 0; k < w.s->community_members[0]; k++) {
        newcomers += isti_members(w.s, 0)[k] >= PEOPLE;
    }
    ck_assert_int_eq(w.s->community_members[0] - newcomers, PEOPLE);
    if (_i == 0) {
        ck_assert_int_le(newcomers, PEOPLE / 2);
    } else {
        ck_assert_int_eq(newcomers, PEOPLE);
    }
    close_world(&w);
}
END_TEST

SUITE("strangers", TEST(there_are_as_many_meetings_as_told_apart),
      EACH(each_meeting_counts_those_who_could_help_and_those_who_are_told,
           COUNT_OF(ticks_per_year)),
      EACH(only_communities_of_strangers_count, IST_ORIGIN_COUNT),
      TEST(what_is_not_sensitive_does_not_count),
      TEST(without_competition_all_who_could_help_are_told), TEST(communities_of_the_run_add_up),
      TEST(without_a_quorum_nothing_is_asked), TEST(the_count_belongs_to_the_run),
      TEST(nobody_answers_who_was_not_asked), TEST(a_launch_tells_how_many_of_its_theme_are_tied),
      TEST(those_who_take_no_part_are_no_practitioners),
      TEST(every_founding_tells_what_counting_all_pairs_gives),
      TEST(closeness_is_the_mean_affect_between_the_regulars),
      TEST(it_takes_three_meetings_to_be_a_regular), TEST(one_regular_is_close_to_nobody),
      TEST(who_stays_away_is_no_regular_for_long),
      TEST(who_came_before_is_remembered_wherever_one_sits),
      TEST(newcomers_weigh_what_they_are_among_all), TEST(newcomer_weight_is_a_share_of_people),
      EACH(newcomers_hear_of_what_they_are_acquainted_with, 2))
