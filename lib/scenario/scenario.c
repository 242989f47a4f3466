// SPDX-License-Identifier: GPL-3.0-or-later
// Scenarios as programs see them: load or parse, ask, destroy.
#include <interstice/scenario.h>

#include "base/memory.h"
#include "model/model.h"
#include "scenario/override.h"

#include <string.h>

struct ist_scenario {
    ist_model *model;
    isti_read_result content;
};

ist_scenario_options ist_scenario_options_default(void)
{
    return (ist_scenario_options){.def_size = sizeof(ist_scenario_options)};
}

static bool are_options_sound(const ist_scenario_options *options, ist_errors *errors)
{
    if (!options) {
        return true;
    }
    if (options->def_size != sizeof *options) {
        isti_fail(errors, IST_ERR_DEF_NOT_INITIALIZED, "",
                  "the options were not made by ist_scenario_options_default()");
        return false;
    }
    const int32_t count = options->policy_type_count;
    if (count < 0 || (count > 0 && !options->policy_types)) {
        isti_fail(errors, IST_ERR_ARGUMENT, "",
                  "the options announce %d policy types and give none", (int)count);
        return false;
    }
    if (options->set_count < 0 || (options->set_count > 0 && !options->set)) {
        isti_fail(errors, IST_ERR_ARGUMENT, "", "the options announce %d overrides and give none",
                  (int)options->set_count);
        return false;
    }
    return true;
}

ist_scenario *ist_scenario_parse(const char *text, size_t length, const char *name,
                                 const ist_scenario_options *options, ist_errors *errors)
{
    if (!text || !name) {
        isti_fail(errors, IST_ERR_ARGUMENT, "", "the text and its name may not be NULL");
        return NULL;
    }
    if (!are_options_sound(options, errors)) {
        return NULL;
    }
    ist_scenario *scenario = isti_alloc_array(1, sizeof *scenario);
    if (!scenario) {
        isti_fail(errors, IST_ERR_NO_MEMORY, "", "out of memory");
        return NULL;
    }
    scenario->content.seed = 1;
    const bool is_changed = options && options->set_count > 0;
    scenario->model = (is_changed ? isti_override_read : isti_read)(
        text, length, isti_read_source(name), options, &scenario->content, errors);
    if (!scenario->model) {
        ist_scenario_destroy(scenario);
        return NULL;
    }
    return scenario;
}

ist_scenario *ist_scenario_load(const char *path, const ist_scenario_options *options,
                                ist_errors *errors)
{
    if (!path) {
        isti_fail(errors, IST_ERR_ARGUMENT, "", "the path may not be NULL");
        return NULL;
    }
    size_t length;
    char *text = isti_read_file(path, isti_read_source(path), &length, errors);
    if (!text) {
        return NULL;
    }
    char *folder = isti_read_folder(path);
    ist_scenario_options beside = options ? *options : ist_scenario_options_default();
    beside.folder = beside.folder ? beside.folder : folder;
    ist_scenario *scenario = NULL;
    if (folder) {
        scenario = ist_scenario_parse(text, length, path, &beside, errors);
    } else {
        isti_fail(errors, IST_ERR_NO_MEMORY, "", "out of memory");
    }
    isti_free(folder);
    isti_free(text);
    return scenario;
}

void ist_scenario_destroy(ist_scenario *scenario)
{
    if (!scenario) {
        return;
    }
    ist_model_destroy(scenario->model);
    isti_read_result_clear(&scenario->content);
    isti_free(scenario);
}

const ist_model *ist_scenario_model(const ist_scenario *scenario)
{
    return scenario ? scenario->model : NULL;
}

const ist_spec *ist_scenario_spec(const ist_scenario *scenario)
{
    return scenario ? scenario->content.spec : NULL;
}

uint64_t ist_scenario_seed(const ist_scenario *scenario)
{
    return scenario ? scenario->content.seed : 0;
}

const double *ist_scenario_dates(const ist_scenario *scenario, int32_t *count)
{
    if (count) {
        *count = scenario ? scenario->content.date_count : 0;
    }
    return scenario ? scenario->content.dates : NULL;
}

const ist_design_def *ist_scenario_design(const ist_scenario *scenario)
{
    return scenario && scenario->content.design ? &scenario->content.design->def : NULL;
}

int32_t ist_scenario_basis_count(const ist_scenario *scenario)
{
    return scenario ? scenario->content.basis_count : 0;
}

bool ist_scenario_basis(const ist_scenario *scenario, int32_t index, ist_basis *out)
{
    if (!out || index < 0 || index >= ist_scenario_basis_count(scenario)) {
        return false;
    }
    const isti_basis *basis = &scenario->content.basis[index];
    *out = (ist_basis){.pointer = basis->pointer,
                       .kind = basis->kind,
                       .evidence = basis->evidence,
                       .low = basis->low,
                       .high = basis->high,
                       .note = basis->note};
    return true;
}

// ---- Imports

bool ist_scenario_import(const ist_scenario *scenario, int64_t *out)
{
    if (!scenario || !scenario->content.import) {
        return false;
    }
    memcpy(out, scenario->content.import->count, sizeof scenario->content.import->count);
    return true;
}

const char *ist_scenario_remark(const ist_scenario *scenario, int32_t index)
{
    const isti_import *import = scenario ? scenario->content.import : NULL;
    return import && index >= 0 && (size_t)index < import->remarks ? import->remark[index] : NULL;
}

const char *ist_scenario_employee(const ist_scenario *scenario, ist_employee_id employee)
{
    const isti_read_result *content = scenario ? &scenario->content : NULL;
    const int32_t given = content ? isti_model_given(scenario->model, employee) : -1;
    return given >= 0 && (size_t)given < content->employee_ids ? content->employee_id[given] : NULL;
}

bool ist_scenario_file_get(const ist_scenario *scenario, int32_t index, ist_scenario_file *out)
{
    if (!scenario || index < 0 || (size_t)index >= scenario->content.files) {
        return false;
    }
    *out = scenario->content.file[index];
    return true;
}
