// SPDX-License-Identifier: GPL-3.0-or-later
// The sponsor who connects and supports from outside the line, and asks for nothing in return.
#include "policy/policy.h"

enum { STIMULATION, SUPPORT, RECOGNITION };

static const ist_setting settings[] = {
    [STIMULATION] = ISTI_SHARE("stimulation", 1.0, "connects people who do not know each other"),
    [SUPPORT] = ISTI_SHARE("support", 0.4, "resources and lifted barriers"),
    [RECOGNITION] = ISTI_SHARE("recognition", 0.3, "reward and appreciation"),
};

// A sponsor connects strangers but obliges nobody to come.
static double stimulate(const ist_role_view *view)
{
    return isti_asks_about_strangers(view) ? view->settings[STIMULATION] : 0.0;
}

static double support(const ist_role_view *view)
{
    return view->settings[SUPPORT];
}

static double recognize(const ist_role_view *view)
{
    return view->settings[RECOGNITION];
}

const ist_policy_type isti_policy_sponsor = {
    .type_size = sizeof(ist_policy_type),
    .name = "sponsor",
    .meaning = "connects and supports from outside the line",
    .settings = settings,
    .setting_count = COUNT_OF(settings),
    .specificity = 0.0,
    .independence = 1.0,
    .stimulate = stimulate,
    .support = support,
    .recognize = recognize,
};
