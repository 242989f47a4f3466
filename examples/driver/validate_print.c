// SPDX-License-Identifier: GPL-3.0-or-later
// What came out of `interstice validate`, for people: heading, verdicts, the gist.
#include "driver/validate_print.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "driver/table.h"
#include "driver/validate_words.h"

enum { LABEL_SIZE = 256 };

// ---- Shared by the tables

int32_t study_id_width(const struct study *study)
{
    int32_t widest = 0;
    for (int32_t i = 0; i < study->count; i++) {
        const int32_t width = text_width(study_pattern(study, i).id);
        widest = study->is_asked[i] && width > widest ? width : widest;
    }
    return widest;
}

const char *study_group(const ist_pattern_info *pattern)
{
    return pattern->group[0] ? pattern->group : pattern->run;
}

static bool is_new_group(const struct study *study, int32_t pattern, const char *group)
{
    for (int32_t i = 0; i < pattern; i++) {
        const ist_pattern_info before = study_pattern(study, i);
        if (study->is_asked[i] && strcmp(study_group(&before), group) == 0) {
            return false;
        }
    }
    return true;
}

void study_each(const struct study *study, void *context,
                void (*print)(void *context, int32_t pattern, const ist_pattern_info *info,
                              bool is_first))
{
    for (int32_t i = 0; i < study->count; i++) {
        const ist_pattern_info head = study_pattern(study, i);
        if (!study->is_asked[i] || !is_new_group(study, i, study_group(&head))) {
            continue;
        }
        for (int32_t k = i; k < study->count; k++) {
            const ist_pattern_info info = study_pattern(study, k);
            if (study->is_asked[k] && strcmp(study_group(&info), study_group(&head)) == 0) {
                print(context, k, &info, k == i);
            }
        }
    }
}

// ---- Heading

// The one fingerprint of the runs in the file; 0 when they differ.
static uint64_t file_hash(const struct study *study)
{
    ist_pattern_run_info run;
    uint64_t hash = 0;
    for (int32_t i = 0; ist_patterns_run(study->patterns, i, &run); i++) {
        if (i > 0 && run.parameter_hash != hash) {
            return 0;
        }
        hash = run.parameter_hash;
    }
    return hash;
}

static void list_hashes(const struct study *study, struct words *line)
{
    ist_pattern_run_info run;
    words_add(line, "NOT one behavioral parameter set:");
    for (int32_t i = 0; ist_patterns_run(study->patterns, i, &run); i++) {
        words_add(line, "%s %016" PRIx64 " (%s)", i > 0 ? "," : "", run.parameter_hash, run.name);
    }
}

static void print_hash(const struct study *study, struct output *out, const struct look *look)
{
    struct words line = {.length = 0};
    const uint64_t of_runs = study->intact ? ist_validation_parameter_hash(study->intact) : 0;
    const uint64_t of_file = file_hash(study);
    const int32_t runs = ist_patterns_runs(study->patterns);
    if (of_file != 0) {
        words_add(&line, "One behavioral parameter set%s: hash %016" PRIx64 "%s",
                  study->jitter ? " to start from" : "", of_file,
                  runs > 1 ? ", the same in " : ".");
        if (runs > 1) {
            words_add(&line, "all %" PRId32 " runs.", runs);
        }
    } else if (of_runs != 0) {
        words_add(&line,
                  "One behavioral parameter set: hash %016" PRIx64
                  ", the same in the runs made; others in the file differ.",
                  of_runs);
    } else {
        list_hashes(study, &line);
    }
    const bool is_one = of_file != 0 || of_runs != 0;
    output_text(out, is_one ? "" : look->bad);
    terminal_wrap(out, look, line.text, 0, 2);
    output_text(out, is_one ? "" : look->plain);
}

static void print_extent(const struct study *study, struct output *out, const struct look *look)
{
    struct words line = {.length = 0};
    const int32_t asked = study->only ? study->only_count : study->count;
    const int32_t runs = ist_patterns_runs(study->patterns);
    words_add(&line, "%s: %" PRId32 " pattern%s", study->path, asked, asked == 1 ? "" : "s");
    if (study->only) {
        words_add(&line, " of %" PRId32, study->count);
    }
    words_add(&line, " in %" PRId32 " run%s; ", runs, runs == 1 ? "" : "s");
    if (study->draws > 0) {
        words_add(&line, "%" PRId32 " draws, each with ", study->draws);
    }
    words_add(&line, "%" PRId32 " replicate%s%s, seed %" PRIu64, study->replicates,
              study->replicates == 1 ? "" : "s", runs > 1 ? " of each run" : "", study->seed);
    if (study->options->ticks_per_year > 0) {
        words_add(&line, ", %" PRId32 " ticks a year", study->options->ticks_per_year);
    }
    for (int32_t i = 0; i < study->options->change_count; i++) {
        words_add(&line, ", %s", study->options->change[i]);
    }
    words_add(&line, "%s.", study->options->reversed ? ", everybody visited in reverse order" : "");
    terminal_wrap(out, look, line.text, 0, 2);
}

void study_print_heading(const struct study *study, struct output *out, const struct look *look)
{
    const char *title = ist_patterns_title(study->patterns);
    output_text(out, look->strong);
    terminal_wrap(out, look, title[0] ? title : study->path, 0, 0);
    output_text(out, look->plain);
    print_extent(study, out, look);
    print_hash(study, out, look);
    output_text(out, "\n");
}

// ---- Verdicts

enum column { COLUMN_BAND, COLUMN_VALUE, COLUMN_SHARE, COLUMN_WORTH, COLUMN_VERDICT, COLUMNS };

struct printer {
    const struct study *study;
    const struct look *look;
    struct table *table;
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
    table_cell(p->table, COLUMN_VALUE, median, "");
    table_cell(p->table, COLUMN_SHARE, "in band, %", "");
    table_cell(p->table, COLUMN_WORTH, "worth", "");
    table_cell(p->table, COLUMN_VERDICT, "verdict", "");
}

static enum tone tone_of(enum outcome outcome)
{
    static const enum tone tones[] = {
        [OUTCOME_HOLDS] = TONE_GOOD,     [OUTCOME_FAILS] = TONE_BAD,
        [OUTCOME_BLANK] = TONE_BAD,      [OUTCOME_REPORTED] = TONE_FAINT,
        [OUTCOME_LEFT_OUT] = TONE_PLAIN,
    };
    return tones[outcome];
}

static void add_value(const struct printer *p, const ist_pattern_info *info,
                      const ist_verdict *verdict)
{
    const bool is_twin = info->judgment == IST_JUDGMENT_TWIN;
    char value[PHRASE_SIZE];
    char interval[PHRASE_SIZE];
    words_number(is_twin ? verdict->mean : verdict->median, p->look, value);
    words_interval(is_twin ? verdict->mean_low : verdict->low,
                   is_twin ? verdict->mean_high : verdict->high, p->look, interval);
    table_cell(p->table, COLUMN_VALUE, value, verdict->replicates > 1 ? interval : "");
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
    char value[PHRASE_SIZE];
    char interval[PHRASE_SIZE] = "";
    const enum outcome outcome = study_outcome(p->study, p->study->intact, pattern);
    ist_verdict verdict = {0};
    ist_validation_verdict(p->study->intact, pattern, &verdict);
    words_label(info, p->id_width, label, sizeof label);
    table_row(p->table, 0, label);
    words_band(info, p->look, value);
    table_cell(p->table, COLUMN_BAND, value, words_judgment(info->judgment));
    add_value(p, info, &verdict);
    words_percent(verdict.share, p->look, value);
    if (verdict.replicates > 0) {
        words_percent_interval(verdict.share_low, verdict.share_high, p->look, interval);
    }
    table_cell(p->table, COLUMN_SHARE, value, interval);
    table_cell(p->table, COLUMN_WORTH, (const char[]){info->worth, '\0'}, "");
    table_cell(p->table, COLUMN_VERDICT, outcome_word(outcome), "");
    table_tone(p->table, COLUMN_VERDICT, tone_of(outcome));
}

// What the letters beside the bands mean, of those that occur.
static void print_key(const struct study *study, struct output *out, const struct look *look)
{
    bool has[IST_JUDGMENT_COUNT] = {false};
    for (int32_t i = 0; i < study->count; i++) {
        has[study_pattern(study, i).judgment] |= study->is_asked[i];
    }
    struct words line = {.length = 0};
    if (has[IST_JUDGMENT_TYPICAL]) {
        words_add(&line, "A pattern holds if at least 90%% of the replicates are in its band");
    }
    if (has[IST_JUDGMENT_MEDIAN]) {
        words_add(&line, "%s(m): if the median is", line.length > 0 ? "; " : "");
    }
    if (has[IST_JUDGMENT_TWIN]) {
        words_add(
            &line,
            "%s(t), compared with a twin: if the 95%% interval of the mean is, which stands in "
            "place of the median",
            line.length > 0 ? "; " : "");
    }
    if (line.length > 0) {
        words_add(&line, ". Behind shares: their 95%% interval (Wilson).");
        output_text(out, look->faint);
        terminal_wrap(out, look, line.text, 0, 2);
        output_text(out, look->plain);
    }
}

// "Not evaluable: P-5 in 34 and P-8 in 2 of 200 replicates."
static void print_missing(const struct study *study, struct output *out, const struct look *look)
{
    int32_t count = 0;
    struct words line = {.length = 0};
    for (int pass = 0; pass < 2; pass++) { // count, then say
        int32_t index = 0;
        for (int32_t i = 0; i < study->count; i++) {
            ist_verdict verdict = {0};
            ist_validation_verdict(study->intact, i, &verdict);
            if (!study->is_asked[i] || verdict.missing == 0) {
                continue;
            }
            char thing[PHRASE_SIZE];
            snprintf(thing, sizeof thing, "%.32s in %" PRId32, study_pattern(study, i).id,
                     verdict.missing);
            if (pass > 0) {
                words_list(&line, index, count, thing);
            }
            index++;
        }
        count = index;
    }
    if (count > 0) {
        struct words sentence = {.length = 0};
        words_add(&sentence, "Not evaluable: %s of %" PRId32 " replicate%s.", line.text,
                  study->replicates, study->replicates == 1 ? "" : "s");
        terminal_wrap(out, look, sentence.text, 0, 2);
    }
}

// ---- The gist

// "T rows: 30 of 31 hold; C rows: 9 of 10; I rows: 2 of 2."
static void tell_rows(const struct study *study, struct output *out, const struct look *look)
{
    struct words line = {.length = 0};
    for (const char *worth = study_worths; *worth; worth++) {
        const struct tally tally = study_tally(study, study->intact, *worth);
        if (tally.judged > 0) {
            words_add(&line, "%s%c rows: %" PRId32 " of %" PRId32 "%s", line.length > 0 ? "; " : "",
                      *worth, tally.holding, tally.judged, line.length > 0 ? "" : " hold");
        }
    }
    const int32_t judged = study_tally(study, study->intact, 0).judged;
    const int32_t asked = study->only ? study->only_count : study->count;
    if (asked > judged) {
        words_add(&line, "%s%" PRId32 " reported without a verdict", line.length > 0 ? "; " : "",
                  asked - judged);
    }
    words_add(&line, ". Only T rows are evidence: C rows were used to calibrate, I rows echo an "
                     "input.");
    terminal_wrap(out, look, line.text, 0, 2);
}

static void list_failing(const struct study *study, int32_t count, struct words *line)
{
    int32_t index = 0;
    for (int32_t i = 0; i < study->count; i++) {
        const enum outcome outcome = study_outcome(study, study->intact, i);
        if (outcome == OUTCOME_FAILS || outcome == OUTCOME_BLANK) {
            words_list(line, index++, count, study_pattern(study, i).id);
        }
    }
}

static void tell_gist(const struct study *study, struct output *out, const struct look *look)
{
    const struct tally all = study_tally(study, study->intact, 0);
    const int32_t failing = all.judged - all.holding;
    struct words line = {.length = 0};
    if (all.judged == 0) {
        words_add(&line, "Nothing was judged.");
    } else if (failing == 0) {
        if (all.judged == 1) {
            words_add(&line, "The pattern holds");
        } else {
            words_add(&line, "All %" PRId32 " patterns hold", all.judged);
        }
        words_add(&line, "%s.",
                  ist_validation_parameter_hash(study->intact) != 0
                      ? " with one set of behavioral parameters"
                      : ", but not with one set of behavioral parameters");
    } else {
        words_add(&line, "%" PRId32 " of %" PRId32 " pattern%s %s hold: ", failing, all.judged,
                  all.judged == 1 ? "" : "s", failing == 1 ? "does not" : "do not");
        list_failing(study, failing, &line);
        words_add(&line, ".");
    }
    output_text(out, failing > 0 ? look->bad : all.judged > 0 ? look->good : "");
    terminal_wrap(out, look, line.text, 0, 2);
    output_text(out, all.judged > 0 ? look->plain : "");
}

bool study_print_patterns(const struct study *study, struct output *out, const struct look *look)
{
    struct printer printer = {.study = study,
                              .look = look,
                              .table = table_create(COLUMNS),
                              .id_width = study_id_width(study)};
    table_cut_labels(printer.table, LEAST_LABEL);
    study_each(study, &printer, add_pattern);
    const bool is_complete = table_print(printer.table, out, look);
    table_destroy(printer.table);
    output_text(out, "\n");
    print_key(study, out, look);
    print_missing(study, out, look);
    output_text(out, "\n");
    tell_rows(study, out, look);
    tell_gist(study, out, look);
    return is_complete;
}
