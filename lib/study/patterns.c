// SPDX-License-Identifier: GPL-3.0-or-later
// A file of patterns with the models of all its runs.
#include "study/study.h"

#include "base/memory.h"
#include "base/names.h"
#include "model/model.h"
#include "scenario/override.h"
#include "study/value.h"

#include <string.h>

static ist_status fail_memory(ist_errors *errors)
{
    return isti_fail(errors, IST_ERR_NO_MEMORY, "", "%s", ist_status_text(IST_ERR_NO_MEMORY));
}

// ---- Reading each scenario once

static int32_t find_source(const ist_patterns *p, const char *path)
{
    for (int32_t k = 0; k < p->sources; k++) {
        if (strcmp(p->source[k].path, path) == 0) {
            return k;
        }
    }
    return -1;
}

// A file that cannot be read is reported once; its runs have no source.
static ist_status read_sources(ist_patterns *p, ist_errors *errors)
{
    ist_status outcome = IST_OK;
    for (int32_t r = 0; r < p->view.runs; r++) {
        const char *path = p->view.run[r].path;
        int32_t place = find_source(p, path);
        if (place < 0) {
            isti_source source = {.path = path};
            source.text = isti_read_file(path, path, &source.length, errors);
            outcome = source.text ? outcome : IST_ERR_IO;
            place = p->sources++;
            p->source[place] = source;
        }
        p->source_of[r] = place;
    }
    return outcome;
}

// Is an override of the caller for any scenario that could be read?
static bool is_for_any(const ist_patterns *p, int32_t override)
{
    for (int32_t k = 0; k < p->sources; k++) {
        if (p->source[k].fits[override]) {
            return true;
        }
    }
    return false;
}

// What the caller changes is for every scenario that has it, and an error if none has.
static ist_status fit_overrides(ist_patterns *p, ist_errors *errors)
{
    for (int32_t k = 0; k < p->sources; k++) {
        isti_source *source = &p->source[k];
        source->fits = isti_alloc_array((size_t)p->set_count, sizeof *source->fits);
        const char *text = source->text ? source->text : "";
        if (!source->fits ||
            !isti_override_fit(text, source->length, p->set, p->set_count, source->fits, NULL)) {
            return fail_memory(errors);
        }
    }
    ist_status outcome = IST_OK;
    for (int32_t i = 0; i < p->set_count; i++) {
        if (!is_for_any(p, i)) {
            bool fits;
            outcome = isti_override_fit(p->source[0].text, p->source[0].length, &p->set[i], 1,
                                        &fits, errors)
                          ? IST_ERR_UNKNOWN_NAME
                          : fail_memory(errors);
        }
    }
    return outcome;
}

static ist_status compile_runs(ist_patterns *p, ist_errors *errors)
{
    static const isti_change nothing = {0};
    ist_status outcome = IST_OK;
    for (int32_t r = 0; r < p->view.runs; r++) {
        p->variant_of[r] = p->source[p->source_of[r]].text
                               ? isti_variants_add(&p->variants, p, r, &nothing, errors)
                               : -1;
        outcome = p->variant_of[r] < 0 ? IST_ERR_ARGUMENT : outcome;
    }
    return outcome;
}

// ---- Names that only the scenarios know

// Names of one kind over all models. Borrowed texts.
typedef struct name_list {
    const char **name;
    int32_t count;
} name_list;

static void add_name(name_list *list, const char *name)
{
    if (name && name[0] != '\0' && isti_name_find(list->name, list->count, name) < 0) {
        list->name[list->count++] = name;
    }
}

typedef struct known_names {
    name_list theme, overseer, community;
} known_names;

static void add_names(known_names *known, const ist_model *m)
{
    for (int32_t k = 0; k < m->theme_count; k++) {
        add_name(&known->theme, m->theme_name[k]);
    }
    for (int32_t k = 0; k < m->manager_group_count; k++) {
        add_name(&known->overseer, m->manager_group[k].name);
    }
    for (int32_t k = 0; k < m->launch_count; k++) {
        add_name(&known->community, m->launch_name[k]);
    }
}

static bool is_known_theme(const name_list *themes, const char *name)
{
    for (int32_t k = 0; k < themes->count; k++) {
        if (isti_is_theme(themes->name[k], name)) {
            return true;
        }
    }
    return false;
}

static bool is_known_name(const name_list *list, const char *name)
{
    return isti_name_find(list->name, list->count, name) >= 0;
}

static ist_status check_selector(const ist_patterns *p, const known_names *known, int32_t selector,
                                 ist_errors *errors)
{
    const isti_selector *s = &p->view.selector[selector];
    const struct {
        const char *key;
        const name_list *list;
        bool is_wrong;
    } name[] = {
        {"theme", &known->theme, s->theme && !is_known_theme(&known->theme, s->theme)},
        {"overseer", &known->overseer,
         s->overseer && !is_known_name(&known->overseer, s->overseer)},
        {"name", &known->community, s->name && !is_known_name(&known->community, s->name)},
    };
    ist_status status = IST_OK;
    for (size_t k = 0; k < COUNT_OF(name); k++) {
        if (name[k].is_wrong) {
            isti_patterns_fail_unknown(p->file, selector, name[k].key, name[k].list->name,
                                       name[k].list->count, errors);
            status = IST_ERR_UNKNOWN_NAME;
        }
    }
    return status;
}

static ist_status open_names(known_names *known, const isti_variants *variants)
{
    size_t themes = 0;
    size_t overseers = 0;
    size_t communities = 0;
    for (int32_t k = 0; k < variants->count; k++) {
        themes += (size_t)variants->item[k].model->theme_count;
        overseers += (size_t)variants->item[k].model->manager_group_count;
        communities += (size_t)variants->item[k].model->launch_count;
    }
    known->theme.name = isti_alloc_array(themes, sizeof *known->theme.name);
    known->overseer.name = isti_alloc_array(overseers, sizeof *known->overseer.name);
    known->community.name = isti_alloc_array(communities, sizeof *known->community.name);
    return known->theme.name && known->overseer.name && known->community.name ? IST_OK
                                                                              : IST_ERR_NO_MEMORY;
}

// A name misspelled in a selector would fit nothing, and nobody would notice.
static ist_status check_selectors(const ist_patterns *p, ist_errors *errors)
{
    known_names known = {0};
    ist_status outcome = open_names(&known, &p->variants);
    if (outcome == IST_OK) {
        for (int32_t k = 0; k < p->variants.count; k++) {
            add_names(&known, p->variants.item[k].model);
        }
        for (int32_t k = 0; k < p->view.selectors; k++) {
            const ist_status status = check_selector(p, &known, k, errors);
            outcome = status == IST_OK ? outcome : status;
        }
    } else {
        fail_memory(errors);
    }
    isti_free(known.theme.name);
    isti_free(known.overseer.name);
    isti_free(known.community.name);
    return outcome;
}

// An ablation may be run much later, or never: its overrides must fit all the same.
static ist_status check_ablations(const ist_patterns *p, ist_errors *errors)
{
    ist_status outcome = IST_OK;
    for (int32_t a = 0; a < p->view.ablations; a++) {
        isti_variants tried = {0};
        const isti_change change = {.ablation = &p->view.ablation[a]};
        for (int32_t run = 0; change.ablation->set_count > 0 && run < p->view.runs; run++) {
            if (isti_variants_add(&tried, p, run, &change, errors) < 0) {
                outcome = IST_ERR_ARGUMENT;
                break;
            }
        }
        isti_variants_clear(&tried);
    }
    return outcome;
}

// ---- Loading

static bool are_options_sound(const ist_scenario_options *options, ist_errors *errors)
{
    if (options && options->def_size != sizeof *options) {
        isti_fail(errors, IST_ERR_DEF_NOT_INITIALIZED, "",
                  "the options were not made by ist_scenario_options_default()");
        return false;
    }
    for (int32_t k = 0; options && k < options->set_count; k++) {
        if (!options->set || !options->set[k].pointer) {
            isti_fail(errors, IST_ERR_ARGUMENT, "",
                      "the options announce %d overrides; number %d is not there",
                      (int)options->set_count, (int)k);
            return false;
        }
    }
    return true;
}

// The caller's overrides are needed again whenever something is compiled.
static ist_status copy_options(ist_patterns *p, const ist_scenario_options *options)
{
    p->options = options ? *options : ist_scenario_options_default();
    const int32_t count = p->options.set_count;
    p->set = isti_alloc_array((size_t)count, sizeof *p->set);
    if (!p->set) {
        return IST_ERR_NO_MEMORY;
    }
    bool is_copied = true;
    for (int32_t k = 0; k < count; k++) {
        const ist_override *from = &p->options.set[k];
        p->set[k] = (ist_override){.pointer = isti_copy_text(from->pointer),
                                   .value = isti_copy_text(from->value),
                                   .source = isti_copy_text(from->source),
                                   .line = from->line,
                                   .column = from->column};
        is_copied = is_copied && p->set[k].pointer && (p->set[k].value || !from->value) &&
                    (p->set[k].source || !from->source);
        p->set_count++;
    }
    p->options.set = NULL;
    p->options.set_count = 0;
    return is_copied ? IST_OK : IST_ERR_NO_MEMORY;
}

static void free_set(ist_patterns *p)
{
    for (int32_t k = 0; k < p->set_count; k++) {
        isti_free((void *)p->set[k].pointer);
        isti_free((void *)p->set[k].value);
        isti_free((void *)p->set[k].source);
    }
    isti_free(p->set);
}

static ist_status open_patterns(ist_patterns *p, const ist_scenario_options *options,
                                ist_errors *errors)
{
    if (copy_options(p, options) != IST_OK) {
        return fail_memory(errors);
    }
    const size_t runs = (size_t)p->view.runs;
    p->source = isti_alloc_array(runs, sizeof *p->source);
    p->source_of = isti_alloc_array(runs, sizeof *p->source_of);
    p->variant_of = isti_alloc_array(runs, sizeof *p->variant_of);
    p->variants.is_faulty = isti_alloc_array(runs, sizeof *p->variants.is_faulty);
    if (!p->source || !p->source_of || !p->variant_of || !p->variants.is_faulty) {
        return fail_memory(errors);
    }
    const ist_status read = read_sources(p, errors);
    const ist_status fitted = fit_overrides(p, errors);
    const ist_status compiled = fitted == IST_OK ? compile_runs(p, errors) : fitted;
    if (read != IST_OK || compiled != IST_OK) {
        return read != IST_OK ? read : compiled;
    }
    const ist_status selectors = check_selectors(p, errors);
    const ist_status ablations = check_ablations(p, errors);
    return selectors != IST_OK ? selectors : ablations;
}

ist_patterns *ist_patterns_load(const char *path, const ist_scenario_options *options,
                                ist_errors *errors)
{
    if (!path) {
        isti_fail(errors, IST_ERR_ARGUMENT, "", "the path may not be NULL");
        return NULL;
    }
    if (!are_options_sound(options, errors)) {
        return NULL;
    }
    isti_patterns_file *file = isti_patterns_read(path, errors);
    if (!file) {
        return NULL;
    }
    ist_patterns *p = isti_alloc_array(1, sizeof *p);
    if (!p) {
        isti_patterns_file_destroy(file);
        fail_memory(errors);
        return NULL;
    }
    p->file = file;
    p->view = isti_patterns_look(file);
    if (open_patterns(p, options, errors) != IST_OK) {
        ist_patterns_destroy(p);
        return NULL;
    }
    return p;
}

void ist_patterns_destroy(ist_patterns *p)
{
    if (!p) {
        return;
    }
    isti_variants_clear(&p->variants);
    free_set(p);
    for (int32_t k = 0; k < p->sources; k++) {
        isti_free(p->source[k].text);
        isti_free(p->source[k].fits);
    }
    isti_free(p->source);
    isti_free(p->source_of);
    isti_free(p->variant_of);
    isti_patterns_file_destroy(p->file);
    isti_free(p);
}

// ---- Looking

static const char *text_or_empty(const char *text)
{
    return text ? text : "";
}

const char *ist_patterns_title(const ist_patterns *p)
{
    return text_or_empty(p->view.title);
}

int32_t ist_patterns_count(const ist_patterns *p)
{
    return p->view.patterns;
}

bool ist_patterns_get(const ist_patterns *p, int32_t index, ist_pattern_info *out)
{
    if (index < 0 || index >= p->view.patterns) {
        return false;
    }
    const isti_pattern *pattern = &p->view.pattern[index];
    *out = (ist_pattern_info){.id = pattern->id,
                              .text = text_or_empty(pattern->text),
                              .group = text_or_empty(pattern->group),
                              .evidence = text_or_empty(pattern->evidence),
                              .run = p->view.run[pattern->run].name,
                              .worth = pattern->worth,
                              .judgment = pattern->judgment,
                              .low = pattern->low,
                              .high = pattern->high,
                              .open = pattern->open};
    return true;
}

int32_t ist_patterns_runs(const ist_patterns *p)
{
    return p->view.runs;
}

bool ist_patterns_run(const ist_patterns *p, int32_t index, ist_pattern_run_info *out)
{
    if (index < 0 || index >= p->view.runs) {
        return false;
    }
    const isti_pattern_run *run = &p->view.run[index];
    const ist_model *model = p->variants.item[p->variant_of[index]].model;
    const bool has_title = run->title && run->title[0] != '\0';
    *out = (ist_pattern_run_info){.name = run->name,
                                  .scenario = run->scenario,
                                  .path = run->path,
                                  .title = has_title ? run->title : ist_model_title(model),
                                  .model = model,
                                  .parameter_hash = ist_model_parameter_hash(model)};
    return true;
}

int32_t ist_patterns_ablations(const ist_patterns *p)
{
    return p->view.ablations;
}

bool ist_patterns_ablation(const ist_patterns *p, int32_t index, ist_ablation_info *out)
{
    if (index < 0 || index >= p->view.ablations) {
        return false;
    }
    const isti_ablation *ablation = &p->view.ablation[index];
    int32_t rows = ablation->spare_count + ablation->weaken_count;
    for (int32_t k = 0; k < ablation->break_count; k++) {
        rows += ablation->breaks[k].count;
    }
    *out = (ist_ablation_info){
        .name = ablation->name, .text = text_or_empty(ablation->text), .expectations = rows};
    return true;
}

int32_t ist_patterns_find_ablation(const ist_patterns *p, const char *name)
{
    for (int32_t k = 0; name && k < p->view.ablations; k++) {
        if (strcmp(p->view.ablation[k].name, name) == 0) {
            return k;
        }
    }
    return -1;
}
