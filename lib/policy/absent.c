// SPDX-License-Identifier: GPL-3.0-or-later
// The manager who does nothing.
#include "policy/policy.h"

const ist_policy_type isti_policy_absent = {
    IST_POLICY_TYPE_INIT,
    .name = "absent",
    .meaning = "does nothing",
};
