// What becomes of a club whose manager presses for results, and of the people who leave it?
// SPDX-License-Identifier: GPL-3.0-or-later
#include <interstice/interstice.h>

#include <stdio.h>
#include <string.h>

enum { MOST = 64 };

// Keeps a diary of the communities on one theme: when each is born, and when its stage changes.
typedef struct diary {
    const char *theme;
    int stage[MOST]; // last seen, by number of the community
} diary;

static void note(double time, const ist_community_info *c, int32_t number, int before)
{
    char who[64];
    snprintf(who, sizeof who, "group %d", (int)number);
    printf("%.2f  %s ", time, c->name ? c->name : who);
    if (before == IST_STAGE_COUNT) {
        printf("is born (%s) with %d people: %s\n", ist_origin_name(c->origin), (int)c->members,
               ist_stage_name(c->stage));
    } else {
        printf("is now %s, autonomy %.2f\n", ist_stage_name(c->stage), c->autonomy);
    }
}

static ist_status look(void *context, const ist_state *state)
{
    diary *d = context;
    const ist_model *model = ist_state_model(state);
    const double time = ist_model_time(model, ist_state_tick(state) - 1);
    for (int32_t k = 1; k <= ist_state_communities(state) && k <= MOST; k++) {
        ist_community_info c;
        ist_community_get(state, (ist_community_id){k}, &c);
        if (strcmp(ist_model_theme_name(model, c.theme), d->theme) == 0 &&
            d->stage[k - 1] != (int)c.stage) {
            note(time, &c, k, d->stage[k - 1]);
            d->stage[k - 1] = (int)c.stage;
        }
    }
    return IST_OK;
}

int main(int argc, char **argv)
{
    ist_scenario *scenario =
        ist_scenario_load(argc > 1 ? argv[1] : "scenarios/comp.json", NULL, NULL);
    if (!scenario) {
        fprintf(stderr, "usage: 04_observe [FILE [THEME]]\n");
        return 1;
    }
    diary d = {.theme = argc > 2 ? argv[2] : "bank-finance"};
    for (int k = 0; k < MOST; k++) {
        d.stage[k] = IST_STAGE_COUNT;
    }
    const ist_model *model = ist_scenario_model(scenario);
    const ist_run_def run = ist_run_def_default();
    ist_state *state = ist_state_create(model, &run, NULL);
    const ist_observer observer = {.context = &d, .on_tick = look};
    ist_status status = state ? ist_state_observe(state, &observer) : IST_ERR_NO_MEMORY;
    if (status == IST_OK) {
        status = ist_run(state, ist_model_ticks(model));
    }
    ist_state_destroy(state);
    ist_scenario_destroy(scenario);
    return status == IST_OK ? 0 : 1;
}
