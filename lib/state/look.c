// SPDX-License-Identifier: GPL-3.0-or-later
// Looking at a state from outside.
#include "state/communities.h"
#include "state/people.h"
#include "state/ties.h"

#include <math.h>

const ist_model *ist_state_model(const ist_state *s)
{
    return s->model;
}

int32_t ist_state_tick(const ist_state *s)
{
    return (int32_t)s->now.tick;
}

double ist_state_time(const ist_state *s)
{
    return ist_model_time(s->model, (int32_t)s->now.tick);
}

double ist_state_emphasis(const ist_state *s)
{
    return s->now.emphasis;
}

double ist_state_institutionalization(const ist_state *s)
{
    return s->now.institutionalization;
}

double ist_state_canon(const ist_state *s, ist_theme_id theme)
{
    const bool known = theme.number >= 1 && theme.number <= s->model->theme_count;
    return known ? s->theme_canon[theme.number - 1] : (double)NAN;
}

// Node of an employee handle; -1 for an unknown one or somebody without ties.
static int32_t node_of(const ist_state *s, ist_employee_id employee)
{
    const bool known = employee.number >= 1 && employee.number <= s->model->employee_count;
    return known ? s->model->employee_node[employee.number - 1] : -1;
}

static ist_employee_id employee_at(const ist_state *s, int32_t node)
{
    return (ist_employee_id){node >= 0 ? s->model->node_employee[node] + 1 : 0};
}

bool ist_employee_get(const ist_state *s, ist_employee_id employee, ist_employee_info *out)
{
    if (employee.number < 1 || employee.number > s->model->employee_count) {
        return false;
    }
    const int32_t i = employee.number - 1;
    const int32_t node = node_of(s, employee);
    *out = (ist_employee_info){.present = s->employee_present[i],
                               .unit = {s->employee_unit[i] + 1},
                               .workplace = {s->employee_workplace[i] + 1},
                               .level = (ist_level)s->model->employee_level[i],
                               .theme = {s->employee_theme[i] + 1},
                               .second_theme = {s->employee_second[i] + 1},
                               .competence = s->employee_competence[i],
                               .role_ambiguity = s->employee_ambiguity[i],
                               .problem = {s->employee_problem[i] + 1},
                               .difficulty = s->employee_difficulty[i],
                               .hired = s->employee_hired[i]};
    if (node >= 0) {
        out->facilitation = s->node_facilitation[node];
        out->altruism = s->node_altruism[node];
        out->taste = s->node_taste[node];
        out->experience = s->node_experience[node];
        out->memberships = s->node_memberships[node];
        for (int32_t k = 0; k < s->node_degree[node]; k++) {
            out->ties += !isti_tie_is_dormant(s, s->slot_tie[s->node_row[node] + k]);
        }
    }
    return true;
}

static ist_tie_info describe_tie(const ist_state *s, int32_t tie, int32_t other)
{
    return (ist_tie_info){.other = employee_at(s, other),
                          .instrumental = s->tie_x[tie],
                          .affective = s->tie_y[tie],
                          .strength = isti_tie_strength(s, tie),
                          .strongest = isti_max(isti_tie_past(s, tie), isti_tie_strength(s, tie)),
                          .touched = s->tie_touched[tie],
                          .dormant = isti_tie_is_dormant(s, tie)};
}

bool ist_employee_tie(const ist_state *s, ist_employee_id employee, int32_t index,
                      ist_tie_info *out)
{
    const int32_t node = node_of(s, employee);
    if (node < 0 || index < 0 || index >= s->node_degree[node]) {
        return false;
    }
    const int32_t place = s->node_row[node] + index;
    *out = describe_tie(s, s->slot_tie[place], s->slot_other[place]);
    return true;
}

bool ist_tie_between(const ist_state *s, ist_employee_id a, ist_employee_id b, ist_tie_info *out)
{
    const int32_t from = node_of(s, a);
    const int32_t to = node_of(s, b);
    const int32_t tie = from >= 0 && to >= 0 ? isti_tie_find(s, from, to) : -1;
    if (tie < 0) {
        return false;
    }
    *out = describe_tie(s, tie, to);
    return true;
}

bool ist_unit_get(const ist_state *s, ist_unit_id unit, ist_unit_info *out)
{
    if (unit.number < 1 || unit.number > s->model->unit_count) {
        return false;
    }
    const int32_t u = unit.number - 1;
    *out = (ist_unit_info){.head = {s->unit_head[u] + 1}};
    for (int32_t i = 0; i < s->model->employee_count; i++) {
        out->people += s->employee_present[i] && s->employee_unit[i] == u;
    }
    for (size_t v = 0; v < IST_CONTROL_COUNT; v++) {
        out->control[v] = s->unit_control[(size_t)u * IST_CONTROL_COUNT + v];
    }
    for (size_t v = 0; v < IST_CONTEXT_COUNT; v++) {
        out->context[v] = s->unit_context[(size_t)u * IST_CONTEXT_COUNT + v];
    }
    return true;
}

int32_t ist_state_communities(const ist_state *s)
{
    return ISTI_COUNT(s, community);
}

int32_t ist_state_working_groups(const ist_state *s)
{
    return ISTI_COUNT(s, task);
}

bool ist_state_sensitive(const ist_state *s, int32_t meeting, int64_t *asked, int64_t *answered)
{
    if (meeting < 1 || meeting > IST_SENSITIVE_MEETINGS) {
        return false;
    }
    *asked = s->now.delicate[meeting - 1];
    *answered = s->now.confided[meeting - 1];
    return true;
}

static bool is_community(const ist_state *s, ist_community_id community)
{
    return community.number >= 1 && community.number <= ISTI_COUNT(s, community);
}

static void describe_life(const ist_state *s, int32_t c, ist_community_info *out)
{
    const int32_t launch = s->community_launch[c];
    const char *name = launch >= 0 ? s->model->launch_name[launch] : "";
    out->name = name[0] != '\0' ? name : NULL;
    out->theme = (ist_theme_id){s->community_theme[c] + 1};
    out->origin = (ist_origin)s->community_origin[c];
    out->stage = isti_community_stage(s, c);
    out->active = isti_is_active(s, c);
    out->official = s->community_official[c];
    out->founder = employee_at(s, s->community_founder[c]);
    out->pilot = employee_at(s, s->community_pilot[c]);
    out->overseer = (ist_manager_id){s->community_overseer[c] + 1};
    out->founded = s->community_founded[c];
    out->ended = s->community_ended[c];
    out->ended_empty = s->community_end[c] == ISTI_END_EMPTY;
    out->resumes = (ist_community_id){s->community_resumes[c] + 1};
    out->parent = (ist_community_id){s->community_parent[c] + 1};
    out->founders = s->community_founders[c];
    out->tied_founder_pairs = s->community_tied_pairs[c];
    out->tied_by_chance = s->community_tied_chance[c];
}

bool ist_community_get(const ist_state *s, ist_community_id community, ist_community_info *out)
{
    if (!is_community(s, community)) {
        return false;
    }
    const int32_t c = community.number - 1;
    describe_life(s, c, out);
    out->members = s->community_members[c];
    out->present = s->community_present[c];
    out->attendance = s->community_activity[c];
    out->autonomy = s->community_autonomy[c];
    out->commitment = isti_mean_commitment(s, c);
    out->affect = s->community_affect[c];
    out->learning = s->community_learning[c];
    out->realization = s->community_realization[c];
    out->deliverables = s->community_deliverables[c];
    out->expectation = isti_expectation(s, c);
    out->intrusion = s->community_intrusion[c];
    for (int32_t r = 0; r < IST_ROLE_COUNT; r++) {
        out->intensity[r] = s->community_role[c * IST_ROLE_COUNT + r];
    }
    return true;
}

ist_employee_id ist_community_member(const ist_state *s, ist_community_id community, int32_t index)
{
    if (!is_community(s, community) || index < 0 ||
        index >= s->community_members[community.number - 1]) {
        return (ist_employee_id){0};
    }
    return employee_at(s, isti_members(s, community.number - 1)[index]);
}
