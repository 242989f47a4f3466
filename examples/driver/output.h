// SPDX-License-Identifier: GPL-3.0-or-later
// Writing that cannot fail unnoticed: the first failure is kept until somebody asks for it.
#ifndef DRIVER_OUTPUT_H
#define DRIVER_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct output;

// A new file, which must not exist yet; NULL with errno set when it cannot be made.
struct output *output_create(const char *path);

// The standard output, checked to be open for writing; NULL after a
// complaint, with an exit code.
struct output *output_standard(int *code);

void output_bytes(struct output *out, const char *bytes, size_t count);
void output_text(struct output *out, const char *text);
void output_format(struct output *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
// `count` times the same character.
void output_repeat(struct output *out, char character, int32_t count);
// A number as number_text() has it, nothing for NaN.
void output_number(struct output *out, double value);

// errno of the first failure so far; 0: none.
int output_error(const struct output *out);

// Hand what is buffered to the system. Returns 0 or the errno of the first failure so far.
int output_flush(struct output *out);

// Flush, put a file safely on the disk, close, free. Returns 0 or the errno of the first failure.
int output_close(struct output *out);

// output_close() of the standard output, with a complaint. Returns an exit code.
int output_close_standard(struct output *out);

#endif
