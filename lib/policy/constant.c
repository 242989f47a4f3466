// SPDX-License-Identifier: GPL-3.0-or-later
// The same five intensities whatever happens.
#include "policy/policy.h"

static const ist_setting settings[] = {
    [IST_ROLE_STIMULATION] =
        ISTI_SHARE("stimulation", 0.0, "connects strangers; obliges communities as the top cares"),
    [IST_ROLE_FACILITATION] = ISTI_SHARE("facilitation", 0.0, "gives purpose"),
    [IST_ROLE_SUPPORT] = ISTI_SHARE("support", 0.0, "resources and lifted barriers"),
    [IST_ROLE_CONTROL] = ISTI_SHARE("control", 0.0, "prevents idle meetings"),
    [IST_ROLE_RECOGNITION] = ISTI_SHARE("recognition", 0.0, "reward and appreciation"),
};
static_assert(COUNT_OF(settings) == IST_ROLE_COUNT, "every role has a setting");

static double stimulate(const ist_role_view *view)
{
    const double setting = view->settings[IST_ROLE_STIMULATION];
    return isti_asks_about_strangers(view) ? setting : setting * view->emphasis;
}

static double facilitate(const ist_role_view *view)
{
    return view->settings[IST_ROLE_FACILITATION];
}

static double support(const ist_role_view *view)
{
    return view->settings[IST_ROLE_SUPPORT];
}

static double control(const ist_role_view *view)
{
    return view->settings[IST_ROLE_CONTROL];
}

static double recognize(const ist_role_view *view)
{
    return view->settings[IST_ROLE_RECOGNITION];
}

const ist_policy_type isti_policy_constant = {
    IST_POLICY_TYPE_INIT,
    .name = "constant",
    .meaning = "the same whatever happens",
    .settings = settings,
    .setting_count = COUNT_OF(settings),
    .stimulate = stimulate,
    .facilitate = facilitate,
    .support = support,
    .control = control,
    .recognize = recognize,
};
