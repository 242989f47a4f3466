// SPDX-License-Identifier: GPL-3.0-or-later
// One process on several workers. Each worker but the first has a view of the state: the arrays are
// those of the state, what it collects and its lists are its own. Afterwards the state takes over what
// the views collected; whoever uses it sorts it, so it does not matter who collected what.
#include "process/process.h"

#include "base/crew.h"

#include <string.h>

typedef struct spreading {
    ist_state *s;
    isti_part *part;
    int32_t count;
    int32_t size; // things in a part
} spreading;

static void refresh(ist_state *view, const ist_state *s)
{
    const isti_desk own = view->desk;
    *view = *s;
    view->desk = own;
    view->desk.encounters = 0;
    view->desk.claims = 0;
    view->desk.calls = 0;
    view->now.tally = (isti_tally){0};
    memset(view->now.delicate, 0, sizeof view->now.delicate);
    memset(view->now.confided, 0, sizeof view->now.confided);
}

static ist_status do_part(void *context, int32_t job, int32_t worker)
{
    const spreading *all = context;
    ist_state *s = worker == 0 ? all->s : &all->s->view[worker - 1];
    const int32_t from = job * all->size;
    return all->part(s, from, isti_min_i(from + all->size, all->count));
}

static void add_counts(ist_state *s, const ist_state *view)
{
    // Counters only, all of one type.
    int64_t *to = (int64_t *)&s->now.tally;
    const int64_t *from = (const int64_t *)&view->now.tally;
    for (size_t k = 0; k < sizeof s->now.tally / sizeof *to; k++) {
        to[k] += from[k];
    }
    for (int32_t k = 0; k < IST_SENSITIVE_MEETINGS; k++) {
        s->now.delicate[k] += view->now.delicate[k];
        s->now.confided[k] += view->now.confided[k];
    }
}

static ist_status take_over(ist_state *s, const ist_state *view)
{
    const isti_desk *d = &view->desk;
    ist_status status = isti_desk_reserve(&s->desk, d->encounters, d->claims, d->calls);
    if (status != IST_OK) {
        return status;
    }
    isti_desk *to = &s->desk;
    if (d->encounters > 0) {
        memcpy(to->encounter + to->encounters, d->encounter,
               (size_t)d->encounters * sizeof *d->encounter);
    }
    if (d->claims > 0) {
        memcpy(to->claim + to->claims, d->claim, (size_t)d->claims * sizeof *d->claim);
    }
    if (d->calls > 0) {
        memcpy(to->call + to->calls, d->call, (size_t)d->calls * sizeof *d->call);
    }
    to->encounters += d->encounters;
    to->claims += d->claims;
    to->calls += d->calls;
    add_counts(s, view);
    return IST_OK;
}

// Part by part, too: what a part draws and lists fits the nearest caches.
static ist_status do_alone(ist_state *s, int32_t count, isti_part *part)
{
    ist_status status = IST_OK;
    for (int32_t from = 0; from < count && status == IST_OK; from += ISTI_PART) {
        status = part(s, from, isti_min_i(from + ISTI_PART, count));
    }
    return status;
}

ist_status isti_spread(ist_state *s, int32_t count, isti_part *part)
{
    // Parts worth handing out, and so many that no worker waits for long.
    enum { FEWEST = 32, PARTS_PER_WORKER = 8 };
    if (s->views == 0 || count <= FEWEST) {
        return do_alone(s, count, part);
    }
    const int32_t workers = s->views + 1;
    const int32_t size =
        isti_min_i(isti_max_i(count / (PARTS_PER_WORKER * workers), FEWEST), ISTI_PART);
    spreading all = {.s = s, .part = part, .count = count, .size = size};
    for (int32_t k = 0; k < s->views; k++) {
        refresh(&s->view[k], s);
    }
    ist_status status = isti_crew_work(s->crew, count / size + (count % size > 0), do_part, &all);
    for (int32_t k = 0; k < s->views && status == IST_OK; k++) {
        status = take_over(s, &s->view[k]);
    }
    return status;
}
