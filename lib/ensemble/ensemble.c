// SPDX-License-Identifier: GPL-3.0-or-later
// Many runs of one model. Workers take replicates in order; a finished run is parked in a ring of
// berths until all before it have been handed over. Only so many runs may be under way that each
// has a berth, so the run whose turn it is can always go on.
#include <interstice/ensemble.h>

#include "base/crew.h"
#include "base/memory.h"
#include "observe/observe.h"

#include <math.h>

// A run under way or waiting for its turn.
typedef struct berth {
    ist_state *state;
    ist_recorder *record;
    double *resilience, *relative; // [shock * IST_RESILIENCE_COUNT + metric]
    double *performance;           // of the twins, [shock * ticks + tick]
    const double **twin;           // rows of it
    bool is_done;
} berth;

// What a worker needs to run twins one after the other.
typedef struct twin_runner {
    ist_state *state;
    double *series; // where the performance of the present twin goes
    int32_t ticks;
} twin_runner;

typedef struct ensemble {
    const ist_model *model;
    ist_ensemble_def def;
    int32_t ticks, shocks;
    int32_t berths, workers;
    berth *berth;
    twin_runner *runner; // per worker
    isti_lock *lock;     // for all that follows, and held while a callback is called
    int32_t delivered;   // runs handed over
    int32_t stop_from;   // runs from this one on are given up
    ist_status outcome;  // why
    double done, total;  // ticks
} ensemble;

ist_ensemble_def ist_ensemble_def_default(void)
{
    return (ist_ensemble_def){.def_size = sizeof(ist_ensemble_def),
                              .seed = 1,
                              .replicates = 1,
                              .record = ist_recorder_def_default()};
}

// Give up the runs from `job` on; the lowest one given up decides the outcome. Lock held.
static void give_up(ensemble *e, int32_t job, ist_status why)
{
    if (job < e->stop_from) {
        e->stop_from = job;
        e->outcome = why;
    }
    isti_lock_wake(e->lock);
}

// A job may begin once the run that used its berth before has been handed over.
static bool wait_for_berth(ensemble *e, int32_t job)
{
    isti_lock_hold(e->lock);
    while (job < e->stop_from && job - e->delivered >= e->berths) {
        isti_lock_wait(e->lock);
    }
    const bool may_begin = job < e->stop_from;
    isti_lock_release(e->lock);
    return may_begin;
}

// So many ticks more are done. False when this run is to be given up.
static bool report_progress(ensemble *e, int32_t job, int32_t ticks)
{
    isti_lock_hold(e->lock);
    e->done += ticks;
    if (job < e->stop_from && e->def.on_progress &&
        !e->def.on_progress(e->def.context, e->done / e->total)) {
        give_up(e, e->delivered, IST_STOPPED);
    }
    const bool goes_on = job < e->stop_from;
    isti_lock_release(e->lock);
    return goes_on;
}

// Run a state from its start to the end, a year at a time.
static ist_status run_years(ensemble *e, int32_t job, ist_state *state)
{
    const int32_t year = ist_model_ticks_per_year(e->model);
    for (int32_t tick = 0; tick < e->ticks; tick += year) {
        const int32_t ticks = isti_min_i(year, e->ticks - tick);
        const ist_status status = ist_run(state, ticks);
        if (status != IST_OK) {
            return status;
        }
        if (!report_progress(e, job, ticks)) {
            return IST_STOPPED;
        }
    }
    return IST_OK;
}

static ist_run_def run_of(const ensemble *e, int32_t job, int32_t without)
{
    ist_run_def run = ist_run_def_default();
    run.seed = e->def.seed;
    run.replicate = (uint32_t)(e->def.first + job);
    run.without = without;
    run.off = e->def.off;
    return run;
}

// The state of a berth or runner at the start of a run, created and observed when first used.
static ist_status prepare(const ensemble *e, ist_state **state, const ist_run_def *run,
                          const ist_observer *observer)
{
    if (*state) {
        return ist_state_reset(*state, run);
    }
    *state = ist_state_create(e->model, run, NULL);
    return *state ? ist_state_observe(*state, observer) : IST_ERR_NO_MEMORY;
}

static ist_status run_main(ensemble *e, int32_t job, berth *b)
{
    if (!b->record) {
        b->record = ist_recorder_create(e->model, &e->def.record, NULL);
        if (!b->record) {
            return IST_ERR_NO_MEMORY;
        }
    }
    ist_recorder_reset(b->record);
    const ist_run_def run = run_of(e, job, -1);
    const ist_observer observer = ist_recorder_observer(b->record);
    const ist_status status = prepare(e, &b->state, &run, &observer);
    return status == IST_OK ? run_years(e, job, b->state) : status;
}

static ist_status note_performance(void *context, const ist_state *state)
{
    twin_runner *runner = context;
    runner->series[runner->ticks++] = isti_performance(state);
    return IST_OK;
}

static ist_status run_twins(ensemble *e, int32_t job, berth *b, twin_runner *runner)
{
    const ist_observer observer = {.context = runner, .on_tick = note_performance};
    for (int32_t shock = 0; shock < e->shocks; shock++) {
        const ist_run_def run = run_of(e, job, shock);
        runner->series = b->performance + (size_t)shock * (size_t)e->ticks;
        runner->ticks = 0;
        ist_status status = prepare(e, &runner->state, &run, &observer);
        if (status == IST_OK) {
            status = run_years(e, job, runner->state);
        }
        if (status != IST_OK) {
            return status;
        }
    }
    return IST_OK;
}

// Resilience of performance for each shock; NaN where it cannot be measured.
static void measure(const ensemble *e, const berth *b, bool with_twin, double *out)
{
    const double *performance = ist_recorder_series(b->record, IST_METRIC_PERFORMANCE);
    for (int32_t shock = 0; shock < e->shocks; shock++) {
        ist_resilience_def def = ist_resilience_def_default();
        def.ticks_per_year = ist_model_ticks_per_year(e->model);
        def.event = ist_model_shock_tick(e->model, shock);
        def.twin = with_twin ? b->twin[shock] : NULL;
        double *row = out + (size_t)shock * IST_RESILIENCE_COUNT;
        if (ist_resilience_measure(performance, e->ticks, &def, row) != IST_OK) {
            for (int32_t k = 0; k < IST_RESILIENCE_COUNT; k++) {
                row[k] = (double)NAN;
            }
        }
    }
}

static ist_status hand_over(const ensemble *e, int32_t job)
{
    const berth *b = &e->berth[job % e->berths];
    const ist_run_result result = {.replicate = e->def.first + job,
                                   .seed = e->def.seed,
                                   .state = b->state,
                                   .record = b->record,
                                   .resilience = b->resilience,
                                   .relative = e->def.twins ? b->relative : NULL,
                                   .twin = e->def.twins ? b->twin : NULL};
    return e->def.on_run ? e->def.on_run(e->def.context, &result) : IST_OK;
}

// Park a finished run, then hand over all whose turn it is.
static void park(ensemble *e, int32_t job)
{
    isti_lock_hold(e->lock);
    e->berth[job % e->berths].is_done = true;
    while (e->delivered < e->def.replicates && e->delivered < e->stop_from &&
           e->berth[e->delivered % e->berths].is_done) {
        const ist_status status = hand_over(e, e->delivered);
        e->berth[e->delivered % e->berths].is_done = false;
        e->delivered++;
        if (status != IST_OK) {
            give_up(e, e->delivered, status);
        }
    }
    isti_lock_wake(e->lock);
    isti_lock_release(e->lock);
}

static ist_status run_job(void *context, int32_t job, int32_t worker)
{
    ensemble *e = context;
    if (!wait_for_berth(e, job)) {
        return IST_STOPPED;
    }
    berth *b = &e->berth[job % e->berths];
    ist_status status = run_main(e, job, b);
    if (status == IST_OK && e->def.twins) {
        status = run_twins(e, job, b, &e->runner[worker]);
    }
    if (status != IST_OK) {
        isti_lock_hold(e->lock);
        give_up(e, job, status);
        isti_lock_release(e->lock);
        return status;
    }
    measure(e, b, false, b->resilience);
    if (e->def.twins) {
        measure(e, b, true, b->relative);
    }
    park(e, job);
    return IST_OK;
}

static ist_status open_berth(const ensemble *e, berth *b)
{
    const size_t shocks = (size_t)e->shocks;
    b->resilience = isti_alloc_array(shocks * IST_RESILIENCE_COUNT, sizeof *b->resilience);
    if (!b->resilience) {
        return IST_ERR_NO_MEMORY;
    }
    if (!e->def.twins) {
        return IST_OK;
    }
    b->relative = isti_alloc_array(shocks * IST_RESILIENCE_COUNT, sizeof *b->relative);
    b->performance = isti_alloc_array(shocks * (size_t)e->ticks, sizeof *b->performance);
    b->twin = isti_alloc_array(shocks, sizeof *b->twin);
    if (!b->relative || !b->performance || !b->twin) {
        return IST_ERR_NO_MEMORY;
    }
    for (size_t k = 0; k < shocks; k++) {
        b->twin[k] = b->performance + k * (size_t)e->ticks;
    }
    return IST_OK;
}

// A single worker hands over each run at once; several may each have one waiting.
static ist_status open_ensemble(ensemble *e)
{
    e->workers = isti_crew_size(e->def.workers, e->def.replicates);
    e->berths = e->workers == 1 ? 1 : isti_min_i(2 * e->workers, e->def.replicates);
    e->lock = isti_lock_create();
    e->berth = isti_alloc_array((size_t)e->berths, sizeof *e->berth);
    e->runner = isti_alloc_array((size_t)e->workers, sizeof *e->runner);
    ist_status status = e->lock && e->berth && e->runner ? IST_OK : IST_ERR_NO_MEMORY;
    for (int32_t k = 0; k < e->berths && status == IST_OK; k++) {
        status = open_berth(e, &e->berth[k]);
    }
    return status;
}

static void close_ensemble(ensemble *e)
{
    for (int32_t k = 0; e->berth && k < e->berths; k++) {
        ist_state_destroy(e->berth[k].state);
        ist_recorder_destroy(e->berth[k].record);
        isti_free(e->berth[k].resilience);
        isti_free(e->berth[k].relative);
        isti_free(e->berth[k].performance);
        isti_free(e->berth[k].twin);
    }
    for (int32_t k = 0; e->runner && k < e->workers; k++) {
        ist_state_destroy(e->runner[k].state);
    }
    isti_free(e->runner);
    isti_free(e->berth);
    isti_lock_destroy(e->lock);
}

static ist_status check(const ist_ensemble_def *def, ist_errors *errors)
{
    if (def->def_size != sizeof *def || def->record.def_size != sizeof def->record) {
        return isti_fail(errors, IST_ERR_DEF_NOT_INITIALIZED, "", "%s",
                         ist_status_text(IST_ERR_DEF_NOT_INITIALIZED));
    }
    if (def->replicates < 1 || def->first < 0 || def->first > INT32_MAX - def->replicates) {
        return isti_fail(errors, IST_ERR_ARGUMENT, "",
                         "%d replicates from number %d on: at least 1, from 0 on, are wanted",
                         (int)def->replicates, (int)def->first);
    }
    if (def->ticks < 0 || def->workers < 0) {
        return isti_fail(errors, IST_ERR_ARGUMENT, "", "%d ticks, %d workers: at least 0 is wanted",
                         (int)def->ticks, (int)def->workers);
    }
    return IST_OK;
}

ist_status ist_ensemble_run(const ist_model *model, const ist_ensemble_def *def, ist_errors *errors)
{
    ist_status status = check(def, errors);
    if (status != IST_OK) {
        return status;
    }
    const int32_t shocks = ist_model_shocks(model);
    const int32_t ticks = def->ticks > 0 ? def->ticks : ist_model_ticks(model);
    ensemble e = {.model = model,
                  .def = *def,
                  .ticks = ticks,
                  .shocks = shocks,
                  .stop_from = INT32_MAX,
                  .total = (double)def->replicates * ticks * (def->twins ? 1 + shocks : 1)};
    status = open_ensemble(&e);
    if (status == IST_OK) {
        status = isti_crew_run(e.workers, def->replicates, run_job, &e);
        status = e.outcome != IST_OK ? e.outcome : status;
    }
    close_ensemble(&e);
    if (status < IST_OK) {
        isti_fail(errors, status, "", "the ensemble was given up after %d runs: %s",
                  (int)e.delivered, ist_status_text(status));
    }
    return status;
}
