// One organization until the day before its reorganization: what do its two futures look like?
// SPDX-License-Identifier: GPL-3.0-or-later
#include <interstice/interstice.h>

#include <stdio.h>
#include <stdlib.h>

// Run until the first measured shock is about to happen, and keep that moment as bytes.
static void *snapshot_before(const ist_model *model, size_t *size)
{
    const ist_run_def run = ist_run_def_default();
    ist_state *state = ist_state_create(model, &run, NULL);
    void *bytes = NULL;
    if (state && ist_run(state, ist_model_shock_tick(model, 0)) == IST_OK) {
        *size = ist_state_save(state, NULL, 0);
        bytes = malloc(*size);
        if (bytes) {
            ist_state_save(state, bytes, *size);
        }
    }
    ist_state_destroy(state);
    return bytes;
}

// Both futures, step by step.
static ist_status tell(ist_state *with, ist_state *without)
{
    double real[IST_METRIC_COUNT];
    double other[IST_METRIC_COUNT];
    printf("            communities       strong ties\n");
    printf("            with  without     with  without\n");
    for (int32_t step = 0; step < 5; step++) {
        ist_status status = ist_run(with, 3);
        status = status == IST_OK ? ist_run(without, 3) : status;
        status = status == IST_OK ? ist_state_measure(with, real) : status;
        status = status == IST_OK ? ist_state_measure(without, other) : status;
        if (status != IST_OK) {
            return status;
        }
        printf("%8.2f  %6.0f  %7.0f  %7.0f  %7.0f\n", ist_state_time(with),
               real[IST_METRIC_COMMUNITIES], other[IST_METRIC_COMMUNITIES],
               real[IST_METRIC_STRONG_TIES], other[IST_METRIC_STRONG_TIES]);
    }
    return IST_OK;
}

int main(int argc, char **argv)
{
    ist_scenario *scenario =
        ist_scenario_load(argc > 1 ? argv[1] : "scenarios/gas.json", NULL, NULL);
    const ist_model *model = scenario ? ist_scenario_model(scenario) : NULL;
    size_t size = 0;
    void *bytes = model && ist_model_shocks(model) > 0 ? snapshot_before(model, &size) : NULL;

    const ist_run_def any = ist_run_def_default();
    ist_state *with = bytes ? ist_state_create(model, &any, NULL) : NULL;
    ist_status status = with ? ist_state_restore(with, bytes, size, NULL) : IST_ERR_ARGUMENT;
    ist_state *without = status == IST_OK ? ist_state_branch_without(with, 0) : NULL;
    status = without ? tell(with, without) : IST_ERR_ARGUMENT;

    ist_state_destroy(without);
    ist_state_destroy(with);
    free(bytes);
    ist_scenario_destroy(scenario);
    if (status != IST_OK) {
        fprintf(stderr, "no such scenario, or no event in it is measured\n");
        return 1;
    }
    return 0;
}
