// SPDX-License-Identifier: GPL-3.0-or-later
// What several parts of a file of patterns have in common: names, bands, overrides.
#include "scenario/read_patterns.h"

#include "base/names.h"
#include "scenario/override.h"

#include <math.h>
#include <string.h>

bool isti_patterns_read_name(isti_reader *reader, const cJSON *value, const char **out)
{
    const char *text;
    if (!isti_read_text(reader, value, &text)) {
        return false;
    }
    if (!text[0]) {
        isti_read_fail(reader, IST_ERR_RANGE, NULL, NULL, "the text is empty");
        return false;
    }
    *out = text;
    return true;
}

void isti_patterns_check_new(isti_reader *reader, const char *key, const char *what,
                             const char *name, bool is_taken)
{
    if (is_taken) {
        char shown[ISTI_READ_SHOWN];
        const size_t mark = isti_read_enter(reader, key);
        isti_read_fail(reader, IST_ERR_DUPLICATE_NAME, NULL, NULL,
                       "an earlier %s has the same %s: \"%s\"", what, key,
                       isti_read_shown(name, shown));
        isti_read_leave(reader, mark);
    }
}

// ---- Bands

static bool read_bound(isti_reader *reader, const cJSON *value, double *out)
{
    if (cJSON_IsNull(value)) {
        return true;
    }
    if (!cJSON_IsNumber(value)) {
        isti_read_fail_type(reader, value, "a number, or null for no bound");
        return false;
    }
    *out = value->valuedouble;
    return true;
}

bool isti_patterns_read_band(isti_reader *reader, const cJSON *value, double target[2])
{
    double bound[2] = {-HUGE_VAL, HUGE_VAL};
    if (!cJSON_IsArray(value) || cJSON_GetArraySize(value) != 2) {
        isti_read_fail_type(reader, value, "[lowest, highest], either of them null for no bound");
        return false;
    }
    bool is_sound = true;
    for (int32_t i = 0; i < 2; i++) {
        const size_t mark = isti_read_enter_index(reader, i);
        is_sound &= read_bound(reader, cJSON_GetArrayItem(value, i), &bound[i]);
        isti_read_leave(reader, mark);
    }
    if (is_sound && isinf(bound[0]) && isinf(bound[1])) {
        isti_read_fail(reader, IST_ERR_RANGE, NULL, NULL,
                       "without any bound everything is inside; give at least one");
        return false;
    }
    if (is_sound && bound[0] > bound[1]) {
        isti_read_fail(reader, IST_ERR_CONFLICT, NULL, NULL,
                       "it begins at %.15g and ends lower, at %.15g", bound[0], bound[1]);
        return false;
    }
    memcpy(target, bound, sizeof bound);
    return is_sound;
}

void isti_patterns_check_open(isti_reader *reader, const double band[2], bool open)
{
    if (open && band[0] == band[1]) {
        const size_t mark = isti_read_enter(reader, "band");
        isti_read_fail(reader, IST_ERR_CONFLICT, NULL, NULL,
                       "nothing lies inside: both bounds are %.15g and they are \"open\"", band[0]);
        isti_read_leave(reader, mark);
    }
}

// ---- Closed lists

int32_t isti_patterns_read_choice(isti_reader *reader, const cJSON *value, const char *what,
                                  const char *const *names, int32_t count)
{
    const char *name;
    if (!isti_read_text(reader, value, &name)) {
        return -1;
    }
    const int32_t found = isti_name_find(names, count, name);
    if (found < 0) {
        isti_read_fail_name(reader, what, name, names, count);
    }
    return found;
}

bool isti_patterns_read_bits(isti_reader *reader, const cJSON *value, ist_kind kind,
                             const char *what, uint32_t *out)
{
    enum { MAX_NAMES = 32 }; // bits there are
    const char *names[MAX_NAMES];
    const int32_t count = isti_min_i(ist_kind_count(kind), MAX_NAMES);
    isti_read_kind_names(kind, names, count);
    if (cJSON_IsString(value)) {
        const int32_t bit = isti_patterns_read_choice(reader, value, what, names, count);
        *out = bit >= 0 ? UINT32_C(1) << bit : 0;
        return bit >= 0;
    }
    if (!cJSON_IsArray(value) || !value->child) {
        isti_read_fail_type(reader, value, "a name or a list of names");
        return false;
    }
    bool is_sound = true;
    int32_t index = 0;
    const cJSON *element;
    cJSON_ArrayForEach(element, value)
    {
        const size_t mark = isti_read_enter_index(reader, index++);
        const int32_t bit = isti_patterns_read_choice(reader, element, what, names, count);
        isti_read_leave(reader, mark);
        *out |= bit >= 0 ? UINT32_C(1) << bit : 0;
        is_sound &= bit >= 0;
    }
    return is_sound;
}

void isti_patterns_fail_reference(isti_reader *reader, const char *what, const char *name,
                                  isti_patterns_name_fn *name_of, int32_t count, bool is_unread)
{
    const isti_patterns_file *file = isti_patterns_of(reader)->file;
    const char **names = isti_read_new_list(reader, (size_t)count, sizeof *names);
    int32_t different = 0;
    for (int32_t i = 0; names && i < count; i++) {
        const char *other = name_of(file, i);
        if (other[0] && isti_name_find(names, different, other) < 0) {
            names[different++] = other;
        }
    }
    if (names && (!is_unread || isti_name_nearest(names, different, name))) {
        isti_read_fail_name(reader, what, name, names, different);
    }
    isti_read_drop_lists(reader);
}

static const char *run_name(const isti_patterns_file *file, int32_t index)
{
    return file->run[index].name;
}

int32_t isti_patterns_read_run_name(isti_reader *reader, const cJSON *value)
{
    const isti_patterns_reader *r = isti_patterns_of(reader);
    const char *name;
    if (!isti_read_text(reader, value, &name)) {
        return -1;
    }
    for (int32_t i = 0; name[0] && i < r->file->runs; i++) {
        if (strcmp(r->file->run[i].name, name) == 0) {
            return i;
        }
    }
    isti_patterns_fail_reference(reader, "run", name, run_name, r->file->runs, r->is_run_unread);
    return -1;
}

// ---- Overrides

static void read_override(isti_reader *reader, const cJSON *value, ist_override *out)
{
    const char *raw = NULL;
    size_t length = 0;
    char shown[ISTI_READ_SHOWN];
    const char *path = isti_read_path(reader);
    if (!isti_override_is_pointer(value->string)) {
        isti_read_fail_at_key(
            reader, IST_ERR_RANGE, "/part/part..., with ~0 for ~ and ~1 for / in a part", NULL,
            "\"%s\" is not a JSON pointer", isti_read_shown(value->string, shown));
        return;
    }
    if (!isti_scan_raw(reader->scan, path, &raw, &length)) {
        return; // the path is short of memory
    }
    isti_scan_find(reader->scan, path, true, &out->line, &out->column);
    out->source = isti_patterns_of(reader)->file->source;
    out->pointer = isti_patterns_text(reader, value->string);
    out->value = cJSON_IsNull(value) ? NULL : isti_patterns_copy(reader, raw, length);
}

bool isti_patterns_read_set(isti_reader *reader, const cJSON *value, const ist_override **out,
                            int32_t *count)
{
    if (!cJSON_IsObject(value)) {
        isti_read_fail_type(reader, value,
                            "an object { } with a JSON pointer into the scenario as each key");
        return false;
    }
    ist_override *list =
        isti_patterns_block(reader, (size_t)cJSON_GetArraySize(value), sizeof *list);
    int32_t read = 0;
    const cJSON *member;
    cJSON_ArrayForEach(member, value)
    {
        const size_t mark = isti_read_enter(reader, member->string);
        if (list) {
            read_override(reader, member, &list[read++]);
        }
        isti_read_leave(reader, mark);
    }
    *out = list;
    *count = read;
    return true;
}
