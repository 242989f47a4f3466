// SPDX-License-Identifier: GPL-3.0-or-later
// Every allocation of a small run fails once, and from some point on for good: each time the call
// that needed it says so, nothing breaks, and nothing is left behind.
#include "base/memory.h"
#include "state/state.h"
#include "support/suite.h"
#include "support/tiny_org.h"

#include <stdlib.h>

enum { TICKS = 12 };

// ---- Describing

// Everything a description can hold: themes, units, people, ties, a policy, managers, events.
static ist_spec *describe(void)
{
    ist_spec *spec = ist_spec_create();
    if (!spec || ist_policies_shipped(spec) != IST_OK) {
        ist_spec_destroy(spec);
        return NULL;
    }
    ist_organization_def organization = ist_organization_def_default();
    organization.name = "small";
    organization.title = "Every allocation fails once";
    organization.end = 2.0;
    organization.emphasis = 1.0;
    organization.institutionalization = 0.8;
    ist_spec_set_organization(spec, &organization);
    static const struct {
        const char *name;
        double value;
    } lively[] = {{"kappa", 40.0},       {"lambda_create", 12.0}, {"lambda_connect", 3.0},
                  {"propose_rate", 3.0}, {"problem_rate", 20.0},  {"n_min", 2.0},
                  {"theta", 0.05},       {"attend_base", 2.0},    {"bud_rate", 6.0},
                  {"group_min", 2.0},    {"lambda_join", 5.0}};
    for (size_t k = 0; k < COUNT_OF(lively); k++) {
        ist_spec_set_parameter(spec, lively[k].name, lively[k].value);
    }
    ist_theme_def theme = ist_theme_def_default();
    theme.name = "craft";
    ist_spec_add_theme(spec, &theme);
    theme.name = "trade";
    ist_spec_add_theme(spec, &theme);

    ist_unit_def unit = ist_unit_def_default();
    unit.name = "shops";
    unit.count = 3;
    unit.people[IST_LEVEL_MANAGER] = 1;
    unit.people[IST_LEVEL_PROFESSIONAL] = 5;
    ist_spec_add_unit(spec, &unit);
    unit.name = "newcomers";
    unit.count = 1;
    unit.present = false;
    ist_spec_add_unit(spec, &unit);
    unit = ist_unit_def_default();
    unit.name = "team";
    ist_spec_add_unit(spec, &unit);

    ist_employee_def person = ist_employee_def_default();
    person.unit = "team";
    person.theme = "trade";
    ist_tie_def tie = ist_tie_def_default();
    tie.instrumental = 0.5;
    tie.a = ist_spec_add_employee(spec, &person);
    tie.b = ist_spec_add_employee(spec, &person);
    ist_spec_add_tie(spec, &tie);

    static const char *const setting[] = {"stimulation", "support"};
    static const double value[] = {0.9, 0.5};
    ist_policy_def policy = ist_policy_def_default();
    policy.name = "mixed";
    policy.base = "constant";
    policy.setting_name = setting;
    policy.setting_value = value;
    policy.setting_count = COUNT_OF(setting);
    ist_spec_add_policy(spec, &policy);
    ist_manager_def manager = ist_manager_def_default();
    manager.name = "heads";
    manager.heads_of = "shops";
    manager.count = 0;
    manager.policy = "mixed";
    ist_spec_add_manager(spec, &manager);
    return spec;
}

static void add_events(ist_spec *spec)
{
    static const char *const shops[] = {"shops"};
    static const char *const newcomers[] = {"newcomers"};
    ist_event_def e = ist_event_def_default(IST_EVENT_LAUNCH);
    e.at = 0.0;
    e.name = "club";
    e.theme = "craft";
    e.size = 8;
    e.manager = "heads";
    ist_spec_add_event(spec, &e);
    e = ist_event_def_default(IST_EVENT_SPLIT_UNITS);
    e.at = 0.25;
    e.units = shops;
    e.unit_count = 1;
    e.into = 2;
    e.measure = true;
    ist_spec_add_event(spec, &e);
    e = ist_event_def_default(IST_EVENT_ACQUIRE);
    e.at = 0.5;
    e.units = newcomers;
    e.unit_count = 1;
    ist_spec_add_event(spec, &e);
    e = ist_event_def_default(IST_EVENT_TRANSFER);
    e.at = 0.75;
    e.share = 0.5;
    e.overlap = 8.0;
    ist_spec_add_event(spec, &e);
    e = ist_event_def_default(IST_EVENT_RECRUIT);
    e.at = 0.75;
    e.community = "club";
    e.count = 5;
    ist_spec_add_event(spec, &e);
}

// ---- One go through everything

// What is kept between goes: allocated by the test itself, never failing.
typedef struct keep {
    void *bytes;
    size_t capacity;
    uint64_t end; // hash of the run that nothing disturbs
} keep;

static ist_status save_and_restore(ist_state *s, keep *k)
{
    const size_t size = ist_state_save(s, NULL, 0);
    if (size > k->capacity) {
        k->bytes = realloc(k->bytes, size);
        k->capacity = size;
    }
    ck_assert_uint_eq(ist_state_save(s, k->bytes, k->capacity), size);
    ist_state *other = ist_state_branch(s);
    if (!other) {
        return IST_ERR_NO_MEMORY;
    }
    const ist_run_def run = ist_run_def_default();
    ist_status status = ist_state_reset(other, &run);
    if (status == IST_OK) {
        const uint64_t before = ist_state_hash(other);
        status = ist_state_restore(other, k->bytes, size, NULL);
        ck_assert_uint_eq(ist_state_hash(other), status == IST_OK ? ist_state_hash(s) : before);
    }
    ist_state_destroy(other);
    return status;
}

static ist_status run_model(const ist_model *model, ist_errors *errors, keep *k)
{
    const ist_run_def def = ist_run_def_default();
    ist_state *s = ist_state_create(model, &def, errors);
    if (!s) {
        return IST_ERR_NO_MEMORY;
    }
    ist_status status = ist_run(s, TICKS / 2);
    if (status == IST_OK) {
        status = save_and_restore(s, k);
    }
    if (status == IST_OK) {
        status = ist_run(s, TICKS / 2);
    }
    if (status == IST_OK) {
        const uint64_t end = ist_state_hash(s);
        k->end = k->end == 0 ? end : k->end;
        ck_assert_uint_eq(end, k->end);
        ck_assert_int_eq(ist_state_check(s, NULL), IST_OK);
    } else {
        // After a failure a state can be reset (once there is memory again) and is as good as new.
        isti_fault_disarm();
        ck_assert_int_eq(ist_state_reset(s, &def), IST_OK);
        ck_assert_int_eq(ist_run(s, TICKS), IST_OK);
        ck_assert_uint_eq(ist_state_hash(s), k->end);
    }
    ist_state_destroy(s);
    return status;
}

static ist_status go(keep *k)
{
    ist_errors *errors = ist_errors_create();
    ist_spec *spec = describe();
    ist_status status = IST_ERR_NO_MEMORY;
    if (spec) {
        add_events(spec);
        ist_model *model = ist_model_compile(spec, errors);
        // Whatever else was wrong: the description itself is fine.
        ck_assert(model || !errors || ist_errors_status(errors) == IST_ERR_NO_MEMORY);
        status = model ? run_model(model, errors, k) : IST_ERR_NO_MEMORY;
        ist_model_destroy(model);
    }
    ist_spec_destroy(spec);
    ist_errors_destroy(errors);
    return status;
}

// All of the first sites, where the input is read and everything is built; then ever fewer, so that
// the number of goes is bounded whatever a tick allocates.
static int64_t next_site(int64_t n)
{
    enum { ALL = 1500 };
    return n < ALL ? n + 1 : n + 1 + (n - ALL) / 16;
}

START_TEST(every_allocation_may_fail)
{
    const bool forever = _i == 1;
    keep k = {.bytes = NULL};
    const int64_t before = isti_live_blocks();
    ck_assert_int_eq(go(&k), IST_OK);
    ck_assert_int_eq((long)isti_live_blocks(), (long)before);
    int32_t failures = 0;
    bool fired = true;
    for (int64_t n = 0; fired; n = next_site(n)) {
        isti_fault_arm(n, forever);
        const ist_status status = go(&k);
        fired = isti_fault_fired();
        isti_fault_disarm();
        failures += fired;
        // The list of errors is the one thing one may do without.
        ck_assert(status == IST_ERR_NO_MEMORY || (status == IST_OK && (!fired || n == 0)));
        ck_assert_msg(isti_live_blocks() == before, "site %d leaves %d blocks behind", (int)n,
                      (int)(isti_live_blocks() - before));
    }
    ck_assert_int_gt(failures, 200);
    free(k.bytes);
}
END_TEST

SUITE("faults of a run", EACH(every_allocation_may_fail, 2))
