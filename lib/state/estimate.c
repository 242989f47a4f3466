// SPDX-License-Identifier: GPL-3.0-or-later
// What a run will take, foreseen from the model: the ties of the start are known well, how they grow
// follows from who moves and is hired, and the rest is small.
#include "base/numbers.h"
#include "state/communities.h"
#include "state/people.h"

#include <string.h>

// Measured on generated and shipped organizations (tests/bench): how much larger arrays are than what is
// in them, and what a participant adds per year. They size an estimate; no run depends on them.
static const double small_slack = 1.25;    // small arrays grow ahead by half
static const double large_slack = 1.06;    // large ones by a sixteenth
static const double slots_per_tie = 2.6;   // rows keep room, and leave places behind when they move
static const double degree_per_year = 1.5; // from meeting fellow members
static const double seats_per_year = 0.3;  // member lists, those of ended communities included
static const double meetings_per_seat = 1.2; // encounters of a tick, likewise
static const double active_seats = 0.35;     // share of seats whose communities are active
static const double ties_per_seat = 20.0;    // to fellow members, as many as there is room for
static const double communities_per_year = 0.008;
static const double most_years = 12.0; // by then, as many end as begin

// Ties that the start draws, and those given.
static double ties_at_start(const ist_model *m)
{
    const isti_parameters *p = &m->p;
    double ties = m->tie_count;
    for (int32_t u = 0; m->draw_ties && u < m->unit_count; u++) {
        double people = 0.0;
        for (int32_t i = m->unit_first[u]; i < m->unit_first[u] + m->unit_size[u]; i++) {
            const int32_t node = m->employee_node[i];
            people += node >= 0 && m->node_participates[node];
        }
        ties += 0.5 * people * (isti_usual_colleagues(p, people) + p->cross_ties);
    }
    return ties;
}

// People at the workplace of a participant, as a mean.
static double workplace_size(const ist_model *m)
{
    double squares = 0.0;
    for (int32_t u = 0; u < m->unit_count; u++) {
        double people = 0.0;
        for (int32_t i = m->unit_first[u]; i < m->unit_first[u] + m->unit_size[u]; i++) {
            const int32_t node = m->employee_node[i];
            people += node >= 0 && m->node_participates[node];
        }
        squares += people * people;
    }
    return squares / isti_max(1.0, m->participant_count);
}

// Movers and newcomers get to know their workplace; who leaves takes his ties along.
static double ties_after(const ist_model *m, double years)
{
    const isti_parameters *p = &m->p;
    const double people = isti_max(1.0, m->participant_count);
    const double met = isti_min(p->contact_cap, workplace_size(m));
    const double gained = 2.0 * met * (p->mobility + p->turnover) + degree_per_year;
    const double start = 2.0 * ties_at_start(m) / people;
    const double fade = isti_exp(-2.0 * p->turnover * years);
    const double grown = p->turnover > 0.0
                             ? start * fade + gained / (2.0 * p->turnover) * (1.0 - fade)
                             : start + gained * years;
    return 0.5 * people * isti_min(isti_max(start, grown), p->tie_cap);
}

static size_t arrays_bytes(const ist_model *m, const double *count)
{
    const struct {
        const ist_model *model;
    } state = {m}, *const s = &state;
    double bytes = (double)sizeof(ist_state);
#define ISTI_ROW(type, name, group, width) \
    bytes += (double)sizeof(type) * (double)(width)*count[ISTI_GROUP_##group];
    ISTI_STATE_ARRAYS(ISTI_ROW)
#undef ISTI_ROW
    return (size_t)bytes;
}

static void fill_fixed(const ist_model *m, double *count)
{
    count[ISTI_GROUP_employee] = m->employee_count;
    count[ISTI_GROUP_node] = m->node_count;
    count[ISTI_GROUP_row] = m->node_count;
    count[ISTI_GROUP_unit] = m->unit_count;
    count[ISTI_GROUP_manager] = m->manager_count;
    count[ISTI_GROUP_theme] = m->theme_count;
    count[ISTI_GROUP_launch] = m->launch_count;
}

size_t ist_model_state_bytes(const ist_model *m)
{
    // Ties, slots and seats as many as the start draws; what a run adds is not known beforehand.
    enum { TIES_PER_NODE = 10, SEATS_PER_NODE = 1 };
    double count[ISTI_GROUP_COUNT] = {0.0};
    fill_fixed(m, count);
    count[ISTI_GROUP_tie] = (double)TIES_PER_NODE * m->node_count;
    count[ISTI_GROUP_slot] = 2.0 * TIES_PER_NODE * m->node_count;
    count[ISTI_GROUP_seat] = (double)SEATS_PER_NODE * m->node_count;
    return arrays_bytes(m, count);
}

// The model itself: what it holds per employee, node, unit and theme.
static double model_bytes(const ist_model *m)
{
    const double employee = 2.0 * sizeof(int32_t) + sizeof(uint8_t);
    const double node = sizeof(int32_t) + sizeof(bool);
    const double unit = (IST_CONTROL_COUNT + IST_CONTEXT_COUNT) * sizeof(double) +
                        3.0 * sizeof(int32_t) + sizeof(bool);
    const double theme = 4.0 * sizeof(double) + 32.0 + sizeof(char *);
    return (double)sizeof *m + employee * m->employee_count + node * m->node_count +
           unit * m->unit_count + theme * m->theme_count +
           (double)sizeof(isti_given_tie) * m->tie_count +
           (double)sizeof(isti_given) * m->given_count;
}

static double with_slack(double count)
{
    const double large = 65536.0;
    return count * (count < large ? small_slack : large_slack);
}

size_t ist_model_peak_bytes(const ist_model *m, int32_t ticks, int32_t threads)
{
    const double years = (double)ticks / m->ticks_per_year;
    const double lasting = isti_min(years, most_years);
    const double people = m->participant_count;
    const double ties = ties_after(m, years);
    double count[ISTI_GROUP_COUNT] = {0.0};
    fill_fixed(m, count);
    count[ISTI_GROUP_tie] = with_slack(ties);
    count[ISTI_GROUP_slot] = slots_per_tie * ties;
    count[ISTI_GROUP_community] = communities_per_year * lasting * people;
    count[ISTI_GROUP_seat] = seats_per_year * lasting * people;
    const double encounters = meetings_per_seat * seats_per_year * lasting * people;
    const double fellows = active_seats * count[ISTI_GROUP_seat] * ties_per_seat;
    const double scratch = isti_scratch_bytes(m) + (double)threads * isti_desk_bytes(m) +
                           encounters * sizeof(isti_encounter) + fellows * sizeof(isti_fellow_tie);
    return arrays_bytes(m, count) + (size_t)(model_bytes(m) + scratch);
}
