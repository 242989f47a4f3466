// SPDX-License-Identifier: GPL-3.0-or-later
// What a report tells of one variant of a scenario: all its runs, and one of them in detail.
#include "driver/report/story.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver/exit_code.h"
#include "driver/message.h"
#include "driver/text.h"

// ---- Room

static bool make_room(struct story *story)
{
    const struct case_run *one = &story->one;
    const size_t row = (size_t)one->replicates * sizeof(double);
    const size_t ticks = (size_t)one->ticks;
    const size_t shocks = (size_t)ist_model_shocks(one->model);
    story->ages = one->ticks;
    story->time = calloc(ticks + 1, sizeof *story->time);
    story->mark = calloc((size_t)ist_model_events(one->model) + 1, sizeof *story->mark);
    story->job = calloc((size_t)one->replicates + 1, sizeof *story->job);
    story->role = calloc(ticks * IST_ROLE_COUNT + 1, row);
    story->twin = one->twins ? calloc(shocks * ticks + 1, row) : NULL;
    story->alive = calloc((size_t)story->ages + 1, row);
    story->at_risk = calloc((size_t)story->ages + 1, sizeof *story->at_risk);
    story->runs_at_risk = calloc((size_t)story->ages + 1, sizeof *story->runs_at_risk);
    for (int i = 0; i < SCRATCHES; i++) {
        story->scratch[i] = calloc(2 * ticks + 1, sizeof(double));
        if (!story->scratch[i]) {
            return false;
        }
    }
    if (!story->time || !story->mark || !story->job || !story->role || !story->alive ||
        !story->at_risk || !story->runs_at_risk || (one->twins && !story->twin)) {
        return false;
    }
    for (int32_t t = 0; t < one->ticks; t++) {
        story->time[t] = ist_model_time(one->model, t);
    }
    return true;
}

void story_close(struct story *story)
{
    free(story->time);
    free(story->mark);
    free(story->job);
    free(story->role);
    free(story->twin);
    free(story->alive);
    free(story->at_risk);
    free(story->runs_at_risk);
    for (int i = 0; i < SCRATCHES; i++) {
        free(story->scratch[i]);
    }
    ist_run_record_destroy(story->chosen);
    again_close(&story->again);
    case_close(&story->one);
    *story = (struct story){0};
}

// ---- Events

// "emphasis 0.8", with the number of equal events at once, behind the name of a group that begins.
static void describe_event(const struct story *story, const ist_event_info *event, int32_t count,
                           int32_t group, char *out, size_t size)
{
    const char *kind = ist_event_name(event->kind);
    const char *name = event->shock != group && event->shock >= 0
                           ? ist_model_shock_name(story->one.model, event->shock)
                           : kind;
    const bool is_named = strcmp(name, kind) != 0;
    char detail[40] = "";
    if (count > 1) {
        snprintf(detail, sizeof detail, " (%" PRId32 ")", count);
    } else if (!isnan(event->value)) {
        snprintf(detail, sizeof detail, " %.3g", event->value);
    }
    snprintf(out, size, "%.60s%s%s%s", is_named ? name : "", is_named ? ": " : "", kind, detail);
    for (char *c = out; *c; c++) {
        *c = *c == '_' ? ' ' : *c;
    }
}

// Adds to the words of a mark; what has no room is told to be there.
static void add_words(struct mark *mark, const char *words)
{
    static const char more[] = ", and more";
    const size_t used = strlen(mark->text);
    if (used + strlen(words) + sizeof more + 2 < sizeof mark->text) {
        snprintf(mark->text + used, sizeof mark->text - used, "%s%s", used > 0 ? ", " : "", words);
    } else if (used < sizeof more || strcmp(mark->text + used - sizeof more + 1, more) != 0) {
        snprintf(mark->text + used, sizeof mark->text - used, "%s", more);
    }
}

static bool is_alike(const ist_event_info *a, const ist_event_info *b)
{
    return a->kind == b->kind && a->tick == b->tick && a->shock == b->shock;
}

static void collect_marks(struct story *story)
{
    const ist_model *model = story->one.model;
    ist_event_info event;
    int32_t group = -1;
    for (int32_t i = 0; ist_model_event(model, i, &event) && event.tick < story->one.ticks; i++) {
        ist_event_info other;
        int32_t count = 1;
        while (ist_model_event(model, i + 1, &other) && is_alike(&event, &other)) {
            count++;
            i++;
        }
        const double time = ist_model_time(model, event.tick);
        const bool is_new = story->marks == 0 || time > story->mark[story->marks - 1].time;
        story->marks += is_new;
        struct mark *mark = &story->mark[story->marks - 1];
        if (is_new) {
            mark->time = time;
            group = -1;
            snprintf(mark->label, sizeof mark->label, "%" PRId32, story->marks);
        }
        char words[160];
        describe_event(story, &event, count, group, words, sizeof words);
        add_words(mark, words);
        group = event.shock;
    }
}

// ---- Runs

static double *role_row(const struct story *story, int32_t tick, int role)
{
    const size_t row = (size_t)tick * IST_ROLE_COUNT + (size_t)role;
    return story->role + row * (size_t)story->one.replicates;
}

static double *twin_row(const struct story *story, int32_t shock, int32_t tick)
{
    const size_t row = (size_t)shock * (size_t)story->one.ticks + (size_t)tick;
    return story->twin + row * (size_t)story->one.replicates;
}

static bool is_official(ist_stage stage)
{
    return stage == IST_STAGE_PRACTICE || stage == IST_STAGE_PROJECT ||
           stage == IST_STAGE_BUREAUCRATIZED;
}

static void add_roles(struct story *story, const ist_run_record *record, int32_t k)
{
    int32_t at = 0;
    for (int32_t t = 0; t < story->one.ticks; t++) {
        double sum[IST_ROLE_COUNT] = {0.0};
        int32_t count = 0;
        for (; at < record->community_rows && record->community_row[at].tick == t; at++) {
            const ist_community_row *row = &record->community_row[at];
            for (int r = 0; is_official(row->stage) && r < IST_ROLE_COUNT; r++) {
                sum[r] += row->intensity[r];
            }
            count += is_official(row->stage);
        }
        for (int r = 0; r < IST_ROLE_COUNT; r++) {
            role_row(story, t, r)[k] = count > 0 ? sum[r] / count : NAN;
        }
    }
}

static void add_twins(struct story *story, const ist_run_record *record, int32_t k)
{
    const int32_t shocks = ist_model_shocks(story->one.model);
    for (int32_t s = 0; s < shocks; s++) {
        for (int32_t t = 0; t < story->one.ticks; t++) {
            const bool is_there = record->twin && s < record->shocks && t < record->ticks;
            twin_row(story, s, t)[k] = is_there ? record->twin[s * record->ticks + t] : NAN;
        }
    }
}

// Kaplan and Meier (1958): at each age the share of those at risk that lives on; communities active at the
// end of the run are at risk until then. Beyond the last age that was observed in a run its share stays
// (Gill 1980): were it left out, medians over the runs could rise.
static bool add_lives(struct story *story, const ist_run_record *record, int32_t k)
{
    const size_t ages = (size_t)story->ages + 1;
    int32_t *ended = calloc(ages, sizeof *ended);
    int32_t *left = calloc(ages, sizeof *left); // ended or no longer seen, at an age
    const double end = record->start + (double)record->ticks / record->ticks_per_year;
    for (int32_t c = 0; ended && left && c < record->communities; c++) {
        const ist_community_record *one = &record->community[c];
        const double until = isnan(one->ended) ? end : one->ended;
        const int32_t age = (int32_t)lround((until - one->founded) * record->ticks_per_year);
        const size_t at = age < 0 ? 0 : (size_t)age < ages ? (size_t)age : ages - 1;
        ended[at] += !isnan(one->ended);
        left[at]++;
        story->resumed += one->resumes.number > 0;
    }
    double share = record->communities > 0 ? 1.0 : NAN;
    int32_t at_risk = record->communities;
    for (int32_t a = 0; ended && left && a < story->ages; a++) {
        share = at_risk > 0 ? share * (1.0 - (double)ended[a] / at_risk) : share;
        story->at_risk[a] += at_risk;
        story->runs_at_risk[a] += at_risk > 0;
        story->alive[(size_t)a * (size_t)story->one.replicates + (size_t)k] = share;
        at_risk -= left[a];
    }
    story->communities += record->communities;
    const bool is_added = ended && left;
    free(ended);
    free(left);
    return is_added;
}

static ist_status add_run(void *context, int32_t job, const ist_run_record *record)
{
    struct story *story = context;
    const int32_t k = story->one.sample.done;
    if (k == story->one.replicates) {
        return IST_OK;
    }
    story->job[k] = job;
    story->parameters = record->parameter_hash;
    sample_add(&story->one.sample, record);
    add_roles(story, record, k);
    if (story->twin) {
        add_twins(story, record, k);
    }
    return add_lives(story, record, k) ? IST_OK : IST_ERR_NO_MEMORY;
}

static int read_runs(struct story *story, ist_store *store, const ist_experiment *experiment,
                     ist_errors *errors)
{
    const ist_status status = ist_store_each(
        store, story->variant, ist_experiment_variants(experiment), 0, add_run, story, errors);
    if (status == IST_OK) {
        return CODE_OK;
    }
    return status == IST_ERR_NO_MEMORY ? complain_memory() : complain_all(errors);
}

// ---- The run to look at

// How far each run is from the medians, over some metrics and all ticks, in widths of the range.
static void add_distances(const struct story *story, double *distance)
{
    static const ist_metric metrics[] = {IST_METRIC_COMMUNITIES, IST_METRIC_PARTICIPATION,
                                         IST_METRIC_PERFORMANCE, IST_METRIC_HIBERNATING};
    for (size_t m = 0; m < COUNT_OF(metrics); m++) {
        for (int32_t t = 0; t < story->one.ticks; t++) {
            const struct spread spread = story_metric(story, t, metrics[m]);
            const double *value = sample_metric_values(&story->one.sample, t, metrics[m]);
            const double width = spread.high - spread.low;
            for (int32_t k = 0; width > 0.0 && k < story->one.sample.done; k++) {
                const double off = (value[k] - spread.median) / width;
                distance[k] += isnan(off) ? 0.0 : off * off;
            }
        }
    }
}

static int32_t typical_job(const struct story *story)
{
    double *distance = calloc((size_t)story->one.sample.done + 1, sizeof *distance);
    int32_t best = 0;
    if (distance) {
        add_distances(story, distance);
    }
    for (int32_t k = 1; distance && k < story->one.sample.done; k++) {
        best = distance[k] < distance[best] ? k : best;
    }
    free(distance);
    return story->job[best];
}

static int choose(struct story *story, ist_store *store, const ist_experiment *experiment,
                  int32_t run, ist_errors *errors)
{
    const bool is_ours = run >= 0 && run % ist_experiment_variants(experiment) == story->variant;
    story->is_asked_for = is_ours;
    story->chosen_job = is_ours ? run : typical_job(story);
    story->chosen = ist_store_read(store, story->chosen_job, errors);
    if (!story->chosen) {
        return complain_all(errors);
    }
    return again_open(&story->again, &story->one, story->chosen);
}

int story_open(struct story *story, ist_store *store, const ist_experiment *experiment,
               int32_t variant, int32_t run, bool in_detail)
{
    *story = (struct story){.variant = variant};
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    int code = case_open_variant(&story->one, experiment, variant);
    if (code == CODE_OK && (!case_open_sample(&story->one, true) || !make_room(story))) {
        code = complain_memory();
    }
    if (code == CODE_OK) {
        snprintf(story->name, sizeof story->name, "%s", ist_model_name(story->one.model));
        story->parameters = ist_model_parameter_hash(story->one.model);
        collect_marks(story);
        code = read_runs(story, store, experiment, errors);
    }
    if (code == CODE_OK && in_detail && story->one.sample.done > 0) {
        code = choose(story, store, experiment, run, errors);
    }
    ist_errors_destroy(errors);
    return code;
}

// ---- Values

bool story_is_single(const struct story *story)
{
    return story->one.sample.done == 1;
}

struct spread story_metric(const struct story *story, int32_t tick, ist_metric metric)
{
    return sample_metric(&story->one.sample, tick, metric);
}

struct spread story_role(const struct story *story, int32_t tick, ist_role role)
{
    return sample_spread(role_row(story, tick, (int)role), story->one.sample.done);
}

struct spread story_twin(const struct story *story, int32_t shock, int32_t tick)
{
    return sample_spread(twin_row(story, shock, tick), story->one.sample.done);
}

struct spread story_alive(const struct story *story, int32_t age)
{
    const struct spread unknown = {.median = NAN, .low = NAN, .high = NAN};
    const size_t row = (size_t)age * (size_t)story->one.replicates;
    return 2 * story->runs_at_risk[age] < story->runs_at_risk[0]
               ? unknown
               : sample_spread(story->alive + row, story->one.sample.done);
}

double story_mean(const struct story *story, int32_t tick, ist_metric metric)
{
    const double *values = sample_metric_values(&story->one.sample, tick, metric);
    double sum = 0.0;
    int32_t count = 0;
    for (int32_t k = 0; k < story->one.sample.done; k++) {
        sum += isnan(values[k]) ? 0.0 : values[k];
        count += !isnan(values[k]);
    }
    return count > 0 ? sum / count : NAN;
}
