// SPDX-License-Identifier: GPL-3.0-or-later
// People and ties from tables: what a scenario says of them, and what became of them.
#ifndef ISTI_SCENARIO_IMPORT_H
#define ISTI_SCENARIO_IMPORT_H

#include <interstice/import.h>

#include "base/index.h"
#include "scenario/table.h"

struct isti_reader;

// Columns of the tables, by what they hold.
typedef enum isti_people_column {
    ISTI_PEOPLE_ID,
    ISTI_PEOPLE_UNIT,
    ISTI_PEOPLE_MANAGER,
    ISTI_PEOPLE_LEVEL,
    ISTI_PEOPLE_THEME,
    ISTI_PEOPLE_SECOND,
    ISTI_PEOPLE_COLUMNS
} isti_people_column;

typedef enum isti_tie_column {
    ISTI_TIE_FROM,
    ISTI_TIE_TO,
    ISTI_TIE_WEIGHT,
    ISTI_TIE_KIND,
    ISTI_TIE_COLUMNS
} isti_tie_column;

enum { ISTI_MOST_COLUMNS = 8 };
static_assert((int)ISTI_PEOPLE_COLUMNS <= ISTI_MOST_COLUMNS &&
                  (int)ISTI_TIE_COLUMNS <= ISTI_MOST_COLUMNS,
              "either table has room");

extern const char *const isti_people_column_names[ISTI_PEOPLE_COLUMNS];
extern const char *const isti_tie_column_names[ISTI_TIE_COLUMNS];

// What two people's words about each other come to.
typedef enum isti_direction {
    ISTI_EITHER,     // the larger of both
    ISTI_RECIPROCAL, // the smaller of both
    ISTI_WEAK,       // the mean of both
    ISTI_DIRECTIONS
} isti_direction;

// A word of a table, and what it stands for.
typedef struct isti_word {
    const char *text; // borrowed
    int32_t level;
    double strand[2]; // instrumental, affective
} isti_word;

typedef struct isti_words {
    isti_word *item;
    size_t count, capacity;
} isti_words;

// What a scenario says of a table. Texts are borrowed from it.
typedef struct isti_table_def {
    const char *file;                       // NULL: there is none
    char separator;                         // 0: as the first line has it
    const char *heading[ISTI_MOST_COLUMNS]; // NULL: called as its column
    const char *usual;                      // level or kind where the table has none; NULL: none
    isti_words words;                       // levels or kinds of ties
    char between_themes;                    // between several themes of one cell
    double scale[2];                        // what no tie and the strongest tie weigh
    isti_direction direction;
} isti_table_def;

typedef struct isti_import_def {
    isti_table_def people, ties;
} isti_import_def;

// What became of an import; owned by what was read.
typedef struct isti_import {
    int64_t count[IST_IMPORT_COUNT];
    char **remark;
    size_t remarks, remark_capacity;
} isti_import;

void isti_import_destroy(isti_import *import); // NULL is fine

__attribute__((format(printf, 2, 3))) void isti_import_remark(struct isti_reader *reader,
                                                              const char *format, ...);

// Something that happens again and again: how often, and where first.
enum { ISTI_EXAMPLES_SIZE = 160 };
typedef struct isti_tally {
    int64_t count;
    size_t used;
    char examples[ISTI_EXAMPLES_SIZE];
} isti_tally;

void isti_tally_add(isti_tally *tally, const char *text, int32_t line);

// Count, and remark on, what a tally has, if anything: "<file>: <count> <text>: <examples>".
void isti_tally_tell(const isti_tally *tally, struct isti_reader *reader, ist_import_count count,
                     const char *file);

// ---- People

// One row of the table of people.
typedef struct isti_hand {
    const char *id, *manager; // borrowed from the text of the table
    const char *theme, *second;
    int32_t unit; // of the description
    int32_t line;
    int32_t boss;    // who is above; -1: nobody
    int32_t reports; // people of the same unit below
    ist_level level;
    bool has_level, heads;
} isti_hand;

typedef struct isti_hands {
    isti_hand *item;
    size_t count, capacity;
    isti_index by_id;
    int32_t first_employee; // of the description; the others follow
} isti_hands;

// ---- An import at work

typedef struct isti_importer {
    struct isti_reader *reader;
    const isti_import_def *def;
    isti_import *out;
    char *people_text, *tie_text; // what the tables are cut from
    isti_hands hands;
    isti_index units, themes; // names of the description
    const char **theme_names, **unit_names;
    int32_t theme_count, unit_count;
    bool *has_head; // by unit of the description
    char **made;    // texts that had to be made
    size_t made_count, made_capacity;
} isti_importer;

// A column as the table has it; -1: not there.
int32_t isti_import_column(const isti_table *table, const isti_table_def *def, int32_t column,
                           const char *const *names);

// A number of a cell; where commas do not separate cells, one may be the decimal point.
bool isti_import_number(char *text, char separator, double *out);
// The weight in a column of the present row. False after a report.
bool isti_import_weight(isti_table *table, int32_t column, double *out);

// Report columns of the same heading among those that are read.
void isti_import_check_twins(isti_table *table, const int32_t *at, int32_t count);

// Find the columns of a table, those of `required` (a bit of each) among them; false after reports.
// Columns that nobody asked for are remarked on.
bool isti_import_columns(isti_importer *import, isti_table *table, const isti_table_def *def,
                         const char *const *names, int32_t count, unsigned required, int32_t *at);

// A copy that lives as long as the import; NULL when memory is short.
const char *isti_import_text_copy(isti_importer *import, const char *text);
// What reports call a file that the scenario names: where it lies.
const char *isti_import_source(isti_importer *import, const char *name);

// Begin to read a table that the scenario names, or a graph file as one; `text` is to be freed. False after
// a report.
bool isti_import_open(isti_importer *import, const isti_table_def *def, bool of_ties, char **text,
                      isti_table *table);

// The bytes of a file that the scenario names, with room for a NUL; NULL after a report at its place.
char *isti_import_fetch(struct isti_reader *reader, const char *name, size_t *length);

bool isti_import_people(isti_importer *import);       // import_people.c
void isti_import_place_people(isti_importer *import); // import_units.c
bool isti_import_ties(isti_importer *import);         // import_ties.c

#endif
