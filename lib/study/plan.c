// SPDX-License-Identifier: GPL-3.0-or-later
// What a replicate has to run so that the patterns asked for can be told, and no more.
#include "study/study.h"

#include "base/memory.h"

#include <math.h>

// What values want of a run of the file.
typedef struct wish {
    bool is_needed, with_communities;
    double until; // latest year somebody looks at
} wish;

typedef struct walk {
    const isti_patterns_view *file;
    wish *wish; // of each run of the file
} walk;

// ---- Who looks at what

static double year_of(const isti_patterns_view *file, int32_t node)
{
    const bool is_given = node >= 0 && file->node[node].op == ISTI_VALUE_NUMBER;
    return is_given ? file->node[node].number : (double)INFINITY;
}

// Latest year an operator looks at by itself; infinite where only the run tells, or where it looks at
// communities, which are known by how they end.
static double reach_of(const isti_patterns_view *file, const isti_value_node *node)
{
    switch (node->op) {
    case ISTI_VALUE_AT:
        return year_of(file, node->at);
    case ISTI_VALUE_MEAN:
    case ISTI_VALUE_MIN:
    case ISTI_VALUE_MAX:
    case ISTI_VALUE_SUM:
    case ISTI_VALUE_TIME_OF_MIN:
    case ISTI_VALUE_TIME_OF_MAX:
    case ISTI_VALUE_FIRST_ABOVE:
    case ISTI_VALUE_FIRST_BELOW:
    case ISTI_VALUE_SMALLEST_STEP:
        return year_of(file, node->to);
    case ISTI_VALUE_RECOVERY:
    case ISTI_VALUE_COUNT:
    case ISTI_VALUE_SHARE:
    case ISTI_VALUE_EACH:
    case ISTI_VALUE_OF:
    case ISTI_VALUE_PROPERTY:
    case ISTI_VALUE_ANSWERED:
        return (double)INFINITY;
    default:
        return -(double)INFINITY;
    }
}

static void look(const walk *w, int32_t run, int32_t number);

static void look_at_selector(const walk *w, int32_t run, int32_t number)
{
    if (number < 0) {
        return;
    }
    const isti_selector *s = &w->file->selector[number];
    const int32_t times[] = {s->active_at,  s->stage_at,        s->largest_at,   s->only_largest_at,
                             s->members_at, s->attendance_from, s->attendance_to};
    w->wish[run].with_communities = true;
    for (size_t k = 0; k < COUNT_OF(times); k++) {
        look(w, run, times[k]);
    }
}

static void look(const walk *w, int32_t run, int32_t number)
{
    if (number < 0) {
        return;
    }
    const isti_value_node *node = &w->file->node[number];
    wish *wanted = &w->wish[run];
    wanted->is_needed = true;
    wanted->until = isti_max(wanted->until, reach_of(w->file, node));
    if (node->op == ISTI_VALUE_IN) {
        look(w, node->run, node->value);
        return;
    }
    const int32_t children[] = {node->at,    node->from,  node->to,
                                node->value, node->other, node->condition};
    for (size_t k = 0; k < COUNT_OF(children); k++) {
        look(w, run, children[k]);
    }
    for (int32_t k = 0; k < node->count; k++) {
        look(w, run, w->file->operand[node->first + k]);
    }
    look_at_selector(w, run, node->selector);
    look_at_selector(w, run, node->among);
}

// ---- What that makes to run

// Ticks of a model until a year, the one that contains it included.
static int32_t ticks_until(const ist_model *model, double year)
{
    const int32_t all = ist_model_ticks(model);
    const double start = ist_model_time(model, 0);
    if (year < start) {
        return 1;
    }
    const int32_t tick = isti_study_tick(start, ist_model_ticks_per_year(model), all, year);
    return tick < 0 ? all : tick + 1;
}

// Runs that are alike are made once.
static int32_t place_of(isti_plan *plan, const isti_planned *wanted)
{
    for (int32_t k = 0; k < plan->runs; k++) {
        const isti_planned *run = &plan->run[k];
        if (run->model == wanted->model && run->off == wanted->off && run->most == wanted->most) {
            return k;
        }
    }
    plan->run[plan->runs] = *wanted;
    return plan->runs++;
}

static const ist_model *model_of(const isti_plan *plan, int32_t number)
{
    return plan->variants.item[plan->variant_of[number]].model;
}

static isti_planned planned_run(const isti_plan *plan, int32_t number)
{
    const isti_pattern_run *run = &plan->file->run[number];
    const ist_model *model = model_of(plan, number);
    return (isti_planned){
        .model = model, .off = run->off | plan->off, .most = ticks_until(model, run->until)};
}

static void add_run(isti_plan *plan, int32_t number, const wish *wanted)
{
    const isti_planned planned = planned_run(plan, number);
    plan->run_of[number] = place_of(plan, &planned);
    isti_planned *made = &plan->run[plan->run_of[number]];
    const int32_t ticks = isti_min_i(made->most, ticks_until(made->model, wanted->until));
    made->ticks = isti_max_i(made->ticks, ticks);
    made->with_communities = made->with_communities || wanted->with_communities;
}

// ---- Opening

static void look_at_patterns(const walk *w, const bool *is_asked)
{
    for (int32_t k = 0; k < w->file->runs; k++) {
        w->wish[k].until = -(double)INFINITY;
    }
    for (int32_t k = 0; k < w->file->patterns; k++) {
        if (is_asked[k]) {
            look(w, w->file->pattern[k].run, w->file->pattern[k].value);
        }
    }
}

static void lay_out(isti_plan *plan, const walk *w)
{
    plan->runs = 0;
    for (int32_t k = 0; k < w->file->runs; k++) {
        plan->run_of[k] = -1;
        if (w->wish[k].is_needed) {
            add_run(plan, k, &w->wish[k]);
        }
    }
}

static ist_status compile_runs(isti_plan *plan, const walk *w, const ist_patterns *patterns,
                               const isti_change *change, ist_errors *errors)
{
    for (int32_t k = 0; k < w->file->runs; k++) {
        plan->variant_of[k] = -1;
        if (!w->wish[k].is_needed) {
            continue;
        }
        plan->variant_of[k] = isti_variants_add(&plan->variants, patterns, k, change, errors);
        if (plan->variant_of[k] < 0) {
            return IST_ERR_ARGUMENT;
        }
    }
    return IST_OK;
}

ist_status isti_plan_open(isti_plan *plan, const ist_patterns *patterns, const bool *is_asked,
                          const isti_change *change, ist_errors *errors)
{
    const size_t runs = (size_t)patterns->view.runs;
    *plan = (isti_plan){.file = &patterns->view,
                        .variant_of = isti_alloc_array(runs, sizeof *plan->variant_of),
                        .off = change->ablation ? change->ablation->off : 0,
                        .run = isti_alloc_array(runs, sizeof *plan->run),
                        .run_of = isti_alloc_array(runs, sizeof *plan->run_of)};
    const walk w = {.file = plan->file, .wish = isti_alloc_array(runs, sizeof *w.wish)};
    ist_status status = IST_ERR_NO_MEMORY;
    if (plan->variant_of && plan->run && plan->run_of && w.wish) {
        look_at_patterns(&w, is_asked);
        status = compile_runs(plan, &w, patterns, change, errors);
    } else {
        isti_fail(errors, status, "", "%s", ist_status_text(status));
    }
    if (status == IST_OK) {
        lay_out(plan, &w);
    }
    isti_free(w.wish);
    return status;
}

void isti_plan_clear(isti_plan *plan)
{
    isti_variants_clear(&plan->variants);
    isti_free(plan->variant_of);
    isti_free(plan->run);
    isti_free(plan->run_of);
    *plan = (isti_plan){0};
}

ist_status isti_plan_narrow(isti_plan *plan, const bool *is_asked)
{
    const walk w = {.file = plan->file,
                    .wish = isti_alloc_array((size_t)plan->file->runs, sizeof *w.wish)};
    if (!w.wish) {
        return IST_ERR_NO_MEMORY;
    }
    look_at_patterns(&w, is_asked);
    lay_out(plan, &w);
    isti_free(w.wish);
    return IST_OK;
}

// ---- Looking

ist_status isti_plan_runs_of(const isti_plan *plan, int32_t pattern, bool *is_needed)
{
    const walk w = {.file = plan->file,
                    .wish = isti_alloc_array((size_t)plan->file->runs, sizeof *w.wish)};
    if (!w.wish) {
        return IST_ERR_NO_MEMORY;
    }
    look(&w, w.file->pattern[pattern].run, w.file->pattern[pattern].value);
    for (int32_t k = 0; k < w.file->runs; k++) {
        is_needed[k] = w.wish[k].is_needed;
    }
    isti_free(w.wish);
    return IST_OK;
}

uint64_t isti_plan_identity(const isti_plan *plan, int32_t run)
{
    if (plan->variant_of[run] < 0) {
        return 0;
    }
    const isti_planned planned = planned_run(plan, run);
    const uint64_t parts[] = {ist_model_hash(planned.model), planned.off, (uint64_t)planned.most};
    return isti_digest(0, parts, sizeof parts);
}

// A tick takes about as long as what it goes over is large.
double isti_planned_work(const isti_planned *run, int32_t ticks)
{
    return (double)ticks * (double)ist_model_state_bytes(run->model);
}

double isti_plan_work(const isti_plan *plan)
{
    double work = 0.0;
    for (int32_t k = 0; k < plan->runs; k++) {
        work += isti_planned_work(&plan->run[k], plan->run[k].ticks);
    }
    return work;
}
