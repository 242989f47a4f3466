// SPDX-License-Identifier: GPL-3.0-or-later
// Commit: commitment follows what members get out of it; without it they leave, and without
// attendance the community's activity ends.
#include "process/process.h"

#include "state/communities.h"

// What a fully matching member gets out of the community now, before the pilot and the burden.
static double benefits(const ist_state *s, int32_t c, double affect)
{
    const isti_parameters *p = &s->model->p;
    const isti_meeting *meeting = &s->scratch.meeting[c];
    const double free = p->w_relevance * meeting->relevance + p->w_learning * meeting->learning +
                        p->w_affect * affect;
    const double choice = p->autonomy_base + (1.0 - p->autonomy_base) * s->community_autonomy[c];
    const double recognition = s->community_role[(size_t)c * IST_ROLE_COUNT + IST_ROLE_RECOGNITION];
    const double own = p->own_work + (1.0 - p->own_work) * s->community_autonomy[c];
    return choice * free + own * p->w_realization * s->community_realization[c] +
           p->w_recognition * recognition;
}

// Control that weighs, and being obliged to come.
static double burden(const ist_state *s, int32_t c)
{
    const isti_parameters *p = &s->model->p;
    const int32_t overseer = s->community_overseer[c];
    const double complexity = overseer >= 0 ? s->manager_complexity[overseer] : 1.0;
    const double control = s->community_role[(size_t)c * IST_ROLE_COUNT + IST_ROLE_CONTROL];
    double context[IST_CONTEXT_COUNT];
    isti_community_context(s, c, context);
    return p->w_control * control * context[IST_CONTEXT_PRODUCTIVITY] * (1.0 - complexity) +
           p->w_oblige * s->community_obligation[c];
}

static void follow_benefits(ist_state *s, int32_t c)
{
    const isti_parameters *p = &s->model->p;
    const isti_rates *r = &s->model->r;
    const double follow = isti_is_off(s, IST_MECHANISM_BENEFITS) ? 0.0 : r->follow_commitment;
    const double quorum = isti_min(1.0, s->community_activity[c] / p->full_meeting);
    const double led = s->community_pilot[c] >= 0 ? 1.0 : p->no_pilot;
    const double weight = burden(s, c);
    for (int32_t seat = 0; seat < s->community_members[c]; seat++) {
        const int32_t place = s->community_seat[c] + seat;
        const int32_t i = s->model->node_employee[s->seat_node[place]];
        const double affect = s->scratch.seat_affect[place];
        const double match = isti_match(s, i, s->community_theme[c]);
        const double taste = 1.0 + p->commit_taste * (s->node_taste[s->seat_node[place]] - 1.0);
        const double gain = match * quorum * led * taste * benefits(s, c, affect);
        const double target = isti_clamp01(gain - weight);
        const double identity = affect * s->community_realization[c];
        s->seat_commitment[place] += follow * (target - s->seat_commitment[place]);
        s->seat_identity[place] += r->follow_identification * (identity - s->seat_identity[place]);
    }
}

static void leave_uncommitted(ist_state *s, int32_t c)
{
    for (int32_t seat = s->community_members[c] - 1; seat >= 0; seat--) {
        if (s->seat_commitment[s->community_seat[c] + seat] < s->model->p.leave) {
            isti_community_leave(s, c, seat);
        }
    }
}

static void end_if_over(ist_state *s, int32_t c)
{
    const isti_parameters *p = &s->model->p;
    const double months = (double)(s->now.tick - s->community_founded[c]) * s->model->r.months;
    if (s->community_members[c] < 2) {
        isti_community_end(s, c, ISTI_END_EMPTY);
    } else if (s->community_activity[c] < p->min_active && months >= p->grace_months) {
        isti_community_end(s, c, ISTI_END_FADED);
    }
}

static ist_status follow_all_benefits(ist_state *s, int32_t from, int32_t to)
{
    for (int32_t k = from; k < to; k++) {
        const int32_t c = isti_visit_part(s, k, from, to);
        if (isti_is_active(s, c) && s->scratch.meeting[c].met) {
            follow_benefits(s, c);
        }
    }
    return IST_OK;
}

ist_status isti_commit(ist_state *s)
{
    const int32_t count = ISTI_COUNT(s, community);
    const ist_status status = isti_spread(s, count, follow_all_benefits);
    for (int32_t k = 0; k < count && status == IST_OK; k++) {
        const int32_t c = isti_visit(s, k, count);
        if (!isti_is_active(s, c)) {
            continue;
        }
        if (s->scratch.meeting[c].met) {
            leave_uncommitted(s, c);
        }
        end_if_over(s, c);
    }
    return status;
}
