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
    const char *title;               // borrowed
    size_t title_end;                // of its first line
    double left, top, width, height; // of the area inside
    double x_low, x_high, y_low, y_high;
    double y_step; // its multiples are marked
    bool is_whole; // values are counts: no part of one is marked
};

// What goes around a drawing of the usual size. Room for the title is kept where the drawing stands alone.
struct frame frame_of(struct svg *svg, double width, double height, const char *title);

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

// The title, where the drawing stands alone, in the room that was kept for it.
void frame_title(const struct frame *frame);

// A key below the area: class of a line or of an area, and what it is.
struct key {
    const char *class, *label;
    const char *hatch; // class of a hatch above an area; NULL: none
    bool is_area;
};
// Give up as much of the area as rows of keys will take, before anything is drawn.
void frame_keep_keys(struct frame *frame, const struct key *keys, int32_t count);
void frame_keys(const struct frame *frame, const struct key *keys, int32_t count);

// "0.25", "1,200"
void frame_number(double value, double step, char *out, size_t size);

#endif
