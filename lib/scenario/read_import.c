// SPDX-License-Identifier: GPL-3.0-or-later
// Reading what a scenario says of tables of people and ties, and following it.
#include "base/memory.h"
#include "base/names.h"
#include "scenario/read.h"

#include <string.h>

static const char *const directions[ISTI_DIRECTIONS] = {
    [ISTI_EITHER] = "either", [ISTI_RECIPROCAL] = "reciprocal", [ISTI_WEAK] = "weak"};

// ---- Values

static void read_file_name(isti_reader *reader, const cJSON *value, void *target)
{
    isti_read_text(reader, value, &((isti_table_def *)target)->file);
}

// One character that may stand between cells or themes; false after a report.
static bool read_character(isti_reader *reader, const cJSON *value, const char *allowed, char *out)
{
    const char *text;
    if (!isti_read_text(reader, value, &text)) {
        return false;
    }
    if (strlen(text) != 1 || !strchr(allowed, text[0])) {
        isti_read_fail(reader, IST_ERR_RANGE, "one of , ; \\t | /", NULL,
                       "\"%.16s\" cannot separate anything", text);
        return false;
    }
    *out = text[0];
    return true;
}

static void read_separator(isti_reader *reader, const cJSON *value, void *target)
{
    read_character(reader, value, ",;\t|", &((isti_table_def *)target)->separator);
}

static void read_between_themes(isti_reader *reader, const cJSON *value, void *target)
{
    read_character(reader, value, ",;\t|/", &((isti_table_def *)target)->between_themes);
}

// The headings by column, of those columns that there are.
static void read_headings(isti_reader *reader, const cJSON *value, isti_table_def *def,
                          const char *const *names, int32_t count)
{
    if (!cJSON_IsObject(value)) {
        isti_read_fail_type(reader, value, "an object { } with a heading for each column");
        return;
    }
    const cJSON *member;
    cJSON_ArrayForEach(member, value)
    {
        const size_t mark = isti_read_enter(reader, member->string);
        const int32_t column = isti_name_find(names, count, member->string);
        if (column < 0) {
            isti_read_fail_name(reader, "column", member->string, names, count);
        } else {
            isti_read_text(reader, member, &def->heading[column]);
        }
        isti_read_leave(reader, mark);
    }
}

static void read_people_headings(isti_reader *reader, const cJSON *value, void *target)
{
    read_headings(reader, value, target, isti_people_column_names, ISTI_PEOPLE_COLUMNS);
}

static void read_tie_headings(isti_reader *reader, const cJSON *value, void *target)
{
    read_headings(reader, value, target, isti_tie_column_names, ISTI_TIE_COLUMNS);
}

static isti_word *add_word(isti_reader *reader, isti_words *words, const char *text)
{
    isti_word *item =
        isti_read_grow(reader, words->item, &words->capacity, words->count, sizeof *item);
    if (!item) {
        return NULL;
    }
    words->item = item;
    item[words->count] = (isti_word){.text = text};
    return &item[words->count++];
}

static void read_levels(isti_reader *reader, const cJSON *value, void *target)
{
    isti_table_def *def = target;
    if (!cJSON_IsObject(value)) {
        isti_read_fail_type(reader, value, "an object { } with a level for each word of the table");
        return;
    }
    const cJSON *member;
    cJSON_ArrayForEach(member, value)
    {
        const size_t mark = isti_read_enter(reader, member->string);
        ist_level level = IST_LEVEL_PROFESSIONAL;
        isti_word *word = isti_read_level(reader, member, &level)
                              ? add_word(reader, &def->words, member->string)
                              : NULL;
        if (word) {
            word->level = (int32_t)level;
        }
        isti_read_leave(reader, mark);
    }
}

static void read_usual_level(isti_reader *reader, const cJSON *value, void *target)
{
    ist_level level;
    if (isti_read_level(reader, value, &level)) {
        ((isti_table_def *)target)->usual = value->valuestring;
    }
}

// ---- Ties

static void read_strand(isti_reader *reader, const cJSON *value, double *out)
{
    if (isti_read_number(reader, value, out) && (*out < 0.0 || *out > 1.0)) {
        isti_read_fail(reader, IST_ERR_RANGE, "0 to 1", NULL, "%.15g is out of range", *out);
    }
}

static void read_instrumental(isti_reader *reader, const cJSON *value, void *target)
{
    read_strand(reader, value, &((isti_word *)target)->strand[0]);
}

static void read_affective(isti_reader *reader, const cJSON *value, void *target)
{
    read_strand(reader, value, &((isti_word *)target)->strand[1]);
}

static void read_kinds(isti_reader *reader, const cJSON *value, void *target)
{
    isti_table_def *def = target;
    if (!cJSON_IsObject(value)) {
        isti_read_fail_type(reader, value, "an object { } with strands for each kind of tie");
        return;
    }
    const cJSON *member;
    cJSON_ArrayForEach(member, value)
    {
        const size_t mark = isti_read_enter(reader, member->string);
        isti_word *word = add_word(reader, &def->words, member->string);
        if (word) {
            isti_keys keys = {.count = 0};
            isti_read_add_key(&keys, (isti_key){"instrumental", false, NULL, read_instrumental});
            isti_read_add_key(&keys, (isti_key){"affective", false, NULL, read_affective});
            isti_read_object(reader, member, &keys, word);
        }
        isti_read_leave(reader, mark);
    }
}

static void read_usual_kind(isti_reader *reader, const cJSON *value, void *target)
{
    isti_read_text(reader, value, &((isti_table_def *)target)->usual);
}

static void read_scale(isti_reader *reader, const cJSON *value, void *target)
{
    double *scale = ((isti_table_def *)target)->scale;
    const cJSON *low = cJSON_GetArrayItem(value, 0);
    const cJSON *high = cJSON_GetArrayItem(value, 1);
    if (!cJSON_IsArray(value) || cJSON_GetArraySize(value) != 2 || !cJSON_IsNumber(low) ||
        !cJSON_IsNumber(high)) {
        isti_read_fail_type(reader, value, "[weight of no tie, weight of the strongest tie]");
    } else if (low->valuedouble >= high->valuedouble) {
        isti_read_fail(reader, IST_ERR_RANGE, NULL, NULL, "the scale does not rise from %.15g",
                       low->valuedouble);
    } else {
        scale[0] = low->valuedouble;
        scale[1] = high->valuedouble;
    }
}

static void read_direction(isti_reader *reader, const cJSON *value, void *target)
{
    const char *name;
    if (!isti_read_text(reader, value, &name)) {
        return;
    }
    const int32_t direction = isti_name_find(directions, ISTI_DIRECTIONS, name);
    if (direction < 0) {
        isti_read_fail_name(reader, "direction", name, directions, ISTI_DIRECTIONS);
        return;
    }
    ((isti_table_def *)target)->direction = (isti_direction)direction;
}

// ---- Tables

static void read_table(isti_reader *reader, const cJSON *value, const isti_key *rows, size_t count,
                       isti_table_def *def)
{
    if (cJSON_IsString(value)) {
        def->file = value->valuestring;
        return;
    }
    isti_keys keys = {.count = (int32_t)count};
    memcpy(keys.row, rows, count * sizeof *rows);
    isti_read_object(reader, value, &keys, def);
}

static void read_people(isti_reader *reader, const cJSON *value, void *target)
{
    static const isti_key rows[] = {
        {"file", true, NULL, read_file_name},
        {"separator", false, NULL, read_separator},
        {"columns", false, NULL, read_people_headings},
        {"levels", false, NULL, read_levels},
        {"level", false, NULL, read_usual_level},
        {"theme_separator", false, NULL, read_between_themes},
        {"notes", false, NULL, isti_read_notes},
    };
    read_table(reader, value, rows, COUNT_OF(rows), &((isti_import_def *)target)->people);
}

static void read_ties(isti_reader *reader, const cJSON *value, void *target)
{
    static const isti_key rows[] = {
        {"file", true, NULL, read_file_name},        {"separator", false, NULL, read_separator},
        {"columns", false, NULL, read_tie_headings}, {"scale", true, NULL, read_scale},
        {"direction", true, NULL, read_direction},   {"kinds", true, NULL, read_kinds},
        {"kind", false, NULL, read_usual_kind},      {"notes", false, NULL, isti_read_notes},
    };
    isti_table_def *def = &((isti_import_def *)target)->ties;
    if (cJSON_IsString(value)) {
        isti_read_fail_type(reader, value,
                            "an object { } with file, scale, direction and kinds of the ties");
        return;
    }
    read_table(reader, value, rows, COUNT_OF(rows), def);
}

static void clear_importer(isti_importer *import)
{
    for (size_t i = 0; i < import->made_count; i++) {
        isti_free(import->made[i]);
    }
    isti_free(import->made);
    isti_free(import->people_text);
    isti_free(import->tie_text);
    isti_free(import->hands.item);
    isti_index_clear(&import->hands.by_id);
    isti_index_clear(&import->units);
    isti_index_clear(&import->themes);
    isti_free(import->theme_names);
    isti_free(import->unit_names);
    isti_free(import->has_head);
}

// Follow what was read, in the path of its parts; the ids of people remain for whoever refers to them.
static void follow(isti_reader *reader, const isti_import_def *def)
{
    isti_import *out = isti_alloc_array(1, sizeof *out);
    if (!out) {
        reader->no_memory = true;
        return;
    }
    isti_import_destroy(reader->out->import);
    reader->out->import = out;
    isti_importer import = {.reader = reader, .def = def, .out = out};
    size_t mark = isti_read_enter(reader, "employees");
    bool is_read = isti_import_people(&import);
    if (is_read) {
        isti_import_place_people(&import);
    }
    isti_read_leave(reader, mark);
    if (is_read && def->ties.file) {
        mark = isti_read_enter(reader, "ties");
        isti_import_ties(&import);
        isti_read_leave(reader, mark);
    }
    clear_importer(&import);
}

void isti_read_import(isti_reader *reader, const cJSON *value)
{
    static const isti_key rows[] = {
        {"employees", true, NULL, read_people},
        {"ties", false, NULL, read_ties},
        {"notes", false, NULL, isti_read_notes},
    };
    const int32_t before = ist_errors_count(reader->found);
    isti_import_def def = {.people = {.between_themes = '|'}};
    isti_keys keys = {.count = COUNT_OF(rows)};
    memcpy(keys.row, rows, sizeof rows);
    isti_read_object(reader, value, &keys, &def);
    if (ist_errors_count(reader->found) == before && !reader->no_memory) {
        follow(reader, &def);
    } else {
        reader->unread |= ISTI_NAMED_EMPLOYEE;
    }
    isti_free(def.people.words.item);
    isti_free(def.ties.words.item);
}
