// SPDX-License-Identifier: GPL-3.0-or-later
// Drawings as SVG. Coordinates have one decimal: a tenth of a point is not seen.
#include "driver/report/svg.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "driver/report/asset.h"
#include "driver/report/markup.h"
#include "driver/text.h"

// "12.5", "-3"
static void put(struct output *out, double value)
{
    char text[PHRASE_SIZE];
    const int length = snprintf(text, sizeof text, "%.1f", value);
    if (length > 2 && strcmp(text + length - 2, ".0") == 0) {
        text[length - 2] = '\0';
    }
    output_text(out, strcmp(text, "-0") == 0 ? "0" : text);
}

static void attribute(struct svg *svg, const char *name, double value)
{
    output_format(svg->out, " %s=\"", name);
    put(svg->out, value);
    output_text(svg->out, "\"");
}

static void start(struct svg *svg, const char *element, const char *class)
{
    output_format(svg->out, "<%s class=\"%s\"", element, class);
}

static void end(struct svg *svg, const char *element, const char *hint)
{
    if (!hint) {
        output_text(svg->out, "/>\n");
        return;
    }
    output_text(svg->out, "><title>");
    markup_text(svg->out, hint);
    output_format(svg->out, "</title></%s>\n", element);
}

void svg_begin(struct svg *svg, double width, double height, const char *label)
{
    if (svg->is_file) {
        output_text(svg->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }
    output_format(svg->out,
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" "
                  "width=\"%.0f\" height=\"%.0f\" role=\"img\" aria-labelledby=\"%s-label\">\n"
                  "<title id=\"%s-label\">",
                  width, height, width, height, svg->id, svg->id);
    markup_text(svg->out, label);
    output_text(svg->out, "</title>\n");
    if (svg->is_file) {
        output_text(svg->out, "<style>");
        asset_put_style(svg->out);
        output_text(svg->out, "</style>\n");
        svg_hatches(svg->out);
        svg_rectangle(svg, "paper", 0.0, 0.0, width, height, NULL);
    }
}

void svg_end(struct svg *svg)
{
    output_text(svg->out, "</svg>\n");
}

void svg_line(struct svg *svg, const char *class, double x1, double y1, double x2, double y2)
{
    start(svg, "line", class);
    attribute(svg, "x1", x1);
    attribute(svg, "y1", y1);
    attribute(svg, "x2", x2);
    attribute(svg, "y2", y2);
    end(svg, "line", NULL);
}

void svg_rectangle(struct svg *svg, const char *class, double x, double y, double width,
                   double height, const char *hint)
{
    start(svg, "rect", class);
    attribute(svg, "x", x);
    attribute(svg, "y", y);
    attribute(svg, "width", width);
    attribute(svg, "height", height);
    end(svg, "rect", hint);
}

void svg_circle(struct svg *svg, const char *class, double x, double y, double radius,
                const char *hint)
{
    start(svg, "circle", class);
    attribute(svg, "cx", x);
    attribute(svg, "cy", y);
    attribute(svg, "r", radius);
    end(svg, "circle", hint);
}

void svg_text(struct svg *svg, const char *class, enum anchor anchor, double x, double y,
              const char *text)
{
    static const char *const anchors[] = {
        [ANCHOR_START] = "start", [ANCHOR_MIDDLE] = "middle", [ANCHOR_END] = "end"};
    start(svg, "text", class);
    attribute(svg, "x", x);
    attribute(svg, "y", y);
    output_format(svg->out, " text-anchor=\"%s\">", anchors[anchor]);
    markup_text(svg->out, text);
    output_text(svg->out, "</text>\n");
}

static void put_point(struct svg *svg, char command, double x, double y)
{
    output_bytes(svg->out, &command, 1);
    put(svg->out, x);
    output_text(svg->out, " ");
    put(svg->out, y);
}

void svg_curve(struct svg *svg, const char *class, const double *x, const double *y, int32_t count)
{
    bool is_open = false;
    start(svg, "path", class);
    output_text(svg->out, " d=\"");
    for (int32_t i = 0; i < count; i++) {
        if (!isnan(y[i])) {
            put_point(svg, is_open ? 'L' : 'M', x[i], y[i]);
        }
        is_open = !isnan(y[i]);
    }
    output_text(svg->out, "\"");
    end(svg, "path", NULL);
}

void svg_band(struct svg *svg, const char *class, const double *x, const double *low,
              const double *high, int32_t count)
{
    start(svg, "path", class);
    output_text(svg->out, " d=\"");
    for (int32_t first = 0; first < count;) {
        int32_t last = first;
        while (last < count && !isnan(low[last]) && !isnan(high[last])) {
            last++;
        }
        for (int32_t i = first; i < last; i++) {
            put_point(svg, i == first ? 'M' : 'L', x[i], high[i]);
        }
        for (int32_t i = last - 1; i >= first; i--) {
            put_point(svg, 'L', x[i], low[i]);
        }
        output_text(svg->out, last > first ? "Z" : "");
        first = last > first ? last : first + 1;
    }
    output_text(svg->out, "\"");
    end(svg, "path", NULL);
}

// ---- Signs

enum { MOST_CORNERS = 12 };

// Corners for a radius of 1; areas are about the same.
static const struct {
    int32_t corners;
    double at[MOST_CORNERS][2];
} shapes[] = {
    [SHAPE_SQUARE] = {4, {{-0.9, -0.9}, {0.9, -0.9}, {0.9, 0.9}, {-0.9, 0.9}}},
    [SHAPE_TRIANGLE] = {3, {{0.0, -1.2}, {1.15, 0.85}, {-1.15, 0.85}}},
    [SHAPE_DIAMOND] = {4, {{0.0, -1.3}, {1.3, 0.0}, {0.0, 1.3}, {-1.3, 0.0}}},
    [SHAPE_INVERTED_TRIANGLE] = {3, {{0.0, 1.2}, {-1.15, -0.85}, {1.15, -0.85}}},
    [SHAPE_PLUS] = {12,
                    {{-0.4, -1.25},
                     {0.4, -1.25},
                     {0.4, -0.4},
                     {1.25, -0.4},
                     {1.25, 0.4},
                     {0.4, 0.4},
                     {0.4, 1.25},
                     {-0.4, 1.25},
                     {-0.4, 0.4},
                     {-1.25, 0.4},
                     {-1.25, -0.4},
                     {-0.4, -0.4}}},
    [SHAPE_CROSS] = {12,
                     {{-1.15, -0.6},
                      {-0.6, -1.15},
                      {0.0, -0.55},
                      {0.6, -1.15},
                      {1.15, -0.6},
                      {0.55, 0.0},
                      {1.15, 0.6},
                      {0.6, 1.15},
                      {0.0, 0.55},
                      {-0.6, 1.15},
                      {-1.15, 0.6},
                      {-0.55, 0.0}}},
    [SHAPE_STAR] = {10,
                    {{0.0, -1.4},
                     {0.35, -0.49},
                     {1.33, -0.43},
                     {0.57, 0.19},
                     {0.82, 1.13},
                     {0.0, 0.6},
                     {-0.82, 1.13},
                     {-0.57, 0.19},
                     {-1.33, -0.43},
                     {-0.35, -0.49}}},
    [SHAPE_HOURGLASS] = {4, {{-1.0, -1.15}, {1.0, -1.15}, {-1.0, 1.15}, {1.0, 1.15}}},
};

void svg_signs_begin(struct svg *svg, const char *class)
{
    start(svg, "path", class);
    output_text(svg->out, " d=\"");
}

void svg_sign(struct svg *svg, enum shape shape, double x, double y, double radius)
{
    if (shape == SHAPE_CIRCLE) {
        put_point(svg, 'M', x - radius, y);
        output_format(svg->out, "a%.1f %.1f 0 1 0 %.1f 0a%.1f %.1f 0 1 0 %.1f 0Z", radius, radius,
                      2.0 * radius, radius, radius, -2.0 * radius);
        return;
    }
    for (int32_t k = 0; k < shapes[shape].corners; k++) {
        put_point(svg, k == 0 ? 'M' : 'L', x + radius * shapes[shape].at[k][0],
                  y + radius * shapes[shape].at[k][1]);
    }
    output_text(svg->out, "Z");
}

void svg_signs_end(struct svg *svg)
{
    output_text(svg->out, "\"");
    end(svg, "path", NULL);
}

double svg_text_width(const char *text)
{
    const double usual = 6.1; // mean width of a character at 11 points, a little generous
    return usual * text_width(text);
}

// Areas that only differ in lightness, or not even in that in print, are told apart by their hatch.
void svg_hatches(struct output *out)
{
    static const struct {
        const char *name, *path;
    } hatches[] = {
        {"rising", "M-2 8L8 -2M4 8L8 4M-2 2L2 -2"},
        {"falling", "M-2 -2L8 8M4 -2L8 2M-2 4L2 8"},
        {"upright", "M3 0V6"},
        {"dots", "M1.5 1.5h1v1h-1zM4.5 4.5h1v1h-1z"},
    };
    output_text(out, "<defs>\n");
    for (size_t i = 0; i < COUNT_OF(hatches); i++) {
        output_format(
            out,
            "<pattern id=\"hatch-%s\" width=\"6\" height=\"6\" "
            "patternUnits=\"userSpaceOnUse\"><path class=\"hatch\" d=\"%s\"/></pattern>\n",
            hatches[i].name, hatches[i].path);
    }
    output_text(out, "</defs>\n");
}
