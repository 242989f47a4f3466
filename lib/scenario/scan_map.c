// SPDX-License-Identifier: GPL-3.0-or-later
// The map from JSON pointers to positions: built value by value, then asked.
#include "scenario/scan_map.h"
#include "base/memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

// ---- Names: keys of objects and indices of arrays

// The next byte of a name, -1 for a wrong escape. In a pointer ~0 stands for ~ and ~1 for /.
static int next_byte(const char **p, const char *end, bool in_pointer)
{
    char c = *(*p)++;
    if (c != '~' || !in_pointer) {
        return (unsigned char)c;
    }
    char escape = *p < end ? *(*p)++ : '\0';
    return escape == '0' ? '~' : escape == '1' ? '/' : -1;
}

// FNV-1a over the name, begun with the parent and mixed at the end.
static uint32_t hash_name(int32_t parent, const char *p, const char *end, bool in_pointer)
{
    uint32_t hash = 2166136261U ^ ((uint32_t)parent * 2654435761U);
    while (p < end) {
        hash = (hash ^ (uint32_t)next_byte(&p, end, in_pointer)) * 16777619U;
    }
    hash = (hash ^ hash >> 16) * 0x85ebca6bU;
    return hash ^ hash >> 13;
}

const char *isti_scan_map_name(const isti_scan *scan, const isti_scan_node *n,
                               char digits[ISTI_SCAN_INDEX_DIGITS], int32_t *length)
{
    *length = n->name_length;
    if (n->name_length >= 0) {
        return scan->names + n->name;
    }
    *length = (int32_t)snprintf(digits, ISTI_SCAN_INDEX_DIGITS, "%" PRId32, n->name);
    return digits;
}

static bool has_name(const isti_scan *scan, const isti_scan_node *n, const char *p, const char *end,
                     bool in_pointer)
{
    char digits[ISTI_SCAN_INDEX_DIGITS];
    int32_t length;
    const char *name = isti_scan_map_name(scan, n, digits, &length);
    int32_t i = 0;
    while (p < end && i < length) {
        if (next_byte(&p, end, in_pointer) != (unsigned char)name[i++]) {
            return false;
        }
    }
    return p == end && i == length;
}

// The child of `parent` with this name, -1 when there is none.
static int32_t child_of(const isti_scan *scan, int32_t parent, const char *p, const char *end,
                        bool in_pointer)
{
    uint32_t hash = hash_name(parent, p, end, in_pointer);
    for (uint32_t slot = hash & scan->table_mask; scan->table[slot] != 0;
         slot = (slot + 1) & scan->table_mask) {
        const isti_scan_node *n = &scan->nodes[scan->table[slot]];
        if (n->hash == hash && n->parent == parent && has_name(scan, n, p, end, in_pointer)) {
            return scan->table[slot];
        }
    }
    return -1;
}

static void enter(isti_scan *scan, int32_t index)
{
    uint32_t slot = scan->nodes[index].hash & scan->table_mask;
    while (scan->table[slot] != 0) {
        slot = (slot + 1) & scan->table_mask;
    }
    scan->table[slot] = index;
}

// Room for one more node, and a table at most half full.
static bool make_room(isti_scan *scan)
{
    size_t wanted = (size_t)scan->count + 1;
    if (wanted <= scan->capacity) {
        return true;
    }
    size_t capacity = isti_grown(scan->capacity, wanted);
    isti_scan_node *nodes = isti_resize_array(scan->nodes, scan->capacity, capacity, sizeof *nodes);
    if (!nodes) {
        return false;
    }
    scan->nodes = nodes;
    size_t slots = 16;
    while (slots < 2 * capacity) {
        slots *= 2;
    }
    int32_t *table = isti_alloc_array(slots, sizeof *table);
    if (!table) {
        return false; // the nodes have their old number and new room: still sound
    }
    isti_free(scan->table);
    scan->table = table;
    scan->table_mask = (uint32_t)(slots - 1);
    scan->capacity = capacity;
    for (int32_t i = 1; i < scan->count; i++) {
        enter(scan, i);
    }
    return true;
}

int32_t isti_scan_map_child(const isti_scan *scan, int32_t parent, const char *key, int32_t length)
{
    return child_of(scan, parent, key, key + length, false);
}

int32_t isti_scan_map_add(isti_scan *scan, isti_scan_node added, bool is_twin)
{
    if (!make_room(scan)) {
        return -1;
    }
    int32_t index = scan->count++;
    scan->nodes[index] = added;
    if (added.parent < 0) {
        return index;
    }
    char digits[ISTI_SCAN_INDEX_DIGITS];
    int32_t length;
    const char *name = isti_scan_map_name(scan, &added, digits, &length);
    // A twin is kept for its pointer only; a hash of its own keeps many of them from piling up.
    scan->nodes[index].hash = is_twin ? (uint32_t)index * 2654435761U
                                      : hash_name(added.parent, name, name + length, false);
    scan->nodes[added.parent].children++;
    enter(scan, index);
    return index;
}

// ---- Life

// Copy the text and note where its lines begin.
static bool prepare(isti_scan *scan, const char *text, size_t length)
{
    scan->text = isti_alloc_array(length + 1, 1);
    scan->names = isti_alloc_array(length + 1, 1);
    if (!scan->text || !scan->names) {
        return false;
    }
    int32_t lines = 1;
    for (size_t i = 0; i < length; i++) {
        scan->text[i] = text[i];
        lines += text[i] == '\n';
    }
    scan->length = (int32_t)length;
    scan->lines = isti_alloc_array((size_t)lines, sizeof *scan->lines);
    if (!scan->lines) {
        return false;
    }
    scan->line_count = 1;
    for (int32_t i = 0; i < scan->length; i++) {
        if (text[i] == '\n') {
            scan->lines[scan->line_count++] = i + 1;
        }
    }
    return true;
}

isti_scan *isti_scan_map_create(const char *text, size_t length)
{
    isti_scan *scan = isti_alloc_array(1, sizeof *scan);
    if (scan && !prepare(scan, text, length)) {
        isti_scan_destroy(scan);
        return NULL;
    }
    return scan;
}

void isti_scan_destroy(isti_scan *scan)
{
    if (!scan) {
        return;
    }
    isti_free(scan->lines);
    isti_free(scan->table);
    isti_free(scan->nodes);
    isti_free(scan->names);
    isti_free(scan->text);
    isti_free(scan);
}

// ---- Questions

isti_scan_place isti_scan_map_place(const isti_scan *scan, int32_t offset)
{
    int32_t low = 0;
    int32_t high = scan->line_count;
    while (high - low > 1) {
        int32_t middle = low + (high - low) / 2;
        if (scan->lines[middle] <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (isti_scan_place){.line = low + 1, .column = offset - scan->lines[low] + 1};
}

// The node a pointer names, or as far as it leads. `is_found` says which.
static int32_t follow(const isti_scan *scan, const char *pointer, bool *is_found)
{
    int32_t index = 0;
    while (*pointer == '/') {
        const char *end = pointer + 1 + strcspn(pointer + 1, "/");
        int32_t child = child_of(scan, index, pointer + 1, end, true);
        if (child < 0) {
            break;
        }
        index = child;
        pointer = end;
    }
    *is_found = *pointer == '\0';
    return index;
}

static void tell(const isti_scan *scan, int32_t offset, int32_t *line, int32_t *column)
{
    isti_scan_place p = isti_scan_map_place(scan, offset);
    if (line) {
        *line = p.line;
    }
    if (column) {
        *column = p.column;
    }
}

bool isti_scan_find(const isti_scan *scan, const char *pointer, bool key, int32_t *line,
                    int32_t *column)
{
    bool is_found;
    const isti_scan_node *n = &scan->nodes[follow(scan, pointer, &is_found)];
    if (!is_found || (key && n->key < 0)) {
        return false;
    }
    tell(scan, key ? n->key : n->start, line, column);
    return true;
}

void isti_scan_nearest(const isti_scan *scan, const char *pointer, int32_t *line, int32_t *column)
{
    bool is_found;
    tell(scan, scan->nodes[follow(scan, pointer, &is_found)].start, line, column);
}

bool isti_scan_raw(const isti_scan *scan, const char *pointer, const char **text, size_t *length)
{
    bool is_found;
    const isti_scan_node *n = &scan->nodes[follow(scan, pointer, &is_found)];
    if (!is_found) {
        return false;
    }
    *text = scan->text + n->start;
    *length = (size_t)(n->end - n->start);
    return true;
}
