// SPDX-License-Identifier: GPL-3.0-or-later
// Philox streams: known answers, independence, distributions against theory, the GSL bridge.
#include "base/memory.h"
#include "base/numbers.h"
#include "random/gsl_bridge.h"
#include "random/stream.h"
#include "support/suite.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

enum { DRAWS = 100000, SEEDS = 5 };

// A fixed-seed test is right or wrong for good: only what is as rare as one in a million fails.
static const double rare = 1e-6;

static isti_stream stream_of(int seed)
{
    return isti_stream_open(isti_run_key((uint64_t)seed, 0), 3, ISTI_FOR_USER, 1, 2);
}

// Known answers ---------------------------------------------------------------------------------

typedef struct known_block {
    uint32_t counter[4];
    uint32_t key[2];
    uint32_t block[4];
} known_block;

// philox4x32-10 in the file kat_vectors of Random123.
static const known_block known_blocks[] = {
    {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
    {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
     {0xffffffff, 0xffffffff},
     {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
    {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
     {0xa4093822, 0x299f31d0},
     {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
};

START_TEST(philox_gives_its_published_numbers)
{
    const known_block *known = &known_blocks[_i];
    isti_stream stream = {.used = 4};
    memcpy(stream.counter, known->counter, sizeof stream.counter);
    memcpy(stream.key, known->key, sizeof stream.key);
    const uint64_t first = isti_stream_bits(&stream);
    const uint64_t second = isti_stream_bits(&stream);
    ck_assert_uint_eq(first, (uint64_t)known->block[1] << 32 | known->block[0]);
    ck_assert_uint_eq(second, (uint64_t)known->block[3] << 32 | known->block[2]);
}
END_TEST

START_TEST(key_and_counter_are_laid_out_as_documented)
{
    const isti_stream stream =
        isti_stream_open(0x1122334455667788, -1, ISTI_FOR_MOVE, 0xAAAAAAAA, 0xBBBBBBBB);
    ck_assert_uint_eq(stream.key[0], 0x55667788);
    ck_assert_uint_eq(stream.key[1], 0x11223344);
    ck_assert_uint_eq(stream.counter[0], 0xAAAAAAAA);
    ck_assert_uint_eq(stream.counter[1], 0xBBBBBBBB);
    ck_assert_uint_eq(stream.counter[2], 0xFFFFFFFF);
    ck_assert_uint_eq(stream.counter[3], (uint32_t)ISTI_FOR_MOVE << 24);
}
END_TEST

START_TEST(the_second_block_has_the_next_counter)
{
    isti_stream stream = isti_stream_open(5, 1, ISTI_FOR_LOAD, 2, 3);
    isti_stream next = stream;
    next.counter[3] += 1;
    isti_stream_bits(&stream);
    isti_stream_bits(&stream);
    ck_assert_uint_eq(isti_stream_bits(&stream), isti_stream_bits(&next));
}
END_TEST

// After 2^24 blocks the counter would enter the next purpose, or repeat.
START_TEST(a_very_long_stream_neither_repeats_nor_runs_into_the_next)
{
    isti_stream first = isti_stream_open(5, 1, ISTI_FOR_LOAD, 2, 3);
    isti_stream neighbor = isti_stream_open(5, 1, (isti_purpose)(ISTI_FOR_LOAD + 1), 2, 3);
    isti_stream stream = first;
    stream.counter[3] |= 0xFFFFFF;
    isti_stream_bits(&stream);
    isti_stream_bits(&stream);
    const uint64_t bits = isti_stream_bits(&stream);
    ck_assert_uint_eq(stream.counter[3], (uint32_t)ISTI_FOR_LOAD << 24 | 1);
    ck_assert_uint_ne(bits, isti_stream_bits(&first));
    ck_assert_uint_ne(bits, isti_stream_bits(&neighbor));
}
END_TEST

// One draw is the first of its stream -----------------------------------------------------------

START_TEST(a_draw_is_the_first_uniform_of_its_stream)
{
    for (uint32_t i = 0; i < 1000; i++) {
        const isti_purpose purpose = (isti_purpose)(i % ISTI_PURPOSE_COUNT);
        isti_stream stream = isti_stream_open(i * 77, (int32_t)i, purpose, i * 3, i * 5);
        ck_assert_double_eq(isti_draw(i * 77, (int32_t)i, purpose, i * 3, i * 5),
                            isti_stream_uniform(&stream));
    }
}
END_TEST

// Lengths about the width of the lanes, entities up to the wrap of 32 bits.
START_TEST(a_batch_is_its_draws_one_by_one)
{
    const uint32_t firsts[] = {0, 1000, UINT32_MAX - 40};
    for (int f = 0; f < 3; f++) {
        double batch[260];
        batch[_i] = -1.0;
        isti_draw_batch(99, 7, ISTI_FOR_TALK, firsts[f], 8, _i, batch);
        for (int i = 0; i < _i; i++) {
            const uint32_t entity = firsts[f] + (uint32_t)i;
            ck_assert_double_eq(batch[i], isti_draw(99, 7, ISTI_FOR_TALK, entity, 8));
        }
        ck_assert_double_eq(batch[_i], -1.0);
    }
}
END_TEST

// Any entities and others, negative ones (as keys of communities may be) among them; the first uniforms
// of their streams, and those that follow.
START_TEST(a_list_is_its_draws_one_by_one)
{
    enum { MOST = 100, UNIFORMS = 8 };
    int32_t entity[MOST];
    int32_t other[MOST];
    double first[MOST + 1];
    double drawn[UNIFORMS][MOST + 1];
    for (int i = 0; i < MOST; i++) {
        entity[i] = (int32_t)isti_mix32((uint32_t)i, 1, 2);
        other[i] = (int32_t)isti_mix32((uint32_t)i, 3, 4);
    }
    first[_i] = -1.0;
    isti_draw_list(99, 7, ISTI_FOR_TALK, entity, other, _i, first);
    for (int nth = 0; nth < UNIFORMS; nth++) {
        drawn[nth][_i] = -1.0;
        isti_draw_list_nth(99, 7, ISTI_FOR_TALK, entity, other, nth, _i, drawn[nth]);
        ck_assert_double_eq(drawn[nth][_i], -1.0);
    }
    double pair[2][MOST + 1];
    pair[0][_i] = pair[1][_i] = -1.0;
    isti_draw_list_pair(99, 7, ISTI_FOR_TALK, entity, other, 3, _i, pair[0], pair[1]);
    for (int i = 0; i <= _i; i++) {
        ck_assert_double_eq(pair[0][i], drawn[6][i]);
        ck_assert_double_eq(pair[1][i], drawn[7][i]);
    }
    for (int i = 0; i < _i; i++) {
        isti_stream stream =
            isti_stream_open(99, 7, ISTI_FOR_TALK, (uint32_t)entity[i], (uint32_t)other[i]);
        ck_assert_double_eq(first[i], drawn[0][i]);
        for (int nth = 0; nth < UNIFORMS; nth++) {
            ck_assert_double_eq(drawn[nth][i], isti_stream_uniform(&stream));
        }
    }
    ck_assert_double_eq(first[_i], -1.0);
}
END_TEST

START_TEST(pairs_left_out_are_those_drawn)
{
    isti_stream whole = stream_of(1);
    isti_stream rest = stream_of(1);
    for (int i = 0; i < 2 * _i; i++) {
        isti_stream_uniform(&whole);
    }
    isti_stream_skip_pairs(&rest, _i);
    ck_assert_double_eq(isti_stream_uniform(&rest), isti_stream_uniform(&whole));
}
END_TEST

// The same stream picks the same, whether sums are known or not; zeros and negatives are never picked.
START_TEST(a_pick_by_running_sums_is_the_pick)
{
    static const double weights[] = {0.0, 0.3, 0.0, 2.0, -1.0, 0.7, 1e-9, 0.0};
    double sums[8];
    isti_running_sums(weights, 8, sums);
    for (int i = 0; i < 5000; i++) {
        isti_stream one = stream_of(i);
        isti_stream two = stream_of(i);
        ck_assert_int_eq(isti_stream_pick_summed(&two, weights, sums, 8),
                         isti_stream_pick(&one, weights, 8));
    }
    isti_stream last = {.word = {0, 0, UINT32_MAX, UINT32_MAX}, .used = 2};
    isti_stream same = last;
    ck_assert_int_eq(isti_stream_pick_summed(&same, weights, sums, 8),
                     isti_stream_pick(&last, weights, 8));
    isti_stream any = stream_of(1);
    static const double nothing[] = {0.0, -1.0};
    isti_running_sums(nothing, 2, sums);
    ck_assert_int_eq(isti_stream_pick_summed(&any, nothing, sums, 2), -1);
    ck_assert_int_eq(isti_stream_pick_summed(&any, nothing, sums, 0), -1);
}
END_TEST

START_TEST(a_batch_of_none_writes_nothing)
{
    double untouched = -1.0;
    isti_draw_batch(99, 7, ISTI_FOR_TALK, 0, 8, -5, &untouched);
    ck_assert_double_eq(untouched, -1.0);
}
END_TEST

START_TEST(the_order_of_asking_does_not_matter)
{
    isti_stream a = isti_stream_open(1, 1, ISTI_FOR_TALK, 10, 0);
    isti_stream b = isti_stream_open(1, 1, ISTI_FOR_TALK, 11, 0);
    uint64_t a_alone[100];
    uint64_t b_alone[100];
    for (int i = 0; i < 100; i++) {
        a_alone[i] = isti_stream_bits(&a);
    }
    for (int i = 0; i < 100; i++) {
        b_alone[i] = isti_stream_bits(&b);
    }
    a = isti_stream_open(1, 1, ISTI_FOR_TALK, 10, 0);
    b = isti_stream_open(1, 1, ISTI_FOR_TALK, 11, 0);
    for (int i = 0; i < 100; i++) {
        ck_assert_uint_eq(isti_stream_bits(&b), b_alone[i]);
        ck_assert_uint_eq(isti_stream_bits(&a), a_alone[i]);
    }
}
END_TEST

// Keys ------------------------------------------------------------------------------------------

static int compare_keys(const void *a, const void *b)
{
    const uint64_t left = *(const uint64_t *)a;
    const uint64_t right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

// 300,000 keys by chance: two equal with probability 300000^2 / 2^65, about 2e-9.
START_TEST(seeds_and_replicates_all_have_their_own_keys)
{
    enum { SEED_COUNT = 300, REPLICATES = 1000, KEYS = SEED_COUNT * REPLICATES };
    uint64_t *keys = isti_alloc_array(KEYS, sizeof *keys);
    for (int i = 0; i < KEYS; i++) {
        keys[i] = isti_run_key((uint64_t)(i / REPLICATES), (uint32_t)(i % REPLICATES));
    }
    qsort(keys, KEYS, sizeof *keys, compare_keys);
    for (int i = 1; i < KEYS; i++) {
        ck_assert_uint_ne(keys[i - 1], keys[i]);
    }
    isti_free(keys);
}
END_TEST

START_TEST(seeds_use_all_64_bits)
{
    ck_assert_uint_ne(isti_run_key(0, 0), isti_run_key(4357, 0));
    ck_assert_uint_ne(isti_run_key(1, 0), isti_run_key(1 + (UINT64_C(1) << 32), 0));
    ck_assert_uint_ne(isti_run_key(0, 0), 0);
}
END_TEST

START_TEST(mixed_names_depend_on_all_three_parts)
{
    ck_assert_uint_eq(isti_mix32(1, 2, 3), isti_mix32(1, 2, 3));
    ck_assert_uint_ne(isti_mix32(1, 2, 3), isti_mix32(2, 1, 3));
    ck_assert_uint_ne(isti_mix32(1, 2, 3), isti_mix32(1, 3, 2));
    ck_assert_uint_ne(isti_mix32(1, 2, 3), isti_mix32(1, 2, 4));
}
END_TEST

// By chance 10^6 names of 32 bits hold about 10^12 / 2^33 = 116 pairs, standard deviation 11.
START_TEST(mixed_names_collide_only_by_chance)
{
    enum { NAMES = 1000000 };
    uint64_t *names = isti_alloc_array(NAMES, sizeof *names);
    for (uint32_t i = 0; i < NAMES; i++) {
        names[i] = isti_mix32(i % 1000, i / 1000, 5);
    }
    qsort(names, NAMES, sizeof *names, compare_keys);
    int pairs = 0;
    for (int i = 1; i < NAMES; i++) {
        pairs += names[i - 1] == names[i];
    }
    ck_assert_int_gt(pairs, 116 - 55);
    ck_assert_int_lt(pairs, 116 + 55);
    isti_free(names);
}
END_TEST

// Draw number i of the two streams whose keys differ in one step of one part.
static double draw_pair(int part, uint32_t i, bool second)
{
    const uint32_t step = second;
    const uint64_t key = isti_run_key(part == 0 ? i + step : 9, part == 1 ? i + step : 0);
    const uint64_t raw_key = part == 2 ? (uint64_t)i + step : key;
    const int32_t tick = part == 3 ? (int32_t)(i + step) : 4;
    const isti_purpose purpose = part == 4 ? (isti_purpose)(ISTI_FOR_TALK + step) : ISTI_FOR_TALK;
    const uint32_t entity = part == 5 || part == 4 ? i + step * (part == 5) : 6;
    return isti_draw(raw_key, tick, purpose, entity, part == 6 ? i + step : 8);
}

// The correlation of n independent pairs is normal with deviation 1/sqrt(n): four of them.
START_TEST(first_draws_of_adjacent_keys_are_uncorrelated)
{
    double covariance = 0.0;
    for (uint32_t i = 0; i < DRAWS; i++) {
        covariance += (draw_pair(_i, i, false) - 0.5) * (draw_pair(_i, i, true) - 0.5);
    }
    ck_assert_double_lt(fabs(covariance / DRAWS * 12.0), 4.0 / sqrt(DRAWS));
}
END_TEST

// Distributions -----------------------------------------------------------------------------------

typedef double distribution(double v, double a, double b);

// Chance of a Kolmogorov-Smirnov distance at least this large (its limit for many draws).
static double ks_chance(double *values, int count, distribution *cdf, double a, double b)
{
    double distance = 0.0;
    isti_sort_doubles(values, count);
    for (int i = 0; i < count; i++) {
        const double expected = cdf(values[i], a, b);
        distance = fmax(distance, expected - (double)i / count);
        distance = fmax(distance, (i + 1.0) / count - expected);
    }
    const double x = distance * sqrt(count);
    double chance = 0.0;
    for (int k = 1; k <= 100; k++) {
        chance += (k % 2 ? 2.0 : -2.0) * exp(-2.0 * k * k * x * x);
    }
    return x < 0.3 ? 1.0 : chance;
}

static double uniform_cdf(double v, double a, double b)
{
    return (v - a) / (b - a);
}

static double normal_cdf(double v, double mean, double deviation)
{
    return gsl_cdf_gaussian_P(v - mean, deviation);
}

START_TEST(uniforms_fill_the_interval_evenly)
{
    double *values = isti_alloc_array(DRAWS, sizeof *values);
    isti_stream stream = stream_of(_i);
    for (int i = 0; i < DRAWS; i++) {
        values[i] = isti_stream_uniform(&stream);
    }
    ck_assert_double_gt(ks_chance(values, DRAWS, uniform_cdf, 0.0, 1.0), rare);
    isti_free(values);
}
END_TEST

// Not only within streams: most numbers of a run are the first of theirs.
START_TEST(first_draws_of_many_entities_fill_the_interval_evenly)
{
    double *values = isti_alloc_array(DRAWS, sizeof *values);
    isti_draw_batch(isti_run_key((uint64_t)_i, 0), 0, ISTI_FOR_LOAD, 0, 0, DRAWS, values);
    ck_assert_double_gt(ks_chance(values, DRAWS, uniform_cdf, 0.0, 1.0), rare);
    isti_free(values);
}
END_TEST

static double chi_square(const int *seen, int cells, double expected)
{
    double sum = 0.0;
    for (int i = 0; i < cells; i++) {
        sum += (seen[i] - expected) * (seen[i] - expected) / expected;
    }
    return sum;
}

static void check_chi_square(const int *seen, int cells, double expected)
{
    const double sum = chi_square(seen, cells, expected);
    ck_assert_double_gt(gsl_cdf_chisq_Q(sum, cells - 1.0), rare);
    ck_assert_double_gt(gsl_cdf_chisq_P(sum, cells - 1.0), rare);
}

// A million pairs of successive draws in 32 x 32 cells.
START_TEST(successive_uniforms_fill_the_square_evenly)
{
    int seen[1024] = {0};
    isti_stream stream = stream_of(_i);
    for (int i = 0; i < 1000000; i++) {
        const int row = (int)(isti_stream_uniform(&stream) * 32.0);
        const int column = (int)(isti_stream_uniform(&stream) * 32.0);
        seen[row * 32 + column]++;
    }
    check_chi_square(seen, 1024, 1000000 / 1024.0);
}
END_TEST

// Standard error of a share of one half among 10^5 is 0.00158.
START_TEST(every_bit_is_set_half_the_time)
{
    int set[64] = {0};
    isti_stream stream = stream_of(_i);
    for (int i = 0; i < DRAWS; i++) {
        const uint64_t bits = isti_stream_bits(&stream);
        for (int bit = 0; bit < 64; bit++) {
            set[bit] += (int)(bits >> bit & 1);
        }
    }
    for (int bit = 0; bit < 64; bit++) {
        ck_assert_double_eq_tol((double)set[bit] / DRAWS, 0.5, 5.0 * 0.00158);
    }
}
END_TEST

// The words of the last block of the stream are chosen, so that the least and largest come out.
START_TEST(uniforms_are_never_zero_nor_one)
{
    isti_stream least = {.word = {0, 0, 0, 0}, .used = 2};
    isti_stream largest = {.word = {0, 0, UINT32_MAX, UINT32_MAX}, .used = 2};
    ck_assert_double_eq(isti_stream_uniform(&least), 0x1p-53);
    ck_assert_double_eq(isti_stream_uniform(&largest), 1.0 - 0x1p-53);
}
END_TEST

START_TEST(normals_follow_the_normal_distribution)
{
    double *values = isti_alloc_array(DRAWS, sizeof *values);
    isti_stream stream = stream_of(_i);
    for (int i = 0; i < DRAWS; i++) {
        values[i] = isti_stream_normal(&stream);
    }
    ck_assert_double_gt(ks_chance(values, DRAWS, normal_cdf, 0.0, 1.0), rare);
    isti_free(values);
}
END_TEST

// Of n normals the mean powers 1 to 4 are 0, 1, 0, 3 with variances 1, 2, 15, 96 over n.
START_TEST(normals_have_the_moments_of_the_normal)
{
    static const double mean[] = {0.0, 1.0, 0.0, 3.0};
    static const double variance[] = {1.0, 2.0, 15.0, 96.0};
    double sum[4] = {0.0};
    isti_stream stream = stream_of(_i);
    for (int i = 0; i < 1000000; i++) {
        const double v = isti_stream_normal(&stream);
        double power = 1.0;
        for (int k = 0; k < 4; k++) {
            power *= v;
            sum[k] += power;
        }
    }
    for (int k = 0; k < 4; k++) {
        ck_assert_double_eq_tol(sum[k] / 1e6, mean[k], 5.0 * sqrt(variance[k] / 1e6));
    }
}
END_TEST

static const double shapes[] = {0.05, 0.5, 1.0, 2.5, 100.0};

START_TEST(gammas_follow_the_gamma_distribution)
{
    double *values = isti_alloc_array(DRAWS, sizeof *values);
    isti_stream stream = stream_of(_i);
    for (int i = 0; i < DRAWS; i++) {
        values[i] = isti_stream_gamma(&stream, shapes[_i]);
    }
    ck_assert_double_gt(ks_chance(values, DRAWS, gsl_cdf_gamma_P, shapes[_i], 1.0), rare);
    isti_free(values);
}
END_TEST

// Mean and variance are both the shape; the variance of the square is (2 k^2 + 6 k) / n.
START_TEST(gammas_have_the_moments_of_the_gamma)
{
    const double k = shapes[_i];
    double sum = 0.0;
    double squares = 0.0;
    isti_stream stream = stream_of(100 + _i);
    for (int i = 0; i < 1000000; i++) {
        const double v = isti_stream_gamma(&stream, k) - k;
        sum += v;
        squares += v * v;
    }
    ck_assert_double_eq_tol(sum / 1e6, 0.0, 5.0 * sqrt(k / 1e6));
    ck_assert_double_eq_tol(squares / 1e6, k, 5.0 * sqrt((2.0 * k * k + 6.0 * k) / 1e6));
}
END_TEST

static const double betas[][2] = {{1.0, 1.0},   {2.0, 3.0}, {0.5, 0.5},
                                  {30.0, 70.0}, {0.2, 8.0}, {5.0, 0.7}};

START_TEST(betas_follow_the_beta_distribution)
{
    double *values = isti_alloc_array(DRAWS, sizeof *values);
    isti_stream stream = stream_of(_i);
    const double a = betas[_i][0];
    const double b = betas[_i][1];
    for (int i = 0; i < DRAWS; i++) {
        values[i] = isti_stream_beta(&stream, a, b);
    }
    ck_assert_double_gt(ks_chance(values, DRAWS, gsl_cdf_beta_P, a, b), rare);
    isti_free(values);
}
END_TEST

// beta(a, b) has mean a / (a + b) and variance ab / ((a + b)^2 (a + b + 1)).
START_TEST(betas_have_the_mean_of_the_beta)
{
    const double a = betas[_i][0];
    const double b = betas[_i][1];
    const double variance = a * b / ((a + b) * (a + b) * (a + b + 1.0));
    double sum = 0.0;
    isti_stream stream = stream_of(50 + _i);
    for (int i = 0; i < DRAWS; i++) {
        sum += isti_stream_beta(&stream, a, b);
    }
    ck_assert_double_eq_tol(sum / DRAWS, a / (a + b), 5.0 * sqrt(variance / DRAWS));
}
END_TEST

// With both shapes near 0 nearly all lies at 0 or 1, half at each; gammas alone would give 0 / 0.
START_TEST(betas_of_tiny_shapes_are_a_fair_coin)
{
    int ones = 0;
    isti_stream stream = stream_of(1);
    for (int i = 0; i < DRAWS; i++) {
        const double v = isti_stream_beta(&stream, 1e-5, 1e-5);
        ck_assert(v >= 0.0 && v <= 1.0);
        ones += v > 0.5;
    }
    ck_assert_double_eq_tol((double)ones / DRAWS, 0.5, 5.0 * 0.00158);
}
END_TEST

START_TEST(impossible_shapes_give_nan_and_no_endless_loop)
{
    static const double bad[] = {0.0, -1.0, NAN, INFINITY, -INFINITY};
    isti_stream stream = stream_of(1);
    ck_assert_double_nan(isti_stream_gamma(&stream, bad[_i]));
    ck_assert_double_nan(isti_stream_beta(&stream, bad[_i], 1.0));
    ck_assert_double_nan(isti_stream_beta(&stream, 1.0, bad[_i]));
}
END_TEST

static const int32_t ranges[] = {1, 2, 7, 100, 1000};

START_TEST(whole_numbers_below_a_count_come_equally_often)
{
    int seen[1000] = {0};
    const int32_t count = ranges[_i];
    isti_stream stream = stream_of(_i);
    for (int i = 0; i < 1000000; i++) {
        const int32_t v = isti_stream_below(&stream, count);
        ck_assert(v >= 0 && v < count);
        seen[v]++;
    }
    if (count > 1) {
        check_chi_square(seen, count, 1e6 / count);
    }
}
END_TEST

// Eight words of 32 bits for three results: without drawing again every third would get two, the
// others three.
START_TEST(whole_numbers_below_a_huge_count_are_fair_too)
{
    int seen[3] = {0};
    isti_stream stream = stream_of(_i);
    for (int i = 0; i < 300000; i++) {
        seen[isti_stream_below(&stream, 3 * (1 << 29)) % 3]++;
    }
    check_chi_square(seen, 3, 100000.0);
}
END_TEST

START_TEST(picks_are_in_proportion_to_weights)
{
    static const double weights[] = {0.0, 1.0, 2.0, 0.0, 3.0, 4.0, 0.0};
    int seen[7] = {0};
    isti_stream stream = stream_of(_i);
    for (int i = 0; i < DRAWS; i++) {
        seen[isti_stream_pick(&stream, weights, 7)]++;
    }
    for (int i = 0; i < 7; i++) {
        const double share = weights[i] / 10.0;
        const double error = sqrt(share * (1.0 - share) / DRAWS);
        ck_assert_double_le(fabs((double)seen[i] / DRAWS - share), 5.0 * error);
    }
}
END_TEST

START_TEST(nothing_to_pick_gives_minus_one)
{
    static const double nothing[] = {0.0, -1.0, NAN};
    isti_stream stream = stream_of(1);
    ck_assert_int_eq(isti_stream_pick(&stream, nothing, 3), -1);
    ck_assert_int_eq(isti_stream_pick(&stream, nothing, 0), -1);
}
END_TEST

START_TEST(a_pick_always_takes_one_draw)
{
    static const double nothing[] = {0.0};
    isti_stream stream = stream_of(1);
    isti_stream other = stream_of(1);
    isti_stream_pick(&stream, nothing, 1);
    isti_stream_uniform(&other);
    ck_assert_uint_eq(isti_stream_bits(&stream), isti_stream_bits(&other));
}
END_TEST

// The last bits of a sum may leave the target beyond it; the last with weight is picked then.
START_TEST(a_pick_never_takes_one_without_weight)
{
    static const double weights[] = {0.1, 0.2, 0.3, 0.0};
    isti_stream stream = {.word = {0, 0, UINT32_MAX, UINT32_MAX}, .used = 2};
    ck_assert_int_eq(isti_stream_pick(&stream, weights, 4), 2);
    stream = (isti_stream){.word = {0}, .used = 2};
    ck_assert_int_eq(isti_stream_pick(&stream, weights, 4), 0);
}
END_TEST

START_TEST(streams_have_the_same_bits_everywhere)
{
    uint64_t digest = 0;
    double v[8];
    for (int i = 0; i < 20000; i++) {
        isti_stream stream =
            isti_stream_open(isti_run_key(42, (uint32_t)i), i, ISTI_FOR_USER, 1, 2);
        v[0] = isti_stream_uniform(&stream);
        v[1] = isti_stream_normal(&stream);
        v[2] = isti_stream_gamma(&stream, 0.3);
        v[3] = isti_stream_gamma(&stream, 3.0);
        v[4] = isti_stream_beta(&stream, 2.0, 5.0);
        v[5] = isti_stream_beta(&stream, 0.4, 0.9);
        v[6] = isti_stream_below(&stream, 1000003);
        v[7] = isti_mix32(1, 2, (uint32_t)i);
        digest = isti_digest(digest, v, sizeof v);
    }
    ck_assert_uint_eq(digest, UINT64_C(3936626122723925746));
}
END_TEST

// GSL ---------------------------------------------------------------------------------------------

START_TEST(the_bridge_draws_the_uniforms_of_its_stream)
{
    isti_stream stream = stream_of(1);
    isti_stream same = stream_of(1);
    isti_gsl_rng bridge = isti_gsl_bridge(&stream);
    for (int i = 0; i < 100; i++) {
        ck_assert_double_eq(gsl_rng_uniform(&bridge.rng), isti_stream_uniform(&same));
    }
}
END_TEST

START_TEST(the_bridge_gives_32_bits_at_a_time)
{
    isti_stream stream = stream_of(1);
    isti_stream same = stream_of(1);
    isti_gsl_rng bridge = isti_gsl_bridge(&stream);
    ck_assert_uint_eq(gsl_rng_min(&bridge.rng), 0);
    ck_assert_uint_eq(gsl_rng_max(&bridge.rng), UINT32_MAX);
    ck_assert_str_eq(gsl_rng_name(&bridge.rng), "interstice");
    ck_assert_uint_eq(gsl_rng_get(&bridge.rng), isti_stream_bits(&same) >> 32);
}
END_TEST

START_TEST(gsl_distributions_work_on_a_stream)
{
    double *values = isti_alloc_array(DRAWS, sizeof *values);
    isti_stream stream = stream_of(_i);
    isti_gsl_rng bridge = isti_gsl_bridge(&stream);
    for (int i = 0; i < DRAWS; i++) {
        values[i] = gsl_ran_gaussian(&bridge.rng, 2.0);
    }
    ck_assert_double_gt(ks_chance(values, DRAWS, normal_cdf, 0.0, 2.0), rare);
    for (int i = 0; i < DRAWS; i++) {
        values[i] = gsl_ran_beta(&bridge.rng, 2.0, 3.0);
    }
    ck_assert_double_gt(ks_chance(values, DRAWS, gsl_cdf_beta_P, 2.0, 3.0), rare);
    isti_free(values);
}
END_TEST

// Poisson(4) has mean and variance 4.
START_TEST(gsl_whole_numbers_work_on_a_stream)
{
    int seen[10] = {0};
    double poisson = 0.0;
    isti_stream stream = stream_of(_i);
    isti_gsl_rng bridge = isti_gsl_bridge(&stream);
    for (int i = 0; i < DRAWS; i++) {
        seen[gsl_rng_uniform_int(&bridge.rng, 10)]++;
        poisson += gsl_ran_poisson(&bridge.rng, 4.0);
    }
    check_chi_square(seen, 10, DRAWS / 10.0);
    ck_assert_double_eq_tol(poisson / DRAWS, 4.0, 5.0 * 2.0 / sqrt(DRAWS));
}
END_TEST

START_TEST(an_allocated_generator_repeats_its_seed)
{
    gsl_rng *rng = gsl_rng_alloc(isti_gsl_type());
    gsl_rng_set(rng, 7);
    const unsigned long first = gsl_rng_get(rng);
    const unsigned long second = gsl_rng_get(rng);
    gsl_rng *clone = gsl_rng_clone(rng);
    ck_assert_uint_eq(gsl_rng_get(clone), gsl_rng_get(rng));
    gsl_rng_set(rng, 7);
    ck_assert_uint_eq(gsl_rng_get(rng), first);
    ck_assert_uint_eq(gsl_rng_get(rng), second);
    gsl_rng_free(clone);
    gsl_rng_free(rng);
}
END_TEST

// The default generator of GSL takes each of these pairs for one seed.
START_TEST(no_two_seeds_are_taken_for_one)
{
    static const unsigned long pairs[][2] = {{0, 4357}, {1, 1 + (1UL << 32)}, {0, 1}};
    gsl_rng *rng = gsl_rng_alloc(isti_gsl_type());
    gsl_rng_set(rng, pairs[_i][0]);
    const unsigned long first = gsl_rng_get(rng);
    gsl_rng_set(rng, pairs[_i][1]);
    ck_assert_uint_ne(gsl_rng_get(rng), first);
    gsl_rng_free(rng);
}
END_TEST

SUITE("random", EACH(philox_gives_its_published_numbers, COUNT_OF(known_blocks)),
      TEST(key_and_counter_are_laid_out_as_documented), TEST(the_second_block_has_the_next_counter),
      TEST(a_very_long_stream_neither_repeats_nor_runs_into_the_next),
      TEST(a_draw_is_the_first_uniform_of_its_stream), EACH(a_batch_is_its_draws_one_by_one, 100),
      EACH(a_list_is_its_draws_one_by_one, 100), EACH(pairs_left_out_are_those_drawn, 5),
      TEST(a_pick_by_running_sums_is_the_pick), TEST(a_batch_of_none_writes_nothing),
      TEST(the_order_of_asking_does_not_matter), TEST(seeds_and_replicates_all_have_their_own_keys),
      TEST(seeds_use_all_64_bits), TEST(mixed_names_depend_on_all_three_parts),
      TEST(mixed_names_collide_only_by_chance),
      EACH(first_draws_of_adjacent_keys_are_uncorrelated, 7),
      EACH(uniforms_fill_the_interval_evenly, SEEDS),
      EACH(first_draws_of_many_entities_fill_the_interval_evenly, SEEDS),
      EACH(successive_uniforms_fill_the_square_evenly, SEEDS),
      EACH(every_bit_is_set_half_the_time, SEEDS), TEST(uniforms_are_never_zero_nor_one),
      EACH(normals_follow_the_normal_distribution, SEEDS),
      EACH(normals_have_the_moments_of_the_normal, SEEDS),
      EACH(gammas_follow_the_gamma_distribution, COUNT_OF(shapes)),
      EACH(gammas_have_the_moments_of_the_gamma, COUNT_OF(shapes)),
      EACH(betas_follow_the_beta_distribution, COUNT_OF(betas)),
      EACH(betas_have_the_mean_of_the_beta, COUNT_OF(betas)),
      TEST(betas_of_tiny_shapes_are_a_fair_coin),
      EACH(impossible_shapes_give_nan_and_no_endless_loop, 5),
      EACH(whole_numbers_below_a_count_come_equally_often, COUNT_OF(ranges)),
      EACH(whole_numbers_below_a_huge_count_are_fair_too, SEEDS),
      EACH(picks_are_in_proportion_to_weights, SEEDS), TEST(nothing_to_pick_gives_minus_one),
      TEST(a_pick_always_takes_one_draw), TEST(a_pick_never_takes_one_without_weight),
      TEST(streams_have_the_same_bits_everywhere),
      TEST(the_bridge_draws_the_uniforms_of_its_stream), TEST(the_bridge_gives_32_bits_at_a_time),
      EACH(gsl_distributions_work_on_a_stream, SEEDS),
      EACH(gsl_whole_numbers_work_on_a_stream, SEEDS),
      TEST(an_allocated_generator_repeats_its_seed), EACH(no_two_seeds_are_taken_for_one, 3))
