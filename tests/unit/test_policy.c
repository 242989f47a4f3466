// SPDX-License-Identifier: GPL-3.0-or-later
// The shipped policies: what each makes of what a manager sees.
#include <interstice/state.h>

#include "base/memory.h"
#include "support/suite.h"

#include <math.h>
#include <string.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

static const double tolerance = 1e-12;
static const char *const names[] = {"absent",  "liaison",     "framing",  "adaptive", "director",
                                    "sponsor", "cultivating", "constant", "schedule"};
enum { MOST_SETTINGS = 16, MOST_MEMORY = 8, MONTHS = 12 };

// ---- A manager at work: a type, its settings, its memory, and what is seen

typedef struct bench {
    ist_spec *spec;
    ist_model *model;
    ist_state *state;
    const ist_policy_type *type;
    double settings[MOST_SETTINGS];
    double memory[MOST_MEMORY];
    ist_role_view view;
} bench;

static const ist_policy_type *find_type(const ist_spec *spec, const char *name)
{
    const ist_policy_type *type = NULL;
    for (int32_t k = 0; (type = ist_spec_policy_type(spec, k)) != NULL; k++) {
        if (strcmp(type->name, name) == 0) {
            return type;
        }
    }
    ck_abort_msg("no type %s", name);
}

// A state of two people, for the calendar only.
static void open_bench(bench *b, const char *name)
{
    memset(b, 0, sizeof *b);
    b->spec = ist_spec_create();
    ck_assert_int_eq(ist_policies_shipped(b->spec), IST_OK);
    ist_unit_def unit = ist_unit_def_default();
    unit.name = "unit";
    unit.people[IST_LEVEL_PROFESSIONAL] = 2;
    ist_spec_add_unit(b->spec, &unit);
    b->model = ist_model_compile(b->spec, NULL);
    const ist_run_def run = ist_run_def_default();
    b->state = ist_state_create(b->model, &run, NULL);
    b->type = find_type(b->spec, name);
    for (int32_t k = 0; k < b->type->setting_count; k++) {
        b->settings[k] = b->type->settings[k].standard;
    }
    b->view = (ist_role_view){.state = b->state,
                              .community = {1},
                              .tolerated = 0.16,
                              .emphasis = 0.5,
                              .institutionalization = 0.3,
                              .settings = b->settings,
                              .memory = b->memory};
}

static void close_bench(bench *b)
{
    ist_state_destroy(b->state);
    ist_model_destroy(b->model);
    ist_spec_destroy(b->spec);
}

static void set(bench *b, const char *name, double value)
{
    for (int32_t k = 0; k < b->type->setting_count; k++) {
        if (strcmp(b->type->settings[k].name, name) == 0) {
            b->settings[k] = value;
            return;
        }
    }
    ck_abort_msg("%s has no setting %s", b->type->name, name);
}

static double play(const bench *b, ist_role role)
{
    ist_role_fn *const plays[] = {
        [IST_ROLE_STIMULATION] = b->type->stimulate, [IST_ROLE_FACILITATION] = b->type->facilitate,
        [IST_ROLE_SUPPORT] = b->type->support,       [IST_ROLE_CONTROL] = b->type->control,
        [IST_ROLE_RECOGNITION] = b->type->recognize,
    };
    return plays[role] ? plays[role](&b->view) : 0.0;
}

static void expect(const bench *b, ist_role role, double expected)
{
    ck_assert_double_eq_tol(play(b, role), expected, tolerance);
}

static void next_tick(bench *b)
{
    ck_assert_int_eq(ist_step(b->state), IST_OK);
}

// ---- All of them

START_TEST(the_shipped_types_come_in_a_fixed_order)
{
    ist_spec *spec = ist_spec_create();
    ck_assert_int_eq(ist_policies_shipped(spec), IST_OK);
    ck_assert_str_eq(ist_spec_policy_type(spec, _i)->name, names[_i]);
    ck_assert_ptr_null(ist_spec_policy_type(spec, COUNT(names)));
    ist_spec_destroy(spec);
}
END_TEST

START_TEST(asking_twice_for_the_shipped_types_adds_nothing)
{
    ist_spec *spec = ist_spec_create();
    ck_assert_int_eq(ist_policies_shipped(spec), IST_OK);
    ck_assert_int_eq(ist_policies_shipped(spec), IST_OK);
    ck_assert_ptr_null(ist_spec_policy_type(spec, COUNT(names)));
    ist_spec_destroy(spec);
}
END_TEST

START_TEST(no_description_can_be_given_no_types)
{
    ck_assert_int_eq(ist_policies_shipped(NULL), IST_ERR_ARGUMENT);
}
END_TEST

START_TEST(running_out_of_memory_is_told)
{
    bool failed = true;
    int32_t failures = 0;
    for (int64_t n = 0; failed; n++) {
        ist_spec *spec = ist_spec_create();
        isti_fault_arm(n, false);
        const ist_status status = ist_policies_shipped(spec);
        failed = isti_fault_fired();
        isti_fault_disarm();
        ck_assert_int_eq(status, failed ? IST_ERR_NO_MEMORY : IST_OK);
        failures += failed;
        ist_spec_destroy(spec);
    }
    ck_assert_int_gt(failures, 0);
}
END_TEST

START_TEST(every_type_says_what_it_does)
{
    bench b;
    open_bench(&b, names[_i]);
    ck_assert_uint_eq(b.type->type_size, sizeof *b.type);
    ck_assert(strlen(b.type->meaning) > 0);
    ck_assert_int_le(b.type->setting_count, MOST_SETTINGS);
    ck_assert_int_le(b.type->memory_count, MOST_MEMORY);
    for (int32_t k = 0; k < b.type->setting_count; k++) {
        const ist_setting *s = &b.type->settings[k];
        ck_assert(s->minimum <= s->standard && s->standard <= s->maximum);
        ck_assert(strlen(s->name) > 0 && strlen(s->meaning) > 0);
        for (int32_t other = 0; other < k; other++) {
            ck_assert_str_ne(s->name, b.type->settings[other].name);
        }
    }
    close_bench(&b);
}
END_TEST

// What is seen, at random but the same each time: numbers in [0,1].
static double any_share(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*seed >> 11) / (double)(UINT64_C(1) << 53);
}

static void look_around(bench *b, uint64_t *seed)
{
    for (int32_t k = 0; k < IST_CONTEXT_COUNT; k++) {
        b->view.context[k] = any_share(seed);
    }
    for (int32_t k = 0; k < IST_ROLE_COUNT; k++) {
        b->view.intrusion_weight[k] = any_share(seed);
    }
    b->view.community.number = any_share(seed) < 0.2 ? 0 : 1;
    b->view.complexity = any_share(seed);
    b->view.emphasis = any_share(seed);
    b->view.institutionalization = any_share(seed);
    b->view.expectation = any_share(seed);
    b->view.deliverables = any_share(seed);
    b->view.tolerated = any_share(seed);
    b->view.idle_months = any_share(seed) < 0.5 ? 0.0 : 5.0;
    b->view.years = 10.0 * any_share(seed);
    for (int32_t k = 0; k < b->type->setting_count; k++) {
        const ist_setting *s = &b->type->settings[k];
        const double share = any_share(seed);
        const double at = share < 0.25 ? 0.0 : share > 0.75 ? 1.0 : share;
        b->settings[k] = s->minimum + at * (s->maximum - s->minimum);
    }
}

START_TEST(settings_in_range_give_intensities_in_range)
{
    enum { LOOKS = 2000 };
    bench b;
    uint64_t seed = 1;
    open_bench(&b, names[_i]);
    for (int32_t look = 0; look < LOOKS; look++) {
        look_around(&b, &seed);
        for (int role = 0; role < IST_ROLE_COUNT; role++) {
            const double intensity = play(&b, (ist_role)role);
            ck_assert_msg(intensity >= 0.0 && intensity <= 1.0, "%s of %s is %g",
                          ist_role_name((ist_role)role), names[_i], intensity);
        }
    }
    close_bench(&b);
}
END_TEST

START_TEST(what_a_manager_has_not_declared_he_does_not_remember)
{
    bench b;
    uint64_t seed = 7;
    open_bench(&b, names[_i]);
    look_around(&b, &seed);
    for (int role = 0; role < IST_ROLE_COUNT; role++) {
        play(&b, (ist_role)role);
    }
    for (int32_t k = b.type->memory_count; k < MOST_MEMORY; k++) {
        ck_assert_double_eq(b.memory[k], 0.0);
    }
    close_bench(&b);
}
END_TEST

// ---- Those who do as they are set

START_TEST(absent_plays_nothing)
{
    bench b;
    open_bench(&b, "absent");
    ck_assert(!b.type->stimulate);
    ck_assert(!b.type->facilitate);
    ck_assert(!b.type->support);
    ck_assert(!b.type->control);
    ck_assert(!b.type->recognize);
    close_bench(&b);
}
END_TEST

static const struct {
    const char *name;
    double facilitation, support, control, recognition;
} usual[] = {{"liaison", 0.05, 0.4, 0.05, 0.5},
             {"framing", 0.5, 0.4, 0.3, 0.5},
             {"adaptive", 0.2, 0.4, 0.2, 0.5},
             {"director", 0.4, 0.4, 0.35, 0.6},
             {"sponsor", 0.0, 0.4, 0.0, 0.3}};

START_TEST(roles_are_played_as_usual_unless_set)
{
    bench b;
    open_bench(&b, usual[_i].name);
    expect(&b, IST_ROLE_FACILITATION, usual[_i].facilitation);
    expect(&b, IST_ROLE_SUPPORT, usual[_i].support);
    expect(&b, IST_ROLE_CONTROL, usual[_i].control);
    expect(&b, IST_ROLE_RECOGNITION, usual[_i].recognition);
    close_bench(&b);
}
END_TEST

START_TEST(roles_are_played_as_set)
{
    bench b;
    open_bench(&b, "liaison");
    set(&b, "facilitation", 0.11);
    set(&b, "support", 0.22);
    set(&b, "control", 0.33);
    set(&b, "recognition", 0.44);
    expect(&b, IST_ROLE_FACILITATION, 0.11);
    expect(&b, IST_ROLE_SUPPORT, 0.22);
    expect(&b, IST_ROLE_CONTROL, 0.33);
    expect(&b, IST_ROLE_RECOGNITION, 0.44);
    close_bench(&b);
}
END_TEST

// 0.2 times an emphasis of 0.5.
START_TEST(a_director_stimulates_as_far_as_the_top_cares)
{
    bench b;
    open_bench(&b, "director");
    expect(&b, IST_ROLE_STIMULATION, 0.1);
    b.view.emphasis = 0.0;
    expect(&b, IST_ROLE_STIMULATION, 0.0);
    close_bench(&b);
}
END_TEST

START_TEST(a_sponsor_connects_strangers_and_obliges_nobody)
{
    bench b;
    open_bench(&b, "sponsor");
    expect(&b, IST_ROLE_STIMULATION, 0.0);
    b.view.community.number = 0;
    expect(&b, IST_ROLE_STIMULATION, 1.0);
    close_bench(&b);
}
END_TEST

START_TEST(a_sponsor_stands_outside_the_line_and_asks_for_nothing)
{
    bench b;
    open_bench(&b, "sponsor");
    ck_assert_double_eq(b.type->independence, 1.0);
    ck_assert_double_eq(b.type->specificity, 0.0);
    close_bench(&b);
}
END_TEST

START_TEST(constant_does_nothing_unless_set)
{
    bench b;
    open_bench(&b, "constant");
    b.view.community.number = _i; // 0: strangers
    for (int role = 0; role < IST_ROLE_COUNT; role++) {
        expect(&b, (ist_role)role, 0.0);
    }
    close_bench(&b);
}
END_TEST

START_TEST(constant_does_each_role_as_set)
{
    bench b;
    open_bench(&b, "constant");
    for (int role = 0; role < IST_ROLE_COUNT; role++) {
        set(&b, ist_role_name((ist_role)role), 0.1 * (role + 1));
    }
    expect(&b, IST_ROLE_FACILITATION, 0.2);
    expect(&b, IST_ROLE_SUPPORT, 0.3);
    expect(&b, IST_ROLE_CONTROL, 0.4);
    expect(&b, IST_ROLE_RECOGNITION, 0.5);
    close_bench(&b);
}
END_TEST

// Strangers: 0.8. A community: 0.8 times an emphasis of 0.5.
START_TEST(constant_obliges_a_community_as_far_as_the_top_cares)
{
    bench b;
    open_bench(&b, "constant");
    set(&b, "stimulation", 0.8);
    expect(&b, IST_ROLE_STIMULATION, 0.4);
    b.view.community.number = 0;
    expect(&b, IST_ROLE_STIMULATION, 0.8);
    close_bench(&b);
}
END_TEST

// From 1 year until 3 years:   age  0   0.99  1   2.99  3   50
//                              play no  no    yes yes   no  no
static const struct {
    double age, played;
} window[] = {{0.0, 0.0}, {0.99, 0.0}, {1.0, 0.7}, {2.99, 0.7}, {3.0, 0.0}, {50.0, 0.0}};

START_TEST(schedule_plays_within_its_window)
{
    bench b;
    open_bench(&b, "schedule");
    set(&b, "from", 1.0);
    set(&b, "until", 3.0);
    b.view.years = window[_i].age;
    b.view.emphasis = 1.0;
    for (int role = 0; role < IST_ROLE_COUNT; role++) {
        set(&b, ist_role_name((ist_role)role), 0.7);
        expect(&b, (ist_role)role, window[_i].played);
    }
    close_bench(&b);
}
END_TEST

START_TEST(schedule_has_all_the_time_unless_set)
{
    bench b;
    open_bench(&b, "schedule");
    set(&b, "support", 0.7);
    b.view.years = 99.0;
    expect(&b, IST_ROLE_SUPPORT, 0.7);
    close_bench(&b);
}
END_TEST

// ---- Adaptive: intervention rises by 4 a year x short-termism x productivity x (1 - b) x gap

static void make_harsh(bench *b, double complexity, double expectation, double deliverables)
{
    b->view.context[IST_CONTEXT_SHORT_TERMISM] = 1.0;
    b->view.context[IST_CONTEXT_PRODUCTIVITY] = 1.0;
    b->view.complexity = complexity;
    b->view.expectation = expectation;
    b->view.deliverables = deliverables;
}

// Ask for facilitation and control in each month of some months.
static void manage(bench *b, int32_t months)
{
    for (int32_t month = 0; month < months; month++) {
        play(b, IST_ROLE_FACILITATION);
        play(b, IST_ROLE_CONTROL);
        next_tick(b);
    }
}

// A year of 4 x 1 x 1 x 1 x 0.1 = 0.4 on top of 0.2 each. The question itself begins another month.
START_TEST(a_simple_mind_in_a_harsh_context_takes_over)
{
    bench b;
    open_bench(&b, "adaptive");
    make_harsh(&b, 0.0, 1.0, 0.9);
    manage(&b, MONTHS - 1);
    expect(&b, IST_ROLE_FACILITATION, 0.6);
    expect(&b, IST_ROLE_CONTROL, 0.6);
    close_bench(&b);
}
END_TEST

START_TEST(a_complex_mind_never_takes_over)
{
    bench b;
    open_bench(&b, "adaptive");
    make_harsh(&b, 1.0, 1.0, 0.0);
    manage(&b, 5 * MONTHS);
    expect(&b, IST_ROLE_FACILITATION, 0.2);
    expect(&b, IST_ROLE_CONTROL, 0.2);
    close_bench(&b);
}
END_TEST

START_TEST(where_there_is_time_nobody_takes_over)
{
    bench b;
    open_bench(&b, "adaptive");
    make_harsh(&b, 0.0, 1.0, 0.0);
    b.view.context[IST_CONTEXT_SHORT_TERMISM] = 0.0;
    manage(&b, 5 * MONTHS);
    expect(&b, IST_ROLE_FACILITATION, 0.2);
    close_bench(&b);
}
END_TEST

START_TEST(where_other_things_count_nobody_takes_over)
{
    bench b;
    open_bench(&b, "adaptive");
    make_harsh(&b, 0.0, 1.0, 0.0);
    b.view.context[IST_CONTEXT_PRODUCTIVITY] = 0.0;
    manage(&b, 5 * MONTHS);
    expect(&b, IST_ROLE_CONTROL, 0.2);
    close_bench(&b);
}
END_TEST

START_TEST(who_delivers_what_is_expected_is_left_alone)
{
    bench b;
    open_bench(&b, "adaptive");
    make_harsh(&b, 0.0, 0.4, 0.9);
    manage(&b, 5 * MONTHS);
    expect(&b, IST_ROLE_CONTROL, 0.2);
    close_bench(&b);
}
END_TEST

// 4 a year x a gap of 1: full in three months, and full stays full.
START_TEST(a_takeover_is_complete_at_one)
{
    bench b;
    open_bench(&b, "adaptive");
    make_harsh(&b, 0.0, 1.0, 0.0);
    manage(&b, 2 * MONTHS);
    expect(&b, IST_ROLE_FACILITATION, 1.0);
    expect(&b, IST_ROLE_CONTROL, 1.0);
    ck_assert_double_eq(b.memory[0], 1.0);
    close_bench(&b);
}
END_TEST

// One month: 4 / 12 x 0.3 = 0.1, however often it is asked.
START_TEST(asking_again_within_a_month_changes_nothing)
{
    bench b;
    open_bench(&b, "adaptive");
    make_harsh(&b, 0.0, 0.5, 0.35); // three tenths are missing
    for (int32_t k = 0; k < 5; k++) {
        expect(&b, IST_ROLE_FACILITATION, 0.3);
        expect(&b, IST_ROLE_CONTROL, 0.3);
    }
    close_bench(&b);
}
END_TEST

// Somebody else may play facilitation: control takes over by itself.
START_TEST(control_alone_takes_over_as_well)
{
    bench b;
    open_bench(&b, "adaptive");
    make_harsh(&b, 0.0, 0.5, 0.35); // three tenths are missing
    expect(&b, IST_ROLE_CONTROL, 0.3);
    next_tick(&b);
    expect(&b, IST_ROLE_CONTROL, 0.4);
    close_bench(&b);
}
END_TEST

START_TEST(the_ratchet_sets_the_pace)
{
    bench b;
    open_bench(&b, "adaptive");
    make_harsh(&b, 0.0, 0.5, 0.35); // three tenths are missing
    set(&b, "ratchet", 0.0);
    manage(&b, MONTHS);
    expect(&b, IST_ROLE_CONTROL, 0.2);
    set(&b, "ratchet", 12.0); // 12 / 12 x 0.3 in the next month
    next_tick(&b);
    expect(&b, IST_ROLE_CONTROL, 0.5);
    close_bench(&b);
}
END_TEST

// ---- Cultivating

// Weights as oversight makes them from the context and the manager.
static void weigh(bench *b, double decentralization, double resources, double productivity,
                  double short_termism, double complexity)
{
    const double shield = 1.0 - 0.75 * complexity;
    b->view.context[IST_CONTEXT_DECENTRALIZATION] = decentralization;
    b->view.context[IST_CONTEXT_RESOURCES] = resources;
    b->view.context[IST_CONTEXT_PRODUCTIVITY] = productivity;
    b->view.context[IST_CONTEXT_SHORT_TERMISM] = short_termism;
    b->view.complexity = complexity;
    double *weight = b->view.intrusion_weight;
    weight[IST_ROLE_FACILITATION] = (1.0 - decentralization) * shield;
    weight[IST_ROLE_CONTROL] = 0.8 * productivity * shield;
    weight[IST_ROLE_SUPPORT] =
        0.25 * (1.0 - b->type->independence) * (1.0 - resources) * short_termism * shield;
    weight[IST_ROLE_RECOGNITION] = 0.25 * b->type->specificity * short_termism * shield;
}

static double intrusion(const bench *b)
{
    double sum = 0.0;
    for (int role = 0; role < IST_ROLE_COUNT; role++) {
        sum += b->view.intrusion_weight[role] * play(b, (ist_role)role);
    }
    return sum;
}

// Digits of `number` to the base 5, as 0, 0.25, 0.5, 0.75, 1.
static double digit(int32_t number, int32_t place)
{
    for (int32_t k = 0; k < place; k++) {
        number /= 5;
    }
    return 0.25 * (number % 5);
}

START_TEST(cultivating_stays_below_what_any_context_bears)
{
    bench b;
    open_bench(&b, "cultivating");
    b.view.idle_months = _i == 0 ? 0.0 : 4.0;
    for (int32_t at = 0; at < 5 * 5 * 5 * 5 * 5; at++) {
        weigh(&b, digit(at, 0), digit(at, 1), digit(at, 2), digit(at, 3), digit(at, 4));
        ck_assert_double_le(intrusion(&b), 0.8 * b.view.tolerated + tolerance);
    }
    close_bench(&b);
}
END_TEST

START_TEST(cultivating_stays_below_when_support_and_praise_intrude)
{
    bench b;
    open_bench(&b, "cultivating");
    b.view.idle_months = 4.0;
    for (int32_t at = 0; at < 5 * 5 * 5 * 5; at++) {
        for (int role = 0; role < 4; role++) {
            b.view.intrusion_weight[role + 1] = 2.0 * digit(at, role);
        }
        ck_assert_double_le(intrusion(&b), 0.8 * b.view.tolerated + tolerance);
    }
    close_bench(&b);
}
END_TEST

START_TEST(with_a_ceiling_of_zero_only_the_harmless_is_left)
{
    bench b;
    open_bench(&b, "cultivating");
    set(&b, "ceiling", 0.0);
    weigh(&b, 0.0, 0.0, 1.0, 1.0, 0.0);
    ck_assert_double_eq(play(&b, IST_ROLE_FACILITATION), 0.0);
    ck_assert_double_eq(play(&b, IST_ROLE_SUPPORT), 0.0);
    expect(&b, IST_ROLE_RECOGNITION, 0.6); // in general terms: it asks for nothing
    close_bench(&b);
}
END_TEST

// Where units decide and hold their resources nothing intrudes: everything is played in full.
START_TEST(in_a_mild_context_all_roles_are_played)
{
    bench b;
    open_bench(&b, "cultivating");
    weigh(&b, 1.0, 1.0, 0.0, 0.0, 0.5);
    b.view.idle_months = 2.0;
    expect(&b, IST_ROLE_SUPPORT, 0.6);
    expect(&b, IST_ROLE_RECOGNITION, 0.6);
    expect(&b, IST_ROLE_FACILITATION, 0.5);
    expect(&b, IST_ROLE_CONTROL, 0.2);
    close_bench(&b);
}
END_TEST

// Central, harsh, simple: weights 1 for facilitation, 0.25 x 0.2 = 0.05 for support. Of the ceiling
// of 0.8 x 0.16 = 0.128, support in full takes 0.03; facilitation gets the rest, 0.098.
START_TEST(support_comes_before_purpose_where_both_intrude)
{
    bench b;
    open_bench(&b, "cultivating");
    weigh(&b, 0.0, 0.0, 1.0, 1.0, 0.0);
    expect(&b, IST_ROLE_SUPPORT, 0.6);
    expect(&b, IST_ROLE_FACILITATION, 0.098);
    close_bench(&b);
}
END_TEST

START_TEST(the_more_complex_the_manager_the_more_can_be_done)
{
    bench b;
    open_bench(&b, "cultivating");
    weigh(&b, 0.0, 0.0, 1.0, 1.0, 0.0);
    const double simple = play(&b, IST_ROLE_FACILITATION);
    weigh(&b, 0.0, 0.0, 1.0, 1.0, 1.0);
    ck_assert_double_gt(play(&b, IST_ROLE_FACILITATION), simple);
    close_bench(&b);
}
END_TEST

START_TEST(a_community_that_gets_somewhere_is_not_controlled)
{
    bench b;
    open_bench(&b, "cultivating");
    weigh(&b, 1.0, 1.0, 0.2, 0.0, 1.0);
    b.view.idle_months = 0.0;
    expect(&b, IST_ROLE_CONTROL, 0.0);
    b.view.idle_months = 1.0;
    expect(&b, IST_ROLE_CONTROL, 0.2 * (1.0 - 0.2));
    close_bench(&b);
}
END_TEST

START_TEST(under_pressure_an_idle_community_is_not_controlled_either)
{
    bench b;
    open_bench(&b, "cultivating");
    weigh(&b, 1.0, 1.0, 1.0, 0.0, 1.0);
    b.view.idle_months = 5.0;
    expect(&b, IST_ROLE_CONTROL, 0.0);
    close_bench(&b);
}
END_TEST

// Pushing is stimulation beyond how far communities are an accepted thing.
START_TEST(cultivating_connects_strangers_and_pushes_nobody)
{
    bench b;
    open_bench(&b, "cultivating");
    for (int32_t k = 0; k <= 10; k++) {
        b.view.institutionalization = 0.1 * k;
        ck_assert_double_le(play(&b, IST_ROLE_STIMULATION), b.view.institutionalization);
    }
    b.view.community.number = 0;
    b.view.institutionalization = 0.0;
    expect(&b, IST_ROLE_STIMULATION, 0.5);
    close_bench(&b);
}
END_TEST

SUITE("policy", EACH(the_shipped_types_come_in_a_fixed_order, COUNT(names)),
      TEST(asking_twice_for_the_shipped_types_adds_nothing),
      TEST(no_description_can_be_given_no_types), TEST(running_out_of_memory_is_told),
      EACH(every_type_says_what_it_does, COUNT(names)),
      EACH(settings_in_range_give_intensities_in_range, COUNT(names)),
      EACH(what_a_manager_has_not_declared_he_does_not_remember, COUNT(names)),
      TEST(absent_plays_nothing), EACH(roles_are_played_as_usual_unless_set, COUNT(usual)),
      TEST(roles_are_played_as_set), TEST(a_director_stimulates_as_far_as_the_top_cares),
      TEST(a_sponsor_connects_strangers_and_obliges_nobody),
      TEST(a_sponsor_stands_outside_the_line_and_asks_for_nothing),
      EACH(constant_does_nothing_unless_set, 2), TEST(constant_does_each_role_as_set),
      TEST(constant_obliges_a_community_as_far_as_the_top_cares),
      EACH(schedule_plays_within_its_window, COUNT(window)),
      TEST(schedule_has_all_the_time_unless_set), TEST(a_simple_mind_in_a_harsh_context_takes_over),
      TEST(a_complex_mind_never_takes_over), TEST(where_there_is_time_nobody_takes_over),
      TEST(where_other_things_count_nobody_takes_over),
      TEST(who_delivers_what_is_expected_is_left_alone), TEST(a_takeover_is_complete_at_one),
      TEST(asking_again_within_a_month_changes_nothing), TEST(control_alone_takes_over_as_well),
      TEST(the_ratchet_sets_the_pace), EACH(cultivating_stays_below_what_any_context_bears, 2),
      TEST(cultivating_stays_below_when_support_and_praise_intrude),
      TEST(with_a_ceiling_of_zero_only_the_harmless_is_left),
      TEST(in_a_mild_context_all_roles_are_played),
      TEST(support_comes_before_purpose_where_both_intrude),
      TEST(the_more_complex_the_manager_the_more_can_be_done),
      TEST(a_community_that_gets_somewhere_is_not_controlled),
      TEST(under_pressure_an_idle_community_is_not_controlled_either),
      TEST(cultivating_connects_strangers_and_pushes_nobody))
