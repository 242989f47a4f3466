// SPDX-License-Identifier: GPL-3.0-or-later
// `interstice sweep`: many variants of scenarios, into a run store.
#include "driver/commands.h"
#include "driver/estimate.h"
#include "driver/exit_code.h"
#include "driver/interrupt.h"
#include "driver/labor.h"
#include "driver/message.h"
#include "driver/plan.h"
#include "driver/results.h"

static const int32_t usual_replicates = 20;

static int check(const struct options *options)
{
    if (!options->store && !options->dry_run) {
        complain("\"interstice sweep\" needs a run store: --output STORE, or --dry-run");
        return CODE_USAGE;
    }
    return CODE_OK;
}

int command_sweep(const struct options *options)
{
    int code = check(options);
    if (code != CODE_OK) {
        return code;
    }
    ist_experiment *experiment = NULL;
    ist_store *store = NULL;
    interrupt_catch();
    code = plan_create(options, usual_replicates, &experiment);
    if (code == CODE_OK && (options->dry_run || !options->quiet)) {
        code = estimate_tell(options, experiment);
    }
    if (code == CODE_OK && !options->dry_run) {
        code = labor_create(options, experiment, &store);
    }
    if (store) {
        code = results_work(options, experiment, store, options->store);
    }
    ist_store_close(store);
    ist_experiment_destroy(experiment);
    return code;
}
