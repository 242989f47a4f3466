// SPDX-License-Identifier: GPL-3.0-or-later
// Help: owners of open problems ask people they are tied to; later their manager calls an expert.
#include "process/process.h"

#include "base/numbers.h"
#include "state/communities.h"
#include "state/people.h"
#include "state/profile.h"
#include "state/ties.h"

#include <string.h>

// Workload in a unit, but for chance.
static double usual_load(const ist_state *s, int32_t unit)
{
    const isti_parameters *p = &s->model->p;
    const double *context = s->unit_context + (size_t)unit * IST_CONTEXT_COUNT;
    const double pressed =
        p->load_pressure * context[IST_CONTEXT_PRODUCTIVITY] * context[IST_CONTEXT_SHORT_TERMISM];
    return context[IST_CONTEXT_WORKLOAD] + pressed + p->load_shock * s->unit_pressure[unit];
}

// Workload of each node this tick. People of one unit mostly come one after the other.
static ist_status draw_loads(ist_state *s, int32_t from, int32_t to)
{
    enum { BLOCK = 512 };
    const ist_model *m = s->model;
    double luck[BLOCK];
    double noise[BLOCK];
    int32_t unit = -1;
    double usual = 0.0;
    for (int32_t first = from; first < to; first += BLOCK) {
        const int32_t here = isti_min_i(BLOCK, to - first);
        isti_draw_batch(s->key, (int32_t)s->now.tick, ISTI_FOR_LOAD, (uint32_t)first, 0, here,
                        luck);
        isti_normal_quantiles(luck, here, noise);
        for (int32_t k = 0; k < here; k++) {
            const int32_t of = s->employee_unit[m->node_employee[first + k]];
            if (of != unit) {
                unit = of;
                usual = usual_load(s, unit);
            }
            s->scratch.load[first + k] = (float)isti_clamp01(usual + m->p.load_noise * noise[k]);
        }
    }
    return IST_OK;
}

// A chance per month, for one tick.
static double in_a_tick(const ist_state *s, double monthly)
{
    const double months = s->model->r.months;
    return months == 1.0 || monthly >= 1.0 ? monthly : 1.0 - isti_pow(1.0 - monthly, months);
}

// How likely `helper` answers `owner` over their tie within a month. Competition between units suppresses what
// rests on the instrumental strand; the affective strand overrides it.
static double willingness(const ist_state *s, int32_t owner, int32_t helper, int32_t tie, double c)
{
    const isti_parameters *p = &s->model->p;
    const double identity = isti_shared_identity(s, helper, owner);
    const double altruism = s->node_altruism[helper] + (1.0 - s->node_altruism[helper]) * identity;
    const double given = isti_max(0.0, s->node_balance[helper]) * (1.0 - identity);
    const double strands = p->willing_x * isti_tie_x_remembered(s, tie) * (1.0 - p->xi * c) +
                           p->willing_y * s->tie_y[tie];
    return p->willing * strands * (p->willing_base + altruism) *
           (1.0 - p->willing_load * s->scratch.load[helper]) / (1.0 + p->give_and_take * given);
}

// At least as much as the willingness of anybody asked over that tie: the full one is worked out only
// for those whose luck is below it. A trifle more, for what rounding may add.
static double most_willing(const ist_state *s, int32_t tie)
{
    const isti_parameters *p = &s->model->p;
    const double strands =
        p->willing_x * isti_tie_x_remembered(s, tie) + p->willing_y * s->tie_y[tie];
    return p->willing * strands * (p->willing_base + 1.0) * (1.0 + 0x1p-40);
}

// Owners of open problems and those they ask, many at a time: what lies far apart in memory is on its
// way for all of them at once, and luck is drawn as a list.
enum { OWNERS = 128, ASKED = 512 };

typedef struct asking {
    int32_t node;
    isti_demand demand; // of the problem
    int32_t helper;     // the willing one with the lowest luck so far, -1: nobody
    double lowest;
} asking;

typedef struct inquiry {
    asking owner[OWNERS];
    int32_t owners;
    int32_t by[ASKED], who[ASKED], tie[ASKED];
    uint8_t asker[ASKED]; // number of the owner
    double luck[ASKED];
    int32_t asked;
} inquiry;

static asking asking_of(const ist_state *s, int32_t node)
{
    const int32_t i = s->model->node_employee[node];
    return (asking){.node = node,
                    .demand =
                        isti_demand_of(s->model, s->employee_problem[i], s->employee_difficulty[i]),
                    .helper = -1,
                    .lowest = 1.0};
}

// Owner number k asks somebody over a tie.
static void list_asked(inquiry *q, int32_t k, int32_t who, int32_t tie)
{
    q->by[q->asked] = q->owner[k].node;
    q->who[q->asked] = who;
    q->tie[q->asked] = tie;
    q->asker[q->asked++] = (uint8_t)k;
}

static bool is_able(const ist_state *s, int32_t owner, int32_t other)
{
    const int32_t i = s->model->node_employee[owner];
    const int32_t j = s->model->node_employee[other];
    return s->employee_present[j] &&
           isti_competence_on(s, j, s->employee_problem[i]) >= s->employee_difficulty[i];
}

ISTI_FETCH void fetch_asked(const ist_state *s, const inquiry *q)
{
    for (int32_t k = 0; k < q->asked; k++) {
        __builtin_prefetch(&s->tie_x[q->tie[k]]);
        __builtin_prefetch(&s->tie_past[q->tie[k]]);
        __builtin_prefetch(&s->tie_y[q->tie[k]]);
        __builtin_prefetch(&s->employee_competence[s->model->node_employee[q->who[k]]]);
    }
}

// Does an owner turn to somebody: able to help, and remembered well enough?
static bool turns_to(const ist_state *s, int32_t owner, int32_t other, int32_t tie)
{
    return isti_tie_x_remembered(s, tie) > s->model->p.ask_floor && is_able(s, owner, other);
}

// One of those listed is asked. Where nothing is to be counted, luck is looked at before people are.
static void ask(ist_state *s, inquiry *q, int32_t k)
{
    const ist_model *m = s->model;
    const int32_t i = m->node_employee[q->by[k]];
    const int32_t other = q->who[k];
    const int32_t tie = q->tie[k];
    const double luck = q->luck[k];
    asking *o = &q->owner[q->asker[k]];
    const bool is_vain = luck > o->lowest || luck >= most_willing(s, tie);
    if ((is_vain && !s->employee_sensitive[i]) || !turns_to(s, q->by[k], other, tie)) {
        return;
    }
    const int32_t j = m->node_employee[other];
    const bool across = s->employee_unit[j] != s->employee_unit[i];
    const bool sensitive = across && s->employee_sensitive[i];
    if (!sensitive && is_vain) {
        return;
    }
    const double c = across ? isti_competition(s, s->employee_unit[j]) : 0.0;
    if (sensitive && s->tie_y[tie] < m->p.trust * c) {
        return;
    }
    const bool willing =
        luck < most_willing(s, tie) && luck < in_a_tick(s, willingness(s, q->by[k], other, tie, c));
    s->now.tally.asked_sensitive += sensitive;
    s->now.tally.helped_sensitive += sensitive && willing;
    if (willing && (luck < o->lowest || (luck == o->lowest && other < o->helper))) {
        o->lowest = luck;
        o->helper = other;
    }
}

static void ask_listed(ist_state *s, inquiry *q)
{
    fetch_asked(s, q);
    isti_draw_list(s->key, (int32_t)s->now.tick, ISTI_FOR_HELP, q->by, q->who, q->asked, q->luck);
    for (int32_t k = 0; k < q->asked; k++) {
        ask(s, q, k);
    }
    q->asked = 0;
}

// Soon the ties to those who seem able, in a row from a slot on, will be listed.
ISTI_FETCH void fetch_able(const ist_state *s, int32_t first, uint64_t able)
{
    while (able != 0) {
        __builtin_prefetch(&s->slot_tie[first + isti_next_flag(&able)]);
    }
}

// Who of people [from, from + ISTI_LOOK) in the rows of the owners might be able to help: mostly nobody.
// Each is looked through while first the rows of later ones are fetched, then what is said in them of
// others. Returns how far the longest row goes.
static int32_t look_through(const ist_state *s, const inquiry *q, int32_t from, uint64_t *able)
{
    enum { ROW = 12, PROFILES = 6 };
    int32_t longest = 0;
    for (int32_t k = -ROW; k < q->owners; k++) {
        if (k + ROW < q->owners) {
            isti_row_fetch_others(s, q->owner[k + ROW].node);
        }
        if (k + PROFILES >= 0 && k + PROFILES < q->owners) {
            isti_profiles_fetch(s, q->owner[k + PROFILES].node);
        }
        if (k >= 0) {
            longest = isti_max_i(longest, s->node_degree[q->owner[k].node]);
            able[k] = isti_row_able(s, q->owner[k].node, from, &q->owner[k].demand);
            fetch_able(s, s->node_row[q->owner[k].node] + from, able[k]);
        }
    }
    return longest;
}

// Owners ask everybody they are tied to who might be able to help.
static void ask_around(ist_state *s, inquiry *q)
{
    uint64_t able[OWNERS];
    int32_t longest = 1;
    for (int32_t from = 0; from < longest; from += ISTI_LOOK) {
        longest = look_through(s, q, from, able);
        for (int32_t k = 0; k < q->owners; k++) {
            if (q->asked + ISTI_LOOK > ASKED) {
                ask_listed(s, q);
            }
            while (able[k] != 0) {
                const int32_t place =
                    s->node_row[q->owner[k].node] + from + isti_next_flag(&able[k]);
                list_asked(q, k, s->slot_other[place], s->slot_tie[place]);
            }
        }
    }
}

static ist_status help_from(ist_state *s, int32_t owner, int32_t helper, ist_solver solver)
{
    const isti_parameters *p = &s->model->p;
    isti_solved(s, s->model->node_employee[owner], solver);
    isti_count_up(s, &s->scratch.given[helper], 1);
    isti_count_up(s, &s->scratch.given[owner], -1);
    return isti_encounter_add(s, owner, helper, p->help_x, p->help_y, 0.0);
}

// The head of somebody's unit, if it carries ties and is somebody else; or -1.
static int32_t manager_of(const ist_state *s, int32_t owner)
{
    const ist_model *m = s->model;
    const int32_t head = s->unit_head[s->employee_unit[m->node_employee[owner]]];
    const int32_t manager = head >= 0 ? m->employee_node[head] : -1;
    return manager == owner ? -1 : manager;
}

// Experts on the list whom the owners' managers may call directly: the one with the lowest luck.
static void call_listed(ist_state *s, inquiry *q)
{
    const ist_model *m = s->model;
    isti_draw_list(s->key, (int32_t)s->now.tick, ISTI_FOR_BYPASS, q->by, q->who, q->asked, q->luck);
    for (int32_t k = 0; k < q->asked; k++) {
        const size_t unit = (size_t)s->employee_unit[m->node_employee[q->by[k]]];
        const double input = s->unit_control[unit * IST_CONTROL_COUNT + IST_CONTROL_INPUT];
        const double right = m->p.bypass_base + (1.0 - m->p.bypass_base) * input;
        asking *o = &q->owner[q->asker[k]];
        if (q->who[k] != q->by[k] && is_able(s, q->by[k], q->who[k]) && q->luck[k] < o->lowest &&
            q->luck[k] < in_a_tick(s, s->tie_x[q->tie[k]] * right)) {
            o->lowest = q->luck[k];
            o->helper = q->who[k];
        }
    }
    q->asked = 0;
}

// Owners whom nobody helped and whose problems are old, with their managers.
typedef struct appeal {
    int32_t manager[OWNERS];
    int32_t owner[OWNERS]; // number
    int32_t count;
} appeal;

// In the order of the managers: those of one unit, as most of the owners side by side are, come together.
static void appeal_to(appeal *a, int32_t manager, int32_t owner)
{
    int32_t k = a->count++;
    for (; k > 0 && a->manager[k - 1] > manager; k--) {
        a->manager[k] = a->manager[k - 1];
        a->owner[k] = a->owner[k - 1];
    }
    a->manager[k] = manager;
    a->owner[k] = owner;
}

static appeal list_appeals(const ist_state *s, const inquiry *q)
{
    appeal a = {.count = 0};
    int32_t last = -1;
    for (int32_t k = 0; k < q->owners; k++) {
        const int32_t node = q->owner[k].node;
        const int32_t manager = manager_of(s, node);
        if (q->owner[k].helper < 0 && manager >= 0 &&
            isti_late(s, s->model->node_employee[node], s->model->p.bypass_months)) {
            appeal_to(&a, manager, k);
            if (manager != last) {
                isti_row_fetch(s, manager);
            }
            last = manager;
        }
    }
    return a;
}

// Some of those whom a manager knows well enough to call.
typedef struct acquaintances {
    int32_t who[ISTI_LOOK], tie[ISTI_LOOK];
    isti_profile profile[ISTI_LOOK];
    int32_t count;
} acquaintances;

// Soon a manager, whose row is here, will look for an expert.
ISTI_FETCH void fetch_acquaintances(const ist_state *s, int32_t manager)
{
    for (int32_t k = 0; k < s->node_degree[manager]; k++) {
        __builtin_prefetch(&s->tie_x[s->slot_tie[s->node_row[manager] + k]]);
    }
    isti_profiles_fetch(s, manager);
}

static void list_acquaintances(const ist_state *s, int32_t from, int32_t to, acquaintances *known)
{
    known->count = 0;
    for (int32_t place = from; place < to; place++) {
        known->who[known->count] = s->slot_other[place];
        known->tie[known->count] = s->slot_tie[place];
        known->profile[known->count] = s->scratch.profile[s->slot_other[place]];
        known->count += s->tie_x[s->slot_tie[place]] > s->model->p.ask_floor;
    }
}

// The manager of owner number k looks for an expert among some of those he or she knows: mostly in vain.
static void call_some(ist_state *s, inquiry *q, int32_t k, const acquaintances *known)
{
    uint64_t able = isti_all_able(known->profile, known->count, &q->owner[k].demand);
    if (q->asked + ISTI_LOOK > ASKED) {
        call_listed(s, q);
    }
    while (able != 0) {
        const int32_t l = isti_next_flag(&able);
        list_asked(q, k, known->who[l], known->tie[l]);
    }
}

// Owners [from, to) of the list have one manager.
static void call_around(ist_state *s, inquiry *q, const appeal *a, int32_t from, int32_t to)
{
    const int32_t row = s->node_row[a->manager[from]];
    const int32_t end = row + s->node_degree[a->manager[from]];
    acquaintances known;
    for (int32_t place = row; place < end; place += ISTI_LOOK) {
        list_acquaintances(s, place, isti_min_i(place + ISTI_LOOK, end), &known);
        for (int32_t k = from; k < to; k++) {
            call_some(s, q, a->owner[k], &known);
        }
    }
}

// Whoever was found helps; for old problems that are left, managers look for somebody.
static ist_status settle_inquiry(ist_state *s, inquiry *q)
{
    ist_solver solver[OWNERS] = {0};
    ask_listed(s, q);
    for (int32_t k = 0; k < q->owners; k++) {
        solver[k] = q->owner[k].helper >= 0 ? IST_SOLVER_TIE : IST_SOLVER_BYPASS;
    }
    const appeal a = list_appeals(s, q);
    for (int32_t from = 0, to = 0; from < a.count; from = to) {
        while (to < a.count && a.manager[to] == a.manager[from]) {
            to++;
        }
        if (to < a.count) {
            fetch_acquaintances(s, a.manager[to]);
        }
        call_around(s, q, &a, from, to);
    }
    call_listed(s, q);
    ist_status status = IST_OK;
    for (int32_t k = 0; k < q->owners && status == IST_OK; k++) {
        if (q->owner[k].helper >= 0) {
            status = help_from(s, q->owner[k].node, q->owner[k].helper, solver[k]);
        }
    }
    return status;
}

// People who take no part in communities have their unit.
static ist_status help_in_units(ist_state *s, int32_t from, int32_t to)
{
    const ist_model *m = s->model;
    for (int32_t i = from; i < to; i++) {
        const int32_t node = m->employee_node[i];
        if (s->employee_problem[i] < 0 || (node >= 0 && m->node_participates[node])) {
            continue;
        }
        if (isti_draw_now(s, ISTI_FOR_UNIT_HELP, i, 0) < m->r.unit_help) {
            isti_solved(s, i, IST_SOLVER_UNIT);
        }
    }
    return IST_OK;
}

static bool asks(const ist_state *s, int32_t node)
{
    return s->model->node_participates[node] &
           (s->employee_problem[s->model->node_employee[node]] >= 0);
}

// Those who ask among nodes [from, to), in order of the visits.
static int32_t list_askers(const ist_state *s, int32_t from, int32_t to, int32_t *asker)
{
    int32_t count = 0;
    for (int32_t k = from; k < to; k++) {
        asker[count] = isti_visit_part(s, k, from, to);
        count += asks(s, asker[count]);
    }
    return count;
}

static ist_status help_owners(ist_state *s, int32_t from, int32_t to)
{
    int32_t asker[ISTI_PART] = {0};
    const int32_t count = list_askers(s, from, to, asker);
    ist_status status = IST_OK;
    inquiry q;
    q.asked = 0;
    for (int32_t done = 0; done < count && status == IST_OK; done += OWNERS) {
        q.owners = isti_min_i(OWNERS, count - done);
        for (int32_t k = 0; k < q.owners; k++) {
            q.owner[k] = asking_of(s, asker[done + k]);
        }
        ask_around(s, &q);
        status = settle_inquiry(s, &q);
    }
    return status;
}

static ist_status balance(ist_state *s, int32_t from, int32_t to)
{
    const double keep = s->model->r.keep_balance;
    for (int32_t node = from; node < to; node++) {
        s->node_balance[node] = (float)(s->node_balance[node] * keep + s->scratch.given[node]);
    }
    return IST_OK;
}

ist_status isti_help(ist_state *s)
{
    const ist_model *m = s->model;
    ist_status status = isti_spread(s, m->node_count, draw_loads);
    if (status == IST_OK && m->participant_count < m->employee_count) {
        status = isti_spread(s, m->employee_count, help_in_units);
    }
    memset(s->scratch.given, 0, (size_t)m->node_count * sizeof *s->scratch.given);
    status = status == IST_OK ? isti_spread(s, m->node_count, isti_profile_nodes) : status;
    status = status == IST_OK ? isti_spread(s, m->node_count, help_owners) : status;
    return status == IST_OK ? isti_spread(s, m->node_count, balance) : status;
}
