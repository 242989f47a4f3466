// SPDX-License-Identifier: GPL-3.0-or-later
// How `interstice validate` says numbers, bands and lists to people.
#ifndef DRIVER_VALIDATE_WORDS_H
#define DRIVER_VALIDATE_WORDS_H

#include <interstice/interstice.h>

#include "driver/terminal.h"
#include "driver/text.h"

// Three digits: "0.718", "41", "12300"; a dash for NaN.
void words_number(double value, const struct look *look, char out[PHRASE_SIZE]);
// "(0.61-0.83)", two digits each; empty where a bound is NaN.
void words_interval(double low, double high, const struct look *look, char out[PHRASE_SIZE]);
// "0.5-0.9", ">= 0.6", "> 0", "any"
void words_band(const ist_pattern_info *pattern, const struct look *look, char out[PHRASE_SIZE]);
// How it is judged, if not by the share in the band: "(m)" by the median, "(t)" as a twin.
const char *words_judgment(ist_judgment judgment);
// A share in percent, "97.5", and its interval, "(94-99)".
void words_percent(double share, const struct look *look, char out[PHRASE_SIZE]);
void words_percent_interval(double low, double high, const struct look *look,
                            char out[PHRASE_SIZE]);

// "P-2   networks spread fast": id and text side by side, the text in a column of its own.
void words_label(const ist_pattern_info *pattern, int32_t id_width, char *out, size_t size);

// A text that grows as long as there is room.
struct words {
    char text[4096];
    size_t length;
};

void words_add(struct words *words, const char *format, ...) __attribute__((format(printf, 2, 3)));
// One more of `count` things: "a", ", b", " and c". `index` from 0.
void words_list(struct words *words, int32_t index, int32_t count, const char *thing);

#endif
