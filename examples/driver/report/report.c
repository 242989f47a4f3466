// SPDX-License-Identifier: GPL-3.0-or-later
// `interstice report`: what a run store holds, as one page and as figures.
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "driver/commands.h"
#include "driver/exit_code.h"
#include "driver/message.h"
#include "driver/output.h"
#include "driver/report/figures.h"
#include "driver/report/report.h"
#include "driver/results.h"

// ---- Which report

// Verdicts need no experiment; everything else does.
static void open_either(struct report *report, ist_errors *errors)
{
    ist_verdict_row verdict;
    report->store = ist_store_open(report->path, IST_STORE_FACTS, errors);
    report->has_verdicts = report->store && ist_store_verdict(report->store, 0, &verdict, errors);
    if (report->store && !report->has_verdicts) {
        ist_store_close(report->store);
        report->store = ist_store_open(report->path, IST_STORE_READ, errors);
        report->experiment =
            report->store ? ist_store_experiment(report->store, NULL, errors) : NULL;
    }
}

static int open_store(struct report *report)
{
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    open_either(report, errors);
    const int code = report->has_verdicts || report->experiment ? CODE_OK : complain_all(errors);
    ist_errors_destroy(errors);
    return code;
}

static int check_runs(const struct report *report, const struct options *options)
{
    if (report->has_verdicts) {
        return CODE_OK;
    }
    if (ist_store_runs(report->store) == 0) {
        complain("%s: there is no run in this store to report on; try: interstice resume %s",
                 report->path, report->path);
        return CODE_BAD_DATA;
    }
    if (options->run >= 0 && !ist_store_has(report->store, options->run)) {
        complain("--run %" PRId32 ": the run store holds no such run", options->run);
        return CODE_USAGE;
    }
    return CODE_OK;
}

static const struct report_kind *kind_of(const struct report *report)
{
    if (report->has_verdicts) {
        return &report_of_verdicts;
    }
    if (results_are_plain(report->experiment)) {
        return &report_of_cases;
    }
    ist_variant_info info = {0};
    ist_experiment_variant(report->experiment, 0, &info);
    return info.policy ? &report_of_policies : &report_of_points;
}

// ---- The page

// "runs/gas.db" becomes "runs/gas.html"; to be freed.
static char *page_path(const struct options *options)
{
    const char *store = options->operand[0];
    const size_t length = strlen(store);
    if (options->page) {
        return strdup(options->page);
    }
    char *path = malloc(length + 8);
    if (path) {
        const bool is_db = length > 3 && strcmp(store + length - 3, ".db") == 0;
        snprintf(path, length + 8, "%.*s.html", (int)(is_db ? length - 3 : length), store);
    }
    return path;
}

// A page takes the place of a file, never of a device or a folder.
static bool may_replace(const char *path)
{
    struct stat about;
    return stat(path, &about) != 0 || S_ISREG(about.st_mode);
}

static int write_page(const struct report *report, const struct report_kind *kind, const char *path)
{
    int code = CODE_OK;
    if (strcmp(path, "-") == 0) {
        struct output *out = output_standard(&code);
        if (out) {
            kind->put_page(out, report);
            code = output_close_standard(out);
        }
        return code;
    }
    if (!may_replace(path)) {
        complain("cannot write %s: it is no file", path);
        return CODE_CANNOT_CREATE;
    }
    const size_t room = strlen(path) + 32;
    char *part = malloc(room);
    if (!part) {
        return complain_memory();
    }
    snprintf(part, room, "%s.part-%ld", path, (long)getpid());
    struct output *out = output_create(part);
    int error = out ? 0 : errno;
    if (out) {
        kind->put_page(out, report);
        error = output_close(out);
        error = error == 0 && rename(part, path) != 0 ? errno : error;
    }
    if (error != 0) {
        complain("cannot write %s: %s", path, strerror(error));
        unlink(part);
        code = out ? CODE_IO : CODE_CANNOT_CREATE;
    }
    free(part);
    return code;
}

static int put_out(const struct report *report, const struct report_kind *kind)
{
    const struct options *options = report->options;
    int code = CODE_OK;
    if (options->page || !options->figures) {
        char *path = page_path(options);
        if (!path) {
            return complain_memory();
        }
        code = write_page(report, kind, path);
        if (code == CODE_OK && !options->quiet && strcmp(path, "-") != 0) {
            remark("report written to %s", path);
        }
        free(path);
    }
    return code == CODE_OK && options->figures ? figures_write(report, kind, options->figures)
                                               : code;
}

static int make_report(struct report *report)
{
    const struct report_kind *kind = kind_of(report);
    int code = kind->open(report);
    code = code == CODE_OK ? put_out(report, kind) : code;
    kind->close(report);
    return code;
}

int command_report(const struct options *options)
{
    struct report report = {.path = options->operand[0], .options = options};
    int code = open_store(&report);
    code = code == CODE_OK ? check_runs(&report, options) : code;
    code = code == CODE_OK ? make_report(&report) : code;
    ist_experiment_destroy(report.experiment);
    ist_store_close(report.store);
    return code;
}
