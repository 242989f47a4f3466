// SPDX-License-Identifier: GPL-3.0-or-later
// The key under which names become codes.
#include "driver/key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "driver/exit_code.h"
#include "driver/message.h"

enum { RANDOM_BYTES = 32, LEAST = 16 };

// Digits of a new key, and the file that keeps them.
static int make_key(struct key *key, const char *path)
{
    unsigned char random[RANDOM_BYTES];
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random) {
        complain("the system gives no random numbers for a key: %s", strerror(errno));
        return CODE_IO;
    }
    for (size_t i = 0; i < sizeof random; i++) {
        snprintf(key->bytes + 2 * i, 3, "%02x", random[i]);
    }
    key->size = 2 * sizeof random;
    const int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    const bool is_written = file >= 0 && write(file, key->bytes, key->size) == (ssize_t)key->size &&
                            write(file, "\n", 1) == 1 && fsync(file) == 0;
    if (!is_written) {
        complain("cannot make the key %s: %s", path, strerror(errno));
    }
    if (file >= 0) {
        close(file);
    }
    return is_written ? CODE_OK : CODE_CANNOT_CREATE;
}

int key_open(struct key *key, const char *path)
{
    const int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0 && errno == ENOENT) {
        return make_key(key, path);
    }
    const ssize_t size = file >= 0 ? read(file, key->bytes, sizeof key->bytes) : -1;
    const int error = errno;
    if (file >= 0) {
        close(file);
    }
    if (size < 0) {
        complain("cannot read the key %s: %s", path, strerror(error));
        return CODE_NO_INPUT;
    }
    key->size = (size_t)size;
    while (key->size > 0 && strchr("\r\n\t ", key->bytes[key->size - 1])) {
        key->size--;
    }
    if (key->size < LEAST || size == KEY_MOST) {
        complain("the key %s must have from %d to %d bytes", path, LEAST, KEY_MOST - 1);
        return CODE_BAD_DATA;
    }
    return CODE_OK;
}
