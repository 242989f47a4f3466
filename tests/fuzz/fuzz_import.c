// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever tables of people and ties come in, they are read or refused with a place; what is read makes a
// model, and a draft of it is a scenario.
#include <interstice/import.h>

#include "observe/igraph_calls.h"
#include "scenario/import_graph.h"
#include "scenario/table.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char scenario[] =
    "{ \"format\": 1, \"name\": \"f\", \"units\": [ { \"name\": \"a\" }, { \"name\": \"b\" } ], "
    "\"themes\": [ { \"name\": \"x\", \"count\": 2 }, { \"name\": \"y\" } ], \"draw_ties\": false, "
    "\"import\": { \"employees\": { \"file\": \"people\", \"levels\": { \"h\": \"manager\" } }, "
    "\"ties\": { \"file\": \"ties\", \"scale\": [0, 5], \"direction\": \"weak\", \"kinds\": { "
    "\"k\": { "
    "\"instrumental\": 1, \"affective\": 0.5 }, \"l\": {} }, \"kind\": \"k\" } } }";

static void must(bool claim)
{
    if (!claim) {
        abort();
    }
}

// The first zero byte ends the people; ties follow.
static void try_tables(const char *bytes, size_t size)
{
    const char *zero = size > 0 ? memchr(bytes, 0, size) : NULL;
    const size_t people = zero ? (size_t)(zero - bytes) : size;
    const size_t rest = zero ? size - people - 1 : 0;
    const ist_scenario_file files[] = {{"people", bytes, people},
                                       {"ties", zero ? zero + 1 : "", rest}};
    ist_scenario_options options = ist_scenario_options_default();
    options.file = files;
    options.file_count = 2;
    ist_errors *errors = ist_errors_create();
    ist_scenario *read =
        ist_scenario_parse(scenario, sizeof scenario - 1, "f.json", &options, errors);
    must((read != NULL) == (ist_errors_count(errors) == 0));
    for (int32_t i = 0; i < ist_errors_count(errors); i++) {
        const ist_error *error = ist_errors_get(errors, i);
        must(error->message[0] != '\0' && (size_t)error->line <= size + 1);
    }
    ist_scenario_destroy(read);
    ist_errors_destroy(errors);
}

// A graph file, as people or as ties: the look before, igraph, and the rows that come of it.
static void try_graph(const char *bytes, size_t size, isti_graph_kind kind, bool of_ties)
{
    const isti_graph_table wanted = {
        .kind = kind, .of_ties = of_ties, .id = "id", .from = "from", .to = "to"};
    size_t length = size;
    ist_errors *errors = ist_errors_create();
    char *rows = isti_graph_as_table(bytes, &length, &wanted, "graph", errors);
    must((rows != NULL) == (ist_errors_count(errors) == 0));
    must(!rows || strlen(rows) == length);
    isti_free(rows);
    ist_errors_destroy(errors);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    const char *bytes = (const char *)data + 1;
    if (data[0] < 6) {
        try_graph(bytes, size - 1, (isti_graph_kind)(data[0] % 3), data[0] >= 3);
    } else {
        try_tables(bytes, size - 1);
    }
    return 0;
}
