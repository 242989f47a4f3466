// SPDX-License-Identifier: GPL-3.0-or-later
// The only place that allocates. A test build can make the n-th allocation fail.
#ifndef ISTI_BASE_MEMORY_H
#define ISTI_BASE_MEMORY_H

#include "base/base.h"

// `count` zeroed elements; NULL when out of memory or when count * size overflows.
// count 0 gives a valid pointer that may not be read.
void *isti_alloc_array(size_t count, size_t size);

// Grow or shrink; new elements are zeroed. NULL leaves the old block alone.
void *isti_resize_array(void *block, size_t old_count, size_t count, size_t size);

// The same with new elements that are scratch: pages that nobody writes to cost nothing.
void *isti_resize_scratch(void *block, size_t old_count, size_t count, size_t size);

char *isti_copy_text(const char *text); // NULL gives NULL
void isti_free(void *block);

// Capacity for at least `wanted` elements that grows by half, so that appending is O(1) amortized.
size_t isti_grown(size_t capacity, size_t wanted);

// Fault injection for tests: the allocation number `n` from now (0 = the next) fails, and with
// `forever` all later ones too. Counted per thread. Costs one thread-local decrement a call.
void isti_fault_arm(int64_t n, bool forever);
void isti_fault_disarm(void);
bool isti_fault_fired(void);
int64_t isti_live_blocks(void); // blocks allocated and not yet freed by this thread

// Fill scratch memory with junk in isti_alloc_scratch(): results may not depend on it.
void isti_poison_scratch(bool on);
void *isti_alloc_scratch(size_t count, size_t size); // not zeroed; poisoned on request

#endif
