// SPDX-License-Identifier: GPL-3.0-or-later
// Every allocation of an experiment, of a run of it and of a store fails once, and from some point on
// for good: each time the call that needed it says so, nothing breaks, and nothing is left behind.
#include <interstice/store.h>

#include "base/memory.h"
#include "support/firm.h"

#include <unistd.h>

enum { MOST = 100000 };

// Something that can be tried again and again. True when it succeeded.
typedef bool attempt_fn(void *context);

static void fail_each_allocation(attempt_fn *attempt, void *context, bool forever)
{
    const int64_t before = isti_live_blocks();
    for (int64_t n = 0; n < MOST; n++) {
        isti_fault_arm(n, forever);
        const bool is_done = attempt(context);
        const bool has_fired = isti_fault_fired();
        isti_fault_disarm();
        ck_assert_int_eq(isti_live_blocks(), before);
        ck_assert(is_done || has_fired);
        if (!has_fired) {
            return;
        }
    }
    ck_abort_msg("it never got through");
}

static bool make_experiment(void *context)
{
    const ist_experiment_source source = {"firm.json", firm_text, strlen(firm_text)};
    const ist_factor factor = {
        .pointer = "/organization/emphasis", .low = 0.2, .high = 0.8, .steps = 2};
    static const char *const policies[] = {"director", "absent"};
    ist_design_def design = ist_design_def_default();
    (void)context;
    design.factor = &factor;
    design.factor_count = 1;
    ist_experiment_def def = firm_def(&source, 1);
    def.design = &design;
    def.policy = policies;
    def.policy_count = 2;
    ist_experiment *e = ist_experiment_create(&def, NULL);
    const bool is_made = e != NULL;
    ist_experiment_destroy(e);
    return is_made;
}

START_TEST(laying_out_an_experiment)
{
    fail_each_allocation(make_experiment, NULL, _i == 1);
}
END_TEST

static bool sample_design(void *context)
{
    const ist_factor factor[] = {{.pointer = "/a", .low = 0.0, .high = 1.0},
                                 {.pointer = "/b", .low = 1.0, .high = 5.0, .is_integer = true}};
    ist_design_def def = ist_design_def_default();
    def.kind = *(const ist_design_kind *)context;
    def.factor = factor;
    def.factor_count = 2;
    def.points = 4;
    ist_design *d = ist_design_create(&def, NULL);
    const bool is_made = d != NULL;
    ist_design_destroy(d);
    return is_made;
}

START_TEST(expanding_a_design)
{
    ist_design_kind kind = _i == 0 ? IST_DESIGN_SOBOL : IST_DESIGN_LATIN_HYPERCUBE;
    fail_each_allocation(sample_design, &kind, false);
}
END_TEST

static bool parse_factor(void *context)
{
    ist_factor factor;
    (void)context;
    const bool is_parsed = ist_factor_parse("/a=x,\"y\",1", &factor) == IST_OK;
    ist_factor_clear(&factor);
    return is_parsed;
}

START_TEST(parsing_a_factor)
{
    fail_each_allocation(parse_factor, NULL, _i == 1);
}
END_TEST

static bool run_and_save(void *context)
{
    const ist_experiment *e = context;
    ist_run_record *record = NULL;
    ist_run_record *again = NULL;
    ist_runner *runner = ist_runner_create(e, NULL, NULL);
    if (runner && ist_runner_do(runner, 0, &record, NULL) == IST_OK) {
        const size_t size = ist_run_record_save(record, NULL, 0);
        unsigned char *bytes = malloc(size + 1);
        if (size > 0 && ist_run_record_save(record, bytes, size) == size) {
            again = ist_run_record_load(bytes, size, NULL);
        }
        free(bytes);
    }
    const bool is_done = again != NULL;
    ist_run_record_destroy(again);
    ist_run_record_destroy(record);
    ist_runner_destroy(runner);
    return is_done;
}

START_TEST(running_a_job_and_sending_it)
{
    ist_experiment *e = firm_experiment(1, 1, true);
    ck_assert_ptr_nonnull(ist_experiment_hold(e, 0, NULL)); // compiled once, kept by the experiment
    fail_each_allocation(run_and_save, e, _i == 1);
    ist_experiment_release(e, 0);
    ist_experiment_destroy(e);
}
END_TEST

// A store and what is to be written into it.
typedef struct writing {
    const ist_experiment *experiment;
    const ist_run_record *record;
} writing;

static ist_status see(void *context, int32_t job, const ist_run_record *record)
{
    (void)job;
    *(uint64_t *)context = ist_run_record_hash(record);
    return IST_OK;
}

static bool write_and_read(void *context)
{
    const writing *w = context;
    bool is_done = false;
    unlink("f.db");
    ist_store *store = ist_store_create("f.db", w->experiment, 0, 1, NULL);
    if (store && ist_store_add(store, 0, w->record, NULL) == IST_OK) {
        ist_store_close(store);
        store = ist_store_open("f.db", IST_STORE_WRITE, NULL);
        ist_run_record *again = store ? ist_store_read(store, 0, NULL) : NULL;
        uint64_t hash = 0;
        is_done = again && ist_run_record_hash(again) == ist_run_record_hash(w->record) &&
                  ist_store_each(store, 0, 1, 1, see, &hash, NULL) == IST_OK &&
                  hash == ist_run_record_hash(w->record);
        ist_run_record_destroy(again);
    }
    ist_store_close(store);
    return is_done;
}

START_TEST(writing_and_reading_a_store)
{
    ist_experiment *e = firm_experiment(1, 1, false);
    ist_run_record *record = firm_run(e, 0);
    writing w = {.experiment = e, .record = record};
    fail_each_allocation(write_and_read, &w, _i == 1);
    ist_run_record_destroy(record);
    ist_experiment_destroy(e);
}
END_TEST

static bool work_alone(void *context)
{
    ist_work_def def = ist_work_def_default();
    def.workers = 1;
    return ist_experiment_work(context, NULL, &def, NULL) == IST_OK;
}

// What the thread that stores frees was allocated here: counts of blocks are per thread, so only that
// it ends is asked.
START_TEST(working_on_all_jobs)
{
    ist_experiment *e = firm_experiment(1, 2, false);
    ck_assert_ptr_nonnull(ist_experiment_hold(e, 0, NULL));
    for (int64_t n = 0; n < 40; n++) {
        isti_fault_arm(n, false);
        const bool is_done = work_alone(e);
        const bool has_fired = isti_fault_fired();
        isti_fault_disarm();
        ck_assert(is_done || has_fired);
    }
    ck_assert(work_alone(e));
    ist_experiment_release(e, 0);
    ist_experiment_destroy(e);
}
END_TEST

static ist_status slowly(void *context, int32_t job, const ist_run_record *record)
{
    (void)context;
    (void)job;
    (void)record;
    usleep(2000); // so that other workers finish meanwhile
    return IST_OK;
}

// One of these allocations is that of the thread that stores: then workers store, and nothing is lost.
START_TEST(storing_with_many_workers)
{
    ist_experiment *e = firm_experiment(1, 24, false);
    ist_work_def def = ist_work_def_default();
    def.workers = 8;
    def.on_record = slowly;
    ck_assert_ptr_nonnull(ist_experiment_hold(e, 0, NULL));
    for (int64_t n = 0; n < 60; n++) {
        unlink("w.db");
        ist_store *store = ist_store_create("w.db", e, 0, 1, NULL);
        ck_assert_ptr_nonnull(store);
        isti_fault_arm(n, false);
        const ist_status status = ist_experiment_work(e, store, &def, NULL);
        isti_fault_disarm();
        ck_assert(status != IST_OK || ist_store_missing(store) == ist_store_failures(store));
        ist_store_close(store);
    }
    ist_experiment_release(e, 0);
    ist_experiment_destroy(e);
}
END_TEST

SUITE("store_faults", EACH(laying_out_an_experiment, 2), EACH(expanding_a_design, 2),
      EACH(parsing_a_factor, 2), EACH(running_a_job_and_sending_it, 2),
      EACH(writing_and_reading_a_store, 2), TEST(working_on_all_jobs),
      TEST(storing_with_many_workers))
