// SPDX-License-Identifier: GPL-3.0-or-later
// The points of a sweep: what varies, and what came out.
#include "driver/report/points.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver/exit_code.h"
#include "driver/message.h"

enum { MOST_CELLS = 30 }; // of a grid, in each direction

// ---- Room

void points_close(struct points *points)
{
    for (int32_t i = 0; points->sample && i < points->count; i++) {
        sample_close(&points->sample[i]);
    }
    for (int32_t f = 0; points->factor && f < points->factors; f++) {
        free(points->factor[f].level);
        free(points->factor[f].label);
        free(points->factor[f].at);
    }
    free(points->sample);
    free(points->variant);
    free(points->factor);
    *points = (struct points){0};
}

static bool list_variants(struct points *points, const ist_experiment *experiment)
{
    const int32_t variants = ist_experiment_variants(experiment);
    points->variant = calloc((size_t)variants + 1, sizeof *points->variant);
    for (int32_t v = 0; points->variant && v < variants; v++) {
        ist_variant_info info = {0};
        ist_experiment_variant(experiment, v, &info);
        if (info.scenario == points->scenario) {
            points->variant[points->count++] = v;
        }
    }
    points->sample = calloc((size_t)points->count + 1, sizeof *points->sample);
    return points->variant && points->sample;
}

// ---- What varies

static const char *value_at(const ist_experiment *experiment, int32_t variant, const char *pointer)
{
    ist_variant_info info = {0};
    ist_experiment_variant(experiment, variant, &info);
    for (int32_t k = info.set_common; k < info.set_count; k++) {
        if (strcmp(info.set[k].pointer, pointer) == 0) {
            return info.set[k].value ? info.set[k].value : "null";
        }
    }
    return NULL;
}

static bool is_number(const char *text, double *out)
{
    char *end = NULL;
    *out = strtod(text, &end);
    return end != text && *end == '\0' && isfinite(*out);
}

// Every level in order of appearance, then by size where they are numbers.
static int32_t find_level(struct factor *factor, const char *value)
{
    double number = 0.0;
    const bool is_numeric = is_number(value, &number);
    for (int32_t l = 0; l < factor->levels; l++) {
        const bool is_same = factor->is_numeric && is_numeric
                                 ? !(fabs(factor->level[l] - number) > 0.0)
                                 : strncmp(factor->label[l], value, VALUE_SIZE - 1) == 0;
        if (is_same) {
            return l;
        }
    }
    const int32_t level = factor->levels++;
    factor->is_numeric = factor->is_numeric && is_numeric;
    factor->level[level] = number;
    snprintf(factor->label[level], VALUE_SIZE, "%s", value);
    return level;
}

static void sort_levels(const struct points *points, struct factor *factor)
{
    for (int32_t i = 1; factor->is_numeric && i < factor->levels; i++) {
        for (int32_t k = i; k > 0 && factor->level[k] < factor->level[k - 1]; k--) {
            const double level = factor->level[k];
            char label[VALUE_SIZE];
            memcpy(label, factor->label[k], VALUE_SIZE);
            factor->level[k] = factor->level[k - 1];
            memcpy(factor->label[k], factor->label[k - 1], VALUE_SIZE);
            factor->level[k - 1] = level;
            memcpy(factor->label[k - 1], label, VALUE_SIZE);
            for (int32_t p = 0; p < points->count; p++) {
                factor->at[p] = factor->at[p] == k       ? k - 1
                                : factor->at[p] == k - 1 ? k
                                                         : factor->at[p];
            }
        }
    }
    for (int32_t l = 0; l < factor->levels; l++) {
        if (factor->is_numeric) {
            snprintf(factor->label[l], VALUE_SIZE, "%.4g",
                     factor->level[l]); // 0.7, not 0.7000000000000001
        } else {
            factor->level[l] = l;
        }
    }
}

static bool open_factor(struct points *points, const ist_experiment *experiment,
                        const char *pointer)
{
    struct factor *factor = &points->factor[points->factors++];
    const size_t room = (size_t)points->count + 1;
    const char *name = strrchr(pointer, '/');
    *factor = (struct factor){.is_numeric = true,
                              .level = calloc(room, sizeof *factor->level),
                              .label = calloc(room, sizeof *factor->label),
                              .at = calloc(room, sizeof *factor->at)};
    if (!factor->level || !factor->label || !factor->at) {
        return false;
    }
    snprintf(factor->pointer, sizeof factor->pointer, "%s", pointer);
    snprintf(factor->name, FACTOR_NAME, "%s", name ? name + 1 : pointer);
    for (char *c = factor->name; *c; c++) {
        *c = *c == '_' ? ' ' : *c;
    }
    for (int32_t p = 0; p < points->count; p++) {
        const char *value = value_at(experiment, points->variant[p], pointer);
        factor->at[p] = value ? find_level(factor, value) : -1;
    }
    sort_levels(points, factor);
    return true;
}

static bool is_listed(const struct points *points, const char *pointer)
{
    for (int32_t f = 0; f < points->factors; f++) {
        if (strcmp(points->factor[f].pointer, pointer) == 0) {
            return true;
        }
    }
    return false;
}

static bool find_factors(struct points *points, const ist_experiment *experiment)
{
    ist_variant_info info = {0};
    ist_experiment_variant(experiment, points->variant[0], &info);
    points->factor = calloc((size_t)(info.set_count - info.set_common) + 1, sizeof *points->factor);
    bool is_found = points->factor != NULL;
    for (int32_t k = info.set_common; is_found && k < info.set_count; k++) {
        is_found = is_listed(points, info.set[k].pointer) ||
                   open_factor(points, experiment, info.set[k].pointer);
    }
    return is_found;
}

bool points_are_grid(const struct points *points)
{
    if (points->factors != 2) {
        return false;
    }
    const struct factor *a = &points->factor[0];
    const struct factor *b = &points->factor[1];
    return a->levels > 1 && b->levels > 1 && a->levels <= MOST_CELLS && b->levels <= MOST_CELLS &&
           (int64_t)a->levels * b->levels == points->count;
}

// ---- What came out

static int read_point(struct points *points, ist_store *store, const ist_experiment *experiment,
                      int32_t point, ist_errors *errors)
{
    struct sample *sample = &points->sample[point];
    const int32_t replicates = ist_experiment_replicates(experiment);
    const int32_t variants = ist_experiment_variants(experiment);
    const int32_t jobs = ist_experiment_jobs(experiment);
    bool is_open = false;
    for (int64_t job = points->variant[point]; job < jobs; job += variants) {
        if (!ist_store_has(store, (int32_t)job)) {
            continue;
        }
        ist_run_record *record = ist_store_read(store, (int32_t)job, errors);
        if (!record) {
            return complain_all(errors);
        }
        const int32_t last = record->ticks - 1;
        if (!is_open && !sample_open(sample, &last, 1, 0, replicates, false)) {
            ist_run_record_destroy(record);
            return complain_memory();
        }
        is_open = true;
        sample_add(sample, record);
        ist_run_record_destroy(record);
    }
    // A point of which every run failed: nothing is known of it.
    const int32_t none = 0;
    return is_open || sample_open(sample, &none, 1, 0, replicates, false) ? CODE_OK
                                                                          : complain_memory();
}

int points_open(struct points *points, ist_store *store, const ist_experiment *experiment,
                int32_t scenario)
{
    ist_experiment_scenario source = {0};
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    ist_experiment_scenario_get(experiment, scenario, &source);
    *points =
        (struct points){.scenario = scenario,
                        .title = source.title && source.title[0] ? source.title : source.name};
    int code = list_variants(points, experiment) && find_factors(points, experiment)
                   ? CODE_OK
                   : complain_memory();
    for (int32_t p = 0; p < points->count && code == CODE_OK; p++) {
        code = read_point(points, store, experiment, p, errors);
    }
    ist_errors_destroy(errors);
    return code;
}
