// SPDX-License-Identifier: GPL-3.0-or-later
// What became of a scenario, for people.
#ifndef DRIVER_SUMMARY_H
#define DRIVER_SUMMARY_H

#include "driver/case.h"
#include "driver/output.h"
#include "driver/phrase.h"
#include "driver/terminal.h"

// The measures of resilience as they are told.
struct resilience_line {
    ist_resilience_metric metric;
    enum form form;
    const char *label;
};
enum { RESILIENCE_LINES = 9 };
extern const struct resilience_line resilience_lines[RESILIENCE_LINES];

// Heading, the organization at the dates of the scenario, its resilience, and the gist in words.
// The sample holds the ticks of case_date_ticks(), or all of them; then small charts are shown where the
// stream can. False when out of memory.
bool summary_print(const struct case_run *one, struct output *out, const struct look *look);

// How performance took a shock; nothing where that could not be measured.
void summary_shock_sentence(const struct case_run *one, int32_t shock, const struct look *look,
                            char *line, size_t size);

#endif
