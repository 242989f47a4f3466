// How deep does a reorganization cut, and how fast is it made good?
// SPDX-License-Identifier: GPL-3.0-or-later
#include <interstice/interstice.h>

#include <stdio.h>

// One run with the same seed each time; shock number `without` (-1: none) does not happen.
static ist_recorder *record_run(const ist_model *model, int32_t without)
{
    const ist_recorder_def what = ist_recorder_def_default();
    ist_recorder *record = ist_recorder_create(model, &what, NULL);
    ist_run_def run = ist_run_def_default();
    run.without = without;
    ist_state *state = record ? ist_state_create(model, &run, NULL) : NULL;
    ist_status status = IST_ERR_NO_MEMORY;
    if (state) {
        const ist_observer observer = ist_recorder_observer(record);
        status = ist_state_observe(state, &observer);
    }
    if (status == IST_OK) {
        status = ist_run(state, ist_model_ticks(model));
    }
    ist_state_destroy(state);
    if (status != IST_OK) {
        ist_recorder_destroy(record);
        return NULL;
    }
    return record;
}

static void compare(const ist_model *model, const double *real, const double *twin, int32_t ticks)
{
    const int32_t event = ist_model_shock_tick(model, 0);
    printf("performance     with \"%s\"   without\n", ist_model_shock_name(model, 0));
    for (int32_t tick = event - 2; tick < ticks && tick < event + 13; tick += 2) {
        printf("  %7.2f      %12.2f  %15.2f\n", ist_model_time(model, tick), real[tick],
               twin[tick]);
    }
    ist_resilience_def def = ist_resilience_def_default();
    def.ticks_per_year = ist_model_ticks_per_year(model);
    def.event = event;
    double before[IST_RESILIENCE_COUNT];
    double beside[IST_RESILIENCE_COUNT];
    const ist_status absolute = ist_resilience_measure(real, ticks, &def, before);
    def.twin = twin;
    const ist_status relative = ist_resilience_measure(real, ticks, &def, beside);
    printf("\nmeasured against  the year before    the twin\n");
    for (int k = 0; k < IST_RESILIENCE_COUNT && absolute == IST_OK && relative == IST_OK; k++) {
        printf("%-16s  %15.3f  %10.3f\n", ist_resilience_name((ist_resilience_metric)k), before[k],
               beside[k]);
    }
}

int main(int argc, char **argv)
{
    ist_scenario *scenario =
        ist_scenario_load(argc > 1 ? argv[1] : "scenarios/gas.json", NULL, NULL);
    const ist_model *model = scenario ? ist_scenario_model(scenario) : NULL;
    if (!model || ist_model_shocks(model) == 0) {
        fprintf(stderr, "no such scenario, or no event in it is measured\n");
        ist_scenario_destroy(scenario);
        return 1;
    }
    ist_recorder *real = record_run(model, -1);
    ist_recorder *twin = record_run(model, 0);
    if (real && twin) {
        compare(model, ist_recorder_series(real, IST_METRIC_PERFORMANCE),
                ist_recorder_series(twin, IST_METRIC_PERFORMANCE), ist_recorder_ticks(real));
    }
    const int failed = real && twin ? 0 : 1;
    ist_recorder_destroy(twin);
    ist_recorder_destroy(real);
    ist_scenario_destroy(scenario);
    return failed;
}
