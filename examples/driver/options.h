// SPDX-License-Identifier: GPL-3.0-or-later
// The command line: one table of commands, one of options; help is printed from both.
#ifndef DRIVER_OPTIONS_H
#define DRIVER_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <interstice/interstice.h>

enum command_id {
    COMMAND_NONE,
    COMMAND_INIT,
    COMMAND_RUN,
    COMMAND_CHECK,
    COMMAND_VALIDATE,
    COMMAND_CALIBRATE,
    COMMAND_SWEEP,
    COMMAND_COMPARE,
    COMMAND_RESUME,
    COMMAND_MERGE,
    COMMAND_NETWORK,
    COMMAND_EXPORT,
    COMMAND_REPRODUCE,
    COMMAND_REPORT,
    COMMAND_DESCRIBE,
    COMMAND_COUNT
};

// How the jobs of an experiment get done; as ist_experiment_work().
typedef ist_status engine_fn(const ist_experiment *experiment, ist_store *store,
                             const ist_work_def *def, ist_errors *errors);

enum { TICK_START = -1, TICK_END = -2 };

enum { MAX_CHANGES = 64, MAX_FACTORS = 256 }; // of --set, of --vary

struct options {
    enum command_id command;
    bool help, version, json, quiet, no_color, twins, reversed;
    int32_t replicates; // 0: as the command likes
    bool seed_given;
    uint64_t seed;
    int32_t jobs;    // 0: one per processor
    int32_t ticks;   // 0: to the end of the calendar
    const char *csv; // folder; NULL: none
    const char *patterns;
    const char *only, *ablate;       // names with commas between them; NULL: not given
    double jitter;                   // 0: none
    int32_t draws;                   // 0: not given
    int32_t screens;                 // 0: none
    const char *fit, *move;          // names with commas between them; NULL: not given
    const char *out;                 // file; NULL: not given
    int32_t evaluations;             // 0: not given
    double spread;                   // 0: none
    int32_t ticks_per_year;          // 0: as the scenarios say
    const char *change[MAX_CHANGES]; // --set, as given
    int32_t change_count;
    const char *vary[MAX_FACTORS]; // as given
    int32_t vary_count;
    const char *store;              // of --output; NULL: none
    const char *page, *figures;     // of a report; NULL: not given
    const char *design;             // kind or file; NULL: not given
    const char *policies, *metrics; // names with commas between them; NULL: not given
    const char *managers;           // NULL: all
    int32_t points;                 // 0: not given
    int32_t shard, shards;          // from 0; 0 of 1: all
    int32_t time_limit;             // seconds; 0: none
    int32_t run;                    // -1: all
    double at;                      // a year; NaN: the end
    bool units, dry_run;
    const char *from, *key; // files; NULL: not given
    bool pseudonymize, dynamic;
    const char *format;  // NULL: not given
    const char *network; // ticks with commas between them; NULL: none
    int32_t tick;        // TICK_START, TICK_END or a tick
    double stronger;     // NaN: as the library likes
    int32_t remove;      // 0: as the library likes
    engine_fn *engine;
    char **operand;
    int32_t operand_count;
};

struct command {
    const char *name;     // NULL for the program itself
    const char *operands; // as in "run FILE..."
    const char *summary;  // one line
    int32_t least, most;  // number of operands
    const char *examples[4];
    const char *notes; // below the options in help; NULL: none
};

struct option_row {
    const char *name;
    char letter;          // 0: none
    const char *argument; // NULL: none
    const char *meaning;
    unsigned commands; // bit per command
};

extern const struct command commands[COMMAND_COUNT];
extern const struct option_row option_rows[];
extern const size_t option_row_count;

// Understand the command line. Returns an exit code, after a complaint.
int options_parse(struct options *options, int argc, char **argv);

#endif
