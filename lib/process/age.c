// SPDX-License-Identifier: GPL-3.0-or-later
// Age: problems grow old and expire, shocks fade, competence that is not used is forgotten.
#include "process/process.h"

static void expire(ist_state *s, int32_t employee)
{
    const ist_model *m = s->model;
    const int32_t node = m->employee_node[employee];
    if (node >= 0 && s->scratch.grouped[node] &&
        isti_in_group(s, node, s->employee_problem[employee])) {
        return; // a working group is at it
    }
    s->employee_problem[employee] = -1;
    s->employee_age[employee] = 0;
    s->now.tally.expired_all++;
    s->now.tally.expired += node >= 0 && m->node_participates[node];
    isti_count_up(s, &s->unit_expired[s->employee_unit[employee]], 1);
}

// Deadlines lie evenly between (1 - spread) and (1 + spread) times the usual patience: the chance
// that one that has not come before comes in this tick.
static double chance_to_expire(const ist_model *m, int32_t ticks)
{
    const double step = m->r.months;
    const double late = m->p.patience * (1.0 + m->p.patience_spread);
    const double early = isti_max(m->p.patience * (1.0 - m->p.patience_spread), (ticks - 1) * step);
    const double until = ticks * step - early;
    return ticks * step >= late ? 1.0 : until <= 0.0 ? 0.0 : until / (late - early);
}

static ist_status grow_old(ist_state *s, int32_t from, int32_t to)
{
    const ist_model *m = s->model;
    for (int32_t i = from; i < to; i++) {
        s->employee_competence[i] *= s->employee_present[i] ? m->r.keep_competence : 1.0;
        if (s->employee_problem[i] < 0) {
            continue;
        }
        s->employee_age[i]++;
        const double chance = chance_to_expire(m, s->employee_age[i]);
        if (chance > 0.0 && isti_draw_now(s, ISTI_FOR_EXPIRE, i, 0) < chance) {
            expire(s, i);
        }
    }
    return IST_OK;
}

ist_status isti_age(ist_state *s)
{
    const ist_model *m = s->model;
    isti_mark_groups(s);
    const ist_status status = isti_spread(s, m->employee_count, grow_old);
    if (status != IST_OK) {
        return status;
    }
    for (int32_t u = 0; u < m->unit_count; u++) {
        s->unit_pressure[u] *= m->r.keep_pressure;
    }
    for (int32_t k = 0; k < m->theme_count; k++) {
        s->theme_surge[k] *= m->r.keep_surge;
    }
    s->now.surge *= m->r.keep_surge;
    s->now.line_shock *= m->r.keep_line;
    return IST_OK;
}
