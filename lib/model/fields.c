// SPDX-License-Identifier: GPL-3.0-or-later
// What each definition consists of, and the check of its ranges.
#include "model/fields.h"

#include <math.h>

#include "base/numbers.h"
#include "model/where.h"

// Limits that no theory sets: wide enough for every organization, small enough to count with.
#define MOST_YEARS   1e6
#define MOST_THINGS  1e6
#define MOST_WEEKS   520.0
#define MOST_TASTE   2.0
#define MOST_SHOCK   10.0
#define MOST_SKEW    10.0
#define FEWEST_TICKS 12
#define MOST_TICKS   365

typedef enum presence { OPTIONAL, REQUIRED, MAY_BE_UNSET } presence;

// One row of a table: the member of a definition is its key.
#define ROW(def, member, kind, low, high, presence, text)                                  \
    {                                                                                      \
        .key = #member, .type = (kind), .offset = offsetof(def, member), .minimum = (low), \
        .maximum = (high), .required = (presence) == REQUIRED,                             \
        .may_be_unset = (presence) == MAY_BE_UNSET, .meaning = (text)                      \
    }
#define SHARE(def, member, presence, text) ROW(def, member, ISTI_NUMBER, 0.0, 1.0, presence, text)
#define NUMBER(def, member, low, high, presence, text) \
    ROW(def, member, ISTI_NUMBER, low, high, presence, text)
#define INTEGER(def, member, low, high, presence, text) \
    ROW(def, member, ISTI_INTEGER, low, high, presence, text)
#define TEXT(def, member, presence, text) ROW(def, member, ISTI_TEXT, 0.0, 0.0, presence, text)
#define FLAG(def, member, text)           ROW(def, member, ISTI_FLAG, 0.0, 1.0, OPTIONAL, text)
#define LEVEL(def, member, text) \
    ROW(def, member, ISTI_LEVEL, 0.0, IST_LEVEL_COUNT - 1, OPTIONAL, text)
#define MODES(def, presence, text) ROW(def, control, ISTI_CONTROL, 0.0, 1.0, presence, text)
#define SURROUNDINGS(def, text)    ROW(def, context, ISTI_CONTEXT, 0.0, 1.0, MAY_BE_UNSET, text)

static const isti_field time_fields[] = {
    NUMBER(ist_organization_def, start, -MOST_YEARS, MOST_YEARS, OPTIONAL,
           "time of the first row, years"),
    NUMBER(ist_organization_def, end, -MOST_YEARS, MOST_YEARS, OPTIONAL,
           "time of the last row, years"),
    INTEGER(ist_organization_def, ticks_per_year, FEWEST_TICKS, MOST_TICKS, OPTIONAL,
            "steps in a year; 12 and 52 are calibrated"),
};

static const isti_field organization_fields[] = {
    SHARE(ist_organization_def, emphasis, OPTIONAL,
          "top management's emphasis on communities at the start"),
    SHARE(ist_organization_def, institutionalization, OPTIONAL,
          "how far communities are an accepted thing at the start"),
    SHARE(ist_organization_def, portal, OPTIONAL, "visibility of a directory at the start"),
    SHARE(ist_organization_def, approve, OPTIONAL,
          "chance that a proposed community is made official where they are an accepted thing"),
    NUMBER(ist_organization_def, demand_skew, 0.0, MOST_SKEW, OPTIONAL,
           "exponent of the Zipf law of themes declared by number"),
};

static const isti_field theme_fields[] = {
    TEXT(ist_theme_def, name, REQUIRED, "name of the theme, or of a group of them"),
    INTEGER(ist_theme_def, count, 1, MOST_THINGS, OPTIONAL, "how many alike themes"),
    NUMBER(ist_theme_def, demand, 0.0, MOST_THINGS, OPTIONAL,
           "relative share of people and problems"),
    SHARE(ist_theme_def, common_practice, OPTIONAL,
          "share of its problems that another's experience can solve"),
    SHARE(ist_theme_def, canon, OPTIONAL,
          "how far procedures solve its hard problems at the start"),
};

static const isti_field unit_fields[] = {
    TEXT(ist_unit_def, name, REQUIRED, "name of the unit, or of a group of them"),
    INTEGER(ist_unit_def, count, 1, MOST_THINGS, OPTIONAL, "how many alike units"),
    {.key = "size",
     .type = ISTI_SIZE,
     .offset = offsetof(ist_unit_def, size_min),
     .minimum = 0.0,
     .maximum = MOST_THINGS,
     .meaning = "people per unit, spread evenly between both numbers; 0: those listed"},
    ROW(ist_unit_def, people, ISTI_PEOPLE, 0.0, MOST_THINGS, OPTIONAL,
        "posts per unit by level; the first manager heads the unit"),
    LEVEL(ist_unit_def, rest, "level of the people beyond those listed"),
    MODES(ist_unit_def, OPTIONAL, "intensity of each mode of control"),
    SURROUNDINGS(ist_unit_def, "surroundings of communities; what is missing follows from control"),
    FLAG(ist_unit_def, present, "false: joins by an acquire event"),
};
static_assert(offsetof(ist_unit_def, size_max) ==
                  offsetof(ist_unit_def, size_min) + sizeof(int32_t),
              "both sizes are read as a pair");

static const isti_field employee_fields[] = {
    TEXT(ist_employee_def, unit, REQUIRED, "unit the person works in"),
    LEVEL(ist_employee_def, level, "place in the hierarchy"),
    FLAG(ist_employee_def, heads, "heads the unit"),
    TEXT(ist_employee_def, theme, OPTIONAL, "main theme"),
    TEXT(ist_employee_def, second_theme, OPTIONAL, "second theme"),
    SHARE(ist_employee_def, competence, MAY_BE_UNSET, "competence on the themes"),
    SHARE(ist_employee_def, facilitation, MAY_BE_UNSET, "ability to facilitate"),
    SHARE(ist_employee_def, altruism, MAY_BE_UNSET, "altruism"),
    NUMBER(ist_employee_def, taste, 0.0, MOST_TASTE, MAY_BE_UNSET, "taste for exchange"),
};

static const isti_field manager_fields[] = {
    TEXT(ist_manager_def, name, REQUIRED, "name of the manager, or of a group of them"),
    INTEGER(ist_manager_def, count, 0, MOST_THINGS, OPTIONAL,
            "how many; with heads_of, 0 means every unit"),
    TEXT(ist_manager_def, unit, OPTIONAL, "units that have the posts, in turn"),
    TEXT(ist_manager_def, heads_of, OPTIONAL, "or: the heads of these units"),
    TEXT(ist_manager_def, policy, REQUIRED, "policy or policy type"),
    SHARE(ist_manager_def, complexity, MAY_BE_UNSET, "behavioral complexity"),
    FLAG(ist_manager_def, present, "false: arrives by a sponsor event"),
};

static const isti_field tie_fields[] = {
    SHARE(ist_tie_def, instrumental, OPTIONAL, "instrumental strand"),
    SHARE(ist_tie_def, affective, OPTIONAL, "affective strand"),
};

// The fields of events, each written once.
#define EVENT_NAMES(member, counter, presence, text)                                          \
    {                                                                                         \
        .key = #member, .type = ISTI_NAMES, .offset = offsetof(ist_event_def, member),        \
        .count_offset = offsetof(ist_event_def, counter), .required = (presence) == REQUIRED, \
        .meaning = (text)                                                                     \
    }
#define EVERY_KIND                                                                 \
    NUMBER(ist_event_def, at, -MOST_YEARS, MOST_YEARS, REQUIRED, "when, years"),   \
        TEXT(ist_event_def, group, OPTIONAL, "events of one group are one shock"), \
        FLAG(ist_event_def, measure, "resilience is computed for the event or its group")
#define UNITS(presence)          EVENT_NAMES(units, unit_count, presence, "units concerned")
#define TO                       EVENT_NAMES(to, to_count, OPTIONAL, "units people go to")
#define LEVELS                   EVENT_NAMES(levels, level_count, OPTIONAL, "levels concerned")
#define THEMES                   EVENT_NAMES(themes, theme_count, OPTIONAL, "themes concerned")
#define THEME(text)              TEXT(ist_event_def, theme, REQUIRED, text)
#define SHARE_OF(presence, text) SHARE(ist_event_def, share, presence, text)
#define VALUE(high, text)        NUMBER(ist_event_def, value, 0.0, high, REQUIRED, text)
#define MANAGER(presence, text)  TEXT(ist_event_def, manager, presence, text)
#define COMMUNITY                TEXT(ist_event_def, community, REQUIRED, "a launched community")

static const isti_field transfer_fields[] = {
    EVERY_KIND,
    UNITS(OPTIONAL),
    LEVELS,
    SHARE_OF(REQUIRED, "share of the people concerned who move"),
    TO,
    SHARE(ist_event_def, change_theme, OPTIONAL, "share of the movers who also change theme"),
    NUMBER(ist_event_def, overlap, 0.0, MOST_WEEKS, OPTIONAL,
           "weeks in which leaver and successor overlap"),
};
static const isti_field reassign_fields[] = {
    EVERY_KIND,
    UNITS(OPTIONAL),
    LEVELS,
    SHARE_OF(REQUIRED, "share of the people concerned who change function"),
};
static const isti_field replace_fields[] = {
    EVERY_KIND,
    UNITS(OPTIONAL),
    LEVELS,
    SHARE_OF(REQUIRED, "share of the people concerned who leave"),
};
static const isti_field merge_units_fields[] = {
    EVERY_KIND,
    UNITS(REQUIRED),
    INTEGER(ist_event_def, into, 1, MOST_THINGS, REQUIRED, "number of units afterwards"),
};
static const isti_field split_units_fields[] = {
    EVERY_KIND,
    UNITS(REQUIRED),
    INTEGER(ist_event_def, into, 1, MOST_THINGS, REQUIRED, "parts each unit is divided into"),
};
static const isti_field acquire_fields[] = {EVERY_KIND, UNITS(REQUIRED)};
static const isti_field context_fields[] = {
    EVERY_KIND,
    UNITS(OPTIONAL),
    MODES(ist_event_def, MAY_BE_UNSET, "new control; modes not named stay"),
    SURROUNDINGS(ist_event_def, "new surroundings; values not named stay"),
};
static const isti_field emphasis_fields[] = {EVERY_KIND, VALUE(1.0, "new emphasis")};
static const isti_field sponsor_fields[] = {
    EVERY_KIND,
    MANAGER(REQUIRED, "who arrives or retires"),
    FLAG(ist_event_def, arrives, "true: arrives; false: retires"),
};
static const isti_field overseers_fields[] = {
    EVERY_KIND,
    MANAGER(REQUIRED, "managers who oversee from now on"),
    SHARE_OF(REQUIRED, "share of the official communities concerned"),
};
static const isti_field portal_fields[] = {EVERY_KIND, VALUE(1.0, "new visibility")};
static const isti_field new_rules_fields[] = {
    EVERY_KIND,
    THEMES,
    SHARE_OF(OPTIONAL, "share of the themes concerned where none is named"),
    SHARE(ist_event_def, canon, OPTIONAL, "share of the canon that is kept"),
    SHARE(ist_event_def, obsolescence, OPTIONAL, "share of the competence that becomes void"),
    NUMBER(ist_event_def, surge, 0.0, MOST_SHOCK, OPTIONAL,
           "extra problems, relative to the usual inflow"),
};
static const isti_field surge_fields[] = {
    EVERY_KIND, VALUE(MOST_SHOCK, "extra problems, relative to the usual inflow")};
static const isti_field line_shock_fields[] = {
    EVERY_KIND, VALUE(1.0, "share of the hierarchy's answers that fail")};
static const isti_field pressure_fields[] = {
    EVERY_KIND,
    VALUE(1.0, "extra workload"),
    UNITS(OPTIONAL),
};
static const isti_field new_theme_fields[] = {
    EVERY_KIND,
    THEME("the new function"),
    SHARE_OF(REQUIRED, "share of the people concerned who take it on"),
    UNITS(OPTIONAL),
    LEVELS,
};
static const isti_field launch_fields[] = {
    EVERY_KIND,
    TEXT(ist_event_def, name, OPTIONAL, "name of the community"),
    THEME("theme of the community"),
    INTEGER(ist_event_def, size, 2, MOST_THINGS, REQUIRED, "people invited"),
    INTEGER(ist_event_def, seats, 0, MOST_THINGS, OPTIONAL, "most members; 0: no limit"),
    MANAGER(OPTIONAL, "overseer"),
};
static const isti_field leave_pilot_fields[] = {EVERY_KIND, COMMUNITY};
static const isti_field recruit_fields[] = {
    EVERY_KIND,
    COMMUNITY,
    INTEGER(ist_event_def, count, 1, MOST_THINGS, REQUIRED, "people appointed"),
};

#define TABLE(rows)                     \
    (isti_field_table)                  \
    {                                   \
        (rows), (int32_t)COUNT_OF(rows) \
    }

isti_field_table isti_organization_fields(void)
{
    return TABLE(organization_fields);
}

isti_field_table isti_time_fields(void)
{
    return TABLE(time_fields);
}

isti_field_table isti_theme_fields(void)
{
    return TABLE(theme_fields);
}

isti_field_table isti_unit_fields(void)
{
    return TABLE(unit_fields);
}

isti_field_table isti_employee_fields(void)
{
    return TABLE(employee_fields);
}

isti_field_table isti_manager_fields(void)
{
    return TABLE(manager_fields);
}

isti_field_table isti_tie_fields(void)
{
    return TABLE(tie_fields);
}

isti_field_table isti_event_fields(ist_event_kind kind)
{
#define IST_ROW(NAME, name, text) [IST_EVENT_##NAME] = {name##_fields, COUNT_OF(name##_fields)},
    static const isti_field_table tables[] = {IST_EVENT_LIST(IST_ROW)};
#undef IST_ROW
    static_assert(COUNT_OF(tables) == IST_EVENT_COUNT, "every kind of event has its fields");
    return (uint32_t)kind < IST_EVENT_COUNT ? tables[kind] : (isti_field_table){NULL, 0};
}

const char *isti_type_text(isti_type type)
{
    static const char *const texts[] = {
        [ISTI_NUMBER] = "a number",
        [ISTI_INTEGER] = "an integer",
        [ISTI_FLAG] = "true or false",
        [ISTI_TEXT] = "a name",
        [ISTI_NAMES] = "a name or a list of names",
        [ISTI_LEVEL] = "a level",
        [ISTI_CONTROL] = "an object with numbers by mode of control",
        [ISTI_CONTEXT] = "an object with numbers by name",
        [ISTI_SIZE] = "an integer or [minimum, maximum]",
        [ISTI_PEOPLE] = "an object with integers by level",
    };
    static_assert(COUNT_OF(texts) == ISTI_TYPE_COUNT, "every type has a text");
    return (uint32_t)type < ISTI_TYPE_COUNT ? texts[type] : "?";
}

// What a check needs to know of one field of one definition.
typedef struct subject {
    const isti_field *field;
    const char *value; // address in the definition
    const char *def;
    const char *where;
    ist_errors *errors;
} subject;

static void check_number(const subject *s, double value, const char *where, const char *key)
{
    const isti_field *field = s->field;
    if (isnan(value)) {
        if (field->required) {
            isti_fail(s->errors, IST_ERR_MISSING_KEY, where, "%s is required", key);
        } else if (!field->may_be_unset) {
            isti_fail(s->errors, IST_ERR_RANGE, where, "%s is not a number", key);
        }
        return;
    }
    if (value < field->minimum || value > field->maximum) {
        isti_fail_range(s->errors, where, key, value, field->minimum, field->maximum);
    }
}

static void check_one_number(const subject *s)
{
    check_number(s, *(const double *)(const void *)s->value, s->where, s->field->key);
}

static void check_integer(const subject *s)
{
    check_number(s, *(const int32_t *)(const void *)s->value, s->where, s->field->key);
}

static void check_flag(const subject *s)
{
    (void)s; // both values are fine
}

static void check_text(const subject *s)
{
    const char *text = *(const char *const *)(const void *)s->value;
    if (!text && s->field->required) {
        isti_fail(s->errors, IST_ERR_MISSING_KEY, s->where, "%s is required", s->field->key);
    }
    if (text && text[0] == '\0') {
        isti_fail(s->errors, IST_ERR_RANGE, s->where, "%s is empty", s->field->key);
    }
}

static void check_names(const subject *s)
{
    const char *const *names = *(const char *const *const *)(const void *)s->value;
    const int32_t count = *(const int32_t *)(const void *)(s->def + s->field->count_offset);
    if (s->field->required && (!names || count <= 0)) {
        isti_fail(s->errors, IST_ERR_MISSING_KEY, s->where, "%s is required", s->field->key);
    }
    for (int32_t i = 0; names && i < count; i++) {
        if (!names[i] || names[i][0] == '\0') {
            const isti_where at = isti_where_of("%s/%d", s->where, (int)i);
            isti_fail(s->errors, IST_ERR_RANGE, at.text, "a name in %s is empty", s->field->key);
        }
    }
}

static void check_level(const subject *s)
{
    const ist_level level = *(const ist_level *)(const void *)s->value;
    if ((uint32_t)level >= IST_LEVEL_COUNT) {
        isti_fail(s->errors, IST_ERR_RANGE, s->where, "%s %d is no level", s->field->key,
                  (int)level);
    }
}

static void check_numbers_of(const subject *s, ist_kind kind)
{
    const double *values = (const double *)(const void *)s->value;
    for (int32_t i = 0; i < ist_kind_count(kind); i++) {
        const char *name = ist_kind_name(kind, i);
        const isti_where at = isti_where_key(s->where, name);
        check_number(s, values[i], at.text, name);
    }
}

static void check_control(const subject *s)
{
    check_numbers_of(s, IST_KIND_CONTROL);
}

static void check_context(const subject *s)
{
    check_numbers_of(s, IST_KIND_CONTEXT);
}

static void check_size(const subject *s)
{
    const int32_t *size = (const int32_t *)(const void *)s->value;
    check_number(s, size[0], s->where, "size");
    if (size[1] != size[0]) {
        check_number(s, size[1], s->where, "size");
    }
    if (size[0] > size[1] && size[1] >= s->field->minimum && size[0] <= s->field->maximum) {
        isti_fail(s->errors, IST_ERR_RANGE, s->where, "smallest size %d is above the largest, %d",
                  (int)size[0], (int)size[1]);
    }
}

static void check_people(const subject *s)
{
    const int32_t *people = (const int32_t *)(const void *)s->value;
    for (int32_t i = 0; i < IST_LEVEL_COUNT; i++) {
        const char *name = ist_kind_name(IST_KIND_LEVEL, i);
        const isti_where at = isti_where_key(s->where, name);
        check_number(s, people[i], at.text, name);
    }
}

void isti_fields_check(isti_field_table table, const void *def, const char *where,
                       ist_errors *errors)
{
    static void (*const checks[])(const subject *s) = {
        [ISTI_NUMBER] = check_one_number, [ISTI_INTEGER] = check_integer,
        [ISTI_FLAG] = check_flag,         [ISTI_TEXT] = check_text,
        [ISTI_NAMES] = check_names,       [ISTI_LEVEL] = check_level,
        [ISTI_CONTROL] = check_control,   [ISTI_CONTEXT] = check_context,
        [ISTI_SIZE] = check_size,         [ISTI_PEOPLE] = check_people,
    };
    static_assert(COUNT_OF(checks) == ISTI_TYPE_COUNT, "every type has a check");
    for (int32_t i = 0; i < table.count; i++) {
        const isti_field *field = &table.fields[i];
        const isti_where at = isti_where_key(where, field->key);
        const char *bytes = def;
        checks[field->type](&(subject){.field = field,
                                       .value = bytes + field->offset,
                                       .def = bytes,
                                       .where = at.text,
                                       .errors = errors});
    }
}

// The default of a plain value; NaN for the rest and for what must be given.
static double standard_of(const isti_field *field, const ist_event_def *standard)
{
    const char *at = (const char *)standard + field->offset;
    if (field->required) {
        return ist_unset();
    }
    switch (field->type) {
    case ISTI_NUMBER:
        return *(const double *)(const void *)at;
    case ISTI_INTEGER:
        return *(const int32_t *)(const void *)at;
    case ISTI_FLAG:
        return *(const bool *)(const void *)at ? 1.0 : 0.0;
    default:
        return ist_unset();
    }
}

bool ist_event_kind_field(ist_event_kind kind, int32_t index, ist_field_info *out)
{
    static const struct {
        const char *text;
        bool has_range;
    } types[] = {
        [ISTI_NUMBER] = {"number", true},
        [ISTI_INTEGER] = {"integer", true},
        [ISTI_FLAG] = {"true or false", false},
        [ISTI_TEXT] = {"name", false},
        [ISTI_NAMES] = {"list of names", false},
        [ISTI_LEVEL] = {"level", false},
        [ISTI_CONTROL] = {"numbers by mode of control", true},
        [ISTI_CONTEXT] = {"numbers by name", true},
        [ISTI_SIZE] = {"integer or pair", true},
        [ISTI_PEOPLE] = {"integers by level", true},
    };
    static_assert(COUNT_OF(types) == ISTI_TYPE_COUNT, "every type has a name");
    const isti_field_table table = isti_event_fields(kind);
    if (index < 0 || index >= table.count || !out) {
        return false;
    }
    const isti_field *field = &table.fields[index];
    const bool has_range = types[field->type].has_range;
    const ist_event_def standard = ist_event_def_default(kind);
    *out = (ist_field_info){.key = field->key,
                            .type = types[field->type].text,
                            .required = field->required,
                            .minimum = has_range ? field->minimum : ist_unset(),
                            .maximum = has_range ? field->maximum : ist_unset(),
                            .standard = standard_of(field, &standard),
                            .meaning = field->meaning};
    return true;
}
