// SPDX-License-Identifier: GPL-3.0-or-later
// What each kind of event does. Events change people, units and circumstances; none touches an
// outcome: no community is ended or woken, no stage set, nobody taken off a list who is still there.
#include "process/process.h"

#include "base/numbers.h"
#include "state/communities.h"
#include "state/order.h"
#include "state/people.h"

#include <math.h>

// Events of one tick draw apart: their place in the calendar is part of the key.
static int32_t number_of(const ist_state *s, const isti_event *e)
{
    return (int32_t)(e - s->model->event);
}

static bool has(const isti_list *list, int32_t item)
{
    if (list->all) {
        return true;
    }
    for (int32_t k = 0; k < list->count; k++) {
        if (list->items[k] == item) {
            return true;
        }
    }
    return false;
}

// Does an event with a share hit this employee?
static bool concerns(const ist_state *s, const isti_event *e, int32_t employee)
{
    return s->employee_present[employee] && e->level[s->model->employee_level[employee]] &&
           has(&e->units, s->employee_workplace[employee]) &&
           isti_draw_now(s, ISTI_FOR_EVENT, employee, number_of(s, e)) < e->share;
}

static void transfer_one(ist_state *s, const isti_event *e, int32_t employee)
{
    isti_stream stream = isti_stream_now(s, ISTI_FOR_MOVE_WHERE, employee, number_of(s, e));
    const double turn = isti_stream_uniform(&stream);
    const int32_t theme = isti_theme_by_demand(s->model, &stream);
    const int32_t place = isti_destination(s, employee, &e->to, &stream);
    const int32_t node = s->model->employee_node[employee];
    if (place >= 0) {
        if (node >= 0) {
            s->desk.list2[node] = s->employee_workplace[employee];
        }
        isti_transfer(s, employee, place);
    }
    if (turn < e->change_theme) {
        isti_person_turns_to(s, employee, theme);
    }
}

// Everybody moves first; then those who moved introduce one of those who stayed.
static ist_status transfer(ist_state *s, const isti_event *e)
{
    const ist_model *m = s->model;
    for (int32_t node = 0; node < m->node_count; node++) {
        s->desk.list2[node] = -1;
    }
    for (int32_t i = 0; i < m->employee_count; i++) {
        if (concerns(s, e, i)) {
            transfer_one(s, e, i);
        }
    }
    ist_status status = IST_OK;
    for (int32_t node = 0; node < m->node_count && status == IST_OK && e->overlap > 0.0; node++) {
        if (s->desk.list2[node] >= 0) {
            status = isti_hand_over(s, m->node_employee[node], s->desk.list2[node], e->overlap);
        }
    }
    return status;
}

static ist_status reassign(ist_state *s, const isti_event *e)
{
    for (int32_t i = 0; i < s->model->employee_count; i++) {
        if (concerns(s, e, i)) {
            isti_stream stream = isti_stream_now(s, ISTI_FOR_EVENT_THEME, i, number_of(s, e));
            isti_person_turns_to(s, i, isti_theme_by_demand(s->model, &stream));
            s->employee_ambiguity[i] = 1.0;
        }
    }
    return IST_OK;
}

static ist_status replace(ist_state *s, const isti_event *e)
{
    for (int32_t i = 0; i < s->model->employee_count; i++) {
        if (concerns(s, e, i)) {
            isti_replace(s, i);
        }
    }
    return IST_OK;
}

// The merged unit's context is the mean over those that make it up, weighted by people.
static void blend(ist_state *s, int32_t source, int32_t target, const int32_t *people)
{
    const double total = people[source] + people[target];
    const double weight = total > 0.0 ? people[source] / total : 0.0;
    for (size_t v = 0; v < IST_CONTEXT_COUNT; v++) {
        double *to = &s->unit_context[(size_t)target * IST_CONTEXT_COUNT + v];
        *to += weight * (s->unit_context[(size_t)source * IST_CONTEXT_COUNT + v] - *to);
    }
    for (size_t v = 0; v < IST_CONTROL_COUNT; v++) {
        double *to = &s->unit_control[(size_t)target * IST_CONTROL_COUNT + v];
        *to += weight * (s->unit_control[(size_t)source * IST_CONTROL_COUNT + v] - *to);
    }
}

// Neighbors in the list are merged; workplaces stay, and so do their people.
static ist_status merge_units(ist_state *s, const isti_event *e)
{
    int32_t *people = s->scratch.cursor;
    for (int32_t u = 0; u < s->model->unit_count; u++) {
        people[u] = 0;
    }
    for (int32_t i = 0; i < s->model->employee_count; i++) {
        people[s->employee_unit[i]] += s->employee_present[i];
    }
    int32_t target = -1;
    int64_t block = -1;
    for (int32_t k = 0; k < e->units.count; k++) {
        // A unit that was merged before stands for the one it became.
        const int32_t unit = s->unit_owner[e->units.items[k]];
        const int64_t mine = (int64_t)k * e->into / e->units.count;
        if (mine != block) {
            block = mine;
            target = unit;
            continue;
        }
        if (unit == target) {
            continue;
        }
        blend(s, unit, target, people);
        people[target] += people[unit];
        s->unit_head[unit] = -1;
        for (int32_t u = 0; u < s->model->unit_count; u++) {
            s->unit_owner[u] = s->unit_owner[u] == unit ? target : s->unit_owner[u];
        }
    }
    for (int32_t i = 0; i < s->model->employee_count; i++) {
        s->employee_unit[i] = s->unit_owner[s->employee_workplace[i]];
    }
    return IST_OK;
}

static void inherit_unit(ist_state *s, int32_t from, int32_t to)
{
    for (size_t v = 0; v < IST_CONTEXT_COUNT; v++) {
        s->unit_context[(size_t)to * IST_CONTEXT_COUNT + v] =
            s->unit_context[(size_t)from * IST_CONTEXT_COUNT + v];
    }
    for (size_t v = 0; v < IST_CONTROL_COUNT; v++) {
        s->unit_control[(size_t)to * IST_CONTROL_COUNT + v] =
            s->unit_control[(size_t)from * IST_CONTROL_COUNT + v];
    }
    s->unit_pressure[to] = s->unit_pressure[from];
    s->unit_present[to] = 1;
}

// People are spread evenly over the parts; each part is a unit and a workplace of its own.
static ist_status split_units(ist_state *s, const isti_event *e)
{
    const int32_t parts = e->into - 1;
    for (int32_t k = 0; k < e->units.count; k++) {
        for (int32_t part = 0; part < parts; part++) {
            inherit_unit(s, s->unit_owner[e->units.items[k]], e->split_first + k * parts + part);
        }
    }
    for (int32_t k = 0; k < e->units.count; k++) {
        const int32_t unit = e->units.items[k];
        for (int32_t i = 0; i < s->model->employee_count; i++) {
            if (s->employee_workplace[i] != unit || isti_heads(s, i)) {
                continue;
            }
            const double luck = isti_draw_now(s, ISTI_FOR_EVENT_PICK, i, number_of(s, e));
            const int32_t part = (int32_t)(luck * e->into);
            if (part > 0) {
                isti_transfer(s, i, e->split_first + k * parts + part - 1);
            }
        }
    }
    return IST_OK;
}

static ist_status acquire(ist_state *s, const isti_event *e)
{
    for (int32_t k = 0; k < e->units.count; k++) {
        s->unit_present[e->units.items[k]] = 1;
        s->unit_since[e->units.items[k]] = (int32_t)s->now.tick;
    }
    for (int32_t i = 0; i < s->model->employee_count; i++) {
        s->employee_present[i] = s->unit_present[s->employee_workplace[i]];
    }
    return s->model->draw_ties ? isti_people_tie(s, e->units.items, e->units.count) : IST_OK;
}

// Mark the units that an event reaches: those that own the workplaces it names.
static const int32_t *reached(ist_state *s, const isti_event *e)
{
    int32_t *mark = s->scratch.cursor;
    for (int32_t u = 0; u < s->model->unit_count; u++) {
        mark[u] = 0;
    }
    for (int32_t u = 0; u < s->model->unit_count; u++) {
        mark[s->unit_owner[u]] |= has(&e->units, u);
    }
    return mark;
}

static ist_status context(ist_state *s, const isti_event *e)
{
    const int32_t *mark = reached(s, e);
    for (int32_t u = 0; u < s->model->unit_count; u++) {
        if (!mark[u]) {
            continue;
        }
        for (size_t v = 0; v < IST_CONTEXT_COUNT; v++) {
            double *to = &s->unit_context[(size_t)u * IST_CONTEXT_COUNT + v];
            *to = isnan(e->context[v]) ? *to : e->context[v];
        }
        for (size_t v = 0; v < IST_CONTROL_COUNT; v++) {
            double *to = &s->unit_control[(size_t)u * IST_CONTROL_COUNT + v];
            *to = isnan(e->control[v]) ? *to : e->control[v];
        }
    }
    return IST_OK;
}

static ist_status emphasis(ist_state *s, const isti_event *e)
{
    s->now.emphasis = e->value;
    return IST_OK;
}

static ist_status sponsor(ist_state *s, const isti_event *e)
{
    const isti_range *group = &s->model->manager_group[e->manager_group];
    for (int32_t k = group->first; k < group->first + group->count; k++) {
        s->manager_present[k] = e->arrives;
    }
    for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
        const int32_t overseer = s->community_overseer[c];
        if (overseer >= 0 && !s->manager_present[overseer]) {
            s->community_overseer[c] = -1;
        }
    }
    return IST_OK;
}

static ist_status overseers(ist_state *s, const isti_event *e)
{
    s->now.overseer_group = e->manager_group;
    s->now.overseer_share = e->share;
    return IST_OK;
}

static ist_status portal(ist_state *s, const isti_event *e)
{
    s->now.portal = e->value;
    return IST_OK;
}

static ist_status new_rules(ist_state *s, const isti_event *e)
{
    for (int32_t k = 0; k < s->model->theme_count; k++) {
        if (has(&e->themes, k)) {
            const double lost = s->theme_canon[k] * (1.0 - e->canon);
            s->theme_canon[k] -= lost;
            s->theme_void[k] += lost;
            s->theme_surge[k] += e->surge;
        }
    }
    for (int32_t i = 0; i < s->model->employee_count; i++) {
        if (has(&e->themes, s->employee_theme[i])) {
            isti_person_unlearns(s, i, e->obsolescence);
        }
    }
    return IST_OK;
}

static ist_status surge(ist_state *s, const isti_event *e)
{
    s->now.surge += e->value;
    return IST_OK;
}

static ist_status line_shock(ist_state *s, const isti_event *e)
{
    s->now.line_shock = isti_clamp01(s->now.line_shock + e->value);
    return IST_OK;
}

static ist_status pressure(ist_state *s, const isti_event *e)
{
    const int32_t *mark = reached(s, e);
    for (int32_t u = 0; u < s->model->unit_count; u++) {
        s->unit_pressure[u] += mark[u] ? e->value : 0.0;
    }
    return IST_OK;
}

static ist_status new_theme(ist_state *s, const isti_event *e)
{
    s->theme_canon[e->theme] = 0.0;
    s->theme_void[e->theme] = 0.0;
    for (int32_t i = 0; i < s->model->employee_count; i++) {
        if (concerns(s, e, i)) {
            isti_person_turns_to(s, i, e->theme);
        }
    }
    return IST_OK;
}

// People for a new community: those with the theme first, then those who know something of it.
static ist_status choose_members(ist_state *s, const isti_event *e)
{
    const ist_model *m = s->model;
    ist_status status = IST_OK;
    s->desk.claims = 0;
    for (int32_t node = 0; node < m->node_count && status == IST_OK; node++) {
        const int32_t i = m->node_employee[node];
        if (!m->node_participates[node] || !s->employee_present[i]) {
            continue;
        }
        const double distance = s->employee_theme[i] == e->theme    ? 0.0
                                : s->employee_second[i] == e->theme ? 1.0
                                                                    : 2.0;
        const double draw = isti_draw_now(s, ISTI_FOR_INIT_COMMUNITY, node, number_of(s, e));
        status = isti_claim_add(s, node, 0, distance + draw, -1);
    }
    isti_sort_claims_by_draw(s->desk.claim, s->desk.claims);
    return status;
}

static int32_t present_manager(const ist_state *s, int32_t group, int32_t turn)
{
    if (group < 0) {
        return -1;
    }
    const isti_range *managers = &s->model->manager_group[group];
    for (int32_t k = 0; k < managers->count; k++) {
        const int32_t manager = managers->first + (turn + k) % managers->count;
        if (isti_manages(s, manager)) {
            return manager;
        }
    }
    return -1;
}

static ist_status launch(ist_state *s, const isti_event *e)
{
    ist_status status = !isti_is_off(s, IST_MECHANISM_FOUNDING) ? choose_members(s, e) : IST_OK;
    const int32_t count = isti_min_i(e->size, s->desk.claims);
    if (status != IST_OK || isti_is_off(s, IST_MECHANISM_FOUNDING) || count < 2) {
        return status;
    }
    for (int32_t k = 0; k < count; k++) {
        s->desk.list[k] = s->desk.claim[k].node;
    }
    isti_founding f = isti_founding_default();
    f.theme = e->theme;
    f.founder = s->desk.list[0];
    f.origin = IST_ORIGIN_LAUNCHED;
    f.official = true;
    f.launch = e->launch;
    f.overseer = present_manager(s, e->manager_group, e->launch);
    f.limit = e->seats;
    f.members = s->desk.list;
    f.count = count;
    f.tied_pairs = isti_tied_pairs(s, f.members, count, f.founder);
    isti_index_themes(s);
    status = isti_tied_by_chance(s);
    f.tied_chance = s->scratch.theme_value[e->theme];
    return status != IST_OK ? status
                            : isti_community_found(s, &f, -1, &s->launch_community[e->launch]);
}

static int32_t meant(const ist_state *s, const isti_event *e)
{
    const int32_t c = e->launch >= 0 ? s->launch_community[e->launch] : -1;
    return c >= 0 && isti_is_active(s, c) ? c : -1;
}

static ist_status leave_pilot(ist_state *s, const isti_event *e)
{
    const int32_t c = meant(s, e);
    if (c >= 0) {
        s->community_pilot[c] = -1;
    }
    return IST_OK;
}

// The most competent on the theme who are not members yet, as far as seats go.
static ist_status recruit(ist_state *s, const isti_event *e)
{
    const ist_model *m = s->model;
    const int32_t c = meant(s, e);
    ist_status status = IST_OK;
    s->desk.claims = 0;
    for (int32_t node = 0; c >= 0 && node < m->node_count && status == IST_OK; node++) {
        const int32_t i = m->node_employee[node];
        if (m->node_participates[node] && s->employee_present[i] && !isti_is_member(s, c, node) &&
            isti_is_interested(s, i, s->community_theme[c])) {
            const double lacking = 1.0 - isti_competence_on(s, i, s->community_theme[c]);
            status = isti_claim_add(s, node, c, lacking, -1);
        }
    }
    isti_sort_claims_by_draw(s->desk.claim, s->desk.claims);
    const int32_t count = isti_min_i(e->count, s->desk.claims);
    for (int32_t k = 0; k < count && status == IST_OK && !isti_is_full(s, c); k++) {
        status = isti_community_enter(s, c, s->desk.claim[k].node, m->p.commit_join);
    }
    return status;
}

static ist_status (*const happen[IST_EVENT_COUNT])(ist_state *s, const isti_event *e) = {
    [IST_EVENT_TRANSFER] = transfer,
    [IST_EVENT_REASSIGN] = reassign,
    [IST_EVENT_REPLACE] = replace,
    [IST_EVENT_MERGE_UNITS] = merge_units,
    [IST_EVENT_SPLIT_UNITS] = split_units,
    [IST_EVENT_ACQUIRE] = acquire,
    [IST_EVENT_CONTEXT] = context,
    [IST_EVENT_EMPHASIS] = emphasis,
    [IST_EVENT_SPONSOR] = sponsor,
    [IST_EVENT_OVERSEERS] = overseers,
    [IST_EVENT_PORTAL] = portal,
    [IST_EVENT_NEW_RULES] = new_rules,
    [IST_EVENT_SURGE] = surge,
    [IST_EVENT_LINE_SHOCK] = line_shock,
    [IST_EVENT_PRESSURE] = pressure,
    [IST_EVENT_NEW_THEME] = new_theme,
    [IST_EVENT_LAUNCH] = launch,
    [IST_EVENT_LEAVE_PILOT] = leave_pilot,
    [IST_EVENT_RECRUIT] = recruit,
};

ist_status isti_events(ist_state *s)
{
    const ist_model *m = s->model;
    ist_status status = IST_OK;
    for (int32_t k = 0; k < m->event_count && status == IST_OK; k++) {
        const isti_event *e = &m->event[k];
        const bool due = e->tick == (int32_t)s->now.tick;
        if (due && (e->shock < 0 || e->shock != s->run.without)) {
            status = happen[e->kind](s, e);
        }
    }
    return status;
}
