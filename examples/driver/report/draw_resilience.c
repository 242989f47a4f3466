// SPDX-License-Identifier: GPL-3.0-or-later
// What an event does to performance: the curve, its reference and what is lost between them.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "driver/report/cells.h"
#include "driver/report/draw_series.h"
#include "driver/report/drawing.h"
#include "driver/summary.h"
#include "driver/text.h"

static int32_t count_shocks(const void *subject)
{
    const struct story *story = subject;
    int32_t count = 0;
    while (count < story->one.sample.shocks &&
           ist_model_shock_tick(story->one.model, count) < story->one.ticks) {
        count++;
    }
    return count;
}

static void title_shock(const void *subject, int32_t index, char *out, size_t size)
{
    const struct story *story = subject;
    char year[PHRASE_SIZE];
    text_year(story->time[ist_model_shock_tick(story->one.model, index)], year);
    snprintf(out, size, "Performance around %.90s, %.20s",
             ist_model_shock_name(story->one.model, index), year);
}

static void caption_shock(const void *subject, int32_t index, char *out, size_t size)
{
    const struct story *story = subject;
    summary_shock_sentence(&story->one, index, &cells_look, out, size);
    const size_t used = strlen(out);
    snprintf(out + used, size - used,
             "%sLine: %s; broken line: %s; shaded: what is lost against it.", used > 0 ? " " : "",
             story_is_single(story)
                 ? "performance"
                 : "median over the runs, with the range that holds 90 % of them",
             story->twin ? "the same runs without the event" : "the mean of the year before");
}

// From about two years before it.
static int32_t first_tick(const struct story *story, int32_t shock)
{
    const int32_t before = 2 * ist_model_ticks_per_year(story->one.model);
    const int32_t tick = ist_model_shock_tick(story->one.model, shock);
    return tick > before ? tick - before : 0;
}

// The median of the twins from the event on; the baseline's without them.
static double reference_at(const struct story *story, int32_t shock, int32_t tick)
{
    if (tick < ist_model_shock_tick(story->one.model, shock)) {
        return NAN;
    }
    if (story->twin) {
        return 100.0 * story_twin(story, shock, tick).median;
    }
    return 100.0 *
           sample_resilience(&story->one.sample, shock, IST_RESILIENCE_BASELINE, false).median;
}

static void fill_shock(const struct story *story, int32_t shock, struct curve *curves)
{
    double *const *room = story->scratch;
    const int32_t first = first_tick(story, shock);
    curves[0] = (struct curve){.style = "line-1",
                               .label = "performance",
                               .middle = room[1],
                               .low = room[2],
                               .high = room[3],
                               .count = story->one.ticks - first};
    curves[1] = (struct curve){.style = "twin",
                               .label = story->twin ? "without the event" : "the year before",
                               .middle = room[4],
                               .count = story->one.ticks - first};
    for (int32_t i = 0; i < curves[0].count; i++) {
        const struct spread spread = story_metric(story, first + i, IST_METRIC_PERFORMANCE);
        curves[0].middle[i] = 100.0 * spread.median;
        curves[0].low[i] = 100.0 * spread.low;
        curves[0].high[i] = 100.0 * spread.high;
        curves[1].middle[i] = reference_at(story, shock, first + i);
    }
}

// Between the reference and the curve, where the curve is below.
static void draw_loss(const struct frame *frame, const struct story *story, int32_t shock,
                      const struct curve *curves)
{
    double *x = story->scratch[0];
    double *low = story->scratch[5];
    const int32_t first = first_tick(story, shock);
    for (int32_t i = 0; i < curves[0].count; i++) {
        x[i] = frame_x(frame, story->time[first + i]);
        low[i] = frame_y(frame, fmin(curves[0].middle[i], curves[1].middle[i]));
        low[i] = isnan(curves[1].middle[i]) ? NAN : low[i];
    }
    double *high = story->scratch[6];
    for (int32_t i = 0; i < curves[0].count; i++) {
        high[i] = frame_y(frame, curves[1].middle[i]);
    }
    svg_band(frame->svg, "loss", x, low, high, curves[0].count);
}

static void draw_shock(struct svg *svg, const void *subject, int32_t index)
{
    const struct story *story = subject;
    const double height = 262.0;
    const int32_t first = first_tick(story, index);
    char title[TITLE_SIZE];
    struct curve curves[2];
    title_shock(story, index, title, sizeof title);
    fill_shock(story, index, curves);
    const struct key keys[] = {{.class = "line-1", .label = "performance, %"},
                               {.class = "twin", .label = curves[1].label},
                               {.class = "loss", .label = "lost", .is_area = true}};
    struct frame frame = frame_of(svg, PANEL_WIDTH, height, title);
    frame_keep_keys(&frame, keys, (int32_t)COUNT_OF(keys));
    svg_begin(svg, PANEL_WIDTH, height, title);
    series_fit(&frame, story, curves, 2);
    frame.x_low = story->time[first];
    frame.x_high = fmax(frame.x_high, frame.x_low + 1e-3);
    frame_title(&frame);
    frame_values(&frame);
    frame_marks(&frame, story->mark, story->marks);
    draw_loss(&frame, story, index, curves);
    series_draw(&frame, story->time + first, story->scratch[0], curves, 2);
    frame_years(&frame);
    frame_keys(&frame, keys, (int32_t)COUNT_OF(keys));
    svg_end(svg);
}

// ---- The table

static void table_shock(struct output *out, const void *subject, int32_t index)
{
    const struct story *story = subject;
    const struct sample *sample = &story->one.sample;
    cells_begin(out);
    cells_row(out);
    cells_heading_spread(out, story_is_single(story));
    cells_heading(out, "Against the year before");
    if (sample->relative) {
        cells_heading(out, "Against the same runs without it");
    }
    for (int i = 0; i < RESILIENCE_LINES; i++) {
        const bool has_both =
            sample->relative && resilience_lines[i].metric != IST_RESILIENCE_BASELINE;
        struct spread spread = sample_resilience(sample, index, resilience_lines[i].metric, false);
        cells_row(out);
        cells_name(out, resilience_lines[i].label);
        cells_spread(out, resilience_lines[i].form, &spread);
        if (has_both) {
            spread = sample_resilience(sample, index, resilience_lines[i].metric, true);
            cells_spread(out, resilience_lines[i].form, &spread);
        } else if (sample->relative) {
            cells_text(out, "");
        }
    }
    cells_row(out);
    cells_name(out, "Runs that did not recover");
    cells_number(out, sample_unrecovered(sample, index, false), 0);
    if (sample->relative) {
        cells_number(out, sample_unrecovered(sample, index, true), 0);
    }
    cells_end(out);
}

const struct drawing drawing_resilience = {.id = "resilience",
                                           .has_open_table = true,
                                           .count = count_shocks,
                                           .title = title_shock,
                                           .caption = caption_shock,
                                           .draw = draw_shock,
                                           .table = table_shock};
