// SPDX-License-Identifier: GPL-3.0-or-later
// What switching something off should do to patterns, and whether it did.
#include "study/study.h"

#include <math.h>

static const char *const expectations[] = {
    [IST_EXPECT_BREAKS] = "breaks",
    [IST_EXPECT_SPARES] = "spares",
    [IST_EXPECT_WEAKENS] = "weakens",
};
static_assert(COUNT_OF(expectations) == IST_EXPECT_COUNT, "every expectation has a name");

const char *ist_expectation_name(ist_expectation expectation)
{
    return expectation < IST_EXPECT_COUNT ? expectations[expectation] : NULL;
}

// The two validations that are compared.
typedef struct comparison {
    const ist_patterns *patterns;
    const ist_validation *with, *without; // the ablation
} comparison;

static ist_verdict verdict_of(const ist_validation *v, int32_t pattern)
{
    ist_verdict verdict = {0};
    ist_validation_verdict(v, pattern, &verdict);
    return verdict;
}

// Only what holds without the ablation, and was looked at with it, can break or be spared.
static bool applies(const comparison *c, int32_t pattern)
{
    const ist_verdict without = verdict_of(c->without, pattern);
    return without.judged && without.holds && verdict_of(c->with, pattern).judged;
}

static bool has_broken(const comparison *c, int32_t pattern)
{
    return applies(c, pattern) && !verdict_of(c->with, pattern).holds;
}

static bool has_group_broken(const comparison *c, const isti_pattern_group *group)
{
    bool has_any = false;
    for (int32_t k = 0; k < group->count; k++) {
        has_any = has_any || has_broken(c, group->pattern[k]);
    }
    return has_any;
}

// Nearer to the nearest bound, or farther beyond it. What cannot be told any more has gone altogether.
static bool has_weakened(const comparison *c, int32_t pattern)
{
    const isti_pattern *p = &c->patterns->view.pattern[pattern];
    const ist_verdict with = verdict_of(c->with, pattern);
    const ist_verdict without = verdict_of(c->without, pattern);
    const double margin = isti_verdict_margin(p, &with);
    return applies(c, pattern) && (isnan(margin) || margin < isti_verdict_margin(p, &without));
}

// Row `index` of the groups, counting through them; what is left of `index` where there is none.
static bool breaks_row(const comparison *c, const isti_ablation *ablation, int32_t *index,
                       ist_ablation_row *out)
{
    for (int32_t g = 0; g < ablation->break_count; g++) {
        const isti_pattern_group *group = &ablation->breaks[g];
        if (*index < group->count) {
            const int32_t pattern = group->pattern[*index];
            *out = (ist_ablation_row){.expectation = IST_EXPECT_BREAKS,
                                      .pattern = pattern,
                                      .group = g,
                                      .applies = applies(c, pattern),
                                      .met = has_group_broken(c, group)};
            return true;
        }
        *index -= group->count;
    }
    return false;
}

bool ist_ablation_expectation(const ist_patterns *patterns, int32_t ablation, int32_t index,
                              const ist_validation *with, const ist_validation *without,
                              ist_ablation_row *out)
{
    if (ablation < 0 || ablation >= patterns->view.ablations || index < 0) {
        return false;
    }
    const comparison c = {.patterns = patterns, .with = with, .without = without};
    const isti_ablation *a = &patterns->view.ablation[ablation];
    if (breaks_row(&c, a, &index, out)) {
        return true;
    }
    *out = (ist_ablation_row){.group = -1};
    if (index < a->spare_count) {
        out->expectation = IST_EXPECT_SPARES;
        out->pattern = a->spares[index];
        out->applies = applies(&c, out->pattern);
        out->met = out->applies && !has_broken(&c, out->pattern);
        return true;
    }
    index -= a->spare_count;
    if (index < a->weaken_count) {
        out->expectation = IST_EXPECT_WEAKENS;
        out->pattern = a->weakens[index];
        out->applies = applies(&c, out->pattern);
        out->met = has_weakened(&c, out->pattern);
        return true;
    }
    return false;
}
