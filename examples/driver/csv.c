// SPDX-License-Identifier: GPL-3.0-or-later
// Tidy tables of every run. A cell is empty where a value is undefined.
#include "driver/csv.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "driver/exit_code.h"
#include "driver/folder.h"
#include "driver/message.h"
#include "driver/text.h"

static const char *const file_names[] = {
    [CSV_TICKS] = "ticks.csv",
    [CSV_COMMUNITIES] = "communities.csv",
    [CSV_COMMUNITY_TICKS] = "community_ticks.csv",
    [CSV_RESILIENCE] = "resilience.csv",
};

// The columns everybody asks for come first; the other metrics follow in the library's order.
static const ist_metric first_metrics[] = {
    IST_METRIC_COMMUNITIES,    IST_METRIC_OFFICIAL,
    IST_METRIC_PRACTICE,       IST_METRIC_PROJECT,
    IST_METRIC_BUREAUCRATIZED, IST_METRIC_INFORMAL,
    IST_METRIC_CLANDESTINE,    IST_METRIC_HIBERNATING,
    IST_METRIC_ACTIVITY,       IST_METRIC_MEMBERS,
    IST_METRIC_PARTICIPATION,  IST_METRIC_NEWCOMER_SHARE,
    IST_METRIC_OVERSEEN_SHARE, IST_METRIC_AUTONOMY,
    IST_METRIC_COMMITMENT,     IST_METRIC_INSTITUTIONALIZATION,
    IST_METRIC_PERFORMANCE,    IST_METRIC_PROBLEMS,
    IST_METRIC_SOLVED_SELF,    IST_METRIC_SOLVED_LINE,
    IST_METRIC_SOLVED_TIE,     IST_METRIC_SOLVED_COMMUNITY,
    IST_METRIC_EXPIRED,        IST_METRIC_TIES,
    IST_METRIC_CROSS_TIES,
};

// The metrics in the order of the columns.
static void order_columns(ist_metric order[IST_METRIC_COUNT])
{
    bool is_placed[IST_METRIC_COUNT] = {false};
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(first_metrics); i++) {
        order[count++] = first_metrics[i];
        is_placed[first_metrics[i]] = true;
    }
    for (int metric = 0; metric < IST_METRIC_COUNT; metric++) {
        if (!is_placed[metric]) {
            order[count++] = (ist_metric)metric;
        }
    }
}

static void put_number(struct output *out, double value)
{
    output_text(out, ",");
    output_number(out, value);
}

static void put_integer(struct output *out, int32_t value)
{
    output_format(out, ",%" PRId32, value);
}

// Empty for none.
static void put_handle(struct output *out, int32_t number)
{
    if (number > 0) {
        put_integer(out, number);
    } else {
        output_text(out, ",");
    }
}

void csv_text(struct output *out, const char *text)
{
    if (!text) {
        return;
    }
    if (!strpbrk(text, ",\"\r\n")) {
        output_text(out, text);
        return;
    }
    output_text(out, "\"");
    for (const char *c = text; *c; c++) {
        output_bytes(out, "\"\"", *c == '"' ? 2 : 0);
        output_bytes(out, c, *c == '"' ? 0 : 1);
    }
    output_text(out, "\"");
}

static void put_text(struct output *out, const char *text)
{
    output_text(out, ",");
    csv_text(out, text);
}

static void put_headings(struct csv *csv)
{
    output_text(csv->file[CSV_TICKS], "replicate,seed,tick,time");
    ist_metric order[IST_METRIC_COUNT];
    order_columns(order);
    for (int i = 0; i < IST_METRIC_COUNT; i++) {
        put_text(csv->file[CSV_TICKS], ist_metric_name(order[i]));
    }
    output_text(csv->file[CSV_TICKS], "\n");

    output_text(csv->file[CSV_COMMUNITIES],
                "replicate,community,name,theme,origin,official,policy,founded,ended,resumes,"
                "founders,tied_founder_pairs,autonomy_at_end,stage_at_end,members_at_end,"
                "ended_empty,budded_from\n");

    output_text(csv->file[CSV_COMMUNITY_TICKS],
                "replicate,community,tick,time,stage,members,attendance,autonomy,commitment,"
                "learning,realization,deliverables");
    for (int role = 0; role < IST_ROLE_COUNT; role++) {
        put_text(csv->file[CSV_COMMUNITY_TICKS], ist_role_name((ist_role)role));
    }
    output_text(csv->file[CSV_COMMUNITY_TICKS], ",intrusion,present,affect,expectation\n");

    output_text(csv->file[CSV_RESILIENCE], "replicate,event,metric,value\n");
}

int csv_open(struct csv *csv, const char *folder)
{
    csv->folder = folder;
    for (int i = 0; i < CSV_FILES; i++) {
        char *path = folder_join(folder, file_names[i]);
        if (!path) {
            return complain_memory();
        }
        csv->file[i] = output_create(path);
        if (!csv->file[i]) {
            complain("cannot create %s: %s", path, strerror(errno));
        }
        free(path);
        if (!csv->file[i]) {
            return CODE_CANNOT_CREATE;
        }
    }
    put_headings(csv);
    return CODE_OK;
}

static void add_ticks(struct output *out, const ist_run_result *result)
{
    const ist_model *model = ist_state_model(result->state);
    const double *series[IST_METRIC_COUNT];
    ist_metric order[IST_METRIC_COUNT];
    order_columns(order);
    for (int i = 0; i < IST_METRIC_COUNT; i++) {
        series[i] = ist_recorder_series(result->record, order[i]);
    }
    for (int32_t tick = 0; tick < ist_recorder_ticks(result->record); tick++) {
        output_format(out, "%" PRId32 ",%" PRIu64 ",%" PRId32, result->replicate, result->seed,
                      tick);
        put_number(out, ist_model_time(model, tick));
        for (int i = 0; i < IST_METRIC_COUNT; i++) {
            put_number(out, series[i][tick]);
        }
        output_text(out, "\n");
    }
}

static void put_community(struct output *out, const ist_model *model,
                          const ist_community_info *info)
{
    put_text(out, info->name);
    put_text(out, ist_model_theme_name(model, info->theme));
    put_text(out, ist_origin_name(info->origin));
    put_integer(out, info->official);
    put_text(out, info->overseer.number ? ist_model_manager_policy(model, info->overseer) : NULL);
    put_number(out, ist_model_time(model, info->founded));
    put_number(out, info->ended >= 0 ? ist_model_time(model, info->ended) : NAN);
    put_handle(out, info->resumes.number);
    put_integer(out, info->founders);
    put_number(out, info->tied_founder_pairs);
    put_number(out, info->autonomy);
    put_text(out, ist_stage_name(info->stage));
    put_integer(out, info->members);
    put_integer(out, info->ended_empty);
    put_handle(out, info->parent.number);
    output_text(out, "\n");
}

static void add_communities(struct output *out, const ist_run_result *result)
{
    const int32_t count = ist_state_communities(result->state);
    for (int32_t number = 1; number <= count; number++) {
        ist_community_info info;
        if (ist_community_get(result->state, (ist_community_id){number}, &info)) {
            output_format(out, "%" PRId32 ",%" PRId32, result->replicate, number);
            put_community(out, ist_state_model(result->state), &info);
        }
    }
}

static void put_community_row(struct output *out, const ist_community_row *row)
{
    put_text(out, ist_stage_name(row->stage));
    put_integer(out, row->members);
    put_number(out, row->attendance);
    put_number(out, row->autonomy);
    put_number(out, row->commitment);
    put_number(out, row->learning);
    put_number(out, row->realization);
    put_number(out, row->deliverables);
    for (int role = 0; role < IST_ROLE_COUNT; role++) {
        put_number(out, row->intensity[role]);
    }
    put_number(out, row->intrusion);
    put_integer(out, row->present);
    put_number(out, row->affect);
    put_number(out, row->expectation);
    output_text(out, "\n");
}

static void add_community_ticks(struct output *out, const ist_run_result *result)
{
    const ist_model *model = ist_state_model(result->state);
    const int32_t count = ist_recorder_community_rows(result->record);
    for (int32_t i = 0; i < count; i++) {
        const ist_community_row *row = ist_recorder_community_row(result->record, i);
        output_format(out, "%" PRId32 ",%" PRId32 ",%" PRId32, result->replicate,
                      row->community.number, row->tick);
        put_number(out, ist_model_time(model, row->tick));
        put_community_row(out, row);
    }
}

static void add_resilience(struct output *out, const ist_run_result *result, const char *prefix,
                           const double *values)
{
    const ist_model *model = ist_state_model(result->state);
    for (int32_t shock = 0; values && shock < ist_model_shocks(model); shock++) {
        for (int metric = 0; metric < IST_RESILIENCE_COUNT; metric++) {
            output_format(out, "%" PRId32, result->replicate);
            put_text(out, ist_model_shock_name(model, shock));
            output_format(out, ",%s%s", prefix, ist_resilience_name((ist_resilience_metric)metric));
            put_number(out, values[shock * IST_RESILIENCE_COUNT + metric]);
            output_text(out, "\n");
        }
    }
}

bool csv_add(struct csv *csv, const ist_run_result *result)
{
    add_ticks(csv->file[CSV_TICKS], result);
    add_communities(csv->file[CSV_COMMUNITIES], result);
    add_community_ticks(csv->file[CSV_COMMUNITY_TICKS], result);
    add_resilience(csv->file[CSV_RESILIENCE], result, "", result->resilience);
    add_resilience(csv->file[CSV_RESILIENCE], result, "relative_", result->relative);
    for (int i = 0; i < CSV_FILES; i++) {
        if (output_error(csv->file[i])) {
            return false;
        }
    }
    return true;
}

int csv_close(struct csv *csv)
{
    int code = CODE_OK;
    for (int i = 0; i < CSV_FILES; i++) {
        const int error = csv->file[i] ? output_close(csv->file[i]) : 0;
        csv->file[i] = NULL;
        if (error && code == CODE_OK) {
            complain("cannot write %s/%s: %s", csv->folder, file_names[i], strerror(error));
            code = CODE_IO;
        }
    }
    return code;
}
