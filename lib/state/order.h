// SPDX-License-Identifier: GPL-3.0-or-later
// Sorting small records in a fixed order. No qsort: its treatment of equal keys differs by libc.
#ifndef ISTI_STATE_ORDER_H
#define ISTI_STATE_ORDER_H

#include "base/base.h"

#include "state/scratch.h"

// Encounters by pair, then gains: first, among so many nodes, in piles of which each goes before the next,
// pile k from first[k] to first[k + 1]; then each pile for itself.
enum { ISTI_PILES = 256 };
void isti_pile_encounters(isti_encounter *encounters, int32_t count, int32_t nodes,
                          int32_t first[ISTI_PILES + 1]);
void isti_sort_encounters(isti_encounter *encounters, int32_t count);

// Claims by who and then draw (lowest first), or by draw alone; ties by the remaining members.
void isti_sort_claims_by_node(isti_claim *claims, int32_t count);
void isti_sort_claims_by_draw(isti_claim *claims, int32_t count);

// Claims by target, then node.
void isti_sort_claims_by_target(isti_claim *claims, int32_t count);

// Calls by origin, caller, theme, and what they are about.
void isti_sort_calls(isti_call *calls, int32_t count);

#endif
