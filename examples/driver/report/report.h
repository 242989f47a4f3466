// SPDX-License-Identifier: GPL-3.0-or-later
// A report on a run store, whatever it holds.
#ifndef DRIVER_REPORT_REPORT_H
#define DRIVER_REPORT_REPORT_H

#include <interstice/interstice.h>

#include "driver/options.h"
#include "driver/report/drawing.h"

// Zero: nothing yet.
struct report {
    const char *path; // of the store; borrowed, as the options are
    const struct options *options;
    ist_store *store;
    ist_experiment *experiment; // NULL for verdicts
    bool has_verdicts;
    void *content; // of its kind
};

// What a report has figures of.
struct report_subject {
    const struct drawing_section *sections;
    int32_t count;
    const void *subject;
    const char *name; // for its files
    // What the marks in its figures are, as plain text; NULL: there are none.
    void (*put_key)(struct output *out, const void *subject);
};

typedef int report_figures_fn(void *context, const struct report_subject *subject);

struct report_kind {
    // Gather all that is told. Returns an exit code, after complaints.
    int (*open)(struct report *report);
    void (*close)(struct report *report);
    void (*put_page)(struct output *out, const struct report *report);
    // Every subject of it; ends with the first exit code that is not CODE_OK.
    int (*figures)(const struct report *report, report_figures_fn *tell, void *context);
};

extern const struct report_kind report_of_cases, report_of_verdicts, report_of_policies,
    report_of_points;

// Where the numbers come from: for the end of a page.
void report_put_provenance(struct output *out, const struct report *report);

// "12 of 20 runs are there, 1 failed": what a reader must know first; nothing when all is well.
void report_put_state(struct output *out, const struct report *report);

#endif
