// SPDX-License-Identifier: GPL-3.0-or-later
// `interstice compare`: policies on common random numbers, pair by pair.
#include "driver/compare.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "driver/case.h"
#include "driver/commands.h"
#include "driver/exit_code.h"
#include "driver/interrupt.h"
#include "driver/labor.h"
#include "driver/message.h"
#include "driver/output.h"
#include "driver/text.h"

static const int32_t usual_replicates = 20;
static const char usual_metrics[] = "communities,participation,performance,expired";

// ---- What is compared

static bool find_metric(const char *name, ist_metric *out)
{
    for (int metric = 0; metric < IST_METRIC_COUNT; metric++) {
        if (strcmp(ist_metric_name((ist_metric)metric), name) == 0) {
            *out = (ist_metric)metric;
            return true;
        }
    }
    return false;
}

static int unknown_metric(const char *name)
{
    const char *known[IST_METRIC_COUNT];
    for (int metric = 0; metric < IST_METRIC_COUNT; metric++) {
        known[metric] = ist_metric_name((ist_metric)metric);
    }
    const char *near = text_nearest(name, known, COUNT_OF(known));
    complain("--metrics: there is no metric %s%s%s%s", name, near ? "; did you mean \"" : "",
             near ? near : "", near ? "\"?" : "");
    remark("try: interstice describe metrics");
    return CODE_USAGE;
}

static int choose_metrics(struct comparison *c)
{
    const char *asked = c->options->metrics ? c->options->metrics : usual_metrics;
    int code = name_list_open(&c->names, asked, "metrics");
    c->metric = code == CODE_OK ? calloc((size_t)c->names.count, sizeof *c->metric) : NULL;
    if (!c->metric) {
        return code != CODE_OK ? code : complain_memory();
    }
    for (int32_t i = 0; i < c->names.count && code == CODE_OK; i++) {
        code = find_metric(c->names.name[i], &c->metric[i]) ? CODE_OK
                                                            : unknown_metric(c->names.name[i]);
    }
    return code;
}

// A policy that cannot be run would leave nothing to compare: all faults are told before any run.
static int check_policies(const struct comparison *c)
{
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    for (int32_t k = 0; k < ist_experiment_variants(c->experiment); k++) {
        if (ist_experiment_hold(c->experiment, k, errors)) {
            ist_experiment_release(c->experiment, k);
        }
    }
    const int code = ist_errors_count(errors) > 0 ? complain_all(errors) : CODE_OK;
    ist_errors_destroy(errors);
    return code;
}

// The tick to look at, and the shocks that are measured.
static int choose_time(struct comparison *c)
{
    const ist_model *model = ist_experiment_hold(c->experiment, 0, NULL);
    if (!model) {
        return complain_memory();
    }
    struct case_run one = {.model = model};
    const int32_t asked = ist_experiment_ticks(c->experiment);
    one.ticks = asked > 0 ? asked : ist_model_ticks(model);
    c->tick = isnan(c->options->at) ? one.ticks - 1 : case_tick(&one, c->options->at);
    c->time = c->tick >= 0 ? ist_model_time(model, c->tick) : NAN;
    c->shocks = ist_model_shocks(model);
    ist_experiment_release(c->experiment, 0);
    if (c->tick < 0) {
        complain("--at %g: the runs do not reach that year", c->options->at);
        return CODE_USAGE;
    }
    return CODE_OK;
}

static int make_room(struct comparison *c)
{
    c->rows = c->names.count + c->shocks * COMPARED_MEASURES;
    c->policies = ist_experiment_variants(c->experiment);
    c->replicates = ist_experiment_replicates(c->experiment);
    const size_t count = (size_t)c->rows * (size_t)c->policies * (size_t)c->replicates;
    c->value = calloc(count + 1, sizeof *c->value);
    for (size_t i = 0; c->value && i < count; i++) {
        c->value[i] = NAN;
    }
    return c->value ? CODE_OK : complain_memory();
}

// ---- Values

const double *comparison_values(const struct comparison *c, int32_t row, int32_t policy)
{
    const size_t at = (size_t)row * (size_t)c->policies + (size_t)policy;
    return c->value + at * (size_t)c->replicates;
}

static ist_status note(void *context, int32_t job, const ist_run_record *record)
{
    const struct comparison *c = context;
    const int32_t policy = job % c->policies;
    const int32_t replicate = job / c->policies;
    for (int32_t row = 0; row < c->rows; row++) {
        double *values = c->value + (comparison_values(c, row, policy) - c->value);
        const int32_t measure = row - c->names.count;
        if (measure < 0) {
            const size_t at = (size_t)c->metric[row] * (size_t)record->ticks + (size_t)c->tick;
            values[replicate] = c->tick < record->ticks ? record->series[at] : NAN;
        } else if (measure / COMPARED_MEASURES < record->shocks) {
            const double *measured = record->relative ? record->relative : record->resilience;
            values[replicate] = measured[measure / COMPARED_MEASURES * IST_RESILIENCE_COUNT +
                                         (int)compared_measures[measure % COMPARED_MEASURES]];
        }
    }
    return IST_OK;
}

// ---- The whole

static int open_comparison(struct comparison *c)
{
    const struct options *options = c->options;
    if (!options->policies || !strchr(options->policies, ',')) {
        complain("\"interstice compare\" needs --policies and at least two names");
        return CODE_USAGE;
    }
    int code = choose_metrics(c);
    code = code == CODE_OK ? plan_create(options, usual_replicates, &c->experiment) : code;
    code = code == CODE_OK ? check_policies(c) : code;
    code = code == CODE_OK ? choose_time(c) : code;
    return code == CODE_OK ? make_room(c) : code;
}

static int run(struct comparison *c)
{
    ist_store *store = NULL;
    int code = c->options->store ? labor_create(c->options, c->experiment, &store) : CODE_OK;
    if (code == CODE_OK) {
        code = labor_run(c->options, c->experiment, store, c->options->store, note, c);
    }
    ist_store_close(store);
    return code;
}

int command_compare(const struct options *options)
{
    struct comparison c = {.options = options};
    interrupt_catch();
    int code = open_comparison(&c);
    code = code == CODE_OK ? run(&c) : code;
    if (code == CODE_OK || code == CODE_FAILED_RUNS) {
        int printed = CODE_OK;
        struct output *out = output_standard(&printed);
        if (out) {
            printed = comparison_print(&c, out);
            const int written = output_close_standard(out);
            printed = printed != CODE_OK ? printed : written;
        }
        code = printed != CODE_OK ? printed : code;
    }
    name_list_close(&c.names);
    free(c.metric);
    free(c.value);
    ist_experiment_destroy(c.experiment);
    return code;
}
