// SPDX-License-Identifier: GPL-3.0-or-later
// exp, log and friends from + - * / sqrt only: the same bits on every machine and compiler.
#ifndef ISTI_BASE_NUMBERS_H
#define ISTI_BASE_NUMBERS_H

#include "base/base.h"

double isti_exp(double v); // within 2 ulp; exp(-inf) = 0, exp(>709.7) = inf
double isti_log(double v); // within 2 ulp; v > 0, log(0) = -inf, log(<0) = NaN
void isti_logs(const double *v, int32_t count, double *out); // of each; out is not v
double isti_pow(double base, double exponent); // base > 0 (or 0 with exponent > 0): exp(e log b)
double isti_logistic(double v);                // 1 / (1 + exp(-v)), no overflow
double isti_normal_quantile(double p);         // inverse of the standard normal cdf, p in (0, 1)
void isti_normal_quantiles(const double *p, int32_t count, double *out); // of each; out is not p
bool isti_is_finite(double v);

// 1 - exp(-rate dt): chance that something of yearly `rate` happens within `dt` years.
double isti_chance(double rate, double dt);
// luck < isti_chance(rate, dt), for a luck in (0, 1): mostly bounds of the chance decide.
bool isti_happens(double luck, double rate, double dt);

// Sum in blocks of fixed size, so that several threads may each sum whole blocks: adding the
// sums of the blocks in order gives the same bits.
enum { ISTI_SUM_BLOCK = 1024 };
double isti_sum(const double *values, int64_t count);

// Value at quantile q in [0,1] of `count` values (type 7, as R and NumPy); sorts `values`.
double isti_quantile(double *values, int32_t count, double q);

void isti_sort_doubles(double *values, int32_t count);

// Where an item stands in an ascending list, -1: nowhere.
static inline int32_t isti_place_of(const int32_t *items, int32_t count, int32_t item)
{
    int32_t low = 0;
    int32_t high = count;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (items[middle] < item) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && items[low] == item ? low : -1;
}

#endif
