// SPDX-License-Identifier: GPL-3.0-or-later
// Charts of lines over the time of a story, with bands.
#ifndef DRIVER_REPORT_DRAW_SERIES_H
#define DRIVER_REPORT_DRAW_SERIES_H

#include "driver/phrase.h"
#include "driver/report/story.h"

// Values by tick, borrowed; projecting them for a drawing overwrites them.
struct curve {
    const char *style;  // "1" to "6", or "twin"
    const char *label;  // NULL: there is one only
    double *middle;     // NaN: interrupted
    double *low, *high; // NULL: no band
    int32_t count;      // ticks
};

// A metric, as people say it.
struct track {
    ist_metric metric;
    enum form form;
    const char *title, *meaning;
};
enum { TRACKS = 8 };
extern const struct track tracks[TRACKS];

// From stored to shown values.
double series_factor(enum form form);
// Is there anything to see of it?
bool series_moves(const struct story *story, const struct track *track);
// Median and range, in the room of the story.
struct curve series_curve(const struct story *story, const struct track *track);

// Let a frame show the whole time and all values.
void series_fit(struct frame *frame, const struct story *story, const struct curve *curves,
                int32_t count);
// Draw them; `x` is room for as many numbers as there are ticks.
void series_draw(const struct frame *frame, const double *time, double *x, struct curve *curves,
                 int32_t count);
// For a chart that can be zoomed.
void series_data(struct output *out, const struct story *story, const struct curve *curves,
                 int32_t count);
// Does a tick get a row in tables? The first one of each year, and the last.
bool series_row(const struct story *story, int32_t tick);

#endif
