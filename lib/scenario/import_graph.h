// SPDX-License-Identifier: GPL-3.0-or-later
// Graph files as tables, after a look at what is in them: igraph is no guard against strangers.
#ifndef ISTI_SCENARIO_IMPORT_GRAPH_H
#define ISTI_SCENARIO_IMPORT_GRAPH_H

#include "observe/igraph_calls.h"
#include "scenario/draft.h"

// Does the name end like that of a graph file, and of which kind?
bool isti_graph_is_one(const char *name, isti_graph_kind *kind);

// Behind the byte order mark, if there is one: igraph knows none.
size_t isti_graph_begin(const char *bytes, size_t length);

// Look through a graph file: false after a report of what must not come near igraph (graph_guard.c).
bool isti_graph_may_be_read(const char *bytes, size_t length, isti_graph_kind kind,
                            const char *source, ist_errors *errors);

// Rows with commas between their cells, to be freed, and in `length` how long they are; NULL after a report.
// `put` and `context` of the table are set here. A document type or an entity in XML is refused unread.
char *isti_graph_as_table(const char *bytes, size_t *length, const isti_graph_table *wanted,
                          const char *source, ist_errors *errors);

#endif
