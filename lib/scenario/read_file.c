// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a file without being fooled by what else a path may lead to.
#include "base/memory.h"
#include "scenario/read.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 65536 };

static const char too_large[] = "the file has more than 16 MiB";

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

char *isti_read_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    const size_t length = slash == path ? 1 : slash ? (size_t)(slash - path) : 0;
    char *folder = isti_alloc_array(length + 2, 1);
    if (folder && length > 0) {
        memcpy(folder, path, length);
    } else if (folder) {
        folder[0] = '.';
    }
    return folder;
}

char *isti_read_path_beside(const char *path, const char *named)
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
           : S_ISLNK(mode)  ? "a link"
           : S_ISFIFO(mode) ? "a pipe"
           : S_ISCHR(mode)  ? "a device"
           : S_ISBLK(mode)  ? "a device"
           : S_ISSOCK(mode) ? "a socket"
                            : "something else";
}

// Fill a text until the end of the file; a NUL ends it. NULL with errno; EFBIG: more than `most`
// bytes.
static char *read_all(int file, size_t most, size_t expected, size_t *length)
{
    size_t capacity = expected + CHUNK + 1;
    char *text = isti_alloc_scratch(capacity, 1);
    *length = 0;
    errno = ENOMEM;
    while (text && *length <= most) {
        if (capacity - *length <= CHUNK) {
            const size_t grown = isti_grown(capacity, *length + CHUNK + 1);
            char *larger = isti_resize_array(text, capacity, grown, 1);
            if (!larger) {
                errno = ENOMEM;
                break;
            }
            text = larger;
            capacity = grown;
        }
        const ssize_t got = read(file, text + *length, capacity - *length - 1);
        if (got == 0) {
            text[*length] = '\0';
            return text;
        }
        if (got < 0 && errno != EINTR) {
            break;
        }
        *length += got > 0 ? (size_t)got : 0;
        errno = EFBIG;
    }
    const int error = errno;
    isti_free(text);
    errno = error;
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
        fail(errors, source, IST_ERR_LIMIT, too_large, "");
    } else {
        text = read_all(file, ISTI_SCAN_MAX_BYTES, (size_t)about.st_size, length);
        if (!text && errno == ENOMEM) {
            fail(errors, source, IST_ERR_NO_MEMORY, "out of memory", "");
        } else if (!text && errno == EFBIG) {
            fail(errors, source, IST_ERR_LIMIT, too_large, "");
        } else if (!text) {
            fail_errno(errors, source, "the file cannot be read: ");
        }
    }
    close(file);
    return text;
}

// ---- Files that a scenario names

__attribute__((format(printf, 3, 4))) static ist_status
refuse(char reason[ISTI_REASON_SIZE], ist_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, ISTI_REASON_SIZE, format, arguments);
    va_end(arguments);
    return status;
}

static ist_status refuse_errno(char reason[ISTI_REASON_SIZE])
{
    char buffer[128];
    return refuse(reason, IST_ERR_IO, "the file cannot be read: %s",
                  strerror_r(errno, buffer, sizeof buffer));
}

// The next part of a path into `part`; gives what follows it, NULL when the part is too long.
static const char *next_part(const char *path, char part[NAME_MAX + 1])
{
    const size_t length = strcspn(path, "/");
    if (length > NAME_MAX) {
        return NULL;
    }
    memcpy(part, path, length);
    part[length] = '\0';
    return path + length + (path[length] == '/');
}

// Judge by its name alone whether a file lies in the scenario's folder.
static ist_status judge_name(const char *name, char reason[ISTI_REASON_SIZE])
{
    char part[NAME_MAX + 1];
    if (name[0] == '/') {
        return refuse(reason, IST_ERR_RANGE, "the path does not begin in the scenario's folder");
    }
    for (const char *rest = name; *rest;) {
        rest = next_part(rest, part);
        if (!rest) {
            return refuse(reason, IST_ERR_RANGE, "a name in the path is too long");
        }
        if (strcmp(part, "..") == 0) {
            return refuse(reason, IST_ERR_RANGE, "the path leads out of the scenario's folder");
        }
    }
    return name[0] ? IST_OK : refuse(reason, IST_ERR_RANGE, "the name of the file is empty");
}

// What is there under this name, without opening or following it.
static ist_status judge_kind(int folder, const char *name, size_t most, struct stat *about,
                             char reason[ISTI_REASON_SIZE])
{
    if (fstatat(folder, name, about, AT_SYMLINK_NOFOLLOW) != 0) {
        return refuse_errno(reason);
    }
    if (S_ISLNK(about->st_mode)) {
        return refuse(reason, IST_ERR_IO, "expected a file, found a link; links are not followed");
    }
    if (!S_ISREG(about->st_mode)) {
        return refuse(reason, IST_ERR_IO, "expected a file, found %s",
                      kind_of_file(about->st_mode));
    }
    if ((uint64_t)about->st_size > most) {
        return refuse(reason, IST_ERR_LIMIT, "the file has more than %zu MiB", most >> 20);
    }
    return IST_OK;
}

// Open a file of a known kind, and nothing that took its place meanwhile. -1 after a reason.
static int open_same(int folder, const char *name, const struct stat *about,
                     char reason[ISTI_REASON_SIZE])
{
    struct stat now;
    const int file =
        openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (file < 0) {
        refuse_errno(reason);
        return -1;
    }
    if (fstat(file, &now) != 0 || now.st_dev != about->st_dev || now.st_ino != about->st_ino) {
        refuse(reason, IST_ERR_IO, "the file was replaced while it was being opened");
        close(file);
        return -1;
    }
    return file;
}

static ist_status read_in(int folder, const char *name, size_t most, char **text, size_t *length,
                          char reason[ISTI_REASON_SIZE])
{
    struct stat about;
    const ist_status status = judge_kind(folder, name, most, &about, reason);
    const int file = status == IST_OK ? open_same(folder, name, &about, reason) : -1;
    if (file < 0) {
        return status == IST_OK ? IST_ERR_IO : status;
    }
    *text = read_all(file, most, (size_t)about.st_size, length);
    const int error = errno;
    close(file);
    errno = error;
    if (*text) {
        return IST_OK;
    }
    return error == ENOMEM  ? IST_ERR_NO_MEMORY
           : error == EFBIG ? refuse(reason, IST_ERR_LIMIT, "the file grew while it was being read")
                            : refuse_errno(reason);
}

// Step down to the folder that holds the file; links are not followed. -1 after a reason.
static int descend(int folder, const char **name, char reason[ISTI_REASON_SIZE])
{
    char part[NAME_MAX + 1];
    while (folder >= 0 && strchr(*name, '/')) {
        const char *rest = next_part(*name, part);
        struct stat about;
        int next = -1;
        if (!rest) {
            refuse(reason, IST_ERR_RANGE, "a name in the path is too long");
        } else if (part[0] == '\0') {
            next = dup(folder);
        } else if (fstatat(folder, part, &about, AT_SYMLINK_NOFOLLOW) != 0) {
            refuse_errno(reason);
        } else if (!S_ISDIR(about.st_mode)) {
            refuse(reason, IST_ERR_IO, "expected the folder %.64s, found %s", part,
                   kind_of_file(about.st_mode));
        } else {
            next = openat(folder, part, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        }
        close(folder);
        folder = next;
        *name = rest;
    }
    return folder;
}

ist_status isti_read_beside(const char *folder, const char *name, size_t most, char **text,
                            size_t *length, char reason[ISTI_REASON_SIZE])
{
    *text = NULL;
    ist_status status = judge_name(name, reason);
    if (status != IST_OK) {
        return status;
    }
    int place = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (place < 0) {
        return refuse_errno(reason);
    }
    const char *last = name;
    place = descend(place, &last, reason);
    if (place < 0) {
        return IST_ERR_IO;
    }
    status = read_in(place, last, most, text, length, reason);
    close(place);
    return status;
}

char *isti_read_table_file(const char *path, size_t *length, ist_errors *errors)
{
    char reason[ISTI_REASON_SIZE] = "out of memory";
    const char *slash = strrchr(path, '/');
    char *text = NULL;
    char *folder = isti_read_folder(path);
    const ist_status status = folder
                                  ? isti_read_beside(folder, slash ? slash + 1 : path,
                                                     ISTI_TABLE_MOST_BYTES, &text, length, reason)
                                  : IST_ERR_NO_MEMORY;
    isti_free(folder);
    if (status != IST_OK) {
        fail(errors, isti_read_source(path), status, reason, "");
    }
    return text;
}
