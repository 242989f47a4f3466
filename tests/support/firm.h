// SPDX-License-Identifier: GPL-3.0-or-later
// A firm as a file would describe it, small enough for hundreds of runs: two years, a measured move.
#ifndef ISTI_TESTS_FIRM_H
#define ISTI_TESTS_FIRM_H

#include <interstice/experiment.h>

#include "support/suite.h"

#include <string.h>

static const char firm_text[] =
    "{ \"format\": 1, \"name\": \"firm\", \"title\": \"A firm\", \"seed\": 7,\n"
    "  \"time\": { \"start\": 0, \"end\": 2 }, \"organization\": { \"emphasis\": 0.8 },\n"
    "  \"themes\": [ { \"name\": \"work\" } ],\n"
    "  \"units\": [ { \"name\": \"unit\", \"count\": 3, \"size\": 6, \"people\": { \"manager\": 1 "
    "},\n"
    "    \"rest\": \"professional\" } ],\n"
    "  \"managers\": [ { \"name\": \"the/boss\", \"heads_of\": \"unit\", \"policy\": \"sponsor\" } "
    "],\n"
    "  \"events\": [ { \"at\": 0, \"kind\": \"launch\", \"theme\": \"work\", \"size\": 4 },\n"
    "    { \"at\": 1.5, \"kind\": \"transfer\", \"group\": \"move\", \"measure\": true, \"share\": "
    "0.5 } "
    "] }";

static inline ist_experiment_def firm_def(const ist_experiment_source *source, int32_t replicates)
{
    ist_experiment_def def = ist_experiment_def_default();
    def.scenario = source;
    def.scenario_count = 1;
    def.replicates = replicates;
    return def;
}

// Variants over emphasis, with so many values; 1: the firm as it is.
static inline ist_experiment *firm_experiment(int32_t values, int32_t replicates, bool twins)
{
    const ist_experiment_source source = {"firm.json", firm_text, strlen(firm_text)};
    const ist_factor factor = {
        .pointer = "/organization/emphasis", .low = 0.2, .high = 0.8, .steps = values};
    ist_design_def design = ist_design_def_default();
    design.factor = &factor;
    design.factor_count = 1;
    ist_experiment_def def = firm_def(&source, replicates);
    def.design = values > 1 ? &design : NULL;
    def.twins = twins;
    def.units = twins;
    ist_errors *errors = ist_errors_create();
    ist_experiment *e = ist_experiment_create(&def, errors);
    char message[1024];
    ist_error_format(ist_errors_get(errors, 0), message, sizeof message);
    ck_assert_msg(e != NULL, "%s", message);
    ist_errors_destroy(errors);
    return e;
}

// One job, done here.
static inline ist_run_record *firm_run(const ist_experiment *e, int32_t job)
{
    ist_run_record *record = NULL;
    ist_runner *runner = ist_runner_create(e, NULL, NULL);
    ck_assert_int_eq(ist_runner_do(runner, job, &record, NULL), IST_OK);
    ist_runner_destroy(runner);
    return record;
}

#endif
