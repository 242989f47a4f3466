// SPDX-License-Identifier: GPL-3.0-or-later
// The frame of a chart: its area, its axes and what stands around it.
#ifndef DRIVER_REPORT_FRAME_H
#define DRIVER_REPORT_FRAME_H

#include "driver/report/svg.h"

// An event on the time axis; several of one moment are one mark.
struct mark {
    double time;    // years
    char label[12]; // what stands at the axis, such as "3"
    char text[240]; // what happened
};

struct frame {
    struct svg *svg;
    double left, top, width, height; // of the area inside
    double x_low, x_high, y_low, y_high;
};

// What goes around a drawing of the usual size.
struct frame frame_of(struct svg *svg, double width, double height);

double frame_x(const struct frame *frame, double value);
double frame_y(const struct frame *frame, double value);

// Round steps of about `count` parts between two values.
double frame_step(double low, double high, int32_t count);

// Widen the vertical range to round values that hold both; zero is kept in sight if it is near.
void frame_fit(struct frame *frame, double low, double high);

// The vertical axis with its grid, and the horizontal one in years or plain numbers.
void frame_values(const struct frame *frame);
void frame_years(const struct frame *frame);
void frame_numbers(const struct frame *frame, const char *label);

// Dashed lines at events, with their labels above the area.
void frame_marks(const struct frame *frame, const struct mark *marks, int32_t count);

// The title, where the drawing stands alone.
void frame_title(const struct frame *frame, const char *title);

// A row of keys below the area: class of a line or of an area, and what it is.
struct key {
    const char *class, *label;
    const char *hatch; // class of a hatch above an area; NULL: none
    bool is_area;
};
// Returns the height that the rows take, so that it may be asked for before drawing (svg NULL).
double frame_keys(const struct frame *frame, const struct key *keys, int32_t count, double y);

// "0.25", "1,200"
void frame_number(double value, double step, char *out, size_t size);

#endif
