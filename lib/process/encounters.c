// SPDX-License-Identifier: GPL-3.0-or-later
// Bond: who met or helped whom is collected by the processes and applied here, in a fixed order.
#include "process/process.h"

#include "base/memory.h"
#include "state/order.h"
#include "state/ties.h"

static ist_status make_room(void **items, int32_t *capacity, int32_t wanted, size_t size)
{
    if (wanted <= *capacity) {
        return IST_OK;
    }
    const size_t larger = isti_grown((size_t)*capacity, (size_t)wanted);
    void *grown = isti_resize_array(*items, (size_t)*capacity, larger, size);
    if (!grown) {
        return IST_ERR_NO_MEMORY;
    }
    *items = grown;
    *capacity = (int32_t)larger;
    return IST_OK;
}

ist_status isti_desk_reserve(isti_desk *w, int32_t encounters, int32_t claims, int32_t calls)
{
    ist_status status = make_room((void **)&w->encounter, &w->encounter_capacity,
                                  w->encounters + encounters, sizeof *w->encounter);
    if (status == IST_OK) {
        status =
            make_room((void **)&w->claim, &w->claim_capacity, w->claims + claims, sizeof *w->claim);
    }
    if (status == IST_OK) {
        status = make_room((void **)&w->call, &w->call_capacity, w->calls + calls, sizeof *w->call);
    }
    return status;
}

static ist_status collect(ist_state *s, const isti_encounter *encounter)
{
    isti_desk *w = &s->desk;
    const ist_status status = make_room((void **)&w->encounter, &w->encounter_capacity,
                                        w->encounters + 1, sizeof *w->encounter);
    if (status == IST_OK) {
        w->encounter[w->encounters++] = *encounter;
    }
    return status;
}

ist_status isti_encounter_add(ist_state *s, int32_t a, int32_t b, double gain_x, double gain_y,
                              double at_least)
{
    const isti_encounter encounter = {.a = isti_min_i(a, b),
                                      .b = isti_max_i(a, b),
                                      .gain_x = (float)gain_x,
                                      .gain_y = (float)gain_y,
                                      .at_least = (float)at_least,
                                      .tie = -1};
    return collect(s, &encounter);
}

ist_status isti_encounter_over(ist_state *s, int32_t a, int32_t b, int32_t tie, double gain_x,
                               double gain_y)
{
    const isti_encounter encounter = {.a = isti_min_i(a, b),
                                      .b = isti_max_i(a, b),
                                      .gain_x = (float)gain_x,
                                      .gain_y = (float)gain_y,
                                      .tie = tie};
    return collect(s, &encounter);
}

ist_status isti_claim_add(ist_state *s, int32_t node, int32_t target, double draw, int32_t other)
{
    isti_desk *w = &s->desk;
    const ist_status status =
        make_room((void **)&w->claim, &w->claim_capacity, w->claims + 1, sizeof *w->claim);
    if (status == IST_OK) {
        w->claim[w->claims++] =
            (isti_claim){.node = node, .target = target, .draw = draw, .other = other};
    }
    return status;
}

ist_status isti_call_add(ist_state *s, const isti_call *call)
{
    isti_desk *w = &s->desk;
    const ist_status status =
        make_room((void **)&w->call, &w->call_capacity, w->calls + 1, sizeof *w->call);
    if (status == IST_OK) {
        w->call[w->calls++] = *call;
    }
    return status;
}

// The ties of encounters [from, to), as far as there are any yet; the rows are here.
static void find_ties(const ist_state *s, int32_t from, int32_t to)
{
    for (int32_t k = from; k < to; k++) {
        isti_encounter *e = &s->desk.encounter[k];
        e->tie = e->tie >= 0 ? e->tie : isti_tie_find(s, e->a, e->b);
        if (e->tie >= 0) {
            isti_tie_fetch(s, e->tie);
        }
    }
}

static void fetch_rows(const ist_state *s, int32_t from, int32_t to)
{
    for (int32_t k = from; k < to; k++) {
        const isti_encounter *e = &s->desk.encounter[k];
        if (e->tie >= 0) {
            isti_tie_fetch(s, e->tie);
        } else {
            isti_row_fetch(s, e->a);
            isti_row_fetch(s, e->b);
        }
    }
}

// In order; what the next ones need is on its way meanwhile.
ist_status isti_bond(ist_state *s)
{
    enum { BLOCK = 16 };
    isti_desk *w = &s->desk;
    const int32_t count = w->encounters;
    isti_sort_encounters(w->encounter, count);
    ist_status status = IST_OK;
    for (int32_t from = -2 * BLOCK; from < count && status == IST_OK; from += BLOCK) {
        fetch_rows(s, isti_min_i(from + 2 * BLOCK, count), isti_min_i(from + 3 * BLOCK, count));
        find_ties(s, isti_max_i(isti_min_i(from + BLOCK, count), 0),
                  isti_min_i(from + 2 * BLOCK, count));
        for (int32_t k = isti_max_i(from, 0);
             k < isti_min_i(from + BLOCK, count) && status == IST_OK; k++) {
            status = isti_tie_meet(s, &w->encounter[k]);
        }
    }
    w->encounters = 0;
    return status;
}
