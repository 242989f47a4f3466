// SPDX-License-Identifier: GPL-3.0-or-later
// The lives of communities in one run: a lane each, colored by stage.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "driver/report/cells.h"
#include "driver/report/draw_series.h"
#include "driver/report/drawing.h"
#include "driver/report/stages.h"
#include "driver/text.h"

static const double lane_height = 13.0;
static const double bar_height = 9.0;
static const double name_width = 170.0;

static int32_t count_lanes(const void *subject)
{
    const struct story *story = subject;
    return story->chosen && story->again.lanes.count > 0;
}

static void title_lanes(const void *subject, int32_t index, char *out, size_t size)
{
    const struct story *story = subject;
    (void)index;
    snprintf(out, size, "Lives of communities in run %d", (int)story->chosen_job);
}

static void caption_lanes(const void *subject, int32_t index, char *out, size_t size)
{
    const struct story *story = subject;
    const struct lanes *lanes = &story->again.lanes;
    char some[96] = "";
    (void)index;
    if (lanes->all > lanes->count) {
        snprintf(some, sizeof some, " Shown are %d of %d, evenly spaced by date of founding.",
                 (int)lanes->count, (int)lanes->all);
    }
    snprintf(
        out, size,
        "One lane for each community, with those that brought it back: a bar while it is active, a "
        "thin line while it is not but ties between its members are left, a dot where it comes "
        "back.%s%s%s",
        story->again.is_same ? ""
                             : " What became of communities after they ended is not all shown: "
                               "this version of the program makes the run otherwise.",
        story->is_asked_for || story_is_single(story)
            ? ""
            : " The run is the one nearest to the medians.",
        some);
}

static void name_lane(const struct story *story, int32_t lane, char *out, size_t size)
{
    const ist_community_record *one = &story->chosen->community[story->again.lanes.first[lane]];
    snprintf(out, size, "%s", one->name[0] ? one->name : one->theme);
}

// Bars from change to change.
static void draw_lane(const struct frame *frame, const struct story *story, int32_t lane, double y)
{
    const struct lanes *lanes = &story->again.lanes;
    const uint8_t *stage = lanes->stage + lane * lanes->ticks;
    const double step = frame_x(frame, story->time[0] + 1.0 / story->chosen->ticks_per_year) -
                        frame_x(frame, story->time[0]);
    for (int32_t from = 0; from < lanes->ticks;) {
        int32_t to = from + 1;
        while (to < lanes->ticks && stage[to] == stage[from]) {
            to++;
        }
        const struct stage_look *look = stage_look_of(stage[from]);
        if (look) {
            char hint[160];
            const double x = frame_x(frame, story->time[from]);
            const double width = step * (to - from);
            const bool is_thin = look->stage == IST_STAGE_HIBERNATING;
            const double top = is_thin ? y + bar_height / 2.0 - 1.5 : y;
            const double height = is_thin ? 3.0 : bar_height;
            snprintf(hint, sizeof hint, "%s, %.2f to %.2f", look->label, story->time[from],
                     story->time[to - 1] + 1.0 / story->chosen->ticks_per_year);
            svg_rectangle(frame->svg, look->class, x, top, width, height, hint);
            if (look->hatch) {
                svg_rectangle(frame->svg, look->hatch, x, top, width, height, NULL);
            }
        }
        from = to;
    }
    bool is_first = true;
    for (int32_t t = 0; t < lanes->ticks; t++) {
        if (lanes->starts[lane * lanes->ticks + t]) {
            if (!is_first) {
                svg_circle(frame->svg, "born", frame_x(frame, story->time[t]), y + bar_height / 2.0,
                           3.0, "came back");
            }
            is_first = false;
        }
    }
}

// Of the stages that are there.
static int32_t choose_keys(const struct lanes *lanes, struct key *keys)
{
    const size_t cells = (size_t)lanes->count * (size_t)lanes->ticks;
    int32_t count = 0;
    for (int s = 0; s < STAGES_SHOWN; s++) {
        if (memchr(lanes->stage, (int)stage_looks[s].stage, cells)) {
            keys[count++] = stage_key(&stage_looks[s]);
        }
    }
    return count;
}

static void draw_lanes(struct svg *svg, const void *subject, int32_t index)
{
    const struct story *story = subject;
    const struct lanes *lanes = &story->again.lanes;
    const double area = lane_height * lanes->count;
    const double gap = 8.0;
    struct key keys[STAGES_SHOWN];
    const int32_t count = choose_keys(lanes, keys);
    (void)index;
    struct frame frame = frame_of(svg, WIDE_WIDTH, 0.0, "Lives of communities");
    frame.left = name_width;
    frame.width = WIDE_WIDTH - name_width - 14.0;
    frame.height = area;
    series_fit(&frame, story, NULL, 0);
    frame.x_high += 1.0 / story->chosen->ticks_per_year;
    svg_begin(svg, WIDE_WIDTH, frame.top + area + 54.0, "Stages of each community over time");
    frame_title(&frame);
    frame_marks(&frame, story->mark, story->marks);
    for (int32_t lane = 0; lane < lanes->count; lane++) {
        char name[160];
        const double y = frame.top + lane_height * lane;
        name_lane(story, lane, name, sizeof name);
        text_shorten(name, sizeof name, (int32_t)((name_width - gap) / svg_text_width("m")));
        svg_text(svg, "small", ANCHOR_END, frame.left - gap, y + 9.5, name);
        draw_lane(&frame, story, lane, y + 2.0);
    }
    frame_years(&frame);
    frame_keys(&frame, keys, count);
    svg_end(svg);
}

static void table_lanes(struct output *out, const void *subject, int32_t index)
{
    static const char *const headings[] = {"Community", "Theme",   "Origin",          "Founded",
                                           "Ended",     "Members", "Stage at the end"};
    const struct story *story = subject;
    const struct lanes *lanes = &story->again.lanes;
    (void)index;
    cells_begin(out);
    cells_row(out);
    for (size_t i = 0; i < COUNT_OF(headings); i++) {
        cells_heading(out, headings[i]);
    }
    for (int32_t c = 0; c < lanes->communities; c++) {
        const ist_community_record *one = &story->chosen->community[c];
        char number[PHRASE_SIZE];
        char year[PHRASE_SIZE];
        if (lanes->place[c] < 0) {
            continue;
        }
        snprintf(number, sizeof number, "%d", (int)c + 1);
        cells_row(out);
        cells_name(out, one->name[0] ? one->name : number);
        cells_text(out, one->theme);
        cells_text(out, ist_origin_name(one->origin));
        text_year(one->founded, year);
        cells_text(out, year);
        text_year(one->ended, year);
        cells_text(out, isnan(one->ended) ? cells_look.dash : year);
        cells_number(out, one->members, 0);
        snprintf(number, sizeof number, "%s", ist_stage_name(one->stage));
        for (char *at = number; *at; at++) {
            *at = *at == '_' ? ' ' : *at;
        }
        cells_text(out, number);
    }
    cells_end(out);
}

const struct drawing drawing_lanes = {.id = "lives",
                                      .is_wide = true,
                                      .count = count_lanes,
                                      .title = title_lanes,
                                      .caption = caption_lanes,
                                      .draw = draw_lanes,
                                      .table = table_lanes};
