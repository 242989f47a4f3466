// SPDX-License-Identifier: GPL-3.0-or-later
// Writing one JSON document (RFC 8259), indented, numbers to the last bit.
#include "driver/json.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>

#include "driver/text.h"

static void put_string(struct output *out, const char *text)
{
    output_text(out, "\"");
    while (*text) {
        uint32_t character = 0;
        const size_t length = text_decode(text, &character);
        if (length == 0) {
            output_text(out, "\\ufffd");
        } else if (character < 0x20 || character == 0x7f) {
            output_format(out, "\\u%04x", (unsigned)character);
        } else {
            if (character == '"' || character == '\\') {
                output_text(out, "\\");
            }
            output_bytes(out, text, length);
        }
        text += length > 0 ? length : 1;
    }
    output_text(out, "\"");
}

static void start_line(struct json *json)
{
    output_text(json->out, "\n");
    output_repeat(json->out, ' ', 2 * json->depth);
}

// Comma, line break, key: what comes before a value.
static void begin(struct json *json, const char *key)
{
    if (json->depth > 0) {
        if (json->has_items[json->depth - 1]) {
            output_text(json->out, ",");
        }
        json->has_items[json->depth - 1] = true;
        start_line(json);
    }
    if (key) {
        put_string(json->out, key);
        output_text(json->out, ": ");
    }
}

static void open_value(struct json *json, const char *key, const char *bracket, char closing)
{
    assert(json->depth < JSON_DEPTH);
    begin(json, key);
    output_text(json->out, bracket);
    json->closing[json->depth] = closing;
    json->has_items[json->depth] = false;
    json->depth++;
}

void json_object(struct json *json, const char *key)
{
    open_value(json, key, "{", '}');
}

void json_array(struct json *json, const char *key)
{
    open_value(json, key, "[", ']');
}

void json_end(struct json *json)
{
    assert(json->depth > 0);
    json->depth--;
    if (json->has_items[json->depth]) {
        start_line(json);
    }
    output_bytes(json->out, &json->closing[json->depth], 1);
    if (json->depth == 0) {
        output_text(json->out, "\n");
    }
}

void json_text(struct json *json, const char *key, const char *text)
{
    begin(json, key);
    if (text) {
        put_string(json->out, text);
    } else {
        output_text(json->out, "null");
    }
}

static void put_number(struct output *out, double value)
{
    if (isfinite(value)) {
        output_number(out, value);
    } else {
        output_text(out, "null");
    }
}

void json_number(struct json *json, const char *key, double value)
{
    begin(json, key);
    put_number(json->out, value);
}

void json_integer(struct json *json, const char *key, int64_t value)
{
    begin(json, key);
    output_format(json->out, "%" PRId64, value);
}

void json_boolean(struct json *json, const char *key, bool value)
{
    begin(json, key);
    output_text(json->out, value ? "true" : "false");
}

void json_seed(struct json *json, const char *key, uint64_t value)
{
    const bool is_exact = value <= (uint64_t)1 << 53;
    begin(json, key);
    output_format(json->out, is_exact ? "%" PRIu64 : "\"%" PRIu64 "\"", value);
}

void json_numbers(struct json *json, const char *key, const double *values, int32_t count)
{
    begin(json, key);
    output_text(json->out, "[");
    for (int32_t i = 0; i < count; i++) {
        output_text(json->out, i > 0 ? ", " : "");
        put_number(json->out, values[i]);
    }
    output_text(json->out, "]");
}
