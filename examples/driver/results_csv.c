// SPDX-License-Identifier: GPL-3.0-or-later
// A run store as tables: the files of `interstice run --csv`, and one that tells the variants.
#include "driver/results.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "driver/csv.h"
#include "driver/exit_code.h"
#include "driver/folder.h"
#include "driver/message.h"

// One scenario on its way into a folder.
struct part {
    ist_store *store;
    const ist_experiment *experiment;
    int32_t scenario;
    bool has_variants;
    char *path; // of its folder
};

static int32_t scenario_of(const ist_experiment *experiment, int32_t variant)
{
    ist_variant_info info = {0};
    ist_experiment_variant(experiment, variant, &info);
    return info.scenario;
}

// Rows of every run of the scenario, in order of jobs.
static int write_runs(const struct part *part, struct csv *csv, ist_errors *errors)
{
    const int32_t variants = ist_experiment_variants(part->experiment);
    for (int32_t job = 0; job < ist_experiment_jobs(part->experiment); job++) {
        const int32_t variant = job % variants;
        if (!ist_store_has(part->store, job) ||
            scenario_of(part->experiment, variant) != part->scenario) {
            continue;
        }
        ist_run_record *record = ist_store_read(part->store, job, errors);
        if (!record) {
            return complain_all(errors);
        }
        csv->variant = part->has_variants ? variant : -1;
        const bool is_written = csv_add(csv, record);
        ist_run_record_destroy(record);
        if (!is_written) {
            return CODE_IO; // csv_close() tells why
        }
    }
    return CODE_OK;
}

static int write_tables(const struct part *part)
{
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    struct csv csv = {.variant = part->has_variants ? 0 : -1,
                      .has_networks = ist_experiment_networks(part->experiment) > 0};
    int code = csv_open(&csv, part->path);
    code = code == CODE_OK ? write_runs(part, &csv, errors) : code;
    const int closed = csv_close(&csv);
    ist_errors_destroy(errors);
    return code != CODE_OK && code != CODE_IO ? code : closed != CODE_OK ? closed : code;
}

static void put_variant(const struct part *part, struct output *out, int32_t variant)
{
    ist_variant_info info = {0};
    ist_experiment_variant(part->experiment, variant, &info);
    for (int32_t k = info.set_common; k < info.set_count; k++) {
        output_format(out, "%" PRId32 ",%" PRId32 ",", variant, info.point);
        csv_text(out, info.policy);
        output_text(out, ",");
        csv_text(out, info.set[k].pointer);
        output_text(out, ",");
        csv_text(out, info.set[k].value);
        output_text(out, "\n");
    }
}

// variants.csv: one row per variant and value that makes it what it is.
static int write_variants(const struct part *part)
{
    char *path = folder_join(part->path, "variants.csv");
    struct output *out = path ? output_create(path) : NULL;
    if (!out) {
        const int code = path ? CODE_CANNOT_CREATE : CODE_NO_MEMORY;
        complain("cannot create %s: %s", path ? path : "variants.csv", strerror(errno));
        free(path);
        return code;
    }
    output_text(out, "variant,point,policy,pointer,value\n");
    for (int32_t v = 0; v < ist_experiment_variants(part->experiment); v++) {
        if (scenario_of(part->experiment, v) == part->scenario) {
            put_variant(part, out, v);
        }
    }
    const int error = output_close(out);
    if (error) {
        complain("cannot write %s: %s", path, strerror(error));
    }
    free(path);
    return error ? CODE_IO : CODE_OK;
}

// Make a folder of this name, or with a number behind it where there is one already.
static int make_folder(struct part *part, const char *stage, const char *name)
{
    const size_t room = strlen(stage) + strlen(name) + 16;
    part->path = malloc(room);
    if (!part->path) {
        return complain_memory();
    }
    snprintf(part->path, room, "%s/%s", stage, name);
    bool is_made = mkdir(part->path, 0777) == 0;
    for (int32_t k = 2; !is_made && errno == EEXIST; k++) {
        snprintf(part->path, room, "%s/%s_%" PRId32, stage, name, k);
        is_made = mkdir(part->path, 0777) == 0;
    }
    if (!is_made) {
        complain("cannot create %s: %s", part->path, strerror(errno));
    }
    return is_made ? CODE_OK : CODE_CANNOT_CREATE;
}

// Each of several scenarios has a folder of its name.
static int write_scenario(struct part *part, const char *stage)
{
    int code = CODE_OK;
    if (ist_experiment_scenarios(part->experiment) > 1) {
        ist_experiment_scenario source;
        ist_experiment_scenario_get(part->experiment, part->scenario, &source);
        code = make_folder(part, stage, source.name);
    } else {
        part->path = strdup(stage);
        code = part->path ? CODE_OK : complain_memory();
    }
    code = code == CODE_OK ? write_tables(part) : code;
    code = code == CODE_OK && part->has_variants ? write_variants(part) : code;
    free(part->path);
    return code;
}

int results_export(const struct options *options, ist_store *store,
                   const ist_experiment *experiment)
{
    struct folder folder = {0};
    struct part part = {
        .store = store, .experiment = experiment, .has_variants = !results_are_plain(experiment)};
    int code = folder_open(&folder, options->csv);
    for (; code == CODE_OK && part.scenario < ist_experiment_scenarios(experiment);
         part.scenario++) {
        code = write_scenario(&part, folder.stage);
    }
    code = code == CODE_OK ? folder_commit(&folder) : code;
    if (code == CODE_OK && !options->quiet) {
        remark("tables written to %s", folder.target);
    }
    folder_close(&folder);
    return code;
}
