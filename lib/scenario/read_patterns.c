// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a whole file of patterns, and what belongs to it.
#include "scenario/read_patterns.h"

#include "base/memory.h"
#include "base/names.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

// ---- Memory of the file

void *isti_patterns_own(isti_reader *reader, void *block)
{
    isti_patterns_file *file = isti_patterns_of(reader)->file;
    void **blocks = block ? isti_read_grow(reader, file->block, &file->room.block,
                                           (size_t)file->blocks, sizeof *blocks)
                          : NULL;
    if (!blocks) {
        reader->no_memory = true;
        isti_free(block);
        return NULL;
    }
    file->block = blocks;
    file->block[file->blocks++] = block;
    return block;
}

void *isti_patterns_block(isti_reader *reader, size_t count, size_t size)
{
    return isti_patterns_own(reader, isti_alloc_array(count, size));
}

char *isti_patterns_copy(isti_reader *reader, const char *text, size_t length)
{
    char *copy = isti_patterns_block(reader, length + 1, 1);
    if (copy) {
        memcpy(copy, text, length);
    }
    return copy;
}

const char *isti_patterns_text(isti_reader *reader, const char *text)
{
    const char *copy = text ? isti_patterns_copy(reader, text, strlen(text)) : NULL;
    return copy ? copy : "";
}

void isti_patterns_file_destroy(isti_patterns_file *file)
{
    if (!file) {
        return;
    }
    for (int32_t i = 0; i < file->blocks; i++) {
        isti_free(file->block[i]);
    }
    isti_free(file->block);
    isti_free(file->run);
    isti_free(file->pattern);
    isti_free(file->ablation);
    isti_free(file->node);
    isti_free(file->selector);
    isti_free(file->operand);
    isti_free(file);
}

isti_patterns_view isti_patterns_look(const isti_patterns_file *file)
{
    return (isti_patterns_view){.title = file->title,
                                .source = file->notice,
                                .run = file->run,
                                .pattern = file->pattern,
                                .ablation = file->ablation,
                                .node = file->node,
                                .selector = file->selector,
                                .operand = file->operand,
                                .runs = file->runs,
                                .patterns = file->patterns,
                                .ablations = file->ablations,
                                .nodes = file->nodes,
                                .selectors = file->selectors,
                                .operands = file->operands};
}

void isti_patterns_fail_unknown(const isti_patterns_file *file, int32_t selector, const char *key,
                                const char *const *names, int32_t count, ist_errors *errors)
{
    const isti_selector *s = &file->selector[selector];
    const bool is_theme = strcmp(key, "theme") == 0;
    const bool is_overseer = strcmp(key, "overseer") == 0;
    const char *name = is_theme ? s->theme : is_overseer ? s->overseer : s->name;
    const char *what = is_theme ? "theme" : is_overseer ? "manager group" : "community";
    char where[sizeof((ist_error){0}).where];
    snprintf(where, sizeof where, "%s", s->where);
    isti_json_append(where, sizeof where, strlen(s->where), key);
    const int32_t before = ist_errors_count(errors);
    isti_fail_unknown(errors, where, what, name, names, count);
    if (ist_errors_count(errors) > before) {
        ist_error *error = isti_errors_at(errors, before);
        error->line = s->line;
        error->column = s->column;
        isti_read_set_source(error, file->source);
    }
}

// ---- Keys of the whole

static void read_title(isti_reader *reader, const cJSON *value, void *target)
{
    const char *text = NULL;
    (void)target;
    isti_read_text(reader, value, &text);
    isti_patterns_of(reader)->file->title = isti_patterns_text(reader, text);
}

static void read_notice(isti_reader *reader, const cJSON *value, void *target)
{
    const char *text = NULL;
    (void)target;
    isti_read_text(reader, value, &text);
    isti_patterns_of(reader)->file->notice = isti_patterns_text(reader, text);
}

static void read_runs_later(isti_reader *reader, const cJSON *value, void *target)
{
    (void)target;
    isti_patterns_of(reader)->runs = (isti_later){value, value->string};
}

static void read_patterns_later(isti_reader *reader, const cJSON *value, void *target)
{
    (void)target;
    isti_patterns_of(reader)->patterns = (isti_later){value, value->string};
}

static void read_ablations_later(isti_reader *reader, const cJSON *value, void *target)
{
    (void)target;
    isti_patterns_of(reader)->ablations = (isti_later){value, value->string};
}

static void read_later(isti_reader *reader, isti_later later,
                       void (*read)(isti_reader *reader, const cJSON *value))
{
    if (later.value) {
        const size_t mark = isti_read_enter(reader, later.key);
        read(reader, later.value);
        isti_read_leave(reader, mark);
    }
}

static void read_whole(isti_patterns_reader *r)
{
    static const isti_key rows[] = {
        {"$schema", false, NULL, isti_read_remark},
        {"format", true, NULL, isti_read_format},
        {"title", false, NULL, read_title},
        {"source", false, NULL, read_notice},
        {"notes", false, NULL, isti_read_notes},
        {"runs", true, NULL, read_runs_later},
        {"patterns", true, NULL, read_patterns_later},
        {"ablations", false, NULL, read_ablations_later},
    };
    isti_keys keys = {.count = COUNT_OF(rows)};
    memcpy(keys.row, rows, sizeof rows);
    isti_read_object(&r->base, r->base.root, &keys, NULL);
    r->is_run_unread |= !r->runs.value;
    read_later(&r->base, r->runs, isti_patterns_read_runs);
    r->is_pattern_unread |= !r->patterns.value;
    read_later(&r->base, r->patterns, isti_patterns_read_patterns);
    read_later(&r->base, r->ablations, isti_patterns_read_ablations);
}

// ---- The whole

static void read_root(isti_patterns_reader *r, const char *text, size_t length)
{
    cJSON *root = isti_json_parse(text, length);
    r->base.root = root;
    r->base.no_memory |= !root;
    if (root && !isti_read_is_newer(&r->base)) {
        read_whole(r);
    }
    cJSON_Delete(root);
}

static void read_text(isti_patterns_reader *r, const char *text, size_t length)
{
    isti_scan *scan = isti_scan_create(text, length, r->base.source, r->base.found);
    r->base.scan = scan;
    if (scan) {
        read_root(r, text, length);
    }
    isti_scan_destroy(scan);
}

// Report what was found. False when there is a fault.
static bool conclude(isti_patterns_reader *r, ist_errors *errors)
{
    if (!r->base.found || r->base.no_memory || isti_read_has_lost_reports(&r->base)) {
        isti_read_fail_memory(r->base.source, errors);
        return false;
    }
    isti_read_hand_over(&r->base, errors);
    return ist_errors_count(r->base.found) == 0;
}

static isti_patterns_file *read_file(const char *text, size_t length, const char *path,
                                     ist_errors *errors)
{
    isti_patterns_file *file = isti_alloc_array(1, sizeof *file);
    isti_patterns_reader r = {.base = {.source = isti_read_source(path)}, .file = file};
    r.base.found = file ? ist_errors_create() : NULL;
    if (r.base.found) {
        file->title = file->notice = "";
        file->path = isti_patterns_text(&r.base, path);
        file->source = isti_read_source(file->path);
        read_text(&r, text, length);
    }
    if (!conclude(&r, errors)) {
        isti_patterns_file_destroy(file);
        file = NULL;
    }
    isti_read_release(&r.base);
    return file;
}

isti_patterns_file *isti_patterns_parse(const char *text, size_t length, const char *path,
                                        ist_errors *errors)
{
    // The parser reads numbers with strtod(), which obeys the locale of the thread.
    const locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!plain) {
        isti_read_fail_memory(isti_read_source(path), errors);
        return NULL;
    }
    const locale_t before = uselocale(plain);
    isti_patterns_file *file = read_file(text, length, path, errors);
    uselocale(before);
    freelocale(plain);
    return file;
}

isti_patterns_file *isti_patterns_read(const char *path, ist_errors *errors)
{
    size_t length;
    char *text = isti_read_file(path, isti_read_source(path), &length, errors);
    isti_patterns_file *file = text ? isti_patterns_parse(text, length, path, errors) : NULL;
    isti_free(text);
    return file;
}
