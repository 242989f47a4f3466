// Does a manager who waits until a club stands on its feet do better than one who frames it at once?
// SPDX-License-Identifier: GPL-3.0-or-later
#include <interstice/interstice.h>

#include <stdio.h>

// Our own type: support from the first day, guidance later, and no more than autonomy bears.
enum { SUPPORT, GUIDANCE, WAIT, SETTINGS };
static const ist_setting settings[SETTINGS] = {
    [SUPPORT] = {"support", 0.0, 1.0, 0.4, "resources and lifted barriers"},
    [GUIDANCE] = {"guidance", 0.0, 1.0, 0.6, "purpose given to a club that stands"},
    [WAIT] = {"wait", 0.0, 10.0, 1.0, "years before that"},
};

static double support(const ist_role_view *view)
{
    return view->settings[SUPPORT];
}

static double guide(const ist_role_view *view)
{
    return view->years < view->settings[WAIT] ? 0.0 : view->settings[GUIDANCE] * view->autonomy;
}

static const ist_policy_type patient = {
    IST_POLICY_TYPE_INIT,      .name = "patient",   .meaning = "guides late", .settings = settings,
    .setting_count = SETTINGS, .facilitate = guide, .support = support};

// Twenty offices under rules and targets, and one club of twelve whose manager has this policy.
static ist_model *compile(const char *policy)
{
    ist_spec *spec = ist_spec_create();
    ist_policies_shipped(spec);
    ist_spec_add_policy_type(spec, &patient);
    ist_unit_def offices = ist_unit_def_default();
    offices.name = "offices";
    offices.count = 20;
    offices.people[IST_LEVEL_PROFESSIONAL] = 10;
    offices.control[IST_CONTROL_INPUT] = offices.control[IST_CONTROL_OUTPUT] = 0.7;
    ist_spec_add_unit(spec, &offices);
    ist_manager_def manager = ist_manager_def_default();
    manager.name = "coach";
    manager.unit = "offices";
    manager.policy = policy;
    manager.complexity = 0.3;
    ist_spec_add_manager(spec, &manager);
    ist_event_def launch = ist_event_def_default(IST_EVENT_LAUNCH);
    launch.at = 0.0;
    launch.theme = "work";
    launch.size = 12;
    launch.manager = "coach";
    ist_spec_add_event(spec, &launch);
    ist_model *model = ist_model_compile(spec, NULL);
    ist_spec_destroy(spec);
    return model;
}

int main(void)
{
    static const char *const policies[] = {"framing", "patient"};
    ist_status status = IST_OK;
    for (int k = 0; k < 2 && status == IST_OK; k++) {
        ist_model *model = compile(policies[k]);
        const ist_run_def run = ist_run_def_default(); // the same seed: the same luck for both
        ist_state *state = model ? ist_state_create(model, &run, NULL) : NULL;
        printf("%s\n  year  attendance  autonomy  learning\n", policies[k]);
        status = state ? IST_OK : IST_ERR_NO_MEMORY;
        for (int year = 1; year <= 5 && status == IST_OK; year++) {
            status = ist_run(state, 12);
            ist_community_info club;
            ist_community_get(state, (ist_community_id){1}, &club);
            printf("%6d  %10.1f  %8.2f  %8.2f  %s\n", year, club.attendance, club.autonomy,
                   club.learning, ist_stage_name(club.stage));
        }
        ist_state_destroy(state);
        ist_model_destroy(model);
    }
    return status == IST_OK ? 0 : 1;
}
