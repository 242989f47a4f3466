// SPDX-License-Identifier: GPL-3.0-or-later
// Scenario files: every key arrives, every fault is told at its place, nothing is lost on failure.
#include <interstice/scenario.h>

#include "base/memory.h"
#include "scenario/json.h"
#include "scenario/scan.h"
#include "support/suite.h"

#include <ctype.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// Every key of the format, none with its default. The same organization in C is built below.
static const char complete[] =
    "{\n"
    "  \"$schema\": \"schema.json\",\n"
    "  \"format\": 1,\n"
    "  \"name\": \"complete\",\n"
    "  \"title\": \"All keys\",\n"
    "  \"question\": \"Does it?\",\n"
    "  \"source\": \"here\",\n"
    "  \"notes\": [\"one\", \"two\"],\n"
    "  \"time\": { \"start\": 1992, \"end\": 2004.25, \"ticks_per_year\": 52 },\n"
    "  \"seed\": \"18446744073709551615\",\n"
    "  \"dates\": [1993, 1995.5, 2004.25],\n"
    "  \"organization\": { \"emphasis\": 0.9, \"institutionalization\": 0.3, \"portal\": 0.2,\n"
    "    \"approve\": 0.8, \"demand_skew\": 0.4 },\n"
    "  \"parameters\": { \"mobility\": 0.05, \"turnover\": 0.06 },\n"
    "  \"levels\": { \"manager\": { \"participates\": false },\n"
    "    \"staff\": { \"participates\": true, \"oversees\": true } },\n"
    "  \"themes\": [\n"
    "    { \"name\": \"sales\", \"count\": 3, \"demand\": 2, \"common_practice\": 0.9,\n"
    "      \"canon\": 0.1 },\n"
    "    { \"name\": \"tools\" }\n"
    "  ],\n"
    "  \"units\": [\n"
    "    { \"name\": \"agencies\", \"count\": 6, \"size\": [8, 12],\n"
    "      \"people\": { \"manager\": 1, \"expert\": 2, \"professional\": 3, \"staff\": 1 },\n"
    "      \"rest\": \"professional\",\n"
    "      \"control\": { \"clan\": 0.6, \"market\": 0.1, \"input\": 0.3, \"output\": 0.4 },\n"
    "      \"context\": { \"decentralization\": 0.85, \"resource_decentralization\": 0.7,\n"
    "        \"productivity_orientation\": 0.35, \"short_termism\": 0.25,\n"
    "        \"line_capacity\": 0.35, \"workload\": 0.5 } },\n"
    "    { \"name\": \"office\", \"size\": 5 },\n"
    "    { \"name\": \"bought\", \"count\": 2, \"size\": 9, \"present\": false }\n"
    "  ],\n"
    "  \"employees\": [\n"
    "    { \"id\": \"ann\", \"unit\": \"office\", \"level\": \"expert\", \"heads\": true,\n"
    "      \"theme\": \"tools\", \"second_theme\": \"sales 2\", \"competence\": 0.9,\n"
    "      \"facilitation\": 0.8, \"altruism\": 0.7, \"taste\": 1.5 },\n"
    "    { \"id\": \"bob\", \"unit\": \"office\" }\n"
    "  ],\n"
    "  \"ties\": [\n"
    "    { \"from\": \"ann\", \"to\": \"bob\", \"instrumental\": 0.3, \"affective\": 0.6 }\n"
    "  ],\n"
    "  \"draw_ties\": false,\n"
    "  \"policies\": [\n"
    "    { \"name\": \"gardener\", \"base\": \"cultivating\",\n"
    "      \"roles\": { \"stimulation\": \"constant\", \"control\": \"absent\" },\n"
    "      \"settings\": { \"stimulation\": 0.3, \"ceiling\": 0.7 } }\n"
    "  ],\n"
    "  \"managers\": [\n"
    "    { \"name\": \"sponsor\", \"unit\": \"office\", \"policy\": \"gardener\",\n"
    "      \"complexity\": 0.5, \"present\": false },\n"
    "    { \"name\": \"heads\", \"count\": 4, \"heads_of\": \"agencies\",\n"
    "      \"policy\": \"cultivating\" }\n"
    "  ],\n"
    "  \"events\": [\n"
    "    { \"at\": 1993, \"kind\": \"transfer\", \"group\": \"first\", \"measure\": true,\n"
    "      \"units\": [\"agencies\", \"office\"], \"levels\": [\"expert\"], \"share\": 0.5,\n"
    "      \"to\": [\"agencies\"], \"change_theme\": 0.2, \"overlap\": 3 },\n"
    "    { \"at\": 1993, \"kind\": \"reassign\", \"units\": \"office\", \"share\": 0.1 },\n"
    "    { \"at\": 1993, \"kind\": \"replace\", \"levels\": \"expert\", \"share\": 0.1 },\n"
    "    { \"at\": 1994, \"kind\": \"merge_units\", \"units\": \"agencies\", \"into\": 3 },\n"
    "    { \"at\": 1995, \"kind\": \"split_units\", \"units\": \"office\", \"into\": 2 },\n"
    "    { \"at\": 1996, \"kind\": \"acquire\", \"units\": \"bought\" },\n"
    "    { \"at\": 1997, \"kind\": \"context\", \"units\": \"agencies\",\n"
    "      \"control\": { \"output\": 0.9 }, \"context\": { \"workload\": 0.6 } },\n"
    "    { \"at\": 1998, \"kind\": \"emphasis\", \"value\": 0.4 },\n"
    "    { \"at\": 1998, \"kind\": \"sponsor\", \"manager\": \"sponsor\", \"arrives\": true },\n"
    "    { \"at\": 1999, \"kind\": \"sponsor\", \"manager\": \"sponsor\", \"arrives\": false },\n"
    "    { \"at\": 1999, \"kind\": \"overseers\", \"manager\": \"heads\", \"share\": 0.5 },\n"
    "    { \"at\": 2000, \"kind\": \"portal\", \"value\": 0.7 },\n"
    "    { \"at\": 2000, \"kind\": \"new_rules\", \"themes\": \"sales\", \"canon\": 0.2,\n"
    "      \"obsolescence\": 0.3, \"surge\": 1.5 },\n"
    "    { \"at\": 2000, \"kind\": \"new_rules\", \"share\": 0.6 },\n"
    "    { \"at\": 2001, \"kind\": \"surge\", \"value\": 0.5 },\n"
    "    { \"at\": 2001, \"kind\": \"line_shock\", \"value\": 0.6 },\n"
    "    { \"at\": 2001, \"kind\": \"pressure\", \"value\": 0.2, \"units\": \"agencies\" },\n"
    "    { \"at\": 2002, \"kind\": \"new_theme\", \"theme\": \"tools\", \"share\": 0.4,\n"
    "      \"units\": \"agencies\", \"levels\": \"professional\" },\n"
    "    { \"at\": 2002, \"kind\": \"launch\", \"name\": \"lunch\", \"theme\": \"sales 1\",\n"
    "      \"size\": 6, \"seats\": 9, \"manager\": \"heads\" },\n"
    "    { \"at\": 2003, \"kind\": \"leave_pilot\", \"community\": \"lunch\" },\n"
    "    { \"at\": 2003, \"kind\": \"recruit\", \"community\": \"lunch\", \"count\": 3 }\n"
    "  ],\n"
    "  \"basis\": {\n"
    "    \"/units/0/size\": { \"given\": \"G1\", \"note\": \"reported\" },\n"
    "    \"/units/0/count\": { \"bounded\": \"G1, L2\", \"range\": [6, 10] },\n"
    "    \"/organization/emphasis\": { \"free\": [0.5, 1] },\n"
    "    \"/time\": { \"derived\": true }\n"
    "  }\n"
    "}\n";

static const char least[] =
    "{ \"format\": 1, \"name\": \"least\", \"units\": [ { \"name\": \"shop\", \"size\": 10, "
    "\"rest\": \"professional\" } ] }";

// The least scenario with more members in it.
#define WITH(members)                                                           \
    "{ \"format\": 1, \"name\": \"least\", \"units\": [ { \"name\": \"shop\", " \
    "\"size\": 10, \"rest\": \"professional\" } ], " members " }"

// ---- Helpers

static void ck_no_errors(const ist_errors *errors)
{
    char text[1024] = "";
    if (ist_errors_count(errors) > 0) {
        ist_error_format(ist_errors_get(errors, 0), text, sizeof text);
    }
    ck_assert_msg(ist_errors_status(errors) == IST_OK, "%s", text);
}

static ist_scenario *accepted(const char *text)
{
    ist_errors *errors = ist_errors_create();
    ist_scenario *scenario = ist_scenario_parse(text, strlen(text), "t.json", NULL, errors);
    ck_no_errors(errors);
    ck_assert_ptr_nonnull(scenario);
    ist_errors_destroy(errors);
    return scenario;
}

static ist_errors *refused(const char *text)
{
    ist_errors *errors = ist_errors_create();
    ist_scenario *scenario = ist_scenario_parse(text, strlen(text), "t.json", NULL, errors);
    ck_assert_msg(scenario == NULL, "accepted: %s", text);
    ck_assert_msg(ist_errors_count(errors) > 0, "refused without a word: %s", text);
    return errors;
}

static uint64_t hash_of(const char *text)
{
    ist_scenario *scenario = accepted(text);
    const uint64_t hash = ist_model_hash(ist_scenario_model(scenario));
    ist_scenario_destroy(scenario);
    return hash;
}

// Report number `index` must have this status and place, and its sentence these words.
static void ck_report(const ist_errors *errors, int32_t index, ist_status status, int32_t line,
                      int32_t column, const char *where, const char *words)
{
    const ist_error *error = ist_errors_get(errors, index);
    ck_assert_ptr_nonnull(error);
    char text[1024];
    ist_error_format(error, text, sizeof text);
    ck_assert_msg(error->status == status, "%s: %s", ist_status_name(error->status), text);
    ck_assert_msg(error->line == line && error->column == column, "not at %d:%d: %s", (int)line,
                  (int)column, text);
    ck_assert_msg(strcmp(error->where, where) == 0, "not %s: %s", where, text);
    ck_assert_msg(strstr(error->message, words) != NULL, "no \"%s\" in: %s", words, text);
}

// The text must be refused with one report, of this status and about this value.
static void ck_refused(const char *text, ist_status status, const char *where, const char *words)
{
    ist_errors *errors = refused(text);
    const ist_error *error = ist_errors_get(errors, 0);
    ck_report(errors, 0, status, error->line, error->column, where, words);
    ck_assert_msg(ist_errors_count(errors) == 1, "%d reports for %s", (int)ist_errors_count(errors),
                  text);
    ist_errors_destroy(errors);
}

// A copy of `text` in which the first `from` has become `to`. Free it.
static char *changed(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    ck_assert_msg(at != NULL, "the sample has no %s", from);
    const size_t before = (size_t)(at - text);
    const size_t size = strlen(text) + strlen(to) + 1;
    char *copy = malloc(size);
    ck_assert_ptr_nonnull(copy);
    snprintf(copy, size, "%.*s%s%s", (int)before, text, to, at + strlen(from));
    return copy;
}

// ---- The same organization in C

static void build_people(ist_spec *spec)
{
    ist_employee_def ann = ist_employee_def_default();
    ann.unit = "office";
    ann.level = IST_LEVEL_EXPERT;
    ann.heads = true;
    ann.theme = "tools";
    ann.second_theme = "sales 2";
    ann.competence = 0.9;
    ann.facilitation = 0.8;
    ann.altruism = 0.7;
    ann.taste = 1.5;
    ist_employee_def bob = ist_employee_def_default();
    bob.unit = "office";
    ist_tie_def tie = ist_tie_def_default();
    tie.a = ist_spec_add_employee(spec, &ann);
    tie.b = ist_spec_add_employee(spec, &bob);
    tie.instrumental = 0.3;
    tie.affective = 0.6;
    ist_spec_add_tie(spec, &tie);
    ist_spec_set_draw_ties(spec, false);
}

static void build_units(ist_spec *spec)
{
    ist_theme_def sales = ist_theme_def_default();
    sales.name = "sales";
    sales.count = 3;
    sales.demand = 2.0;
    sales.common_practice = 0.9;
    sales.canon = 0.1;
    ist_spec_add_theme(spec, &sales);
    ist_theme_def tools = ist_theme_def_default();
    tools.name = "tools";
    ist_spec_add_theme(spec, &tools);

    ist_unit_def agencies = ist_unit_def_default();
    agencies.name = "agencies";
    agencies.count = 6;
    agencies.size_min = 8;
    agencies.size_max = 12;
    agencies.people[IST_LEVEL_MANAGER] = 1;
    agencies.people[IST_LEVEL_EXPERT] = 2;
    agencies.people[IST_LEVEL_PROFESSIONAL] = 3;
    agencies.people[IST_LEVEL_STAFF] = 1;
    agencies.rest = IST_LEVEL_PROFESSIONAL;
    const double control[] = {0.6, 0.1, 0.3, 0.4};
    const double context[] = {0.85, 0.7, 0.35, 0.25, 0.35, 0.5};
    memcpy(agencies.control, control, sizeof control);
    memcpy(agencies.context, context, sizeof context);
    ist_spec_add_unit(spec, &agencies);
    ist_unit_def office = ist_unit_def_default();
    office.name = "office";
    office.size_min = office.size_max = 5;
    ist_spec_add_unit(spec, &office);
    ist_unit_def bought = ist_unit_def_default();
    bought.name = "bought";
    bought.count = 2;
    bought.size_min = bought.size_max = 9;
    bought.present = false;
    ist_spec_add_unit(spec, &bought);
}

static void build_managers(ist_spec *spec)
{
    static const char *const names[] = {"stimulation", "ceiling"};
    static const double values[] = {0.3, 0.7};
    ist_policy_def gardener = ist_policy_def_default();
    gardener.name = "gardener";
    gardener.base = "cultivating";
    gardener.role[IST_ROLE_STIMULATION] = "constant";
    gardener.role[IST_ROLE_CONTROL] = "absent";
    gardener.setting_name = names;
    gardener.setting_value = values;
    gardener.setting_count = 2;
    ist_spec_add_policy(spec, &gardener);

    ist_manager_def sponsor = ist_manager_def_default();
    sponsor.name = "sponsor";
    sponsor.unit = "office";
    sponsor.policy = "gardener";
    sponsor.complexity = 0.5;
    sponsor.present = false;
    ist_spec_add_manager(spec, &sponsor);
    ist_manager_def heads = ist_manager_def_default();
    heads.name = "heads";
    heads.count = 4;
    heads.heads_of = "agencies";
    heads.policy = "cultivating";
    ist_spec_add_manager(spec, &heads);
}

static ist_event_def event(ist_event_kind kind, double at)
{
    ist_event_def def = ist_event_def_default(kind);
    def.at = at;
    return def;
}

static const char *const agencies_and_office[] = {"agencies", "office"};
static const char *const agencies_only[] = {"agencies"};
static const char *const office_only[] = {"office"};
static const char *const bought_only[] = {"bought"};
static const char *const experts_only[] = {"expert"};
static const char *const professionals_only[] = {"professional"};
static const char *const sales_only[] = {"sales"};

static void about_units(ist_event_def *def, const char *const *units, int32_t count)
{
    def->units = units;
    def->unit_count = count;
}

static void about_levels(ist_event_def *def, const char *const *levels)
{
    def->levels = levels;
    def->level_count = 1;
}

static void build_moves(ist_spec *spec)
{
    ist_event_def transfer = event(IST_EVENT_TRANSFER, 1993.0);
    transfer.group = "first";
    transfer.measure = true;
    about_units(&transfer, agencies_and_office, 2);
    about_levels(&transfer, experts_only);
    transfer.share = 0.5;
    transfer.to = agencies_only;
    transfer.to_count = 1;
    transfer.change_theme = 0.2;
    transfer.overlap = 3.0;
    ist_spec_add_event(spec, &transfer);
    ist_event_def reassign = event(IST_EVENT_REASSIGN, 1993.0);
    about_units(&reassign, office_only, 1);
    reassign.share = 0.1;
    ist_spec_add_event(spec, &reassign);
    ist_event_def replace = event(IST_EVENT_REPLACE, 1993.0);
    about_levels(&replace, experts_only);
    replace.share = 0.1;
    ist_spec_add_event(spec, &replace);
    ist_event_def merge = event(IST_EVENT_MERGE_UNITS, 1994.0);
    about_units(&merge, agencies_only, 1);
    merge.into = 3;
    ist_spec_add_event(spec, &merge);
    ist_event_def split = event(IST_EVENT_SPLIT_UNITS, 1995.0);
    about_units(&split, office_only, 1);
    split.into = 2;
    ist_spec_add_event(spec, &split);
    ist_event_def acquire = event(IST_EVENT_ACQUIRE, 1996.0);
    about_units(&acquire, bought_only, 1);
    ist_spec_add_event(spec, &acquire);
    ist_event_def context = event(IST_EVENT_CONTEXT, 1997.0);
    about_units(&context, agencies_only, 1);
    context.control[IST_CONTROL_OUTPUT] = 0.9;
    context.context[IST_CONTEXT_WORKLOAD] = 0.6;
    ist_spec_add_event(spec, &context);
}

static void add_value(ist_spec *spec, ist_event_kind kind, double at, double value)
{
    ist_event_def def = event(kind, at);
    def.value = value;
    ist_spec_add_event(spec, &def);
}

static void build_shocks(ist_spec *spec)
{
    add_value(spec, IST_EVENT_EMPHASIS, 1998.0, 0.4);
    ist_event_def sponsor = event(IST_EVENT_SPONSOR, 1998.0);
    sponsor.manager = "sponsor";
    ist_spec_add_event(spec, &sponsor);
    sponsor.at = 1999.0;
    sponsor.arrives = false;
    ist_spec_add_event(spec, &sponsor);
    ist_event_def overseers = event(IST_EVENT_OVERSEERS, 1999.0);
    overseers.manager = "heads";
    overseers.share = 0.5;
    ist_spec_add_event(spec, &overseers);
    add_value(spec, IST_EVENT_PORTAL, 2000.0, 0.7);
    ist_event_def rules = event(IST_EVENT_NEW_RULES, 2000.0);
    rules.themes = sales_only;
    rules.theme_count = 1;
    rules.canon = 0.2;
    rules.obsolescence = 0.3;
    rules.surge = 1.5;
    ist_spec_add_event(spec, &rules);
    ist_event_def some_rules = event(IST_EVENT_NEW_RULES, 2000.0);
    some_rules.share = 0.6;
    ist_spec_add_event(spec, &some_rules);
    add_value(spec, IST_EVENT_SURGE, 2001.0, 0.5);
    add_value(spec, IST_EVENT_LINE_SHOCK, 2001.0, 0.6);
    ist_event_def pressure = event(IST_EVENT_PRESSURE, 2001.0);
    pressure.value = 0.2;
    about_units(&pressure, agencies_only, 1);
    ist_spec_add_event(spec, &pressure);
}

static void build_communities(ist_spec *spec)
{
    ist_event_def theme = event(IST_EVENT_NEW_THEME, 2002.0);
    theme.theme = "tools";
    theme.share = 0.4;
    about_units(&theme, agencies_only, 1);
    about_levels(&theme, professionals_only);
    ist_spec_add_event(spec, &theme);
    ist_event_def launch = event(IST_EVENT_LAUNCH, 2002.0);
    launch.name = "lunch";
    launch.theme = "sales 1";
    launch.size = 6;
    launch.seats = 9;
    launch.manager = "heads";
    ist_spec_add_event(spec, &launch);
    ist_event_def leave = event(IST_EVENT_LEAVE_PILOT, 2003.0);
    leave.community = "lunch";
    ist_spec_add_event(spec, &leave);
    ist_event_def recruit = event(IST_EVENT_RECRUIT, 2003.0);
    recruit.community = "lunch";
    recruit.count = 3;
    ist_spec_add_event(spec, &recruit);
}

static ist_model *build_complete(void)
{
    ist_spec *spec = ist_spec_create();
    ck_assert_int_eq(ist_policies_shipped(spec), IST_OK);
    ist_organization_def organization = ist_organization_def_default();
    organization.name = "complete";
    organization.title = "All keys";
    organization.start = 1992.0;
    organization.end = 2004.25;
    organization.ticks_per_year = 52;
    organization.emphasis = 0.9;
    organization.institutionalization = 0.3;
    organization.portal = 0.2;
    organization.approve = 0.8;
    organization.demand_skew = 0.4;
    ist_spec_set_organization(spec, &organization);
    ist_spec_set_parameter(spec, "mobility", 0.05);
    ist_spec_set_parameter(spec, "turnover", 0.06);
    ist_spec_set_level(spec, IST_LEVEL_MANAGER, (ist_level_def){false, true});
    ist_spec_set_level(spec, IST_LEVEL_STAFF, (ist_level_def){true, true});
    build_units(spec);
    build_people(spec);
    build_managers(spec);
    build_moves(spec);
    build_shocks(spec);
    build_communities(spec);
    ist_errors *errors = ist_errors_create();
    ist_model *model = ist_model_compile(spec, errors);
    ck_no_errors(errors);
    ist_errors_destroy(errors);
    ist_spec_destroy(spec);
    return model;
}

// ---- What arrives

START_TEST(every_key_arrives_in_the_model)
{
    ist_model *model = build_complete();
    ck_assert_uint_eq(hash_of(complete), ist_model_hash(model));
    ist_model_destroy(model);
}
END_TEST

START_TEST(each_value_makes_a_difference)
{
    // Were a value not read, its change would not be seen.
    static const char *const changes[][2] = {
        {"\"emphasis\": 0.9", "\"emphasis\": 0.8"},
        {"\"mobility\": 0.05", "\"mobility\": 0.04"},
        {"\"participates\": false", "\"participates\": true"},
        {"\"demand\": 2", "\"demand\": 3"},
        {"\"size\": [8, 12]", "\"size\": [8, 13]"},
        {"\"rest\": \"professional\"", "\"rest\": \"expert\""},
        {"\"clan\": 0.6", "\"clan\": 0.7"},
        {"\"workload\": 0.5", "\"workload\": 0.6"},
        {"\"taste\": 1.5", "\"taste\": 1.4"},
        {"\"affective\": 0.6", "\"affective\": 0.5"},
        {"\"draw_ties\": false", "\"draw_ties\": true"},
        {"\"ceiling\": 0.7", "\"ceiling\": 0.6"},
        {"\"complexity\": 0.5", "\"complexity\": 0.4"},
        {"\"overlap\": 3", "\"overlap\": 2"},
        {"\"seats\": 9", "\"seats\": 8"},
        {"\"control\": \"absent\"", "\"control\": \"director\""},
    };
    const uint64_t hash = hash_of(complete);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        char *text = changed(complete, changes[i][0], changes[i][1]);
        ck_assert_msg(hash_of(text) != hash, "%s is not read", changes[i][0]);
        free(text);
    }
}
END_TEST

START_TEST(the_least_scenario_is_accepted)
{
    ist_scenario *scenario = accepted(least);
    const ist_model *model = ist_scenario_model(scenario);
    ck_assert_str_eq(ist_model_name(model), "least");
    ck_assert_str_eq(ist_model_title(model), "");
    ck_assert_int_eq(ist_model_employees(model), 10);
    ck_assert_int_eq(ist_model_ticks(model), 121); // ten years of months and the first row
    ist_scenario_destroy(scenario);
}
END_TEST

START_TEST(what_is_left_out_has_its_default)
{
    static const char explicit[] =
        "{ \"format\": 1, \"name\": \"least\", \"title\": \"\", \"draw_ties\": true,"
        " \"time\": { \"start\": 0, \"end\": 10, \"ticks_per_year\": 12 }, \"parameters\": {},"
        " \"organization\": { \"emphasis\": 0, \"institutionalization\": 0.1, \"portal\": 0,"
        " \"approve\": 0.9, \"demand_skew\": 0 },"
        " \"levels\": { \"manager\": { \"participates\": true, \"oversees\": true },"
        " \"expert\": { \"participates\": true, \"oversees\": false },"
        " \"professional\": { \"participates\": true, \"oversees\": false },"
        " \"staff\": { \"participates\": false, \"oversees\": false } },"
        " \"units\": [ { \"name\": \"shop\", \"count\": 1, \"size\": 10, \"people\": {},"
        " \"rest\": \"professional\", \"present\": true, \"context\": {}, \"control\": { \"clan\": "
        "0,"
        " \"market\": 0, \"input\": 0, \"output\": 0 } } ], \"employees\": [], \"ties\": [],"
        " \"themes\": [ { \"name\": \"work\", \"count\": 1, \"demand\": 1, \"common_practice\": 1,"
        " \"canon\": 0 } ], \"policies\": [], \"managers\": [], \"events\": [], \"basis\": {} }";
    ck_assert_uint_eq(hash_of(explicit), hash_of(least));
}
END_TEST

START_TEST(an_organization_without_themes_works_on_one)
{
    ist_scenario *scenario = accepted(least);
    const ist_model *model = ist_scenario_model(scenario);
    ck_assert_int_eq(ist_model_themes(model), 1);
    ck_assert_str_eq(ist_model_theme_name(model, (ist_theme_id){1}), "work");
    ist_scenario_destroy(scenario);
}
END_TEST

START_TEST(words_for_people_leave_the_model_alone)
{
    const uint64_t hash = hash_of(least);
    ck_assert_uint_eq(hash_of(WITH("\"$schema\": \"s\", \"question\": \"q\", \"source\": \"s\", "
                                   "\"notes\": \"n\"")),
                      hash);
    ck_assert_uint_eq(hash_of(WITH("\"notes\": [ \"one\", \"two\" ]")), hash);
    ck_assert_uint_eq(hash_of(WITH("\"seed\": 7, \"dates\": [ 1, 2 ]")), hash);
    ck_assert_uint_eq(hash_of(WITH("\"basis\": { \"/units\": { \"given\": \"G1\" } }")), hash);
}
END_TEST

START_TEST(a_name_is_a_list_of_one)
{
    ck_assert_uint_eq(
        hash_of(WITH("\"events\": [ { \"at\": 1, \"kind\": \"replace\", \"share\": 0.5, "
                     "\"units\": \"shop\", \"levels\": \"professional\" } ]")),
        hash_of(WITH("\"events\": [ { \"at\": 1, \"kind\": \"replace\", \"share\": 0.5, "
                     "\"units\": [ \"shop\" ], \"levels\": [ \"professional\" ] } ]")));
}
END_TEST

START_TEST(a_size_is_a_range_of_one)
{
    char *text = changed(least, "\"size\": 10", "\"size\": [10, 10]");
    ck_assert_uint_eq(hash_of(text), hash_of(least));
    free(text);
}
END_TEST

START_TEST(a_whole_number_may_be_written_in_any_way)
{
    static const char *const ways[] = {"10.0", "1e1", "1.0E+1", "100e-1"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        char size[32];
        snprintf(size, sizeof size, "\"size\": %s", ways[i]);
        char *text = changed(least, "\"size\": 10", size);
        ck_assert_uint_eq(hash_of(text), hash_of(least));
        free(text);
    }
}
END_TEST

START_TEST(the_order_of_keys_does_not_matter)
{
    static const char backward[] =
        "{ \"ties\": [ { \"to\": \"b\", \"from\": \"a\" } ], \"events\": [ { \"value\": 1, "
        "\"kind\": \"surge\", \"at\": 2 } ], \"employees\": [ { \"unit\": \"shop\", \"id\": \"a\" "
        "}, "
        "{ \"unit\": \"shop\", \"id\": \"b\" } ], \"dates\": [ 11 ], \"units\": [ { \"rest\": "
        "\"professional\", \"size\": 10, \"name\": \"shop\" } ], \"time\": { \"end\": 12 }, "
        "\"name\": \"least\", \"format\": 1 }";
    ck_assert_uint_eq(
        hash_of(backward),
        hash_of(WITH("\"time\": { \"end\": 12 }, \"employees\": [ { \"id\": \"a\", \"unit\": "
                     "\"shop\" }, { \"id\": \"b\", \"unit\": \"shop\" } ], \"ties\": [ { \"from\": "
                     "\"a\", \"to\": \"b\" } ], \"events\": [ { \"at\": 2, \"kind\": \"surge\", "
                     "\"value\": 1 } ]")));
}
END_TEST

START_TEST(a_level_keeps_what_is_not_overridden)
{
    ck_assert_uint_eq(hash_of(WITH("\"levels\": { \"manager\": { \"participates\": false } }")),
                      hash_of(WITH("\"levels\": { \"manager\": { \"participates\": false, "
                                   "\"oversees\": true } }")));
}
END_TEST

START_TEST(escapes_arrive_as_characters)
{
    ist_scenario *scenario = accepted(WITH("\"title\": \"R\\u00e9seau \\ud83d\\ude00 \\\"x\\\"\""));
    ck_assert_str_eq(ist_model_title(ist_scenario_model(scenario)),
                     "R\xC3\xA9seau \xF0\x9F\x98\x80 \"x\"");
    ist_scenario_destroy(scenario);
}
END_TEST

START_TEST(parameters_arrive)
{
    ist_scenario *scenario = accepted(complete);
    const ist_model *model = ist_scenario_model(scenario);
    ck_assert_double_eq(ist_model_parameter(model, "mobility"), 0.05);
    ck_assert_double_eq(ist_model_parameter(model, "turnover"), 0.06);
    ist_scenario_destroy(scenario);
}
END_TEST

START_TEST(the_description_can_be_compiled_again)
{
    ist_scenario *scenario = accepted(complete);
    ist_model *again = ist_model_compile(ist_scenario_spec(scenario), NULL);
    ck_assert_ptr_nonnull(again);
    ck_assert_uint_eq(ist_model_hash(again), ist_model_hash(ist_scenario_model(scenario)));
    ist_model_destroy(again);
    ist_scenario_destroy(scenario);
}
END_TEST

static double half(const ist_role_view *view)
{
    (void)view;
    return 0.5;
}

START_TEST(types_of_the_program_are_known)
{
    static const ist_policy_type own = {IST_POLICY_TYPE_INIT, .name = "own",
                                        .meaning = "half of everything", .support = half};
    static const ist_policy_type *const types[] = {&own};
    static const char text[] =
        WITH("\"managers\": [ { \"name\": \"ann\", \"unit\": \"shop\", \"policy\": \"own\" } ]");
    ist_scenario_options options = ist_scenario_options_default();
    options.policy_types = types;
    options.policy_type_count = 1;
    ist_scenario *scenario = ist_scenario_parse(text, sizeof text - 1, "t", &options, NULL);
    ck_assert_ptr_nonnull(scenario);
    ck_assert_str_eq(ist_model_manager_policy(ist_scenario_model(scenario), (ist_manager_id){1}),
                     "own");
    ist_scenario_destroy(scenario);
    ck_refused(text, IST_ERR_UNKNOWN_NAME, "/managers/0/policy", "own");
}
END_TEST

// ---- Seeds

static uint64_t seed_of(const char *seed)
{
    char members[128];
    snprintf(members, sizeof members, "\"seed\": %s, \"name\"", seed);
    char *text = changed(least, "\"name\"", members);
    ist_scenario *scenario = accepted(text);
    const uint64_t value = ist_scenario_seed(scenario);
    ist_scenario_destroy(scenario);
    free(text);
    return value;
}

START_TEST(the_seed_is_one_unless_given)
{
    ist_scenario *scenario = accepted(least);
    ck_assert_uint_eq(ist_scenario_seed(scenario), 1);
    ist_scenario_destroy(scenario);
}
END_TEST

START_TEST(seeds_are_exact)
{
    static const struct {
        const char *text;
        uint64_t value;
    } seeds[] = {
        {"0", 0},
        {"42", 42},
        {"9007199254740991", 9007199254740991U},
        {"9007199254740992", 9007199254740992U}, // 2^53
        {"\"9007199254740993\"", 9007199254740993U},
        {"\"18446744073709551615\"", UINT64_MAX},
        {"\"0\"", 0},
        {"\"007\"", 7},
    };
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++) {
        ck_assert_uint_eq(seed_of(seeds[i].text), seeds[i].value);
    }
}
END_TEST

START_TEST(what_is_no_seed_is_refused)
{
    ck_refused(WITH("\"seed\": -1"), IST_ERR_TYPE, "/seed", "the number -1");
    ck_refused(WITH("\"seed\": 1.5"), IST_ERR_TYPE, "/seed", "the number 1.5");
    ck_refused(WITH("\"seed\": \"\""), IST_ERR_TYPE, "/seed", "the text \"\"");
    ck_refused(WITH("\"seed\": \" 1\""), IST_ERR_TYPE, "/seed", "the text \" 1\"");
    ck_refused(WITH("\"seed\": \"+1\""), IST_ERR_TYPE, "/seed", "the text \"+1\"");
    ck_refused(WITH("\"seed\": \"0x1F\""), IST_ERR_TYPE, "/seed", "the text \"0x1F\"");
    ck_refused(WITH("\"seed\": \"18446744073709551616\""), IST_ERR_TYPE, "/seed", "18446744073709");
    ck_refused(WITH("\"seed\": true"), IST_ERR_TYPE, "/seed", "found true");
    ck_refused(WITH("\"seed\": 9007199254740993"), IST_ERR_RANGE, "/seed", "9007199254740993");
}
END_TEST

// ---- Dates

static void ck_dates(const char *text, int32_t expected_count, const double *expected)
{
    int32_t count = -1;
    ist_scenario *scenario = accepted(text);
    const double *dates = ist_scenario_dates(scenario, &count);
    ck_assert_int_eq(count, expected_count);
    for (int32_t i = 0; i < count; i++) {
        ck_assert_double_eq(dates[i], expected[i]);
    }
    ist_scenario_destroy(scenario);
}

START_TEST(dates_come_back_as_given)
{
    ck_dates(complete, 3, (const double[]){1993.0, 1995.5, 2004.25});
}
END_TEST

START_TEST(the_usual_dates_are_the_years_that_matter)
{
    ck_dates(WITH("\"time\": { \"start\": 1992, \"end\": 2004.25 }, \"events\": [ "
                  "{ \"at\": 2001.5, \"kind\": \"surge\", \"value\": 1 }, "
                  "{ \"at\": 1997, \"kind\": \"surge\", \"value\": 1 }, "
                  "{ \"at\": 2001.9, \"kind\": \"surge\", \"value\": 1 } ]"),
             4, (const double[]){1992.0, 1997.0, 2001.0, 2004.0});
}
END_TEST

START_TEST(no_usual_date_comes_before_the_start)
{
    ck_dates(WITH("\"time\": { \"start\": 1992.5, \"end\": 1992.75 }"), 1,
             (const double[]){1992.5});
    ck_dates(WITH("\"time\": { \"start\": -1.5, \"end\": -0.25 }"), 2,
             (const double[]){-1.5, -1.0});
}
END_TEST

START_TEST(there_are_at_most_eight_usual_dates)
{
    // 15 years, 0 to 14: eight of them at even distances of 2.
    ck_dates(WITH("\"time\": { \"end\": 14 }, \"events\": [ "
                  "{ \"at\": 1, \"kind\": \"surge\", \"value\": 1 }, "
                  "{ \"at\": 2, \"kind\": \"surge\", \"value\": 1 }, "
                  "{ \"at\": 3, \"kind\": \"surge\", \"value\": 1 }, "
                  "{ \"at\": 4, \"kind\": \"surge\", \"value\": 1 }, "
                  "{ \"at\": 5, \"kind\": \"surge\", \"value\": 1 }, "
                  "{ \"at\": 6, \"kind\": \"surge\", \"value\": 1 }, "
                  "{ \"at\": 7, \"kind\": \"surge\", \"value\": 1 }, "
                  "{ \"at\": 8, \"kind\": \"surge\", \"value\": 1 }, "
                  "{ \"at\": 9, \"kind\": \"surge\", \"value\": 1 }, "
                  "{ \"at\": 10, \"kind\": \"surge\", \"value\": 1 }, "
                  "{ \"at\": 11, \"kind\": \"surge\", \"value\": 1 }, "
                  "{ \"at\": 12, \"kind\": \"surge\", \"value\": 1 }, "
                  "{ \"at\": 13, \"kind\": \"surge\", \"value\": 1 } ]"),
             8, (const double[]){0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0});
}
END_TEST

START_TEST(dates_lie_in_the_calendar)
{
    ck_refused(WITH("\"dates\": [ 5, 10.5 ]"), IST_ERR_RANGE, "/dates/1", "10.5");
    ck_refused(WITH("\"dates\": [ -1 ]"), IST_ERR_RANGE, "/dates/0", "-1");
    ck_refused(WITH("\"dates\": [ 5, 5 ]"), IST_ERR_CONFLICT, "/dates/1", "does not come after");
    ck_refused(WITH("\"dates\": [ 5, \"6\" ]"), IST_ERR_TYPE, "/dates/1", "the text \"6\"");
}
END_TEST

// ---- Basis

START_TEST(the_basis_comes_back_in_order)
{
    static const struct {
        const char *pointer, *kind, *evidence, *note;
        double low, high;
    } expected[] = {
        {"/units/0/size", "given", "G1", "reported", (double)NAN, (double)NAN},
        {"/units/0/count", "bounded", "G1, L2", "", 6.0, 10.0},
        {"/organization/emphasis", "free", "", "", 0.5, 1.0},
        {"/time", "derived", "", "", (double)NAN, (double)NAN},
    };
    ist_scenario *scenario = accepted(complete);
    ck_assert_int_eq(ist_scenario_basis_count(scenario), 4);
    for (int32_t i = 0; i < 4; i++) {
        ist_basis basis;
        ck_assert(ist_scenario_basis(scenario, i, &basis));
        ck_assert_str_eq(basis.pointer, expected[i].pointer);
        ck_assert_str_eq(basis.kind, expected[i].kind);
        ck_assert_str_eq(basis.evidence, expected[i].evidence);
        ck_assert_str_eq(basis.note, expected[i].note);
        ck_assert(isnan(expected[i].low) ? isnan(basis.low) : basis.low == expected[i].low);
        ck_assert(isnan(expected[i].high) ? isnan(basis.high) : basis.high == expected[i].high);
    }
    ist_basis none;
    ck_assert(!ist_scenario_basis(scenario, 4, &none));
    ck_assert(!ist_scenario_basis(scenario, -1, &none));
    ist_scenario_destroy(scenario);
}
END_TEST

START_TEST(a_range_holds_its_ends)
{
    ist_scenario_destroy(
        accepted(WITH("\"basis\": { \"/units/0/size\": { \"free\": [ 10, 10 ] } }")));
    ck_refused(WITH("\"basis\": { \"/units/0/size\": { \"free\": [ 10.5, 20 ] } }"),
               IST_ERR_CONFLICT, "/basis/~1units~10~1size/free", "10");
    ck_refused(WITH("\"basis\": { \"/units/0/size\": { \"free\": [ 1, 9.5 ] } }"), IST_ERR_CONFLICT,
               "/basis/~1units~10~1size/free", "10");
}
END_TEST

START_TEST(a_range_of_a_branch_is_not_compared)
{
    ist_scenario_destroy(accepted(
        WITH("\"basis\": { \"/units\": { \"free\": [ 0, 1 ] }, \"\": { \"free\": [ 0, 1 ] }, "
             "\"/name\": { \"bounded\": \"C12,R3\", \"range\": [ 0, 1 ] } }")));
}
END_TEST

START_TEST(a_pointer_of_the_basis_must_lead_somewhere)
{
    ist_errors *errors = refused(WITH("\"basis\": { \"/units/0/sise\": { \"given\": \"G1\" } }"));
    ck_assert_int_eq(ist_errors_count(errors), 1);
    ck_assert_str_eq(ist_errors_get(errors, 0)->meant, "/units/0/size");
    ist_errors_destroy(errors);
}
END_TEST

// ---- Files

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(text, 1, strlen(text), file), strlen(text));
    ck_assert_int_eq(fclose(file), 0);
}

static void ck_cannot_load(const char *path, ist_status status, const char *words)
{
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(ist_scenario_load(path, NULL, errors));
    ck_assert_int_eq(ist_errors_count(errors), 1);
    ck_report(errors, 0, status, 0, 0, "", words);
    ck_assert_str_eq(ist_errors_get(errors, 0)->source, path);
    ist_errors_destroy(errors);
    ck_assert_ptr_null(ist_scenario_load(path, NULL, NULL));
}

START_TEST(a_file_is_read_as_its_text)
{
    write_file("scenario_complete.json", complete);
    ist_scenario *scenario = ist_scenario_load("scenario_complete.json", NULL, NULL);
    ck_assert_ptr_nonnull(scenario);
    ck_assert_uint_eq(ist_model_hash(ist_scenario_model(scenario)), hash_of(complete));
    ist_scenario_destroy(scenario);
    unlink("scenario_complete.json");
}
END_TEST

START_TEST(a_missing_file_is_told)
{
    ck_cannot_load("there_is_no_such_file.json", IST_ERR_IO, "No such file");
    ck_cannot_load("", IST_ERR_IO, "No such file");
}
END_TEST

START_TEST(a_folder_is_no_file)
{
    ck_cannot_load(".", IST_ERR_IO, "a folder");
}
END_TEST

START_TEST(a_pipe_is_refused_without_waiting)
{
    unlink("scenario_pipe");
    ck_assert_int_eq(mkfifo("scenario_pipe", 0600), 0);
    ck_cannot_load("scenario_pipe", IST_ERR_IO, "a pipe");
    unlink("scenario_pipe");
}
END_TEST

START_TEST(a_device_is_refused)
{
    ck_cannot_load("/dev/zero", IST_ERR_IO, "a device");
    ck_cannot_load("/dev/null", IST_ERR_IO, "a device");
}
END_TEST

START_TEST(a_huge_file_is_refused_unread)
{
    const int file = open("scenario_huge.json", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(ftruncate(file, ((off_t)1 << 40)), 0); // sparse
    close(file);
    ck_cannot_load("scenario_huge.json", IST_ERR_LIMIT, "16 MiB");
    unlink("scenario_huge.json");
}
END_TEST

START_TEST(a_link_leads_to_its_file)
{
    write_file("scenario_target.json", least);
    unlink("scenario_link.json");
    ck_assert_int_eq(symlink("scenario_target.json", "scenario_link.json"), 0);
    ist_scenario *scenario = ist_scenario_load("scenario_link.json", NULL, NULL);
    ck_assert_ptr_nonnull(scenario);
    ist_scenario_destroy(scenario);
    unlink("scenario_link.json");
    unlink("scenario_target.json");
}
END_TEST

START_TEST(a_long_path_is_told_by_its_end)
{
    char path[300];
    memset(path, 'a', sizeof path);
    snprintf(path + 280, 20, "/end.json");
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(ist_scenario_parse("{", 1, path, NULL, errors));
    const char *source = ist_errors_get(errors, 0)->source;
    ck_assert_str_eq(source + strlen(source) - 9, "/end.json");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(the_shipped_scenarios_are_sound)
{
    static const char *const names[] = {"minimal", "gas", "electrical", "comp"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[512];
        snprintf(path, sizeof path, ISTI_SOURCE_DIR "/scenarios/%s.json", names[i]);
        ist_errors *errors = ist_errors_create();
        ist_scenario *scenario = ist_scenario_load(path, NULL, errors);
        ck_no_errors(errors);
        ck_assert_str_eq(ist_model_name(ist_scenario_model(scenario)), names[i]);
        ck_assert_int_gt(ist_scenario_basis_count(scenario), 0);
        ist_scenario_destroy(scenario);
        ist_errors_destroy(errors);
    }
}
END_TEST

// ---- Arguments

START_TEST(missing_arguments_are_told)
{
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(ist_scenario_parse(NULL, 0, "t", NULL, errors));
    ck_assert_ptr_null(ist_scenario_parse(least, sizeof least - 1, NULL, NULL, errors));
    ck_assert_ptr_null(ist_scenario_load(NULL, NULL, errors));
    ck_assert_int_eq(ist_errors_count(errors), 3);
    ck_assert_int_eq(ist_errors_status(errors), IST_ERR_ARGUMENT);
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(options_come_from_their_default)
{
    ist_errors *errors = ist_errors_create();
    ist_scenario_options options = {0};
    ck_assert_ptr_null(ist_scenario_parse(least, sizeof least - 1, "t", &options, errors));
    ck_assert_int_eq(ist_errors_status(errors), IST_ERR_DEF_NOT_INITIALIZED);
    ist_errors_clear(errors);
    options = ist_scenario_options_default();
    options.policy_type_count = 1;
    ck_assert_ptr_null(ist_scenario_parse(least, sizeof least - 1, "t", &options, errors));
    ck_assert_int_eq(ist_errors_status(errors), IST_ERR_ARGUMENT);
    ist_errors_clear(errors);
    static const ist_policy_type *const none[] = {NULL};
    options.policy_types = none;
    ck_assert_ptr_null(ist_scenario_parse(least, sizeof least - 1, "t", &options, errors));
    ck_assert_int_ne(ist_errors_status(errors), IST_OK);
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(no_scenario_has_nothing)
{
    int32_t count = 1;
    ist_basis basis;
    ist_scenario_destroy(NULL);
    ck_assert_ptr_null(ist_scenario_model(NULL));
    ck_assert_ptr_null(ist_scenario_spec(NULL));
    ck_assert_ptr_null(ist_scenario_dates(NULL, &count));
    ck_assert_int_eq(count, 0);
    ck_assert_int_eq(ist_scenario_basis_count(NULL), 0);
    ck_assert(!ist_scenario_basis(NULL, 0, &basis));
}
END_TEST

START_TEST(nobody_has_to_hear_the_errors)
{
    ck_assert_ptr_null(ist_scenario_parse("{", 1, "t", NULL, NULL));
    ck_assert_ptr_null(ist_scenario_parse("{}", 2, "t", NULL, NULL));
    ck_assert_ptr_null(
        ist_scenario_parse(WITH("\"x\": 1"), strlen(WITH("\"x\": 1")), "t", NULL, NULL));
}
END_TEST

// ---- Errors

START_TEST(errors_stand_in_the_order_of_the_text)
{
    ist_errors *errors =
        refused("{\n"
                "  \"events\": [ { \"at\": 99, \"kind\": \"surge\", \"value\": 1 } ],\n"
                "  \"units\": [ { \"name\": \"shop\", \"size\": \"ten\",\n"
                "    \"rest\": \"professional\" } ],\n"
                "  \"colour\": 1,\n"
                "  \"themes\": [ { \"name\": \"sales\", \"canon\": 2 } ],\n"
                "  \"format\": 1\n"
                "}\n");
    ck_assert_int_eq(ist_errors_count(errors), 5);
    ck_report(errors, 0, IST_ERR_MISSING_KEY, 1, 1, "", "\"name\" is missing");
    ck_report(errors, 1, IST_ERR_RANGE, 2, 23, "/events/0/at", "99");
    ck_report(errors, 2, IST_ERR_TYPE, 3, 40, "/units/0/size", "the text \"ten\"");
    ck_report(errors, 3, IST_ERR_UNKNOWN_KEY, 5, 3, "/colour", "unknown key \"colour\"");
    ck_report(errors, 4, IST_ERR_RANGE, 6, 43, "/themes/0/canon", "canon 2");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(an_error_has_a_source_and_a_line)
{
    ist_errors *errors = refused(WITH("\"draw_ties\": 1"));
    char text[512];
    ist_error_format(ist_errors_get(errors, 0), text, sizeof text);
    ck_assert_str_eq(text, "t.json:1:115: error: expected true or false, found the number 1 "
                           "(/draw_ties)");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_newer_format_is_all_there_is_to_say)
{
    ck_refused("{ \"format\": 2, \"agents\": 1, \"name\": 3 }", IST_ERR_FORMAT_TOO_NEW, "/format",
               "newer");
    ck_refused("{ \"agents\": 1, \"format\": 2147483648 }", IST_ERR_FORMAT_TOO_NEW, "/format",
               "2147483648");
}
END_TEST

START_TEST(a_fault_is_told_once)
{
    // Neither "at is required" nor "unknown unit" follows from a value that cannot be read.
    ck_refused(WITH("\"events\": [ { \"at\": \"1995\", \"kind\": \"surge\", \"value\": 1 } ]"),
               IST_ERR_TYPE, "/events/0/at", "1995");
    ck_refused(
        "{ \"format\": 1, \"name\": \"t\", \"units\": [ { \"name\": 5, \"size\": 10, \"rest\": "
        "\"expert\" } ], \"events\": [ { \"at\": 1, \"kind\": \"replace\", \"units\": \"shop\", "
        "\"share\": 1 } ] }",
        IST_ERR_TYPE, "/units/0/name", "the number 5");
    ck_refused("{ \"format\": 1, \"name\": \"t\", \"units\": 10 }", IST_ERR_TYPE, "/units",
               "the number 10");
}
END_TEST

START_TEST(what_is_meant_is_read)
{
    // The list under the misspelled key is read: the unit that the event names is known.
    ck_refused("{ \"format\": 1, \"name\": \"t\", \"unit\": [ { \"name\": \"shop\", \"size\": 10, "
               "\"rest\": \"expert\" } ], \"events\": [ { \"at\": 1, \"kind\": \"replace\", "
               "\"units\": \"shop\", \"share\": 1 } ] }",
               IST_ERR_UNKNOWN_KEY, "/unit", "unknown key \"unit\"");
}
END_TEST

START_TEST(elements_keep_their_numbers_behind_a_broken_one)
{
    ist_errors *errors =
        refused(WITH("\"themes\": [ 5, { \"name\": \"a\" }, { \"name\": \"a\" } ]"));
    ck_assert_int_eq(ist_errors_count(errors), 2);
    ck_assert_str_eq(ist_errors_get(errors, 0)->where, "/themes/0");
    ck_assert_str_eq(ist_errors_get(errors, 1)->where, "/themes/2/name");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(earlier_errors_stay_in_the_list)
{
    ist_errors *errors = refused("{}");
    const int32_t before = ist_errors_count(errors);
    ck_assert_ptr_null(ist_scenario_parse("{}", 2, "second.json", NULL, errors));
    ck_assert_int_eq(ist_errors_count(errors), 2 * before);
    ck_assert_str_eq(ist_errors_get(errors, 0)->source, "t.json");
    ck_assert_str_eq(ist_errors_get(errors, before)->source, "second.json");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(errors_beyond_a_hundred_are_counted)
{
    enum { MANY = 250 };
    char text[16 * MANY + 256];
    size_t length = (size_t)snprintf(text, sizeof text, "{ \"format\": 1, \"name\": \"t\"");
    for (int i = 0; i < MANY; i++) {
        length += (size_t)snprintf(text + length, sizeof text - length, ", \"x%d\": 1", i);
    }
    snprintf(text + length, sizeof text - length, " }");
    ist_errors *errors = refused(text);
    ck_assert_int_eq(ist_errors_count(errors), 100);
    ck_assert_int_eq(ist_errors_dropped(errors), MANY + 1 - 100); // and the missing units
    ist_errors_destroy(errors);
}
END_TEST

// ---- Misspelled and missing keys

typedef struct tally {
    int32_t keys, typos, right, single;
} tally;

// Parse the sample with another key of `length` letters at `at`, and see what is suggested.
static void try_typo(const char *at, size_t length, const char *typo, tally *t)
{
    const size_t before = (size_t)(at - complete);
    char key[64];
    char text[sizeof complete + 8];
    snprintf(key, sizeof key, "%.*s", (int)length, at);
    if (strcmp(key, typo) == 0) {
        return;
    }
    snprintf(text, sizeof text, "%.*s%s%s", (int)before, complete, typo, at + length);
    ist_errors *errors = ist_errors_create();
    ist_scenario *scenario = ist_scenario_parse(text, strlen(text), "t", NULL, errors);
    ck_assert_msg(scenario == NULL, "%s was taken for %s", typo, key);
    t->typos++;
    t->single += ist_errors_count(errors) == 1;
    for (int32_t i = 0; i < ist_errors_count(errors); i++) {
        if (strcmp(ist_errors_get(errors, i)->meant, key) == 0) {
            t->right++;
            break;
        }
    }
    ist_errors_destroy(errors);
}

// One letter left out, two swapped, one replaced: at every place of the key.
static void try_key(const char *at, size_t length, tally *t)
{
    for (size_t i = 0; i < length; i++) {
        char typo[64];
        snprintf(typo, sizeof typo, "%.*s%.*s", (int)i, at, (int)(length - i - 1), at + i + 1);
        try_typo(at, length, typo, t);
        snprintf(typo, sizeof typo, "%.*s", (int)length, at);
        typo[i] = typo[i] == 'q' ? 'z' : 'q';
        try_typo(at, length, typo, t);
        if (i + 1 < length) {
            snprintf(typo, sizeof typo, "%.*s", (int)length, at);
            typo[i] = at[i + 1];
            typo[i + 1] = at[i];
            try_typo(at, length, typo, t);
        }
    }
}

START_TEST(a_typo_in_a_key_is_recognized)
{
    tally t = {0};
    for (const char *at = strchr(complete, '"'); at; at = strchr(at, '"')) {
        const char *end = strchr(at + 1, '"');
        const bool is_key = end[1] == ':' && at[1] != '/'; // pointers of the basis are no keys
        if (is_key) {
            t.keys++;
            try_key(at + 1, (size_t)(end - at - 1), &t);
        }
        at = end + 1;
    }
    ck_assert_int_gt(t.keys, 150);
    ck_assert_msg(20 * t.right >= 19 * t.typos, "%d of %d typos recognized", (int)t.right,
                  (int)t.typos);
    ck_assert_msg(20 * t.single >= 19 * t.typos, "%d of %d typos with one report", (int)t.single,
                  (int)t.typos);
}
END_TEST

// Sections of the sample and what each entry of them needs; "" is the whole.
static const struct {
    const char *section, *key;
} needed[] = {
    {"", "format"},        {"", "name"},           {"", "units"},         {"/themes", "name"},
    {"/units", "name"},    {"/employees", "unit"}, {"/ties", "from"},     {"/ties", "to"},
    {"/policies", "name"}, {"/policies", "base"},  {"/managers", "name"}, {"/managers", "policy"},
    {"/events", "at"},     {"/events", "kind"},
};

static bool is_needed_by_kind(const char *kind_name, const char *key)
{
    for (int32_t kind = 0; kind < IST_EVENT_COUNT; kind++) {
        ist_field_info field;
        const bool is_kind = strcmp(ist_event_name((ist_event_kind)kind), kind_name) == 0;
        for (int32_t i = 0; is_kind && ist_event_kind_field((ist_event_kind)kind, i, &field); i++) {
            if (strcmp(field.key, key) == 0) {
                return field.required;
            }
        }
    }
    return false;
}

// Whether the object at `pointer`, without its member `key`, lacks a required one.
static bool is_needed(const char *pointer, const cJSON *object, const char *key)
{
    char section[64];
    snprintf(section, sizeof section, "%s", pointer);
    char *last = strrchr(section, '/');
    if (last && isdigit((unsigned char)last[1])) {
        *last = '\0';
    } else if (last) {
        return strcmp(pointer, "/basis/~1units~10~1count") == 0 && strcmp(key, "range") == 0;
    }
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (strcmp(section, needed[i].section) == 0 && strcmp(key, needed[i].key) == 0) {
            return true;
        }
    }
    const cJSON *kind = cJSON_GetObjectItemCaseSensitive(object, "kind");
    return strcmp(section, "/events") == 0 && kind && is_needed_by_kind(kind->valuestring, key);
}

// Whether a report says that `key` is missing in the object at `pointer`, and stands where it begins.
static bool is_told(const ist_errors *errors, const isti_scan *scan, const char *pointer,
                    const char *key)
{
    char quoted[64];
    snprintf(quoted, sizeof quoted, "the key \"%s\" is missing", key);
    for (int32_t i = 0; i < ist_errors_count(errors); i++) {
        const ist_error *error = ist_errors_get(errors, i);
        int32_t line = 0;
        int32_t column = 0;
        if (error->status == IST_ERR_MISSING_KEY && strcmp(error->where, pointer) == 0 &&
            strcmp(error->message, quoted) == 0) {
            ck_assert(isti_scan_find(scan, pointer, false, &line, &column));
            ck_assert_int_eq(error->line, line);
            ck_assert_int_eq(error->column, column);
            return true;
        }
    }
    return false;
}

static void try_without(const cJSON *root, const cJSON *object, const char *pointer,
                        const char *key, tally *t)
{
    char *text = cJSON_Print(root);
    ist_errors *errors = ist_errors_create();
    isti_scan *scan = isti_scan_create(text, strlen(text), "t", NULL);
    ist_scenario_destroy(ist_scenario_parse(text, strlen(text), "t", NULL, errors));
    const bool is_required = is_needed(pointer, object, key);
    ck_assert_msg(is_told(errors, scan, pointer, key) == is_required, "%s of %s is %srequired", key,
                  pointer, is_required ? "" : "not ");
    t->keys++;
    t->right += is_required;
    isti_scan_destroy(scan);
    ist_errors_destroy(errors);
    cJSON_free(text);
}

// Take out each member of each object in turn and put it back at the end.
static void try_all_without(const cJSON *root, cJSON *value, const char *pointer, tally *t)
{
    const int count = cJSON_GetArraySize(value);
    for (int i = 0; i < count; i++) {
        char below[256];
        cJSON *child = cJSON_GetArrayItem(value, cJSON_IsObject(value) ? 0 : i);
        if (cJSON_IsObject(value)) {
            cJSON_DetachItemViaPointer(value, child);
            try_without(root, value, pointer, child->string, t);
            char key[64];
            snprintf(key, sizeof key, "%s", child->string);
            cJSON_AddItemToObject(value, key, child);
        }
        const size_t length = (size_t)snprintf(below, sizeof below, "%s", pointer);
        if (child->string) {
            isti_json_append(below, sizeof below, length, child->string);
        } else {
            snprintf(below + length, sizeof below - length, "/%d", i);
        }
        try_all_without(root, child, below, t);
    }
}

START_TEST(a_missing_key_is_told_at_its_object)
{
    tally t = {0};
    cJSON *root = cJSON_Parse(complete);
    try_all_without(root, root, "", &t);
    cJSON_Delete(root);
    ck_assert_int_gt(t.keys, 150);
    ck_assert_int_gt(t.right, 70); // every required key of every entry
}
END_TEST

START_TEST(a_text_cut_short_is_always_refused)
{
    for (size_t length = 0; length + 2 < sizeof complete; length++) {
        ck_assert_ptr_null(ist_scenario_parse(complete, length, "t", NULL, NULL));
    }
}
END_TEST

START_TEST(any_value_may_be_of_any_type)
{
    // Each value of the sample becomes each of these: refused with a word, or accepted; never worse.
    static const char *const values[] = {"null", "true", "-1", "1e9", "0.5", "\"\"", "[]", "{}"};
    for (size_t at = 0; at + 1 < sizeof complete; at++) {
        if (complete[at] != ':' || complete[at + 1] != ' ' || strchr("[{", complete[at + 2])) {
            continue;
        }
        const size_t end = at + 2 + strcspn(complete + at + 2, ",}\n");
        char text[sizeof complete + 16];
        snprintf(text, sizeof text, "%.*s%s%s", (int)at + 2, complete, values[_i], complete + end);
        ist_errors *errors = ist_errors_create();
        ist_scenario *scenario = ist_scenario_parse(text, strlen(text), "t", NULL, errors);
        ck_assert((scenario == NULL) == (ist_errors_count(errors) > 0));
        ist_scenario_destroy(scenario);
        ist_errors_destroy(errors);
    }
}
END_TEST

// ---- Memory

// The allocations of the parser fail with ours.
static void *hooked_malloc(size_t size)
{
    return isti_alloc_scratch(size, 1);
}

static void ck_every_allocation(const char *text, bool forever)
{
    cJSON_Hooks hooks = {hooked_malloc, isti_free};
    cJSON_InitHooks(&hooks);
    ist_scenario *scenario = NULL;
    int64_t failures = 0;
    for (; !scenario; failures++) {
        const int64_t before = isti_live_blocks();
        ist_errors *errors = ist_errors_create();
        isti_fault_arm(failures, forever);
        scenario = ist_scenario_parse(text, strlen(text), "t.json", NULL, errors);
        isti_fault_disarm();
        ck_assert_msg(scenario || ist_errors_status(errors) == IST_ERR_NO_MEMORY,
                      "allocation %d: %s", (int)failures,
                      ist_status_name(ist_errors_status(errors)));
        ist_errors_destroy(errors);
        ck_assert_msg(scenario || isti_live_blocks() == before, "allocation %d leaks",
                      (int)failures);
    }
    ck_assert_int_gt(failures, 200);
    ist_scenario_destroy(scenario);
    ck_assert_int_eq(isti_live_blocks(), 0);
    cJSON_InitHooks(NULL);
}

START_TEST(a_failed_allocation_anywhere_is_told_and_leaks_nothing)
{
    ck_every_allocation(complete, false);
}
END_TEST

START_TEST(memory_that_never_comes_back_does_no_harm)
{
    ck_every_allocation(complete, true);
}
END_TEST

START_TEST(errors_survive_a_lack_of_memory)
{
    // Wrong in many ways: whatever fails, something is said and nothing leaks.
    static const char wrong[] =
        "{ \"format\": 1, \"nmae\": 3, \"units\": [ 1, { \"name\": \"a\", \"size\": \"b\" } ], "
        "\"employees\": [ { \"id\": \"x\" } ], \"ties\": [ { \"from\": \"y\", \"to\": \"x\" } ], "
        "\"events\": [ { \"at\": 1, \"kind\": \"replace\", \"units\": [ \"c\", 2 ] } ], "
        "\"basis\": { \"/nothing\": { \"free\": [ 1, 0 ] } }, \"dates\": [ 1, 0 ] }";
    for (int64_t n = 0; n < 400; n++) {
        const int64_t before = isti_live_blocks();
        ist_errors *errors = ist_errors_create();
        isti_fault_arm(n, false);
        ck_assert_ptr_null(ist_scenario_parse(wrong, sizeof wrong - 1, "t", NULL, errors));
        isti_fault_disarm();
        ck_assert_int_ne(ist_errors_status(errors), IST_OK);
        ist_errors_destroy(errors);
        ck_assert_int_eq(isti_live_blocks(), before);
    }
}
END_TEST

START_TEST(a_file_survives_a_lack_of_memory)
{
    write_file("scenario_memory.json", least);
    ist_errors *errors = ist_errors_create();
    isti_fault_arm(0, false);
    ck_assert_ptr_null(ist_scenario_load("scenario_memory.json", NULL, errors));
    isti_fault_disarm();
    ck_assert_int_eq(ist_errors_status(errors), IST_ERR_NO_MEMORY);
    ist_errors_destroy(errors);
    ck_assert_int_eq(isti_live_blocks(), 0);
    unlink("scenario_memory.json");
}
END_TEST

SUITE("scenario", TEST(every_key_arrives_in_the_model), TEST(each_value_makes_a_difference),
      TEST(the_least_scenario_is_accepted), TEST(what_is_left_out_has_its_default),
      TEST(an_organization_without_themes_works_on_one),
      TEST(words_for_people_leave_the_model_alone), TEST(a_name_is_a_list_of_one),
      TEST(a_size_is_a_range_of_one), TEST(a_whole_number_may_be_written_in_any_way),
      TEST(the_order_of_keys_does_not_matter), TEST(a_level_keeps_what_is_not_overridden),
      TEST(escapes_arrive_as_characters), TEST(parameters_arrive),
      TEST(the_description_can_be_compiled_again), TEST(types_of_the_program_are_known),
      TEST(the_seed_is_one_unless_given), TEST(seeds_are_exact), TEST(what_is_no_seed_is_refused),
      TEST(dates_come_back_as_given), TEST(the_usual_dates_are_the_years_that_matter),
      TEST(no_usual_date_comes_before_the_start), TEST(there_are_at_most_eight_usual_dates),
      TEST(dates_lie_in_the_calendar), TEST(the_basis_comes_back_in_order),
      TEST(a_range_holds_its_ends), TEST(a_range_of_a_branch_is_not_compared),
      TEST(a_pointer_of_the_basis_must_lead_somewhere), TEST(a_file_is_read_as_its_text),
      TEST(a_missing_file_is_told), TEST(a_folder_is_no_file),
      TEST(a_pipe_is_refused_without_waiting), TEST(a_device_is_refused),
      TEST(a_huge_file_is_refused_unread), TEST(a_link_leads_to_its_file),
      TEST(a_long_path_is_told_by_its_end), TEST(the_shipped_scenarios_are_sound),
      TEST(missing_arguments_are_told), TEST(options_come_from_their_default),
      TEST(no_scenario_has_nothing), TEST(nobody_has_to_hear_the_errors),
      TEST(errors_stand_in_the_order_of_the_text), TEST(an_error_has_a_source_and_a_line),
      TEST(a_newer_format_is_all_there_is_to_say), TEST(a_fault_is_told_once),
      TEST(what_is_meant_is_read), TEST(elements_keep_their_numbers_behind_a_broken_one),
      TEST(earlier_errors_stay_in_the_list), TEST(errors_beyond_a_hundred_are_counted),
      TEST(a_typo_in_a_key_is_recognized), TEST(a_missing_key_is_told_at_its_object),
      TEST(a_text_cut_short_is_always_refused), EACH(any_value_may_be_of_any_type, 8),
      TEST(a_failed_allocation_anywhere_is_told_and_leaks_nothing),
      TEST(memory_that_never_comes_back_does_no_harm), TEST(errors_survive_a_lack_of_memory),
      TEST(a_file_survives_a_lack_of_memory))
