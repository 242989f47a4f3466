// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes: the scanner never crashes, says why it refuses, and cJSON reads all that it accepts.
#include "base/memory.h"
#include "scenario/scan.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POINTER_SIZE = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool claim)
{
    if (!claim) {
        abort();
    }
}

// Every refusal has a position inside the text, a place and a sentence.
static void check_reports(const ist_errors *errors, size_t size)
{
    must(ist_errors_count(errors) > 0);
    for (int32_t i = 0; i < ist_errors_count(errors); i++) {
        const ist_error *error = ist_errors_get(errors, i);
        must(error->line >= 1 && error->column >= 1);
        must((size_t)error->line <= size + 1 && (size_t)error->column <= size + 1);
        must(strcmp(error->source, "fuzz.json") == 0);
        must(error->where[0] == '\0' || error->where[0] == '/');
        must(error->message[0] != '\0');
    }
}

// Append one step to a JSON pointer; false when there is no room.
static bool step(char *pointer, size_t length, const char *name)
{
    if (length + 2 * strlen(name) + 2 > POINTER_SIZE) {
        return false;
    }
    char *out = pointer + length;
    *out++ = '/';
    for (; *name; name++) {
        bool is_special = *name == '~' || *name == '/';
        if (is_special) {
            *out++ = '~';
        }
        *out++ = is_special ? (*name == '~' ? '0' : '1') : *name;
    }
    *out = '\0';
    return true;
}

// Whatever cJSON sees, the map knows: where it stands, where its key stands, how it begins.
static void check_map(const isti_scan *scan, const cJSON *item, char *pointer)
{
    int32_t line = 0;
    int32_t column = 0;
    const char *raw = NULL;
    size_t size = 0;
    must(isti_scan_find(scan, pointer, false, &line, &column) && line >= 1 && column >= 1);
    must(isti_scan_find(scan, pointer, true, NULL, NULL) == (item->string != NULL));
    must(isti_scan_raw(scan, pointer, &raw, &size) && size > 0);
    must((raw[0] == '{') == cJSON_IsObject(item) && (raw[0] == '[') == cJSON_IsArray(item));
    must((raw[0] == '"') == cJSON_IsString(item) && (raw[0] == 't') == cJSON_IsTrue(item));
    size_t length = strlen(pointer);
    int32_t index = 0;
    const cJSON *child = NULL;
    cJSON_ArrayForEach(child, item)
    {
        char digits[16];
        snprintf(digits, sizeof digits, "%d", (int)index++);
        if (step(pointer, length, child->string ? child->string : digits)) {
            check_map(scan, child, pointer);
        }
        pointer[length] = '\0';
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    // A copy of exactly this size, so that the sanitizer sees a read beyond it.
    char *text = malloc(size > 0 ? size : 1);
    ist_errors *errors = ist_errors_create();
    must(text && errors);
    if (size > 0) {
        memcpy(text, data, size);
    }
    isti_scan *scan = isti_scan_create(text, size, "fuzz.json", errors);
    must((scan != NULL) == (ist_errors_count(errors) == 0));
    if (scan) {
        const char *end = NULL;
        cJSON *tree = cJSON_ParseWithLengthOpts(text, size, &end, false);
        must(tree != NULL);
        char pointer[POINTER_SIZE] = "";
        check_map(scan, tree, pointer);
        cJSON_Delete(tree);
    } else {
        check_reports(errors, size);
    }
    isti_scan_destroy(scan);
    ist_errors_destroy(errors);
    must(isti_live_blocks() == 0);
    free(text);
    return 0;
}
