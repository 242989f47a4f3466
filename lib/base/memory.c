// SPDX-License-Identifier: GPL-3.0-or-later
// Zeroed and scratch arrays, and the test hooks that make allocations fail or scratch dirty.
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

// Every bit set: NaN as a double, -1 as an index, neither true nor false.
enum { JUNK = 0xFF };

// The only writable memory of the library that no caller passed in: hooks for tests.
static _Thread_local struct fault_hook {
    int64_t left; // allocations that still succeed
    bool is_armed;
    bool is_forever;
    bool has_fired;
} fault;

static _Thread_local struct block_hook {
    int64_t live;
    bool is_poisoning;
} blocks;

static bool must_fail(void)
{
    if (!fault.is_armed) {
        return false;
    }
    if (fault.left > 0) {
        fault.left--;
        return false;
    }
    fault.has_fired = true;
    fault.is_armed = fault.is_forever;
    return true;
}

// Bytes of `count` elements, at least 1; 0 when the product overflows.
static size_t bytes_of(size_t count, size_t size)
{
    if (count == 0 || size == 0) {
        return 1;
    }
    return count > (size_t)PTRDIFF_MAX / size ? 0 : count * size;
}

static void *counted(void *block)
{
    blocks.live += block != NULL;
    return block;
}

void *isti_alloc_array(size_t count, size_t size)
{
    const size_t bytes = bytes_of(count, size);
    if (must_fail() || bytes == 0) {
        return NULL;
    }
    return counted(calloc(bytes, 1));
}

void *isti_alloc_scratch(size_t count, size_t size)
{
    const size_t bytes = bytes_of(count, size);
    if (must_fail() || bytes == 0) {
        return NULL;
    }
    void *block = counted(malloc(bytes));
    if (block && blocks.is_poisoning) {
        memset(block, JUNK, bytes);
    }
    return block;
}

static void *resize(void *block, size_t count, size_t size)
{
    const size_t bytes = bytes_of(count, size);
    return must_fail() || bytes == 0 ? NULL : realloc(block, bytes);
}

void *isti_resize_array(void *block, size_t old_count, size_t count, size_t size)
{
    if (!block) {
        return isti_alloc_array(count, size);
    }
    char *resized = resize(block, count, size);
    if (resized && count > old_count) {
        memset(resized + old_count * size, 0, (count - old_count) * size);
    }
    return resized;
}

void *isti_resize_scratch(void *block, size_t old_count, size_t count, size_t size)
{
    if (!block) {
        return isti_alloc_scratch(count, size);
    }
    char *resized = resize(block, count, size);
    if (resized && count > old_count && blocks.is_poisoning) {
        memset(resized + old_count * size, JUNK, (count - old_count) * size);
    }
    return resized;
}

char *isti_copy_text(const char *text)
{
    if (!text) {
        return NULL;
    }
    const size_t bytes = strlen(text) + 1;
    char *copy = isti_alloc_scratch(bytes, 1);
    if (copy) {
        memcpy(copy, text, bytes);
    }
    return copy;
}

void isti_free(void *block)
{
    blocks.live -= block != NULL;
    free(block);
}

size_t isti_grown(size_t capacity, size_t wanted)
{
    const size_t first = 8;
    const size_t grown = capacity > SIZE_MAX / 2 ? capacity : capacity + capacity / 2;
    const size_t roomy = grown < first ? first : grown;
    return roomy < wanted ? wanted : roomy;
}

void isti_fault_arm(int64_t n, bool forever)
{
    fault = (struct fault_hook){.left = n, .is_armed = true, .is_forever = forever};
}

void isti_fault_disarm(void)
{
    fault.is_armed = false;
}

bool isti_fault_fired(void)
{
    return fault.has_fired;
}

int64_t isti_live_blocks(void)
{
    return blocks.live;
}

void isti_poison_scratch(bool on)
{
    blocks.is_poisoning = on;
}
