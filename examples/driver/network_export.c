// SPDX-License-Identifier: GPL-3.0-or-later
// Networks for other programs: `interstice export --format`.
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "driver/exit_code.h"
#include "driver/message.h"
#include "driver/moment.h"
#include "driver/network.h"
#include "driver/output.h"
#include "driver/text.h"

static int find_format(const struct options *options, ist_graph_format *out)
{
    const char *known[IST_GRAPH_COUNT];
    if (!options->format) {
        complain("--dynamic needs --format gexf or edges");
        return CODE_USAGE;
    }
    for (int f = 0; f < IST_GRAPH_COUNT; f++) {
        known[f] = ist_graph_name((ist_graph_format)f);
        if (strcmp(options->format, known[f]) == 0) {
            *out = (ist_graph_format)f;
            if (options->dynamic && *out == IST_GRAPH_GRAPHML) {
                complain("GraphML has no time: --dynamic needs --format gexf or edges");
                return CODE_USAGE;
            }
            return CODE_OK;
        }
    }
    const char *near = text_nearest(options->format, known, IST_GRAPH_COUNT);
    complain("--format %s: needs graphml, gexf or edges%s%s%s", options->format,
             near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    return CODE_USAGE;
}

static int note(ist_graph *graph, const struct moment *moment)
{
    return ist_graph_note(graph, moment->state) == IST_OK ? CODE_OK : complain_memory();
}

// The moment asked for, or every one up to it.
static int gather(const struct options *options, struct moment *moment, ist_graph *graph)
{
    int32_t ticks = moment->ticks;
    if (!options->dynamic) {
        const int code = moment_run(moment, ticks);
        return code == CODE_OK ? note(graph, moment) : code;
    }
    if (options->tick == TICK_START) {
        ticks = ist_model_ticks(moment->one.model);
    }
    int code = note(graph, moment);
    for (int32_t tick = 0; tick < ticks && code == CODE_OK; tick++) {
        code = moment_run(moment, 1);
        code = code == CODE_OK ? note(graph, moment) : code;
    }
    return code;
}

static ist_status put(void *context, const char *bytes, size_t length)
{
    struct output *out = context;
    output_bytes(out, bytes, length);
    return output_error(out) == 0 ? IST_OK : IST_ERR_IO;
}

static int write_file(const char *path, const ist_graph *graph, ist_graph_format format)
{
    struct output *out = output_create(path);
    if (!out) {
        complain("cannot create %s: %s", path, strerror(errno));
        return CODE_CANNOT_CREATE;
    }
    const ist_status status = ist_graph_write(graph, format, put, out);
    const int error = output_close(out);
    if (error || status != IST_OK) {
        complain("cannot write %s: %s", path, strerror(error));
        unlink(path);
        return CODE_IO;
    }
    return CODE_OK;
}

static int write_standard(const ist_graph *graph, ist_graph_format format)
{
    int code = CODE_OK;
    struct output *out = output_standard(&code);
    if (!out) {
        return code;
    }
    const ist_status status = ist_graph_write(graph, format, put, out);
    code = output_close_standard(out);
    return code == CODE_OK && status != IST_OK ? CODE_BUG : code;
}

int network_export(const struct options *options)
{
    ist_graph_format format = IST_GRAPH_GRAPHML;
    int code = find_format(options, &format);
    if (code != CODE_OK) {
        return code;
    }
    if (options->csv) {
        complain("--csv and --format are two things to ask for: one at a time");
        return CODE_USAGE;
    }
    struct moment moment;
    ist_graph *graph = NULL;
    code = moment_open(&moment, options);
    if (code == CODE_OK) {
        ist_graph_def def = ist_graph_def_default();
        def.model = moment.one.model;
        def.threshold = options->stronger;
        def.name = moment_name;
        def.context = &moment;
        graph = ist_graph_create(&def, NULL);
        code = graph ? gather(options, &moment, graph) : complain_memory();
    }
    if (code == CODE_OK) {
        code =
            options->out ? write_file(options->out, graph, format) : write_standard(graph, format);
    }
    ist_graph_destroy(graph);
    moment_close(&moment);
    return code;
}
