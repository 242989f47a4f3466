// SPDX-License-Identifier: GPL-3.0-or-later
// Looking up the names of a description in O(log n), and finding those given twice.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/compile.h"

ist_status isti_names_open(isti_names *names, int32_t count)
{
    names->list = isti_alloc_array((size_t)count, sizeof *names->list);
    names->sorted = isti_alloc_array((size_t)count, sizeof *names->sorted);
    names->count = count;
    return names->list && names->sorted ? IST_OK : IST_ERR_NO_MEMORY;
}

static int compare(const void *left, const void *right)
{
    const isti_name_row *a = left;
    const isti_name_row *b = right;
    const int order = strcmp(a->name, b->name);
    return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

void isti_names_sort(isti_names *names)
{
    names->sorted_count = 0;
    for (int32_t i = 0; i < names->count; i++) {
        if (names->list[i]) {
            names->sorted[names->sorted_count++] =
                (isti_name_row){.name = names->list[i], .index = i};
        }
    }
    qsort(names->sorted, (size_t)names->sorted_count, sizeof *names->sorted, compare);
}

ist_status isti_names_of(isti_names *names, const void *defs, int32_t count, size_t size,
                         size_t offset)
{
    const ist_status status = isti_names_open(names, count);
    if (status != IST_OK) {
        return status;
    }
    for (int32_t i = 0; i < count; i++) {
        const char *def = (const char *)defs + (size_t)i * size;
        memcpy(&names->list[i], def + offset, sizeof names->list[i]);
    }
    isti_names_sort(names);
    return IST_OK;
}

int32_t isti_names_find(const isti_names *names, const char *name)
{
    int32_t low = 0;
    int32_t high = name ? names->sorted_count : 0;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (strcmp(names->sorted[middle].name, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const bool is_there =
        name && low < names->sorted_count && strcmp(names->sorted[low].name, name) == 0;
    return is_there ? names->sorted[low].index : -1;
}

void isti_names_check(const isti_names *names, const char *list, const char *what,
                      ist_errors *errors)
{
    for (int32_t i = 0; i < names->count; i++) {
        const char *name = names->list[i];
        if (name && name[0] && isti_names_find(names, name) != i) {
            const isti_where at = isti_where_of("%s/%d/name", list, (int)i);
            isti_fail(errors, IST_ERR_DUPLICATE_NAME, at.text, "there is another %s \"%s\"", what,
                      name);
        }
    }
}

void isti_names_close(isti_names *names)
{
    isti_free(names->list);
    isti_free(names->sorted);
}
