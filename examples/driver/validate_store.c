// SPDX-License-Identifier: GPL-3.0-or-later
// A run store with the verdicts of `interstice validate`: without ablation and with each that was made.
#include "driver/validate_store.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver/exit_code.h"
#include "driver/message.h"
#include "driver/text.h"

// What a definition of verdicts borrows.
struct content {
    ist_verdict_row *row;
    int32_t rows;
    const char **input;
    int32_t inputs;
    char (*worth)[2]; // of each pattern
};

static double bound(double value)
{
    return isinf(value) ? NAN : value;
}

static void add_row(const struct study *study, struct content *content,
                    const ist_validation *validation, const char *ablation, int32_t pattern)
{
    ist_verdict v = {0};
    const ist_pattern_info info = study_pattern(study, pattern);
    if (!study->is_asked[pattern] || !ist_validation_verdict(validation, pattern, &v)) {
        return;
    }
    content->worth[pattern][0] = info.worth;
    content->row[content->rows++] = (ist_verdict_row){
        .ablation = ablation,
        .pattern = info.id,
        .worth = content->worth[pattern],
        .judgment = ist_kind_name(IST_KIND_JUDGMENT, (int32_t)info.judgment),
        .verdict = outcome_name(study_outcome(study, validation, pattern)),
        .text = info.text,
        .number = {bound(info.low), bound(info.high), v.replicates, v.missing, v.median, v.low,
                   v.high, v.mean, v.mean_low, v.mean_high, v.share, v.share_low, v.share_high},
        .values = ist_validation_values(validation, pattern),
        .value_count = ist_validation_replicates(validation)};
}

static void add_rows(const struct study *study, struct content *content)
{
    for (int32_t p = 0; p < study->count; p++) {
        add_row(study, content, study->intact, "", p);
    }
    for (int32_t a = 0; a < study->ablation_count; a++) {
        for (int32_t p = 0; p < study->count; p++) {
            add_row(study, content, study->ablated[a],
                    study_ablation(study, study->ablation[a]).name, p);
        }
    }
}

// The file of patterns, and every scenario once.
static void add_inputs(const struct study *study, struct content *content)
{
    content->input[content->inputs++] = study->path;
    for (int32_t i = 0; i < ist_patterns_runs(study->patterns); i++) {
        ist_pattern_run_info run;
        ist_patterns_run(study->patterns, i, &run);
        bool is_known = false;
        for (int32_t k = 0; k < content->inputs && !is_known; k++) {
            is_known = strcmp(content->input[k], run.path) == 0;
        }
        if (!is_known) {
            content->input[content->inputs++] = run.path;
        }
    }
}

static int write_content(const struct study *study, const struct content *content, const char *path)
{
    char seed[24];
    char replicates[16];
    char hash[24];
    snprintf(seed, sizeof seed, "%" PRIu64, study->seed);
    snprintf(replicates, sizeof replicates, "%" PRId32, study->replicates);
    snprintf(hash, sizeof hash, "%016" PRIx64, ist_validation_parameter_hash(study->intact));
    const char *const facts[] = {"seed", seed, "replicates", replicates, "parameter_hash", hash};
    ist_verdicts_def def = ist_verdicts_def_default();
    def.fact = facts;
    def.fact_count = (int32_t)COUNT_OF(facts) / 2;
    def.input = content->input;
    def.input_count = content->inputs;
    def.row = content->row;
    def.row_count = content->rows;
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    const ist_status status = ist_verdicts_store(path, &def, errors);
    const int code = status == IST_OK ? CODE_OK : complain_all(errors);
    ist_errors_destroy(errors);
    return status == IST_ERR_IO ? CODE_CANNOT_CREATE : code;
}

int study_write_store(const struct study *study, const char *path)
{
    const size_t patterns = (size_t)study->count;
    const size_t validations = 1 + (size_t)study->ablation_count;
    struct content content = {
        .row = calloc(patterns * validations + 1, sizeof *content.row),
        .input = calloc(1 + (size_t)ist_patterns_runs(study->patterns), sizeof *content.input),
        .worth = calloc(patterns + 1, sizeof *content.worth)};
    int code = CODE_OK;
    if (content.row && content.worth && content.input) {
        add_inputs(study, &content);
        add_rows(study, &content);
        code = write_content(study, &content, path);
    } else {
        code = complain_memory();
    }
    free(content.row);
    free(content.input);
    free(content.worth);
    return code;
}
