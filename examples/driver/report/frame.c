// SPDX-License-Identifier: GPL-3.0-or-later
// The frame of a chart: its area, its axes and what stands around it.
#include "driver/report/frame.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "driver/text.h"

static const double key_height = 17.0;
static const double key_gap = 16.0;
static const double title_height = 16.0; // of a line
static const double title_left = 8.0;

static const double title_character = 7.0; // mean width, a little generous

// Where the first line of a title ends, in bytes: at a space, if it is wider than `width`.
static size_t title_break(const char *title, double width)
{
    size_t space = 0;
    size_t at = 0;
    for (double used = 0.0; title[at]; used += title_character) {
        uint32_t character = 0;
        const size_t length = text_decode(title + at, &character);
        space = title[at] == ' ' ? at : space;
        if (used > width && space > 0) {
            return space;
        }
        at += length > 0 ? length : 1;
    }
    return at;
}

struct frame frame_of(struct svg *svg, double width, double height, const char *title)
{
    const double left = 44.0;
    const double right = 12.0;
    const size_t end = title_break(title, width - 2.0 * title_left);
    const double lines = title[end] ? 2.0 : 1.0;
    const double top = 24.0 + (svg->is_file ? 2.0 + title_height * lines : 0.0);
    const double bottom = 24.0;
    return (struct frame){.svg = svg,
                          .title = title,
                          .title_end = end,
                          .left = left,
                          .top = top,
                          .width = width - left - right,
                          .height = height - top - bottom,
                          .x_high = 1.0,
                          .y_high = 1.0,
                          .y_step = 1.0};
}

double frame_x(const struct frame *frame, double value)
{
    return frame->left + frame->width * (value - frame->x_low) / (frame->x_high - frame->x_low);
}

double frame_y(const struct frame *frame, double value)
{
    return frame->top + frame->height * (frame->y_high - value) / (frame->y_high - frame->y_low);
}

double frame_step(double low, double high, int32_t count)
{
    const double rough = (high - low) / count;
    if (!(rough > 0.0) || !isfinite(rough)) {
        return 1.0;
    }
    const double size = pow(10.0, floor(log10(rough)));
    const double lead = rough / size;
    return size * (lead <= 1.0 ? 1.0 : lead <= 2.0 ? 2.0 : lead <= 5.0 ? 5.0 : 10.0);
}

void frame_fit(struct frame *frame, double low, double high)
{
    const double near = 0.5; // share of the height that may be given to showing zero
    if (!(low <= high) || !isfinite(low) || !isfinite(high)) {
        low = 0.0;
        high = 1.0;
    }
    if (low > 0.0 && low <= near * high) {
        low = 0.0;
    }
    if (!(high > low)) {
        high = low + (low > 0.0 ? low : 1.0);
    }
    const double step = fmax(frame_step(low, high, 4), frame->is_whole ? 1.0 : 0.0);
    frame->y_step = step;
    frame->y_low = step * floor(low / step + 1e-9);
    frame->y_high = step * ceil(high / step - 1e-9);
}

void frame_number(double value, double step, char *out, size_t size)
{
    int places = 0;
    for (double unit = step; places < 6 && fabs(unit - round(unit)) > 1e-6 * unit; places++) {
        unit = step * pow(10.0, places + 1);
    }
    if (places == 0 && fabs(value) >= 10000.0) {
        char text[PHRASE_SIZE];
        text_count((int64_t)llround(value), text);
        snprintf(out, size, "%s", text);
        return;
    }
    snprintf(out, size, "%.*f", places, fabs(value) < 1e-9 * step ? 0.0 : value);
}

void frame_values(const struct frame *frame)
{
    const double step = frame->y_step;
    const double right = frame->left + frame->width;
    const long last = (long)floor(frame->y_high / step + 1e-9);
    for (long k = (long)ceil(frame->y_low / step - 1e-9); k <= last; k++) {
        char text[PHRASE_SIZE];
        const double value = step * (double)k;
        const double y = frame_y(frame, value);
        svg_line(frame->svg, "grid", frame->left, y, right, y);
        frame_number(value, step, text, sizeof text);
        svg_text(frame->svg, "soft", ANCHOR_END, frame->left - 6.0, y + 3.5, text);
    }
}

static void base_line(const struct frame *frame)
{
    const double y = frame->top + frame->height;
    svg_line(frame->svg, "axis", frame->left, y, frame->left + frame->width, y);
}

static void tick(const struct frame *frame, double x, const char *text)
{
    const double y = frame->top + frame->height;
    svg_line(frame->svg, "axis", x, y, x, y + 4.0);
    svg_text(frame->svg, "soft", ANCHOR_MIDDLE, x, y + 16.0, text);
}

void frame_years(const struct frame *frame)
{
    const double rough = frame_step(frame->x_low, frame->x_high, (int32_t)(frame->width / 44.0));
    const double step = fmax(1.0, rough);
    base_line(frame);
    const long last = (long)floor(frame->x_high / step + 1e-9);
    for (long k = (long)ceil(frame->x_low / step - 1e-9); k <= last; k++) {
        char text[PHRASE_SIZE];
        const double year = step * (double)k;
        snprintf(text, sizeof text, "%.0f", year);
        tick(frame, frame_x(frame, year), text);
    }
}

void frame_numbers(const struct frame *frame, const char *label)
{
    const double step = frame_step(frame->x_low, frame->x_high, (int32_t)(frame->width / 60.0));
    const double bottom = frame->top + frame->height;
    base_line(frame);
    const long last = (long)floor(frame->x_high / step + 1e-9);
    for (long k = (long)ceil(frame->x_low / step - 1e-9); k <= last; k++) {
        char text[PHRASE_SIZE];
        frame_number(step * (double)k, step, text, sizeof text);
        tick(frame, frame_x(frame, step * (double)k), text);
    }
    if (label) {
        svg_text(frame->svg, "soft", ANCHOR_END, frame->left + frame->width, bottom + 31.0, label);
    }
}

void frame_marks(const struct frame *frame, const struct mark *marks, int32_t count)
{
    const double bottom = frame->top + frame->height;
    const double digit = 5.6;
    const double gap = 2.5;
    double free_from[2] = {-HUGE_VAL, -HUGE_VAL}; // in each of two rows of labels
    for (int32_t i = 0; i < count; i++) {
        const double x = frame_x(frame, marks[i].time);
        if (marks[i].time < frame->x_low - 1e-9 || marks[i].time > frame->x_high + 1e-9) {
            continue;
        }
        svg_line(frame->svg, "mark", x, frame->top - 3.0, x, bottom);
        const double half = 0.5 * digit * text_width(marks[i].label);
        const int row = x - half >= free_from[0] ? 0 : x - half >= free_from[1] ? 1 : -1;
        if (row >= 0) {
            svg_text(frame->svg, "event", ANCHOR_MIDDLE, x, frame->top - 5.0 - 9.5 * row,
                     marks[i].label);
            free_from[row] = x + half + gap;
        }
    }
}

void frame_title(const struct frame *frame)
{
    if (!frame->svg->is_file) {
        return;
    }
    const char *rest = frame->title + frame->title_end;
    char line[256];
    snprintf(line, sizeof line, "%.*s", (int)frame->title_end, frame->title);
    svg_text(frame->svg, "title", ANCHOR_START, title_left, title_height, line);
    if (rest[0]) {
        const double width = frame->left + frame->width - title_left;
        snprintf(line, sizeof line, "%s", rest + 1);
        text_shorten(line, sizeof line, (int32_t)(width / title_character));
        svg_text(frame->svg, "title", ANCHOR_START, title_left, 2.0 * title_height, line);
    }
}

// What stands before the label of a key, with a gap.
static double sign_width(const struct key *key)
{
    return key->is_area ? 19.0 : 27.0;
}

static void draw_key(struct svg *svg, const struct key *key, double x, double y)
{
    if (key->is_area) {
        svg_rectangle(svg, key->class, x, y - 9.0, 14.0, 10.0, NULL);
        if (key->hatch) {
            svg_rectangle(svg, key->hatch, x, y - 9.0, 14.0, 10.0, NULL);
        }
    } else {
        svg_line(svg, key->class, x, y - 4.0, x + 22.0, y - 4.0);
    }
    svg_text(svg, "soft", ANCHOR_START, x + sign_width(key), y, key->label);
}

// A label that fits into the width of the frame.
static void label_of(const struct frame *frame, const struct key *key, char *out, size_t size)
{
    const double character = svg_text_width("m");
    snprintf(out, size, "%s", key->label);
    text_shorten(out, size, (int32_t)((frame->width - sign_width(key)) / character));
}

// Rows of keys, drawn from `y` on where `svg` is not NULL. Returns their height.
static double put_keys(const struct frame *frame, struct svg *svg, const struct key *keys,
                       int32_t count, double y)
{
    double x = frame->left;
    double used = count > 0 ? key_height : 0.0;
    for (int32_t i = 0; i < count; i++) {
        char label[160];
        struct key key = keys[i];
        label_of(frame, &key, label, sizeof label);
        key.label = label;
        const double width = sign_width(&key) + svg_text_width(label) + key_gap;
        if (x > frame->left && x + width - key_gap > frame->left + frame->width) {
            x = frame->left;
            used += key_height;
        }
        if (svg) {
            draw_key(svg, &key, x, y + used - 4.0);
        }
        x += width;
    }
    return used;
}

void frame_keep_keys(struct frame *frame, const struct key *keys, int32_t count)
{
    const double gap = 4.0;
    frame->height -= put_keys(frame, NULL, keys, count, 0.0) + gap;
}

void frame_keys(const struct frame *frame, const struct key *keys, int32_t count)
{
    const double below_axis = 24.0;
    put_keys(frame, frame->svg, keys, count, frame->top + frame->height + below_axis);
}
