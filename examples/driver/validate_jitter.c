// SPDX-License-Identifier: GPL-3.0-or-later
// How often the patterns hold when every behavioral parameter is a little different.
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "driver/table.h"
#include "driver/validate_print.h"
#include "driver/validate_words.h"

enum { LABEL_SIZE = 256, WEAKEST = 3 };
enum column { COLUMN_BAND, COLUMN_MEDIAN, COLUMN_DRAWS, COLUMN_WORTH, COLUMNS };

struct printer {
    const struct study *study;
    const struct look *look;
    struct table *table;
    double *medians; // of one pattern in each draw
    int32_t id_width;
    bool has_any;
};

static void add_headings(const struct printer *p, const char *group)
{
    char median[PHRASE_SIZE];
    snprintf(median, sizeof median, "median (5%s95%%)", p->look->dash);
    table_row(p->table, 0, group);
    table_is_heading(p->table);
    table_cell(p->table, COLUMN_BAND, "band", "");
    table_cell(p->table, COLUMN_MEDIAN, median, "");
    table_cell(p->table, COLUMN_DRAWS, "holds in % of draws", "");
    table_cell(p->table, COLUMN_WORTH, "worth", "");
}

// "82 (76-86)": share of the draws, with its interval.
static void add_share(const struct printer *p, int32_t holding)
{
    char value[PHRASE_SIZE];
    char interval[PHRASE_SIZE];
    double low = 0.0;
    double high = 0.0;
    ist_wilson(holding, p->study->draws, &low, &high);
    words_percent((double)holding / p->study->draws, p->look, value);
    words_percent_interval(low, high, p->look, interval);
    table_cell(p->table, COLUMN_DRAWS, value, interval);
}

static void add_median(const struct printer *p, int32_t pattern)
{
    const struct study *study = p->study;
    const double quantiles[] = {0.05, 0.5, 0.95};
    double found[COUNT_OF(quantiles)];
    char value[PHRASE_SIZE];
    char interval[PHRASE_SIZE];
    for (int32_t draw = 0; draw < study->draws; draw++) {
        p->medians[draw] = ist_jitter_median(study->jitter, pattern, draw);
    }
    for (size_t k = 0; k < COUNT_OF(quantiles); k++) {
        found[k] = ist_quantile(p->medians, study->draws, quantiles[k]);
    }
    words_number(found[1], p->look, value);
    words_interval(found[0], found[2], p->look, interval);
    table_cell(p->table, COLUMN_MEDIAN, value, study->draws > 1 ? interval : "");
}

static void add_pattern(void *context, int32_t pattern, const ist_pattern_info *info, bool is_first)
{
    struct printer *p = context;
    if (is_first && p->has_any) {
        table_row(p->table, 0, "");
    }
    if (is_first) {
        add_headings(p, study_group(info));
    }
    p->has_any = true;

    char label[LABEL_SIZE];
    char band[PHRASE_SIZE];
    words_label(info, p->id_width, label, sizeof label);
    table_row(p->table, 0, label);
    words_band(info, p->look, band);
    table_cell(p->table, COLUMN_BAND, band,
               info->judgment == IST_JUDGMENT_TWIN ? words_judgment(info->judgment) : "");
    add_median(p, pattern);
    if (study_is_judged(p->study, pattern)) {
        add_share(p, ist_jitter_pattern_holds(p->study->jitter, pattern));
    } else {
        table_cell(p->table, COLUMN_DRAWS, outcome_word(OUTCOME_REPORTED), "");
        table_tone(p->table, COLUMN_DRAWS, TONE_FAINT);
    }
    table_cell(p->table, COLUMN_WORTH, (const char[]){info->worth, '\0'}, "");
}

static void add_sets(const struct printer *p)
{
    const char worths[] = {study_worths[0], study_worths[1], study_worths[2], 0};
    table_row(p->table, 0, "");
    table_row(p->table, 0, "Together");
    table_is_heading(p->table);
    for (size_t k = 0; k < COUNT_OF(worths); k++) {
        const int32_t count = study_count_judged(p->study, worths[k]);
        char label[PHRASE_SIZE];
        if (count == 0) {
            continue;
        }
        snprintf(label, sizeof label, "all %.1s%srows (%" PRId32 ")", worths[k] ? &worths[k] : "",
                 worths[k] ? " " : "", count);
        table_row(p->table, 0, label);
        add_share(p, ist_jitter_set_holds(p->study->jitter, worths[k]));
        table_cell(p->table, COLUMN_WORTH, worths[k] ? (const char[]){worths[k], '\0'} : "", "");
    }
}

// The pattern that holds in the fewest draws among those in more than `above` (of the same number,
// those later in the file); -1 when none is left that fails anywhere.
static int32_t next_weakest(const struct study *study, char worth, int32_t above, int32_t after)
{
    int32_t weakest = -1;
    int32_t fewest = study->draws;
    for (int32_t i = 0; i < study->count; i++) {
        const int32_t holding = ist_jitter_pattern_holds(study->jitter, i);
        const bool counts = worth == 0 || study_pattern(study, i).worth == worth;
        const bool is_left = holding > above || (holding == above && i > after);
        if (counts && is_left && study_is_judged(study, i) && holding < fewest) {
            weakest = i;
            fewest = holding;
        }
    }
    return weakest;
}

static void tell_weakest(const struct study *study, char worth, const struct look *look,
                         struct words *line)
{
    int32_t above = -1;
    int32_t after = -1;
    for (int32_t k = 0; k < WEAKEST; k++) {
        const int32_t weakest = next_weakest(study, worth, above, after);
        if (weakest < 0) {
            break;
        }
        char share[PHRASE_SIZE];
        above = ist_jitter_pattern_holds(study->jitter, weakest);
        after = weakest;
        words_percent((double)above / study->draws, look, share);
        words_add(line, "%s%s (%s%%)", k == 0 ? " The weakest: " : ", ",
                  study_pattern(study, weakest).id, share);
    }
    words_add(line, "%s", above >= 0 ? "." : "");
}

static void print_key(const struct study *study, struct output *out, const struct look *look)
{
    bool has_twin = false;
    for (int32_t i = 0; i < study->count; i++) {
        const bool is_twin = study_pattern(study, i).judgment == IST_JUDGMENT_TWIN;
        has_twin = has_twin || (is_twin && study_is_judged(study, i));
    }
    struct words line = {.length = 0};
    words_add(&line,
              "In a draw a pattern holds if the median of its %" PRId32
              " replicate%s is in the band%s. The table has the median of these medians. "
              "Behind shares: their 95%% interval (Wilson).",
              study->replicates, study->replicates == 1 ? "" : "s",
              has_twin ? "; (t), compared with a twin: if their mean is" : "");
    output_text(out, look->faint);
    terminal_wrap(out, look, line.text, 0, 2);
    output_text(out, look->plain);
    output_text(out, "\n");
}

static void tell_gist(const struct study *study, struct output *out, const struct look *look)
{
    const char worth = study_tested_worth(study);
    const int32_t tests = study_count_judged(study, worth);
    const int32_t holding = ist_jitter_set_holds(study->jitter, worth);
    struct words line = {.length = 0};
    if (tests == 0) {
        words_add(&line, "Nothing was judged.");
        terminal_wrap(out, look, line.text, 0, 2);
        return;
    }
    words_add(&line, "In %" PRId32 " of %" PRId32 " draw%s ", holding, study->draws,
              study->draws == 1 ? "" : "s");
    words_add(&line, "%s%" PRId32 " %s%s %s", tests == 1 ? "the " : "all ", tests,
              worth ? "test" : "pattern", tests == 1 ? "" : "s", tests == 1 ? "holds" : "hold");
    words_add(&line, ": %s the %.0f%% asked for.", study_holds(study) ? "at least" : "FEWER than",
              100.0 * study_enough_draws);
    tell_weakest(study, worth, look, &line);
    output_text(out, study_holds(study) ? look->good : look->bad);
    terminal_wrap(out, look, line.text, 0, 2);
    output_text(out, look->plain);
}

bool study_print_jitter(const struct study *study, struct output *out, const struct look *look)
{
    struct printer printer = {.study = study,
                              .look = look,
                              .medians = calloc((size_t)study->draws, sizeof *printer.medians),
                              .table = table_create(COLUMNS),
                              .id_width = study_id_width(study)};
    bool is_complete = printer.medians != NULL;
    if (is_complete) {
        table_cut_labels(printer.table, LEAST_LABEL);
        study_each(study, &printer, add_pattern);
        add_sets(&printer);
        is_complete = table_print(printer.table, out, look);
        output_text(out, "\n");
        print_key(study, out, look);
        tell_gist(study, out, look);
    }
    table_destroy(printer.table);
    free(printer.medians);
    return is_complete;
}
