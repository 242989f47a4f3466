// SPDX-License-Identifier: GPL-3.0-or-later
// One run of a scenario or of a run store, brought to a moment.
#include "driver/moment.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "driver/exit_code.h"
#include "driver/message.h"

// Does the file begin like a database?
static bool is_store(const char *path)
{
    static const char mark[] = "SQLite format 3";
    char start[sizeof mark];
    const int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    const bool is_read = file >= 0 && read(file, start, sizeof start) == (ssize_t)sizeof start;
    if (file >= 0) {
        close(file);
    }
    return is_read && memcmp(start, mark, sizeof mark) == 0;
}

// The run of a store is made again: its scenario, changes, seed and replicate are all that it needs.
static int open_job(struct moment *moment, const struct options *options, ist_run_def *run,
                    ist_errors *errors)
{
    const int32_t job = options->run >= 0 ? options->run : 0;
    const int32_t variants = ist_experiment_variants(moment->experiment);
    ist_variant_info info;
    ist_experiment_scenario source;
    if (job >= ist_experiment_jobs(moment->experiment)) {
        complain("--run %d: the store has runs 0 to %d", (int)job,
                 (int)ist_experiment_jobs(moment->experiment) - 1);
        return CODE_USAGE;
    }
    ist_experiment_variant(moment->experiment, job % variants, &info);
    ist_experiment_scenario_get(moment->experiment, info.scenario, &source);
    ist_scenario_options reading = ist_scenario_options_default();
    reading.set = info.set;
    reading.set_count = info.set_count;
    reading.file = source.file;
    reading.file_count = source.file_count;
    moment->one.path = source.path;
    moment->one.scenario =
        ist_scenario_parse(source.text, source.length, source.path, &reading, errors);
    run->seed = source.seed;
    run->replicate = (uint32_t)(job / variants);
    return moment->one.scenario ? CODE_OK : complain_all(errors);
}

static int open_store(struct moment *moment, const struct options *options, ist_run_def *run)
{
    if (options->change_count > 0 || options->seed_given) {
        complain("the runs of a store are what they are: --set and --seed are for scenarios");
        return CODE_USAGE;
    }
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    moment->store = ist_store_open(options->operand[0], IST_STORE_READ, errors);
    moment->experiment = moment->store ? ist_store_experiment(moment->store, NULL, errors) : NULL;
    const int code =
        moment->experiment ? open_job(moment, options, run, errors) : complain_all(errors);
    ist_errors_destroy(errors);
    return code;
}

static int open_scenario(struct moment *moment, const struct options *options, ist_run_def *run)
{
    if (options->run >= 0) {
        complain("--run is for run stores");
        return CODE_USAGE;
    }
    int code = changes_open(&moment->changes, options);
    code = code == CODE_OK ? case_load(&moment->one, options->operand[0], &moment->changes.options)
                           : code;
    run->seed = options->seed_given ? options->seed : moment->one.seed;
    return code;
}

static int find_ticks(struct moment *moment, const struct options *options)
{
    const int32_t ticks = ist_model_ticks(moment->one.model);
    moment->ticks = options->tick == TICK_START ? 0
                    : options->tick == TICK_END ? ticks
                                                : options->tick + 1;
    if (moment->ticks > ticks) {
        complain("--tick %d: the ticks of %s go from 0 to %d", (int)options->tick,
                 ist_model_name(moment->one.model), (int)ticks - 1);
        return CODE_USAGE;
    }
    return CODE_OK;
}

int moment_open(struct moment *moment, const struct options *options)
{
    ist_run_def run = ist_run_def_default();
    *moment = (struct moment){0};
    int code = is_store(options->operand[0]) ? open_store(moment, options, &run)
                                             : open_scenario(moment, options, &run);
    if (code != CODE_OK) {
        return code;
    }
    moment->one.model = ist_scenario_model(moment->one.scenario);
    code = find_ticks(moment, options);
    if (code == CODE_OK) {
        moment->state = ist_state_create(moment->one.model, &run, NULL);
        code = moment->state ? CODE_OK : complain_memory();
    }
    return code;
}

void moment_close(struct moment *moment)
{
    ist_state_destroy(moment->state);
    case_close(&moment->one);
    ist_experiment_destroy(moment->experiment);
    ist_store_close(moment->store);
    changes_close(&moment->changes);
}

int moment_run(struct moment *moment, int32_t ticks)
{
    return ist_run(moment->state, ticks) == IST_OK ? CODE_OK : complain_memory();
}

const char *moment_name(void *context, ist_employee_id employee)
{
    const struct moment *moment = context;
    return ist_scenario_employee(moment->one.scenario, employee);
}
