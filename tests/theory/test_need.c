// SPDX-License-Identifier: GPL-3.0-or-later
// Problems come as a Poisson process, however long a tick is, until one stays open.
#include "support/world.h"

#include <math.h>

static const int32_t ticks_per_year[] = {12, 52};

// People of one competence, each in a unit of his own, whom nobody helps.
static world people(int32_t count, double competence, double rate, int32_t ticks)
{
    tiny_org org = tiny_org_quiet();
    org.organization.ticks_per_year = ticks;
    org.organization.end = org.organization.start + 5.0;
    tiny_org_set(&org, "problem_rate", rate);
    tiny_org_set(&org, "willing", 0.0);
    tiny_org_set(&org, "patience", 24);
    org.person.competence = competence;
    for (int32_t k = 0; k < count; k++) {
        tiny_org_unit_of(&org, 1);
    }
    return open_world(&org);
}

static int32_t open_problems(const ist_state *s)
{
    int32_t count = 0;
    for (int32_t i = 0; i < s->model->employee_count; i++) {
        count += s->employee_problem[i] >= 0;
    }
    return count;
}

// 500 people who solve all they meet, 4 years: the sum is a Poisson number of mean 500 * 4 * rate,
// here 2000, 12000 and 40000. Within four deviations: 9 %, 3.7 % and 2 %. One at most in a month
// would be 12 (1 - exp(-rate / 12)) a year: 4 %, 21 % and 51 % too few.
static const double rates[] = {1.0, 6.0, 20.0};

START_TEST(people_who_solve_their_problems_meet_them_at_the_rate)
{
    enum { PEOPLE = 500, YEARS = 4 };
    const double rate = rates[_i / 2];
    const int32_t ticks = ticks_per_year[_i % 2];
    world w = people(PEOPLE, 1.0, rate, ticks);
    int64_t met = 0;
    for (int32_t tick = 0; tick < YEARS * ticks; tick++) {
        tiny_run(w.s, 1);
        met += w.s->now.tally.met_all;
        ck_assert_int_eq((long)w.s->now.tally.solved[IST_SOLVER_SELF],
                         (long)w.s->now.tally.met_all);
        ck_assert_int_eq(open_problems(w.s), 0);
    }
    const double expected = PEOPLE * YEARS * rate;
    ck_assert_double_eq_tol((double)met, expected, 4.0 * sqrt(expected));
    close_world(&w);
}
END_TEST

// The number one person meets in one tick: rate 20 in months is a mean of 5/3, in weeks of 5/13.
// Each share of 500 people and two years is binomial: within four deviations.
START_TEST(the_number_met_in_a_tick_is_a_poisson_number)
{
    enum { PEOPLE = 500, YEARS = 2, MOST = 6 };
    const int32_t ticks = ticks_per_year[_i];
    world w = people(PEOPLE, 1.0, 20.0, ticks);
    double counts[MOST] = {0.0};
    for (int32_t tick = 0; tick < YEARS * ticks; tick++) {
        tiny_run(w.s, 1);
        for (int32_t u = 0; u < PEOPLE; u++) {
            counts[isti_min_i((int32_t)w.s->unit_met[u], MOST - 1)] += 1.0;
        }
    }
    const double mean = 20.0 / ticks;
    const double trials = (double)PEOPLE * YEARS * ticks;
    double share = exp(-mean);
    for (int32_t k = 0; k < MOST - 1; k++) {
        const double deviation = sqrt(share * (1.0 - share) / trials);
        ck_assert_msg(fabs(counts[k] / trials - share) < 4.0 * deviation,
                      "%d problems in a tick: %g of all, not %g", (int)k, counts[k] / trials,
                      share);
        share *= mean / (k + 1);
    }
    close_world(&w);
}
END_TEST

// Whoever knows nothing keeps the first one, and meets no other while it is open.
START_TEST(somebody_with_an_open_problem_meets_no_further_one)
{
    enum { PEOPLE = 50 };
    const int32_t ticks = ticks_per_year[_i];
    world w = people(PEOPLE, 0.0, 20.0, ticks);
    int64_t met = 0;
    for (int32_t tick = 0; tick < 2 * ticks - 1; tick++) { // patience is two years
        bool had[PEOPLE];
        for (int32_t i = 0; i < PEOPLE; i++) {
            had[i] = w.s->employee_problem[i] >= 0;
        }
        tiny_run(w.s, 1);
        met += w.s->now.tally.met_all;
        for (int32_t i = 0; i < PEOPLE; i++) {
            const bool has = w.s->employee_problem[i] >= 0;
            ck_assert_int_eq((long)w.s->unit_met[i], has && !had[i]);
        }
    }
    ck_assert_int_eq((long)met, PEOPLE);
    ck_assert_int_eq(open_problems(w.s), PEOPLE);
    close_world(&w);
}
END_TEST

// Competence 1/2 solves half of them, so each meets a geometric number until one stays: mean 2,
// variance 2. Those that stay come at rate 10: exp(-10 t) of the people have none after t, here a
// quarter. Both however long a tick is. Within four deviations.
START_TEST(the_first_that_is_not_solved_is_the_last)
{
    enum { PEOPLE = 1000 };
    const int32_t ticks = ticks_per_year[_i];
    world w = people(PEOPLE, 0.5, 20.0, ticks);
    int64_t met = 0;
    int32_t early = 0;
    for (int32_t tick = 0; tick < 2 * ticks - 1; tick++) {
        tiny_run(w.s, 1);
        met += w.s->now.tally.met_all;
        if (tick == ticks / 4 - 1) {
            early = open_problems(w.s);
        }
    }
    ck_assert_int_eq(open_problems(w.s), PEOPLE);
    ck_assert_double_eq_tol((double)met / PEOPLE, 2.0, 4.0 * sqrt(2.0 / PEOPLE));
    const double none = exp(-10.0 / 4.0);
    ck_assert_double_eq_tol((double)early / PEOPLE, 1.0 - none,
                            4.0 * sqrt(none * (1.0 - none) / PEOPLE));
    close_world(&w);
}
END_TEST

SUITE("need",
      EACH(people_who_solve_their_problems_meet_them_at_the_rate,
           COUNT_OF(rates) * COUNT_OF(ticks_per_year)),
      EACH(the_number_met_in_a_tick_is_a_poisson_number, COUNT_OF(ticks_per_year)),
      EACH(somebody_with_an_open_problem_meets_no_further_one, COUNT_OF(ticks_per_year)),
      EACH(the_first_that_is_not_solved_is_the_last, COUNT_OF(ticks_per_year)))
