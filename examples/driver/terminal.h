// SPDX-License-Identifier: GPL-3.0-or-later
// What a stream can show: width, color, characters beyond ASCII.
#ifndef DRIVER_TERMINAL_H
#define DRIVER_TERMINAL_H

#include "driver/output.h"

// How to write for one stream.
struct look {
    int32_t width;                                   // columns
    const char *strong, *faint, *good, *bad, *plain; // escape sequences, empty without color
    const char *dash;                                // between two numbers
    bool sparks; // a terminal that shows the blocks of which small charts are made
};

// Is the stream a terminal that understands escape sequences?
bool terminal_is_capable(int fd);

// The look of a stream: that of a terminal, or 80 columns without color.
struct look terminal_look(int fd, bool may_color);

// Words of `text` in lines of the stream's width, each indented by `indent` columns; the first
// line starts where the cursor stands, `column` columns in. Ends the last line.
void terminal_wrap(struct output *out, const struct look *look, const char *text, int32_t column,
                   int32_t indent);

#endif
