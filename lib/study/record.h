// SPDX-License-Identifier: GPL-3.0-or-later
// What a run leaves behind, by community: all that a value of a pattern may look at.
#ifndef ISTI_STUDY_RECORD_H
#define ISTI_STUDY_RECORD_H

#include <interstice/observe.h>

#include "base/base.h"

// One community over a whole run. Its rows are those of the ticks in which it was active at the
// end: none before, none after, none missing.
typedef struct isti_life {
    const char *name;     // NULL where none was given
    const char *theme;    // of the model
    const char *overseer; // manager group at the end of the run; NULL: none
    ist_origin origin;
    ist_stage stage; // at the end of the run
    bool official;
    int32_t founded, ended; // ticks; ended -1: active
    int32_t founders;
    double tied_pairs, tied_by_chance, autonomy;
    const ist_community_row *const *row;
    int32_t first_tick, rows;
} isti_life;

typedef struct isti_record {
    double start;
    int32_t ticks_per_year, ticks;
    const double *metric[IST_METRIC_COUNT]; // one value per tick
    const isti_life *life;
    int32_t lives;
    int64_t asked[IST_SENSITIVE_MEETINGS], answered[IST_SENSITIVE_MEETINGS];

    // What a record of a real run owns.
    ist_recorder *recorder;
    const ist_community_row **sorted; // by community, then tick
    isti_life *owned;
} isti_record;

// Times are compared with this tolerance, in years.
#define ISTI_STUDY_SAME_TIME 1e-6

// Tick that contains a year; -1 when it is outside of `ticks` ticks or unknown.
int32_t isti_study_tick(double start, int32_t ticks_per_year, int32_t ticks, double year);

// Ticks whose time lies in [from, to): `*first` up to, not including, `*end`. Unknown bounds give none.
void isti_record_window(const isti_record *record, double from, double to, int32_t *first,
                        int32_t *end);
int32_t isti_record_tick(const isti_record *record, double year);
double isti_record_time(const isti_record *record, int32_t tick);

// The row of a community in a tick; NULL where it was not active.
const ist_community_row *isti_life_row(const isti_life *life, int32_t tick);

// Get ready for a run of `model`; attach the observer of its recorder to the state, then run, then let
// isti_record_finish() take what only the state knows. Clear in any case.
ist_status isti_record_open(isti_record *record, const ist_model *model, bool with_communities);
ist_status isti_record_finish(isti_record *record, const ist_state *state);
void isti_record_clear(isti_record *record);

#endif
