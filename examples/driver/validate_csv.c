// SPDX-License-Identifier: GPL-3.0-or-later
// Tidy tables of what came out of `interstice validate`.
#include "driver/validate_csv.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "driver/csv.h"
#include "driver/exit_code.h"
#include "driver/folder.h"
#include "driver/message.h"
#include "driver/output.h"
#include "driver/text.h"

// A ratio to nothing is infinite, which is not the same as undefined.
static void put_number(struct output *out, double value)
{
    output_text(out, ",");
    if (isinf(value)) {
        output_text(out, value > 0.0 ? "inf" : "-inf");
    } else {
        output_number(out, value);
    }
}

// Empty where a band has no bound.
static void put_bound(struct output *out, double value)
{
    output_text(out, ",");
    output_number(out, value);
}

static void put_integer(struct output *out, int32_t value)
{
    output_format(out, ",%" PRId32, value);
}

static void put_truth(struct output *out, bool value)
{
    output_text(out, value ? ",1" : ",0");
}

static void put_text(struct output *out, const char *text)
{
    output_text(out, ",");
    csv_text(out, text);
}

static void write_patterns(const struct study *study, struct output *out)
{
    output_text(out, "pattern,group,run,evidence,worth,judgment,low,high,open,verdict,evaluable,"
                     "missing,median,p05,p95,mean,mean_low,mean_high,share,share_low,share_high,"
                     "text\n");
    for (int32_t i = 0; i < study->count; i++) {
        const ist_pattern_info info = study_pattern(study, i);
        ist_verdict v = {0};
        if (!study->is_asked[i] || !ist_validation_verdict(study->intact, i, &v)) {
            continue;
        }
        csv_text(out, info.id);
        put_text(out, info.group);
        put_text(out, info.run);
        put_text(out, info.evidence);
        put_text(out, (const char[]){info.worth, '\0'});
        put_text(out, ist_kind_name(IST_KIND_JUDGMENT, (int32_t)info.judgment));
        put_bound(out, info.low);
        put_bound(out, info.high);
        put_truth(out, info.open);
        put_text(out, outcome_name(study_outcome(study, study->intact, i)));
        put_integer(out, v.replicates);
        put_integer(out, v.missing);
        const double numbers[] = {v.median,    v.low,   v.high,      v.mean,      v.mean_low,
                                  v.mean_high, v.share, v.share_low, v.share_high};
        for (size_t k = 0; k < COUNT_OF(numbers); k++) {
            put_number(out, numbers[k]);
        }
        put_text(out, info.text);
        output_text(out, "\n");
    }
}

static void write_values(const struct study *study, struct output *out)
{
    output_text(out, "pattern,replicate,value\n");
    for (int32_t i = 0; i < study->count; i++) {
        const double *values = ist_validation_values(study->intact, i);
        for (int32_t k = 0; study->is_asked[i] && k < study->replicates; k++) {
            csv_text(out, study_pattern(study, i).id);
            put_integer(out, k);
            put_number(out, values[k]);
            output_text(out, "\n");
        }
    }
}

static void write_ablations(const struct study *study, struct output *out)
{
    output_text(out, "ablation,pattern,without,with,evaluable,missing,median,mean,share\n");
    for (int32_t a = 0; a < study->ablation_count; a++) {
        for (int32_t i = 0; i < study->count; i++) {
            ist_verdict v = {0};
            if (!study->is_asked[i] || !ist_validation_verdict(study->ablated[a], i, &v)) {
                continue;
            }
            csv_text(out, study_ablation(study, study->ablation[a]).name);
            put_text(out, study_pattern(study, i).id);
            put_text(out, outcome_name(study_outcome(study, study->intact, i)));
            put_text(out, outcome_name(study_outcome(study, study->ablated[a], i)));
            put_integer(out, v.replicates);
            put_integer(out, v.missing);
            put_number(out, v.median);
            put_number(out, v.mean);
            put_number(out, v.share);
            output_text(out, "\n");
        }
    }
}

static void write_expectations(const struct study *study, struct output *out)
{
    output_text(out, "ablation,expectation,alternatives,pattern,outcome\n");
    for (int32_t a = 0; a < study->ablation_count; a++) {
        struct expectation expectation = {0};
        for (int32_t number = 0; study_expectation(study, a, &expectation); number++) {
            for (int32_t k = 0; k < expectation.count; k++) {
                const ist_ablation_row row = study_expectation_row(study, a, &expectation, k);
                csv_text(out, study_ablation(study, study->ablation[a]).name);
                put_text(out, ist_expectation_name(expectation.kind));
                put_integer(out, number);
                put_text(out, study_pattern(study, row.pattern).id);
                put_text(out, fate_name(expectation.fate));
                output_text(out, "\n");
            }
        }
    }
}

static void put_holding(const struct study *study, struct output *out, int32_t holding)
{
    double low = 0.0;
    double high = 0.0;
    ist_wilson(holding, study->draws, &low, &high);
    put_integer(out, study->draws);
    put_integer(out, holding);
    put_number(out, (double)holding / study->draws);
    put_number(out, low);
    put_number(out, high);
    output_text(out, "\n");
}

static void write_jitter(const struct study *study, struct output *out)
{
    output_text(out, "pattern,worth,draws,holding,share,share_low,share_high\n");
    for (int32_t i = 0; i < study->count; i++) {
        const ist_pattern_info info = study_pattern(study, i);
        if (study_is_judged(study, i)) {
            csv_text(out, info.id);
            put_text(out, (const char[]){info.worth, '\0'});
            put_holding(study, out, ist_jitter_pattern_holds(study->jitter, i));
        }
    }
    // Without an id: all of a worth together, and all there are.
    for (const char *worth = study_worths; *worth; worth++) {
        if (study_count_judged(study, *worth) > 0) {
            put_text(out, (const char[]){*worth, '\0'});
            put_holding(study, out, ist_jitter_set_holds(study->jitter, *worth));
        }
    }
    if (study_count_judged(study, 0) > 0) {
        put_text(out, NULL);
        put_holding(study, out, ist_jitter_set_holds(study->jitter, 0));
    }
}

static void write_draws(const struct study *study, struct output *out)
{
    output_text(out, "draw,pattern,median,holds\n");
    for (int32_t draw = 0; draw < study->draws; draw++) {
        for (int32_t i = 0; i < study->count; i++) {
            if (!study->is_asked[i]) {
                continue;
            }
            output_format(out, "%" PRId32, draw);
            put_text(out, study_pattern(study, i).id);
            put_number(out, ist_jitter_median(study->jitter, i, draw));
            if (study_is_judged(study, i)) {
                put_truth(out, study->draw_holds[(size_t)i * (size_t)study->draws + (size_t)draw]);
            } else {
                put_text(out, NULL);
            }
            output_text(out, "\n");
        }
    }
}

static void write_parameters(const struct study *study, struct output *out)
{
    output_text(out, "draw,parameter,value\n");
    for (int32_t draw = 0; draw < study->draws; draw++) {
        const double *values = ist_jitter_values(study->jitter, draw);
        for (int32_t p = 0; p < ist_parameter_count(); p++) {
            output_format(out, "%" PRId32, draw);
            put_text(out, ist_parameter_get(p)->name);
            put_number(out, values[p]);
            output_text(out, "\n");
        }
    }
}

static int write_file(const struct study *study, const char *folder, const char *name,
                      void (*write)(const struct study *study, struct output *out))
{
    char *path = folder_join(folder, name);
    if (!path) {
        return complain_memory();
    }
    int code = CODE_OK;
    struct output *out = output_create(path);
    if (out) {
        write(study, out);
        const int error = output_close(out);
        if (error) {
            complain("cannot write %s: %s", path, strerror(error));
            code = CODE_IO;
        }
    } else {
        complain("cannot create %s: %s", path, strerror(errno));
        code = CODE_CANNOT_CREATE;
    }
    free(path);
    return code;
}

int study_write_csv(const struct study *study, const char *folder)
{
    const bool is_jittered = study->jitter != NULL;
    const bool is_ablated = study->ablation_count > 0;
    const struct {
        const char *name;
        bool is_wanted;
        void (*write)(const struct study *study, struct output *out);
    } files[] = {
        {"patterns.csv", !is_jittered, write_patterns},
        {"values.csv", !is_jittered, write_values},
        {"ablations.csv", is_ablated, write_ablations},
        {"expectations.csv", is_ablated, write_expectations},
        {"jitter.csv", is_jittered, write_jitter},
        {"jitter_draws.csv", is_jittered, write_draws},
        {"jitter_parameters.csv", is_jittered, write_parameters},
    };
    int code = CODE_OK;
    for (size_t i = 0; i < COUNT_OF(files) && code == CODE_OK; i++) {
        if (files[i].is_wanted) {
            code = write_file(study, folder, files[i].name, files[i].write);
        }
    }
    return code;
}
