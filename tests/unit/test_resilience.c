// SPDX-License-Identifier: GPL-3.0-or-later
// Resilience of a series: every number is worked out by hand from the drawing above it.
#include <interstice/observe.h>

#include "support/suite.h"

#include <math.h>
#include <string.h>

#define COUNT(array)                           ((int32_t)(sizeof(array) / sizeof(array)[0]))
#define MEASURE(series, event, out)            measure(series, COUNT(series), event, NULL, out)
#define MEASURE_TWIN(series, event, twin, out) measure(series, COUNT(series), event, twin, out)

static const double tolerance = 1e-12;

static void measure(const double *series, int32_t count, int32_t event, const double *twin,
                    double *out)
{
    ist_resilience_def def = ist_resilience_def_default();
    def.event = event;
    def.twin = twin;
    ck_assert_int_eq(ist_resilience_measure(series, count, &def, out), IST_OK);
}

static void expect(const double *out, ist_resilience_metric metric, double expected)
{
    if (isnan(expected)) {
        ck_assert_msg(isnan(out[metric]), "%s is %g", ist_resilience_name(metric), out[metric]);
    } else {
        ck_assert_msg(fabs(out[metric] - expected) < tolerance, "%s is %g, not %g",
                      ist_resilience_name(metric), out[metric], expected);
    }
}

// ---- Nothing lost: 0.8 0.8 0.8 0.8 | 0.8 0.8 0.8 0.8

static const double flat[] = {0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8};

START_TEST(what_loses_nothing_recovers_at_once)
{
    double out[IST_RESILIENCE_COUNT];
    MEASURE(flat, 4, out);
    expect(out, IST_RESILIENCE_BASELINE, 0.8);
    expect(out, IST_RESILIENCE_ROBUSTNESS, 1.0);
    expect(out, IST_RESILIENCE_INITIAL_LOSS, 0.0);
    expect(out, IST_RESILIENCE_MAXIMUM_LOSS, 0.0);
    expect(out, IST_RESILIENCE_TOTAL_LOSS, 0.0);
    expect(out, IST_RESILIENCE_RECOVERY_TIME, 0.0);
    expect(out, IST_RESILIENCE_RECOVERED, 1.0);
    expect(out, IST_RESILIENCE_LEVEL, 1.0);
}
END_TEST

START_TEST(nothing_lost_can_neither_be_won_back_nor_fast)
{
    double out[IST_RESILIENCE_COUNT];
    MEASURE(flat, 4, out);
    expect(out, IST_RESILIENCE_RATIO, NAN);
    expect(out, IST_RESILIENCE_RAPIDITY, NAN);
}
END_TEST

// ---- A fall and a rise, levels in months 0 to 6 after the event:
//
//     1     ___                 _______________
//     0.75      \          /
//     0.5         \__   __/
//     month   -1  0    1    2    3    4    5    6

static const double vee[] = {0.8, 0.8, 0.8, 0.8, 0.6, 0.4, 0.6, 0.8, 0.8, 0.8, 0.8};

START_TEST(robustness_is_what_is_left_at_the_lowest_point)
{
    double out[IST_RESILIENCE_COUNT];
    MEASURE(vee, 4, out);
    expect(out, IST_RESILIENCE_ROBUSTNESS, 0.5);
}
END_TEST

START_TEST(three_losses_first_largest_and_all_together)
{
    double out[IST_RESILIENCE_COUNT];
    MEASURE(vee, 4, out);
    expect(out, IST_RESILIENCE_INITIAL_LOSS, 0.25);
    expect(out, IST_RESILIENCE_MAXIMUM_LOSS, 0.5);
    expect(out, IST_RESILIENCE_TOTAL_LOSS, (0.25 + 0.5 + 0.25) / 12.0);
}
END_TEST

START_TEST(recovery_counts_from_the_event_to_the_first_of_three_good_months)
{
    double out[IST_RESILIENCE_COUNT];
    MEASURE(vee, 4, out);
    expect(out, IST_RESILIENCE_RECOVERED, 1.0);
    expect(out, IST_RESILIENCE_RECOVERY_TIME, 3.0 / 12.0);
}
END_TEST

// From 0.5 in month 1 to 1 in month 3: half of the baseline in two months, three times it a year.
START_TEST(rapidity_is_the_slope_from_the_lowest_point_to_recovery)
{
    double out[IST_RESILIENCE_COUNT];
    MEASURE(vee, 4, out);
    expect(out, IST_RESILIENCE_RAPIDITY, 3.0);
}
END_TEST

START_TEST(all_won_back_is_a_ratio_of_one)
{
    double out[IST_RESILIENCE_COUNT];
    MEASURE(vee, 4, out);
    expect(out, IST_RESILIENCE_RATIO, 1.0);
}
END_TEST

// Less than a year is left after the event: all of it counts, (0.75 + 0.5 + 0.75 + 4) / 7.
START_TEST(a_short_run_has_its_level_from_all_that_follows_the_event)
{
    double out[IST_RESILIENCE_COUNT];
    MEASURE(vee, 4, out);
    expect(out, IST_RESILIENCE_LEVEL, 6.0 / 7.0);
}
END_TEST

START_TEST(the_scale_of_the_series_does_not_matter)
{
    double once[IST_RESILIENCE_COUNT];
    double tenfold[IST_RESILIENCE_COUNT];
    double larger[COUNT(vee)];
    for (int32_t t = 0; t < COUNT(vee); t++) {
        larger[t] = 10.0 * vee[t];
    }
    MEASURE(vee, 4, once);
    MEASURE(larger, 4, tenfold);
    expect(tenfold, IST_RESILIENCE_BASELINE, 8.0);
    for (int k = IST_RESILIENCE_ROBUSTNESS; k < IST_RESILIENCE_COUNT; k++) {
        expect(tenfold, (ist_resilience_metric)k, once[k]);
    }
}
END_TEST

// ---- Never again: 1 1 | 0.6 0.6 0.6 0.6

static const double broken[] = {1.0, 1.0, 0.6, 0.6, 0.6, 0.6};

START_TEST(what_never_recovers_is_censored)
{
    double out[IST_RESILIENCE_COUNT];
    MEASURE(broken, 2, out);
    expect(out, IST_RESILIENCE_RECOVERED, 0.0);
    expect(out, IST_RESILIENCE_RECOVERY_TIME, NAN);
    expect(out, IST_RESILIENCE_RAPIDITY, NAN);
}
END_TEST

START_TEST(what_never_recovers_loses_to_the_end)
{
    double out[IST_RESILIENCE_COUNT];
    MEASURE(broken, 2, out);
    expect(out, IST_RESILIENCE_TOTAL_LOSS, 4.0 * 0.4 / 12.0);
    expect(out, IST_RESILIENCE_RATIO, 0.0);
    expect(out, IST_RESILIENCE_LEVEL, 0.6);
}
END_TEST

// Half of what was lost comes back: (0.8 - 0.6) / (1 - 0.6).
START_TEST(a_new_normal_below_the_old_one_is_no_recovery)
{
    const double lower[] = {1.0, 1.0, 0.6, 0.7, 0.8, 0.8, 0.8, 0.8};
    double out[IST_RESILIENCE_COUNT];
    MEASURE(lower, 2, out);
    expect(out, IST_RESILIENCE_RECOVERED, 0.0);
    expect(out, IST_RESILIENCE_RATIO, 0.5);
}
END_TEST

// Two good months at the end are one too few.
START_TEST(the_end_of_the_run_can_come_before_recovery_is_certain)
{
    const double late[] = {1.0, 1.0, 0.6, 0.6, 1.0, 1.0};
    double out[IST_RESILIENCE_COUNT];
    MEASURE(late, 2, out);
    expect(out, IST_RESILIENCE_RECOVERED, 0.0);
    expect(out, IST_RESILIENCE_RATIO, 1.0);
}
END_TEST

START_TEST(three_good_months_at_the_end_are_enough)
{
    const double late[] = {1.0, 1.0, 0.6, 0.6, 1.0, 1.0, 1.0};
    double out[IST_RESILIENCE_COUNT];
    MEASURE(late, 2, out);
    expect(out, IST_RESILIENCE_RECOVERED, 1.0);
    expect(out, IST_RESILIENCE_RECOVERY_TIME, 2.0 / 12.0);
}
END_TEST

// ---- Two dips, levels: | 0.5 1 1 0.5 1 1 1

static const double twice[] = {1.0, 1.0, 0.5, 1.0, 1.0, 0.5, 1.0, 1.0, 1.0};

START_TEST(two_good_months_between_two_dips_are_no_recovery)
{
    double out[IST_RESILIENCE_COUNT];
    MEASURE(twice, 2, out);
    expect(out, IST_RESILIENCE_RECOVERY_TIME, 4.0 / 12.0);
    expect(out, IST_RESILIENCE_TOTAL_LOSS, (0.5 + 0.5) / 12.0);
}
END_TEST

// Of two equally low points the first counts: 0.5 in four months.
START_TEST(the_slope_begins_at_the_first_of_the_lowest_points)
{
    double out[IST_RESILIENCE_COUNT];
    MEASURE(twice, 2, out);
    expect(out, IST_RESILIENCE_RAPIDITY, 0.5 / (4.0 / 12.0));
}
END_TEST

// | 0.8 1 1 1 0.4 1: the second dip comes after recovery. It counts as the largest loss, but adds
// nothing to the loss until recovery, nor does the slope begin there: 0.2 in one month.
START_TEST(a_dip_after_recovery_is_another_story)
{
    const double later[] = {1.0, 1.0, 0.8, 1.0, 1.0, 1.0, 0.4, 1.0};
    double out[IST_RESILIENCE_COUNT];
    MEASURE(later, 2, out);
    expect(out, IST_RESILIENCE_RECOVERY_TIME, 1.0 / 12.0);
    expect(out, IST_RESILIENCE_TOTAL_LOSS, 0.2 / 12.0);
    expect(out, IST_RESILIENCE_MAXIMUM_LOSS, 0.6);
    expect(out, IST_RESILIENCE_RAPIDITY, 0.2 * 12.0);
}
END_TEST

// ---- More than before: | 0.5 1.5 1.5 1.5

static const double better[] = {1.0, 1.0, 0.5, 1.5, 1.5, 1.5};

START_TEST(a_gain_makes_up_for_no_loss)
{
    double out[IST_RESILIENCE_COUNT];
    MEASURE(better, 2, out);
    expect(out, IST_RESILIENCE_TOTAL_LOSS, 0.5 / 12.0);
    expect(out, IST_RESILIENCE_LEVEL, (0.5 + 1.5 + 1.5 + 1.5) / 4.0);
}
END_TEST

// (1.5 - 0.5) / (1 - 0.5)
START_TEST(who_comes_back_better_has_a_ratio_above_one)
{
    double out[IST_RESILIENCE_COUNT];
    MEASURE(better, 2, out);
    expect(out, IST_RESILIENCE_RATIO, 2.0);
}
END_TEST

START_TEST(an_event_that_only_helps_costs_nothing)
{
    const double helped[] = {1.0, 1.0, 1.2, 1.2, 1.2, 1.2};
    double out[IST_RESILIENCE_COUNT];
    MEASURE(helped, 2, out);
    expect(out, IST_RESILIENCE_ROBUSTNESS, 1.2);
    expect(out, IST_RESILIENCE_MAXIMUM_LOSS, 0.0);
    expect(out, IST_RESILIENCE_RATIO, NAN);
    expect(out, IST_RESILIENCE_RECOVERY_TIME, 0.0);
}
END_TEST

// ---- The threshold

START_TEST(a_shortfall_above_the_threshold_is_held)
{
    const double dented[] = {1.0, 1.0, 0.96, 0.95, 0.97, 1.0};
    double out[IST_RESILIENCE_COUNT];
    MEASURE(dented, 2, out);
    expect(out, IST_RESILIENCE_RECOVERY_TIME, 0.0);
    expect(out, IST_RESILIENCE_TOTAL_LOSS, 0.0);
    expect(out, IST_RESILIENCE_MAXIMUM_LOSS, 0.05);
}
END_TEST

START_TEST(the_threshold_itself_counts_as_recovered)
{
    const double at_it[] = {1.0, 1.0, 0.5, 0.95, 0.95, 0.95};
    double out[IST_RESILIENCE_COUNT];
    MEASURE(at_it, 2, out);
    expect(out, IST_RESILIENCE_RECOVERY_TIME, 1.0 / 12.0);
}
END_TEST

START_TEST(the_threshold_can_be_set)
{
    ist_resilience_def def = ist_resilience_def_default();
    double out[IST_RESILIENCE_COUNT];
    def.event = 2;
    def.recovered_at = 0.6;
    ck_assert_int_eq(ist_resilience_measure(broken, COUNT(broken), &def, out), IST_OK);
    expect(out, IST_RESILIENCE_RECOVERED, 1.0);
    expect(out, IST_RESILIENCE_RECOVERY_TIME, 0.0);
}
END_TEST

// ---- Felt late

// | 1 1 1 1 0.5 0.5 1 1 1: four good months pass before the blow is felt.
START_TEST(a_blow_felt_after_months_is_not_overlooked)
{
    const double delayed[] = {1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 1.0, 1.0, 1.0};
    double out[IST_RESILIENCE_COUNT];
    MEASURE(delayed, 2, out);
    expect(out, IST_RESILIENCE_INITIAL_LOSS, 0.0);
    expect(out, IST_RESILIENCE_RECOVERY_TIME, 6.0 / 12.0);
    expect(out, IST_RESILIENCE_TOTAL_LOSS, (0.5 + 0.5) / 12.0);
}
END_TEST

// Good for twelve months from the event on, low in the thirteenth.
START_TEST(what_held_for_a_year_has_held)
{
    double series[20];
    double out[IST_RESILIENCE_COUNT];
    for (int32_t t = 0; t < COUNT(series); t++) {
        series[t] = t == 2 + 12 ? 0.5 : 1.0;
    }
    MEASURE(series, 2, out);
    expect(out, IST_RESILIENCE_RECOVERY_TIME, 0.0);
    series[13] = 0.5;
    MEASURE(series, 2, out);
    expect(out, IST_RESILIENCE_RECOVERY_TIME, 13.0 / 12.0);
}
END_TEST

// ---- A twin without the event

START_TEST(a_loss_that_the_twin_has_too_is_no_loss)
{
    const double twin[] = {0.8, 0.8, 0.8, 0.8, 0.6, 0.4, 0.6, 0.8, 0.8, 0.8, 0.8};
    double out[IST_RESILIENCE_COUNT];
    MEASURE_TWIN(vee, 4, twin, out);
    expect(out, IST_RESILIENCE_BASELINE, 0.8);
    expect(out, IST_RESILIENCE_ROBUSTNESS, 1.0);
    expect(out, IST_RESILIENCE_TOTAL_LOSS, 0.0);
    expect(out, IST_RESILIENCE_RECOVERED, 1.0);
}
END_TEST

// run  0.8 0.8 | 0.8 0.8 0.8 1.0 1.0 1.0     a gain that did not come
// twin 0.8 0.8 | 1.0 1.0 1.0 1.0 1.0 1.0
START_TEST(a_gain_missed_is_a_loss_beside_the_twin)
{
    const double series[] = {0.8, 0.8, 0.8, 0.8, 0.8, 1.0, 1.0, 1.0};
    const double twin[] = {0.8, 0.8, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0};
    double absolute[IST_RESILIENCE_COUNT];
    double relative[IST_RESILIENCE_COUNT];
    MEASURE(series, 2, absolute);
    MEASURE_TWIN(series, 2, twin, relative);
    expect(absolute, IST_RESILIENCE_TOTAL_LOSS, 0.0);
    expect(relative, IST_RESILIENCE_TOTAL_LOSS, 3.0 * 0.2 / 12.0);
    expect(relative, IST_RESILIENCE_INITIAL_LOSS, 0.2);
    expect(relative, IST_RESILIENCE_RECOVERY_TIME, 3.0 / 12.0);
}
END_TEST

START_TEST(a_tick_that_the_twin_did_not_observe_is_skipped)
{
    const double series[] = {1.0, 1.0, 0.5, 0.1, 0.2, 1.0, 1.0, 1.0};
    const double twin[] = {1.0, 1.0, 1.0, NAN, 0.0, 1.0, 1.0, 1.0};
    double out[IST_RESILIENCE_COUNT];
    MEASURE_TWIN(series, 2, twin, out);
    expect(out, IST_RESILIENCE_MAXIMUM_LOSS, 0.5);
    expect(out, IST_RESILIENCE_TOTAL_LOSS, 0.5 / 12.0);
}
END_TEST

// ---- Gaps

START_TEST(gaps_before_the_event_are_left_out_of_the_baseline)
{
    const double series[] = {NAN, 0.4, NAN, 0.8, 0.6, 0.6};
    double out[IST_RESILIENCE_COUNT];
    MEASURE(series, 4, out);
    expect(out, IST_RESILIENCE_BASELINE, 0.6);
}
END_TEST

// | 0.5 1 - 1 1: the gap neither counts nor interrupts.
START_TEST(gaps_do_not_interrupt_a_recovery)
{
    const double series[] = {1.0, 1.0, 0.5, 1.0, NAN, 1.0, 1.0};
    double out[IST_RESILIENCE_COUNT];
    MEASURE(series, 2, out);
    expect(out, IST_RESILIENCE_RECOVERY_TIME, 1.0 / 12.0);
}
END_TEST

// | 0.5 1 - 1: two good months are not three.
START_TEST(gaps_do_not_make_up_a_recovery)
{
    const double series[] = {1.0, 1.0, 0.5, 1.0, NAN, 1.0};
    double out[IST_RESILIENCE_COUNT];
    MEASURE(series, 2, out);
    expect(out, IST_RESILIENCE_RECOVERED, 0.0);
}
END_TEST

START_TEST(a_gap_at_the_event_leaves_the_first_loss_unknown)
{
    const double series[] = {1.0, 1.0, NAN, 0.5, 1.0, 1.0, 1.0};
    double out[IST_RESILIENCE_COUNT];
    MEASURE(series, 2, out);
    expect(out, IST_RESILIENCE_INITIAL_LOSS, NAN);
    expect(out, IST_RESILIENCE_MAXIMUM_LOSS, 0.5);
    expect(out, IST_RESILIENCE_RECOVERY_TIME, 2.0 / 12.0);
}
END_TEST

// The last value seen is 0.75: (0.75 - 0.5) / (1 - 0.5).
START_TEST(a_gap_at_the_end_leaves_the_last_value_seen)
{
    const double series[] = {1.0, 1.0, 0.5, 0.75, NAN};
    double out[IST_RESILIENCE_COUNT];
    MEASURE(series, 2, out);
    expect(out, IST_RESILIENCE_RATIO, 0.5);
}
END_TEST

START_TEST(nothing_seen_after_the_event_leaves_everything_open)
{
    const double series[] = {1.0, 1.0, NAN, NAN};
    double out[IST_RESILIENCE_COUNT];
    MEASURE(series, 2, out);
    expect(out, IST_RESILIENCE_BASELINE, 1.0);
    expect(out, IST_RESILIENCE_RECOVERED, 0.0);
    expect(out, IST_RESILIENCE_ROBUSTNESS, NAN);
    expect(out, IST_RESILIENCE_TOTAL_LOSS, NAN);
    expect(out, IST_RESILIENCE_RECOVERY_TIME, NAN);
}
END_TEST

// ---- Calendar

// 0.2 in the first month, then 0.8 for twelve, then the event: the year before knows nothing of it.
START_TEST(the_baseline_is_the_year_before_and_no_more)
{
    double series[16];
    double out[IST_RESILIENCE_COUNT];
    for (int32_t t = 0; t < COUNT(series); t++) {
        series[t] = t == 0 ? 0.2 : 0.8;
    }
    MEASURE(series, 13, out);
    expect(out, IST_RESILIENCE_BASELINE, 0.8);
    MEASURE(series, 12, out);
    expect(out, IST_RESILIENCE_BASELINE, (0.2 + 11.0 * 0.8) / 12.0);
}
END_TEST

START_TEST(one_tick_before_the_event_is_a_baseline)
{
    const double series[] = {0.5, 0.25};
    double out[IST_RESILIENCE_COUNT];
    MEASURE(series, 1, out);
    expect(out, IST_RESILIENCE_BASELINE, 0.5);
    expect(out, IST_RESILIENCE_ROBUSTNESS, 0.5);
}
END_TEST

// Weeks: three months are 13. Low for a month of 4 weeks, then good for 12 or 13.
START_TEST(months_in_a_row_are_counted_in_weeks)
{
    double series[2 + 4 + 13];
    double out[IST_RESILIENCE_COUNT];
    ist_resilience_def def = ist_resilience_def_default();
    def.event = 2;
    def.ticks_per_year = 52;
    for (int32_t t = 0; t < COUNT(series); t++) {
        series[t] = t >= 2 && t < 2 + 4 ? 0.5 : 1.0;
    }
    ck_assert_int_eq(ist_resilience_measure(series, COUNT(series) - 1, &def, out), IST_OK);
    expect(out, IST_RESILIENCE_RECOVERED, 0.0);
    ck_assert_int_eq(ist_resilience_measure(series, COUNT(series), &def, out), IST_OK);
    expect(out, IST_RESILIENCE_RECOVERY_TIME, 1.0 / 12.0);
    expect(out, IST_RESILIENCE_TOTAL_LOSS, 0.5 / 12.0);
}
END_TEST

// Half a year at 0.5, then at 1 as a mean, but every second week at 0.9.
START_TEST(weeks_that_scatter_do_not_hide_a_recovery)
{
    double series[52 + 26 + 52];
    double out[IST_RESILIENCE_COUNT];
    ist_resilience_def def = ist_resilience_def_default();
    def.event = 52;
    def.ticks_per_year = 52;
    for (int32_t t = 0; t < COUNT(series); t++) {
        series[t] = (t % 2 ? 0.9 : 1.1) * (t >= 52 && t < 52 + 26 ? 0.5 : 1.0);
    }
    ck_assert_int_eq(ist_resilience_measure(series, COUNT(series), &def, out), IST_OK);
    expect(out, IST_RESILIENCE_RECOVERY_TIME, 0.5);
    expect(out, IST_RESILIENCE_ROBUSTNESS, 0.5 * (3.0 * 0.9 + 2.0 * 1.1) / 5.0); // of five weeks
}
END_TEST

// Quarters: three months are one.
START_TEST(three_months_are_one_quarter)
{
    const double series[] = {1.0, 1.0, 0.5, 0.6, 1.0, 0.7};
    double out[IST_RESILIENCE_COUNT];
    ist_resilience_def def = ist_resilience_def_default();
    def.event = 2;
    def.ticks_per_year = 4;
    ck_assert_int_eq(ist_resilience_measure(series, COUNT(series), &def, out), IST_OK);
    expect(out, IST_RESILIENCE_RECOVERY_TIME, 0.5);
    expect(out, IST_RESILIENCE_ROBUSTNESS, 0.5);
}
END_TEST

// The last year: 12 months at 0.9 after months at 0.5.
START_TEST(the_new_level_is_that_of_the_last_year)
{
    double series[2 + 6 + 12];
    double out[IST_RESILIENCE_COUNT];
    for (int32_t t = 0; t < COUNT(series); t++) {
        series[t] = t < 2 ? 1.0 : t < 2 + 6 ? 0.5 : 0.9;
    }
    MEASURE(series, 2, out);
    expect(out, IST_RESILIENCE_LEVEL, 0.9);
}
END_TEST

// ---- What cannot be measured

static void expect_refusal(const ist_resilience_def *def, const double *series, int32_t count)
{
    double out[IST_RESILIENCE_COUNT];
    memset(out, 0, sizeof out);
    ck_assert_int_eq(ist_resilience_measure(series, count, def, out), IST_ERR_ARGUMENT);
    for (int k = 0; k < IST_RESILIENCE_COUNT; k++) {
        ck_assert_double_eq(out[k], 0.0);
    }
}

static const int32_t events_outside[] = {-1, 0, COUNT(flat), COUNT(flat) + 1};

START_TEST(an_event_lies_inside_with_a_tick_before_it)
{
    ist_resilience_def def = ist_resilience_def_default();
    def.event = events_outside[_i];
    expect_refusal(&def, flat, COUNT(flat));
}
END_TEST

START_TEST(an_event_in_the_last_tick_can_be_measured)
{
    double out[IST_RESILIENCE_COUNT];
    MEASURE(flat, COUNT(flat) - 1, out);
    expect(out, IST_RESILIENCE_MAXIMUM_LOSS, 0.0);
}
END_TEST

START_TEST(a_baseline_of_zero_is_refused)
{
    const double series[] = {0.0, 0.0, 0.5, 0.5};
    ist_resilience_def def = ist_resilience_def_default();
    def.event = 2;
    expect_refusal(&def, series, COUNT(series));
}
END_TEST

START_TEST(an_unknown_baseline_is_refused)
{
    const double series[] = {NAN, NAN, 0.5, 0.5};
    ist_resilience_def def = ist_resilience_def_default();
    def.event = 2;
    expect_refusal(&def, series, COUNT(series));
}
END_TEST

START_TEST(senseless_rules_are_refused)
{
    ist_resilience_def def = ist_resilience_def_default();
    def.event = 2;
    def.ticks_per_year = 0;
    expect_refusal(&def, flat, COUNT(flat));
    def = ist_resilience_def_default();
    def.event = 2;
    def.recovered_for = 0;
    expect_refusal(&def, flat, COUNT(flat));
    def = ist_resilience_def_default();
    def.event = 2;
    def.recovered_at = 0.0;
    expect_refusal(&def, flat, COUNT(flat));
}
END_TEST

START_TEST(a_forgotten_default_is_caught)
{
    const ist_resilience_def def = {.event = 2, .ticks_per_year = 12};
    double out[IST_RESILIENCE_COUNT];
    ck_assert_int_eq(ist_resilience_measure(flat, COUNT(flat), &def, out),
                     IST_ERR_DEF_NOT_INITIALIZED);
}
END_TEST

START_TEST(every_metric_has_a_name_and_a_meaning)
{
    const ist_resilience_metric metric = (ist_resilience_metric)_i;
    ck_assert(strlen(ist_resilience_name(metric)) > 0);
    ck_assert(strlen(ist_resilience_text(metric)) > 0);
}
END_TEST

START_TEST(there_is_no_metric_beyond_the_last)
{
    ck_assert_ptr_null(ist_resilience_name(IST_RESILIENCE_COUNT));
    ck_assert_ptr_null(ist_resilience_text(IST_RESILIENCE_COUNT));
}
END_TEST

SUITE("resilience", TEST(what_loses_nothing_recovers_at_once),
      TEST(nothing_lost_can_neither_be_won_back_nor_fast),
      TEST(robustness_is_what_is_left_at_the_lowest_point),
      TEST(three_losses_first_largest_and_all_together),
      TEST(recovery_counts_from_the_event_to_the_first_of_three_good_months),
      TEST(rapidity_is_the_slope_from_the_lowest_point_to_recovery),
      TEST(all_won_back_is_a_ratio_of_one),
      TEST(a_short_run_has_its_level_from_all_that_follows_the_event),
      TEST(the_scale_of_the_series_does_not_matter), TEST(what_never_recovers_is_censored),
      TEST(what_never_recovers_loses_to_the_end),
      TEST(a_new_normal_below_the_old_one_is_no_recovery),
      TEST(the_end_of_the_run_can_come_before_recovery_is_certain),
      TEST(three_good_months_at_the_end_are_enough),
      TEST(two_good_months_between_two_dips_are_no_recovery),
      TEST(the_slope_begins_at_the_first_of_the_lowest_points),
      TEST(a_dip_after_recovery_is_another_story), TEST(a_gain_makes_up_for_no_loss),
      TEST(who_comes_back_better_has_a_ratio_above_one),
      TEST(an_event_that_only_helps_costs_nothing), TEST(a_shortfall_above_the_threshold_is_held),
      TEST(the_threshold_itself_counts_as_recovered), TEST(the_threshold_can_be_set),
      TEST(a_blow_felt_after_months_is_not_overlooked), TEST(what_held_for_a_year_has_held),
      TEST(a_loss_that_the_twin_has_too_is_no_loss), TEST(a_gain_missed_is_a_loss_beside_the_twin),
      TEST(a_tick_that_the_twin_did_not_observe_is_skipped),
      TEST(gaps_before_the_event_are_left_out_of_the_baseline),
      TEST(gaps_do_not_interrupt_a_recovery), TEST(gaps_do_not_make_up_a_recovery),
      TEST(a_gap_at_the_event_leaves_the_first_loss_unknown),
      TEST(a_gap_at_the_end_leaves_the_last_value_seen),
      TEST(nothing_seen_after_the_event_leaves_everything_open),
      TEST(the_baseline_is_the_year_before_and_no_more),
      TEST(one_tick_before_the_event_is_a_baseline), TEST(months_in_a_row_are_counted_in_weeks),
      TEST(weeks_that_scatter_do_not_hide_a_recovery), TEST(three_months_are_one_quarter),
      TEST(the_new_level_is_that_of_the_last_year),
      EACH(an_event_lies_inside_with_a_tick_before_it, COUNT(events_outside)),
      TEST(an_event_in_the_last_tick_can_be_measured), TEST(a_baseline_of_zero_is_refused),
      TEST(an_unknown_baseline_is_refused), TEST(senseless_rules_are_refused),
      TEST(a_forgotten_default_is_caught),
      EACH(every_metric_has_a_name_and_a_meaning, IST_RESILIENCE_COUNT),
      TEST(there_is_no_metric_beyond_the_last))
