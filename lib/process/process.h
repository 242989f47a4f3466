// SPDX-License-Identifier: GPL-3.0-or-later
// The processes of a tick (the order is in step.c) and what several of them use.
#ifndef ISTI_PROCESS_PROCESS_H
#define ISTI_PROCESS_PROCESS_H

#include "state/state.h"

// Process number `index` of the tick alone, for who measures: ist_step() is all of them in order,
// between a begin and an end.
void isti_step_begin(ist_state *s);
ist_status isti_process_run(ist_state *s, int32_t index);
ist_status isti_step_end(ist_state *s);

// One part of a process: things [from, to) of those it visits, at most ISTI_PART. Parts run side by side, so each reads
// what no part writes and writes what no other part touches; what parts share is counted with
// isti_count_up(), and encounters, claims and calls are collected per worker, to be sorted later.
typedef ist_status isti_part(ist_state *s, int32_t from, int32_t to);
// All parts of `count` things, on as many workers as the run has. The result is the same for any
// number of them. IST_OK, or what the first part that failed returned.
ist_status isti_spread(ist_state *s, int32_t count, isti_part *part);

ist_status isti_reorganize(ist_state *s);
ist_status isti_need(ist_state *s);
ist_status isti_decay(ist_state *s);
ist_status isti_help(ist_state *s);
ist_status isti_oversee(ist_state *s);
ist_status isti_meet(ist_state *s);
ist_status isti_bond(ist_state *s);
ist_status isti_commit(ist_state *s);
ist_status isti_join(ist_state *s);
ist_status isti_found(ist_state *s);
ist_status isti_succeed(ist_state *s);
ist_status isti_adopt(ist_state *s);
ist_status isti_age(ist_state *s);

// Room at a desk for so many more.
ist_status isti_desk_reserve(isti_desk *w, int32_t encounters, int32_t claims, int32_t calls);

// Collect an encounter of two nodes; isti_bond() applies them all, in a fixed order.
ist_status isti_encounter_add(ist_state *s, int32_t a, int32_t b, double gain_x, double gain_y,
                              double at_least);

// The same for two people whose tie is known (-1: it is not), which saves looking for it.
ist_status isti_encounter_over(ist_state *s, int32_t a, int32_t b, int32_t tie, double gain_x,
                               double gain_y);

// Make a tie between two nodes that have none, whose rows are not full, together with others: at the latest
// when isti_ties_make() is called. Until then nobody reads their rows. `encounter`: the first of those in
// scratch.met that bring it about and change it at once, -1: none.
ist_status isti_tie_soon(ist_state *s, int32_t a, int32_t b, int32_t encounter);
ist_status isti_ties_make(ist_state *s);

// Collect a claim to something contested. Whoever collects first empties the list.
ist_status isti_claim_add(ist_state *s, int32_t node, int32_t target, double draw, int32_t other);

ist_status isti_call_add(ist_state *s, const isti_call *call);

// Who calls for what in this tick; each adds its calls.
ist_status isti_call_by_managers(ist_state *s);  // stimulated, connected
ist_status isti_call_by_employees(ist_state *s); // proposed, regrouped; or they join one they know
ist_status isti_call_by_attendees(ist_state *s); // budded

// The manager who supports communities across the organization, or -1.
int32_t isti_sponsor(const ist_state *s);

// Does a manager with a policy play it: there, and the unit, too?
static inline bool isti_manages(const ist_state *s, int32_t manager)
{
    return s->manager_present[manager] && s->employee_present[s->model->manager[manager].employee];
}

// Is the person in slot number `slot` of a node's row worth calling on for a theme?
bool isti_would_call(const ist_state *s, int32_t node, int32_t slot, int32_t theme);

// Does somebody belong to a community on the theme where a problem could be brought?
bool isti_has_circle(const ist_state *s, int32_t node, int32_t theme);

// Has a newcomer become acquainted with somebody beyond his own circle? Those of the start are.
bool isti_is_acquainted(const ist_state *s, int32_t node, int32_t other);

// Who would answer a call: each adds a claim to number `target` of scratch.call.
ist_status isti_answer(ist_state *s, int32_t target);

// Ended community that a regrouping of these nodes wakes, or -1.
int32_t isti_hibernating_one(const ist_state *s, int32_t theme, const int32_t *nodes,
                             int32_t count);

// Working groups: set up where a problem is too hard for those present; work, solve, end.
ist_status isti_work_in_groups(ist_state *s);

// Whoever was replaced in this tick leaves all working groups; one of fewer than two people is over.
void isti_leave_groups(ist_state *s);

// Mark all who are in a working group, in scratch.grouped.
void isti_mark_groups(ist_state *s);

// Is somebody in a working group on this theme?
bool isti_in_group(const ist_state *s, int32_t node, int32_t theme);

// The open problem of an employee is solved: by whom, for the tally.
void isti_solved(ist_state *s, int32_t employee, ist_solver solver);

// Let those in who claimed a seat (target: community), lowest draw first, as far as seats go.
ist_status isti_admit(ist_state *s);

// How much room a community has for more people, in [0,1].
double isti_room_left(const ist_state *s, int32_t c);

// How well a theme suits somebody: 1, match_second or match_other.
double isti_match(const ist_state *s, int32_t employee, int32_t theme);

// Share of the pairs of `count` nodes tied above theta, `left_out` (a node or -1) not counted.
double isti_tied_pairs(const ist_state *s, const int32_t *nodes, int32_t count, int32_t left_out);

// The same share among all practitioners of each theme, into scratch.theme_value: what chance alone
// would give. Needs isti_index_themes().
ist_status isti_tied_by_chance(ist_state *s);

// Is an open problem of an employee at least so many months old?
static inline bool isti_late(const ist_state *s, int32_t employee, double months)
{
    return (s->employee_problem[employee] >= 0) &
           (s->employee_age[employee] * s->model->r.months >= months);
}

// What the calendar says happens at this tick.
ist_status isti_events(ist_state *s);

// Move a person to another workplace (moves.c).
void isti_transfer(ist_state *s, int32_t employee, int32_t workplace);

// Put another person into the post: who that is, for which different posts may have different workers; and
// what the organization had of the one who leaves is gone.
void isti_replace(ist_state *s, int32_t employee);
void isti_hire(ist_state *s, int32_t employee);
void isti_forget_leaver(ist_state *s, int32_t employee);

// A colleague's workplace of the same level, or -1. `allowed` (NULL: any) lists units, ascending.
int32_t isti_destination(const ist_state *s, int32_t employee, const isti_list *allowed,
                         isti_stream *stream);

// A leaver introduces a successor at the workplace left.
ist_status isti_hand_over(ist_state *s, int32_t employee, int32_t left, double weeks);

#endif
