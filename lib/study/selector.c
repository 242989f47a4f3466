// SPDX-License-Identifier: GPL-3.0-or-later
// Which communities of a run a selector means.
#include "study/value.h"

#include <math.h>
#include <string.h>

bool isti_is_theme(const char *theme, const char *name)
{
    const size_t length = strlen(name);
    if (strncmp(theme, name, length) != 0) {
        return false;
    }
    const char *rest = theme + length;
    return *rest == '\0' || (rest[0] == ' ' && rest[1] != '\0' &&
                             strspn(rest + 1, "0123456789") == strlen(rest + 1));
}

int32_t isti_members_at(const isti_record *record, int32_t community, int32_t tick)
{
    const ist_community_row *row = isti_life_row(&record->life[community], tick);
    return row ? row->members : 0;
}

static bool is_named(const char *text, const char *wanted)
{
    return !wanted || (text && strcmp(text, wanted) == 0);
}

// What does not change with time.
static bool fits_kind(const isti_choice *choice, const isti_life *life)
{
    const isti_selector *s = choice->selector;
    const double founded = isti_record_time(choice->record, life->founded);
    return is_named(life->name, s->name) && is_named(life->overseer, s->overseer) &&
           (!s->theme || (life->theme && isti_is_theme(life->theme, s->theme))) &&
           (s->official < 0 || life->official == (s->official > 0)) &&
           (s->origins == 0 || (s->origins >> life->origin & 1U) != 0) &&
           founded >= s->founded_from - ISTI_STUDY_SAME_TIME &&
           founded < s->founded_to - ISTI_STUDY_SAME_TIME;
}

// Stage in a tick of the record. One that has ended has the stage in which the run left it.
static bool fits_stage(const isti_choice *choice, const isti_life *life)
{
    if (choice->selector->stages == 0) {
        return true;
    }
    if (choice->stage_at < life->founded) {
        return false;
    }
    const ist_community_row *row = isti_life_row(life, choice->stage_at);
    const ist_stage stage = row ? row->stage : life->stage;
    return (choice->selector->stages >> stage & 1U) != 0;
}

static bool fits_members(const isti_choice *choice, int32_t community)
{
    const isti_selector *s = choice->selector;
    if (s->members_at < 0) {
        return true;
    }
    return choice->members_at >= 0 &&
           isti_is_within(isti_members_at(choice->record, community, choice->members_at),
                          s->members_low, s->members_high, false);
}

static bool fits_attendance(const isti_choice *choice, const isti_life *life)
{
    const isti_selector *s = choice->selector;
    if (s->attendance_from < 0 && s->attendance_to < 0) {
        return true;
    }
    const isti_series series = {
        .record = choice->record, .life = life, .name = ISTI_COMMUNITY_SERIES_ATTENDANCE};
    const isti_summary seen =
        isti_series_summary(&series, choice->attendance_first, choice->attendance_end);
    return isti_is_within(seen.mean, s->attendance_low, s->attendance_high, false);
}

bool isti_choice_fits(const isti_choice *choice, int32_t community)
{
    const isti_life *life = &choice->record->life[community];
    return community != choice->left_out && (!choice->is_single || community == choice->single) &&
           fits_kind(choice, life) &&
           (choice->selector->active_at < 0 || isti_life_row(life, choice->active_at)) &&
           fits_stage(choice, life) && fits_members(choice, community) &&
           fits_attendance(choice, life);
}

int32_t isti_choice_next(const isti_choice *choice, int32_t community)
{
    for (int32_t c = community + 1; c < choice->record->lives; c++) {
        if (isti_choice_fits(choice, c)) {
            return c;
        }
    }
    return -1;
}

int32_t isti_choice_largest(const isti_choice *choice, int32_t tick)
{
    int32_t found = -1;
    for (int32_t c = isti_choice_next(choice, -1); tick >= 0 && c >= 0;
         c = isti_choice_next(choice, c)) {
        if (found < 0 || isti_members_at(choice->record, c, tick) >
                             isti_members_at(choice->record, found, tick)) {
            found = c;
        }
    }
    return found;
}

// Tick of a time that is asked for; -1 where it is not or lies outside of the record.
static int32_t tick_of(const isti_scene *scene, const isti_record *record, int32_t node)
{
    return node >= 0 ? isti_record_tick(record, isti_value(scene, node)) : -1;
}

isti_choice isti_choose(const isti_scene *scene, int32_t selector)
{
    const isti_selector *s = &scene->file->selector[selector];
    const isti_record *record = scene->record[scene->run];
    isti_choice choice = {.selector = s,
                          .record = record,
                          .active_at = tick_of(scene, record, s->active_at),
                          .stage_at = tick_of(scene, record, s->stage_at),
                          .members_at = tick_of(scene, record, s->members_at),
                          .left_out = -1};
    const double from = s->attendance_from >= 0 ? isti_value(scene, s->attendance_from) : -INFINITY;
    const double to = s->attendance_to >= 0 ? isti_value(scene, s->attendance_to) : INFINITY;
    isti_record_window(record, from, to, &choice.attendance_first, &choice.attendance_end);
    const int32_t largest = isti_choice_largest(&choice, tick_of(scene, record, s->largest_at));
    choice.single = isti_choice_largest(&choice, tick_of(scene, record, s->only_largest_at));
    choice.is_single = s->only_largest_at >= 0;
    choice.left_out = largest;
    return choice;
}
