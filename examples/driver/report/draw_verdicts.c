// SPDX-License-Identifier: GPL-3.0-or-later
// Each pattern against its band.
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "driver/report/cells.h"
#include "driver/report/frame.h"
#include "driver/report/markup.h"
#include "driver/report/verdicts.h"
#include "driver/text.h"
#include "driver/validate_words.h"

static const double row_height = 22.0;
static const double text_left = 72.0;
static const double strip_left = 470.0;
static const double strip_right = 660.0;
static const double value_left = 672.0;
static const double band_left = 732.0;
static const double verdict_left = 816.0;

// ---- In words

// "inf" and its sign are as long.
static void put_infinity(char *text)
{
    static const char sign[] = "\u221e";
    for (char *at = strstr(text, "inf"); at; at = strstr(at, "inf")) {
        memcpy(at, sign, sizeof sign - 1);
    }
}

static void say_value(double value, char out[PHRASE_SIZE])
{
    words_number(value, &cells_look, out);
    put_infinity(out);
}

static void say_band(const struct verdict *row, char *out, size_t size)
{
    char low[PHRASE_SIZE];
    char high[PHRASE_SIZE];
    const bool has_low = !isnan(row->number[BAND_LOW]);
    const bool has_high = !isnan(row->number[BAND_HIGH]);
    say_value(row->number[BAND_LOW], low);
    say_value(row->number[BAND_HIGH], high);
    if (has_low && has_high) {
        const bool is_point = strcmp(low, high) == 0;
        snprintf(out, size, "%s%s%s", low, is_point ? "" : " to ", is_point ? "" : high);
    } else {
        snprintf(out, size, "%s%s",
                 has_low    ? "from "
                 : has_high ? "up to "
                            : "any",
                 has_low    ? low
                 : has_high ? high
                            : "");
    }
}

// ---- The strips

static bool is_twin(const struct verdict *row)
{
    return strcmp(row->judgment, ist_kind_name(IST_KIND_JUDGMENT, IST_JUDGMENT_TWIN)) == 0;
}

// What is judged: the range over the runs with its median, or the mean with its interval.
static void range_of(const struct verdict *row, double *low, double *middle, double *high)
{
    const bool twin = is_twin(row);
    *low = row->number[twin ? MEAN_LOW : P05];
    *middle = row->number[twin ? MEAN : MEDIAN];
    *high = row->number[twin ? MEAN_HIGH : P95];
}

// Each row has a scale of its own: quantities differ.
static struct frame scale_of(struct svg *svg, const struct verdict *row)
{
    struct frame frame = {
        .svg = svg, .left = strip_left, .width = strip_right - strip_left, .y_high = 1.0};
    double values[5];
    double low = HUGE_VAL;
    double high = -HUGE_VAL;
    range_of(row, &values[0], &values[1], &values[2]);
    values[3] = row->number[BAND_LOW];
    values[4] = row->number[BAND_HIGH];
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        if (isfinite(values[i])) {
            low = fmin(low, values[i]);
            high = fmax(high, values[i]);
        }
    }
    if (!(low <= high)) {
        low = 0.0;
        high = 1.0;
    }
    const double margin = high > low ? 0.12 * (high - low) : fmax(0.5, 0.12 * fabs(low));
    frame.x_low = low - margin;
    frame.x_high = high + margin;
    return frame;
}

static double within(const struct frame *frame, double value)
{
    return frame_x(frame, fmin(fmax(value, frame->x_low), frame->x_high));
}

static void draw_band(const struct frame *frame, const struct verdict *row, double y)
{
    const double low = row->number[BAND_LOW];
    const double high = row->number[BAND_HIGH];
    const double left = isnan(low) ? frame->left : frame_x(frame, low);
    const double right = isnan(high) ? frame->left + frame->width : frame_x(frame, high);
    svg_rectangle(frame->svg, "allowed", left, y - 7.0, fmax(right - left, 1.5), 14.0, NULL);
    if (!isnan(low)) {
        svg_line(frame->svg, "allowed-edge", left, y - 7.0, left, y + 7.0);
    }
    if (!isnan(high)) {
        svg_line(frame->svg, "allowed-edge", right, y - 7.0, right, y + 7.0);
    }
}

// The strip of a row: its band, its range, its middle.
static void draw_strip(struct svg *svg, const struct verdict *row, double y)
{
    const struct frame frame = scale_of(svg, row);
    double low;
    double middle;
    double high;
    range_of(row, &low, &middle, &high);
    svg_line(svg, "grid", frame.left, y, frame.left + frame.width, y);
    draw_band(&frame, row, y);
    if (!isnan(low) && !isnan(high)) {
        svg_line(svg, "whisker", within(&frame, low), y, within(&frame, high), y);
    }
    if (!isnan(middle)) {
        svg_circle(svg, verdict_fails(row) ? "dot-2" : "dot-1", within(&frame, middle), y, 4.0,
                   NULL);
    }
}

static void draw_row(struct svg *svg, const struct verdict *row, double y)
{
    char text[256];
    double low;
    double middle;
    double high;
    range_of(row, &low, &middle, &high);
    snprintf(text, sizeof text, "%.20s", row->pattern);
    svg_text(svg, "", ANCHOR_START, 8.0, y + 4.0, text);
    snprintf(text, sizeof text, "%s", row->text);
    text_shorten(text, sizeof text, (int32_t)((strip_left - text_left) / svg_text_width("m")));
    svg_text(svg, "soft", ANCHOR_START, text_left, y + 4.0, text);
    draw_strip(svg, row, y);
    say_value(middle, text);
    svg_text(svg, "", ANCHOR_START, value_left, y + 4.0, text);
    say_band(row, text, sizeof text);
    svg_text(svg, "soft", ANCHOR_START, band_left, y + 4.0, text);
    svg_text(svg,
             verdict_holds(row)   ? "good"
             : verdict_fails(row) ? "bad"
                                  : "soft",
             ANCHOR_START, verdict_left, y + 4.0, row->verdict);
}

static int32_t count_groups(const void *subject)
{
    const struct verdicts *v = subject;
    return v->groups;
}

static void name_group(const void *subject, int32_t index, char *out, size_t size)
{
    const struct verdicts *v = subject;
    const struct verdict *row = &v->row[v->start[index]];
    snprintf(out, size, "%.*s", (int)verdict_beginning(row) < 40 ? (int)verdict_beginning(row) : 40,
             row->pattern);
}

static void title_group(const void *subject, int32_t index, char *out, size_t size)
{
    char name[64];
    name_group(subject, index, name, sizeof name);
    snprintf(out, size, "Patterns %s", name);
}

static void caption_group(const void *subject, int32_t index, char *out, size_t size)
{
    const struct verdicts *v = subject;
    int32_t good = 0;
    int32_t bad = 0;
    for (int32_t i = v->start[index]; i < v->start[index + 1]; i++) {
        good += verdict_holds(&v->row[i]);
        bad += verdict_fails(&v->row[i]);
    }
    const int32_t others = v->start[index + 1] - v->start[index] - good - bad;
    const int length = snprintf(out, size, "%" PRId32 " hold, %" PRId32 " %s", good, bad,
                                bad == 1 ? "fails" : "fail");
    if (others > 0) {
        snprintf(out + length, size - (size_t)length,
                 ", %" PRId32 " cannot be told or are only reported.", others);
    } else {
        snprintf(out + length, size - (size_t)length, ".");
    }
}

static void note_groups(const void *subject, char *out, size_t size)
{
    (void)subject;
    snprintf(
        out, size,
        "Each pattern has a scale of its own. Shaded: the band in which the value must lie; where "
        "the shade runs to the edge there is no bound. Dot and line: the median over the runs and "
        "the range that holds 90 %% of them; for patterns that compare runs with their twins, "
        "the mean difference and its 95 %% interval. Runs in band: their share, with its 95 %% "
        "interval. Judged by: typical, at least 90 %% of the runs lie in the band; median, the "
        "median does; twin, the interval of the mean does.");
}

static void draw_group(struct svg *svg, const void *subject, int32_t index)
{
    const struct verdicts *v = subject;
    const int32_t rows = v->start[index + 1] - v->start[index];
    char title[TITLE_SIZE];
    title_group(subject, index, title, sizeof title);
    const struct frame frame = frame_of(svg, WIDE_WIDTH, 0.0, title);
    svg_begin(svg, WIDE_WIDTH, frame.top + row_height * rows + 4.0, title);
    frame_title(&frame);
    for (int32_t i = 0; i < rows; i++) {
        draw_row(svg, &v->row[v->start[index] + i], frame.top + row_height * (i + 0.5));
    }
    svg_end(svg);
}

// ---- Tables

static void put_verdict(struct output *out, const struct verdict *row)
{
    output_format(out, "<td class=\"%s\">",
                  verdict_holds(row)   ? "good"
                  : verdict_fails(row) ? "bad"
                                       : "");
    markup_text(out, row->verdict);
    output_text(out, "</td>");
}

// "98 (95-99)", of the runs that can be told
static void put_share(struct output *out, const struct verdict *row)
{
    struct spread share = {.median = row->number[SHARE],
                           .low = row->number[SHARE_LOW],
                           .high = row->number[SHARE_HIGH],
                           .count = (int32_t)row->number[EVALUABLE]};
    cells_spread(out, FORM_PERCENT, &share);
}

static void put_strip(struct output *out, const struct verdict *row)
{
    output_format(out, "<td><svg viewBox=\"%.0f 0 %.0f %.0f\" aria-hidden=\"true\">",
                  strip_left - 4.0, strip_right - strip_left + 8.0, row_height);
    struct svg svg = {.out = out, .id = ""};
    draw_strip(&svg, row, row_height / 2.0);
    output_text(out, "</svg></td>");
}

static void put_row(struct output *out, const struct verdict *row)
{
    char interval[PHRASE_SIZE];
    char band[3 * PHRASE_SIZE];
    char value[PHRASE_SIZE];
    double low;
    double middle;
    double high;
    range_of(row, &low, &middle, &high);
    words_interval(low, high, &cells_look, interval);
    put_infinity(interval);
    say_band(row, band, sizeof band);
    say_value(middle, value);
    cells_row(out);
    output_text(out, "<th scope=\"row\"><b>");
    markup_text(out, row->pattern);
    output_text(out, "</b> ");
    markup_text(out, row->text);
    output_text(out, "</th>");
    put_verdict(out, row);
    put_strip(out, row);
    cells_text(out, band);
    cells_text(out, value);
    cells_text(out, interval);
    put_share(out, row);
    cells_text(out, row->judgment);
    cells_text(out, row->worth);
}

static void table_group(struct output *out, const void *subject, int32_t index)
{
    static const char *const headings[] = {"Pattern", "Verdict", "Band and value",  "Band",
                                           "Value",   "Range",   "Runs in band, %", "Judged by",
                                           "Worth"};
    const struct verdicts *v = subject;
    cells_begin(out);
    cells_row(out);
    for (size_t i = 0; i < COUNT_OF(headings); i++) {
        cells_heading(out, headings[i]);
    }
    for (int32_t i = v->start[index]; i < v->start[index + 1]; i++) {
        put_row(out, &v->row[i]);
    }
    cells_end(out);
}

const struct drawing drawing_verdicts = {.id = "patterns",
                                         .is_wide = true,
                                         .is_table = true,
                                         .count = count_groups,
                                         .name = name_group,
                                         .title = title_group,
                                         .caption = caption_group,
                                         .note = note_groups,
                                         .draw = draw_group,
                                         .table = table_group};
