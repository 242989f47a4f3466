// SPDX-License-Identifier: GPL-3.0-or-later
// What became of a scenario, for people: a heading, two tables, a few sentences.
#include "driver/summary.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver/phrase.h"
#include "driver/spark.h"
#include "driver/table.h"
#include "driver/text.h"

enum { SENTENCE_SIZE = 768 };

struct metric_line {
    ist_metric metric;
    int32_t depth;
    enum form form;
    const char *label;
};

static const struct metric_line metric_lines[] = {
    {IST_METRIC_COMMUNITIES, 0, FORM_COUNT, "Active communities"},
    {IST_METRIC_OFFICIAL, 1, FORM_COUNT, "official"},
    {IST_METRIC_PRACTICE, 2, FORM_COUNT, "communities of practice"},
    {IST_METRIC_PROJECT, 2, FORM_COUNT, "working groups"},
    {IST_METRIC_BUREAUCRATIZED, 2, FORM_COUNT, "bureaucratized"},
    {IST_METRIC_INFORMAL, 1, FORM_COUNT, "informal"},
    {IST_METRIC_CLANDESTINE, 1, FORM_COUNT, "clandestine"},
    {IST_METRIC_HIBERNATING, 0, FORM_COUNT, "Hibernating"},
    {IST_METRIC_PARTICIPATION, 0, FORM_PERCENT, "Participation, %"},
    {IST_METRIC_ACTIVITY, 0, FORM_PEOPLE, "Activity, people"},
    {IST_METRIC_PERFORMANCE, 0, FORM_PERCENT, "Performance, %"},
};

const struct resilience_line resilience_lines[RESILIENCE_LINES] = {
    {IST_RESILIENCE_BASELINE, FORM_PERCENT, "Performance the year before, %"},
    {IST_RESILIENCE_ROBUSTNESS, FORM_PERCENT, "Lowest, % of that"},
    {IST_RESILIENCE_INITIAL_LOSS, FORM_PERCENT, "Loss at once, %"},
    {IST_RESILIENCE_MAXIMUM_LOSS, FORM_PERCENT, "Largest loss, %"},
    {IST_RESILIENCE_TOTAL_LOSS, FORM_WEEKS, "Total loss, weeks of performance"},
    {IST_RESILIENCE_RECOVERY_TIME, FORM_MONTHS, "Months to recovery"},
    {IST_RESILIENCE_RAPIDITY, FORM_PERCENT, "Rise from the lowest, % a year"},
    {IST_RESILIENCE_RATIO, FORM_PERCENT, "Loss made good at the end, %"},
    {IST_RESILIENCE_LEVEL, FORM_PERCENT, "In the last year, % of before"},
};

// What a year is cut into.
static void name_steps(int32_t ticks_per_year, char out[PHRASE_SIZE])
{
    if (ticks_per_year == 12 || ticks_per_year == 52) {
        snprintf(out, PHRASE_SIZE, "%s steps", ticks_per_year == 12 ? "monthly" : "weekly");
    } else {
        snprintf(out, PHRASE_SIZE, "%" PRId32 " steps a year", ticks_per_year);
    }
}

static void print_heading(const struct case_run *one, struct output *out, const struct look *look)
{
    const ist_model *model = one->model;
    char first[PHRASE_SIZE];
    char second[PHRASE_SIZE];
    char third[PHRASE_SIZE];
    char line[SENTENCE_SIZE];

    output_text(out, look->strong);
    text_heading(ist_model_title(model), ist_model_name(model), line, sizeof line);
    terminal_wrap(out, look, line, 0, 0);
    output_text(out, look->plain);

    text_count(ist_model_employees(model), first);
    text_count(ist_model_participants(model), second);
    const bool may_all = ist_model_participants(model) == ist_model_employees(model);
    snprintf(line, sizeof line, "%s people in %" PRId32 " unit%s, %s of whom may take part.", first,
             ist_model_units(model), ist_model_units(model) == 1 ? "" : "s",
             may_all ? "all" : second);
    terminal_wrap(out, look, line, 0, 2);

    text_year(ist_model_time(model, 0), first);
    text_year(ist_model_time(model, one->ticks - 1), second);
    name_steps(ist_model_ticks_per_year(model), third);
    snprintf(line, sizeof line,
             "%s to %s in %s; %" PRId32 " run%s, seed %" PRIu64 ", parameters %016" PRIx64 ".",
             first, second, third, one->replicates, one->replicates == 1 ? "" : "s", one->seed,
             ist_model_parameter_hash(model));
    terminal_wrap(out, look, line, 0, 2);
    output_text(out, "\n");
}

static void add_spread(struct table *table, int32_t column, enum form form,
                       const struct spread *spread, const struct look *look)
{
    char value[PHRASE_SIZE];
    char interval[PHRASE_SIZE];
    phrase_value(form, spread->median, look, value);
    phrase_interval(form, spread, look, interval);
    table_cell(table, column, value, interval);
}

// Which points in time of the sample are columns.
struct dates {
    int32_t *index;
    int32_t count;
};

static bool dates_open(struct dates *dates, const struct case_run *one)
{
    const bool is_all = one->sample.ticks == one->ticks;
    dates->index = case_date_ticks(one, &dates->count);
    for (int32_t i = 0; dates->index && !is_all && i < dates->count; i++) {
        dates->index[i] = i;
    }
    return dates->index != NULL;
}

static bool print_dates(const struct case_run *one, const struct dates *dates, struct output *out,
                        const struct look *look)
{
    const struct sample *sample = &one->sample;
    struct table *table = table_create(dates->count);
    char corner[PHRASE_SIZE];
    snprintf(corner, sizeof corner, "Median (5%s95%%)", look->dash);
    table_row(table, 0, one->replicates > 1 ? corner : "");
    table_is_heading(table);
    for (int32_t i = 0; i < dates->count; i++) {
        char year[PHRASE_SIZE];
        text_year(ist_model_time(one->model, sample->tick[dates->index[i]]), year);
        table_cell(table, i, year, "");
    }
    for (size_t k = 0; k < COUNT_OF(metric_lines); k++) {
        const struct metric_line *line = &metric_lines[k];
        table_row(table, line->depth, line->label);
        for (int32_t i = 0; i < dates->count; i++) {
            const struct spread spread = sample_metric(sample, dates->index[i], line->metric);
            add_spread(table, i, line->form, &spread, look);
        }
    }
    const bool is_complete = table_print(table, out, look);
    table_destroy(table);
    return is_complete;
}

static void add_unrecovered(struct table *table, const struct sample *sample, bool relative,
                            const struct look *look)
{
    table_row(table, 0, "Runs that did not recover, %");
    for (int32_t shock = 0; shock < sample->shocks; shock++) {
        char share[PHRASE_SIZE];
        const int32_t measured = sample_measured(sample, shock, relative);
        const int32_t failed = sample_unrecovered(sample, shock, relative);
        phrase_value(FORM_PERCENT, measured > 0 ? (double)failed / measured : NAN, look, share);
        table_cell(table, shock, share, "");
    }
}

static void add_resilience(struct table *table, const struct sample *sample, bool relative,
                           const struct look *look)
{
    for (size_t k = 0; k < RESILIENCE_LINES; k++) {
        const struct resilience_line *line = &resilience_lines[k];
        if (relative && line->metric == IST_RESILIENCE_BASELINE) {
            continue; // the same as above
        }
        table_row(table, 0, line->label);
        for (int32_t shock = 0; shock < sample->shocks; shock++) {
            const struct spread spread = sample_resilience(sample, shock, line->metric, relative);
            add_spread(table, shock, line->form, &spread, look);
        }
        if (line->metric == IST_RESILIENCE_RECOVERY_TIME) {
            add_unrecovered(table, sample, relative, look);
        }
    }
}

static bool print_resilience(const struct case_run *one, struct output *out,
                             const struct look *look)
{
    const struct sample *sample = &one->sample;
    struct table *table = table_create(sample->shocks);
    table_row(table, 0, "Resilience");
    table_is_heading(table);
    for (int32_t shock = 0; shock < sample->shocks; shock++) {
        table_cell(table, shock, ist_model_shock_name(one->model, shock), "");
    }
    table_row(table, 0, "");
    table_is_heading(table);
    for (int32_t shock = 0; shock < sample->shocks; shock++) {
        char year[PHRASE_SIZE];
        text_year(ist_model_time(one->model, ist_model_shock_tick(one->model, shock)), year);
        table_cell(table, shock, year, "");
    }
    add_resilience(table, sample, false, look);
    if (one->twins) {
        table_row(table, 0, "Against the same runs without it");
        table_is_heading(table);
        add_resilience(table, sample, true, look);
    }
    const bool is_complete = table_print(table, out, look);
    table_destroy(table);
    return is_complete;
}

// "At 2004.0: 12 communities (8-17), of which 3 (1-5) clandestine; ..."
static void end_sentence(const struct case_run *one, const struct dates *dates,
                         const struct look *look, char *line, size_t size)
{
    const struct sample *sample = &one->sample;
    const int32_t last = dates->index[dates->count - 1];
    const struct spread active = sample_metric(sample, last, IST_METRIC_COMMUNITIES);
    const struct spread hidden = sample_metric(sample, last, IST_METRIC_CLANDESTINE);
    const struct spread asleep = sample_metric(sample, last, IST_METRIC_HIBERNATING);
    const struct spread part = sample_metric(sample, last, IST_METRIC_PARTICIPATION);
    char year[PHRASE_SIZE];
    char text[PHRASE_SIZE];

    text_year(ist_model_time(one->model, sample->tick[last]), year);
    phrase_spread(FORM_COUNT, &active, look, text);
    int length = snprintf(line, size, "At %s: %s active communit%s", year, text,
                          strcmp(text, "1") == 0 ? "y" : "ies");
    if (hidden.median > 0.0) {
        phrase_spread(FORM_COUNT, &hidden, look, text);
        length += snprintf(line + length, size - (size_t)length, ", of which %s clandestine", text);
    }
    if (asleep.median > 0.0) {
        phrase_spread(FORM_COUNT, &asleep, look, text);
        length += snprintf(line + length, size - (size_t)length, "; %s hibernating", text);
    }
    if (!isnan(part.median)) {
        phrase_value(FORM_PERCENT, part.median, look, text);
        snprintf(line + length, size - (size_t)length, "; %s %% of the participants take part.",
                 text);
    }
}

// How the recovery went, as a clause.
static void tell_recovery(const struct case_run *one, int32_t shock, const struct look *look,
                          char *clause, size_t size)
{
    const struct sample *sample = &one->sample;
    const int32_t measured = sample_measured(sample, shock, false);
    const int32_t failed = sample_unrecovered(sample, shock, false);
    const struct spread time =
        sample_resilience(sample, shock, IST_RESILIENCE_RECOVERY_TIME, false);
    char months[PHRASE_SIZE];
    char end[PHRASE_SIZE];
    phrase_value(FORM_MONTHS, time.median, look, months);
    text_year(ist_model_time(one->model, one->ticks - 1), end);
    if (measured == 1 && failed) {
        snprintf(clause, size, "it had not recovered by %s", end);
    } else if (measured == 1) {
        snprintf(clause, size, "it recovered %s%s%s", time.median > 0.0 ? "in " : "at once",
                 time.median > 0.0 ? months : "", time.median > 0.0 ? " months" : "");
    } else if (failed == measured) {
        snprintf(clause, size, "no run had recovered by %s", end);
    } else if (failed == 0) {
        snprintf(clause, size, "all runs recovered, half of them within %s months", months);
    } else {
        const bool half = isfinite(time.median);
        snprintf(clause, size, "%s%s%s%" PRId32 " of %" PRId32 " had not recovered by %s",
                 half ? "half of the runs recovered within " : "", half ? months : "",
                 half ? " months; " : "", failed, measured, end);
    }
}

// "Reorganization (2003.0): performance fell to 86% of ...; half of the runs ..."
void summary_shock_sentence(const struct case_run *one, int32_t shock, const struct look *look,
                            char *line, size_t size)
{
    const struct sample *sample = &one->sample;
    line[0] = '\0';
    if (sample_measured(sample, shock, false) == 0) {
        return;
    }
    const struct spread lowest = sample_resilience(sample, shock, IST_RESILIENCE_ROBUSTNESS, false);
    const char *fell = lowest.median < 0.995 ? "fell to" : "stayed at";
    char year[PHRASE_SIZE];
    char low[PHRASE_SIZE];
    char clause[SENTENCE_SIZE / 2];
    text_year(ist_model_time(one->model, ist_model_shock_tick(one->model, shock)), year);
    phrase_value(FORM_PERCENT, lowest.median, look, low);
    tell_recovery(one, shock, look, clause, sizeof clause);
    snprintf(line, size, "After %.100s (%s) performance %s %s %% of the year before; %s.",
             ist_model_shock_name(one->model, shock), year, fell, low, clause);
}

static bool print_tables(const struct case_run *one, const struct dates *dates, struct output *out,
                         const struct look *look)
{
    if (!print_dates(one, dates, out, look)) {
        return false;
    }
    spark_print(one, out, look);
    if (one->sample.shocks == 0) {
        return true;
    }
    output_text(out, "\n");
    return print_resilience(one, out, look);
}

bool summary_print(const struct case_run *one, struct output *out, const struct look *look)
{
    char line[SENTENCE_SIZE];
    struct dates dates;
    print_heading(one, out, look);
    if (!dates_open(&dates, one)) {
        return false;
    }
    const bool is_printed = print_tables(one, &dates, out, look);
    if (is_printed) {
        output_text(out, "\n");
        end_sentence(one, &dates, look, line, sizeof line);
        terminal_wrap(out, look, line, 0, 2);
        for (int32_t shock = 0; shock < one->sample.shocks; shock++) {
            summary_shock_sentence(one, shock, look, line, sizeof line);
            if (line[0]) {
                terminal_wrap(out, look, line, 0, 2);
            }
        }
    }
    free(dates.index);
    return is_printed;
}
