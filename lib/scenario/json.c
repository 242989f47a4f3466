// SPDX-License-Identifier: GPL-3.0-or-later
// Parsing, and walking along JSON pointers.
#include "scenario/json.h"

#include <stdio.h>
#include <string.h>

cJSON *isti_json_parse(const char *text, size_t length)
{
    return cJSON_ParseWithLengthOpts(text, length, NULL, false);
}

// Whether the first `length` bytes of `token`, unescaped, are `name`.
static bool is_token(const char *token, size_t length, const char *name)
{
    for (size_t i = 0; i < length; i++) {
        char c = token[i];
        if (c == '~') {
            const char escape = i + 1 < length ? token[++i] : '\0';
            if (escape != '0' && escape != '1') {
                return false;
            }
            c = escape == '0' ? '~' : '/';
        }
        if (*name++ != c) {
            return false;
        }
    }
    return *name == '\0';
}

static const cJSON *child_named(const cJSON *parent, const char *token, size_t length)
{
    int32_t index = 0;
    const cJSON *child;
    cJSON_ArrayForEach(child, parent)
    {
        char digits[12];
        snprintf(digits, sizeof digits, "%d", (int)index++);
        if (is_token(token, length, cJSON_IsArray(parent) ? digits : child->string)) {
            return child;
        }
    }
    return NULL;
}

const cJSON *isti_json_follow(const cJSON *root, const char *pointer, const char **rest)
{
    const cJSON *at = root;
    while (*pointer == '/') {
        const size_t length = strcspn(pointer + 1, "/");
        const cJSON *child = child_named(at, pointer + 1, length);
        if (!child) {
            break;
        }
        at = child;
        pointer += 1 + length;
    }
    *rest = pointer;
    return at;
}

size_t isti_json_append(char *buffer, size_t size, size_t length, const char *name)
{
    if (length < size) {
        buffer[length] = '/';
    }
    length++;
    for (; *name; name++) {
        char piece[3] = {*name, '\0', '\0'};
        if (*name == '~' || *name == '/') {
            piece[0] = '~';
            piece[1] = *name == '~' ? '0' : '1';
        }
        for (const char *c = piece; *c; c++, length++) {
            if (length < size) {
                buffer[length] = *c;
            }
        }
    }
    if (size > 0) {
        buffer[length < size ? length : size - 1] = '\0';
    }
    return length;
}
