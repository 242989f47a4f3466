// SPDX-License-Identifier: GPL-3.0-or-later
// The director who is present, brings themes, watches the agenda and may stop a club.
#include "policy/policy.h"

enum { STIMULATION = ISTI_PLAIN_RECOGNITION + 1 };

static const ist_setting settings[] = {
    ISTI_PLAIN_SETTINGS(0.4, 0.4, 0.35, 0.6),
    [STIMULATION] = ISTI_SHARE("stimulation", 0.2, "connects people, as far as the top cares"),
};

static double stimulate(const ist_role_view *view)
{
    return view->settings[STIMULATION] * view->emphasis;
}

const ist_policy_type isti_policy_director = {
    IST_POLICY_TYPE_INIT,
    .name = "director",
    .meaning = "present, brings themes, watches the agenda, may stop a club",
    .settings = settings,
    .setting_count = COUNT_OF(settings),
    .stimulate = stimulate,
    .facilitate = isti_plain_facilitate,
    .support = isti_plain_support,
    .control = isti_plain_control,
    .recognize = isti_plain_recognize,
};
