// SPDX-License-Identifier: GPL-3.0-or-later
// A report on what `interstice validate` found: each pattern against its band, and what it needs.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver/exit_code.h"
#include "driver/message.h"
#include "driver/report/markup.h"
#include "driver/report/page.h"
#include "driver/report/report.h"
#include "driver/report/verdicts.h"
#include "driver/text.h"

bool verdict_holds(const struct verdict *row)
{
    return strcmp(row->verdict, "holds") == 0;
}

bool verdict_fails(const struct verdict *row)
{
    return strcmp(row->verdict, "fails") == 0;
}

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

size_t verdict_beginning(const struct verdict *row)
{
    return strcspn(row->pattern, "-");
}

// Letters first, then the number: "GAS-2" before "GAS-10".
static int compare_rows(const void *a, const void *b)
{
    const struct verdict *one = a;
    const struct verdict *other = b;
    int order = strcmp(one->ablation, other->ablation);
    const size_t length = verdict_beginning(one);
    if (order == 0) {
        order = length != verdict_beginning(other) ? strcmp(one->pattern, other->pattern)
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
        const size_t length = verdict_beginning(&v->row[i]);
        const bool is_same = i > 0 && length == verdict_beginning(&v->row[i - 1]) &&
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

static const struct drawing_section sections[] = {
    {"patterns", "Patterns against their bands", {&drawing_verdicts}, 1},
    {"needs", "What each pattern needs", {&drawing_needs}, 1},
};

// ---- The page

static void tell_worth(struct output *out, const struct verdicts *v, char worth, const char *what)
{
    int32_t good = 0;
    int32_t all = 0;
    for (int32_t i = 0; i < v->intact; i++) {
        const bool is_of = v->row[i].worth[0] == worth;
        all += is_of && (verdict_holds(&v->row[i]) || verdict_fails(&v->row[i]));
        good += is_of && verdict_holds(&v->row[i]);
    }
    if (all > 0) {
        output_format(out, "<li>%d of %d %s hold.</li>\n", (int)good, (int)all, what);
    }
}

static void tell_failures(struct output *out, const struct verdicts *v)
{
    int32_t count = 0;
    for (int32_t i = 0; i < v->intact; i++) {
        if (verdict_fails(&v->row[i])) {
            output_text(out, count++ == 0 ? "<li>What does not hold: " : ", ");
            markup_text(out, v->row[i].pattern);
        }
    }
    output_text(out, count > 0 ? ".</li>\n" : "<li>Nothing that is judged fails.</li>\n");
}

static void put_verdicts(struct output *out, const struct report *report)
{
    const struct verdicts *v = report->content;
    page_begin(out, "Which patterns hold", "");
    output_text(out,
                "<p class=\"about\">What the field study saw, written down as values and the bands "
                "in which they must lie, against what the model does.</p>\n");
    output_text(out, "<ul class=\"told\">\n");
    tell_worth(out, v, 'T', "tests (worth T, the only evidence)");
    tell_worth(out, v, 'C', "patterns that were used to calibrate (C)");
    tell_worth(out, v, 'I', "echoes of inputs (I)");
    tell_failures(out, v);
    output_text(out, "</ul>\n");
    page_sections(out, "", 2, sections, (int32_t)COUNT_OF(sections), v);
    report_put_provenance(out, report);
    page_end(out);
}

// What the patterns say, which figures may have no room for.
static void put_key(struct output *out, const void *subject)
{
    const struct verdicts *v = subject;
    for (int32_t i = 0; i < v->intact; i++) {
        char text[512];
        snprintf(text, sizeof text, "%s: %s", v->row[i].pattern, v->row[i].text);
        text_clean(text);
        output_format(out, "%s\n", text);
    }
}

static int tell_figures(const struct report *report, report_figures_fn *tell, void *context)
{
    const struct report_subject subject = {.sections = sections,
                                           .count = (int32_t)COUNT_OF(sections),
                                           .subject = report->content,
                                           .name = "validation",
                                           .put_key = put_key};
    return tell(context, &subject);
}

const struct report_kind report_of_verdicts = {.open = open_verdicts,
                                               .close = close_verdicts,
                                               .put_page = put_verdicts,
                                               .figures = tell_figures};
