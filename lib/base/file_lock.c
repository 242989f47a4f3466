// SPDX-License-Identifier: GPL-3.0-or-later
// A lock of an open file description on a file of its own: it ends with its holder, however that ends,
// and closing other descriptors leaves it alone.
#include "base/file_lock.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct isti_file_lock {
    int fd;
    char *path;
};

enum { ATTEMPTS = 100, NOTE_SIZE = 128 };

// Did the file get another name or none since it was opened?
static bool is_gone(int fd, const char *path)
{
    struct stat own;
    struct stat now;
    return fstat(fd, &own) != 0 || stat(path, &now) != 0 || own.st_ino != now.st_ino ||
           own.st_dev != now.st_dev;
}

static void sign(int fd)
{
    char host[NOTE_SIZE / 2] = "";
    char note[NOTE_SIZE];
    gethostname(host, sizeof host - 1);
    const int length = snprintf(note, sizeof note, "process %ld on %s\n", (long)getpid(), host);
    // For people; a lock without a name is a lock, too.
    const bool is_signed =
        ftruncate(fd, 0) == 0 && pwrite(fd, note, (size_t)length, 0) == (ssize_t)length;
    (void)is_signed;
}

static void read_holder(int fd, char *holder, size_t size)
{
    const ssize_t length = pread(fd, holder, size - 1, 0);
    holder[length > 0 ? length : 0] = '\0';
    holder[strcspn(holder, "\n")] = '\0';
    if (holder[0] == '\0') {
        snprintf(holder, size, "another process");
    }
}

// Open and lock; the file may be taken away in between. -1 with errno.
static int lock_file(const char *path, char *holder, size_t size)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (fd < 0) {
            return -1;
        }
        if (fcntl(fd, F_OFD_SETLK, &whole) != 0) {
            const int error = errno;
            read_holder(fd, holder, size);
            close(fd);
            errno = error == EACCES ? EAGAIN : error;
            return -1;
        }
        if (!is_gone(fd, path)) {
            return fd;
        }
        close(fd);
    }
    errno = EAGAIN;
    return -1;
}

// Where the file is or will be, whatever links and dots lead there: all who mean it shall meet.
static void resolve(const char *path, char out[PATH_MAX])
{
    char folder[PATH_MAX];
    if (realpath(path, out)) {
        return;
    }
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const int length = slash ? (int)(name - path) : 1;
    snprintf(folder, sizeof folder, "%.*s", length, slash ? path : ".");
    char real[PATH_MAX];
    const bool is_known = realpath(folder, real) != NULL;
    const int written = snprintf(out, PATH_MAX, "%s/%s", is_known ? real : folder, name);
    if (written < 0 || written >= PATH_MAX) {
        snprintf(out, PATH_MAX, "%s", path);
    }
}

ist_status isti_file_lock_take(const char *path, isti_file_lock **out, char *holder, size_t size)
{
    static const char suffix[] = "-lock";
    char real[PATH_MAX];
    resolve(path, real);
    const size_t room = strlen(real) + sizeof suffix;
    isti_file_lock *lock = isti_alloc_array(1, sizeof *lock);
    char *name = isti_alloc_array(room, 1);
    *out = NULL;
    if (!lock || !name) {
        isti_free(lock);
        isti_free(name);
        return IST_ERR_NO_MEMORY;
    }
    snprintf(name, room, "%s%s", real, suffix);
    *lock = (isti_file_lock){.fd = lock_file(name, holder, size), .path = name};
    if (lock->fd < 0) {
        const int error = errno;
        isti_free(name);
        isti_free(lock);
        errno = error;
        return error == EAGAIN ? IST_ERR_BUSY : IST_ERR_IO;
    }
    sign(lock->fd);
    *out = lock;
    return IST_OK;
}

void isti_file_lock_drop(isti_file_lock *lock)
{
    if (lock) {
        unlink(lock->path);
        close(lock->fd);
        isti_free(lock->path);
        isti_free(lock);
    }
}
