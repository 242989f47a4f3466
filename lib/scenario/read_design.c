// SPDX-License-Identifier: GPL-3.0-or-later
// Reading the design of experiments that a scenario brings.
#include "base/memory.h"
#include "base/names.h"
#include "scenario/override.h"
#include "scenario/read.h"

#include <stdio.h>
#include <string.h>

enum { MOST_STEPS = 1000000 };

// ---- Values

// The text of the value at the path; NULL when memory is short.
static char *raw_text(isti_reader *reader)
{
    const char *raw = NULL;
    size_t length = 0;
    char *text = NULL;
    if (isti_scan_raw(reader->scan, isti_read_path(reader), &raw, &length)) {
        text = isti_alloc_array(length + 1, 1);
    }
    if (!text) {
        reader->no_memory = true;
        return NULL;
    }
    memcpy(text, raw, length);
    return text;
}

static void read_values(isti_reader *reader, const cJSON *value, ist_factor *factor)
{
    const int32_t count = cJSON_GetArraySize(value);
    if (count == 0) {
        isti_read_fail(reader, IST_ERR_RANGE, "at least one value", NULL, "the list is empty");
        return;
    }
    if (!isti_factor_make_values(factor, count)) {
        reader->no_memory = true;
        return;
    }
    for (int32_t k = 0; k < count && !reader->no_memory; k++) {
        const size_t mark = isti_read_enter_index(reader, k);
        isti_factor_give(factor, k, raw_text(reader));
        isti_read_leave(reader, mark);
    }
}

static void read_from(isti_reader *reader, const cJSON *value, void *target)
{
    isti_read_number(reader, value, &((ist_factor *)target)->low);
}

static void read_to(isti_reader *reader, const cJSON *value, void *target)
{
    isti_read_number(reader, value, &((ist_factor *)target)->high);
}

// A whole number within bounds; false after a report.
static bool read_within(isti_reader *reader, const cJSON *value, const char *key, int32_t least,
                        int32_t most, int32_t *out)
{
    const isti_field field = {.key = key, .minimum = least, .maximum = most};
    int32_t number;
    if (!isti_read_integer(reader, value, &field, &number)) {
        return false;
    }
    if (number < least || number > most) {
        char allowed[ISTI_READ_SHOWN];
        snprintf(allowed, sizeof allowed, "%d to %d", (int)least, (int)most);
        isti_read_fail(reader, IST_ERR_RANGE, allowed, NULL, "%s %d is out of range", key,
                       (int)number);
        return false;
    }
    *out = number;
    return true;
}

static void read_steps(isti_reader *reader, const cJSON *value, void *target)
{
    read_within(reader, value, "steps", 1, MOST_STEPS, &((ist_factor *)target)->steps);
}

static void read_is_integer(isti_reader *reader, const cJSON *value, void *target)
{
    isti_read_flag(reader, value, &((ist_factor *)target)->is_integer);
}

static void read_range(isti_reader *reader, const cJSON *value, ist_factor *factor)
{
    static const isti_key rows[] = {
        {"from", true, NULL, read_from},
        {"to", true, NULL, read_to},
        {"steps", false, NULL, read_steps},
        {"integer", false, NULL, read_is_integer},
    };
    isti_keys keys = {.count = COUNT_OF(rows)};
    memcpy(keys.row, rows, sizeof rows);
    const bool is_whole = isti_read_object(reader, value, &keys, factor) &&
                          cJSON_HasObjectItem(value, "from") && cJSON_HasObjectItem(value, "to");
    if (is_whole && factor->low > factor->high) {
        isti_read_fail(reader, IST_ERR_CONFLICT, NULL, NULL,
                       "the range begins at %.15g and ends lower, at %.15g", factor->low,
                       factor->high);
    }
}

// ---- Factors

// The pointer that is the key at the path; NULL after a report.
static char *read_pointer(isti_reader *reader, const cJSON *member)
{
    char shown[ISTI_READ_SHOWN];
    if (!isti_override_is_pointer(member->string) || !member->string[0]) {
        isti_read_fail_at_key(
            reader, IST_ERR_RANGE, "/part/part..., with ~0 for ~ and ~1 for / in a part", NULL,
            "\"%s\" is not a JSON pointer", isti_read_shown(member->string, shown));
        return NULL;
    }
    char *pointer = isti_copy_text(member->string);
    reader->no_memory |= !pointer;
    return pointer;
}

// One more factor with its place in the text; NULL after a report.
static ist_factor *add_factor(isti_reader *reader, isti_design_content *design, const cJSON *member)
{
    isti_factors *all = &design->factors;
    const size_t old = (size_t)all->count;
    ist_factor *items = isti_resize_array(all->item, old, old + 1, sizeof *items);
    if (!items) {
        reader->no_memory = true;
        return NULL;
    }
    all->item = items;
    char *pointer = read_pointer(reader, member);
    if (!pointer) {
        return NULL;
    }
    ist_factor *factor = &items[all->count++];
    *factor = (ist_factor){.pointer = pointer, .source = design->source};
    isti_scan_find(reader->scan, isti_read_path(reader), true, &factor->line, &factor->column);
    return factor;
}

static void read_vary(isti_reader *reader, const cJSON *value, void *target)
{
    isti_design_content *design = target;
    if (!cJSON_IsObject(value) || !value->child) {
        isti_read_fail_type(reader, value, "an object { } with a JSON pointer as each key");
        return;
    }
    const cJSON *member;
    cJSON_ArrayForEach(member, value)
    {
        const size_t mark = isti_read_enter(reader, member->string);
        ist_factor *factor = add_factor(reader, design, member);
        if (factor && cJSON_IsArray(member)) {
            read_values(reader, member, factor);
        } else if (factor) {
            read_range(reader, member, factor);
        }
        isti_read_leave(reader, mark);
    }
}

// ---- Points listed one by one

static ist_factor *find_factor(isti_design_content *design, const char *pointer)
{
    for (int32_t f = 0; f < design->factors.count; f++) {
        if (strcmp(design->factors.item[f].pointer, pointer) == 0) {
            return &design->factors.item[f];
        }
    }
    return NULL;
}

static void read_point(isti_reader *reader, const cJSON *point, isti_design_content *design,
                       int32_t index, int32_t count)
{
    if (!cJSON_IsObject(point)) {
        isti_read_fail_type(reader, point, "an object { } with a JSON pointer as each key");
        return;
    }
    const cJSON *member;
    cJSON_ArrayForEach(member, point)
    {
        const size_t mark = isti_read_enter(reader, member->string);
        ist_factor *factor = find_factor(design, member->string);
        if (!factor) {
            factor = add_factor(reader, design, member);
            reader->no_memory |= factor && !isti_factor_make_values(factor, count);
        }
        if (factor && factor->values) {
            isti_factor_give(factor, index, raw_text(reader));
        }
        isti_read_leave(reader, mark);
    }
}

static void read_points_listed(isti_reader *reader, const cJSON *value, void *target)
{
    isti_design_content *design = target;
    const int32_t count = cJSON_GetArraySize(value);
    if (!cJSON_IsArray(value) || count == 0) {
        isti_read_fail_type(reader, value, "a list of points, each an object { }");
        return;
    }
    int32_t index = 0;
    const cJSON *point;
    cJSON_ArrayForEach(point, value)
    {
        const size_t mark = isti_read_enter_index(reader, index);
        read_point(reader, point, design, index++, count);
        isti_read_leave(reader, mark);
    }
    design->def.kind = IST_DESIGN_ZIP;
}

// ---- The rest

static void read_kind(isti_reader *reader, const cJSON *value, void *target)
{
    const char *names[IST_DESIGN_COUNT];
    const char *name;
    for (int32_t k = 0; k < IST_DESIGN_COUNT; k++) {
        names[k] = ist_design_name((ist_design_kind)k);
    }
    if (!isti_read_text(reader, value, &name)) {
        return;
    }
    const int32_t kind = isti_name_find(names, IST_DESIGN_COUNT, name);
    if (kind < 0) {
        isti_read_fail_name(reader, "kind of design", name, names, IST_DESIGN_COUNT);
        return;
    }
    ((isti_design_content *)target)->def.kind = (ist_design_kind)kind;
}

static void read_points(isti_reader *reader, const cJSON *value, void *target)
{
    read_within(reader, value, "points", 1, MOST_STEPS,
                &((isti_design_content *)target)->def.points);
}

static void read_seed(isti_reader *reader, const cJSON *value, void *target)
{
    int32_t seed;
    if (read_within(reader, value, "seed", 0, INT32_MAX, &seed)) {
        ((isti_design_content *)target)->def.seed = (uint64_t)seed;
    }
}

static void read_file(isti_reader *reader, const cJSON *value, void *target)
{
    isti_design_content *design = target;
    const char *file;
    if (isti_read_text(reader, value, &file)) {
        design->file = isti_copy_text(file);
        reader->no_memory |= !design->file;
    }
}

// The design has its factors from one place.
static void check_origin(isti_reader *reader, const cJSON *value)
{
    static const char *const origins[] = {"vary", "list", "file"};
    int32_t count = 0;
    for (size_t k = 0; k < COUNT_OF(origins); k++) {
        count += cJSON_HasObjectItem(value, origins[k]);
    }
    if (cJSON_IsObject(value) && count != 1) {
        isti_read_fail(reader, IST_ERR_CONFLICT, "one of vary, list, file", NULL,
                       count == 0 ? "the design does not say what varies"
                                  : "the design says more than once what varies");
    }
}

void isti_read_design(isti_reader *reader, const cJSON *value, void *target)
{
    static const isti_key rows[] = {
        {"kind", false, NULL, read_kind},          {"vary", false, NULL, read_vary},
        {"list", false, NULL, read_points_listed}, {"file", false, NULL, read_file},
        {"points", false, NULL, read_points},      {"seed", false, NULL, read_seed},
        {"notes", false, NULL, isti_read_notes},
    };
    (void)target;
    isti_design_content *design = isti_alloc_array(1, sizeof *design);
    char *source = isti_copy_text(reader->source);
    if (!design || !source) {
        isti_free(design);
        isti_free(source);
        reader->no_memory = true;
        return;
    }
    isti_design_content_destroy(reader->out->design);
    reader->out->design = design;
    design->source = source;
    design->def = ist_design_def_default();
    isti_keys keys = {.count = COUNT_OF(rows)};
    memcpy(keys.row, rows, sizeof rows);
    isti_read_object(reader, value, &keys, design);
    check_origin(reader, value);
    design->def.factor = design->factors.item;
    design->def.factor_count = design->factors.count;
    design->def.file = design->file;
}
