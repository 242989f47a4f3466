// SPDX-License-Identifier: GPL-3.0-or-later
// The command line: one table of commands, one of options.
#include "driver/options.h"

#include <assert.h>
#include <getopt.h>
#include <math.h>
#include <string.h>

#include "driver/exit_code.h"
#include "driver/message.h"
#include "driver/number.h"
#include "driver/option_table.h"
#include "driver/text.h"

enum { MAX_ROWS = 96, FIRST_VALUE = 256 };

static const char *full_name(enum command_id command)
{
    static const char *const names[] = {
        [COMMAND_NONE] = "interstice",
        [COMMAND_INIT] = "interstice init",
        [COMMAND_NETWORK] = "interstice network",
        [COMMAND_RUN] = "interstice run",
        [COMMAND_CHECK] = "interstice check",
        [COMMAND_VALIDATE] = "interstice validate",
        [COMMAND_CALIBRATE] = "interstice calibrate",
        [COMMAND_SWEEP] = "interstice sweep",
        [COMMAND_COMPARE] = "interstice compare",
        [COMMAND_RESUME] = "interstice resume",
        [COMMAND_MERGE] = "interstice merge",
        [COMMAND_EXPORT] = "interstice export",
        [COMMAND_REPRODUCE] = "interstice reproduce",
        [COMMAND_REPORT] = "interstice report",
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
    const char *known[ROW_COUNT];
    size_t count = 0;
    const size_t length = strcspn(written + 2, "=");
    const size_t kept = length < sizeof word ? length : sizeof word - 1;
    memcpy(word, written + 2, kept);
    word[kept] = '\0';

    for (size_t i = 0; i < ROW_COUNT; i++) {
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
    bool *const flags[ROW_COUNT] = {
        [ROW_TWINS] = &options->twins,       [ROW_JSON] = &options->json,
        [ROW_QUIET] = &options->quiet,       [ROW_NO_COLOR] = &options->no_color,
        [ROW_HELP] = &options->help,         [ROW_VERSION] = &options->version,
        [ROW_REVERSED] = &options->reversed, [ROW_UNITS] = &options->units,
        [ROW_DRY_RUN] = &options->dry_run,   [ROW_PSEUDONYMIZE] = &options->pseudonymize,
        [ROW_DYNAMIC] = &options->dynamic,
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

// "2/4": the second of four parts.
static bool read_shard(struct options *options, const char *argument)
{
    const uint64_t most = 1000000;
    char first[PHRASE_SIZE];
    uint64_t part = 0;
    uint64_t parts = 0;
    const char *slash = strchr(argument, '/');
    const size_t length = slash ? (size_t)(slash - argument) : sizeof first;
    if (length < sizeof first) {
        memcpy(first, argument, length);
        first[length] = '\0';
    }
    const bool is_read = length < sizeof first && number_parse(slash + 1, 1, most, &parts) &&
                         number_parse(first, 1, parts, &part);
    if (!is_read) {
        complain("--shard %s: needs a part and their number, such as 1/4", argument);
        return false;
    }
    options->shard = (int32_t)part - 1;
    options->shards = (int32_t)parts;
    return true;
}

static bool read_at(struct options *options, const char *argument)
{
    const double most = 1e6;
    const bool is_read = number_parse_decimal(argument, 0.0, most, &options->at);
    if (!is_read) {
        complain("--at %s: needs a year such as 2003.5", argument);
    }
    return is_read;
}

static bool read_run(struct options *options, const char *argument)
{
    uint64_t run = 0;
    if (!number_parse(argument, 0, INT32_MAX, &run)) {
        complain("--run %s: needs the number of a run, from 0 on", argument);
        return false;
    }
    options->run = (int32_t)run;
    return true;
}

// "start", "end", or the number of a tick.
static bool read_tick(struct options *options, const char *argument)
{
    uint64_t tick = 0;
    if (strcmp(argument, "start") == 0 || strcmp(argument, "end") == 0) {
        options->tick = argument[0] == 's' ? TICK_START : TICK_END;
        return true;
    }
    if (!number_parse(argument, 0, INT32_MAX - 1, &tick)) {
        complain("--tick %s: needs the number of a tick from 0 on, start or end", argument);
        return false;
    }
    options->tick = (int32_t)tick;
    return true;
}

static bool read_stronger(struct options *options, const char *argument)
{
    const bool is_read = number_parse_decimal(argument, 0.0, 1.0, &options->stronger);
    if (!is_read) {
        complain("--stronger %s: needs a strength from 0 to 1", argument);
    }
    return is_read;
}

static bool read_vary(struct options *options, const char *argument)
{
    if (options->vary_count == MAX_FACTORS) {
        complain("--vary %s: more than %d factors", argument, MAX_FACTORS);
        return false;
    }
    options->vary[options->vary_count++] = argument;
    return true;
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
    const char **const texts[ROW_COUNT] = {
        [ROW_CSV] = &options->csv,
        [ROW_VALIDATE_CSV] = &options->csv,
        [ROW_PATTERNS] = &options->patterns,
        [ROW_ONLY] = &options->only,
        [ROW_ABLATE] = &options->ablate,
        [ROW_FIT] = &options->fit,
        [ROW_MOVE] = &options->move,
        [ROW_OUT] = &options->out,
        [ROW_VALIDATE_STORE] = &options->store,
        [ROW_EXPORT_CSV] = &options->csv,
        [ROW_STORE] = &options->store,
        [ROW_DESIGN] = &options->design,
        [ROW_POLICIES] = &options->policies,
        [ROW_METRICS] = &options->metrics,
        [ROW_MANAGERS] = &options->managers,
        [ROW_PAGE] = &options->page,
        [ROW_FIGURES] = &options->figures,
        [ROW_FROM] = &options->from,
        [ROW_KEY] = &options->key,
        [ROW_FORMAT] = &options->format,
        [ROW_NETWORK] = &options->network,
        [ROW_EXPORT_OUT] = &options->out,
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
    } numbers[ROW_COUNT] = {
        [ROW_REPLICATES] = {&options->replicates, 1000000},
        [ROW_VALIDATE_REPLICATES] = {&options->replicates, 1000000},
        [ROW_JOBS] = {&options->jobs, 1024},
        [ROW_TICKS] = {&options->ticks, 1000000},
        [ROW_DRAWS] = {&options->draws, 1000000},
        [ROW_SCREENS] = {&options->screens, 1000},
        [ROW_CALIBRATE_REPLICATES] = {&options->replicates, 1000000},
        [ROW_EVALUATIONS] = {&options->evaluations, 1000000},
        [ROW_TICKS_PER_YEAR] = {&options->ticks_per_year, 1000000},
        [ROW_SWEEP_REPLICATES] = {&options->replicates, 1000000},
        [ROW_POINTS] = {&options->points, 1000000},
        [ROW_REMOVE] = {&options->remove, 1000000},
        [ROW_TIME_LIMIT] = {&options->time_limit, 100000000},
    };
    if (numbers[row].number) {
        return read_integer(option_rows[row].name, argument, numbers[row].most,
                            numbers[row].number);
    }
    bool (*const readers[ROW_COUNT])(struct options *, const char *) = {
        [ROW_SPREAD] = read_spread,
        [ROW_SET] = read_change,
        [ROW_JITTER] = read_jitter,
        [ROW_SHARD] = read_shard,
        [ROW_AT] = read_at,
        [ROW_RUN] = read_run,
        [ROW_VARY] = read_vary,
        [ROW_SEED] = read_seed,
        [ROW_VALIDATE_SEED] = read_seed,
        [ROW_CALIBRATE_SEED] = read_seed,
        [ROW_REPORT_RUN] = read_run,
        [ROW_TICK] = read_tick,
        [ROW_STRONGER] = read_stronger,
    };
    return readers[row](options, argument);
}

// What getopt_long() wants to know about the options of one command.
static void list_options(enum command_id command, struct option *longs, char *letters)
{
    *letters++ = ':'; // tell a missing argument from an unknown option
    for (size_t i = 0; i < ROW_COUNT; i++) {
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
    for (size_t i = 0; found < FIRST_VALUE && i < ROW_COUNT; i++) {
        if (option_rows[i].letter == found && option_rows[i].commands & 1u << command) {
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
    const bool is_of_stores = strncmp(command->operands, "STORE", strlen("STORE")) == 0;
    if (options->operand_count < command->least) {
        complain("\"%s\" needs %s", full_name(options->command),
                 command->least > 1                 ? "a new run store and those to put into it"
                 : is_of_stores                     ? "a run store"
                 : options->command == COMMAND_INIT ? "a folder to be made"
                                                    : "a scenario file");
    } else if (options->operand_count > 0 &&
               (options->command == COMMAND_VALIDATE || options->command == COMMAND_CALIBRATE)) {
        complain("\"%s\" takes no file by itself; did you mean --patterns %s?",
                 full_name(options->command), options->operand[0]);
    } else if (options->operand_count > command->most) {
        complain("\"%s\" takes one %s, not %d", full_name(options->command),
                 is_of_stores                           ? "run store"
                 : options->command == COMMAND_DESCRIBE ? "topic"
                 : options->command == COMMAND_INIT     ? "table of ties"
                                                        : "file",
                 (int)(options->operand_count - command->most) + 1);
    } else {
        return CODE_OK;
    }
    hint(options->command);
    return CODE_USAGE;
}

static int parse_rest(struct options *options, int argc, char **argv)
{
    static_assert((int)ROW_COUNT < (int)MAX_ROWS, "getopt's tables have room for every option");
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
    *options =
        (struct options){.shards = 1, .run = -1, .at = NAN, .tick = TICK_START, .stronger = NAN};
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
