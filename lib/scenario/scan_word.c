// SPDX-License-Identifier: GPL-3.0-or-later
// The words true, false and null, and those that are mistaken for them.
#include "scenario/scan_word.h"
#include "scenario/scan_char.h"

#include <string.h>

static bool same_letters(const char *a, size_t length, const char *b)
{
    for (size_t i = 0; i < length; i++) {
        if ((a[i] | 0x20) != (b[i] | 0x20)) { // ends at b's NUL, too: no word has a space
            return false;
        }
    }
    return b[length] == '\0';
}

// Report a word that is none of the three, with what was probably meant.
static void complain_word(isti_scanner *s, int32_t start)
{
    static const struct {
        const char *word, *meant;
    } usual[] = {
        {"true", "true"},      {"false", "false"}, {"null", "null"}, {"yes", "true"},
        {"no", "false"},       {"on", "true"},     {"off", "false"}, {"none", "null"},
        {"nil", "null"},       {"nan", NULL},      {"inf", NULL},    {"infinity", NULL},
        {"undefined", "null"},
    };
    const char *text = s->map->text + start;
    size_t length = (size_t)(s->at - start);
    char shown[ISTI_SCAN_SHOWN];
    isti_scan_quote(s, start, s->at, shown);
    for (size_t i = 0; i < COUNT_OF(usual); i++) {
        if (!same_letters(text, length, usual[i].word)) {
            continue;
        }
        const char *why = usual[i].meant ? "is not a word of JSON" : "is not a number of JSON";
        isti_scan_fail(
            s, start, (isti_scan_fault){.allowed = ISTI_SCAN_VALUE_STARTS, .meant = usual[i].meant},
            "%s %s", shown, why);
        return;
    }
    isti_scan_fail(s, start, (isti_scan_fault){.allowed = ISTI_SCAN_VALUE_STARTS},
                   "%s is not a word of JSON; if it is a string, put it in double quotes", shown);
}

void isti_scan_word(isti_scanner *s)
{
    int32_t start = s->at;
    while (isti_is_in_number(isti_scan_peek(s))) {
        s->at++;
    }
    const char *text = s->map->text + start;
    size_t length = (size_t)(s->at - start);
    bool is_known = (length == 4 && memcmp(text, "true", 4) == 0) ||
                    (length == 5 && memcmp(text, "false", 5) == 0) ||
                    (length == 4 && memcmp(text, "null", 4) == 0);
    if (!is_known) {
        complain_word(s, start);
    }
}
