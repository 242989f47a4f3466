// SPDX-License-Identifier: GPL-3.0-or-later
// Every operator and every condition of a selector against records made by hand: three years of
// quarters from 2000 on, and three communities.
//
//     tick       0     1     2     3     4     5     6     7     8     9    10    11
//     year    2000   .25    .5   .75  2001   .25    .5   .75  2002   .25    .5   .75
//     activity   2     4     6     -     8     8     3     5     7     9     9     1
//     club      [--------------------------------------------]
//     circle                     [----------------------------------------------------]
//     flash                                  []                  (ended in the tick of its founding)
#include "study/value.h"

#include "base/memory.h"
#include "support/suite.h"

#include <math.h>
#include <string.h>

enum {
    TICKS = 12,
    PER_YEAR = 4,
    MOST_NODES = 64,
    MOST_SELECTORS = 8,
    MOST_OPERANDS = 32,
    HERE = 0,
    THERE = 1,
    CLUB = 0,
    CIRCLE = 1,
    FLASH = 2,
    LIVES = 3,
    NONE = -1
};

#define EXPECT(node, value)  ck_assert_double_eq_tol(tell(node), value, 1e-12)
#define EXPECT_UNKNOWN(node) ck_assert_double_nan(tell(node))

static const double activity[TICKS] = {2, 4, 6, NAN, 8, 8, 3, 5, 7, 9, 9, 1};
static const double elsewhere[TICKS] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 40};
static const double blank[TICKS] = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};

// ---- The records

static ist_community_row rows[LIVES][TICKS];
static const ist_community_row *pointers[LIVES][TICKS];
static isti_life lives[LIVES];
static isti_record records[2];
static const isti_record *by_run[2];

static ist_community_row row_of(int32_t community, int32_t tick)
{
    const bool is_club = community == CLUB;
    // The club attends by its tick and loses its autonomy in tick 4; the circle grows by one.
    return (ist_community_row){.community = {community + 1},
                               .tick = tick,
                               .stage = is_club && tick >= 4 ? IST_STAGE_BUREAUCRATIZED
                                        : is_club            ? IST_STAGE_PRACTICE
                                                             : IST_STAGE_INFORMAL,
                               .members = is_club ? 10 : tick,
                               .present = is_club ? 6 : 3,
                               .attendance = is_club ? tick : 2.0,
                               .autonomy = is_club && tick >= 4 ? 0.25 : 0.75,
                               .commitment = 0.125,
                               .affect = 0.375,
                               .closeness = is_club ? tick / 8.0 : 0.0625,
                               .learning = 0.5,
                               .realization = 0.625,
                               .deliverables = 0.875,
                               .expectation = 0.1875,
                               .intrusion = 0.3125,
                               .intensity = {0.01, 0.02, 0.03, 0.04, 0.05}};
}

static void live(int32_t community, int32_t founded, int32_t ended, isti_life facts)
{
    const int32_t end = ended >= 0 ? ended : TICKS;
    lives[community] = facts;
    lives[community].founded = founded;
    lives[community].ended = ended;
    lives[community].first_tick = founded;
    lives[community].rows = end - founded;
    lives[community].row = pointers[community];
    for (int32_t t = founded; t < end; t++) {
        rows[community][t] = row_of(community, t);
        pointers[community][t - founded] = &rows[community][t];
    }
}

static void make_records(void)
{
    live(CLUB, 0, 8,
         (isti_life){.name = "club",
                     .theme = "craft",
                     .overseer = "head",
                     .origin = IST_ORIGIN_LAUNCHED,
                     .stage = IST_STAGE_HIBERNATING,
                     .official = true,
                     .founders = 9,
                     .tied_pairs = 0.5,
                     .tied_by_chance = 0.125,
                     .autonomy = 0.25});
    live(CIRCLE, 3, -1,
         (isti_life){.theme = "trade 2",
                     .origin = IST_ORIGIN_REGROUPED,
                     .stage = IST_STAGE_INFORMAL,
                     .founders = 4,
                     .tied_pairs = 1.0,
                     .tied_by_chance = 0.25,
                     .autonomy = 0.75});
    live(FLASH, 5, 5,
         (isti_life){.theme = "trade 1",
                     .origin = IST_ORIGIN_BUDDED,
                     .stage = IST_STAGE_EXTINCT,
                     .founders = 2,
                     .tied_pairs = NAN,
                     .tied_by_chance = NAN,
                     .autonomy = 1.0});
    for (int32_t r = 0; r < 2; r++) {
        records[r] = (isti_record){.start = 2000.0,
                                   .ticks_per_year = PER_YEAR,
                                   .ticks = TICKS,
                                   .life = lives,
                                   .lives = r == HERE ? LIVES : 0,
                                   .asked = {10, 0, 4, 8, 1, 1},
                                   .answered = {2, 0, 1, 6, 1, 0}};
        for (int32_t m = 0; m < IST_METRIC_COUNT; m++) {
            records[r].metric[m] = blank;
        }
        records[r].metric[IST_METRIC_ACTIVITY] = r == HERE ? activity : elsewhere;
        by_run[r] = &records[r];
    }
}

// ---- Writing values

static isti_value_node nodes[MOST_NODES];
static isti_selector selectors[MOST_SELECTORS];
static int32_t operands[MOST_OPERANDS];
static isti_patterns_view view;
static ist_status status;

static void fresh(void)
{
    make_records();
    view = (isti_patterns_view){.node = nodes, .selector = selectors, .operand = operands};
    status = IST_OK;
}

static int32_t put(isti_value_node node)
{
    ck_assert_int_lt(view.nodes, MOST_NODES);
    nodes[view.nodes] = node;
    return view.nodes++;
}

static isti_value_node plain(isti_value_op op)
{
    return (isti_value_node){.op = op,
                             .at = NONE,
                             .from = NONE,
                             .to = NONE,
                             .value = NONE,
                             .other = NONE,
                             .condition = NONE,
                             .run = NONE,
                             .selector = NONE,
                             .among = NONE};
}

static int32_t num(double number)
{
    isti_value_node node = plain(ISTI_VALUE_NUMBER);
    node.number = number;
    return put(node);
}

// Years; NAN: not given.
static int32_t year(double number)
{
    return isnan(number) ? NONE : num(number);
}

static isti_value_node metric(isti_value_op op, double from, double to)
{
    isti_value_node node = plain(op);
    node.series = IST_METRIC_ACTIVITY;
    node.from = year(from);
    node.to = year(to);
    return node;
}

static isti_value_node inner(isti_value_op op, isti_community_series series, double from, double to)
{
    isti_value_node node = metric(op, from, to);
    node.is_community = true;
    node.series = (int32_t)series;
    return node;
}

static int32_t at(double when)
{
    isti_value_node node = plain(ISTI_VALUE_AT);
    node.series = IST_METRIC_ACTIVITY;
    node.at = num(when);
    return put(node);
}

static int32_t inner_at(isti_community_series series, double when)
{
    isti_value_node node = inner(ISTI_VALUE_AT, series, NAN, NAN);
    node.at = num(when);
    return put(node);
}

static int32_t unknown(void)
{
    return at(1990.0);
}

static int32_t list(isti_value_op op, const int32_t *of, int32_t count)
{
    isti_value_node node = plain(op);
    node.first = view.operands;
    node.count = count;
    for (int32_t k = 0; k < count; k++) {
        operands[view.operands++] = of[k];
    }
    return put(node);
}

static int32_t two(isti_value_op op, int32_t a, int32_t b)
{
    return list(op, (int32_t[]){a, b}, 2);
}

static isti_selector everything(void)
{
    return (isti_selector){.official = -1,
                           .founded_from = -INFINITY,
                           .founded_to = INFINITY,
                           .active_at = NONE,
                           .stage_at = NONE,
                           .largest_at = NONE,
                           .only_largest_at = NONE,
                           .members_at = NONE,
                           .attendance_from = NONE,
                           .attendance_to = NONE,
                           .members_low = -INFINITY,
                           .members_high = INFINITY,
                           .attendance_low = -INFINITY,
                           .attendance_high = INFINITY};
}

static int32_t which(isti_selector selector)
{
    ck_assert_int_lt(view.selectors, MOST_SELECTORS);
    selectors[view.selectors] = selector;
    return view.selectors++;
}

static int32_t named_club(void)
{
    isti_selector s = everything();
    s.name = "club";
    return which(s);
}

static int32_t of(int32_t selector, isti_pick pick, int32_t value, int32_t other)
{
    isti_value_node node = plain(ISTI_VALUE_OF);
    node.selector = selector;
    node.pick = pick;
    node.value = value;
    node.other = other;
    return put(node);
}

// Inside the community that is the number-th of all.
static int32_t inside(int32_t community, int32_t value)
{
    isti_selector s = everything();
    s.founded_from = 2000.0 + lives[community].founded / 4.0;
    s.founded_to = s.founded_from + 0.25;
    return of(which(s), ISTI_PICK_FIRST, value, NONE);
}

static int32_t each(isti_selector s, isti_take take, int32_t value)
{
    isti_value_node node = plain(ISTI_VALUE_EACH);
    node.selector = which(s);
    node.take = take;
    node.value = value;
    return put(node);
}

static int32_t count(isti_selector s)
{
    isti_value_node node = plain(ISTI_VALUE_COUNT);
    node.selector = which(s);
    return put(node);
}

static double tell(int32_t node)
{
    const isti_scene scene = {
        .file = &view, .record = by_run, .run = HERE, .community = NONE, .status = &status};
    const double value = isti_value(&scene, node);
    ck_assert_int_eq(status, IST_OK);
    return value;
}

// ---- Numbers, and times in the record

START_TEST(a_number_is_itself)
{
    fresh();
    EXPECT(num(2.5), 2.5);
}
END_TEST

START_TEST(at_is_the_row_whose_tick_contains_the_time)
{
    fresh();
    EXPECT(at(2000.0), 2.0);
    EXPECT(at(2001.25), 8.0);
    EXPECT(at(2001.49), 8.0);
    EXPECT(at(2001.5), 3.0);
    EXPECT(at(2001.4999999), 3.0); // within the tolerance
    EXPECT(at(2002.99), 1.0);
}
END_TEST

START_TEST(outside_of_the_record_nothing_is_known)
{
    fresh();
    EXPECT_UNKNOWN(at(1999.9));
    EXPECT_UNKNOWN(at(2003.0));
    EXPECT_UNKNOWN(at(NAN));
    EXPECT_UNKNOWN(at(2000.75)); // NaN in the record
}
END_TEST

START_TEST(a_time_may_be_a_value_itself)
{
    fresh();
    isti_value_node node = plain(ISTI_VALUE_AT);
    node.series = IST_METRIC_ACTIVITY;
    node.at = two(ISTI_VALUE_TOTAL, num(2001.0), num(0.75));
    EXPECT(put(node), 5.0);
}
END_TEST

// ---- Windows

START_TEST(a_window_begins_with_from_and_ends_before_to)
{
    fresh();
    EXPECT(put(metric(ISTI_VALUE_SUM, 2001.0, 2001.5)), 16.0);             // 8 + 8
    EXPECT(put(metric(ISTI_VALUE_SUM, 2001.0000005, 2001.5000005)), 16.0); // the same
    EXPECT(put(metric(ISTI_VALUE_SUM, 2001.1, 2001.6)), 11.0);             // 8 + 3
    EXPECT(put(metric(ISTI_VALUE_SUM, NAN, 2000.5)), 6.0);                 // 2 + 4
    EXPECT(put(metric(ISTI_VALUE_SUM, 2002.5, NAN)), 10.0);                // 9 + 1
    EXPECT(put(metric(ISTI_VALUE_SUM, NAN, NAN)), 62.0);
    EXPECT(put(metric(ISTI_VALUE_SUM, 1990.0, 2050.0)), 62.0);
}
END_TEST

START_TEST(reductions_leave_out_what_is_not_known)
{
    fresh();
    EXPECT(put(metric(ISTI_VALUE_MEAN, 2000.0, 2001.0)), 4.0); // (2 + 4 + 6) / 3
    EXPECT(put(metric(ISTI_VALUE_MEAN, 2000.0, 2001.25)), 5.0);
    EXPECT(put(metric(ISTI_VALUE_MIN, 2001.0, 2002.0)), 3.0);
    EXPECT(put(metric(ISTI_VALUE_MAX, 2000.5, 2001.0)), 6.0);
    EXPECT(put(metric(ISTI_VALUE_SUM, 2000.5, 2001.25)), 14.0);
}
END_TEST

static const isti_value_op reductions[] = {
    ISTI_VALUE_MEAN,        ISTI_VALUE_MIN,         ISTI_VALUE_MAX,         ISTI_VALUE_SUM,
    ISTI_VALUE_TIME_OF_MIN, ISTI_VALUE_TIME_OF_MAX, ISTI_VALUE_FIRST_ABOVE, ISTI_VALUE_FIRST_BELOW};

START_TEST(an_empty_window_has_no_value)
{
    fresh();
    const isti_value_op op = reductions[_i];
    EXPECT_UNKNOWN(put(metric(op, 2000.75, 2001.0))); // a single NaN
    EXPECT_UNKNOWN(put(metric(op, 2001.0, 2001.0)));
    EXPECT_UNKNOWN(put(metric(op, 2002.0, 2001.0)));
    EXPECT_UNKNOWN(put(metric(op, 2010.0, 2011.0)));
}
END_TEST

START_TEST(a_window_with_an_unknown_bound_has_no_value)
{
    fresh();
    isti_value_node node = metric(reductions[_i], NAN, NAN);
    node.from = unknown();
    EXPECT_UNKNOWN(put(node));
    node.from = NONE;
    node.to = unknown();
    EXPECT_UNKNOWN(put(node));
}
END_TEST

START_TEST(the_time_of_an_extreme_is_that_of_the_first)
{
    fresh();
    EXPECT(put(metric(ISTI_VALUE_TIME_OF_MAX, NAN, NAN)), 2002.25);
    EXPECT(put(metric(ISTI_VALUE_TIME_OF_MAX, NAN, 2002.0)), 2001.0);
    EXPECT(put(metric(ISTI_VALUE_TIME_OF_MIN, NAN, NAN)), 2002.75);
    EXPECT(put(metric(ISTI_VALUE_TIME_OF_MIN, 2000.5, 2002.0)), 2001.5);
    EXPECT(put(metric(ISTI_VALUE_TIME_OF_MIN, 2001.0, 2001.5)), 2001.0); // 8, 8
    EXPECT(put(metric(ISTI_VALUE_TIME_OF_MIN, NAN, 2000.75)), 2000.0);
    static const double falling[TICKS] = {9, 8, 7};
    records[HERE].metric[IST_METRIC_ACTIVITY] = falling;
    EXPECT(put(metric(ISTI_VALUE_TIME_OF_MAX, NAN, NAN)), 2000.0);
}
END_TEST

START_TEST(the_first_above_or_below_is_strictly_so)
{
    fresh();
    isti_value_node node = metric(ISTI_VALUE_FIRST_ABOVE, NAN, NAN);
    node.number = 8.0;
    EXPECT(put(node), 2002.25);
    node.number = 5.0;
    EXPECT(put(node), 2000.5);
    node.number = 9.0;
    EXPECT_UNKNOWN(put(node)); // never
    node = metric(ISTI_VALUE_FIRST_BELOW, 2000.25, NAN);
    node.number = 3.0;
    EXPECT(put(node), 2002.75);
    node.number = 4.0;
    EXPECT(put(node), 2001.5);
    node.number = 1.0;
    EXPECT_UNKNOWN(put(node));
}
END_TEST

// ---- Steps and recovery

static int32_t steps(double every, double from, double to)
{
    isti_value_node node = metric(ISTI_VALUE_SMALLEST_STEP, from, to);
    node.number = every;
    return put(node);
}

START_TEST(the_smallest_step_goes_from_stride_to_stride)
{
    fresh();
    EXPECT(steps(1.0, NAN, NAN), -1.0);          // 2, 8, 7
    EXPECT(steps(1.0, NAN, 2001.0), 6.0);        // the step that ends at `to` counts
    EXPECT(steps(1.0, NAN, 2001.9), 6.0);        // the next would end after it
    EXPECT(steps(0.5, 2001.0, 2002.75), -5.0);   // 8, 3, 7, 9
    EXPECT(steps(0.25, 2002.0, 2002.75), -8.0);  // 7, 9, 9, 1
    EXPECT(steps(0.25, 2000.25, 2001.25), 0.0);  // 4, 6, -, 8, 8: two steps are known
    EXPECT_UNKNOWN(steps(0.25, 2000.5, 2001.0)); // 6, -, 8
    EXPECT_UNKNOWN(steps(5.0, NAN, NAN));        // none fits
    EXPECT_UNKNOWN(steps(0.1, NAN, NAN));        // shorter than a tick
    EXPECT_UNKNOWN(steps(1.0, 1999.0, NAN));
}
END_TEST

static const double blow[TICKS] = {10, 10, 10, 10, 4, 6, 9.5, 10, 10, 10, 10, 10};
static const double ruin[TICKS] = {10, 10, 10, 10, 4, 4, 4, 9, 4, 4, 10, 10};

static int32_t recovery(const double *series, double event)
{
    records[HERE].metric[IST_METRIC_ACTIVITY] = series;
    isti_value_node node = plain(ISTI_VALUE_RECOVERY);
    node.series = IST_METRIC_ACTIVITY;
    node.at = num(event);
    return put(node);
}

START_TEST(recovery_is_the_way_back_to_95_percent)
{
    fresh();
    // Baseline 10; three months are one quarter; tick 6 is the first at 9.5.
    EXPECT(recovery(blow, 2001.0), 0.5);
    EXPECT(recovery(blow, 2001.1), 0.5); // events fall on the nearest beginning of a tick
    EXPECT(recovery(blow, 2000.9), 0.5);
}
END_TEST

START_TEST(what_never_recovers_takes_to_the_end)
{
    fresh();
    static const double never[TICKS] = {10, 10, 10, 10, 4, 4, 4, 9, 4, 4, 9, 9};
    EXPECT(recovery(never, 2001.0), 2.0); // eight quarters
    EXPECT(recovery(ruin, 2001.0), 1.5);
}
END_TEST

START_TEST(recovery_of_nothing_is_unknown)
{
    fresh();
    static const double nothing[TICKS] = {0};
    EXPECT_UNKNOWN(recovery(nothing, 2001.0)); // no level before
    EXPECT_UNKNOWN(recovery(blank, 2001.0));
    EXPECT_UNKNOWN(recovery(blow, 2000.0)); // no tick before
    EXPECT_UNKNOWN(recovery(blow, 2003.0));
    static const double stops[TICKS] = {10, 10, 10, 10, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    EXPECT_UNKNOWN(recovery(stops, 2001.0));
}
END_TEST

// ---- Arithmetic and logic

START_TEST(something_over_nothing_is_infinite)
{
    fresh();
    EXPECT(two(ISTI_VALUE_RATIO, num(3.0), num(4.0)), 0.75);
    EXPECT(two(ISTI_VALUE_RATIO, num(0.0), num(4.0)), 0.0);
    EXPECT_UNKNOWN(two(ISTI_VALUE_RATIO, num(0.0), num(0.0)));
    ck_assert(isinf(tell(two(ISTI_VALUE_RATIO, num(3.0), num(0.0)))));
}
END_TEST

START_TEST(arithmetic_takes_its_operands_in_order)
{
    fresh();
    const int32_t three[] = {num(2.0), num(-3.0), num(4.0)};
    EXPECT(two(ISTI_VALUE_DIFFERENCE, num(3.0), num(5.0)), -2.0);
    EXPECT(list(ISTI_VALUE_TOTAL, three, 3), 3.0);
    EXPECT(list(ISTI_VALUE_PRODUCT, three, 3), -24.0);
    EXPECT(list(ISTI_VALUE_LARGEST, three, 3), 4.0);
    EXPECT(list(ISTI_VALUE_SMALLEST, three, 3), -3.0);
    EXPECT(list(ISTI_VALUE_TOTAL, three, 1), 2.0);
    EXPECT(list(ISTI_VALUE_SMALLEST, three, 1), 2.0);
}
END_TEST

static const isti_value_op arithmetic[] = {ISTI_VALUE_RATIO,   ISTI_VALUE_DIFFERENCE,
                                           ISTI_VALUE_TOTAL,   ISTI_VALUE_PRODUCT,
                                           ISTI_VALUE_LARGEST, ISTI_VALUE_SMALLEST};

START_TEST(what_is_made_of_something_unknown_is_unknown)
{
    fresh();
    EXPECT_UNKNOWN(two(arithmetic[_i], unknown(), num(1.0)));
    EXPECT_UNKNOWN(two(arithmetic[_i], num(1.0), unknown()));
}
END_TEST

START_TEST(known_stands_in_for_what_is_not)
{
    fresh();
    isti_value_node node = plain(ISTI_VALUE_KNOWN);
    node.value = at(2000.0);
    node.other = num(7.0);
    EXPECT(put(node), 2.0);
    node.value = unknown();
    EXPECT(put(node), 7.0);
    node.other = unknown();
    EXPECT_UNKNOWN(put(node));
}
END_TEST

static int32_t within(int32_t value, double low, double high, bool open)
{
    isti_value_node node = plain(ISTI_VALUE_WITHIN);
    node.value = value;
    node.low = low;
    node.high = high;
    node.open = open;
    return put(node);
}

START_TEST(the_bounds_of_a_band_are_inside_unless_it_is_open)
{
    fresh();
    EXPECT(within(num(2.0), 1.0, 2.0, false), 1.0);
    EXPECT(within(num(2.0), 1.0, 2.0, true), 0.0);
    EXPECT(within(num(1.0), 1.0, 2.0, false), 1.0);
    EXPECT(within(num(1.0), 1.0, 2.0, true), 0.0);
    EXPECT(within(num(1.5), 1.0, 2.0, true), 1.0);
    EXPECT(within(num(0.9), 1.0, 2.0, false), 0.0);
    EXPECT(within(num(2.1), 1.0, 2.0, false), 0.0);
    EXPECT(within(num(2.1), 1.0, INFINITY, true), 1.0);
    EXPECT(within(num(-9.0), -INFINITY, 2.0, false), 1.0);
    EXPECT_UNKNOWN(within(unknown(), -INFINITY, INFINITY, false));
}
END_TEST

START_TEST(all_and_any_are_settled_by_one_operand)
{
    fresh();
    const int32_t yes = num(1.0);
    const int32_t no = num(0.0);
    const int32_t maybe = unknown();
    EXPECT(two(ISTI_VALUE_ALL, yes, yes), 1.0);
    EXPECT(two(ISTI_VALUE_ALL, yes, no), 0.0);
    EXPECT(two(ISTI_VALUE_ALL, maybe, no), 0.0);
    EXPECT_UNKNOWN(two(ISTI_VALUE_ALL, maybe, yes));
    EXPECT(two(ISTI_VALUE_ANY, no, no), 0.0);
    EXPECT(two(ISTI_VALUE_ANY, no, yes), 1.0);
    EXPECT(two(ISTI_VALUE_ANY, maybe, yes), 1.0);
    EXPECT_UNKNOWN(two(ISTI_VALUE_ANY, maybe, no));
}
END_TEST

static int32_t when(int32_t condition, int32_t value, int32_t other)
{
    isti_value_node node = plain(ISTI_VALUE_WHEN);
    node.condition = condition;
    node.value = value;
    node.other = other;
    return put(node);
}

START_TEST(when_decides_between_two)
{
    fresh();
    EXPECT(when(num(1.0), num(5.0), num(6.0)), 5.0);
    EXPECT(when(num(0.0), num(5.0), num(6.0)), 6.0);
    EXPECT(when(unknown(), num(5.0), num(6.0)), 6.0);
    EXPECT(when(num(1.0), num(5.0), NONE), 5.0);
    EXPECT_UNKNOWN(when(num(0.0), num(5.0), NONE));
}
END_TEST

START_TEST(in_looks_at_another_run)
{
    fresh();
    isti_value_node node = plain(ISTI_VALUE_IN);
    node.run = THERE;
    node.value = at(2002.75);
    EXPECT(put(node), 40.0);
    EXPECT(two(ISTI_VALUE_DIFFERENCE, at(2002.75), put(node)), -39.0);
    node.value = count(everything());
    EXPECT(put(node), 0.0); // nobody founded anything there
    node.value = inner_at(ISTI_COMMUNITY_SERIES_MEMBERS, 2000.5);
    EXPECT_UNKNOWN(inside(CLUB, put(node))); // the club is not of that run
}
END_TEST

START_TEST(answered_is_the_share_of_what_was_asked)
{
    fresh();
    isti_value_node node = plain(ISTI_VALUE_ANSWERED);
    node.number = 1.0;
    EXPECT(put(node), 0.2);
    node.number = 4.0;
    EXPECT(put(node), 0.75);
    node.number = 2.0;
    EXPECT_UNKNOWN(put(node)); // nobody asked
    node.number = IST_SENSITIVE_MEETINGS;
    EXPECT(put(node), 0.0);
    node.number = IST_SENSITIVE_MEETINGS + 1;
    EXPECT_UNKNOWN(put(node));
    node.number = 0.0;
    EXPECT_UNKNOWN(put(node));
}
END_TEST

// ---- Inside a community

static const struct {
    isti_community_series series;
    double value; // of the club in tick 2
} fields[] = {
    {ISTI_COMMUNITY_SERIES_MEMBERS, 10.0},       {ISTI_COMMUNITY_SERIES_PRESENT, 6.0},
    {ISTI_COMMUNITY_SERIES_ATTENDANCE, 2.0},     {ISTI_COMMUNITY_SERIES_AUTONOMY, 0.75},
    {ISTI_COMMUNITY_SERIES_COMMITMENT, 0.125},   {ISTI_COMMUNITY_SERIES_AFFECT, 0.375},
    {ISTI_COMMUNITY_SERIES_CLOSENESS, 0.25},     {ISTI_COMMUNITY_SERIES_LEARNING, 0.5},
    {ISTI_COMMUNITY_SERIES_REALIZATION, 0.625},  {ISTI_COMMUNITY_SERIES_DELIVERABLES, 0.875},
    {ISTI_COMMUNITY_SERIES_EXPECTATION, 0.1875}, {ISTI_COMMUNITY_SERIES_INTRUSION, 0.3125},
    {ISTI_COMMUNITY_SERIES_STIMULATION, 0.01},   {ISTI_COMMUNITY_SERIES_FACILITATION, 0.02},
    {ISTI_COMMUNITY_SERIES_SUPPORT, 0.03},       {ISTI_COMMUNITY_SERIES_CONTROL, 0.04},
    {ISTI_COMMUNITY_SERIES_RECOGNITION, 0.05}};

static_assert(COUNT_OF(fields) == ISTI_COMMUNITY_SERIES_COUNT, "every series is tried");

START_TEST(every_series_of_a_community_is_its_field)
{
    fresh();
    EXPECT(inside(CLUB, inner_at(fields[_i].series, 2000.5)), fields[_i].value);
}
END_TEST

START_TEST(while_not_active_people_are_zero_and_the_rest_unknown)
{
    fresh();
    const isti_community_series series = fields[_i].series;
    const bool counts = series == ISTI_COMMUNITY_SERIES_MEMBERS ||
                        series == ISTI_COMMUNITY_SERIES_PRESENT ||
                        series == ISTI_COMMUNITY_SERIES_ATTENDANCE;
    for (int32_t k = 0; k < 2; k++) {
        const double value = k == 0 ? tell(inside(CLUB, inner_at(series, 2002.0)))    // after
                                    : tell(inside(CIRCLE, inner_at(series, 2000.5))); // before
        ck_assert(counts ? value == 0.0 : isnan(value));
    }
    EXPECT_UNKNOWN(inside(CLUB, inner_at(series, 2003.0))); // outside of the record
}
END_TEST

START_TEST(windows_of_a_community_count_zeros_or_skip)
{
    fresh();
    // The club in its last two quarters and two after: attendance 6, 7, 0, 0.
    EXPECT(
        inside(CLUB, put(inner(ISTI_VALUE_MEAN, ISTI_COMMUNITY_SERIES_ATTENDANCE, 2001.5, 2002.5))),
        3.25);
    EXPECT(inside(CLUB, put(inner(ISTI_VALUE_MIN, ISTI_COMMUNITY_SERIES_MEMBERS, 2001.5, 2002.5))),
           0.0);
    EXPECT(
        inside(CLUB, put(inner(ISTI_VALUE_MEAN, ISTI_COMMUNITY_SERIES_AUTONOMY, 2000.75, 2002.5))),
        0.35); // .75 and four times .25
    EXPECT_UNKNOWN(
        inside(CLUB, put(inner(ISTI_VALUE_MEAN, ISTI_COMMUNITY_SERIES_AUTONOMY, 2002.0, 2002.5))));
}
END_TEST

START_TEST(the_first_crossing_inside_a_community)
{
    fresh();
    isti_value_node node = inner(ISTI_VALUE_FIRST_ABOVE, ISTI_COMMUNITY_SERIES_CLOSENESS, NAN, NAN);
    node.number = 0.5;
    EXPECT(inside(CLUB, put(node)), 2001.25); // tick 5: 5/8
    node.op = ISTI_VALUE_FIRST_BELOW;
    node.series = ISTI_COMMUNITY_SERIES_AUTONOMY;
    EXPECT(inside(CLUB, put(node)), 2001.0);
    EXPECT_UNKNOWN(inside(CIRCLE, put(node)));
}
END_TEST

START_TEST(recovery_inside_a_community)
{
    fresh();
    isti_value_node node = inner(ISTI_VALUE_RECOVERY, ISTI_COMMUNITY_SERIES_MEMBERS, NAN, NAN);
    node.at = num(2001.75);
    // Ten members for a year and in tick 7, then none to the end: five quarters.
    EXPECT(inside(CLUB, put(node)), 1.25);
}
END_TEST

static int32_t property(isti_community_property which_one)
{
    isti_value_node node = plain(ISTI_VALUE_PROPERTY);
    node.property = which_one;
    return put(node);
}

START_TEST(properties_of_a_community_that_ended)
{
    fresh();
    EXPECT(inside(CLUB, property(ISTI_PROPERTY_FOUNDED)), 2000.0);
    EXPECT(inside(CLUB, property(ISTI_PROPERTY_ENDED)), 2002.0);
    EXPECT(inside(CLUB, property(ISTI_PROPERTY_LIFE)), 2.0);
    EXPECT(inside(CLUB, property(ISTI_PROPERTY_FOUNDERS)), 9.0);
    EXPECT(inside(CLUB, property(ISTI_PROPERTY_TIED_PAIRS)), 0.5);
    EXPECT(inside(CLUB, property(ISTI_PROPERTY_TIED_BY_CHANCE)), 0.125);
    EXPECT(inside(CLUB, property(ISTI_PROPERTY_AUTONOMY_AT_END)), 0.25);
    EXPECT(inside(CLUB, property(ISTI_PROPERTY_OFFICIAL)), 1.0);
}
END_TEST

START_TEST(properties_of_a_community_that_lives_on)
{
    fresh();
    EXPECT(inside(CIRCLE, property(ISTI_PROPERTY_FOUNDED)), 2000.75);
    EXPECT_UNKNOWN(inside(CIRCLE, property(ISTI_PROPERTY_ENDED)));
    EXPECT(inside(CIRCLE, property(ISTI_PROPERTY_LIFE)), 2.25); // to the end of the run
    EXPECT(inside(CIRCLE, property(ISTI_PROPERTY_OFFICIAL)), 0.0);
    EXPECT(inside(FLASH, property(ISTI_PROPERTY_LIFE)), 0.0);
    EXPECT_UNKNOWN(inside(FLASH, property(ISTI_PROPERTY_TIED_PAIRS)));
}
END_TEST

START_TEST(outside_of_a_community_there_is_none_to_ask)
{
    fresh();
    EXPECT_UNKNOWN(property(ISTI_PROPERTY_FOUNDED));
    EXPECT_UNKNOWN(inner_at(ISTI_COMMUNITY_SERIES_MEMBERS, 2000.5));
}
END_TEST

// ---- Of one, of each

START_TEST(of_picks_the_first_the_last_or_the_largest)
{
    fresh();
    const int32_t founded = property(ISTI_PROPERTY_FOUNDED);
    EXPECT(of(which(everything()), ISTI_PICK_FIRST, founded, NONE), 2000.0);
    EXPECT(of(which(everything()), ISTI_PICK_LAST, founded, NONE), 2001.25);
    isti_value_node node = plain(ISTI_VALUE_OF);
    node.selector = which(everything());
    node.pick = ISTI_PICK_MOST_MEMBERS;
    node.value = founded;
    node.at = num(2001.75); // 10 against 7
    EXPECT(put(node), 2000.0);
    node.at = num(2002.0); // 0 against 8
    EXPECT(put(node), 2000.75);
    node.at = num(2003.5);
    EXPECT_UNKNOWN(put(node));
}
END_TEST

START_TEST(of_nobody_is_what_else_says)
{
    fresh();
    isti_selector nobody = everything();
    nobody.name = "nobody";
    const int32_t members = inner_at(ISTI_COMMUNITY_SERIES_MEMBERS, 2001.0);
    EXPECT(of(which(nobody), ISTI_PICK_FIRST, members, num(-4.0)), -4.0);
    EXPECT_UNKNOWN(of(which(nobody), ISTI_PICK_LAST, members, NONE));
}
END_TEST

START_TEST(inside_of_another_of_looks_at_the_whole_run_again)
{
    fresh();
    const int32_t members = inner_at(ISTI_COMMUNITY_SERIES_MEMBERS, 2001.75);
    const int32_t circle = inside(CIRCLE, members);
    EXPECT(inside(CLUB, two(ISTI_VALUE_DIFFERENCE, members, circle)), 3.0); // 10 - 7
}
END_TEST

START_TEST(each_takes_what_is_asked)
{
    fresh();
    isti_selector two_of_them = everything();
    two_of_them.founded_to = 2001.0;
    const int32_t founders = property(ISTI_PROPERTY_FOUNDERS); // 9, 4, 2
    EXPECT(each(everything(), ISTI_TAKE_SUM, founders), 15.0);
    EXPECT(each(everything(), ISTI_TAKE_MEAN, founders), 5.0);
    EXPECT(each(everything(), ISTI_TAKE_MEDIAN, founders), 4.0);
    EXPECT(each(everything(), ISTI_TAKE_MIN, founders), 2.0);
    EXPECT(each(everything(), ISTI_TAKE_MAX, founders), 9.0);
    EXPECT(each(two_of_them, ISTI_TAKE_MEDIAN, founders), 6.5);
}
END_TEST

START_TEST(each_leaves_out_what_is_unknown)
{
    fresh();
    const int32_t tied = property(ISTI_PROPERTY_TIED_PAIRS); // .5, 1, -
    EXPECT(each(everything(), ISTI_TAKE_SUM, tied), 1.5);
    EXPECT(each(everything(), ISTI_TAKE_MEAN, tied), 0.75);
    EXPECT(each(everything(), ISTI_TAKE_MIN, tied), 0.5);
}
END_TEST

START_TEST(each_of_none_is_a_sum_of_zero_and_else_unknown)
{
    fresh();
    isti_selector nobody = everything();
    nobody.overseer = "nobody";
    const int32_t founders = property(ISTI_PROPERTY_FOUNDERS);
    EXPECT(each(nobody, ISTI_TAKE_SUM, founders), 0.0);
    EXPECT_UNKNOWN(each(nobody, ISTI_TAKE_MEAN, founders));
    EXPECT_UNKNOWN(each(nobody, ISTI_TAKE_MEDIAN, founders));
    EXPECT_UNKNOWN(each(nobody, ISTI_TAKE_MIN, founders));
    EXPECT_UNKNOWN(each(nobody, ISTI_TAKE_MAX, founders));
}
END_TEST

START_TEST(each_in_each_keeps_its_own_values)
{
    fresh();
    const int32_t founders = property(ISTI_PROPERTY_FOUNDERS);
    const int32_t all = each(everything(), ISTI_TAKE_SUM, founders);
    // 9/15 + 4/15 + 2/15
    EXPECT(each(everything(), ISTI_TAKE_SUM, two(ISTI_VALUE_RATIO, founders, all)), 1.0);
}
END_TEST

START_TEST(a_share_is_among_those_named)
{
    fresh();
    isti_selector official = everything();
    official.official = 1;
    isti_selector nobody = everything();
    nobody.name = "nobody";
    isti_value_node node = plain(ISTI_VALUE_SHARE);
    node.selector = which(official);
    node.among = which(everything());
    EXPECT(put(node), 1.0 / 3.0);
    node.among = node.selector;
    EXPECT(put(node), 1.0);
    node.selector = which(nobody);
    EXPECT(put(node), 0.0);
    node.among = node.selector;
    EXPECT_UNKNOWN(put(node));
}
END_TEST

// ---- Selectors. Who fits: a bit per community.

enum { BIT_CLUB = 1, BIT_CIRCLE = 2, BIT_FLASH = 4 };

static void expect_fits(isti_selector s, int32_t bits)
{
    const isti_scene scene = {
        .file = &view, .record = by_run, .run = HERE, .community = NONE, .status = &status};
    const isti_choice choice = isti_choose(&scene, which(s));
    int32_t fitting = 0;
    for (int32_t c = 0; c < LIVES; c++) {
        fitting |= isti_choice_fits(&choice, c) << c;
    }
    ck_assert_int_eq(fitting, bits);
    view.selectors--;
}

START_TEST(a_selector_without_conditions_fits_all)
{
    fresh();
    expect_fits(everything(), BIT_CLUB | BIT_CIRCLE | BIT_FLASH);
    EXPECT(count(everything()), 3.0);
}
END_TEST

START_TEST(by_name)
{
    fresh();
    isti_selector s = everything();
    s.name = "club";
    expect_fits(s, BIT_CLUB);
    s.name = "clu";
    expect_fits(s, 0);
    EXPECT(of(named_club(), ISTI_PICK_FIRST, num(1.0), NONE), 1.0);
}
END_TEST

START_TEST(by_theme_or_counted_group_of_themes)
{
    fresh();
    isti_selector s = everything();
    s.theme = "craft";
    expect_fits(s, BIT_CLUB);
    s.theme = "trade 2";
    expect_fits(s, BIT_CIRCLE);
    s.theme = "trade";
    expect_fits(s, BIT_CIRCLE | BIT_FLASH);
    s.theme = "trad";
    expect_fits(s, 0);
}
END_TEST

START_TEST(a_group_of_themes_is_numbered)
{
    ck_assert(isti_is_theme("trade 12", "trade"));
    ck_assert(!isti_is_theme("trade winds", "trade"));
    ck_assert(!isti_is_theme("trade 1a", "trade"));
    ck_assert(!isti_is_theme("trade ", "trade"));
    ck_assert(!isti_is_theme("trade1", "trade"));
    ck_assert(!isti_is_theme("trade", "trade 1"));
}
END_TEST

START_TEST(by_overseer)
{
    fresh();
    isti_selector s = everything();
    s.overseer = "head";
    expect_fits(s, BIT_CLUB);
}
END_TEST

START_TEST(by_being_official)
{
    fresh();
    isti_selector s = everything();
    s.official = 1;
    expect_fits(s, BIT_CLUB);
    s.official = 0;
    expect_fits(s, BIT_CIRCLE | BIT_FLASH);
}
END_TEST

START_TEST(by_origin)
{
    fresh();
    isti_selector s = everything();
    s.origins = 1U << IST_ORIGIN_LAUNCHED;
    expect_fits(s, BIT_CLUB);
    s.origins = 1U << IST_ORIGIN_REGROUPED | 1U << IST_ORIGIN_BUDDED;
    expect_fits(s, BIT_CIRCLE | BIT_FLASH);
    s.origins = 1U << IST_ORIGIN_PROPOSED;
    expect_fits(s, 0);
}
END_TEST

START_TEST(by_founding_from_included_to_excluded)
{
    fresh();
    isti_selector s = everything();
    s.founded_from = 2000.75;
    expect_fits(s, BIT_CIRCLE | BIT_FLASH);
    s.founded_from = 2000.7500001; // within the tolerance
    expect_fits(s, BIT_CIRCLE | BIT_FLASH);
    s.founded_to = 2001.25;
    expect_fits(s, BIT_CIRCLE);
    s.founded_from = -INFINITY;
    expect_fits(s, BIT_CLUB | BIT_CIRCLE);
}
END_TEST

START_TEST(by_activity_at_a_time)
{
    fresh();
    isti_selector s = everything();
    s.active_at = num(2000.5);
    expect_fits(s, BIT_CLUB);
    s.active_at = num(2001.25); // the flash was gone before the tick was over
    expect_fits(s, BIT_CLUB | BIT_CIRCLE);
    s.active_at = num(2002.0);
    expect_fits(s, BIT_CIRCLE);
    s.active_at = num(2003.0);
    expect_fits(s, 0);
    s.active_at = unknown();
    expect_fits(s, 0);
}
END_TEST

START_TEST(by_stage_at_a_time)
{
    fresh();
    isti_selector s = everything();
    s.stage_at = num(2000.75);
    s.stages = 1U << IST_STAGE_PRACTICE;
    expect_fits(s, BIT_CLUB);
    s.stages = 1U << IST_STAGE_INFORMAL; // since this very tick
    expect_fits(s, BIT_CIRCLE);
    s.stages = 1U << IST_STAGE_PRACTICE;
    s.stage_at = num(2001.0);
    expect_fits(s, 0);
    s.stages = 1U << IST_STAGE_BUREAUCRATIZED | 1U << IST_STAGE_INFORMAL;
    expect_fits(s, BIT_CLUB | BIT_CIRCLE);
    s.stages = 1U << IST_STAGE_HIBERNATING | 1U << IST_STAGE_EXTINCT; // once ended
    expect_fits(s, 0);
    s.stage_at = num(2002.0);
    expect_fits(s, BIT_CLUB | BIT_FLASH);
    s.stage_at = num(2003.0);
    expect_fits(s, 0);
}
END_TEST

START_TEST(by_members_at_a_time)
{
    fresh();
    isti_selector s = everything();
    s.members_at = num(2001.75); // 10, 7, 0
    s.members_low = 7.0;
    expect_fits(s, BIT_CLUB | BIT_CIRCLE);
    s.members_high = 9.0;
    expect_fits(s, BIT_CIRCLE);
    s.members_low = -INFINITY;
    expect_fits(s, BIT_CIRCLE | BIT_FLASH);
    s.members_at = num(2003.0);
    expect_fits(s, 0);
    s.members_at = num(2000.0);
    s.members_low = 10.0;
    s.members_high = INFINITY;
    expect_fits(s, BIT_CLUB);
}
END_TEST

START_TEST(by_mean_attendance_in_a_window)
{
    fresh();
    isti_selector s = everything();
    s.attendance_from = num(2001.5); // 6, 7, 0, 0 and 2, 2, 2, 2 and nothing
    s.attendance_to = num(2002.5);
    s.attendance_low = 2.0;
    expect_fits(s, BIT_CLUB | BIT_CIRCLE);
    s.attendance_high = 3.0;
    expect_fits(s, BIT_CIRCLE);
    s.attendance_low = 0.0;
    expect_fits(s, BIT_CIRCLE | BIT_FLASH);
    s.attendance_from = num(2003.0);
    s.attendance_to = num(2004.0);
    expect_fits(s, 0);
    s.attendance_from = NONE; // 28/12, 18/12, 0 over the whole run
    s.attendance_to = num(2003.0);
    s.attendance_low = 1.5;
    expect_fits(s, BIT_CLUB | BIT_CIRCLE);
    s.attendance_low = 2.0;
    expect_fits(s, BIT_CLUB);
    s.attendance_from = num(2000.0);
    s.attendance_to = unknown();
    expect_fits(s, 0);
}
END_TEST

START_TEST(without_the_largest_of_those_that_fit)
{
    fresh();
    isti_selector s = everything();
    s.largest_at = num(2001.75);
    expect_fits(s, BIT_CIRCLE | BIT_FLASH);
    s.official = 0;
    expect_fits(s, BIT_FLASH);
    s.official = -1;
    s.largest_at = num(2002.25);
    expect_fits(s, BIT_CLUB | BIT_FLASH);
    s.largest_at = num(2003.0);
    expect_fits(s, BIT_CLUB | BIT_CIRCLE | BIT_FLASH);
}
END_TEST

START_TEST(only_the_largest_of_those_that_fit)
{
    fresh();
    isti_selector s = everything();
    s.only_largest_at = num(2001.75);
    expect_fits(s, BIT_CLUB);
    s.only_largest_at = num(2002.0);
    expect_fits(s, BIT_CIRCLE);
    s.only_largest_at = num(2000.0);
    expect_fits(s, BIT_CLUB);
    s.official = 0;
    expect_fits(s, BIT_CIRCLE);
    s.only_largest_at = num(2003.0);
    expect_fits(s, 0);
    s.only_largest_at = num(2002.0);
    s.largest_at = num(2002.0); // and not that one
    expect_fits(s, 0);
}
END_TEST

START_TEST(all_conditions_must_hold)
{
    fresh();
    isti_selector s = everything();
    s.official = 0;
    s.founded_from = 2001.0;
    s.theme = "trade";
    expect_fits(s, BIT_FLASH);
    s.active_at = num(2002.0);
    expect_fits(s, 0);
}
END_TEST

// ---- Memory

START_TEST(running_out_of_memory_is_told_apart_from_unknown)
{
    fresh();
    const int32_t value =
        _i == 0 ? each(everything(), ISTI_TAKE_MEAN, num(1.0)) : recovery(blow, 2001.0);
    const isti_scene scene = {
        .file = &view, .record = by_run, .run = HERE, .community = NONE, .status = &status};
    isti_fault_arm(0, false);
    const double told = isti_value(&scene, value);
    isti_fault_disarm();
    ck_assert_double_nan(told);
    ck_assert_int_eq(status, IST_ERR_NO_MEMORY);
}
END_TEST

SUITE("values", TEST(a_number_is_itself), TEST(at_is_the_row_whose_tick_contains_the_time),
      TEST(outside_of_the_record_nothing_is_known), TEST(a_time_may_be_a_value_itself),
      TEST(a_window_begins_with_from_and_ends_before_to),
      TEST(reductions_leave_out_what_is_not_known),
      EACH(an_empty_window_has_no_value, COUNT_OF(reductions)),
      EACH(a_window_with_an_unknown_bound_has_no_value, COUNT_OF(reductions)),
      TEST(the_time_of_an_extreme_is_that_of_the_first),
      TEST(the_first_above_or_below_is_strictly_so),
      TEST(the_smallest_step_goes_from_stride_to_stride),
      TEST(recovery_is_the_way_back_to_95_percent), TEST(what_never_recovers_takes_to_the_end),
      TEST(recovery_of_nothing_is_unknown), TEST(something_over_nothing_is_infinite),
      TEST(arithmetic_takes_its_operands_in_order),
      EACH(what_is_made_of_something_unknown_is_unknown, COUNT_OF(arithmetic)),
      TEST(known_stands_in_for_what_is_not),
      TEST(the_bounds_of_a_band_are_inside_unless_it_is_open),
      TEST(all_and_any_are_settled_by_one_operand), TEST(when_decides_between_two),
      TEST(in_looks_at_another_run), TEST(answered_is_the_share_of_what_was_asked),
      EACH(every_series_of_a_community_is_its_field, COUNT_OF(fields)),
      EACH(while_not_active_people_are_zero_and_the_rest_unknown, COUNT_OF(fields)),
      TEST(windows_of_a_community_count_zeros_or_skip), TEST(the_first_crossing_inside_a_community),
      TEST(recovery_inside_a_community), TEST(properties_of_a_community_that_ended),
      TEST(properties_of_a_community_that_lives_on),
      TEST(outside_of_a_community_there_is_none_to_ask),
      TEST(of_picks_the_first_the_last_or_the_largest), TEST(of_nobody_is_what_else_says),
      TEST(inside_of_another_of_looks_at_the_whole_run_again), TEST(each_takes_what_is_asked),
      TEST(each_leaves_out_what_is_unknown), TEST(each_of_none_is_a_sum_of_zero_and_else_unknown),
      TEST(each_in_each_keeps_its_own_values), TEST(a_share_is_among_those_named),
      TEST(a_selector_without_conditions_fits_all), TEST(by_name),
      TEST(by_theme_or_counted_group_of_themes), TEST(a_group_of_themes_is_numbered),
      TEST(by_overseer), TEST(by_being_official), TEST(by_origin),
      TEST(by_founding_from_included_to_excluded), TEST(by_activity_at_a_time),
      TEST(by_stage_at_a_time), TEST(by_members_at_a_time), TEST(by_mean_attendance_in_a_window),
      TEST(without_the_largest_of_those_that_fit), TEST(only_the_largest_of_those_that_fit),
      TEST(all_conditions_must_hold), EACH(running_out_of_memory_is_told_apart_from_unknown, 2))
