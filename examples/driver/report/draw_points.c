// SPDX-License-Identifier: GPL-3.0-or-later
// What comes out at the end of the runs, by what varies: a heat map of a grid of two, else a chart for each
// factor.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "driver/report/cells.h"
#include "driver/report/draw_series.h"
#include "driver/report/markup.h"
#include "driver/report/points.h"
#include "driver/text.h"

enum {
    SHOWN = 5,
    LEVELS_LABELED = 8,
    FACTORS_SAID = 4, // in a sentence
    SAID_SIZE = 640
};

// Which of the tracks are shown.
static const int shown[SHOWN] = {0, 1, 2, 3, 5};

static bool is_known(const struct points *points, const struct track *track)
{
    for (int32_t p = 0; p < points->count; p++) {
        const struct sample *sample = &points->sample[p];
        if (sample->done > 0 && sample_metric(sample, 0, track->metric).high > 0.0) {
            return true;
        }
    }
    return false;
}

static const struct track *track_at(const struct points *points, int32_t index)
{
    for (int i = 0; i < SHOWN; i++) {
        if (is_known(points, &tracks[shown[i]]) && index-- == 0) {
            return &tracks[shown[i]];
        }
    }
    return NULL;
}

static int32_t count_known(const struct points *points)
{
    int32_t count = 0;
    while (track_at(points, count)) {
        count++;
    }
    return count;
}

static struct spread spread_at(const struct points *points, int32_t point,
                               const struct track *track)
{
    const double factor = phrase_factor(track->form);
    struct spread spread = {.median = NAN, .low = NAN, .high = NAN};
    if (points->sample[point].done > 0) {
        spread = sample_metric(&points->sample[point], 0, track->metric);
        spread.median *= factor;
        spread.low *= factor;
        spread.high *= factor;
    }
    return spread;
}

static void range_of(const struct points *points, const struct track *track, double *low,
                     double *high)
{
    *low = HUGE_VAL;
    *high = -HUGE_VAL;
    for (int32_t p = 0; p < points->count; p++) {
        const struct spread spread = spread_at(points, p, track);
        *low = isnan(spread.low) ? *low : fmin(*low, spread.low);
        *high = isnan(spread.high) ? *high : fmax(*high, spread.high);
    }
}

// ---- In words

static void put_short(double value, char *out, size_t size)
{
    snprintf(out, size, fabs(value) < 9.95 && fabs(value - round(value)) > 0.05 ? "%.1f" : "%.0f",
             value);
}

// The points whose median is highest (sign 1) or lowest (-1).
struct extreme {
    int32_t point, count, all; // the first of them, how many, of how many
};

static struct extreme find_extreme(const struct points *points, const struct track *track,
                                   double sign)
{
    struct extreme found = {.point = -1};
    double most = -HUGE_VAL;
    for (int32_t p = 0; p < points->count; p++) {
        const double value = sign * spread_at(points, p, track).median;
        if (value > most) {
            most = value;
            found.point = p;
            found.count = 0;
        }
        found.count += value >= most;
        found.all += !isnan(value);
    }
    return found;
}

// "69 where emphasis is 1 and policy is sponsor", or "2 at 20 of 30 points"
static void say_extreme(const struct points *points, const struct track *track,
                        const struct extreme *found, char *out, size_t size)
{
    char value[PHRASE_SIZE];
    put_short(spread_at(points, found->point, track).median, value, sizeof value);
    int length = snprintf(out, size, "%s", value);
    if (found->count > 1) {
        snprintf(out + length, size - (size_t)length, " at %d of %d points", (int)found->count,
                 (int)found->all);
        return;
    }
    for (int32_t f = 0; f < points->factors && f < FACTORS_SAID; f++) {
        const struct factor *factor = &points->factor[f];
        const int32_t level = factor->at[found->point];
        length += snprintf(out + length, size - (size_t)length, "%s%s is %s",
                           f == 0 ? " where " : " and ", factor->name,
                           level < 0 ? "not set" : factor->label[level]);
    }
}

static void tell_outcome(struct output *out, const struct points *points, const struct track *track)
{
    const struct extreme lowest = find_extreme(points, track, -1.0);
    const struct extreme highest = find_extreme(points, track, 1.0);
    char title[TITLE_SIZE];
    char least[PHRASE_SIZE];
    char most[PHRASE_SIZE];
    char low[SAID_SIZE];
    char high[SAID_SIZE];
    char line[TITLE_SIZE + 2 * SAID_SIZE + 32];
    if (lowest.point < 0) {
        return;
    }
    track_title(track, title, sizeof title);
    say_extreme(points, track, &lowest, low, sizeof low);
    say_extreme(points, track, &highest, high, sizeof high);
    put_short(spread_at(points, lowest.point, track).median, least, sizeof least);
    put_short(spread_at(points, highest.point, track).median, most, sizeof most);
    if (strcmp(least, most) == 0) {
        snprintf(line, sizeof line, "%s: %s%s at all points.", title,
                 lowest.count == lowest.all ? "" : "about ", least);
    } else {
        snprintf(line, sizeof line, "%s: lowest %s, highest %s.", title, low, high);
    }
    output_text(out, "<li>");
    markup_text(out, line);
    output_text(out, "</li>\n");
}

void points_tell(struct output *out, const struct points *points)
{
    output_text(out, "<ul class=\"told\">\n");
    for (int32_t i = 0; i < count_known(points); i++) {
        tell_outcome(out, points, track_at(points, i));
    }
    output_text(out, "</ul>\n");
}

// ---- A grid of two

static int32_t count_grid(const void *subject)
{
    return points_are_grid(subject) ? count_known(subject) : 0;
}

static void name_grid(const void *subject, int32_t index, char *out, size_t size)
{
    snprintf(out, size, "%s", ist_metric_name(track_at(subject, index)->metric));
}

static void title_grid(const void *subject, int32_t index, char *out, size_t size)
{
    track_title(track_at(subject, index), out, size);
}

static void caption_grid(const void *subject, int32_t index, char *out, size_t size)
{
    const struct points *points = subject;
    snprintf(out, size, "%s At the end of the runs, by %s (across) and %s (upwards).",
             track_at(points, index)->meaning, points->factor[0].name, points->factor[1].name);
}

static void note_grid(const void *subject, char *out, size_t size)
{
    const struct points *points = subject;
    snprintf(out, size, "Each cell is %s one point; the stronger its color, the more.",
             points->is_single ? "the run of" : "the median over the runs of");
}

static int32_t point_at(const struct points *points, int32_t column, int32_t row)
{
    for (int32_t p = 0; p < points->count; p++) {
        if (points->factor[0].at[p] == column && points->factor[1].at[p] == row) {
            return p;
        }
    }
    return -1;
}

static void draw_cell(struct svg *svg, double share, double x, double y, double width,
                      double height, double value, bool has_room)
{
    char text[PHRASE_SIZE];
    const double palest = 0.06;
    const double darkest = 0.94;
    const double opacity = palest + (darkest - palest) * share;
    put_short(value, text, sizeof text);
    output_format(svg->out,
                  "<rect class=\"cell\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" "
                  "fill-opacity=\"%.2f\"><title>%s</title></rect>\n",
                  x, y, width, height, opacity, text);
    if (has_room) {
        svg_text(svg, opacity > 0.6 ? "inverse" : "cell-text", ANCHOR_MIDDLE, x + width / 2.0,
                 y + height / 2.0 + 3.5, text);
    }
}

static void put_levels(struct svg *svg, const struct frame *frame, const struct points *points)
{
    const struct factor *across = &points->factor[0];
    const struct factor *up = &points->factor[1];
    const double width = frame->width / across->levels;
    const double height = frame->height / up->levels;
    const int32_t every_x = (int32_t)ceil(34.0 / width);
    const int32_t every_y = (int32_t)ceil(12.0 / height);
    for (int32_t l = 0; l < across->levels; l += every_x) {
        svg_text(svg, "soft", ANCHOR_MIDDLE, frame->left + width * (l + 0.5),
                 frame->top + frame->height + 15.0, across->label[l]);
    }
    for (int32_t l = 0; l < up->levels; l += every_y) {
        svg_text(svg, "soft", ANCHOR_END, frame->left - 6.0,
                 frame->top + frame->height - height * (l + 0.5) + 4.0, up->label[l]);
    }
    svg_text(svg, "small", ANCHOR_END, frame->left + frame->width,
             frame->top + frame->height + 30.0, across->name);
    svg_text(svg, "small", ANCHOR_START, 8.0, frame->top - 8.0, up->name);
}

static void draw_grid(struct svg *svg, const void *subject, int32_t index)
{
    const struct points *points = subject;
    const struct track *track = track_at(points, index);
    const double height = 300.0;
    char title[TITLE_SIZE];
    double low = HUGE_VAL;
    double high = -HUGE_VAL;
    title_grid(points, index, title, sizeof title);
    struct frame frame = frame_of(svg, PANEL_WIDTH, height, title);
    frame.left = 74.0;
    frame.width = PANEL_WIDTH - 86.0;
    frame.height -= 14.0;
    svg_begin(svg, PANEL_WIDTH, height, title);
    frame_title(&frame);
    for (int32_t p = 0; p < points->count; p++) {
        const double median = spread_at(points, p, track).median;
        low = isnan(median) ? low : fmin(low, median);
        high = isnan(median) ? high : fmax(high, median);
    }
    const double width = frame.width / points->factor[0].levels;
    const double step = frame.height / points->factor[1].levels;
    for (int32_t c = 0; c < points->factor[0].levels; c++) {
        for (int32_t r = 0; r < points->factor[1].levels; r++) {
            const int32_t p = point_at(points, c, r);
            const double median = p >= 0 ? spread_at(points, p, track).median : NAN;
            const double x = frame.left + width * c;
            const double y = frame.top + frame.height - step * (r + 1);
            if (isnan(median)) {
                svg_rectangle(svg, "empty-cell", x, y, width, step, "no run");
            } else {
                draw_cell(svg, high > low ? (median - low) / (high - low) : 0.5, x, y, width, step,
                          median, width > 26.0 && step > 13.0);
            }
        }
    }
    put_levels(svg, &frame, points);
    svg_end(svg);
}

static void table_points(struct output *out, const struct points *points, const struct track *track)
{
    cells_begin(out);
    cells_row(out);
    for (int32_t f = 0; f < points->factors; f++) {
        cells_heading(out, points->factor[f].name);
    }
    cells_heading(out, "Runs");
    cells_heading_spread(out, points->is_single);
    for (int32_t p = 0; p < points->count; p++) {
        const struct sample *sample = &points->sample[p];
        cells_row(out);
        for (int32_t f = 0; f < points->factors; f++) {
            const struct factor *factor = &points->factor[f];
            cells_text(out, factor->at[p] >= 0 ? factor->label[factor->at[p]] : cells_look.dash);
        }
        cells_number(out, sample->done, 0);
        const struct spread spread = sample_metric(sample, 0, track->metric);
        cells_spread(out, track->form, &spread);
    }
    cells_end(out);
}

static void table_grid(struct output *out, const void *subject, int32_t index)
{
    table_points(out, subject, track_at(subject, index));
}

const struct drawing drawing_points_grid = {.id = "grid",
                                            .count = count_grid,
                                            .name = name_grid,
                                            .title = title_grid,
                                            .caption = caption_grid,
                                            .note = note_grid,
                                            .draw = draw_grid,
                                            .table = table_grid};

// ---- A chart for each factor

static int32_t factors_drawn(const struct points *points)
{
    return points->factors < FACTORS_DRAWN ? points->factors : FACTORS_DRAWN;
}

static int32_t count_lines(const void *subject)
{
    const struct points *points = subject;
    return points_are_grid(points) ? 0 : count_known(points) * factors_drawn(points);
}

static const struct factor *factor_at(const struct points *points, int32_t index)
{
    return &points->factor[index % factors_drawn(points)];
}

static const struct track *line_track(const struct points *points, int32_t index)
{
    return track_at(points, index / factors_drawn(points));
}

static void name_lines(const void *subject, int32_t index, char *out, size_t size)
{
    const struct points *points = subject;
    snprintf(out, size, "%s-%.60s", ist_metric_name(line_track(points, index)->metric),
             factor_at(points, index)->name);
    for (char *c = out; *c; c++) {
        *c = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ? *c
                                                                                              : '-';
    }
}

static void title_lines(const void *subject, int32_t index, char *out, size_t size)
{
    const struct track *track = line_track(subject, index);
    snprintf(out, size, "%s by %.60s%s%s", track->name, factor_at(subject, index)->name,
             track->unit[0] ? ", " : "", track->unit);
}

static void caption_lines(const void *subject, int32_t index, char *out, size_t size)
{
    snprintf(out, size, "%s At the end of the runs.", line_track(subject, index)->meaning);
}

static void note_lines(const void *subject, char *out, size_t size)
{
    const struct points *points = subject;
    char some[120] = "";
    if (factors_drawn(points) < points->factors) {
        snprintf(some, sizeof some, " Of %d factors the first %d are drawn.", (int)points->factors,
                 (int)factors_drawn(points));
    }
    snprintf(out, size, "%s%s%s",
             points->is_single
                 ? "Each dot is the run of one point."
                 : "Each dot is the median over the runs of one point, each upright line "
                   "the range that holds 90 % of them.",
             points->factors > 1 ? " The other factors vary along with the one that is shown." : "",
             some);
}

static double place(const struct factor *factor, int32_t point)
{
    return factor->at[point] < 0 ? NAN : factor->level[factor->at[point]];
}

static void put_names(const struct frame *frame, const struct factor *factor)
{
    const double bottom = frame->top + frame->height;
    const int32_t every = (factor->levels + LEVELS_LABELED - 1) / LEVELS_LABELED;
    svg_line(frame->svg, "axis", frame->left, bottom, frame->left + frame->width, bottom);
    for (int32_t l = 0; l < factor->levels; l += every) {
        svg_text(frame->svg, "soft", ANCHOR_MIDDLE, frame_x(frame, factor->level[l]), bottom + 16.0,
                 factor->label[l]);
    }
    svg_text(frame->svg, "soft", ANCHOR_END, frame->left + frame->width, bottom + 31.0,
             factor->name);
}

// All levels, with some room beside the outer ones.
static void fit_levels(struct frame *frame, const struct factor *factor)
{
    const double first = factor->levels > 0 ? factor->level[0] : 0.0;
    const double last = factor->levels > 0 ? factor->level[factor->levels - 1] : 1.0;
    const double share = factor->is_numeric ? 0.04 : 0.12; // names are wide
    const double margin = last > first ? share * (last - first) : 0.5;
    frame->x_low = first - margin;
    frame->x_high = last + margin;
}

// From median to median where nothing else varies.
static void join_dots(const struct frame *frame, const struct points *points,
                      const struct factor *factor, const struct track *track)
{
    double from[2] = {NAN, NAN};
    for (int32_t l = 0; l < factor->levels; l++) {
        for (int32_t p = 0; p < points->count; p++) {
            const double median = spread_at(points, p, track).median;
            if (factor->at[p] != l || isnan(median)) {
                continue;
            }
            const double to[2] = {frame_x(frame, factor->level[l]), frame_y(frame, median)};
            if (!isnan(from[0])) {
                svg_line(frame->svg, "joint", from[0], from[1], to[0], to[1]);
            }
            from[0] = to[0];
            from[1] = to[1];
        }
    }
}

static void draw_dots(const struct frame *frame, const struct points *points,
                      const struct factor *factor, const struct track *track)
{
    for (int32_t p = 0; p < points->count; p++) {
        const struct spread spread = spread_at(points, p, track);
        const double at = place(factor, p);
        if (!isnan(spread.median) && !isnan(at)) {
            const double x = frame_x(frame, at);
            svg_line(frame->svg, "thin", x, frame_y(frame, spread.low), x,
                     frame_y(frame, spread.high));
            svg_circle(frame->svg, "dot-1", x, frame_y(frame, spread.median), 3.2, NULL);
        }
    }
}

static void draw_lines(struct svg *svg, const void *subject, int32_t index)
{
    const struct points *points = subject;
    const struct factor *factor = factor_at(points, index);
    const struct track *track = line_track(points, index);
    const double height = 250.0;
    char title[TITLE_SIZE];
    double low;
    double high;
    title_lines(points, index, title, sizeof title);
    struct frame frame = frame_of(svg, PANEL_WIDTH, height, title);
    frame.height -= 12.0;
    frame.is_whole = track->form == FORM_COUNT;
    range_of(points, track, &low, &high);
    frame_fit(&frame, frame.is_whole ? 0.0 : low, high);
    fit_levels(&frame, factor);
    svg_begin(svg, PANEL_WIDTH, height, title);
    frame_title(&frame);
    frame_values(&frame);
    if (factor->is_numeric && points->factors == 1) {
        join_dots(&frame, points, factor, track);
    }
    draw_dots(&frame, points, factor, track);
    if (factor->is_numeric) {
        frame_numbers(&frame, factor->name);
    } else {
        put_names(&frame, factor);
    }
    svg_end(svg);
}

static void table_lines(struct output *out, const void *subject, int32_t index)
{
    const struct points *points = subject;
    table_points(out, points, line_track(points, index));
}

const struct drawing drawing_points_lines = {.id = "factor",
                                             .count = count_lines,
                                             .name = name_lines,
                                             .title = title_lines,
                                             .caption = caption_lines,
                                             .note = note_lines,
                                             .draw = draw_lines,
                                             .table = table_lines};
