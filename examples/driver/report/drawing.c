// SPDX-License-Identifier: GPL-3.0-or-later
// What a report shows of a scenario, in this order.
#include "driver/report/drawing.h"

const struct drawing_section story_sections[STORY_SECTIONS] = {
    {"trajectories", "How it went", {&drawing_trajectory}, 1},
    {"lives", "Communities", {&drawing_stages, &drawing_survival, &drawing_lanes}, 3},
    {"management", "Managers", {&drawing_roles, &drawing_intrusion}, 2},
    {"resilience", "Resilience", {&drawing_resilience}, 1},
    {"ties", "Ties", {&drawing_network}, 1},
};
