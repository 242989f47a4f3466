// SPDX-License-Identifier: GPL-3.0-or-later
// What runs will take against what the system has: free memory, the limit of the process, that of its
// control group.
#include "driver/memory.h"

#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "driver/exit_code.h"
#include "driver/message.h"
#include "driver/text.h"

// A number in a file of the system; `fallback` where there is none.
static double read_number(const char *path, const char *format, double fallback)
{
    double value = fallback;
    char line[256];
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        if (sscanf(line, format, &value) == 1) {
            break;
        }
    }
    if (file) {
        fclose(file);
    }
    return value;
}

// Bytes this process already holds.
static double held(void)
{
    return read_number("/proc/self/statm", "%*u %lf", 0.0) * (double)sysconf(_SC_PAGESIZE);
}

// Bytes that can still be had; infinite where nobody says.
static double available(void)
{
    const double kilo = 1024.0;
    double bytes = read_number("/proc/meminfo", "MemAvailable: %lf kB", (double)INFINITY) * kilo;
    const double group = read_number("/sys/fs/cgroup/memory.max", "%lf", (double)INFINITY);
    const double used = read_number("/sys/fs/cgroup/memory.current", "%lf", 0.0);
    bytes = group - used < bytes ? group - used : bytes;
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
        const double mapped =
            read_number("/proc/self/statm", "%lf", 0.0) * (double)sysconf(_SC_PAGESIZE);
        const double left = (double)limit.rlim_cur - mapped;
        bytes = left < bytes ? left : bytes;
    }
    return bytes > 0.0 ? bytes : 0.0;
}

// Threads in all.
static int32_t processors(const struct options *options)
{
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    return options->jobs > 0 ? options->jobs : online > 0 ? (int32_t)online : 1;
}

// Runs of a scenario, with or without a run store.
struct demand {
    const char *path;
    const ist_model *model;
    int32_t runs;
    int32_t ticks;                    // of each, without a store
    bool twins;                       // likewise
    const ist_experiment *experiment; // NULL: without a store
    int32_t variant;
};

// Bytes that all of it takes with so many threads.
static double wanted(const struct demand *demand, int32_t threads)
{
    if (demand->experiment) {
        return (double)ist_experiment_work_bytes(demand->experiment, demand->variant, threads);
    }
    ist_ensemble_def def = ist_ensemble_def_default();
    def.replicates = demand->runs;
    def.ticks = demand->ticks;
    def.workers = threads;
    def.twins = demand->twins;
    return (double)ist_ensemble_bytes(demand->model, &def);
}

static int refuse(const struct demand *demand, int32_t threads, double room)
{
    char needed[PHRASE_SIZE];
    char there[PHRASE_SIZE];
    char people[PHRASE_SIZE];
    int32_t fitting = threads;
    while (fitting > 0 && wanted(demand, fitting) > room) {
        fitting--;
    }
    text_bytes((size_t)room, there);
    if (fitting > 0) {
        text_bytes((size_t)wanted(demand, threads), needed);
        complain("%s: %" PRId32
                 " runs at once would take about %s, and there are %s; --jobs %" PRId32 " fits",
                 demand->path, threads < demand->runs ? threads : demand->runs, needed, there,
                 fitting);
    } else {
        const double each = wanted(demand, 1);
        text_bytes((size_t)each, needed);
        text_count((int64_t)(ist_model_employees(demand->model) * (room / each)), people);
        complain("%s: a run would take about %s, and there are %s; about %s employees fit",
                 demand->path, needed, there, people);
    }
    return CODE_NO_MEMORY;
}

static int check(const struct demand *demand, const struct options *options)
{
    const int32_t threads = processors(options);
    const double bytes = wanted(demand, threads);
    const double room = available();
    if (bytes > room) {
        return refuse(demand, threads, room);
    }
    if (!options->quiet) {
        char memory[PHRASE_SIZE];
        text_bytes((size_t)(bytes + held()), memory);
        remark("%s: memory: about %s", ist_model_name(demand->model), memory);
    }
    return CODE_OK;
}

int memory_check(const struct case_run *one, const struct options *options)
{
    const struct demand demand = {.path = one->path,
                                  .model = one->model,
                                  .runs = one->replicates,
                                  .ticks = one->ticks,
                                  .twins = one->twins};
    return check(&demand, options);
}

int memory_check_variant(const ist_experiment *experiment, int32_t variant,
                         const struct options *options)
{
    ist_variant_info info;
    ist_experiment_scenario source;
    const ist_model *model = ist_experiment_hold(experiment, variant, NULL);
    if (!model) {
        return CODE_OK; // which its runs will tell
    }
    ist_experiment_variant(experiment, variant, &info);
    ist_experiment_scenario_get(experiment, info.scenario, &source);
    const struct demand demand = {.path = source.path,
                                  .model = model,
                                  .runs = ist_experiment_jobs(experiment),
                                  .experiment = experiment,
                                  .variant = variant};
    const int code = check(&demand, options);
    ist_experiment_release(experiment, variant);
    return code;
}
