// SPDX-License-Identifier: GPL-3.0-or-later
// The vocabulary of values at work: numbers from the records of one replicate.
#ifndef ISTI_STUDY_VALUE_H
#define ISTI_STUDY_VALUE_H

#include "scenario/patterns.h"
#include "study/record.h"

// Where a value is told: in a run, perhaps inside one of its communities.
typedef struct isti_scene {
    const isti_patterns_view *file;
    const isti_record *const *record; // of each run of the file; NULL: not made
    int32_t run;
    int32_t community;  // at hand; -1: none
    ist_status *status; // becomes IST_ERR_NO_MEMORY when memory runs out; values are void then
} isti_scene;

// A value of the file; NaN where it cannot be told.
double isti_value(const isti_scene *scene, int32_t node);

// Is a number in a band? False for NaN.
bool isti_is_within(double value, double low, double high, bool open);

// ---- Series

// A series over the ticks of a record, of the organization or of one community.
typedef struct isti_series {
    const isti_record *record;
    const double *metric;  // NULL: of the community
    const isti_life *life; // NULL: of the organization
    isti_community_series name;
} isti_series;

// What a community's series says of ticks in which it was not active: 0 for members, present and
// attendance, NaN for all others. NaN outside of the record.
double isti_series_at(const isti_series *series, int32_t tick);

typedef struct isti_summary {
    double sum, mean, min, max;       // NaN ticks left out; NaN where none is left
    int32_t tick_of_min, tick_of_max; // the first such; -1: none
} isti_summary;

isti_summary isti_series_summary(const isti_series *series, int32_t first, int32_t end);

// First tick in [first, end) strictly above (or below) a level; -1: never.
int32_t isti_series_crosses(const isti_series *series, int32_t first, int32_t end, double level,
                            bool above);

// Years from an event in tick `event` to recovery or, where it never comes, to the end of the record;
// NaN where that cannot be told.
double isti_series_recovery(const isti_series *series, int32_t event, ist_status *status);

// ---- Selectors

// A selector with its times told, ready to look at one community after the other.
typedef struct isti_choice {
    const isti_selector *selector;
    const isti_record *record;
    int32_t active_at, stage_at, members_at; // ticks, -1 outside of the record
    int32_t attendance_first, attendance_end;
    int32_t left_out; // the largest, where all others are asked for; -1: none
    bool is_single;   // only the largest is asked for,
    int32_t single;   // which is this one; -1: there is none
} isti_choice;

isti_choice isti_choose(const isti_scene *scene, int32_t selector);
bool isti_choice_fits(const isti_choice *choice, int32_t community);
// Number of the first community after `community` (-1: from the start) that fits; -1: none.
int32_t isti_choice_next(const isti_choice *choice, int32_t community);
// The one with most members in a tick, the first of them if there are several; -1: none fits, or the
// tick is none.
int32_t isti_choice_largest(const isti_choice *choice, int32_t tick);

// Is `theme` the one named, or one of the counted group of that name ("name 1", "name 2", ...)?
bool isti_is_theme(const char *theme, const char *name);

int32_t isti_members_at(const isti_record *record, int32_t community, int32_t tick);

#endif
