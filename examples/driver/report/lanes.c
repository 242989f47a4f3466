// SPDX-License-Identifier: GPL-3.0-or-later
// The lives of the communities of one run.
#include "driver/report/lanes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int32_t record_tick(const ist_run_record *record, double year)
{
    return (int32_t)lround((year - record->start) * record->ticks_per_year);
}

void lanes_close(struct lanes *lanes)
{
    free(lanes->root);
    free(lanes->place);
    free(lanes->first);
    free(lanes->stage);
    free(lanes->starts);
    *lanes = (struct lanes){0};
}

// Who brought back whom, and which lanes are shown: all, or as many as there is room for, evenly spaced.
static bool choose(struct lanes *lanes, const ist_run_record *record)
{
    const size_t room = (size_t)lanes->communities + 1;
    lanes->root = calloc(room, sizeof *lanes->root);
    lanes->place = calloc(room, sizeof *lanes->place);
    lanes->first = calloc(room, sizeof *lanes->first);
    if (!lanes->root || !lanes->place || !lanes->first) {
        return false;
    }
    for (int32_t c = 0; c < lanes->communities; c++) {
        const int32_t before = record->community[c].resumes.number - 1;
        lanes->root[c] = before >= 0 && before < c ? lanes->root[before] : c;
        lanes->all += lanes->root[c] == c;
    }
    lanes->count = lanes->all < LANES_SHOWN ? lanes->all : LANES_SHOWN;
    int32_t number = 0;
    for (int32_t c = 0; c < lanes->communities; c++) {
        lanes->place[c] = -1;
        if (lanes->root[c] != c) {
            lanes->place[c] = lanes->place[lanes->root[c]];
            continue;
        }
        const int64_t next = (int64_t)number * lanes->count / lanes->all;
        const int64_t after = (int64_t)(number + 1) * lanes->count / lanes->all;
        if (after > next) {
            lanes->place[c] = (int32_t)next;
            lanes->first[next] = c;
        }
        number++;
    }
    return true;
}

static void fill(struct lanes *lanes, int32_t community, int32_t from, int32_t to, uint8_t stage)
{
    const int32_t place = lanes->place[community];
    for (int32_t t = from < 0 ? 0 : from; t < to && t < lanes->ticks; t++) {
        lanes->stage[place * lanes->ticks + t] = stage;
    }
}

static void fill_lives(struct lanes *lanes, const ist_run_record *record)
{
    for (int32_t i = 0; i < record->community_rows; i++) {
        const ist_community_row *row = &record->community_row[i];
        const int32_t c = row->community.number - 1;
        if (lanes->place[c] >= 0) {
            fill(lanes, c, row->tick, row->tick + 1, (uint8_t)row->stage);
        }
    }
    for (int32_t c = 0; c < lanes->communities; c++) {
        const ist_community_record *one = &record->community[c];
        const int32_t place = lanes->place[c];
        if (place < 0) {
            continue;
        }
        const int32_t born = record_tick(record, one->founded);
        if (born >= 0 && born < lanes->ticks) {
            lanes->starts[place * lanes->ticks + born] = true;
        }
        if (one->stage == IST_STAGE_HIBERNATING) {
            fill(lanes, c, record_tick(record, one->ended), lanes->ticks, IST_STAGE_HIBERNATING);
        }
        const int32_t before = one->resumes.number - 1;
        if (before >= 0 && before < c) {
            fill(lanes, c, record_tick(record, record->community[before].ended), born,
                 IST_STAGE_HIBERNATING);
        }
    }
}

bool lanes_open(struct lanes *lanes, const ist_run_record *record)
{
    *lanes = (struct lanes){.communities = record->communities, .ticks = record->ticks};
    if (!choose(lanes, record)) {
        return false;
    }
    const size_t cells = (size_t)lanes->count * (size_t)lanes->ticks + 1;
    lanes->stage = malloc(cells);
    lanes->starts = calloc(cells, sizeof *lanes->starts);
    if (!lanes->stage || !lanes->starts) {
        return false;
    }
    memset(lanes->stage, LANE_NOTHING, cells);
    fill_lives(lanes, record);
    return true;
}

bool lanes_ask(const struct lanes *lanes, const ist_run_record *record, int32_t community,
               int32_t tick)
{
    const ist_community_record *one = &record->community[community];
    const int32_t place = lanes->place[community];
    return place >= 0 && !isnan(one->ended) && tick >= record_tick(record, one->ended) &&
           lanes->stage[place * lanes->ticks + tick] == LANE_NOTHING;
}

void lanes_note(struct lanes *lanes, int32_t community, int32_t tick, ist_stage stage)
{
    if (stage == IST_STAGE_HIBERNATING) {
        fill(lanes, community, tick, tick + 1, IST_STAGE_HIBERNATING);
    }
}
