// SPDX-License-Identifier: GPL-3.0-or-later
// Trajectories: how the organization went over time, median and range over the runs.
#include <assert.h>
#include <math.h>
#include <stdio.h>

#include "driver/report/cells.h"
#include "driver/report/draw_series.h"
#include "driver/report/drawing.h"
#include "driver/report/markup.h"
#include "driver/text.h"

// What is shown, as people say it.
const struct track tracks[TRACKS] = {
    {IST_METRIC_COMMUNITIES, FORM_COUNT, "Active communities", "",
     "Communities that meet, official or not."},
    {IST_METRIC_PARTICIPATION, FORM_PERCENT, "Participation", "%",
     "Members of active communities, in percent of those who may take part."},
    {IST_METRIC_PERFORMANCE, FORM_PERCENT, "Performance", "%",
     "Problems solved, in percent of those that were solved or expired in a step of time."},
    {IST_METRIC_HIBERNATING, FORM_COUNT, "Hibernating communities", "",
     "Communities that have ended, while ties between their members are left."},
    {IST_METRIC_CLANDESTINE, FORM_COUNT, "Clandestine communities", "",
     "Unofficial communities beside an official one that has lost its autonomy."},
    {IST_METRIC_CROSS_TIES, FORM_PEOPLE, "Strong ties across workplaces", "per participant",
     "Ties that are strong enough to ask for help, between people whose workplaces differed at the "
     "start. Once people have moved, new colleagues count, too: daily contact makes such "
     "ties strong after some months."},
    {IST_METRIC_AUTONOMY, FORM_PERCENT, "Autonomy of communities", "%",
     "Mean over active communities; 100 % is entirely self-governed."},
    {IST_METRIC_COMPETENCE, FORM_PERCENT, "Competence of participants", "%",
     "Mean over participants."},
};

void track_title(const struct track *track, char *out, size_t size)
{
    snprintf(out, size, "%s%s%s", track->name, track->unit[0] ? ", " : "", track->unit);
}

// What never moves, or hardly ever is there, is left out.
static bool moves(const struct story *story, const struct track *track)
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

const struct track *track_seen(const struct story *story, int32_t stories, int32_t index)
{
    for (int i = 0; i < TRACKS; i++) {
        bool is_seen = false;
        for (int32_t k = 0; k < stories && !is_seen; k++) {
            is_seen = story[k].one.sample.done > 0 && moves(&story[k], &tracks[i]);
        }
        if (is_seen && index-- == 0) {
            return &tracks[i];
        }
    }
    return NULL;
}

static const struct track *track_at(const struct story *story, int32_t index)
{
    return track_seen(story, 1, index);
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
    track_title(track_at(subject, index), out, size);
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
        story_is_single(story)
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
        for (int32_t t = 0; t < curve->count; t++) {
            x[t] = frame_x(frame, time[t]);
        }
        project(frame, curve->middle, curve->count);
        project(frame, curve->low, curve->count);
        project(frame, curve->high, curve->count);
        if (curve->low && curve->high) {
            char class[24];
            snprintf(class, sizeof class, "band%s of-%s", count > 1 ? " pale" : "", curve->style);
            svg_band(frame->svg, class, x, curve->low, curve->high, curve->count);
        }
    }
    for (int32_t c = 0; c < count; c++) {
        svg_curve(frame->svg, curves[c].style, x, curves[c].middle, curves[c].count);
    }
}

static struct frame chart_frame(struct svg *svg, const struct chart *chart, const char *title)
{
    struct frame frame = frame_of(svg, PANEL_WIDTH, chart->height, title);
    frame.is_whole = chart->is_whole;
    series_fit(&frame, chart->story, chart->curve, chart->curves);
    if (chart->from_zero) {
        frame_fit(&frame, 0.0, frame.y_high);
    }
    return frame;
}

void chart_draw(struct svg *svg, const struct chart *chart, const char *title)
{
    const struct story *story = chart->story;
    const int32_t count = chart->curves > 1 ? chart->curves : 0;
    struct key keys[CHART_CURVES];
    struct curve curves[CHART_CURVES];
    for (int32_t c = 0; c < chart->curves; c++) {
        curves[c] = chart->curve[c];
        keys[c] = (struct key){.class = curves[c].style, .label = curves[c].label};
    }
    struct frame frame = chart_frame(svg, chart, title);
    if (count > 0) {
        frame_keep_keys(&frame, keys, count);
    }
    svg_begin(svg, PANEL_WIDTH, chart->height, title);
    frame_title(&frame);
    frame_values(&frame);
    frame_marks(&frame, story->mark, story->marks);
    series_draw(&frame, story->time, story->scratch[0], curves, chart->curves);
    frame_years(&frame);
    frame_keys(&frame, keys, count);
    svg_end(svg);
}

// ---- The tracks

struct curve track_curve(const struct story *story, const struct track *track)
{
    struct curve curve = {.style = "line-1",
                          .middle = story->scratch[1],
                          .low = story->scratch[2],
                          .high = story->scratch[3],
                          .count = story->one.ticks};
    const double factor = phrase_factor(track->form);
    for (int32_t t = 0; t < curve.count; t++) {
        const struct spread spread = story_metric(story, t, track->metric);
        curve.middle[t] = factor * spread.median;
        curve.low[t] = factor * spread.low;
        curve.high[t] = factor * spread.high;
    }
    return curve;
}

struct chart track_chart(const struct track *track, const struct story *story, int32_t stories)
{
    static const char *const styles[] = {"line-1", "line-2", "line-3",
                                         "line-4", "line-5", "line-6"};
    static_assert(COUNT_OF(styles) == CHART_CURVES, "every curve has a line of its own");
    const double height = 220.0;
    const double keys = 36.0;
    struct chart chart = {.story = story,
                          .height = height + (stories > 1 ? keys : 0.0),
                          .is_whole = track->form == FORM_COUNT,
                          .from_zero = track->form == FORM_COUNT,
                          .curves = stories};
    for (int32_t k = 0; k < stories; k++) {
        chart.curve[k] = track_curve(&story[k], track);
        chart.curve[k].style = styles[k];
        chart.curve[k].label = stories > 1 ? story[k].name : NULL;
    }
    return chart;
}

static void chart_track(const void *subject, int32_t index, struct chart *out)
{
    *out = track_chart(track_at(subject, index), subject, 1);
}

// ---- Tables and data

void series_table(struct output *out)
{
    cells_begin(out);
    cells_row(out);
    cells_heading(out, "Year");
}

static bool has_row(const struct story *story, int32_t tick)
{
    const int32_t year = ist_model_ticks_per_year(story->one.model);
    const double into = story->time[tick] - floor(story->time[tick] + 1e-9);
    return into < 0.999 / year || tick == story->one.ticks - 1;
}

int32_t series_row(struct output *out, const struct story *story, int32_t tick)
{
    while (tick < story->one.ticks && !has_row(story, tick)) {
        tick++;
    }
    if (tick >= story->one.ticks) {
        return -1;
    }
    char year[PHRASE_SIZE];
    text_year(story->time[tick], year);
    cells_row(out);
    cells_name(out, year);
    return tick;
}

static void table_track(struct output *out, const void *subject, int32_t index)
{
    const struct story *story = subject;
    const struct track *track = track_at(story, index);
    series_table(out);
    cells_heading_spread(out, story_is_single(story));
    for (int32_t t = series_row(out, story, 0); t >= 0; t = series_row(out, story, t + 1)) {
        const struct spread spread = story_metric(story, t, track->metric);
        cells_spread(out, track->form, &spread);
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

static void put_curve(struct output *out, const struct curve *curve)
{
    output_format(out, "{\"style\":\"%s\",\"label\":", curve->style);
    markup_json(out, curve->label ? curve->label : "Median");
    put_numbers(out, "middle", curve->middle, curve->count);
    if (curve->low && curve->high) {
        put_numbers(out, "low", curve->low, curve->count);
        put_numbers(out, "high", curve->high, curve->count);
    }
    output_text(out, "}");
}

// The vertical axis is marked as in the drawing that stands still.
static void put_axis(struct output *out, const struct frame *frame)
{
    const double step = frame->y_step;
    const long first = (long)ceil(frame->y_low / step - 1e-9);
    const long last = (long)floor(frame->y_high / step + 1e-9);
    output_format(out, ",\"range\":[%.6g,%.6g],\"values\":[", frame->y_low, frame->y_high);
    for (long k = first; k <= last; k++) {
        char text[PHRASE_SIZE];
        frame_number(step * (double)k, step, text, sizeof text);
        output_format(out, "%s[%.6g,\"%s\"]", k > first ? "," : "", step * (double)k, text);
    }
    output_text(out, "]");
}

void chart_data(struct output *out, const struct chart *chart)
{
    const struct story *story = chart->story;
    struct svg none = {.out = NULL};
    const struct frame frame = chart_frame(&none, chart, "");
    output_text(out, "{\"marks\":[");
    for (int32_t i = 0; i < story->marks; i++) {
        output_format(out, "%s[%.6g,\"%s\"]", i > 0 ? "," : "", story->mark[i].time,
                      story->mark[i].label);
    }
    output_text(out, "]");
    put_axis(out, &frame);
    put_numbers(out, "time", story->time, story->one.ticks);
    output_text(out, ",\"curves\":[");
    for (int32_t c = 0; c < chart->curves; c++) {
        output_text(out, c > 0 ? "," : "");
        put_curve(out, &chart->curve[c]);
    }
    output_text(out, "]}");
}

const struct drawing drawing_trajectory = {.id = "trajectory",
                                           .count = count_tracks,
                                           .name = name_track,
                                           .title = title_track,
                                           .caption = caption_track,
                                           .note = note_tracks,
                                           .chart = chart_track,
                                           .table = table_track};
