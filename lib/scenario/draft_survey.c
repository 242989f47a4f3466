// SPDX-License-Identifier: GPL-3.0-or-later
// Looking through tables: which columns seem to hold what, and what is in them.
#include "base/memory.h"
#include "base/names.h"
#include "scenario/draft.h"
#include "scenario/import_graph.h"
#include "scenario/read.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SPELLINGS = 12 };

// What columns are often called; letters and digits only.
static const char *const people_spellings[ISTI_PEOPLE_COLUMNS][MOST_SPELLINGS] = {
    [ISTI_PEOPLE_ID] = {"id", "employeeid", "employee", "personid", "person", "personnelnumber",
                        "personnelno", "empid", "staffid", "userid", "matricule"},
    [ISTI_PEOPLE_UNIT] = {"unit", "department", "dept", "orgunit", "businessunit", "division",
                          "team", "service", "section"},
    [ISTI_PEOPLE_MANAGER] = {"manager", "managerid", "supervisor", "supervisorid", "boss",
                             "reportsto", "linemanager", "superior"},
    [ISTI_PEOPLE_LEVEL] = {"level", "grade", "joblevel", "rank", "position", "jobtitle", "role"},
    [ISTI_PEOPLE_THEME] = {"theme", "themes", "skill", "skills", "expertise", "discipline",
                           "practice", "function", "topic"},
    [ISTI_PEOPLE_SECOND] = {"secondtheme", "theme2", "secondskill", "skill2"},
};

static const char *const tie_spellings[ISTI_TIE_COLUMNS][MOST_SPELLINGS] = {
    [ISTI_TIE_FROM] = {"from", "source", "ego", "respondent", "sender", "rater", "fromid", "e1"},
    [ISTI_TIE_TO] = {"to", "target", "alter", "named", "nominee", "receiver", "toid", "e2"},
    [ISTI_TIE_WEIGHT] = {"weight", "strength", "score", "frequency", "intensity", "value"},
    [ISTI_TIE_KIND] = {"kind", "type", "relation", "relationship", "layer", "question"},
};

void isti_survey_clear(isti_survey *survey)
{
    for (int32_t i = 0; i < ISTI_MOST_COLUMNS; i++) {
        isti_free(survey->heading[i]);
    }
    isti_census_clear(&survey->units);
    isti_census_clear(&survey->levels);
    isti_census_clear(&survey->themes);
    isti_census_clear(&survey->kinds);
    isti_free(survey->bytes);
    isti_free(survey->coded.text);
    isti_free(survey->codes.text);
    isti_free(survey->row);
}

// ---- Columns

// Do a heading and a spelling agree, case and all but letters and digits aside?
static bool is_spelled(const char *heading, const char *spelling)
{
    for (; *heading; heading++) {
        const unsigned char c = (unsigned char)*heading;
        if (c < 0x80 && !isalnum(c)) {
            continue;
        }
        if (tolower(c) != (unsigned char)*spelling) {
            return false;
        }
        spelling++;
    }
    return *spelling == '\0';
}

static int32_t find_spelled(const isti_table *table, const char *const spellings[MOST_SPELLINGS])
{
    for (int32_t k = 0; k < MOST_SPELLINGS && spellings[k]; k++) {
        for (int32_t i = 0; i < table->headings; i++) {
            if (is_spelled(table->cell[i].text, spellings[k])) {
                return i;
            }
        }
    }
    return -1;
}

// Find the columns; those below `required` must be there. False after a report.
static bool find_columns(isti_survey *survey, isti_table *table,
                         const char *const (*spellings)[MOST_SPELLINGS], const char *const *names,
                         int32_t count, int32_t required)
{
    if (!isti_table_read_headings(table)) {
        return false;
    }
    for (int32_t k = 0; k < count; k++) {
        survey->at[k] = find_spelled(table, spellings[k]);
        if (survey->at[k] >= 0) {
            survey->heading[k] = isti_copy_text(table->cell[survey->at[k]].text);
            if (!survey->heading[k]) {
                isti_table_fail_memory(table);
            }
        } else if (k < required) {
            char known[sizeof((ist_error){0}).allowed];
            isti_name_list(spellings[k], MOST_SPELLINGS, known, sizeof known);
            isti_table_fail(table, -1, IST_ERR_MISSING_KEY, known, NULL,
                            "no column looks as if it held %s", names[k]);
        }
    }
    isti_import_check_twins(table, survey->at, count);
    survey->separator = table->separator;
    return !table->has_failed;
}

bool isti_survey_tie_columns(isti_table *table, int32_t at[ISTI_TIE_COLUMNS])
{
    isti_survey survey = {.name = ""};
    const bool is_found = find_columns(&survey, table, tie_spellings, isti_tie_column_names,
                                       ISTI_TIE_COLUMNS, ISTI_TIE_TO + 1);
    memcpy(at, survey.at, ISTI_TIE_COLUMNS * sizeof *at);
    isti_survey_clear(&survey);
    return is_found;
}

static const char *cell_of(const isti_survey *survey, const isti_table *table, int32_t column)
{
    return survey->at[column] >= 0 ? table->cell[survey->at[column]].text : "";
}

// ---- Codes

// A row of the coded table begins here. False when memory is short.
static bool begin_row(isti_survey *survey)
{
    if (survey->coded_rows == survey->row_capacity) {
        const size_t capacity = isti_grown(survey->row_capacity, survey->coded_rows + 1);
        size_t *row = isti_resize_array(survey->row, survey->row_capacity, capacity, sizeof *row);
        if (!row) {
            return false;
        }
        survey->row = row;
        survey->row_capacity = capacity;
    }
    survey->row[survey->coded_rows++] = survey->coded.length;
    return true;
}

static void put_code(isti_survey *survey, const ist_draft_def *def, char kind, const char *text)
{
    char code[IST_PSEUDONYM_SIZE];
    if (*text) {
        ist_pseudonym(def->key, def->key_size, kind, text, code);
        isti_text_put(&survey->coded, "%s", code);
    }
}

// What the code of a text stands for, for whoever may know.
static void explain_code(isti_survey *survey, const ist_draft_def *def, char kind, const char *what,
                         const char *text)
{
    char code[IST_PSEUDONYM_SIZE];
    ist_pseudonym(def->key, def->key_size, kind, text, code);
    isti_text_put(&survey->codes, "%s,%s,", code, what);
    isti_text_put_shown(&survey->codes, text);
    isti_text_put(&survey->codes, "\n");
}

static int compare_rows(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

// Rows in the order of their codes: in that of the file, number 17 of a list would still be number 17.
static bool sort_rows(isti_survey *survey)
{
    const isti_text *coded = &survey->coded;
    const char **row = isti_alloc_array(survey->coded_rows, sizeof *row);
    char *sorted = row ? isti_alloc_scratch(coded->length + 1, 1) : NULL;
    if (!sorted) {
        isti_free(row);
        return false;
    }
    const size_t headings = survey->coded_rows > 0 ? survey->row[0] : coded->length;
    for (size_t i = 0; i < survey->coded_rows; i++) {
        const bool is_last = i + 1 == survey->coded_rows;
        coded->text[(is_last ? coded->length : survey->row[i + 1]) - 1] = '\0'; // was '\n'
        row[i] = coded->text + survey->row[i];
    }
    qsort(row, survey->coded_rows, sizeof *row, compare_rows);
    memcpy(sorted, coded->text, headings);
    size_t used = headings;
    for (size_t i = 0; i < survey->coded_rows; i++) {
        const size_t length = strlen(row[i]);
        memcpy(sorted + used, row[i], length);
        sorted[used + length] = '\n';
        used += length + 1;
    }
    sorted[used] = '\0';
    isti_free(row);
    isti_free(survey->coded.text);
    survey->coded.text = sorted;
    return true;
}

// ---- People

// A word is counted and, with a key, written as its code. False when memory is short.
static bool take_word(isti_survey *survey, const ist_draft_def *def, isti_census *census, char kind,
                      const char *what, const char *word)
{
    if (!*word) {
        return true;
    }
    const size_t known = census->count;
    const bool has_room = isti_census_add(census, word);
    if (has_room && def->key) {
        put_code(survey, def, kind, word);
        if (census->count > known) {
            explain_code(survey, def, kind, what, word);
        }
    }
    return has_room;
}

// Which character stands between several themes, if any cell has one that might?
static void note_separator(isti_survey *survey, const char *themes)
{
    const char *found = strpbrk(themes, "|;,");
    if (found && survey->between_themes == '\0') {
        survey->between_themes = *found;
    }
}

static bool take_themes(isti_survey *survey, const ist_draft_def *def, char *text)
{
    note_separator(survey, text);
    const char between[] = {survey->between_themes ? survey->between_themes : '|', '\0'};
    const char *before = "";
    char *rest = NULL;
    for (char *theme = strtok_r(text, between, &rest); theme;
         theme = strtok_r(NULL, between, &rest)) {
        theme += strspn(theme, " ");
        size_t length = strlen(theme);
        while (length > 0 && theme[length - 1] == ' ') {
            theme[--length] = '\0';
        }
        if (length > 0 && def->key) {
            isti_text_put(&survey->coded, "%s", before);
            before = "|";
        }
        if (!take_word(survey, def, &survey->themes, 't', "theme", theme)) {
            return false;
        }
    }
    return true;
}

static bool take_person(isti_survey *survey, isti_table *table, const ist_draft_def *def)
{
    const char *id = cell_of(survey, table, ISTI_PEOPLE_ID);
    const char *comma = def->key ? "," : "";
    isti_text *out = &survey->coded;
    if (def->key) {
        put_code(survey, def, 'p', id);
        explain_code(survey, def, 'p', "person", id);
    }
    isti_text_put(out, "%s", comma);
    const char *unit = cell_of(survey, table, ISTI_PEOPLE_UNIT);
    bool has_room = take_word(survey, def, &survey->units, 'u', "unit", unit);
    if (*id && !*unit) {
        isti_table_fail(table, survey->at[ISTI_PEOPLE_UNIT], IST_ERR_MISSING_KEY, NULL, NULL,
                        "this person has no unit");
    }
    isti_text_put(out, "%s", comma);
    if (def->key) {
        put_code(survey, def, 'p', cell_of(survey, table, ISTI_PEOPLE_MANAGER));
    }
    isti_text_put(out, "%s", comma);
    has_room = has_room && take_word(survey, def, &survey->levels, 'l', "level",
                                     cell_of(survey, table, ISTI_PEOPLE_LEVEL));
    for (int32_t k = ISTI_PEOPLE_THEME; k <= ISTI_PEOPLE_SECOND && has_room; k++) {
        isti_text_put(out, "%s", comma);
        has_room = take_themes(survey, def, (char *)(uintptr_t)cell_of(survey, table, k));
    }
    return has_room;
}

// ---- Ties

static bool take_tie(isti_survey *survey, isti_table *table, const ist_draft_def *def)
{
    const char *kind = cell_of(survey, table, ISTI_TIE_KIND);
    if (def->key) {
        isti_text *out = &survey->coded;
        put_code(survey, def, 'p', cell_of(survey, table, ISTI_TIE_FROM));
        isti_text_put(out, ",");
        put_code(survey, def, 'p', cell_of(survey, table, ISTI_TIE_TO));
        isti_text_put(out, ",");
        isti_text_put_cell(out, cell_of(survey, table, ISTI_TIE_WEIGHT));
        isti_text_put(out, ",");
        isti_text_put_cell(out, kind);
    }
    double value;
    if (survey->at[ISTI_TIE_WEIGHT] >= 0 &&
        isti_import_weight(table, survey->at[ISTI_TIE_WEIGHT], &value)) {
        survey->low = isti_min(survey->low, value); // no tie weighs 0, unless weights go below
        survey->high = isti_max(survey->high, value);
    }
    if (!*kind && survey->at[ISTI_TIE_KIND] >= 0) {
        isti_table_fail(table, survey->at[ISTI_TIE_KIND], IST_ERR_MISSING_KEY, NULL, NULL,
                        "this tie has no kind");
    }
    return !*kind || isti_census_add(&survey->kinds, kind);
}

// ---- Tables

typedef struct kind_of_table {
    const char *const (*spellings)[MOST_SPELLINGS];
    const char *const *names;
    int32_t count, required;
    const char *coded_headings;
    const char *graph_hint; // what to do with a graph instead
    bool (*take_row)(isti_survey *survey, isti_table *table, const ist_draft_def *def);
} kind_of_table;

// A row is looked at and, with a key, written anew. False when memory is short.
static bool take_row(isti_survey *survey, const kind_of_table *kind, isti_table *table,
                     const ist_draft_def *def)
{
    bool has_room = (!def->key || begin_row(survey)) && kind->take_row(survey, table, def);
    if (def->key) {
        isti_text_put(&survey->coded, "\n");
    }
    return has_room && !survey->coded.no_memory && !survey->codes.no_memory;
}

static bool read_table(isti_survey *survey, const kind_of_table *kind, char *text, const char *path,
                       const ist_draft_def *def, ist_errors *errors)
{
    isti_table table;
    isti_table_open(&table, text, survey->length, '\0', path, errors);
    bool has_room = true;
    if (find_columns(survey, &table, kind->spellings, kind->names, kind->count, kind->required)) {
        isti_text_put(&survey->coded, "%s\n", kind->coded_headings);
        isti_text_put(&survey->codes, "code,kind,text\n");
        has_room = !survey->coded.no_memory && !survey->codes.no_memory;
        while (has_room && isti_table_next(&table)) {
            has_room = take_row(survey, kind, &table, def);
        }
        has_room = has_room && sort_rows(survey);
    }
    if (!has_room) {
        isti_table_fail_memory(&table);
    }
    isti_table_close(&table);
    return !table.has_failed;
}

static bool refuse(ist_errors *errors, const char *path, const char *message)
{
    const int32_t before = ist_errors_count(errors);
    isti_fail(errors, IST_ERR_SYNTAX, "", "%s", message);
    if (ist_errors_count(errors) > before) {
        isti_read_set_source(isti_errors_at(errors, before), isti_read_source(path));
    }
    return false;
}

static bool look_through(isti_survey *survey, const kind_of_table *kind, const char *path,
                         const ist_draft_def *def, ist_errors *errors)
{
    isti_graph_kind graph;
    if (isti_graph_is_one(path, &graph)) {
        return refuse(errors, path, kind->graph_hint);
    }
    survey->bytes = isti_read_table_file(path, &survey->length, errors);
    if (!survey->bytes) {
        return false;
    }
    char *text = isti_alloc_scratch(survey->length + 1, 1);
    if (!text) {
        isti_fail(errors, IST_ERR_NO_MEMORY, "", "out of memory");
        return false;
    }
    memcpy(text, survey->bytes, survey->length);
    const bool is_read = read_table(survey, kind, text, isti_read_source(path), def, errors);
    isti_free(text);
    return is_read;
}

bool isti_survey_people(isti_survey *survey, const char *path, const ist_draft_def *def,
                        ist_errors *errors)
{
    static const kind_of_table kind = {
        .spellings = people_spellings,
        .names = isti_people_column_names,
        .count = ISTI_PEOPLE_COLUMNS,
        .required = ISTI_PEOPLE_UNIT + 1,
        .coded_headings = "id,unit,manager,level,theme,second_theme",
        .graph_hint = "a draft is made from tables (CSV); a scenario can name this graph in "
                      "its import",
        .take_row = take_person,
    };
    if (!look_through(survey, &kind, path, def, errors)) {
        return false;
    }
    if (survey->units.count == 0) {
        return refuse(errors, path, "there is nobody with a unit in this table");
    }
    return true;
}

bool isti_survey_ties(isti_survey *survey, const char *path, const ist_draft_def *def,
                      ist_errors *errors)
{
    static const kind_of_table kind = {
        .spellings = tie_spellings,
        .names = isti_tie_column_names,
        .count = ISTI_TIE_COLUMNS,
        .required = ISTI_TIE_TO + 1,
        .coded_headings = "from,to,weight,kind",
        .graph_hint = "a draft is made from tables (CSV); draft from the people alone, and "
                      "name this graph in the import",
        .take_row = take_tie,
    };
    return look_through(survey, &kind, path, def, errors);
}
