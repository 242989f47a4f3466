// SPDX-License-Identifier: GPL-3.0-or-later
// What a store says of its experiment: once for the library, once for people.
#include "ensemble/store.h"

#include "base/memory.h"

#include <gsl/gsl_version.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

// ---- Writing

static ist_status write_pairs(ist_store *store, const char *const (*pairs)[2], size_t count,
                              ist_errors *errors)
{
    sqlite3_stmt *s = isti_store_statement(store, ISTI_ADD_FACT, errors);
    ist_status status = s ? IST_OK : IST_ERR_IO;
    for (size_t k = 0; k < count && status == IST_OK; k++) {
        isti_bind_text(s, 1, pairs[k][0]);
        isti_bind_text(s, 2, pairs[k][1]);
        status = isti_store_run(store, s, errors);
    }
    return status;
}

ist_status isti_store_write_versions(ist_store *store, ist_errors *errors)
{
    const char *const versions[][2] = {
        {"program", "Interstice"},        {"version", ist_version()}, {"compiler", __VERSION__},
        {"sqlite", sqlite3_libversion()}, {"gsl", gsl_version},
    };
    return write_pairs(store, versions, COUNT_OF(versions), errors);
}

static ist_status write_facts(ist_store *store, const ist_experiment *e, ist_errors *errors)
{
    char experiment[24];
    char number[5][16];
    const int32_t numbers[] = {e->variants, e->replicates, e->ticks, store->shard, store->shards};
    snprintf(experiment, sizeof experiment, "%016" PRIx64, e->hash);
    for (size_t k = 0; k < COUNT_OF(numbers); k++) {
        snprintf(number[k], sizeof number[k], "%" PRId32, numbers[k]);
    }
    const char *const facts[][2] = {
        {"experiment_hash", experiment},
        {"variants", number[0]},
        {"replicates", number[1]},
        {"ticks", number[2]}, // 0: to the end of the calendar
        {"shard", number[3]},
        {"shards", number[4]},
        {"units", e->units ? "1" : "0"},
        {"twins", e->twins ? "1" : "0"},
    };
    const ist_status status = isti_store_write_versions(store, errors);
    return status == IST_OK ? write_pairs(store, facts, COUNT_OF(facts), errors) : status;
}

// The bytes stay with the store.
static ist_status write_bytes(ist_store *store, const ist_experiment *e, ist_errors *errors)
{
    isti_pack pack = {.bytes = NULL};
    isti_experiment_put(&pack, e);
    if (pack.no_memory) {
        isti_pack_clear(&pack);
        return isti_store_fail_as(store, errors, IST_ERR_NO_MEMORY, "out of memory");
    }
    store->plan = pack.bytes;
    store->plan_size = pack.length;
    sqlite3_stmt *s = NULL;
    ist_status status = isti_store_prepare(store, "INSERT INTO plan VALUES (0,?,?)", &s, errors);
    if (status != IST_OK) {
        return status;
    }
    sqlite3_bind_blob64(s, 1, pack.bytes, pack.length, SQLITE_STATIC);
    isti_bind_hash(s, 2, isti_digest(3, pack.bytes, pack.length));
    status = isti_store_run(store, s, errors);
    sqlite3_finalize(s);
    return status;
}

static ist_status write_scenarios(ist_store *store, const ist_experiment *e, ist_errors *errors)
{
    sqlite3_stmt *s = NULL;
    ist_status status =
        isti_store_prepare(store, "INSERT INTO scenario VALUES (?,?,?,?,?,?)", &s, errors);
    for (int32_t i = 0; i < e->sources && status == IST_OK; i++) {
        const isti_experiment_source *source = &e->source[i];
        sqlite3_bind_int(s, 1, i);
        isti_bind_text(s, 2, source->path);
        isti_bind_text(s, 3, source->name);
        isti_bind_text(s, 4, source->title);
        isti_bind_seed(s, 5, source->seed);
        isti_bind_text(s, 6, source->text);
        status = isti_store_run(store, s, errors);
    }
    sqlite3_finalize(s);
    return status;
}

static ist_status write_inputs(ist_store *store, const ist_experiment *e, ist_errors *errors)
{
    sqlite3_stmt *s = isti_store_statement(store, ISTI_ADD_INPUT, errors);
    ist_status status = s ? IST_OK : IST_ERR_IO;
    for (int32_t i = 0; i < e->inputs && status == IST_OK; i++) {
        sqlite3_bind_int(s, 1, i);
        isti_bind_text(s, 2, e->input[i].path);
        isti_bind_text(s, 3, e->input[i].sha256);
        sqlite3_bind_int64(s, 4, e->input[i].bytes);
        status = isti_store_run(store, s, errors);
    }
    return status;
}

static ist_status write_settings(const ist_store *store, sqlite3_stmt *s, int32_t number,
                                 const isti_experiment_variant *v, ist_errors *errors)
{
    ist_status status = IST_OK;
    for (int32_t k = 0; k < v->set_count && status == IST_OK; k++) {
        const int32_t design_end = v->set_common + v->set_design;
        sqlite3_bind_int(s, 1, number);
        sqlite3_bind_int(s, 2, k);
        isti_bind_text(s, 3, k < v->set_common ? "set" : k < design_end ? "design" : "policy");
        isti_bind_text(s, 4, v->set[k].pointer);
        isti_bind_text(s, 5, v->set[k].value);
        status = isti_store_run(store, s, errors);
    }
    return status;
}

static ist_status write_variants(ist_store *store, const ist_experiment *e, ist_errors *errors)
{
    sqlite3_stmt *s = NULL;
    sqlite3_stmt *set = NULL;
    ist_status status =
        isti_store_prepare(store, "INSERT INTO variant VALUES (?,?,?,?)", &s, errors);
    if (status == IST_OK) {
        status = isti_store_prepare(store, "INSERT INTO setting VALUES (?,?,?,?,?)", &set, errors);
    }
    for (int32_t k = 0; k < e->variants && status == IST_OK; k++) {
        sqlite3_bind_int(s, 1, k);
        sqlite3_bind_int(s, 2, e->variant[k].scenario);
        sqlite3_bind_int(s, 3, e->variant[k].point);
        isti_bind_text(s, 4, e->variant[k].policy);
        status = isti_store_run(store, s, errors);
        if (status == IST_OK) {
            status = write_settings(store, set, k, &e->variant[k], errors);
        }
    }
    sqlite3_finalize(set);
    sqlite3_finalize(s);
    return status;
}

ist_status isti_store_write_plan(ist_store *store, const void *experiment, ist_errors *errors)
{
    static ist_status (*const parts[])(ist_store *, const ist_experiment *, ist_errors *) = {
        write_facts, write_bytes, write_inputs, write_scenarios, write_variants};
    ist_status status = IST_OK;
    for (size_t k = 0; k < COUNT_OF(parts) && status == IST_OK; k++) {
        status = parts[k](store, experiment, errors);
    }
    return status;
}

// ---- Reading

ist_status isti_store_check_version(const ist_store *store, ist_errors *errors)
{
    sqlite3_stmt *s = NULL;
    ist_status status =
        isti_store_prepare(store, "SELECT value FROM provenance WHERE key = 'version'", &s, errors);
    if (status != IST_OK) {
        return status;
    }
    const bool is_told = sqlite3_step(s) == SQLITE_ROW;
    const char *version = is_told ? isti_column_text(s, 0) : "";
    if (strcmp(version, ist_version()) != 0) {
        status = isti_store_fail_as(store, errors, IST_ERR_CONFLICT,
                                    "the run store was made by version %.32s; this is version %s, "
                                    "whose runs may be otherwise",
                                    version[0] ? version : "(unknown)", ist_version());
    }
    sqlite3_finalize(s);
    return status;
}

static ist_status copy_plan(ist_store *store, sqlite3_stmt *s, ist_errors *errors)
{
    const size_t size = (size_t)sqlite3_column_bytes(s, 0);
    const void *bytes = sqlite3_column_blob(s, 0);
    const uint64_t hash = isti_column_hash(s, 1);
    if (!bytes || isti_digest(3, bytes, size) != hash) {
        return isti_store_fail_as(store, errors, IST_ERR_STORE_DAMAGED,
                                  "the run store is damaged: what it says of its experiment is not "
                                  "what was written");
    }
    store->plan = isti_alloc_scratch(size, 1);
    if (!store->plan) {
        return isti_store_fail_as(store, errors, IST_ERR_NO_MEMORY, "out of memory");
    }
    memcpy(store->plan, bytes, size);
    store->plan_size = size;
    return IST_OK;
}

static ist_status check_shard(ist_store *store, ist_errors *errors)
{
    const int64_t shard =
        isti_store_number(store, "SELECT value FROM provenance WHERE key = 'shard'", errors);
    const int64_t shards =
        isti_store_number(store, "SELECT value FROM provenance WHERE key = 'shards'", errors);
    if (shard < 0 || shards > INT32_MAX || shard >= shards) {
        return isti_store_fail_as(store, errors, IST_ERR_STORE_DAMAGED,
                                  "the run store is damaged: it does not say which shard it is");
    }
    store->shard = (int32_t)shard;
    store->shards = (int32_t)shards;
    return IST_OK;
}

ist_status isti_store_read_plan(ist_store *store, ist_errors *errors)
{
    sqlite3_stmt *s = NULL;
    ist_status status =
        isti_store_prepare(store, "SELECT bytes, hash FROM plan WHERE plan = 0", &s, errors);
    if (status != IST_OK) {
        return status;
    }
    const int step = sqlite3_step(s);
    if (step == SQLITE_ROW) {
        status = copy_plan(store, s, errors);
    } else if (step == SQLITE_DONE) {
        status = isti_store_fail_as(store, errors, IST_ERR_STORE_DAMAGED,
                                    "this run store holds no experiment, just verdicts");
    } else {
        status = isti_store_fail(store, errors);
    }
    sqlite3_finalize(s);
    return status == IST_OK ? check_shard(store, errors) : status;
}
