// SPDX-License-Identifier: GPL-3.0-or-later
// `interstice check`: what is wrong with scenarios, or what they hold.
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "driver/case.h"
#include "driver/changes.h"
#include "driver/commands.h"
#include "driver/exit_code.h"
#include "driver/import_report.h"
#include "driver/message.h"
#include "driver/output.h"
#include "driver/terminal.h"
#include "driver/text.h"

enum { LINE_SIZE = 1024 };

static const char *plural(int32_t count)
{
    return count == 1 ? "" : "s";
}

static void print_size(const struct case_run *one, struct output *out, const struct look *look)
{
    const ist_model *model = one->model;
    char people[PHRASE_SIZE];
    char participants[PHRASE_SIZE];
    char line[LINE_SIZE];
    const bool may_all = ist_model_participants(model) == ist_model_employees(model);
    text_count(ist_model_employees(model), people);
    text_count(ist_model_participants(model), participants);
    snprintf(line, sizeof line,
             "%s people, %s of whom may take part, in %" PRId32 " unit%s; %" PRId32
             " theme%s; %" PRId32 " manager%s with a policy",
             people, may_all ? "all" : participants, ist_model_units(model),
             plural(ist_model_units(model)), ist_model_themes(model),
             plural(ist_model_themes(model)), ist_model_managers(model),
             plural(ist_model_managers(model)));
    terminal_wrap(out, look, line, 0, 2);
}

static void print_calendar(const struct case_run *one, struct output *out, const struct look *look)
{
    const ist_model *model = one->model;
    char start[PHRASE_SIZE];
    char end[PHRASE_SIZE];
    char line[LINE_SIZE];
    text_year(ist_model_time(model, 0), start);
    text_year(ist_model_time(model, ist_model_ticks(model) - 1), end);
    int length = snprintf(line, sizeof line, "%s to %s in %" PRId32 " ticks, %" PRId32 " a year",
                          start, end, ist_model_ticks(model), ist_model_ticks_per_year(model));
    for (int32_t shock = 0; shock < ist_model_shocks(model); shock++) {
        const size_t room = sizeof line - (size_t)length;
        text_year(ist_model_time(model, ist_model_shock_tick(model, shock)), start);
        const int added =
            snprintf(line + length, room, "%s%s (%s)", shock > 0 ? ", " : "; resilience to ",
                     ist_model_shock_name(model, shock), start);
        if (added < 0 || (size_t)added >= room) {
            break;
        }
        length += added;
    }
    terminal_wrap(out, look, line, 0, 2);
}

static void print_basis(const struct case_run *one, struct output *out, const struct look *look)
{
    static const char *const kinds[] = {"given", "bounded", "free"};
    int32_t counts[COUNT_OF(kinds)] = {0};
    ist_basis basis;
    for (int32_t i = 0; ist_scenario_basis(one->scenario, i, &basis); i++) {
        for (size_t k = 0; k < COUNT_OF(kinds); k++) {
            counts[k] += strcmp(basis.kind, kinds[k]) == 0;
        }
    }
    char line[LINE_SIZE];
    char memory[PHRASE_SIZE];
    text_bytes(ist_model_state_bytes(one->model), memory);
    snprintf(line, sizeof line,
             "inputs: %" PRId32 " given, %" PRId32 " bounded, %" PRId32
             " free; memory: about %s a run",
             counts[0], counts[1], counts[2], memory);
    terminal_wrap(out, look, line, 0, 2);
}

static void print_case(const struct case_run *one, struct output *out, const struct look *look)
{
    const ist_model *model = one->model;
    char line[LINE_SIZE];
    text_heading(ist_model_title(model), ist_model_name(model), line, sizeof line);
    terminal_wrap(out, look, line, 0, 2);
    print_size(one, out, look);
    print_calendar(one, out, look);
    print_basis(one, out, look);
    import_report_print(one->scenario, out, look);
}

// Returns an exit code, after complaints.
static int check_one(const char *path, const ist_scenario_options *options, bool is_quiet,
                     struct output *out, const struct look *look)
{
    struct case_run one;
    const int code = case_load(&one, path, options);
    if (code == CODE_OK && !is_quiet) {
        char name[LINE_SIZE];
        snprintf(name, sizeof name, "%s", path);
        text_clean(name);
        output_format(out, "%s: %sok%s\n", name, look->good, look->plain);
        print_case(&one, out, look);
    }
    // Keep the order of what goes to both streams.
    output_flush(out);
    case_close(&one);
    return code;
}

// Returns the exit code of the first file that is wrong.
static int check_all(const struct options *options, const ist_scenario_options *reading,
                     struct output *out)
{
    const struct look look = terminal_look(STDOUT_FILENO, !options->no_color);
    int code = CODE_OK;
    int32_t wrong = 0;
    for (int32_t i = 0; i < options->operand_count; i++) {
        const int one = check_one(options->operand[i], reading, options->quiet, out, &look);
        code = code != CODE_OK ? code : one;
        wrong += one != CODE_OK;
    }
    if (wrong > 0 && options->operand_count > 1 && !options->quiet) {
        remark("%" PRId32 " of %" PRId32 " files cannot be used", wrong, options->operand_count);
    }
    return code;
}

int command_check(const struct options *options)
{
    struct changes changes;
    int code = changes_open(&changes, options);
    struct output *out = code == CODE_OK ? output_standard(&code) : NULL;
    if (out) {
        code = check_all(options, &changes.options, out);
        const int written = output_close_standard(out);
        code = code != CODE_OK ? code : written;
    }
    changes_close(&changes);
    return code;
}
