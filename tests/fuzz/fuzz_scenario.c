// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes: reading a scenario never crashes or leaks, and gives either a model or reasons.
#include <interstice/scenario.h>

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

// Compiling costs time and memory by the number of people: a run of the fuzzer is to try many
// texts, not large organizations.
enum { MOST_DIGITS = 4 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool claim)
{
    if (!claim) {
        abort();
    }
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

// Whether the text has a count that is large by its digits or by its exponent.
static bool has_large_numbers(const uint8_t *data, size_t size)
{
    size_t digits = 0;
    for (size_t i = 0; i < size; i++) {
        digits = is_digit(data[i]) ? digits + 1 : 0;
        const bool has_exponent = (data[i] | 0x20) == 'e' && i > 0 && is_digit(data[i - 1]);
        if (digits > MOST_DIGITS || has_exponent) {
            return true;
        }
    }
    return false;
}

// Every refusal says where and what.
static void check_reports(const ist_errors *errors, size_t size)
{
    must(ist_errors_count(errors) > 0);
    for (int32_t i = 0; i < ist_errors_count(errors); i++) {
        char text[1024];
        const ist_error *error = ist_errors_get(errors, i);
        must(error->status < 0 && error->status != IST_ERR_NO_MEMORY);
        must(error->line >= 1 && error->column >= 1);
        must((size_t)error->line <= size + 1 && (size_t)error->column <= size + 1);
        must(error->where[0] == '\0' || error->where[0] == '/');
        must(error->message[0] != '\0');
        must(strcmp(error->source, "fuzz.json") == 0);
        must(ist_error_format(error, text, sizeof text) > strlen(error->message));
        const ist_error *before = ist_errors_get(errors, i - 1);
        must(!before || before->line < error->line ||
             (before->line == error->line && before->column <= error->column));
    }
}

// What was accepted can be asked and compiled again.
static void check_scenario(const ist_scenario *scenario)
{
    int32_t count = 0;
    const double *dates = ist_scenario_dates(scenario, &count);
    must(count > 0);
    for (int32_t i = 1; i < count; i++) {
        must(dates[i - 1] < dates[i]);
    }
    ist_basis basis;
    for (int32_t i = 0; ist_scenario_basis(scenario, i, &basis); i++) {
        must(basis.pointer && basis.kind && basis.evidence && basis.note);
    }
    ist_model *again = ist_model_compile(ist_scenario_spec(scenario), NULL);
    must(again && ist_model_hash(again) == ist_model_hash(ist_scenario_model(scenario)));
    ist_model_destroy(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (has_large_numbers(data, size)) {
        return -1;
    }
    // A copy of exactly this size, so that the sanitizer sees a read beyond it.
    char *text = malloc(size > 0 ? size : 1);
    ist_errors *errors = ist_errors_create();
    must(text && errors);
    if (size > 0) {
        memcpy(text, data, size);
    }
    ist_scenario *scenario = ist_scenario_parse(text, size, "fuzz.json", NULL, errors);
    if (scenario) {
        must(ist_errors_count(errors) == 0);
        check_scenario(scenario);
    } else {
        check_reports(errors, size);
    }
    ist_scenario_destroy(scenario);
    ist_errors_destroy(errors);
    must(isti_live_blocks() == 0);
    free(text);
    return 0;
}
