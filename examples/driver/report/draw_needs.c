// SPDX-License-Identifier: GPL-3.0-or-later
// What each pattern needs: verdicts with one mechanism switched off at a time.
#include <stdio.h>
#include <string.h>

#include "driver/report/cells.h"
#include "driver/report/frame.h"
#include "driver/report/verdicts.h"
#include "driver/text.h"

static const char needs_heading[] = "Verdicts with one mechanism switched off at a time";
static const double row_height = 15.0;
static const double left = 78.0;
static const double legend_width = 190.0;

// ---- Mechanisms

static bool is_first_of_ablation(const struct verdicts *v, int32_t row)
{
    return row == v->intact || strcmp(v->row[row].ablation, v->row[row - 1].ablation) != 0;
}

static int32_t count_ablations(const struct verdicts *v)
{
    int32_t count = 0;
    for (int32_t i = v->intact; i < v->rows; i++) {
        count += is_first_of_ablation(v, i);
    }
    return count;
}

static const char *ablation_at(const struct verdicts *v, int32_t index)
{
    for (int32_t i = v->intact; i < v->rows; i++) {
        if (is_first_of_ablation(v, i) && index-- == 0) {
            return v->row[i].ablation;
        }
    }
    return "";
}

static const struct verdict *find(const struct verdicts *v, const char *ablation,
                                  const char *pattern)
{
    for (int32_t i = v->intact; i < v->rows; i++) {
        if (strcmp(v->row[i].ablation, ablation) == 0 && strcmp(v->row[i].pattern, pattern) == 0) {
            return &v->row[i];
        }
    }
    return NULL;
}

// ---- What becomes of a pattern

enum fate { FATE_HOLDS, FATE_BREAKS, FATE_FAILS_ANYWAY, FATE_UNKNOWN };

static enum fate fate_of(const struct verdict *intact, const struct verdict *without)
{
    if (!without || !(verdict_holds(without) || verdict_fails(without))) {
        return FATE_UNKNOWN;
    }
    if (verdict_holds(without)) {
        return FATE_HOLDS;
    }
    return verdict_holds(intact) ? FATE_BREAKS : FATE_FAILS_ANYWAY;
}

static const char *const fate_words[] = {[FATE_HOLDS] = "holds",
                                         [FATE_BREAKS] = "breaks",
                                         [FATE_FAILS_ANYWAY] = "fails anyway",
                                         [FATE_UNKNOWN] = "cannot be told"};

static int32_t count_needs(const void *subject)
{
    const struct verdicts *v = subject;
    return v->rows > v->intact;
}

// Patterns that no mechanism breaks.
static void list_survivors(const struct verdicts *v, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (int32_t p = 0; p < v->intact; p++) {
        bool is_broken = !verdict_holds(&v->row[p]);
        for (int32_t a = 0; !is_broken && a < count_ablations(v); a++) {
            is_broken =
                fate_of(&v->row[p], find(v, ablation_at(v, a), v->row[p].pattern)) == FATE_BREAKS;
        }
        if (!is_broken && used + strlen(v->row[p].pattern) + 3 < size) {
            used += (size_t)snprintf(out + used, size - used, "%s%s", used > 0 ? ", " : "",
                                     v->row[p].pattern);
        }
    }
}

static void caption_needs(const void *subject, int32_t index, char *out, size_t size)
{
    char survivors[CAPTION_SIZE / 2];
    (void)index;
    list_survivors(subject, survivors, sizeof survivors);
    snprintf(
        out, size,
        "A pattern that breaks needs the mechanism. One that survives whatever is switched off "
        "is trivial, or a script: %s.",
        survivors[0] ? survivors : "there is none");
}

// ---- The drawing

static void draw_fate(struct svg *svg, enum fate fate, double x, double y)
{
    if (fate == FATE_HOLDS) {
        svg_circle(svg, "spared", x, y, 1.3, NULL);
    } else if (fate == FATE_BREAKS) {
        svg_signs_begin(svg, "broken");
        svg_sign(svg, SHAPE_SQUARE, x, y, 5.6);
        svg_signs_end(svg);
    } else if (fate == FATE_FAILS_ANYWAY) {
        svg_line(svg, "whisker", x - 4.0, y, x + 4.0, y);
    } else {
        svg_text(svg, "soft", ANCHOR_MIDDLE, x, y + 4.0, "?");
    }
}

static double column_at(const struct frame *frame, const struct verdicts *v, int32_t index)
{
    return frame->left + frame->width * (index + 0.5) / count_ablations(v);
}

static void draw_row(const struct frame *frame, const struct verdicts *v, int32_t row, double y)
{
    char id[24];
    const struct verdict *intact = &v->row[row];
    snprintf(id, sizeof id, "%.20s", intact->pattern);
    svg_text(frame->svg, verdict_holds(intact) ? "" : "soft", ANCHOR_START, 8.0, y + 4.0, id);
    svg_line(frame->svg, "grid", frame->left, y + row_height / 2.0, frame->left + frame->width,
             y + row_height / 2.0);
    for (int32_t a = 0; a < count_ablations(v); a++) {
        draw_fate(frame->svg, fate_of(intact, find(v, ablation_at(v, a), intact->pattern)),
                  column_at(frame, v, a), y);
    }
}

static void name_mechanism(const struct verdicts *v, int32_t index, char *out, size_t size)
{
    snprintf(out, size, "%d %s", (int)index + 1, ablation_at(v, index));
    for (char *c = out; *c; c++) {
        *c = *c == '_' ? ' ' : *c;
    }
}

// To the right of the rows: what the columns are, then what the signs are.
static void draw_legend(const struct frame *frame, const struct verdicts *v)
{
    const double x = frame->left + frame->width + 28.0;
    double y = frame->top + row_height / 2.0;
    for (int32_t a = 0; a < count_ablations(v); a++) {
        char name[64];
        name_mechanism(v, a, name, sizeof name);
        svg_text(frame->svg, "soft", ANCHOR_START, x, y + 4.0, name);
        y += row_height;
    }
    y += row_height;
    for (int fate = 0; fate <= FATE_UNKNOWN; fate++) {
        draw_fate(frame->svg, (enum fate)fate, x + 5.0, y);
        svg_text(frame->svg, "soft", ANCHOR_START, x + 18.0, y + 4.0, fate_words[fate]);
        y += row_height;
    }
}

static void draw_needs(struct svg *svg, const void *subject, int32_t index)
{
    const struct verdicts *v = subject;
    const int32_t columns = count_ablations(v);
    const int32_t lines = columns + 2 + FATE_UNKNOWN; // of the legend
    (void)index;
    struct frame frame = frame_of(svg, WIDE_WIDTH, 0.0, needs_heading);
    frame.left = left;
    frame.width = WIDE_WIDTH - left - legend_width;
    frame.height = row_height * (v->intact > lines ? v->intact : lines);
    svg_begin(svg, WIDE_WIDTH, frame.top + frame.height + 8.0, needs_heading);
    frame_title(&frame);
    for (int32_t a = 0; a < columns; a++) {
        char number[PHRASE_SIZE];
        snprintf(number, sizeof number, "%d", (int)a + 1);
        svg_text(svg, "event", ANCHOR_MIDDLE, column_at(&frame, v, a), frame.top - 5.0, number);
    }
    for (int32_t p = 0; p < v->intact; p++) {
        draw_row(&frame, v, p, frame.top + row_height * (p + 0.5));
    }
    draw_legend(&frame, v);
    svg_end(svg);
}

static void table_needs(struct output *out, const void *subject, int32_t index)
{
    const struct verdicts *v = subject;
    (void)index;
    cells_begin(out);
    cells_row(out);
    cells_heading(out, "Pattern");
    cells_heading(out, "As it is");
    for (int32_t a = 0; a < count_ablations(v); a++) {
        char name[64];
        name_mechanism(v, a, name, sizeof name);
        cells_heading(out, name);
    }
    for (int32_t p = 0; p < v->intact; p++) {
        cells_row(out);
        cells_name(out, v->row[p].pattern);
        cells_text(out, v->row[p].verdict);
        for (int32_t a = 0; a < count_ablations(v); a++) {
            const struct verdict *without = find(v, ablation_at(v, a), v->row[p].pattern);
            cells_text(out, without ? fate_words[fate_of(&v->row[p], without)] : "");
        }
    }
    cells_end(out);
}

const struct drawing drawing_needs = {.id = "needs",
                                      .is_wide = true,
                                      .count = count_needs,
                                      .heading = needs_heading,
                                      .caption = caption_needs,
                                      .draw = draw_needs,
                                      .table = table_needs};
