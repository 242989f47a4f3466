// SPDX-License-Identifier: GPL-3.0-or-later
// Reading what to take away from the model, and what that should do to the patterns.
#include "scenario/read_patterns.h"

#include <string.h>

// ---- Patterns by id

static const char *pattern_id(const isti_patterns_file *file, int32_t index)
{
    return file->pattern[index].id;
}

// Number of a pattern that can hold or fail; -1 after a report.
static int32_t read_id(isti_reader *reader, const cJSON *value)
{
    const isti_patterns_reader *r = isti_patterns_of(reader);
    const isti_patterns_file *file = r->file;
    const char *id;
    if (!isti_read_text(reader, value, &id)) {
        return -1;
    }
    int32_t found = 0;
    while (found < file->patterns && (!id[0] || strcmp(file->pattern[found].id, id) != 0)) {
        found++;
    }
    if (found == file->patterns) {
        isti_patterns_fail_reference(reader, "pattern", id, pattern_id, file->patterns,
                                     r->is_pattern_unread);
        return -1;
    }
    if (file->pattern[found].judgment == IST_JUDGMENT_REPORTED) {
        isti_read_fail(reader, IST_ERR_CONFLICT, NULL, NULL,
                       "the pattern \"%s\" is only reported: there is no verdict to change", id);
    }
    return found;
}

// A list of ids that belongs to the file.
static void read_ids(isti_reader *reader, const cJSON *value, const int32_t **out, int32_t *count)
{
    if (!cJSON_IsArray(value)) {
        isti_read_fail_type(reader, value, "a list of ids of patterns");
        return;
    }
    int32_t *list = isti_patterns_block(reader, (size_t)cJSON_GetArraySize(value), sizeof *list);
    int32_t read = 0;
    const cJSON *element;
    cJSON_ArrayForEach(element, value)
    {
        const size_t mark = isti_read_enter_index(reader, read);
        const int32_t pattern = read_id(reader, element);
        if (list) {
            list[read++] = pattern;
        }
        isti_read_leave(reader, mark);
    }
    *out = list;
    *count = read;
}

// ---- Members of an ablation

static void read_name(isti_reader *reader, const cJSON *value, void *target)
{
    isti_patterns_read_name(reader, value, &((isti_ablation *)target)->name);
}

static void read_line(isti_reader *reader, const cJSON *value, void *target)
{
    isti_read_text(reader, value, &((isti_ablation *)target)->text);
}

static void read_off(isti_reader *reader, const cJSON *value, void *target)
{
    isti_patterns_read_bits(reader, value, IST_KIND_MECHANISM, "mechanism",
                            &((isti_ablation *)target)->off);
}

static void read_spares(isti_reader *reader, const cJSON *value, void *target)
{
    isti_ablation *a = target;
    read_ids(reader, value, &a->spares, &a->spare_count);
}

static void read_weakens(isti_reader *reader, const cJSON *value, void *target)
{
    isti_ablation *a = target;
    read_ids(reader, value, &a->weakens, &a->weaken_count);
}

static void read_breaks(isti_reader *reader, const cJSON *value, void *target)
{
    isti_ablation *a = target;
    if (!cJSON_IsArray(value)) {
        isti_read_fail_type(reader, value, "a list of groups, each a list of ids of patterns");
        return;
    }
    isti_pattern_group *groups =
        isti_patterns_block(reader, (size_t)cJSON_GetArraySize(value), sizeof *groups);
    int32_t read = 0;
    const cJSON *element;
    cJSON_ArrayForEach(element, value)
    {
        isti_pattern_group group = {.count = 0};
        const size_t mark = isti_read_enter_index(reader, read);
        read_ids(reader, element, &group.pattern, &group.count);
        if (cJSON_IsArray(element) && !element->child) {
            isti_read_fail(reader, IST_ERR_RANGE, "at least one pattern", NULL,
                           "the group is empty");
        }
        if (groups) {
            groups[read++] = group;
        }
        isti_read_leave(reader, mark);
    }
    a->breaks = groups;
    a->break_count = read;
}

// ---- Overrides by scenario

static const char *run_scenario(const isti_patterns_file *file, int32_t index)
{
    return file->run[index].scenario;
}

// The scenario as a run has it; NULL after a report.
static const char *find_scenario(isti_reader *reader, const char *name)
{
    const isti_patterns_reader *r = isti_patterns_of(reader);
    for (int32_t i = 0; name[0] && i < r->file->runs; i++) {
        if (strcmp(r->file->run[i].scenario, name) == 0) {
            return r->file->run[i].scenario;
        }
    }
    isti_patterns_fail_reference(reader, "scenario of a run", name, run_scenario, r->file->runs,
                                 r->is_run_unread);
    return NULL;
}

static void read_set(isti_reader *reader, const cJSON *value, void *target)
{
    isti_ablation *a = target;
    if (!cJSON_IsObject(value)) {
        isti_read_fail_type(reader, value, "an object { } with a scenario of the runs as each key");
        return;
    }
    isti_ablation_set *sets =
        isti_patterns_block(reader, (size_t)cJSON_GetArraySize(value), sizeof *sets);
    int32_t read = 0;
    const cJSON *member;
    cJSON_ArrayForEach(member, value)
    {
        const size_t mark = isti_read_enter(reader, member->string);
        isti_ablation_set set = {.scenario = find_scenario(reader, member->string)};
        isti_patterns_read_set(reader, member, &set.set, &set.set_count);
        if (sets) {
            sets[read++] = set;
        }
        isti_read_leave(reader, mark);
    }
    a->sets = sets;
    a->set_count = read;
}

// ---- The whole

static void check(isti_reader *reader, const cJSON *value, const isti_ablation *a)
{
    const isti_patterns_file *file = isti_patterns_of(reader)->file;
    for (int32_t i = 0; a->name && i < file->ablations; i++) {
        const bool is_taken = strcmp(file->ablation[i].name, a->name) == 0;
        isti_patterns_check_new(reader, "name", "ablation", a->name, is_taken);
    }
    if (a->off == 0 && a->set_count == 0 && !cJSON_GetObjectItemCaseSensitive(value, "off") &&
        !cJSON_GetObjectItemCaseSensitive(value, "set")) {
        isti_read_fail(reader, IST_ERR_MISSING_KEY, "off, set", NULL,
                       "the ablation takes nothing away");
    }
}

static void read_ablation(isti_reader *reader, const cJSON *value, int32_t index)
{
    static const isti_key rows[] = {
        {"name", true, NULL, read_name},        {"text", false, NULL, read_line},
        {"off", false, NULL, read_off},         {"set", false, NULL, read_set},
        {"breaks", false, NULL, read_breaks},   {"spares", false, NULL, read_spares},
        {"weakens", false, NULL, read_weakens},
    };
    isti_patterns_file *file = isti_patterns_of(reader)->file;
    isti_keys keys = {.count = COUNT_OF(rows)};
    isti_ablation a = {.name = NULL};
    (void)index;
    memcpy(keys.row, rows, sizeof rows);
    if (isti_read_object(reader, value, &keys, &a)) {
        check(reader, value, &a);
    }
    a.name = isti_patterns_text(reader, a.name);
    a.text = isti_patterns_text(reader, a.text);
    isti_ablation *ablations = isti_read_grow(reader, file->ablation, &file->room.ablation,
                                              (size_t)file->ablations, sizeof *ablations);
    if (ablations) {
        file->ablation = ablations;
        ablations[file->ablations++] = a;
    }
}

void isti_patterns_read_ablations(isti_reader *reader, const cJSON *value)
{
    isti_read_list(reader, value, "a list of ablations", read_ablation);
}
