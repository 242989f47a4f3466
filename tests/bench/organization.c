// SPDX-License-Identifier: GPL-3.0-or-later
// The generated organization, described and compiled.
#include "bench/organization.h"

#include <stdio.h>

enum { UNIT = 50, PEOPLE_PER_THEME = 1000, LEAST_THEMES = 4, UNITS_PER_COORDINATOR = 10 };

static void describe_whole(ist_spec *spec)
{
    ist_organization_def whole = ist_organization_def_default();
    whole.name = "bench";
    whole.title = "A generated organization";
    whole.emphasis = 0.8;
    whole.institutionalization = 0.2;
    ist_spec_set_organization(spec, &whole);
}

static void describe_units(ist_spec *spec, int32_t people)
{
    ist_theme_def theme = ist_theme_def_default();
    theme.name = "practice";
    theme.count =
        people / PEOPLE_PER_THEME > LEAST_THEMES ? people / PEOPLE_PER_THEME : LEAST_THEMES;
    ist_spec_add_theme(spec, &theme);
    ist_unit_def unit = ist_unit_def_default();
    unit.name = "units";
    unit.count = people / UNIT;
    unit.size_min = UNIT;
    unit.size_max = UNIT;
    unit.people[IST_LEVEL_MANAGER] = 1;
    unit.rest = IST_LEVEL_PROFESSIONAL;
    unit.control[IST_CONTROL_CLAN] = 0.6;
    unit.control[IST_CONTROL_INPUT] = 0.2;
    unit.control[IST_CONTROL_OUTPUT] = 0.4;
    ist_spec_add_unit(spec, &unit);
}

static void describe_managers(ist_spec *spec, int32_t people)
{
    static const char *const names[] = {"stimulation", "ceiling"};
    static const double values[] = {0.9, 0.8};
    ist_policy_def policy = ist_policy_def_default();
    policy.name = "gardener";
    policy.base = "cultivating";
    policy.setting_name = names;
    policy.setting_value = values;
    policy.setting_count = 2;
    ist_spec_add_policy(spec, &policy);
    ist_manager_def manager = ist_manager_def_default();
    const int32_t wanted = people / UNIT / UNITS_PER_COORDINATOR;
    manager.name = "coordinators";
    manager.count = wanted > 0 ? wanted : 1;
    manager.heads_of = "units";
    manager.policy = "gardener";
    ist_spec_add_manager(spec, &manager);
    ist_event_def offer = ist_event_def_default(IST_EVENT_OVERSEERS);
    offer.at = 0.0;
    offer.manager = "coordinators";
    offer.share = 1.0;
    ist_spec_add_event(spec, &offer);
}

ist_model *bench_organization(int32_t people)
{
    ist_spec *spec = ist_spec_create();
    ist_errors *errors = ist_errors_create();
    ist_model *model = NULL;
    if (spec && errors && ist_policies_shipped(spec) == IST_OK) {
        describe_whole(spec);
        describe_units(spec, people);
        describe_managers(spec, people);
        model = ist_model_compile(spec, errors);
    }
    if (!model) {
        char message[512];
        ist_error_format(ist_errors_get(errors, 0), message, sizeof message);
        fprintf(stderr, "bench: %s\n", message);
    }
    ist_errors_destroy(errors);
    ist_spec_destroy(spec);
    return model;
}
