// SPDX-License-Identifier: GPL-3.0-or-later
// Turning a checked JSON text into a description, with every fault found at its place in the text.
#ifndef ISTI_SCENARIO_READ_H
#define ISTI_SCENARIO_READ_H

#include <interstice/scenario.h>

#include "base/base.h"
#include "model/fields.h"
#include "scenario/design.h"
#include "scenario/import.h"
#include "scenario/json.h"
#include "scenario/scan.h"

enum {
    ISTI_READ_MAX_KEYS = 64,  // keys of one object
    ISTI_READ_MAX_LISTS = 16, // lists of one definition
    ISTI_READ_SHOWN = 64      // room for a piece of the text in a message
};

// Kinds of names. Where one could not be read, "refers to nothing" is no news.
typedef enum isti_named {
    ISTI_NAMED_UNIT = 1,
    ISTI_NAMED_THEME = 2,
    ISTI_NAMED_POLICY = 4,
    ISTI_NAMED_MANAGER = 8,
    ISTI_NAMED_COMMUNITY = 16,
    ISTI_NAMED_EMPLOYEE = 32
} isti_named;

// A value whose reading has to wait for others.
typedef struct isti_later {
    const cJSON *value;
    const char *key;
} isti_later;

typedef struct isti_person {
    const char *id;
    ist_employee_id employee;
    int32_t index; // in the list of employees
} isti_person;

// How sure an input is; texts are owned.
typedef struct isti_basis {
    char *pointer, *evidence, *note;
    const char *kind;
    double low, high; // NaN when no range is stated
} isti_basis;

// What a text holds; the caller owns every block.
typedef struct isti_read_result {
    ist_spec *spec;
    uint64_t seed;
    double *dates;
    int32_t date_count;
    isti_basis *basis;
    int32_t basis_count;
    isti_design_content *design; // NULL: none
    isti_import *import;         // NULL: none
    ist_scenario_file *file;     // read beside the text, where asked for
    size_t files, file_capacity;
    char **employee_id; // by employee of the description; NULL: without
    size_t employee_ids, employee_id_capacity;
} isti_read_result;

typedef struct isti_reader {
    const isti_scan *scan;
    const cJSON *root;
    const char *source;
    ist_errors *found; // own list
    bool no_memory;

    char *path; // JSON pointer of the value being read
    size_t path_length, path_capacity;
    char **covered; // pointers about which enough has been said
    size_t covered_count, covered_capacity;
    unsigned unread; // kinds of which a name could not be read

    void *list[ISTI_READ_MAX_LISTS]; // lists that the definition being read refers to
    int32_t list_count;

    ist_organization_def organization;
    isti_later ties, dates, import;
    const ist_scenario_options *options; // NULL: none
    isti_person *people;                 // those with an id
    size_t people_count, people_capacity;
    double *event_times;
    size_t event_count, event_capacity;

    isti_read_result *out;
} isti_reader;

// A key of an object: a field of a definition, or a function that reads its value.
typedef struct isti_key {
    const char *key;
    bool required;
    const isti_field *field;
    void (*read)(isti_reader *reader, const cJSON *value, void *target); // NULL: take no notice
} isti_key;

typedef struct isti_keys {
    isti_key row[ISTI_READ_MAX_KEYS];
    int32_t count;
} isti_keys;

// ---- Read a whole text

// Read `text` into `out`, compile it, and report every fault in the order of the text.
// On success the model is returned and the caller owns it and all of `out`.
ist_model *isti_read(const char *text, size_t length, const char *source,
                     const ist_scenario_options *options, isti_read_result *out,
                     ist_errors *errors);
void isti_read_result_clear(isti_read_result *out);

// Give back everything a reader holds, except for what it has read.
void isti_read_release(isti_reader *reader);

// What of a name fits into a report: the end of a long path says more than its beginning. Borrowed.
const char *isti_read_source(const char *name);

// The folder in which a file lies, to be freed; NULL when memory is short.
char *isti_read_folder(const char *path);

// The path of a file that another names: beside it, unless it begins at the root. NULL when memory is
// short. Free with isti_free().
char *isti_read_path_beside(const char *path, const char *named);

// The bytes of a regular file of at most ISTI_SCAN_MAX_BYTES; NULL after a report.
// Free with isti_free().
char *isti_read_file(const char *path, const char *source, size_t *length, ist_errors *errors);

// The bytes of a file that a scenario names, with room for a NUL behind them, to be freed. It has to lie
// in the folder of the scenario or below; links, pipes, devices and folders are refused unopened, and so
// are files of more than `most` bytes. On failure `reason` says why, unless memory was short.
enum { ISTI_REASON_SIZE = 160 };
ist_status isti_read_beside(const char *folder, const char *name, size_t most, char **text,
                            size_t *length, char reason[ISTI_REASON_SIZE]);

// The bytes of a table that somebody names by its path, wherever that is, read with the same care; NULL
// after a report.
char *isti_read_table_file(const char *path, size_t *length, ist_errors *errors);

// ---- Places and reports (read_report.c)

// Step down to a member or an element; hand the result to isti_read_leave().
size_t isti_read_enter(isti_reader *reader, const char *key);
size_t isti_read_enter_index(isti_reader *reader, int32_t index);
void isti_read_leave(isti_reader *reader, size_t mark);
const char *isti_read_path(const isti_reader *reader); // JSON pointer; borrowed, until it moves

// Report a fault of the value at the path.
__attribute__((format(printf, 5, 6))) void isti_read_fail(isti_reader *reader, ist_status status,
                                                          const char *allowed, const char *meant,
                                                          const char *format, ...);
// The same, placed at the key instead of its value.
__attribute__((format(printf, 5, 6))) void
isti_read_fail_at_key(isti_reader *reader, ist_status status, const char *allowed,
                      const char *meant, const char *format, ...);
void isti_read_fail_key(isti_reader *reader, const char *key, const isti_keys *keys,
                        const char *meant);
void isti_read_fail_missing(isti_reader *reader, const char *key);
void isti_read_fail_name(isti_reader *reader, const char *what, const char *name,
                         const char *const *names, int32_t count);
void isti_read_fail_type(isti_reader *reader, const cJSON *value, const char *expected);

// Nothing further is to be said about the value at the path and what is in it.
void isti_read_cover(isti_reader *reader);

// Whether something has been said about the value, what is in it, or what it is in.
bool isti_read_is_covered(const isti_reader *reader, const char *pointer);

// Take over what compile has found, at its place, unless it only follows from what is known.
void isti_read_take(isti_reader *reader, const ist_errors *compiled);

// Whether a report got lost for lack of memory, not because the list is full.
bool isti_read_has_lost_reports(const isti_reader *reader);

// Give the faults to the caller, in the order of the text.
void isti_read_hand_over(isti_reader *reader, ist_errors *errors);

void isti_read_set_source(ist_error *error, const char *source);

// Count reports that a full list does not keep.
void isti_read_count_dropped(ist_errors *errors, int32_t count, ist_status status);

// Report that memory ran out.
void isti_read_fail_memory(const char *source, ist_errors *errors);

// A text cut to what fits into a message.
const char *isti_read_shown(const char *text, char buffer[ISTI_READ_SHOWN]);

// ---- Values (read_value.c). False after a report.

bool isti_read_number(isti_reader *reader, const cJSON *value, double *out);
bool isti_read_integer(isti_reader *reader, const cJSON *value, const isti_field *field,
                       int32_t *out);
bool isti_read_flag(isti_reader *reader, const cJSON *value, bool *out);
bool isti_read_text(isti_reader *reader, const cJSON *value, const char **out); // borrowed
bool isti_read_level(isti_reader *reader, const cJSON *value, ist_level *out);
void isti_read_field(isti_reader *reader, const cJSON *value, const isti_field *field,
                     void *target);

// Names of a closed list; `names` has room for `count` of them.
void isti_read_kind_names(ist_kind kind, const char **names, int32_t count);

// A list that lives until the definition has been added. NULL when memory is short.
void *isti_read_new_list(isti_reader *reader, size_t count, size_t size);
void isti_read_drop_lists(isti_reader *reader);

// A growing array of the reader with room for one more than `count` elements: the array from now on.
// NULL when memory is short; the old one stays then.
void *isti_read_grow(isti_reader *reader, void *items, size_t *capacity, size_t count, size_t size);

// ---- Objects (read_object.c)

void isti_read_add_key(isti_keys *keys, isti_key row);
void isti_read_add_fields(isti_keys *keys, isti_field_table table);
// Only the fields named, in the order of the table.
void isti_read_add_fields_of(isti_keys *keys, isti_field_table table, const char *const *names,
                             int32_t count);

// Read every member by its key. A misspelled key is reported and read as what it was meant to be.
// False, after a report, when the value is not an object.
bool isti_read_object(isti_reader *reader, const cJSON *value, const isti_keys *keys, void *target);

// Read a list element by element; the path stands at each element.
void isti_read_list(isti_reader *reader, const cJSON *value, const char *expected,
                    void (*read)(isti_reader *reader, const cJSON *element, int32_t index));

// ---- What every kind of file may say (read.c)

void isti_read_format(isti_reader *reader, const cJSON *value, void *target);
void isti_read_remark(isti_reader *reader, const cJSON *value, void *target); // a text
void isti_read_notes(isti_reader *reader, const cJSON *value, void *target);  // one or several

// A newer format may mean anything by its keys: say so, give true, and say nothing else.
bool isti_read_is_newer(isti_reader *reader);

// ---- Parts of a scenario

void isti_read_levels(isti_reader *reader, const cJSON *value, void *target);     // read_parts.c
void isti_read_themes(isti_reader *reader, const cJSON *value, void *target);     // read_parts.c
void isti_read_units(isti_reader *reader, const cJSON *value, void *target);      // read_parts.c
void isti_read_managers(isti_reader *reader, const cJSON *value, void *target);   // read_parts.c
void isti_read_parameters(isti_reader *reader, const cJSON *value, void *target); // read_parts.c
void isti_read_policies(isti_reader *reader, const cJSON *value, void *target);   // read_policy.c
void isti_read_employees(isti_reader *reader, const cJSON *value, void *target);  // read_people.c
void isti_read_ties(isti_reader *reader, const cJSON *value);                     // read_people.c
void isti_read_events(isti_reader *reader, const cJSON *value, void *target);     // read_event.c
void isti_read_basis(isti_reader *reader, const cJSON *value, void *target);      // read_basis.c
void isti_read_design(isti_reader *reader, const cJSON *value, void *target);     // read_design.c
void isti_read_dates(isti_reader *reader, const cJSON *value, void *target);      // read_dates.c
void isti_read_finish_dates(isti_reader *reader);                                 // read_dates.c
void isti_read_import(isti_reader *reader, const cJSON *value);                   // read_import.c

// ---- People with ids (read_people.c)

void isti_read_add_person(isti_reader *reader, isti_person person);
void isti_read_sort_people(isti_reader *reader); // once they are all there
const isti_person *isti_read_find_person(const isti_reader *reader, const char *id); // NULL: nobody
// A copy of the id that lives as long as what was read; NULL when memory is short.
const char *isti_read_own_id(isti_reader *reader, ist_employee_id employee, const char *id);

#endif
