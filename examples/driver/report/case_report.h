// SPDX-License-Identifier: GPL-3.0-or-later
// A report on scenarios as they are.
#ifndef DRIVER_REPORT_CASE_REPORT_H
#define DRIVER_REPORT_CASE_REPORT_H

#include "driver/report/story.h"

// What is known of a story before any chart: who, when, how many runs "of each policy" (or "").
void case_report_head(struct output *out, const struct story *story, const char *of_what);
// Its events, as numbered in charts.
void case_report_events(struct output *out, const struct story *story);
// Its events as plain text; `subject` is a story.
void case_report_key(struct output *out, const void *subject);

#endif
