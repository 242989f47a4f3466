// SPDX-License-Identifier: GPL-3.0-or-later
// Rank 0: hands out jobs on request and alone writes the store. Each worker has one job in hand and one
// in store, so that nobody waits for the next. Records gather for a moment and are stored in one
// transaction, which costs little more than that of one.
#include "driver/mpi/dispatch.h"

#include <mpi.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "driver/mpi/post.h"

enum {
    AHEAD = 2, // jobs that a worker has at a time
    BATCH = 64 // records that are stored together, at most
};

static const size_t enough = (size_t)512 * 1024; // bytes of records that are not to wait any longer
static const long patience = 250000000;          // nanoseconds that a record waits for others

// Nanoseconds between two looks: as long as may be while nobody is kept waiting.
static const long shortest_nap = 100000;
static const long longest_nap = 10000000;

// One call.
struct office {
    const ist_experiment *experiment;
    ist_store *store; // NULL: none
    const ist_work_def *def;
    ist_errors *errors;
    int workers;
    int32_t next, jobs, step; // the job to look at next, their end, and the way between two
    int32_t total, done;      // jobs to be done
    int32_t out;              // jobs handed out and not yet back
    int32_t kept;             // records that wait to be stored
    size_t kept_bytes;        // of them
    long kept_for;            // nanoseconds that the first of them has waited
    int32_t job[BATCH];
    ist_run_record *record[BATCH];
    long nap;         // the present one
    bool has_stopped; // workers were told to stop
    ist_status outcome;
};

static int32_t next_job(struct office *o)
{
    while (o->next < o->jobs && o->store && ist_store_has(o->store, o->next)) {
        o->next += o->step;
    }
    const int32_t job = o->next < o->jobs ? o->next : -1;
    o->next = job >= 0 && o->step <= o->jobs - job ? job + o->step : o->jobs;
    return job;
}

static void hand_out(struct office *o, int worker)
{
    const int32_t job = o->outcome == IST_OK ? next_job(o) : -1;
    if (job >= 0) {
        post_send(worker, POST_JOB, &job, sizeof job);
        o->out++;
    }
}

static void settle(struct office *o, ist_status status)
{
    if (status != IST_OK && o->outcome >= IST_OK) {
        o->outcome = status;
    }
}

// ---- What comes back

// Store what waits; nobody is told of a record before it is on the disk. After a failure none is.
static void store_records(struct office *o)
{
    const ist_run_record *records[BATCH];
    for (int32_t i = 0; i < o->kept; i++) {
        records[i] = o->record[i];
    }
    if (o->store && o->outcome >= IST_OK) {
        settle(o, ist_store_add_all(o->store, o->job, records, o->kept, o->errors));
    }
    for (int32_t i = 0; i < o->kept; i++) {
        if (o->outcome >= IST_OK && o->def->on_record) {
            settle(o, o->def->on_record(o->def->context, o->job[i], records[i]));
        }
        ist_run_record_destroy(o->record[i]);
    }
    o->kept = 0;
    o->kept_bytes = 0;
    o->kept_for = 0;
}

static void take_record(struct office *o, const struct post *post)
{
    int32_t job = 0;
    memcpy(&job, post->bytes, sizeof job);
    ist_run_record *record =
        ist_run_record_load(post->bytes + sizeof job, post->size - sizeof job, o->errors);
    if (!record) {
        settle(o, ist_errors_status(o->errors));
        return;
    }
    o->job[o->kept] = job;
    o->record[o->kept++] = record;
    o->kept_bytes += post->size;
    if (!o->store || o->kept == BATCH || o->kept_bytes >= enough) {
        store_records(o);
    }
}

static void take_failure(struct office *o, const struct post *post)
{
    struct failure failure;
    char message[2048];
    memcpy(&failure, post->bytes, sizeof failure);
    if (failure.error.status >= IST_OK || o->outcome < IST_OK) {
        return;
    }
    ist_error_format(&failure.error, message, sizeof message);
    ist_status status = o->store ? ist_store_add_failure(o->store, failure.job,
                                                         failure.error.status, message, o->errors)
                                 : IST_OK;
    if (status == IST_OK && o->def->on_failure) {
        status = o->def->on_failure(o->def->context, failure.job, &failure.error);
    }
    settle(o, status);
}

static void take(struct office *o, const struct post *post)
{
    o->out--;
    o->done++;
    hand_out(o, post->from); // first of all: the worker shall not wait for the disk
    if (post->tag == POST_RECORD) {
        take_record(o, post);
    } else {
        take_failure(o, post);
    }
}

// ---- The whole

static void look_around(struct office *o)
{
    const double done = o->total > 0 ? (double)o->done / o->total : 1.0;
    if (o->outcome == IST_OK && o->def->on_progress &&
        !o->def->on_progress(o->def->context, done)) {
        o->outcome = IST_STOPPED;
    }
    if (o->outcome != IST_OK && !o->has_stopped) {
        for (int worker = 1; worker <= o->workers; worker++) {
            post_send(worker, POST_STOP, "", 0);
        }
        o->has_stopped = true;
    }
}

// Everything that has come; returns how much.
static int32_t take_all(struct office *o)
{
    struct post post;
    int32_t came = 0;
    for (; o->out > 0 && post_take(&post); came++) {
        take(o, &post);
        post_clear(&post);
    }
    return came;
}

// Sleep longer where nothing came, and less where several had to wait.
static void rest(struct office *o, int32_t came)
{
    if (came == 0 && o->nap < longest_nap) {
        o->nap += o->nap / 4;
    } else if (came > 1 && o->nap > shortest_nap) {
        o->nap /= 2;
    }
    if (o->out > 0) {
        nanosleep(&(struct timespec){.tv_nsec = o->nap}, NULL);
        o->kept_for += o->kept > 0 ? o->nap : 0;
    }
}

static void preside(struct office *o)
{
    for (int round = 0; round < AHEAD; round++) {
        for (int worker = 1; worker <= o->workers; worker++) {
            hand_out(o, worker);
        }
    }
    while (o->out > 0) {
        const int32_t came = take_all(o);
        if (o->kept > 0 && (o->kept_for >= patience || o->out == 0 || o->outcome != IST_OK)) {
            store_records(o);
        }
        look_around(o);
        rest(o, came);
    }
}

static bool send_experiment(const struct office *o)
{
    const size_t size = ist_experiment_save(o->experiment, NULL, 0);
    unsigned char *bytes = size > 0 ? malloc(size) : NULL;
    if (bytes) {
        ist_experiment_save(o->experiment, bytes, size);
    }
    for (int worker = 1; bytes && worker <= o->workers; worker++) {
        post_send(worker, POST_EXPERIMENT, bytes, size);
    }
    free(bytes);
    return bytes != NULL;
}

ist_status dispatch(const ist_experiment *experiment, ist_store *store, const ist_work_def *def,
                    ist_errors *errors)
{
    int ranks = 0;
    MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    if (ranks < 2) {
        return ist_experiment_work(experiment, store, def, errors);
    }
    struct office office = {.experiment = experiment,
                            .store = store,
                            .def = def,
                            .errors = errors,
                            .workers = ranks - 1,
                            .jobs = ist_experiment_jobs(experiment),
                            .nap = shortest_nap,
                            .step = 1};
    if (store) {
        ist_store_shard(store, &office.next, &office.step);
    }
    office.total = store ? ist_store_missing(store) : office.jobs;
    if (!send_experiment(&office)) {
        return IST_ERR_NO_MEMORY;
    }
    preside(&office);
    return office.outcome;
}

void dispatch_end(void)
{
    int ranks = 0;
    MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    for (int worker = 1; worker < ranks; worker++) {
        post_send(worker, POST_END, "", 0);
    }
}
