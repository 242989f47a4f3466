// SPDX-License-Identifier: GPL-3.0-or-later
// A first scenario for tables that nobody has described yet.
#ifndef ISTI_SCENARIO_DRAFT_H
#define ISTI_SCENARIO_DRAFT_H

#include "scenario/import.h"

// Text that grows. Zero: empty.
typedef struct isti_text {
    char *text;
    size_t length, capacity;
    bool no_memory;
} isti_text;

__attribute__((format(printf, 2, 3))) void isti_text_put(isti_text *out, const char *format, ...);
void isti_text_put_json(isti_text *out, const char *text);  // in quotes
void isti_text_put_cell(isti_text *out, const char *text);  // in quotes where it must be (RFC 4180)
void isti_text_put_shown(isti_text *out, const char *text); // for a spreadsheet: never a formula

// Words in the order in which they were met first, each with how often.
typedef struct isti_census {
    char **word;
    int64_t *times;
    size_t count, capacity, times_capacity;
    isti_index index;
} isti_census;

bool isti_census_add(isti_census *census, const char *word); // false when memory is short
void isti_census_clear(isti_census *census);

// A table that is looked through.
typedef struct isti_survey {
    const char *name; // of the file in the scenario's folder
    char *bytes;      // of the file as it is
    size_t length;
    char separator;
    int32_t at[ISTI_MOST_COLUMNS];    // which column seems to hold what; -1: none
    char *heading[ISTI_MOST_COLUMNS]; // of these
    isti_census units, levels, themes, kinds;
    char between_themes; // 0: no cell has several
    double low, high;    // of weights
    int64_t rows;
    isti_text coded; // the same with codes for names, the headings first
    size_t *row;     // where each row of it begins
    size_t coded_rows, row_capacity;
    isti_text codes; // which text each code stands for
} isti_survey;

struct ist_draft {
    isti_survey people, ties;
    bool has_ties, is_coded;
    isti_text scenario;
};

// Look through a table; with a key, write it anew with codes. False after a report.
bool isti_survey_people(isti_survey *survey, const char *path, const ist_draft_def *def,
                        ist_errors *errors);
bool isti_survey_ties(isti_survey *survey, const char *path, const ist_draft_def *def,
                      ist_errors *errors);
// What the columns of a table of ties seem to hold: -1 where there is none. False after a report.
bool isti_survey_tie_columns(isti_table *table, int32_t at[ISTI_TIE_COLUMNS]);
void isti_survey_clear(isti_survey *survey);

// Write the scenario (draft_scenario.c).
void isti_draft_write(ist_draft *draft, const ist_draft_def *def);

#endif
