// SPDX-License-Identifier: GPL-3.0-or-later
// Overrides: what a pointer selects, what becomes of it, and whose fault it is when that is wrong.
#include <interstice/scenario.h>

#include "base/base.h"
#include "base/memory.h"
#include "scenario/json.h"
#include "scenario/override.h"
#include "support/suite.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// One line per part, so that places are easy to tell.
static const char base[] =
    "{ \"format\": 1, \"name\": \"base\",\n"
    "  \"seed\": \"18446744073709551615\",\n"
    "  \"time\": { \"start\": 1990, \"end\": 2000 },\n"
    "  \"organization\": { \"emphasis\": 0.5 },\n"
    "  \"themes\": [ { \"name\": \"R&D\", \"demand\": 1 }, { \"name\": \"sales\", \"demand\": 2 } "
    "],\n"
    "  \"units\": [\n"
    "    { \"name\": \"shop\", \"count\": 2, \"size\": 10, \"rest\": \"professional\",\n"
    "      \"people\": { \"manager\": 1 },\n"
    "      \"control\": { \"clan\": 0.5, \"output\": 0.4 } },\n"
    "    { \"name\": \"office\", \"size\": 5, \"rest\": \"staff\" } ],\n"
    "  \"managers\": [ { \"name\": \"heads\", \"heads_of\": \"shop\", \"count\": 2,\n"
    "    \"policy\": \"cultivating\" } ],\n"
    "  \"events\": [\n"
    "    { \"at\": 1991, \"kind\": \"emphasis\", \"value\": 0.4 },\n"
    "    { \"at\": 1992, \"kind\": \"surge\", \"value\": 0.3 },\n"
    "    { \"at\": 1993, \"kind\": \"emphasis\", \"value\": 0.2 },\n"
    "    { \"at\": 1994, \"kind\": \"transfer\", \"measure\": true, \"share\": 0.5 } ],\n"
    "  \"basis\": {\n"
    "    \"/organization/emphasis\": { \"free\": [0.5, 1] },\n"
    "    \"/events/0/value\": { \"free\": [0.4, 0.5] },\n"
    "    \"/events/2/value\": { \"bounded\": \"G1\", \"range\": [0.1, 0.3], \"note\": \"late\" },\n"
    "    \"/events\": { \"free\": [0, 1] } }\n"
    "}\n";

// ---- Helpers

static ist_override to(const char *pointer, const char *value)
{
    return (ist_override){.pointer = pointer, .value = value};
}

// An override with a place of its own.
static ist_override at(const char *pointer, const char *value, int32_t line, int32_t column)
{
    return (ist_override){pointer, value, "study.json", line, column};
}

static ist_scenario *parse(const char *text, const ist_override *set, int32_t count,
                           ist_errors *errors)
{
    ist_scenario_options options = ist_scenario_options_default();
    options.set = set;
    options.set_count = count;
    return ist_scenario_parse(text, strlen(text), "base.json", &options, errors);
}

static ist_scenario *accepted(const char *text, const ist_override *set, int32_t count)
{
    ist_errors *errors = ist_errors_create();
    ist_scenario *scenario = parse(text, set, count, errors);
    char told[1024] = "";
    ist_error_format(ist_errors_get(errors, 0), told, sizeof told);
    ck_assert_msg(scenario != NULL && ist_errors_count(errors) == 0, "%s", told);
    ist_errors_destroy(errors);
    return scenario;
}

// A copy of `text` in which the first `from` has become `into`. Free it.
static char *changed(const char *text, const char *from, const char *into)
{
    const char *place = strstr(text, from);
    ck_assert_msg(place != NULL, "the text has no %s", from);
    const size_t size = strlen(text) + strlen(into) + 1;
    char *copy = malloc(size);
    ck_assert_ptr_nonnull(copy);
    snprintf(copy, size, "%.*s%s%s", (int)(place - text), text, into, place + strlen(from));
    return copy;
}

// The overrides must make of the base what `from` becoming `into` makes of it, with another model.
static void ck_same(const ist_override *set, int32_t count, const char *from, const char *into)
{
    // What is said of values is not compared here: it differs on purpose.
    char *plain = changed(base, "  \"basis\": {", "  \"basis\": {} }");
    *(strstr(plain, "{} }") + 4) = '\0';
    char *written = changed(plain, from, into);
    ist_scenario *over = accepted(plain, set, count);
    ist_scenario *same = accepted(written, NULL, 0);
    ist_scenario *before = accepted(plain, NULL, 0);
    const uint64_t hash = ist_model_hash(ist_scenario_model(over));
    ck_assert_msg(hash == ist_model_hash(ist_scenario_model(same)), "%s is not %s", set[0].pointer,
                  into);
    ck_assert_msg(hash != ist_model_hash(ist_scenario_model(before)), "%s does nothing",
                  set[0].pointer);
    ck_assert_uint_eq(ist_scenario_seed(over), ist_scenario_seed(same));
    ist_scenario_destroy(before);
    ist_scenario_destroy(same);
    ist_scenario_destroy(over);
    free(written);
    free(plain);
}

static void ck_one(const char *pointer, const char *value, const char *from, const char *into)
{
    const ist_override set[] = {to(pointer, value)};
    ck_same(set, 1, from, into);
}

static ist_errors *refused(const char *text, const ist_override *set, int32_t count)
{
    ist_errors *errors = ist_errors_create();
    ist_scenario *scenario = parse(text, set, count, errors);
    ck_assert_msg(scenario == NULL, "accepted");
    ck_assert_msg(ist_errors_count(errors) > 0, "refused without a word");
    return errors;
}

// Report number `index` must read like this.
static void ck_report(const ist_errors *errors, int32_t index, const char *told)
{
    char text[1024];
    const ist_error *error = ist_errors_get(errors, index);
    ck_assert_msg(error != NULL, "there is no report number %d: %s", (int)index, told);
    ist_error_format(error, text, sizeof text);
    ck_assert_str_eq(text, told);
}

// The base with one override must be refused in these words and no others.
static void ck_refused(ist_override override, const char *told)
{
    ist_errors *errors = refused(base, &override, 1);
    ck_report(errors, 0, told);
    ck_assert_int_eq(ist_errors_count(errors), 1);
    ist_errors_destroy(errors);
}

// ---- What becomes of the text

START_TEST(a_value_is_replaced)
{
    ck_one("/organization/emphasis", "0", "0.5 }", "0 }");
    ck_one("/events/1/value", " 0.9 ", "0.3 }", "0.9 }");
    ck_one("/units/0/size", "[8, 12]", "\"size\": 10", "\"size\": [8, 12]");
    ck_one("/organization", "{ \"portal\": 0.4 }", "\"emphasis\": 0.5", "\"portal\": 0.4");
    ck_one("/units/1/rest", "\"expert\"", "staff", "expert");
}
END_TEST

START_TEST(a_key_that_is_not_there_is_added)
{
    ck_one("/organization/portal", "0.7", "0.5 }", "0.5, \"portal\": 0.7 }");
    ck_one("/units/1/count", "3", "\"office\"", "\"office\", \"count\": 3");
}
END_TEST

START_TEST(objects_on_the_way_are_added)
{
    ck_one("/parameters/mobility", "0.3",
           "\"themes\":", "\"parameters\": { \"mobility\": 0.3 }, \"themes\":");
    ck_one("/units/1/control/input", "0.9", "\"office\"",
           "\"office\", \"control\": { \"input\": 0.9 }");
    ck_one("/units/*/context/workload", "0.9",
           "\"clan\": 0.5, \"output\": 0.4 } },\n"
           "    { \"name\": \"office\",",
           "\"clan\": 0.5, \"output\": 0.4 }, \"context\": { \"workload\": 0.9 } },\n"
           "    { \"name\": \"office\", \"context\": { \"workload\": 0.9 },");
}
END_TEST

START_TEST(an_empty_object_gets_its_first_key)
{
    const ist_override set[] = {to("/organization", "{}"), to("/organization/emphasis", "0.1")};
    ck_same(set, 2, "0.5 }", "0.1 }");
}
END_TEST

START_TEST(null_takes_a_member_out)
{
    ck_one("/organization/emphasis", NULL, "\"emphasis\": 0.5", "");
    ck_one("/units/0/control/clan", "null", "\"clan\": 0.5, ", "");
    ck_one("/units/0/control/output", " null\n", ", \"output\": 0.4", "");
    ck_one("/managers", NULL,
           "\"managers\": [ { \"name\": \"heads\", \"heads_of\": \"shop\", "
           "\"count\": 2,\n    \"policy\": \"cultivating\" } ],",
           "");
}
END_TEST

#define FIRST  "    { \"at\": 1991, \"kind\": \"emphasis\", \"value\": 0.4 }"
#define SECOND "    { \"at\": 1992, \"kind\": \"surge\", \"value\": 0.3 }"
#define THIRD  "    { \"at\": 1993, \"kind\": \"emphasis\", \"value\": 0.2 }"
#define LAST   "    { \"at\": 1994, \"kind\": \"transfer\", \"measure\": true, \"share\": 0.5 }"

START_TEST(null_takes_elements_out_wherever_they_stand)
{
    ck_one("/events/0", NULL, FIRST ",\n", "");
    ck_one("/events/2", NULL, THIRD ",\n", "");
    ck_one("/events/3", NULL, ",\n" LAST, "");
    ck_one("/events/kind=emphasis", NULL, FIRST ",\n" SECOND ",\n" THIRD ",\n", SECOND ",\n");
    ck_one("/events/*", NULL, FIRST ",\n" SECOND ",\n" THIRD ",\n" LAST, "");
    const ist_override ends[] = {to("/events/0", NULL), to("/events/2", NULL)};
    ck_same(ends, 2, FIRST ",\n" SECOND ",\n" THIRD ",\n" LAST, SECOND ",\n" THIRD);
    const ist_override two[] = {to("/events/2", NULL), to("/events/2", NULL)};
    ck_same(two, 2, ",\n" THIRD ",\n" LAST, "");
}
END_TEST

START_TEST(a_dash_is_the_end_of_a_list)
{
    ck_one("/events/-", "{ \"at\": 1995, \"kind\": \"portal\", \"value\": 0.5 }", "0.5 } ],\n",
           "0.5 }, { \"at\": 1995, \"kind\": \"portal\", \"value\": 0.5 } ],\n");
    const ist_override set[] = {to("/events/*", NULL), to("/events/-", LAST)};
    ck_same(set, 2, FIRST ",\n" SECOND ",\n" THIRD ",\n" LAST, LAST);
}
END_TEST

START_TEST(later_overrides_find_what_earlier_ones_did)
{
    const ist_override set[] = {
        to("/events/kind=surge/kind", "\"line_shock\""),
        to("/events/kind=line_shock/value", "0.8"),
        to("/organization/emphasis", "0.1"),
        to("/organization/emphasis", "0.5"),
    };
    ck_same(set, COUNT_OF(set), "\"surge\", \"value\": 0.3", "\"line_shock\", \"value\": 0.8");
}
END_TEST

// ---- What a pointer selects

START_TEST(a_star_is_everything)
{
    const ist_override set[] = {to("/events/kind=emphasis", NULL), to("/events/*/at", "1999")};
    ck_same(set, 2, FIRST ",\n" SECOND ",\n" THIRD ",\n" LAST,
            "{ \"at\": 1999, \"kind\": \"surge\", \"value\": 0.3 },"
            "{ \"at\": 1999, \"kind\": \"transfer\", \"measure\": true, \"share\": 0.5 }");
    ck_one("/units/0/control/*", "0.9", "\"clan\": 0.5, \"output\": 0.4",
           "\"clan\": 0.9, \"output\": 0.9");
}
END_TEST

START_TEST(a_condition_is_a_text_a_number_or_a_flag)
{
    ck_one("/events/kind=surge/value", "0.9", "0.3 }", "0.9 }");
    ck_one("/events/at=1993/value", "0.9", "0.2 }", "0.9 }");
    ck_one("/events/at=1993.0/value", "0.9", "0.2 }", "0.9 }");
    ck_one("/events/measure=true/share", "0.9", "\"share\": 0.5", "\"share\": 0.9");
}
END_TEST

START_TEST(conditions_can_be_joined)
{
    ck_one("/events/kind=emphasis&at=1993/value", "0.9", "0.2 }", "0.9 }");
    ck_one("/events/at=1991&kind=emphasis&value=0.4/value", "0.9", "\"value\": 0.4",
           "\"value\": 0.9");
}
END_TEST

START_TEST(an_ampersand_may_belong_to_a_name)
{
    ck_one("/themes/name=R&D/demand", "5", "\"demand\": 1", "\"demand\": 5");
    ck_one("/themes/demand=1&name=R&D/demand", "5", "\"demand\": 1", "\"demand\": 5");
}
END_TEST

START_TEST(tilde_and_slash_are_written_with_a_tilde)
{
    const ist_override set[] = {to("/basis/~1events~12~1value/note", "\"other\"")};
    ist_scenario *scenario = accepted(base, set, 1);
    ist_basis basis;
    ck_assert(ist_scenario_basis(scenario, 2, &basis));
    ck_assert_str_eq(basis.note, "other");
    ist_scenario_destroy(scenario);
    const ist_override names[] = {to("/themes/1/name", "\"a/b~c\""),
                                  to("/themes/name=a~1b~0c/demand", "5")};
    ck_same(names, 2, "\"sales\", \"demand\": 2", "\"a/b~c\", \"demand\": 5");
}
END_TEST

START_TEST(numbers_stay_as_they_are_written)
{
    const ist_override set[] = {to("/organization/emphasis", "0.6"),
                                to("/seed", "9007199254740991")};
    ist_scenario *scenario = accepted(base, set, 1);
    ck_assert_uint_eq(ist_scenario_seed(scenario), UINT64_MAX);
    ist_scenario_destroy(scenario);
    scenario = accepted(base, set, 2);
    ck_assert_uint_eq(ist_scenario_seed(scenario), 9007199254740991u);
    ist_scenario_destroy(scenario);
}
END_TEST

START_TEST(a_file_can_be_changed_too)
{
    FILE *file = fopen("overrides_base.json", "w");
    ck_assert_ptr_nonnull(file);
    fputs(base, file);
    fclose(file);
    const ist_override set[] = {to("/name", "\"other\"")};
    ist_scenario_options options = ist_scenario_options_default();
    options.set = set;
    options.set_count = 1;
    ist_scenario *scenario = ist_scenario_load("overrides_base.json", &options, NULL);
    ck_assert_ptr_nonnull(scenario);
    ck_assert_str_eq(ist_model_name(ist_scenario_model(scenario)), "other");
    ist_scenario_destroy(scenario);
    remove("overrides_base.json");
}
END_TEST

// ---- The basis

static void ck_basis(const ist_scenario *scenario, int32_t index, const char *pointer)
{
    ist_basis basis;
    ck_assert(ist_scenario_basis(scenario, index, &basis));
    ck_assert_str_eq(basis.pointer, pointer);
}

START_TEST(nothing_is_said_of_a_value_that_was_replaced)
{
    // 0 lies outside of the range stated for the value of the text.
    const ist_override set[] = {to("/organization/emphasis", "0"), to("/events/2/value", "1")};
    ist_scenario *scenario = accepted(base, set, 2);
    ck_assert_int_eq(ist_scenario_basis_count(scenario), 2);
    ck_basis(scenario, 0, "/events/0/value");
    ck_basis(scenario, 1, "/events");
    ist_scenario_destroy(scenario);
}
END_TEST

START_TEST(what_is_said_follows_a_value_that_moved)
{
    const ist_override set[] = {to("/events/0", NULL)};
    ist_scenario *scenario = accepted(base, set, 1);
    ck_assert_int_eq(ist_scenario_basis_count(scenario), 3);
    ck_basis(scenario, 0, "/organization/emphasis");
    ck_basis(scenario, 1, "/events/1/value");
    ck_basis(scenario, 2, "/events");
    ist_basis basis;
    ck_assert(ist_scenario_basis(scenario, 1, &basis));
    ck_assert_str_eq(basis.note, "late");
    ck_assert(basis.low == 0.1 && basis.high == 0.3);
    ist_scenario_destroy(scenario);
}
END_TEST

START_TEST(a_range_of_the_text_is_still_compared)
{
    char *wrong = changed(base, "[0.4, 0.5]", "[0.45, 0.5]");
    const ist_override set[] = {to("/events/1", NULL)};
    ist_errors *errors = refused(wrong, set, 1);
    ck_report(errors, 0,
              "base.json:20:34: error: the value of this entry is 0.4, outside the range 0.45 to "
              "0.5 (/basis/~1events~10~1value/free)");
    ck_assert_int_eq(ist_errors_count(errors), 1);
    ist_errors_destroy(errors);
    free(wrong);
}
END_TEST

START_TEST(an_entry_that_an_override_adds_is_taken_at_its_word)
{
    const ist_override set[] = {to("/events/0", NULL),
                                to("/basis/~1events~10~1value", "{ \"free\": [0, 1] }")};
    ist_scenario *scenario = accepted(base, set, 2);
    ck_assert_int_eq(ist_scenario_basis_count(scenario), 4);
    ck_basis(scenario, 1, "/events/0/value");
    ck_basis(scenario, 2, "/events/1/value");
    ist_scenario_destroy(scenario);
}
END_TEST

// ---- What selects nothing

START_TEST(a_pointer_that_selects_nothing_is_told)
{
    ck_refused(at("/events/kind=emfasis/value", "0", 7, 9),
               "study.json:7:9: error: the pointer selects nothing: \"kind=emfasis\" is not there "
               "(/events/kind=emfasis/value); allowed: emphasis, surge, transfer; did you mean "
               "\"emphasis\"?");
    ck_refused(at("/organization/emphasys", NULL, 7, 9),
               "study.json:7:9: error: the pointer selects nothing: \"emphasys\" is not there "
               "(/organization/emphasys); allowed: emphasis; did you mean \"emphasis\"?");
    ck_refused(to("/events/4/value", "0"),
               "override: error: the pointer selects nothing: the list has no element \"4\" "
               "(/events/4/value); allowed: 0 to 3, * for all, key=value such as name=x");
    ck_refused(to("/events/value", "0"),
               "override: error: the pointer selects nothing: the list has no element \"value\" "
               "(/events/value); allowed: 0 to 3, * for all, key=value such as name=x");
    ck_refused(to("/events/-", NULL),
               "override: error: the pointer selects nothing: the list has no element \"-\" "
               "(/events/-); allowed: 0 to 3, * for all, key=value such as name=x");
    ck_refused(to("/name/first", "0"), "override: error: the pointer selects nothing: it goes on "
                                       "where there is a single value (/name/first)");
    ck_refused(to("/units/0/context/*", "0"),
               "override: error: the pointer selects nothing: \"context\" is not there "
               "(/units/0/context/*); allowed: name, count, size, rest, people, control");
}
END_TEST

START_TEST(conditions_fit_only_what_they_say)
{
    static const char *const pointers[] = {
        "/events/at=199/value",
        "/events/at=1993x/value",
        "/events/at=/value",
        "/events/kind=emph/value",
        "/events/kind=emphasis2/value",
        "/events/measure=tru/share",
        "/events/measure=false/share",
        "/events/at=1991&kind=surge/value",
        "/events/kind=/value",
        "/units/control=x/size",
        "/units/0/name=shop/size",
        "/events/unknown=1/value",
        "/units/name=shop&nothing/size",
        "/units/na&me=shop/size",
        "/units/&name=shop/size",
    };
    for (size_t i = 0; i < COUNT_OF(pointers); i++) {
        const ist_override set[] = {to(pointers[i], "1")};
        ist_errors *errors = refused(base, set, 1);
        ck_assert_int_eq(ist_errors_count(errors), 1);
        ck_assert_msg(strstr(ist_errors_get(errors, 0)->message, "selects nothing") != NULL,
                      "%s: %s", pointers[i], ist_errors_get(errors, 0)->message);
        ist_errors_destroy(errors);
    }
}
END_TEST

START_TEST(a_list_that_is_empty_has_no_elements)
{
    const ist_override set[] = {to("/events/*", NULL), to("/events/*/value", "1")};
    ist_errors *errors = refused(base, set, 2);
    ck_report(errors, 0,
              "override: error: the pointer selects nothing: \"*\" of a list that is "
              "empty (/events/*/value)");
    ck_assert_int_eq(ist_errors_count(errors), 1);
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(what_is_no_pointer_is_told)
{
    ck_refused(to("organization/emphasis", "0"),
               "override: error: not a JSON pointer (organization/emphasis); allowed: "
               "/part/part..., with ~0 for ~ and ~1 for / in a part; did you mean "
               "\"/organization/emphasis\"?");
    ck_refused(to("", "0"), "override: error: not a JSON pointer; allowed: /part/part..., with ~0 "
                            "for ~ and ~1 for / in a part");
    ck_refused(to(NULL, "0"), "override: error: not a JSON pointer; allowed: /part/part..., with "
                              "~0 for ~ and ~1 for / in a part");
    ck_refused(to("/a~2", "0"), "override: error: not a JSON pointer (/a~2); allowed: "
                                "/part/part..., with ~0 for ~ and ~1 for / in a part");
}
END_TEST

// ---- Whose fault it is

START_TEST(a_wrong_value_is_told_at_the_override)
{
    ck_refused(at("/organization/emphasis", "3", 12, 5),
               "study.json:12:5: error: emphasis 3 is out of range (/organization/emphasis); "
               "allowed: 0 to 1");
    ck_refused(at("/organization/emphasis", "\"high\"", 12, 5),
               "study.json:12:5: error: expected a number, found the text \"high\" "
               "(/organization/emphasis)");
    ck_refused(at("/managers/*/policy", "\"cultivatin\"", 12, 5),
               "study.json:12:5: error: unknown policy \"cultivatin\" (/managers/0/policy); "
               "allowed: absent, liaison, framing, adaptive, director, sponsor, cultivating, "
               "constant, schedule; "
               "did you mean \"cultivating\"?");
}
END_TEST

START_TEST(a_wrong_key_is_told_at_the_override)
{
    ck_refused(at("/organization/emphasys", "1", 12, 5),
               "study.json:12:5: error: unknown key \"emphasys\" (/organization/emphasys); "
               "allowed: emphasis, institutionalization, portal, approve, demand_skew; did you "
               "mean \"emphasis\"?");
}
END_TEST

START_TEST(a_value_that_is_not_json_is_told)
{
    ist_override override = to("/organization/emphasis", "high");
    ist_errors *errors = refused(base, &override, 1);
    const ist_error *error = ist_errors_get(errors, 0);
    ck_assert_int_eq(error->status, IST_ERR_SYNTAX);
    ck_assert_str_eq(error->source, "override");
    ck_assert_str_eq(error->where, "/organization/emphasis");
    ck_assert_int_eq(error->line, 0);
    ck_assert_int_eq(ist_errors_count(errors), 1);
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_value_that_goes_too_deep_is_told)
{
    // Sound by itself; too much where it is to stand.
    char value[2 * ISTI_SCAN_MAX_DEPTH];
    memset(value, '[', ISTI_SCAN_MAX_DEPTH - 1);
    memset(value + ISTI_SCAN_MAX_DEPTH - 1, ']', ISTI_SCAN_MAX_DEPTH - 1);
    value[2 * ISTI_SCAN_MAX_DEPTH - 2] = '\0';
    ist_override override = at("/units/0/control/clan", value, 3, 4);
    ist_errors *errors = refused(base, &override, 1);
    ck_assert_int_eq(ist_errors_get(errors, 0)->status, IST_ERR_LIMIT);
    ck_assert_str_eq(ist_errors_get(errors, 0)->source, "study.json");
    ck_assert_int_eq(ist_errors_get(errors, 0)->line, 3);
    ck_assert_int_eq(ist_errors_count(errors), 1);
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_text_that_becomes_too_long_is_told)
{
    const size_t length = 9 * 1024 * 1024;
    char *value = malloc(length + 3);
    ck_assert_ptr_nonnull(value);
    memset(value, 'x', length + 2);
    value[0] = value[length + 1] = '"';
    value[length + 2] = '\0';
    ist_override override = at("/units/*/name", value, 3, 4);
    ist_errors *errors = refused(base, &override, 1);
    ck_report(errors, 0,
              "study.json:3:4: error: with this the scenario has more than 16 MiB "
              "(/units/*/name)");
    ist_errors_destroy(errors);
    free(value);
}
END_TEST

START_TEST(a_fault_that_only_comes_with_an_override_is_its_own)
{
    // What is wrong then stands elsewhere, in the text that is sound by itself.
    ck_refused(at("/units/1/name", NULL, 12, 5),
               "study.json:12:5: error: the key \"name\" is missing (/units/1)");
    ck_refused(at("/units/0/name", "\"mill\"", 12, 5),
               "study.json:12:5: error: unknown unit \"shop\" (/managers/0/heads_of); allowed: "
               "mill, office");
}
END_TEST

START_TEST(of_several_overrides_the_right_one_is_blamed)
{
    const ist_override set[] = {
        at("/organization/emphasis", "0.1", 1, 1),
        at("/events/kind=surge/at", NULL, 2, 2),
        at("/managers/0/policy", "\"none\"", 3, 3),
        at("/units/name=shop/name", "\"mill\"", 4, 4),
        at("/events/0", NULL, 5, 5),
    };
    ist_errors *errors = refused(base, set, COUNT_OF(set));
    ck_report(errors, 0,
              "study.json:4:4: error: unknown unit \"shop\" (/managers/0/heads_of); allowed: mill, "
              "office");
    const ist_error *policy = ist_errors_get(errors, 1);
    ck_assert_str_eq(policy->where, "/managers/0/policy");
    ck_assert_int_eq(policy->line, 3);
    ck_report(errors, 2, "study.json:2:2: error: the key \"at\" is missing (/events/0)");
    ck_assert_int_eq(ist_errors_count(errors), 3);
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(faults_of_the_text_stay_where_they_are)
{
    char *wrong = changed(base, "\"value\": 0.2", "\"value\": 7");
    char *more = changed(wrong, "\"rest\": \"staff\"", "\"rest\": \"stafff\"");
    const ist_override set[] = {at("/events/0", NULL, 5, 5),
                                at("/events/0/value", "\"much\"", 6, 6)};
    ist_errors *errors = refused(more, set, 2);
    ck_report(errors, 0,
              "base.json:10:44: error: unknown level \"stafff\" (/units/1/rest); allowed: manager, "
              "expert, professional, staff; did you mean \"staff\"?");
    ck_assert_str_eq(ist_errors_get(errors, 1)->source, "study.json");
    ck_assert_str_eq(ist_errors_get(errors, 1)->where, "/events/0/value");
    ck_assert_int_eq(ist_errors_get(errors, 1)->line, 6);
    ck_assert_str_eq(ist_errors_get(errors, 2)->source, "base.json");
    ck_assert_int_eq(ist_errors_get(errors, 2)->line, 16);
    ck_assert_int_eq(ist_errors_get(errors, 2)->column, 48);
    ck_assert_str_eq(ist_errors_get(errors, 2)->where, "/events/2/value"); // as in the text
    ist_errors_destroy(errors);
    free(more);
    free(wrong);
}
END_TEST

START_TEST(an_override_can_cure_the_text)
{
    char *wrong = changed(base, "\"value\": 0.3", "\"valu\": 7");
    const ist_override set[] = {to("/events/1", NULL)};
    ist_scenario *scenario = accepted(wrong, set, 1);
    ist_scenario_destroy(scenario);
    free(wrong);
}
END_TEST

START_TEST(a_text_that_is_not_json_is_told_as_ever)
{
    const ist_override set[] = {to("/events/0", NULL)};
    ist_errors *errors = refused("{ \"format\": 1,\n  \"name\" }", set, 1);
    ck_assert_int_eq(ist_errors_get(errors, 0)->status, IST_ERR_SYNTAX);
    ck_assert_str_eq(ist_errors_get(errors, 0)->source, "base.json");
    ck_assert_int_eq(ist_errors_get(errors, 0)->line, 2);
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(everything_wrong_is_told_at_once)
{
    const ist_override set[] = {
        at("/nowhere/*", "1", 1, 1),
        at("name", "1", 2, 2),
        at("/name", "one", 3, 3),
        at("/organization/portal", "9", 4, 4),
    };
    ist_errors *errors = refused(base, set, COUNT_OF(set));
    ck_assert_int_eq(ist_errors_count(errors), 4);
    for (int32_t i = 0; i < 4; i++) {
        ck_assert_int_eq(ist_errors_get(errors, i)->line, i + 1);
    }
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(nobody_has_to_hear_the_errors)
{
    const ist_override wrong[] = {to("/nowhere/*", "1")};
    ck_assert_ptr_null(parse(base, wrong, 1, NULL));
    const ist_override late[] = {to("/organization/emphasis", "9")};
    ck_assert_ptr_null(parse(base, late, 1, NULL));
}
END_TEST

START_TEST(overrides_that_are_not_given_are_told)
{
    ist_errors *errors = refused(base, NULL, 2);
    ck_assert_int_eq(ist_errors_status(errors), IST_ERR_ARGUMENT);
    ist_errors_destroy(errors);
    errors = refused(base, NULL, -1);
    ck_assert_int_eq(ist_errors_status(errors), IST_ERR_ARGUMENT);
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(too_many_faults_are_counted)
{
    enum { MANY = 130, KEPT = 100 };
    ist_override set[MANY];
    char pointer[MANY][16];
    for (int32_t i = 0; i < MANY; i++) {
        snprintf(pointer[i], sizeof pointer[i], "/x%d", (int)i);
        set[i] = at(pointer[i], "1", i + 1, 1);
    }
    ist_errors *errors = refused(base, set, MANY);
    ck_assert_int_eq(ist_errors_count(errors), KEPT);
    ck_assert_int_eq(ist_errors_dropped(errors), MANY - KEPT);
    ist_errors_destroy(errors);
}
END_TEST

// ---- As on a command line

static const struct {
    const char *text, *pointer, *value;
} written[] = {
    {"/organization/emphasis=0", "/organization/emphasis", "0"},
    {"/events/kind=emphasis/value=0.5", "/events/kind=emphasis/value", "0.5"},
    {"/events/kind=emphasis&at=1997=null", "/events/kind=emphasis&at=1997", "null"},
    {"/managers/name=sponsor/policy=link", "/managers/name=sponsor/policy", "\"link\""},
    {"/title=\"a = b\"", "/title", "\"a = b\""},
    {"/title=R&D \"x\" \\ \t", "/title", "\"R&D \\u0022x\\u0022 \\u005c \\u0009\""},
    {"/units/0/size=[8, 12]", "/units/0/size", "[8, 12]"},
    {"/events/-={ \"at\": 1 }", "/events/-", "{ \"at\": 1 }"},
    {"/present=true", "/present", "true"},
    {"/name=", "/name", "\"\""},
    {"/=1", "/", "1"},
};

START_TEST(an_override_can_be_written_in_one)
{
    ist_override override;
    ck_assert_int_eq(ist_override_parse(written[_i].text, &override), IST_OK);
    ck_assert_str_eq(override.pointer, written[_i].pointer);
    ck_assert_str_eq(override.value, written[_i].value);
    ck_assert(!override.source && override.line == 0 && override.column == 0);
    ist_override_clear(&override);
    ck_assert_ptr_null(override.pointer);
    ck_assert_int_eq(isti_live_blocks(), 0);
}
END_TEST

START_TEST(what_is_no_override_is_told)
{
    static const char *const texts[] = {"", "/a", "a=1", "=1", NULL};
    ist_override override;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        ck_assert_int_eq(ist_override_parse(texts[i], &override), IST_ERR_ARGUMENT);
        ck_assert(!override.pointer && !override.value);
        ist_override_clear(&override);
    }
    ck_assert_int_eq(ist_override_parse("/a=1", NULL), IST_ERR_ARGUMENT);
    ist_override_clear(NULL);
    isti_fault_arm(0, true);
    ck_assert_int_eq(ist_override_parse("/a=1", &override), IST_ERR_NO_MEMORY);
    isti_fault_disarm();
    ck_assert(!override.pointer && !override.value);
}
END_TEST

// ---- Memory

static void *parser_memory(size_t size)
{
    return isti_alloc_array(size, 1);
}

// Let every allocation fail, one after the other (or all from one on); sound overrides or wrong ones.
static void ck_every_allocation(const ist_override *set, int32_t count, bool forever, bool is_sound)
{
    cJSON_Hooks hooks = {parser_memory, isti_free};
    cJSON_InitHooks(&hooks);
    ist_scenario *scenario = NULL;
    bool fired = true;
    int64_t failures = 0;
    for (; !scenario && fired; failures++) {
        const int64_t before = isti_live_blocks();
        ist_errors *errors = ist_errors_create();
        isti_fault_arm(failures, forever);
        scenario = parse(base, set, count, errors);
        fired = isti_fault_fired();
        isti_fault_disarm();
        ck_assert_msg(scenario || ist_errors_status(errors) != IST_OK, "allocation %d: no word",
                      (int)failures);
        ck_assert_msg(scenario || !is_sound || ist_errors_status(errors) == IST_ERR_NO_MEMORY,
                      "allocation %d: %s", (int)failures,
                      ist_status_name(ist_errors_status(errors)));
        ist_errors_destroy(errors);
        ck_assert_msg(scenario || isti_live_blocks() == before, "allocation %d leaks",
                      (int)failures);
    }
    ck_assert_int_gt(failures, 200);
    ck_assert(is_sound == (scenario != NULL));
    ist_scenario_destroy(scenario);
    ck_assert_int_eq(isti_live_blocks(), 0);
    cJSON_InitHooks(NULL);
}

static const ist_override sound[] = {
    {.pointer = "/parameters/mobility", .value = "0.3"},
    {.pointer = "/events/kind=emphasis&at=1991", .value = NULL},
    {.pointer = "/units/*/control/output", .value = "0"},
};

START_TEST(a_failed_allocation_anywhere_is_told_and_leaks_nothing)
{
    ck_every_allocation(sound, COUNT_OF(sound), false, true);
}
END_TEST

START_TEST(memory_that_never_comes_back_does_no_harm)
{
    ck_every_allocation(sound, COUNT_OF(sound), true, true);
}
END_TEST

START_TEST(errors_survive_a_lack_of_memory)
{
    const ist_override wrong[] = {to("/units/1/name", NULL), to("/units/0/name", "\"mill\""),
                                  to("/events/kind=emfasis", NULL)};
    ck_every_allocation(wrong, COUNT_OF(wrong), false, false);
}
END_TEST

SUITE("overrides", TEST(a_value_is_replaced), TEST(a_key_that_is_not_there_is_added),
      TEST(objects_on_the_way_are_added), TEST(an_empty_object_gets_its_first_key),
      TEST(null_takes_a_member_out), TEST(null_takes_elements_out_wherever_they_stand),
      TEST(a_dash_is_the_end_of_a_list), TEST(later_overrides_find_what_earlier_ones_did),
      TEST(a_star_is_everything), TEST(a_condition_is_a_text_a_number_or_a_flag),
      TEST(conditions_can_be_joined), TEST(an_ampersand_may_belong_to_a_name),
      TEST(tilde_and_slash_are_written_with_a_tilde), TEST(numbers_stay_as_they_are_written),
      TEST(a_file_can_be_changed_too), TEST(nothing_is_said_of_a_value_that_was_replaced),
      TEST(what_is_said_follows_a_value_that_moved), TEST(a_range_of_the_text_is_still_compared),
      TEST(an_entry_that_an_override_adds_is_taken_at_its_word),
      TEST(a_pointer_that_selects_nothing_is_told), TEST(conditions_fit_only_what_they_say),
      TEST(a_list_that_is_empty_has_no_elements), TEST(what_is_no_pointer_is_told),
      TEST(a_wrong_value_is_told_at_the_override), TEST(a_wrong_key_is_told_at_the_override),
      TEST(a_value_that_is_not_json_is_told), TEST(a_value_that_goes_too_deep_is_told),
      TEST(a_text_that_becomes_too_long_is_told),
      TEST(a_fault_that_only_comes_with_an_override_is_its_own),
      TEST(of_several_overrides_the_right_one_is_blamed),
      TEST(faults_of_the_text_stay_where_they_are), TEST(an_override_can_cure_the_text),
      TEST(a_text_that_is_not_json_is_told_as_ever), TEST(everything_wrong_is_told_at_once),
      TEST(nobody_has_to_hear_the_errors), TEST(overrides_that_are_not_given_are_told),
      TEST(too_many_faults_are_counted), EACH(an_override_can_be_written_in_one, COUNT_OF(written)),
      TEST(what_is_no_override_is_told),
      TEST(a_failed_allocation_anywhere_is_told_and_leaks_nothing),
      TEST(memory_that_never_comes_back_does_no_harm), TEST(errors_survive_a_lack_of_memory))
