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
    [CSV_NETWORKS] = "networks.csv",
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
    const bool is_formula = text[0] && strchr("=+-@\t\r", text[0]);
    if (!is_formula && !strpbrk(text, ",\"\r\n")) {
        output_text(out, text);
        return;
    }
    output_text(out, is_formula ? "\"'" : "\"");
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

// What begins every row: the run, and its variant where there are several.
static void put_run(const struct csv *csv, struct output *out, const ist_run_record *record)
{
    if (csv->variant >= 0) {
        output_format(out, "%" PRId32 ",", csv->variant);
    }
    output_format(out, "%" PRId32, record->replicate);
}

static void put_headings(struct csv *csv)
{
    for (int i = 0; i < CSV_FILES; i++) {
        if (csv->file[i]) {
            output_text(csv->file[i], csv->variant >= 0 ? "variant,replicate" : "replicate");
        }
    }
    output_text(csv->file[CSV_TICKS], ",seed,tick,time");
    ist_metric order[IST_METRIC_COUNT];
    order_columns(order);
    for (int i = 0; i < IST_METRIC_COUNT; i++) {
        put_text(csv->file[CSV_TICKS], ist_metric_name(order[i]));
    }
    output_text(csv->file[CSV_TICKS], "\n");

    output_text(csv->file[CSV_COMMUNITIES],
                ",community,name,theme,origin,official,policy,founded,ended,resumes,"
                "founders,tied_founder_pairs,autonomy_at_end,stage_at_end,members_at_end,"
                "ended_empty,budded_from\n");

    output_text(csv->file[CSV_COMMUNITY_TICKS],
                ",community,tick,time,stage,members,attendance,autonomy,commitment,"
                "learning,realization,deliverables");
    for (int role = 0; role < IST_ROLE_COUNT; role++) {
        put_text(csv->file[CSV_COMMUNITY_TICKS], ist_role_name((ist_role)role));
    }
    output_text(csv->file[CSV_COMMUNITY_TICKS], ",intrusion,present,affect,expectation\n");

    output_text(csv->file[CSV_RESILIENCE], ",event,metric,value\n");

    if (csv->has_networks) {
        output_text(csv->file[CSV_NETWORKS], ",tick,time");
        for (int measure = 0; measure < IST_NETWORK_COUNT; measure++) {
            put_text(csv->file[CSV_NETWORKS],
                     ist_network_measure_name((ist_network_measure)measure));
        }
        output_text(csv->file[CSV_NETWORKS], "\n");
    }
}

int csv_open(struct csv *csv, const char *folder)
{
    csv->folder = folder;
    for (int i = 0; i < (csv->has_networks ? CSV_FILES : CSV_NETWORKS); i++) {
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

static double time_of(const ist_run_record *record, int32_t tick)
{
    return record->start + (double)tick / record->ticks_per_year;
}

static void add_ticks(const struct csv *csv, const ist_run_record *record)
{
    struct output *out = csv->file[CSV_TICKS];
    ist_metric order[IST_METRIC_COUNT];
    order_columns(order);
    for (int32_t tick = 0; tick < record->ticks; tick++) {
        put_run(csv, out, record);
        output_format(out, ",%" PRIu64 ",%" PRId32, record->seed, tick);
        put_number(out, time_of(record, tick));
        for (int i = 0; i < IST_METRIC_COUNT; i++) {
            put_number(out,
                       record->series[(size_t)order[i] * (size_t)record->ticks + (size_t)tick]);
        }
        output_text(out, "\n");
    }
}

static void add_communities(const struct csv *csv, const ist_run_record *record)
{
    struct output *out = csv->file[CSV_COMMUNITIES];
    for (int32_t i = 0; i < record->communities; i++) {
        const ist_community_record *community = &record->community[i];
        put_run(csv, out, record);
        put_integer(out, community->community.number);
        put_text(out, community->name);
        put_text(out, community->theme);
        put_text(out, ist_origin_name(community->origin));
        put_integer(out, community->official);
        put_text(out, community->policy);
        put_number(out, community->founded);
        put_number(out, community->ended);
        put_handle(out, community->resumes.number);
        put_integer(out, community->founders);
        put_number(out, community->tied_founder_pairs);
        put_number(out, community->autonomy);
        put_text(out, ist_stage_name(community->stage));
        put_integer(out, community->members);
        put_integer(out, community->ended_empty);
        put_handle(out, community->parent.number);
        output_text(out, "\n");
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

static void add_community_ticks(const struct csv *csv, const ist_run_record *record)
{
    struct output *out = csv->file[CSV_COMMUNITY_TICKS];
    for (int32_t i = 0; i < record->community_rows; i++) {
        const ist_community_row *row = &record->community_row[i];
        put_run(csv, out, record);
        put_integer(out, row->community.number);
        put_integer(out, row->tick);
        put_number(out, time_of(record, row->tick));
        put_community_row(out, row);
    }
}

static void add_resilience(const struct csv *csv, const ist_run_record *record, const char *prefix,
                           const double *values)
{
    struct output *out = csv->file[CSV_RESILIENCE];
    for (int32_t shock = 0; values && shock < record->shocks; shock++) {
        for (int metric = 0; metric < IST_RESILIENCE_COUNT; metric++) {
            put_run(csv, out, record);
            put_text(out, record->shock[shock]);
            output_format(out, ",%s%s", prefix, ist_resilience_name((ist_resilience_metric)metric));
            put_number(out, values[shock * IST_RESILIENCE_COUNT + metric]);
            output_text(out, "\n");
        }
    }
}

static void add_networks(const struct csv *csv, const ist_run_record *record)
{
    struct output *out = csv->file[CSV_NETWORKS];
    for (int32_t i = 0; csv->has_networks && i < record->network_rows; i++) {
        const ist_network_row *row = &record->network_row[i];
        put_run(csv, out, record);
        put_integer(out, row->tick);
        put_number(out, time_of(record, row->tick));
        for (int measure = 0; measure < IST_NETWORK_COUNT; measure++) {
            put_number(out, row->value[measure]);
        }
        output_text(out, "\n");
    }
}

bool csv_add(struct csv *csv, const ist_run_record *record)
{
    add_ticks(csv, record);
    add_communities(csv, record);
    add_community_ticks(csv, record);
    add_resilience(csv, record, "", record->resilience);
    add_resilience(csv, record, "relative_", record->relative);
    add_networks(csv, record);
    for (int i = 0; i < CSV_FILES; i++) {
        if (csv->file[i] && output_error(csv->file[i])) {
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
