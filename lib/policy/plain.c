// SPDX-License-Identifier: GPL-3.0-or-later
// Roles played with the intensity that is set.
#include "policy/policy.h"

double isti_plain_facilitate(const ist_role_view *view)
{
    return view->settings[ISTI_PLAIN_FACILITATION];
}

double isti_plain_support(const ist_role_view *view)
{
    return view->settings[ISTI_PLAIN_SUPPORT];
}

double isti_plain_control(const ist_role_view *view)
{
    return view->settings[ISTI_PLAIN_CONTROL];
}

double isti_plain_recognize(const ist_role_view *view)
{
    return view->settings[ISTI_PLAIN_RECOGNITION];
}
