// SPDX-License-Identifier: GPL-3.0-or-later
// A fast 64-bit digest in the manner of xxHash: four independent lanes, then a final stir.
#include "base/base.h"

#include <string.h>

enum { WORD = 8, LANES = 4 };

// Odd numbers with about as many ones as zeros (the primes of xxHash).
static const uint64_t prime_1 = 0x9E3779B185EBCA87;
static const uint64_t prime_2 = 0xC2B2AE3D27D4EB4F;
static const uint64_t prime_3 = 0x165667B19E3779F9;
static const uint64_t prime_4 = 0x85EBCA77C2B2AE63;

static uint64_t rotated(uint64_t word, unsigned by)
{
    return word << by | word >> (64 - by);
}

// Invertible in `word` and in `lane`: a single changed bit always survives.
static uint64_t absorb(uint64_t lane, uint64_t word)
{
    return rotated(lane + word * prime_2, 31) * prime_1;
}

static uint64_t merge(uint64_t digest, uint64_t word)
{
    return rotated(digest ^ absorb(0, word), 27) * prime_1 + prime_4;
}

static uint64_t stir(uint64_t digest)
{
    digest = (digest ^ digest >> 33) * prime_2;
    digest = (digest ^ digest >> 29) * prime_3;
    return digest ^ digest >> 32;
}

static uint64_t word_at(const unsigned char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

// Whole groups of four words at `at`.
static uint64_t absorb_groups(uint64_t digest, const unsigned char *at, size_t groups)
{
    uint64_t lane[LANES] = {digest + prime_1, digest + prime_2, digest + prime_3, digest + prime_4};
    for (size_t group = 0; group < groups; group++, at += LANES * WORD) {
        for (int i = 0; i < LANES; i++) {
            lane[i] = absorb(lane[i], word_at(at + i * WORD));
        }
    }
    for (int i = 0; i < LANES; i++) {
        digest = merge(digest, lane[i]);
    }
    return digest;
}

uint64_t isti_digest(uint64_t digest, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    size_t left = size;
    digest = (digest ^ prime_3) * prime_1 + size;
    if (left >= LANES * WORD) {
        const size_t groups = left / (LANES * WORD);
        digest = absorb_groups(digest, at, groups);
        at += groups * LANES * WORD;
        left -= groups * LANES * WORD;
    }
    for (; left >= WORD; at += WORD, left -= WORD) {
        digest = merge(digest, word_at(at));
    }
    for (; left > 0; at++, left--) {
        digest = merge(digest, *at);
    }
    return stir(digest);
}
