// SPDX-License-Identifier: GPL-3.0-or-later
// Trajectories: how the organization went over time, median and range over the runs.
#include <math.h>
#include <stdio.h>

#include "driver/report/cells.h"
#include "driver/report/draw_series.h"
#include "driver/report/drawing.h"
#include "driver/report/markup.h"
#include "driver/text.h"

enum { CHART_HEIGHT = 220 };

// What is shown, as people say it.
const struct track tracks[TRACKS] = {
    {IST_METRIC_COMMUNITIES, FORM_COUNT, "Active communities",
     "Communities that meet, official or not."},
    {IST_METRIC_PARTICIPATION, FORM_PERCENT, "Participation, %",
     "Members of active communities, in percent of those who may take part."},
    {IST_METRIC_PERFORMANCE, FORM_PERCENT, "Performance, %",
     "Problems solved, in percent of those that were solved or expired in a step of time."},
    {IST_METRIC_HIBERNATING, FORM_COUNT, "Hibernating communities",
     "Communities that have ended, while ties between their members are left."},
    {IST_METRIC_CLANDESTINE, FORM_COUNT, "Clandestine communities",
     "Unofficial communities beside an official one that has lost its autonomy."},
    {IST_METRIC_CROSS_TIES, FORM_PEOPLE, "Strong ties across workplaces, per participant",
     "Ties that are strong enough to ask for help, between people of different workplaces."},
    {IST_METRIC_AUTONOMY, FORM_PERCENT, "Autonomy of communities, %",
     "Mean over active communities; 100 % is entirely self-governed."},
    {IST_METRIC_COMPETENCE, FORM_PERCENT, "Competence of participants, %",
     "Mean over participants."},
};

double series_factor(enum form form)
{
    return form == FORM_PERCENT ? 100.0 : 1.0;
}

// Is there anything to see? What never moves, or hardly ever is there, is left out.
bool series_moves(const struct story *story, const struct track *track)
{
    const double least = 0.05; // in one run of twenty
    double low = HUGE_VAL;
    double high = -HUGE_VAL;
    for (int32_t t = 0; t < story->one.ticks; t++) {
        const double mean = story_mean(story, t, track->metric);
        low = fmin(low, mean);
        high = fmax(high, mean);
    }
    return high >= least && (high > low || track->form == FORM_COUNT);
}

static const struct track *track_at(const struct story *story, int32_t index)
{
    for (int i = 0; i < TRACKS; i++) {
        if (series_moves(story, &tracks[i]) && index-- == 0) {
            return &tracks[i];
        }
    }
    return NULL;
}

static int32_t count_tracks(const void *subject)
{
    int32_t count = 0;
    while (track_at(subject, count)) {
        count++;
    }
    return count;
}

static void name_track(const void *subject, int32_t index, char *out, size_t size)
{
    snprintf(out, size, "%s", ist_metric_name(track_at(subject, index)->metric));
}

static void title_track(const void *subject, int32_t index, char *out, size_t size)
{
    snprintf(out, size, "%s", track_at(subject, index)->title);
}

static void caption_track(const void *subject, int32_t index, char *out, size_t size)
{
    snprintf(out, size, "%s", track_at(subject, index)->meaning);
}

static void note_tracks(const void *subject, char *out, size_t size)
{
    const struct story *story = subject;
    snprintf(
        out, size,
        story->one.sample.done == 1
            ? "There is one run. Numbers above a chart are events."
            : "Lines are medians over the runs; each band holds 90 %% of the runs, from the 5 %% "
              "to the 95 %% quantile. Numbers above a chart are events.");
}

// ---- A chart of lines with bands, which others draw, too

void series_fit(struct frame *frame, const struct story *story, const struct curve *curves,
                int32_t count)
{
    double low = HUGE_VAL;
    double high = -HUGE_VAL;
    for (int32_t c = 0; c < count; c++) {
        for (int32_t t = 0; t < curves[c].count; t++) {
            const double *bottom = curves[c].low ? curves[c].low : curves[c].middle;
            const double *top = curves[c].high ? curves[c].high : curves[c].middle;
            low = isnan(bottom[t]) ? low : fmin(low, bottom[t]);
            high = isnan(top[t]) ? high : fmax(high, top[t]);
        }
    }
    frame_fit(frame, low, high);
    frame->x_low = story->time[0];
    frame->x_high = story->time[story->one.ticks - 1];
    if (!(frame->x_high > frame->x_low)) {
        frame->x_high = frame->x_low + 1.0;
    }
}

// From data to points of the drawing, in place.
static void project(const struct frame *frame, double *values, int32_t count)
{
    for (int32_t t = 0; values && t < count; t++) {
        values[t] = isnan(values[t]) ? NAN : frame_y(frame, values[t]);
    }
}

void series_draw(const struct frame *frame, const double *time, double *x, struct curve *curves,
                 int32_t count)
{
    for (int32_t c = 0; c < count; c++) {
        struct curve *curve = &curves[c];
        char class[24];
        for (int32_t t = 0; t < curve->count; t++) {
            x[t] = frame_x(frame, time[t]);
        }
        project(frame, curve->middle, curve->count);
        project(frame, curve->low, curve->count);
        project(frame, curve->high, curve->count);
        if (curve->low && curve->high) {
            snprintf(class, sizeof class, "band-%s", curve->style);
            svg_band(frame->svg, class, x, curve->low, curve->high, curve->count);
        }
    }
    for (int32_t c = 0; c < count; c++) {
        char class[24];
        snprintf(class, sizeof class, "%s%s", curves[c].style[0] == 't' ? "" : "line-",
                 curves[c].style);
        svg_curve(frame->svg, class, x, curves[c].middle, curves[c].count);
    }
}

struct curve series_curve(const struct story *story, const struct track *track)
{
    struct curve curve = {.style = "1",
                          .middle = story->scratch[1],
                          .low = story->scratch[2],
                          .high = story->scratch[3],
                          .count = story->one.ticks};
    const double factor = series_factor(track->form);
    for (int32_t t = 0; t < curve.count; t++) {
        const struct spread spread = story_metric(story, t, track->metric);
        curve.middle[t] = factor * spread.median;
        curve.low[t] = factor * spread.low;
        curve.high[t] = factor * spread.high;
    }
    return curve;
}

static void draw_track(struct svg *svg, const void *subject, int32_t index)
{
    const struct story *story = subject;
    const struct track *track = track_at(story, index);
    struct curve curve = series_curve(story, track);
    struct frame frame = frame_of(svg, PANEL_WIDTH, CHART_HEIGHT);
    svg_begin(svg, PANEL_WIDTH, CHART_HEIGHT, track->title);
    series_fit(&frame, story, &curve, 1);
    frame_title(&frame, track->title);
    frame_values(&frame);
    frame_marks(&frame, story->mark, story->marks);
    series_draw(&frame, story->time, story->scratch[0], &curve, 1);
    frame_years(&frame);
    svg_end(svg);
}

// ---- Tables and data

bool series_row(const struct story *story, int32_t tick)
{
    const int32_t year = ist_model_ticks_per_year(story->one.model);
    const double into = story->time[tick] - floor(story->time[tick] + 1e-9);
    return into < 0.999 / year || tick == story->one.ticks - 1;
}

static void table_track(struct output *out, const void *subject, int32_t index)
{
    const struct story *story = subject;
    const struct track *track = track_at(story, index);
    cells_begin(out);
    cells_row(out);
    cells_heading(out, "Year");
    cells_heading(out, "Median (5\xe2\x80\x93"
                       "95 %)");
    for (int32_t t = 0; t < story->one.ticks; t++) {
        if (series_row(story, t)) {
            char year[PHRASE_SIZE];
            const struct spread spread = story_metric(story, t, track->metric);
            text_year(story->time[t], year);
            cells_row(out);
            cells_name(out, year);
            cells_spread(out, track->form, &spread);
        }
    }
    cells_end(out);
}

static void put_numbers(struct output *out, const char *name, const double *values, int32_t count)
{
    output_format(out, ",\"%s\":[", name);
    for (int32_t i = 0; i < count; i++) {
        output_text(out, i > 0 ? "," : "");
        markup_number(out, values[i]);
    }
    output_text(out, "]");
}

void series_data(struct output *out, const struct story *story, const struct curve *curves,
                 int32_t count)
{
    output_text(out, "{\"marks\":[");
    for (int32_t i = 0; i < story->marks; i++) {
        output_format(out, "%s[%.6g,\"%s\"]", i > 0 ? "," : "", story->mark[i].time,
                      story->mark[i].label);
    }
    struct frame frame = {.y_high = 1.0};
    series_fit(&frame, story, curves, count);
    output_format(out, "],\"range\":[%.6g,%.6g]", frame.y_low, frame.y_high);
    put_numbers(out, "time", story->time, story->one.ticks);
    output_text(out, ",\"curves\":[");
    for (int32_t c = 0; c < count; c++) {
        output_format(out, "%s{\"style\":\"%s\",\"label\":", c > 0 ? "," : "", curves[c].style);
        markup_json(out, curves[c].label ? curves[c].label : "Median");
        put_numbers(out, "middle", curves[c].middle, curves[c].count);
        if (curves[c].low && curves[c].high) {
            put_numbers(out, "low", curves[c].low, curves[c].count);
            put_numbers(out, "high", curves[c].high, curves[c].count);
        }
        output_text(out, "}");
    }
    output_text(out, "]}");
}

static void data_track(struct output *out, const void *subject, int32_t index)
{
    const struct story *story = subject;
    const struct curve curve = series_curve(story, track_at(story, index));
    series_data(out, story, &curve, 1);
}

const struct drawing drawing_trajectory = {.id = "trajectory",
                                           .count = count_tracks,
                                           .name = name_track,
                                           .title = title_track,
                                           .caption = caption_track,
                                           .note = note_tracks,
                                           .draw = draw_track,
                                           .table = table_track,
                                           .data = data_track};
