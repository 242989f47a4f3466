// SPDX-License-Identifier: GPL-3.0-or-later
// What a store says of itself, and verdicts read back.
#include <interstice/store.h>

#include "support/firm.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

// ---- Verdicts

static const double values[] = {1.0, 2.0};

static ist_verdict_row row_of(const char *ablation, const char *pattern, double median)
{
    ist_verdict_row row = {.ablation = ablation,
                           .pattern = pattern,
                           .worth = "T",
                           .judgment = "median",
                           .verdict = "holds",
                           .text = "a pattern",
                           .values = values,
                           .value_count = 2};
    for (int k = 0; k < IST_VERDICT_NUMBERS; k++) {
        row.number[k] = k;
    }
    row.number[0] = NAN; // no lower bound
    row.number[4] = median;
    return row;
}

static void write_verdicts(const char *path)
{
    const ist_verdict_row rows[] = {row_of("affect", "A-1", 7.0), row_of("", "A-2", INFINITY),
                                    row_of("", "A-1", 5.0)};
    const char *const facts[] = {"seed", "18446744073709551615"};
    ist_verdicts_def def = ist_verdicts_def_default();
    unlink(path);
    def.row = rows;
    def.row_count = 3;
    def.fact = facts;
    def.fact_count = 1;
    ck_assert_int_eq(ist_verdicts_store(path, &def, NULL), IST_OK);
}

START_TEST(verdicts_come_back_without_ablation_first)
{
    write_verdicts("verdicts.db");
    ist_store *store = ist_store_open("verdicts.db", IST_STORE_FACTS, NULL);
    ist_verdict_row row;
    ck_assert_ptr_nonnull(store);
    ck_assert(ist_store_verdict(store, 0, &row, NULL));
    ck_assert_str_eq(row.ablation, "");
    ck_assert_str_eq(row.pattern, "A-1");
    ck_assert_str_eq(row.worth, "T");
    ck_assert_str_eq(row.judgment, "median");
    ck_assert_str_eq(row.verdict, "holds");
    ck_assert_str_eq(row.text, "a pattern");
    ck_assert(isnan(row.number[0]));
    ck_assert_double_eq(row.number[1], 1.0);
    ck_assert_double_eq(row.number[4], 5.0);
    ck_assert_double_eq(row.number[IST_VERDICT_NUMBERS - 1], IST_VERDICT_NUMBERS - 1);
    ck_assert_ptr_null(row.values);
    ck_assert(ist_store_verdict(store, 1, &row, NULL));
    ck_assert(strcmp(row.pattern, "A-2") == 0 && isinf(row.number[4]));
    ck_assert(ist_store_verdict(store, 2, &row, NULL));
    ck_assert(strcmp(row.ablation, "affect") == 0);
    ck_assert_double_eq(row.number[4], 7.0);
    ck_assert(!ist_store_verdict(store, 3, &row, NULL));
    ck_assert(!ist_store_verdict(store, -1, &row, NULL));
    ist_store_close(store);
}
END_TEST

START_TEST(who_wants_runs_is_told_that_there_are_none)
{
    write_verdicts("verdicts.db");
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(ist_store_open("verdicts.db", IST_STORE_READ, errors));
    ck_assert_int_eq(ist_errors_status(errors), IST_ERR_STORE_DAMAGED);
    ist_errors_destroy(errors);
}
END_TEST

// ---- Facts

static const char *fact_of(ist_store *store, const char *key)
{
    ist_store_fact_info fact;
    for (int32_t i = 0; ist_store_fact(store, i, &fact, NULL); i++) {
        if (strcmp(fact.key, key) == 0) {
            return fact.value;
        }
    }
    return NULL;
}

START_TEST(facts_are_told_in_order_of_keys)
{
    write_verdicts("verdicts.db");
    ist_store *store = ist_store_open("verdicts.db", IST_STORE_FACTS, NULL);
    ist_store_fact_info fact;
    char last[64] = "";
    int32_t count = 0;
    for (; ist_store_fact(store, count, &fact, NULL); count++) {
        ck_assert_int_lt(strcmp(last, fact.key), 0);
        ck_assert_int_lt((int)strlen(fact.key), (int)sizeof last);
        strcpy(last, fact.key);
    }
    ck_assert_int_gt(count, 1);
    ck_assert_str_eq(fact_of(store, "seed"), "18446744073709551615");
    ck_assert_ptr_null(fact_of(store, "weather"));
    ist_store_close(store);
}
END_TEST

START_TEST(a_store_of_runs_tells_its_facts_and_files_too)
{
    ist_experiment *e = firm_experiment(2, 3, false);
    unlink("runs.db");
    ist_store *store = ist_store_create("runs.db", e, 0, 1, NULL);
    ck_assert_ptr_nonnull(store);
    ist_store_close(store);
    store = ist_store_open("runs.db", IST_STORE_FACTS, NULL);
    ist_verdict_row row;
    ist_experiment_input input;
    ist_experiment_input known;
    ck_assert_str_eq(fact_of(store, "replicates"), "3");
    ck_assert(!ist_store_verdict(store, 0, &row, NULL));
    int32_t count = 0;
    for (; ist_store_input(store, count, &input, NULL); count++) {
        ck_assert(ist_experiment_input_get(e, count, &known));
        ck_assert_str_eq(input.path, known.path);
        ck_assert_str_eq(input.sha256, known.sha256);
        ck_assert_int_eq(input.bytes, known.bytes);
    }
    ck_assert(!ist_experiment_input_get(e, count, &known));
    ist_store_close(store);
    ist_experiment_destroy(e);
}
END_TEST

SUITE("store_facts", TEST(verdicts_come_back_without_ablation_first),
      TEST(who_wants_runs_is_told_that_there_are_none), TEST(facts_are_told_in_order_of_keys),
      TEST(a_store_of_runs_tells_its_facts_and_files_too))
