// SPDX-License-Identifier: GPL-3.0-or-later
// What managers do: the five roles, and how far they intrude against what is tolerated.
#include <assert.h>
#include <math.h>
#include <stdio.h>

#include "driver/report/cells.h"
#include "driver/report/draw_series.h"
#include "driver/report/drawing.h"
#include "driver/text.h"

enum { ROLES_HEIGHT = 264 };

static bool has_official(const struct story *story)
{
    const double least = 0.05;
    for (int32_t t = 0; t < story->one.ticks; t++) {
        if (story_mean(story, t, IST_METRIC_OFFICIAL) >= least) {
            return true;
        }
    }
    return false;
}

static int32_t count_roles(const void *subject)
{
    return has_official(subject);
}

static double tolerated(const struct story *story)
{
    return ist_model_parameter(story->one.model, "tolerated");
}

// ---- Roles

static void title_roles(const void *subject, int32_t index, char *out, size_t size)
{
    (void)subject;
    (void)index;
    snprintf(out, size, "The five roles of managers");
}

static void caption_roles(const void *subject, int32_t index, char *out, size_t size)
{
    (void)subject;
    (void)index;
    snprintf(out, size,
             "How much managers stimulate, facilitate, support, control and recognize: intensity "
             "from 0 to 1, mean over active official communities; median over the runs. "
             "Communities without an overseer count as 0.");
}

static void fill_roles(const struct story *story, struct curve *curves)
{
    static const char *const styles[] = {"1", "2", "3", "4", "5"};
    static_assert(COUNT_OF(styles) == IST_ROLE_COUNT, "every role has a line of its own");
    for (int r = 0; r < IST_ROLE_COUNT; r++) {
        curves[r] = (struct curve){.style = styles[r],
                                   .label = ist_role_name((ist_role)r),
                                   .middle = story->scratch[1 + r],
                                   .count = story->one.ticks};
        for (int32_t t = 0; t < story->one.ticks; t++) {
            curves[r].middle[t] = story_role(story, t, (ist_role)r).median;
        }
    }
}

static void draw_roles(struct svg *svg, const void *subject, int32_t index)
{
    const struct story *story = subject;
    struct curve curves[IST_ROLE_COUNT];
    struct key keys[IST_ROLE_COUNT];
    static const char *const classes[] = {"line-1", "line-2", "line-3", "line-4", "line-5"};
    (void)index;
    fill_roles(story, curves);
    for (int r = 0; r < IST_ROLE_COUNT; r++) {
        keys[r] = (struct key){.class = classes[r], .label = curves[r].label};
    }
    struct frame frame = frame_of(svg, PANEL_WIDTH, ROLES_HEIGHT);
    struct frame silent = frame;
    silent.svg = NULL;
    frame.height -= frame_keys(&silent, keys, IST_ROLE_COUNT, 0.0) + 4.0;
    svg_begin(svg, PANEL_WIDTH, ROLES_HEIGHT, "Intensity of the five roles over time");
    series_fit(&frame, story, curves, IST_ROLE_COUNT);
    frame_fit(&frame, 0.0, frame.y_high);
    frame_title(&frame, "The five roles of managers");
    frame_values(&frame);
    frame_marks(&frame, story->mark, story->marks);
    series_draw(&frame, story->time, story->scratch[0], curves, IST_ROLE_COUNT);
    frame_years(&frame);
    frame_keys(&frame, keys, IST_ROLE_COUNT, frame.top + frame.height + 24.0);
    svg_end(svg);
}

static void table_roles(struct output *out, const void *subject, int32_t index)
{
    const struct story *story = subject;
    (void)index;
    cells_begin(out);
    cells_row(out);
    cells_heading(out, "Year");
    for (int r = 0; r < IST_ROLE_COUNT; r++) {
        cells_heading(out, ist_role_name((ist_role)r));
    }
    cells_heading(out, "intrusion");
    for (int32_t t = 0; t < story->one.ticks; t++) {
        if (series_row(story, t)) {
            char year[PHRASE_SIZE];
            text_year(story->time[t], year);
            cells_row(out);
            cells_name(out, year);
            for (int r = 0; r < IST_ROLE_COUNT; r++) {
                cells_number(out, story_role(story, t, (ist_role)r).median, 2);
            }
            cells_number(out, story_metric(story, t, IST_METRIC_INTRUSION).median, 2);
        }
    }
    cells_end(out);
}

static void data_roles(struct output *out, const void *subject, int32_t index)
{
    struct curve curves[IST_ROLE_COUNT];
    (void)index;
    fill_roles(subject, curves);
    series_data(out, subject, curves, IST_ROLE_COUNT);
}

const struct drawing drawing_roles = {.id = "roles",
                                      .count = count_roles,
                                      .title = title_roles,
                                      .caption = caption_roles,
                                      .draw = draw_roles,
                                      .table = table_roles,
                                      .data = data_roles};

// ---- Intrusion

static void title_intrusion(const void *subject, int32_t index, char *out, size_t size)
{
    (void)subject;
    (void)index;
    snprintf(out, size, "Intrusion, and what is tolerated");
}

static void caption_intrusion(const void *subject, int32_t index, char *out, size_t size)
{
    (void)index;
    snprintf(out, size,
             "How far managers intrude on official communities, from 0 to 1: mean over active "
             "ones; median over the runs and the range that holds 90 %% of them. Above the broken "
             "line, at %.3g, intrusion costs a community its autonomy.",
             tolerated(subject));
}

static void fill_intrusion(const struct story *story, struct curve *curve)
{
    *curve = (struct curve){.style = "2",
                            .label = "intrusion",
                            .middle = story->scratch[1],
                            .low = story->scratch[2],
                            .high = story->scratch[3],
                            .count = story->one.ticks};
    for (int32_t t = 0; t < story->one.ticks; t++) {
        const struct spread spread = story_metric(story, t, IST_METRIC_INTRUSION);
        curve->middle[t] = spread.median;
        curve->low[t] = spread.low;
        curve->high[t] = spread.high;
    }
}

static void draw_intrusion(struct svg *svg, const void *subject, int32_t index)
{
    const struct story *story = subject;
    const double bound = tolerated(story);
    struct curve curve;
    (void)index;
    fill_intrusion(story, &curve);
    struct frame frame = frame_of(svg, PANEL_WIDTH, ROLES_HEIGHT);
    svg_begin(svg, PANEL_WIDTH, ROLES_HEIGHT, "Intrusion over time against the tolerated level");
    series_fit(&frame, story, &curve, 1);
    frame_fit(&frame, 0.0, fmax(frame.y_high, 1.15 * bound));
    frame_title(&frame, "Intrusion, and what is tolerated");
    frame_values(&frame);
    frame_marks(&frame, story->mark, story->marks);
    series_draw(&frame, story->time, story->scratch[0], &curve, 1);
    const double y = frame_y(&frame, bound);
    svg_line(svg, "bound", frame.left, y, frame.left + frame.width, y);
    svg_text(svg, "small", ANCHOR_START, frame.left + 4.0, y - 4.0, "tolerated");
    frame_years(&frame);
    svg_end(svg);
}

static void data_intrusion(struct output *out, const void *subject, int32_t index)
{
    const struct story *story = subject;
    struct curve curves[2];
    (void)index;
    fill_intrusion(story, &curves[0]);
    curves[1] = (struct curve){.style = "twin",
                               .label = "tolerated",
                               .middle = story->scratch[4],
                               .count = story->one.ticks};
    for (int32_t t = 0; t < story->one.ticks; t++) {
        curves[1].middle[t] = tolerated(story);
    }
    series_data(out, story, curves, 2);
}

const struct drawing drawing_intrusion = {.id = "intrusion",
                                          .count = count_roles,
                                          .title = title_intrusion,
                                          .caption = caption_intrusion,
                                          .draw = draw_intrusion,
                                          .table = table_roles,
                                          .data = data_intrusion};
