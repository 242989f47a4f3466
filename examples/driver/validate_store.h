// SPDX-License-Identifier: GPL-3.0-or-later
// A run store with the verdicts of `interstice validate`.
#ifndef DRIVER_VALIDATE_STORE_H
#define DRIVER_VALIDATE_STORE_H

#include "driver/validate.h"

// Returns an exit code, after a complaint.
int study_write_store(const struct study *study, const char *path);

#endif
