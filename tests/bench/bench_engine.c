// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the full model steps, and what it weighs: one generated organization per call.
//     bench_engine PEOPLE [TICKS [WARM-UP [THREADS [machine]]]]
// With the word "machine" the bandwidth of a copy and the time of a random read are measured, too.
#include "bench/measure.h"
#include "bench/organization.h"

#include "process/process.h"
#include "state/ties.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PROCESSES = 32, MOST_TICKS = 1000 };

typedef struct run {
    int32_t people, ticks, warm_up, threads;
    double compile, create;         // seconds
    double tick;                    // median
    double process[MOST_PROCESSES]; // seconds per tick, mean
    double hot;                     // decay, help, meet and bond: seconds per tick, mean
    double updates;                 // ties decayed and encounters applied, per tick, mean
    int64_t ties;                   // at the end
    int32_t communities;            // active, at the end
    size_t foreseen, state_bytes, peak;
} run;

static int64_t live_ties(const ist_state *s)
{
    int64_t live = 0;
    for (int32_t t = 0; t < ISTI_COUNT(s, tie); t++) {
        live += s->tie_a[t] >= 0 && !isti_tie_is_dormant(s, t);
    }
    return live;
}

static void step(ist_state *s)
{
    if (ist_step(s) != IST_OK) {
        bench_give_up("a tick failed");
    }
}

// The processes that go over ties.
static bool is_hot(const char *process)
{
    return strcmp(process, "decay") == 0 || strcmp(process, "help") == 0 ||
           strcmp(process, "meet") == 0 || strcmp(process, "bond") == 0;
}

static double timed_step(run *r, ist_state *s)
{
    const double start = bench_seconds();
    double last = start;
    isti_step_begin(s);
    for (int32_t k = 0; ist_process_name(k); k++) {
        const char *name = ist_process_name(k);
        if (strcmp(name, "bond") == 0) {
            r->updates += s->desk.encounters;
        }
        if (isti_process_run(s, k) != IST_OK) {
            bench_give_up("a process failed");
        }
        const double now = bench_seconds();
        r->process[k] += now - last;
        r->hot += is_hot(name) ? now - last : 0.0;
        last = now;
    }
    if (isti_step_end(s) != IST_OK) {
        bench_give_up("a tick failed");
    }
    return bench_seconds() - start;
}

static void measure_ticks(run *r, ist_state *s)
{
    double took[MOST_TICKS];
    for (int32_t k = 0; k < r->warm_up; k++) {
        step(s);
    }
    for (int32_t k = 0; k < r->ticks; k++) {
        r->updates += (double)live_ties(s);
        took[k] = timed_step(r, s);
    }
    r->tick = bench_median(took, r->ticks);
    r->updates /= r->ticks;
    r->hot /= r->ticks;
    for (int32_t k = 0; ist_process_name(k); k++) {
        r->process[k] /= r->ticks;
    }
}

static void measure(run *r)
{
    const double start = bench_seconds();
    ist_model *model = bench_organization(r->people);
    const double compiled = bench_seconds();
    ist_run_def def = ist_run_def_default();
    def.threads = r->threads;
    ist_state *s = model ? ist_state_create(model, &def, NULL) : NULL;
    if (!s) {
        bench_give_up("no state");
    }
    r->compile = compiled - start;
    r->create = bench_seconds() - compiled;
    measure_ticks(r, s);
    r->ties = live_ties(s);
    for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
        r->communities += s->community_ended[c] < 0;
    }
    r->state_bytes = ist_state_bytes(s);
    r->foreseen = ist_model_peak_bytes(model, r->warm_up + r->ticks, r->threads);
    r->peak = bench_peak_bytes();
    printf("fingerprint=%016" PRIx64 "\n", ist_state_hash(s));
    ist_state_destroy(s);
    ist_model_destroy(model);
}

// Of the machine, in the same run, so that rates can be told as ratios.
static void print_machine(void)
{
    const size_t far_beyond_caches = (size_t)512 << 20;
    printf(" copy-GB/s=%.2f gather-ns=%.2f", 1e-9 * bench_copy_rate(),
           1e9 * bench_gather_seconds(far_beyond_caches));
}

static void print(const run *r, bool with_machine)
{
    printf("N=%d ticks=%d threads=%d degree=%.1f compile-s=%.3f create-s=%.3f tick-s=%.5f "
           "emp-ticks/s=%.4g tie-upd/s=%.4g hot-ns/emp=%.1f communities=%d state-B/emp=%.0f "
           "state-B/tie=%.1f rss-B/emp=%.0f foreseen-B/emp=%.0f",
           r->people, r->ticks, r->threads, 2.0 * (double)r->ties / r->people, r->compile,
           r->create, r->tick, r->people / r->tick, r->updates / r->tick, 1e9 * r->hot / r->people,
           r->communities, (double)r->state_bytes / r->people,
           (double)r->state_bytes / (double)r->ties, (double)r->peak / r->people,
           (double)r->foreseen / r->people);
    if (with_machine) {
        print_machine();
    }
    printf("\n");
    for (int32_t k = 0; ist_process_name(k); k++) {
        printf("  %-11s %9.3f ms %8.1f ns/emp\n", ist_process_name(k), 1e3 * r->process[k],
               1e9 * r->process[k] / r->people);
    }
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: %s PEOPLE [TICKS [WARM-UP [THREADS [machine]]]]\n", argv[0]);
        return 64;
    }
    run r = {.people = atoi(argv[1]),
             .ticks = argc > 2 ? atoi(argv[2]) : 12,
             .warm_up = argc > 3 ? atoi(argv[3]) : 3,
             .threads = argc > 4 ? atoi(argv[4]) : 1};
    if (r.people < 50 || r.ticks < 1 || r.ticks > MOST_TICKS || r.warm_up < 0 || r.threads < 1) {
        bench_give_up("fifty people at least, 1 to 1000 ticks, a thread");
    }
    measure(&r);
    print(&r, argc > 5 && strcmp(argv[5], "machine") == 0);
    return 0;
}
