// SPDX-License-Identifier: GPL-3.0-or-later
// Patterns with the models of their runs, what a validation has to run, and its verdicts.
#ifndef ISTI_STUDY_STUDY_H
#define ISTI_STUDY_STUDY_H

#include <interstice/study.h>

#include "scenario/patterns.h"
#include "study/record.h"

// ---- Variants: scenarios with their overrides, compiled

// A scenario file, read once so that all runs of a study see the same text.
typedef struct isti_source {
    const char *path; // borrowed
    char *text;
    size_t length;
    bool *fits; // of each override of the options: is it for this scenario?
} isti_source;

typedef struct isti_variant {
    int32_t source;
    ist_override *set; // texts borrowed
    int32_t set_count;
    ist_scenario *scenario; // NULL: the model is borrowed
    const ist_model *model;
} isti_variant;

typedef struct isti_variants {
    isti_variant *item;
    int32_t count, room;
    bool *is_faulty; // sources of which enough has been said; NULL: none
} isti_variants;

struct ist_patterns {
    isti_patterns_file *file;
    isti_patterns_view view;
    ist_scenario_options options; // without overrides
    ist_override *set;            // those of the options, owned with their texts
    int32_t set_count;
    isti_source *source;
    int32_t sources;
    int32_t *source_of; // of each run
    isti_variants variants;
    int32_t *variant_of; // of each run
};

// How runs depart from the file.
typedef struct isti_change {
    const isti_ablation *ablation; // NULL: none
    const ist_override *set;       // for all runs, after all other overrides
    int32_t set_count;
} isti_change;

// Number of the variant a run of the file needs, compiled unless it is there already (here or among
// those of the patterns); -1 after a report.
int32_t isti_variants_add(isti_variants *variants, const ist_patterns *patterns, int32_t run,
                          const isti_change *change, ist_errors *errors);
void isti_variants_clear(isti_variants *variants);

// ---- Plan: the runs of a replicate

typedef struct isti_planned {
    const ist_model *model;
    uint32_t off;
    int32_t most;  // ticks until the year given in the file
    int32_t ticks; // of these, as many as somebody looks at
    bool with_communities;
} isti_planned;

typedef struct isti_plan {
    const isti_patterns_view *file;
    isti_variants variants;
    int32_t *variant_of; // of each run of the file; -1: not needed
    uint32_t off;        // in all runs
    isti_planned *run;   // each unlike all others
    int32_t runs;
    int32_t *run_of; // of each run of the file; -1: not needed
} isti_plan;

// Which runs do the patterns marked need, and which of them are the same? Compiles what is missing:
// not while other threads parse. Clear in any case.
ist_status isti_plan_open(isti_plan *plan, const ist_patterns *patterns, const bool *is_asked,
                          const isti_change *change, ist_errors *errors);
void isti_plan_clear(isti_plan *plan);
// Leave out what only patterns need that are not marked any more.
ist_status isti_plan_narrow(isti_plan *plan, const bool *is_asked);
// Fingerprint of a run of the file: equal ones give equal records. 0 where it is not needed.
uint64_t isti_plan_identity(const isti_plan *plan, int32_t run);
// Mark the runs of the file that a pattern looks at.
ist_status isti_plan_runs_of(const isti_plan *plan, int32_t pattern, bool *is_needed);
// About how long a replicate takes, in units of its own.
double isti_plan_work(const isti_plan *plan);
double isti_planned_work(const isti_planned *run, int32_t ticks);

// ---- Validation

struct ist_validation {
    const ist_patterns *patterns;
    ist_validation_def def; // its lists are not looked at after the opening
    isti_plan plan;
    bool *is_asked;       // of each pattern
    bool *is_taken;       // of each pattern: its values come from the base
    uint64_t *identity;   // of each run of the file
    double *values;       // [pattern * replicates + replicate]
    double *scratch;      // one per replicate
    ist_verdict *verdict; // of each pattern
    int32_t pattern_count;
    uint64_t parameter_hash;
};

// Check, plan and compile; nothing is run. NULL after a report.
ist_validation *isti_validation_open(const ist_patterns *patterns, const ist_validation_def *def,
                                     ist_errors *errors);

// Whom to tell how far the work is, which may be a part of something larger.
typedef struct isti_progress {
    bool (*tell)(void *context, double done); // NULL: nobody
    void *context;
    double from, to; // shares of the whole when this work begins and ends
} isti_progress;

// Make all runs of some validations and tell their values. IST_STOPPED when told to stop.
ist_status isti_validation_work(ist_validation *const *validation, int32_t count, int32_t workers,
                                const isti_progress *progress);

// Amount the values to verdicts and let go of what was needed to run.
void isti_validation_judge(ist_validation *validation);

// What went wrong with running, for people.
void isti_fail_work(ist_errors *errors, ist_status status);

// ---- Verdicts

// What the values of a pattern amount to. `scratch` has room for as many.
ist_verdict isti_verdict_of(const isti_pattern *pattern, const double *values, int32_t count,
                            double *scratch);

// Does a pattern hold in the rougher sense of draws: by its median, or the mean of a twin?
bool isti_verdict_holds_roughly(const isti_pattern *pattern, const ist_verdict *verdict);

// How far a verdict is inside the band; negative outside, NaN where it was not told at all.
double isti_verdict_margin(const isti_pattern *pattern, const ist_verdict *verdict);

// ---- Latin hypercube

// Value of a parameter at a place in [0, 1) of what it may move within.
double isti_jittered(const ist_parameter_info *parameter, double value, double reach, double place);

#endif
