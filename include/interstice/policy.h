// SPDX-License-Identifier: GPL-3.0-or-later
/// @file
/// What managers do to communities: a policy is a named table of up to five role functions.
#ifndef INTERSTICE_POLICY_H
#define INTERSTICE_POLICY_H

#include <interstice/id.h>
#include <interstice/kinds.h>

IST_BEGIN_DECLS

struct ist_state;

/// What a manager sees of one community when deciding. Valid only during the call.
/// Quantities without a unit are in [0,1].
typedef struct ist_role_view {
    const struct ist_state *state; ///< the organization as it stood before anyone acted
    ist_manager_id manager;
    ist_community_id community; ///< none when `stimulate` is asked how hard to connect strangers
    double time;                ///< years
    double years;               ///< age of the community; 0 when there is none

    double context[IST_CONTEXT_COUNT]; ///< mean over the members' units
    double complexity;                 ///< the manager's own behavioral complexity b
    double emphasis;                   ///< top management's emphasis on communities E(t)
    double institutionalization;       ///< how far communities are an accepted thing I

    double members;      ///< people on the list
    double attendance;   ///< smoothed number present at a meeting
    double autonomy;     ///< how far members choose what they do
    double commitment;   ///< mean over members
    double affect;       ///< mean affective strand between members
    double realization;  ///< smoothed common output
    double deliverables; ///< smoothed formal output
    double learning;     ///< smoothed learning per attendee, relative to a good meeting
    double expectation;  ///< formal output expected
    double idle_months;  ///< months in a row in which affect ran far ahead of output
    double tolerated;    ///< intrusion that does no harm to autonomy
    /// Intrusion per unit of each role as this manager plays it in this context; that of all five is
    /// the sum over roles of weight times intensity. 0 where a role does not intrude.
    double intrusion_weight[IST_ROLE_COUNT];

    const double *settings; ///< of the type that owns the function, in the order it declares them
    double *memory;         ///< of this (manager, community), `memory_count` numbers, zero at first
} ist_role_view;

/// One role: an intensity in [0,1] (values outside are clamped, NaN counts as 0). Reads the view,
/// may write only to `view->memory`. Called from several threads at once for different runs: no
/// global variables. Never draws random numbers.
typedef double ist_role_fn(const ist_role_view *view);

/// A number that a scenario may set for a policy.
typedef struct ist_setting {
    const char *name;
    double minimum, maximum, standard; ///< `standard` is the default
    const char *meaning;
} ist_setting;

/// A kind of manager behavior. Define it `static const`, start with IST_POLICY_TYPE_INIT.
typedef struct ist_policy_type {
    size_t type_size;            ///< set by IST_POLICY_TYPE_INIT
    const char *name;            ///< key used in scenarios
    const char *meaning;         ///< one line for people
    const ist_setting *settings; ///< borrowed; may be NULL
    int32_t setting_count;
    int32_t
        memory_count; ///< numbers remembered per (manager, community), at most 8; saved in snapshots

    // Settings that every policy has besides its own, with the type's default.
    double expectation;  ///< formal output the overseer expects, in [0,1]
    double specificity;  ///< 1: recognition names this community; 0: communities in general
    double independence; ///< 1: support comes from outside the hierarchy that wants results

    // The five roles; NULL = not played.
    ist_role_fn *stimulate;
    ist_role_fn *facilitate;
    ist_role_fn *support;
    ist_role_fn *control;
    ist_role_fn *recognize;
} ist_policy_type;

#define IST_POLICY_TYPE_INIT .type_size = sizeof(ist_policy_type), .specificity = 1.0

IST_END_DECLS

#endif
