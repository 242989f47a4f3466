// SPDX-License-Identifier: GPL-3.0-or-later
// What holds for every organization and every seed: shown for many that nobody thought of.
#include "base/memory.h"
#include "state/communities.h"
#include "support/random_org.h"
#include "support/suite.h"

#include <stdio.h>
#include <string.h>

// Every test is made for organizations 0 to ORGS - 1.
enum { ORGS = 60 };

static ist_state *start(const ist_model *model, const ist_run_def *run)
{
    ist_state *s = ist_state_create(model, run, NULL);
    ck_assert_ptr_nonnull(s);
    return s;
}

static void assert_sound(const ist_state *s, uint32_t number)
{
    ist_errors *errors = ist_errors_create();
    const ist_status status = ist_state_check(s, errors);
    if (status != IST_OK) {
        char text[512];
        ist_error_format(ist_errors_get(errors, 0), text, sizeof text);
        ck_abort_msg("organization %u, tick %d: %s", (unsigned)number, (int)ist_state_tick(s),
                     text);
    }
    ist_errors_destroy(errors);
}

static uint64_t hash_at_end(const ist_model *model, const ist_run_def *run)
{
    ist_state *s = start(model, run);
    ck_assert_int_eq(ist_run(s, ist_model_ticks(model)), IST_OK);
    const uint64_t hash = ist_state_hash(s);
    ist_state_destroy(s);
    return hash;
}

START_TEST(every_tick_leaves_a_sound_state)
{
    const uint32_t number = (uint32_t)_i;
    ist_model *model = random_org(number);
    const ist_run_def run = random_run(number);
    ist_state *s = start(model, &run);
    assert_sound(s, number);
    for (int32_t tick = 0; tick < ist_model_ticks(model); tick++) {
        ck_assert_int_eq(ist_step(s), IST_OK);
        assert_sound(s, number);
    }
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

// ---- Problems

// Open problems before a tick.
typedef struct open_problems {
    int64_t all, participants;
    bool *is_open;
} open_problems;

static bool takes_part(const ist_model *m, int32_t employee)
{
    const int32_t node = m->employee_node[employee];
    return node >= 0 && m->node_participates[node];
}

static void count_open(const ist_state *s, open_problems *open)
{
    open->all = 0;
    open->participants = 0;
    for (int32_t i = 0; i < s->model->employee_count; i++) {
        open->is_open[i] = s->employee_problem[i] >= 0;
        open->all += open->is_open[i];
        open->participants += open->is_open[i] && takes_part(s->model, i);
    }
}

// Every problem that was met is solved, expires, leaves with its owner, or is still open.
START_TEST(problems_balance_in_every_tick)
{
    const uint32_t number = (uint32_t)_i;
    ist_model *m = random_org(number);
    const ist_run_def run = random_run(number);
    ist_state *s = start(m, &run);
    open_problems before = {.is_open = calloc((size_t)m->employee_count, sizeof(bool))};
    open_problems after = {.is_open = calloc((size_t)m->employee_count, sizeof(bool))};
    count_open(s, &before);
    for (int32_t tick = 0; tick < ist_model_ticks(m); tick++) {
        ck_assert_int_eq(ist_step(s), IST_OK);
        count_open(s, &after);
        int64_t left = 0;
        int64_t left_participants = 0;
        for (int32_t i = 0; i < m->employee_count; i++) {
            const bool leaves = tick > 0 && s->employee_hired[i] == tick && before.is_open[i];
            left += leaves;
            left_participants += leaves && takes_part(m, i);
        }
        const isti_tally *t = &s->now.tally;
        int64_t solved = 0;
        for (int32_t k = 0; k < IST_SOLVER_COUNT; k++) {
            solved += t->solved[k];
        }
        ck_assert_int_eq((long)(before.all + t->met_all),
                         (long)(t->solved_all + t->expired_all + left + after.all));
        ck_assert_int_eq((long)(before.participants + t->met),
                         (long)(solved + t->expired + left_participants + after.participants));
        int64_t met = 0;
        int64_t done = 0;
        int64_t lost = 0;
        for (int32_t u = 0; u < m->unit_count; u++) {
            met += s->unit_met[u];
            done += s->unit_solved[u];
            lost += s->unit_expired[u];
        }
        ck_assert_int_eq((long)met, (long)t->met_all);
        ck_assert_int_eq((long)done, (long)t->solved_all);
        ck_assert_int_eq((long)lost, (long)t->expired_all);
        bool *swap = before.is_open;
        before = after;
        after.is_open = swap;
    }
    free(before.is_open);
    free(after.is_open);
    ist_state_destroy(s);
    ist_model_destroy(m);
}
END_TEST

// ---- Communities

// An ended community stays as it was when it ended; numbers only grow; the stage agrees.
START_TEST(communities_end_once)
{
    enum { MOST = 4096 };
    static int32_t ended[MOST];
    static int32_t members[MOST];
    const uint32_t number = (uint32_t)_i;
    ist_model *model = random_org(number);
    const ist_run_def run = random_run(number);
    ist_state *s = start(model, &run);
    int32_t known = 0;
    for (int32_t tick = 0; tick < ist_model_ticks(model); tick++) {
        ck_assert_int_eq(ist_step(s), IST_OK);
        const int32_t count = ist_state_communities(s);
        ck_assert_int_ge(count, known);
        ck_assert_int_le(count, MOST);
        int64_t ends = 0;
        for (int32_t c = 0; c < count; c++) {
            ist_community_info info;
            ck_assert(ist_community_get(s, (ist_community_id){c + 1}, &info));
            ck_assert(info.active == (info.ended < 0));
            ck_assert(info.active == (info.stage <= IST_STAGE_CLANDESTINE));
            if (c < known && ended[c] >= 0) {
                ck_assert_int_eq(info.ended, ended[c]);
                ck_assert_int_eq(info.members, members[c]);
            }
            ends += info.ended == tick;
            ended[c] = info.ended;
            members[c] = info.members;
            ck_assert(info.founded >= 0 && info.founded <= tick);
            ck_assert_int_lt(info.resumes.number, c + 1);
            ck_assert_int_lt(info.parent.number, c + 1);
        }
        ck_assert_int_eq((long)s->now.tally.ended, (long)ends);
        ck_assert_int_eq((long)s->now.tally.founded, (long)(count - known));
        known = count;
    }
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

// Seats that are limited are not oversold, but by those appointed.
START_TEST(nobody_sits_in_one_community_twice)
{
    const uint32_t number = (uint32_t)_i;
    ist_model *model = random_org(number);
    const ist_run_def run = random_run(number);
    ist_state *s = start(model, &run);
    int32_t *seen = calloc((size_t)model->node_count, sizeof *seen);
    ck_assert_int_eq(ist_run(s, ist_model_ticks(model)), IST_OK);
    for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
        for (int32_t k = 0; k < s->community_members[c]; k++) {
            const int32_t node = isti_members(s, c)[k];
            ck_assert_int_ne(seen[node], c + 1);
            seen[node] = c + 1;
        }
    }
    free(seen);
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

// Without networks nobody founds anything.
START_TEST(without_networks_there_are_no_communities)
{
    const uint32_t number = (uint32_t)_i;
    ist_model *model = random_org(number);
    ist_run_def run = random_run(number);
    run.off = IST_OFF(IST_MECHANISM_FOUNDING);
    ist_state *s = start(model, &run);
    ck_assert_int_eq(ist_run(s, ist_model_ticks(model)), IST_OK);
    ck_assert_int_eq(ist_state_communities(s), 0);
    assert_sound(s, number);
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

// ---- The same again

START_TEST(twice_the_same_is_the_same)
{
    ist_model *model = random_org((uint32_t)_i);
    ist_model *again = random_org((uint32_t)_i);
    const ist_run_def run = random_run((uint32_t)_i);
    ck_assert_uint_eq(ist_model_hash(model), ist_model_hash(again));
    ck_assert_uint_eq(hash_at_end(model, &run), hash_at_end(again, &run));
    ist_model_destroy(again);
    ist_model_destroy(model);
}
END_TEST

START_TEST(visiting_in_reverse_order_changes_nothing)
{
    ist_model *model = random_org((uint32_t)_i);
    ist_run_def run = random_run((uint32_t)_i);
    ist_run_def reversed = run;
    reversed.reversed = true;
    ist_state *a = start(model, &run);
    ist_state *b = start(model, &reversed);
    for (int32_t tick = 0; tick < ist_model_ticks(model); tick++) {
        ck_assert_int_eq(ist_step(a), IST_OK);
        ck_assert_int_eq(ist_step(b), IST_OK);
        ck_assert_msg(ist_state_hash(a) == ist_state_hash(b), "organization %d differs in tick %d",
                      _i, (int)tick);
    }
    ist_state_destroy(b);
    ist_state_destroy(a);
    ist_model_destroy(model);
}
END_TEST

START_TEST(dirty_working_memory_changes_nothing)
{
    ist_model *model = random_org((uint32_t)_i);
    const ist_run_def run = random_run((uint32_t)_i);
    const uint64_t clean = hash_at_end(model, &run);
    isti_poison_scratch(true);
    const uint64_t dirty = hash_at_end(model, &run);
    isti_poison_scratch(false);
    ck_assert_uint_eq(clean, dirty);
    ist_model_destroy(model);
}
END_TEST

START_TEST(a_used_state_starts_like_a_new_one)
{
    ist_model *model = random_org((uint32_t)_i);
    const ist_run_def run = random_run((uint32_t)_i);
    ist_run_def other = run;
    other.seed++;
    ist_state *s = start(model, &other);
    ck_assert_int_eq(ist_run(s, ist_model_ticks(model)), IST_OK);
    ck_assert_int_eq(ist_state_reset(s, &run), IST_OK);
    ck_assert_int_eq(ist_run(s, ist_model_ticks(model)), IST_OK);
    ck_assert_uint_eq(ist_state_hash(s), hash_at_end(model, &run));
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

// Save halfway, run on; restored into the same state, into a used one and into a branch, it runs on
// alike.
START_TEST(a_run_goes_on_from_where_it_was_saved)
{
    ist_model *model = random_org((uint32_t)_i);
    const ist_run_def run = random_run((uint32_t)_i);
    const int32_t half = ist_model_ticks(model) / 2;
    ist_state *s = start(model, &run);
    ck_assert_int_eq(ist_run(s, half), IST_OK);
    const size_t size = ist_state_save(s, NULL, 0);
    void *bytes = malloc(size);
    ck_assert_uint_eq(ist_state_save(s, bytes, size), size);
    ist_state *branch = ist_state_branch(s);
    ck_assert_ptr_nonnull(branch);
    ck_assert_uint_eq(ist_state_hash(branch), ist_state_hash(s));
    ck_assert_int_eq(ist_run(s, half), IST_OK);
    const uint64_t end = ist_state_hash(s);
    ck_assert_int_eq(ist_run(branch, half), IST_OK);
    ck_assert_uint_eq(ist_state_hash(branch), end);
    ck_assert_int_eq(ist_state_restore(s, bytes, size, NULL), IST_OK);
    ck_assert_int_eq(ist_run(s, half), IST_OK);
    ck_assert_uint_eq(ist_state_hash(s), end);
    ist_run_def other = run;
    other.seed += 17;
    ck_assert_int_eq(ist_state_reset(branch, &other), IST_OK);
    ck_assert_int_eq(ist_run(branch, ist_model_ticks(model)), IST_OK);
    ck_assert_int_eq(ist_state_restore(branch, bytes, size, NULL), IST_OK);
    ck_assert_int_eq(ist_run(branch, half), IST_OK);
    ck_assert_uint_eq(ist_state_hash(branch), end);
    free(bytes);
    ist_state_destroy(branch);
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

// Looks at everything there is.
static ist_status look(void *context, const ist_state *s)
{
    int64_t *seen = context;
    for (int32_t i = 0; i <= ist_model_employees(ist_state_model(s)); i++) {
        ist_employee_info person;
        *seen += ist_employee_get(s, (ist_employee_id){i}, &person) ? person.ties : 0;
        ist_tie_info tie;
        for (int32_t k = 0; ist_employee_tie(s, (ist_employee_id){i}, k, &tie); k++) {
            *seen += tie.dormant;
        }
    }
    for (int32_t c = 0; c <= ist_state_communities(s); c++) {
        ist_community_info community;
        *seen += ist_community_get(s, (ist_community_id){c}, &community) ? community.members : 0;
        *seen += ist_community_member(s, (ist_community_id){c}, 0).number;
    }
    for (int32_t u = 0; u <= ist_model_units(ist_state_model(s)); u++) {
        ist_unit_info unit;
        *seen += ist_unit_get(s, (ist_unit_id){u}, &unit) ? unit.people : 0;
    }
    *seen += ist_state_check(s, NULL) == IST_OK;
    return IST_OK;
}

START_TEST(looking_changes_nothing)
{
    ist_model *model = random_org((uint32_t)_i);
    const ist_run_def run = random_run((uint32_t)_i);
    ist_state *s = start(model, &run);
    int64_t seen = 0;
    const ist_observer observer = {.context = &seen, .on_tick = look};
    ck_assert_int_eq(ist_state_observe(s, &observer), IST_OK);
    ck_assert_int_eq(ist_state_observe(s, &observer), IST_OK);
    ck_assert_int_eq(ist_run(s, ist_model_ticks(model)), IST_OK);
    ck_assert_int_gt((long)seen, 0);
    ck_assert_uint_eq(ist_state_hash(s), hash_at_end(model, &run));
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

// A twin is the same run until its shock does not come.
START_TEST(twins_are_alike_until_the_shock)
{
    ist_model *model = random_org((uint32_t)_i);
    const ist_run_def run = random_run((uint32_t)_i);
    for (int32_t shock = 0; shock < ist_model_shocks(model); shock++) {
        ist_run_def without = run;
        without.without = shock;
        ist_state *s = start(model, &run);
        ist_state *twin = start(model, &without);
        const int32_t before = ist_model_shock_tick(model, shock);
        ck_assert_int_eq(ist_run(s, before), IST_OK);
        ck_assert_int_eq(ist_run(twin, before), IST_OK);
        twin->run.without = -1; // the hash says which run it is
        ck_assert_uint_eq(ist_state_hash(twin), ist_state_hash(s));
        twin->run.without = shock;
        ck_assert_int_eq(ist_run(twin, ist_model_ticks(model) - before), IST_OK);
        assert_sound(twin, (uint32_t)_i);
        ist_state_destroy(twin);
        ist_state_destroy(s);
    }
    ist_model_destroy(model);
}
END_TEST

// ---- Are these organizations worth the trouble?

static bool is_any_missing(const int32_t *counts, int32_t count)
{
    for (int32_t k = 0; k < count; k++) {
        if (counts[k] == 0) {
            return true;
        }
    }
    return false;
}

START_TEST(the_organizations_are_not_all_alike)
{
    int32_t kinds[IST_EVENT_COUNT] = {0};
    int32_t origins[IST_ORIGIN_COUNT] = {0};
    int32_t stages[IST_STAGE_COUNT] = {0};
    int32_t groups = 0;
    int32_t shocks = 0;
    // What is rare may need more of them than the other properties are tried on.
    for (uint32_t number = 0;
         number < ORGS || (number < 10 * ORGS && is_any_missing(stages, IST_STAGE_COUNT));
         number++) {
        ist_model *model = random_org(number);
        const ist_run_def run = random_run(number);
        ist_state *s = start(model, &run);
        for (int32_t k = 0; k < model->event_count; k++) {
            kinds[model->event[k].kind]++;
        }
        shocks += ist_model_shocks(model);
        for (int32_t tick = 0; tick < ist_model_ticks(model); tick++) {
            ck_assert_int_eq(ist_step(s), IST_OK);
            groups += ist_state_working_groups(s);
            for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
                stages[isti_community_stage(s, c)]++;
            }
        }
        for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
            origins[s->community_origin[c]]++;
        }
        ist_state_destroy(s);
        ist_model_destroy(model);
    }
    for (int32_t k = 0; k < IST_EVENT_COUNT; k++) {
        ck_assert_msg(kinds[k] > 0, "no organization has a %s", ist_event_name((ist_event_kind)k));
    }
    for (int32_t k = 0; k < IST_ORIGIN_COUNT; k++) {
        ck_assert_msg(origins[k] > 0, "no community is %s", ist_origin_name((ist_origin)k));
    }
    for (int32_t k = 0; k < IST_STAGE_COUNT; k++) {
        ck_assert_msg(stages[k] > 0, "no community is ever %s", ist_stage_name((ist_stage)k));
    }
    ck_assert_int_gt(groups, 0);
    ck_assert_int_gt(shocks, 10);
}
END_TEST

SUITE("runs", EACH(every_tick_leaves_a_sound_state, ORGS),
      EACH(problems_balance_in_every_tick, ORGS), EACH(communities_end_once, ORGS),
      EACH(nobody_sits_in_one_community_twice, ORGS),
      EACH(without_networks_there_are_no_communities, ORGS), EACH(twice_the_same_is_the_same, ORGS),
      EACH(visiting_in_reverse_order_changes_nothing, ORGS),
      EACH(dirty_working_memory_changes_nothing, ORGS),
      EACH(a_used_state_starts_like_a_new_one, ORGS),
      EACH(a_run_goes_on_from_where_it_was_saved, ORGS), EACH(looking_changes_nothing, ORGS),
      EACH(twins_are_alike_until_the_shock, ORGS), TEST(the_organizations_are_not_all_alike))
