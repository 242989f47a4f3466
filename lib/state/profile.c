// SPDX-License-Identifier: GPL-3.0-or-later
// Profiles: written once for everybody, then looked through without branches.
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

static int32_t piece(const ist_state *s, int32_t node, int32_t from)
{
    return isti_min_i(s->node_degree[node] - from, ISTI_LOOK);
}

// People looked at together, in one wide register.
enum { LANES = 16 };

// (Taken apart, as compilers like to do with a loop of known length, it would not fill registers.)
ISTI_PASS uint64_t able_lanes(const isti_profile *profile, const int32_t *who,
                              const isti_demand *demand)
{
    uint32_t bits = 0;
#pragma GCC unroll 1
    for (int32_t k = 0; k < LANES; k++) {
        bits |= (uint32_t)isti_seems_able(&profile[who[k]], demand) << k;
    }
    return bits;
}

// Those left over are looked at with some before them once more; only in a short row, one by one.
ISTI_PASS void look_able(const isti_profile *profile, const int32_t *who, int32_t count,
                         const isti_demand *demand, uint64_t *able)
{
    const isti_demand d = *demand;
    uint64_t bits = 0;
    int32_t k = 0;
    for (; k + LANES <= count; k += LANES) {
        bits |= able_lanes(profile, who + k, &d) << k;
    }
    if (k > 0 && k < count) {
        bits |= able_lanes(profile, who + count - LANES, &d) << (count - LANES);
        k = count;
    }
    for (; k < count; k++) {
        bits |= (uint64_t)isti_seems_able(&profile[who[k]], &d) << k;
    }
    *able = bits;
}

ISTI_DEFINE_WIDTHS(able_widest, look_able,
                   (const isti_profile *profile, const int32_t *who, int32_t count,
                    const isti_demand *demand, uint64_t *able),
                   (profile, who, count, demand, able))

uint64_t isti_row_able(const ist_state *s, int32_t node, int32_t from, const isti_demand *demand)
{
    uint64_t able;
    able_widest(s->scratch.profile, s->slot_other + s->node_row[node] + from, piece(s, node, from),
                demand, &able);
    return able;
}

// From the last to the first, so that the first one's bit is lowest.
uint64_t isti_row_members(const ist_state *s, int32_t node, int32_t from)
{
    const isti_profile *profile = s->scratch.profile;
    const int32_t *who = s->slot_other + s->node_row[node] + from;
    uint64_t bits = 0;
    for (int32_t k = piece(s, node, from) - 1; k >= 0; k--) {
        bits = bits << 1 | isti_seems_member(&profile[who[k]]);
    }
    return bits;
}

uint64_t isti_row_concerned(const ist_state *s, int32_t node, int32_t from, int32_t theme)
{
    const isti_profile *profile = s->scratch.profile;
    const int32_t *who = s->slot_other + s->node_row[node] + from;
    uint64_t bits = 0;
    for (int32_t k = piece(s, node, from) - 1; k >= 0; k--) {
        bits = bits << 1 | isti_seems_concerned(&profile[who[k]], theme);
    }
    return bits;
}

uint64_t isti_row_interested(const ist_state *s, int32_t node, int32_t from, int32_t theme)
{
    const isti_profile *profile = s->scratch.profile;
    const int32_t *who = s->slot_other + s->node_row[node] + from;
    uint64_t bits = 0;
    for (int32_t k = piece(s, node, from) - 1; k >= 0; k--) {
        bits = bits << 1 | isti_seems_interested(&profile[who[k]], theme);
    }
    return bits;
}

uint64_t isti_all_able(const isti_profile *profile, int32_t count, const isti_demand *demand)
{
    const isti_demand d = *demand;
    uint64_t bits = 0;
    for (int32_t k = count - 1; k >= 0; k--) {
        bits = bits << 1 | isti_seems_able(&profile[k], &d);
    }
    return bits;
}
