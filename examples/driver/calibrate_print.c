// SPDX-License-Identifier: GPL-3.0-or-later
// What came out of `interstice calibrate`: tables for people, a file with the values.
#include "driver/calibrate_print.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "driver/json.h"
#include "driver/number.h"
#include "driver/table.h"
#include "driver/text.h"
#include "driver/validate_words.h"

enum { LABEL_SIZE = 256, LEAST_LABEL = 32 };

static const char *plural(int32_t count)
{
    return count == 1 ? "" : "s";
}

// ---- What was done

static void list_fitted(const struct fitting *fitting, struct words *line)
{
    int32_t count = 0;
    int32_t index = 0;
    for (int32_t i = 0; i < fitting->groups; i++) {
        count += fitting->is_fitted[i];
    }
    for (int32_t i = 0; i < fitting->groups; i++) {
        if (fitting->is_fitted[i]) {
            words_list(line, index++, count, fitting->group[i]);
        }
    }
}

static void print_heading(const struct fitting *fitting, struct output *out,
                          const struct look *look)
{
    const ist_calibration *found = fitting->calibration;
    const int32_t moved = ist_calibration_parameters(found);
    const int32_t made = ist_calibration_evaluations(found);
    const char *title = ist_patterns_title(fitting->patterns);
    struct words line = {.length = 0};

    output_text(out, look->strong);
    terminal_wrap(out, look, title[0] ? title : fitting->path, 0, 0);
    output_text(out, look->plain);

    words_add(&line, "%s: fitted to ", fitting->path);
    list_fitted(fitting, &line);
    words_add(&line,
              " (%" PRId32 " of %" PRId32 " patterns) by moving %" PRId32 " parameter%s; %" PRId32
              " evaluation%s of %" PRId32 " replicate%s, search seed %" PRIu64,
              fitting->only_count, fitting->count, moved, plural(moved), made, plural(made),
              fitting->def.runs.replicates, plural(fitting->def.runs.replicates),
              fitting->def.seed);
    if (fitting->def.spread > 0.0) {
        words_add(&line, ", start spread by %.3g", fitting->def.spread);
    }
    if (fitting->def.screens > 0) {
        words_add(&line, ", %" PRId32 " screen%s first", fitting->def.screens,
                  plural(fitting->def.screens));
    }
    for (int32_t i = 0; i < fitting->options->change_count; i++) {
        words_add(&line, ", %s", fitting->options->change[i]);
    }
    words_add(&line, ".");
    terminal_wrap(out, look, line.text, 0, 2);

    line = (struct words){.length = 0};
    words_add(&line, "Loss: %.3f at the start, %.3f at the end.",
              ist_calibration_loss_before(found), ist_calibration_loss_after(found));
    terminal_wrap(out, look, line.text, 0, 2);
}

// ---- Values

static void put_value(struct table *table, int32_t column, double value)
{
    char text[NUMBER_SIZE];
    number_text(value, text);
    table_cell(table, column, text, "");
}

static void put_range(struct table *table, int32_t column, const ist_parameter_info *parameter,
                      const struct look *look)
{
    char low[NUMBER_SIZE];
    char high[NUMBER_SIZE];
    char range[2 * NUMBER_SIZE + 8];
    number_text(parameter->minimum, low);
    number_text(parameter->maximum, high);
    snprintf(range, sizeof range, "%s%s%s", low, low[0] == '-' ? " to " : look->dash, high);
    table_cell(table, column, range, "");
}

enum column { BEFORE, AFTER, RANGE, VALUE_COLUMNS };

static bool print_table(const struct fitting *fitting, struct output *out, const struct look *look,
                        int32_t *unchanged)
{
    struct table *table = table_create(VALUE_COLUMNS);
    table_row(table, 0, "Parameter");
    table_is_heading(table);
    table_cell(table, BEFORE, "before", "");
    table_cell(table, AFTER, "after", "");
    table_cell(table, RANGE, "range", "");
    ist_calibrated one;
    *unchanged = 0;
    for (int32_t i = 0; ist_calibration_parameter(fitting->calibration, i, &one); i++) {
        if (one.value == one.before) {
            ++*unchanged;
            continue;
        }
        table_row(table, 0, one.parameter->name);
        put_value(table, BEFORE, one.before);
        put_value(table, AFTER, one.value);
        put_range(table, RANGE, one.parameter, look);
    }
    const bool is_any = *unchanged < ist_calibration_parameters(fitting->calibration);
    const bool is_complete = !is_any || table_print(table, out, look);
    table_destroy(table);
    return is_complete;
}

bool fitting_print_values(const struct fitting *fitting, struct output *out,
                          const struct look *look)
{
    int32_t unchanged = 0;
    print_heading(fitting, out, look);
    output_text(out, "\n");
    if (!print_table(fitting, out, look, &unchanged)) {
        return false;
    }
    if (unchanged == ist_calibration_parameters(fitting->calibration)) {
        output_text(out, "Nothing better was found: all values stay as they are.\n");
    } else if (unchanged > 0) {
        output_format(out, "%" PRId32 " other%s stay%s as %s.\n", unchanged, plural(unchanged),
                      unchanged == 1 ? "s" : "", unchanged == 1 ? "it is" : "they are");
    }
    return true;
}

void fitting_write_values(const struct fitting *fitting, struct output *out)
{
    struct json json = {.out = out};
    ist_calibrated one;
    json_object(&json, NULL);
    json_object(&json, "parameters");
    for (int32_t i = 0; ist_calibration_parameter(fitting->calibration, i, &one); i++) {
        json_number(&json, one.parameter->name, one.value);
    }
    json_end(&json);
    json_end(&json);
}

// ---- Verdicts

static const char worths[] = {'T', 'C'};

static void put_tally(struct table *table, int32_t column, const struct fitting *fitting,
                      int32_t group)
{
    int32_t judged = 0;
    int32_t holding = 0;
    for (int32_t i = 0; i < fitting->count; i++) {
        ist_verdict verdict = {0};
        ist_validation_verdict(fitting->judged, i, &verdict);
        const bool counts = fitting->group_of[i] == group && verdict.judged &&
                            fitting_pattern(fitting, i).worth == worths[column - 1];
        judged += counts;
        holding += counts && verdict.holds;
    }
    char text[PHRASE_SIZE] = "";
    if (judged > 0) {
        snprintf(text, sizeof text, "%" PRId32 " of %" PRId32, holding, judged);
    }
    table_cell(table, column, text, "");
    table_tone(table, column, holding == judged ? TONE_GOOD : TONE_BAD);
}

static bool print_groups(const struct fitting *fitting, struct output *out, const struct look *look)
{
    struct table *table = table_create(1 + (int32_t)COUNT_OF(worths));
    table_row(table, 0, "Patterns that hold");
    table_is_heading(table);
    table_cell(table, 0, "the search", "");
    table_cell(table, 1, "tests (T)", "");
    table_cell(table, 2, "calibrated (C)", "");
    for (int32_t i = 0; i < fitting->groups; i++) {
        table_row(table, 0, fitting->group[i]);
        table_cell(table, 0, fitting->is_fitted[i] ? "fitted it" : "has not seen it", "");
        put_tally(table, 1, fitting, i);
        put_tally(table, 2, fitting, i);
    }
    table_cut_labels(table, LEAST_LABEL);
    const bool is_complete = table_print(table, out, look);
    table_destroy(table);
    return is_complete;
}

static int32_t id_width(const struct fitting *fitting)
{
    int32_t widest = 0;
    for (int32_t i = 0; i < fitting->count; i++) {
        const int32_t width = text_width(fitting_pattern(fitting, i).id);
        widest = width > widest ? width : widest;
    }
    return widest;
}

// What is judged: the mean of a twin, the median of all others.
static void put_failure(struct table *table, const ist_pattern_info *info,
                        const ist_verdict *verdict, int32_t width, const struct look *look)
{
    const bool is_twin = info->judgment == IST_JUDGMENT_TWIN;
    const char worth[] = {info->worth, '\0'};
    char label[LABEL_SIZE];
    char number[PHRASE_SIZE];
    char interval[PHRASE_SIZE];
    words_label(info, width, label, sizeof label);
    table_row(table, 0, label);
    table_cell(table, 0, worth, "");
    words_band(info, look, number);
    table_cell(table, 1, number, words_judgment(info->judgment));
    words_number(is_twin ? verdict->mean : verdict->median, look, number);
    words_interval(is_twin ? verdict->mean_low : verdict->low,
                   is_twin ? verdict->mean_high : verdict->high, look, interval);
    table_cell(table, 2, number, interval);
    words_percent(verdict->share, look, number);
    table_cell(table, 3, number, "");
}

static bool print_failures(const struct fitting *fitting, struct output *out,
                           const struct look *look)
{
    enum { FAILURE_COLUMNS = 4 };
    const int32_t width = id_width(fitting);
    struct table *table = table_create(FAILURE_COLUMNS);
    int32_t count = 0;
    table_row(table, 0, "Patterns that do not");
    table_is_heading(table);
    table_cell(table, 0, "worth", "");
    table_cell(table, 1, "band", "");
    table_cell(table, 2, "found", "");
    table_cell(table, 3, "in band, %", "");
    for (int32_t i = 0; i < fitting->count; i++) {
        const ist_pattern_info info = fitting_pattern(fitting, i);
        ist_verdict verdict = {0};
        ist_validation_verdict(fitting->judged, i, &verdict);
        if (verdict.judged && !verdict.holds) {
            put_failure(table, &info, &verdict, width, look);
            count++;
        }
    }
    table_cut_labels(table, LEAST_LABEL);
    if (count > 0) {
        output_text(out, "\n");
    }
    const bool is_complete = count == 0 || table_print(table, out, look);
    table_destroy(table);
    return is_complete;
}

bool fitting_print_verdicts(const struct fitting *fitting, struct output *out,
                            const struct look *look)
{
    struct words line = {.length = 0};
    words_add(&line,
              "Judged over %" PRId32 " replicates that the search has not seen (seed %" PRIu64
              "; parameters %016" PRIx64 "):",
              fitting->judging.replicates, fitting->judging.seed,
              ist_validation_parameter_hash(fitting->judged));
    output_text(out, "\n");
    terminal_wrap(out, look, line.text, 0, 2);
    output_text(out, "\n");
    return print_groups(fitting, out, look) && print_failures(fitting, out, look);
}
