// SPDX-License-Identifier: GPL-3.0-or-later
// Writing that cannot fail unnoticed: the first failure is kept until somebody asks for it.
#include "driver/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "driver/exit_code.h"
#include "driver/message.h"
#include "driver/number.h"

enum { BUFFER_SIZE = 64 * 1024 };

struct output {
    int fd;
    int error; // errno of the first failure; 0: all is well
    bool is_file;
    size_t used;
    char buffer[BUFFER_SIZE];
};

static struct output *wrap(int fd, bool is_file)
{
    struct output *out = malloc(sizeof *out);
    if (out) {
        out->fd = fd;
        out->error = 0;
        out->is_file = is_file;
        out->used = 0;
    }
    return out;
}

struct output *output_create(const char *path)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0) {
        return NULL;
    }
    struct output *out = wrap(fd, true);
    if (!out) {
        close(fd);
        errno = ENOMEM;
    }
    return out;
}

struct output *output_standard(int *code)
{
    if (write(STDOUT_FILENO, "", 0) < 0) {
        complain("cannot write to the standard output: %s", strerror(errno));
        *code = CODE_IO;
        return NULL;
    }
    struct output *out = wrap(STDOUT_FILENO, false);
    *code = out ? CODE_OK : complain_memory();
    return out;
}

int output_error(const struct output *out)
{
    return out->error;
}

int output_flush(struct output *out)
{
    size_t done = 0;
    while (done < out->used && out->error == 0) {
        const ssize_t written = write(out->fd, out->buffer + done, out->used - done);
        if (written >= 0) {
            done += (size_t)written;
        } else if (errno != EINTR) {
            out->error = errno;
        }
    }
    out->used = 0;
    return out->error;
}

void output_bytes(struct output *out, const char *bytes, size_t count)
{
    while (count > 0) {
        if (out->used == BUFFER_SIZE) {
            output_flush(out);
        }
        const size_t room = BUFFER_SIZE - out->used;
        const size_t part = count < room ? count : room;
        memcpy(out->buffer + out->used, bytes, part);
        out->used += part;
        bytes += part;
        count -= part;
    }
}

void output_text(struct output *out, const char *text)
{
    output_bytes(out, text, strlen(text));
}

void output_format(struct output *out, const char *format, ...)
{
    // What does not fit behind the buffered text fits into an empty buffer: nothing here is longer.
    for (int attempt = 0; attempt < 2; attempt++) {
        const size_t room = BUFFER_SIZE - out->used;
        va_list arguments;
        va_start(arguments, format);
        const int length = vsnprintf(out->buffer + out->used, room, format, arguments);
        va_end(arguments);
        if (length >= 0 && (size_t)length < room) {
            out->used += (size_t)length;
            return;
        }
        output_flush(out);
    }
    out->error = out->error ? out->error : EOVERFLOW;
}

void output_repeat(struct output *out, char character, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        output_bytes(out, &character, 1);
    }
}

void output_number(struct output *out, double value)
{
    char text[NUMBER_SIZE];
    output_bytes(out, text, number_text(value, text));
}

int output_close(struct output *out)
{
    output_flush(out);
    if (out->is_file && out->error == 0 && fsync(out->fd) != 0 && errno != EINVAL) {
        out->error = errno;
    }
    if (close(out->fd) != 0 && out->error == 0 && errno != EINTR) {
        out->error = errno;
    }
    const int error = out->error;
    free(out);
    return error;
}

int output_close_standard(struct output *out)
{
    const int error = output_close(out);
    if (error) {
        complain("cannot write to the standard output: %s", strerror(error));
        return CODE_IO;
    }
    return CODE_OK;
}
