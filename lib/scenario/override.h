// SPDX-License-Identifier: GPL-3.0-or-later
// Other values laid over the text of a scenario before it is read, so that whatever reads it finds
// one sound JSON text, and every byte of it still knows where it comes from.
#ifndef ISTI_SCENARIO_OVERRIDE_H
#define ISTI_SCENARIO_OVERRIDE_H

#include "scenario/read.h"

// Read a text as isti_read() does, with the overrides of `options` laid over it. A fault that lies in
// an override or only comes with it is reported at the override's own place, others at their place in
// `text`.
ist_model *isti_override_read(const char *text, size_t length, const char *source,
                              const ist_scenario_options *options, isti_read_result *out,
                              ist_errors *errors);

// Which of the overrides have anything to do in a text: those that select something in what the ones
// before made of it, and those that are wrong anywhere. `errors` hears of the others. All, if the text
// is unsound: it will be told when it is read. False when memory is short.
bool isti_override_fit(const char *text, size_t length, const ist_override *set, int32_t count,
                       bool *fits, ist_errors *errors);

// Is it a pointer at all: "/" before each part, "~" only as "~0" or "~1"?
bool isti_override_is_pointer(const char *pointer);

// Report a fault at the place of an override.
__attribute__((format(printf, 6, 7))) void
isti_override_fail(ist_errors *errors, const ist_override *override, ist_status status,
                   const char *allowed, const char *meant, const char *format, ...);

// A value as people write it, as JSON: itself if it is JSON, else a text. To be freed; NULL when memory
// is short.
char *isti_override_value(const char *text, size_t length);

// A character as it has to stand in a JSON text between quotes.
enum { ISTI_ESCAPE_SIZE = 8 };
const char *isti_override_escape(char c, char buffer[ISTI_ESCAPE_SIZE]); // override_text.c

// ---- What a pointer selects (override_select.c)

typedef struct isti_target {
    int32_t node;     // value selected, or the innermost one that is there
    const char *rest; // of the pointer: what has to be added to the node; "" when there is nothing
} isti_target;

typedef struct isti_selection {
    const isti_scan *scan;
    bool may_add;
    bool no_memory;
    isti_target *target; // in the order of the text, none in another
    size_t count, capacity;
    int32_t stuck_at;  // where nothing fitted: the value, -1 when that did not happen
    const char *stuck; // and the rest of the pointer from there
} isti_selection;

// Clear in any case. The pointer is a sound one.
void isti_select(isti_selection *selection, const isti_scan *scan, const char *pointer,
                 bool may_add);
void isti_selection_clear(isti_selection *selection);

// Say at the place of an override why its pointer selects nothing.
void isti_selection_fail(const isti_selection *selection, const ist_override *override,
                         ist_errors *errors);

// First child of a node, and the one after `child`; -1: none.
int32_t isti_select_child(const isti_scan *scan, int32_t node);
int32_t isti_select_next(const isti_scan *scan, int32_t child);

// ---- The text with its origins (override_text.c)

typedef struct isti_overlay {
    char *text;
    int32_t *origin; // of each byte: its offset in the base text, or -1 - the number of an override
    size_t length, capacity;
    bool no_memory, is_too_long;
    isti_scan *scan; // of the text; NULL while it is being written
} isti_overlay;

// The base text alone, which has to be sound. False when memory is short. Clear in any case.
bool isti_overlay_open(isti_overlay *overlay, const char *text, size_t length);
void isti_overlay_clear(isti_overlay *overlay);

// Lay one override over what is there. False after a report; the text is as before then.
bool isti_overlay_lay(isti_overlay *overlay, const ist_override *override, int32_t number,
                      ist_errors *errors);

// Make `basis` agree with the text: entries about values of `base` that were replaced or removed go,
// those about values that have moved follow them. False when memory is short.
bool isti_overlay_settle_basis(isti_overlay *overlay, const isti_scan *base);

// ---- Writing the next text from the one before (override_text.c)

typedef struct isti_pass {
    const isti_overlay *from;
    isti_overlay to;
    int32_t at; // next byte of `from`
} isti_pass;

void isti_pass_keep(isti_pass *pass, int32_t until); // copy
void isti_pass_put(isti_pass *pass, const char *text, size_t length, int32_t origin);
void isti_pass_put_key(isti_pass *pass, const char *name, size_t length, int32_t origin); // quoted
// Leave out a value with its key and a comma. `is_gone` marks all nodes that are left out.
void isti_pass_cut(isti_pass *pass, int32_t node, const bool *is_gone);

// Take over what was written if it is sound. False, with the overlay as before, when it is not;
// `errors` then has the reason.
bool isti_pass_end(isti_pass *pass, isti_overlay *overlay, ist_errors *errors);

#endif
