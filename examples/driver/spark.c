// SPDX-License-Identifier: GPL-3.0-or-later
// Small charts of one line, for terminals.
#include "driver/spark.h"

#include <math.h>
#include <stdio.h>

#include "driver/phrase.h"
#include "driver/text.h"

enum { LABEL_WIDTH = 22, RANGE_WIDTH = 16, MOST_BLOCKS = 60, LINE_SIZE = 512 };

// More numbers than this are not kept for the sake of a small chart: ticks times runs.
static const int64_t most_kept = 400000;

static const struct {
    ist_metric metric;
    enum form form;
    const char *label;
} series[] = {
    {IST_METRIC_COMMUNITIES, FORM_COUNT, "Active communities"},
    {IST_METRIC_CLANDESTINE, FORM_COUNT, "Clandestine"},
    {IST_METRIC_HIBERNATING, FORM_COUNT, "Hibernating"},
    {IST_METRIC_PARTICIPATION, FORM_PERCENT, "Participation, %"},
    {IST_METRIC_PERFORMANCE, FORM_PERCENT, "Performance, %"},
};

bool spark_is_wanted(const struct case_run *one, const struct look *look)
{
    return look->sparks && (int64_t)one->ticks * one->replicates <= most_kept;
}

// Mean of the medians of the ticks that share a block; NaN where none is defined.
static double block_value(const struct sample *sample, ist_metric metric, int32_t block,
                          int32_t blocks)
{
    const int32_t from = (int32_t)((int64_t)block * sample->ticks / blocks);
    const int32_t to = (int32_t)((int64_t)(block + 1) * sample->ticks / blocks);
    double sum = 0.0;
    int32_t count = 0;
    for (int32_t t = from; t < to; t++) {
        const double median = sample_metric(sample, t, metric).median;
        sum += isnan(median) ? 0.0 : median;
        count += !isnan(median);
    }
    return count > 0 ? sum / count : NAN;
}

static void put_blocks(struct output *out, const double *value, int32_t blocks, double low,
                       double high)
{
    static const char *const heights[] = {"\u2581", "\u2582", "\u2583", "\u2584",
                                          "\u2585", "\u2586", "\u2587", "\u2588"};
    const int last = (int)COUNT_OF(heights) - 1;
    for (int32_t b = 0; b < blocks; b++) {
        const double share = high > low ? (value[b] - low) / (high - low) : 0.0;
        output_text(out, isnan(value[b]) ? " " : heights[(int)(share * last + 0.5)]);
    }
}

static void print_series(const struct case_run *one, size_t which, int32_t blocks,
                         struct output *out, const struct look *look)
{
    double value[MOST_BLOCKS];
    double low = HUGE_VAL;
    double high = -HUGE_VAL;
    for (int32_t b = 0; b < blocks; b++) {
        value[b] = block_value(&one->sample, series[which].metric, b, blocks);
        low = isnan(value[b]) ? low : fmin(low, value[b]);
        high = isnan(value[b]) ? high : fmax(high, value[b]);
    }
    if (!(high > 0.0)) {
        return; // it is never there
    }
    char least[PHRASE_SIZE];
    char most[PHRASE_SIZE];
    phrase_value(series[which].form, low, look, least);
    phrase_value(series[which].form, high, look, most);
    output_format(out, "  %-*s", LABEL_WIDTH, series[which].label);
    put_blocks(out, value, blocks, low, high);
    output_format(out, "  %s%.12s to %.12s%s\n", look->faint, least, most, look->plain);
}

void spark_print(const struct case_run *one, struct output *out, const struct look *look)
{
    const int32_t room = look->width - LABEL_WIDTH - RANGE_WIDTH - 4;
    const int32_t most = room < MOST_BLOCKS ? room : MOST_BLOCKS;
    const int32_t blocks = one->sample.ticks < most ? one->sample.ticks : most;
    if (!look->sparks || one->sample.ticks < one->ticks || blocks < 2) {
        return;
    }
    char start[PHRASE_SIZE];
    char end[PHRASE_SIZE];
    text_year(ist_model_time(one->model, 0), start);
    text_year(ist_model_time(one->model, one->ticks - 1), end);
    output_format(out, "\n  %sMedians, %s to %s%s\n", look->strong, start, end, look->plain);
    for (size_t i = 0; i < COUNT_OF(series); i++) {
        print_series(one, i, blocks, out, look);
    }
}
