// SPDX-License-Identifier: GPL-3.0-or-later
// A report on policies that were compared.
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver/exit_code.h"
#include "driver/message.h"
#include "driver/report/case_report.h"
#include "driver/report/markup.h"
#include "driver/report/page.h"
#include "driver/report/policies.h"
#include "driver/report/report.h"
#include "driver/text.h"

enum { PAIRS_SHOWN = 15, HEADING_SIZE = 512 };

// Of the end of the runs.
static const struct compared metrics[] = {
    {.metric = IST_METRIC_COMMUNITIES, .name = "Active communities", .unit = "", .factor = 1.0},
    {.metric = IST_METRIC_PARTICIPATION,
     .name = "Participation",
     .unit = "percentage points",
     .factor = 100.0},
    {.metric = IST_METRIC_PERFORMANCE,
     .name = "Performance",
     .unit = "percentage points",
     .factor = 100.0},
    {.metric = IST_METRIC_EXPIRED,
     .name = "Problems that expire in a step of time",
     .unit = "",
     .factor = 1.0},
    {.metric = IST_METRIC_CLANDESTINE,
     .name = "Clandestine communities",
     .unit = "",
     .factor = 1.0},
    {.metric = IST_METRIC_CROSS_TIES,
     .name = "Strong ties across workplaces",
     .unit = "per participant",
     .factor = 1.0},
};

// Of each shock.
static const struct compared measures[] = {
    {.measure = IST_RESILIENCE_ROBUSTNESS,
     .name = "Lowest performance",
     .unit = "percentage points",
     .factor = 100.0},
    {.measure = IST_RESILIENCE_TOTAL_LOSS,
     .name = "Total loss",
     .unit = "weeks of performance",
     .factor = 365.25 / 7.0},
    {.measure = IST_RESILIENCE_RECOVERED,
     .name = "Runs that recover",
     .unit = "percentage points",
     .factor = 100.0},
    {.measure = IST_RESILIENCE_RECOVERY_TIME,
     .name = "Time to recovery",
     .note = " Only pairs in which both recover.",
     .unit = "months",
     .factor = 12.0},
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

void policies_name(const struct policies *p, int32_t row, char *out, size_t size)
{
    const struct compared *one = &p->row[row];
    snprintf(out, size, "%s%s%.60s", one->name, one->is_metric ? "" : " after ",
             one->is_metric ? "" : ist_model_shock_name(p->story[0].one.model, one->shock));
}

void policies_number(double value, char *out, size_t size)
{
    const double size_of = fabs(value);
    snprintf(out, size, size_of < 1.0 ? "%.2g" : size_of < 9.95 ? "%.1f" : "%.0f", value + 0.0);
}

ist_paired policies_compare(const struct policies *p, int32_t row, int32_t pair)
{
    return ist_compare_pairs(policies_values(p, row, p->pair[pair][0]),
                             policies_values(p, row, p->pair[pair][1]), p->replicates,
                             policies_less_is_better(p, row));
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
                values[job[i] / p->count] = p->row[row].factor * found[i];
            }
        }
    }
}

// ---- Gathering

static bool choose_rows(struct policies *p)
{
    const int32_t shocks = ist_model_shocks(p->story[0].one.model);
    const size_t room = COUNT_OF(metrics) + (size_t)shocks * COUNT_OF(measures);
    p->row = calloc(room + 1, sizeof *p->row);
    for (size_t m = 0; p->row && m < COUNT_OF(metrics); m++) {
        p->row[p->rows] = metrics[m];
        p->row[p->rows++].is_metric = true;
    }
    for (int32_t s = 0; p->row && s < shocks; s++) {
        for (size_t m = 0; m < COUNT_OF(measures); m++) {
            p->row[p->rows] = measures[m];
            p->row[p->rows++].shock = s;
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
    if (!p->story) {
        return complain_memory();
    }
    int code = CODE_OK;
    for (int32_t k = 0; k < p->count && code == CODE_OK; k++) {
        ist_variant_info info = {0};
        ist_experiment_variant(report->experiment, k, &info);
        code = story_open(&p->story[k], report->store, report->experiment, k, -1, false);
        snprintf(p->story[k].name, sizeof p->story[k].name, "%s",
                 info.policy ? info.policy : "own");
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

static bool is_sure(const ist_paired *found)
{
    return !isnan(found->low) && (found->low > 0.0 || found->high < 0.0);
}

// "participation: 9.7 percentage points less (1.7 to 18)"
static void tell_row(struct output *out, const struct policies *p, int32_t row,
                     const ist_paired *found)
{
    char name[TITLE_SIZE];
    char line[TITLE_SIZE + 4 * PHRASE_SIZE];
    char number[PHRASE_SIZE];
    char low[PHRASE_SIZE];
    char high[PHRASE_SIZE];
    const double bound[] = {fabs(found->low), fabs(found->high)};
    policies_name(p, row, name, sizeof name);
    name[0] = (char)(name[0] - 'A' + 'a'); // all of them begin with a capital letter
    policies_number(fabs(found->difference), number, sizeof number);
    policies_number(fmin(bound[0], bound[1]), low, sizeof low);
    policies_number(fmax(bound[0], bound[1]), high, sizeof high);
    snprintf(line, sizeof line, "%s: %s%s%s %s (%s to %s)", name, number,
             p->row[row].unit[0] ? " " : "", p->row[row].unit,
             found->difference > 0.0 ? "more" : "less", low, high);
    markup_text(out, line);
}

static void tell_pair(struct output *out, const struct policies *p, int32_t pair)
{
    bool is_first = true;
    output_text(out, "<li><b>");
    markup_text(out, p->story[p->pair[pair][0]].name);
    output_text(out, "</b> against <b>");
    markup_text(out, p->story[p->pair[pair][1]].name);
    output_text(out, "</b> &#8211; ");
    for (int32_t row = 0; row < p->rows; row++) {
        const ist_paired found = policies_compare(p, row, pair);
        if (is_sure(&found)) {
            output_text(out, is_first ? "" : "; ");
            tell_row(out, p, row, &found);
            is_first = false;
        }
    }
    output_text(out, is_first ? "no sure difference.</li>\n" : ".</li>\n");
}

// How many intervals there are, so that nobody takes the odd one for a finding.
static int32_t count_intervals(const struct policies *p)
{
    int32_t count = 0;
    for (int32_t pair = 0; pair < p->pairs; pair++) {
        for (int32_t row = 0; row < p->rows; row++) {
            count += !isnan(policies_compare(p, row, pair).low);
        }
    }
    return count;
}

static void put_differences(struct output *out, const struct policies *p)
{
    output_format(
        out,
        "<p class=\"about\">Every policy takes the place of the managers' own and meets the same "
        "luck, run by run. Listed are the mean differences at the end whose 95 %% interval, in "
        "parentheses, leaves out zero. If policies made no difference, one in twenty of the "
        "%" PRId32 " intervals would do so by chance.</p>\n<ul class=\"told\">\n",
        count_intervals(p));
    for (int32_t pair = 0; pair < p->pairs; pair++) {
        tell_pair(out, p, pair);
    }
    output_text(out, "</ul>\n");
}

static void put_policies(struct output *out, const struct report *report)
{
    const struct policies *p = report->content;
    const ist_model *model = p->story[0].one.model;
    char heading[HEADING_SIZE];
    char kind[PHRASE_SIZE];
    snprintf(heading, sizeof heading, "%s",
             ist_model_title(model)[0] ? ist_model_title(model) : ist_model_name(model));
    snprintf(kind, sizeof kind, "%" PRId32 " policies compared", p->count);
    page_begin(out, heading, kind);
    report_put_state(out, report);
    case_report_head(out, &p->story[0], " of each policy");
    output_text(out, "<div data-part>\n");
    page_heading(out, 2, "", "told", "What differs");
    put_differences(out, p);
    case_report_events(out, &p->story[0]);
    page_sections(out, "", 2, sections, (int32_t)COUNT_OF(sections), p);
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
