// SPDX-License-Identifier: GPL-3.0-or-later
// Text inside HTML and SVG.
#ifndef DRIVER_REPORT_MARKUP_H
#define DRIVER_REPORT_MARKUP_H

#include "driver/output.h"

// Text that may hold anything, for the content of an element or a quoted attribute: what means something
// to a parser is escaped; control characters, marks that turn the direction of writing, and what is not
// UTF-8 become U+FFFD.
void markup_text(struct output *out, const char *text);

// The same text, but with spaces for underscores: "group_of_events" as people write it.
void markup_words(struct output *out, const char *text);

// A JSON string inside a <script> element: nothing in it can end the element.
void markup_json(struct output *out, const char *text);

// A number in few digits, as charts need it; `null` where there is none.
void markup_number(struct output *out, double value);

// The SHA-256 of a source, given as 64 hexadecimal digits, as a policy of content names it.
void markup_source_hash(struct output *out, const char *hexadecimal);

#endif
