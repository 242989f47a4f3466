// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers for files: the shortest decimal that reads back as the same double.
#ifndef DRIVER_NUMBER_H
#define DRIVER_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NUMBER_SIZE = 40 }; // room for any number and the final NUL

// Writes "0.1", "1992.25", "1e-30", ... into `text`; NaN and infinities become "". Returns the
// length. Does not depend on the locale as long as nobody calls setlocale().
size_t number_text(double value, char text[NUMBER_SIZE]);

// A whole number written by a person: digits only, within [minimum, maximum].
bool number_parse(const char *text, uint64_t minimum, uint64_t maximum, uint64_t *out);

// The same for a decimal such as "0.1": digits with at most one point.
bool number_parse_decimal(const char *text, double minimum, double maximum, double *out);

#endif
