// SPDX-License-Identifier: GPL-3.0-or-later
// `interstice describe --json`: the same for programs.
#ifndef DRIVER_DESCRIBE_JSON_H
#define DRIVER_DESCRIBE_JSON_H

#include "driver/describe.h"
#include "driver/output.h"

// One document with the topics from `first` to `last`. Returns an exit code, after a complaint.
int describe_json(struct output *out, enum topic first, enum topic last);

#endif
