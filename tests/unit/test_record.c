// SPDX-License-Identifier: GPL-3.0-or-later
// Records of runs, their bytes, and the fingerprints of files.
#include <interstice/record.h>

#include "base/memory.h"
#include "base/pack.h"
#include "base/sha256.h"
#include "support/firm.h"

#include <math.h>

static unsigned char *saved(const ist_run_record *record, size_t *size)
{
    *size = ist_run_record_save(record, NULL, 0);
    ck_assert_uint_gt(*size, 0);
    unsigned char *bytes = malloc(*size);
    ck_assert_uint_eq(ist_run_record_save(record, bytes, *size), *size);
    return bytes;
}

START_TEST(a_record_comes_back_to_the_last_bit)
{
    ist_experiment *e = firm_experiment(1, 1, true);
    ist_run_record *record = firm_run(e, 0);
    size_t size;
    size_t size_again;
    unsigned char *bytes = saved(record, &size);
    ist_run_record *again = ist_run_record_load(bytes, size, NULL);
    unsigned char *bytes_again = saved(again, &size_again);
    ck_assert_uint_eq(size, size_again);
    ck_assert_mem_eq(bytes, bytes_again, size);
    ck_assert_uint_eq(ist_run_record_hash(record), ist_run_record_hash(again));
    ck_assert_int_eq(again->ticks, 25);
    ck_assert_int_eq(again->unit_rows, 25 * 3);
    ck_assert_int_gt(again->community_rows, 0);
    ck_assert_int_eq(again->shocks, 1);
    ck_assert_str_eq(again->shock[0], "move");
    ck_assert_ptr_nonnull(again->twin);
    free(bytes_again);
    free(bytes);
    ist_run_record_destroy(again);
    ist_run_record_destroy(record);
    ist_experiment_destroy(e);
}
END_TEST

// What the run itself shows is what its record says.
static ist_status compare_with_run(void *context, const ist_run_result *result)
{
    ist_run_record *record = ist_run_record_take(result);
    int32_t *compared = context;
    for (int m = 0; m < IST_METRIC_COUNT; m++) {
        const double *series = ist_recorder_series(result->record, (ist_metric)m);
        for (int32_t t = 0; t < record->ticks; t++) {
            const double value = record->series[m * record->ticks + t];
            ck_assert(isnan(series[t]) ? isnan(value) : value == series[t]);
        }
    }
    ck_assert_int_eq(record->communities, ist_state_communities(result->state));
    for (int32_t i = 0; i < record->communities; i++) {
        ist_community_info info;
        ck_assert(ist_community_get(result->state, record->community[i].community, &info));
        ck_assert_int_eq((int)record->community[i].stage, (int)info.stage);
        ck_assert_int_eq(record->community[i].members, info.members);
        ck_assert_double_eq(record->community[i].autonomy, info.autonomy);
    }
    ck_assert_uint_eq(record->state_hash, ist_state_hash(result->state));
    ck_assert_ptr_null(record->relative);
    ++*compared;
    ist_run_record_destroy(record);
    return IST_OK;
}

START_TEST(a_record_says_what_the_run_did)
{
    ist_experiment *e = firm_experiment(1, 1, false);
    const ist_model *model = ist_experiment_hold(e, 0, NULL);
    int32_t compared = 0;
    ist_ensemble_def def = ist_ensemble_def_default();
    def.replicates = 3;
    def.record.communities = true;
    def.on_run = compare_with_run;
    def.context = &compared;
    ck_assert_int_eq(ist_ensemble_run(model, &def, NULL), IST_OK);
    ck_assert_int_eq(compared, 3);
    ist_experiment_release(e, 0);
    ist_experiment_destroy(e);
}
END_TEST

// No length and no single changed byte makes a reader crash; what is cut short is no record, and what is
// changed is another one.
START_TEST(damage_never_goes_unnoticed)
{
    ist_experiment *e = firm_experiment(1, 1, true);
    ist_run_record *record = firm_run(e, 0);
    size_t size;
    unsigned char *bytes = saved(record, &size);
    for (size_t length = 0; length < size; length += 1 + length / 64) {
        ck_assert_ptr_null(ist_run_record_load(bytes, length, NULL));
    }
    for (size_t at = 0; at < size; at += 1 + at / 128) {
        bytes[at] ^= 0x41;
        ist_run_record *other = ist_run_record_load(bytes, size, NULL);
        ck_assert(!other || ist_run_record_hash(other) != ist_run_record_hash(record));
        bytes[at] ^= 0x41;
        ist_run_record_destroy(other);
    }
    free(bytes);
    ist_run_record_destroy(record);
    ist_experiment_destroy(e);
}
END_TEST

START_TEST(all_unknowns_and_both_zeros_give_the_same_bytes)
{
    isti_pack a = {.bytes = NULL};
    isti_pack b = {.bytes = NULL};
    isti_pack_double(&a, (double)NAN);
    isti_pack_double(&b, -(double)NAN);
    isti_pack_double(&a, 0.0);
    isti_pack_double(&b, -0.0);
    ck_assert_uint_eq(a.length, 16);
    ck_assert_mem_eq(a.bytes, b.bytes, 16);
    isti_pack_clear(&a);
    isti_pack_clear(&b);
}
END_TEST

START_TEST(a_text_without_its_end_is_damage)
{
    isti_pack pack = {.bytes = NULL};
    isti_pack_text(&pack, "abc");
    pack.bytes[8 + 3] = 'd';
    isti_unpack in = {.at = pack.bytes, .end = pack.bytes + pack.length};
    ck_assert_str_eq(isti_unpack_text(&in), "");
    ck_assert(in.is_damaged);
    isti_pack_clear(&pack);
}
END_TEST

// FIPS 180-4, examples; and the empty text.
static const struct {
    const char *text, *digest;
} known[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

START_TEST(fingerprints_of_files_are_sha_256)
{
    char digest[ISTI_SHA256_SIZE];
    isti_sha256(known[_i].text, strlen(known[_i].text), digest);
    ck_assert_str_eq(digest, known[_i].digest);
}
END_TEST

// A million times "a", the third example.
START_TEST(long_files_have_theirs)
{
    char digest[ISTI_SHA256_SIZE];
    char *text = malloc(1000000);
    memset(text, 'a', 1000000);
    isti_sha256(text, 1000000, digest);
    ck_assert_str_eq(digest, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(text);
}
END_TEST

SUITE("record", TEST(a_record_comes_back_to_the_last_bit), TEST(a_record_says_what_the_run_did),
      TEST(damage_never_goes_unnoticed), TEST(all_unknowns_and_both_zeros_give_the_same_bytes),
      TEST(a_text_without_its_end_is_damage), EACH(fingerprints_of_files_are_sha_256, 3),
      TEST(long_files_have_theirs))
