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

// Runs that go on at once.
static int32_t at_once(const struct case_run *one, const struct options *options)
{
    const int32_t threads = processors(options);
    return threads < one->replicates ? threads : one->replicates;
}

static int refuse(const struct case_run *one, double each, int32_t runs, double room)
{
    char wanted[PHRASE_SIZE];
    char there[PHRASE_SIZE];
    char people[PHRASE_SIZE];
    text_bytes((size_t)(each * runs), wanted);
    text_bytes((size_t)room, there);
    text_count((int64_t)(ist_model_employees(one->model) * (room / each)), people);
    if (each <= room) {
        complain("%s: %" PRId32
                 " runs at once would take about %s, and there are %s; --jobs %" PRId32 " fits",
                 one->path, runs, wanted, there, (int32_t)(room / each));
    } else {
        text_bytes((size_t)each, wanted);
        complain("%s: a run would take about %s, and there are %s; about %s employees fit",
                 one->path, wanted, there, people);
    }
    return CODE_NO_MEMORY;
}

int memory_check(const struct case_run *one, const struct options *options)
{
    const int32_t ticks = one->ticks > 0 ? one->ticks : ist_model_ticks(one->model);
    const int32_t runs = at_once(one, options);
    // A twin is a second state beside the first.
    const int32_t threads = processors(options) / runs;
    const double each =
        (double)ist_model_peak_bytes(one->model, ticks, threads) * (one->twins ? 2.0 : 1.0);
    const double room = available();
    if (each * runs > room) {
        return refuse(one, each, runs, room);
    }
    if (!options->quiet) {
        char memory[PHRASE_SIZE];
        text_bytes((size_t)(each * runs + held()), memory);
        remark("%s: memory: about %s", ist_model_name(one->model), memory);
    }
    return CODE_OK;
}
