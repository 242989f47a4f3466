// SPDX-License-Identifier: GPL-3.0-or-later
// The same five intensities between two ages of the community, nothing before and after.
#include "policy/policy.h"

enum { FROM = IST_ROLE_COUNT, UNTIL };

static const ist_setting settings[] = {
    [IST_ROLE_STIMULATION] =
        ISTI_SHARE("stimulation", 0.0, "connects strangers; obliges communities as the top cares"),
    [IST_ROLE_FACILITATION] = ISTI_SHARE("facilitation", 0.0, "gives purpose"),
    [IST_ROLE_SUPPORT] = ISTI_SHARE("support", 0.0, "resources and lifted barriers"),
    [IST_ROLE_CONTROL] = ISTI_SHARE("control", 0.0, "prevents idle meetings"),
    [IST_ROLE_RECOGNITION] = ISTI_SHARE("recognition", 0.0, "reward and appreciation"),
    [FROM] = {.name = "from",
              .minimum = 0.0,
              .maximum = 100.0,
              .standard = 0.0,
              .meaning = "age of the community at which it begins, years"},
    [UNTIL] = {.name = "until",
               .minimum = 0.0,
               .maximum = 100.0,
               .standard = 100.0,
               .meaning = "age of the community at which it is over, years"},
};

// A community that does not exist yet is 0 years old.
static double play(const ist_role_view *view, ist_role role)
{
    const bool is_due = view->years >= view->settings[FROM] && view->years < view->settings[UNTIL];
    return is_due ? view->settings[role] : 0.0;
}

static double stimulate(const ist_role_view *view)
{
    const double setting = play(view, IST_ROLE_STIMULATION);
    return isti_asks_about_strangers(view) ? setting : setting * view->emphasis;
}

static double facilitate(const ist_role_view *view)
{
    return play(view, IST_ROLE_FACILITATION);
}

static double support(const ist_role_view *view)
{
    return play(view, IST_ROLE_SUPPORT);
}

static double control(const ist_role_view *view)
{
    return play(view, IST_ROLE_CONTROL);
}

static double recognize(const ist_role_view *view)
{
    return play(view, IST_ROLE_RECOGNITION);
}

const ist_policy_type isti_policy_schedule = {
    IST_POLICY_TYPE_INIT,
    .name = "schedule",
    .meaning = "the same between two ages of the community",
    .settings = settings,
    .setting_count = COUNT_OF(settings),
    .stimulate = stimulate,
    .facilitate = facilitate,
    .support = support,
    .control = control,
    .recognize = recognize,
};
