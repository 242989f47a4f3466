// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a text with overrides, and telling for each fault whether it is of the text or of them.
#include "scenario/override.h"

#include "base/memory.h"
#include "base/plain_locale.h"
#include "scenario/scan_map.h"

#include <string.h>

enum { OF_TEXT = -1, UNKNOWN = -2 }; // who is to blame, besides the numbers of overrides

typedef struct job {
    const char *text;
    size_t length;
    const char *source;
    const ist_scenario_options *options;
    const isti_scan *base;
} job;

// What came of reading with some of the overrides.
typedef struct attempt {
    isti_overlay overlay;
    ist_errors *found; // with lines and columns of the base text, or of overrides
    int32_t *blame;    // of each of them
    bool all_fit;      // the overrides to the text
} attempt;

static void close_attempt(attempt *a)
{
    isti_overlay_clear(&a->overlay);
    ist_errors_destroy(a->found);
    isti_free(a->blame);
}

// ---- Places

// The byte of a text at a line and a column.
static int32_t offset_of(const isti_scan *scan, int32_t line, int32_t column)
{
    const int32_t row = isti_min_i(line, scan->line_count) - 1;
    return isti_min_i(scan->lines[row] + column - 1, scan->length);
}

// Move a fault from its place in the changed text to where that comes from.
static int32_t place(const job *j, const attempt *a, ist_error *error)
{
    const bool is_elsewhere = strcmp(error->source, j->source) != 0; // in a file of its own
    if (error->line <= 0 || a->overlay.length == 0 || is_elsewhere) {
        return OF_TEXT;
    }
    const int32_t last = (int32_t)a->overlay.length - 1;
    const int32_t offset = offset_of(a->overlay.scan, error->line, error->column);
    const int32_t origin = a->overlay.origin[isti_min_i(offset, last)];
    if (origin < 0) {
        return -1 - origin;
    }
    const isti_scan_place p = isti_scan_map_place(j->base, origin);
    error->line = p.line;
    error->column = p.column;
    return UNKNOWN;
}

static void blame(ist_error *error, const ist_override *override)
{
    error->line = override->line;
    error->column = override->column;
    isti_read_set_source(error, override->source ? override->source : "override");
}

// ---- Reading

static bool lay_all(const job *j, int32_t count, attempt *a, ist_errors *errors)
{
    if (!isti_overlay_open(&a->overlay, j->text, j->length)) {
        return false;
    }
    for (int32_t i = 0; i < count; i++) {
        a->all_fit &= isti_overlay_lay(&a->overlay, &j->options->set[i], i, errors);
    }
    return isti_overlay_settle_basis(&a->overlay, j->base);
}

// Read with the first `count` overrides; `errors` hears of those that do not fit the text. False
// when memory is short.
static bool try(const job *j, int32_t count, attempt *a, isti_read_result *out, ist_model **model,
                ist_errors *errors)
{
    *a = (attempt){.found = ist_errors_create(), .all_fit = true};
    *model = NULL;
    if (!a->found || !lay_all(j, count, a, errors)) {
        return false;
    }
    *model = isti_read(a->overlay.text, a->overlay.length, j->source, j->options, out, a->found);
    const int32_t faults = ist_errors_count(a->found);
    a->blame = isti_alloc_array((size_t)faults, sizeof *a->blame);
    for (int32_t i = 0; a->blame && i < faults; i++) {
        a->blame[i] = place(j, a, isti_errors_at(a->found, i));
    }
    return a->blame != NULL;
}

// ---- Who brought a fault about

// The same fault among others, NULL when it is not there.
static const ist_error *find_same(const ist_errors *errors, const ist_error *wanted)
{
    for (int32_t i = 0; i < ist_errors_count(errors); i++) {
        const ist_error *other = ist_errors_get(errors, i);
        if (other->line == wanted->line && other->column == wanted->column &&
            other->status == wanted->status && strcmp(other->message, wanted->message) == 0) {
            return other;
        }
    }
    return NULL;
}

// Blame the last of the first `count` overrides for faults that are there with these and not, as far
// as is known, with fewer. `count` 0: the text itself. Returns how many remain unknown.
static int32_t blame_prefix(attempt *a, int32_t count, const ist_errors *with)
{
    int32_t unknown = 0;
    for (int32_t i = 0; i < ist_errors_count(a->found); i++) {
        ist_error *fault = isti_errors_at(a->found, i);
        const ist_error *same = a->blame[i] == UNKNOWN ? find_same(with, fault) : NULL;
        if (same) {
            a->blame[i] = count - 1;
        }
        if (same && count == 0) {
            memcpy(fault->where, same->where, sizeof fault->where); // as the text has it
        }
        unknown += a->blame[i] == UNKNOWN;
    }
    return unknown;
}

// Find for each fault the first override it comes with. False when memory is short.
static bool find_blame(const job *j, attempt *a)
{
    static_assert(OF_TEXT == 0 - 1, "no override at all: the text");
    int32_t unknown = blame_prefix(a, 0, NULL);
    for (int32_t count = 0; unknown > 0 && count < j->options->set_count; count++) {
        attempt fewer;
        ist_model *model;
        isti_read_result out = {.seed = 1};
        const bool is_tried = try(j, count, &fewer, &out, &model, NULL);
        unknown = is_tried ? blame_prefix(a, count, fewer.found) : unknown;
        ist_model_destroy(model);
        isti_read_result_clear(&out);
        close_attempt(&fewer);
        if (!is_tried) {
            return false;
        }
    }
    blame_prefix(a, j->options->set_count, a->found); // what is left came with the last
    return true;
}

static void hand_over(const job *j, const attempt *a, ist_errors *errors)
{
    for (int32_t i = 0; i < ist_errors_count(a->found); i++) {
        const ist_error *from = ist_errors_get(a->found, i);
        const int32_t before = ist_errors_count(errors);
        isti_fail_hint(errors, from->status, from->where, from->allowed, from->meant, "%s",
                       from->message);
        if (ist_errors_count(errors) == before) {
            continue;
        }
        ist_error *to = isti_errors_at(errors, before);
        to->line = from->line;
        to->column = from->column;
        isti_read_set_source(to, from->source);
        if (a->blame[i] >= 0) {
            blame(to, &j->options->set[a->blame[i]]);
        }
    }
    isti_read_count_dropped(errors, ist_errors_dropped(a->found), ist_errors_status(a->found));
}

// ---- The whole

static ist_model *read_over(const job *j, isti_read_result *out, ist_errors *errors)
{
    attempt a;
    ist_model *model;
    bool has_memory = try(j, j->options->set_count, &a, out, &model, errors);
    if (has_memory && !model) {
        has_memory = find_blame(j, &a);
    }
    if (has_memory) {
        hand_over(j, &a, errors);
    } else {
        isti_read_fail_memory(j->source, errors);
    }
    if (!has_memory || !a.all_fit) {
        ist_model_destroy(model);
        model = NULL;
    }
    close_attempt(&a);
    return model;
}

// Without a sound text there is nothing to lay anything over: say what is wrong with it.
static ist_model *read_unsound(const char *text, size_t length, const char *source,
                               const ist_scenario_options *options, isti_read_result *out,
                               ist_errors *errors)
{
    ist_model *model = isti_read(text, length, source, options, out, errors);
    if (model) {
        isti_read_fail_memory(source, errors); // that was what the scan failed for
        ist_model_destroy(model);
    }
    return NULL;
}

ist_model *isti_override_read(const char *text, size_t length, const char *source,
                              const ist_scenario_options *options, isti_read_result *out,
                              ist_errors *errors)
{
    isti_scan *base = isti_scan_create(text, length, source, NULL);
    if (!base) {
        return read_unsound(text, length, source, options, out, errors);
    }
    isti_plain_locale locale = isti_plain_locale_enter(); // for numbers in conditions
    const job j = {text, length, source, options, base};
    ist_model *model = read_over(&j, out, errors);
    isti_plain_locale_leave(&locale);
    isti_scan_destroy(base);
    return model;
}

static bool fit_all(isti_overlay *overlay, const ist_override *set, int32_t count, bool *fits,
                    ist_errors *errors)
{
    for (int32_t k = 0; k < count; k++) {
        ist_errors *found = ist_errors_create();
        if (!found) {
            return false;
        }
        fits[k] = isti_overlay_lay(overlay, &set[k], k, found) ||
                  ist_errors_status(found) != IST_ERR_UNKNOWN_NAME;
        if (!fits[k]) {
            const ist_error *why = ist_errors_get(found, 0);
            isti_override_fail(errors, &set[k], why->status, why->allowed, why->meant, "%s",
                               why->message);
        }
        ist_errors_destroy(found);
    }
    return true;
}

bool isti_override_fit(const char *text, size_t length, const ist_override *set, int32_t count,
                       bool *fits, ist_errors *errors)
{
    isti_scan *base = isti_scan_create(text, length, NULL, NULL);
    if (!base) {
        for (int32_t k = 0; k < count; k++) {
            fits[k] = true;
        }
        return true;
    }
    isti_scan_destroy(base);
    isti_plain_locale locale = isti_plain_locale_enter(); // for numbers in conditions
    isti_overlay overlay;
    const bool is_tried =
        isti_overlay_open(&overlay, text, length) && fit_all(&overlay, set, count, fits, errors);
    isti_overlay_clear(&overlay);
    isti_plain_locale_leave(&locale);
    return is_tried;
}
