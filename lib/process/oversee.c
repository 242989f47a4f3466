// SPDX-License-Identifier: GPL-3.0-or-later
// Oversee: managers turn what they see into five intensities; intrusion beyond the tolerated costs
// autonomy. Directors stop idle communities, unit heads withdraw authorizations.
#include "process/process.h"

#include "base/numbers.h"
#include "state/communities.h"
#include "state/people.h"

#include <string.h>

// An intensity as a policy returned it, made safe.
static double safe(double intensity)
{
    return intensity >= 0.0 ? isti_min(intensity, 1.0) : 0.0;
}

// What the context turns into intrusion, per unit of each role (Josserand 2004, Table 2).
static void weigh_intrusion(const ist_state *s, int32_t c, const double *context, double *weight)
{
    const isti_parameters *p = &s->model->p;
    const int32_t overseer = s->community_overseer[c];
    const isti_policy *policy =
        overseer < 0 ? NULL : &s->model->policy[s->model->manager[overseer].policy];
    const double complexity = overseer < 0 ? 1.0 : s->manager_complexity[overseer];
    const double specificity = policy ? policy->specificity : 0.0;
    const double independence = policy ? policy->independence : 1.0;
    const double shield = 1.0 - p->complexity_shield * complexity;
    const double owed = p->intrusion_return * context[IST_CONTEXT_SHORT_TERMISM] * shield;
    weight[IST_ROLE_STIMULATION] = 0.0;
    weight[IST_ROLE_FACILITATION] = (1.0 - context[IST_CONTEXT_DECENTRALIZATION]) * shield;
    weight[IST_ROLE_SUPPORT] = owed * (1.0 - independence) * (1.0 - context[IST_CONTEXT_RESOURCES]);
    weight[IST_ROLE_CONTROL] = p->intrusion_control * context[IST_CONTEXT_PRODUCTIVITY] * shield;
    weight[IST_ROLE_RECOGNITION] = owed * specificity;
}

static ist_role_view view_of(ist_state *s, int32_t c, int32_t manager, const double *context,
                             const double *weight)
{
    ist_role_view view = {.state = s,
                          .manager = {manager + 1},
                          .community = {c + 1},
                          .time = ist_state_time(s),
                          .years = (double)(s->now.tick - s->community_founded[c]) /
                                   s->model->ticks_per_year,
                          .complexity = s->manager_complexity[manager],
                          .emphasis = s->now.emphasis,
                          .institutionalization = s->now.institutionalization,
                          .members = s->community_members[c],
                          .attendance = s->community_activity[c],
                          .autonomy = s->community_autonomy[c],
                          .commitment = isti_mean_commitment(s, c),
                          .affect = s->community_affect[c],
                          .realization = s->community_realization[c],
                          .deliverables = s->community_deliverables[c],
                          .learning = s->community_learning[c],
                          .expectation = isti_expectation(s, c),
                          .idle_months = s->community_idle[c],
                          .tolerated = s->model->p.tolerated};
    for (int32_t v = 0; v < IST_CONTEXT_COUNT; v++) {
        view.context[v] = context[v];
    }
    for (int32_t r = 0; r < IST_ROLE_COUNT; r++) {
        view.intrusion_weight[r] = weight[r];
    }
    return view;
}

static double play(const isti_policy *policy, ist_role role, ist_role_view *view, double *memory)
{
    if (!policy->role[role].play) {
        return 0.0;
    }
    view->settings = policy->role[role].settings;
    view->memory = memory + policy->role[role].memory;
    return safe(policy->role[role].play(view));
}

// The overseer's five intensities, each from the function that plays the role.
static void play_roles(ist_state *s, int32_t c, const double *context, const double *weight,
                       double *role)
{
    const int32_t overseer = s->community_overseer[c];
    const isti_policy *policy = &s->model->policy[s->model->manager[overseer].policy];
    ist_role_view view = view_of(s, c, overseer, context, weight);
    double *memory = s->community_memory + (size_t)c * (size_t)s->model->policy_memory;
    for (int32_t r = 0; r < IST_ROLE_COUNT; r++) {
        role[r] = play(policy, (ist_role)r, &view, memory);
    }
}

// A sponsor supports and recognizes across the organization, from outside the hierarchy.
static void sponsor_roles(ist_state *s, int32_t c, int32_t sponsor, const double *context,
                          const double *weight, double *role)
{
    const isti_policy *policy = &s->model->policy[s->model->manager[sponsor].policy];
    ist_role_view view = view_of(s, c, sponsor, context, weight);
    const ist_role roles[] = {IST_ROLE_SUPPORT, IST_ROLE_RECOGNITION};
    for (size_t k = 0; k < COUNT_OF(roles); k++) {
        double nothing[IST_ROLE_COUNT * ISTI_POLICY_MEMORY] = {0};
        role[roles[k]] = isti_max(role[roles[k]], play(policy, roles[k], &view, nothing));
    }
}

// Without an overseer the hierarchy as such is there, a little, as far as the top cares.
static void hierarchy_roles(const ist_state *s, double *role)
{
    const isti_parameters *p = &s->model->p;
    role[IST_ROLE_STIMULATION] = 0.0;
    role[IST_ROLE_FACILITATION] = 0.0;
    role[IST_ROLE_SUPPORT] = p->hierarchy_support * s->now.emphasis;
    role[IST_ROLE_CONTROL] = p->hierarchy_control;
    role[IST_ROLE_RECOGNITION] = p->hierarchy_recognition * s->now.emphasis;
}

// Support breeds expectation where results are wanted soon and resources come from the center.
static double bred_expectation(const ist_state *s, int32_t c, const double *context, double support)
{
    const double rate = s->model->p.expect_rate * support * context[IST_CONTEXT_SHORT_TERMISM] *
                        (1.0 - context[IST_CONTEXT_RESOURCES]);
    return s->community_overseer[c] >= 0 ? isti_chance(rate, s->model->r.dt) : 0.0;
}

static void follow_autonomy(ist_state *s, int32_t c)
{
    const isti_parameters *p = &s->model->p;
    if (isti_is_off(s, IST_MECHANISM_INTRUSION)) {
        return;
    }
    const double excess =
        isti_max(0.0, s->community_intrusion[c] - p->tolerated) / (1.0 - p->tolerated);
    const double target = 1.0 - isti_min(1.0, p->excess_slope * excess);
    s->community_autonomy[c] += s->model->r.follow_autonomy * (target - s->community_autonomy[c]);
}

// A share of the official communities is offered an overseer: those whose own draw is below it. He
// or she remembers nothing of it.
static void offer_overseer(ist_state *s, int32_t c)
{
    const isti_range *group = &s->model->manager_group[s->now.overseer_group];
    const uint32_t key = s->community_key[c];
    const double luck =
        isti_draw(s->key, s->community_founded[c], ISTI_FOR_OVERSEER, key, UINT32_MAX);
    if (luck >= s->now.overseer_share) {
        return;
    }
    enum { SOME = 128 };
    double lowest = 1.0;
    for (int32_t from = 0; from < group->count; from += SOME) {
        int32_t entity[SOME];
        int32_t manager[SOME];
        double draw[SOME];
        const int32_t count = isti_min_i(SOME, group->count - from);
        for (int32_t k = 0; k < count; k++) {
            entity[k] = (int32_t)key;
            manager[k] = group->first + from + k;
        }
        isti_draw_list(s->key, s->community_founded[c], ISTI_FOR_OVERSEER, entity, manager, count,
                       draw);
        for (int32_t k = 0; k < count; k++) {
            if (draw[k] < lowest && isti_manages(s, manager[k])) {
                lowest = draw[k];
                s->community_overseer[c] = manager[k];
            }
        }
    }
    const size_t numbers = (size_t)s->model->policy_memory;
    memset(s->community_memory + (size_t)c * numbers, 0, numbers * sizeof(double));
}

// A director may end a community that has idled for too long.
static bool is_stopped(const ist_state *s, int32_t c)
{
    const double luck = isti_draw_now(s, ISTI_FOR_STOP, (int32_t)s->community_key[c], 0);
    return s->community_overseer[c] >= 0 && s->community_idle[c] > s->model->p.idle_limit &&
           luck < s->model->r.stop;
}

// Unit heads who see too little for their units call their people back; heads need no permission.
static void withdraw(ist_state *s, int32_t c)
{
    const isti_parameters *p = &s->model->p;
    const double gap = isti_expectation(s, c) - s->community_realization[c];
    for (int32_t seat = s->community_members[c] - 1; seat >= 0 && gap > 0.0; seat--) {
        const int32_t node = isti_members(s, c)[seat];
        const int32_t i = s->model->node_employee[node];
        const size_t unit = (size_t)s->employee_unit[i];
        const double urge = s->unit_control[unit * IST_CONTROL_COUNT + IST_CONTROL_OUTPUT] *
                            s->unit_context[unit * IST_CONTEXT_COUNT + IST_CONTEXT_SHORT_TERMISM] *
                            gap;
        const double luck = isti_draw_now(s, ISTI_FOR_WITHDRAW, node, (int32_t)s->community_key[c]);
        if (!isti_heads(s, i) && luck < isti_chance(p->withdraw_rate * urge, s->model->r.dt)) {
            isti_community_leave(s, c, seat);
        }
    }
}

// What managers will do about an official community, from what they see now.
static void decide(ist_state *s, int32_t c, int32_t sponsor)
{
    isti_decision *decision = &s->scratch.decision[c];
    double context[IST_CONTEXT_COUNT];
    double weight[IST_ROLE_COUNT];
    *decision = (isti_decision){0};
    if (!s->community_official[c]) {
        return;
    }
    isti_community_context(s, c, context);
    weigh_intrusion(s, c, context, weight);
    if (s->community_overseer[c] >= 0) {
        play_roles(s, c, context, weight, decision->role);
    } else {
        hierarchy_roles(s, decision->role);
        if (sponsor >= 0) {
            sponsor_roles(s, c, sponsor, context, weight, decision->role);
        }
    }
    for (int32_t r = 0; r < IST_ROLE_COUNT; r++) {
        decision->intrusion += weight[r] * decision->role[r];
    }
    decision->rise = bred_expectation(s, c, context, decision->role[IST_ROLE_SUPPORT]);
}

static void take_effect(ist_state *s, int32_t c)
{
    const isti_decision *decision = &s->scratch.decision[c];
    double *expectation = &s->community_expectation[c];
    for (int32_t r = 0; r < IST_ROLE_COUNT; r++) {
        s->community_role[(size_t)c * IST_ROLE_COUNT + (size_t)r] = decision->role[r];
    }
    s->community_intrusion[c] = decision->intrusion;
    s->community_obligation[c] =
        isti_max(0.0, decision->role[IST_ROLE_STIMULATION] - s->now.institutionalization);
    *expectation *= s->model->r.keep_expectation;
    *expectation += decision->rise * (1.0 - *expectation);
    follow_autonomy(s, c);
    if (is_stopped(s, c)) {
        isti_community_end(s, c, ISTI_END_STOPPED);
    } else {
        withdraw(s, c);
    }
}

// The present manager who supports from outside the hierarchy, the first of them; or -1.
int32_t isti_sponsor(const ist_state *s)
{
    for (int32_t k = 0; k < s->model->manager_count; k++) {
        const isti_policy *policy = &s->model->policy[s->model->manager[k].policy];
        if (isti_manages(s, k) && policy->independence >= 1.0 &&
            policy->role[IST_ROLE_SUPPORT].play) {
            return k;
        }
    }
    return -1;
}

// Communities [from, to) that nobody oversees.
static ist_status offer_overseers(ist_state *s, int32_t from, int32_t to)
{
    for (int32_t k = from; k < to; k++) {
        const int32_t c = isti_visit_part(s, k, from, to);
        if (isti_is_active(s, c) && s->community_official[c] && s->community_overseer[c] < 0) {
            offer_overseer(s, c);
        }
    }
    return IST_OK;
}

// Everybody decides from the organization as it was; only then does anything change.
ist_status isti_oversee(ist_state *s)
{
    const int32_t sponsor = isti_sponsor(s);
    const int32_t count = ISTI_COUNT(s, community);
    const ist_status status =
        s->now.overseer_group >= 0 ? isti_spread(s, count, offer_overseers) : IST_OK;
    for (int32_t k = 0; k < count && status == IST_OK; k++) {
        const int32_t c = isti_visit(s, k, count);
        if (isti_is_active(s, c)) {
            decide(s, c, sponsor);
        }
    }
    for (int32_t k = 0; k < count && status == IST_OK; k++) {
        const int32_t c = isti_visit(s, k, count);
        if (isti_is_active(s, c)) {
            take_effect(s, c);
        }
    }
    return status;
}
