// SPDX-License-Identifier: GPL-3.0-or-later
// Text for people: width in columns, harmless characters, numbers as they are said.
#include "driver/text.h"

#include <stdio.h>
#include <string.h>

size_t text_decode(const char *text, uint32_t *character)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *byte = (const unsigned char *)text;
    const unsigned char first = byte[0];
    if (first < 0x80) {
        *character = first;
        return first != 0;
    }
    const size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4) {
        return 0;
    }
    uint32_t value = first & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((byte[i] & 0xc0) != 0x80) {
            return 0;
        }
        value = value << 6 | (byte[i] & 0x3fu);
    }
    const bool is_surrogate = value >= 0xd800 && value <= 0xdfff;
    if (value < smallest[length] || value > 0x10ffff || is_surrogate) {
        return 0;
    }
    *character = value;
    return length;
}

static bool is_within(uint32_t character, const uint32_t (*ranges)[2], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (character >= ranges[i][0] && character <= ranges[i][1]) {
            return true;
        }
    }
    return false;
}

static int32_t character_width(uint32_t character)
{
    // Combining marks and invisible characters.
    static const uint32_t none[][2] = {
        {0x0300, 0x036f}, {0x200b, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x2064},
        {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xfeff, 0xfeff},
    };
    // East Asian wide characters and pictures.
    static const uint32_t wide[][2] = {
        {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0xa4cf},   {0xac00, 0xd7a3},
        {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},
        {0x1f300, 0x1f64f}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
    };
    if (is_within(character, none, COUNT_OF(none))) {
        return 0;
    }
    return is_within(character, wide, COUNT_OF(wide)) ? 2 : 1;
}

int32_t text_width(const char *text)
{
    int32_t width = 0;
    while (*text) {
        uint32_t character = 0;
        const size_t length = text_decode(text, &character);
        width += length > 0 ? character_width(character) : 1;
        text += length > 0 ? length : 1;
    }
    return width;
}

void text_shorten(char *text, size_t size, int32_t columns)
{
    static const char ellipsis[] = "\u2026";
    if (text_width(text) <= columns) {
        return;
    }
    // It is too wide, so this ends before the text does.
    size_t kept = 0;
    for (int32_t width = 0; kept + sizeof ellipsis < size;) {
        uint32_t character = 0;
        const size_t length = text_decode(text + kept, &character);
        width += length > 0 ? character_width(character) : 1;
        if (width >= columns) {
            break;
        }
        kept += length > 0 ? length : 1;
    }
    snprintf(text + kept, size - kept, "%s", ellipsis);
}

void text_clean(char *text)
{
    while (*text) {
        uint32_t character = 0;
        const size_t length = text_decode(text, &character);
        const bool is_control = character < 0x20 || (character >= 0x7f && character < 0xa0);
        if (length == 0) {
            *text++ = '?';
            continue;
        }
        if (is_control) {
            memset(text, '?', length);
        }
        text += length;
    }
}

void text_heading(const char *title, const char *name, char *out, size_t size)
{
    snprintf(out, size, title[0] ? "%s (%s)" : "%s%s", title, name);
}

void text_count(int64_t count, char out[PHRASE_SIZE])
{
    char digits[24];
    const int length = snprintf(digits, sizeof digits, "%lld", (long long)count);
    size_t end = 0;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0 && digits[i - 1] != '-') {
            out[end++] = ',';
        }
        out[end++] = digits[i];
    }
    out[end] = '\0';
}

void text_bytes(size_t bytes, char out[PHRASE_SIZE])
{
    static const char *const units[] = {"kB", "MB", "GB", "TB"};
    double size = (double)bytes / 1e3;
    size_t unit = 0;
    while (size >= 999.5 && unit + 1 < COUNT_OF(units)) {
        size /= 1e3;
        unit++;
    }
    snprintf(out, PHRASE_SIZE, "%.*f %s", size < 9.95 ? 1 : 0, size, units[unit]);
}

void text_year(double year, char out[PHRASE_SIZE])
{
    int length = snprintf(out, PHRASE_SIZE, "%.2f", year);
    if (length > 1 && length < PHRASE_SIZE && out[length - 1] == '0') {
        out[length - 1] = '\0';
    }
}

void text_duration(double seconds, char out[PHRASE_SIZE])
{
    const long long whole = seconds < 1e15 ? (long long)(seconds + 0.5) : 0;
    if (seconds < 9.95) {
        snprintf(out, PHRASE_SIZE, "%.1f s", seconds);
    } else if (whole < 60) {
        snprintf(out, PHRASE_SIZE, "%lld s", whole);
    } else if (whole < 3600) {
        snprintf(out, PHRASE_SIZE, "%lld:%02lld", whole / 60, whole % 60);
    } else {
        snprintf(out, PHRASE_SIZE, "%lld:%02lld:%02lld", whole / 3600, whole / 60 % 60, whole % 60);
    }
}

enum { MAX_WORD = 31 }; // longer words get no suggestion

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

// Insertions, deletions, replacements and swaps of neighbors that turn `a` into `b`
// (R. A. Wagner and R. Lowrance 1975), and, in `to_start`, into the best beginning of `b`.
static size_t distance(const char *a, const char *b, size_t *to_start)
{
    const size_t a_length = strlen(a);
    const size_t b_length = strlen(b);
    size_t edits[MAX_WORD + 1][MAX_WORD + 1];
    for (size_t i = 0; i <= a_length; i++) {
        for (size_t j = 0; j <= b_length; j++) {
            if (i == 0 || j == 0) {
                edits[i][j] = i + j;
                continue;
            }
            edits[i][j] = smaller(edits[i - 1][j], edits[i][j - 1]) + 1;
            edits[i][j] = smaller(edits[i][j], edits[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                edits[i][j] = smaller(edits[i][j], edits[i - 2][j - 2] + 1);
            }
        }
    }
    *to_start = edits[a_length][0];
    for (size_t j = 1; j <= b_length; j++) {
        *to_start = smaller(*to_start, edits[a_length][j]);
    }
    return edits[a_length][b_length];
}

const char *text_nearest(const char *word, const char *const *known, size_t count)
{
    const size_t length = strlen(word);
    const char *nearest = NULL;
    size_t fewest = smaller(length, 8) / 3 + 2; // about one edit in three characters
    for (size_t i = 0; i < count && length <= MAX_WORD; i++) {
        if (strlen(known[i]) > MAX_WORD) {
            continue;
        }
        // Who stopped writing too early made one more mistake.
        size_t to_start = 0;
        const size_t whole = distance(word, known[i], &to_start);
        const size_t edits = length >= 3 ? smaller(whole, to_start + 1) : whole;
        if (edits < length && edits < fewest) {
            nearest = known[i];
            fewest = edits;
        }
    }
    return nearest;
}
