// SPDX-License-Identifier: GPL-3.0-or-later
// Where the numbers of a report come from.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "driver/number.h"
#include "driver/report/markup.h"
#include "driver/report/page.h"
#include "driver/report/report.h"
#include "driver/text.h"

// Facts of a store as people say them, in this order.
static const struct known_fact {
    const char *key, *label;
    const char *silent; // the value that needs no words; NULL: none
    const char *said;   // in place of any other value; NULL: the value
} known_facts[] = {
    {"program", "program", "Interstice", NULL},
    {"version", "Interstice", NULL, NULL},
    {"compiler", "compiler", NULL, NULL},
    {"gsl", "GSL", NULL, NULL},
    {"sqlite", "SQLite", NULL, NULL},
    {"experiment_hash", "experiment", NULL, NULL},
    {"variants", "variants", "1", NULL},
    {"replicates", "replicates", NULL, NULL},
    {"seed", "seed", NULL, NULL},
    {"parameter_hash", "parameters", NULL, NULL},
    {"ticks", "stopped after ticks", "0", NULL},
    {"twins", "twins", "0", "each event against the same runs without it"},
    {"units", "units", "0", "every unit in every tick is stored"},
    {"shards", "shards", "1", NULL},
    {"shard", "shard, from 0", NULL, NULL},
};

static void put_fact(struct output *out, const char *name, const char *value)
{
    output_text(out, "<dt>");
    markup_words(out, name);
    output_text(out, "</dt><dd>");
    markup_text(out, value);
    output_text(out, "</dd>\n");
}

static bool find_fact(const struct report *report, const char *key, ist_store_fact_info *fact)
{
    for (int32_t i = 0; ist_store_fact(report->store, i, fact, NULL); i++) {
        if (strcmp(fact->key, key) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_known(const char *key)
{
    for (size_t i = 0; i < COUNT_OF(known_facts); i++) {
        if (strcmp(known_facts[i].key, key) == 0) {
            return true;
        }
    }
    return false;
}

// Which shard it is matters where there are several.
static bool is_whole(const struct report *report)
{
    ist_store_fact_info fact;
    return !find_fact(report, "shards", &fact) || strcmp(fact.value, "1") == 0;
}

static void put_facts(struct output *out, const struct report *report)
{
    const bool is_shard = !is_whole(report); // asked first: what a fact says lives until the next
    ist_store_fact_info fact;
    for (size_t i = 0; i < COUNT_OF(known_facts); i++) {
        const struct known_fact *known = &known_facts[i];
        const bool is_told = find_fact(report, known->key, &fact) &&
                             !(known->silent && strcmp(fact.value, known->silent) == 0) &&
                             (is_shard || strcmp(known->key, "shard") != 0);
        if (is_told) {
            put_fact(out, known->label, known->said ? known->said : fact.value);
        }
    }
    for (int32_t i = 0; ist_store_fact(report->store, i, &fact, NULL); i++) {
        if (!is_known(fact.key)) {
            put_fact(out, fact.key, fact.value);
        }
    }
}

static void put_inputs(struct output *out, const struct report *report)
{
    ist_experiment_input input;
    for (int32_t i = 0; ist_store_input(report->store, i, &input, NULL); i++) {
        output_text(out, "<dt>file</dt><dd>");
        markup_text(out, input.path);
        output_text(out, "<br><code>sha256 ");
        markup_text(out, input.sha256);
        output_text(out, "</code></dd>\n");
    }
}

// Without this variable a report bears no date: the same store gives the same bytes.
static void put_date(struct output *out)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    uint64_t seconds = 0;
    if (epoch && number_parse(epoch, 0, (uint64_t)1 << 40, &seconds)) {
        const time_t when = (time_t)seconds;
        struct tm date;
        char text[PHRASE_SIZE];
        if (gmtime_r(&when, &date) && strftime(text, sizeof text, "%Y-%m-%d", &date) > 0) {
            put_fact(out, "made on", text);
        }
    }
}

void report_put_provenance(struct output *out, const struct report *report)
{
    output_text(out, "<section aria-labelledby=\"provenance\">\n");
    page_part(out, "", "provenance", "Where this comes from");
    output_text(out, "<dl class=\"facts\">\n");
    // Where it lies is nobody's business, and another way to write it would give another page.
    const char *name = strrchr(report->path, '/');
    put_fact(out, "run store", name ? name + 1 : report->path);
    put_facts(out, report);
    put_inputs(out, report);
    put_date(out);
    output_text(out, "</dl>\n<p class=\"about\">Made by <code>interstice report</code>, version "
                     "" IST_VERSION ". The store alone is enough to make this page again");
    output_text(out, report->has_verdicts
                         ? ""
                         : ", and with <code>interstice reproduce</code> each of its runs");
    output_text(out, ".</p>\n</section>\n");
}

// Why runs failed: the first few of them.
static void put_failures(struct output *out, const struct report *report, int32_t count)
{
    enum { SHOWN = 5 };
    ist_failure_info failure;
    output_text(out, "<ul class=\"told\">\n");
    for (int32_t i = 0; i < SHOWN && ist_store_failure(report->store, i, &failure, NULL); i++) {
        output_format(out, "<li>Run %" PRId32 ": ", failure.job);
        markup_text(out, failure.message);
        output_text(out, "</li>\n");
    }
    if (count > SHOWN) {
        output_format(out, "<li>and %" PRId32 " more.</li>\n", count - SHOWN);
    }
    output_text(out, "</ul>\n");
}

void report_put_state(struct output *out, const struct report *report)
{
    const int32_t missing = ist_store_missing(report->store);
    const int32_t failures = ist_store_failures(report->store);
    char some[PHRASE_SIZE] = "";
    if (failures > 0) {
        snprintf(some, sizeof some, ", %" PRId32 " of these failed", failures);
    }
    if (missing > 0) {
        output_format(out,
                      "<p><strong>Not complete:</strong> %" PRId32 " runs are there, %" PRId32
                      " are missing%s.</p>\n",
                      ist_store_runs(report->store), missing, some);
    }
    if (failures > 0) {
        put_failures(out, report, failures);
    }
}
