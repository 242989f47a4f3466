// SPDX-License-Identifier: GPL-3.0-or-later
// Tidy tables of every run: ticks.csv, communities.csv, community_ticks.csv, resilience.csv, networks.csv.
// Their columns are documented in scenarios/README.md.
#ifndef DRIVER_CSV_H
#define DRIVER_CSV_H

#include <interstice/interstice.h>

#include "driver/output.h"

enum csv_file {
    CSV_TICKS,
    CSV_COMMUNITIES,
    CSV_COMMUNITY_TICKS,
    CSV_RESILIENCE,
    CSV_NETWORKS,
    CSV_FILES
};

// Start with `{.variant = -1}`: nothing is open.
struct csv {
    int32_t variant;   // of the rows to come, their first column; -1: there are no variants
    bool has_networks; // make networks.csv, too
    struct output *file[CSV_FILES];
    const char *folder; // borrowed
};

// Make the files in `folder`. Returns an exit code, after a complaint.
int csv_open(struct csv *csv, const char *folder);

// Append one run. Returns false when writing failed; csv_close() will tell why.
bool csv_add(struct csv *csv, const ist_run_record *record);

// The text of a cell, quoted where it must be (RFC 4180), with a ' before what a spreadsheet would take for
// a formula; NULL: nothing.
void csv_text(struct output *out, const char *text);

// Put the files safely on the disk. Returns an exit code, after a complaint.
int csv_close(struct csv *csv);

#endif
