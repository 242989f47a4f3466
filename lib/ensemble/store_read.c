// SPDX-License-Identifier: GPL-3.0-or-later
// Reading outcomes back: rows become the bytes of a record, whose fingerprint tells whether they are
// what was written.
#include "ensemble/store.h"

#include "ensemble/run_record.h"

#include <string.h>

// A statement for one run; NULL after a report.
static sqlite3_stmt *open_query(ist_store *store, isti_statement which, int32_t job,
                                ist_errors *errors)
{
    sqlite3_stmt *s = isti_store_statement(store, which, errors);
    if (s) {
        sqlite3_bind_int(s, 1, job);
    }
    return s;
}

// The end of a query: all rows came, or a report.
static ist_status close_query(const ist_store *store, sqlite3_stmt *s, int step, ist_errors *errors)
{
    const ist_status status = step == SQLITE_DONE ? IST_OK : isti_store_fail(store, errors);
    sqlite3_reset(s);
    return status;
}

// Number of a name in a closed list; impossible ones spoil the fingerprint.
static int32_t value_of(ist_kind kind, const char *name)
{
    int32_t value = 0;
    while (value < ist_kind_count(kind) && strcmp(ist_kind_name(kind, value), name) != 0) {
        value++;
    }
    return value;
}

static ist_status read_head(ist_store *store, int32_t job, isti_record_head *head, uint64_t *hash,
                            ist_errors *errors)
{
    sqlite3_stmt *s = open_query(store, ISTI_READ_RUN, job, errors);
    if (!s) {
        return IST_ERR_IO;
    }
    const int step = sqlite3_step(s);
    if (step == SQLITE_DONE) {
        sqlite3_reset(s);
        return isti_store_fail_as(store, errors, IST_ERR_UNKNOWN_NAME,
                                  "the run store holds no run %d", (int)job);
    }
    int column = 0;
    head->replicate = sqlite3_column_int(s, column++);
    head->seed = isti_column_seed(s, column++);
    head->start = sqlite3_column_double(s, column++);
    head->ticks_per_year = sqlite3_column_int(s, column++);
    head->ticks = sqlite3_column_int(s, column++);
    head->shocks = sqlite3_column_int(s, column++);
    head->twins = sqlite3_column_int(s, column++) != 0;
    head->state_hash = isti_column_hash(s, column++);
    head->model_hash = isti_column_hash(s, column++);
    head->parameter_hash = isti_column_hash(s, column++);
    *hash = isti_column_hash(s, column);
    return close_query(store, s, step == SQLITE_ROW ? SQLITE_DONE : step, errors);
}

static ist_status put_ticks(ist_store *store, int32_t job, isti_pack *pack, ist_errors *errors)
{
    sqlite3_stmt *s = open_query(store, ISTI_READ_TICK, job, errors);
    int step = s ? sqlite3_step(s) : SQLITE_ERROR;
    for (; step == SQLITE_ROW; step = sqlite3_step(s)) {
        for (int m = 0; m < IST_METRIC_COUNT; m++) {
            isti_pack_double(pack, isti_column_double(s, 1 + m));
        }
    }
    return s ? close_query(store, s, step, errors) : IST_ERR_IO;
}

static ist_community_record community_of(sqlite3_stmt *s)
{
    int column = 0;
    ist_community_record c = {.community.number = sqlite3_column_int(s, column++)};
    c.name = isti_column_text(s, column++);
    c.theme = isti_column_text(s, column++);
    c.policy = isti_column_text(s, column++);
    c.origin = (ist_origin)value_of(IST_KIND_ORIGIN, isti_column_text(s, column++));
    c.stage = (ist_stage)value_of(IST_KIND_STAGE, isti_column_text(s, column++));
    c.official = sqlite3_column_int(s, column++) != 0;
    c.ended_empty = sqlite3_column_int(s, column++) != 0;
    c.founded = isti_column_double(s, column++);
    c.ended = isti_column_double(s, column++);
    c.resumes.number = sqlite3_column_int(s, column++);
    c.parent.number = sqlite3_column_int(s, column++);
    c.founders = sqlite3_column_int(s, column++);
    c.members = sqlite3_column_int(s, column++);
    c.tied_founder_pairs = isti_column_double(s, column++);
    c.autonomy = isti_column_double(s, column);
    return c;
}

static ist_community_row community_row_of(sqlite3_stmt *s)
{
    int column = 0;
    ist_community_row c = {.community.number = sqlite3_column_int(s, column++)};
    c.tick = sqlite3_column_int(s, column++);
    c.stage = (ist_stage)value_of(IST_KIND_STAGE, isti_column_text(s, column++));
    c.members = sqlite3_column_int(s, column++);
    c.present = sqlite3_column_int(s, column++);
    double *const numbers[] = {&c.attendance,  &c.closeness, &c.autonomy,    &c.commitment,
                               &c.affect,      &c.learning,  &c.realization, &c.deliverables,
                               &c.expectation, &c.intrusion};
    for (size_t k = 0; k < COUNT_OF(numbers); k++) {
        *numbers[k] = isti_column_double(s, column++);
    }
    for (int role = 0; role < IST_ROLE_COUNT; role++) {
        c.intensity[role] = isti_column_double(s, column++);
    }
    return c;
}

static ist_unit_row unit_row_of(sqlite3_stmt *s)
{
    ist_unit_row u = {.unit.number = sqlite3_column_int(s, 0)};
    int32_t *const numbers[] = {&u.tick,     &u.people, &u.participants, &u.members,
                                &u.problems, &u.solved, &u.expired};
    for (size_t k = 0; k < COUNT_OF(numbers); k++) {
        *numbers[k] = sqlite3_column_int(s, (int)k + 1);
    }
    return u;
}

static void put_row(isti_pack *pack, isti_statement which, sqlite3_stmt *s)
{
    if (which == ISTI_READ_COMMUNITY) {
        const ist_community_record row = community_of(s);
        isti_record_put_community(pack, &row);
    } else if (which == ISTI_READ_COMMUNITY_TICK) {
        const ist_community_row row = community_row_of(s);
        isti_record_put_community_row(pack, &row);
    } else {
        const ist_unit_row row = unit_row_of(s);
        isti_record_put_unit_row(pack, &row);
    }
}

// A list with its length before it.
static ist_status put_list(ist_store *store, int32_t job, isti_statement which, isti_pack *pack,
                           ist_errors *errors)
{
    const size_t place = isti_pack_reserve(pack);
    int64_t count = 0;
    sqlite3_stmt *s = open_query(store, which, job, errors);
    int step = s ? sqlite3_step(s) : SQLITE_ERROR;
    for (; step == SQLITE_ROW; step = sqlite3_step(s)) {
        put_row(pack, which, s);
        count++;
    }
    isti_pack_settle(pack, place, count);
    return s ? close_query(store, s, step, errors) : IST_ERR_IO;
}

static ist_status put_measures(ist_store *store, int32_t job, int32_t shock, bool relative,
                               isti_pack *pack, ist_errors *errors)
{
    sqlite3_stmt *s = open_query(store, ISTI_READ_RESILIENCE, job, errors);
    if (!s) {
        return IST_ERR_IO;
    }
    sqlite3_bind_int(s, 2, shock);
    isti_bind_text(s, 3, relative ? "twin" : "baseline");
    int step = sqlite3_step(s);
    for (; step == SQLITE_ROW; step = sqlite3_step(s)) {
        if (!relative) {
            isti_pack_text(pack, isti_column_text(s, 0));
        }
        for (int k = 0; k < IST_RESILIENCE_COUNT; k++) {
            isti_pack_double(pack, isti_column_double(s, 1 + k));
        }
    }
    return close_query(store, s, step, errors);
}

static ist_status put_twin(ist_store *store, int32_t job, int32_t shock, isti_pack *pack,
                           ist_errors *errors)
{
    sqlite3_stmt *s = open_query(store, ISTI_READ_TWIN_TICK, job, errors);
    if (!s) {
        return IST_ERR_IO;
    }
    sqlite3_bind_int(s, 2, shock);
    int step = sqlite3_step(s);
    for (; step == SQLITE_ROW; step = sqlite3_step(s)) {
        isti_pack_double(pack, isti_column_double(s, 0));
    }
    return close_query(store, s, step, errors);
}

static ist_status put_shocks(ist_store *store, int32_t job, const isti_record_head *head,
                             isti_pack *pack, ist_errors *errors)
{
    ist_status status = IST_OK;
    for (int32_t shock = 0; shock < head->shocks && status == IST_OK; shock++) {
        status = put_measures(store, job, shock, false, pack, errors);
        if (status == IST_OK && head->twins) {
            status = put_measures(store, job, shock, true, pack, errors);
        }
        if (status == IST_OK && head->twins) {
            status = put_twin(store, job, shock, pack, errors);
        }
    }
    return status;
}

// At the end of a record, if there are any.
static ist_status put_networks(ist_store *store, int32_t job, isti_pack *pack, ist_errors *errors)
{
    const size_t place = isti_pack_reserve(pack);
    int64_t count = 0;
    sqlite3_stmt *s = open_query(store, ISTI_READ_NETWORK, job, errors);
    int step = s ? sqlite3_step(s) : SQLITE_ERROR;
    for (; step == SQLITE_ROW; step = sqlite3_step(s)) {
        isti_pack_int(pack, sqlite3_column_int(s, 0));
        for (int m = 0; m < IST_NETWORK_COUNT; m++) {
            isti_pack_double(pack, isti_column_double(s, 1 + m));
        }
        count++;
    }
    if (count > 0) {
        isti_pack_settle(pack, place, count);
    } else {
        isti_pack_cut(pack, place);
    }
    return s ? close_query(store, s, step, errors) : IST_ERR_IO;
}

static ist_status put_all(ist_store *store, int32_t job, isti_pack *pack, uint64_t *hash,
                          ist_errors *errors)
{
    isti_record_head head = {0};
    ist_status status = read_head(store, job, &head, hash, errors);
    if (status != IST_OK) {
        return status;
    }
    isti_record_put_head(pack, &head);
    status = put_ticks(store, job, pack, errors);
    static const isti_statement lists[] = {ISTI_READ_COMMUNITY, ISTI_READ_COMMUNITY_TICK,
                                           ISTI_READ_UNIT_TICK};
    for (size_t k = 0; k < COUNT_OF(lists) && status == IST_OK; k++) {
        status = put_list(store, job, lists[k], pack, errors);
    }
    status = status == IST_OK ? put_shocks(store, job, &head, pack, errors) : status;
    return status == IST_OK ? put_networks(store, job, pack, errors) : status;
}

ist_status isti_store_read_run(ist_store *store, int32_t job, ist_run_record **out,
                               ist_errors *errors)
{
    isti_pack pack = {.bytes = NULL};
    uint64_t hash = 0;
    *out = NULL;
    // One transaction: one look at the file.
    ist_status status = isti_store_exec(store, "BEGIN", errors);
    status = status == IST_OK ? put_all(store, job, &pack, &hash, errors) : status;
    status = isti_store_end(store, status, errors);
    if (status == IST_OK && !pack.no_memory && isti_record_hash_of(&pack) != hash) {
        status = isti_store_fail_as(store, errors, IST_ERR_STORE_DAMAGED,
                                    "run %d is not what was written: the run store is damaged",
                                    (int)job);
    } else if (status == IST_OK) {
        *out = isti_record_of(&pack, errors);
        // The bytes are what was written: only memory can be short.
        status = *out ? IST_OK : IST_ERR_NO_MEMORY;
    }
    isti_pack_clear(&pack);
    return status;
}

ist_run_record *ist_store_read(ist_store *store, int32_t job, ist_errors *errors)
{
    ist_run_record *record = NULL;
    const ist_status status = isti_store_read_run(store, job, &record, errors);
    return status == IST_OK ? record : NULL;
}

bool ist_store_failure(ist_store *store, int32_t index, ist_failure_info *out, ist_errors *errors)
{
    sqlite3_stmt *s = index >= 0 ? open_query(store, ISTI_READ_FAILURE, index, errors) : NULL;
    const int step = s ? sqlite3_step(s) : SQLITE_DONE;
    if (step == SQLITE_ROW) {
        *out = (ist_failure_info){.job = sqlite3_column_int(s, 0),
                                  .status = isti_column_text(s, 1),
                                  .message = isti_column_text(s, 2)};
    } else if (s) {
        close_query(store, s, step, errors);
    }
    return step == SQLITE_ROW;
}
