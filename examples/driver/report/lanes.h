// SPDX-License-Identifier: GPL-3.0-or-later
// The lives of the communities of one run: a lane for each community with those that brought it back.
#ifndef DRIVER_REPORT_LANES_H
#define DRIVER_REPORT_LANES_H

#include <interstice/interstice.h>

enum {
    LANE_NOTHING = IST_STAGE_COUNT, // not born yet, or gone
    LANES_SHOWN = 44                // at most
};

// Communities are numbered from 0 here. Zero: nothing.
struct lanes {
    int32_t communities;
    int32_t *root;  // of each community: the first of those that brought one another back
    int32_t *place; // of each community: its lane; -1: not shown
    int32_t count;  // lanes
    int32_t all;    // lanes that there would be
    int32_t *first; // of each lane: its first community
    int32_t ticks;
    uint8_t *stage; // [lane][tick]
    bool *starts;   // does one begin or come back? [lane][tick]
};

// From what was recorded. False when out of memory.
bool lanes_open(struct lanes *lanes, const ist_run_record *record);
void lanes_close(struct lanes *lanes);

// Does the record leave open what became of a community after its end?
bool lanes_ask(const struct lanes *lanes, const ist_run_record *record, int32_t community,
               int32_t tick);
// What it was then.
void lanes_note(struct lanes *lanes, int32_t community, int32_t tick, ist_stage stage);

// Tick of a date of a record.
int32_t record_tick(const ist_run_record *record, double year);

#endif
