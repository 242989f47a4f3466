// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that changes during a run. One list of arrays drives allocation, growth, snapshot,
// restore, hash and the memory estimate.
#ifndef ISTI_STATE_STATE_H
#define ISTI_STATE_STATE_H

#include <interstice/state.h>

#include "base/crew.h"
#include "model/model.h"
#include "random/stream.h"
#include "state/scratch.h"

// Memberships kept per node; the parameter membership_cap is at most this.
#define ISTI_MEMBERSHIPS 8
// People of a working group; the parameter group_max is at most this.
#define ISTI_GROUP_MEMBERS 6

// What an array is sized by. Nodes are the employees who carry ties; rows are as many, and say where
// the ties of each node stand among the slots; seats are the entries of the member lists; tasks are
// working groups.
#define ISTI_GROUP_LIST(ROW) \
    ROW(employee)            \
    ROW(node)                \
    ROW(row)                 \
    ROW(unit)                \
    ROW(manager) ROW(theme) ROW(launch) ROW(tie) ROW(slot) ROW(community) ROW(seat) ROW(task)

static_assert(ISTI_MAX_THEMES <= INT16_MAX, "a theme fits its 16 bits");

// Every array the future depends on: element type, name, group, elements per member of the group.
#define ISTI_STATE_ARRAYS(ROW)                                                                   \
    ROW(int32_t, employee_unit, employee, 1)                                                     \
    ROW(int32_t, employee_workplace, employee, 1)                                                \
    ROW(int16_t, employee_theme, employee, 1)                                                    \
    ROW(int16_t, employee_second, employee, 1)                                                   \
    ROW(double, employee_competence, employee, 1)                                                \
    ROW(float, employee_ambiguity, employee, 1)                                                  \
    ROW(float, employee_void, employee, 1)      /* competence lost, coming back with practice */ \
    ROW(int16_t, employee_problem, employee, 1) /* theme of the open problem, -1: none */        \
    ROW(float, employee_difficulty, employee, 1)                                                 \
    ROW(uint16_t, employee_age, employee, 1) /* of the problem, ticks */                         \
    ROW(uint8_t, employee_sensitive, employee, 1)                                                \
    ROW(uint8_t, employee_present, employee, 1)                                                  \
    ROW(uint16_t, employee_hired, employee, 1)                                                   \
    ROW(float, node_facilitation, node, 1)                                                       \
    ROW(float, node_altruism, node, 1)                                                           \
    ROW(float, node_taste, node, 1)                                                              \
    ROW(float, node_experience, node, 1)                                                         \
    ROW(float, node_balance, node, 1) /* help given minus taken, fading */                       \
    ROW(int16_t, node_degree, node, 1)                                                           \
    ROW(int32_t, node_row, row, 1)  /* first slot of the row */                                  \
    ROW(int16_t, node_room, row, 1) /* slots reserved for the row */                             \
    ROW(uint8_t, node_memberships, node, 1)                                                      \
    ROW(int32_t, node_seat, node, 1) /* in the first community, if it has memberships */         \
    ROW(double, unit_control, unit, IST_CONTROL_COUNT)                                           \
    ROW(double, unit_context, unit, IST_CONTEXT_COUNT)                                           \
    ROW(double, unit_pressure, unit, 1)                                                          \
    ROW(int32_t, unit_head, unit, 1) /* employee, -1: vacant */                                  \
    ROW(uint8_t, unit_present, unit, 1)                                                          \
    ROW(int32_t, unit_owner, unit, 1) /* unit its workplace belongs to: itself until merged */   \
    ROW(int32_t, unit_since, unit, 1) /* tick in which it joined, -1: from the start */          \
    ROW(int32_t, unit_met, unit, 1)   /* problems of the tick */                                 \
    ROW(int32_t, unit_solved, unit, 1)                                                           \
    ROW(int32_t, unit_expired, unit, 1)                                                          \
    ROW(double, manager_complexity, manager, 1)                                                  \
    ROW(uint8_t, manager_present, manager, 1)                                                    \
    ROW(double, theme_canon, theme, 1)                                                           \
    ROW(double, theme_void, theme, 1) /* canon lost to new rules, until they are interpreted */  \
    ROW(double, theme_surge, theme, 1)                                                           \
    ROW(int32_t, launch_community, launch, 1)                                                    \
    ROW(int32_t, tie_a, tie, 1) /* node; -1: free */                                             \
    ROW(int32_t, tie_b, tie, 1) /* node; of a free one: the next free */                         \
    ROW(float, tie_x, tie, 1)                                                                    \
    ROW(float, tie_y, tie, 1)                                                                    \
    ROW(float, tie_keep, tie, 1)    /* share of x left after a tick, fixed at the last touch */  \
    ROW(float, tie_gain, tie, 1)    /* what contact adds to x in a tick, 0: no contact */        \
    ROW(uint16_t, tie_past, tie, 1) /* strongest past value, as a grade */                       \
    ROW(uint16_t, tie_made, tie, 1) /* tick in which it was made */                              \
    ROW(uint16_t, tie_touched, tie, 1)                                                           \
    ROW(uint8_t, tie_flags, tie, 1) /* isti_tie_flag */                                          \
    ROW(int32_t, slot_other, slot, 1)                                                            \
    ROW(int32_t, slot_tie, slot, 1)                                                              \
    ROW(int32_t, community_theme, community, 1)                                                  \
    ROW(uint32_t, community_key, community, 1) /* names its random numbers */                    \
    ROW(int32_t, community_founder, community, 1)                                                \
    ROW(int32_t, community_founders, community, 1)                                               \
    ROW(double, community_tied_pairs, community, 1)                                              \
    ROW(double, community_tied_chance, community, 1)                                             \
    ROW(int32_t, community_founded, community, 1)                                                \
    ROW(int32_t, community_ended, community, 1) /* tick, -1: active */                           \
    ROW(uint8_t, community_end, community, 1)   /* isti_end */                                   \
    ROW(uint8_t, community_origin, community, 1)                                                 \
    ROW(uint8_t, community_official, community, 1)                                               \
    ROW(int32_t, community_launch, community, 1)                                                 \
    ROW(int32_t, community_pilot, community, 1)    /* node, -1: none */                          \
    ROW(int32_t, community_overseer, community, 1) /* manager, -1: none */                       \
    ROW(int32_t, community_resumes, community, 1)                                                \
    ROW(int32_t, community_parent, community, 1)                                                 \
    ROW(int32_t, community_limit, community, 1) /* seats, 0: no limit */                         \
    ROW(int32_t, community_present, community, 1)                                                \
    ROW(int32_t, community_seat, community, 1) /* first seat */                                  \
    ROW(int32_t, community_members, community, 1)                                                \
    ROW(int32_t, community_room, community, 1) /* seats reserved */                              \
    ROW(double, community_activity, community, 1)                                                \
    ROW(double, community_autonomy, community, 1)                                                \
    ROW(double, community_affect, community, 1)                                                  \
    ROW(double, community_closeness, community, 1)                                               \
    ROW(double, community_learning, community, 1)                                                \
    ROW(double, community_realization, community, 1)                                             \
    ROW(double, community_deliverables, community, 1)                                            \
    ROW(double, community_expectation, community, 1) /* bred by support */                       \
    ROW(double, community_intrusion, community, 1)                                               \
    ROW(double, community_obligation, community, 1)                                              \
    ROW(double, community_idle, community, 1) /* months */                                       \
    ROW(double, community_role, community, IST_ROLE_COUNT)                                       \
    ROW(double, community_memory, community, s->model->policy_memory)                            \
    ROW(int32_t, seat_node, seat, 1)                                                             \
    ROW(int32_t, seat_community, seat, 1)                                                        \
    ROW(int32_t, seat_next, seat, 1) /* of the same node, in its next community */               \
    ROW(double, seat_commitment, seat, 1)                                                        \
    ROW(double, seat_identity, seat, 1)                                                          \
    ROW(double, seat_presence, seat, 1) /* smoothed: 1 came to all meetings */                   \
    ROW(int32_t, task_theme, task, 1)                                                            \
    ROW(double, task_difficulty, task, 1)                                                        \
    ROW(int32_t, task_deadline, task, 1)                                                         \
    ROW(int32_t, task_community, task, 1)                                                        \
    ROW(int32_t, task_members, task, 1)                                                          \
    ROW(int32_t, task_member, task, ISTI_GROUP_MEMBERS)

// What a tie is besides its numbers, as bits.
typedef enum isti_tie_flag {
    ISTI_TIE_DORMANT = 1,
    ISTI_TIE_SHARED = 2 // between fellow members; kept only without tie memory
} isti_tie_flag;

// How a community's activity ended.
typedef enum isti_end { ISTI_END_NOT, ISTI_END_FADED, ISTI_END_EMPTY, ISTI_END_STOPPED } isti_end;

typedef enum isti_group_id {
#define ISTI_ROW(group) ISTI_GROUP_##group,
    ISTI_GROUP_LIST(ISTI_ROW)
#undef ISTI_ROW
        ISTI_GROUP_COUNT
} isti_group_id;

typedef struct isti_group {
    int32_t count, capacity;
} isti_group;

// What happened in the tick.
typedef struct isti_tally {
    int64_t met, met_all;             // problems
    int64_t solved[IST_SOLVER_COUNT]; // by participants
    int64_t solved_all, expired, expired_all;
    int64_t asked_sensitive, helped_sensitive;
    int64_t founded, ended;
} isti_tally;

// Single values the future depends on. All members are 8 bytes wide: no padding.
typedef struct isti_scalars {
    int64_t tick;
    int64_t free_tie; // head of the list of free ties, -1: none
    int64_t
        slot_ordered; // before this slot rows stand in the order of their nodes, beyond it as they moved
    int64_t overseer_group; // manager group whose people are offered as overseers, -1: none
    double overseer_share;
    double emphasis, portal, institutionalization;
    double surge, line_shock;
    // By number of the meeting: sensitive problems and those heard, since the start.
    int64_t delicate[IST_SENSITIVE_MEETINGS], confided[IST_SENSITIVE_MEETINGS];
    isti_tally tally;
} isti_scalars;

#define ISTI_MAX_OBSERVERS 8

struct ist_state {
    const ist_model *model; // borrowed
    ist_run_def run;
    uint64_t key; // of the run's random numbers
    isti_scalars now;
    isti_group group[ISTI_GROUP_COUNT];
#define ISTI_ROW(type, name, group, width) type *name;
    ISTI_STATE_ARRAYS(ISTI_ROW)
#undef ISTI_ROW
    isti_scratch scratch; // what a tick needs besides; nothing in it outlives the tick
    isti_desk desk;       // and of each worker
    ist_state *view;      // the state as workers number 1 and up see it
    int32_t views;
    isti_crew *crew; // the workers, NULL where there are no views
    ist_observer observer[ISTI_MAX_OBSERVERS];
    int32_t observers;
};

// Things that one worker takes at a time: enough to be worth handing out, few enough that no worker
// waits for long. And how many such parts there are of the people.
enum { ISTI_PART = 2048 };
static inline int32_t isti_parts(const ist_model *m)
{
    return m->employee_count / ISTI_PART + (m->employee_count % ISTI_PART > 0);
}

#define ISTI_COUNT(s, name) ((s)->group[ISTI_GROUP_##name].count)

// Make room for `wanted` members of a group; what is new is zero.
ist_status isti_state_reserve(ist_state *s, isti_group_id group, int32_t wanted);

// Bytes of the working memory that is as long as the people: of a state, and of each of its workers.
double isti_scratch_bytes(const ist_model *m);
double isti_desk_bytes(const ist_model *m);

// Count something that several workers may count at once. Whole numbers: the order is all one.
static inline void isti_count_up(const ist_state *s, int32_t *count, int32_t by)
{
    if (s->views > 0) {
        __atomic_fetch_add(count, by, __ATOMIC_RELAXED);
    } else {
        *count += by;
    }
}

static inline void isti_count_up_far(const ist_state *s, int64_t *count, int64_t by)
{
    if (s->views > 0) {
        __atomic_fetch_add(count, by, __ATOMIC_RELAXED);
    } else {
        *count += by;
    }
}

// The first of `count` stamps that nobody bears, for marking nodes at the desk.
int32_t isti_stamps(ist_state *s, int32_t count);

// Does the run do without a mechanism?
static inline bool isti_is_off(const ist_state *s, ist_mechanism mechanism)
{
    return (s->run.off & IST_OFF(mechanism)) != 0;
}

// Visit `count` things in the order of the run: forward, or in reverse to prove it does not matter.
static inline int32_t isti_visit(const ist_state *s, int32_t k, int32_t count)
{
    return s->run.reversed ? count - 1 - k : k;
}

// The same within a part [from, to) of them.
static inline int32_t isti_visit_part(const ist_state *s, int32_t k, int32_t from, int32_t to)
{
    return s->run.reversed ? from + to - 1 - k : k;
}

static inline double isti_draw_now(const ist_state *s, isti_purpose purpose, int32_t entity,
                                   int32_t other)
{
    return isti_draw(s->key, (int32_t)s->now.tick, purpose, (uint32_t)entity, (uint32_t)other);
}

static inline isti_stream isti_stream_now(const ist_state *s, isti_purpose purpose, int32_t entity,
                                          int32_t other)
{
    return isti_stream_open(s->key, (int32_t)s->now.tick, purpose, (uint32_t)entity,
                            (uint32_t)other);
}

#endif
