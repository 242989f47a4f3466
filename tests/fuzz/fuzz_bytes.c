// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever bytes come in, a record, an experiment or a table of points is read or refused; what is read
// has the very same bytes again.
#include <interstice/experiment.h>

#include "scenario/design.h"

#include <stdlib.h>
#include <string.h>

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void try_record(const uint8_t *bytes, size_t size)
{
    ist_run_record *record = ist_run_record_load(bytes, size, NULL);
    if (record) {
        uint8_t *again = malloc(size);
        require(ist_run_record_save(record, again, size) == size);
        require(again != NULL);
        free(again);
        ist_run_record_destroy(record);
    }
}

static void try_experiment(const uint8_t *bytes, size_t size)
{
    ist_experiment *experiment = ist_experiment_load(bytes, size, NULL, NULL);
    if (experiment) {
        require(ist_experiment_save(experiment, NULL, 0) == size);
        require(ist_experiment_jobs(experiment) > 0);
        ist_experiment_destroy(experiment);
    }
}

static void try_table(const uint8_t *bytes, size_t size)
{
    isti_factors factors;
    ist_errors *errors = ist_errors_create();
    const bool is_read =
        isti_factors_read_csv((const char *)bytes, size, "table", &factors, errors);
    require(is_read == (ist_errors_count(errors) == 0));
    if (is_read) {
        require(factors.count > 0 && factors.item[0].value_count > 0);
        isti_factors_clear(&factors);
    }
    ist_errors_destroy(errors);
}

// The first byte says which it is.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    static void (*const tries[])(const uint8_t *, size_t) = {try_record, try_experiment, try_table};
    tries[data[0] % 3](data + 1, size - 1);
    return 0;
}
