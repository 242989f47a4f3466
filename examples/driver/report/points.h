// SPDX-License-Identifier: GPL-3.0-or-later
// The points of a sweep: what varies, and what came out at the end of the runs.
#ifndef DRIVER_REPORT_POINTS_H
#define DRIVER_REPORT_POINTS_H

#include <interstice/interstice.h>

#include "driver/report/drawing.h"
#include "driver/sample.h"

enum { FACTOR_NAME = 80, VALUE_SIZE = 48, FACTORS_DRAWN = 8 };

// Something that varies.
struct factor {
    const char *pointer; // borrowed
    char
        name[FACTOR_NAME]; // the end of its pointer, or all of it where that of another is the same
    bool is_numeric;
    int32_t levels;
    double *level; // of each, ascending; numbered from 0 where it is not numeric
    char (*label)[VALUE_SIZE];
    int32_t *at; // level of each point; -1: not set
};

// One scenario under every point.
struct points {
    int32_t scenario;
    const char *title;     // of the scenario; borrowed
    bool is_single;        // is there one run of each?
    int32_t count;         // points
    int32_t *variant;      // of each
    struct sample *sample; // of each, of its last tick
    struct factor *factor;
    int32_t factors;
};

// Returns an exit code, after a complaint.
int points_open(struct points *points, ist_store *store, const ist_experiment *experiment,
                int32_t scenario);
void points_close(struct points *points);

// Do two factors make a grid in which each cell is one point?
bool points_are_grid(const struct points *points);

// Where the medians of each outcome are lowest and highest, as a list of sentences.
void points_tell(struct output *out, const struct points *points);

extern const struct drawing drawing_points_grid, drawing_points_lines;

#endif
