// SPDX-License-Identifier: GPL-3.0-or-later
// Charts of lines over the time of a story, with bands.
#ifndef DRIVER_REPORT_DRAW_SERIES_H
#define DRIVER_REPORT_DRAW_SERIES_H

#include "driver/phrase.h"
#include "driver/report/story.h"

// Values by tick, borrowed; projecting them for a drawing overwrites them.
struct curve {
    const char *style;  // a class of figure.css: "line-1" to "line-6", or "twin"
    const char *label;  // NULL: there is one only
    double *middle;     // NaN: interrupted
    double *low, *high; // NULL: no band
    int32_t count;      // ticks
};

// Curves over the whole time of a story; where there are several, with a key to them.
enum { CHART_CURVES = 6 };
struct chart {
    const struct story *story; // whose time and events are shown
    double height;
    bool is_whole;  // its values are counts
    bool from_zero; // zero is in sight whatever the values are
    struct curve curve[CHART_CURVES];
    int32_t curves;
};
void chart_draw(struct svg *svg, const struct chart *chart, const char *title);
// For a chart that can be zoomed.
void chart_data(struct output *out, const struct chart *chart);

// A metric, as people say it.
struct track {
    ist_metric metric;
    enum form form;
    const char *name, *unit; // "": none
    const char *meaning;
};
enum { TRACKS = 8 };
extern const struct track tracks[TRACKS];

// "Participation, %"
void track_title(const struct track *track, char *out, size_t size);
// Track number `index` of those of which there is anything to see in one of some stories; NULL: no more.
const struct track *track_seen(const struct story *story, int32_t stories, int32_t index);
// Median and range, in the room of the story.
struct curve track_curve(const struct story *story, const struct track *track);
// Of one story, or of several on the time of the first.
struct chart track_chart(const struct track *track, const struct story *story, int32_t stories);

// Let a frame show the whole time and all values.
void series_fit(struct frame *frame, const struct story *story, const struct curve *curves,
                int32_t count);
// Draw them; `x` is room for as many numbers as the longest has points.
void series_draw(const struct frame *frame, const double *time, double *x, struct curve *curves,
                 int32_t count);
// A table by year, whose further headings follow.
void series_table(struct output *out);
// Begin the next row of it from a tick on: the first tick of each year has one, and the last. Returns the
// tick; -1 where there is no more.
int32_t series_row(struct output *out, const struct story *story, int32_t tick);

#endif
