// SPDX-License-Identifier: GPL-3.0-or-later
// The three shipped cases show their broad shape, over 20 replicates each.
#include <interstice/interstice.h>

#include "support/shipped.h"
#include "support/suite.h"

#include <string.h>

enum { REPLICATES = 20, MOST_FACTS = 4 };

// How many replicates show each fact of a case.
typedef struct tally {
    const ist_model *model;
    bool (*fact[MOST_FACTS])(const ist_run_result *run);
    int32_t shown[MOST_FACTS];
} tally;

static int32_t tick_of(const ist_run_result *run, double year)
{
    const ist_model *model = ist_state_model(run->state);
    int32_t tick = 0;
    while (ist_model_time(model, tick) < year - 1e-9) {
        tick++;
    }
    return tick;
}

static const double *series(const ist_run_result *run, ist_metric metric)
{
    return ist_recorder_series(run->record, metric);
}

static double highest(const ist_run_result *run, ist_metric metric, double from, double to)
{
    const double *values = series(run, metric);
    double most = values[tick_of(run, from)];
    for (int32_t t = tick_of(run, from); t <= tick_of(run, to); t++) {
        most = values[t] > most ? values[t] : most;
    }
    return most;
}

static double lowest(const ist_run_result *run, ist_metric metric, double from, double to)
{
    const double *values = series(run, metric);
    double least = values[tick_of(run, from)];
    for (int32_t t = tick_of(run, from); t <= tick_of(run, to); t++) {
        least = values[t] < least ? values[t] : least;
    }
    return least;
}

static double at(const ist_run_result *run, ist_metric metric, double year)
{
    return series(run, metric)[tick_of(run, year)];
}

static double founded(const ist_run_result *run, double from, double to)
{
    const double *values = series(run, IST_METRIC_FOUNDED);
    double sum = 0.0;
    for (int32_t t = tick_of(run, from); t < tick_of(run, to); t++) {
        sum += values[t];
    }
    return sum / (to - from);
}

static ist_status count(void *context, const ist_run_result *run)
{
    tally *t = context;
    for (int k = 0; k < MOST_FACTS && t->fact[k]; k++) {
        t->shown[k] += t->fact[k](run);
    }
    return IST_OK;
}

// Run a case and demand each fact in at least `needed` of its replicates.
static void show(const char *name, tally *t, int32_t needed)
{
    ist_scenario *scenario = shipped_scenario(name);
    ist_ensemble_def def = ist_ensemble_def_default();
    def.replicates = REPLICATES;
    def.on_run = count;
    def.context = t;
    ck_assert_int_eq(ist_ensemble_run(ist_scenario_model(scenario), &def, NULL), IST_OK);
    for (int k = 0; k < MOST_FACTS && t->fact[k]; k++) {
        ck_assert_msg(t->shown[k] >= needed, "fact %d of %s in %d of %d replicates", k + 1, name,
                      t->shown[k], REPLICATES);
    }
    ist_scenario_destroy(scenario);
}

// Gas: emphasis from 1992, fading; middle management 2001; reorganization 2003.

static bool networks_rise(const ist_run_result *run)
{
    return highest(run, IST_METRIC_ACTIVITY, 1994.0, 2000.0) >
           2.0 * at(run, IST_METRIC_ACTIVITY, 1993.0);
}

static bool networks_fade(const ist_run_result *run)
{
    return at(run, IST_METRIC_ACTIVITY, 2002.75) <
           highest(run, IST_METRIC_ACTIVITY, 1994.0, 2000.0);
}

static bool the_reorganization_breaks_most_of_it(const ist_run_result *run)
{
    return lowest(run, IST_METRIC_ACTIVITY, 2003.0, 2003.5) <
           0.6 * at(run, IST_METRIC_ACTIVITY, 2002.75);
}

static bool networks_come_back(const ist_run_result *run)
{
    return founded(run, 2003.25, 2004.0) > 1.5 * founded(run, 2001.0, 2003.0);
}

START_TEST(networks_rise_fade_break_and_come_back_at_gas)
{
    tally t = {.fact = {networks_rise, networks_fade, the_reorganization_breaks_most_of_it,
                        networks_come_back}};
    show("gas", &t, 16);
}
END_TEST

// Electrical: 250 companies, 700 from 2000 on, directors at more and more tables.

static bool clubs_arise(const ist_run_result *run)
{
    return at(run, IST_METRIC_COMMUNITIES, 1998.0) >= 10.0;
}

static bool clubs_grow_through_the_merger(const ist_run_result *run)
{
    return at(run, IST_METRIC_COMMUNITIES, 2004.0) > 2.0 * at(run, IST_METRIC_COMMUNITIES, 1999.75);
}

static bool newcomers_come_in_step_by_step(const ist_run_result *run)
{
    return at(run, IST_METRIC_NEWCOMER_SHARE, 2001.0) <
           0.9 * at(run, IST_METRIC_NEWCOMER_SHARE, 2004.0);
}

static bool directors_do_no_harm(const ist_run_result *run)
{
    return at(run, IST_METRIC_OVERSEEN_SHARE, 2004.0) > 0.7 &&
           at(run, IST_METRIC_AUTONOMY, 2004.0) > 0.8;
}

START_TEST(clubs_grow_through_the_merger_at_electrical)
{
    tally t = {.fact = {clubs_arise, clubs_grow_through_the_merger, newcomers_come_in_step_by_step,
                        directors_do_no_harm}};
    show("electrical", &t, 18);
}
END_TEST

// Comp: six centers of 2001; CRM is left alone, bank-finance and insurance are taken over.

static ist_community_info center(const ist_run_result *run, const char *name)
{
    ist_community_info info = {0};
    for (int32_t c = 1; c <= ist_state_communities(run->state); c++) {
        ck_assert(ist_community_get(run->state, (ist_community_id){c}, &info));
        if (info.name && strcmp(info.name, name) == 0) {
            return info;
        }
    }
    ck_abort_msg("no center is called %s", name);
    return info;
}

static bool crm_lives(const ist_run_result *run)
{
    const ist_community_info crm = center(run, "CRM center");
    return crm.active && crm.autonomy >= 0.6;
}

static bool what_is_taken_over_loses_its_freedom(const ist_run_result *run)
{
    return center(run, "bank-finance center").autonomy < 0.5 ||
           center(run, "insurance center").autonomy < 0.5;
}

static bool a_center_taken_over_fades(const ist_run_result *run)
{
    return !center(run, "bank-finance center").active || !center(run, "insurance center").active;
}

// A large unofficial group on the theme of the bank-finance center.
static bool people_meet_beside_it(const ist_run_result *run)
{
    const ist_theme_id theme = center(run, "bank-finance center").theme;
    for (int32_t c = 1; c <= ist_state_communities(run->state); c++) {
        ist_community_info info;
        ck_assert(ist_community_get(run->state, (ist_community_id){c}, &info));
        if (info.active && !info.official && info.theme.number == theme.number &&
            info.members >= 20) {
            return true;
        }
    }
    return false;
}

START_TEST(left_alone_taken_over_and_gone_to_lunch_at_comp)
{
    tally t = {.fact = {crm_lives, what_is_taken_over_loses_its_freedom, a_center_taken_over_fades,
                        people_meet_beside_it}};
    show("comp", &t, 14);
}
END_TEST

SUITE("cases", TEST(networks_rise_fade_break_and_come_back_at_gas),
      TEST(clubs_grow_through_the_merger_at_electrical),
      TEST(left_alone_taken_over_and_gone_to_lunch_at_comp))
