// SPDX-License-Identifier: GPL-3.0-or-later
// The manager who sets deliverables and deadlines and leaves the choice of task to members.
#include "policy/policy.h"

static const ist_setting settings[] = {ISTI_PLAIN_SETTINGS(0.5, 0.4, 0.3, 0.5)};

const ist_policy_type isti_policy_framing = {
    IST_POLICY_TYPE_INIT,
    .name = "framing",
    .meaning = "deliverables and deadlines, the choice of task left to members",
    .settings = settings,
    .setting_count = COUNT_OF(settings),
    .facilitate = isti_plain_facilitate,
    .support = isti_plain_support,
    .control = isti_plain_control,
    .recognize = isti_plain_recognize,
};
