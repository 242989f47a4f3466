// SPDX-License-Identifier: GPL-3.0-or-later
// Reading events: the kind says which other keys there are.
#include "base/names.h"
#include "scenario/read.h"

#include <string.h>

// The kind under a misspelled key, which will be reported with the others; -1 when there is none.
static int32_t find_kind(const cJSON *event, const char *const *names)
{
    static const char *const keys[] = {"kind"};
    const cJSON *member;
    cJSON_ArrayForEach(member, event)
    {
        if (cJSON_IsString(member) && isti_name_nearest(keys, COUNT_OF(keys), member->string)) {
            return isti_name_find(names, IST_EVENT_COUNT, member->valuestring);
        }
    }
    return -1;
}

// Give the kind of an event; -1 after a report.
static int32_t read_kind(isti_reader *reader, const cJSON *event)
{
    const char *names[IST_EVENT_COUNT];
    isti_read_kind_names(IST_KIND_EVENT, names, IST_EVENT_COUNT);
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(event, "kind");
    if (!value) {
        const int32_t found = find_kind(event, names);
        if (found < 0) {
            isti_read_fail_missing(reader, "kind");
        }
        return found;
    }
    const size_t mark = isti_read_enter(reader, "kind");
    int32_t kind = -1;
    if (!cJSON_IsString(value)) {
        isti_read_fail_type(reader, value, "the kind of an event");
    } else {
        kind = isti_name_find(names, IST_EVENT_COUNT, value->valuestring);
        if (kind < 0) {
            isti_read_fail_name(reader, "kind of event", value->valuestring, names,
                                IST_EVENT_COUNT);
        }
    }
    isti_read_leave(reader, mark);
    return kind;
}

// Remember when, for the usual dates of the summary.
static void note_time(isti_reader *reader, double at)
{
    double *times = isti_read_grow(reader, reader->event_times, &reader->event_capacity,
                                   reader->event_count, sizeof *times);
    if (times) {
        reader->event_times = times;
        times[reader->event_count++] = at;
    }
}

static void read_of_kind(isti_reader *reader, const cJSON *value, ist_event_def *def)
{
    isti_keys keys = {.count = 0};
    isti_read_add_key(&keys, (isti_key){"kind", false, NULL, NULL});
    isti_read_add_fields(&keys, isti_event_fields(def->kind));
    isti_read_object(reader, value, &keys, def);
    const bool may_name = def->kind == IST_EVENT_LAUNCH;
    const bool has_name = cJSON_GetObjectItemCaseSensitive(value, "name") != NULL;
    reader->unread |= may_name && has_name && !def->name ? ISTI_NAMED_COMMUNITY : 0U;
}

static void read_event(isti_reader *reader, const cJSON *value, int32_t index)
{
    int32_t kind = -1;
    (void)index;
    if (cJSON_IsObject(value)) {
        kind = read_kind(reader, value);
    } else {
        isti_read_fail_type(reader, value, "an object { }");
    }
    // One that cannot be read takes its place as any kind, and nothing is said of it.
    ist_event_def def = ist_event_def_default(kind < 0 ? IST_EVENT_SURGE : (ist_event_kind)kind);
    if (kind >= 0) {
        read_of_kind(reader, value, &def);
        note_time(reader, def.at);
    } else {
        isti_read_cover(reader);
        reader->unread |= ISTI_NAMED_COMMUNITY;
    }
    ist_spec_add_event(reader->out->spec, &def);
    isti_read_drop_lists(reader);
}

void isti_read_events(isti_reader *reader, const cJSON *value, void *target)
{
    (void)target;
    reader->unread |= cJSON_IsArray(value) ? 0U : ISTI_NAMED_COMMUNITY;
    isti_read_list(reader, value, "a list of events", read_event);
}
