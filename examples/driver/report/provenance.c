// SPDX-License-Identifier: GPL-3.0-or-later
// Where the numbers of a report come from.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "driver/number.h"
#include "driver/report/markup.h"
#include "driver/report/report.h"
#include "driver/text.h"

static void put_fact(struct output *out, const char *name, const char *value)
{
    output_text(out, "<dt>");
    markup_words(out, name);
    output_text(out, "</dt><dd>");
    markup_text(out, value);
    output_text(out, "</dd>\n");
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
    ist_store_fact_info fact;
    output_text(out, "<section aria-labelledby=\"provenance\">\n"
                     "<h2 id=\"provenance\">Where this comes from</h2>\n<dl class=\"facts\">\n");
    put_fact(out, "run store", report->path);
    for (int32_t i = 0; ist_store_fact(report->store, i, &fact, NULL); i++) {
        put_fact(out, fact.key, fact.value);
    }
    put_inputs(out, report);
    put_date(out);
    output_text(out,
                "</dl>\n<p class=\"about\">Made by <code>interstice report</code>, version "
                "" IST_VERSION ". The store alone is enough to make this page, and each of its "
                "runs, again: <code>interstice reproduce</code>.</p>\n</section>\n");
}

void report_put_state(struct output *out, const struct report *report)
{
    const int32_t missing = ist_store_missing(report->store);
    const int32_t failures = ist_store_failures(report->store);
    if (missing > 0) {
        output_format(out,
                      "<p><strong>Not complete:</strong> %" PRId32 " runs are there, %" PRId32
                      " missing, of which %" PRId32 " failed.</p>\n",
                      ist_store_runs(report->store), missing, failures);
    }
}
