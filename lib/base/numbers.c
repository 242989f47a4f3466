// SPDX-License-Identifier: GPL-3.0-or-later
// exp, log, normal quantile, sums and sorting, free of the system's mathematics library.
#include "base/numbers.h"

#include "base/widths.h"

#include <math.h>
#include <string.h>

// ln 2 in two parts: multiples of the first by small integers are exact.
static const double ln2_high = 6.93147180369123816490e-01;
static const double ln2_low = 1.90821492927058770002e-10;
static const double inverse_ln2 = 1.44269504088896338700e+00;

// Adding and subtracting it rounds a small double to the nearest integer.
static const double rounding_shift = 0x1.8p52;

static uint64_t bits_of(double v)
{
    uint64_t bits;
    memcpy(&bits, &v, sizeof bits);
    return bits;
}

static double double_of(uint64_t bits)
{
    double v;
    memcpy(&v, &bits, sizeof v);
    return v;
}

// 2 to the power of n, -1022 <= n <= 1023.
static double power_of_two(int32_t n)
{
    return double_of((uint64_t)(n + 1023) << 52);
}

bool isti_is_finite(double v)
{
    return (bits_of(v) >> 52 & 0x7FF) != 0x7FF;
}

// v = k ln 2 + r with |r| <= ln 2 / 2; then exp(r) = 1 + 2r / (R - r), where R is near
// 2 + r^2/6 - r^4/360 + ... (Remez coefficients of FreeBSD's msun).
double isti_exp(double v)
{
    if (v != v) {
        return v;
    }
    if (v > 709.79) {
        return INFINITY;
    }
    if (v < -745.2) {
        return 0.0;
    }
    const double k = (v * inverse_ln2 + rounding_shift) - rounding_shift;
    const double high = v - k * ln2_high;
    const double low = k * ln2_low;
    const double r = high - low;
    const double t = r * r;
    const double even =
        t * (1.66666666666666019037e-01 +
             t * (-2.77777777770155933842e-03 +
                  t * (6.61375632143793436117e-05 +
                       t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
    const double c = r - even;
    const double result = 1.0 - ((low - (r * c) / (2.0 - c)) - high);

    // In two steps, because 2^k itself may be out of range where the result is not.
    const int32_t power = (int32_t)k;
    const int32_t half = power / 2;
    return result * power_of_two(half) * power_of_two(power - half);
}

// log(1 + f) for 1 + f in [sqrt(1/2), sqrt(2)], plus k ln 2: with s = f / (2 + f),
// log(1 + f) = 2s + 2/3 s^3 + 2/5 s^5 + ... (Remez coefficients of FreeBSD's msun).
static double log_of_parts(double f, double k)
{
    const double s = f / (2.0 + f);
    const double z = s * s;
    const double w = z * z;
    const double odd = w * (3.999999999940941908e-01 +
                            w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
    const double even = z * (6.666666666666735130e-01 +
                             w * (2.857142874366239149e-01 +
                                  w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
    const double half_square = 0.5 * f * f;
    return s * (half_square + (odd + even)) + k * ln2_low - half_square + f + k * ln2_high;
}

// The same for a normal number greater than 0, times 2^-shift.
__attribute__((always_inline)) static inline double log_of_normal(double v, int32_t shift)
{
    const uint64_t root_half = 0x3FE6A09E00000000; // just below sqrt(1/2)
    const uint64_t one = 0x3FF0000000000000;
    const uint64_t bits = bits_of(v) + (one - root_half);
    const int32_t k = (int32_t)(bits >> 52) - 1023 - shift;
    const double reduced = double_of((bits & 0x000FFFFFFFFFFFFF) + root_half);
    return log_of_parts(reduced - 1.0, (double)k);
}

static inline bool is_normal_positive(double v)
{
    return (v >= 0x1p-1022) & (v < INFINITY);
}

double isti_log(double v)
{
    if (is_normal_positive(v)) {
        return log_of_normal(v, 0);
    }
    if (v != v || v == INFINITY) {
        return v;
    }
    if (v <= 0.0) {
        return v == 0.0 ? -INFINITY : NAN;
    }
    return log_of_normal(v * 0x1p54, 54); // subnormal numbers are first made normal
}

// What isti_log() gives for normal numbers greater than 0, and something else for others.
ISTI_PASS void logs_normal(const double *restrict v, int32_t count, double *restrict out)
{
    for (int32_t i = 0; i < count; i++) {
        out[i] = log_of_normal(v[i], 0);
    }
}

ISTI_DEFINE_WIDTHS(logs_widest, logs_normal, (const double *v, int32_t count, double *out),
                   (v, count, out))

void isti_logs(const double *v, int32_t count, double *out)
{
    logs_widest(v, count, out);
    for (int32_t i = 0; i < count; i++) {
        if (!is_normal_positive(v[i])) {
            out[i] = isti_log(v[i]);
        }
    }
}

double isti_pow(double base, double exponent)
{
    return exponent == 0.0 ? 1.0 : isti_exp(exponent * isti_log(base));
}

double isti_logistic(double v)
{
    if (v >= 0.0) {
        return 1.0 / (1.0 + isti_exp(-v));
    }
    const double odds = isti_exp(v);
    return odds / (1.0 + odds);
}

// Numerator (first row) and denominator of a rational function, lowest power first.
typedef double rational[2][8];

__attribute__((always_inline)) static inline double rational_at(const rational coefficients,
                                                                double r)
{
    double top = coefficients[0][7];
    double bottom = coefficients[1][7];
    for (int i = 6; i >= 0; i--) {
        top = top * r + coefficients[0][i];
        bottom = bottom * r + coefficients[1][i];
    }
    return top / bottom;
}

// M. J. Wichura, Algorithm AS 241: The percentage points of the normal distribution,
// Applied Statistics 37 (1988), 477-484, routine PPND16: about 1 part in 10^16.
static const rational quantile_middle = {
    {3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3,
     1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
     3.3430575583588128105e+4, 2.5090809287301226727e+3},
    {1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
     2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4,
     5.2264952788528545610e+3},
};
static const double tail_begins = 1.6; // of sqrt(-log p)
static const double tail_ends = 5.0;
static const rational quantile_tail = {
    {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
     3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
     2.27238449892691845833e-2, 7.74545014278341407640e-4},
    {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
     1.05075007164441684324e-9},
};
static const rational quantile_far_tail = {
    {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
     2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
     2.71155556874348757815e-5, 2.01033439929228813265e-7},
    {1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
     2.04426310338993978564e-15},
};

// Wichura's middle range, q = p - 1/2 within 0.425 of 0, and what holds there.
static inline bool is_middle(double q)
{
    return (q >= -0.425) & (q <= 0.425);
}

__attribute__((always_inline)) static inline double middle_quantile(double q)
{
    return q * rational_at(quantile_middle, 0.180625 - q * q);
}

double isti_normal_quantile(double p)
{
    if (!(p > 0.0 && p < 1.0)) {
        return p == 0.0 ? -INFINITY : p == 1.0 ? INFINITY : NAN;
    }
    const double q = p - 0.5;
    if (is_middle(q)) {
        return middle_quantile(q);
    }
    const double r = sqrt(-isti_log(q < 0.0 ? p : 1.0 - p));
    const double size = r <= tail_ends ? rational_at(quantile_tail, r - tail_begins)
                                       : rational_at(quantile_far_tail, r - tail_ends);
    return q < 0.0 ? -size : size;
}

// What isti_normal_quantile() gives in its middle, and something else beyond.
ISTI_PASS void quantiles_middle(const double *restrict p, int32_t count, double *restrict out)
{
    for (int32_t i = 0; i < count; i++) {
        out[i] = middle_quantile(p[i] - 0.5);
    }
}

ISTI_DEFINE_WIDTHS(middle_widest, quantiles_middle, (const double *p, int32_t count, double *out),
                   (p, count, out))

// Some numbers beyond the middle: which of a list, and the smaller of p and 1 - p.
enum { SOME_TAILS = 128 };

typedef struct tails {
    int32_t at[SOME_TAILS];
    double p[SOME_TAILS], log_p[SOME_TAILS], size[SOME_TAILS];
} tails;

// What their quantiles are but for the sign, as long as they are near enough.
ISTI_PASS void sizes_near(const double *restrict log_p, int32_t count, double *restrict size)
{
    for (int32_t k = 0; k < count; k++) {
        size[k] = rational_at(quantile_tail, sqrt(-log_p[k]) - tail_begins);
    }
}

ISTI_DEFINE_WIDTHS(sizes_widest, sizes_near, (const double *log_p, int32_t count, double *size),
                   (log_p, count, size))

static void settle_tails(tails *t, int32_t count, const double *p, double *out)
{
    isti_logs(t->p, count, t->log_p);
    sizes_widest(t->log_p, count, t->size);
    for (int32_t k = 0; k < count; k++) {
        const int32_t i = t->at[k];
        const bool is_near = t->log_p[k] > -tail_ends * tail_ends; // false for NaN, too
        out[i] = is_near ? copysign(t->size[k], p[i] - 0.5) : isti_normal_quantile(p[i]);
    }
}

void isti_normal_quantiles(const double *p, int32_t count, double *out)
{
    tails t = {.at = {0}};
    int32_t found = 0;
    middle_widest(p, count, out);
    for (int32_t i = 0; i < count; i++) {
        t.at[found] = i;
        t.p[found] = isti_min(p[i], 1.0 - p[i]);
        found += !is_middle(p[i] - 0.5);
        if (found == SOME_TAILS) {
            settle_tails(&t, found, p, out);
            found = 0;
        }
    }
    settle_tails(&t, found, p, out);
}

bool isti_happens(double luck, double rate, double dt)
{
    const double x = rate * dt;
    const double trifle = 0x1p-40; // more than rounding makes of isti_chance()
    if (luck >= x * (1.0 + trifle)) {
        return false;
    }
    if (x < 1.0 && luck < (x - 0.5 * x * x) * (1.0 - trifle)) {
        return true;
    }
    return luck < isti_chance(rate, dt);
}

// Where exp(-x) is near 1, the rounding of exp is taken back by its own logarithm
// (W. Kahan, in N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2002, 1.14.1).
double isti_chance(double rate, double dt)
{
    const double x = rate * dt;
    if (x <= 0.0) {
        return 0.0;
    }
    const double stays = isti_exp(-x);
    if (stays == 1.0) {
        return x;
    }
    return stays > 0.5 ? (1.0 - stays) * (x / -isti_log(stays)) : 1.0 - stays;
}

// One block in eight lanes, which the processor adds at once.
static double block_sum(const double *values, int64_t count)
{
    double lane[8] = {0.0};
    int64_t i = 0;
    for (; i + 8 <= count; i += 8) {
        for (int j = 0; j < 8; j++) {
            lane[j] += values[i + j];
        }
    }
    for (int j = 0; i + j < count; j++) {
        lane[j] += values[i + j];
    }
    return ((lane[0] + lane[1]) + (lane[2] + lane[3])) +
           ((lane[4] + lane[5]) + (lane[6] + lane[7]));
}

double isti_sum(const double *values, int64_t count)
{
    double sum = 0.0;
    for (int64_t first = 0; first < count; first += ISTI_SUM_BLOCK) {
        const int64_t left = count - first;
        sum += block_sum(values + first, left < ISTI_SUM_BLOCK ? left : ISTI_SUM_BLOCK);
    }
    return sum;
}

// NaN comes last.
static bool is_before(double a, double b)
{
    return a < b || (b != b && a == a);
}

static void swap(double *a, double *b)
{
    const double kept = *a;
    *a = *b;
    *b = kept;
}

static void sort_few(double *values, int32_t count)
{
    for (int32_t i = 1; i < count; i++) {
        const double moved = values[i];
        int32_t at = i;
        for (; at > 0 && is_before(moved, values[at - 1]); at--) {
            values[at] = values[at - 1];
        }
        values[at] = moved;
    }
}

static void sift_down(double *values, int64_t at, int64_t count)
{
    for (int64_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        child += child + 1 < count && is_before(values[child], values[child + 1]);
        if (!is_before(values[at], values[child])) {
            return;
        }
        swap(&values[at], &values[child]);
        at = child;
    }
}

static void sort_as_heap(double *values, int32_t count)
{
    for (int32_t i = count / 2 - 1; i >= 0; i--) {
        sift_down(values, i, count);
    }
    for (int32_t last = count - 1; last > 0; last--) {
        swap(&values[0], &values[last]);
        sift_down(values, 0, last);
    }
}

static double median_of_three(double a, double b, double c)
{
    if (is_before(b, a)) {
        swap(&a, &b);
    }
    return is_before(c, a) ? a : is_before(c, b) ? c : b;
}

// Put small values first; returns how many they are, at least 1 and less than `count` (Hoare).
static int32_t split(double *values, int32_t count)
{
    const double pivot = median_of_three(values[0], values[count / 2], values[count - 1]);
    int32_t low = -1;
    int32_t high = count;
    while (true) {
        do {
            low++;
        } while (is_before(values[low], pivot));
        do {
            high--;
        } while (is_before(pivot, values[high]));
        if (low >= high) {
            return high + 1;
        }
        swap(&values[low], &values[high]);
    }
}

// Quicksort that turns to heapsort after too many poor splits (D. R. Musser, 1997).
static void sort_range(double *values, int32_t count, int32_t splits_left)
{
    while (count > 16) {
        if (splits_left-- == 0) {
            sort_as_heap(values, count);
            return;
        }
        const int32_t low = split(values, count);
        if (low < count - low) {
            sort_range(values, low, splits_left);
            values += low;
            count -= low;
        } else {
            sort_range(values + low, count - low, splits_left);
            count = low;
        }
    }
    sort_few(values, count);
}

void isti_sort_doubles(double *values, int32_t count)
{
    int32_t splits = 0;
    for (int32_t left = count; left > 1; left /= 2) {
        splits += 2;
    }
    sort_range(values, count, splits);
}

double isti_quantile(double *values, int32_t count, double q)
{
    if (count < 1 || q != q) {
        return NAN;
    }
    isti_sort_doubles(values, count);
    const double place = isti_clamp01(q) * (count - 1);
    const int32_t below = (int32_t)place;
    const int32_t above = isti_min_i(below + 1, count - 1);
    const double share = place - below;
    if (share == 0.0 || values[below] == values[above]) {
        return values[below];
    }
    return values[below] + share * (values[above] - values[below]);
}
