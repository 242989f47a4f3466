// SPDX-License-Identifier: GPL-3.0-or-later
// What became of the scenarios, for programs: one JSON document.
#include "driver/document.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "driver/json.h"

enum quantile { MEDIAN, LOW, HIGH, QUANTILES };

static const char *const quantile_names[] = {[MEDIAN] = "median", [LOW] = "p05", [HIGH] = "p95"};

static double pick(const struct spread *spread, int quantile)
{
    const double values[QUANTILES] = {
        [MEDIAN] = spread->median, [LOW] = spread->low, [HIGH] = spread->high};
    return values[quantile];
}

static void put_about(struct json *json, const struct case_run *one)
{
    const ist_model *model = one->model;
    char hash[24];
    json_text(json, "name", ist_model_name(model));
    json_text(json, "title", ist_model_title(model));
    json_text(json, "file", one->path);
    json_integer(json, "people", ist_model_employees(model));
    json_integer(json, "participants", ist_model_participants(model));
    json_integer(json, "units", ist_model_units(model));
    json_integer(json, "themes", ist_model_themes(model));
    json_number(json, "start", ist_model_time(model, 0));
    json_number(json, "end", ist_model_time(model, one->ticks - 1));
    json_integer(json, "ticks", one->ticks);
    json_integer(json, "ticks_per_year", ist_model_ticks_per_year(model));
    json_integer(json, "replicates", one->replicates);
    json_seed(json, "seed", one->seed);
    snprintf(hash, sizeof hash, "%016" PRIx64, ist_model_parameter_hash(model));
    json_text(json, "parameter_hash", hash);
    snprintf(hash, sizeof hash, "%016" PRIx64, ist_model_hash(model));
    json_text(json, "model_hash", hash);
}

static void put_dates(struct json *json, const struct case_run *one)
{
    int32_t count = 0;
    const double *dates = ist_scenario_dates(one->scenario, &count);
    json_array(json, "dates");
    for (int32_t i = 0; i < count; i++) {
        const int32_t tick = case_tick(one, dates[i]);
        if (tick >= 0) {
            json_object(json, NULL);
            json_number(json, "time", ist_model_time(one->model, tick));
            json_integer(json, "tick", tick);
            json_end(json);
        }
    }
    json_end(json);
}

static void put_metric(struct json *json, const struct case_run *one, ist_metric metric,
                       double *values)
{
    const int32_t ticks = one->sample.ticks;
    for (int32_t tick = 0; tick < ticks; tick++) {
        const struct spread spread = sample_metric(&one->sample, tick, metric);
        for (int quantile = 0; quantile < QUANTILES; quantile++) {
            values[quantile * ticks + tick] = pick(&spread, quantile);
        }
    }
    json_object(json, ist_metric_name(metric));
    for (int quantile = 0; quantile < QUANTILES; quantile++) {
        json_numbers(json, quantile_names[quantile], values + quantile * ticks, ticks);
    }
    json_end(json);
}

static void put_series(struct json *json, const struct case_run *one, double *values)
{
    json_object(json, "series");
    for (int32_t tick = 0; tick < one->sample.ticks; tick++) {
        values[tick] = ist_model_time(one->model, tick);
    }
    json_numbers(json, "time", values, one->sample.ticks);
    json_object(json, "metrics");
    for (int metric = 0; metric < IST_METRIC_COUNT; metric++) {
        put_metric(json, one, (ist_metric)metric, values);
    }
    json_end(json);
    json_end(json);
}

// Quantiles of the recovery time are null where the recovery never comes: `unrecovered` tells.
static void put_resilience(struct json *json, const struct sample *sample, int32_t shock,
                           const char *key, bool relative)
{
    json_object(json, key);
    json_integer(json, "measured", sample_measured(sample, shock, relative));
    json_integer(json, "unrecovered", sample_unrecovered(sample, shock, relative));
    for (int metric = 0; metric < IST_RESILIENCE_COUNT; metric++) {
        const struct spread spread =
            sample_resilience(sample, shock, (ist_resilience_metric)metric, relative);
        json_object(json, ist_resilience_name((ist_resilience_metric)metric));
        for (int quantile = 0; quantile < QUANTILES; quantile++) {
            json_number(json, quantile_names[quantile], pick(&spread, quantile));
        }
        json_end(json);
    }
    json_end(json);
}

static void put_events(struct json *json, const struct case_run *one)
{
    json_array(json, "events");
    for (int32_t shock = 0; shock < one->sample.shocks; shock++) {
        const int32_t tick = ist_model_shock_tick(one->model, shock);
        json_object(json, NULL);
        json_text(json, "name", ist_model_shock_name(one->model, shock));
        json_number(json, "time", ist_model_time(one->model, tick));
        json_integer(json, "tick", tick);
        put_resilience(json, &one->sample, shock, "resilience", false);
        if (one->twins) {
            put_resilience(json, &one->sample, shock, "relative", true);
        }
        json_end(json);
    }
    json_end(json);
}

bool document_print(const struct case_run *cases, int32_t count, struct output *out)
{
    struct json json = {.out = out};
    json_object(&json, NULL);
    json_text(&json, "program", "interstice");
    json_text(&json, "version", ist_version());
    json_array(&json, "cases");
    for (int32_t i = 0; i < count; i++) {
        double *values = calloc((size_t)cases[i].sample.ticks + 1, QUANTILES * sizeof *values);
        if (!values) {
            return false;
        }
        json_object(&json, NULL);
        put_about(&json, &cases[i]);
        put_dates(&json, &cases[i]);
        put_series(&json, &cases[i], values);
        put_events(&json, &cases[i]);
        json_end(&json);
        free(values);
    }
    json_end(&json);
    json_end(&json);
    return true;
}
