// SPDX-License-Identifier: GPL-3.0-or-later
// Loading what is shipped.
#include "support/shipped.h"

#include <check.h>
#include <stdio.h>

ist_scenario *shipped_scenario(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/scenarios/%s.json", ISTI_SOURCE_DIR, name);
    ist_errors *errors = ist_errors_create();
    ist_scenario *scenario = ist_scenario_load(path, NULL, errors);
    for (int32_t k = 0; k < ist_errors_count(errors); k++) {
        char text[512];
        ist_error_format(ist_errors_get(errors, k), text, sizeof text);
        fprintf(stderr, "%s\n", text);
    }
    ck_assert_ptr_nonnull(scenario);
    ist_errors_destroy(errors);
    return scenario;
}

ist_state *shipped_run(const ist_scenario *scenario, const ist_run_def *run)
{
    const ist_run_def usual = ist_run_def_default();
    ist_state *state = ist_state_create(ist_scenario_model(scenario), run ? run : &usual, NULL);
    ck_assert_ptr_nonnull(state);
    return state;
}
