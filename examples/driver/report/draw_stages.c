// SPDX-License-Identifier: GPL-3.0-or-later
// How many communities are in which stage, one on top of the other.
#include <math.h>
#include <stdio.h>

#include "driver/report/cells.h"
#include "driver/report/draw_series.h"
#include "driver/report/drawing.h"
#include "driver/report/stages.h"
#include "driver/text.h"

const struct stage_look stage_looks[STAGES_SHOWN] = {
    {IST_STAGE_PRACTICE, IST_METRIC_PRACTICE, "practice", NULL, "community of practice"},
    {IST_STAGE_PROJECT, IST_METRIC_PROJECT, "project", "upright", "working group"},
    {IST_STAGE_BUREAUCRATIZED, IST_METRIC_BUREAUCRATIZED, "bureaucratized", "dots",
     "bureaucratized"},
    {IST_STAGE_INFORMAL, IST_METRIC_INFORMAL, "informal", "rising", "informal"},
    {IST_STAGE_CLANDESTINE, IST_METRIC_CLANDESTINE, "clandestine", "falling", "clandestine"},
    {IST_STAGE_HIBERNATING, IST_METRIC_HIBERNATING, "hibernating", NULL, "hibernating"},
};

const struct stage_look *stage_look_of(int stage)
{
    for (int i = 0; i < STAGES_SHOWN; i++) {
        if ((int)stage_looks[i].stage == stage) {
            return &stage_looks[i];
        }
    }
    return NULL;
}

struct key stage_key(const struct stage_look *look)
{
    return (struct key){
        .class = look->class, .label = look->label, .hatch = look->hatch, .is_area = true};
}

static int32_t count_one(const void *subject)
{
    const struct story *story = subject;
    return story->communities > 0;
}

static void title_stages(const void *subject, int32_t index, char *out, size_t size)
{
    (void)subject;
    (void)index;
    snprintf(out, size, "Communities by stage");
}

static void caption_stages(const void *subject, int32_t index, char *out, size_t size)
{
    (void)subject;
    (void)index;
    snprintf(
        out, size,
        "Mean number over the runs, one stage on top of the other. A community of practice is "
        "official and governs itself; a working group is framed and delivers; a bureaucratized "
        "one is framed and does not; a clandestine one meets beside an official one that has "
        "lost its autonomy.");
}

static double height_of(const struct story *story, int32_t tick, int stage)
{
    const double count = story_mean(story, tick, stage_looks[stage].metric);
    return isnan(count) ? 0.0 : count;
}

static void draw_areas(const struct frame *frame, const struct story *story)
{
    double *x = story->scratch[0];
    double *low = story->scratch[1];
    double *high = story->scratch[2];
    const int32_t ticks = story->one.ticks;
    for (int32_t t = 0; t < ticks; t++) {
        x[t] = frame_x(frame, story->time[t]);
        high[t] = 0.0;
    }
    double *base = story->scratch[3];
    for (int32_t t = 0; t < ticks; t++) {
        base[t] = 0.0;
    }
    for (int s = 0; s < STAGES_SHOWN; s++) {
        for (int32_t t = 0; t < ticks; t++) {
            low[t] = frame_y(frame, base[t]);
            base[t] += height_of(story, t, s);
            high[t] = frame_y(frame, base[t]);
        }
        svg_band(frame->svg, stage_looks[s].class, x, low, high, ticks);
        if (stage_looks[s].hatch) {
            svg_band(frame->svg, stage_looks[s].hatch, x, low, high, ticks);
        }
    }
}

static void draw_stages(struct svg *svg, const void *subject, int32_t index)
{
    const struct story *story = subject;
    const double height = 286.0;
    struct key keys[STAGES_SHOWN];
    double most = 0.0;
    for (int s = 0; s < STAGES_SHOWN; s++) {
        keys[s] = stage_key(&stage_looks[s]);
    }
    for (int32_t t = 0; t < story->one.ticks; t++) {
        double sum = 0.0;
        for (int s = 0; s < STAGES_SHOWN; s++) {
            sum += height_of(story, t, s);
        }
        most = fmax(most, sum);
    }
    (void)index;
    struct frame frame = frame_of(svg, PANEL_WIDTH, height);
    struct frame silent = frame;
    silent.svg = NULL;
    frame.height -= frame_keys(&silent, keys, STAGES_SHOWN, 0.0) + 4.0;
    svg_begin(svg, PANEL_WIDTH, height, "Communities by stage over time");
    series_fit(&frame, story, NULL, 0);
    frame_fit(&frame, 0.0, most);
    frame_title(&frame, "Communities by stage");
    frame_values(&frame);
    draw_areas(&frame, story);
    frame_marks(&frame, story->mark, story->marks);
    frame_years(&frame);
    frame_keys(&frame, keys, STAGES_SHOWN, frame.top + frame.height + 24.0);
    svg_end(svg);
}

static void table_stages(struct output *out, const void *subject, int32_t index)
{
    const struct story *story = subject;
    (void)index;
    cells_begin(out);
    cells_row(out);
    cells_heading(out, "Year");
    for (int s = 0; s < STAGES_SHOWN; s++) {
        cells_heading(out, stage_looks[s].label);
    }
    for (int32_t t = 0; t < story->one.ticks; t++) {
        if (series_row(story, t)) {
            char year[PHRASE_SIZE];
            text_year(story->time[t], year);
            cells_row(out);
            cells_name(out, year);
            for (int s = 0; s < STAGES_SHOWN; s++) {
                cells_number(out, height_of(story, t, s), 1);
            }
        }
    }
    cells_end(out);
}

const struct drawing drawing_stages = {.id = "stages",
                                       .count = count_one,
                                       .title = title_stages,
                                       .caption = caption_stages,
                                       .draw = draw_stages,
                                       .table = table_stages};
