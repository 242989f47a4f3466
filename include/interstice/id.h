// SPDX-License-Identifier: GPL-3.0-or-later
/// @file
/// Typed handles. One small struct per kind, passed by value, so that the compiler refuses an
/// employee where a unit is expected. Zero is none; handles are never recycled.
#ifndef INTERSTICE_ID_H
#define INTERSTICE_ID_H

#include <interstice/base.h>

/// Numbers run from 1. An employee handle names a post: whoever is hired into it keeps the number.
typedef struct ist_employee_id {
    int32_t number;
} ist_employee_id;

typedef struct ist_unit_id {
    int32_t number;
} ist_unit_id;

/// Someone with a policy towards communities.
typedef struct ist_manager_id {
    int32_t number;
} ist_manager_id;

typedef struct ist_theme_id {
    int32_t number;
} ist_theme_id;

/// In the order of founding within a run.
typedef struct ist_community_id {
    int32_t number;
} ist_community_id;

#endif
