// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of results that appears whole or not at all.
#ifndef DRIVER_FOLDER_H
#define DRIVER_FOLDER_H

#include <stdbool.h>

// Files are written into `stage`, a temporary folder beside (or, if there is one already, inside)
// the folder asked for. Zero: none is open.
struct folder {
    char *target;
    char *stage;
    bool is_new; // the folder asked for does not exist yet
};

// Returns an exit code, after a complaint if it is not CODE_OK.
int folder_open(struct folder *folder, const char *target);

// Put everything in place; files of the same names are replaced, others are left alone.
int folder_commit(struct folder *folder);

// Take the temporary folder away with all that is in it, and forget it. Fine on one that is not
// open, or committed.
void folder_close(struct folder *folder);

// `folder`/`name`, to be freed; NULL when out of memory.
char *folder_join(const char *folder, const char *name);

#endif
