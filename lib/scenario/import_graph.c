// SPDX-License-Identifier: GPL-3.0-or-later
// Graph files as tables, after a look at what is in them.
#include "scenario/import_graph.h"

#include "base/memory.h"
#include "scenario/draft.h"
#include "scenario/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool isti_graph_is_one(const char *name, isti_graph_kind *kind)
{
    static const struct {
        const char *ending;
        isti_graph_kind kind;
    } endings[] = {
        {".graphml", ISTI_GRAPHML}, {".gml", ISTI_GML}, {".net", ISTI_PAJEK}, {".paj", ISTI_PAJEK}};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < COUNT_OF(endings); i++) {
        if (strcasecmp(dot, endings[i].ending) == 0) {
            *kind = endings[i].kind;
            return true;
        }
    }
    return false;
}

size_t isti_graph_begin(const char *bytes, size_t length)
{
    static const char mark[] = "\xEF\xBB\xBF";
    const size_t size = strlen(mark);
    return length >= size && memcmp(bytes, mark, size) == 0 ? size : 0;
}

// ---- Rows

static bool put_cell(void *context, const char *cell, bool is_last)
{
    isti_text *out = context;
    isti_text_put_cell(out, cell ? cell : "");
    isti_text_put(out, is_last ? "\n" : ",");
    return !out->no_memory;
}

// igraph tells the line within its sentence, if at all.
static void report(ist_status status, const char *reason, const char *source, ist_errors *errors)
{
    const int32_t before = ist_errors_count(errors);
    if (status == IST_ERR_NO_MEMORY) {
        isti_fail(errors, status, "", "out of memory");
    } else if (status == IST_ERR_SYNTAX) {
        isti_fail(errors, status, "", "igraph cannot read it%s%s", reason[0] ? ": " : "", reason);
    } else {
        isti_fail(errors, status, "",
                  "this program was built without igraph, which reads graph files: write tables "
                  "(CSV), or build it with igraph");
    }
    if (ist_errors_count(errors) > before) {
        ist_error *error = isti_errors_at(errors, before);
        const char *line = strcasestr(reason, "line ");
        const long number = line ? strtol(line + strlen("line "), NULL, 10) : 0;
        error->line = number > 0 && number < INT32_MAX ? (int32_t)number : 0;
        error->column = error->line > 0;
        isti_read_set_source(error, source);
    }
}

char *isti_graph_as_table(const char *bytes, size_t *length, const isti_graph_table *wanted,
                          const char *source, ist_errors *errors)
{
    if (!isti_graph_may_be_read(bytes, *length, wanted->kind, source, errors)) {
        return NULL;
    }
    isti_text out = {.text = NULL};
    char reason[ISTI_IGRAPH_REASON] = "";
    isti_graph_table table = *wanted;
    table.put = put_cell;
    table.context = &out;
    const size_t begin = isti_graph_begin(bytes, *length);
    const ist_status status = isti_igraph_read(bytes + begin, *length - begin, &table, reason);
    if (status != IST_OK) {
        report(status, reason, source, errors);
        isti_free(out.text);
        return NULL;
    }
    *length = out.length;
    return out.text;
}
