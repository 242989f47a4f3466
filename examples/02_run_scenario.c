// How does the organization in a scenario file fare, year by year?
// SPDX-License-Identifier: GPL-3.0-or-later
#include <interstice/interstice.h>

#include <stdio.h>

static void print_errors(const ist_errors *errors)
{
    for (int32_t k = 0; k < ist_errors_count(errors); k++) {
        char line[1024];
        ist_error_format(ist_errors_get(errors, k), line, sizeof line);
        fprintf(stderr, "%s\n", line);
    }
}

static void print_year(const ist_model *model, const ist_recorder *record, int32_t tick)
{
    static const ist_metric columns[] = {IST_METRIC_COMMUNITIES, IST_METRIC_HIBERNATING,
                                         IST_METRIC_MEMBERS, IST_METRIC_PERFORMANCE};
    printf("%8.2f", ist_model_time(model, tick));
    for (size_t k = 0; k < sizeof columns / sizeof *columns; k++) {
        const double value = ist_recorder_series(record, columns[k])[tick];
        printf(columns[k] == IST_METRIC_PERFORMANCE ? "%13.2f" : "%13.0f", value);
    }
    printf("\n");
}

// The run itself: a state steps, a recorder looks on.
static ist_status run(const ist_scenario *scenario, ist_recorder *record, ist_errors *errors)
{
    const ist_model *model = ist_scenario_model(scenario);
    ist_run_def def = ist_run_def_default();
    def.seed = ist_scenario_seed(scenario);
    ist_state *state = ist_state_create(model, &def, errors);
    if (!state) {
        return ist_errors_status(errors);
    }
    const ist_observer observer = ist_recorder_observer(record);
    ist_status status = ist_state_observe(state, &observer);
    if (status == IST_OK) {
        status = ist_run(state, ist_model_ticks(model));
    }
    ist_state_destroy(state);
    return status;
}

int main(int argc, char **argv)
{
    ist_errors *errors = ist_errors_create();
    ist_scenario *scenario =
        ist_scenario_load(argc > 1 ? argv[1] : "scenarios/minimal.json", NULL, errors);
    if (!scenario) {
        print_errors(errors);
        ist_errors_destroy(errors);
        return 1;
    }
    const ist_model *model = ist_scenario_model(scenario);
    const ist_recorder_def what = ist_recorder_def_default();
    ist_recorder *record = ist_recorder_create(model, &what, errors);
    const ist_status status = record ? run(scenario, record, errors) : ist_errors_status(errors);
    print_errors(errors);
    if (status == IST_OK) {
        printf("%s\n", ist_model_title(model));
        printf("    time  communities  hibernating      members  performance\n");
        for (int32_t tick = 0; tick < ist_recorder_ticks(record);
             tick += ist_model_ticks_per_year(model)) {
            print_year(model, record, tick);
        }
    }
    ist_recorder_destroy(record);
    ist_scenario_destroy(scenario);
    ist_errors_destroy(errors);
    return status == IST_OK ? 0 : 1;
}
