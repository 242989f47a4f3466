// SPDX-License-Identifier: GPL-3.0-or-later
// Small organizations, drawn: one letter per person, a bar between units.
//
//     tiny_org org = tiny_org_quiet();
//     tiny_org_draw(&org, "abc|de");       a b c | d e
//     tiny_org_tie(&org, "ad", 0.5, 0.2);  a ------- d
#ifndef ISTI_TESTS_TINY_ORG_H
#define ISTI_TESTS_TINY_ORG_H

#include <interstice/state.h>

// An organization under construction. The three definitions are what comes next looks like.
typedef struct tiny_org {
    ist_spec *spec;
    ist_organization_def organization; // set when it is compiled
    ist_unit_def unit;                 // of the next unit; it is named by its number from 1
    ist_employee_def person;           // of the next person
    int32_t units, people;
    bool has_overseer;
    ist_employee_id letter[128];
} tiny_org;

// Nothing happens by itself: nobody moves, nobody has a problem that stays open (everybody's
// competence is 1), nobody helps, joins or founds, contact and meetings teach nothing. One theme,
// "craft"; ten years of months; ties fade as they do.
tiny_org tiny_org_quiet(void);
// Everything at its default, people drawn at random; one theme, "craft".
tiny_org tiny_org_lively(void);

void tiny_org_draw(tiny_org *org, const char *units);
// One more unit of `count` people who have no letter.
void tiny_org_unit_of(tiny_org *org, int32_t count);
void tiny_org_tie(tiny_org *org, const char *pair, double x, double y);
void tiny_org_theme(tiny_org *org, const char *name, double demand);
void tiny_org_set(tiny_org *org, const char *parameter, double value);
void tiny_org_event(tiny_org *org, const ist_event_def *event);

// A unit "office" with somebody who plays every role with a fixed intensity. After all other units.
typedef struct tiny_overseer {
    double role[IST_ROLE_COUNT];
    double complexity, expectation, specificity, independence;
} tiny_overseer;
void tiny_org_oversee(tiny_org *org, tiny_overseer overseer);

// An official community named "club" on "craft" at the start; the overseer's if there is one.
void tiny_org_launch(tiny_org *org, int32_t size);

// Compile, and forget the description. What is wrong is printed, and fails the test.
ist_model *tiny_org_compile(tiny_org *org);

// The first run of a model, and as many ticks of it, everything checked after each.
ist_state *tiny_run_start(const ist_model *model, uint64_t seed);
void tiny_run(ist_state *state, int32_t ticks);

// Who a letter is: node number (people before the office carry ties in order of drawing).
int32_t tiny_node(char letter);

#endif
