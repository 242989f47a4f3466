// SPDX-License-Identifier: GPL-3.0-or-later
// Designs expanded into points.
#ifndef ISTI_ENSEMBLE_DESIGN_H
#define ISTI_ENSEMBLE_DESIGN_H

#include <interstice/design.h>

#include "base/base.h"

// The points of a table that has been read already. NULL after a report.
ist_design *isti_design_of_csv(const char *text, size_t length, const char *source,
                               ist_errors *errors);

#endif
