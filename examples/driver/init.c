// SPDX-License-Identifier: GPL-3.0-or-later
// `interstice init`: a first scenario from tables of people and ties.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "driver/case.h"
#include "driver/commands.h"
#include "driver/exit_code.h"
#include "driver/folder.h"
#include "driver/import_report.h"
#include "driver/key.h"
#include "driver/message.h"
#include "driver/terminal.h"

static const char scenario_name[] = "scenario.json";

// The name of the scenario: that of its folder.
static void name_of(const char *folder, char *name, size_t size)
{
    const char *end = folder + strlen(folder);
    while (end > folder && end[-1] == '/') {
        end--;
    }
    const char *begin = end;
    while (begin > folder && begin[-1] != '/') {
        begin--;
    }
    const bool is_plain = end > begin && *begin != '.';
    snprintf(name, size, "%.*s", is_plain ? (int)(end - begin) : 5, is_plain ? begin : "draft");
}

// Nothing that somebody has edited is written over.
static int check_target(const char *folder)
{
    char *path = folder_join(folder, scenario_name);
    if (!path) {
        return complain_memory();
    }
    const bool is_there = access(path, F_OK) == 0;
    if (is_there) {
        complain("%s is there already: name another folder, or take it away", path);
    }
    free(path);
    return is_there ? CODE_CANNOT_CREATE : CODE_OK;
}

static int write_file(const struct folder *folder, const ist_scenario_file *file)
{
    char *path = folder_join(folder->stage, file->name);
    struct output *out = path ? output_create(path) : NULL;
    int error = errno;
    if (out) {
        output_bytes(out, file->bytes, file->length);
        error = output_close(out);
    }
    if (!out || error) {
        complain("cannot write %s: %s", file->name, strerror(error));
    }
    free(path);
    return out && !error ? CODE_OK : CODE_CANNOT_CREATE;
}

static int write_draft(const char *target, const ist_draft *draft)
{
    struct folder folder;
    ist_scenario_file file;
    int code = folder_open(&folder, target);
    for (int32_t i = 0; code == CODE_OK && ist_draft_file(draft, i, &file); i++) {
        code = write_file(&folder, &file);
    }
    code = code == CODE_OK ? folder_commit(&folder) : code;
    folder_close(&folder);
    return code;
}

// What became of the tables, and what to do next.
static int report(const struct options *options, const char *target)
{
    char *path = folder_join(target, scenario_name);
    struct case_run one = {0};
    int code = path ? case_load(&one, path, NULL) : complain_memory();
    struct output *out = code == CODE_OK && !options->quiet ? output_standard(&code) : NULL;
    if (out) {
        const struct look look = terminal_look(STDOUT_FILENO, !options->no_color);
        output_format(out, "%s: a first scenario\n", path);
        import_report_print(one.scenario, out, &look);
        output_format(out, "Review the notes in it and what they name, then: interstice check %s\n",
                      path);
        code = output_close_standard(out);
    }
    case_close(&one);
    free(path);
    return code;
}

static int make_draft(const struct options *options, const struct key *key, ist_draft **out)
{
    char name[256];
    ist_draft_def def = ist_draft_def_default();
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    name_of(options->operand[0], name, sizeof name);
    def.name = name;
    def.people = options->from;
    def.ties = options->operand_count > 1 ? options->operand[1] : NULL;
    def.key = key ? key->bytes : NULL;
    def.key_size = key ? key->size : 0;
    *out = ist_draft_create(&def, errors);
    const int code = *out ? CODE_OK : complain_all(errors);
    ist_errors_destroy(errors);
    return code;
}

// Beside the folder, never in it: whoever is given the folder must not get the key.
static int open_key(const struct options *options, struct key *key)
{
    if (options->key) {
        return key_open(key, options->key);
    }
    const char *folder = options->operand[0];
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/') {
        length--;
    }
    const size_t room = length + sizeof ".key";
    char *path = malloc(room);
    if (!path) {
        return complain_memory();
    }
    snprintf(path, room, "%.*s.key", (int)length, folder);
    const int code = key_open(key, path);
    if (code == CODE_OK && !options->quiet) {
        remark("whoever has %s can find out who is who: keep it apart", path);
    }
    free(path);
    return code;
}

int command_init(const struct options *options)
{
    if (!options->from) {
        complain("\"interstice init\" needs --from and a table of people");
        return CODE_USAGE;
    }
    if (options->key && !options->pseudonymize) {
        complain("--key is for --pseudonymize");
        return CODE_USAGE;
    }
    struct key key = {.size = 0};
    ist_draft *draft = NULL;
    int code = check_target(options->operand[0]);
    if (code == CODE_OK && options->pseudonymize) {
        code = open_key(options, &key);
    }
    code =
        code == CODE_OK ? make_draft(options, options->pseudonymize ? &key : NULL, &draft) : code;
    code = code == CODE_OK ? write_draft(options->operand[0], draft) : code;
    ist_draft_destroy(draft);
    return code == CODE_OK ? report(options, options->operand[0]) : code;
}
