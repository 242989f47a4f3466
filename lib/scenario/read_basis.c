// SPDX-License-Identifier: GPL-3.0-or-later
// Reading where the numbers of a scenario come from, and how sure they are.
#include "base/memory.h"
#include "base/names.h"
#include "scenario/read.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// One entry as it is written.
typedef struct entry {
    const char *given, *bounded, *note;
    bool is_free, is_derived;
    bool says_range; // has the key
    bool has_range;  // of the free or the bounded kind
    double low, high;
} entry;

// ---- The members of an entry

static bool is_id(const char *text, size_t length)
{
    if (length < 2 || !strchr("CRGEPL", text[0])) {
        return false;
    }
    for (size_t i = 1; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
    }
    return true;
}

// Ids such as G1, separated by commas.
static void read_evidence(isti_reader *reader, const cJSON *value, const char **out)
{
    if (!isti_read_text(reader, value, out)) {
        *out = "";
        return;
    }
    const char *at = *out;
    for (;;) {
        at += strspn(at, " ");
        size_t length = strcspn(at, ",");
        const bool is_last = at[length] == '\0';
        const char *next = at + length + 1;
        while (length > 0 && at[length - 1] == ' ') {
            length--;
        }
        if (!is_id(at, length)) {
            char shown[ISTI_READ_SHOWN];
            isti_read_fail(reader, IST_ERR_RANGE,
                           "ids such as \"G1, G4\": one of the letters C R G E P L and a number",
                           NULL, "\"%s\" is not a list of evidence ids",
                           isti_read_shown(*out, shown));
            return;
        }
        if (is_last) {
            return;
        }
        at = next;
    }
}

static void read_given(isti_reader *reader, const cJSON *value, void *target)
{
    read_evidence(reader, value, &((entry *)target)->given);
}

static void read_bounded(isti_reader *reader, const cJSON *value, void *target)
{
    read_evidence(reader, value, &((entry *)target)->bounded);
}

static void read_range(isti_reader *reader, const cJSON *value, void *target)
{
    entry *e = target;
    double bound[2] = {0.0, 0.0};
    if (!cJSON_IsArray(value) || cJSON_GetArraySize(value) != 2) {
        isti_read_fail_type(reader, value, "a range [lowest, highest]");
        return;
    }
    int32_t count = 0;
    int32_t index = 0;
    const cJSON *element;
    cJSON_ArrayForEach(element, value)
    {
        const size_t mark = isti_read_enter_index(reader, index);
        count += isti_read_number(reader, element, &bound[index++]);
        isti_read_leave(reader, mark);
    }
    if (count == 2 && bound[0] > bound[1]) {
        isti_read_fail(reader, IST_ERR_CONFLICT, NULL, NULL,
                       "the range begins at %.15g and ends lower, at %.15g", bound[0], bound[1]);
        return;
    }
    e->has_range = count == 2;
    e->low = bound[0];
    e->high = bound[1];
}

static void read_stated(isti_reader *reader, const cJSON *value, void *target)
{
    ((entry *)target)->says_range = true;
    read_range(reader, value, target);
}

static void read_free(isti_reader *reader, const cJSON *value, void *target)
{
    ((entry *)target)->is_free = true;
    read_range(reader, value, target);
}

static void read_derived(isti_reader *reader, const cJSON *value, void *target)
{
    ((entry *)target)->is_derived = true;
    if (!cJSON_IsTrue(value)) {
        isti_read_fail_type(reader, value, "true");
    }
}

static void read_note(isti_reader *reader, const cJSON *value, void *target)
{
    isti_read_text(reader, value, &((entry *)target)->note);
}

// ---- An entry as a whole

// The neighbor that a wrong pointer may have meant, as a whole pointer; "" when there is none.
static void find_meant(const isti_reader *reader, const char *pointer, char *out, size_t size)
{
    const char *names[ISTI_READ_MAX_KEYS];
    const char *rest = pointer;
    const cJSON *parent = isti_json_follow(reader->root, pointer, &rest);
    const cJSON *child;
    int32_t count = 0;
    out[0] = '\0';
    if (!cJSON_IsObject(parent) || *rest != '/') {
        return;
    }
    cJSON_ArrayForEach(child, parent)
    {
        if (count < ISTI_READ_MAX_KEYS) {
            names[count++] = child->string;
        }
    }
    snprintf(out, size, "%.*s", (int)strcspn(rest + 1, "/"), rest + 1);
    const char *nearest = isti_name_nearest(names, count, out);
    const size_t known = (size_t)(rest - pointer);
    if (!nearest || known >= size) {
        out[0] = '\0';
        return;
    }
    memcpy(out, pointer, known);
    if (isti_json_append(out, size, known, nearest) >= size) {
        out[0] = '\0';
    }
}

// The value a pointer names must be there.
static bool is_pointer_sound(isti_reader *reader, const char *pointer)
{
    if (isti_scan_find(reader->scan, pointer, false, NULL, NULL)) {
        return true;
    }
    char meant[sizeof((ist_error){0}).meant];
    char shown[ISTI_READ_SHOWN];
    if (pointer[0] == '/') {
        find_meant(reader, pointer, meant, sizeof meant);
    } else {
        snprintf(meant, sizeof meant, "/%s", pointer);
        if (!isti_scan_find(reader->scan, meant, false, NULL, NULL)) {
            meant[0] = '\0';
        }
    }
    isti_read_fail_at_key(
        reader, IST_ERR_UNKNOWN_NAME, "JSON pointers into this file, such as /units/0/size", meant,
        "there is nothing in this file at \"%s\"", isti_read_shown(pointer, shown));
    return false;
}

// A number has to lie in the range stated for it.
static void check_range(isti_reader *reader, const char *pointer, const entry *e)
{
    const char *raw;
    size_t length;
    if (!e->has_range || !isti_scan_raw(reader->scan, pointer, &raw, &length) ||
        !(raw[0] == '-' || (raw[0] >= '0' && raw[0] <= '9'))) {
        return;
    }
    cJSON *number = isti_json_parse(raw, length);
    if (!number) {
        reader->no_memory = true;
        return;
    }
    const double v = number->valuedouble;
    cJSON_Delete(number);
    if (v < e->low || v > e->high) {
        const size_t mark = isti_read_enter(reader, e->is_free ? "free" : "range");
        isti_read_fail(reader, IST_ERR_CONFLICT, NULL, NULL,
                       "the value of this entry is %.*s, outside the range %.15g to %.15g",
                       (int)length, raw, e->low, e->high);
        isti_read_leave(reader, mark);
    }
}

static bool is_one_kind(isti_reader *reader, const entry *e)
{
    const int32_t kinds = (e->given != NULL) + (e->bounded != NULL) + e->is_free + e->is_derived;
    if (kinds == 0) {
        isti_read_fail(reader, IST_ERR_MISSING_KEY, "given, bounded, free, derived", NULL,
                       "the entry does not say where the value comes from");
    } else if (kinds > 1) {
        isti_read_fail(reader, IST_ERR_CONFLICT, "given, bounded, free, derived", NULL,
                       "the entry names several kinds of basis; only one can be right");
    }
    return kinds == 1;
}

static void keep(isti_reader *reader, const char *pointer, const entry *e)
{
    isti_basis *basis = &reader->out->basis[reader->out->basis_count++];
    const char *evidence = e->given ? e->given : e->bounded;
    basis->kind = e->given ? "given" : e->bounded ? "bounded" : e->is_free ? "free" : "derived";
    basis->pointer = isti_copy_text(pointer);
    basis->evidence = isti_copy_text(evidence ? evidence : "");
    basis->note = isti_copy_text(e->note ? e->note : "");
    basis->low = e->has_range ? e->low : (double)NAN;
    basis->high = e->has_range ? e->high : (double)NAN;
    if (!basis->pointer || !basis->evidence || !basis->note) {
        reader->no_memory = true;
    }
}

static void read_entry(isti_reader *reader, const cJSON *member)
{
    entry e = {0};
    isti_keys keys = {.count = 0};
    isti_read_add_key(&keys, (isti_key){"given", false, NULL, read_given});
    isti_read_add_key(&keys, (isti_key){"bounded", false, NULL, read_bounded});
    isti_read_add_key(&keys, (isti_key){"free", false, NULL, read_free});
    isti_read_add_key(&keys, (isti_key){"derived", false, NULL, read_derived});
    isti_read_add_key(&keys, (isti_key){"range", false, NULL, read_stated});
    isti_read_add_key(&keys, (isti_key){"note", false, NULL, read_note});
    const bool is_there = is_pointer_sound(reader, member->string);
    if (!isti_read_object(reader, member, &keys, &e) || !is_one_kind(reader, &e)) {
        return;
    }
    if (e.bounded && !e.says_range) {
        isti_read_fail_missing(reader, "range");
        return;
    }
    if (e.says_range && !e.bounded) {
        const size_t mark = isti_read_enter(reader, "range");
        isti_read_fail(reader, IST_ERR_CONFLICT, NULL, NULL,
                       "only a \"bounded\" entry has a \"range\"");
        isti_read_leave(reader, mark);
        return;
    }
    if (is_there) {
        check_range(reader, member->string, &e);
        keep(reader, member->string, &e);
    }
}

void isti_read_basis(isti_reader *reader, const cJSON *value, void *target)
{
    (void)target;
    if (!cJSON_IsObject(value)) {
        isti_read_fail_type(reader, value, "an object { } with a JSON pointer as each key");
        return;
    }
    const size_t count = (size_t)cJSON_GetArraySize(value);
    reader->out->basis = isti_alloc_array(count, sizeof *reader->out->basis);
    if (!reader->out->basis) {
        reader->no_memory = true;
        return;
    }
    const cJSON *member;
    cJSON_ArrayForEach(member, value)
    {
        const size_t mark = isti_read_enter(reader, member->string);
        read_entry(reader, member);
        isti_read_leave(reader, mark);
    }
}
