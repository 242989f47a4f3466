// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers by text. An index is asked and never walked through, so that nothing depends on its order.
#ifndef ISTI_BASE_INDEX_H
#define ISTI_BASE_INDEX_H

#include "base/base.h"

// Zero: empty.
typedef struct isti_index {
    struct isti_index_slot {
        uint64_t hash;
        const char *text; // borrowed; NULL: free
        int32_t number;
    } * slot;
    size_t capacity, count; // capacity is a power of two
} isti_index;

void isti_index_clear(isti_index *index);

// The number that was put with this text, -1 when there is none.
int32_t isti_index_find(const isti_index *index, const char *text);

// The same for several texts. In a large index nearly each look waits for memory: here they wait together.
void isti_index_find_all(const isti_index *index, const char *const *texts, int32_t count,
                         int32_t *numbers);

// Put a text that is not there yet; it is borrowed. False when memory is short.
bool isti_index_put(isti_index *index, const char *text, int32_t number);

#endif
