// SPDX-License-Identifier: GPL-3.0-or-later
// Broken scenario files in tests/bad_scenarios: NNN_what.json must give exactly NNN_what.txt.
#include <interstice/scenario.h>

#include "support/suite.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#define FOLDER ISTI_SOURCE_DIR "/tests/bad_scenarios"

enum { FEWEST_FILES = 70, MOST_BYTES = 1 << 20 };

typedef struct content {
    char *text; // NUL-terminated
    size_t length;
} content;

static content read_file(const char *path)
{
    content file = {.text = malloc(MOST_BYTES)};
    FILE *stream = fopen(path, "rb");
    ck_assert_msg(stream != NULL, "%s cannot be opened", path);
    ck_assert_ptr_nonnull(file.text);
    file.length = fread(file.text, 1, MOST_BYTES - 1, stream);
    file.text[file.length] = '\0';
    ck_assert_int_eq(fclose(stream), 0);
    return file;
}

// One line per error, as a program would show them.
static char *errors_of(const char *name, content file)
{
    char *lines = calloc(1, MOST_BYTES);
    ist_errors *errors = ist_errors_create();
    ist_scenario *scenario = ist_scenario_parse(file.text, file.length, name, NULL, errors);
    ck_assert_msg(scenario == NULL, "%s is accepted", name);
    ck_assert_ptr_nonnull(lines);
    size_t length = 0;
    for (int32_t i = 0; i < ist_errors_count(errors); i++) {
        length += ist_error_format(ist_errors_get(errors, i), lines + length, MOST_BYTES - length);
        length += (size_t)snprintf(lines + length, MOST_BYTES - length, "\n");
        ck_assert_uint_lt(length, MOST_BYTES);
    }
    if (ist_errors_dropped(errors) > 0) {
        snprintf(lines + length, MOST_BYTES - length, "and %d more\n",
                 (int)ist_errors_dropped(errors));
    }
    ist_errors_destroy(errors);
    return lines;
}

// The first line in which two texts differ.
static void ck_same_lines(const char *name, const char *expected, const char *actual)
{
    for (int line = 1; strcmp(expected, actual) != 0; line++) {
        const size_t left = strcspn(expected, "\n");
        const size_t right = strcspn(actual, "\n");
        ck_assert_msg(left == right && memcmp(expected, actual, left) == 0,
                      "%s, line %d\nexpected: %.*s\nactual:   %.*s", name, line, (int)left,
                      expected, (int)right, actual);
        expected += left + (expected[left] == '\n');
        actual += right + (actual[right] == '\n');
    }
}

static void check_file(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, FOLDER "/%s", name);
    content file = read_file(path);
    memcpy(strrchr(path, '.'), ".txt", 5);
    content expected = read_file(path);
    char *actual = errors_of(name, file);
    ck_same_lines(name, expected.text, actual);
    free(actual);
    free(expected.text);
    free(file.text);
}

static int is_json(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot && strcmp(dot, ".json") == 0;
}

START_TEST(each_broken_file_is_explained_as_expected)
{
    struct dirent **entries = NULL;
    const int count = scandir(FOLDER, &entries, is_json, alphasort);
    ck_assert_int_ge(count, FEWEST_FILES);
    for (int i = 0; i < count; i++) {
        check_file(entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
}
END_TEST

START_TEST(no_expectation_is_without_its_file)
{
    struct dirent **entries = NULL;
    const int count = scandir(FOLDER, &entries, NULL, alphasort);
    ck_assert_int_ge(count, 2 * FEWEST_FILES);
    for (int i = 0; i < count; i++) {
        char path[512];
        snprintf(path, sizeof path, FOLDER "/%s", entries[i]->d_name);
        char *dot = strrchr(path, '.');
        if (strcmp(dot, ".txt") == 0) {
            snprintf(dot, sizeof path - (size_t)(dot - path), ".json");
            content file = read_file(path);
            free(file.text);
        }
        free(entries[i]);
    }
    free(entries);
}
END_TEST

SUITE("bad_scenarios", TEST(each_broken_file_is_explained_as_expected),
      TEST(no_expectation_is_without_its_file))
