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

static const char stages_heading[] = "Communities by stage";

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

static void caption_stages(const void *subject, int32_t index, char *out, size_t size)
{
    (void)index;
    snprintf(
        out, size,
        "%s, one stage on top of the other. A community of practice is official and governs "
        "itself; "
        "a working group is framed and delivers; a bureaucratized one is framed and does not; a "
        "clandestine one meets beside an official one that has lost its autonomy.",
        story_is_single(subject) ? "Number of communities" : "Mean number over the runs");
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

// The largest sum of all stages.
static double most_at_once(const struct story *story)
{
    double most = 0.0;
    for (int32_t t = 0; t < story->one.ticks; t++) {
        double sum = 0.0;
        for (int s = 0; s < STAGES_SHOWN; s++) {
            sum += height_of(story, t, s);
        }
        most = fmax(most, sum);
    }
    return most;
}

// Of the stages that can be seen.
static int32_t choose_keys(const struct story *story, double most, struct key *keys)
{
    const double visible = 0.004; // of the height: about one point
    int32_t count = 0;
    for (int s = 0; s < STAGES_SHOWN; s++) {
        double high = 0.0;
        for (int32_t t = 0; t < story->one.ticks; t++) {
            high = fmax(high, height_of(story, t, s));
        }
        if (high > visible * most) {
            keys[count++] = stage_key(&stage_looks[s]);
        }
    }
    return count;
}

static void draw_stages(struct svg *svg, const void *subject, int32_t index)
{
    const struct story *story = subject;
    const double height = 286.0;
    const double most = most_at_once(story);
    struct key keys[STAGES_SHOWN];
    const int32_t count = choose_keys(story, most, keys);
    (void)index;
    struct frame frame = frame_of(svg, PANEL_WIDTH, height, stages_heading);
    frame.is_whole = true;
    frame_keep_keys(&frame, keys, count);
    svg_begin(svg, PANEL_WIDTH, height, "Communities by stage over time");
    series_fit(&frame, story, NULL, 0);
    frame_fit(&frame, 0.0, most);
    frame_title(&frame);
    frame_values(&frame);
    draw_areas(&frame, story);
    frame_marks(&frame, story->mark, story->marks);
    frame_years(&frame);
    frame_keys(&frame, keys, count);
    svg_end(svg);
}

static void table_stages(struct output *out, const void *subject, int32_t index)
{
    const struct story *story = subject;
    (void)index;
    series_table(out);
    for (int s = 0; s < STAGES_SHOWN; s++) {
        cells_heading(out, stage_looks[s].label);
    }
    for (int32_t t = series_row(out, story, 0); t >= 0; t = series_row(out, story, t + 1)) {
        for (int s = 0; s < STAGES_SHOWN; s++) {
            cells_number(out, height_of(story, t, s), 1);
        }
    }
    cells_end(out);
}

const struct drawing drawing_stages = {.id = "stages",
                                       .count = count_one,
                                       .heading = stages_heading,
                                       .caption = caption_stages,
                                       .draw = draw_stages,
                                       .table = table_stages};
