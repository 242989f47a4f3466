// SPDX-License-Identifier: GPL-3.0-or-later
// Compiling: what a description becomes, and everything that can be wrong with one.
#include <interstice/spec.h>

#include "base/memory.h"
#include "model/model.h"
#include "support/suite.h"

#include <math.h>
#include <string.h>

static const double tolerance = 1e-12;

// ---- Two kinds of managers

static double half(const ist_role_view *view)
{
    (void)view;
    return 0.5;
}

static double full(const ist_role_view *view)
{
    (void)view;
    return 1.0;
}

static const ist_setting calm_settings[] = {
    {"patience", 0.0, 10.0, 4.0, "months"},
    {"strength", 0.0, 1.0, 0.2, "of everything"},
};
static const ist_setting stern_settings[] = {{"strength", 0.0, 2.0, 0.7, "of control"}};
static const ist_policy_type calm = {
    IST_POLICY_TYPE_INIT,      .name = "calm",     .meaning = "supports",
    .settings = calm_settings, .setting_count = 2, .memory_count = 3,
    .expectation = 0.1,        .support = half,    .facilitate = half};
static const ist_policy_type stern = {
    IST_POLICY_TYPE_INIT, .name = "stern",   .meaning = "controls", .settings = stern_settings,
    .setting_count = 1,   .memory_count = 2, .expectation = 0.6,    .control = full};

// ---- Descriptions

static ist_unit_def unit_def(const char *name, int32_t managers, int32_t professionals)
{
    ist_unit_def def = ist_unit_def_default();
    def.name = name;
    def.people[IST_LEVEL_MANAGER] = managers;
    def.people[IST_LEVEL_PROFESSIONAL] = professionals;
    return def;
}

static void add_units(ist_spec *spec, const char *name, int32_t count, int32_t managers,
                      int32_t professionals)
{
    ist_unit_def def = unit_def(name, managers, professionals);
    def.count = count;
    ist_spec_add_unit(spec, &def);
}

static void add_absent_unit(ist_spec *spec, const char *name)
{
    ist_unit_def def = unit_def(name, 1, 3);
    def.present = false;
    ist_spec_add_unit(spec, &def);
}

static void add_themes(ist_spec *spec, const char *name, int32_t count, double demand)
{
    ist_theme_def def = ist_theme_def_default();
    def.name = name;
    def.count = count;
    def.demand = demand;
    ist_spec_add_theme(spec, &def);
}

static ist_employee_id add_person(ist_spec *spec, const char *unit, ist_level level)
{
    ist_employee_def def = ist_employee_def_default();
    def.unit = unit;
    def.level = level;
    return ist_spec_add_employee(spec, &def);
}

static void add_tie(ist_spec *spec, ist_employee_id a, ist_employee_id b)
{
    ist_tie_def def = ist_tie_def_default();
    def.a = a;
    def.b = b;
    def.instrumental = 0.5;
    ist_spec_add_tie(spec, &def);
}

static ist_manager_def manager_def(const char *name, const char *unit, const char *heads_of)
{
    ist_manager_def def = ist_manager_def_default();
    def.name = name;
    def.unit = unit;
    def.heads_of = heads_of;
    def.policy = "calm";
    return def;
}

static void add_managers(ist_spec *spec, const char *name, int32_t count, const char *unit,
                         const char *heads_of)
{
    ist_manager_def def = manager_def(name, unit, heads_of);
    def.count = count;
    ist_spec_add_manager(spec, &def);
}

// An event on one unit group (NULL: on all).
static ist_event_def event_def(ist_event_kind kind, double at, const char *const *unit)
{
    ist_event_def def = ist_event_def_default(kind);
    def.at = at;
    def.value = 0.5;
    def.share = 0.5;
    def.units = unit;
    def.unit_count = unit ? 1 : 0;
    return def;
}

static void add_event(ist_spec *spec, ist_event_kind kind, double at, const char *const *unit)
{
    const ist_event_def def = event_def(kind, at, unit);
    ist_spec_add_event(spec, &def);
}

static void add_launch(ist_spec *spec, double at, const char *name)
{
    ist_event_def def = ist_event_def_default(IST_EVENT_LAUNCH);
    def.at = at;
    def.name = name;
    def.theme = "work";
    def.size = 5;
    ist_spec_add_event(spec, &def);
}

static void add_recruit(ist_spec *spec, double at, const char *community)
{
    ist_event_def def = ist_event_def_default(IST_EVENT_RECRUIT);
    def.at = at;
    def.community = community;
    def.count = 2;
    ist_spec_add_event(spec, &def);
}

static void set_time(ist_spec *spec, double start, double end, int32_t ticks_per_year)
{
    ist_organization_def def = ist_organization_def_default();
    def.start = start;
    def.end = end;
    def.ticks_per_year = ticks_per_year;
    ist_spec_set_organization(spec, &def);
}

// "team": a head and three professionals; both policy types known; ten years of months.
static ist_spec *team(void)
{
    ist_spec *spec = ist_spec_create();
    ist_spec_add_policy_type(spec, &calm);
    ist_spec_add_policy_type(spec, &stern);
    add_units(spec, "team", 1, 1, 3);
    return spec;
}

static const char *const the_team[] = {"team"};

static ist_model *compiled(ist_spec *spec)
{
    ist_errors *errors = ist_errors_create();
    ist_model *model = ist_model_compile(spec, errors);
    const ist_error *first = ist_errors_get(errors, 0);
    ck_assert_msg(model != NULL, "%s: %s", first ? first->where : "", first ? first->message : "");
    ist_errors_destroy(errors);
    ist_spec_destroy(spec);
    return model;
}

static ist_errors *faults_of(ist_spec *spec)
{
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(ist_model_compile(spec, errors));
    ist_spec_destroy(spec);
    return errors;
}

// Exactly one thing is wrong.
static void check_fault(ist_spec *spec, ist_status status, const char *where)
{
    ist_errors *errors = faults_of(spec);
    ck_assert_int_eq(ist_errors_count(errors), 1);
    const ist_error *error = ist_errors_get(errors, 0);
    ck_assert_str_eq(error->where, where);
    ck_assert_int_eq(error->status, status);
    ist_errors_destroy(errors);
}

// ---- The calendar of ticks

START_TEST(both_ends_of_the_calendar_have_a_row)
{
    // 1992.0 to 2004.25 in months: 12.25 * 12 = 147 steps, 148 rows
    ist_spec *spec = team();
    set_time(spec, 1992.0, 2004.25, 12);
    ist_model *model = compiled(spec);
    ck_assert_int_eq(ist_model_ticks(model), 148);
    ck_assert_double_eq(ist_model_time(model, 147), 2004.25);
    ist_model_destroy(model);
}
END_TEST

START_TEST(time_is_one_division)
{
    // 0.1 + 7 / 52
    ist_spec *spec = team();
    set_time(spec, 0.1, 2.0, 52);
    ist_model *model = compiled(spec);
    ck_assert_double_eq(ist_model_time(model, 7), 0.1 + 7.0 / 52);
    ck_assert_int_eq(ist_model_ticks_per_year(model), 52);
    ist_model_destroy(model);
}
END_TEST

START_TEST(a_calendar_may_be_one_row)
{
    ist_spec *spec = team();
    set_time(spec, 3.0, 3.0, 12);
    ist_model *model = compiled(spec);
    ck_assert_int_eq(ist_model_ticks(model), 1);
    ist_model_destroy(model);
}
END_TEST

START_TEST(a_calendar_may_not_end_before_it_starts)
{
    ist_spec *spec = team();
    set_time(spec, 3.0, 2.9, 12);
    check_fault(spec, IST_ERR_CONFLICT, "/time/end");
}
END_TEST

START_TEST(a_calendar_has_65535_ticks_at_most)
{
    // months: the first and the last one count
    ist_spec *spec = team();
    set_time(spec, 0.0, 65534.0 / 12.0, 12);
    ist_model *model = compiled(spec);
    ck_assert_int_eq(ist_model_ticks(model), 65535);
    ist_model_destroy(model);
    spec = team();
    set_time(spec, 0.0, 65535.0 / 12.0, 12);
    check_fault(spec, IST_ERR_LIMIT, "/time/end");
}
END_TEST

START_TEST(a_year_has_at_least_twelve_ticks)
{
    ist_spec *spec = team();
    set_time(spec, 0.0, 1.0, 11);
    check_fault(spec, IST_ERR_RANGE, "/time/ticks_per_year");
}
END_TEST

START_TEST(emphasis_is_a_share)
{
    ist_spec *spec = team();
    ist_organization_def def = ist_organization_def_default();
    def.emphasis = 1.1;
    ist_spec_set_organization(spec, &def);
    check_fault(spec, IST_ERR_RANGE, "/organization/emphasis");
}
END_TEST

START_TEST(an_organization_has_a_name_that_a_folder_may_have)
{
    ist_spec *spec = team();
    ist_organization_def def = ist_organization_def_default();
    def.name = "a/b";
    ist_spec_set_organization(spec, &def);
    check_fault(spec, IST_ERR_RANGE, "/name");
}
END_TEST

START_TEST(an_organization_has_a_unit)
{
    check_fault(ist_spec_create(), IST_ERR_CONFLICT, "/units");
}
END_TEST

START_TEST(everybody_may_take_no_part)
{
    ist_spec *spec = ist_spec_create();
    ist_unit_def def = unit_def("shop", 0, 0);
    def.size_min = def.size_max = 4;
    ist_spec_add_unit(spec, &def);
    ist_model *model = compiled(spec);
    ck_assert_int_eq(ist_model_employees(model), 4);
    ck_assert_int_eq(ist_model_participants(model), 0);
    ck_assert_int_eq(model->node_count, 0);
    ist_model_destroy(model);
}
END_TEST

// ---- Parameters

START_TEST(a_parameter_takes_its_value)
{
    ist_spec *spec = team();
    ist_spec_set_parameter(spec, "kappa", 5.5);
    ist_model *model = compiled(spec);
    ck_assert_double_eq(ist_model_parameter(model, "kappa"), 5.5);
    ck_assert(isnan(ist_model_parameter(model, "cappa")));
    ist_model_destroy(model);
}
END_TEST

START_TEST(a_misspelled_parameter_is_told_with_the_nearest)
{
    ist_spec *spec = team();
    ist_spec_set_parameter(spec, "kapa", 5.0);
    ist_errors *errors = faults_of(spec);
    const ist_error *error = ist_errors_get(errors, 0);
    ck_assert_int_eq(error->status, IST_ERR_UNKNOWN_NAME);
    ck_assert_str_eq(error->where, "/parameters/kapa");
    ck_assert_str_eq(error->meant, "kappa");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_parameter_stays_in_its_range)
{
    ist_spec *spec = team();
    ist_spec_set_parameter(spec, "kappa", -1.0);
    check_fault(spec, IST_ERR_RANGE, "/parameters/kappa");
}
END_TEST

START_TEST(a_parameter_is_a_number)
{
    ist_spec *spec = team();
    ist_spec_set_parameter(spec, "kappa", ist_unset());
    check_fault(spec, IST_ERR_RANGE, "/parameters/kappa");
}
END_TEST

START_TEST(parameters_that_are_ends_of_a_range_stay_in_order)
{
    ist_spec *spec = team();
    ist_spec_set_parameter(spec, "group_min", 5.0);
    ist_spec_set_parameter(spec, "group_max", 4.0);
    check_fault(spec, IST_ERR_CONFLICT, "/parameters/group_min");
}
END_TEST

START_TEST(a_name_with_a_slash_is_escaped_in_the_pointer)
{
    ist_spec *spec = team();
    ist_spec_set_parameter(spec, "a/b~c", 1.0);
    check_fault(spec, IST_ERR_UNKNOWN_NAME, "/parameters/a~1b~0c");
}
END_TEST

// ---- Themes

START_TEST(without_themes_there_is_work)
{
    ist_model *model = compiled(team());
    ck_assert_int_eq(ist_model_themes(model), 1);
    ck_assert_str_eq(ist_model_theme_name(model, (ist_theme_id){1}), "work");
    ck_assert_double_eq(model->theme_demand[0], 1.0);
    ck_assert_ptr_null(ist_model_theme_name(model, (ist_theme_id){2}));
    ist_model_destroy(model);
}
END_TEST

START_TEST(counted_themes_are_numbered)
{
    ist_spec *spec = team();
    add_themes(spec, "law", 1, 1.0);
    add_themes(spec, "trade", 3, 1.0);
    ist_model *model = compiled(spec);
    ck_assert_int_eq(model->theme_count, 4);
    ck_assert_str_eq(model->theme_name[0], "law");
    ck_assert_str_eq(model->theme_name[3], "trade 3");
    ist_model_destroy(model);
}
END_TEST

START_TEST(demand_sums_to_one)
{
    // 1 : 3
    ist_spec *spec = team();
    add_themes(spec, "law", 1, 1.0);
    add_themes(spec, "trade", 1, 3.0);
    ist_model *model = compiled(spec);
    ck_assert_double_eq(model->theme_demand[0], 0.25);
    ck_assert_double_eq(model->theme_demand[1], 0.75);
    ist_model_destroy(model);
}
END_TEST

START_TEST(counted_themes_follow_zipf)
{
    // skew 1: 1, 1/2, 1/3, of 11/6
    ist_spec *spec = team();
    ist_organization_def def = ist_organization_def_default();
    def.demand_skew = 1.0;
    ist_spec_set_organization(spec, &def);
    add_themes(spec, "trade", 3, 2.0);
    ist_model *model = compiled(spec);
    ck_assert_double_eq_tol(model->theme_demand[0], 6.0 / 11.0, tolerance);
    ck_assert_double_eq_tol(model->theme_demand[2], 2.0 / 11.0, tolerance);
    ist_model_destroy(model);
}
END_TEST

START_TEST(themes_without_demand_are_alike)
{
    ist_spec *spec = team();
    add_themes(spec, "trade", 4, 0.0);
    ist_model *model = compiled(spec);
    ck_assert_double_eq(model->theme_demand[3], 0.25);
    ist_model_destroy(model);
}
END_TEST

START_TEST(two_themes_may_not_share_a_name)
{
    ist_spec *spec = team();
    add_themes(spec, "law", 1, 1.0);
    add_themes(spec, "law", 1, 1.0);
    check_fault(spec, IST_ERR_DUPLICATE_NAME, "/themes/1/name");
}
END_TEST

START_TEST(a_theme_may_not_be_named_like_a_counted_one)
{
    ist_spec *spec = team();
    add_themes(spec, "law 2", 1, 1.0);
    add_themes(spec, "law", 2, 1.0);
    check_fault(spec, IST_ERR_DUPLICATE_NAME, "/themes/0/name");
}
END_TEST

START_TEST(there_are_ten_thousand_themes_at_most)
{
    ist_spec *spec = team();
    add_themes(spec, "law", 9999, 1.0);
    add_themes(spec, "trade", 2, 1.0);
    check_fault(spec, IST_ERR_LIMIT, "/themes");
}
END_TEST

// ---- Units and people

START_TEST(people_of_a_unit_stand_together_head_first)
{
    // "a": m p p | "b": m p p
    ist_spec *spec = ist_spec_create();
    add_units(spec, "plant", 2, 1, 2);
    ist_model *model = compiled(spec);
    ck_assert_int_eq(model->employee_count, 6);
    ck_assert_int_eq(model->unit_first[1], 3);
    ck_assert_int_eq(model->unit_head[1], 3);
    ck_assert_int_eq(model->employee_level[3], IST_LEVEL_MANAGER);
    ck_assert_int_eq(model->employee_level[5], IST_LEVEL_PROFESSIONAL);
    ck_assert_int_eq(model->employee_unit[2], 0);
    ck_assert_int_eq(model->employee_unit[3], 1);
    ist_model_destroy(model);
}
END_TEST

START_TEST(a_unit_is_filled_up_with_the_rest)
{
    // head, two professionals, three staff
    ist_spec *spec = ist_spec_create();
    ist_unit_def def = unit_def("plant", 1, 2);
    def.size_min = def.size_max = 6;
    ist_spec_add_unit(spec, &def);
    ist_model *model = compiled(spec);
    ck_assert_int_eq(model->unit_size[0], 6);
    ck_assert_int_eq(model->employee_level[3], IST_LEVEL_STAFF);
    ck_assert_int_eq(ist_model_participants(model), 3);
    ist_model_destroy(model);
}
END_TEST

START_TEST(sizes_are_spread_between_both_ends)
{
    // 2 + floor(frac(k * 0.618...) * 4): 0.618, 0.236, 0.854, 0.472 give 4, 2, 5, 3
    static const int32_t expected[] = {4, 2, 5, 3};
    ist_spec *spec = ist_spec_create();
    ist_unit_def def = unit_def("plant", 1, 1);
    def.count = 4;
    def.size_min = 2;
    def.size_max = 5;
    ist_spec_add_unit(spec, &def);
    ist_model *model = compiled(spec);
    ck_assert_mem_eq(model->unit_size, expected, sizeof expected);
    ist_model_destroy(model);
}
END_TEST

START_TEST(explicit_people_come_after_the_listed_ones)
{
    // team: m p p p E | other: m, E added first
    ist_spec *spec = team();
    add_units(spec, "other", 1, 1, 0);
    add_person(spec, "other", IST_LEVEL_STAFF);
    add_person(spec, "team", IST_LEVEL_EXPERT);
    ist_model *model = compiled(spec);
    ck_assert_int_eq(model->employee_level[4], IST_LEVEL_EXPERT);
    ck_assert_int_eq(model->unit_first[1], 5);
    ck_assert_int_eq(model->employee_level[6], IST_LEVEL_STAFF);
    ist_model_destroy(model);
}
END_TEST

START_TEST(what_is_given_of_people_is_in_order_of_their_number)
{
    // added: the one of "other" (number 6), then the one of "team" (number 4)
    ist_spec *spec = team();
    add_units(spec, "other", 1, 1, 0);
    add_person(spec, "other", IST_LEVEL_EXPERT);
    ist_employee_def def = ist_employee_def_default();
    def.unit = "team";
    def.theme = "work";
    def.competence = 0.9;
    ist_spec_add_employee(spec, &def);
    ist_model *model = compiled(spec);
    ck_assert_int_eq(model->given_count, 2);
    ck_assert_int_eq(model->given[0].employee, 4);
    ck_assert_double_eq(model->given[0].competence, 0.9);
    ck_assert_int_eq(model->given[0].theme, 0);
    ck_assert_int_eq(model->given[1].employee, 6);
    ck_assert_int_eq(model->given[1].theme, -1);
    ck_assert(isnan(model->given[1].taste));
    ist_model_destroy(model);
}
END_TEST

START_TEST(an_explicit_person_may_head_a_unit)
{
    // shop: p p H
    ist_spec *spec = ist_spec_create();
    add_units(spec, "shop", 1, 0, 2);
    ist_employee_def def = ist_employee_def_default();
    def.unit = "shop";
    def.heads = true;
    ist_spec_add_employee(spec, &def);
    ist_model *model = compiled(spec);
    ck_assert_int_eq(model->unit_head[0], 2);
    ist_model_destroy(model);
}
END_TEST

START_TEST(a_unit_without_managers_has_no_head)
{
    ist_spec *spec = ist_spec_create();
    add_units(spec, "shop", 1, 0, 2);
    ist_model *model = compiled(spec);
    ck_assert_int_eq(model->unit_head[0], -1);
    ist_model_destroy(model);
}
END_TEST

START_TEST(a_unit_has_one_head)
{
    ist_spec *spec = team();
    ist_employee_def def = ist_employee_def_default();
    def.unit = "team";
    def.heads = true;
    ist_spec_add_employee(spec, &def);
    check_fault(spec, IST_ERR_CONFLICT, "/employees/0/heads");
}
END_TEST

START_TEST(a_person_works_in_one_unit)
{
    ist_spec *spec = team();
    add_units(spec, "plant", 2, 1, 2);
    add_person(spec, "plant", IST_LEVEL_EXPERT);
    check_fault(spec, IST_ERR_CONFLICT, "/employees/0/unit");
}
END_TEST

START_TEST(an_unknown_unit_is_told_with_the_known_and_the_nearest)
{
    ist_spec *spec = team();
    add_person(spec, "taem", IST_LEVEL_EXPERT);
    ist_errors *errors = faults_of(spec);
    const ist_error *error = ist_errors_get(errors, 0);
    ck_assert_str_eq(error->where, "/employees/0/unit");
    ck_assert_str_eq(error->allowed, "team");
    ck_assert_str_eq(error->meant, "team");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_person_has_one_theme)
{
    ist_spec *spec = team();
    add_themes(spec, "law", 2, 1.0);
    ist_employee_def def = ist_employee_def_default();
    def.unit = "team";
    def.theme = "law 2";
    def.second_theme = "law";
    ist_spec_add_employee(spec, &def);
    check_fault(spec, IST_ERR_CONFLICT, "/employees/0/second_theme");
}
END_TEST

START_TEST(a_number_beyond_the_count_names_no_theme)
{
    static const char *const names[] = {"law 3", "law 0", "law 02", "law ", "law 1x"};
    ist_spec *spec = team();
    add_themes(spec, "law", 2, 1.0);
    ist_employee_def def = ist_employee_def_default();
    def.unit = "team";
    def.theme = names[_i];
    ist_spec_add_employee(spec, &def);
    check_fault(spec, IST_ERR_UNKNOWN_NAME, "/employees/0/theme");
}
END_TEST

START_TEST(a_unit_has_room_for_those_listed)
{
    ist_spec *spec = ist_spec_create();
    ist_unit_def def = unit_def("plant", 1, 5);
    def.size_min = 5;
    def.size_max = 9;
    ist_spec_add_unit(spec, &def);
    check_fault(spec, IST_ERR_CONFLICT, "/units/0/people");
}
END_TEST

START_TEST(two_units_may_not_share_a_name)
{
    ist_spec *spec = team();
    add_units(spec, "team", 1, 1, 1);
    check_fault(spec, IST_ERR_DUPLICATE_NAME, "/units/1/name");
}
END_TEST

START_TEST(control_out_of_range_is_told_by_mode)
{
    ist_spec *spec = team();
    ist_unit_def def = unit_def("plant", 1, 1);
    def.control[IST_CONTROL_CLAN] = 2.0;
    ist_spec_add_unit(spec, &def);
    check_fault(spec, IST_ERR_RANGE, "/units/1/control/clan");
}
END_TEST

START_TEST(there_are_ten_million_people_at_most)
{
    // 11 units of a million
    ist_spec *spec = ist_spec_create();
    ist_unit_def def = unit_def("town", 1, 1);
    def.count = 11;
    def.size_min = def.size_max = 1000000;
    ist_spec_add_unit(spec, &def);
    check_fault(spec, IST_ERR_LIMIT, "/units");
}
END_TEST

START_TEST(there_are_a_hundred_thousand_units_at_most)
{
    ist_spec *spec = ist_spec_create();
    add_units(spec, "stall", 99999, 0, 1);
    add_units(spec, "shop", 2, 0, 1);
    check_fault(spec, IST_ERR_LIMIT, "/units");
}
END_TEST

START_TEST(what_is_usual_is_a_matter_of_the_parameters)
{
    ist_spec *spec = ist_spec_create();
    ist_unit_def def = unit_def("plant", 1, 1);
    ist_spec_set_parameter(spec, "usual_line_capacity", 0.15);
    ist_spec_set_parameter(spec, "usual_workload", 0.7);
    ist_spec_add_unit(spec, &def);
    ist_model *model = compiled(spec);
    ck_assert_double_eq(model->unit_context[IST_CONTEXT_LINE_CAPACITY], 0.15);
    ck_assert_double_eq(model->unit_context[IST_CONTEXT_WORKLOAD], 0.7);
    ist_model_destroy(model);
}
END_TEST

START_TEST(missing_context_follows_from_control)
{
    // 1 - 0.3; 1 - 0.3; 0.6; max(0.6, 0.8) (1 - 0.25); 0.3; 0.45
    static const double expected[] = {0.7, 0.7, 0.6, 0.6, 0.3, 0.45};
    ist_spec *spec = ist_spec_create();
    ist_unit_def def = unit_def("plant", 1, 1);
    def.control[IST_CONTROL_CLAN] = 0.25;
    def.control[IST_CONTROL_MARKET] = 0.8;
    def.control[IST_CONTROL_INPUT] = 0.3;
    def.control[IST_CONTROL_OUTPUT] = 0.6;
    ist_spec_add_unit(spec, &def);
    ist_model *model = compiled(spec);
    for (int32_t i = 0; i < IST_CONTEXT_COUNT; i++) {
        ck_assert_double_eq_tol(model->unit_context[i], expected[i], tolerance);
    }
    ist_model_destroy(model);
}
END_TEST

START_TEST(given_context_stays)
{
    ist_spec *spec = ist_spec_create();
    ist_unit_def def = unit_def("plant", 1, 1);
    def.context[IST_CONTEXT_SHORT_TERMISM] = 0.9;
    ist_spec_add_unit(spec, &def);
    ist_model *model = compiled(spec);
    ck_assert_double_eq(model->unit_context[IST_CONTEXT_SHORT_TERMISM], 0.9);
    ck_assert_double_eq(model->unit_context[IST_CONTEXT_DECENTRALIZATION], 1.0);
    ist_model_destroy(model);
}
END_TEST

START_TEST(who_takes_part_or_oversees_carries_ties)
{
    // m and p p p; managers only oversee: four carry ties, three take part
    ist_spec *spec = team();
    ist_spec_set_level(spec, IST_LEVEL_MANAGER, (ist_level_def){.oversees = true});
    ist_model *model = compiled(spec);
    ck_assert_int_eq(model->node_count, 4);
    ck_assert_int_eq(model->participant_count, 3);
    ck_assert(!model->node_participates[0] && model->node_participates[1]);
    ck_assert_int_eq(model->node_employee[3], 3);
    ck_assert_int_eq(model->employee_node[3], 3);
    ist_model_destroy(model);
}
END_TEST

// ---- Ties

START_TEST(ties_are_sorted_between_employees)
{
    // people 1, 2, 3 of the team are employees 4, 5, 6
    ist_spec *spec = team();
    ist_employee_id id[3];
    for (int32_t i = 0; i < 3; i++) {
        id[i] = add_person(spec, "team", IST_LEVEL_EXPERT);
    }
    add_tie(spec, id[2], id[1]);
    add_tie(spec, id[1], id[0]);
    ist_model *model = compiled(spec);
    ck_assert_int_eq(model->tie_count, 2);
    ck_assert_int_eq(model->tie[0].a, 4);
    ck_assert_int_eq(model->tie[0].b, 5);
    ck_assert_int_eq(model->tie[1].b, 6);
    ck_assert_double_eq(model->tie[1].x, 0.5);
    ist_model_destroy(model);
}
END_TEST

START_TEST(a_tie_needs_two_people)
{
    ist_spec *spec = team();
    const ist_employee_id id = add_person(spec, "team", IST_LEVEL_EXPERT);
    add_tie(spec, id, id);
    check_fault(spec, IST_ERR_CONFLICT, "/ties/0");
}
END_TEST

START_TEST(a_tie_is_given_once)
{
    ist_spec *spec = team();
    const ist_employee_id a = add_person(spec, "team", IST_LEVEL_EXPERT);
    const ist_employee_id b = add_person(spec, "team", IST_LEVEL_EXPERT);
    add_tie(spec, a, b);
    add_tie(spec, b, a);
    check_fault(spec, IST_ERR_CONFLICT, "/ties/1");
}
END_TEST

START_TEST(a_tie_ends_at_somebody)
{
    ist_spec *spec = team();
    const ist_employee_id a = add_person(spec, "team", IST_LEVEL_EXPERT);
    add_tie(spec, a, (ist_employee_id){2});
    check_fault(spec, IST_ERR_UNKNOWN_NAME, "/ties/0/to");
}
END_TEST

START_TEST(staff_carry_no_ties)
{
    ist_spec *spec = team();
    const ist_employee_id a = add_person(spec, "team", IST_LEVEL_STAFF);
    const ist_employee_id b = add_person(spec, "team", IST_LEVEL_EXPERT);
    add_tie(spec, a, b);
    check_fault(spec, IST_ERR_CONFLICT, "/ties/0/from");
}
END_TEST

// ---- Managers

START_TEST(posts_of_managers_take_the_units_in_turn)
{
    // plants of two (m p) and posts 0, 1, 2: m p P0 P2 | m p P1
    ist_spec *spec = team();
    add_units(spec, "plant", 2, 1, 1);
    add_managers(spec, "director", 3, "plant", NULL);
    ist_model *model = compiled(spec);
    ck_assert_int_eq(model->unit_size[1], 4);
    ck_assert_int_eq(model->unit_size[2], 3);
    ck_assert_int_eq(model->manager[0].employee, 4 + 2);
    ck_assert_int_eq(model->manager[1].employee, 8 + 2);
    ck_assert_int_eq(model->manager[2].employee, 4 + 3);
    ck_assert_int_eq(model->employee_level[10], IST_LEVEL_MANAGER);
    ist_model_destroy(model);
}
END_TEST

START_TEST(a_post_is_beyond_the_size_of_its_unit)
{
    ist_spec *spec = team();
    ist_unit_def def = unit_def("plant", 1, 1);
    def.size_min = def.size_max = 5;
    ist_spec_add_unit(spec, &def);
    add_managers(spec, "director", 1, "plant", NULL);
    ist_model *model = compiled(spec);
    ck_assert_int_eq(model->unit_size[1], 6);
    ist_model_destroy(model);
}
END_TEST

START_TEST(heads_are_spread_evenly)
{
    // 2 of 5 plants of two: units 1 + floor(0), 1 + floor(2.5); employees 4, 8
    ist_spec *spec = team();
    add_units(spec, "plant", 5, 1, 1);
    add_managers(spec, "local", 2, NULL, "plant");
    ist_model *model = compiled(spec);
    ck_assert_int_eq(model->manager[0].employee, 4);
    ck_assert_int_eq(model->manager[1].employee, 8);
    ist_model_destroy(model);
}
END_TEST

START_TEST(count_zero_means_every_head)
{
    ist_spec *spec = team();
    add_units(spec, "plant", 5, 1, 1);
    add_managers(spec, "local", 0, NULL, "plant");
    ist_model *model = compiled(spec);
    ck_assert_int_eq(ist_model_managers(model), 5);
    ck_assert_str_eq(ist_model_manager_name(model, (ist_manager_id){5}), "local");
    ck_assert_str_eq(ist_model_manager_policy(model, (ist_manager_id){5}), "calm");
    ck_assert_ptr_null(ist_model_manager_name(model, (ist_manager_id){6}));
    ist_model_destroy(model);
}
END_TEST

START_TEST(a_manager_has_a_post_or_heads)
{
    ist_spec *spec = team();
    add_managers(spec, "nobody", 1, NULL, NULL);
    check_fault(spec, IST_ERR_CONFLICT, "/managers/0");
}
END_TEST

START_TEST(a_manager_has_not_both)
{
    ist_spec *spec = team();
    add_managers(spec, "both", 1, "team", "team");
    check_fault(spec, IST_ERR_CONFLICT, "/managers/0");
}
END_TEST

START_TEST(who_heads_must_be_there)
{
    ist_spec *spec = team();
    add_units(spec, "shop", 1, 0, 2);
    add_managers(spec, "head", 1, NULL, "shop");
    check_fault(spec, IST_ERR_CONFLICT, "/managers/0/heads_of");
}
END_TEST

START_TEST(there_are_no_more_managers_than_heads)
{
    ist_spec *spec = team();
    add_managers(spec, "head", 2, NULL, "team");
    check_fault(spec, IST_ERR_CONFLICT, "/managers/0/count");
}
END_TEST

START_TEST(a_manager_must_be_of_a_level_that_oversees)
{
    ist_spec *spec = team();
    ist_spec_set_level(spec, IST_LEVEL_MANAGER, (ist_level_def){.participates = true});
    add_managers(spec, "head", 1, NULL, "team");
    check_fault(spec, IST_ERR_CONFLICT, "/managers/0/heads_of");
}
END_TEST

START_TEST(an_unknown_policy_is_told_with_the_nearest)
{
    ist_spec *spec = team();
    ist_manager_def def = manager_def("head", NULL, "team");
    def.policy = "clam";
    ist_spec_add_manager(spec, &def);
    ist_errors *errors = faults_of(spec);
    ck_assert_int_eq(ist_errors_count(errors), 1);
    ck_assert_str_eq(ist_errors_get(errors, 0)->where, "/managers/0/policy");
    ck_assert_str_eq(ist_errors_get(errors, 0)->meant, "calm");
    ist_errors_destroy(errors);
}
END_TEST

// ---- Policies

// A policy "mine": calm, but control as stern does, with one setting (NULL: none).
static ist_spec *mixed(const char *const *setting, const double *value)
{
    ist_spec *spec = team();
    ist_policy_def def = ist_policy_def_default();
    def.name = "mine";
    def.base = "calm";
    def.role[IST_ROLE_CONTROL] = "stern";
    def.setting_name = setting;
    def.setting_value = value;
    def.setting_count = setting ? 1 : 0;
    ist_spec_add_policy(spec, &def);
    ist_manager_def manager = manager_def("head", NULL, "team");
    manager.policy = "mine";
    ist_spec_add_manager(spec, &manager);
    return spec;
}

START_TEST(a_type_by_its_name_is_a_policy_with_defaults)
{
    ist_spec *spec = team();
    add_managers(spec, "head", 1, NULL, "team");
    ist_model *model = compiled(spec);
    const isti_policy *policy = &model->policy[model->manager[0].policy];
    ck_assert_str_eq(policy->name, "calm");
    ck_assert_double_eq(policy->role[IST_ROLE_SUPPORT].settings[0], 4.0);
    ck_assert_double_eq(policy->expectation, 0.1);
    ck_assert_double_eq(policy->specificity, 1.0);
    ck_assert(policy->role[IST_ROLE_SUPPORT].play == half);
    ck_assert(policy->role[IST_ROLE_CONTROL].play == NULL);
    ck_assert_int_eq(model->policy_memory, 3);
    ist_model_destroy(model);
}
END_TEST

START_TEST(a_role_of_another_type_brings_its_settings_and_memory)
{
    // calm: settings 0 and 1, memory 0 to 2; stern: setting 2, memory 3 and 4
    ist_model *model = compiled(mixed(NULL, NULL));
    const isti_policy *policy = &model->policy[0];
    ck_assert(policy->role[IST_ROLE_CONTROL].play == full);
    ck_assert_ptr_eq(policy->role[IST_ROLE_CONTROL].settings, policy->settings + 2);
    ck_assert_double_eq(policy->role[IST_ROLE_CONTROL].settings[0], 0.7);
    ck_assert_int_eq(policy->role[IST_ROLE_CONTROL].memory, 3);
    ck_assert_int_eq(policy->role[IST_ROLE_SUPPORT].memory, 0);
    ck_assert_int_eq(model->policy_memory, 5);
    ck_assert_double_eq(policy->expectation, 0.1);
    ist_model_destroy(model);
}
END_TEST

START_TEST(a_shared_setting_is_set_in_all_types)
{
    static const char *const name[] = {"strength"};
    static const double value[] = {0.9};
    ist_model *model = compiled(mixed(name, value));
    ck_assert_double_eq(model->policy[0].settings[1], 0.9);
    ck_assert_double_eq(model->policy[0].settings[2], 0.9);
    ist_model_destroy(model);
}
END_TEST

START_TEST(a_shared_setting_stays_in_the_range_of_each_type)
{
    // up to 1 for calm, up to 2 for stern
    static const char *const name[] = {"strength"};
    static const double value[] = {1.5};
    check_fault(mixed(name, value), IST_ERR_RANGE, "/policies/0/settings/strength");
}
END_TEST

START_TEST(every_policy_has_three_common_settings)
{
    static const char *const names[] = {"expectation", "specificity", "independence"};
    static const double value[] = {0.25};
    const char *const name[] = {names[_i]};
    ist_model *model = compiled(mixed(name, value));
    const double values[] = {model->policy[0].expectation, model->policy[0].specificity,
                             model->policy[0].independence};
    ck_assert_double_eq(values[_i], 0.25);
    ist_model_destroy(model);
}
END_TEST

START_TEST(an_unknown_setting_is_told_with_those_of_all_types)
{
    static const char *const name[] = {"patient"};
    static const double value[] = {1.0};
    ist_errors *errors = faults_of(mixed(name, value));
    const ist_error *error = ist_errors_get(errors, 0);
    ck_assert_str_eq(error->where, "/policies/0/settings/patient");
    ck_assert_str_eq(error->meant, "patience");
    ck_assert_ptr_nonnull(strstr(error->allowed, "strength"));
    ck_assert_ptr_nonnull(strstr(error->allowed, "independence"));
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_role_is_played_by_a_known_type)
{
    ist_spec *spec = team();
    ist_policy_def def = ist_policy_def_default();
    def.name = "mine";
    def.base = "calm";
    def.role[IST_ROLE_CONTROL] = "strn";
    ist_spec_add_policy(spec, &def);
    check_fault(spec, IST_ERR_UNKNOWN_NAME, "/policies/0/roles/control");
}
END_TEST

START_TEST(a_policy_may_not_be_named_like_a_type)
{
    ist_spec *spec = team();
    ist_policy_def def = ist_policy_def_default();
    def.name = "stern";
    def.base = "calm";
    ist_spec_add_policy(spec, &def);
    check_fault(spec, IST_ERR_DUPLICATE_NAME, "/policies/0/name");
}
END_TEST

START_TEST(a_policy_needs_a_base)
{
    ist_spec *spec = team();
    ist_policy_def def = ist_policy_def_default();
    def.name = "mine";
    ist_spec_add_policy(spec, &def);
    check_fault(spec, IST_ERR_MISSING_KEY, "/policies/0/base");
}
END_TEST

START_TEST(without_policies_one_number_is_remembered)
{
    ist_model *model = compiled(team());
    ck_assert_int_eq(model->policy_memory, 1);
    ist_model_destroy(model);
}
END_TEST

// ---- Events

START_TEST(events_are_in_order_of_tick_then_of_description)
{
    ist_spec *spec = team();
    add_event(spec, IST_EVENT_SURGE, 2.0, NULL);
    add_event(spec, IST_EVENT_PORTAL, 1.0, NULL);
    add_event(spec, IST_EVENT_EMPHASIS, 2.0, NULL);
    ist_model *model = compiled(spec);
    ck_assert_int_eq(model->event[0].kind, IST_EVENT_PORTAL);
    ck_assert_int_eq(model->event[1].kind, IST_EVENT_SURGE);
    ck_assert_int_eq(model->event[2].kind, IST_EVENT_EMPHASIS);
    ck_assert_int_eq(model->event[2].tick, 24);
    ist_model_destroy(model);
}
END_TEST

START_TEST(an_event_falls_into_the_nearest_tick)
{
    // 1.04 * 12 = 12.48; 1.05 * 12 = 12.6
    ist_spec *spec = team();
    add_event(spec, IST_EVENT_SURGE, 1.04, NULL);
    add_event(spec, IST_EVENT_SURGE, 1.05, NULL);
    ist_model *model = compiled(spec);
    ck_assert_int_eq(model->event[0].tick, 12);
    ck_assert_int_eq(model->event[1].tick, 13);
    ist_model_destroy(model);
}
END_TEST

START_TEST(an_event_falls_into_the_calendar)
{
    static const double times[] = {-0.1, 10.1};
    ist_spec *spec = team();
    add_event(spec, IST_EVENT_SURGE, times[_i], NULL);
    check_fault(spec, IST_ERR_RANGE, "/events/0/at");
}
END_TEST

START_TEST(an_event_needs_a_time)
{
    ist_spec *spec = team();
    add_event(spec, IST_EVENT_SURGE, ist_unset(), NULL);
    check_fault(spec, IST_ERR_MISSING_KEY, "/events/0/at");
}
END_TEST

START_TEST(what_is_not_named_is_everything)
{
    ist_spec *spec = team();
    add_event(spec, IST_EVENT_TRANSFER, 1.0, NULL);
    ist_model *model = compiled(spec);
    const isti_event *event = &model->event[0];
    ck_assert(event->units.all && event->to.all);
    ck_assert(event->level[IST_LEVEL_MANAGER] && event->level[IST_LEVEL_STAFF]);
    ist_model_destroy(model);
}
END_TEST

START_TEST(a_group_means_all_its_units)
{
    static const char *const plants[] = {"plant"};
    ist_spec *spec = team();
    add_units(spec, "plant", 3, 1, 1);
    add_event(spec, IST_EVENT_PRESSURE, 1.0, plants);
    ist_model *model = compiled(spec);
    const isti_list *units = &model->event[0].units;
    ck_assert(!units->all);
    ck_assert_int_eq(units->count, 3);
    ck_assert_int_eq(units->items[0], 1);
    ck_assert_int_eq(units->items[2], 3);
    ist_model_destroy(model);
}
END_TEST

START_TEST(units_are_in_ascending_order_however_named)
{
    static const char *const names[] = {"plant", "team"};
    ist_spec *spec = team();
    add_units(spec, "plant", 1, 1, 1);
    ist_event_def def = event_def(IST_EVENT_PRESSURE, 1.0, names);
    def.unit_count = 2;
    ist_spec_add_event(spec, &def);
    ist_model *model = compiled(spec);
    ck_assert_int_eq(model->event[0].units.items[0], 0);
    ck_assert_int_eq(model->event[0].units.items[1], 1);
    ist_model_destroy(model);
}
END_TEST

START_TEST(a_unit_is_named_once)
{
    static const char *const names[] = {"team", "team"};
    ist_spec *spec = team();
    ist_event_def def = event_def(IST_EVENT_PRESSURE, 1.0, names);
    def.unit_count = 2;
    ist_spec_add_event(spec, &def);
    check_fault(spec, IST_ERR_DUPLICATE_NAME, "/events/0/units/1");
}
END_TEST

START_TEST(an_unknown_destination_is_told)
{
    static const char *const names[] = {"team", "moon"};
    ist_spec *spec = team();
    ist_event_def def = event_def(IST_EVENT_TRANSFER, 1.0, NULL);
    def.to = names;
    def.to_count = 2;
    ist_spec_add_event(spec, &def);
    check_fault(spec, IST_ERR_UNKNOWN_NAME, "/events/0/to/1");
}
END_TEST

START_TEST(levels_named_are_the_ones_concerned)
{
    static const char *const names[] = {"expert", "staff"};
    ist_spec *spec = team();
    ist_event_def def = event_def(IST_EVENT_REPLACE, 1.0, NULL);
    def.levels = names;
    def.level_count = 2;
    ist_spec_add_event(spec, &def);
    ist_model *model = compiled(spec);
    const bool *level = model->event[0].level;
    ck_assert(level[IST_LEVEL_EXPERT] && level[IST_LEVEL_STAFF]);
    ck_assert(!level[IST_LEVEL_MANAGER] && !level[IST_LEVEL_PROFESSIONAL]);
    ist_model_destroy(model);
}
END_TEST

START_TEST(an_unknown_level_is_told_with_the_nearest)
{
    static const char *const names[] = {"experts"};
    ist_spec *spec = team();
    ist_event_def def = event_def(IST_EVENT_REPLACE, 1.0, NULL);
    def.levels = names;
    def.level_count = 1;
    ist_spec_add_event(spec, &def);
    ist_errors *errors = faults_of(spec);
    ck_assert_str_eq(ist_errors_get(errors, 0)->where, "/events/0/levels/0");
    ck_assert_str_eq(ist_errors_get(errors, 0)->meant, "expert");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(themes_are_named_one_by_one_or_by_group)
{
    // law is theme 0, trade 1 to 3 are themes 1 to 3, sea 2 is theme 5
    static const char *const names[] = {"sea 2", "trade"};
    ist_spec *spec = team();
    add_themes(spec, "law", 1, 1.0);
    add_themes(spec, "trade", 3, 1.0);
    add_themes(spec, "sea", 2, 1.0);
    ist_event_def def = event_def(IST_EVENT_NEW_RULES, 1.0, NULL);
    def.themes = names;
    def.theme_count = 2;
    ist_spec_add_event(spec, &def);
    ist_model *model = compiled(spec);
    static const int32_t expected[] = {1, 2, 3, 5};
    ck_assert_int_eq(model->event[0].themes.count, 4);
    ck_assert_mem_eq(model->event[0].themes.items, expected, sizeof expected);
    ist_model_destroy(model);
}
END_TEST

START_TEST(a_theme_is_named_once)
{
    static const char *const names[] = {"trade", "trade 2"};
    ist_spec *spec = team();
    add_themes(spec, "trade", 3, 1.0);
    ist_event_def def = event_def(IST_EVENT_NEW_RULES, 1.0, NULL);
    def.themes = names;
    def.theme_count = 2;
    ist_spec_add_event(spec, &def);
    check_fault(spec, IST_ERR_DUPLICATE_NAME, "/events/0/themes/1");
}
END_TEST

START_TEST(a_share_of_the_themes_is_spread_without_chance)
{
    // frac of 1..5 times 0.618...: 0.618, 0.236, 0.854, 0.472, 0.090; ceil(0.5 * 5) = 3 smallest
    ist_spec *spec = team();
    add_themes(spec, "trade", 5, 1.0);
    add_event(spec, IST_EVENT_NEW_RULES, 1.0, NULL);
    ist_model *model = compiled(spec);
    static const int32_t expected[] = {1, 3, 4};
    ck_assert(!model->event[0].themes.all);
    ck_assert_int_eq(model->event[0].themes.count, 3);
    ck_assert_mem_eq(model->event[0].themes.items, expected, sizeof expected);
    ist_model_destroy(model);
}
END_TEST

START_TEST(new_rules_concern_all_themes_unless_told)
{
    ist_spec *spec = team();
    add_themes(spec, "trade", 5, 1.0);
    ist_event_def def = ist_event_def_default(IST_EVENT_NEW_RULES);
    def.at = 1.0;
    ist_spec_add_event(spec, &def);
    ist_model *model = compiled(spec);
    ck_assert(model->event[0].themes.all);
    ist_model_destroy(model);
}
END_TEST

START_TEST(units_do_not_merge_into_more)
{
    ist_spec *spec = team();
    ist_event_def def = event_def(IST_EVENT_MERGE_UNITS, 1.0, the_team);
    def.into = 2;
    ist_spec_add_event(spec, &def);
    check_fault(spec, IST_ERR_CONFLICT, "/events/0/into");
}
END_TEST

START_TEST(a_split_reserves_units)
{
    // units 0 to 2; each of the two plants gets two more parts: 3, 4 and 5, 6
    static const char *const plants[] = {"plant"};
    ist_spec *spec = team();
    add_units(spec, "plant", 2, 1, 1);
    ist_event_def def = event_def(IST_EVENT_SPLIT_UNITS, 1.0, plants);
    def.into = 3;
    ist_spec_add_event(spec, &def);
    ist_model *model = compiled(spec);
    ck_assert_int_eq(model->unit_count, 7);
    ck_assert_int_eq(model->event[0].split_first, 3);
    ck_assert(!model->unit_present[3] && model->unit_present[2]);
    ck_assert_int_eq(model->unit_size[6], 0);
    ck_assert_int_eq(model->unit_head[6], -1);
    ist_model_destroy(model);
}
END_TEST

START_TEST(after_a_split_the_name_means_the_parts_too)
{
    // team is unit 0, its second part unit 1; later events find both, earlier ones one
    ist_spec *spec = team();
    ist_event_def def = event_def(IST_EVENT_SPLIT_UNITS, 2.0, the_team);
    def.into = 2;
    ist_spec_add_event(spec, &def);
    add_event(spec, IST_EVENT_PRESSURE, 3.0, the_team);
    add_event(spec, IST_EVENT_PRESSURE, 1.0, the_team);
    ist_model *model = compiled(spec);
    ck_assert_int_eq(model->event[0].units.count, 1);
    ck_assert_int_eq(model->event[2].units.count, 2);
    ck_assert_int_eq(model->event[2].units.items[1], 1);
    ist_model_destroy(model);
}
END_TEST

START_TEST(splits_reserve_a_hundred_thousand_units_at_most)
{
    ist_spec *spec = team();
    ist_event_def def = event_def(IST_EVENT_SPLIT_UNITS, 2.0, the_team);
    def.into = 200000;
    ist_spec_add_event(spec, &def);
    check_fault(spec, IST_ERR_LIMIT, "/events/0");
}
END_TEST

START_TEST(an_absent_unit_waits_for_its_acquisition)
{
    static const char *const rivals[] = {"rival"};
    ist_spec *spec = team();
    add_absent_unit(spec, "rival");
    add_event(spec, IST_EVENT_PRESSURE, 3.0, rivals); // after the acquisition, though told first
    add_event(spec, IST_EVENT_ACQUIRE, 2.0, rivals);
    ist_model *model = compiled(spec);
    ck_assert(!model->unit_present[1]);
    ck_assert_int_eq(model->event[0].units.items[0], 1);
    ck_assert_int_eq(ist_model_employees(model), 8); // posts, acquired ones included
    ist_model_destroy(model);
}
END_TEST

START_TEST(nothing_happens_to_units_not_yet_there)
{
    static const char *const rivals[] = {"rival"};
    ist_spec *spec = team();
    add_absent_unit(spec, "rival");
    add_event(spec, IST_EVENT_ACQUIRE, 3.0, rivals);
    add_event(spec, IST_EVENT_PRESSURE, 2.0, rivals);
    check_fault(spec, IST_ERR_CONFLICT, "/events/1/units/0");
}
END_TEST

START_TEST(nobody_moves_to_units_not_yet_there)
{
    static const char *const rivals[] = {"rival"};
    ist_spec *spec = team();
    add_absent_unit(spec, "rival");
    ist_event_def def = event_def(IST_EVENT_TRANSFER, 1.0, NULL);
    def.to = rivals;
    def.to_count = 1;
    ist_spec_add_event(spec, &def);
    check_fault(spec, IST_ERR_CONFLICT, "/events/0/to/0");
}
END_TEST

START_TEST(what_is_there_cannot_be_acquired)
{
    ist_spec *spec = team();
    add_event(spec, IST_EVENT_ACQUIRE, 1.0, the_team);
    check_fault(spec, IST_ERR_CONFLICT, "/events/0/units/0");
}
END_TEST

START_TEST(launches_are_numbered_in_order_of_time)
{
    ist_spec *spec = team();
    add_launch(spec, 3.0, "late");
    add_launch(spec, 1.0, NULL);
    add_launch(spec, 2.0, "early");
    add_recruit(spec, 4.0, "late");
    ist_model *model = compiled(spec);
    ck_assert_int_eq(model->launch_count, 3);
    ck_assert_str_eq(model->launch_name[0], "");
    ck_assert_str_eq(model->launch_name[1], "early");
    ck_assert_int_eq(model->event[3].launch, 2);
    ist_model_destroy(model);
}
END_TEST

START_TEST(people_are_recruited_after_the_launch)
{
    ist_spec *spec = team();
    add_launch(spec, 3.0, "club");
    add_recruit(spec, 2.0, "club");
    check_fault(spec, IST_ERR_CONFLICT, "/events/1/community");
}
END_TEST

START_TEST(an_unknown_community_is_told)
{
    ist_spec *spec = team();
    add_launch(spec, 1.0, "club");
    add_recruit(spec, 2.0, "clubs");
    check_fault(spec, IST_ERR_UNKNOWN_NAME, "/events/1/community");
}
END_TEST

START_TEST(two_launches_may_not_share_a_name)
{
    ist_spec *spec = team();
    add_launch(spec, 1.0, "club");
    add_launch(spec, 2.0, "club");
    check_fault(spec, IST_ERR_DUPLICATE_NAME, "/events/1/name");
}
END_TEST

START_TEST(a_launch_has_a_known_theme)
{
    ist_spec *spec = team();
    add_themes(spec, "law", 1, 1.0);
    add_launch(spec, 1.0, "club"); // on "work"
    check_fault(spec, IST_ERR_UNKNOWN_NAME, "/events/0/theme");
}
END_TEST

START_TEST(a_launch_has_seats_for_those_it_invites)
{
    ist_spec *spec = team();
    ist_event_def def = ist_event_def_default(IST_EVENT_LAUNCH);
    def.at = 1.0;
    def.theme = "work";
    def.size = 5;
    def.seats = 4;
    ist_spec_add_event(spec, &def);
    check_fault(spec, IST_ERR_CONFLICT, "/events/0/seats");
}
END_TEST

START_TEST(an_overseer_is_a_known_manager)
{
    ist_spec *spec = team();
    ist_event_def def = event_def(IST_EVENT_OVERSEERS, 1.0, NULL);
    def.manager = "nobody";
    ist_spec_add_event(spec, &def);
    check_fault(spec, IST_ERR_UNKNOWN_NAME, "/events/0/manager");
}
END_TEST

START_TEST(a_sponsor_arrives_who_was_not_there)
{
    ist_spec *spec = team();
    add_managers(spec, "sponsor", 1, "team", NULL);
    ist_event_def def = event_def(IST_EVENT_SPONSOR, 1.0, NULL);
    def.manager = "sponsor";
    ist_spec_add_event(spec, &def);
    check_fault(spec, IST_ERR_CONFLICT, "/events/0/arrives");
}
END_TEST

START_TEST(a_sponsor_may_arrive_and_retire)
{
    ist_spec *spec = team();
    ist_manager_def manager = manager_def("sponsor", "team", NULL);
    manager.present = false;
    ist_spec_add_manager(spec, &manager);
    ist_event_def def = event_def(IST_EVENT_SPONSOR, 1.0, NULL);
    def.manager = "sponsor";
    ist_spec_add_event(spec, &def);
    def.at = 2.0;
    def.arrives = false;
    ist_spec_add_event(spec, &def);
    ist_model *model = compiled(spec);
    ck_assert(!model->manager[0].present);
    ck_assert(model->event[0].arrives && !model->event[1].arrives);
    ck_assert_int_eq(model->event[0].manager_group, 0);
    ist_model_destroy(model);
}
END_TEST

// ---- Shocks

static void add_measured(ist_spec *spec, double at, const char *group, bool measure)
{
    ist_event_def def = event_def(IST_EVENT_SURGE, at, NULL);
    def.group = group;
    def.measure = measure;
    ist_spec_add_event(spec, &def);
}

START_TEST(a_measured_group_is_one_shock_from_its_first_event)
{
    ist_spec *spec = team();
    add_measured(spec, 3.0, "crisis", true);
    add_measured(spec, 2.0, "crisis", false);
    ist_model *model = compiled(spec);
    ck_assert_int_eq(ist_model_shocks(model), 1);
    ck_assert_str_eq(ist_model_shock_name(model, 0), "crisis");
    ck_assert_int_eq(ist_model_shock_tick(model, 0), 24);
    ck_assert_int_eq(model->event[1].shock, 0);
    ist_model_destroy(model);
}
END_TEST

START_TEST(events_are_told_in_order_of_time)
{
    ist_spec *spec = team();
    add_measured(spec, 3.0, "crisis", true);
    ist_event_def def = event_def(IST_EVENT_EMPHASIS, 2.0, NULL);
    def.value = 0.25;
    ist_spec_add_event(spec, &def);
    def = event_def(IST_EVENT_TRANSFER, 4.0, NULL);
    def.share = 0.5;
    ist_spec_add_event(spec, &def);
    ist_model *model = compiled(spec);
    ist_event_info event;
    ck_assert_int_eq(ist_model_events(model), 3);
    ck_assert(ist_model_event(model, 0, &event));
    ck_assert(event.kind == IST_EVENT_EMPHASIS && event.tick == 24 && event.shock == -1);
    ck_assert_double_eq(event.value, 0.25);
    ck_assert(ist_model_event(model, 1, &event));
    ck_assert(event.kind == IST_EVENT_SURGE && event.tick == 36 && event.shock == 0);
    ck_assert(ist_model_event(model, 2, &event));
    ck_assert(event.kind == IST_EVENT_TRANSFER && isnan(event.value));
    ck_assert(!ist_model_event(model, 3, &event) && !ist_model_event(model, -1, &event));
    ist_model_destroy(model);
}
END_TEST

START_TEST(what_is_not_measured_is_no_shock)
{
    ist_spec *spec = team();
    add_measured(spec, 3.0, "crisis", false);
    add_measured(spec, 3.0, NULL, false);
    ist_model *model = compiled(spec);
    ck_assert_int_eq(ist_model_shocks(model), 0);
    ck_assert_int_eq(model->event[0].shock, -1);
    ck_assert_ptr_null(ist_model_shock_name(model, 0));
    ck_assert_int_eq(ist_model_shock_tick(model, 0), -1);
    ist_model_destroy(model);
}
END_TEST

START_TEST(an_event_alone_is_named_after_its_kind)
{
    ist_spec *spec = team();
    add_measured(spec, 3.0, NULL, true);
    ist_model *model = compiled(spec);
    ck_assert_str_eq(ist_model_shock_name(model, 0), "surge");
    ist_model_destroy(model);
}
END_TEST

START_TEST(events_of_one_kind_are_told_apart_by_year)
{
    ist_spec *spec = team();
    add_measured(spec, 5.5, NULL, true);
    add_measured(spec, 3.0, NULL, true);
    add_measured(spec, 5.6, NULL, true);
    ist_model *model = compiled(spec);
    ck_assert_str_eq(ist_model_shock_name(model, 0), "surge@3");
    ck_assert_str_eq(ist_model_shock_name(model, 1), "surge@5");
    ck_assert_str_eq(ist_model_shock_name(model, 2), "surge@5#2");
    ist_model_destroy(model);
}
END_TEST

// ---- Everything at once

START_TEST(everything_wrong_is_told_at_once)
{
    ist_spec *spec = ist_spec_create();
    set_time(spec, 1.0, 0.0, 12);
    add_units(spec, NULL, 0, 1, 1);
    add_managers(spec, "head", 1, NULL, "nowhere");
    add_recruit(spec, 1.0, "nothing");
    ist_spec_set_parameter(spec, "nonsense", 1.0);
    static const char *const expected[] = {
        "/time/end",          "/parameters/nonsense", "/units/0/name",      "/units/0/count",
        "/managers/0/policy", "/managers/0/heads_of", "/events/0/community"};
    ist_errors *errors = faults_of(spec);
    ck_assert_int_eq(ist_errors_count(errors), 7);
    for (int32_t i = 0; i < 7; i++) {
        ck_assert_str_eq(ist_errors_get(errors, i)->where, expected[i]);
    }
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_faulty_description_gives_no_model_even_unasked)
{
    ist_spec *spec = ist_spec_create();
    ck_assert_ptr_null(ist_model_compile(spec, NULL));
    ist_spec_destroy(spec);
}
END_TEST

START_TEST(old_errors_do_not_spoil_a_good_description)
{
    ist_errors *errors = ist_errors_create();
    ist_spec *empty = ist_spec_create();
    ist_spec *spec = team();
    ck_assert_ptr_null(ist_model_compile(empty, errors));
    ist_model *model = ist_model_compile(spec, errors);
    ck_assert_ptr_nonnull(model);
    ist_model_destroy(model);
    ist_spec_destroy(empty);
    ist_spec_destroy(spec);
    ist_errors_destroy(errors);
}
END_TEST

// A bit of everything.
static ist_spec *rich(void)
{
    static const char *const name[] = {"strength"};
    static const double value[] = {0.9};
    ist_spec *spec = mixed(name, value);
    add_units(spec, "plant", 3, 1, 2);
    add_absent_unit(spec, "rival");
    const ist_employee_id a = add_person(spec, "team", IST_LEVEL_EXPERT);
    const ist_employee_id b = add_person(spec, "rival", IST_LEVEL_EXPERT);
    add_tie(spec, a, b);
    add_managers(spec, "director", 2, "plant", NULL);
    ist_event_def split = event_def(IST_EVENT_SPLIT_UNITS, 1.0, the_team);
    split.into = 4;
    ist_spec_add_event(spec, &split);
    add_event(spec, IST_EVENT_TRANSFER, 1.5, the_team);
    add_event(spec, IST_EVENT_NEW_RULES, 1.5, NULL);
    add_launch(spec, 2.0, "club");
    add_recruit(spec, 3.0, "club");
    add_measured(spec, 4.0, "crisis", true);
    add_measured(spec, 5.0, NULL, true);
    return spec;
}

START_TEST(every_allocation_may_fail_while_compiling)
{
    ist_spec *spec = rich();
    const int64_t before = isti_live_blocks();
    bool has_fired = true;
    int32_t failures = 0;
    for (int32_t n = 0; has_fired; n++) {
        ist_errors *errors = ist_errors_create();
        isti_fault_arm(n, false);
        ist_model *model = ist_model_compile(spec, errors);
        has_fired = isti_fault_fired();
        isti_fault_disarm();
        ck_assert((model == NULL) == has_fired);
        ck_assert_int_eq(ist_errors_status(errors), has_fired ? IST_ERR_NO_MEMORY : IST_OK);
        failures += has_fired;
        ist_model_destroy(model);
        ist_errors_destroy(errors);
        ck_assert_int_eq(isti_live_blocks(), before);
    }
    ck_assert_int_gt(failures, 60);
    ist_spec_destroy(spec);
}
END_TEST

START_TEST(a_faulty_description_leaks_nothing_when_memory_ends)
{
    const int64_t outside = isti_live_blocks();
    bool has_fired = true;
    for (int32_t n = 0; has_fired; n++) {
        ist_spec *spec = rich();
        add_recruit(spec, 1.0, "club");
        add_units(spec, "team", 1, 1, 1);
        ist_errors *errors = ist_errors_create();
        isti_fault_arm(n, true);
        ck_assert_ptr_null(ist_model_compile(spec, errors));
        has_fired = isti_fault_fired();
        isti_fault_disarm();
        ist_errors_destroy(errors);
        ist_spec_destroy(spec);
        ck_assert_int_eq(isti_live_blocks(), outside);
    }
}
END_TEST

// ---- Fingerprints

static uint64_t hash_of(ist_spec *spec, uint64_t *parameters)
{
    ist_model *model = compiled(spec);
    const uint64_t hash = ist_model_hash(model);
    *parameters = ist_model_parameter_hash(model);
    ist_model_destroy(model);
    return hash;
}

START_TEST(equal_descriptions_have_equal_fingerprints)
{
    uint64_t first = 0;
    uint64_t second = 0;
    ck_assert_uint_eq(hash_of(rich(), &first), hash_of(rich(), &second));
    ck_assert_uint_eq(first, second);
}
END_TEST

START_TEST(a_parameter_changes_both_fingerprints)
{
    uint64_t plain = 0;
    uint64_t changed = 0;
    ist_spec *spec = team();
    ist_spec_set_parameter(spec, "kappa", 5.0);
    ck_assert_uint_ne(hash_of(team(), &plain), hash_of(spec, &changed));
    ck_assert_uint_ne(plain, changed);
}
END_TEST

static void change_time(ist_spec *spec)
{
    set_time(spec, 0.0, 10.25, 12);
}

static void change_theme(ist_spec *spec)
{
    add_themes(spec, "law", 1, 1.0);
}

static void change_unit(ist_spec *spec)
{
    add_units(spec, "plant", 1, 0, 1);
}

static void change_level(ist_spec *spec)
{
    ist_spec_set_level(spec, IST_LEVEL_MANAGER, (ist_level_def){.participates = true});
}

static void change_ties(ist_spec *spec)
{
    ist_spec_set_draw_ties(spec, false);
}

static void change_person(ist_spec *spec)
{
    add_person(spec, "team", IST_LEVEL_STAFF);
}

static void change_manager(ist_spec *spec)
{
    add_managers(spec, "head", 1, NULL, "team");
}

static void change_calendar(ist_spec *spec)
{
    add_event(spec, IST_EVENT_SURGE, 1.0, NULL);
}

START_TEST(any_change_changes_the_fingerprint_but_not_that_of_the_parameters)
{
    static void (*const changes[])(ist_spec * spec) = {
        change_time, change_theme,  change_unit,    change_level,
        change_ties, change_person, change_manager, change_calendar};
    uint64_t plain = 0;
    uint64_t changed = 0;
    ist_spec *spec = team();
    changes[_i](spec);
    ck_assert_uint_ne(hash_of(team(), &plain), hash_of(spec, &changed));
    ck_assert_uint_eq(plain, changed);
}
END_TEST

START_TEST(nothing_can_be_destroyed)
{
    ist_model_destroy(NULL);
}
END_TEST

SUITE("compile", TEST(both_ends_of_the_calendar_have_a_row), TEST(time_is_one_division),
      TEST(a_calendar_may_be_one_row), TEST(a_calendar_may_not_end_before_it_starts),
      TEST(a_calendar_has_65535_ticks_at_most), TEST(a_year_has_at_least_twelve_ticks),
      TEST(emphasis_is_a_share), TEST(an_organization_has_a_name_that_a_folder_may_have),
      TEST(an_organization_has_a_unit), TEST(everybody_may_take_no_part),
      TEST(a_parameter_takes_its_value), TEST(a_misspelled_parameter_is_told_with_the_nearest),
      TEST(a_parameter_stays_in_its_range), TEST(a_parameter_is_a_number),
      TEST(parameters_that_are_ends_of_a_range_stay_in_order),
      TEST(a_name_with_a_slash_is_escaped_in_the_pointer), TEST(without_themes_there_is_work),
      TEST(counted_themes_are_numbered), TEST(demand_sums_to_one), TEST(counted_themes_follow_zipf),
      TEST(themes_without_demand_are_alike), TEST(two_themes_may_not_share_a_name),
      TEST(a_theme_may_not_be_named_like_a_counted_one),
      TEST(there_are_ten_thousand_themes_at_most), TEST(people_of_a_unit_stand_together_head_first),
      TEST(a_unit_is_filled_up_with_the_rest), TEST(sizes_are_spread_between_both_ends),
      TEST(explicit_people_come_after_the_listed_ones),
      TEST(what_is_given_of_people_is_in_order_of_their_number),
      TEST(an_explicit_person_may_head_a_unit), TEST(a_unit_without_managers_has_no_head),
      TEST(a_unit_has_one_head), TEST(a_person_works_in_one_unit),
      TEST(an_unknown_unit_is_told_with_the_known_and_the_nearest), TEST(a_person_has_one_theme),
      EACH(a_number_beyond_the_count_names_no_theme, 5), TEST(a_unit_has_room_for_those_listed),
      TEST(two_units_may_not_share_a_name), TEST(control_out_of_range_is_told_by_mode),
      TEST(there_are_ten_million_people_at_most), TEST(there_are_a_hundred_thousand_units_at_most),
      TEST(what_is_usual_is_a_matter_of_the_parameters), TEST(missing_context_follows_from_control),
      TEST(given_context_stays), TEST(who_takes_part_or_oversees_carries_ties),
      TEST(ties_are_sorted_between_employees), TEST(a_tie_needs_two_people),
      TEST(a_tie_is_given_once), TEST(a_tie_ends_at_somebody), TEST(staff_carry_no_ties),
      TEST(posts_of_managers_take_the_units_in_turn), TEST(a_post_is_beyond_the_size_of_its_unit),
      TEST(heads_are_spread_evenly), TEST(count_zero_means_every_head),
      TEST(a_manager_has_a_post_or_heads), TEST(a_manager_has_not_both),
      TEST(who_heads_must_be_there), TEST(there_are_no_more_managers_than_heads),
      TEST(a_manager_must_be_of_a_level_that_oversees),
      TEST(an_unknown_policy_is_told_with_the_nearest),
      TEST(a_type_by_its_name_is_a_policy_with_defaults),
      TEST(a_role_of_another_type_brings_its_settings_and_memory),
      TEST(a_shared_setting_is_set_in_all_types),
      TEST(a_shared_setting_stays_in_the_range_of_each_type),
      EACH(every_policy_has_three_common_settings, 3),
      TEST(an_unknown_setting_is_told_with_those_of_all_types),
      TEST(a_role_is_played_by_a_known_type), TEST(a_policy_may_not_be_named_like_a_type),
      TEST(a_policy_needs_a_base), TEST(without_policies_one_number_is_remembered),
      TEST(events_are_in_order_of_tick_then_of_description),
      TEST(an_event_falls_into_the_nearest_tick), EACH(an_event_falls_into_the_calendar, 2),
      TEST(an_event_needs_a_time), TEST(what_is_not_named_is_everything),
      TEST(a_group_means_all_its_units), TEST(units_are_in_ascending_order_however_named),
      TEST(a_unit_is_named_once), TEST(an_unknown_destination_is_told),
      TEST(levels_named_are_the_ones_concerned), TEST(an_unknown_level_is_told_with_the_nearest),
      TEST(themes_are_named_one_by_one_or_by_group), TEST(a_theme_is_named_once),
      TEST(a_share_of_the_themes_is_spread_without_chance),
      TEST(new_rules_concern_all_themes_unless_told), TEST(units_do_not_merge_into_more),
      TEST(a_split_reserves_units), TEST(after_a_split_the_name_means_the_parts_too),
      TEST(splits_reserve_a_hundred_thousand_units_at_most),
      TEST(an_absent_unit_waits_for_its_acquisition), TEST(nothing_happens_to_units_not_yet_there),
      TEST(nobody_moves_to_units_not_yet_there), TEST(what_is_there_cannot_be_acquired),
      TEST(launches_are_numbered_in_order_of_time), TEST(people_are_recruited_after_the_launch),
      TEST(an_unknown_community_is_told), TEST(two_launches_may_not_share_a_name),
      TEST(a_launch_has_a_known_theme), TEST(a_launch_has_seats_for_those_it_invites),
      TEST(an_overseer_is_a_known_manager), TEST(a_sponsor_arrives_who_was_not_there),
      TEST(a_sponsor_may_arrive_and_retire),
      TEST(a_measured_group_is_one_shock_from_its_first_event),
      TEST(events_are_told_in_order_of_time), TEST(what_is_not_measured_is_no_shock),
      TEST(an_event_alone_is_named_after_its_kind), TEST(events_of_one_kind_are_told_apart_by_year),
      TEST(everything_wrong_is_told_at_once),
      TEST(a_faulty_description_gives_no_model_even_unasked),
      TEST(old_errors_do_not_spoil_a_good_description),
      TEST(every_allocation_may_fail_while_compiling),
      TEST(a_faulty_description_leaks_nothing_when_memory_ends),
      TEST(equal_descriptions_have_equal_fingerprints), TEST(a_parameter_changes_both_fingerprints),
      EACH(any_change_changes_the_fingerprint_but_not_that_of_the_parameters, 8),
      TEST(nothing_can_be_destroyed))
