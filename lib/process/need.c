// SPDX-License-Identifier: GPL-3.0-or-later
// Need: problems arise; competence and the line solve what they can, the rest stays open.
#include "process/process.h"

#include "base/numbers.h"
#include "state/people.h"
#include "state/profile.h"

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
    return (s->employee_present[employee] != 0) &
           ((s->employee_ambiguity[employee] > 0.0) | (s->employee_void[employee] > 0.0));
}

// Has somebody nobody to turn to? Mostly profiles tell: who of the first ISTI_LOOK people in the row seems
// able is known already.
static bool is_alone(const ist_state *s, int32_t node, const isti_demand *demand, uint64_t able)
{
    for (int32_t from = 0; from < s->node_degree[node]; from += ISTI_LOOK) {
        able = from == 0 ? able : isti_row_able(s, node, from, demand);
        while (able != 0) {
            const int32_t slot = s->node_row[node] + from + isti_next_flag(&able);
            if (isti_can_be_asked(s, slot, (int32_t)demand->theme)) {
                return false;
            }
        }
    }
    return true;
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

// Some of the people to whom a problem comes. `when`, below the chance that one comes within the tick,
// says when; those whose problem is solved at once may meet another one.
enum { MET = 128 };

typedef struct meetings {
    const int32_t *employee;
    int32_t stream[MET]; // 1, which follows the one that said when
    double when[MET], rate[MET];
    double luck[FACTS][MET];
    int32_t count;
    int32_t again[MET];
    double again_rate[MET], stays[MET], wait[MET], log_stays[MET], log_wait[MET];
    int32_t again_count;
} meetings;

static_assert(FACTS % 2 == 0, "what decides about a problem is drawn in pairs");

static void meet_first(ist_state *s, meetings *met, double surge)
{
    for (int32_t f = 0; f < FACTS; f += 2) {
        isti_draw_list_pair(s->key, (int32_t)s->now.tick, ISTI_FOR_PROBLEM, met->employee,
                            met->stream, f / 2, met->count, met->luck[f], met->luck[f + 1]);
    }
    met->again_count = 0;
    for (int32_t k = 0; k < met->count; k++) {
        double luck[FACTS];
        for (int32_t f = 0; f < FACTS; f++) {
            luck[f] = met->luck[f][k];
        }
        meet_problem(s, met->employee[k], surge, luck);
        met->again[met->again_count] = met->employee[k];
        met->again_rate[met->again_count] = met->rate[k];
        met->stays[met->again_count] = 1.0 - met->when[k];
        met->again_count += s->employee_problem[met->employee[k]] < 0;
    }
}

// Further problems follow within the tick, the next one at a time, as long as each is solved at once.
static void meet_further(ist_state *s, int32_t employee, double time, double rate, double surge)
{
    isti_stream stream = isti_stream_now(s, ISTI_FOR_PROBLEM, employee, 1);
    isti_stream_skip_pairs(&stream, FACTS / 2);
    isti_stream_uniform(&stream); // how long until the next one
    while (time < s->model->r.dt) {
        double luck[FACTS];
        for (int32_t f = 0; f < FACTS; f++) {
            luck[f] = isti_stream_uniform(&stream);
        }
        meet_problem(s, employee, surge, luck);
        if (s->employee_problem[employee] >= 0) {
            return;
        }
        time -= isti_log(isti_stream_uniform(&stream)) / rate;
    }
}

static void meet_again(ist_state *s, meetings *met, double surge)
{
    const int32_t count = met->again_count;
    isti_draw_list_nth(s->key, (int32_t)s->now.tick, ISTI_FOR_PROBLEM, met->again, met->stream,
                       FACTS, count, met->wait);
    isti_logs(met->stays, count, met->log_stays);
    isti_logs(met->wait, count, met->log_wait);
    for (int32_t k = 0; k < count; k++) {
        const double rate = met->again_rate[k];
        const double time = -met->log_stays[k] / rate - met->log_wait[k] / rate;
        if (time < s->model->r.dt) {
            meet_further(s, met->again[k], time, rate, surge);
        }
    }
}

// Of employees [from, to), those to whom a problem comes, at a rate that is higher for who is new in a
// role: into `come`.
static int32_t list_met(const ist_state *s, int32_t from, int32_t to, double rate,
                        const double *draw, int32_t *come)
{
    const double dt = s->model->r.dt;
    const double usual = isti_chance(rate, dt);
    int32_t count = 0;
    for (int32_t k = from; k < to; k++) {
        const int32_t i = isti_visit_part(s, k, from, to);
        const double ambiguity = s->employee_ambiguity[i];
        const bool comes = ambiguity > 0.0
                               ? isti_happens(draw[i - from], rate * (1.0 + ambiguity), dt)
                               : draw[i - from] < usual;
        come[count] = i;
        count += comes & (s->employee_present[i] != 0) & (s->employee_problem[i] < 0);
    }
    return count;
}

static void problems_come(ist_state *s, int32_t from, int32_t to)
{
    double surge = 0.0;
    for (int32_t k = 0; k < s->model->theme_count; k++) {
        surge = isti_max(surge, s->theme_surge[k]);
    }
    const double rate = s->model->p.problem_rate * (1.0 + s->now.surge + surge);
    double draw[ISTI_PART];
    int32_t come[ISTI_PART] = {0};
    isti_draw_batch(s->key, (int32_t)s->now.tick, ISTI_FOR_PROBLEM, (uint32_t)from, 0, to - from,
                    draw);
    const int32_t count = list_met(s, from, to, rate, draw, come);
    meetings met = {.count = 0};
    for (int32_t done = 0; done < count; done += MET) {
        met.employee = come + done;
        met.count = isti_min_i(MET, count - done);
        for (int32_t k = 0; k < met.count; k++) {
            met.stream[k] = 1;
            met.when[k] = draw[met.employee[k] - from];
            met.rate[k] = rate * (1.0 + s->employee_ambiguity[met.employee[k]]);
        }
        meet_first(s, &met, surge);
        meet_again(s, &met, surge);
    }
}

// Some of those who have something to learn.
enum { LEARNERS = 64 };

typedef struct learners {
    const int32_t *employee;
    int32_t count;
    isti_demand demand[LEARNERS]; // for somebody to turn to
    uint64_t able[LEARNERS];      // who of the first in the row seems to be that
} learners;

static int32_t node_of(const ist_state *s, const learners *l, int32_t k)
{
    return s->model->employee_node[l->employee[k]];
}

// Soon the first one who seems able will be looked at closely.
ISTI_FETCH void fetch_able(const ist_state *s, int32_t node, uint64_t able)
{
    if (able != 0) {
        const int32_t slot = s->node_row[node] + isti_next_flag(&able);
        const int32_t other = s->model->node_employee[s->slot_other[slot]];
        __builtin_prefetch(&s->employee_competence[other]);
        __builtin_prefetch(&s->employee_theme[other]);
        __builtin_prefetch(&s->employee_present[other]);
        __builtin_prefetch(&s->tie_x[s->slot_tie[slot]]);
        __builtin_prefetch(&s->tie_past[s->slot_tie[slot]]);
    }
}

// First rows of later ones are fetched, then what is said in them of others.
static void look_through(const ist_state *s, learners *l)
{
    enum { ROW = 12, PROFILES = 6 };
    for (int32_t k = -ROW; k < l->count; k++) {
        if (k + ROW < l->count && node_of(s, l, k + ROW) >= 0) {
            isti_row_fetch(s, node_of(s, l, k + ROW));
        }
        if (k + PROFILES >= 0 && k + PROFILES < l->count && node_of(s, l, k + PROFILES) >= 0) {
            isti_profiles_fetch(s, node_of(s, l, k + PROFILES));
        }
        if (k >= 0 && node_of(s, l, k) >= 0) {
            l->demand[k] =
                isti_demand_of(s->model, s->employee_theme[l->employee[k]], s->model->p.competent);
            l->able[k] = isti_row_able(s, node_of(s, l, k), 0, &l->demand[k]);
            fetch_able(s, node_of(s, l, k), l->able[k]);
        }
    }
}

// How fast employees [from, to) learn their roles, 0 where there is nothing to learn, into scratch.draw.
static void find_paces(ist_state *s, int32_t from, int32_t to)
{
    double *pace = s->scratch.draw;
    int32_t learner[ISTI_PART] = {0};
    int32_t count = 0;
    for (int32_t i = from; i < to; i++) {
        pace[i] = 0.0;
        learner[count] = i;
        count += practices(s, i);
    }
    learners l = {.count = 0};
    for (int32_t done = 0; done < count; done += LEARNERS) {
        l.employee = learner + done;
        l.count = isti_min_i(LEARNERS, count - done);
        look_through(s, &l);
        for (int32_t k = 0; k < l.count; k++) {
            const int32_t node = node_of(s, &l, k);
            const bool alone = node >= 0 && is_alone(s, node, &l.demand[k], l.able[k]);
            pace[l.employee[k]] = alone ? s->model->p.role_floor : 1.0;
        }
    }
}

static ist_status meet_needs(ist_state *s, int32_t from, int32_t to)
{
    problems_come(s, from, to);
    find_paces(s, from, to);
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
    ist_status status = isti_spread(s, s->model->node_count, isti_profile_nodes);
    // Whom one can turn to is settled before anybody gets better.
    status = status == IST_OK ? isti_spread(s, people, meet_needs) : status;
    return status == IST_OK ? isti_spread(s, people, learn_roles) : status;
}
