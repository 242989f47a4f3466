// SPDX-License-Identifier: GPL-3.0-or-later
// Laying one override over a text, and keeping what the text says of its values in step.
#include "scenario/override.h"

#include "base/memory.h"
#include "scenario/scan_map.h"

#include <stdio.h>
#include <string.h>

void isti_override_fail(ist_errors *errors, const ist_override *override, ist_status status,
                        const char *allowed, const char *meant, const char *format, ...)
{
    char message[sizeof((ist_error){0}).message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    const int32_t before = ist_errors_count(errors);
    isti_fail_hint(errors, status, override->pointer, allowed, meant, "%s", message);
    if (ist_errors_count(errors) > before) {
        ist_error *error = isti_errors_at(errors, before);
        error->line = override->line;
        error->column = override->column;
        isti_read_set_source(error, override->source ? override->source : "override");
    }
}

// ---- Adding, replacing, removing

// Put what is missing: `"a": {"b": value}` for "/a/b".
static void put_rest(isti_pass *pass, const char *rest, const char *value, int32_t origin)
{
    int32_t depth = 0;
    for (; *rest; depth++) {
        const size_t length = strcspn(rest + 1, "/");
        char *name = isti_alloc_scratch(length + 1, 1);
        if (!name) {
            pass->to.no_memory = true;
            return;
        }
        size_t used = 0;
        for (size_t i = 1; i <= length; i++) {
            name[used++] = rest[i] != '~' ? rest[i] : rest[++i] == '0' ? '~' : '/';
        }
        isti_pass_put(pass, depth > 0 ? "{" : "", depth > 0, origin);
        isti_pass_put_key(pass, name, used, origin);
        isti_pass_put(pass, ": ", 2, origin);
        isti_free(name);
        rest += 1 + length;
    }
    isti_pass_put(pass, value, strlen(value), origin);
    while (--depth > 0) {
        isti_pass_put(pass, "}", 1, origin);
    }
}

static void put_added(isti_pass *pass, const isti_target *target, const char *value, int32_t origin)
{
    const isti_scan *scan = pass->from->scan;
    int32_t last = -1;
    for (int32_t i = isti_select_child(scan, target->node); i >= 0; i = isti_select_next(scan, i)) {
        last = i;
    }
    isti_pass_keep(pass, last >= 0 ? scan->nodes[last].end : scan->nodes[target->node].start + 1);
    isti_pass_put(pass, last >= 0 ? ", " : "", last >= 0 ? 2 : 0, origin);
    const bool is_list = scan->text[scan->nodes[target->node].start] == '[';
    put_rest(pass, is_list ? "" : target->rest, value, origin);
}

static void put_instead(isti_pass *pass, int32_t node, const char *value, int32_t origin)
{
    isti_pass_keep(pass, pass->from->scan->nodes[node].start);
    isti_pass_put(pass, value, strlen(value), origin);
    pass->at = pass->from->scan->nodes[node].end;
}

static bool remove_all(isti_pass *pass, const isti_selection *selection)
{
    bool *is_gone = isti_alloc_array((size_t)pass->from->scan->count, sizeof *is_gone);
    if (!is_gone) {
        return false;
    }
    for (size_t i = 0; i < selection->count; i++) {
        is_gone[selection->target[i].node] = true;
    }
    for (size_t i = 0; i < selection->count; i++) {
        isti_pass_cut(pass, selection->target[i].node, is_gone);
    }
    isti_free(is_gone);
    return true;
}

// Write the text with the selected values changed. False after a report.
static bool change(isti_overlay *overlay, const isti_selection *selection, const char *value,
                   int32_t number, ist_errors *errors)
{
    isti_pass pass = {.from = overlay};
    const int32_t origin = -1 - number;
    const bool has_room = value || remove_all(&pass, selection);
    pass.to.no_memory |= !has_room;
    for (size_t i = 0; value && i < selection->count; i++) {
        const isti_target *target = &selection->target[i];
        if (*target->rest) {
            put_added(&pass, target, value, origin);
        } else {
            put_instead(&pass, target->node, value, origin);
        }
    }
    return isti_pass_end(&pass, overlay, errors);
}

// ---- One override

// Report, at the place of the override, what is wrong with the text it brings about.
static void fail_as(const ist_override *override, const ist_errors *found, ist_errors *errors)
{
    const ist_error *first = ist_errors_get(found, 0);
    if (!first || first->status == IST_ERR_NO_MEMORY) {
        isti_override_fail(errors, override, IST_ERR_NO_MEMORY, NULL, NULL, "out of memory");
        return;
    }
    isti_override_fail(errors, override, first->status, first->allowed, first->meant, "%s",
                       first->message);
}

// Is the value JSON by itself? False after a report.
static bool is_value_sound(const ist_override *override, ist_errors *errors)
{
    ist_errors *found = ist_errors_create();
    isti_scan *scan =
        found ? isti_scan_create(override->value, strlen(override->value), NULL, found) : NULL;
    const bool is_sound = scan != NULL;
    if (!is_sound) {
        fail_as(override, found, errors);
    }
    isti_scan_destroy(scan);
    ist_errors_destroy(found);
    return is_sound;
}

static bool is_sound(const ist_override *override, ist_errors *errors)
{
    if (!override->pointer || !isti_override_is_pointer(override->pointer)) {
        char meant[sizeof((ist_error){0}).meant] = "";
        if (override->pointer && override->pointer[0] && override->pointer[0] != '/') {
            snprintf(meant, sizeof meant, "/%s", override->pointer);
        }
        isti_override_fail(errors, override, IST_ERR_ARGUMENT,
                           "/part/part..., with ~0 for ~ and ~1 for / in a part", meant,
                           "not a JSON pointer");
        return false;
    }
    return !override->value || is_value_sound(override, errors);
}

// Does the value ask for removal?
static bool is_null(const char *value)
{
    const char *blank = " \t\r\n";
    const char *word = value ? value + strspn(value, blank) : "null";
    return strncmp(word, "null", 4) == 0 && word[4 + strspn(word + 4, blank)] == '\0';
}

static bool lay_selected(isti_overlay *overlay, const ist_override *override, int32_t number,
                         const isti_selection *selection, ist_errors *errors)
{
    if (selection->no_memory) {
        fail_as(override, NULL, errors);
        return false;
    }
    if (selection->count == 0) {
        isti_selection_fail(selection, override, errors);
        return false;
    }
    ist_errors *found = ist_errors_create();
    const char *value = is_null(override->value) ? NULL : override->value;
    const bool is_laid = found && change(overlay, selection, value, number, found);
    if (!is_laid) {
        fail_as(override, found, errors);
    }
    ist_errors_destroy(found);
    return is_laid;
}

bool isti_overlay_lay(isti_overlay *overlay, const ist_override *override, int32_t number,
                      ist_errors *errors)
{
    if (!is_sound(override, errors)) {
        return false;
    }
    isti_selection selection;
    isti_select(&selection, overlay->scan, override->pointer, !is_null(override->value));
    const bool is_laid = lay_selected(overlay, override, number, &selection, errors);
    isti_selection_clear(&selection);
    return is_laid;
}

// ---- The basis of values that are no longer there, or elsewhere

// The value that begins with this byte of the base text; -1 when it is gone.
static int32_t node_from(const isti_overlay *overlay, int32_t offset)
{
    for (int32_t i = 0; i < overlay->scan->count; i++) {
        if (overlay->origin[overlay->scan->nodes[i].start] == offset) {
            return i;
        }
    }
    return -1;
}

// Pointer to a node, to be freed; NULL when memory is short.
static char *pointer_to(const isti_scan *scan, int32_t node)
{
    int32_t way[ISTI_SCAN_MAX_DEPTH + 1];
    int32_t depth = 0;
    size_t size = 1;
    for (; scan->nodes[node].parent >= 0; node = scan->nodes[node].parent) {
        const int32_t length = scan->nodes[node].name_length;
        way[depth++] = node;
        size += 1 + 2 * (size_t)isti_max_i(length, ISTI_SCAN_INDEX_DIGITS); // all escaped
    }
    char *pointer = isti_alloc_array(size, 1);
    size_t used = 0;
    while (pointer && depth > 0) {
        char digits[ISTI_SCAN_INDEX_DIGITS];
        int32_t length;
        const char *name = isti_scan_map_name(scan, &scan->nodes[way[--depth]], digits, &length);
        pointer[used++] = '/';
        for (int32_t i = 0; i < length; i++) {
            const bool is_special = name[i] == '~' || name[i] == '/';
            pointer[used++] = is_special ? '~' : name[i];
            if (is_special) {
                pointer[used++] = name[i] == '~' ? '0' : '1';
            }
        }
    }
    return pointer;
}

typedef struct entry {
    int32_t node;  // of the basis
    int32_t about; // the value it speaks of, -1: gone
    char *pointer; // to that value; NULL: gone
} entry;

// Does the text itself have this value?
static bool is_of_base(const isti_overlay *overlay, int32_t node)
{
    return overlay->origin[overlay->scan->nodes[node].start] >= 0;
}

// Entries of the base text. NULL when memory is short.
static entry *list_entries(const isti_overlay *overlay, const isti_scan *base, int32_t basis,
                           int32_t *count)
{
    const isti_scan *scan = overlay->scan;
    entry *list = isti_alloc_array((size_t)scan->nodes[basis].children, sizeof *list);
    *count = 0;
    for (int32_t i = isti_select_child(scan, basis); list && i >= 0;
         i = isti_select_next(scan, i)) {
        char digits[ISTI_SCAN_INDEX_DIGITS];
        int32_t length;
        const char *name = isti_scan_map_name(scan, &scan->nodes[i], digits, &length);
        char *pointer = isti_alloc_array((size_t)length + 1, 1);
        if (!pointer) {
            isti_free(list);
            return NULL;
        }
        memcpy(pointer, name, (size_t)length);
        const char *raw;
        size_t size;
        if (is_of_base(overlay, i) && isti_scan_raw(base, pointer, &raw, &size)) {
            const int32_t about = node_from(overlay, (int32_t)(raw - base->text));
            list[(*count)++] = (entry){.node = i, .about = about};
        }
        isti_free(pointer);
    }
    return list;
}

// Find the new pointer of each entry; one that an override speaks of as well gives way. False when
// memory is short.
static bool find_pointers(const isti_overlay *overlay, int32_t basis, entry *list, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        if (list[i].about < 0) {
            continue;
        }
        list[i].pointer = pointer_to(overlay->scan, list[i].about);
        if (!list[i].pointer) {
            return false;
        }
        const int32_t other = isti_scan_map_child(overlay->scan, basis, list[i].pointer,
                                                  (int32_t)strlen(list[i].pointer));
        list[i].about = other >= 0 && !is_of_base(overlay, other) ? -1 : list[i].about;
    }
    return true;
}

// Write an entry with the pointer to where its value is now.
static void rename_entry(isti_pass *pass, const entry *e)
{
    const isti_overlay *from = pass->from;
    const int32_t key = from->scan->nodes[e->node].key;
    isti_pass_keep(pass, key);
    isti_pass_put_key(pass, e->pointer, strlen(e->pointer), from->origin[key]);
    for (pass->at = key + 1; from->text[pass->at] != '"'; pass->at++) {
        pass->at += from->text[pass->at] == '\\';
    }
    pass->at++;
}

static bool rewrite(isti_overlay *overlay, const entry *list, int32_t count)
{
    isti_pass pass = {.from = overlay};
    bool *is_gone = isti_alloc_array((size_t)overlay->scan->count, sizeof *is_gone);
    for (int32_t i = 0; is_gone && i < count; i++) {
        is_gone[list[i].node] = list[i].about < 0;
    }
    for (int32_t i = 0; is_gone && i < count; i++) {
        if (list[i].about < 0) {
            isti_pass_cut(&pass, list[i].node, is_gone);
        } else {
            rename_entry(&pass, &list[i]);
        }
    }
    pass.to.no_memory |= !is_gone;
    isti_free(is_gone);
    return isti_pass_end(&pass, overlay, NULL);
}

bool isti_overlay_settle_basis(isti_overlay *overlay, const isti_scan *base)
{
    const int32_t basis = isti_scan_map_child(overlay->scan, 0, "basis", 5);
    if (basis < 0 || overlay->text[overlay->scan->nodes[basis].start] != '{') {
        return true;
    }
    int32_t count;
    entry *list = list_entries(overlay, base, basis, &count);
    const bool is_settled =
        list && find_pointers(overlay, basis, list, count) && rewrite(overlay, list, count);
    for (int32_t i = 0; list && i < count; i++) {
        isti_free(list[i].pointer);
    }
    isti_free(list);
    return is_settled;
}
