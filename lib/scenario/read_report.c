// SPDX-License-Identifier: GPL-3.0-or-later
// Where the reader stands in the text, what it has found there, and what need not be said twice.
#include "base/memory.h"
#include "base/names.h"
#include "scenario/read.h"

#include <stdio.h>
#include <string.h>

enum { MAX_REPORTS = 100 }; // what a list of errors keeps

// ---- The path

// Grow the path to hold `length` bytes and a NUL.
static bool make_path(isti_reader *reader, size_t length)
{
    if (length < reader->path_capacity) {
        return true;
    }
    const size_t capacity = isti_grown(reader->path_capacity, length + 1);
    char *path = isti_resize_array(reader->path, reader->path_capacity, capacity, 1);
    if (!path) {
        reader->no_memory = true;
        return false;
    }
    reader->path = path;
    reader->path_capacity = capacity;
    return true;
}

size_t isti_read_enter(isti_reader *reader, const char *key)
{
    const size_t mark = reader->path_length;
    const size_t length = isti_json_append(NULL, 0, mark, key);
    if (make_path(reader, length)) {
        reader->path_length = isti_json_append(reader->path, reader->path_capacity, mark, key);
    }
    return mark;
}

size_t isti_read_enter_index(isti_reader *reader, int32_t index)
{
    char digits[12];
    snprintf(digits, sizeof digits, "%d", (int)index);
    return isti_read_enter(reader, digits);
}

void isti_read_leave(isti_reader *reader, size_t mark)
{
    reader->path_length = mark;
    if (reader->path) {
        reader->path[mark] = '\0';
    }
}

const char *isti_read_path(const isti_reader *reader)
{
    return reader->path ? reader->path : "";
}

// ---- Reports

// Complete the last report if it was kept: it is the last one when the list has grown.
static void place(isti_reader *reader, int32_t before, const char *pointer, bool at_key)
{
    if (ist_errors_count(reader->found) == before) {
        return;
    }
    ist_error *error = isti_errors_at(reader->found, before);
    if (!at_key || !isti_scan_find(reader->scan, pointer, true, &error->line, &error->column)) {
        isti_scan_nearest(reader->scan, pointer, &error->line, &error->column);
    }
}

__attribute__((format(printf, 6, 0))) static void report(isti_reader *reader, bool at_key,
                                                         ist_status status, const char *allowed,
                                                         const char *meant, const char *format,
                                                         va_list arguments)
{
    char message[sizeof((ist_error){0}).message];
    vsnprintf(message, sizeof message, format, arguments);
    const int32_t before = ist_errors_count(reader->found);
    isti_fail_hint(reader->found, status, isti_read_path(reader), allowed, meant, "%s", message);
    place(reader, before, isti_read_path(reader), at_key);
    isti_read_cover(reader);
}

void isti_read_fail(isti_reader *reader, ist_status status, const char *allowed, const char *meant,
                    const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report(reader, false, status, allowed, meant, format, arguments);
    va_end(arguments);
}

void isti_read_fail_at_key(isti_reader *reader, ist_status status, const char *allowed,
                           const char *meant, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report(reader, true, status, allowed, meant, format, arguments);
    va_end(arguments);
}

void isti_read_fail_key(isti_reader *reader, const char *key, const isti_keys *keys,
                        const char *meant)
{
    const char *names[ISTI_READ_MAX_KEYS];
    for (int32_t i = 0; i < keys->count; i++) {
        names[i] = keys->row[i].key;
    }
    char known[sizeof((ist_error){0}).allowed];
    char shown[ISTI_READ_SHOWN];
    isti_read_fail_at_key(reader, IST_ERR_UNKNOWN_KEY,
                          isti_name_list(names, keys->count, known, sizeof known), meant,
                          "unknown key \"%s\"", isti_read_shown(key, shown));
}

void isti_read_fail_missing(isti_reader *reader, const char *key)
{
    const int32_t before = ist_errors_count(reader->found);
    isti_fail(reader->found, IST_ERR_MISSING_KEY, isti_read_path(reader),
              "the key \"%s\" is missing", key);
    place(reader, before, isti_read_path(reader), false);
    const size_t mark = isti_read_enter(reader, key);
    isti_read_cover(reader);
    isti_read_leave(reader, mark);
}

void isti_read_fail_name(isti_reader *reader, const char *what, const char *name,
                         const char *const *names, int32_t count)
{
    const int32_t before = ist_errors_count(reader->found);
    if (before >= MAX_REPORTS) {
        count = 0; // nobody will see the suggestion, and it may cost
    }
    isti_fail_unknown(reader->found, isti_read_path(reader), what, name, names, count);
    place(reader, before, isti_read_path(reader), false);
    isti_read_cover(reader);
}

const char *isti_read_shown(const char *text, char buffer[ISTI_READ_SHOWN])
{
    const size_t most = 40;
    size_t length = strlen(text);
    if (length <= most) {
        memcpy(buffer, text, length + 1);
        return buffer;
    }
    length = most;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) {
        length--; // not in the middle of a character
    }
    memcpy(buffer, text, length);
    memcpy(buffer + length, "...", 4);
    return buffer;
}

// The value in words, numbers as they are written.
static void describe(const isti_reader *reader, const cJSON *value, char *out, size_t size)
{
    char shown[ISTI_READ_SHOWN];
    const char *raw;
    size_t length;
    if (cJSON_IsString(value)) {
        snprintf(out, size, "the text \"%s\"", isti_read_shown(value->valuestring, shown));
    } else if (cJSON_IsObject(value)) {
        snprintf(out, size, "an object { }");
    } else if (cJSON_IsArray(value) && !value->child) {
        snprintf(out, size, "an empty list");
    } else if (cJSON_IsArray(value)) {
        snprintf(out, size, "a list of %d", cJSON_GetArraySize(value));
    } else if (isti_scan_raw(reader->scan, isti_read_path(reader), &raw, &length)) {
        snprintf(out, size, "%s%.*s", cJSON_IsNumber(value) ? "the number " : "",
                 (int)isti_min_i((int32_t)length, ISTI_SCAN_MAX_NUMBER), raw);
    } else {
        snprintf(out, size, "something else");
    }
}

void isti_read_fail_type(isti_reader *reader, const cJSON *value, const char *expected)
{
    char found[2 * ISTI_READ_SHOWN];
    describe(reader, value, found, sizeof found);
    isti_read_fail(reader, IST_ERR_TYPE, NULL, NULL, "expected %s, found %s", expected, found);
}

// ---- What has been said

void isti_read_cover(isti_reader *reader)
{
    // With a full list nothing more is heard of compile.
    if (reader->no_memory || ist_errors_dropped(reader->found) > 0) {
        return;
    }
    char **covered = isti_read_grow(reader, reader->covered, &reader->covered_capacity,
                                    reader->covered_count, sizeof *covered);
    if (!covered) {
        return;
    }
    reader->covered = covered;
    char *copy = isti_copy_text(isti_read_path(reader));
    reader->no_memory = !copy;
    if (copy) {
        reader->covered[reader->covered_count++] = copy;
    }
}

// Whether `pointer` names `branch` itself or something in it.
static bool is_within(const char *pointer, const char *branch)
{
    const size_t length = strlen(branch);
    return strncmp(pointer, branch, length) == 0 &&
           (pointer[length] == '\0' || pointer[length] == '/');
}

// Faults above or below a known one are taken for its consequences.
bool isti_read_is_covered(const isti_reader *reader, const char *pointer)
{
    for (size_t i = 0; i < reader->covered_count; i++) {
        if (is_within(pointer, reader->covered[i]) || is_within(reader->covered[i], pointer)) {
            return true;
        }
    }
    return false;
}

// What the values of these keys refer to: names of a kind, and the part of the file that has them.
static const struct {
    const char *key;
    unsigned named;
    const char *part;
} references[] = {
    {"unit", ISTI_NAMED_UNIT, "/units"},
    {"heads_of", ISTI_NAMED_UNIT, "/units"},
    {"units", ISTI_NAMED_UNIT, "/units"},
    {"to", ISTI_NAMED_UNIT, "/units"},
    {"into", 0, "/units"},
    {"count", 0, "/units"},
    {"theme", ISTI_NAMED_THEME, "/themes"},
    {"second_theme", ISTI_NAMED_THEME, "/themes"},
    {"themes", ISTI_NAMED_THEME, "/themes"},
    {"policy", ISTI_NAMED_POLICY, "/policies"},
    {"manager", ISTI_NAMED_MANAGER, "/managers"},
    {"community", ISTI_NAMED_COMMUNITY, "/events"},
    {"at", 0, "/time"},
};

// Whether what is wrong may only follow from a fault in what the value refers to.
static bool may_follow(const isti_reader *reader, const ist_error *error)
{
    char pointer[sizeof error->where];
    memcpy(pointer, error->where, sizeof pointer);
    char *last = strrchr(pointer, '/');
    if (last && last[1] >= '0' && last[1] <= '9') {
        *last = '\0'; // an element of a list of names
        last = strrchr(pointer, '/');
    }
    for (size_t i = 0; last && i < COUNT_OF(references); i++) {
        if (strcmp(last + 1, references[i].key) != 0) {
            continue;
        }
        if (error->status == IST_ERR_UNKNOWN_NAME) {
            return !error->meant[0] && (reader->unread & references[i].named) != 0;
        }
        return (error->status == IST_ERR_CONFLICT || strcmp(last + 1, "at") == 0) &&
               isti_read_is_covered(reader, references[i].part);
    }
    return false;
}

// Whether the fault lies in the key: a name that nothing knows, with a value that is no name.
static bool is_of_key(const isti_reader *reader, const ist_error *error)
{
    const char *raw;
    size_t length;
    return error->status == IST_ERR_UNKNOWN_NAME &&
           isti_scan_raw(reader->scan, error->where, &raw, &length) && raw[0] != '"';
}

static void take(isti_reader *reader, const ist_error *error)
{
    if (error->status == IST_ERR_NO_MEMORY) {
        reader->no_memory = true;
        return;
    }
    if (isti_read_is_covered(reader, error->where) || may_follow(reader, error)) {
        return;
    }
    const int32_t before = ist_errors_count(reader->found);
    isti_fail_hint(reader->found, error->status, error->where, error->allowed, error->meant, "%s",
                   error->message);
    place(reader, before, error->where, is_of_key(reader, error));
}

void isti_read_count_dropped(ist_errors *errors, int32_t count, ist_status status)
{
    for (int32_t i = 0; i < count && ist_errors_count(errors) >= MAX_REPORTS; i++) {
        isti_fail(errors, status, "", "too many errors");
    }
}

void isti_read_take(isti_reader *reader, const ist_errors *compiled)
{
    const int32_t count = ist_errors_count(compiled);
    for (int32_t i = 0; i < count; i++) {
        take(reader, ist_errors_get(compiled, i));
    }
    isti_read_count_dropped(reader->found, ist_errors_dropped(compiled),
                            ist_errors_status(compiled));
}

bool isti_read_has_lost_reports(const isti_reader *reader)
{
    return ist_errors_dropped(reader->found) > 0 && ist_errors_count(reader->found) < MAX_REPORTS;
}

void isti_read_set_source(ist_error *error, const char *source)
{
    snprintf(error->source, sizeof error->source, "%s", source);
    for (char *c = error->source; *c; c++) {
        *c = (unsigned char)*c < 0x20 || *c == 0x7F ? '?' : *c; // names of files may hold anything
    }
}

void isti_read_hand_over(isti_reader *reader, ist_errors *errors)
{
    const int32_t count = ist_errors_count(reader->found);
    const int32_t dropped = ist_errors_dropped(reader->found);
    isti_errors_sort(reader->found);
    for (int32_t i = 0; i < count; i++) {
        const ist_error *from = ist_errors_get(reader->found, i);
        const int32_t before = ist_errors_count(errors);
        isti_fail_hint(errors, from->status, from->where, from->allowed, from->meant, "%s",
                       from->message);
        if (ist_errors_count(errors) > before) {
            ist_error *to = isti_errors_at(errors, before);
            to->line = from->line;
            to->column = from->column;
            isti_read_set_source(to, from->source[0] ? from->source : reader->source);
        }
    }
    isti_read_count_dropped(errors, dropped, ist_errors_status(reader->found));
}
