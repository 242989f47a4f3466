// SPDX-License-Identifier: GPL-3.0-or-later
// Values as bytes that mean the same on every machine, and back. Equal values give equal bytes: all
// NaN are alike, and so are both zeros.
#ifndef ISTI_BASE_PACK_H
#define ISTI_BASE_PACK_H

#include "base/base.h"

// Bytes being written. Zero: empty. Everything may be put without checks: `no_memory` tells in the
// end whether something is missing.
typedef struct isti_pack {
    unsigned char *bytes;
    size_t length, capacity;
    bool no_memory;
} isti_pack;

void isti_pack_clear(isti_pack *pack);
void isti_pack_word(isti_pack *pack, uint64_t value);
void isti_pack_int(isti_pack *pack, int64_t value);
void isti_pack_double(isti_pack *pack, double value);
void isti_pack_doubles(isti_pack *pack, const double *values, size_t count);
void isti_pack_text(isti_pack *pack, const char *text); // NULL counts as ""

// A number that is known only after what follows it: keep room for it, put it in later.
size_t isti_pack_reserve(isti_pack *pack);
void isti_pack_settle(isti_pack *pack, size_t place, int64_t value);
// Give up everything from a place on.
void isti_pack_cut(isti_pack *pack, size_t place);

// Copy all bytes into `buffer` if it has room for them, clear the pack, and return how many there are;
// 0 when memory was short.
size_t isti_pack_hand_over(isti_pack *pack, void *buffer, size_t capacity);

// The bytes themselves, to be freed by the caller, and how many there are; the pack is empty then. NULL
// when memory was short.
unsigned char *isti_pack_release(isti_pack *pack, size_t *size);

// Bytes being read. A read beyond the end or of something impossible gives 0 or "" and sets
// `is_damaged`; nothing is read after that.
typedef struct isti_unpack {
    const unsigned char *at, *end; // borrowed
    bool is_damaged;
} isti_unpack;

uint64_t isti_unpack_word(isti_unpack *unpack);
int64_t isti_unpack_int(isti_unpack *unpack, int64_t least, int64_t most); // damaged if outside
double isti_unpack_double(isti_unpack *unpack);
void isti_unpack_doubles(isti_unpack *unpack, double *values, size_t count);
// A number of things of which each takes at least `size` bytes: never more than there can be.
int32_t isti_unpack_count(isti_unpack *unpack, size_t size);
// Borrowed from the bytes, which hold its final NUL.
const char *isti_unpack_text(isti_unpack *unpack);

#endif
