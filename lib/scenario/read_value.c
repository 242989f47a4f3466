// SPDX-License-Identifier: GPL-3.0-or-later
// Reading single values: numbers, texts, names, and the fields of definitions.
#include "base/memory.h"
#include "base/names.h"
#include "scenario/read.h"

#include <assert.h>
#include <stdio.h>

void *isti_read_grow(isti_reader *reader, void *items, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity) {
        return items;
    }
    const size_t grown = isti_grown(*capacity, count + 1);
    void *block = isti_resize_scratch(items, *capacity, grown, size);
    if (!block) {
        reader->no_memory = true;
        return NULL;
    }
    *capacity = grown;
    return block;
}

void *isti_read_new_list(isti_reader *reader, size_t count, size_t size)
{
    assert(reader->list_count < ISTI_READ_MAX_LISTS);
    void *list = isti_alloc_array(count, size);
    if (!list) {
        reader->no_memory = true;
        return NULL;
    }
    reader->list[reader->list_count++] = list;
    return list;
}

void isti_read_drop_lists(isti_reader *reader)
{
    while (reader->list_count > 0) {
        isti_free(reader->list[--reader->list_count]);
    }
}

bool isti_read_number(isti_reader *reader, const cJSON *value, double *out)
{
    if (!cJSON_IsNumber(value)) {
        isti_read_fail_type(reader, value, "a number");
        return false;
    }
    *out = value->valuedouble;
    return true;
}

// Whether a double is a whole number; the scan has refused whole numbers beyond 2^53.
static bool is_whole(double v)
{
    return v >= -9007199254740992.0 && v <= 9007199254740992.0 && v == (double)(int64_t)v;
}

bool isti_read_integer(isti_reader *reader, const cJSON *value, const isti_field *field,
                       int32_t *out)
{
    if (!cJSON_IsNumber(value) || !is_whole(value->valuedouble)) {
        isti_read_fail_type(reader, value, "an integer");
        return false;
    }
    const double v = value->valuedouble;
    if (v < (double)INT32_MIN || v > (double)INT32_MAX) {
        // Too large to be stored; smaller faults of range are left to compile.
        char allowed[64];
        snprintf(allowed, sizeof allowed, "%.10g to %.10g", field->minimum, field->maximum);
        isti_read_fail(reader, IST_ERR_RANGE, allowed, NULL, "%s %.16g is out of range", field->key,
                       v);
        return false;
    }
    *out = (int32_t)v;
    return true;
}

bool isti_read_flag(isti_reader *reader, const cJSON *value, bool *out)
{
    if (!cJSON_IsBool(value)) {
        isti_read_fail_type(reader, value, "true or false");
        return false;
    }
    *out = cJSON_IsTrue(value);
    return true;
}

bool isti_read_text(isti_reader *reader, const cJSON *value, const char **out)
{
    if (!cJSON_IsString(value)) {
        isti_read_fail_type(reader, value, "a text");
        return false;
    }
    *out = value->valuestring;
    return true;
}

void isti_read_kind_names(ist_kind kind, const char **names, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        names[i] = ist_kind_name(kind, i);
    }
}

bool isti_read_level(isti_reader *reader, const cJSON *value, ist_level *out)
{
    const char *name;
    const char *names[IST_LEVEL_COUNT];
    if (!cJSON_IsString(value)) {
        isti_read_fail_type(reader, value, "the name of a level");
        return false;
    }
    name = value->valuestring;
    isti_read_kind_names(IST_KIND_LEVEL, names, IST_LEVEL_COUNT);
    const int32_t level = isti_name_find(names, IST_LEVEL_COUNT, name);
    if (level < 0) {
        isti_read_fail_name(reader, "level", name, names, IST_LEVEL_COUNT);
        return false;
    }
    *out = (ist_level)level;
    return true;
}

static void read_name(isti_reader *reader, const cJSON *value, const char **out)
{
    if (cJSON_IsString(value)) {
        *out = value->valuestring;
    } else {
        isti_read_fail_type(reader, value, isti_type_text(ISTI_TEXT));
    }
}

// One name, or a list of names.
static void read_names(isti_reader *reader, const cJSON *value, const isti_field *field,
                       char *target)
{
    if (!cJSON_IsString(value) && !cJSON_IsArray(value)) {
        isti_read_fail_type(reader, value, isti_type_text(ISTI_NAMES));
        return;
    }
    const int32_t count = cJSON_IsString(value) ? 1 : cJSON_GetArraySize(value);
    if (count == 0) {
        isti_read_fail(reader, IST_ERR_RANGE, "at least one name", NULL, "the list is empty");
        return;
    }
    const char **names = isti_read_new_list(reader, (size_t)count, sizeof *names);
    if (!names) {
        return;
    }
    int32_t index = 0;
    if (cJSON_IsString(value)) {
        names[index++] = value->valuestring;
    }
    const cJSON *element;
    int32_t position = 0;
    cJSON_ArrayForEach(element, value)
    {
        const size_t mark = isti_read_enter_index(reader, position++);
        if (cJSON_IsString(element)) {
            names[index++] = element->valuestring;
        } else {
            isti_read_fail_type(reader, element, "a name");
        }
        isti_read_leave(reader, mark);
    }
    *(const char *const **)(void *)(target + field->offset) = names;
    *(int32_t *)(void *)(target + field->count_offset) = index;
}

// A number of people, or the smallest and the largest.
static void read_size(isti_reader *reader, const cJSON *value, const isti_field *field,
                      int32_t size[2])
{
    if (cJSON_IsNumber(value)) {
        if (isti_read_integer(reader, value, field, &size[0])) {
            size[1] = size[0];
        }
        return;
    }
    if (!cJSON_IsArray(value) || cJSON_GetArraySize(value) != 2) {
        isti_read_fail_type(reader, value, isti_type_text(ISTI_SIZE));
        return;
    }
    const cJSON *element;
    int32_t i = 0;
    cJSON_ArrayForEach(element, value)
    {
        const size_t mark = isti_read_enter_index(reader, i);
        isti_read_integer(reader, element, field, &size[i++]);
        isti_read_leave(reader, mark);
    }
}

// An object with a number for each name of a closed list.
static void read_by_name(isti_reader *reader, const cJSON *value, const isti_field *field,
                         ist_kind kind, isti_type type, size_t size, void *target)
{
    isti_field element[ISTI_READ_MAX_KEYS];
    isti_keys keys = {.count = 0};
    const int32_t count = isti_min_i(ist_kind_count(kind), ISTI_READ_MAX_KEYS);
    for (int32_t i = 0; i < count; i++) {
        element[i] = *field;
        element[i].key = ist_kind_name(kind, i);
        element[i].type = type;
        element[i].offset = (size_t)i * size;
        element[i].required = false;
    }
    isti_read_add_fields(&keys, (isti_field_table){.fields = element, .count = count});
    isti_read_object(reader, value, &keys, target);
}

void isti_read_field(isti_reader *reader, const cJSON *value, const isti_field *field, void *target)
{
    char *def = target;
    void *at = def + field->offset;
    switch (field->type) {
    case ISTI_NUMBER:
        isti_read_number(reader, value, at);
        break;
    case ISTI_INTEGER:
        isti_read_integer(reader, value, field, at);
        break;
    case ISTI_FLAG:
        isti_read_flag(reader, value, at);
        break;
    case ISTI_TEXT:
        read_name(reader, value, at);
        break;
    case ISTI_LEVEL:
        isti_read_level(reader, value, at);
        break;
    case ISTI_NAMES:
        read_names(reader, value, field, def);
        break;
    case ISTI_SIZE:
        read_size(reader, value, field, at);
        break;
    case ISTI_CONTROL:
        read_by_name(reader, value, field, IST_KIND_CONTROL, ISTI_NUMBER, sizeof(double), at);
        break;
    case ISTI_CONTEXT:
        read_by_name(reader, value, field, IST_KIND_CONTEXT, ISTI_NUMBER, sizeof(double), at);
        break;
    case ISTI_PEOPLE:
        read_by_name(reader, value, field, IST_KIND_LEVEL, ISTI_INTEGER, sizeof(int32_t), at);
        break;
    case ISTI_TYPE_COUNT:
        assert(field->type != ISTI_TYPE_COUNT);
        break;
    }
}
