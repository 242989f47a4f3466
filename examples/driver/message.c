// SPDX-License-Identifier: GPL-3.0-or-later
// What goes to the standard error output: errors and remarks, one line each.
#include "driver/message.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "driver/exit_code.h"
#include "driver/text.h"

enum { LINE_SIZE = 2048 };

// One write per line, so that lines of several programs do not mix. If even that fails there is
// nobody left to tell.
static void send_line(char line[LINE_SIZE])
{
    size_t length = strlen(line);
    if (length > LINE_SIZE - 2) {
        length = LINE_SIZE - 2;
        line[length] = '\0';
    }
    text_clean(line);
    line[length] = '\n';
    const ssize_t written = write(STDERR_FILENO, line, length + 1);
    (void)written;
}

__attribute__((format(printf, 2, 0))) static void send(const char *prefix, const char *format,
                                                       va_list arguments)
{
    char line[LINE_SIZE];
    const size_t start = (size_t)snprintf(line, sizeof line, "%s", prefix);
    vsnprintf(line + start, sizeof line - start, format, arguments);
    send_line(line);
}

void complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    send("interstice: error: ", format, arguments);
    va_end(arguments);
}

void remark(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    send("interstice: ", format, arguments);
    va_end(arguments);
}

static int code_of(ist_status status)
{
    if (status == IST_ERR_IO) {
        return CODE_NO_INPUT;
    }
    if (status == IST_ERR_NO_MEMORY) {
        return CODE_NO_MEMORY;
    }
    if (status == IST_ERR_BUSY) {
        return CODE_RESUMABLE;
    }
    const bool is_about_input = status == IST_ERR_LIMIT || status == IST_ERR_ARGUMENT ||
                                (status <= IST_ERR_SYNTAX && status > IST_ERR_NOT_FINITE) ||
                                status == IST_ERR_NOT_A_STORE || status == IST_ERR_STORE_DAMAGED;
    return is_about_input ? CODE_BAD_DATA : CODE_BUG;
}

int complain_all(const ist_errors *errors)
{
    for (int32_t i = 0; i < ist_errors_count(errors); i++) {
        char line[LINE_SIZE];
        ist_error_format(ist_errors_get(errors, i), line, sizeof line);
        send_line(line);
    }
    if (ist_errors_dropped(errors) > 0) {
        remark("%d more errors are not shown", ist_errors_dropped(errors));
    }
    return code_of(ist_errors_status(errors));
}

int complain_memory(void)
{
    complain("out of memory");
    return CODE_NO_MEMORY;
}
