// SPDX-License-Identifier: GPL-3.0-or-later
// Many runs of one model or several. Workers take jobs in order; a finished run is parked in a ring of
// berths until all before it have been handed over. Only so many runs may be under way that each
// has a berth, so the run whose turn it is can always go on.
#include <interstice/ensemble.h>

#include "base/crew.h"
#include "base/memory.h"
#include "ensemble/run_record.h"
#include "ensemble/runner.h"

// A run under way or waiting for its turn.
typedef struct berth {
    isti_room room;
    isti_task task;
    bool is_done;
} berth;

typedef struct ensemble {
    ist_ensemble_def def;
    int32_t variants, jobs;
    int32_t berths, workers;
    int32_t threads; // within a run: what would be left without work otherwise
    berth *berth;
    isti_twin_room *twins; // per worker
    isti_lock *lock;       // for all that follows, and held while a callback is called
    int32_t delivered;     // runs handed over
    int32_t stop_from;     // runs from this one on are given up
    ist_status outcome;    // why
    double done, total;    // ticks
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

// Who reports progress, and for which job.
typedef struct reporter {
    ensemble *e;
    int32_t job;
} reporter;

// So many ticks more are done. False when this run is to be given up.
static bool report_progress(void *context, int32_t ticks)
{
    const reporter *r = context;
    ensemble *e = r->e;
    isti_lock_hold(e->lock);
    e->done += ticks;
    if (r->job < e->stop_from && e->def.on_progress &&
        !e->def.on_progress(e->def.context, e->done / e->total)) {
        give_up(e, e->delivered, IST_STOPPED);
    }
    const bool goes_on = r->job < e->stop_from;
    isti_lock_release(e->lock);
    return goes_on;
}

static int32_t ticks_of(const ist_ensemble_def *def, const ist_model *model)
{
    return def->ticks > 0 ? def->ticks : ist_model_ticks(model);
}

static isti_task task_of(const ensemble *e, int32_t job)
{
    const int32_t variant = job % e->variants;
    const ist_model *model = e->def.variants[variant];
    return (isti_task){.model = model,
                       .network = e->def.network,
                       .network_count = e->def.network_count,
                       .variant = variant,
                       .replicate = e->def.first + job / e->variants,
                       .seed = e->def.seed,
                       .ticks = ticks_of(&e->def, model),
                       .threads = e->threads,
                       .twins = e->def.twins,
                       .off = e->def.off,
                       .record = e->def.record};
}

static ist_status hand_over(const ensemble *e, int32_t job)
{
    const berth *b = &e->berth[job % e->berths];
    const ist_run_result result = isti_room_result(&b->task, &b->room);
    return e->def.on_run ? e->def.on_run(e->def.context, &result) : IST_OK;
}

// Park a finished run, then hand over all whose turn it is.
static void park(ensemble *e, int32_t job)
{
    isti_lock_hold(e->lock);
    e->berth[job % e->berths].is_done = true;
    while (e->delivered < e->jobs && e->delivered < e->stop_from &&
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
    reporter r = {.e = e, .job = job};
    b->task = task_of(e, job);
    b->task.on_ticks = report_progress;
    b->task.context = &r;
    const ist_status status = isti_run_task(&b->task, &b->room, &e->twins[worker]);
    if (status != IST_OK) {
        isti_lock_hold(e->lock);
        give_up(e, job, status);
        isti_lock_release(e->lock);
        return status;
    }
    park(e, job);
    return IST_OK;
}

// A single worker hands over each run at once; several may each have one waiting.
static void lay_out(ensemble *e, const ist_model *const *model)
{
    if (!e->def.variants) {
        e->def.variants = model;
        e->variants = 1;
    }
    e->jobs = e->def.replicates * e->variants;
    e->workers = isti_crew_size(e->def.workers, e->jobs);
    e->threads = isti_crew_size(e->def.workers, INT32_MAX) / e->workers;
    e->berths = e->workers == 1 ? 1 : isti_min_i(2 * e->workers, e->jobs);
}

static ist_status open_ensemble(ensemble *e)
{
    e->lock = isti_lock_create();
    e->berth = isti_alloc_array((size_t)e->berths, sizeof *e->berth);
    e->twins = isti_alloc_array((size_t)e->workers, sizeof *e->twins);
    return e->lock && e->berth && e->twins ? IST_OK : IST_ERR_NO_MEMORY;
}

static void close_ensemble(ensemble *e)
{
    for (int32_t k = 0; e->berth && k < e->berths; k++) {
        isti_room_clear(&e->berth[k].room);
    }
    for (int32_t k = 0; e->twins && k < e->workers; k++) {
        isti_twin_room_clear(&e->twins[k]);
    }
    isti_free(e->twins);
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
    if (def->variants && (def->variant_count < 1 ||
                          def->replicates > INT32_MAX / isti_max_i(def->variant_count, 1))) {
        return isti_fail(errors, IST_ERR_ARGUMENT, "", "%d variants with %d replicates each",
                         (int)def->variant_count, (int)def->replicates);
    }
    if (def->ticks < 0 || def->workers < 0) {
        return isti_fail(errors, IST_ERR_ARGUMENT, "", "%d ticks, %d workers: at least 0 is wanted",
                         (int)def->ticks, (int)def->workers);
    }
    return IST_OK;
}

static double total_ticks(const ensemble *e)
{
    double ticks = 0.0;
    for (int32_t k = 0; k < e->variants; k++) {
        const ist_model *model = e->def.variants[k];
        const int32_t runs = e->def.twins ? 1 + ist_model_shocks(model) : 1;
        ticks += (double)e->def.replicates * ticks_of(&e->def, model) * runs;
    }
    return ticks;
}

size_t ist_ensemble_bytes(const ist_model *model, const ist_ensemble_def *def)
{
    if (check(def, NULL) != IST_OK) {
        return 0;
    }
    ensemble e = {.def = *def, .variants = def->variant_count};
    size_t most = 0;
    lay_out(&e, &model);
    for (int32_t k = 0; k < e.variants; k++) {
        const ist_model *variant = e.def.variants[k];
        const int32_t ticks = ticks_of(def, variant);
        const size_t peak = ist_model_peak_bytes(variant, ticks, e.threads);
        const size_t bytes = (size_t)(e.berths + (def->twins ? e.workers : 0)) * peak +
                             (size_t)e.berths * isti_record_bytes_foreseen(variant, ticks);
        most = bytes > most ? bytes : most;
    }
    return most;
}

ist_status ist_ensemble_run(const ist_model *model, const ist_ensemble_def *def, ist_errors *errors)
{
    ist_status status = check(def, errors);
    if (status != IST_OK) {
        return status;
    }
    ensemble e = {.def = *def, .variants = def->variant_count, .stop_from = INT32_MAX};
    lay_out(&e, &model);
    e.total = total_ticks(&e);
    status = open_ensemble(&e);
    if (status == IST_OK) {
        status = isti_crew_run(e.workers, e.jobs, run_job, &e);
        status = e.outcome != IST_OK ? e.outcome : status;
    }
    close_ensemble(&e);
    if (status < IST_OK) {
        isti_fail(errors, status, "", "the ensemble was given up after %d runs: %s",
                  (int)e.delivered, ist_status_text(status));
    }
    return status;
}
