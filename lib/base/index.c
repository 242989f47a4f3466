// SPDX-License-Identifier: GPL-3.0-or-later
// Open addressing over a table that is at most half full.
#include "base/index.h"

#include "base/memory.h"

#include <string.h>

enum { LEAST = 64, TOGETHER = 32 };

void isti_index_clear(isti_index *index)
{
    isti_free(index->slot);
    *index = (isti_index){.slot = NULL};
}

// Where the text is, or the free slot where it belongs.
static size_t find_slot(const struct isti_index_slot *slot, size_t capacity, uint64_t hash,
                        const char *text)
{
    size_t at = (size_t)hash & (capacity - 1);
    while (slot[at].text && (slot[at].hash != hash || strcmp(slot[at].text, text) != 0)) {
        at = (at + 1) & (capacity - 1);
    }
    return at;
}

static uint64_t hash_of(const char *text)
{
    return isti_digest(0, text, strlen(text));
}

int32_t isti_index_find(const isti_index *index, const char *text)
{
    if (index->count == 0) {
        return -1;
    }
    const size_t at = find_slot(index->slot, index->capacity, hash_of(text), text);
    return index->slot[at].text ? index->slot[at].number : -1;
}

// Fetch the slots, then the texts they lead to, then compare.
static void find_some(const isti_index *index, const char *const *texts, int32_t count,
                      int32_t *numbers)
{
    uint64_t hash[TOGETHER];
    for (int32_t i = 0; i < count; i++) {
        hash[i] = hash_of(texts[i]);
        __builtin_prefetch(&index->slot[(size_t)hash[i] & (index->capacity - 1)]);
    }
    for (int32_t i = 0; i < count; i++) {
        __builtin_prefetch(index->slot[(size_t)hash[i] & (index->capacity - 1)].text);
    }
    for (int32_t i = 0; i < count; i++) {
        const size_t at = find_slot(index->slot, index->capacity, hash[i], texts[i]);
        numbers[i] = index->slot[at].text ? index->slot[at].number : -1;
    }
}

void isti_index_find_all(const isti_index *index, const char *const *texts, int32_t count,
                         int32_t *numbers)
{
    if (index->count == 0) {
        for (int32_t i = 0; i < count; i++) {
            numbers[i] = -1;
        }
        return;
    }
    for (int32_t i = 0; i < count; i += TOGETHER) {
        find_some(index, texts + i, isti_min_i(count - i, TOGETHER), numbers + i);
    }
}

static bool grow(isti_index *index)
{
    const size_t capacity = index->capacity > 0 ? 2 * index->capacity : LEAST;
    struct isti_index_slot *slot = isti_alloc_array(capacity, sizeof *slot);
    if (!slot) {
        return false;
    }
    for (size_t i = 0; i < index->capacity; i++) {
        const struct isti_index_slot *old = &index->slot[i];
        if (old->text) {
            slot[find_slot(slot, capacity, old->hash, old->text)] = *old;
        }
    }
    isti_free(index->slot);
    index->slot = slot;
    index->capacity = capacity;
    return true;
}

bool isti_index_put(isti_index *index, const char *text, int32_t number)
{
    if (2 * index->count >= index->capacity && !grow(index)) {
        return false;
    }
    const uint64_t hash = hash_of(text);
    index->slot[find_slot(index->slot, index->capacity, hash, text)] =
        (struct isti_index_slot){.hash = hash, .text = text, .number = number};
    index->count++;
    return true;
}
