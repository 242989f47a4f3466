// SPDX-License-Identifier: GPL-3.0-or-later
// How much room a run takes in a store: asked of one that is made in memory and forgotten.
#include "ensemble/store.h"

enum { COPIES = 16 }; // pages are shared: one run alone would seem larger

static int64_t bytes_of(const ist_store *store)
{
    const int64_t pages = isti_store_number(store, "PRAGMA page_count", NULL);
    const int64_t size = isti_store_number(store, "PRAGMA page_size", NULL);
    return pages > 0 && size > 0 ? pages * size : 0;
}

static int64_t grow(ist_store *store, const ist_run_record *record)
{
    if (isti_store_exec(store, isti_store_pages, NULL) != IST_OK ||
        isti_store_make_schema(store, NULL) != IST_OK) {
        return 0;
    }
    const int64_t before = bytes_of(store);
    for (int32_t job = 0; job < COPIES; job++) {
        // Several workers finish out of order, which leaves pages less full.
        const int32_t neighbor = job ^ 1;
        if (isti_store_write_runs(store, &neighbor, &record, 1, NULL) != IST_OK) {
            return 0;
        }
    }
    return bytes_of(store) - before;
}

size_t ist_store_run_bytes(const ist_run_record *record)
{
    char name[] = "memory";
    ist_store store = {.path = name, .variants = 1, .shards = 1};
    int64_t bytes = 0;
    if (sqlite3_open_v2(":memory:", &store.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ==
        SQLITE_OK) {
        bytes = grow(&store, record);
    }
    isti_store_drop_statements(&store);
    sqlite3_close(store.db);
    return (size_t)bytes / COPIES;
}
