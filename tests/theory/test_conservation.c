// SPDX-License-Identifier: GPL-3.0-or-later
// People are conserved through every kind of event, and no event touches an outcome.
#include "process/process.h"
#include "state/communities.h"
#include "state/people.h"
#include "support/suite.h"
#include "support/tiny_org.h"

#include <string.h>

enum { WHEN = 12, AFTER = 12 };

//     ten | ten | ten | (five, not there yet) | office
// with a club from the start; the event in question comes after a year.
typedef struct shaken {
    ist_model *model;
    ist_state *s;
} shaken;

static const char *const two_units[] = {"unit 1", "unit 2"};
static const char *const new_unit[] = {"unit 4"};

static ist_event_def happening(ist_event_kind kind)
{
    ist_event_def e = ist_event_def_default(kind);
    e.at = 1.0;
    e.share = 0.5;
    e.value = 0.5;
    e.change_theme = 0.5;
    e.overlap = 4.0;
    e.canon = 0.5;
    e.obsolescence = 0.3;
    e.surge = 1.0;
    e.into = kind == IST_EVENT_SPLIT_UNITS ? 3 : 1;
    e.count = 3;
    e.size = 5;
    e.theme = "trade";
    e.community = "club";
    e.manager = kind == IST_EVENT_SPONSOR ? "sponsor" : "overseer";
    e.arrives = true;
    e.control[IST_CONTROL_OUTPUT] = 0.9;
    e.context[IST_CONTEXT_WORKLOAD] = 0.8;
    if (kind == IST_EVENT_MERGE_UNITS || kind == IST_EVENT_SPLIT_UNITS) {
        e.units = two_units;
        e.unit_count = 2;
    }
    if (kind == IST_EVENT_ACQUIRE) {
        e.units = new_unit;
        e.unit_count = 1;
    }
    return e;
}

static shaken shake(ist_event_kind kind)
{
    tiny_org org = tiny_org_lively();
    org.organization.emphasis = 0.5;
    tiny_org_theme(&org, "trade", 1.0);
    ist_spec_set_draw_ties(org.spec, true);
    for (int32_t u = 0; u < 3; u++) {
        tiny_org_unit_of(&org, 10);
    }
    org.unit.present = false;
    tiny_org_unit_of(&org, 5);
    org.unit.present = true;
    tiny_org_oversee(&org, (tiny_overseer){.role = {0.2, 0.2, 0.2, 0.2, 0.2}});
    ist_manager_def sponsor = ist_manager_def_default();
    sponsor.name = "sponsor";
    sponsor.unit = "office";
    sponsor.policy = "sponsor";
    sponsor.present = false;
    ist_spec_add_manager(org.spec, &sponsor);
    tiny_org_launch(&org, 12);
    const ist_event_def event = happening(kind);
    tiny_org_event(&org, &event);
    shaken w = {.model = tiny_org_compile(&org)};
    w.s = tiny_run_start(w.model, 1);
    return w;
}

static void close_shaken(shaken *w)
{
    ist_state_destroy(w->s);
    ist_model_destroy(w->model);
}

// People who are there, counted one by one; each sits in one unit, and the units agree.
static int32_t count_people(const ist_state *s)
{
    int32_t present = 0;
    for (int32_t i = 1; i <= ist_model_employees(ist_state_model(s)); i++) {
        ist_employee_info info;
        ck_assert(ist_employee_get(s, (ist_employee_id){i}, &info));
        present += info.present;
    }
    int32_t in_units = 0;
    for (int32_t u = 1; u <= ist_model_units(ist_state_model(s)); u++) {
        ist_unit_info info;
        ck_assert(ist_unit_get(s, (ist_unit_id){u}, &info));
        in_units += info.people;
        if (info.people > 0 && info.head.number > 0) {
            ist_employee_info head;
            ck_assert(ist_employee_get(s, info.head, &head));
            ck_assert_int_eq(head.unit.number, u);
        }
    }
    ck_assert_int_eq(in_units, present);
    return present;
}

START_TEST(people_are_conserved_through_every_kind_of_event)
{
    const ist_event_kind kind = (ist_event_kind)_i;
    shaken w = shake(kind);
    const int32_t before = count_people(w.s);
    ck_assert_int_eq(before, 32); // three units of ten, two managers
    for (int32_t tick = 0; tick < WHEN + AFTER; tick++) {
        tiny_run(w.s, 1);
        const bool joined = kind == IST_EVENT_ACQUIRE && tick >= WHEN;
        ck_assert_int_eq(count_people(w.s), before + (joined ? 5 : 0));
    }
    close_shaken(&w);
}
END_TEST

// Levels are posts: nothing that happens makes a manager of a professional.
START_TEST(posts_keep_their_level)
{
    shaken w = shake((ist_event_kind)_i);
    tiny_run(w.s, WHEN + AFTER);
    for (int32_t i = 0; i < w.model->employee_count; i++) {
        const bool in_office = w.model->employee_unit[i] == 4;
        ck_assert_int_eq(w.model->employee_level[i],
                         in_office ? IST_LEVEL_MANAGER : IST_LEVEL_PROFESSIONAL);
    }
    close_shaken(&w);
}
END_TEST

// The event alone, apart from the tick it belongs to: communities are as before, but that a launch
// adds one, a recruitment members, and who is replaced is no member any more.
START_TEST(no_event_touches_an_outcome)
{
    const ist_event_kind kind = (ist_event_kind)_i;
    shaken w = shake(kind);
    tiny_run(w.s, WHEN);
    const int32_t count = ISTI_COUNT(w.s, community);
    ck_assert_int_ge(count, 1);
    enum { MOST = 64 };
    ck_assert_int_le(count, MOST);
    int32_t ended[MOST];
    int32_t members[MOST];
    double autonomy[MOST];
    for (int32_t c = 0; c < count; c++) {
        ended[c] = w.s->community_ended[c];
        members[c] = w.s->community_members[c];
        autonomy[c] = w.s->community_autonomy[c];
    }
    ck_assert_int_lt(ended[0], 0); // the club lives
    isti_index_workplaces(w.s);
    memset(w.s->scratch.moved, 0, (size_t)w.model->node_count);
    ck_assert_int_eq(isti_events(w.s), IST_OK);
    ck_assert_int_eq(ISTI_COUNT(w.s, community), count + (kind == IST_EVENT_LAUNCH));
    for (int32_t c = 0; c < count; c++) {
        const int32_t more = w.s->community_members[c] - members[c];
        ck_assert_int_eq(w.s->community_ended[c], ended[c]);
        ck_assert_double_eq(w.s->community_autonomy[c], autonomy[c]);
        ck_assert(more == 0 || (kind == IST_EVENT_RECRUIT && c == 0 && more > 0 && more <= 3) ||
                  (kind == IST_EVENT_REPLACE && more < 0));
    }
    close_shaken(&w);
}
END_TEST

SUITE("conservation", EACH(people_are_conserved_through_every_kind_of_event, IST_EVENT_COUNT),
      EACH(posts_keep_their_level, IST_EVENT_COUNT),
      EACH(no_event_touches_an_outcome, IST_EVENT_COUNT))
