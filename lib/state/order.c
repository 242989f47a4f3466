// SPDX-License-Identifier: GPL-3.0-or-later
// Heap sorts over explicit total orders: the same result on every machine, no memory needed.
#include "state/order.h"

// One sort for every record type: sift down a max-heap, then take the largest off the end.
#define DEFINE_SORT(name, type, before, extra_parameter, extra)                 \
    static void name##_sift(type *a, int32_t root, int32_t end extra_parameter) \
    {                                                                           \
        const type moving = a[root];                                            \
        for (int32_t child = 2 * root + 1; child < end; child = 2 * root + 1) { \
            if (child + 1 < end && before(&a[child], &a[child + 1] extra)) {    \
                child++;                                                        \
            }                                                                   \
            if (!before(&moving, &a[child] extra)) {                            \
                break;                                                          \
            }                                                                   \
            a[root] = a[child];                                                 \
            root = child;                                                       \
        }                                                                       \
        a[root] = moving;                                                       \
    }                                                                           \
    static void name(type *a, int32_t count extra_parameter)                    \
    {                                                                           \
        for (int32_t root = count / 2 - 1; root >= 0; root--) {                 \
            name##_sift(a, root, count extra);                                  \
        }                                                                       \
        for (int32_t end = count - 1; end > 0; end--) {                         \
            const type largest = a[0];                                          \
            a[0] = a[end];                                                      \
            a[end] = largest;                                                   \
            name##_sift(a, 0, end extra);                                       \
        }                                                                       \
    }

static inline bool number_before(const int32_t *a, const int32_t *b, const int32_t *key)
{
    return key[*a] != key[*b] ? key[*a] < key[*b] : *a < *b;
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

#define KEY_PARAMETER , const int32_t *key
#define KEY           , key
DEFINE_SORT(sort_numbers, int32_t, number_before, KEY_PARAMETER, KEY)
DEFINE_SORT(sort_encounters, isti_encounter, encounter_before, , )
DEFINE_SORT(sort_by_node, isti_claim, node_before, , )
DEFINE_SORT(sort_by_draw, isti_claim, claim_rest_before, , )
DEFINE_SORT(sort_by_target, isti_claim, target_before, , )
DEFINE_SORT(sort_calls, isti_call, call_before, , )

void isti_sort_by(int32_t *numbers, int32_t count, const int32_t *key)
{
    sort_numbers(numbers, count, key);
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
