// SPDX-License-Identifier: GPL-3.0-or-later
// A run made again, to look at what no store holds.
#include "driver/report/again.h"

#include <stdlib.h>
#include <string.h>

#include "driver/exit_code.h"
#include "driver/message.h"
#include "driver/report/layout.h"

// What the observer writes to.
struct witness {
    struct again *again;
    const ist_run_record *record;
    double strong; // strength from which on a tie counts
};

// ---- Looking

static bool add_tie(struct snapshot *snapshot, const struct tie_seen *tie)
{
    if (snapshot->ties == snapshot->room) {
        const int32_t room = snapshot->room > 0 ? 2 * snapshot->room : 4096;
        void *grown = realloc(snapshot->tie, (size_t)room * sizeof *snapshot->tie);
        if (!grown) {
            return false;
        }
        snapshot->tie = grown;
        snapshot->room = room;
    }
    snapshot->tie[snapshot->ties++] = *tie;
    snapshot->dormant += tie->is_dormant;
    snapshot->strong += !tie->is_dormant;
    return true;
}

// Each tie across workplaces that is strong, or was.
static bool see_ties(const struct witness *witness, const ist_state *state,
                     struct snapshot *snapshot, int32_t person, const int32_t *workplace)
{
    ist_tie_info tie;
    const ist_employee_id id = {person + 1};
    for (int32_t i = 0; ist_employee_tie(state, id, i, &tie); i++) {
        const int32_t other = tie.other.number - 1;
        const bool is_strong = !tie.dormant && tie.strength > witness->strong;
        const bool counts =
            other > person && (is_strong || tie.dormant) && workplace[other] != workplace[person];
        const struct tie_seen seen = {.a = person, .b = other, .is_dormant = tie.dormant};
        if (counts && !add_tie(snapshot, &seen)) {
            return false;
        }
    }
    return true;
}

static void see_members(const ist_state *state, struct snapshot *snapshot)
{
    for (int32_t c = 0; c < ist_state_communities(state); c++) {
        ist_community_info info;
        const ist_community_id id = {c + 1};
        if (!ist_community_get(state, id, &info) || !info.active) {
            continue;
        }
        for (int32_t i = 0; i < info.members; i++) {
            snapshot->community[ist_community_member(state, id, i).number - 1] = c;
        }
    }
}

static bool see_network(const struct witness *witness, const ist_state *state,
                        struct snapshot *snapshot)
{
    const int32_t people = witness->again->people;
    int32_t *workplace = calloc((size_t)people + 1, sizeof *workplace);
    snapshot->community = calloc((size_t)people + 1, sizeof *snapshot->community);
    bool is_seen = workplace && snapshot->community;
    for (int32_t p = 0; is_seen && p < people; p++) {
        ist_employee_info info;
        snapshot->community[p] = -1;
        workplace[p] = ist_employee_get(state, (ist_employee_id){p + 1}, &info) && info.present
                           ? info.workplace.number
                           : 0;
    }
    for (int32_t p = 0; is_seen && p < people; p++) {
        is_seen = see_ties(witness, state, snapshot, p, workplace);
    }
    if (is_seen) {
        see_members(state, snapshot);
    }
    free(workplace);
    return is_seen;
}

static ist_status see(void *context, const ist_state *state)
{
    struct witness *witness = context;
    struct again *again = witness->again;
    const int32_t tick = ist_state_tick(state) - 1;
    for (int32_t c = 0; c < again->lanes.communities; c++) {
        ist_community_info info;
        if (lanes_ask(&again->lanes, witness->record, c, tick) &&
            ist_community_get(state, (ist_community_id){c + 1}, &info)) {
            lanes_note(&again->lanes, c, tick, info.stage);
        }
    }
    for (int32_t i = 0; i < again->snapshots; i++) {
        if (again->snapshot[i].tick == tick && !see_network(witness, state, &again->snapshot[i])) {
            return IST_ERR_NO_MEMORY;
        }
    }
    return IST_OK;
}

// ---- Who is drawn

// Everybody who has a tie or a community at some date.
static int32_t mark_all(struct again *again)
{
    int32_t count = 0;
    memset(again->node, -1, (size_t)again->people * sizeof *again->node);
    for (int32_t s = 0; s < again->snapshots; s++) {
        const struct snapshot *snapshot = &again->snapshot[s];
        for (int32_t i = 0; i < snapshot->ties; i++) {
            again->node[snapshot->tie[i].a] = 0;
            again->node[snapshot->tie[i].b] = 0;
        }
        for (int32_t p = 0; p < again->people; p++) {
            again->node[p] = snapshot->community[p] >= 0 ? 0 : again->node[p];
        }
    }
    for (int32_t p = 0; p < again->people; p++) {
        count += again->node[p] >= 0;
    }
    return count;
}

// Members of every so many-th lane of communities.
static int32_t mark_sample(struct again *again, int32_t stride)
{
    int32_t count = 0;
    memset(again->node, -1, (size_t)again->people * sizeof *again->node);
    for (int32_t s = 0; s < again->snapshots; s++) {
        for (int32_t p = 0; p < again->people; p++) {
            const int32_t c = again->snapshot[s].community[p];
            if (c >= 0 && again->lanes.root[c] % stride == 0 && again->node[p] < 0) {
                again->node[p] = 0;
                count++;
            }
        }
    }
    return count;
}

static void number_nodes(struct again *again)
{
    again->nodes = 0;
    for (int32_t p = 0; p < again->people; p++) {
        if (again->node[p] >= 0) {
            again->person[again->nodes] = p;
            again->node[p] = again->nodes++;
        }
    }
}

// Ties between people who are drawn, by number of node.
static void keep_ties(const struct again *again, struct snapshot *snapshot)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < snapshot->ties; i++) {
        struct tie_seen tie = snapshot->tie[i];
        tie.a = again->node[tie.a];
        tie.b = again->node[tie.b];
        if (tie.a >= 0 && tie.b >= 0) {
            snapshot->tie[kept++] = tie;
        }
    }
    snapshot->ties = kept;
}

static void choose_people(struct again *again)
{
    again->in_network = mark_all(again);
    int32_t count = again->in_network;
    again->is_sample = count > PEOPLE_DRAWN;
    for (int32_t stride = 1; count > PEOPLE_DRAWN; stride++) {
        count = mark_sample(again, stride);
    }
    number_nodes(again);
    for (int32_t s = 0; s < again->snapshots; s++) {
        keep_ties(again, &again->snapshot[s]);
    }
}

// ---- Colors and places

// The lanes with most members among those drawn, over the dates.
static bool choose_groups(struct again *again)
{
    int32_t *count = calloc((size_t)again->lanes.communities + 1, sizeof *count);
    for (int32_t s = 0; count && s < again->snapshots; s++) {
        for (int32_t n = 0; n < again->nodes; n++) {
            const int32_t c = again->snapshot[s].community[again->person[n]];
            if (c >= 0) {
                count[again->lanes.root[c]]++;
            }
        }
    }
    for (int g = 0; count && g < GROUPS; g++) {
        int32_t best = 0;
        for (int32_t c = 0; c < again->lanes.communities; c++) {
            best = count[c] > count[best] ? c : best;
        }
        again->group[g] = count[best] > 0 ? best : -1;
        count[best] = 0;
    }
    free(count);
    return count != NULL;
}

int again_group(const struct again *again, const struct snapshot *snapshot, int32_t person)
{
    const int32_t c = snapshot->community[person];
    for (int g = 0; c >= 0 && g < GROUPS; g++) {
        if (again->group[g] == again->lanes.root[c]) {
            return g + 1;
        }
    }
    return c >= 0 ? 0 : -1;
}

// One layout for all dates, in which a tie that was there more often pulls more.
static bool place(struct again *again)
{
    size_t room = 1;
    for (int32_t s = 0; s < again->snapshots; s++) {
        room += (size_t)again->snapshot[s].ties;
    }
    struct link *links = calloc(room, sizeof *links);
    int32_t count = 0;
    for (int32_t s = 0; links && s < again->snapshots; s++) {
        for (int32_t i = 0; i < again->snapshot[s].ties; i++) {
            const struct tie_seen *tie = &again->snapshot[s].tie[i];
            links[count++] = (struct link){tie->a, tie->b, tie->is_dormant ? 0.2 : 0.5};
        }
    }
    again->x = calloc((size_t)again->nodes + 1, sizeof *again->x);
    again->y = calloc((size_t)again->nodes + 1, sizeof *again->y);
    const bool is_placed = links && again->x && again->y &&
                           layout_place(links, count, again->nodes, again->x, again->y);
    free(links);
    return is_placed;
}

static bool arrange(struct again *again)
{
    again->node = calloc((size_t)again->people + 1, sizeof *again->node);
    again->person = calloc((size_t)again->people + 1, sizeof *again->person);
    if (!again->node || !again->person) {
        return false;
    }
    choose_people(again);
    return choose_groups(again) && place(again);
}

// ---- The run

// Some of the dates at which summaries show the organization, the first and the last among them.
static bool choose_dates(struct again *again, const struct case_run *one)
{
    int32_t count = 0;
    int32_t *ticks = case_date_ticks(one, &count);
    again->snapshots = count < SNAPSHOTS ? count : SNAPSHOTS;
    for (int32_t i = 0; ticks && i < again->snapshots; i++) {
        const int32_t last = again->snapshots - 1;
        const int32_t at = last > 0 ? (2 * i * (count - 1) + last) / (2 * last) : 0;
        again->snapshot[i].tick = ticks[at];
    }
    const bool is_chosen = ticks != NULL;
    free(ticks);
    return is_chosen;
}

static ist_status make_run(struct again *again, const struct case_run *one,
                           const ist_run_record *record)
{
    struct witness witness = {
        .again = again, .record = record, .strong = ist_model_parameter(one->model, "theta")};
    const ist_observer observer = {.context = &witness, .on_tick = see};
    ist_run_def run = ist_run_def_default();
    run.seed = record->seed;
    run.replicate = (uint32_t)record->replicate;
    run.threads = 0;
    ist_state *state = ist_state_create(one->model, &run, NULL);
    ist_status status = state ? ist_state_observe(state, &observer) : IST_ERR_NO_MEMORY;
    status = status == IST_OK ? ist_run(state, record->ticks) : status;
    again->is_same = status == IST_OK && ist_state_hash(state) == record->state_hash;
    ist_state_destroy(state);
    return status;
}

int again_open(struct again *again, const struct case_run *one, const ist_run_record *record)
{
    *again = (struct again){.people = ist_model_employees(one->model)};
    const bool is_ready = lanes_open(&again->lanes, record) && choose_dates(again, one);
    const ist_status status = is_ready ? make_run(again, one, record) : IST_ERR_NO_MEMORY;
    if (status == IST_ERR_NO_MEMORY || (again->is_same && !arrange(again))) {
        return complain_memory();
    }
    return CODE_OK;
}

void again_close(struct again *again)
{
    for (int32_t s = 0; s < SNAPSHOTS; s++) {
        free(again->snapshot[s].tie);
        free(again->snapshot[s].community);
    }
    lanes_close(&again->lanes);
    free(again->node);
    free(again->person);
    free(again->x);
    free(again->y);
    *again = (struct again){0};
}
