// SPDX-License-Identifier: GPL-3.0-or-later
// Writing outcomes into a store: all rows of a run in one transaction.
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

// ---- A run

typedef void put_row(cells *c, const outcome *o, int32_t index);

// As many rows at a time as there are; what is left, one by one.
static ist_status add_rows(ist_store *store, isti_statement which, const outcome *o, int32_t rows,
                           put_row *put, ist_errors *errors)
{
    ist_status status = IST_OK;
    for (int32_t row = 0; row < rows && status == IST_OK;) {
        const bool is_lot = rows - row >= ISTI_STORE_LOT;
        const int32_t end = row + (is_lot ? ISTI_STORE_LOT : 1);
        cells c = {.column = 1};
        c.statement = is_lot ? isti_store_lot(store, which, errors)
                             : isti_store_statement(store, which, errors);
        for (; c.statement && row < end; row++) {
            put(&c, o, row);
        }
        status = c.statement ? isti_store_run(store, c.statement, errors) : IST_ERR_IO;
    }
    return status;
}

static ist_status drop_failure(ist_store *store, int32_t job, ist_errors *errors)
{
    sqlite3_stmt *s = isti_store_statement(store, ISTI_DROP_FAILURE, errors);
    if (!s) {
        return IST_ERR_IO;
    }
    sqlite3_bind_int(s, 1, job);
    return isti_store_run(store, s, errors);
}

ist_status isti_store_write_run(ist_store *store, int32_t job, const ist_run_record *r,
                                ist_errors *errors)
{
    const struct {
        isti_statement statement;
        int32_t rows;
        put_row *put;
    } tables[] = {
        {ISTI_ADD_RUN, 1, put_run},
        {ISTI_ADD_TICK, r->ticks, put_tick},
        {ISTI_ADD_COMMUNITY, r->communities, put_community},
        {ISTI_ADD_COMMUNITY_TICK, r->community_rows, put_community_tick},
        {ISTI_ADD_UNIT_TICK, r->unit_rows, put_unit_tick},
        {ISTI_ADD_TWIN_TICK, r->twin ? r->shocks * r->ticks : 0, put_twin_tick},
        {ISTI_ADD_NETWORK, r->network_rows, put_network},
        {ISTI_ADD_RESILIENCE, r->relative ? 2 * r->shocks : r->shocks, put_resilience},
    };
    const outcome o = {store, job, r};
    ist_status status = IST_OK;
    for (size_t k = 0; k < COUNT_OF(tables) && status == IST_OK; k++) {
        status = add_rows(store, tables[k].statement, &o, tables[k].rows, tables[k].put, errors);
    }
    return status == IST_OK && store->failures > 0 ? drop_failure(store, job, errors) : status;
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

ist_status ist_store_add_all(ist_store *store, const int32_t *jobs,
                             const ist_run_record *const *records, int32_t count,
                             ist_errors *errors)
{
    int32_t written = 0;
    ist_status status = IST_OK;
    // Noted at once, so that none is written twice.
    for (; written < count && status == IST_OK; written += status == IST_OK) {
        status = check_job(store, jobs[written], errors);
        status = status == IST_OK && written == 0 ? isti_store_begin(store, errors) : status;
        if (status == IST_OK) {
            status = isti_store_write_run(store, jobs[written], records[written], errors);
        }
        if (status == IST_OK) {
            isti_store_note_run(store, jobs[written]);
        }
    }
    status = count > 0 ? isti_store_end(store, status, errors) : status;
    if (status != IST_OK) {
        while (written > 0) {
            isti_store_forget_run(store, jobs[--written]);
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
