// SPDX-License-Identifier: GPL-3.0-or-later
// Writing one JSON document (RFC 8259), indented, numbers to the last bit.
#ifndef DRIVER_JSON_H
#define DRIVER_JSON_H

#include "driver/output.h"

enum { JSON_DEPTH = 16 };

// Start with `{.out = ...}`. Keys are NULL inside arrays and for the document itself.
struct json {
    struct output *out;
    int32_t depth;
    char closing[JSON_DEPTH]; // bracket that ends each open value
    bool has_items[JSON_DEPTH];
};

void json_object(struct json *json, const char *key);
void json_array(struct json *json, const char *key);
// End the innermost open object or array.
void json_end(struct json *json);

// A string; NULL becomes null, and what is not UTF-8 becomes U+FFFD.
void json_text(struct json *json, const char *key, const char *text);
// NaN and infinities become null.
void json_number(struct json *json, const char *key, double value);
void json_integer(struct json *json, const char *key, int64_t value);
void json_boolean(struct json *json, const char *key, bool value);
// As a string beyond 2^53, where many readers would round a number.
void json_seed(struct json *json, const char *key, uint64_t value);
// An array of numbers on one line.
void json_numbers(struct json *json, const char *key, const double *values, int32_t count);

#endif
