// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a whole scenario: scan, parse, walk, compile, and one ordered list of what is wrong.
#include "scenario/read.h"
#include "base/memory.h"

#include <locale.h>
#include <string.h>

enum { FORMAT = 1 };

// ---- Keys of the whole

void isti_read_format(isti_reader *reader, const cJSON *value, void *target)
{
    static const isti_field field = {.key = "format", .minimum = FORMAT, .maximum = FORMAT};
    int32_t format;
    (void)target;
    if (isti_read_integer(reader, value, &field, &format) && format < FORMAT) {
        isti_read_fail(reader, IST_ERR_RANGE, "1", NULL, "there is no format %d", (int)format);
    }
}

static void read_name(isti_reader *reader, const cJSON *value, void *target)
{
    (void)target;
    if (isti_read_text(reader, value, &reader->organization.name) && !value->valuestring[0]) {
        isti_read_fail(reader, IST_ERR_RANGE, NULL, NULL, "name is empty");
    }
}

static void read_title(isti_reader *reader, const cJSON *value, void *target)
{
    (void)target;
    isti_read_text(reader, value, &reader->organization.title);
}

void isti_read_remark(isti_reader *reader, const cJSON *value, void *target)
{
    const char *text;
    (void)target;
    isti_read_text(reader, value, &text);
}

static void check_line(isti_reader *reader, const cJSON *value, int32_t index)
{
    (void)index;
    isti_read_remark(reader, value, NULL);
}

void isti_read_notes(isti_reader *reader, const cJSON *value, void *target)
{
    (void)target;
    if (!cJSON_IsString(value)) {
        isti_read_list(reader, value, "a text or a list of texts", check_line);
    }
}

static void read_time(isti_reader *reader, const cJSON *value, void *target)
{
    isti_keys keys = {.count = 0};
    isti_read_add_fields(&keys, isti_time_fields());
    isti_read_object(reader, value, &keys, target);
}

static void read_organization(isti_reader *reader, const cJSON *value, void *target)
{
    isti_keys keys = {.count = 0};
    isti_read_add_fields(&keys, isti_organization_fields());
    isti_read_object(reader, value, &keys, target);
}

static void read_ties_later(isti_reader *reader, const cJSON *value, void *target)
{
    (void)target;
    reader->ties = (isti_later){.value = value, .key = value->string};
}

static void read_import_later(isti_reader *reader, const cJSON *value, void *target)
{
    (void)target;
    reader->import = (isti_later){.value = value, .key = value->string};
}

static void read_draw_ties(isti_reader *reader, const cJSON *value, void *target)
{
    bool draw;
    (void)target;
    if (isti_read_flag(reader, value, &draw)) {
        ist_spec_set_draw_ties(reader->out->spec, draw);
    }
}

// ---- The seed

static const char seeds[] = "an integer from 0 to 2^53, or up to 18446744073709551615 in quotes";

static bool parse_seed(const char *digits, uint64_t *seed)
{
    if (!*digits) {
        return false;
    }
    *seed = 0;
    for (; *digits; digits++) {
        const uint64_t digit = (uint64_t)(unsigned char)*digits - '0';
        if (digit > 9 || *seed > (UINT64_MAX - digit) / 10) {
            return false;
        }
        *seed = *seed * 10 + digit;
    }
    return true;
}

// Read from the text itself: numbers of the parser have passed through a double.
static void read_seed(isti_reader *reader, const cJSON *value, void *target)
{
    char digits[ISTI_SCAN_MAX_NUMBER + 1];
    const char *raw;
    size_t length;
    (void)target;
    if (!cJSON_IsString(value) && !cJSON_IsNumber(value)) {
        isti_read_fail_type(reader, value, "an integer or a text of digits");
        return;
    }
    if (!isti_scan_raw(reader->scan, isti_read_path(reader), &raw, &length)) {
        return; // the path is short of memory
    }
    if (cJSON_IsString(value)) {
        raw = value->valuestring;
        length = strlen(raw);
    }
    const size_t kept = length < sizeof digits ? length : 0;
    memcpy(digits, raw, kept);
    digits[kept] = '\0';
    if (!parse_seed(digits, &reader->out->seed)) {
        isti_read_fail_type(reader, value, seeds);
    }
}

// ---- The whole

static void read_whole(isti_reader *reader)
{
    static const isti_key rows[] = {
        {"$schema", false, NULL, isti_read_remark},
        {"format", true, NULL, isti_read_format},
        {"name", true, NULL, read_name},
        {"title", false, NULL, read_title},
        {"question", false, NULL, isti_read_remark},
        {"source", false, NULL, isti_read_remark},
        {"notes", false, NULL, isti_read_notes},
        {"time", false, NULL, read_time},
        {"seed", false, NULL, read_seed},
        {"dates", false, NULL, isti_read_dates},
        {"organization", false, NULL, read_organization},
        {"parameters", false, NULL, isti_read_parameters},
        {"levels", false, NULL, isti_read_levels},
        {"themes", false, NULL, isti_read_themes},
        {"units", true, NULL, isti_read_units},
        {"employees", false, NULL, isti_read_employees},
        {"ties", false, NULL, read_ties_later},
        {"import", false, NULL, read_import_later},
        {"draw_ties", false, NULL, read_draw_ties},
        {"policies", false, NULL, isti_read_policies},
        {"managers", false, NULL, isti_read_managers},
        {"events", false, NULL, isti_read_events},
        {"design", false, NULL, isti_read_design},
        {"basis", false, NULL, isti_read_basis},
    };
    static_assert(COUNT_OF(rows) <= ISTI_READ_MAX_KEYS, "the keys have room");
    isti_keys keys = {.count = COUNT_OF(rows)};
    memcpy(keys.row, rows, sizeof rows);
    reader->organization = ist_organization_def_default();
    isti_read_object(reader, reader->root, &keys, &reader->organization);
    if (reader->import.value) {
        const size_t mark = isti_read_enter(reader, reader->import.key);
        isti_read_import(reader, reader->import.value);
        isti_read_leave(reader, mark);
    }
    if (reader->ties.value) {
        const size_t mark = isti_read_enter(reader, reader->ties.key);
        isti_read_ties(reader, reader->ties.value);
        isti_read_leave(reader, mark);
    }
    isti_read_finish_dates(reader);
    ist_spec_set_organization(reader->out->spec, &reader->organization);
}

bool isti_read_is_newer(isti_reader *reader)
{
    const cJSON *format = cJSON_GetObjectItemCaseSensitive(reader->root, "format");
    if (!cJSON_IsNumber(format) || format->valuedouble < (double)FORMAT + 1.0) {
        return false;
    }
    const size_t mark = isti_read_enter(reader, "format");
    isti_read_fail(reader, IST_ERR_FORMAT_TOO_NEW, "1", NULL,
                   "the file has format %.15g, newer than this version of Interstice (%s) can read",
                   format->valuedouble, ist_version());
    isti_read_leave(reader, mark);
    return true;
}

// An empty description that knows the policy types.
static ist_spec *create_spec(const ist_scenario_options *options)
{
    ist_spec *spec = ist_spec_create();
    if (!spec || ist_policies_shipped(spec) != IST_OK) {
        ist_spec_destroy(spec);
        return NULL;
    }
    for (int32_t i = 0; options && i < options->policy_type_count; i++) {
        ist_spec_add_policy_type(spec, options->policy_types[i]);
    }
    return spec;
}

// Compile even what has faults, so that all of them come at once.
static ist_model *compile(isti_reader *reader)
{
    if (reader->no_memory || ist_errors_dropped(reader->found) > 0) {
        return NULL;
    }
    ist_errors *compiled = ist_errors_create();
    if (!compiled) {
        reader->no_memory = true;
        return NULL;
    }
    ist_model *model = ist_model_compile(reader->out->spec, compiled);
    isti_read_take(reader, compiled);
    ist_errors_destroy(compiled);
    if (ist_errors_count(reader->found) == 0) {
        reader->no_memory |= !model; // nothing else fails without a report
        return model;
    }
    ist_model_destroy(model);
    return NULL;
}

void isti_read_release(isti_reader *reader)
{
    for (size_t i = 0; i < reader->covered_count; i++) {
        isti_free(reader->covered[i]);
    }
    isti_free(reader->covered);
    isti_free(reader->path);
    isti_free(reader->people);
    isti_free(reader->event_times);
    isti_read_drop_lists(reader);
    ist_errors_destroy(reader->found);
}

void isti_read_fail_memory(const char *source, ist_errors *errors)
{
    const int32_t before = ist_errors_count(errors);
    isti_fail(errors, IST_ERR_NO_MEMORY, "", "out of memory while the file was being read");
    if (ist_errors_count(errors) > before) {
        isti_read_set_source(isti_errors_at(errors, before), source);
    }
}

// The model, or NULL with the reasons in the reader.
static ist_model *read_root(isti_reader *reader, const ist_scenario_options *options)
{
    reader->out->spec = create_spec(options);
    if (!reader->out->spec || !reader->root) {
        reader->no_memory = true;
        return NULL;
    }
    if (isti_read_is_newer(reader)) {
        return NULL;
    }
    read_whole(reader);
    return compile(reader);
}

static ist_model *read_text(isti_reader *reader, const char *text, size_t length,
                            const ist_scenario_options *options)
{
    isti_scan *scan = isti_scan_create(text, length, reader->source, reader->found);
    if (!scan) {
        return NULL;
    }
    cJSON *root = isti_json_parse(text, length);
    reader->scan = scan;
    reader->root = root;
    ist_model *model = read_root(reader, options);
    cJSON_Delete(root);
    isti_scan_destroy(scan);
    return model;
}

static ist_model *read_and_report(isti_reader *reader, const char *text, size_t length,
                                  const ist_scenario_options *options, ist_errors *errors)
{
    reader->found = ist_errors_create();
    ist_model *model = reader->found ? read_text(reader, text, length, options) : NULL;
    if (reader->found && !reader->no_memory && !isti_read_has_lost_reports(reader)) {
        isti_read_hand_over(reader, errors);
    } else {
        isti_read_fail_memory(reader->source, errors);
        ist_model_destroy(model);
        model = NULL;
    }
    isti_read_release(reader);
    return model;
}

ist_model *isti_read(const char *text, size_t length, const char *source,
                     const ist_scenario_options *options, isti_read_result *out, ist_errors *errors)
{
    // The parser reads numbers with strtod(), which obeys the locale of the thread.
    const locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!plain) {
        isti_read_fail_memory(source, errors);
        return NULL;
    }
    const locale_t before = uselocale(plain);
    isti_reader reader = {.source = source, .out = out, .options = options};
    ist_model *model = read_and_report(&reader, text, length, options, errors);
    uselocale(before);
    freelocale(plain);
    return model;
}

void isti_read_result_clear(isti_read_result *out)
{
    for (int32_t i = 0; i < out->basis_count; i++) {
        isti_free(out->basis[i].pointer);
        isti_free(out->basis[i].evidence);
        isti_free(out->basis[i].note);
    }
    isti_free(out->basis);
    for (size_t i = 0; i < out->files; i++) {
        isti_free((void *)(uintptr_t)out->file[i].name);
        isti_free((void *)(uintptr_t)out->file[i].bytes);
    }
    isti_free(out->file);
    for (size_t i = 0; i < out->employee_ids; i++) {
        isti_free(out->employee_id[i]);
    }
    isti_free(out->employee_id);
    isti_import_destroy(out->import);
    isti_design_content_destroy(out->design);
    isti_free(out->dates);
    ist_spec_destroy(out->spec);
    *out = (isti_read_result){.spec = NULL};
}
