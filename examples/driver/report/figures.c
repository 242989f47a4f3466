// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of a report as files.
#include "driver/report/figures.h"

#include <errno.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "driver/exit_code.h"
#include "driver/folder.h"
#include "driver/message.h"
#include "driver/report/page.h"
#include "driver/text.h"

enum { NAME_SIZE = 256 };

struct writer {
    const struct report *report;
    struct folder folder;
    struct output *captions;
    bool may_convert; // rsvg-convert has not been missed yet
    bool is_many;     // several subjects: their names are part of file names
    int32_t subjects, files;
};

// A name that any file system takes: letters, digits and dashes.
static void make_safe(char *name)
{
    for (char *c = name; *c; c++) {
        const bool is_plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
                              (*c >= '0' && *c <= '9') || *c == '-';
        *c = is_plain ? *c : '_';
    }
}

// Does the program that is asked for make `to` of `from`? False after a complaint; a missing program is none.
static bool run_converter(struct writer *writer, char *from, char *to)
{
    char program[] = "rsvg-convert";
    char zoom[] = "--zoom=3"; // for print
    char output[] = "--output";
    char *const arguments[] = {program, zoom, output, to, from, NULL};
    pid_t child;
    int status = 0;
    writer->may_convert = posix_spawnp(&child, program, NULL, NULL, arguments, environ) == 0;
    if (!writer->may_convert || (waitpid(child, &status, 0) == child && status == 0)) {
        return true;
    }
    complain("rsvg-convert could not make a PNG of %s", from);
    return false;
}

// A PNG beside an SVG. Returns an exit code, after a complaint.
static int convert(struct writer *writer, char *svg)
{
    char *png = strdup(svg);
    if (!png) {
        return complain_memory();
    }
    memcpy(png + strlen(png) - 3, "png", 3);
    const bool is_made = run_converter(writer, svg, png);
    free(png);
    return is_made ? CODE_OK : CODE_IO;
}

static int write_svg(struct writer *writer, const struct drawing *drawing, const void *subject,
                     int32_t index, const char *name)
{
    char file[NAME_SIZE + 8];
    snprintf(file, sizeof file, "%.240s.svg", name);
    char *path = folder_join(writer->folder.stage, file);
    if (!path) {
        return complain_memory();
    }
    struct output *out = output_create(path);
    int error = out ? 0 : errno;
    if (out) {
        struct svg svg = {.out = out, .id = name, .is_file = true};
        drawing_put(drawing, &svg, subject, index);
        error = output_close(out);
    }
    int code = CODE_OK;
    if (error != 0) {
        complain("cannot write %s: %s", path, strerror(error));
        code = CODE_IO;
    }
    if (code == CODE_OK && writer->may_convert) {
        code = convert(writer, path);
    }
    free(path);
    writer->files++;
    return code;
}

static void write_caption(struct writer *writer, const struct drawing *drawing, const void *subject,
                          int32_t index, const char *name)
{
    char title[TITLE_SIZE];
    char text[CAPTION_SIZE];
    drawing_title(drawing, subject, index, title, sizeof title);
    drawing->caption(subject, index, text, sizeof text);
    text_clean(title);
    text_clean(text);
    output_format(writer->captions, "%s.svg\n%s. %s", name, title, text);
    if (drawing->note) {
        drawing->note(subject, text, sizeof text);
        text_clean(text);
        output_format(writer->captions, " %s", text);
    }
    output_text(writer->captions, "\n\n");
}

static int write_drawing(struct writer *writer, const struct report_subject *subject,
                         const struct drawing *drawing)
{
    int code = CODE_OK;
    for (int32_t i = 0; code == CODE_OK && i < drawing->count(subject->subject); i++) {
        char id[NAME_SIZE / 2];
        char file[NAME_SIZE];
        page_drawing_id(drawing, subject->subject, i, id, sizeof id);
        if (writer->is_many) {
            snprintf(file, sizeof file, "%" PRId32 "-%.80s-%s", writer->subjects, subject->name,
                     id);
        } else {
            snprintf(file, sizeof file, "%s", id);
        }
        make_safe(file);
        code = write_svg(writer, drawing, subject->subject, i, file);
        write_caption(writer, drawing, subject->subject, i, file);
    }
    return code;
}

static int write_subject(void *context, const struct report_subject *subject)
{
    struct writer *writer = context;
    int code = CODE_OK;
    writer->subjects++;
    for (int32_t s = 0; s < subject->count; s++) {
        for (int32_t d = 0; code == CODE_OK && d < subject->sections[s].count; d++) {
            code = write_drawing(writer, subject, subject->sections[s].drawings[d]);
        }
    }
    if (code == CODE_OK && subject->put_key) {
        subject->put_key(writer->captions, subject->subject);
    }
    return code;
}

static int count_subject(void *context, const struct report_subject *subject)
{
    (void)subject;
    ++*(int32_t *)context;
    return CODE_OK;
}

static int open_captions(struct writer *writer)
{
    char *path = folder_join(writer->folder.stage, "captions.txt");
    if (!path) {
        return complain_memory();
    }
    writer->captions = output_create(path);
    if (!writer->captions) {
        complain("cannot create %s: %s", path, strerror(errno));
    }
    free(path);
    return writer->captions ? CODE_OK : CODE_CANNOT_CREATE;
}

static int close_captions(struct writer *writer)
{
    const int error = output_close(writer->captions);
    if (error != 0) {
        complain("cannot write captions.txt: %s", strerror(error));
    }
    return error == 0 ? CODE_OK : CODE_IO;
}

int figures_write(const struct report *report, const struct report_kind *kind, const char *folder)
{
    struct writer writer = {.report = report, .may_convert = true};
    int32_t subjects = 0;
    int code = kind->figures(report, count_subject, &subjects);
    writer.is_many = subjects > 1;
    code = code == CODE_OK ? folder_open(&writer.folder, folder) : code;
    code = code == CODE_OK ? open_captions(&writer) : code;
    if (writer.captions) {
        code = code == CODE_OK ? kind->figures(report, write_subject, &writer) : code;
        const int closed = close_captions(&writer);
        code = code == CODE_OK ? closed : code;
    }
    code = code == CODE_OK ? folder_commit(&writer.folder) : code;
    folder_close(&writer.folder);
    if (code == CODE_OK && !report->options->quiet) {
        remark("%" PRId32 " figures written to %s%s", writer.files, folder,
               writer.may_convert ? ", as PNG as well" : "");
    }
    return code;
}
