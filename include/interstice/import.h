// SPDX-License-Identifier: GPL-3.0-or-later
/// @file
/// People and ties from files of your own, and what became of them on the way in (format:
/// scenarios/README.md).
#ifndef INTERSTICE_IMPORT_H
#define INTERSTICE_IMPORT_H

#include <interstice/network.h>
#include <interstice/scenario.h>

IST_BEGIN_DECLS

/// What an import counts.
#define IST_IMPORT_LIST(ROW)                                                                     \
    ROW(PEOPLE, people, "people read")                                                           \
    ROW(UNITS, units, "units they work in")                                                      \
    ROW(UNIT_LEVELS, unit_levels, "levels of the tree of units, by who reports to whom")         \
    ROW(HEADLESS, headless_units, "units in which nobody is above anybody: without a head")      \
    ROW(WITHOUT_ID, people_without_id, "rows of people without an id, left out")                 \
    ROW(SAME_PEOPLE, duplicate_people, "rows of people who are there already, left out")         \
    ROW(NO_MANAGER, unmatched_managers, "people whose manager is nobody who was read")           \
    ROW(CYCLES, manager_cycles, "circles of people who are above each other")                    \
    ROW(UNIT_CYCLES, unit_cycles, "circles of units that are above each other")                  \
    ROW(ROWS, tie_rows, "rows of ties read")                                                     \
    ROW(TIES, ties, "ties made of them")                                                         \
    ROW(UNMATCHED, unmatched_ids, "rows of ties with an id of nobody who was read, left out")    \
    ROW(LOOPS, self_loops, "rows of ties from somebody to themselves, left out")                 \
    ROW(SAME_TIES, duplicate_ties,                                                               \
        "rows of ties that say again who names whom and for what; the larger weight counts")     \
    ROW(ZERO, zero_weights, "rows of ties at the lower end of the scale: no tie")                \
    ROW(ONE_SIDED, one_sided, "pairs of whom both answered and one names the other")             \
    ROW(NO_ANSWER, one_answer, "pairs of whom one did not answer: the other's word counts")      \
    ROW(NON_RESPONDENTS, non_respondents, "people with ties to them who name nobody themselves") \
    ROW(UNCARRIED, ties_not_carried, "pairs of whom one has a level that carries no ties")       \
    ROW(ISOLATES, isolates, "people read who have no tie")

#define IST_ROW(NAME, name, text) IST_IMPORT_##NAME,
typedef enum ist_import_count { IST_IMPORT_LIST(IST_ROW) IST_IMPORT_COUNT } ist_import_count;
#undef IST_ROW

/// Spelling and meaning; NULL when out of range. Static.
IST_API const char *ist_import_name(ist_import_count count);
IST_API const char *ist_import_text(ist_import_count count);

/// The counts of a scenario that imports something into `out[IST_IMPORT_COUNT]`; false without an
/// import.
IST_API bool ist_scenario_import(const ist_scenario *scenario, int64_t *out);

/// Remarks on the import, in full sentences: what was left out, with the first places, and what was
/// assumed. NULL when out of range. Borrowed from the scenario.
IST_API const char *ist_scenario_remark(const ist_scenario *scenario, int32_t index);

/// The id that a file or the scenario gives a person of the model; NULL for one without. Borrowed from
/// the scenario.
IST_API const char *ist_scenario_employee(const ist_scenario *scenario, ist_employee_id employee);

/// A file that was read for a scenario, beside the scenario itself, if
/// ist_scenario_options.keep_files was set. False when out of range. Borrowed from the scenario.
IST_API bool ist_scenario_file_get(const ist_scenario *scenario, int32_t index,
                                   ist_scenario_file *out);

// ---- Networks from files

/// The network that a table of ties or a graph file (GraphML, GML, Pajek) holds as it is, without a
/// scenario: everybody who is in it, in order of first appearance. Ties of a table have directions. Rows of several kinds count as one; rows without a weight, or
/// with one of 0 or less, are no tie; without a column of weights each is 1. Caller owns the result. NULL
/// after reports, with lines and columns of the table.
IST_API ist_network *ist_network_load(const char *path, ist_errors *errors);

// ---- A first scenario

/// Room for a pseudonym and its NUL.
#define IST_PSEUDONYM_SIZE 18

/// The code that stands for a text under a key: `kind` ('p' for people, 'u' for units, 'l' for what levels
/// are called, 't' for themes) and the first 16 hexadecimal digits of HMAC-SHA-256 (RFC 2104) of the text, under a key which is the HMAC-SHA-256 of
/// `kind` under `key`, in hexadecimal digits. Equal texts have equal codes; without the key nobody can
/// tell which text a code stands for. Pure.
IST_API void ist_pseudonym(const void *key, size_t key_size, char kind, const char *text,
                           char out[IST_PSEUDONYM_SIZE]);

/// What to draft a scenario from. Start from ist_draft_def_default().
typedef struct ist_draft_def {
    size_t def_size;
    const char *name;   ///< of the scenario; default "draft"
    const char *people; ///< path of a table of people, required
    const char *ties;   ///< path of a table of ties; NULL (default): none
    const void
        *key; ///< replace ids and names by codes under this key, and forget the order of rows;
              ///< NULL (default): do not
    size_t key_size;
} ist_draft_def;

IST_API ist_draft_def ist_draft_def_default(void);

/// Files of a first scenario, to be reviewed and edited: the scenario, and the tables beside it.
typedef struct ist_draft ist_draft;

/// Look through the tables: which columns seem to hold what, which units, levels, themes and kinds of
/// ties there are. Caller owns the result. NULL after reports, with lines and columns of the tables.
IST_API ist_draft *ist_draft_create(const ist_draft_def *def, ist_errors *errors);
IST_API void ist_draft_destroy(ist_draft *draft);

/// File number `index`, the scenario first; false when out of range. Borrowed from the draft.
IST_API bool ist_draft_file(const ist_draft *draft, int32_t index, ist_scenario_file *out);

/// Of a draft with codes: which text each code stands for, as a table (CSV) for whoever may know. False
/// without a key. Borrowed from the draft.
IST_API bool ist_draft_codes(const ist_draft *draft, ist_scenario_file *out);

IST_END_DECLS

#endif
