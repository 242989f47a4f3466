// SPDX-License-Identifier: GPL-3.0-or-later
// Files of patterns: every key arrives, every fault is told at its place, nothing is lost on failure.
#include "scenario/patterns.h"

#include "base/base.h"
#include "base/memory.h"
#include "scenario/json.h"
#include "support/suite.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// ---- Helpers

#define RUNS                                                            \
    "\"runs\": [ { \"name\": \"firm\", \"scenario\": \"firm.json\" }, " \
    "{ \"name\": \"twin\", \"scenario\": \"firm.json\", \"off\": \"founding\" } ]"
#define PATTERN(value)                                                              \
    "{ \"id\": \"A\", \"run\": \"firm\", \"kind\": \"typical\", \"band\": [0, 1], " \
    "\"value\": " value " }"
#define FILE_WITH(patterns, more) \
    "{ \"format\": 1,\n " RUNS ",\n \"patterns\": [\n" patterns " ]" more " }"
#define FILE_OF(value) FILE_WITH(PATTERN(value), "")

static isti_patterns_file *accepted(const char *text)
{
    ist_errors *errors = ist_errors_create();
    isti_patterns_file *file = isti_patterns_parse(text, strlen(text), "a/b.json", errors);
    char told[1024] = "";
    ist_error_format(ist_errors_get(errors, 0), told, sizeof told);
    ck_assert_msg(file != NULL && ist_errors_count(errors) == 0, "%s: %s", told, text);
    ist_errors_destroy(errors);
    return file;
}

static ist_errors *refused(const char *text)
{
    ist_errors *errors = ist_errors_create();
    isti_patterns_file *file = isti_patterns_parse(text, strlen(text), "a/b.json", errors);
    ck_assert_msg(file == NULL, "accepted: %s", text);
    ck_assert_msg(ist_errors_count(errors) > 0, "refused without a word: %s", text);
    return errors;
}

// The text must be refused with one report, which reads so from its pointer on.
static void ck_refused(const char *text, ist_status status, const char *told)
{
    ist_errors *errors = refused(text);
    const ist_error *error = ist_errors_get(errors, 0);
    char whole[1024];
    ist_error_format(error, whole, sizeof whole);
    ck_assert_msg(error->status == status, "%s: %s", ist_status_name(error->status), whole);
    ck_assert_msg(strstr(whole, told) != NULL, "no \"%s\" in: %s", told, whole);
    ck_assert_msg(ist_errors_count(errors) == 1, "%d reports for %s", (int)ist_errors_count(errors),
                  text);
    ck_assert_str_eq(error->source, "a/b.json");
    ck_assert_int_gt(error->line, 0);
    ck_assert_int_gt(error->column, 0);
    ist_errors_destroy(errors);
}

// The root of the only pattern's value.
static const isti_value_node *root_of(const isti_patterns_file *file)
{
    const isti_patterns_view view = isti_patterns_look(file);
    ck_assert_int_eq(view.patterns, 1);
    return &view.node[view.pattern[0].value];
}

static const isti_value_node *node_of(const isti_patterns_file *file, int32_t number)
{
    const isti_patterns_view view = isti_patterns_look(file);
    ck_assert_int_ge(number, 0);
    ck_assert_int_lt(number, view.nodes);
    return &view.node[number];
}

static void ck_number(const isti_patterns_file *file, int32_t number, double value)
{
    ck_assert_int_eq(node_of(file, number)->op, ISTI_VALUE_NUMBER);
    ck_assert(node_of(file, number)->number == value);
}

static const isti_value_node *operand_of(const isti_patterns_file *file,
                                         const isti_value_node *node, int32_t index)
{
    ck_assert_int_lt(index, node->count);
    return node_of(file, isti_patterns_look(file).operand[node->first + index]);
}

// ---- Runs, patterns, ablations

static const char complete[] =
    "{ \"$schema\": \"patterns.schema.json\", \"format\": 1, \"title\": \"All keys\",\n"
    "  \"source\": \"here\", \"notes\": \"a note\",\n"
    "  \"ablations\": [\n"
    "    { \"name\": \"first\", \"text\": \"what it does\", \"off\": [\"affect\", \"benefits\"],\n"
    "      \"set\": { \"sub/firm.json\": { \"/a\": 1, \"/b\": null }, \"/root/other.json\": {} },\n"
    "      \"breaks\": [[\"P\", \"Q\"], [\"R\"]], \"spares\": [\"Q\"], \"weakens\": [\"R\", \"P\"] "
    "},\n"
    "    { \"name\": \"second\", \"off\": \"founding\" } ],\n"
    "  \"patterns\": [\n"
    "    { \"id\": \"P\", \"text\": \"one line\", \"group\": \"Firm\", \"run\": \"as it is\",\n"
    "      \"evidence\": \"G1, G2\", \"worth\": \"C\", \"kind\": \"median\", \"band\": [0.5, "
    "null],\n"
    "      \"open\": true, \"value\": 1 },\n"
    "    { \"id\": \"Q\", \"run\": \"changed\", \"kind\": \"twin\", \"band\": [null, -2], "
    "\"value\": 2 },\n"
    "    { \"id\": \"R\", \"run\": \"changed\", \"worth\": \"I\", \"kind\": \"typical\", "
    "\"band\": [3, 3], \"value\": 3 },\n"
    "    { \"id\": \"S\", \"run\": \"changed\", \"kind\": \"reported\", \"value\": 4 } ],\n"
    "  \"runs\": [\n"
    "    { \"name\": \"as it is\", \"scenario\": \"sub/firm.json\", \"title\": \"A firm\" },\n"
    "    { \"name\": \"changed\", \"scenario\": \"/root/other.json\", \"off\": [\"tie_memory\"],\n"
    "      \"until\": 1998.5, \"set\": {\n"
    "        \"/units/*/name\": \"a \\u0041\",\n"
    "        \"/events/kind=x\": null, \"/c\": { \"d\": [1, 2.50] } } } ]\n"
    "}\n";

START_TEST(every_key_of_a_run_arrives)
{
    isti_patterns_file *file = accepted(complete);
    const isti_patterns_view view = isti_patterns_look(file);
    ck_assert_str_eq(view.title, "All keys");
    ck_assert_str_eq(view.source, "here");
    ck_assert_int_eq(view.runs, 2);
    ck_assert_str_eq(view.run[0].name, "as it is");
    ck_assert_str_eq(view.run[0].scenario, "sub/firm.json");
    ck_assert_str_eq(view.run[0].path, "a/sub/firm.json");
    ck_assert_str_eq(view.run[0].title, "A firm");
    ck_assert_uint_eq(view.run[0].off, 0);
    ck_assert(isinf(view.run[0].until) && view.run[0].until > 0);
    ck_assert_int_eq(view.run[0].set_count, 0);
    ck_assert_str_eq(view.run[1].path, "/root/other.json");
    ck_assert_str_eq(view.run[1].title, "");
    ck_assert_uint_eq(view.run[1].off, IST_OFF(IST_MECHANISM_TIE_MEMORY));
    ck_assert(view.run[1].until == 1998.5);
    isti_patterns_file_destroy(file);
}
END_TEST

START_TEST(overrides_arrive_as_they_are_written_and_with_their_place)
{
    isti_patterns_file *file = accepted(complete);
    const isti_pattern_run *run = &isti_patterns_look(file).run[1];
    ck_assert_int_eq(run->set_count, 3);
    ck_assert_str_eq(run->set[0].pointer, "/units/*/name");
    ck_assert_str_eq(run->set[0].value, "\"a \\u0041\"");
    ck_assert_str_eq(run->set[0].source, "a/b.json");
    ck_assert_int_eq(run->set[0].line, 19);
    ck_assert_int_eq(run->set[0].column, 9);
    ck_assert_str_eq(run->set[1].pointer, "/events/kind=x");
    ck_assert_ptr_null(run->set[1].value);
    ck_assert_int_eq(run->set[1].line, 20);
    ck_assert_str_eq(run->set[2].value, "{ \"d\": [1, 2.50] }");
    isti_patterns_file_destroy(file);
}
END_TEST

START_TEST(every_key_of_a_pattern_arrives)
{
    isti_patterns_file *file = accepted(complete);
    const isti_patterns_view view = isti_patterns_look(file);
    const isti_pattern *p = view.pattern;
    ck_assert_int_eq(view.patterns, 4);
    ck_assert_str_eq(p[0].id, "P");
    ck_assert_str_eq(p[0].text, "one line");
    ck_assert_str_eq(p[0].group, "Firm");
    ck_assert_str_eq(p[0].evidence, "G1, G2");
    ck_assert_int_eq(p[0].worth, 'C');
    ck_assert_int_eq(p[0].judgment, IST_JUDGMENT_MEDIAN);
    ck_assert(p[0].low == 0.5 && isinf(p[0].high) && p[0].high > 0 && p[0].open);
    ck_assert_int_eq(p[0].run, 0);
    ck_number(file, p[0].value, 1);
    // What is left out.
    ck_assert_str_eq(p[1].text, "");
    ck_assert_str_eq(p[1].group, "changed");
    ck_assert_str_eq(p[1].evidence, "");
    ck_assert_int_eq(p[1].worth, 'T');
    ck_assert_int_eq(p[1].judgment, IST_JUDGMENT_TWIN);
    ck_assert(isinf(p[1].low) && p[1].low < 0 && p[1].high == -2.0 && !p[1].open);
    ck_assert_int_eq(p[1].run, 1);
    ck_assert_int_eq(p[2].worth, 'I');
    ck_assert_int_eq(p[2].judgment, IST_JUDGMENT_TYPICAL);
    ck_assert(p[2].low == 3.0 && p[2].high == 3.0);
    ck_assert_int_eq(p[3].judgment, IST_JUDGMENT_REPORTED);
    ck_assert(isinf(p[3].low) && isinf(p[3].high));
    ck_number(file, p[3].value, 4);
    isti_patterns_file_destroy(file);
}
END_TEST

START_TEST(every_key_of_an_ablation_arrives)
{
    isti_patterns_file *file = accepted(complete);
    const isti_patterns_view view = isti_patterns_look(file);
    const isti_ablation *a = view.ablation;
    ck_assert_int_eq(view.ablations, 2);
    ck_assert_str_eq(a[0].name, "first");
    ck_assert_str_eq(a[0].text, "what it does");
    ck_assert_uint_eq(a[0].off, IST_OFF(IST_MECHANISM_AFFECT) | IST_OFF(IST_MECHANISM_BENEFITS));
    ck_assert_int_eq(a[0].set_count, 2);
    ck_assert_str_eq(a[0].sets[0].scenario, "sub/firm.json");
    ck_assert_int_eq(a[0].sets[0].set_count, 2);
    ck_assert_str_eq(a[0].sets[0].set[0].pointer, "/a");
    ck_assert_str_eq(a[0].sets[0].set[0].value, "1");
    ck_assert_ptr_null(a[0].sets[0].set[1].value);
    ck_assert_str_eq(a[0].sets[1].scenario, "/root/other.json");
    ck_assert_int_eq(a[0].sets[1].set_count, 0);
    ck_assert_int_eq(a[0].break_count, 2);
    ck_assert_int_eq(a[0].breaks[0].count, 2);
    ck_assert_int_eq(a[0].breaks[0].pattern[0], 0);
    ck_assert_int_eq(a[0].breaks[0].pattern[1], 1);
    ck_assert_int_eq(a[0].breaks[1].count, 1);
    ck_assert_int_eq(a[0].breaks[1].pattern[0], 2);
    ck_assert_int_eq(a[0].spare_count, 1);
    ck_assert_int_eq(a[0].spares[0], 1);
    ck_assert_int_eq(a[0].weaken_count, 2);
    ck_assert_int_eq(a[0].weakens[0], 2);
    ck_assert_int_eq(a[0].weakens[1], 0);
    ck_assert_str_eq(a[1].text, "");
    ck_assert_uint_eq(a[1].off, IST_OFF(IST_MECHANISM_FOUNDING));
    ck_assert_int_eq(a[1].set_count + a[1].break_count + a[1].spare_count + a[1].weaken_count, 0);
    isti_patterns_file_destroy(file);
}
END_TEST

START_TEST(ablations_may_be_left_out)
{
    isti_patterns_file *file = accepted(FILE_OF("1"));
    ck_assert_int_eq(isti_patterns_look(file).ablations, 0);
    ck_assert_str_eq(isti_patterns_look(file).title, "");
    isti_patterns_file_destroy(file);
}
END_TEST

START_TEST(scenarios_lie_beside_the_file)
{
    static const struct {
        const char *file, *path;
    } rows[] = {
        {"b.json", "firm.json"},
        {"./b.json", "./firm.json"},
        {"/x/y/b.json", "/x/y/firm.json"},
        {"../b.json", "../firm.json"},
    };
    const char *text = FILE_OF("1");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        isti_patterns_file *file = isti_patterns_parse(text, strlen(text), rows[i].file, NULL);
        ck_assert_ptr_nonnull(file);
        ck_assert_str_eq(isti_patterns_look(file).run[0].path, rows[i].path);
        isti_patterns_file_destroy(file);
    }
}
END_TEST

// ---- Values

START_TEST(a_value_is_a_number_or_an_operator)
{
    isti_patterns_file *file = accepted(FILE_OF("-2.5"));
    ck_assert_int_eq(root_of(file)->op, ISTI_VALUE_NUMBER);
    ck_assert(root_of(file)->number == -2.5);
    isti_patterns_file_destroy(file);
    file = accepted(FILE_OF("{ \"at\": 1995.5, \"of\": \"activity\" }"));
    ck_assert_int_eq(root_of(file)->op, ISTI_VALUE_AT);
    ck_assert(!root_of(file)->is_community);
    ck_assert_int_eq(root_of(file)->series, IST_METRIC_ACTIVITY);
    ck_number(file, root_of(file)->at, 1995.5);
    isti_patterns_file_destroy(file);
}
END_TEST

static const struct {
    const char *key;
    isti_value_op op;
} windowed[] = {
    {"mean", ISTI_VALUE_MEAN},
    {"min", ISTI_VALUE_MIN},
    {"max", ISTI_VALUE_MAX},
    {"sum", ISTI_VALUE_SUM},
    {"time_of_min", ISTI_VALUE_TIME_OF_MIN},
    {"time_of_max", ISTI_VALUE_TIME_OF_MAX},
};

START_TEST(a_series_is_reduced_in_a_window)
{
    char text[1024];
    snprintf(text, sizeof text, FILE_OF("{ \"%s\": \"commitment\", \"to\": 2000, \"from\": 1990 }"),
             windowed[_i].key);
    isti_patterns_file *file = accepted(text);
    const isti_value_node *node = root_of(file);
    ck_assert_int_eq(node->op, windowed[_i].op);
    ck_assert_int_eq(node->series, IST_METRIC_COMMITMENT);
    ck_number(file, node->from, 1990);
    ck_number(file, node->to, 2000);
    isti_patterns_file_destroy(file);

    snprintf(text, sizeof text, FILE_OF("{ \"%s\": \"commitment\" }"), windowed[_i].key);
    file = accepted(text);
    ck_assert_int_eq(root_of(file)->from, -1);
    ck_assert_int_eq(root_of(file)->to, -1);
    isti_patterns_file_destroy(file);
}
END_TEST

START_TEST(a_level_is_crossed)
{
    isti_patterns_file *file =
        accepted(FILE_OF("{ \"first_above\": \"activity\", \"level\": 0.5, \"from\": 1 }"));
    ck_assert_int_eq(root_of(file)->op, ISTI_VALUE_FIRST_ABOVE);
    ck_assert(root_of(file)->number == 0.5);
    ck_number(file, root_of(file)->from, 1);
    ck_assert_int_eq(root_of(file)->to, -1);
    isti_patterns_file_destroy(file);
    file = accepted(FILE_OF("{ \"first_below\": \"activity\", \"level\": -1, \"to\": 2 }"));
    ck_assert_int_eq(root_of(file)->op, ISTI_VALUE_FIRST_BELOW);
    ck_assert(root_of(file)->number == -1.0);
    ck_number(file, root_of(file)->to, 2);
    isti_patterns_file_destroy(file);
}
END_TEST

START_TEST(steps_recoveries_and_answers_arrive)
{
    isti_patterns_file *file =
        accepted(FILE_OF("{ \"smallest_step\": \"communities\", \"every\": 0.25, \"to\": 4 }"));
    ck_assert_int_eq(root_of(file)->op, ISTI_VALUE_SMALLEST_STEP);
    ck_assert_int_eq(root_of(file)->series, IST_METRIC_COMMUNITIES);
    ck_assert(root_of(file)->number == 0.25);
    ck_number(file, root_of(file)->to, 4);
    isti_patterns_file_destroy(file);
    file = accepted(FILE_OF("{ \"recovery\": \"performance\", \"event\": 2003 }"));
    ck_assert_int_eq(root_of(file)->op, ISTI_VALUE_RECOVERY);
    ck_assert_int_eq(root_of(file)->series, IST_METRIC_PERFORMANCE);
    ck_number(file, root_of(file)->at, 2003);
    isti_patterns_file_destroy(file);
    file = accepted(FILE_OF("{ \"answered\": 4 }"));
    ck_assert_int_eq(root_of(file)->op, ISTI_VALUE_ANSWERED);
    ck_assert(root_of(file)->number == 4.0);
    isti_patterns_file_destroy(file);
}
END_TEST

static const struct {
    const char *key;
    isti_value_op op;
    bool is_pair;
} listed[] = {
    {"ratio", ISTI_VALUE_RATIO, true},      {"difference", ISTI_VALUE_DIFFERENCE, true},
    {"total", ISTI_VALUE_TOTAL, false},     {"product", ISTI_VALUE_PRODUCT, false},
    {"largest", ISTI_VALUE_LARGEST, false}, {"smallest", ISTI_VALUE_SMALLEST, false},
    {"all", ISTI_VALUE_ALL, false},         {"any", ISTI_VALUE_ANY, false},
};

START_TEST(operands_stand_in_their_order)
{
    char text[1024];
    // The operands of the first come between those of the outer one.
    snprintf(text, sizeof text, FILE_OF("{ \"%s\": [ { \"total\": [10, 20, 30] }, 2 ] }"),
             listed[_i].key);
    isti_patterns_file *file = accepted(text);
    const isti_value_node *node = root_of(file);
    ck_assert_int_eq(node->op, listed[_i].op);
    ck_assert_int_eq(node->count, 2);
    const isti_value_node *inner = operand_of(file, node, 0);
    ck_assert_int_eq(inner->op, ISTI_VALUE_TOTAL);
    ck_assert_int_eq(inner->count, 3);
    for (int32_t i = 0; i < 3; i++) {
        ck_assert(operand_of(file, inner, i)->number == 10.0 * (i + 1));
    }
    ck_assert(operand_of(file, node, 1)->number == 2.0);
    isti_patterns_file_destroy(file);

    snprintf(text, sizeof text, FILE_OF("{ \"%s\": [1, 2, 3] }"), listed[_i].key);
    if (listed[_i].is_pair) {
        ck_refused(text, IST_ERR_TYPE, "expected a list of two values, found a list of 3");
    } else {
        isti_patterns_file_destroy(accepted(text));
    }
    snprintf(text, sizeof text, FILE_OF("{ \"%s\": [] }"), listed[_i].key);
    ck_refused(text, IST_ERR_TYPE, "found an empty list");
}
END_TEST

START_TEST(choices_between_values_arrive)
{
    isti_patterns_file *file = accepted(FILE_OF("{ \"known\": 1, \"else\": 2 }"));
    ck_assert_int_eq(root_of(file)->op, ISTI_VALUE_KNOWN);
    ck_number(file, root_of(file)->value, 1);
    ck_number(file, root_of(file)->other, 2);
    isti_patterns_file_destroy(file);
    file = accepted(FILE_OF("{ \"within\": 3, \"band\": [null, 4], \"open\": true }"));
    ck_assert_int_eq(root_of(file)->op, ISTI_VALUE_WITHIN);
    ck_number(file, root_of(file)->value, 3);
    ck_assert(isinf(root_of(file)->low) && root_of(file)->high == 4.0 && root_of(file)->open);
    isti_patterns_file_destroy(file);
    file = accepted(FILE_OF("{ \"when\": 5, \"value\": 6, \"else\": 7 }"));
    ck_assert_int_eq(root_of(file)->op, ISTI_VALUE_WHEN);
    ck_number(file, root_of(file)->condition, 5);
    ck_number(file, root_of(file)->value, 6);
    ck_number(file, root_of(file)->other, 7);
    isti_patterns_file_destroy(file);
    file = accepted(FILE_OF("{ \"when\": 5, \"value\": 6 }"));
    ck_assert_int_eq(root_of(file)->other, -1);
    isti_patterns_file_destroy(file);
    file = accepted(FILE_OF("{ \"in\": \"twin\", \"value\": 8 }"));
    ck_assert_int_eq(root_of(file)->op, ISTI_VALUE_IN);
    ck_assert_int_eq(root_of(file)->run, 1);
    ck_number(file, root_of(file)->value, 8);
    isti_patterns_file_destroy(file);
}
END_TEST

START_TEST(counts_and_shares_arrive)
{
    isti_patterns_file *file = accepted(FILE_OF("{ \"count\": { \"theme\": \"x\" } }"));
    isti_patterns_view view = isti_patterns_look(file);
    ck_assert_int_eq(root_of(file)->op, ISTI_VALUE_COUNT);
    ck_assert_str_eq(view.selector[root_of(file)->selector].theme, "x");
    ck_assert_int_eq(root_of(file)->among, -1);
    isti_patterns_file_destroy(file);
    file =
        accepted(FILE_OF("{ \"share\": { \"name\": \"y\" }, \"among\": { \"overseer\": \"z\" } }"));
    view = isti_patterns_look(file);
    ck_assert_int_eq(root_of(file)->op, ISTI_VALUE_SHARE);
    ck_assert_str_eq(view.selector[root_of(file)->selector].name, "y");
    ck_assert_str_eq(view.selector[root_of(file)->among].overseer, "z");
    isti_patterns_file_destroy(file);
}
END_TEST

static const char *const takes[] = {"sum", "mean", "median", "min", "max"};
static_assert(COUNT_OF(takes) == ISTI_TAKE_COUNT, "every way to take is tried");

START_TEST(each_community_can_be_asked)
{
    char text[1024];
    snprintf(text, sizeof text,
             FILE_OF("{ \"each\": {}, \"take\": \"%s\", \"value\": { \"max\": \"members\" } }"),
             takes[_i]);
    isti_patterns_file *file = accepted(text);
    const isti_value_node *node = root_of(file);
    ck_assert_int_eq(node->op, ISTI_VALUE_EACH);
    ck_assert_int_eq(node->take, _i);
    ck_assert_int_ge(node->selector, 0);
    ck_assert(node_of(file, node->value)->is_community);
    ck_assert_int_eq(node_of(file, node->value)->series, ISTI_COMMUNITY_SERIES_MEMBERS);
    isti_patterns_file_destroy(file);
}
END_TEST

START_TEST(one_community_can_be_asked)
{
    isti_patterns_file *file = accepted(FILE_OF("{ \"of\": {}, \"value\": 1 }"));
    ck_assert_int_eq(root_of(file)->op, ISTI_VALUE_OF);
    ck_assert_int_eq(root_of(file)->pick, ISTI_PICK_FIRST);
    ck_assert_int_eq(root_of(file)->at, -1);
    ck_assert_int_eq(root_of(file)->other, -1);
    isti_patterns_file_destroy(file);
    file = accepted(FILE_OF("{ \"of\": {}, \"pick\": \"last\", \"value\": 1, \"else\": 2 }"));
    ck_assert_int_eq(root_of(file)->pick, ISTI_PICK_LAST);
    ck_number(file, root_of(file)->value, 1);
    ck_number(file, root_of(file)->other, 2);
    isti_patterns_file_destroy(file);
    file = accepted(FILE_OF("{ \"at\": 3, \"value\": 1, \"of\": {}, \"pick\": \"most members\" }"));
    ck_assert_int_eq(root_of(file)->op, ISTI_VALUE_OF);
    ck_assert_int_eq(root_of(file)->pick, ISTI_PICK_MOST_MEMBERS);
    ck_number(file, root_of(file)->at, 3);
    isti_patterns_file_destroy(file);
}
END_TEST

static const char *const own_series[] = {
#define ISTI_ROW(NAME, key) #key,
    ISTI_COMMUNITY_SERIES_LIST(ISTI_ROW)
#undef ISTI_ROW
};

START_TEST(every_series_of_a_community_is_known_inside)
{
    char text[1024];
    snprintf(text, sizeof text, FILE_OF("{ \"of\": {}, \"value\": { \"mean\": \"%s\" } }"),
             own_series[_i]);
    isti_patterns_file *file = accepted(text);
    const isti_value_node *node = node_of(file, root_of(file)->value);
    ck_assert(node->is_community);
    ck_assert_int_eq(node->series, _i);
    isti_patterns_file_destroy(file);
}
END_TEST

START_TEST(every_metric_is_known_inside_and_outside)
{
    char text[1024];
    const char *name = ist_metric_name((ist_metric)_i);
    snprintf(text, sizeof text, FILE_OF("{ \"mean\": \"%s\" }"), name);
    isti_patterns_file *file = accepted(text);
    ck_assert(!root_of(file)->is_community);
    ck_assert_int_eq(root_of(file)->series, _i);
    isti_patterns_file_destroy(file);
    snprintf(text, sizeof text, FILE_OF("{ \"of\": {}, \"value\": { \"mean\": \"%s\" } }"), name);
    file = accepted(text);
    const isti_value_node *node = node_of(file, root_of(file)->value);
    bool is_own = false;
    for (size_t i = 0; i < COUNT_OF(own_series); i++) {
        is_own |= strcmp(own_series[i], name) == 0;
    }
    ck_assert(node->is_community == is_own);
    ck_assert(is_own || node->series == _i);
    isti_patterns_file_destroy(file);
}
END_TEST

static const char *const properties[] = {
    "founded",        "ended",           "life",     "founders", "tied_pairs",
    "tied_by_chance", "autonomy_at_end", "official",
};
static_assert(COUNT_OF(properties) == ISTI_PROPERTY_COUNT, "every property is tried");

START_TEST(every_property_is_known_inside)
{
    char text[1024];
    snprintf(text, sizeof text, FILE_OF("{ \"of\": {}, \"value\": { \"property\": \"%s\" } }"),
             properties[_i]);
    isti_patterns_file *file = accepted(text);
    ck_assert_int_eq(node_of(file, root_of(file)->value)->property, _i);
    isti_patterns_file_destroy(file);
}
END_TEST

START_TEST(a_community_is_at_hand_only_inside)
{
    // Where the community is picked, and in another run, there is none; around the inner one, the outer.
    static const char *const sound[] = {
        "{ \"of\": {}, \"value\": { \"within\": { \"property\": \"life\" }, \"band\": [0, 1] } }",
        ("{ \"of\": {}, \"value\": { \"mean\": \"affect\", \"from\": { \"property\": \"founded\" } "
         "} }"),
        ("{ \"of\": {}, \"value\": { \"of\": { \"active_at\": { \"property\": \"founded\" } }, "
         "\"value\": { \"property\": \"life\" }, \"else\": { \"property\": \"life\" } } }"),
        "{ \"of\": {}, \"value\": { \"in\": \"twin\", \"value\": { \"mean\": \"activity\" } } }",
    };
    static const char *const wrong[] = {
        "{ \"of\": {}, \"value\": 1, \"else\": { \"property\": \"life\" } }",
        ("{ \"of\": {}, \"pick\": \"most members\", \"at\": { \"property\": \"founded\" }, "
         "\"value\": 1 }"),
        "{ \"of\": { \"active_at\": { \"property\": \"founded\" } }, \"value\": 1 }",
        "{ \"of\": {}, \"value\": { \"in\": \"twin\", \"value\": { \"property\": \"life\" } } }",
        "{ \"of\": {}, \"value\": { \"in\": \"twin\", \"value\": { \"mean\": \"closeness\" } } }",
        "{ \"total\": [ { \"of\": {}, \"value\": 1 }, { \"property\": \"life\" } ] }",
    };
    char text[1024];
    for (size_t i = 0; i < COUNT_OF(sound); i++) {
        snprintf(text, sizeof text, FILE_OF("%s"), sound[i]);
        isti_patterns_file_destroy(accepted(text));
    }
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        snprintf(text, sizeof text, FILE_OF("%s"), wrong[i]);
        ck_refused(text, IST_ERR_CONFLICT, "only inside of \"each\" or \"of\"");
    }
}
END_TEST

// ---- Selectors

// The selector of {"count": ...}.
static isti_selector selector_of(const isti_patterns_file *file)
{
    return isti_patterns_look(file).selector[root_of(file)->selector];
}

START_TEST(an_empty_selector_asks_for_nothing)
{
    isti_patterns_file *file = accepted(FILE_OF("{ \"count\": {} }"));
    const isti_selector s = selector_of(file);
    ck_assert(!s.name && !s.theme && !s.overseer);
    ck_assert_int_eq(s.official, -1);
    ck_assert_uint_eq(s.origins, 0);
    ck_assert_uint_eq(s.stages, 0);
    ck_assert(isinf(s.founded_from) && isinf(s.founded_to));
    ck_assert_int_eq(s.active_at, -1);
    ck_assert_int_eq(s.stage_at, -1);
    ck_assert_int_eq(s.members_at, -1);
    ck_assert_int_eq(s.largest_at, -1);
    ck_assert_int_eq(s.only_largest_at, -1);
    ck_assert_int_eq(s.attendance_from, -1);
    ck_assert_int_eq(s.attendance_to, -1);
    ck_assert_str_eq(s.where, "/patterns/0/value/count");
    ck_assert_int_eq(s.line, 4);
    isti_patterns_file_destroy(file);
}
END_TEST

START_TEST(what_a_community_is_arrives)
{
    isti_patterns_file *file =
        accepted(FILE_OF("{ \"count\": { \"name\": \"n\", \"theme\": \"t\", \"official\": false, "
                         "\"origin\": [\"launched\", \"budded\"], \"founded\": [1990, null], "
                         "\"overseer\": \"o\" } }"));
    isti_selector s = selector_of(file);
    ck_assert_str_eq(s.name, "n");
    ck_assert_str_eq(s.theme, "t");
    ck_assert_str_eq(s.overseer, "o");
    ck_assert_int_eq(s.official, 0);
    ck_assert_uint_eq(s.origins, 1u << IST_ORIGIN_LAUNCHED | 1u << IST_ORIGIN_BUDDED);
    ck_assert(s.founded_from == 1990.0 && isinf(s.founded_to));
    isti_patterns_file_destroy(file);
    file = accepted(FILE_OF("{ \"count\": { \"origin\": \"regrouped\", \"official\": true, "
                            "\"founded\": [null, 1999] } }"));
    s = selector_of(file);
    ck_assert_uint_eq(s.origins, 1u << IST_ORIGIN_REGROUPED);
    ck_assert_int_eq(s.official, 1);
    ck_assert(isinf(s.founded_from) && s.founded_to == 1999.0);
    isti_patterns_file_destroy(file);
}
END_TEST

START_TEST(what_a_community_is_like_arrives)
{
    isti_patterns_file *file = accepted(FILE_OF(
        "{ \"count\": { \"active_at\": 1, \"stage_at\": { \"at\": 2, \"stage\": [\"informal\", "
        "\"stopped\"] }, \"members\": { \"at\": 3, \"band\": [4, 5] }, \"attendance\": { \"from\": "
        "6, "
        "\"to\": 7, \"band\": [8, null] }, \"largest_at\": 9, \"not_largest_at\": { \"at\": 10 } } "
        "}"));
    isti_selector s = selector_of(file);
    ck_number(file, s.active_at, 1);
    ck_number(file, s.stage_at, 2);
    ck_assert_uint_eq(s.stages, 1u << IST_STAGE_INFORMAL | 1u << IST_STAGE_STOPPED);
    ck_number(file, s.members_at, 3);
    ck_assert(s.members_low == 4.0 && s.members_high == 5.0);
    ck_number(file, s.attendance_from, 6);
    ck_number(file, s.attendance_to, 7);
    ck_assert(s.attendance_low == 8.0 && isinf(s.attendance_high));
    ck_number(file, s.only_largest_at, 9);
    ck_number(file, s.largest_at, 10);
    isti_patterns_file_destroy(file);
    // A time may be told; the window may be the whole run; both ways to write the largest.
    file = accepted(FILE_OF("{ \"count\": { \"active_at\": { \"time_of_max\": \"activity\" }, "
                            "\"attendance\": { \"band\": [null, 1] }, \"not_largest_at\": 3, "
                            "\"largest_at\": { \"at\": 4 } } }"));
    s = selector_of(file);
    ck_assert_int_eq(node_of(file, s.active_at)->op, ISTI_VALUE_TIME_OF_MAX);
    ck_assert(isinf(node_of(file, s.attendance_from)->number));
    ck_number(file, s.largest_at, 3);
    ck_number(file, s.only_largest_at, 4);
    isti_patterns_file_destroy(file);
    // The time of the largest may itself be one at which something is told.
    file =
        accepted(FILE_OF("{ \"count\": { \"largest_at\": { \"at\": 4, \"of\": \"activity\" } } }"));
    ck_assert_int_eq(node_of(file, selector_of(file).only_largest_at)->op, ISTI_VALUE_AT);
    isti_patterns_file_destroy(file);
}
END_TEST

START_TEST(an_unknown_name_of_a_selector_can_be_told_later)
{
    isti_patterns_file *file = accepted(FILE_OF("{ \"count\": { \"theme\": \"salse\" } }"));
    static const char *const themes[] = {"sales", "tools"};
    ist_errors *errors = ist_errors_create();
    isti_patterns_fail_unknown(file, 0, "theme", themes, 2, errors);
    char told[1024];
    ist_error_format(ist_errors_get(errors, 0), told, sizeof told);
    ck_assert_str_eq(told, "a/b.json:4:84: error: unknown theme \"salse\" "
                           "(/patterns/0/value/count/theme); allowed: sales, tools; did you mean "
                           "\"sales\"?");
    isti_patterns_fail_unknown(file, 0, "theme", themes, 2, NULL); // nobody hears it
    ist_errors_destroy(errors);
    isti_patterns_file_destroy(file);
}
END_TEST

// ---- Faults

#define ABLATION(members)                                                                   \
    FILE_WITH(PATTERN("1") ", { \"id\": \"B\", \"run\": \"firm\", \"kind\": \"reported\", " \
                           "\"value\": 1 }",                                                \
              ", \"ablations\": [ { \"name\": \"a\", " members " } ]")
#define RUN(members)                                                                        \
    "{ \"format\": 1, \"runs\": [ { \"name\": \"firm\", \"scenario\": \"f.json\", " members \
    " } ], \"patterns\": [ " PATTERN("1") " ] }"
#define DRAFT(members) \
    FILE_WITH("{ \"id\": \"A\", \"run\": \"firm\", \"value\": 1, " members " }", "")

static const struct {
    const char *text;
    ist_status status;
    const char *told;
} faults[] = {
    // The whole
    {"{ \"format\": 2 }", IST_ERR_FORMAT_TOO_NEW, "1:13: error: the file has format 2"},
    {"{ \"format\": 0, " RUNS ", \"patterns\": [ " PATTERN("1") " ] }", IST_ERR_RANGE,
     "there is no format 0 (/format); allowed: 1"},
    {"[]", IST_ERR_TYPE, "expected an object { }, found an empty list"},
    {"{ \"format\": 1, }", IST_ERR_SYNTAX, "1:14: error:"},
    {FILE_WITH(PATTERN("1"), ", \"titel\": \"x\""), IST_ERR_UNKNOWN_KEY,
     "unknown key \"titel\" (/titel); allowed: $schema, format, title, source, notes, runs, "
     "patterns, ablations; did you mean \"title\"?"},
    {FILE_WITH(PATTERN("1"), ", \"title\": 3"), IST_ERR_TYPE, "expected a text"},
    {FILE_WITH(PATTERN("1"), ", \"source\": []"), IST_ERR_TYPE, "expected a text"},
    {FILE_WITH(PATTERN("1"), ", \"notes\": [1]"), IST_ERR_TYPE, "(/notes/0)"},
    {"{ \"format\": 1, \"patterns\": [ " PATTERN("1") " ] }", IST_ERR_MISSING_KEY,
     "the key \"runs\" is missing"},
    {"{ \"format\": 1, " RUNS " }", IST_ERR_MISSING_KEY, "the key \"patterns\" is missing"},
    {"{ \"format\": 1, \"runs\": [], \"patterns\": [ " PATTERN("1") " ] }", IST_ERR_RANGE,
     "the list is empty (/runs); allowed: at least one run"},
    {FILE_WITH("", ""), IST_ERR_RANGE, "the list is empty (/patterns)"},
    {"{ \"format\": 1, \"runs\": {}, \"patterns\": [ " PATTERN("1") " ] }", IST_ERR_TYPE,
     "expected a list of runs"},
    {"{ \"format\": 1, " RUNS ", \"patterns\": 3 }", IST_ERR_TYPE, "expected a list of patterns"},
    {FILE_WITH(PATTERN("1"), ", \"ablations\": {}"), IST_ERR_TYPE, "expected a list of ablations"},
    // Runs
    {RUN("\"off\": \"tie_memry\""), IST_ERR_UNKNOWN_NAME,
     "unknown mechanism \"tie_memry\" (/runs/0/off); allowed: tie_memory, intrusion, affect, "
     "initiative, adoption, benefits, founding; did you mean \"tie_memory\"?"},
    {RUN("\"off\": [\"affect\", 3]"), IST_ERR_TYPE, "(/runs/0/off/1)"},
    {RUN("\"off\": []"), IST_ERR_TYPE, "expected a name or a list of names, found an empty list"},
    {RUN("\"until\": \"1998\""), IST_ERR_TYPE, "(/runs/0/until)"},
    {RUN("\"title\": 1"), IST_ERR_TYPE, "(/runs/0/title)"},
    {RUN("\"scenari\": 1"), IST_ERR_UNKNOWN_KEY, "did you mean \"scenario\"?"},
    {RUN("\"set\": { \"organization\": 1 }"), IST_ERR_RANGE,
     "\"organization\" is not a JSON pointer (/runs/0/set/organization)"},
    {RUN("\"set\": { \"/a~\": 1 }"), IST_ERR_RANGE, "\"/a~\" is not a JSON pointer"},
    {RUN("\"set\": [\"/a\", 1]"), IST_ERR_TYPE,
     "with a JSON pointer into the scenario as each key"},
    {"{ \"format\": 1, \"runs\": [ { \"name\": \"firm\" } ], \"patterns\": [ " PATTERN("1") " ] }",
     IST_ERR_MISSING_KEY, "the key \"scenario\" is missing (/runs/0)"},
    {"{ \"format\": 1, \"runs\": [ { \"name\": \"firm\", \"scenario\": \"\" } ], \"patterns\": "
     "[ " PATTERN("1") " ] }",
     IST_ERR_RANGE, "the text is empty (/runs/0/scenario)"},
    {"{ \"format\": 1, \"runs\": [ { \"scenario\": \"f\" } ], \"patterns\": [ " PATTERN("1") " ] }",
     IST_ERR_MISSING_KEY, "the key \"name\" is missing (/runs/0)"},
    {"{ \"format\": 1, \"runs\": [ 3 ], \"patterns\": [ " PATTERN("1") " ] }", IST_ERR_TYPE,
     "expected an object { }, found the number 3 (/runs/0)"},
    {"{ \"format\": 1, \"runs\": [ { \"name\": \"firm\", \"scenario\": \"f\" }, { \"name\": "
     "\"firm\", \"scenario\": \"g\" } ], \"patterns\": [ " PATTERN("1") " ] }",
     IST_ERR_DUPLICATE_NAME, "an earlier run has the same name: \"firm\" (/runs/1/name)"},
    // Patterns
    {FILE_WITH(PATTERN("1") ", " PATTERN("2"), ""), IST_ERR_DUPLICATE_NAME,
     "an earlier pattern has the same id: \"A\" (/patterns/1/id)"},
    {FILE_WITH("3", ""), IST_ERR_TYPE, "(/patterns/0)"},
    {DRAFT("\"kind\": \"typicl\", \"band\": [0, 1]"), IST_ERR_UNKNOWN_NAME,
     "unknown kind of pattern \"typicl\" (/patterns/0/kind); allowed: typical, median, twin, "
     "reported; did you mean \"typical\"?"},
    {DRAFT("\"band\": [0, 1]"), IST_ERR_MISSING_KEY, "the key \"kind\" is missing"},
    {DRAFT("\"kind\": \"median\""), IST_ERR_MISSING_KEY, "the key \"band\" is missing"},
    {DRAFT("\"kind\": \"median\", \"band\": [2, 1]"), IST_ERR_CONFLICT,
     "it begins at 2 and ends lower, at 1 (/patterns/0/band)"},
    {DRAFT("\"kind\": \"median\", \"band\": [null, null]"), IST_ERR_RANGE, "without any bound"},
    {DRAFT("\"kind\": \"median\", \"band\": [1]"), IST_ERR_TYPE, "found a list of 1"},
    {DRAFT("\"kind\": \"median\", \"band\": 1"), IST_ERR_TYPE, "found the number 1"},
    {DRAFT("\"kind\": \"median\", \"band\": [0, \"1\"]"), IST_ERR_TYPE,
     "expected a number, or null for no bound, found the text \"1\" (/patterns/0/band/1)"},
    {DRAFT("\"kind\": \"median\", \"band\": [1, 1], \"open\": true"), IST_ERR_CONFLICT,
     "nothing lies inside"},
    {DRAFT("\"kind\": \"median\", \"band\": [0, 1], \"open\": 1"), IST_ERR_TYPE, "true or false"},
    {DRAFT("\"kind\": \"median\", \"band\": [0, 1], \"worth\": \"t\""), IST_ERR_UNKNOWN_NAME,
     "unknown worth \"t\" (/patterns/0/worth); allowed: T, C, I"},
    {DRAFT("\"kind\": \"reported\", \"text\": 1"), IST_ERR_TYPE, "(/patterns/0/text)"},
    {DRAFT("\"kind\": \"reported\", \"group\": \"\""), IST_ERR_RANGE, "(/patterns/0/group)"},
    {DRAFT("\"kind\": \"reported\", \"evidence\": [\"G1\"]"), IST_ERR_TYPE, "/evidence)"},
    {FILE_WITH("{ \"run\": \"firm\", \"kind\": \"reported\", \"value\": 1 }", ""),
     IST_ERR_MISSING_KEY, "the key \"id\" is missing (/patterns/0)"},
    {FILE_WITH("{ \"id\": \"A\", \"kind\": \"reported\", \"value\": 1 }", ""), IST_ERR_MISSING_KEY,
     "the key \"run\" is missing (/patterns/0)"},
    {FILE_WITH("{ \"id\": \"A\", \"run\": \"firm\", \"kind\": \"reported\" }", ""),
     IST_ERR_MISSING_KEY, "the key \"value\" is missing (/patterns/0)"},
    {FILE_WITH("{ \"id\": \"A\", \"run\": \"frim\", \"kind\": \"reported\", \"value\": 1 }", ""),
     IST_ERR_UNKNOWN_NAME,
     "unknown run \"frim\" (/patterns/0/run); allowed: firm, twin; did you mean \"firm\"?"},
    // Values
    {FILE_OF("\"activity\""), IST_ERR_TYPE,
     "4:73: error: expected a number or an object { } with an operator, found the text"},
    {FILE_OF("{}"), IST_ERR_MISSING_KEY, "the value has no operator"},
    {FILE_OF("{ \"from\": 1, \"to\": 2 }"), IST_ERR_MISSING_KEY, "the value has no operator"},
    {FILE_OF("{ \"meen\": \"activity\", \"from\": 1 }"), IST_ERR_UNKNOWN_KEY,
     "did you mean \"mean\"?"},
    {FILE_OF("{ \"average\": \"activity\" }"), IST_ERR_UNKNOWN_KEY,
     "4:75: error: unknown operator \"average\" (/patterns/0/value/average); allowed: at, mean,"},
    {FILE_OF("{ \"mean\": \"activity\", \"max\": \"activity\" }"), IST_ERR_CONFLICT,
     "the value has two operators, \"mean\" and \"max\" (/patterns/0/value/max)"},
    {FILE_OF("{ \"mean\": \"activiti\" }"), IST_ERR_UNKNOWN_NAME,
     "unknown series \"activiti\" (/patterns/0/value/mean); allowed: communities, "},
    {FILE_OF("{ \"mean\": 3 }"), IST_ERR_TYPE, "expected the name of a series"},
    {FILE_OF("{ \"mean\": \"activity\", \"form\": 1990 }"), IST_ERR_UNKNOWN_KEY,
     "unknown key \"form\" (/patterns/0/value/form); allowed: mean, from, to; did you mean "
     "\"from\"?"},
    {FILE_OF("{ \"mean\": \"activity\", \"from\": \"1990\" }"), IST_ERR_TYPE, "/value/from)"},
    {FILE_OF("{ \"mean\": \"activity\", \"at\": 1990 }"), IST_ERR_UNKNOWN_KEY,
     "unknown key \"at\""},
    {FILE_OF("{ \"mean\": \"closeness\" }"), IST_ERR_CONFLICT,
     "\"closeness\" is a series of one community"},
    {FILE_OF("{ \"at\": 1990 }"), IST_ERR_MISSING_KEY, "the key \"of\" is missing"},
    {FILE_OF("{ \"of\": \"activity\" }"), IST_ERR_MISSING_KEY, "the key \"at\" is missing"},
    {FILE_OF("{ \"first_above\": \"activity\" }"), IST_ERR_MISSING_KEY, "\"level\" is missing"},
    {FILE_OF("{ \"first_above\": \"activity\", \"level\": {} }"), IST_ERR_TYPE, "/value/level)"},
    {FILE_OF("{ \"smallest_step\": \"activity\" }"), IST_ERR_MISSING_KEY, "\"every\" is missing"},
    {FILE_OF("{ \"smallest_step\": \"activity\", \"every\": 0 }"), IST_ERR_RANGE,
     "allowed: years, more than 0"},
    {FILE_OF("{ \"recovery\": \"activity\" }"), IST_ERR_MISSING_KEY, "\"event\" is missing"},
    {FILE_OF("{ \"ratio\": 3 }"), IST_ERR_TYPE, "expected a list of two values"},
    {FILE_OF("{ \"total\": [1, \"x\"] }"), IST_ERR_TYPE, "(/patterns/0/value/total/1)"},
    {FILE_OF("{ \"known\": 1 }"), IST_ERR_MISSING_KEY, "the key \"else\" is missing"},
    {FILE_OF("{ \"within\": 1 }"), IST_ERR_MISSING_KEY, "the key \"band\" is missing"},
    {FILE_OF("{ \"within\": 1, \"band\": [1, 1], \"open\": true }"), IST_ERR_CONFLICT,
     "nothing lies inside: both bounds are 1 and they are \"open\" (/patterns/0/value/band)"},
    {FILE_OF("{ \"when\": 1 }"), IST_ERR_MISSING_KEY, "the key \"value\" is missing"},
    {FILE_OF("{ \"in\": \"twinn\", \"value\": 1 }"), IST_ERR_UNKNOWN_NAME,
     "unknown run \"twinn\" (/patterns/0/value/in); allowed: firm, twin; did you mean \"twin\"?"},
    {FILE_OF("{ \"in\": \"twin\" }"), IST_ERR_MISSING_KEY, "the key \"value\" is missing"},
    {FILE_OF("{ \"share\": {} }"), IST_ERR_MISSING_KEY, "the key \"among\" is missing"},
    {FILE_OF("{ \"each\": {}, \"value\": 1 }"), IST_ERR_MISSING_KEY, "the key \"take\" is missing"},
    {FILE_OF("{ \"each\": {}, \"take\": \"average\", \"value\": 1 }"), IST_ERR_UNKNOWN_NAME,
     "unknown way to take \"average\" (/patterns/0/value/take); allowed: sum, mean, median, min, "
     "max"},
    {FILE_OF("{ \"of\": {} }"), IST_ERR_MISSING_KEY, "the key \"value\" is missing"},
    {FILE_OF("{ \"of\": {}, \"pick\": \"most member\", \"value\": 1 }"), IST_ERR_UNKNOWN_NAME,
     "did you mean \"most members\"?"},
    {FILE_OF("{ \"of\": {}, \"pick\": \"most members\", \"value\": 1 }"), IST_ERR_MISSING_KEY,
     "the key \"at\" is missing"},
    {FILE_OF("{ \"of\": {}, \"pick\": \"last\", \"at\": 3, \"value\": 1 }"), IST_ERR_CONFLICT,
     "only \"pick\": \"most members\" has a time \"at\" (/patterns/0/value/at)"},
    {FILE_OF("{ \"of\": {}, \"value\": { \"mean\": \"closenes\" } }"), IST_ERR_UNKNOWN_NAME,
     "did you mean \"closeness\"?"},
    {FILE_OF("{ \"of\": {}, \"value\": { \"property\": \"lief\" } }"), IST_ERR_UNKNOWN_NAME,
     "unknown property \"lief\""},
    {FILE_OF("{ \"property\": \"life\" }"), IST_ERR_CONFLICT, "there is no community at hand"},
    {FILE_OF("{ \"answered\": 0 }"), IST_ERR_RANGE, "allowed: 1 to 6"},
    {FILE_OF("{ \"answered\": 7 }"), IST_ERR_RANGE, "allowed: 1 to 6"},
    {FILE_OF("{ \"answered\": 1.5 }"), IST_ERR_TYPE, "expected an integer"},
    // Selectors
    {FILE_OF("{ \"count\": \"all\" }"), IST_ERR_TYPE, "(/patterns/0/value/count)"},
    {FILE_OF("{ \"count\": { \"them\": \"x\" } }"), IST_ERR_UNKNOWN_KEY, "did you mean \"theme\"?"},
    {FILE_OF("{ \"count\": { \"theme\": \"\" } }"), IST_ERR_RANGE, "the text is empty"},
    {FILE_OF("{ \"count\": { \"name\": 3 } }"), IST_ERR_TYPE, "/count/name)"},
    {FILE_OF("{ \"count\": { \"official\": 1 } }"), IST_ERR_TYPE, "expected true or false"},
    {FILE_OF("{ \"count\": { \"origin\": \"launchd\" } }"), IST_ERR_UNKNOWN_NAME,
     "did you mean \"launched\"?"},
    {FILE_OF("{ \"count\": { \"founded\": [2000, 1999] } }"), IST_ERR_CONFLICT, "/count/founded)"},
    {FILE_OF("{ \"count\": { \"stage_at\": { \"stage\": \"informal\" } } }"), IST_ERR_MISSING_KEY,
     "the key \"at\" is missing"},
    {FILE_OF("{ \"count\": { \"stage_at\": { \"at\": 1, \"stage\": \"informl\" } } }"),
     IST_ERR_UNKNOWN_NAME, "unknown stage \"informl\""},
    {FILE_OF("{ \"count\": { \"members\": { \"at\": 1 } } }"), IST_ERR_MISSING_KEY,
     "the key \"band\" is missing"},
    {FILE_OF("{ \"count\": { \"attendance\": { \"from\": 1 } } }"), IST_ERR_MISSING_KEY,
     "the key \"band\" is missing"},
    {FILE_OF("{ \"count\": { \"largest_at\": { \"at\": \"x\" } } }"), IST_ERR_TYPE,
     "(/patterns/0/value/count/largest_at/at)"},
    // Ablations
    {ABLATION("\"text\": \"x\""), IST_ERR_MISSING_KEY,
     "the ablation takes nothing away (/ablations/0); allowed: off, set"},
    {ABLATION("\"off\": \"affection\""), IST_ERR_UNKNOWN_NAME, "unknown mechanism \"affection\""},
    {ABLATION("\"off\": \"affect\", \"breaks\": [\"A\"]"), IST_ERR_TYPE,
     "expected a list of ids of patterns, found the text \"A\" (/ablations/0/breaks/0)"},
    {ABLATION("\"off\": \"affect\", \"breaks\": \"A\""), IST_ERR_TYPE, "expected a list of groups"},
    {ABLATION("\"off\": \"affect\", \"breaks\": [[]]"), IST_ERR_RANGE, "the group is empty"},
    {ABLATION("\"off\": \"affect\", \"breaks\": [[\"a\"]]"), IST_ERR_UNKNOWN_NAME,
     "unknown pattern \"a\" (/ablations/0/breaks/0/0); allowed: A, B"},
    {ABLATION("\"off\": \"affect\", \"spares\": [3]"), IST_ERR_TYPE, "(/ablations/0/spares/0)"},
    {ABLATION("\"off\": \"affect\", \"spares\": \"A\""), IST_ERR_TYPE, "a list of ids of patterns"},
    {ABLATION("\"off\": \"affect\", \"weakens\": [\"B\"]"), IST_ERR_CONFLICT,
     "the pattern \"B\" is only reported: there is no verdict to change"},
    {ABLATION("\"set\": { \"farm.json\": {} }"), IST_ERR_UNKNOWN_NAME,
     "unknown scenario of a run \"farm.json\" (/ablations/0/set/farm.json); allowed: firm.json; "
     "did "
     "you mean \"firm.json\"?"},
    {ABLATION("\"set\": { \"firm.json\": { \"x\": 1 } }"), IST_ERR_RANGE, "is not a JSON pointer"},
    {ABLATION("\"set\": []"), IST_ERR_TYPE, "with a scenario of the runs as each key"},
    {FILE_WITH(PATTERN("1"), ", \"ablations\": [ { \"off\": \"affect\" } ]"), IST_ERR_MISSING_KEY,
     "the key \"name\" is missing (/ablations/0)"},
    {FILE_WITH(PATTERN("1"), ", \"ablations\": [ { \"name\": \"a\", \"off\": \"affect\" }, "
                             "{ \"name\": \"a\", \"off\": \"affect\" } ]"),
     IST_ERR_DUPLICATE_NAME, "an earlier ablation has the same name: \"a\" (/ablations/1/name)"},
};

START_TEST(what_is_wrong_is_told_once_and_at_its_place)
{
    ck_refused(faults[_i].text, faults[_i].status, faults[_i].told);
}
END_TEST

START_TEST(all_faults_are_told_in_the_order_of_the_text)
{
    ist_errors *errors = refused("{ \"format\": 1,\n"
                                 "  \"ablations\": [ { \"name\": \"a\", \"of\": \"affect\",\n"
                                 "    \"spares\": [\"Z\"] } ],\n"
                                 "  \"patterns\": [ { \"id\": \"A\", \"run\": \"x\",\n"
                                 "    \"kind\": \"twins\",\n"
                                 "    \"value\": { \"ratio\": [ { \"mean\": \"y\" },\n"
                                 "      { \"max\": \"z\" } ] } } ],\n"
                                 "  \"runs\": [ { \"name\": \"firm\",\n"
                                 "    \"scenario\": 3 } ] }");
    static const char *const where[] = {
        "/ablations/0/of",  "/ablations/0/spares/0",          "/patterns/0/run",
        "/patterns/0/kind", "/patterns/0/value/ratio/0/mean", "/patterns/0/value/ratio/1/max",
        "/runs/0/scenario",
    };
    ck_assert_int_eq(ist_errors_count(errors), COUNT_OF(where));
    for (int32_t i = 0; i < (int32_t)COUNT_OF(where); i++) {
        ck_assert_str_eq(ist_errors_get(errors, i)->where, where[i]);
        ck_assert_int_eq(ist_errors_get(errors, i)->line, i < 6 ? i + 2 : 9);
    }
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(what_may_follow_from_another_fault_is_not_told)
{
    // The name that was not read may be the one that is used; a misspelled one is told all the same.
    ist_errors *errors = refused(
        "{ \"format\": 1, \"runs\": [ { \"name\": 3, \"scenario\": \"f\" }, { \"name\": "
        "\"firm\", \"scenario\": \"f\" } ],\n \"patterns\": [ { \"id\": [], \"run\": "
        "\"other\", \"kind\": \"reported\", \"value\": 1 },\n { \"id\": \"ABCD\", \"run\": "
        "\"frim\", \"kind\": \"reported\", \"value\": 1 } ],\n \"ablations\": [ { \"name\": "
        "\"a\", \"off\": \"affect\", \"breaks\": [[\"X\"]], \"spares\": [\"ABDC\"] } ] }");
    static const char *const where[] = {"/runs/0/name", "/patterns/0/id", "/patterns/1/run",
                                        "/ablations/0/spares/0"};
    ck_assert_int_eq(ist_errors_count(errors), COUNT_OF(where));
    for (int32_t i = 0; i < (int32_t)COUNT_OF(where); i++) {
        ck_assert_str_eq(ist_errors_get(errors, i)->where, where[i]);
    }
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(nobody_has_to_hear_the_errors)
{
    const char *wrong = FILE_OF("{ \"mean\": 3 }");
    ck_assert_ptr_null(isti_patterns_parse(wrong, strlen(wrong), "b.json", NULL));
    isti_patterns_file_destroy(NULL);
}
END_TEST

START_TEST(too_many_faults_are_counted)
{
    enum { MANY = 130, KEPT = 100, ROOM = 16384 };
    static char text[ROOM];
    size_t used =
        (size_t)snprintf(text, sizeof text,
                         "{ \"format\": 1, " RUNS ", \"patterns\": [ " PATTERN("{ \"total\": [ 1"));
    used -= 2; // the end of the pattern
    for (int32_t i = 0; i < MANY; i++) {
        used +=
            (size_t)snprintf(text + used, sizeof text - used, ", { \"mean\": \"x%d\" }", (int)i);
    }
    snprintf(text + used, sizeof text - used, "] } } ] }");
    ist_errors *errors = refused(text);
    ck_assert_int_eq(ist_errors_count(errors), KEPT);
    ck_assert_int_eq(ist_errors_dropped(errors), MANY - KEPT);
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_missing_file_is_told)
{
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(isti_patterns_read("no/such.json", errors));
    ck_assert_int_eq(ist_errors_status(errors), IST_ERR_IO);
    ck_assert_str_eq(ist_errors_get(errors, 0)->source, "no/such.json");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(the_shipped_patterns_are_sound)
{
    ist_errors *errors = ist_errors_create();
    isti_patterns_file *file =
        isti_patterns_read(ISTI_SOURCE_DIR "/scenarios/patterns.json", errors);
    char told[1024] = "";
    ist_error_format(ist_errors_get(errors, 0), told, sizeof told);
    ck_assert_msg(file != NULL, "%s", told);
    const isti_patterns_view view = isti_patterns_look(file);
    ck_assert_int_gt(view.patterns, 0);
    for (int32_t i = 0; i < view.runs; i++) {
        ist_scenario_options options = ist_scenario_options_default();
        options.set = view.run[i].set;
        options.set_count = view.run[i].set_count;
        ist_scenario *scenario = ist_scenario_load(view.run[i].path, &options, errors);
        ist_error_format(ist_errors_get(errors, 0), told, sizeof told);
        ck_assert_msg(scenario != NULL, "%s: %s", view.run[i].name, told);
        ist_scenario_destroy(scenario);
    }
    isti_patterns_file_destroy(file);
    ist_errors_destroy(errors);
}
END_TEST

// ---- Memory

static void *parser_memory(size_t size)
{
    return isti_alloc_array(size, 1);
}

static const char rich[] = FILE_WITH(
    PATTERN("{ \"ratio\": [ { \"each\": { \"name\": \"n\", \"theme\": \"t\", \"overseer\": \"o\", "
            "\"attendance\": { \"band\": [1, 2] }, \"largest_at\": 3 }, \"take\": \"sum\", "
            "\"value\": { \"mean\": \"affect\", \"from\": 1 } }, { \"in\": \"twin\", \"value\": { "
            "\"within\": 1, \"band\": [0, 1] } } ] }"),
    ", \"title\": \"t\", \"ablations\": [ { \"name\": \"a\", \"off\": \"affect\", \"set\": { "
    "\"firm.json\": { \"/a\": 1 } }, \"breaks\": [[\"A\"]], \"spares\": [\"A\"] } ]");

// Let every allocation fail, one after the other (or all from one on).
static void ck_every_allocation(const char *text, bool forever, bool is_sound)
{
    cJSON_Hooks hooks = {parser_memory, isti_free};
    cJSON_InitHooks(&hooks);
    isti_patterns_file *file = NULL;
    bool fired = true;
    int64_t failures = 0;
    for (; !file && fired; failures++) {
        const int64_t before = isti_live_blocks();
        ist_errors *errors = ist_errors_create();
        isti_fault_arm(failures, forever);
        file = isti_patterns_parse(text, strlen(text), "a/b.json", errors);
        fired = isti_fault_fired();
        isti_fault_disarm();
        ck_assert_msg(file || ist_errors_status(errors) != IST_OK, "allocation %d: no word",
                      (int)failures);
        ck_assert_msg(file || !is_sound || ist_errors_status(errors) == IST_ERR_NO_MEMORY,
                      "allocation %d: %s", (int)failures,
                      ist_status_name(ist_errors_status(errors)));
        ist_errors_destroy(errors);
        ck_assert_msg(file || isti_live_blocks() == before, "allocation %d leaks", (int)failures);
    }
    ck_assert_int_gt(failures, 50);
    ck_assert(is_sound == (file != NULL));
    isti_patterns_file_destroy(file);
    ck_assert_int_eq(isti_live_blocks(), 0);
    cJSON_InitHooks(NULL);
}

START_TEST(a_failed_allocation_anywhere_is_told_and_leaks_nothing)
{
    ck_every_allocation(rich, false, true);
}
END_TEST

START_TEST(memory_that_never_comes_back_does_no_harm)
{
    ck_every_allocation(rich, true, true);
}
END_TEST

START_TEST(errors_survive_a_lack_of_memory)
{
    ck_every_allocation(FILE_WITH(PATTERN("{ \"ratio\": [ { \"mean\": \"x\" }, { \"in\": \"y\", "
                                          "\"value\": { \"property\": \"z\" } } ] }"),
                                  ", \"ablations\": [ { \"name\": \"a\", \"spares\": [\"B\"] } ]"),
                        false, false);
}
END_TEST

SUITE("patterns_file", TEST(every_key_of_a_run_arrives),
      TEST(overrides_arrive_as_they_are_written_and_with_their_place),
      TEST(every_key_of_a_pattern_arrives), TEST(every_key_of_an_ablation_arrives),
      TEST(ablations_may_be_left_out), TEST(scenarios_lie_beside_the_file),
      TEST(a_value_is_a_number_or_an_operator),
      EACH(a_series_is_reduced_in_a_window, COUNT_OF(windowed)), TEST(a_level_is_crossed),
      TEST(steps_recoveries_and_answers_arrive),
      EACH(operands_stand_in_their_order, COUNT_OF(listed)), TEST(choices_between_values_arrive),
      TEST(counts_and_shares_arrive), EACH(each_community_can_be_asked, COUNT_OF(takes)),
      TEST(one_community_can_be_asked),
      EACH(every_series_of_a_community_is_known_inside, COUNT_OF(own_series)),
      EACH(every_metric_is_known_inside_and_outside, IST_METRIC_COUNT),
      EACH(every_property_is_known_inside, COUNT_OF(properties)),
      TEST(a_community_is_at_hand_only_inside), TEST(an_empty_selector_asks_for_nothing),
      TEST(what_a_community_is_arrives), TEST(what_a_community_is_like_arrives),
      TEST(an_unknown_name_of_a_selector_can_be_told_later),
      EACH(what_is_wrong_is_told_once_and_at_its_place, COUNT_OF(faults)),
      TEST(all_faults_are_told_in_the_order_of_the_text),
      TEST(what_may_follow_from_another_fault_is_not_told), TEST(nobody_has_to_hear_the_errors),
      TEST(too_many_faults_are_counted), TEST(a_missing_file_is_told),
      TEST(the_shipped_patterns_are_sound),
      TEST(a_failed_allocation_anywhere_is_told_and_leaks_nothing),
      TEST(memory_that_never_comes_back_does_no_harm), TEST(errors_survive_a_lack_of_memory))
