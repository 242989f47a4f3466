// SPDX-License-Identifier: GPL-3.0-or-later
/// @file
/// Run stores: the outcome of an experiment in one SQLite file, which many other programs can read (its
/// tables and views: scenarios/README.md). It holds everything needed to run what is missing.
#ifndef INTERSTICE_STORE_H
#define INTERSTICE_STORE_H

#include <interstice/experiment.h>

IST_BEGIN_DECLS

/// An open store. Belongs to one thread at a time.
typedef struct ist_store ist_store;

/// What a store is for.
typedef enum ist_store_mode {
    IST_STORE_READ,  ///< look only; others may write meanwhile
    IST_STORE_WRITE, ///< write as well; nobody else may
    IST_STORE_FACTS ///< look at facts, inputs and verdicts only; the store need not hold an experiment
} ist_store_mode;

/// Make a new store for an experiment, or for the part of it that is one shard: jobs whose number modulo
/// `shards` is `shard`. `shards` 1: all. The file appears whole or not at all. Open for writing then.
/// NULL after a report; IST_ERR_IO when there is a file of this name already.
IST_API ist_store *ist_store_create(const char *path, const ist_experiment *experiment,
                                    int32_t shard, int32_t shards, ist_errors *errors);

/// Open a store. NULL after a report: the file is no store, is damaged, or is of another version; another
/// process writes to it (IST_ERR_BUSY). Opening to write checks the whole file, O(size), and refuses a
/// store that another version of the program made (IST_ERR_CONFLICT).
IST_API ist_store *ist_store_open(const char *path, ist_store_mode mode, ist_errors *errors);
IST_API void ist_store_close(ist_store *store);

/// The experiment, built anew from what the store holds. `options` holds policy types of the calling
/// program; may be NULL. Caller owns it. NULL after a report.
IST_API ist_experiment *ist_store_experiment(const ist_store *store,
                                             const ist_scenario_options *options,
                                             ist_errors *errors);
IST_API void ist_store_shard(const ist_store *store, int32_t *shard, int32_t *shards);

/// Write the outcome of a job, which is safely on the disk when this returns IST_OK. A failure recorded
/// before goes. IST_ERR_IO when it cannot be written: the store is then as before.
IST_API IST_CHECK_RESULT ist_status ist_store_add(ist_store *store, int32_t job,
                                                  const ist_run_record *record, ist_errors *errors);
/// Write the outcomes of several jobs, each once, in one transaction: all are safely on the disk when this
/// returns IST_OK, else the store is as before. Much cheaper than one by one where runs are short.
IST_API IST_CHECK_RESULT ist_status ist_store_add_all(ist_store *store, const int32_t *jobs,
                                                      const ist_run_record *const *records,
                                                      int32_t count, ist_errors *errors);
/// Write that a job failed, and why.
IST_API IST_CHECK_RESULT ist_status ist_store_add_failure(ist_store *store, int32_t job,
                                                          ist_status status, const char *message,
                                                          ist_errors *errors);

/// Runs and failures that the store holds.
IST_API int32_t ist_store_runs(const ist_store *store);
IST_API int32_t ist_store_failures(const ist_store *store);
/// Jobs of its shard that the store has no run of.
IST_API int32_t ist_store_missing(const ist_store *store);
/// Is there a run of a job?
IST_API bool ist_store_has(const ist_store *store, int32_t job);

/// What was written about a job; its fingerprint is checked. Caller owns it. NULL after a report:
/// IST_ERR_UNKNOWN_NAME when there is no run of this job, IST_ERR_STORE_DAMAGED when it is not what
/// was written.
IST_API ist_run_record *ist_store_read(ist_store *store, int32_t job, ist_errors *errors);

/// Looks at a run, which lives during the call. Anything but IST_OK ends the reading.
typedef ist_status ist_run_visitor(void *context, int32_t job, const ist_run_record *record);

/// Read the runs of job `first`, of `first + stride` and so on, as far as they are there, and show each to
/// `visit`, in this order and never two at a time, on any of `workers` threads (0: one per processor), which
/// have the file open on their own. Returns what `visit` did if that was not IST_OK, and after a report the
/// status of a run that cannot be read. Not while the store is written to.
IST_API IST_CHECK_RESULT ist_status ist_store_each(ist_store *store, int32_t first, int32_t stride,
                                                   int32_t workers, ist_run_visitor *visit,
                                                   void *context, ist_errors *errors);

typedef struct ist_failure_info {
    int32_t job;
    const char *status;  ///< as ist_status_name() has it
    const char *message; ///< what went wrong
} ist_failure_info;

/// Failure number `index`, in order of jobs; false when out of range, or after a report. The texts live
/// until the next call.
IST_API bool ist_store_failure(ist_store *store, int32_t index, ist_failure_info *out,
                               ist_errors *errors);

/// A fact about a store as a whole, as in its table `provenance`.
typedef struct ist_store_fact_info {
    const char *key, *value;
} ist_store_fact_info;

/// Fact number `index`, in order of keys; false when out of range, or after a report. The texts live until
/// the next call.
IST_API bool ist_store_fact(ist_store *store, int32_t index, ist_store_fact_info *out,
                            ist_errors *errors);
/// File number `index` of those that were read for a store; false when out of range, or after a report.
/// The texts live until the next call.
IST_API bool ist_store_input(ist_store *store, int32_t index, ist_experiment_input *out,
                             ist_errors *errors);

/// Take over every run and failure of another store of the same experiment that is missing here. Runs that
/// both have must agree, and the same version must have made both, else IST_ERR_CONFLICT. All or nothing.
IST_API IST_CHECK_RESULT ist_status ist_store_merge(ist_store *store, const char *path,
                                                    ist_errors *errors);

/// Start from ist_work_def_default().
typedef struct ist_work_def {
    size_t def_size;
    int32_t workers; ///< threads; 0 (default): one per processor. No effect on results
    /// Called for every finished run, in no order, never two at a time, on any of the threads, after it
    /// was stored (up to a quarter of a second after it was finished). Anything but IST_OK stops the
    /// work. May be NULL.
    ist_status (*on_record)(void *context, int32_t job, const ist_run_record *record);
    /// Called for every run that failed, in the same way. May be NULL.
    ist_status (*on_failure)(void *context, int32_t job, const ist_error *why);
    /// Called now and then (at least after every simulated year of each run) with the share of the work
    /// done. Return false to stop: runs under way are given up. Any thread, never two at a time. May be
    /// NULL.
    bool (*on_progress)(void *context, double done);
    void *context; ///< handed to all
} ist_work_def;

IST_API ist_work_def ist_work_def_default(void);

/// Do all jobs that a store misses, on threads of this process, and store each within a quarter of a second
/// of its end: what is finished meanwhile is stored in the same transaction. Without a store (NULL), do all
/// jobs. A run that fails is recorded and does not stop the others. IST_STOPPED when
/// a callback asked to stop; IST_ERR_IO when a run could not be stored. What was stored stays in any
/// case. The outcome of each job depends neither on the number of workers nor on their order.
IST_API IST_CHECK_RESULT ist_status ist_experiment_work(const ist_experiment *experiment,
                                                        ist_store *store, const ist_work_def *def,
                                                        ist_errors *errors);

/// About how many bytes of memory that takes at most for runs of a variant: a state for each worker and for
/// its twins, and with a store what waits for it. 0 when the variant is impossible. Compiles its model.
IST_API size_t ist_experiment_work_bytes(const ist_experiment *experiment, int32_t variant,
                                         int32_t workers);

/// About how many bytes a store grows by with each run that leaves such a record. 0 when memory is
/// short. Cost: that of writing a few.
IST_API size_t ist_store_run_bytes(const ist_run_record *record);

/// What a pattern came to, as ist_validation_verdict() tells it.
enum { IST_VERDICT_NUMBERS = 13 };
typedef struct ist_verdict_row {
    const char *ablation; ///< what was switched off; "": nothing
    const char *pattern, *worth, *judgment, *verdict, *text;
    /// Lowest and highest of the band (NaN: no bound), evaluable, missing, median, 5 and 95 % quantile,
    /// mean with its interval, share in the band with its interval.
    double number[IST_VERDICT_NUMBERS];
    const double *values; ///< by replicate
    int32_t value_count;
} ist_verdict_row;

/// Start from ist_verdicts_def_default(). Everything is borrowed, for the call.
typedef struct ist_verdicts_def {
    size_t def_size;
    const char *const *fact;  ///< pairs of key and value for the table `provenance`
    int32_t fact_count;       ///< pairs
    const char *const *input; ///< files to be remembered
    int32_t input_count;
    const ist_verdict_row *row;
    int32_t row_count;
} ist_verdicts_def;

IST_API ist_verdicts_def ist_verdicts_def_default(void);

/// Make a new store that holds verdicts and no runs. It appears whole or not at all.
IST_API ist_status ist_verdicts_store(const char *path, const ist_verdicts_def *def,
                                      ist_errors *errors);

/// Verdict number `index` of a store, without ablation first, then by ablation and pattern; false when out
/// of range, or after a report. Texts live until the next call, and there are no `values`.
IST_API bool ist_store_verdict(ist_store *store, int32_t index, ist_verdict_row *out,
                               ist_errors *errors);

IST_END_DECLS

#endif
