// SPDX-License-Identifier: GPL-3.0-or-later
// People at the start: attributes and ties drawn from keyed streams, given ones kept.
#include "state/people.h"

#include "base/crew.h"
#include "base/numbers.h"
#include "state/ties.h"

#include <math.h>
#include <string.h>

int32_t isti_theme_by_demand(const ist_model *model, isti_stream *stream)
{
    const int32_t theme = isti_stream_pick_summed(stream, model->theme_demand, model->theme_reach,
                                                  model->theme_count);
    return theme < 0 ? 0 : theme;
}

static void draw_person(ist_state *s, int32_t employee, isti_purpose purpose)
{
    const isti_parameters *p = &s->model->p;
    isti_stream stream = isti_stream_now(s, purpose, employee, 0);
    s->employee_theme[employee] = (int16_t)isti_theme_by_demand(s->model, &stream);
    s->employee_second[employee] = (int16_t)isti_theme_by_demand(s->model, &stream);
    s->employee_competence[employee] = isti_stream_beta(&stream, p->competence_a, p->competence_b);
    const int32_t node = s->model->employee_node[employee];
    if (node < 0) {
        return;
    }
    s->node_facilitation[node] =
        (float)isti_stream_beta(&stream, p->facilitation_a, p->facilitation_b);
    s->node_altruism[node] = (float)isti_stream_beta(&stream, p->altruism_a, p->altruism_a);
    s->node_taste[node] = (float)(2.0 * isti_stream_beta(&stream, p->taste_a, p->taste_a));
}

static void keep_given(ist_state *s)
{
    for (int32_t k = 0; k < s->model->given_count; k++) {
        const isti_given *g = &s->model->given[k];
        const int32_t node = s->model->employee_node[g->employee];
        if (g->theme >= 0) {
            s->employee_theme[g->employee] = (int16_t)g->theme;
        }
        if (g->second_theme >= 0) {
            s->employee_second[g->employee] = (int16_t)g->second_theme;
        }
        if (!isnan(g->competence)) {
            s->employee_competence[g->employee] = g->competence;
        }
        if (node < 0) {
            continue;
        }
        if (!isnan(g->facilitation)) {
            s->node_facilitation[node] = (float)g->facilitation;
        }
        if (!isnan(g->altruism)) {
            s->node_altruism[node] = (float)g->altruism;
        }
        if (!isnan(g->taste)) {
            s->node_taste[node] = (float)g->taste;
        }
    }
}

static void settle_units(ist_state *s)
{
    const ist_model *m = s->model;
    const size_t units = (size_t)m->unit_count;
    memcpy(s->unit_control, m->unit_control, units * IST_CONTROL_COUNT * sizeof(double));
    memcpy(s->unit_context, m->unit_context, units * IST_CONTEXT_COUNT * sizeof(double));
    for (int32_t u = 0; u < m->unit_count; u++) {
        s->unit_head[u] = m->unit_head[u];
        s->unit_present[u] = m->unit_present[u];
        s->unit_owner[u] = u;
        s->unit_since[u] = -1;
    }
    for (int32_t k = 0; k < m->theme_count; k++) {
        s->theme_canon[k] = m->theme_canon[k];
    }
    for (int32_t k = 0; k < m->launch_count; k++) {
        s->launch_community[k] = -1;
    }
}

double isti_complexity(const ist_state *s, int32_t manager, double mean)
{
    const double spread = s->model->p.complexity_spread;
    isti_stream stream = isti_stream_now(s, ISTI_FOR_INIT_MANAGER, manager, 0);
    const bool certain = mean <= 0.0 || mean >= 1.0;
    return certain ? isti_clamp01(mean)
                   : isti_stream_beta(&stream, spread * mean, spread * (1.0 - mean));
}

// Behavioral complexity: given, or Beta with mean 1 - input control * short-termism of the unit.
static void settle_managers(ist_state *s)
{
    const ist_model *m = s->model;
    for (int32_t k = 0; k < m->manager_count; k++) {
        const isti_manager *manager = &m->manager[k];
        const size_t unit = (size_t)m->employee_unit[manager->employee];
        const double input = m->unit_control[unit * IST_CONTROL_COUNT + IST_CONTROL_INPUT];
        const double hurry = m->unit_context[unit * IST_CONTEXT_COUNT + IST_CONTEXT_SHORT_TERMISM];
        s->manager_present[k] = manager->present;
        s->manager_complexity[k] = isnan(manager->complexity)
                                       ? isti_complexity(s, k, 1.0 - input * hurry)
                                       : manager->complexity;
    }
}

// Nodes of a unit's people at the start, into `nodes`; returns how many participate.
static int32_t participants_of(const ist_state *s, int32_t unit, int32_t *nodes)
{
    const ist_model *m = s->model;
    int32_t count = 0;
    for (int32_t i = m->unit_first[unit]; i < m->unit_first[unit] + m->unit_size[unit]; i++) {
        const int32_t node = m->employee_node[i];
        if (node >= 0 && m->node_participates[node]) {
            nodes[count++] = node;
        }
    }
    return count;
}

// In a large workplace people tie about as many colleagues as daily contact is possible with.
static double colleague_share(const isti_parameters *p, int32_t count)
{
    return isti_min(p->unit_tie_share, count > 1 ? p->contact_cap / (count - 1) : 1.0);
}

double isti_usual_colleagues(const isti_parameters *p, double people)
{
    const double full_workplace = 0.9; // measured, of the ties that contact_cap would allow
    const double others = isti_max(0.0, people - 1.0);
    return isti_min(p->unit_tie_share * others, full_workplace * isti_min(p->contact_cap, others));
}

// Rows as long as the ties given, and those that will be drawn, are likely to make them.
static ist_status lay_rows(ist_state *s)
{
    const ist_model *m = s->model;
    int32_t *degree = s->desk.list;
    memset(degree, 0, (size_t)m->node_count * sizeof *degree);
    for (int32_t k = 0; k < m->tie_count; k++) {
        degree[m->employee_node[m->tie[k].a]]++;
        degree[m->employee_node[m->tie[k].b]]++;
    }
    for (int32_t u = 0; m->draw_ties && u < m->unit_count; u++) {
        int32_t *nodes = s->desk.list2;
        const int32_t count = m->unit_present[u] ? participants_of(s, u, nodes) : 0;
        const double ties = isti_usual_colleagues(&m->p, count) + m->p.cross_ties;
        for (int32_t k = 0; k < count; k++) {
            degree[nodes[k]] += (int32_t)ties + 1;
        }
    }
    return isti_rows_lay(s, degree);
}

static ist_status settle_given_ties(ist_state *s)
{
    ist_status status = IST_OK;
    for (int32_t k = 0; k < s->model->tie_count && status == IST_OK; k++) {
        const isti_given_tie *t = &s->model->tie[k];
        int32_t tie = -1;
        status = isti_tie_create(s, s->model->employee_node[t->a], s->model->employee_node[t->b],
                                 t->x, t->y, &tie);
    }
    return status;
}

// One part of the people.
static ist_status settle_people(void *context, int32_t part, int32_t worker)
{
    ist_state *s = context;
    const ist_model *m = s->model;
    const int32_t from = part * ISTI_PART;
    (void)worker;
    for (int32_t i = from; i < isti_min_i(from + ISTI_PART, m->employee_count); i++) {
        s->employee_unit[i] = m->employee_unit[i];
        s->employee_workplace[i] = m->employee_unit[i];
        s->employee_present[i] = m->unit_present[m->employee_unit[i]];
        s->employee_problem[i] = -1;
        draw_person(s, i, ISTI_FOR_INIT_PERSON);
    }
    return IST_OK;
}

ist_status isti_people_settle(ist_state *s)
{
    const ist_model *m = s->model;
    settle_units(s);
    ist_status status = isti_crew_run(s->views + 1, isti_parts(m), settle_people, s);
    keep_given(s);
    settle_managers(s);
    status = status == IST_OK ? lay_rows(s) : status;
    status = status == IST_OK ? settle_given_ties(s) : status;
    if (status == IST_OK && m->draw_ties) {
        int32_t present = 0;
        for (int32_t u = 0; u < m->unit_count; u++) {
            if (s->unit_present[u] && m->unit_size[u] > 0) {
                s->scratch.cursor[present++] = u;
            }
        }
        status = isti_people_tie(s, s->scratch.cursor, present);
    }
    return status;
}

void isti_person_hired(ist_state *s, int32_t employee)
{
    draw_person(s, employee, ISTI_FOR_HIRE_PERSON);
    s->employee_hired[employee] = (uint16_t)s->now.tick;
    s->employee_problem[employee] = -1;
    s->employee_age[employee] = 0;
    s->employee_ambiguity[employee] = 1.0F;
    s->employee_void[employee] = 0.0F;
    const int32_t node = s->model->employee_node[employee];
    if (node >= 0) {
        s->node_experience[node] = 0.0F;
        s->node_balance[node] = 0.0F;
    }
}

void isti_person_unlearns(ist_state *s, int32_t employee, double share)
{
    const double lost = share * s->employee_competence[employee];
    s->employee_competence[employee] -= lost;
    s->employee_void[employee] =
        (float)isti_min(s->employee_void[employee] + lost, 1.0 - s->employee_competence[employee]);
}

void isti_person_turns_to(ist_state *s, int32_t employee, int32_t theme)
{
    const int16_t old = s->employee_theme[employee];
    if (theme == old) {
        return;
    }
    isti_person_unlearns(s, employee, 1.0 - s->model->p.off_theme_competence);
    s->employee_second[employee] = old;
    s->employee_theme[employee] = (int16_t)theme;
}

// Two people of one workplace: tied with unit_tie_share, or so that about contact_cap ties result
// where many sit together.
static ist_status tie_colleagues(ist_state *s, int32_t a, int32_t b, double luck, double share)
{
    const isti_parameters *p = &s->model->p;
    const int32_t cap = (int32_t)p->contact_cap;
    if (luck >= share || s->node_degree[a] >= cap || s->node_degree[b] >= cap ||
        isti_tie_find(s, a, b) >= 0) {
        return IST_OK;
    }
    isti_stream stream = isti_stream_now(s, ISTI_FOR_INIT_TIE, a, b);
    isti_stream_uniform(&stream); // the luck
    const double x = 2.0 * p->unit_tie_x * isti_stream_uniform(&stream);
    const double y = 2.0 * p->unit_tie_y * isti_stream_uniform(&stream);
    int32_t tie = -1;
    return isti_tie_create(s, a, b, x, y, &tie);
}

// In a large workplace each person draws partners instead of every pair being tried.
static ist_status tie_crowd(ist_state *s, const int32_t *nodes, int32_t count)
{
    const int32_t partners = (int32_t)s->model->p.contact_cap / 2;
    ist_status status = IST_OK;
    for (int32_t k = 0; k < count; k++) {
        isti_stream stream = isti_stream_now(s, ISTI_FOR_INIT_TIE, nodes[k], nodes[k]);
        for (int32_t l = 0; l < partners && status == IST_OK; l++) {
            const int32_t other = nodes[isti_stream_below(&stream, count)];
            if (other != nodes[k]) { // chosen, so luck does not matter
                status = tie_colleagues(s, isti_min_i(nodes[k], other), isti_max_i(nodes[k], other),
                                        0.0, 1.0);
            }
        }
    }
    return status;
}

// The first of `count` people and each of the others.
static ist_status tie_to_later(ist_state *s, const int32_t *nodes, int32_t count, double share)
{
    enum { SOME = 64 };
    ist_status status = IST_OK;
    for (int32_t from = 1; from < count && status == IST_OK; from += SOME) {
        int32_t first[SOME];
        double luck[SOME];
        const int32_t here = isti_min_i(SOME, count - from);
        for (int32_t l = 0; l < here; l++) {
            first[l] = nodes[0];
        }
        isti_draw_list(s->key, (int32_t)s->now.tick, ISTI_FOR_INIT_TIE, first, nodes + from, here,
                       luck);
        for (int32_t l = 0; l < here && status == IST_OK; l++) {
            status = tie_colleagues(s, nodes[0], nodes[from + l], luck[l], share);
        }
    }
    return status;
}

static ist_status tie_workplace(ist_state *s, const int32_t *nodes, int32_t count)
{
    const isti_parameters *p = &s->model->p;
    if (count > 4 * (int32_t)p->contact_cap) {
        return tie_crowd(s, nodes, count);
    }
    const double share = colleague_share(p, count);
    ist_status status = IST_OK;
    for (int32_t k = 0; k < count && status == IST_OK; k++) {
        status = tie_to_later(s, nodes + k, count - k, share);
    }
    return status;
}

// Ties across workplaces: half of cross_ties for each person, with partners among all of them.
static ist_status tie_across(ist_state *s, const int32_t *nodes, int32_t count, int32_t k)
{
    const isti_parameters *p = &s->model->p;
    isti_stream stream = isti_stream_now(s, ISTI_FOR_INIT_TIE_CROSS, nodes[k], 0);
    const double half = 0.5 * p->cross_ties;
    const int32_t whole = (int32_t)half;
    const int32_t wanted = whole + (isti_stream_uniform(&stream) < half - whole);
    ist_status status = IST_OK;
    for (int32_t l = 0; l < wanted && status == IST_OK; l++) {
        const int32_t other = nodes[isti_stream_below(&stream, count)];
        const double former = isti_stream_uniform(&stream);
        const double x = 2.0 * p->cross_tie_x * isti_stream_uniform(&stream);
        const double y = 2.0 * isti_stream_uniform(&stream) *
                         (former < p->former_share ? p->former_y : p->cross_tie_y);
        const int32_t *at = s->employee_workplace;
        const bool apart =
            at[s->model->node_employee[other]] != at[s->model->node_employee[nodes[k]]];
        if (apart && isti_tie_find(s, nodes[k], other) < 0) {
            int32_t tie = -1;
            status = isti_tie_create(s, nodes[k], other, x, y, &tie);
        }
    }
    return status;
}

ist_status isti_people_tie(ist_state *s, const int32_t *units, int32_t count)
{
    int32_t *nodes = s->desk.list;
    int32_t total = 0;
    ist_status status = IST_OK;
    for (int32_t k = 0; k < count && status == IST_OK; k++) {
        const int32_t here = participants_of(s, units[k], nodes + total);
        status = tie_workplace(s, nodes + total, here);
        total += here;
    }
    for (int32_t k = 0; k < total && status == IST_OK; k++) {
        status = tie_across(s, nodes, total, k);
    }
    return status;
}

// Counting sort of the nodes by `key`, but for those where it is -1. Each worker counts, and later places, the
// nodes of one stretch: items stand in the order of their numbers, however many stretches there are.
typedef struct sorting {
    ist_state *s;
    const int32_t *key;
    isti_index *index;
    int32_t stretches, kinds;
} sorting;

// Per kind, for one stretch: how many there are, then where the next one goes.
static int32_t *places_of(const sorting *all, int32_t stretch)
{
    return stretch == 0 ? all->s->scratch.cursor : all->s->view[stretch - 1].desk.list;
}

static int32_t begin_of(const sorting *all, int32_t stretch)
{
    return (int32_t)((int64_t)all->s->model->node_count * stretch / all->stretches);
}

static ist_status count_kinds(void *context, int32_t stretch, int32_t worker)
{
    const sorting *all = context;
    int32_t *count = places_of(all, stretch);
    const int32_t end = begin_of(all, stretch + 1);
    (void)worker;
    memset(count, 0, (size_t)all->kinds * sizeof *count);
    for (int32_t i = begin_of(all, stretch); i < end; i++) {
        if (all->key[i] >= 0) {
            count[all->key[i]]++;
        }
    }
    return IST_OK;
}

static void add_up_kinds(const sorting *all)
{
    int32_t *first = all->index->first;
    int32_t used = 0;
    for (int32_t k = 0; k < all->kinds; k++) {
        first[k] = used;
        for (int32_t stretch = 0; stretch < all->stretches; stretch++) {
            int32_t *place = &places_of(all, stretch)[k];
            const int32_t count = *place;
            *place = used;
            used += count;
        }
    }
    first[all->kinds] = used;
}

static ist_status place_nodes(void *context, int32_t stretch, int32_t worker)
{
    const sorting *all = context;
    int32_t *place = places_of(all, stretch);
    const int32_t end = begin_of(all, stretch + 1);
    (void)worker;
    for (int32_t i = begin_of(all, stretch); i < end; i++) {
        if (all->key[i] >= 0) {
            all->index->items[place[all->key[i]]++] = i;
        }
    }
    return IST_OK;
}

static ist_status in_stretches(sorting *all, isti_job_fn *job)
{
    return all->stretches == 1 ? job(all, 0, 0)
                               : isti_crew_work(all->s->crew, all->stretches, job, all);
}

static void build_index(ist_state *s, isti_index *index, int32_t kinds, const int32_t *key)
{
    // Adding up should be little beside placing; and lists of workers are as long as the nodes.
    enum { NODES_PER_KIND = 8 };
    const int32_t most = s->model->node_count / NODES_PER_KIND / isti_max_i(kinds, 1);
    sorting all = {.s = s,
                   .key = key,
                   .index = index,
                   .stretches = isti_max_i(isti_min_i(s->views + 1, most), 1),
                   .kinds = kinds};
    in_stretches(&all, count_kinds);
    add_up_kinds(&all);
    in_stretches(&all, place_nodes);
}

static bool takes_part(const ist_state *s, int32_t node)
{
    return s->model->node_participates[node] && s->employee_present[s->model->node_employee[node]];
}

void isti_index_workplaces(ist_state *s)
{
    const ist_model *m = s->model;
    int32_t *place = s->scratch.place;
    for (int32_t i = 0; i < m->node_count; i++) {
        place[i] = takes_part(s, i) ? s->employee_workplace[m->node_employee[i]] : -1;
    }
    build_index(s, &s->scratch.workplace, m->unit_count, place);
}

void isti_index_themes(ist_state *s)
{
    const ist_model *m = s->model;
    for (int32_t i = 0; i < m->node_count; i++) {
        s->scratch.practice[i] = takes_part(s, i) ? s->employee_theme[m->node_employee[i]] : -1;
    }
    build_index(s, &s->scratch.theme, m->theme_count, s->scratch.practice);
}

// Mark those a node is tied to: a mark less the first tells the place in the row.
static int32_t mark_tied(ist_state *s, int32_t node)
{
    const int32_t degree = s->node_degree[node];
    const int32_t first = isti_stamps(s, degree);
    for (int32_t k = 0; k < degree; k++) {
        s->desk.mark[s->slot_other[s->node_row[node] + k]] = first + k;
    }
    return first;
}

// Some of the participants at somebody's workplace: `wanted` of the `count` people, beginning `from`
// somewhere, and after the last one with the first.
typedef struct colleagues {
    const int32_t *people;
    int32_t count, wanted, from;
} colleagues;

static colleagues colleagues_of(const ist_state *s, int32_t node)
{
    const isti_index *index = &s->scratch.workplace;
    const int32_t place = s->employee_workplace[s->model->node_employee[node]];
    const int32_t count = index->first[place + 1] - index->first[place];
    isti_stream stream = isti_stream_now(s, ISTI_FOR_CONTACT, node, place);
    return (colleagues){.people = index->items + index->first[place],
                        .count = count,
                        .wanted = isti_min_i((int32_t)s->model->p.contact_cap, count),
                        .from = count > 0 ? isti_stream_below(&stream, count) : 0};
}

void isti_workplace_fetch(const ist_state *s, int32_t node)
{
    const colleagues c = colleagues_of(s, node);
    for (int32_t k = 0; k < c.wanted; k++) {
        const int32_t other = c.people[(c.from + k) % c.count];
        __builtin_prefetch(s->slot_other + s->node_row[other] + s->node_degree[other], 1);
        __builtin_prefetch(s->slot_tie + s->node_row[other] + s->node_degree[other], 1);
        __builtin_prefetch(&s->employee_workplace[s->model->node_employee[other]]);
        __builtin_prefetch(&s->desk.mark[other]);
    }
}

// Did somebody who came before this one, in the same tick, find this one there?
static bool has_greeted(const ist_state *s, int32_t other, int32_t node)
{
    if (other > node || s->scratch.moved[other] == ISTI_STAYED) {
        return false;
    }
    const colleagues c = colleagues_of(s, other);
    const int32_t place = isti_place_of(c.people, c.count, node);
    return place >= 0 && (place - c.from + c.count) % c.count < c.wanted;
}

int32_t isti_person_greets(ist_state *s, int32_t node, int32_t *stranger)
{
    const colleagues c = colleagues_of(s, node);
    const int32_t first = mark_tied(s, node);
    int32_t strangers = 0;
    for (int32_t k = 0; k < c.wanted; k++) {
        const int32_t other = c.people[(c.from + k) % c.count];
        if (other == node || has_greeted(s, other, node)) {
            continue;
        }
        const int32_t place = s->desk.mark[other] - first;
        if (place < 0) {
            stranger[strangers++] = other;
            continue;
        }
        const int32_t tie = s->slot_tie[s->node_row[node] + place];
        if (isti_tie_is_dormant(s, tie)) {
            isti_tie_wake(s, tie);
            isti_tie_touch(s, tie);
        }
    }
    return strangers;
}

bool isti_can_be_asked(const ist_state *s, int32_t slot, int32_t theme)
{
    const ist_model *m = s->model;
    const int32_t other = m->node_employee[s->slot_other[slot]];
    return isti_competence_on(s, other, theme) >= m->p.competent && s->employee_present[other] &&
           isti_tie_x_remembered(s, s->slot_tie[slot]) > m->p.ask_floor;
}

int32_t isti_people_to_ask(const ist_state *s, int32_t node, int32_t most)
{
    const int32_t theme = s->employee_theme[s->model->node_employee[node]];
    int32_t count = 0;
    for (int32_t k = 0; k < s->node_degree[node] && count < most; k++) {
        count += isti_can_be_asked(s, s->node_row[node] + k, theme);
    }
    return count;
}
