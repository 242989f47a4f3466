// SPDX-License-Identifier: GPL-3.0-or-later
// Outcomes, error reports, names, memory and digests.
#include "base/base.h"
#include "base/memory.h"
#include "base/names.h"
#include "support/suite.h"

#include <string.h>

static const ist_status every_status[] = {
#define IST_ROW(name, value, text) IST_##name,
    IST_STATUS_LIST(IST_ROW)
#undef IST_ROW
};

START_TEST(every_status_has_a_name_and_a_text)
{
    const ist_status status = every_status[_i];
    ck_assert_str_ne(ist_status_name(status), "UNKNOWN");
    ck_assert_uint_gt(strlen(ist_status_text(status)), 5);
}
END_TEST

START_TEST(no_two_statuses_share_a_name)
{
    for (int i = 0; i < _i; i++) {
        ck_assert_str_ne(ist_status_name(every_status[i]), ist_status_name(every_status[_i]));
    }
}
END_TEST

START_TEST(a_status_is_named_as_in_the_header)
{
    ck_assert_str_eq(ist_status_name(IST_ERR_RANGE), "ERR_RANGE");
    ck_assert_str_eq(ist_status_text(IST_OK), "success");
}
END_TEST

START_TEST(a_status_of_nobody_still_has_a_name)
{
    ck_assert_str_eq(ist_status_name((ist_status)-99), "UNKNOWN");
    ck_assert_ptr_nonnull(ist_status_text((ist_status)-99));
}
END_TEST

START_TEST(the_linked_version_is_the_version_of_the_header)
{
    ck_assert_str_eq(ist_version(), IST_VERSION);
}
END_TEST

START_TEST(clamping_keeps_what_is_inside)
{
    ck_assert_double_eq(isti_clamp01(-0.5), 0.0);
    ck_assert_double_eq(isti_clamp01(0.25), 0.25);
    ck_assert_double_eq(isti_clamp01(1.5), 1.0);
}
END_TEST

// Errors ------------------------------------------------------------------------------------

START_TEST(a_new_list_is_empty_and_fine)
{
    ist_errors *errors = ist_errors_create();
    ck_assert_int_eq(ist_errors_count(errors), 0);
    ck_assert_int_eq(ist_errors_dropped(errors), 0);
    ck_assert_int_eq(ist_errors_status(errors), IST_OK);
    ck_assert_ptr_null(ist_errors_get(errors, 0));
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(no_list_at_all_is_fine)
{
    ck_assert_int_eq(isti_fail(NULL, IST_ERR_RANGE, "/a", "no"), IST_ERR_RANGE);
    ck_assert_int_eq(ist_errors_count(NULL), 0);
    ck_assert_int_eq(ist_errors_dropped(NULL), 0);
    ck_assert_int_eq(ist_errors_status(NULL), IST_OK);
    ck_assert_ptr_null(ist_errors_get(NULL, 0));
    ck_assert_ptr_null(isti_errors_at(NULL, 0));
    isti_errors_sort(NULL);
    ist_errors_clear(NULL);
    ist_errors_destroy(NULL);
}
END_TEST

START_TEST(a_report_says_status_place_and_sentence)
{
    ist_errors *errors = ist_errors_create();
    const ist_status status = isti_fail(errors, IST_ERR_RANGE, "/people", "%d is too few", 0);
    ck_assert_int_eq(status, IST_ERR_RANGE);
    const ist_error *error = ist_errors_get(errors, 0);
    ck_assert_int_eq(error->status, IST_ERR_RANGE);
    ck_assert_str_eq(error->where, "/people");
    ck_assert_str_eq(error->message, "0 is too few");
    ck_assert_str_eq(error->source, "");
    ck_assert_str_eq(error->allowed, "");
    ck_assert_str_eq(error->meant, "");
    ck_assert_int_eq(error->line, 0);
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(the_first_error_gives_the_status_of_the_list)
{
    ist_errors *errors = ist_errors_create();
    isti_fail(errors, IST_ERR_TYPE, "", "first");
    isti_fail(errors, IST_ERR_RANGE, "", "second");
    ck_assert_int_eq(ist_errors_status(errors), IST_ERR_TYPE);
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_cleared_list_is_empty_again)
{
    ist_errors *errors = ist_errors_create();
    for (int i = 0; i < 101; i++) {
        isti_fail(errors, IST_ERR_TYPE, "", "error %d", i);
    }
    ist_errors_clear(errors);
    ck_assert_int_eq(ist_errors_count(errors), 0);
    ck_assert_int_eq(ist_errors_dropped(errors), 0);
    ck_assert_int_eq(ist_errors_status(errors), IST_OK);
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(the_hundred_and_first_error_is_counted_as_dropped)
{
    ist_errors *errors = ist_errors_create();
    for (int i = 0; i < 100; i++) {
        isti_fail(errors, IST_ERR_TYPE, "", "error %d", i);
    }
    ck_assert_int_eq(ist_errors_count(errors), 100);
    ck_assert_int_eq(ist_errors_dropped(errors), 0);
    ck_assert_int_eq(isti_fail(errors, IST_ERR_RANGE, "", "one more"), IST_ERR_RANGE);
    ck_assert_int_eq(ist_errors_count(errors), 100);
    ck_assert_int_eq(ist_errors_dropped(errors), 1);
    ck_assert_str_eq(ist_errors_get(errors, 99)->message, "error 99");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_list_without_memory_still_knows_it_failed)
{
    ist_errors *errors = ist_errors_create();
    isti_fault_arm(0, true);
    isti_fail(errors, IST_ERR_SYNTAX, "", "lost");
    isti_fail(errors, IST_ERR_TYPE, "", "lost too");
    isti_fault_disarm();
    ck_assert_int_eq(ist_errors_count(errors), 0);
    ck_assert_int_eq(ist_errors_dropped(errors), 2);
    ck_assert_int_eq(ist_errors_status(errors), IST_ERR_SYNTAX);
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_list_that_cannot_grow_keeps_what_it_has)
{
    ist_errors *errors = ist_errors_create();
    isti_fail(errors, IST_ERR_SYNTAX, "", "kept");
    isti_fault_arm(0, true);
    for (int i = 0; i < 50; i++) {
        isti_fail(errors, IST_ERR_TYPE, "", "more");
    }
    isti_fault_disarm();
    ck_assert_int_eq(ist_errors_count(errors) + ist_errors_dropped(errors), 51);
    ck_assert_int_gt(ist_errors_dropped(errors), 0);
    ck_assert_str_eq(ist_errors_get(errors, 0)->message, "kept");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_list_gives_all_its_memory_back)
{
    const int64_t before = isti_live_blocks();
    ist_errors *errors = ist_errors_create();
    for (int i = 0; i < 30; i++) {
        isti_fail(errors, IST_ERR_TYPE, "", "error %d", i);
    }
    ist_errors_destroy(errors);
    ck_assert_int_eq(isti_live_blocks(), before);
}
END_TEST

static void fail_at(ist_errors *errors, int32_t line, int32_t column, const char *message)
{
    isti_fail(errors, IST_ERR_TYPE, "", "%s", message);
    ist_error *error = isti_errors_at(errors, ist_errors_count(errors) - 1);
    error->line = line;
    error->column = column;
}

START_TEST(sorting_puts_errors_in_order_of_position)
{
    ist_errors *errors = ist_errors_create();
    fail_at(errors, 9, 1, "d");
    fail_at(errors, 2, 8, "b");
    fail_at(errors, 2, 3, "a");
    fail_at(errors, 9, 1, "e");
    fail_at(errors, 4, 1, "c");
    isti_errors_sort(errors);
    for (int32_t i = 0; i < 5; i++) {
        ck_assert_int_eq(ist_errors_get(errors, i)->message[0], 'a' + i);
    }
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(control_characters_do_not_reach_the_terminal)
{
    ist_errors *errors = ist_errors_create();
    isti_fail_hint(errors, IST_ERR_TYPE, "/a\nb", "x\ty", "\x7f", "bad \"\x1b[31m\"");
    const ist_error *error = ist_errors_get(errors, 0);
    ck_assert_str_eq(error->message, "bad \"?[31m\"");
    ck_assert_str_eq(error->where, "/a?b");
    ck_assert_str_eq(error->allowed, "x?y");
    ck_assert_str_eq(error->meant, "?");
    ist_errors_destroy(errors);
}
END_TEST

// 255 bytes hold 127 letters of two bytes and half another.
START_TEST(a_long_text_is_not_cut_within_a_letter)
{
    char text[401] = "";
    for (int i = 0; i < 200; i++) {
        strcat(text, "\xC3\xA4");
    }
    ist_errors *errors = ist_errors_create();
    isti_fail_hint(errors, IST_ERR_TYPE, "", text, NULL, "%s", text);
    ck_assert_uint_eq(strlen(ist_errors_get(errors, 0)->message), 254);
    ck_assert_uint_eq(strlen(ist_errors_get(errors, 0)->allowed), 254);
    ist_errors_destroy(errors);
}
END_TEST

// 255 bytes hold 250 to 252 of ASCII, one letter of three bytes, and two, one or none of another.
START_TEST(a_long_text_keeps_its_last_whole_letter)
{
    const size_t ascii = 250 + (size_t)_i;
    char text[301] = "";
    memset(text, 'a', ascii);
    strcat(text, "\xE2\x82\xAC\xE2\x82\xAC");
    ist_errors *errors = ist_errors_create();
    isti_fail(errors, IST_ERR_TYPE, "", "%s", text);
    ck_assert_uint_eq(strlen(ist_errors_get(errors, 0)->message), ascii + 3);
    ist_errors_destroy(errors);
}
END_TEST

static const ist_error full_error = {
    .status = IST_ERR_UNKNOWN_NAME,
    .line = 3,
    .column = 7,
    .source = "org.json",
    .where = "/units/3/control",
    .message = "unknown control \"strct\"",
    .allowed = "loose, strict",
    .meant = "strict",
};

START_TEST(a_full_error_reads_as_documented)
{
    char text[512];
    const char *expected = "org.json:3:7: error: unknown control \"strct\" (/units/3/control); "
                           "allowed: loose, strict; did you mean \"strict\"?";
    ck_assert_uint_eq(ist_error_format(&full_error, text, sizeof text), strlen(expected));
    ck_assert_str_eq(text, expected);
}
END_TEST

START_TEST(empty_parts_of_an_error_are_left_out)
{
    ist_error error = full_error;
    char text[512];
    error.allowed[0] = '\0';
    ist_error_format(&error, text, sizeof text);
    ck_assert_str_eq(text, "org.json:3:7: error: unknown control \"strct\" (/units/3/control); "
                           "did you mean \"strict\"?");
    error.meant[0] = '\0';
    error.where[0] = '\0';
    ist_error_format(&error, text, sizeof text);
    ck_assert_str_eq(text, "org.json:3:7: error: unknown control \"strct\"");
    error.column = 0;
    ist_error_format(&error, text, sizeof text);
    ck_assert_str_eq(text, "org.json:3: error: unknown control \"strct\"");
    error.line = 0;
    ist_error_format(&error, text, sizeof text);
    ck_assert_str_eq(text, "org.json: error: unknown control \"strct\"");
    error.source[0] = '\0';
    ist_error_format(&error, text, sizeof text);
    ck_assert_str_eq(text, "error: unknown control \"strct\"");
    error.message[0] = '\0';
    ist_error_format(&error, text, sizeof text);
    ck_assert_str_eq(text, "error: name refers to nothing in this description");
}
END_TEST

START_TEST(an_error_is_cut_to_the_buffer_but_tells_its_whole_length)
{
    char whole[512];
    const size_t length = ist_error_format(&full_error, whole, sizeof whole);
    for (size_t size = 1; size <= length + 1; size++) {
        char text[512];
        memset(text, '#', sizeof text);
        ck_assert_uint_eq(ist_error_format(&full_error, text, size), length);
        ck_assert_uint_eq(strlen(text), size - 1);
        ck_assert_int_eq(strncmp(text, whole, size - 1), 0);
        ck_assert_int_eq(text[size], '#');
    }
}
END_TEST

START_TEST(an_error_can_be_measured_without_a_buffer)
{
    char whole[512];
    const size_t length = ist_error_format(&full_error, whole, sizeof whole);
    ck_assert_uint_eq(ist_error_format(&full_error, NULL, 0), length);
    ck_assert_uint_eq(ist_error_format(NULL, whole, sizeof whole), 0);
    ck_assert_str_eq(whole, "");
}
END_TEST

// Names -------------------------------------------------------------------------------------

static const char *const planets[] = {"mercury", "venus", NULL, "earth", "mars"};

START_TEST(a_known_name_is_found_at_its_index)
{
    ck_assert_int_eq(isti_name_find(planets, COUNT_OF(planets), "mercury"), 0);
    ck_assert_int_eq(isti_name_find(planets, COUNT_OF(planets), "mars"), 4);
}
END_TEST

START_TEST(case_matters_when_finding)
{
    ck_assert_int_eq(isti_name_find(planets, COUNT_OF(planets), "Mars"), -1);
    ck_assert_int_eq(isti_name_find(planets, COUNT_OF(planets), NULL), -1);
    ck_assert_int_eq(isti_name_find(NULL, 0, "mars"), -1);
}
END_TEST

typedef struct spelling {
    const char *given;
    const char *nearest;
} spelling;

static const spelling spellings[] = {
    {"mars", "mars"},           // itself
    {"MARS", "mars"},           // case is ignored
    {"marz", "mars"},           // one replaced
    {"mrs", "mars"},            // one missing
    {"maars", "mars"},          // one too many
    {"amrs", "mars"},           // neighbors swapped
    {"mercruy", "mercury"},     // neighbors swapped
    {"merkuri", "mercury"},     // two of seven replaced
    {"nerkuri", NULL},          // three are more than a third of seven
    {"pluto", NULL},            // nothing like it
    {"x", NULL},                // not even one letter in common
    {"", NULL},                 // nothing was meant
    {"mercuryvenusearth", NULL} // more than a third too long
};

START_TEST(an_unknown_name_gets_the_nearest_spelling)
{
    const char *nearest = isti_name_nearest(planets, COUNT_OF(planets), spellings[_i].given);
    if (spellings[_i].nearest) {
        ck_assert_str_eq(nearest, spellings[_i].nearest);
    } else {
        ck_assert_ptr_null(nearest);
    }
}
END_TEST

START_TEST(of_equally_near_spellings_the_first_is_suggested)
{
    static const char *const names[] = {"bat", "cat", "hat"};
    ck_assert_str_eq(isti_name_nearest(names, COUNT_OF(names), "rat"), "bat");
    ck_assert_str_eq(isti_name_nearest(names, COUNT_OF(names), "hut"), "hat");
}
END_TEST

START_TEST(a_name_too_long_to_report_gets_no_suggestion)
{
    char longer[98] = "";
    memset(longer, 'a', 97);
    const char *const names[] = {longer};
    ck_assert_ptr_null(isti_name_nearest(names, 1, longer));
    longer[95] = '\0';
    ck_assert_ptr_eq(isti_name_nearest(names, 1, longer), longer);
}
END_TEST

START_TEST(names_are_listed_with_commas)
{
    char text[64];
    const char *list = isti_name_list(planets, COUNT_OF(planets), text, sizeof text);
    ck_assert_str_eq(list, "mercury, venus, earth, mars");
}
END_TEST

// "mercury, venus, earth, mars" has 27 letters; "mercury, venus, ..." has 19.
START_TEST(a_list_without_room_ends_in_dots)
{
    char text[64];
    isti_name_list(planets, COUNT_OF(planets), text, 28);
    ck_assert_str_eq(text, "mercury, venus, earth, mars");
    isti_name_list(planets, COUNT_OF(planets), text, 27);
    ck_assert_str_eq(text, "mercury, venus, earth, ...");
    isti_name_list(planets, COUNT_OF(planets), text, 26);
    ck_assert_str_eq(text, "mercury, venus, ...");
    isti_name_list(planets, COUNT_OF(planets), text, 10);
    ck_assert_str_eq(text, "...");
    isti_name_list(planets, COUNT_OF(planets), text, 2);
    ck_assert_str_eq(text, ".");
    isti_name_list(planets, COUNT_OF(planets), text, 0);
    ck_assert_str_eq(text, ".");
    isti_name_list(planets, 0, text, sizeof text);
    ck_assert_str_eq(text, "");
}
END_TEST

START_TEST(an_unknown_name_is_reported_with_all_that_helps)
{
    ist_errors *errors = ist_errors_create();
    const ist_status status =
        isti_fail_unknown(errors, "/home", "planet", "maas", planets, COUNT_OF(planets));
    ck_assert_int_eq(status, IST_ERR_UNKNOWN_NAME);
    char text[512];
    ist_error_format(ist_errors_get(errors, 0), text, sizeof text);
    ck_assert_str_eq(text, "error: unknown planet \"maas\" (/home); allowed: mercury, venus, "
                           "earth, mars; did you mean \"mars\"?");
    ist_errors_destroy(errors);
}
END_TEST

// Memory ------------------------------------------------------------------------------------

START_TEST(new_arrays_are_zero)
{
    int32_t *numbers = isti_alloc_array(1000, sizeof *numbers);
    for (int i = 0; i < 1000; i++) {
        ck_assert_int_eq(numbers[i], 0);
    }
    isti_free(numbers);
}
END_TEST

START_TEST(an_empty_array_is_a_valid_pointer)
{
    void *block = isti_alloc_array(0, 8);
    ck_assert_ptr_nonnull(block);
    isti_free(block);
    isti_free(NULL);
}
END_TEST

START_TEST(sizes_that_overflow_are_refused)
{
    int32_t *block = isti_alloc_array(1, sizeof *block);
    ck_assert_ptr_null(isti_alloc_array(SIZE_MAX / 2, 3));
    ck_assert_ptr_null(isti_alloc_scratch(SIZE_MAX, SIZE_MAX));
    ck_assert_ptr_null(isti_resize_array(block, 1, SIZE_MAX / 4 + 2, sizeof *block));
    ck_assert_int_eq(block[0], 0);
    isti_free(block);
}
END_TEST

START_TEST(a_grown_array_keeps_the_old_and_zeroes_the_new)
{
    int32_t *numbers = isti_resize_array(NULL, 0, 2, sizeof *numbers);
    numbers[0] = 7;
    numbers[1] = 8;
    numbers = isti_resize_array(numbers, 2, 500, sizeof *numbers);
    ck_assert_int_eq(numbers[0], 7);
    ck_assert_int_eq(numbers[1], 8);
    for (int i = 2; i < 500; i++) {
        ck_assert_int_eq(numbers[i], 0);
    }
    numbers = isti_resize_array(numbers, 500, 1, sizeof *numbers);
    ck_assert_int_eq(numbers[0], 7);
    isti_free(numbers);
}
END_TEST

START_TEST(a_copied_text_is_equal_and_separate)
{
    char text[] = "practice";
    char *copy = isti_copy_text(text);
    text[0] = 'P';
    ck_assert_str_eq(copy, "practice");
    isti_free(copy);
    ck_assert_ptr_null(isti_copy_text(NULL));
}
END_TEST

// 8, 12, 18, 27: by half; and never less than what is wanted.
START_TEST(capacity_grows_by_half)
{
    ck_assert_uint_eq(isti_grown(0, 1), 8);
    ck_assert_uint_eq(isti_grown(8, 9), 12);
    ck_assert_uint_eq(isti_grown(12, 13), 18);
    ck_assert_uint_eq(isti_grown(18, 100), 100);
    ck_assert_uint_eq(isti_grown(SIZE_MAX - 1, SIZE_MAX), SIZE_MAX);
}
END_TEST

START_TEST(an_armed_allocation_fails_once)
{
    isti_fault_arm(2, false);
    for (int i = 0; i < 5; i++) {
        void *block = isti_alloc_array(1, 1);
        ck_assert_int_eq(block == NULL, i == 2);
        ck_assert_int_eq(isti_fault_fired(), i >= 2);
        isti_free(block);
    }
    isti_fault_disarm();
}
END_TEST

START_TEST(an_allocation_armed_forever_fails_until_disarmed)
{
    void *old = isti_alloc_array(1, 1);
    isti_fault_arm(0, true);
    ck_assert_ptr_null(isti_alloc_array(1, 1));
    ck_assert_ptr_null(isti_alloc_scratch(1, 1));
    ck_assert_ptr_null(isti_resize_array(old, 1, 2, 1));
    ck_assert_ptr_null(isti_resize_array(NULL, 0, 2, 1));
    ck_assert_ptr_null(isti_copy_text("x"));
    ck_assert_ptr_null(ist_errors_create());
    isti_fault_disarm();
    ck_assert(isti_fault_fired());
    isti_free(old);
    void *block = isti_alloc_array(1, 1);
    ck_assert_ptr_nonnull(block);
    isti_free(block);
}
END_TEST

START_TEST(arming_again_forgets_that_it_fired)
{
    isti_fault_arm(0, false);
    ck_assert_ptr_null(isti_alloc_array(1, 1));
    isti_fault_arm(100, false);
    ck_assert(!isti_fault_fired());
    isti_fault_disarm();
}
END_TEST

START_TEST(live_blocks_are_counted)
{
    const int64_t before = isti_live_blocks();
    void *a = isti_alloc_array(1, 1);
    void *b = isti_alloc_scratch(1, 1);
    void *c = isti_resize_array(NULL, 0, 1, 1);
    c = isti_resize_array(c, 1, 2000, 1);
    ck_assert_int_eq(isti_live_blocks(), before + 3);
    isti_free(a);
    isti_free(b);
    isti_free(c);
    isti_free(NULL);
    ck_assert_int_eq(isti_live_blocks(), before);
}
END_TEST

START_TEST(poisoned_scratch_is_full_of_junk)
{
    isti_poison_scratch(true);
    unsigned char *scratch = isti_alloc_scratch(64, 1);
    isti_poison_scratch(false);
    for (int i = 0; i < 64; i++) {
        ck_assert_uint_eq(scratch[i], 0xFF);
    }
    isti_free(scratch);
}
END_TEST

// Digests -----------------------------------------------------------------------------------

// Lengths that end within a word, within a group of words and just after each.
START_TEST(any_flipped_bit_changes_the_digest)
{
    unsigned char bytes[80];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)(i * 37);
    }
    const size_t size = (size_t)_i + 1;
    const uint64_t digest = isti_digest(0, bytes, size);
    for (size_t bit = 0; bit < size * 8; bit++) {
        bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        ck_assert_uint_ne(isti_digest(0, bytes, size), digest);
        bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    ck_assert_uint_eq(isti_digest(0, bytes, size), digest);
}
END_TEST

// A good digest changes 32 of 64 bits; the mean over 8000 flips has standard error 4/sqrt(8000).
START_TEST(a_flipped_bit_changes_half_of_the_digest)
{
    uint64_t words[125] = {0};
    const uint64_t digest = isti_digest(0, words, sizeof words);
    int changed = 0;
    for (int bit = 0; bit < 8000; bit++) {
        words[bit / 64] ^= UINT64_C(1) << bit % 64;
        changed += __builtin_popcountll(isti_digest(0, words, sizeof words) ^ digest);
        words[bit / 64] ^= UINT64_C(1) << bit % 64;
    }
    ck_assert_double_eq_tol(changed / 8000.0, 32.0, 5 * 0.045);
}
END_TEST

START_TEST(zeros_of_any_length_have_their_own_digest)
{
    static const unsigned char zeros[200];
    for (size_t i = 0; i < (size_t)_i; i++) {
        ck_assert_uint_ne(isti_digest(0, zeros, i), isti_digest(0, zeros, (size_t)_i));
    }
}
END_TEST

START_TEST(the_digest_depends_on_what_came_before)
{
    const uint64_t one = isti_digest(1, "x", 1);
    ck_assert_uint_ne(one, isti_digest(2, "x", 1));
    const uint64_t ab = isti_digest(isti_digest(0, "a", 1), "b", 1);
    const uint64_t ba = isti_digest(isti_digest(0, "b", 1), "a", 1);
    ck_assert_uint_ne(ab, ba);
}
END_TEST

START_TEST(the_digest_does_not_depend_on_alignment)
{
    unsigned char bytes[128];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)i;
    }
    const uint64_t digest = isti_digest(0, bytes, 100);
    memmove(bytes + 3, bytes, 100);
    ck_assert_uint_eq(isti_digest(0, bytes + 3, 100), digest);
}
END_TEST

START_TEST(nothing_has_a_digest_too)
{
    ck_assert_uint_ne(isti_digest(0, NULL, 0), isti_digest(1, NULL, 0));
}
END_TEST

SUITE("base", EACH(every_status_has_a_name_and_a_text, COUNT_OF(every_status)),
      EACH(no_two_statuses_share_a_name, COUNT_OF(every_status)),
      TEST(a_status_is_named_as_in_the_header), TEST(a_status_of_nobody_still_has_a_name),
      TEST(the_linked_version_is_the_version_of_the_header), TEST(clamping_keeps_what_is_inside),
      TEST(a_new_list_is_empty_and_fine), TEST(no_list_at_all_is_fine),
      TEST(a_report_says_status_place_and_sentence),
      TEST(the_first_error_gives_the_status_of_the_list), TEST(a_cleared_list_is_empty_again),
      TEST(the_hundred_and_first_error_is_counted_as_dropped),
      TEST(a_list_without_memory_still_knows_it_failed),
      TEST(a_list_that_cannot_grow_keeps_what_it_has), TEST(a_list_gives_all_its_memory_back),
      TEST(sorting_puts_errors_in_order_of_position),
      TEST(control_characters_do_not_reach_the_terminal),
      TEST(a_long_text_is_not_cut_within_a_letter),
      EACH(a_long_text_keeps_its_last_whole_letter, 3), TEST(a_full_error_reads_as_documented),
      TEST(empty_parts_of_an_error_are_left_out),
      TEST(an_error_is_cut_to_the_buffer_but_tells_its_whole_length),
      TEST(an_error_can_be_measured_without_a_buffer), TEST(a_known_name_is_found_at_its_index),
      TEST(case_matters_when_finding),
      EACH(an_unknown_name_gets_the_nearest_spelling, COUNT_OF(spellings)),
      TEST(of_equally_near_spellings_the_first_is_suggested),
      TEST(a_name_too_long_to_report_gets_no_suggestion), TEST(names_are_listed_with_commas),
      TEST(a_list_without_room_ends_in_dots), TEST(an_unknown_name_is_reported_with_all_that_helps),
      TEST(new_arrays_are_zero), TEST(an_empty_array_is_a_valid_pointer),
      TEST(sizes_that_overflow_are_refused), TEST(a_grown_array_keeps_the_old_and_zeroes_the_new),
      TEST(a_copied_text_is_equal_and_separate), TEST(capacity_grows_by_half),
      TEST(an_armed_allocation_fails_once), TEST(an_allocation_armed_forever_fails_until_disarmed),
      TEST(arming_again_forgets_that_it_fired), TEST(live_blocks_are_counted),
      TEST(poisoned_scratch_is_full_of_junk), EACH(any_flipped_bit_changes_the_digest, 80),
      TEST(a_flipped_bit_changes_half_of_the_digest),
      EACH(zeros_of_any_length_have_their_own_digest, 200),
      TEST(the_digest_depends_on_what_came_before), TEST(the_digest_does_not_depend_on_alignment),
      TEST(nothing_has_a_digest_too))
