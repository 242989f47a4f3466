// SPDX-License-Identifier: GPL-3.0-or-later
// Philox streams and the distributions drawn from them.
#include "random/stream.h"
#include "base/numbers.h"
#include "base/widths.h"

#include <Random123/philox.h>
#include <math.h>
#include <string.h>

enum { WORDS = 4, BLOCK_BITS = 24 };

static const uint32_t block_mask = (UINT32_C(1) << BLOCK_BITS) - 1;
static const uint64_t golden = 0x9E3779B97F4A7C15; // 2^64 / golden ratio, odd

static_assert(ISTI_PURPOSE_COUNT <= 256, "a purpose fits the upper 8 bits of the last counter");

// A permutation of the 64-bit numbers in which every input bit moves every output bit
// (variant 13 of D. Stafford, used in SplitMix64 by G. L. Steele, D. Lea, C. H. Flood, 2014).
static uint64_t mixed(uint64_t v)
{
    v = (v ^ v >> 30) * 0xBF58476D1CE4E5B9;
    v = (v ^ v >> 27) * 0x94D049BB133111EB;
    return v ^ v >> 31;
}

// For one seed, no two replicates share a key; for one replicate, no two seeds do.
uint64_t isti_run_key(uint64_t seed, uint32_t replicate)
{
    return mixed(mixed(seed + golden) + golden * replicate);
}

uint32_t isti_mix32(uint32_t a, uint32_t b, uint32_t c)
{
    const uint64_t first = mixed(((uint64_t)a << 32 | b) + golden);
    return (uint32_t)(mixed(first + c * golden) >> 32);
}

isti_stream isti_stream_open(uint64_t key, int32_t tick, isti_purpose purpose, uint32_t entity,
                             uint32_t other)
{
    return (isti_stream){
        .key = {(uint32_t)key, (uint32_t)(key >> 32)},
        .counter = {entity, other, (uint32_t)tick, (uint32_t)purpose << BLOCK_BITS},
        .used = WORDS,
    };
}

// The next block. After the last of 2^24 the key moves on, so that no block comes twice.
static void refill(isti_stream *stream)
{
    const uint32_t *c = stream->counter;
    const philox4x32_ctr_t counter = {{c[0], c[1], c[2], c[3]}};
    const philox4x32_key_t key = {{stream->key[0], stream->key[1]}};
    const philox4x32_ctr_t block = philox4x32_R(philox4x32_rounds, counter, key);
    memcpy(stream->word, block.v, sizeof stream->word);
    stream->used = 0;

    const uint32_t next = (c[3] + 1) & block_mask;
    stream->counter[3] = (c[3] & ~block_mask) | next;
    if (next == 0) {
        const uint64_t moved = mixed(((uint64_t)stream->key[1] << 32 | stream->key[0]) + golden);
        stream->key[0] = (uint32_t)moved;
        stream->key[1] = (uint32_t)(moved >> 32);
    }
}

void isti_stream_skip_pairs(isti_stream *stream, int32_t pairs)
{
    assert(stream->used == WORDS && pairs >= 0 && (uint32_t)pairs < block_mask);
    stream->counter[3] += (uint32_t)pairs; // a block gives two uniforms
}

uint64_t isti_stream_bits(isti_stream *stream)
{
    if (stream->used == WORDS) {
        refill(stream);
    }
    const uint64_t low = stream->word[stream->used];
    const uint64_t high = stream->word[stream->used + 1];
    stream->used += 2;
    return high << 32 | low;
}

// 52 bits k as (k + 1/2) / 2^52: exact, symmetric about 1/2, never 0 or 1. (With 53 bits the
// half would be rounded, and the largest number to 1.) The bits make a double in [1, 2).
static double uniform_of(uint64_t bits)
{
    const uint64_t in_one_two = bits >> 12 | 0x3FF0000000000000;
    double v;
    memcpy(&v, &in_one_two, sizeof v);
    return v - (1.0 - 0x1p-53);
}

double isti_stream_uniform(isti_stream *stream)
{
    return uniform_of(isti_stream_bits(stream));
}

double isti_stream_normal(isti_stream *stream)
{
    return isti_normal_quantile(isti_stream_uniform(stream));
}

// For shape >= 1 (G. Marsaglia, W. W. Tsang, A simple method for generating gamma variables, 2000).
static double gamma_from_one(isti_stream *stream, double shape)
{
    const double d = shape - 1.0 / 3.0;
    const double c = 1.0 / sqrt(9.0 * d);
    while (true) {
        const double x = isti_stream_normal(stream);
        const double u = isti_stream_uniform(stream);
        const double root = 1.0 + c * x;
        const double v = root * root * root;
        if (root > 0.0 && isti_log(u) < 0.5 * x * x + d * (1.0 - v + isti_log(v))) {
            return d * v;
        }
    }
}

static bool is_shape(double shape)
{
    return shape > 0.0 && isti_is_finite(shape);
}

// Logarithm of a gamma variable: for small shapes the variable itself would be lost as 0. Below
// 1, gamma(shape) is gamma(shape + 1) times a power of a uniform.
static double log_gamma_draw(isti_stream *stream, double shape)
{
    if (shape >= 1.0) {
        return isti_log(gamma_from_one(stream, shape));
    }
    const double boosted = isti_log(gamma_from_one(stream, shape + 1.0));
    return boosted + isti_log(isti_stream_uniform(stream)) / shape;
}

double isti_stream_gamma(isti_stream *stream, double shape)
{
    if (!is_shape(shape)) {
        return NAN;
    }
    return shape >= 1.0 ? gamma_from_one(stream, shape) : isti_exp(log_gamma_draw(stream, shape));
}

double isti_stream_beta(isti_stream *stream, double a, double b)
{
    if (!is_shape(a) || !is_shape(b)) {
        return NAN;
    }
    if (a >= 1.0 && b >= 1.0) {
        const double of_a = gamma_from_one(stream, a);
        const double of_b = gamma_from_one(stream, b);
        return of_a / (of_a + of_b);
    }
    const double log_a = log_gamma_draw(stream, a);
    const double log_b = log_gamma_draw(stream, b);
    return isti_logistic(log_a - log_b);
}

// Multiply and keep the upper half; draw again where that would favor some results
// (D. Lemire, Fast random integer generation in an interval, 2019).
int32_t isti_stream_below(isti_stream *stream, int32_t count)
{
    assert(count >= 1);
    const uint32_t range = (uint32_t)count;
    uint64_t product = (isti_stream_bits(stream) >> 32) * range;
    if ((uint32_t)product < range) {
        const uint32_t unfair = (UINT32_MAX - range + 1) % range;
        while ((uint32_t)product < unfair) {
            product = (isti_stream_bits(stream) >> 32) * range;
        }
    }
    return (int32_t)(product >> 32);
}

int32_t isti_stream_pick(isti_stream *stream, const double *weights, int32_t count)
{
    const double share = isti_stream_uniform(stream);
    double total = 0.0;
    for (int32_t i = 0; i < count; i++) {
        total += weights[i] > 0.0 ? weights[i] : 0.0;
    }
    const double target = share * total;
    double passed = 0.0;
    int32_t picked = -1;
    for (int32_t i = 0; i < count; i++) {
        if (weights[i] > 0.0) {
            picked = i;
            passed += weights[i];
            if (passed > target) {
                break;
            }
        }
    }
    return picked;
}

void isti_running_sums(const double *weights, int32_t count, double *sums)
{
    double passed = 0.0;
    for (int32_t i = 0; i < count; i++) {
        passed += weights[i] > 0.0 ? weights[i] : 0.0;
        sums[i] = passed;
    }
}

int32_t isti_stream_pick_summed(isti_stream *stream, const double *weights, const double *sums,
                                int32_t count)
{
    const double target = isti_stream_uniform(stream) * (count > 0 ? sums[count - 1] : 0.0);
    int32_t low = 0;
    int32_t high = count;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (sums[middle] > target) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    // Where rounding leaves the target beyond all of them, the last one with weight is meant.
    for (low = low < count ? low : count - 1; low >= 0 && !(weights[low] > 0.0); low--) {
    }
    return low;
}

double isti_draw(uint64_t key, int32_t tick, isti_purpose purpose, uint32_t entity, uint32_t other)
{
    isti_stream stream = isti_stream_open(key, tick, purpose, entity, other);
    return isti_stream_uniform(&stream);
}

// Streams computed side by side, as two vectors of eight: enough to keep a processor busy, and few
// enough not to compute many that nobody asked for.
enum { VECTORS = 2, VECTOR = 8, LANES = VECTORS * VECTOR };

// Words of 32 bits in lanes of 64, where their products fit.
typedef uint64_t vector __attribute__((vector_size(VECTOR * sizeof(uint64_t))));
typedef uint32_t narrow __attribute__((vector_size(VECTOR * sizeof(uint32_t))));
typedef double reals __attribute__((vector_size(VECTOR * sizeof(double))));

// Uniforms of words side by side, as uniform_of() has them.
ISTI_PASS void put_uniforms(const vector *high, const vector *low, double *out)
{
    const vector bits = *high << 32 | *low;
    const reals drawn = (reals)(bits >> 12 | 0x3FF0000000000000) - (1.0 - 0x1p-53);
    memcpy(out, &drawn, sizeof drawn);
}

// The first and the second uniforms of LANES streams, those not wanted (NULL) left out: entity[i],
// other[i] are the words that differ
// (J. K. Salmon and others, Parallel random numbers: as easy as 1, 2, 3, 2011, Philox4x32).
ISTI_PASS void draw_lanes(const isti_stream *like, const uint32_t *entity, const uint32_t *other,
                          double *first, double *second)
{
    const uint64_t low = UINT32_MAX;
    uint64_t key[] = {like->key[0], like->key[1]};
    vector word[WORDS][VECTORS];
    for (int v = 0; v < VECTORS; v++) {
        narrow words[2];
        memcpy(&words[0], entity + v * VECTOR, sizeof words[0]);
        memcpy(&words[1], other + v * VECTOR, sizeof words[1]);
        word[0][v] = __builtin_convertvector(words[0], vector);
        word[1][v] = __builtin_convertvector(words[1], vector);
        word[2][v] = (vector){0} + like->counter[2];
        word[3][v] = (vector){0} + like->counter[3];
    }
#pragma GCC unroll 16
    for (int round = 0; round < philox4x32_rounds; round++) {
#pragma GCC unroll 2
        for (int v = 0; v < VECTORS; v++) {
            const vector even = word[0][v] * PHILOX_M4x32_0;
            const vector odd = word[2][v] * PHILOX_M4x32_1;
            word[0][v] = odd >> 32 ^ word[1][v] ^ key[0];
            word[1][v] = odd & low;
            word[2][v] = even >> 32 ^ word[3][v] ^ key[1];
            word[3][v] = even & low;
        }
        key[0] = (key[0] + PHILOX_W32_0) & low;
        key[1] = (key[1] + PHILOX_W32_1) & low;
    }
    for (int v = 0; v < VECTORS; v++) {
        if (first) {
            put_uniforms(&word[1][v], &word[0][v], first + v * VECTOR);
        }
        if (second) {
            put_uniforms(&word[3][v], &word[2][v], second + v * VECTOR);
        }
    }
}

// What to draw: entities and others as listed or, where no list is given, entities from `from` on and one
// other.
typedef struct wanted {
    isti_stream like; // key, other, tick and purpose
    uint32_t from;
    const int32_t *entity, *other;
    double *first, *second; // uniforms; NULL: not wanted
} wanted;

// The last ones, less than LANES.
ISTI_PASS void draw_rest(const wanted *w, int32_t done, int32_t count, uint32_t *entity,
                         uint32_t *other)
{
    double first[LANES];
    double second[LANES];
    const size_t bytes = (size_t)(count - done) * sizeof *first;
    for (int32_t i = 0; w->entity && i < count - done; i++) {
        entity[i] = (uint32_t)w->entity[done + i];
        other[i] = (uint32_t)w->other[done + i];
    }
    draw_lanes(&w->like, entity, other, first, second);
    if (w->first) {
        memcpy(w->first + done, first, bytes);
    }
    if (w->second) {
        memcpy(w->second + done, second, bytes);
    }
}

ISTI_PASS void draw_all(const wanted *w, int32_t count)
{
    uint32_t entity[LANES];
    uint32_t other[LANES];
    for (int32_t i = 0; i < LANES; i++) {
        entity[i] = w->from + (uint32_t)i;
        other[i] = w->like.counter[1];
    }
    int32_t done = 0;
    for (; done + LANES <= count; done += LANES) {
        double *first = w->first ? w->first + done : NULL;
        double *second = w->second ? w->second + done : NULL;
        if (w->entity) {
            draw_lanes(&w->like, (const uint32_t *)w->entity + done,
                       (const uint32_t *)w->other + done, first, second);
        } else {
            draw_lanes(&w->like, entity, other, first, second);
            for (int32_t i = 0; i < LANES; i++) {
                entity[i] += LANES;
            }
        }
    }
    if (done < count) {
        draw_rest(w, done, count, entity, other);
    }
}

ISTI_DEFINE_WIDTHS(draw_widest, draw_all, (const wanted *w, int32_t count), (w, count))

void isti_draw_batch(uint64_t key, int32_t tick, isti_purpose purpose, uint32_t first,
                     uint32_t other, int32_t count, double *out)
{
    wanted w = {.like = isti_stream_open(key, tick, purpose, first, other), .from = first};
    w.first = out;
    draw_widest(&w, count);
}

void isti_draw_list(uint64_t key, int32_t tick, isti_purpose purpose, const int32_t *entity,
                    const int32_t *other, int32_t count, double *out)
{
    isti_draw_list_nth(key, tick, purpose, entity, other, 0, count, out);
}

void isti_draw_list_nth(uint64_t key, int32_t tick, isti_purpose purpose, const int32_t *entity,
                        const int32_t *other, int32_t nth, int32_t count, double *out)
{
    double *first = nth % 2 == 0 ? out : NULL;
    isti_draw_list_pair(key, tick, purpose, entity, other, nth / 2, count, first,
                        first ? NULL : out);
}

void isti_draw_list_pair(uint64_t key, int32_t tick, isti_purpose purpose, const int32_t *entity,
                         const int32_t *other, int32_t pair, int32_t count, double *first,
                         double *second)
{
    wanted w = {
        .like = isti_stream_open(key, tick, purpose, 0, 0), .entity = entity, .other = other};
    w.first = first;
    w.second = second;
    isti_stream_skip_pairs(&w.like, pair);
    draw_widest(&w, count);
}
