// SPDX-License-Identifier: GPL-3.0-or-later
// Reading what to run, and what to expect of it.
#include "scenario/read_patterns.h"

#include <math.h>
#include <string.h>

// ---- Runs

static void read_run_name(isti_reader *reader, const cJSON *value, void *target)
{
    isti_patterns_read_name(reader, value, &((isti_pattern_run *)target)->name);
}

static void read_scenario(isti_reader *reader, const cJSON *value, void *target)
{
    isti_patterns_read_name(reader, value, &((isti_pattern_run *)target)->scenario);
}

static void read_run_title(isti_reader *reader, const cJSON *value, void *target)
{
    isti_read_text(reader, value, &((isti_pattern_run *)target)->title);
}

static void read_off(isti_reader *reader, const cJSON *value, void *target)
{
    isti_patterns_read_bits(reader, value, IST_KIND_MECHANISM, "mechanism",
                            &((isti_pattern_run *)target)->off);
}

static void read_until(isti_reader *reader, const cJSON *value, void *target)
{
    isti_read_number(reader, value, &((isti_pattern_run *)target)->until);
}

static void read_set(isti_reader *reader, const cJSON *value, void *target)
{
    isti_pattern_run *run = target;
    isti_patterns_read_set(reader, value, &run->set, &run->set_count);
}

static void keep_run(isti_reader *reader, isti_pattern_run run)
{
    isti_patterns_file *file = isti_patterns_of(reader)->file;
    isti_patterns_of(reader)->is_run_unread |= !run.name;
    run.name = isti_patterns_text(reader, run.name);
    run.scenario = isti_patterns_text(reader, run.scenario);
    run.title = isti_patterns_text(reader, run.title);
    char *path = isti_patterns_own(reader, isti_read_path_beside(file->path, run.scenario));
    run.path = path ? path : "";
    isti_pattern_run *runs =
        isti_read_grow(reader, file->run, &file->room.run, (size_t)file->runs, sizeof *runs);
    if (runs) {
        file->run = runs;
        runs[file->runs++] = run;
    }
}

static void read_run(isti_reader *reader, const cJSON *value, int32_t index)
{
    static const isti_key rows[] = {
        {"name", true, NULL, read_run_name},    {"scenario", true, NULL, read_scenario},
        {"title", false, NULL, read_run_title}, {"set", false, NULL, read_set},
        {"off", false, NULL, read_off},         {"until", false, NULL, read_until},
    };
    const isti_patterns_file *file = isti_patterns_of(reader)->file;
    isti_keys keys = {.count = COUNT_OF(rows)};
    isti_pattern_run run = {.until = HUGE_VAL};
    (void)index;
    memcpy(keys.row, rows, sizeof rows);
    isti_read_object(reader, value, &keys, &run);
    for (int32_t i = 0; run.name && i < file->runs; i++) {
        const bool is_taken = strcmp(file->run[i].name, run.name) == 0;
        isti_patterns_check_new(reader, "name", "run", run.name, is_taken);
    }
    keep_run(reader, run);
}

void isti_patterns_read_runs(isti_reader *reader, const cJSON *value)
{
    isti_read_list(reader, value, "a list of runs", read_run);
    isti_patterns_of(reader)->is_run_unread |= !value->child || !cJSON_IsArray(value);
    if (cJSON_IsArray(value) && !value->child) {
        isti_read_fail(reader, IST_ERR_RANGE, "at least one run", NULL, "the list is empty");
    }
}

// ---- Patterns

// A pattern while it is being read.
typedef struct draft {
    isti_pattern pattern;
    double band[2];
    bool has_band, is_kind_known;
} draft;

static void read_id(isti_reader *reader, const cJSON *value, void *target)
{
    isti_patterns_read_name(reader, value, &((draft *)target)->pattern.id);
}

static void read_line(isti_reader *reader, const cJSON *value, void *target)
{
    isti_read_text(reader, value, &((draft *)target)->pattern.text);
}

static void read_group(isti_reader *reader, const cJSON *value, void *target)
{
    isti_patterns_read_name(reader, value, &((draft *)target)->pattern.group);
}

static void read_evidence(isti_reader *reader, const cJSON *value, void *target)
{
    isti_read_text(reader, value, &((draft *)target)->pattern.evidence);
}

static void read_run_of(isti_reader *reader, const cJSON *value, void *target)
{
    ((draft *)target)->pattern.run = isti_patterns_read_run_name(reader, value);
}

static void read_worth(isti_reader *reader, const cJSON *value, void *target)
{
    static const char *const names[] = {"T", "C", "I"};
    const int32_t worth = isti_patterns_read_choice(reader, value, "worth", names, COUNT_OF(names));
    if (worth >= 0) {
        ((draft *)target)->pattern.worth = names[worth][0];
    }
}

static void read_judgment(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    const char *names[IST_JUDGMENT_COUNT];
    isti_read_kind_names(IST_KIND_JUDGMENT, names, IST_JUDGMENT_COUNT);
    const int32_t kind =
        isti_patterns_read_choice(reader, value, "kind of pattern", names, IST_JUDGMENT_COUNT);
    if (kind >= 0) {
        d->is_kind_known = true;
        d->pattern.judgment = (ist_judgment)kind;
    }
}

static void read_band(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    d->has_band = true; // even if there is something wrong with it
    isti_patterns_read_band(reader, value, d->band);
}

static void read_open(isti_reader *reader, const cJSON *value, void *target)
{
    isti_read_flag(reader, value, &((draft *)target)->pattern.open);
}

static void read_value(isti_reader *reader, const cJSON *value, void *target)
{
    ((draft *)target)->pattern.value = isti_patterns_read_value(reader, value, false);
}

static void check_pattern(isti_reader *reader, const draft *d)
{
    const isti_patterns_file *file = isti_patterns_of(reader)->file;
    for (int32_t i = 0; d->pattern.id && i < file->patterns; i++) {
        const bool is_taken = strcmp(file->pattern[i].id, d->pattern.id) == 0;
        isti_patterns_check_new(reader, "id", "pattern", d->pattern.id, is_taken);
    }
    if (d->is_kind_known && d->pattern.judgment != IST_JUDGMENT_REPORTED && !d->has_band) {
        isti_read_fail_missing(reader, "band");
    }
    isti_patterns_check_open(reader, d->band, d->pattern.open);
}

static void keep_pattern(isti_reader *reader, const draft *d)
{
    isti_patterns_file *file = isti_patterns_of(reader)->file;
    isti_pattern p = d->pattern;
    isti_patterns_of(reader)->is_pattern_unread |= !p.id;
    p.low = d->band[0];
    p.high = d->band[1];
    p.id = isti_patterns_text(reader, p.id);
    p.text = isti_patterns_text(reader, p.text);
    p.evidence = isti_patterns_text(reader, p.evidence);
    p.group = p.group      ? isti_patterns_text(reader, p.group)
              : p.run >= 0 ? file->run[p.run].name
                           : "";
    isti_pattern *patterns = isti_read_grow(reader, file->pattern, &file->room.pattern,
                                            (size_t)file->patterns, sizeof *patterns);
    if (patterns) {
        file->pattern = patterns;
        patterns[file->patterns++] = p;
    }
}

static void read_pattern(isti_reader *reader, const cJSON *value, int32_t index)
{
    static const isti_key rows[] = {
        {"id", true, NULL, read_id},
        {"text", false, NULL, read_line},
        {"group", false, NULL, read_group},
        {"run", true, NULL, read_run_of},
        {"evidence", false, NULL, read_evidence},
        {"worth", false, NULL, read_worth},
        {"kind", true, NULL, read_judgment},
        {"band", false, NULL, read_band},
        {"open", false, NULL, read_open},
        {"value", true, NULL, read_value},
    };
    isti_keys keys = {.count = COUNT_OF(rows)};
    draft d = {.pattern = {.worth = 'T', .run = -1, .value = -1}, .band = {-HUGE_VAL, HUGE_VAL}};
    (void)index;
    memcpy(keys.row, rows, sizeof rows);
    if (isti_read_object(reader, value, &keys, &d)) {
        check_pattern(reader, &d);
    }
    keep_pattern(reader, &d);
}

void isti_patterns_read_patterns(isti_reader *reader, const cJSON *value)
{
    isti_read_list(reader, value, "a list of patterns", read_pattern);
    isti_patterns_of(reader)->is_pattern_unread |= !value->child || !cJSON_IsArray(value);
    if (cJSON_IsArray(value) && !value->child) {
        isti_read_fail(reader, IST_ERR_RANGE, "at least one pattern", NULL, "the list is empty");
    }
}
