// SPDX-License-Identifier: GPL-3.0-or-later
// Gathering a description: defaults, deep copies, and the first failure told by compile.
#include <interstice/spec.h>

#include "base/memory.h"
#include "model/model.h"
#include "support/suite.h"

#include <math.h>
#include <string.h>

static double half(const ist_role_view *view)
{
    (void)view;
    return 0.5;
}

static const ist_policy_type steady = {IST_POLICY_TYPE_INIT, .name = "steady",
                                       .meaning = "always half", .support = half};
static const ist_policy_type namesake = {IST_POLICY_TYPE_INIT, .name = "steady",
                                         .meaning = "another", .control = half};
static const ist_policy_type raw = {.name = "raw", .meaning = "without its size"};
static const ist_policy_type greedy = {IST_POLICY_TYPE_INIT, .name = "greedy",
                                       .meaning = "remembers too much", .memory_count = 9};

static void add_unit(ist_spec *spec, const char *name)
{
    ist_unit_def def = ist_unit_def_default();
    def.name = name;
    def.people[IST_LEVEL_PROFESSIONAL] = 3;
    ist_spec_add_unit(spec, &def);
}

// A description that compiles: one unit of three professionals.
static ist_spec *team(void)
{
    ist_spec *spec = ist_spec_create();
    add_unit(spec, "team");
    return spec;
}

// Compile, which must fail; the first error is told.
static void check_failure(ist_spec *spec, ist_status status, const char *where)
{
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(ist_model_compile(spec, errors));
    ck_assert_int_eq(ist_errors_status(errors), status);
    ck_assert_str_eq(ist_errors_get(errors, 0)->where, where);
    ist_errors_destroy(errors);
    ist_spec_destroy(spec);
}

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

START_TEST(unset_is_not_a_number)
{
    ck_assert(isnan(ist_unset()));
}
END_TEST

START_TEST(an_organization_starts_as_documented)
{
    const ist_organization_def def = ist_organization_def_default();
    ck_assert_str_eq(def.name, "organization");
    ck_assert_str_eq(def.title, "");
    ck_assert_double_eq(def.start, 0.0);
    ck_assert_double_eq(def.end, 10.0);
    ck_assert_int_eq(def.ticks_per_year, 12);
    ck_assert_double_eq(def.institutionalization, 0.1);
    ck_assert_double_eq(def.approve, 0.9);
}
END_TEST

START_TEST(a_unit_starts_as_documented)
{
    const ist_unit_def def = ist_unit_def_default();
    ck_assert_int_eq(def.count, 1);
    ck_assert_int_eq(def.rest, IST_LEVEL_STAFF);
    ck_assert(def.present);
    ck_assert_double_eq(def.control[IST_CONTROL_OUTPUT], 0.0);
    ck_assert(isnan(def.context[IST_CONTEXT_WORKLOAD]));
}
END_TEST

START_TEST(a_person_starts_as_a_professional_with_nothing_given)
{
    const ist_employee_def def = ist_employee_def_default();
    ck_assert_int_eq(def.level, IST_LEVEL_PROFESSIONAL);
    ck_assert(isnan(def.competence) && isnan(def.taste));
}
END_TEST

START_TEST(a_theme_starts_as_common_practice)
{
    const ist_theme_def def = ist_theme_def_default();
    ck_assert_double_eq(def.demand, 1.0);
    ck_assert_double_eq(def.common_practice, 1.0);
    ck_assert_double_eq(def.canon, 0.0);
}
END_TEST

START_TEST(an_event_starts_unset_and_arriving)
{
    const ist_event_def def = ist_event_def_default(IST_EVENT_SPONSOR);
    ck_assert_int_eq(def.kind, IST_EVENT_SPONSOR);
    ck_assert(isnan(def.at) && isnan(def.value) && isnan(def.context[IST_CONTEXT_RESOURCES]));
    ck_assert(def.arrives);
}
END_TEST

START_TEST(only_staff_take_no_part)
{
    ist_model *model = compiled(team());
    ck_assert(model->participates[IST_LEVEL_MANAGER] && model->oversees[IST_LEVEL_MANAGER]);
    ck_assert(model->participates[IST_LEVEL_EXPERT] && !model->oversees[IST_LEVEL_EXPERT]);
    ck_assert(model->participates[IST_LEVEL_PROFESSIONAL]);
    ck_assert(!model->participates[IST_LEVEL_STAFF] && !model->oversees[IST_LEVEL_STAFF]);
    ist_model_destroy(model);
}
END_TEST

START_TEST(names_are_copied_when_added)
{
    char name[] = "alpha";
    ist_spec *spec = ist_spec_create();
    add_unit(spec, name);
    strcpy(name, "omega");
    ist_model *model = compiled(spec);
    ck_assert_str_eq(model->unit_group[0].name, "alpha");
    ist_model_destroy(model);
}
END_TEST

START_TEST(lists_are_copied_when_added)
{
    char name[] = "team";
    const char *units[] = {name};
    ist_spec *spec = team();
    ist_event_def event = ist_event_def_default(IST_EVENT_PRESSURE);
    event.at = 1.0;
    event.value = 0.1;
    event.units = units;
    event.unit_count = 1;
    ist_spec_add_event(spec, &event);
    strcpy(name, "gone");
    units[0] = NULL;
    ist_model *model = compiled(spec);
    ck_assert_int_eq(model->event[0].units.count, 1);
    ist_model_destroy(model);
}
END_TEST

START_TEST(a_description_may_be_compiled_twice)
{
    ist_spec *spec = team();
    ist_model *first = ist_model_compile(spec, NULL);
    add_unit(spec, "other");
    ist_model *second = ist_model_compile(spec, NULL);
    ck_assert_int_eq(ist_model_units(first), 1);
    ck_assert_int_eq(ist_model_units(second), 2);
    ist_model_destroy(first);
    ist_model_destroy(second);
    ist_spec_destroy(spec);
}
END_TEST

START_TEST(a_model_outlives_its_description)
{
    ist_model *model = compiled(team()); // destroys the description
    ck_assert_str_eq(ist_model_name(model), "organization");
    ist_model_destroy(model);
}
END_TEST

START_TEST(a_forgotten_default_is_told)
{
    ist_spec *spec = team();
    const ist_theme_def def = {.name = "theme"};
    ist_spec_add_theme(spec, &def);
    check_failure(spec, IST_ERR_DEF_NOT_INITIALIZED, "/themes/0");
}
END_TEST

START_TEST(a_forgotten_default_of_the_organization_is_told)
{
    ist_spec *spec = team();
    const ist_organization_def def = {.name = "x"};
    ist_spec_set_organization(spec, &def);
    check_failure(spec, IST_ERR_DEF_NOT_INITIALIZED, "/organization");
}
END_TEST

START_TEST(a_definition_that_is_not_there_is_told)
{
    ist_spec *spec = team();
    ist_spec_add_manager(spec, NULL);
    check_failure(spec, IST_ERR_DEF_NOT_INITIALIZED, "/managers/0");
}
END_TEST

START_TEST(the_first_failure_wins)
{
    ist_spec *spec = team();
    ist_spec_add_unit(spec, NULL);
    ist_spec_add_theme(spec, NULL);
    check_failure(spec, IST_ERR_DEF_NOT_INITIALIZED, "/units/1");
}
END_TEST

START_TEST(a_list_with_a_count_but_no_names_is_refused)
{
    ist_spec *spec = team();
    ist_event_def event = ist_event_def_default(IST_EVENT_ACQUIRE);
    event.unit_count = 1;
    ist_spec_add_event(spec, &event);
    check_failure(spec, IST_ERR_ARGUMENT, "/events/0");
}
END_TEST

START_TEST(a_negative_count_is_refused)
{
    static const char *const units[] = {"team"};
    ist_spec *spec = team();
    ist_event_def event = ist_event_def_default(IST_EVENT_ACQUIRE);
    event.units = units;
    event.unit_count = -1;
    ist_spec_add_event(spec, &event);
    check_failure(spec, IST_ERR_ARGUMENT, "/events/0");
}
END_TEST

START_TEST(settings_without_values_are_refused)
{
    static const char *const names[] = {"expectation"};
    ist_spec *spec = team();
    ist_policy_def policy = ist_policy_def_default();
    policy.setting_name = names;
    policy.setting_count = 1;
    ist_spec_add_policy(spec, &policy);
    check_failure(spec, IST_ERR_ARGUMENT, "/policies/0");
}
END_TEST

START_TEST(an_unknown_kind_of_event_is_refused)
{
    ist_spec *spec = team();
    const ist_event_def event = ist_event_def_default(IST_EVENT_COUNT);
    ist_spec_add_event(spec, &event);
    check_failure(spec, IST_ERR_ARGUMENT, "/events/0/kind");
}
END_TEST

START_TEST(an_unknown_level_is_refused)
{
    ist_spec *spec = team();
    ist_spec_set_level(spec, IST_LEVEL_COUNT, (ist_level_def){.participates = true});
    check_failure(spec, IST_ERR_ARGUMENT, "/levels");
}
END_TEST

START_TEST(people_are_numbered_from_one)
{
    ist_spec *spec = team();
    ist_employee_def def = ist_employee_def_default();
    def.unit = "team";
    ck_assert_int_eq(ist_spec_add_employee(spec, &def).number, 1);
    ck_assert_int_eq(ist_spec_add_employee(spec, &def).number, 2);
    ck_assert_int_eq(ist_spec_add_employee(spec, NULL).number, 0);
    ist_spec_destroy(spec);
}
END_TEST

START_TEST(policy_types_are_known_in_order)
{
    ist_spec *spec = ist_spec_create();
    ist_spec_add_policy_type(spec, &steady);
    ck_assert_ptr_eq(ist_spec_policy_type(spec, 0), &steady);
    ck_assert_ptr_null(ist_spec_policy_type(spec, 1));
    ck_assert_ptr_null(ist_spec_policy_type(spec, -1));
    ist_spec_destroy(spec);
}
END_TEST

START_TEST(a_policy_type_may_be_added_again)
{
    ist_spec *spec = team();
    ist_spec_add_policy_type(spec, &steady);
    ist_spec_add_policy_type(spec, &steady);
    ck_assert_ptr_null(ist_spec_policy_type(spec, 1));
    ist_model_destroy(compiled(spec));
}
END_TEST

START_TEST(two_policy_types_may_not_share_a_name)
{
    ist_spec *spec = team();
    ist_spec_add_policy_type(spec, &steady);
    ist_spec_add_policy_type(spec, &namesake);
    check_failure(spec, IST_ERR_DUPLICATE_NAME, "/policies");
}
END_TEST

START_TEST(a_policy_type_without_its_size_is_refused)
{
    ist_spec *spec = team();
    ist_spec_add_policy_type(spec, &raw);
    check_failure(spec, IST_ERR_DEF_NOT_INITIALIZED, "/policies");
}
END_TEST

START_TEST(a_policy_type_remembers_at_most_eight_numbers)
{
    ist_spec *spec = team();
    ist_spec_add_policy_type(spec, &greedy);
    check_failure(spec, IST_ERR_ARGUMENT, "/policies");
}
END_TEST

START_TEST(the_last_value_of_a_parameter_counts)
{
    ist_spec *spec = team();
    ist_spec_set_parameter(spec, "kappa", 3.0);
    ist_spec_set_parameter(spec, "kappa", 5.0);
    ist_model *model = compiled(spec);
    ck_assert_double_eq(ist_model_parameter(model, "kappa"), 5.0);
    ist_model_destroy(model);
}
END_TEST

START_TEST(a_parameter_needs_a_name)
{
    ist_spec *spec = team();
    ist_spec_set_parameter(spec, NULL, 1.0);
    check_failure(spec, IST_ERR_ARGUMENT, "/parameters/");
}
END_TEST

START_TEST(nothing_may_be_added_to_nothing)
{
    const ist_unit_def def = ist_unit_def_default();
    ist_spec_add_unit(NULL, &def);
    ist_spec_set_parameter(NULL, "kappa", 1.0);
    ist_spec_add_policy_type(NULL, &steady);
    ist_spec_destroy(NULL);
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(ist_model_compile(NULL, errors));
    ck_assert_int_eq(ist_errors_status(errors), IST_ERR_ARGUMENT);
    ist_errors_destroy(errors);
}
END_TEST

// Everything that is copied, once.
static ist_spec *full_spec(void)
{
    static const char *const units[] = {"team", "other"};
    static const char *const settings[] = {"expectation"};
    static const double values[] = {0.5};
    ist_spec *spec = ist_spec_create();
    ist_organization_def organization = ist_organization_def_default();
    ist_employee_def person = ist_employee_def_default();
    ist_policy_def policy = ist_policy_def_default();
    ist_event_def event = ist_event_def_default(IST_EVENT_TRANSFER);
    organization.name = "all";
    ist_spec_set_organization(spec, &organization);
    add_unit(spec, "team");
    add_unit(spec, "other");
    person.unit = "team";
    ist_spec_add_employee(spec, &person);
    ist_spec_add_policy_type(spec, &steady);
    policy.name = "mine";
    policy.base = "steady";
    policy.role[IST_ROLE_CONTROL] = "steady";
    policy.setting_name = settings;
    policy.setting_value = values;
    policy.setting_count = 1;
    ist_spec_add_policy(spec, &policy);
    event.at = 1.0;
    event.share = 0.5;
    event.group = "move";
    event.units = units;
    event.unit_count = 2;
    ist_spec_add_event(spec, &event);
    ist_spec_set_parameter(spec, "kappa", 5.0);
    return spec;
}

START_TEST(every_allocation_may_fail_while_adding)
{
    const int64_t before = isti_live_blocks();
    bool has_fired = true;
    int32_t failures = 0;
    for (int32_t n = 0; has_fired; n++) {
        isti_fault_arm(n, false);
        ist_spec *spec = full_spec();
        has_fired = isti_fault_fired();
        isti_fault_disarm();
        ist_errors *errors = ist_errors_create();
        ist_model *model = ist_model_compile(spec, errors);
        ck_assert((model == NULL) == has_fired);
        if (spec && has_fired) {
            ck_assert_int_eq(ist_errors_status(errors), IST_ERR_NO_MEMORY);
        }
        failures += has_fired;
        ist_model_destroy(model);
        ist_errors_destroy(errors);
        ist_spec_destroy(spec);
        ck_assert_int_eq(isti_live_blocks(), before);
    }
    ck_assert_int_gt(failures, 20);
}
END_TEST

SUITE("spec", TEST(unset_is_not_a_number), TEST(an_organization_starts_as_documented),
      TEST(a_unit_starts_as_documented), TEST(a_person_starts_as_a_professional_with_nothing_given),
      TEST(a_theme_starts_as_common_practice), TEST(an_event_starts_unset_and_arriving),
      TEST(only_staff_take_no_part), TEST(names_are_copied_when_added),
      TEST(lists_are_copied_when_added), TEST(a_description_may_be_compiled_twice),
      TEST(a_model_outlives_its_description), TEST(a_forgotten_default_is_told),
      TEST(a_forgotten_default_of_the_organization_is_told),
      TEST(a_definition_that_is_not_there_is_told), TEST(the_first_failure_wins),
      TEST(a_list_with_a_count_but_no_names_is_refused), TEST(a_negative_count_is_refused),
      TEST(settings_without_values_are_refused), TEST(an_unknown_kind_of_event_is_refused),
      TEST(an_unknown_level_is_refused), TEST(people_are_numbered_from_one),
      TEST(policy_types_are_known_in_order), TEST(a_policy_type_may_be_added_again),
      TEST(two_policy_types_may_not_share_a_name), TEST(a_policy_type_without_its_size_is_refused),
      TEST(a_policy_type_remembers_at_most_eight_numbers),
      TEST(the_last_value_of_a_parameter_counts), TEST(a_parameter_needs_a_name),
      TEST(nothing_may_be_added_to_nothing), TEST(every_allocation_may_fail_while_adding))
