// SPDX-License-Identifier: GPL-3.0-or-later
// The manager who reads the context and stays below what it bears: each role takes what it can of
// the intrusion that is left, those that help most and harm least first.
#include "policy/policy.h"

enum { STIMULATION, CEILING, SUPPORT, RECOGNITION, FACILITATION, CONTROL };

static const ist_setting settings[] = {
    [STIMULATION] = ISTI_SHARE("stimulation", 0.5, "connects people, never so that they must come"),
    [CEILING] = ISTI_SHARE("ceiling", 0.8, "share of the tolerated intrusion it lets itself use"),
    [SUPPORT] = ISTI_SHARE("support", 0.6, "most support where nothing is wrong with it"),
    [RECOGNITION] = ISTI_SHARE("recognition", 0.6, "most recognition where it asks for nothing"),
    [FACILITATION] = ISTI_SHARE("facilitation", 0.5, "most purpose given where units decide"),
    [CONTROL] = ISTI_SHARE("control", 0.2, "most control of an idle community without pressure"),
};

// Control helps only where people meet without a result, and less where all is measured anyway.
static double useful_control(const ist_role_view *view)
{
    const double calm = 1.0 - view->context[IST_CONTEXT_PRODUCTIVITY];
    return view->idle_months > 0.0 ? view->settings[CONTROL] * calm : 0.0;
}

// What is left for a role after those it comes behind.
static double share_of(const ist_role_view *view, ist_role wanted)
{
    const struct {
        ist_role role;
        double most;
    } order[] = {{IST_ROLE_SUPPORT, view->settings[SUPPORT]},
                 {IST_ROLE_RECOGNITION, view->settings[RECOGNITION]},
                 {IST_ROLE_FACILITATION, view->settings[FACILITATION]},
                 {IST_ROLE_CONTROL, useful_control(view)}};
    double left = view->settings[CEILING] * view->tolerated;
    for (size_t k = 0; k < COUNT_OF(order); k++) {
        const double weight = view->intrusion_weight[order[k].role];
        const bool fits = weight * order[k].most <= left;
        const double intensity = fits ? order[k].most : left / weight;
        if (order[k].role == wanted) {
            return intensity;
        }
        left = isti_max(0.0, left - weight * intensity);
    }
    return 0.0;
}

// Connects strangers; of a community it asks no more than what is an accepted thing.
static double stimulate(const ist_role_view *view)
{
    const double most = view->settings[STIMULATION];
    return isti_asks_about_strangers(view) ? most : isti_min(most, view->institutionalization);
}

static double facilitate(const ist_role_view *view)
{
    return share_of(view, IST_ROLE_FACILITATION);
}

static double support(const ist_role_view *view)
{
    return share_of(view, IST_ROLE_SUPPORT);
}

static double control(const ist_role_view *view)
{
    return share_of(view, IST_ROLE_CONTROL);
}

static double recognize(const ist_role_view *view)
{
    return share_of(view, IST_ROLE_RECOGNITION);
}

const ist_policy_type isti_policy_cultivating = {
    .type_size = sizeof(ist_policy_type),
    .name = "cultivating",
    .meaning = "reads the context and stays below what it bears",
    .settings = settings,
    .setting_count = COUNT_OF(settings),
    .specificity = 0.0,
    .independence = 0.8,
    .stimulate = stimulate,
    .facilitate = facilitate,
    .support = support,
    .control = control,
    .recognize = recognize,
};
