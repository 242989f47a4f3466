// SPDX-License-Identifier: GPL-3.0-or-later
// Flat passes compiled once for every width of registers, of which the widest there is does the work.
// All of them give the same bits: nothing is contracted or reordered.
#ifndef ISTI_BASE_WIDTHS_H
#define ISTI_BASE_WIDTHS_H

#include "base/base.h"

// A pass that is to be compiled for all widths is written as such a function.
#define ISTI_PASS __attribute__((always_inline)) static inline

#if defined(__x86_64__) && defined(__GNUC__)
#define ISTI_ALL_512 "avx512f,avx512bw,avx512dq,avx512vl"
#ifdef __clang__
#define ISTI_WIDTH_512 ISTI_ALL_512
#else
#define ISTI_WIDTH_512 ISTI_ALL_512 ",prefer-vector-width=512"
#endif
#define ISTI_WIDTH_256 "avx2"

static inline bool isti_has_512(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}

// Define `name` with these parameters: the pass `flat`, called with these arguments, in the widest
// registers there are.
#define ISTI_DEFINE_WIDTHS(name, flat, parameters, arguments)                 \
    __attribute__((target(ISTI_WIDTH_512))) static void name##_512 parameters \
    {                                                                         \
        flat arguments;                                                       \
    }                                                                         \
    __attribute__((target(ISTI_WIDTH_256))) static void name##_256 parameters \
    {                                                                         \
        flat arguments;                                                       \
    }                                                                         \
    static void name parameters                                               \
    {                                                                         \
        if (isti_has_512()) {                                                 \
            name##_512 arguments;                                             \
        } else if (__builtin_cpu_supports("avx2")) {                          \
            name##_256 arguments;                                             \
        } else {                                                              \
            flat arguments;                                                   \
        }                                                                     \
    }
#else
#define ISTI_DEFINE_WIDTHS(name, flat, parameters, arguments) \
    static void name parameters                               \
    {                                                         \
        flat arguments;                                       \
    }
#endif

#endif
