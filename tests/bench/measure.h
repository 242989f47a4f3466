// SPDX-License-Identifier: GPL-3.0-or-later
// What a benchmark measures with: a clock, the memory of the process, and what the machine can do.
#ifndef ISTI_BENCH_MEASURE_H
#define ISTI_BENCH_MEASURE_H

#include <stddef.h>
#include <stdint.h>

double bench_seconds(void);    // of a clock that only goes forward
size_t bench_peak_bytes(void); // resident memory of the process, at most so far
size_t bench_now_bytes(void);  // and now; 0 where the system does not tell
double bench_median(double *values, int32_t count); // sorts them

// Bytes per second read and written by copying between two arrays far larger than any cache.
double bench_copy_rate(void);
// Seconds per independent read of 8 bytes at random places of an array of `bytes`.
double bench_gather_seconds(size_t bytes);

// Out of memory or out of luck: say so and end.
void bench_give_up(const char *what) __attribute__((noreturn));
void *bench_alloc(size_t bytes); // gives up rather than return NULL

#endif
