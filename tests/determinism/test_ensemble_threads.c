// SPDX-License-Identifier: GPL-3.0-or-later
// An ensemble gives the same results for any number of workers: states, records and resilience, bit
// for bit, in the same order.
#include <interstice/ensemble.h>

#include "base/base.h"
#include "support/random_org.h"
#include "support/shipped.h"
#include "support/suite.h"

enum { RUNS = 9 };

// What came in, in order.
typedef struct journal {
    int32_t runs;
    uint64_t state[RUNS], record[RUNS], resilience[RUNS];
    const ist_model *model;
} journal;

static uint64_t digest_of(const double *values, size_t count)
{
    return values ? isti_digest(1, values, count * sizeof *values) : 0;
}

static ist_status note(void *context, const ist_run_result *result)
{
    journal *j = context;
    const int32_t k = j->runs++;
    ck_assert_int_eq(result->replicate, k);
    j->state[k] = ist_state_hash(result->state);
    for (int32_t m = 0; m < IST_METRIC_COUNT; m++) {
        const double *series = ist_recorder_series(result->record, (ist_metric)m);
        const size_t ticks = (size_t)ist_recorder_ticks(result->record);
        j->record[k] = j->record[k] * 31 + digest_of(series, ticks);
    }
    const size_t count = (size_t)ist_model_shocks(j->model) * IST_RESILIENCE_COUNT;
    j->resilience[k] =
        digest_of(result->resilience, count) * 31 + digest_of(result->relative, count);
    return IST_OK;
}

static journal run_with(const ist_model *model, int32_t workers, int32_t ticks)
{
    journal j = {.model = model};
    ist_ensemble_def def = ist_ensemble_def_default();
    def.replicates = RUNS;
    def.workers = workers;
    def.ticks = ticks;
    def.twins = true;
    def.on_run = note;
    def.context = &j;
    ck_assert_int_eq(ist_ensemble_run(model, &def, NULL), IST_OK);
    ck_assert_int_eq(j.runs, RUNS);
    return j;
}

static void assert_alike(const journal *a, const journal *b)
{
    for (int32_t k = 0; k < RUNS; k++) {
        ck_assert_uint_eq(a->state[k], b->state[k]);
        ck_assert_uint_eq(a->record[k], b->record[k]);
        ck_assert_uint_eq(a->resilience[k], b->resilience[k]);
    }
}

static void assert_workers_do_not_matter(const ist_model *model, int32_t ticks)
{
    static const int32_t workers[] = {2, 5};
    const journal one = run_with(model, 1, ticks);
    for (size_t k = 0; k < COUNT_OF(workers); k++) {
        const journal many = run_with(model, workers[k], ticks);
        assert_alike(&one, &many);
    }
}

static const char *const names[] = {"minimal", "comp"};

START_TEST(scenarios_come_out_the_same_for_any_number_of_workers)
{
    ist_scenario *scenario = shipped_scenario(names[_i]);
    assert_workers_do_not_matter(ist_scenario_model(scenario), 0);
    ist_scenario_destroy(scenario);
}
END_TEST

START_TEST(random_organizations_come_out_the_same_for_any_number_of_workers)
{
    ist_model *model = random_org((uint32_t)_i);
    assert_workers_do_not_matter(model, 0);
    ist_model_destroy(model);
}
END_TEST

// A run in an ensemble is the run one would make alone.
START_TEST(a_run_among_many_is_the_run_alone)
{
    ist_scenario *scenario = shipped_scenario("minimal");
    const ist_model *model = ist_scenario_model(scenario);
    const journal j = run_with(model, 2, 0);
    for (int32_t k = 0; k < RUNS; k++) {
        ist_run_def run = ist_run_def_default();
        run.replicate = (uint32_t)k;
        ist_state *s = shipped_run(scenario, &run);
        ck_assert_int_eq(ist_run(s, ist_model_ticks(model)), IST_OK);
        ck_assert_uint_eq(ist_state_hash(s), j.state[k]);
        ist_state_destroy(s);
    }
    ist_scenario_destroy(scenario);
}
END_TEST

// Recording changes nothing, however much of it there is.
START_TEST(a_recorded_run_is_the_same_run)
{
    ist_model *model = random_org((uint32_t)_i);
    const ist_run_def run = random_run((uint32_t)_i);
    uint64_t hash[2];
    for (int32_t k = 0; k < 2; k++) {
        ist_state *s = ist_state_create(model, &run, NULL);
        ist_recorder_def def = ist_recorder_def_default();
        def.communities = true;
        def.units = true;
        ist_recorder *recorder = ist_recorder_create(model, &def, NULL);
        ck_assert(s && recorder);
        const ist_observer observer = ist_recorder_observer(recorder);
        if (k == 1) {
            ck_assert_int_eq(ist_state_observe(s, &observer), IST_OK);
        }
        ck_assert_int_eq(ist_run(s, ist_model_ticks(model)), IST_OK);
        ck_assert_int_eq(ist_recorder_ticks(recorder), k == 1 ? ist_model_ticks(model) : 0);
        hash[k] = ist_state_hash(s);
        ist_recorder_destroy(recorder);
        ist_state_destroy(s);
    }
    ck_assert_uint_eq(hash[0], hash[1]);
    ist_model_destroy(model);
}
END_TEST

SUITE("ensemble threads",
      EACH(scenarios_come_out_the_same_for_any_number_of_workers, COUNT_OF(names)),
      EACH(random_organizations_come_out_the_same_for_any_number_of_workers, 8),
      TEST(a_run_among_many_is_the_run_alone), EACH(a_recorded_run_is_the_same_run, 20))
