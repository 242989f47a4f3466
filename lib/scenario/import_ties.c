// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a table of ties: who names whom, for what, and how much.
#include "base/memory.h"
#include "base/names.h"
#include "model/spec.h"
#include "scenario/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_KINDS = 64, TOGETHER = 64 };

// One row as it is read: people are looked up for many rows together.
typedef struct row {
    isti_cell from, to;
    int32_t line;
    uint8_t kind;
    double share;
} row;

// One row: somebody names somebody.
typedef struct mention {
    int32_t low, high; // the two, by number among those read
    int32_t line;
    uint8_t kind;
    bool is_forward; // low names high
    double share;    // of the way from no tie to the strongest, above 0
} mention;

typedef struct tie_table {
    isti_importer *import;
    isti_table table;
    int32_t at[ISTI_TIE_COLUMNS]; // -1: no such column
    mention *item;
    size_t count, capacity;
    isti_tally unmatched, loops, zero, twice;
    row waiting[TOGETHER]; // for their people to be looked up
    int32_t waiting_count;
    int64_t rows;
    int32_t kind;  // read last
    uint8_t *said; // by person read: bits of what is known
} tie_table;

// Bits of what is known of a person.
enum { ANSWERS = 1, IS_NAMED = 2, IS_TIED = 4, CARRIES_TIES = 8 };

// ---- Cells

// Digits of a small whole number, which most weights are.
static bool read_small(const char *text, double *out)
{
    const int32_t most = 9; // digits
    int32_t value = 0;
    int32_t length = 0;
    for (; text[length] >= '0' && text[length] <= '9' && length < most; length++) {
        value = 10 * value + (text[length] - '0');
    }
    *out = value;
    return length > 0 && text[length] == '\0';
}

bool isti_import_number(char *text, char separator, double *out)
{
    if (read_small(text, out)) {
        return true;
    }
    char *comma = separator != ',' && !strchr(text, '.') ? strchr(text, ',') : NULL;
    if (comma) {
        *comma = '.'; // as decimal points are written where semicolons separate cells
    }
    char *end;
    *out = strtod(text, &end);
    end += strspn(end, " ");
    const bool is_number = end > text && *end == '\0' && *out - *out == 0.0;
    if (comma) {
        *comma = ',';
    }
    return is_number;
}

bool isti_import_weight(isti_table *table, int32_t column, double *out)
{
    const isti_cell *cell = &table->cell[column];
    char shown[ISTI_READ_SHOWN];
    if (cell->length == 0) {
        isti_table_fail(table, column, IST_ERR_MISSING_KEY, NULL, NULL, "this tie has no weight");
        return false;
    }
    if (!isti_import_number((char *)(uintptr_t)cell->text, table->separator, out)) {
        isti_table_fail(table, column, IST_ERR_TYPE, NULL, NULL, "the weight \"%s\" is no number",
                        isti_read_shown(cell->text, shown));
        return false;
    }
    return true;
}

// The weight as a share of the scale; false after a report.
static bool read_share(tie_table *t, double *share)
{
    const double *scale = t->import->def->ties.scale;
    const int32_t at = t->at[ISTI_TIE_WEIGHT];
    *share = 1.0;
    if (at < 0) {
        return true;
    }
    double weight;
    if (!isti_import_weight(&t->table, at, &weight)) {
        return false;
    }
    if (weight < scale[0] || weight > scale[1]) {
        char allowed[ISTI_READ_SHOWN];
        snprintf(allowed, sizeof allowed, "%.10g to %.10g", scale[0], scale[1]);
        isti_table_fail(&t->table, at, IST_ERR_RANGE, allowed, NULL,
                        "the weight %.15g is outside of the scale", weight);
        return false;
    }
    *share = (weight - scale[0]) / (scale[1] - scale[0]);
    return true;
}

static int32_t find_kind(const isti_words *kinds, const char *text)
{
    for (size_t i = 0; i < kinds->count; i++) {
        if (strcmp(kinds->item[i].text, text) == 0) {
            return (int32_t)i;
        }
    }
    return -1;
}

static void fail_kind(tie_table *t, int32_t at, const char *text)
{
    const isti_words *kinds = &t->import->def->ties.words;
    const char *names[MOST_KINDS];
    char known[sizeof((ist_error){0}).allowed];
    char shown[ISTI_READ_SHOWN];
    for (size_t i = 0; i < kinds->count; i++) {
        names[i] = kinds->item[i].text;
    }
    isti_table_fail(&t->table, at, IST_ERR_UNKNOWN_NAME,
                    isti_name_list(names, (int32_t)kinds->count, known, sizeof known),
                    isti_name_nearest(names, (int32_t)kinds->count, text),
                    "the import does not say what ties of the kind \"%s\" are made of",
                    isti_read_shown(text, shown));
}

// The kind of the row; -1 after a report.
static int32_t read_kind(tie_table *t)
{
    const isti_words *kinds = &t->import->def->ties.words;
    const int32_t at = t->at[ISTI_TIE_KIND];
    const isti_cell *cell = at >= 0 && t->table.cell[at].length > 0 ? &t->table.cell[at] : NULL;
    const char *text = cell ? cell->text : t->import->def->ties.usual;
    if (!text && kinds->count == 1) {
        return 0;
    }
    if (!text) {
        isti_table_fail(&t->table, at, IST_ERR_MISSING_KEY, NULL, NULL,
                        "this tie has no kind, and \"kind\" of the import does not give a usual "
                        "one");
        return -1;
    }
    if (t->kind < 0 || strcmp(kinds->item[t->kind].text, text) != 0) {
        t->kind = find_kind(kinds, text);
    }
    if (t->kind < 0) {
        fail_kind(t, at, text);
    }
    return t->kind;
}

// ---- Rows

static bool add_mention(tie_table *t, const mention *m)
{
    mention *item =
        isti_read_grow(t->import->reader, t->item, &t->capacity, t->count, sizeof *item);
    if (!item) {
        return false;
    }
    t->item = item;
    item[t->count++] = *m;
    return true;
}

// What a row says, of people of whom one may be nobody (-1).
static bool read_row(tie_table *t, const row *r, int32_t from, int32_t to)
{
    const isti_hand *hands = t->import->hands.item;
    if (from < 0 || to < 0) {
        const isti_cell *cell = from < 0 ? &r->from : &r->to;
        isti_tally_add(&t->unmatched, cell->text, cell->line);
        return true;
    }
    t->said[from] |= ANSWERS;
    if (from == to) {
        isti_tally_add(&t->loops, hands[from].id, r->line);
        return true;
    }
    t->said[to] |= IS_NAMED;
    if (r->share <= 0.0) {
        isti_tally_add(&t->zero, hands[from].id, r->line);
        return true;
    }
    return add_mention(t, &(mention){.low = isti_min_i(from, to),
                                     .high = isti_max_i(from, to),
                                     .line = r->line,
                                     .kind = r->kind,
                                     .is_forward = from < to,
                                     .share = r->share});
}

static bool read_waiting(tie_table *t)
{
    const char *texts[2 * TOGETHER] = {NULL};
    int32_t hands[2 * TOGETHER] = {0};
    const int32_t count = t->waiting_count;
    bool has_room = true;
    for (int32_t i = 0; i < count; i++) {
        texts[2 * i] = t->waiting[i].from.text;
        texts[2 * i + 1] = t->waiting[i].to.text;
    }
    isti_index_find_all(&t->import->hands.by_id, texts, 2 * count, hands);
    for (int32_t i = 0; i < count && has_room; i++) {
        has_room = read_row(t, &t->waiting[i], hands[2 * i], hands[2 * i + 1]);
    }
    t->waiting_count = 0;
    return has_room;
}

// Let the row wait with others, unless it is wrong.
static bool take_row(tie_table *t)
{
    row *r = &t->waiting[t->waiting_count];
    const bool has_share = read_share(t, &r->share);
    const int32_t kind = read_kind(t);
    t->rows++;
    if (!has_share || kind < 0) {
        return true;
    }
    r->from = t->table.cell[t->at[ISTI_TIE_FROM]];
    r->to = t->table.cell[t->at[ISTI_TIE_TO]];
    r->line = t->table.cell[0].line;
    r->kind = (uint8_t)kind;
    return ++t->waiting_count < TOGETHER || read_waiting(t);
}

// ---- Putting them in order

static int compare(const void *left, const void *right)
{
    const mention *a = left;
    const mention *b = right;
    if (a->high != b->high) {
        return a->high < b->high ? -1 : 1;
    }
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    if (a->is_forward != b->is_forward) {
        return a->is_forward ? -1 : 1;
    }
    return (a->line > b->line) - (a->line < b->line);
}

// By the first of the two people in one pass, then each one's few by the rest.
static bool sort(tie_table *t)
{
    const size_t people = t->import->hands.count;
    size_t *start = isti_alloc_array(people + 1, sizeof *start);
    mention *sorted = isti_alloc_scratch(t->count, sizeof *sorted);
    if (!start || !sorted) {
        isti_free(start);
        isti_free(sorted);
        t->import->reader->no_memory = true;
        return false;
    }
    for (size_t i = 0; i < t->count; i++) {
        start[t->item[i].low + 1]++;
    }
    for (size_t p = 0; p < people; p++) {
        start[p + 1] += start[p];
    }
    for (size_t i = 0; i < t->count; i++) {
        sorted[start[t->item[i].low]++] = t->item[i];
    }
    size_t begin = 0;
    for (size_t p = 0; p < people; p++) {
        qsort(sorted + begin, start[p] - begin, sizeof *sorted, compare);
        begin = start[p];
    }
    isti_free(start);
    isti_free(t->item);
    t->item = sorted;
    t->capacity = t->count;
    return true;
}

// ---- Pairs

// What both say, for one kind.
typedef struct word_of_both {
    double forward, backward;
} word_of_both;

static double combine(const tie_table *t, int32_t low, int32_t high, word_of_both words)
{
    if (!(t->said[low] & ANSWERS)) {
        return words.backward;
    }
    if (!(t->said[high] & ANSWERS)) {
        return words.forward;
    }
    switch (t->import->def->ties.direction) {
    case ISTI_RECIPROCAL:
        return isti_min(words.forward, words.backward);
    case ISTI_WEAK:
        return (words.forward + words.backward) / 2.0;
    default:
        return isti_max(words.forward, words.backward);
    }
}

// All rows of one kind between two people, from `i` on; gives where they end.
static size_t read_words(tie_table *t, size_t i, word_of_both *out)
{
    const mention first = t->item[i];
    *out = (word_of_both){0.0, 0.0};
    for (; i < t->count; i++) {
        const mention *m = &t->item[i];
        if (m->low != first.low || m->high != first.high || m->kind != first.kind) {
            break;
        }
        double *word = m->is_forward ? &out->forward : &out->backward;
        if (*word > 0.0) {
            const isti_hand *hands = t->import->hands.item;
            isti_tally_add(&t->twice, hands[m->is_forward ? m->low : m->high].id, m->line);
        }
        *word = isti_max(*word, m->share);
    }
    return i;
}

// The tie between two people from all that is said of it, from row `i` on; gives where that ends.
static size_t add_pair(tie_table *t, size_t i)
{
    isti_importer *import = t->import;
    const mention first = t->item[i];
    ist_tie_def def = ist_tie_def_default();
    bool is_one_sided = false;
    while (i < t->count && t->item[i].low == first.low && t->item[i].high == first.high) {
        const double *strand = import->def->ties.words.item[t->item[i].kind].strand;
        word_of_both words;
        i = read_words(t, i, &words);
        is_one_sided |= (words.forward > 0.0) != (words.backward > 0.0);
        const double share = combine(t, first.low, first.high, words);
        def.instrumental = isti_max(def.instrumental, share * strand[0]);
        def.affective = isti_max(def.affective, share * strand[1]);
    }
    int64_t *count = import->out->count;
    const uint8_t both = t->said[first.low] & t->said[first.high];
    const bool both_answer = (both & ANSWERS) != 0;
    count[IST_IMPORT_ONE_SIDED] += is_one_sided && both_answer;
    count[IST_IMPORT_NO_ANSWER] += !both_answer;
    if (!(both & CARRIES_TIES)) {
        count[IST_IMPORT_UNCARRIED]++;
    } else if (def.instrumental > 0.0 || def.affective > 0.0) {
        def.a.number = import->hands.first_employee + first.low;
        def.b.number = import->hands.first_employee + first.high;
        ist_spec_add_tie(import->reader->out->spec, &def);
        t->said[first.low] |= IS_TIED;
        t->said[first.high] |= IS_TIED;
        count[IST_IMPORT_TIES]++;
    }
    return i;
}

// ---- What there is to tell

static void count_people(tie_table *t)
{
    const isti_hands *hands = &t->import->hands;
    int64_t *count = t->import->out->count;
    for (size_t i = 0; i < hands->count; i++) {
        const uint8_t said = t->said[i];
        count[IST_IMPORT_NON_RESPONDENTS] += (said & (IS_NAMED | ANSWERS)) == IS_NAMED;
        count[IST_IMPORT_ISOLATES] += (said & (IS_TIED | CARRIES_TIES)) == CARRIES_TIES;
    }
}

static void remark_on_ties(tie_table *t)
{
    static const ist_import_count told[] = {IST_IMPORT_ONE_SIDED, IST_IMPORT_NON_RESPONDENTS,
                                            IST_IMPORT_NO_ANSWER, IST_IMPORT_UNCARRIED,
                                            IST_IMPORT_ISOLATES};
    static const char *const rules[ISTI_DIRECTIONS] = {
        [ISTI_EITHER] = "either one's word makes a tie, the larger of both its weight",
        [ISTI_RECIPROCAL] = "only both together make a tie, the smaller of both its weight",
        [ISTI_WEAK] = "the mean of both is the weight, where who answered and does not name says 0",
    };
    isti_reader *reader = t->import->reader;
    const isti_table_def *def = &t->import->def->ties;
    int64_t *count = t->import->out->count;
    count[IST_IMPORT_ROWS] = t->rows;
    isti_tally_tell(&t->unmatched, reader, IST_IMPORT_UNMATCHED, def->file);
    isti_tally_tell(&t->loops, reader, IST_IMPORT_LOOPS, def->file);
    isti_tally_tell(&t->twice, reader, IST_IMPORT_SAME_TIES, def->file);
    isti_tally_tell(&t->zero, reader, IST_IMPORT_ZERO, def->file);
    for (size_t i = 0; i < COUNT_OF(told); i++) {
        if (count[told[i]] > 0) {
            isti_import_remark(reader, "%s: %s: %lld", def->file, ist_import_text(told[i]),
                               (long long)count[told[i]]);
        }
    }
    isti_import_remark(reader, "%s: %s", def->file, rules[def->direction]);
    if (t->at[ISTI_TIE_WEIGHT] < 0) {
        isti_import_remark(reader, "%s: there are no weights: each tie is taken for the strongest",
                           def->file);
    }
}

static bool read_all(tie_table *t)
{
    isti_reader *reader = t->import->reader;
    const isti_table_def *def = &t->import->def->ties;
    bool is_read =
        isti_import_columns(t->import, &t->table, def, isti_tie_column_names, ISTI_TIE_COLUMNS,
                            1U << ISTI_TIE_FROM | 1U << ISTI_TIE_TO, t->at);
    while (is_read && isti_table_next(&t->table)) {
        is_read = take_row(t);
    }
    is_read = is_read && read_waiting(t);
    if (!is_read || t->table.has_failed || reader->no_memory || !sort(t)) {
        return false;
    }
    for (size_t i = 0; i < t->count;) {
        i = add_pair(t, i);
    }
    count_people(t);
    remark_on_ties(t);
    return true;
}

static bool open_people(tie_table *t)
{
    const isti_importer *import = t->import;
    t->said = isti_alloc_array(import->hands.count, sizeof *t->said);
    for (size_t i = 0; t->said && i < import->hands.count; i++) {
        const ist_level_def *level = &import->reader->out->spec->level[import->hands.item[i].level];
        t->said[i] = level->participates || level->oversees ? CARRIES_TIES : 0;
    }
    return t->said != NULL;
}

bool isti_import_ties(isti_importer *import)
{
    isti_reader *reader = import->reader;
    const isti_table_def *def = &import->def->ties;
    tie_table t = {.import = import, .kind = -1};
    if (def->words.count > MOST_KINDS) {
        isti_read_fail(reader, IST_ERR_LIMIT, NULL, NULL, "there are more than %d kinds of ties",
                       MOST_KINDS);
        return false;
    }
    const bool has_room = open_people(&t);
    reader->no_memory |= !has_room;
    const bool is_read = has_room &&
                         isti_import_open(import, def, true, &import->tie_text, &t.table) &&
                         read_all(&t);
    isti_table_close(&t.table);
    isti_free(t.item);
    isti_free(t.said);
    return is_read;
}
