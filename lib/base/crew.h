// SPDX-License-Identifier: GPL-3.0-or-later
// Worker threads for independent jobs. The only file that starts threads.
#ifndef ISTI_BASE_CREW_H
#define ISTI_BASE_CREW_H

#include "base/base.h"

// Do job number `job` (0 <= job < jobs) on worker number `worker`. Anything but IST_OK stops the
// handing out of further jobs; jobs already begun finish.
typedef ist_status isti_job_fn(void *context, int32_t job, int32_t worker);

// Run all jobs on `workers` threads (the caller's own is worker 0; 0 = one per processor), each
// worker taking the next undone job. Blocks until done. Returns the status of the lowest-numbered
// job that did not return IST_OK.
ist_status isti_crew_run(int32_t workers, int32_t jobs, isti_job_fn *job, void *context);

// Workers who stay, for who has work often: jobs of a tenth of a millisecond are worth handing out. They
// rest while there is none.
typedef struct isti_crew isti_crew;

isti_crew *isti_crew_create(int32_t workers); // the caller among them; NULL when out of memory
void isti_crew_destroy(isti_crew *crew);      // NULL is fine

// As isti_crew_run(), by the workers of a crew. One piece of work at a time.
ist_status isti_crew_work(isti_crew *crew, int32_t jobs, isti_job_fn *job, void *context);

// What a thread takes beside what it is given to do: its stack, and what the allocator keeps for it
// (measured).
enum { ISTI_THREAD_BYTES = 512 * 1024 };

// Processors this process may run on, at least 1.
int32_t isti_processors(void);

// Threads isti_crew_run() uses at most when asked for `workers` and given so many jobs.
int32_t isti_crew_size(int32_t workers, int32_t jobs);

// One more thread, for something that goes on beside the jobs. NULL where the system gives none. Joining
// waits until `task` returns; NULL is fine.
typedef struct isti_helper isti_helper;
isti_helper *isti_helper_start(void (*task)(void *context), void *context);
void isti_helper_join(isti_helper *helper);

// One worker at a time, and a place to wait for the others.
typedef struct isti_lock isti_lock;

isti_lock *isti_lock_create(void); // NULL when out of memory
void isti_lock_destroy(isti_lock *lock);
void isti_lock_hold(isti_lock *lock);
void isti_lock_release(isti_lock *lock);
void isti_lock_wait(isti_lock *lock); // held: let go, sleep until somebody wakes all, hold again
void isti_lock_wake(isti_lock *lock); // held: wake all who wait
void isti_lock_nap(isti_lock *lock, int32_t milliseconds); // held: let go, sleep, hold again

// One thread of the program after the other: for a library that keeps globals of its own. Not to be
// taken twice by the same thread.
void isti_turn_take(void);
void isti_turn_give(void);

#endif
