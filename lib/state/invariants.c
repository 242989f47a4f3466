// SPDX-License-Identifier: GPL-3.0-or-later
// What must always hold, whatever happened. Costly; for tests and for those who doubt.
#include "state/communities.h"
#include "state/fellows.h"
#include "state/ties.h"

static ist_status broken(ist_errors *errors, const char *what, int32_t which)
{
    return isti_fail(errors, IST_ERR_INVARIANT, "", "%s (number %d)", what, which);
}

static bool is_share(double v)
{
    return v >= 0.0 && v <= 1.0;
}

static ist_status check_employees(const ist_state *s, ist_errors *errors)
{
    const ist_model *m = s->model;
    for (int32_t i = 0; i < m->employee_count; i++) {
        const int32_t place = s->employee_workplace[i];
        if (place < 0 || place >= m->unit_count || s->unit_owner[place] != s->employee_unit[i]) {
            return broken(errors, "an employee's unit does not own the workplace", i);
        }
        if (s->employee_present[i] && !s->unit_present[place]) {
            return broken(errors, "an employee sits in a unit that is not there", i);
        }
        if (!is_share(s->employee_competence[i]) || !is_share(s->employee_ambiguity[i]) ||
            !is_share(s->employee_void[i])) {
            return broken(errors, "an employee's competence or ambiguity is outside [0,1]", i);
        }
        if (s->employee_problem[i] < -1 || s->employee_problem[i] >= m->theme_count ||
            s->employee_theme[i] < 0 || s->employee_theme[i] >= m->theme_count) {
            return broken(errors, "an employee has an unknown theme", i);
        }
    }
    return IST_OK;
}

static ist_status check_ties(const ist_state *s, ist_errors *errors)
{
    int64_t ends = 0;
    for (int32_t t = 0; t < ISTI_COUNT(s, tie); t++) {
        if (s->tie_a[t] < 0) {
            continue;
        }
        ends += 2;
        if (s->tie_a[t] >= s->tie_b[t] || s->tie_b[t] >= s->model->node_count) {
            return broken(errors, "a tie joins nobody", t);
        }
        if (!is_share(s->tie_x[t]) || !is_share(s->tie_y[t])) {
            return broken(errors, "a tie's strand is outside [0,1]", t);
        }
        if (isti_tie_find(s, s->tie_a[t], s->tie_b[t]) != t ||
            isti_tie_find(s, s->tie_b[t], s->tie_a[t]) != t) {
            return broken(errors, "a tie is missing in a row, or stands there twice", t);
        }
    }
    for (int32_t node = 0; node < s->model->node_count; node++) {
        ends -= s->node_degree[node];
        if (s->node_degree[node] > (int32_t)s->model->p.tie_cap ||
            s->node_degree[node] > s->node_room[node]) {
            return broken(errors, "a person has more ties than allowed", node);
        }
    }
    return ends == 0 ? IST_OK : broken(errors, "rows and ties do not add up", (int32_t)ends);
}

static ist_status check_themes(const ist_state *s, ist_errors *errors)
{
    for (int32_t k = 0; k < s->model->theme_count; k++) {
        if (!is_share(s->theme_canon[k]) || !is_share(s->theme_void[k])) {
            return broken(errors, "a theme's canon, or what is void of it, is outside [0,1]", k);
        }
    }
    return IST_OK;
}

static ist_status check_community(const ist_state *s, int32_t c, ist_errors *errors)
{
    const int32_t *member = isti_members(s, c);
    const bool active = isti_is_active(s, c);
    bool led = s->community_pilot[c] < 0 || !active;
    for (int32_t k = 0; k < s->community_members[c]; k++) {
        const int32_t place = s->community_seat[c] + k;
        if (member[k] < 0 || member[k] >= s->model->node_count ||
            !s->model->node_participates[member[k]] || !is_share(s->seat_commitment[place]) ||
            !is_share(s->seat_presence[place])) {
            return broken(errors, "a community has a member who is nobody", c);
        }
        if (isti_seat_of(s, c, member[k]) != (active ? place : -1)) {
            return broken(errors, "a member list and the member do not agree", c);
        }
        led = led || member[k] == s->community_pilot[c];
    }
    if (!led) {
        return broken(errors, "a community has a pilot who is no member", c);
    }
    const double values[] = {
        s->community_autonomy[c],    s->community_affect[c],       s->community_learning[c],
        s->community_realization[c], s->community_deliverables[c], s->community_tied_pairs[c],
        s->community_tied_chance[c], s->community_closeness[c],    s->community_expectation[c]};
    for (size_t k = 0; k < COUNT_OF(values); k++) {
        if (!is_share(values[k])) {
            return broken(errors, "a community has a quantity outside [0,1]", c);
        }
    }
    return s->community_ended[c] < s->now.tick ? IST_OK
                                               : broken(errors, "a community ends later", c);
}

// Each tie between members stands where those who meet look for it, and nothing else does.
static ist_status check_fellows(const ist_state *s, int32_t c, ist_errors *errors)
{
    const int32_t *member = isti_members(s, c);
    int64_t listed = 0;
    for (int32_t seat = 0; seat < s->community_members[c]; seat++) {
        int32_t count = 0;
        const isti_fellow_tie *entry = isti_fellows_of(s, c, seat, &count);
        listed += count;
        for (int32_t k = 0; k < count; k++) {
            if (entry[k].seat < 0 || entry[k].seat >= s->community_members[c] ||
                entry[k].tie != isti_tie_find(s, member[seat], member[entry[k].seat])) {
                return broken(errors, "a community lists a tie that is not there", c);
            }
        }
        for (int32_t k = 0; k < s->node_degree[member[seat]]; k++) {
            listed -= isti_is_member(s, c, s->slot_other[s->node_row[member[seat]] + k]);
        }
    }
    return listed == 0 ? IST_OK : broken(errors, "a community misses a tie among its members", c);
}

static ist_status check_memberships(const ist_state *s, ist_errors *errors)
{
    int64_t seats = 0;
    for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
        ist_status status = check_community(s, c, errors);
        if (status == IST_OK && isti_fellows_known(s, c)) {
            status = check_fellows(s, c, errors);
        }
        if (status != IST_OK) {
            return status;
        }
        seats += isti_is_active(s, c) ? s->community_members[c] : 0;
    }
    for (int32_t node = 0; node < s->model->node_count; node++) {
        int32_t of[ISTI_MEMBERSHIPS];
        const int32_t count = isti_communities_of(s, node, of);
        seats -= count;
        for (int32_t k = 1; k < count; k++) {
            if (of[k - 1] >= of[k]) {
                return broken(errors, "a person's communities are out of order", node);
            }
        }
    }
    return seats == 0 ? IST_OK : broken(errors, "seats and memberships do not add up", 0);
}

ist_status ist_state_check(const ist_state *s, ist_errors *errors)
{
    ist_status status = check_employees(s, errors);
    status = status == IST_OK ? check_ties(s, errors) : status;
    status = status == IST_OK ? check_memberships(s, errors) : status;
    status = status == IST_OK ? check_themes(s, errors) : status;
    const double shares[] = {s->now.emphasis, s->now.portal, s->now.institutionalization,
                             s->now.line_shock};
    for (size_t k = 0; k < COUNT_OF(shares) && status == IST_OK; k++) {
        if (!is_share(shares[k])) {
            status = broken(errors, "an organization-wide quantity is outside [0,1]", (int32_t)k);
        }
    }
    return status;
}
