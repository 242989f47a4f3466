// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the full model steps, and what it weighs: one generated organization per call.
//     bench_engine PEOPLE [TICKS [WARM-UP [THREADS]]]
#include "bench/measure.h"
#include "bench/organization.h"

#include "process/process.h"

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
    size_t model_bytes, state_bytes, peak;
} run;

static int64_t live_ties(const ist_state *s)
{
    int64_t live = 0;
    for (int32_t t = 0; t < ISTI_COUNT(s, tie); t++) {
        live += s->tie_a[t] >= 0 && !s->tie_dormant[t];
    }
    return live;
}

static void step(ist_state *s)
{
    if (ist_step(s) != IST_OK) {
        bench_give_up("a tick failed");
    }
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
    r->peak = bench_peak_bytes();
    printf("hash=%016" PRIx64 "\n", ist_state_hash(s));
    ist_state_destroy(s);
    ist_model_destroy(model);
}

static void print(const run *r)
{
    printf("N=%d ticks=%d compile=%.3f create=%.3f tick=%.5f emp-ticks/s=%.4g tie-upd/s=%.4g "
           "ties=%" PRId64 " communities=%d state-B/emp=%.0f rss-B/emp=%.0f\n",
           r->people, r->ticks, r->compile, r->create, r->tick, r->people / r->tick,
           r->updates / r->tick, r->ties, r->communities, (double)r->state_bytes / r->people,
           (double)r->peak / r->people);
    for (int32_t k = 0; ist_process_name(k); k++) {
        printf("  %-11s %8.3f ms %7.1f ns/emp\n", ist_process_name(k), 1e3 * r->process[k],
               1e9 * r->process[k] / r->people);
    }
}

int main(int argc, char **argv)
{
    run r = {.people = argc > 1 ? atoi(argv[1]) : 10000,
             .ticks = argc > 2 ? atoi(argv[2]) : 12,
             .warm_up = argc > 3 ? atoi(argv[3]) : 12,
             .threads = argc > 4 ? atoi(argv[4]) : 1};
    measure(&r);
    print(&r);
    return 0;
}
