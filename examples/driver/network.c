// SPDX-License-Identifier: GPL-3.0-or-later
// `interstice network`: who is tied to whom, in numbers.
#include "driver/network.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "driver/commands.h"
#include "driver/exit_code.h"
#include "driver/json.h"
#include "driver/message.h"
#include "driver/moment.h"
#include "driver/output.h"
#include "driver/terminal.h"
#include "driver/text.h"

enum { MOST_PEOPLE = 10, NAME_SIZE = 256, LINE_SIZE = 512 };

// A network with all that is told of it.
struct view {
    const struct options *options;
    struct moment moment; // of a run
    bool is_run;
    ist_network *network;
    double value[IST_NETWORK_COUNT];
    ist_network_person *person;
    int32_t *order; // of people, the most central first
    ist_network_unit *unit;
    int32_t units;
};

static void close_view(struct view *view)
{
    ist_network_destroy(view->network);
    free(view->person);
    free(view->order);
    free(view->unit);
    if (view->is_run) {
        moment_close(&view->moment);
    }
}

// ---- Reading

static bool is_table(const char *path)
{
    const char *dot = strrchr(path, '.');
    static const char *const endings[] = {".csv", ".tsv", ".txt", ".graphml",
                                          ".gml", ".net", ".paj"};
    for (size_t i = 0; dot && i < COUNT_OF(endings); i++) {
        if (strcasecmp(dot, endings[i]) == 0) {
            return true;
        }
    }
    return false;
}

static int load_table(struct view *view)
{
    const struct options *options = view->options;
    const char *useless = options->run >= 0             ? "--run"
                          : options->seed_given         ? "--seed"
                          : options->change_count > 0   ? "--set"
                          : options->tick != TICK_START ? "--tick"
                          : !isnan(options->stronger)   ? "--stronger"
                                                        : NULL;
    if (useless) {
        complain("%s is for scenarios and run stores: %s is measured as it is", useless,
                 options->operand[0]);
        return CODE_USAGE;
    }
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    view->network = ist_network_load(view->options->operand[0], errors);
    const int code = view->network ? CODE_OK : complain_all(errors);
    ist_errors_destroy(errors);
    return code;
}

static int load_run(struct view *view)
{
    view->is_run = true;
    int code = moment_open(&view->moment, view->options);
    code = code == CODE_OK ? moment_run(&view->moment, view->moment.ticks) : code;
    if (code == CODE_OK) {
        view->network = ist_network_of_state(view->moment.state, view->options->stronger, NULL);
        code = view->network ? CODE_OK : complain_memory();
    }
    return code;
}

// ---- Measuring

static double centrality(const struct view *view, int32_t person)
{
    const ist_network_person *p = &view->person[person];
    return isnan(p->betweenness) ? p->strength : p->betweenness;
}

// Sift down, so that in the end the order falls: a heap needs no context beside the view.
static void sift(const struct view *view, int32_t *heap, int32_t at, int32_t count)
{
    for (;;) {
        int32_t least = at;
        for (int32_t child = 2 * at + 1; child <= 2 * at + 2 && child < count; child++) {
            const double one = centrality(view, heap[child]);
            const double other = centrality(view, heap[least]);
            if (one < other || (one == other && heap[child] > heap[least])) {
                least = child;
            }
        }
        if (least == at) {
            return;
        }
        const int32_t swapped = heap[at];
        heap[at] = heap[least];
        heap[least] = swapped;
        at = least;
    }
}

static void sort_people(struct view *view)
{
    const int32_t count = ist_network_people(view->network);
    for (int32_t i = 0; i < count; i++) {
        view->order[i] = i;
    }
    for (int32_t i = count / 2 - 1; i >= 0; i--) {
        sift(view, view->order, i, count);
    }
    for (int32_t end = count - 1; end > 0; end--) {
        const int32_t least = view->order[0];
        view->order[0] = view->order[end];
        view->order[end] = least;
        sift(view, view->order, 0, end);
    }
}

static int measure(struct view *view)
{
    const size_t people = (size_t)ist_network_people(view->network);
    ist_network_options options = ist_network_options_default();
    options.remove = view->options->remove > 0 ? view->options->remove : options.remove;
    view->person = calloc(people + 1, sizeof *view->person);
    view->order = calloc(people + 1, sizeof *view->order);
    view->units = ist_network_units(view->network, NULL, 0);
    view->unit = view->units >= 0 ? calloc((size_t)view->units + 1, sizeof *view->unit) : NULL;
    if (!view->person || !view->order || !view->unit ||
        ist_network_units(view->network, view->unit, view->units) < 0 ||
        ist_network_measure_all(view->network, &options, view->value, view->person) != IST_OK) {
        return complain_memory();
    }
    sort_people(view);
    return CODE_OK;
}

// ---- Names

static const char *person_name(const struct view *view, int32_t person, char buffer[NAME_SIZE])
{
    const char *label = ist_network_label(view->network, person);
    const ist_employee_id employee = ist_network_employee(view->network, person);
    if (!label && view->is_run) {
        label = ist_scenario_employee(view->moment.one.scenario, employee);
    }
    if (label) {
        snprintf(buffer, NAME_SIZE, "%s", label);
    } else {
        snprintf(buffer, NAME_SIZE, "person %" PRId32, employee.number);
    }
    return buffer;
}

static const char *unit_name(const struct view *view, int32_t unit, char buffer[NAME_SIZE])
{
    ist_model_unit_name(view->moment.one.model, (ist_unit_id){unit}, buffer, NAME_SIZE);
    return buffer;
}

// ---- For people

static void put_value(struct output *out, double value)
{
    if (isnan(value)) {
        output_format(out, "%10s", "-");
    } else if (value == floor(value) && fabs(value) < 1e9) {
        output_format(out, "%10.0f", value);
    } else {
        output_format(out, "%10.4f", value);
    }
}

static void print_measures(const struct view *view, struct output *out, const struct look *look)
{
    for (int m = 0; m < IST_NETWORK_COUNT; m++) {
        const ist_network_measure measure = (ist_network_measure)m;
        const int head = 34;
        output_format(out, "  %-20s ", ist_network_measure_name(measure));
        put_value(out, view->value[m]);
        output_text(out, "  ");
        terminal_wrap(out, look, ist_network_measure_text(measure), head + 1, head + 1);
    }
}

static void print_units(const struct view *view, struct output *out)
{
    char name[NAME_SIZE];
    if (view->units == 0 || !view->is_run) {
        return;
    }
    output_format(out, "\n  %-28s %8s %8s %8s %8s\n", "Units", "people", "inside", "across", "E-I");
    for (int32_t u = 0; u < view->units; u++) {
        const ist_network_unit *unit = &view->unit[u];
        unit_name(view, unit->unit, name);
        text_clean(name);
        output_format(out, "  %-28s %8" PRId32 " %8" PRId64 " %8" PRId64 " ", name, unit->people,
                      unit->internal, unit->external);
        put_value(out, unit->ei_index);
        output_text(out, "\n");
    }
}

static void print_people(const struct view *view, struct output *out)
{
    char name[NAME_SIZE];
    const int32_t people = ist_network_people(view->network);
    output_format(out, "\n  %-28s %8s %8s %11s %10s  %s\n", "Most central people", "degree",
                  "strength", "betweenness", "constraint", "");
    for (int32_t k = 0; k < people && k < MOST_PEOPLE; k++) {
        const ist_network_person *p = &view->person[view->order[k]];
        person_name(view, view->order[k], name);
        text_clean(name);
        output_format(out, "  %-28s %8" PRId32 " %8.2f ", name, p->degree, p->strength);
        put_value(out, p->betweenness);
        output_text(out, " ");
        put_value(out, p->constraint);
        output_text(out, p->articulation ? "  articulation\n" : "\n");
    }
}

static void print_remarks(const struct view *view, struct output *out, const struct look *look)
{
    const ist_network_options usual = ist_network_options_default();
    char line[LINE_SIZE];
    if (ist_network_people(view->network) > usual.exact) {
        snprintf(line, sizeof line,
                 "Paths and betweenness are estimated from %" PRId32 " people, evenly chosen: "
                 "there are more than %" PRId32 ".",
                 usual.sources, usual.exact);
        output_text(out, "\n  ");
        terminal_wrap(out, look, line, 2, 2);
    }
    if (!ist_igraph_version()) {
        output_text(out, "\n  ");
        terminal_wrap(out, look,
                      "This program was built without igraph: the measures marked (igraph) are "
                      "missing, and people are listed by strength.",
                      2, 2);
    }
}

static void print_heading(const struct view *view, struct output *out)
{
    char year[PHRASE_SIZE];
    char name[LINE_SIZE];
    if (!view->is_run) {
        snprintf(name, sizeof name, "%s", view->options->operand[0]);
        text_clean(name);
        output_format(out, "%s: ties as they are\n", name);
        return;
    }
    const struct moment *moment = &view->moment;
    snprintf(name, sizeof name, "%s", ist_model_name(moment->one.model));
    text_clean(name);
    text_year(ist_state_time(moment->state), year);
    output_format(out, "%s at %s, %s%" PRId32 " ticks; ties stronger than %.3g\n", name, year,
                  moment->ticks == 0 ? "before the first of " : "after ",
                  moment->ticks == 0 ? ist_model_ticks(moment->one.model) : moment->ticks,
                  isnan(view->options->stronger) ? ist_model_parameter(moment->one.model, "theta")
                                                 : view->options->stronger);
}

static void print_view(const struct view *view, struct output *out)
{
    const struct look look = terminal_look(STDOUT_FILENO, !view->options->no_color);
    print_heading(view, out);
    print_measures(view, out, &look);
    print_units(view, out);
    print_people(view, out);
    if (!view->options->quiet) {
        print_remarks(view, out, &look);
    }
}

// ---- For programs

static void put_people(const struct view *view, struct json *json)
{
    char name[NAME_SIZE];
    json_array(json, "people");
    for (int32_t k = 0; k < ist_network_people(view->network); k++) {
        const ist_network_person *p = &view->person[view->order[k]];
        json_object(json, NULL);
        json_text(json, "id", person_name(view, view->order[k], name));
        json_integer(json, "degree", p->degree);
        json_number(json, "strength", p->strength);
        json_number(json, "constraint", p->constraint);
        json_number(json, "effective_size", p->effective_size);
        json_number(json, "betweenness", p->betweenness);
        json_boolean(json, "articulation", p->articulation);
        json_integer(json, "cluster", p->cluster);
        json_end(json);
    }
    json_end(json);
}

static void put_units(const struct view *view, struct json *json)
{
    char name[NAME_SIZE];
    json_array(json, "units");
    for (int32_t u = 0; view->is_run && u < view->units; u++) {
        const ist_network_unit *unit = &view->unit[u];
        json_object(json, NULL);
        json_text(json, "name", unit_name(view, unit->unit, name));
        json_integer(json, "people", unit->people);
        json_integer(json, "internal", unit->internal);
        json_integer(json, "external", unit->external);
        json_number(json, "ei_index", unit->ei_index);
        json_end(json);
    }
    json_end(json);
}

static void put_view(const struct view *view, struct output *out)
{
    struct json json = {.out = out};
    const ist_network_options usual = ist_network_options_default();
    json_object(&json, NULL);
    json_text(&json, "file", view->options->operand[0]);
    if (view->is_run) {
        json_integer(&json, "ticks", view->moment.ticks);
        json_number(&json, "time", ist_state_time(view->moment.state));
    }
    json_text(&json, "igraph", ist_igraph_version());
    json_boolean(&json, "sampled", ist_network_people(view->network) > usual.exact);
    json_object(&json, "measures");
    for (int m = 0; m < IST_NETWORK_COUNT; m++) {
        json_number(&json, ist_network_measure_name((ist_network_measure)m), view->value[m]);
    }
    json_end(&json);
    put_units(view, &json);
    put_people(view, &json);
    json_end(&json);
}

int command_network(const struct options *options)
{
    struct view view = {.options = options};
    int code = is_table(options->operand[0]) ? load_table(&view) : load_run(&view);
    code = code == CODE_OK ? measure(&view) : code;
    struct output *out = code == CODE_OK ? output_standard(&code) : NULL;
    if (out) {
        (options->json ? put_view : print_view)(&view, out);
        code = output_close_standard(out);
    }
    close_view(&view);
    return code;
}
