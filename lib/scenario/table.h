// SPDX-License-Identifier: GPL-3.0-or-later
// Tables in text files (RFC 4180), row by row: UTF-8 with or without a byte order mark, lines that end
// as they like, cells between commas, semicolons or tabs.
#ifndef ISTI_SCENARIO_TABLE_H
#define ISTI_SCENARIO_TABLE_H

#include "base/base.h"

enum {
    ISTI_TABLE_MOST_CELLS = 1000,              // of a row
    ISTI_TABLE_LONGEST_CELL = 64 * 1024,       // bytes
    ISTI_TABLE_MOST_BYTES = 1024 * 1024 * 1024 // of a table that a scenario names
};

typedef struct isti_cell {
    const char *text; // without its quotation marks, NUL-terminated; valid as long as the text
    int32_t length;
    int32_t line, column; // where it begins, from 1, in bytes
} isti_cell;

// Where the reader stands.
typedef struct isti_table {
    char *at, *end, *line_start;
    char separator;
    int32_t line;     // next to be read
    int32_t headings; // cells of every row; 0: not known yet
    isti_cell *cell;  // of the row read last
    int32_t cells;
    size_t capacity;
    const char *row_name; // "node": rows are not lines of the source, but nodes of it; NULL: lines
    const char *source;
    ist_errors *errors;
    bool has_failed; // there were reports
} isti_table;

// Begin to read `text`, which has room for a NUL behind its `length` bytes, is written to, and must
// outlive the table. A separator of 0: the one that the first line has most of. Close in any case.
void isti_table_open(isti_table *table, char *text, size_t length, char separator,
                     const char *source, ist_errors *errors);
void isti_table_close(isti_table *table);

// Read the first row as headings. False after a report.
bool isti_table_read_headings(isti_table *table);

// Read the next row that is no empty line; false at the end. A row that is wrong is reported and passed
// over.
bool isti_table_next(isti_table *table);

// Report a fault of a cell of the present row; -1: of the row.
__attribute__((format(printf, 6, 7))) void isti_table_fail(isti_table *table, int32_t cell,
                                                           ist_status status, const char *allowed,
                                                           const char *meant, const char *format,
                                                           ...);
void isti_table_fail_memory(isti_table *table);

#endif
