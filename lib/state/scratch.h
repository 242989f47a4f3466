// SPDX-License-Identifier: GPL-3.0-or-later
// Working memory of a tick. Nothing in it is read in a later tick.
#ifndef ISTI_STATE_SCRATCH_H
#define ISTI_STATE_SCRATCH_H

#include "base/base.h"

// What happened to a node in this tick.
typedef enum isti_move { ISTI_STAYED, ISTI_TRANSFERRED, ISTI_REPLACED } isti_move;

// Two people met, or one helped the other: what each strand gains, of what is missing.
typedef struct isti_encounter {
    int32_t a, b; // nodes, a < b
    float gain_x, gain_y;
    float at_least; // x is raised to this (an introduction)
    int32_t tie; // their tie, if who collected it knew it, and if it is still there; -1: not known
} isti_encounter;

enum { ISTI_TIE_CHANGED = -2 }; // as the tie of an encounter: its gains are part of it now

// The encounters of a tick, sorted, while they are applied, and how many ties are new to each node. At
// the desk of the state, but for all workers.
typedef struct isti_meetings {
    isti_encounter *encounter;
    int32_t count;
    const int32_t *first; // of each pile, while they are sorted
    int32_t *fresh;
} isti_meetings;

// A tie between two nodes on its way: it has a number and its places in both rows, but is not there yet.
typedef struct isti_new_tie {
    int32_t a, b;
    int32_t tie;        // its number
    int32_t at_a, at_b; // its places, counted from where the rows begin
    int32_t encounter;  // the first of those that bring it about, -1: none
} isti_new_tie;

// Newcomers of a tick, while they are welcomed, and whom each is to be tied to: the nodes before the first
// that is -1 of the `width` that begin at stranger[k * width]. At the desk of the state, but for all workers.
typedef struct isti_welcome {
    const int32_t *newcomer;
    int32_t *stranger;
    int32_t width;
} isti_welcome;

// Somebody wants, or is called to, something that not everybody can have.
typedef struct isti_claim {
    int32_t node;   // who
    int32_t target; // what: a community, a call
    double draw;    // the lowest wins
    int32_t other;  // who else is concerned, -1: nobody
} isti_claim;

// Somebody calls people together to found a community.
typedef struct isti_call {
    int32_t origin; // ist_origin
    int32_t caller; // node
    int32_t theme;
    int32_t core;    // node without whom it makes no sense, -1: nobody
    int32_t parent;  // community it buds from, -1: none
    int32_t minimum; // members it takes
    double hard;     // competence the invited need (connected)
    bool official;
} isti_call;

// Lists of nodes by some number: items [first[k], first[k + 1]).
typedef struct isti_index {
    int32_t *first;
    int32_t *items;
} isti_index;

// What a meeting leaves for the processes after it.
typedef struct isti_meeting {
    bool met; // the community was due to meet in this tick
    int32_t present;
    double relevance; // of the theme now, [0,1]
    double learning;  // per attendee, relative to a good meeting, [0,1]
    double best;      // highest competence present
} isti_meeting;

// What the managers decided about a community, before any of it takes effect.
typedef struct isti_decision {
    double role[5];   // by ist_role
    double intrusion; // what the context makes of them
    double rise;      // expectation bred in the tick, of what is missing
} isti_decision;

// A tie of a member of a community to another one, who has that seat.
typedef struct isti_fellow_tie {
    int32_t seat, tie;
} isti_fellow_tie;

// The ties among the members of one community: of each seat the first count[seat] of the `room` entries
// that begin at entry[seat * room].
typedef struct isti_fellows {
    int32_t *count;
    isti_fellow_tie *entry;
    int32_t seats, room;
} isti_fellows;

// Lists that are as long as the members of a community.
typedef struct isti_seat_lists {
    double *value;
    uint8_t *marked;
    int32_t *tie; // of one member to those at each seat
    int32_t capacity;
} isti_seat_lists;

// What others look at first in somebody, side by side (state/profile.h).
typedef struct isti_profile {
    uint32_t glance;  // main theme, whether a member of anything, competence
    uint32_t concern; // second theme, theme of the open problem
} isti_profile;

// Working memory of one worker: what it collects, and lists of its own.
typedef struct isti_desk {
    isti_encounter *encounter;
    int32_t encounters, encounter_capacity;
    isti_claim *claim;
    int32_t claims, claim_capacity;
    isti_call *call;
    int32_t calls, call_capacity;
    int32_t *mark; // per node: stamp of whoever marked it last
    int32_t stamp; // the highest used; isti_stamps() gives new ones
    isti_seat_lists by_seat;
    int32_t *list;  // per node
    int32_t *list2; // per node
    float *value;   // per node
} isti_desk;

typedef struct isti_scratch {
    // As long as the communities and seats of the state; they follow its growth.
    isti_meeting *meeting;   // per community
    int32_t *before;         // per community: the one founded before it on its theme, -1: none.
                             // Follows from the state, as `latest` does, and is never out of date
    isti_decision *decision; // per community
    isti_fellows *fellows;   // per community. They follow from the state, too (state/fellows.h)
    double *seat_affect;     // per seat: mean affect to the other members, scaled, [0,1]
    uint8_t *seat_present;   // per seat: came to the meeting of this tick

    // What one process leaves in these, no other process reads: each member of a union has its turn.
    union {
        double *draw;    // per employee: batches of uniforms
        int64_t *learnt; // per node: competence gained, in units of 2^-40
    };
    union {
        int32_t *attended; // per node: meetings this tick
        int32_t *given;    // per node: help given minus taken this tick
        int32_t *practice; // per node: main theme of a present participant, -1: is none
        int32_t *place;    // per node: workplace of a present participant, -1: is none
    };
    float *load;           // of each node this tick
    uint8_t *moved;        // per node: isti_move
    uint8_t *grouped;      // per node: is in a working group
    isti_profile *profile; // per node: as isti_people_profile() found it
    isti_index workplace;  // participants by workplace
    isti_index theme;      // participants by main theme
    isti_index announced;  // active official communities by theme; as long as the communities
    isti_meetings met;
    isti_welcome welcome;
    isti_new_tie *new_tie; // on their way
    int32_t new_ties, new_tie_capacity;
    const isti_call *call; // of the tick, in order, while they are answered; borrowed from the desk
    int32_t *cursor;       // per unit or theme, whichever are more
    double *theme_value;   // per theme
    int32_t *latest;       // per theme: the community founded last on it, -1: none
} isti_scratch;

#endif
