// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of files of patterns, on top of the reader of scenarios.
#ifndef ISTI_SCENARIO_READ_PATTERNS_H
#define ISTI_SCENARIO_READ_PATTERNS_H

#include "scenario/patterns.h"
#include "scenario/read.h"

// A growing array of the file.
typedef struct isti_patterns_room {
    size_t run, pattern, ablation, node, selector, operand, block;
} isti_patterns_room;

struct isti_patterns_file {
    isti_pattern_run *run;
    isti_pattern *pattern;
    isti_ablation *ablation;
    isti_value_node *node;
    isti_selector *selector;
    int32_t *operand;
    void **block; // texts and lists
    int32_t runs, patterns, ablations, nodes, selectors, operands, blocks;
    isti_patterns_room room;
    const char *title, *notice; // notice: where the file comes from, in its own words
    const char *path;           // of the file
    const char *source;         // the same as far as it fits into a report
};

typedef struct isti_patterns_reader {
    isti_reader base; // first: the functions that read a value are given this part
    isti_patterns_file *file;
    isti_later runs, patterns, ablations;  // they refer to each other in this order
    bool is_run_unread, is_pattern_unread; // a name could not be read: unknown ones are no news
} isti_patterns_reader;

static inline isti_patterns_reader *isti_patterns_of(isti_reader *reader)
{
    return (isti_patterns_reader *)(void *)reader;
}

// ---- Memory that lives as long as the file (read_patterns.c). NULL when memory is short.

// Let the file own a block (NULL: memory was short); freed when it cannot.
void *isti_patterns_own(isti_reader *reader, void *block);
void *isti_patterns_block(isti_reader *reader, size_t count, size_t size);
char *isti_patterns_copy(isti_reader *reader, const char *text, size_t length);
// A text of the file, "" for NULL.
const char *isti_patterns_text(isti_reader *reader, const char *text);

// ---- Small things (read_patterns_part.c). False after a report.

// A text that is not empty; borrowed from the tree.
bool isti_patterns_read_name(isti_reader *reader, const cJSON *value, const char **out);
// [lowest, highest] with null for no bound. `target` has room for two doubles, infinite for null.
bool isti_patterns_read_band(isti_reader *reader, const cJSON *value, double target[2]);
// A band whose bounds are outside has something between them. Reported at the key "band".
void isti_patterns_check_open(isti_reader *reader, const double band[2], bool open);
// One name or a list of names of a closed list, as bits 1 << number.
bool isti_patterns_read_bits(isti_reader *reader, const cJSON *value, ist_kind kind,
                             const char *what, uint32_t *out);
// Number of one of `count` names, -1 after a report.
int32_t isti_patterns_read_choice(isti_reader *reader, const cJSON *value, const char *what,
                                  const char *const *names, int32_t count);
// Overrides: an object by pointer. The list belongs to the file.
bool isti_patterns_read_set(isti_reader *reader, const cJSON *value, const ist_override **out,
                            int32_t *count);
// Report that nothing in the file has this name. What could be meant: `count` names, "" for one that
// could not be read. `is_unread`: it may have been one of these, so say it only if another is near.
typedef const char *isti_patterns_name_fn(const isti_patterns_file *file, int32_t index);
void isti_patterns_fail_reference(isti_reader *reader, const char *what, const char *name,
                                  isti_patterns_name_fn *name_of, int32_t count, bool is_unread);
// Number of a run, -1 after a report.
int32_t isti_patterns_read_run_name(isti_reader *reader, const cJSON *value);
// The name of the definition at the path must be new. `is_taken`: it is not.
void isti_patterns_check_new(isti_reader *reader, const char *key, const char *what,
                             const char *name, bool is_taken);

// ---- Parts of the file

// Number of the node read, -1 after a report. `inside`: is there a community at hand?
int32_t isti_patterns_read_value(isti_reader *reader, const cJSON *value,
                                 bool inside);                        // read_patterns_value.c
int32_t isti_patterns_add_number(isti_reader *reader, double number); // read_patterns_value.c
int32_t isti_patterns_read_selector(isti_reader *reader, const cJSON *value,
                                    bool inside);                      // read_patterns_selector.c
void isti_patterns_read_runs(isti_reader *reader, const cJSON *value); // read_patterns_run.c
void isti_patterns_read_patterns(isti_reader *reader, const cJSON *value);  // read_patterns_run.c
void isti_patterns_read_ablations(isti_reader *reader, const cJSON *value); // .._ablation.c

#endif
