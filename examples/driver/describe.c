// SPDX-License-Identifier: GPL-3.0-or-later
// `interstice describe`: what scenarios may say and what results mean, for people.
#include "driver/describe.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "driver/commands.h"
#include "driver/describe_json.h"
#include "driver/exit_code.h"
#include "driver/message.h"
#include "driver/number.h"
#include "driver/output.h"
#include "driver/terminal.h"
#include "driver/text.h"

enum { ENTRY_INDENT = 2, TEXT_INDENT = 6, LINE_SIZE = 1024 };

static const char *const topic_names[] = {
    [TOPIC_POLICIES] = "policies",
    [TOPIC_EVENTS] = "events",
    [TOPIC_PARAMETERS] = "parameters",
    [TOPIC_METRICS] = "metrics",
};

static void print_title(struct output *out, const struct look *look, const char *title,
                        const char *text)
{
    output_format(out, "%s%s%s\n", look->strong, title, look->plain);
    if (text) {
        terminal_wrap(out, look, text, 0, ENTRY_INDENT);
    }
    output_text(out, "\n");
}

// A name, what is said beside it, and below what it means.
static void print_entry(struct output *out, const struct look *look, int32_t indent,
                        const char *name, const char *aside, const char *meaning)
{
    output_repeat(out, ' ', indent);
    output_format(out, "%s%s%s", look->strong, name, look->plain);
    if (aside[0]) {
        output_format(out, "%s", look->faint);
        output_text(out, "  ");
        terminal_wrap(out, look, aside, indent + text_width(name) + 2, indent);
        output_text(out, look->plain);
    } else {
        output_text(out, "\n");
    }
    terminal_wrap(out, look, meaning, 0, indent + TEXT_INDENT - ENTRY_INDENT);
}

// "0.5, from 0 to 1", as far as there is something to say.
static void range_text(double standard, double minimum, double maximum, char *out, size_t size)
{
    char number[3][NUMBER_SIZE];
    number_text(standard, number[0]);
    number_text(minimum, number[1]);
    number_text(maximum, number[2]);
    const bool has_both = number[1][0] && number[2][0];
    snprintf(out, size, "%s%s%s%s%s%s%s", number[0][0] ? "default " : "", number[0],
             number[0][0] && (number[1][0] || number[2][0]) ? ", " : "",
             has_both       ? "from "
             : number[1][0] ? "at least "
             : number[2][0] ? "at most "
                            : "",
             number[1], has_both ? " to " : "", number[2]);
}

bool describe_plays(const ist_policy_type *type, ist_role role)
{
    const bool plays[IST_ROLE_COUNT] = {
        [IST_ROLE_STIMULATION] = type->stimulate != NULL,
        [IST_ROLE_FACILITATION] = type->facilitate != NULL,
        [IST_ROLE_SUPPORT] = type->support != NULL,
        [IST_ROLE_CONTROL] = type->control != NULL,
        [IST_ROLE_RECOGNITION] = type->recognize != NULL,
    };
    return plays[role];
}

static void print_setting(struct output *out, const struct look *look, const ist_setting *setting)
{
    char range[LINE_SIZE];
    range_text(setting->standard, setting->minimum, setting->maximum, range, sizeof range);
    print_entry(out, look, TEXT_INDENT, setting->name, range, setting->meaning);
}

static void print_policy(const ist_policy_type *type, struct output *out, const struct look *look)
{
    char text[LINE_SIZE] = "plays no role";
    size_t length = 0;
    for (int role = 0; role < IST_ROLE_COUNT; role++) {
        if (describe_plays(type, (ist_role)role)) {
            length += (size_t)snprintf(text + length, sizeof text - length, "%s%s",
                                       length > 0 ? ", " : "plays ", ist_role_name((ist_role)role));
        }
    }
    print_entry(out, look, ENTRY_INDENT, type->name, "", type->meaning);
    terminal_wrap(out, look, text, 0, TEXT_INDENT);
    for (int32_t i = 0; i < type->setting_count; i++) {
        print_setting(out, look, &type->settings[i]);
    }
    snprintf(text, sizeof text, "expectation %g, specificity %g, independence %g",
             type->expectation, type->specificity, type->independence);
    terminal_wrap(out, look, text, 0, TEXT_INDENT);
    output_text(out, "\n");
}

static void print_common_settings(struct output *out, const struct look *look)
{
    static const struct {
        const char *name, *meaning;
    } settings[] = {
        {"expectation", "formal output the overseer expects"},
        {"specificity", "1: recognition names this community; 0: communities in general"},
        {"independence", "1: support comes from outside the hierarchy that wants results"},
    };
    print_title(out, look, "Settings of every policy", NULL);
    for (size_t i = 0; i < COUNT_OF(settings); i++) {
        print_entry(out, look, ENTRY_INDENT, settings[i].name, "from 0 to 1", settings[i].meaning);
    }
    output_text(out, "\n");
}

static int print_policies(struct output *out, const struct look *look)
{
    ist_spec *spec = ist_spec_create();
    if (!spec || ist_policies_shipped(spec) != IST_OK) {
        ist_spec_destroy(spec);
        return complain_memory();
    }
    print_title(out, look, "Policies",
                "What a manager does to communities. A scenario takes one by its name, changes its "
                "settings, or combines the roles of several.");
    for (int32_t i = 0; ist_spec_policy_type(spec, i); i++) {
        print_policy(ist_spec_policy_type(spec, i), out, look);
    }
    ist_spec_destroy(spec);

    print_common_settings(out, look);
    print_title(out, look, "Roles", NULL);
    for (int role = 0; role < IST_ROLE_COUNT; role++) {
        print_entry(out, look, ENTRY_INDENT, ist_kind_name(IST_KIND_ROLE, role), "",
                    ist_kind_text(IST_KIND_ROLE, role));
    }
    return CODE_OK;
}

static void field_range(const ist_field_info *field, char *out, size_t size)
{
    if (strcmp(field->type, "true or false") == 0) {
        snprintf(out, size, "default %s", field->standard > 0.0 ? "true" : "false");
    } else {
        range_text(field->standard, field->minimum, field->maximum, out, size);
    }
}

static int print_events(struct output *out, const struct look *look)
{
    print_title(out, look, "Events",
                "What can happen to the organization, with the fields of each kind.");
    for (int kind = 0; kind < IST_EVENT_COUNT; kind++) {
        print_entry(out, look, ENTRY_INDENT, ist_kind_name(IST_KIND_EVENT, kind), "",
                    ist_kind_text(IST_KIND_EVENT, kind));
        ist_field_info field;
        for (int32_t i = 0; ist_event_kind_field((ist_event_kind)kind, i, &field); i++) {
            char range[LINE_SIZE / 2];
            char aside[LINE_SIZE];
            field_range(&field, range, sizeof range);
            snprintf(aside, sizeof aside, "%s%s%s%s", field.type,
                     field.required ? ", required" : "", range[0] ? ", " : "", range);
            print_entry(out, look, TEXT_INDENT, field.key, aside, field.meaning);
        }
        output_text(out, "\n");
    }
    return CODE_OK;
}

static void print_parameter(const ist_parameter_info *info, struct output *out,
                            const struct look *look)
{
    const bool has_unit = strcmp(info->unit, "1") != 0;
    char range[LINE_SIZE / 2];
    char aside[LINE_SIZE];
    char meaning[LINE_SIZE];
    range_text(info->standard, info->minimum, info->maximum, range, sizeof range);
    snprintf(aside, sizeof aside, "%s%s%s%s%s", info->symbol, info->symbol[0] ? ", " : "", range,
             has_unit ? " " : "", has_unit ? info->unit : "");
    snprintf(meaning, sizeof meaning, "%s [%s]", info->meaning, info->source);
    print_entry(out, look, ENTRY_INDENT, info->name, aside, meaning);
}

static int print_parameters(struct output *out, const struct look *look)
{
    print_title(out, look, "Parameters",
                "How people behave: one set for every organization, grouped by process.");
    const char *group = "";
    for (int32_t i = 0; i < ist_parameter_count(); i++) {
        const ist_parameter_info *info = ist_parameter_get(i);
        if (strcmp(group, info->group) != 0) {
            group = info->group;
            output_format(out, "%s%s%s%s\n", i > 0 ? "\n" : "", look->strong, group, look->plain);
        }
        print_parameter(info, out, look);
    }
    return CODE_OK;
}

static void print_kind(struct output *out, const struct look *look, const char *title,
                       ist_kind kind)
{
    output_text(out, "\n");
    print_title(out, look, title, NULL);
    for (int32_t i = 0; i < ist_kind_count(kind); i++) {
        print_entry(out, look, ENTRY_INDENT, ist_kind_name(kind, i), "", ist_kind_text(kind, i));
    }
}

static int print_metrics(struct output *out, const struct look *look)
{
    print_title(out, look, "Metrics",
                "One value per tick. Problems are those of participants unless the name ends in "
                "_all.");
    for (int i = 0; i < IST_METRIC_COUNT; i++) {
        const ist_metric metric = (ist_metric)i;
        print_entry(out, look, ENTRY_INDENT, ist_metric_name(metric), ist_metric_unit(metric),
                    ist_metric_text(metric));
    }
    output_text(out, "\n");
    print_title(out, look, "Resilience", "How performance takes an event, per run.");
    for (int i = 0; i < IST_RESILIENCE_COUNT; i++) {
        const ist_resilience_metric metric = (ist_resilience_metric)i;
        print_entry(out, look, ENTRY_INDENT, ist_resilience_name(metric), "",
                    ist_resilience_text(metric));
    }
    output_text(out, "\n");
    print_title(out, look, "Networks", "Who is tied to whom, at the ticks of --network.");
    for (int i = 0; i < IST_NETWORK_COUNT; i++) {
        const ist_network_measure measure = (ist_network_measure)i;
        print_entry(out, look, ENTRY_INDENT, ist_network_measure_name(measure),
                    ist_network_measure_unit(measure), ist_network_measure_text(measure));
    }
    print_kind(out, look, "Stages of a community", IST_KIND_STAGE);
    print_kind(out, look, "Origins of a community", IST_KIND_ORIGIN);
    return CODE_OK;
}

// TOPIC_COUNT after a complaint.
static enum topic find_topic(const char *word)
{
    for (int topic = 0; topic < TOPIC_COUNT; topic++) {
        if (strcmp(topic_names[topic], word) == 0) {
            return (enum topic)topic;
        }
    }
    const char *near = text_nearest(word, topic_names, TOPIC_COUNT);
    complain("unknown topic \"%s\"; %s%s%s", word, near ? "did you mean \"" : "there are ",
             near ? near : "policies, events, parameters and metrics", near ? "\"?" : "");
    return TOPIC_COUNT;
}

static int print_topics(struct output *out, const struct look *look, enum topic first,
                        enum topic last)
{
    static int (*const print[TOPIC_COUNT])(struct output *, const struct look *) = {
        [TOPIC_POLICIES] = print_policies,
        [TOPIC_EVENTS] = print_events,
        [TOPIC_PARAMETERS] = print_parameters,
        [TOPIC_METRICS] = print_metrics,
    };
    int code = CODE_OK;
    for (int topic = (int)first; topic <= (int)last && code == CODE_OK; topic++) {
        output_text(out, topic > (int)first ? "\n\n" : "");
        code = print[topic](out, look);
    }
    return code;
}

int command_describe(const struct options *options)
{
    enum topic first = TOPIC_POLICIES;
    enum topic last = TOPIC_METRICS;
    if (options->operand_count > 0) {
        first = find_topic(options->operand[0]);
        last = first;
    }
    if (first == TOPIC_COUNT) {
        return CODE_USAGE;
    }
    const struct look look = terminal_look(STDOUT_FILENO, !options->no_color);
    int code = CODE_OK;
    struct output *out = output_standard(&code);
    if (!out) {
        return code;
    }
    code = options->json ? describe_json(out, first, last) : print_topics(out, &look, first, last);
    const int written = output_close_standard(out);
    return code != CODE_OK ? code : written;
}
