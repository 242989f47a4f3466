// SPDX-License-Identifier: GPL-3.0-or-later
// Decay: both strands of every tie fade; daily contact pulls them up. One flat pass.
#include "process/process.h"

#include "base/widths.h"
#include "state/communities.h"
#include "state/order.h"
#include "state/ties.h"

#include <string.h>

// What a tick does to ties [from, to).
typedef struct fading {
    const float *keep, *gain; // of x
    float *x, *y;
    float contact_x_keep, keep_affect, contact_y_keep, contact_y_gain;
} fading;

// A tick in closed form. Without contact x <- keep x. With contact the same, or the pull towards the
// level of contact where that is more: contact never lowers. The two agree where the gain is 0.
ISTI_PASS void fade_all(const fading *f, int32_t from, int32_t to)
{
    const float *restrict keep = f->keep;
    const float *restrict gain = f->gain;
    float *restrict x = f->x;
    float *restrict y = f->y;
    const fading rates = *f;
    for (int32_t t = from; t < to; t++) {
        const float alone_x = keep[t] * x[t];
        const float together_x = rates.contact_x_keep * alone_x + gain[t];
        const float alone_y = rates.keep_affect * y[t];
        const float pull = gain[t] > 0.0F ? rates.contact_y_gain : 0.0F;
        const float together_y = rates.contact_y_keep * y[t] + pull;
        x[t] = alone_x > together_x ? alone_x : together_x;
        y[t] = alone_y > together_y ? alone_y : together_y;
    }
}

ISTI_DEFINE_WIDTHS(fade_widest, fade_all, (const fading *f, int32_t from, int32_t to),
                   (f, from, to))

// Flag ties whose strands are both below the floor and that are not dormant already. In two loops, since gcc
// does not put numbers of different widths into wide registers together.
ISTI_PASS void flag_low(const float *restrict x, const float *restrict y,
                        const uint8_t *restrict flags, int32_t count, float floor,
                        uint8_t *restrict low)
{
    for (int32_t t = 0; t < count; t++) {
        low[t] = (x[t] < floor) & (y[t] < floor);
    }
    for (int32_t t = 0; t < count; t++) {
        low[t] &= (flags[t] & ISTI_TIE_DORMANT) == 0;
    }
}

ISTI_DEFINE_WIDTHS(flag_widest, flag_low,
                   (const float *x, const float *y, const uint8_t *flags, int32_t count,
                    float floor, uint8_t *low),
                   (x, y, flags, count, floor, low))

enum { BLOCK = 2048 };

// Ties without contact that are worn away: few are. Claims are what several workers can collect.
static ist_status list_worn(ist_state *s, int32_t from, int32_t to)
{
    uint8_t low[BLOCK] = {0};
    ist_status status = IST_OK;
    const int32_t count = to - from;
    flag_widest(s->tie_x + from, s->tie_y + from, s->tie_flags + from, count,
                (float)s->model->p.tie_floor, low);
    const uint8_t *next = memchr(low, 1, (size_t)count);
    while (next && status == IST_OK) {
        const int32_t t = from + (int32_t)(next - low);
        if (s->tie_gain[t] == 0.0F && s->tie_a[t] >= 0) {
            status = isti_claim_add(s, t, 0, 0.0, -1);
        }
        next = memchr(next + 1, 1, (size_t)(to - t - 1));
    }
    return status;
}

// Blocks that fit the nearest cache fade and are looked through.
static ist_status fade(ist_state *s, int32_t from, int32_t to)
{
    const isti_rates *r = &s->model->r;
    const bool has_affect = !isti_is_off(s, IST_MECHANISM_AFFECT);
    const fading f = {.keep = s->tie_keep,
                      .gain = s->tie_gain,
                      .x = s->tie_x,
                      .y = s->tie_y,
                      .contact_x_keep = (float)r->contact_x_keep,
                      .keep_affect = (float)r->keep_affect,
                      .contact_y_keep = (float)r->contact_y_keep,
                      .contact_y_gain = has_affect ? (float)r->contact_y_gain : 0.0F};
    ist_status status = IST_OK;
    for (; from < to && status == IST_OK; from += BLOCK) {
        const int32_t end = isti_min_i(from + BLOCK, to);
        fade_widest(&f, from, end);
        status = list_worn(s, from, end);
    }
    return status;
}

static bool share_community(const ist_state *s, int32_t a, int32_t b)
{
    int32_t of[ISTI_MEMBERSHIPS];
    const int32_t count = isti_communities_of(s, a, of);
    bool share = false;
    for (int32_t k = 0; k < count && !share; k++) {
        share = isti_is_member(s, of[k], b);
    }
    return share;
}

// Without tie memory, what tied people as fellow members ends when they are no longer that.
static void forget_fellows(ist_state *s, int32_t count)
{
    for (int32_t t = 0; t < count; t++) {
        if (s->tie_a[t] < 0) {
            continue;
        }
        const bool shared = share_community(s, s->tie_a[t], s->tie_b[t]);
        const bool was_shared = (s->tie_flags[t] & ISTI_TIE_SHARED) != 0;
        if (was_shared && !shared && !isti_tie_in_contact(s, s->tie_a[t], s->tie_b[t])) {
            isti_tie_remove(s, t);
        } else if (shared != was_shared) {
            s->tie_flags[t] ^= ISTI_TIE_SHARED;
        }
    }
}

// In order of their numbers, but for those that went already.
static void expire_worn(ist_state *s)
{
    enum { AHEAD = 16, NEAR = 8 };
    isti_desk *w = &s->desk;
    isti_sort_claims_by_node(w->claim, w->claims);
    for (int32_t k = -AHEAD; k < w->claims; k++) {
        if (k + AHEAD < w->claims) {
            isti_tie_fetch(s, w->claim[k + AHEAD].node);
        }
        if (k + NEAR >= 0 && k + NEAR < w->claims && s->tie_a[w->claim[k + NEAR].node] >= 0) {
            isti_tie_fetch_rows(s, w->claim[k + NEAR].node);
        }
        if (k >= 0 && s->tie_a[w->claim[k].node] >= 0) {
            isti_tie_expire(s, w->claim[k].node);
        }
    }
    w->claims = 0;
}

ist_status isti_decay(ist_state *s)
{
    const int32_t count = ISTI_COUNT(s, tie);
    s->desk.claims = 0;
    const ist_status status = isti_spread(s, count, fade);
    if (status != IST_OK) {
        return status;
    }
    if (isti_is_off(s, IST_MECHANISM_TIE_MEMORY)) {
        forget_fellows(s, count);
    }
    expire_worn(s);
    return IST_OK;
}
