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
    double *ambiguity = &s->employee_ambiguity[employee];
    *ambiguity *= isti_exp(-p->role_rate * pace * dt);
    if (*ambiguity < p->role_done) {
        *ambiguity = 0.0;
    }
    double *lost = &s->employee_void[employee];
    const double regained =
        *lost < p->role_done ? *lost : isti_chance(p->practice_rate * pace, dt) * *lost;
    *lost -= regained;
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

// A problem has come: which, how hard, and who solves it at once.
static void meet_problem(ist_state *s, int32_t employee, double surge, isti_stream *stream)
{
    const ist_model *m = s->model;
    const bool surging = isti_stream_uniform(stream) * (1.0 + s->now.surge + surge) < surge;
    const bool off = isti_stream_uniform(stream) < m->p.off_theme;
    const int32_t own = off ? s->employee_second[employee] : s->employee_theme[employee];
    const double which = isti_stream_uniform(stream);
    const int32_t theme = surging ? surging_theme(s, employee, which) : own;
    const double difficulty = isti_stream_uniform(stream);
    const double line = isti_stream_uniform(stream);
    const double delicate = isti_stream_uniform(stream);
    const int32_t node = m->employee_node[employee];
    const int32_t unit = s->employee_unit[employee];
    s->now.tally.met_all++;
    s->now.tally.met += node >= 0 && m->node_participates[node];
    isti_count_up(s, &s->unit_met[unit], 1);
    if (isti_competence_on(s, employee, theme) >= difficulty) {
        isti_solved(s, employee, IST_SOLVER_SELF);
    } else if (line < line_capacity(s, unit, theme)) {
        isti_solved(s, employee, IST_SOLVER_LINE);
    } else {
        s->employee_problem[employee] = theme;
        s->employee_difficulty[employee] = difficulty;
        s->employee_sensitive[employee] = delicate < m->p.sensitive_share;
    }
}

// Problems come at a rate. `luck`, below the chance that one comes within the tick, says when the first
// does; the next ones follow as long as each is solved at once.
static void meet_problems(ist_state *s, int32_t employee, double rate, double surge, double luck)
{
    const double dt = s->model->r.dt;
    isti_stream stream = isti_stream_now(s, ISTI_FOR_PROBLEM, employee, 1);
    double time = -isti_log(1.0 - luck) / rate;
    meet_problem(s, employee, surge, &stream);
    while (s->employee_problem[employee] < 0) {
        time -= isti_log(isti_stream_uniform(&stream)) / rate;
        if (time >= dt) {
            return;
        }
        meet_problem(s, employee, surge, &stream);
    }
}

// Problems of employees [from, to).
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
    for (int32_t k = from; k < to; k++) {
        const int32_t i = isti_visit_part(s, k, from, to);
        if (!s->employee_present[i] || s->employee_problem[i] >= 0) {
            continue;
        }
        const double ambiguity = s->employee_ambiguity[i];
        const double mine = rate * (1.0 + ambiguity);
        const double chance = ambiguity > 0.0 ? isti_chance(mine, m->r.dt) : usual;
        if (draw[i] < chance) {
            meet_problems(s, i, mine, surge, draw[i]);
        }
    }
    return IST_OK;
}

static ist_status find_paces(ist_state *s, int32_t from, int32_t to)
{
    double *pace = s->scratch.draw;
    for (int32_t i = from; i < to; i++) {
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
