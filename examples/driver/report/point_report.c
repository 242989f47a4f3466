// SPDX-License-Identifier: GPL-3.0-or-later
// A report on a sweep.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "driver/exit_code.h"
#include "driver/message.h"
#include "driver/report/markup.h"
#include "driver/report/page.h"
#include "driver/report/points.h"
#include "driver/report/report.h"
#include "driver/text.h"

static const struct drawing_section sections[] = {
    {"outcomes", "What comes out", {&drawing_points_grid, &drawing_points_lines}, 2}};

static int32_t count_of(const struct report *report)
{
    return ist_experiment_scenarios(report->experiment);
}

static int open_points(struct report *report)
{
    struct points *all = calloc((size_t)count_of(report) + 1, sizeof *all);
    int code = all ? CODE_OK : complain_memory();
    report->content = all;
    for (int32_t i = 0; i < count_of(report) && code == CODE_OK; i++) {
        code = points_open(&all[i], report->store, report->experiment, i);
    }
    return code;
}

static void close_points(struct report *report)
{
    struct points *all = report->content;
    for (int32_t i = 0; all && i < count_of(report); i++) {
        points_close(&all[i]);
    }
    free(all);
    report->content = NULL;
}

// "0 to 1", or all words
static void put_levels(struct output *out, const struct factor *factor)
{
    const int32_t step = factor->is_numeric && factor->levels > 1 ? factor->levels - 1 : 1;
    for (int32_t l = 0; l < factor->levels; l += step) {
        output_text(out, l == 0 ? "" : factor->is_numeric ? " to " : ", ");
        markup_text(out, factor->label[l]);
    }
}

static void put_factors(struct output *out, const struct points *points)
{
    output_text(out, "<ul class=\"told\">\n");
    for (int32_t f = 0; f < points->factors; f++) {
        const struct factor *factor = &points->factor[f];
        output_text(out, "<li><code>");
        markup_text(out, factor->pointer);
        output_format(out, "</code>: %" PRId32 " value%s, ", factor->levels,
                      factor->levels == 1 ? "" : "s");
        put_levels(out, factor);
        output_text(out, "</li>\n");
    }
    output_text(out, "</ul>\n");
}

static void put_points(struct output *out, const struct report *report)
{
    const struct points *all = report->content;
    const int32_t count = count_of(report);
    char kind[PHRASE_SIZE];
    snprintf(kind, sizeof kind, "%" PRId32 " variants",
             ist_experiment_variants(report->experiment));
    page_begin(out, count == 1 ? all[0].title : "A sweep", kind);
    report_put_state(out, report);
    output_format(out,
                  "<p class=\"about\">%" PRId32 " runs, %" PRId32
                  " of each variant, on the same random "
                  "numbers. Shown is the end of the runs.</p>\n",
                  ist_store_runs(report->store), ist_experiment_replicates(report->experiment));
    for (int32_t i = 0; i < count; i++) {
        char prefix[16] = "";
        const int level = count > 1 ? 3 : 2;
        if (count > 1) {
            snprintf(prefix, sizeof prefix, "s%" PRId32 "-", i + 1);
            page_part(out, prefix, "story", all[i].title);
        }
        page_heading(out, level, prefix, "factors", "What varies");
        put_factors(out, &all[i]);
        page_heading(out, level, prefix, "told", "Lowest and highest");
        points_tell(out, &all[i]);
        page_sections(out, prefix, level, sections, (int32_t)COUNT_OF(sections), &all[i]);
    }
    report_put_provenance(out, report);
    page_end(out);
}

static int tell_figures(const struct report *report, report_figures_fn *tell, void *context)
{
    const struct points *all = report->content;
    int code = CODE_OK;
    for (int32_t i = 0; i < count_of(report) && code == CODE_OK; i++) {
        const struct report_subject subject = {.sections = sections,
                                               .count = (int32_t)COUNT_OF(sections),
                                               .subject = &all[i],
                                               .name = "sweep"};
        code = tell(context, &subject);
    }
    return code;
}

const struct report_kind report_of_points = {
    .open = open_points, .close = close_points, .put_page = put_points, .figures = tell_figures};
