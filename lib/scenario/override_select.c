// SPDX-License-Identifier: GPL-3.0-or-later
// Following pointers with `*` and `key=value` to every value they select.
#include "scenario/override.h"

#include "base/memory.h"
#include "base/names.h"
#include "scenario/scan_map.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A part of a pointer, or of a condition in it, with its escapes.
typedef struct token {
    const char *text;
    size_t length;
} token;

bool isti_override_is_pointer(const char *pointer)
{
    for (const char *c = pointer; *c; c++) {
        if (*c == '~' && c[1] != '0' && c[1] != '1') {
            return false;
        }
    }
    return *pointer == '/';
}

static token token_of(const char *rest)
{
    return (token){.text = rest + 1, .length = strcspn(rest + 1, "/")};
}

static const char *after(const char *rest)
{
    return rest + 1 + strcspn(rest + 1, "/");
}

static bool is_word(token t, const char *word)
{
    return t.length == strlen(word) && memcmp(t.text, word, t.length) == 0;
}

// Does a token, unescaped, say `name`?
static bool says(token t, const char *name, size_t length)
{
    size_t at = 0;
    for (size_t i = 0; i < t.length; i++, at++) {
        char c = t.text[i];
        if (c == '~') {
            c = t.text[++i] == '0' ? '~' : '/';
        }
        if (at == length || name[at] != c) {
            return false;
        }
    }
    return at == length;
}

// ---- Values of the text

int32_t isti_select_next(const isti_scan *scan, int32_t child)
{
    const int32_t parent = scan->nodes[child].parent;
    const int32_t end = scan->nodes[parent].end;
    for (int32_t i = child + 1; i < scan->count && scan->nodes[i].start < end; i++) {
        if (scan->nodes[i].parent == parent) {
            return i;
        }
    }
    return -1;
}

int32_t isti_select_child(const isti_scan *scan, int32_t node)
{
    return scan->nodes[node].children > 0 ? node + 1 : -1; // it comes right after its parent
}

static char first_byte(const isti_scan *scan, int32_t node)
{
    return scan->text[scan->nodes[node].start];
}

static bool is_named(const isti_scan *scan, int32_t node, token t)
{
    char digits[ISTI_SCAN_INDEX_DIGITS];
    int32_t length;
    const char *name = isti_scan_map_name(scan, &scan->nodes[node], digits, &length);
    return says(t, name, (size_t)length);
}

static int32_t child_named(const isti_scan *scan, int32_t node, token t)
{
    int32_t child = isti_select_child(scan, node);
    while (child >= 0 && !is_named(scan, child, t)) {
        child = isti_select_next(scan, child);
    }
    return child;
}

static cJSON *value_of(const isti_scan *scan, int32_t node)
{
    const isti_scan_node *n = &scan->nodes[node];
    return isti_json_parse(scan->text + n->start, (size_t)(n->end - n->start));
}

// ---- Conditions

static bool is_condition(token t)
{
    return memchr(t.text, '=', t.length) != NULL;
}

// The first `key=value` of several. An & that no further = follows belongs to the value.
static token first_condition(token t)
{
    const char *end = t.text + t.length;
    const char *equals = memchr(t.text, '=', t.length);
    for (const char *c = equals; c < end; c++) {
        const char *next = *c == '&' ? memchr(c + 1, '&', (size_t)(end - c - 1)) : NULL;
        const char *stop = next ? next : end;
        if (*c == '&' && memchr(c + 1, '=', (size_t)(stop - c - 1))) {
            return (token){.text = t.text, .length = (size_t)(c - t.text)};
        }
    }
    return t;
}

// Is a number of the file the one written in the pointer?
static bool is_same_number(token t, double number)
{
    char digits[ISTI_SCAN_MAX_NUMBER + 1];
    if (t.length == 0 || t.length >= sizeof digits) {
        return false;
    }
    memcpy(digits, t.text, t.length);
    digits[t.length] = '\0';
    char *end;
    const double wanted = strtod(digits, &end);
    return *end == '\0' && wanted == number;
}

static bool is_same_value(isti_selection *s, int32_t node, token t)
{
    cJSON *value = value_of(s->scan, node);
    if (!value) {
        s->no_memory = true;
        return false;
    }
    const bool is_same = cJSON_IsString(value)
                             ? says(t, value->valuestring, strlen(value->valuestring))
                         : cJSON_IsNumber(value) ? is_same_number(t, value->valuedouble)
                         : cJSON_IsTrue(value)   ? is_word(t, "true")
                         : cJSON_IsFalse(value)  ? is_word(t, "false")
                                                 : false;
    cJSON_Delete(value);
    return is_same;
}

static bool fits(isti_selection *s, int32_t element, token t)
{
    while (t.length > 0) {
        const token one = first_condition(t);
        const char *equals = memchr(one.text, '=', one.length);
        const token key = {.text = one.text, .length = (size_t)(equals - one.text)};
        const token value = {.text = equals + 1, .length = one.length - key.length - 1};
        const bool is_object = first_byte(s->scan, element) == '{';
        const int32_t member = is_object ? child_named(s->scan, element, key) : -1;
        if (member < 0 || !is_same_value(s, member, value)) {
            return false;
        }
        const size_t used = one.length + (one.length < t.length); // with the &
        t = (token){.text = t.text + used, .length = t.length - used};
    }
    return true;
}

// ---- The walk

static void add(isti_selection *s, int32_t node, const char *rest)
{
    if (s->count == s->capacity) {
        const size_t capacity = isti_grown(s->capacity, s->count + 1);
        isti_target *target = isti_resize_array(s->target, s->capacity, capacity, sizeof *target);
        if (!target) {
            s->no_memory = true;
            return;
        }
        s->target = target;
        s->capacity = capacity;
    }
    s->target[s->count++] = (isti_target){.node = node, .rest = rest};
}

// Remember the first of the places where the pointer led furthest.
static void get_stuck(isti_selection *s, int32_t node, const char *rest)
{
    if (s->stuck_at < 0 || strlen(rest) < strlen(s->stuck)) {
        s->stuck_at = node;
        s->stuck = rest;
    }
}

// Can every part of it be a new key?
static bool can_be_added(const char *rest)
{
    for (; *rest; rest = after(rest)) {
        if (is_word(token_of(rest), "*") || is_condition(token_of(rest))) {
            return false;
        }
    }
    return true;
}

static void walk(isti_selection *s, int32_t node, const char *rest);

// Go on from every child, or from those that a condition fits. False when there is none.
static bool walk_all(isti_selection *s, int32_t node, const char *rest, const token *condition)
{
    bool any = false;
    for (int32_t child = isti_select_child(s->scan, node); child >= 0;
         child = isti_select_next(s->scan, child)) {
        if (!condition || fits(s, child, *condition)) {
            any = true;
            walk(s, child, after(rest));
        }
    }
    return any;
}

static bool walk_list(isti_selection *s, int32_t node, const char *rest)
{
    const token t = token_of(rest);
    if (is_word(t, "*")) {
        return walk_all(s, node, rest, NULL);
    }
    if (is_condition(t)) {
        return walk_all(s, node, rest, &t);
    }
    if (is_word(t, "-") && !*after(rest) && s->may_add) {
        add(s, node, rest);
        return true;
    }
    const int32_t child = child_named(s->scan, node, t);
    if (child >= 0) {
        walk(s, child, after(rest));
    }
    return child >= 0;
}

static bool walk_object(isti_selection *s, int32_t node, const char *rest)
{
    if (is_word(token_of(rest), "*")) {
        return walk_all(s, node, rest, NULL);
    }
    const int32_t child = child_named(s->scan, node, token_of(rest));
    if (child >= 0) {
        walk(s, child, after(rest));
        return true;
    }
    if (s->may_add && can_be_added(rest)) {
        add(s, node, rest);
        return true;
    }
    return false;
}

static void walk(isti_selection *s, int32_t node, const char *rest)
{
    if (!*rest) {
        add(s, node, rest);
        return;
    }
    const char first = first_byte(s->scan, node);
    const bool went_on = first == '['   ? walk_list(s, node, rest)
                         : first == '{' ? walk_object(s, node, rest)
                                        : false;
    if (!went_on) {
        get_stuck(s, node, rest);
    }
}

void isti_select(isti_selection *selection, const isti_scan *scan, const char *pointer,
                 bool may_add)
{
    *selection = (isti_selection){.scan = scan, .may_add = may_add, .stuck_at = -1};
    walk(selection, 0, pointer);
}

void isti_selection_clear(isti_selection *selection)
{
    isti_free(selection->target);
    *selection = (isti_selection){.stuck_at = -1};
}

// ---- Why nothing was selected

enum { SHOWN_NAMES = 64 };

// What the token could have been: names of members, or values that elements have at the key.
typedef struct choices {
    const char *name[SHOWN_NAMES];
    cJSON *value[SHOWN_NAMES]; // owner of the name
    int32_t count;
} choices;

static void add_choice(choices *c, cJSON *value)
{
    if (!value) {
        return;
    }
    if (c->count < SHOWN_NAMES && cJSON_IsString(value) &&
        isti_name_find(c->name, c->count, value->valuestring) < 0) {
        c->value[c->count] = value;
        c->name[c->count++] = value->valuestring;
    } else {
        cJSON_Delete(value);
    }
}

static void list_keys(choices *c, const isti_scan *scan, int32_t node)
{
    for (int32_t child = isti_select_child(scan, node); child >= 0;
         child = isti_select_next(scan, child)) {
        char digits[ISTI_SCAN_INDEX_DIGITS];
        char name[sizeof((ist_error){0}).meant];
        int32_t length;
        const char *text = isti_scan_map_name(scan, &scan->nodes[child], digits, &length);
        snprintf(name, sizeof name, "%.*s", (int)length, text);
        add_choice(c, cJSON_CreateString(name));
    }
}

static void list_values(choices *c, const isti_scan *scan, int32_t node, token t)
{
    const token key = {.text = t.text, .length = strcspn(t.text, "=")};
    for (int32_t child = isti_select_child(scan, node); child >= 0;
         child = isti_select_next(scan, child)) {
        const int32_t member = first_byte(scan, child) == '{' ? child_named(scan, child, key) : -1;
        add_choice(c, member >= 0 ? value_of(scan, member) : NULL);
    }
}

// The token with escapes undone, cut to fit; of a condition only its value.
static void word_of(token t, bool is_value, char *out, size_t size)
{
    size_t length = 0;
    const char *equals = is_value ? memchr(t.text, '=', t.length) : NULL;
    const char *c = equals ? equals + 1 : t.text;
    for (; c < t.text + t.length && length + 1 < size; c++) {
        out[length++] = *c != '~' ? *c : *++c == '0' ? '~' : '/';
    }
    out[length] = '\0';
}

static void tell_known(const isti_selection *s, const ist_override *override, choices *c,
                       ist_errors *errors)
{
    const token t = token_of(s->stuck);
    const bool is_value = is_condition(t);
    char word[sizeof((ist_error){0}).meant];
    char whole[sizeof((ist_error){0}).meant];
    char known[sizeof((ist_error){0}).allowed];
    char shown[ISTI_READ_SHOWN];
    word_of(t, is_value, word, sizeof word);
    word_of(t, false, whole, sizeof whole);
    isti_override_fail(errors, override, IST_ERR_UNKNOWN_NAME,
                       isti_name_list(c->name, c->count, known, sizeof known),
                       isti_name_nearest(c->name, c->count, word),
                       "the pointer selects nothing: \"%s\" is not there",
                       isti_read_shown(whole, shown));
}

// Lists are entered by number, by condition or by all of them; what has no parts not at all.
static void tell_list(const isti_selection *s, const ist_override *override, ist_errors *errors)
{
    char allowed[96];
    char whole[sizeof((ist_error){0}).meant];
    char shown[ISTI_READ_SHOWN];
    const int32_t count = s->scan->nodes[s->stuck_at].children;
    word_of(token_of(s->stuck), false, whole, sizeof whole);
    if (count > 0) {
        snprintf(allowed, sizeof allowed, "0 to %d, * for all, key=value such as name=x",
                 (int)count - 1);
    }
    isti_override_fail(errors, override, IST_ERR_UNKNOWN_NAME, count > 0 ? allowed : NULL, NULL,
                       count > 0 ? "the pointer selects nothing: the list has no element \"%s\""
                                 : "the pointer selects nothing: \"%s\" of a list that is empty",
                       isti_read_shown(whole, shown));
}

void isti_selection_fail(const isti_selection *selection, const ist_override *override,
                         ist_errors *errors)
{
    const isti_selection *s = selection;
    const char first = first_byte(s->scan, s->stuck_at);
    const token t = token_of(s->stuck);
    if (first != '[' && first != '{') {
        isti_override_fail(errors, override, IST_ERR_UNKNOWN_NAME, NULL, NULL,
                           "the pointer selects nothing: it goes on where there is a single value");
        return;
    }
    choices c = {.count = 0};
    if (first == '{') {
        list_keys(&c, s->scan, s->stuck_at);
    } else if (is_condition(t)) {
        list_values(&c, s->scan, s->stuck_at, t);
    }
    if (first == '{' || c.count > 0) {
        tell_known(s, override, &c, errors);
    } else {
        tell_list(s, override, errors);
    }
    for (int32_t i = 0; i < c.count; i++) {
        cJSON_Delete(c.value[i]);
    }
}
