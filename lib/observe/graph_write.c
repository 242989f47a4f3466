// SPDX-License-Identifier: GPL-3.0-or-later
// Networks as GraphML, GEXF 1.2 and tables of ties.
#include "observe/graph.h"

#include "base/plain_locale.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { BUFFER_SIZE = 32 * 1024, NAME_SIZE = 512 };

static const struct {
    const char *name, *text;
} formats[IST_GRAPH_COUNT] = {
#define IST_ROW(NAME, name, text) [IST_GRAPH_##NAME] = {#name, text},
    IST_GRAPH_LIST(IST_ROW)
#undef IST_ROW
};

const char *ist_graph_name(ist_graph_format format)
{
    return (uint32_t)format < IST_GRAPH_COUNT ? formats[format].name : NULL;
}

const char *ist_graph_text(ist_graph_format format)
{
    return (uint32_t)format < IST_GRAPH_COUNT ? formats[format].text : NULL;
}

// ---- Pieces

typedef struct pen {
    const ist_graph *graph;
    ist_write_fn *write;
    void *context;
    ist_status status; // of the first piece that could not be written
    size_t used;
    char buffer[BUFFER_SIZE];
} pen;

static void flush(pen *p)
{
    if (p->status == IST_OK && p->used > 0) {
        p->status = p->write(p->context, p->buffer, p->used);
    }
    p->used = 0;
}

static void put_bytes(pen *p, const char *bytes, size_t length)
{
    if (length > BUFFER_SIZE - p->used) {
        flush(p);
    }
    memcpy(p->buffer + p->used, bytes, length); // pieces are shorter than the buffer
    p->used += length;
}

static void put(pen *p, const char *text)
{
    put_bytes(p, text, strlen(text));
}

__attribute__((format(printf, 2, 3))) static void put_format(pen *p, const char *format, ...)
{
    char text[NAME_SIZE];
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    put_bytes(p, text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
}

// A text within XML. Control characters are not allowed there, whichever way they are written.
static void put_xml(pen *p, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '&':
            put(p, "&amp;");
            break;
        case '<':
            put(p, "&lt;");
            break;
        case '>':
            put(p, "&gt;");
            break;
        case '"':
            put(p, "&quot;");
            break;
        default:
            put_bytes(p, (unsigned char)*text < 0x20 ? " " : text, 1);
        }
    }
}

// A text as a cell: in quotes where it must be (RFC 4180), and never a formula.
static void put_cell(pen *p, const char *text)
{
    const bool is_formula = text[0] && strchr("=+-@\t\r", text[0]);
    const bool is_quoted = is_formula || strpbrk(text, ",;\"\r\n\t");
    put(p, is_quoted ? "\"" : "");
    put(p, is_formula ? "'" : "");
    for (; *text; text++) {
        put_bytes(p, text, 1);
        put(p, *text == '"' ? "\"" : "");
    }
    put(p, is_quoted ? "\"" : "");
}

// ---- What there is to tell

static const char *name_of(const pen *p, int32_t employee, char buffer[NAME_SIZE])
{
    const ist_graph_def *def = &p->graph->def;
    const ist_employee_id id = {employee};
    const char *name = def->name ? def->name(def->context, id) : NULL;
    if (!name) {
        snprintf(buffer, NAME_SIZE, "person %d", (int)employee);
    }
    return name ? name : buffer;
}

// What is told of a phase, in this order.
typedef enum detail {
    DETAIL_UNIT,
    DETAIL_LEVEL,
    DETAIL_THEME,
    DETAIL_SECOND,
    DETAIL_COMMUNITIES,
    DETAIL_PILOT,
    DETAIL_COUNT
} detail;

static const struct {
    const char *name, *type;
} details[DETAIL_COUNT] = {
    [DETAIL_UNIT] = {"unit", "string"},
    [DETAIL_LEVEL] = {"level", "string"},
    [DETAIL_THEME] = {"theme", "string"},
    [DETAIL_SECOND] = {"second_theme", "string"},
    [DETAIL_COMMUNITIES] = {"communities", "string"},
    [DETAIL_PILOT] = {"pilot", "boolean"},
};

static const char *detail_of(const pen *p, const isti_phase *phase, detail which,
                             char buffer[NAME_SIZE])
{
    const ist_model *model = p->graph->def.model;
    const char *text = NULL;
    switch (which) {
    case DETAIL_UNIT:
        ist_model_unit_name(model, (ist_unit_id){phase->unit}, buffer, NAME_SIZE);
        return buffer;
    case DETAIL_LEVEL:
        text = ist_kind_name(IST_KIND_LEVEL, (int32_t)phase->level);
        break;
    case DETAIL_THEME:
        text = ist_model_theme_name(model, (ist_theme_id){phase->theme});
        break;
    case DETAIL_SECOND:
        text = ist_model_theme_name(model, (ist_theme_id){phase->second_theme});
        break;
    case DETAIL_COMMUNITIES:
        text = phase->communities;
        break;
    default:
        text = phase->is_pilot ? "true" : "false";
    }
    return text ? text : "";
}

static const char *const strands[] = {"weight", "instrumental", "affective"};

static void strands_of(const isti_graph_edge *edge, double out[COUNT_OF(strands)])
{
    out[0] = edge->weight;
    out[1] = edge->instrumental;
    out[2] = edge->affective;
}

// ---- GraphML

static void put_graphml(pen *p)
{
    const ist_graph *graph = p->graph;
    char buffer[NAME_SIZE];
    put(p, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
           "  <key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n");
    for (int k = 0; k < DETAIL_COUNT; k++) {
        put_format(p, "  <key id=\"%s\" for=\"node\" attr.name=\"%s\" attr.type=\"%s\"/>\n",
                   details[k].name, details[k].name, details[k].type);
    }
    for (size_t k = 0; k < COUNT_OF(strands); k++) {
        put_format(p, "  <key id=\"%s\" for=\"edge\" attr.name=\"%s\" attr.type=\"double\"/>\n",
                   strands[k], strands[k]);
    }
    put(p, "  <graph edgedefault=\"undirected\">\n");
    for (size_t i = 0; i < graph->nodes; i++) {
        const isti_graph_node *node = &graph->node[i];
        put_format(p, "    <node id=\"n%d\"><data key=\"label\">", (int)node->employee);
        put_xml(p, name_of(p, node->employee, buffer));
        put(p, "</data>");
        for (int k = 0; k < DETAIL_COUNT; k++) {
            put_format(p, "<data key=\"%s\">", details[k].name);
            put_xml(p, detail_of(p, &node->phase[node->phases - 1], (detail)k, buffer));
            put(p, "</data>");
        }
        put(p, "</node>\n");
    }
    for (size_t i = 0; i < graph->edges; i++) {
        const isti_graph_edge *edge = &graph->edge[i];
        put_format(p,
                   "    <edge source=\"n%d\" target=\"n%d\"><data key=\"weight\">%.10g</data>"
                   "<data key=\"instrumental\">%.10g</data><data key=\"affective\">%.10g</data>"
                   "</edge>\n",
                   (int)edge->low, (int)edge->high, edge->weight, edge->instrumental,
                   edge->affective);
    }
    put(p, "  </graph>\n</graphml>\n");
}

// ---- GEXF

// When a moment begins; behind the last one, a step of the calendar later.
static double time_at(const ist_graph *graph, int32_t moment)
{
    const size_t at = (size_t)moment;
    return at < graph->moments
               ? graph->time[at]
               : graph->time[graph->moments - 1] + 1.0 / ist_model_ticks_per_year(graph->def.model);
}

static void put_interval(pen *p, int32_t begin, int32_t end)
{
    put_format(p, " start=\"%.10g\" end=\"%.10g\"", time_at(p->graph, begin),
               time_at(p->graph, end));
}

static void put_attvalue(pen *p, const isti_graph_node *node, size_t phase, detail which,
                         bool has_time)
{
    char buffer[NAME_SIZE];
    put_format(p, "<attvalue for=\"%s\" value=\"", details[which].name);
    put_xml(p, detail_of(p, &node->phase[phase], which, buffer));
    put(p, "\"");
    if (has_time) {
        const bool is_last = phase + 1 == node->phases;
        put_interval(p, node->phase[phase].moment,
                     is_last ? (int32_t)p->graph->moments : node->phase[phase + 1].moment);
    }
    put(p, "/>");
}

static void put_gexf_node(pen *p, const isti_graph_node *node, bool has_time)
{
    char buffer[NAME_SIZE];
    put_format(p, "      <node id=\"n%d\" label=\"", (int)node->employee);
    put_xml(p, name_of(p, node->employee, buffer));
    put(p, "\"");
    if (has_time) {
        put_interval(p, node->phase[0].moment, (int32_t)p->graph->moments);
    }
    put(p, "><attvalues>");
    for (size_t phase = has_time ? 0 : node->phases - 1; phase < node->phases; phase++) {
        for (int k = 0; k < DETAIL_COUNT; k++) {
            put_attvalue(p, node, phase, (detail)k, has_time);
        }
    }
    put(p, "</attvalues></node>\n");
}

static void put_gexf_edge(pen *p, const isti_graph_edge *edge, size_t number, bool has_time)
{
    put_format(p, "      <edge id=\"%zu\" source=\"n%d\" target=\"n%d\" weight=\"%.10g\">", number,
               (int)edge->low, (int)edge->high, edge->weight);
    put_format(p,
               "<attvalues><attvalue for=\"instrumental\" value=\"%.10g\"/><attvalue "
               "for=\"affective\" value=\"%.10g\"/></attvalues>",
               edge->instrumental, edge->affective);
    if (has_time) {
        put(p, "<spells>");
        for (int32_t k = 0; k < edge->spells; k++) {
            put(p, "<spell");
            put_interval(p, edge->spell[k].begin, edge->spell[k].end);
            put(p, "/>");
        }
        put(p, "</spells>");
    }
    put(p, "</edge>\n");
}

static void put_gexf(pen *p)
{
    const ist_graph *graph = p->graph;
    const bool has_time = graph->moments > 1;
    put(p, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<gexf xmlns=\"http://www.gexf.net/1.2draft\" version=\"1.2\">\n"
           "  <meta><creator>Interstice</creator></meta>\n");
    put_format(p, "  <graph defaultedgetype=\"undirected\" mode=\"%s\"%s>\n",
               has_time ? "dynamic" : "static", has_time ? " timeformat=\"double\"" : "");
    put_format(p, "    <attributes class=\"node\" mode=\"%s\">\n", has_time ? "dynamic" : "static");
    for (int k = 0; k < DETAIL_COUNT; k++) {
        put_format(p, "      <attribute id=\"%s\" title=\"%s\" type=\"%s\"/>\n", details[k].name,
                   details[k].name, details[k].type);
    }
    put(p, "    </attributes>\n    <attributes class=\"edge\" mode=\"static\">\n"
           "      <attribute id=\"instrumental\" title=\"instrumental\" type=\"double\"/>\n"
           "      <attribute id=\"affective\" title=\"affective\" type=\"double\"/>\n"
           "    </attributes>\n    <nodes>\n");
    for (size_t i = 0; i < graph->nodes; i++) {
        put_gexf_node(p, &graph->node[i], has_time);
    }
    put(p, "    </nodes>\n    <edges>\n");
    for (size_t i = 0; i < graph->edges; i++) {
        put_gexf_edge(p, &graph->edge[i], i, has_time);
    }
    put(p, "    </edges>\n  </graph>\n</gexf>\n");
}

// ---- Tables

static void put_row(pen *p, const isti_graph_edge *edge, const isti_spell *spell)
{
    char buffer[NAME_SIZE];
    double values[COUNT_OF(strands)];
    put_cell(p, name_of(p, edge->low, buffer));
    put(p, ",");
    put_cell(p, name_of(p, edge->high, buffer));
    strands_of(edge, values);
    for (size_t k = 0; k < COUNT_OF(values); k++) {
        put_format(p, ",%.10g", values[k]);
    }
    if (spell) {
        put_format(p, ",%.10g,%.10g", time_at(p->graph, spell->begin),
                   time_at(p->graph, spell->end));
    }
    put(p, "\n");
}

static void put_edges(pen *p)
{
    const ist_graph *graph = p->graph;
    const bool has_time = graph->moments > 1;
    put(p, has_time ? "from,to,weight,instrumental,affective,start,end\n"
                    : "from,to,weight,instrumental,affective\n");
    for (size_t i = 0; i < graph->edges; i++) {
        const isti_graph_edge *edge = &graph->edge[i];
        for (int32_t k = 0; has_time && k < edge->spells; k++) {
            put_row(p, edge, &edge->spell[k]);
        }
        if (!has_time) {
            put_row(p, edge, NULL);
        }
    }
}

ist_status ist_graph_write(const ist_graph *graph, ist_graph_format format, ist_write_fn *write,
                           void *context)
{
    static void (*const writers[IST_GRAPH_COUNT])(pen *) = {
        [IST_GRAPH_GRAPHML] = put_graphml,
        [IST_GRAPH_GEXF] = put_gexf,
        [IST_GRAPH_EDGES] = put_edges,
    };
    const bool is_possible = (uint32_t)format < IST_GRAPH_COUNT && graph->moments > 0 &&
                             !(format == IST_GRAPH_GRAPHML && graph->moments > 1);
    if (!is_possible) {
        return IST_ERR_ARGUMENT;
    }
    pen p = {.graph = graph, .write = write, .context = context, .status = IST_OK};
    isti_plain_locale locale = isti_plain_locale_enter();
    writers[format](&p);
    flush(&p);
    isti_plain_locale_leave(&locale);
    return p.status;
}
