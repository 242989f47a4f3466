// SPDX-License-Identifier: GPL-3.0-or-later
// Making the runs. A job is one replicate of one validation: its runs one after the other, then all
// its values, which have places of their own, so that nothing depends on who did what when.
#include "study/study.h"

#include "base/crew.h"
#include "base/memory.h"
#include "study/value.h"

typedef struct work {
    ist_validation *const *validation;
    const isti_progress *progress;
    int32_t replicates; // of each validation
    isti_lock *lock;    // for all that follows
    double done, total;
    ist_status outcome; // of the first who gave up
} work;

// So much more is done. Not IST_OK when the work is to be given up.
static ist_status report_progress(work *w, double more)
{
    const isti_progress *p = w->progress;
    isti_lock_hold(w->lock);
    w->done += more;
    const double share = p->from + (p->to - p->from) * isti_min(w->done / w->total, 1.0);
    if (w->outcome == IST_OK && p->tell && !p->tell(p->context, share)) {
        w->outcome = IST_STOPPED;
    }
    const ist_status status = w->outcome;
    isti_lock_release(w->lock);
    return status;
}

static ist_status give_up(work *w, ist_status why)
{
    isti_lock_hold(w->lock);
    w->outcome = w->outcome == IST_OK ? why : w->outcome;
    isti_lock_release(w->lock);
    return why;
}

static ist_status run_years(work *w, const isti_planned *run, ist_state *state)
{
    const int32_t year = ist_model_ticks_per_year(run->model);
    ist_status status = IST_OK;
    for (int32_t tick = 0; tick < run->ticks && status == IST_OK; tick += year) {
        const int32_t ticks = isti_min_i(year, run->ticks - tick);
        status = ist_run(state, ticks);
        if (status == IST_OK) {
            status = report_progress(w, isti_planned_work(run, ticks));
        }
    }
    return status;
}

// One run from start to end, of which only the record is left.
static ist_status make_run(work *w, const ist_validation *v, const isti_planned *run,
                           uint32_t replicate, isti_record *record)
{
    ist_run_def def = ist_run_def_default();
    def.seed = v->def.seed;
    def.replicate = replicate;
    def.off = run->off;
    def.reversed = v->def.reversed;
    ist_status status = isti_record_open(record, run->model, run->with_communities);
    if (status != IST_OK) {
        return status;
    }
    ist_state *state = ist_state_create(run->model, &def, NULL);
    if (!state) {
        return IST_ERR_NO_MEMORY;
    }
    const ist_observer observer = ist_recorder_observer(record->recorder);
    status = ist_state_observe(state, &observer);
    status = status == IST_OK ? run_years(w, run, state) : status;
    status = status == IST_OK ? isti_record_finish(record, state) : status;
    ist_state_destroy(state);
    return status;
}

static ist_status tell_values(ist_validation *v, int32_t k, const isti_record *const *record)
{
    const isti_patterns_view *file = &v->patterns->view;
    ist_status status = IST_OK;
    isti_scene scene = {.file = file, .record = record, .community = -1, .status = &status};
    for (int32_t p = 0; p < file->patterns; p++) {
        if (v->is_asked[p] && !v->is_taken[p]) {
            scene.run = file->pattern[p].run;
            v->values[(size_t)p * (size_t)v->def.replicates + (size_t)k] =
                isti_value(&scene, file->pattern[p].value);
        }
    }
    return status;
}

static ist_status do_replicate(work *w, ist_validation *v, int32_t k, isti_record *made,
                               const isti_record **record)
{
    const uint32_t replicate = (uint32_t)(v->def.first + k);
    ist_status status = IST_OK;
    for (int32_t r = 0; r < v->plan.runs && status == IST_OK; r++) {
        status = make_run(w, v, &v->plan.run[r], replicate, &made[r]);
    }
    for (int32_t r = 0; r < v->patterns->view.runs; r++) {
        record[r] = v->plan.run_of[r] >= 0 ? &made[v->plan.run_of[r]] : NULL;
    }
    status = status == IST_OK ? tell_values(v, k, record) : status;
    for (int32_t r = 0; r < v->plan.runs; r++) {
        isti_record_clear(&made[r]);
    }
    return status;
}

static ist_status do_job(void *context, int32_t job, int32_t worker)
{
    (void)worker;
    work *w = context;
    ist_validation *v = w->validation[job / w->replicates];
    isti_record *made = isti_alloc_array((size_t)v->plan.runs, sizeof *made);
    const isti_record **record =
        isti_alloc_array((size_t)v->patterns->view.runs, sizeof(const isti_record *));
    const ist_status status =
        made && record ? do_replicate(w, v, job % w->replicates, made, record) : IST_ERR_NO_MEMORY;
    isti_free(made);
    isti_free(record);
    return status == IST_OK ? IST_OK : give_up(w, status);
}

ist_status isti_validation_work(ist_validation *const *validation, int32_t count, int32_t workers,
                                const isti_progress *progress)
{
    work w = {.validation = validation,
              .progress = progress,
              .replicates = validation[0]->def.replicates,
              .lock = isti_lock_create()};
    if (!w.lock) {
        return IST_ERR_NO_MEMORY;
    }
    for (int32_t k = 0; k < count; k++) {
        w.total += isti_plan_work(&validation[k]->plan) * w.replicates;
    }
    const ist_status status = isti_crew_run(workers, count * w.replicates, do_job, &w);
    isti_lock_destroy(w.lock);
    return w.outcome != IST_OK ? w.outcome : status;
}
