// SPDX-License-Identifier: GPL-3.0-or-later
// Decay: both strands of every tie fade; daily contact pulls them up. One flat pass.
#include "process/process.h"

#include "state/communities.h"
#include "state/ties.h"

// A tick in closed form. Without contact x <- keep x. With contact the same, or the pull towards the
// level of contact where that is more: contact never lowers. The two agree where the gain is 0.
static ist_status fade(ist_state *s, int32_t from, int32_t to)
{
    const isti_rates *r = &s->model->r;
    const double affect_gain = isti_is_off(s, IST_MECHANISM_AFFECT) ? 0.0 : r->contact_y_gain;
    const float *keep = s->tie_keep;
    const float *gain = s->tie_gain;
    double *x = s->tie_x;
    double *y = s->tie_y;
    for (int32_t t = from; t < to; t++) {
        const double alone_x = (double)keep[t] * x[t];
        const double together_x = r->contact_x_keep * alone_x + (double)gain[t];
        const double alone_y = r->keep_affect * y[t];
        const double pull = gain[t] > 0.0F ? affect_gain : 0.0;
        const double together_y = r->contact_y_keep * y[t] + pull;
        x[t] = alone_x > together_x ? alone_x : together_x;
        y[t] = alone_y > together_y ? alone_y : together_y;
    }
    return IST_OK;
}

static bool share_community(const ist_state *s, int32_t a, int32_t b)
{
    const int32_t *of = s->node_community + (size_t)a * ISTI_MEMBERSHIPS;
    bool share = false;
    for (int32_t k = 0; k < s->node_memberships[a] && !share; k++) {
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
        if (s->tie_shared[t] && !shared && !isti_tie_in_contact(s, s->tie_a[t], s->tie_b[t])) {
            isti_tie_remove(s, t);
        } else {
            s->tie_shared[t] = shared;
        }
    }
}

// Ties without contact that are worn away, in order. Few are; they are listed a block at a time.
static void expire_worn(ist_state *s, int32_t count)
{
    enum { BLOCK = 4096 };
    const double floor = s->model->p.tie_floor;
    int32_t worn[BLOCK];
    for (int32_t from = 0; from < count; from += BLOCK) {
        const int32_t to = isti_min_i(from + BLOCK, count);
        int32_t listed = 0;
        for (int32_t t = from; t < to; t++) {
            if (s->tie_x[t] < floor && s->tie_y[t] < floor && s->tie_a[t] >= 0 &&
                !s->tie_dormant[t] && s->tie_gain[t] == 0.0F) {
                worn[listed++] = t;
            }
        }
        isti_ties_visit(s, worn, listed, isti_tie_expire);
    }
}

ist_status isti_decay(ist_state *s)
{
    const int32_t count = ISTI_COUNT(s, tie);
    const ist_status status = isti_spread(s, count, fade);
    if (status != IST_OK) {
        return status;
    }
    if (isti_is_off(s, IST_MECHANISM_TIE_MEMORY)) {
        forget_fellows(s, count);
    }
    expire_worn(s, count);
    return IST_OK;
}
