// SPDX-License-Identifier: GPL-3.0-or-later
// Doing what a store misses, on threads. Finished runs go into a queue, from which one thread stores them
// in whatever order they come, since rows are keyed by job; nobody else waits for the disk. A transaction
// costs the same whether there is little in it or more: so the thread lets short runs gather for a moment,
// and stores together what waits. Nobody is told of a run before it is on the disk.
#include <interstice/store.h>

#include "base/crew.h"
#include "base/memory.h"
#include "ensemble/run_record.h"

enum {
    NAP = 20,            // milliseconds
    NAPS = 12,           // that the first in the queue waits for others
    BATCH = 64,          // runs of a transaction, at most
    ENOUGH = 512 * 1024, // bytes of records that are not to wait any longer
    ROOM = 2 * ENOUGH,   // bytes of records that may wait
    CACHE = 2000 * 1024  // bytes of pages that SQLite keeps unless told otherwise
};

// A run that is done or has failed.
typedef struct parcel {
    struct parcel *next;
    int32_t job;
    ist_run_record *record; // NULL: it failed
    size_t bytes;           // that it holds
    ist_error why;
} parcel;

typedef struct work {
    const ist_experiment *experiment;
    ist_store *store; // NULL: none
    ist_work_def def;
    int32_t *job; // still to be done, ascending
    int32_t jobs, workers;
    struct helper *helper; // per worker
    ist_errors *errors;    // of the caller; used by who stores
    isti_helper *keeper;   // stores; NULL: workers do it themselves
    isti_lock *lock;       // for all that follows, and held while a callback is called
    parcel *first, *last;  // to be stored
    int32_t waiting;       // so many, with those being stored
    size_t bytes;          // of them
    bool is_keeping;       // without a keeper: a worker stores what waits
    bool is_closing;       // nothing more will come
    double done;           // jobs
    ist_status outcome;    // why the work is given up; IST_OK: it is not
} work;

// One worker.
typedef struct helper {
    work *w;
    ist_runner *runner;
    ist_errors *errors;
    int32_t ticks, expected; // of the present job: done, and all of them
} helper;

ist_work_def ist_work_def_default(void)
{
    return (ist_work_def){.def_size = sizeof(ist_work_def)};
}

// Lock held.
static void tell(work *w, double more)
{
    w->done += more;
    if (w->outcome == IST_OK && w->def.on_progress &&
        !w->def.on_progress(w->def.context, w->done / w->jobs)) {
        w->outcome = IST_STOPPED;
    }
}

// A job counts in parts, as far as it is known how many there are.
static bool note_ticks(void *context, int32_t ticks)
{
    helper *h = context;
    const int32_t before = h->ticks;
    h->ticks += ticks;
    isti_lock_hold(h->w->lock);
    const bool is_known = h->expected > 0 && h->ticks <= h->expected;
    tell(h->w, is_known ? (double)(h->ticks - before) / h->expected : 0.0);
    const bool goes_on = h->w->outcome == IST_OK;
    isti_lock_release(h->w->lock);
    return goes_on;
}

// Ticks that a job takes, with those of its twins. The model is compiled already, or soon needed.
static int32_t expected_ticks(const ist_experiment *e, int32_t job)
{
    const int32_t variant = job % ist_experiment_variants(e);
    const ist_model *model = ist_experiment_hold(e, variant, NULL);
    if (!model) {
        return 0;
    }
    const int32_t asked = ist_experiment_ticks(e);
    const int32_t ticks = asked > 0 ? asked : ist_model_ticks(model);
    const int32_t shocks = ist_experiment_twins(e) ? ist_model_shocks(model) : 0;
    ist_experiment_release(e, variant);
    return ticks * (1 + shocks);
}

// ---- Storing

static ist_status keep_failure(work *w, const parcel *p)
{
    char message[2048];
    ist_error_format(&p->why, message, sizeof message);
    return ist_store_add_failure(w->store, p->job, p->why.status, message, w->errors);
}

// Runs in one transaction, then failures.
static ist_status keep(work *w, parcel *const *batch, int32_t count)
{
    int32_t job[BATCH];
    const ist_run_record *record[BATCH];
    int32_t runs = 0;
    for (int32_t i = 0; i < count; i++) {
        job[runs] = batch[i]->job;
        record[runs] = batch[i]->record;
        runs += batch[i]->record != NULL;
    }
    ist_status status = ist_store_add_all(w->store, job, record, runs, w->errors);
    for (int32_t i = 0; i < count && status == IST_OK; i++) {
        status = batch[i]->record ? IST_OK : keep_failure(w, batch[i]);
    }
    return status;
}

// Lock held.
static ist_status hand_on(const work *w, const parcel *p)
{
    if (p->record) {
        return w->def.on_record ? w->def.on_record(w->def.context, p->job, p->record) : IST_OK;
    }
    return w->def.on_failure ? w->def.on_failure(w->def.context, p->job, &p->why) : IST_OK;
}

// Lock held.
static void settle(work *w, ist_status status)
{
    if (status != IST_OK && w->outcome >= IST_OK) {
        w->outcome = status;
    }
}

// Store the first of the queue. Lock held, let go on the way. What was finished before somebody asked to
// stop is stored, too; after a failure nothing is.
static void keep_batch(work *w)
{
    parcel *batch[BATCH];
    int32_t count = 0;
    for (; w->first && count < BATCH; w->first = w->first->next) {
        batch[count++] = w->first;
    }
    w->last = w->first ? w->last : NULL;
    if (w->store && w->outcome >= IST_OK) {
        isti_lock_release(w->lock);
        const ist_status status = keep(w, batch, count);
        isti_lock_hold(w->lock);
        settle(w, status);
    }
    for (int32_t i = 0; i < count; i++) {
        if (w->outcome >= IST_OK) {
            settle(w, hand_on(w, batch[i]));
        }
        w->bytes -= batch[i]->bytes;
        ist_run_record_destroy(batch[i]->record);
        isti_free(batch[i]);
    }
    w->waiting -= count;
    isti_lock_wake(w->lock);
}

// Let others finish meanwhile, unless there is enough, or nothing more will come. Lock held, let go on the
// way.
static void gather(work *w)
{
    for (int nap = 0; nap < NAPS && w->store && !w->is_closing && w->waiting < BATCH &&
                      w->bytes < ENOUGH && w->outcome == IST_OK;
         nap++) {
        isti_lock_nap(w->lock, NAP);
    }
}

static void keep_all(void *context)
{
    work *w = context;
    isti_lock_hold(w->lock);
    while (w->first || !w->is_closing) {
        if (w->first) {
            gather(w);
            keep_batch(w);
        } else {
            isti_lock_wait(w->lock);
        }
    }
    isti_lock_release(w->lock);
}

// Put into the queue, which takes only so many. Without a keeper the first to come stores until the queue
// is empty: also what others add meanwhile. Lock held.
static void send(work *w, parcel *p)
{
    while (w->waiting > 2 * w->workers && w->bytes > ROOM) {
        isti_lock_wait(w->lock);
    }
    if (w->last) {
        w->last->next = p;
    } else {
        w->first = p;
    }
    w->last = p;
    w->waiting++;
    w->bytes += p->bytes;
    isti_lock_wake(w->lock);
    if (!w->keeper && !w->is_keeping) {
        w->is_keeping = true;
        while (w->first) {
            keep_batch(w);
        }
        w->is_keeping = false;
    }
}

// ---- Running

// What became of a job; NULL when memory is short.
static parcel *wrap(int32_t job, ist_run_record *record, const ist_errors *errors)
{
    const ist_error *why = ist_errors_get(errors, 0);
    parcel *p = isti_alloc_array(1, sizeof *p);
    if (!p) {
        ist_run_record_destroy(record);
        return NULL;
    }
    p->job = job;
    p->record = record;
    p->bytes = sizeof *p + (record ? isti_record_bytes(record) : 0);
    p->why = why ? *why : (ist_error){.status = IST_ERR_NO_MEMORY};
    return p;
}

static bool may_begin(work *w)
{
    isti_lock_hold(w->lock);
    const bool may = w->outcome == IST_OK;
    isti_lock_release(w->lock);
    return may;
}

static ist_status do_job(void *context, int32_t index, int32_t worker)
{
    work *w = context;
    helper *h = &w->helper[worker];
    const int32_t job = w->job[index];
    ist_run_record *record = NULL;
    if (!may_begin(w)) {
        return IST_STOPPED;
    }
    ist_errors_clear(h->errors);
    h->ticks = 0;
    h->expected = expected_ticks(w->experiment, job);
    const ist_status ran = ist_runner_do(h->runner, job, &record, h->errors);
    parcel *p = ran == IST_STOPPED ? NULL : wrap(job, record, h->errors);
    isti_lock_hold(w->lock);
    if (p) {
        send(w, p);
        tell(w, h->expected > 0 ? 1.0 - (double)h->ticks / h->expected : 1.0);
    } else if (ran != IST_STOPPED) {
        w->outcome = w->outcome == IST_OK ? IST_ERR_NO_MEMORY : w->outcome;
    }
    const ist_status status = w->outcome;
    isti_lock_release(w->lock);
    return status;
}

size_t ist_experiment_work_bytes(const ist_experiment *experiment, int32_t variant, int32_t workers)
{
    const ist_model *model = ist_experiment_hold(experiment, variant, NULL);
    if (!model) {
        return 0;
    }
    const int32_t asked = ist_experiment_ticks(experiment);
    const int32_t ticks = asked > 0 ? asked : ist_model_ticks(model);
    const size_t states = ist_experiment_twins(experiment) ? 2 : 1;
    const int32_t threads = isti_crew_size(workers, ist_experiment_jobs(experiment));
    const size_t peak = ist_model_peak_bytes(model, ticks, 1);
    const size_t record = isti_record_room(isti_record_bytes_foreseen(model, ticks));
    ist_experiment_release(experiment, variant);
    return (size_t)threads * (states * peak + record + ISTI_THREAD_BYTES) + ROOM + CACHE;
}

// ---- The whole

static ist_status list_jobs(work *w)
{
    int32_t shard = 0;
    int32_t shards = 1;
    const int32_t all = ist_experiment_jobs(w->experiment);
    if (w->store) {
        ist_store_shard(w->store, &shard, &shards);
    }
    const int32_t most = w->store ? ist_store_missing(w->store) : all;
    w->job = isti_alloc_array((size_t)most, sizeof *w->job);
    for (int64_t job = shard; w->job && job < all; job += shards) {
        if (!w->store || !ist_store_has(w->store, (int32_t)job)) {
            w->job[w->jobs++] = (int32_t)job;
        }
    }
    return w->job ? IST_OK : IST_ERR_NO_MEMORY;
}

static ist_status open_work(work *w)
{
    w->lock = isti_lock_create();
    if (!w->lock || list_jobs(w) != IST_OK) {
        return IST_ERR_NO_MEMORY;
    }
    w->workers = isti_crew_size(w->def.workers, w->jobs);
    w->helper = isti_alloc_array((size_t)w->workers, sizeof *w->helper);
    for (int32_t k = 0; w->helper && k < w->workers; k++) {
        helper *h = &w->helper[k];
        h->w = w;
        h->runner = ist_runner_create(w->experiment, note_ticks, h);
        h->errors = ist_errors_create();
        if (!h->runner || !h->errors) {
            return IST_ERR_NO_MEMORY;
        }
    }
    return w->helper ? IST_OK : IST_ERR_NO_MEMORY;
}

static void close_work(work *w)
{
    for (int32_t k = 0; w->helper && k < w->workers; k++) {
        ist_runner_destroy(w->helper[k].runner);
        ist_errors_destroy(w->helper[k].errors);
    }
    isti_free(w->helper);
    isti_free(w->job);
    isti_lock_destroy(w->lock);
}

ist_status ist_experiment_work(const ist_experiment *experiment, ist_store *store,
                               const ist_work_def *def, ist_errors *errors)
{
    if (def->def_size != sizeof *def || def->workers < 0) {
        return isti_fail(errors, IST_ERR_DEF_NOT_INITIALIZED, "",
                         "the work was not defined by ist_work_def_default(), or by fewer than 0 "
                         "workers");
    }
    work w = {.experiment = experiment, .store = store, .def = *def, .errors = errors};
    ist_status status = open_work(&w);
    if (status == IST_OK && w.jobs > 0) {
        w.keeper = isti_helper_start(keep_all, &w);
        status = isti_crew_run(w.workers, w.jobs, do_job, &w);
        isti_lock_hold(w.lock);
        w.is_closing = true;
        isti_lock_wake(w.lock);
        isti_lock_release(w.lock);
        isti_helper_join(w.keeper);
        status = w.outcome != IST_OK ? w.outcome : status;
    }
    close_work(&w);
    if (status == IST_ERR_NO_MEMORY && ist_errors_count(errors) == 0) {
        isti_fail(errors, status, "", "out of memory");
    }
    return status;
}
