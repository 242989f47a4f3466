// SPDX-License-Identifier: GPL-3.0-or-later
// The command line: one table of commands, one of options.
#include "driver/options.h"

#include <assert.h>
#include <getopt.h>
#include <string.h>

#include "driver/exit_code.h"
#include "driver/message.h"
#include "driver/number.h"
#include "driver/text.h"

enum { MAX_ROWS = 16, FIRST_VALUE = 256, USUAL_REPLICATES = 20 };

// Bits of `commands` in the table of options.
enum {
    ALONE = 1u << COMMAND_NONE,
    RUN = 1u << COMMAND_RUN,
    CHECK = 1u << COMMAND_CHECK,
    DESCRIBE = 1u << COMMAND_DESCRIBE
};

const struct command commands[COMMAND_COUNT] = {
    [COMMAND_NONE] = {NULL,
                      "COMMAND",
                      "how communities of practice arise, fade and come back",
                      0,
                      0,
                      {"run scenarios/gas.json", "check my_company.json", "describe policies"}},
    [COMMAND_RUN] = {"run",
                     "FILE...",
                     "simulate organizations and sum up what became of them",
                     1,
                     INT32_MAX,
                     {"run scenarios/gas.json", "run scenarios/gas.json --replicates 200 --twins",
                      "run scenarios/gas.json scenarios/comp.json --csv results",
                      "run my_company.json --json > out.json"}},
    [COMMAND_CHECK] = {"check",
                       "FILE...",
                       "say what is wrong with scenarios, or what they hold",
                       1,
                       INT32_MAX,
                       {"check my_company.json", "check scenarios/gas.json scenarios/comp.json"}},
    [COMMAND_DESCRIBE] = {"describe",
                          "[policies|events|parameters|metrics]",
                          "explain what scenarios may say and what results mean",
                          0,
                          1,
                          {"describe policies", "describe parameters | less",
                           "describe metrics --json"}},
};

enum row_id {
    ROW_REPLICATES,
    ROW_SEED,
    ROW_JOBS,
    ROW_TICKS,
    ROW_TWINS,
    ROW_CSV,
    ROW_JSON,
    ROW_QUIET,
    ROW_NO_COLOR,
    ROW_HELP,
    ROW_VERSION
};

const struct option_row option_rows[] = {
    [ROW_REPLICATES] = {"replicates", 0, "N", "runs of each scenario (20)", RUN},
    [ROW_SEED] = {"seed", 0, "S", "master seed (the scenario's own)", RUN},
    [ROW_JOBS] = {"jobs", 'j', "N", "threads (one per processor); results do not depend on it",
                  RUN},
    [ROW_TICKS] = {"ticks", 0, "N", "stop after N steps of time (at the scenario's end)", RUN},
    [ROW_TWINS] = {"twins", 0, NULL, "compare each event with the same runs without it (slower)",
                   RUN},
    [ROW_CSV] = {"csv", 0, "DIR", "write tables of every run into the folder DIR", RUN},
    [ROW_JSON] = {"json", 0, NULL, "print one JSON document instead", ALONE | RUN | DESCRIBE},
    [ROW_QUIET] = {"quiet", 'q', NULL, "no progress, no remarks; only results and errors",
                   RUN | CHECK},
    [ROW_NO_COLOR] = {"no-color", 0, NULL, "no color (as NO_COLOR=1 in the environment)",
                      RUN | CHECK | DESCRIBE},
    [ROW_HELP] = {"help", 'h', NULL, "print this help", ALONE | RUN | CHECK | DESCRIBE},
    [ROW_VERSION] = {"version", 0, NULL, "print the version", ALONE | RUN | CHECK | DESCRIBE},
};

const size_t option_row_count = COUNT_OF(option_rows);

static const char *full_name(enum command_id command)
{
    static const char *const names[] = {
        [COMMAND_NONE] = "interstice",
        [COMMAND_RUN] = "interstice run",
        [COMMAND_CHECK] = "interstice check",
        [COMMAND_DESCRIBE] = "interstice describe",
    };
    return names[command];
}

static void hint(enum command_id command)
{
    remark("try: %s --help", full_name(command));
}

// Complain about an option that the command does not have.
static void unknown_option(enum command_id command, const char *written)
{
    char word[PHRASE_SIZE];
    const char *known[COUNT_OF(option_rows)];
    size_t count = 0;
    const size_t length = strcspn(written + 2, "=");
    const size_t kept = length < sizeof word ? length : sizeof word - 1;
    memcpy(word, written + 2, kept);
    word[kept] = '\0';

    for (size_t i = 0; i < COUNT_OF(option_rows); i++) {
        if (option_rows[i].commands & 1u << command) {
            known[count++] = option_rows[i].name;
        } else if (strcmp(option_rows[i].name, word) == 0) {
            complain("\"%s\" has no option --%s", full_name(command), word);
            return;
        }
    }
    const char *near = text_nearest(word, known, count);
    complain("unknown option --%s%s%s%s", word, near ? "; did you mean --" : "", near ? near : "",
             near ? "?" : "");
}

static bool read_integer(const char *name, const char *text, int32_t maximum, int32_t *out)
{
    uint64_t value = 0;
    if (!number_parse(text, 1, (uint64_t)maximum, &value)) {
        complain("--%s %s: needs a whole number from 1 to %d", name, text, (int)maximum);
        return false;
    }
    *out = (int32_t)value;
    return true;
}

static bool apply_flag(struct options *options, enum row_id row)
{
    bool *const flags[COUNT_OF(option_rows)] = {
        [ROW_TWINS] = &options->twins, [ROW_JSON] = &options->json,
        [ROW_QUIET] = &options->quiet, [ROW_NO_COLOR] = &options->no_color,
        [ROW_HELP] = &options->help,   [ROW_VERSION] = &options->version,
    };
    if (flags[row]) {
        *flags[row] = true;
    }
    return flags[row] != NULL;
}

static bool apply(struct options *options, enum row_id row, const char *argument)
{
    if (apply_flag(options, row)) {
        return true;
    }
    if (row == ROW_REPLICATES) {
        return read_integer("replicates", argument, 1000000, &options->replicates);
    }
    if (row == ROW_JOBS) {
        return read_integer("jobs", argument, 1024, &options->jobs);
    }
    if (row == ROW_TICKS) {
        return read_integer("ticks", argument, 1000000, &options->ticks);
    }
    if (row == ROW_SEED) {
        options->seed_given = number_parse(argument, 0, UINT64_MAX, &options->seed);
        if (!options->seed_given) {
            complain("--seed %s: needs a whole number from 0 to 18446744073709551615", argument);
        }
        return options->seed_given;
    }
    options->csv = argument;
    if (argument[0] == '\0') {
        complain("--csv needs the name of a folder");
    }
    return argument[0] != '\0';
}

// What getopt_long() wants to know about the options of one command.
static void list_options(enum command_id command, struct option *longs, char *letters)
{
    *letters++ = ':'; // tell a missing argument from an unknown option
    for (size_t i = 0; i < COUNT_OF(option_rows); i++) {
        const struct option_row *row = &option_rows[i];
        if (!(row->commands & 1u << command)) {
            continue;
        }
        *longs++ = (struct option){
            .name = row->name,
            .has_arg = row->argument ? required_argument : no_argument,
            .val = FIRST_VALUE + (int)i,
        };
        if (row->letter) {
            *letters++ = row->letter;
        }
        if (row->letter && row->argument) {
            *letters++ = ':';
        }
    }
    *longs = (struct option){0};
    *letters = '\0';
}

// Row of what getopt_long() returned; -1 after a complaint.
static int row_of(enum command_id command, int found, const char *written)
{
    if (found == ':') {
        complain("%s needs a value", written);
        return -1;
    }
    if (found == '?') {
        if (optopt > 0 && optopt < FIRST_VALUE) {
            complain("unknown option -%c", optopt);
        } else if (optopt >= FIRST_VALUE) {
            complain("--%s takes no value", option_rows[optopt - FIRST_VALUE].name);
        } else {
            unknown_option(command, written);
        }
        return -1;
    }
    for (size_t i = 0; found < FIRST_VALUE && i < COUNT_OF(option_rows); i++) {
        if (option_rows[i].letter == found) {
            return (int)i;
        }
    }
    return found - FIRST_VALUE;
}

static int check_operands(const struct options *options)
{
    const struct command *command = &commands[options->command];
    if (options->help || options->version) {
        return CODE_OK;
    }
    if (options->operand_count < command->least) {
        complain("\"%s\" needs a scenario file", full_name(options->command));
    } else if (options->operand_count > command->most) {
        complain("\"%s\" takes one topic, not %d", full_name(options->command),
                 (int)options->operand_count);
    } else {
        return CODE_OK;
    }
    hint(options->command);
    return CODE_USAGE;
}

static int parse_rest(struct options *options, int argc, char **argv)
{
    static_assert(COUNT_OF(option_rows) < MAX_ROWS, "getopt's tables have room for every option");
    struct option longs[MAX_ROWS];
    char letters[2 * MAX_ROWS];
    list_options(options->command, longs, letters);
    opterr = 0;
    for (;;) {
        const int found = getopt_long(argc, argv, letters, longs, NULL);
        if (found < 0) {
            break;
        }
        const int row = row_of(options->command, found, argv[optind - 1]);
        if (row < 0 || !apply(options, (enum row_id)row, optarg)) {
            hint(options->command);
            return CODE_USAGE;
        }
    }
    options->operand = argv + optind;
    options->operand_count = argc - optind;
    return check_operands(options);
}

static enum command_id find_command(const char *word)
{
    for (int i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i].name, word) == 0) {
            return (enum command_id)i;
        }
    }
    return COMMAND_NONE;
}

static void unknown_command(const char *word)
{
    const char *known[COMMAND_COUNT - 1];
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        known[i] = commands[i + 1].name;
    }
    const char *near = text_nearest(word, known, COUNT_OF(known));
    complain("unknown command \"%s\"%s%s%s", word, near ? "; did you mean \"" : "",
             near ? near : "", near ? "\"?" : "");
}

// Without a word to go by: what there is.
static int list_commands(void)
{
    remark("usage: interstice COMMAND ...");
    for (int i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++) {
        remark("  %-10s %s", commands[i].name, commands[i].summary);
    }
    hint(COMMAND_NONE);
    return CODE_USAGE;
}

int options_parse(struct options *options, int argc, char **argv)
{
    *options = (struct options){.replicates = USUAL_REPLICATES};
    if (argc < 2) {
        return list_commands();
    }
    if (strcmp(argv[1], "help") == 0) {
        options->help = true;
        options->command = argc > 2 ? find_command(argv[2]) : COMMAND_NONE;
        return CODE_OK;
    }
    if (argv[1][0] != '-') {
        options->command = find_command(argv[1]);
        if (options->command == COMMAND_NONE) {
            unknown_command(argv[1]);
            hint(COMMAND_NONE);
            return CODE_USAGE;
        }
        return parse_rest(options, argc - 1, argv + 1);
    }
    const int code = parse_rest(options, argc, argv);
    return code != CODE_OK || options->help || options->version ? code : list_commands();
}
