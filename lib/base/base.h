// SPDX-License-Identifier: GPL-3.0-or-later
// Small things every module uses: counting arrays, clamping, reporting errors, digests.
#ifndef ISTI_BASE_BASE_H
#define ISTI_BASE_BASE_H

#include <interstice/base.h>

#include <assert.h>
#include <stdarg.h>

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

// Begins a function that only has memory fetched ahead. To the language such a function does nothing, and
// gcc leaves out calls of it; what is inlined at once stays.
#define ISTI_FETCH __attribute__((always_inline)) static inline

static inline double isti_clamp01(double v)
{
    return v < 0.0 ? 0.0 : v > 1.0 ? 1.0 : v;
}

static inline double isti_min(double a, double b)
{
    return a < b ? a : b;
}

static inline double isti_max(double a, double b)
{
    return a > b ? a : b;
}

static inline int32_t isti_min_i(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static inline int32_t isti_max_i(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

// Report one error and hand its status back, so that `return isti_fail(...)` reads well.
// `errors` may be NULL. `where` is a JSON pointer or "". Control characters become '?'.
__attribute__((format(printf, 4, 5))) ist_status
isti_fail(ist_errors *errors, ist_status status, const char *where, const char *format, ...);

// The same with what would be accepted and the nearest spelling; either may be NULL.
__attribute__((format(printf, 6, 7))) ist_status
isti_fail_hint(ist_errors *errors, ist_status status, const char *where, const char *allowed,
               const char *meant, const char *format, ...);

// A number outside its range: what it is called, what it is, what it may be.
ist_status isti_fail_range(ist_errors *errors, const char *where, const char *name, double value,
                           double minimum, double maximum);

// Hand out a report for completion (position, source). NULL when there is none. A dropped report
// has no index: complete one only if ist_errors_count() grew.
ist_error *isti_errors_at(ist_errors *errors, int32_t index);

// Put the errors in order of source, then of position in it; those without a source come first.
void isti_errors_sort(ist_errors *errors);

// Running 64-bit digest (xxh64-like mixing over 8-byte words, own code): equal bytes, equal value,
// on every little- or big-endian machine only when fed through typed values.
uint64_t isti_digest(uint64_t digest, const void *bytes, size_t size);

#endif
