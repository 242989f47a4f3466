// SPDX-License-Identifier: GPL-3.0-or-later
// The table of behavioral parameters, and the rates per tick that follow from them.
#include "model/parameters.h"

#include <interstice/spec.h>

#include "base/names.h"
#include "base/numbers.h"

static const double months_per_year = 12.0;

static const ist_parameter_info rows[] = {
#define ISTI_ROW(name, symbol, unit, standard, minimum, maximum, integer, group, meaning, source) \
    {#name, symbol, unit, standard, minimum, maximum, integer, group, meaning, source},
    ISTI_PARAMETER_LIST(ISTI_ROW)
#undef ISTI_ROW
};

static const char *const names[] = {
#define ISTI_ROW(name, symbol, unit, standard, minimum, maximum, integer, group, meaning, source) \
#name,
    ISTI_PARAMETER_LIST(ISTI_ROW)
#undef ISTI_ROW
};

static_assert(sizeof(isti_parameters) == COUNT_OF(rows) * sizeof(double),
              "the struct is a row of numbers in the order of the table");

int32_t ist_parameter_count(void)
{
    return (int32_t)COUNT_OF(rows);
}

const ist_parameter_info *ist_parameter_get(int32_t index)
{
    return index >= 0 && index < ist_parameter_count() ? &rows[index] : NULL;
}

isti_parameters isti_parameters_default(void)
{
    return (isti_parameters){
#define ISTI_ROW(name, symbol, unit, standard, minimum, maximum, integer, group, meaning, source) \
    .name = (standard),
        ISTI_PARAMETER_LIST(ISTI_ROW)
#undef ISTI_ROW
    };
}

double *isti_parameter_at(isti_parameters *parameters, const char *name)
{
    const int32_t index = isti_name_find(names, ist_parameter_count(), name);
    return index < 0 ? NULL : (double *)parameters + index;
}

const char *const *isti_parameter_names(void)
{
    return names;
}

// Chance per tick of something that happens with chance `monthly` in a month.
static double chance_of_month(double monthly, double months)
{
    return 1.0 - isti_pow(1.0 - monthly, months);
}

static double kept(double rate, double years)
{
    return isti_exp(-rate * years);
}

static void set_chances(isti_rates *r, const isti_parameters *p)
{
    r->mobility = isti_chance(p->mobility, r->dt);
    r->turnover = isti_chance(p->turnover, r->dt);
    r->pilot_loss = isti_chance(p->pilot_loss, r->dt);
    r->stop = isti_chance(p->stop_rate, r->dt);
    r->propose = isti_chance(p->propose_rate, r->dt);
    r->invite = isti_chance(p->invite_rate, r->dt);
    r->unit_help = chance_of_month(p->unit_help, r->months);
    r->group_solve = chance_of_month(p->group_solve, r->months);
}

static void set_kept(isti_rates *r, const isti_parameters *p)
{
    r->keep_surge = kept(p->surge_fade, r->dt);
    r->keep_line = kept(p->line_fade, r->dt);
    r->keep_pressure = kept(p->pressure_fade, r->dt);
    r->keep_balance = kept(p->balance_fade, r->dt);
    r->keep_affect = kept(p->lambda_affect, r->dt);
    r->keep_canon = kept(p->stale_rate, r->dt);
    r->keep_competence = kept(p->forget, r->dt);
    r->keep_expectation = kept(p->expect_fade, r->dt);
}

// Decay of x by affect, and contact: the exact solution over one tick of
// dy/dt = -lambda y + rate (level - y).
static void set_contact(isti_rates *r, const isti_parameters *p)
{
    r->contact_x_keep = kept(p->contact_x_rate, r->dt);
    r->log_weak = isti_log(p->lambda_weak);
    r->log_strong = isti_log(p->lambda_strong);
    const double total = p->lambda_affect + p->contact_y_rate;
    const double rest = total > 0.0 ? p->contact_y_rate * p->contact_y_level / total : 0.0;
    r->contact_y_keep = kept(total, r->dt);
    r->contact_y_gain = rest * isti_chance(total, r->dt);
    r->bridge = isti_fading_of(p, r, 0.0);
}

static double lambda_of(const isti_rates *r, double affect)
{
    return isti_exp((1.0 - affect) * r->log_weak + affect * r->log_strong);
}

float isti_keep_of(const isti_rates *r, double affect)
{
    return (float)isti_exp(-lambda_of(r, affect) * r->dt);
}

isti_fading isti_fading_of(const isti_parameters *p, const isti_rates *r, double affect)
{
    const double lambda = lambda_of(r, affect);
    const double rate = lambda + p->contact_x_rate;
    const double level = p->contact_x_level * p->contact_x_rate / rate;
    const double keep = isti_exp(-lambda * r->dt);
    return (isti_fading){.keep = (float)keep,
                         .gain = (float)(level * (1.0 - r->contact_x_keep * keep))};
}

isti_rates isti_rates_of(const isti_parameters *parameters, int32_t ticks_per_year)
{
    isti_rates r = {.dt = 1.0 / ticks_per_year};
    r.months = months_per_year / ticks_per_year;
    r.meeting_dt = 1.0 / parameters->meetings_per_year;
    set_chances(&r, parameters);
    set_kept(&r, parameters);
    set_contact(&r, parameters);
    r.follow_autonomy = isti_chance(parameters->autonomy_rate, r.dt);
    r.follow_institution = isti_chance(parameters->institution_rate, r.dt);
    r.follow_commitment = isti_chance(parameters->commit_rate, r.meeting_dt);
    r.follow_identification = isti_chance(parameters->identification_rate, r.meeting_dt);
    return r;
}
