// SPDX-License-Identifier: GPL-3.0-or-later
// Many runs of a store, read ahead by several threads and shown one after the other.
#include "ensemble/store.h"

#include "base/crew.h"
#include "base/memory.h"

// Who reads.
typedef struct reader {
    ist_store *store;
    ist_errors *errors; // its own: lists of errors are for one thread
} reader;

// One call.
typedef struct reading {
    reader *reader;  // each worker
    int32_t *job;    // that are there, in order
    isti_lock *lock; // for what follows
    int32_t turn;    // whose record is shown next
    ist_status status;
    ist_run_visitor *visit;
    void *context;
    ist_errors *errors;
} reading;

// Say of a run that it could not be read, in the caller's list.
static ist_status pass_on(const reading *r, const reader *by, ist_status status)
{
    const ist_error *why = ist_errors_get(by->errors, 0);
    return isti_store_fail_as(by->store, r->errors, status, "%s",
                              why ? why->message : "out of memory");
}

// Show what was read when it is its turn.
static ist_status show(reading *r, int32_t index, const reader *by, ist_status status,
                       const ist_run_record *record)
{
    isti_lock_hold(r->lock);
    while (r->turn < index && r->status == IST_OK) {
        isti_lock_wait(r->lock);
    }
    if (r->status == IST_OK) {
        r->status =
            status == IST_OK ? r->visit(r->context, r->job[index], record) : pass_on(r, by, status);
    }
    r->turn++;
    status = r->status;
    isti_lock_wake(r->lock);
    isti_lock_release(r->lock);
    return status;
}

static ist_status read_one(void *context, int32_t index, int32_t worker)
{
    reading *r = context;
    const reader *by = &r->reader[worker];
    ist_run_record *record = NULL;
    ist_status status = isti_store_read_run(by->store, r->job[index], &record, by->errors);
    status = show(r, index, by, status, record);
    ist_run_record_destroy(record);
    return status;
}

// Jobs that are there; NULL when memory is short.
static int32_t *list_jobs(const ist_store *store, int32_t first, int32_t stride, int32_t *count)
{
    int32_t *job = isti_alloc_array((size_t)store->runs, sizeof *job);
    *count = 0;
    for (int64_t k = first; job && k < store->jobs; k += stride) {
        if (ist_store_has(store, (int32_t)k)) {
            job[(*count)++] = (int32_t)k;
        }
    }
    return job;
}

// The store itself, then the file opened anew for each further worker, as often as that is possible.
static int32_t open_readers(ist_store *store, reader *readers, int32_t wanted)
{
    int32_t count = 0;
    while (count < wanted) {
        reader *one = &readers[count];
        one->errors = ist_errors_create();
        one->store = count == 0 ? store : ist_store_open(store->path, IST_STORE_READ, NULL);
        if (!one->errors || !one->store) {
            break;
        }
        count++;
    }
    return count;
}

static void close_readers(reader *readers, int32_t wanted)
{
    for (int32_t w = 0; readers && w < wanted; w++) {
        ist_errors_destroy(readers[w].errors);
        if (w > 0) {
            ist_store_close(readers[w].store);
        }
    }
    isti_free(readers);
}

ist_status ist_store_each(ist_store *store, int32_t first, int32_t stride, int32_t workers,
                          ist_run_visitor *visit, void *context, ist_errors *errors)
{
    if (first < 0 || stride < 1 || !visit) {
        return isti_fail(errors, IST_ERR_ARGUMENT, "", "runs are read from job 0 on, upwards");
    }
    reading r = {.visit = visit, .context = context, .errors = errors};
    int32_t jobs = 0;
    r.job = list_jobs(store, first, stride, &jobs);
    const int32_t wanted = isti_crew_size(workers, jobs);
    r.reader = isti_alloc_array((size_t)wanted, sizeof *r.reader);
    r.lock = isti_lock_create();
    const int32_t opened = r.job && r.reader && r.lock ? open_readers(store, r.reader, wanted) : 0;
    if (opened > 0) {
        r.status = isti_crew_run(opened, jobs, read_one, &r);
    } else {
        r.status = isti_fail(errors, IST_ERR_NO_MEMORY, "", "out of memory");
    }
    close_readers(r.reader, wanted);
    isti_lock_destroy(r.lock);
    isti_free(r.job);
    return r.status;
}
