// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of error reports: raising, completing, sorting and printing them.
#include "base/base.h"
#include "base/memory.h"
#include "base/plain_locale.h"

#include <stdio.h>
#include <string.h>

enum { MAX_KEPT = 100 };

struct ist_errors {
    ist_error *items;
    int32_t count;
    int32_t capacity;
    int32_t dropped;
    ist_status first_dropped; // for a list that could not keep even one
};

ist_errors *ist_errors_create(void)
{
    return isti_alloc_array(1, sizeof(ist_errors));
}

void ist_errors_destroy(ist_errors *errors)
{
    if (!errors) {
        return;
    }
    isti_free(errors->items);
    isti_free(errors);
}

void ist_errors_clear(ist_errors *errors)
{
    if (!errors) {
        return;
    }
    errors->count = 0;
    errors->dropped = 0;
    errors->first_dropped = IST_OK;
}

int32_t ist_errors_count(const ist_errors *errors)
{
    return errors ? errors->count : 0;
}

int32_t ist_errors_dropped(const ist_errors *errors)
{
    return errors ? errors->dropped : 0;
}

const ist_error *ist_errors_get(const ist_errors *errors, int32_t index)
{
    if (!errors || index < 0 || index >= errors->count) {
        return NULL;
    }
    return &errors->items[index];
}

ist_status ist_errors_status(const ist_errors *errors)
{
    if (!errors) {
        return IST_OK;
    }
    return errors->count > 0 ? errors->items[0].status : errors->first_dropped;
}

ist_error *isti_errors_at(ist_errors *errors, int32_t index)
{
    if (!errors || index < 0 || index >= errors->count) {
        return NULL;
    }
    return &errors->items[index];
}

// Room for one more report, zeroed; NULL (and counted) when the list is full or out of memory.
static ist_error *new_report(ist_errors *errors, ist_status status)
{
    if (errors->count == errors->capacity && errors->capacity < MAX_KEPT) {
        const size_t old = (size_t)errors->capacity;
        const size_t grown = isti_grown(old, old + 1);
        const size_t capacity = grown < MAX_KEPT ? grown : MAX_KEPT;
        ist_error *items = isti_resize_array(errors->items, old, capacity, sizeof *items);
        if (items) {
            errors->items = items;
            errors->capacity = (int32_t)capacity;
        }
    }
    if (errors->count == errors->capacity) {
        errors->first_dropped = errors->dropped == 0 ? status : errors->first_dropped;
        errors->dropped += errors->dropped < INT32_MAX;
        return NULL;
    }
    ist_error *error = &errors->items[errors->count++];
    memset(error, 0, sizeof *error);
    error->status = status;
    return error;
}

// Bytes a UTF-8 sequence with this first byte has.
static size_t sequence_length(unsigned char first)
{
    return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

// End a text that may have been cut before the half character it ends in, if any.
static void drop_half_character(char *text)
{
    const size_t length = strlen(text);
    size_t start = length;
    while (start > 0 && length - start < 3 && ((unsigned char)text[start - 1] & 0xC0) == 0x80) {
        start--;
    }
    if (start > 0 && start - 1 + sequence_length((unsigned char)text[start - 1]) > length) {
        text[start - 1] = '\0';
    }
}

// Texts come from files of strangers: no control character may reach a terminal.
static void make_printable(char *text)
{
    for (char *c = text; *c; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7F) {
            *c = '?';
        }
    }
}

static void set_text(char *to, size_t size, const char *from)
{
    if (!from) {
        return;
    }
    if (snprintf(to, size, "%s", from) >= (int)size) {
        drop_half_character(to);
    }
    make_printable(to);
}

// The decimal point is a point, whatever locale the program has chosen.
__attribute__((format(printf, 3, 0))) static void set_message(char *to, size_t size,
                                                              const char *format, va_list args)
{
    isti_plain_locale locale = isti_plain_locale_enter();
    if (vsnprintf(to, size, format, args) >= (int)size) {
        drop_half_character(to);
    }
    isti_plain_locale_leave(&locale);
    make_printable(to);
}

ist_status isti_fail(ist_errors *errors, ist_status status, const char *where, const char *format,
                     ...)
{
    ist_error *error = errors ? new_report(errors, status) : NULL;
    if (error) {
        va_list args;
        va_start(args, format);
        set_message(error->message, sizeof error->message, format, args);
        va_end(args);
        set_text(error->where, sizeof error->where, where);
    }
    return status;
}

ist_status isti_fail_hint(ist_errors *errors, ist_status status, const char *where,
                          const char *allowed, const char *meant, const char *format, ...)
{
    ist_error *error = errors ? new_report(errors, status) : NULL;
    if (error) {
        va_list args;
        va_start(args, format);
        set_message(error->message, sizeof error->message, format, args);
        va_end(args);
        set_text(error->where, sizeof error->where, where);
        set_text(error->allowed, sizeof error->allowed, allowed);
        set_text(error->meant, sizeof error->meant, meant);
    }
    return status;
}

ist_status isti_fail_range(ist_errors *errors, const char *where, const char *name, double value,
                           double minimum, double maximum)
{
    char allowed[64];
    snprintf(allowed, sizeof allowed, "%.10g to %.10g", minimum, maximum);
    return isti_fail_hint(errors, IST_ERR_RANGE, where, allowed, NULL, "%s %.16g is out of range",
                          name, value);
}

static bool is_later(const ist_error *a, const ist_error *b)
{
    const int order = strcmp(a->source, b->source);
    if (order != 0) {
        return order > 0;
    }
    return a->line != b->line ? a->line > b->line : a->column > b->column;
}

// Insertion: keeps the order of report where positions are equal; there are at most 100.
void isti_errors_sort(ist_errors *errors)
{
    const int32_t count = ist_errors_count(errors);
    for (int32_t i = 1; i < count; i++) {
        const ist_error moved = errors->items[i];
        int32_t at = i;
        while (at > 0 && is_later(&errors->items[at - 1], &moved)) {
            errors->items[at] = errors->items[at - 1];
            at--;
        }
        errors->items[at] = moved;
    }
}

// Text that grows into a buffer which may be too small.
typedef struct text_end {
    char *buffer;
    size_t size;
    size_t length;
} text_end;

__attribute__((format(printf, 2, 3))) static void append(text_end *end, const char *format, ...)
{
    const bool has_room = end->length < end->size;
    va_list args;
    va_start(args, format);
    const int added = vsnprintf(has_room ? end->buffer + end->length : NULL,
                                has_room ? end->size - end->length : 0, format, args);
    va_end(args);
    end->length += added > 0 ? (size_t)added : 0;
}

static void append_position(text_end *end, const ist_error *error)
{
    if (error->source[0]) {
        append(end, "%s:", error->source);
    }
    if (error->line > 0) {
        append(end, "%d:", (int)error->line);
    }
    if (error->line > 0 && error->column > 0) {
        append(end, "%d:", (int)error->column);
    }
    append(end, "%serror: ", end->length > 0 ? " " : "");
}

size_t ist_error_format(const ist_error *error, char *buffer, size_t size)
{
    text_end end = {.buffer = buffer, .size = buffer ? size : 0};
    if (end.size > 0) {
        buffer[0] = '\0';
    }
    if (!error) {
        return 0;
    }
    append_position(&end, error);
    append(&end, "%s", error->message[0] ? error->message : ist_status_text(error->status));
    if (error->where[0]) {
        append(&end, " (%s)", error->where);
    }
    if (error->allowed[0]) {
        append(&end, "; allowed: %s", error->allowed);
    }
    if (error->meant[0]) {
        append(&end, "; did you mean \"%s\"?", error->meant);
    }
    return end.length;
}
