// SPDX-License-Identifier: GPL-3.0-or-later
// Calibration: the loss by hand, and searches on a firm of twelve people whose patterns ask for
// other parameter values.
#include "study/calibrate.h"

#include "base/memory.h"
#include "support/suite.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { REPLICATES = 12, EVALUATIONS = 60, MOST_STEPS = 400 };

// ---- The loss by hand

static ist_pattern_info judged(ist_judgment judgment, double low, double high)
{
    return (ist_pattern_info){
        .id = "P", .worth = 'T', .judgment = judgment, .low = low, .high = high};
}

// A median of 10 that lies closer to 5 % than to 95 % of the replicates: a standard deviation is 1
// below it and 2 above.
static ist_verdict lopsided(double share)
{
    return (ist_verdict){.judged = true,
                         .replicates = 20,
                         .median = 10.0,
                         .low = 10.0 - 1.645,
                         .high = 10.0 + 2.0 * 1.645,
                         .mean = 10.0,
                         .mean_low = 9.0,
                         .mean_high = 11.0,
                         .share = share};
}

static double loss_of(ist_judgment judgment, double low, double high, const ist_verdict *verdict)
{
    const ist_calibration_loss loss = ist_calibration_def_default().loss;
    const ist_pattern_info pattern = judged(judgment, low, high);
    return isti_pattern_loss(&loss, &pattern, verdict);
}

static double typical(double low, double high, double share)
{
    const ist_verdict verdict = lopsided(share);
    return loss_of(IST_JUDGMENT_TYPICAL, low, high, &verdict);
}

START_TEST(a_typical_pattern_costs_what_its_share_and_margin_lack)
{
    // Well inside: nothing. Share of 0.9: 0.07.
    ck_assert_double_eq(typical(5.0, 20.0, 1.0), 0.0);
    ck_assert_double_eq_tol(typical(5.0, 20.0, 0.9), 0.07, 1e-12);
    // One deviation from the lower bound, two from the upper one.
    ck_assert_double_eq_tol(typical(9.0, 20.0, 1.0), 0.25 * 0.9, 1e-12);
    ck_assert_double_eq_tol(typical(-INFINITY, 12.0, 1.0), 0.25 * 0.9, 1e-12);
    ck_assert_double_eq_tol(typical(9.0, 11.0, 1.0), 0.25 * 1.4, 1e-12);
    // Outside: by 2 as against the bound of 12, by 1 as against 9, by 20 as against a width of 5.
    ck_assert_double_eq_tol(typical(12.0, INFINITY, 0.2), 0.77 + 0.25 * (1.9 + 2.0 * 2.0 / 14.0),
                            1e-12);
    ck_assert_double_eq_tol(typical(-INFINITY, 9.0, 0.2), 0.77 + 0.25 * (1.9 + 2.0 * 1.0 / 10.0),
                            1e-12);
    ck_assert_double_eq_tol(typical(30.0, 35.0, 0.0), 0.97 + 0.25 * (1.9 + 2.0 * 20.0 / 25.0),
                            1e-12);
    ck_assert_double_eq_tol(typical(-INFINITY, -9.0, 0.0), 0.97 + 0.25 * (1.9 + 2.0 * 19.0 / 28.0),
                            1e-12);
    ck_assert_double_eq_tol(typical(-INFINITY, 0.0, 0.0), 0.97 + 0.25 * (1.9 + 2.0 * 10.0 / 11.0),
                            1e-12);
}
END_TEST

START_TEST(what_comes_nearer_always_costs_less)
{
    double before = 0.0;
    for (int k = 0; k < 200; k++) {
        const double now = typical(8.0 + k * 0.5, INFINITY, 0.5);
        ck_assert_double_gt(now, before);
        ck_assert_double_lt(now, 2.0);
        before = now;
    }
}
END_TEST

START_TEST(what_never_varies_is_measured_against_itself)
{
    const ist_verdict constant = {.replicates = 20, .median = 10.0, .low = 10.0, .high = 10.0};
    // A deviation is a twentieth of the median: it is just one of them away.
    ck_assert_double_eq_tol(loss_of(IST_JUDGMENT_TYPICAL, 9.5, INFINITY, &constant),
                            0.97 + 0.25 * 0.9, 1e-12);
    // Or of the bound.
    ck_assert_double_eq_tol(loss_of(IST_JUDGMENT_TYPICAL, -INFINITY, 10.5, &constant),
                            0.97 + 0.25 * (1.9 - 0.5 / 0.525), 1e-12);
    // Nothing at all, where nothing is a bound, is inside.
    const ist_verdict nothing = {.replicates = 20, .share = 1.0};
    ck_assert_double_eq(loss_of(IST_JUDGMENT_TYPICAL, 0.0, 0.6, &nothing), 0.0);
}
END_TEST

START_TEST(in_a_band_of_one_value_the_share_tells_all)
{
    ck_assert_double_eq(typical(10.0, 10.0, 1.0), 0.0);
    // The normal deviate of 0.8413 is 1, that of a half 0.
    ck_assert_double_eq_tol(typical(10.0, 10.0, 0.841344746), 0.97 - 0.841344746 + 0.25 * 0.9,
                            1e-6);
    ck_assert_double_eq_tol(typical(10.0, 10.0, 0.5), 0.47 + 0.25 * 1.9, 1e-12);
    ck_assert_double_eq_tol(typical(10.0, 10.0, 0.0), 0.97 + 0.25 * 1.9, 1e-12);
    // Its median is outside, and 11 is what that is measured by.
    ck_assert_double_eq_tol(typical(11.0, 11.0, 0.0), 0.97 + 0.25 * (1.9 + 2.0 * 1.0 / 12.0),
                            1e-12);
}
END_TEST

START_TEST(a_judged_median_costs_what_its_margin_lacks)
{
    const ist_verdict verdict = lopsided(0.0); // the share does not count
    ck_assert_double_eq(loss_of(IST_JUDGMENT_MEDIAN, 9.0, 20.0, &verdict), 0.0);
    ck_assert_double_eq_tol(loss_of(IST_JUDGMENT_MEDIAN, 9.9, 20.0, &verdict), 0.8 * 0.5, 1e-12);
    ck_assert_double_eq_tol(loss_of(IST_JUDGMENT_MEDIAN, 16.0, 20.0, &verdict),
                            0.8 * (0.6 + 1.5 * 6.0 / 10.0), 1e-12);
}
END_TEST

START_TEST(a_twin_costs_what_its_interval_sticks_out)
{
    ist_verdict verdict = lopsided(1.0); // 9 to 11
    ck_assert_double_eq_tol(loss_of(IST_JUDGMENT_TWIN, 9.5, INFINITY, &verdict), 0.5, 1e-12);
    ck_assert_double_eq_tol(loss_of(IST_JUDGMENT_TWIN, -INFINITY, 10.5, &verdict), 0.5, 1e-12);
    ck_assert_double_eq_tol(loss_of(IST_JUDGMENT_TWIN, 11.0, INFINITY, &verdict), 1.0 + 1.0 / 12.0,
                            1e-12);
    verdict.holds = true;
    ck_assert_double_eq(loss_of(IST_JUDGMENT_TWIN, 8.0, INFINITY, &verdict), 0.0);
    // No difference at all, where there is to be one.
    const ist_verdict same = {.replicates = 20};
    ist_pattern_info open = judged(IST_JUDGMENT_TWIN, 0.0, INFINITY);
    open.open = true;
    const ist_calibration_loss loss = ist_calibration_def_default().loss;
    ck_assert_double_eq(isti_pattern_loss(&loss, &open, &same), 1.0);
    // One replicate has no interval.
    verdict = lopsided(1.0);
    verdict.mean_low = verdict.mean_high = NAN;
    ck_assert_double_eq(loss_of(IST_JUDGMENT_TWIN, 0.0, INFINITY, &verdict), 2.0);
}
END_TEST

START_TEST(what_cannot_be_told_costs_most_and_what_is_reported_nothing)
{
    const ist_verdict untold = {.judged = true, .median = NAN, .share = NAN};
    ck_assert_double_eq(loss_of(IST_JUDGMENT_TYPICAL, 0.0, 1.0, &untold), 2.0);
    ck_assert_double_eq(loss_of(IST_JUDGMENT_MEDIAN, 0.0, 1.0, &untold), 2.0);
    ck_assert_double_eq(loss_of(IST_JUDGMENT_TWIN, 0.0, 1.0, &untold), 2.0);
    ck_assert_double_eq(loss_of(IST_JUDGMENT_REPORTED, 0.0, 1.0, &untold), 0.0);
    const ist_verdict never = {
        .replicates = 20, .median = INFINITY, .low = 1.0, .high = INFINITY, .share = 0.0};
    ck_assert_double_le(loss_of(IST_JUDGMENT_TYPICAL, 0.0, 1.0, &never), 2.0);
    ck_assert_double_eq_tol(loss_of(IST_JUDGMENT_TYPICAL, 0.0, 1.0, &never), 0.97 + 0.25 * 3.9,
                            1e-12);
    ck_assert_double_eq_tol(loss_of(IST_JUDGMENT_TYPICAL, 0.0, INFINITY, &never), 0.97, 1e-12);
    ist_calibration_loss loss = ist_calibration_def_default().loss;
    const ist_pattern_info far = judged(IST_JUDGMENT_TYPICAL, 0.0, 1.0);
    loss.untold = 0.5; // nothing costs more
    ck_assert_double_eq(isti_pattern_loss(&loss, &far, &never), 0.5);
}
END_TEST

// ---- A firm and its patterns, as files

static const char firm[] =
    "{ \"format\": 1, \"name\": \"firm\",\n"
    "  \"time\": { \"start\": 2000, \"end\": 2002, \"ticks_per_year\": 12 },\n"
    "  \"organization\": { \"emphasis\": 0.8, \"institutionalization\": 0.2 },\n"
    "  \"parameters\": { \"problem_rate\": 12, \"patience\": 6 },\n"
    "  \"themes\": [{ \"name\": \"work\", \"demand\": 1 }],\n"
    "  \"units\": [{ \"name\": \"shops\", \"count\": 2, \"size\": 6,\n"
    "               \"people\": { \"manager\": 1 }, \"rest\": \"professional\" }],\n"
    "  \"events\": [{ \"at\": 2000, \"kind\": \"launch\", \"name\": \"club\", \n"
    "                \"theme\": \"work\", \"size\": 6 }] }\n";

// FEW wants a third of the problems there are, QUICK less patience; CROWD and MEET cannot be had.
// The firm says how many problems it has, so that other defaults change little.
static const char patterns_text[] =
    "{ \"format\": 1, \"title\": \"A firm\", \"runs\": [\n"
    "  { \"name\": \"firm\", \"scenario\": \"firm.json\" },\n"
    "  { \"name\": \"other\", \"scenario\": \"firm.json\",\n"
    "    \"set\": { \"/parameters/trust\": 0.5 } } ], \"patterns\": [\n"
    "{ \"id\": \"FEW\", \"text\": \"\", \"run\": \"firm\", \"worth\": \"C\",\n"
    "  \"kind\": \"typical\", \"band\": [0.8, 2.2], \"value\": { \"mean\": \"problems\" } },\n"
    "{ \"id\": \"QUICK\", \"text\": \"\", \"run\": \"firm\", \"worth\": \"C\",\n"
    "  \"kind\": \"median\", \"band\": [null, 1], \"value\": { \"mean\": \"open_problems\" } },\n"
    "{ \"id\": \"CROWD\", \"text\": \"\", \"run\": \"firm\", \"worth\": \"C\",\n"
    "  \"kind\": \"typical\", \"band\": [900, null], \"value\": { \"mean\": \"problems\" } },\n"
    "{ \"id\": \"TOLD\", \"text\": \"\", \"run\": \"firm\", \"worth\": \"C\",\n"
    "  \"kind\": \"reported\", \"band\": [0, null], \"value\": { \"mean\": \"activity\" } },\n"
    "{ \"id\": \"MEET\", \"text\": \"\", \"run\": \"firm\", \"worth\": \"C\",\n"
    "  \"kind\": \"typical\", \"band\": [900, null], \"value\": { \"mean\": \"activity\" } } ] }\n";

enum { FEW, QUICK, CROWD, TOLD, MEET, PATTERNS };

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

static ist_patterns *load(void)
{
    write_file("firm.json", firm);
    write_file("patterns.json", patterns_text);
    ist_errors *errors = ist_errors_create();
    ist_patterns *patterns = ist_patterns_load("patterns.json", NULL, errors);
    print_errors(errors);
    ck_assert_ptr_nonnull(patterns);
    ist_errors_destroy(errors);
    return patterns;
}

static ist_calibration *run(const ist_patterns *patterns, const ist_calibration_def *def)
{
    ist_errors *errors = ist_errors_create();
    ist_calibration *c = ist_calibration_run(patterns, def, errors);
    print_errors(errors);
    ck_assert_ptr_nonnull(c);
    ck_assert_int_eq(ist_errors_count(errors), 0);
    ist_errors_destroy(errors);
    return c;
}

static const int32_t just_few[] = {FEW};
static const int32_t few_and_quick[] = {FEW, QUICK};
static const int32_t just_crowd[] = {CROWD};
static const int32_t just_meet[] = {MEET};
static const char *const rate[] = {"problem_rate"};
static const char *const rate_and_patience[] = {"problem_rate", "patience"};

static ist_calibration_def small_def(const int32_t *only, int32_t count)
{
    ist_calibration_def def = ist_calibration_def_default();
    def.runs.replicates = REPLICATES;
    def.runs.workers = 1;
    def.runs.only = only;
    def.runs.only_count = count;
    def.evaluations = EVALUATIONS;
    return def;
}

static ist_calibration_def rate_def(void)
{
    // With little patience nobody is kept from the next problem for long.
    static const char *const patience[] = {"patience"};
    static const double little[] = {1.0};
    ist_calibration_def def = small_def(just_few, 1);
    def.parameter = rate;
    def.parameter_count = 1;
    def.runs.parameter = patience;
    def.runs.parameter_value = little;
    def.runs.parameter_count = 1;
    return def;
}

static ist_calibration_def two_def(void)
{
    ist_calibration_def def = small_def(few_and_quick, 2);
    def.parameter = rate_and_patience;
    def.parameter_count = 2;
    return def;
}

static ist_calibrated parameter(const ist_calibration *c, int32_t index)
{
    ist_calibrated out;
    ck_assert(ist_calibration_parameter(c, index, &out));
    return out;
}

// Over `runs`, with the values found on top of those given.
static ist_verdict verdict_at(const ist_patterns *patterns, int32_t pattern,
                              const ist_validation_def *runs, const ist_calibration *c)
{
    const char *name[4];
    double value[4];
    ist_validation_def def = *runs;
    for (int32_t k = 0; k < runs->parameter_count; k++) {
        name[k] = runs->parameter[k];
        value[k] = runs->parameter_value[k];
    }
    for (int32_t k = 0; k < ist_calibration_parameters(c); k++) {
        const ist_calibrated one = parameter(c, k);
        name[def.parameter_count] = one.parameter->name;
        value[def.parameter_count] = one.value;
        def.parameter_count++;
    }
    def.parameter = name;
    def.parameter_value = value;
    ist_validation *v = ist_validation_run(patterns, &def, NULL);
    ck_assert_ptr_nonnull(v);
    ist_verdict out;
    ck_assert(ist_validation_verdict(v, pattern, &out));
    ist_validation_destroy(v);
    return out;
}

// ---- What a search finds

START_TEST(a_search_finds_the_value_that_a_band_asks_for)
{
    ist_patterns *patterns = load();
    const ist_calibration_def def = rate_def();
    ist_calibration *c = run(patterns, &def);
    ck_assert_double_gt(ist_calibration_loss_before(c), 1.7);
    ck_assert_double_lt(ist_calibration_loss_after(c), 0.1);
    ck_assert_int_eq(ist_calibration_parameters(c), 1);
    const ist_calibrated found = parameter(c, 0);
    ck_assert_str_eq(found.parameter->name, "problem_rate");
    ck_assert_double_eq(found.before, 12.0); // as the scenario has it
    ck_assert_double_eq(found.start, found.before);
    // 12 people who meet r problems a year meet r a month, fewer where some are still open.
    ck_assert_double_ge(found.value, 1.0);
    ck_assert_double_lt(found.value, 4.0);
    // It holds over other luck, too; before, it did not.
    ist_validation_def fresh = ist_validation_def_default();
    fresh.replicates = 30;
    fresh.workers = 1;
    fresh.parameter = def.runs.parameter;
    fresh.parameter_value = def.runs.parameter_value;
    fresh.parameter_count = def.runs.parameter_count;
    ck_assert_uint_ne(fresh.seed, def.runs.seed);
    ck_assert(verdict_at(patterns, FEW, &fresh, c).holds);
    ist_validation *v = ist_validation_run(patterns, &fresh, NULL);
    ist_verdict before;
    ck_assert(ist_validation_verdict(v, FEW, &before) && !before.holds);
    ist_validation_destroy(v);
    ist_calibration_destroy(c);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(two_patterns_need_two_parameters)
{
    ist_patterns *patterns = load();
    ist_calibration_def def = two_def();
    def.evaluations = 3 * EVALUATIONS;
    ist_calibration *c = run(patterns, &def);
    double before = 0.0;
    double after = 0.0;
    for (int k = 0; k < 2; k++) {
        ck_assert(ist_calibration_pattern(c, few_and_quick[k], &before, &after));
        ck_assert_double_gt(before, 0.5);
        ck_assert_double_lt(after, 0.2);
    }
    const ist_calibrated patience = parameter(c, 1);
    ck_assert_double_eq(patience.before, 6.0);
    ck_assert_double_lt(patience.value, 6.0);
    ck_assert_double_eq(patience.value, round(patience.value));
    ist_calibration_destroy(c);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(the_loss_is_that_of_the_values_found)
{
    ist_patterns *patterns = load();
    const ist_calibration_def def = two_def();
    ist_calibration *c = run(patterns, &def);
    double sum = 0.0;
    for (int k = 0; k < 2; k++) {
        ist_pattern_info info;
        double after = 0.0;
        const int32_t pattern = few_and_quick[k];
        ck_assert(ist_patterns_get(patterns, pattern, &info));
        ck_assert(ist_calibration_pattern(c, pattern, NULL, &after));
        const ist_verdict verdict = verdict_at(patterns, pattern, &def.runs, c);
        ck_assert_double_eq(after, isti_pattern_loss(&def.loss, &info, &verdict));
        sum += after;
    }
    ck_assert_double_eq(sum, ist_calibration_loss_after(c));
    ck_assert(!ist_calibration_pattern(c, CROWD, NULL, NULL));
    ck_assert(!ist_calibration_pattern(c, PATTERNS, NULL, NULL));
    ck_assert(!ist_calibration_pattern(c, -1, NULL, NULL));
    ist_calibrated nobody;
    ck_assert(!ist_calibration_parameter(c, 2, &nobody));
    ck_assert(!ist_calibration_parameter(c, -1, &nobody));
    ist_calibration_destroy(c);
    ist_patterns_destroy(patterns);
}
END_TEST

// ---- Steps

typedef struct steps {
    ist_calibration_step step[MOST_STEPS];
    int32_t count, stop_after; // 0: never
} steps;

static bool note_step(void *context, const ist_calibration_step *step)
{
    steps *noted = context;
    ck_assert_int_lt(noted->count, MOST_STEPS);
    noted->step[noted->count++] = *step;
    return noted->count != noted->stop_after;
}

START_TEST(the_loss_never_rises)
{
    static steps noted;
    noted = (steps){0};
    ist_patterns *patterns = load();
    ist_calibration_def def = two_def();
    def.on_step = note_step;
    def.context = &noted;
    ist_calibration *c = run(patterns, &def);
    int32_t better = 0;
    ck_assert_int_eq(noted.count, ist_calibration_evaluations(c));
    ck_assert_double_eq(noted.step[0].loss, ist_calibration_loss_before(c));
    ck_assert(noted.step[0].is_better);
    for (int32_t k = 0; k < noted.count; k++) {
        const ist_calibration_step *now = &noted.step[k];
        ck_assert_int_eq(now->evaluation, k);
        ck_assert_double_le(now->best, now->loss);
        if (k > 0) {
            ck_assert_double_le(now->best, noted.step[k - 1].best);
            ck_assert_int_eq(now->is_better, now->loss < noted.step[k - 1].best);
            ck_assert_double_eq(now->best, now->is_better ? now->loss : noted.step[k - 1].best);
            better += now->is_better;
        }
    }
    ck_assert_int_gt(better, 2);
    ck_assert_double_eq(noted.step[noted.count - 1].best, ist_calibration_loss_after(c));
    ist_calibration_destroy(c);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(one_success_in_five_keeps_the_step)
{
    static steps noted;
    noted = (steps){0};
    ist_patterns *patterns = load();
    ist_calibration_def def = two_def();
    def.runs.only = just_crowd; // which has no end
    def.runs.only_count = 1;
    def.on_step = note_step;
    def.context = &noted;
    def.step_growth = 1.5;
    def.step_least = 0.14;
    def.step_most = 0.2;
    ist_calibration_destroy(run(patterns, &def));
    ck_assert_double_eq(noted.step[1].step, def.step);
    int32_t at_least = 0;
    int32_t at_most = 0;
    for (int32_t k = 1; k + 1 < noted.count; k++) {
        const double change = noted.step[k].is_better ? 1.5 : pow(1.5, -0.25);
        const double wanted = noted.step[k].step * change;
        const double bounded = fmin(fmax(wanted, def.step_least), def.step_most);
        ck_assert_double_eq_tol(noted.step[k + 1].step, bounded, 1e-12);
        at_least += bounded > wanted;
        at_most += bounded < wanted;
    }
    ck_assert_int_gt(at_least, 0);
    ck_assert_int_gt(at_most, 0);
    ist_patterns_destroy(patterns);
}
END_TEST

static void expect_same(const ist_calibration *a, const ist_calibration *b)
{
    ck_assert_int_eq(ist_calibration_evaluations(a), ist_calibration_evaluations(b));
    ck_assert_double_eq(ist_calibration_loss_before(a), ist_calibration_loss_before(b));
    ck_assert_double_eq(ist_calibration_loss_after(a), ist_calibration_loss_after(b));
    ck_assert_int_eq(ist_calibration_parameters(a), ist_calibration_parameters(b));
    for (int32_t k = 0; k < ist_calibration_parameters(a); k++) {
        ck_assert_double_eq(parameter(a, k).start, parameter(b, k).start);
        ck_assert_double_eq(parameter(a, k).value, parameter(b, k).value);
    }
}

START_TEST(the_result_does_not_depend_on_workers)
{
    ist_patterns *patterns = load();
    ist_calibration_def def = two_def();
    def.evaluations = EVALUATIONS / 2;
    def.spread = 0.2;
    ist_calibration *one = run(patterns, &def);
    def.runs.workers = 3;
    ist_calibration *three = run(patterns, &def);
    expect_same(one, three);
    // With another seed the search takes another path over the same runs.
    def.evaluations = 6;
    def.spread = 0.0;
    def.runs.only = just_crowd;
    def.runs.only_count = 1;
    ist_calibration *first = run(patterns, &def);
    def.seed = 2;
    ist_calibration *second = run(patterns, &def);
    ck_assert_double_eq(ist_calibration_loss_before(first), ist_calibration_loss_before(second));
    ck_assert_double_ne(ist_calibration_loss_after(first), ist_calibration_loss_after(second));
    ist_calibration_destroy(one);
    ist_calibration_destroy(three);
    ist_calibration_destroy(first);
    ist_calibration_destroy(second);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(a_longer_search_goes_on_where_a_shorter_one_ended)
{
    static steps noted;
    noted = (steps){0};
    ist_patterns *patterns = load();
    ist_calibration_def def = two_def();
    def.on_step = note_step;
    def.context = &noted;
    ist_calibration_destroy(run(patterns, &def));
    def.on_step = NULL;
    def.evaluations = 10;
    ist_calibration *c = run(patterns, &def);
    ck_assert_int_eq(ist_calibration_evaluations(c), 10);
    ck_assert_double_eq(ist_calibration_loss_after(c), noted.step[9].best);
    ist_calibration_destroy(c);
    ist_patterns_destroy(patterns);
}
END_TEST

// How many values differ between the best of `evaluations` and of one less; the most of some.
static int32_t most_changes(const ist_patterns *patterns, double moved)
{
    ist_calibration_def def = two_def();
    def.moved = moved; // at a time
    double before[2] = {0.0, 0.0};
    int32_t most = 0;
    for (def.evaluations = 1; def.evaluations <= 20; def.evaluations++) {
        ist_calibration *c = run(patterns, &def);
        int32_t changed = 0;
        for (int32_t k = 0; k < 2; k++) {
            changed += def.evaluations > 1 && parameter(c, k).value != before[k];
            before[k] = parameter(c, k).value;
        }
        most = changed > most ? changed : most;
        ist_calibration_destroy(c);
    }
    return most;
}

START_TEST(a_try_moves_some_values_of_the_best)
{
    ist_patterns *patterns = load();
    ck_assert_int_eq(most_changes(patterns, 1.0), 1);
    ck_assert_int_eq(most_changes(patterns, 100.0), 2);
    ist_patterns_destroy(patterns);
}
END_TEST

// ---- Values

START_TEST(parameters_stay_in_their_range)
{
    // No rate of problems is high enough: the search ends at the largest there is.
    static steps noted;
    noted = (steps){0};
    ist_patterns *patterns = load();
    ist_calibration_def def = rate_def();
    def.runs.only = just_crowd;
    def.on_step = note_step;
    def.context = &noted;
    def.step = def.step_most;
    def.step_least = def.step_most;
    ist_calibration *c = run(patterns, &def);
    const ist_calibrated found = parameter(c, 0);
    ck_assert_double_le(found.value, found.parameter->maximum);
    ck_assert_double_ge(found.value, 0.9 * found.parameter->maximum);
    // Who tries to leave it stays where he is, which is not better.
    int32_t stays = 0;
    for (int32_t k = 1; k < noted.count; k++) {
        stays += noted.step[k].loss == noted.step[k - 1].best && !noted.step[k].is_better;
    }
    ck_assert_int_gt(stays, 0);
    ck_assert_double_lt(ist_calibration_loss_after(c), ist_calibration_loss_before(c));
    ist_calibration_destroy(c);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(what_may_be_negative_moves_freely_around_zero)
{
    static const char *const base[] = {"attend_base"};
    static const double far[] = {-1.5, 0.001};
    ist_patterns *patterns = load();
    ist_calibration_def def = small_def(just_meet, 1);
    def.parameter = def.runs.parameter = base;
    def.parameter_count = def.runs.parameter_count = 1;
    def.runs.parameter_value = &far[_i];
    ist_calibration *c = run(patterns, &def);
    ck_assert_double_eq(parameter(c, 0).before, far[_i]);
    ck_assert_double_gt(parameter(c, 0).value, 0.1);
    ist_calibration_destroy(c);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(what_is_nothing_can_become_something)
{
    static const char *const weight[] = {"attend_commit"};
    static const double nothing[] = {0.0};
    ist_patterns *patterns = load();
    ist_calibration_def def = small_def(just_meet, 1);
    def.parameter = def.runs.parameter = weight;
    def.parameter_count = def.runs.parameter_count = 1;
    def.runs.parameter_value = nothing;
    ist_calibration *c = run(patterns, &def);
    ck_assert_double_eq(parameter(c, 0).start, 0.0);
    ck_assert_double_gt(parameter(c, 0).value, 0.0);
    ist_calibration_destroy(c);
    // A spread is one of the range, where there is nothing to take a share of.
    int32_t moved = 0;
    def.evaluations = 1;
    def.spread = 1.0;
    for (def.seed = 1; def.seed <= 8; def.seed++) {
        c = run(patterns, &def);
        const ist_calibrated found = parameter(c, 0);
        moved += found.start > 0.0;
        ck_assert_double_ge(found.start, found.parameter->minimum);
        ck_assert_double_le(found.start, found.parameter->maximum);
        ist_calibration_destroy(c);
    }
    ck_assert_int_gt(moved, 0);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(what_is_tried_has_few_digits)
{
    ist_patterns *patterns = load();
    ist_calibration_def def = small_def(just_few, 1);
    def.evaluations = 1;
    def.spread = 0.3;
    def.digits = 3;
    ist_calibration *c = run(patterns, &def);
    int32_t needed = 0;
    for (int32_t k = 0; k < ist_calibration_parameters(c); k++) {
        char text[32];
        const double value = parameter(c, k).start;
        snprintf(text, sizeof text, "%.3g", value);
        ck_assert_double_eq(strtod(text, NULL), value); // to the last bit
        snprintf(text, sizeof text, "%.2g", value);
        needed += strtod(text, NULL) != value;
    }
    ck_assert_int_gt(needed, 5);
    ist_calibration_destroy(c);
    // So has what a search finds.
    def = rate_def();
    def.digits = 2;
    c = run(patterns, &def);
    char text[32];
    snprintf(text, sizeof text, "%.2g", parameter(c, 0).value);
    ck_assert_double_ne(parameter(c, 0).value, parameter(c, 0).before);
    ck_assert_double_eq(strtod(text, NULL), parameter(c, 0).value);
    ist_calibration_destroy(c);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(the_start_may_be_spread)
{
    ist_patterns *patterns = load();
    ist_calibration_def def = two_def();
    def.evaluations = 1;
    def.spread = 0.5;
    ist_calibration *c = run(patterns, &def);
    ck_assert_int_eq(ist_calibration_evaluations(c), 1);
    for (int32_t k = 0; k < 2; k++) {
        const ist_calibrated one = parameter(c, k);
        ck_assert_double_ge(one.start, 0.5 * one.before);
        ck_assert_double_le(one.start, 1.5 * one.before);
        ck_assert_double_eq(one.value, one.start);
    }
    ck_assert_double_ne(parameter(c, 0).start, parameter(c, 0).before);
    ck_assert_double_eq(parameter(c, 1).start, round(parameter(c, 1).start));
    def.seed = 2;
    ist_calibration *other = run(patterns, &def);
    ck_assert_double_ne(parameter(other, 0).start, parameter(c, 0).start);
    ist_calibration_destroy(c);
    ist_calibration_destroy(other);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(what_is_calibrated_moves_unless_the_runs_differ_in_it)
{
    ist_patterns *patterns = load();
    ist_calibration_def def = small_def(just_few, 1);
    def.evaluations = 1;
    ist_calibration *c = run(patterns, &def);
    int32_t expected = 0;
    for (int32_t k = 0; k < ist_parameter_count(); k++) {
        const ist_parameter_info *row = ist_parameter_get(k);
        expected += strncmp(row->source, "calibrated", 10) == 0 && strcmp(row->name, "trust") != 0;
    }
    ck_assert_int_gt(expected, 10);
    ck_assert_int_eq(ist_calibration_parameters(c), expected);
    for (int32_t k = 0; k < expected; k++) {
        ck_assert_str_ne(parameter(c, k).parameter->name, "trust");
        ck_assert_int_eq(strncmp(parameter(c, k).parameter->source, "calibrated", 10), 0);
    }
    ist_calibration_destroy(c);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(what_is_given_and_not_moved_stays)
{
    static const char *const given[] = {"problem_rate", "patience"};
    static const double values[] = {1.0, 2.0};
    static const char *const patience[] = {"patience"};
    ist_patterns *patterns = load();
    ist_calibration_def def = small_def(few_and_quick, 2);
    def.parameter = patience;
    def.parameter_count = 1;
    def.runs.parameter = given;
    def.runs.parameter_value = values;
    def.runs.parameter_count = 2;
    def.evaluations = 1;
    ist_calibration *c = run(patterns, &def);
    ck_assert_double_eq(parameter(c, 0).before, 2.0);
    ist_validation *v = ist_validation_run(patterns, &def.runs, NULL);
    ist_verdict verdict;
    ist_pattern_info info;
    double loss = 0.0;
    ck_assert(ist_validation_verdict(v, FEW, &verdict));
    ck_assert(ist_patterns_get(patterns, FEW, &info));
    ck_assert(ist_calibration_pattern(c, FEW, &loss, NULL));
    ck_assert_double_eq(loss, isti_pattern_loss(&def.loss, &info, &verdict));
    ist_validation_destroy(v);
    ist_calibration_destroy(c);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(values_that_contradict_one_another_lose)
{
    static const char *const ends[] = {"connect_low", "connect_high"};
    static steps noted;
    noted = (steps){0};
    ist_patterns *patterns = load();
    ist_calibration_def def = small_def(just_crowd, 1);
    def.parameter = ends;
    def.parameter_count = 2;
    def.on_step = note_step;
    def.context = &noted;
    def.step = def.step_most;
    ist_calibration *c = run(patterns, &def);
    int32_t contradictions = 0;
    for (int32_t k = 0; k < noted.count; k++) {
        contradictions += isinf(noted.step[k].loss) != 0;
        ck_assert(!isinf(noted.step[k].best));
    }
    ck_assert_int_gt(contradictions, 0);
    ck_assert_double_le(parameter(c, 0).value, parameter(c, 1).value);
    ist_calibration_destroy(c);
    ist_patterns_destroy(patterns);
}
END_TEST

// ---- Ends

START_TEST(a_search_ends_when_nothing_is_left_to_lose)
{
    ist_patterns *patterns = load();
    ist_calibration_def def = rate_def();
    def.loss.share = 0.0; // content with everything
    def.loss.margin_weight = 0.0;
    ist_calibration *c = run(patterns, &def);
    ck_assert_int_eq(ist_calibration_evaluations(c), 1);
    ck_assert_double_eq(ist_calibration_loss_after(c), 0.0);
    ist_calibration_destroy(c);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(a_step_may_end_the_search)
{
    static const int32_t after[] = {1, 4};
    static steps noted;
    noted = (steps){.stop_after = after[_i]};
    ist_patterns *patterns = load();
    ist_calibration_def def = two_def();
    def.on_step = note_step;
    def.context = &noted;
    ist_calibration *c = run(patterns, &def);
    ck_assert_int_eq(ist_calibration_evaluations(c), after[_i]);
    ck_assert_double_eq(ist_calibration_loss_after(c), noted.step[noted.count - 1].best);
    ist_calibration_destroy(c);
    ist_patterns_destroy(patterns);
}
END_TEST

typedef struct watcher {
    double last, stop_at;
    bool has_gone_back;
} watcher;

static bool note_progress(void *context, double done)
{
    watcher *w = context;
    w->has_gone_back = w->has_gone_back || done < w->last || done > 1.0;
    w->last = done;
    return done < w->stop_at;
}

START_TEST(progress_is_that_of_the_whole_search)
{
    watcher w = {.stop_at = 2.0};
    ist_patterns *patterns = load();
    ist_calibration_def def = rate_def();
    def.evaluations = 5;
    def.runs.on_progress = note_progress;
    def.runs.context = &w;
    ist_calibration_destroy(run(patterns, &def));
    ck_assert(!w.has_gone_back);
    ck_assert_double_eq(w.last, 1.0);
    // Stopped within the third evaluation: two were made, and their result is there.
    w = (watcher){.stop_at = 0.5};
    def.runs.workers = 2;
    ist_calibration *c = run(patterns, &def);
    ck_assert_int_eq(ist_calibration_evaluations(c), 2);
    ist_calibration_destroy(c);
    // Stopped within the first: there is none.
    w = (watcher){.stop_at = 0.1};
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(ist_calibration_run(patterns, &def, errors));
    ck_assert_int_eq(ist_errors_status(errors), IST_STOPPED);
    ist_errors_destroy(errors);
    ist_patterns_destroy(patterns);
}
END_TEST

// ---- Errors

typedef struct refusal {
    ist_status status;
    const char *part; // of the report
    void (*spoil)(ist_calibration_def *def);
} refusal;

static const int32_t no_pattern[] = {PATTERNS};
static const int32_t just_told[] = {TOLD};
static const char *const misspelled[] = {"problem_rat"};
static const char *const twice[] = {"problem_rate", "problem_rate"};
static const char *const differing[] = {"trust"};

#define SPOIL(name, statement)                 \
    static void name(ist_calibration_def *def) \
    {                                          \
        statement;                             \
    }

SPOIL(forget_size, def->def_size = 0)
SPOIL(forget_size_of_runs, def->runs.def_size = 0)
SPOIL(want_no_evaluation, def->evaluations = 0)
SPOIL(spread_too_far, def->spread = 1.5)
SPOIL(spread_nowhere, def->spread = NAN)
SPOIL(want_no_digits, def->digits = 0)
SPOIL(want_many_digits, def->digits = 16)
SPOIL(stand_still, def->step_least = 0.0)
SPOIL(leap_at_first, def->step = 0.6)
SPOIL(shrink, def->step_growth = 0.9)
SPOIL(succeed_always, def->success = 1.0)
SPOIL(move_nothing, def->moved = 0.5)
SPOIL(reward, def->loss.untold = -1.0)
SPOIL(lose_count, def->parameter_count = 0)
SPOIL(misspell, def->parameter = misspelled)
SPOIL(repeat, def->parameter = twice; def->parameter_count = 2)
SPOIL(move_what_differs, def->parameter = differing)
SPOIL(ask_for_nobody, def->runs.only = no_pattern)
SPOIL(fit_what_is_told, def->runs.only = just_told)
SPOIL(announce, def->runs.parameter_value = NULL)
SPOIL(run_nothing, def->runs.replicates = 0)

static const refusal refusals[] = {
    {IST_ERR_DEF_NOT_INITIALIZED, "_default()", forget_size},
    {IST_ERR_DEF_NOT_INITIALIZED, "_default()", forget_size_of_runs},
    {IST_ERR_ARGUMENT, "0 evaluations", want_no_evaluation},
    {IST_ERR_RANGE, "spread", spread_too_far},
    {IST_ERR_RANGE, "spread", spread_nowhere},
    {IST_ERR_RANGE, "digits", want_no_digits},
    {IST_ERR_RANGE, "digits", want_many_digits},
    {IST_ERR_ARGUMENT, "moves of", stand_still},
    {IST_ERR_ARGUMENT, "moves of", leap_at_first},
    {IST_ERR_ARGUMENT, "growth", shrink},
    {IST_ERR_RANGE, "success", succeed_always},
    {IST_ERR_ARGUMENT, "at a time", move_nothing},
    {IST_ERR_ARGUMENT, "untold", reward},
    {IST_ERR_ARGUMENT, "announced", lose_count},
    {IST_ERR_UNKNOWN_NAME, "did you mean \"problem_rate\"", misspell},
    {IST_ERR_DUPLICATE_NAME, "named twice", repeat},
    {IST_ERR_CONFLICT, "differs between the runs", move_what_differs},
    {IST_ERR_ARGUMENT, "no pattern", ask_for_nobody},
    {IST_ERR_ARGUMENT, "no pattern", fit_what_is_told},
    {IST_ERR_ARGUMENT, "announced", announce},
    {IST_ERR_ARGUMENT, "0 replicates", run_nothing},
};

START_TEST(senseless_definitions_are_refused)
{
    ist_patterns *patterns = load();
    ist_calibration_def def = rate_def();
    ist_errors *errors = ist_errors_create();
    refusals[_i].spoil(&def);
    ck_assert_ptr_null(ist_calibration_run(patterns, &def, errors));
    ck_assert_int_eq(ist_errors_count(errors), 1);
    ck_assert_int_eq(ist_errors_status(errors), refusals[_i].status);
    char text[1024];
    ist_error_format(ist_errors_get(errors, 0), text, sizeof text);
    ck_assert_msg(strstr(text, refusals[_i].part) != NULL, "%s", text);
    ck_assert_ptr_null(ist_calibration_run(patterns, &def, NULL));
    ist_errors_destroy(errors);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(what_the_runs_complain_of_is_handed_on)
{
    static const char *const low[] = {"connect_low"};
    static const double above[] = {9.0}; // connect_high is 4
    ist_patterns *patterns = load();
    ist_calibration_def def = rate_def();
    ist_errors *errors = ist_errors_create();
    ist_errors *wanted = ist_errors_create();
    def.runs.parameter = low;
    def.runs.parameter_value = above;
    def.runs.parameter_count = 1;
    ck_assert_ptr_null(ist_validation_run(patterns, &def.runs, wanted));
    ck_assert_ptr_null(ist_calibration_run(patterns, &def, errors));
    ck_assert_int_gt(ist_errors_count(wanted), 0);
    ck_assert_int_eq(ist_errors_count(errors), ist_errors_count(wanted));
    for (int32_t k = 0; k < ist_errors_count(wanted); k++) {
        char one[1024];
        char other[1024];
        ist_error_format(ist_errors_get(wanted, k), one, sizeof one);
        ist_error_format(ist_errors_get(errors, k), other, sizeof other);
        ck_assert_str_eq(one, other);
    }
    ist_errors_destroy(errors);
    ist_errors_destroy(wanted);
    ist_patterns_destroy(patterns);
}
END_TEST

// Densely at first, then here and there: a run of the model allocates much.
static int64_t next_site(int64_t n)
{
    const int64_t dense = 60;
    return n < dense ? n + 1 : n + 1 + (n - dense) / 4;
}

START_TEST(every_allocation_may_fail)
{
    ist_patterns *patterns = load();
    ist_calibration_def def = two_def();
    def.screens = _i; // of two parameters: four runs, three tries
    def.evaluations = _i == 0 ? 2 : 8;
    def.runs.replicates = 2;
    ist_calibration_destroy(run(patterns, &def));
    const int64_t before = isti_live_blocks();
    int32_t failures = 0;
    bool fired = true;
    for (int64_t n = 0; fired; n = next_site(n)) {
        ist_errors *errors = ist_errors_create();
        isti_fault_arm(n, false);
        ist_calibration *c = ist_calibration_run(patterns, &def, errors);
        fired = isti_fault_fired();
        isti_fault_disarm();
        failures += c == NULL;
        // A list of errors is what one may do without.
        ck_assert(c || ist_errors_status(errors) == IST_ERR_NO_MEMORY);
        ist_calibration_destroy(c);
        ist_errors_destroy(errors);
        ck_assert_msg(isti_live_blocks() == before, "site %d leaves %d blocks behind", (int)n,
                      (int)(isti_live_blocks() - before));
    }
    ck_assert_int_gt(failures, 50);
    ist_calibration_destroy(NULL);
    ist_patterns_destroy(patterns);
}
END_TEST

// ---- Screens

START_TEST(the_columns_of_a_design_are_balanced_and_orthogonal)
{
    static const int32_t factors[] = {1, 2, 3, 4, 11, 12, 47, 48, 83, 90};
    static const int32_t runs[] = {4, 4, 4, 8, 12, 20, 48, 60, 84, 104};
    const int32_t count = isti_screen_runs(factors[_i]);
    ck_assert_int_eq(count, runs[_i]);
    double first[128];
    ck_assert_int_le(count, (int)COUNT_OF(first));
    isti_screen_levels(count, first);
    for (int32_t j = 0; j < factors[_i]; j++) {
        for (int32_t k = 0; k <= j; k++) {
            double sum = 0.0;
            double both = 0.0;
            for (int32_t r = 0; r < count; r++) {
                sum += isti_screen_level(first, count, r, j);
                both +=
                    isti_screen_level(first, count, r, j) * isti_screen_level(first, count, r, k);
            }
            ck_assert_double_eq(sum, 0.0);
            ck_assert_double_eq(both, j == k ? count : 0.0);
        }
    }
}
END_TEST

// Twelve parameters, two of which matter: the design shows which, and the step goes there.
static const char *const dozen[] = {
    "problem_rate", "patience",   "forget",    "handover_share", "balance_fade", "regular",
    "bypass_base",  "load_noise", "room_base", "mobility_theme", "former_y",     "former_share"};

static ist_calibration_def screening_def(void)
{
    ist_calibration_def def = two_def();
    def.parameter = dozen;
    def.parameter_count = (int32_t)COUNT_OF(dozen);
    def.screens = 2;
    def.screen_step = 0.4;
    def.screen_reach = 2.0;
    def.evaluations = 1 + 2 * (20 + 3);
    return def;
}

START_TEST(a_screen_finds_the_parameters_that_matter)
{
    ist_patterns *patterns = load();
    const ist_calibration_def def = screening_def();
    ist_calibration *c = run(patterns, &def);
    ck_assert_double_lt(ist_calibration_loss_after(c), 0.5 * ist_calibration_loss_before(c));
    double most_of_others = 0.0;
    for (int32_t k = 2; k < (int32_t)COUNT_OF(dozen); k++) {
        const ist_calibrated other = parameter(c, k);
        most_of_others = fmax(most_of_others, fabs(log(other.value / other.before)));
    }
    const ist_calibrated problems = parameter(c, 0);
    ck_assert_double_lt(problems.value, 0.6 * problems.before);
    ck_assert_double_gt(fabs(log(problems.value / problems.before)), most_of_others);
    ist_calibration_destroy(c);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(screens_do_not_depend_on_workers_and_end_when_stopped)
{
    static steps noted;
    ist_patterns *patterns = load();
    ist_calibration_def def = screening_def();
    def.screens = 1;
    def.evaluations = 24;
    ist_calibration *one = run(patterns, &def);
    def.runs.workers = 3;
    ist_calibration *three = run(patterns, &def);
    expect_same(one, three);
    ck_assert_int_le(ist_calibration_evaluations(one), 24);
    ist_calibration_destroy(one);
    ist_calibration_destroy(three);
    noted = (steps){.stop_after = 9};
    def.on_step = note_step;
    def.context = &noted;
    ist_calibration *stopped = run(patterns, &def);
    ck_assert_int_eq(ist_calibration_evaluations(stopped), 9);
    ist_calibration_destroy(stopped);
    ist_patterns_destroy(patterns);
}
END_TEST

START_TEST(a_screen_that_could_not_end_is_refused)
{
    ist_patterns *patterns = load();
    ist_errors *errors = ist_errors_create();
    ist_calibration_def def = screening_def();
    def.evaluations--;
    ck_assert_ptr_null(ist_calibration_run(patterns, &def, errors));
    ck_assert_int_eq(ist_errors_count(errors), 1);
    ck_assert_str_eq(ist_errors_get(errors, 0)->message,
                     "46 evaluations are too few to screen 12 parameters 2 times; wanted: 47");
    double *const wrong[] = {&def.screen_step, &def.screen_reach, &def.screen_pull};
    for (size_t k = 0; k < COUNT_OF(wrong); k++) {
        def = screening_def();
        *wrong[k] = -1.0;
        ist_errors_clear(errors);
        ck_assert_ptr_null(ist_calibration_run(patterns, &def, errors));
        ck_assert_int_eq(ist_errors_status(errors), IST_ERR_ARGUMENT);
    }
    def = screening_def();
    def.screens = -1;
    ck_assert_ptr_null(ist_calibration_run(patterns, &def, NULL));
    ist_errors_destroy(errors);
    ist_patterns_destroy(patterns);
}
END_TEST

SUITE("calibrate", TEST(a_typical_pattern_costs_what_its_share_and_margin_lack),
      TEST(what_comes_nearer_always_costs_less), TEST(what_never_varies_is_measured_against_itself),
      TEST(in_a_band_of_one_value_the_share_tells_all),
      TEST(a_judged_median_costs_what_its_margin_lacks),
      TEST(a_twin_costs_what_its_interval_sticks_out),
      TEST(what_cannot_be_told_costs_most_and_what_is_reported_nothing),
      TEST(a_search_finds_the_value_that_a_band_asks_for), TEST(two_patterns_need_two_parameters),
      TEST(the_loss_is_that_of_the_values_found), TEST(the_loss_never_rises),
      TEST(one_success_in_five_keeps_the_step), TEST(the_result_does_not_depend_on_workers),
      TEST(a_longer_search_goes_on_where_a_shorter_one_ended),
      TEST(a_try_moves_some_values_of_the_best), TEST(parameters_stay_in_their_range),
      EACH(what_may_be_negative_moves_freely_around_zero, 2),
      TEST(what_is_nothing_can_become_something), TEST(what_is_tried_has_few_digits),
      TEST(the_start_may_be_spread), TEST(what_is_calibrated_moves_unless_the_runs_differ_in_it),
      TEST(what_is_given_and_not_moved_stays), TEST(values_that_contradict_one_another_lose),
      TEST(a_search_ends_when_nothing_is_left_to_lose), EACH(a_step_may_end_the_search, 2),
      TEST(progress_is_that_of_the_whole_search),
      EACH(senseless_definitions_are_refused, COUNT_OF(refusals)),
      TEST(what_the_runs_complain_of_is_handed_on),
      EACH(the_columns_of_a_design_are_balanced_and_orthogonal, 10),
      TEST(a_screen_finds_the_parameters_that_matter),
      TEST(screens_do_not_depend_on_workers_and_end_when_stopped),
      TEST(a_screen_that_could_not_end_is_refused), EACH(every_allocation_may_fail, 2))
