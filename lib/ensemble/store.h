// SPDX-License-Identifier: GPL-3.0-or-later
// A run store as an SQLite database. Only the files store*.c know SQLite.
#ifndef ISTI_ENSEMBLE_STORE_H
#define ISTI_ENSEMBLE_STORE_H

#include <interstice/store.h>

#include "base/base.h"
#include "base/file_lock.h"
#include "ensemble/experiment.h"

#include <sqlite3.h>

// Statements that are prepared once.
// clang-format off
#define ISTI_STORE_STATEMENTS(ROW)                                                                 \
    ROW(ADD_RUN) ROW(ADD_TICK) ROW(ADD_COMMUNITY) ROW(ADD_COMMUNITY_TICK) ROW(ADD_UNIT_TICK)       \
    ROW(ADD_RESILIENCE) ROW(ADD_TWIN_TICK) ROW(ADD_FAILURE) ROW(DROP_FAILURE) ROW(READ_RUN)        \
    ROW(READ_TICK) ROW(READ_COMMUNITY) ROW(READ_COMMUNITY_TICK) ROW(READ_UNIT_TICK)                \
    ROW(READ_RESILIENCE) ROW(READ_TWIN_TICK) ROW(READ_FAILURE) ROW(ADD_VERDICT) ROW(ADD_VALUE)     \
    ROW(ADD_FACT) ROW(ADD_INPUT) ROW(ADD_NETWORK) ROW(READ_NETWORK) ROW(READ_FACT) ROW(READ_INPUT)  \
    ROW(READ_VERDICT)
// clang-format on

typedef enum isti_statement {
#define ISTI_ROW(name) ISTI_##name,
    ISTI_STORE_STATEMENTS(ISTI_ROW)
#undef ISTI_ROW
        ISTI_STATEMENT_COUNT
} isti_statement;

struct ist_store {
    sqlite3 *db;
    sqlite3_stmt *statement[ISTI_STATEMENT_COUNT]; // NULL until first used
    sqlite3_stmt *lot[ISTI_STATEMENT_COUNT];       // the same for ISTI_STORE_LOT rows
    char *path;
    isti_file_lock *lock; // NULL: only read
    unsigned char *plan;  // bytes of the experiment; NULL: the store holds none
    size_t plan_size;
    uint64_t *job_hash; // NULL without an experiment
    int32_t shard, shards;
    int32_t jobs, variants;
    int32_t runs, failures, missing;
    unsigned char *has; // a bit per job
};

// ---- Schema (store_schema.c)

enum { ISTI_STORE_APPLICATION = 0x49535431, ISTI_STORE_FORMAT = 2 }; // "IST1"

// Size of pages, asked for before there is anything in a database. Of larger ones fewer are written; a
// store has some twenty at least.
extern const char isti_store_pages[];

// Make all tables and views in an empty database.
ist_status isti_store_make_schema(ist_store *store, ist_errors *errors);
// Is this our application's file, of this format, with just our tables and views as we make them?
ist_status isti_store_check_schema(ist_store *store, ist_errors *errors);
// SQL of a statement.
const char *isti_store_sql(isti_statement statement);

// ---- Made (store.c)

// Make a new file that holds what `write` writes into its empty tables.
typedef ist_status isti_write_fn(ist_store *store, const void *what, ist_errors *errors);
ist_status isti_store_make(const char *path, isti_write_fn *write, const void *what,
                           ist_errors *errors);

// ---- The experiment (store_plan.c)

// Which program, compiler and libraries these are.
ist_status isti_store_write_versions(ist_store *store, ist_errors *errors);

// Write all that is known before the first run.
ist_status isti_store_write_plan(ist_store *store, const void *experiment, ist_errors *errors);
// Was it made by this version? IST_ERR_CONFLICT if not: its runs and ours may be otherwise.
ist_status isti_store_check_version(const ist_store *store, ist_errors *errors);
// Read the bytes of the experiment, and which shard of it this is.
ist_status isti_store_read_plan(ist_store *store, ist_errors *errors);

// ---- Speaking SQL (store_sql.c)

// Report what SQLite says, with the path of the store.
ist_status isti_store_fail(const ist_store *store, ist_errors *errors);
// Report something else about the file.
__attribute__((format(printf, 4, 5))) ist_status isti_store_fail_as(const ist_store *store,
                                                                    ist_errors *errors,
                                                                    ist_status status,
                                                                    const char *format, ...);
ist_status isti_store_exec(const ist_store *store, const char *sql, ist_errors *errors);
// A statement that is needed once, to be finalized.
ist_status isti_store_prepare(const ist_store *store, const char *sql, sqlite3_stmt **out,
                              ist_errors *errors);
// A prepared statement at its start; NULL after a report.
sqlite3_stmt *isti_store_statement(ist_store *store, isti_statement statement, ist_errors *errors);
// One that adds so many rows at a time: their cells follow one another.
enum { ISTI_STORE_LOT = 16 };
sqlite3_stmt *isti_store_lot(ist_store *store, isti_statement statement, ist_errors *errors);
void isti_store_drop_statements(ist_store *store);
// Run a statement that gives no rows.
ist_status isti_store_run(const ist_store *store, sqlite3_stmt *statement, ist_errors *errors);
// A number that a query gives; -1 after a report.
int64_t isti_store_number(const ist_store *store, const char *sql, ist_errors *errors);

void isti_bind_text(sqlite3_stmt *statement, int column, const char *text); // "" and NULL are NULL
void isti_bind_hash(sqlite3_stmt *statement, int column, uint64_t hash);
void isti_bind_seed(sqlite3_stmt *statement, int column, uint64_t seed);
double isti_column_double(sqlite3_stmt *statement, int column);
uint64_t isti_column_hash(sqlite3_stmt *statement, int column);
uint64_t isti_column_seed(sqlite3_stmt *statement, int column);
const char *isti_column_text(sqlite3_stmt *statement, int column); // NULL is ""

// One transaction.
ist_status isti_store_begin(const ist_store *store, ist_errors *errors);
// Commit if all went well so far, else roll back; the status of the whole.
ist_status isti_store_end(const ist_store *store, ist_status status, ist_errors *errors);

// ---- Outcomes (store_write.c)

// All rows of these runs, inside whatever transaction there is.
ist_status isti_store_write_runs(ist_store *store, const int32_t *jobs,
                                 const ist_run_record *const *records, int32_t count,
                                 ist_errors *errors);

// ---- Reading (store_read.c)

ist_status isti_store_read_run(ist_store *store, int32_t job, ist_run_record **out,
                               ist_errors *errors);

// ---- What it holds (store.c)

void isti_store_note_run(ist_store *store, int32_t job);
void isti_store_forget_run(ist_store *store, int32_t job);
ist_status isti_store_count_failures(ist_store *store, ist_errors *errors);
// Count anew what is there.
ist_status isti_store_take_stock(ist_store *store, ist_errors *errors);

#endif
