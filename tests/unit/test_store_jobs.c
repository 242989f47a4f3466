// SPDX-License-Identifier: GPL-3.0-or-later
// Run stores: what is written comes back, what is missing gets done, and no two write at once.
#include <interstice/store.h>

#include "support/firm.h"

#include <stdio.h>
#include <unistd.h>

enum { VARIANTS = 3, REPLICATES = 4, JOBS = VARIANTS * REPLICATES };

static ist_store *new_store(const char *path, const ist_experiment *e, int32_t shard,
                            int32_t shards)
{
    unlink(path);
    ist_errors *errors = ist_errors_create();
    ist_store *store = ist_store_create(path, e, shard, shards, errors);
    char message[1024];
    ist_error_format(ist_errors_get(errors, 0), message, sizeof message);
    ck_assert_msg(store != NULL, "%s", message);
    ist_errors_destroy(errors);
    return store;
}

static void work(const ist_experiment *e, ist_store *store, int32_t workers)
{
    ist_work_def def = ist_work_def_default();
    def.workers = workers;
    ck_assert_int_eq(ist_experiment_work(e, store, &def, NULL), IST_OK);
    ck_assert_int_eq(ist_store_missing(store), 0);
}

// Every job is there, and is what it is when it is run by itself.
static void assert_complete(const ist_experiment *e, ist_store *store)
{
    ck_assert_int_eq(ist_store_runs(store), ist_experiment_jobs(e));
    for (int32_t job = 0; job < ist_experiment_jobs(e); job++) {
        ist_run_record *stored = ist_store_read(store, job, NULL);
        ist_run_record *again = firm_run(e, job);
        ck_assert_ptr_nonnull(stored);
        ck_assert_uint_eq(ist_run_record_hash(stored), ist_run_record_hash(again));
        ist_run_record_destroy(again);
        ist_run_record_destroy(stored);
    }
}

START_TEST(what_is_written_comes_back_to_the_last_bit)
{
    ist_experiment *e = firm_experiment(VARIANTS, REPLICATES, true);
    ist_store *store = new_store("a.db", e, 0, 1);
    ck_assert_int_eq(ist_store_missing(store), JOBS);
    work(e, store, 1 + _i);
    ist_store_close(store);
    store = ist_store_open("a.db", IST_STORE_READ, NULL);
    assert_complete(e, store);
    ist_experiment *again = ist_store_experiment(store, NULL, NULL);
    ck_assert_uint_eq(ist_experiment_hash(again), ist_experiment_hash(e));
    ist_experiment_destroy(again);
    ist_store_close(store);
    ist_experiment_destroy(e);
}
END_TEST

// ---- Reading many

typedef struct seen {
    int32_t count, enough; // records, and when to stop; 0: never
    int32_t job[JOBS];
    uint64_t hash[JOBS];
} seen;

static ist_status see(void *context, int32_t job, const ist_run_record *record)
{
    seen *s = context;
    s->job[s->count] = job;
    s->hash[s->count++] = ist_run_record_hash(record);
    return s->count == s->enough ? IST_STOPPED : IST_OK;
}

START_TEST(runs_are_shown_in_order_by_any_number_of_workers)
{
    ist_experiment *e = firm_experiment(VARIANTS, REPLICATES, false);
    ist_store *store = new_store("e.db", e, 0, 1);
    work(e, store, 2);
    const int32_t workers = _i;
    seen all = {0};
    ck_assert_int_eq(ist_store_each(store, 0, 1, workers, see, &all, NULL), IST_OK);
    ck_assert_int_eq(all.count, JOBS);
    for (int32_t job = 0; job < JOBS; job++) {
        ist_run_record *stored = ist_store_read(store, job, NULL);
        ck_assert_int_eq(all.job[job], job);
        ck_assert_uint_eq(all.hash[job], ist_run_record_hash(stored));
        ist_run_record_destroy(stored);
    }
    seen some = {0};
    ck_assert_int_eq(ist_store_each(store, 1, VARIANTS, workers, see, &some, NULL), IST_OK);
    ck_assert_int_eq(some.count, REPLICATES);
    ck_assert_int_eq(some.job[1], 1 + VARIANTS);
    seen few = {.enough = 2};
    ck_assert_int_eq(ist_store_each(store, 0, 1, workers, see, &few, NULL), IST_STOPPED);
    ck_assert_int_eq(few.count, 2);
    seen none = {0};
    ck_assert_int_eq(ist_store_each(store, JOBS, 1, workers, see, &none, NULL), IST_OK);
    ck_assert_int_eq(ist_store_each(store, -1, 1, workers, see, &none, NULL), IST_ERR_ARGUMENT);
    ck_assert_int_eq(ist_store_each(store, 0, 0, workers, see, &none, NULL), IST_ERR_ARGUMENT);
    ck_assert_int_eq(none.count, 0);
    ist_store_close(store);
    ist_experiment_destroy(e);
}
END_TEST

START_TEST(an_empty_store_shows_nothing)
{
    ist_experiment *e = firm_experiment(VARIANTS, REPLICATES, false);
    ist_store *store = new_store("e.db", e, 0, 1);
    seen none = {0};
    ck_assert_int_eq(ist_store_each(store, 0, 1, 2, see, &none, NULL), IST_OK);
    ck_assert_int_eq(none.count, 0);
    ist_store_close(store);
    ist_experiment_destroy(e);
}
END_TEST

// ---- Stopping, and going on

typedef struct journal {
    int32_t records, failures, most;
    double done, enough; // progress: so far, and when to stop; 0: never
    ist_status answer;   // to record number `most`
    const char *path;    // of the store, to be looked at; NULL: no need
} journal;

// Others see it, so it is in the file.
static bool is_stored(const char *path, int32_t job)
{
    ist_store *store = ist_store_open(path, IST_STORE_READ, NULL);
    const bool is_there = store && ist_store_has(store, job);
    ist_store_close(store);
    return is_there;
}

static ist_status note_record(void *context, int32_t job, const ist_run_record *record)
{
    journal *j = context;
    ck_assert_int_eq(record->replicate, job / VARIANTS);
    ck_assert(!j->path || is_stored(j->path, job));
    return ++j->records == j->most ? j->answer : IST_OK;
}

static ist_status note_failure(void *context, int32_t job, const ist_error *why)
{
    journal *j = context;
    ck_assert_int_eq(job % VARIANTS, VARIANTS - 1);
    ck_assert_int_eq(why->status, IST_ERR_RANGE);
    j->failures++;
    return IST_OK;
}

static bool note_progress(void *context, double done)
{
    journal *j = context;
    ck_assert(done >= j->done && done <= 1.0 + 1e-9);
    j->done = done;
    return j->enough <= 0.0 || done < j->enough;
}

static ist_work_def listened_to(journal *j, int32_t workers)
{
    ist_work_def def = ist_work_def_default();
    def.workers = workers;
    def.on_record = note_record;
    def.on_failure = note_failure;
    def.on_progress = note_progress;
    def.context = j;
    return def;
}

START_TEST(work_that_was_stopped_goes_on_where_it_was)
{
    ist_experiment *e = firm_experiment(VARIANTS, 10 * REPLICATES, false);
    ist_store *store = new_store("b.db", e, 0, 1);
    journal j = {.most = -1, .enough = 0.5};
    ist_work_def def = listened_to(&j, 1 + _i);
    ck_assert_int_eq(ist_experiment_work(e, store, &def, NULL), IST_STOPPED);
    // What was finished by then is stored; each worker gave up at most one run.
    ck_assert_int_ge(ist_store_runs(store), 5 * JOBS - 1 - _i);
    ck_assert_int_eq(ist_store_runs(store), j.records);
    ck_assert_int_lt(ist_store_runs(store), 10 * JOBS);
    ck_assert_int_eq(ist_store_missing(store), 10 * JOBS - ist_store_runs(store));
    ist_store_close(store);
    store = ist_store_open("b.db", IST_STORE_WRITE, NULL);
    work(e, store, 1 + _i);
    assert_complete(e, store);
    ist_store_close(store);
    ist_experiment_destroy(e);
}
END_TEST

START_TEST(a_callback_stops_the_work)
{
    ist_experiment *e = firm_experiment(VARIANTS, REPLICATES, false);
    ist_store *store = new_store("b.db", e, 0, 1);
    journal j = {.most = 3, .answer = IST_STOPPED};
    ist_work_def def = listened_to(&j, 1 + _i);
    ck_assert_int_eq(ist_experiment_work(e, store, &def, NULL), IST_STOPPED);
    ck_assert_int_ge(ist_store_runs(store), 3);
    ist_store_close(store);
    ist_experiment_destroy(e);
}
END_TEST

START_TEST(nobody_is_told_of_a_run_that_is_not_stored)
{
    ist_experiment *e = firm_experiment(VARIANTS, REPLICATES, false);
    ist_store *store = new_store("d.db", e, 0, 1);
    journal j = {.most = -1, .path = "d.db"};
    ist_work_def def = listened_to(&j, 1 + _i);
    ck_assert_int_eq(ist_experiment_work(e, store, &def, NULL), IST_OK);
    ck_assert_int_eq(j.records, JOBS);
    ist_store_close(store);
    ist_experiment_destroy(e);
}
END_TEST

START_TEST(several_runs_are_stored_together_or_not_at_all)
{
    ist_experiment *e = firm_experiment(1, 3, false);
    ist_store *store = new_store("g.db", e, 0, 1);
    const int32_t jobs[] = {0, 2, 0};
    ist_run_record *first = firm_run(e, 0);
    ist_run_record *last = firm_run(e, 2);
    const ist_run_record *const records[] = {first, last, first};
    // One of them twice: none is written.
    ck_assert_int_eq(ist_store_add_all(store, jobs, records, 3, NULL), IST_ERR_ARGUMENT);
    ck_assert_int_eq(ist_store_runs(store), 0);
    ck_assert_int_eq(ist_store_missing(store), 3);
    ck_assert(!ist_store_has(store, 0) && !is_stored("g.db", 0) && !is_stored("g.db", 2));
    ck_assert_int_eq(ist_store_add_all(store, jobs, records, 0, NULL), IST_OK);
    ck_assert_int_eq(ist_store_add_all(store, jobs, records, 2, NULL), IST_OK);
    ck_assert(is_stored("g.db", 0) && !is_stored("g.db", 1) && is_stored("g.db", 2));
    ck_assert_int_eq(ist_store_missing(store), 1);
    work(e, store, 1);
    assert_complete(e, store);
    ist_run_record_destroy(last);
    ist_run_record_destroy(first);
    ist_store_close(store);
    ist_experiment_destroy(e);
}
END_TEST

START_TEST(everything_is_told_once)
{
    ist_experiment *e = firm_experiment(VARIANTS, REPLICATES, false);
    ist_store *store = new_store("c.db", e, 0, 1);
    journal j = {.most = -1};
    ist_work_def def = listened_to(&j, 1 + _i);
    ck_assert_int_eq(ist_experiment_work(e, store, &def, NULL), IST_OK);
    ck_assert_int_eq(j.records, JOBS);
    ck_assert_double_eq_tol(j.done, 1.0, 1e-9);
    ist_store_close(store);
    journal alone = {.most = -1};
    def = listened_to(&alone, 1 + _i);
    ck_assert_int_eq(ist_experiment_work(e, NULL, &def, NULL), IST_OK);
    ck_assert_int_eq(alone.records, JOBS);
    ist_experiment_destroy(e);
}
END_TEST

START_TEST(an_error_of_a_listener_ends_the_work)
{
    ist_experiment *e = firm_experiment(VARIANTS, REPLICATES, false);
    journal j = {.most = 2, .answer = IST_ERR_IO};
    ist_work_def def = listened_to(&j, 2);
    ck_assert_int_eq(ist_experiment_work(e, NULL, &def, NULL), IST_ERR_IO);
    ck_assert_int_eq(j.records, 2);
    ist_experiment_destroy(e);
}
END_TEST

// ---- Failures

// Two variants that can be and one that cannot: its runs fail, all others do not mind.
static ist_experiment *half_impossible(void)
{
    static const char *const values[] = {"0.2", "0.8", "7"};
    const ist_experiment_source source = {"firm.json", firm_text, strlen(firm_text)};
    const ist_factor factor = {
        .pointer = "/organization/emphasis", .values = values, .value_count = VARIANTS};
    ist_design_def design = ist_design_def_default();
    design.factor = &factor;
    design.factor_count = 1;
    ist_experiment_def def = firm_def(&source, REPLICATES);
    def.design = &design;
    return ist_experiment_create(&def, NULL);
}

START_TEST(a_run_that_fails_is_recorded_and_stops_nobody)
{
    ist_experiment *e = half_impossible();
    ist_store *store = new_store("d.db", e, 0, 1);
    journal j = {.most = -1};
    ist_work_def def = listened_to(&j, 2);
    ck_assert_int_eq(ist_experiment_work(e, store, &def, NULL), IST_OK);
    ck_assert_int_eq(j.failures, REPLICATES);
    ck_assert_int_eq(ist_store_runs(store), 2 * REPLICATES);
    ck_assert_int_eq(ist_store_failures(store), REPLICATES);
    ist_failure_info info;
    ck_assert(ist_store_failure(store, 1, &info, NULL));
    ck_assert_int_eq(info.job, 5);
    ck_assert_str_eq(info.status, "ERR_RANGE");
    ck_assert_ptr_nonnull(strstr(info.message, "emphasis 7 is out of range"));
    ck_assert(!ist_store_failure(store, REPLICATES, &info, NULL));
    // Once it succeeds, the failure is forgotten.
    ist_run_record *record = firm_run(e, 0);
    ck_assert_int_eq(ist_store_add(store, 5, record, NULL), IST_OK);
    ck_assert_int_eq(ist_store_failures(store), REPLICATES - 1);
    ck_assert_int_eq(ist_store_add(store, 5, record, NULL), IST_ERR_ARGUMENT);
    ck_assert_int_eq(ist_store_add(store, JOBS, record, NULL), IST_ERR_ARGUMENT);
    ist_run_record_destroy(record);
    ist_store_close(store);
    ist_experiment_destroy(e);
}
END_TEST

// ---- Shards

START_TEST(shards_come_together)
{
    ist_experiment *e = firm_experiment(VARIANTS, REPLICATES, false);
    static const char *const paths[] = {"s0.db", "s1.db", "s2.db"};
    for (int32_t shard = 0; shard < 3; shard++) {
        ist_store *part = new_store(paths[shard], e, shard, 3);
        ck_assert_int_eq(ist_store_missing(part), JOBS / 3);
        work(e, part, 1);
        ck_assert_int_eq(ist_store_runs(part), JOBS / 3);
        ist_store_close(part);
    }
    ist_store *whole = new_store("whole.db", e, 0, 1);
    for (int32_t k = 2; k >= 0; k--) {
        ck_assert_int_eq(ist_store_merge(whole, paths[k], NULL), IST_OK);
        ck_assert_int_eq(ist_store_merge(whole, paths[k], NULL), IST_OK); // nothing comes twice
    }
    ck_assert_int_eq(ist_store_missing(whole), 0);
    assert_complete(e, whole);
    ist_store_close(whole);
    ist_experiment_destroy(e);
}
END_TEST

// The table of networks was left out.
START_TEST(merging_lost_the_measures_of_networks)
{
    static const int32_t last[] = {-1};
    const ist_experiment_source source = {"firm.json", firm_text, strlen(firm_text)};
    ist_experiment_def def = firm_def(&source, 2);
    def.network = last;
    def.network_count = 1;
    ist_experiment *e = ist_experiment_create(&def, NULL);
    ist_store *part = new_store("n0.db", e, 0, 1);
    work(e, part, 1);
    ist_store_close(part);
    ist_store *whole = new_store("n.db", e, 0, 1);
    ck_assert_int_eq(ist_store_merge(whole, "n0.db", NULL), IST_OK);
    assert_complete(e, whole);
    ist_store_close(whole);
    ist_experiment_destroy(e);
}
END_TEST

START_TEST(runs_that_disagree_are_not_merged)
{
    ist_experiment *e = firm_experiment(VARIANTS, REPLICATES, false);
    ist_run_record *first = firm_run(e, 0);
    ist_run_record *second = firm_run(e, 1);
    ist_store *other = new_store("o.db", e, 0, 1);
    ck_assert_int_eq(ist_store_add(other, 0, second, NULL), IST_OK);
    ck_assert_int_eq(ist_store_add(other, 2, second, NULL), IST_OK);
    ist_store_close(other);
    ist_store *store = new_store("p.db", e, 0, 1);
    ck_assert_int_eq(ist_store_add(store, 0, first, NULL), IST_OK);
    ck_assert_int_eq(ist_store_merge(store, "o.db", NULL), IST_ERR_CONFLICT);
    ck_assert_int_eq(ist_store_runs(store), 1);
    ist_store_close(store);
    ist_run_record_destroy(second);
    ist_run_record_destroy(first);
    ist_experiment_destroy(e);
}
END_TEST

// ---- Files

static ist_status status_of(const char *path, ist_store_mode mode)
{
    ist_errors *errors = ist_errors_create();
    ist_store *store = ist_store_open(path, mode, errors);
    const ist_status status = store ? IST_OK : ist_errors_status(errors);
    ist_store_close(store);
    ist_errors_destroy(errors);
    return status;
}

START_TEST(one_writes_and_others_may_look)
{
    ist_experiment *e = firm_experiment(1, 1, false);
    ist_store *store = new_store("w.db", e, 0, 1);
    ck_assert_int_eq(status_of("w.db", IST_STORE_WRITE), IST_ERR_BUSY);
    ck_assert_int_eq(status_of("w.db", IST_STORE_READ), IST_OK);
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(ist_store_create("w.db", e, 0, 1, errors));
    ck_assert_int_eq(ist_errors_status(errors), IST_ERR_BUSY);
    ist_errors_clear(errors);
    ist_store_close(store);
    ck_assert_ptr_null(ist_store_create("w.db", e, 0, 1, errors));
    ck_assert_int_eq(ist_errors_status(errors), IST_ERR_IO);
    ck_assert_int_eq(status_of("w.db", IST_STORE_WRITE), IST_OK);
    ck_assert_int_ne(access("w.db-lock", F_OK), 0);
    store = ist_store_open("w.db", IST_STORE_READ, NULL);
    ist_run_record *record = firm_run(e, 0);
    ck_assert_int_eq(ist_store_add(store, 0, record, NULL), IST_ERR_ARGUMENT);
    ck_assert_int_eq(ist_store_merge(store, "w.db", NULL), IST_ERR_ARGUMENT);
    ist_run_record_destroy(record);
    ist_store_close(store);
    ist_errors_destroy(errors);
    ist_experiment_destroy(e);
}
END_TEST

static unsigned char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    unsigned char *bytes = malloc(*size);
    ck_assert_uint_eq(fread(bytes, 1, *size, file), *size);
    fclose(file);
    return bytes;
}

static void write_file(const char *path, const unsigned char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

// Opens, and gives just what was written, or says that it cannot.
static void assert_right_or_refused(const char *path, uint64_t hash)
{
    ist_store *store = ist_store_open(path, IST_STORE_READ, NULL);
    ist_run_record *record = store ? ist_store_read(store, 0, NULL) : NULL;
    ck_assert(!record || ist_run_record_hash(record) == hash);
    ist_run_record_destroy(record);
    ist_store_close(store);
}

START_TEST(a_damaged_store_never_gives_anything_else)
{
    ist_experiment *e = firm_experiment(1, 1, false);
    ist_store *store = new_store("good.db", e, 0, 1);
    work(e, store, 1);
    ist_store_close(store);
    size_t size;
    unsigned char *bytes = read_file("good.db", &size);
    ist_run_record *record = firm_run(e, 0);
    const uint64_t hash = ist_run_record_hash(record);
    for (size_t length = 0; length < size; length += 499) {
        write_file("bad.db", bytes, length);
        ck_assert_int_ne(status_of("bad.db", IST_STORE_WRITE), IST_OK);
        assert_right_or_refused("bad.db", hash);
    }
    for (size_t at = 0; at < size; at += 1 + size / 700) {
        bytes[at] ^= 0x5A;
        write_file("bad.db", bytes, size);
        assert_right_or_refused("bad.db", hash);
        bytes[at] ^= 0x5A;
    }
    ist_run_record_destroy(record);
    free(bytes);
    ist_experiment_destroy(e);
}
END_TEST

static bool can_read(const char *path, int32_t job)
{
    ist_store *store = ist_store_open(path, IST_STORE_READ, NULL);
    ist_run_record *record = store ? ist_store_read(store, job, NULL) : NULL;
    ist_run_record_destroy(record);
    ist_store_close(store);
    return record != NULL;
}

// Change a byte of a store so that run 2 is damaged, and no run before it.
static void damage_run_2(const char *path)
{
    size_t size;
    unsigned char *bytes = read_file(path, &size);
    for (size_t at = size / 2; at < size; at += 97) {
        bytes[at] ^= 0x5A;
        write_file(path, bytes, size);
        if (can_read(path, 0) && can_read(path, 1) && !can_read(path, 2)) {
            free(bytes);
            return;
        }
        bytes[at] ^= 0x5A;
    }
    ck_abort_msg("no byte damages run 2 alone");
}

START_TEST(reading_ends_at_a_run_that_is_damaged)
{
    ist_experiment *e = firm_experiment(1, REPLICATES, false);
    ist_store *store = new_store("e.db", e, 0, 1);
    work(e, store, 1);
    ist_store_close(store);
    damage_run_2("e.db");
    store = ist_store_open("e.db", IST_STORE_READ, NULL);
    ist_errors *errors = ist_errors_create();
    seen all = {0};
    ck_assert_int_eq(ist_store_each(store, 0, 1, 1 + _i, see, &all, errors), IST_ERR_STORE_DAMAGED);
    ck_assert_int_eq(all.count, 2);
    ck_assert_int_eq(all.job[1], 1);
    ck_assert_int_eq(ist_errors_count(errors), 1);
    ck_assert_ptr_nonnull(strstr(ist_errors_get(errors, 0)->message, "damaged"));
    ist_errors_destroy(errors);
    ist_store_close(store);
    ist_experiment_destroy(e);
}
END_TEST

START_TEST(a_store_of_verdicts_holds_no_runs)
{
    static const double values[] = {1.0, 2.0};
    static const char *const facts[] = {"seed", "1"};
    static const char *const inputs[] = {"v.txt"};
    const ist_verdict_row row = {
        .ablation = "", .pattern = "P", .verdict = "holds", .values = values, .value_count = 2};
    ist_verdicts_def def = ist_verdicts_def_default();
    def.fact = facts;
    def.fact_count = 1;
    def.row = &row;
    def.row_count = 1;
    unlink("v.db");
    ck_assert_int_eq(ist_verdicts_store("v.db", &def, NULL), IST_OK);
    ck_assert_int_eq(ist_verdicts_store("v.db", &def, NULL), IST_ERR_IO);
    ck_assert_int_eq(status_of("v.db", IST_STORE_READ), IST_ERR_STORE_DAMAGED);
    // A file that cannot be remembered: nothing is made.
    def.input = inputs;
    def.input_count = 1;
    unlink("w.db");
    ck_assert_int_eq(ist_verdicts_store("w.db", &def, NULL), IST_ERR_IO);
    ck_assert_int_ne(access("w.db", F_OK), 0);
    def.def_size = 0;
    ck_assert_int_eq(ist_verdicts_store("w.db", &def, NULL), IST_ERR_DEF_NOT_INITIALIZED);
}
END_TEST

START_TEST(what_is_no_store_is_called_so)
{
    FILE *file = fopen("text.db", "w");
    fputs("This is a text, and longer than the head of a database: no store at all, by no means. "
          "Some more of it, so that nobody takes it for an empty file.",
          file);
    fclose(file);
    ck_assert_int_eq(status_of("text.db", IST_STORE_READ), IST_ERR_NOT_A_STORE);
    ck_assert_int_eq(status_of("text.db", IST_STORE_WRITE), IST_ERR_NOT_A_STORE);
    ck_assert_int_eq(status_of(".", IST_STORE_READ), IST_ERR_NOT_A_STORE);
    ck_assert_int_eq(status_of("nowhere.db", IST_STORE_READ), IST_ERR_IO);
    ck_assert_int_eq(status_of("", IST_STORE_READ), IST_ERR_ARGUMENT);
}
END_TEST

static size_t size_of(const char *path)
{
    size_t size;
    free(read_file(path, &size));
    return size;
}

START_TEST(a_run_takes_about_as_much_room_as_is_said)
{
    enum { SAMPLE = 20 }; // one run alone may be an unusual one
    ist_experiment *e = firm_experiment(1, 200, true);
    double said = 0.0;
    for (int32_t k = 0; k < SAMPLE; k++) {
        ist_run_record *record = firm_run(e, k);
        said += (double)ist_store_run_bytes(record) / SAMPLE;
        ist_run_record_destroy(record);
    }
    ist_store *store = new_store("size.db", e, 0, 1);
    const size_t empty = size_of("size.db");
    // Closing a descriptor of the file drops SQLite's locks on it: begin anew.
    ist_store_close(store);
    store = ist_store_open("size.db", IST_STORE_WRITE, NULL);
    work(e, store, 2);
    ist_store_close(store);
    const double grown = (double)(size_of("size.db") - empty) / 200;
    ck_assert_double_eq_tol(grown / said, 1.0, 0.25);
    ist_experiment_destroy(e);
}
END_TEST

SUITE("store_jobs", EACH(what_is_written_comes_back_to_the_last_bit, 3),
      EACH(runs_are_shown_in_order_by_any_number_of_workers, 5), TEST(an_empty_store_shows_nothing),
      EACH(reading_ends_at_a_run_that_is_damaged, 3),
      EACH(work_that_was_stopped_goes_on_where_it_was, 3), EACH(everything_is_told_once, 3),
      EACH(a_callback_stops_the_work, 3), EACH(nobody_is_told_of_a_run_that_is_not_stored, 3),
      TEST(several_runs_are_stored_together_or_not_at_all),
      TEST(an_error_of_a_listener_ends_the_work),
      TEST(a_run_that_fails_is_recorded_and_stops_nobody), TEST(shards_come_together),
      TEST(merging_lost_the_measures_of_networks), TEST(runs_that_disagree_are_not_merged),
      TEST(one_writes_and_others_may_look), TEST(a_damaged_store_never_gives_anything_else),
      TEST(a_store_of_verdicts_holds_no_runs), TEST(what_is_no_store_is_called_so),
      TEST(a_run_takes_about_as_much_room_as_is_said))
