// SPDX-License-Identifier: GPL-3.0-or-later
// From values to verdicts by hand, and validations of a firm of 24 people: what is run, what comes
// out of it for any number of workers, what ablations and other parameter values do to it.
#include "study/study.h"

#include "base/memory.h"
#include "ensemble/sampling.h"
#include "support/suite.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_VALUES = 40, REPLICATES = 5 };

// ---- Verdicts by hand

static isti_pattern judged(ist_judgment judgment, double low, double high)
{
    return (isti_pattern){.id = "P", .worth = 'T', .judgment = judgment, .low = low, .high = high};
}

static ist_verdict verdict(const isti_pattern *pattern, const double *values, int32_t count)
{
    double scratch[MOST_VALUES];
    return isti_verdict_of(pattern, values, count, scratch);
}

// `inside` values of 1 and the rest 9.
static ist_verdict verdict_of_share(ist_judgment judgment, int32_t inside, int32_t count)
{
    const isti_pattern pattern = judged(judgment, 0.0, 2.0);
    double values[MOST_VALUES];
    for (int32_t k = 0; k < count; k++) {
        values[k] = k < inside ? 1.0 : 9.0;
    }
    return verdict(&pattern, values, count);
}

START_TEST(typical_is_at_least_nine_in_ten)
{
    ck_assert(verdict_of_share(IST_JUDGMENT_TYPICAL, 18, 20).holds);
    ck_assert(!verdict_of_share(IST_JUDGMENT_TYPICAL, 17, 20).holds);
    ck_assert(verdict_of_share(IST_JUDGMENT_TYPICAL, 10, 10).holds);
    ck_assert(!verdict_of_share(IST_JUDGMENT_TYPICAL, 8, 9).holds);
}
END_TEST

START_TEST(the_share_has_its_wilson_interval)
{
    const ist_verdict v = verdict_of_share(IST_JUDGMENT_TYPICAL, 18, 20);
    ck_assert_double_eq_tol(v.share, 0.9, 1e-12);
    ck_assert_double_eq_tol(v.share_low, 0.6990, 1e-4);
    ck_assert_double_eq_tol(v.share_high, 0.9721, 1e-4);
}
END_TEST

START_TEST(the_median_decides_alone)
{
    ck_assert(verdict_of_share(IST_JUDGMENT_MEDIAN, 11, 20).holds);
    ck_assert(!verdict_of_share(IST_JUDGMENT_MEDIAN, 10, 20).holds); // 5, between 1 and 9
    ck_assert(!verdict_of_share(IST_JUDGMENT_MEDIAN, 9, 20).holds);
}
END_TEST

static const double one_to_five[] = {2.0, 5.0, 1.0, 4.0, 3.0};

START_TEST(a_twin_needs_the_whole_interval_of_the_mean)
{
    // Mean 3, deviation sqrt(2.5), Student's t with 4 degrees 2.776445: 3 +- 1.963243.
    isti_pattern pattern = judged(IST_JUDGMENT_TWIN, 1.03, 4.97);
    const ist_verdict v = verdict(&pattern, one_to_five, 5);
    ck_assert_double_eq_tol(v.mean, 3.0, 1e-12);
    ck_assert_double_eq_tol(v.mean_low, 3.0 - 1.963243, 1e-6);
    ck_assert_double_eq_tol(v.mean_high, 3.0 + 1.963243, 1e-6);
    ck_assert(v.holds);
    pattern.low = 1.04;
    ck_assert(!verdict(&pattern, one_to_five, 5).holds);
    pattern = judged(IST_JUDGMENT_TWIN, -INFINITY, 4.96);
    ck_assert(!verdict(&pattern, one_to_five, 5).holds);
    pattern.high = INFINITY;
    ck_assert(verdict(&pattern, one_to_five, 5).holds);
}
END_TEST

START_TEST(one_replicate_is_no_twin)
{
    const isti_pattern pattern = judged(IST_JUDGMENT_TWIN, -INFINITY, INFINITY);
    const ist_verdict v = verdict(&pattern, one_to_five, 1);
    ck_assert(!v.holds);
    ck_assert_double_eq(v.mean, 2.0);
    ck_assert_double_nan(v.mean_low);
    ck_assert_double_nan(v.mean_high);
    // Two are: 3.5 +- 12.706205 times 1.5.
    ck_assert_double_eq_tol(verdict(&pattern, one_to_five, 2).mean_low, -15.559307, 1e-6);
}
END_TEST

START_TEST(quantiles_are_those_of_the_replicates)
{
    const isti_pattern pattern = judged(IST_JUDGMENT_TYPICAL, 0.0, 3.0);
    const ist_verdict v = verdict(&pattern, one_to_five, 5);
    ck_assert_double_eq_tol(v.median, 3.0, 1e-12);
    ck_assert_double_eq_tol(v.low, 1.2, 1e-12); // type 7: a fifth of the way from 1 to 2
    ck_assert_double_eq_tol(v.high, 4.8, 1e-12);
    ck_assert_double_eq_tol(v.share, 0.6, 1e-12);
    ck_assert_int_eq(v.replicates, 5);
    ck_assert_int_eq(v.missing, 0);
}
END_TEST

static const ist_judgment judgments[] = {IST_JUDGMENT_TYPICAL, IST_JUDGMENT_MEDIAN,
                                         IST_JUDGMENT_TWIN};

START_TEST(an_open_bound_is_outside)
{
    static const double zeros[] = {0.0, 0.0, 0.0};
    isti_pattern pattern = judged(judgments[_i], 0.0, INFINITY);
    ck_assert(verdict(&pattern, zeros, 3).holds);
    pattern.open = true;
    ck_assert(!verdict(&pattern, zeros, 3).holds);
    pattern.low = -1e-9;
    ck_assert(verdict(&pattern, zeros, 3).holds);
}
END_TEST

START_TEST(missing_values_are_counted_and_left_out)
{
    static const double gaps[] = {NAN, 1.0, NAN, 2.0, 3.0};
    const isti_pattern pattern = judged(judgments[_i], -INFINITY, INFINITY);
    const ist_verdict v = verdict(&pattern, gaps, 5);
    ck_assert_int_eq(v.replicates, 3);
    ck_assert_int_eq(v.missing, 2);
    ck_assert_double_eq(v.median, 2.0);
    ck_assert_double_eq(v.mean, 2.0);
    ck_assert_double_eq(v.share, 1.0);
    ck_assert(v.holds);
}
END_TEST

START_TEST(what_no_replicate_can_tell_fails)
{
    static const double gaps[] = {NAN, NAN};
    const isti_pattern pattern = judged(judgments[_i], -INFINITY, INFINITY);
    const ist_verdict v = verdict(&pattern, gaps, 2);
    ck_assert(v.judged && !v.holds);
    ck_assert_int_eq(v.replicates, 0);
    ck_assert_int_eq(v.missing, 2);
    ck_assert_double_nan(v.median);
    ck_assert_double_nan(v.share);
}
END_TEST

START_TEST(what_is_only_reported_is_not_judged)
{
    const isti_pattern pattern = judged(IST_JUDGMENT_REPORTED, 0.0, 2.0);
    const ist_verdict v = verdict(&pattern, one_to_five, 5);
    ck_assert(!v.judged);
    ck_assert_double_eq_tol(v.median, 3.0, 1e-12);
    ck_assert_double_eq_tol(v.share, 0.4, 1e-12);
}
END_TEST

START_TEST(in_draws_the_median_counts_and_the_mean_of_twins)
{
    isti_pattern pattern = judged(IST_JUDGMENT_TYPICAL, 2.5, 3.5);
    ist_verdict v = verdict(&pattern, one_to_five, 5);
    ck_assert(!v.holds && isti_verdict_holds_roughly(&pattern, &v));
    pattern.judgment = IST_JUDGMENT_TWIN;
    v = verdict(&pattern, one_to_five, 5); // mean 3, its interval 1 to 5
    ck_assert(!v.holds && isti_verdict_holds_roughly(&pattern, &v));
    static const double mostly_equal[] = {0.0, 0.0, -3.0, 0.0, 0.0};
    pattern.low = -INFINITY;
    pattern.high = 0.0;
    pattern.open = true;
    v = verdict(&pattern, mostly_equal, 5);
    ck_assert(isti_verdict_holds_roughly(&pattern, &v));
    pattern.judgment = IST_JUDGMENT_MEDIAN;
    ck_assert(!isti_verdict_holds_roughly(&pattern, &v));
    pattern.judgment = IST_JUDGMENT_REPORTED;
    v = verdict(&pattern, one_to_five, 5);
    ck_assert(!isti_verdict_holds_roughly(&pattern, &v));
}
END_TEST

START_TEST(the_margin_is_the_distance_to_the_nearest_bound)
{
    isti_pattern pattern = judged(IST_JUDGMENT_MEDIAN, 1.0, 10.0);
    ist_verdict v = {.median = 3.0, .mean = 9.5};
    ck_assert_double_eq(isti_verdict_margin(&pattern, &v), 2.0);
    pattern.judgment = IST_JUDGMENT_TWIN; // of which the mean is judged
    ck_assert_double_eq(isti_verdict_margin(&pattern, &v), 0.5);
    pattern = judged(IST_JUDGMENT_MEDIAN, -INFINITY, 2.0);
    ck_assert_double_eq(isti_verdict_margin(&pattern, &v), -1.0);
}
END_TEST

// ---- A firm and its patterns, as files

// Three shops of eight; a club is launched, after two years most people move.
static const char firm[] =
    "{ \"format\": 1, \"name\": \"firm\",\n"
    "  \"time\": { \"start\": 2000, \"end\": 2003, \"ticks_per_year\": 12 },\n"
    "  \"organization\": { \"emphasis\": 0.8, \"institutionalization\": 0.2 },\n"
    "  \"parameters\": { \"propose_rate\": 3, \"lambda_connect\": 3 },\n"
    "  \"themes\": [{ \"name\": \"work\", \"demand\": 1 }],\n"
    "  \"units\": [{ \"name\": \"shops\", \"count\": 3, \"size\": 8,\n"
    "               \"people\": { \"manager\": 1 }, \"rest\": \"professional\" }],\n"
    "  \"events\": [\n"
    "    { \"at\": 2000, \"kind\": \"launch\", \"name\": \"club\", \"theme\": \"work\", \"size\": "
    "6 },\n"
    "    { \"at\": 2002, \"kind\": \"transfer\", \"share\": 0.6 } ] }\n";

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

static void print_errors(const ist_errors *errors)
{
    for (int32_t k = 0; k < ist_errors_count(errors); k++) {
        char text[1024];
        ist_error_format(ist_errors_get(errors, k), text, sizeof text);
        fprintf(stderr, "%s\n", text);
    }
}

#define RUNS                                                                               \
    "{ \"format\": 1, \"title\": \"A firm\", \"runs\": [\n"                                \
    "  { \"name\": \"firm\", \"scenario\": \"firm.json\" },\n"                             \
    "  { \"name\": \"again\", \"scenario\": \"firm.json\", \"title\": \"The same\" },\n"   \
    "  { \"name\": \"without\", \"scenario\": \"firm.json\", \"off\": [\"founding\"] },\n" \
    "  { \"name\": \"calm\", \"scenario\": \"firm.json\",\n"                               \
    "    \"set\": { \"/events/kind=transfer\": null } },\n"                                \
    "  { \"name\": \"short\", \"scenario\": \"firm.json\", \"until\": 2001 },\n"           \
    "  { \"name\": \"other\", \"scenario\": \"other.json\" } ],\n"

#define ACTIVITY "{ \"mean\": \"activity\", \"from\": 2001, \"to\": 2002 }"

static const char patterns_text[] = RUNS
    "\"patterns\": [\n"
    "{ \"id\": \"LIVES\", \"text\": \"somebody meets\", \"group\": \"All\", \"run\": \"firm\",\n"
    "  \"evidence\": \"X1\", \"worth\": \"T\", \"kind\": \"median\", \"band\": [0.5, null],\n"
    "  \"value\": " ACTIVITY " },\n"
    "{ \"id\": \"BROKEN\", \"text\": \"a thousand meet\", \"run\": \"firm\", \"worth\": \"C\",\n"
    "  \"kind\": \"typical\", \"band\": [1000, null], \"value\": " ACTIVITY " },\n"
    "{ \"id\": \"TWIN\", \"text\": \"more than without\", \"run\": \"firm\", \"worth\": \"T\",\n"
    "  \"kind\": \"twin\", \"band\": [0, null], \"open\": true, \"value\": { \"difference\": [\n"
    "  " ACTIVITY ", { \"in\": \"without\", \"value\": " ACTIVITY " } ] } },\n"
    "{ \"id\": \"SAME\", \"text\": \"runs alike\", \"run\": \"firm\", \"worth\": \"I\",\n"
    "  \"kind\": \"typical\", \"band\": [0, 0], \"value\": { \"difference\": [\n"
    "  { \"count\": {} }, { \"in\": \"again\", \"value\": { \"count\": {} } } ] } },\n"
    "{ \"id\": \"TOLD\", \"text\": \"how many\", \"run\": \"calm\", \"worth\": \"I\",\n"
    "  \"kind\": \"reported\", \"band\": [0, null], \"value\": { \"count\": {} } },\n"
    "{ \"id\": \"SHORT\", \"text\": \"not that far\", \"run\": \"short\", \"worth\": \"I\",\n"
    "  \"kind\": \"reported\", \"band\": [0, null], \"value\": { \"at\": 2001.5,\n"
    "  \"of\": \"activity\" } },\n"
    "{ \"id\": \"OTHER\", \"text\": \"elsewhere\", \"run\": \"other\", \"worth\": \"I\",\n"
    "  \"kind\": \"reported\", \"band\": [0, null], \"value\": " ACTIVITY " } ],\n"
    "\"ablations\": [\n"
    "{ \"name\": \"founding\", \"text\": \"nobody founds\", \"off\": [\"founding\"],\n"
    "  \"breaks\": [[\"LIVES\", \"BROKEN\"], [\"BROKEN\"]], \"spares\": [\"SAME\", \"TWIN\"],\n"
    "  \"weakens\": [\"LIVES\"] },\n"
    "{ \"name\": \"no club\", \"text\": \"nothing is launched\",\n"
    "  \"set\": { \"firm.json\": { \"/events/kind=launch\": null } },\n"
    "  \"breaks\": [], \"spares\": [\"TWIN\"], \"weakens\": [\"LIVES\"] },\n"
    "{ \"name\": \"nothing\", \"text\": \"no change\",\n"
    "  \"set\": { \"firm.json\": { \"/title\": \"x\" } },\n"
    "  \"breaks\": [[\"LIVES\"]], \"spares\": [], \"weakens\": [\"LIVES\"] } ] }\n";

enum { LIVES, BROKEN, TWIN, SAME, TOLD, SHORT, OTHER, PATTERNS };
enum { FOUNDING, NO_CLUB, NOTHING };
enum { FIRM, AGAIN, WITHOUT, CALM, SHORT_RUN, OTHER_RUN, ALL_RUNS };

static ist_patterns *load(const char *text, const ist_scenario_options *options)
{
    write_file("firm.json", firm);
    write_file("other.json", firm);
    write_file("patterns.json", text);
    ist_errors *errors = ist_errors_create();
    ist_patterns *patterns = ist_patterns_load("patterns.json", options, errors);
    print_errors(errors);
    ck_assert_ptr_nonnull(patterns);
    ist_errors_destroy(errors);
    return patterns;
}

static ist_validation_def small_def(void)
{
    ist_validation_def def = ist_validation_def_default();
    def.seed = 7;
    def.replicates = REPLICATES;
    def.workers = 1;
    return def;
}

static ist_validation *run(const ist_patterns *patterns, const ist_validation_def *def)
{
    ist_errors *errors = ist_errors_create();
    ist_validation *v = ist_validation_run(patterns, def, errors);
    print_errors(errors);
    ck_assert_ptr_nonnull(v);
    ist_errors_destroy(errors);
    return v;
}

static ist_verdict verdict_in(const ist_validation *v, int32_t pattern)
{
    ist_verdict out;
    ck_assert(ist_validation_verdict(v, pattern, &out));
    return out;
}

// ---- What a file says

START_TEST(a_file_is_told_as_written)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    ck_assert_str_eq(ist_patterns_title(patterns), "A firm");
    ck_assert_int_eq(ist_patterns_count(patterns), PATTERNS);
    ist_pattern_info info;
    ck_assert(ist_patterns_get(patterns, LIVES, &info));
    ck_assert_str_eq(info.id, "LIVES");
    ck_assert_str_eq(info.text, "somebody meets");
    ck_assert_str_eq(info.group, "All");
    ck_assert_str_eq(info.evidence, "X1");
    ck_assert_str_eq(info.run, "firm");
    ck_assert_int_eq(info.worth, 'T');
    ck_assert_int_eq(info.judgment, IST_JUDGMENT_MEDIAN);
    ck_assert_double_eq(info.low, 0.5);
    ck_assert_double_infinite(info.high);
    ck_assert(!info.open);
    ck_assert(ist_patterns_get(patterns, TWIN, &info) && info.open);
    ck_assert(!ist_patterns_get(patterns, PATTERNS, &info));
    ck_assert(!ist_patterns_get(patterns, -1, &info));
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(runs_have_models)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    ist_pattern_run_info first;
    ist_pattern_run_info info;
    ck_assert_int_eq(ist_patterns_runs(patterns), ALL_RUNS);
    ck_assert(ist_patterns_run(patterns, FIRM, &first));
    ck_assert_str_eq(first.name, "firm");
    ck_assert_str_eq(first.scenario, "firm.json");
    ck_assert_int_eq(ist_model_employees(first.model), 24);
    ck_assert_uint_eq(first.parameter_hash, ist_model_parameter_hash(first.model));
    ck_assert(ist_patterns_run(patterns, AGAIN, &info));
    ck_assert_str_eq(info.title, "The same");
    ck_assert_ptr_eq(info.model, first.model); // compiled once
    ck_assert(ist_patterns_run(patterns, CALM, &info));
    ck_assert_uint_ne(ist_model_hash(info.model), ist_model_hash(first.model));
    ck_assert_uint_eq(info.parameter_hash, first.parameter_hash);
    ck_assert(!ist_patterns_run(patterns, ALL_RUNS, &info));
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(the_same_overrides_are_compiled_once)
{
    ist_patterns *patterns = load(
        "{ \"format\": 1, \"title\": \"a\", \"runs\": ["
        "{ \"name\": \"one\", \"scenario\": \"firm.json\", \"set\": { \"/time/end\": 2002.5 } },"
        "{ \"name\": \"two\", \"scenario\": \"firm.json\", \"set\": { \"/time/end\": 2002.5 } },"
        "{ \"name\": \"three\", \"scenario\": \"firm.json\", \"set\": { \"/time/end\": 2002 } },"
        "{ \"name\": \"four\", \"scenario\": \"other.json\", \"set\": { \"/time/end\": 2002 } },"
        "{ \"name\": \"five\", \"scenario\": \"firm.json\", \"set\": { \"/events\": null } },"
        "{ \"name\": \"six\", \"scenario\": \"firm.json\", \"set\": { \"/events\": null } }],"
        "\"patterns\": [{ \"id\": \"A\", \"text\": \"a\", \"run\": \"one\", \"worth\": \"T\","
        " \"kind\": \"reported\", \"band\": [0, null], \"value\": 1 }] }",
        NULL);
    ist_pattern_run_info info[6];
    for (int32_t k = 0; k < 6; k++) {
        ck_assert(ist_patterns_run(patterns, k, &info[k]));
    }
    ck_assert_ptr_eq(info[0].model, info[1].model);
    ck_assert_ptr_ne(info[1].model, info[2].model);
    ck_assert_ptr_ne(info[2].model, info[3].model);
    ck_assert_ptr_eq(info[4].model, info[5].model);
    ck_assert_int_eq(ist_model_ticks(info[0].model), 31);
    ck_assert_int_eq(ist_model_ticks(info[3].model), 25);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(ablations_are_found_by_name)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    ck_assert_int_eq(ist_patterns_ablations(patterns), 3);
    ck_assert_int_eq(ist_patterns_find_ablation(patterns, "no club"), NO_CLUB);
    ck_assert_int_eq(ist_patterns_find_ablation(patterns, "no"), -1);
    ist_ablation_info info;
    ck_assert(ist_patterns_ablation(patterns, FOUNDING, &info));
    ck_assert_str_eq(info.name, "founding");
    ck_assert_str_eq(info.text, "nobody founds");
    ck_assert_int_eq(info.expectations, 6);
    ck_assert(!ist_patterns_ablation(patterns, 3, &info));
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(the_callers_overrides_come_first)
{
    static const ist_override set[] = {{.pointer = "/units/name=shops/count", .value = "4"}};
    ist_scenario_options options = ist_scenario_options_default();
    options.set = set;
    options.set_count = 1;
    ist_patterns *patterns = load(patterns_text, &options);
    ist_pattern_run_info info;
    ck_assert(ist_patterns_run(patterns, CALM, &info));
    ck_assert_int_eq(ist_model_employees(info.model), 32);
    ist_patterns_destroy(patterns);
}
END_TEST

// `firm.json` has shops, `plain.json` has none: a pointer to them was an error once for every run.
static const char two_firms[] =
    "{ \"format\": 1, \"title\": \"a\", \"runs\": ["
    "{ \"name\": \"one\", \"scenario\": \"plain.json\" },"
    "{ \"name\": \"two\", \"scenario\": \"plain.json\", \"set\": { \"/time/end\": 2002 } },"
    "{ \"name\": \"three\", \"scenario\": \"firm.json\" }],"
    "\"patterns\": [{ \"id\": \"A\", \"text\": \"a\", \"run\": \"one\", \"worth\": \"T\","
    " \"kind\": \"reported\", \"band\": [0, null], \"value\": 1 }] }";

static void write_two_firms(void)
{
    write_file("plain.json",
               "{ \"format\": 1, \"name\": \"plain\", \"time\": { \"start\": 2000, \"end\": 2003 },"
               " \"themes\": [{ \"name\": \"work\" }], \"units\": [{ \"name\": \"desk\", \"size\": "
               "8 }] }");
    write_file("firm.json", firm);
    write_file("two.json", two_firms);
}

START_TEST(an_override_is_for_the_scenarios_that_have_what_it_changes)
{
    write_two_firms();
    static const ist_override set[] = {{.pointer = "/units/name=shops/count", .value = "4"},
                                       {.pointer = "/time/end", .value = "2002.5"}};
    ist_scenario_options options = ist_scenario_options_default();
    options.set = set;
    options.set_count = 2;
    ist_errors *errors = ist_errors_create();
    ist_patterns *patterns = ist_patterns_load("two.json", &options, errors);
    print_errors(errors);
    ck_assert_ptr_nonnull(patterns);
    ist_pattern_run_info info[3];
    for (int32_t k = 0; k < 3; k++) {
        ck_assert(ist_patterns_run(patterns, k, &info[k]));
    }
    ck_assert_int_eq(ist_model_ticks(info[0].model), 31);
    ck_assert_int_eq(ist_model_employees(info[2].model), 32);
    ck_assert_int_eq(ist_model_ticks(info[2].model), 31);
    ist_patterns_destroy(patterns);
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(an_override_for_no_scenario_is_told_once)
{
    write_two_firms();
    static const ist_override set[] = {{.pointer = "/units/name=shop/count", .value = "4"}};
    ist_scenario_options options = ist_scenario_options_default();
    options.set = set;
    options.set_count = 1;
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(ist_patterns_load("two.json", &options, errors));
    print_errors(errors);
    ck_assert_int_eq(ist_errors_count(errors), 1);
    ist_errors_destroy(errors);
}
END_TEST

// Everything that is wrong with a text of patterns, one report a line.
static void expect_faults(const char *text, const char *const *parts, int32_t count)
{
    write_file("faulty.json", text);
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(ist_patterns_load("faulty.json", NULL, errors));
    print_errors(errors);
    ck_assert_int_eq(ist_errors_count(errors), count);
    for (int32_t k = 0; k < count; k++) {
        char report[1024];
        ist_error_format(ist_errors_get(errors, k), report, sizeof report);
        ck_assert_ptr_nonnull(strstr(report, parts[k]));
    }
    ist_errors_destroy(errors);
}

#define ONE_PATTERN(value)                                                                 \
    "\"patterns\": [{ \"id\": \"A\", \"text\": \"a\", \"run\": \"one\", \"worth\": \"T\"," \
    " \"kind\": \"reported\", \"band\": [0, null], \"value\": " value " }] }"

#define ONE_RUN                                                                        \
    "{ \"format\": 1, \"title\": \"a\", \"runs\": [{ \"name\": \"one\", \"scenario\":" \
    " \"firm.json\" }], "

START_TEST(a_misspelled_name_in_a_selector_is_noticed)
{
    write_file("firm.json", firm);
    static const char *const parts[] = {
        ("unknown theme \"wrok\" (/patterns/0/value/total/0/count/theme); allowed: work; "
         "did you mean \"work\"?"),
        "unknown community \"clubb\"", "unknown manager group \"boss\""};
    expect_faults(ONE_RUN ONE_PATTERN("{ \"total\": [{ \"count\": { \"theme\": \"wrok\" } },"
                                      " { \"count\": { \"name\": \"clubb\" } },"
                                      " { \"count\": { \"overseer\": \"boss\" } }] }"),
                  parts, 3);
}
END_TEST

START_TEST(names_of_the_scenario_are_known)
{
    static const ist_override set[] = {
        {.pointer = "/managers",
         .value = "[{ \"name\": \"boss\", \"count\": 1, \"heads_of\": \"shops\", \"policy\": "
                  "\"own\" }]"},
        {.pointer = "/policies", .value = "[{ \"name\": \"own\", \"base\": \"liaison\" }]"}};
    ist_scenario_options options = ist_scenario_options_default();
    options.set = set;
    options.set_count = 2;
    ist_patterns_destroy(
        load(ONE_RUN ONE_PATTERN("{ \"count\": { \"theme\": \"work\", \"name\": \"club\","
                                 " \"overseer\": \"boss\" } }"),
             &options));
}
END_TEST

static void expect_no_patterns(const char *path, const ist_scenario_options *options,
                               ist_status status)
{
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(ist_patterns_load(path, options, errors));
    ck_assert_int_eq(ist_errors_status(errors), status);
    ist_errors_destroy(errors);
}

START_TEST(senseless_arguments_are_refused)
{
    ist_scenario_options options = ist_scenario_options_default();
    expect_no_patterns(NULL, NULL, IST_ERR_ARGUMENT);
    expect_no_patterns("nowhere.json", NULL, IST_ERR_IO);
    options.set_count = 1;
    expect_no_patterns("patterns.json", &options, IST_ERR_ARGUMENT);
    options.def_size = 0;
    expect_no_patterns("patterns.json", &options, IST_ERR_DEF_NOT_INITIALIZED);
    ist_patterns_destroy(NULL);
    ist_validation_destroy(NULL);
    ist_jitter_destroy(NULL);
}
END_TEST

START_TEST(a_faulty_scenario_is_reported_once)
{
    write_file("bad.json", "{ \"format\": 1, \"nmae\": \"x\" }");
    static const char *const parts[] = {"bad.json:1:16"};
    write_file("faulty.json",
               "{ \"format\": 1, \"title\": \"a\", \"runs\": [{ \"name\": \"one\","
               " \"scenario\": \"bad.json\" }, { \"name\": \"two\", \"scenario\": \"bad.json\","
               " \"set\": { \"/time/end\": 5 } }], " ONE_PATTERN("1"));
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(ist_patterns_load("faulty.json", NULL, errors));
    print_errors(errors);
    int32_t places = 0;
    for (int32_t k = 0; k < ist_errors_count(errors); k++) {
        char report[1024];
        ist_error_format(ist_errors_get(errors, k), report, sizeof report);
        places += strstr(report, parts[0]) != NULL;
    }
    ck_assert_int_eq(places, 1);
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_missing_scenario_is_reported)
{
    static const char *const parts[] = {"nowhere.json"};
    expect_faults("{ \"format\": 1, \"title\": \"a\", \"runs\": [{ \"name\": \"one\","
                  " \"scenario\": \"nowhere.json\" }], " ONE_PATTERN("1"),
                  parts, 1);
}
END_TEST

// ---- What is run

static isti_plan plan_of(const ist_patterns *patterns, int32_t pattern)
{
    bool is_asked[PATTERNS] = {false};
    is_asked[pattern] = true;
    const isti_change nothing = {0};
    isti_plan plan;
    ck_assert_int_eq(isti_plan_open(&plan, patterns, is_asked, &nothing, NULL), IST_OK);
    return plan;
}

START_TEST(only_the_runs_asked_for_are_made)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    isti_plan plan = plan_of(patterns, TWIN);
    ck_assert_int_eq(plan.runs, 2);
    ck_assert_int_ge(plan.run_of[FIRM], 0);
    ck_assert_int_ge(plan.run_of[WITHOUT], 0);
    ck_assert_int_eq(plan.run_of[CALM], -1);
    ck_assert_uint_eq(plan.run[plan.run_of[WITHOUT]].off, IST_OFF(IST_MECHANISM_FOUNDING));
    ck_assert_uint_ne(isti_plan_identity(&plan, FIRM), isti_plan_identity(&plan, WITHOUT));
    ck_assert_uint_eq(isti_plan_identity(&plan, CALM), 0);
    isti_plan_clear(&plan);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(runs_alike_are_made_once)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    isti_plan plan = plan_of(patterns, SAME);
    ck_assert_int_eq(plan.runs, 1);
    ck_assert_int_eq(plan.run_of[FIRM], plan.run_of[AGAIN]);
    isti_plan_clear(&plan);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(a_run_ends_when_nobody_looks_any_more)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    isti_plan plan = plan_of(patterns, LIVES);
    ck_assert_int_eq(plan.run[0].ticks, 25); // up to the tick of 2002
    ck_assert(!plan.run[0].with_communities);
    isti_plan_clear(&plan);
    plan = plan_of(patterns, TOLD); // communities are known by their ends
    ck_assert_int_eq(plan.run[0].ticks, 37);
    ck_assert(plan.run[0].with_communities);
    isti_plan_clear(&plan);
    plan = plan_of(patterns, SHORT);
    ck_assert_int_eq(plan.run[0].ticks, 13);
    isti_plan_clear(&plan);
    ist_patterns_destroy(patterns);
}
END_TEST

#define UNTIL(year)                                                                    \
    "{ \"format\": 1, \"title\": \"a\", \"runs\": [{ \"name\": \"one\", \"scenario\":" \
    " \"firm.json\", \"until\": " year                                                 \
    " }], " ONE_PATTERN("{ \"at\": 2000, \"of\": \"communities\" }")

static const char *const early[] = {UNTIL("1999"), UNTIL("2000"), UNTIL("2000.05")};

START_TEST(a_run_makes_at_least_one_tick)
{
    ist_patterns *patterns = load(early[_i], NULL);
    isti_plan plan = plan_of(patterns, 0);
    ck_assert_int_eq(plan.run[0].ticks, 1);
    isti_plan_clear(&plan);
    ist_validation_def def = small_def();
    def.replicates = 1;
    ist_validation *v = run(patterns, &def);
    ck_assert_double_eq(ist_validation_values(v, 0)[0], 1.0); // the club
    ist_validation_destroy(v);
    ist_patterns_destroy(patterns);
}
END_TEST

// ---- What a run leaves behind

static void expect_life(const isti_record *record, const ist_state *state, int32_t c)
{
    const isti_life *life = &record->life[c];
    ist_community_info info;
    ck_assert(ist_community_get(state, (ist_community_id){c + 1}, &info));
    ck_assert_int_eq(life->founded, info.founded);
    ck_assert_int_eq(life->ended, info.ended);
    ck_assert_int_eq(life->founders, info.founders);
    ck_assert_int_eq(life->origin, info.origin);
    ck_assert_int_eq(life->stage, info.stage);
    ck_assert_int_eq(life->official, info.official);
    ck_assert_double_eq(life->autonomy, info.autonomy);
    ck_assert_str_eq(life->theme, "work");
    ck_assert_pstr_eq(life->name, info.name);
    ck_assert_int_eq(life->rows, (info.active ? record->ticks : info.ended) - info.founded);
    for (int32_t t = 0; t < record->ticks; t++) {
        const ist_community_row *row = isti_life_row(life, t);
        const bool was_active = t >= info.founded && (info.active || t < info.ended);
        ck_assert_int_eq(row != NULL, was_active);
        ck_assert(!row || (row->community.number == c + 1 && row->tick == t));
    }
}

START_TEST(a_record_keeps_every_community_in_order)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    ist_pattern_run_info info;
    ck_assert(ist_patterns_run(patterns, FIRM, &info));
    isti_record record;
    ck_assert_int_eq(isti_record_open(&record, info.model, true), IST_OK);
    ist_run_def def = ist_run_def_default();
    def.replicate = (uint32_t)_i;
    ist_state *state = ist_state_create(info.model, &def, NULL);
    const ist_observer observer = ist_recorder_observer(record.recorder);
    ck_assert_int_eq(ist_state_observe(state, &observer), IST_OK);
    ck_assert_int_eq(ist_run(state, ist_model_ticks(info.model)), IST_OK);
    ck_assert_int_eq(isti_record_finish(&record, state), IST_OK);
    ck_assert_int_eq(record.ticks, 37);
    ck_assert_int_ge(record.lives, 1);
    ck_assert_int_eq(record.lives, ist_state_communities(state));
    for (int32_t c = 0; c < record.lives; c++) {
        expect_life(&record, state, c);
    }
    for (int32_t meeting = 1; meeting <= IST_SENSITIVE_MEETINGS; meeting++) {
        int64_t asked;
        int64_t answered;
        ck_assert(ist_state_sensitive(state, meeting, &asked, &answered));
        ck_assert_int_eq(record.asked[meeting - 1], asked);
        ck_assert_int_eq(record.answered[meeting - 1], answered);
    }
    ist_state_destroy(state);
    isti_record_clear(&record);
    ist_patterns_destroy(patterns);
}
END_TEST

// The same number, from a run made by hand.
static double mean_activity(const ist_model *model, uint32_t replicate)
{
    ist_run_def def = ist_run_def_default();
    def.seed = 7;
    def.replicate = replicate;
    ist_state *state = ist_state_create(model, &def, NULL);
    const ist_recorder_def record = ist_recorder_def_default();
    ist_recorder *recorder = ist_recorder_create(model, &record, NULL);
    const ist_observer observer = ist_recorder_observer(recorder);
    ck_assert_int_eq(ist_state_observe(state, &observer), IST_OK);
    ck_assert_int_eq(ist_run(state, 24), IST_OK);
    double sum = 0.0;
    for (int32_t t = 12; t < 24; t++) {
        sum += ist_recorder_series(recorder, IST_METRIC_ACTIVITY)[t];
    }
    ist_state_destroy(state);
    ist_recorder_destroy(recorder);
    return sum / 12;
}

START_TEST(a_value_is_that_of_the_run_of_its_number)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    ist_pattern_run_info info;
    ck_assert(ist_patterns_run(patterns, FIRM, &info));
    ist_validation_def def = small_def();
    def.first = 3;
    def.replicates = 2;
    ist_validation *v = run(patterns, &def);
    ck_assert_int_eq(ist_validation_replicates(v), 2);
    ck_assert_double_eq(ist_validation_values(v, LIVES)[0], mean_activity(info.model, 3));
    ck_assert_double_eq(ist_validation_values(v, LIVES)[1], mean_activity(info.model, 4));
    ck_assert_double_ne(ist_validation_values(v, LIVES)[0], ist_validation_values(v, LIVES)[1]);
    ist_validation_destroy(v);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(a_broken_band_is_reported_as_broken)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    const ist_validation_def def = small_def();
    ist_validation *v = run(patterns, &def);
    ck_assert(verdict_in(v, LIVES).judged && verdict_in(v, LIVES).holds);
    ck_assert(verdict_in(v, BROKEN).judged && !verdict_in(v, BROKEN).holds);
    ck_assert_double_eq(verdict_in(v, BROKEN).share, 0.0);
    ck_assert(verdict_in(v, TWIN).holds);
    ck_assert(verdict_in(v, SAME).holds);
    ck_assert(!verdict_in(v, TOLD).judged);
    ck_assert_double_ge(verdict_in(v, TOLD).median, 1.0);
    ck_assert_int_eq(verdict_in(v, SHORT).missing, REPLICATES); // the run was over by then
    ck_assert(!ist_validation_holds(v));
    ist_validation_destroy(v);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(everything_holds_where_nothing_is_broken)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    static const int32_t only[] = {TWIN, LIVES, SHORT};
    ist_validation_def def = small_def();
    def.only = only;
    def.only_count = 3;
    ist_validation *v = run(patterns, &def);
    ck_assert(ist_validation_holds(v));
    ck_assert(verdict_in(v, TWIN).judged);
    ck_assert(!verdict_in(v, BROKEN).judged);
    ck_assert_int_eq(verdict_in(v, BROKEN).missing, REPLICATES);
    ck_assert_double_nan(ist_validation_values(v, BROKEN)[0]);
    ck_assert_ptr_null(ist_validation_values(v, PATTERNS));
    ist_verdict none;
    ck_assert(!ist_validation_verdict(v, PATTERNS, &none));
    ck_assert(!ist_validation_verdict(v, -1, &none));
    ist_validation_destroy(v);
    ist_patterns_destroy(patterns);
}
END_TEST

static void expect_same(const ist_validation *a, const ist_validation *b)
{
    for (int32_t p = 0; p < PATTERNS; p++) {
        ck_assert_mem_eq(ist_validation_values(a, p), ist_validation_values(b, p),
                         REPLICATES * sizeof(double));
        const ist_verdict x = verdict_in(a, p);
        const ist_verdict y = verdict_in(b, p);
        ck_assert_int_eq(x.holds, y.holds);
        ck_assert_int_eq(x.replicates, y.replicates);
        ck_assert(x.median == y.median || (isnan(x.median) && isnan(y.median)));
        ck_assert(x.mean_low == y.mean_low || (isnan(x.mean_low) && isnan(y.mean_low)));
    }
}

static const int32_t worker_counts[] = {2, 3, 0};

START_TEST(results_do_not_depend_on_workers)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    ist_validation_def def = small_def();
    ist_validation *one = run(patterns, &def);
    def.workers = worker_counts[_i];
    ist_validation *several = run(patterns, &def);
    expect_same(one, several);
    ist_validation_destroy(several);
    ist_validation_destroy(one);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(the_order_of_visits_does_not_matter)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    ist_validation_def def = small_def();
    ist_validation *forward = run(patterns, &def);
    def.reversed = true;
    ist_validation *backward = run(patterns, &def);
    expect_same(forward, backward);
    ist_validation_destroy(backward);
    ist_validation_destroy(forward);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(weeks_instead_of_months_are_other_runs_of_the_same_kind)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    ist_validation_def def = small_def();
    ist_validation *months = run(patterns, &def);
    def.ticks_per_year = 52;
    ist_validation *weeks = run(patterns, &def);
    ck_assert_double_ne(ist_validation_values(months, LIVES)[0],
                        ist_validation_values(weeks, LIVES)[0]);
    ck_assert(verdict_in(weeks, LIVES).holds);
    ck_assert_uint_eq(ist_validation_parameter_hash(months), ist_validation_parameter_hash(weeks));
    ist_validation_destroy(weeks);
    ist_validation_destroy(months);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(parameters_of_all_runs_may_be_set)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    static const char *const name[] = {"attend_base"};
    static const double value[] = {-2.75}; // nobody comes
    ist_validation_def def = small_def();
    ist_validation *before = run(patterns, &def);
    def.parameter = name;
    def.parameter_value = value;
    def.parameter_count = 1;
    ist_validation *after = run(patterns, &def);
    ck_assert_uint_ne(ist_validation_parameter_hash(before), 0);
    ck_assert_uint_ne(ist_validation_parameter_hash(after), 0);
    ck_assert_uint_ne(ist_validation_parameter_hash(before), ist_validation_parameter_hash(after));
    ck_assert_double_lt(verdict_in(after, LIVES).median, verdict_in(before, LIVES).median);
    ist_validation_destroy(after);
    ist_validation_destroy(before);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(runs_with_parameters_of_their_own_share_no_hash)
{
    write_file("firm.json", firm);
    ist_patterns *patterns = load("{ \"format\": 1, \"title\": \"a\", \"runs\": ["
                                  "{ \"name\": \"one\", \"scenario\": \"firm.json\" },"
                                  "{ \"name\": \"two\", \"scenario\": \"firm.json\","
                                  " \"set\": { \"/parameters/kappa\": 3 } }], " ONE_PATTERN(
                                      "{ \"difference\": [{ \"count\": {} },"
                                      " { \"in\": \"two\", \"value\": { \"count\": {} } }] }"),
                                  NULL);
    const ist_validation_def def = small_def();
    ist_validation *v = run(patterns, &def);
    ck_assert_uint_eq(ist_validation_parameter_hash(v), 0);
    ist_validation_destroy(v);
    ist_patterns_destroy(patterns);
}
END_TEST

// ---- Values that are known already

START_TEST(what_comes_from_the_same_runs_is_taken_over)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    ist_validation_def def = small_def();
    ist_validation *base = run(patterns, &def);
    def.ablation = NO_CLUB;
    ist_validation *all = run(patterns, &def);
    def.base = base;
    ist_validation *opened = isti_validation_open(patterns, &def, NULL);
    ck_assert_int_eq(opened->plan.run_of[OTHER_RUN], -1); // of a scenario that is as before
    ck_assert_int_ge(opened->plan.run_of[FIRM], 0);
    ist_validation_destroy(opened);
    ist_validation *rest = run(patterns, &def);
    expect_same(all, rest);
    def.base = rest; // with the ablation itself nothing is left to run
    opened = isti_validation_open(patterns, &def, NULL);
    ck_assert_int_eq(opened->plan.runs, 0);
    ist_validation_destroy(opened);
    ist_validation *none = run(patterns, &def);
    expect_same(all, none);
    ck_assert_uint_eq(ist_validation_parameter_hash(all), ist_validation_parameter_hash(none));
    ist_validation_destroy(none);
    ist_validation_destroy(rest);
    ist_validation_destroy(all);
    ist_validation_destroy(base);
    ist_patterns_destroy(patterns);
}
END_TEST

static int32_t runs_left(const ist_patterns *patterns, const ist_validation_def *def)
{
    ist_validation *opened = isti_validation_open(patterns, def, NULL);
    const int32_t runs = opened->plan.runs;
    ist_validation_destroy(opened);
    return runs;
}

START_TEST(other_runs_are_not_taken_for_the_same)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    static const int32_t only[] = {OTHER};
    const int32_t all = 5; // those of the file, but "again"
    ist_validation_def def = small_def();
    ist_validation *base = run(patterns, &def);
    def.base = base;
    ck_assert_int_eq(runs_left(patterns, &def), 0);
    def.seed = 8;
    ck_assert_int_eq(runs_left(patterns, &def), all);
    def.seed = 7;
    def.first = 1;
    ck_assert_int_eq(runs_left(patterns, &def), all);
    def.first = 0;
    def.replicates--;
    ck_assert_int_eq(runs_left(patterns, &def), all);
    def.replicates++;
    def.reversed = true;
    ck_assert_int_eq(runs_left(patterns, &def), all);
    def.reversed = false;
    def.ticks_per_year = 24;
    ck_assert_int_eq(runs_left(patterns, &def), all);
    def.ticks_per_year = 0;
    def.ablation = FOUNDING; // "firm" and "without" are one run then
    ck_assert_int_eq(runs_left(patterns, &def), all - 1);
    ist_validation_destroy(base);
    def = small_def();
    def.only = only;
    def.only_count = 1;
    base = run(patterns, &def);
    def = small_def();
    def.base = base;
    ck_assert_int_eq(runs_left(patterns, &def), all - 1);
    ist_validation_destroy(base);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(what_the_base_was_not_asked_is_run)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    static const int32_t only[] = {LIVES};
    ist_validation_def def = small_def();
    ist_validation *all = run(patterns, &def);
    def.only = only;
    def.only_count = 1;
    ist_validation *base = run(patterns, &def);
    def = small_def();
    def.base = base;
    ist_validation *rest = run(patterns, &def);
    expect_same(all, rest);
    ist_validation_destroy(rest);
    ist_validation_destroy(base);
    ist_validation_destroy(all);
    ist_patterns_destroy(patterns);
}
END_TEST

// ---- Progress, stopping, refusals

typedef struct journal {
    int32_t asked, patience; // times it may be asked; 0: without limit
    double first, done;
} journal;

static bool note_progress(void *context, double done)
{
    journal *j = context;
    ck_assert_double_ge(done, j->done);
    ck_assert_double_le(done, 1.0);
    j->first = j->asked == 0 ? done : j->first;
    j->done = done;
    j->asked++;
    return j->patience == 0 || j->asked < j->patience;
}

START_TEST(progress_goes_from_nothing_to_all)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    journal j = {0};
    ist_validation_def def = small_def();
    def.workers = _i;
    def.on_progress = note_progress;
    def.context = &j;
    ist_validation_destroy(run(patterns, &def));
    ck_assert_double_eq_tol(j.done, 1.0, 1e-9);
    ck_assert_double_lt(j.first, 0.1);
    ck_assert_int_gt(j.asked, REPLICATES * 3);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(whoever_watches_may_stop_it)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    journal j = {.patience = 4};
    ist_validation_def def = small_def();
    def.workers = _i;
    def.on_progress = note_progress;
    def.context = &j;
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(ist_validation_run(patterns, &def, errors));
    ck_assert_int_eq(ist_errors_status(errors), IST_STOPPED);
    ck_assert_int_eq(j.asked, 4);
    ist_errors_destroy(errors);
    ist_patterns_destroy(patterns);
}
END_TEST

static void expect_refusal(const ist_patterns *patterns, const ist_validation_def *def,
                           ist_status status)
{
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(ist_validation_run(patterns, def, errors));
    ck_assert_int_eq(ist_errors_status(errors), status);
    ist_errors_destroy(errors);
    ck_assert_ptr_null(ist_validation_run(patterns, def, NULL));
}

START_TEST(senseless_definitions_are_refused)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    static const int32_t only[] = {PATTERNS};
    static const char *const parameter[] = {"kapa", "kappa", "kappa"};
    static const double value[] = {1.0, NAN, 1e9};
    ist_validation_def def = small_def();
    def.def_size = 0;
    expect_refusal(patterns, &def, IST_ERR_DEF_NOT_INITIALIZED);
    def = small_def();
    def.replicates = 0;
    expect_refusal(patterns, &def, IST_ERR_ARGUMENT);
    def = small_def();
    def.first = INT32_MAX;
    expect_refusal(patterns, &def, IST_ERR_ARGUMENT);
    def = small_def();
    def.workers = -1;
    expect_refusal(patterns, &def, IST_ERR_ARGUMENT);
    def = small_def();
    def.ticks_per_year = -12;
    expect_refusal(patterns, &def, IST_ERR_ARGUMENT);
    def = small_def();
    def.ablation = 3;
    expect_refusal(patterns, &def, IST_ERR_ARGUMENT);
    def = small_def();
    def.only = only;
    expect_refusal(patterns, &def, IST_ERR_ARGUMENT);
    def.only_count = 1;
    expect_refusal(patterns, &def, IST_ERR_ARGUMENT);
    def = small_def();
    def.parameter_count = 1;
    expect_refusal(patterns, &def, IST_ERR_ARGUMENT);
    for (int32_t k = 0; k < 3; k++) {
        def.parameter = &parameter[k];
        def.parameter_value = &value[k];
        expect_refusal(patterns, &def, k == 0 ? IST_ERR_UNKNOWN_NAME : IST_ERR_RANGE);
    }
    ist_patterns_destroy(patterns);
}
END_TEST

// ---- Ablations

typedef struct pair {
    ist_patterns *patterns;
    ist_validation *with, *without; // the ablation
} pair;

static pair ablate(int32_t ablation)
{
    pair p = {.patterns = load(patterns_text, NULL)};
    ist_validation_def def = small_def();
    p.without = run(p.patterns, &def);
    def.ablation = ablation;
    p.with = run(p.patterns, &def);
    return p;
}

static void close_pair(pair *p)
{
    ist_validation_destroy(p->with);
    ist_validation_destroy(p->without);
    ist_patterns_destroy(p->patterns);
}

static void expect_row(const pair *p, int32_t ablation, int32_t index, ist_ablation_row expected)
{
    ist_ablation_row row;
    ck_assert(ist_ablation_expectation(p->patterns, ablation, index, p->with, p->without, &row));
    ck_assert_int_eq(row.expectation, expected.expectation);
    ck_assert_int_eq(row.pattern, expected.pattern);
    ck_assert_int_eq(row.group, expected.group);
    ck_assert_int_eq(row.applies, expected.applies);
    ck_assert_int_eq(row.met, expected.met);
}

START_TEST(an_ablation_breaks_and_spares)
{
    pair p = ablate(FOUNDING);
    ck_assert(!verdict_in(p.with, LIVES).holds);
    expect_row(&p, FOUNDING, 0,
               (ist_ablation_row){IST_EXPECT_BREAKS, LIVES, 0, .applies = true, .met = true});
    // Of a group one is enough; what was broken before cannot break.
    expect_row(&p, FOUNDING, 1,
               (ist_ablation_row){IST_EXPECT_BREAKS, BROKEN, 0, .applies = false, .met = true});
    expect_row(&p, FOUNDING, 2,
               (ist_ablation_row){IST_EXPECT_BREAKS, BROKEN, 1, .applies = false, .met = false});
    expect_row(&p, FOUNDING, 3,
               (ist_ablation_row){IST_EXPECT_SPARES, SAME, -1, .applies = true, .met = true});
    // Both runs of the twin are without communities now.
    expect_row(&p, FOUNDING, 4,
               (ist_ablation_row){IST_EXPECT_SPARES, TWIN, -1, .applies = true, .met = false});
    expect_row(&p, FOUNDING, 5,
               (ist_ablation_row){IST_EXPECT_WEAKENS, LIVES, -1, .applies = true, .met = true});
    ist_ablation_row row;
    ck_assert(!ist_ablation_expectation(p.patterns, FOUNDING, 6, p.with, p.without, &row));
    ck_assert(!ist_ablation_expectation(p.patterns, FOUNDING, -1, p.with, p.without, &row));
    ck_assert(!ist_ablation_expectation(p.patterns, 3, 0, p.with, p.without, &row));
    close_pair(&p);
}
END_TEST

START_TEST(an_ablation_may_change_scenarios)
{
    pair p = ablate(NO_CLUB);
    ck_assert_double_lt(verdict_in(p.with, LIVES).mean, verdict_in(p.without, LIVES).mean);
    expect_row(&p, NO_CLUB, 1,
               (ist_ablation_row){IST_EXPECT_WEAKENS, LIVES, -1, .applies = true, .met = true});
    close_pair(&p);
}
END_TEST

START_TEST(an_ablation_of_nothing_is_caught)
{
    pair p = ablate(NOTHING);
    expect_same(p.with, p.without);
    expect_row(&p, NOTHING, 0,
               (ist_ablation_row){IST_EXPECT_BREAKS, LIVES, 0, .applies = true, .met = false});
    expect_row(&p, NOTHING, 1,
               (ist_ablation_row){IST_EXPECT_WEAKENS, LIVES, -1, .applies = true, .met = false});
    close_pair(&p);
}
END_TEST

START_TEST(expectations_have_names)
{
    ck_assert_str_eq(ist_expectation_name(IST_EXPECT_BREAKS), "breaks");
    ck_assert_str_eq(ist_expectation_name(IST_EXPECT_SPARES), "spares");
    ck_assert_str_eq(ist_expectation_name(IST_EXPECT_WEAKENS), "weakens");
    ck_assert_ptr_null(ist_expectation_name(IST_EXPECT_COUNT));
}
END_TEST

// A double whose calendar sets what people are said to bring about: the pattern holds in both, but
// only where people bring it about does it need them.
#define DOUBLE(name, what, event)                                                        \
    "{ \"format\": 1, \"name\": \"" name "\",\n"                                         \
    "  \"time\": { \"start\": 2000, \"end\": 2003, \"ticks_per_year\": 12 },\n"          \
    "  \"organization\": { \"emphasis\": 0, \"institutionalization\": 0.2 },\n"          \
    "  \"parameters\": { \"propose_rate\": 0, \"lambda_connect\": 0, \"bud_rate\": 0,\n" \
    "    \"problem_rate\": 20, \"theta\": 0.05, \"attend_base\": 2, \"n_min\": 2,\n"     \
    "    \"kappa\": " what " },\n"                                                       \
    "  \"themes\": [{ \"name\": \"work\", \"demand\": 1 }],\n"                           \
    "  \"units\": [{ \"name\": \"shops\", \"count\": 6, \"size\": 8,\n"                  \
    "               \"people\": { \"manager\": 1 }, \"rest\": \"professional\" }],\n"    \
    "  \"events\": [" event "] }\n"

static const char living[] = DOUBLE("living", "40", "");
static const char scripted[] =
    DOUBLE("scripted", "0",
           "{ \"at\": 2000, \"kind\": \"launch\", \"name\": \"again\", \"theme\": \"work\","
           " \"size\": 8 }");

static const char rebirth[] =
    "{ \"format\": 1, \"title\": \"Rebirth\",\n"
    "\"runs\": [{ \"name\": \"firm\", \"scenario\": \"double.json\" }],\n"
    "\"patterns\": [{ \"id\": \"BORN\", \"text\": \"communities come to be\", \"run\": \"firm\",\n"
    "  \"worth\": \"T\", \"kind\": \"typical\", \"band\": [1, null], \"value\": { \"count\": {} } "
    "}],\n"
    "\"ablations\": [{ \"name\": \"initiative\", \"text\": \"nobody regroups\",\n"
    "  \"off\": [\"initiative\"], \"breaks\": [[\"BORN\"]], \"spares\": [], \"weakens\": [] }] }\n";

static bool needs_initiative(const char *scenario)
{
    write_file("double.json", scenario);
    pair p = {.patterns = load(rebirth, NULL)};
    ist_validation_def def = small_def();
    p.without = run(p.patterns, &def);
    def.ablation = 0;
    p.with = run(p.patterns, &def);
    ist_ablation_row row;
    ck_assert(ist_ablation_expectation(p.patterns, 0, 0, p.with, p.without, &row));
    ck_assert(row.applies); // the pattern holds all the same
    close_pair(&p);
    return row.met;
}

START_TEST(a_script_is_caught_by_its_ablation)
{
    ck_assert(needs_initiative(living));
    ck_assert(!needs_initiative(scripted));
}
END_TEST

// ---- Jitter

enum { DRAWS = 7 };

START_TEST(every_stratum_is_used_once)
{
    double place[DRAWS];
    bool is_used[DRAWS] = {false};
    ck_assert_int_eq(isti_hypercube_column(5, _i, DRAWS, place), IST_OK);
    for (int32_t k = 0; k < DRAWS; k++) {
        ck_assert(place[k] > 0.0 && place[k] < 1.0);
        const int32_t stratum = (int32_t)(place[k] * DRAWS);
        ck_assert(!is_used[stratum]);
        is_used[stratum] = true;
    }
}
END_TEST

START_TEST(columns_differ_by_parameter_and_seed_alone)
{
    double a[DRAWS];
    double b[DRAWS];
    ck_assert_int_eq(isti_hypercube_column(5, 0, DRAWS, a), IST_OK);
    ck_assert_int_eq(isti_hypercube_column(5, 0, DRAWS, b), IST_OK);
    ck_assert_mem_eq(a, b, sizeof a);
    ck_assert_int_eq(isti_hypercube_column(5, 1, DRAWS, b), IST_OK);
    ck_assert_mem_ne(a, b, sizeof a);
    ck_assert_int_eq(isti_hypercube_column(6, 0, DRAWS, b), IST_OK);
    ck_assert_mem_ne(a, b, sizeof a);
}
END_TEST

START_TEST(a_parameter_moves_within_reach_and_range)
{
    const ist_parameter_info wide = {.minimum = -100.0, .maximum = 100.0};
    ck_assert_double_eq_tol(isti_jittered(&wide, 10.0, 0.1, 0.0), 9.0, 1e-12);
    ck_assert_double_eq_tol(isti_jittered(&wide, 10.0, 0.1, 0.5), 10.0, 1e-12);
    ck_assert_double_eq_tol(isti_jittered(&wide, 10.0, 0.1, 0.75), 10.5, 1e-12);
    ck_assert_double_eq_tol(isti_jittered(&wide, -10.0, 0.1, 0.0), -11.0, 1e-12);
    ck_assert_double_eq(isti_jittered(&wide, 0.0, 0.1, 0.9), 0.0);
    const ist_parameter_info share = {.minimum = 0.0, .maximum = 1.0};
    ck_assert_double_eq_tol(isti_jittered(&share, 0.95, 0.1, 0.999999), 1.0, 1e-6);
    ck_assert_double_eq_tol(isti_jittered(&share, 0.95, 0.1, 0.0), 0.855, 1e-12);
}
END_TEST

START_TEST(an_integer_moves_only_by_whole_numbers)
{
    const ist_parameter_info people = {.minimum = 1.0, .maximum = 100.0, .is_integer = true};
    ck_assert_double_eq(isti_jittered(&people, 3.0, 0.1, 0.01), 3.0); // 2.7 to 3.3
    ck_assert_double_eq(isti_jittered(&people, 3.0, 0.1, 0.99), 3.0);
    ck_assert_double_eq(isti_jittered(&people, 8.0, 0.1, 0.01), 7.0); // 7.2 to 8.8
    ck_assert_double_eq(isti_jittered(&people, 8.0, 0.1, 0.5), 8.0);
    ck_assert_double_eq(isti_jittered(&people, 8.0, 0.1, 0.99), 9.0);
}
END_TEST

typedef struct draws {
    int32_t count, stop_after; // 0: never
    int32_t holding[PATTERNS];
    double median[PATTERNS][DRAWS];
    uint64_t hash[DRAWS];
} draws;

static bool note_draw(void *context, int32_t draw, const ist_validation *v)
{
    draws *d = context;
    ck_assert_int_eq(draw, d->count);
    d->count++;
    for (int32_t p = 0; p < PATTERNS; p++) {
        const ist_verdict seen = verdict_in(v, p);
        d->median[p][draw] = seen.median;
        d->holding[p] += p == LIVES ? seen.median >= 0.5 : p == TWIN ? seen.mean > 0.0 : seen.holds;
    }
    d->hash[draw] = ist_validation_parameter_hash(v);
    return d->stop_after == 0 || d->count < d->stop_after;
}

static ist_jitter_def small_jitter(draws *d)
{
    ist_jitter_def def = ist_jitter_def_default();
    def.draws = DRAWS;
    def.runs.seed = 7;
    def.runs.replicates = 2;
    def.runs.workers = 1;
    def.on_draw = note_draw;
    def.context = d;
    return def;
}

static ist_jitter *jitter(const ist_patterns *patterns, const ist_jitter_def *def)
{
    ist_errors *errors = ist_errors_create();
    ist_jitter *j = ist_jitter_run(patterns, def, errors);
    print_errors(errors);
    ck_assert_ptr_nonnull(j);
    ist_errors_destroy(errors);
    return j;
}

START_TEST(draws_come_in_order_and_are_summed_up)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    draws d = {0};
    const ist_jitter_def def = small_jitter(&d);
    ist_jitter *j = jitter(patterns, &def);
    ck_assert_int_eq(d.count, DRAWS);
    ck_assert_int_eq(ist_jitter_draws(j), DRAWS);
    ck_assert_int_eq(ist_jitter_pattern_holds(j, LIVES), d.holding[LIVES]);
    ck_assert_int_eq(ist_jitter_pattern_holds(j, BROKEN), 0);
    ck_assert_int_eq(ist_jitter_pattern_holds(j, SAME), DRAWS);
    ck_assert_int_eq(ist_jitter_pattern_holds(j, TWIN), d.holding[TWIN]);
    ck_assert_int_eq(ist_jitter_pattern_holds(j, TOLD), 0);
    ck_assert_int_eq(ist_jitter_pattern_holds(j, PATTERNS), 0);
    ck_assert_double_eq(ist_jitter_median(j, LIVES, 0), d.median[LIVES][0]);
    ck_assert_double_eq(ist_jitter_median(j, LIVES, 3), d.median[LIVES][3]);
    ck_assert_double_nan(ist_jitter_median(j, LIVES, DRAWS));
    ck_assert_int_eq(ist_jitter_set_holds(j, 'C'), 0); // BROKEN
    ck_assert_int_eq(ist_jitter_set_holds(j, 'I'), DRAWS);
    ck_assert_int_eq(ist_jitter_set_holds(j, 0), 0);
    ck_assert_int_le(ist_jitter_set_holds(j, 'T'), isti_min_i(d.holding[LIVES], d.holding[TWIN]));
    ist_jitter_destroy(j);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(every_parameter_moves_around_the_models_own)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    draws d = {0};
    const ist_jitter_def def = small_jitter(&d);
    ist_jitter *j = jitter(patterns, &def);
    ist_pattern_run_info info;
    ck_assert(ist_patterns_run(patterns, FIRM, &info));
    for (int32_t p = 0; p < ist_parameter_count(); p++) {
        const ist_parameter_info *parameter = ist_parameter_get(p);
        const double own = ist_model_parameter(info.model, parameter->name);
        const double reach = fabs(own) * 0.1 + (parameter->is_integer ? 0.5 : 1e-12);
        for (int32_t k = 0; k < DRAWS; k++) {
            const double value = ist_jitter_values(j, k)[p];
            ck_assert_double_ge(value, isti_max(own - reach, parameter->minimum));
            ck_assert_double_le(value, isti_min(own + reach, parameter->maximum));
        }
    }
    for (int32_t k = 0; k < DRAWS; k++) {
        ck_assert_uint_ne(d.hash[k], 0); // the same in all runs
        ck_assert_uint_ne(d.hash[k], d.hash[(k + 1) % DRAWS]);
    }
    ck_assert_ptr_null(ist_jitter_values(j, DRAWS));
    ist_jitter_destroy(j);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(wide_draws_keep_ranges_in_order)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    draws d = {0};
    ist_jitter_def def = small_jitter(&d);
    def.reach = 0.6; // connect_low 3, connect_high 4: they would cross
    ist_jitter *j = jitter(patterns, &def);
    for (int32_t k = 0; k < DRAWS; k++) {
        const double *value = ist_jitter_values(j, k);
        double low = NAN;
        double high = NAN;
        double meetings = NAN;
        for (int32_t p = 0; p < ist_parameter_count(); p++) {
            const char *name = ist_parameter_get(p)->name;
            low = strcmp(name, "connect_low") == 0 ? value[p] : low;
            high = strcmp(name, "connect_high") == 0 ? value[p] : high;
            meetings = strcmp(name, "meetings_per_year") == 0 ? value[p] : meetings;
        }
        ck_assert_double_le(low, high);
        ck_assert_double_le(meetings, 12.0);
    }
    ist_jitter_destroy(j);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(draws_do_not_depend_on_workers)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    draws one = {0};
    draws several = {0};
    ist_jitter_def def = small_jitter(&one);
    ist_jitter_destroy(jitter(patterns, &def));
    def = small_jitter(&several);
    def.runs.workers = 3;
    ist_jitter_destroy(jitter(patterns, &def));
    ck_assert_mem_eq(one.median[LIVES], several.median[LIVES], sizeof one.median[LIVES]);
    ck_assert_mem_eq(one.hash, several.hash, sizeof one.hash);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(without_reach_every_draw_is_the_model_itself)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    draws d = {0};
    ist_jitter_def def = small_jitter(&d);
    def.reach = 0.0;
    ist_jitter_destroy(jitter(patterns, &def));
    ist_validation *v = run(patterns, &def.runs);
    ck_assert_uint_eq(d.hash[0], ist_validation_parameter_hash(v));
    ck_assert_double_eq(d.median[LIVES][DRAWS - 1], verdict_in(v, LIVES).median);
    ist_validation_destroy(v);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(draws_report_progress_over_all_of_them)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    draws d = {0};
    journal j = {0};
    ist_jitter_def def = small_jitter(&d);
    def.runs.workers = _i;
    def.runs.on_progress = note_progress;
    def.runs.context = &j;
    ist_jitter_destroy(jitter(patterns, &def));
    ck_assert_double_lt(j.first, 0.1);
    ck_assert_double_eq_tol(j.done, 1.0, 1e-9);
    ist_patterns_destroy(patterns);
}
END_TEST

static void expect_no_jitter(const ist_patterns *patterns, const ist_jitter_def *def,
                             ist_status status)
{
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(ist_jitter_run(patterns, def, errors));
    ck_assert_int_eq(ist_errors_status(errors), status);
    ist_errors_destroy(errors);
}

START_TEST(jitter_can_be_stopped_and_refused)
{
    ist_patterns *patterns = load(patterns_text, NULL);
    draws d = {.stop_after = 2};
    ist_jitter_def def = small_jitter(&d);
    expect_no_jitter(patterns, &def, IST_STOPPED);
    ck_assert_int_eq(d.count, 2);
    journal j = {.patience = 3};
    def.runs.on_progress = note_progress;
    def.runs.context = &j;
    expect_no_jitter(patterns, &def, IST_STOPPED);
    def = small_jitter(&d);
    def.def_size = 1;
    expect_no_jitter(patterns, &def, IST_ERR_DEF_NOT_INITIALIZED);
    def = small_jitter(&d);
    def.draws = 0;
    expect_no_jitter(patterns, &def, IST_ERR_ARGUMENT);
    def = small_jitter(&d);
    def.reach = 1.0;
    expect_no_jitter(patterns, &def, IST_ERR_RANGE);
    def.reach = NAN;
    expect_no_jitter(patterns, &def, IST_ERR_RANGE);
    def = small_jitter(&d);
    def.runs.replicates = 0;
    expect_no_jitter(patterns, &def, IST_ERR_ARGUMENT);
    ist_patterns_destroy(patterns);
}
END_TEST

// ---- Memory

// A validation, one with an ablation on top of it, and a draw of the same.
static ist_status run_all(const ist_patterns *patterns, ist_errors *errors)
{
    ist_validation_def def = small_def();
    def.replicates = 1;
    ist_validation *base = ist_validation_run(patterns, &def, errors);
    def.ablation = NO_CLUB;
    def.base = base;
    ist_validation *v = base ? ist_validation_run(patterns, &def, errors) : NULL;
    ist_jitter_def jitter_def = ist_jitter_def_default();
    jitter_def.draws = 1;
    jitter_def.runs = def;
    ist_jitter *j = v ? ist_jitter_run(patterns, &jitter_def, errors) : NULL;
    const bool has_all = j != NULL;
    // What is said to be done is done.
    ck_assert(!base || !isnan(ist_validation_values(base, LIVES)[0]));
    ck_assert(!v || !isnan(ist_validation_values(v, LIVES)[0]));
    ck_assert(!j || !isnan(ist_jitter_median(j, LIVES, 0)));
    ist_jitter_destroy(j);
    ist_validation_destroy(v);
    ist_validation_destroy(base);
    return has_all ? IST_OK : IST_ERR_NO_MEMORY;
}

// Everything there is to call, once; IST_OK where all of it went well.
static ist_status go(ist_errors *errors)
{
    ist_patterns *patterns = ist_patterns_load("patterns.json", NULL, errors);
    const ist_status status = patterns ? run_all(patterns, errors) : IST_ERR_NO_MEMORY;
    ist_patterns_destroy(patterns);
    return status;
}

// The validation and the jitter anew for each of some sites: every seventh of the first, beginning
// with a different one each time, then ever fewer.
static int64_t next_site(int64_t n)
{
    const int64_t stride = 7;
    const int64_t dense = 1000;
    return n < dense ? n + stride : n + stride + (n - dense) / 4;
}

static bool fails_cleanly(int64_t site, ist_status (*call)(ist_errors *), int32_t *failures)
{
    const int64_t before = isti_live_blocks();
    ist_errors *errors = ist_errors_create();
    isti_fault_arm(site, false);
    const ist_status status = call(errors);
    const bool fired = isti_fault_fired();
    isti_fault_disarm();
    *failures += status != IST_OK;
    // A list of errors is what one may do without.
    ck_assert(status == IST_OK || ist_errors_status(errors) == IST_ERR_NO_MEMORY);
    ist_errors_destroy(errors);
    ck_assert_msg(isti_live_blocks() == before, "site %d leaves %d blocks behind", (int)site,
                  (int)(isti_live_blocks() - before));
    return fired;
}

START_TEST(every_allocation_may_fail)
{
    ist_patterns_destroy(load(patterns_text, NULL));
    const int64_t before = isti_live_blocks();
    ck_assert_int_eq(go(NULL), IST_OK);
    ck_assert_int_eq((long)isti_live_blocks(), (long)before);
    int32_t failures = 0;
    int64_t n = _i;
    while (fails_cleanly(n, go, &failures)) {
        n = next_site(n);
    }
    ck_assert_int_gt(failures, 100);
}
END_TEST

static ist_status load_only(ist_errors *errors)
{
    ist_patterns *patterns = ist_patterns_load("patterns.json", NULL, errors);
    ist_patterns_destroy(patterns);
    return patterns ? IST_OK : IST_ERR_NO_MEMORY;
}

START_TEST(every_allocation_of_loading_may_fail)
{
    ist_patterns_destroy(load(patterns_text, NULL));
    int32_t failures = 0;
    int64_t n = 0;
    while (fails_cleanly(n, load_only, &failures)) {
        n++;
    }
    ck_assert_int_gt(failures, 200);
}
END_TEST

SUITE("validation", TEST(typical_is_at_least_nine_in_ten), TEST(the_share_has_its_wilson_interval),
      TEST(the_median_decides_alone), TEST(a_twin_needs_the_whole_interval_of_the_mean),
      TEST(one_replicate_is_no_twin), TEST(quantiles_are_those_of_the_replicates),
      EACH(an_open_bound_is_outside, COUNT_OF(judgments)),
      EACH(missing_values_are_counted_and_left_out, COUNT_OF(judgments)),
      EACH(what_no_replicate_can_tell_fails, COUNT_OF(judgments)),
      TEST(what_is_only_reported_is_not_judged),
      TEST(in_draws_the_median_counts_and_the_mean_of_twins),
      TEST(the_margin_is_the_distance_to_the_nearest_bound), TEST(a_file_is_told_as_written),
      TEST(runs_have_models), TEST(the_same_overrides_are_compiled_once),
      TEST(ablations_are_found_by_name), TEST(the_callers_overrides_come_first),
      TEST(an_override_is_for_the_scenarios_that_have_what_it_changes),
      TEST(an_override_for_no_scenario_is_told_once),
      TEST(a_misspelled_name_in_a_selector_is_noticed), TEST(a_faulty_scenario_is_reported_once),
      TEST(names_of_the_scenario_are_known), TEST(senseless_arguments_are_refused),
      TEST(a_missing_scenario_is_reported), EACH(a_run_makes_at_least_one_tick, COUNT_OF(early)),
      EACH(a_record_keeps_every_community_in_order, 3), TEST(only_the_runs_asked_for_are_made),
      TEST(runs_alike_are_made_once), TEST(a_run_ends_when_nobody_looks_any_more),
      TEST(a_value_is_that_of_the_run_of_its_number), TEST(a_broken_band_is_reported_as_broken),
      TEST(everything_holds_where_nothing_is_broken),
      EACH(results_do_not_depend_on_workers, COUNT_OF(worker_counts)),
      TEST(the_order_of_visits_does_not_matter),
      TEST(weeks_instead_of_months_are_other_runs_of_the_same_kind),
      TEST(parameters_of_all_runs_may_be_set),
      TEST(runs_with_parameters_of_their_own_share_no_hash),
      TEST(what_comes_from_the_same_runs_is_taken_over),
      TEST(other_runs_are_not_taken_for_the_same), TEST(what_the_base_was_not_asked_is_run),
      EACH(progress_goes_from_nothing_to_all, 3), EACH(whoever_watches_may_stop_it, 3),
      TEST(senseless_definitions_are_refused), TEST(an_ablation_breaks_and_spares),
      TEST(an_ablation_may_change_scenarios), TEST(an_ablation_of_nothing_is_caught),
      TEST(expectations_have_names), TEST(a_script_is_caught_by_its_ablation),
      EACH(every_stratum_is_used_once, 3), TEST(columns_differ_by_parameter_and_seed_alone),
      TEST(a_parameter_moves_within_reach_and_range), TEST(an_integer_moves_only_by_whole_numbers),
      TEST(draws_come_in_order_and_are_summed_up),
      TEST(every_parameter_moves_around_the_models_own), TEST(wide_draws_keep_ranges_in_order),
      TEST(draws_do_not_depend_on_workers), TEST(without_reach_every_draw_is_the_model_itself),
      EACH(draws_report_progress_over_all_of_them, 3), TEST(jitter_can_be_stopped_and_refused),
      EACH(every_allocation_may_fail, 3), TEST(every_allocation_of_loading_may_fail))
