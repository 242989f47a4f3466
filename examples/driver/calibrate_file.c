// SPDX-License-Identifier: GPL-3.0-or-later
// A file of results that appears whole or not at all.
#include "driver/calibrate_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "driver/exit_code.h"
#include "driver/message.h"

enum { MAX_ATTEMPTS = 100, SUFFIX_SIZE = 64 };

static int complain_file(const struct whole_file *file, int error)
{
    complain("cannot write %s: %s", file->target, strerror(error));
    return CODE_CANNOT_CREATE;
}

int whole_file_open(struct whole_file *file, const char *target)
{
    struct stat info;
    *file = (struct whole_file){.target = target};
    if (stat(target, &info) == 0 && !S_ISREG(info.st_mode)) {
        complain("cannot write %s: it is not a file", target);
        return CODE_CANNOT_CREATE;
    }
    const size_t size = strlen(target) + SUFFIX_SIZE;
    file->stage = malloc(size);
    if (!file->stage) {
        return complain_memory();
    }
    for (int attempt = 0; attempt < MAX_ATTEMPTS && !file->out; attempt++) {
        snprintf(file->stage, size, "%s.part-%ld-%d", target, (long)getpid(), attempt);
        file->out = output_create(file->stage);
        if (!file->out && errno != EEXIST) {
            break;
        }
    }
    if (file->out) {
        return CODE_OK;
    }
    const int code = complain_file(file, errno);
    free(file->stage);
    file->stage = NULL;
    return code;
}

// The new name, too, must reach the disk. Where that cannot be asked for, so be it.
static void sync_folder_of(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash) {
        slash[slash == path] = '\0'; // of "/name" the slash stays
    }
    const int fd = open(slash ? path : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

int whole_file_commit(struct whole_file *file)
{
    int error = output_close(file->out);
    file->out = NULL;
    if (error == 0 && rename(file->stage, file->target) != 0) {
        error = errno;
    }
    if (error) {
        complain_file(file, error);
        return CODE_IO;
    }
    sync_folder_of(file->stage);
    free(file->stage);
    file->stage = NULL;
    return CODE_OK;
}

void whole_file_close(struct whole_file *file)
{
    if (file->out) {
        output_close(file->out);
    }
    if (file->stage) {
        unlink(file->stage);
    }
    free(file->stage);
    *file = (struct whole_file){0};
}
