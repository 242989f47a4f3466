// SPDX-License-Identifier: GPL-3.0-or-later
// Help: owners of open problems ask people they are tied to; later their manager calls an expert.
#include "process/process.h"

#include "base/numbers.h"
#include "state/communities.h"
#include "state/people.h"
#include "state/ties.h"

#include <string.h>

// Workload of each node this tick.
static ist_status draw_loads(ist_state *s, int32_t from, int32_t to)
{
    const ist_model *m = s->model;
    isti_draw_batch(s->key, (int32_t)s->now.tick, ISTI_FOR_LOAD, (uint32_t)from, 0, to - from,
                    s->scratch.load + from);
    for (int32_t node = from; node < to; node++) {
        const size_t unit = (size_t)s->employee_unit[m->node_employee[node]];
        const double *context = s->unit_context + unit * IST_CONTEXT_COUNT;
        const double pressed = m->p.load_pressure * context[IST_CONTEXT_PRODUCTIVITY] *
                               context[IST_CONTEXT_SHORT_TERMISM];
        const double noise = m->p.load_noise * isti_normal_quantile(s->scratch.load[node]);
        s->scratch.load[node] = isti_clamp01(context[IST_CONTEXT_WORKLOAD] + pressed +
                                             m->p.load_shock * s->unit_pressure[unit] + noise);
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

// Those among a part of somebody's ties who may be asked, with their luck.
enum { ASKED = 64 };

typedef struct asked {
    int32_t owner;
    int32_t count;
    int32_t who[ASKED + 1], tie[ASKED + 1], by[ASKED]; // one more for somebody not kept
    double luck[ASKED];
    int32_t helper; // the willing one with the lowest luck so far, -1: nobody
    double lowest;
} asked;

// Those of the ties [from, to) of the owner who could help.
static void list_asked(const ist_state *s, asked *a, int32_t from, int32_t to)
{
    const ist_model *m = s->model;
    const int32_t i = m->node_employee[a->owner];
    const int32_t theme = s->employee_problem[i];
    const double difficulty = s->employee_difficulty[i];
    const int32_t row = s->node_row[a->owner];
    const double worth[] = {m->p.off_theme_competence, 1.0}; // as isti_competence_on()
    int32_t able = 0;
    // Without a branch: most colleagues are far apart in memory, and many can be on their way at once.
    for (int32_t place = row + from; place < row + to; place++) {
        const int32_t j = m->node_employee[s->slot_other[place]];
        a->who[able] = s->slot_other[place];
        a->tie[able] = s->slot_tie[place];
        able += worth[s->employee_theme[j] == theme] * s->employee_competence[j] >= difficulty;
    }
    a->count = 0;
    for (int32_t k = 0; k < able; k++) {
        const int32_t other = a->who[k];
        const int32_t tie = a->tie[k];
        if (s->employee_present[m->node_employee[other]] &&
            isti_tie_x_remembered(s, tie) > m->p.ask_floor) {
            a->who[a->count] = other;
            a->tie[a->count] = tie;
            a->by[a->count++] = a->owner;
        }
    }
    isti_draw_list(s->key, (int32_t)s->now.tick, ISTI_FOR_HELP, a->by, a->who, a->count, a->luck);
}

// One of those listed is asked.
static void ask(ist_state *s, asked *a, int32_t k)
{
    const ist_model *m = s->model;
    const int32_t i = m->node_employee[a->owner];
    const int32_t other = a->who[k];
    const int32_t j = m->node_employee[other];
    const double luck = a->luck[k];
    const bool across = s->employee_unit[j] != s->employee_unit[i];
    const bool sensitive = across && s->employee_sensitive[i];
    if (!sensitive && (luck > a->lowest || luck >= most_willing(s, a->tie[k]))) {
        return;
    }
    const double c = across ? isti_competition(s, s->employee_unit[j]) : 0.0;
    if (sensitive && s->tie_y[a->tie[k]] < m->p.trust * c) {
        return;
    }
    const bool willing = luck < most_willing(s, a->tie[k]) &&
                         luck < in_a_tick(s, willingness(s, a->owner, other, a->tie[k], c));
    s->now.tally.asked_sensitive += sensitive;
    s->now.tally.helped_sensitive += sensitive && willing;
    if (willing && (luck < a->lowest || (luck == a->lowest && other < a->helper))) {
        a->lowest = luck;
        a->helper = other;
    }
}

// The helper who is willing and draws lowest, or -1.
static int32_t ask_around(ist_state *s, int32_t owner, asked *a)
{
    a->owner = owner;
    a->helper = -1;
    a->lowest = 1.0;
    const int32_t degree = s->node_degree[owner];
    for (int32_t from = 0; from < degree; from += ASKED) {
        list_asked(s, a, from, isti_min_i(from + ASKED, degree));
        for (int32_t k = 0; k < a->count; k++) {
            ask(s, a, k);
        }
    }
    return a->helper;
}

static ist_status help_from(ist_state *s, int32_t owner, int32_t helper, ist_solver solver)
{
    const isti_parameters *p = &s->model->p;
    isti_solved(s, s->model->node_employee[owner], solver);
    isti_count_up(s, &s->scratch.given[helper], 1);
    isti_count_up(s, &s->scratch.given[owner], -1);
    return isti_encounter_add(s, owner, helper, p->help_x, p->help_y, 0.0);
}

// The expert whom the owner's manager calls directly, or -1.
static int32_t called_by_manager(ist_state *s, int32_t owner)
{
    const ist_model *m = s->model;
    const int32_t i = m->node_employee[owner];
    const int32_t unit = s->employee_unit[i];
    const int32_t head = s->unit_head[unit];
    const int32_t manager = head >= 0 ? m->employee_node[head] : -1;
    if (manager < 0 || manager == owner) {
        return -1;
    }
    const double input = s->unit_control[(size_t)unit * IST_CONTROL_COUNT + IST_CONTROL_INPUT];
    const double right = m->p.bypass_base + (1.0 - m->p.bypass_base) * input;
    int32_t expert = -1;
    double lowest = 1.0;
    for (int32_t k = 0; k < s->node_degree[manager]; k++) {
        const int32_t other = s->slot_other[s->node_row[manager] + k];
        const int32_t tie = s->slot_tie[s->node_row[manager] + k];
        const int32_t j = m->node_employee[other];
        if (other == owner || s->tie_x[tie] <= m->p.ask_floor || !s->employee_present[j] ||
            isti_competence_on(s, j, s->employee_problem[i]) < s->employee_difficulty[i]) {
            continue;
        }
        const double luck = isti_draw_now(s, ISTI_FOR_BYPASS, owner, other);
        if (luck < in_a_tick(s, s->tie_x[tie] * right) && luck < lowest) {
            lowest = luck;
            expert = other;
        }
    }
    return expert;
}

static ist_status help_owner(ist_state *s, int32_t owner, asked *room)
{
    const int32_t i = s->model->node_employee[owner];
    const int32_t helper = ask_around(s, owner, room);
    if (helper >= 0) {
        return help_from(s, owner, helper, IST_SOLVER_TIE);
    }
    const int32_t expert =
        isti_late(s, i, s->model->p.bypass_months) ? called_by_manager(s, owner) : -1;
    return expert >= 0 ? help_from(s, owner, expert, IST_SOLVER_BYPASS) : IST_OK;
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
    return s->model->node_participates[node] &&
           s->employee_problem[s->model->node_employee[node]] >= 0;
}

static ist_status help_owners(ist_state *s, int32_t from, int32_t to)
{
    enum { AHEAD = 12 };
    ist_status status = IST_OK;
    asked room = {0}; // one for all: it is large
    for (int32_t k = from; k < to && status == IST_OK; k++) {
        const int32_t owner = isti_visit_part(s, k, from, to);
        const int32_t later = k + AHEAD < to ? isti_visit_part(s, k + AHEAD, from, to) : owner;
        if (asks(s, later)) {
            isti_row_fetch(s, later);
        }
        if (asks(s, owner)) {
            status = help_owner(s, owner, &room);
        }
    }
    return status;
}

static ist_status balance(ist_state *s, int32_t from, int32_t to)
{
    const double keep = s->model->r.keep_balance;
    for (int32_t node = from; node < to; node++) {
        s->node_balance[node] = s->node_balance[node] * keep + s->scratch.given[node];
    }
    return IST_OK;
}

ist_status isti_help(ist_state *s)
{
    const ist_model *m = s->model;
    ist_status status = isti_spread(s, m->node_count, draw_loads);
    status = status == IST_OK ? isti_spread(s, m->employee_count, help_in_units) : status;
    memset(s->scratch.given, 0, (size_t)m->node_count * sizeof *s->scratch.given);
    status = status == IST_OK ? isti_spread(s, m->node_count, help_owners) : status;
    return status == IST_OK ? isti_spread(s, m->node_count, balance) : status;
}
