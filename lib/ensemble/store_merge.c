// SPDX-License-Identifier: GPL-3.0-or-later
// Taking over what another store of the same experiment holds, in one transaction.
#include "ensemble/store.h"

#include <stdio.h>
#include <string.h>

// Tables with a row or more per run, the run itself last.
static const char *const tables[] = {"tick",      "community", "community_tick", "unit_tick",
                                     "twin_tick", "network",   "resilience",     "run"};

enum { SQL_SIZE = 256 };

static ist_status attach(ist_store *store, const char *path, ist_errors *errors)
{
    sqlite3_stmt *s = NULL;
    ist_status status = isti_store_prepare(store, "ATTACH ? AS other", &s, errors);
    if (status == IST_OK) {
        isti_bind_text(s, 1, path);
        status = isti_store_run(store, s, errors);
    }
    sqlite3_finalize(s);
    return status;
}

// Runs that both have are the same run.
static ist_status compare(ist_store *store, const char *path, ist_errors *errors)
{
    const int64_t differing =
        isti_store_number(store,
                          "SELECT count(*) FROM main.run AS a JOIN other.run AS b USING (run) "
                          "WHERE a.record_hash <> b.record_hash OR a.job_hash <> b.job_hash",
                          errors);
    if (differing < 0) {
        return IST_ERR_IO;
    }
    if (differing > 0) {
        return isti_store_fail_as(store, errors, IST_ERR_CONFLICT,
                                  "%d runs of %.120s are otherwise here: were they made by another "
                                  "version?",
                                  (int)differing, path);
    }
    return IST_OK;
}

static ist_status copy(ist_store *store, ist_errors *errors)
{
    char sql[SQL_SIZE];
    ist_status status = IST_OK;
    for (size_t k = 0; k < COUNT_OF(tables) && status == IST_OK; k++) {
        snprintf(sql, sizeof sql,
                 "INSERT INTO main.%s SELECT * FROM other.%s WHERE run NOT IN "
                 "(SELECT run FROM main.run) ORDER BY run",
                 tables[k], tables[k]);
        status = isti_store_exec(store, sql, errors);
    }
    if (status == IST_OK) {
        status = isti_store_exec(store,
                                 "INSERT OR IGNORE INTO main.failure SELECT * FROM other.failure; "
                                 "DELETE FROM main.failure WHERE run IN (SELECT run FROM main.run)",
                                 errors);
    }
    return status;
}

static ist_status check_same(const ist_store *store, const ist_store *other, ist_errors *errors)
{
    if (store->plan_size != other->plan_size ||
        memcmp(store->plan, other->plan, store->plan_size) != 0) {
        return isti_store_fail_as(other, errors, IST_ERR_CONFLICT,
                                  "this run store is of another experiment than %.120s",
                                  store->path);
    }
    return IST_OK;
}

static ist_status take_over(ist_store *store, const ist_store *other, ist_errors *errors)
{
    ist_status status = attach(store, other->path, errors);
    if (status != IST_OK) {
        return status;
    }
    status = isti_store_begin(store, errors);
    if (status == IST_OK) {
        status = compare(store, other->path, errors);
        status = status == IST_OK ? copy(store, errors) : status;
        status = isti_store_end(store, status, errors);
    }
    sqlite3_exec(store->db, "DETACH other", NULL, NULL, NULL);
    return status == IST_OK ? isti_store_take_stock(store, errors) : status;
}

ist_status ist_store_merge(ist_store *store, const char *path, ist_errors *errors)
{
    if (!store->lock) {
        return isti_store_fail_as(store, errors, IST_ERR_ARGUMENT,
                                  "the run store is open for reading only");
    }
    ist_store *other = ist_store_open(path, IST_STORE_READ, errors);
    if (!other) {
        return ist_errors_status(errors) != IST_OK ? ist_errors_status(errors) : IST_ERR_IO;
    }
    ist_status status = isti_store_check_version(other, errors);
    status = status == IST_OK ? check_same(store, other, errors) : status;
    status = status == IST_OK ? take_over(store, other, errors) : status;
    ist_store_close(other);
    return status;
}
