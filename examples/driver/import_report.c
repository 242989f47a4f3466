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
    const int length =
        snprintf(line, sizeof line, "import: %" PRId64 " %s in %" PRId64 " unit%s",
                 count[IST_IMPORT_PEOPLE], count[IST_IMPORT_PEOPLE] == 1 ? "person" : "people",
                 count[IST_IMPORT_UNITS], count[IST_IMPORT_UNITS] == 1 ? "" : "s");
    if (count[IST_IMPORT_ROWS] > 0) {
        snprintf(line + length, sizeof line - (size_t)length,
                 "; %" PRId64 " tie%s, from %" PRId64 " row%s", count[IST_IMPORT_TIES],
                 count[IST_IMPORT_TIES] == 1 ? "" : "s", count[IST_IMPORT_ROWS],
                 count[IST_IMPORT_ROWS] == 1 ? "" : "s");
    }
    terminal_wrap(out, look, line, 0, 2);
    const char *remark;
    for (int32_t i = 0; (remark = ist_scenario_remark(scenario, i)); i++) {
        snprintf(line, sizeof line, "- %s", remark);
        terminal_wrap(out, look, line, 0, 4);
    }
}
