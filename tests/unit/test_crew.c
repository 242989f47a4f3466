// SPDX-License-Identifier: GPL-3.0-or-later
// Worker threads: every job once, the lowest failure wins, any number of workers.
#include "base/crew.h"
#include "support/suite.h"

#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define IS_SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED 1
#endif

enum { JOBS = 1000 };

typedef struct journal {
    int32_t times[JOBS]; // written by whoever does the job
    int32_t worker[JOBS];
    ist_status outcome[JOBS];
    atomic_int done;
} journal;

static ist_status note(void *context, int32_t job, int32_t worker)
{
    journal *seen = context;
    seen->times[job]++;
    seen->worker[job] = worker;
    atomic_fetch_add(&seen->done, 1);
    return seen->outcome[job];
}

static const int32_t worker_counts[] = {1, 2, 5, 0, -3};

START_TEST(every_job_is_done_once)
{
    journal seen = {0};
    ck_assert_int_eq(isti_crew_run(worker_counts[_i], JOBS, note, &seen), IST_OK);
    for (int i = 0; i < JOBS; i++) {
        ck_assert_int_eq(seen.times[i], 1);
    }
}
END_TEST

START_TEST(one_worker_is_the_caller_and_goes_in_order)
{
    journal seen = {0};
    seen.outcome[500] = IST_ERR_RANGE;
    ck_assert_int_eq(isti_crew_run(1, JOBS, note, &seen), IST_ERR_RANGE);
    for (int i = 0; i < JOBS; i++) {
        ck_assert_int_eq(seen.times[i], i <= 500);
        ck_assert_int_eq(seen.worker[i], 0);
    }
}
END_TEST

START_TEST(a_crew_does_every_job_once_time_and_again)
{
    enum { ROUNDS = 300 };
    journal seen = {0};
    isti_crew *crew = isti_crew_create(worker_counts[_i]);
    ck_assert_ptr_nonnull(crew);
    for (int round = 1; round <= ROUNDS; round++) {
        ck_assert_int_eq(isti_crew_work(crew, JOBS, note, &seen), IST_OK);
        ck_assert_int_eq(isti_crew_work(crew, 0, note, &seen), IST_OK);
        if (round % 100 == 0) {
            usleep(2000); // time to fall asleep
        }
        for (int i = 0; i < JOBS; i++) {
            ck_assert_int_eq(seen.times[i], round);
        }
    }
    isti_crew_destroy(crew);
    isti_crew_destroy(NULL);
}
END_TEST

START_TEST(a_crew_fails_as_the_lowest_job_and_goes_on)
{
    journal seen = {0};
    isti_crew *crew = isti_crew_create(worker_counts[_i]);
    seen.outcome[700] = IST_ERR_RANGE;
    seen.outcome[300] = IST_ERR_LIMIT;
    ck_assert_int_eq(isti_crew_work(crew, JOBS, note, &seen), IST_ERR_LIMIT);
    for (int i = 0; i <= 300; i++) {
        ck_assert_int_eq(seen.times[i], 1);
    }
    seen.outcome[700] = seen.outcome[300] = IST_OK;
    ck_assert_int_eq(isti_crew_work(crew, JOBS, note, &seen), IST_OK);
    isti_crew_destroy(crew);
}
END_TEST

START_TEST(after_a_fork_the_caller_does_all_the_work)
{
    enum { SECONDS = 20 };
    journal seen = {0};
    isti_crew *crew = isti_crew_create(3);
    ck_assert_int_eq(isti_crew_work(crew, JOBS, note, &seen), IST_OK);
    const pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        alarm(SECONDS); // rather than wait for ever
        const ist_status status = isti_crew_work(crew, JOBS, note, &seen);
        isti_crew_destroy(crew);
        _exit(status == IST_OK && atomic_load(&seen.done) == 2 * JOBS ? 0 : 1);
    }
    int outcome = -1;
    ck_assert_int_eq(waitpid(child, &outcome, 0), child);
    ck_assert_int_eq(outcome, 0);
    isti_crew_destroy(crew);
}
END_TEST

START_TEST(no_jobs_are_done_at_once)
{
    journal seen = {0};
    ck_assert_int_eq(isti_crew_run(4, 0, note, &seen), IST_OK);
    ck_assert_int_eq(isti_crew_run(4, -5, note, &seen), IST_OK);
    ck_assert_int_eq(atomic_load(&seen.done), 0);
}
END_TEST

START_TEST(workers_are_no_more_than_jobs)
{
    journal seen = {0};
    ck_assert_int_eq(isti_crew_run(100, 3, note, &seen), IST_OK);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_lt(seen.worker[i], 3);
    }
}
END_TEST

START_TEST(workers_are_no_more_than_256)
{
    journal seen = {0};
    ck_assert_int_eq(isti_crew_run(INT32_MAX, JOBS, note, &seen), IST_OK);
    for (int i = 0; i < JOBS; i++) {
        ck_assert_int_eq(seen.times[i], 1);
        ck_assert_int_lt(seen.worker[i], 256);
    }
}
END_TEST

// Jobs 30, 31 and 700 fail, each in its own way: 30 counts, whoever comes first.
START_TEST(the_lowest_numbered_failure_wins)
{
    for (int repeat = 0; repeat < 50; repeat++) {
        journal seen = {0};
        seen.outcome[30] = IST_ERR_CONFLICT;
        seen.outcome[31] = IST_ERR_RANGE;
        seen.outcome[700] = IST_ERR_IO;
        ck_assert_int_eq(isti_crew_run(worker_counts[_i], JOBS, note, &seen), IST_ERR_CONFLICT);
        for (int i = 0; i <= 30; i++) {
            ck_assert_int_eq(seen.times[i], 1);
        }
    }
}
END_TEST

// Job 0 waits until job 1 has failed, then fails itself.
static ist_status fail_late(void *context, int32_t job, int32_t worker)
{
    atomic_int *has_failed = context;
    (void)worker;
    if (job > 0) {
        atomic_store(has_failed, 1);
        return IST_ERR_IO;
    }
    while (!atomic_load(has_failed)) {
        sched_yield();
    }
    return IST_ERR_RANGE;
}

START_TEST(a_lower_failure_wins_even_when_it_comes_later)
{
    atomic_int has_failed = 0;
    ck_assert_int_eq(isti_crew_run(2, 2, fail_late, &has_failed), IST_ERR_RANGE);
}
END_TEST

START_TEST(a_failure_stops_the_handing_out)
{
    journal seen = {0};
    seen.outcome[0] = IST_ERR_IO;
    ck_assert_int_eq(isti_crew_run(1, JOBS, note, &seen), IST_ERR_IO);
    ck_assert_int_eq(atomic_load(&seen.done), 1);
}
END_TEST

START_TEST(stopping_on_request_is_handed_back)
{
    journal seen = {0};
    seen.outcome[10] = IST_STOPPED;
    ck_assert_int_eq(isti_crew_run(2, JOBS, note, &seen), IST_STOPPED);
}
END_TEST

static ist_status run_inner_crew(void *context, int32_t job, int32_t worker)
{
    (void)worker;
    return isti_crew_run(2, JOBS, note, (journal *)context + job);
}

START_TEST(a_job_may_run_a_crew_of_its_own)
{
    static journal seen[3];
    ck_assert_int_eq(isti_crew_run(3, 3, run_inner_crew, seen), IST_OK);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(atomic_load(&seen[i].done), JOBS);
    }
}
END_TEST

static ist_status check_signal_mask(void *context, int32_t job, int32_t worker)
{
    int *is_right = context;
    sigset_t mask;
    (void)worker;
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    is_right[job] = sigismember(&mask, SIGTERM) == (worker > 0);
    return IST_OK;
}

START_TEST(signals_are_left_to_the_caller)
{
    int is_right[100] = {0};
    ck_assert_int_eq(isti_crew_run(4, 100, check_signal_mask, is_right), IST_OK);
    for (int i = 0; i < 100; i++) {
        ck_assert(is_right[i]);
    }
}
END_TEST

START_TEST(there_is_at_least_one_processor)
{
    ck_assert_int_ge(isti_processors(), 1);
}
END_TEST

START_TEST(processors_are_those_this_process_may_use)
{
    cpu_set_t one;
    cpu_set_t all;
    ck_assert_int_eq(sched_getaffinity(0, sizeof all, &all), 0);
    CPU_ZERO(&one);
    size_t first = 0;
    while (!CPU_ISSET(first, &all)) {
        first++;
    }
    CPU_SET(first, &one);
    ck_assert_int_eq(sched_setaffinity(0, sizeof one, &one), 0);
    ck_assert_int_eq(isti_processors(), 1);
}
END_TEST

static void set_flag(void *context)
{
    *(bool *)context = true;
}

START_TEST(a_helper_is_done_when_it_is_joined)
{
    bool is_done = false;
    isti_helper *helper = isti_helper_start(set_flag, &is_done);
    ck_assert_ptr_nonnull(helper);
    isti_helper_join(helper);
    ck_assert(is_done);
    isti_helper_join(NULL);
}
END_TEST

#ifndef IS_SANITIZED
// A stack takes megabytes of address space; with none left no thread can start.
static void leave_no_room_for_stacks(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fscanf(file, "%ld", &pages), 1);
    fclose(file);
    const rlim_t bytes = (rlim_t)(pages * sysconf(_SC_PAGESIZE));
    const struct rlimit limit = {.rlim_cur = bytes, .rlim_max = bytes};
    ck_assert_int_eq(setrlimit(RLIMIT_AS, &limit), 0);
}

START_TEST(fewer_workers_do_the_work_when_threads_cannot_start)
{
    static journal seen;
    leave_no_room_for_stacks();
    ck_assert_int_eq(isti_crew_run(8, JOBS, note, &seen), IST_OK);
    for (int i = 0; i < JOBS; i++) {
        ck_assert_int_eq(seen.times[i], 1);
        ck_assert_int_eq(seen.worker[i], 0);
    }
}
END_TEST
#define LIMITED_TESTS , TEST(fewer_workers_do_the_work_when_threads_cannot_start)
#else
#define LIMITED_TESTS
#endif

SUITE("crew", EACH(every_job_is_done_once, COUNT_OF(worker_counts)),
      EACH(a_crew_does_every_job_once_time_and_again, COUNT_OF(worker_counts)),
      EACH(a_crew_fails_as_the_lowest_job_and_goes_on, COUNT_OF(worker_counts)),
      TEST(after_a_fork_the_caller_does_all_the_work),
      TEST(one_worker_is_the_caller_and_goes_in_order), TEST(no_jobs_are_done_at_once),
      TEST(workers_are_no_more_than_jobs), TEST(workers_are_no_more_than_256),
      EACH(the_lowest_numbered_failure_wins, COUNT_OF(worker_counts)),
      TEST(a_lower_failure_wins_even_when_it_comes_later), TEST(a_failure_stops_the_handing_out),
      TEST(stopping_on_request_is_handed_back), TEST(a_job_may_run_a_crew_of_its_own),
      TEST(signals_are_left_to_the_caller), TEST(there_is_at_least_one_processor),
      TEST(processors_are_those_this_process_may_use),
      TEST(a_helper_is_done_when_it_is_joined) LIMITED_TESTS)
