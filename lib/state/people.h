// SPDX-License-Identifier: GPL-3.0-or-later
// People: who they are at the start, who comes into a post later, where they sit.
#ifndef ISTI_STATE_PEOPLE_H
#define ISTI_STATE_PEOPLE_H

#include "state/state.h"

// Fill a wiped state with people, units, managers and the ties of the start.
ist_status isti_people_settle(ist_state *s);

// A person comes into a post: new attributes, no problem, everything to learn. The ties of whoever had it are
// another matter: isti_ties_forget().
void isti_person_hired(ist_state *s, int32_t employee);

// Main theme k: what somebody's competence is worth there.
static inline double isti_competence_on(const ist_state *s, int32_t employee, int32_t theme)
{
    const double competence = s->employee_competence[employee];
    return s->employee_theme[employee] == theme ? competence
                                                : s->model->p.off_theme_competence * competence;
}

// Is a theme the main or the second one of somebody?
static inline bool isti_is_interested(const ist_state *s, int32_t employee, int32_t theme)
{
    return s->employee_theme[employee] == theme || s->employee_second[employee] == theme;
}

static inline bool isti_heads(const ist_state *s, int32_t employee)
{
    return s->unit_head[s->employee_unit[employee]] == employee;
}

// A share of somebody's competence becomes void; practice will bring it back.
void isti_person_unlearns(ist_state *s, int32_t employee, double share);

// Change the main theme: the old one becomes the second, and competence is what it was off theme.
void isti_person_turns_to(ist_state *s, int32_t employee, int32_t theme);

// Would the person in that slot of a row be of help on a theme: there, competent, and remembered?
bool isti_can_be_asked(const ist_state *s, int32_t slot, int32_t theme);

// People of the own theme, competent enough, whom one could turn to: at most `most` are counted.
int32_t isti_people_to_ask(const ist_state *s, int32_t node, int32_t most);

// What internal competition does to help between units: the stronger of market and output control.
static inline double isti_competition(const ist_state *s, int32_t unit)
{
    const double *control = s->unit_control + (size_t)unit * IST_CONTROL_COUNT;
    return isti_max(control[IST_CONTROL_MARKET], control[IST_CONTROL_OUTPUT]);
}

// A manager's behavioral complexity drawn from a Beta with this mean.
double isti_complexity(const ist_state *s, int32_t manager, double mean);

// A theme drawn by demand.
int32_t isti_theme_by_demand(const ist_model *model, isti_stream *stream);

// Ties to colleagues that somebody at a workplace of so many participants is likely to have at the start.
double isti_usual_colleagues(const isti_parameters *p, double people);

// Draw the usual ties inside the units [first, first + count) and across them, among present people.
ist_status isti_people_tie(ist_state *s, const int32_t *units, int32_t count);

// Rebuild the lists of present participants by workplace, or by main theme, in scratch.
void isti_index_workplaces(ist_state *s);
void isti_index_themes(ist_state *s);

// A newcomer at a workplace (scratch.moved) goes round, as far as contact_cap goes: old ties to participants
// there wake, and those who are still strangers are listed. Returns how many these are; whoever is greeted
// by an earlier newcomer need not do so again. (Soon, with isti_workplace_fetch().)
int32_t isti_person_greets(ist_state *s, int32_t node, int32_t *stranger);
void isti_workplace_fetch(const ist_state *s, int32_t node);

#endif
