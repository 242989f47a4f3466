// SPDX-License-Identifier: GPL-3.0-or-later
// The dates of the summary table: those the file asks for, or the years that matter.
#include "base/memory.h"
#include "base/numbers.h"
#include "scenario/read.h"

#include <math.h>
#include <stdio.h>

enum { USUAL_DATES = 8 };

// Wait until the calendar is known.
void isti_read_dates(isti_reader *reader, const cJSON *value, void *target)
{
    (void)target;
    reader->dates = (isti_later){.value = value, .key = value->string};
}

static bool is_calendar_sound(const isti_reader *reader)
{
    const ist_organization_def *calendar = &reader->organization;
    return !isti_read_is_covered(reader, "/time") && isti_is_finite(calendar->start) &&
           isti_is_finite(calendar->end) && calendar->start <= calendar->end;
}

static void read_date(isti_reader *reader, const cJSON *value, int32_t index)
{
    const ist_organization_def *calendar = &reader->organization;
    double *date = &reader->out->dates[index];
    if (!isti_read_number(reader, value, date)) {
        *date = index > 0 ? date[-1] : -HUGE_VAL;
        return;
    }
    const bool is_outside = *date < calendar->start || *date > calendar->end;
    if (is_calendar_sound(reader) && is_outside) {
        char allowed[80];
        snprintf(allowed, sizeof allowed, "%.10g to %.10g", calendar->start, calendar->end);
        isti_read_fail(reader, IST_ERR_RANGE, allowed, NULL,
                       "the date %.10g is outside the time of the scenario", *date);
    } else if (index > 0 && *date <= date[-1]) {
        isti_read_fail(reader, IST_ERR_CONFLICT, NULL, NULL,
                       "the date %.10g does not come after the one before it, %.10g", *date,
                       date[-1]);
    }
}

static void read_given_dates(isti_reader *reader, const cJSON *value)
{
    const int32_t count = cJSON_GetArraySize(value);
    if (count == 0 && cJSON_IsArray(value)) {
        isti_read_fail(reader, IST_ERR_RANGE, "at least one year", NULL, "the list is empty");
        return;
    }
    if (!cJSON_IsArray(value)) {
        isti_read_fail_type(reader, value, "a list of years");
        return;
    }
    reader->out->dates = isti_alloc_array((size_t)count, sizeof *reader->out->dates);
    if (!reader->out->dates) {
        reader->no_memory = true;
        return;
    }
    reader->out->date_count = count;
    isti_read_list(reader, value, "a list of years", read_date);
}

// The start of the year, or of the scenario when that comes later. Years as large as that have no
// fractions.
static double start_of_year(double time, double start)
{
    const double limit = 4503599627370496.0; // 2^52
    if (time >= limit || time <= -limit) {
        return time;
    }
    const double whole = (double)(int64_t)time;
    const double year = whole > time ? whole - 1.0 : whole;
    return isti_max(year, start);
}

// The years of the start, the end and of each event, sorted, each once; at most eight of them.
static void choose_dates(isti_reader *reader)
{
    const ist_organization_def *calendar = &reader->organization;
    double *years = isti_alloc_array(reader->event_count + 2, sizeof *years);
    double *dates = isti_alloc_array(USUAL_DATES, sizeof *dates);
    reader->out->dates = dates;
    if (!years || !dates) {
        reader->no_memory = true;
        isti_free(years);
        return;
    }
    int32_t count = 0;
    years[count++] = start_of_year(calendar->start, calendar->start);
    years[count++] = start_of_year(calendar->end, calendar->start);
    for (size_t i = 0; i < reader->event_count; i++) {
        const double at = reader->event_times[i];
        if (at >= calendar->start && at <= calendar->end) {
            years[count++] = start_of_year(at, calendar->start);
        }
    }
    isti_sort_doubles(years, count);
    int32_t different = 1;
    for (int32_t i = 1; i < count; i++) {
        if (years[i] > years[different - 1]) {
            years[different++] = years[i];
        }
    }
    const int32_t chosen = isti_min_i(different, USUAL_DATES);
    for (int32_t i = 0; i < chosen; i++) {
        // The first, the last, and those between them at even distances.
        const int32_t gaps = isti_max_i(chosen - 1, 1);
        dates[i] = years[((int64_t)i * (different - 1) + gaps / 2) / gaps];
    }
    reader->out->date_count = chosen;
    isti_free(years);
}

void isti_read_finish_dates(isti_reader *reader)
{
    if (!reader->dates.value) {
        if (is_calendar_sound(reader)) {
            choose_dates(reader);
        }
        return;
    }
    const size_t mark = isti_read_enter(reader, reader->dates.key);
    read_given_dates(reader, reader->dates.value);
    isti_read_leave(reader, mark);
}
