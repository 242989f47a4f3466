// SPDX-License-Identifier: GPL-3.0-or-later
// A rank that runs the jobs it is sent.
#include "driver/mpi/worker.h"

#include <stdlib.h>
#include <string.h>

#include <interstice/interstice.h>

#include "driver/mpi/dispatch.h"
#include "driver/mpi/post.h"

// One worker. Messages that arrive while a job is under way wait in MPI.
struct worker {
    ist_experiment *experiment;
    ist_runner *runner;
    ist_errors *errors;
};

// Ask once a simulated year whether to go on. A word to stop waits until the jobs sent before it are
// given up, too.
static bool may_go_on(void *context, int32_t ticks)
{
    (void)context;
    (void)ticks;
    return !post_waits(POST_STOP);
}

static void forget(struct worker *w)
{
    ist_runner_destroy(w->runner);
    ist_experiment_destroy(w->experiment);
    w->runner = NULL;
    w->experiment = NULL;
}

static void take_experiment(struct worker *w, const struct post *post)
{
    forget(w);
    ist_errors_clear(w->errors);
    w->experiment = ist_experiment_load(post->bytes, post->size, NULL, w->errors);
    w->runner = w->experiment ? ist_runner_create(w->experiment, may_go_on, NULL) : NULL;
}

static void send_failure(const struct worker *w, int32_t job, ist_status status)
{
    struct failure failure = {.job = job, .error.status = status};
    const ist_error *why = ist_errors_get(w->errors, 0);
    if (why && status < IST_OK) {
        failure.error = *why;
    }
    post_send(0, POST_FAILURE, &failure, sizeof failure);
}

// The number of the job, then the record.
static bool send_record(int32_t job, const ist_run_record *record)
{
    const size_t size = ist_run_record_save(record, NULL, 0);
    unsigned char *bytes = size > 0 ? malloc(sizeof job + size) : NULL;
    if (bytes) {
        memcpy(bytes, &job, sizeof job);
        ist_run_record_save(record, bytes + sizeof job, size);
        post_send(0, POST_RECORD, bytes, sizeof job + size);
    }
    free(bytes);
    return bytes != NULL;
}

static void do_job(struct worker *w, const struct post *post)
{
    int32_t job = 0;
    ist_run_record *record = NULL;
    memcpy(&job, post->bytes, sizeof job);
    ist_errors_clear(w->errors);
    const ist_status status =
        w->runner ? ist_runner_do(w->runner, job, &record, w->errors) : IST_ERR_NO_MEMORY;
    if (status != IST_OK || !send_record(job, record)) {
        send_failure(w, job, status != IST_OK ? status : IST_ERR_NO_MEMORY);
    }
    ist_run_record_destroy(record);
}

void worker_serve(void)
{
    struct worker w = {.errors = ist_errors_create()};
    for (bool is_over = false; !is_over;) {
        struct post post;
        post_await(&post);
        if (post.tag == POST_EXPERIMENT) {
            take_experiment(&w, &post);
        } else if (post.tag == POST_JOB) {
            do_job(&w, &post);
        }
        is_over = post.tag == POST_END;
        post_clear(&post);
    }
    forget(&w);
    ist_errors_destroy(w.errors);
}
