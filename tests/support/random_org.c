// SPDX-License-Identifier: GPL-3.0-or-later
// Drawing descriptions: sizes, controls, contexts, parameters, people, ties, managers, events.
#include "support/random_org.h"

#include "base/base.h"
#include "random/stream.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_GROUPS = 4, MOST_THEMES = 4, MOST_EVENTS = 14, MOST_LAUNCHES = MOST_EVENTS, NAME = 32 };

static const char *const policies[] = {"absent",  "liaison",     "framing",  "adaptive", "director",
                                       "sponsor", "cultivating", "constant", "schedule", "mixed",
                                       "mixed",   "mixed",       "combined"};

// What has been drawn so far, so that what refers to it can.
typedef struct drawing {
    isti_stream stream;
    ist_spec *spec;
    ist_organization_def organization;
    int32_t groups; // unit groups that are there from the start
    char group[MOST_GROUPS][NAME];
    int32_t units_of[MOST_GROUPS];
    bool is_headed[MOST_GROUPS];
    bool has_absent_group, has_sponsor, sponsor_is_there;
    int32_t themes;
    char theme[MOST_THEMES][NAME];
    int32_t managers;
    char launch[MOST_LAUNCHES][NAME];
    int32_t launches, splits;
} drawing;

static double uniform(drawing *d)
{
    return isti_stream_uniform(&d->stream);
}

static double between(drawing *d, double low, double high)
{
    return low + (high - low) * uniform(d);
}

// low .. high, both included.
static int32_t whole(drawing *d, int32_t low, int32_t high)
{
    return low + isti_stream_below(&d->stream, high - low + 1);
}

static bool chance(drawing *d, double p)
{
    return uniform(d) < p;
}

static void draw_organization(drawing *d)
{
    static const int32_t lengths[] = {12, 12, 12, 24, 52};
    ist_organization_def *o = &d->organization;
    *o = ist_organization_def_default();
    o->name = "random";
    o->start = whole(d, 0, 2000);
    o->ticks_per_year = lengths[whole(d, 0, COUNT_OF(lengths) - 1)];
    o->end = o->start + (o->ticks_per_year == 52 ? 1.5 : 4.0);
    o->emphasis = uniform(d);
    o->institutionalization = uniform(d);
    o->portal = uniform(d);
    o->approve = uniform(d);
    ist_spec_set_organization(d->spec, o);
    ist_spec_set_draw_ties(d->spec, chance(d, 0.85));
    ist_spec_set_level(d->spec, IST_LEVEL_MANAGER,
                       (ist_level_def){.participates = chance(d, 0.7), .oversees = true});
}

static bool ends_with(const char *text, const char *end)
{
    const size_t length = strlen(text);
    return length >= strlen(end) && strcmp(text + length - strlen(end), end) == 0;
}

// What makes communities of every kind come and live, and those above them busy.
static void make_fertile(drawing *d)
{
    static const struct {
        const char *name;
        double value;
    } fertile[] = {{"kappa", 40.0},         {"bud_rate", 6.0},      {"propose_rate", 3.0},
                   {"lambda_connect", 1.0}, {"lambda_create", 6.0}, {"invite_rate", 6.0},
                   {"attend_base", 1.5},    {"min_active", 1.0},    {"leave", 0.05},
                   {"stop_rate", 6.0},      {"idle_limit", 1.0},    {"idle_margin", 0.0},
                   {"withdraw_rate", 6.0},  {"problem_rate", 16.0}, {"theta", 0.1},
                   {"n_min", 2.0},          {"talk_y", 0.6},        {"autonomy_rate", 4.0},
                   {"tolerated", 0.05},     {"patience", 12.0}};
    for (size_t k = 0; k < COUNT_OF(fertile); k++) {
        ist_spec_set_parameter(d->spec, fertile[k].name, fertile[k].value);
    }
}

// A few parameters anywhere in their range; of a pair of bounds, each on its side of the usual.
static void draw_parameters(drawing *d)
{
    const int32_t manner = whole(d, 0, 2); // usual, fertile, anything
    const double share = manner == 2 ? 0.2 : 0.0;
    if (manner == 1) {
        make_fertile(d);
    }
    for (int32_t k = 0; k < ist_parameter_count(); k++) {
        const ist_parameter_info *p = ist_parameter_get(k);
        const double low =
            ends_with(p->name, "_high") || ends_with(p->name, "_max") ? p->standard : p->minimum;
        // As many meetings a year fit into any calendar as there are usually.
        const bool bounded = ends_with(p->name, "_low") || ends_with(p->name, "_per_year");
        const double high = bounded ? p->standard : p->maximum;
        const double value = between(d, low, high);
        if (chance(d, share)) {
            ist_spec_set_parameter(d->spec, p->name, p->is_integer ? floor(value) : value);
        }
    }
}

static void draw_themes(drawing *d)
{
    d->themes = whole(d, 1, MOST_THEMES);
    for (int32_t k = 0; k < d->themes; k++) {
        ist_theme_def theme = ist_theme_def_default();
        snprintf(d->theme[k], NAME, "theme %d", (int)k);
        theme.name = d->theme[k];
        theme.demand = between(d, 0.2, 2.0);
        theme.common_practice = uniform(d);
        theme.canon = uniform(d);
        ist_spec_add_theme(d->spec, &theme);
    }
}

static ist_unit_def draw_unit(drawing *d, const char *name)
{
    static const ist_level rests[] = {IST_LEVEL_PROFESSIONAL, IST_LEVEL_PROFESSIONAL,
                                      IST_LEVEL_EXPERT, IST_LEVEL_STAFF};
    ist_unit_def unit = ist_unit_def_default();
    unit.name = name;
    unit.count = whole(d, 1, 3);
    unit.people[IST_LEVEL_MANAGER] = whole(d, 0, 2);
    unit.people[IST_LEVEL_PROFESSIONAL] = whole(d, 1, 3);
    unit.size_min = whole(d, 7, 9); // room for those listed, and two given one by one
    unit.size_max = whole(d, 9, 16);
    unit.rest = rests[whole(d, 0, COUNT_OF(rests) - 1)];
    for (size_t k = 0; k < IST_CONTROL_COUNT; k++) {
        unit.control[k] = uniform(d);
    }
    for (size_t k = 0; k < IST_CONTEXT_COUNT; k++) {
        unit.context[k] = chance(d, 0.5) ? uniform(d) : ist_unset();
    }
    return unit;
}

static void draw_units(drawing *d)
{
    d->groups = whole(d, 2, MOST_GROUPS);
    for (int32_t k = 0; k < d->groups; k++) {
        snprintf(d->group[k], NAME, "group %d", (int)k);
        const ist_unit_def unit = draw_unit(d, d->group[k]);
        d->units_of[k] = unit.count;
        d->is_headed[k] = unit.people[IST_LEVEL_MANAGER] > 0;
        ist_spec_add_unit(d->spec, &unit);
    }
    d->has_absent_group = chance(d, 0.6);
    if (d->has_absent_group) {
        ist_unit_def unit = draw_unit(d, "newcomers");
        unit.present = false;
        ist_spec_add_unit(d->spec, &unit);
    }
}

// People given one by one, in a unit of their own, some of them tied.
static void draw_people(drawing *d)
{
    enum { MOST = 6 };
    ist_employee_id id[MOST];
    ist_unit_def team = draw_unit(d, "team");
    team.count = 1;
    team.size_min = team.size_max = 0;
    ist_spec_add_unit(d->spec, &team);
    const int32_t count = whole(d, 2, MOST);
    for (int32_t k = 0; k < count; k++) {
        ist_employee_def person = ist_employee_def_default();
        person.unit = "team";
        person.theme = chance(d, 0.5) ? d->theme[whole(d, 0, d->themes - 1)] : NULL;
        person.second_theme = chance(d, 0.5) ? d->theme[whole(d, 0, d->themes - 1)] : NULL;
        person.competence = chance(d, 0.5) ? uniform(d) : ist_unset();
        person.taste = chance(d, 0.5) ? 2.0 * uniform(d) : ist_unset();
        id[k] = ist_spec_add_employee(d->spec, &person);
        if (k > 0) {
            ist_tie_def tie = ist_tie_def_default();
            tie.a = id[k];
            tie.b = id[whole(d, 0, k - 1)];
            tie.instrumental = uniform(d);
            tie.affective = uniform(d);
            ist_spec_add_tie(d->spec, &tie);
        }
    }
}

// One policy with settings of its own, and one whose roles are those of different types.
static void draw_policies(drawing *d)
{
    static const char *const names[] = {"stimulation", "facilitation", "support",    "control",
                                        "recognition", "expectation",  "specificity"};
    double values[COUNT_OF(names)];
    for (size_t k = 0; k < COUNT_OF(names); k++) {
        values[k] = uniform(d);
    }
    ist_policy_def mixed = ist_policy_def_default();
    mixed.name = "mixed";
    mixed.base = "constant";
    mixed.setting_name = names;
    mixed.setting_value = values;
    mixed.setting_count = COUNT_OF(names);
    ist_spec_add_policy(d->spec, &mixed);
    ist_policy_def combined = ist_policy_def_default();
    combined.name = "combined";
    combined.base = "liaison";
    combined.role[IST_ROLE_CONTROL] = "adaptive";
    combined.role[IST_ROLE_SUPPORT] = "cultivating";
    ist_spec_add_policy(d->spec, &combined);
}

static void draw_managers(drawing *d)
{
    static char names[][NAME] = {"first", "second", "third"};
    const int32_t count = whole(d, 1, 3);
    for (int32_t k = 0; k < count; k++) {
        const int32_t group = whole(d, 0, d->groups - 1);
        const bool heads = d->is_headed[group] && chance(d, 0.5);
        ist_manager_def manager = ist_manager_def_default();
        manager.name = names[k];
        manager.policy = policies[whole(d, 0, COUNT_OF(policies) - 1)];
        manager.complexity = chance(d, 0.5) ? uniform(d) : ist_unset();
        manager.heads_of = heads ? d->group[group] : NULL;
        manager.unit = heads ? NULL : d->group[group];
        manager.count = heads ? 0 : whole(d, 1, 2);
        ist_spec_add_manager(d->spec, &manager);
    }
    d->managers = count;
    d->has_sponsor = chance(d, 0.5);
    if (d->has_sponsor) {
        ist_manager_def sponsor = ist_manager_def_default();
        sponsor.name = "sponsor";
        sponsor.unit = d->group[0];
        sponsor.policy = "sponsor";
        sponsor.present = false;
        ist_spec_add_manager(d->spec, &sponsor);
    }
}

// ---- Events

typedef struct references {
    const char *unit[1], *to[1], *level[1], *theme[1];
} references;

// What only some kinds can have, or in some order only. False: not this time.
static bool complete(drawing *d, ist_event_def *e, references *r, int32_t group)
{
    switch (e->kind) {
    case IST_EVENT_MERGE_UNITS:
        e->into = whole(d, 1, d->units_of[group]);
        e->units = r->unit;
        e->unit_count = 1;
        return true;
    case IST_EVENT_SPLIT_UNITS:
        e->into = whole(d, 1, 3);
        e->units = r->unit;
        e->unit_count = 1;
        return d->splits++ < 2;
    case IST_EVENT_ACQUIRE:
        r->unit[0] = "newcomers";
        e->units = r->unit;
        e->unit_count = 1;
        if (!d->has_absent_group) {
            return false;
        }
        d->has_absent_group = false;
        return true;
    case IST_EVENT_SPONSOR:
        e->manager = "sponsor";
        d->sponsor_is_there = d->has_sponsor && !d->sponsor_is_there;
        e->arrives = d->sponsor_is_there;
        return d->has_sponsor;
    case IST_EVENT_LAUNCH:
        e->size = whole(d, 2, 20);
        e->seats = chance(d, 0.5) ? e->size + whole(d, 0, 10) : 0;
        e->manager = chance(d, 0.5) ? e->manager : NULL;
        snprintf(d->launch[d->launches], NAME, "club %d", (int)d->launches);
        e->name = d->launch[d->launches++];
        return true;
    case IST_EVENT_LEAVE_PILOT:
    case IST_EVENT_RECRUIT:
        e->count = whole(d, 1, 6);
        e->community = d->launches > 0 ? d->launch[whole(d, 0, d->launches - 1)] : NULL;
        return d->launches > 0;
    default:
        return true;
    }
}

static void draw_event(drawing *d, ist_event_kind kind, double at)
{
    static const char *const managers[] = {"first", "second", "third"};
    static const char *const shocks[] = {"storm", "quake"};
    const int32_t group = whole(d, 0, d->groups - 1);
    references r = {.unit = {d->group[group]},
                    .to = {d->group[whole(d, 0, d->groups - 1)]},
                    .level = {ist_kind_name(IST_KIND_LEVEL, whole(d, 0, IST_LEVEL_COUNT - 1))},
                    .theme = {d->theme[whole(d, 0, d->themes - 1)]}};
    ist_event_def e = ist_event_def_default(kind);
    e.at = at;
    e.group = chance(d, 0.5) ? shocks[whole(d, 0, 1)] : NULL;
    e.measure = chance(d, 0.5);
    e.units = r.unit;
    e.unit_count = chance(d, 0.5);
    e.to = r.to;
    e.to_count = chance(d, 0.5);
    e.levels = r.level;
    e.level_count = chance(d, 0.3);
    e.themes = r.theme;
    e.theme_count = chance(d, 0.5);
    e.theme = r.theme[0];
    e.manager = managers[whole(d, 0, d->managers - 1)];
    e.share = uniform(d);
    e.change_theme = uniform(d);
    e.overlap = between(d, 0.0, 8.0);
    e.value = uniform(d);
    e.canon = uniform(d);
    e.obsolescence = uniform(d);
    e.surge = between(d, 0.0, 3.0);
    for (size_t k = 0; k < IST_CONTROL_COUNT; k++) {
        e.control[k] = chance(d, 0.3) ? uniform(d) : ist_unset();
    }
    for (size_t k = 0; k < IST_CONTEXT_COUNT; k++) {
        e.context[k] = chance(d, 0.3) ? uniform(d) : ist_unset();
    }
    if (complete(d, &e, &r, group)) {
        ist_spec_add_event(d->spec, &e);
    }
}

// In order of time, several in one tick now and then; a launch at the start, so that later ones
// have something to refer to.
static void draw_calendar(drawing *d)
{
    const ist_organization_def *o = &d->organization;
    const int32_t ticks = (int32_t)((o->end - o->start) * o->ticks_per_year);
    const int32_t count = whole(d, 0, MOST_EVENTS - 1);
    draw_event(d, IST_EVENT_LAUNCH, o->start);
    int32_t tick = 0;
    for (int32_t k = 0; k < count; k++) {
        tick += chance(d, 0.3) ? 0 : whole(d, 0, 2 * ticks / (count + 1));
        const ist_event_kind kind = (ist_event_kind)whole(d, 0, IST_EVENT_COUNT - 1);
        if (tick < ticks) {
            draw_event(d, kind, o->start + (double)tick / o->ticks_per_year);
        }
    }
}

ist_model *random_org(uint32_t number)
{
    drawing d = {.stream = isti_stream_open(7, 0, ISTI_FOR_USER, number, 0),
                 .spec = ist_spec_create()};
    ck_assert_ptr_nonnull(d.spec);
    ck_assert_int_eq(ist_policies_shipped(d.spec), IST_OK);
    draw_organization(&d);
    draw_parameters(&d);
    draw_themes(&d);
    draw_units(&d);
    draw_people(&d);
    draw_policies(&d);
    draw_managers(&d);
    draw_calendar(&d);
    ist_errors *errors = ist_errors_create();
    ist_model *model = ist_model_compile(d.spec, errors);
    for (int32_t k = 0; k < ist_errors_count(errors); k++) {
        char text[512];
        ist_error_format(ist_errors_get(errors, k), text, sizeof text);
        fprintf(stderr, "organization %u: %s\n", (unsigned)number, text);
    }
    ck_assert_ptr_nonnull(model);
    ist_errors_destroy(errors);
    ist_spec_destroy(d.spec);
    return model;
}

ist_run_def random_run(uint32_t number)
{
    ist_run_def run = ist_run_def_default();
    run.seed = number * UINT64_C(0x9E3779B97F4A7C15);
    run.replicate = number % 5;
    return run;
}
