// SPDX-License-Identifier: GPL-3.0-or-later
// Drawings as SVG: the same inside a page and as files of their own. Colors are classes of figure.css.
#ifndef DRIVER_REPORT_SVG_H
#define DRIVER_REPORT_SVG_H

#include <stdint.h>

#include "driver/output.h"

enum { PANEL_WIDTH = 440, WIDE_WIDTH = 900 };

// Where a text is anchored.
enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

struct svg {
    struct output *out;
    const char *id; // unique on the page
    bool is_file;   // stands alone: brings its own style
};

// `label` is what a screen reader says.
void svg_begin(struct svg *svg, double width, double height, const char *label);
void svg_end(struct svg *svg);

void svg_line(struct svg *svg, const char *class, double x1, double y1, double x2, double y2);
// `hint` is told when somebody points at it; NULL: nothing is.
void svg_rectangle(struct svg *svg, const char *class, double x, double y, double width,
                   double height, const char *hint);
void svg_circle(struct svg *svg, const char *class, double x, double y, double radius,
                const char *hint);
void svg_text(struct svg *svg, const char *class, enum anchor anchor, double x, double y,
              const char *text);

// Signs that differ without color.
enum shape {
    SHAPE_CIRCLE,
    SHAPE_SQUARE,
    SHAPE_TRIANGLE,
    SHAPE_DIAMOND,
    SHAPE_INVERTED_TRIANGLE,
    SHAPE_PLUS,
    SHAPE_CROSS,
    SHAPE_STAR,
    SHAPE_HOURGLASS
};
// Any number of them in one path, around points, between a beginning and an end.
void svg_signs_begin(struct svg *svg, const char *class);
void svg_sign(struct svg *svg, enum shape shape, double x, double y, double radius);
void svg_signs_end(struct svg *svg);

// A line through points; where a y is NaN it is interrupted.
void svg_curve(struct svg *svg, const char *class, const double *x, const double *y, int32_t count);
// The area between two lines; where one of them is NaN it is interrupted.
void svg_band(struct svg *svg, const char *class, const double *x, const double *low,
              const double *high, int32_t count);

// About how wide a text of the usual size gets.
double svg_text_width(const char *text);

// The hatches that classes of areas refer to; once in a page, and in each file.
void svg_hatches(struct output *out);

#endif
