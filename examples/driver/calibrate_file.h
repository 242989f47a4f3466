// SPDX-License-Identifier: GPL-3.0-or-later
// A file of results that appears whole or not at all.
#ifndef DRIVER_CALIBRATE_FILE_H
#define DRIVER_CALIBRATE_FILE_H

#include "driver/output.h"

// What is written goes into a temporary file beside the one asked for. Zero: none is open.
struct whole_file {
    const char *target; // borrowed
    char *stage;
    struct output *out;
};

// Returns an exit code, after a complaint if it is not CODE_OK.
int whole_file_open(struct whole_file *file, const char *target);

// Put it in place of what is there. Returns an exit code, after a complaint.
int whole_file_commit(struct whole_file *file);

// Take the temporary file away, and forget it. Fine on one that is not open, or committed.
void whole_file_close(struct whole_file *file);

#endif
