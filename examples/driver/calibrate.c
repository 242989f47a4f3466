// SPDX-License-Identifier: GPL-3.0-or-later
// `interstice calibrate`: look for parameter values that make patterns hold, then judge them, and
// all other patterns, over runs that the search has not seen.
#include "driver/calibrate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "driver/calibrate_file.h"
#include "driver/calibrate_print.h"
#include "driver/commands.h"
#include "driver/exit_code.h"
#include "driver/interrupt.h"
#include "driver/message.h"
#include "driver/progress.h"
#include "driver/terminal.h"

// One call of the command.
struct session {
    struct fitting fitting;
    struct whole_file file; // of --out; closed without
    struct output *out;
    struct look look;
    struct progress progress;
    double first_loss;
};

static bool is_quiet(const struct session *session)
{
    return session->fitting.options->quiet;
}

static bool watch(void *context, double done)
{
    struct session *session = context;
    progress_update(&session->progress, done);
    return interrupt_signal() == 0;
}

static bool note_step(void *context, const ist_calibration_step *step)
{
    struct session *session = context;
    if (step->evaluation == 0) {
        session->first_loss = step->loss;
    }
    if (step->is_better && !is_quiet(session)) {
        progress_clear(&session->progress);
        if (step->evaluation == 0) {
            remark("the start loses %.3f", step->loss);
        } else {
            remark("evaluation %" PRId32 " loses %.3f (%+.1f %%)", step->evaluation, step->loss,
                   100.0 * (step->loss / session->first_loss - 1.0));
        }
    }
    return interrupt_signal() == 0;
}

// What a library call that came to nothing means. Signals explain themselves.
static int failure(const ist_errors *errors)
{
    return interrupt_signal() != 0 ? CODE_SIGNAL + interrupt_signal() : complain_all(errors);
}

static int search(struct session *session, ist_errors *errors)
{
    struct fitting *fitting = &session->fitting;
    ist_calibration_def def = fitting->def;
    def.on_step = note_step;
    def.context = session;
    def.runs.on_progress = watch;
    def.runs.context = session;
    progress_start(&session->progress, "calibration", def.evaluations, "evaluations",
                   is_quiet(session));
    fitting->calibration = ist_calibration_run(fitting->patterns, &def, errors);
    progress_clear(&session->progress);
    return fitting->calibration ? CODE_OK : failure(errors);
}

// The values found, as the library wants them: two lists to be freed.
static int32_t list_values(const struct fitting *fitting, const char ***name, double **value)
{
    const int32_t count = ist_calibration_parameters(fitting->calibration);
    *name = calloc((size_t)count, sizeof **name);
    *value = calloc((size_t)count, sizeof **value);
    ist_calibrated one;
    for (int32_t i = 0; *name && *value && i < count; i++) {
        ist_calibration_parameter(fitting->calibration, i, &one);
        (*name)[i] = one.parameter->name;
        (*value)[i] = one.value;
    }
    return count;
}

static int judge(struct session *session, ist_errors *errors)
{
    struct fitting *fitting = &session->fitting;
    const char **name = NULL;
    double *value = NULL;
    ist_validation_def def = fitting->judging;
    def.parameter_count = list_values(fitting, &name, &value);
    def.parameter = name;
    def.parameter_value = value;
    def.on_progress = watch;
    def.context = session;
    int code = CODE_OK;
    if (!name || !value) {
        code = complain_memory();
    } else {
        progress_start(&session->progress, "judging", def.replicates, "replicates",
                       is_quiet(session));
        fitting->judged = ist_validation_run(fitting->patterns, &def, errors);
        progress_clear(&session->progress);
        code = fitting->judged ? CODE_OK : failure(errors);
    }
    free(name);
    free(value);
    return code;
}

static int keep_values(struct session *session)
{
    if (!session->file.out) {
        return CODE_OK;
    }
    fitting_write_values(&session->fitting, session->file.out);
    const int code = whole_file_commit(&session->file);
    if (code == CODE_OK && !is_quiet(session)) {
        remark("values written to %s", session->file.target);
    }
    return code;
}

// A search that was stopped has found something, too.
static int tell_values(struct session *session)
{
    const bool is_complete = fitting_print_values(&session->fitting, session->out, &session->look);
    int code = is_complete ? CODE_OK : complain_memory();
    code = code == CODE_OK && output_flush(session->out) ? CODE_IO : code;
    code = code == CODE_OK ? keep_values(session) : code;
    if (code == CODE_OK && interrupt_signal() != 0) {
        remark("stopped after %" PRId32 " of %" PRId32 " evaluations; nothing was judged",
               ist_calibration_evaluations(session->fitting.calibration),
               session->fitting.def.evaluations);
        code = CODE_SIGNAL + interrupt_signal();
    }
    return code;
}

static int work(struct session *session)
{
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    int code = search(session, errors);
    code = code == CODE_OK ? tell_values(session) : code;
    code = code == CODE_OK ? judge(session, errors) : code;
    if (code == CODE_OK &&
        !fitting_print_verdicts(&session->fitting, session->out, &session->look)) {
        code = complain_memory();
    }
    ist_errors_destroy(errors);
    return code;
}

int command_calibrate(const struct options *options)
{
    struct session session = {.look = terminal_look(STDOUT_FILENO, !options->no_color)};
    int code = fitting_open(&session.fitting, options);
    if (code == CODE_OK && options->out) {
        code = whole_file_open(&session.file, options->out);
    }
    session.out = code == CODE_OK ? output_standard(&code) : NULL;
    if (session.out) {
        interrupt_catch();
        code = work(&session);
        const int written = output_close_standard(session.out);
        code = code != CODE_OK ? code : written;
    }
    whole_file_close(&session.file);
    fitting_close(&session.fitting);
    return code;
}
