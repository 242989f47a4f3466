// SPDX-License-Identifier: GPL-3.0-or-later
// Reading objects by the keys they may have, and lists element by element.
#include "base/names.h"
#include "scenario/read.h"

#include <assert.h>
#include <string.h>

void isti_read_add_key(isti_keys *keys, isti_key row)
{
    assert(keys->count < ISTI_READ_MAX_KEYS);
    keys->row[keys->count++] = row;
}

void isti_read_add_fields(isti_keys *keys, isti_field_table table)
{
    for (int32_t i = 0; i < table.count; i++) {
        const isti_field *field = &table.fields[i];
        isti_read_add_key(keys, (isti_key){field->key, field->required, field, NULL});
    }
}

void isti_read_add_fields_of(isti_keys *keys, isti_field_table table, const char *const *names,
                             int32_t count)
{
    for (int32_t i = 0; i < table.count; i++) {
        const isti_field *field = &table.fields[i];
        if (isti_name_find(names, count, field->key) >= 0) {
            isti_read_add_key(keys, (isti_key){field->key, field->required, field, NULL});
        }
    }
}

static int32_t find(const isti_keys *keys, const char *name)
{
    const char *names[ISTI_READ_MAX_KEYS];
    for (int32_t i = 0; i < keys->count; i++) {
        names[i] = keys->row[i].key;
    }
    return isti_name_find(names, keys->count, name);
}

// The only name that begins with these letters, or NULL: people shorten long keys.
static const char *beginning_with(const char *const *names, int32_t count, const char *letters)
{
    const size_t least = 3;
    const size_t length = strlen(letters);
    const char *found = NULL;
    for (int32_t i = 0; i < count; i++) {
        if (names[i] && length >= least && strncmp(names[i], letters, length) == 0) {
            if (found) {
                return NULL;
            }
            found = names[i];
        }
    }
    return found;
}

// The key a misspelled one was meant to be: rather one that the object does not have yet.
static const char *meant(const isti_keys *keys, const bool *has, const char *name)
{
    const char *names[ISTI_READ_MAX_KEYS];
    for (int32_t i = 0; i < keys->count; i++) {
        names[i] = has[i] ? NULL : keys->row[i].key;
    }
    const char *nearest = isti_name_nearest(names, keys->count, name);
    nearest = nearest ? nearest : beginning_with(names, keys->count, name);
    for (int32_t i = 0; i < keys->count; i++) {
        names[i] = keys->row[i].key;
    }
    return nearest ? nearest : isti_name_nearest(names, keys->count, name);
}

static void read_row(isti_reader *reader, const cJSON *value, const isti_key *row, void *target)
{
    if (row->field) {
        isti_read_field(reader, value, row->field, target);
    } else if (row->read) {
        row->read(reader, value, target);
    }
}

// Report an unknown key, and read its value all the same if it is clear what was meant.
static void read_unknown(isti_reader *reader, const cJSON *member, const isti_keys *keys, bool *has,
                         void *target)
{
    const char *nearest = meant(keys, has, member->string);
    const int32_t row = nearest ? find(keys, nearest) : -1;
    const size_t mark = isti_read_enter(reader, member->string);
    isti_read_fail_key(reader, member->string, keys, nearest);
    if (row >= 0 && !has[row]) {
        has[row] = true;
        read_row(reader, member, &keys->row[row], target);
    }
    isti_read_leave(reader, mark);
    if (row >= 0) {
        const size_t own = isti_read_enter(reader, nearest);
        isti_read_cover(reader);
        isti_read_leave(reader, own);
    }
}

bool isti_read_object(isti_reader *reader, const cJSON *value, const isti_keys *keys, void *target)
{
    if (!cJSON_IsObject(value)) {
        isti_read_fail_type(reader, value, "an object { }");
        return false;
    }
    bool has[ISTI_READ_MAX_KEYS] = {false};
    const cJSON *member;
    cJSON_ArrayForEach(member, value)
    {
        const int32_t row = find(keys, member->string);
        if (row >= 0) {
            has[row] = true;
        }
    }
    cJSON_ArrayForEach(member, value)
    {
        const int32_t row = find(keys, member->string);
        if (row < 0) {
            read_unknown(reader, member, keys, has, target);
            continue;
        }
        const size_t mark = isti_read_enter(reader, member->string);
        read_row(reader, member, &keys->row[row], target);
        isti_read_leave(reader, mark);
    }
    for (int32_t i = 0; i < keys->count; i++) {
        if (keys->row[i].required && !has[i]) {
            isti_read_fail_missing(reader, keys->row[i].key);
        }
    }
    return true;
}

void isti_read_list(isti_reader *reader, const cJSON *value, const char *expected,
                    void (*read)(isti_reader *reader, const cJSON *element, int32_t index))
{
    if (!cJSON_IsArray(value)) {
        isti_read_fail_type(reader, value, expected);
        return;
    }
    const cJSON *element;
    int32_t index = 0;
    cJSON_ArrayForEach(element, value)
    {
        const size_t mark = isti_read_enter_index(reader, index);
        read(reader, element, index++);
        isti_read_leave(reader, mark);
    }
}
