// SPDX-License-Identifier: GPL-3.0-or-later
// How the communities of a run lived: Kaplan-Meier survival, hibernation and resurgence.
#include "observe/observe.h"

#include "base/memory.h"
#include "state/communities.h"

#include <math.h>

// Communities by their age in ticks when they ended, or when the run did.
typedef struct ages {
    int32_t *ended, *censored;
    int32_t longest;
    int32_t count;
} ages;

static int32_t age_of(const ist_state *s, int32_t c)
{
    const int32_t last = isti_is_active(s, c) ? (int32_t)s->now.tick - 1 : s->community_ended[c];
    return isti_max_i(0, last - s->community_founded[c]);
}

static void count_ages(ages *a, const ist_state *s)
{
    a->count = ISTI_COUNT(s, community);
    for (int32_t c = 0; c < a->count; c++) {
        const int32_t age = age_of(s, c);
        a->longest = isti_max_i(a->longest, age);
        (isti_is_active(s, c) ? a->censored : a->ended)[age]++;
    }
}

// Share alive at an age (Kaplan and Meier 1958); NaN beyond what was observed.
static double alive_at(const ages *a, int32_t age)
{
    double alive = 1.0;
    int32_t at_risk = a->count;
    for (int32_t t = 0; t <= isti_min_i(age, a->longest); t++) {
        if (at_risk > 0) {
            alive *= 1.0 - (double)a->ended[t] / at_risk;
        }
        at_risk -= a->ended[t] + a->censored[t];
    }
    const bool is_known = a->count > 0 && (age <= a->longest || alive <= 0.0);
    return is_known ? alive : (double)NAN;
}

static double median_age(const ages *a)
{
    double alive = 1.0;
    int32_t at_risk = a->count;
    for (int32_t t = 0; t <= a->longest && at_risk > 0; t++) {
        alive *= 1.0 - (double)a->ended[t] / at_risk;
        if (2.0 * alive <= 1.0) {
            return t;
        }
        at_risk -= a->ended[t] + a->censored[t];
    }
    return (double)NAN;
}

static bool lists(const ist_state *s, int32_t c, int32_t node)
{
    const int32_t *member = isti_members(s, c);
    for (int32_t k = 0; k < s->community_members[c]; k++) {
        if (member[k] == node) {
            return true;
        }
    }
    return false;
}

// Are at least two people members of both? Those of an ended one are the last it had.
static bool shares_two(const ist_state *s, int32_t c, int32_t other)
{
    const int32_t *member = isti_members(s, c);
    int32_t shared = 0;
    for (int32_t k = 0; k < s->community_members[c] && shared < 2; k++) {
        shared += lists(s, other, member[k]);
    }
    return shared == 2;
}

// Had an earlier community on the same theme faded when a later one was founded?
static bool faded_before(const ist_state *s, int32_t earlier, int32_t later)
{
    return s->community_theme[earlier] == s->community_theme[later] &&
           s->community_end[earlier] == ISTI_END_FADED &&
           s->community_ended[earlier] <= s->community_founded[later];
}

// The ended community that a later one brings back: the one it woke, or, where at least half of
// the founders' pairs were tied, the last one that had faded before and shares members. -1: none.
static int32_t brought_back(const ist_state *s, int32_t c)
{
    if (s->community_resumes[c] >= 0) {
        return s->community_resumes[c];
    }
    int32_t latest = -1;
    if (2.0 * s->community_tied_pairs[c] < 1.0) {
        return latest;
    }
    for (int32_t earlier = 0; earlier < c; earlier++) {
        const bool is_later =
            latest < 0 || s->community_ended[earlier] >= s->community_ended[latest];
        if (is_later && faded_before(s, earlier, c) && shares_two(s, earlier, c)) {
            latest = earlier;
        }
    }
    return latest;
}

// A community has hibernated if it does now or was brought back.
static void measure_resurgence(const ist_state *s, uint8_t *was_back, ist_survival *out)
{
    double waited = 0.0;
    for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
        const int32_t earlier = brought_back(s, c);
        if (earlier >= 0) {
            was_back[earlier] = true;
            out->resurgences++;
            waited += s->community_founded[c] - s->community_ended[earlier];
        }
    }
    for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
        out->hibernations += was_back[c] || isti_hibernates(s, c);
    }
    out->latency =
        out->resurgences > 0 ? waited / out->resurgences / s->model->ticks_per_year : (double)NAN;
}

ist_status ist_state_survival(const ist_state *s, ist_survival *out)
{
    enum { EARLY = 1, LATE = 3 }; // years
    const int32_t per_year = s->model->ticks_per_year;
    const size_t ticks = (size_t)s->now.tick + 1;
    ist_status status = IST_ERR_NO_MEMORY;
    ages a = {.ended = isti_alloc_array(ticks, sizeof *a.ended),
              .censored = isti_alloc_array(ticks, sizeof *a.censored)};
    uint8_t *was_back = isti_alloc_array((size_t)ISTI_COUNT(s, community), sizeof *was_back);
    if (!a.ended || !a.censored || !was_back) {
        goto out;
    }
    count_ages(&a, s);
    *out = (ist_survival){.median_life = median_age(&a) / per_year,
                          .alive_1 = alive_at(&a, EARLY * per_year),
                          .alive_3 = alive_at(&a, LATE * per_year),
                          .founded = a.count};
    measure_resurgence(s, was_back, out);
    status = IST_OK;
out:
    isti_free(was_back);
    isti_free(a.censored);
    isti_free(a.ended);
    return status;
}
