// SPDX-License-Identifier: GPL-3.0-or-later
// A run made again, to look at what no store holds: ties between people, and what became of communities
// after they ended.
#ifndef DRIVER_REPORT_AGAIN_H
#define DRIVER_REPORT_AGAIN_H

#include <interstice/interstice.h>

#include "driver/case.h"
#include "driver/report/lanes.h"

enum {
    SNAPSHOTS = 4,
    PEOPLE_DRAWN = 500, // at most
    GROUPS = 8          // communities with a color of their own
};

// A tie across workplaces, between two people by number from 0.
struct tie_seen {
    int32_t a, b;
    bool is_dormant;
};

// What was seen at one date.
struct snapshot {
    int32_t tick;
    struct tie_seen
        *tie; // of everybody; after again_open() of those who are drawn, numbers of nodes
    int32_t ties, room;
    int32_t strong, dormant; // of all
    int32_t *community; // of each person: number from 0 of one that it is a member of; -1: none
};

// Zero: nothing.
struct again {
    bool is_same; // did it come out as it was stored?
    struct lanes lanes;
    struct snapshot snapshot[SNAPSHOTS];
    int32_t snapshots;
    int32_t people;     // posts
    int32_t in_network; // of these, people with a tie across workplaces or a community at some date
    bool is_sample;     // are fewer drawn?
    int32_t nodes;      // people drawn
    int32_t *node;      // of each person; -1: not drawn
    int32_t *person;    // of each node
    double *x, *y;      // of each node, in [0, 1]
    int32_t group[GROUPS]; // first communities of the lanes that have a color; -1: none
};

// Make a run again. Returns an exit code, after a complaint.
int again_open(struct again *again, const struct case_run *one, const ist_run_record *record);
void again_close(struct again *again);

// Color of a person at a date: 1 to GROUPS; 0: in another community; -1: in none.
int again_group(const struct again *again, const struct snapshot *snapshot, int32_t person);

#endif
