// SPDX-License-Identifier: GPL-3.0-or-later
// What became of the files that a scenario imports, for people.
#include "driver/import_report.h"

#include <inttypes.h>
#include <stdio.h>

enum { LINE_SIZE = 1280 };

void import_report_print(const ist_scenario *scenario, struct output *out, const struct look *look)
{
    int64_t count[IST_IMPORT_COUNT];
    char line[LINE_SIZE];
    if (!ist_scenario_import(scenario, count)) {
        return;
    }
    int length =
        snprintf(line, sizeof line, "import: %" PRId64 " people read, in %" PRId64 " units",
                 count[IST_IMPORT_PEOPLE], count[IST_IMPORT_UNITS]);
    if (count[IST_IMPORT_ROWS] > 0) {
        length += snprintf(line + length, sizeof line - (size_t)length,
                           "; %" PRId64 " rows of ties, which make %" PRId64 " ties",
                           count[IST_IMPORT_ROWS], count[IST_IMPORT_TIES]);
    }
    terminal_wrap(out, look, line, 0, 2);
    const char *remark;
    for (int32_t i = 0; (remark = ist_scenario_remark(scenario, i)); i++) {
        snprintf(line, sizeof line, "- %s", remark);
        terminal_wrap(out, look, line, 0, 4);
    }
}
