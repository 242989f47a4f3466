// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a table of people.
#include "base/memory.h"
#include "base/names.h"
#include "model/spec.h"
#include "scenario/read.h"

#include <stdio.h>
#include <string.h>

// ---- Names of the description

static bool index_units(isti_importer *import)
{
    const isti_shelf *shelf = &import->reader->out->spec->units;
    const ist_unit_def *defs = shelf->items;
    import->unit_count = shelf->count;
    import->unit_names = isti_alloc_array((size_t)shelf->count, sizeof *import->unit_names);
    import->has_head = isti_alloc_array((size_t)shelf->count, sizeof *import->has_head);
    bool has_room = import->unit_names && import->has_head;
    for (int32_t i = 0; has_room && i < shelf->count; i++) {
        import->unit_names[i] = defs[i].name ? defs[i].name : "";
        import->has_head[i] = defs[i].people[IST_LEVEL_MANAGER] > 0;
        has_room = isti_index_find(&import->units, import->unit_names[i]) >= 0 ||
                   isti_index_put(&import->units, import->unit_names[i], i);
    }
    return has_room;
}

// People given one by one may head units already.
static void note_heads(isti_importer *import)
{
    const isti_shelf *shelf = &import->reader->out->spec->employees;
    const ist_employee_def *defs = shelf->items;
    for (int32_t i = 0; i < shelf->count; i++) {
        const int32_t unit =
            defs[i].heads && defs[i].unit ? isti_index_find(&import->units, defs[i].unit) : -1;
        if (unit >= 0) {
            import->has_head[unit] = true;
        }
    }
}

static bool index_theme(isti_importer *import, const char *name)
{
    if (!name || isti_index_find(&import->themes, name) >= 0) {
        return name != NULL;
    }
    import->theme_names[import->theme_count] = name;
    return isti_index_put(&import->themes, name, import->theme_count++);
}

// Themes by the names they have in the model: "name 1", "name 2", ... where there are several.
static bool index_themes(isti_importer *import)
{
    const isti_shelf *shelf = &import->reader->out->spec->themes;
    const ist_theme_def *defs = shelf->items;
    int64_t count = 0;
    for (int32_t i = 0; i < shelf->count; i++) {
        count += isti_max_i(defs[i].count, 1);
    }
    import->theme_names = isti_alloc_array((size_t)count, sizeof *import->theme_names);
    bool has_room = import->theme_names != NULL;
    for (int32_t i = 0; has_room && i < shelf->count; i++) {
        const char *name = defs[i].name ? defs[i].name : "";
        for (int32_t k = 1; has_room && k <= defs[i].count; k++) {
            char numbered[ISTI_TABLE_LONGEST_CELL / 64];
            snprintf(numbered, sizeof numbered, "%s %d", name, (int)k);
            has_room = index_theme(
                import, defs[i].count == 1 ? name : isti_import_text_copy(import, numbered));
        }
    }
    return has_room;
}

// ---- Cells

typedef struct people_table {
    isti_importer *import;
    isti_table table;
    int32_t at[ISTI_PEOPLE_COLUMNS]; // -1: no such column
    isti_tally without_id, twice;
    int64_t more_themes, levels_assumed;
} people_table;

static const isti_cell *cell_of(const people_table *t, isti_people_column column)
{
    const int32_t at = t->at[column];
    return at >= 0 && t->table.cell[at].length > 0 ? &t->table.cell[at] : NULL;
}

static int32_t read_unit(people_table *t)
{
    isti_importer *import = t->import;
    const isti_cell *cell = cell_of(t, ISTI_PEOPLE_UNIT);
    const int32_t column = t->at[ISTI_PEOPLE_UNIT];
    char shown[ISTI_READ_SHOWN];
    if (!cell) {
        isti_table_fail(&t->table, column, IST_ERR_MISSING_KEY, NULL, NULL,
                        "this person has no unit");
        return -1;
    }
    const int32_t unit = isti_index_find(&import->units, cell->text);
    if (unit < 0) {
        char known[sizeof((ist_error){0}).allowed];
        isti_table_fail(&t->table, column, IST_ERR_UNKNOWN_NAME,
                        isti_name_list(import->unit_names, import->unit_count, known, sizeof known),
                        isti_name_nearest(import->unit_names, import->unit_count, cell->text),
                        "the scenario has no unit called \"%s\"",
                        isti_read_shown(cell->text, shown));
        return -1;
    }
    const ist_unit_def *defs = import->reader->out->spec->units.items;
    if (defs[unit].count != 1) {
        isti_table_fail(&t->table, column, IST_ERR_CONFLICT, NULL, NULL,
                        "\"%s\" stands for several units; people work in one",
                        isti_read_shown(cell->text, shown));
        return -1;
    }
    return unit;
}

static const char *read_theme(people_table *t, isti_people_column column, const char *text)
{
    isti_importer *import = t->import;
    char shown[ISTI_READ_SHOWN];
    const int32_t theme = isti_index_find(&import->themes, text);
    if (theme >= 0) {
        return import->theme_names[theme];
    }
    char known[sizeof((ist_error){0}).allowed];
    isti_table_fail(&t->table, t->at[column], IST_ERR_UNKNOWN_NAME,
                    isti_name_list(import->theme_names, import->theme_count, known, sizeof known),
                    isti_name_nearest(import->theme_names, import->theme_count, text),
                    "the scenario has no theme called \"%s\"", isti_read_shown(text, shown));
    return NULL;
}

// Cut the first theme off a cell that may have several; gives what follows it, NULL at the end.
static char *cut_theme(char **text, char between)
{
    char *begin = *text + strspn(*text, " ");
    char *end = strchr(begin, between);
    char *rest = end ? end + 1 : NULL;
    end = end ? end : begin + strlen(begin);
    while (end > begin && end[-1] == ' ') {
        end--;
    }
    *end = '\0';
    *text = begin;
    return rest;
}

static void read_themes(people_table *t, isti_hand *hand)
{
    const isti_cell *cell = cell_of(t, ISTI_PEOPLE_THEME);
    const isti_cell *second = cell_of(t, ISTI_PEOPLE_SECOND);
    char *text = cell ? (char *)(uintptr_t)cell->text : NULL;
    while (text) {
        char *rest = cut_theme(&text, t->import->def->people.between_themes);
        const char **theme = !hand->theme ? &hand->theme : &hand->second;
        if (*text && *theme) {
            t->more_themes++;
            break;
        }
        if (*text) {
            *theme = read_theme(t, ISTI_PEOPLE_THEME, text);
        }
        text = rest;
    }
    if (second && !hand->second) {
        hand->second = read_theme(t, ISTI_PEOPLE_SECOND, second->text);
    } else if (second) {
        t->more_themes++;
    }
    if (hand->theme && hand->second && strcmp(hand->theme, hand->second) == 0) {
        hand->second = NULL;
    }
}

// The level that a word of the table stands for; IST_LEVEL_COUNT after a report.
static ist_level read_level_word(people_table *t, const char *text)
{
    const isti_words *words = &t->import->def->people.words;
    const char *names[IST_LEVEL_COUNT];
    char shown[ISTI_READ_SHOWN];
    char known[sizeof((ist_error){0}).allowed];
    for (size_t i = 0; i < words->count; i++) {
        if (strcmp(words->item[i].text, text) == 0) {
            return (ist_level)words->item[i].level;
        }
    }
    isti_read_kind_names(IST_KIND_LEVEL, names, IST_LEVEL_COUNT);
    const int32_t level = isti_name_find(names, IST_LEVEL_COUNT, text);
    if (level >= 0) {
        return (ist_level)level;
    }
    isti_table_fail(&t->table, t->at[ISTI_PEOPLE_LEVEL], IST_ERR_UNKNOWN_NAME,
                    isti_name_list(names, IST_LEVEL_COUNT, known, sizeof known),
                    isti_name_nearest(names, IST_LEVEL_COUNT, text),
                    "\"%s\" is no level, and \"levels\" of the import does not say which it is",
                    isti_read_shown(text, shown));
    return IST_LEVEL_COUNT;
}

static void read_level(people_table *t, isti_hand *hand)
{
    const isti_cell *cell = cell_of(t, ISTI_PEOPLE_LEVEL);
    const char *usual = t->import->def->people.usual;
    hand->has_level = cell != NULL;
    t->levels_assumed += !cell;
    hand->level = cell    ? read_level_word(t, cell->text)
                  : usual ? read_level_word(t, usual)
                          : IST_LEVEL_PROFESSIONAL;
}

// ---- Rows

// Is this id free? Somebody with it may have been read or given one by one.
static bool check_id(people_table *t, const isti_cell *id)
{
    isti_importer *import = t->import;
    if (isti_index_find(&import->hands.by_id, id->text) >= 0) {
        isti_tally_add(&t->twice, id->text, id->line);
        return false;
    }
    if (isti_read_find_person(import->reader, id->text)) {
        char shown[ISTI_READ_SHOWN];
        isti_table_fail(&t->table, t->at[ISTI_PEOPLE_ID], IST_ERR_DUPLICATE_NAME, NULL, NULL,
                        "the scenario itself has an employee with the id \"%s\"",
                        isti_read_shown(id->text, shown));
        return false;
    }
    return true;
}

static bool add_hand(people_table *t, const isti_hand *hand)
{
    isti_importer *import = t->import;
    isti_hands *hands = &import->hands;
    isti_hand *item =
        isti_read_grow(import->reader, hands->item, &hands->capacity, hands->count, sizeof *item);
    if (!item) {
        return false;
    }
    hands->item = item;
    if (!isti_index_put(&hands->by_id, hand->id, (int32_t)hands->count)) {
        import->reader->no_memory = true;
        return false;
    }
    item[hands->count++] = *hand;
    return true;
}

static bool read_row(people_table *t)
{
    const isti_cell *id = cell_of(t, ISTI_PEOPLE_ID);
    const isti_cell *manager = cell_of(t, ISTI_PEOPLE_MANAGER);
    if (!id) {
        isti_tally_add(&t->without_id, "", t->table.cell[0].line);
        return true;
    }
    if (!check_id(t, id)) {
        return true;
    }
    isti_hand hand = {
        .id = id->text, .manager = manager ? manager->text : NULL, .line = id->line, .boss = -1};
    hand.unit = read_unit(t);
    read_level(t, &hand);
    read_themes(t, &hand);
    return add_hand(t, &hand);
}

static void remark_on_people(people_table *t)
{
    isti_reader *reader = t->import->reader;
    const isti_table_def *def = &t->import->def->people;
    const char *usual = def->usual ? def->usual : "professional";
    isti_tally_tell(&t->without_id, reader, IST_IMPORT_WITHOUT_ID, def->file);
    isti_tally_tell(&t->twice, reader, IST_IMPORT_SAME_PEOPLE, def->file);
    if (t->levels_assumed > 0) {
        isti_import_remark(reader, "%s: people without a level there: %lld, taken for %s%s",
                           def->file, (long long)t->levels_assumed, usual,
                           t->at[ISTI_PEOPLE_MANAGER] >= 0 ? ", heads of units for manager" : "");
    }
    if (t->at[ISTI_PEOPLE_THEME] < 0) {
        isti_import_remark(reader, "%s: there are no themes: they are drawn by demand", def->file);
    }
    if (t->more_themes > 0) {
        isti_import_remark(reader,
                           "%s: people with more than two themes, of which the first two count: "
                           "%lld",
                           def->file, (long long)t->more_themes);
    }
}

static bool read_all(people_table *t)
{
    isti_importer *import = t->import;
    const isti_table_def *def = &import->def->people;
    bool is_read =
        isti_import_columns(import, &t->table, def, isti_people_column_names, ISTI_PEOPLE_COLUMNS,
                            1U << ISTI_PEOPLE_ID | 1U << ISTI_PEOPLE_UNIT, t->at);
    while (is_read && isti_table_next(&t->table)) {
        is_read = read_row(t);
    }
    if (!is_read || t->table.has_failed || import->reader->no_memory) {
        return false;
    }
    remark_on_people(t);
    return true;
}

bool isti_import_people(isti_importer *import)
{
    isti_reader *reader = import->reader;
    people_table t = {.import = import};
    bool is_read = index_units(import) && index_themes(import);
    reader->no_memory |= !is_read;
    if (is_read) {
        note_heads(import);
        is_read =
            isti_import_open(import, &import->def->people, false, &import->people_text, &t.table) &&
            read_all(&t);
        isti_table_close(&t.table);
    }
    reader->unread |= is_read ? 0U : ISTI_NAMED_EMPLOYEE;
    return is_read;
}
