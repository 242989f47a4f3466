// SPDX-License-Identifier: GPL-3.0-or-later
// Taking the record of a run, and finding one's way in it by year and community.
#include "study/record.h"

#include "base/memory.h"

#include <math.h>

int32_t isti_study_tick(double start, int32_t ticks_per_year, int32_t ticks, double year)
{
    const double tick = floor((year - start + ISTI_STUDY_SAME_TIME) * ticks_per_year);
    return tick >= 0.0 && tick < ticks ? (int32_t)tick : -1;
}

int32_t isti_record_tick(const isti_record *record, double year)
{
    return isti_study_tick(record->start, record->ticks_per_year, record->ticks, year);
}

double isti_record_time(const isti_record *record, int32_t tick)
{
    return record->start + (double)tick / record->ticks_per_year;
}

// First tick that does not begin before a year, within the record; 0 where the year is unknown.
static int32_t tick_from(const isti_record *record, double year)
{
    const double tick =
        ceil((year - record->start - ISTI_STUDY_SAME_TIME) * record->ticks_per_year);
    if (!(tick > 0.0)) {
        return 0;
    }
    return tick < record->ticks ? (int32_t)tick : record->ticks;
}

void isti_record_window(const isti_record *record, double from, double to, int32_t *first,
                        int32_t *end)
{
    *first = tick_from(record, from);
    *end = isnan(from) ? 0 : tick_from(record, to);
}

const ist_community_row *isti_life_row(const isti_life *life, int32_t tick)
{
    const int32_t row = tick - life->first_tick;
    return tick >= life->first_tick && row < life->rows ? life->row[row] : NULL;
}

ist_status isti_record_open(isti_record *record, const ist_model *model, bool with_communities)
{
    ist_recorder_def def = ist_recorder_def_default();
    def.communities = with_communities;
    *record = (isti_record){.start = ist_model_time(model, 0),
                            .ticks_per_year = ist_model_ticks_per_year(model),
                            .recorder = ist_recorder_create(model, &def, NULL)};
    return record->recorder ? IST_OK : IST_ERR_NO_MEMORY;
}

static isti_life life_of(const ist_state *state, int32_t c)
{
    ist_community_info info;
    if (!ist_community_get(state, (ist_community_id){c + 1}, &info)) {
        return (isti_life){0};
    }
    const ist_model *model = ist_state_model(state);
    return (isti_life){.name = info.name,
                       .theme = ist_model_theme_name(model, info.theme),
                       .overseer = ist_model_manager_name(model, info.overseer),
                       .origin = info.origin,
                       .stage = info.stage,
                       .official = info.official,
                       .founded = info.founded,
                       .ended = info.ended,
                       .founders = info.founders,
                       .tied_pairs = info.tied_founder_pairs,
                       .tied_by_chance = info.tied_by_chance,
                       .autonomy = info.autonomy};
}

// Lay the rows of each community one behind the other; they come in order of tick.
static void sort_rows(isti_record *record)
{
    const int32_t rows = ist_recorder_community_rows(record->recorder);
    for (int32_t k = 0; k < rows; k++) {
        record->owned[ist_recorder_community_row(record->recorder, k)->community.number - 1].rows++;
    }
    int32_t next = 0;
    for (int32_t c = 0; c < record->lives; c++) {
        record->owned[c].row = record->sorted + next;
        next += record->owned[c].rows;
        record->owned[c].rows = 0;
    }
    for (int32_t k = 0; k < rows; k++) {
        const ist_community_row *row = ist_recorder_community_row(record->recorder, k);
        isti_life *life = &record->owned[row->community.number - 1];
        life->first_tick = life->rows == 0 ? row->tick : life->first_tick;
        assert(row->tick == life->first_tick + life->rows);
        record->sorted[(life->row - record->sorted) + life->rows++] = row;
    }
}

ist_status isti_record_finish(isti_record *record, const ist_state *state)
{
    record->ticks = ist_recorder_ticks(record->recorder);
    for (int32_t k = 0; k < IST_METRIC_COUNT; k++) {
        record->metric[k] = ist_recorder_series(record->recorder, (ist_metric)k);
    }
    for (int32_t k = 0; k < IST_SENSITIVE_MEETINGS; k++) {
        ist_state_sensitive(state, k + 1, &record->asked[k], &record->answered[k]);
    }
    const int32_t rows = ist_recorder_community_rows(record->recorder);
    const int32_t lives = ist_state_communities(state);
    record->owned = isti_alloc_array((size_t)lives, sizeof *record->owned);
    record->sorted = isti_alloc_array((size_t)rows, sizeof(const ist_community_row *));
    if (!record->owned || !record->sorted) {
        return IST_ERR_NO_MEMORY;
    }
    for (int32_t c = 0; c < lives; c++) {
        record->owned[c] = life_of(state, c);
    }
    record->life = record->owned;
    record->lives = lives;
    sort_rows(record);
    return IST_OK;
}

void isti_record_clear(isti_record *record)
{
    ist_recorder_destroy(record->recorder);
    isti_free(record->sorted);
    isti_free(record->owned);
    *record = (isti_record){0};
}
