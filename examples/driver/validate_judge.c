// SPDX-License-Identifier: GPL-3.0-or-later
// What came out of a validation, put together from what the library tells of each pattern.
#include "driver/validate.h"

#include "driver/text.h"

const char study_worths[] = "TCI";
const double study_enough_draws = 0.8;

ist_pattern_info study_pattern(const struct study *study, int32_t pattern)
{
    ist_pattern_info info = {.id = "", .text = "", .group = "", .evidence = "", .run = ""};
    ist_patterns_get(study->patterns, pattern, &info);
    return info;
}

ist_ablation_info study_ablation(const struct study *study, int32_t index)
{
    ist_ablation_info info = {.name = "", .text = ""};
    ist_patterns_ablation(study->patterns, index, &info);
    return info;
}

bool study_is_judged(const struct study *study, int32_t pattern)
{
    return study->is_asked[pattern] &&
           study_pattern(study, pattern).judgment != IST_JUDGMENT_REPORTED;
}

int32_t study_count_judged(const struct study *study, char worth)
{
    int32_t count = 0;
    for (int32_t i = 0; i < study->count; i++) {
        const bool counts = worth == 0 || study_pattern(study, i).worth == worth;
        count += counts && study_is_judged(study, i);
    }
    return count;
}

enum outcome study_outcome(const struct study *study, const ist_validation *validation,
                           int32_t pattern)
{
    ist_verdict verdict = {0};
    ist_validation_verdict(validation, pattern, &verdict);
    if (!study->is_asked[pattern]) {
        return OUTCOME_LEFT_OUT;
    }
    if (!verdict.judged) {
        return OUTCOME_REPORTED;
    }
    if (verdict.holds) {
        return OUTCOME_HOLDS;
    }
    return verdict.replicates > 0 ? OUTCOME_FAILS : OUTCOME_BLANK;
}

const char *outcome_word(enum outcome outcome)
{
    static const char *const words[] = {
        [OUTCOME_HOLDS] = "holds",         [OUTCOME_FAILS] = "FAILS",
        [OUTCOME_BLANK] = "not evaluable", [OUTCOME_REPORTED] = "reported",
        [OUTCOME_LEFT_OUT] = "",
    };
    return words[outcome];
}

const char *outcome_name(enum outcome outcome)
{
    return outcome == OUTCOME_FAILS ? "fails" : outcome_word(outcome);
}

struct tally study_tally(const struct study *study, const ist_validation *validation, char worth)
{
    struct tally tally = {0};
    for (int32_t i = 0; i < study->count; i++) {
        const bool counts = worth == 0 || study_pattern(study, i).worth == worth;
        if (counts && study_is_judged(study, i)) {
            tally.judged++;
            tally.holding += study_outcome(study, validation, i) == OUTCOME_HOLDS;
        }
    }
    return tally;
}

char study_tested_worth(const struct study *study)
{
    for (int32_t i = 0; i < study->count; i++) {
        if (study_is_judged(study, i) && study_pattern(study, i).worth == study_worths[0]) {
            return study_worths[0];
        }
    }
    return 0;
}

// ---- Expectations

static bool get_row(const struct study *study, int32_t index, int32_t row, ist_ablation_row *out)
{
    return ist_ablation_expectation(study->patterns, study->ablation[index], row,
                                    study->ablated[index], study->intact, out);
}

ist_ablation_row study_expectation_row(const struct study *study, int32_t index,
                                       const struct expectation *expectation, int32_t k)
{
    ist_ablation_row row = {0};
    get_row(study, index, expectation->first + k, &row);
    return row;
}

// Whoever leaves patterns out cannot be told that nothing broke.
static enum fate fate_of(const struct study *study, int32_t index,
                         const struct expectation *expectation)
{
    bool is_complete = true;
    for (int32_t k = 0; k < expectation->count; k++) {
        const ist_ablation_row row = study_expectation_row(study, index, expectation, k);
        is_complete = is_complete && study->is_asked[row.pattern];
    }
    const ist_ablation_row row = study_expectation_row(study, index, expectation, 0);
    if (row.met) {
        return FATE_MET;
    }
    if (!is_complete) {
        return FATE_LEFT_OUT;
    }
    const bool needs_to_hold = expectation->kind != IST_EXPECT_BREAKS;
    return needs_to_hold && !row.applies ? FATE_NOT_APPLICABLE : FATE_NOT_MET;
}

bool study_expectation(const struct study *study, int32_t index, struct expectation *out)
{
    const int32_t first = out->first + out->count;
    ist_ablation_row head;
    if (!get_row(study, index, first, &head)) {
        return false;
    }
    *out = (struct expectation){.kind = head.expectation, .first = first, .count = 1};
    // Of several that are named together, one must break.
    ist_ablation_row next;
    while (head.group >= 0 && get_row(study, index, first + out->count, &next) &&
           next.expectation == head.expectation && next.group == head.group) {
        out->count++;
    }
    out->fate = fate_of(study, index, out);
    return true;
}

const char *fate_word(enum fate fate)
{
    static const char *const words[] = {
        [FATE_MET] = "met",
        [FATE_NOT_MET] = "NOT met",
        [FATE_NOT_APPLICABLE] = "n/a",
        [FATE_LEFT_OUT] = "left out",
    };
    return words[fate];
}

const char *fate_name(enum fate fate)
{
    return fate == FATE_NOT_MET ? "not met" : fate_word(fate);
}

bool study_survives(const struct study *study, int32_t pattern)
{
    const bool is_echo = study_pattern(study, pattern).worth == 'I';
    const bool all_made = study->ablation_count > 0 &&
                          study->ablation_count == ist_patterns_ablations(study->patterns);
    if (is_echo || !all_made || study_outcome(study, study->intact, pattern) != OUTCOME_HOLDS) {
        return false;
    }
    for (int32_t i = 0; i < study->ablation_count; i++) {
        if (study_outcome(study, study->ablated[i], pattern) != OUTCOME_HOLDS) {
            return false;
        }
    }
    return true;
}

// ---- All in all

static bool are_expectations_met(const struct study *study)
{
    for (int32_t i = 0; i < study->ablation_count; i++) {
        struct expectation expectation = {0};
        while (study_expectation(study, i, &expectation)) {
            if (expectation.fate == FATE_NOT_MET) {
                return false;
            }
        }
    }
    return true;
}

bool study_holds(const struct study *study)
{
    if (study->jitter) {
        const int32_t holding = ist_jitter_set_holds(study->jitter, study_tested_worth(study));
        return holding >= study_enough_draws * study->draws;
    }
    return ist_validation_holds(study->intact) && are_expectations_met(study);
}
