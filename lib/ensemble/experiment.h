// SPDX-License-Identifier: GPL-3.0-or-later
// What is to be run: scenarios, variants of them, and replicates.
#ifndef ISTI_ENSEMBLE_EXPERIMENT_H
#define ISTI_ENSEMBLE_EXPERIMENT_H

#include <interstice/experiment.h>

#include "base/crew.h"
#include "base/pack.h"
#include "base/sha256.h"

enum { ISTI_MODELS_KEPT = 256 }; // compiled models that wait for their next use

typedef struct isti_experiment_source {
    char *path, *text, *name, *title;
    size_t length;
    uint64_t seed;
    ist_scenario_file *file; // that the scenario names, owned
    int32_t files;
} isti_experiment_source;

typedef struct isti_experiment_input {
    char *path;
    char sha256[ISTI_SHA256_SIZE];
    int64_t bytes;
} isti_experiment_input;

typedef struct isti_experiment_variant {
    int32_t scenario, point;
    char *policy;      // NULL: the managers' own
    ist_override *set; // texts owned
    int32_t set_count, set_common, set_design;
    uint64_t hash; // of everything but the replicate
} isti_experiment_variant;

// Compiled variants. Guarded by the lock, which is also held while one is compiled: the JSON parser
// keeps a global.
typedef struct isti_models {
    isti_lock *lock;
    struct isti_model_slot {
        ist_scenario *scenario; // NULL: not compiled
        int32_t users;
        int64_t used; // when it was last asked for
    } * slot;         // of each variant
    int32_t *kept;    // variants that are compiled
    size_t kept_count, kept_capacity;
    int64_t now;
} isti_models;

struct ist_experiment {
    isti_experiment_source *source;
    int32_t sources;
    isti_experiment_input *input;
    int32_t inputs;
    isti_experiment_variant *variant;
    int32_t variants;
    int32_t replicates, ticks;
    bool twins, units;
    int32_t *network; // ticks, rising, -1 for the last first
    int32_t network_count;
    uint64_t hash;
    ist_scenario_options options; // without overrides
    isti_models *models;          // changes while the rest does not
};

// Room for the files of a scenario; false when memory is short.
bool isti_source_make_files(isti_experiment_source *source, int32_t files);

// The ticks at which networks are measured, each once. False when memory is short.
bool isti_experiment_choose_network(ist_experiment *e, const int32_t *ticks, int32_t count);

// Room for the counts given; NULL when memory is short.
ist_experiment *isti_experiment_open(int32_t sources, int32_t inputs, int32_t variants);

// Once everything else is there: the hashes.
void isti_experiment_seal(ist_experiment *e);

// What a job is to run with this model.
struct isti_task;

void isti_experiment_put(isti_pack *pack, const ist_experiment *e);

// ---- Compiled variants (experiment_models.c)

isti_models *isti_models_open(int32_t variants); // NULL when memory is short
void isti_models_clear(isti_models *models, int32_t variants);

#endif
