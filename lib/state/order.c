// SPDX-License-Identifier: GPL-3.0-or-later
// Sorts over explicit total orders: the same result on every machine, no memory needed.
#include "state/order.h"

#include <string.h>

// Halves that a quicksort may be deep before it turns to a heap sort: twice the logarithm.
static int32_t patience_for(int32_t count)
{
    int32_t depth = 0;
    for (int32_t left = count; left > 1; left /= 2) {
        depth += 2;
    }
    return depth;
}

// Up to so many are sorted by insertion.
enum { FEW = 24 };

// One sort for every record type: quicksort around the median of three, insertion where few are left,
// and a heap sort where the splits were poor (D. R. Musser, Introspective sorting and selection
// algorithms, 1997). Equal records are alike in all members, so stability does not matter.
#define DEFINE_SORT(name, type, before)                                         \
    static void name##_sift(type *a, int32_t root, int32_t end)                 \
    {                                                                           \
        const type moving = a[root];                                            \
        for (int32_t child = 2 * root + 1; child < end; child = 2 * root + 1) { \
            if (child + 1 < end && before(&a[child], &a[child + 1])) {          \
                child++;                                                        \
            }                                                                   \
            if (!before(&moving, &a[child])) {                                  \
                break;                                                          \
            }                                                                   \
            a[root] = a[child];                                                 \
            root = child;                                                       \
        }                                                                       \
        a[root] = moving;                                                       \
    }                                                                           \
    static void name##_heap(type *a, int32_t count)                             \
    {                                                                           \
        for (int32_t root = count / 2 - 1; root >= 0; root--) {                 \
            name##_sift(a, root, count);                                        \
        }                                                                       \
        for (int32_t end = count - 1; end > 0; end--) {                         \
            const type largest = a[0];                                          \
            a[0] = a[end];                                                      \
            a[end] = largest;                                                   \
            name##_sift(a, 0, end);                                             \
        }                                                                       \
    }                                                                           \
    static void name##_insert(type *a, int32_t count)                           \
    {                                                                           \
        for (int32_t k = 1; k < count; k++) {                                   \
            const type moving = a[k];                                           \
            int32_t place = k;                                                  \
            for (; place > 0 && before(&moving, &a[place - 1]); place--) {      \
                a[place] = a[place - 1];                                        \
            }                                                                   \
            a[place] = moving;                                                  \
        }                                                                       \
    }                                                                           \
    static type name##_median(const type *a, const type *b, const type *c)      \
    {                                                                           \
        const bool swapped = before(b, a);                                      \
        const type *low = swapped ? b : a;                                      \
        const type *high = swapped ? a : b;                                     \
        return before(c, low) ? *low : before(high, c) ? *high : *c;            \
    }                                                                           \
    static int32_t name##_split(type *a, int32_t count)                         \
    {                                                                           \
        const type pivot = name##_median(&a[0], &a[count / 2], &a[count - 1]);  \
        int32_t low = -1;                                                       \
        int32_t high = count;                                                   \
        while (true) {                                                          \
            do {                                                                \
                low++;                                                          \
            } while (before(&a[low], &pivot));                                  \
            do {                                                                \
                high--;                                                         \
            } while (before(&pivot, &a[high]));                                 \
            if (low >= high) {                                                  \
                return high + 1;                                                \
            }                                                                   \
            const type kept = a[low];                                           \
            a[low] = a[high];                                                   \
            a[high] = kept;                                                     \
        }                                                                       \
    }                                                                           \
    static void name##_range(type *a, int32_t count, int32_t patience)          \
    {                                                                           \
        while (count > FEW) {                                                   \
            if (patience-- == 0) {                                              \
                name##_heap(a, count);                                          \
                return;                                                         \
            }                                                                   \
            const int32_t low = name##_split(a, count);                         \
            if (low < count - low) {                                            \
                name##_range(a, low, patience);                                 \
                a += low;                                                       \
                count -= low;                                                   \
            } else {                                                            \
                name##_range(a + low, count - low, patience);                   \
                count = low;                                                    \
            }                                                                   \
        }                                                                       \
        name##_insert(a, count);                                                \
    }                                                                           \
    static void name(type *a, int32_t count)                                    \
    {                                                                           \
        name##_range(a, count, patience_for(count));                            \
    }

static inline bool encounter_before(const isti_encounter *a, const isti_encounter *b)
{
    if (a->a != b->a) {
        return a->a < b->a;
    }
    if (a->b != b->b) {
        return a->b < b->b;
    }
    if (a->gain_x != b->gain_x) {
        return a->gain_x < b->gain_x;
    }
    if (a->gain_y != b->gain_y) {
        return a->gain_y < b->gain_y;
    }
    return a->at_least < b->at_least;
}

static inline bool claim_rest_before(const isti_claim *a, const isti_claim *b)
{
    if (a->draw != b->draw) {
        return a->draw < b->draw;
    }
    if (a->node != b->node) {
        return a->node < b->node;
    }
    return a->target != b->target ? a->target < b->target : a->other < b->other;
}

static inline bool node_before(const isti_claim *a, const isti_claim *b)
{
    return a->node != b->node ? a->node < b->node : claim_rest_before(a, b);
}

static inline bool target_before(const isti_claim *a, const isti_claim *b)
{
    return a->target != b->target ? a->target < b->target : node_before(a, b);
}

static inline bool call_before(const isti_call *a, const isti_call *b)
{
    if (a->origin != b->origin) {
        return a->origin < b->origin;
    }
    if (a->caller != b->caller) {
        return a->caller < b->caller;
    }
    if (a->theme != b->theme) {
        return a->theme < b->theme;
    }
    return a->core != b->core ? a->core < b->core : a->parent < b->parent;
}

DEFINE_SORT(sort_encounters, isti_encounter, encounter_before)
DEFINE_SORT(sort_by_node, isti_claim, node_before)
DEFINE_SORT(sort_by_draw, isti_claim, claim_rest_before)
DEFINE_SORT(sort_by_target, isti_claim, target_before)
DEFINE_SORT(sort_calls, isti_call, call_before)

// In place, each encounter at once to its pile (P. M. McIlroy, K. Bostic, M. D. McIlroy, Engineering radix
// sort, 1993).
void isti_pile_encounters(isti_encounter *encounters, int32_t count, int32_t nodes,
                          int32_t first[ISTI_PILES + 1])
{
    const int32_t width = nodes / ISTI_PILES + 1; // nodes to a pile
    int32_t next[ISTI_PILES];
    memset(first, 0, (ISTI_PILES + 1) * sizeof *first);
    for (int32_t k = 0; k < count; k++) {
        first[encounters[k].a / width + 1]++;
    }
    for (int32_t pile = 0; pile < ISTI_PILES; pile++) {
        first[pile + 1] += first[pile];
        next[pile] = first[pile];
    }
    for (int32_t pile = 0; pile < ISTI_PILES; pile++) {
        while (next[pile] < first[pile + 1]) {
            isti_encounter *here = &encounters[next[pile]];
            const int32_t home = here->a / width;
            const isti_encounter kept = *here;
            *here = encounters[next[home]];
            encounters[next[home]++] = kept;
        }
    }
}

void isti_sort_encounters(isti_encounter *encounters, int32_t count)
{
    sort_encounters(encounters, count);
}

void isti_sort_claims_by_node(isti_claim *claims, int32_t count)
{
    sort_by_node(claims, count);
}

void isti_sort_claims_by_draw(isti_claim *claims, int32_t count)
{
    sort_by_draw(claims, count);
}

void isti_sort_claims_by_target(isti_claim *claims, int32_t count)
{
    sort_by_target(claims, count);
}

void isti_sort_calls(isti_call *calls, int32_t count)
{
    sort_calls(calls, count);
}
