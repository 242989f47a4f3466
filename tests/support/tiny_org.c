// SPDX-License-Identifier: GPL-3.0-or-later
// Building small organizations from drawings.
#include "support/tiny_org.h"

#include "base/base.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    double value;
} quiet[] = {
    {"mobility", 0.0},
    {"turnover", 0.0},
    {"problem_rate", 1.0},
    {"off_theme", 0.0},
    {"contact_x_rate", 0.0},
    {"contact_y_rate", 0.0},
    {"load_noise", 0.0},
    {"load_pressure", 0.0},
    {"manager_knows", 0.0},
    {"learn_rate", 0.0},
    {"learn_talk", 0.0},
    {"leave", 0.0},
    {"grace_months", 24.0},
    {"lambda_join", 0.05},
    {"invite_rate", 0.0},
    {"lambda_connect", 0.0},
    {"propose_rate", 0.0},
    {"kappa", 0.0},
    {"bud_rate", 0.0},
    {"pilot_loss", 0.0},
    {"stop_rate", 0.0},
    {"withdraw_rate", 0.0},
    {"adopt_rate", 0.0},
    {"forget", 0.0},
    {"practice_rate", 0.0},
    {"commit_taste", 0.0},
    {"patience_spread", 0.0},
    {"experience_rate", 0.0},
    {"hierarchy_support", 0.0},
    {"hierarchy_control", 0.0},
    {"hierarchy_recognition", 0.0},
    // What expected numbers rest on: a new calibration must not move them.
    {"lambda_weak", 2.3},
    {"lambda_strong", 0.16},
    {"lambda_affect", 0.16},
    {"tie_floor", 0.01},
    {"dormant_floor", 0.4},
    {"reactivate", 0.3},
    {"theta", 0.26},
    {"practice_autonomy", 0.5},
    {"clandestine_years", 3.0},
    {"hibernate_min", 3},
    {"commit_start", 0.6},
    {"commit_join", 0.55},
    {"min_active", 2.6},
    {"membership_cap", 8},
};

static tiny_org open_org(void)
{
    tiny_org org = {.spec = ist_spec_create(),
                    .organization = ist_organization_def_default(),
                    .unit = ist_unit_def_default(),
                    .person = ist_employee_def_default()};
    ck_assert_ptr_nonnull(org.spec);
    ck_assert_int_eq(ist_policies_shipped(org.spec), IST_OK);
    ist_spec_set_draw_ties(org.spec, false);
    tiny_org_theme(&org, "craft", 1.0);
    return org;
}

tiny_org tiny_org_quiet(void)
{
    tiny_org org = open_org();
    for (size_t k = 0; k < COUNT_OF(quiet); k++) {
        tiny_org_set(&org, quiet[k].name, quiet[k].value);
    }
    // Managers watch; they take no part themselves.
    ist_spec_set_level(org.spec, IST_LEVEL_MANAGER, (ist_level_def){.oversees = true});
    org.unit.context[IST_CONTEXT_LINE_CAPACITY] = 0.0;
    org.unit.context[IST_CONTEXT_WORKLOAD] = 0.0;
    org.person.theme = "craft";
    org.person.second_theme = "craft";
    org.person.competence = 1.0;
    org.person.facilitation = 0.5;
    org.person.altruism = 0.0;
    org.person.taste = 0.0;
    return org;
}

tiny_org tiny_org_lively(void)
{
    return open_org();
}

void tiny_org_theme(tiny_org *org, const char *name, double demand)
{
    ist_theme_def theme = ist_theme_def_default();
    theme.name = name;
    theme.demand = demand;
    ist_spec_add_theme(org->spec, &theme);
}

static void name_of_unit(int32_t number, char *name, size_t size)
{
    snprintf(name, size, "unit %d", (int)number);
}

// Open the next unit; people drawn from now on sit in it.
static void add_unit(tiny_org *org, char *name, size_t size)
{
    name_of_unit(++org->units, name, size);
    org->unit.name = name;
    org->person.unit = name;
    ist_spec_add_unit(org->spec, &org->unit);
}

void tiny_org_draw(tiny_org *org, const char *units)
{
    char name[32];
    add_unit(org, name, sizeof name);
    for (const char *c = units; *c; c++) {
        if (*c == '|') {
            add_unit(org, name, sizeof name);
        } else if (*c != ' ') {
            ck_assert_msg(*c == 'a' + org->people, "letters come in order of the alphabet");
            org->letter[(size_t)*c] = ist_spec_add_employee(org->spec, &org->person);
            org->people++;
        }
    }
}

void tiny_org_unit_of(tiny_org *org, int32_t count)
{
    char name[32];
    add_unit(org, name, sizeof name);
    for (int32_t k = 0; k < count; k++) {
        ist_spec_add_employee(org->spec, &org->person);
        org->people++;
    }
}

void tiny_org_tie(tiny_org *org, const char *pair, double x, double y)
{
    ist_tie_def tie = ist_tie_def_default();
    tie.a = org->letter[(size_t)pair[0]];
    tie.b = org->letter[(size_t)pair[1]];
    tie.instrumental = x;
    tie.affective = y;
    ist_spec_add_tie(org->spec, &tie);
}

void tiny_org_set(tiny_org *org, const char *parameter, double value)
{
    ist_spec_set_parameter(org->spec, parameter, value);
}

void tiny_org_event(tiny_org *org, const ist_event_def *event)
{
    ist_spec_add_event(org->spec, event);
}

void tiny_org_oversee(tiny_org *org, tiny_overseer overseer)
{
    static const char *const names[] = {"stimulation", "facilitation", "support",
                                        "control",     "recognition",  "expectation",
                                        "specificity", "independence"};
    double values[COUNT_OF(names)];
    memcpy(values, overseer.role, sizeof overseer.role);
    values[IST_ROLE_COUNT] = overseer.expectation;
    values[IST_ROLE_COUNT + 1] = overseer.specificity;
    values[IST_ROLE_COUNT + 2] = overseer.independence;
    ist_policy_def policy = ist_policy_def_default();
    policy.name = "fixed";
    policy.base = "constant";
    policy.setting_name = names;
    policy.setting_value = values;
    policy.setting_count = COUNT_OF(names);
    ist_spec_add_policy(org->spec, &policy);

    ist_unit_def office = org->unit;
    office.name = "office";
    ist_spec_add_unit(org->spec, &office);
    ist_manager_def manager = ist_manager_def_default();
    manager.name = "overseer";
    manager.unit = "office";
    manager.policy = "fixed";
    manager.complexity = overseer.complexity;
    ist_spec_add_manager(org->spec, &manager);
    org->has_overseer = true;
}

void tiny_org_launch(tiny_org *org, int32_t size)
{
    ist_event_def launch = ist_event_def_default(IST_EVENT_LAUNCH);
    launch.at = org->organization.start;
    launch.name = "club";
    launch.theme = "craft";
    launch.size = size;
    launch.manager = org->has_overseer ? "overseer" : NULL;
    tiny_org_event(org, &launch);
}

static void print_errors(const ist_errors *errors)
{
    for (int32_t k = 0; k < ist_errors_count(errors); k++) {
        char text[512];
        ist_error_format(ist_errors_get(errors, k), text, sizeof text);
        fprintf(stderr, "%s\n", text);
    }
}

ist_model *tiny_org_compile(tiny_org *org)
{
    ist_errors *errors = ist_errors_create();
    ist_spec_set_organization(org->spec, &org->organization);
    ist_model *model = ist_model_compile(org->spec, errors);
    print_errors(errors);
    ck_assert_ptr_nonnull(model);
    ist_errors_destroy(errors);
    ist_spec_destroy(org->spec);
    org->spec = NULL;
    return model;
}

ist_state *tiny_run_start(const ist_model *model, uint64_t seed)
{
    ist_run_def run = ist_run_def_default();
    run.seed = seed;
    ist_state *state = ist_state_create(model, &run, NULL);
    ck_assert_ptr_nonnull(state);
    return state;
}

void tiny_run(ist_state *state, int32_t ticks)
{
    ist_errors *errors = ist_errors_create();
    for (int32_t k = 0; k < ticks; k++) {
        ck_assert_int_eq(ist_step(state), IST_OK);
        const ist_status status = ist_state_check(state, errors);
        print_errors(errors);
        ck_assert_int_eq(status, IST_OK);
    }
    ist_errors_destroy(errors);
}

int32_t tiny_node(char letter)
{
    return letter - 'a';
}
