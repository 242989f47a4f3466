// SPDX-License-Identifier: GPL-3.0-or-later
// One scenario on its way from the file to the results.
#include "driver/case.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "driver/exit_code.h"
#include "driver/message.h"

enum { MAX_INPUT = 32 * 1024 * 1024 }; // twice what the library accepts

char *case_read_input(size_t *length, int *code)
{
    size_t size = 0;
    char *text = NULL;
    *length = 0;
    for (;;) {
        if (*length == size) {
            size = size > 0 ? 2 * size : 64 * 1024;
            char *grown = size <= MAX_INPUT ? realloc(text, size) : NULL;
            if (!grown) {
                *code = complain_memory();
                break;
            }
            text = grown;
        }
        const ssize_t count = read(STDIN_FILENO, text + *length, size - *length);
        if (count == 0) {
            return text;
        }
        if (count < 0 && errno != EINTR) {
            complain("cannot read the standard input: %s", strerror(errno));
            *code = CODE_NO_INPUT;
            break;
        }
        *length += count > 0 ? (size_t)count : 0;
    }
    free(text);
    return NULL;
}

static ist_scenario *load(const char *path, const ist_scenario_options *options, ist_errors *errors,
                          int *code)
{
    if (strcmp(path, "-") != 0) {
        return ist_scenario_load(path, options, errors);
    }
    size_t length = 0;
    char *text = case_read_input(&length, code);
    if (!text) {
        return NULL;
    }
    ist_scenario_options here = options ? *options : ist_scenario_options_default();
    here.folder = ".";
    ist_scenario *scenario = ist_scenario_parse(text, length, "standard input", &here, errors);
    free(text);
    return scenario;
}

int case_load(struct case_run *one, const char *path, const ist_scenario_options *options)
{
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    int code = CODE_OK;
    *one = (struct case_run){.path = path};
    one->scenario = load(path, options, errors, &code);
    if (one->scenario) {
        one->model = ist_scenario_model(one->scenario);
        one->seed = ist_scenario_seed(one->scenario);
        one->ticks = ist_model_ticks(one->model);
    } else if (code == CODE_OK) {
        code = complain_all(errors);
    }
    ist_errors_destroy(errors);
    return code;
}

int case_open_variant(struct case_run *one, const ist_experiment *experiment, int32_t variant)
{
    ist_variant_info info;
    ist_experiment_scenario source;
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    *one = (struct case_run){0};
    ist_experiment_variant(experiment, variant, &info);
    ist_experiment_scenario_get(experiment, info.scenario, &source);
    ist_scenario_options options = ist_scenario_options_default();
    options.set = info.set;
    options.set_count = info.set_count;
    options.file = source.file;
    options.file_count = source.file_count;
    one->path = source.path;
    one->scenario = ist_scenario_parse(source.text, source.length, source.path, &options, errors);
    one->seed = source.seed;
    one->twins = ist_experiment_twins(experiment);
    one->replicates = ist_experiment_replicates(experiment);
    if (one->scenario) {
        const int32_t asked = ist_experiment_ticks(experiment);
        one->model = ist_scenario_model(one->scenario);
        one->ticks = asked > 0 ? asked : ist_model_ticks(one->model);
    }
    const int code = one->scenario ? CODE_OK : complain_all(errors);
    ist_errors_destroy(errors);
    return code;
}

void case_close(struct case_run *one)
{
    sample_close(&one->sample);
    ist_scenario_destroy(one->scenario);
    *one = (struct case_run){0};
}

int32_t case_tick(const struct case_run *one, double date)
{
    const double hair = 1e-6; // dates are written with few digits
    int32_t tick = -1;
    while (tick + 1 < one->ticks && ist_model_time(one->model, tick + 1) <= date + hair) {
        tick++;
    }
    const double step = 1.0 / ist_model_ticks_per_year(one->model);
    const bool is_beyond = tick >= 0 && date > ist_model_time(one->model, tick) + step - hair;
    return is_beyond ? -1 : tick;
}

int32_t *case_date_ticks(const struct case_run *one, int32_t *count)
{
    int32_t dates = 0;
    const double *date = ist_scenario_dates(one->scenario, &dates);
    int32_t *ticks = calloc((size_t)dates + 1, sizeof *ticks);
    *count = 0;
    for (int32_t i = 0; ticks && i < dates; i++) {
        const int32_t tick = case_tick(one, date[i]);
        if (tick >= 0 && (*count == 0 || tick > ticks[*count - 1])) {
            ticks[(*count)++] = tick;
        }
    }
    if (ticks && *count == 0) {
        ticks[(*count)++] = one->ticks - 1;
    }
    return ticks;
}

bool case_open_sample(struct case_run *one, bool all_ticks)
{
    int32_t count = 0;
    int32_t *ticks = NULL;
    if (all_ticks) {
        ticks = calloc((size_t)one->ticks, sizeof *ticks);
        for (; ticks && count < one->ticks; count++) {
            ticks[count] = count;
        }
    } else {
        ticks = case_date_ticks(one, &count);
    }
    const bool is_open =
        ticks && sample_open(&one->sample, ticks, count, ist_model_shocks(one->model),
                             one->replicates, one->twins);
    free(ticks);
    return is_open;
}
