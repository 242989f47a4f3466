// SPDX-License-Identifier: GPL-3.0-or-later
// What a store says of itself, and its verdicts: row by row, for who tells people about it.
#include "ensemble/store.h"

// Row number `index` of a query; NULL when there is none, or after a report.
static sqlite3_stmt *open_row(ist_store *store, isti_statement which, int32_t index,
                              ist_errors *errors)
{
    sqlite3_stmt *s = index >= 0 ? isti_store_statement(store, which, errors) : NULL;
    if (!s) {
        return NULL;
    }
    sqlite3_bind_int(s, 1, index);
    const int step = sqlite3_step(s);
    if (step == SQLITE_ROW) {
        return s;
    }
    if (step != SQLITE_DONE) {
        isti_store_fail(store, errors);
    }
    sqlite3_reset(s);
    return NULL;
}

bool ist_store_fact(ist_store *store, int32_t index, ist_store_fact_info *out, ist_errors *errors)
{
    sqlite3_stmt *s = open_row(store, ISTI_READ_FACT, index, errors);
    if (s) {
        *out =
            (ist_store_fact_info){.key = isti_column_text(s, 0), .value = isti_column_text(s, 1)};
    }
    return s != NULL;
}

bool ist_store_input(ist_store *store, int32_t index, ist_experiment_input *out, ist_errors *errors)
{
    sqlite3_stmt *s = open_row(store, ISTI_READ_INPUT, index, errors);
    if (s) {
        *out = (ist_experiment_input){.path = isti_column_text(s, 0),
                                      .sha256 = isti_column_text(s, 1),
                                      .bytes = sqlite3_column_int64(s, 2)};
    }
    return s != NULL;
}

bool ist_store_verdict(ist_store *store, int32_t index, ist_verdict_row *out, ist_errors *errors)
{
    sqlite3_stmt *s = open_row(store, ISTI_READ_VERDICT, index, errors);
    if (!s) {
        return false;
    }
    *out = (ist_verdict_row){.ablation = isti_column_text(s, 0),
                             .pattern = isti_column_text(s, 1),
                             .worth = isti_column_text(s, 2),
                             .judgment = isti_column_text(s, 3),
                             .verdict = isti_column_text(s, 4),
                             .text = isti_column_text(s, 5)};
    for (int k = 0; k < IST_VERDICT_NUMBERS; k++) {
        out->number[k] = isti_column_double(s, 6 + k);
    }
    return true;
}
