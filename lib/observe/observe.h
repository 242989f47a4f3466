// SPDX-License-Identifier: GPL-3.0-or-later
// Measuring a state tick after tick: what a recorder and ist_state_measure() share.
#ifndef ISTI_OBSERVE_OBSERVE_H
#define ISTI_OBSERVE_OBSERVE_H

#include <interstice/observe.h>

#include "state/state.h"

// What is worth remembering between ticks, so that reading the stages of all communities is cheap.
typedef struct isti_survey {
    bool *lost;          // per theme: beside a community that lost its autonomy
    uint8_t *over;       // per community: ended and will never hibernate again
    int32_t themes;      // rooms in `lost`
    int32_t communities; // rooms in `over`
} isti_survey;

ist_status isti_survey_open(isti_survey *survey, const ist_model *model);
void isti_survey_close(isti_survey *survey);
// Another run begins.
void isti_survey_reset(isti_survey *survey);
// Look at a state: afterwards isti_survey_stage() tells the stages.
ist_status isti_survey_take(isti_survey *survey, const ist_state *s);

// Stage of an active community.
ist_stage isti_survey_stage(const isti_survey *survey, const ist_state *s, int32_t community);

// All metrics of the tick just done. The survey was taken of this state.
void isti_measure(isti_survey *survey, const ist_state *s, double *out);

// Solved over solved and expired, NaN where no problem left.
double isti_share_solved(int64_t solved, int64_t expired);
int64_t isti_solved_by_anybody(const isti_tally *tally);

// The metric `performance` alone. O(1).
double isti_performance(const ist_state *s);

#endif
