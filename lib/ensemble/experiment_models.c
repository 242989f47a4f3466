// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled variants: made when first asked for, shared, and kept for a while.
#include "ensemble/experiment.h"

#include "base/memory.h"

isti_models *isti_models_open(int32_t variants)
{
    isti_models *models = isti_alloc_array(1, sizeof *models);
    if (!models) {
        return NULL;
    }
    models->lock = isti_lock_create();
    models->slot = isti_alloc_array((size_t)variants, sizeof *models->slot);
    if (!models->lock || !models->slot) {
        isti_models_clear(models, 0);
        return NULL;
    }
    return models;
}

void isti_models_clear(isti_models *models, int32_t variants)
{
    if (!models) {
        return;
    }
    for (int32_t v = 0; v < variants; v++) {
        ist_scenario_destroy(models->slot[v].scenario);
    }
    isti_free(models->slot);
    isti_free(models->kept);
    isti_lock_destroy(models->lock);
    isti_free(models);
}

// Let go of the model that has waited longest, if there are many.
static void make_room(isti_models *models)
{
    if (models->kept_count < ISTI_MODELS_KEPT) {
        return;
    }
    size_t oldest = models->kept_count;
    for (size_t i = 0; i < models->kept_count; i++) {
        const struct isti_model_slot *slot = &models->slot[models->kept[i]];
        if (slot->users == 0 && (oldest == models->kept_count ||
                                 slot->used < models->slot[models->kept[oldest]].used)) {
            oldest = i;
        }
    }
    if (oldest < models->kept_count) {
        struct isti_model_slot *slot = &models->slot[models->kept[oldest]];
        ist_scenario_destroy(slot->scenario);
        slot->scenario = NULL;
        models->kept[oldest] = models->kept[--models->kept_count];
    }
}

// One more place in the list of those kept.
static bool extend(isti_models *models)
{
    if (models->kept_count < models->kept_capacity) {
        return true;
    }
    const size_t capacity = isti_grown(models->kept_capacity, models->kept_count + 1);
    int32_t *kept = isti_resize_array(models->kept, models->kept_capacity, capacity, sizeof *kept);
    if (!kept) {
        return false;
    }
    models->kept = kept;
    models->kept_capacity = capacity;
    return true;
}

static ist_scenario *compile(const ist_experiment *e, int32_t variant, ist_errors *errors)
{
    const isti_experiment_variant *v = &e->variant[variant];
    const isti_experiment_source *source = &e->source[v->scenario];
    ist_scenario_options options = e->options;
    options.set = v->set;
    options.set_count = v->set_count;
    options.file = source->file;
    options.file_count = source->files;
    return ist_scenario_parse(source->text, source->length, source->path, &options, errors);
}

const ist_model *ist_experiment_hold(const ist_experiment *e, int32_t variant, ist_errors *errors)
{
    if (variant < 0 || variant >= e->variants) {
        isti_fail(errors, IST_ERR_ARGUMENT, "", "there is no variant %d", (int)variant);
        return NULL;
    }
    isti_models *models = e->models;
    isti_lock_hold(models->lock);
    struct isti_model_slot *slot = &models->slot[variant];
    if (!slot->scenario) {
        make_room(models);
        if (extend(models)) {
            slot->scenario = compile(e, variant, errors);
        } else {
            isti_fail(errors, IST_ERR_NO_MEMORY, "", "out of memory");
        }
        if (slot->scenario) {
            models->kept[models->kept_count++] = variant;
        }
    }
    slot->users += slot->scenario != NULL;
    slot->used = ++models->now;
    const ist_model *model = ist_scenario_model(slot->scenario);
    isti_lock_release(models->lock);
    return model;
}

void ist_experiment_release(const ist_experiment *e, int32_t variant)
{
    isti_models *models = e->models;
    isti_lock_hold(models->lock);
    struct isti_model_slot *slot = &models->slot[variant];
    slot->users -= slot->scenario && slot->users > 0;
    isti_lock_release(models->lock);
}
