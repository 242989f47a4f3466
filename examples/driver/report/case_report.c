// SPDX-License-Identifier: GPL-3.0-or-later
// A report on scenarios as they are.
#include "driver/report/case_report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "driver/exit_code.h"
#include "driver/message.h"
#include "driver/report/markup.h"
#include "driver/report/page.h"
#include "driver/report/report.h"
#include "driver/report/tell.h"
#include "driver/text.h"

enum { HEADING_SIZE = 512, PREFIX_SIZE = 16 };

static int32_t count_of(const struct report *report)
{
    return ist_experiment_variants(report->experiment);
}

static int open_cases(struct report *report)
{
    const int32_t count = count_of(report);
    struct story *stories = calloc((size_t)count + 1, sizeof *stories);
    int code = stories ? CODE_OK : complain_memory();
    report->content = stories;
    for (int32_t i = 0; i < count && code == CODE_OK; i++) {
        code = story_open(&stories[i], report->store, report->experiment, i, report->options->run,
                          true);
    }
    return code;
}

static void close_cases(struct report *report)
{
    struct story *stories = report->content;
    for (int32_t i = 0; stories && i < count_of(report); i++) {
        story_close(&stories[i]);
    }
    free(stories);
    report->content = NULL;
}

static void heading_of(const struct story *story, char *out, size_t size)
{
    const char *title = ist_model_title(story->one.model);
    snprintf(out, size, "%s", title[0] ? title : ist_model_name(story->one.model));
}

// ---- A story

void case_report_head(struct output *out, const struct story *story, const char *of_what)
{
    const ist_model *model = story->one.model;
    char people[PHRASE_SIZE];
    char may[PHRASE_SIZE];
    char start[PHRASE_SIZE];
    char end[PHRASE_SIZE];
    const bool may_all = ist_model_participants(model) == ist_model_employees(model);
    text_count(ist_model_employees(model), people);
    text_count(ist_model_participants(model), may);
    text_year(story->time[0], start);
    text_year(story->time[story->one.ticks - 1], end);
    output_text(out, "<p class=\"about\">Scenario <code>");
    markup_text(out, ist_model_name(model));
    output_format(
        out,
        "</code>: %s people in %" PRId32 " unit%s, %s of whom may take part in communities. "
        "%s to %s; %" PRId32 " run%s%s, seed %" PRIu64 ", parameters <code>%016" PRIx64 "</code>.",
        people, ist_model_units(model), ist_model_units(model) == 1 ? "" : "s",
        may_all ? "all" : may, start, end, story->one.sample.done,
        story_is_single(story) ? "" : "s", of_what, story->one.seed, story->parameters);
    // The model is that of this program, the runs are those of the store.
    if (story->parameters != ist_model_parameter_hash(model)) {
        output_text(out, " This version of the program has other parameters; what intrusion is "
                         "tolerated is told by these.");
    }
    output_text(out, "</p>\n");
}

void case_report_events(struct output *out, const struct story *story)
{
    if (story->marks == 0) {
        return;
    }
    output_text(out, "<p class=\"about\">Events, as numbered in the charts:</p>\n"
                     "<ol class=\"events\">\n");
    for (int32_t i = 0; i < story->marks; i++) {
        char year[PHRASE_SIZE];
        text_year(story->mark[i].time, year);
        output_format(out, "<li><b>%s</b>%s: ", story->mark[i].label, year);
        markup_text(out, story->mark[i].text);
        output_text(out, "</li>\n");
    }
    output_text(out, "</ol>\n");
}

void case_report_key(struct output *out, const void *subject)
{
    const struct story *story = subject;
    for (int32_t i = 0; i < story->marks; i++) {
        char year[PHRASE_SIZE];
        char text[sizeof story->mark[i].text];
        snprintf(text, sizeof text, "%s", story->mark[i].text);
        text_clean(text);
        text_year(story->mark[i].time, year);
        output_format(out, "Event %s, %s: %s\n", story->mark[i].label, year, text);
    }
}

static void put_body(struct output *out, const struct story *story, const char *prefix, int level)
{
    output_text(out, "<div data-part>\n");
    page_heading(out, level, prefix, "told", "What happened");
    tell_story(out, story);
    case_report_events(out, story);
    page_sections(out, prefix, level, story_sections, STORY_SECTIONS, story);
    output_text(out, "</div>\n");
}

// ---- The page

static void put_case(struct output *out, const struct story *story, int32_t number)
{
    char heading[HEADING_SIZE];
    char prefix[PREFIX_SIZE] = "";
    if (number > 0) {
        snprintf(prefix, sizeof prefix, "s%" PRId32 "-", number);
        heading_of(story, heading, sizeof heading);
        page_part(out, prefix, "story", heading);
    }
    case_report_head(out, story, "");
    if (story->one.sample.done == 0) {
        output_text(out, "<p>No run of it is there.</p>\n");
        return;
    }
    output_text(out, "<nav aria-label=\"Contents\">\n");
    page_contents(out, prefix, story_sections, STORY_SECTIONS, story);
    output_text(out, "<a href=\"#provenance\">Where this comes from</a>\n</nav>\n");
    put_body(out, story, prefix, number > 0 ? 3 : 2);
}

static void put_cases(struct output *out, const struct report *report)
{
    const struct story *stories = report->content;
    const int32_t count = count_of(report);
    char heading[HEADING_SIZE];
    if (count == 1) {
        heading_of(&stories[0], heading, sizeof heading);
    } else {
        snprintf(heading, sizeof heading, "%" PRId32 " organizations", count);
    }
    page_begin(out, heading, "");
    report_put_state(out, report);
    for (int32_t i = 0; i < count; i++) {
        put_case(out, &stories[i], count > 1 ? i + 1 : 0);
    }
    report_put_provenance(out, report);
    page_end(out);
}

static int tell_figures(const struct report *report, report_figures_fn *tell, void *context)
{
    const struct story *stories = report->content;
    int code = CODE_OK;
    for (int32_t i = 0; i < count_of(report) && code == CODE_OK; i++) {
        if (stories[i].one.sample.done > 0) {
            const struct report_subject subject = {.sections = story_sections,
                                                   .count = STORY_SECTIONS,
                                                   .subject = &stories[i],
                                                   .name = ist_model_name(stories[i].one.model),
                                                   .put_key = case_report_key};
            code = tell(context, &subject);
        }
    }
    return code;
}

const struct report_kind report_of_cases = {
    .open = open_cases, .close = close_cases, .put_page = put_cases, .figures = tell_figures};
