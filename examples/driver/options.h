// SPDX-License-Identifier: GPL-3.0-or-later
// The command line: one table of commands, one of options; help is printed from both.
#ifndef DRIVER_OPTIONS_H
#define DRIVER_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum command_id { COMMAND_NONE, COMMAND_RUN, COMMAND_CHECK, COMMAND_DESCRIBE, COMMAND_COUNT };

struct options {
    enum command_id command;
    bool help, version, json, quiet, no_color, twins;
    int32_t replicates; // >= 1
    bool seed_given;
    uint64_t seed;
    int32_t jobs;    // 0: one per processor
    int32_t ticks;   // 0: to the end of the calendar
    const char *csv; // folder; NULL: none
    char **operand;
    int32_t operand_count;
};

struct command {
    const char *name;     // NULL for the program itself
    const char *operands; // as in "run FILE..."
    const char *summary;  // one line
    int32_t least, most;  // number of operands
    const char *examples[4];
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
