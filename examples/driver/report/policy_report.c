// SPDX-License-Identifier: GPL-3.0-or-later
// A report on policies that were compared.
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver/compare.h"
#include "driver/exit_code.h"
#include "driver/message.h"
#include "driver/report/case_report.h"
#include "driver/report/markup.h"
#include "driver/report/page.h"
#include "driver/report/policies.h"
#include "driver/report/report.h"
#include "driver/text.h"

enum { PAIRS_SHOWN = 15, HEADING_SIZE = 512 };

static const ist_metric compared_metrics[] = {
    IST_METRIC_COMMUNITIES, IST_METRIC_PARTICIPATION, IST_METRIC_PERFORMANCE,
    IST_METRIC_EXPIRED,     IST_METRIC_CLANDESTINE,   IST_METRIC_CROSS_TIES,
};

// ---- Values

static double *values_of(const struct policies *p, int32_t row, int32_t policy)
{
    const size_t at = (size_t)row * (size_t)p->count + (size_t)policy;
    return p->value + at * (size_t)p->replicates;
}

const double *policies_values(const struct policies *p, int32_t row, int32_t policy)
{
    return values_of(p, row, policy);
}

void policies_describe(const struct policies *p, int32_t row, char *out, size_t size)
{
    const struct compared *one = &p->row[row];
    if (one->is_metric) {
        snprintf(out, size, "%s", ist_metric_name(one->metric));
    } else {
        snprintf(out, size, "%s, %.80s", ist_resilience_name(one->measure),
                 ist_model_shock_name(p->story[0].one.model, one->shock));
    }
    for (char *c = out; *c; c++) {
        *c = *c == '_' ? ' ' : *c;
    }
}

bool policies_less_is_better(const struct policies *p, int32_t row)
{
    const struct compared *one = &p->row[row];
    return one->is_metric ? ist_metric_less_is_better(one->metric)
                          : ist_resilience_less_is_better(one->measure);
}

static const double *sample_values(const struct policies *p, int32_t row, int32_t policy)
{
    const struct compared *one = &p->row[row];
    const struct sample *sample = &p->story[policy].one.sample;
    if (one->is_metric) {
        return sample_metric_values(sample, sample->ticks - 1, one->metric);
    }
    return sample_resilience_values(sample, one->shock, one->measure, sample->relative != NULL);
}

// By replicate, so that pairs are of the same luck even where runs are missing.
static void fill_values(struct policies *p)
{
    for (int32_t row = 0; row < p->rows; row++) {
        for (int32_t k = 0; k < p->count; k++) {
            const double *found = sample_values(p, row, k);
            double *values = values_of(p, row, k);
            for (int32_t r = 0; r < p->replicates; r++) {
                values[r] = NAN;
            }
            const int32_t *job = p->story[k].job;
            for (int32_t i = 0; job && i < p->story[k].one.sample.done; i++) {
                values[job[i] / p->count] = found[i];
            }
        }
    }
}

// ---- Gathering

static bool choose_rows(struct policies *p)
{
    const int32_t shocks = ist_model_shocks(p->story[0].one.model);
    const size_t room = COUNT_OF(compared_metrics) + (size_t)shocks * COMPARED_MEASURES;
    p->row = calloc(room + 1, sizeof *p->row);
    for (size_t m = 0; p->row && m < COUNT_OF(compared_metrics); m++) {
        p->row[p->rows++] = (struct compared){.is_metric = true, .metric = compared_metrics[m]};
    }
    for (int32_t s = 0; p->row && s < shocks; s++) {
        for (int k = 0; k < COMPARED_MEASURES; k++) {
            p->row[p->rows++] = (struct compared){.shock = s, .measure = compared_measures[k]};
        }
    }
    return p->row != NULL;
}

// All pairs, or the first policy against each where there are too many.
static bool choose_pairs(struct policies *p)
{
    p->all_pairs = p->count * (p->count - 1) / 2;
    const bool is_many = p->all_pairs > PAIRS_SHOWN;
    p->pair = calloc((size_t)(is_many ? p->count : p->all_pairs) + 1, sizeof *p->pair);
    for (int32_t a = 0; p->pair && a < (is_many ? 1 : p->count); a++) {
        for (int32_t b = a + 1; b < p->count; b++) {
            p->pair[p->pairs][0] = a;
            p->pair[p->pairs++][1] = b;
        }
    }
    return p->pair != NULL;
}

static int open_policies(struct report *report)
{
    struct policies *p = calloc(1, sizeof *p);
    report->content = p;
    if (!p) {
        return complain_memory();
    }
    p->count = ist_experiment_variants(report->experiment);
    p->replicates = ist_experiment_replicates(report->experiment);
    p->story = calloc((size_t)p->count + 1, sizeof *p->story);
    p->name = calloc((size_t)p->count + 1, sizeof *p->name);
    if (!p->story || !p->name) {
        return complain_memory();
    }
    int code = CODE_OK;
    for (int32_t k = 0; k < p->count && code == CODE_OK; k++) {
        ist_variant_info info = {0};
        ist_experiment_variant(report->experiment, k, &info);
        snprintf(p->name[k], sizeof p->name[k], "%.60s", info.policy ? info.policy : "own");
        code = story_open(&p->story[k], report->store, report->experiment, k, -1, false);
    }
    if (code == CODE_OK && (!choose_rows(p) || !choose_pairs(p))) {
        code = complain_memory();
    }
    if (code != CODE_OK) {
        return code;
    }
    const size_t count = (size_t)p->rows * (size_t)p->count * (size_t)p->replicates;
    p->value = calloc(count + 1, sizeof *p->value);
    if (!p->value) {
        return complain_memory();
    }
    fill_values(p);
    return CODE_OK;
}

static void close_policies(struct report *report)
{
    struct policies *p = report->content;
    for (int32_t k = 0; p && p->story && k < p->count; k++) {
        story_close(&p->story[k]);
    }
    if (p) {
        free(p->story);
        free(p->name);
        free(p->row);
        free(p->pair);
        free(p->value);
    }
    free(p);
    report->content = NULL;
}

// ---- The page

static const struct drawing_section sections[] = {
    {"differences", "Differences, pair by pair", {&drawing_policy_pairs}, 1},
    {"trajectories", "How it went", {&drawing_policy_tracks}, 1},
};

// "more communities at the end, by 2.9 (2.1 to 3.6)"
static bool tell_row(struct output *out, const struct policies *p, int32_t row, int32_t pair,
                     bool is_first)
{
    const ist_paired found = ist_compare_pairs(policies_values(p, row, p->pair[pair][0]),
                                               policies_values(p, row, p->pair[pair][1]),
                                               p->replicates, policies_less_is_better(p, row));
    const bool is_sure = !isnan(found.low) && (found.low > 0.0 || found.high < 0.0);
    if (is_sure) {
        char label[TITLE_SIZE];
        char line[300];
        policies_describe(p, row, label, sizeof label);
        snprintf(line, sizeof line, "%s%s %s by %.3g (%.3g to %.3g)", is_first ? "" : "; ", label,
                 found.difference > 0.0 ? "more" : "less", fabs(found.difference),
                 fmin(fabs(found.low), fabs(found.high)), fmax(fabs(found.low), fabs(found.high)));
        markup_text(out, line);
    }
    return is_sure;
}

static void tell_pair(struct output *out, const struct policies *p, int32_t pair)
{
    bool is_first = true;
    output_text(out, "<li><b>");
    markup_text(out, p->name[p->pair[pair][0]]);
    output_text(out, "</b> against <b>");
    markup_text(out, p->name[p->pair[pair][1]]);
    output_text(out, "</b>: ");
    for (int32_t row = 0; row < p->rows; row++) {
        is_first = !tell_row(out, p, row, pair, is_first) && is_first;
    }
    output_text(out, is_first ? "no sure difference.</li>\n" : ".</li>\n");
}

static void put_policies(struct output *out, const struct report *report)
{
    const struct policies *p = report->content;
    char heading[HEADING_SIZE];
    const char *title = ist_model_title(p->story[0].one.model);
    snprintf(heading, sizeof heading, "%d policies compared: %.400s", (int)p->count,
             title[0] ? title : ist_model_name(p->story[0].one.model));
    page_begin(out, heading);
    page_heading(out, 1, "", "top", heading);
    report_put_state(out, report);
    case_report_head(out, &p->story[0]);
    output_text(out, "<div data-part>\n");
    page_heading(out, 3, "", "told", "What differs");
    output_text(
        out, "<p class=\"about\">Every policy takes the place of the managers' own and meets the "
             "same luck, run by run. Told are mean differences whose 95 % interval, in "
             "parentheses, leaves out zero.</p>\n<ul class=\"told\">\n");
    for (int32_t pair = 0; pair < p->pairs; pair++) {
        tell_pair(out, p, pair);
    }
    output_text(out, "</ul>\n");
    case_report_events(out, &p->story[0]);
    page_sections(out, "", sections, (int32_t)COUNT_OF(sections), p);
    output_text(out, "</div>\n");
    report_put_provenance(out, report);
    page_end(out);
}

static int tell_figures(const struct report *report, report_figures_fn *tell, void *context)
{
    const struct report_subject subject = {.sections = sections,
                                           .count = (int32_t)COUNT_OF(sections),
                                           .subject = report->content,
                                           .name = "policies"};
    return tell(context, &subject);
}

const struct report_kind report_of_policies = {.open = open_policies,
                                               .close = close_policies,
                                               .put_page = put_policies,
                                               .figures = tell_figures};
