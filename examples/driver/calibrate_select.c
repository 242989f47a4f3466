// SPDX-License-Identifier: GPL-3.0-or-later
// From the options of `interstice calibrate` to what is to be fitted.
#include "driver/calibrate.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "driver/changes.h"
#include "driver/exit_code.h"
#include "driver/message.h"
#include "driver/text.h"

static const char default_path[] = "scenarios/patterns.json";

enum { NAME_SIZE = 128, LIST_SIZE = 1024 };

ist_pattern_info fitting_pattern(const struct fitting *fitting, int32_t pattern)
{
    ist_pattern_info info = {.id = "", .text = "", .group = "", .evidence = "", .run = ""};
    ist_patterns_get(fitting->patterns, pattern, &info);
    return info;
}

// ---- Groups

static const char *group_name(const struct fitting *fitting, int32_t group)
{
    return fitting->group[group] ? fitting->group[group] : "";
}

static int32_t find_group(const struct fitting *fitting, const char *name)
{
    for (int32_t i = 0; i < fitting->groups; i++) {
        if (strcmp(group_name(fitting, i), name) == 0) {
            return i;
        }
    }
    return -1;
}

static int list_groups(struct fitting *fitting)
{
    const size_t room = (size_t)fitting->count + 1;
    fitting->group_of = calloc(room, sizeof *fitting->group_of);
    fitting->group = calloc(room, sizeof *fitting->group);
    fitting->is_fitted = calloc(room, sizeof *fitting->is_fitted);
    fitting->only = calloc(room, sizeof *fitting->only);
    if (!fitting->group_of || !fitting->group || !fitting->is_fitted || !fitting->only) {
        return complain_memory();
    }
    for (int32_t i = 0; i < fitting->count; i++) {
        const ist_pattern_info info = fitting_pattern(fitting, i);
        const char *name = info.group[0] ? info.group : info.run;
        int32_t group = find_group(fitting, name);
        if (group < 0) {
            group = fitting->groups++;
            fitting->group[group] = name;
        }
        fitting->group_of[i] = group;
    }
    return CODE_OK;
}

// ---- Groups by name

static bool begins(const struct fitting *fitting, int32_t group, const char *word)
{
    return strncasecmp(group_name(fitting, group), word, strlen(word)) == 0;
}

// Names of the groups that begin with a word, case ignored.
static void list_names(const struct fitting *fitting, const char *word, char out[LIST_SIZE])
{
    size_t length = 0;
    out[0] = '\0';
    for (int32_t i = 0; i < fitting->groups && length < LIST_SIZE; i++) {
        if (begins(fitting, i, word)) {
            length += (size_t)snprintf(out + length, LIST_SIZE - length, "%s\"%s\"",
                                       length > 0 ? ", " : "", group_name(fitting, i));
        }
    }
}

static void lower(const char *name, char out[NAME_SIZE])
{
    size_t length = 0;
    for (; name[length] && length + 1 < NAME_SIZE; length++) {
        out[length] = (char)tolower((unsigned char)name[length]);
    }
    out[length] = '\0';
}

// The group nearest to a misspelled one, case ignored; -1: none.
static int32_t nearest_group(const struct fitting *fitting, const char *word)
{
    const size_t room = (size_t)fitting->groups + 1;
    char(*text)[NAME_SIZE] = calloc(room, sizeof *text);
    const char **known = calloc(room, sizeof *known);
    int32_t nearest = -1;
    if (text && known) {
        char lowered[NAME_SIZE];
        for (int32_t i = 0; i < fitting->groups; i++) {
            lower(group_name(fitting, i), text[i]);
            known[i] = text[i];
        }
        lower(word, lowered);
        const char *near = text_nearest(lowered, known, (size_t)fitting->groups);
        for (int32_t i = 0; near && i < fitting->groups; i++) {
            nearest = known[i] == near ? i : nearest;
        }
    }
    free(text);
    free(known);
    return nearest;
}

static void complain_unknown(const struct fitting *fitting, const char *word)
{
    const int32_t near = nearest_group(fitting, word);
    if (near >= 0) {
        complain("--fit: there is no group \"%s\"; did you mean \"%s\"?", word,
                 group_name(fitting, near));
        return;
    }
    char list[LIST_SIZE];
    list_names(fitting, "", list);
    complain("--fit: there is no group \"%s\"; there are: %s", word, list);
}

// The group that a word names in full or by its beginning; -1 after a complaint.
static int32_t group_named(const struct fitting *fitting, const char *word)
{
    int32_t found = -1;
    int32_t count = 0;
    for (int32_t i = 0; i < fitting->groups; i++) {
        if (strcasecmp(group_name(fitting, i), word) == 0) {
            return i;
        }
        if (word[0] && begins(fitting, i, word)) {
            found = i;
            count++;
        }
    }
    if (count > 1) {
        char list[LIST_SIZE];
        list_names(fitting, word, list);
        complain("--fit: \"%s\" could be %s", word, list);
    } else if (count == 0) {
        complain_unknown(fitting, word);
    }
    return count == 1 ? found : -1;
}

// The next name of a list such as "Gas, Comp", in `word`. False after the last.
static bool next_name(const char **list, char word[NAME_SIZE])
{
    if (!*list) {
        return false;
    }
    *list += strspn(*list, " ");
    const size_t length = strcspn(*list, ",");
    size_t kept = length < NAME_SIZE ? length : NAME_SIZE - 1;
    memcpy(word, *list, kept);
    while (kept > 0 && word[kept - 1] == ' ') {
        kept--;
    }
    word[kept] = '\0';
    *list = (*list)[length] ? *list + length + 1 : NULL;
    return true;
}

// False after complaints about those that are unknown.
static bool choose_groups(struct fitting *fitting, const char *list)
{
    bool is_known = true;
    char word[NAME_SIZE];
    while (next_name(&list, word)) {
        const int32_t group = group_named(fitting, word);
        is_known = is_known && group >= 0;
        if (group >= 0) {
            fitting->is_fitted[group] = true;
        }
    }
    return is_known;
}

static int select_groups(struct fitting *fitting)
{
    const char *list = fitting->options->fit;
    if (list && !choose_groups(fitting, list)) {
        return CODE_USAGE;
    }
    for (int32_t i = 0; !list && i < fitting->groups; i++) {
        fitting->is_fitted[i] = true;
    }
    for (int32_t i = 0; i < fitting->count; i++) {
        if (fitting->is_fitted[fitting->group_of[i]]) {
            fitting->only[fitting->only_count++] = i;
        }
    }
    return CODE_OK;
}

// ---- Parameters by name

// The name as the library has it; NULL after a complaint.
static const char *parameter_named(const char *word)
{
    const size_t count = (size_t)ist_parameter_count();
    const char **known = calloc(count, sizeof *known);
    const char *found = NULL;
    if (!known) {
        complain_memory();
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        known[i] = ist_parameter_get((int32_t)i)->name;
        found = strcmp(known[i], word) == 0 ? known[i] : found;
    }
    if (!found) {
        const char *near = text_nearest(word, known, count);
        complain("--move: there is no parameter \"%s\"%s%s%s", word,
                 near ? "; did you mean \"" : "", near ? near : "",
                 near ? "\"?" : "; see: interstice describe parameters");
    }
    free(known);
    return found;
}

static int select_parameters(struct fitting *fitting)
{
    const char *list = fitting->options->move;
    int code = CODE_OK;
    char word[NAME_SIZE];
    if (!list) {
        return CODE_OK;
    }
    fitting->moved = calloc(strlen(list) + 1, sizeof *fitting->moved);
    if (!fitting->moved) {
        return complain_memory();
    }
    while (next_name(&list, word)) {
        const char *name = parameter_named(word);
        code = name ? code : CODE_USAGE;
        fitting->moved[fitting->moved_count++] = name;
    }
    return code;
}

// ---- The whole

static int load(struct fitting *fitting)
{
    if (!fitting->options->patterns && access(fitting->path, F_OK) != 0) {
        complain("cannot read %s: %s; name a file of patterns: --patterns FILE", fitting->path,
                 strerror(errno));
        return CODE_NO_INPUT;
    }
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    struct changes changes;
    int code = changes_open(&changes, fitting->options);
    if (code == CODE_OK) {
        fitting->patterns = ist_patterns_load(fitting->path, &changes.options, errors);
        code = fitting->patterns ? CODE_OK : complain_all(errors);
    }
    changes_close(&changes);
    ist_errors_destroy(errors);
    return code;
}

static void define(struct fitting *fitting)
{
    const struct options *options = fitting->options;
    ist_calibration_def *def = &fitting->def;
    *def = ist_calibration_def_default();
    def->runs.only = fitting->only;
    def->runs.only_count = fitting->only_count;
    def->runs.workers = options->jobs;
    def->parameter = fitting->moved;
    def->parameter_count = fitting->moved_count;
    def->spread = options->spread;
    def->screens = options->screens;
    def->seed = options->seed_given ? options->seed : def->seed;
    def->evaluations = options->evaluations > 0 ? options->evaluations : def->evaluations;
    if (options->replicates > 0) {
        def->runs.replicates = options->replicates;
    }
    fitting->judging = ist_validation_def_default();
    fitting->judging.workers = options->jobs;
}

int fitting_open(struct fitting *fitting, const struct options *options)
{
    *fitting = (struct fitting){.options = options,
                                .path = options->patterns ? options->patterns : default_path};
    int code = load(fitting);
    if (code == CODE_OK) {
        fitting->count = ist_patterns_count(fitting->patterns);
        code = list_groups(fitting);
    }
    if (code == CODE_OK) {
        code = select_groups(fitting);
        const int parameters = select_parameters(fitting);
        code = code == CODE_OK ? parameters : code;
    }
    define(fitting);
    return code;
}

void fitting_close(struct fitting *fitting)
{
    ist_validation_destroy(fitting->judged);
    ist_calibration_destroy(fitting->calibration);
    ist_patterns_destroy(fitting->patterns);
    free(fitting->group_of);
    free(fitting->group);
    free(fitting->is_fitted);
    free(fitting->only);
    free(fitting->moved);
    *fitting = (struct fitting){0};
}
