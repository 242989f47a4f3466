// SPDX-License-Identifier: GPL-3.0-or-later
// Writing the scenario of a draft: every assumption in plain sight, to be edited.
#include "model/parameters.h"
#include "scenario/draft.h"

#include <ctype.h>
#include <string.h>

// ---- Guesses

typedef struct guess {
    const char *part; // of a word
    const char *says;
} guess;

// Levels that words hint at, the first that fits.
static const guess level_guesses[] = {
    {"manager", "manager"}, {"head", "manager"},  {"director", "manager"}, {"chief", "manager"},
    {"lead", "manager"},    {"expert", "expert"}, {"special", "expert"},   {"principal", "expert"},
    {"senior", "expert"},   {"assist", "staff"},  {"clerk", "staff"},      {"operat", "staff"},
    {"worker", "staff"},    {"staff", "staff"},   {"support", "staff"},
};

// What ties are usually made of: people ask whom they name for advice, and like their friends; half of
// working together is asking.
static const guess kind_guesses[] = {
    {"friend", "{ \"affective\": 1 }"},    {"trust", "{ \"affective\": 1 }"},
    {"social", "{ \"affective\": 1 }"},    {"work", "{ \"instrumental\": 0.5 }"},
    {"advice", "{ \"instrumental\": 1 }"}, {"", "{ \"instrumental\": 1 }"},
};

static bool has_part(const char *word, const char *part)
{
    const size_t length = strlen(part);
    for (; strlen(word) >= length; word++) {
        size_t i = 0;
        while (i < length && tolower((unsigned char)word[i]) == part[i]) {
            i++;
        }
        if (i == length) {
            return true;
        }
    }
    return false;
}

static const char *guess_from(const guess *guesses, size_t count, const char *word,
                              const char *otherwise)
{
    for (size_t i = 0; i < count; i++) {
        if (has_part(word, guesses[i].part)) {
            return guesses[i].says;
        }
    }
    return otherwise;
}

// ---- Parts

// A name as it is, or with a key its code.
static void put_name(isti_text *out, const ist_draft_def *def, char kind, const char *name)
{
    char code[IST_PSEUDONYM_SIZE];
    if (def->key) {
        ist_pseudonym(def->key, def->key_size, kind, name, code);
    }
    isti_text_put_json(out, def->key ? code : name);
}

static void put_head(isti_text *out, const ist_draft_def *def, bool has_ties)
{
    isti_text_put(out, "{\n  \"format\": 1,\n  \"name\": ");
    isti_text_put_json(out, def->name);
    isti_text_put(
        out, ",\n  \"title\": \"A draft: your organization, to be reviewed\",\n"
             "  \"notes\": [\n"
             "    \"Drafted by interstice init. What is assumed stands below, to be edited:\",\n"
             "    \"- control of each unit, 0 to 1: shared values, internal competition, rules, "
             "targets;\",\n"
             "    \"- context of each unit: take out what shall follow from its control;\",\n"
             "    \"- which level the words of the table stand for (import);\",\n");
    if (has_ties) {
        isti_text_put(out,
                      "    \"- the scale of the weights, whose word makes a tie, and what each "
                      "kind of tie is made of (import);\",\n");
    }
    isti_text_put(
        out, "    \"- the coordinator, a post of its own that is in no table, and what is done "
             "about communities (events).\"\n  ],\n"
             "  \"time\": { \"start\": 0, \"end\": 5 },\n");
}

static void put_themes(isti_text *out, const ist_draft_def *def, const isti_census *themes)
{
    if (themes->count == 0) {
        return;
    }
    isti_text_put(out, "  \"themes\": [\n");
    for (size_t i = 0; i < themes->count; i++) {
        isti_text_put(out, "    { \"name\": ");
        put_name(out, def, 't', themes->word[i]);
        isti_text_put(out, ", \"demand\": %lld }%s\n", (long long)themes->times[i],
                      i + 1 < themes->count ? "," : "");
    }
    isti_text_put(out, "  ],\n");
}

static double usual(const char *name)
{
    double value = 0.0;
    for (int32_t i = 0; i < ist_parameter_count(); i++) {
        const ist_parameter_info *row = ist_parameter_get(i);
        value = strcmp(row->name, name) == 0 ? row->standard : value;
    }
    return value;
}

// Without any control decisions and resources are held in the unit, and nothing presses.
static void put_units(isti_text *out, const ist_draft_def *def, const isti_census *units)
{
    isti_text_put(out, "  \"units\": [\n");
    for (size_t i = 0; i < units->count; i++) {
        isti_text_put(out, "    {\n      \"name\": ");
        put_name(out, def, 'u', units->word[i]);
        isti_text_put(
            out,
            ",\n      \"control\": { \"clan\": 0, \"market\": 0, \"input\": 0, "
            "\"output\": 0 },\n"
            "      \"context\": {\n"
            "        \"decentralization\": 1, \"resource_decentralization\": 1, "
            "\"productivity_orientation\": 0,\n"
            "        \"short_termism\": 0, \"line_capacity\": %.15g, \"workload\": %.15g\n"
            "      }\n    }%s\n",
            usual("usual_line_capacity"), usual("usual_workload"), i + 1 < units->count ? "," : "");
    }
    isti_text_put(out, "  ],\n");
}

static void put_file(isti_text *out, const isti_survey *survey, const char *const *names,
                     int32_t count, bool is_coded)
{
    isti_text_put(out, "      \"file\": ");
    isti_text_put_json(out, survey->name);
    if (is_coded) {
        return; // its columns are called as they should be
    }
    const char separator[] = {survey->separator, '\0'};
    isti_text_put(out, ",\n      \"separator\": ");
    isti_text_put_json(out, separator);
    isti_text_put(out, ",\n      \"columns\": {");
    const char *comma = "";
    for (int32_t k = 0; k < count; k++) {
        if (survey->at[k] >= 0) {
            isti_text_put(out, "%s \"%s\": ", comma, names[k]);
            isti_text_put_json(out, survey->heading[k] ? survey->heading[k] : "");
            comma = ",";
        }
    }
    isti_text_put(out, " }");
}

static void put_levels(isti_text *out, const ist_draft_def *def, const isti_census *levels)
{
    const char *comma = "";
    isti_text_put(out, ",\n      \"level\": \"professional\"");
    if (levels->count == 0) {
        return;
    }
    isti_text_put(out, ",\n      \"levels\": {");
    for (size_t i = 0; i < levels->count; i++) {
        isti_text_put(out, "%s\n        ", comma);
        put_name(out, def, 'l', levels->word[i]);
        isti_text_put(
            out, ": \"%s\"",
            guess_from(level_guesses, COUNT_OF(level_guesses), levels->word[i], "professional"));
        comma = ",";
    }
    isti_text_put(out, "\n      }");
}

static void put_people(isti_text *out, const ist_draft_def *def, const ist_draft *draft)
{
    const isti_survey *people = &draft->people;
    isti_text_put(out, "    \"employees\": {\n");
    put_file(out, people, isti_people_column_names, ISTI_PEOPLE_COLUMNS, draft->is_coded);
    put_levels(out, def, &people->levels);
    if (people->between_themes && !draft->is_coded) {
        isti_text_put(out, ",\n      \"theme_separator\": \"%c\"", people->between_themes);
    }
    isti_text_put(out, "\n    }");
}

static void put_ties(isti_text *out, const ist_draft *draft)
{
    const isti_survey *ties = &draft->ties;
    const double high = ties->high > 0.0 ? ties->high : 1.0;
    isti_text_put(out, ",\n    \"ties\": {\n");
    put_file(out, ties, isti_tie_column_names, ISTI_TIE_COLUMNS, draft->is_coded);
    isti_text_put(out,
                  ",\n      \"scale\": [%.15g, %.15g],\n      \"direction\": \"either\",\n"
                  "      \"kinds\": {",
                  ties->low, high);
    if (ties->kinds.count == 0) {
        isti_text_put(out, " \"advice\": { \"instrumental\": 1 } ");
    }
    for (size_t i = 0; i < ties->kinds.count; i++) {
        isti_text_put(out, "%s\n        ", i > 0 ? "," : "");
        isti_text_put_json(out, ties->kinds.word[i]);
        isti_text_put(out, ": %s",
                      guess_from(kind_guesses, COUNT_OF(kind_guesses), ties->kinds.word[i], ""));
    }
    isti_text_put(out, "%s}\n    }", ties->kinds.count > 0 ? "\n      " : "");
}

// Somebody who looks after communities, so that there is something to compare.
static void put_managers(isti_text *out, const ist_draft_def *def, const isti_census *units)
{
    isti_text_put(out, "  \"managers\": [ { \"name\": \"coordinator\", \"unit\": ");
    put_name(out, def, 'u', units->word[0]);
    isti_text_put(out, ", \"policy\": \"cultivating\" } ],\n"
                       "  \"events\": [\n"
                       "    { \"at\": 0.5, \"kind\": \"emphasis\", \"value\": 0.5 },\n"
                       "    { \"at\": 0.5, \"kind\": \"overseers\", \"manager\": \"coordinator\", "
                       "\"share\": 1 }\n  ]\n}\n");
}

void isti_draft_write(ist_draft *draft, const ist_draft_def *def)
{
    isti_text *out = &draft->scenario;
    put_head(out, def, draft->has_ties);
    put_themes(out, def, &draft->people.themes);
    put_units(out, def, &draft->people.units);
    isti_text_put(out, "  \"import\": {\n");
    put_people(out, def, draft);
    if (draft->has_ties) {
        put_ties(out, draft);
    }
    isti_text_put(out, "\n  },\n");
    if (draft->has_ties) {
        isti_text_put(out, "  \"draw_ties\": false,\n");
    }
    put_managers(out, def, &draft->people.units);
}
