// SPDX-License-Identifier: GPL-3.0-or-later
// The manager who links a community to the top and stays out of its work.
#include "policy/policy.h"

static const ist_setting settings[] = {ISTI_PLAIN_SETTINGS(0.05, 0.4, 0.05, 0.5)};

const ist_policy_type isti_policy_liaison = {
    IST_POLICY_TYPE_INIT,
    .name = "liaison",
    .meaning = "a link to the top, stays out of the work",
    .settings = settings,
    .setting_count = COUNT_OF(settings),
    .facilitate = isti_plain_facilitate,
    .support = isti_plain_support,
    .control = isti_plain_control,
    .recognize = isti_plain_recognize,
};
