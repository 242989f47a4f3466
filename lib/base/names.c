// SPDX-License-Identifier: GPL-3.0-or-later
// Looking up, listing and suggesting names.
#include "base/names.h"

#include <stdio.h>
#include <string.h>

enum { MAX_LENGTH = sizeof(((ist_error *)0)->meant) - 1 }; // longer names get no suggestion

int32_t isti_name_find(const char *const *names, int32_t count, const char *name)
{
    for (int32_t i = 0; name && i < count; i++) {
        if (names[i] && strcmp(names[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool are_alike(char a, char b)
{
    return lower(a) == lower(b);
}

// Insertions, deletions, replacements and swaps of neighbors that turn `a` into `b`
// (Damerau-Levenshtein distance, each place edited once; R. A. Wagner, R. Lowrance, 1975).
static int32_t distance(const char *a, int32_t a_length, const char *b, int32_t b_length)
{
    int32_t rows[3][MAX_LENGTH + 1]; // row i of the table is rows[i % 3]
    for (int32_t j = 0; j <= b_length; j++) {
        rows[0][j] = j;
    }
    for (int32_t i = 1; i <= a_length; i++) {
        int32_t *row = rows[i % 3];
        const int32_t *above = rows[(i + 2) % 3];
        const int32_t *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (int32_t j = 1; j <= b_length; j++) {
            const int32_t replaced = above[j - 1] + !are_alike(a[i - 1], b[j - 1]);
            const int32_t inserted = isti_min_i(row[j - 1], above[j]) + 1;
            row[j] = isti_min_i(replaced, inserted);
            if (i > 1 && j > 1 && are_alike(a[i - 1], b[j - 2]) && are_alike(a[i - 2], b[j - 1])) {
                row[j] = isti_min_i(row[j], two_above[j - 2] + 1);
            }
        }
    }
    return rows[a_length % 3][b_length];
}

const char *isti_name_nearest(const char *const *names, int32_t count, const char *name)
{
    const size_t length = name ? strlen(name) : 0;
    if (length == 0 || length > MAX_LENGTH) {
        return NULL;
    }
    const char *nearest = NULL;
    int32_t limit = isti_max_i((int32_t)length / 3, 1);
    for (int32_t i = 0; i < count; i++) {
        const size_t other = names[i] ? strlen(names[i]) : 0;
        const size_t longer = other > length ? other : length;
        const size_t shorter = other > length ? length : other;
        if (other == 0 || other > MAX_LENGTH || longer - shorter > (size_t)limit) {
            continue;
        }
        // A name of which nothing is left is no misspelling.
        const int32_t edits = distance(name, (int32_t)length, names[i], (int32_t)other);
        if (edits <= limit && (size_t)edits < longer) {
            nearest = names[i];
            limit = edits - 1;
        }
        if (limit < 0) {
            break;
        }
    }
    return nearest;
}

static size_t list_length(const char *const *names, int32_t count)
{
    size_t length = 0;
    for (int32_t i = 0; i < count; i++) {
        length += names[i] ? strlen(names[i]) + (length > 0 ? 2 : 0) : 0;
    }
    return length;
}

const char *isti_name_list(const char *const *names, int32_t count, char *buffer, size_t size)
{
    static const char rest[] = ", ...";
    if (size == 0) {
        return buffer;
    }
    const size_t reserve = list_length(names, count) < size ? 0 : sizeof rest - 1;
    size_t length = 0;
    buffer[0] = '\0';
    for (int32_t i = 0; i < count; i++) {
        if (!names[i]) {
            continue;
        }
        const char *separator = length > 0 ? ", " : "";
        if (length + strlen(separator) + strlen(names[i]) + reserve >= size) {
            snprintf(buffer + length, size - length, "%s", length > 0 ? rest : rest + 2);
            break;
        }
        length += (size_t)snprintf(buffer + length, size - length, "%s%s", separator, names[i]);
    }
    return buffer;
}

ist_status isti_fail_unknown(ist_errors *errors, const char *where, const char *what,
                             const char *name, const char *const *names, int32_t count)
{
    char known[sizeof(((ist_error *)0)->allowed)];
    return isti_fail_hint(
        errors, IST_ERR_UNKNOWN_NAME, where, isti_name_list(names, count, known, sizeof known),
        isti_name_nearest(names, count, name), "unknown %s \"%s\"", what, name ? name : "");
}
