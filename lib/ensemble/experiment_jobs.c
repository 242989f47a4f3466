// SPDX-License-Identifier: GPL-3.0-or-later
// Doing the jobs of an experiment, one at a time.
#include "ensemble/experiment.h"

#include "base/memory.h"
#include "ensemble/runner.h"

struct ist_runner {
    const ist_experiment *experiment;
    bool (*on_ticks)(void *context, int32_t ticks);
    void *context;
    isti_room room;
    isti_twin_room twins;
    int32_t variant; // whose model is held for the room; -1: none
};

static int32_t ticks_of(const ist_experiment *e, const ist_model *model)
{
    return e->ticks > 0 ? isti_min_i(e->ticks, ist_model_ticks(model)) : ist_model_ticks(model);
}

ist_runner *ist_runner_create(const ist_experiment *experiment,
                              bool (*on_ticks)(void *context, int32_t ticks), void *context)
{
    ist_runner *runner = isti_alloc_array(1, sizeof *runner);
    if (runner) {
        runner->experiment = experiment;
        runner->on_ticks = on_ticks;
        runner->context = context;
        runner->variant = -1;
    }
    return runner;
}

// Rooms belong to a model, which must not go before them.
static void leave(ist_runner *runner)
{
    isti_room_clear(&runner->room);
    isti_twin_room_clear(&runner->twins);
    if (runner->variant >= 0) {
        ist_experiment_release(runner->experiment, runner->variant);
        runner->variant = -1;
    }
}

void ist_runner_destroy(ist_runner *runner)
{
    if (runner) {
        leave(runner);
        isti_free(runner);
    }
}

// The model of a variant, held until another one is needed.
static const ist_model *enter(ist_runner *runner, int32_t variant, ist_errors *errors)
{
    if (runner->variant == variant) {
        return runner->room.model;
    }
    leave(runner);
    const ist_model *model = ist_experiment_hold(runner->experiment, variant, errors);
    runner->variant = model ? variant : -1;
    return model;
}

ist_status ist_runner_do(ist_runner *runner, int32_t job, ist_run_record **record,
                         ist_errors *errors)
{
    const ist_experiment *e = runner->experiment;
    *record = NULL;
    if (job < 0 || job >= ist_experiment_jobs(e)) {
        return isti_fail(errors, IST_ERR_ARGUMENT, "", "there is no job %d", (int)job);
    }
    const int32_t variant = job % e->variants;
    const ist_model *model = enter(runner, variant, errors);
    if (!model) {
        const ist_status status = ist_errors_status(errors);
        return status != IST_OK ? status : IST_ERR_ARGUMENT;
    }
    const isti_task task = {
        .model = model,
        .variant = variant,
        .replicate = job / e->variants,
        .seed = e->source[e->variant[variant].scenario].seed,
        .ticks = ticks_of(e, model),
        .twins = e->twins,
        .record = {.def_size = sizeof(ist_recorder_def), .communities = true, .units = e->units},
        .on_ticks = runner->on_ticks,
        .context = runner->context};
    ist_status status = isti_run_task(&task, &runner->room, &runner->twins);
    if (status == IST_OK) {
        const ist_run_result result = isti_room_result(&task, &runner->room);
        *record = ist_run_record_take(&result);
        status = *record ? IST_OK : IST_ERR_NO_MEMORY;
    }
    if (status < IST_OK) {
        leave(runner); // nothing half-made is used again
        return isti_fail(errors, status, "", "%s", ist_status_text(status));
    }
    return status;
}

// A state and its room to grow, the twin's, the record as it is kept, as bytes and as a copy.
static size_t bytes_of(const ist_experiment *e, const ist_model *model)
{
    const size_t states = ist_model_state_bytes(model) * (e->twins ? 2 : 1);
    const size_t ticks = (size_t)ticks_of(e, model);
    const size_t series = ticks * IST_METRIC_COUNT * sizeof(double);
    const size_t units =
        e->units ? ticks * (size_t)ist_model_units(model) * sizeof(ist_unit_row) : 0;
    const size_t copies = 4;
    return states + copies * (series + units);
}

size_t ist_experiment_worker_bytes(const ist_experiment *e)
{
    size_t most = 0;
    for (int32_t v = 0; v < isti_min_i(e->variants, ISTI_MODELS_KEPT); v++) {
        const ist_model *model = ist_experiment_hold(e, v, NULL);
        const size_t bytes = model ? bytes_of(e, model) : 0;
        most = bytes > most ? bytes : most;
        ist_experiment_release(e, v);
    }
    return most;
}
