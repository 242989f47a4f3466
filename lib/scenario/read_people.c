// SPDX-License-Identifier: GPL-3.0-or-later
// Reading employees given one by one, and the ties between them.
#include "base/memory.h"
#include "scenario/read.h"

#include <stdlib.h>
#include <string.h>

// ---- Employees

typedef struct person_target {
    ist_employee_def def; // first, so that the fields find their place
    const char *id;
} person_target;

static void read_id(isti_reader *reader, const cJSON *value, void *target)
{
    person_target *person = target;
    isti_read_text(reader, value, &person->id);
}

void isti_read_add_person(isti_reader *reader, isti_person person)
{
    isti_person *people = isti_read_grow(reader, reader->people, &reader->people_capacity,
                                         reader->people_count, sizeof *people);
    if (people) {
        reader->people = people;
        people[reader->people_count++] = person;
    }
}

const char *isti_read_own_id(isti_reader *reader, ist_employee_id employee, const char *id)
{
    isti_read_result *out = reader->out;
    while (out->employee_ids < (size_t)employee.number) {
        char **ids = isti_read_grow(reader, out->employee_id, &out->employee_id_capacity,
                                    out->employee_ids, sizeof *ids);
        if (!ids) {
            return NULL;
        }
        out->employee_id = ids;
        ids[out->employee_ids++] = NULL;
    }
    char *copy = employee.number > 0 ? isti_copy_text(id) : NULL;
    reader->no_memory |= !copy;
    if (copy) {
        out->employee_id[employee.number - 1] = copy;
    }
    return copy;
}

static void read_employee(isti_reader *reader, const cJSON *value, int32_t index)
{
    person_target person = {.def = ist_employee_def_default()};
    isti_keys keys = {.count = 0};
    isti_read_add_key(&keys, (isti_key){"id", false, NULL, read_id});
    isti_read_add_fields(&keys, isti_employee_fields());
    isti_read_object(reader, value, &keys, &person);
    const bool has_id = cJSON_GetObjectItemCaseSensitive(value, "id") != NULL;
    reader->unread |= !cJSON_IsObject(value) || (has_id && !person.id) ? ISTI_NAMED_EMPLOYEE : 0U;
    const ist_employee_id employee = ist_spec_add_employee(reader->out->spec, &person.def);
    isti_read_drop_lists(reader);
    if (person.id && isti_read_own_id(reader, employee, person.id)) {
        isti_read_add_person(reader,
                             (isti_person){.id = person.id, .employee = employee, .index = index});
    }
}

static int by_id(const void *a, const void *b)
{
    const isti_person *left = a;
    const isti_person *right = b;
    const int order = strcmp(left->id, right->id);
    return order != 0 ? order : (left->index > right->index) - (left->index < right->index);
}

void isti_read_sort_people(isti_reader *reader)
{
    if (reader->people_count > 0) {
        qsort(reader->people, reader->people_count, sizeof *reader->people, by_id);
    }
}

void isti_read_employees(isti_reader *reader, const cJSON *value, void *target)
{
    (void)target;
    reader->unread |= cJSON_IsArray(value) ? 0U : ISTI_NAMED_EMPLOYEE;
    isti_read_list(reader, value, "a list of employees", read_employee);
    isti_read_sort_people(reader);
    for (size_t i = 1; i < reader->people_count; i++) {
        if (strcmp(reader->people[i - 1].id, reader->people[i].id) == 0) {
            char shown[ISTI_READ_SHOWN];
            const size_t mark = isti_read_enter_index(reader, reader->people[i].index);
            const size_t inner = isti_read_enter(reader, "id");
            isti_read_fail(reader, IST_ERR_DUPLICATE_NAME, NULL, NULL,
                           "an employee with the id \"%s\" is already there",
                           isti_read_shown(reader->people[i].id, shown));
            isti_read_leave(reader, inner);
            isti_read_leave(reader, mark);
        }
    }
}

// ---- Ties

static int compare_id(const void *key, const void *item)
{
    return strcmp(key, ((const isti_person *)item)->id);
}

const isti_person *isti_read_find_person(const isti_reader *reader, const char *id)
{
    return reader->people_count > 0 ? bsearch(id, reader->people, reader->people_count,
                                              sizeof *reader->people, compare_id)
                                    : NULL;
}

static void fail_person(isti_reader *reader, const char *id)
{
    if (reader->unread & ISTI_NAMED_EMPLOYEE) {
        isti_read_cover(reader); // the id may stand where nothing could be read
        return;
    }
    // When nobody will see them, the known ids are not worth the time.
    const size_t count = ist_errors_dropped(reader->found) > 0 ? 0 : reader->people_count;
    const char **ids = isti_alloc_array(count, sizeof *ids);
    if (!ids) {
        reader->no_memory = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        ids[i] = reader->people[i].id;
    }
    isti_read_fail_name(reader, "employee id", id, ids, (int32_t)count);
    isti_free(ids);
}

static void read_end(isti_reader *reader, const cJSON *value, ist_employee_id *end)
{
    if (!cJSON_IsString(value)) {
        isti_read_fail_type(reader, value, "the id of an employee");
        return;
    }
    const isti_person *person = isti_read_find_person(reader, value->valuestring);
    if (person) {
        *end = person->employee;
    } else {
        fail_person(reader, value->valuestring);
    }
}

static void read_from(isti_reader *reader, const cJSON *value, void *target)
{
    read_end(reader, value, &((ist_tie_def *)target)->a);
}

static void read_to(isti_reader *reader, const cJSON *value, void *target)
{
    read_end(reader, value, &((ist_tie_def *)target)->b);
}

static void read_tie(isti_reader *reader, const cJSON *value, int32_t index)
{
    static const char *const strands[] = {"instrumental", "affective"};
    ist_tie_def def = ist_tie_def_default();
    isti_keys keys = {.count = 0};
    (void)index;
    isti_read_add_key(&keys, (isti_key){"from", true, NULL, read_from});
    isti_read_add_key(&keys, (isti_key){"to", true, NULL, read_to});
    isti_read_add_fields_of(&keys, isti_tie_fields(), strands, COUNT_OF(strands));
    isti_read_object(reader, value, &keys, &def);
    ist_spec_add_tie(reader->out->spec, &def);
}

void isti_read_ties(isti_reader *reader, const cJSON *value)
{
    isti_read_list(reader, value, "a list of ties", read_tie);
}
