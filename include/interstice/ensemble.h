// SPDX-License-Identifier: GPL-3.0-or-later
/// @file
/// Many runs of one model, or of several on common random numbers, in parallel.
#ifndef INTERSTICE_ENSEMBLE_H
#define INTERSTICE_ENSEMBLE_H

#include <interstice/network.h>
#include <interstice/observe.h>

IST_BEGIN_DECLS

/// One finished run, valid only during the callback.
typedef struct ist_run_result {
    int32_t variant; ///< number of its model, from 0
    int32_t replicate;
    uint64_t seed;
    const ist_state *state; ///< at its end
    const ist_recorder *record;
    /// Resilience of performance for shock s: `resilience[s * IST_RESILIENCE_COUNT + metric]`,
    /// absolute, and relative to the same-seed twin (NULL unless twins were asked for).
    const double *resilience;
    const double *relative;
    /// Performance of the twin without shock s, `twin[s][tick]`; NULL unless asked for.
    const double *const *twin;
    const ist_network_row *network; ///< `network_rows` of them, by tick; those that were asked for
    int32_t network_rows;
} ist_run_result;

/// Start from ist_ensemble_def_default().
typedef struct ist_ensemble_def {
    size_t def_size;
    uint64_t seed;      ///< master seed; default 1. Replicate k uses the key (seed, k)
    int32_t first;      ///< number of the first replicate; default 0
    int32_t replicates; ///< >= 1; default 1
    int32_t ticks;      ///< ticks per run; 0 (default): to the end of the model's calendar
    int32_t workers; ///< threads; 0 (default): one per processor. Where there are fewer runs, each
                     ///< uses several. No effect on results
    /// Models to run side by side; NULL (default): just the one given. Replicate k has the same key
    /// in all of them, so that they can be compared pair by pair. Borrowed, for the call.
    const ist_model *const *variants;
    int32_t variant_count;
    bool twins;   ///< run one same-seed twin per shock; default false
    uint32_t off; ///< mechanisms that do not work in any run, IST_OFF() of each; default 0
        /// Ticks at whose end the network is measured, -1 for the last; default none. Borrowed, for the call.
    const int32_t *network;
    int32_t network_count;
    ist_recorder_def record;
    /// Called for every finished run, in order of replicate, then variant, never two at a time, on any
    /// of the threads. Anything but IST_OK stops the ensemble. May be NULL.
    ist_status (*on_run)(void *context, const ist_run_result *result);
    /// Called now and then (at least after every simulated year of each run) with the share of the
    /// work done. Return false to stop. Any thread, never two at a time. May be NULL.
    bool (*on_progress)(void *context, double done);
    void *context; ///< handed to both
} ist_ensemble_def;

IST_API ist_ensemble_def ist_ensemble_def_default(void);

/// Run everything; blocks until done. `model` is not looked at if the definition has variants. Results
/// depend neither on the number of workers nor on their order. IST_STOPPED when a callback asked to stop.
IST_API IST_CHECK_RESULT ist_status ist_ensemble_run(const ist_model *model,
                                                     const ist_ensemble_def *def,
                                                     ist_errors *errors);

/// About how many bytes of memory the runs take at most: a state for each worker, for each run that waits
/// for its turn (as many again where there are several workers), and for each worker's twins. 0 when the
/// definition is none.
IST_API size_t ist_ensemble_bytes(const ist_model *model, const ist_ensemble_def *def);

/// Quantile q in [0,1] (type 7, as R and NumPy) of `values[count]`, NaN left out; NaN if none is
/// left. IST_ERR_NO_MEMORY gives NaN, too. O(n log n).
IST_API double ist_quantile(const double *values, int32_t count, double q);

/// Wilson score interval at 95 % for `hits` out of `trials`.
IST_API void ist_wilson(int32_t hits, int32_t trials, double *low, double *high);

IST_END_DECLS

#endif
