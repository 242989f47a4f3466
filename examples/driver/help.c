// SPDX-License-Identifier: GPL-3.0-or-later
// Help and version, from the tables of commands and options.
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "driver/commands.h"
#include "driver/exit_code.h"
#include "driver/json.h"
#include "driver/output.h"
#include "driver/terminal.h"
#include "driver/text.h"

#include <interstice/interstice.h>

enum { MEANING_COLUMN = 22 };

// "  -j, --jobs N        threads ..."
static void print_entry(struct output *out, const struct look *look, const char *entry,
                        const char *meaning)
{
    output_format(out, "  %s%s%s", look->strong, entry, look->plain);
    const int32_t column = 2 + text_width(entry);
    const bool is_long = column >= MEANING_COLUMN;
    output_text(out, is_long ? "\n" : "");
    terminal_wrap(out, look, meaning, is_long ? 0 : column, MEANING_COLUMN);
}

static void print_heading(struct output *out, const struct look *look, const char *heading)
{
    output_format(out, "\n%s%s%s\n", look->strong, heading, look->plain);
}

static void print_options(struct output *out, const struct look *look, enum command_id command)
{
    print_heading(out, look, "Options");
    for (size_t i = 0; i < option_row_count; i++) {
        const struct option_row *row = &option_rows[i];
        if (!(row->commands & 1u << command)) {
            continue;
        }
        char entry[PHRASE_SIZE];
        char letter[] = {'-', row->letter, ',', ' ', '\0'};
        snprintf(entry, sizeof entry, "%s--%s%s%s", row->letter ? letter : "    ", row->name,
                 row->argument ? " " : "", row->argument ? row->argument : "");
        print_entry(out, look, entry, row->meaning);
    }
}

static void print_commands(struct output *out, const struct look *look)
{
    print_heading(out, look, "Commands");
    for (int i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++) {
        print_entry(out, look, commands[i].name, commands[i].summary);
    }
}

static void print_exit_codes(struct output *out, const struct look *look)
{
    static const struct {
        int code;
        const char *meaning;
    } rows[] = {
        {CODE_OK, "done"},
        {CODE_NOT_HELD, "done, and a pattern does not hold (validate), or runs failed"},
        {CODE_USAGE, "the command line makes no sense"},
        {CODE_BAD_DATA, "a scenario, a file of patterns or a run store is wrong"},
        {CODE_NO_INPUT, "a file cannot be read"},
        {CODE_BUG, "a mistake of this program: please report it"},
        {CODE_NO_MEMORY, "not enough memory"},
        {CODE_CANNOT_CREATE, "a folder or file cannot be made"},
        {CODE_IO, "results could not be written"},
        {CODE_RESUMABLE, "a run store is in use, or work on it was stopped: to be resumed"},
        {CODE_SIGNAL + 2, "stopped by Ctrl-C (128 and the number of the signal)"},
    };
    print_heading(out, look, "Exit codes");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char entry[PHRASE_SIZE];
        snprintf(entry, sizeof entry, "%d", rows[i].code);
        output_format(out, "  %3d  %s\n", rows[i].code, rows[i].meaning);
    }
}

int command_help(const struct options *options)
{
    const struct command *command = &commands[options->command];
    const struct look look = terminal_look(STDOUT_FILENO, !options->no_color);
    int code = CODE_OK;
    struct output *out = output_standard(&code);
    if (!out) {
        return code;
    }
    const char *name = command->name ? command->name : "";
    output_format(out, "interstice%s%s: %s\n", name[0] ? " " : "", name, command->summary);
    output_format(out, "usage: interstice %s%s%s%s[OPTION...]\n", name, name[0] ? " " : "",
                  command->operands, command->operands[0] ? " " : "");
    print_heading(out, &look, "Examples");
    for (size_t i = 0; i < COUNT_OF(command->examples) && command->examples[i]; i++) {
        output_format(out, "  interstice %s\n", command->examples[i]);
    }
    if (options->command == COMMAND_NONE) {
        print_commands(out, &look);
    }
    print_options(out, &look, options->command);
    if (options->command == COMMAND_NONE) {
        print_exit_codes(out, &look);
        output_text(out, "\nHelp on a command: interstice COMMAND --help\n");
    } else if (command->notes) {
        output_text(out, "\n");
        terminal_wrap(out, &look, command->notes, 0, 0);
    }
    return output_close_standard(out);
}

int command_version(const struct options *options)
{
    int code = CODE_OK;
    struct output *out = output_standard(&code);
    if (!out) {
        return code;
    }
    if (options->json) {
        struct json json = {.out = out};
        json_object(&json, NULL);
        json_text(&json, "program", "interstice");
        json_text(&json, "version", IST_VERSION);
        json_text(&json, "library", ist_version());
        json_text(&json, "license", "GPL-3.0-or-later");
        json_end(&json);
    } else {
        output_text(out, "interstice " IST_VERSION);
        if (strcmp(ist_version(), IST_VERSION) != 0) {
            output_format(out, " (library %s)", ist_version());
        }
        output_text(out, "\nFree software under the GNU GPL, version 3 or later; no warranty.\n");
    }
    return output_close_standard(out);
}
