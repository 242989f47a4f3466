// SPDX-License-Identifier: GPL-3.0-or-later
// The key under which names become codes: a file of its own, which only its owner may read.
#ifndef DRIVER_KEY_H
#define DRIVER_KEY_H

#include <stddef.h>

enum { KEY_MOST = 4096 };

struct key {
    char bytes[KEY_MOST];
    size_t size;
};

// Read the key, or make a random one where there is no file. Returns an exit code, after a complaint.
int key_open(struct key *key, const char *path);

#endif
