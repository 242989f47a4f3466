// SPDX-License-Identifier: GPL-3.0-or-later
// What managers do: the five roles, and how far they intrude against what is tolerated.
#include <assert.h>
#include <math.h>
#include <stdio.h>

#include "driver/report/cells.h"
#include "driver/report/draw_series.h"
#include "driver/report/drawing.h"
#include "driver/text.h"

static const double roles_height = 264.0;

static bool has_official(const struct story *story)
{
    const double least = 0.05;
    for (int32_t t = 0; t < story->one.ticks; t++) {
        if (story_mean(story, t, IST_METRIC_OFFICIAL) >= least) {
            return true;
        }
    }
    return false;
}

static int32_t count_roles(const void *subject)
{
    return has_official(subject);
}

static double tolerated(const struct story *story)
{
    return ist_model_parameter(story->one.model, "tolerated");
}

// ---- Roles

static void caption_roles(const void *subject, int32_t index, char *out, size_t size)
{
    (void)index;
    snprintf(out, size,
             "How much managers stimulate, facilitate, support, control and recognize: intensity "
             "from 0 to 1, mean over active official communities%s. Communities without an "
             "overseer count as 0.",
             story_is_single(subject) ? "" : "; median over the runs");
}

static void chart_roles(const void *subject, int32_t index, struct chart *out)
{
    static const char *const styles[] = {"line-1", "line-2", "line-3", "line-4", "line-5"};
    static_assert(COUNT_OF(styles) == IST_ROLE_COUNT, "every role has a line of its own");
    const struct story *story = subject;
    (void)index;
    *out = (struct chart){
        .story = story, .height = roles_height, .from_zero = true, .curves = IST_ROLE_COUNT};
    for (int r = 0; r < IST_ROLE_COUNT; r++) {
        struct curve *curve = &out->curve[r];
        *curve = (struct curve){.style = styles[r],
                                .label = ist_role_name((ist_role)r),
                                .middle = story->scratch[1 + r],
                                .count = story->one.ticks};
        for (int32_t t = 0; t < story->one.ticks; t++) {
            curve->middle[t] = story_role(story, t, (ist_role)r).median;
        }
    }
}

static void table_roles(struct output *out, const void *subject, int32_t index)
{
    const struct story *story = subject;
    (void)index;
    series_table(out);
    for (int r = 0; r < IST_ROLE_COUNT; r++) {
        cells_heading(out, ist_role_name((ist_role)r));
    }
    cells_heading(out, "intrusion");
    for (int32_t t = series_row(out, story, 0); t >= 0; t = series_row(out, story, t + 1)) {
        for (int r = 0; r < IST_ROLE_COUNT; r++) {
            cells_number(out, story_role(story, t, (ist_role)r).median, 2);
        }
        cells_number(out, story_metric(story, t, IST_METRIC_INTRUSION).median, 2);
    }
    cells_end(out);
}

const struct drawing drawing_roles = {.id = "roles",
                                      .count = count_roles,
                                      .heading = "The five roles of managers",
                                      .caption = caption_roles,
                                      .chart = chart_roles,
                                      .table = table_roles};

// ---- Intrusion

static void caption_intrusion(const void *subject, int32_t index, char *out, size_t size)
{
    (void)index;
    snprintf(out, size,
             "How far managers intrude on official communities, from 0 to 1: mean over active "
             "ones%s. Above what is tolerated, %.3g, intrusion costs a community its autonomy.",
             story_is_single(subject)
                 ? ""
                 : "; median over the runs and the range that holds 90 % of them",
             tolerated(subject));
}

static void chart_intrusion(const void *subject, int32_t index, struct chart *out)
{
    static const struct track intrusion = {.metric = IST_METRIC_INTRUSION, .form = FORM_PEOPLE};
    const struct story *story = subject;
    (void)index;
    *out = (struct chart){.story = story, .height = roles_height, .from_zero = true, .curves = 2};
    out->curve[0] = track_curve(story, &intrusion);
    out->curve[0].style = "line-2";
    out->curve[0].label = "intrusion";
    out->curve[1] = (struct curve){.style = "twin",
                                   .label = "tolerated",
                                   .middle = story->scratch[4],
                                   .count = story->one.ticks};
    for (int32_t t = 0; t < story->one.ticks; t++) {
        out->curve[1].middle[t] = tolerated(story);
    }
}

const struct drawing drawing_intrusion = {.id = "intrusion",
                                          .count = count_roles,
                                          .heading = "Intrusion, and what is tolerated",
                                          .caption = caption_intrusion,
                                          .chart = chart_intrusion,
                                          .table = table_roles};
