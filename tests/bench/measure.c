// SPDX-License-Identifier: GPL-3.0-or-later
// Clock, memory, and the two figures of the machine that every rate is held against.
#include "bench/measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { REPEATS = 3 };

static const size_t copied = (size_t)256 << 20; // bytes
static const int32_t reads = 1 << 24;

void bench_give_up(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

void *bench_alloc(size_t bytes)
{
    void *block = malloc(bytes);
    if (!block) {
        bench_give_up("out of memory");
    }
    return block;
}

double bench_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

size_t bench_peak_bytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (size_t)usage.ru_maxrss * 1024;
}

size_t bench_now_bytes(void)
{
    unsigned long total = 0;
    unsigned long resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file || fscanf(file, "%lu %lu", &total, &resident) != 2) {
        resident = 0;
    }
    if (file) {
        fclose(file);
    }
    return (size_t)resident * (size_t)sysconf(_SC_PAGESIZE);
}

static int compare(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a > b) - (a < b);
}

double bench_median(double *values, int32_t count)
{
    qsort(values, (size_t)count, sizeof *values, compare);
    return count % 2 ? values[count / 2] : 0.5 * (values[count / 2 - 1] + values[count / 2]);
}

double bench_copy_rate(void)
{
    char *from = bench_alloc(copied);
    char *to = bench_alloc(copied);
    double took[REPEATS];
    memset(from, 1, copied);
    memset(to, 2, copied);
    for (int32_t k = 0; k < REPEATS; k++) {
        const double start = bench_seconds();
        memcpy(to, from, copied);
        took[k] = bench_seconds() - start;
        from[k] = to[copied - 1 - (size_t)k]; // so that the copy is needed
    }
    free(from);
    free(to);
    return 2.0 * (double)copied / bench_median(took, REPEATS);
}

double bench_gather_seconds(size_t bytes)
{
    const uint32_t count = (uint32_t)(bytes / sizeof(uint64_t));
    uint64_t *array = bench_alloc(bytes);
    double took[REPEATS];
    uint64_t sum = 0;
    for (uint32_t k = 0; k < count; k++) {
        array[k] = k;
    }
    for (int32_t k = 0; k < REPEATS; k++) {
        uint64_t luck = (uint64_t)k + 1;
        const double start = bench_seconds();
        for (int32_t l = 0; l < reads; l++) {
            luck = luck * 6364136223846793005U + 1442695040888963407U; // Knuth's MMIX generator
            sum += array[(uint32_t)((luck >> 32) * count >> 32)];
        }
        took[k] = bench_seconds() - start;
    }
    array[0] = sum;
    const double median = bench_median(took, REPEATS);
    const volatile uint64_t needed = array[0];
    (void)needed;
    free(array);
    return median / reads;
}
