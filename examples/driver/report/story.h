// SPDX-License-Identifier: GPL-3.0-or-later
// What a report tells of one variant of a scenario: all its runs, and one of them in detail.
#ifndef DRIVER_REPORT_STORY_H
#define DRIVER_REPORT_STORY_H

#include <interstice/interstice.h>

#include "driver/case.h"
#include "driver/report/again.h"
#include "driver/report/frame.h"

enum { SCRATCHES = 8 };

// Zero: nothing yet.
struct story {
    struct case_run one; // with a sample of every tick
    int32_t variant;
    char name[96]; // of the scenario, or of the policy
    double *time;  // of every tick, years
    struct mark *mark;
    int32_t marks;
    int32_t *job;        // of each run in the sample
    uint64_t parameters; // fingerprint of those that the runs were made with
    double *role;        // mean over active official communities, [tick][role][replicate]
    double *twin;     // performance without the shock, [shock][tick][replicate]; NULL without twins
    double *alive;    // share of the communities alive at an age, [age][replicate]
    int32_t *at_risk; // communities of all runs that were observed at an age
    int32_t *runs_at_risk;  // runs that had any
    int32_t ages;           // in ticks
    int32_t communities;    // of all runs
    int32_t resumed;        // of these, brought back
    ist_run_record *chosen; // the run nearest to the medians, or the one asked for
    int32_t chosen_job;
    bool is_asked_for;          // the chosen run
    struct again again;         // the chosen run, made again
    double *scratch[SCRATCHES]; // two numbers per tick, for whoever draws at the moment
};

// Read every run of a variant; `run` is the job to look at, -1: the typical one. Without `in_detail` no
// run is made again. Returns an exit code, after complaints.
int story_open(struct story *story, ist_store *store, const ist_experiment *experiment,
               int32_t variant, int32_t run, bool in_detail);
void story_close(struct story *story);

// Is there one run only, of which no range can be told?
bool story_is_single(const struct story *story);

// Median and range of a metric in a tick.
struct spread story_metric(const struct story *story, int32_t tick, ist_metric metric);
struct spread story_role(const struct story *story, int32_t tick, ist_role role);
struct spread story_twin(const struct story *story, int32_t shock, int32_t tick);
// Unknown from the age on that communities were observed at in less than half of the runs.
struct spread story_alive(const struct story *story, int32_t age);
// Mean over the runs: means of parts add up.
double story_mean(const struct story *story, int32_t tick, ist_metric metric);

#endif
