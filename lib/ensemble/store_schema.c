// SPDX-License-Identifier: GPL-3.0-or-later
// Tables and views of a run store, and the statements that fill and read them. Columns bear the names
// of the tables that `interstice run --csv` writes; times are years; NULL is undefined.
#include "ensemble/store.h"

#include <interstice/kinds.h>
#include <interstice/network.h>

#include <string.h>

#define METRIC_COLUMN(NAME, name, unit, text)  ", " #name " REAL"
#define METRIC_ROOM(NAME, name, unit, text)    ",?"
#define METRIC_NAME(NAME, name, unit, text)    ", " #name
#define NETWORK_COLUMN(NAME, name, unit, text) ", " #name " REAL"
#define RESILIENCE_COLUMN(NAME, name, text)    ", " #name " REAL"
#define RESILIENCE_ROOM(NAME, name, text)      ",?"
#define RESILIENCE_NAME(NAME, name, text)      ", " #name
#define ROLE_COLUMN(NAME, name, text)          ", " #name " REAL"
#define ROLE_ROOM(NAME, name, text)            ",?"
#define ROLE_NAME(NAME, name, text)            ", " #name

// What is written as it is made, in this order.
static const char *const schema[] = {
    // About the store as a whole: versions, counts, hashes.
    "CREATE TABLE provenance (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
    // What is to be run, for the library.
    "CREATE TABLE plan (plan INTEGER PRIMARY KEY, bytes BLOB NOT NULL, hash TEXT NOT NULL)",
    // Every file that was read.
    "CREATE TABLE input (input INTEGER PRIMARY KEY, path TEXT NOT NULL, sha256 TEXT NOT NULL, "
    "bytes INTEGER NOT NULL)",
    "CREATE TABLE scenario (scenario INTEGER PRIMARY KEY, path TEXT NOT NULL, name TEXT, title "
    "TEXT, "
    "seed TEXT NOT NULL, text TEXT NOT NULL)",
    "CREATE TABLE variant (variant INTEGER PRIMARY KEY, scenario INTEGER NOT NULL, "
    "point INTEGER NOT NULL, policy TEXT)",
    // Changes to the scenario's text, in order: for all, of the point, of the policy.
    "CREATE TABLE setting (variant INTEGER NOT NULL, position INTEGER NOT NULL, "
    "origin TEXT NOT NULL, pointer TEXT NOT NULL, value TEXT, "
    "PRIMARY KEY (variant, position)) WITHOUT ROWID",
    "CREATE TABLE run (run INTEGER PRIMARY KEY, variant INTEGER NOT NULL, "
    "replicate INTEGER NOT NULL, seed TEXT NOT NULL, start REAL NOT NULL, "
    "ticks_per_year INTEGER NOT NULL, ticks INTEGER NOT NULL, shocks INTEGER NOT NULL, "
    "twins INTEGER NOT NULL, state_hash TEXT NOT NULL, model_hash TEXT NOT NULL, "
    "parameter_hash TEXT NOT NULL, job_hash TEXT NOT NULL, record_hash TEXT NOT NULL)",
    "CREATE TABLE failure (run INTEGER PRIMARY KEY, variant INTEGER NOT NULL, "
    "replicate INTEGER NOT NULL, job_hash TEXT NOT NULL, status TEXT NOT NULL, "
    "message TEXT NOT NULL)",
    "CREATE TABLE tick (run INTEGER NOT NULL, tick INTEGER NOT NULL, "
    "time REAL NOT NULL" IST_METRIC_LIST(METRIC_COLUMN) ", PRIMARY KEY (run, tick)) WITHOUT ROWID",
    "CREATE TABLE unit_tick (run INTEGER NOT NULL, tick INTEGER NOT NULL, unit INTEGER NOT NULL, "
    "people INTEGER, participants INTEGER, members INTEGER, problems INTEGER, solved INTEGER, "
    "expired INTEGER, PRIMARY KEY (run, tick, unit)) WITHOUT ROWID",
    "CREATE TABLE twin_tick (run INTEGER NOT NULL, shock INTEGER NOT NULL, tick INTEGER NOT NULL, "
    "performance REAL, PRIMARY KEY (run, shock, tick)) WITHOUT ROWID",
    "CREATE TABLE community (run INTEGER NOT NULL, community INTEGER NOT NULL, name TEXT, "
    "theme TEXT, origin TEXT, official INTEGER, policy TEXT, founded REAL, ended REAL, "
    "resumes INTEGER, founders INTEGER, tied_founder_pairs REAL, autonomy_at_end REAL, "
    "stage_at_end TEXT, members_at_end INTEGER, ended_empty INTEGER, budded_from INTEGER, "
    "PRIMARY KEY (run, community)) WITHOUT ROWID",
    "CREATE TABLE community_tick (run INTEGER NOT NULL, tick INTEGER NOT NULL, "
    "community INTEGER NOT NULL, stage TEXT, members INTEGER, present INTEGER, attendance REAL, "
    "closeness REAL, autonomy REAL, commitment REAL, affect REAL, learning REAL, "
    "realization REAL, deliverables REAL, expectation REAL" IST_ROLE_LIST(
        ROLE_COLUMN) ", intrusion REAL, PRIMARY KEY (run, tick, community)) WITHOUT ROWID",
    // The network at the end of chosen ticks.
    "CREATE TABLE network (run INTEGER NOT NULL, tick INTEGER NOT NULL" IST_NETWORK_LIST(
        NETWORK_COLUMN) ", PRIMARY KEY (run, tick)) WITHOUT ROWID",
    // Of performance, by event group; against the year before ('baseline') or the same run without it
    // ('twin').
    "CREATE TABLE resilience (run INTEGER NOT NULL, shock INTEGER NOT NULL, "
    "reference TEXT NOT NULL, event TEXT" IST_RESILIENCE_LIST(
        RESILIENCE_COLUMN) ", PRIMARY KEY (run, shock, reference)) WITHOUT ROWID",
    // Of `interstice validate`: what the patterns came to, and the value of each in each replicate.
    "CREATE TABLE verdict (ablation TEXT NOT NULL, pattern TEXT NOT NULL, worth TEXT, "
    "judgment TEXT, verdict TEXT, text TEXT, low REAL, high REAL, evaluable INTEGER, missing "
    "INTEGER, "
    "median REAL, p05 REAL, p95 REAL, mean REAL, mean_low REAL, mean_high REAL, share REAL, "
    "share_low REAL, share_high REAL, PRIMARY KEY (ablation, pattern)) WITHOUT ROWID",
    "CREATE TABLE pattern_value (ablation TEXT NOT NULL, pattern TEXT NOT NULL, "
    "replicate INTEGER NOT NULL, value REAL, "
    "PRIMARY KEY (ablation, pattern, replicate)) WITHOUT ROWID",

    // One row per run and tick with all that tells the run.
    "CREATE VIEW tick_view AS SELECT scenario.name AS scenario, variant.point, variant.policy, "
    "run.variant, run.replicate, run.seed, tick.* FROM tick JOIN run USING (run) "
    "JOIN variant USING (variant) JOIN scenario USING (scenario)",
    // The last tick of each run.
    "CREATE VIEW final_view AS SELECT tick_view.* FROM tick_view JOIN run USING (run) "
    "WHERE tick_view.tick = run.ticks - 1",
    "CREATE VIEW community_view AS SELECT scenario.name AS scenario, variant.point, "
    "variant.policy AS variant_policy, run.variant, run.replicate, community.* FROM community "
    "JOIN run USING (run) JOIN variant USING (variant) JOIN scenario USING (scenario)",
    "CREATE VIEW resilience_view AS SELECT scenario.name AS scenario, variant.point, "
    "variant.policy, run.variant, run.replicate, resilience.* FROM resilience "
    "JOIN run USING (run) JOIN variant USING (variant) JOIN scenario USING (scenario)",
    // What varies: one row per variant and factor.
    "CREATE VIEW design_view AS SELECT variant.variant, variant.point, variant.policy, "
    "setting.pointer, setting.value FROM variant JOIN setting USING (variant) "
    "WHERE setting.origin <> 'set'",
    "CREATE VIEW progress_view AS SELECT variant.variant, variant.policy, "
    "(SELECT count(*) FROM run WHERE run.variant = variant.variant) AS runs, "
    "(SELECT count(*) FROM failure WHERE failure.variant = variant.variant) AS failures "
    "FROM variant",
};

// Rows of runs are added OR FAIL: what a statement of many rows did before it failed need not be undone by
// itself, for the whole transaction is; so SQLite keeps no copies of pages for that.
static const char *const statements[ISTI_STATEMENT_COUNT] = {
    [ISTI_ADD_RUN] = "INSERT OR FAIL INTO run VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    [ISTI_ADD_TICK] = "INSERT OR FAIL INTO tick VALUES (?,?,?" IST_METRIC_LIST(METRIC_ROOM) ")",
    [ISTI_ADD_COMMUNITY] =
        "INSERT OR FAIL INTO community VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    [ISTI_ADD_COMMUNITY_TICK] =
        "INSERT OR FAIL INTO community_tick VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?" IST_ROLE_LIST(
            ROLE_ROOM) ",?)",
    [ISTI_ADD_UNIT_TICK] = "INSERT OR FAIL INTO unit_tick VALUES (?,?,?,?,?,?,?,?,?)",
    [ISTI_ADD_RESILIENCE] =
        "INSERT OR FAIL INTO resilience VALUES (?,?,?,?" IST_RESILIENCE_LIST(RESILIENCE_ROOM) ")",
    [ISTI_ADD_TWIN_TICK] = "INSERT OR FAIL INTO twin_tick VALUES (?,?,?,?)",
    [ISTI_ADD_FAILURE] = "INSERT OR REPLACE INTO failure VALUES (?,?,?,?,?,?)",
    [ISTI_DROP_FAILURE] = "DELETE FROM failure WHERE run = ?",
    [ISTI_READ_RUN] = "SELECT replicate, seed, start, ticks_per_year, ticks, shocks, twins, "
                      "state_hash, model_hash, parameter_hash, record_hash FROM run WHERE run = ?",
    [ISTI_READ_TICK] =
        "SELECT tick" IST_METRIC_LIST(METRIC_NAME) " FROM tick WHERE run = ? ORDER BY tick",
    [ISTI_READ_COMMUNITY] =
        "SELECT community, name, theme, policy, origin, stage_at_end, official, ended_empty, "
        "founded, ended, resumes, budded_from, founders, members_at_end, tied_founder_pairs, "
        "autonomy_at_end FROM community WHERE run = ? ORDER BY community",
    [ISTI_READ_COMMUNITY_TICK] =
        "SELECT community, tick, stage, members, present, attendance, closeness, autonomy, "
        "commitment, affect, learning, realization, deliverables, expectation, "
        "intrusion" IST_ROLE_LIST(
            ROLE_NAME) " FROM community_tick WHERE run = ? ORDER BY tick, community",
    [ISTI_READ_UNIT_TICK] = "SELECT unit, tick, people, participants, members, problems, solved, "
                            "expired FROM unit_tick WHERE run = ? ORDER BY tick, unit",
    [ISTI_READ_RESILIENCE] = "SELECT event" IST_RESILIENCE_LIST(
        RESILIENCE_NAME) " FROM resilience WHERE run = ? AND shock = ? AND reference = ?",
    [ISTI_READ_TWIN_TICK] =
        "SELECT performance FROM twin_tick WHERE run = ? AND shock = ? ORDER BY tick",
    [ISTI_READ_FAILURE] = "SELECT run, status, message FROM failure ORDER BY run LIMIT 1 OFFSET ?",
    [ISTI_ADD_VERDICT] =
        "INSERT OR REPLACE INTO verdict VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    [ISTI_ADD_FACT] = "INSERT INTO provenance VALUES (?,?)",
    [ISTI_ADD_INPUT] = "INSERT INTO input VALUES (?,?,?,?)",
    [ISTI_READ_FACT] = "SELECT key, value FROM provenance ORDER BY key LIMIT 1 OFFSET ?",
    [ISTI_READ_INPUT] = "SELECT path, sha256, bytes FROM input ORDER BY input LIMIT 1 OFFSET ?",
    [ISTI_READ_VERDICT] = "SELECT * FROM verdict ORDER BY ablation, pattern LIMIT 1 OFFSET ?",
    [ISTI_ADD_NETWORK] =
        "INSERT OR FAIL INTO network VALUES (?,?" IST_NETWORK_LIST(METRIC_ROOM) ")",
    [ISTI_READ_NETWORK] =
        "SELECT tick" IST_NETWORK_LIST(METRIC_NAME) " FROM network WHERE run = ? ORDER BY tick",
    [ISTI_ADD_VALUE] = "INSERT OR REPLACE INTO pattern_value VALUES (?,?,?,?)",
};

const char *isti_store_sql(isti_statement statement)
{
    return statements[statement];
}

const char isti_store_pages[] = "PRAGMA page_size = 8192";

ist_status isti_store_make_schema(ist_store *store, ist_errors *errors)
{
    char marks[128];
    sqlite3_snprintf(sizeof marks, marks, "PRAGMA application_id = %d; PRAGMA user_version = %d",
                     ISTI_STORE_APPLICATION, ISTI_STORE_FORMAT);
    ist_status status = isti_store_exec(store, marks, errors);
    for (size_t i = 0; i < COUNT_OF(schema) && status == IST_OK; i++) {
        status = isti_store_exec(store, schema[i], errors);
    }
    return status;
}

// ---- Checking

static bool is_ours(const char *sql)
{
    for (size_t i = 0; sql && i < COUNT_OF(schema); i++) {
        if (strcmp(schema[i], sql) == 0) {
            return true;
        }
    }
    return false;
}

// Others may add views and indices of their own, which only read; nothing of ours may be otherwise.
static ist_status check_objects(ist_store *store, ist_errors *errors)
{
    sqlite3_stmt *all = NULL;
    size_t found = 0;
    size_t strange = 0;
    const ist_status status =
        isti_store_prepare(store, "SELECT type, sql FROM sqlite_schema", &all, errors);
    if (status != IST_OK) {
        return status;
    }
    int step = sqlite3_step(all);
    for (; step == SQLITE_ROW; step = sqlite3_step(all)) {
        const char *type = isti_column_text(all, 0);
        const bool is_known = is_ours((const char *)sqlite3_column_text(all, 1));
        found += is_known;
        strange += !is_known && strcmp(type, "index") != 0 && strcmp(type, "view") != 0;
    }
    sqlite3_finalize(all);
    if (step != SQLITE_DONE) {
        return isti_store_fail(store, errors);
    }
    if (found != COUNT_OF(schema) || strange > 0) {
        return isti_store_fail_as(
            store, errors, IST_ERR_STORE_DAMAGED,
            "the tables of the run store are not those that it was made with");
    }
    return IST_OK;
}

ist_status isti_store_check_schema(ist_store *store, ist_errors *errors)
{
    const int64_t application = isti_store_number(store, "PRAGMA application_id", errors);
    if (application < 0) {
        return ist_errors_status(errors) != IST_OK ? ist_errors_status(errors) : IST_ERR_IO;
    }
    if (application != ISTI_STORE_APPLICATION) {
        return isti_store_fail_as(store, errors, IST_ERR_NOT_A_STORE,
                                  "this is not a run store of Interstice");
    }
    const int64_t format = isti_store_number(store, "PRAGMA user_version", errors);
    if (format != ISTI_STORE_FORMAT) {
        return isti_store_fail_as(store, errors, IST_ERR_NOT_A_STORE,
                                  "the run store has format %d; this version reads format %d",
                                  (int)format, ISTI_STORE_FORMAT);
    }
    return check_objects(store, errors);
}
