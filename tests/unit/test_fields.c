// SPDX-License-Identifier: GPL-3.0-or-later
// The closed lists, the fields of definitions and events, and the check of their ranges.
#include <interstice/spec.h>

#include "model/fields.h"
#include "support/suite.h"

#include <math.h>
#include <string.h>

// Kinds of events with their fields beside at, group and measure; "!" marks required ones.
static const struct row {
    const char *kind, *fields;
} rows[] = {
    {"transfer", "units levels share! to change_theme overlap"},
    {"reassign", "units levels share!"},
    {"replace", "units levels share!"},
    {"merge_units", "units! into!"},
    {"split_units", "units! into!"},
    {"acquire", "units!"},
    {"context", "units control context"},
    {"emphasis", "value!"},
    {"sponsor", "manager! arrives"},
    {"overseers", "manager! share!"},
    {"portal", "value!"},
    {"new_rules", "themes share canon obsolescence surge"},
    {"surge", "value!"},
    {"line_shock", "value!"},
    {"pressure", "value! units"},
    {"new_theme", "theme! share! units levels"},
    {"launch", "name theme! size! seats manager"},
    {"leave_pilot", "community!"},
    {"recruit", "community! count!"},
};

static bool find_field(ist_event_kind kind, const char *key, ist_field_info *out)
{
    for (int32_t i = 0; ist_event_kind_field(kind, i, out); i++) {
        if (strcmp(out->key, key) == 0) {
            return true;
        }
    }
    return false;
}

START_TEST(a_kind_of_event_has_the_fields_of_the_format)
{
    char text[256] = "";
    const ist_event_kind kind = (ist_event_kind)_i;
    ist_field_info field;
    for (int32_t i = 3; ist_event_kind_field(kind, i, &field); i++) {
        strcat(strcat(text, text[0] ? " " : ""), field.key);
        strcat(text, field.required ? "!" : "");
    }
    ck_assert_str_eq(ist_event_name(kind), rows[_i].kind);
    ck_assert_str_eq(text, rows[_i].fields);
}
END_TEST

START_TEST(every_kind_of_event_has_a_time_a_group_and_a_measure)
{
    static const char *const keys[] = {"at", "group", "measure"};
    for (int32_t i = 0; i < 3; i++) {
        ist_field_info field;
        ck_assert(ist_event_kind_field((ist_event_kind)_i, i, &field));
        ck_assert_str_eq(field.key, keys[i]);
        ck_assert(field.required == (i == 0));
    }
}
END_TEST

START_TEST(every_field_says_what_it_means)
{
    ist_field_info field;
    for (int32_t i = 0; ist_event_kind_field((ist_event_kind)_i, i, &field); i++) {
        ck_assert_msg(field.meaning && field.meaning[0] && field.type[0], "%s", field.key);
    }
}
END_TEST

START_TEST(what_is_no_kind_of_event_has_no_fields)
{
    ist_field_info field;
    ck_assert(!ist_event_kind_field(IST_EVENT_COUNT, 0, &field));
    ck_assert(!ist_event_kind_field(IST_EVENT_SURGE, -1, &field));
    ck_assert(!ist_event_kind_field(IST_EVENT_SURGE, 0, NULL));
    ck_assert_int_eq(isti_event_fields(IST_EVENT_COUNT).count, 0);
}
END_TEST

START_TEST(a_surge_may_be_tenfold_but_emphasis_is_a_share)
{
    ist_field_info field;
    ck_assert(find_field(IST_EVENT_SURGE, "value", &field));
    ck_assert_double_eq(field.maximum, 10.0);
    ck_assert(find_field(IST_EVENT_EMPHASIS, "value", &field));
    ck_assert_double_eq(field.maximum, 1.0);
}
END_TEST

START_TEST(optional_fields_tell_their_default)
{
    ist_field_info field;
    ck_assert(find_field(IST_EVENT_NEW_RULES, "share", &field));
    ck_assert_double_eq(field.standard, 1.0);
    ck_assert(find_field(IST_EVENT_SPONSOR, "arrives", &field));
    ck_assert_double_eq(field.standard, 1.0);
    ck_assert(find_field(IST_EVENT_TRANSFER, "change_theme", &field));
    ck_assert_double_eq(field.standard, 0.0);
}
END_TEST

START_TEST(required_fields_have_no_default)
{
    ist_field_info field;
    ck_assert(find_field(IST_EVENT_LAUNCH, "size", &field));
    ck_assert(isnan(field.standard));
}
END_TEST

START_TEST(names_have_no_range)
{
    ist_field_info field;
    ck_assert(find_field(IST_EVENT_LAUNCH, "theme", &field));
    ck_assert_str_eq(field.type, "name");
    ck_assert(isnan(field.minimum) && isnan(field.maximum) && isnan(field.standard));
}
END_TEST

START_TEST(every_type_has_a_spelling)
{
    ck_assert_str_ne(isti_type_text((isti_type)_i), "?");
}
END_TEST

START_TEST(no_type_beyond_the_last_has_a_spelling)
{
    ck_assert_str_eq(isti_type_text(ISTI_TYPE_COUNT), "?");
}
END_TEST

START_TEST(every_value_of_a_closed_list_has_a_name_and_a_text)
{
    const ist_kind kind = (ist_kind)_i;
    ck_assert_int_gt(ist_kind_count(kind), 0);
    for (int32_t i = 0; i < ist_kind_count(kind); i++) {
        ck_assert(ist_kind_name(kind, i)[0] && ist_kind_text(kind, i)[0]);
    }
    ck_assert_ptr_null(ist_kind_name(kind, -1));
    ck_assert_ptr_null(ist_kind_text(kind, ist_kind_count(kind)));
}
END_TEST

START_TEST(an_unknown_list_is_empty)
{
    ck_assert_int_eq(ist_kind_count(IST_KIND_COUNT), 0);
    ck_assert_ptr_null(ist_kind_name(IST_KIND_COUNT, 0));
}
END_TEST

START_TEST(lists_are_spelled_as_in_files)
{
    ck_assert_str_eq(ist_stage_name(IST_STAGE_PRACTICE), "community_of_practice");
    ck_assert_str_eq(ist_origin_name(IST_ORIGIN_BUDDED), "budded");
    ck_assert_str_eq(ist_role_name(IST_ROLE_SUPPORT), "support");
    ck_assert_str_eq(ist_event_name(IST_EVENT_NEW_RULES), "new_rules");
}
END_TEST

START_TEST(a_value_out_of_range_is_a_question_mark)
{
    ck_assert_str_eq(ist_stage_name(IST_STAGE_COUNT), "?");
    ck_assert_str_eq(ist_origin_name(IST_ORIGIN_COUNT), "?");
    ck_assert_str_eq(ist_role_name(IST_ROLE_COUNT), "?");
    ck_assert_str_eq(ist_event_name(IST_EVENT_COUNT), "?");
}
END_TEST

// The only fault of a definition.
static void check_fault(isti_field_table table, const void *def, ist_status status,
                        const char *where)
{
    ist_errors *errors = ist_errors_create();
    isti_fields_check(table, def, "/d", errors);
    ck_assert_int_eq(ist_errors_count(errors), 1);
    ck_assert_int_eq(ist_errors_get(errors, 0)->status, status);
    ck_assert_str_eq(ist_errors_get(errors, 0)->where, where);
    ist_errors_destroy(errors);
}

static ist_unit_def unit(void)
{
    ist_unit_def def = ist_unit_def_default();
    def.name = "unit";
    return def;
}

START_TEST(defaults_with_a_name_are_without_fault)
{
    const ist_unit_def def = unit();
    ist_errors *errors = ist_errors_create();
    isti_fields_check(isti_unit_fields(), &def, "/d", errors);
    ck_assert_int_eq(ist_errors_count(errors), 0);
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_missing_name_is_told)
{
    ist_unit_def def = unit();
    def.name = NULL;
    check_fault(isti_unit_fields(), &def, IST_ERR_MISSING_KEY, "/d/name");
}
END_TEST

START_TEST(an_empty_name_is_told)
{
    ist_unit_def def = unit();
    def.name = "";
    check_fault(isti_unit_fields(), &def, IST_ERR_RANGE, "/d/name");
}
END_TEST

START_TEST(control_is_told_by_mode)
{
    ist_unit_def def = unit();
    def.control[IST_CONTROL_MARKET] = 1.5;
    check_fault(isti_unit_fields(), &def, IST_ERR_RANGE, "/d/control/market");
}
END_TEST

START_TEST(control_of_a_unit_may_not_be_unset)
{
    ist_unit_def def = unit();
    def.control[IST_CONTROL_CLAN] = ist_unset();
    check_fault(isti_unit_fields(), &def, IST_ERR_RANGE, "/d/control/clan");
}
END_TEST

START_TEST(context_is_told_by_name)
{
    ist_unit_def def = unit();
    def.context[IST_CONTEXT_WORKLOAD] = -0.1;
    check_fault(isti_unit_fields(), &def, IST_ERR_RANGE, "/d/context/workload");
}
END_TEST

START_TEST(people_are_told_by_level)
{
    ist_unit_def def = unit();
    def.people[IST_LEVEL_EXPERT] = -1;
    check_fault(isti_unit_fields(), &def, IST_ERR_RANGE, "/d/people/expert");
}
END_TEST

START_TEST(sizes_may_not_be_reversed)
{
    ist_unit_def def = unit();
    def.size_min = 9;
    def.size_max = 5;
    check_fault(isti_unit_fields(), &def, IST_ERR_RANGE, "/d/size");
}
END_TEST

START_TEST(a_level_must_be_one)
{
    ist_unit_def def = unit();
    def.rest = IST_LEVEL_COUNT;
    check_fault(isti_unit_fields(), &def, IST_ERR_RANGE, "/d/rest");
}
END_TEST

START_TEST(infinity_is_out_of_every_range)
{
    ist_theme_def def = ist_theme_def_default();
    def.name = "theme";
    def.demand = (double)INFINITY;
    check_fault(isti_theme_fields(), &def, IST_ERR_RANGE, "/d/demand");
}
END_TEST

START_TEST(a_required_number_that_is_unset_is_missing)
{
    ist_event_def def = ist_event_def_default(IST_EVENT_SURGE);
    def.at = 1.0;
    check_fault(isti_event_fields(IST_EVENT_SURGE), &def, IST_ERR_MISSING_KEY, "/d/value");
}
END_TEST

START_TEST(a_name_in_a_list_may_not_be_empty)
{
    static const char *const units[] = {"a", ""};
    ist_event_def def = ist_event_def_default(IST_EVENT_ACQUIRE);
    def.at = 1.0;
    def.units = units;
    def.unit_count = 2;
    check_fault(isti_event_fields(IST_EVENT_ACQUIRE), &def, IST_ERR_RANGE, "/d/units/1");
}
END_TEST

START_TEST(a_required_list_may_not_be_empty)
{
    ist_event_def def = ist_event_def_default(IST_EVENT_ACQUIRE);
    def.at = 1.0;
    check_fault(isti_event_fields(IST_EVENT_ACQUIRE), &def, IST_ERR_MISSING_KEY, "/d/units");
}
END_TEST

SUITE("fields", EACH(a_kind_of_event_has_the_fields_of_the_format, IST_EVENT_COUNT),
      EACH(every_kind_of_event_has_a_time_a_group_and_a_measure, IST_EVENT_COUNT),
      EACH(every_field_says_what_it_means, IST_EVENT_COUNT),
      TEST(what_is_no_kind_of_event_has_no_fields),
      TEST(a_surge_may_be_tenfold_but_emphasis_is_a_share),
      TEST(optional_fields_tell_their_default), TEST(required_fields_have_no_default),
      TEST(names_have_no_range), EACH(every_type_has_a_spelling, ISTI_TYPE_COUNT),
      TEST(no_type_beyond_the_last_has_a_spelling),
      EACH(every_value_of_a_closed_list_has_a_name_and_a_text, IST_KIND_COUNT),
      TEST(an_unknown_list_is_empty), TEST(lists_are_spelled_as_in_files),
      TEST(a_value_out_of_range_is_a_question_mark), TEST(defaults_with_a_name_are_without_fault),
      TEST(a_missing_name_is_told), TEST(an_empty_name_is_told), TEST(control_is_told_by_mode),
      TEST(control_of_a_unit_may_not_be_unset), TEST(context_is_told_by_name),
      TEST(people_are_told_by_level), TEST(sizes_may_not_be_reversed), TEST(a_level_must_be_one),
      TEST(infinity_is_out_of_every_range), TEST(a_required_number_that_is_unset_is_missing),
      TEST(a_name_in_a_list_may_not_be_empty), TEST(a_required_list_may_not_be_empty))
