// SPDX-License-Identifier: GPL-3.0-or-later
// Strict check of a JSON text before anything else reads it, and a map from pointers to positions.
#ifndef ISTI_SCENARIO_SCAN_H
#define ISTI_SCENARIO_SCAN_H

#include "base/base.h"

#define ISTI_SCAN_MAX_BYTES  (16 * 1024 * 1024) // longest text
#define ISTI_SCAN_MAX_DEPTH  32                 // brackets inside brackets
#define ISTI_SCAN_MAX_NUMBER 63                 // longest number in characters

// Where every value of one checked text stands. Immutable; any number of threads may ask.
typedef struct isti_scan isti_scan;

// Check the whole text: RFC 8259 and UTF-8 to the letter, and further no byte order mark, no key
// twice in one object, no \u0000, no number beyond a double or integer beyond 2^53, and the limits
// above. The text is copied. `source` names it in the reports and may be NULL.
// NULL when anything is wrong or memory is short; `errors` then has every fault that could be told
// apart, in the order it was met. Statuses: ERR_SYNTAX, ERR_DUPLICATE_NAME for a key, ERR_RANGE
// for a number, ERR_LIMIT for length and depth, ERR_NO_MEMORY. O(length).
isti_scan *isti_scan_create(const char *text, size_t length, const char *source,
                            ist_errors *errors);
void isti_scan_destroy(isti_scan *scan);

// Line and column (from 1, in bytes) of the value a JSON pointer (RFC 6901) names, or of its key.
// False, and nothing written, when it is not there or when a value without a key is asked for one.
// `line` and `column` may be NULL.
bool isti_scan_find(const isti_scan *scan, const char *pointer, bool key, int32_t *line,
                    int32_t *column);

// The same for the value itself or, when it is not there, the innermost existing value around it.
void isti_scan_nearest(const isti_scan *scan, const char *pointer, int32_t *line, int32_t *column);

// The value as it is written, quotes and brackets included, not NUL-terminated. Borrowed; valid
// until the scan is destroyed. False when it is not there.
bool isti_scan_raw(const isti_scan *scan, const char *pointer, const char **text, size_t *length);

#endif
