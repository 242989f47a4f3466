// SPDX-License-Identifier: GPL-3.0-or-later
// JSON pointers that say where in a description something is wrong.
#ifndef ISTI_MODEL_WHERE_H
#define ISTI_MODEL_WHERE_H

#include "base/base.h"

typedef struct isti_where {
    char text[sizeof(((ist_error *)0)->where)];
} isti_where;

// As snprintf; what does not fit is cut off.
__attribute__((format(printf, 1, 2))) isti_where isti_where_of(const char *format, ...);

// `parent`/`name`, with '~' and '/' in the name escaped (RFC 6901).
isti_where isti_where_key(const char *parent, const char *name);

#endif
