// SPDX-License-Identifier: GPL-3.0-or-later
// A first scenario for tables that nobody has described yet: its life, texts and counts of words.
#include "scenario/draft.h"

#include "base/memory.h"
#include "base/sha256.h"
#include "scenario/override.h"

#include <stdio.h>
#include <string.h>

// ---- Text

void isti_text_put(isti_text *out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    const int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    const size_t wanted = out->length + (size_t)(length > 0 ? length : 0) + 1;
    if (wanted > out->capacity && !out->no_memory) {
        const size_t capacity = isti_grown(out->capacity, wanted);
        char *text = isti_resize_array(out->text, out->capacity, capacity, 1);
        out->no_memory = !text;
        out->text = text ? text : out->text;
        out->capacity = text ? capacity : out->capacity;
    }
    if (!out->no_memory) {
        vsnprintf(out->text + out->length, out->capacity - out->length, format, again);
        out->length = wanted - 1;
    }
    va_end(again);
}

void isti_text_put_json(isti_text *out, const char *text)
{
    char buffer[ISTI_ESCAPE_SIZE];
    isti_text_put(out, "\"");
    for (; *text; text++) {
        isti_text_put(out, "%s", isti_override_escape(*text, buffer));
    }
    isti_text_put(out, "\"");
}

static void put_quoted(isti_text *out, const char *before, const char *text)
{
    isti_text_put(out, "\"%s", before);
    for (; *text; text++) {
        isti_text_put(out, *text == '"' ? "\"\"" : "%c", *text);
    }
    isti_text_put(out, "\"");
}

void isti_text_put_cell(isti_text *out, const char *text)
{
    if (strpbrk(text, ",;\"\r\n\t")) {
        put_quoted(out, "", text);
    } else {
        isti_text_put(out, "%s", text);
    }
}

void isti_text_put_shown(isti_text *out, const char *text)
{
    put_quoted(out, *text && strchr("=+-@\t\r", *text) ? "'" : "", text);
}

// ---- Words

bool isti_census_add(isti_census *census, const char *word)
{
    const int32_t known = isti_index_find(&census->index, word);
    if (known >= 0) {
        census->times[known]++;
        return true;
    }
    if (census->count == census->capacity) {
        const size_t capacity = isti_grown(census->capacity, census->count + 1);
        char **words = isti_resize_array(census->word, census->capacity, capacity, sizeof *words);
        census->word = words ? words : census->word;
        census->capacity = words ? capacity : census->capacity;
    }
    if (census->count == census->times_capacity) {
        const size_t capacity = isti_grown(census->times_capacity, census->count + 1);
        int64_t *times =
            isti_resize_array(census->times, census->times_capacity, capacity, sizeof *times);
        census->times = times ? times : census->times;
        census->times_capacity = times ? capacity : census->times_capacity;
    }
    char *copy = isti_copy_text(word);
    if (census->count >= census->capacity || census->count >= census->times_capacity || !copy ||
        !isti_index_put(&census->index, copy, (int32_t)census->count)) {
        isti_free(copy);
        return false;
    }
    census->word[census->count] = copy;
    census->times[census->count++] = 1;
    return true;
}

void isti_census_clear(isti_census *census)
{
    for (size_t i = 0; i < census->count; i++) {
        isti_free(census->word[i]);
    }
    isti_free(census->word);
    isti_free(census->times);
    isti_index_clear(&census->index);
}

// ---- Pseudonyms

void ist_pseudonym(const void *key, size_t key_size, char kind, const char *text,
                   char out[IST_PSEUDONYM_SIZE])
{
    char digits[ISTI_SHA256_SIZE];
    char sub_key[ISTI_SHA256_SIZE];
    // A key for each kind, so that a person and a unit of the same name share nothing.
    isti_hmac_sha256(key, key_size, &kind, 1, sub_key);
    isti_hmac_sha256(sub_key, sizeof sub_key - 1, text, strlen(text), digits);
    out[0] = kind;
    memcpy(out + 1, digits, IST_PSEUDONYM_SIZE - 2);
    out[IST_PSEUDONYM_SIZE - 1] = '\0';
}

// ---- Life

ist_draft_def ist_draft_def_default(void)
{
    return (ist_draft_def){.def_size = sizeof(ist_draft_def), .name = "draft"};
}

void ist_draft_destroy(ist_draft *draft)
{
    if (draft) {
        isti_survey_clear(&draft->people);
        isti_survey_clear(&draft->ties);
        isti_free(draft->scenario.text);
        isti_free(draft);
    }
}

ist_draft *ist_draft_create(const ist_draft_def *def, ist_errors *errors)
{
    if (!def || def->def_size != sizeof *def || !def->people || !def->name) {
        isti_fail(errors, IST_ERR_DEF_NOT_INITIALIZED, "", "%s",
                  ist_status_text(IST_ERR_DEF_NOT_INITIALIZED));
        return NULL;
    }
    ist_draft *draft = isti_alloc_array(1, sizeof *draft);
    if (!draft) {
        isti_fail(errors, IST_ERR_NO_MEMORY, "", "out of memory");
        return NULL;
    }
    draft->people.name = "employees.csv";
    draft->ties.name = "ties.csv";
    draft->has_ties = def->ties != NULL;
    draft->is_coded = def->key != NULL;
    bool is_read = isti_survey_people(&draft->people, def->people, def, errors);
    is_read = (!def->ties || isti_survey_ties(&draft->ties, def->ties, def, errors)) && is_read;
    if (is_read) {
        isti_draft_write(draft, def);
        is_read = !draft->scenario.no_memory;
        if (!is_read) {
            isti_fail(errors, IST_ERR_NO_MEMORY, "", "out of memory");
        }
    }
    if (!is_read) {
        ist_draft_destroy(draft);
        return NULL;
    }
    return draft;
}

static ist_scenario_file file_of(const ist_draft *draft, const isti_survey *survey)
{
    const isti_text *coded = &survey->coded;
    return (ist_scenario_file){.name = survey->name,
                               .bytes = draft->is_coded ? coded->text : survey->bytes,
                               .length = draft->is_coded ? coded->length : survey->length};
}

bool ist_draft_file(const ist_draft *draft, int32_t index, ist_scenario_file *out)
{
    if (!draft || index < 0 || index > 1 + draft->has_ties) {
        return false;
    }
    *out = index == 0   ? (ist_scenario_file){.name = "scenario.json",
                                              .bytes = draft->scenario.text,
                                              .length = draft->scenario.length}
           : index == 1 ? file_of(draft, &draft->people)
                        : file_of(draft, &draft->ties);
    return true;
}

bool ist_draft_codes(const ist_draft *draft, ist_scenario_file *out)
{
    if (!draft || !draft->is_coded) {
        return false;
    }
    const isti_text *codes = &draft->people.codes;
    *out = (ist_scenario_file){.name = "codes.csv", .bytes = codes->text, .length = codes->length};
    return true;
}
