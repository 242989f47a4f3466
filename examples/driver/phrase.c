// SPDX-License-Identifier: GPL-3.0-or-later
// How medians and intervals are said.
#include "driver/phrase.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

double phrase_factor(enum form form)
{
    static const double factor[] = {
        [FORM_COUNT] = 1.0,          [FORM_PEOPLE] = 1.0,  [FORM_PERCENT] = 100.0,
        [FORM_WEEKS] = 365.25 / 7.0, [FORM_MONTHS] = 12.0,
    };
    return factor[form];
}

// Two digits tell enough; a small number that is no whole one keeps a decimal.
static int decimals(double number)
{
    return fabs(number) < 9.95 ? 1 : 0;
}

static void put(double number, int places, const struct look *look, char out[PHRASE_SIZE])
{
    if (isnan(number) || isinf(number)) {
        snprintf(out, PHRASE_SIZE, "%s", isnan(number) ? look->dash : "never");
        return;
    }
    const int length = snprintf(out, PHRASE_SIZE, "%.*f", places, number);
    if (length > 2 && length < PHRASE_SIZE && strcmp(out + length - 2, ".0") == 0) {
        out[length - 2] = '\0';
    }
    if (strcmp(out, "-0") == 0) {
        snprintf(out, PHRASE_SIZE, "0");
    }
}

void phrase_value(enum form form, double value, const struct look *look, char out[PHRASE_SIZE])
{
    const double number = phrase_factor(form) * value;
    put(number, decimals(number), look, out);
}

void phrase_interval(enum form form, const struct spread *spread, const struct look *look,
                     char out[PHRASE_SIZE])
{
    out[0] = '\0';
    if (spread->count < 2) {
        return;
    }
    const double factor = phrase_factor(form);
    const double bound[] = {factor * spread->low, factor * spread->high};
    const int usual = isfinite(bound[1]) ? decimals(bound[1]) : decimals(bound[0]);
    const int places = form == FORM_COUNT ? 0 : usual;
    char low[PHRASE_SIZE];
    char high[PHRASE_SIZE];
    put(bound[0], places, look, low);
    put(bound[1], places, look, high);
    if (strcmp(low, high) == 0) {
        return;
    }
    const char *between = low[0] == '-' || high[0] == '-' ? " to " : look->dash;
    snprintf(out, PHRASE_SIZE, "(%.20s%s%.20s)", low, between, high);
}

void phrase_spread(enum form form, const struct spread *spread, const struct look *look,
                   char out[PHRASE_SIZE])
{
    char value[PHRASE_SIZE];
    char interval[PHRASE_SIZE];
    phrase_value(form, spread->median, look, value);
    phrase_interval(form, spread, look, interval);
    snprintf(out, PHRASE_SIZE, "%.16s%s%.44s", value, interval[0] ? " " : "", interval);
}
