// SPDX-License-Identifier: GPL-3.0-or-later
// Looking through tables: which columns seem to hold what, and what is in them.
#include "base/memory.h"
#include "scenario/draft.h"
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
            isti_table_fail(table, -1, IST_ERR_MISSING_KEY, NULL, NULL,
                            "no column looks as if it held %s: call one \"%s\"", names[k],
                            names[k]);
        }
    }
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

static void put_code(isti_text *out, const ist_draft_def *def, char kind, const char *text)
{
    char code[IST_PSEUDONYM_SIZE];
    if (*text) {
        ist_pseudonym(def->key, def->key_size, kind, text, code);
        isti_text_put(out, "%s", code);
    }
}

// ---- People

// Which character stands between several themes, if any cell has one that might?
static void note_separator(isti_survey *survey, const char *themes)
{
    const char *found = strpbrk(themes, "|;,");
    if (found && survey->between_themes == '\0') {
        survey->between_themes = *found;
    }
}

static bool count_themes(isti_survey *survey, char *text)
{
    const char between[] = {survey->between_themes ? survey->between_themes : '|', '\0'};
    char *rest = NULL;
    for (char *theme = strtok_r(text, between, &rest); theme;
         theme = strtok_r(NULL, between, &rest)) {
        theme += strspn(theme, " ");
        size_t length = strlen(theme);
        while (length > 0 && theme[length - 1] == ' ') {
            theme[--length] = '\0';
        }
        if (length > 0 && !isti_census_add(&survey->themes, theme)) {
            return false;
        }
    }
    return true;
}

static void code_person(isti_survey *survey, const isti_table *table, const ist_draft_def *def)
{
    isti_text *out = &survey->coded;
    put_code(out, def, 'p', cell_of(survey, table, ISTI_PEOPLE_ID));
    isti_text_put(out, ",");
    put_code(out, def, 'u', cell_of(survey, table, ISTI_PEOPLE_UNIT));
    isti_text_put(out, ",");
    put_code(out, def, 'p', cell_of(survey, table, ISTI_PEOPLE_MANAGER));
    for (int32_t k = ISTI_PEOPLE_LEVEL; k < ISTI_PEOPLE_COLUMNS; k++) {
        isti_text_put(out, ",");
        isti_text_put_cell(out, cell_of(survey, table, k));
    }
    isti_text_put(out, "\n");
}

static bool count_person(isti_survey *survey, isti_table *table, const ist_draft_def *def)
{
    const char *unit = cell_of(survey, table, ISTI_PEOPLE_UNIT);
    const char *level = cell_of(survey, table, ISTI_PEOPLE_LEVEL);
    char code[IST_PSEUDONYM_SIZE];
    if (def->key) {
        code_person(survey, table, def);
        ist_pseudonym(def->key, def->key_size, 'u', unit, code);
    }
    bool has_room = !*unit || isti_census_add(&survey->units, def->key ? code : unit);
    has_room = has_room && (!*level || isti_census_add(&survey->levels, level));
    for (int32_t k = ISTI_PEOPLE_THEME; k <= ISTI_PEOPLE_SECOND && has_room; k++) {
        char *themes = (char *)(uintptr_t)cell_of(survey, table, k);
        if (*themes) {
            note_separator(survey, themes);
            has_room = count_themes(survey, themes);
        }
    }
    survey->rows++;
    return has_room && !survey->coded.no_memory;
}

// ---- Ties

static bool count_tie(isti_survey *survey, isti_table *table, const ist_draft_def *def)
{
    const char *kind = cell_of(survey, table, ISTI_TIE_KIND);
    char *weight = (char *)(uintptr_t)cell_of(survey, table, ISTI_TIE_WEIGHT);
    if (def->key) {
        isti_text *out = &survey->coded;
        put_code(out, def, 'p', cell_of(survey, table, ISTI_TIE_FROM));
        isti_text_put(out, ",");
        put_code(out, def, 'p', cell_of(survey, table, ISTI_TIE_TO));
        isti_text_put(out, ",");
        isti_text_put_cell(out, weight);
        isti_text_put(out, ",");
        isti_text_put_cell(out, kind);
        isti_text_put(out, "\n");
    }
    double value;
    if (isti_import_number(weight, table->separator, &value)) {
        survey->low = survey->rows == 0 ? value : isti_min(survey->low, value);
        survey->high = survey->rows == 0 ? value : isti_max(survey->high, value);
        survey->rows++;
    }
    return (!*kind || isti_census_add(&survey->kinds, kind)) && !survey->coded.no_memory;
}

// ---- Tables

typedef struct kind_of_table {
    const char *const (*spellings)[MOST_SPELLINGS];
    const char *const *names;
    int32_t count, required;
    const char *coded_headings;
    bool (*count_row)(isti_survey *survey, isti_table *table, const ist_draft_def *def);
} kind_of_table;

static bool read_table(isti_survey *survey, const kind_of_table *kind, char *text, const char *path,
                       const ist_draft_def *def, ist_errors *errors)
{
    isti_table table;
    isti_table_open(&table, text, survey->length, '\0', path, errors);
    bool has_room = true;
    if (find_columns(survey, &table, kind->spellings, kind->names, kind->count, kind->required)) {
        isti_text_put(&survey->coded, "%s\n", kind->coded_headings);
        while (has_room && isti_table_next(&table)) {
            has_room = kind->count_row(survey, &table, def);
        }
    }
    if (!has_room) {
        isti_table_fail_memory(&table);
    }
    isti_table_close(&table);
    return !table.has_failed;
}

static bool look_through(isti_survey *survey, const kind_of_table *kind, const char *path,
                         const ist_draft_def *def, ist_errors *errors)
{
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
        .count_row = count_person,
    };
    return look_through(survey, &kind, path, def, errors);
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
        .count_row = count_tie,
    };
    return look_through(survey, &kind, path, def, errors);
}
