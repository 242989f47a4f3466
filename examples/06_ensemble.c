// Which of two policies keeps more problems solved, and is the difference more than luck?
// SPDX-License-Identifier: GPL-3.0-or-later
#include <interstice/interstice.h>

#include <stdio.h>

enum { REPLICATES = 40, POLICIES = 2 };

static const char *const policies[POLICIES] = {"cultivating", "director"};

// Mean performance over a run, by policy and replicate.
struct results {
    double performance[POLICIES][REPLICATES];
};

// Called for every finished run, in no particular order: each has its place.
static ist_status note(void *context, int32_t job, const ist_run_record *record)
{
    struct results *results = context;
    const double *performance = record->series + IST_METRIC_PERFORMANCE * record->ticks;
    double sum = 0.0;
    for (int32_t tick = 0; tick < record->ticks; tick++) {
        sum += performance[tick];
    }
    results->performance[job % POLICIES][record->replicate] = sum / record->ticks;
    return IST_OK;
}

static void tell(const struct results *results)
{
    const ist_paired pair =
        ist_compare_pairs(results->performance[0], results->performance[1], REPLICATES, false);
    printf("%-12s %.3f\n%-12s %.3f\n", policies[0], pair.mean_a, policies[1], pair.mean_b);
    printf("difference   %+.3f (%+.3f to %+.3f), pair by pair\n", pair.difference, pair.low,
           pair.high);
    printf("%s is better in %.0f%% of the pairs\n", policies[0], 100.0 * pair.better);
    if (pair.needed > pair.pairs) {
        printf("to be sure would take %d replicates\n", (int)pair.needed);
    }
}

int main(int argc, char **argv)
{
    const ist_experiment_source source = {.path = argc > 1 ? argv[1] : "scenarios/comp.json"};
    ist_experiment_def def = ist_experiment_def_default();
    def.scenario = &source;
    def.scenario_count = 1;
    def.policy = policies; // in place of the managers' own, on the same random numbers
    def.policy_count = POLICIES;
    def.replicates = REPLICATES;

    static struct results results;
    ist_work_def work = ist_work_def_default();
    work.on_record = note;
    work.context = &results;
    ist_experiment *experiment = ist_experiment_create(&def, NULL);
    const ist_status status =
        experiment ? ist_experiment_work(experiment, NULL, &work, NULL) : IST_ERR_ARGUMENT;
    ist_experiment_destroy(experiment);
    if (status != IST_OK) {
        fprintf(stderr, "%s\n", ist_status_text(status));
        return 1;
    }
    tell(&results);
    return 0;
}
