// SPDX-License-Identifier: GPL-3.0-or-later
// Paired differences, by hand.
#include <interstice/study.h>

#include "support/suite.h"

#include <math.h>

// a - b = 1, 2, 3: mean 2, deviation 1; t(0.975; 2) = 4.302653, over the root of 3: 2.484138.
START_TEST(a_difference_has_its_interval)
{
    const double a[] = {2.0, 4.0, 6.0};
    const double b[] = {1.0, 2.0, 3.0};
    const ist_paired pair = ist_compare_pairs(a, b, 3, false);
    ck_assert_int_eq(pair.pairs, 3);
    ck_assert_double_eq(pair.mean_a, 4.0);
    ck_assert_double_eq(pair.mean_b, 2.0);
    ck_assert_double_eq(pair.difference, 2.0);
    ck_assert_double_eq_tol(pair.deviation, 1.0, 1e-12);
    ck_assert_double_eq_tol(pair.low, 2.0 - 2.484138, 1e-5);
    ck_assert_double_eq_tol(pair.high, 2.0 + 2.484138, 1e-5);
    ck_assert_double_eq(pair.better, 1.0);
}
END_TEST

// Better in one, worse in two, equal in one: 1.5 of 4.
START_TEST(equal_pairs_count_half)
{
    const double a[] = {2.0, 1.0, 1.0, 5.0};
    const double b[] = {1.0, 2.0, 3.0, 5.0};
    ck_assert_double_eq(ist_compare_pairs(a, b, 4, false).better, 0.375);
    ck_assert_double_eq(ist_compare_pairs(a, b, 4, true).better, 0.625);
}
END_TEST

START_TEST(what_is_unknown_in_one_leaves_the_pair_out)
{
    const double a[] = {2.0, (double)NAN, 4.0};
    const double b[] = {1.0, 2.0, (double)NAN};
    const ist_paired pair = ist_compare_pairs(a, b, 3, false);
    ck_assert_int_eq(pair.pairs, 1);
    ck_assert_double_eq(pair.difference, 1.0);
    ck_assert(isnan(pair.low));
    ck_assert_int_eq(ist_compare_pairs(a + 1, b + 1, 2, false).pairs, 0);
    ck_assert(isnan(ist_compare_pairs(a + 1, b + 1, 2, false).difference));
}
END_TEST

// A difference of half a deviation takes 54 pairs for a power of 0.95 in a two-sided t test at 5 %
// (Cohen 1988; the exact value).
START_TEST(the_power_of_half_a_deviation_needs_54_pairs)
{
    double a[100];
    double b[100];
    for (int32_t k = 0; k < 100; k++) {
        b[k] = 0.0;
        a[k] = 0.5 + (k % 2 ? 1.0 : -1.0) * sqrt(0.99); // sum of squares 99: deviation 1
    }
    const ist_paired pair = ist_compare_pairs(a, b, 100, false);
    ck_assert_double_eq_tol(pair.difference, 0.5, 1e-12);
    ck_assert_double_eq_tol(pair.deviation, 1.0, 1e-12);
    ck_assert_int_eq(pair.needed, 54);
}
END_TEST

START_TEST(no_difference_is_never_found)
{
    const double a[] = {1.0, 2.0, 3.0};
    const ist_paired pair = ist_compare_pairs(a, a, 3, false);
    ck_assert_int_eq(pair.needed, INT32_MAX);
    ck_assert_double_eq(pair.difference, 0.0);
    ck_assert_double_eq(pair.better, 0.5);
}
END_TEST

START_TEST(less_loss_is_better)
{
    ck_assert(ist_metric_less_is_better(IST_METRIC_EXPIRED));
    ck_assert(!ist_metric_less_is_better(IST_METRIC_PERFORMANCE));
    ck_assert(ist_resilience_less_is_better(IST_RESILIENCE_TOTAL_LOSS));
    ck_assert(!ist_resilience_less_is_better(IST_RESILIENCE_ROBUSTNESS));
}
END_TEST

SUITE("compare", TEST(a_difference_has_its_interval), TEST(equal_pairs_count_half),
      TEST(what_is_unknown_in_one_leaves_the_pair_out),
      TEST(the_power_of_half_a_deviation_needs_54_pairs), TEST(no_difference_is_never_found),
      TEST(less_loss_is_better))
