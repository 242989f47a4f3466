// SPDX-License-Identifier: GPL-3.0-or-later
// `interstice init`: a first scenario from tables of people and ties.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

static bool is_there(const char *folder, const char *name)
{
    char *path = folder_join(folder, name);
    const bool is_found = path && access(path, F_OK) == 0;
    free(path);
    return is_found;
}

// Nothing that somebody has edited is written over.
static int check_target(const char *folder)
{
    if (is_there(folder, scenario_name)) {
        complain("%s/%s is there already: name another folder, or take it away", folder,
                 scenario_name);
        return CODE_CANNOT_CREATE;
    }
    return CODE_OK;
}

// ---- Files

// Does a path lead to anything else than a file of these bytes? What cannot be asked is told when it is
// written to.
static bool says_else(const char *path, const ist_scenario_file *file)
{
    struct stat about;
    if (lstat(path, &about) != 0) {
        return false;
    }
    FILE *there = S_ISREG(about.st_mode) && (uint64_t)about.st_size == file->length
                      ? fopen(path, "rb")
                      : NULL;
    if (!there) {
        return true;
    }
    char part[BUFSIZ];
    size_t at = 0;
    bool is_same = true;
    while (is_same && at < file->length) {
        const size_t length = fread(part, 1, sizeof part, there);
        is_same = length > 0 && length <= file->length - at &&
                  memcmp(part, file->bytes + at, length) == 0;
        at += length;
    }
    fclose(there);
    return !is_same;
}

// The tables of a draft may lie in its folder already; no other file gives way to one of the draft.
static int check_files(const char *folder, const ist_draft *draft)
{
    ist_scenario_file file;
    int code = CODE_OK;
    for (int32_t i = 0; code == CODE_OK && ist_draft_file(draft, i, &file); i++) {
        char *path = folder_join(folder, file.name);
        if (!path) {
            return complain_memory();
        }
        if (says_else(path, &file)) {
            complain("%s is there already: name another folder, or take it away", path);
            code = CODE_CANNOT_CREATE;
        }
        free(path);
    }
    return code;
}

static int write_file(const char *path, const ist_scenario_file *file)
{
    struct output *out = output_create(path);
    int error = errno;
    if (out) {
        output_bytes(out, file->bytes, file->length);
        error = output_close(out);
    }
    if (!out || error) {
        complain("cannot write %s: %s", path, strerror(error));
    }
    return out && !error ? CODE_OK : CODE_CANNOT_CREATE;
}

// What is there already says the same, and stays as it is, who may read it included.
static int write_draft(const char *target, const ist_draft *draft)
{
    struct folder folder;
    ist_scenario_file file;
    int code = folder_open(&folder, target);
    for (int32_t i = 0; code == CODE_OK && ist_draft_file(draft, i, &file); i++) {
        if (is_there(target, file.name)) {
            continue;
        }
        char *path = folder_join(folder.stage, file.name);
        code = path ? write_file(path, &file) : complain_memory();
        free(path);
    }
    code = code == CODE_OK ? folder_commit(&folder) : code;
    folder_close(&folder);
    return code;
}

// ---- What becomes of them

// Read the draft as a scenario before anything is written, so that nothing is left of one that cannot be.
static int try_draft(const ist_draft *draft, ist_scenario **out)
{
    enum { MOST_FILES = 3 };
    ist_scenario_file file[MOST_FILES];
    int32_t count = 0;
    while (count < MOST_FILES && ist_draft_file(draft, count, &file[count])) {
        count++;
    }
    ist_scenario_options options = ist_scenario_options_default();
    options.file = file + 1;
    options.file_count = count - 1;
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    *out = ist_scenario_parse(file->bytes, file->length, file->name, &options, errors);
    const int code = *out ? CODE_OK : complain_all(errors);
    ist_errors_destroy(errors);
    return code;
}

// What became of the tables, and what to do next.
static int report(const struct options *options, const ist_scenario *scenario)
{
    char *path = folder_join(options->operand[0], scenario_name);
    int code = path ? CODE_OK : complain_memory();
    struct output *out = code == CODE_OK && !options->quiet ? output_standard(&code) : NULL;
    if (out) {
        const struct look look = terminal_look(STDOUT_FILENO, !options->no_color);
        output_format(out, "%s: a first scenario\n", path);
        import_report_print(scenario, out, &look);
        output_format(out, "Review the notes in it and what they name, then: interstice check %s\n",
                      path);
        code = output_close_standard(out);
    }
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

// ---- Secrets

// A file beside the folder, never in it: whoever is given the folder must not get it. NULL after a
// complaint.
static char *path_beside(const char *folder, const char *ending, int *code)
{
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/') {
        length--;
    }
    size_t name = length; // begins here
    while (name > 0 && folder[name - 1] != '/') {
        name--;
    }
    if (strspn(folder + name, "./") == strlen(folder + name)) {
        complain("codes need a folder with a name, so that their key can lie beside it, not %s",
                 folder);
        *code = CODE_USAGE;
        return NULL;
    }
    const size_t room = length + strlen(ending) + 1;
    char *path = malloc(room);
    if (path) {
        snprintf(path, room, "%.*s%s", (int)length, folder, ending);
    } else {
        *code = complain_memory();
    }
    return path;
}

static int open_key(const struct options *options, struct key *key)
{
    if (options->key) {
        return key_open(key, options->key);
    }
    int code = CODE_OK;
    char *path = path_beside(options->operand[0], ".key", &code);
    code = path ? key_open(key, path) : code;
    free(path);
    return code;
}

static int write_codes(const struct options *options, const ist_draft *draft)
{
    ist_scenario_file file;
    if (!ist_draft_codes(draft, &file)) {
        return CODE_OK;
    }
    int code = CODE_OK;
    char *path = path_beside(options->operand[0], ".codes.csv", &code);
    if (path && says_else(path, &file)) {
        complain("%s is there already: name another folder, or take it away", path);
        code = CODE_CANNOT_CREATE;
    } else if (path && access(path, F_OK) != 0) {
        const mode_t others = umask(S_IRWXG | S_IRWXO);
        code = write_file(path, &file);
        umask(others);
    }
    if (code == CODE_OK && !options->quiet) {
        remark("%s tells who is who, and so does the key: keep both apart", path);
    }
    free(path);
    return code;
}

static int follow(const struct options *options, const struct key *key)
{
    ist_draft *draft = NULL;
    ist_scenario *scenario = NULL;
    const char *folder = options->operand[0];
    int code = make_draft(options, key, &draft);
    code = code == CODE_OK ? try_draft(draft, &scenario) : code;
    code = code == CODE_OK ? check_files(folder, draft) : code;
    code = code == CODE_OK ? write_codes(options, draft) : code;
    code = code == CODE_OK ? write_draft(folder, draft) : code;
    code = code == CODE_OK ? report(options, scenario) : code;
    ist_scenario_destroy(scenario);
    ist_draft_destroy(draft);
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
    int code = check_target(options->operand[0]);
    if (code == CODE_OK && options->pseudonymize) {
        code = open_key(options, &key);
    }
    return code == CODE_OK ? follow(options, options->pseudonymize ? &key : NULL) : code;
}
