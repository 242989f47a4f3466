// SPDX-License-Identifier: GPL-3.0-or-later
// Keyed random numbers: Philox4x32-10 of (seed, replicate; tick, purpose, entity, other, draw).
// Nothing depends on call order: a number is a function of its key alone.
#ifndef ISTI_RANDOM_STREAM_H
#define ISTI_RANDOM_STREAM_H

#include "base/base.h"

// What a draw is for. One row per purpose; appending keeps old streams as they are.
// clang-format off
#define ISTI_PURPOSE_LIST(ROW)                                                                  \
    ROW(INIT_PERSON) ROW(INIT_TIE) ROW(INIT_TIE_CROSS) ROW(INIT_MANAGER) ROW(INIT_COMMUNITY)    \
    ROW(LOAD) ROW(MOVE) ROW(MOVE_WHERE) ROW(MOVE_THEME) ROW(HIRE) ROW(HIRE_PERSON)              \
    ROW(HANDOVER) ROW(EVENT) ROW(EVENT_PICK) ROW(PROBLEM) ROW(UNIT_HELP) ROW(HELP) ROW(BYPASS)  \
    ROW(OVERSEE) ROW(STOP) ROW(WITHDRAW) ROW(ATTEND) ROW(TALK) ROW(ROOM) ROW(ROOM_WHO)          \
    ROW(JOIN_TIE) ROW(JOIN_PORTAL) ROW(INVITE) ROW(STIMULATE) ROW(CONNECT) ROW(PROPOSE)         \
    ROW(REGROUP) ROW(BUD) ROW(GROUP) ROW(GROUP_SOLVE) ROW(CALL) ROW(ANSWER) ROW(APPROVE)        \
    ROW(PILOT) ROW(SUCCEED) ROW(CONTACT) ROW(OVERSEER) ROW(EXPIRE) ROW(USER) ROW(KNOWN)         \
    ROW(EVENT_THEME) ROW(CONNECT_COUNT) ROW(CONNECT_ANSWER)
// clang-format on

typedef enum isti_purpose {
#define ISTI_ROW(name) ISTI_FOR_##name,
    ISTI_PURPOSE_LIST(ISTI_ROW)
#undef ISTI_ROW
        ISTI_PURPOSE_COUNT
} isti_purpose;

// 64-bit key of one run: an injective-looking mix of seed and replicate number.
uint64_t isti_run_key(uint64_t seed, uint32_t replicate);

// A sequence of draws for one (tick, purpose, entity, other).
typedef struct isti_stream {
    uint32_t key[2];
    uint32_t counter[4]; // entity, other, tick, purpose << 24 | block
    uint32_t word[4];    // the current block
    uint32_t used;       // words used of it, 4 = none left
} isti_stream;

isti_stream isti_stream_open(uint64_t key, int32_t tick, isti_purpose purpose, uint32_t entity,
                             uint32_t other);
// Leave out so many pairs of uniforms of a stream just opened.
void isti_stream_skip_pairs(isti_stream *stream, int32_t pairs);
uint64_t isti_stream_bits(isti_stream *stream);  // 64 random bits (two words)
double isti_stream_uniform(isti_stream *stream); // (k + 1/2) / 2^52: never 0 or 1
double isti_stream_normal(isti_stream *stream);  // standard normal: quantile of one uniform
double isti_stream_gamma(isti_stream *stream, double shape);      // unit scale, Marsaglia-Tsang
double isti_stream_beta(isti_stream *stream, double a, double b); // from two gammas
int32_t isti_stream_below(isti_stream *stream, int32_t count);    // 0 .. count-1, count >= 1
int32_t isti_stream_pick(isti_stream *stream, const double *weights, int32_t count); // -1 if all 0
// The same pick where the running sums of the weights are known: O(log count).
int32_t isti_stream_pick_summed(isti_stream *stream, const double *weights, const double *sums,
                                int32_t count);
// Running sums of weights, those below 0 taken as 0.
void isti_running_sums(const double *weights, int32_t count, double *sums);

// First uniform of that stream, for the many places that need just one.
double isti_draw(uint64_t key, int32_t tick, isti_purpose purpose, uint32_t entity, uint32_t other);

// The first uniforms of `count` streams with entities first, first+1, ... (same bits as isti_draw).
void isti_draw_batch(uint64_t key, int32_t tick, isti_purpose purpose, uint32_t first,
                     uint32_t other, int32_t count, double *out);

// The same for streams of any entities and others: out[k] is isti_draw() of entity[k] and other[k].
void isti_draw_list(uint64_t key, int32_t tick, isti_purpose purpose, const int32_t *entity,
                    const int32_t *other, int32_t count, double *out);

// Uniform number `nth` of such streams, counted from 0.
void isti_draw_list_nth(uint64_t key, int32_t tick, isti_purpose purpose, const int32_t *entity,
                        const int32_t *other, int32_t nth, int32_t count, double *out);

// Uniforms number 2 `pair` and the one after it of such streams: for the price of one. NULL: not wanted.
void isti_draw_list_pair(uint64_t key, int32_t tick, isti_purpose purpose, const int32_t *entity,
                         const int32_t *other, int32_t pair, int32_t count, double *first,
                         double *second);

// A well-mixed 32-bit name for something that has no number of its own (founder, tick, ...).
uint32_t isti_mix32(uint32_t a, uint32_t b, uint32_t c);

#endif
