// SPDX-License-Identifier: GPL-3.0-or-later
// What a report shows: drawings of a subject, each with its title, its words and its table.
#ifndef DRIVER_REPORT_DRAWING_H
#define DRIVER_REPORT_DRAWING_H

#include <stdbool.h>

#include "driver/report/svg.h"

enum { TITLE_SIZE = 160, CAPTION_SIZE = 1200 };

struct chart;

// One kind of drawing; `index` runs from 0 to count() - 1.
struct drawing {
    const char *id; // of files and elements: "performance"
    bool is_wide;
    bool has_open_table; // beside the picture
    bool is_table;       // the table holds the picture, row by row
    int32_t (*count)(const void *subject);
    // Tells drawings of the kind apart, in file names; NULL: their number does.
    void (*name)(const void *subject, int32_t index, char *out, size_t size);
    const char *heading; // the title, where it is always the same; else:
    void (*title)(const void *subject, int32_t index, char *out, size_t size);
    // What is seen, in plain sentences.
    void (*caption)(const void *subject, int32_t index, char *out, size_t size);
    // How to read all drawings of the kind; NULL: the caption says it.
    void (*note)(const void *subject, char *out, size_t size);
    void (*draw)(struct svg *svg, const void *subject, int32_t index);
    // In place of draw(): lines over time, which can be zoomed.
    void (*chart)(const void *subject, int32_t index, struct chart *out);
    void (*table)(struct output *out, const void *subject, int32_t index);
};

void drawing_title(const struct drawing *drawing, const void *subject, int32_t index, char *out,
                   size_t size);
void drawing_put(const struct drawing *drawing, struct svg *svg, const void *subject,
                 int32_t index);

enum { SECTION_DRAWINGS = 3 };

struct drawing_section {
    const char *id, *title;
    const struct drawing *drawings[SECTION_DRAWINGS];
    int32_t count;
};

// Those of a story (struct story).
enum { STORY_SECTIONS = 5 };
extern const struct drawing_section story_sections[STORY_SECTIONS];

extern const struct drawing drawing_trajectory, drawing_stages, drawing_lanes, drawing_survival,
    drawing_roles, drawing_intrusion, drawing_resilience, drawing_network;

#endif
