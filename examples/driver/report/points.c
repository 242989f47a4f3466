// SPDX-License-Identifier: GPL-3.0-or-later
// The points of a sweep: what varies, and what came out.
#include "driver/report/points.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver/exit_code.h"
#include "driver/message.h"
#include "driver/text.h"

enum { MOST_CELLS = 30 /* of a grid, in each direction */, LABEL_COLUMNS = 11 };

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

// What a point sets a factor to.
struct setting {
    const char *value; // as JSON; borrowed
    double number;     // 0 where it is none
    int32_t point;
    int32_t first; // point that is the first one to set it to that
};

static int by_point(const void *a, const void *b)
{
    const struct setting *one = a;
    const struct setting *other = b;
    return (one->point > other->point) - (one->point < other->point);
}

static int by_number(const void *a, const void *b)
{
    const struct setting *one = a;
    const struct setting *other = b;
    const int order = (one->number > other->number) - (one->number < other->number);
    return order != 0 ? order : by_point(a, b);
}

static int by_word(const void *a, const void *b)
{
    const struct setting *one = a;
    const struct setting *other = b;
    const int order = strcmp(one->value, other->value);
    return order != 0 ? order : by_point(a, b);
}

static bool are_alike(const struct factor *factor, const struct setting *a, const struct setting *b)
{
    return factor->is_numeric ? !(fabs(a->number - b->number) > 0.0)
                              : strcmp(a->value, b->value) == 0;
}

// Numbers in few digits, 0.7 and not 0.7000000000000001; words without their quotes, cut to fit an axis.
static void put_label(const struct factor *factor, const struct setting *setting,
                      char label[VALUE_SIZE])
{
    if (factor->is_numeric) {
        snprintf(label, VALUE_SIZE, "%.4g", setting->number);
        return;
    }
    char text[256];
    const size_t length = strlen(setting->value);
    const bool is_quoted = length > 1 && setting->value[0] == '"';
    snprintf(text, sizeof text, "%.*s", (int)(length - 2 * is_quoted), setting->value + is_quoted);
    text_shorten(text, sizeof text, LABEL_COLUMNS);
    snprintf(label, VALUE_SIZE, "%.*s", VALUE_SIZE - 1, text);
}

// Equal settings are one level. Numbers stand by size, words as they appear.
static void number_levels(struct factor *factor, struct setting *settings, int32_t count)
{
    qsort(settings, (size_t)count, sizeof *settings, factor->is_numeric ? by_number : by_word);
    for (int32_t i = 0; i < count; i++) {
        const bool is_same = i > 0 && are_alike(factor, &settings[i - 1], &settings[i]);
        settings[i].first = is_same ? settings[i - 1].first : settings[i].point;
    }
    if (!factor->is_numeric) {
        qsort(settings, (size_t)count, sizeof *settings, by_point);
    }
    for (int32_t i = 0; i < count; i++) {
        if (settings[i].first == settings[i].point) {
            const int32_t level = factor->levels++;
            factor->at[settings[i].point] = level;
            factor->level[level] = factor->is_numeric ? settings[i].number : level;
            put_label(factor, &settings[i], factor->label[level]);
        }
    }
    for (int32_t i = 0; i < count; i++) {
        factor->at[settings[i].point] = factor->at[settings[i].first];
    }
}

static bool find_levels(const struct points *points, struct factor *factor,
                        const ist_experiment *experiment)
{
    struct setting *settings = calloc((size_t)points->count + 1, sizeof *settings);
    int32_t count = 0;
    for (int32_t p = 0; settings && p < points->count; p++) {
        struct setting *one = &settings[count];
        *one = (struct setting){.value = value_at(experiment, points->variant[p], factor->pointer),
                                .point = p};
        factor->at[p] = -1;
        if (one->value) {
            factor->is_numeric = is_number(one->value, &one->number) && factor->is_numeric;
            count++;
        }
    }
    if (settings && count > 0) {
        number_levels(factor, settings, count);
    }
    free(settings);
    return settings != NULL;
}

static void name_factor(struct factor *factor, const char *name)
{
    snprintf(factor->name, FACTOR_NAME, "%s", name);
    for (char *c = factor->name; *c; c++) {
        *c = *c == '_' || *c == '/' ? ' ' : *c;
    }
}

static bool open_factor(struct points *points, const ist_experiment *experiment,
                        const char *pointer)
{
    struct factor *factor = &points->factor[points->factors++];
    const size_t room = (size_t)points->count + 1;
    const char *name = strrchr(pointer, '/');
    *factor = (struct factor){.pointer = pointer,
                              .is_numeric = true,
                              .level = calloc(room, sizeof *factor->level),
                              .label = calloc(room, sizeof *factor->label),
                              .at = calloc(room, sizeof *factor->at)};
    if (!factor->level || !factor->label || !factor->at) {
        return false;
    }
    name_factor(factor, name ? name + 1 : pointer);
    return find_levels(points, factor, experiment);
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

// "/managers/0/policy" and "/managers/1/policy" end alike.
static void tell_apart(struct points *points)
{
    for (int32_t f = 0; f < points->factors; f++) {
        struct factor *one = &points->factor[f];
        for (int32_t k = 0; k < points->factors; k++) {
            const char *end = strrchr(points->factor[k].pointer, '/');
            const char *own = strrchr(one->pointer, '/');
            if (k != f && end && own && strcmp(end, own) == 0) {
                name_factor(one, one->pointer + 1);
            }
        }
    }
}

static bool find_factors(struct points *points, const ist_experiment *experiment)
{
    ist_variant_info info = {0};
    ist_experiment_variant(experiment, points->variant[0], &info);
    points->factor = calloc((size_t)(info.set_count - info.set_common) + 1, sizeof *points->factor);
    points->factors = 0;
    bool is_found = points->factor != NULL;
    for (int32_t k = info.set_common; is_found && k < info.set_count; k++) {
        is_found = is_listed(points, info.set[k].pointer) ||
                   open_factor(points, experiment, info.set[k].pointer);
    }
    if (is_found) {
        tell_apart(points);
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

// Reading all runs of a store once.
struct gathering {
    struct points *points;
    int32_t variants, replicates;
    int32_t *point; // of each variant; -1: of another scenario
};

static ist_status add_run(void *context, int32_t job, const ist_run_record *record)
{
    struct gathering *all = context;
    const int32_t point = all->point[job % all->variants];
    const int32_t last = record->ticks - 1;
    if (point < 0) {
        return IST_OK;
    }
    struct sample *sample = &all->points->sample[point];
    if (!sample->metric && !sample_open(sample, &last, 1, 0, all->replicates, false)) {
        return IST_ERR_NO_MEMORY;
    }
    sample_add(sample, record);
    return IST_OK;
}

// Of points without any run, because all failed or are missing, nothing is known.
static bool open_others(const struct points *points, int32_t replicates)
{
    const int32_t none = 0;
    bool is_open = true;
    for (int32_t p = 0; is_open && p < points->count; p++) {
        struct sample *sample = &points->sample[p];
        is_open = sample->metric || sample_open(sample, &none, 1, 0, replicates, false);
    }
    return is_open;
}

static int read_points(struct points *points, ist_store *store, const ist_experiment *experiment,
                       ist_errors *errors)
{
    struct gathering all = {.points = points,
                            .variants = ist_experiment_variants(experiment),
                            .replicates = ist_experiment_replicates(experiment)};
    all.point = calloc((size_t)all.variants + 1, sizeof *all.point);
    if (!all.point) {
        return complain_memory();
    }
    memset(all.point, -1, (size_t)all.variants * sizeof *all.point);
    for (int32_t p = 0; p < points->count; p++) {
        all.point[points->variant[p]] = p;
    }
    const ist_status status = ist_store_each(store, 0, 1, 0, add_run, &all, errors);
    free(all.point);
    if (status != IST_OK && status != IST_ERR_NO_MEMORY) {
        return complain_all(errors);
    }
    return status == IST_OK && open_others(points, all.replicates) ? CODE_OK : complain_memory();
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
    *points = (struct points){.scenario = scenario,
                              .title = source.title && source.title[0] ? source.title : source.name,
                              .is_single = ist_experiment_replicates(experiment) == 1};
    int code = list_variants(points, experiment) && find_factors(points, experiment)
                   ? CODE_OK
                   : complain_memory();
    code = code == CODE_OK ? read_points(points, store, experiment, errors) : code;
    ist_errors_destroy(errors);
    return code;
}
