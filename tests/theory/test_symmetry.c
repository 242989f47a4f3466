// SPDX-License-Identifier: GPL-3.0-or-later
// What is alike fares alike: mirrored units have equal distributions, and names do not matter.
#include "state/communities.h"
#include "state/ties.h"
#include "support/suite.h"
#include "support/tiny_org.h"

#include <math.h>

enum { RUNS = 400 };

// Mean and standard error of a difference over the runs.
typedef struct difference {
    double sum, squares;
    int32_t count;
} difference;

static void add(difference *d, double value)
{
    d->sum += value;
    d->squares += value * value;
    d->count++;
}

static void assert_none(const difference *d)
{
    const double mean = d->sum / d->count;
    const double variance = d->squares / d->count - mean * mean;
    ck_assert_double_gt(variance, 0.0); // something happened at all
    ck_assert_double_lt(fabs(mean), 4.0 * sqrt(variance / d->count));
}

//     a - b        e - f
//     | \ |        | / |      mirrored along the middle; d and h are tied across
//     c   d ------ h   g
static tiny_org mirrored(void)
{
    tiny_org org = tiny_org_lively();
    tiny_org_draw(&org, "abcd|efgh");
    static const char *const left[] = {"ab", "ac", "ad", "bd"};
    static const char *const right[] = {"ef", "fg", "fh", "eh"};
    for (size_t k = 0; k < sizeof left / sizeof *left; k++) {
        tiny_org_tie(&org, left[k], 0.2 * (double)(k + 1), 0.1 * (double)(k + 1));
    }
    // The mirror of a is f, of b is e, of c is g, of d is h.
    for (size_t k = 0; k < sizeof right / sizeof *right; k++) {
        tiny_org_tie(&org, right[k], 0.2 * (double)(k + 1), 0.1 * (double)(k + 1));
    }
    tiny_org_tie(&org, "dh", 0.5, 0.5);
    tiny_org_launch(&org, 8);
    return org;
}

START_TEST(mirrored_units_fare_alike)
{
    tiny_org org = mirrored();
    ist_model *model = tiny_org_compile(&org);
    ist_state *s = tiny_run_start(model, 1);
    difference solved = {0};
    difference strength = {0};
    difference competence = {0};
    for (int32_t k = 0; k < RUNS; k++) {
        ist_run_def run = ist_run_def_default();
        run.replicate = (uint32_t)k;
        ck_assert_int_eq(ist_state_reset(s, &run), IST_OK);
        double more = 0.0;
        for (int32_t tick = 0; tick < 18; tick++) {
            ck_assert_int_eq(ist_step(s), IST_OK);
            more += s->unit_solved[0] - s->unit_solved[1];
        }
        double ties[2] = {0.0, 0.0};
        for (int32_t t = 0; t < ISTI_COUNT(s, tie); t++) {
            if (s->tie_a[t] >= 0 && (s->tie_a[t] < 4) == (s->tie_b[t] < 4)) {
                ties[s->tie_a[t] >= 4] += isti_tie_strength(s, t);
            }
        }
        double able = 0.0;
        for (int32_t i = 0; i < 8; i++) {
            able += (i < 4 ? 1.0 : -1.0) * s->employee_competence[i];
        }
        add(&solved, more);
        add(&strength, ties[0] - ties[1]);
        add(&competence, able);
    }
    assert_none(&solved);
    assert_none(&strength);
    assert_none(&competence);
    ist_state_destroy(s);
    ist_model_destroy(model);
}
END_TEST

// Two themes with equal demand and the same people: which comes first in the list does not matter.
static double members_on(int32_t theme, const char *first, const char *second, difference *d)
{
    tiny_org org = tiny_org_lively();
    tiny_org_theme(&org, first, 1.0);
    tiny_org_theme(&org, second, 1.0);
    ist_spec_set_draw_ties(org.spec, true);
    tiny_org_unit_of(&org, 15);
    tiny_org_unit_of(&org, 15);
    ist_model *model = tiny_org_compile(&org);
    ist_state *s = tiny_run_start(model, 1);
    double total = 0.0;
    for (int32_t k = 0; k < RUNS / 4; k++) {
        ist_run_def run = ist_run_def_default();
        run.replicate = (uint32_t)k;
        ck_assert_int_eq(ist_state_reset(s, &run), IST_OK);
        ck_assert_int_eq(ist_run(s, 24), IST_OK);
        double members = 0.0;
        for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
            const int32_t sign = s->community_theme[c] == theme ? 1 : -1;
            members += s->community_theme[c] > 0 ? sign * s->community_members[c] : 0;
        }
        total += members;
        add(d, members + 1e-6 * k); // never exactly alike, so that the spread is not 0
    }
    ist_state_destroy(s);
    ist_model_destroy(model);
    return total;
}

START_TEST(themes_of_equal_demand_gather_equally_many)
{
    difference d = {0};
    members_on(1, "metal", "wood", &d);
    assert_none(&d);
}
END_TEST

START_TEST(names_do_not_matter)
{
    difference one = {0};
    difference other = {0};
    const double first = members_on(1, "metal", "wood", &one);
    const double second = members_on(1, "wood", "zinc", &other);
    ck_assert_double_eq(first, second);
}
END_TEST

// a and b have each other, symmetrically: nothing tells who is on which end of the tie.
START_TEST(a_tie_has_no_direction)
{
    uint64_t hash[2];
    for (int32_t k = 0; k < 2; k++) {
        tiny_org org = tiny_org_lively();
        tiny_org_draw(&org, "ab|cd");
        tiny_org_tie(&org, k == 0 ? "ac" : "ca", 0.6, 0.3);
        tiny_org_tie(&org, k == 0 ? "bd" : "db", 0.4, 0.2);
        ist_model *model = tiny_org_compile(&org);
        ist_state *s = tiny_run_start(model, 1);
        tiny_run(s, 36);
        hash[k] = ist_state_hash(s);
        ist_state_destroy(s);
        ist_model_destroy(model);
    }
    ck_assert_uint_eq(hash[0], hash[1]);
}
END_TEST

SUITE("symmetry", TEST(mirrored_units_fare_alike), TEST(themes_of_equal_demand_gather_equally_many),
      TEST(names_do_not_matter), TEST(a_tie_has_no_direction))
