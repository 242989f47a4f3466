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
#include "driver/labor.h"
#include "driver/message.h"
#include "driver/phrase.h"
#include "driver/spark.h"
#include "driver/summary.h"
#include "driver/table.h"
#include "driver/terminal.h"
#include "driver/text.h"

enum { MOST_VARIANTS = 60, LABEL_SIZE = 192 };

// Zero: nothing yet.
struct results {
    const ist_experiment *experiment; // borrowed
    struct case_run *cases;           // of each variant, as far as they are shown
    int32_t count;
};

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

// ---- Gathering

// Of a variant among others only the end is shown.
static int open_variant(struct case_run *one, const ist_experiment *experiment, int32_t variant)
{
    const ist_model *model = ist_experiment_hold(experiment, variant, NULL);
    const int32_t asked = ist_experiment_ticks(experiment);
    const int32_t last = (asked > 0 ? asked : model ? ist_model_ticks(model) : 1) - 1;
    ist_experiment_release(experiment, variant);
    const int32_t replicates = ist_experiment_replicates(experiment);
    return sample_open(&one->sample, &last, 1, 0, replicates, false) ? CODE_OK : complain_memory();
}

static int open_one(const struct options *options, struct results *results, ist_store *store,
                    int32_t variant)
{
    struct case_run *one = &results->cases[variant];
    int code = CODE_OK;
    if (!results_are_plain(results->experiment)) {
        code = open_variant(one, results->experiment, variant);
    } else {
        code = case_open_variant(one, results->experiment, variant);
        const struct look look = terminal_look(STDOUT_FILENO, !options->no_color);
        const bool is_whole = code == CODE_OK && (options->json || spark_is_wanted(one, &look));
        if (code == CODE_OK && !case_open_sample(one, is_whole)) {
            code = complain_memory();
        }
    }
    return code == CODE_OK ? collect(&one->sample, store, results->experiment, variant) : code;
}

static int open_results(const struct options *options, ist_store *store,
                        const ist_experiment *experiment, struct results **out)
{
    const int32_t variants = ist_experiment_variants(experiment);
    const bool is_long = !results_are_plain(experiment) && variants > MOST_VARIANTS;
    struct results *results = calloc(1, sizeof *results);
    *out = results;
    if (!results) {
        return complain_memory();
    }
    results->experiment = experiment;
    results->count = is_long ? MOST_VARIANTS : variants;
    results->cases = calloc((size_t)results->count, sizeof *results->cases);
    if (!results->cases) {
        return complain_memory();
    }
    int code = CODE_OK;
    for (int32_t v = 0; v < results->count && code == CODE_OK; v++) {
        code = open_one(options, results, store, v);
    }
    return code;
}

static void close_results(struct results *results)
{
    for (int32_t v = 0; results && results->cases && v < results->count; v++) {
        case_close(&results->cases[v]);
    }
    free(results ? results->cases : NULL);
    free(results);
}

static ist_status note(void *context, int32_t job, const ist_run_record *record)
{
    struct results *results = context;
    const int32_t variant = job % ist_experiment_variants(results->experiment);
    if (variant < results->count) {
        sample_add(&results->cases[variant].sample, record);
    }
    return IST_OK;
}

// ---- Scenarios as they are

static int print_cases(const struct options *options, struct results *results, struct output *out)
{
    const struct look look = terminal_look(STDOUT_FILENO, !options->no_color);
    int code = CODE_OK;
    for (int32_t i = 0; i < results->count && code == CODE_OK; i++) {
        struct case_run *one = &results->cases[i];
        one->replicates = one->sample.done;
        if (!options->json && one->replicates > 0) {
            output_text(out, i > 0 ? "\n\n" : "");
            code = summary_print(one, out, &look) ? CODE_OK : complain_memory();
        }
    }
    if (code == CODE_OK && options->json) {
        code = document_print(results->cases, results->count, out) ? CODE_OK : complain_memory();
    }
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

static void add_variant(struct table *table, const struct results *results, int32_t variant,
                        const struct look *look)
{
    const struct sample *sample = &results->cases[variant].sample;
    char label[LABEL_SIZE];
    char runs[PHRASE_SIZE];
    label_variant(results->experiment, variant, label, sizeof label);
    text_count(sample->done, runs);
    table_row(table, 0, label);
    table_cell(table, 0, runs, "");
    for (size_t k = 0; k < COUNT_OF(columns); k++) {
        const struct spread spread = sample_metric(sample, 0, columns[k].metric);
        char value[PHRASE_SIZE];
        char interval[PHRASE_SIZE];
        phrase_value(columns[k].form, spread.median, look, value);
        phrase_interval(columns[k].form, &spread, look, interval);
        table_cell(table, (int32_t)k + 1, value, interval);
    }
}

static int print_variants(const struct options *options, const struct results *results,
                          struct output *out)
{
    const struct look look = terminal_look(STDOUT_FILENO, !options->no_color);
    const int32_t more = ist_experiment_variants(results->experiment) - results->count;
    struct table *table = table_create((int32_t)COUNT_OF(columns) + 1);
    table_row(table, 0, "At the end: median (5-95%)");
    table_is_heading(table);
    table_cell(table, 0, "runs", "");
    for (size_t k = 0; k < COUNT_OF(columns); k++) {
        table_cell(table, (int32_t)k + 1, columns[k].heading, "");
    }
    for (int32_t v = 0; v < results->count; v++) {
        add_variant(table, results, v, &look);
    }
    const bool is_printed = table_print(table, out, &look);
    if (is_printed && more > 0) {
        output_format(out, "  and %" PRId32 " more variants: see interstice export\n", more);
    }
    table_destroy(table);
    return is_printed ? CODE_OK : complain_memory();
}

static int print(const struct options *options, struct results *results)
{
    int code = CODE_OK;
    struct output *out = output_standard(&code);
    if (!out) {
        return code;
    }
    code = results_are_plain(results->experiment) ? print_cases(options, results, out)
                                                  : print_variants(options, results, out);
    const int written = output_close_standard(out);
    return code != CODE_OK ? code : written;
}

int results_work(const struct options *options, const ist_experiment *experiment, ist_store *store,
                 const char *path)
{
    struct results *results = NULL;
    int code = open_results(options, store, experiment, &results);
    if (code == CODE_OK) {
        code = labor_run(options, experiment, store, path, note, results);
    }
    if (code == CODE_OK || code == CODE_FAILED_RUNS) {
        int told = print(options, results);
        if (told == CODE_OK && options->csv) {
            told = results_export(options, store, experiment);
        }
        code = told != CODE_OK ? told : code;
    }
    close_results(results);
    return code;
}
