// SPDX-License-Identifier: GPL-3.0-or-later
// The table of behavioral parameters, and the rates per tick that follow from them.
#include <interstice/spec.h>

#include "model/parameters.h"
#include "support/suite.h"

#include <math.h>
#include <string.h>

static const double tolerance = 1e-12;

static isti_rates rates(int32_t ticks_per_year)
{
    const isti_parameters p = isti_parameters_default();
    return isti_rates_of(&p, ticks_per_year);
}

START_TEST(every_default_lies_in_its_range)
{
    for (int32_t i = 0; i < ist_parameter_count(); i++) {
        const ist_parameter_info *row = ist_parameter_get(i);
        ck_assert_msg(row->minimum <= row->standard && row->standard <= row->maximum, "%s",
                      row->name);
    }
}
END_TEST

START_TEST(every_parameter_says_what_it_means_and_where_it_comes_from)
{
    for (int32_t i = 0; i < ist_parameter_count(); i++) {
        const ist_parameter_info *row = ist_parameter_get(i);
        ck_assert_msg(row->meaning[0] && row->source[0] && row->group[0], "%s", row->name);
    }
}
END_TEST

START_TEST(the_table_ends_after_its_last_row)
{
    ck_assert_ptr_null(ist_parameter_get(-1));
    ck_assert_ptr_nonnull(ist_parameter_get(ist_parameter_count() - 1));
    ck_assert_ptr_null(ist_parameter_get(ist_parameter_count()));
}
END_TEST

START_TEST(a_name_leads_to_its_member)
{
    isti_parameters p = isti_parameters_default();
    ck_assert_ptr_eq(isti_parameter_at(&p, "kappa"), &p.kappa);
    ck_assert_ptr_eq(isti_parameter_at(&p, "hibernate_min"), &p.hibernate_min);
}
END_TEST

START_TEST(an_unknown_name_leads_nowhere)
{
    isti_parameters p = isti_parameters_default();
    ck_assert_ptr_null(isti_parameter_at(&p, "Kappa"));
    ck_assert_ptr_null(isti_parameter_at(&p, ""));
    ck_assert_ptr_null(isti_parameter_at(&p, NULL));
}
END_TEST

START_TEST(names_are_those_of_the_rows)
{
    for (int32_t i = 0; i < ist_parameter_count(); i++) {
        ck_assert_str_eq(isti_parameter_names()[i], ist_parameter_get(i)->name);
    }
}
END_TEST

START_TEST(the_struct_starts_at_the_defaults_of_the_table)
{
    isti_parameters p = isti_parameters_default();
    for (int32_t i = 0; i < ist_parameter_count(); i++) {
        const ist_parameter_info *row = ist_parameter_get(i);
        ck_assert_double_eq(*isti_parameter_at(&p, row->name), row->standard);
    }
}
END_TEST

START_TEST(a_month_is_one_month)
{
    ck_assert_double_eq(rates(12).months, 1.0);
    ck_assert_double_eq(rates(52).months, 12.0 / 52.0);
}
END_TEST

START_TEST(a_rate_becomes_a_chance)
{
    // 1 - exp(-rate / 12)
    const double rate = isti_parameters_default().mobility;
    ck_assert_double_eq_tol(rates(12).mobility, 1.0 - exp(-rate / 12.0), tolerance);
}
END_TEST

START_TEST(a_monthly_chance_is_itself_where_a_tick_is_a_month)
{
    ck_assert_double_eq_tol(rates(12).unit_help, isti_parameters_default().unit_help, tolerance);
    ck_assert_double_eq_tol(rates(12).group_solve, isti_parameters_default().group_solve,
                            tolerance);
}
END_TEST

START_TEST(a_year_of_weeks_fails_as_often_as_a_year_of_months)
{
    // (1 - weekly)^52 = (1 - monthly)^12
    ck_assert_double_eq_tol(pow(1.0 - rates(52).unit_help, 52.0),
                            pow(1.0 - rates(12).unit_help, 12.0), tolerance);
}
END_TEST

START_TEST(what_is_certain_in_a_month_is_certain_in_a_week)
{
    isti_parameters p = isti_parameters_default();
    p.unit_help = 1.0;
    ck_assert_double_eq(isti_rates_of(&p, 52).unit_help, 1.0);
}
END_TEST

START_TEST(what_fades_is_left_alike_after_a_year_of_any_ticks)
{
    // exp(-rate / 12)^12 = exp(-rate / 52)^52 = exp(-rate)
    const double rate = isti_parameters_default().surge_fade;
    ck_assert_double_eq_tol(pow(rates(12).keep_surge, 12.0), exp(-rate), tolerance);
    ck_assert_double_eq_tol(pow(rates(52).keep_surge, 52.0), exp(-rate), tolerance);
}
END_TEST

START_TEST(canon_and_competence_fade_at_their_own_rates)
{
    const isti_parameters p = isti_parameters_default();
    ck_assert_double_eq_tol(pow(rates(12).keep_canon, 12.0), exp(-p.stale_rate), tolerance);
    ck_assert_double_eq_tol(pow(rates(12).keep_competence, 12.0), exp(-p.forget), tolerance);
}
END_TEST

START_TEST(commitment_follows_meetings_whatever_the_ticks)
{
    // 12 meetings a year: 1 - exp(-rate / 12)
    const double rate = isti_parameters_default().commit_rate;
    ck_assert_double_eq(rates(12).follow_commitment, rates(52).follow_commitment);
    ck_assert_double_eq_tol(rates(52).follow_commitment, 1.0 - exp(-rate / 12.0), tolerance);
}
END_TEST

START_TEST(autonomy_follows_ticks)
{
    const double rate = isti_parameters_default().autonomy_rate;
    ck_assert_double_eq_tol(rates(52).follow_autonomy, 1.0 - exp(-rate / 52.0), tolerance);
}
END_TEST

START_TEST(contact_settles_where_gain_and_decay_meet)
{
    // 0 = -lambda y + rate (level - y): y = rate level / (rate + lambda)
    const isti_parameters p = isti_parameters_default();
    const isti_rates r = rates(12);
    const double rest = p.contact_y_rate * p.contact_y_level / (p.contact_y_rate + p.lambda_affect);
    ck_assert_double_eq_tol(r.contact_y_gain / (1.0 - r.contact_y_keep), rest, tolerance);
}
END_TEST

START_TEST(contact_without_rate_is_mere_decay)
{
    isti_parameters p = isti_parameters_default();
    p.contact_y_rate = 0.0;
    const isti_rates r = isti_rates_of(&p, 12);
    ck_assert_double_eq(r.contact_y_gain, 0.0);
    ck_assert_double_eq(r.contact_y_keep, r.keep_affect);
}
END_TEST

SUITE("parameters", TEST(every_default_lies_in_its_range),
      TEST(every_parameter_says_what_it_means_and_where_it_comes_from),
      TEST(the_table_ends_after_its_last_row), TEST(a_name_leads_to_its_member),
      TEST(an_unknown_name_leads_nowhere), TEST(names_are_those_of_the_rows),
      TEST(the_struct_starts_at_the_defaults_of_the_table), TEST(a_month_is_one_month),
      TEST(a_rate_becomes_a_chance), TEST(a_monthly_chance_is_itself_where_a_tick_is_a_month),
      TEST(a_year_of_weeks_fails_as_often_as_a_year_of_months),
      TEST(what_is_certain_in_a_month_is_certain_in_a_week),
      TEST(what_fades_is_left_alike_after_a_year_of_any_ticks),
      TEST(canon_and_competence_fade_at_their_own_rates),
      TEST(commitment_follows_meetings_whatever_the_ticks), TEST(autonomy_follows_ticks),
      TEST(contact_settles_where_gain_and_decay_meet), TEST(contact_without_rate_is_mere_decay))
