// SPDX-License-Identifier: GPL-3.0-or-later
// What --set changes in every scenario before it is read.
#include "driver/changes.h"

#include "driver/exit_code.h"
#include "driver/message.h"

int changes_open(struct changes *changes, const struct options *options)
{
    *changes = (struct changes){.options = ist_scenario_options_default()};
    changes->options.set = changes->item;
    for (int32_t i = 0; i < options->change_count; i++) {
        ist_override *item = &changes->item[i];
        const ist_status status = ist_override_parse(options->change[i], item);
        if (status == IST_ERR_NO_MEMORY) {
            return complain_memory();
        }
        if (status != IST_OK) {
            complain("--set %s: needs a pointer and a value, such as /organization/emphasis=0.5",
                     options->change[i]);
            return CODE_USAGE;
        }
        item->source = "--set";
        changes->options.set_count++;
    }
    return CODE_OK;
}

void changes_close(struct changes *changes)
{
    for (int32_t i = 0; i < changes->options.set_count; i++) {
        ist_override_clear(&changes->item[i]);
    }
    changes->options.set_count = 0;
}
