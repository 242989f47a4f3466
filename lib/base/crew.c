// SPDX-License-Identifier: GPL-3.0-or-later
// Worker threads that take the next undone job from a shared counter, and the lock they share.
#include "base/crew.h"

#include "base/memory.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

enum { MAX_WORKERS = 256 };

typedef struct work_list {
    isti_job_fn *job;
    void *context;
    int32_t jobs;
    _Atomic int64_t next;
    atomic_bool is_stopped;
} work_list;

typedef struct worker {
    work_list *list;
    isti_crew *crew; // NULL where it is there for one piece of work
    pthread_t thread;
    int32_t number;
    int32_t failed_job; // the first of this worker
    ist_status status;
} worker;

int32_t isti_processors(void)
{
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0 && CPU_COUNT(&allowed) > 0) {
        return (int32_t)CPU_COUNT(&allowed);
    }
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 && online < INT32_MAX ? (int32_t)online : 1;
}

// A job once taken is done, and jobs are taken in order: so every job before a failing one is
// done too, and the lowest failing job is the same for any number of workers.
static void work(worker *self)
{
    work_list *list = self->list;
    while (self->status == IST_OK && !atomic_load(&list->is_stopped)) {
        const int64_t taken = atomic_fetch_add(&list->next, 1);
        if (taken >= list->jobs) {
            return;
        }
        self->failed_job = (int32_t)taken;
        self->status = list->job(list->context, (int32_t)taken, self->number);
    }
    atomic_store(&list->is_stopped, true);
}

static void *begin(void *self)
{
    work(self);
    return NULL;
}

// Start workers 1 and up; returns how many there are with worker 0. Where the system gives no
// more threads, fewer do the work. Signals stay with the threads of the program.
static int32_t start(worker *workers, int32_t wanted, void *(*task)(void *self))
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    if (wanted > 1 && pthread_sigmask(SIG_SETMASK, &all, &before) != 0) {
        return 1;
    }
    int32_t started = 1;
    while (started < wanted &&
           pthread_create(&workers[started].thread, NULL, task, &workers[started]) == 0) {
        started++;
    }
    if (wanted > 1) {
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    return started;
}

static ist_status first_failure(const worker *workers, int32_t count)
{
    const worker *first = &workers[0];
    for (int32_t i = 1; i < count; i++) {
        const worker *other = &workers[i];
        if (other->status != IST_OK &&
            (first->status == IST_OK || other->failed_job < first->failed_job)) {
            first = other;
        }
    }
    return first->status;
}

int32_t isti_crew_size(int32_t workers, int32_t jobs)
{
    const int32_t asked = workers > 0 ? workers : isti_processors();
    return isti_max_i(isti_min_i(isti_min_i(asked, jobs), MAX_WORKERS), 1);
}

ist_status isti_crew_run(int32_t workers, int32_t jobs, isti_job_fn *job, void *context)
{
    work_list list = {.job = job, .context = context, .jobs = jobs};
    worker members[MAX_WORKERS];
    const int32_t wanted = isti_crew_size(workers, jobs);
    for (int32_t i = 0; i < wanted; i++) {
        members[i] = (worker){.list = &list, .number = i, .status = IST_OK};
    }

    const int32_t count = start(members, wanted, begin);
    work(&members[0]);
    for (int32_t i = 1; i < count; i++) {
        pthread_join(members[i].thread, NULL);
    }
    return first_failure(members, count);
}

// ---- Workers who stay

// Each piece of work has a number. Workers see it announced, go in and, if it still is open, take jobs.
// The caller, when no job is left, closes it and waits for those inside: one who comes late, as on a busy
// machine, holds nobody up.
struct isti_crew {
    work_list list;
    _Atomic int64_t announced; // the last one, -1: workers are dismissed
    _Atomic int64_t open;      // 0: none
    atomic_int inside;
    atomic_int asleep; // workers, and the caller as one of them
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    pid_t process;
    int32_t workers;
    worker member[];
};

enum { DISMISSED = -1 };

// Waits are mostly shorter than it takes to fall asleep and to wake up.
static bool spins(int32_t *turns)
{
    enum { MOST = 2000 };
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
    return ++*turns < MOST;
}

static void fall_asleep(isti_crew *crew)
{
    pthread_mutex_lock(&crew->mutex);
    atomic_fetch_add(&crew->asleep, 1);
}

static void wake_up(isti_crew *crew)
{
    atomic_fetch_sub(&crew->asleep, 1);
    pthread_mutex_unlock(&crew->mutex);
}

// What somebody may wait for has changed. Whoever is about to fall asleep looks once more.
static void call_all(isti_crew *crew)
{
    if (atomic_load(&crew->asleep) > 0) {
        pthread_mutex_lock(&crew->mutex);
        pthread_cond_broadcast(&crew->changed);
        pthread_mutex_unlock(&crew->mutex);
    }
}

// The number of the work announced after number `seen`.
static int64_t next_work(isti_crew *crew, int64_t seen)
{
    int32_t turns = 0;
    while (atomic_load(&crew->announced) == seen && spins(&turns)) {
    }
    if (atomic_load(&crew->announced) == seen) {
        fall_asleep(crew);
        while (atomic_load(&crew->announced) == seen) {
            pthread_cond_wait(&crew->changed, &crew->mutex);
        }
        wake_up(crew);
    }
    return atomic_load(&crew->announced);
}

static void wait_for_leaving(isti_crew *crew)
{
    int32_t turns = 0;
    while (atomic_load(&crew->inside) > 0 && spins(&turns)) {
    }
    if (atomic_load(&crew->inside) > 0) {
        fall_asleep(crew);
        while (atomic_load(&crew->inside) > 0) {
            pthread_cond_wait(&crew->changed, &crew->mutex);
        }
        wake_up(crew);
    }
}

static void *serve(void *member)
{
    worker *self = member;
    isti_crew *crew = self->crew;
    int64_t seen = 0;
    while ((seen = next_work(crew, seen)) != DISMISSED) {
        atomic_fetch_add(&crew->inside, 1);
        if (atomic_load(&crew->open) == seen) {
            work(self);
        }
        if (atomic_fetch_sub(&crew->inside, 1) == 1) {
            call_all(crew);
        }
    }
    return NULL;
}

isti_crew *isti_crew_create(int32_t workers)
{
    const int32_t wanted = isti_crew_size(workers, MAX_WORKERS);
    isti_crew *crew = isti_alloc_array(1, sizeof *crew + (size_t)wanted * sizeof *crew->member);
    if (!crew) {
        return NULL;
    }
    if (pthread_mutex_init(&crew->mutex, NULL) != 0) {
        isti_free(crew);
        return NULL;
    }
    if (pthread_cond_init(&crew->changed, NULL) != 0) {
        pthread_mutex_destroy(&crew->mutex);
        isti_free(crew);
        return NULL;
    }
    for (int32_t i = 0; i < wanted; i++) {
        crew->member[i] = (worker){.list = &crew->list, .crew = crew, .number = i};
    }
    crew->process = getpid();
    crew->workers = start(crew->member, wanted, serve);
    return crew;
}

void isti_crew_destroy(isti_crew *crew)
{
    if (!crew) {
        return;
    }
    atomic_store(&crew->announced, DISMISSED);
    if (crew->process == getpid()) { // a fork has none of the workers
        call_all(crew);
        for (int32_t i = 1; i < crew->workers; i++) {
            pthread_join(crew->member[i].thread, NULL);
        }
        pthread_cond_destroy(&crew->changed);
        pthread_mutex_destroy(&crew->mutex);
    }
    isti_free(crew);
}

ist_status isti_crew_work(isti_crew *crew, int32_t jobs, isti_job_fn *job, void *context)
{
    for (int32_t i = 0; i < crew->workers; i++) {
        crew->member[i].status = IST_OK;
        crew->member[i].failed_job = 0;
    }
    crew->list.job = job;
    crew->list.context = context;
    crew->list.jobs = jobs;
    atomic_store(&crew->list.next, 0);
    atomic_store(&crew->list.is_stopped, false);
    if (crew->process != getpid()) {
        work(&crew->member[0]);
        return crew->member[0].status;
    }
    const int64_t number = atomic_load(&crew->announced) + 1;
    atomic_store(&crew->open, number);
    atomic_store(&crew->announced, number);
    call_all(crew);
    work(&crew->member[0]);
    atomic_store(&crew->open, 0);
    wait_for_leaving(crew);
    return first_failure(crew->member, crew->workers);
}

struct isti_helper {
    pthread_t thread;
    void (*task)(void *context);
    void *context;
};

static void *help(void *self)
{
    const isti_helper *helper = self;
    helper->task(helper->context);
    return NULL;
}

isti_helper *isti_helper_start(void (*task)(void *context), void *context)
{
    isti_helper *helper = isti_alloc_array(1, sizeof *helper);
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    if (!helper || pthread_sigmask(SIG_SETMASK, &all, &before) != 0) {
        isti_free(helper);
        return NULL;
    }
    *helper = (isti_helper){.task = task, .context = context};
    const bool is_started = pthread_create(&helper->thread, NULL, help, helper) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!is_started) {
        isti_free(helper);
        return NULL;
    }
    return helper;
}

void isti_helper_join(isti_helper *helper)
{
    if (helper) {
        pthread_join(helper->thread, NULL);
        isti_free(helper);
    }
}

struct isti_lock {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
};

isti_lock *isti_lock_create(void)
{
    isti_lock *lock = isti_alloc_array(1, sizeof *lock);
    if (!lock) {
        return NULL;
    }
    if (pthread_mutex_init(&lock->mutex, NULL) != 0) {
        isti_free(lock);
        return NULL;
    }
    if (pthread_cond_init(&lock->changed, NULL) != 0) {
        pthread_mutex_destroy(&lock->mutex);
        isti_free(lock);
        return NULL;
    }
    return lock;
}

void isti_lock_destroy(isti_lock *lock)
{
    if (lock) {
        pthread_cond_destroy(&lock->changed);
        pthread_mutex_destroy(&lock->mutex);
        isti_free(lock);
    }
}

void isti_lock_hold(isti_lock *lock)
{
    pthread_mutex_lock(&lock->mutex);
}

void isti_lock_release(isti_lock *lock)
{
    pthread_mutex_unlock(&lock->mutex);
}

void isti_lock_wait(isti_lock *lock)
{
    pthread_cond_wait(&lock->changed, &lock->mutex);
}

void isti_lock_wake(isti_lock *lock)
{
    pthread_cond_broadcast(&lock->changed);
}

void isti_lock_nap(isti_lock *lock, int32_t milliseconds)
{
    const long nanoseconds = 1000000;
    pthread_mutex_unlock(&lock->mutex);
    nanosleep(&(struct timespec){.tv_sec = milliseconds / 1000,
                                 .tv_nsec = milliseconds % 1000 * nanoseconds},
              NULL);
    pthread_mutex_lock(&lock->mutex);
}

// ---- Turns

// The library's only writable global: what it guards is one, too.
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

void isti_turn_take(void)
{
    pthread_mutex_lock(&turn);
}

void isti_turn_give(void)
{
    pthread_mutex_unlock(&turn);
}
