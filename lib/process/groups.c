// SPDX-License-Identifier: GPL-3.0-or-later
// Working groups: a few members take a problem that was too hard for those present, with a deadline
// and the line's resources. The community goes on; the group leaves its ties.
#include "process/process.h"

#include "base/numbers.h"
#include "state/communities.h"
#include "state/people.h"

#include <string.h>

void isti_mark_groups(ist_state *s)
{
    uint8_t *grouped = s->scratch.grouped;
    memset(grouped, 0, (size_t)s->model->node_count);
    for (int32_t g = 0; g < ISTI_COUNT(s, task); g++) {
        const int32_t *member = s->task_member + (size_t)g * ISTI_GROUP_MEMBERS;
        for (int32_t k = 0; k < s->task_members[g]; k++) {
            grouped[member[k]] = 1;
        }
    }
}

bool isti_in_group(const ist_state *s, int32_t node, int32_t theme)
{
    for (int32_t g = 0; g < ISTI_COUNT(s, task); g++) {
        const int32_t *member = s->task_member + (size_t)g * ISTI_GROUP_MEMBERS;
        for (int32_t k = 0; k < s->task_members[g]; k++) {
            if (member[k] == node && s->task_theme[g] == theme) {
                return true;
            }
        }
    }
    return false;
}

void isti_leave_groups(ist_state *s)
{
    for (int32_t g = 0; g < ISTI_COUNT(s, task); g++) {
        int32_t *member = s->task_member + (size_t)g * ISTI_GROUP_MEMBERS;
        int32_t kept = 0;
        for (int32_t k = 0; k < s->task_members[g]; k++) {
            if (s->scratch.moved[member[k]] != ISTI_REPLACED) {
                member[kept++] = member[k];
            }
        }
        s->task_members[g] = kept;
    }
}

static bool has_group(const ist_state *s, int32_t c)
{
    for (int32_t g = 0; g < ISTI_COUNT(s, task); g++) {
        if (s->task_community[g] == c) {
            return true;
        }
    }
    return false;
}

// Attendees whose problem on the theme is old and harder than anybody present can solve.
static bool is_stuck(const ist_state *s, int32_t c, int32_t place)
{
    const int32_t i = s->model->node_employee[s->seat_node[place]];
    return s->scratch.seat_present[place] && s->employee_problem[i] == s->community_theme[c] &&
           isti_late(s, i, s->model->p.group_months) &&
           s->employee_difficulty[i] > s->scratch.meeting[c].best;
}

// Those who are stuck first, then the most competent present, until the group is full.
static int32_t choose(const ist_state *s, int32_t c, int32_t *member)
{
    const int32_t most = isti_min_i((int32_t)s->model->p.group_max, ISTI_GROUP_MEMBERS);
    int32_t count = 0;
    for (int32_t seat = 0; seat < s->community_members[c] && count < most; seat++) {
        const int32_t place = s->community_seat[c] + seat;
        if (is_stuck(s, c, place)) {
            member[count++] = s->seat_node[place];
        }
    }
    while (count < most) {
        int32_t best = -1;
        double highest = -1.0;
        for (int32_t seat = 0; seat < s->community_members[c]; seat++) {
            const int32_t place = s->community_seat[c] + seat;
            const int32_t node = s->seat_node[place];
            bool taken = !s->scratch.seat_present[place];
            for (int32_t k = 0; k < count; k++) {
                taken = taken || member[k] == node;
            }
            const double competence =
                isti_competence_on(s, s->model->node_employee[node], s->community_theme[c]);
            if (!taken && competence > highest) {
                highest = competence;
                best = node;
            }
        }
        if (best < 0) {
            break;
        }
        member[count++] = best;
    }
    return count;
}

static ist_status set_up(ist_state *s, int32_t c)
{
    const isti_parameters *p = &s->model->p;
    int32_t stuck = 0;
    double hardest = 0.0;
    for (int32_t seat = 0; seat < s->community_members[c]; seat++) {
        const int32_t place = s->community_seat[c] + seat;
        if (is_stuck(s, c, place)) {
            const int32_t i = s->model->node_employee[s->seat_node[place]];
            stuck++;
            hardest = isti_max(hardest, s->employee_difficulty[i]);
        }
    }
    int32_t member[ISTI_GROUP_MEMBERS] = {0};
    const int32_t count = stuck >= 2 && !has_group(s, c) ? choose(s, c, member) : 0;
    if (count < (int32_t)p->group_min) {
        return IST_OK;
    }
    const int32_t g = ISTI_COUNT(s, task);
    const ist_status status = isti_state_reserve(s, ISTI_GROUP_task, g + 1);
    if (status != IST_OK) {
        return status;
    }
    ISTI_COUNT(s, task) = g + 1;
    const double luck = isti_draw_now(s, ISTI_FOR_GROUP, (int32_t)s->community_key[c], 0);
    const double months =
        p->group_deadline_low + luck * (p->group_deadline_high - p->group_deadline_low);
    s->task_theme[g] = s->community_theme[c];
    s->task_difficulty[g] = hardest;
    s->task_deadline[g] = (int32_t)s->now.tick + (int32_t)(months / s->model->r.months);
    s->task_community[g] = c;
    s->task_members[g] = count;
    memcpy(s->task_member + (size_t)g * ISTI_GROUP_MEMBERS, member, sizeof member);
    return IST_OK;
}

// Together, and with the line behind them, they can do what none of them can alone.
static double joint_competence(const ist_state *s, int32_t g)
{
    const int32_t *member = s->task_member + (size_t)g * ISTI_GROUP_MEMBERS;
    const size_t unit = (size_t)s->employee_unit[s->model->node_employee[member[0]]];
    double lacking = 1.0 - s->unit_context[unit * IST_CONTEXT_COUNT + IST_CONTEXT_LINE_CAPACITY];
    for (int32_t k = 0; k < s->task_members[g]; k++) {
        lacking *=
            1.0 - isti_competence_on(s, s->model->node_employee[member[k]], s->task_theme[g]);
    }
    return 1.0 - lacking;
}

static void solve_for_members(ist_state *s, int32_t g)
{
    const int32_t *member = s->task_member + (size_t)g * ISTI_GROUP_MEMBERS;
    for (int32_t k = 0; k < s->task_members[g]; k++) {
        const int32_t i = s->model->node_employee[member[k]];
        if (s->employee_problem[i] == s->task_theme[g]) {
            isti_solved(s, i, IST_SOLVER_GROUP);
        }
    }
}

// Working side by side ties each pair.
static ist_status tie_group(ist_state *s, int32_t g)
{
    const isti_parameters *p = &s->model->p;
    const int32_t *member = s->task_member + (size_t)g * ISTI_GROUP_MEMBERS;
    const double share = s->model->r.months;
    ist_status status = IST_OK;
    for (int32_t k = 0; k < s->task_members[g]; k++) {
        for (int32_t l = k + 1; l < s->task_members[g] && status == IST_OK; l++) {
            status = isti_encounter_add(s, member[k], member[l], 0.5 * p->talk_x * share,
                                        0.5 * p->talk_y * share, 0.0);
        }
    }
    return status;
}

// Does any of them still have the problem?
static bool is_needed(const ist_state *s, int32_t g)
{
    const int32_t *member = s->task_member + (size_t)g * ISTI_GROUP_MEMBERS;
    for (int32_t k = 0; k < s->task_members[g]; k++) {
        const int32_t i = s->model->node_employee[member[k]];
        if (s->employee_problem[i] == s->task_theme[g]) {
            return true;
        }
    }
    return false;
}

// A group that is up to its problem solves it sooner or later; it ends with it, or at the deadline.
static ist_status work(ist_state *s, int32_t g, bool *over)
{
    const int32_t key = (int32_t)s->community_key[s->task_community[g]];
    const double luck = isti_draw_now(s, ISTI_FOR_GROUP_SOLVE, key, s->task_deadline[g]);
    const bool able = joint_competence(s, g) >= s->task_difficulty[g];
    if (able && luck < s->model->r.group_solve) {
        solve_for_members(s, g);
    }
    *over = !is_needed(s, g) || s->task_members[g] < 2 || s->now.tick >= s->task_deadline[g];
    return tie_group(s, g);
}

static void move_group(ist_state *s, int32_t from, int32_t to)
{
    s->task_theme[to] = s->task_theme[from];
    s->task_difficulty[to] = s->task_difficulty[from];
    s->task_deadline[to] = s->task_deadline[from];
    s->task_community[to] = s->task_community[from];
    s->task_members[to] = s->task_members[from];
    memmove(s->task_member + (size_t)to * ISTI_GROUP_MEMBERS,
            s->task_member + (size_t)from * ISTI_GROUP_MEMBERS,
            ISTI_GROUP_MEMBERS * sizeof *s->task_member);
}

ist_status isti_work_in_groups(ist_state *s)
{
    ist_status status = IST_OK;
    int32_t kept = 0;
    for (int32_t g = 0; g < ISTI_COUNT(s, task) && status == IST_OK; g++) {
        bool over = false;
        status = work(s, g, &over);
        if (!over) {
            move_group(s, g, kept++);
        }
    }
    if (status == IST_OK) {
        ISTI_COUNT(s, task) = kept;
    }
    for (int32_t c = 0; c < ISTI_COUNT(s, community) && status == IST_OK; c++) {
        if (isti_is_active(s, c) && s->scratch.meeting[c].met) {
            status = set_up(s, c);
        }
    }
    return status == IST_OK ? isti_bond(s) : status;
}
