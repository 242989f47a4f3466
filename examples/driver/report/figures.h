// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of a report as files: SVG, their captions, and PNG where rsvg-convert is there.
#ifndef DRIVER_REPORT_FIGURES_H
#define DRIVER_REPORT_FIGURES_H

#include "driver/report/report.h"

// Into a folder; files of the same names are replaced. Returns an exit code, after a complaint.
int figures_write(const struct report *report, const struct report_kind *kind, const char *folder);

#endif
