// SPDX-License-Identifier: GPL-3.0-or-later
/// @file
/// Experiments: every replicate of every variant of some scenarios, each run a job with a number of its
/// own, so that any part of them can be run anywhere and at any time.
#ifndef INTERSTICE_EXPERIMENT_H
#define INTERSTICE_EXPERIMENT_H

#include <interstice/design.h>
#include <interstice/record.h>
#include <interstice/scenario.h>

IST_BEGIN_DECLS

/// A scenario of an experiment.
typedef struct ist_experiment_source {
    const char *path; ///< of the file, or what to call the text
    const char *text; ///< NULL: read the file
    size_t length;
} ist_experiment_source;

/// Start from ist_experiment_def_default(). Everything is copied, except for policy types.
typedef struct ist_experiment_def {
    size_t def_size;
    const ist_experiment_source *scenario;
    int32_t scenario_count; ///< >= 1
    /// Other files that were read on the way here, to be remembered; default none.
    const ist_experiment_source *input;
    int32_t input_count;
    const ist_scenario_options *options; ///< for all scenarios; NULL: none
    const ist_design_def *design;        ///< its points are variants of each scenario; NULL: none
    bool
        own_design; ///< without `design`, use the one that the first scenario brings; default false
    /// Policies to compare: each point once with each of them in place of the managers' own.
    const char *const *policy;
    int32_t policy_count; ///< default 0: the managers' own
    const char *managers; ///< group that follows them; NULL: all managers
    bool is_seeded;       ///< use `seed`, not those of the scenarios
    uint64_t seed;
    int32_t replicates; ///< runs of each variant, >= 1; default 1
    int32_t ticks;      ///< of each run; 0 (default): to the end of the calendar
    bool twins;         ///< run one same-seed twin per shock; default false
    bool units;         ///< record every unit in every tick; default false
    /// Ticks at whose end the network is measured (ist_network_measure_all() with its usual options), -1
    /// for the last; default none.
    const int32_t *network;
    int32_t network_count;

} ist_experiment_def;

IST_API ist_experiment_def ist_experiment_def_default(void);

/// What is to be run. Immutable; any number of threads may use it, though not while one of them loads
/// scenarios by itself.
typedef struct ist_experiment ist_experiment;

/// Read the scenarios and lay out the variants, of which the first 256 are compiled to see whether they
/// can be. Caller owns the result. NULL after a report: of everything that is wrong with a scenario, or
/// of the first variant if none can be compiled. A variant that cannot be is no failure: its runs fail.
IST_API ist_experiment *ist_experiment_create(const ist_experiment_def *def, ist_errors *errors);
IST_API void ist_experiment_destroy(ist_experiment *experiment);

/// Jobs are numbered from 0, all variants of replicate 0 first: job = replicate * variants + variant.
/// The number and the outcome of a job depend on scenario, point, policy and replicate alone.
IST_API int32_t ist_experiment_jobs(const ist_experiment *experiment);
IST_API int32_t ist_experiment_variants(const ist_experiment *experiment);
IST_API int32_t ist_experiment_replicates(const ist_experiment *experiment);
IST_API int32_t ist_experiment_scenarios(const ist_experiment *experiment);
/// Are there twins, and rows of units?
IST_API bool ist_experiment_twins(const ist_experiment *experiment);
IST_API bool ist_experiment_units(const ist_experiment *experiment);
/// At how many ticks of each run the network is measured.
IST_API int32_t ist_experiment_networks(const ist_experiment *experiment);
/// Ticks asked for; 0: to the end of each calendar.
IST_API int32_t ist_experiment_ticks(const ist_experiment *experiment);
/// Fingerprint of all variants: experiments that differ in the number of replicates alone are the same.
IST_API uint64_t ist_experiment_hash(const ist_experiment *experiment);
/// Fingerprint of one job; 0 for an unknown one.
IST_API uint64_t ist_experiment_job_hash(const ist_experiment *experiment, int32_t job);

/// One variant. Borrowed from the experiment.
typedef struct ist_variant_info {
    int32_t scenario;        ///< its number
    int32_t point;           ///< of the design; 0 without one
    const char *policy;      ///< NULL: the managers' own
    const ist_override *set; ///< every change to the scenario's text, in order
    int32_t set_count;
    int32_t set_common; ///< how many of them, from the first, are those of all variants
    int32_t set_design; ///< how many after these are the point's own; the rest sets the policy
} ist_variant_info;

/// False when out of range.
IST_API bool ist_experiment_variant(const ist_experiment *experiment, int32_t variant,
                                    ist_variant_info *out);

/// One scenario. Borrowed from the experiment.
typedef struct ist_experiment_scenario {
    const char *path, *name, *title;
    const char *text;
    size_t length;
    uint64_t seed;
    const ist_scenario_file *file; ///< that the scenario names, to read it again without them
    int32_t file_count;
} ist_experiment_scenario;

IST_API bool ist_experiment_scenario_get(const ist_experiment *experiment, int32_t scenario,
                                         ist_experiment_scenario *out);

/// A file that was read for an experiment.
typedef struct ist_experiment_input {
    const char *path;
    const char *sha256; ///< of its bytes, 64 hexadecimal digits
    int64_t bytes;
} ist_experiment_input;

/// Input number `index`; false when out of range. Borrowed from the experiment.
IST_API bool ist_experiment_input_get(const ist_experiment *experiment, int32_t index,
                                      ist_experiment_input *out);

/// The compiled model of a variant, shared by all who hold it; let go with ist_experiment_release().
/// NULL, after a report, when it cannot be compiled. Safe from any thread.
IST_API const ist_model *ist_experiment_hold(const ist_experiment *experiment, int32_t variant,
                                             ist_errors *errors);
IST_API void ist_experiment_release(const ist_experiment *experiment, int32_t variant);

/// Write into `buffer`, in bytes that mean the same on every machine, as ist_run_record_save() does.
IST_API size_t ist_experiment_save(const ist_experiment *experiment, void *buffer, size_t capacity);
/// Read one back; nothing is compiled yet. `options` holds policy types of the calling program; may be
/// NULL. Caller owns the result. NULL when the bytes are no experiment, or out of memory.
IST_API ist_experiment *ist_experiment_load(const void *bytes, size_t size,
                                            const ist_scenario_options *options,
                                            ist_errors *errors);

/// Does jobs, one at a time. Belongs to one thread.
typedef struct ist_runner ist_runner;

/// Borrows the experiment. `on_ticks` is told after each simulated year how many ticks it had; false
/// gives the job up. May be NULL.
IST_API ist_runner *ist_runner_create(const ist_experiment *experiment,
                                      bool (*on_ticks)(void *context, int32_t ticks),
                                      void *context);
IST_API void ist_runner_destroy(ist_runner *runner);
/// Caller owns the record; NULL otherwise. IST_STOPPED when given up; anything negative means that this
/// run fails, and `errors` says why.
IST_API IST_CHECK_RESULT ist_status ist_runner_do(ist_runner *runner, int32_t job,
                                                  ist_run_record **record, ist_errors *errors);
/// About how many bytes of memory each worker of ist_experiment_work() needs for jobs like those that this
/// runner did: states as they have grown, and records until they are stored.
IST_API size_t ist_runner_bytes(const ist_runner *runner);

IST_END_DECLS

#endif
