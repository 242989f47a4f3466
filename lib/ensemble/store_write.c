// SPDX-License-Identifier: GPL-3.0-or-later
// Writing outcomes into a store: one transaction a run.
#include "ensemble/store.h"

#include "ensemble/run_record.h"

// The job's own number, its variant and its replicate in the first three columns.
static void bind_job(const ist_store *store, sqlite3_stmt *s, int32_t job)
{
    sqlite3_bind_int(s, 1, job);
    sqlite3_bind_int(s, 2, job % store->variants);
    sqlite3_bind_int(s, 3, job / store->variants);
}

// A handle; none is NULL.
static void bind_handle(sqlite3_stmt *s, int column, int32_t number)
{
    if (number > 0) {
        sqlite3_bind_int(s, column, number);
    } else {
        sqlite3_bind_null(s, column);
    }
}

static double time_of(const ist_run_record *r, int32_t tick)
{
    return r->start + (double)tick / r->ticks_per_year;
}

static ist_status add_run(ist_store *store, int32_t job, const ist_run_record *r,
                          ist_errors *errors)
{
    sqlite3_stmt *s = isti_store_statement(store, ISTI_ADD_RUN, errors);
    if (!s) {
        return IST_ERR_IO;
    }
    int column = 4;
    bind_job(store, s, job);
    isti_bind_seed(s, column++, r->seed);
    sqlite3_bind_double(s, column++, r->start);
    sqlite3_bind_int(s, column++, r->ticks_per_year);
    sqlite3_bind_int(s, column++, r->ticks);
    sqlite3_bind_int(s, column++, r->shocks);
    sqlite3_bind_int(s, column++, r->relative != NULL);
    isti_bind_hash(s, column++, r->state_hash);
    isti_bind_hash(s, column++, r->model_hash);
    isti_bind_hash(s, column++, r->parameter_hash);
    isti_bind_hash(s, column++, store->job_hash ? store->job_hash[job] : 0);
    isti_bind_hash(s, column, ist_run_record_hash(r));
    return isti_store_run(store, s, errors);
}

static ist_status add_ticks(ist_store *store, int32_t job, const ist_run_record *r,
                            ist_errors *errors)
{
    sqlite3_stmt *s = isti_store_statement(store, ISTI_ADD_TICK, errors);
    ist_status status = s ? IST_OK : IST_ERR_IO;
    for (int32_t tick = 0; tick < r->ticks && status == IST_OK; tick++) {
        int column = 1;
        sqlite3_bind_int(s, column++, job);
        sqlite3_bind_int(s, column++, tick);
        sqlite3_bind_double(s, column++, time_of(r, tick));
        for (size_t m = 0; m < IST_METRIC_COUNT; m++) {
            isti_bind_double(s, column++, r->series[m * (size_t)r->ticks + (size_t)tick]);
        }
        status = isti_store_run(store, s, errors);
    }
    return status;
}

static ist_status add_communities(ist_store *store, int32_t job, const ist_run_record *r,
                                  ist_errors *errors)
{
    sqlite3_stmt *s = isti_store_statement(store, ISTI_ADD_COMMUNITY, errors);
    ist_status status = s ? IST_OK : IST_ERR_IO;
    for (int32_t i = 0; i < r->communities && status == IST_OK; i++) {
        const ist_community_record *c = &r->community[i];
        int column = 1;
        sqlite3_bind_int(s, column++, job);
        sqlite3_bind_int(s, column++, c->community.number);
        isti_bind_text(s, column++, c->name);
        isti_bind_text(s, column++, c->theme);
        isti_bind_text(s, column++, ist_origin_name(c->origin));
        sqlite3_bind_int(s, column++, c->official);
        isti_bind_text(s, column++, c->policy);
        isti_bind_double(s, column++, c->founded);
        isti_bind_double(s, column++, c->ended);
        bind_handle(s, column++, c->resumes.number);
        sqlite3_bind_int(s, column++, c->founders);
        isti_bind_double(s, column++, c->tied_founder_pairs);
        isti_bind_double(s, column++, c->autonomy);
        isti_bind_text(s, column++, ist_stage_name(c->stage));
        sqlite3_bind_int(s, column++, c->members);
        sqlite3_bind_int(s, column++, c->ended_empty);
        bind_handle(s, column, c->parent.number);
        status = isti_store_run(store, s, errors);
    }
    return status;
}

static ist_status add_community_ticks(ist_store *store, int32_t job, const ist_run_record *r,
                                      ist_errors *errors)
{
    sqlite3_stmt *s = isti_store_statement(store, ISTI_ADD_COMMUNITY_TICK, errors);
    ist_status status = s ? IST_OK : IST_ERR_IO;
    for (int32_t i = 0; i < r->community_rows && status == IST_OK; i++) {
        const ist_community_row *c = &r->community_row[i];
        const double numbers[] = {c->attendance,  c->closeness,    c->autonomy,
                                  c->commitment,  c->affect,       c->learning,
                                  c->realization, c->deliverables, c->expectation};
        int column = 1;
        sqlite3_bind_int(s, column++, job);
        sqlite3_bind_int(s, column++, c->tick);
        sqlite3_bind_int(s, column++, c->community.number);
        isti_bind_text(s, column++, ist_stage_name(c->stage));
        sqlite3_bind_int(s, column++, c->members);
        sqlite3_bind_int(s, column++, c->present);
        for (size_t k = 0; k < COUNT_OF(numbers); k++) {
            isti_bind_double(s, column++, numbers[k]);
        }
        for (int role = 0; role < IST_ROLE_COUNT; role++) {
            isti_bind_double(s, column++, c->intensity[role]);
        }
        isti_bind_double(s, column, c->intrusion);
        status = isti_store_run(store, s, errors);
    }
    return status;
}

static ist_status add_unit_ticks(ist_store *store, int32_t job, const ist_run_record *r,
                                 ist_errors *errors)
{
    sqlite3_stmt *s = isti_store_statement(store, ISTI_ADD_UNIT_TICK, errors);
    ist_status status = s ? IST_OK : IST_ERR_IO;
    for (int32_t i = 0; i < r->unit_rows && status == IST_OK; i++) {
        const ist_unit_row *u = &r->unit_row[i];
        const int32_t numbers[] = {job,         u->tick,         u->unit.number,
                                   u->people,   u->participants, u->members,
                                   u->problems, u->solved,       u->expired};
        for (size_t k = 0; k < COUNT_OF(numbers); k++) {
            sqlite3_bind_int(s, (int)k + 1, numbers[k]);
        }
        status = isti_store_run(store, s, errors);
    }
    return status;
}

static ist_status add_networks(ist_store *store, int32_t job, const ist_run_record *r,
                               ist_errors *errors)
{
    sqlite3_stmt *s = isti_store_statement(store, ISTI_ADD_NETWORK, errors);
    ist_status status = s ? IST_OK : IST_ERR_IO;
    for (int32_t i = 0; i < r->network_rows && status == IST_OK; i++) {
        sqlite3_bind_int(s, 1, job);
        sqlite3_bind_int(s, 2, r->network_row[i].tick);
        for (int m = 0; m < IST_NETWORK_COUNT; m++) {
            isti_bind_double(s, m + 3, r->network_row[i].value[m]);
        }
        status = isti_store_run(store, s, errors);
    }
    return status;
}

static ist_status add_measures(ist_store *store, int32_t job, const ist_run_record *r,
                               const char *reference, const double *values, ist_errors *errors)
{
    sqlite3_stmt *s = isti_store_statement(store, ISTI_ADD_RESILIENCE, errors);
    ist_status status = s ? IST_OK : IST_ERR_IO;
    for (int32_t shock = 0; values && shock < r->shocks && status == IST_OK; shock++) {
        int column = 1;
        sqlite3_bind_int(s, column++, job);
        sqlite3_bind_int(s, column++, shock);
        isti_bind_text(s, column++, reference);
        isti_bind_text(s, column++, r->shock[shock]);
        for (int k = 0; k < IST_RESILIENCE_COUNT; k++) {
            isti_bind_double(s, column++, values[shock * IST_RESILIENCE_COUNT + k]);
        }
        status = isti_store_run(store, s, errors);
    }
    return status;
}

static ist_status add_twins(ist_store *store, int32_t job, const ist_run_record *r,
                            ist_errors *errors)
{
    sqlite3_stmt *s = isti_store_statement(store, ISTI_ADD_TWIN_TICK, errors);
    ist_status status = s ? IST_OK : IST_ERR_IO;
    for (int32_t shock = 0; r->twin && shock < r->shocks; shock++) {
        for (int32_t tick = 0; tick < r->ticks && status == IST_OK; tick++) {
            sqlite3_bind_int(s, 1, job);
            sqlite3_bind_int(s, 2, shock);
            sqlite3_bind_int(s, 3, tick);
            isti_bind_double(s, 4, r->twin[(size_t)shock * (size_t)r->ticks + (size_t)tick]);
            status = isti_store_run(store, s, errors);
        }
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
    ist_status status = add_run(store, job, r, errors);
    status = status == IST_OK ? add_ticks(store, job, r, errors) : status;
    status = status == IST_OK ? add_communities(store, job, r, errors) : status;
    status = status == IST_OK ? add_community_ticks(store, job, r, errors) : status;
    status = status == IST_OK ? add_unit_ticks(store, job, r, errors) : status;
    status = status == IST_OK ? add_twins(store, job, r, errors) : status;
    status = status == IST_OK && r->network_rows > 0 ? add_networks(store, job, r, errors) : status;
    if (status == IST_OK) {
        status = add_measures(store, job, r, "baseline", r->resilience, errors);
    }
    if (status == IST_OK) {
        status = add_measures(store, job, r, "twin", r->relative, errors);
    }
    return status == IST_OK ? drop_failure(store, job, errors) : status;
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

ist_status ist_store_add(ist_store *store, int32_t job, const ist_run_record *record,
                         ist_errors *errors)
{
    ist_status status = check_job(store, job, errors);
    status = status == IST_OK ? isti_store_begin(store, errors) : status;
    if (status != IST_OK) {
        return status;
    }
    status = isti_store_write_run(store, job, record, errors);
    status = isti_store_end(store, status, errors);
    if (status == IST_OK) {
        isti_store_note_run(store, job);
        return store->failures > 0 ? isti_store_count_failures(store, errors) : IST_OK;
    }
    return status;
}

ist_status ist_store_add_failure(ist_store *store, int32_t job, ist_status why, const char *message,
                                 ist_errors *errors)
{
    ist_status status = check_job(store, job, errors);
    sqlite3_stmt *s =
        status == IST_OK ? isti_store_statement(store, ISTI_ADD_FAILURE, errors) : NULL;
    if (!s) {
        return status != IST_OK ? status : IST_ERR_IO;
    }
    bind_job(store, s, job);
    isti_bind_hash(s, 4, store->job_hash ? store->job_hash[job] : 0);
    isti_bind_text(s, 5, ist_status_name(why));
    isti_bind_text(s, 6, message && message[0] ? message : ist_status_text(why));
    status = isti_store_run(store, s, errors);
    return status == IST_OK ? isti_store_count_failures(store, errors) : status;
}
