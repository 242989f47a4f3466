// SPDX-License-Identifier: GPL-3.0-or-later
// The scanner at its place in the text, and how it reports what it finds there.
#ifndef ISTI_SCENARIO_SCAN_REPORT_H
#define ISTI_SCENARIO_SCAN_REPORT_H

#include "scenario/scan_map.h"

#define ISTI_SCAN_VALUE_STARTS "true, false, null, a number, a string, [ or {"

enum { ISTI_SCAN_SHOWN = 72 }; // room for a quotation

typedef struct isti_scanner {
    isti_scan *map; // NULL before there is one
    const char *source;
    ist_errors *errors;
    int32_t at;       // next byte
    int32_t here;     // the value that reports speak of
    bool is_key;      // the string being read is a key: keep it in `names`
    bool spans_lines; // the string being read has its end in a later line
    bool failed;
} isti_scanner;

// What a report says besides its sentence. Left out: a syntax error, nothing to add.
typedef struct isti_scan_fault {
    ist_status status;
    const char *allowed;
    const char *meant;
} isti_scan_fault;

static inline bool isti_scan_at_end(const isti_scanner *s)
{
    return s->at == s->map->length;
}

// The next byte; NUL at the end, where the copy has one.
static inline char isti_scan_peek(const isti_scanner *s)
{
    return s->map->text[s->at];
}

// Report a fault at a place. Gives false, so that `return isti_scan_fail(...)` ends the scan.
__attribute__((format(printf, 4, 5))) bool
isti_scan_fail(isti_scanner *s, int32_t at, isti_scan_fault what, const char *format, ...);
bool isti_scan_fail_memory(isti_scanner *s);

// Quote a piece of the text, at most 40 bytes of it, safe to print.
const char *isti_scan_quote(const isti_scanner *s, int32_t from, int32_t to,
                            char buffer[ISTI_SCAN_SHOWN]);

// Name a character that has no business where it stands.
const char *isti_scan_name_char(const isti_scanner *s, int32_t at, char buffer[ISTI_SCAN_SHOWN]);

#endif
