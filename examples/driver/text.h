// SPDX-License-Identifier: GPL-3.0-or-later
// Text for people: width in columns, harmless characters, numbers as they are said.
#ifndef DRIVER_TEXT_H
#define DRIVER_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum { PHRASE_SIZE = 64 }; // room for a number with its unit

// The UTF-8 character at `text`: its bytes (1 to 4) and value; 0 bytes when it is not valid UTF-8
// or the text is at its end.
size_t text_decode(const char *text, uint32_t *character);

// "Gas: networks that faded (gas)", cut to fit; just the name without a title.
void text_heading(const char *title, const char *name, char *out, size_t size);

// Columns that a terminal needs for `text`.
int32_t text_width(const char *text);

// Cut a text to so many columns, with an ellipsis at its end if something is left out; `size` is its room.
void text_shorten(char *text, size_t size, int32_t columns);

// Replace, in place, the control characters that could make a terminal do things.
void text_clean(char *text);

// "17,500"
void text_count(int64_t count, char out[PHRASE_SIZE]);
// "2.4 MB"
void text_bytes(size_t bytes, char out[PHRASE_SIZE]);
// "1999.0", "2003.25"
void text_year(double year, char out[PHRASE_SIZE]);
// "3.2 s", "1:05:20"
void text_duration(double seconds, char out[PHRASE_SIZE]);

// The known word nearest to a misspelled one; NULL when none is near.
const char *text_nearest(const char *word, const char *const *known, size_t count);

#endif
