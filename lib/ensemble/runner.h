// SPDX-License-Identifier: GPL-3.0-or-later
// One run from its start to its end, with its twins and its resilience.
#ifndef ISTI_ENSEMBLE_RUNNER_H
#define ISTI_ENSEMBLE_RUNNER_H

#include <interstice/ensemble.h>

#include "base/base.h"

// What is to be run.
typedef struct isti_task {
    const ist_model *model;
    int32_t variant; // its number
    int32_t replicate;
    uint64_t seed;
    int32_t ticks;
    int32_t threads; // within the run; 0 is 1
    bool twins;
    uint32_t off;
    const int32_t *network; // ticks at whose end the network is measured, -1: the last
    int32_t network_count;
    ist_recorder_def record;
    // Told after every simulated year how many ticks it had; false: give up. May be NULL.
    bool (*on_ticks)(void *context, int32_t ticks);
    void *context;
} isti_task;

// What a run leaves, and the memory to make it. Zero: nothing yet. Models of tasks must outlive it.
typedef struct isti_room {
    const ist_model *model; // of all that follows
    ist_state *state;
    ist_recorder *record;
    double *resilience, *relative; // [shock * IST_RESILIENCE_COUNT + metric]
    double *performance;           // of the twins, [shock * ticks + tick]
    const double **twin;           // rows of it
    int32_t ticks;                 // of each row
    ist_network_row *network;
    int32_t network_rows;
    const struct isti_task *task; // at work
} isti_room;

// What twins need, one after the other. Zero: nothing yet.
typedef struct isti_twin_room {
    const ist_model *model;
    ist_state *state;
    double *series; // where the performance of the present twin goes
    int32_t ticks;  // of it
} isti_twin_room;

// Run a task; its outcome lies in the room until the next. IST_STOPPED when told to give up.
ist_status isti_run_task(const isti_task *task, isti_room *room, isti_twin_room *twins);

// The outcome, borrowed from the room.
ist_run_result isti_room_result(const isti_task *task, const isti_room *room);

void isti_room_clear(isti_room *room);
void isti_twin_room_clear(isti_twin_room *twins);

#endif
