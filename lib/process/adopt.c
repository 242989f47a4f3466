// SPDX-License-Identifier: GPL-3.0-or-later
// Adopt: procedures take up what communities realize, first what they make of new rules, and go
// stale; communities become, or cease to be, an accepted part of the organization.
#include "process/process.h"

#include "base/numbers.h"
#include "state/communities.h"

// How far what a community realizes reaches those who write procedures.
static double access_of(const ist_state *s, int32_t c)
{
    if (s->community_official[c]) {
        return 1.0;
    }
    return isti_community_stage(s, c) == IST_STAGE_CLANDESTINE ? 0.0 : s->model->p.informal_access;
}

static void adopt_canon(ist_state *s)
{
    const isti_rates *r = &s->model->r;
    const isti_parameters *p = &s->model->p;
    double *realized = s->scratch.theme_value;
    for (int32_t k = 0; k < s->model->theme_count; k++) {
        realized[k] = 0.0;
    }
    for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
        if (isti_is_active(s, c)) {
            realized[s->community_theme[c]] += s->community_realization[c] * access_of(s, c);
        }
    }
    const double adopted = isti_is_off(s, IST_MECHANISM_ADOPTION) ? 0.0 : 1.0;
    for (int32_t k = 0; k < s->model->theme_count; k++) {
        const double made = adopted * realized[k];
        const double interpreted = isti_chance(p->interpret_rate * made, r->dt) * s->theme_void[k];
        const double missing = 1.0 - s->theme_canon[k] - s->theme_void[k];
        const double written = isti_chance(p->adopt_rate * made, r->dt) * missing;
        const double valid = s->theme_canon[k] + interpreted + written;
        s->theme_canon[k] = r->keep_canon * isti_min(valid, 1.0);
        s->theme_void[k] = r->keep_canon * (s->theme_void[k] - interpreted);
    }
}

static void institutionalize(ist_state *s)
{
    const ist_model *m = s->model;
    int32_t members = 0;
    int32_t participants = 0;
    for (int32_t node = 0; node < m->node_count; node++) {
        const bool counts =
            m->node_participates[node] && s->employee_present[m->node_employee[node]];
        participants += counts;
        members += counts && s->node_memberships[node] > 0;
    }
    const double share = participants > 0 ? (double)members / participants : 0.0;
    const double target =
        isti_min(1.0, s->now.emphasis) * isti_min(1.0, m->p.institution_reach * share);
    s->now.institutionalization += m->r.follow_institution * (target - s->now.institutionalization);
}

ist_status isti_adopt(ist_state *s)
{
    adopt_canon(s);
    institutionalize(s);
    return IST_OK;
}
