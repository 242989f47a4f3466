// SPDX-License-Identifier: GPL-3.0-or-later
// What a run store holds, for people: the summary of each scenario, or a table of variants.
#include "driver/results.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "driver/case.h"
#include "driver/document.h"
#include "driver/exit_code.h"
#include "driver/message.h"
#include "driver/phrase.h"
#include "driver/summary.h"
#include "driver/table.h"
#include "driver/terminal.h"
#include "driver/text.h"

enum { MOST_VARIANTS = 60, LABEL_SIZE = 192 };

bool results_are_plain(const ist_experiment *experiment)
{
    return ist_experiment_variants(experiment) == ist_experiment_scenarios(experiment);
}

// Complain and give the exit code, or hand on that all is well.
static int settle(ist_errors *errors)
{
    const int code = ist_errors_count(errors) > 0 ? complain_all(errors) : CODE_OK;
    ist_errors_destroy(errors);
    return code;
}

// Every run of a variant, in order of replicates.
static int collect(struct sample *sample, ist_store *store, const ist_experiment *experiment,
                   int32_t variant)
{
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    const int32_t variants = ist_experiment_variants(experiment);
    const int32_t jobs = ist_experiment_jobs(experiment);
    for (int64_t job = variant; job < jobs && ist_errors_count(errors) == 0; job += variants) {
        ist_run_record *record =
            ist_store_has(store, (int32_t)job) ? ist_store_read(store, (int32_t)job, errors) : NULL;
        if (record) {
            sample_add(sample, record);
        }
        ist_run_record_destroy(record);
    }
    return settle(errors);
}

// ---- Scenarios as they are

static int open_case(struct case_run *one, const ist_experiment *experiment, int32_t variant)
{
    ist_variant_info info;
    ist_experiment_scenario source;
    ist_errors *errors = ist_errors_create();
    ist_experiment_variant(experiment, variant, &info);
    ist_experiment_scenario_get(experiment, info.scenario, &source);
    ist_scenario_options options = ist_scenario_options_default();
    options.set = info.set;
    options.set_count = info.set_count;
    one->path = source.path;
    one->scenario = ist_scenario_parse(source.text, source.length, source.path, &options, errors);
    one->seed = source.seed;
    one->twins = ist_experiment_twins(experiment);
    one->replicates = ist_experiment_replicates(experiment);
    if (one->scenario) {
        const int32_t asked = ist_experiment_ticks(experiment);
        one->model = ist_scenario_model(one->scenario);
        one->ticks = asked > 0 ? asked : ist_model_ticks(one->model);
    }
    return settle(errors);
}

static int fill_case(struct case_run *one, ist_store *store, const ist_experiment *experiment,
                     int32_t variant, bool all_ticks)
{
    int code = open_case(one, experiment, variant);
    if (code != CODE_OK) {
        return code;
    }
    if (!case_open_sample(one, all_ticks)) {
        return complain_memory();
    }
    code = collect(&one->sample, store, experiment, variant);
    one->replicates = one->sample.done;
    return code;
}

static int print_cases(const struct options *options, ist_store *store,
                       const ist_experiment *experiment, struct output *out)
{
    const struct look look = terminal_look(STDOUT_FILENO, !options->no_color);
    const int32_t count = ist_experiment_variants(experiment);
    struct case_run *cases = calloc((size_t)count, sizeof *cases);
    if (!cases) {
        return complain_memory();
    }
    int code = CODE_OK;
    for (int32_t i = 0; i < count && code == CODE_OK; i++) {
        code = fill_case(&cases[i], store, experiment, i, options->json);
        if (code == CODE_OK && !options->json && cases[i].replicates > 0) {
            output_text(out, i > 0 ? "\n\n" : "");
            code = summary_print(&cases[i], out, &look) ? CODE_OK : complain_memory();
        }
    }
    if (code == CODE_OK && options->json) {
        code = document_print(cases, count, out) ? CODE_OK : complain_memory();
    }
    for (int32_t i = 0; i < count; i++) {
        case_close(&cases[i]);
    }
    free(cases);
    return code;
}

// ---- Variants

// The end of a pointer says most: "emphasis=0.5 policy=sponsor".
static void label_variant(const ist_experiment *experiment, int32_t variant, char *out, size_t size)
{
    ist_variant_info info = {0};
    size_t used = 0;
    ist_experiment_variant(experiment, variant, &info);
    snprintf(out, size, "%" PRId32, variant);
    used = strlen(out);
    for (int32_t k = info.set_common; k < info.set_count && used < size; k++) {
        const char *name = strrchr(info.set[k].pointer, '/');
        const int length = snprintf(out + used, size - used, "  %s=%s", name ? name + 1 : "",
                                    info.set[k].value ? info.set[k].value : "null");
        used += length > 0 ? (size_t)length : 0;
    }
}

static const struct {
    ist_metric metric;
    const char *heading;
    enum form form;
} columns[] = {
    {IST_METRIC_COMMUNITIES, "communities", FORM_COUNT},
    {IST_METRIC_PARTICIPATION, "participation, %", FORM_PERCENT},
    {IST_METRIC_PERFORMANCE, "performance, %", FORM_PERCENT},
};

static int add_variant(struct table *table, ist_store *store, const ist_experiment *experiment,
                       int32_t variant, const struct look *look)
{
    struct case_run one = {0};
    char label[LABEL_SIZE];
    label_variant(experiment, variant, label, sizeof label);
    const ist_model *model = ist_experiment_hold(experiment, variant, NULL);
    const int32_t asked = ist_experiment_ticks(experiment);
    const int32_t last = asked > 0 ? asked - 1 : model ? ist_model_ticks(model) - 1 : 0;
    ist_experiment_release(experiment, variant);
    if (!sample_open(&one.sample, &last, 1, 0, ist_experiment_replicates(experiment), false)) {
        return complain_memory();
    }
    const int code = collect(&one.sample, store, experiment, variant);
    char runs[PHRASE_SIZE];
    text_count(one.sample.done, runs);
    table_row(table, 0, label);
    table_cell(table, 0, runs, "");
    for (size_t k = 0; k < COUNT_OF(columns); k++) {
        const struct spread spread = sample_metric(&one.sample, 0, columns[k].metric);
        char value[PHRASE_SIZE];
        char interval[PHRASE_SIZE];
        phrase_value(columns[k].form, spread.median, look, value);
        phrase_interval(columns[k].form, &spread, look, interval);
        table_cell(table, (int32_t)k + 1, value, interval);
    }
    case_close(&one);
    return code;
}

static int print_variants(const struct options *options, ist_store *store,
                          const ist_experiment *experiment, struct output *out)
{
    const struct look look = terminal_look(STDOUT_FILENO, !options->no_color);
    const int32_t variants = ist_experiment_variants(experiment);
    const int32_t shown = variants < MOST_VARIANTS ? variants : MOST_VARIANTS;
    struct table *table = table_create((int32_t)COUNT_OF(columns) + 1);
    table_row(table, 0, "At the end: median (5-95%)");
    table_is_heading(table);
    table_cell(table, 0, "runs", "");
    for (size_t k = 0; k < COUNT_OF(columns); k++) {
        table_cell(table, (int32_t)k + 1, columns[k].heading, "");
    }
    int code = CODE_OK;
    for (int32_t v = 0; v < shown && code == CODE_OK; v++) {
        code = add_variant(table, store, experiment, v, &look);
    }
    if (code == CODE_OK) {
        code = table_print(table, out, &look) ? CODE_OK : complain_memory();
    }
    if (code == CODE_OK && shown < variants) {
        output_format(out, "  and %" PRId32 " more variants: see interstice export\n",
                      variants - shown);
    }
    table_destroy(table);
    return code;
}

int results_print(const struct options *options, ist_store *store, const ist_experiment *experiment,
                  struct output *out)
{
    return results_are_plain(experiment) ? print_cases(options, store, experiment, out)
                                         : print_variants(options, store, experiment, out);
}

int results_finish(const struct options *options, ist_store *store,
                   const ist_experiment *experiment, int code)
{
    if (code != CODE_OK && code != CODE_FAILED_RUNS) {
        return code;
    }
    int printed = CODE_OK;
    struct output *out = output_standard(&printed);
    if (out) {
        printed = results_print(options, store, experiment, out);
        const int written = output_close_standard(out);
        printed = printed != CODE_OK ? printed : written;
    }
    if (printed == CODE_OK && options->csv) {
        printed = results_export(options, store, experiment);
    }
    return printed != CODE_OK ? printed : code;
}
