// SPDX-License-Identifier: GPL-3.0-or-later
// exp, log and friends against long double arithmetic, closed forms and a golden digest.
#include "base/numbers.h"
#include "support/suite.h"

#include <float.h>
#include <math.h>
#include <string.h>

// Distance in units of the last place of the exact value.
static double ulps(double got, long double exact)
{
    const double near = fabs((double)exact);
    const double unit = near < DBL_MIN ? 0x1p-1074 : nextafter(near, INFINITY) - near;
    return (double)(fabsl(got - exact) / (long double)unit);
}

// exp and log ---------------------------------------------------------------------------------

// 200,000 steps through each of ten equal parts of [-745, 709.78].
START_TEST(exp_is_within_one_ulp)
{
    const double from = -745.0 + 145.478 * _i;
    double worst = 0.0;
    for (int i = 0; i < 200000; i++) {
        const double v = from + 145.478 * i / 200000.0;
        worst = fmax(worst, ulps(isti_exp(v), expl((long double)v)));
    }
    ck_assert_double_lt(worst, 1.0);
}
END_TEST

START_TEST(exp_is_within_one_ulp_near_zero)
{
    double worst = 0.0;
    for (int i = -200000; i <= 200000; i++) {
        const double v = i * 5e-6;
        worst = fmax(worst, ulps(isti_exp(v), expl((long double)v)));
    }
    for (int power = -1074; power < 0; power++) {
        const double v = ldexp(1.0, power);
        worst = fmax(worst, ulps(isti_exp(v), expl((long double)v)));
        worst = fmax(worst, ulps(isti_exp(-v), expl(-(long double)v)));
    }
    ck_assert_double_lt(worst, 1.0);
}
END_TEST

START_TEST(exp_knows_its_edges)
{
    ck_assert_double_eq(isti_exp(0.0), 1.0);
    ck_assert_double_eq(isti_exp(-0.0), 1.0);
    ck_assert_double_eq(isti_exp(-INFINITY), 0.0);
    ck_assert_double_eq(isti_exp(INFINITY), INFINITY);
    ck_assert_double_eq(isti_exp(DBL_MAX), INFINITY);
    ck_assert_double_eq(isti_exp(-DBL_MAX), 0.0);
    ck_assert_double_nan(isti_exp(NAN));
}
END_TEST

// ln(DBL_MAX) = 709.78271289338397..., ln of half the least number = -745.13321910194122...
START_TEST(exp_overflows_and_underflows_where_it_must)
{
    ck_assert(isti_is_finite(isti_exp(0x1.62e42fefa39efp+9)));
    ck_assert_double_eq(isti_exp(nextafter(0x1.62e42fefa39efp+9, 1e9)), INFINITY);
    ck_assert_double_eq(isti_exp(-745.1332191019411), 0x1p-1074);
    ck_assert_double_eq(isti_exp(-745.1332191019412), 0.0);
    ck_assert_double_eq(isti_exp(-744.0), 0x1p-1073);
}
END_TEST

START_TEST(exp_never_falls)
{
    double last = 0.0;
    for (int i = 0; i < 1000000; i++) {
        const double now = isti_exp(-5.0 + i * 1e-5);
        ck_assert_double_ge(now, last);
        last = now;
    }
}
END_TEST

// Every power of two, and 200 numbers up to the next.
START_TEST(log_is_within_one_ulp)
{
    double worst = 0.0;
    for (int power = -1074; power < 1024; power++) {
        for (int i = 0; i < 200; i++) {
            const double v = ldexp(1.0 + i / 200.0, power);
            worst = fmax(worst, ulps(isti_log(v), logl((long double)v)));
        }
    }
    ck_assert_double_lt(worst, 1.0);
}
END_TEST

START_TEST(log_is_within_one_ulp_near_one)
{
    double worst = 0.0;
    for (int i = -500000; i <= 500000; i++) {
        const double v = 1.0 + i * 1e-6;
        worst = fmax(worst, ulps(isti_log(v), logl((long double)v)));
    }
    for (int power = -53; power < 0; power++) {
        const double above = 1.0 + ldexp(1.0, power);
        const double below = 1.0 - ldexp(1.0, power);
        worst = fmax(worst, ulps(isti_log(above), logl((long double)above)));
        worst = fmax(worst, ulps(isti_log(below), logl((long double)below)));
    }
    ck_assert_double_lt(worst, 1.0);
}
END_TEST

START_TEST(log_knows_its_edges)
{
    ck_assert_double_eq(isti_log(1.0), 0.0);
    ck_assert_double_eq(isti_log(0.0), -INFINITY);
    ck_assert_double_eq(isti_log(-0.0), -INFINITY);
    ck_assert_double_eq(isti_log(INFINITY), INFINITY);
    ck_assert_double_nan(isti_log(-1.0));
    ck_assert_double_nan(isti_log(-INFINITY));
    ck_assert_double_nan(isti_log(NAN));
}
END_TEST

START_TEST(log_undoes_exp)
{
    for (int i = -7000; i <= 7000; i++) {
        const double v = i * 0.1;
        ck_assert_double_eq_tol(isti_log(isti_exp(v)), v, 1e-15 + 2e-16 * fabs(v));
    }
}
END_TEST

// exp(e log b) carries the rounding of e log b, at most 700 half ulps, through exp.
START_TEST(pow_is_exp_of_log)
{
    for (int i = 1; i < 200; i++) {
        for (int j = -40; j <= 40; j++) {
            const double base = i * 0.05;
            const double exponent = j * 0.5;
            const long double exact = powl((long double)base, (long double)exponent);
            const double bound = 4.0 + 2.0 * fabs(exponent * log(base));
            ck_assert_double_lt(ulps(isti_pow(base, exponent), exact), bound);
        }
    }
}
END_TEST

START_TEST(pow_knows_its_edges)
{
    ck_assert_double_eq(isti_pow(0.0, 2.5), 0.0);
    ck_assert_double_eq(isti_pow(0.0, 0.0), 1.0);
    ck_assert_double_eq(isti_pow(7.0, 0.0), 1.0);
    ck_assert_double_eq(isti_pow(1.0, 123.4), 1.0);
    ck_assert_double_nan(isti_pow(-1.0, 0.5));
    ck_assert_double_nan(isti_pow(NAN, 0.5));
}
END_TEST

START_TEST(the_logistic_is_symmetric_about_a_half)
{
    ck_assert_double_eq(isti_logistic(0.0), 0.5);
    for (int i = 1; i < 400; i++) {
        const double v = i * 0.1;
        ck_assert_double_eq_tol(isti_logistic(v) + isti_logistic(-v), 1.0, 4e-16);
        ck_assert_double_lt(ulps(isti_logistic(-v), 1.0L / (1.0L + expl((long double)v))), 4.0);
    }
}
END_TEST

START_TEST(the_logistic_does_not_overflow)
{
    ck_assert_double_eq(isti_logistic(1e300), 1.0);
    ck_assert_double_eq(isti_logistic(-1e300), 0.0);
    ck_assert_double_eq(isti_logistic(INFINITY), 1.0);
    ck_assert_double_eq(isti_logistic(-INFINITY), 0.0);
    ck_assert_double_nan(isti_logistic(NAN));
}
END_TEST

// From 1e-300 to 1e3: the complement of exp must not lose the small ones.
START_TEST(a_chance_is_exact_for_small_and_large_rates)
{
    for (int i = -3000; i <= 30; i++) {
        const double rate = pow(10.0, i * 0.1);
        const double chance = isti_chance(rate, 1.0);
        ck_assert_double_lt(ulps(chance, -expm1l(-(long double)rate)), 6.0);
        ck_assert_double_le(chance, 1.0);
    }
}
END_TEST

START_TEST(no_time_and_no_rate_give_no_chance)
{
    ck_assert_double_eq(isti_chance(0.0, 1.0), 0.0);
    ck_assert_double_eq(isti_chance(1.0, 0.0), 0.0);
    ck_assert_double_eq(isti_chance(-1.0, 1.0), 0.0);
    ck_assert_double_eq(isti_chance(INFINITY, 1.0), 1.0);
    ck_assert_double_nan(isti_chance(NAN, 1.0));
}
END_TEST

START_TEST(finite_is_neither_infinite_nor_nan)
{
    ck_assert(isti_is_finite(0.0));
    ck_assert(isti_is_finite(-DBL_MAX));
    ck_assert(isti_is_finite(0x1p-1074));
    ck_assert(!isti_is_finite(INFINITY));
    ck_assert(!isti_is_finite(-INFINITY));
    ck_assert(!isti_is_finite(NAN));
}
END_TEST

// The normal quantile --------------------------------------------------------------------------

typedef struct known_quantile {
    double p;
    double quantile;
} known_quantile;

// The first three: the checks printed with AS 241. The others: tables of the normal distribution.
static const known_quantile known_quantiles[] = {
    {0.25, -0.6744897501960817}, {0.001, -3.090232306167814},
    {1e-20, -9.262340089798408}, {0.5, 0.0},
    {0.975, 1.959963984540054},  {0.995, 2.5758293035489004},
    {0.8413447460685429, 1.0},   {0.05, -1.6448536269514722},
    {1e-10, -6.361340902404056}, {1e-300, -37.0470962993612},
};

START_TEST(known_quantiles_come_out)
{
    const known_quantile *known = &known_quantiles[_i];
    const double got = isti_normal_quantile(known->p);
    ck_assert_double_eq_tol(got, known->quantile, 4e-16 * fmax(1.0, fabs(known->quantile)));
}
END_TEST

// One Newton step in long double from our answer; its length is our error.
START_TEST(quantiles_agree_with_the_normal_integral)
{
    for (int i = 1; i < 20000; i++) {
        const double p = i < 10000 ? i / 20000.0 : pow(10.0, -(i - 9999) * 0.03);
        const long double x = isti_normal_quantile(p);
        const long double density = expl(-x * x / 2.0L) * 0.398942280401432677939946L;
        const long double step = (0.5L * erfcl(-x * sqrtl(0.5L)) - (long double)p) / density;
        ck_assert_double_lt((double)fabsl(step), 7e-16 * fmax(1.0, (double)fabsl(x)));
    }
}
END_TEST

START_TEST(quantiles_are_symmetric)
{
    for (int i = 1; i < 512; i++) {
        const double p = i / 1024.0;
        ck_assert_double_eq(isti_normal_quantile(p), -isti_normal_quantile(1.0 - p));
    }
}
END_TEST

START_TEST(quantiles_know_their_edges)
{
    ck_assert_double_eq(isti_normal_quantile(0.0), -INFINITY);
    ck_assert_double_eq(isti_normal_quantile(1.0), INFINITY);
    ck_assert_double_nan(isti_normal_quantile(-0.1));
    ck_assert_double_nan(isti_normal_quantile(1.1));
    ck_assert_double_nan(isti_normal_quantile(NAN));
}
END_TEST

// Of all sizes, and of what no logarithm or no normal number is.
START_TEST(a_list_of_logs_is_each_of_them)
{
    enum { COUNT = 2003 };
    double v[COUNT];
    double log_v[COUNT];
    for (int k = 0; k < COUNT; k++) {
        v[k] = ldexp(1.0 + k / 3000.0, k - COUNT / 2);
    }
    v[COUNT / 2] = 0.0;
    v[COUNT / 2 + 1] = -1.0;
    v[COUNT / 2 + 2] = INFINITY;
    v[COUNT / 2 + 3] = NAN;
    v[COUNT / 2 + 4] = 0x1p-1060;
    isti_logs(v, COUNT, log_v);
    for (int k = 0; k < COUNT; k++) {
        const double one = isti_log(v[k]);
        ck_assert_msg(log_v[k] == one || (isnan(one) && isnan(log_v[k])), "log(%g)", v[k]);
    }
}
END_TEST

// From the far tails over their ends to the middle, and the very ends.
START_TEST(a_list_of_quantiles_is_each_of_them)
{
    enum { COUNT = 2003 };
    double p[COUNT];
    double quantile[COUNT];
    for (int k = 0; k < COUNT; k++) {
        p[k] = k / (COUNT - 1.0);
    }
    p[1] = 1e-300;
    p[2] = 0.075;
    p[3] = nextafter(0.075, 0.0);
    p[4] = 0.925;
    p[5] = nextafter(0.925, 1.0);
    isti_normal_quantiles(p, COUNT, quantile);
    for (int k = 0; k < COUNT; k++) {
        ck_assert_double_eq(quantile[k], isti_normal_quantile(p[k]));
    }
}
END_TEST

// Luck all around the chance, where its bounds decide and where they do not.
START_TEST(what_happens_is_what_the_chance_says)
{
    static const double rates[] = {0.0, 1e-12, 1e-3, 0.3, 0.9999, 1.0, 1.5, 4.0, 50.0, -1.0};
    for (size_t r = 0; r < COUNT_OF(rates); r++) {
        const double chance = isti_chance(rates[r], 1.0);
        const double x = fmax(rates[r], 0.0);
        const double around[] = {chance, x, x - 0.5 * x * x, 0.5 * chance, 1e-300, 0.999};
        for (size_t k = 0; k < COUNT_OF(around); k++) {
            for (int step = -3; step <= 3; step++) {
                const double luck = fmin(fmax(around[k] * (1.0 + step * 0x1p-52), 1e-300), 0.9999);
                ck_assert_int_eq(isti_happens(luck, rates[r], 1.0), luck < chance);
            }
        }
    }
}
END_TEST

// Sums, sorting, quantiles of samples ----------------------------------------------------------

enum { MANY = 10000 };

// A scrambled 0 .. count - 1, divided by count: 7919 is prime and divides no count used here.
static void fill(double *values, int count)
{
    for (int i = 0; i < count; i++) {
        values[i] = (double)((i * INT64_C(7919)) % count) / count;
    }
}

// 0 + 1 + ... + n-1 = n (n - 1) / 2 exactly, for lengths about blocks and lanes.
START_TEST(a_sum_of_integers_is_exact)
{
    static const int lengths[] = {0, 1, 7, 8, 9, 1023, 1024, 1025, 2048, 5000, MANY};
    double values[MANY];
    for (int i = 0; i < MANY; i++) {
        values[i] = i;
    }
    const int n = lengths[_i];
    ck_assert_double_eq(isti_sum(values, n), n * (n - 1.0) / 2.0);
}
END_TEST

START_TEST(blocks_summed_apart_give_the_same_bits)
{
    double values[MANY];
    fill(values, MANY);
    double sum = 0.0;
    for (int64_t first = 0; first < MANY; first += ISTI_SUM_BLOCK) {
        const int64_t left = MANY - first;
        sum += isti_sum(values + first, left < ISTI_SUM_BLOCK ? left : ISTI_SUM_BLOCK);
    }
    ck_assert_double_eq(sum, isti_sum(values, MANY));
}
END_TEST

START_TEST(sorted_numbers_ascend_and_are_the_same_numbers)
{
    static const int lengths[] = {0, 1, 2, 3, 16, 17, 100, 1001, MANY};
    const int count = lengths[_i];
    double values[MANY];
    fill(values, count);
    isti_sort_doubles(values, count);
    for (int i = 0; i < count; i++) {
        ck_assert_double_eq(values[i], (double)i / count);
    }
}
END_TEST

START_TEST(sorting_copes_with_orders_that_hurt_quicksort)
{
    double values[MANY];
    for (int i = 0; i < MANY; i++) {
        const double patterns[] = {i, -i, 1.0, i % 2, i < MANY / 2 ? i : MANY - i, i % 100};
        values[i] = patterns[_i];
    }
    isti_sort_doubles(values, MANY);
    for (int i = 1; i < MANY; i++) {
        ck_assert_double_le(values[i - 1], values[i]);
    }
}
END_TEST

// Undoes the splits one by one: the least two numbers of each part are put where the pivot is
// looked for, so that every split takes away just those two.
START_TEST(sorting_survives_numbers_made_to_split_badly)
{
    double values[MANY];
    for (int first = MANY - 2; first >= 0; first -= 2) {
        const int middle = first + (MANY - first) / 2;
        values[first] = first;
        values[first + 1] = values[middle];
        values[middle] = first + 1;
    }
    isti_sort_doubles(values, MANY);
    for (int i = 0; i < MANY; i++) {
        ck_assert_double_eq(values[i], i);
    }
}
END_TEST

START_TEST(nan_sorts_last_and_infinities_outermost)
{
    double values[] = {NAN, 1.0, INFINITY, -NAN, -INFINITY, 0.0};
    isti_sort_doubles(values, COUNT_OF(values));
    ck_assert_double_eq(values[0], -INFINITY);
    ck_assert_double_eq(values[1], 0.0);
    ck_assert_double_eq(values[2], 1.0);
    ck_assert_double_eq(values[3], INFINITY);
    ck_assert_double_nan(values[4]);
    ck_assert_double_nan(values[5]);
}
END_TEST

// Type 7 of 1, 2, 3, 4 at q is 1 + 3q.
START_TEST(sample_quantiles_lie_on_the_line_between_neighbors)
{
    for (int i = 0; i <= 12; i++) {
        double values[] = {4.0, 1.0, 3.0, 2.0};
        ck_assert_double_eq_tol(isti_quantile(values, 4, i / 12.0), 1.0 + 3.0 * i / 12.0, 1e-15);
    }
}
END_TEST

START_TEST(sample_quantiles_know_their_edges)
{
    double one[] = {5.0};
    double wide[] = {-INFINITY, INFINITY, INFINITY};
    ck_assert_double_eq(isti_quantile(one, 1, 0.3), 5.0);
    ck_assert_double_eq(isti_quantile(wide, 3, 0.75), INFINITY);
    ck_assert_double_nan(isti_quantile(one, 0, 0.5));
    ck_assert_double_nan(isti_quantile(one, 1, NAN));
}
END_TEST

// The same bits for every compiler, level and processor -----------------------------------------

static uint64_t digest_of(uint64_t digest, double v)
{
    return isti_digest(digest, &v, sizeof v);
}

START_TEST(numbers_have_the_same_bits_everywhere)
{
    uint64_t digest = 0;
    for (int i = 1; i < 200000; i++) {
        const double v = i / 200000.0;
        digest = digest_of(digest, isti_exp((v - 0.5) * 1480.0));
        digest = digest_of(digest, isti_log(v * 1e5));
        digest = digest_of(digest, isti_pow(v, 0.7));
        digest = digest_of(digest, isti_logistic((v - 0.5) * 80.0));
        digest = digest_of(digest, isti_normal_quantile(v));
        digest = digest_of(digest, isti_normal_quantile(v * 1e-9));
        digest = digest_of(digest, isti_chance(v, 0.1));
    }
    ck_assert_uint_eq(digest, UINT64_C(3310646148703549345));
}
END_TEST

START_TEST(sums_have_the_same_bits_everywhere)
{
    double values[MANY];
    for (int i = 0; i < MANY; i++) {
        values[i] = isti_exp(-i * 0.001) / 3.0;
    }
    uint64_t digest = digest_of(0, isti_sum(values, MANY));
    digest = digest_of(digest, isti_quantile(values, MANY, 0.123));
    ck_assert_uint_eq(digest, UINT64_C(8924662298270642463));
}
END_TEST

SUITE("numbers", EACH(exp_is_within_one_ulp, 10), TEST(exp_is_within_one_ulp_near_zero),
      TEST(exp_knows_its_edges), TEST(exp_overflows_and_underflows_where_it_must),
      TEST(exp_never_falls), TEST(log_is_within_one_ulp), TEST(log_is_within_one_ulp_near_one),
      TEST(log_knows_its_edges), TEST(a_list_of_logs_is_each_of_them), TEST(log_undoes_exp),
      TEST(pow_is_exp_of_log), TEST(pow_knows_its_edges),
      TEST(the_logistic_is_symmetric_about_a_half), TEST(the_logistic_does_not_overflow),
      TEST(a_chance_is_exact_for_small_and_large_rates), TEST(no_time_and_no_rate_give_no_chance),
      TEST(finite_is_neither_infinite_nor_nan),
      EACH(known_quantiles_come_out, COUNT_OF(known_quantiles)),
      TEST(quantiles_agree_with_the_normal_integral), TEST(quantiles_are_symmetric),
      TEST(quantiles_know_their_edges), TEST(a_list_of_quantiles_is_each_of_them),
      TEST(what_happens_is_what_the_chance_says), EACH(a_sum_of_integers_is_exact, 11),
      TEST(blocks_summed_apart_give_the_same_bits),
      EACH(sorted_numbers_ascend_and_are_the_same_numbers, 9),
      EACH(sorting_copes_with_orders_that_hurt_quicksort, 6),
      TEST(sorting_survives_numbers_made_to_split_badly),
      TEST(nan_sorts_last_and_infinities_outermost),
      TEST(sample_quantiles_lie_on_the_line_between_neighbors),
      TEST(sample_quantiles_know_their_edges), TEST(numbers_have_the_same_bits_everywhere),
      TEST(sums_have_the_same_bits_everywhere))
