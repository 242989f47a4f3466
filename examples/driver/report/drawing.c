// SPDX-License-Identifier: GPL-3.0-or-later
// What a report shows of a scenario, in this order.
#include "driver/report/drawing.h"

#include <stdio.h>

#include "driver/report/draw_series.h"

const struct drawing_section story_sections[STORY_SECTIONS] = {
    {"trajectories", "How it went", {&drawing_trajectory}, 1},
    {"lives", "Communities", {&drawing_stages, &drawing_survival, &drawing_lanes}, 3},
    {"management", "Managers", {&drawing_roles, &drawing_intrusion}, 2},
    {"resilience", "Resilience", {&drawing_resilience}, 1},
    {"ties", "Ties", {&drawing_network}, 1},
};

void drawing_title(const struct drawing *drawing, const void *subject, int32_t index, char *out,
                   size_t size)
{
    if (drawing->heading) {
        snprintf(out, size, "%s", drawing->heading);
    } else {
        drawing->title(subject, index, out, size);
    }
}

void drawing_put(const struct drawing *drawing, struct svg *svg, const void *subject, int32_t index)
{
    if (!drawing->chart) {
        drawing->draw(svg, subject, index);
        return;
    }
    struct chart chart;
    char title[TITLE_SIZE];
    drawing_title(drawing, subject, index, title, sizeof title);
    drawing->chart(subject, index, &chart);
    chart_draw(svg, &chart, title);
}
