// SPDX-License-Identifier: GPL-3.0-or-later
/// @file
/// What a run leaves behind: the record of each tick, of each community, and resilience.
#ifndef INTERSTICE_OBSERVE_H
#define INTERSTICE_OBSERVE_H

#include <interstice/state.h>

IST_BEGIN_DECLS

/// Metrics of the organization, one value per tick. NaN where a metric is undefined.
/// Problems are those of participants unless the name ends in _all. Performance, the Q of a tick, is
/// over the problems that leave in that tick, whenever they were met: those solved over those solved
/// or expired. A problem that stays open does not count until it leaves.
#define IST_METRIC_LIST(ROW)                                                                      \
    ROW(COMMUNITIES, communities, "count", "active communities")                                  \
    ROW(OFFICIAL, official, "count", "active official communities")                               \
    ROW(PRACTICE, community_of_practice, "count", "official and self-governed")                   \
    ROW(PROJECT, working_group, "count",                                                          \
        "official communities that are framed and deliver what is expected: project or working "  \
        "groups")                                                                                 \
    ROW(BUREAUCRATIZED, bureaucratized, "count", "official, framed, delivering too little")       \
    ROW(INFORMAL, informal, "count", "active, not official")                                      \
    ROW(CLANDESTINE, clandestine, "count",                                                        \
        "not official, beside an official one that lost its autonomy")                            \
    ROW(HIBERNATING, hibernating, "count", "ended, tied, not taken over by a later one")          \
    ROW(TASK_GROUPS, task_groups, "count",                                                        \
        "working groups that communities set up for one hard problem, at work")                   \
    ROW(FOUNDED, founded, "count", "communities founded or woken in this tick")                   \
    ROW(ENDED, ended, "count", "communities ended in this tick")                                  \
    ROW(ACTIVITY, activity, "people", "sum of smoothed attendance over active communities")       \
    ROW(MEMBERS, members, "people", "distinct members of active communities")                     \
    ROW(PARTICIPATION, participation, "share", "distinct members over participants")              \
    ROW(NEWCOMER_SHARE, newcomer_share, "share", "people of acquired units among members")        \
    ROW(NEWCOMER_WEIGHT, newcomer_weight, "share", "people of acquired units among participants") \
    ROW(OVERSEEN_SHARE, overseen_share, "share", "active communities with an overseer")           \
    ROW(AUTONOMY, autonomy, "0-1", "mean over active communities")                                \
    ROW(COMMITMENT, commitment, "0-1", "mean over active communities of their members' mean")     \
    ROW(LEARNING, learning, "0-1", "mean over active communities")                                \
    ROW(REALIZATION, realization, "0-1", "mean over active communities")                          \
    ROW(DELIVERABLES, deliverables, "0-1", "mean over active communities")                        \
    ROW(INTRUSION, intrusion, "0-1", "mean over active official communities")                     \
    ROW(INSTITUTIONALIZATION, institutionalization, "0-1",                                        \
        "how far communities are an accepted thing")                                              \
    ROW(EMPHASIS, emphasis, "0-1", "top management's emphasis")                                   \
    ROW(PERFORMANCE, performance, "share",                                                        \
        "solved over solved and expired, of the problems that leave in the tick")                 \
    ROW(PERFORMANCE_ALL, performance_all, "share", "the same over every employee")                \
    ROW(PROBLEMS, problems, "count", "problems met by participants")                              \
    ROW(PROBLEMS_ALL, problems_all, "count", "problems met by every employee")                    \
    ROW(OPEN, open_problems, "count", "participants with an open problem at the end of the tick") \
    ROW(SOLVED_SELF, solved_self, "count", "by own competence")                                   \
    ROW(SOLVED_LINE, solved_line, "count", "by the hierarchy")                                    \
    ROW(SOLVED_TIE, solved_tie, "count", "by a colleague who was asked")                          \
    ROW(SOLVED_BYPASS, solved_bypass, "count", "by an expert whom the manager called directly")   \
    ROW(SOLVED_COMMUNITY, solved_community, "count", "in a meeting")                              \
    ROW(SOLVED_GROUP, solved_working_group, "count", "by a working group")                        \
    ROW(EXPIRED, expired, "count", "never solved")                                                \
    ROW(ASKED_SENSITIVE, asked_sensitive, "count",                                                \
        "sensitive requests put to somebody of another unit")                                     \
    ROW(HELPED_SENSITIVE, helped_sensitive, "count", "of these, answered")                        \
    ROW(TIES, ties, "count", "live ties between people")                                          \
    ROW(STRONG_TIES, strong_ties, "count", "ties stronger than theta")                            \
    ROW(DORMANT_TIES, dormant_ties, "count", "ties that faded but were strong once")              \
    ROW(CROSS_TIES, cross_unit_ties_per_participant, "count",                                     \
        "ties stronger than theta across the workplaces of the start, per participant")           \
    ROW(TWO_TO_ASK, two_to_ask_share, "share",                                                    \
        "participants with at least two competent people to turn to on their theme")              \
    ROW(ROLE_AMBIGUITY, role_ambiguity, "0-1", "mean over participants")                          \
    ROW(COMPETENCE, competence, "0-1", "mean over participants")                                  \
    ROW(CANON, canon, "0-1", "mean over themes, weighted by demand")                              \
    ROW(LAUNCHED, launched, "count", "active communities launched by an event of the calendar")   \
    ROW(STIMULATED, stimulated, "count",                                                          \
        "active communities of people who did not know each other, invited by a manager")         \
    ROW(CONNECTED, connected, "count",                                                            \
        "active communities that began with a manager who called experts to a subordinate's aid") \
    ROW(PROPOSED, proposed, "count", "active communities that an employee proposed")              \
    ROW(REGROUPED, regrouped, "count",                                                            \
        "active communities of people in need who called on their ties")                          \
    ROW(BUDDED, budded, "count", "active communities split off around another theme")             \
    ROW(TIES_KEPT, ties_kept, "count",                                                            \
        "ties stronger than theta across the workplaces of the start that were made before the "  \
        "last measured shock, per participant; undefined before the first one")

#define IST_ROW(NAME, name, unit, text) IST_METRIC_##NAME,
typedef enum ist_metric { IST_METRIC_LIST(IST_ROW) IST_METRIC_COUNT } ist_metric;
#undef IST_ROW

/// Spelling, unit and meaning of a metric; NULL when out of range. Static.
IST_API const char *ist_metric_name(ist_metric metric);
IST_API const char *ist_metric_unit(ist_metric metric);
IST_API const char *ist_metric_text(ist_metric metric);

/// All metrics of the tick just done into `out[IST_METRIC_COUNT]`. O(people + ties).
IST_API ist_status ist_state_measure(const ist_state *state, double *out);

/// What a recorder keeps beside the organization's metrics (always kept).
typedef struct ist_recorder_def {
    size_t def_size;
    bool communities; ///< one row per active community and tick; default false
    bool units;       ///< one row per unit and tick, those merged away left out; default false
} ist_recorder_def;

IST_API ist_recorder_def ist_recorder_def_default(void);

/// Keeps the record of one run. Attach with ist_state_observe(state, &observer) where observer
/// comes from ist_recorder_observer(). Belongs to one thread.
typedef struct ist_recorder ist_recorder;

IST_API ist_recorder *ist_recorder_create(const ist_model *model, const ist_recorder_def *def,
                                          ist_errors *errors);
IST_API void ist_recorder_destroy(ist_recorder *recorder);
/// Forget everything, keep the memory.
IST_API void ist_recorder_reset(ist_recorder *recorder);
IST_API ist_observer ist_recorder_observer(ist_recorder *recorder);

/// Ticks recorded.
IST_API int32_t ist_recorder_ticks(const ist_recorder *recorder);
/// The series of one metric, ist_recorder_ticks() values from the first tick recorded. Borrowed
/// until the next tick or reset.
IST_API const double *ist_recorder_series(const ist_recorder *recorder, ist_metric metric);

/// One community in one tick.
typedef struct ist_community_row {
    ist_community_id community;
    int32_t tick;
    ist_stage stage;
    int32_t members;
    int32_t present;   ///< at the last meeting
    double attendance; ///< smoothed
    double closeness;  ///< mean affective strand between regulars (members who came to at least the
                       ///< share `regular` of the latest meetings); 0 with fewer than two
    double autonomy, commitment, affect, learning, realization, deliverables, expectation;
    double intensity[IST_ROLE_COUNT];
    double intrusion;
} ist_community_row;

/// Rows in order of tick, then community. Borrowed until the next tick or reset.
IST_API int32_t ist_recorder_community_rows(const ist_recorder *recorder);
IST_API const ist_community_row *ist_recorder_community_row(const ist_recorder *recorder,
                                                            int32_t index);

/// One unit in one tick.
typedef struct ist_unit_row {
    ist_unit_id unit;
    int32_t tick;
    int32_t people, participants, members; ///< members: distinct, of any active community
    int32_t problems, solved, expired;     ///< in this tick, everybody
} ist_unit_row;

IST_API int32_t ist_recorder_unit_rows(const ist_recorder *recorder);
IST_API const ist_unit_row *ist_recorder_unit_row(const ist_recorder *recorder, int32_t index);

/// How a series took a blow: metrics, in years or relative to the baseline.
#define IST_RESILIENCE_LIST(ROW)                                                                 \
    ROW(BASELINE, baseline, "mean of the year before the event")                                 \
    ROW(ROBUSTNESS, robustness, "lowest value after the event over the baseline")                \
    ROW(INITIAL_LOSS, initial_loss, "relative shortfall in the month of the event")              \
    ROW(MAXIMUM_LOSS, maximum_loss, "largest relative shortfall")                                \
    ROW(TOTAL_LOSS, total_loss, "area of the shortfall until recovery, relative, in years")      \
    ROW(RECOVERY_TIME, recovery_time,                                                            \
        "years to the first of three months in a row at 95 %; NaN: never (censored)")            \
    ROW(RECOVERED, recovered, "1 if it recovered within the run, else 0")                        \
    ROW(RAPIDITY, rapidity, "relative rise from the lowest point to recovery, per year")         \
    ROW(RATIO, recovery_ratio,                                                                   \
        "share of the largest loss made good at the end (Henry and Ramirez-Marquez 2012); NaN: " \
        "nothing was lost")                                                                      \
    ROW(LEVEL, new_level, "mean of the last year over the baseline")

#define IST_ROW(NAME, name, text) IST_RESILIENCE_##NAME,
typedef enum ist_resilience_metric {
    IST_RESILIENCE_LIST(IST_ROW) IST_RESILIENCE_COUNT
} ist_resilience_metric;
#undef IST_ROW

IST_API const char *ist_resilience_name(ist_resilience_metric metric);
IST_API const char *ist_resilience_text(ist_resilience_metric metric);

/// What to compare a series with.
typedef struct ist_resilience_def {
    size_t def_size;
    int32_t ticks_per_year; ///< default 12
    int32_t event;          ///< tick of the event, index into the series
    double recovered_at;    ///< share of the reference that counts as recovered; default 0.95
    int32_t recovered_for;  ///< months in a row; default 3
    const double *twin;     ///< same-seed series without the event: the reference after the event.
                            ///< NULL (default): the baseline is the reference
} ist_resilience_def;

IST_API ist_resilience_def ist_resilience_def_default(void);

/// Measure `series[count]` (values >= 0; NaN where nothing was observed is skipped) into
/// `out[IST_RESILIENCE_COUNT]`. A pure function. IST_ERR_ARGUMENT when the event is not inside the
/// series, there is no tick before it, or the baseline is 0 or unknown.
///
/// A *level* is the value over its reference: the twin's of the same time, or the baseline. Where
/// ticks are shorter than a month, levels are those of the months from the event on (sums over their
/// ticks; a month cut off at the end is left out), since a week scatters more than a month and would
/// rarely be seen to stay at a level. Loss is 1 - level, never below 0. Losses, robustness, ratio and
/// new level run to the end of the series; the new level looks at its last year, or at what of it
/// lies after the event. A series that stays at `recovered_at` or above in the year from the event
/// on has held: it recovered at once, time 0 and loss 0. Otherwise recovery begins with the first
/// enough months in a row at that level after the first one below, and its time counts from the
/// event, so that a blow that is felt only after some months is not overlooked. Rapidity is the rise
/// from the lowest level before recovery, over the time between both; NaN where it held or never
/// recovered.
/// Sources: Bruneau et al. 2003 (loss, robustness, rapidity); Henry and Ramirez-Marquez 2012.
IST_API ist_status ist_resilience_measure(const double *series, int32_t count,
                                          const ist_resilience_def *def, double *out);

/// How the communities of a finished run lived. Times in years.
typedef struct ist_survival {
    double median_life; ///< Kaplan-Meier median, those active at the end censored; NaN: not reached
    double alive_1, alive_3; ///< share alive after one and three years
    int32_t founded;
    int32_t hibernations; ///< communities that hibernate now or were brought back
    int32_t resurgences;  ///< communities that brought an ended one back: they woke it, or at least
                          ///< half of their founders' pairs were tied and they share two members
                          ///< with one on their theme that had faded (not: that was stopped)
    double latency;       ///< mean time from hibernation to resurgence; NaN without one
} ist_survival;

IST_API ist_status ist_state_survival(const ist_state *state, ist_survival *out);

IST_END_DECLS

#endif
