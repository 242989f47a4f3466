// SPDX-License-Identifier: GPL-3.0-or-later
// Laying out an experiment: scenarios, then for each its points, for each of these its policies.
#include "ensemble/experiment.h"

#include "base/memory.h"
#include "ensemble/design.h"
#include "scenario/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What an experiment is made from.
typedef struct plan {
    isti_experiment_source *source; // of each scenario
    isti_experiment_source table;   // file of the design; empty without one
    ist_design *design;             // NULL: none
} plan;

ist_experiment_def ist_experiment_def_default(void)
{
    return (ist_experiment_def){.def_size = sizeof(ist_experiment_def), .replicates = 1};
}

// ---- Life

ist_experiment *isti_experiment_open(int32_t sources, int32_t inputs, int32_t variants)
{
    ist_experiment *e = isti_alloc_array(1, sizeof *e);
    if (!e) {
        return NULL;
    }
    e->options = ist_scenario_options_default();
    e->source = isti_alloc_array((size_t)sources, sizeof *e->source);
    e->input = isti_alloc_array((size_t)inputs, sizeof *e->input);
    e->variant = isti_alloc_array((size_t)variants, sizeof *e->variant);
    e->sources = e->source ? sources : 0;
    e->inputs = e->input ? inputs : 0;
    e->variants = e->variant ? variants : 0;
    e->models = isti_models_open(variants);
    if (!e->source || !e->input || !e->variant || !e->models) {
        ist_experiment_destroy(e);
        return NULL;
    }
    return e;
}

bool isti_source_make_files(isti_experiment_source *source, int32_t files)
{
    source->file = isti_alloc_array((size_t)files, sizeof *source->file);
    source->files = source->file ? files : 0;
    return source->file != NULL;
}

static int compare_ticks(const void *left, const void *right)
{
    const int32_t a = *(const int32_t *)left;
    const int32_t b = *(const int32_t *)right;
    return (a > b) - (a < b);
}

bool isti_experiment_choose_network(ist_experiment *e, const int32_t *ticks, int32_t count)
{
    e->network = isti_alloc_array((size_t)count, sizeof *e->network);
    if (!e->network) {
        return false;
    }
    for (int32_t i = 0; i < count; i++) {
        e->network[i] = isti_max_i(ticks[i], -1);
    }
    qsort(e->network, (size_t)count, sizeof *e->network, compare_ticks);
    for (int32_t i = 0; i < count; i++) {
        if (i == 0 || e->network[i] != e->network[i - 1]) {
            e->network[e->network_count++] = e->network[i];
        }
    }
    return true;
}

static void clear_sources(isti_experiment_source *source, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        isti_free(source[i].path);
        isti_free(source[i].text);
        isti_free(source[i].name);
        isti_free(source[i].title);
        for (int32_t k = 0; k < source[i].files; k++) {
            isti_free((void *)(uintptr_t)source[i].file[k].name);
            isti_free((void *)(uintptr_t)source[i].file[k].bytes);
        }
        isti_free(source[i].file);
    }
    isti_free(source);
}

void ist_experiment_destroy(ist_experiment *e)
{
    if (!e) {
        return;
    }
    isti_models_clear(e->models, e->variants);
    clear_sources(e->source, e->sources);
    for (int32_t i = 0; i < e->inputs; i++) {
        isti_free(e->input[i].path);
    }
    for (int32_t v = 0; v < e->variants; v++) {
        for (int32_t k = 0; k < e->variant[v].set_count; k++) {
            ist_override_clear(&e->variant[v].set[k]);
        }
        isti_free(e->variant[v].set);
        isti_free(e->variant[v].policy);
    }
    isti_free(e->input);
    isti_free(e->variant);
    isti_free(e->network);
    isti_free(e);
}

// ---- Sealing

static uint64_t hash_of_variant(const ist_experiment *e, const isti_experiment_variant *v)
{
    const isti_experiment_source *source = &e->source[v->scenario];
    isti_pack pack = {.bytes = NULL};
    isti_pack_text(&pack, source->text);
    for (int32_t k = 0; k < source->files; k++) {
        isti_pack_text(&pack, source->file[k].name);
        isti_pack_text(&pack, source->file[k].bytes);
    }
    isti_pack_word(&pack, source->seed);
    isti_pack_int(&pack, v->point);
    isti_pack_text(&pack, v->policy);
    for (int32_t k = 0; k < v->set_count; k++) {
        isti_pack_text(&pack, v->set[k].pointer);
        isti_pack_text(&pack, v->set[k].value);
    }
    isti_pack_int(&pack, e->ticks);
    isti_pack_int(&pack, e->twins);
    isti_pack_int(&pack, e->units);
    for (int32_t i = 0; i < e->network_count; i++) {
        isti_pack_int(&pack, e->network[i]);
    }
    const uint64_t hash = pack.no_memory ? 0 : isti_digest(2, pack.bytes, pack.length);
    isti_pack_clear(&pack);
    return hash;
}

void isti_experiment_seal(ist_experiment *e)
{
    e->hash = (uint64_t)e->variants;
    for (int32_t v = 0; v < e->variants; v++) {
        e->variant[v].hash = hash_of_variant(e, &e->variant[v]);
        e->hash = isti_digest(e->hash, &e->variant[v].hash, sizeof e->variant[v].hash);
    }
}

// ---- Scenarios

static ist_status fail_memory(ist_errors *errors)
{
    return isti_fail(errors, IST_ERR_NO_MEMORY, "", "out of memory");
}

// A file with its bytes, or a text given; `out` owns what it gets.
static ist_status take_text(const ist_experiment_source *from, isti_experiment_source *out,
                            ist_errors *errors)
{
    char *text =
        from->text ? isti_alloc_scratch(from->length + 1, 1)
                   : isti_read_file(from->path, isti_read_source(from->path), &out->length, errors);
    if (!text) {
        return from->text ? fail_memory(errors) : IST_ERR_IO;
    }
    if (from->text) {
        memcpy(text, from->text, from->length);
        text[from->length] = '\0';
        out->length = from->length;
    }
    out->text = text;
    out->path = isti_copy_text(from->path);
    return out->path ? IST_OK : fail_memory(errors);
}

static ist_status take_input(const char *path, const char *bytes, size_t length,
                             isti_experiment_input *out, ist_errors *errors)
{
    out->path = isti_copy_text(path);
    out->bytes = (int64_t)length;
    isti_sha256(bytes, length, out->sha256);
    return out->path ? IST_OK : fail_memory(errors);
}

// The files that a scenario named, so that it can be read again without them.
static ist_status take_files(const ist_scenario *scenario, isti_experiment_source *source,
                             ist_errors *errors)
{
    ist_scenario_file file;
    int32_t count = 0;
    while (ist_scenario_file_get(scenario, count, &file)) {
        count++;
    }
    if (count == 0) {
        return IST_OK;
    }
    if (!isti_source_make_files(source, count)) {
        return fail_memory(errors);
    }
    for (int32_t k = 0; ist_scenario_file_get(scenario, k, &file); k++) {
        char *bytes = isti_alloc_scratch(file.length + 1, 1);
        char *name = isti_copy_text(file.name);
        source->file[k] = (ist_scenario_file){.name = name, .bytes = bytes, .length = file.length};
        if (!bytes || !name) {
            return fail_memory(errors);
        }
        memcpy(bytes, file.bytes, file.length);
        bytes[file.length] = '\0';
    }
    return IST_OK;
}

// What the scenario says of itself, with the changes for all.
static ist_status inspect(const ist_experiment_def *def, isti_experiment_source *source,
                          ist_scenario **out, ist_errors *errors)
{
    char *folder = isti_read_folder(source->path);
    if (!folder) {
        return fail_memory(errors);
    }
    ist_scenario_options options = def->options ? *def->options : ist_scenario_options_default();
    options.folder = options.folder ? options.folder : folder;
    options.keep_files = true;
    ist_scenario *scenario =
        ist_scenario_parse(source->text, source->length, source->path, &options, errors);
    isti_free(folder);
    *out = scenario;
    if (!scenario) {
        return IST_ERR_ARGUMENT;
    }
    const ist_status status = take_files(scenario, source, errors);
    if (status != IST_OK) {
        return status;
    }
    const ist_model *model = ist_scenario_model(scenario);
    source->name = isti_copy_text(ist_model_name(model));
    source->title = isti_copy_text(ist_model_title(model));
    source->seed = def->is_seeded ? def->seed : ist_scenario_seed(scenario);
    if (def->ticks > ist_model_ticks(model)) {
        return isti_fail(errors, IST_ERR_ARGUMENT, "", "%d ticks: the calendar of %s has %d",
                         (int)def->ticks, source->path, (int)ist_model_ticks(model));
    }
    return source->name && source->title ? IST_OK : fail_memory(errors);
}

// ---- Variants

// "/managers/*/policy", or that of one group.
static char *policy_pointer(const char *managers)
{
    const char *name = managers ? managers : "";
    const size_t room = 2 * strlen(name) + sizeof "/managers/name=/policy";
    char *pointer = isti_alloc_array(room, 1);
    char *escaped = isti_alloc_array(2 * strlen(name) + 1, 1);
    for (size_t used = 0; escaped && *name; name++) {
        const bool is_special = *name == '~' || *name == '/';
        escaped[used++] = is_special ? '~' : *name;
        if (is_special) {
            escaped[used++] = *name == '~' ? '0' : '1';
        }
    }
    if (pointer && escaped) {
        snprintf(pointer, room, managers ? "/managers/name=%s/policy" : "/managers/*/policy",
                 escaped);
    }
    isti_free(escaped);
    return pointer;
}

static bool add_override(isti_experiment_variant *v, const char *pointer, const char *value,
                         const ist_override *place)
{
    ist_override *set = &v->set[v->set_count];
    char *own_pointer = isti_copy_text(pointer);
    char *own_value = isti_copy_text(value);
    *set = (ist_override){.pointer = own_pointer, .value = own_value};
    v->set_count++;
    if (place) {
        set->line = place->line;
        set->column = place->column;
    }
    return own_pointer && (own_value || !value);
}

static bool add_policy(isti_experiment_variant *v, const ist_experiment_def *def,
                       const char *policy)
{
    char *pointer = policy_pointer(def->managers);
    const size_t room = strlen(policy) + sizeof "/=";
    char *text = isti_alloc_array(room, 1);
    ist_override parsed = {.pointer = NULL};
    if (text) {
        snprintf(text, room, "/=%s", policy);
    }
    const bool is_parsed = text && ist_override_parse(text, &parsed) == IST_OK;
    v->policy = isti_copy_text(policy);
    const bool is_added =
        pointer && is_parsed && v->policy && add_override(v, pointer, parsed.value, NULL);
    ist_override_clear(&parsed);
    isti_free(text);
    isti_free(pointer);
    return is_added;
}

// The changes of a variant: those for all, those of its point, that of its policy.
static bool fill_variant(isti_experiment_variant *v, const ist_experiment_def *def,
                         const ist_design *design, const char *policy)
{
    const int32_t common = def->options ? def->options->set_count : 0;
    const int32_t factors = design ? ist_design_factors(design) : 0;
    v->set = isti_alloc_array((size_t)common + (size_t)factors + 1, sizeof *v->set);
    if (!v->set) {
        return false;
    }
    for (int32_t k = 0; k < common; k++) {
        const ist_override *set = &def->options->set[k];
        if (!add_override(v, set->pointer, set->value, set)) {
            return false;
        }
    }
    v->set_common = v->set_count;
    for (int32_t f = 0; f < factors; f++) {
        const char *value = ist_design_value(design, v->point, f);
        if (value && !add_override(v, ist_design_pointer(design, f), value, NULL)) {
            return false;
        }
    }
    v->set_design = v->set_count - v->set_common;
    return !policy || add_policy(v, def, policy);
}

static ist_status fill_variants(ist_experiment *e, const ist_experiment_def *def,
                                const ist_design *design, ist_errors *errors)
{
    const int32_t points = design ? ist_design_points(design) : 1;
    const int32_t policies = isti_max_i(def->policy_count, 1);
    for (int32_t k = 0; k < e->variants; k++) {
        isti_experiment_variant *v = &e->variant[k];
        v->scenario = k / policies / points;
        v->point = k / policies % points;
        const char *policy = def->policy_count > 0 ? def->policy[k % policies] : NULL;
        if (!fill_variant(v, def, design, policy)) {
            return fail_memory(errors);
        }
    }
    return IST_OK;
}

// Is there a variant that can be run? Reports of the first are handed on if there is none.
static ist_status check_variants(const ist_experiment *e, ist_errors *errors)
{
    ist_errors *found = ist_errors_create();
    if (!found) {
        return fail_memory(errors);
    }
    const int32_t looked_at = isti_min_i(e->variants, ISTI_MODELS_KEPT);
    int32_t sound = 0;
    for (int32_t v = 0; v < looked_at; v++) {
        ist_errors_clear(found);
        sound += ist_experiment_hold(e, v, found) != NULL;
        ist_experiment_release(e, v);
    }
    ist_errors_destroy(found);
    if (sound == 0) {
        ist_experiment_hold(e, 0, errors);
    }
    return sound > 0 ? IST_OK : IST_ERR_ARGUMENT;
}

// ---- The whole

static ist_status check(const ist_experiment_def *def, ist_errors *errors)
{
    if (def->def_size != sizeof *def ||
        (def->options && def->options->def_size != sizeof *def->options)) {
        return isti_fail(errors, IST_ERR_DEF_NOT_INITIALIZED, "", "%s",
                         ist_status_text(IST_ERR_DEF_NOT_INITIALIZED));
    }
    if (def->scenario_count < 1 || !def->scenario || def->replicates < 1 || def->ticks < 0 ||
        def->input_count < 0 || def->policy_count < 0 || def->network_count < 0) {
        return isti_fail(
            errors, IST_ERR_ARGUMENT, "",
            "%d scenarios with %d replicates of %d ticks: at least 1, 1 and 0 are wanted",
            (int)def->scenario_count, (int)def->replicates, (int)def->ticks);
    }
    return IST_OK;
}

// Number of variants; 0 after a report.
static int32_t count_variants(const ist_experiment_def *def, const ist_design *design,
                              ist_errors *errors)
{
    const double variants = (double)def->scenario_count * (design ? ist_design_points(design) : 1) *
                            isti_max_i(def->policy_count, 1);
    if (variants * def->replicates > INT32_MAX) {
        isti_fail(errors, IST_ERR_LIMIT, "", "%.0f variants with %d replicates each are too many",
                  variants, (int)def->replicates);
        return 0;
    }
    return (int32_t)variants;
}

static ist_status fill_inputs(ist_experiment *e, const ist_experiment_def *def,
                              const isti_experiment_source *table, ist_errors *errors)
{
    isti_experiment_input *next = e->input;
    ist_status status = IST_OK;
    for (int32_t i = 0; i < e->sources && status == IST_OK; i++) {
        const isti_experiment_source *source = &e->source[i];
        status = take_input(source->path, source->text, source->length, next++, errors);
        for (int32_t k = 0; k < source->files && status == IST_OK; k++) {
            const ist_scenario_file *file = &source->file[k];
            char *path = isti_read_path_beside(source->path, file->name);
            status = path ? take_input(path, file->bytes, file->length, next++, errors)
                          : fail_memory(errors);
            isti_free(path);
        }
    }
    for (int32_t i = 0; i < def->input_count && status == IST_OK; i++) {
        const ist_experiment_source *input = &def->input[i];
        status = take_input(input->path, input->text, input->length, next++, errors);
    }
    if (status == IST_OK && table->text) {
        status = take_input(table->path, table->text, table->length, next, errors);
    }
    return status;
}

static ist_status fill(ist_experiment *e, const ist_experiment_def *def, plan *p,
                       ist_errors *errors)
{
    memcpy(e->source, p->source, (size_t)e->sources * sizeof *e->source);
    memset(p->source, 0, (size_t)e->sources * sizeof *p->source);
    ist_status status = fill_inputs(e, def, &p->table, errors);
    status = status == IST_OK ? fill_variants(e, def, p->design, errors) : status;
    if (status == IST_OK) {
        isti_experiment_seal(e);
        status = check_variants(e, errors);
    }
    return status;
}

static ist_experiment *lay_out(const ist_experiment_def *def, plan *p, ist_errors *errors)
{
    const int32_t variants = count_variants(def, p->design, errors);
    if (variants == 0) {
        return NULL;
    }
    int32_t inputs = def->scenario_count + def->input_count + (p->table.text != NULL);
    for (int32_t i = 0; i < def->scenario_count; i++) {
        inputs += p->source[i].files;
    }
    ist_experiment *e = isti_experiment_open(def->scenario_count, inputs, variants);
    if (!e) {
        fail_memory(errors);
        return NULL;
    }
    if (def->options) {
        e->options.policy_types = def->options->policy_types;
        e->options.policy_type_count = def->options->policy_type_count;
    }
    e->replicates = def->replicates;
    e->ticks = def->ticks;
    e->twins = def->twins;
    e->units = def->units;
    if (!isti_experiment_choose_network(e, def->network, def->network_count)) {
        fail_memory(errors);
        ist_experiment_destroy(e);
        return NULL;
    }
    if (fill(e, def, p, errors) != IST_OK) {
        ist_experiment_destroy(e);
        return NULL;
    }
    return e;
}

// A design in a table of its own; the table is kept as an input.
static ist_status read_table(const char *scenario, const char *file, plan *p, ist_errors *errors)
{
    isti_experiment_source *table = &p->table;
    table->path = isti_read_path_beside(scenario, file);
    if (!table->path) {
        return fail_memory(errors);
    }
    table->text =
        isti_read_file(table->path, isti_read_source(table->path), &table->length, errors);
    p->design = table->text ? isti_design_of_csv(table->text, table->length,
                                                 isti_read_source(table->path), errors)
                            : NULL;
    return p->design ? IST_OK : IST_ERR_ARGUMENT;
}

// Follow the design given, or that of the first scenario, if there is one.
static ist_status choose_design(const ist_experiment_def *def, const ist_scenario *first, plan *p,
                                ist_errors *errors)
{
    const bool is_own = !def->design && def->own_design;
    const ist_design_def *design = is_own ? ist_scenario_design(first) : def->design;
    if (!design) {
        return IST_OK;
    }
    if (design->file) {
        return read_table(is_own ? p->source[0].path : "", design->file, p, errors);
    }
    p->design = ist_design_create(design, errors);
    return p->design ? IST_OK : IST_ERR_ARGUMENT;
}

// Read every scenario, and expand the design to follow, if there is one.
static ist_status read_sources(const ist_experiment_def *def, plan *p, ist_errors *errors)
{
    ist_status status = IST_OK;
    for (int32_t i = 0; status == IST_OK && i < def->scenario_count; i++) {
        ist_scenario *scenario = NULL;
        status = take_text(&def->scenario[i], &p->source[i], errors);
        status = status == IST_OK ? inspect(def, &p->source[i], &scenario, errors) : status;
        if (status == IST_OK && i == 0) {
            status = choose_design(def, scenario, p, errors);
        }
        ist_scenario_destroy(scenario);
    }
    return status;
}

ist_experiment *ist_experiment_create(const ist_experiment_def *def, ist_errors *errors)
{
    if (check(def, errors) != IST_OK) {
        return NULL;
    }
    plan p = {.source = isti_alloc_array((size_t)def->scenario_count, sizeof *p.source)};
    if (!p.source) {
        fail_memory(errors);
        return NULL;
    }
    ist_experiment *e = read_sources(def, &p, errors) == IST_OK ? lay_out(def, &p, errors) : NULL;
    clear_sources(p.source, def->scenario_count);
    isti_free(p.table.path);
    isti_free(p.table.text);
    ist_design_destroy(p.design);
    return e;
}
