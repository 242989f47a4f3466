// SPDX-License-Identifier: GPL-3.0-or-later
// The behavioral parameters as a struct. The table is made from scenarios/parameters.json at build
// time.
#ifndef ISTI_MODEL_PARAMETERS_H
#define ISTI_MODEL_PARAMETERS_H

#include "base/base.h"
#include "model/parameters_table.inc"

typedef struct isti_parameters {
#define ISTI_ROW(name, symbol, unit, standard, minimum, maximum, integer, group, meaning, source) \
    double name;
    ISTI_PARAMETER_LIST(ISTI_ROW)
#undef ISTI_ROW
} isti_parameters;

isti_parameters isti_parameters_default(void);

// Address of a parameter by name, NULL for an unknown one.
double *isti_parameter_at(isti_parameters *parameters, const char *name);

// Names of all parameters in the order of the table, ist_parameter_count() of them.
const char *const *isti_parameter_names(void);

// Numbers derived from the parameters and the length of a tick, computed once by compile.
// How the instrumental strand of a tie fades in a tick, as lib/README.md, Decay, has it.
typedef struct isti_fading {
    float keep; // share left without contact
    float gain; // what contact adds
} isti_fading;

typedef struct isti_rates {
    double dt; // years
    // chances per tick
    double mobility, turnover, pilot_loss, stop, propose, invite, unit_help, group_solve;
    // factors per tick: what is left
    double keep_surge, keep_line, keep_pressure, keep_balance, keep_affect, keep_canon,
        keep_competence, keep_expectation;
    // weights of the new value per tick
    double follow_autonomy, follow_institution;
    // weights per meeting
    double follow_commitment, follow_identification;
    double meeting_dt; // years between meetings
    // contact at one workplace: factor on the kept share of x, factor and addend of y, per tick
    double contact_x_keep, contact_y_keep, contact_y_gain;
    double log_weak, log_strong; // logarithms of lambda_weak and lambda_strong
    isti_fading bridge;          // of a tie without affect
    // months per tick
    double months;
} isti_rates;

// Of a tie with so much affect: the slower the more there is, interpolated in the log of the rate between
// a bridge (lambda_weak) and a friendship (lambda_strong). Contact pulls it towards its level r/(lambda + r).
isti_fading isti_fading_of(const isti_parameters *p, const isti_rates *r, double affect);

// The same without contact: what is left.
float isti_keep_of(const isti_rates *r, double affect);

isti_rates isti_rates_of(const isti_parameters *parameters, int32_t ticks_per_year);

#endif
