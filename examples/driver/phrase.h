// SPDX-License-Identifier: GPL-3.0-or-later
// How medians and intervals are said.
#ifndef DRIVER_PHRASE_H
#define DRIVER_PHRASE_H

#include "driver/sample.h"
#include "driver/terminal.h"
#include "driver/text.h"

enum form {
    FORM_COUNT,   // 41, 2.5; bounds are whole numbers
    FORM_PEOPLE,  // 8.2
    FORM_PERCENT, // a share, times 100
    FORM_WEEKS,   // years, as weeks
    FORM_MONTHS   // years, as months; "never" when infinite
};

// From a value to the number that is said.
double phrase_factor(enum form form);

// One value; a dash when it is undefined.
void phrase_value(enum form form, double value, const struct look *look, char out[PHRASE_SIZE]);

// "(36-47)"; empty when there is nothing to say.
void phrase_interval(enum form form, const struct spread *spread, const struct look *look,
                     char out[PHRASE_SIZE]);

// "41 (36-47)"
void phrase_spread(enum form form, const struct spread *spread, const struct look *look,
                   char out[PHRASE_SIZE]);

#endif
