// SPDX-License-Identifier: GPL-3.0-or-later
// Many runs: in order, the same for any number of workers, stoppable, with their twins; and the
// numbers that sum them up, against published ones.
#include <interstice/ensemble.h>

#include "base/memory.h"
#include "support/suite.h"

#include <math.h>
#include <string.h>

#define COUNT(array) ((int32_t)(sizeof(array) / sizeof(array)[0]))

enum { RUNS = 11, MOST_RUNS = 64, MOST_SHOCKS = 4 };

// ---- A small firm: three units of eight, a measured transfer and a measured event of no effect

static ist_event_def event_at(ist_event_kind kind, double at, const char *group)
{
    ist_event_def def = ist_event_def_default(kind);
    def.at = at;
    def.group = group;
    def.measure = group != NULL;
    return def;
}

static void add_events(ist_spec *spec, double share)
{
    ist_event_def launch = event_at(IST_EVENT_LAUNCH, 0.0, NULL);
    launch.theme = "work";
    launch.size = 6;
    ist_spec_add_event(spec, &launch);
    ist_event_def move = event_at(IST_EVENT_TRANSFER, 2.0, "move");
    move.share = share;
    ist_spec_add_event(spec, &move);
    ist_event_def nothing = event_at(IST_EVENT_TRANSFER, 2.5, "nothing");
    nothing.share = 0.0;
    ist_spec_add_event(spec, &nothing);
}

static ist_model *small_firm(void)
{
    ist_spec *spec = ist_spec_create();
    ck_assert_int_eq(ist_policies_shipped(spec), IST_OK);
    ist_organization_def organization = ist_organization_def_default();
    organization.end = 4.0;
    organization.emphasis = 0.8;
    ist_spec_set_organization(spec, &organization);
    ist_theme_def theme = ist_theme_def_default();
    theme.name = "work";
    ist_spec_add_theme(spec, &theme);
    ist_unit_def unit = ist_unit_def_default();
    unit.name = "unit";
    unit.count = 3;
    unit.people[IST_LEVEL_MANAGER] = 1;
    unit.people[IST_LEVEL_PROFESSIONAL] = 7;
    ist_spec_add_unit(spec, &unit);
    add_events(spec, 0.6);
    ist_model *model = ist_model_compile(spec, NULL);
    ck_assert_ptr_nonnull(model);
    ist_spec_destroy(spec);
    return model;
}

// ---- What came in

typedef struct journal {
    int32_t count;
    int32_t replicate[MOST_RUNS];
    uint64_t state[MOST_RUNS];
    double performance[MOST_RUNS]; // mean over the run
    double resilience[MOST_RUNS][MOST_SHOCKS * IST_RESILIENCE_COUNT];
    double relative[MOST_RUNS][MOST_SHOCKS * IST_RESILIENCE_COUNT];
    bool has_twins, is_inside;
    int32_t stop_after; // runs; 0: never
    ist_status stop_with;
    int32_t asked;    // for progress
    int32_t patience; // times it may be asked; 0: without limit
    double done;
} journal;

static double mean_performance(const ist_recorder *record)
{
    const double *performance = ist_recorder_series(record, IST_METRIC_PERFORMANCE);
    double sum = 0.0;
    for (int32_t t = 0; t < ist_recorder_ticks(record); t++) {
        sum += isnan(performance[t]) ? 0.0 : performance[t];
    }
    return sum;
}

static ist_status note(void *context, const ist_run_result *result)
{
    journal *j = context;
    const int32_t shocks = ist_model_shocks(ist_state_model(result->state));
    const size_t bytes = (size_t)shocks * IST_RESILIENCE_COUNT * sizeof(double);
    ck_assert(!j->is_inside);
    j->is_inside = true;
    const int32_t k = j->count++;
    j->replicate[k] = result->replicate;
    j->state[k] = ist_state_hash(result->state);
    j->performance[k] = mean_performance(result->record);
    memcpy(j->resilience[k], result->resilience, bytes);
    j->has_twins = result->relative && result->twin;
    if (j->has_twins) {
        memcpy(j->relative[k], result->relative, bytes);
    }
    j->is_inside = false;
    return j->stop_after > 0 && j->count == j->stop_after ? j->stop_with : IST_OK;
}

static bool progress(void *context, double done)
{
    journal *j = context;
    ck_assert(!j->is_inside);
    ck_assert(done > j->done && done <= 1.0);
    j->done = done;
    j->asked++;
    return j->patience == 0 || j->asked < j->patience;
}

static ist_ensemble_def ensemble_of(journal *j, int32_t runs, int32_t workers)
{
    ist_ensemble_def def = ist_ensemble_def_default();
    def.seed = 42;
    def.replicates = runs;
    def.workers = workers;
    def.on_run = note;
    def.context = j;
    return def;
}

static journal *run_all(const ist_model *model, int32_t runs, int32_t workers, bool twins)
{
    journal *j = calloc(1, sizeof *j);
    ist_ensemble_def def = ensemble_of(j, runs, workers);
    def.twins = twins;
    ck_assert_int_eq(ist_ensemble_run(model, &def, NULL), IST_OK);
    return j;
}

// ---- Order, and independence of the number of workers

static const int32_t worker_counts[] = {1, 2, 3, 5, 0};

START_TEST(runs_come_in_order_of_replicate)
{
    ist_model *model = small_firm();
    journal *j = run_all(model, RUNS, worker_counts[_i], false);
    ck_assert_int_eq(j->count, RUNS);
    for (int32_t k = 0; k < RUNS; k++) {
        ck_assert_int_eq(j->replicate[k], k);
    }
    free(j);
    ist_model_destroy(model);
}
END_TEST

START_TEST(results_do_not_depend_on_workers)
{
    ist_model *model = small_firm();
    journal *one = run_all(model, RUNS, 1, true);
    journal *several = run_all(model, RUNS, worker_counts[_i], true);
    ck_assert_mem_eq(one->state, several->state, sizeof one->state);
    ck_assert_mem_eq(one->performance, several->performance, sizeof one->performance);
    ck_assert_mem_eq(one->resilience, several->resilience, sizeof one->resilience);
    ck_assert_mem_eq(one->relative, several->relative, sizeof one->relative);
    free(several);
    free(one);
    ist_model_destroy(model);
}
END_TEST

START_TEST(a_replicate_is_the_run_of_that_number)
{
    ist_model *model = small_firm();
    journal *j = run_all(model, 4, 2, true);
    ist_run_def run = ist_run_def_default();
    run.seed = 42;
    run.replicate = 3;
    ist_state *state = ist_state_create(model, &run, NULL);
    ck_assert_int_eq(ist_run(state, ist_model_ticks(model)), IST_OK);
    ck_assert_uint_eq(j->state[3], ist_state_hash(state));
    ist_state_destroy(state);
    free(j);
    ist_model_destroy(model);
}
END_TEST

START_TEST(counting_may_begin_anywhere)
{
    ist_model *model = small_firm();
    journal *all = run_all(model, 6, 2, false);
    journal *rest = calloc(1, sizeof *rest);
    ist_ensemble_def def = ensemble_of(rest, 2, 2);
    def.first = 4;
    ck_assert_int_eq(ist_ensemble_run(model, &def, NULL), IST_OK);
    ck_assert_int_eq(rest->replicate[0], 4);
    ck_assert_uint_eq(rest->state[0], all->state[4]);
    ck_assert_uint_eq(rest->state[1], all->state[5]);
    free(rest);
    free(all);
    ist_model_destroy(model);
}
END_TEST

START_TEST(replicates_differ)
{
    ist_model *model = small_firm();
    journal *j = run_all(model, 2, 1, false);
    ck_assert_uint_ne(j->state[0], j->state[1]);
    free(j);
    ist_model_destroy(model);
}
END_TEST

START_TEST(runs_may_be_shorter_than_the_calendar)
{
    ist_model *model = small_firm();
    journal *j = calloc(1, sizeof *j);
    ist_ensemble_def def = ensemble_of(j, 2, 1);
    def.ticks = 7; // before any shock: its resilience is unknown
    ck_assert_int_eq(ist_ensemble_run(model, &def, NULL), IST_OK);
    ck_assert(isnan(j->resilience[0][IST_RESILIENCE_RECOVERED]));
    ist_run_def run = ist_run_def_default();
    run.seed = 42;
    ist_state *state = ist_state_create(model, &run, NULL);
    ck_assert_int_eq(ist_run(state, 7), IST_OK);
    ck_assert_uint_eq(j->state[0], ist_state_hash(state));
    ist_state_destroy(state);
    free(j);
    ist_model_destroy(model);
}
END_TEST

static ist_status count_communities(void *context, const ist_run_result *result)
{
    int32_t *communities = context;
    *communities += ist_state_communities(result->state);
    return IST_OK;
}

START_TEST(without_networks_nobody_founds_anything)
{
    ist_model *model = small_firm();
    int32_t communities = 0;
    ist_ensemble_def def = ist_ensemble_def_default();
    def.replicates = 3;
    def.on_run = count_communities;
    def.context = &communities;
    ck_assert_int_eq(ist_ensemble_run(model, &def, NULL), IST_OK);
    ck_assert_int_gt(communities, 0);
    communities = 0;
    def.off = IST_OFF(IST_MECHANISM_FOUNDING);
    ck_assert_int_eq(ist_ensemble_run(model, &def, NULL), IST_OK);
    ck_assert_int_eq(communities, 0);
    ist_model_destroy(model);
}
END_TEST

// What came in of several variants.
typedef struct variants_seen {
    int32_t count;
    int32_t variant[MOST_RUNS], replicate[MOST_RUNS];
    uint64_t state[MOST_RUNS];
} variants_seen;

static ist_status note_variant(void *context, const ist_run_result *result)
{
    variants_seen *seen = context;
    seen->variant[seen->count] = result->variant;
    seen->replicate[seen->count] = result->replicate;
    seen->state[seen->count++] = ist_state_hash(result->state);
    return IST_OK;
}

// Two firms of one kind, and the same once more: variants come in order, each with the luck of its
// replicate, and reuse of memory between them changes nothing.
START_TEST(variants_come_side_by_side_on_the_same_luck)
{
    ist_model *first = small_firm();
    ist_model *second = small_firm();
    const ist_model *const variants[] = {first, second, first};
    variants_seen seen = {.count = 0};
    ist_ensemble_def def = ist_ensemble_def_default();
    def.seed = 42;
    def.replicates = 4;
    def.workers = worker_counts[_i];
    def.variants = variants;
    def.variant_count = 3;
    def.on_run = note_variant;
    def.context = &seen;
    ck_assert_int_eq(ist_ensemble_run(NULL, &def, NULL), IST_OK);
    ck_assert_int_eq(seen.count, 12);
    journal *alone = run_all(first, 4, 1, false);
    for (int32_t k = 0; k < 12; k++) {
        ck_assert_int_eq(seen.variant[k], k % 3);
        ck_assert_int_eq(seen.replicate[k], k / 3);
        ck_assert_uint_eq(seen.state[k], alone->state[k / 3]);
    }
    free(alone);
    def.variant_count = 0;
    ck_assert_int_eq(ist_ensemble_run(NULL, &def, NULL), IST_ERR_ARGUMENT);
    ist_model_destroy(second);
    ist_model_destroy(first);
}
END_TEST

START_TEST(nobody_has_to_listen)
{
    ist_model *model = small_firm();
    ist_ensemble_def def = ist_ensemble_def_default();
    def.replicates = 3;
    ck_assert_int_eq(ist_ensemble_run(model, &def, NULL), IST_OK);
    ist_model_destroy(model);
}
END_TEST

// ---- Stopping

START_TEST(a_listener_can_stop_after_any_run)
{
    ist_model *model = small_firm();
    journal *j = calloc(1, sizeof *j);
    j->stop_after = 3;
    j->stop_with = IST_STOPPED;
    const ist_ensemble_def def = ensemble_of(j, RUNS, worker_counts[_i]);
    ck_assert_int_eq(ist_ensemble_run(model, &def, NULL), IST_STOPPED);
    ck_assert_int_eq(j->count, 3);
    free(j);
    ist_model_destroy(model);
}
END_TEST

START_TEST(the_failure_of_a_listener_is_handed_on)
{
    ist_model *model = small_firm();
    ist_errors *errors = ist_errors_create();
    journal *j = calloc(1, sizeof *j);
    j->stop_after = 2;
    j->stop_with = IST_ERR_IO;
    const ist_ensemble_def def = ensemble_of(j, RUNS, worker_counts[_i]);
    ck_assert_int_eq(ist_ensemble_run(model, &def, errors), IST_ERR_IO);
    ck_assert_int_eq(j->count, 2);
    ck_assert_int_eq(ist_errors_count(errors), 1);
    ck_assert_int_eq(ist_errors_status(errors), IST_ERR_IO);
    free(j);
    ist_errors_destroy(errors);
    ist_model_destroy(model);
}
END_TEST

START_TEST(a_listener_that_fails_at_the_end_has_failed)
{
    ist_model *model = small_firm();
    journal *j = calloc(1, sizeof *j);
    j->stop_after = RUNS;
    j->stop_with = IST_ERR_IO;
    const ist_ensemble_def def = ensemble_of(j, RUNS, worker_counts[_i]);
    ck_assert_int_eq(ist_ensemble_run(model, &def, NULL), IST_ERR_IO);
    ck_assert_int_eq(j->count, RUNS);
    free(j);
    ist_model_destroy(model);
}
END_TEST

START_TEST(being_stopped_is_no_error)
{
    ist_model *model = small_firm();
    ist_errors *errors = ist_errors_create();
    journal *j = calloc(1, sizeof *j);
    j->stop_after = 1;
    j->stop_with = IST_STOPPED;
    const ist_ensemble_def def = ensemble_of(j, RUNS, 2);
    ck_assert_int_eq(ist_ensemble_run(model, &def, errors), IST_STOPPED);
    ck_assert_int_eq(ist_errors_count(errors), 0);
    free(j);
    ist_errors_destroy(errors);
    ist_model_destroy(model);
}
END_TEST

// 49 ticks: four years and a month, five reports a run at least, twins included.
START_TEST(progress_is_reported_each_year_up_to_one)
{
    ist_model *model = small_firm();
    journal *j = calloc(1, sizeof *j);
    ist_ensemble_def def = ensemble_of(j, RUNS, worker_counts[_i]);
    def.on_progress = progress;
    def.twins = true;
    ck_assert_int_eq(ist_ensemble_run(model, &def, NULL), IST_OK);
    ck_assert_double_eq(j->done, 1.0);
    ck_assert_int_ge(j->asked, RUNS * 3 * 5);
    free(j);
    ist_model_destroy(model);
}
END_TEST

START_TEST(progress_can_stop_everything)
{
    ist_model *model = small_firm();
    journal *j = calloc(1, sizeof *j);
    j->patience = 13;
    ist_ensemble_def def = ensemble_of(j, RUNS, worker_counts[_i]);
    def.on_progress = progress;
    ck_assert_int_eq(ist_ensemble_run(model, &def, NULL), IST_STOPPED);
    ck_assert_int_eq(j->asked, 13);
    ck_assert_int_lt(j->count, RUNS);
    for (int32_t k = 0; k < j->count; k++) {
        ck_assert_int_eq(j->replicate[k], k);
    }
    free(j);
    ist_model_destroy(model);
}
END_TEST

// ---- Twins

START_TEST(twins_come_on_request)
{
    ist_model *model = small_firm();
    journal *without = run_all(model, 1, 1, false);
    journal *with = run_all(model, 1, 1, true);
    ck_assert(!without->has_twins);
    ck_assert(with->has_twins);
    ck_assert_mem_eq(without->resilience, with->resilience, sizeof with->resilience);
    free(with);
    free(without);
    ist_model_destroy(model);
}
END_TEST

static ist_status compare_twins(void *context, const ist_run_result *result)
{
    int32_t *moved = context;
    const double *performance = ist_recorder_series(result->record, IST_METRIC_PERFORMANCE);
    const size_t before = (size_t)ist_model_shock_tick(ist_state_model(result->state), 0);
    const size_t bytes = (size_t)ist_recorder_ticks(result->record) * sizeof *performance;
    // Shock 0 is the move: nothing differs before it. Shock 1 does nothing.
    ck_assert_mem_eq(performance, result->twin[0], before * sizeof *performance);
    ck_assert_mem_eq(performance, result->twin[1], bytes);
    *moved += memcmp(performance, result->twin[0], bytes) != 0;
    const double *relative = result->relative + IST_RESILIENCE_COUNT;
    ck_assert_double_eq(relative[IST_RESILIENCE_ROBUSTNESS], 1.0);
    ck_assert_double_eq(relative[IST_RESILIENCE_TOTAL_LOSS], 0.0);
    ck_assert_double_eq(relative[IST_RESILIENCE_RECOVERY_TIME], 0.0);
    ck_assert(isnan(relative[IST_RESILIENCE_RATIO]));
    return IST_OK;
}

START_TEST(a_twin_equals_its_run_but_for_the_shock)
{
    ist_model *model = small_firm();
    int32_t moved = 0;
    ist_ensemble_def def = ist_ensemble_def_default();
    def.replicates = 6;
    def.workers = worker_counts[_i];
    def.twins = true;
    def.on_run = compare_twins;
    def.context = &moved;
    ck_assert_int_eq(ist_ensemble_run(model, &def, NULL), IST_OK);
    ck_assert_int_gt(moved, 0); // moving 60 % of the people does something
    ist_model_destroy(model);
}
END_TEST

static ist_status compare_with_measure(void *context, const ist_run_result *result)
{
    const ist_model *model = ist_state_model(result->state);
    const double *performance = ist_recorder_series(result->record, IST_METRIC_PERFORMANCE);
    ist_resilience_def def = ist_resilience_def_default();
    double out[IST_RESILIENCE_COUNT];
    def.event = ist_model_shock_tick(model, 0);
    const int32_t ticks = ist_recorder_ticks(result->record);
    ck_assert_int_eq(ist_resilience_measure(performance, ticks, &def, out), IST_OK);
    ck_assert_mem_eq(out, result->resilience, sizeof out);
    def.twin = result->twin[0];
    ck_assert_int_eq(ist_resilience_measure(performance, ticks, &def, out), IST_OK);
    ck_assert_mem_eq(out, result->relative, sizeof out);
    ck_assert_uint_eq(result->seed, 1);
    (*(int32_t *)context)++;
    return IST_OK;
}

START_TEST(resilience_is_measured_on_the_recorded_performance)
{
    ist_model *model = small_firm();
    int32_t compared = 0;
    ist_ensemble_def def = ist_ensemble_def_default();
    def.replicates = 3;
    def.twins = true;
    def.on_run = compare_with_measure;
    def.context = &compared;
    ck_assert_int_eq(ist_ensemble_run(model, &def, NULL), IST_OK);
    ck_assert_int_eq(compared, 3);
    ist_model_destroy(model);
}
END_TEST

// ---- What is refused

static void expect_refusal(const ist_model *model, const ist_ensemble_def *def, ist_status status)
{
    ist_errors *errors = ist_errors_create();
    ck_assert_int_eq(ist_ensemble_run(model, def, errors), status);
    ck_assert_int_eq(ist_errors_status(errors), status);
    ist_errors_destroy(errors);
}

START_TEST(senseless_numbers_are_refused)
{
    ist_model *model = small_firm();
    ist_ensemble_def def = ist_ensemble_def_default();
    def.replicates = 0;
    expect_refusal(model, &def, IST_ERR_ARGUMENT);
    def = ist_ensemble_def_default();
    def.first = -1;
    expect_refusal(model, &def, IST_ERR_ARGUMENT);
    def = ist_ensemble_def_default();
    def.first = INT32_MAX;
    expect_refusal(model, &def, IST_ERR_ARGUMENT);
    def = ist_ensemble_def_default();
    def.ticks = -1;
    expect_refusal(model, &def, IST_ERR_ARGUMENT);
    def = ist_ensemble_def_default();
    def.workers = -1;
    expect_refusal(model, &def, IST_ERR_ARGUMENT);
    ist_model_destroy(model);
}
END_TEST

static size_t bytes_with(const ist_model *model, int32_t workers, int32_t replicates)
{
    ist_ensemble_def def = ist_ensemble_def_default();
    def.workers = workers;
    def.replicates = replicates;
    return ist_ensemble_bytes(model, &def);
}

// Two workers hold four runs: one each in hand, and one each that waits.
START_TEST(runs_that_wait_for_their_turn_were_not_foreseen)
{
    ist_model *model = small_firm();
    const size_t one = bytes_with(model, 1, 8);
    ck_assert_uint_ge(one, ist_model_peak_bytes(model, ist_model_ticks(model), 1));
    ck_assert_uint_eq(bytes_with(model, 2, 8), 4 * one);
    ck_assert_uint_eq(bytes_with(model, 2, 3), 3 * one);
    ck_assert_uint_eq(bytes_with(model, 2, 0), 0); // no runs are no definition
    ist_model_destroy(model);
}
END_TEST

START_TEST(a_forgotten_default_is_caught)
{
    ist_model *model = small_firm();
    ist_ensemble_def def = {.replicates = 1, .record = ist_recorder_def_default()};
    expect_refusal(model, &def, IST_ERR_DEF_NOT_INITIALIZED);
    def = ist_ensemble_def_default();
    def.record = (ist_recorder_def){.units = true};
    expect_refusal(model, &def, IST_ERR_DEF_NOT_INITIALIZED);
    ist_model_destroy(model);
}
END_TEST

// Two runs of four ticks with twins on this thread, failing at one allocation after the other.
START_TEST(running_out_of_memory_is_told_and_leaks_nothing)
{
    ist_model *model = small_firm();
    ist_ensemble_def def = ist_ensemble_def_default();
    bool failed = true;
    int32_t failures = 0;
    def.replicates = 2;
    def.ticks = 4;
    def.workers = 1;
    def.twins = true;
    for (int64_t n = 0; failed; n++) {
        const int64_t before = isti_live_blocks();
        isti_fault_arm(n, false);
        const ist_status status = ist_ensemble_run(model, &def, NULL);
        failed = isti_fault_fired();
        isti_fault_disarm();
        ck_assert_int_eq(status, failed ? IST_ERR_NO_MEMORY : IST_OK);
        ck_assert_int_eq(isti_live_blocks(), before);
        failures += failed;
    }
    ck_assert_int_gt(failures, 10);
    ist_model_destroy(model);
}
END_TEST

// ---- Quantiles, type 7: at (n - 1) q between the ordered values, as quantile() of R by default

static const struct {
    double q, value;
} quantiles[] = {{0.0, 1.0}, {0.1, 1.9}, {0.25, 3.25}, {0.5, 5.5}, {0.75, 7.75}, {1.0, 10.0}};

START_TEST(quantiles_are_those_of_type_seven)
{
    const double values[] = {7, 1, 10, 3, 5, 9, 2, 8, 4, 6};
    ck_assert_double_eq_tol(ist_quantile(values, COUNT(values), quantiles[_i].q),
                            quantiles[_i].value, 1e-12);
}
END_TEST

START_TEST(unknown_values_are_left_out_of_a_quantile)
{
    const double values[] = {NAN, 2.0, NAN, 1.0, 4.0};
    ck_assert_double_eq(ist_quantile(values, COUNT(values), 0.5), 2.0);
}
END_TEST

START_TEST(the_values_of_a_quantile_stay_in_place)
{
    const double values[] = {3.0, 1.0, 2.0};
    double copy[] = {3.0, 1.0, 2.0};
    ist_quantile(copy, COUNT(copy), 0.5);
    ck_assert_mem_eq(values, copy, sizeof values);
}
END_TEST

START_TEST(a_quantile_of_nothing_is_unknown)
{
    const double values[] = {NAN, NAN};
    ck_assert(isnan(ist_quantile(values, COUNT(values), 0.5)));
    ck_assert(isnan(ist_quantile(NULL, 0, 0.5)));
}
END_TEST

START_TEST(a_quantile_lies_between_zero_and_one)
{
    const double values[] = {1.0, 2.0};
    ck_assert(isnan(ist_quantile(values, COUNT(values), -0.1)));
    ck_assert(isnan(ist_quantile(values, COUNT(values), 1.1)));
    ck_assert(isnan(ist_quantile(values, COUNT(values), NAN)));
}
END_TEST

// ---- Wilson's interval, from Newcombe (1998), Statistics in Medicine 17:857, table I, method 3

static const struct {
    int32_t hits, trials;
    double low, high;
} newcombe[] = {{81, 263, 0.2553, 0.3662},
                {15, 148, 0.0624, 0.1605},
                {0, 20, 0.0000, 0.1611},
                {1, 29, 0.0061, 0.1718}};

START_TEST(intervals_are_the_published_ones)
{
    double low;
    double high;
    ist_wilson(newcombe[_i].hits, newcombe[_i].trials, &low, &high);
    ck_assert_double_eq_tol(low, newcombe[_i].low, 0.00005);
    ck_assert_double_eq_tol(high, newcombe[_i].high, 0.00005);
}
END_TEST

START_TEST(hits_and_misses_mirror_each_other)
{
    double low[2];
    double high[2];
    ist_wilson(3, 20, &low[0], &high[0]);
    ist_wilson(17, 20, &low[1], &high[1]);
    ck_assert_double_eq_tol(low[0], 1.0 - high[1], 1e-12);
    ck_assert_double_eq_tol(high[0], 1.0 - low[1], 1e-12);
}
END_TEST

START_TEST(all_hits_reach_up_to_one)
{
    double low;
    double high;
    ist_wilson(20, 20, &low, &high);
    ck_assert_double_eq(high, 1.0);
    ck_assert_double_eq_tol(low, 1.0 - 0.1611, 0.00005);
}
END_TEST

START_TEST(without_trials_everything_is_possible)
{
    double low;
    double high;
    ist_wilson(0, 0, &low, &high);
    ck_assert_double_eq(low, 0.0);
    ck_assert_double_eq(high, 1.0);
}
END_TEST

#define FOR_ALL_WORKERS(name) EACH(name, COUNT(worker_counts))

SUITE("ensemble", FOR_ALL_WORKERS(runs_come_in_order_of_replicate),
      FOR_ALL_WORKERS(results_do_not_depend_on_workers),
      TEST(a_replicate_is_the_run_of_that_number), TEST(counting_may_begin_anywhere),
      TEST(replicates_differ), TEST(runs_may_be_shorter_than_the_calendar),
      TEST(without_networks_nobody_founds_anything),
      FOR_ALL_WORKERS(variants_come_side_by_side_on_the_same_luck), TEST(nobody_has_to_listen),
      FOR_ALL_WORKERS(a_listener_can_stop_after_any_run),
      FOR_ALL_WORKERS(the_failure_of_a_listener_is_handed_on),
      FOR_ALL_WORKERS(a_listener_that_fails_at_the_end_has_failed), TEST(being_stopped_is_no_error),
      FOR_ALL_WORKERS(progress_is_reported_each_year_up_to_one),
      FOR_ALL_WORKERS(progress_can_stop_everything), TEST(twins_come_on_request),
      FOR_ALL_WORKERS(a_twin_equals_its_run_but_for_the_shock),
      TEST(resilience_is_measured_on_the_recorded_performance), TEST(senseless_numbers_are_refused),
      TEST(runs_that_wait_for_their_turn_were_not_foreseen), TEST(a_forgotten_default_is_caught),
      TEST(running_out_of_memory_is_told_and_leaks_nothing),
      EACH(quantiles_are_those_of_type_seven, COUNT(quantiles)),
      TEST(unknown_values_are_left_out_of_a_quantile), TEST(the_values_of_a_quantile_stay_in_place),
      TEST(a_quantile_of_nothing_is_unknown), TEST(a_quantile_lies_between_zero_and_one),
      EACH(intervals_are_the_published_ones, COUNT(newcombe)),
      TEST(hits_and_misses_mirror_each_other), TEST(all_hits_reach_up_to_one),
      TEST(without_trials_everything_is_possible))
