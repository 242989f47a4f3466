// SPDX-License-Identifier: GPL-3.0-or-later
// Writing a text with other values in it, and remembering where each byte comes from.
#include "scenario/override.h"

#include "base/memory.h"
#include "scenario/scan_map.h"

#include <stdio.h>
#include <string.h>

// ---- The next text

// Room for `added` more bytes.
static bool make_room(isti_overlay *to, size_t added)
{
    const size_t wanted = to->length + added + 1;
    if (to->no_memory || to->is_too_long || wanted > (size_t)ISTI_SCAN_MAX_BYTES + 1) {
        to->is_too_long |= !to->no_memory;
        return false;
    }
    if (to->text && wanted <= to->capacity) {
        return true;
    }
    const size_t capacity = isti_grown(to->capacity, wanted);
    char *text = isti_resize_array(to->text, to->capacity, capacity, 1);
    to->text = text ? text : to->text;
    int32_t *origin =
        text ? isti_resize_array(to->origin, to->capacity, capacity, sizeof *origin) : NULL;
    to->origin = origin ? origin : to->origin;
    to->capacity = origin ? capacity : to->capacity;
    to->no_memory = !origin;
    return origin != NULL;
}

void isti_pass_put(isti_pass *pass, const char *text, size_t length, int32_t origin)
{
    isti_overlay *to = &pass->to;
    if (!make_room(to, length)) {
        return;
    }
    memcpy(to->text + to->length, text, length);
    for (size_t i = 0; i < length; i++) {
        to->origin[to->length + i] = origin;
    }
    to->length += length;
}

void isti_pass_keep(isti_pass *pass, int32_t until)
{
    isti_overlay *to = &pass->to;
    const isti_overlay *from = pass->from;
    const size_t length = (size_t)(until - pass->at);
    if (length == 0 || !make_room(to, length)) {
        return;
    }
    memcpy(to->text + to->length, from->text + pass->at, length);
    memcpy(to->origin + to->length, from->origin + pass->at, length * sizeof *from->origin);
    to->length += length;
    pass->at = until;
}

const char *isti_override_escape(char c, char buffer[ISTI_ESCAPE_SIZE])
{
    const unsigned char byte = (unsigned char)c;
    const bool is_special = byte < 0x20 || c == '"' || c == '\\';
    snprintf(buffer, ISTI_ESCAPE_SIZE, is_special ? "\\u%04x" : "%c", byte);
    return buffer;
}

void isti_pass_put_key(isti_pass *pass, const char *name, size_t length, int32_t origin)
{
    isti_pass_put(pass, "\"", 1, origin);
    for (size_t i = 0; i < length; i++) {
        char buffer[ISTI_ESCAPE_SIZE];
        const char *escaped = isti_override_escape(name[i], buffer);
        isti_pass_put(pass, escaped, strlen(escaped), origin);
    }
    isti_pass_put(pass, "\"", 1, origin);
}

static int32_t begin_of(const isti_scan_node *n)
{
    return n->key >= 0 ? n->key : n->start;
}

void isti_pass_cut(isti_pass *pass, int32_t node, const bool *is_gone)
{
    const isti_scan *scan = pass->from->scan;
    int32_t before = -1; // sibling
    bool has_kept = false;
    for (int32_t i = isti_select_child(scan, scan->nodes[node].parent); i != node;
         i = isti_select_next(scan, i)) {
        before = i;
        has_kept |= !is_gone[i];
    }
    const int32_t next = isti_select_next(scan, node);
    if (has_kept) {
        isti_pass_keep(pass, scan->nodes[before].end); // the comma before it goes too
        pass->at = scan->nodes[node].end;
    } else {
        isti_pass_keep(pass, begin_of(&scan->nodes[node]));
        pass->at = next >= 0 ? begin_of(&scan->nodes[next]) : scan->nodes[node].end;
    }
}

bool isti_pass_end(isti_pass *pass, isti_overlay *overlay, ist_errors *errors)
{
    isti_overlay *to = &pass->to;
    isti_pass_keep(pass, (int32_t)pass->from->length);
    if (to->is_too_long) {
        isti_fail(errors, IST_ERR_LIMIT, "", "with this the scenario has more than 16 MiB");
    } else if (to->no_memory) {
        isti_fail(errors, IST_ERR_NO_MEMORY, "", "out of memory");
    } else {
        to->scan = isti_scan_create(to->text, to->length, NULL, errors);
    }
    if (!to->scan) {
        isti_overlay_clear(to);
        return false;
    }
    isti_overlay_clear(overlay);
    *overlay = *to;
    return true;
}

// ---- Life

bool isti_overlay_open(isti_overlay *overlay, const char *text, size_t length)
{
    isti_pass pass = {.from = overlay};
    *overlay = (isti_overlay){.length = 0};
    isti_pass_put(&pass, text, length, 0);
    for (size_t i = 0; i < pass.to.length; i++) {
        pass.to.origin[i] = (int32_t)i;
    }
    return isti_pass_end(&pass, overlay, NULL);
}

void isti_overlay_clear(isti_overlay *overlay)
{
    isti_scan_destroy(overlay->scan);
    isti_free(overlay->text);
    isti_free(overlay->origin);
    *overlay = (isti_overlay){.length = 0};
}
