// SPDX-License-Identifier: GPL-3.0-or-later
/// @file
/// The vocabulary of the model: every closed list, with its spelling in files and tables.
#ifndef INTERSTICE_KINDS_H
#define INTERSTICE_KINDS_H

#include <interstice/base.h>

IST_BEGIN_DECLS

/// Place in the hierarchy. What a level may do is set in the description: ist_level_def.
#define IST_LEVEL_LIST(ROW)                                                  \
    ROW(MANAGER, manager, "heads a unit or oversees")                        \
    ROW(EXPERT, expert, "consulted, without hierarchical power")             \
    ROW(PROFESSIONAL, professional, "engineer, consultant, project manager") \
    ROW(STAFF, staff, "everybody else")

/// The five roles a manager plays towards a community (Josserand 2004, Table 2).
#define IST_ROLE_LIST(ROW)                                                        \
    ROW(STIMULATION, stimulation, "connect people; risk: obligation")             \
    ROW(FACILITATION, facilitation, "give purpose; risk: imposed topic")          \
    ROW(SUPPORT, support, "resources and lifted barriers; risk: expected return") \
    ROW(CONTROL, control, "avoid idle meetings; risk: threat on affect")          \
    ROW(RECOGNITION, recognition, "reward and appreciation; risk: expected deliverables")

/// Modes of control in a unit (after Ouchi 1979), each an intensity in [0,1]; they mix freely.
#define IST_CONTROL_LIST(ROW)                              \
    ROW(CLAN, clan, "shared values")                       \
    ROW(MARKET, market, "internal competition and prices") \
    ROW(INPUT, input, "rules and supervision of how")      \
    ROW(OUTPUT, output, "targets and results")

/// What a unit's surroundings do to a community.
#define IST_CONTEXT_LIST(ROW)                                                            \
    ROW(DECENTRALIZATION, decentralization, "decisions are taken in the units")          \
    ROW(RESOURCES, resource_decentralization, "resources are held in the units")         \
    ROW(PRODUCTIVITY, productivity_orientation, "only what is measured counts")          \
    ROW(SHORT_TERMISM, short_termism, "results are wanted now")                          \
    ROW(LINE_CAPACITY, line_capacity, "chance that the hierarchy solves a hard problem") \
    ROW(WORKLOAD, workload, "share of working time already spoken for")

/// What a community is at a moment. Derived from records and ties each time, never set.
#define IST_STAGE_LIST(ROW)                                                              \
    ROW(PRACTICE, community_of_practice, "active, official, self-governed")              \
    ROW(PROJECT, project_group, "active, official, framed; delivers what is expected")   \
    ROW(BUREAUCRATIZED, bureaucratized, "active, official, framed; delivers too little") \
    ROW(INFORMAL, informal, "active, not official")                                      \
    ROW(CLANDESTINE, clandestine,                                                        \
        "active, not official, beside an official one that lost its autonomy")           \
    ROW(HIBERNATING, hibernating, "not active; the ties between its members survive")    \
    ROW(EXTINCT, extinct, "not active; the ties are gone or a later one took over")      \
    ROW(STOPPED, stopped, "ended by a director")

/// How a community came to be.
#define IST_ORIGIN_LIST(ROW)                                                                  \
    ROW(LAUNCHED, launched, "by an event of the calendar")                                    \
    ROW(STIMULATED, stimulated, "a manager invited people who did not know each other")       \
    ROW(CONNECTED, connected, "a manager connected a subordinate in difficulty with experts") \
    ROW(PROPOSED, proposed, "an employee proposed it where that is usual")                    \
    ROW(REGROUPED, regrouped, "people in need called on their ties")                          \
    ROW(BUDDED, budded, "split off from a community around another theme")

/// Who solved a problem.
#define IST_SOLVER_LIST(ROW)                                        \
    ROW(SELF, self, "own competence")                               \
    ROW(LINE, line, "the hierarchy and its procedures")             \
    ROW(UNIT, unit, "the unit, for people who take no part")        \
    ROW(TIE, tie, "a colleague who was asked")                      \
    ROW(BYPASS, bypass, "an expert called directly by the manager") \
    ROW(COMMUNITY, community, "a meeting")                          \
    ROW(GROUP, working_group, "a working group")

/// What can happen to the organization. Fields: ist_event_kind_field().
#define IST_EVENT_LIST(ROW)                                                               \
    ROW(TRANSFER, transfer, "people move to other workplaces")                            \
    ROW(REASSIGN, reassign, "people change function and theme")                           \
    ROW(REPLACE, replace, "people leave and others are hired into their posts")           \
    ROW(MERGE_UNITS, merge_units, "units are consolidated into fewer")                    \
    ROW(SPLIT_UNITS, split_units, "units are divided into more")                          \
    ROW(ACQUIRE, acquire, "units join with their people and inner ties")                  \
    ROW(CONTEXT, context, "control or context of units changes")                          \
    ROW(EMPHASIS, emphasis, "top management's emphasis on communities changes")           \
    ROW(SPONSOR, sponsor, "a sponsor arrives or retires")                                 \
    ROW(OVERSEERS, overseers, "a share of the official communities is given an overseer") \
    ROW(PORTAL, portal, "a directory of communities becomes visible")                     \
    ROW(NEW_RULES, new_rules, "procedures and skills on some themes become void")         \
    ROW(SURGE, surge, "more problems, everywhere, for a while")                           \
    ROW(LINE_SHOCK, line_shock, "the hierarchy answers less, for a while")                \
    ROW(PRESSURE, pressure, "more work for everybody, for a while")                       \
    ROW(NEW_THEME, new_theme, "a new function without competence or canon")               \
    ROW(LAUNCH, launch, "an official community is launched")                              \
    ROW(LEAVE_PILOT, leave_pilot, "a pilot leaves the role")                              \
    ROW(RECRUIT, recruit, "competent people are appointed to a community")

/// Mechanisms that a run can do without, to see what they are needed for: ist_run_def.off.
#define IST_MECHANISM_LIST(ROW)                                                       \
    ROW(TIE_MEMORY, tie_memory, "ties to fellow members outlive the membership")      \
    ROW(INTRUSION, intrusion, "what managers do can cost a community its autonomy")   \
    ROW(AFFECT, affect, "ties have an affective strand")                              \
    ROW(INITIATIVE, initiative, "people in need call on their ties and regroup")      \
    ROW(ADOPTION, adoption, "procedures take up what communities realize")            \
    ROW(BENEFITS, benefits, "commitment follows what members get out of a community") \
    ROW(FOUNDING, founding, "communities are founded at all; without it there are no networks")

/// How a pattern is judged over replicates.
#define IST_JUDGMENT_LIST(ROW)                                                      \
    ROW(TYPICAL, typical, "at least 90 % of the replicates are in the band")        \
    ROW(MEDIAN, median, "the median over replicates is in the band")                \
    ROW(TWIN, twin, "the 95 % interval of the mean over replicates is in the band") \
    ROW(REPORTED, reported, "told, not judged")

#define IST_ROW(NAME, name, text) IST_LEVEL_##NAME,
typedef enum ist_level { IST_LEVEL_LIST(IST_ROW) IST_LEVEL_COUNT } ist_level;
#undef IST_ROW
#define IST_ROW(NAME, name, text) IST_ROLE_##NAME,
typedef enum ist_role { IST_ROLE_LIST(IST_ROW) IST_ROLE_COUNT } ist_role;
#undef IST_ROW
#define IST_ROW(NAME, name, text) IST_CONTROL_##NAME,
typedef enum ist_control { IST_CONTROL_LIST(IST_ROW) IST_CONTROL_COUNT } ist_control;
#undef IST_ROW
#define IST_ROW(NAME, name, text) IST_CONTEXT_##NAME,
typedef enum ist_context { IST_CONTEXT_LIST(IST_ROW) IST_CONTEXT_COUNT } ist_context;
#undef IST_ROW
#define IST_ROW(NAME, name, text) IST_STAGE_##NAME,
typedef enum ist_stage { IST_STAGE_LIST(IST_ROW) IST_STAGE_COUNT } ist_stage;
#undef IST_ROW
#define IST_ROW(NAME, name, text) IST_ORIGIN_##NAME,
typedef enum ist_origin { IST_ORIGIN_LIST(IST_ROW) IST_ORIGIN_COUNT } ist_origin;
#undef IST_ROW
#define IST_ROW(NAME, name, text) IST_SOLVER_##NAME,
typedef enum ist_solver { IST_SOLVER_LIST(IST_ROW) IST_SOLVER_COUNT } ist_solver;
#undef IST_ROW
#define IST_ROW(NAME, name, text) IST_EVENT_##NAME,
typedef enum ist_event_kind { IST_EVENT_LIST(IST_ROW) IST_EVENT_COUNT } ist_event_kind;
#undef IST_ROW
#define IST_ROW(NAME, name, text) IST_MECHANISM_##NAME,
typedef enum ist_mechanism { IST_MECHANISM_LIST(IST_ROW) IST_MECHANISM_COUNT } ist_mechanism;
#undef IST_ROW
#define IST_ROW(NAME, name, text) IST_JUDGMENT_##NAME,
typedef enum ist_judgment { IST_JUDGMENT_LIST(IST_ROW) IST_JUDGMENT_COUNT } ist_judgment;
#undef IST_ROW

/// A mechanism as a bit of ist_run_def.off.
#define IST_OFF(mechanism) (UINT32_C(1) << (mechanism))

/// The closed lists by number, for programs that print them.
typedef enum ist_kind {
    IST_KIND_LEVEL,
    IST_KIND_ROLE,
    IST_KIND_CONTROL,
    IST_KIND_CONTEXT,
    IST_KIND_STAGE,
    IST_KIND_ORIGIN,
    IST_KIND_SOLVER,
    IST_KIND_EVENT,
    IST_KIND_MECHANISM,
    IST_KIND_JUDGMENT,
    IST_KIND_COUNT
} ist_kind;

/// Number of values of a list; 0 for an unknown list.
IST_API int32_t ist_kind_count(ist_kind kind);
/// Spelling of value number `value` in files, e.g. "community_of_practice". NULL when out of range.
IST_API const char *ist_kind_name(ist_kind kind, int32_t value);
/// One line of what it means. NULL when out of range.
IST_API const char *ist_kind_text(ist_kind kind, int32_t value);

/// Spellings of the most used lists; "?" when out of range.
IST_API const char *ist_stage_name(ist_stage stage);
IST_API const char *ist_origin_name(ist_origin origin);
IST_API const char *ist_role_name(ist_role role);
IST_API const char *ist_event_name(ist_event_kind kind);

IST_END_DECLS

#endif
