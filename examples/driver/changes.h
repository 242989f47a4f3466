// SPDX-License-Identifier: GPL-3.0-or-later
// What --set changes in every scenario before it is read.
#ifndef DRIVER_CHANGES_H
#define DRIVER_CHANGES_H

#include <interstice/scenario.h>

#include "driver/options.h"

struct changes {
    ist_override item[MAX_CHANGES];
    ist_scenario_options options; // for reading; refers to the items
};

// Returns an exit code, after a complaint. Close in any case.
int changes_open(struct changes *changes, const struct options *options);
void changes_close(struct changes *changes);

#endif
