// SPDX-License-Identifier: GPL-3.0-or-later
// Ties given one by one: checked by handle, then between employees of the model.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/compile.h"
#include "model/fields.h"

// Two people by number, the lower first, and where they were tied.
typedef struct pair {
    int32_t low, high, tie;
} pair;

static int compare_pairs(const void *left, const void *right)
{
    const pair *a = left;
    const pair *b = right;
    if (a->low != b->low) {
        return a->low < b->low ? -1 : 1;
    }
    if (a->high != b->high) {
        return a->high < b->high ? -1 : 1;
    }
    return (a->tie > b->tie) - (a->tie < b->tie);
}

// May this end of a tie be one?
static bool check_end(isti_compile *c, ist_employee_id id, const char *where, const char *key)
{
    const isti_where at = isti_where_key(where, key);
    if (id.number < 1 || id.number > c->spec->employees.count) {
        isti_fail(c->errors, IST_ERR_UNKNOWN_NAME, at.text, "%s is nobody of this description",
                  key);
        return false;
    }
    const ist_employee_def *def =
        (const ist_employee_def *)c->spec->employees.items + (id.number - 1);
    if ((uint32_t)def->level < IST_LEVEL_COUNT && !isti_compile_carries_ties(c, def->level)) {
        isti_fail(c->errors, IST_ERR_CONFLICT, at.text, "people of level %s carry no ties",
                  ist_kind_name(IST_KIND_LEVEL, (int32_t)def->level));
    }
    return true;
}

// Two people of this description who carry ties, and strands in their range? There may be millions of
// ties: only where something is wrong is it worth to say where.
static bool is_plainly_sound(const isti_compile *c, const ist_tie_def *def, const bool *carries)
{
    const int32_t ends[] = {def->a.number, def->b.number};
    const isti_field_table table = isti_tie_fields();
    bool is_sound = ends[0] != ends[1];
    for (size_t k = 0; k < COUNT_OF(ends) && is_sound; k++) {
        is_sound = ends[k] >= 1 && ends[k] <= c->spec->employees.count && carries[ends[k] - 1];
    }
    for (int32_t f = 0; f < table.count && is_sound; f++) {
        double value;
        memcpy(&value, (const char *)def + table.fields[f].offset, sizeof value);
        is_sound = value >= table.fields[f].minimum && value <= table.fields[f].maximum;
    }
    return is_sound;
}

static pair pair_of(const ist_tie_def *def, int32_t i)
{
    return (pair){.low = isti_min_i(def->a.number, def->b.number),
                  .high = isti_max_i(def->a.number, def->b.number),
                  .tie = i};
}

static pair check_tie(isti_compile *c, int32_t i, const bool *carries)
{
    const ist_tie_def *def = (const ist_tie_def *)c->spec->ties.items + i;
    if (is_plainly_sound(c, def, carries)) {
        return pair_of(def, i);
    }
    const isti_where at = isti_where_of("/ties/%d", (int)i);
    isti_fields_check(isti_tie_fields(), def, at.text, c->errors);
    const bool has_from = check_end(c, def->a, at.text, "from");
    const bool has_to = check_end(c, def->b, at.text, "to");
    const pair nobody = {.low = 0, .high = -i, .tie = i}; // unlike every other
    if (!has_from || !has_to) {
        return nobody;
    }
    if (def->a.number == def->b.number) {
        isti_fail(c->errors, IST_ERR_CONFLICT, at.text, "a tie needs two different people");
        return nobody;
    }
    return pair_of(def, i);
}

// Ties that come from a table are.
static bool are_in_order(const pair *pairs, int32_t count)
{
    int32_t i = 1;
    while (i < count && compare_pairs(&pairs[i - 1], &pairs[i]) <= 0) {
        i++;
    }
    return i >= count;
}

// Who carries ties, by employee: ties lead all over the place, and this is small enough to stay at hand.
static bool *list_carriers(const isti_compile *c)
{
    const ist_employee_def *people = c->spec->employees.items;
    const int32_t count = c->spec->employees.count;
    bool *carries = isti_alloc_array((size_t)count, sizeof *carries);
    for (int32_t i = 0; carries && i < count; i++) {
        carries[i] = (uint32_t)people[i].level < IST_LEVEL_COUNT &&
                     isti_compile_carries_ties(c, people[i].level);
    }
    return carries;
}

ist_status isti_compile_ties(isti_compile *c)
{
    const int32_t count = c->spec->ties.count;
    bool *carries = list_carriers(c);
    pair *pairs = isti_alloc_scratch((size_t)count, sizeof *pairs);
    if (!pairs || !carries) {
        isti_free(carries);
        isti_free(pairs);
        return IST_ERR_NO_MEMORY;
    }
    for (int32_t i = 0; i < count; i++) {
        pairs[i] = check_tie(c, i, carries);
    }
    if (!are_in_order(pairs, count)) {
        qsort(pairs, (size_t)count, sizeof *pairs, compare_pairs);
    }
    for (int32_t i = 1; i < count; i++) {
        if (pairs[i].low == pairs[i - 1].low && pairs[i].high == pairs[i - 1].high) {
            const isti_where at = isti_where_of("/ties/%d", (int)pairs[i].tie);
            isti_fail(c->errors, IST_ERR_CONFLICT, at.text, "these two are already tied");
        }
    }
    isti_free(carries);
    isti_free(pairs);
    return IST_OK;
}

static int compare_ties(const void *left, const void *right)
{
    const isti_given_tie *a = left;
    const isti_given_tie *b = right;
    return (a->b > b->b) - (a->b < b->b);
}

static isti_given_tie link_of(const isti_compile *c, const ist_tie_def *def)
{
    const int32_t from = c->employee_post[def->a.number - 1];
    const int32_t to = c->employee_post[def->b.number - 1];
    return (isti_given_tie){.a = isti_min_i(from, to),
                            .b = isti_max_i(from, to),
                            .x = def->instrumental,
                            .y = def->affective};
}

// By the first of the two people in one pass, then each one's few by the other.
ist_status isti_compile_links(isti_compile *c)
{
    const int32_t count = c->spec->ties.count;
    const int32_t people = c->model->employee_count;
    const ist_tie_def *defs = c->spec->ties.items;
    isti_given_tie *ties = isti_alloc_array((size_t)count, sizeof *ties);
    int32_t *end = isti_alloc_array((size_t)people + 1, sizeof *end);
    if (!ties || !end) {
        isti_free(ties);
        isti_free(end);
        return IST_ERR_NO_MEMORY;
    }
    for (int32_t i = 0; i < count; i++) {
        end[link_of(c, &defs[i]).a + 1]++;
    }
    for (int32_t p = 0; p < people; p++) {
        end[p + 1] += end[p];
    }
    for (int32_t i = 0; i < count; i++) {
        const isti_given_tie tie = link_of(c, &defs[i]);
        ties[end[tie.a]++] = tie;
    }
    for (int32_t p = 0, begin = 0; p < people; begin = end[p++]) {
        int32_t k = begin + 1;
        while (k < end[p] && ties[k - 1].b < ties[k].b) {
            k++;
        }
        if (k < end[p]) { // those of a table are in order
            qsort(ties + begin, (size_t)(end[p] - begin), sizeof *ties, compare_ties);
        }
    }
    isti_free(end);
    c->model->tie = ties;
    c->model->tie_count = count;
    return IST_OK;
}
