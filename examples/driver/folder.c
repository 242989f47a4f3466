// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of results that appears whole or not at all.
#include "driver/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "driver/exit_code.h"
#include "driver/message.h"

char *folder_join(const char *folder, const char *name)
{
    const size_t size = strlen(folder) + 1 + strlen(name) + 1;
    char *path = malloc(size);
    if (path) {
        snprintf(path, size, "%s/%s", folder, name);
    }
    return path;
}

static bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

// Make a folder of our own: "gas.part-1234" beside a new one, ".part-1234" inside an old one.
static int make_stage(struct folder *folder)
{
    const size_t size = strlen(folder->target) + 64;
    folder->stage = malloc(size);
    if (!folder->stage) {
        return complain_memory();
    }
    const char *format = folder->is_new ? "%s.part-%ld-%d" : "%s/.part-%ld-%d";
    for (int attempt = 0; attempt < 100; attempt++) {
        snprintf(folder->stage, size, format, folder->target, (long)getpid(), attempt);
        if (mkdir(folder->stage, 0777) == 0) {
            return CODE_OK;
        }
        if (errno != EEXIST) {
            break;
        }
    }
    complain("cannot create %s: %s", folder->is_new ? folder->target : folder->stage,
             strerror(errno));
    free(folder->stage);
    folder->stage = NULL;
    return CODE_CANNOT_CREATE;
}

int folder_open(struct folder *folder, const char *target)
{
    struct stat info;
    *folder = (struct folder){.target = strdup(target)};
    if (!folder->target) {
        return complain_memory();
    }
    for (size_t end = strlen(target); end > 1 && folder->target[end - 1] == '/'; end--) {
        folder->target[end - 1] = '\0';
    }
    if (stat(folder->target, &info) == 0) {
        if (!S_ISDIR(info.st_mode)) {
            complain("cannot write into %s: it is not a folder", folder->target);
            return CODE_CANNOT_CREATE;
        }
    } else if (errno == ENOENT) {
        folder->is_new = true;
    } else {
        complain("cannot write into %s: %s", folder->target, strerror(errno));
        return CODE_CANNOT_CREATE;
    }
    return make_stage(folder);
}

static int move_all(const char *from, const char *to);

static int move_one(const char *from, const char *to)
{
    if (rename(from, to) == 0) {
        return 0;
    }
    const int error = errno;
    if (!is_folder(from) || !is_folder(to)) {
        return error;
    }
    return move_all(from, to);
}

// Returns 0 or an errno.
static int move_all(const char *from, const char *to)
{
    DIR *listing = opendir(from);
    if (!listing) {
        return errno;
    }
    int error = 0;
    for (struct dirent *entry; error == 0 && (entry = readdir(listing));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        char *source = folder_join(from, entry->d_name);
        char *goal = folder_join(to, entry->d_name);
        error = source && goal ? move_one(source, goal) : ENOMEM;
        free(source);
        free(goal);
    }
    closedir(listing);
    return error;
}

// The names in a folder, too, must reach the disk. Where that cannot be asked for, so be it.
static void sync_folder(const char *path)
{
    const int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

int folder_commit(struct folder *folder)
{
    sync_folder(folder->stage);
    int error = 0;
    if (!folder->is_new) {
        error = move_all(folder->stage, folder->target);
    } else if (rename(folder->stage, folder->target) == 0) {
        free(folder->stage);
        folder->stage = NULL;
    } else {
        error = errno;
    }
    if (error) {
        complain("cannot write into %s: %s", folder->target, strerror(error));
        return CODE_CANNOT_CREATE;
    }
    sync_folder(folder->target);
    return CODE_OK;
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *position)
{
    (void)info;
    (void)kind;
    (void)position;
    remove(path);
    return 0;
}

void folder_close(struct folder *folder)
{
    if (folder->stage) {
        nftw(folder->stage, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    }
    free(folder->stage);
    free(folder->target);
    *folder = (struct folder){0};
}
