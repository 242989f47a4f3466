// SPDX-License-Identifier: GPL-3.0-or-later
// A file of patterns as plain structs: what to run, what to compute from the runs, what to expect.
// Format: scenarios/README.md.
#ifndef ISTI_SCENARIO_PATTERNS_H
#define ISTI_SCENARIO_PATTERNS_H

#include <interstice/observe.h>
#include <interstice/scenario.h>

// Operators of a value. name, spelling: the key in the file.
#define ISTI_VALUE_LIST(ROW)            \
    ROW(NUMBER, "")                     \
    ROW(AT, "at")                       \
    ROW(MEAN, "mean")                   \
    ROW(MIN, "min")                     \
    ROW(MAX, "max")                     \
    ROW(SUM, "sum")                     \
    ROW(TIME_OF_MIN, "time_of_min")     \
    ROW(TIME_OF_MAX, "time_of_max")     \
    ROW(FIRST_ABOVE, "first_above")     \
    ROW(FIRST_BELOW, "first_below")     \
    ROW(SMALLEST_STEP, "smallest_step") \
    ROW(RECOVERY, "recovery")           \
    ROW(RATIO, "ratio")                 \
    ROW(DIFFERENCE, "difference")       \
    ROW(TOTAL, "total")                 \
    ROW(PRODUCT, "product")             \
    ROW(LARGEST, "largest")             \
    ROW(SMALLEST, "smallest")           \
    ROW(KNOWN, "known")                 \
    ROW(WITHIN, "within")               \
    ROW(ALL, "all")                     \
    ROW(ANY, "any")                     \
    ROW(WHEN, "when")                   \
    ROW(IN, "in")                       \
    ROW(COUNT, "count")                 \
    ROW(SHARE, "share")                 \
    ROW(EACH, "each")                   \
    ROW(OF, "of")                       \
    ROW(PROPERTY, "property")           \
    ROW(ANSWERED, "answered")

typedef enum isti_value_op {
#define ISTI_ROW(NAME, key) ISTI_VALUE_##NAME,
    ISTI_VALUE_LIST(ISTI_ROW)
#undef ISTI_ROW
        ISTI_VALUE_OPERATORS
} isti_value_op;

// Series of one community. name, field of ist_community_row or of its role intensities.
#define ISTI_COMMUNITY_SERIES_LIST(ROW) \
    ROW(MEMBERS, members)               \
    ROW(PRESENT, present)               \
    ROW(ATTENDANCE, attendance)         \
    ROW(AUTONOMY, autonomy)             \
    ROW(COMMITMENT, commitment)         \
    ROW(AFFECT, affect)                 \
    ROW(CLOSENESS, closeness)           \
    ROW(LEARNING, learning)             \
    ROW(REALIZATION, realization)       \
    ROW(DELIVERABLES, deliverables)     \
    ROW(EXPECTATION, expectation)       \
    ROW(INTRUSION, intrusion)           \
    ROW(STIMULATION, stimulation)       \
    ROW(FACILITATION, facilitation)     \
    ROW(SUPPORT, support)               \
    ROW(CONTROL, control)               \
    ROW(RECOGNITION, recognition)

typedef enum isti_community_series {
#define ISTI_ROW(NAME, key) ISTI_COMMUNITY_SERIES_##NAME,
    ISTI_COMMUNITY_SERIES_LIST(ISTI_ROW)
#undef ISTI_ROW
        ISTI_COMMUNITY_SERIES_COUNT
} isti_community_series;

typedef enum isti_community_property {
    ISTI_PROPERTY_FOUNDED,
    ISTI_PROPERTY_ENDED,
    ISTI_PROPERTY_LIFE,
    ISTI_PROPERTY_FOUNDERS,
    ISTI_PROPERTY_TIED_PAIRS,
    ISTI_PROPERTY_TIED_BY_CHANCE,
    ISTI_PROPERTY_AUTONOMY_AT_END,
    ISTI_PROPERTY_OFFICIAL,
    ISTI_PROPERTY_COUNT
} isti_community_property;

typedef enum isti_take {
    ISTI_TAKE_SUM,
    ISTI_TAKE_MEAN,
    ISTI_TAKE_MEDIAN,
    ISTI_TAKE_MIN,
    ISTI_TAKE_MAX,
    ISTI_TAKE_COUNT
} isti_take;
typedef enum isti_pick {
    ISTI_PICK_FIRST,
    ISTI_PICK_LAST,
    ISTI_PICK_MOST_MEMBERS,
    ISTI_PICK_COUNT
} isti_pick;

// One node of a value. Children, selectors and runs are indices into the file's lists, -1: none.
typedef struct isti_value_node {
    isti_value_op op;
    double number;     // NUMBER: itself; FIRST_ABOVE, FIRST_BELOW: the level; SMALLEST_STEP: every;
                       // ANSWERED: the meeting
    double low, high;  // WITHIN: band, infinite where there is no bound
    bool open;         // WITHIN
    bool is_community; // the series is one of the community at hand, else a metric
    int32_t series;    // ist_metric or isti_community_series
    int32_t at, from, to;    // nodes that yield years (at: AT, RECOVERY's event, OF's pick)
    int32_t value, other;    // nodes: value, else (KNOWN: value is the known, other its else)
    int32_t condition;       // WHEN
    int32_t run;             // IN
    int32_t selector, among; // COUNT, SHARE, EACH, OF
    int32_t first, count;    // operands: indices operand[first .. first + count)
    isti_take take;
    isti_pick pick;
    isti_community_property property;
} isti_value_node;

// Which communities. Whatever is not asked for has its neutral value.
typedef struct isti_selector {
    const char *name;                        // NULL: any
    const char *theme;                       // NULL: any
    const char *overseer;                    // manager group; NULL: any
    int32_t official;                        // -1: any, else 0 or 1
    uint32_t origins;                        // bits 1 << ist_origin; 0: any
    uint32_t stages;                         // bits 1 << ist_stage at stage_at; 0: any
    double founded_from, founded_to;         // years; infinite where there is no bound
    int32_t active_at, stage_at, members_at; // nodes that yield years, -1: not asked
    int32_t
        largest_at; // -1, or the year: all but the one with most members then ("not_largest_at")
    int32_t only_largest_at; // -1, or the year: only the one with most members then ("largest_at")
    double members_low, members_high;
    int32_t attendance_from, attendance_to; // nodes; both -1: not asked
    double attendance_low, attendance_high;
    const char *where; // JSON pointer to it
    int32_t line, column;
} isti_selector;

typedef struct isti_pattern_run {
    const char *name, *scenario, *title; // scenario: path as written
    const char *path;                    // from where the program stands
    uint32_t off;                        // bits 1 << ist_mechanism
    double until;                        // year; infinite: to the end
    const ist_override *set;
    int32_t set_count;
} isti_pattern_run;

typedef struct isti_pattern {
    const char *id, *text, *group, *evidence;
    char worth;            // 'T', 'C' or 'I'
    ist_judgment judgment; // "kind" in the file
    double low, high;      // infinite where there is no bound
    bool open;
    int32_t run, value;
} isti_pattern;

typedef struct isti_pattern_group { // at least one of them must break
    const int32_t *pattern;
    int32_t count;
} isti_pattern_group;

typedef struct isti_ablation_set {
    const char *scenario; // as written in the runs
    const ist_override *set;
    int32_t set_count;
} isti_ablation_set;

typedef struct isti_ablation {
    const char *name, *text;
    uint32_t off;
    const isti_ablation_set *sets;
    int32_t set_count;
    const isti_pattern_group *breaks;
    int32_t break_count;
    const int32_t *spares, *weakens;
    int32_t spare_count, weaken_count;
} isti_ablation;

typedef struct isti_patterns_file isti_patterns_file; // owns everything that follows

// Read and check a file. NULL after a report of all its faults, in the order of the text.
isti_patterns_file *isti_patterns_read(const char *path, ist_errors *errors);
isti_patterns_file *isti_patterns_parse(const char *text, size_t length, const char *path,
                                        ist_errors *errors);
void isti_patterns_file_destroy(isti_patterns_file *file);

// Report that a selector names something (`key`: "name", "theme" or "overseer") that is not among
// `names`, at its place in the file.
void isti_patterns_fail_unknown(const isti_patterns_file *file, int32_t selector, const char *key,
                                const char *const *names, int32_t count, ist_errors *errors);

// Borrowed views; valid until the file is destroyed.
typedef struct isti_patterns_view {
    const char *title, *source;
    const isti_pattern_run *run;
    const isti_pattern *pattern;
    const isti_ablation *ablation;
    const isti_value_node *node;
    const isti_selector *selector;
    const int32_t *operand;
    int32_t runs, patterns, ablations, nodes, selectors, operands;
} isti_patterns_view;

isti_patterns_view isti_patterns_look(const isti_patterns_file *file);

#endif
