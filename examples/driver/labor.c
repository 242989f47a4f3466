// SPDX-License-Identifier: GPL-3.0-or-later
// Getting the jobs of an experiment done, with progress, until they are, or somebody says stop.
#include "driver/labor.h"

#include <errno.h>
#include <inttypes.h>
#include <libgen.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "driver/exit_code.h"
#include "driver/interrupt.h"
#include "driver/message.h"
#include "driver/progress.h"

// One call.
struct labor {
    const struct options *options;
    struct progress progress;
    int32_t jobs, failed;
    bool is_late;
    ist_status (*on_record)(void *context, int32_t job, const ist_run_record *record);
    void *context;
};

static bool watch(void *context, double done)
{
    struct labor *labor = context;
    const int32_t limit = labor->options->time_limit;
    progress_update(&labor->progress, done);
    labor->is_late = limit > 0 && progress_seconds(&labor->progress) >= limit;
    return !labor->is_late && interrupt_signal() == 0;
}

static ist_status hand_on(void *context, int32_t job, const ist_run_record *record)
{
    struct labor *labor = context;
    return labor->on_record ? labor->on_record(labor->context, job, record) : IST_OK;
}

static ist_status note_failure(void *context, int32_t job, const ist_error *why)
{
    static const int32_t most = 10;
    struct labor *labor = context;
    char message[1024];
    progress_clear(&labor->progress);
    ist_error_format(why, message, sizeof message);
    if (labor->failed++ < most) {
        remark("run %" PRId32 " failed: %s", job, message);
    }
    return IST_OK;
}

int labor_may_create(const char *path)
{
    struct stat info;
    char *copy = strdup(path); // dirname() may write into it
    if (!copy) {
        return complain_memory();
    }
    const bool is_there = lstat(path, &info) == 0;
    const bool may = !is_there && access(dirname(copy), W_OK | X_OK) == 0;
    const int error = is_there ? EEXIST : errno;
    free(copy);
    if (!may) {
        complain("cannot make %s: %s", path, strerror(error));
    }
    return may ? CODE_OK : CODE_CANNOT_CREATE;
}

int labor_create(const struct options *options, const ist_experiment *experiment, ist_store **out)
{
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    *out = ist_store_create(options->store, experiment, options->shard, options->shards, errors);
    const bool is_io = ist_errors_status(errors) == IST_ERR_IO;
    int code = *out ? CODE_OK : complain_all(errors);
    code = code != CODE_OK && is_io ? CODE_CANNOT_CREATE : code;
    ist_errors_destroy(errors);
    return code;
}

// Not everything is done: say how to go on.
static int stopped(const struct labor *labor, const ist_store *store, const char *path)
{
    if (store) {
        remark("%s after %" PRId32 " runs, %" PRId32 " are missing; to go on: interstice resume %s",
               labor->is_late ? "the time is over" : "stopped", ist_store_runs(store),
               ist_store_missing(store), path);
    } else {
        remark("stopped before the end; nothing was kept");
    }
    const int number = interrupt_signal();
    return number == SIGINT || (number != 0 && !store) ? CODE_SIGNAL + number : CODE_RESUMABLE;
}

static int judge(const struct labor *labor, ist_status status, const ist_store *store,
                 const char *path, const ist_errors *errors)
{
    if (status == IST_STOPPED) {
        return stopped(labor, store, path);
    }
    if (status != IST_OK) {
        const int code = complain_all(errors);
        if (store) {
            remark("%" PRId32 " runs are safe, %" PRId32
                   " are missing; to go on: interstice resume %s",
                   ist_store_runs(store), ist_store_missing(store), path);
        }
        return status == IST_ERR_IO ? CODE_IO : code;
    }
    if (labor->failed > 0) {
        remark("%" PRId32 " of %" PRId32 " runs failed", labor->failed, labor->jobs);
        return CODE_FAILED_RUNS;
    }
    return CODE_OK;
}

int labor_run(const struct options *options, const ist_experiment *experiment, ist_store *store,
              const char *path,
              ist_status (*on_record)(void *context, int32_t job, const ist_run_record *record),
              void *context)
{
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    struct labor labor = {
        .options = options,
        .jobs = store ? ist_store_missing(store) : ist_experiment_jobs(experiment),
        .on_record = on_record,
        .context = context,
    };
    ist_work_def def = ist_work_def_default();
    def.workers = options->jobs;
    def.on_record = hand_on;
    def.on_failure = note_failure;
    def.on_progress = watch;
    def.context = &labor;
    progress_start(&labor.progress, path ? path : "runs", labor.jobs, "runs", options->quiet);
    const ist_status status = options->engine(experiment, store, &def, errors);
    progress_clear(&labor.progress);
    const int code = judge(&labor, status, store, path, errors);
    if ((code == CODE_OK || code == CODE_FAILED_RUNS) && !options->quiet) {
        char time[PHRASE_SIZE];
        text_duration(progress_seconds(&labor.progress), time);
        remark("%" PRId32 " run%s in %s%s%s", labor.jobs, labor.jobs == 1 ? "" : "s", time,
               path ? ", kept in " : "", path ? path : "");
    }
    ist_errors_destroy(errors);
    return code;
}
