// SPDX-License-Identifier: GPL-3.0-or-later
// The shipped policy types, and what several of them share.
#ifndef ISTI_POLICY_POLICY_H
#define ISTI_POLICY_POLICY_H

#include <interstice/policy.h>

#include "base/base.h"

extern const ist_policy_type isti_policy_absent;
extern const ist_policy_type isti_policy_liaison;
extern const ist_policy_type isti_policy_framing;
extern const ist_policy_type isti_policy_adaptive;
extern const ist_policy_type isti_policy_director;
extern const ist_policy_type isti_policy_sponsor;
extern const ist_policy_type isti_policy_cultivating;
extern const ist_policy_type isti_policy_constant;
extern const ist_policy_type isti_policy_schedule;

// A setting in [0,1].
#define ISTI_SHARE(setting, usual, text)                                                          \
    {                                                                                             \
        .name = (setting), .minimum = 0.0, .maximum = 1.0, .standard = (usual), .meaning = (text) \
    }

// Types that play four roles as they are set begin their settings with these, in this order.
enum { ISTI_PLAIN_FACILITATION, ISTI_PLAIN_SUPPORT, ISTI_PLAIN_CONTROL, ISTI_PLAIN_RECOGNITION };
#define ISTI_PLAIN_SETTINGS(facilitation, support, control, recognition)                    \
    [ISTI_PLAIN_FACILITATION] =                                                             \
        ISTI_SHARE("facilitation", facilitation, "gives purpose: themes, agenda, focus"),   \
    [ISTI_PLAIN_SUPPORT] = ISTI_SHARE("support", support, "resources and lifted barriers"), \
    [ISTI_PLAIN_CONTROL] = ISTI_SHARE("control", control, "prevents idle meetings"),        \
    [ISTI_PLAIN_RECOGNITION] = ISTI_SHARE("recognition", recognition, "reward and appreciation")

// Each plays a role as the plain setting says.
ist_role_fn isti_plain_facilitate;
ist_role_fn isti_plain_support;
ist_role_fn isti_plain_control;
ist_role_fn isti_plain_recognize;

// Is the question how hard to connect strangers, with no community yet?
static inline bool isti_asks_about_strangers(const ist_role_view *view)
{
    return view->community.number == 0;
}

#endif
