// SPDX-License-Identifier: GPL-3.0-or-later
// How far the verdicts survive other parameter values: a Latin hypercube around those of the model.
#include "study/study.h"

#include "base/crew.h"
#include "base/memory.h"
#include "base/names.h"
#include "ensemble/sampling.h"
#include "model/parameters.h"

#include <math.h>
#include <string.h>

struct ist_jitter {
    int32_t draws, parameters, patterns;
    double *value;           // [draw * parameters + parameter]
    double *median;          // [pattern * draws + draw]
    bool *holds;             // the same
    bool *is_judged;         // of each pattern
    const isti_pattern *row; // of the file
};

ist_jitter_def ist_jitter_def_default(void)
{
    const int32_t replicates = 20;
    ist_jitter_def def = {.def_size = sizeof(ist_jitter_def),
                          .reach = 0.1,
                          .draws = 200,
                          .seed = 1,
                          .runs = ist_validation_def_default()};
    def.runs.replicates = replicates;
    return def;
}

// ---- The hypercube

double isti_jittered(const ist_parameter_info *parameter, double value, double reach, double place)
{
    const double step = fabs(value) * reach;
    const double low = isti_max(value - step, parameter->minimum);
    const double high = isti_min(value + step, parameter->maximum);
    const double moved = isti_min(low + (high - low) * place, high);
    return parameter->is_integer ? round(moved) : moved;
}

// What a parameter may be in all runs: a community meets at most once a tick.
static ist_parameter_info limits_of(const ist_parameter_info *parameter, const isti_plan *plan)
{
    ist_parameter_info limits = *parameter;
    for (int32_t k = 0; k < plan->runs && strcmp(parameter->name, "meetings_per_year") == 0; k++) {
        limits.maximum = isti_min(limits.maximum, ist_model_ticks_per_year(plan->run[k].model));
    }
    return limits;
}

// Parameters that are the two ends of a range stay so.
static void keep_order(ist_jitter *j)
{
    static const struct {
        const char *low, *high;
    } ranges[] = {
        {"connect_low", "connect_high"},
        {"group_min", "group_max"},
        {"group_deadline_low", "group_deadline_high"},
    };
    for (size_t k = 0; k < COUNT_OF(ranges); k++) {
        const char *const *names = isti_parameter_names();
        const int32_t low = isti_name_find(names, j->parameters, ranges[k].low);
        const int32_t high = isti_name_find(names, j->parameters, ranges[k].high);
        for (int32_t d = 0; low >= 0 && high >= 0 && d < j->draws; d++) {
            double *value = j->value + (size_t)d * (size_t)j->parameters;
            const double a = value[low];
            const double b = value[high];
            value[low] = isti_min(a, b);
            value[high] = isti_max(a, b);
        }
    }
}

// Values of all parameters in all draws, around those that the first run has.
static ist_status fill_values(ist_jitter *j, const ist_jitter_def *def, const isti_plan *plan)
{
    double *place = isti_alloc_array((size_t)j->draws, sizeof *place);
    ist_status status = place ? IST_OK : IST_ERR_NO_MEMORY;
    for (int32_t p = 0; p < j->parameters && status == IST_OK; p++) {
        const ist_parameter_info limits = limits_of(ist_parameter_get(p), plan);
        const double value = ist_model_parameter(plan->run[0].model, limits.name);
        status = isti_hypercube_column(def->seed, p, j->draws, place);
        for (int32_t d = 0; d < j->draws && status == IST_OK; d++) {
            j->value[(size_t)d * (size_t)j->parameters + (size_t)p] =
                isti_jittered(&limits, value, def->reach, place[d]);
        }
    }
    keep_order(j);
    isti_free(place);
    return status;
}

// ---- Opening

static ist_status check(const ist_jitter_def *def, ist_errors *errors)
{
    if (def->def_size != sizeof *def) {
        return isti_fail(errors, IST_ERR_DEF_NOT_INITIALIZED, "", "%s",
                         ist_status_text(IST_ERR_DEF_NOT_INITIALIZED));
    }
    if (def->draws < 1) {
        return isti_fail(errors, IST_ERR_ARGUMENT, "", "%d draws: at least 1 is wanted",
                         (int)def->draws);
    }
    return def->reach >= 0.0 && def->reach < 1.0
               ? IST_OK
               : isti_fail_range(errors, "", "reach", def->reach, 0.0, 1.0);
}

// The parameters that all draws move: those of the runs, as they would be without jitter.
static ist_status start_from_runs(ist_jitter *j, const ist_patterns *patterns,
                                  const ist_jitter_def *def, ist_errors *errors)
{
    ist_validation *v = isti_validation_open(patterns, &def->runs, errors);
    if (!v) {
        return IST_ERR_ARGUMENT;
    }
    for (int32_t k = 0; k < j->patterns; k++) {
        j->is_judged[k] =
            v->is_asked[k] && patterns->view.pattern[k].judgment != IST_JUDGMENT_REPORTED;
    }
    const ist_status status = fill_values(j, def, &v->plan);
    ist_validation_destroy(v);
    return status == IST_OK ? IST_OK : isti_fail(errors, status, "", "%s", ist_status_text(status));
}

static ist_jitter *open_jitter(const ist_patterns *patterns, const ist_jitter_def *def,
                               ist_errors *errors)
{
    ist_jitter *j = isti_alloc_array(1, sizeof *j);
    if (j) {
        j->draws = def->draws;
        j->parameters = ist_parameter_count();
        j->patterns = patterns->view.patterns;
        j->row = patterns->view.pattern;
        const size_t draws = (size_t)j->draws;
        const size_t cells = draws * (size_t)j->patterns;
        j->value = isti_alloc_array(draws * (size_t)j->parameters, sizeof *j->value);
        j->median = isti_alloc_array(cells, sizeof *j->median);
        j->holds = isti_alloc_array(cells, sizeof *j->holds);
        j->is_judged = isti_alloc_array((size_t)j->patterns, sizeof *j->is_judged);
    }
    if (!j || !j->value || !j->median || !j->holds || !j->is_judged) {
        isti_fail(errors, IST_ERR_NO_MEMORY, "", "%s", ist_status_text(IST_ERR_NO_MEMORY));
        ist_jitter_destroy(j);
        return NULL;
    }
    if (start_from_runs(j, patterns, def, errors) != IST_OK) {
        ist_jitter_destroy(j);
        return NULL;
    }
    return j;
}

void ist_jitter_destroy(ist_jitter *j)
{
    if (!j) {
        return;
    }
    isti_free(j->value);
    isti_free(j->median);
    isti_free(j->holds);
    isti_free(j->is_judged);
    isti_free(j);
}

// ---- Drawing

// Several draws are made together, so that no worker waits while another finishes one.
typedef struct batch {
    const ist_patterns *patterns;
    const ist_jitter_def *def;
    ist_jitter *j;
    const char **name; // of all parameters
    ist_validation **draw;
    int32_t first, count, most;
} batch;

static int32_t draws_at_once(const ist_jitter_def *def)
{
    const int32_t rounds = 2; // jobs per worker
    const int32_t workers = isti_crew_size(def->runs.workers, INT32_MAX);
    const int32_t replicates = def->runs.replicates;
    const int32_t wanted = (rounds * workers + replicates - 1) / replicates;
    return isti_min_i(isti_max_i(wanted, 1), def->draws);
}

static ist_status open_draws(batch *b, ist_errors *errors)
{
    ist_validation_def runs = b->def->runs;
    runs.parameter = b->name;
    runs.parameter_count = b->j->parameters;
    for (int32_t k = 0; k < b->count; k++) {
        runs.parameter_value = ist_jitter_values(b->j, b->first + k);
        b->draw[k] = isti_validation_open(b->patterns, &runs, errors);
        if (!b->draw[k]) {
            return isti_fail(errors, IST_ERR_ARGUMENT, "", "draw %d cannot be run",
                             (int)(b->first + k));
        }
    }
    return IST_OK;
}

static ist_status run_draws(batch *b, ist_errors *errors)
{
    const isti_progress progress = {.tell = b->def->runs.on_progress,
                                    .context = b->def->runs.context,
                                    .from = (double)b->first / b->def->draws,
                                    .to = (double)(b->first + b->count) / b->def->draws};
    const ist_status status =
        isti_validation_work(b->draw, b->count, b->def->runs.workers, &progress);
    if (status != IST_OK) {
        isti_fail_work(errors, status);
    }
    return status;
}

static ist_status note_draw(batch *b, int32_t k, ist_errors *errors)
{
    ist_validation *v = b->draw[k];
    ist_jitter *j = b->j;
    const int32_t draw = b->first + k;
    isti_validation_judge(v);
    for (int32_t p = 0; p < j->patterns; p++) {
        const size_t cell = (size_t)p * (size_t)j->draws + (size_t)draw;
        j->median[cell] = v->verdict[p].median;
        j->holds[cell] = isti_verdict_holds_roughly(&j->row[p], &v->verdict[p]);
    }
    if (b->def->on_draw && !b->def->on_draw(b->def->context, draw, v)) {
        isti_fail_work(errors, IST_STOPPED);
        return IST_STOPPED;
    }
    return IST_OK;
}

static ist_status do_batch(batch *b, ist_errors *errors)
{
    ist_status status = open_draws(b, errors);
    status = status == IST_OK ? run_draws(b, errors) : status;
    for (int32_t k = 0; k < b->count && status == IST_OK; k++) {
        status = note_draw(b, k, errors);
    }
    for (int32_t k = 0; k < b->count; k++) {
        ist_validation_destroy(b->draw[k]);
        b->draw[k] = NULL;
    }
    return status;
}

static ist_status draw_all(batch *b, ist_errors *errors)
{
    b->most = draws_at_once(b->def);
    b->name = isti_alloc_array((size_t)b->j->parameters, sizeof *b->name);
    b->draw = isti_alloc_array((size_t)b->most, sizeof(ist_validation *));
    ist_status status = b->name && b->draw ? IST_OK : IST_ERR_NO_MEMORY;
    if (status != IST_OK) {
        isti_fail(errors, status, "", "%s", ist_status_text(status));
    }
    for (int32_t p = 0; p < b->j->parameters && status == IST_OK; p++) {
        b->name[p] = ist_parameter_get(p)->name;
    }
    for (b->first = 0; b->first < b->j->draws && status == IST_OK; b->first += b->count) {
        b->count = isti_min_i(b->most, b->j->draws - b->first);
        status = do_batch(b, errors);
    }
    isti_free(b->name);
    isti_free(b->draw);
    return status;
}

ist_jitter *ist_jitter_run(const ist_patterns *patterns, const ist_jitter_def *def,
                           ist_errors *errors)
{
    if (check(def, errors) != IST_OK) {
        return NULL;
    }
    ist_jitter *j = open_jitter(patterns, def, errors);
    if (!j) {
        return NULL;
    }
    batch b = {.patterns = patterns, .def = def, .j = j};
    if (draw_all(&b, errors) != IST_OK) {
        ist_jitter_destroy(j);
        return NULL;
    }
    return j;
}

// ---- Looking

int32_t ist_jitter_draws(const ist_jitter *j)
{
    return j->draws;
}

static bool does_hold(const ist_jitter *j, int32_t pattern, int32_t draw)
{
    return j->holds[(size_t)pattern * (size_t)j->draws + (size_t)draw];
}

int32_t ist_jitter_pattern_holds(const ist_jitter *j, int32_t pattern)
{
    int32_t draws = 0;
    for (int32_t d = 0; pattern >= 0 && pattern < j->patterns && d < j->draws; d++) {
        draws += does_hold(j, pattern, d);
    }
    return draws;
}

int32_t ist_jitter_set_holds(const ist_jitter *j, char worth)
{
    int32_t draws = 0;
    for (int32_t d = 0; d < j->draws; d++) {
        bool all_hold = true;
        for (int32_t p = 0; p < j->patterns; p++) {
            const bool counts = j->is_judged[p] && (worth == 0 || j->row[p].worth == worth);
            all_hold = all_hold && (!counts || does_hold(j, p, d));
        }
        draws += all_hold;
    }
    return draws;
}

const double *ist_jitter_values(const ist_jitter *j, int32_t draw)
{
    return draw >= 0 && draw < j->draws ? j->value + (size_t)draw * (size_t)j->parameters : NULL;
}

double ist_jitter_median(const ist_jitter *j, int32_t pattern, int32_t draw)
{
    const bool is_there = pattern >= 0 && pattern < j->patterns && draw >= 0 && draw < j->draws;
    return is_there ? j->median[(size_t)pattern * (size_t)j->draws + (size_t)draw] : (double)NAN;
}
