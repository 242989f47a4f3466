// SPDX-License-Identifier: GPL-3.0-or-later
/// @file
/// Describing an organization: fill a spec, compile it into an immutable model.
///
/// Every definition starts from its `_default()` and is copied when added, strings included, so
/// it may live on the stack and be reused. Things refer to one another by name; compile checks
/// everything at once. Not thread-safe, except that a compiled model may be shared by threads.
#ifndef INTERSTICE_SPEC_H
#define INTERSTICE_SPEC_H

#include <interstice/policy.h>

IST_BEGIN_DECLS

typedef struct ist_spec ist_spec;   ///< editable description
typedef struct ist_model ist_model; ///< compiled, immutable, shareable between threads

/// "Not given" for numbers that have a derived or drawn value: NaN.
IST_API double ist_unset(void);

/// The organization as a whole and the calendar it runs on.
typedef struct ist_organization_def {
    size_t def_size;             ///< set by the default; leave alone
    const char *name;            ///< short, for files and folders; default "organization"
    const char *title;           ///< one line for people; default ""
    double start;                ///< time of the first row, years, e.g. 1992.0; default 0
    double end;                  ///< time of the last row, years, >= start; default 10
    int32_t ticks_per_year;      ///< 12 (default) to 365; 12 and 52 are calibrated
    double emphasis;             ///< top management's emphasis E at the start, [0,1]; default 0
    double institutionalization; ///< I at the start, [0,1]; default 0.1
    double portal;               ///< visibility V of a directory at the start, [0,1]; default 0
    double approve;     ///< chance that a proposed or regrouped community is made official where
                        ///< communities are fully institutionalized, [0,1]; default 0.9
    double demand_skew; ///< exponent of the Zipf law of themes declared by number; default 0
} ist_organization_def;

/// What a level may do.
typedef struct ist_level_def {
    bool participates; ///< may take part in communities
    bool oversees;     ///< may oversee communities; such people carry ties, too
} ist_level_def;

/// A theme of practice, or `count` alike ones.
typedef struct ist_theme_def {
    size_t def_size;
    const char *name; ///< required, unique; with count > 1 the themes are "name 1", "name 2", ...
    int32_t count;    ///< >= 1; default 1
    double demand;    ///< relative share of people and problems, >= 0; default 1. With count > 1
                      ///< theme k of the group gets demand * k^-demand_skew
    double
        common_practice; ///< share of its problems that another's experience can solve; default 1
    double canon;        ///< how far procedures solve its hard problems at the start; default 0
} ist_theme_def;

/// A business unit, or `count` alike ones.
typedef struct ist_unit_def {
    size_t def_size;
    const char *name;           ///< required, unique; names the whole group
    int32_t count;              ///< >= 1; default 1
    int32_t size_min, size_max; ///< people per unit, spread evenly between both over the group;
                                ///< default 0, 0: just the people listed
    int32_t people[IST_LEVEL_COUNT]; ///< posts per unit and level; the first manager heads the unit
    ist_level rest;                  ///< level of the people beyond those listed; default staff
    double control[IST_CONTROL_COUNT]; ///< default 0
    double context[IST_CONTEXT_COUNT]; ///< unset values follow from control: decentralization =
        ///< resources = 1 - input; productivity = output; short-termism =
        ///< max(output, market) (1 - clan); line capacity and workload = the parameters
        ///< usual_line_capacity and usual_workload
    bool present; ///< false: joins by an `acquire` event; default true
} ist_unit_def;

/// One person given explicitly (beside those that units create). Unset values are drawn.
typedef struct ist_employee_def {
    size_t def_size;
    const char *unit;                          ///< required: a unit group of count 1
    ist_level level;                           ///< default professional
    bool heads;                                ///< is the head of the unit; default false
    const char *theme, *second_theme;          ///< default NULL: drawn by demand
    double competence, facilitation, altruism; ///< [0,1]; default unset
    double taste;                              ///< taste for exchange, [0,2], mean 1; default unset
} ist_employee_def;

/// An undirected tie given explicitly. People with explicit ties still get drawn ones unless
/// the organization's `draw_ties` is off.
typedef struct ist_tie_def {
    size_t def_size;
    ist_employee_id a, b;           ///< two different people who carry ties
    double instrumental, affective; ///< strands in [0,1]
} ist_tie_def;

/// Someone with a policy: a post of its own, or the heads of some units.
typedef struct ist_manager_def {
    size_t def_size;
    const char *name; ///< required, unique; names the group
    int32_t count;    ///< how many; default 1. With heads_of, 0 means every unit of the group
    const char *unit; ///< unit group that has the post (the first unit of it, and so on in turn)
    const char *heads_of; ///< instead: heads of the units of this group, evenly spread
    const char *policy;   ///< required: a policy or policy type
    double complexity; ///< behavioral complexity b in [0,1]; default unset: drawn from a Beta with
                       ///< mean 1 - input * short-termism of the unit
    bool present;      ///< false: arrives by a `sponsor` event; default true
} ist_manager_def;

/// A policy made of shipped or registered types, with settings.
typedef struct ist_policy_def {
    size_t def_size;
    const char *name;                 ///< required, unique among policies and types
    const char *base;                 ///< type that plays every role not listed; required
    const char *role[IST_ROLE_COUNT]; ///< type whose function plays this role; NULL: the base
    const char *const *setting_name;  ///< `setting_count` names
    const double *setting_value;      ///< and values; a name shared by several types sets all
    int32_t setting_count;
} ist_policy_def;

/// Something that happens to the organization. Which fields a kind uses: ist_event_kind_field().
typedef struct ist_event_def {
    size_t def_size;
    ist_event_kind kind;
    double at;                ///< years; applied at the start of the tick that begins then
    const char *group;        ///< events of one group are one shock; default NULL: alone
    bool measure;             ///< resilience is computed for the group
    const char *const *units; ///< unit groups concerned; NULL: all
    int32_t unit_count;
    const char *const *to; ///< unit groups people go to; NULL: any
    int32_t to_count;
    const char *const *levels; ///< levels concerned; NULL: all
    int32_t level_count;
    const char *const *themes; ///< themes (or theme groups) concerned; NULL: all
    int32_t theme_count;
    const char *theme;     ///< one theme
    const char *name;      ///< name of the community launched
    const char *community; ///< name of a launched community
    const char *manager;   ///< manager group
    double share;          ///< of the people or communities concerned, [0,1]
    double change_theme;   ///< share of the movers who also change theme, [0,1]
    double overlap;        ///< weeks in which leaver and successor overlap, >= 0
    double value;          ///< new level or size of the shock, >= 0
    double canon;          ///< share of the canon that is kept, [0,1]
    double obsolescence;   ///< share of the competence on the themes that becomes void, [0,1]
    double surge;          ///< extra problems on the themes, relative to the usual inflow, >= 0
    double control[IST_CONTROL_COUNT]; ///< new control; unset: unchanged
    double context[IST_CONTEXT_COUNT]; ///< new context; unset: unchanged
    int32_t into;                      ///< number of units after a merger or split, >= 1
    int32_t count;                     ///< people recruited, >= 1
    int32_t size;                      ///< people in a launched community, >= 2
    int32_t seats;                     ///< most members it takes; 0: no limit
    bool arrives;                      ///< true: arrives; false: retires
} ist_event_def;

IST_API ist_organization_def ist_organization_def_default(void);
IST_API ist_theme_def ist_theme_def_default(void);
IST_API ist_unit_def ist_unit_def_default(void);
IST_API ist_employee_def ist_employee_def_default(void);
IST_API ist_tie_def ist_tie_def_default(void);
IST_API ist_manager_def ist_manager_def_default(void);
IST_API ist_policy_def ist_policy_def_default(void);
IST_API ist_event_def ist_event_def_default(ist_event_kind kind);

/// An empty description with the shipped levels: managers participate and oversee, experts and
/// professionals participate, staff do neither. NULL when out of memory.
IST_API ist_spec *ist_spec_create(void);
IST_API void ist_spec_destroy(ist_spec *spec);

/// Make the shipped policy types available. The scenario reader does this by itself.
IST_API ist_status ist_policies_shipped(ist_spec *spec);

/// Add one thing. On failure (out of memory, default forgotten) the spec remembers the first
/// failure: add everything, then let ist_model_compile() tell. A handle is none on failure.
IST_API void ist_spec_set_organization(ist_spec *spec, const ist_organization_def *def);
IST_API void ist_spec_set_level(ist_spec *spec, ist_level level, ist_level_def def);
IST_API void ist_spec_add_theme(ist_spec *spec, const ist_theme_def *def);
IST_API void ist_spec_add_unit(ist_spec *spec, const ist_unit_def *def);
/// The handle numbers people in order of adding; it serves ties only and is no handle of the model.
IST_API ist_employee_id ist_spec_add_employee(ist_spec *spec, const ist_employee_def *def);
IST_API void ist_spec_add_tie(ist_spec *spec, const ist_tie_def *def);
IST_API void ist_spec_add_manager(ist_spec *spec, const ist_manager_def *def);
IST_API void ist_spec_add_policy(ist_spec *spec, const ist_policy_def *def);
IST_API void ist_spec_add_event(ist_spec *spec, const ist_event_def *def);

/// Draw the usual ties inside and across units at the start (default true).
IST_API void ist_spec_set_draw_ties(ist_spec *spec, bool draw);

/// Make a policy type available by its name. The type is borrowed and must outlive every model.
IST_API void ist_spec_add_policy_type(ist_spec *spec, const ist_policy_type *type);
/// Types known to the spec, in the order they were added. NULL when out of range.
IST_API const ist_policy_type *ist_spec_policy_type(const ist_spec *spec, int32_t index);

/// Set one behavioral parameter away from its default. Checked by ist_model_compile().
IST_API void ist_spec_set_parameter(ist_spec *spec, const char *name, double value);

/// Check the whole description and freeze it. The spec is left unchanged and may be edited and
/// compiled again. Caller owns the model; it outlives the spec, but not its policy types.
/// @return NULL on failure; `errors` (may be NULL) then holds everything that is wrong, each with
///         a JSON pointer such as "/units/2/control/clan" (entries count from 0 in order of adding).
/// Cost: O(people + ties log ties).
IST_API ist_model *ist_model_compile(const ist_spec *spec, ist_errors *errors);
IST_API void ist_model_destroy(ist_model *model);

/// What a model holds. All are O(1) and safe from any thread.
IST_API const char *ist_model_name(const ist_model *model);
IST_API const char *ist_model_title(const ist_model *model);
IST_API int32_t ist_model_employees(const ist_model *model);    ///< posts, acquired ones included
IST_API int32_t ist_model_participants(const ist_model *model); ///< posts that may take part
IST_API int32_t ist_model_units(const ist_model *model);
IST_API int32_t ist_model_themes(const ist_model *model);
IST_API const char *ist_model_theme_name(const ist_model *model, ist_theme_id theme);
/// The name of a unit, with its number within the group where that has several ("agencies 3"), into
/// `buffer`, cut to `size` bytes. Returns the length of the whole, as snprintf does. O(groups).
IST_API size_t ist_model_unit_name(const ist_model *model, ist_unit_id unit, char *buffer,
                                   size_t size);
IST_API int32_t ist_model_managers(const ist_model *model);
IST_API const char *ist_model_manager_name(const ist_model *model, ist_manager_id manager);
IST_API const char *ist_model_manager_policy(const ist_model *model, ist_manager_id manager);
IST_API int32_t ist_model_ticks(const ist_model *model); ///< ticks from start to end, both included
IST_API double ist_model_time(const ist_model *model,
                              int32_t tick); ///< start + tick / ticks per year
IST_API int32_t ist_model_ticks_per_year(const ist_model *model);
/// Value of a behavioral parameter in this model; NaN for an unknown name. O(parameters).
IST_API double ist_model_parameter(const ist_model *model, const char *name);
/// Fingerprint of the behavioral parameters: equal for all models that use the same set.
IST_API uint64_t ist_model_parameter_hash(const ist_model *model);
/// Fingerprint of everything in the model.
IST_API uint64_t ist_model_hash(const ist_model *model);

/// Groups of events for which resilience is measured, in order of time.
IST_API int32_t ist_model_shocks(const ist_model *model);
IST_API const char *ist_model_shock_name(const ist_model *model, int32_t shock);
IST_API int32_t ist_model_shock_tick(const ist_model *model,
                                     int32_t shock); ///< tick of its first event

/// An event of the calendar, as it was compiled.
typedef struct ist_event_info {
    ist_event_kind kind;
    int32_t tick;  ///< at whose start it happens
    int32_t shock; ///< measured group that it belongs to; -1: none
    double value;  ///< new level or size of the shock; NaN for kinds without one
} ist_event_info;

IST_API int32_t ist_model_events(const ist_model *model);
/// Event number `index`, in order of time; false when out of range.
IST_API bool ist_model_event(const ist_model *model, int32_t index, ist_event_info *out);

/// One row of the parameter table.
typedef struct ist_parameter_info {
    const char *name, *symbol, *unit;
    double standard, minimum, maximum; ///< `standard` is the default
    bool is_integer;                   ///< whole numbers only
    const char *group;                 ///< process it belongs to
    const char *meaning, *source;
} ist_parameter_info;

IST_API int32_t ist_parameter_count(void);
/// Row number `index`; NULL when out of range. Static.
IST_API const ist_parameter_info *ist_parameter_get(int32_t index);

/// One field of an event kind, for help texts.
typedef struct ist_field_info {
    const char *key;
    const char *type; ///< "number", "integer", "true or false", "name", "list of names", ...
    bool required;
    double minimum, maximum, standard; ///< NaN where there is none
    const char *meaning;
} ist_field_info;

/// Field number `index` of an event kind; false when out of range.
IST_API bool ist_event_kind_field(ist_event_kind kind, int32_t index, ist_field_info *out);

IST_END_DECLS

#endif
