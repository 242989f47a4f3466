// SPDX-License-Identifier: GPL-3.0-or-later
// What a run is like without one of its mechanisms (ist_run_def.off): by hand for each, and as a
// promise that is kept by every organization without it and broken by some with it.
#include <interstice/ensemble.h>

#include "base/memory.h"
#include "state/communities.h"
#include "state/ties.h"
#include "support/random_org.h"
#include "support/world.h"

#include <math.h>
#include <string.h>

static const double tolerance = 1e-9;

#define ALL_OFF (IST_OFF(IST_MECHANISM_COUNT) - 1)

static world open_without(tiny_org *org, uint32_t off)
{
    world w = {.model = tiny_org_compile(org)};
    ist_run_def run = ist_run_def_default();
    run.off = off;
    w.s = ist_state_create(w.model, &run, NULL);
    ck_assert_ptr_nonnull(w.s);
    return w;
}

// Off if `_i` is 1: each test by hand runs both ways.
static uint32_t off_if(int yes, ist_mechanism mechanism)
{
    return yes ? IST_OFF(mechanism) : 0;
}

static int32_t found(ist_state *s, const int32_t *members, int32_t count)
{
    isti_founding f = isti_founding_default();
    f.official = true;
    f.members = members;
    f.count = count;
    f.founder = members[0];
    int32_t c = -1;
    ck_assert_int_eq(isti_community_found(s, &f, -1, &c), IST_OK);
    return c;
}

static void leave(ist_state *s, int32_t c, int32_t node)
{
    int32_t seat = 0;
    while (isti_members(s, c)[seat] != node) {
        seat++;
    }
    isti_community_leave(s, c, seat);
}

// Everybody comes to every meeting, but for one in 10000.
static void make_them_come(tiny_org *org)
{
    tiny_org_set(org, "attend_base", 3.0);
    tiny_org_set(org, "attend_commit", 6.0);
    tiny_org_set(org, "commit_neutral", 0.0);
    tiny_org_set(org, "attend_know", 4.0);
    tiny_org_set(org, "know_offset", 1.0);
    tiny_org_set(org, "min_active", 1.0);
}

// ---- The names

START_TEST(mechanisms_and_judgments_have_their_spellings)
{
    static const char *const mechanisms[] = {"tie_memory", "intrusion", "affect",  "initiative",
                                             "adoption",   "benefits",  "founding"};
    static const char *const judgments[] = {"typical", "median", "twin", "reported"};
    static const struct {
        ist_kind kind;
        const char *const *names;
        int32_t count;
    } lists[] = {{IST_KIND_MECHANISM, mechanisms, COUNT_OF(mechanisms)},
                 {IST_KIND_JUDGMENT, judgments, COUNT_OF(judgments)}};
    for (size_t l = 0; l < COUNT_OF(lists); l++) {
        ck_assert_int_eq(ist_kind_count(lists[l].kind), lists[l].count);
        for (int32_t k = 0; k < lists[l].count; k++) {
            ck_assert_str_eq(ist_kind_name(lists[l].kind, k), lists[l].names[k]);
            ck_assert_uint_gt(strlen(ist_kind_text(lists[l].kind, k)), 10);
        }
        ck_assert_ptr_null(ist_kind_name(lists[l].kind, lists[l].count));
        ck_assert_ptr_null(ist_kind_name(lists[l].kind, -1));
        ck_assert_ptr_null(ist_kind_text(lists[l].kind, lists[l].count));
    }
    ck_assert_str_eq(ist_kind_name(IST_KIND_MECHANISM, IST_MECHANISM_FOUNDING), "founding");
    ck_assert_str_eq(ist_kind_name(IST_KIND_JUDGMENT, IST_JUDGMENT_TWIN), "twin");
}
END_TEST

START_TEST(all_mechanisms_work_unless_said_otherwise)
{
    ck_assert_uint_eq(ist_run_def_default().off, 0);
    ck_assert_uint_eq(ist_ensemble_def_default().off, 0);
}
END_TEST

// ---- Tie memory

static bool are_tied(const ist_state *s, char a, char b)
{
    return isti_tie_find(s, tiny_node(a), tiny_node(b)) >= 0;
}

//     a | b | c d | e      ties a-b, c-d and a-e, which last
static tiny_org tied_fellows(void)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "talk_x", 0.0);
    tiny_org_set(&org, "talk_y", 0.0);
    tiny_org_draw(&org, "a|b|cd|e");
    tiny_org_tie(&org, "ab", 0.9, 0.9);
    tiny_org_tie(&org, "cd", 0.9, 0.9);
    tiny_org_tie(&org, "ae", 0.9, 0.9);
    return org;
}

// a, b, c and d meet for two months; then it is over. What tied a and b ends with it, what ties c
// and d, who work together, and a and e, who never met there, does not.
START_TEST(without_memory_ties_end_with_the_membership)
{
    static const int32_t abcd[] = {0, 1, 2, 3};
    tiny_org org = tied_fellows();
    world w = open_without(&org, off_if(_i, IST_MECHANISM_TIE_MEMORY));
    const int32_t c = found(w.s, abcd, 4);
    tiny_run(w.s, 2);
    ck_assert(are_tied(w.s, 'a', 'b'));
    isti_community_end(w.s, c, ISTI_END_FADED);
    for (int32_t month = 0; month < 3; month++) {
        tiny_run(w.s, 1);
        ck_assert_int_eq(are_tied(w.s, 'a', 'b'), _i == 0);
        ck_assert(are_tied(w.s, 'c', 'd'));
        ck_assert(are_tied(w.s, 'a', 'e'));
    }
    close_world(&w);
}
END_TEST

//     a | b | c | d e      a, b and c, all tied, are in two communities; one ends, then a leaves
// the other. All the while a is with d and e in a third one, founded before.
START_TEST(without_memory_one_community_in_common_is_enough)
{
    static const int32_t abc[] = {0, 1, 2};
    static const int32_t ade[] = {0, 3, 4};
    tiny_org org = tiny_org_quiet();
    tiny_org_draw(&org, "a|b|c|de");
    tiny_org_tie(&org, "ab", 0.9, 0.9);
    tiny_org_tie(&org, "ac", 0.9, 0.9);
    tiny_org_tie(&org, "bc", 0.9, 0.9);
    world w = open_without(&org, off_if(_i, IST_MECHANISM_TIE_MEMORY));
    found(w.s, ade, 3);
    const int32_t first = found(w.s, abc, 3);
    const int32_t second = found(w.s, abc, 3);
    tiny_run(w.s, 2);
    isti_community_end(w.s, first, ISTI_END_FADED);
    tiny_run(w.s, 1);
    ck_assert(are_tied(w.s, 'a', 'b') && are_tied(w.s, 'a', 'c') && are_tied(w.s, 'b', 'c'));
    leave(w.s, second, tiny_node('a'));
    tiny_run(w.s, 1);
    ck_assert_int_eq(are_tied(w.s, 'a', 'b'), _i == 0);
    ck_assert_int_eq(are_tied(w.s, 'a', 'c'), _i == 0);
    ck_assert(are_tied(w.s, 'b', 'c'));
    close_world(&w);
}
END_TEST

// a and b, who have lost touch, would know each other again; without memory they would not.
START_TEST(without_memory_dormant_ties_end_too)
{
    static const int32_t abcd[] = {0, 1, 2, 3};
    tiny_org org = tied_fellows();
    world w = open_without(&org, off_if(_i, IST_MECHANISM_TIE_MEMORY));
    const int32_t c = found(w.s, abcd, 4);
    tiny_run(w.s, 2);
    isti_tie_expire(w.s, isti_tie_find(w.s, 0, 1));
    ck_assert(are_tied(w.s, 'a', 'b'));
    isti_community_end(w.s, c, ISTI_END_FADED);
    tiny_run(w.s, 1);
    ck_assert_int_eq(are_tied(w.s, 'a', 'b'), _i == 0);
    close_world(&w);
}
END_TEST

// The number of the tie that ended goes to people who never were fellow members.
START_TEST(a_new_tie_is_not_taken_for_the_one_that_ended)
{
    static const int32_t abcd[] = {0, 1, 2, 3};
    tiny_org org = tied_fellows();
    world w = open_without(&org, IST_OFF(IST_MECHANISM_TIE_MEMORY));
    const int32_t old = isti_tie_find(w.s, 0, 1);
    const int32_t c = found(w.s, abcd, 4);
    tiny_run(w.s, 2);
    isti_community_end(w.s, c, ISTI_END_FADED);
    tiny_run(w.s, 1);
    int32_t tie = -1;
    ck_assert_int_eq(isti_tie_create(w.s, 1, 4, 0.9, 0.9, &tie), IST_OK);
    ck_assert_int_eq(tie, old);
    tiny_run(w.s, 2);
    ck_assert(are_tied(w.s, 'b', 'e'));
    close_world(&w);
}
END_TEST

// ---- Intrusion

// Facilitation and control of 1 where nothing is decided locally and only what is measured counts:
// 1 + 0.8 is far beyond what is tolerated.
START_TEST(without_intrusion_no_overseer_is_too_harsh)
{
    static const double harsh[IST_CONTEXT_COUNT] = {0.0, 0.0, 1.0, 1.0, 0.0, 0.0};
    tiny_org org = tiny_org_quiet();
    make_them_come(&org);
    tiny_org_set(&org, "tolerated", 0.2);
    tiny_org_set(&org, "intrusion_control", 0.8);
    memcpy(org.unit.context, harsh, sizeof harsh);
    tiny_org_unit_of(&org, 12);
    tiny_org_oversee(
        &org, (tiny_overseer){.role = {[IST_ROLE_FACILITATION] = 1.0, [IST_ROLE_CONTROL] = 1.0}});
    tiny_org_launch(&org, 12);
    world w = open_without(&org, off_if(_i, IST_MECHANISM_INTRUSION));
    double last = 1.0;
    for (int32_t month = 0; month < 24; month++) {
        tiny_run(w.s, 1);
        ist_community_info info;
        ck_assert(ist_community_get(w.s, (ist_community_id){1}, &info));
        ck_assert_double_eq_tol(info.intrusion, 1.8, tolerance); // it happens; it does no harm
        if (_i == 1) {
            ck_assert_double_eq(info.autonomy, 1.0);
        } else {
            ck_assert_double_lt(info.autonomy, last);
        }
        last = info.autonomy;
    }
    ck_assert(_i == 1 || last < 0.5);
    close_world(&w);
}
END_TEST

// ---- Affect

static double highest_affect(const ist_state *s)
{
    double highest = 0.0;
    for (int32_t t = 0; t < ISTI_COUNT(s, tie); t++) {
        highest = fmax(highest, s->tie_y[t]);
    }
    return highest;
}

// Each way by which affect comes, and it alone.
static void draw_start(tiny_org *org)
{
    tiny_org_draw(org, "a|b");
    tiny_org_tie(org, "ab", 0.5, 0.8);
}

static void draw_contact(tiny_org *org)
{
    tiny_org_set(org, "contact_x_rate", 2.0);
    tiny_org_set(org, "contact_y_rate", 2.0);
    tiny_org_draw(org, "ab");
    tiny_org_tie(org, "ab", 0.5, 0.0);
}

static void draw_talk(tiny_org *org)
{
    make_them_come(org);
    tiny_org_set(org, "talk_x", 0.5);
    tiny_org_set(org, "talk_y", 0.5);
    tiny_org_draw(org, "a|b|c");
    tiny_org_launch(org, 3);
}

static void draw_help(tiny_org *org)
{
    tiny_org_set(org, "problem_rate", 20.0);
    tiny_org_set(org, "willing", 1.0);
    tiny_org_set(org, "willing_x", 1.0);
    tiny_org_set(org, "willing_base", 1.0);
    tiny_org_set(org, "sensitive_share", 0.0);
    tiny_org_set(org, "help_x", 0.5);
    tiny_org_set(org, "help_y", 0.5);
    org->person.competence = 0.0;
    tiny_org_draw(org, "a");
    org->person.competence = 1.0;
    tiny_org_draw(org, "|b");
    tiny_org_tie(org, "ab", 0.9, 0.0);
}

static void (*const ways[])(tiny_org *org) = {draw_start, draw_contact, draw_talk, draw_help};

START_TEST(without_affect_no_way_leads_to_it)
{
    for (int off = 0; off <= 1; off++) {
        tiny_org org = tiny_org_quiet();
        ways[_i](&org);
        world w = open_without(&org, off_if(off, IST_MECHANISM_AFFECT));
        double highest = highest_affect(w.s);
        double tied = 0.0;
        for (int32_t month = 0; month < 12; month++) {
            tiny_run(w.s, 1);
            highest = fmax(highest, highest_affect(w.s));
            tied = fmax(tied, ISTI_COUNT(w.s, tie) > 0 ? w.s->tie_x[0] : 0.0);
        }
        ck_assert_int_eq(highest > 0.1, off == 0);
        ck_assert_int_eq(highest == 0.0, off == 1);
        ck_assert_double_gt(tied, 0.1); // there were ties to begin with
        close_world(&w);
    }
}
END_TEST

// ---- Initiative

//     a | b | c | d | e      a, in need and able, is tied to all others, who are in need, too
START_TEST(without_initiative_nobody_regroups)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "problem_rate", 20.0);
    tiny_org_set(&org, "patience", 24.0);
    tiny_org_set(&org, "willing", 0.0);
    tiny_org_set(&org, "kappa", 40.0);
    tiny_org_set(&org, "n_min", 4);
    tiny_org_set(&org, "answer_min", 3);
    tiny_org_set(&org, "share_answer", 1.0);
    org.person.competence = 0.0;
    org.person.facilitation = 1.0;
    org.person.taste = 2.0;
    tiny_org_draw(&org, "a|b|c|d|e");
    for (const char *other = "bcde"; *other; other++) {
        tiny_org_tie(&org, (char[]){'a', *other, '\0'}, 0.9, 0.9);
    }
    world w = open_without(&org, off_if(_i, IST_MECHANISM_INITIATIVE));
    tiny_run(w.s, 24);
    ck_assert_int_eq(ist_state_communities(w.s) > 0, _i == 0);
    close_world(&w);
}
END_TEST

// A head who sees somebody in need acts without that one's initiative.
//     a b | ten who know the craft      a heads the unit
START_TEST(without_initiative_heads_still_connect)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "problem_rate", 20.0);
    tiny_org_set(&org, "patience", 24.0);
    tiny_org_set(&org, "lambda_connect", 3.0);
    tiny_org_set(&org, "connect_load", 0.0);
    org.organization.institutionalization = 0.0;
    org.person.competence = 0.0;
    tiny_org_draw(&org, "ab");
    org.person.competence = 1.0;
    tiny_org_unit_of(&org, 10);
    world w = open_without(&org, IST_OFF(IST_MECHANISM_INITIATIVE));
    tiny_run(w.s, 24);
    ist_community_info info;
    ck_assert(ist_community_get(w.s, (ist_community_id){1}, &info));
    ck_assert_int_eq(info.origin, IST_ORIGIN_CONNECTED);
    close_world(&w);
}
END_TEST

// ---- Adoption

// Procedures that go stale at rate 0.1 keep exp(-0.1 t) of what they held, and what the club makes
// does not come into them.
START_TEST(without_adoption_procedures_only_go_stale)
{
    tiny_org org = tiny_org_quiet();
    make_them_come(&org);
    tiny_org_set(&org, "adopt_rate", 3.0);
    tiny_org_set(&org, "stale_rate", 0.1);
    tiny_org_set(&org, "interpret_rate", 20.0);
    ist_theme_def theme = ist_theme_def_default();
    theme.name = "trade";
    theme.canon = 0.4;
    ist_spec_add_theme(org.spec, &theme);
    org.person.theme = "trade";
    tiny_org_unit_of(&org, 12);
    ist_event_def launch = first_event(IST_EVENT_LAUNCH);
    launch.theme = "trade";
    launch.size = 12;
    tiny_org_event(&org, &launch);
    world w = open_without(&org, off_if(_i, IST_MECHANISM_ADOPTION));
    w.s->theme_void[1] = 0.3;
    for (int32_t month = 1; month <= 24; month++) {
        tiny_run(w.s, 1);
        const double stale = 0.4 * exp(-0.1 * month / 12.0);
        if (_i == 1) {
            ck_assert_double_eq_tol(w.s->theme_canon[1], stale, tolerance);
            ck_assert_double_eq_tol(w.s->theme_void[1], stale * 0.3 / 0.4, tolerance);
        } else if (month > 6) {
            ck_assert_double_gt(w.s->theme_canon[1], stale + 0.01);
        }
    }
    ck_assert_double_gt(w.s->community_realization[0], 0.05); // there was something to adopt
    close_world(&w);
}
END_TEST

// ---- Benefits

// Members who get nothing out of it: nobody ever comes.
START_TEST(without_benefits_commitment_stays_what_it_was)
{
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "attend_base", -3.0);
    tiny_org_set(&org, "attend_commit", 0.0);
    tiny_org_set(&org, "attend_know", 0.0);
    tiny_org_set(&org, "min_active", 1.0);
    tiny_org_unit_of(&org, 12);
    tiny_org_launch(&org, 8);
    world w = open_without(&org, off_if(_i, IST_MECHANISM_BENEFITS));
    tiny_run(w.s, 1);
    int32_t late = 0; // who comes in after the founding
    while (isti_is_member(w.s, 0, late)) {
        late++;
    }
    ck_assert_int_eq(isti_community_enter(w.s, 0, late, 0.55), IST_OK);
    const int32_t members = w.s->community_members[0];
    tiny_run(w.s, 20);
    ck_assert_int_eq(w.s->community_members[0], members);
    for (int32_t seat = 0; seat < members; seat++) {
        const double start = isti_members(w.s, 0)[seat] == late ? 0.55 : 0.6;
        const double now = w.s->seat_commitment[w.s->community_seat[0] + seat];
        ck_assert_int_eq(now == start, _i == 1);
        ck_assert_int_eq(now < 0.5 * start, _i == 0);
    }
    close_world(&w);
}
END_TEST

// ---- Founding

// A launch, a manager who brings strangers together, and an appointment to what was not launched.
START_TEST(without_founding_nothing_is_launched_either)
{
    tiny_org org = tiny_org_quiet();
    org.organization.emphasis = 1.0;
    tiny_org_set(&org, "lambda_create", 12.0);
    tiny_org_set(&org, "accept", 1.0);
    org.person.taste = 2.0;
    tiny_org_unit_of(&org, 15);
    tiny_org_unit_of(&org, 15);
    tiny_org_oversee(&org, (tiny_overseer){.role = {[IST_ROLE_STIMULATION] = 1.0}});
    tiny_org_launch(&org, 5);
    ist_event_def e = first_event(IST_EVENT_RECRUIT);
    e.at = 0.5;
    e.community = "club";
    e.count = 3;
    tiny_org_event(&org, &e);
    world w = open_without(&org, off_if(_i, IST_MECHANISM_FOUNDING));
    tiny_run(w.s, 24);
    if (_i == 0) {
        ck_assert_int_gt(ist_state_communities(w.s), 1);
    } else {
        ck_assert_int_eq(ist_state_communities(w.s), 0);
    }
    close_world(&w);
}
END_TEST

// ---- In every organization

enum { MOST_PAIRS = 1 << 16, MOST_THEMES = 64 };

// What has to be known of the state before a tick.
typedef struct memo {
    double canon[MOST_THEMES];
    int32_t tick, pairs;
    int32_t pair[MOST_PAIRS][2]; // tied as fellow members, which they are no longer
} memo;

static bool share_community(const ist_state *s, int32_t a, int32_t b)
{
    int32_t of[ISTI_MEMBERSHIPS];
    const int32_t count = isti_communities_of(s, a, of);
    for (int32_t k = 0; k < count; k++) {
        if (isti_is_member(s, of[k], b)) {
            return true;
        }
    }
    return false;
}

// Who were fellow members when ties last faded; needs a run that keeps count of that.
static void note_former_fellows(const ist_state *s, memo *before)
{
    before->pairs = 0;
    for (int32_t t = 0; t < ISTI_COUNT(s, tie); t++) {
        if (s->tie_a[t] < 0 || (s->tie_flags[t] & ISTI_TIE_SHARED) == 0 ||
            share_community(s, s->tie_a[t], s->tie_b[t])) {
            continue;
        }
        ck_assert_int_lt(before->pairs, MOST_PAIRS);
        before->pair[before->pairs][0] = s->tie_a[t];
        before->pair[before->pairs++][1] = s->tie_b[t];
    }
}

static void look_before(const ist_state *s, memo *before)
{
    ck_assert_int_le(s->model->theme_count, MOST_THEMES);
    memcpy(before->canon, s->theme_canon, (size_t)s->model->theme_count * sizeof(double));
    before->tick = ist_state_tick(s);
    note_former_fellows(s, before);
}

static bool has_event(const ist_state *s, int32_t tick)
{
    for (int32_t k = 0; k < s->model->event_count; k++) {
        if (s->model->event[k].tick == tick) {
            return true;
        }
    }
    return false;
}

// Former fellows are tied only if they work together, meet elsewhere, or met again in this tick. An
// event may have made them fellows again until they left in the same tick; what then remains is for
// the next one to find.
static bool keeps_tie_memory(const ist_state *s, const memo *before)
{
    if (has_event(s, before->tick)) {
        return true;
    }
    for (int32_t k = 0; k < before->pairs; k++) {
        const int32_t a = before->pair[k][0];
        const int32_t b = before->pair[k][1];
        const int32_t tie = isti_tie_find(s, a, b);
        if (tie >= 0 && s->tie_made[tie] != before->tick && !isti_tie_in_contact(s, a, b) &&
            !share_community(s, a, b)) {
            return false;
        }
    }
    return true;
}

static bool keeps_intrusion(const ist_state *s, const memo *before)
{
    (void)before;
    for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
        if (s->community_autonomy[c] != 1.0) {
            return false;
        }
    }
    return true;
}

static bool keeps_affect(const ist_state *s, const memo *before)
{
    (void)before;
    return highest_affect(s) == 0.0;
}

static bool keeps_initiative(const ist_state *s, const memo *before)
{
    (void)before;
    for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
        if (s->community_origin[c] == IST_ORIGIN_REGROUPED) {
            return false;
        }
    }
    return true;
}

// Events may write procedures anew; in other ticks they only go stale.
static bool keeps_adoption(const ist_state *s, const memo *before)
{
    if (has_event(s, before->tick)) {
        return true;
    }
    for (int32_t k = 0; k < s->model->theme_count; k++) {
        if (s->theme_canon[k] > before->canon[k]) {
            return false;
        }
    }
    return true;
}

static bool keeps_benefits(const ist_state *s, const memo *before)
{
    (void)before;
    for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
        for (int32_t seat = 0; seat < s->community_members[c]; seat++) {
            const double commitment = s->seat_commitment[s->community_seat[c] + seat];
            if (commitment != s->model->p.commit_start && commitment != s->model->p.commit_join) {
                return false;
            }
        }
    }
    return true;
}

static bool keeps_founding(const ist_state *s, const memo *before)
{
    (void)before;
    return ist_state_communities(s) == 0;
}

static bool (*const keeps[IST_MECHANISM_COUNT])(const ist_state *s, const memo *before) = {
    [IST_MECHANISM_TIE_MEMORY] = keeps_tie_memory, [IST_MECHANISM_INTRUSION] = keeps_intrusion,
    [IST_MECHANISM_AFFECT] = keeps_affect,         [IST_MECHANISM_INITIATIVE] = keeps_initiative,
    [IST_MECHANISM_ADOPTION] = keeps_adoption,     [IST_MECHANISM_BENEFITS] = keeps_benefits,
    [IST_MECHANISM_FOUNDING] = keeps_founding,
};

static ist_state *start_without(const ist_model *model, uint32_t number, uint32_t off)
{
    ist_run_def run = random_run(number);
    run.off = off;
    ist_state *s = ist_state_create(model, &run, NULL);
    ck_assert_ptr_nonnull(s);
    return s;
}

// A whole run of organization `number`: the promises kept in every tick of it, as bits.
static uint32_t promises_kept(uint32_t number, uint32_t off)
{
    static memo before;
    ist_model *model = random_org(number);
    ist_state *s = start_without(model, number, off);
    uint32_t kept = ALL_OFF;
    for (int32_t tick = 0; tick < ist_model_ticks(model); tick++) {
        look_before(s, &before);
        ck_assert_int_eq(ist_step(s), IST_OK);
        ck_assert_int_eq(ist_state_check(s, NULL), IST_OK);
        for (int32_t k = 0; k < IST_MECHANISM_COUNT; k++) {
            kept &= keeps[k](s, &before) ? ALL_OFF : ~IST_OFF(k);
        }
    }
    ist_state_destroy(s);
    ist_model_destroy(model);
    return kept;
}

enum { ORGS = 12, MOST_ORGS = 60 };

START_TEST(what_is_switched_off_does_not_work_in_any_organization)
{
    const uint32_t off = IST_OFF(_i % IST_MECHANISM_COUNT);
    ck_assert_uint_eq(promises_kept((uint32_t)(_i / IST_MECHANISM_COUNT), off) & off, off);
}
END_TEST

// 37 and 128 have no common factor: as many combinations as organizations, no two alike.
START_TEST(mechanisms_can_be_switched_off_together)
{
    const uint32_t off = ((uint32_t)_i * 37 + 11) & ALL_OFF;
    ck_assert_uint_eq(promises_kept((uint32_t)_i, off) & off, off);
}
END_TEST

// A run with tie memory keeps no count of who were fellows: here it is kept for it.
static bool ties_outlive_memberships(uint32_t number, uint32_t off)
{
    ist_model *model = random_org(number);
    ist_state *s = start_without(model, number, off);
    bool outlives = false;
    for (int32_t tick = 0; tick < ist_model_ticks(model) && !outlives; tick++) {
        static bool fellows[MOST_PAIRS];
        const int32_t ties = isti_min_i(ISTI_COUNT(s, tie), MOST_PAIRS);
        for (int32_t t = 0; t < ties; t++) {
            const int32_t a = s->tie_a[t];
            fellows[t] = a >= 0 && share_community(s, a, s->tie_b[t]);
        }
        ck_assert_int_eq(ist_step(s), IST_OK);
        for (int32_t t = 0; t < ties; t++) {
            const int32_t a = s->tie_a[t];
            outlives = outlives || (fellows[t] && a >= 0 && s->tie_made[t] < tick &&
                                    !share_community(s, a, s->tie_b[t]) &&
                                    !isti_tie_in_contact(s, a, s->tie_b[t]));
        }
    }
    ist_state_destroy(s);
    ist_model_destroy(model);
    return outlives;
}

// Each on its own, while all others do not work (but that communities are founded): some
// organization shows it.
START_TEST(each_mechanism_works_without_the_others)
{
    const uint32_t rest = ALL_OFF & ~IST_OFF(_i) & ~IST_OFF(IST_MECHANISM_FOUNDING);
    bool shown = false;
    for (uint32_t number = 0; number < MOST_ORGS && !shown; number++) {
        shown = _i == IST_MECHANISM_TIE_MEMORY ? ties_outlive_memberships(number, rest)
                                               : !(promises_kept(number, rest) & IST_OFF(_i));
    }
    ck_assert_msg(shown, "no organization shows %s", ist_kind_name(IST_KIND_MECHANISM, _i));
}
END_TEST

// ---- The same again

enum { AGAIN = 4 };

// Organization and mechanism of one test among IST_MECHANISM_COUNT * AGAIN; beyond them: all off
// but founding.
static uint32_t off_of(int i)
{
    const int mechanism = i % (IST_MECHANISM_COUNT + 1);
    return mechanism < IST_MECHANISM_COUNT ? IST_OFF(mechanism)
                                           : ALL_OFF & ~IST_OFF(IST_MECHANISM_FOUNDING);
}

static uint32_t number_of(int i)
{
    return (uint32_t)(i / (IST_MECHANISM_COUNT + 1));
}

static uint64_t hash_at_end(const ist_model *model, const ist_run_def *run)
{
    ist_state *s = ist_state_create(model, run, NULL);
    ck_assert_ptr_nonnull(s);
    ck_assert_int_eq(ist_run(s, ist_model_ticks(model)), IST_OK);
    const uint64_t hash = ist_state_hash(s);
    ist_state_destroy(s);
    return hash;
}

START_TEST(visiting_in_reverse_order_changes_nothing)
{
    ist_model *model = random_org(number_of(_i));
    ist_run_def run = random_run(number_of(_i));
    run.off = off_of(_i);
    const uint64_t forward = hash_at_end(model, &run);
    run.reversed = true;
    ck_assert_uint_eq(hash_at_end(model, &run), forward);
    ist_model_destroy(model);
}
END_TEST

START_TEST(dirty_working_memory_changes_nothing)
{
    ist_model *model = random_org(number_of(_i));
    ist_run_def run = random_run(number_of(_i));
    run.off = off_of(_i);
    const uint64_t clean = hash_at_end(model, &run);
    isti_poison_scratch(true);
    const uint64_t dirty = hash_at_end(model, &run);
    isti_poison_scratch(false);
    ck_assert_uint_eq(dirty, clean);
    ist_model_destroy(model);
}
END_TEST

// Restored into a run that had everything, branched, or reset from such a one: the same run.
START_TEST(a_switch_belongs_to_the_run)
{
    const uint32_t off = off_of(_i);
    ist_model *model = random_org(number_of(_i));
    ist_run_def run = random_run(number_of(_i));
    ist_state *used = start_without(model, number_of(_i), 0);
    const int32_t ticks = ist_model_ticks(model);
    const int32_t half = ticks / 2;
    ck_assert_int_eq(ist_run(used, half), IST_OK);

    ist_state *s = start_without(model, number_of(_i), off);
    ck_assert_int_eq(ist_run(s, half), IST_OK);
    const size_t size = ist_state_save(s, NULL, 0);
    void *bytes = malloc(size);
    ck_assert_uint_eq(ist_state_save(s, bytes, size), size);
    ist_state *branch = ist_state_branch(s);
    ck_assert_ptr_nonnull(branch);
    ck_assert_int_eq(ist_run(s, ticks - half), IST_OK);
    const uint64_t end = ist_state_hash(s);

    ck_assert_int_eq(ist_run(branch, ticks - half), IST_OK);
    ck_assert_uint_eq(ist_state_hash(branch), end);
    ck_assert_int_eq(ist_state_restore(used, bytes, size, NULL), IST_OK);
    ck_assert_uint_eq(used->run.off, off);
    ck_assert_int_eq(ist_run(used, ticks - half), IST_OK);
    ck_assert_uint_eq(ist_state_hash(used), end);
    ck_assert_int_eq(ist_state_reset(used, &run), IST_OK);
    ck_assert_int_eq(ist_run(used, ticks), IST_OK);
    ck_assert_uint_eq(ist_state_hash(used), hash_at_end(model, &run));
    ck_assert_uint_ne(ist_state_hash(used), end);
    free(bytes);
    ist_state_destroy(branch);
    ist_state_destroy(s);
    ist_state_destroy(used);
    ist_model_destroy(model);
}
END_TEST

// ---- Many runs

typedef struct outcome {
    uint64_t hash[2];
    double performance, twin; // sums over the first run, and over its twin without the first shock
} outcome;

static double sum_of(const double *series, int32_t count)
{
    double sum = 0.0;
    for (int32_t t = 0; t < count; t++) {
        sum += isnan(series[t]) ? 0.0 : series[t];
    }
    return sum;
}

static ist_status note(void *context, const ist_run_result *result)
{
    outcome *o = context;
    const int32_t ticks = ist_recorder_ticks(result->record);
    o->hash[result->replicate] = ist_state_hash(result->state);
    if (result->replicate == 0) {
        o->performance = sum_of(ist_recorder_series(result->record, IST_METRIC_PERFORMANCE), ticks);
        o->twin = sum_of(result->twin[0], ticks);
    }
    return IST_OK;
}

static double performance_without(const ist_model *model, uint32_t off, int32_t without)
{
    ist_run_def run = ist_run_def_default();
    run.off = off;
    run.without = without;
    ist_state *s = ist_state_create(model, &run, NULL);
    const ist_recorder_def def = ist_recorder_def_default();
    ist_recorder *recorder = ist_recorder_create(model, &def, NULL);
    const ist_observer observer = ist_recorder_observer(recorder);
    ck_assert_int_eq(ist_state_observe(s, &observer), IST_OK);
    ck_assert_int_eq(ist_run(s, ist_model_ticks(model)), IST_OK);
    const double sum =
        sum_of(ist_recorder_series(recorder, IST_METRIC_PERFORMANCE), ist_recorder_ticks(recorder));
    ist_recorder_destroy(recorder);
    ist_state_destroy(s);
    return sum;
}

// And with communities that make a difference where the shock does not happen.
static uint32_t organization_with_a_shock(void)
{
    for (uint32_t number = 0;; number++) {
        ist_model *model = random_org(number);
        const bool fits = ist_model_shocks(model) > 0 &&
                          performance_without(model, IST_OFF(IST_MECHANISM_FOUNDING), 0) !=
                              performance_without(model, 0, 0);
        ist_model_destroy(model);
        if (fits) {
            return number;
        }
    }
}

START_TEST(an_ensemble_hands_the_switches_on_to_runs_and_twins)
{
    const uint32_t off = IST_OFF(_i);
    ist_model *model = random_org(organization_with_a_shock());
    outcome o = {0};
    ist_ensemble_def def = ist_ensemble_def_default();
    def.replicates = 2;
    def.workers = 1;
    def.twins = true;
    def.off = off;
    def.on_run = note;
    def.context = &o;
    ck_assert_int_eq(ist_ensemble_run(model, &def, NULL), IST_OK);
    for (uint32_t k = 0; k < 2; k++) {
        ist_run_def run = ist_run_def_default();
        run.replicate = k;
        run.off = off;
        ck_assert_uint_eq(o.hash[k], hash_at_end(model, &run));
        run.off = 0;
        ck_assert_uint_ne(o.hash[k], hash_at_end(model, &run));
    }
    ck_assert_double_eq(o.performance, performance_without(model, off, -1));
    ck_assert_double_eq(o.twin, performance_without(model, off, 0));
    if (_i == IST_MECHANISM_FOUNDING) {
        ck_assert_double_ne(o.twin, performance_without(model, 0, 0));
    }
    ist_model_destroy(model);
}
END_TEST

#define FOR_EACH_MECHANISM(test, orgs) EACH(test, IST_MECHANISM_COUNT *(orgs))

SUITE("mechanisms", TEST(mechanisms_and_judgments_have_their_spellings),
      TEST(all_mechanisms_work_unless_said_otherwise),
      EACH(without_memory_ties_end_with_the_membership, 2),
      EACH(without_memory_one_community_in_common_is_enough, 2),
      EACH(without_memory_dormant_ties_end_too, 2),
      TEST(a_new_tie_is_not_taken_for_the_one_that_ended),
      EACH(without_intrusion_no_overseer_is_too_harsh, 2),
      EACH(without_affect_no_way_leads_to_it, COUNT_OF(ways)),
      EACH(without_initiative_nobody_regroups, 2), TEST(without_initiative_heads_still_connect),
      EACH(without_adoption_procedures_only_go_stale, 2),
      EACH(without_benefits_commitment_stays_what_it_was, 2),
      EACH(without_founding_nothing_is_launched_either, 2),
      FOR_EACH_MECHANISM(what_is_switched_off_does_not_work_in_any_organization, ORGS),
      EACH(mechanisms_can_be_switched_off_together, ORGS),
      FOR_EACH_MECHANISM(each_mechanism_works_without_the_others, 1),
      EACH(visiting_in_reverse_order_changes_nothing, (IST_MECHANISM_COUNT + 1) * AGAIN),
      EACH(dirty_working_memory_changes_nothing, (IST_MECHANISM_COUNT + 1) * AGAIN),
      EACH(a_switch_belongs_to_the_run, (IST_MECHANISM_COUNT + 1) * AGAIN),
      FOR_EACH_MECHANISM(an_ensemble_hands_the_switches_on_to_runs_and_twins, 1))
