// SPDX-License-Identifier: GPL-3.0-or-later
// Life of a state: create, reset, branch, grow, destroy.
#include "state/state.h"

#include "base/crew.h"
#include "base/memory.h"
#include "state/communities.h"
#include "state/fellows.h"
#include "state/people.h"
#include "state/ties.h"

#include <string.h>

ist_run_def ist_run_def_default(void)
{
    return (ist_run_def){.def_size = sizeof(ist_run_def), .seed = 1, .without = -1, .threads = 1};
}

// Grow one array of a group; the block stays valid when there is no memory.
static bool grow(void **block, int32_t old_count, int32_t count, size_t bytes)
{
    void *larger = isti_resize_array(*block, (size_t)old_count, (size_t)count, bytes);
    if (!larger) {
        return false;
    }
    *block = larger;
    return true;
}

ist_status isti_state_reserve(ist_state *s, isti_group_id group, int32_t wanted)
{
    isti_group *g = &s->group[group];
    if (wanted <= g->capacity) {
        return IST_OK;
    }
    // What is large grows by a sixteenth: copying it is the system's business then, and cheap.
    enum { LARGE = 65536, SIXTEENTH = 16 };
    const size_t grown = g->capacity < LARGE
                             ? isti_grown((size_t)g->capacity, (size_t)wanted)
                             : (size_t)isti_max_i(wanted, g->capacity + g->capacity / SIXTEENTH);
    const int32_t capacity = grown > INT32_MAX ? INT32_MAX : (int32_t)grown;
#define ISTI_ROW(type, name, group_name, width)                                            \
    if (group == ISTI_GROUP_##group_name &&                                                \
        !grow((void **)&s->name, g->capacity, capacity, sizeof(type) * (size_t)(width))) { \
        return IST_ERR_NO_MEMORY;                                                          \
    }
    ISTI_STATE_ARRAYS(ISTI_ROW)
#undef ISTI_ROW
    isti_scratch *w = &s->scratch;
    if ((group == ISTI_GROUP_community &&
         (!grow((void **)&w->meeting, g->capacity, capacity, sizeof *w->meeting) ||
          !grow((void **)&w->before, g->capacity, capacity, sizeof *w->before) ||
          !grow((void **)&w->decision, g->capacity, capacity, sizeof *w->decision) ||
          !grow((void **)&w->fellows, g->capacity, capacity, sizeof *w->fellows) ||
          !grow((void **)&w->announced.items, g->capacity, capacity, sizeof(int32_t)))) ||
        (group == ISTI_GROUP_seat &&
         (!grow((void **)&w->seat_affect, g->capacity, capacity, sizeof *w->seat_affect) ||
          !grow((void **)&w->seat_present, g->capacity, capacity, sizeof *w->seat_present)))) {
        return IST_ERR_NO_MEMORY;
    }
    g->capacity = capacity;
    return IST_OK;
}

// Make a group exactly as large as the model says.
static ist_status size_group(ist_state *s, isti_group_id group, int32_t count)
{
    const ist_status status = isti_state_reserve(s, group, count);
    if (status == IST_OK) {
        s->group[group].count = count;
    }
    return status;
}

static ist_status allocate_scratch(isti_scratch *w, const ist_model *m)
{
    const size_t nodes = (size_t)m->node_count;
    const size_t kinds = (size_t)isti_max_i(m->unit_count, m->theme_count);
    w->load = isti_alloc_scratch(nodes, sizeof *w->load);
    w->draw = isti_alloc_scratch((size_t)m->employee_count, sizeof *w->draw);
    w->attended = isti_alloc_scratch(nodes, sizeof *w->attended);
    w->moved = isti_alloc_array(nodes, sizeof *w->moved);
    w->grouped = isti_alloc_scratch(nodes, sizeof *w->grouped);
    w->profile = isti_alloc_scratch(nodes, sizeof *w->profile);
    w->workplace.first = isti_alloc_scratch((size_t)m->unit_count + 1, sizeof(int32_t));
    w->workplace.items = isti_alloc_scratch(nodes, sizeof(int32_t));
    w->theme.first = isti_alloc_scratch((size_t)m->theme_count + 1, sizeof(int32_t));
    w->theme.items = isti_alloc_scratch(nodes, sizeof(int32_t));
    w->announced.first = isti_alloc_scratch((size_t)m->theme_count + 1, sizeof(int32_t));
    w->cursor = isti_alloc_scratch(kinds, sizeof *w->cursor);
    w->theme_value = isti_alloc_scratch((size_t)m->theme_count, sizeof(double));
    w->latest = isti_alloc_scratch((size_t)m->theme_count, sizeof *w->latest);
    const bool complete = w->load && w->draw && w->attended && w->moved && w->grouped &&
                          w->profile && w->workplace.first && w->workplace.items &&
                          w->theme.first && w->theme.items && w->announced.first && w->cursor &&
                          w->theme_value && w->latest;
    return complete ? IST_OK : IST_ERR_NO_MEMORY;
}

static ist_status allocate_desk(isti_desk *d, const ist_model *m)
{
    const size_t nodes = (size_t)m->node_count;
    d->mark = isti_alloc_array(nodes, sizeof *d->mark);
    d->list = isti_alloc_scratch(nodes, sizeof *d->list);
    d->list2 = isti_alloc_scratch(nodes, sizeof *d->list2);
    d->value = isti_alloc_scratch(nodes, sizeof *d->value);
    return d->mark && d->list && d->list2 && d->value ? IST_OK : IST_ERR_NO_MEMORY;
}

static void free_desk(isti_desk *d)
{
    isti_seat_lists *l = &d->by_seat;
    void *const blocks[] = {l->value, l->marked, l->tie,  d->encounter, d->claim,
                            d->call,  d->mark,   d->list, d->list2,     d->value};
    for (size_t k = 0; k < COUNT_OF(blocks); k++) {
        isti_free(blocks[k]);
    }
}

static void free_scratch(isti_scratch *w)
{
    void *const blocks[] = {w->decision,        w->fellows,      w->meeting,     w->before,
                            w->seat_affect,     w->seat_present, w->load,        w->draw,
                            w->attended,        w->moved,        w->grouped,     w->profile,
                            w->cursor,          w->theme_value,  w->latest,      w->workplace.first,
                            w->workplace.items, w->theme.first,  w->theme.items, w->announced.first,
                            w->announced.items, w->new_tie};
    for (size_t k = 0; k < COUNT_OF(blocks); k++) {
        isti_free(blocks[k]);
    }
}

static void free_views(ist_state *s)
{
    for (int32_t k = 0; k < s->views; k++) {
        free_desk(&s->view[k].desk);
    }
    isti_free(s->view);
    isti_crew_destroy(s->crew);
    s->view = NULL;
    s->crew = NULL;
    s->views = 0;
}

// One view for each worker but the first.
static ist_status allocate_views(ist_state *s, int32_t threads)
{
    const int32_t views = isti_crew_size(threads, isti_parts(s->model)) - 1;
    if (views == s->views) {
        return IST_OK;
    }
    free_views(s);
    if (views == 0) {
        return IST_OK;
    }
    s->view = isti_alloc_array((size_t)views, sizeof *s->view);
    s->views = s->view ? views : 0;
    s->crew = isti_crew_create(views + 1);
    if (!s->view || !s->crew) {
        free_views(s);
        return IST_ERR_NO_MEMORY;
    }
    for (int32_t k = 0; k < views; k++) {
        if (allocate_desk(&s->view[k].desk, s->model) != IST_OK) {
            free_views(s);
            return IST_ERR_NO_MEMORY;
        }
    }
    return IST_OK;
}

static ist_status size_groups(ist_state *s)
{
    const ist_model *m = s->model;
    const struct {
        isti_group_id group;
        int32_t count;
    } fixed[] = {{ISTI_GROUP_employee, m->employee_count}, {ISTI_GROUP_node, m->node_count},
                 {ISTI_GROUP_row, m->node_count},          {ISTI_GROUP_unit, m->unit_count},
                 {ISTI_GROUP_manager, m->manager_count},   {ISTI_GROUP_theme, m->theme_count},
                 {ISTI_GROUP_launch, m->launch_count}};
    for (size_t k = 0; k < COUNT_OF(fixed); k++) {
        const ist_status status = size_group(s, fixed[k].group, fixed[k].count);
        if (status != IST_OK) {
            return status;
        }
    }
    return IST_OK;
}

// An empty shell with memory for the fixed groups.
static ist_state *shell(const ist_model *model)
{
    ist_state *s = isti_alloc_array(1, sizeof *s);
    if (!s) {
        return NULL;
    }
    s->model = model;
    if (size_groups(s) != IST_OK || allocate_scratch(&s->scratch, model) != IST_OK ||
        allocate_desk(&s->desk, model) != IST_OK) {
        ist_state_destroy(s);
        return NULL;
    }
    return s;
}

ist_state *ist_state_create(const ist_model *model, const ist_run_def *run, ist_errors *errors)
{
    ist_state *s = shell(model);
    const ist_status status = s ? ist_state_reset(s, run) : IST_ERR_NO_MEMORY;
    if (status != IST_OK) {
        isti_fail(errors, status, "", "%s", ist_status_text(status));
        ist_state_destroy(s);
        return NULL;
    }
    return s;
}

void ist_state_destroy(ist_state *s)
{
    if (!s) {
        return;
    }
#define ISTI_ROW(type, name, group, width) isti_free(s->name);
    ISTI_STATE_ARRAYS(ISTI_ROW)
#undef ISTI_ROW
    isti_fellows_clear(s);
    free_scratch(&s->scratch);
    free_desk(&s->desk);
    free_views(s);
    isti_free(s);
}

// Nobody is marked.
static void clear_marks(isti_desk *d, const ist_model *m)
{
    memset(d->mark, 0, (size_t)m->node_count * sizeof *d->mark);
    d->stamp = 0;
}

int32_t isti_stamps(ist_state *s, int32_t count)
{
    if (s->desk.stamp > INT32_MAX - count) {
        clear_marks(&s->desk, s->model);
    }
    const int32_t first = s->desk.stamp + 1;
    s->desk.stamp += count;
    return first;
}

// Zero every array and forget what grew.
static void wipe(ist_state *s)
{
    clear_marks(&s->desk, s->model);
    for (int32_t k = 0; k < s->views; k++) {
        clear_marks(&s->view[k].desk, s->model);
    }
#define ISTI_ROW(type, name, group_name, width)                         \
    if (s->group[ISTI_GROUP_##group_name].capacity > 0) {               \
        memset(s->name, 0,                                              \
               sizeof(type) * (size_t)(width) *                         \
                   (size_t)s->group[ISTI_GROUP_##group_name].capacity); \
    }
    ISTI_STATE_ARRAYS(ISTI_ROW)
#undef ISTI_ROW
    s->group[ISTI_GROUP_tie].count = 0;
    s->group[ISTI_GROUP_slot].count = 0;
    s->group[ISTI_GROUP_community].count = 0;
    s->group[ISTI_GROUP_seat].count = 0;
    s->group[ISTI_GROUP_task].count = 0;
    isti_index_communities(s);
    isti_fellows_clear(s);
}

ist_status ist_state_reset(ist_state *s, const ist_run_def *run)
{
    if (run->def_size != sizeof *run) {
        return IST_ERR_DEF_NOT_INITIALIZED;
    }
    if (run->without < -1 || run->without >= s->model->shock_count ||
        run->off >= IST_OFF(IST_MECHANISM_COUNT) || run->threads < 0) {
        return IST_ERR_ARGUMENT;
    }
    if (allocate_views(s, run->threads) != IST_OK) {
        return IST_ERR_NO_MEMORY;
    }
    wipe(s);
    s->run = *run;
    s->key = isti_run_key(run->seed, run->replicate);
    s->now = (isti_scalars){.free_tie = -1,
                            .overseer_group = -1,
                            .emphasis = s->model->emphasis,
                            .portal = s->model->portal,
                            .institutionalization = s->model->institutionalization};
    return isti_people_settle(s);
}

ist_state *ist_state_branch(const ist_state *s)
{
    ist_state *twin = shell(s->model);
    if (!twin) {
        return NULL;
    }
    if (allocate_views(twin, s->run.threads) != IST_OK) {
        ist_state_destroy(twin);
        return NULL;
    }
    twin->run = s->run;
    twin->key = s->key;
    twin->now = s->now;
    for (int32_t g = 0; g < ISTI_GROUP_COUNT; g++) {
        if (isti_state_reserve(twin, (isti_group_id)g, s->group[g].count) != IST_OK) {
            ist_state_destroy(twin);
            return NULL;
        }
        twin->group[g].count = s->group[g].count;
    }
#define ISTI_ROW(type, name, group, width)                                     \
    if (ISTI_COUNT(s, group) > 0) {                                            \
        memcpy(twin->name, s->name,                                            \
               sizeof(type) * (size_t)(width) * (size_t)ISTI_COUNT(s, group)); \
    }
    ISTI_STATE_ARRAYS(ISTI_ROW)
#undef ISTI_ROW
    isti_index_communities(twin);
    return twin;
}

ist_state *ist_state_branch_without(const ist_state *s, int32_t shock)
{
    const bool is_ahead = shock >= 0 && shock < ist_model_shocks(s->model) &&
                          s->now.tick <= ist_model_shock_tick(s->model, shock);
    ist_state *twin = is_ahead ? ist_state_branch(s) : NULL;
    if (twin) {
        twin->run.without = shock;
    }
    return twin;
}

ist_status ist_state_observe(ist_state *s, const ist_observer *observer)
{
    if (s->observers == ISTI_MAX_OBSERVERS) {
        return IST_ERR_LIMIT;
    }
    s->observer[s->observers++] = *observer;
    return IST_OK;
}

double isti_desk_bytes(const ist_model *m)
{
    return (double)m->node_count * (sizeof(float) + 3 * sizeof(int32_t));
}

double isti_scratch_bytes(const ist_model *m)
{
    const size_t per_node = sizeof(float) + 3 * sizeof(int32_t) + sizeof(isti_profile) + 2;
    return (double)m->node_count * (double)per_node + (double)m->employee_count * sizeof(double);
}

// What a desk collected, and room for it.
static size_t collected_bytes(const isti_desk *d)
{
    const isti_seat_lists *l = &d->by_seat;
    return (size_t)l->capacity * (sizeof *l->value + sizeof *l->marked + sizeof *l->tie) +
           (size_t)d->encounter_capacity * sizeof *d->encounter +
           (size_t)d->claim_capacity * sizeof *d->claim +
           (size_t)d->call_capacity * sizeof *d->call;
}

size_t ist_state_bytes(const ist_state *s)
{
    const ist_model *m = s->model;
    size_t bytes = sizeof *s + (size_t)s->views * sizeof *s->view;
#define ISTI_ROW(type, name, group_name, width) \
    bytes += sizeof(type) * (size_t)(width) * (size_t)s->group[ISTI_GROUP_##group_name].capacity;
    ISTI_STATE_ARRAYS(ISTI_ROW)
#undef ISTI_ROW
    bytes += (size_t)(isti_scratch_bytes(m) + (s->views + 1) * isti_desk_bytes(m));
    bytes += collected_bytes(&s->desk);
    for (int32_t k = 0; k < s->views; k++) {
        bytes += collected_bytes(&s->view[k].desk);
    }
    bytes += (size_t)s->group[ISTI_GROUP_community].capacity *
             (sizeof *s->scratch.meeting + sizeof *s->scratch.decision +
              sizeof *s->scratch.fellows + 2 * sizeof(int32_t));
    bytes += isti_fellows_bytes(s);
    bytes += (size_t)s->group[ISTI_GROUP_seat].capacity *
             (sizeof *s->scratch.seat_affect + sizeof *s->scratch.seat_present);
    return bytes;
}
