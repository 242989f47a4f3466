// SPDX-License-Identifier: GPL-3.0-or-later
// Rank 0: hands out jobs on request and alone writes the store. Each worker has one job in hand and one
// in store, so that nobody waits for the next.
#include "driver/mpi/dispatch.h"

#include <mpi.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "driver/mpi/post.h"

enum { AHEAD = 2 }; // jobs that a worker has at a time

static const long nap = 3000000; // nanoseconds between two looks

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
    bool has_stopped;         // workers were told to stop
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
    o->outcome = o->outcome == IST_OK ? status : o->outcome;
}

// ---- What comes back

static void keep_record(struct office *o, int32_t job, const ist_run_record *record)
{
    ist_status status = o->store ? ist_store_add(o->store, job, record, o->errors) : IST_OK;
    if (status == IST_OK && o->def->on_record) {
        status = o->def->on_record(o->def->context, job, record);
    }
    settle(o, status);
}

static void take_record(struct office *o, const struct post *post)
{
    int32_t job = 0;
    memcpy(&job, post->bytes, sizeof job);
    ist_run_record *record =
        ist_run_record_load(post->bytes + sizeof job, post->size - sizeof job, o->errors);
    if (!record) {
        settle(o, ist_errors_status(o->errors));
    } else if (o->outcome >= IST_OK) {
        keep_record(o, job, record);
    }
    ist_run_record_destroy(record);
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

static void preside(struct office *o)
{
    for (int round = 0; round < AHEAD; round++) {
        for (int worker = 1; worker <= o->workers; worker++) {
            hand_out(o, worker);
        }
    }
    while (o->out > 0) {
        struct post post;
        if (post_take(&post)) {
            take(o, &post);
            post_clear(&post);
        } else {
            nanosleep(&(struct timespec){.tv_nsec = nap}, NULL);
        }
        look_around(o);
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
