// SPDX-License-Identifier: GPL-3.0-or-later
// JSON pointers that say where in a description something is wrong.
#include "model/where.h"

#include <stdio.h>
#include <string.h>

isti_where isti_where_of(const char *format, ...)
{
    isti_where where;
    va_list args;
    va_start(args, format);
    const int length = vsnprintf(where.text, sizeof where.text, format, args);
    va_end(args);
    if (length < 0) {
        where.text[0] = '\0';
    }
    return where;
}

// Put `text` at `length`; returns the new length. What does not fit is left out.
static size_t append(isti_where *where, size_t length, const char *text, size_t size)
{
    if (length + size >= sizeof where->text) {
        return length;
    }
    memcpy(where->text + length, text, size);
    return length + size;
}

isti_where isti_where_key(const char *parent, const char *name)
{
    isti_where where;
    size_t length = append(&where, 0, parent, strlen(parent));
    length = append(&where, length, "/", 1);
    for (const char *c = name ? name : ""; *c; c++) {
        const bool is_special = *c == '~' || *c == '/';
        length = is_special ? append(&where, length, *c == '~' ? "~0" : "~1", 2)
                            : append(&where, length, c, 1);
    }
    where.text[length] = '\0';
    return where;
}
