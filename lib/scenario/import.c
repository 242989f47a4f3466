// SPDX-License-Identifier: GPL-3.0-or-later
// What imports have in common: files, columns, counts and remarks.
#include "scenario/import.h"

#include "base/memory.h"
#include "base/names.h"
#include "scenario/import_graph.h"
#include "scenario/read.h"
#include "scenario/scan_char.h"

#include <stdio.h>
#include <string.h>

enum { PLACES_TOLD = 3 };

const char *const isti_people_column_names[ISTI_PEOPLE_COLUMNS] = {
    [ISTI_PEOPLE_ID] = "id",           [ISTI_PEOPLE_UNIT] = "unit",
    [ISTI_PEOPLE_MANAGER] = "manager", [ISTI_PEOPLE_LEVEL] = "level",
    [ISTI_PEOPLE_THEME] = "theme",     [ISTI_PEOPLE_SECOND] = "second_theme",
};

const char *const isti_tie_column_names[ISTI_TIE_COLUMNS] = {
    [ISTI_TIE_FROM] = "from",
    [ISTI_TIE_TO] = "to",
    [ISTI_TIE_WEIGHT] = "weight",
    [ISTI_TIE_KIND] = "kind",
};

static const struct {
    const char *name, *text;
} counts[IST_IMPORT_COUNT] = {
#define IST_ROW(NAME, name, text) [IST_IMPORT_##NAME] = {#name, text},
    IST_IMPORT_LIST(IST_ROW)
#undef IST_ROW
};

const char *ist_import_name(ist_import_count count)
{
    return (uint32_t)count < IST_IMPORT_COUNT ? counts[count].name : NULL;
}

const char *ist_import_text(ist_import_count count)
{
    return (uint32_t)count < IST_IMPORT_COUNT ? counts[count].text : NULL;
}

void isti_import_destroy(isti_import *import)
{
    if (!import) {
        return;
    }
    for (size_t i = 0; i < import->remarks; i++) {
        isti_free(import->remark[i]);
    }
    isti_free(import->remark);
    isti_free(import);
}

// ---- Remarks

void isti_import_remark(isti_reader *reader, const char *format, ...)
{
    char text[1024];
    isti_import *import = reader->out->import;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    isti_utf8_trim(text);
    for (char *c = text; *c; c++) {
        *c = isti_is_control(*c) ? '?' : *c;
    }
    char **remark = isti_read_grow(reader, import->remark, &import->remark_capacity,
                                   import->remarks, sizeof *remark);
    char *copy = remark ? isti_copy_text(text) : NULL;
    reader->no_memory |= !copy;
    import->remark = remark ? remark : import->remark;
    if (copy) {
        import->remark[import->remarks++] = copy;
    }
}

void isti_tally_add(isti_tally *tally, const char *text, int32_t line)
{
    if (tally->count++ >= PLACES_TOLD) {
        return;
    }
    char shown[ISTI_READ_SHOWN];
    const size_t room = sizeof tally->examples - tally->used;
    const int length =
        snprintf(tally->examples + tally->used, room, "%s\"%s\" (line %d)",
                 tally->used > 0 ? ", " : "", isti_read_shown(text, shown), (int)line);
    tally->used += length > 0 && (size_t)length < room ? (size_t)length : 0;
    tally->examples[tally->used] = '\0';
}

void isti_tally_tell(const isti_tally *tally, isti_reader *reader, ist_import_count count,
                     const char *file)
{
    reader->out->import->count[count] = tally->count;
    if (tally->count > 0) {
        isti_import_remark(reader, "%s: %s: %lld, with %s%s", file, counts[count].text,
                           (long long)tally->count, tally->examples,
                           tally->count > PLACES_TOLD ? ", ..." : "");
    }
}

// ---- Columns

int32_t isti_import_column(const isti_table *table, const isti_table_def *def, int32_t column,
                           const char *const *names)
{
    const char *wanted = def->heading[column] ? def->heading[column] : names[column];
    for (int32_t i = 0; i < table->headings; i++) {
        if (strcmp(table->cell[i].text, wanted) == 0) {
            return i;
        }
    }
    return -1;
}

static void fail_column(const isti_importer *import, isti_table *table, const isti_table_def *def,
                        int32_t column, const char *name)
{
    const char *heading = def->heading[column] ? def->heading[column] : name;
    const char **headings = isti_alloc_array((size_t)table->headings, sizeof *headings);
    char known[sizeof((ist_error){0}).allowed] = "";
    char shown[ISTI_READ_SHOWN];
    const char *nearest = NULL;
    for (int32_t i = 0; headings && i < table->headings; i++) {
        headings[i] = table->cell[i].text;
    }
    if (headings) {
        nearest = isti_name_nearest(headings, table->headings, heading);
        isti_name_list(headings, table->headings, known, sizeof known);
    }
    import->reader->no_memory |= !headings;
    isti_table_fail(table, -1, IST_ERR_MISSING_KEY, known, nearest,
                    "no column is called \"%s\", which should hold %s",
                    isti_read_shown(heading, shown), name);
    isti_free(headings);
}

// Two columns of the same heading would make it a matter of luck which is read.
void isti_import_check_twins(isti_table *table, const int32_t *at, int32_t count)
{
    for (int32_t k = 0; k < count; k++) {
        for (int32_t i = at[k] + 1; at[k] >= 0 && i < table->headings; i++) {
            if (strcmp(table->cell[i].text, table->cell[at[k]].text) == 0) {
                char shown[ISTI_READ_SHOWN];
                isti_table_fail(table, i, IST_ERR_DUPLICATE_NAME, NULL, NULL,
                                "two %s are called \"%s\"%s",
                                table->row_name ? "attributes" : "columns",
                                isti_read_shown(table->cell[i].text, shown),
                                table->row_name ? ", as networkx writes whole numbers and others: "
                                                  "make them all of one kind"
                                                : "");
            }
        }
    }
}

static void remark_on_rest(const isti_importer *import, const isti_table *table,
                           const isti_table_def *def, const int32_t *at, int32_t count)
{
    char list[ISTI_EXAMPLES_SIZE * 2] = "";
    size_t used = 0;
    int32_t ignored = 0;
    for (int32_t i = 0; i < table->headings; i++) {
        bool is_read = false;
        for (int32_t k = 0; k < count; k++) {
            is_read |= at[k] == i;
        }
        if (is_read || table->cell[i].length == 0) {
            continue;
        }
        char shown[ISTI_READ_SHOWN];
        const size_t room = sizeof list - used;
        const int length = snprintf(list + used, room, "%s\"%s\"", ignored > 0 ? ", " : "",
                                    isti_read_shown(table->cell[i].text, shown));
        used += length > 0 && (size_t)length < room ? (size_t)length : 0;
        list[used] = '\0';
        ignored++;
    }
    if (ignored > 0) {
        isti_import_remark(import->reader, "%s: %d column%s not read: %s", def->file, (int)ignored,
                           ignored == 1 ? " is" : "s are", list);
    }
}

static void remark_on_separator(const isti_importer *import, const isti_table *table,
                                const isti_table_def *def)
{
    if (!def->separator && table->headings > 1 && table->separator != ',') {
        isti_import_remark(import->reader, "%s: cells are taken to be separated by %s", def->file,
                           table->separator == ';' ? "semicolons" : "tabs");
    }
}

bool isti_import_columns(isti_importer *import, isti_table *table, const isti_table_def *def,
                         const char *const *names, int32_t count, unsigned required, int32_t *at)
{
    if (!isti_table_read_headings(table)) {
        return false;
    }
    for (int32_t k = 0; k < count; k++) {
        at[k] = isti_import_column(table, def, k, names);
        if (at[k] < 0 && ((required >> k & 1) != 0 || def->heading[k])) {
            fail_column(import, table, def, k, names[k]);
        }
    }
    isti_import_check_twins(table, at, count);
    remark_on_separator(import, table, def);
    remark_on_rest(import, table, def, at, count);
    return !table->has_failed && !import->reader->no_memory;
}

// ---- Texts

const char *isti_import_text_copy(isti_importer *import, const char *text)
{
    char **made = isti_read_grow(import->reader, import->made, &import->made_capacity,
                                 import->made_count, sizeof *made);
    char *copy = made ? isti_copy_text(text) : NULL;
    import->made = made ? made : import->made;
    import->reader->no_memory |= !copy;
    if (copy) {
        import->made[import->made_count++] = copy;
    }
    return copy;
}

const char *isti_import_source(isti_importer *import, const char *name)
{
    char path[sizeof((ist_error){0}).source];
    const ist_scenario_options *options = import->reader->options;
    const char *folder = options && options->folder ? options->folder : ".";
    if (strcmp(folder, ".") == 0) {
        return name;
    }
    const int length = snprintf(path, sizeof path, "%s/%s", folder, name);
    const char *copy = (size_t)length < sizeof path ? isti_import_text_copy(import, path) : NULL;
    return copy ? copy : name;
}

// ---- Files

static const ist_scenario_file *find_given(const ist_scenario_options *options, const char *name)
{
    for (int32_t i = 0; options && i < options->file_count; i++) {
        if (strcmp(options->file[i].name, name) == 0) {
            return &options->file[i];
        }
    }
    return NULL;
}

static ist_status fetch(const ist_scenario_options *options, const char *name, char **text,
                        size_t *length, char reason[ISTI_REASON_SIZE])
{
    const ist_scenario_file *given = find_given(options, name);
    if (given) {
        *text = isti_alloc_scratch(given->length + 1, 1);
        *length = given->length;
        if (*text) {
            memcpy(*text, given->bytes, given->length);
        }
        return *text ? IST_OK : IST_ERR_NO_MEMORY;
    }
    if (!options || !options->folder) {
        snprintf(reason, ISTI_REASON_SIZE, "there is no folder in which this file could lie");
        return IST_ERR_IO;
    }
    return isti_read_beside(options->folder, name, ISTI_TABLE_MOST_BYTES, text, length, reason);
}

// Keep what was read for whoever asks for it.
static void keep(isti_reader *reader, const char *name, const char *text, size_t length)
{
    isti_read_result *out = reader->out;
    if (!reader->options || !reader->options->keep_files) {
        return;
    }
    for (size_t i = 0; i < out->files; i++) {
        if (strcmp(out->file[i].name, name) == 0) {
            return;
        }
    }
    ist_scenario_file *file =
        isti_read_grow(reader, out->file, &out->file_capacity, out->files, sizeof *file);
    char *copy = file ? isti_alloc_scratch(length + 1, 1) : NULL;
    char *own_name = copy ? isti_copy_text(name) : NULL;
    out->file = file ? file : out->file;
    if (!own_name) {
        isti_free(copy);
        reader->no_memory = true;
        return;
    }
    memcpy(copy, text, length);
    copy[length] = '\0';
    out->file[out->files++] =
        (ist_scenario_file){.name = own_name, .bytes = copy, .length = length};
}

char *isti_import_fetch(isti_reader *reader, const char *name, size_t *length)
{
    char reason[ISTI_REASON_SIZE] = "";
    char *text = NULL;
    const ist_status status = fetch(reader->options, name, &text, length, reason);
    if (status == IST_ERR_NO_MEMORY) {
        reader->no_memory = true;
    } else if (status != IST_OK) {
        char shown[ISTI_READ_SHOWN];
        const size_t mark = isti_read_enter(reader, "file");
        isti_read_fail(reader, status, NULL, NULL, "%s: %s", isti_read_shown(name, shown), reason);
        isti_read_leave(reader, mark);
    } else {
        keep(reader, name, text, *length);
    }
    return text;
}

bool isti_import_open(isti_importer *import, const isti_table_def *def, bool of_ties, char **text,
                      isti_table *table)
{
    size_t length;
    isti_reader *reader = import->reader;
    const char *source = isti_import_source(import, def->file);
    isti_graph_kind kind;
    *text = isti_import_fetch(reader, def->file, &length);
    if (!*text) {
        return false;
    }
    const bool is_graph = isti_graph_is_one(def->file, &kind);
    if (is_graph) {
        const char *id = import->def->people.heading[ISTI_PEOPLE_ID];
        const char *from = of_ties ? def->heading[ISTI_TIE_FROM] : NULL;
        const char *to = of_ties ? def->heading[ISTI_TIE_TO] : NULL;
        const isti_graph_table wanted = {.kind = kind,
                                         .of_ties = of_ties,
                                         .id = from ? from
                                               : id ? id
                                                    : "id",
                                         .from = from ? from : "from",
                                         .to = to ? to : "to"};
        char *rows = isti_graph_as_table(*text, &length, &wanted, source, reader->found);
        isti_free(*text);
        *text = rows;
        if (!rows) {
            return false;
        }
    }
    isti_table_open(table, *text, length, is_graph ? ',' : def->separator, source, reader->found);
    table->row_name = !is_graph ? NULL : of_ties ? "tie" : "person";
    return true;
}
