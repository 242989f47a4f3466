// SPDX-License-Identifier: GPL-3.0-or-later
// Who is above whom among people who were read: heads of units and the tree of units.
#include "base/memory.h"
#include "model/spec.h"
#include "scenario/read.h"

#include <stdio.h>
#include <string.h>

// ---- Managers

static void find_bosses(isti_importer *import, isti_tally *unmatched)
{
    isti_hands *hands = &import->hands;
    for (size_t i = 0; i < hands->count; i++) {
        isti_hand *hand = &hands->item[i];
        const int32_t boss = hand->manager ? isti_index_find(&hands->by_id, hand->manager) : -1;
        if (hand->manager && boss < 0) {
            isti_tally_add(unmatched, hand->manager, hand->line);
        } else if (boss != (int32_t)i) {
            hand->boss = boss; // who is their own manager has none
        }
    }
}

// Circles in "who is above": each entry of `above` leads to another or to -1. `seen` has room for all.
static int64_t count_circles(const int32_t *above, int32_t count, int32_t *seen, int32_t *example)
{
    int64_t circles = 0;
    memset(seen, 0, (size_t)count * sizeof *seen);
    for (int32_t i = 0; i < count; i++) {
        int32_t at = i;
        for (; at >= 0 && seen[at] == 0; at = above[at]) {
            seen[at] = i + 1;
        }
        if (at >= 0 && seen[at] == i + 1) {
            *example = circles == 0 ? at : *example;
            circles++;
        }
    }
    return circles;
}

// ---- Heads

// The one whom most people of the unit name as their manager, the first of several.
static void choose_heads(isti_importer *import, int32_t *head)
{
    isti_hands *hands = &import->hands;
    for (size_t i = 0; i < hands->count; i++) {
        const int32_t boss = hands->item[i].boss;
        if (boss >= 0 && hands->item[boss].unit == hands->item[i].unit) {
            hands->item[boss].reports++;
        }
    }
    for (int32_t u = 0; u < import->unit_count; u++) {
        head[u] = -1;
    }
    for (size_t i = 0; i < hands->count; i++) {
        const isti_hand *hand = &hands->item[i];
        int32_t *best = &head[hand->unit];
        if (hand->reports > 0 && (*best < 0 || hand->reports > hands->item[*best].reports)) {
            *best = (int32_t)i;
        }
    }
    for (int32_t u = 0; u < import->unit_count; u++) {
        isti_hand *hand = head[u] >= 0 ? &hands->item[head[u]] : NULL;
        if (hand && !import->has_head[u]) {
            hand->heads = true;
            hand->level = hand->has_level ? hand->level : IST_LEVEL_MANAGER;
        }
    }
}

// ---- The tree

// The unit above each: that of its head's manager, or of the manager of somebody without one inside.
static void find_units_above(const isti_importer *import, const int32_t *head, int32_t *above)
{
    const isti_hands *hands = &import->hands;
    for (int32_t u = 0; u < import->unit_count; u++) {
        above[u] = -1;
    }
    for (size_t i = 0; i < hands->count; i++) {
        const isti_hand *hand = &hands->item[i];
        const int32_t unit = hand->boss >= 0 ? hands->item[hand->boss].unit : hand->unit;
        const bool speaks = head[hand->unit] < 0 || head[hand->unit] == (int32_t)i;
        if (speaks && unit != hand->unit && above[hand->unit] < 0) {
            above[hand->unit] = unit;
        }
    }
}

static int32_t depth_of(const int32_t *above, int32_t count, int32_t unit)
{
    int32_t depth = 1;
    for (; above[unit] >= 0 && depth <= count; unit = above[unit]) {
        depth++;
    }
    return depth;
}

static void tell_circles(isti_importer *import, int64_t people, int32_t person, int64_t units,
                         int32_t unit)
{
    char shown[ISTI_READ_SHOWN];
    const char *file = import->def->people.file;
    import->out->count[IST_IMPORT_CYCLES] = people;
    import->out->count[IST_IMPORT_UNIT_CYCLES] = units;
    if (people > 0) {
        const isti_hand *hand = &import->hands.item[person];
        isti_import_remark(import->reader, "%s: %s: %lld, one of them with \"%s\" (line %d)", file,
                           ist_import_text(IST_IMPORT_CYCLES), (long long)people,
                           isti_read_shown(hand->id, shown), (int)hand->line);
    }
    if (units > 0) {
        isti_import_remark(import->reader, "%s: %s: %lld, one of them with \"%s\"", file,
                           ist_import_text(IST_IMPORT_UNIT_CYCLES), (long long)units,
                           isti_read_shown(import->unit_names[unit], shown));
    }
}

static void tell_tree(isti_importer *import, const int32_t *head, const int32_t *above,
                      bool has_circles)
{
    isti_hands *hands = &import->hands;
    int64_t *count = import->out->count;
    int32_t tops = 0;
    const char *top = "";
    bool *is_used = isti_alloc_array((size_t)import->unit_count, sizeof *is_used);
    import->reader->no_memory |= !is_used;
    for (size_t i = 0; is_used && i < hands->count; i++) {
        is_used[hands->item[i].unit] = true;
    }
    for (int32_t u = 0; is_used && u < import->unit_count; u++) {
        if (!is_used[u]) {
            continue;
        }
        const int32_t depth = has_circles ? 0 : depth_of(above, import->unit_count, u);
        count[IST_IMPORT_UNITS]++;
        count[IST_IMPORT_HEADLESS] += head[u] < 0 && !import->has_head[u];
        count[IST_IMPORT_UNIT_LEVELS] =
            depth > count[IST_IMPORT_UNIT_LEVELS] ? depth : count[IST_IMPORT_UNIT_LEVELS];
        top = above[u] < 0 && tops++ == 0 ? import->unit_names[u] : top;
    }
    isti_free(is_used);
    char shown[ISTI_READ_SHOWN];
    const char *file = import->def->people.file;
    if (count[IST_IMPORT_UNIT_LEVELS] > 1) {
        isti_import_remark(import->reader,
                           "%s: units stand on %lld levels, by who reports to whom, with \"%s\"%s "
                           "at the top",
                           file, (long long)count[IST_IMPORT_UNIT_LEVELS],
                           isti_read_shown(top, shown), tops > 1 ? " and others" : "");
    }
    if (count[IST_IMPORT_HEADLESS] > 0) {
        isti_import_remark(import->reader, "%s: %s: %lld", file,
                           ist_import_text(IST_IMPORT_HEADLESS),
                           (long long)count[IST_IMPORT_HEADLESS]);
    }
}

// ---- Adding them

static void add_people(isti_importer *import)
{
    isti_reader *reader = import->reader;
    const ist_unit_def *units = reader->out->spec->units.items;
    for (size_t i = 0; i < import->hands.count && !reader->no_memory; i++) {
        isti_hand *hand = &import->hands.item[i];
        ist_employee_def def = ist_employee_def_default();
        def.unit = units[hand->unit].name;
        def.level = hand->level;
        def.heads = hand->heads;
        def.theme = hand->theme;
        def.second_theme = hand->second;
        const ist_employee_id employee = ist_spec_add_employee(reader->out->spec, &def);
        import->hands.first_employee = i == 0 ? employee.number : import->hands.first_employee;
        const char *id = isti_read_own_id(reader, employee, hand->id);
        if (id && reader->ties.value) {
            isti_read_add_person(reader, (isti_person){.id = id, .employee = employee});
        }
    }
    isti_read_sort_people(reader);
}

void isti_import_place_people(isti_importer *import)
{
    const int32_t units = import->unit_count;
    const int32_t people = (int32_t)import->hands.count;
    const size_t most = (size_t)isti_max_i(units, people);
    int32_t *head = isti_alloc_array((size_t)units, sizeof *head);
    int32_t *above = isti_alloc_array(most, sizeof *above);
    int32_t *seen = isti_alloc_array(most, sizeof *seen);
    isti_tally unmatched = {.count = 0};
    if (head && above && seen) {
        int32_t person = 0;
        int32_t unit = 0;
        find_bosses(import, &unmatched);
        for (int32_t i = 0; i < people; i++) {
            above[i] = import->hands.item[i].boss;
        }
        const int64_t circles = count_circles(above, people, seen, &person);
        choose_heads(import, head);
        find_units_above(import, head, above);
        const int64_t unit_circles = count_circles(above, units, seen, &unit);
        import->out->count[IST_IMPORT_PEOPLE] = people;
        isti_tally_tell(&unmatched, import->reader, IST_IMPORT_NO_MANAGER,
                        import->def->people.file);
        tell_circles(import, circles, person, unit_circles, unit);
        tell_tree(import, head, above, unit_circles > 0);
        add_people(import);
    } else {
        import->reader->no_memory = true;
    }
    isti_free(head);
    isti_free(above);
    isti_free(seen);
}
