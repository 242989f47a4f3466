// SPDX-License-Identifier: GPL-3.0-or-later
// What came out of `interstice validate`, for programs.
#ifndef DRIVER_VALIDATE_JSON_H
#define DRIVER_VALIDATE_JSON_H

#include "driver/output.h"
#include "driver/validate.h"

// One JSON document with everything that the tables show and every value behind it. False when out
// of memory.
bool study_print_json(const struct study *study, struct output *out);

#endif
