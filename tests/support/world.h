// SPDX-License-Identifier: GPL-3.0-or-later
// A small organization and its first run, to look inside. Closing it checks that all still holds.
#ifndef ISTI_TESTS_WORLD_H
#define ISTI_TESTS_WORLD_H

#include "state/state.h"
#include "support/suite.h"
#include "support/tiny_org.h"

typedef struct world {
    ist_model *model;
    ist_state *s;
} world;

static inline world open_world(tiny_org *org)
{
    world w = {.model = tiny_org_compile(org)};
    w.s = tiny_run_start(w.model, 1);
    return w;
}

static inline void close_world(world *w)
{
    ck_assert_int_eq(ist_state_check(w->s, NULL), IST_OK);
    ist_state_destroy(w->s);
    ist_model_destroy(w->model);
}

// The same where the test ended communities by hand, in a tick that is not over yet.
static inline void close_late(world *w)
{
    w->s->now.tick++;
    close_world(w);
}

// An event of the first tick that concerns everybody.
static inline ist_event_def first_event(ist_event_kind kind)
{
    ist_event_def e = ist_event_def_default(kind);
    e.at = 0.0;
    e.share = 1.0;
    return e;
}

#endif
