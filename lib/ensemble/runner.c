// SPDX-License-Identifier: GPL-3.0-or-later
// One run from its start to its end, with its twins and its resilience.
#include "ensemble/runner.h"

#include "base/memory.h"
#include "observe/observe.h"

#include <math.h>

static ist_run_def run_of(const isti_task *task, int32_t without)
{
    ist_run_def run = ist_run_def_default();
    run.seed = task->seed;
    run.replicate = (uint32_t)task->replicate;
    run.without = without;
    run.off = task->off;
    run.threads = isti_max_i(1, task->threads);
    return run;
}

// Run a state from its start to the end, a year at a time.
static ist_status run_years(const isti_task *task, ist_state *state)
{
    const int32_t year = ist_model_ticks_per_year(task->model);
    for (int32_t tick = 0; tick < task->ticks; tick += year) {
        const int32_t ticks = isti_min_i(year, task->ticks - tick);
        const ist_status status = ist_run(state, ticks);
        if (status != IST_OK) {
            return status;
        }
        if (task->on_ticks && !task->on_ticks(task->context, ticks)) {
            return IST_STOPPED;
        }
    }
    return IST_OK;
}

// The state of a room at the start of a run, created and observed when first used.
static ist_status prepare(const isti_task *task, ist_state **state, const ist_run_def *run,
                          const ist_observer *observer)
{
    if (*state) {
        return ist_state_reset(*state, run);
    }
    *state = ist_state_create(task->model, run, NULL);
    return *state ? ist_state_observe(*state, observer) : IST_ERR_NO_MEMORY;
}

// ---- Rooms

void isti_room_clear(isti_room *room)
{
    ist_state_destroy(room->state);
    ist_recorder_destroy(room->record);
    isti_free(room->resilience);
    isti_free(room->relative);
    isti_free(room->performance);
    isti_free(room->twin);
    isti_free(room->network);
    *room = (isti_room){.model = NULL};
}

void isti_twin_room_clear(isti_twin_room *twins)
{
    ist_state_destroy(twins->state);
    *twins = (isti_twin_room){.model = NULL};
}

static ist_status furnish_twins(const isti_task *task, isti_room *room, size_t shocks)
{
    room->relative = isti_alloc_array(shocks * IST_RESILIENCE_COUNT, sizeof *room->relative);
    room->performance = isti_alloc_array(shocks * (size_t)task->ticks, sizeof *room->performance);
    room->twin = isti_alloc_array(shocks, sizeof *room->twin);
    if (!room->relative || !room->performance || !room->twin) {
        return IST_ERR_NO_MEMORY;
    }
    for (size_t k = 0; k < shocks; k++) {
        room->twin[k] = room->performance + k * (size_t)task->ticks;
    }
    return IST_OK;
}

// Is the network measured at the end of this tick?
static bool is_chosen(const isti_task *task, int32_t tick)
{
    for (int32_t i = 0; i < task->network_count; i++) {
        const int32_t chosen = task->network[i];
        if (tick == (chosen < 0 ? task->ticks - 1 : chosen)) {
            return true;
        }
    }
    return false;
}

static ist_status note_network(void *context, const ist_state *state)
{
    isti_room *room = context;
    const int32_t tick = ist_state_tick(state) - 1;
    if (!is_chosen(room->task, tick)) {
        return IST_OK;
    }
    ist_network *network = ist_network_of_state(state, (double)NAN, NULL);
    ist_network_row *row = &room->network[room->network_rows];
    row->tick = tick;
    const ist_status status =
        network ? ist_network_measure_all(network, NULL, row->value, NULL) : IST_ERR_NO_MEMORY;
    room->network_rows += status == IST_OK;
    ist_network_destroy(network);
    return status;
}

// Everything a run of this model needs, unless it is there from a run before.
static ist_status furnish(const isti_task *task, isti_room *room)
{
    if (room->model == task->model && room->ticks == task->ticks) {
        return IST_OK;
    }
    isti_room_clear(room);
    const size_t shocks = (size_t)ist_model_shocks(task->model);
    room->record = ist_recorder_create(task->model, &task->record, NULL);
    room->resilience = isti_alloc_array(shocks * IST_RESILIENCE_COUNT, sizeof *room->resilience);
    room->network = isti_alloc_array((size_t)task->network_count, sizeof *room->network);
    ist_status status =
        room->record && room->resilience && room->network ? IST_OK : IST_ERR_NO_MEMORY;
    if (status == IST_OK && task->twins) {
        status = furnish_twins(task, room, shocks);
    }
    if (status != IST_OK) {
        isti_room_clear(room);
        return status;
    }
    room->model = task->model;
    room->ticks = task->ticks;
    return IST_OK;
}

// ---- The run and its twins

static ist_status run_main(const isti_task *task, isti_room *room)
{
    ist_recorder_reset(room->record);
    room->network_rows = 0;
    room->task = task;
    const bool is_new = !room->state;
    const ist_run_def run = run_of(task, -1);
    const ist_observer observer = ist_recorder_observer(room->record);
    ist_status status = prepare(task, &room->state, &run, &observer);
    if (status == IST_OK && is_new && task->network_count > 0) {
        const ist_observer of_network = {.context = room, .on_tick = note_network};
        status = ist_state_observe(room->state, &of_network);
    }
    return status == IST_OK ? run_years(task, room->state) : status;
}

static ist_status note_performance(void *context, const ist_state *state)
{
    isti_twin_room *twins = context;
    twins->series[twins->ticks++] = isti_performance(state);
    return IST_OK;
}

static ist_status run_twins(const isti_task *task, isti_room *room, isti_twin_room *twins)
{
    const ist_observer observer = {.context = twins, .on_tick = note_performance};
    if (twins->model != task->model) {
        isti_twin_room_clear(twins);
        twins->model = task->model;
    }
    for (int32_t shock = 0; shock < ist_model_shocks(task->model); shock++) {
        const ist_run_def run = run_of(task, shock);
        twins->series = room->performance + (size_t)shock * (size_t)task->ticks;
        twins->ticks = 0;
        ist_status status = prepare(task, &twins->state, &run, &observer);
        if (status == IST_OK) {
            status = run_years(task, twins->state);
        }
        if (status != IST_OK) {
            return status;
        }
    }
    return IST_OK;
}

// Resilience of performance for each shock; NaN where it cannot be measured.
static void measure(const isti_task *task, const isti_room *room, bool with_twin, double *out)
{
    const double *performance = ist_recorder_series(room->record, IST_METRIC_PERFORMANCE);
    for (int32_t shock = 0; shock < ist_model_shocks(task->model); shock++) {
        ist_resilience_def def = ist_resilience_def_default();
        def.ticks_per_year = ist_model_ticks_per_year(task->model);
        def.event = ist_model_shock_tick(task->model, shock);
        def.twin = with_twin ? room->twin[shock] : NULL;
        double *row = out + (size_t)shock * IST_RESILIENCE_COUNT;
        if (ist_resilience_measure(performance, task->ticks, &def, row) != IST_OK) {
            for (int32_t k = 0; k < IST_RESILIENCE_COUNT; k++) {
                row[k] = (double)NAN;
            }
        }
    }
}

ist_status isti_run_task(const isti_task *task, isti_room *room, isti_twin_room *twins)
{
    ist_status status = furnish(task, room);
    status = status == IST_OK ? run_main(task, room) : status;
    if (status == IST_OK && task->twins) {
        status = run_twins(task, room, twins);
    }
    if (status != IST_OK) {
        return status;
    }
    measure(task, room, false, room->resilience);
    if (task->twins) {
        measure(task, room, true, room->relative);
    }
    return IST_OK;
}

ist_run_result isti_room_result(const isti_task *task, const isti_room *room)
{
    return (ist_run_result){.variant = task->variant,
                            .replicate = task->replicate,
                            .seed = task->seed,
                            .state = room->state,
                            .record = room->record,
                            .resilience = room->resilience,
                            .relative = task->twins ? room->relative : NULL,
                            .twin = task->twins ? room->twin : NULL,
                            .network = room->network,
                            .network_rows = room->network_rows};
}
