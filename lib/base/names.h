// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of names: look one up, list them all, suggest the nearest for a misspelled one.
#ifndef ISTI_BASE_NAMES_H
#define ISTI_BASE_NAMES_H

#include "base/base.h"

// Index of `name` among `count` names, -1 when it is not there. Case matters. NULL rows are skipped.
int32_t isti_name_find(const char *const *names, int32_t count, const char *name);

// The nearest spelling (Damerau-Levenshtein distance, case ignored, at most a third of the length and
// at least 1), or NULL.
const char *isti_name_nearest(const char *const *names, int32_t count, const char *name);

// "a, b, c" into `buffer`, ending in ", ..." where the room runs out. Returns `buffer`.
const char *isti_name_list(const char *const *names, int32_t count, char *buffer, size_t size);

// Report an unknown name with the known ones and the nearest. `what` says what kind, e.g. "policy".
ist_status isti_fail_unknown(ist_errors *errors, const char *where, const char *what,
                             const char *name, const char *const *names, int32_t count);

#endif
