// SPDX-License-Identifier: GPL-3.0-or-later
// Overrides as people write them on a command line.
#include "scenario/override.h"

#include "base/memory.h"

#include <string.h>

static bool is_json(const char *text, size_t length)
{
    isti_scan *scan = isti_scan_create(text, length, NULL, NULL);
    isti_scan_destroy(scan);
    return scan != NULL;
}

// Where the pointer ends; NULL when nothing does.
static const char *find_equals(const char *text)
{
    const char *last = NULL;
    for (const char *c = strchr(text, '='); c; c = strchr(c + 1, '=')) {
        if (is_json(c + 1, strlen(c + 1))) {
            return c;
        }
        last = c;
    }
    return last;
}

char *isti_override_value(const char *text, size_t length)
{
    const bool is_plain = is_json(text, length);
    char *out = isti_alloc_array(is_plain ? length + 1 : length * (ISTI_ESCAPE_SIZE - 1) + 3, 1);
    if (!out || is_plain) {
        return out ? memcpy(out, text, length) : NULL;
    }
    char *end = out;
    *end++ = '"';
    for (size_t i = 0; i < length; i++) {
        char buffer[ISTI_ESCAPE_SIZE];
        const char *escaped = isti_override_escape(text[i], buffer);
        memcpy(end, escaped, strlen(escaped));
        end += strlen(escaped);
    }
    *end = '"';
    return out;
}

ist_status ist_override_parse(const char *text, ist_override *out)
{
    if (!out) {
        return IST_ERR_ARGUMENT;
    }
    *out = (ist_override){.pointer = NULL};
    const char *equals = text && text[0] == '/' ? find_equals(text) : NULL;
    if (!equals) {
        return IST_ERR_ARGUMENT;
    }
    const size_t length = (size_t)(equals - text);
    char *pointer = isti_alloc_array(length + 1, 1);
    char *value = isti_override_value(equals + 1, strlen(equals + 1));
    *out = (ist_override){.pointer = pointer, .value = value};
    if (!pointer || !value) {
        ist_override_clear(out);
        return IST_ERR_NO_MEMORY;
    }
    memcpy(pointer, text, length);
    return IST_OK;
}

void ist_override_clear(ist_override *override)
{
    if (!override) {
        return;
    }
    isti_free((char *)(uintptr_t) override->pointer);
    isti_free((char *)(uintptr_t) override->value);
    *override = (ist_override){.pointer = NULL};
}
