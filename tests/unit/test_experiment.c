// SPDX-License-Identifier: GPL-3.0-or-later
// Experiments: which jobs there are, that they depend on nothing but themselves, and their bytes.
#include <interstice/experiment.h>

#include "support/firm.h"

#include <stdio.h>

START_TEST(all_variants_of_a_replicate_come_before_the_next)
{
    ist_experiment *e = firm_experiment(3, 2, false);
    ck_assert_int_eq(ist_experiment_variants(e), 3);
    ck_assert_int_eq(ist_experiment_jobs(e), 6);
    for (int32_t job = 0; job < 6; job++) {
        ist_run_record *record = firm_run(e, job);
        ck_assert_int_eq(record->replicate, job / 3);
        ck_assert_uint_eq(record->seed, 7);
        ist_run_record_destroy(record);
    }
    ist_experiment_destroy(e);
}
END_TEST

// More replicates, or other variants around it: a job is what it was.
START_TEST(a_job_depends_on_its_own_variant_and_replicate_alone)
{
    ist_experiment *few = firm_experiment(3, 2, false);
    ist_experiment *many = firm_experiment(3, 5, false);
    ck_assert_uint_eq(ist_experiment_hash(few), ist_experiment_hash(many));
    for (int32_t job = 0; job < 6; job++) {
        ck_assert_uint_eq(ist_experiment_job_hash(few, job), ist_experiment_job_hash(many, job));
        for (int32_t other = 0; other < job; other++) {
            ck_assert_uint_ne(ist_experiment_job_hash(few, job),
                              ist_experiment_job_hash(few, other));
        }
    }
    ck_assert_uint_eq(ist_experiment_job_hash(few, 6), 0);
    ist_experiment_destroy(many);
    ist_experiment_destroy(few);
}
END_TEST

START_TEST(a_runner_makes_the_same_of_a_job_whatever_it_did_before)
{
    ist_experiment *e = firm_experiment(2, 2, true);
    ist_run_record *alone = firm_run(e, 3);
    ist_runner *runner = ist_runner_create(e, NULL, NULL);
    for (int32_t job = 0; job < 4; job++) {
        ist_run_record *record;
        ck_assert_int_eq(ist_runner_do(runner, job, &record, NULL), IST_OK);
        if (job == 3) {
            ck_assert_uint_eq(ist_run_record_hash(record), ist_run_record_hash(alone));
        }
        ist_run_record_destroy(record);
    }
    ist_run_record *none;
    ck_assert_int_eq(ist_runner_do(runner, 4, &none, NULL), IST_ERR_ARGUMENT);
    ck_assert_ptr_null(none);
    ist_runner_destroy(runner);
    ist_run_record_destroy(alone);
    ist_experiment_destroy(e);
}
END_TEST

static unsigned char *saved(const ist_experiment *e, size_t *size)
{
    *size = ist_experiment_save(e, NULL, 0);
    unsigned char *bytes = malloc(*size);
    ck_assert_uint_eq(ist_experiment_save(e, bytes, *size), *size);
    return bytes;
}

START_TEST(an_experiment_comes_back_from_its_bytes)
{
    ist_experiment *e = firm_experiment(3, 2, true);
    size_t size;
    unsigned char *bytes = saved(e, &size);
    ist_experiment *again = ist_experiment_load(bytes, size, NULL, NULL);
    ck_assert_uint_eq(ist_experiment_hash(again), ist_experiment_hash(e));
    ck_assert_int_eq(ist_experiment_jobs(again), 6);
    ist_run_record *a = firm_run(e, 5);
    ist_run_record *b = firm_run(again, 5);
    ck_assert_uint_eq(ist_run_record_hash(a), ist_run_record_hash(b));
    ist_run_record_destroy(b);
    ist_run_record_destroy(a);
    for (size_t length = 0; length < size; length++) {
        ck_assert_ptr_null(ist_experiment_load(bytes, length, NULL, NULL));
    }
    free(bytes);
    ist_experiment_destroy(again);
    ist_experiment_destroy(e);
}
END_TEST

// ---- Policies

START_TEST(policies_take_the_place_of_the_managers_own)
{
    static const char *const policies[] = {"director", "absent"};
    const ist_experiment_source source = {"firm.json", firm_text, strlen(firm_text)};
    ist_experiment_def def = firm_def(&source, 1);
    def.policy = policies;
    def.policy_count = 2;
    def.managers = "the/boss"; // a slash in a name is one in a pointer only if it is escaped
    ist_experiment *e = ist_experiment_create(&def, NULL);
    ck_assert_ptr_nonnull(e);
    for (int32_t v = 0; v < 2; v++) {
        ist_variant_info info;
        const ist_model *model = ist_experiment_hold(e, v, NULL);
        ck_assert_str_eq(ist_model_manager_policy(model, (ist_manager_id){1}), policies[v]);
        ck_assert(ist_experiment_variant(e, v, &info));
        ck_assert_str_eq(info.policy, policies[v]);
        ck_assert_int_eq(info.set_count, 1);
        ist_experiment_release(e, v);
    }
    ist_experiment_destroy(e);
}
END_TEST

// The luck is the same: until the managers differ, so are the runs.
START_TEST(variants_are_compared_on_common_random_numbers)
{
    static const char *const policies[] = {"absent", "absent"};
    const ist_experiment_source source = {"firm.json", firm_text, strlen(firm_text)};
    ist_experiment_def def = firm_def(&source, 2);
    def.policy = policies;
    def.policy_count = 2;
    ist_experiment *e = ist_experiment_create(&def, NULL);
    ist_run_record *record[4];
    for (int32_t job = 0; job < 4; job++) {
        record[job] = firm_run(e, job);
    }
    ck_assert_uint_eq(record[0]->state_hash, record[1]->state_hash);
    ck_assert_uint_eq(record[2]->state_hash, record[3]->state_hash);
    ck_assert_uint_ne(record[0]->state_hash, record[2]->state_hash);
    for (int32_t job = 0; job < 4; job++) {
        ist_run_record_destroy(record[job]);
    }
    ist_experiment_destroy(e);
}
END_TEST

// ---- Designs of scenarios

static ist_experiment *with_design(const char *design, const char *path, ist_errors *errors)
{
    char text[2048];
    snprintf(text, sizeof text, "{ \"design\": %s, %s", design, firm_text + 1);
    const ist_experiment_source source = {path, text, strlen(text)};
    ist_experiment_def def = firm_def(&source, 1);
    def.own_design = true;
    return ist_experiment_create(&def, errors);
}

static const struct {
    const char *design;
    int32_t variants;
} designs[] = {
    {"{ \"vary\": { \"/organization/emphasis\": [0, 0.5, 1] } }", 3},
    {"{ \"kind\": \"grid\", \"vary\": { \"/organization/emphasis\": { \"from\": 0, \"to\": 1, "
     "\"steps\": 4 }, \"/seed\": [1, 2] } }",
     8},
    {"{ \"kind\": \"zip\", \"vary\": { \"/organization/emphasis\": [0, 1], \"/seed\": [1, 2] } }",
     2},
    {"{ \"kind\": \"sobol\", \"points\": 7, \"vary\": { \"/units/0/size\": { \"from\": 4, \"to\": "
     "9, "
     "\"integer\": true } } }",
     7},
    {"{ \"kind\": \"latin_hypercube\", \"points\": 5, \"seed\": 3, \"vary\": { "
     "\"/organization/emphasis\": { \"from\": 0, \"to\": 1 } } }",
     5},
    {"{ \"list\": [ { \"/organization/emphasis\": 0 }, {}, { \"/units/0/size\": 5 } ] }", 3},
    {"{ \"file\": \"points.csv\" }", 2},
};

START_TEST(a_scenario_may_bring_its_design)
{
    FILE *file = fopen("points.csv", "w");
    fputs("/organization/emphasis\n0\n1\n", file);
    fclose(file);
    ist_errors *errors = ist_errors_create();
    ist_experiment *e = with_design(designs[_i].design, "firm.json", errors);
    char message[1024];
    ist_error_format(ist_errors_get(errors, 0), message, sizeof message);
    ck_assert_msg(e != NULL, "%s", message);
    ck_assert_int_eq(ist_experiment_variants(e), designs[_i].variants);
    ist_experiment_destroy(e);
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(the_file_of_a_design_lies_beside_the_scenario)
{
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(with_design("{ \"file\": \"p.csv\" }", "not/here/firm.json", errors));
    ck_assert_str_eq(ist_errors_get(errors, 0)->source, "not/here/p.csv");
    ist_errors_destroy(errors);
}
END_TEST

static const struct {
    const char *design, *expected;
} bad_designs[] = {
    {"{}", "the design does not say what varies (/design); allowed: one of vary, list, file"},
    {"{ \"vary\": { \"/seed\": [1] }, \"file\": \"x\" }", "more than once what varies"},
    {"{ \"vary\": {} }", "(/design/vary)"},
    {"{ \"vary\": { \"seed\": [1] } }", "\"seed\" is not a JSON pointer"},
    {"{ \"vary\": { \"/seed\": [] } }", "the list is empty (/design/vary/~1seed)"},
    {"{ \"vary\": { \"/seed\": { \"from\": 2, \"to\": 1 } } }", "ends lower, at 1"},
    {"{ \"vary\": { \"/seed\": { \"from\": 2 } } }", "to"},
    {"{ \"vary\": { \"/seed\": { \"from\": 1, \"to\": 2 } } }", "needs a number of steps here"},
    {"{ \"kind\": \"gird\", \"vary\": { \"/seed\": [1] } }", "did you mean \"grid\"?"},
    {"{ \"list\": [] }", "(/design/list)"},
    {"{ \"list\": [ 1 ] }", "(/design/list/0)"},
    {"{ \"kind\": \"sobol\", \"points\": 0, \"vary\": { \"/seed\": [1] } }", "points"},
};

START_TEST(a_faulty_design_is_told_with_its_place)
{
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(with_design(bad_designs[_i].design, "firm.json", errors));
    char message[1024];
    ist_error_format(ist_errors_get(errors, 0), message, sizeof message);
    ck_assert_msg(strstr(message, "firm.json:1:") == message, "%s", message);
    ck_assert_msg(strstr(message, bad_designs[_i].expected) != NULL, "%s", message);
    ist_errors_destroy(errors);
}
END_TEST

// ---- Faults

START_TEST(a_variant_that_cannot_be_is_told_when_it_is_run)
{
    const ist_experiment_source source = {"firm.json", firm_text, strlen(firm_text)};
    ist_factor factor;
    ck_assert_int_eq(ist_factor_parse("/organization/emphasis=0.5,7", &factor), IST_OK);
    ist_design_def design = ist_design_def_default();
    design.factor = &factor;
    design.factor_count = 1;
    ist_experiment_def def = firm_def(&source, 1);
    def.design = &design;
    ist_errors *errors = ist_errors_create();
    ist_experiment *e = ist_experiment_create(&def, errors);
    ck_assert_ptr_nonnull(e);
    ck_assert_int_eq(ist_errors_count(errors), 0);
    ist_runner *runner = ist_runner_create(e, NULL, NULL);
    ist_run_record *record;
    ck_assert_int_eq(ist_runner_do(runner, 1, &record, errors), IST_ERR_RANGE);
    ck_assert_ptr_null(record);
    ck_assert_int_eq(ist_runner_do(runner, 0, &record, NULL), IST_OK);
    ist_run_record_destroy(record);
    ist_runner_destroy(runner);
    ist_errors_destroy(errors);
    ist_factor_clear(&factor);
    ist_experiment_destroy(e);
}
END_TEST

START_TEST(impossible_experiments_are_refused)
{
    const ist_experiment_source source = {"firm.json", firm_text, strlen(firm_text)};
    ist_experiment_def def = firm_def(&source, 0);
    ck_assert_ptr_null(ist_experiment_create(&def, NULL));
    def = firm_def(&source, 1);
    def.ticks = 26;
    ck_assert_ptr_null(ist_experiment_create(&def, NULL));
    def = firm_def(NULL, 1);
    ck_assert_ptr_null(ist_experiment_create(&def, NULL));
    def = firm_def(&source, 1);
    def.def_size = 0;
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(ist_experiment_create(&def, errors));
    ck_assert_int_eq(ist_errors_status(errors), IST_ERR_DEF_NOT_INITIALIZED);
    ist_errors_destroy(errors);
}
END_TEST

// 300 variants, of which 256 stay compiled: those let go are compiled anew, and nobody notices.
START_TEST(more_variants_than_are_kept_compiled)
{
    ist_experiment *e = firm_experiment(300, 1, false);
    const ist_model *held = ist_experiment_hold(e, 0, NULL);
    const uint64_t before = ist_model_hash(held);
    for (int32_t v = 1; v < 300; v++) {
        ck_assert_ptr_nonnull(ist_experiment_hold(e, v, NULL));
        ist_experiment_release(e, v);
    }
    ck_assert_ptr_eq(ist_experiment_hold(e, 0, NULL), held);
    ck_assert_uint_eq(ist_model_hash(held), before);
    ck_assert_ptr_nonnull(ist_experiment_hold(e, 1, NULL));
    ck_assert_ptr_null(ist_experiment_hold(e, 300, NULL));
    ist_experiment_destroy(e);
}
END_TEST

SUITE("experiment", TEST(all_variants_of_a_replicate_come_before_the_next),
      TEST(a_job_depends_on_its_own_variant_and_replicate_alone),
      TEST(a_runner_makes_the_same_of_a_job_whatever_it_did_before),
      TEST(an_experiment_comes_back_from_its_bytes),
      TEST(policies_take_the_place_of_the_managers_own),
      TEST(variants_are_compared_on_common_random_numbers),
      EACH(a_scenario_may_bring_its_design, sizeof designs / sizeof *designs),
      TEST(the_file_of_a_design_lies_beside_the_scenario),
      EACH(a_faulty_design_is_told_with_its_place, sizeof bad_designs / sizeof *bad_designs),
      TEST(a_variant_that_cannot_be_is_told_when_it_is_run),
      TEST(impossible_experiments_are_refused), TEST(more_variants_than_are_kept_compiled))
