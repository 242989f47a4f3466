// SPDX-License-Identifier: GPL-3.0-or-later
// A report on what `interstice validate` found: each pattern against its band, and what it needs.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver/exit_code.h"
#include "driver/message.h"
#include "driver/report/cells.h"
#include "driver/report/frame.h"
#include "driver/report/markup.h"
#include "driver/report/page.h"
#include "driver/report/report.h"
#include "driver/text.h"
#include "driver/validate_words.h"

// The numbers of a verdict, in the order of the store.
enum {
    BAND_LOW,
    BAND_HIGH,
    EVALUABLE,
    MISSING,
    MEDIAN,
    P05,
    P95,
    MEAN,
    MEAN_LOW,
    MEAN_HIGH,
    SHARE,
    SHARE_LOW,
    SHARE_HIGH
};

struct verdict {
    char *ablation, *pattern, *worth, *judgment, *verdict, *text;
    double number[IST_VERDICT_NUMBERS];
};

// Patterns of one beginning, such as "GAS", stand together.
struct verdicts {
    struct verdict *row; // those without ablation first
    int32_t rows, room;
    int32_t intact;
    int32_t *start; // first row of each group; one more: the end
    int32_t groups;
};

// ---- Reading

static bool copy_text(char **out, const char *text)
{
    *out = strdup(text);
    return *out != NULL;
}

static bool add_row(struct verdicts *v, const ist_verdict_row *row)
{
    if (v->rows == v->room) {
        const int32_t room = v->room > 0 ? 2 * v->room : 64;
        struct verdict *grown = realloc(v->row, (size_t)room * sizeof *grown);
        if (!grown) {
            return false;
        }
        v->row = grown;
        v->room = room;
    }
    struct verdict *own = &v->row[v->rows++];
    *own = (struct verdict){0};
    memcpy(own->number, row->number, sizeof own->number);
    v->intact += row->ablation[0] == '\0';
    return copy_text(&own->ablation, row->ablation) && copy_text(&own->pattern, row->pattern) &&
           copy_text(&own->worth, row->worth) && copy_text(&own->judgment, row->judgment) &&
           copy_text(&own->verdict, row->verdict) && copy_text(&own->text, row->text);
}

static size_t beginning(const struct verdict *row)
{
    return strcspn(row->pattern, "-");
}

// Letters first, then the number: "GAS-2" before "GAS-10".
static int compare_rows(const void *a, const void *b)
{
    const struct verdict *one = a;
    const struct verdict *other = b;
    int order = strcmp(one->ablation, other->ablation);
    const size_t length = beginning(one);
    if (order == 0) {
        order = length != beginning(other) ? strcmp(one->pattern, other->pattern)
                                           : strncmp(one->pattern, other->pattern, length);
    }
    if (order == 0) {
        const long first = strtol(one->pattern + length + (one->pattern[length] == '-'), NULL, 10);
        const long second =
            strtol(other->pattern + length + (other->pattern[length] == '-'), NULL, 10);
        order = (first > second) - (first < second);
    }
    return order != 0 ? order : strcmp(one->pattern, other->pattern);
}

static bool find_groups(struct verdicts *v)
{
    v->start = calloc((size_t)v->intact + 1, sizeof *v->start);
    for (int32_t i = 0; v->start && i < v->intact; i++) {
        const size_t length = beginning(&v->row[i]);
        const bool is_same = i > 0 && length == beginning(&v->row[i - 1]) &&
                             strncmp(v->row[i].pattern, v->row[i - 1].pattern, length) == 0;
        if (!is_same) {
            v->start[v->groups++] = i;
        }
    }
    if (v->start) {
        v->start[v->groups] = v->intact;
    }
    return v->start != NULL;
}

static int read_verdicts(struct report *report, struct verdicts *v, ist_errors *errors)
{
    ist_verdict_row row;
    for (int32_t i = 0; ist_store_verdict(report->store, i, &row, errors); i++) {
        if (!add_row(v, &row)) {
            return complain_memory();
        }
    }
    if (ist_errors_count(errors) > 0) {
        return complain_all(errors);
    }
    if (v->rows > 0) {
        qsort(v->row, (size_t)v->rows, sizeof *v->row, compare_rows);
    }
    return find_groups(v) ? CODE_OK : complain_memory();
}

static int open_verdicts(struct report *report)
{
    struct verdicts *v = calloc(1, sizeof *v);
    ist_errors *errors = ist_errors_create();
    report->content = v;
    const int code = v && errors ? read_verdicts(report, v, errors) : complain_memory();
    ist_errors_destroy(errors);
    return code;
}

static void close_verdicts(struct report *report)
{
    struct verdicts *v = report->content;
    for (int32_t i = 0; v && i < v->rows; i++) {
        free(v->row[i].ablation);
        free(v->row[i].pattern);
        free(v->row[i].worth);
        free(v->row[i].judgment);
        free(v->row[i].verdict);
        free(v->row[i].text);
    }
    if (v) {
        free(v->row);
        free(v->start);
    }
    free(v);
    report->content = NULL;
}

// ---- Drawing

static const double row_height = 22.0;
static const double strip_left = 74.0;
static const double strip_right = 350.0;

static bool is_twin(const struct verdict *row)
{
    return strcmp(row->judgment, ist_kind_name(IST_KIND_JUDGMENT, IST_JUDGMENT_TWIN)) == 0;
}

// What is judged: the range over the runs with its median, or the mean with its interval.
static void range_of(const struct verdict *row, double *low, double *middle, double *high)
{
    const bool twin = is_twin(row);
    *low = row->number[twin ? MEAN_LOW : P05];
    *middle = row->number[twin ? MEAN : MEDIAN];
    *high = row->number[twin ? MEAN_HIGH : P95];
}

// Each row has a scale of its own: quantities differ.
static struct frame scale_of(struct svg *svg, const struct verdict *row)
{
    struct frame frame = {
        .svg = svg, .left = strip_left, .width = strip_right - strip_left, .y_high = 1.0};
    double values[5];
    double low = HUGE_VAL;
    double high = -HUGE_VAL;
    range_of(row, &values[0], &values[1], &values[2]);
    values[3] = row->number[BAND_LOW];
    values[4] = row->number[BAND_HIGH];
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        if (isfinite(values[i])) {
            low = fmin(low, values[i]);
            high = fmax(high, values[i]);
        }
    }
    if (!(low <= high)) {
        low = 0.0;
        high = 1.0;
    }
    const double margin = high > low ? 0.12 * (high - low) : fmax(0.5, 0.12 * fabs(low));
    frame.x_low = low - margin;
    frame.x_high = high + margin;
    return frame;
}

static double within(const struct frame *frame, double value)
{
    return frame_x(frame, fmin(fmax(value, frame->x_low), frame->x_high));
}

static void draw_band(const struct frame *frame, const struct verdict *row, double y)
{
    const double low = row->number[BAND_LOW];
    const double high = row->number[BAND_HIGH];
    const double left = isnan(low) ? frame->left : frame_x(frame, low);
    const double right = isnan(high) ? frame->left + frame->width : frame_x(frame, high);
    svg_rectangle(frame->svg, "allowed", left, y - 7.0, fmax(right - left, 1.5), 14.0, NULL);
    if (!isnan(low)) {
        svg_line(frame->svg, "allowed-edge", left, y - 7.0, left, y + 7.0);
    }
    if (!isnan(high)) {
        svg_line(frame->svg, "allowed-edge", right, y - 7.0, right, y + 7.0);
    }
}

static bool holds(const struct verdict *row)
{
    return strcmp(row->verdict, "holds") == 0;
}

static bool fails(const struct verdict *row)
{
    return strcmp(row->verdict, "fails") == 0;
}

// The strip of a row: its band, its range, its middle.
static void draw_strip(struct svg *svg, const struct verdict *row, double y)
{
    const struct frame frame = scale_of(svg, row);
    double low;
    double middle;
    double high;
    range_of(row, &low, &middle, &high);
    svg_line(svg, "grid", frame.left, y, frame.left + frame.width, y);
    draw_band(&frame, row, y);
    if (!isnan(low) && !isnan(high)) {
        svg_line(svg, "whisker", within(&frame, low), y, within(&frame, high), y);
    }
    if (!isnan(middle)) {
        svg_circle(svg, fails(row) ? "dot-2" : "dot-1", within(&frame, middle), y, 4.0, NULL);
    }
}

static void draw_row(struct svg *svg, const struct verdict *row, double y)
{
    char id[24];
    snprintf(id, sizeof id, "%.20s", row->pattern);
    svg_text(svg, "", ANCHOR_START, 8.0, y + 4.0, id);
    draw_strip(svg, row, y);
    svg_text(svg,
             holds(row)   ? "good"
             : fails(row) ? "bad"
                          : "soft",
             ANCHOR_START, strip_right + 12.0, y + 4.0, row->verdict);
}

static int32_t count_groups(const void *subject)
{
    const struct verdicts *v = subject;
    return v->groups;
}

static void name_group(const void *subject, int32_t index, char *out, size_t size)
{
    const struct verdicts *v = subject;
    const struct verdict *row = &v->row[v->start[index]];
    snprintf(out, size, "%.*s", (int)beginning(row) < 40 ? (int)beginning(row) : 40, row->pattern);
}

static void title_group(const void *subject, int32_t index, char *out, size_t size)
{
    char name[64];
    name_group(subject, index, name, sizeof name);
    snprintf(out, size, "Patterns %s", name);
}

static void caption_group(const void *subject, int32_t index, char *out, size_t size)
{
    const struct verdicts *v = subject;
    int32_t good = 0;
    int32_t bad = 0;
    for (int32_t i = v->start[index]; i < v->start[index + 1]; i++) {
        good += holds(&v->row[i]);
        bad += fails(&v->row[i]);
    }
    snprintf(out, size, "%d hold, %d fail, %d cannot be told or are only reported.", (int)good,
             (int)bad, (int)(v->start[index + 1] - v->start[index] - good - bad));
}

static void note_groups(const void *subject, char *out, size_t size)
{
    (void)subject;
    snprintf(
        out, size,
        "Each pattern has a scale of its own. Shaded: the band in which the value must lie; where "
        "the shade runs to the edge there is no bound. Dot and line: the median over the runs and "
        "the range that holds 90 %% of them; for patterns that compare runs with their twins, "
        "the mean difference and its 95 %% interval.");
}

static void draw_group(struct svg *svg, const void *subject, int32_t index)
{
    const struct verdicts *v = subject;
    const int32_t rows = v->start[index + 1] - v->start[index];
    const double top = svg->is_file ? 30.0 : 6.0;
    char title[TITLE_SIZE];
    title_group(subject, index, title, sizeof title);
    svg_begin(svg, PANEL_WIDTH, top + row_height * rows + 4.0, title);
    if (svg->is_file) {
        svg_text(svg, "title", ANCHOR_START, 8.0, 16.0, title);
    }
    for (int32_t i = 0; i < rows; i++) {
        draw_row(svg, &v->row[v->start[index] + i], top + row_height * (i + 0.5));
    }
    svg_end(svg);
}

// ---- Tables

static void put_value(struct output *out, double value)
{
    char text[PHRASE_SIZE];
    words_number(value, &cells_look, text);
    cells_text(out, text);
}

static void put_band(struct output *out, const struct verdict *row)
{
    char low[PHRASE_SIZE];
    char high[PHRASE_SIZE];
    char band[2 * PHRASE_SIZE + 16];
    const bool has_low = !isnan(row->number[BAND_LOW]);
    const bool has_high = !isnan(row->number[BAND_HIGH]);
    words_number(row->number[BAND_LOW], &cells_look, low);
    words_number(row->number[BAND_HIGH], &cells_look, high);
    if (has_low && has_high) {
        snprintf(band, sizeof band, "%s to %s", low, high);
    } else {
        snprintf(band, sizeof band, "%s%s",
                 has_low    ? "from "
                 : has_high ? "up to "
                            : "any",
                 has_low    ? low
                 : has_high ? high
                            : "");
    }
    cells_text(out, band);
}

static void put_verdict(struct output *out, const struct verdict *row)
{
    output_format(out, "<td class=\"%s\">", holds(row) ? "good" : fails(row) ? "bad" : "");
    markup_text(out, row->verdict);
    output_text(out, "</td>");
}

static void table_group(struct output *out, const void *subject, int32_t index)
{
    static const char *const headings[] = {"Pattern", "Band and value", "Worth",  "Band",
                                           "Value",   "Range",          "Verdict"};
    const struct verdicts *v = subject;
    cells_begin(out);
    cells_row(out);
    for (size_t i = 0; i < COUNT_OF(headings); i++) {
        cells_heading(out, headings[i]);
    }
    for (int32_t i = v->start[index]; i < v->start[index + 1]; i++) {
        const struct verdict *row = &v->row[i];
        char interval[PHRASE_SIZE];
        double low;
        double middle;
        double high;
        range_of(row, &low, &middle, &high);
        words_interval(low, high, &cells_look, interval);
        cells_row(out);
        output_text(out, "<th scope=\"row\"><b>");
        markup_text(out, row->pattern);
        output_text(out, "</b> ");
        markup_text(out, row->text);
        output_format(out, "</th><td><svg viewBox=\"%.0f 0 %.0f %.0f\" aria-hidden=\"true\">",
                      strip_left - 4.0, strip_right - strip_left + 8.0, row_height);
        struct svg svg = {.out = out, .id = ""};
        draw_strip(&svg, row, row_height / 2.0);
        output_text(out, "</svg></td>");
        cells_text(out, row->worth);
        put_band(out, row);
        put_value(out, middle);
        cells_text(out, interval);
        put_verdict(out, row);
    }
    cells_end(out);
}

static const struct drawing drawing_verdicts = {.id = "patterns",
                                                .is_wide = true,
                                                .is_table = true,
                                                .count = count_groups,
                                                .name = name_group,
                                                .title = title_group,
                                                .caption = caption_group,
                                                .note = note_groups,
                                                .draw = draw_group,
                                                .table = table_group};

static const struct drawing_section sections[] = {
    {"patterns", "Patterns against their bands", {&drawing_verdicts}, 1}};

// ---- What each pattern needs

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

static bool is_first_of_ablation(const struct verdicts *v, int32_t row)
{
    return row == v->intact || strcmp(v->row[row].ablation, v->row[row - 1].ablation) != 0;
}

static void put_ablations(struct output *out, const struct verdicts *v)
{
    if (v->rows == v->intact) {
        return;
    }
    page_heading(out, 3, "", "needs", "What each pattern needs");
    output_text(out,
                "<p class=\"about\">Verdicts with one mechanism switched off at a time. A pattern "
                "that breaks needs the mechanism; one that survives everything would be a "
                "script.</p>\n");
    cells_begin(out);
    cells_row(out);
    cells_heading(out, "Pattern");
    cells_heading(out, "as it is");
    for (int32_t i = v->intact; i < v->rows; i++) {
        if (is_first_of_ablation(v, i)) {
            output_text(out, "<th scope=\"col\">without ");
            markup_words(out, v->row[i].ablation);
            output_text(out, "</th>");
        }
    }
    for (int32_t p = 0; p < v->intact; p++) {
        cells_row(out);
        cells_name(out, v->row[p].pattern);
        put_verdict(out, &v->row[p]);
        for (int32_t i = v->intact; i < v->rows; i++) {
            const struct verdict *row =
                is_first_of_ablation(v, i) ? find(v, v->row[i].ablation, v->row[p].pattern) : NULL;
            if (row) {
                put_verdict(out, row);
            } else if (is_first_of_ablation(v, i)) {
                cells_text(out, "");
            }
        }
    }
    cells_end(out);
}

// ---- The page

static void tell_worth(struct output *out, const struct verdicts *v, char worth, const char *what)
{
    int32_t good = 0;
    int32_t all = 0;
    for (int32_t i = 0; i < v->intact; i++) {
        const bool is_of = v->row[i].worth[0] == worth;
        all += is_of && (holds(&v->row[i]) || fails(&v->row[i]));
        good += is_of && holds(&v->row[i]);
    }
    if (all > 0) {
        output_format(out, "<li>%d of %d %s hold.</li>\n", (int)good, (int)all, what);
    }
}

static void tell_failures(struct output *out, const struct verdicts *v)
{
    int32_t count = 0;
    for (int32_t i = 0; i < v->intact; i++) {
        if (fails(&v->row[i])) {
            output_text(out, count++ == 0 ? "<li>What does not hold: " : ", ");
            markup_text(out, v->row[i].pattern);
        }
    }
    output_text(out, count > 0 ? ".</li>\n" : "<li>Nothing that is judged fails.</li>\n");
}

static void put_verdicts(struct output *out, const struct report *report)
{
    const struct verdicts *v = report->content;
    static const char title[] = "Which patterns hold";
    page_begin(out, title);
    page_heading(out, 1, "", "top", title);
    output_text(out,
                "<p class=\"about\">What the field study saw, written down as values and the bands "
                "in which they must lie, against what the model does.</p>\n");
    output_text(out, "<ul class=\"told\">\n");
    tell_worth(out, v, 'T', "tests (worth T, the only evidence)");
    tell_worth(out, v, 'C', "patterns that were used to calibrate (C)");
    tell_worth(out, v, 'I', "echoes of inputs (I)");
    tell_failures(out, v);
    output_text(out, "</ul>\n");
    page_sections(out, "", sections, (int32_t)COUNT_OF(sections), v);
    put_ablations(out, v);
    report_put_provenance(out, report);
    page_end(out);
}

static int tell_figures(const struct report *report, report_figures_fn *tell, void *context)
{
    const struct report_subject subject = {.sections = sections,
                                           .count = (int32_t)COUNT_OF(sections),
                                           .subject = report->content,
                                           .name = "validation"};
    return tell(context, &subject);
}

const struct report_kind report_of_verdicts = {.open = open_verdicts,
                                               .close = close_verdicts,
                                               .put_page = put_verdicts,
                                               .figures = tell_figures};
