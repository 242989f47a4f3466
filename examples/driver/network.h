// SPDX-License-Identifier: GPL-3.0-or-later
// Networks for other programs.
#ifndef DRIVER_NETWORK_H
#define DRIVER_NETWORK_H

#include "driver/options.h"

// `interstice export --format`. Returns an exit code, after complaints.
int network_export(const struct options *options);

#endif
