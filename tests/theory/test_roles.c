// SPDX-License-Identifier: GPL-3.0-or-later
// The five roles of a manager (Josserand 2004, Table 2): what each is good for grows with its
// intensity, so does its risk, and whether the risk matters is up to the context.
#include "state/communities.h"
#include "state/ties.h"
#include "support/suite.h"
#include "support/tiny_org.h"

#include <string.h>

enum { MEMBERS = 20, RUNS = 60, STEPS = 5 };

// A place to work: what surrounds the club.
typedef struct place {
    double context[IST_CONTEXT_COUNT]; // decentralization, resources, productivity, short-termism,
                                       // line capacity, workload
    double institutionalization;
} place;

static const place mild = {{1.0, 1.0, 0.0, 0.0, 0.0, 0.45}, 1.0};
static const place harsh = {{0.0, 0.0, 1.0, 1.0, 0.0, 0.45}, 0.0};

// A club of twenty among four units of ten whose people are drawn at random; everything that is not
// in question stands still. What the context does is fixed here, whatever the calibration.
static ist_model *club(const place *where, tiny_overseer overseer)
{
    tiny_org org = tiny_org_lively();
    org.organization.emphasis = 1.0;
    org.organization.institutionalization = where->institutionalization;
    static const struct {
        const char *name;
        double value;
    } fixed[] = {
        {"mobility", 0.0},
        {"turnover", 0.0},
        {"lambda_create", 0.1},
        {"lambda_connect", 0.0},
        {"propose_rate", 0.0},
        {"kappa", 0.0},
        {"bud_rate", 0.0},
        {"stop_rate", 0.0},
        {"withdraw_rate", 0.0},
        {"pilot_loss", 0.0},
        {"leave", 0.0},
        {"grace_months", 24.0},
        {"min_active", 1.0},
        {"lambda_join", 0.05},
        {"invite_rate", 0.0},
        {"load_pressure", 0.0},
        {"tolerated", 0.1},
        {"excess_slope", 1.6},
        {"autonomy_rate", 0.8},
        {"intrusion_control", 0.8},
        {"intrusion_return", 0.5},
        {"load_support", 0.4},
        {"attend_load", 2.0},
        {"attend_recognition", 0.5},
        {"attend_oblige", 0.8},
        {"affect_control", 0.6},
        {"w_oblige", 1.0},
        {"w_recognition", 0.2},
        {"w_control", 0.3},
        {"w_affect", 0.5},
        {"purpose_facilitation", 0.5},
        {"purpose_control", 0.35},
        {"purpose_recognition", 0.1},
        {"institution_rate", 0.05},
        {"near_weight", 0.0},
        {"join_emphasis", 0.0},
        {"join_portal", 0.0},
    };
    for (size_t k = 0; k < sizeof fixed / sizeof *fixed; k++) {
        tiny_org_set(&org, fixed[k].name, fixed[k].value);
    }
    ist_spec_set_level(org.spec, IST_LEVEL_MANAGER, (ist_level_def){.oversees = true});
    ist_spec_set_draw_ties(org.spec, true);
    memcpy(org.unit.context, where->context, sizeof org.unit.context);
    for (int32_t u = 0; u < 4; u++) {
        tiny_org_unit_of(&org, 10);
    }
    tiny_org_oversee(&org, overseer);
    tiny_org_launch(&org, MEMBERS);
    return tiny_org_compile(&org);
}

static tiny_overseer playing(ist_role role, double intensity)
{
    tiny_overseer overseer = {.specificity = 1.0};
    overseer.role[role] = intensity;
    return overseer;
}

// The same runs for every intensity: seed 1, replicates 0 to RUNS - 1.
static void reset(ist_state *s, int32_t run)
{
    ist_run_def def = ist_run_def_default();
    def.replicate = (uint32_t)run;
    ck_assert_int_eq(ist_state_reset(s, &def), IST_OK);
}

// ---- The first meeting: everything else is exactly equal

// Who came to the first meeting of a run, by seat.
typedef struct first_meeting {
    bool came[MEMBERS];
    int32_t present;
    double realization, affect;
} first_meeting;

static first_meeting first_of(const ist_model *model, int32_t run)
{
    ist_state *s = tiny_run_start(model, 1);
    reset(s, run);
    tiny_run(s, 2); // founded, and a month later the first meeting
    first_meeting m = {.present = s->community_present[0],
                       .realization = s->community_realization[0]};
    ck_assert_int_eq(s->community_members[0], MEMBERS);
    for (int32_t seat = 0; seat < MEMBERS; seat++) {
        m.came[seat] = s->scratch.seat_present[s->community_seat[0] + seat];
        for (int32_t other = seat + 1; other < MEMBERS; other++) {
            const int32_t *member = isti_members(s, 0);
            const int32_t t = isti_tie_find(s, member[seat], member[other]);
            m.affect += t >= 0 ? s->tie_y[t] : 0.0;
        }
    }
    ist_state_destroy(s);
    return m;
}

// Luck is the same, so whoever comes at a lower intensity comes at a higher one, too.
static void assert_draws_more(ist_role role, bool strictly)
{
    int32_t lowest = 0;
    int32_t highest = 0;
    ist_model *model[STEPS];
    for (int32_t k = 0; k < STEPS; k++) {
        model[k] = club(&harsh, playing(role, 0.25 * k));
    }
    for (int32_t run = 0; run < RUNS; run++) {
        first_meeting last = first_of(model[0], run);
        lowest += last.present;
        for (int32_t k = 1; k < STEPS; k++) {
            const first_meeting next = first_of(model[k], run);
            for (int32_t seat = 0; seat < MEMBERS; seat++) {
                ck_assert(!last.came[seat] || next.came[seat]);
            }
            last = next;
        }
        highest += last.present;
    }
    ck_assert(strictly ? highest > lowest : highest == lowest);
    for (int32_t k = 0; k < STEPS; k++) {
        ist_model_destroy(model[k]);
    }
}

START_TEST(support_lifts_load_so_that_more_come)
{
    assert_draws_more(IST_ROLE_SUPPORT, true);
}
END_TEST

START_TEST(recognition_draws_people)
{
    assert_draws_more(IST_ROLE_RECOGNITION, true);
}
END_TEST

START_TEST(stimulation_makes_people_come_for_now)
{
    assert_draws_more(IST_ROLE_STIMULATION, true);
}
END_TEST

START_TEST(facilitation_and_control_change_nothing_in_who_comes_first)
{
    assert_draws_more(IST_ROLE_FACILITATION, false);
    assert_draws_more(IST_ROLE_CONTROL, false);
}
END_TEST

START_TEST(facilitation_gives_purpose_so_that_more_is_realized)
{
    for (int32_t run = 0; run < RUNS; run++) {
        double last = -1.0;
        for (int32_t k = 0; k < STEPS; k++) {
            ist_model *model = club(&mild, playing(IST_ROLE_FACILITATION, 0.25 * k));
            const first_meeting m = first_of(model, run);
            ck_assert(m.realization > last || (m.present < 3 && m.realization == 0.0));
            last = m.realization;
            ist_model_destroy(model);
        }
    }
}
END_TEST

START_TEST(control_gives_purpose_but_takes_affect_where_all_is_measured)
{
    ist_model *none = club(&harsh, playing(IST_ROLE_CONTROL, 0.0));
    ist_model *some = club(&harsh, playing(IST_ROLE_CONTROL, 0.5));
    ist_model *full = club(&harsh, playing(IST_ROLE_CONTROL, 1.0));
    for (int32_t run = 0; run < RUNS; run++) {
        const first_meeting a = first_of(none, run);
        const first_meeting b = first_of(some, run);
        const first_meeting c = first_of(full, run);
        if (a.present >= 3) {
            ck_assert_double_gt(b.affect, c.affect);
            ck_assert_double_gt(a.affect, b.affect);
            ck_assert_double_gt(b.realization, a.realization);
        }
    }
    ist_model_destroy(full);
    ist_model_destroy(some);
    ist_model_destroy(none);
}
END_TEST

// ---- Two years

typedef struct outcome {
    double autonomy, commitment, realization, deliverables, attendance, idle;
} outcome;

// Means over the runs, at the end of the second year.
static outcome after_two_years(const place *where, tiny_overseer overseer)
{
    ist_model *model = club(where, overseer);
    ist_state *s = tiny_run_start(model, 1);
    outcome mean = {0};
    for (int32_t run = 0; run < RUNS; run++) {
        reset(s, run);
        ck_assert_int_eq(ist_run(s, 24), IST_OK);
        ck_assert_int_eq(ist_state_check(s, NULL), IST_OK);
        mean.autonomy += s->community_autonomy[0] / RUNS;
        mean.commitment += isti_mean_commitment(s, 0) / RUNS;
        mean.realization += s->community_realization[0] / RUNS;
        mean.deliverables += s->community_deliverables[0] / RUNS;
        mean.attendance += s->community_activity[0] / RUNS;
        mean.idle += s->community_idle[0] / RUNS;
    }
    ist_state_destroy(s);
    ist_model_destroy(model);
    return mean;
}

// What each role is good for, in a mild place.
START_TEST(in_a_mild_place_each_role_does_good)
{
    const outcome none = after_two_years(&mild, playing(IST_ROLE_SUPPORT, 0.0));
    const outcome facilitated = after_two_years(&mild, playing(IST_ROLE_FACILITATION, 0.8));
    const outcome supported = after_two_years(&mild, playing(IST_ROLE_SUPPORT, 0.8));
    const outcome controlled = after_two_years(&mild, playing(IST_ROLE_CONTROL, 0.8));
    const outcome recognized = after_two_years(&mild, playing(IST_ROLE_RECOGNITION, 0.8));
    ck_assert_double_gt(facilitated.realization, none.realization);
    ck_assert_double_gt(facilitated.deliverables, none.deliverables);
    ck_assert_double_gt(supported.attendance, none.attendance);
    ck_assert_double_gt(controlled.deliverables, none.deliverables);
    ck_assert_double_gt(recognized.attendance, none.attendance);
    ck_assert_double_gt(recognized.commitment, none.commitment);
}
END_TEST

// The role that is bad for autonomy is so the more, the more it is played: never better at
// a higher intensity in a harsh place.
START_TEST(in_a_harsh_place_autonomy_falls_with_the_intensity)
{
    static const ist_role intruding[] = {IST_ROLE_FACILITATION, IST_ROLE_SUPPORT, IST_ROLE_CONTROL,
                                         IST_ROLE_RECOGNITION};
    double last = 2.0;
    for (int32_t k = 0; k < STEPS; k++) {
        const outcome o = after_two_years(&harsh, playing(intruding[_i], 0.25 * k));
        ck_assert_double_le(o.autonomy, last + 1e-12);
        last = o.autonomy;
    }
    ck_assert_double_lt(last, 0.75);
}
END_TEST

// The context switch of each role: the same intensity, harmless in a mild place, harmful in a harsh
// one. Four of them cost autonomy, beyond the tolerated 0.1 (complexity 0):
//     facilitation 0.8 (1 - 0);  control 0.8 * 0.8;  support, recognition 0.5 * 0.8 * 1
START_TEST(the_same_intensity_costs_autonomy_in_a_harsh_place_only)
{
    static const ist_role intruding[] = {IST_ROLE_FACILITATION, IST_ROLE_SUPPORT, IST_ROLE_CONTROL,
                                         IST_ROLE_RECOGNITION};
    const outcome gentle = after_two_years(&mild, playing(intruding[_i], 0.8));
    const outcome hard = after_two_years(&harsh, playing(intruding[_i], 0.8));
    const outcome alone = after_two_years(&harsh, playing(intruding[_i], 0.0));
    ck_assert_double_eq_tol(gentle.autonomy, 1.0, 1e-12);
    ck_assert_double_eq_tol(alone.autonomy, 1.0, 1e-12);
    ck_assert_double_lt(hard.autonomy, 0.8);
}
END_TEST

// The fifth, stimulation, costs commitment where communities are not an accepted thing.
START_TEST(stimulation_costs_commitment_where_communities_are_not_accepted)
{
    place accepted = mild;
    accepted.institutionalization = 1.0;
    place unaccepted = mild;
    unaccepted.institutionalization = 0.0;
    const outcome none = after_two_years(&unaccepted, playing(IST_ROLE_STIMULATION, 0.0));
    const outcome pushed = after_two_years(&unaccepted, playing(IST_ROLE_STIMULATION, 0.9));
    ck_assert_double_lt(pushed.commitment, none.commitment - 0.05);
    const outcome usual = after_two_years(&accepted, playing(IST_ROLE_STIMULATION, 0.0));
    const outcome invited = after_two_years(&accepted, playing(IST_ROLE_STIMULATION, 0.9));
    ck_assert_double_ge(invited.commitment, usual.commitment - 0.02);
}
END_TEST

// Obligation grows with what stimulation exceeds: commitment falls with each step.
START_TEST(the_more_people_are_pushed_the_less_they_are_committed)
{
    place unaccepted = mild;
    unaccepted.institutionalization = 0.0;
    double last = 2.0;
    for (int32_t k = 0; k < STEPS; k++) {
        const outcome o = after_two_years(&unaccepted, playing(IST_ROLE_STIMULATION, 0.25 * k));
        ck_assert_double_lt(o.commitment, last);
        last = o.commitment;
    }
}
END_TEST

// Control weighs on commitment where all is measured and the overseer has one logic only.
START_TEST(control_costs_commitment_in_a_harsh_place)
{
    const outcome none = after_two_years(&harsh, playing(IST_ROLE_CONTROL, 0.0));
    const outcome full = after_two_years(&harsh, playing(IST_ROLE_CONTROL, 1.0));
    ck_assert_double_lt(full.commitment, none.commitment);
    const outcome gentle_none = after_two_years(&mild, playing(IST_ROLE_CONTROL, 0.0));
    const outcome gentle = after_two_years(&mild, playing(IST_ROLE_CONTROL, 1.0));
    ck_assert_double_ge(gentle.commitment, gentle_none.commitment - 0.02);
}
END_TEST

// Behavioral complexity keeps intrusion away: the same full control, ever less harm.
START_TEST(complexity_shields_autonomy)
{
    double last = -1.0;
    for (int32_t k = 0; k < STEPS; k++) {
        tiny_overseer overseer = playing(IST_ROLE_CONTROL, 1.0);
        overseer.complexity = 0.25 * k;
        const outcome o = after_two_years(&harsh, overseer);
        ck_assert_double_ge(o.autonomy, last);
        last = o.autonomy;
    }
    ck_assert_double_gt(last, 0.5);
}
END_TEST

// Light control keeps an agenda: fewer idle months.
START_TEST(light_control_prevents_idle_meetings)
{
    const outcome none = after_two_years(&mild, playing(IST_ROLE_CONTROL, 0.0));
    const outcome light = after_two_years(&mild, playing(IST_ROLE_CONTROL, 0.3));
    ck_assert_double_le(light.idle, none.idle);
}
END_TEST

SUITE("roles", TEST(support_lifts_load_so_that_more_come), TEST(recognition_draws_people),
      TEST(stimulation_makes_people_come_for_now),
      TEST(facilitation_and_control_change_nothing_in_who_comes_first),
      TEST(facilitation_gives_purpose_so_that_more_is_realized),
      TEST(control_gives_purpose_but_takes_affect_where_all_is_measured),
      TEST(in_a_mild_place_each_role_does_good),
      EACH(in_a_harsh_place_autonomy_falls_with_the_intensity, 4),
      EACH(the_same_intensity_costs_autonomy_in_a_harsh_place_only, 4),
      TEST(stimulation_costs_commitment_where_communities_are_not_accepted),
      TEST(the_more_people_are_pushed_the_less_they_are_committed),
      TEST(control_costs_commitment_in_a_harsh_place), TEST(complexity_shields_autonomy),
      TEST(light_control_prevents_idle_meetings))
