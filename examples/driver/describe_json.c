// SPDX-License-Identifier: GPL-3.0-or-later
// `interstice describe --json`: what scenarios may say and what results mean, for programs.
#include "driver/describe_json.h"

#include "driver/exit_code.h"
#include "driver/json.h"
#include "driver/message.h"

static void put_range(struct json *json, double standard, double minimum, double maximum)
{
    json_number(json, "default", standard);
    json_number(json, "minimum", minimum);
    json_number(json, "maximum", maximum);
}

static void put_policy(struct json *json, const ist_policy_type *type)
{
    json_object(json, NULL);
    json_text(json, "name", type->name);
    json_text(json, "meaning", type->meaning);
    json_array(json, "roles");
    for (int role = 0; role < IST_ROLE_COUNT; role++) {
        if (describe_plays(type, (ist_role)role)) {
            json_text(json, NULL, ist_role_name((ist_role)role));
        }
    }
    json_end(json);
    json_number(json, "expectation", type->expectation);
    json_number(json, "specificity", type->specificity);
    json_number(json, "independence", type->independence);
    json_array(json, "settings");
    for (int32_t i = 0; i < type->setting_count; i++) {
        const ist_setting *setting = &type->settings[i];
        json_object(json, NULL);
        json_text(json, "name", setting->name);
        put_range(json, setting->standard, setting->minimum, setting->maximum);
        json_text(json, "meaning", setting->meaning);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

static int put_policies(struct json *json)
{
    ist_spec *spec = ist_spec_create();
    if (!spec || ist_policies_shipped(spec) != IST_OK) {
        ist_spec_destroy(spec);
        return complain_memory();
    }
    json_array(json, "policies");
    for (int32_t i = 0; ist_spec_policy_type(spec, i); i++) {
        put_policy(json, ist_spec_policy_type(spec, i));
    }
    json_end(json);
    ist_spec_destroy(spec);
    return CODE_OK;
}

static int put_events(struct json *json)
{
    json_array(json, "events");
    for (int kind = 0; kind < IST_EVENT_COUNT; kind++) {
        json_object(json, NULL);
        json_text(json, "kind", ist_kind_name(IST_KIND_EVENT, kind));
        json_text(json, "meaning", ist_kind_text(IST_KIND_EVENT, kind));
        json_array(json, "fields");
        ist_field_info field;
        for (int32_t i = 0; ist_event_kind_field((ist_event_kind)kind, i, &field); i++) {
            json_object(json, NULL);
            json_text(json, "key", field.key);
            json_text(json, "type", field.type);
            json_boolean(json, "required", field.required);
            put_range(json, field.standard, field.minimum, field.maximum);
            json_text(json, "meaning", field.meaning);
            json_end(json);
        }
        json_end(json);
        json_end(json);
    }
    json_end(json);
    return CODE_OK;
}

static int put_parameters(struct json *json)
{
    json_array(json, "parameters");
    for (int32_t i = 0; i < ist_parameter_count(); i++) {
        const ist_parameter_info *info = ist_parameter_get(i);
        json_object(json, NULL);
        json_text(json, "name", info->name);
        json_text(json, "symbol", info->symbol);
        json_text(json, "unit", info->unit);
        put_range(json, info->standard, info->minimum, info->maximum);
        json_text(json, "group", info->group);
        json_text(json, "meaning", info->meaning);
        json_text(json, "source", info->source);
        json_end(json);
    }
    json_end(json);
    return CODE_OK;
}

static void put_kind(struct json *json, const char *key, ist_kind kind)
{
    json_array(json, key);
    for (int32_t i = 0; i < ist_kind_count(kind); i++) {
        json_object(json, NULL);
        json_text(json, "name", ist_kind_name(kind, i));
        json_text(json, "meaning", ist_kind_text(kind, i));
        json_end(json);
    }
    json_end(json);
}

static int put_metrics(struct json *json)
{
    json_array(json, "metrics");
    for (int i = 0; i < IST_METRIC_COUNT; i++) {
        json_object(json, NULL);
        json_text(json, "name", ist_metric_name((ist_metric)i));
        json_text(json, "unit", ist_metric_unit((ist_metric)i));
        json_text(json, "meaning", ist_metric_text((ist_metric)i));
        json_end(json);
    }
    json_end(json);
    json_array(json, "resilience");
    for (int i = 0; i < IST_RESILIENCE_COUNT; i++) {
        json_object(json, NULL);
        json_text(json, "name", ist_resilience_name((ist_resilience_metric)i));
        json_text(json, "meaning", ist_resilience_text((ist_resilience_metric)i));
        json_end(json);
    }
    json_end(json);
    json_array(json, "network");
    for (int i = 0; i < IST_NETWORK_COUNT; i++) {
        const ist_network_measure measure = (ist_network_measure)i;
        json_object(json, NULL);
        json_text(json, "name", ist_network_measure_name(measure));
        json_text(json, "unit", ist_network_measure_unit(measure));
        json_text(json, "meaning", ist_network_measure_text(measure));
        json_end(json);
    }
    json_end(json);
    put_kind(json, "stages", IST_KIND_STAGE);
    put_kind(json, "origins", IST_KIND_ORIGIN);
    return CODE_OK;
}

int describe_json(struct output *out, enum topic first, enum topic last)
{
    static int (*const put[TOPIC_COUNT])(struct json *) = {
        [TOPIC_POLICIES] = put_policies,
        [TOPIC_EVENTS] = put_events,
        [TOPIC_PARAMETERS] = put_parameters,
        [TOPIC_METRICS] = put_metrics,
    };
    struct json json = {.out = out};
    int code = CODE_OK;
    json_object(&json, NULL);
    for (int topic = (int)first; topic <= (int)last && code == CODE_OK; topic++) {
        code = put[topic](&json);
    }
    json_end(&json);
    return code;
}
