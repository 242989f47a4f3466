// SPDX-License-Identifier: GPL-3.0-or-later
/// @file
/// One run: create, step, look, save, restore, branch.
#ifndef INTERSTICE_STATE_H
#define INTERSTICE_STATE_H

#include <interstice/spec.h>

IST_BEGIN_DECLS

typedef struct ist_state ist_state;

/// Which run of a model.
typedef struct ist_run_def {
    size_t def_size;
    uint64_t seed; ///< master seed; default 1
    uint32_t
        replicate; ///< default 0. The key of every random number is (seed, replicate, what for)
    int32_t
        without;   ///< shock whose events do not happen (a same-seed twin); default -1: all happen
    uint32_t off;  ///< mechanisms that do not work, IST_OFF() of each; default 0
    bool reversed; ///< visit everybody in reverse order; the result is the same. For tests
    int32_t
        threads; ///< that step the run, the caller's among them; default 1, 0: one per processor.
                 ///< The result is the same. Worth it from some 10,000 people on; below, run
                 ///< several runs at once
} ist_run_def;

IST_API ist_run_def ist_run_def_default(void);

/// A fresh run, before its first tick. Borrows `model`, which must outlive it. Any number of
/// states may share one model, each on its own thread. Cost: O(people + ties).
/// @return NULL when out of memory or a default was forgotten.
IST_API ist_state *ist_state_create(const ist_model *model, const ist_run_def *run,
                                    ist_errors *errors);
IST_API void ist_state_destroy(ist_state *state);

/// Back to the start as another run of the same model, reusing memory.
IST_API IST_CHECK_RESULT ist_status ist_state_reset(ist_state *state, const ist_run_def *run);

/// Advance one tick through the processes listed by ist_process_name(), in that order.
/// @return IST_OK; IST_STOPPED when an observer asked to stop (the tick is complete);
///         IST_ERR_NO_MEMORY, after which only reset, restore and destroy are allowed;
///         IST_ERR_LIMIT, and nothing done, when it is 65,535 ticks old.
IST_API IST_CHECK_RESULT ist_status ist_step(ist_state *state);

/// ist_step() until `ticks` more are done or one does not return IST_OK.
IST_API IST_CHECK_RESULT ist_status ist_run(ist_state *state, int32_t ticks);

/// Processes of a tick in order; NULL when out of range.
IST_API const char *ist_process_name(int32_t index);
IST_API const char *ist_process_text(int32_t index);

/// Called after each tick, on the thread that steps, in order of attachment. Must not change the
/// state. Return IST_STOPPED to end the run; a negative status is handed on by ist_step().
typedef struct ist_observer {
    void *context; ///< handed back untouched; borrowed until the state is destroyed
    ist_status (*on_tick)(void *context, const ist_state *state);
} ist_observer;

/// At most 8 observers. Snapshots do not hold them.
IST_API IST_CHECK_RESULT ist_status ist_state_observe(ist_state *state,
                                                      const ist_observer *observer);

/// Fingerprint of all that influences the future. Equal runs give equal values on every machine.
IST_API uint64_t ist_state_hash(const ist_state *state);

/// Write the state into `buffer`. Returns the bytes needed; writes nothing when `capacity` is
/// smaller, so call once with NULL, 0 to learn the size.
IST_API size_t ist_state_save(const ist_state *state, void *buffer, size_t capacity);
/// Continue from a snapshot of the same model. On failure the state is as before.
IST_API IST_CHECK_RESULT ist_status ist_state_restore(ist_state *state, const void *bytes,
                                                      size_t size, ist_errors *errors);
/// A second state equal to this one, without observers. Caller owns it. NULL when out of memory.
IST_API ist_state *ist_state_branch(const ist_state *state);
/// The same, but the events of a shock that lies ahead will not happen: another future, with the same luck.
/// It goes on as a run without that shock from the start would. NULL also for a shock that has begun or
/// is none of the model's.
IST_API ist_state *ist_state_branch_without(const ist_state *state, int32_t shock);

/// Check everything that must always hold (people conserved, lists and counters agree, strengths
/// in [0,1], no dangling member, ...). IST_OK, or IST_ERR_INVARIANT with what is wrong.
IST_API ist_status ist_state_check(const ist_state *state, ist_errors *errors);

/// Bytes of memory one state of this model needs at its start; grows with ties and communities.
IST_API size_t ist_model_state_bytes(const ist_model *model);
/// Bytes that a run of this model, with the model, is expected to hold at most within `ticks` ticks on
/// `threads` threads: foreseen from the ties of the start and from who will move, so an estimate. Right
/// within a quarter where it was measured (tests/bench/README.md). O(people).
IST_API size_t ist_model_peak_bytes(const ist_model *model, int32_t ticks, int32_t threads);
/// Bytes this state holds now.
IST_API size_t ist_state_bytes(const ist_state *state);

// Looking at a state. Safe from several threads while no one steps.

IST_API const ist_model *ist_state_model(const ist_state *state);
/// Ticks completed.
IST_API int32_t ist_state_tick(const ist_state *state);
/// Time at the start of the next tick, years.
IST_API double ist_state_time(const ist_state *state);
IST_API double ist_state_emphasis(const ist_state *state);
IST_API double ist_state_institutionalization(const ist_state *state);
/// How far procedures solve the hard problems of a theme now; NaN for an unknown theme.
IST_API double ist_state_canon(const ist_state *state, ist_theme_id theme);

typedef struct ist_employee_info {
    bool present; ///< false before the unit was acquired
    ist_unit_id unit;
    ist_unit_id workplace; ///< the unit where the person sits; survives mergers
    ist_level level;
    ist_theme_id theme, second_theme;
    double competence, facilitation, altruism; ///< [0,1]
    double taste;                              ///< [0,2]
    double role_ambiguity;                     ///< [0,1]
    double experience;                         ///< of communities, [0,1]
    ist_theme_id problem; ///< theme of the open problem; none when there is none
    double difficulty;    ///< of it
    int32_t memberships;
    int32_t ties;  ///< live ones
    int32_t hired; ///< tick in which the present holder came; 0 for those of the start
} ist_employee_info;

/// False for an unknown handle. O(ties of the person).
IST_API bool ist_employee_get(const ist_state *state, ist_employee_id employee,
                              ist_employee_info *out);

typedef struct ist_tie_info {
    ist_employee_id other;
    double instrumental, affective; ///< strands x and y in [0,1]
    double strength;                ///< 1 - (1-x)(1-y)
    double strongest;               ///< strongest past value
    int32_t touched;                ///< tick of the last encounter
    bool dormant;                   ///< faded, but was strong once
} ist_tie_info;

/// Tie number `index` of a person, dormant ones included, in a fixed order; false when out of range.
IST_API bool ist_employee_tie(const ist_state *state, ist_employee_id employee, int32_t index,
                              ist_tie_info *out);
/// The tie between two people; false when there is none.
IST_API bool ist_tie_between(const ist_state *state, ist_employee_id a, ist_employee_id b,
                             ist_tie_info *out);

typedef struct ist_unit_info {
    int32_t people;
    ist_employee_id head; ///< none when vacant
    double control[IST_CONTROL_COUNT];
    double context[IST_CONTEXT_COUNT];
} ist_unit_info;

IST_API bool ist_unit_get(const ist_state *state, ist_unit_id unit, ist_unit_info *out);

typedef struct ist_community_info {
    const char *name; ///< given by a launch event, else NULL
    ist_theme_id theme;
    ist_origin origin;
    ist_stage stage;
    bool active;
    bool official;
    ist_employee_id founder, pilot; ///< pilot none when vacant
    ist_manager_id overseer;        ///< none without
    int32_t founded;                ///< tick
    int32_t ended;                  ///< tick, -1 while active
    bool ended_empty;               ///< stopped because fewer than two were left
    ist_community_id resumes;       ///< the hibernating community it woke; none
    ist_community_id parent;        ///< the community it budded from; none
    int32_t founders;
    double
        tied_founder_pairs; ///< share of the founders' pairs tied above theta, the caller's left out
    double tied_by_chance;  ///< the same share among all practitioners of the theme at that moment
    int32_t members;        ///< at the end, if ended
    int32_t present;        ///< at the last meeting
    double attendance, autonomy, commitment, affect, learning, realization, deliverables;
    double expectation, intrusion;
    double intensity[IST_ROLE_COUNT];
} ist_community_info;

/// Communities ever founded in this run.
IST_API int32_t ist_state_communities(const ist_state *state);
/// False for an unknown handle. O(ties of the members) once the community has ended, else O(members).
IST_API bool ist_community_get(const ist_state *state, ist_community_id community,
                               ist_community_info *out);
/// Member number `index`; none when out of range.
IST_API ist_employee_id ist_community_member(const ist_state *state, ist_community_id community,
                                             int32_t index);
/// Meetings whose sensitive requests are told apart.
#define IST_SENSITIVE_MEETINGS 6
/// Sensitive problems that members brought to the meeting number `meeting` (from 1) of communities
/// founded among strangers (launched or stimulated), once per attendee of another unit who could
/// have helped, since the start of the run; and those of them that the attendee was trusted with.
/// False when `meeting` is out of range.
IST_API bool ist_state_sensitive(const ist_state *state, int32_t meeting, int64_t *asked,
                                 int64_t *answered);

/// Working groups at work now.
IST_API int32_t ist_state_working_groups(const ist_state *state);

IST_END_DECLS

#endif
