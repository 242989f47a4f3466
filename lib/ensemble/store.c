// SPDX-License-Identifier: GPL-3.0-or-later
// Run stores: made, opened, closed, and what they hold.
#include "ensemble/store.h"

#include "base/memory.h"
#include "scenario/read.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATIENCE = 60000 }; // milliseconds to wait for others who read

// ---- Files

static ist_status fail_errno(const ist_store *store, ist_errors *errors, const char *what)
{
    char buffer[128];
    return isti_store_fail_as(store, errors, IST_ERR_IO, "%s: %s", what,
                              strerror_r(errno, buffer, sizeof buffer));
}

static ist_store *open_store(const char *path, ist_errors *errors)
{
    ist_store *store = isti_alloc_array(1, sizeof *store);
    char *own = path && path[0] ? isti_alloc_array(strlen(path) + 3, 1) : NULL;
    if (!store || !own) {
        isti_free(store);
        isti_free(own);
        isti_fail(errors, path && path[0] ? IST_ERR_NO_MEMORY : IST_ERR_ARGUMENT, "",
                  path && path[0] ? "out of memory" : "a run store needs a name");
        return NULL;
    }
    // SQLite gives names that begin with a colon a meaning of their own.
    snprintf(own, strlen(path) + 3, "%s%s", path[0] == ':' ? "./" : "", path);
    store->path = own;
    store->shards = 1;
    return store;
}

void ist_store_close(ist_store *store)
{
    if (!store) {
        return;
    }
    isti_store_drop_statements(store);
    if (store->lock && store->db) {
        // Takes the emptied journal away.
        sqlite3_exec(store->db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    }
    sqlite3_close(store->db);
    isti_file_lock_drop(store->lock);
    isti_free(store->plan);
    isti_free(store->job_hash);
    isti_free(store->has);
    isti_free(store->path);
    isti_free(store);
}

static ist_status take_lock(ist_store *store, ist_errors *errors)
{
    char holder[128] = "";
    const ist_status status = isti_file_lock_take(store->path, &store->lock, holder, sizeof holder);
    if (status == IST_ERR_BUSY) {
        return isti_store_fail_as(store, errors, status, "%s is writing to this run store", holder);
    }
    if (status == IST_ERR_IO) {
        return fail_errno(store, errors, "the run store cannot be locked");
    }
    return status == IST_OK ? IST_OK : isti_store_fail_as(store, errors, status, "out of memory");
}

// Open a database that nobody has looked into yet.
static ist_status connect(ist_store *store, const char *path, int flags, ist_errors *errors)
{
    const int opened = sqlite3_open_v2(path, &store->db,
                                       flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (opened != SQLITE_OK) {
        return store->db ? isti_store_fail(store, errors)
                         : isti_store_fail_as(store, errors, IST_ERR_NO_MEMORY, "out of memory");
    }
    sqlite3_busy_timeout(store->db, PATIENCE);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int *)NULL);
    return IST_OK;
}

// There are no secrets that would have to be overwritten where something is deleted.
static const char write_mode[] = "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; "
                                 "PRAGMA temp_store = MEMORY; PRAGMA secure_delete = OFF";

// ---- What it holds

static void set_bit(unsigned char *bits, int32_t index)
{
    bits[index / 8] |= (unsigned char)(1u << index % 8);
}

bool ist_store_has(const ist_store *store, int32_t job)
{
    return job >= 0 && job < store->jobs && (store->has[job / 8] >> job % 8 & 1) != 0;
}

static bool is_own(const ist_store *store, int32_t job)
{
    return job % store->shards == store->shard;
}

void isti_store_note_run(ist_store *store, int32_t job)
{
    set_bit(store->has, job);
    store->runs++;
    store->missing -= is_own(store, job);
}

void isti_store_forget_run(ist_store *store, int32_t job)
{
    store->has[job / 8] &= (unsigned char)~(1u << job % 8);
    store->runs--;
    store->missing += is_own(store, job);
}

ist_status isti_store_count_failures(ist_store *store, ist_errors *errors)
{
    const int64_t count = isti_store_number(store, "SELECT count(*) FROM failure", errors);
    store->failures = (int32_t)count;
    return count < 0 ? IST_ERR_IO : IST_OK;
}

ist_status isti_store_take_stock(ist_store *store, ist_errors *errors)
{
    store->runs = 0;
    store->missing = 0;
    memset(store->has, 0, (size_t)store->jobs / 8 + 1);
    for (int32_t job = store->shard; job < store->jobs;
         job += isti_min_i(store->shards, store->jobs - job)) {
        store->missing++;
    }
    sqlite3_stmt *s = NULL;
    const ist_status status = isti_store_prepare(store, "SELECT run FROM run", &s, errors);
    if (status != IST_OK) {
        return status;
    }
    int step = sqlite3_step(s);
    for (; step == SQLITE_ROW; step = sqlite3_step(s)) {
        const int64_t job = sqlite3_column_int64(s, 0);
        if (job < 0 || job >= store->jobs || ist_store_has(store, (int32_t)job)) {
            step = SQLITE_CORRUPT;
            break;
        }
        isti_store_note_run(store, (int32_t)job);
    }
    sqlite3_finalize(s);
    if (step != SQLITE_DONE) {
        return isti_store_fail_as(store, errors, IST_ERR_STORE_DAMAGED,
                                  "the run store is damaged: its runs cannot be listed");
    }
    return isti_store_count_failures(store, errors);
}

// Room for what is known of each job of an experiment.
static ist_status furnish(ist_store *store, const ist_experiment *experiment, ist_errors *errors)
{
    store->jobs = ist_experiment_jobs(experiment);
    store->variants = ist_experiment_variants(experiment);
    store->has = isti_alloc_array((size_t)store->jobs / 8 + 1, 1);
    store->job_hash = isti_alloc_array((size_t)store->jobs, sizeof *store->job_hash);
    if (!store->has || !store->job_hash) {
        return isti_store_fail_as(store, errors, IST_ERR_NO_MEMORY, "out of memory");
    }
    for (int32_t job = 0; job < store->jobs; job++) {
        store->job_hash[job] = ist_experiment_job_hash(experiment, job);
    }
    return isti_store_take_stock(store, errors);
}

int32_t ist_store_runs(const ist_store *store)
{
    return store->runs;
}

int32_t ist_store_failures(const ist_store *store)
{
    return store->failures;
}

int32_t ist_store_missing(const ist_store *store)
{
    return store->missing;
}

void ist_store_shard(const ist_store *store, int32_t *shard, int32_t *shards)
{
    *shard = store->shard;
    *shards = store->shards;
}

// ---- Made

// Tables and what is in them from the start, in one transaction.
static ist_status write_base(ist_store *store, isti_write_fn *write, const void *what,
                             ist_errors *errors)
{
    ist_status status = isti_store_exec(store, isti_store_pages, errors);
    status = status == IST_OK ? isti_store_begin(store, errors) : status;
    if (status != IST_OK) {
        return status;
    }
    status = isti_store_make_schema(store, errors);
    status = status == IST_OK ? write(store, what, errors) : status;
    return isti_store_end(store, status, errors);
}

// The name it will have, unless somebody took it meanwhile.
static ist_status move_into_place(const ist_store *store, const char *part, ist_errors *errors)
{
    if (renameat2(AT_FDCWD, part, AT_FDCWD, store->path, RENAME_NOREPLACE) == 0) {
        return IST_OK;
    }
    // Some file systems cannot promise that; the lock keeps other drivers away.
    const bool may_not_ask = errno == EINVAL || errno == ENOSYS;
    if (may_not_ask && access(store->path, F_OK) != 0 && rename(part, store->path) == 0) {
        return IST_OK;
    }
    return fail_errno(store, errors, "the run store cannot be made");
}

static void sync_folder_of(const char *path)
{
    char *folder = isti_read_folder(path);
    const int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    isti_free(folder);
    if (fd >= 0) {
        fsync(fd); // where that cannot be asked for, so be it
        close(fd);
    }
}

static void remove_part(const char *part)
{
    char journal[4096 + 16];
    unlink(part);
    if ((size_t)snprintf(journal, sizeof journal, "%s-journal", part) < sizeof journal) {
        unlink(journal);
    }
}

static void disconnect(ist_store *store)
{
    isti_store_drop_statements(store);
    sqlite3_close(store->db);
    store->db = NULL;
}

// Written aside, then given its name.
static ist_status make_file(ist_store *store, isti_write_fn *write, const void *what,
                            ist_errors *errors)
{
    const size_t room = strlen(store->path) + 32;
    char *part = isti_alloc_array(room, 1);
    if (!part) {
        return isti_store_fail_as(store, errors, IST_ERR_NO_MEMORY, "out of memory");
    }
    snprintf(part, room, "%s.part-%ld", store->path, (long)getpid());
    remove_part(part);
    ist_status status = connect(store, part, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, errors);
    status = status == IST_OK ? write_base(store, write, what, errors) : status;
    disconnect(store);
    status = status == IST_OK ? move_into_place(store, part, errors) : status;
    if (status == IST_OK) {
        sync_folder_of(store->path);
    } else {
        remove_part(part);
    }
    isti_free(part);
    return status;
}

// Lock it, see that there is nothing of this name yet, and make it.
static ist_status make_locked(ist_store *store, isti_write_fn *write, const void *what,
                              ist_errors *errors)
{
    const ist_status status = take_lock(store, errors);
    if (status != IST_OK) {
        return status;
    }
    if (access(store->path, F_OK) == 0) {
        errno = EEXIST;
        return fail_errno(store, errors, "the run store cannot be made");
    }
    return make_file(store, write, what, errors);
}

ist_status isti_store_make(const char *path, isti_write_fn *write, const void *what,
                           ist_errors *errors)
{
    ist_store *store = open_store(path, errors);
    const ist_status status = store ? make_locked(store, write, what, errors) : IST_ERR_NO_MEMORY;
    ist_store_close(store);
    return status;
}

ist_store *ist_store_create(const char *path, const ist_experiment *experiment, int32_t shard,
                            int32_t shards, ist_errors *errors)
{
    if (shards < 1 || shard < 0 || shard >= shards) {
        isti_fail(errors, IST_ERR_ARGUMENT, "", "there is no shard %d of %d", (int)shard,
                  (int)shards);
        return NULL;
    }
    ist_store *store = open_store(path, errors);
    if (!store) {
        return NULL;
    }
    store->shard = shard;
    store->shards = shards;
    ist_status status = make_locked(store, isti_store_write_plan, experiment, errors);
    if (status == IST_OK) {
        status = connect(store, store->path, SQLITE_OPEN_READWRITE, errors);
    }
    status = status == IST_OK ? isti_store_exec(store, write_mode, errors) : status;
    status = status == IST_OK ? furnish(store, experiment, errors) : status;
    if (status != IST_OK) {
        ist_store_close(store);
        return NULL;
    }
    return store;
}

// ---- Opened

static ist_status check_file(const ist_store *store, ist_errors *errors)
{
    struct stat about;
    if (stat(store->path, &about) != 0) {
        return fail_errno(store, errors, "the run store cannot be opened");
    }
    if (!S_ISREG(about.st_mode)) {
        return isti_store_fail_as(store, errors, IST_ERR_NOT_A_STORE, "this is not a file");
    }
    if (about.st_size == 0) {
        return isti_store_fail_as(store, errors, IST_ERR_NOT_A_STORE,
                                  "this is not a run store of Interstice: it is empty");
    }
    return IST_OK;
}

// To look only, the file must not be writable; but what a killed writer left half-done has to be undone.
static ist_status connect_to_read(ist_store *store, ist_errors *errors)
{
    const bool may_write = access(store->path, W_OK) == 0;
    const ist_status status = connect(
        store, store->path, may_write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY, errors);
    return status == IST_OK ? isti_store_exec(store, "PRAGMA query_only = 1", errors) : status;
}

static ist_status check_pages(ist_store *store, ist_errors *errors)
{
    sqlite3_stmt *s = NULL;
    ist_status status = isti_store_prepare(store, "PRAGMA quick_check(1)", &s, errors);
    if (status == IST_OK && sqlite3_step(s) != SQLITE_ROW) {
        status = isti_store_fail(store, errors);
    } else if (status == IST_OK && strcmp(isti_column_text(s, 0), "ok") != 0) {
        status = isti_store_fail_as(store, errors, IST_ERR_STORE_DAMAGED,
                                    "the run store is damaged: %s", isti_column_text(s, 0));
    }
    sqlite3_finalize(s);
    return status;
}

// SQLite takes what is missing at the end of a file for zeros.
static ist_status check_length(const ist_store *store, ist_errors *errors)
{
    const int64_t pages = isti_store_number(store, "PRAGMA page_count", errors);
    const int64_t size = isti_store_number(store, "PRAGMA page_size", errors);
    struct stat about;
    if (pages < 0 || size < 0 || stat(store->path, &about) != 0) {
        return IST_ERR_IO;
    }
    if (about.st_size < pages * size) {
        return isti_store_fail_as(store, errors, IST_ERR_STORE_DAMAGED,
                                  "the run store is damaged: it is cut short");
    }
    return IST_OK;
}

// Are its tables ours, and is it whole?
static ist_status inspect_file(ist_store *store, ist_errors *errors)
{
    const ist_status status = isti_store_check_schema(store, errors);
    return status == IST_OK ? check_length(store, errors) : status;
}

static ist_status inspect(ist_store *store, ist_errors *errors)
{
    ist_status status = inspect_file(store, errors);
    if (status == IST_OK && store->lock) {
        status = check_pages(store, errors);
    }
    status = status == IST_OK && store->lock ? isti_store_exec(store, write_mode, errors) : status;
    status = status == IST_OK ? isti_store_read_plan(store, errors) : status;
    status = status == IST_OK && store->lock ? isti_store_check_version(store, errors) : status;
    ist_experiment *experiment =
        status == IST_OK ? ist_store_experiment(store, NULL, errors) : NULL;
    if (status == IST_OK) {
        status = experiment ? furnish(store, experiment, errors) : IST_ERR_STORE_DAMAGED;
    }
    ist_experiment_destroy(experiment);
    return status;
}

ist_store *ist_store_open(const char *path, ist_store_mode mode, ist_errors *errors)
{
    ist_store *store = open_store(path, errors);
    if (!store) {
        return NULL;
    }
    ist_status status = check_file(store, errors);
    if (status == IST_OK && mode == IST_STORE_WRITE) {
        status = take_lock(store, errors);
        status =
            status == IST_OK ? connect(store, store->path, SQLITE_OPEN_READWRITE, errors) : status;
    } else if (status == IST_OK) {
        status = connect_to_read(store, errors);
    }
    if (status == IST_OK) {
        status = mode == IST_STORE_FACTS ? inspect_file(store, errors) : inspect(store, errors);
    }
    if (status != IST_OK) {
        ist_store_close(store);
        return NULL;
    }
    return store;
}

ist_experiment *ist_store_experiment(const ist_store *store, const ist_scenario_options *options,
                                     ist_errors *errors)
{
    return ist_experiment_load(store->plan, store->plan_size, options, errors);
}
