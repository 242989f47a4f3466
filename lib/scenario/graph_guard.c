// SPDX-License-Identifier: GPL-3.0-or-later
// Looking through graph files: igraph and the parser of XML behind it are no guards against strangers.
#include "scenario/import_graph.h"

#include "scenario/read.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    MOST_BYTES = 64 * 1024 * 1024,
    MOST_PEOPLE = 1000 * 1000,
    MOST_ATTRIBUTES = 100,          // igraph looks for each by name, each time
    MOST_VALUES = 16 * 1000 * 1000, // igraph holds one for each attribute of each person and tie
    LONGEST_TAG = 4 * 1024,         // what is in a tag is compared each with each
    LONGEST_WORD = 64
};

// A file that is looked through.
typedef struct look {
    const char *bytes;
    size_t length;
    const char *source;
    ist_errors *errors;
} look;

// ---- Reports

// Where the reader of a report finds a byte.
static void place(const look *l, ist_error *error, size_t offset)
{
    error->line = 1;
    error->column = 1;
    for (size_t i = 0; i < offset; i++) {
        error->line += l->bytes[i] == '\n';
        error->column = l->bytes[i] == '\n' ? 1 : error->column + 1;
    }
    isti_read_set_source(error, l->source);
}

__attribute__((format(printf, 4, 5))) static bool refuse(const look *l, size_t offset,
                                                         ist_status status, const char *format, ...)
{
    char message[sizeof((ist_error){0}).message];
    const int32_t before = ist_errors_count(l->errors);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    isti_fail(l->errors, status, "", "%s", message);
    if (ist_errors_count(l->errors) > before) {
        place(l, isti_errors_at(l->errors, before), offset);
    }
    return false;
}

static bool check_size(const look *l, int64_t attributes, int64_t items)
{
    if (attributes > MOST_ATTRIBUTES) {
        return refuse(l, 0, IST_ERR_LIMIT, "the file has more than %d attributes", MOST_ATTRIBUTES);
    }
    if (attributes * items > MOST_VALUES) {
        return refuse(l, 0, IST_ERR_LIMIT,
                      "%lld attributes of %lld people and ties are more than %d values: take out "
                      "what is not needed",
                      (long long)attributes, (long long)items, MOST_VALUES);
    }
    return true;
}

// ---- Words

static bool is_at(const look *l, size_t at, const char *word)
{
    const size_t size = strlen(word);
    return at + size <= l->length && strncasecmp(l->bytes + at, word, size) == 0;
}

// Where a word begins, whatever its case; `end` when it is not there.
static size_t find_word(const look *l, size_t at, size_t end, const char *word)
{
    while (at < end && !(toupper((unsigned char)l->bytes[at]) == toupper((unsigned char)*word) &&
                         is_at(l, at, word))) {
        at++;
    }
    return at < end ? at : end;
}

static size_t skip_blanks(const look *l, size_t at)
{
    while (at < l->length && isspace((unsigned char)l->bytes[at])) {
        at++;
    }
    return at;
}

// ---- GraphML

// What is not read as UTF-8 might say more than is seen here.
static bool check_encoding(const look *l, size_t at)
{
    static const char *const known[] = {"utf-8", "us-ascii", "ascii"};
    if (at >= l->length || l->bytes[at] != '<') {
        return refuse(l, at, IST_ERR_SYNTAX, "the file does not begin as XML in UTF-8 does, by <");
    }
    const size_t end = is_at(l, at, "<?xml") ? find_word(l, at, l->length, "?>") : at;
    const size_t encoding = find_word(l, at, end, "encoding");
    if (encoding == end) {
        return true;
    }
    size_t name = skip_blanks(l, encoding + strlen("encoding"));
    name = skip_blanks(l, name + (name < l->length && l->bytes[name] == '='));
    name += name < l->length && strchr("\"'", l->bytes[name]) != NULL;
    for (size_t k = 0; k < COUNT_OF(known); k++) {
        const size_t behind = name + strlen(known[k]);
        if (is_at(l, name, known[k]) && behind < l->length && strchr("\"'", l->bytes[behind])) {
            return true;
        }
    }
    return refuse(l, encoding, IST_ERR_SYNTAX, "the file is not in UTF-8: save it as UTF-8");
}

// The end of a comment, of a processing instruction or of characters as they are; 0: it is none of these.
static size_t skip_aside(const look *l, size_t at)
{
    static const struct {
        const char *begin, *end;
    } asides[] = {{"<!--", "-->"}, {"<?", "?>"}, {"<![CDATA[", "]]>"}};
    for (size_t k = 0; k < COUNT_OF(asides); k++) {
        if (is_at(l, at, asides[k].begin)) {
            return find_word(l, at + strlen(asides[k].begin), l->length, asides[k].end);
        }
    }
    return 0;
}

// Is this the name of the tag at a place, whatever its namespace is called?
static bool is_tag(const look *l, size_t at, const char *name)
{
    size_t begin = at + 1;
    size_t end = begin;
    for (; end < l->length && !strchr(" \t\r\n/>", l->bytes[end]); end++) {
        begin = l->bytes[end] == ':' ? end + 1 : begin;
    }
    return end - begin == strlen(name) && is_at(l, begin, name);
}

static bool check_tag(const look *l, size_t at)
{
    const size_t most = l->length - at < LONGEST_TAG ? l->length - at : LONGEST_TAG;
    // A document type can name other files, and its entities can grow without end.
    if (is_at(l, at, "<!")) {
        return refuse(l, at, IST_ERR_SYNTAX,
                      "a document type (DOCTYPE, ENTITY) is not read: take it out");
    }
    if (is_tag(l, at, "include")) {
        return refuse(l, at, IST_ERR_SYNTAX, "inclusions of other files are not followed");
    }
    return memchr(l->bytes + at, '>', most) != NULL ||
           refuse(l, at, IST_ERR_LIMIT, "this tag is longer than %d bytes", LONGEST_TAG);
}

static bool check_xml(const look *l, size_t at)
{
    int64_t attributes = 0;
    int64_t items = 0;
    if (!check_encoding(l, at)) {
        return false;
    }
    while (at < l->length) {
        const char *tag = memchr(l->bytes + at, '<', l->length - at);
        const size_t text = at;
        at = tag ? (size_t)(tag - l->bytes) : l->length;
        if (at - text > ISTI_TABLE_LONGEST_CELL) {
            return refuse(l, text, IST_ERR_LIMIT, "this text is longer than 64 KiB");
        }
        const size_t end = tag ? skip_aside(l, at) : l->length;
        if (end == 0 && !check_tag(l, at)) {
            return false;
        }
        attributes += is_tag(l, at, "key");
        items += is_tag(l, at, "node") || is_tag(l, at, "edge");
        at = end > 0 ? end : find_word(l, at, l->length, ">");
    }
    return check_size(l, attributes, items);
}

// ---- GML

static bool is_of_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

// The next word outside of quotation marks, from `at` on; gives where it ends. Empty at the end.
static size_t next_word(const look *l, size_t at, char word[LONGEST_WORD + 1])
{
    size_t size = 0;
    while (at < l->length && !is_of_word(l->bytes[at])) {
        const bool is_quote = l->bytes[at++] == '"';
        const char *end = is_quote ? memchr(l->bytes + at, '"', l->length - at) : NULL;
        at = end ? (size_t)(end + 1 - l->bytes) : is_quote ? l->length : at;
    }
    for (; at < l->length && is_of_word(l->bytes[at]) && size < LONGEST_WORD; at++) {
        word[size++] = l->bytes[at];
    }
    word[size] = '\0';
    return at;
}

// Every word may be an attribute. What is too long for one comes in parts, which are more than it is.
static bool check_gml(const look *l, size_t at)
{
    isti_census words = {.count = 0};
    char word[LONGEST_WORD + 1];
    int64_t items = 0;
    bool has_room = true;
    for (at = next_word(l, at, word); *word && words.count <= MOST_ATTRIBUTES && has_room;
         at = next_word(l, at, word)) {
        items += strcasecmp(word, "node") == 0 || strcasecmp(word, "edge") == 0;
        has_room = isdigit((unsigned char)*word) || isti_census_add(&words, word);
    }
    const int64_t count = (int64_t)words.count;
    isti_census_clear(&words);
    return has_room ? check_size(l, count, items)
                    : refuse(l, 0, IST_ERR_NO_MEMORY, "out of memory");
}

// ---- Pajek

// A number of people that nobody has would be believed, and take all memory.
static bool check_pajek(const look *l, size_t at)
{
    static const char word[] = "*vertices";
    while ((at = find_word(l, at, l->length, word)) < l->length) {
        const size_t begin = at;
        int64_t number = 0;
        at = skip_blanks(l, at + strlen(word));
        for (; at < l->length && l->bytes[at] != '\n' && number <= MOST_PEOPLE; at++) {
            const bool is_digit = isdigit((unsigned char)l->bytes[at]);
            number = is_digit ? 10 * number + (l->bytes[at] - '0') : 0;
        }
        if (number > MOST_PEOPLE) {
            return refuse(l, begin, IST_ERR_LIMIT, "the file announces more than %d people",
                          MOST_PEOPLE);
        }
    }
    return true;
}

bool isti_graph_may_be_read(const char *bytes, size_t length, isti_graph_kind kind,
                            const char *source, ist_errors *errors)
{
    static bool (*const checks[])(const look *, size_t) = {
        [ISTI_GRAPHML] = check_xml, [ISTI_GML] = check_gml, [ISTI_PAJEK] = check_pajek};
    const look l = {.bytes = bytes, .length = length, .source = source, .errors = errors};
    if (length > MOST_BYTES) {
        return refuse(&l, 0, IST_ERR_LIMIT,
                      "a graph file may have at most 64 MiB: write it as tables");
    }
    const char *nul = memchr(bytes, '\0', length);
    if (nul) {
        return refuse(&l, (size_t)(nul - bytes), IST_ERR_SYNTAX, "the file holds a NUL");
    }
    if (length == 0) {
        return refuse(&l, 0, IST_ERR_SYNTAX, "the file is empty");
    }
    return checks[kind](&l, isti_graph_begin(bytes, length));
}
