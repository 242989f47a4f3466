// SPDX-License-Identifier: GPL-3.0-or-later
// Doing the jobs of an experiment, one at a time.
#include "ensemble/experiment.h"

#include "base/memory.h"
#include "ensemble/run_record.h"
#include "ensemble/runner.h"

struct ist_runner {
    const ist_experiment *experiment;
    bool (*on_ticks)(void *context, int32_t ticks);
    void *context;
    isti_room room;
    isti_twin_room twins;
    int32_t variant;     // whose model is held for the room; -1: none
    size_t record_bytes; // of the largest record
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
        .network = e->network,
        .network_count = e->network_count,

        .record = {.def_size = sizeof(ist_recorder_def), .communities = true, .units = e->units},
        .on_ticks = runner->on_ticks,
        .context = runner->context};
    ist_status status = isti_run_task(&task, &runner->room, &runner->twins);
    if (status == IST_OK) {
        const ist_run_result result = isti_room_result(&task, &runner->room);
        *record = ist_run_record_take(&result);
        status = *record ? IST_OK : IST_ERR_NO_MEMORY;
        const size_t bytes = *record ? isti_record_bytes(*record) : 0;
        runner->record_bytes = bytes > runner->record_bytes ? bytes : runner->record_bytes;
    }
    if (status < IST_OK) {
        leave(runner); // nothing half-made is used again
        return isti_fail(errors, status, "", "%s", ist_status_text(status));
    }
    return status;
}

size_t ist_runner_bytes(const ist_runner *runner)
{
    size_t bytes = ISTI_THREAD_BYTES + isti_record_room(runner->record_bytes);
    bytes += runner->room.state ? ist_state_bytes(runner->room.state) : 0;
    return bytes + (runner->twins.state ? ist_state_bytes(runner->twins.state) : 0);
}
