// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON parser at arm's length, for texts that the strict scan has accepted.
#ifndef ISTI_SCENARIO_JSON_H
#define ISTI_SCENARIO_JSON_H

#include "base/base.h"

#include <cjson/cJSON.h>

// Parse a text that isti_scan_create() has accepted. NULL only when memory is short.
// Release with cJSON_Delete(). Not thread-safe: the parser keeps a global. The decimal point is that
// of the locale of the thread.
cJSON *isti_json_parse(const char *text, size_t length);

// Follow a JSON pointer (RFC 6901) as far as it leads. Gives the last value that exists; `rest` is
// what remains of the pointer, empty when the value was found.
const cJSON *isti_json_follow(const cJSON *root, const char *pointer, const char **rest);

// Append "/name" to a pointer of `length` bytes in `buffer`, with / and ~ escaped. Returns the
// length of the whole; nothing is cut when that is less than `size`.
size_t isti_json_append(char *buffer, size_t size, size_t length, const char *name);

#endif
