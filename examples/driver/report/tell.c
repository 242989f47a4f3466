// SPDX-License-Identifier: GPL-3.0-or-later
// What happened, in plain sentences drawn from the numbers.
#include "driver/report/tell.h"

#include <math.h>
#include <stdio.h>

#include "driver/report/cells.h"
#include "driver/report/markup.h"
#include "driver/summary.h"
#include "driver/text.h"

enum { SENTENCE_SIZE = 900 };

static void put_sentence(struct output *out, const char *text)
{
    if (text[0]) {
        output_text(out, "<li>");
        markup_text(out, text);
        output_text(out, "</li>\n");
    }
}

// Tick from `first` on at which the median of a metric is highest (sign 1) or lowest (-1); -1 where it is
// never defined.
static int32_t extreme_tick(const struct story *story, int32_t first, ist_metric metric,
                            double sign)
{
    int32_t best = -1;
    double most = -HUGE_VAL;
    for (int32_t t = first; t < story->one.ticks; t++) {
        const double value = sign * story_metric(story, t, metric).median;
        if (value > most + 1e-9) {
            most = value;
            best = t;
        }
    }
    return best;
}

static void say_value(const struct story *story, int32_t tick, ist_metric metric, enum form form,
                      char out[PHRASE_SIZE])
{
    const struct spread spread = story_metric(story, tick, metric);
    phrase_spread(form, &spread, &cells_look, out);
}

// How the number of active communities went.
static void tell_rise(struct output *out, const struct story *story)
{
    const int32_t last = story->one.ticks - 1;
    const int32_t top = extreme_tick(story, 0, IST_METRIC_COMMUNITIES, 1.0);
    char most[PHRASE_SIZE];
    char year[PHRASE_SIZE];
    char end[PHRASE_SIZE];
    char end_year[PHRASE_SIZE];
    char line[SENTENCE_SIZE];
    if (top < 0 || story_metric(story, top, IST_METRIC_COMMUNITIES).median < 0.5) {
        put_sentence(out, "In most runs no community was active at any time.");
        return;
    }
    say_value(story, top, IST_METRIC_COMMUNITIES, FORM_COUNT, most);
    say_value(story, last, IST_METRIC_COMMUNITIES, FORM_COUNT, end);
    text_year(story->time[top], year);
    text_year(story->time[last], end_year);
    const char *over = story_is_single(story)
                           ? ""
                           : ", in the median over the runs (in parentheses, here and below: the "
                             "range that holds 90 % of them)";
    if (top == last) {
        snprintf(line, sizeof line,
                 "Active communities were never more than at the end: %s in %s%s.", most, year,
                 over);
    } else {
        snprintf(
            line, sizeof line,
            "Active communities reached their highest number in %s: %s%s. In %s there were %s.",
            year, most, over, end_year, end);
    }
    put_sentence(out, line);
}

static void tell_participation(struct output *out, const struct story *story)
{
    const int32_t top = extreme_tick(story, 0, IST_METRIC_PARTICIPATION, 1.0);
    char most[PHRASE_SIZE];
    char year[PHRASE_SIZE];
    char line[SENTENCE_SIZE];
    if (top >= 0) {
        say_value(story, top, IST_METRIC_PARTICIPATION, FORM_PERCENT, most);
        text_year(story->time[top], year);
        snprintf(line, sizeof line,
                 "Participation was highest in %s: %s\u00a0%% of those who may take part.", year,
                 most);
        put_sentence(out, line);
    }
}

static void tell_performance(struct output *out, const struct story *story)
{
    // Few problems leave in the first months, the easiest ones first.
    const int32_t year = ist_model_ticks_per_year(story->one.model);
    const int32_t first = story->one.ticks > 2 * year ? year : 0;
    const int32_t low = extreme_tick(story, first, IST_METRIC_PERFORMANCE, -1.0);
    const int32_t high = extreme_tick(story, first, IST_METRIC_PERFORMANCE, 1.0);
    char least[PHRASE_SIZE];
    char most[PHRASE_SIZE];
    char low_year[PHRASE_SIZE];
    char high_year[PHRASE_SIZE];
    char line[SENTENCE_SIZE];
    if (low >= 0 && high >= 0) {
        say_value(story, low, IST_METRIC_PERFORMANCE, FORM_PERCENT, least);
        say_value(story, high, IST_METRIC_PERFORMANCE, FORM_PERCENT, most);
        text_year(story->time[low], low_year);
        text_year(story->time[high], high_year);
        snprintf(line, sizeof line,
                 "%sarticipants solved the smallest share of their problems in %s, %s\u00a0%%, and "
                 "the largest in %s, %s\u00a0%%.",
                 first > 0 ? "After the first year p" : "P", low_year, least, high_year, most);
        put_sentence(out, line);
    }
}

static void tell_clandestine(struct output *out, const struct story *story)
{
    const int32_t top = extreme_tick(story, 0, IST_METRIC_CLANDESTINE, 1.0);
    char most[PHRASE_SIZE];
    char year[PHRASE_SIZE];
    char line[SENTENCE_SIZE];
    if (top >= 0 && story_metric(story, top, IST_METRIC_CLANDESTINE).median >= 0.5) {
        say_value(story, top, IST_METRIC_CLANDESTINE, FORM_COUNT, most);
        text_year(story->time[top], year);
        snprintf(line, sizeof line,
                 "Some met in secret beside official communities that had lost their autonomy: %s "
                 "clandestine communities in %s, more than at any other time.",
                 most, year);
        put_sentence(out, line);
    }
}

static void tell_lives(struct output *out, const struct story *story)
{
    char all[PHRASE_SIZE];
    char back[PHRASE_SIZE];
    char line[SENTENCE_SIZE];
    int32_t age = 0;
    if (story->communities == 0) {
        return;
    }
    while (age < story->ages && story_alive(story, age).median > 0.5) {
        age++;
    }
    text_count(story->communities, all);
    text_count(story->resumed, back);
    const bool is_reached = age < story->ages && !isnan(story_alive(story, age).median);
    int length = snprintf(line, sizeof line, "%s communities were founded%s%s%s%s.", all,
                          story_is_single(story) ? "" : " in all runs together",
                          story->resumed > 0 ? ", of which " : "", story->resumed > 0 ? back : "",
                          story->resumed > 0 ? " brought back one that hibernated" : "");
    if (is_reached) {
        snprintf(line + length, sizeof line - (size_t)length,
                 " Half of them are over within %.1f years.",
                 (double)age / ist_model_ticks_per_year(story->one.model));
    } else {
        snprintf(line + length, sizeof line - (size_t)length,
                 " More than half of them outlive the time that was simulated.");
    }
    put_sentence(out, line);
}

static void tell_intrusion(struct output *out, const struct story *story)
{
    const double bound = ist_model_parameter(story->one.model, "tolerated");
    const int32_t top = extreme_tick(story, 0, IST_METRIC_INTRUSION, 1.0);
    int32_t above = 0;
    int32_t known = 0;
    char year[PHRASE_SIZE];
    char line[SENTENCE_SIZE];
    const double least = 0.005; // what two decimals show
    if (top < 0 || story_metric(story, top, IST_METRIC_INTRUSION).median < least) {
        return;
    }
    for (int32_t t = 0; t < story->one.ticks; t++) {
        const double median = story_metric(story, t, IST_METRIC_INTRUSION).median;
        above += median > bound;
        known += !isnan(median);
    }
    text_year(story->time[top], year);
    snprintf(line, sizeof line,
             "Managers intruded most on official communities in %s (%.2f on a scale to 1); what is "
             "tolerated, %.2f, was exceeded %s.",
             year, story_metric(story, top, IST_METRIC_INTRUSION).median, bound,
             above == 0           ? "at no time"
             : above == known     ? "all the time"
             : 2 * above >= known ? "most of the time"
                                  : "some of the time");
    put_sentence(out, line);
}

void tell_story(struct output *out, const struct story *story)
{
    char line[SENTENCE_SIZE];
    output_text(out, "<ul class=\"told\">\n");
    tell_rise(out, story);
    tell_participation(out, story);
    tell_performance(out, story);
    tell_clandestine(out, story);
    for (int32_t shock = 0; shock < story->one.sample.shocks; shock++) {
        summary_shock_sentence(&story->one, shock, &cells_look, line, sizeof line);
        put_sentence(out, line);
    }
    tell_lives(out, story);
    tell_intrusion(out, story);
    output_text(out, "</ul>\n");
}
