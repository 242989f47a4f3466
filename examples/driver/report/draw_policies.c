// SPDX-License-Identifier: GPL-3.0-or-later
// Policies beside one another: differences pair by pair, and trajectories.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "driver/report/cells.h"
#include "driver/report/draw_series.h"
#include "driver/report/policies.h"
#include "driver/text.h"

enum { POLICIES_DRAWN = 4 }; // that can be told apart in one chart

// ---- Differences

static const double pair_height = 34.0;

static bool is_known(const struct policies *p, int32_t row)
{
    for (int32_t k = 0; k < p->pairs; k++) {
        const double *a = policies_values(p, row, p->pair[k][0]);
        const double *b = policies_values(p, row, p->pair[k][1]);
        for (int32_t r = 0; r < p->replicates; r++) {
            if (fabs(a[r] - b[r]) > 0.0) {
                return true;
            }
        }
    }
    return false;
}

static int32_t row_at(const struct policies *p, int32_t index)
{
    for (int32_t row = 0; row < p->rows; row++) {
        if (is_known(p, row) && index-- == 0) {
            return row;
        }
    }
    return -1;
}

static int32_t count_rows(const void *subject)
{
    int32_t count = 0;
    while (row_at(subject, count) >= 0) {
        count++;
    }
    return count;
}

static void name_row(const void *subject, int32_t index, char *out, size_t size)
{
    const struct policies *p = subject;
    const struct compared *one = &p->row[row_at(p, index)];
    if (one->is_metric) {
        snprintf(out, size, "%s", ist_metric_name(one->metric));
    } else {
        snprintf(out, size, "%s-%d", ist_resilience_name(one->measure), (int)one->shock + 1);
    }
}

static void title_row(const void *subject, int32_t index, char *out, size_t size)
{
    const struct policies *p = subject;
    const int32_t row = row_at(p, index);
    char name[TITLE_SIZE];
    policies_name(p, row, name, sizeof name);
    snprintf(out, size, "%.110s%s%s", name, p->row[row].unit[0] ? ", " : "", p->row[row].unit);
}

static void caption_row(const void *subject, int32_t index, char *out, size_t size)
{
    const struct policies *p = subject;
    const int32_t row = row_at(p, index);
    const bool has_twins = p->story[0].one.sample.relative != NULL;
    snprintf(out, size, "%s%s%s",
             p->row[row].is_metric ? "Differences at the end of the runs."
             : has_twins
                 ? "Differences in how performance takes the event, against the same runs "
                   "without it."
                 : "Differences in how performance takes the event, against the year before.",
             policies_less_is_better(p, row) ? " Less is better." : "",
             p->row[row].note ? p->row[row].note : "");
}

static void note_rows(const void *subject, char *out, size_t size)
{
    const struct policies *p = subject;
    char some[120] = "";
    if (p->pairs < p->all_pairs) {
        snprintf(some, sizeof some, " Of %d pairs those with %.60s are shown.", (int)p->all_pairs,
                 p->story[0].name);
    }
    snprintf(
        out, size,
        "Small dots: the difference in each pair of runs with the same luck. Large dot and line: "
        "their mean with its 95 %% interval. Where nothing differs in any pair there is no "
        "chart.%s",
        some);
}

static void name_pair(const struct policies *p, int32_t pair, char *out, size_t size)
{
    snprintf(out, size, "%s minus %s", p->story[p->pair[pair][0]].name,
             p->story[p->pair[pair][1]].name);
}

// Zero and all differences are in sight.
static void fit(struct frame *frame, const struct policies *p, int32_t row)
{
    double low = 0.0;
    double high = 0.0;
    for (int32_t k = 0; k < p->pairs; k++) {
        const double *a = policies_values(p, row, p->pair[k][0]);
        const double *b = policies_values(p, row, p->pair[k][1]);
        for (int32_t r = 0; r < p->replicates; r++) {
            const double difference = a[r] - b[r];
            low = isfinite(difference) ? fmin(low, difference) : low;
            high = isfinite(difference) ? fmax(high, difference) : high;
        }
    }
    const double margin = high > low ? 0.05 * (high - low) : 1.0;
    frame->x_low = low - margin;
    frame->x_high = high + margin;
}

static void draw_pair(const struct frame *frame, const struct policies *p, int32_t row,
                      int32_t pair, double y)
{
    const ist_paired found = policies_compare(p, row, pair);
    const double *a = policies_values(p, row, p->pair[pair][0]);
    const double *b = policies_values(p, row, p->pair[pair][1]);
    char name[256];
    name_pair(p, pair, name, sizeof name);
    text_shorten(name, sizeof name, (int32_t)(frame->width / svg_text_width("m")));
    svg_text(frame->svg, "soft", ANCHOR_START, frame->left, y - 8.0, name);
    for (int32_t r = 0; r < p->replicates; r++) {
        const double difference = a[r] - b[r];
        if (isfinite(difference)) {
            // Equal ones would hide one another.
            const double up = 1.6 * (r % 3 - 1);
            svg_circle(frame->svg, "dot-1 pale", frame_x(frame, difference), y + 4.0 + up, 2.2,
                       NULL);
        }
    }
    if (isfinite(found.low) && isfinite(found.high)) {
        svg_line(frame->svg, "whisker", frame_x(frame, found.low), y + 4.0,
                 frame_x(frame, found.high), y + 4.0);
    }
    if (isfinite(found.difference)) {
        svg_circle(frame->svg, "dot-2", frame_x(frame, found.difference), y + 4.0, 4.2, NULL);
    }
}

static void draw_row(struct svg *svg, const void *subject, int32_t index)
{
    const struct policies *p = subject;
    const int32_t row = row_at(p, index);
    const double area = pair_height * p->pairs - 10.0;
    const double below = 24.0; // the axis
    char title[TITLE_SIZE];
    title_row(p, index, title, sizeof title);
    struct frame frame = frame_of(svg, PANEL_WIDTH, 0.0, title);
    frame.left = 14.0;
    frame.width = PANEL_WIDTH - 28.0;
    frame.height = area;
    fit(&frame, p, row);
    svg_begin(svg, PANEL_WIDTH, frame.top + area + below, title);
    frame_title(&frame);
    const double zero = frame_x(&frame, 0.0);
    svg_line(svg, "zero", zero, frame.top - 8.0, zero, frame.top + frame.height);
    for (int32_t k = 0; k < p->pairs; k++) {
        draw_pair(&frame, p, row, k, frame.top + pair_height * k + 8.0);
    }
    frame_numbers(&frame, NULL);
    svg_end(svg);
}

static void table_row_of(struct output *out, const void *subject, int32_t index)
{
    static const char *const headings[] = {"a minus b",        "Mean of a",
                                           "Mean of b",        "Difference",
                                           "95 % interval",    "Chance that a is better",
                                           "Replicates needed"};
    const struct policies *p = subject;
    const int32_t row = row_at(p, index);
    cells_begin(out);
    cells_row(out);
    for (size_t i = 0; i < COUNT_OF(headings); i++) {
        cells_heading(out, headings[i]);
    }
    for (int32_t k = 0; k < p->pairs; k++) {
        const ist_paired found = policies_compare(p, row, k);
        const double numbers[] = {found.mean_a, found.mean_b, found.difference};
        char text[256];
        char high[PHRASE_SIZE];
        name_pair(p, k, text, sizeof text);
        cells_row(out);
        cells_name(out, text);
        for (size_t i = 0; i < COUNT_OF(numbers); i++) {
            policies_number(numbers[i], text, sizeof text);
            cells_text(out, isnan(numbers[i]) ? cells_look.dash : text);
        }
        policies_number(found.low, text, sizeof text);
        policies_number(found.high, high, sizeof high);
        snprintf(text + strlen(text), sizeof text - strlen(text), " to %s", high);
        cells_text(out, isnan(found.low) ? cells_look.dash : text);
        snprintf(text, sizeof text, "%.2f (%.2f to %.2f)", found.better, found.better_low,
                 found.better_high);
        cells_text(out, isnan(found.better) ? cells_look.dash : text);
        text_count(found.needed, text);
        cells_text(out, found.needed < INT32_MAX ? text : cells_look.dash);
    }
    cells_end(out);
}

const struct drawing drawing_policy_pairs = {.id = "difference",
                                             .count = count_rows,
                                             .name = name_row,
                                             .title = title_row,
                                             .caption = caption_row,
                                             .note = note_rows,
                                             .draw = draw_row,
                                             .table = table_row_of};

// ---- Trajectories

static int32_t drawn(const struct policies *p)
{
    return p->count < POLICIES_DRAWN ? p->count : POLICIES_DRAWN;
}

static const struct track *track_at(const struct policies *p, int32_t index)
{
    return track_seen(p->story, drawn(p), index);
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
    const struct policies *p = subject;
    char some[80] = "";
    if (drawn(p) < p->count) {
        snprintf(some, sizeof some, " Of %d policies the first %d are drawn.", (int)p->count,
                 (int)drawn(p));
    }
    snprintf(out, size,
             "Lines are medians over the runs under each policy; each band holds 90 %% of them.%s",
             some);
}

static void chart_track(const void *subject, int32_t index, struct chart *out)
{
    const struct policies *p = subject;
    *out = track_chart(track_at(p, index), p->story, drawn(p));
}

static void table_track(struct output *out, const void *subject, int32_t index)
{
    const struct policies *p = subject;
    const struct track *track = track_at(p, index);
    series_table(out);
    for (int32_t k = 0; k < p->count; k++) {
        cells_heading(out, p->story[k].name);
    }
    for (int32_t t = series_row(out, p->story, 0); t >= 0; t = series_row(out, p->story, t + 1)) {
        for (int32_t k = 0; k < p->count; k++) {
            const struct spread spread = story_metric(&p->story[k], t, track->metric);
            cells_spread(out, track->form, &spread);
        }
    }
    cells_end(out);
}

const struct drawing drawing_policy_tracks = {.id = "trajectory",
                                              .count = count_tracks,
                                              .name = name_track,
                                              .title = title_track,
                                              .caption = caption_track,
                                              .note = note_tracks,
                                              .chart = chart_track,
                                              .table = table_track};
