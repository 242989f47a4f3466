// SPDX-License-Identifier: GPL-3.0-or-later
// Fingerprints of a model: of its behavioral parameters, and of everything in it.
#include <string.h>

#include "base/names.h"
#include "model/compile.h"

enum { BLOCK = 64 }; // numbers digested at a time

static void feed_words(uint64_t *digest, const uint64_t *words, int32_t count)
{
    *digest = isti_digest(*digest, words, (size_t)count * sizeof *words);
}

static void feed_int(uint64_t *digest, int64_t value)
{
    const uint64_t word = (uint64_t)value;
    feed_words(digest, &word, 1);
}

static void feed_ints(uint64_t *digest, const int32_t *values, int64_t count)
{
    uint64_t words[BLOCK];
    int32_t used = 0;
    feed_int(digest, count);
    for (int64_t i = 0; i < count; i++) {
        words[used++] = (uint64_t)values[i];
        if (used == BLOCK) {
            feed_words(digest, words, used);
            used = 0;
        }
    }
    feed_words(digest, words, used);
}

// All NaN are alike, and so are both zeros.
static uint64_t word_of(double value)
{
    static const uint64_t unset = UINT64_MAX;
    const double plain = value + 0.0;
    uint64_t word;
    memcpy(&word, &plain, sizeof word);
    return plain == plain ? word : unset;
}

static void feed_doubles(uint64_t *digest, const double *values, int64_t count)
{
    feed_int(digest, count);
    for (int64_t i = 0; i < count; i++) {
        const uint64_t word = word_of(values[i]);
        feed_words(digest, &word, 1);
    }
}

static void feed_flags(uint64_t *digest, const bool *flags, int64_t count)
{
    feed_int(digest, count);
    for (int64_t i = 0; i < count; i++) {
        feed_int(digest, flags[i]);
    }
}

static void feed_text(uint64_t *digest, const char *text)
{
    const size_t length = strlen(text);
    feed_int(digest, (int64_t)length);
    *digest = isti_digest(*digest, text, length);
}

static void feed_texts(uint64_t *digest, char *const *texts, int32_t count)
{
    feed_int(digest, count);
    for (int32_t i = 0; i < count; i++) {
        feed_text(digest, texts[i]);
    }
}

static void feed_ranges(uint64_t *digest, const isti_range *ranges, int32_t count)
{
    feed_int(digest, count);
    for (int32_t i = 0; i < count; i++) {
        feed_text(digest, ranges[i].name);
        feed_ints(digest, (const int32_t[]){ranges[i].first, ranges[i].count}, 2);
    }
}

static void feed_list(uint64_t *digest, const isti_list *list)
{
    feed_int(digest, list->all);
    feed_ints(digest, list->items, list->count);
}

static void feed_organization(uint64_t *digest, const ist_model *model)
{
    const double numbers[] = {model->start, model->emphasis, model->institutionalization,
                              model->portal, model->approve};
    feed_text(digest, model->name);
    feed_text(digest, model->title);
    feed_doubles(digest, numbers, (int64_t)COUNT_OF(numbers));
    feed_ints(digest, (const int32_t[]){model->ticks_per_year, model->ticks}, 2);
    feed_flags(digest, model->participates, IST_LEVEL_COUNT);
    feed_flags(digest, model->oversees, IST_LEVEL_COUNT);
    feed_int(digest, model->draw_ties);
    feed_texts(digest, model->theme_name, model->theme_count);
    feed_doubles(digest, model->theme_demand, model->theme_count);
    feed_doubles(digest, model->theme_common, model->theme_count);
    feed_doubles(digest, model->theme_canon, model->theme_count);
}

static void feed_units(uint64_t *digest, const ist_model *model)
{
    const int64_t units = model->unit_count;
    feed_ranges(digest, model->unit_group, model->unit_group_count);
    feed_doubles(digest, model->unit_control, units * IST_CONTROL_COUNT);
    feed_doubles(digest, model->unit_context, units * IST_CONTEXT_COUNT);
    feed_flags(digest, model->unit_present, units);
    feed_ints(digest, model->unit_head, units);
    feed_ints(digest, model->unit_first, units);
    feed_ints(digest, model->unit_size, units);
}

// Who carries ties and who takes part follows from the levels.
static void feed_people(uint64_t *digest, const ist_model *model)
{
    feed_ints(digest, model->employee_unit, model->employee_count);
    *digest = isti_digest(*digest, model->employee_level, (size_t)model->employee_count);
    for (int32_t i = 0; i < model->given_count; i++) {
        const isti_given *given = &model->given[i];
        feed_ints(digest, (const int32_t[]){given->employee, given->theme, given->second_theme}, 3);
        const double numbers[] = {given->competence, given->facilitation, given->altruism,
                                  given->taste};
        feed_doubles(digest, numbers, (int64_t)COUNT_OF(numbers));
    }
    feed_int(digest, model->tie_count);
    for (int32_t i = 0; i < model->tie_count; i++) {
        const isti_given_tie *tie = &model->tie[i];
        feed_ints(digest, (const int32_t[]){tie->a, tie->b}, 2);
        feed_doubles(digest, (const double[]){tie->x, tie->y}, 2);
    }
}

static void feed_managers(uint64_t *digest, const isti_compile *c)
{
    const ist_model *model = c->model;
    feed_ranges(digest, model->manager_group, model->manager_group_count);
    for (int32_t i = 0; i < model->manager_count; i++) {
        const isti_manager *manager = &model->manager[i];
        feed_ints(digest, (const int32_t[]){manager->group, manager->employee, manager->policy}, 3);
        feed_doubles(digest, &manager->complexity, 1);
        feed_int(digest, manager->present);
    }
    feed_int(digest, (int64_t)c->policy_digest);
    feed_int(digest, model->policy_memory);
    for (int32_t i = 0; i < model->policy_count; i++) {
        const isti_policy *policy = &model->policy[i];
        const double numbers[] = {policy->expectation, policy->specificity, policy->independence};
        feed_text(digest, policy->name);
        feed_doubles(digest, numbers, (int64_t)COUNT_OF(numbers));
        feed_doubles(digest, policy->settings, c->policy_settings[i]);
    }
}

static void feed_event(uint64_t *digest, const isti_event *event)
{
    const int32_t integers[] = {(int32_t)event->kind, event->tick,   event->shock,
                                event->theme,         event->launch, event->manager_group,
                                event->split_first,   event->into,   event->count,
                                event->size,          event->seats,  event->arrives};
    const double numbers[] = {event->share, event->change_theme, event->overlap, event->value,
                              event->canon, event->obsolescence, event->surge};
    feed_ints(digest, integers, (int64_t)COUNT_OF(integers));
    feed_doubles(digest, numbers, (int64_t)COUNT_OF(numbers));
    feed_doubles(digest, event->control, IST_CONTROL_COUNT);
    feed_doubles(digest, event->context, IST_CONTEXT_COUNT);
    feed_flags(digest, event->level, IST_LEVEL_COUNT);
    feed_list(digest, &event->units);
    feed_list(digest, &event->to);
    feed_list(digest, &event->themes);
}

static void feed_calendar(uint64_t *digest, const ist_model *model)
{
    feed_int(digest, model->event_count);
    for (int32_t i = 0; i < model->event_count; i++) {
        feed_event(digest, &model->event[i]);
    }
    feed_texts(digest, model->launch_name, model->launch_count);
    feed_texts(digest, model->shock_name, model->shock_count);
    feed_ints(digest, model->shock_tick, model->shock_count);
}

ist_status isti_compile_hash(isti_compile *c)
{
    ist_model *model = c->model;
    const isti_parameters parameters = model->p;
    uint64_t digest = 0;
    feed_doubles(&digest, (const double *)&parameters, ist_parameter_count());
    model->parameter_hash = digest;
    feed_organization(&digest, model);
    feed_units(&digest, model);
    feed_people(&digest, model);
    feed_managers(&digest, c);
    feed_calendar(&digest, model);
    model->hash = digest;
    return IST_OK;
}
