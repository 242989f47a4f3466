// SPDX-License-Identifier: GPL-3.0-or-later
// Graph files: what must not come near igraph is refused at its place, and what is read makes the tables
// that it says.
#include <interstice/import.h>

#include "base/memory.h"
#include "scenario/import_graph.h"
#include "support/suite.h"

#include <stdio.h>
#include <string.h>

// ---- Refused unread

#define GRAPHML "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">"

static const struct {
    isti_graph_kind kind;
    const char *text, *expected;
} hostile[] = {
    {ISTI_GRAPHML,
     "<?xml version=\"1.0\"?>\n<!DOCTYPE g [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
     "g:2:1: error: a document type (DOCTYPE, ENTITY) is not read: take it out"},
    {ISTI_GRAPHML, GRAPHML "<!-- <graph> --><!ELEMENT x>",
     "g:1:72: error: a document type (DOCTYPE, ENTITY) is not read: take it out"},
    {ISTI_GRAPHML,
     "<g xmlns:i=\"http://www.w3.org/2001/XInclude\"><i:include href=\"/etc/passwd\"/></g>",
     "g:1:46: error: inclusions of other files are not followed"},
    // In UTF-7 a document type looks like anything but one.
    {ISTI_GRAPHML, "<?xml version=\"1.0\" encoding = 'UTF-7'?>+ADwAIQ-DOCTYPE g>",
     "g:1:21: error: the file is not in UTF-8: save it as UTF-8"},
    {ISTI_GRAPHML, "<?xml version=\"1.0\" encoding=\"utf-8859\"?><g/>",
     "g:1:21: error: the file is not in UTF-8: save it as UTF-8"},
    // <?xml in EBCDIC, of which the parser behind igraph would know what it is.
    {ISTI_GRAPHML, "\x4C\x6F\xA7\x94\x93",
     "g:1:1: error: the file does not begin as XML in UTF-8 does, by <"},
    {ISTI_PAJEK, "*Vertices 1000001\n",
     "g:1:1: error: the file announces more than 1000000 people"},
    {ISTI_PAJEK, "% *vertices 1\n*Vertices 99999999999999999999\n",
     "g:2:1: error: the file announces more than 1000000 people"},
    {ISTI_PAJEK, "*Network \"*vertices 1\"\n*VERTICES \v\f 1000001\n",
     "g:2:1: error: the file announces more than 1000000 people"},
    {ISTI_PAJEK, "*Vertices 3 5000000\n",
     "g:1:1: error: the file announces more than 1000000 people"},
    {ISTI_GML, "", "g:1:1: error: the file is empty"},
};

START_TEST(what_must_not_come_near_igraph_is_refused_at_its_place)
{
    char line[512] = "";
    ist_errors *errors = ist_errors_create();
    ck_assert(!isti_graph_may_be_read(hostile[_i].text, strlen(hostile[_i].text), hostile[_i].kind,
                                      "g", errors));
    ck_assert_int_eq(ist_errors_count(errors), 1);
    ist_error_format(ist_errors_get(errors, 0), line, sizeof line);
    ck_assert_str_eq(line, hostile[_i].expected);
    ist_errors_destroy(errors);
}
END_TEST

static const struct {
    isti_graph_kind kind;
    const char *text;
} harmless[] = {
    {ISTI_GRAPHML, "<g/>"},
    {ISTI_GRAPHML, "\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8' standalone='no'?><g/>"},
    {ISTI_GRAPHML, "<?xml version=\"1.0\" encoding=\"US-ASCII\"?>" GRAPHML "</graphml>"},
    {ISTI_GRAPHML, "<g><!-- <!DOCTYPE x> --><![CDATA[<!ENTITY>]]><?x <!?></g>"},
    {ISTI_PAJEK, "*Vertices 3 2\n1 \"encoding=\"\n"},
    {ISTI_GML, "graph [ node [ id 1 label \"<!DOCTYPE *vertices 9999999999\" ] ]"},
};

START_TEST(what_does_no_harm_may_be_read)
{
    ck_assert(isti_graph_may_be_read(harmless[_i].text, strlen(harmless[_i].text),
                                     harmless[_i].kind, "g", NULL));
}
END_TEST

// `count` times `part` behind `head`; each # in it is the number of the part.
static char *repeat(const char *head, const char *part, int count)
{
    const size_t room = strlen(head) + (size_t)count * (strlen(part) + 24) + 1;
    char *text = malloc(room);
    size_t used = (size_t)snprintf(text, room, "%s", head);
    for (int i = 0; i < count; i++) {
        for (const char *c = part; *c; c++) {
            if (*c == '#') {
                used += (size_t)snprintf(text + used, room - used, "%d", i);
            } else {
                text[used++] = *c;
            }
        }
    }
    text[used] = '\0';
    return text;
}

// Small files that would make igraph, or the parser behind it, take gigabytes or minutes.
static const struct {
    isti_graph_kind kind;
    const char *head, *part;
    int count;
    const char *then; // after these, so many of those
    int then_count;
    const char *expected;
} bombs[] = {
    {ISTI_GRAPHML, GRAPHML, "<key id=\"#\" for=\"node\" attr.name=\"a#\"/>", 101, "", 0,
     "the file has more than 100 attributes"},
    {ISTI_GRAPHML, GRAPHML, "<k:key id=\"#\"/>", 100, "<n:node id=\"#\"/><n:edge/>", 80001,
     "100 attributes of 160002 people and ties are more than 16000000 values: take out what is not "
     "needed"},
    {ISTI_GRAPHML, "<graphml ", "a#=\"1\" ", 1000, "", 0, "this tag is longer than 4096 bytes"},
    {ISTI_GRAPHML, "<graphml>", "x", 64 * 1024 + 1, "", 0, "this text is longer than 64 KiB"},
    {ISTI_GML, "graph [ node [ id 1 ", "a_# 1 ", 98, "", 0,
     "the file has more than 100 attributes"}, // graph, node, id and 98 more
    {ISTI_GML, "graph [ node [ id 1 ", "a_# 1 ", 97, " ] node [ ", 160000,
     "100 attributes of 160001 people and ties are more than 16000000 values: take out what is not "
     "needed"},
};

START_TEST(small_files_that_would_grow_are_refused)
{
    char *head = repeat(bombs[_i].head, bombs[_i].part, bombs[_i].count);
    char *text = repeat(head, bombs[_i].then, bombs[_i].then_count);
    ist_errors *errors = ist_errors_create();
    ck_assert(!isti_graph_may_be_read(text, strlen(text), bombs[_i].kind, "g", errors));
    ck_assert_int_eq(ist_errors_status(errors), IST_ERR_LIMIT);
    ck_assert_str_eq(ist_errors_get(errors, 0)->message, bombs[_i].expected);
    ist_errors_destroy(errors);
    free(text);
    free(head);
}
END_TEST

// ---- Read

#define KEYS                                                               \
    "<key id=\"u\" for=\"node\" attr.name=\"unit\" attr.type=\"string\"/>" \
    "<key id=\"w\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/>"
#define ANN_AND_BOB                                                                  \
    "<node id=\"ann\"><data key=\"u\">A, \"B\"</data></node><node id=\"bob\"><data " \
    "key=\"u\">C</data>"                                                             \
    "</node><edge source=\"ann\" target=\"bob\"><data key=\"w\">2.5</data></edge>"

static const struct {
    isti_graph_kind kind;
    bool of_ties, is_directed;
    const char *text, *rows;
} files[] = {
    {ISTI_GRAPHML, false, true,
     GRAPHML KEYS "<graph edgedefault=\"directed\">" ANN_AND_BOB "</graph></graphml>",
     "unit,id\n\"A, \"\"B\"\"\",ann\nC,bob\n"},
    {ISTI_GRAPHML, true, true,
     "\xEF\xBB\xBF" GRAPHML KEYS "<graph edgedefault=\"directed\">" ANN_AND_BOB
     "</graph></graphml>",
     "from,to,weight\nann,bob,2.5\n"},
    {ISTI_GRAPHML, true, false,
     GRAPHML KEYS "<graph edgedefault=\"undirected\">" ANN_AND_BOB "</graph></graphml>",
     "from,to,weight\nbob,ann,2.5\nann,bob,2.5\n"},
    {ISTI_GML, true, true,
     "graph [ directed 1 node [ id 7 ] node [ id 8 ] edge [ source 7 target 8 kind \"advice\" ] ]",
     "from,to,kind\n7,8,advice\n"},
    // Pajek's labels are what people are called; without them they are numbered.
    {ISTI_PAJEK, true, true,
     "\xEF\xBB\xBF*Vertices 2\r\n1 \"ann a\"\r\n2 \"bob\"\r\n*Arcs\r\n1 2 3\r\n",
     "from,to,weight\nann a,bob,3\n"},
    {ISTI_PAJEK, true, false, "*Vertices 2\n*Edges\n2 1\n", "from,to\n2,1\n1,2\n"},
    {ISTI_PAJEK, false, false, "*Vertices 2\n*Edges\n2 1\n", "id\n1\n2\n"},
};

START_TEST(a_graph_file_makes_the_tables_that_it_says)
{
    bool is_directed = !files[_i].is_directed;
    const isti_graph_table wanted = {.kind = files[_i].kind,
                                     .of_ties = files[_i].of_ties,
                                     .id = "id",
                                     .from = "from",
                                     .to = "to",
                                     .is_directed = &is_directed};
    size_t length = strlen(files[_i].text);
    ist_errors *errors = ist_errors_create();
    char *rows = isti_graph_as_table(files[_i].text, &length, &wanted, "g", errors);
    if (ist_igraph_version()) {
        ck_assert_ptr_nonnull(rows);
        ck_assert_str_eq(rows, files[_i].rows);
        ck_assert_uint_eq(length, strlen(rows));
        ck_assert(is_directed == files[_i].is_directed);
    } else {
        ck_assert_ptr_null(rows);
        ck_assert_ptr_nonnull(
            strstr(ist_errors_get(errors, 0)->message, "this program was built without igraph"));
    }
    isti_free(rows);
    ist_errors_destroy(errors);
}
END_TEST

static const struct {
    const char *name, *text, *expected;
} refused[] = {
    {"g.gml", "graph [ node [ id 1 ] node [ id 1 ] ]",
     "g.gml:1:1: error: igraph cannot read it: Duplicate node id in GML file, line 1."},
    {"g.net", "*Vertices 2\n*Arcs\n1 9\n", "g.net: error: igraph cannot read it: "},
    {"g.GRAPHML",
     GRAPHML "<key id=\"a\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/>"
             "<key id=\"b\" for=\"edge\" attr.name=\"weight\" attr.type=\"long\"/>"
             "<graph edgedefault=\"directed\"><node id=\"1\"/></graph></graphml>",
     "g.GRAPHML: error: two attributes are called \"weight\", as networkx writes whole numbers and "
     "others: make them all of one kind"},
};

static ist_network *load(const char *name, const char *text, ist_errors *errors)
{
    FILE *file = fopen(name, "w");
    fputs(text, file);
    ck_assert_int_eq(fclose(file), 0);
    return ist_network_load(name, errors);
}

START_TEST(what_igraph_refuses_is_told_with_its_reason)
{
    char line[512] = "";
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(load(refused[_i].name, refused[_i].text, errors));
    ist_error_format(ist_errors_get(errors, 0), line, sizeof line);
    ck_assert_msg(!ist_igraph_version() ||
                      (strncmp(line, refused[_i].expected, strlen(refused[_i].expected)) == 0 &&
                       strlen(line) > strlen("g.net: error: igraph cannot read it: ")),
                  "%s", line);
    ist_errors_destroy(errors);
}
END_TEST

// The program used to take a graph for a table, and to find no columns in it.
START_TEST(a_graph_file_is_a_network_with_everybody_in_it)
{
    ist_network *network = load(
        "three.gml",
        "graph [ node [ id 1 ] node [ id 2 ] node [ id 3 ] edge [ source 3 target 2 ] ]", NULL);
    if (!ist_igraph_version()) {
        ck_assert_ptr_null(network);
        return;
    }
    double out[IST_NETWORK_COUNT];
    ck_assert_int_eq(ist_network_people(network), 3);
    ck_assert_int_eq(ist_network_ties(network), 1);
    ck_assert_str_eq(ist_network_label(network, 0), "1"); // who has no tie
    ck_assert_int_eq(ist_network_measure_all(network, NULL, out, NULL), IST_OK);
    ck_assert_double_eq(out[IST_NETWORK_ISOLATES], 1);
    ck_assert_double_nan(out[IST_NETWORK_RECIPROCITY]); // ties without a direction
    ist_network_destroy(network);
}
END_TEST

START_TEST(no_allocation_that_fails_goes_unnoticed)
{
    ist_errors *errors = ist_errors_create();
    ist_network *network = load("two.net", "*Vertices 2\n*Arcs\n1 2\n", NULL);
    int64_t n = 0;
    ist_network_destroy(network);
    for (bool has_fired = ist_igraph_version() != NULL; has_fired; n++) {
        ist_errors_clear(errors);
        isti_fault_arm(n, false);
        network = ist_network_load("two.net", errors);
        has_fired = isti_fault_fired();
        isti_fault_disarm();
        ck_assert_msg(has_fired == !network, "allocation %lld", (long long)n);
        ck_assert(network || ist_errors_status(errors) == IST_ERR_NO_MEMORY);
    }
    ist_network_destroy(network);
    ist_errors_destroy(errors);
}
END_TEST

SUITE("graph_files",
      EACH(what_must_not_come_near_igraph_is_refused_at_its_place,
           sizeof hostile / sizeof *hostile),
      EACH(what_does_no_harm_may_be_read, sizeof harmless / sizeof *harmless),
      EACH(small_files_that_would_grow_are_refused, sizeof bombs / sizeof *bombs),
      EACH(a_graph_file_makes_the_tables_that_it_says, sizeof files / sizeof *files),
      EACH(what_igraph_refuses_is_told_with_its_reason, sizeof refused / sizeof *refused),
      TEST(a_graph_file_is_a_network_with_everybody_in_it),
      TEST(no_allocation_that_fails_goes_unnoticed))
