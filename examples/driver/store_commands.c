// SPDX-License-Identifier: GPL-3.0-or-later
// The commands on run stores that are there: `resume`, `merge`, `export`, `reproduce`.
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "driver/commands.h"
#include "driver/exit_code.h"
#include "driver/interrupt.h"
#include "driver/labor.h"
#include "driver/message.h"
#include "driver/network.h"

#include "driver/results.h"

// A store and what it was made for. Zero: none.
struct opened {
    ist_store *store;
    ist_experiment *experiment;
};

static void close_opened(struct opened *opened)
{
    ist_experiment_destroy(opened->experiment);
    ist_store_close(opened->store);
}

// Returns an exit code, after complaints.
static int open_store(const char *path, ist_store_mode mode, struct opened *out)
{
    *out = (struct opened){0};
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    out->store = ist_store_open(path, mode, errors);
    out->experiment = out->store ? ist_store_experiment(out->store, NULL, errors) : NULL;
    const int code = out->experiment ? CODE_OK : complain_all(errors);
    ist_errors_destroy(errors);
    return code;
}

int command_resume(const struct options *options)
{
    struct opened opened;
    const char *path = options->operand[0];
    interrupt_catch();
    int code = open_store(path, IST_STORE_WRITE, &opened);
    code = code == CODE_OK ? results_work(options, opened.experiment, opened.store, path) : code;
    close_opened(&opened);
    return code;
}

int command_export(const struct options *options)
{
    if (options->format || options->dynamic) {
        return network_export(options);
    }
    if (!options->csv) {
        complain(
            "\"interstice export\" needs --csv and a folder, or --format and a kind of network");
        return CODE_USAGE;
    }

    struct opened opened;
    int code = open_store(options->operand[0], IST_STORE_READ, &opened);
    code = code == CODE_OK ? results_export(options, opened.store, opened.experiment) : code;
    close_opened(&opened);
    return code;
}

// ---- Merge

static int merge_all(const struct options *options, ist_store *store)
{
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    ist_status status = IST_OK;
    for (int32_t i = 1; i < options->operand_count && status == IST_OK; i++) {
        status = ist_store_merge(store, options->operand[i], errors);
    }
    const int code = status == IST_OK ? CODE_OK : complain_all(errors);
    ist_errors_destroy(errors);
    return code;
}

// The name it was to have, unless somebody took it meanwhile. Returns an exit code, after a complaint.
static int put_in_place(const char *part, const char *path)
{
    if (link(part, path) == 0) {
        unlink(part);
        return CODE_OK;
    }
    // Some file systems know no second names.
    if (errno != EEXIST && rename(part, path) == 0) {
        return CODE_OK;
    }
    complain("cannot make %s: %s", path, strerror(errno));
    return CODE_CANNOT_CREATE;
}

// A whole new store; nothing is left where it fails.
static int merge_into(const struct options *options, const ist_experiment *experiment,
                      const char *part)
{
    struct options target = *options;
    ist_store *store = NULL;
    target.store = part;
    const char *path = options->operand[0];
    int code = labor_create(&target, experiment, &store);
    const bool is_made = code == CODE_OK;
    code = is_made ? merge_all(options, store) : code;
    const int32_t runs = code == CODE_OK ? ist_store_runs(store) : 0;
    const int32_t failures = code == CODE_OK ? ist_store_failures(store) : 0;
    const int32_t missing = code == CODE_OK ? ist_store_missing(store) - failures : 0;
    ist_store_close(store);
    code = code == CODE_OK ? put_in_place(part, path) : code;
    if (code != CODE_OK && is_made) {
        unlink(part);
    } else if (code == CODE_OK && !options->quiet) {
        remark("%s: %" PRId32 " runs, %" PRId32 " failed, %" PRId32 " missing", path, runs,
               failures, missing);
    }
    return code;
}

int command_merge(const struct options *options)
{
    struct opened first = {0};
    const char *path = options->operand[0];
    const size_t room = strlen(path) + 32;
    char *part = malloc(room);
    if (!part) {
        return complain_memory();
    }
    int code = labor_may_create(path);
    code = code == CODE_OK ? open_store(options->operand[1], IST_STORE_READ, &first) : code;
    if (code == CODE_OK) {
        snprintf(part, room, "%s.part-%ld", path, (long)getpid());
        code = merge_into(options, first.experiment, part);
    }
    close_opened(&first);
    free(part);
    return code;
}

// ---- Reproduce

// Does the run come out as it was stored? False after a remark.
static bool compare(int32_t job, const ist_run_record *stored, const ist_run_record *again)
{
    const uint64_t before = ist_run_record_hash(stored);
    const uint64_t now = ist_run_record_hash(again);
    if (before == now) {
        return true;
    }
    remark("run %" PRId32 " does not come out as it was stored: %016" PRIx64 ", not %016" PRIx64,
           job, now, before);
    return false;
}

static int reproduce_one(const struct opened *opened, ist_runner *runner, int32_t job,
                         ist_errors *errors)
{
    ist_run_record *again = NULL;
    ist_run_record *stored = ist_store_read(opened->store, job, errors);
    const ist_status status =
        stored ? ist_runner_do(runner, job, &again, errors) : ist_errors_status(errors);
    int code = status == IST_OK ? CODE_OK : complain_all(errors);
    if (code == CODE_OK && !compare(job, stored, again)) {
        code = CODE_NOT_HELD;
    }
    ist_run_record_destroy(again);
    ist_run_record_destroy(stored);
    return code;
}

// All runs that are asked for; the first failure that is more than a difference ends it.
static int reproduce_all(const struct options *options, const struct opened *opened,
                         ist_runner *runner, ist_errors *errors)
{
    const int32_t jobs = ist_experiment_jobs(opened->experiment);
    const bool is_one = options->run >= 0;
    int code = CODE_OK;
    int32_t same = 0;
    const int32_t first = is_one ? options->run : 0;
    const int32_t count = is_one ? 1 : jobs;
    for (int32_t k = 0; k < count; k++) {
        const int32_t job = first + k;
        if (!is_one && !ist_store_has(opened->store, job)) {
            continue;
        }
        if (interrupt_signal() != 0) {
            return CODE_SIGNAL + interrupt_signal();
        }
        const int one = reproduce_one(opened, runner, job, errors);
        if (one != CODE_OK && one != CODE_NOT_HELD) {
            return one;
        }
        code = one != CODE_OK ? one : code;
        same += one == CODE_OK;
    }
    if (!options->quiet) {
        remark("%" PRId32 " run%s reproduced, bit for bit", same, same == 1 ? "" : "s");
    }
    return code;
}

int command_reproduce(const struct options *options)
{
    struct opened opened;
    interrupt_catch();
    int code = open_store(options->operand[0], IST_STORE_READ, &opened);
    if (code == CODE_OK) {
        ist_errors *errors = ist_errors_create();
        ist_runner *runner = ist_runner_create(opened.experiment, NULL, NULL);
        code =
            errors && runner ? reproduce_all(options, &opened, runner, errors) : complain_memory();
        ist_runner_destroy(runner);
        ist_errors_destroy(errors);
    }
    close_opened(&opened);
    return code;
}
