// SPDX-License-Identifier: GPL-3.0-or-later
// From the command line to an experiment.
#include "driver/plan.h"

#include <stdlib.h>
#include <string.h>

#include "driver/case.h"
#include "driver/changes.h"
#include "driver/exit_code.h"
#include "driver/message.h"
#include "driver/number.h"

#include "driver/text.h"

// Everything that the definition of an experiment borrows.
struct plan {
    const struct options *options;
    struct changes changes;
    struct name_list policies;
    ist_factor factor[MAX_FACTORS];
    ist_design_def design;
    bool has_design;
    ist_experiment_source *source;
    char *input; // text of the standard input; NULL: not read
    struct network_ticks network;
};

// ---- Names

int name_list_open(struct name_list *list, const char *text, const char *option)
{
    *list = (struct name_list){0};
    size_t most = 1;
    for (const char *c = text; *c; c++) {
        most += *c == ',';
    }
    list->text = strdup(text);
    list->name = calloc(most, sizeof *list->name);
    if (!list->text || !list->name) {
        return complain_memory();
    }
    for (char *next = list->text; next; list->count++) {
        list->name[list->count] = next;
        next = strchr(next, ',');
        if (next) {
            *next++ = '\0';
        }
        if (list->name[list->count][0] == '\0') {
            complain("--%s %s: a name is missing", option, text);
            return CODE_USAGE;
        }
    }
    return CODE_OK;
}

void name_list_close(struct name_list *list)
{
    free(list->text);
    free(list->name);
    *list = (struct name_list){0};
}

// ---- The design

static bool find_kind(const char *name, ist_design_kind *out)
{
    for (int kind = 0; kind < IST_DESIGN_COUNT; kind++) {
        if (strcmp(ist_design_name((ist_design_kind)kind), name) == 0) {
            *out = (ist_design_kind)kind;
            return true;
        }
    }
    return false;
}

static bool is_file(const char *name)
{
    return strpbrk(name, "./") != NULL;
}

static int unknown_kind(const char *name)
{
    const char *known[IST_DESIGN_COUNT];
    for (int kind = 0; kind < IST_DESIGN_COUNT; kind++) {
        known[kind] = ist_design_name((ist_design_kind)kind);
    }
    const char *near = text_nearest(name, known, COUNT_OF(known));
    complain("--design %s: needs grid, zip, latin_hypercube, sobol or a CSV file%s%s%s", name,
             near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    return CODE_USAGE;
}

static int read_factors(struct plan *plan)
{
    const struct options *options = plan->options;
    for (int32_t i = 0; i < options->vary_count; i++) {
        const ist_status status = ist_factor_parse(options->vary[i], &plan->factor[i]);
        if (status == IST_ERR_NO_MEMORY) {
            return complain_memory();
        }
        if (status != IST_OK) {
            complain("--vary %s: needs a pointer and values, such as "
                     "/organization/emphasis=0:1:11 or /managers/0/policy=sponsor,director",
                     options->vary[i]);
            return CODE_USAGE;
        }
        plan->factor[i].source = "--vary";
        plan->design.factor_count = i + 1;
    }
    return CODE_OK;
}

static int read_design(struct plan *plan)
{
    const struct options *options = plan->options;
    plan->design = ist_design_def_default();
    plan->design.factor = plan->factor;
    plan->design.points = options->points;
    plan->design.seed = options->seed_given ? options->seed : plan->design.seed;
    plan->has_design = options->vary_count > 0 || options->design != NULL;
    const bool has_file = options->design && is_file(options->design);
    if (has_file && options->vary_count > 0) {
        complain("--design %s: the file says what varies; leave --vary out", options->design);
        return CODE_USAGE;
    }
    if (has_file) {
        plan->design.file = options->design;
        return CODE_OK;
    }
    if (options->design && !find_kind(options->design, &plan->design.kind)) {
        return unknown_kind(options->design);
    }
    const bool is_sampled =
        plan->design.kind == IST_DESIGN_LATIN_HYPERCUBE || plan->design.kind == IST_DESIGN_SOBOL;
    if (is_sampled != (options->points > 0)) {
        complain(is_sampled ? "--design %s: say how many --points"
                            : "--points: a %s has as many as its values make",
                 ist_design_name(plan->design.kind));
        return CODE_USAGE;
    }
    return read_factors(plan);
}

// ---- Scenarios

static int read_sources(struct plan *plan)
{
    const struct options *options = plan->options;
    plan->source = calloc((size_t)options->operand_count, sizeof *plan->source);
    if (!plan->source) {
        return complain_memory();
    }
    for (int32_t i = 0; i < options->operand_count; i++) {
        ist_experiment_source *source = &plan->source[i];
        source->path = options->operand[i];
        if (strcmp(source->path, "-") == 0 && !plan->input) {
            int code = CODE_OK;
            plan->input = case_read_input(&source->length, &code);
            if (!plan->input) {
                return code;
            }
            source->path = "standard input";
            source->text = plan->input;
        }
    }
    return CODE_OK;
}

// ---- Networks

int network_ticks_open(struct network_ticks *out, const char *text)
{
    struct name_list names;
    *out = (struct network_ticks){0};
    if (!text) {
        return CODE_OK;
    }
    int code = name_list_open(&names, text, "network");
    if (code == CODE_OK) {
        out->tick = calloc((size_t)names.count + 1, sizeof *out->tick);
        code = out->tick ? CODE_OK : complain_memory();
    }
    for (int32_t i = 0; out->tick && i < names.count && code == CODE_OK; i++) {
        uint64_t tick = 0;
        const bool is_end = strcmp(names.name[i], "end") == 0;
        if (!is_end && !number_parse(names.name[i], 0, INT32_MAX - 1, &tick)) {
            complain("--network %s: needs numbers of ticks from 0 on, or end", names.name[i]);
            code = CODE_USAGE;
        }
        out->tick[out->count++] = is_end ? -1 : (int32_t)tick;
    }
    name_list_close(&names);
    return code;
}

void network_ticks_close(struct network_ticks *ticks)
{
    free(ticks->tick);
    *ticks = (struct network_ticks){0};
}

// ---- The whole

static int open_plan(struct plan *plan)
{
    const struct options *options = plan->options;
    int code = changes_open(&plan->changes, options);
    if (code == CODE_OK && options->policies) {
        code = name_list_open(&plan->policies, options->policies, "policies");
    }
    if (code == CODE_OK && options->command == COMMAND_SWEEP) {
        code = read_design(plan);
    }
    code = code == CODE_OK ? network_ticks_open(&plan->network, options->network) : code;

    return code == CODE_OK ? read_sources(plan) : code;
}

static void close_plan(struct plan *plan)
{
    changes_close(&plan->changes);
    name_list_close(&plan->policies);
    for (int32_t i = 0; i < plan->design.factor_count; i++) {
        ist_factor_clear(&plan->factor[i]);
    }
    free(plan->source);
    free(plan->input);
    network_ticks_close(&plan->network);
    free(plan);
}

static int create(const struct plan *plan, int32_t replicates, ist_experiment **out)
{
    const struct options *options = plan->options;
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    ist_experiment_def def = ist_experiment_def_default();
    def.scenario = plan->source;
    def.scenario_count = options->operand_count;
    def.options = &plan->changes.options;
    def.design = plan->has_design ? &plan->design : NULL;
    def.own_design = options->command == COMMAND_SWEEP;
    def.policy = plan->policies.name;
    def.policy_count = plan->policies.count;
    def.managers = options->managers;
    def.is_seeded = options->seed_given;
    def.seed = options->seed;
    def.replicates = options->replicates > 0 ? options->replicates : replicates;
    def.ticks = options->ticks;
    def.twins = options->twins;
    def.units = options->units;
    def.network = plan->network.tick;
    def.network_count = plan->network.count;
    *out = ist_experiment_create(&def, errors);
    const int code = *out ? CODE_OK : complain_all(errors);
    ist_errors_destroy(errors);
    return code;
}

int plan_create(const struct options *options, int32_t replicates, ist_experiment **out)
{
    struct plan *plan = calloc(1, sizeof *plan);
    *out = NULL;
    if (!plan) {
        return complain_memory();
    }
    plan->options = options;
    int code = open_plan(plan);
    code = code == CODE_OK ? create(plan, replicates, out) : code;
    close_plan(plan);
    return code;
}
