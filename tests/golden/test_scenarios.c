// SPDX-License-Identifier: GPL-3.0-or-later
// The shipped scenarios give the same states everywhere, and until somebody means to change them.
//
// Expected fingerprints are in hashes.txt: scenario, tick, fingerprint. After a change that is
// meant to move trajectories (a parameter, an equation, a scenario), write them anew and say so:
//
//     INTERSTICE_GOLDEN_WRITE=tests/golden/hashes.txt .build/release/tests/test_golden_scenarios
#include "support/shipped.h"
#include "support/suite.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { TICKS = 6, NONE = -1 };

// The fingerprint of tick t is that of the state after t ticks.
typedef struct golden {
    const char *name;
    int32_t tick[TICKS]; // ascending; NONE: no more
} golden;

static const golden scenarios[] = {
    {"minimal", {0, 1, 12, 36, 40, 60}},
    {"gas", {0, 1, 60, 132, 136, 146}},
    {"electrical", {0, 1, 12, 48, 52, 60}},
    {"comp", {0, 1, 6, 18, 30, 38}},
};

enum { SCENARIOS = sizeof scenarios / sizeof *scenarios };

static const char *wanted_path(void)
{
    return getenv("INTERSTICE_GOLDEN_WRITE");
}

// Fingerprints of one scenario at its ticks.
static int32_t fingerprints(const golden *g, uint64_t *hash)
{
    ist_scenario *scenario = shipped_scenario(g->name);
    ist_state *state = shipped_run(scenario, NULL);
    int32_t count = 0;
    for (; count < TICKS && g->tick[count] != NONE; count++) {
        const int32_t left = g->tick[count] - ist_state_tick(state);
        ck_assert_int_eq(ist_run(state, left), IST_OK);
        hash[count] = ist_state_hash(state);
    }
    ck_assert_int_eq(ist_state_check(state, NULL), IST_OK);
    ist_state_destroy(state);
    ist_scenario_destroy(scenario);
    return count;
}

// The expected one; false where the file has none.
static bool expected(const char *name, int32_t tick, uint64_t *hash)
{
    FILE *file = fopen(ISTI_SOURCE_DIR "/tests/golden/hashes.txt", "r");
    ck_assert_ptr_nonnull(file);
    char line[256];
    bool found = false;
    while (!found && fgets(line, sizeof line, file)) {
        char whose[64];
        int32_t when = NONE;
        found = sscanf(line, "%63s %" SCNd32 " %" SCNx64, whose, &when, hash) == 3 &&
                strcmp(whose, name) == 0 && when == tick;
    }
    fclose(file);
    return found;
}

START_TEST(a_scenario_gives_its_golden_fingerprints)
{
    const golden *g = &scenarios[_i];
    uint64_t hash[TICKS];
    if (wanted_path()) {
        return;
    }
    const int32_t count = fingerprints(g, hash);
    ck_assert_int_gt(count, 0);
    for (int32_t k = 0; k < count; k++) {
        uint64_t golden_hash = 0;
        ck_assert_msg(expected(g->name, g->tick[k], &golden_hash), "hashes.txt has no %s %d",
                      g->name, (int)g->tick[k]);
        ck_assert_msg(hash[k] == golden_hash,
                      "%s differs at tick %d: %016" PRIx64 ", not %016" PRIx64
                      " (if that is meant, see the top of this file)",
                      g->name, (int)g->tick[k], hash[k], golden_hash);
    }
}
END_TEST

START_TEST(new_ones_are_written_when_asked_for)
{
    if (!wanted_path()) {
        return;
    }
    FILE *file = fopen(wanted_path(), "w");
    ck_assert_ptr_nonnull(file);
    fprintf(file, "# scenario, tick, fingerprint of the state (seed 1, replicate 0). Written by\n"
                  "# INTERSTICE_GOLDEN_WRITE=tests/golden/hashes.txt "
                  ".build/release/tests/test_golden_scenarios\n");
    for (int32_t k = 0; k < SCENARIOS; k++) {
        uint64_t hash[TICKS];
        const int32_t count = fingerprints(&scenarios[k], hash);
        for (int32_t l = 0; l < count; l++) {
            fprintf(file, "%s %d %016" PRIx64 "\n", scenarios[k].name, (int)scenarios[k].tick[l],
                    hash[l]);
        }
    }
    ck_assert_int_eq(fclose(file), 0);
}
END_TEST

SUITE("golden scenarios", EACH(a_scenario_gives_its_golden_fingerprints, SCENARIOS),
      TEST(new_ones_are_written_when_asked_for))
