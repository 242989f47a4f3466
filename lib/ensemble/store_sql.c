// SPDX-License-Identifier: GPL-3.0-or-later
// Speaking SQL: reports, statements, values, transactions.
#include "ensemble/store.h"

#include "base/memory.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEX = 16, MESSAGE_SIZE = 256 };

// ---- Reports

ist_status isti_store_fail_as(const ist_store *store, ist_errors *errors, ist_status status,
                              const char *format, ...)
{
    char message[MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    const int32_t before = ist_errors_count(errors);
    isti_fail(errors, status, "", "%s", message);
    if (ist_errors_count(errors) > before) {
        ist_error *error = isti_errors_at(errors, before);
        snprintf(error->source, sizeof error->source, "%s", store->path);
    }
    return status;
}

ist_status isti_store_fail(const ist_store *store, ist_errors *errors)
{
    switch (sqlite3_errcode(store->db) & 0xFF) {
    case SQLITE_NOMEM:
        return isti_store_fail_as(store, errors, IST_ERR_NO_MEMORY, "out of memory");
    case SQLITE_NOTADB:
        return isti_store_fail_as(store, errors, IST_ERR_NOT_A_STORE,
                                  "this is not a run store of Interstice");
    case SQLITE_CORRUPT:
    case SQLITE_MISMATCH:
    case SQLITE_ERROR:
    case SQLITE_CONSTRAINT:
        return isti_store_fail_as(store, errors, IST_ERR_STORE_DAMAGED,
                                  "the run store is damaged: %s", sqlite3_errmsg(store->db));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return isti_store_fail_as(store, errors, IST_ERR_BUSY,
                                  "another program keeps the run store locked");
    case SQLITE_FULL:
        return isti_store_fail_as(store, errors, IST_ERR_IO,
                                  "the run store cannot be written: the disk is full");
    default: {
        const int number = sqlite3_system_errno(store->db);
        char buffer[128];
        return isti_store_fail_as(
            store, errors, IST_ERR_IO, "the run store cannot be read or written: %s",
            number != 0 ? strerror_r(number, buffer, sizeof buffer) : sqlite3_errmsg(store->db));
    }
    }
}

// ---- Statements

ist_status isti_store_exec(const ist_store *store, const char *sql, ist_errors *errors)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK
               ? IST_OK
               : isti_store_fail(store, errors);
}

ist_status isti_store_prepare(const ist_store *store, const char *sql, sqlite3_stmt **out,
                              ist_errors *errors)
{
    return sqlite3_prepare_v2(store->db, sql, -1, out, NULL) == SQLITE_OK
               ? IST_OK
               : isti_store_fail(store, errors);
}

// Prepare a statement that is kept, unless it is there; NULL after a report.
static sqlite3_stmt *prepare(const ist_store *store, sqlite3_stmt **kept, const char *sql,
                             ist_errors *errors)
{
    if (!*kept && sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, kept, NULL) !=
                      SQLITE_OK) {
        isti_store_fail(store, errors);
        return NULL;
    }
    sqlite3_reset(*kept);
    return *kept;
}

sqlite3_stmt *isti_store_statement(ist_store *store, isti_statement statement, ist_errors *errors)
{
    return prepare(store, &store->statement[statement], isti_store_sql(statement), errors);
}

// "INSERT INTO t VALUES (?,?)" with its last part so many times.
static sqlite3_stmt *prepare_lot(ist_store *store, isti_statement statement, ist_errors *errors)
{
    const char *one = isti_store_sql(statement);
    const char *row = strchr(one, '(');
    const size_t start = (size_t)(row - one);
    const size_t size = strlen(row);
    char *sql = isti_alloc_array(start + ISTI_STORE_LOT * (size + 1) + 1, 1);
    if (!sql) {
        isti_store_fail_as(store, errors, IST_ERR_NO_MEMORY, "out of memory");
        return NULL;
    }
    memcpy(sql, one, start);
    for (size_t k = 0; k < ISTI_STORE_LOT; k++) {
        char *at = sql + start + k * (size + 1);
        memcpy(at, row, size);
        at[size] = k + 1 < ISTI_STORE_LOT ? ',' : '\0';
    }
    sqlite3_stmt *lot = prepare(store, &store->lot[statement], sql, errors);
    isti_free(sql);
    return lot;
}

sqlite3_stmt *isti_store_lot(ist_store *store, isti_statement statement, ist_errors *errors)
{
    sqlite3_stmt *lot = store->lot[statement];
    sqlite3_reset(lot);
    return lot ? lot : prepare_lot(store, statement, errors);
}

void isti_store_drop_statements(ist_store *store)
{
    for (int i = 0; i < ISTI_STATEMENT_COUNT; i++) {
        sqlite3_finalize(store->statement[i]);
        sqlite3_finalize(store->lot[i]);
        store->statement[i] = NULL;
        store->lot[i] = NULL;
    }
}

ist_status isti_store_run(const ist_store *store, sqlite3_stmt *statement, ist_errors *errors)
{
    const bool is_done = sqlite3_step(statement) == SQLITE_DONE;
    const ist_status status = is_done ? IST_OK : isti_store_fail(store, errors);
    sqlite3_reset(statement);
    return status;
}

int64_t isti_store_number(const ist_store *store, const char *sql, ist_errors *errors)
{
    sqlite3_stmt *statement = NULL;
    int64_t number = -1;
    const ist_status status = isti_store_prepare(store, sql, &statement, errors);
    if (status == IST_OK && sqlite3_step(statement) == SQLITE_ROW) {
        number = sqlite3_column_int64(statement, 0);
    } else if (status == IST_OK) {
        isti_store_fail(store, errors);
    }
    sqlite3_finalize(statement);
    return number;
}

// ---- Values. What does not fit into memory is found when the statement runs.

void isti_bind_text(sqlite3_stmt *statement, int column, const char *text)
{
    if (text && text[0]) {
        sqlite3_bind_text(statement, column, text, -1, SQLITE_STATIC);
    } else {
        sqlite3_bind_null(statement, column);
    }
}

void isti_bind_hash(sqlite3_stmt *statement, int column, uint64_t hash)
{
    char text[HEX + 1];
    snprintf(text, sizeof text, "%016" PRIx64, hash);
    sqlite3_bind_text(statement, column, text, HEX, SQLITE_TRANSIENT);
}

void isti_bind_seed(sqlite3_stmt *statement, int column, uint64_t seed)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, seed);
    sqlite3_bind_text(statement, column, text, -1, SQLITE_TRANSIENT);
}

double isti_column_double(sqlite3_stmt *statement, int column)
{
    // NULL reads as 0: only then is it worth asking, which takes as long as reading.
    const double value = sqlite3_column_double(statement, column);
    const bool is_zero = !(value < 0.0) && !(value > 0.0);
    return is_zero && sqlite3_column_type(statement, column) == SQLITE_NULL ? (double)NAN : value;
}

const char *isti_column_text(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return text ? text : "";
}

uint64_t isti_column_hash(sqlite3_stmt *statement, int column)
{
    return strtoull(isti_column_text(statement, column), NULL, HEX);
}

uint64_t isti_column_seed(sqlite3_stmt *statement, int column)
{
    const int decimal = 10;
    return strtoull(isti_column_text(statement, column), NULL, decimal);
}

// ---- Transactions

ist_status isti_store_begin(const ist_store *store, ist_errors *errors)
{
    return isti_store_exec(store, "BEGIN IMMEDIATE", errors);
}

ist_status isti_store_end(const ist_store *store, ist_status status, ist_errors *errors)
{
    if (status == IST_OK) {
        status = isti_store_exec(store, "COMMIT", errors);
    }
    if (status != IST_OK && !sqlite3_get_autocommit(store->db)) {
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return status;
}
