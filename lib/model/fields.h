// SPDX-License-Identifier: GPL-3.0-or-later
// What each definition consists of: keys, types, ranges, meanings. One table serves the scenario
// reader (keys and types), compile (ranges) and the help texts.
#ifndef ISTI_MODEL_FIELDS_H
#define ISTI_MODEL_FIELDS_H

#include <interstice/spec.h>

#include "base/base.h"

typedef enum isti_type {
    ISTI_NUMBER,  // double
    ISTI_INTEGER, // int32_t
    ISTI_FLAG,    // bool
    ISTI_TEXT,    // const char *
    ISTI_NAMES,   // const char *const * at offset, int32_t at count_offset; a JSON string or list
    ISTI_LEVEL,   // ist_level, a JSON string
    ISTI_CONTROL, // double[IST_CONTROL_COUNT], a JSON object by mode
    ISTI_CONTEXT, // double[IST_CONTEXT_COUNT], a JSON object by name
    ISTI_SIZE,    // int32_t[2], a JSON integer or [min, max]
    ISTI_PEOPLE,  // int32_t[IST_LEVEL_COUNT], a JSON object by level
    ISTI_TYPE_COUNT
} isti_type;

typedef struct isti_field {
    const char *key;
    isti_type type;
    size_t offset;
    size_t count_offset;     // ISTI_NAMES only
    double minimum, maximum; // numbers and integers, inclusive; also of each element
    bool required;
    bool may_be_unset; // NaN allowed: derived, drawn or unchanged
    const char *meaning;
} isti_field;

typedef struct isti_field_table {
    const isti_field *fields;
    int32_t count;
} isti_field_table;

isti_field_table isti_organization_fields(void); // what stands under "organization"
isti_field_table isti_time_fields(void);         // of the same definition, under "time"
isti_field_table isti_theme_fields(void);
isti_field_table isti_unit_fields(void);
isti_field_table isti_employee_fields(void);
isti_field_table isti_manager_fields(void);
isti_field_table isti_tie_fields(void);
// Fields of one event kind, "at", "group" and "measure" included ("kind" is not in the table).
isti_field_table isti_event_fields(ist_event_kind kind);

// Spelling of a type for messages: "a number", "true or false", "a list of names", ...
const char *isti_type_text(isti_type type);

// Check ranges and required texts of a definition; report each fault at `where`/key.
void isti_fields_check(isti_field_table table, const void *def, const char *where,
                       ist_errors *errors);

#endif
