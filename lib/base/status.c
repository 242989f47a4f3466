// SPDX-License-Identifier: GPL-3.0-or-later
// Names and texts of every outcome, and the version of the library.
#include "base/base.h"

const char *ist_version(void)
{
    return IST_VERSION;
}

const char *ist_status_name(ist_status status)
{
    switch (status) {
#define IST_ROW(name, value, text) \
    case IST_##name:               \
        return #name;
        IST_STATUS_LIST(IST_ROW)
#undef IST_ROW
    }
    return "UNKNOWN";
}

const char *ist_status_text(ist_status status)
{
    switch (status) {
#define IST_ROW(name, value, text) \
    case IST_##name:               \
        return text;
        IST_STATUS_LIST(IST_ROW)
#undef IST_ROW
    }
    return "status is not one of this library";
}
