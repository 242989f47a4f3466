// SPDX-License-Identifier: GPL-3.0-or-later
// Values as little-endian words of 8 bytes, texts with their length and a NUL.
#include "base/pack.h"

#include "base/memory.h"

#include <string.h>

enum { WORD = 8 };

// ---- Writing

void isti_pack_clear(isti_pack *pack)
{
    isti_free(pack->bytes);
    *pack = (isti_pack){.bytes = NULL};
}

// Room for `count` more bytes, and where they begin; NULL when memory is short.
static unsigned char *extend(isti_pack *pack, size_t count)
{
    if (pack->no_memory || count > SIZE_MAX / 2 - pack->length) {
        pack->no_memory = true;
        return NULL;
    }
    if (pack->length + count > pack->capacity || !pack->bytes) {
        const size_t capacity = isti_grown(pack->capacity, pack->length + count);
        unsigned char *bytes = isti_resize_array(pack->bytes, pack->capacity, capacity, 1);
        if (!bytes) {
            pack->no_memory = true;
            return NULL;
        }
        pack->bytes = bytes;
        pack->capacity = capacity;
    }
    unsigned char *at = pack->bytes + pack->length;
    pack->length += count;
    return at;
}

static void put_word(unsigned char *at, uint64_t value)
{
    for (int i = 0; i < WORD; i++) {
        at[i] = (unsigned char)(value >> 8 * i);
    }
}

static uint64_t bits_of(double value)
{
    static const uint64_t unknown = UINT64_C(0x7FF8000000000000);
    const double plain = value + 0.0;
    uint64_t bits;
    memcpy(&bits, &plain, sizeof bits);
    return plain == plain ? bits : unknown;
}

void isti_pack_word(isti_pack *pack, uint64_t value)
{
    unsigned char *at = extend(pack, WORD);
    if (at) {
        put_word(at, value);
    }
}

void isti_pack_int(isti_pack *pack, int64_t value)
{
    isti_pack_word(pack, (uint64_t)value);
}

void isti_pack_double(isti_pack *pack, double value)
{
    isti_pack_word(pack, bits_of(value));
}

void isti_pack_doubles(isti_pack *pack, const double *values, size_t count)
{
    unsigned char *at = count <= SIZE_MAX / WORD ? extend(pack, count * WORD) : NULL;
    for (size_t i = 0; at && i < count; i++) {
        put_word(at + i * WORD, bits_of(values[i]));
    }
}

void isti_pack_text(isti_pack *pack, const char *text)
{
    const size_t size = strlen(text ? text : "") + 1;
    isti_pack_word(pack, size);
    unsigned char *at = extend(pack, size);
    if (at) {
        memcpy(at, text ? text : "", size);
    }
}

size_t isti_pack_reserve(isti_pack *pack)
{
    const size_t place = pack->length;
    isti_pack_word(pack, 0);
    return place;
}

void isti_pack_settle(isti_pack *pack, size_t place, int64_t value)
{
    if (!pack->no_memory) {
        put_word(pack->bytes + place, (uint64_t)value);
    }
}

void isti_pack_cut(isti_pack *pack, size_t place)
{
    if (!pack->no_memory) {
        pack->length = place;
    }
}

size_t isti_pack_hand_over(isti_pack *pack, void *buffer, size_t capacity)
{
    const size_t size = pack->no_memory ? 0 : pack->length;
    if (size > 0 && size <= capacity) {
        memcpy(buffer, pack->bytes, size);
    }
    isti_pack_clear(pack);
    return size;
}

unsigned char *isti_pack_release(isti_pack *pack, size_t *size)
{
    unsigned char *bytes = pack->no_memory ? NULL : pack->bytes;
    *size = bytes ? pack->length : 0;
    if (bytes) {
        pack->bytes = NULL;
    }
    isti_pack_clear(pack);
    return bytes;
}

// ---- Reading

static const unsigned char *take(isti_unpack *unpack, size_t count)
{
    if (unpack->is_damaged || count > (size_t)(unpack->end - unpack->at)) {
        unpack->is_damaged = true;
        return NULL;
    }
    const unsigned char *at = unpack->at;
    unpack->at += count;
    return at;
}

static uint64_t word_at(const unsigned char *at)
{
    uint64_t value = 0;
    for (int i = 0; i < WORD; i++) {
        value |= (uint64_t)at[i] << 8 * i;
    }
    return value;
}

static double double_at(const unsigned char *at)
{
    const uint64_t bits = word_at(at);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

uint64_t isti_unpack_word(isti_unpack *unpack)
{
    const unsigned char *at = take(unpack, WORD);
    return at ? word_at(at) : 0;
}

int64_t isti_unpack_int(isti_unpack *unpack, int64_t least, int64_t most)
{
    const int64_t value = (int64_t)isti_unpack_word(unpack);
    if (unpack->is_damaged || value < least || value > most) {
        unpack->is_damaged = true;
        return 0;
    }
    return value;
}

double isti_unpack_double(isti_unpack *unpack)
{
    const unsigned char *at = take(unpack, WORD);
    return at ? double_at(at) : 0.0;
}

void isti_unpack_doubles(isti_unpack *unpack, double *values, size_t count)
{
    const unsigned char *at = count <= SIZE_MAX / WORD ? take(unpack, count * WORD) : NULL;
    unpack->is_damaged |= !at;
    for (size_t i = 0; at && i < count; i++) {
        values[i] = double_at(at + i * WORD);
    }
}

int32_t isti_unpack_count(isti_unpack *unpack, size_t size)
{
    const size_t left = (size_t)(unpack->end - unpack->at);
    const size_t most = left / (size > 0 ? size : 1);
    return (int32_t)isti_unpack_int(unpack, 0, most < INT32_MAX ? (int64_t)most : INT32_MAX);
}

const char *isti_unpack_text(isti_unpack *unpack)
{
    const uint64_t size = isti_unpack_word(unpack);
    const unsigned char *at = size > 0 ? take(unpack, (size_t)size) : NULL;
    if (!at || at[size - 1] != '\0' || memchr(at, '\0', (size_t)size) != at + size - 1) {
        unpack->is_damaged = true;
        return "";
    }
    return (const char *)at;
}
