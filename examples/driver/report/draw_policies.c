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

static void title_row(const void *subject, int32_t index, char *out, size_t size)
{
    policies_describe(subject, row_at(subject, index), out, size);
    out[0] = out[0] >= 'a' && out[0] <= 'z' ? (char)(out[0] - 'a' + 'A') : out[0];
}

static void caption_row(const void *subject, int32_t index, char *out, size_t size)
{
    const struct policies *p = subject;
    const int32_t row = row_at(p, index);
    snprintf(out, size, "%s%s",
             p->row[row].is_metric ? "At the end of the runs." : "Of performance after the event.",
             policies_less_is_better(p, row) ? " Less is better." : "");
}

static void note_rows(const void *subject, char *out, size_t size)
{
    const struct policies *p = subject;
    char some[120] = "";
    if (p->pairs < p->all_pairs) {
        snprintf(some, sizeof some, " Of %d pairs those with %.60s are shown.", (int)p->all_pairs,
                 p->name[0]);
    }
    snprintf(
        out, size,
        "Small dots: the difference in each pair of runs with the same luck. Large dot and line: "
        "their mean with its 95 %% interval. Where nothing differs in any pair there is no "
        "chart.%s",
        some);
}

static ist_paired compare(const struct policies *p, int32_t row, int32_t pair)
{
    return ist_compare_pairs(policies_values(p, row, p->pair[pair][0]),
                             policies_values(p, row, p->pair[pair][1]), p->replicates,
                             policies_less_is_better(p, row));
}

static void name_pair(const struct policies *p, int32_t pair, char *out, size_t size)
{
    snprintf(out, size, "%s minus %s", p->name[p->pair[pair][0]], p->name[p->pair[pair][1]]);
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
    const ist_paired found = compare(p, row, pair);
    const double *a = policies_values(p, row, p->pair[pair][0]);
    const double *b = policies_values(p, row, p->pair[pair][1]);
    char name[160];
    name_pair(p, pair, name, sizeof name);
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
    char title[TITLE_SIZE];
    const double height = pair_height * p->pairs + 58.0 + (svg->is_file ? 18.0 : 0.0);
    struct frame frame = frame_of(svg, PANEL_WIDTH, height);
    frame.left = 14.0;
    frame.width = PANEL_WIDTH - 28.0;
    fit(&frame, p, row);
    title_row(p, index, title, sizeof title);
    svg_begin(svg, PANEL_WIDTH, height, title);
    frame_title(&frame, title);
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
        const ist_paired found = compare(p, row, k);
        char text[160];
        name_pair(p, k, text, sizeof text);
        cells_row(out);
        cells_name(out, text);
        const double numbers[] = {found.mean_a, found.mean_b, found.difference};
        for (size_t i = 0; i < COUNT_OF(numbers); i++) {
            snprintf(text, sizeof text, "%.4g", numbers[i]);
            cells_text(out, isnan(numbers[i]) ? cells_look.dash : text);
        }
        snprintf(text, sizeof text, "%.3g to %.3g", found.low, found.high);
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
    for (int i = 0; i < TRACKS; i++) {
        bool is_there = false;
        for (int32_t k = 0; k < drawn(p); k++) {
            is_there = is_there ||
                       (p->story[k].one.sample.done > 0 && series_moves(&p->story[k], &tracks[i]));
        }
        if (is_there && index-- == 0) {
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

static void fill_curves(const struct policies *p, const struct track *track, struct curve *curves)
{
    static const char *const styles[POLICIES_DRAWN] = {"1", "2", "3", "4"};
    for (int32_t k = 0; k < drawn(p); k++) {
        curves[k] = series_curve(&p->story[k], track);
        curves[k].style = styles[k];
        curves[k].label = p->name[k];
    }
}

static void draw_track(struct svg *svg, const void *subject, int32_t index)
{
    static const char *const classes[POLICIES_DRAWN] = {"line-1", "line-2", "line-3", "line-4"};
    const struct policies *p = subject;
    const struct track *track = track_at(p, index);
    const double height = 256.0;
    struct curve curves[POLICIES_DRAWN];
    struct key keys[POLICIES_DRAWN];
    fill_curves(p, track, curves);
    for (int32_t k = 0; k < drawn(p); k++) {
        keys[k] = (struct key){.class = classes[k], .label = p->name[k]};
    }
    struct frame frame = frame_of(svg, PANEL_WIDTH, height);
    struct frame silent = frame;
    silent.svg = NULL;
    frame.height -= frame_keys(&silent, keys, drawn(p), 0.0) + 4.0;
    svg_begin(svg, PANEL_WIDTH, height, track->title);
    series_fit(&frame, &p->story[0], curves, drawn(p));
    frame_title(&frame, track->title);
    frame_values(&frame);
    frame_marks(&frame, p->story[0].mark, p->story[0].marks);
    series_draw(&frame, p->story[0].time, p->story[0].scratch[0], curves, drawn(p));
    frame_years(&frame);
    frame_keys(&frame, keys, drawn(p), frame.top + frame.height + 24.0);
    svg_end(svg);
}

static void table_track(struct output *out, const void *subject, int32_t index)
{
    const struct policies *p = subject;
    const struct track *track = track_at(p, index);
    cells_begin(out);
    cells_row(out);
    cells_heading(out, "Year");
    for (int32_t k = 0; k < p->count; k++) {
        cells_heading(out, p->name[k]);
    }
    for (int32_t t = 0; t < p->story[0].one.ticks; t++) {
        if (series_row(&p->story[0], t)) {
            char year[PHRASE_SIZE];
            text_year(p->story[0].time[t], year);
            cells_row(out);
            cells_name(out, year);
            for (int32_t k = 0; k < p->count; k++) {
                const struct spread spread = story_metric(&p->story[k], t, track->metric);
                cells_spread(out, track->form, &spread);
            }
        }
    }
    cells_end(out);
}

static void data_track(struct output *out, const void *subject, int32_t index)
{
    const struct policies *p = subject;
    struct curve curves[POLICIES_DRAWN];
    fill_curves(p, track_at(p, index), curves);
    series_data(out, &p->story[0], curves, drawn(p));
}

const struct drawing drawing_policy_tracks = {.id = "trajectory",
                                              .count = count_tracks,
                                              .name = name_track,
                                              .title = title_track,
                                              .caption = caption_track,
                                              .note = note_tracks,
                                              .draw = draw_track,
                                              .table = table_track,
                                              .data = data_track};
