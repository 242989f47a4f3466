// SPDX-License-Identifier: GPL-3.0-or-later
// How long communities live.
#include <math.h>
#include <stdio.h>

#include "driver/report/cells.h"
#include "driver/report/draw_series.h"
#include "driver/report/drawing.h"
#include "driver/text.h"

static int32_t count_survival(const void *subject)
{
    const struct story *story = subject;
    return story->communities > 0 && story->one.ticks > 1;
}

static double year_of(const struct story *story, int32_t age)
{
    return (double)age / ist_model_ticks_per_year(story->one.model);
}

static void caption_survival(const void *subject, int32_t index, char *out, size_t size)
{
    const struct story *story = subject;
    char communities[PHRASE_SIZE];
    (void)index;
    text_count(story->communities, communities);
    const int length = snprintf(
        out, size,
        "Share of the communities that are still active at an age, in percent (Kaplan and Meier's "
        "estimate; those active at the end count until then), of %s communities in %d run%s.",
        communities, (int)story->one.sample.done, story_is_single(story) ? "" : "s");
    if (!story_is_single(story)) {
        snprintf(out + length, size - (size_t)length,
                 " Line: median over the runs, up to the age that communities reached in half of "
                 "them; band: the range that holds 90 %% of them.");
    }
}

// A share holds until the next age: two points for each age but the first.
static int32_t fill_steps(const struct story *story, double *age, struct curve *curve)
{
    int32_t count = 0;
    for (int32_t a = 0; a < story->ages; a++) {
        const struct spread spread = story_alive(story, a);
        if (count > 0 && !isnan(spread.median)) {
            age[count] = year_of(story, a);
            curve->middle[count] = curve->middle[count - 1];
            curve->low[count] = curve->low[count - 1];
            curve->high[count] = curve->high[count - 1];
            count++;
        }
        age[count] = year_of(story, a);
        curve->middle[count] = 100.0 * spread.median;
        curve->low[count] = 100.0 * spread.low;
        curve->high[count] = 100.0 * spread.high;
        count++;
    }
    return count;
}

static void draw_survival(struct svg *svg, const void *subject, int32_t index)
{
    const struct story *story = subject;
    const double height = 286.0;
    double *x = story->scratch[0];
    double *age = story->scratch[4];
    struct curve curve = {.style = "line-1",
                          .middle = story->scratch[1],
                          .low = story->scratch[2],
                          .high = story->scratch[3]};
    (void)index;
    curve.count = fill_steps(story, age, &curve);
    struct frame frame = frame_of(svg, PANEL_WIDTH, height, "How long communities live, % active");
    frame.height -= 12.0;
    frame.x_low = 0.0;
    frame.x_high = age[curve.count - 1];
    frame_fit(&frame, 0.0, 100.0);
    svg_begin(svg, PANEL_WIDTH, height, "Share of communities alive by age");
    frame_title(&frame);
    frame_values(&frame);
    series_draw(&frame, age, x, &curve, 1);
    frame_numbers(&frame, "age in years");
    svg_end(svg);
}

static void table_survival(struct output *out, const void *subject, int32_t index)
{
    const struct story *story = subject;
    const int32_t year = ist_model_ticks_per_year(story->one.model);
    (void)index;
    cells_begin(out);
    cells_row(out);
    cells_heading(out, "Age in years");
    cells_heading(out, "Active, %");
    cells_heading(out, "Communities observed at that age, all runs");
    for (int32_t a = 0; a < story->ages; a += year) {
        char text[PHRASE_SIZE];
        const struct spread spread = story_alive(story, a);
        snprintf(text, sizeof text, "%d", (int)(a / year));
        cells_row(out);
        cells_name(out, text);
        cells_spread(out, FORM_PERCENT, &spread);
        cells_count(out, story->at_risk[a]);
    }
    cells_end(out);
}

const struct drawing drawing_survival = {.id = "survival",
                                         .count = count_survival,
                                         .heading = "How long communities live",
                                         .caption = caption_survival,
                                         .draw = draw_survival,
                                         .table = table_survival};
