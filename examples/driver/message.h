// SPDX-License-Identifier: GPL-3.0-or-later
// What goes to the standard error output: errors and remarks, one line each.
#ifndef DRIVER_MESSAGE_H
#define DRIVER_MESSAGE_H

#include <interstice/interstice.h>

// "interstice: error: ..."
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

// "interstice: ..."
void remark(const char *format, ...) __attribute__((format(printf, 1, 2)));

// All errors of a list, as the library words them. Returns the exit code that fits the first.
int complain_all(const ist_errors *errors);

// Out of memory; returns the exit code.
int complain_memory(void);

#endif
