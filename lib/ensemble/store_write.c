// SPDX-License-Identifier: GPL-3.0-or-later
// Writing outcomes into a store: all rows of some runs in one transaction.
#include "ensemble/store.h"

#include "ensemble/run_record.h"

// The run to be written.
typedef struct outcome {
    const ist_store *store;
    int32_t job;
    const ist_run_record *record;
} outcome;

// Where the next value goes: in a statement that adds several rows these lie one behind the other.
typedef struct cells {
    sqlite3_stmt *statement;
    int column;
} cells;

static void put_int(cells *c, int32_t value)
{
    sqlite3_bind_int(c->statement, c->column++, value);
}

// A handle; none is NULL.
static void put_handle(cells *c, int32_t number)
{
    if (number > 0) {
        put_int(c, number);
    } else {
        sqlite3_bind_null(c->statement, c->column++);
    }
}

static void put_reals(cells *c, const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        sqlite3_bind_double(c->statement, c->column++, values[i]);
    }
}

static void put_text(cells *c, const char *text)
{
    isti_bind_text(c->statement, c->column++, text);
}

static void put_hash(cells *c, uint64_t hash)
{
    isti_bind_hash(c->statement, c->column++, hash);
}

// The job's own number, its variant and its replicate.
static void put_job(cells *c, const ist_store *store, int32_t job)
{
    put_int(c, job);
    put_int(c, job % store->variants);
    put_int(c, job / store->variants);
}

static uint64_t job_hash(const ist_store *store, int32_t job)
{
    return store->job_hash ? store->job_hash[job] : 0;
}

// ---- Rows

static void put_run(cells *c, const outcome *o, int32_t index)
{
    const ist_run_record *r = o->record;
    (void)index;
    put_job(c, o->store, o->job);
    isti_bind_seed(c->statement, c->column++, r->seed);
    put_reals(c, &r->start, 1);
    put_int(c, r->ticks_per_year);
    put_int(c, r->ticks);
    put_int(c, r->shocks);
    put_int(c, r->relative != NULL);
    put_hash(c, r->state_hash);
    put_hash(c, r->model_hash);
    put_hash(c, r->parameter_hash);
    put_hash(c, job_hash(o->store, o->job));
    put_hash(c, ist_run_record_hash(r));
}

static void put_tick(cells *c, const outcome *o, int32_t tick)
{
    const ist_run_record *r = o->record;
    const double time = r->start + (double)tick / r->ticks_per_year;
    put_int(c, o->job);
    put_int(c, tick);
    put_reals(c, &time, 1);
    for (size_t m = 0; m < IST_METRIC_COUNT; m++) {
        put_reals(c, &r->series[m * (size_t)r->ticks + (size_t)tick], 1);
    }
}

static void put_community(cells *c, const outcome *o, int32_t index)
{
    const ist_community_record *community = &o->record->community[index];
    put_int(c, o->job);
    put_int(c, community->community.number);
    put_text(c, community->name);
    put_text(c, community->theme);
    put_text(c, ist_origin_name(community->origin));
    put_int(c, community->official);
    put_text(c, community->policy);
    put_reals(c, &community->founded, 1);
    put_reals(c, &community->ended, 1);
    put_handle(c, community->resumes.number);
    put_int(c, community->founders);
    put_reals(c, &community->tied_founder_pairs, 1);
    put_reals(c, &community->autonomy, 1);
    put_text(c, ist_stage_name(community->stage));
    put_int(c, community->members);
    put_int(c, community->ended_empty);
    put_handle(c, community->parent.number);
}

static void put_community_tick(cells *c, const outcome *o, int32_t index)
{
    const ist_community_row *row = &o->record->community_row[index];
    const double numbers[] = {row->attendance,  row->closeness,    row->autonomy,
                              row->commitment,  row->affect,       row->learning,
                              row->realization, row->deliverables, row->expectation};
    put_int(c, o->job);
    put_int(c, row->tick);
    put_int(c, row->community.number);
    put_text(c, ist_stage_name(row->stage));
    put_int(c, row->members);
    put_int(c, row->present);
    put_reals(c, numbers, COUNT_OF(numbers));
    put_reals(c, row->intensity, IST_ROLE_COUNT);
    put_reals(c, &row->intrusion, 1);
}

static void put_unit_tick(cells *c, const outcome *o, int32_t index)
{
    const ist_unit_row *u = &o->record->unit_row[index];
    const int32_t numbers[] = {o->job,     u->tick,     u->unit.number, u->people, u->participants,
                               u->members, u->problems, u->solved,      u->expired};
    for (size_t k = 0; k < COUNT_OF(numbers); k++) {
        put_int(c, numbers[k]);
    }
}

// Shock by shock.
static void put_twin_tick(cells *c, const outcome *o, int32_t index)
{
    put_int(c, o->job);
    put_int(c, index / o->record->ticks);
    put_int(c, index % o->record->ticks);
    put_reals(c, &o->record->twin[index], 1);
}

// Against the year before for each shock, then against each twin.
static void put_resilience(cells *c, const outcome *o, int32_t index)
{
    const ist_run_record *r = o->record;
    const int32_t shock = index % r->shocks;
    const bool is_relative = index >= r->shocks;
    const double *values = is_relative ? r->relative : r->resilience;
    put_int(c, o->job);
    put_int(c, shock);
    put_text(c, is_relative ? "twin" : "baseline");
    put_text(c, r->shock[shock]);
    put_reals(c, values + (size_t)shock * IST_RESILIENCE_COUNT, IST_RESILIENCE_COUNT);
}

static void put_network(cells *c, const outcome *o, int32_t index)
{
    const ist_network_row *row = &o->record->network_row[index];
    put_int(c, o->job);
    put_int(c, row->tick);
    put_reals(c, row->value, IST_NETWORK_COUNT);
}

// ---- Runs

// A table of outcomes: how many rows a run has, and the row of such a number.
typedef struct table {
    isti_statement statement;
    int32_t (*rows)(const ist_run_record *r);
    void (*put)(cells *c, const outcome *o, int32_t index);
} table;

static int32_t one_row(const ist_run_record *r)
{
    return r != NULL;
}

static int32_t tick_rows(const ist_run_record *r)
{
    return r->ticks;
}

static int32_t community_rows(const ist_run_record *r)
{
    return r->communities;
}

static int32_t community_tick_rows(const ist_run_record *r)
{
    return r->community_rows;
}

static int32_t unit_tick_rows(const ist_run_record *r)
{
    return r->unit_rows;
}

static int32_t twin_tick_rows(const ist_run_record *r)
{
    return r->twin ? r->shocks * r->ticks : 0;
}

static int32_t network_rows(const ist_run_record *r)
{
    return r->network_rows;
}

static int32_t resilience_rows(const ist_run_record *r)
{
    return r->relative ? 2 * r->shocks : r->shocks;
}

static const table tables[] = {
    {ISTI_ADD_RUN, one_row, put_run},
    {ISTI_ADD_TICK, tick_rows, put_tick},
    {ISTI_ADD_COMMUNITY, community_rows, put_community},
    {ISTI_ADD_COMMUNITY_TICK, community_tick_rows, put_community_tick},
    {ISTI_ADD_UNIT_TICK, unit_tick_rows, put_unit_tick},
    {ISTI_ADD_TWIN_TICK, twin_tick_rows, put_twin_tick},
    {ISTI_ADD_NETWORK, network_rows, put_network},
    {ISTI_ADD_RESILIENCE, resilience_rows, put_resilience},
};

// Rows on their way into a table.
typedef struct flow {
    const table *table;
    int64_t left; // rows
    int32_t room; // for rows in the statement at hand
    cells cells;
} flow;

// Put a row into the statement at hand, or into a new one: of as many rows as there are, else of one.
static ist_status add_row(flow *f, ist_store *store, const outcome *o, int32_t index,
                          ist_errors *errors)
{
    if (f->room == 0) {
        const bool is_lot = f->left >= ISTI_STORE_LOT;
        const isti_statement which = f->table->statement;
        f->room = is_lot ? ISTI_STORE_LOT : 1;
        f->cells.column = 1;
        f->cells.statement = is_lot ? isti_store_lot(store, which, errors)
                                    : isti_store_statement(store, which, errors);
    }
    if (!f->cells.statement) {
        return IST_ERR_IO;
    }
    f->table->put(&f->cells, o, index);
    f->left--;
    f->room--;
    return f->room == 0 ? isti_store_run(store, f->cells.statement, errors) : IST_OK;
}

// The rows of all runs, one run after the other.
static ist_status fill(ist_store *store, const table *t, const int32_t *jobs,
                       const ist_run_record *const *records, int32_t count, ist_errors *errors)
{
    flow f = {.table = t};
    for (int32_t k = 0; k < count; k++) {
        f.left += t->rows(records[k]);
    }
    ist_status status = IST_OK;
    for (int32_t k = 0; k < count && status == IST_OK; k++) {
        const outcome o = {store, jobs[k], records[k]};
        const int32_t rows = t->rows(records[k]);
        for (int32_t row = 0; row < rows && status == IST_OK; row++) {
            status = add_row(&f, store, &o, row, errors);
        }
    }
    return status;
}

static ist_status drop_failures(ist_store *store, const int32_t *jobs, int32_t count,
                                ist_errors *errors)
{
    sqlite3_stmt *s = isti_store_statement(store, ISTI_DROP_FAILURE, errors);
    ist_status status = s ? IST_OK : IST_ERR_IO;
    for (int32_t k = 0; k < count && status == IST_OK; k++) {
        sqlite3_bind_int(s, 1, jobs[k]);
        status = isti_store_run(store, s, errors);
    }
    return status;
}

// Table by table, so that pages and statements are at hand.
ist_status isti_store_write_runs(ist_store *store, const int32_t *jobs,
                                 const ist_run_record *const *records, int32_t count,
                                 ist_errors *errors)
{
    ist_status status = IST_OK;
    for (size_t k = 0; k < COUNT_OF(tables) && status == IST_OK; k++) {
        status = fill(store, &tables[k], jobs, records, count, errors);
    }
    return status == IST_OK && store->failures > 0 ? drop_failures(store, jobs, count, errors)
                                                   : status;
}

static ist_status check_job(const ist_store *store, int32_t job, ist_errors *errors)
{
    if (!store->lock) {
        return isti_store_fail_as(store, errors, IST_ERR_ARGUMENT,
                                  "the run store is open for reading only");
    }
    if (job < 0 || job >= store->jobs || ist_store_has(store, job)) {
        return isti_store_fail_as(store, errors, IST_ERR_ARGUMENT,
                                  "run %d is none of this store, or is there already", (int)job);
    }
    return IST_OK;
}

// Each is noted at once, so that none comes twice; returns how many could be.
static int32_t note_all(ist_store *store, const int32_t *jobs, int32_t count, ist_status *status,
                        ist_errors *errors)
{
    int32_t noted = 0;
    for (; noted < count && *status == IST_OK; noted += *status == IST_OK) {
        *status = check_job(store, jobs[noted], errors);
        if (*status == IST_OK) {
            isti_store_note_run(store, jobs[noted]);
        }
    }
    return noted;
}

static ist_status write_together(ist_store *store, const int32_t *jobs,
                                 const ist_run_record *const *records, int32_t count,
                                 ist_errors *errors)
{
    ist_status status = isti_store_begin(store, errors);
    if (status != IST_OK) {
        return status;
    }
    status = isti_store_write_runs(store, jobs, records, count, errors);
    return isti_store_end(store, status, errors);
}

ist_status ist_store_add_all(ist_store *store, const int32_t *jobs,
                             const ist_run_record *const *records, int32_t count,
                             ist_errors *errors)
{
    ist_status status = IST_OK;
    int32_t noted = note_all(store, jobs, count, &status, errors);
    if (status == IST_OK && count > 0) {
        status = write_together(store, jobs, records, count, errors);
    }
    if (status != IST_OK) {
        while (noted > 0) {
            isti_store_forget_run(store, jobs[--noted]);
        }
        return status;
    }
    return store->failures > 0 ? isti_store_count_failures(store, errors) : IST_OK;
}

ist_status ist_store_add(ist_store *store, int32_t job, const ist_run_record *record,
                         ist_errors *errors)
{
    return ist_store_add_all(store, &job, &record, 1, errors);
}

ist_status ist_store_add_failure(ist_store *store, int32_t job, ist_status why, const char *message,
                                 ist_errors *errors)
{
    ist_status status = check_job(store, job, errors);
    cells c = {.column = 1};
    c.statement = status == IST_OK ? isti_store_statement(store, ISTI_ADD_FAILURE, errors) : NULL;
    if (!c.statement) {
        return status != IST_OK ? status : IST_ERR_IO;
    }
    put_job(&c, store, job);
    put_hash(&c, job_hash(store, job));
    put_text(&c, ist_status_name(why));
    put_text(&c, message && message[0] ? message : ist_status_text(why));
    status = isti_store_run(store, c.statement, errors);
    return status == IST_OK ? isti_store_count_failures(store, errors) : status;
}
