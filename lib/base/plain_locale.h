// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers in files have a decimal point, whatever locale the calling thread has chosen.
#ifndef ISTI_BASE_PLAIN_LOCALE_H
#define ISTI_BASE_PLAIN_LOCALE_H

#include <locale.h>

typedef struct isti_plain_locale {
    locale_t plain, before;
} isti_plain_locale;

// Where memory is short the thread keeps its locale.
static inline isti_plain_locale isti_plain_locale_enter(void)
{
    const locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    return (isti_plain_locale){.plain = plain, .before = plain ? uselocale(plain) : (locale_t)0};
}

static inline void isti_plain_locale_leave(isti_plain_locale *locale)
{
    if (locale->plain) {
        uselocale(locale->before);
        freelocale(locale->plain);
    }
}

#endif
