// SPDX-License-Identifier: GPL-3.0-or-later
// The manager who steps in as long as less is delivered than expected. A simple mind in a harsh
// context takes the community over; a complex one, or one in a mild context, does not.
#include "policy/policy.h"

#include <interstice/state.h>

enum { RATCHET = ISTI_PLAIN_RECOGNITION + 1 };
enum { TAKEOVER, TICKS_SEEN, MEMORY };

static const ist_setting settings[] = {
    ISTI_PLAIN_SETTINGS(0.2, 0.4, 0.2, 0.5),
    [RATCHET] = {.name = "ratchet",
                 .minimum = 0.0,
                 .maximum = 20.0,
                 .standard = 4.0,
                 .meaning = "how fast unmet expectation turns into intervention, per year"},
};

// What is missing of what was expected, relative to it: managers judge by the share they get.
static double shortfall(const ist_role_view *view)
{
    const double expected = view->expectation;
    return expected > 0.0 ? isti_max(0.0, 1.0 - view->deliverables / expected) : 0.0;
}

// How far the manager has taken over. Raised once a tick, by the role that is asked first.
static double takeover(const ist_role_view *view)
{
    const double ticks = (double)ist_state_tick(view->state) + 1.0;
    if (view->memory[TICKS_SEEN] < ticks) {
        const double harsh =
            view->context[IST_CONTEXT_SHORT_TERMISM] * view->context[IST_CONTEXT_PRODUCTIVITY];
        const double gap = shortfall(view);
        const double rate = view->settings[RATCHET] * harsh * (1.0 - view->complexity) * gap;
        const double dt = 1.0 / ist_model_ticks_per_year(ist_state_model(view->state));
        view->memory[TAKEOVER] = isti_clamp01(view->memory[TAKEOVER] + rate * dt);
        view->memory[TICKS_SEEN] = ticks;
    }
    return view->memory[TAKEOVER];
}

static double facilitate(const ist_role_view *view)
{
    return isti_clamp01(view->settings[ISTI_PLAIN_FACILITATION] + takeover(view));
}

static double control(const ist_role_view *view)
{
    return isti_clamp01(view->settings[ISTI_PLAIN_CONTROL] + takeover(view));
}

const ist_policy_type isti_policy_adaptive = {
    IST_POLICY_TYPE_INIT,
    .name = "adaptive",
    .meaning = "intervenes the more, the longer less is delivered than expected",
    .settings = settings,
    .setting_count = COUNT_OF(settings),
    .memory_count = MEMORY,
    .facilitate = facilitate,
    .support = isti_plain_support,
    .control = control,
    .recognize = isti_plain_recognize,
};
