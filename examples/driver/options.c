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

enum { MAX_ROWS = 32, FIRST_VALUE = 256 };

// Bits of `commands` in the table of options.
enum {
    ALONE = 1u << COMMAND_NONE,
    RUN = 1u << COMMAND_RUN,
    CHECK = 1u << COMMAND_CHECK,
    VALIDATE = 1u << COMMAND_VALIDATE,
    CALIBRATE = 1u << COMMAND_CALIBRATE,
    DESCRIBE = 1u << COMMAND_DESCRIBE
};

static const char file_note[] = "A FILE called - is the standard input.";

const struct command commands[COMMAND_COUNT] = {
    [COMMAND_NONE] = {NULL,
                      "COMMAND",
                      "how communities of practice arise, fade and come back",
                      0,
                      0,
                      {"run scenarios/gas.json", "check my_company.json",
                       "validate --replicates 20", "describe policies"},
                      NULL},
    [COMMAND_RUN] = {"run",
                     "FILE...",
                     "simulate organizations and sum up what became of them",
                     1,
                     INT32_MAX,
                     {"run scenarios/gas.json", "run scenarios/gas.json --replicates 200 --twins",
                      "run scenarios/gas.json scenarios/comp.json --csv results",
                      "run my_company.json --json > out.json"},
                     file_note},
    [COMMAND_CHECK] = {"check",
                       "FILE...",
                       "say what is wrong with scenarios, or what they hold",
                       1,
                       INT32_MAX,
                       {"check my_company.json", "check scenarios/gas.json scenarios/comp.json"},
                       file_note},
    [COMMAND_VALIDATE] =
        {"validate",
         "",
         "which patterns hold, and what each of them needs",
         0,
         0,
         {"validate --replicates 20", "validate --ablate all --csv results",
          "validate --jitter 0.1 --draws 200",
          "validate --patterns my_patterns.json --only P-1,P-2"},
         "Ends with 0 if every judged pattern holds and, with --ablate, all that is "
         "expected of the ablations comes true; with --jitter, if all tests (worth "
         "T) hold together in at least 80 % of the draws. Ends with 1 if not. "
         "--ablate and --jitter are two questions: ask one at a time."},
    [COMMAND_CALIBRATE] =
        {"calibrate",
         "",
         "look for parameter values that make patterns hold",
         0,
         0,
         {"calibrate --evaluations 200 --out values.json",
          "calibrate --fit gas,comp --out values.json",
          "calibrate --fit electrical --spread 0.2 --seed 3",
          "calibrate --patterns my_patterns.json --jobs 4"},
         "Moves parameters, those that are \"calibrated\" unless told otherwise (see: describe "
         "parameters), and keeps what makes the loss smaller, over the same runs each time: the "
         "same command finds the same values. Then judges all patterns over runs that the search "
         "has not seen; what it says of "
         "groups left out of --fit is prediction. Ctrl-C ends the search with what was found so "
         "far."},
    [COMMAND_DESCRIBE] = {"describe",
                          "[policies|events|parameters|metrics]",
                          "explain what scenarios may say and what results mean",
                          0,
                          1,
                          {"describe policies", "describe parameters | less",
                           "describe metrics --json"},
                          NULL},
};

enum row_id {
    ROW_PATTERNS,
    ROW_REPLICATES,
    ROW_VALIDATE_REPLICATES,
    ROW_SEED,
    ROW_VALIDATE_SEED,
    ROW_JOBS,
    ROW_TICKS,
    ROW_TWINS,
    ROW_ONLY,
    ROW_ABLATE,
    ROW_JITTER,
    ROW_DRAWS,
    ROW_SET,
    ROW_TICKS_PER_YEAR,
    ROW_REVERSED,
    ROW_FIT,
    ROW_MOVE,
    ROW_EVALUATIONS,
    ROW_CALIBRATE_REPLICATES,
    ROW_CALIBRATE_SEED,
    ROW_SPREAD,
    ROW_OUT,
    ROW_CSV,
    ROW_VALIDATE_CSV,
    ROW_JSON,
    ROW_QUIET,
    ROW_NO_COLOR,
    ROW_HELP,
    ROW_VERSION
};

const struct option_row option_rows[] = {
    [ROW_PATTERNS] = {"patterns", 0, "FILE", "what to look for (scenarios/patterns.json)",
                      VALIDATE | CALIBRATE},
    [ROW_REPLICATES] = {"replicates", 0, "N", "runs of each scenario (20)", RUN},
    [ROW_VALIDATE_REPLICATES] = {"replicates", 0, "N",
                                 "runs of each kind (200; 10 per draw with --jitter)", VALIDATE},
    [ROW_SEED] = {"seed", 0, "S", "master seed (the scenario's own)", RUN},
    [ROW_VALIDATE_SEED] = {"seed", 0, "S", "master seed, of the draws as well (1)", VALIDATE},
    [ROW_JOBS] = {"jobs", 'j', "N", "threads (one per processor); results do not depend on it",
                  RUN | VALIDATE | CALIBRATE},
    [ROW_TICKS] = {"ticks", 0, "N", "stop after N steps of time (at the scenario's end)", RUN},
    [ROW_TWINS] = {"twins", 0, NULL, "compare each event with the same runs without it (slower)",
                   RUN},
    [ROW_ONLY] = {"only", 0, "IDS", "judge only these patterns, with commas between their ids",
                  VALIDATE},
    [ROW_ABLATE] = {"ablate", 0, "NAMES",
                    "then switch these off, one at a time, and tell what breaks; names with commas "
                    "between them, or all",
                    VALIDATE},
    [ROW_JITTER] =
        {"jitter", 0, "R",
         "move every behavioral parameter by up to this share, such as 0.1, and tell how "
         "often the patterns still hold",
         VALIDATE},
    [ROW_DRAWS] = {"draws", 0, "N", "sets of parameters for --jitter (200)", VALIDATE},
    [ROW_SET] = {"set", 0, "P=VALUE",
                 "first change what the pointer P selects, as in /organization/emphasis=0.5; null "
                 "takes it out; several are allowed",
                 RUN | CHECK | VALIDATE | CALIBRATE},
    [ROW_TICKS_PER_YEAR] = {"ticks-per-year", 0, "N", "steps of time (as the scenarios say)",
                            VALIDATE},
    [ROW_REVERSED] = {"reversed", 0, NULL,
                      "visit everybody in reverse order, which must not matter", VALIDATE},
    [ROW_FIT] = {"fit", 0, "GROUP,...",
                 "fit the patterns of these groups, named by how they begin (all)", CALIBRATE},
    [ROW_MOVE] = {"move", 0, "NAME,...", "move these parameters (those that are calibrated)",
                  CALIBRATE},
    [ROW_EVALUATIONS] = {"evaluations", 0, "N", "sets of values to try, the start included (500)",
                         CALIBRATE},
    [ROW_CALIBRATE_REPLICATES] = {"replicates", 0, "N", "runs of each kind per set of values (20)",
                                  CALIBRATE},
    [ROW_CALIBRATE_SEED] = {"seed", 0, "S",
                            "seed of the search (1); its runs have one of their own", CALIBRATE},
    [ROW_SPREAD] = {"spread", 0, "R",
                    "draw the start within this share of the present values, such as 0.2",
                    CALIBRATE},
    [ROW_OUT] = {"out", 0, "FILE", "write the values that were found into FILE", CALIBRATE},
    [ROW_CSV] = {"csv", 0, "DIR", "write tables of every run into the folder DIR", RUN},
    [ROW_VALIDATE_CSV] = {"csv", 0, "DIR",
                          "write verdicts and values as tables into the folder DIR", VALIDATE},
    [ROW_JSON] = {"json", 0, NULL, "print one JSON document instead",
                  ALONE | RUN | VALIDATE | DESCRIBE},
    [ROW_QUIET] = {"quiet", 'q', NULL, "no progress, no remarks; only results and errors",
                   RUN | CHECK | VALIDATE | CALIBRATE},
    [ROW_NO_COLOR] = {"no-color", 0, NULL, "no color (as NO_COLOR=1 in the environment)",
                      RUN | CHECK | VALIDATE | CALIBRATE | DESCRIBE},
    [ROW_HELP] = {"help", 'h', NULL, "print this help",
                  ALONE | RUN | CHECK | VALIDATE | CALIBRATE | DESCRIBE},
    [ROW_VERSION] = {"version", 0, NULL, "print the version",
                     ALONE | RUN | CHECK | VALIDATE | CALIBRATE | DESCRIBE},
};

const size_t option_row_count = COUNT_OF(option_rows);

static const char *full_name(enum command_id command)
{
    static const char *const names[] = {
        [COMMAND_NONE] = "interstice",
        [COMMAND_RUN] = "interstice run",
        [COMMAND_CHECK] = "interstice check",
        [COMMAND_VALIDATE] = "interstice validate",
        [COMMAND_CALIBRATE] = "interstice calibrate",
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
        [ROW_TWINS] = &options->twins,       [ROW_JSON] = &options->json,
        [ROW_QUIET] = &options->quiet,       [ROW_NO_COLOR] = &options->no_color,
        [ROW_HELP] = &options->help,         [ROW_VERSION] = &options->version,
        [ROW_REVERSED] = &options->reversed,
    };
    if (flags[row]) {
        *flags[row] = true;
    }
    return flags[row] != NULL;
}

static bool read_seed(struct options *options, const char *argument)
{
    options->seed_given = number_parse(argument, 0, UINT64_MAX, &options->seed);
    if (!options->seed_given) {
        complain("--seed %s: needs a whole number from 0 to 18446744073709551615", argument);
    }
    return options->seed_given;
}

static bool read_jitter(struct options *options, const char *argument)
{
    const double least = 1e-6;
    const double most = 0.9;
    const bool is_read = number_parse_decimal(argument, least, most, &options->jitter);
    if (!is_read) {
        complain("--jitter %s: needs a share such as 0.1, above 0 and at most %.1f", argument,
                 most);
    }
    return is_read;
}

static bool read_spread(struct options *options, const char *argument)
{
    const double most = 1.0;
    const bool is_read = number_parse_decimal(argument, 0.0, most, &options->spread);
    if (!is_read) {
        complain("--spread %s: needs a share such as 0.2, at most %.0f", argument, most);
    }
    return is_read;
}

static bool read_change(struct options *options, const char *argument)
{
    if (options->change_count == MAX_CHANGES) {
        complain("--set %s: more than %d changes", argument, MAX_CHANGES);
        return false;
    }
    options->change[options->change_count++] = argument;
    return true;
}

// Where an option keeps its argument as it is; NULL: it does not.
static const char **text_of(struct options *options, enum row_id row)
{
    const char **const texts[COUNT_OF(option_rows)] = {
        [ROW_CSV] = &options->csv,           [ROW_VALIDATE_CSV] = &options->csv,
        [ROW_PATTERNS] = &options->patterns, [ROW_ONLY] = &options->only,
        [ROW_ABLATE] = &options->ablate,     [ROW_FIT] = &options->fit,
        [ROW_MOVE] = &options->move,         [ROW_OUT] = &options->out,
    };
    return texts[row];
}

static bool apply(struct options *options, enum row_id row, const char *argument)
{
    if (apply_flag(options, row)) {
        return true;
    }
    const char **text = text_of(options, row);
    if (text) {
        *text = argument;
        if (argument[0] == '\0') {
            complain("--%s needs a value: %s", option_rows[row].name, option_rows[row].argument);
        }
        return argument[0] != '\0';
    }
    const struct {
        int32_t *number;
        int32_t most;
    } numbers[COUNT_OF(option_rows)] = {
        [ROW_REPLICATES] = {&options->replicates, 1000000},
        [ROW_VALIDATE_REPLICATES] = {&options->replicates, 1000000},
        [ROW_JOBS] = {&options->jobs, 1024},
        [ROW_TICKS] = {&options->ticks, 1000000},
        [ROW_DRAWS] = {&options->draws, 1000000},
        [ROW_CALIBRATE_REPLICATES] = {&options->replicates, 1000000},
        [ROW_EVALUATIONS] = {&options->evaluations, 1000000},
        [ROW_TICKS_PER_YEAR] = {&options->ticks_per_year, 1000000},
    };
    if (numbers[row].number) {
        return read_integer(option_rows[row].name, argument, numbers[row].most,
                            numbers[row].number);
    }
    if (row == ROW_SPREAD) {
        return read_spread(options, argument);
    }
    if (row == ROW_SET) {
        return read_change(options, argument);
    }
    return row == ROW_JITTER ? read_jitter(options, argument) : read_seed(options, argument);
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
    } else if (options->operand_count > 0 &&
               (options->command == COMMAND_VALIDATE || options->command == COMMAND_CALIBRATE)) {
        complain("\"%s\" takes no file by itself; did you mean --patterns %s?",
                 full_name(options->command), options->operand[0]);
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
    *options = (struct options){0};
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
