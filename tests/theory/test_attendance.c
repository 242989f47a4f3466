// SPDX-License-Identifier: GPL-3.0-or-later
// Who comes to a meeting: the share of many members over many runs equals the logistic.
#include "state/communities.h"
#include "support/suite.h"
#include "support/tiny_org.h"

#include <math.h>
#include <string.h>

enum { MEMBERS = 40, RUNS = 300 };

static double logistic(double v)
{
    return 1.0 / (1.0 + exp(-v));
}

// One more thing than the base is different in each case.
typedef struct occasion {
    const char *what;
    double role[IST_ROLE_COUNT];
    double workload, commitment;
    bool unofficial, no_pilot;
    double inclination;
} occasion;

// The weights below: base -0.5, know 0.8, commit 2, recognition 0.5, oblige 0.7, load 1.5 (support
// lifts 0.4 of it, 0.6 of it counts for unofficial ones), pilot 1. Everybody's competence is 1, so
// the gap is 0 + offset 0.3; commitment of the start 0.6 is 0.3 above neutral:
//     -0.5 + 0.8 * 1 * 0.3 + 2 * 0.3 = 0.34
static const occasion occasions[] = {
    {.what = "nothing special", .inclination = 0.34},
    {.what = "workload", .workload = 0.6, .inclination = 0.34 - 1.5 * 0.6},
    {.what = "workload and support",
     .workload = 0.6,
     .role = {[IST_ROLE_SUPPORT] = 0.5},
     .inclination = 0.34 - 1.5 * 0.6 * (1.0 - 0.4 * 0.5)},
    {.what = "recognition",
     .role = {[IST_ROLE_RECOGNITION] = 0.8},
     .inclination = 0.34 + 0.5 * 0.8},
    // Emphasis is 1, so stimulation is what is set; institutionalization is 0 (and 0.004 after
    // a month, which is nothing here).
    {.what = "obligation", .role = {[IST_ROLE_STIMULATION] = 0.9}, .inclination = 0.34 + 0.7 * 0.9},
    {.what = "facilitation draws nobody",
     .role = {[IST_ROLE_FACILITATION] = 1.0},
     .inclination = 0.34},
    {.what = "control keeps nobody away at once",
     .role = {[IST_ROLE_CONTROL] = 1.0},
     .inclination = 0.34},
    {.what = "little commitment", .commitment = 0.2, .inclination = 0.34 - 2.0 * 0.4},
    {.what = "unofficial, after hours",
     .unofficial = true,
     .workload = 0.6,
     .inclination = 0.34 - 1.5 * 0.6 * 0.6},
    {.what = "nobody leads", .no_pilot = true, .inclination = 0.34 - 1.0},
};

static ist_model *club(const occasion *o)
{
    tiny_org org = tiny_org_quiet();
    org.organization.emphasis = 1.0;
    org.organization.institutionalization = 0.0;
    org.unit.context[IST_CONTEXT_WORKLOAD] = o->workload;
    static const struct {
        const char *name;
        double value;
    } weights[] = {{"attend_base", -0.5},      {"attend_know", 0.8},    {"know_offset", 0.3},
                   {"attend_commit", 2.0},     {"commit_neutral", 0.3}, {"attend_recognition", 0.5},
                   {"attend_oblige", 0.7},     {"attend_load", 1.5},    {"load_support", 0.4},
                   {"load_unofficial", 0.6},   {"attend_pilot", 1.0},   {"commit_start", 0.6},
                   {"institution_rate", 0.05}, {"succession", 0.0}};
    for (size_t k = 0; k < sizeof weights / sizeof *weights; k++) {
        tiny_org_set(&org, weights[k].name, weights[k].value);
    }
    if (o->commitment > 0.0) {
        tiny_org_set(&org, "commit_start", o->commitment);
    }
    tiny_org_unit_of(&org, MEMBERS);
    tiny_overseer overseer = {.independence = 1.0};
    memcpy(overseer.role, o->role, sizeof overseer.role);
    tiny_org_oversee(&org, overseer);
    if (!o->unofficial && !o->no_pilot) {
        tiny_org_launch(&org, MEMBERS);
    }
    return tiny_org_compile(&org);
}

// A club that no event can launch.
static void found_unusual(ist_state *s, const occasion *o)
{
    int32_t all[MEMBERS];
    for (int32_t k = 0; k < MEMBERS; k++) {
        all[k] = k;
    }
    isti_founding f = isti_founding_default();
    f.official = !o->unofficial;
    f.members = all;
    f.count = MEMBERS;
    int32_t c = -1;
    ck_assert_int_eq(isti_community_found(s, &f, -1, &c), IST_OK);
    if (o->no_pilot) {
        s->community_pilot[c] = -1;
    }
}

// The number that comes in all first meetings is binomial: within four of its deviations.
START_TEST(the_share_that_comes_is_the_logistic)
{
    const occasion *o = &occasions[_i];
    ist_model *model = club(o);
    ist_state *s = tiny_run_start(model, 1);
    int32_t came = 0;
    for (int32_t k = 0; k < RUNS; k++) {
        ist_run_def run = ist_run_def_default();
        run.replicate = (uint32_t)k;
        ck_assert_int_eq(ist_state_reset(s, &run), IST_OK);
        if (o->unofficial || o->no_pilot) {
            found_unusual(s, o);
        }
        tiny_run(s, 2); // the first meeting is a month after the founding
        ck_assert_int_eq(s->community_members[0], MEMBERS);
        came += s->community_present[0];
    }
    const double trials = (double)MEMBERS * RUNS;
    const double share = logistic(o->inclination);
    const double deviation = sqrt(share * (1.0 - share) / trials);
    ck_assert_msg(fabs(came / trials - share) < 4.0 * deviation, "%s: %g came, not %g", o->what,
                  came / trials, share);
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

// One member has an open problem on the theme, one is new to the job, one knows nothing: seats 0, 1
// and 2 of a club of three, over many runs.
//     need 1.2:       -0.5 + 0.8 * 0.3 + 0.6 + 1.2
//     ambiguity 1:    0.34 - 3 * 1 * (1 - 0.5 * emphasis 1)
//     competence 0:   gap = clip(0.8-quantile of {0, 1, 1} = 1, minus 0, plus 0.3) = 1
START_TEST(need_a_new_role_and_curiosity_count_for_the_one_who_has_them)
{
    enum { MANY = 6000 };
    tiny_org org = tiny_org_quiet();
    org.organization.emphasis = 1.0;
    tiny_org_set(&org, "attend_base", -0.5);
    tiny_org_set(&org, "attend_know", 0.8);
    tiny_org_set(&org, "know_offset", 0.3);
    tiny_org_set(&org, "know_quantile", 0.8);
    tiny_org_set(&org, "attend_commit", 2.0);
    tiny_org_set(&org, "commit_neutral", 0.3);
    tiny_org_set(&org, "attend_need", 1.2);
    tiny_org_set(&org, "attend_role", 3.0);
    tiny_org_set(&org, "role_emphasis", 0.5);
    tiny_org_set(&org, "role_rate", 0.2);
    tiny_org_set(&org, "role_floor", 0.0);
    tiny_org_set(&org, "patience", 24.0);
    tiny_org_draw(&org, "ab");
    org.person.competence = 0.0;
    org.person.facilitation = 0.0;
    tiny_org_draw(&org, "c");
    ist_model *model = tiny_org_compile(&org);
    ist_state *s = tiny_run_start(model, 1);
    int32_t came[3] = {0, 0, 0};
    int32_t counted = 0;
    for (int32_t k = 0; k < MANY; k++) {
        ist_run_def run = ist_run_def_default();
        run.replicate = (uint32_t)k;
        ck_assert_int_eq(ist_state_reset(s, &run), IST_OK);
        const int32_t all[] = {0, 1, 2};
        isti_founding f = isti_founding_default();
        f.official = true;
        f.members = all;
        f.count = 3;
        int32_t c = -1;
        ck_assert_int_eq(isti_community_found(s, &f, -1, &c), IST_OK);
        s->employee_problem[0] = 0;
        s->employee_difficulty[0] = 2.0; // nobody solves it
        s->employee_ambiguity[1] = 1.0;
        tiny_run(s, 2); // the first meeting is a month after the founding
        if (s->employee_problem[2] >= 0) {
            continue; // the incompetent one met a problem of his own: another case
        }
        counted++;
        for (int32_t seat = 0; seat < 3; seat++) {
            came[seat] += s->scratch.seat_present[s->community_seat[c] + seat];
        }
    }
    const double inclination[] = {0.34 + 1.2, 0.34 - 1.5, -0.5 + 0.8 + 0.6};
    for (int32_t seat = 0; seat < 3; seat++) {
        const double share = logistic(inclination[seat]);
        const double deviation = sqrt(share * (1.0 - share) / counted);
        ck_assert_double_eq_tol((double)came[seat] / counted, share, 4.0 * deviation);
    }
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

// Three quarters of what was written on the theme is in question: for those whose work it is that is
// three quarters of a need, for those with an open problem the problem is need enough, and for
// those who only help out there (match 0.6) it is none.
START_TEST(rules_in_question_are_a_need_of_those_whose_work_it_is)
{
    enum { MANY = 4000 };
    tiny_org org = tiny_org_quiet();
    tiny_org_set(&org, "attend_base", -0.5);
    tiny_org_set(&org, "attend_need", 1.2);
    tiny_org_set(&org, "attend_know", 0.0);
    tiny_org_set(&org, "attend_commit", 0.0);
    tiny_org_set(&org, "interpret_rate", 0.0);
    tiny_org_set(&org, "patience", 24.0);
    ist_theme_def trade = ist_theme_def_default();
    trade.name = "trade";
    ist_spec_add_theme(org.spec, &trade);
    tiny_org_draw(&org, "abc");
    ist_model *model = tiny_org_compile(&org);
    ist_state *s = tiny_run_start(model, 1);
    int32_t came[3] = {0, 0, 0};
    for (int32_t k = 0; k < MANY; k++) {
        ist_run_def run = ist_run_def_default();
        run.replicate = (uint32_t)k;
        ck_assert_int_eq(ist_state_reset(s, &run), IST_OK);
        s->theme_canon[0] = 0.2;
        s->theme_void[0] = 0.6;
        const int32_t all[] = {0, 1, 2};
        isti_founding f = isti_founding_default();
        f.members = all;
        f.count = 3;
        int32_t c = -1;
        ck_assert_int_eq(isti_community_found(s, &f, -1, &c), IST_OK);
        s->employee_problem[0] = 0;
        s->employee_difficulty[0] = 2.0; // nobody solves it
        s->employee_theme[2] = 1;
        s->employee_second[2] = 0;
        tiny_run(s, 2); // the first meeting is a month after the founding
        for (int32_t seat = 0; seat < 3; seat++) {
            came[seat] += s->scratch.seat_present[s->community_seat[c] + seat];
        }
    }
    const double inclination[] = {-0.5 + 1.2, -0.5 + 0.75 * 1.2, -0.5};
    for (int32_t seat = 0; seat < 3; seat++) {
        const double share = logistic(inclination[seat]);
        const double deviation = sqrt(share * (1.0 - share) / MANY);
        ck_assert_double_eq_tol((double)came[seat] / MANY, share, 4.0 * deviation);
    }
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

SUITE("attendance",
      EACH(the_share_that_comes_is_the_logistic, sizeof occasions / sizeof *occasions),
      TEST(need_a_new_role_and_curiosity_count_for_the_one_who_has_them),
      TEST(rules_in_question_are_a_need_of_those_whose_work_it_is))
