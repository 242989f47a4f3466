// SPDX-License-Identifier: GPL-3.0-or-later
// SHA-256 (FIPS 180-4) and HMAC (RFC 2104) with it.
#include "base/sha256.h"

#include <string.h>

enum { BLOCK = 64, ROUNDS = 64, WORDS = 8 };

// Fractional parts of the cube roots of the first 64 primes.
static const uint32_t round_constant[ROUNDS] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotated(uint32_t word, int by)
{
    return word >> by | word << (32 - by);
}

static void expand(const unsigned char *block, uint32_t w[ROUNDS])
{
    for (int i = 0; i < 16; i++) {
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
               (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    }
    for (int i = 16; i < ROUNDS; i++) {
        const uint32_t a = w[i - 15];
        const uint32_t b = w[i - 2];
        w[i] = w[i - 16] + (rotated(a, 7) ^ rotated(a, 18) ^ a >> 3) + w[i - 7] +
               (rotated(b, 17) ^ rotated(b, 19) ^ b >> 10);
    }
}

static void absorb(uint32_t hash[WORDS], const unsigned char *block)
{
    uint32_t w[ROUNDS];
    uint32_t v[WORDS];
    expand(block, w);
    memcpy(v, hash, sizeof v);
    for (int i = 0; i < ROUNDS; i++) {
        const uint32_t e = v[4];
        const uint32_t a = v[0];
        const uint32_t first = v[7] + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) +
                               ((e & v[5]) ^ (~e & v[6])) + round_constant[i] + w[i];
        const uint32_t second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) +
                                ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));
        memmove(v + 1, v, (WORDS - 1) * sizeof *v);
        v[4] += first;
        v[0] = first + second;
    }
    for (int i = 0; i < WORDS; i++) {
        hash[i] += v[i];
    }
}

static void write_digits(const uint32_t hash[WORDS], char out[ISTI_SHA256_SIZE])
{
    for (int i = 0; i < ISTI_SHA256_SIZE - 1; i++) {
        out[i] = "0123456789abcdef"[hash[i / 8] >> (28 - 4 * (i % 8)) & 0xF];
    }
    out[ISTI_SHA256_SIZE - 1] = '\0';
}

// Fractional parts of the square roots of the first 8 primes.
static const uint32_t initial[WORDS] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

// Take in the end of a message of which `before` bytes, whole blocks, have been absorbed.
static void finish(uint32_t hash[WORDS], const void *bytes, size_t size, size_t before)
{
    const unsigned char *at = bytes;
    size_t left = size;
    for (; left >= BLOCK; left -= BLOCK, at += BLOCK) {
        absorb(hash, at);
    }
    // The rest, a one, zeros, and the number of bits.
    unsigned char last[2 * BLOCK] = {0};
    if (left > 0) {
        memcpy(last, at, left);
    }
    last[left] = 0x80;
    const size_t padded = left < BLOCK - 8 ? BLOCK : 2 * BLOCK;
    for (int i = 0; i < 8; i++) {
        last[padded - 1 - (size_t)i] = (unsigned char)((uint64_t)(before + size) * 8 >> 8 * i);
    }
    absorb(hash, last);
    if (padded > BLOCK) {
        absorb(hash, last + BLOCK);
    }
}

void isti_sha256(const void *bytes, size_t size, char out[ISTI_SHA256_SIZE])
{
    uint32_t hash[WORDS];
    memcpy(hash, initial, sizeof hash);
    finish(hash, bytes, size, 0);
    write_digits(hash, out);
}

static void write_bytes(const uint32_t hash[WORDS], unsigned char out[4 * WORDS])
{
    for (int i = 0; i < 4 * WORDS; i++) {
        out[i] = (unsigned char)(hash[i / 4] >> (24 - 8 * (i % 4)));
    }
}

// The digest of a block that is the key with a byte mixed in, and of the bytes that follow.
static void digest_keyed(const unsigned char key[BLOCK], unsigned char mixed_in, const void *bytes,
                         size_t size, uint32_t hash[WORDS])
{
    unsigned char block[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
        block[i] = key[i] ^ mixed_in;
    }
    memcpy(hash, initial, sizeof initial);
    absorb(hash, block);
    finish(hash, bytes, size, BLOCK);
}

void isti_hmac_sha256(const void *key, size_t key_size, const void *bytes, size_t size,
                      char out[ISTI_SHA256_SIZE])
{
    unsigned char padded[BLOCK] = {0};
    unsigned char inner[4 * WORDS];
    uint32_t hash[WORDS];
    if (key_size > BLOCK) {
        memcpy(hash, initial, sizeof hash);
        finish(hash, key, key_size, 0);
        write_bytes(hash, padded);
    } else if (key_size > 0) {
        memcpy(padded, key, key_size);
    }
    digest_keyed(padded, 0x36, bytes, size, hash);
    write_bytes(hash, inner);
    digest_keyed(padded, 0x5c, inner, sizeof inner, hash);
    write_digits(hash, out);
}
