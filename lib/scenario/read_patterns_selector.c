// SPDX-License-Identifier: GPL-3.0-or-later
// Reading which communities are meant.
#include "scenario/read_patterns.h"

#include <math.h>
#include <string.h>

typedef struct draft {
    isti_selector selector;
    bool inside; // a community is at hand where times are told
} draft;

// ---- What a community is

static void read_name(isti_reader *reader, const cJSON *value, void *target)
{
    isti_patterns_read_name(reader, value, &((draft *)target)->selector.name);
}

static void read_theme(isti_reader *reader, const cJSON *value, void *target)
{
    isti_patterns_read_name(reader, value, &((draft *)target)->selector.theme);
}

static void read_overseer(isti_reader *reader, const cJSON *value, void *target)
{
    isti_patterns_read_name(reader, value, &((draft *)target)->selector.overseer);
}

static void read_official(isti_reader *reader, const cJSON *value, void *target)
{
    bool official;
    if (isti_read_flag(reader, value, &official)) {
        ((draft *)target)->selector.official = official;
    }
}

static void read_origin(isti_reader *reader, const cJSON *value, void *target)
{
    isti_patterns_read_bits(reader, value, IST_KIND_ORIGIN, "origin",
                            &((draft *)target)->selector.origins);
}

static void read_founded(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    double years[2] = {-HUGE_VAL, HUGE_VAL};
    isti_patterns_read_band(reader, value, years);
    d->selector.founded_from = years[0];
    d->selector.founded_to = years[1];
}

// ---- What it is like at a time

static void read_active_at(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    d->selector.active_at = isti_patterns_read_value(reader, value, d->inside);
}

static void read_stage_time(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    d->selector.stage_at = isti_patterns_read_value(reader, value, d->inside);
}

static void read_stage(isti_reader *reader, const cJSON *value, void *target)
{
    isti_patterns_read_bits(reader, value, IST_KIND_STAGE, "stage",
                            &((draft *)target)->selector.stages);
}

static void read_stage_at(isti_reader *reader, const cJSON *value, void *target)
{
    isti_keys keys = {.count = 0};
    isti_read_add_key(&keys, (isti_key){"at", true, NULL, read_stage_time});
    isti_read_add_key(&keys, (isti_key){"stage", true, NULL, read_stage});
    isti_read_object(reader, value, &keys, target);
}

static void read_members_time(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    d->selector.members_at = isti_patterns_read_value(reader, value, d->inside);
}

static void read_members_band(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    double band[2] = {-HUGE_VAL, HUGE_VAL};
    isti_patterns_read_band(reader, value, band);
    d->selector.members_low = band[0];
    d->selector.members_high = band[1];
}

static void read_members(isti_reader *reader, const cJSON *value, void *target)
{
    isti_keys keys = {.count = 0};
    isti_read_add_key(&keys, (isti_key){"at", true, NULL, read_members_time});
    isti_read_add_key(&keys, (isti_key){"band", true, NULL, read_members_band});
    isti_read_object(reader, value, &keys, target);
}

// ---- Attendance in a window

static void read_attendance_from(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    d->selector.attendance_from = isti_patterns_read_value(reader, value, d->inside);
}

static void read_attendance_to(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    d->selector.attendance_to = isti_patterns_read_value(reader, value, d->inside);
}

static void read_attendance_band(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    double band[2] = {-HUGE_VAL, HUGE_VAL};
    isti_patterns_read_band(reader, value, band);
    d->selector.attendance_low = band[0];
    d->selector.attendance_high = band[1];
}

static void read_attendance(isti_reader *reader, const cJSON *value, void *target)
{
    isti_selector *s = &((draft *)target)->selector;
    isti_keys keys = {.count = 0};
    isti_read_add_key(&keys, (isti_key){"from", false, NULL, read_attendance_from});
    isti_read_add_key(&keys, (isti_key){"to", false, NULL, read_attendance_to});
    isti_read_add_key(&keys, (isti_key){"band", true, NULL, read_attendance_band});
    const bool is_object = isti_read_object(reader, value, &keys, target);
    if (is_object && s->attendance_from < 0 && s->attendance_to < 0) {
        s->attendance_from = isti_patterns_add_number(reader, -HUGE_VAL); // the whole run
    }
}

// ---- The largest

typedef struct wrapped {
    int32_t node;
    bool inside;
} wrapped;

static void read_wrapped(isti_reader *reader, const cJSON *value, void *target)
{
    wrapped *w = target;
    w->node = isti_patterns_read_value(reader, value, w->inside);
}

// A time, or {"at": time} as in the other conditions.
static int32_t read_time(isti_reader *reader, const cJSON *value, bool inside)
{
    const cJSON *first = cJSON_IsObject(value) ? value->child : NULL;
    if (!first || first->next || strcmp(first->string, "at") != 0) {
        return isti_patterns_read_value(reader, value, inside);
    }
    isti_keys keys = {.count = 0};
    wrapped w = {.node = -1, .inside = inside};
    isti_read_add_key(&keys, (isti_key){"at", true, NULL, read_wrapped});
    isti_read_object(reader, value, &keys, &w);
    return w.node;
}

static void read_largest(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    d->selector.only_largest_at = read_time(reader, value, d->inside);
}

static void read_not_largest(isti_reader *reader, const cJSON *value, void *target)
{
    draft *d = target;
    d->selector.largest_at = read_time(reader, value, d->inside);
}

// ---- The whole

static int32_t keep(isti_reader *reader, isti_selector s)
{
    isti_patterns_file *file = isti_patterns_of(reader)->file;
    const char *path = isti_read_path(reader);
    isti_scan_nearest(reader->scan, path, &s.line, &s.column);
    s.where = isti_patterns_text(reader, path);
    s.name = s.name ? isti_patterns_text(reader, s.name) : NULL;
    s.theme = s.theme ? isti_patterns_text(reader, s.theme) : NULL;
    s.overseer = s.overseer ? isti_patterns_text(reader, s.overseer) : NULL;
    isti_selector *selectors = isti_read_grow(reader, file->selector, &file->room.selector,
                                              (size_t)file->selectors, sizeof *selectors);
    if (!selectors) {
        return -1;
    }
    file->selector = selectors;
    selectors[file->selectors] = s;
    return file->selectors++;
}

int32_t isti_patterns_read_selector(isti_reader *reader, const cJSON *value, bool inside)
{
    static const isti_key rows[] = {
        {"name", false, NULL, read_name},
        {"theme", false, NULL, read_theme},
        {"official", false, NULL, read_official},
        {"origin", false, NULL, read_origin},
        {"founded", false, NULL, read_founded},
        {"active_at", false, NULL, read_active_at},
        {"stage_at", false, NULL, read_stage_at},
        {"overseer", false, NULL, read_overseer},
        {"members", false, NULL, read_members},
        {"attendance", false, NULL, read_attendance},
        {"largest_at", false, NULL, read_largest},
        {"not_largest_at", false, NULL, read_not_largest},
    };
    isti_keys keys = {.count = COUNT_OF(rows)};
    draft d = {.inside = inside,
               .selector = {.official = -1,
                            .founded_from = -HUGE_VAL,
                            .founded_to = HUGE_VAL,
                            .active_at = -1,
                            .stage_at = -1,
                            .largest_at = -1,
                            .only_largest_at = -1,
                            .members_at = -1,
                            .members_low = -HUGE_VAL,
                            .members_high = HUGE_VAL,
                            .attendance_from = -1,
                            .attendance_to = -1,
                            .attendance_low = -HUGE_VAL,
                            .attendance_high = HUGE_VAL}};
    memcpy(keys.row, rows, sizeof rows);
    return isti_read_object(reader, value, &keys, &d) ? keep(reader, d.selector) : -1;
}
