// SPDX-License-Identifier: GPL-3.0-or-later
// The record of one run: series of metrics, and rows of communities and units on request.
#include "observe/observe.h"

#include "base/memory.h"
#include "state/communities.h"

#include <string.h>

struct ist_recorder {
    const ist_model *model;
    ist_recorder_def def;
    isti_survey survey;
    double *series; // [metric * room + tick]
    int32_t ticks, room;
    ist_community_row *community;
    int32_t communities, community_room;
    ist_unit_row *unit;
    int32_t units, unit_room;
    int32_t *row_of_unit; // while a tick is recorded
};

ist_recorder_def ist_recorder_def_default(void)
{
    return (ist_recorder_def){.def_size = sizeof(ist_recorder_def)};
}

// Make the series longer; each metric keeps its values.
static ist_status lengthen(ist_recorder *r, int32_t wanted)
{
    if (wanted <= r->room) {
        return IST_OK;
    }
    const size_t room = isti_grown((size_t)r->room, (size_t)wanted);
    double *series = isti_alloc_array((size_t)IST_METRIC_COUNT * room, sizeof *series);
    if (!series) {
        return IST_ERR_NO_MEMORY;
    }
    for (size_t k = 0; k < IST_METRIC_COUNT && r->ticks > 0; k++) {
        memcpy(series + k * room, r->series + k * (size_t)r->room,
               (size_t)r->ticks * sizeof *series);
    }
    isti_free(r->series);
    r->series = series;
    r->room = (int32_t)room;
    return IST_OK;
}

static ist_status open_recorder(ist_recorder *r)
{
    ist_status status = isti_survey_open(&r->survey, r->model);
    if (status == IST_OK) {
        status = lengthen(r, r->model->ticks);
    }
    if (status == IST_OK && r->def.units) {
        r->row_of_unit = isti_alloc_array((size_t)r->model->unit_count, sizeof *r->row_of_unit);
        status = r->row_of_unit ? IST_OK : IST_ERR_NO_MEMORY;
    }
    return status;
}

ist_recorder *ist_recorder_create(const ist_model *model, const ist_recorder_def *def,
                                  ist_errors *errors)
{
    if (def->def_size != sizeof *def) {
        isti_fail(errors, IST_ERR_DEF_NOT_INITIALIZED, "", "%s",
                  ist_status_text(IST_ERR_DEF_NOT_INITIALIZED));
        return NULL;
    }
    ist_recorder *r = isti_alloc_array(1, sizeof *r);
    if (r) {
        r->model = model;
        r->def = *def;
    }
    if (!r || open_recorder(r) != IST_OK) {
        isti_fail(errors, IST_ERR_NO_MEMORY, "", "%s", ist_status_text(IST_ERR_NO_MEMORY));
        ist_recorder_destroy(r);
        return NULL;
    }
    return r;
}

void ist_recorder_destroy(ist_recorder *r)
{
    if (!r) {
        return;
    }
    isti_survey_close(&r->survey);
    isti_free(r->series);
    isti_free(r->community);
    isti_free(r->unit);
    isti_free(r->row_of_unit);
    isti_free(r);
}

void ist_recorder_reset(ist_recorder *r)
{
    isti_survey_reset(&r->survey);
    r->ticks = 0;
    r->communities = 0;
    r->units = 0;
}

static void record_metrics(ist_recorder *r, const ist_state *s)
{
    double value[IST_METRIC_COUNT];
    isti_measure(&r->survey, s, value);
    for (size_t k = 0; k < IST_METRIC_COUNT; k++) {
        r->series[k * (size_t)r->room + (size_t)r->ticks] = value[k];
    }
    r->ticks++;
}

static ist_community_row community_row(const ist_recorder *r, const ist_state *s, int32_t c)
{
    ist_community_row row = {
        .community = {c + 1},
        .tick = (int32_t)s->now.tick - 1,
        .stage = isti_survey_stage(&r->survey, s, c),
        .members = s->community_members[c],
        .present = s->community_present[c],
        .attendance = s->community_activity[c],
        .closeness = s->community_closeness[c],
        .autonomy = s->community_autonomy[c],
        .commitment = isti_mean_commitment(s, c),
        .affect = s->community_affect[c],
        .learning = s->community_learning[c],
        .realization = s->community_realization[c],
        .deliverables = s->community_deliverables[c],
        .expectation = isti_expectation(s, c),
        .intrusion = s->community_intrusion[c],
    };
    memcpy(row.intensity, s->community_role + (size_t)c * IST_ROLE_COUNT, sizeof row.intensity);
    return row;
}

static ist_status record_communities(ist_recorder *r, const ist_state *s)
{
    int32_t active = 0;
    for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
        active += isti_is_active(s, c);
    }
    if (active > INT32_MAX - r->communities) {
        return IST_ERR_LIMIT;
    }
    if (r->communities + active > r->community_room) {
        const size_t room =
            isti_grown((size_t)r->community_room, (size_t)r->communities + (size_t)active);
        ist_community_row *rows =
            isti_resize_array(r->community, (size_t)r->community_room, room, sizeof *rows);
        if (!rows) {
            return IST_ERR_NO_MEMORY;
        }
        r->community = rows;
        r->community_room = (int32_t)room;
    }
    for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
        if (isti_is_active(s, c)) {
            r->community[r->communities++] = community_row(r, s, c);
        }
    }
    return IST_OK;
}

static ist_status make_unit_room(ist_recorder *r, int32_t more)
{
    if (more > INT32_MAX - r->units) {
        return IST_ERR_LIMIT;
    }
    if (r->units + more <= r->unit_room) {
        return IST_OK;
    }
    const size_t room = isti_grown((size_t)r->unit_room, (size_t)r->units + (size_t)more);
    ist_unit_row *rows = isti_resize_array(r->unit, (size_t)r->unit_room, room, sizeof *rows);
    if (!rows) {
        return IST_ERR_NO_MEMORY;
    }
    r->unit = rows;
    r->unit_room = (int32_t)room;
    return IST_OK;
}

// Count present people into the rows of their units.
static void count_people(ist_recorder *r, const ist_state *s)
{
    const ist_model *m = s->model;
    for (int32_t i = 0; i < m->employee_count; i++) {
        const int32_t place = r->row_of_unit[s->employee_unit[i]];
        if (!s->employee_present[i] || place < 0) {
            continue;
        }
        const int32_t node = m->employee_node[i];
        ist_unit_row *row = &r->unit[place];
        row->people++;
        row->participants += node >= 0 && m->node_participates[node];
        row->members += node >= 0 && s->node_memberships[node] > 0;
    }
}

// One row per unit that is there; those merged away or not yet there have none.
static ist_status record_units(ist_recorder *r, const ist_state *s)
{
    const ist_status status = make_unit_room(r, s->model->unit_count);
    if (status != IST_OK) {
        return status;
    }
    for (int32_t u = 0; u < s->model->unit_count; u++) {
        r->row_of_unit[u] = -1;
        if (!s->unit_present[u] || s->unit_owner[u] != u) {
            continue;
        }
        r->row_of_unit[u] = r->units;
        r->unit[r->units++] = (ist_unit_row){.unit = {u + 1},
                                             .tick = (int32_t)s->now.tick - 1,
                                             .problems = s->unit_met[u],
                                             .solved = s->unit_solved[u],
                                             .expired = s->unit_expired[u]};
    }
    count_people(r, s);
    return IST_OK;
}

static ist_status record(void *context, const ist_state *s)
{
    ist_recorder *r = context;
    ist_status status = lengthen(r, r->ticks + 1);
    if (status == IST_OK) {
        status = isti_survey_take(&r->survey, s);
    }
    if (status == IST_OK && r->def.communities) {
        status = record_communities(r, s);
    }
    if (status == IST_OK && r->def.units) {
        status = record_units(r, s);
    }
    if (status == IST_OK) {
        record_metrics(r, s);
    }
    return status;
}

ist_observer ist_recorder_observer(ist_recorder *r)
{
    return (ist_observer){.context = r, .on_tick = record};
}

int32_t ist_recorder_ticks(const ist_recorder *r)
{
    return r->ticks;
}

const double *ist_recorder_series(const ist_recorder *r, ist_metric metric)
{
    return metric < IST_METRIC_COUNT ? r->series + (size_t)metric * (size_t)r->room : NULL;
}

int32_t ist_recorder_community_rows(const ist_recorder *r)
{
    return r->communities;
}

const ist_community_row *ist_recorder_community_row(const ist_recorder *r, int32_t index)
{
    return index >= 0 && index < r->communities ? &r->community[index] : NULL;
}

int32_t ist_recorder_unit_rows(const ist_recorder *r)
{
    return r->units;
}

const ist_unit_row *ist_recorder_unit_row(const ist_recorder *r, int32_t index)
{
    return index >= 0 && index < r->units ? &r->unit[index] : NULL;
}
