// SPDX-License-Identifier: GPL-3.0-or-later
// What came out of `interstice validate`, for programs: one JSON document.
#include "driver/validate_json.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "driver/json.h"

static const char *worth_text(char worth, char out[2])
{
    out[0] = worth;
    out[1] = '\0';
    return out;
}

// null where there is none.
static void put_hash(struct json *json, const char *key, uint64_t hash)
{
    char text[24];
    snprintf(text, sizeof text, "%016" PRIx64, hash);
    json_text(json, key, hash != 0 ? text : NULL);
}

static void put_about(struct json *json, const struct study *study)
{
    json_text(json, "program", "interstice");
    json_text(json, "version", ist_version());
    json_text(json, "patterns_file", study->path);
    json_text(json, "title", ist_patterns_title(study->patterns));
    json_seed(json, "seed", study->seed);
    json_integer(json, "replicates", study->replicates);
    if (study->options->ticks_per_year > 0) {
        json_integer(json, "ticks_per_year", study->options->ticks_per_year);
    }
    json_array(json, "set");
    for (int32_t i = 0; i < study->options->change_count; i++) {
        json_text(json, NULL, study->options->change[i]);
    }
    json_end(json);
    json_boolean(json, "reversed", study->options->reversed);
    if (study->intact) {
        put_hash(json, "parameter_hash", ist_validation_parameter_hash(study->intact));
    }
}

static void put_runs(struct json *json, const struct study *study)
{
    ist_pattern_run_info run;
    json_array(json, "runs");
    for (int32_t i = 0; ist_patterns_run(study->patterns, i, &run); i++) {
        json_object(json, NULL);
        json_text(json, "name", run.name);
        json_text(json, "scenario", run.scenario);
        json_text(json, "title", run.title);
        put_hash(json, "parameter_hash", run.parameter_hash);
        put_hash(json, "model_hash", ist_model_hash(run.model));
        json_end(json);
    }
    json_end(json);
}

static void put_pattern(struct json *json, const ist_pattern_info *info)
{
    char worth[2];
    json_text(json, "id", info->id);
    json_text(json, "text", info->text);
    json_text(json, "group", info->group);
    json_text(json, "run", info->run);
    json_text(json, "evidence", info->evidence);
    json_text(json, "worth", worth_text(info->worth, worth));
    json_text(json, "judgment", ist_kind_name(IST_KIND_JUDGMENT, (int32_t)info->judgment));
    json_numbers(json, "band", (const double[]){info->low, info->high}, 2);
    json_boolean(json, "open", info->open);
}

static void put_verdict(struct json *json, const struct study *study,
                        const ist_validation *validation, int32_t pattern)
{
    ist_verdict verdict = {0};
    ist_validation_verdict(validation, pattern, &verdict);
    json_text(json, "verdict", outcome_name(study_outcome(study, validation, pattern)));
    json_integer(json, "evaluable", verdict.replicates);
    json_integer(json, "missing", verdict.missing);
    json_number(json, "median", verdict.median);
    json_number(json, "p05", verdict.low);
    json_number(json, "p95", verdict.high);
    json_number(json, "mean", verdict.mean);
    json_number(json, "mean_low", verdict.mean_low);
    json_number(json, "mean_high", verdict.mean_high);
    json_number(json, "share", verdict.share);
    json_number(json, "share_low", verdict.share_low);
    json_number(json, "share_high", verdict.share_high);
    json_numbers(json, "values", ist_validation_values(validation, pattern),
                 ist_validation_replicates(validation));
}

static void put_patterns(struct json *json, const struct study *study)
{
    json_array(json, "patterns");
    for (int32_t i = 0; i < study->count; i++) {
        if (study->is_asked[i]) {
            const ist_pattern_info info = study_pattern(study, i);
            json_object(json, NULL);
            put_pattern(json, &info);
            put_verdict(json, study, study->intact, i);
            json_end(json);
        }
    }
    json_end(json);
    json_object(json, "rows");
    for (const char *worth = study_worths; *worth; worth++) {
        const struct tally tally = study_tally(study, study->intact, *worth);
        char key[2];
        json_object(json, worth_text(*worth, key));
        json_integer(json, "judged", tally.judged);
        json_integer(json, "hold", tally.holding);
        json_end(json);
    }
    json_end(json);
}

// ---- Ablations

static void put_expectations(struct json *json, const struct study *study, int32_t index)
{
    json_array(json, "expectations");
    struct expectation expectation = {0};
    while (study_expectation(study, index, &expectation)) {
        json_object(json, NULL);
        json_text(json, "expectation", ist_expectation_name(expectation.kind));
        json_array(json, "patterns");
        for (int32_t k = 0; k < expectation.count; k++) {
            const ist_ablation_row row = study_expectation_row(study, index, &expectation, k);
            json_text(json, NULL, study_pattern(study, row.pattern).id);
        }
        json_end(json);
        json_text(json, "outcome", fate_name(expectation.fate));
        json_end(json);
    }
    json_end(json);
}

static void put_ablation(struct json *json, const struct study *study, int32_t index)
{
    const ist_ablation_info info = study_ablation(study, study->ablation[index]);
    json_object(json, NULL);
    json_text(json, "name", info.name);
    json_text(json, "text", info.text);
    json_array(json, "patterns");
    for (int32_t i = 0; i < study->count; i++) {
        if (study->is_asked[i]) {
            json_object(json, NULL);
            json_text(json, "id", study_pattern(study, i).id);
            put_verdict(json, study, study->ablated[index], i);
            json_end(json);
        }
    }
    json_end(json);
    put_expectations(json, study, index);
    json_end(json);
}

static void put_ablations(struct json *json, const struct study *study)
{
    json_array(json, "ablations");
    for (int32_t i = 0; i < study->ablation_count; i++) {
        put_ablation(json, study, i);
    }
    json_end(json);
    if (study->ablation_count == ist_patterns_ablations(study->patterns)) {
        json_array(json, "survive_every_ablation");
        for (int32_t i = 0; i < study->count; i++) {
            if (study_survives(study, i)) {
                json_text(json, NULL, study_pattern(study, i).id);
            }
        }
        json_end(json);
    }
}

// ---- Jitter

static void put_holding(struct json *json, const struct study *study, int32_t holding)
{
    double low = 0.0;
    double high = 0.0;
    ist_wilson(holding, study->draws, &low, &high);
    json_integer(json, "draws_holding", holding);
    json_number(json, "share", (double)holding / study->draws);
    json_number(json, "share_low", low);
    json_number(json, "share_high", high);
}

static void put_jittered_pattern(struct json *json, const struct study *study, int32_t pattern,
                                 double *medians)
{
    const ist_pattern_info info = study_pattern(study, pattern);
    json_object(json, NULL);
    put_pattern(json, &info);
    if (study_is_judged(study, pattern)) {
        put_holding(json, study, ist_jitter_pattern_holds(study->jitter, pattern));
        json_array(json, "fails_in");
        for (int32_t draw = 0; draw < study->draws; draw++) {
            if (!study->draw_holds[(size_t)pattern * (size_t)study->draws + (size_t)draw]) {
                json_integer(json, NULL, draw);
            }
        }
        json_end(json);
    }
    for (int32_t draw = 0; draw < study->draws; draw++) {
        medians[draw] = ist_jitter_median(study->jitter, pattern, draw);
    }
    json_numbers(json, "medians", medians, study->draws);
    json_end(json);
}

static void put_sets(struct json *json, const struct study *study)
{
    json_object(json, "together");
    for (const char *worth = study_worths; *worth; worth++) {
        char key[2];
        if (study_count_judged(study, *worth) > 0) {
            json_object(json, worth_text(*worth, key));
            put_holding(json, study, ist_jitter_set_holds(study->jitter, *worth));
            json_end(json);
        }
    }
    if (study_count_judged(study, 0) > 0) {
        json_object(json, "all");
        put_holding(json, study, ist_jitter_set_holds(study->jitter, 0));
        json_end(json);
    }
    json_end(json);
}

static void put_draws(struct json *json, const struct study *study, double *values)
{
    json_object(json, "parameters");
    for (int32_t p = 0; p < ist_parameter_count(); p++) {
        for (int32_t draw = 0; draw < study->draws; draw++) {
            values[draw] = ist_jitter_values(study->jitter, draw)[p];
        }
        json_numbers(json, ist_parameter_get(p)->name, values, study->draws);
    }
    json_end(json);
}

static bool put_jitter(struct json *json, const struct study *study)
{
    double *values = calloc((size_t)study->draws, sizeof *values);
    if (!values) {
        return false;
    }
    json_number(json, "jitter", study->options->jitter);
    json_integer(json, "draws", study->draws);
    json_array(json, "patterns");
    for (int32_t i = 0; i < study->count; i++) {
        if (study->is_asked[i]) {
            put_jittered_pattern(json, study, i, values);
        }
    }
    json_end(json);
    put_sets(json, study);
    put_draws(json, study, values);
    free(values);
    return true;
}

bool study_print_json(const struct study *study, struct output *out)
{
    struct json json = {.out = out};
    json_object(&json, NULL);
    put_about(&json, study);
    put_runs(&json, study);
    bool is_complete = true;
    if (study->jitter) {
        is_complete = put_jitter(&json, study);
    } else {
        put_patterns(&json, study);
    }
    if (study->ablation_count > 0) {
        put_ablations(&json, study);
    }
    json_boolean(&json, "holds", study_holds(study));
    json_end(&json);
    return is_complete;
}
