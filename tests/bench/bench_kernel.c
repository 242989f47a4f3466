// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel TieDecay-Participation (README.md, beside this file) on the library's own ties, member
// lists and random numbers.
//     bench_kernel PEOPLE STEPS THREADS SEED
// One thread does all, whatever THREADS says; the place is kept because other programs take it.
#include "bench/measure.h"

#include "base/numbers.h"
#include "base/widths.h"
#include "process/process.h"
#include "state/communities.h"
#include "state/fellows.h"
#include "state/ties.h"

#include <interstice/interstice.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    UNIT = 50,
    TIES_MADE = 10, // by each
    TIES_MOST = 60, // of each
    PEOPLE_PER_COMMUNITY = 100,
    MEMBERS = 15,
    PARTNERS = 5,
    TRIES = 200,
    HOME_TRIES = 50
};

static const double near_share = 0.7; // of ties and members from the own unit
static const float keep = 0.98F;
static const double noise = 0.1;
static const double slope = 8.0;
static const double middle = 0.3;
static const double gain = 0.1;
static const float least = 0.01F;

// What is counted over all steps.
typedef struct counts {
    int64_t ties, attended, reinforced, created, removed, refused;
    double engagement; // sum over steps of the mean
} counts;

typedef struct kernel {
    ist_state *s;
    int32_t people, communities, step;
    counts n;
    double *luck;   // per employee: noise of the step
    int32_t *fresh; // ties to be made: pairs of nodes
    int32_t fresh_count;
    double *fresh_w;
} kernel;

static ist_model *describe(int32_t people)
{
    ist_spec *spec = ist_spec_create();
    if (!spec || ist_policies_shipped(spec) != IST_OK) {
        bench_give_up("out of memory");
    }
    ist_unit_def unit = ist_unit_def_default();
    unit.name = "units";
    unit.count = people / UNIT;
    unit.size_min = UNIT;
    unit.size_max = UNIT;
    unit.rest = IST_LEVEL_PROFESSIONAL;
    ist_spec_add_unit(spec, &unit);
    ist_spec_set_draw_ties(spec, false);
    ist_spec_set_parameter(spec, "tie_cap", TIES_MOST);
    ist_model *model = ist_model_compile(spec, NULL);
    ist_spec_destroy(spec);
    if (!model) {
        bench_give_up("the organization does not compile");
    }
    return model;
}

// Somebody of the unit of `node`, or anybody.
static int32_t somebody(const kernel *k, int32_t unit, isti_stream *stream)
{
    const bool near = isti_stream_uniform(stream) < near_share;
    return near ? unit * UNIT + isti_stream_below(stream, UNIT)
                : isti_stream_below(stream, k->people);
}

// Rows for the mean degree, as the model lays them for the degrees it foresees.
static void lay_rows(kernel *k)
{
    int32_t *degree = bench_alloc((size_t)k->people * sizeof *degree);
    for (int32_t node = 0; node < k->people; node++) {
        degree[node] = 2 * TIES_MADE;
    }
    if (isti_rows_lay(k->s, degree) != IST_OK) {
        bench_give_up("out of memory");
    }
    free(degree);
}

static void make_ties(kernel *k)
{
    ist_state *s = k->s;
    lay_rows(k);
    for (int32_t node = 0; node < k->people; node++) {
        isti_stream stream = isti_stream_open(s->key, 0, ISTI_FOR_INIT_TIE, (uint32_t)node, 0);
        int32_t made = 0;
        for (int32_t t = 0; made < TIES_MADE && t < TRIES; t++) {
            const int32_t other = somebody(k, node / UNIT, &stream);
            if (other == node || s->node_degree[node] >= TIES_MOST ||
                s->node_degree[other] >= TIES_MOST || isti_tie_find(s, node, other) >= 0) {
                continue;
            }
            int32_t tie = -1;
            const double w = isti_stream_uniform(&stream);
            if (isti_tie_create(s, node, other, w, 0.0, &tie) != IST_OK) {
                bench_give_up("out of memory");
            }
            made++;
        }
    }
}

// Members of one community: most of them of one unit, nobody who is a member of another.
static void found(kernel *k, int32_t c)
{
    ist_state *s = k->s;
    int32_t member[MEMBERS];
    int32_t count = 0;
    isti_stream stream = isti_stream_open(s->key, 0, ISTI_FOR_INIT_COMMUNITY, (uint32_t)c, 0);
    const int32_t home = isti_stream_below(&stream, k->people / UNIT);
    while (count < MEMBERS) {
        // Whoever is taken is replaced by somebody of the home unit, as long as anybody seems free there.
        bool near = isti_stream_uniform(&stream) < near_share;
        bool taken = true;
        for (int32_t t = 0; taken; t++) {
            member[count] = near ? home * UNIT + isti_stream_below(&stream, UNIT)
                                 : isti_stream_below(&stream, k->people);
            taken = s->node_memberships[member[count]] > 0;
            for (int32_t l = 0; l < count; l++) {
                taken = taken || member[l] == member[count];
            }
            near = t < HOME_TRIES;
        }
        count++;
    }
    isti_founding f = isti_founding_default();
    f.founder = member[0];
    f.members = member;
    f.count = count;
    int32_t number = -1;
    if (isti_community_found(s, &f, -1, &number) != IST_OK) {
        bench_give_up("out of memory");
    }
}

static void set_up(kernel *k, ist_model *model, uint64_t seed)
{
    ist_run_def run = ist_run_def_default();
    run.seed = seed;
    k->s = ist_state_create(model, &run, NULL);
    k->communities = k->people / PEOPLE_PER_COMMUNITY;
    k->luck = bench_alloc((size_t)k->people * sizeof *k->luck);
    k->fresh = bench_alloc((size_t)k->people * 2 * sizeof *k->fresh);
    k->fresh_w = bench_alloc((size_t)k->people * sizeof *k->fresh_w);
    if (!k->s) {
        bench_give_up("out of memory");
    }
    make_ties(k);
    for (int32_t c = 0; c < k->communities; c++) {
        found(k, c);
        if (isti_fellows_ready(k->s, c) != IST_OK) {
            bench_give_up("out of memory");
        }
    }
}

// Flag ties below the least strength; dead ones lie at 0 and are no more touched. Returns how many.
ISTI_PASS void flag_weak(const float *restrict w, int32_t count, uint8_t *restrict weak,
                         int32_t *sum)
{
    int32_t flagged = 0;
    for (int32_t t = 0; t < count; t++) {
        weak[t] = (w[t] < least) & (w[t] > 0.0F);
        flagged += weak[t];
    }
    *sum = flagged;
}

ISTI_DEFINE_WIDTHS(weak_widest, flag_weak,
                   (const float *w, int32_t count, uint8_t *weak, int32_t *sum),
                   (w, count, weak, sum))

ISTI_PASS void fade(float *restrict w, int32_t count, float kept)
{
    for (int32_t t = 0; t < count; t++) {
        w[t] *= kept;
    }
}

ISTI_DEFINE_WIDTHS(fade_widest, fade, (float *w, int32_t count, float kept), (w, count, kept))

// One flat pass: the ties that the step before left too weak go, the others fade.
static void pass(kernel *k, float kept)
{
    enum { BLOCK = 1024 };
    ist_state *s = k->s;
    const int32_t count = ISTI_COUNT(s, tie);
    uint8_t flag[BLOCK] = {0};
    int32_t weak[BLOCK];
    for (int32_t from = 0; from < count; from += BLOCK) {
        const int32_t here = isti_min_i(BLOCK, count - from);
        int32_t gone = 0;
        weak_widest(s->tie_x + from, here, flag, &gone);
        k->n.removed += gone;
        for (int32_t t = 0, listed = 0; listed < gone; t++) {
            if (flag[t]) {
                weak[listed++] = from + t;
            }
        }
        isti_ties_visit(s, weak, gone, isti_tie_remove);
        fade_widest(s->tie_x + from, here, kept);
    }
}

// Noise of everybody's engagement; returns its sum.
static double draw_noise(kernel *k)
{
    isti_draw_batch(k->s->key, k->step, ISTI_FOR_USER, 0, 0, k->people, k->luck);
    const double sum = isti_sum(k->luck, k->people);
    return noise * (2.0 * sum - k->people);
}

// A meeting: who is there, by seat, and the strengths of the ties among them.
typedef struct meeting {
    int32_t community;
    int32_t attendee[MEMBERS]; // seats
    int32_t count;
    double luck[MEMBERS];
} meeting;

// Mean strength of the ties of a member to fellow members.
static double engagement(const ist_state *s, int32_t community, int32_t seat)
{
    int32_t count = 0;
    const isti_fellow_tie *entry = isti_fellows_of(s, community, seat, &count);
    double sum = 0.0;
    for (int32_t e = 0; e < count; e++) {
        sum += s->tie_x[entry[e].tie];
    }
    return count > 0 ? sum / count : 0.0;
}

// Who comes; returns the sum of the engagement of all members, without the noise.
static double gather(kernel *k, meeting *m)
{
    ist_state *s = k->s;
    const int32_t *member = isti_members(s, m->community);
    int32_t community[MEMBERS];
    double sum = 0.0;
    for (int32_t seat = 0; seat < MEMBERS; seat++) {
        community[seat] = m->community;
    }
    isti_draw_list(s->key, k->step, ISTI_FOR_ATTEND, member, community, MEMBERS, m->luck);
    m->count = 0;
    for (int32_t seat = 0; seat < MEMBERS; seat++) {
        const double mean = engagement(s, m->community, seat);
        const double e = mean + noise * (2.0 * k->luck[member[seat]] - 1.0);
        sum += mean;
        m->attendee[m->count] = seat;
        m->count += m->luck[seat] < isti_logistic(slope * (e - middle));
    }
    return sum;
}

// Ties made in this meeting already: they are put in place after the step.
static int32_t fresh_one(const kernel *k, int32_t from, int32_t a, int32_t b)
{
    for (int32_t f = from; f < k->fresh_count; f++) {
        if (k->fresh[2 * f] == a && k->fresh[2 * f + 1] == b) {
            return f;
        }
    }
    return -1;
}

// Two attendees talk, over their tie if they have one.
static void reinforce(kernel *k, const meeting *m, int32_t from, int32_t seat, int32_t other,
                      int32_t tie)
{
    ist_state *s = k->s;
    if (tie >= 0) {
        s->tie_x[tie] = (float)(s->tie_x[tie] + gain * (1.0 - s->tie_x[tie]));
        k->n.reinforced++;
        return;
    }
    const int32_t *member = isti_members(s, m->community);
    const int32_t a = isti_min_i(member[seat], member[other]);
    const int32_t b = isti_max_i(member[seat], member[other]);
    const int32_t f = fresh_one(k, from, a, b);
    if (f >= 0) {
        k->fresh_w[f] += gain * (1.0 - k->fresh_w[f]);
        k->n.reinforced++;
    } else if (s->node_degree[a] < TIES_MOST && s->node_degree[b] < TIES_MOST) {
        k->fresh[2 * k->fresh_count] = a;
        k->fresh[2 * k->fresh_count + 1] = b;
        k->fresh_w[k->fresh_count++] = gain;
        k->n.created++;
    } else {
        k->n.refused++;
    }
}

// Each attendee samples partners among the others, with replacement.
static void talk(kernel *k, const meeting *m)
{
    const int32_t partners = isti_min_i(PARTNERS, m->count - 1);
    const int32_t from = k->fresh_count;
    int32_t entity[MEMBERS * PARTNERS];
    int32_t number[MEMBERS * PARTNERS];
    double luck[MEMBERS * PARTNERS];
    for (int32_t j = 0; j < m->count * partners; j++) {
        entity[j] = m->community;
        number[j] = j;
    }
    isti_draw_list(k->s->key, k->step, ISTI_FOR_TALK, entity, number, m->count * partners, luck);
    for (int32_t a = 0; a < m->count; a++) {
        const int32_t *tie = isti_fellows_by_seat(k->s, m->community, m->attendee[a]);
        for (int32_t p = 0; p < partners; p++) {
            int32_t b = (int32_t)(luck[a * partners + p] * (m->count - 1));
            b += b >= a;
            reinforce(k, m, from, m->attendee[a], m->attendee[b], tie[m->attendee[b]]);
        }
    }
}

// What the meetings after the next one, and the ties that the next one will look at: on their way meanwhile.
ISTI_FETCH void fetch_ahead(const kernel *k, int32_t c)
{
    enum { LISTS = 3, TIES = 1 };
    const ist_state *s = k->s;
    if (c + LISTS < k->communities) {
        const int32_t *member = isti_members(s, c + LISTS);
        isti_fellows_fetch(s, c + LISTS);
        for (int32_t seat = 0; seat < MEMBERS; seat++) {
            __builtin_prefetch(&k->luck[member[seat]]);
            __builtin_prefetch(&s->node_degree[member[seat]]);
        }
    }
    for (int32_t seat = 0; seat < MEMBERS && c + TIES < k->communities; seat++) {
        int32_t count = 0;
        const isti_fellow_tie *entry = isti_fellows_of(s, c + TIES, seat, &count);
        for (int32_t e = 0; e < count; e++) {
            __builtin_prefetch(&s->tie_x[entry[e].tie], 1);
        }
    }
}

// One community after the other.
static double meet(kernel *k)
{
    double sum = 0.0;
    k->fresh_count = 0;
    for (int32_t c = 0; c < k->communities; c++) {
        meeting m = {.community = c};
        fetch_ahead(k, c);
        sum += gather(k, &m);
        k->n.attended += m.count;
        if (m.count > 1) {
            talk(k, &m);
        }
    }
    return sum;
}

static void make_fresh(kernel *k)
{
    enum { FAR = 16, NEAR = 8 };
    for (int32_t f = 0; f < k->fresh_count; f++) {
        int32_t tie = -1;
        const int32_t *later = &k->fresh[2 * isti_min_i(f + FAR, k->fresh_count - 1)];
        const int32_t *soon = &k->fresh[2 * isti_min_i(f + NEAR, k->fresh_count - 1)];
        isti_node_fetch(k->s, later[0]);
        isti_node_fetch(k->s, later[1]);
        isti_end_fetch(k->s, soon[0]);
        isti_end_fetch(k->s, soon[1]);
        if (isti_tie_create(k->s, k->fresh[2 * f], k->fresh[2 * f + 1], k->fresh_w[f], 0.0, &tie) !=
            IST_OK) {
            bench_give_up("out of memory");
        }
    }
}

static int64_t live(const kernel *k)
{
    const ist_state *s = k->s;
    int64_t ends = 0;
    for (int32_t node = 0; node < k->people; node++) {
        ends += s->node_degree[node];
    }
    return ends / 2;
}

static void run(kernel *k, int32_t steps)
{
    const int64_t ties = live(k);
    for (k->step = 1; k->step <= steps; k->step++) {
        pass(k, keep);
        k->n.ties += ties + k->n.created - k->n.removed;
        const double drawn = draw_noise(k);
        k->n.engagement += (drawn + meet(k)) / k->people;
        make_fresh(k);
    }
    pass(k, 1.0F); // only what the last step left too weak
}

static void report(const kernel *k, int32_t steps, double set_up, double loop)
{
    const counts *n = &k->n;
    const int64_t ties = live(k);
    double sum = 0.0;
    for (int32_t t = 0; t < ISTI_COUNT(k->s, tie); t++) {
        sum += k->s->tie_x[t];
    }
    const size_t peak = bench_peak_bytes();
    printf("N=%d steps=%d T=1 interstice setup=%.3f loop=%.4f emp-steps/s=%.4g tie-upd/s=%.4g "
           "rss_MB=%.1f B/emp=%.0f\n",
           k->people, steps, set_up, loop, (double)k->people * steps / loop,
           (double)(n->ties + n->reinforced + n->created) / loop, (double)peak / (1 << 20),
           (double)peak / k->people);
    printf("  check: ties=%" PRId64 " meanw=%.6f att/step=%.1f reinf/step=%.1f created=%" PRId64
           " removed=%" PRId64 " refused=%" PRId64 " sumw=%.9g eng=%.5f\n",
           ties, sum / (double)ties, (double)n->attended / steps, (double)n->reinforced / steps,
           n->created, n->removed, n->refused, sum, n->engagement / steps);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: %s PEOPLE STEPS [THREADS [SEED]]\n", argv[0]);
        return 64;
    }
    const int32_t steps = atoi(argv[2]);
    kernel k = {.people = atoi(argv[1]) / PEOPLE_PER_COMMUNITY * PEOPLE_PER_COMMUNITY};
    if (k.people < PEOPLE_PER_COMMUNITY || steps < 1) {
        bench_give_up("a hundred people at least, and one step");
    }
    const double start = bench_seconds();
    ist_model *model = describe(k.people);
    set_up(&k, model, argc > 4 ? strtoull(argv[4], NULL, 10) : 1);
    const double ready = bench_seconds();
    run(&k, steps);
    report(&k, steps, ready - start, bench_seconds() - ready);
    free(k.luck);
    free(k.fresh);
    free(k.fresh_w);
    ist_state_destroy(k.s);
    ist_model_destroy(model);
    return 0;
}
