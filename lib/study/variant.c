// SPDX-License-Identifier: GPL-3.0-or-later
// Scenarios with overrides, each compiled once.
#include "study/study.h"

#include "base/memory.h"
#include "scenario/read.h"

#include <string.h>

static bool is_text_same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool is_set_same(const isti_variant *a, const isti_variant *b)
{
    bool is_same = a->source == b->source && a->set_count == b->set_count;
    for (int32_t k = 0; is_same && k < a->set_count; k++) {
        is_same = is_text_same(a->set[k].pointer, b->set[k].pointer) &&
                  is_text_same(a->set[k].value, b->set[k].value);
    }
    return is_same;
}

static int32_t find(const isti_variants *variants, const isti_variant *wanted)
{
    for (int32_t k = 0; k < variants->count; k++) {
        if (is_set_same(&variants->item[k], wanted)) {
            return k;
        }
    }
    return -1;
}

// Overrides of an ablation that concern the scenario of a run, as written in the file.
static const isti_ablation_set *ablation_set(const isti_change *change, int32_t k,
                                             const isti_pattern_run *run)
{
    const isti_ablation_set *set = &change->ablation->sets[k];
    return strcmp(set->scenario, run->scenario) == 0 ? set : NULL;
}

static int32_t ablation_sets(const isti_change *change)
{
    return change->ablation ? change->ablation->set_count : 0;
}

static void append(isti_variant *variant, const ist_override *set, int32_t count)
{
    if (count > 0) {
        memcpy(variant->set + variant->set_count, set, (size_t)count * sizeof *set);
        variant->set_count += count;
    }
}

// Everything that is laid over the scenario of a run: first the caller's, then the run's own, then
// what the study changes.
static ist_status collect(const ist_patterns *patterns, int32_t number, const isti_change *change,
                          isti_variant *out)
{
    const isti_pattern_run *run = &patterns->view.run[number];
    size_t most = (size_t)patterns->set_count + (size_t)run->set_count + (size_t)change->set_count;
    for (int32_t k = 0; k < ablation_sets(change); k++) {
        most += (size_t)change->ablation->sets[k].set_count;
    }
    *out = (isti_variant){.source = patterns->source_of[number],
                          .set = isti_alloc_array(most, sizeof *out->set)};
    if (!out->set) {
        return IST_ERR_NO_MEMORY;
    }
    for (int32_t k = 0; k < patterns->set_count; k++) {
        append(out, &patterns->set[k], patterns->source[out->source].fits[k]);
    }
    append(out, run->set, run->set_count);
    for (int32_t k = 0; k < ablation_sets(change); k++) {
        const isti_ablation_set *set = ablation_set(change, k, run);
        append(out, set ? set->set : NULL, set ? set->set_count : 0);
    }
    append(out, change->set, change->set_count);
    return IST_OK;
}

// Was something found in the text itself, apart from what overrides did?
static bool has_fault_in(const isti_source *source, const ist_errors *errors, int32_t first)
{
    for (int32_t k = first; k < ist_errors_count(errors); k++) {
        const char *where = ist_errors_get(errors, k)->source;
        const size_t path = strlen(source->path);
        const size_t tail = strlen(where);
        if (tail > 0 && tail <= path && strcmp(source->path + path - tail, where) == 0) {
            return true;
        }
    }
    return false;
}

static ist_status compile(isti_variants *variants, isti_variant *variant,
                          const ist_patterns *patterns, ist_errors *errors)
{
    const isti_source *source = &patterns->source[variant->source];
    ist_scenario_options options = patterns->options;
    options.set = variant->set;
    options.set_count = variant->set_count;
    char *folder = isti_read_folder(source->path);
    if (!folder) {
        return isti_fail(errors, IST_ERR_NO_MEMORY, "", "%s", ist_status_text(IST_ERR_NO_MEMORY));
    }
    options.folder = folder;
    options.file = NULL;
    options.file_count = 0;
    const int32_t before = ist_errors_count(errors);
    variant->scenario =
        ist_scenario_parse(source->text, source->length, source->path, &options, errors);
    isti_free(folder);
    if (!variant->scenario) {
        if (variants->is_faulty) {
            variants->is_faulty[variant->source] = has_fault_in(source, errors, before);
        }
        return IST_ERR_ARGUMENT;
    }
    variant->model = ist_scenario_model(variant->scenario);
    return IST_OK;
}

static ist_status make_room(isti_variants *variants, ist_errors *errors)
{
    if (variants->count < variants->room) {
        return IST_OK;
    }
    const size_t room = isti_grown((size_t)variants->room, (size_t)variants->count + 1);
    isti_variant *item =
        isti_resize_array(variants->item, (size_t)variants->room, room, sizeof *item);
    if (!item) {
        return isti_fail(errors, IST_ERR_NO_MEMORY, "", "%s", ist_status_text(IST_ERR_NO_MEMORY));
    }
    variants->item = item;
    variants->room = (int32_t)room;
    return IST_OK;
}

// Take over a model that the patterns have, or compile one.
static ist_status fill(isti_variants *variants, isti_variant *variant, const ist_patterns *patterns,
                       ist_errors *errors)
{
    const int32_t there = find(&patterns->variants, variant);
    if (there >= 0) {
        variant->model = patterns->variants.item[there].model;
        return IST_OK;
    }
    if (variants->is_faulty && variants->is_faulty[variant->source]) {
        return IST_ERR_ARGUMENT;
    }
    return compile(variants, variant, patterns, errors);
}

int32_t isti_variants_add(isti_variants *variants, const ist_patterns *patterns, int32_t run,
                          const isti_change *change, ist_errors *errors)
{
    isti_variant wanted;
    if (make_room(variants, errors) != IST_OK) {
        return -1;
    }
    if (collect(patterns, run, change, &wanted) != IST_OK) {
        isti_fail(errors, IST_ERR_NO_MEMORY, "", "%s", ist_status_text(IST_ERR_NO_MEMORY));
        return -1;
    }
    const int32_t there = find(variants, &wanted);
    if (there >= 0 || fill(variants, &wanted, patterns, errors) != IST_OK) {
        isti_free(wanted.set);
        return there;
    }
    variants->item[variants->count] = wanted;
    return variants->count++;
}

void isti_variants_clear(isti_variants *variants)
{
    for (int32_t k = 0; k < variants->count; k++) {
        ist_scenario_destroy(variants->item[k].scenario);
        isti_free(variants->item[k].set);
    }
    isti_free(variants->item);
    isti_free(variants->is_faulty);
    *variants = (isti_variants){0};
}
