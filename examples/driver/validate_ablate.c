// SPDX-License-Identifier: GPL-3.0-or-later
// What breaks without what: the matrix of patterns and ablations, and what was expected of it.
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "driver/table.h"
#include "driver/validate_print.h"
#include "driver/validate_words.h"

// ---- The matrix

struct matrix {
    const struct study *study;
    struct table *table;
    bool has_any;
};

// What was expected of one cell: '*' came true, '!' did not, ' ' nothing. Where one of several had to
// break, those that did not bear no mark.
static char mark_of(const struct study *study, int32_t ablation, int32_t pattern)
{
    const bool holds = study_outcome(study, study->ablated[ablation], pattern) == OUTCOME_HOLDS;
    char mark = ' ';
    struct expectation expectation = {0};
    while (study_expectation(study, ablation, &expectation)) {
        for (int32_t k = 0; k < expectation.count; k++) {
            const ist_ablation_row row = study_expectation_row(study, ablation, &expectation, k);
            if (row.pattern != pattern) {
                continue;
            }
            if (expectation.fate == FATE_NOT_MET) {
                return '!';
            }
            const bool has_part = row.applies && (expectation.kind != IST_EXPECT_BREAKS || !holds);
            mark = expectation.fate == FATE_MET && has_part ? '*' : mark;
        }
    }
    return mark;
}

// '.' holds, 'x' breaks, '-' fails without the ablation as well, ' ' was not judged.
static char sign_of(const struct study *study, const ist_validation *validation, int32_t pattern)
{
    if (!study_is_judged(study, pattern)) {
        return ' ';
    }
    const bool holds = study_outcome(study, validation, pattern) == OUTCOME_HOLDS;
    const bool held = study_outcome(study, study->intact, pattern) == OUTCOME_HOLDS;
    return (char)(holds ? '.' : held ? 'x' : '-');
}

static void add_matrix_headings(const struct matrix *m, const char *group)
{
    table_row(m->table, 0, group);
    table_is_heading(m->table);
    for (int32_t i = 0; i <= m->study->ablation_count; i++) {
        char number[PHRASE_SIZE];
        snprintf(number, sizeof number, "%" PRId32, i);
        table_cell(m->table, i, number, "");
    }
}

static void add_matrix_row(void *context, int32_t pattern, const ist_pattern_info *info,
                           bool is_first)
{
    struct matrix *m = context;
    const struct study *study = m->study;
    if (is_first && m->has_any) {
        table_row(m->table, 0, "");
    }
    if (is_first) {
        add_matrix_headings(m, study_group(info));
    }
    m->has_any = true;
    table_row(m->table, 0, info->id);
    for (int32_t i = 0; i <= study->ablation_count; i++) {
        const char mark = (char)(i > 0 ? mark_of(study, i - 1, pattern) : ' ');
        const char sign = sign_of(study, i > 0 ? study->ablated[i - 1] : study->intact, pattern);
        const char both[] = {mark, sign, '\0'};
        const char *text = mark == ' ' ? both + 1 : both;
        table_cell(m->table, i, sign == ' ' ? "" : text, "");
        table_tone(m->table, i, mark == '!' ? TONE_BAD : mark == '*' ? TONE_GOOD : TONE_PLAIN);
    }
}

static void print_legend(const struct study *study, struct output *out, const struct look *look)
{
    output_text(out, "   0  nothing is switched off\n");
    for (int32_t i = 0; i < study->ablation_count; i++) {
        const ist_ablation_info info = study_ablation(study, study->ablation[i]);
        struct words line = {.length = 0};
        words_add(&line, "%s%s%s", info.name, info.text[0] ? ": " : "", info.text);
        output_format(out, "%4" PRId32 "  ", i + 1);
        terminal_wrap(out, look, line.text, 6, 6);
    }
    output_text(out, "\n");
    terminal_wrap(out, look,
                  ". holds, x breaks, - fails without it as well, blank: not judged; * is as "
                  "expected, ! is not",
                  0, 2);
    output_text(out, "\n");
}

// ---- What was expected

enum column { COLUMN_HAPPENED, COLUMN_FATE, COLUMNS };

static int32_t count_broken(const struct study *study, int32_t index,
                            const struct expectation *expectation, bool *applies)
{
    int32_t broken = 0;
    *applies = false;
    for (int32_t k = 0; k < expectation->count; k++) {
        const ist_ablation_row row = study_expectation_row(study, index, expectation, k);
        *applies = *applies || row.applies;
        broken += row.applies &&
                  study_outcome(study, study->ablated[index], row.pattern) != OUTCOME_HOLDS;
    }
    return broken;
}

// "median 0.12, was 0.3"
static void tell_change(const struct study *study, int32_t index, int32_t pattern,
                        const struct look *look, struct words *line)
{
    const bool is_twin = study_pattern(study, pattern).judgment == IST_JUDGMENT_TWIN;
    ist_verdict with = {0};
    ist_verdict without = {0};
    char now[PHRASE_SIZE];
    char before[PHRASE_SIZE];
    ist_validation_verdict(study->ablated[index], pattern, &with);
    ist_validation_verdict(study->intact, pattern, &without);
    words_number(is_twin ? with.mean : with.median, look, now);
    words_number(is_twin ? without.mean : without.median, look, before);
    words_add(line, "%s %s, was %s", is_twin ? "mean" : "median", now, before);
}

static void tell_happened(const struct study *study, int32_t index,
                          const struct expectation *expectation, const struct look *look,
                          struct words *line)
{
    bool applies = false;
    const int32_t broken = count_broken(study, index, expectation, &applies);
    const ist_ablation_row first = study_expectation_row(study, index, expectation, 0);
    if (!applies) {
        words_add(line, expectation->count == 1 ? "fails anyway" : "fail anyway");
    } else if (expectation->kind == IST_EXPECT_WEAKENS) {
        tell_change(study, index, first.pattern, look, line);
    } else if (expectation->count == 1) {
        words_add(line, broken > 0 ? "breaks" : "holds");
    } else {
        words_add(line, "%" PRId32 " of %" PRId32 " break%s", broken, expectation->count,
                  broken == 1 ? "s" : "");
    }
}

// "tie memory breaks P-5 or P-13"
static void name_expectation(const struct study *study, int32_t index,
                             const struct expectation *expectation, struct words *line)
{
    words_add(line, "%" PRId32 " %s %s ", index + 1,
              study_ablation(study, study->ablation[index]).name,
              ist_expectation_name(expectation->kind));
    for (int32_t k = 0; k < expectation->count; k++) {
        const ist_ablation_row row = study_expectation_row(study, index, expectation, k);
        words_add(line, "%s%s", k > 0 ? " or " : "", study_pattern(study, row.pattern).id);
    }
}

struct score {
    int32_t met, judged, idle; // idle: left out or not applicable
};

static void add_expectation(struct table *table, const struct study *study, int32_t index,
                            const struct expectation *expectation, const struct look *look)
{
    struct words name = {.length = 0};
    struct words happened = {.length = 0};
    name_expectation(study, index, expectation, &name);
    tell_happened(study, index, expectation, look, &happened);
    table_row(table, 0, name.text);
    table_cell(table, COLUMN_HAPPENED, happened.text, "");
    table_cell(table, COLUMN_FATE, fate_word(expectation->fate), "");
    table_tone(table, COLUMN_FATE,
               expectation->fate == FATE_MET       ? TONE_GOOD
               : expectation->fate == FATE_NOT_MET ? TONE_BAD
                                                   : TONE_FAINT);
}

static bool print_expectations(const struct study *study, struct output *out,
                               const struct look *look, struct score *score)
{
    struct table *table = table_create(COLUMNS);
    table_cut_labels(table, LEAST_LABEL);
    table_row(table, 0, "Expected");
    table_is_heading(table);
    table_cell(table, COLUMN_HAPPENED, "found", "");
    table_cell(table, COLUMN_FATE, "", "");
    *score = (struct score){0};
    for (int32_t i = 0; i < study->ablation_count; i++) {
        struct expectation expectation = {0};
        while (study_expectation(study, i, &expectation)) {
            const bool is_judged = expectation.fate == FATE_MET || expectation.fate == FATE_NOT_MET;
            score->met += expectation.fate == FATE_MET;
            score->judged += is_judged;
            score->idle += !is_judged;
            if (expectation.fate != FATE_LEFT_OUT) {
                add_expectation(table, study, i, &expectation, look);
            }
        }
    }
    const bool is_complete = score->judged + score->idle == 0 || table_print(table, out, look);
    table_destroy(table);
    return is_complete;
}

// ---- The gist

static void tell_survivors(const struct study *study, struct output *out, const struct look *look)
{
    int32_t count = 0;
    struct words names = {.length = 0};
    for (int32_t i = 0; i < study->count; i++) {
        count += study_survives(study, i);
    }
    int32_t index = 0;
    for (int32_t i = 0; i < study->count; i++) {
        if (study_survives(study, i)) {
            words_list(&names, index++, count, study_pattern(study, i).id);
        }
    }
    if (count > 0) {
        struct words line = {.length = 0};
        words_add(&line, "Survive%s every ablation, trivial or scripted: %s.",
                  count == 1 ? "s" : "", names.text);
        terminal_wrap(out, look, line.text, 0, 2);
    }
}

static void tell_score(const struct score *score, struct output *out, const struct look *look)
{
    struct words line = {.length = 0};
    if (score->judged + score->idle == 0) {
        words_add(&line, "Nothing is expected of these ablations.");
    } else {
        words_add(&line, "%" PRId32 " of %" PRId32 " expectation%s met", score->met, score->judged,
                  score->judged == 1 ? " is" : "s are");
        if (score->idle > 0) {
            words_add(&line, "; %" PRId32 " more cannot be told", score->idle);
        }
        words_add(&line, ".");
    }
    const char *color = score->met < score->judged ? look->bad
                        : score->judged > 0        ? look->good
                                                   : "";
    output_text(out, color);
    terminal_wrap(out, look, line.text, 0, 2);
    output_text(out, color[0] ? look->plain : "");
}

bool study_print_ablations(const struct study *study, struct output *out, const struct look *look)
{
    struct matrix matrix = {.study = study, .table = table_create(study->ablation_count + 1)};
    output_format(out, "\n%sWhat breaks without what%s\n", look->strong, look->plain);
    print_legend(study, out, look);
    study_each(study, &matrix, add_matrix_row);
    table_cut_labels(matrix.table, LEAST_LABEL);
    bool is_complete = table_print(matrix.table, out, look);
    table_destroy(matrix.table);
    output_text(out, "\n");

    struct score score;
    is_complete = print_expectations(study, out, look, &score) && is_complete;
    output_text(out, score.judged + score.idle > 0 ? "\n" : "");
    tell_survivors(study, out, look);
    tell_score(&score, out, look);
    return is_complete;
}
