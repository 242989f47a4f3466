// SPDX-License-Identifier: GPL-3.0-or-later
// Profiles: written once for everybody, then counted in wide registers.
#include "state/profile.h"

#include "base/widths.h"

static_assert(ISTI_MAX_THEMES < ISTI_PROFILE_LOWER, "a theme fits, and none differs from all");

ist_status isti_profile_nodes(ist_state *s, int32_t from, int32_t to)
{
    for (int32_t node = from; node < to; node++) {
        const int32_t i = s->model->node_employee[node];
        const uint32_t grade = (uint32_t)(s->employee_competence[i] * ISTI_GRADES) + 1;
        s->scratch.profile[node] =
            (isti_profile){.glance = (grade < ISTI_GRADES ? grade : ISTI_GRADES) |
                                     (s->node_memberships[node] > 0 ? ISTI_GLANCE_MEMBER : 0) |
                                     (uint32_t)s->employee_theme[i] << ISTI_PROFILE_UPPER,
                           .concern = ((uint32_t)s->employee_second[i] & ISTI_PROFILE_LOWER) |
                                      (uint32_t)s->employee_problem[i] << ISTI_PROFILE_UPPER};
    }
    return IST_OK;
}

// A grade that whoever is competent enough has at least.
static uint32_t grade_for(double competence)
{
    const double most = 2.0; // more than anybody has
    return (uint32_t)(isti_min(competence, most) * ISTI_GRADES);
}

isti_demand isti_demand_of(const ist_model *m, int32_t theme, double competence)
{
    return (isti_demand){.theme = (uint32_t)theme,
                         .on_theme = grade_for(competence),
                         .off_theme = grade_for(competence / m->p.off_theme_competence)};
}

ISTI_PASS void count_able(const isti_profile *profile, const int32_t *who, int32_t count,
                          const isti_demand *demand, int32_t *able)
{
    const isti_demand d = *demand;
    int32_t sum = 0;
    for (int32_t k = 0; k < count; k++) {
        sum += isti_seems_able(&profile[who[k]], &d);
    }
    *able = sum;
}

ISTI_DEFINE_WIDTHS(able_widest, count_able,
                   (const isti_profile *profile, const int32_t *who, int32_t count,
                    const isti_demand *demand, int32_t *able),
                   (profile, who, count, demand, able))

int32_t isti_count_able(const ist_state *s, int32_t node, const isti_demand *demand)
{
    int32_t able = 0;
    able_widest(s->scratch.profile, s->slot_other + s->node_row[node], s->node_degree[node], demand,
                &able);
    return able;
}

ISTI_PASS void count_members(const isti_profile *profile, const int32_t *who, int32_t count,
                             int32_t *members)
{
    int32_t sum = 0;
    for (int32_t k = 0; k < count; k++) {
        sum += isti_seems_member(&profile[who[k]]);
    }
    *members = sum;
}

ISTI_DEFINE_WIDTHS(members_widest, count_members,
                   (const isti_profile *profile, const int32_t *who, int32_t count,
                    int32_t *members),
                   (profile, who, count, members))

int32_t isti_count_members(const ist_state *s, int32_t node)
{
    int32_t members = 0;
    members_widest(s->scratch.profile, s->slot_other + s->node_row[node], s->node_degree[node],
                   &members);
    return members;
}

ISTI_PASS void count_concerned(const isti_profile *profile, const int32_t *who, int32_t count,
                               uint32_t theme, int32_t *concerned)
{
    int32_t sum = 0;
    for (int32_t k = 0; k < count; k++) {
        const uint32_t glance = profile[who[k]].glance;
        const uint32_t concern = profile[who[k]].concern;
        sum += (glance >> ISTI_PROFILE_UPPER == theme) | ((concern & ISTI_PROFILE_LOWER) == theme) |
               (concern >> ISTI_PROFILE_UPPER == theme);
    }
    *concerned = sum;
}

ISTI_DEFINE_WIDTHS(concerned_widest, count_concerned,
                   (const isti_profile *profile, const int32_t *who, int32_t count, uint32_t theme,
                    int32_t *concerned),
                   (profile, who, count, theme, concerned))

int32_t isti_count_concerned(const ist_state *s, int32_t node, int32_t theme)
{
    int32_t concerned = 0;
    concerned_widest(s->scratch.profile, s->slot_other + s->node_row[node], s->node_degree[node],
                     (uint32_t)theme, &concerned);
    return concerned;
}
