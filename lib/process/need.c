// SPDX-License-Identifier: GPL-3.0-or-later
// Need: problems arise; competence and the line solve what they can, the rest stays open.
#include "process/process.h"

#include "base/numbers.h"
#include "state/people.h"
#include "state/ties.h"

void isti_solved(ist_state *s, int32_t employee, ist_solver solver)
{
    const int32_t node = s->model->employee_node[employee];
    s->employee_problem[employee] = -1;
    s->employee_age[employee] = 0;
    s->now.tally.solved_all++;
    isti_count_up(s, &s->unit_solved[s->employee_unit[employee]], 1);
    if (node >= 0 && s->model->node_participates[node]) {
        s->now.tally.solved[solver]++;
    }
}

static bool practices(const ist_state *s, int32_t employee)
{
    return s->employee_present[employee] &&
           (s->employee_ambiguity[employee] > 0.0 || s->employee_void[employee] > 0.0);
}

static double pace_of(const ist_state *s, int32_t employee)
{
    const int32_t node = s->model->employee_node[employee];
    const bool alone = node >= 0 && isti_people_to_ask(s, node, 1) == 0;
    return alone ? s->model->p.role_floor : 1.0;
}

// Practice ends role ambiguity and brings back competence made void, faster for somebody who has a
// competent person to turn to.
static void learn_role(ist_state *s, int32_t employee, double pace)
{
    const isti_parameters *p = &s->model->p;
    const double dt = s->model->r.dt;
    const double ambiguity = s->employee_ambiguity[employee] * isti_exp(-p->role_rate * pace * dt);
    s->employee_ambiguity[employee] = ambiguity < p->role_done ? 0.0F : (float)ambiguity;
    const double lost = s->employee_void[employee];
    const double regained =
        lost < p->role_done ? lost : isti_chance(p->practice_rate * pace, dt) * lost;
    s->employee_void[employee] = (float)(lost - regained);
    s->employee_competence[employee] = isti_min(1.0, s->employee_competence[employee] + regained);
}

// A problem that comes with a surge falls on a surging theme: one's own if it is among them.
static int32_t surging_theme(const ist_state *s, int32_t employee, double luck)
{
    if (s->theme_surge[s->employee_theme[employee]] > 0.0) {
        return s->employee_theme[employee];
    }
    if (s->theme_surge[s->employee_second[employee]] > 0.0) {
        return s->employee_second[employee];
    }
    double left = luck;
    double total = 0.0;
    for (int32_t k = 0; k < s->model->theme_count; k++) {
        total += s->theme_surge[k];
    }
    left *= total;
    for (int32_t k = 0; k < s->model->theme_count; k++) {
        left -= s->theme_surge[k];
        if (left < 0.0) {
            return k;
        }
    }
    return s->employee_theme[employee];
}

// The hierarchy: its own capacity, lowered by a shock, and what procedures add to it.
static double line_capacity(const ist_state *s, int32_t unit, int32_t theme)
{
    const double base =
        s->unit_context[(size_t)unit * IST_CONTEXT_COUNT + IST_CONTEXT_LINE_CAPACITY];
    return base * (1.0 - s->now.line_shock) + (1.0 - base) * s->theme_canon[theme];
}

// What decides about a problem that comes, in the order of drawing.
enum { SURGES, IS_OFF, WHICH, HOW_HARD, LINE, DELICATE, FACTS };

// A problem has come: which, how hard, and who solves it at once.
static void meet_problem(ist_state *s, int32_t employee, double surge, const double *luck)
{
    const ist_model *m = s->model;
    const bool surging = luck[SURGES] * (1.0 + s->now.surge + surge) < surge;
    const bool off = luck[IS_OFF] < m->p.off_theme;
    const int32_t own = off ? s->employee_second[employee] : s->employee_theme[employee];
    const int32_t theme = surging ? surging_theme(s, employee, luck[WHICH]) : own;
    const int32_t node = m->employee_node[employee];
    const int32_t unit = s->employee_unit[employee];
    s->now.tally.met_all++;
    s->now.tally.met += node >= 0 && m->node_participates[node];
    isti_count_up(s, &s->unit_met[unit], 1);
    if (isti_competence_on(s, employee, theme) >= luck[HOW_HARD]) {
        isti_solved(s, employee, IST_SOLVER_SELF);
    } else if (luck[LINE] < line_capacity(s, unit, theme)) {
        isti_solved(s, employee, IST_SOLVER_LINE);
    } else {
        s->employee_problem[employee] = (int16_t)theme;
        s->employee_difficulty[employee] = (float)luck[HOW_HARD];
        s->employee_sensitive[employee] = luck[DELICATE] < m->p.sensitive_share;
    }
}

// People to whom a problem comes. `when`, below the chance that one comes within the tick, says when.
enum { MET = 128 };

typedef struct meetings {
    int32_t employee[MET], stream[MET]; // stream: 1, which follows the one that said when
    double when[MET], rate[MET];
    double luck[FACTS][MET];
    int32_t count;
} meetings;

// Further problems follow within the tick as long as each is solved at once.
static void meet_further(ist_state *s, const meetings *met, int32_t k, double surge)
{
    const int32_t employee = met->employee[k];
    isti_stream stream = isti_stream_now(s, ISTI_FOR_PROBLEM, employee, met->stream[k]);
    isti_stream_skip_pairs(&stream, FACTS / 2);
    double time = -isti_log(1.0 - met->when[k]) / met->rate[k];
    while (s->employee_problem[employee] < 0) {
        time -= isti_log(isti_stream_uniform(&stream)) / met->rate[k];
        if (time >= s->model->r.dt) {
            return;
        }
        double luck[FACTS];
        for (int32_t f = 0; f < FACTS; f++) {
            luck[f] = isti_stream_uniform(&stream);
        }
        meet_problem(s, employee, surge, luck);
    }
}

static void meet_listed(ist_state *s, meetings *met, double surge)
{
    for (int32_t f = 0; f < FACTS; f++) {
        isti_draw_list_nth(s->key, (int32_t)s->now.tick, ISTI_FOR_PROBLEM, met->employee,
                           met->stream, f, met->count, met->luck[f]);
    }
    for (int32_t k = 0; k < met->count; k++) {
        double luck[FACTS];
        for (int32_t f = 0; f < FACTS; f++) {
            luck[f] = met->luck[f][k];
        }
        meet_problem(s, met->employee[k], surge, luck);
        if (s->employee_problem[met->employee[k]] < 0) {
            meet_further(s, met, k, surge);
        }
    }
    met->count = 0;
}

// Problems of employees [from, to) come at a rate.
static ist_status problems_come(ist_state *s, int32_t from, int32_t to)
{
    const ist_model *m = s->model;
    double surge = 0.0;
    for (int32_t k = 0; k < m->theme_count; k++) {
        surge = isti_max(surge, s->theme_surge[k]);
    }
    const double rate = m->p.problem_rate * (1.0 + s->now.surge + surge);
    const double usual = isti_chance(rate, m->r.dt);
    double *draw = s->scratch.draw;
    isti_draw_batch(s->key, (int32_t)s->now.tick, ISTI_FOR_PROBLEM, (uint32_t)from, 0, to - from,
                    draw + from);
    meetings met = {.count = 0};
    for (int32_t k = from; k < to; k++) {
        const int32_t i = isti_visit_part(s, k, from, to);
        if (!s->employee_present[i] || s->employee_problem[i] >= 0) {
            continue;
        }
        const double ambiguity = s->employee_ambiguity[i];
        const double mine = rate * (1.0 + ambiguity);
        const bool comes = ambiguity > 0.0 ? isti_happens(draw[i], mine, m->r.dt) : draw[i] < usual;
        if (comes) {
            met.employee[met.count] = i;
            met.stream[met.count] = 1;
            met.when[met.count] = draw[i];
            met.rate[met.count++] = mine;
        }
        if (met.count == MET) {
            meet_listed(s, &met, surge);
        }
    }
    meet_listed(s, &met, surge);
    return IST_OK;
}

static ist_status find_paces(ist_state *s, int32_t from, int32_t to)
{
    enum { AHEAD = 64 };
    double *pace = s->scratch.draw;
    for (int32_t i = from; i < to; i++) {
        const int32_t later = isti_min_i(i + AHEAD, to - 1);
        if (practices(s, later) && s->model->employee_node[later] >= 0) {
            isti_row_fetch(s, s->model->employee_node[later]);
        }
        pace[i] = practices(s, i) ? pace_of(s, i) : 0.0;
    }
    return IST_OK;
}

static ist_status learn_roles(ist_state *s, int32_t from, int32_t to)
{
    const double *pace = s->scratch.draw;
    for (int32_t i = from; i < to; i++) {
        if (pace[i] > 0.0) {
            learn_role(s, i, pace[i]);
        }
    }
    return IST_OK;
}

ist_status isti_need(ist_state *s)
{
    const int32_t people = s->model->employee_count;
    ist_status status = isti_spread(s, people, problems_come);
    // Whom one can turn to is settled before anybody gets better.
    status = status == IST_OK ? isti_spread(s, people, find_paces) : status;
    return status == IST_OK ? isti_spread(s, people, learn_roles) : status;
}
