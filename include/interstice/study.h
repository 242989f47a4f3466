// SPDX-License-Identifier: GPL-3.0-or-later
/// @file
/// Questions asked of many runs: does one set of parameters reproduce a list of patterns, which
/// mechanism does each pattern need, and how far do the answers survive other parameter values?
#ifndef INTERSTICE_STUDY_H
#define INTERSTICE_STUDY_H

#include <interstice/ensemble.h>
#include <interstice/scenario.h>

IST_BEGIN_DECLS

/// A file of patterns (format: scenarios/README.md) with every scenario it names, checked and
/// compiled. Immutable; any number of threads may use it.
typedef struct ist_patterns ist_patterns;

/// Read, check and compile. `options` may be NULL; each override is laid over every scenario in which
/// it selects something, and is an error if there is none. Caller owns the result.
/// @return NULL on failure; `errors` then holds everything that is wrong with the file and the
///         scenarios it names, with line and column. Not thread-safe (the JSON parser keeps a global).
IST_API ist_patterns *ist_patterns_load(const char *path, const ist_scenario_options *options,
                                        ist_errors *errors);
IST_API void ist_patterns_destroy(ist_patterns *patterns);

IST_API const char *ist_patterns_title(const ist_patterns *patterns);

typedef struct ist_pattern_info {
    const char *id, *text, *group, *evidence, *run; ///< "" where not given
    char worth; ///< 'T' a test, 'C' used to calibrate, 'I' an echo of an input
    ist_judgment judgment;
    double low, high; ///< band; infinite where there is no bound
    bool open;        ///< the bounds themselves are outside
} ist_pattern_info;

IST_API int32_t ist_patterns_count(const ist_patterns *patterns);
/// Pattern number `index`; false when out of range. Borrowed texts.
IST_API bool ist_patterns_get(const ist_patterns *patterns, int32_t index, ist_pattern_info *out);

typedef struct ist_pattern_run_info {
    const char *name, *scenario, *title;
    const char *path; ///< of the scenario, found beside the file of patterns
    const ist_model *model;
    uint64_t parameter_hash;
} ist_pattern_run_info;

IST_API int32_t ist_patterns_runs(const ist_patterns *patterns);
IST_API bool ist_patterns_run(const ist_patterns *patterns, int32_t index,
                              ist_pattern_run_info *out);

typedef struct ist_ablation_info {
    const char *name, *text;
    int32_t expectations; ///< rows that ist_ablation_expectation() gives
} ist_ablation_info;

IST_API int32_t ist_patterns_ablations(const ist_patterns *patterns);
IST_API bool ist_patterns_ablation(const ist_patterns *patterns, int32_t index,
                                   ist_ablation_info *out);
/// Number of the ablation with this name, -1 when there is none.
IST_API int32_t ist_patterns_find_ablation(const ist_patterns *patterns, const char *name);

/// What to run. Start from ist_validation_def_default().
typedef struct ist_validation_def {
    size_t def_size;
    uint64_t seed;      ///< master seed; default 1. Replicate k uses (seed, k) in every run
    int32_t first;      ///< number of the first replicate; default 0
    int32_t replicates; ///< >= 1; default 200
    int32_t workers;    ///< threads; 0 (default): one per processor. No effect on results
    int32_t ablation;   ///< index, -1 (default): none
    /// Parameters that differ from those of the scenarios, the same for all runs.
    const char *const *parameter;
    const double *parameter_value;
    int32_t parameter_count;
    /// Patterns to judge (indices); NULL (default): all. Only the runs they need are made.
    const int32_t *only;
    int32_t only_count;
    int32_t ticks_per_year; ///< in place of the scenarios' own; 0 (default): as they say
    bool reversed;          ///< visit everybody in reverse order; default false
    /// A validation of the same patterns, seed and replicates: where a pattern looks at runs that are
    /// the same here, its values are taken from there. NULL (default): run everything. Borrowed, for
    /// the call.
    const struct ist_validation *base;
    /// Called now and then with the share of the work done; false stops. May be NULL. Any thread,
    /// never two at a time.
    bool (*on_progress)(void *context, double done);
    void *context;
} ist_validation_def;

IST_API ist_validation_def ist_validation_def_default(void);

/// Values of every pattern in every replicate, and what they amount to.
typedef struct ist_validation ist_validation;

/// Run everything; blocks until done. Caller owns the result. NULL on failure or when stopped
/// (`errors` then says why: IST_STOPPED, or what went wrong). Results depend neither on the number of
/// workers nor on their order. Like ist_scenario_load() not while another thread loads or validates:
/// an ablation, parameters and other ticks compile scenarios anew, before the threads start.
/// Memory: per worker, one state and the records of one replicate of every run.
IST_API ist_validation *ist_validation_run(const ist_patterns *patterns,
                                           const ist_validation_def *def, ist_errors *errors);
IST_API void ist_validation_destroy(ist_validation *validation);

typedef struct ist_verdict {
    bool judged; ///< false for reported ones and those left out by `only`
    bool holds;
    int32_t replicates;               ///< evaluable ones
    int32_t missing;                  ///< replicates in which the value could not be told
    double median, low, high;         ///< 50, 5 and 95 % quantiles of the replicates
    double mean, mean_low, mean_high; ///< with its 95 % interval (Student t)
    double share;                     ///< of the evaluable replicates inside the band
    double share_low, share_high;     ///< Wilson 95 %
} ist_verdict;

IST_API bool ist_validation_verdict(const ist_validation *validation, int32_t pattern,
                                    ist_verdict *out);
/// Values of one pattern, replicate by replicate, NaN where not evaluable. Borrowed.
IST_API const double *ist_validation_values(const ist_validation *validation, int32_t pattern);
IST_API int32_t ist_validation_replicates(const ist_validation *validation);
/// Does a pattern hold as it is judged in a jittered draw: its median in the band, or the mean of a
/// twin? False where it is not judged.
IST_API bool ist_validation_holds_roughly(const ist_validation *validation, int32_t pattern);
/// Do all judged patterns hold?
IST_API bool ist_validation_holds(const ist_validation *validation);
/// Fingerprint of the behavioral parameters if it is the same in all runs, else 0.
IST_API uint64_t ist_validation_parameter_hash(const ist_validation *validation);

/// What an ablation is expected to do to a pattern, and whether it did.
typedef enum ist_expectation {
    IST_EXPECT_BREAKS, ///< of the patterns with the same `group`, at least one must break
    IST_EXPECT_SPARES,
    IST_EXPECT_WEAKENS,
    IST_EXPECT_COUNT
} ist_expectation;

IST_API const char *ist_expectation_name(ist_expectation expectation);

typedef struct ist_ablation_row {
    ist_expectation expectation;
    int32_t pattern;
    int32_t group; ///< of BREAKS rows, from 0; else -1
    bool applies;  ///< false where the pattern does not hold even without the ablation
    bool met;      ///< of a BREAKS row: by its group; else false where it does not apply
} ist_ablation_row;

/// Row number `index` of what ablation `ablation` should do, judged by a validation with the ablation
/// and one without it (over the same seeds). Rows come in the order of the file: breaks, spares,
/// weakens. A pattern weakens when what is judged of it (the mean of a twin, else the median) comes
/// nearer to the nearest bound or goes farther beyond it. False when out of range.
IST_API bool ist_ablation_expectation(const ist_patterns *patterns, int32_t ablation, int32_t index,
                                      const ist_validation *with, const ist_validation *without,
                                      ist_ablation_row *out);

/// Latin hypercube over every behavioral parameter, within its range, around the values of the
/// scenarios (or of `runs.parameter`). Whole numbers are rounded; the two ends of a range stay in
/// order; nobody meets more often than once a tick. Start from ist_jitter_def_default().
typedef struct ist_jitter_def {
    size_t def_size;
    double reach;            ///< each parameter moves by up to this share of its value; default 0.1
    int32_t draws;           ///< >= 1; default 200
    uint64_t seed;           ///< of the hypercube; default 1
    ist_validation_def runs; ///< of each draw; replicates default 20; its progress is that of all
    /// Called after each draw, in order; false stops. May be NULL.
    bool (*on_draw)(void *context, int32_t draw, const ist_validation *validation);
    void *context;
} ist_jitter_def;

IST_API ist_jitter_def ist_jitter_def_default(void);

typedef struct ist_jitter ist_jitter;

/// NULL on failure or when stopped. In a draw a pattern holds when its median over the replicates is
/// in the band, a twin pattern when its mean is: pairs that come out equal tell no sign.
IST_API ist_jitter *ist_jitter_run(const ist_patterns *patterns, const ist_jitter_def *def,
                                   ist_errors *errors);
IST_API void ist_jitter_destroy(ist_jitter *jitter);
IST_API int32_t ist_jitter_draws(const ist_jitter *jitter);
/// Draws in which a pattern holds; in which all patterns of a worth (such as 'T') hold; 0: all.
IST_API int32_t ist_jitter_pattern_holds(const ist_jitter *jitter, int32_t pattern);
IST_API int32_t ist_jitter_set_holds(const ist_jitter *jitter, char worth);
/// Parameter values of one draw, ist_parameter_count() of them. Borrowed.
IST_API const double *ist_jitter_values(const ist_jitter *jitter, int32_t draw);
/// Median of a pattern in one draw.
IST_API double ist_jitter_median(const ist_jitter *jitter, int32_t pattern, int32_t draw);

/// How much a pattern is missed, in numbers. Let s be the share of the replicates inside the band,
/// z the distance of the median from the nearest bound in standard deviations, 0 where it is
/// outside, and d how far the 95 % interval of the mean sticks out, in halves of its width. Then
///
///     typical  max(0, share - s) + margin_weight * (max(0, margin - z) + margin_far * o)
///     median   median_weight * (max(0, median_margin - z) + median_far * o)
///     twin     min(d, twin_most) + twin_far * o
///     any      at most `untold`, and just that where no replicate can tell the value
///     o = x / (x + c), if the median (twin: the mean) is outside by x, else 0
///
/// where c is the width of the band, the size of its only bound, or 1 if that is nothing. By o,
/// which does not depend on how much values vary, a search that starts far off feels its way. A
/// standard deviation is told by the quantile on the side of the bound, as (median - 5 %) / 1.645
/// or (95 % - median) / 1.645, since values may have little room on the other; it is at least
/// `least_deviation` times the larger of the median and the bound, as is half the width of the
/// interval of the mean. Where the band is a single value z is the normal deviate of s, at least 0.
/// An interval that ends on an open bound sticks out by one half-width.
typedef struct ist_calibration_loss {
    double share;           ///< share in the band that a typical pattern is to reach; default 0.97
    double margin;          ///< deviations its median is to be away from the bounds; default 1.9
    double margin_weight;   ///< default 0.25
    double margin_far;      ///< default 2
    double median_margin;   ///< deviations a judged median is to be away; default 0.6
    double median_weight;   ///< default 0.8
    double median_far;      ///< default 1.5
    double twin_most;       ///< half-widths that count; default 1
    double twin_far;        ///< default 1
    double untold;          ///< cost of a pattern that cannot be told; default 2
    double least_deviation; ///< of the median or bound, >= 0; default 0.05
} ist_calibration_loss;

/// One set of parameter values that was tried.
typedef struct ist_calibration_step {
    int32_t evaluation; ///< its number; 0: the start
    double loss;        ///< infinite where the values contradict one another
    double best;        ///< least so far, this one included
    double step;        ///< size of the moves that led here
    bool is_better;     ///< than all before; true for the start
} ist_calibration_step;

/// A search for parameter values that make the loss, summed over patterns, small. Each try moves
/// a few parameters of the best set so far, and is kept if it makes the loss smaller, over the same
/// replicates each time: two sets differ by their values, not by luck. A parameter moves by a
/// log-normal factor; where it may be negative, or is 0, by a normal share of its range; whole
/// numbers by at least one; none out of its range. The size of the moves follows how often they
/// succeed (the one-fifth rule of Rechenberg 1973).
/// Where many parameters are to be moved, that is slow. It can begin with screens: a design around
/// the best values so far moves every parameter up in half of its runs and down in the others
/// (Plackett and Burman 1946), as many runs as the prime, one less than a multiple of 4, from the
/// number of parameters on, and one more. It gives each number of a verdict a linear surface over
/// the parameters, of effects that stand out from their error (Lenth 1989); the point at which the
/// surfaces would lose least is tried, and half and a quarter of the way there. Start from ist_calibration_def_default().
typedef struct ist_calibration_def {
    size_t def_size;
    /// Each evaluation: its `only` are the patterns to fit (those that are only reported cost
    /// nothing), its parameters the place to start from, or to stay at if they are not moved.
    /// Defaults that differ from ist_validation_def_default(): 20 replicates; seed 1001, so that a
    /// verdict on the outcome sees other luck. `on_progress` tells the share of all evaluations.
    ist_validation_def runs;
    /// Names of the parameters to move; NULL (default): those whose source in the table begins with
    /// "calibrated", but for those that some runs set differently from others.
    const char *const *parameter;
    int32_t parameter_count;
    uint64_t seed;       ///< of the search; default 1
    int32_t evaluations; ///< sets of values tried, the start included; >= 1; default 500
    /// The start is drawn within this share of the present values (of the range where a value is
    /// 0), [0,1]; default 0: just there.
    double spread;
    double step;                  ///< size of the first moves, > 0; default 0.15
    double step_least, step_most; ///< between which it stays; default 0.05 and 0.5
    double step_growth;           ///< factor after a success, >= 1; default 1.1
    double success;               ///< share of successes at which it stays the same; default 0.2
    double moved;                 ///< mean number of parameters moved at a time, >= 1; default 3
    int32_t digits;               ///< significant digits of what is tried, 1 to 15; default 4
    int32_t screens;              ///< designs to begin with; default 0
    double screen_step;           ///< size of the moves in a design, > 0; default 0.15
    double screen_reach;          ///< steps that the point tried is away at most, > 0; default 1.5
    double screen_pull;           ///< loss that a step away counts as, squared, >= 0; default 0.02
    ist_calibration_loss loss;
    /// Called after each evaluation, in order, on the caller's thread; false ends the search. May
    /// be NULL.
    bool (*on_step)(void *context, const ist_calibration_step *step);
    void *context;
} ist_calibration_def;

IST_API ist_calibration_def ist_calibration_def_default(void);

/// The best set of values that a search has found.
typedef struct ist_calibration ist_calibration;

/// Search; blocks until done, which is early if nothing is left to lose. A callback that stops it
/// ends it with what was found so far. Caller owns the result, which depends on the definition
/// alone, not on the number of workers. NULL on failure, or when stopped before the start was
/// judged (`errors` then says why).
IST_API ist_calibration *ist_calibration_run(const ist_patterns *patterns,
                                             const ist_calibration_def *def, ist_errors *errors);
IST_API void ist_calibration_destroy(ist_calibration *calibration);

typedef struct ist_calibrated {
    const ist_parameter_info *parameter;
    double before; ///< as the runs had it
    double start;  ///< where the search began
    double value;  ///< the best found
} ist_calibrated;

/// Parameters that were moved, in the order of the table, or of the definition if it names them.
IST_API int32_t ist_calibration_parameters(const ist_calibration *calibration);
IST_API bool ist_calibration_parameter(const ist_calibration *calibration, int32_t index,
                                       ist_calibrated *out);
/// Evaluations made, the start included.
IST_API int32_t ist_calibration_evaluations(const ist_calibration *calibration);
/// Loss of all patterns together at the start and with the best values.
IST_API double ist_calibration_loss_before(const ist_calibration *calibration);
IST_API double ist_calibration_loss_after(const ist_calibration *calibration);
/// What one pattern has to do with that; false where it was not fitted. Either may be NULL.
IST_API bool ist_calibration_pattern(const ist_calibration *calibration, int32_t pattern,
                                     double *before, double *after);

/// Two variants, replicate by replicate on common random numbers.
typedef struct ist_paired {
    int32_t pairs;         ///< replicates in which both values are known
    double mean_a, mean_b; ///< over these; NaN without any, as all that follows
    double difference;     ///< mean of a - b
    double low, high;      ///< 95 % interval of it (Student t); NaN with fewer than two pairs
    double deviation;      ///< standard deviation of a - b; NaN with fewer than two pairs
    double better;         ///< share of the pairs in which a is better; equal ones count half
    double better_low, better_high; ///< 95 % interval of that (Wilson)
    /// Pairs with which a difference of this size would be found (two-sided t test at 5 %) with a power
    /// of 0.95; INT32_MAX where there is none.
    int32_t needed;
} ist_paired;

/// Compare `a[count]` with `b[count]`, of which element k is of the same replicate; NaN: unknown. A pure
/// function.
IST_API ist_paired ist_compare_pairs(const double *a, const double *b, int32_t count,
                                     bool less_is_better);

/// Metrics of which an organization would rather have less.
IST_API bool ist_metric_less_is_better(ist_metric metric);
IST_API bool ist_resilience_less_is_better(ist_resilience_metric metric);

IST_END_DECLS

#endif
