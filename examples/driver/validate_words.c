// SPDX-License-Identifier: GPL-3.0-or-later
// How `interstice validate` says numbers, bands and lists to people.
#include "driver/validate_words.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void put_number(double value, int digits, const struct look *look, char out[PHRASE_SIZE])
{
    const double largest = pow(10.0, digits) - 0.5; // that is not rounded to one digit more
    const double endless = 1e15;
    if (isnan(value)) {
        snprintf(out, PHRASE_SIZE, "%s", look->dash);
    } else if (fabs(value) >= largest && fabs(value) < endless) {
        snprintf(out, PHRASE_SIZE, "%.0f", value);
    } else {
        snprintf(out, PHRASE_SIZE, "%.*g", digits, value + 0.0); // no "-0"
    }
}

void words_number(double value, const struct look *look, char out[PHRASE_SIZE])
{
    put_number(value, 3, look, out);
}

// "low-high", with words between them where a dash would look like a sign.
static void put_range(const char *low, const char *high, const struct look *look,
                      const char *format, char out[PHRASE_SIZE])
{
    const char *between = low[0] == '-' || high[0] == '-' ? " to " : look->dash;
    char range[PHRASE_SIZE];
    snprintf(range, sizeof range, "%.20s%s%.20s", low, between, high);
    snprintf(out, PHRASE_SIZE, format[0] == '(' ? "(%.50s)" : "%.50s", range);
}

void words_interval(double low, double high, const struct look *look, char out[PHRASE_SIZE])
{
    char from[PHRASE_SIZE];
    char to[PHRASE_SIZE];
    out[0] = '\0';
    if (!isnan(low) && !isnan(high)) {
        put_number(low, 2, look, from);
        put_number(high, 2, look, to);
        put_range(from, to, look, "(", out);
    }
}

void words_band(const ist_pattern_info *pattern, const struct look *look, char out[PHRASE_SIZE])
{
    const bool has_low = isfinite(pattern->low);
    const bool has_high = isfinite(pattern->high);
    const char *equal = pattern->open ? "" : "=";
    char low[PHRASE_SIZE];
    char high[PHRASE_SIZE];
    words_number(pattern->low, look, low);
    words_number(pattern->high, look, high);
    if (!has_low && !has_high) {
        snprintf(out, PHRASE_SIZE, "any");
    } else if (!has_high) {
        snprintf(out, PHRASE_SIZE, ">%s %.20s", equal, low);
    } else if (!has_low) {
        snprintf(out, PHRASE_SIZE, "<%s %.20s", equal, high);
    } else if (pattern->open) {
        snprintf(out, PHRASE_SIZE, "> %.20s, < %.20s", low, high);
    } else if (strcmp(low, high) == 0) {
        snprintf(out, PHRASE_SIZE, "%.20s", low);
    } else {
        put_range(low, high, look, "", out);
    }
}

const char *words_judgment(ist_judgment judgment)
{
    return judgment == IST_JUDGMENT_MEDIAN ? "(m)" : judgment == IST_JUDGMENT_TWIN ? "(t)" : "";
}

void words_percent(double share, const struct look *look, char out[PHRASE_SIZE])
{
    words_number(100.0 * share, look, out);
}

void words_percent_interval(double low, double high, const struct look *look, char out[PHRASE_SIZE])
{
    char from[PHRASE_SIZE];
    char to[PHRASE_SIZE];
    out[0] = '\0';
    if (!isnan(low) && !isnan(high)) {
        snprintf(from, sizeof from, "%.0f", 100.0 * low);
        snprintf(to, sizeof to, "%.0f", 100.0 * high);
        put_range(from, to, look, "(", out);
    }
}

void words_label(const ist_pattern_info *pattern, int32_t id_width, char *out, size_t size)
{
    const int32_t gap = id_width - text_width(pattern->id) + 2;
    snprintf(out, size, "%s%*s%s", pattern->id, pattern->text[0] ? (int)gap : 0, "", pattern->text);
}

void words_add(struct words *words, const char *format, ...)
{
    const size_t room = sizeof words->text - words->length;
    va_list arguments;
    va_start(arguments, format);
    const int added = vsnprintf(words->text + words->length, room, format, arguments);
    va_end(arguments);
    if (added > 0) {
        words->length += (size_t)added < room ? (size_t)added : room - 1;
    }
}

void words_list(struct words *words, int32_t index, int32_t count, const char *thing)
{
    words_add(words, "%s%s", index == 0 ? "" : index + 1 < count ? ", " : " and ", thing);
}
