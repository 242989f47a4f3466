// SPDX-License-Identifier: GPL-3.0-or-later
// What `interstice compare` found, for people and for programs.
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "driver/compare.h"
#include "driver/exit_code.h"
#include "driver/json.h"
#include "driver/message.h"
#include "driver/table.h"
#include "driver/terminal.h"
#include "driver/text.h"

enum { LABEL_SIZE = 160, LINE_SIZE = 512, COLUMNS = 5 };

const ist_resilience_metric compared_measures[COMPARED_MEASURES] = {
    IST_RESILIENCE_ROBUSTNESS, IST_RESILIENCE_TOTAL_LOSS, IST_RESILIENCE_RECOVERED,
    IST_RESILIENCE_RECOVERY_TIME};

// A row's name, and whether less of it is better.
static bool describe_row(const struct comparison *c, int32_t row, char *label, size_t size)
{
    const int32_t measure = row - c->names.count;
    if (measure < 0) {
        snprintf(label, size, "%s", c->names.name[row]);
        return ist_metric_less_is_better(c->metric[row]);
    }
    const ist_resilience_metric metric = compared_measures[measure % COMPARED_MEASURES];
    const ist_model *model = ist_experiment_hold(c->experiment, 0, NULL);
    snprintf(label, size, "%s of performance, %s", ist_resilience_name(metric),
             model ? ist_model_shock_name(model, measure / COMPARED_MEASURES) : "");
    ist_experiment_release(c->experiment, 0);
    return ist_resilience_less_is_better(metric);
}

static const char *policy_name(const struct comparison *c, int32_t policy)
{
    ist_variant_info info = {0};
    ist_experiment_variant(c->experiment, policy, &info);
    return info.policy;
}

static ist_paired compare(const struct comparison *c, int32_t row, int32_t a, int32_t b,
                          bool less_is_better)
{
    return ist_compare_pairs(comparison_values(c, row, a), comparison_values(c, row, b),
                             c->replicates, less_is_better);
}

// Might chance alone hide or make the difference? Where all pairs are equal there is none.
static bool rests_on_few(const ist_paired *pair)
{
    const bool is_equal =
        pair->pairs > 1 && !(fabs(pair->difference) > 0.0 || pair->deviation > 0.0);
    return pair->needed > pair->pairs && !is_equal;
}

// ---- For people

static void put_number(double value, char out[PHRASE_SIZE])
{
    snprintf(out, PHRASE_SIZE, isnan(value) ? "-" : "%.4g", value);
}

static void put_interval(double low, double high, char out[PHRASE_SIZE])
{
    out[0] = '\0';
    if (!isnan(low) && !isnan(high)) {
        snprintf(out, PHRASE_SIZE, "(%.3g to %.3g)", low, high);
    }
}

static void add_row(struct table *table, const struct comparison *c, int32_t row, int32_t a,
                    int32_t b)
{
    char label[LABEL_SIZE];
    char text[PHRASE_SIZE];
    char aside[PHRASE_SIZE];
    const bool less = describe_row(c, row, label, sizeof label);
    const ist_paired pair = compare(c, row, a, b, less);
    if (pair.pairs < c->replicates) {
        const size_t end = strlen(label);
        snprintf(label + end, sizeof label - end, " (%" PRId32 " pair%s)", pair.pairs,
                 pair.pairs == 1 ? "" : "s");
    }
    table_row(table, 1, label);
    put_number(pair.mean_a, text);
    table_cell(table, 0, text, "");
    put_number(pair.mean_b, text);
    table_cell(table, 1, text, "");
    put_number(pair.difference, text);
    put_interval(pair.low, pair.high, aside);
    table_cell(table, 2, text, aside);
    put_number(pair.better, text);
    put_interval(pair.better_low, pair.better_high, aside);
    table_cell(table, 3, text, aside);
    if (pair.needed < INT32_MAX) {
        text_count(pair.needed, text);
    } else {
        snprintf(text, sizeof text, pair.pairs > 1 ? "no difference" : "-");
    }
    table_cell(table, 4, text, rests_on_few(&pair) ? "!" : "");
}

static void warn(const struct comparison *c, int32_t a, int32_t b, struct output *out,
                 const struct look *look)
{
    char line[LINE_SIZE];
    int32_t few = 0;
    for (int32_t row = 0; row < c->rows; row++) {
        const ist_paired pair = compare(c, row, a, b, false);
        few += rests_on_few(&pair);
    }
    if (few == 0) {
        return;
    }
    snprintf(line, sizeof line,
             "Warning: %" PRId32 " of %" PRId32
             " results rest on too few replicates for a power of 0.95. The last column tells how "
             "many a difference of that size needs.",
             few, c->rows);
    terminal_wrap(out, look, line, 0, 2);
}

static bool print_pair(const struct comparison *c, int32_t a, int32_t b, struct output *out,
                       const struct look *look)
{
    char heading[LABEL_SIZE];
    struct table *table = table_create(COLUMNS);
    snprintf(heading, sizeof heading, "%s against %s", policy_name(c, a), policy_name(c, b));
    table_row(table, 0, heading);
    table_is_heading(table);
    table_cell(table, 0, policy_name(c, a), "");
    table_cell(table, 1, policy_name(c, b), "");
    table_cell(table, 2, "difference", "(95%)");
    table_cell(table, 3, "chance to be better", "");
    table_cell(table, 4, "needed", "");
    for (int32_t row = 0; row < c->rows; row++) {
        add_row(table, c, row, a, b);
    }
    const bool is_printed = table_print(table, out, look);
    table_destroy(table);
    if (is_printed) {
        warn(c, a, b, out, look);
    }
    return is_printed;
}

static int print_people(const struct comparison *c, struct output *out)
{
    const struct look look = terminal_look(STDOUT_FILENO, !c->options->no_color);
    ist_experiment_scenario scenario = {0};
    char heading[LINE_SIZE];
    char line[LINE_SIZE];
    char year[PHRASE_SIZE];
    ist_experiment_scenario_get(c->experiment, 0, &scenario);
    text_heading(scenario.title, scenario.name, heading, sizeof heading);
    text_year(c->time, year);
    output_format(out, "%s\n", heading);
    snprintf(line, sizeof line,
             "Means over %" PRId32 " replicates at %s, each under every policy with the same luck.",
             c->replicates, year);
    terminal_wrap(out, &look, line, 0, 2);
    for (int32_t a = 0; a < c->policies; a++) {
        for (int32_t b = a + 1; b < c->policies; b++) {
            output_text(out, "\n");
            if (!print_pair(c, a, b, out, &look)) {
                return complain_memory();
            }
        }
    }
    return CODE_OK;
}

// ---- For programs

static void put_pair(const struct comparison *c, int32_t row, int32_t a, int32_t b,
                     struct json *json)
{
    char label[LABEL_SIZE];
    const bool less = describe_row(c, row, label, sizeof label);
    const ist_paired pair = compare(c, row, a, b, less);
    json_object(json, NULL);
    json_text(json, "value", label);
    json_text(json, "a", policy_name(c, a));
    json_text(json, "b", policy_name(c, b));
    json_boolean(json, "less_is_better", less);
    json_integer(json, "pairs", pair.pairs);
    json_number(json, "mean_a", pair.mean_a);
    json_number(json, "mean_b", pair.mean_b);
    json_number(json, "difference", pair.difference);
    json_number(json, "low", pair.low);
    json_number(json, "high", pair.high);
    json_number(json, "better", pair.better);
    json_number(json, "better_low", pair.better_low);
    json_number(json, "better_high", pair.better_high);
    json_number(json, "replicates_needed",
                pair.needed == INT32_MAX ? (double)NAN : (double)pair.needed);
    json_end(json);
}

static int print_document(const struct comparison *c, struct output *out)
{
    struct json json = {.out = out};
    json_object(&json, NULL);
    json_text(&json, "version", IST_VERSION);
    json_number(&json, "time", c->time);
    json_integer(&json, "replicates", c->replicates);
    json_array(&json, "pairs");
    for (int32_t a = 0; a < c->policies; a++) {
        for (int32_t b = a + 1; b < c->policies; b++) {
            for (int32_t row = 0; row < c->rows; row++) {
                put_pair(c, row, a, b, &json);
            }
        }
    }
    json_end(&json);
    json_end(&json);
    return CODE_OK;
}

int comparison_print(const struct comparison *c, struct output *out)
{
    return c->options->json ? print_document(c, out) : print_people(c, out);
}
