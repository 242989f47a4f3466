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

enum { MOST_BYTES = 64 * 1024 * 1024, MOST_PEOPLE = 4000000 };

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

// ---- The look before

// Where the reader of a report finds a byte.
static void place(ist_error *error, const char *bytes, size_t offset, const char *source)
{
    error->line = 1;
    error->column = 1;
    for (size_t i = 0; i < offset; i++) {
        error->line += bytes[i] == '\n';
        error->column = bytes[i] == '\n' ? 1 : error->column + 1;
    }
    isti_read_set_source(error, source);
}

static bool refuse(ist_errors *errors, const char *bytes, size_t offset, const char *source,
                   ist_status status, const char *message)
{
    const int32_t before = ist_errors_count(errors);
    isti_fail(errors, status, "", "%s", message);
    if (ist_errors_count(errors) > before) {
        place(isti_errors_at(errors, before), bytes, offset, source);
    }
    return false;
}

// Where a word begins, whatever its case; `length` when it is not there.
static size_t find_word(const char *bytes, size_t length, const char *word)
{
    const size_t size = strlen(word);
    for (size_t i = 0; i + size <= length; i++) {
        if (strncasecmp(bytes + i, word, size) == 0) {
            return i;
        }
    }
    return length;
}

// A document type can name other files, and entities can grow without end.
static bool check_xml(const char *bytes, size_t length, const char *source, ist_errors *errors)
{
    static const struct {
        const char *word, *message;
    } forbidden[] = {
        {"<!DOCTYPE", "a document type (DOCTYPE) is not read: take it out"},
        {"<!ENTITY", "entities are not read: take them out"},
        {"<!ELEMENT", "a document type (ELEMENT) is not read: take it out"},
        {"xi:include", "inclusions of other files are not followed"},
    };
    for (size_t k = 0; k < COUNT_OF(forbidden); k++) {
        const size_t at = find_word(bytes, length, forbidden[k].word);
        if (at < length) {
            return refuse(errors, bytes, at, source, IST_ERR_SYNTAX, forbidden[k].message);
        }
    }
    const size_t encoding = find_word(bytes, length < 256 ? length : 256, "encoding=");
    if (encoding < length && encoding < 256 &&
        find_word(bytes + encoding, length - encoding < 20 ? length - encoding : 20, "utf-8") >=
            20) {
        return refuse(errors, bytes, encoding, source, IST_ERR_SYNTAX,
                      "the file is not in UTF-8: save it as UTF-8");
    }
    return true;
}

// A number of people that nobody has would be believed, and take all memory.
static bool check_pajek(const char *bytes, size_t length, const char *source, ist_errors *errors)
{
    const size_t at = find_word(bytes, length, "*vertices");
    int64_t people = 0;
    size_t i = at + strlen("*vertices");
    for (; i < length && (bytes[i] == ' ' || bytes[i] == '\t'); i++) {
    }
    for (; i < length && bytes[i] >= '0' && bytes[i] <= '9' && people <= MOST_PEOPLE; i++) {
        people = 10 * people + (bytes[i] - '0');
    }
    if (people > MOST_PEOPLE) {
        return refuse(errors, bytes, at, source, IST_ERR_LIMIT,
                      "the file announces more than 4000000 people");
    }
    return true;
}

bool isti_graph_may_be_read(const char *bytes, size_t length, isti_graph_kind kind,
                            const char *source, ist_errors *errors)
{
    if (length > MOST_BYTES) {
        return refuse(errors, bytes, 0, source, IST_ERR_LIMIT,
                      "a graph file may have at most 64 MiB: write it as tables");
    }
    const char *nul = memchr(bytes, '\0', length);
    if (nul) {
        return refuse(errors, bytes, (size_t)(nul - bytes), source, IST_ERR_SYNTAX,
                      "the file holds a NUL");
    }
    if (length == 0) {
        return refuse(errors, bytes, 0, source, IST_ERR_SYNTAX, "the file is empty");
    }
    return kind == ISTI_GRAPHML ? check_xml(bytes, length, source, errors)
           : kind == ISTI_PAJEK ? check_pajek(bytes, length, source, errors)
                                : true;
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
static void report(ist_status status, const char *reason, const char *bytes, const char *source,
                   ist_errors *errors)
{
    static const char *const messages[] = {
        [0] = "this program was built without igraph, which reads graph files: write tables (CSV), "
              "or "
              "build it with igraph",
        [1] = "out of memory",
    };
    char message[ISTI_IGRAPH_REASON + 64];
    const int32_t before = ist_errors_count(errors);
    if (status != IST_ERR_SYNTAX) {
        refuse(errors, bytes, 0, source, status, messages[status == IST_ERR_NO_MEMORY]);
        return;
    }
    snprintf(message, sizeof message, "igraph cannot read it%s%s", reason[0] ? ": " : "", reason);
    refuse(errors, bytes, 0, source, status, message);
    const char *line = strcasestr(reason, "line ");
    if (line && ist_errors_count(errors) > before) {
        const long number = strtol(line + strlen("line "), NULL, 10);
        isti_errors_at(errors, before)->line = number > 0 ? (int32_t)number : 1;
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
    const ist_status status = isti_igraph_read(bytes, *length, &table, reason);
    if (status != IST_OK) {
        report(status, reason, bytes, source, errors);
        isti_free(out.text);
        return NULL;
    }
    *length = out.length;
    return out.text;
}
