// SPDX-License-Identifier: GPL-3.0-or-later
// What an experiment will take, before it starts: asked of a few of its runs.
#include "driver/estimate.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "driver/exit_code.h"
#include "driver/message.h"
#include "driver/output.h"
#include "driver/progress.h"
#include "driver/text.h"

enum { TRIALS = 5, LINE_SIZE = 512 };

static const double patience = 2.0; // seconds for all trials

// What the trials came to.
struct estimate {
    struct progress clock;
    int32_t trials;
    double seconds, bytes; // means
    size_t memory;         // of a worker, at most
};

// One job and its size in a store. False when it failed.
static bool try_job(struct estimate *estimate, ist_runner *runner, int32_t job)
{
    struct progress clock;
    ist_run_record *record = NULL;
    progress_start(&clock, "", 0, "", true);
    const ist_status status = ist_runner_do(runner, job, &record, NULL);
    if (status == IST_OK) {
        const double n = ++estimate->trials;
        estimate->seconds += (progress_seconds(&clock) - estimate->seconds) / n;
        const size_t memory = ist_runner_bytes(runner);
        estimate->memory = memory > estimate->memory ? memory : estimate->memory;
        estimate->bytes += ((double)ist_store_run_bytes(record) - estimate->bytes) / n;
    }
    ist_run_record_destroy(record);
    return status == IST_OK;
}

// Jobs from all over the variants, until it takes too long.
static int try_some(struct estimate *estimate, const ist_experiment *experiment)
{
    const int32_t variants = ist_experiment_variants(experiment);
    ist_runner *runner = ist_runner_create(experiment, NULL, NULL);
    if (!runner) {
        return complain_memory();
    }
    progress_start(&estimate->clock, "", 0, "", true);
    int32_t before = -1;
    for (int32_t k = 0; k < TRIALS && progress_seconds(&estimate->clock) < patience; k++) {
        const int32_t job = (int32_t)((int64_t)k * (variants - 1) / (TRIALS - 1));
        if (job != before) {
            try_job(estimate, runner, job);
        }
        before = job;
    }
    ist_runner_destroy(runner);
    return CODE_OK;
}

// Two lines for people.
static void describe(const struct options *options, const ist_experiment *experiment,
                     const struct estimate *estimate, char runs[LINE_SIZE], char cost[LINE_SIZE])
{
    const int32_t variants = ist_experiment_variants(experiment);
    const int32_t replicates = ist_experiment_replicates(experiment);
    const int64_t all = ist_experiment_jobs(experiment);
    const int64_t jobs = (all - options->shard + options->shards - 1) / options->shards;
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    const double threads = options->jobs > 0 ? options->jobs : online > 0 ? (double)online : 1.0;
    char count[PHRASE_SIZE];
    char time[PHRASE_SIZE];
    char memory[PHRASE_SIZE];
    char size[PHRASE_SIZE];
    text_count(jobs, count);
    text_duration((double)jobs * estimate->seconds / threads, time);
    text_bytes(estimate->memory, memory);
    text_bytes((size_t)((double)jobs * estimate->bytes), size);
    snprintf(runs, LINE_SIZE, "%s runs: %" PRId32 " variant%s, %" PRId32 " replicate%s each%s",
             count, variants, variants == 1 ? "" : "s", replicates, replicates == 1 ? "" : "s",
             options->shards > 1 ? ", of which this is one shard" : "");
    if (estimate->trials == 0) {
        snprintf(cost, LINE_SIZE, "none of the runs that were tried succeeded");
        return;
    }
    snprintf(cost, LINE_SIZE,
             "about %s on %.0f thread%s; memory: about %s per thread; the run store: about %s",
             time, threads, threads < 2.0 ? "" : "s", memory, size);
}

int estimate_tell(const struct options *options, const ist_experiment *experiment)
{
    struct estimate estimate = {0};
    char runs[LINE_SIZE];
    char cost[LINE_SIZE];
    int code = try_some(&estimate, experiment);
    if (code != CODE_OK) {
        return code;
    }
    describe(options, experiment, &estimate, runs, cost);
    if (!options->dry_run) {
        remark("%s", runs);
        remark("%s", cost);
        return CODE_OK;
    }
    struct output *out = output_standard(&code);
    if (!out) {
        return code;
    }
    output_format(out, "%s\n%s\n", runs, cost);
    return output_close_standard(out);
}
