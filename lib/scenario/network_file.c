// SPDX-License-Identifier: GPL-3.0-or-later
// A network as a table of ties or a graph file holds it, without a scenario.
#include "base/memory.h"
#include "observe/network.h"
#include "scenario/draft.h"
#include "scenario/import_graph.h"
#include "scenario/read.h"

#include <string.h>

typedef struct net_reader {
    isti_table table;
    int32_t at[ISTI_TIE_COLUMNS];
    char **label;
    size_t labels, label_capacity;
    isti_index index;
    ist_network_tie *tie;
    size_t ties, tie_capacity;
} net_reader;

static void clear(net_reader *r)
{
    for (size_t i = 0; i < r->labels; i++) {
        isti_free(r->label[i]);
    }
    isti_free(r->label);
    isti_free(r->tie);
    isti_index_clear(&r->index);
}

static bool add_label(net_reader *r, char *label)
{
    if (r->labels == r->label_capacity) {
        const size_t capacity = isti_grown(r->label_capacity, r->labels + 1);
        char **grown = isti_resize_array(r->label, r->label_capacity, capacity, sizeof *grown);
        r->label = grown ? grown : r->label;
        r->label_capacity = grown ? capacity : r->label_capacity;
    }
    const bool has_room = label && r->labels < r->label_capacity &&
                          isti_index_put(&r->index, label, (int32_t)r->labels);
    if (has_room) {
        r->label[r->labels++] = label;
    }
    return has_room;
}

// Number of the person in a cell; -1 when memory is short.
static int32_t find_person(net_reader *r, isti_tie_column column)
{
    const char *text = r->table.cell[r->at[column]].text;
    const int32_t known = isti_index_find(&r->index, text);
    if (known >= 0) {
        return known;
    }
    char *label = isti_copy_text(text);
    if (!add_label(r, label)) {
        isti_free(label);
        return -1;
    }
    return (int32_t)r->labels - 1;
}

// The weight of the row, 0 for no tie. False after a report.
static bool read_weight(net_reader *r, double *weight)
{
    const int32_t at = r->at[ISTI_TIE_WEIGHT];
    *weight = 1.0;
    if (at < 0 || r->table.cell[at].length == 0) {
        *weight = at < 0 ? 1.0 : 0.0;
        return true;
    }
    char *text = (char *)(uintptr_t)r->table.cell[at].text;
    char shown[ISTI_READ_SHOWN];
    if (!isti_import_number(text, r->table.separator, weight)) {
        isti_table_fail(&r->table, at, IST_ERR_TYPE, NULL, NULL, "the weight \"%s\" is no number",
                        isti_read_shown(text, shown));
        return false;
    }
    return true;
}

static bool add_tie(net_reader *r, ist_network_tie tie)
{
    if (r->ties == r->tie_capacity) {
        const size_t capacity = isti_grown(r->tie_capacity, r->ties + 1);
        ist_network_tie *grown =
            isti_resize_array(r->tie, r->tie_capacity, capacity, sizeof *grown);
        if (!grown) {
            return false;
        }
        r->tie = grown;
        r->tie_capacity = capacity;
    }
    r->tie[r->ties++] = tie;
    return true;
}

static bool read_row(net_reader *r)
{
    double weight;
    const bool has_weight = read_weight(r, &weight);
    const int32_t from = find_person(r, ISTI_TIE_FROM);
    const int32_t to = from >= 0 ? find_person(r, ISTI_TIE_TO) : -1;
    if (to < 0) {
        return false;
    }
    return !has_weight || !(weight > 0.0) ||
           add_tie(r, (ist_network_tie){.from = from, .to = to, .weight = weight});
}

static ist_network *finish(net_reader *r, bool is_directed, ist_errors *errors)
{
    ist_network_def def = ist_network_def_default();
    def.people = (int32_t)r->labels;
    def.directed = is_directed;
    def.tie = r->tie;
    def.ties = (int64_t)r->ties;
    ist_network *network = ist_network_create(&def, errors);
    if (network) {
        network->label = r->label;
        r->label = NULL;
        r->labels = 0;
    }
    return network;
}

// A file that is being read.
typedef struct net_file {
    const char *source;
    ist_errors *errors;
} net_file;

static bool read_ties(net_reader *r, char *text, size_t length, const char *row_name,
                      const net_file *file)
{
    bool has_room = true;
    isti_table_open(&r->table, text, length, row_name ? ',' : '\0', file->source, file->errors);
    r->table.row_name = row_name;
    if (isti_survey_tie_columns(&r->table, r->at)) {
        while (has_room && isti_table_next(&r->table)) {
            has_room = read_row(r);
        }
    }
    if (!has_room) {
        isti_table_fail_memory(&r->table);
    }
    isti_table_close(&r->table);
    return !r->table.has_failed;
}

// People of a graph, those without ties among them.
static bool read_people(net_reader *r, char *text, size_t length, const char *id,
                        const net_file *file)
{
    bool has_room = true;
    isti_table_open(&r->table, text, length, ',', file->source, file->errors);
    r->table.row_name = "person";
    if (isti_table_read_headings(&r->table)) {
        r->at[ISTI_TIE_FROM] = 0;
        while (strcmp(r->table.cell[r->at[ISTI_TIE_FROM]].text, id) != 0) {
            r->at[ISTI_TIE_FROM]++; // it is there: whoever has no id is numbered
        }
        while (has_room && isti_table_next(&r->table)) {
            has_room = find_person(r, ISTI_TIE_FROM) >= 0;
        }
    }
    if (!has_room) {
        isti_table_fail_memory(&r->table);
    }
    isti_table_close(&r->table);
    return !r->table.has_failed;
}

static bool read_graph(net_reader *r, const char *bytes, size_t length, isti_graph_table *wanted,
                       const net_file *file)
{
    size_t size = length;
    char *rows = isti_graph_as_table(bytes, &size, wanted, file->source, file->errors);
    const bool is_read = rows && read_people(r, rows, size, wanted->id, file);
    isti_free(rows);
    if (!is_read) {
        return false;
    }
    wanted->of_ties = true;
    size = length;
    rows = isti_graph_as_table(bytes, &size, wanted, file->source, file->errors);
    const bool has_ties = rows && read_ties(r, rows, size, "tie", file);
    isti_free(rows);
    return has_ties;
}

ist_network *ist_network_load(const char *path, ist_errors *errors)
{
    size_t length;
    char *text = isti_read_table_file(path, &length, errors);
    if (!text) {
        return NULL;
    }
    net_reader r = {.label = NULL};
    const net_file file = {.source = isti_read_source(path), .errors = errors};
    bool is_directed = true;
    isti_graph_table wanted = {.id = "id", .from = "from", .to = "to", .is_directed = &is_directed};
    const bool is_read = isti_graph_is_one(path, &wanted.kind)
                             ? read_graph(&r, text, length, &wanted, &file)
                             : read_ties(&r, text, length, NULL, &file);
    ist_network *network = is_read ? finish(&r, is_directed, errors) : NULL;
    clear(&r);
    isti_free(text);
    return network;
}
