// SPDX-License-Identifier: GPL-3.0-or-later
// What `interstice validate` was asked, and what it found.
#ifndef DRIVER_VALIDATE_H
#define DRIVER_VALIDATE_H

#include <interstice/interstice.h>

#include "driver/options.h"

// Zero: nothing yet.
struct study {
    const struct options *options; // borrowed
    const char *path;              // of the file of patterns; borrowed
    ist_patterns *patterns;
    int32_t count;  // of patterns
    bool *is_asked; // of each of them
    int32_t *only;  // numbers of those asked for; NULL: all
    int32_t only_count;
    int32_t *ablation; // numbers of those to make, ascending
    int32_t ablation_count;
    uint64_t seed;
    int32_t replicates; // of each draw with --jitter
    int32_t draws;      // 0 without --jitter

    ist_validation *intact;   // nothing switched off; NULL with --jitter
    ist_validation **ablated; // of each ablation made
    ist_jitter *jitter;
    bool *draw_holds; // [pattern * draws + draw]
};

// Understand the options, read the patterns, find those asked for. Returns an exit code, after
// complaints about everything that is wrong.
int study_open(struct study *study, const struct options *options);
void study_close(struct study *study);

// Borrowed texts; the number is known to be in range.
ist_pattern_info study_pattern(const struct study *study, int32_t pattern);
ist_ablation_info study_ablation(const struct study *study, int32_t index);

// What became of a pattern.
enum outcome { OUTCOME_HOLDS, OUTCOME_FAILS, OUTCOME_BLANK, OUTCOME_REPORTED, OUTCOME_LEFT_OUT };

// BLANK: to be judged, and evaluable in no replicate, which is a failure, too.
enum outcome study_outcome(const struct study *study, const ist_validation *validation,
                           int32_t pattern);
// For people, and for programs.
const char *outcome_word(enum outcome outcome);
const char *outcome_name(enum outcome outcome);

// How many patterns of a worth were judged, and how many of these hold; worth 0: of any.
struct tally {
    int32_t judged, holding;
};
struct tally study_tally(const struct study *study, const ist_validation *validation, char worth);

// The kinds of worth, from evidence to none: "TCI".
extern const char study_worths[];

// Share of the draws in which the tests must hold together, and the worth of these: 'T', or any (0)
// where none of the patterns asked for is a test.
extern const double study_enough_draws;
char study_tested_worth(const struct study *study);
// Was a verdict asked for?
bool study_is_judged(const struct study *study, int32_t pattern);
// Of how many patterns of a worth (0: any)?
int32_t study_count_judged(const struct study *study, char worth);

// One thing that an ablation is expected to do: rows `first` to `first + count` of the library's.
struct expectation {
    ist_expectation kind;
    int32_t first, count;
    enum fate { FATE_MET, FATE_NOT_MET, FATE_NOT_APPLICABLE, FATE_LEFT_OUT } fate;
};

// The next expectation of ablation `index` of those made; start from {0}. False after the last.
bool study_expectation(const struct study *study, int32_t index, struct expectation *out);
// Row `k` of it.
ist_ablation_row study_expectation_row(const struct study *study, int32_t index,
                                       const struct expectation *expectation, int32_t k);
const char *fate_word(enum fate fate);
const char *fate_name(enum fate fate);

// Ablations were made, and the pattern holds in all of them and without; echoes of inputs excepted.
// False unless all ablations of the file were made.
bool study_survives(const struct study *study, int32_t pattern);

// All that was asked for came out well.
bool study_holds(const struct study *study);

#endif
