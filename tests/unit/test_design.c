// SPDX-License-Identifier: GPL-3.0-or-later
// Designs: which points come out of which factors, and how factors are written.
#include <interstice/design.h>

#include "base/base.h"
#include "scenario/design.h"
#include "support/suite.h"

#include <stdio.h>
#include <string.h>

enum { ROOM = 1024 };

static ist_design_def design_of(ist_design_kind kind, const ist_factor *factor, int32_t count)
{
    ist_design_def def = ist_design_def_default();
    def.kind = kind;
    def.factor = factor;
    def.factor_count = count;
    return def;
}

// "a=1 b=2; a=1 b=3": every point.
static const char *written(const ist_design *d)
{
    static _Thread_local char text[ROOM];
    size_t used = 0;
    text[0] = '\0';
    for (int32_t p = 0; p < ist_design_points(d); p++) {
        for (int32_t f = 0; f < ist_design_factors(d); f++) {
            const char *value = ist_design_value(d, p, f);
            used += (size_t)snprintf(text + used, ROOM - used, "%s%s=%s",
                                     f > 0   ? " "
                                     : p > 0 ? "; "
                                             : "",
                                     ist_design_pointer(d, f) + 1, value ? value : "-");
        }
    }
    return text;
}

static ist_factor parsed(const char *text)
{
    ist_factor factor;
    ck_assert_int_eq(ist_factor_parse(text, &factor), IST_OK);
    return factor;
}

START_TEST(a_grid_crosses_all_values_the_last_factor_fastest)
{
    ist_factor factor[] = {parsed("/a=1,2"), parsed("/b=0:1:3")};
    const ist_design_def def = design_of(IST_DESIGN_GRID, factor, 2);
    ist_design *d = ist_design_create(&def, NULL);
    ck_assert_str_eq(written(d), "a=1 b=0; a=1 b=0.5; a=1 b=1; a=2 b=0; a=2 b=0.5; a=2 b=1");
    ist_design_destroy(d);
    ist_factor_clear(&factor[0]);
    ist_factor_clear(&factor[1]);
}
END_TEST

// (0 (10 - k) + 1 k) / 10 is the double nearest to k / 10; 3 * 0.1 would not be.
START_TEST(steps_are_the_plain_numbers_that_people_mean)
{
    ist_factor factor = parsed("/a=0:1:11");
    const ist_design_def def = design_of(IST_DESIGN_GRID, &factor, 1);
    ist_design *d = ist_design_create(&def, NULL);
    ck_assert_str_eq(written(d), "a=0; a=0.1; a=0.2; a=0.3; a=0.4; a=0.5; a=0.6; a=0.7; a=0.8; "
                                 "a=0.9; a=1");
    ist_design_destroy(d);
    ist_factor_clear(&factor);
}
END_TEST

START_TEST(a_zip_goes_through_all_lists_at_once)
{
    ist_factor factor[] = {parsed("/a=x,\"y,z\",[1,2]"), parsed("/b=1:3:3")};
    const ist_design_def def = design_of(IST_DESIGN_ZIP, factor, 2);
    ist_design *d = ist_design_create(&def, NULL);
    ck_assert_str_eq(written(d), "a=\"x\" b=1; a=\"y,z\" b=2; a=[1,2] b=3");
    ist_design_destroy(d);
    ist_factor_clear(&factor[0]);
    ist_factor_clear(&factor[1]);
}
END_TEST

static double number(const ist_design *d, int32_t point, int32_t factor)
{
    return strtod(ist_design_value(d, point, factor), NULL);
}

// Twenty points from 2 to 4: one in each of the parts of width 0.1.
START_TEST(a_hypercube_has_one_point_in_each_part_of_each_factor)
{
    ist_factor factor[] = {parsed("/a=2:4"), parsed("/b=2:4")};
    ist_design_def def = design_of(IST_DESIGN_LATIN_HYPERCUBE, factor, 2);
    def.points = 20;
    ist_design *d = ist_design_create(&def, NULL);
    for (int32_t f = 0; f < 2; f++) {
        int32_t count[20] = {0};
        for (int32_t p = 0; p < 20; p++) {
            count[(int32_t)((number(d, p, f) - 2.0) / 0.1)]++;
        }
        for (int32_t k = 0; k < 20; k++) {
            ck_assert_int_eq(count[k], 1);
        }
    }
    ck_assert_str_ne(ist_design_value(d, 0, 0), ist_design_value(d, 0, 1));
    ist_design_destroy(d);
    ist_factor_clear(&factor[0]);
    ist_factor_clear(&factor[1]);
}
END_TEST

// 2^k points of a Sobol sequence lie one in each of 2^k equal parts of every dimension, and a shift
// modulo 1 by a whole number of parts keeps that; by any other, two neighbors may share one.
START_TEST(a_sobol_design_is_even_in_every_factor)
{
    ist_factor factor[40];
    for (int32_t f = 0; f < 40; f++) {
        factor[f] = (ist_factor){.pointer = "/a", .low = 0.0, .high = 1.0};
    }
    ist_design_def def = design_of(IST_DESIGN_SOBOL, factor, 40);
    def.points = 64;
    ist_design *d = ist_design_create(&def, NULL);
    for (int32_t f = 0; f < 40; f++) {
        double sum = 0.0;
        int32_t low = 0;
        for (int32_t p = 0; p < 64; p++) {
            sum += number(d, p, f) / 64;
            low += number(d, p, f) < 0.25;
        }
        ck_assert_double_eq_tol(sum, 0.5, 0.02);
        ck_assert_int_ge(low, 15);
        ck_assert_int_le(low, 17);
    }
    ist_design_destroy(d);
}
END_TEST

START_TEST(the_seed_decides_what_is_sampled)
{
    const ist_factor factor = {.pointer = "/a", .low = 0.0, .high = 1.0};
    for (int kind = IST_DESIGN_LATIN_HYPERCUBE; kind <= IST_DESIGN_SOBOL; kind++) {
        char first[ROOM];
        ist_design_def def = design_of((ist_design_kind)kind, &factor, 1);
        def.points = 8;
        ist_design *d = ist_design_create(&def, NULL);
        snprintf(first, sizeof first, "%s", written(d));
        ist_design_destroy(d);
        d = ist_design_create(&def, NULL);
        ck_assert_str_eq(written(d), first);
        ist_design_destroy(d);
        def.seed = 2;
        d = ist_design_create(&def, NULL);
        ck_assert_str_ne(written(d), first);
        ist_design_destroy(d);
    }
}
END_TEST

START_TEST(whole_numbers_and_lists_are_sampled_evenly)
{
    ist_factor factor[] = {parsed("/a=1:4:integer"), parsed("/b=x,y")};
    ist_design_def def = design_of(IST_DESIGN_LATIN_HYPERCUBE, factor, 2);
    def.points = 40;
    ist_design *d = ist_design_create(&def, NULL);
    int32_t count[5] = {0};
    int32_t x = 0;
    for (int32_t p = 0; p < 40; p++) {
        const double value = number(d, p, 0);
        ck_assert(value == 1.0 || value == 2.0 || value == 3.0 || value == 4.0);
        count[(int32_t)value]++;
        x += strcmp(ist_design_value(d, p, 1), "\"x\"") == 0;
    }
    for (int32_t k = 1; k <= 4; k++) {
        ck_assert_int_eq(count[k], 10);
    }
    ck_assert_int_eq(x, 20);
    ist_design_destroy(d);
    ist_factor_clear(&factor[0]);
    ist_factor_clear(&factor[1]);
}
END_TEST

static const char *const bad_factors[] = {
    "", "a=1", "/a", "/a=", "/a=1,,2", "/a=,1", "/a=1,",
};

START_TEST(what_is_no_factor_is_refused)
{
    ist_factor factor;
    ck_assert_int_eq(ist_factor_parse(bad_factors[_i], &factor), IST_ERR_ARGUMENT);
    ck_assert_ptr_null(factor.pointer);
}
END_TEST

START_TEST(a_pointer_may_select_by_a_value)
{
    ist_factor factor = parsed("/managers/name=boss/policy=sponsor,\"a=b\"");
    ck_assert_str_eq(factor.pointer, "/managers/name=boss/policy");
    ck_assert_int_eq(factor.value_count, 2);
    ck_assert_str_eq(factor.values[1], "\"a=b\"");
    ist_factor_clear(&factor);
}
END_TEST

// What only looks like a range is a list of one text.
START_TEST(only_numbers_make_a_range)
{
    static const char *const texts[] = {
        "/a=0:x", "/a=0:1:2:3", "/a=1:", "/a=0:1:0", "/a=0:1:1.5", "/a=inf:1"};
    for (size_t k = 0; k < COUNT_OF(texts); k++) {
        ist_factor factor = parsed(texts[k]);
        ck_assert_int_eq(factor.value_count, 1);
        ck_assert_int_eq(factor.values[0][0], '"');
        ist_factor_clear(&factor);
    }
}
END_TEST

static void assert_refused(const ist_design_def *def, const char *expected)
{
    ist_errors *errors = ist_errors_create();
    char message[ROOM];
    ck_assert_ptr_null(ist_design_create(def, errors));
    ist_error_format(ist_errors_get(errors, 0), message, sizeof message);
    ck_assert_msg(strstr(message, expected) != NULL, "%s", message);
    ist_errors_destroy(errors);
}

START_TEST(impossible_designs_are_refused)
{
    const ist_factor range = {
        .pointer = "/a", .low = 0.0, .high = 1.0, .source = "here", .line = 3};
    const ist_factor falling = {.pointer = "/a", .low = 1.0, .high = 0.0, .steps = 2};
    const ist_factor fraction = {.pointer = "/a", .low = 0.2, .high = 0.8, .is_integer = true};
    const ist_factor nothing = {.pointer = "a", .steps = 1};
    const ist_factor uneven[] = {{.pointer = "/a", .steps = 2}, {.pointer = "/b", .steps = 3}};
    ist_factor wide[41];
    for (int32_t f = 0; f < 41; f++) {
        wide[f] = range;
    }
    ist_design_def def = design_of(IST_DESIGN_GRID, &range, 1);
    assert_refused(&def, "here:3: error: a range needs a number of steps here (/a)");
    def = design_of(IST_DESIGN_GRID, &falling, 1);
    assert_refused(&def, "the range does not rise");
    def = design_of(IST_DESIGN_SOBOL, &fraction, 1);
    def.points = 2;
    assert_refused(&def, "there is no whole number in the range");
    def = design_of(IST_DESIGN_GRID, &nothing, 1);
    assert_refused(&def, "nothing is to vary");
    def = design_of(IST_DESIGN_ZIP, uneven, 2);
    assert_refused(&def, "different lengths");
    def = design_of(IST_DESIGN_SOBOL, wide, 41);
    def.points = 2;
    assert_refused(&def, "at most 40 factors, not 41");
    def = design_of(IST_DESIGN_SOBOL, wide, 1);
    assert_refused(&def, "the design has 0 points");
    def.points = 1000001;
    assert_refused(&def, "1 to 1000000 are possible");
    def = design_of(IST_DESIGN_GRID, NULL, 0);
    assert_refused(&def, "something that varies");
    def.def_size = 0;
    assert_refused(&def, "ist_design_def_default()");
}
END_TEST

// ---- Tables

START_TEST(a_table_gives_a_point_per_line)
{
    static const char text[] = "/a,\"/b,c\"\r\n1,\"x \"\"y\"\"\"\r\n\r\n,true";
    isti_factors factors;
    ck_assert(isti_factors_read_csv(text, strlen(text), "t.csv", &factors, NULL));
    ck_assert_int_eq(factors.count, 2);
    ck_assert_str_eq(factors.item[1].pointer, "/b,c");
    ck_assert_str_eq(factors.item[0].values[0], "1");
    ck_assert_ptr_null(factors.item[0].values[1]);
    ck_assert_str_eq(factors.item[1].values[0], "\"x \\u0022y\\u0022\"");
    ck_assert_str_eq(factors.item[1].values[1], "true");
    isti_factors_clear(&factors);
}
END_TEST

// Quotation marks inside of a cell are part of it: lines were miscounted once, and the rest of the
// table was lost or waited for.
START_TEST(a_quotation_mark_within_a_cell_ends_no_line)
{
    static const char text[] = "/a\nx\"\ny\n";
    isti_factors factors;
    ck_assert(isti_factors_read_csv(text, strlen(text), "t.csv", &factors, NULL));
    ck_assert_int_eq(factors.item[0].value_count, 2);
    ck_assert_str_eq(factors.item[0].values[1], "\"y\"");
    isti_factors_clear(&factors);
}
END_TEST

static const struct {
    const char *text, *expected;
} bad_tables[] = {
    {"", "t.csv:1:1: error: the table has no headings"},
    {"a\n1\n", "t.csv:1:1: error: the heading of this column selects nothing"},
    {"/a,/b~\n1,2\n", "t.csv:1:4: error: the heading"},
    {"/a\n", "there is no line below"},
    {"/a,/b\n1\n", "t.csv:2:1: error: this line has fewer cells"},
    {"/a,/b\n1,2\n1,2,3\n", "t.csv:3:5: error: this line has more cells"},
    {"/a\n\"1\n", "t.csv:2:1: error: a quotation mark is missing"},
    {"/a\n\"1\"x\n", "t.csv:2:4: error: something stands behind"},
};

START_TEST(a_broken_table_is_refused_with_its_place)
{
    ist_errors *errors = ist_errors_create();
    isti_factors factors;
    char message[ROOM];
    ck_assert(!isti_factors_read_csv(bad_tables[_i].text, strlen(bad_tables[_i].text), "t.csv",
                                     &factors, errors));
    ck_assert_ptr_null(factors.item);
    ist_error_format(ist_errors_get(errors, 0), message, sizeof message);
    ck_assert_msg(strstr(message, bad_tables[_i].expected) != NULL, "%s", message);
    ist_errors_destroy(errors);
}
END_TEST

SUITE("design", TEST(a_grid_crosses_all_values_the_last_factor_fastest),
      TEST(steps_are_the_plain_numbers_that_people_mean),
      TEST(a_zip_goes_through_all_lists_at_once),
      TEST(a_hypercube_has_one_point_in_each_part_of_each_factor),
      TEST(a_sobol_design_is_even_in_every_factor), TEST(the_seed_decides_what_is_sampled),
      TEST(whole_numbers_and_lists_are_sampled_evenly),
      EACH(what_is_no_factor_is_refused, COUNT_OF(bad_factors)),
      TEST(a_pointer_may_select_by_a_value), TEST(only_numbers_make_a_range),
      TEST(impossible_designs_are_refused), TEST(a_table_gives_a_point_per_line),
      TEST(a_quotation_mark_within_a_cell_ends_no_line),
      EACH(a_broken_table_is_refused_with_its_place, COUNT_OF(bad_tables)))
