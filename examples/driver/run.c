// SPDX-License-Identifier: GPL-3.0-or-later
// `interstice run`: many runs of each scenario, then what became of them.
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "driver/case.h"
#include "driver/changes.h"
#include "driver/commands.h"
#include "driver/csv.h"
#include "driver/document.h"
#include "driver/exit_code.h"
#include "driver/folder.h"
#include "driver/interrupt.h"
#include "driver/labor.h"
#include "driver/memory.h"
#include "driver/message.h"
#include "driver/output.h"
#include "driver/plan.h"
#include "driver/progress.h"
#include "driver/results.h"
#include "driver/spark.h"
#include "driver/summary.h"
#include "driver/terminal.h"

static const int32_t usual_replicates = 20;

// One call of the command.
struct session {
    const struct options *options;
    struct case_run *cases;
    int32_t count;
    struct folder folder; // of the CSV files; closed without --csv
    struct output *out;
    struct look look;
    struct network_ticks network;
};

// What the callbacks of one ensemble write to. The two callbacks share nothing.
struct collector {
    struct sample *sample;
    struct csv *csv; // NULL: none wanted
    struct progress progress;
};

static ist_status collect(void *context, const ist_run_result *result)
{
    struct collector *collector = context;
    ist_run_record *record = ist_run_record_take(result);
    if (!record) {
        return IST_ERR_NO_MEMORY;
    }
    sample_add(collector->sample, record);
    const bool is_written = !collector->csv || csv_add(collector->csv, record);
    ist_run_record_destroy(record);
    return is_written ? IST_OK : IST_ERR_IO;
}

static bool watch(void *context, double done)
{
    struct collector *collector = context;
    progress_update(&collector->progress, done);
    return interrupt_signal() == 0;
}

static int load_cases(struct session *session, const ist_scenario_options *options)
{
    int first = CODE_OK;
    for (int32_t i = 0; i < session->count; i++) {
        struct case_run *one = &session->cases[i];
        const int code = case_load(one, session->options->operand[i], options);
        first = first != CODE_OK ? first : code;
        if (code == CODE_OK) {
            one->seed = session->options->seed_given ? session->options->seed : one->seed;
            one->ticks = session->options->ticks > 0 ? session->options->ticks : one->ticks;
            one->replicates =
                session->options->replicates > 0 ? session->options->replicates : usual_replicates;
            one->twins = session->options->twins;
        }
    }
    return first;
}

static int check_ticks(const struct case_run *one)
{
    if (one->ticks <= ist_model_ticks(one->model)) {
        return CODE_OK;
    }
    complain("--ticks %" PRId32 ": the calendar of %s has %" PRId32, one->ticks, one->path,
             ist_model_ticks(one->model));
    return CODE_USAGE;
}

// Several scenarios write into folders that bear their names.
static int check_names(const struct session *session)
{
    for (int32_t i = 0; i < session->count; i++) {
        const char *name = ist_model_name(session->cases[i].model);
        if (name[0] == '\0' || name[0] == '.' || strchr(name, '/')) {
            complain("%s: the name \"%s\" cannot be that of a folder", session->cases[i].path,
                     name);
            return CODE_BAD_DATA;
        }
        for (int32_t k = 0; k < i; k++) {
            if (strcmp(name, ist_model_name(session->cases[k].model)) == 0) {
                complain("%s and %s are both named \"%s\" and would share a folder",
                         session->cases[k].path, session->cases[i].path, name);
                return CODE_BAD_DATA;
            }
        }
    }
    return CODE_OK;
}

// Where the files of one scenario go; to be freed, NULL after a complaint.
static char *case_folder(const struct session *session, const struct case_run *one, int *code)
{
    char *path = session->count > 1 ? folder_join(session->folder.stage, ist_model_name(one->model))
                                    : strdup(session->folder.stage);
    if (!path) {
        *code = complain_memory();
    } else if (session->count > 1 && mkdir(path, 0777) != 0) {
        complain("cannot create %s: %s", path, strerror(errno));
        *code = CODE_CANNOT_CREATE;
        free(path);
        path = NULL;
    }
    return path;
}

static int interrupted(const struct case_run *one)
{
    const int number = interrupt_signal();
    remark("stopped after %" PRId32 " of %" PRId32 " runs of %s; nothing was written",
           one->sample.done, one->replicates, ist_model_name(one->model));
    return CODE_SIGNAL + number;
}

static int run_ensemble(const struct session *session, struct case_run *one, struct csv *csv)
{
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    struct collector collector = {.sample = &one->sample, .csv = csv};
    ist_ensemble_def def = ist_ensemble_def_default();
    def.seed = one->seed;
    def.replicates = one->replicates;
    def.ticks = one->ticks;
    def.workers = session->options->jobs;
    def.twins = one->twins;
    def.record.communities = csv != NULL;
    def.network = session->network.tick;
    def.network_count = session->network.count;
    def.on_run = collect;
    def.on_progress = watch;
    def.context = &collector;

    progress_start(&collector.progress, ist_model_name(one->model), one->replicates, "runs",
                   session->options->quiet);
    const ist_status status = ist_ensemble_run(one->model, &def, errors);
    progress_clear(&collector.progress);
    one->seconds = progress_seconds(&collector.progress);

    int code = CODE_OK;
    if (interrupt_signal() != 0) {
        code = interrupted(one);
    } else if (status != IST_OK) {
        code = csv && status == IST_ERR_IO ? CODE_IO : complain_all(errors);
    }
    ist_errors_destroy(errors);
    return code;
}

static int run_case(const struct session *session, struct case_run *one)
{
    if (!case_open_sample(one, session->options->json || spark_is_wanted(one, &session->look))) {
        return complain_memory();
    }
    if (!session->folder.stage) {
        return run_ensemble(session, one, NULL);
    }
    int code = CODE_OK;
    char *path = case_folder(session, one, &code);
    if (!path) {
        return code;
    }
    struct csv csv = {.variant = -1, .has_networks = session->network.count > 0};
    code = csv_open(&csv, path);
    if (code == CODE_OK) {
        code = run_ensemble(session, one, &csv);
    }
    const int written = csv_close(&csv);
    free(path);
    return code != CODE_OK ? code : written;
}

static int print_case(const struct session *session, int32_t index)
{
    if (index > 0) {
        output_text(session->out, "\n\n");
    }
    if (!summary_print(&session->cases[index], session->out, &session->look)) {
        return complain_memory();
    }
    // A failure is told when the output is closed; no use in going on.
    return output_flush(session->out) ? CODE_IO : CODE_OK;
}

static void tell_time(const struct session *session, const struct case_run *one)
{
    if (!session->options->quiet) {
        char time[PHRASE_SIZE];
        text_duration(one->seconds, time);
        remark("%s: %" PRId32 " run%s in %s", ist_model_name(one->model), one->replicates,
               one->replicates == 1 ? "" : "s", time);
    }
}

static int run_all(const struct session *session)
{
    int code = CODE_OK;
    for (int32_t i = 0; i < session->count && code == CODE_OK; i++) {
        code = run_case(session, &session->cases[i]);
        if (code == CODE_OK && !session->options->json) {
            code = print_case(session, i);
        }
        if (code == CODE_OK) {
            tell_time(session, &session->cases[i]);
        }
    }
    if (code == CODE_OK && session->options->json) {
        code = document_print(session->cases, session->count, session->out) ? CODE_OK
                                                                            : complain_memory();
    }
    return code;
}

// Everything that can be refused before the first run is.
static int prepare(struct session *session)
{
    struct changes changes = {.options = ist_scenario_options_default()};
    int code = network_ticks_open(&session->network, session->options->network);
    code = code == CODE_OK ? changes_open(&changes, session->options) : code;
    code = code == CODE_OK ? load_cases(session, &changes.options) : code;
    changes_close(&changes);
    for (int32_t i = 0; i < session->count && code == CODE_OK; i++) {
        code = check_ticks(&session->cases[i]);
        code = code == CODE_OK ? memory_check(&session->cases[i], session->options) : code;
    }
    if (code == CODE_OK && session->options->csv) {
        code = session->count > 1 ? check_names(session) : CODE_OK;
        code = code == CODE_OK ? folder_open(&session->folder, session->options->csv) : code;
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
        if (code == CODE_OK && !session->options->quiet) {
            remark("tables written to %s", session->folder.target);
        }
    }
    return code;
}

// With a store, it is the store that remembers; what is told is what it holds.
static int run_into_store(const struct options *options)
{
    ist_experiment *experiment = NULL;
    ist_store *store = NULL;
    interrupt_catch();
    int code = plan_create(options, usual_replicates, &experiment);
    for (int32_t v = 0; code == CODE_OK && v < ist_experiment_variants(experiment); v++) {
        code = memory_check_variant(experiment, v, options);
    }
    code = code == CODE_OK ? labor_create(options, experiment, &store) : code;
    code = code == CODE_OK ? results_work(options, experiment, store, options->store) : code;
    ist_store_close(store);
    ist_experiment_destroy(experiment);
    return code;
}

static int check_store_options(const struct options *options)
{
    const char *needing = options->units            ? "units"
                          : options->shards > 1     ? "shard"
                          : options->time_limit > 0 ? "time-limit"
                                                    : NULL;
    if (needing && !options->store) {
        complain("--%s needs a run store: --output STORE", needing);
        return CODE_USAGE;
    }
    if (options->network && !options->store && !options->csv) {
        complain("--network needs a run store or tables: --output STORE or --csv DIR");
        return CODE_USAGE;
    }
    return CODE_OK;
}

int command_run(const struct options *options)
{
    if (check_store_options(options) != CODE_OK) {
        return CODE_USAGE;
    }
    if (options->store) {
        return run_into_store(options);
    }
    struct session session = {
        .options = options,
        .count = options->operand_count,
        .cases = calloc((size_t)options->operand_count, sizeof *session.cases),
        .look = terminal_look(STDOUT_FILENO, !options->no_color),
    };
    if (!session.cases) {
        return complain_memory();
    }
    int code = CODE_OK;
    session.out = output_standard(&code);
    if (code == CODE_OK) {
        interrupt_catch();
        code = prepare(&session);
        code = code == CODE_OK ? run_all(&session) : code;
        code = finish(&session, code);
    }
    folder_close(&session.folder);
    network_ticks_close(&session.network);
    for (int32_t i = 0; i < session.count; i++) {
        case_close(&session.cases[i]);
    }
    free(session.cases);
    return code;
}
