// SPDX-License-Identifier: GPL-3.0-or-later
// Stores of verdicts: what patterns came to, without the runs behind them.
#include "ensemble/store.h"

#include "base/memory.h"
#include "base/sha256.h"
#include "scenario/read.h"

ist_verdicts_def ist_verdicts_def_default(void)
{
    return (ist_verdicts_def){.def_size = sizeof(ist_verdicts_def)};
}

static ist_status write_input(ist_store *store, sqlite3_stmt *s, int32_t number, const char *path,
                              ist_errors *errors)
{
    size_t length;
    char digest[ISTI_SHA256_SIZE];
    char *text = isti_read_file(path, isti_read_source(path), &length, errors);
    if (!text) {
        return IST_ERR_IO;
    }
    isti_sha256(text, length, digest);
    isti_free(text);
    sqlite3_bind_int(s, 1, number);
    isti_bind_text(s, 2, path);
    sqlite3_bind_text(s, 3, digest, -1, SQLITE_STATIC);
    sqlite3_bind_int64(s, 4, (int64_t)length);
    return isti_store_run(store, s, errors);
}

static ist_status write_inputs(ist_store *store, const ist_verdicts_def *def, ist_errors *errors)
{
    sqlite3_stmt *s = isti_store_statement(store, ISTI_ADD_INPUT, errors);
    ist_status status = s ? IST_OK : IST_ERR_IO;
    for (int32_t i = 0; i < def->input_count && status == IST_OK; i++) {
        status = write_input(store, s, i, def->input[i], errors);
    }
    return status;
}

static ist_status write_facts(ist_store *store, const ist_verdicts_def *def, ist_errors *errors)
{
    sqlite3_stmt *s = isti_store_statement(store, ISTI_ADD_FACT, errors);
    ist_status status = s ? isti_store_write_versions(store, errors) : IST_ERR_IO;
    for (int32_t i = 0; i < def->fact_count && status == IST_OK; i++) {
        isti_bind_text(s, 1, def->fact[2 * i]);
        isti_bind_text(s, 2, def->fact[2 * i + 1]);
        status = isti_store_run(store, s, errors);
    }
    return status;
}

static ist_status write_values(ist_store *store, const ist_verdict_row *row, ist_errors *errors)
{
    sqlite3_stmt *s = isti_store_statement(store, ISTI_ADD_VALUE, errors);
    ist_status status = s ? IST_OK : IST_ERR_IO;
    for (int32_t k = 0; k < row->value_count && status == IST_OK; k++) {
        sqlite3_bind_text(s, 1, row->ablation, -1, SQLITE_STATIC);
        isti_bind_text(s, 2, row->pattern);
        sqlite3_bind_int(s, 3, k);
        sqlite3_bind_double(s, 4, row->values[k]);
        status = isti_store_run(store, s, errors);
    }
    return status;
}

static ist_status write_row(ist_store *store, const ist_verdict_row *row, ist_errors *errors)
{
    sqlite3_stmt *s = isti_store_statement(store, ISTI_ADD_VERDICT, errors);
    if (!s) {
        return IST_ERR_IO;
    }
    const char *const texts[] = {row->pattern, row->worth, row->judgment, row->verdict, row->text};
    int column = 1;
    sqlite3_bind_text(s, column++, row->ablation, -1, SQLITE_STATIC);
    for (size_t k = 0; k < COUNT_OF(texts); k++) {
        isti_bind_text(s, column++, texts[k]);
    }
    for (size_t k = 0; k < IST_VERDICT_NUMBERS; k++) {
        sqlite3_bind_double(s, column++, row->number[k]);
    }
    const ist_status status = isti_store_run(store, s, errors);
    return status == IST_OK ? write_values(store, row, errors) : status;
}

static ist_status write_all(ist_store *store, const void *what, ist_errors *errors)
{
    const ist_verdicts_def *def = what;
    ist_status status = write_facts(store, def, errors);
    status = status == IST_OK ? write_inputs(store, def, errors) : status;
    for (int32_t i = 0; i < def->row_count && status == IST_OK; i++) {
        status = write_row(store, &def->row[i], errors);
    }
    return status;
}

ist_status ist_verdicts_store(const char *path, const ist_verdicts_def *def, ist_errors *errors)
{
    if (def->def_size != sizeof *def) {
        return isti_fail(errors, IST_ERR_DEF_NOT_INITIALIZED, "", "%s",
                         ist_status_text(IST_ERR_DEF_NOT_INITIALIZED));
    }
    return isti_store_make(path, write_all, def, errors);
}
