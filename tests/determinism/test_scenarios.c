// SPDX-License-Identifier: GPL-3.0-or-later
// The shipped scenarios do not depend on the order of visits, on interruption, on what lies in
// working memory, or on what else runs.
#include "base/memory.h"
#include "support/shipped.h"
#include "support/suite.h"

typedef struct shown {
    const char *name;
    int32_t ticks; // of it
} shown;

// As far as the time allows; all of the small ones.
static const shown scenarios[] = {{"minimal", 60}, {"gas", 146}, {"comp", 38}, {"electrical", 60}};

enum { SCENARIOS = sizeof scenarios / sizeof *scenarios };

static uint64_t hash_after(const ist_scenario *scenario, const ist_run_def *run, int32_t ticks)
{
    ist_state *s = shipped_run(scenario, run);
    ck_assert_int_eq(ist_run(s, ticks), IST_OK);
    const uint64_t hash = ist_state_hash(s);
    ist_state_destroy(s);
    return hash;
}

START_TEST(visiting_in_reverse_order_gives_the_same_state)
{
    const shown *c = &scenarios[_i];
    ist_scenario *scenario = shipped_scenario(c->name);
    ist_run_def run = ist_run_def_default();
    run.reversed = true;
    ck_assert_uint_eq(hash_after(scenario, &run, c->ticks), hash_after(scenario, NULL, c->ticks));
    ist_scenario_destroy(scenario);
}
END_TEST

START_TEST(dirty_working_memory_gives_the_same_state)
{
    const shown *c = &scenarios[_i];
    ist_scenario *scenario = shipped_scenario(c->name);
    const uint64_t clean = hash_after(scenario, NULL, c->ticks);
    isti_poison_scratch(true);
    ist_scenario *poisoned = shipped_scenario(c->name);
    const uint64_t dirty = hash_after(poisoned, NULL, c->ticks);
    isti_poison_scratch(false);
    ck_assert_uint_eq(dirty, clean);
    ist_scenario_destroy(poisoned);
    ist_scenario_destroy(scenario);
}
END_TEST

// Electrical is large enough for several workers within one run.
START_TEST(any_number_of_threads_gives_the_same_state)
{
    enum { TICKS = 40 };
    static const int32_t threads[] = {2, 3, 7, 0};
    ist_scenario *scenario = shipped_scenario("electrical");
    ist_run_def run = ist_run_def_default();
    const uint64_t alone = hash_after(scenario, &run, TICKS);
    run.threads = threads[_i];
    ck_assert_uint_eq(hash_after(scenario, &run, TICKS), alone);
    run.reversed = true;
    ck_assert_uint_eq(hash_after(scenario, &run, TICKS), alone);
    ist_scenario_destroy(scenario);
}
END_TEST

// Where there is no memory for workers the call says so, and once there is, all is as it should be.
START_TEST(a_state_whose_workers_could_not_be_had_can_be_reset)
{
    enum { TICKS = 3, ALLOCATIONS = 15 };
    ist_scenario *scenario = shipped_scenario("electrical");
    ist_run_def run = ist_run_def_default();
    const uint64_t alone = hash_after(scenario, &run, TICKS);
    ist_state *s = shipped_run(scenario, &run);
    run.threads = 3;
    int32_t failures = 0;
    for (int32_t n = 0; n < ALLOCATIONS; n++) {
        isti_fault_arm(n, true);
        const ist_status status = ist_state_reset(s, &run);
        isti_fault_disarm();
        failures += status == IST_ERR_NO_MEMORY;
        ck_assert(status == IST_OK || status == IST_ERR_NO_MEMORY);
    }
    ck_assert_int_gt(failures, 5);
    ck_assert_int_eq(ist_state_reset(s, &run), IST_OK);
    ck_assert_int_eq(ist_run(s, TICKS), IST_OK);
    ck_assert_uint_eq(ist_state_hash(s), alone);
    ist_state_destroy(s);
    ist_scenario_destroy(scenario);
}
END_TEST

// The tally of a tick is part of the state, and counted by all workers.
START_TEST(a_branch_of_a_run_on_several_threads_goes_on_the_same)
{
    enum { BEFORE = 14, AFTER = 10 };
    ist_scenario *scenario = shipped_scenario("electrical");
    ist_run_def run = ist_run_def_default();
    run.threads = 2;
    ist_state *s = shipped_run(scenario, &run);
    ck_assert_int_eq(ist_run(s, BEFORE), IST_OK);
    ist_state *branch = ist_state_branch(s);
    ck_assert_ptr_nonnull(branch);
    ck_assert_int_eq(ist_run(s, AFTER), IST_OK);
    ck_assert_int_eq(ist_run(branch, AFTER), IST_OK);
    ck_assert_uint_eq(ist_state_hash(branch), ist_state_hash(s));
    ck_assert_uint_eq(ist_state_hash(s), hash_after(scenario, NULL, BEFORE + AFTER));
    ist_state_destroy(branch);
    ist_state_destroy(s);
    ist_scenario_destroy(scenario);
}
END_TEST

// ---- Restored or branched at every tick of a run

static const shown interrupted[] = {{"minimal", 60}, {"comp", 24}};

START_TEST(a_run_restored_at_any_tick_ends_the_same)
{
    const shown *c = &interrupted[_i];
    ist_scenario *scenario = shipped_scenario(c->name);
    const uint64_t end = hash_after(scenario, NULL, c->ticks);
    ist_state *s = shipped_run(scenario, NULL);
    ist_state *other = shipped_run(scenario, NULL); // used again and again, never new
    for (int32_t tick = 0; tick <= c->ticks; tick++) {
        const size_t size = ist_state_save(s, NULL, 0);
        void *bytes = malloc(size);
        ck_assert_uint_eq(ist_state_save(s, bytes, size), size);
        ck_assert_int_eq(ist_state_restore(other, bytes, size, NULL), IST_OK);
        ck_assert_uint_eq(ist_state_hash(other), ist_state_hash(s));
        ck_assert_int_eq(ist_run(other, c->ticks - tick), IST_OK);
        ck_assert_msg(ist_state_hash(other) == end, "%s, restored at tick %d, ends differently",
                      c->name, (int)tick);
        free(bytes);
        ck_assert_int_eq(ist_run(s, tick < c->ticks), IST_OK);
    }
    ist_state_destroy(other);
    ist_state_destroy(s);
    ist_scenario_destroy(scenario);
}
END_TEST

START_TEST(a_run_branched_at_any_tick_ends_the_same)
{
    const shown *c = &interrupted[_i];
    ist_scenario *scenario = shipped_scenario(c->name);
    const uint64_t end = hash_after(scenario, NULL, c->ticks);
    ist_state *s = shipped_run(scenario, NULL);
    for (int32_t tick = 0; tick < c->ticks; tick++) {
        ist_state *branch = ist_state_branch(s);
        ck_assert_ptr_nonnull(branch);
        ck_assert_int_eq(ist_run(branch, c->ticks - tick), IST_OK);
        ck_assert_msg(ist_state_hash(branch) == end, "%s, branched at tick %d, ends differently",
                      c->name, (int)tick);
        ist_state_destroy(branch);
        ck_assert_int_eq(ist_run(s, 1), IST_OK);
    }
    ck_assert_uint_eq(ist_state_hash(s), end);
    ist_state_destroy(s);
    ist_scenario_destroy(scenario);
}
END_TEST

// Rewinding one state further and further back.
START_TEST(a_run_can_be_rewound)
{
    enum { EVERY = 10, SHOTS = 6 };
    ist_scenario *scenario = shipped_scenario("minimal");
    ist_state *s = shipped_run(scenario, NULL);
    void *bytes[SHOTS];
    size_t size[SHOTS];
    for (int32_t k = 0; k < SHOTS; k++) {
        size[k] = ist_state_save(s, NULL, 0);
        bytes[k] = malloc(size[k]);
        ck_assert_uint_eq(ist_state_save(s, bytes[k], size[k]), size[k]);
        ck_assert_int_eq(ist_run(s, EVERY), IST_OK);
    }
    const uint64_t end = ist_state_hash(s);
    for (int32_t k = SHOTS - 1; k >= 0; k--) {
        ck_assert_int_eq(ist_state_restore(s, bytes[k], size[k], NULL), IST_OK);
        ck_assert_int_eq(ist_run(s, EVERY * (SHOTS - k)), IST_OK);
        ck_assert_uint_eq(ist_state_hash(s), end);
        free(bytes[k]);
    }
    ist_state_destroy(s);
    ist_scenario_destroy(scenario);
}
END_TEST

// ---- Side by side

START_TEST(states_stepped_in_turn_do_not_disturb_one_another)
{
    enum { STATES = 4, AHEAD = 38 };
    ist_scenario *scenario = shipped_scenario("comp");
    ist_state *s[STATES];
    uint64_t alone[STATES];
    for (int32_t k = 0; k < STATES; k++) {
        ist_run_def run = ist_run_def_default();
        run.replicate = (uint32_t)k;
        alone[k] = hash_after(scenario, &run, AHEAD);
        s[k] = shipped_run(scenario, &run);
        for (int32_t l = 0; l < k; l++) {
            ck_assert_uint_ne(alone[k], alone[l]);
        }
    }
    for (int32_t tick = 0; tick < AHEAD; tick++) {
        for (int32_t k = 0; k < STATES; k++) {
            ck_assert_int_eq(ist_step(s[(k + tick) % STATES]), IST_OK);
        }
    }
    for (int32_t k = 0; k < STATES; k++) {
        ck_assert_uint_eq(ist_state_hash(s[k]), alone[k]);
        ist_state_destroy(s[k]);
    }
    ist_scenario_destroy(scenario);
}
END_TEST

START_TEST(one_state_reset_runs_like_a_new_one)
{
    ist_scenario *scenario = shipped_scenario("gas");
    ist_state *s = shipped_run(scenario, NULL);
    for (uint32_t replicate = 0; replicate < 3; replicate++) {
        ist_run_def run = ist_run_def_default();
        run.replicate = replicate;
        ck_assert_int_eq(ist_state_reset(s, &run), IST_OK);
        ck_assert_int_eq(ist_run(s, 146), IST_OK);
        ck_assert_uint_eq(ist_state_hash(s), hash_after(scenario, &run, 146));
    }
    ist_state_destroy(s);
    ist_scenario_destroy(scenario);
}
END_TEST

SUITE("determinism of scenarios", EACH(visiting_in_reverse_order_gives_the_same_state, SCENARIOS),
      EACH(dirty_working_memory_gives_the_same_state, SCENARIOS),
      EACH(any_number_of_threads_gives_the_same_state, 4),
      TEST(a_state_whose_workers_could_not_be_had_can_be_reset),
      TEST(a_branch_of_a_run_on_several_threads_goes_on_the_same),
      EACH(a_run_restored_at_any_tick_ends_the_same, sizeof interrupted / sizeof *interrupted),
      EACH(a_run_branched_at_any_tick_ends_the_same, sizeof interrupted / sizeof *interrupted),
      TEST(a_run_can_be_rewound), TEST(states_stepped_in_turn_do_not_disturb_one_another),
      TEST(one_state_reset_runs_like_a_new_one))
