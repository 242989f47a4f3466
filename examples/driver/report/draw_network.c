// SPDX-License-Identifier: GPL-3.0-or-later
// Ties across workplaces at some dates of one run; everybody stays in the same place.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "driver/report/cells.h"
#include "driver/report/drawing.h"
#include "driver/report/story.h"
#include "driver/text.h"

static const double network_height = 350.0; // without its keys
static const double margin = 14.0;

static int32_t count_dates(const void *subject)
{
    const struct story *story = subject;
    return story->again.is_same && story->again.nodes > 0 ? story->again.snapshots : 0;
}

static void date_of(const struct story *story, int32_t index, char out[PHRASE_SIZE])
{
    text_year(story->time[story->again.snapshot[index].tick], out);
}

static void title_network(const void *subject, int32_t index, char *out, size_t size)
{
    char year[PHRASE_SIZE];
    date_of(subject, index, year);
    snprintf(out, size, "Ties at %s", year);
}

static int32_t members_of(const struct again *again, const struct snapshot *snapshot)
{
    int32_t count = 0;
    for (int32_t p = 0; p < again->people; p++) {
        count += snapshot->community[p] >= 0;
    }
    return count;
}

static void caption_network(const void *subject, int32_t index, char *out, size_t size)
{
    const struct story *story = subject;
    const struct snapshot *snapshot = &story->again.snapshot[index];
    char strong[PHRASE_SIZE];
    char dormant[PHRASE_SIZE];
    char members[PHRASE_SIZE];
    text_count(snapshot->strong, strong);
    text_count(snapshot->dormant, dormant);
    text_count(members_of(&story->again, snapshot), members);
    snprintf(
        out, size,
        "%s strong ties across workplaces, %s that were strong once; %s people in communities.",
        strong, dormant, members);
}

static void note_network(const void *subject, char *out, size_t size)
{
    const struct story *story = subject;
    const struct again *again = &story->again;
    char drawn[PHRASE_SIZE];
    char all[PHRASE_SIZE];
    char who[320];
    text_count(again->nodes, drawn);
    text_count(again->in_network, all);
    if (again->is_sample) {
        snprintf(
            who, sizeof who,
            "Of the %s people with such ties or in a community, %s are drawn: the members of some "
            "communities, evenly chosen.",
            all, drawn);
    } else {
        snprintf(who, sizeof who,
                 "Everybody who has such a tie or a community at some date is drawn "
                 "(%s people).",
                 all);
    }
    snprintf(
        out, size,
        "Run %d. Lines are strong ties between people of different workplaces, dotted ones were "
        "strong once. %s Everybody stays in the same place. Signs and colors are communities, the "
        "same at all dates: the largest ones, by name or by theme and year of founding.",
        (int)story->chosen_job, who);
}

struct map {
    double left, top, width, height;
};

static double map_x(const struct map *map, const struct again *again, int32_t node)
{
    return map->left + map->width * again->x[node];
}

static double map_y(const struct map *map, const struct again *again, int32_t node)
{
    return map->top + map->height * again->y[node];
}

// All ties of a kind are one path.
static void draw_ties(struct svg *svg, const struct map *map, const struct again *again,
                      const struct snapshot *snapshot, bool dormant)
{
    const size_t room = 3 * (size_t)snapshot->ties + 1;
    double *x = calloc(room, sizeof *x);
    double *y = calloc(room, sizeof *y);
    int32_t count = 0;
    for (int32_t i = 0; x && y && i < snapshot->ties; i++) {
        const struct tie_seen *tie = &snapshot->tie[i];
        if (tie->is_dormant == dormant) {
            x[count] = map_x(map, again, tie->a);
            y[count++] = map_y(map, again, tie->a);
            x[count] = map_x(map, again, tie->b);
            y[count++] = map_y(map, again, tie->b);
            x[count] = 0.0;
            y[count++] = NAN;
        }
    }
    if (count > 0) {
        svg_curve(svg, dormant ? "dormant" : "tie", x, y, count);
    }
    free(x);
    free(y);
}

// How members of the communities with a sign of their own are drawn, then those of another and of none.
enum { ANOTHER = GROUPS, NONE, SIGNS };
static const struct sign {
    const char *class;
    enum shape shape;
} signs[SIGNS] = {
    {"group-1", SHAPE_SQUARE},
    {"group-2", SHAPE_TRIANGLE},
    {"group-3", SHAPE_DIAMOND},
    {"group-4", SHAPE_INVERTED_TRIANGLE},
    {"group-5", SHAPE_PLUS},
    {"group-6", SHAPE_CROSS},
    {"group-7", SHAPE_STAR},
    {"group-8", SHAPE_HOURGLASS},
    [ANOTHER] = {"another", SHAPE_CIRCLE},
    [NONE] = {"nobody", SHAPE_CIRCLE},
};

static int sign_of(const struct again *again, const struct snapshot *snapshot, int32_t node)
{
    const int group = again_group(again, snapshot, again->person[node]);
    return group > 0 ? group - 1 : group == 0 ? ANOTHER : NONE;
}

// Is there anybody with a sign at any date?
static bool is_used(const struct again *again, int sign)
{
    for (int32_t s = 0; s < again->snapshots; s++) {
        for (int32_t n = 0; n < again->nodes; n++) {
            if (sign_of(again, &again->snapshot[s], n) == sign) {
                return true;
            }
        }
    }
    return false;
}

// People in communities lie on top.
static void draw_people(struct svg *svg, const struct map *map, const struct again *again,
                        const struct snapshot *snapshot)
{
    const double radius = again->nodes > 150 ? 3.0 : 3.8;
    for (int sign = NONE; sign >= 0; sign--) {
        svg_signs_begin(svg, signs[sign].class);
        for (int32_t n = 0; n < again->nodes; n++) {
            if (sign_of(again, snapshot, n) == sign) {
                svg_sign(svg, signs[sign].shape, map_x(map, again, n), map_y(map, again, n),
                         sign == NONE ? radius - 1.0 : radius);
            }
        }
        svg_signs_end(svg);
    }
}

// Its name, or its theme and the year in which it was founded.
static void name_group(const struct story *story, int group, char *out, size_t size)
{
    const int32_t c = story->again.group[group];
    const ist_community_record *one = &story->chosen->community[c];
    if (one->name[0]) {
        snprintf(out, size, "%.40s", one->name);
    } else {
        snprintf(out, size, "%.34s, %.0f", one->theme, floor(one->founded + 1e-6));
    }
}

static void name_sign(const struct story *story, int sign, char *out, size_t size)
{
    if (sign < GROUPS) {
        name_group(story, sign, out, size);
    } else {
        snprintf(out, size, "%s", sign == ANOTHER ? "another community" : "no community");
    }
}

// Keys in rows; returns how much height they take. Drawn from `y` on unless `svg` is NULL.
static double draw_keys(struct svg *svg, const struct story *story, double y)
{
    const double row = 15.0;
    const double gap = 13.0;
    const double small = 0.95; // size of the letters
    double x = margin;
    double used = row;
    for (int sign = 0; sign < SIGNS; sign++) {
        char name[64];
        if (!is_used(&story->again, sign)) {
            continue;
        }
        name_sign(story, sign, name, sizeof name);
        const double width = gap + small * svg_text_width(name);
        if (x > margin && x + width > PANEL_WIDTH - margin) {
            x = margin;
            used += row;
        }
        if (svg) {
            svg_signs_begin(svg, signs[sign].class);
            svg_sign(svg, signs[sign].shape, x + 5.0, y + used - 3.7, 3.8);
            svg_signs_end(svg);
            svg_text(svg, "small", ANCHOR_START, x + gap, y + used, name);
        }
        x += width + gap;
    }
    return used;
}

static void draw_network(struct svg *svg, const void *subject, int32_t index)
{
    const struct story *story = subject;
    const struct again *again = &story->again;
    const struct snapshot *snapshot = &again->snapshot[index];
    const double top = svg->is_file ? 30.0 : margin;
    const double keys = draw_keys(NULL, story, 0.0);
    const double height = network_height + keys;
    const struct map map = {.left = margin,
                            .top = top,
                            .width = PANEL_WIDTH - 2.0 * margin,
                            .height = network_height - top - margin};
    char title[TITLE_SIZE];
    title_network(subject, index, title, sizeof title);
    svg_begin(svg, PANEL_WIDTH, height + 8.0, title);
    if (svg->is_file) {
        svg_text(svg, "title", ANCHOR_START, 8.0, 16.0, title);
    }
    draw_ties(svg, &map, again, snapshot, true);
    draw_ties(svg, &map, again, snapshot, false);
    draw_people(svg, &map, again, snapshot);
    draw_keys(svg, story, network_height);
    svg_end(svg);
}

static void table_network(struct output *out, const void *subject, int32_t index)
{
    const struct story *story = subject;
    const struct again *again = &story->again;
    (void)index;
    cells_begin(out);
    cells_row(out);
    cells_heading(out, "Year");
    cells_heading(out, "Strong ties across workplaces");
    cells_heading(out, "Dormant ones");
    cells_heading(out, "Members of communities");
    for (int32_t s = 0; s < again->snapshots; s++) {
        char year[PHRASE_SIZE];
        date_of(story, s, year);
        cells_row(out);
        cells_name(out, year);
        cells_number(out, again->snapshot[s].strong, 0);
        cells_number(out, again->snapshot[s].dormant, 0);
        cells_number(out, members_of(again, &again->snapshot[s]), 0);
    }
    cells_end(out);
}

const struct drawing drawing_network = {.id = "network",
                                        .count = count_dates,
                                        .title = title_network,
                                        .caption = caption_network,
                                        .note = note_network,
                                        .draw = draw_network,
                                        .table = table_network};
