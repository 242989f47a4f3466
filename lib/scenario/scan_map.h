// SPDX-License-Identifier: GPL-3.0-or-later
// The map from JSON pointers to positions while it is being built.
#ifndef ISTI_SCENARIO_SCAN_MAP_H
#define ISTI_SCENARIO_SCAN_MAP_H

#include "scenario/scan.h"

enum { ISTI_SCAN_INDEX_DIGITS = 12 }; // room for an index of an array

// One value of the text. Node 0 is the whole; a child always comes after its parent.
typedef struct isti_scan_node {
    int32_t parent;     // -1 for the whole
    int32_t start, end; // bytes of the value
    int32_t key;        // where its key begins, -1 when it has none
    int32_t name;       // its key in `names`, or its index when `name_length` is -1
    int32_t name_length;
    int32_t children; // so far
    uint32_t hash;    // of parent and name; isti_scan_map_add() sees to it
} isti_scan_node;

struct isti_scan {
    char *text; // copy, with a NUL behind it
    int32_t length;
    char *names; // decoded keys; never longer than the text
    int32_t names_used;
    isti_scan_node *nodes;
    int32_t count;
    size_t capacity;
    int32_t *table; // node numbers by hash, 0 where free (node 0 is never looked up)
    uint32_t table_mask;
    int32_t *lines; // where each line begins
    int32_t line_count;
};

typedef struct isti_scan_place {
    int32_t line, column;
} isti_scan_place;

// A copy of the text, without nodes. NULL when memory is short. Free with isti_scan_destroy().
isti_scan *isti_scan_map_create(const char *text, size_t length);

// Add a node under its name; -1 when memory is short. A twin, whose name its parent already has,
// is kept but never found.
int32_t isti_scan_map_add(isti_scan *scan, isti_scan_node added, bool is_twin);

// The child of `parent` with this key, -1 when there is none.
int32_t isti_scan_map_child(const isti_scan *scan, int32_t parent, const char *key, int32_t length);

// Name of a node, not NUL-terminated; `digits` is room for an index. Borrowed.
const char *isti_scan_map_name(const isti_scan *scan, const isti_scan_node *n,
                               char digits[ISTI_SCAN_INDEX_DIGITS], int32_t *length);

// Line and column of a byte.
isti_scan_place isti_scan_map_place(const isti_scan *scan, int32_t offset);

#endif
