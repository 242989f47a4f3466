// SPDX-License-Identifier: GPL-3.0-or-later
// Reading values: a number, or an object with one operator and its options.
#include "scenario/read_patterns.h"

#include "base/memory.h"
#include "base/names.h"

#include <interstice/state.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const operators[] = {
#define ISTI_ROW(NAME, key) key,
    ISTI_VALUE_LIST(ISTI_ROW)
#undef ISTI_ROW
};
static const char *const community_series[] = {
#define ISTI_ROW(NAME, key) #key,
    ISTI_COMMUNITY_SERIES_LIST(ISTI_ROW)
#undef ISTI_ROW
};
static const char *const properties[] = {
    [ISTI_PROPERTY_FOUNDED] = "founded",
    [ISTI_PROPERTY_ENDED] = "ended",
    [ISTI_PROPERTY_LIFE] = "life",
    [ISTI_PROPERTY_FOUNDERS] = "founders",
    [ISTI_PROPERTY_TIED_PAIRS] = "tied_pairs",
    [ISTI_PROPERTY_TIED_BY_CHANCE] = "tied_by_chance",
    [ISTI_PROPERTY_AUTONOMY_AT_END] = "autonomy_at_end",
    [ISTI_PROPERTY_OFFICIAL] = "official",
};
static_assert(COUNT_OF(properties) == ISTI_PROPERTY_COUNT, "every property has a name");
static const char *const takes[] = {
    [ISTI_TAKE_SUM] = "sum", [ISTI_TAKE_MEAN] = "mean", [ISTI_TAKE_MEDIAN] = "median",
    [ISTI_TAKE_MIN] = "min", [ISTI_TAKE_MAX] = "max",
};
static_assert(COUNT_OF(takes) == ISTI_TAKE_COUNT, "every way to take has a name");
static const char *const picks[] = {
    [ISTI_PICK_FIRST] = "first",
    [ISTI_PICK_LAST] = "last",
    [ISTI_PICK_MOST_MEMBERS] = "most members",
};
static_assert(COUNT_OF(picks) == ISTI_PICK_COUNT, "every way to pick has a name");

// A value while it is being read.
typedef struct draft {
    isti_value_node node;
    bool inside; // a community is at hand
} draft;

static int32_t keep(isti_reader *reader, const isti_value_node *node)
{
    isti_patterns_file *file = isti_patterns_of(reader)->file;
    isti_value_node *nodes =
        isti_read_grow(reader, file->node, &file->room.node, (size_t)file->nodes, sizeof *nodes);
    if (!nodes) {
        return -1;
    }
    file->node = nodes;
    nodes[file->nodes] = *node;
    return file->nodes++;
}

static isti_value_node empty_node(isti_value_op op)
{
    return (isti_value_node){.op = op,
                             .low = -HUGE_VAL,
                             .high = HUGE_VAL,
                             .series = -1,
                             .at = -1,
                             .from = -1,
                             .to = -1,
                             .value = -1,
                             .other = -1,
                             .condition = -1,
                             .run = -1,
                             .selector = -1,
                             .among = -1};
}

int32_t isti_patterns_add_number(isti_reader *reader, double number)
{
    isti_value_node node = empty_node(ISTI_VALUE_NUMBER);
    node.number = number;
    return keep(reader, &node);
}

// ---- Series and names

// Say that a name is none, and where it would be one.
static void fail_series(isti_reader *reader, const char *name, bool inside)
{
    const char *names[COUNT_OF(community_series) + IST_METRIC_COUNT];
    int32_t count = 0;
    const bool is_elsewhere =
        isti_name_find(community_series, COUNT_OF(community_series), name) >= 0;
    if (!inside && is_elsewhere) {
        isti_read_fail(
            reader, IST_ERR_CONFLICT, NULL, NULL,
            "\"%s\" is a series of one community: it can be told only inside of \"each\" "
            "or \"of\"",
            name);
        return;
    }
    for (size_t i = 0; inside && i < COUNT_OF(community_series); i++) {
        names[count++] = community_series[i];
    }
    for (int32_t i = 0; i < IST_METRIC_COUNT; i++) {
        names[count++] = ist_metric_name((ist_metric)i);
    }
    isti_read_fail_name(reader, "series", name, names, count);
}

static void read_series(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    const char *metrics[IST_METRIC_COUNT];
    const char *name;
    if (!cJSON_IsString(value)) {
        isti_read_fail_type(reader, value, "the name of a series");
        return;
    }
    name = value->valuestring;
    for (int32_t i = 0; i < IST_METRIC_COUNT; i++) {
        metrics[i] = ist_metric_name((ist_metric)i);
    }
    const int32_t own =
        d->inside ? isti_name_find(community_series, COUNT_OF(community_series), name) : -1;
    d->node.is_community = own >= 0;
    d->node.series = own >= 0 ? own : isti_name_find(metrics, IST_METRIC_COUNT, name);
    if (d->node.series < 0) {
        fail_series(reader, name, d->inside);
    }
}

static void read_property(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    if (!d->inside) {
        isti_read_fail_at_key(reader, IST_ERR_CONFLICT, NULL, NULL,
                              "there is no community at hand: a property can be told only inside "
                              "of \"each\" or \"of\"");
        return;
    }
    const int32_t property =
        isti_patterns_read_choice(reader, value, "property", properties, COUNT_OF(properties));
    d->node.property = property >= 0 ? (isti_community_property)property : ISTI_PROPERTY_FOUNDED;
}

static void read_take(isti_reader *reader, const cJSON *value, void *target)
{
    const int32_t take =
        isti_patterns_read_choice(reader, value, "way to take", takes, COUNT_OF(takes));
    ((draft *)target)->node.take = take >= 0 ? (isti_take)take : ISTI_TAKE_SUM;
}

static void read_pick(isti_reader *reader, const cJSON *value, void *target)
{
    const int32_t pick =
        isti_patterns_read_choice(reader, value, "way to pick", picks, COUNT_OF(picks));
    // Anything rather than the one that asks for a time, of which nothing more is to be said.
    ((draft *)target)->node.pick = pick >= 0 ? (isti_pick)pick : ISTI_PICK_COUNT;
}

static void read_run(isti_reader *reader, const cJSON *value, void *target)
{
    ((draft *)target)->node.run = isti_patterns_read_run_name(reader, value);
}

// ---- Numbers

static void read_level(isti_reader *reader, const cJSON *value, void *target)
{
    isti_read_number(reader, value, &((draft *)target)->node.number);
}

static void read_every(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    if (isti_read_number(reader, value, &d->node.number) && !(d->node.number > 0.0)) {
        isti_read_fail(reader, IST_ERR_RANGE, "years, more than 0", NULL,
                       "a step of %.15g years leads nowhere", d->node.number);
    }
}

static void read_meeting(isti_reader *reader, const cJSON *value, void *target)
{
    static const isti_field field = {
        .key = "meeting", .minimum = 1, .maximum = IST_SENSITIVE_MEETINGS};
    int32_t meeting;
    if (!isti_read_integer(reader, value, &field, &meeting)) {
        return;
    }
    if (meeting < 1 || meeting > IST_SENSITIVE_MEETINGS) {
        char allowed[32];
        snprintf(allowed, sizeof allowed, "1 to %d", IST_SENSITIVE_MEETINGS);
        isti_read_fail(reader, IST_ERR_RANGE, allowed, NULL, "meeting %d is not kept track of",
                       (int)meeting);
    }
    ((draft *)target)->node.number = meeting;
}

static void read_band(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    double band[2] = {-HUGE_VAL, HUGE_VAL};
    isti_patterns_read_band(reader, value, band);
    d->node.low = band[0];
    d->node.high = band[1];
}

static void read_open(isti_reader *reader, const cJSON *value, void *target)
{
    isti_read_flag(reader, value, &((draft *)target)->node.open);
}

// ---- Values in a value

static void read_at(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    d->node.at = isti_patterns_read_value(reader, value, d->inside);
}

static void read_from(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    d->node.from = isti_patterns_read_value(reader, value, d->inside);
}

static void read_to(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    d->node.to = isti_patterns_read_value(reader, value, d->inside);
}

static void read_else(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    d->node.other = isti_patterns_read_value(reader, value, d->inside);
}

static void read_condition(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    d->node.condition = isti_patterns_read_value(reader, value, d->inside);
}

// "each" and "of" bring a community, "in" leaves it behind.
static void read_value(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    const isti_value_op op = d->node.op;
    const bool inside =
        op == ISTI_VALUE_EACH || op == ISTI_VALUE_OF || (d->inside && op != ISTI_VALUE_IN);
    d->node.value = isti_patterns_read_value(reader, value, inside);
}

// The operands stand one behind the other: add them when all have been read.
static void add_operands(isti_reader *reader, draft *d, const int32_t *operand, int32_t count)
{
    isti_patterns_file *file = isti_patterns_of(reader)->file;
    d->node.first = file->operands;
    d->node.count = count;
    for (int32_t i = 0; i < count; i++) {
        int32_t *operands = isti_read_grow(reader, file->operand, &file->room.operand,
                                           (size_t)file->operands, sizeof *operands);
        if (!operands) {
            return;
        }
        file->operand = operands;
        operands[file->operands++] = operand[i];
    }
}

static void read_operands(isti_reader *reader, const cJSON *value, draft *d)
{
    const size_t count = (size_t)cJSON_GetArraySize(value);
    int32_t *operand = isti_alloc_array(count, sizeof *operand);
    int32_t read = 0;
    if (!operand) {
        reader->no_memory = true;
        return;
    }
    const cJSON *element;
    cJSON_ArrayForEach(element, value)
    {
        const size_t mark = isti_read_enter_index(reader, read);
        operand[read++] = isti_patterns_read_value(reader, element, d->inside);
        isti_read_leave(reader, mark);
    }
    add_operands(reader, d, operand, read);
    isti_free(operand);
}

static void read_pair(isti_reader *reader, const cJSON *value, void *target)
{
    if (!cJSON_IsArray(value) || cJSON_GetArraySize(value) != 2) {
        isti_read_fail_type(reader, value, "a list of two values");
        return;
    }
    read_operands(reader, value, target);
}

static void read_several(isti_reader *reader, const cJSON *value, void *target)
{
    if (!cJSON_IsArray(value) || !value->child) {
        isti_read_fail_type(reader, value, "a list of values");
        return;
    }
    read_operands(reader, value, target);
}

static void read_selector(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    d->node.selector = isti_patterns_read_selector(reader, value, d->inside);
}

static void read_among(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    d->node.among = isti_patterns_read_selector(reader, value, d->inside);
}

// ---- What each operator takes

enum { MAX_OPTIONS = 5 };

typedef struct shape {
    void (*read)(isti_reader *reader, const cJSON *value, void *target);
    isti_key option[MAX_OPTIONS]; // key NULL: no more
} shape;

#define WINDOW                        \
    {"from", false, NULL, read_from}, \
    {                                 \
        "to", false, NULL, read_to    \
    }
#define VALUE                           \
    {                                   \
        "value", true, NULL, read_value \
    }
#define ELSE(required)                    \
    {                                     \
        "else", required, NULL, read_else \
    }

static const shape shapes[] = {
    [ISTI_VALUE_AT] = {read_at, {{"of", true, NULL, read_series}}},
    [ISTI_VALUE_MEAN] = {read_series, {WINDOW}},
    [ISTI_VALUE_MIN] = {read_series, {WINDOW}},
    [ISTI_VALUE_MAX] = {read_series, {WINDOW}},
    [ISTI_VALUE_SUM] = {read_series, {WINDOW}},
    [ISTI_VALUE_TIME_OF_MIN] = {read_series, {WINDOW}},
    [ISTI_VALUE_TIME_OF_MAX] = {read_series, {WINDOW}},
    [ISTI_VALUE_FIRST_ABOVE] = {read_series, {{"level", true, NULL, read_level}, WINDOW}},
    [ISTI_VALUE_FIRST_BELOW] = {read_series, {{"level", true, NULL, read_level}, WINDOW}},
    [ISTI_VALUE_SMALLEST_STEP] = {read_series, {{"every", true, NULL, read_every}, WINDOW}},
    [ISTI_VALUE_RECOVERY] = {read_series, {{"event", true, NULL, read_at}}},
    [ISTI_VALUE_RATIO] = {.read = read_pair},
    [ISTI_VALUE_DIFFERENCE] = {.read = read_pair},
    [ISTI_VALUE_TOTAL] = {.read = read_several},
    [ISTI_VALUE_PRODUCT] = {.read = read_several},
    [ISTI_VALUE_LARGEST] = {.read = read_several},
    [ISTI_VALUE_SMALLEST] = {.read = read_several},
    [ISTI_VALUE_KNOWN] = {read_value, {ELSE(true)}},
    [ISTI_VALUE_WITHIN] = {read_value,
                           {{"band", true, NULL, read_band}, {"open", false, NULL, read_open}}},
    [ISTI_VALUE_ALL] = {.read = read_several},
    [ISTI_VALUE_ANY] = {.read = read_several},
    [ISTI_VALUE_WHEN] = {read_condition, {VALUE, ELSE(false)}},
    [ISTI_VALUE_IN] = {read_run, {VALUE}},
    [ISTI_VALUE_COUNT] = {.read = read_selector},
    [ISTI_VALUE_SHARE] = {read_selector, {{"among", true, NULL, read_among}}},
    [ISTI_VALUE_EACH] = {read_selector, {{"take", true, NULL, read_take}, VALUE}},
    [ISTI_VALUE_OF] =
        {read_selector,
         {{"pick", false, NULL, read_pick}, {"at", false, NULL, read_at}, VALUE, ELSE(false)}},
    [ISTI_VALUE_PROPERTY] = {.read = read_property},
    [ISTI_VALUE_ANSWERED] = {.read = read_meeting},
};

// ---- Which operator it is

static bool has(const cJSON *value, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(value, key) != NULL;
}

// "at" and "of" belong to {"at": time, "of": series} and to {"of": selector, "at": time}.
static isti_value_op at_or_of(const cJSON *value)
{
    const cJSON *of = cJSON_GetObjectItemCaseSensitive(value, "of");
    const bool has_options = has(value, "value") || has(value, "pick") || has(value, "else");
    const bool is_of = of && (cJSON_IsObject(of) || has_options);
    return is_of ? ISTI_VALUE_OF : ISTI_VALUE_AT;
}

static_assert(COUNT_OF(shapes) == ISTI_VALUE_OPERATORS, "every operator can be read");

static bool is_option(const char *key)
{
    for (size_t op = 0; op < COUNT_OF(shapes); op++) {
        for (int32_t i = 0; i < MAX_OPTIONS && shapes[op].option[i].key; i++) {
            if (strcmp(shapes[op].option[i].key, key) == 0) {
                return true;
            }
        }
    }
    return false;
}

// Nothing is an operator: say which one may have been meant.
static void fail_operator(isti_reader *reader, const cJSON *value)
{
    char known[sizeof((ist_error){0}).allowed];
    char shown[ISTI_READ_SHOWN];
    const char *const *names = operators + 1; // without that of numbers
    const int32_t count = COUNT_OF(operators) - 1;
    isti_name_list(names, count, known, sizeof known);
    const cJSON *member;
    cJSON_ArrayForEach(member, value)
    {
        const char *meant =
            is_option(member->string) ? NULL : isti_name_nearest(names, count, member->string);
        if (meant || (!is_option(member->string) && !member->next && member == value->child)) {
            const size_t mark = isti_read_enter(reader, member->string);
            isti_read_fail_at_key(reader, IST_ERR_UNKNOWN_KEY, known, meant,
                                  "unknown operator \"%s\"",
                                  isti_read_shown(member->string, shown));
            isti_read_leave(reader, mark);
            return;
        }
    }
    isti_read_fail(reader, IST_ERR_MISSING_KEY, known, NULL,
                   "the value has no operator: it does not say what to do");
}

// Give the operator of an object; -1 after a report.
static int32_t read_operator(isti_reader *reader, const cJSON *value)
{
    int32_t found = -1;
    const cJSON *member;
    cJSON_ArrayForEach(member, value)
    {
        const int32_t op = isti_name_find(operators, COUNT_OF(operators), member->string);
        if (op <= 0 || op == ISTI_VALUE_AT || op == ISTI_VALUE_OF) {
            continue;
        }
        if (found >= 0) {
            const size_t mark = isti_read_enter(reader, member->string);
            isti_read_fail_at_key(reader, IST_ERR_CONFLICT, NULL, NULL,
                                  "the value has two operators, \"%s\" and \"%s\"",
                                  operators[found], operators[op]);
            isti_read_leave(reader, mark);
            return -1;
        }
        found = op;
    }
    if (found < 0 && (has(value, "at") || has(value, "of"))) {
        return (int32_t)at_or_of(value);
    }
    if (found < 0) {
        fail_operator(reader, value);
    }
    return found;
}

// ---- The whole

// Only the one with most members asks when.
static void check_pick(isti_reader *reader, const cJSON *value, const isti_value_node *node)
{
    const bool has_time = has(value, "at");
    if (node->pick == ISTI_PICK_MOST_MEMBERS && !has_time) {
        isti_read_fail_missing(reader, "at");
    } else if (node->pick < ISTI_PICK_MOST_MEMBERS && has_time) {
        const size_t mark = isti_read_enter(reader, "at");
        isti_read_fail_at_key(reader, IST_ERR_CONFLICT, NULL, NULL,
                              "only \"pick\": \"most members\" has a time \"at\"");
        isti_read_leave(reader, mark);
    }
}

static int32_t read_object(isti_reader *reader, const cJSON *value, bool inside)
{
    const int32_t op = read_operator(reader, value);
    if (op < 0) {
        isti_read_cover(reader);
        return -1;
    }
    const shape *form = &shapes[op];
    draft d = {.node = empty_node((isti_value_op)op), .inside = inside};
    isti_keys keys = {.count = 0};
    isti_read_add_key(&keys, (isti_key){operators[op], true, NULL, form->read});
    for (int32_t i = 0; i < MAX_OPTIONS && form->option[i].key; i++) {
        isti_read_add_key(&keys, form->option[i]);
    }
    isti_read_object(reader, value, &keys, &d);
    if (op == ISTI_VALUE_OF) {
        check_pick(reader, value, &d.node);
    }
    if (op == ISTI_VALUE_WITHIN) {
        const double band[2] = {d.node.low, d.node.high};
        isti_patterns_check_open(reader, band, d.node.open);
    }
    return keep(reader, &d.node);
}

int32_t isti_patterns_read_value(isti_reader *reader, const cJSON *value, bool inside)
{
    if (cJSON_IsNumber(value)) {
        return isti_patterns_add_number(reader, value->valuedouble);
    }
    if (!cJSON_IsObject(value)) {
        isti_read_fail_type(reader, value, "a number or an object { } with an operator");
        return -1;
    }
    return read_object(reader, value, inside);
}
