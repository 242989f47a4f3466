// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a file without being fooled by what else a path may lead to.
#include "base/memory.h"
#include "scenario/read.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 65536 };

const char *isti_read_source(const char *name)
{
    const size_t most = sizeof((ist_error){0}).source - 1;
    const size_t length = strlen(name);
    const char *source = length > most ? name + length - most : name;
    while (source > name && ((unsigned char)*source & 0xC0) == 0x80) {
        source++; // not in the middle of a character
    }
    return source;
}

char *isti_read_beside(const char *path, const char *named)
{
    const char *slash = named[0] == '/' ? NULL : strrchr(path, '/');
    const size_t folder = slash ? (size_t)(slash - path) + 1 : 0;
    const size_t length = strlen(named);
    char *beside = isti_alloc_array(folder + length + 1, 1);
    if (beside) {
        memcpy(beside, path, folder);
        memcpy(beside + folder, named, length);
    }
    return beside;
}

static void fail(ist_errors *errors, const char *source, ist_status status, const char *message,
                 const char *detail)
{
    const int32_t before = ist_errors_count(errors);
    isti_fail(errors, status, "", "%s%s", message, detail);
    if (ist_errors_count(errors) > before) {
        isti_read_set_source(isti_errors_at(errors, before), source);
    }
}

static void fail_errno(ist_errors *errors, const char *source, const char *message)
{
    char buffer[128];
    fail(errors, source, IST_ERR_IO, message, strerror_r(errno, buffer, sizeof buffer));
}

static const char *kind_of_file(mode_t mode)
{
    return S_ISDIR(mode)    ? "a folder"
           : S_ISFIFO(mode) ? "a pipe"
           : S_ISCHR(mode)  ? "a device"
           : S_ISBLK(mode)  ? "a device"
           : S_ISSOCK(mode) ? "a socket"
                            : "something else";
}

// Fill `text` (room for ISTI_SCAN_MAX_BYTES + 1, growing) until the end of the file.
static char *read_all(int file, const char *source, size_t *length, ist_errors *errors)
{
    char *text = NULL;
    size_t capacity = 0;
    *length = 0;
    while (*length <= ISTI_SCAN_MAX_BYTES) {
        if (capacity - *length < CHUNK) {
            const size_t grown = isti_grown(capacity, *length + CHUNK);
            char *larger = isti_resize_array(text, capacity, grown, 1);
            if (!larger) {
                fail(errors, source, IST_ERR_NO_MEMORY, "out of memory", "");
                break;
            }
            text = larger;
            capacity = grown;
        }
        const ssize_t got = read(file, text + *length, CHUNK);
        if (got == 0) {
            return text;
        }
        if (got < 0 && errno != EINTR) {
            fail_errno(errors, source, "the file cannot be read: ");
            break;
        }
        *length += got > 0 ? (size_t)got : 0;
    }
    if (*length > ISTI_SCAN_MAX_BYTES) {
        fail(errors, source, IST_ERR_LIMIT, "the file has more than 16 MiB", "");
    }
    isti_free(text);
    return NULL;
}

char *isti_read_file(const char *path, const char *source, size_t *length, ist_errors *errors)
{
    // Without O_NONBLOCK, opening a pipe would wait for somebody to write into it.
    const int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (file < 0) {
        fail_errno(errors, source, "the file cannot be opened: ");
        return NULL;
    }
    char *text = NULL;
    struct stat about;
    if (fstat(file, &about) != 0) {
        fail_errno(errors, source, "the file cannot be read: ");
    } else if (!S_ISREG(about.st_mode)) {
        fail(errors, source, IST_ERR_IO, "expected a file, found ", kind_of_file(about.st_mode));
    } else if (about.st_size > ISTI_SCAN_MAX_BYTES) {
        fail(errors, source, IST_ERR_LIMIT, "the file has more than 16 MiB", "");
    } else {
        text = read_all(file, source, length, errors);
    }
    close(file);
    return text;
}
