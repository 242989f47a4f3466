// SPDX-License-Identifier: GPL-3.0-or-later
// Network measures against networks small enough to count by hand, and against another program.
#include <interstice/network.h>
#include <interstice/scenario.h>

#include "base/memory.h"
#include "support/suite.h"

#include <math.h>
#include <string.h>

static ist_network *make(int32_t people, bool directed, const ist_network_tie *ties, int64_t count,
                         const int32_t *unit)
{
    ist_network_def def = ist_network_def_default();
    def.people = people;
    def.directed = directed;
    def.tie = ties;
    def.ties = count;
    def.unit = unit;
    return ist_network_create(&def, NULL);
}

// `igraph` measures are missing without it, and must then say so.
static void ck_measure(const double *out, ist_network_measure measure, double expected, bool igraph)
{
    const bool is_missing = igraph && !ist_igraph_version();
    ck_assert_msg(
        is_missing || isnan(expected) ? isnan(out[measure]) : fabs(out[measure] - expected) < 1e-9,
        "%s: %.12g, not %.12g", ist_network_measure_name(measure), out[measure], expected);
}

// Two triangles and a bridge, and somebody alone:   0-1  4-5
//                                                   |/    |/
//                                                   2 --- 3     6
static const ist_network_tie barbell[] = {{0, 1, 1, 0, 0}, {1, 2, 1, 0, 0}, {2, 0, 1, 0, 0},
                                          {2, 3, 1, 0, 0}, {3, 4, 1, 0, 0}, {4, 5, 1, 0, 0},
                                          {5, 3, 1, 0, 0}};
static const int32_t barbell_unit[] = {1, 1, 1, 2, 2, 2, 3};

static const struct {
    ist_network_measure measure;
    double expected;
    bool igraph;
} by_hand[] = {
    {IST_NETWORK_PEOPLE, 7, false},
    {IST_NETWORK_TIES, 7, false},
    {IST_NETWORK_ISOLATES, 1, false},
    {IST_NETWORK_DENSITY, 7.0 / 21, false},
    {IST_NETWORK_RECIPROCITY, NAN, false},
    {IST_NETWORK_COMPONENTS, 2, false},
    {IST_NETWORK_LARGEST, 6.0 / 7, false},
    {IST_NETWORK_DEGREE_MEAN, 2, false},
    {IST_NETWORK_DEGREE_MEDIAN, 2, false}, // 0 2 2 2 2 3 3
    {IST_NETWORK_DEGREE_P90, 3, false},    // at 5.4 of 0 to 6
    {IST_NETWORK_DEGREE_MAX, 3, false},
    {IST_NETWORK_STRENGTH_MEAN, 2, false},
    {IST_NETWORK_TRANSITIVITY, 6.0 / 10, false}, // 4 people with 1 pair, 2 with 3
    {IST_NETWORK_CLUSTERING, (4 * 1 + 2.0 / 3) / 6, false},
    {IST_NETWORK_PATH, (7 * 1 + 4 * 2 + 4 * 3) / 15.0, false},
    {IST_NETWORK_EFFICIENCY, (7 + 4 / 2.0 + 4 / 3.0) / 21, false},
    // Four people: two neighbors, half each, and a quarter over the other, of whom half (0 and 1) or a
    // third (2 and 3) goes back. Burt's sum by hand, for 0: (1/2 + 1/2 * 1/3)^2 + (1/2 + 1/2 * 1/2)^2;
    // for 2: 2 (1/3 + 1/3 * 1/2)^2 + (1/3)^2.
    {IST_NETWORK_CONSTRAINT, (4 * (4.0 / 9 + 9.0 / 16) + 2 * (2.0 / 4 + 1.0 / 9)) / 6, false},
    {IST_NETWORK_EFFECTIVE_SIZE, (4 * (2 - 2.0 / 2) + 2 * (3 - 2.0 / 3)) / 6, false},
    {IST_NETWORK_EI, (1.0 - 6) / 7, false},
    {IST_NETWORK_REACH, 15.0 / 21, false},
    // 2 and 3 lie on 2 * 3 of the 15 pairs of the six others; 5 * 6 / 2 = 15.
    {IST_NETWORK_BETWEENNESS_MAX, 6.0 / 15, true},
    {IST_NETWORK_BETWEENNESS_MEAN, 2 * 6.0 / 15 / 7, true},
    {IST_NETWORK_ARTICULATION, 2, true},
    {IST_NETWORK_CLUSTERS, 3, true},
    {IST_NETWORK_MODULARITY, 2 * (3.0 / 7 - 0.25),
     true},                                  // each triangle: 3 of 7 ties, half the ends
    {IST_NETWORK_REDUNDANCY, 1.0 / 3, true}, // 1 between units 1 and 2, 0 to unit 3
    {IST_NETWORK_REDUNDANCY_MIN, 0, true},
    {IST_NETWORK_REACH_WITHOUT, 2.0 / 10, true}, // without 2 and 3: 0-1, 4-5 and 6
};

START_TEST(two_triangles_and_a_bridge_measure_as_counted)
{
    double out[IST_NETWORK_COUNT];
    ist_network_options options = ist_network_options_default();
    options.remove = 2;
    ist_network *network = make(7, false, barbell, 7, barbell_unit);
    ck_assert_int_eq(ist_network_measure_all(network, &options, out, NULL), IST_OK);
    ck_measure(out, by_hand[_i].measure, by_hand[_i].expected, by_hand[_i].igraph);
    ist_network_destroy(network);
}
END_TEST

START_TEST(units_are_told_apart_by_their_inner_and_outer_ties)
{
    ist_network_unit unit[3];
    ist_network *network = make(7, false, barbell, 7, barbell_unit);
    ck_assert_int_eq(ist_network_units(network, unit, 3), 3);
    ck_assert_int_eq(unit[0].people, 3);
    ck_assert_int_eq(unit[0].internal, 3);
    ck_assert_int_eq(unit[1].external, 1);
    ck_assert_double_eq_tol(unit[1].ei_index, (1.0 - 3) / 4, 1e-12);
    ck_assert(isnan(unit[2].ei_index));
    ck_assert_int_eq(ist_network_units(network, unit, 1), 3);
    ist_network_destroy(network);
}
END_TEST

START_TEST(people_are_measured_one_by_one)
{
    double out[IST_NETWORK_COUNT];
    ist_network_person person[7];
    ist_network *network = make(7, false, barbell, 7, barbell_unit);
    ck_assert_int_eq(ist_network_measure_all(network, NULL, out, person), IST_OK);
    ck_assert_int_eq(person[2].degree, 3);
    ck_assert_int_eq(person[6].degree, 0);
    ck_assert(isnan(person[6].constraint));
    ck_assert_double_eq_tol(person[2].constraint, 2.0 / 4 + 1.0 / 9, 1e-12);
    if (ist_igraph_version()) {
        ck_assert(person[2].articulation && person[3].articulation && !person[0].articulation);
        ck_assert_double_eq_tol(person[2].betweenness, 6.0 / 15, 1e-12);
        ck_assert(person[0].cluster == person[2].cluster && person[2].cluster != person[3].cluster);
    } else {
        ck_assert(isnan(person[2].betweenness) && person[2].cluster == -1);
    }
    ist_network_destroy(network);
}
END_TEST

// An invented network of 24 people in four units; expected numbers from networkx 2.8.8 and igraph 0.10
// for Python. Weights of both directions together make Burt's proportions.
static const ist_network_tie arcs[] = {
    {0, 1, 2, 0, 0},   {0, 3, 5, 0, 0},   {0, 4, 5, 0, 0},   {0, 5, 5, 0, 0},   {2, 0, 3, 0, 0},
    {2, 5, 1, 0, 0},   {2, 11, 1, 0, 0},  {3, 2, 3, 0, 0},   {3, 10, 4, 0, 0},  {4, 0, 2, 0, 0},
    {4, 3, 4, 0, 0},   {4, 12, 5, 0, 0},  {6, 8, 4, 0, 0},   {6, 18, 5, 0, 0},  {7, 9, 5, 0, 0},
    {7, 11, 2, 0, 0},  {8, 9, 3, 0, 0},   {8, 10, 1, 0, 0},  {8, 11, 2, 0, 0},  {8, 16, 3, 0, 0},
    {10, 2, 1, 0, 0},  {10, 8, 3, 0, 0},  {10, 9, 5, 0, 0},  {10, 11, 5, 0, 0}, {11, 8, 2, 0, 0},
    {12, 17, 5, 0, 0}, {13, 12, 4, 0, 0}, {13, 14, 1, 0, 0}, {14, 4, 5, 0, 0},  {14, 13, 1, 0, 0},
    {14, 15, 3, 0, 0}, {14, 16, 2, 0, 0}, {14, 17, 2, 0, 0}, {15, 10, 1, 0, 0}, {15, 12, 2, 0, 0},
    {15, 13, 1, 0, 0}, {15, 16, 5, 0, 0}, {16, 13, 1, 0, 0}, {16, 17, 4, 0, 0}, {17, 14, 3, 0, 0},
    {17, 16, 4, 0, 0}, {18, 12, 4, 0, 0}, {18, 19, 1, 0, 0}, {18, 20, 5, 0, 0}, {18, 21, 1, 0, 0},
    {20, 4, 5, 0, 0},  {20, 16, 5, 0, 0}, {20, 19, 1, 0, 0}, {21, 19, 2, 0, 0}, {21, 20, 3, 0, 0},
    {5, 5, 3, 0, 0}, // a loop, left out
    {0, 1, 1, 0, 0}, // again, and lighter
};

static const struct {
    ist_network_measure measure;
    double expected;
    bool igraph;
} oracle[] = {
    {IST_NETWORK_TIES, 50, false},
    {IST_NETWORK_ISOLATES, 2, false},
    {IST_NETWORK_DENSITY, 0.09057971014492754, false},
    {IST_NETWORK_RECIPROCITY, 0.24, false},
    {IST_NETWORK_COMPONENTS, 3, false},
    {IST_NETWORK_LARGEST, 0.9166666666666666, false},
    {IST_NETWORK_TRANSITIVITY, 0.3333333333333333, false},
    {IST_NETWORK_CLUSTERING, 0.3904761904761904, false},
    {IST_NETWORK_PATH, 2.4718614718614718, false},
    {IST_NETWORK_EFFICIENCY, 0.41853864734299606, false},
    {IST_NETWORK_CONSTRAINT, 0.47443259440026764, false},
    {IST_NETWORK_EFFECTIVE_SIZE, 2.9318181818181817, false},
    {IST_NETWORK_EI, -0.5, false},
    {IST_NETWORK_REACH, 0.8369565217391305, false},
    {IST_NETWORK_BETWEENNESS_MEAN, 0.04528985507246378, true},
    {IST_NETWORK_BETWEENNESS_MAX, 0.12812911725955203, true},
    {IST_NETWORK_REACH_WITHOUT, 0.3742690058479532, true},
    {IST_NETWORK_ARTICULATION, 1, true},
    {IST_NETWORK_REDUNDANCY, 5, true},
    {IST_NETWORK_REDUNDANCY_MIN, 4, true},
    {IST_NETWORK_MODULARITY, 0.4883786357340721, true},
};

static ist_network *make_arcs(void)
{
    int32_t unit[24];
    for (int32_t i = 0; i < 24; i++) {
        unit[i] = i / 6;
    }
    return make(24, true, arcs, sizeof arcs / sizeof *arcs, unit);
}

START_TEST(a_directed_network_measures_as_another_program_says)
{
    double out[IST_NETWORK_COUNT];
    ist_network *network = make_arcs();
    ck_assert_int_eq(ist_network_measure_all(network, NULL, out, NULL), IST_OK);
    ck_measure(out, oracle[_i].measure, oracle[_i].expected, oracle[_i].igraph);
    ist_network_destroy(network);
}
END_TEST

// ---- Plain formulas

enum { MOST = 24 };

// Everything as a table of who names whom, and each measure as its definition says, whatever it costs.
typedef struct plain {
    int32_t people;
    double weight[MOST][MOST]; // from, to
} plain;

static double tie_of(const plain *p, int32_t i, int32_t j)
{
    return i == j ? 0.0 : p->weight[i][j] + p->weight[j][i];
}

// Burt's proportion of i's ties that goes to j.
static double part_of(const plain *p, int32_t i, int32_t j)
{
    double all = 0.0;
    for (int32_t k = 0; k < p->people; k++) {
        all += tie_of(p, i, k);
    }
    return all > 0.0 ? tie_of(p, i, j) / all : 0.0;
}

static double constraint_of(const plain *p, int32_t i)
{
    double sum = 0.0;
    for (int32_t j = 0; j < p->people; j++) {
        double through = part_of(p, i, j);
        for (int32_t q = 0; q < p->people; q++) {
            through += part_of(p, i, q) * part_of(p, q, j);
        }
        sum += tie_of(p, i, j) > 0.0 ? through * through : 0.0;
    }
    return sum;
}

static int32_t degree_of(const plain *p, int32_t i)
{
    int32_t degree = 0;
    for (int32_t j = 0; j < p->people; j++) {
        degree += tie_of(p, i, j) > 0.0;
    }
    return degree;
}

// Pairs of people tied to i who are tied to each other.
static double triangles_of(const plain *p, int32_t i)
{
    double count = 0.0;
    for (int32_t j = 0; j < p->people; j++) {
        for (int32_t k = j + 1; k < p->people; k++) {
            count += tie_of(p, i, j) > 0.0 && tie_of(p, i, k) > 0.0 && tie_of(p, j, k) > 0.0;
        }
    }
    return count;
}

// Floyd and Warshall; 0 where there is no path.
static void fill_distances(const plain *p, int32_t out[MOST][MOST])
{
    for (int32_t i = 0; i < p->people; i++) {
        for (int32_t j = 0; j < p->people; j++) {
            out[i][j] = tie_of(p, i, j) > 0.0;
        }
    }
    for (int32_t k = 0; k < p->people; k++) {
        for (int32_t i = 0; i < p->people; i++) {
            for (int32_t j = 0; j < p->people; j++) {
                const int32_t by = out[i][k] && out[k][j] ? out[i][k] + out[k][j] : 0;
                out[i][j] = i != j && by && (!out[i][j] || by < out[i][j]) ? by : out[i][j];
            }
        }
    }
}

static void compare_people(const plain *p, const double *out, const ist_network_person *person)
{
    double sums[4] = {0.0}; // constraint, effective size, triangles, pairs
    double tied = 0.0;
    for (int32_t i = 0; i < p->people; i++) {
        const double degree = degree_of(p, i);
        ck_assert_int_eq(person[i].degree, (int32_t)degree);
        if (degree > 0.0) {
            ck_assert_double_eq_tol(person[i].constraint, constraint_of(p, i), 1e-12);
            sums[0] += constraint_of(p, i);
            sums[1] += degree - 2.0 * triangles_of(p, i) / degree;
            sums[2] += triangles_of(p, i);
            sums[3] += degree * (degree - 1.0) / 2.0;
            tied += 1.0;
        }
    }
    ck_measure(out, IST_NETWORK_CONSTRAINT, sums[0] / tied, false);
    ck_measure(out, IST_NETWORK_EFFECTIVE_SIZE, sums[1] / tied, false);
    ck_measure(out, IST_NETWORK_TRANSITIVITY, sums[2] / sums[3], false);
}

static void compare_pairs(const plain *p, const double *out)
{
    static int32_t distance[MOST][MOST];
    double named = 0.0;
    double returned = 0.0;
    double sums[3] = {0.0}; // pairs that can reach each other, their distances, inverses of these
    const double pairs = (double)p->people * (p->people - 1);
    fill_distances(p, distance);
    for (int32_t i = 0; i < p->people; i++) {
        for (int32_t j = 0; j < p->people; j++) {
            named += i != j && p->weight[i][j] > 0.0;
            returned += i != j && p->weight[i][j] > 0.0 && p->weight[j][i] > 0.0;
            sums[0] += distance[i][j] > 0;
            sums[1] += distance[i][j];
            sums[2] += distance[i][j] > 0 ? 1.0 / distance[i][j] : 0.0;
        }
    }
    ck_measure(out, IST_NETWORK_DENSITY, named / pairs, false);
    ck_measure(out, IST_NETWORK_RECIPROCITY, returned / named, false);
    ck_measure(out, IST_NETWORK_REACH, sums[0] / pairs, false);
    ck_measure(out, IST_NETWORK_PATH, sums[1] / sums[0], false);
    ck_measure(out, IST_NETWORK_EFFICIENCY, sums[2] / pairs, false);
}

static void compare_plainly(int32_t people, const ist_network_tie *ties, int64_t count)
{
    double out[IST_NETWORK_COUNT];
    ist_network_person person[MOST];
    plain p = {.people = people};
    for (int64_t k = 0; k < count; k++) {
        double *weight = &p.weight[ties[k].from][ties[k].to];
        *weight = fmax(*weight, ties[k].weight);
    }
    ist_network *network = make(people, true, ties, count, NULL);
    ck_assert_int_eq(ist_network_measure_all(network, NULL, out, person), IST_OK);
    compare_people(&p, out, person);
    compare_pairs(&p, out);
    ist_network_destroy(network);
}

// Whoever names nobody has a constraint all the same, from those who name them; loops and repeated ties
// are in it, and people without any.
START_TEST(random_directed_networks_measure_as_the_definitions_say)
{
    ist_network_tie ties[4 * MOST];
    const int32_t people = 3 + _i % (MOST - 3);
    uint32_t luck = 12345U + (uint32_t)_i;
    int64_t count = 0;
    for (; count < people * (1 + _i % 4); count++) {
        int32_t draw[3];
        for (int k = 0; k < 3; k++) {
            luck = luck * 1664525U + 1013904223U;
            draw[k] = (int32_t)(luck >> 16);
        }
        ties[count] = (ist_network_tie){
            .from = draw[0] % people, .to = draw[1] % people, .weight = 0.25 * (1 + draw[2] % 20)};
    }
    compare_plainly(people, ties, count);
}
END_TEST

START_TEST(the_network_of_another_program_measures_as_the_definitions_say)
{
    compare_plainly(24, arcs, sizeof arcs / sizeof *arcs);
}
END_TEST

// Krackhardt (1990), Administrative Science Quarterly 35(2): the kite. Of the 36 pairs of the nine others
// 14 need Heather (7); Diane (3) has most ties; Fernando (5) and Garth (6) are nearest to everybody.
static const ist_network_tie kite[] = {
    {0, 1, 1, 0, 0}, {0, 2, 1, 0, 0}, {0, 3, 1, 0, 0}, {0, 5, 1, 0, 0}, {1, 3, 1, 0, 0},
    {1, 4, 1, 0, 0}, {1, 6, 1, 0, 0}, {2, 3, 1, 0, 0}, {2, 5, 1, 0, 0}, {3, 4, 1, 0, 0},
    {3, 5, 1, 0, 0}, {3, 6, 1, 0, 0}, {4, 6, 1, 0, 0}, {5, 6, 1, 0, 0}, {5, 7, 1, 0, 0},
    {6, 7, 1, 0, 0}, {7, 8, 1, 0, 0}, {8, 9, 1, 0, 0}};

START_TEST(the_kite_measures_as_published)
{
    double out[IST_NETWORK_COUNT];
    ist_network_person person[10];
    ist_network *network = make(10, false, kite, 18, NULL);
    ck_assert_int_eq(ist_network_measure_all(network, NULL, out, person), IST_OK);
    ck_measure(out, IST_NETWORK_DENSITY, 18.0 / 45, false);
    ck_assert_int_eq(person[3].degree, 6);
    ck_measure(out, IST_NETWORK_DEGREE_MAX, 6, false);
    ck_measure(out, IST_NETWORK_BETWEENNESS_MAX, 14.0 / 36, true);
    ck_measure(out, IST_NETWORK_ARTICULATION, 2, true); // Heather and Ike
    ist_network_destroy(network);
}
END_TEST

START_TEST(a_sample_of_everybody_is_exact_and_a_smaller_one_is_near)
{
    double exact[IST_NETWORK_COUNT];
    double all[IST_NETWORK_COUNT];
    double half[IST_NETWORK_COUNT];
    ist_network *network = make_arcs();
    ist_network_options options = ist_network_options_default();
    ck_assert_int_eq(ist_network_measure_all(network, &options, exact, NULL), IST_OK);
    options.exact = 0;
    options.sources = 24;
    ck_assert_int_eq(ist_network_measure_all(network, &options, all, NULL), IST_OK);
    ck_assert_mem_eq(exact, all, sizeof exact);
    options.sources = 12;
    ck_assert_int_eq(ist_network_measure_all(network, &options, half, NULL), IST_OK);
    ck_assert_double_eq_tol(half[IST_NETWORK_PATH], exact[IST_NETWORK_PATH], 0.3);
    ck_assert_double_ne(half[IST_NETWORK_PATH], exact[IST_NETWORK_PATH]);
    if (ist_igraph_version()) {
        ck_assert_double_eq_tol(half[IST_NETWORK_BETWEENNESS_MEAN],
                                exact[IST_NETWORK_BETWEENNESS_MEAN], 0.02);
    }
    ist_network_destroy(network);
}
END_TEST

START_TEST(networks_of_nobody_and_of_one_are_measured)
{
    for (int32_t people = 0; people < 3; people++) {
        double out[IST_NETWORK_COUNT];
        ist_network *network = make(people, false, NULL, 0, barbell_unit);
        ck_assert_int_eq(ist_network_measure_all(network, NULL, out, NULL), IST_OK);
        ck_assert_double_eq(out[IST_NETWORK_PEOPLE], people);
        ck_assert_double_eq(out[IST_NETWORK_COMPONENTS], people);
        ck_assert(isnan(out[IST_NETWORK_PATH]));
        ist_network_destroy(network);
    }
}
END_TEST

START_TEST(ties_to_nobody_or_without_weight_are_refused)
{
    static const ist_network_tie bad[] = {{0, 2, 1, 0, 0},
                                          {-1, 1, 1, 0, 0},
                                          {0, 1, 0, 0, 0},
                                          {0, 1, NAN, 0, 0},
                                          {0, 1, INFINITY, 0, 0}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_ptr_null(make(2, false, &bad[i], 1, NULL));
    }
    const ist_network_def forgotten = {.people = 1};
    ck_assert_ptr_null(ist_network_create(&forgotten, NULL));
}
END_TEST

// ---- Of a run

static const char firm[] =
    "{ \"format\": 1, \"name\": \"firm\", \"units\": [ { \"name\": \"a\" }, { \"name\": \"b\" }, { "
    "\"name\": \"later\", \"size\": 3, \"rest\": \"expert\", \"present\": false } ], "
    "\"draw_ties\": "
    "false, \"employees\": [ { \"id\": \"x\", \"unit\": \"a\" }, { \"id\": \"clerk\", \"unit\": "
    "\"a\", "
    "\"level\": \"staff\" }, { \"id\": \"y\", \"unit\": \"b\" }, { \"id\": \"z\", \"unit\": \"b\" "
    "} ], "
    "\"ties\": [ { \"from\": \"x\", \"to\": \"y\", \"instrumental\": 0.5, \"affective\": 0.5 }, { "
    "\"from\": \"y\", \"to\": \"z\", \"instrumental\": 0.1 } ] }";

START_TEST(the_network_of_a_run_has_those_who_carry_ties_and_ties_above_the_threshold)
{
    ist_scenario *scenario = ist_scenario_parse(firm, sizeof firm - 1, "firm", NULL, NULL);
    const ist_run_def run = ist_run_def_default();
    ist_state *state = ist_state_create(ist_scenario_model(scenario), &run, NULL);
    ist_network *network = ist_network_of_state(state, ist_unset(), NULL);
    double out[IST_NETWORK_COUNT];
    ck_assert_int_eq(ist_network_people(network),
                     3);                            // the clerk carries none, "later" is not there
    ck_assert_int_eq(ist_network_ties(network), 1); // 0.1 is below theta
    ck_assert_int_eq(ist_network_employee(network, 1).number, 3);
    ck_assert_int_eq(ist_network_employee(network, 3).number, 0);
    ck_assert_int_eq(ist_network_measure_all(network, NULL, out, NULL), IST_OK);
    ck_assert_double_eq_tol(out[IST_NETWORK_STRENGTH_MAX], 0.75, 1e-12); // 1 - 0.5 * 0.5
    ck_assert_double_eq(out[IST_NETWORK_EI], 1.0);
    ist_network_destroy(network);
    network = ist_network_of_state(state, 0.0, NULL);
    ck_assert_int_eq(ist_network_ties(network), 2);
    ist_network_destroy(network);
    ist_state_destroy(state);
    ist_scenario_destroy(scenario);
}
END_TEST

// ---- Files

static const char *strange_name(void *context, ist_employee_id employee)
{
    (void)context;
    return employee.number == 1   ? "=cmd|' /C calc'!A0"
           : employee.number == 3 ? "<\"R&D\">\a"
                                  : NULL;
}

static ist_status keep(void *context, const char *bytes, size_t length)
{
    strncat(context, bytes, length);
    return IST_OK;
}

static ist_status fail_to_write(void *context, const char *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    return length > 0 ? IST_ERR_IO : IST_OK;
}

static ist_graph *note_firm(ist_scenario *scenario, ist_state **state)
{
    const ist_run_def run = ist_run_def_default();
    ist_graph_def def = ist_graph_def_default();
    def.model = ist_scenario_model(scenario);
    def.name = strange_name;
    *state = ist_state_create(def.model, &run, NULL);
    ist_graph *graph = ist_graph_create(&def, NULL);
    ck_assert_int_eq(ist_graph_note(graph, *state), IST_OK);
    return graph;
}

START_TEST(names_from_strangers_do_no_harm_in_files)
{
    static const char *const expected[IST_GRAPH_COUNT] = {
        [IST_GRAPH_GRAPHML] = "<data key=\"label\">&lt;&quot;R&amp;D&quot;&gt; </data>",
        [IST_GRAPH_GEXF] = "label=\"&lt;&quot;R&amp;D&quot;&gt; \"",
        [IST_GRAPH_EDGES] = "\"'=cmd|' /C calc'!A0\",\"<\"\"R&D\"\">\a\",0.75,0.5,0.5\n",
    };
    static char text[65536];
    ist_state *state;
    ist_scenario *scenario = ist_scenario_parse(firm, sizeof firm - 1, "firm", NULL, NULL);
    ist_graph *graph = note_firm(scenario, &state);
    text[0] = '\0';
    ck_assert_int_eq(ist_graph_write(graph, (ist_graph_format)_i, keep, text), IST_OK);
    ck_assert_msg(strstr(text, expected[_i]) != NULL, "%s", text);
    ck_assert_int_eq(ist_graph_write(graph, (ist_graph_format)_i, fail_to_write, NULL), IST_ERR_IO);
    ist_graph_destroy(graph);
    ist_state_destroy(state);
    ist_scenario_destroy(scenario);
}
END_TEST

START_TEST(graphml_has_no_time_and_nothing_noted_is_no_network)
{
    static char text[65536];
    ist_state *state;
    ist_scenario *scenario = ist_scenario_parse(firm, sizeof firm - 1, "firm", NULL, NULL);
    ist_graph *graph = note_firm(scenario, &state);
    ck_assert_int_eq(ist_step(state), IST_OK);
    ck_assert_int_eq(ist_graph_note(graph, state), IST_OK);
    ck_assert_int_eq(ist_graph_write(graph, IST_GRAPH_GRAPHML, keep, text), IST_ERR_ARGUMENT);
    text[0] = '\0';
    ck_assert_int_eq(ist_graph_write(graph, IST_GRAPH_GEXF, keep, text), IST_OK);
    ck_assert_ptr_nonnull(strstr(text, "mode=\"dynamic\" timeformat=\"double\""));
    ck_assert_ptr_nonnull(
        strstr(text, "<spells><spell start=\"0\" end=\"0.1666666667\"/></spells>"));
    ist_graph_destroy(graph);
    ist_graph_def def = ist_graph_def_default();
    def.model = ist_scenario_model(scenario);
    graph = ist_graph_create(&def, NULL);
    ck_assert_int_eq(ist_graph_write(graph, IST_GRAPH_EDGES, keep, text), IST_ERR_ARGUMENT);
    ist_graph_destroy(graph);
    ist_state_destroy(state);
    ist_scenario_destroy(scenario);
}
END_TEST

START_TEST(no_allocation_that_fails_goes_unnoticed)
{
    ist_network *network = make_arcs();
    double out[IST_NETWORK_COUNT];
    int64_t n = 0;
    for (bool has_fired = true; has_fired; n++) {
        isti_fault_arm(n, false);
        const ist_status status = ist_network_measure_all(network, NULL, out, NULL);
        has_fired = isti_fault_fired();
        isti_fault_disarm();
        ck_assert_int_eq(status, has_fired ? IST_ERR_NO_MEMORY : IST_OK);
    }
    ck_assert_int_gt(n, 8);
    ist_network_destroy(network);
    network = NULL;
    for (n = 0; !network; n++) {
        isti_fault_arm(n, false);
        network = make_arcs();
        isti_fault_disarm();
    }
    ck_assert_int_gt(n, 4);
    ist_network_destroy(network);
}
END_TEST

SUITE("network",
      EACH(two_triangles_and_a_bridge_measure_as_counted, sizeof by_hand / sizeof *by_hand),
      TEST(units_are_told_apart_by_their_inner_and_outer_ties),
      TEST(people_are_measured_one_by_one),
      EACH(a_directed_network_measures_as_another_program_says, sizeof oracle / sizeof *oracle),
      EACH(random_directed_networks_measure_as_the_definitions_say, 60),
      TEST(the_network_of_another_program_measures_as_the_definitions_say),
      TEST(the_kite_measures_as_published),
      TEST(a_sample_of_everybody_is_exact_and_a_smaller_one_is_near),
      TEST(networks_of_nobody_and_of_one_are_measured),
      TEST(ties_to_nobody_or_without_weight_are_refused),
      TEST(the_network_of_a_run_has_those_who_carry_ties_and_ties_above_the_threshold),
      EACH(names_from_strangers_do_no_harm_in_files, IST_GRAPH_COUNT),
      TEST(graphml_has_no_time_and_nothing_noted_is_no_network),
      TEST(no_allocation_that_fails_goes_unnoticed))
