// SPDX-License-Identifier: GPL-3.0-or-later
// `interstice validate`: which patterns hold, what each of them needs, and how far they survive other
// parameters.
#include "driver/validate.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "driver/commands.h"
#include "driver/exit_code.h"
#include "driver/folder.h"
#include "driver/interrupt.h"
#include "driver/labor.h"
#include "driver/message.h"
#include "driver/output.h"
#include "driver/progress.h"
#include "driver/terminal.h"
#include "driver/validate_csv.h"
#include "driver/validate_json.h"
#include "driver/validate_print.h"
#include "driver/validate_store.h"

// One call of the command.
struct session {
    struct study study;
    struct folder folder; // of the CSV files; closed without --csv
    struct output *out;
    struct look look;
    struct progress progress;
    int32_t part, parts; // validations done, and all there are to do
};

static bool watch(void *context, double done)
{
    struct session *session = context;
    progress_update(&session->progress, (session->part + done) / session->parts);
    return interrupt_signal() == 0;
}

static ist_validation_def define(struct session *session, ist_validation_def def)
{
    const struct study *study = &session->study;
    def.seed = study->seed;
    def.replicates = study->replicates;
    def.workers = study->options->jobs;
    def.only = study->only;
    def.only_count = study->only_count;
    def.ticks_per_year = study->options->ticks_per_year;
    def.reversed = study->options->reversed;
    def.on_progress = watch;
    def.context = session;
    return def;
}

static void start_progress(struct session *session, int32_t count, const char *unit)
{
    // Where nobody watches, remarks at the end are enough.
    const bool is_quiet = session->study.options->quiet || !terminal_is_capable(STDERR_FILENO);
    progress_start(&session->progress, "validate", count, unit, is_quiet);
}

// Why nothing came out.
static int failure(const ist_errors *errors)
{
    if (interrupt_signal() == 0) {
        return complain_all(errors);
    }
    remark("stopped before the end; no tables were written");
    return CODE_SIGNAL + interrupt_signal();
}

// ---- Validations

static int validate(struct session *session, int32_t ablation, ist_validation **out)
{
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    ist_validation_def def = define(session, ist_validation_def_default());
    def.ablation = ablation;
    def.base = session->study.intact; // NULL for the first
    *out = ist_validation_run(session->study.patterns, &def, errors);
    session->part++;
    if (!*out) {
        progress_clear(&session->progress);
    }
    const int code = *out ? CODE_OK : failure(errors);
    ist_errors_destroy(errors);
    return code;
}

static int print_part(struct session *session,
                      bool (*print)(const struct study *study, struct output *out,
                                    const struct look *look))
{
    if (session->study.options->json) {
        return CODE_OK;
    }
    progress_clear(&session->progress);
    if (!print(&session->study, session->out, &session->look)) {
        return complain_memory();
    }
    // A failure is told when the output is closed; no use in going on.
    return output_flush(session->out) ? CODE_IO : CODE_OK;
}

static bool print_intact(const struct study *study, struct output *out, const struct look *look)
{
    study_print_heading(study, out, look);
    return study_print_patterns(study, out, look);
}

static int run_validations(struct session *session)
{
    struct study *study = &session->study;
    session->parts = 1 + study->ablation_count;
    start_progress(session, study->replicates * session->parts, "replicates");
    int code = validate(session, -1, &study->intact);
    code = code == CODE_OK ? print_part(session, print_intact) : code;
    for (int32_t i = 0; i < study->ablation_count && code == CODE_OK; i++) {
        code = validate(session, study->ablation[i], &study->ablated[i]);
    }
    if (code == CODE_OK && study->ablation_count > 0) {
        code = print_part(session, study_print_ablations);
    }
    return code;
}

// ---- Draws

static bool note_draw(void *context, int32_t draw, const ist_validation *validation)
{
    struct session *session = context;
    struct study *study = &session->study;
    for (int32_t i = 0; i < study->count; i++) {
        study->draw_holds[(size_t)i * (size_t)study->draws + (size_t)draw] =
            ist_validation_holds_roughly(validation, i);
    }
    return interrupt_signal() == 0;
}

static bool print_jitter(const struct study *study, struct output *out, const struct look *look)
{
    study_print_heading(study, out, look);
    return study_print_jitter(study, out, look);
}

static int run_draws(struct session *session)
{
    struct study *study = &session->study;
    ist_errors *errors = ist_errors_create();
    study->draw_holds =
        calloc((size_t)study->count * (size_t)study->draws + 1, sizeof *study->draw_holds);
    if (!errors || !study->draw_holds) {
        ist_errors_destroy(errors);
        return complain_memory();
    }
    ist_jitter_def def = ist_jitter_def_default();
    def.reach = study->options->jitter;
    def.draws = study->draws;
    def.seed = study->seed;
    def.runs = define(session, def.runs);
    def.on_draw = note_draw;
    def.context = session;
    session->parts = 1;
    start_progress(session, study->draws, "draws");
    study->jitter = ist_jitter_run(study->patterns, &def, errors);
    progress_clear(&session->progress);
    const int code = study->jitter ? print_part(session, print_jitter) : failure(errors);
    ist_errors_destroy(errors);
    return code;
}

// ---- From start to end

static void tell_time(const struct session *session)
{
    const struct study *study = &session->study;
    const int32_t count = study->jitter ? study->draws : study->replicates * session->parts;
    char time[PHRASE_SIZE];
    text_duration(progress_seconds(&session->progress), time);
    remark("validate: %" PRId32 " %s%s in %s", count, study->jitter ? "draw" : "replicate",
           count == 1 ? "" : "s", time);
}

static int run_all(struct session *session)
{
    struct study *study = &session->study;
    int code = study->draws > 0 ? run_draws(session) : run_validations(session);
    progress_clear(&session->progress);
    if (code == CODE_OK && study->options->json) {
        code = study_print_json(study, session->out) ? CODE_OK : complain_memory();
    }
    if (code == CODE_OK && session->folder.stage) {
        code = study_write_csv(study, session->folder.stage);
    }
    if (code == CODE_OK && study->options->store) {
        code = study_write_store(study, study->options->store);
    }
    if (code == CODE_OK && !study->options->quiet) {
        tell_time(session);
    }
    return code;
}

static int finish(struct session *session, int code)
{
    const int written = output_close_standard(session->out);
    code = code != CODE_OK ? code : written;
    if (code == CODE_OK && interrupt_signal() != 0) {
        code = CODE_SIGNAL + interrupt_signal();
    }
    if (code == CODE_OK && session->folder.stage) {
        code = folder_commit(&session->folder);
        if (code == CODE_OK && !session->study.options->quiet) {
            remark("tables written to %s", session->folder.target);
        }
    }
    return code == CODE_OK && !study_holds(&session->study) ? CODE_NOT_HELD : code;
}

int command_validate(const struct options *options)
{
    if (options->store && options->jitter > 0.0) {
        complain("--output keeps verdicts, and --jitter gives none; use --csv");
        return CODE_USAGE;
    }
    struct session session = {.look = terminal_look(STDOUT_FILENO, !options->no_color)};
    int code = CODE_OK;
    session.out = output_standard(&code);
    if (code == CODE_OK) {
        interrupt_catch();
        code = study_open(&session.study, options);
        if (code == CODE_OK && options->store) {
            code = labor_may_create(options->store);
        }
        if (code == CODE_OK && options->csv) {
            code = folder_open(&session.folder, options->csv);
        }
        code = code == CODE_OK ? run_all(&session) : code;
        code = finish(&session, code);
    }
    folder_close(&session.folder);
    study_close(&session.study);
    return code;
}
