// SPDX-License-Identifier: GPL-3.0-or-later
// The strict JSON scanner: what it accepts, what it refuses and where, and its map of positions.
#include "base/memory.h"
#include "scenario/scan.h"
#include "support/suite.h"

#include <stdio.h>
#include <string.h>

typedef struct sample {
    const char *text;
    size_t length;
} sample;

#define S(literal)                     \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }
#define TEN(text) text text text text text text text text text text

static isti_scan *scan(const char *text)
{
    return isti_scan_create(text, strlen(text), "t.json", NULL);
}

// The text must be accepted.
static isti_scan *accepted(const char *text)
{
    isti_scan *map = scan(text);
    ck_assert_msg(map != NULL, "refused: %s", text);
    return map;
}

static ist_errors *refused_bytes(const char *text, size_t length)
{
    const char *shown = text ? text : "no text"; // not NUL-terminated: at most `length` bytes
    ist_errors *errors = ist_errors_create();
    isti_scan *map = isti_scan_create(text, length, "t.json", errors);
    ck_assert_msg(map == NULL, "accepted: %.*s", (int)length, shown);
    ck_assert_msg(ist_errors_count(errors) > 0, "refused without a word: %.*s", (int)length, shown);
    return errors;
}

static ist_errors *refused(const char *text)
{
    return refused_bytes(text, strlen(text));
}

// Report number `index` must stand at this place and its sentence contain these words.
static void ck_report(const ist_errors *errors, int32_t index, int32_t line, int32_t column,
                      const char *where, const char *words)
{
    const ist_error *error = ist_errors_get(errors, index);
    ck_assert_ptr_nonnull(error);
    ck_assert_msg(error->line == line && error->column == column, "%d:%d instead of %d:%d: %s",
                  (int)error->line, (int)error->column, (int)line, (int)column, error->message);
    ck_assert_str_eq(error->where, where);
    ck_assert_msg(strstr(error->message, words) != NULL, "no \"%s\" in: %s", words, error->message);
}

// The text must be refused with one report, at this column of line 1.
static void ck_refused(const char *text, int32_t column, const char *where, const char *words)
{
    ist_errors *errors = refused(text);
    ck_assert_msg(ist_errors_count(errors) == 1, "%d reports: %s", ist_errors_count(errors), text);
    ck_report(errors, 0, 1, column, where, words);
    ist_errors_destroy(errors);
}

static void ck_status(const char *text, ist_status status)
{
    ist_errors *errors = refused(text);
    ck_assert_int_eq(ist_errors_status(errors), status);
    ist_errors_destroy(errors);
}

static void ck_allowed(const char *text, const char *allowed, const char *meant)
{
    ist_errors *errors = refused(text);
    ck_assert_str_eq(ist_errors_get(errors, 0)->allowed, allowed);
    ck_assert_str_eq(ist_errors_get(errors, 0)->meant, meant);
    ist_errors_destroy(errors);
}

// The value must stand at this line and column.
static void ck_found(const isti_scan *map, const char *pointer, bool key, int32_t line,
                     int32_t column)
{
    int32_t found_line = 0;
    int32_t found_column = 0;
    bool is_found = isti_scan_find(map, pointer, key, &found_line, &found_column);
    ck_assert_msg(is_found, "not found: %s", pointer);
    ck_assert_msg(found_line == line && found_column == column, "%s is at %d:%d, not %d:%d",
                  pointer, (int)found_line, (int)found_column, (int)line, (int)column);
}

static void ck_raw(const isti_scan *map, const char *pointer, const char *expected)
{
    const char *text = NULL;
    size_t length = 0;
    ck_assert(isti_scan_raw(map, pointer, &text, &length));
    ck_assert_uint_eq(length, strlen(expected));
    ck_assert_mem_eq(text, expected, length);
}

// `depth` opening brackets and as many closing ones.
static char *nested(int32_t depth)
{
    char *text = calloc((size_t)depth * 2 + 1, 1);
    memset(text, '[', (size_t)depth);
    memset(text + depth, ']', (size_t)depth);
    return text;
}

static const char scenario[] = "{\n"
                               "  \"seed\": \"18446744073709551615\",\n"
                               "  \"rate\": -1.25e-3,\n"
                               "  \"units\": [\n"
                               "    {\"name\": \"north \\u00e9\\ud83d\\ude00\", \"size\": 12},\n"
                               "    {\"name\": \"s\xc3\xbcz\", \"open\": true, \"next\": null}\n"
                               "  ],\n"
                               "  \"a/b\": {\"m~n\": [[], {}]}\n"
                               "}\n";

// ---- The two lists: what is JSON for us and what is not

static const sample good[] = {
    S("{}"),
    S("[]"),
    S("null"),
    S("true"),
    S("false"),
    S("0"),
    S("-0"),
    S("\"\""),
    S(" \t\r\n[ \t\r\n] \t\r\n"),
    S("[1,2,3]"),
    S("[[[],[]],[]]"),
    S("{\"a\":{\"b\":{}}}"),
    S("{\"\":0}"),
    S("{\"a\":1,\"A\":2}"),
    S("[{\"a\":1},{\"a\":2}]"),
    S("{\"a\":{\"a\":{\"a\":1}}}"),
    S("[0.1]"),
    S("[-0.0]"),
    S("[1e1]"),
    S("[1E+2]"),
    S("[1e-2]"),
    S("[0e0]"),
    S("[0e+1]"),
    S("[123.456e78]"),
    S("[1e00000000000005]"),
    S("[9007199254740992]"),
    S("[-9007199254740992]"),
    S("[1.7976931348623157e308]"),
    S("[1.7976931348623158079e308]"),
    S("[-0.00017976931348623157e312]"),
    S("[5e-324]"),
    S("[1e-9999999999]"),
    S("[0e9999999999]"),
    S("[12345678901234567890.0]"),
    S("[0.1234567890123456789012345678901234567890123456789012345678901]"),
    S("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]"),
    S("[\"\\u0020\\u00e9\\uFFFF\\u007F\"]"),
    S("[\"\\ud83d\\ude00\"]"),
    S("[\"\\uD800\\uDC00\\uDBFF\\uDFFF\"]"),
    S("[\"\x7f\"]"),
    S("[\"\xc2\x80\"]"),
    S("[\"\xdf\xbf\xe0\xa0\x80\"]"),
    S("[\"\xed\x9f\xbf\xee\x80\x80\"]"),
    S("[\"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\"]"),
    S("[\"\xef\xbb\xbf\"]"),
    S("[\"// no comment /* here */ # either\"]"),
    S("[\"'\"]"),
    S("{\"a b\":[],\"\\u0061c\":0}"),
    S("[true,false,null]"),
    S("{\"~\":0,\"~0\":1,\"/\":2}"),
};

static const sample bad[] = {
    S(""),
    S(" "),
    S("\xef\xbb\xbf{}"),
    S("\xff\xfe{\0}\0"),
    S("{\0}\0"),
    S("\0"),
    S("[1]\0"),
    S("\xef\xbb\xbf"),
    S("["),
    S("]"),
    S("{"),
    S("}"),
    S(","),
    S(":"),
    S("\""),
    S("'"),
    S("/"),
    S("#"),
    S("[1"),
    S("[1,"),
    S("[1,]"),
    S("[,1]"),
    S("[1,,2]"),
    S("[,]"),
    S("[1 2]"),
    S("[1:2]"),
    S("[1}"),
    S("[\"a\" \"b\"]"),
    S("[\"a\": 1]"),
    S("[]]"),
    S("[] []"),
    S("[][]"),
    S("[],"),
    S("{} x"),
    S("1 2"),
    S("{\"a\""),
    S("{\"a\":"),
    S("{\"a\":1"),
    S("{\"a\":1,"),
    S("{\"a\":1,}"),
    S("{,\"a\":1}"),
    S("{\"a\":1,,\"b\":2}"),
    S("{\"a\" 1}"),
    S("{\"a\"}"),
    S("{\"a\":}"),
    S("{\"a\":,\"b\":1}"),
    S("{\"a\"::1}"),
    S("{\"a\":1 \"b\":2}"),
    S("{\"a\":1:2}"),
    S("{\"a\":1]"),
    S("{\"a\"=1}"),
    S("{:1}"),
    S("{1:1}"),
    S("{a:1}"),
    S("{'a':1}"),
    S("{[]:1}"),
    S("{null:1}"),
    S("{\"a\":1;\"b\":2}"),
    S("{\"a\":1,\"a\":1}"),
    S("{\"a\":1,\"\\u0061\":2}"),
    S("{\"\":1,\"\":2}"),
    S("[{\"b\":1,\"a\":{},\"b\":3}]"),
    S("['a']"),
    S("[\"a]"),
    S("[\"a\\\"]"),
    S("[\"a\nb\"]"),
    S("[\"a\tb\"]"),
    S("[\"a\0b\"]"),
    S("[\"\x1f\"]"),
    S("[\"\\x41\"]"),
    S("[\"\\a\"]"),
    S("[\"\\'\"]"),
    S("[\"\\\0\"]"),
    S("[\"\\"),
    S("[\"\\u"),
    S("[\"\\u00"),
    S("[\"\\U0041\"]"),
    S("[\"\\u004\"]"),
    S("[\"\\u00g0\"]"),
    S("[\"\\u+041\"]"),
    S("[\"\\u 041\"]"),
    S("[\"\\u0000\"]"),
    S("[\"\\ud800\"]"),
    S("[\"\\udc00\"]"),
    S("[\"\\ud800\\u0041\"]"),
    S("[\"\\ud800\\ud800\"]"),
    S("[\"\\ud800\\"),
    S("[\"\\ud800x\"]"),
    S("[\"\\udc00\\ud800\"]"),
    S("[\"\x80\"]"),
    S("[\"\xff\"]"),
    S("[\"\xc0\xaf\"]"),
    S("[\"\xc1\xbf\"]"),
    S("[\"\xe0\x9f\xbf\"]"),
    S("[\"\xf0\x8f\xbf\xbf\"]"),
    S("[\"\xed\xa0\x80\"]"),
    S("[\"\xed\xbf\xbf\"]"),
    S("[\"\xf4\x90\x80\x80\"]"),
    S("[\"\xf5\x80\x80\x80\"]"),
    S("[\"\xfc\x80\x80\x80\x80\x80\"]"),
    S("[\"\xc3\"]"),
    S("[\"\xe2\x82\"]"),
    S("[\"\xf0\x9f\x98\"]"),
    S("[\"\xc3"),
    S("[\xc3\xa9]"),
    S("{\"\xff\":1}"),
    S("[\xc2\xa0]"),
    S("[\xe2\x81\xa0]"),
    S("[\v1]"),
    S("[\f1]"),
    S("[True]"),
    S("[TRUE]"),
    S("[nul]"),
    S("[nullx]"),
    S("[truefalse]"),
    S("[NaN]"),
    S("[Infinity]"),
    S("[-Infinity]"),
    S("[-NaN]"),
    S("[inf]"),
    S("[undefined]"),
    S("[*]"),
    S("[@]"),
    S("[-]"),
    S("[+1]"),
    S("[++1]"),
    S("[--1]"),
    S("[- 1]"),
    S("[01]"),
    S("[-01]"),
    S("[00]"),
    S("[1.]"),
    S("[-1.]"),
    S("[1.e1]"),
    S("[.5]"),
    S("[-.5]"),
    S("[1..2]"),
    S("[1.2.3]"),
    S("[1e]"),
    S("[1e+]"),
    S("[1e-]"),
    S("[1ee2]"),
    S("[1e1.5]"),
    S("[1e+-2]"),
    S("[0x10]"),
    S("[0b1]"),
    S("[1_000]"),
    S("[1a]"),
    S("[12f]"),
    S("[1e999]"),
    S("[-1e999]"),
    S("[1e99999999999999999999]"),
    S("[1.7976931348623159e308]"),
    S("[0.00017976931348623159e312]"),
    S("[9007199254740993]"),
    S("[-9007199254740993]"),
    S("[18446744073709551616]"),
    S("[0.12345678901234567890123456789012345678901234567890123456789012]"),
    S("[1 // one\n]"),
    S("[1 /* one */]"),
    S("[1 /* one ]"),
    S("[1 # one\n]"),
    S("[1 /*/]"),
    S("(1)"),
    S("<a/>"),
    S("\\"),
};

START_TEST(accepts_what_is_json)
{
    isti_scan *map = isti_scan_create(good[_i].text, good[_i].length, NULL, NULL);
    ck_assert_msg(map != NULL, "refused: %s", good[_i].text);
    isti_scan_destroy(map);
}
END_TEST

START_TEST(refuses_what_is_not)
{
    ist_errors_destroy(refused_bytes(bad[_i].text, bad[_i].length));
}
END_TEST

// ---- Where and why

START_TEST(an_empty_text_is_called_empty)
{
    ck_refused("", 1, "", "the text is empty");
}
END_TEST

START_TEST(no_text_at_all_is_an_empty_text)
{
    ist_errors *errors = refused_bytes(NULL, 0);
    ck_report(errors, 0, 1, 1, "", "the text is empty");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_report_names_its_source)
{
    ist_errors *errors = refused("[");
    ck_assert_str_eq(ist_errors_get(errors, 0)->source, "t.json");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_text_may_have_no_source)
{
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(isti_scan_create("[", 1, NULL, errors));
    ck_assert_str_eq(ist_errors_get(errors, 0)->source, "");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(columns_count_bytes)
{
    ck_refused("[\"\xc3\xa9\", 01]", 8, "/1", "begins with a needless 0"); // e-acute is two bytes
}
END_TEST

START_TEST(lines_begin_after_line_feeds)
{
    ist_errors *errors = refused("[\n1,\r\n\n  +2]");
    ck_report(errors, 0, 4, 3, "/1", "leave the sign out");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_trailing_comma_is_pointed_at)
{
    ck_refused("{\"a\": [1, 2 , ]}", 13, "/a", "no comma before the closing ]");
}
END_TEST

START_TEST(a_doubled_comma_is_pointed_at)
{
    ck_refused("[1,,2]", 4, "", "nothing before this comma");
}
END_TEST

START_TEST(a_missing_comma_belongs_right_after_the_value)
{
    ist_errors *errors = refused("{\"a\": 1\n \"b\": 2}");
    ck_report(errors, 0, 1, 8, "", "a comma is missing");
    ck_assert_str_eq(ist_errors_get(errors, 0)->allowed, ", or }");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_decimal_comma_is_recognized)
{
    ck_refused("{\"a\": 1,5}", 8, "", "written with a point");
}
END_TEST

START_TEST(a_missing_colon_belongs_right_after_the_key)
{
    ck_refused("{\"a\"  1}", 5, "/a", "a colon and a value");
}
END_TEST

START_TEST(an_equals_sign_is_no_colon)
{
    ck_refused("{\"a\" = 1}", 6, "/a", "not an equals sign");
}
END_TEST

START_TEST(a_missing_value_is_pointed_at)
{
    ck_refused("{\"a\": , \"b\": 1}", 7, "/a", "the value of this key is missing");
}
END_TEST

START_TEST(an_unclosed_bracket_says_where_it_began)
{
    ist_errors *errors = refused("{\"a\":\n  [1, 2\n");
    ck_report(errors, 0, 3, 1, "/a", "array that begins in line 2, column 3");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_wrong_bracket_says_what_it_cannot_close)
{
    ck_refused("{\"a\": [1}", 9, "/a", "} cannot close the array that begins in line 1, column 7");
}
END_TEST

START_TEST(one_bracket_too_many_is_recognized)
{
    ck_refused("{}}", 3, "", "one closing bracket too many");
}
END_TEST

START_TEST(text_after_the_value_is_refused)
{
    ck_refused("{} x", 4, "", "nothing may follow");
}
END_TEST

START_TEST(a_colon_in_an_array_is_recognized)
{
    ck_refused("[\"a\": 1]", 5, "", "belong in { }");
}
END_TEST

START_TEST(single_quotes_are_recognized)
{
    ck_refused("['it\\'s', 1]", 2, "/0", "not in single quotes");
}
END_TEST

START_TEST(curly_quotes_are_recognized)
{
    ck_refused("[\xe2\x80\x9c"
               "a\xe2\x80\x9d]",
               2, "/0", "a curly quotation mark (U+201C)");
}
END_TEST

START_TEST(a_non_breaking_space_is_recognized)
{
    ck_refused("[1,\xc2\xa0"
               "2]",
               4, "/1", "a non-breaking space (U+00A0)");
}
END_TEST

START_TEST(a_key_without_quotes_is_shown_with_quotes)
{
    ck_refused("{a-b: 1}", 2, "", "a-b must stand in double quotes");
    ck_allowed("{a-b: 1}", "\"a-b\"", "");
}
END_TEST

START_TEST(comments_are_stepped_over)
{
    ist_errors *errors = refused("[1, // one\n 2, /* two */ 03 # three\n]");
    ck_assert_int_eq(ist_errors_count(errors), 4);
    ck_report(errors, 0, 1, 5, "", "comments are not part of JSON");
    ck_report(errors, 1, 2, 5, "", "comments are not part of JSON");
    ck_report(errors, 2, 2, 15, "/2", "needless 0");
    ck_report(errors, 3, 2, 18, "", "comments are not part of JSON");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_comment_without_end_is_pointed_at)
{
    ck_refused("[1 /* 2]", 4, "", "never ends");
}
END_TEST

START_TEST(capitalized_words_are_guessed)
{
    ck_refused("[True]", 2, "/0", "True is not a word of JSON");
    ck_allowed("[True]", "true, false, null, a number, a string, [ or {", "true");
    ck_allowed("[None]", "true, false, null, a number, a string, [ or {", "null");
}
END_TEST

START_TEST(an_unknown_word_may_be_a_string)
{
    ck_refused("{\"a\": north}", 7, "/a", "put it in double quotes");
}
END_TEST

START_TEST(not_a_number_is_no_number)
{
    ck_refused("[NaN]", 2, "/0", "NaN is not a number");
    ck_refused("[-Infinity]", 2, "/0", "-Infinity is not a number");
}
END_TEST

START_TEST(a_point_needs_digits_on_both_sides)
{
    ck_refused("[1.]", 2, "/0", "needs a digit after its point");
    ck_refused("[.5]", 2, "/0", "needs a digit before its point");
}
END_TEST

START_TEST(a_number_too_large_for_a_double_is_out_of_range)
{
    ck_refused("[0, 1e999]", 5, "/1", "1e999 is too large");
    ck_status("[1e999]", IST_ERR_RANGE);
}
END_TEST

// DBL_MAX is 1.7976931348623157081e308 and half a step more is ...58079372897...; from there on a
// number is rounded to infinity.
START_TEST(overflow_is_decided_at_the_exact_digit)
{
    isti_scan_destroy(accepted("179769313486231580793728971405303415e273"));
    ck_refused("179769313486231580793728971405303416e273", 1, "", "is too large");
}
END_TEST

START_TEST(a_large_whole_number_is_better_a_string)
{
    ck_refused("{\"seed\": 9007199254740993}", 10, "/seed", "write it in double quotes");
    ck_status("[9007199254740993]", IST_ERR_RANGE);
}
END_TEST

START_TEST(a_number_has_at_most_63_characters)
{
    isti_scan_destroy(accepted("0." TEN("123456") "7"));
    ck_status("0." TEN("123456") "78", IST_ERR_LIMIT);
}
END_TEST

START_TEST(a_bad_escape_is_pointed_at)
{
    ck_refused("{\"path\": \"C:\\dir\"}", 13, "/path", "\\d is not an escape");
}
END_TEST

START_TEST(half_a_character_is_pointed_at)
{
    ck_refused("[\"ab\\ud800\"]", 5, "/0", "\\ud800 is half of a character");
    ck_refused("[\"ab\\udfff\"]", 5, "/0", "\\udfff is half of a character");
}
END_TEST

START_TEST(an_escaped_nul_is_refused)
{
    ck_refused("[\"a\\u0000b\"]", 4, "/0", "\\u0000 is not accepted");
}
END_TEST

START_TEST(a_tab_in_a_string_says_how_to_write_it)
{
    ck_refused("[\"a\tb\"]", 4, "/0", "a tab inside a string must be written \\t");
}
END_TEST

START_TEST(a_string_over_two_lines_is_stepped_over)
{
    ist_errors *errors = refused("[\"a\r\nb\", 01]");
    ck_assert_int_eq(ist_errors_count(errors), 2);
    ck_report(errors, 0, 1, 4, "/0", "a line break inside a string must be written \\n");
    ck_report(errors, 1, 2, 5, "/1", "needless 0");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_string_left_open_ends_with_its_line)
{
    ist_errors *errors = refused("{\"a\": \"abc\n, \"b\": 1}");
    ck_assert_int_eq(ist_errors_count(errors), 1);
    ck_report(errors, 0, 1, 11, "/a", "begins in column 7 is not closed");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_string_left_open_at_the_end_says_where_it_began)
{
    ck_refused("{\"a\": \"abc", 11, "/a", "inside the string that begins in line 1, column 7");
}
END_TEST

START_TEST(a_byte_that_is_not_utf8_is_pointed_at)
{
    ck_refused("[\"caf\xe9\"]", 6, "/0", "the byte 0xE9 is not valid UTF-8");
}
END_TEST

START_TEST(a_byte_order_mark_does_not_hide_the_rest)
{
    ist_errors *errors = refused("\xef\xbb\xbf[01]");
    ck_assert_int_eq(ist_errors_count(errors), 2);
    ck_report(errors, 0, 1, 1, "", "byte order mark");
    ck_report(errors, 1, 1, 5, "/0", "needless 0");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(utf16_is_recognized_with_and_without_mark)
{
    const sample texts[] = {S("\xff\xfe{\0}\0"), S("\xfe\xff\0{\0}"), S("{\0}\0"), S("\0{\0}")};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        ist_errors *errors = refused_bytes(texts[i].text, texts[i].length);
        ck_report(errors, 0, 1, 1, "", "UTF-16");
        ist_errors_destroy(errors);
    }
}
END_TEST

START_TEST(a_repeated_key_names_the_line_of_the_first)
{
    ist_errors *errors = refused("{\n\"a\": 1,\n \"\\u0061\": 2}");
    ck_assert_int_eq(ist_errors_count(errors), 1);
    ck_report(errors, 0, 3, 2, "/a", "already used in this object, in line 2");
    ck_assert_int_eq(ist_errors_status(errors), IST_ERR_DUPLICATE_NAME);
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(the_members_of_a_repeated_key_are_no_repetition)
{
    ck_refused("{\"a\": {\"x\": 1}, \"a\": {\"x\": 2}}", 17, "/a", "already used");
}
END_TEST

START_TEST(all_faults_of_a_text_come_at_once)
{
    ist_errors *errors = refused("{\"a\": 01,\n"
                                 " \"b\": \"x\\qy\",\n"
                                 " \"a\": \"1\t2\",\n"
                                 " \"c\": [True, 1e999,],\n"
                                 " d: 'e'\n"
                                 " \"f\": +1}");
    ck_assert_int_eq(ist_errors_count(errors), 10);
    ck_report(errors, 0, 1, 7, "/a", "needless 0");
    ck_report(errors, 1, 2, 9, "/b", "\\q is not an escape");
    ck_report(errors, 2, 3, 2, "/a", "already used");
    ck_report(errors, 3, 3, 9, "/a", "a tab");
    ck_report(errors, 4, 4, 8, "/c/0", "True");
    ck_report(errors, 5, 4, 14, "/c/1", "too large");
    ck_report(errors, 6, 4, 19, "/c", "no comma before");
    ck_report(errors, 7, 5, 2, "", "d must stand in double quotes");
    ck_report(errors, 8, 5, 5, "/d", "single quotes");
    ck_report(errors, 9, 5, 8, "", "a comma is missing"); // and here the scan ends
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(earlier_reports_in_the_list_stay_as_they_are)
{
    ist_errors *errors = ist_errors_create();
    isti_fail(errors, IST_ERR_IO, "/other", "another file");
    ck_assert_ptr_null(isti_scan_create("[01]", 4, "t.json", errors));
    ck_report(errors, 0, 0, 0, "/other", "another file");
    ck_report(errors, 1, 1, 2, "/0", "needless 0");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_full_list_keeps_its_last_position)
{
    ist_errors *errors = refused("[" TEN(TEN("01,")) "\n01,01]"); // 102 faults, 100 are kept
    ck_assert_int_eq(ist_errors_count(errors), 100);
    ck_assert_int_eq(ist_errors_dropped(errors), 2);
    ck_report(errors, 99, 1, 2 + 99 * 3, "/99", "needless 0");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_refusal_needs_no_list)
{
    ck_assert_ptr_null(scan("[01, \"\\x\", {\"a\":1,\"a\":2}"));
}
END_TEST

START_TEST(a_quotation_shows_no_control_characters)
{
    ist_errors *errors = refused("{\"\\u001b\x01\x7f\xc2\x9b\": 01, \x1b: 1}");
    char text[1024];
    for (int32_t i = 0; i < ist_errors_count(errors); i++) {
        ist_error_format(ist_errors_get(errors, i), text, sizeof text);
        for (const char *c = text; *c; c++) {
            ck_assert_msg((unsigned char)*c >= 0x20 && *c != 0x7f && *c != '\x9b', "%s", text);
        }
    }
    ck_report(errors, 1, 1, 16, "/\\u001b?\\u007f\\u009b", "needless 0");
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_pointer_in_a_report_is_escaped)
{
    ck_refused("{\"a/b\": {\"~\": 01}}", 15, "/a~1b/~0", "needless 0");
}
END_TEST

START_TEST(a_long_pointer_is_cut_between_characters)
{
    // 200 times e-acute; 160 bytes hold the slash, 79 of them and the NUL, not half an 80th.
    ist_errors *errors = refused("{\"" TEN(TEN("\xc3\xa9\xc3\xa9")) "\": 01}");
    ck_assert_uint_eq(strlen(ist_errors_get(errors, 0)->where), 1 + 79 * 2);
    ist_errors_destroy(errors);
}
END_TEST

// ---- Limits

START_TEST(thirty_two_brackets_may_be_nested)
{
    char *text = nested(ISTI_SCAN_MAX_DEPTH);
    isti_scan_destroy(accepted(text));
    free(text);
}
END_TEST

START_TEST(thirty_three_brackets_are_too_many)
{
    char *text = nested(ISTI_SCAN_MAX_DEPTH + 1);
    ist_errors *errors = refused(text);
    ck_assert_int_eq(ist_errors_status(errors), IST_ERR_LIMIT);
    ck_assert_int_eq(ist_errors_get(errors, 0)->column, 33);
    ist_errors_destroy(errors);
    free(text);
}
END_TEST

START_TEST(a_million_brackets_do_no_harm)
{
    char *text = nested(1000000);
    ck_status(text, IST_ERR_LIMIT);
    free(text);
}
END_TEST

START_TEST(sixteen_mebibytes_are_accepted)
{
    char *text = malloc(ISTI_SCAN_MAX_BYTES);
    memset(text, ' ', ISTI_SCAN_MAX_BYTES);
    text[ISTI_SCAN_MAX_BYTES - 1] = '1';
    isti_scan *map = isti_scan_create(text, ISTI_SCAN_MAX_BYTES, NULL, NULL);
    ck_assert_ptr_nonnull(map);
    ck_found(map, "", false, 1, ISTI_SCAN_MAX_BYTES);
    isti_scan_destroy(map);
    free(text);
}
END_TEST

START_TEST(a_byte_more_is_refused_unread)
{
    ist_errors *errors = refused_bytes("1", (size_t)ISTI_SCAN_MAX_BYTES + 1);
    ck_report(errors, 0, 0, 0, "", "at most 16777216");
    ck_assert_int_eq(ist_errors_status(errors), IST_ERR_LIMIT);
    ist_errors_destroy(errors);
}
END_TEST

// ---- The map of positions

START_TEST(the_empty_pointer_is_the_whole)
{
    isti_scan *map = accepted("\n  [1]");
    ck_found(map, "", false, 2, 3);
    isti_scan_destroy(map);
}
END_TEST

START_TEST(values_are_found_where_they_begin)
{
    isti_scan *map = accepted(scenario);
    ck_found(map, "/seed", false, 2, 11);
    ck_found(map, "/units", false, 4, 12);
    ck_found(map, "/units/0/name", false, 5, 14);
    ck_found(map, "/units/1", false, 6, 5);
    ck_found(map, "/units/1/next", false, 6, 44); // u-umlaut is two bytes
    isti_scan_destroy(map);
}
END_TEST

START_TEST(keys_are_found_where_they_begin)
{
    isti_scan *map = accepted(scenario);
    ck_found(map, "/rate", true, 3, 3);
    ck_found(map, "/units/1/next", true, 6, 36);
    isti_scan_destroy(map);
}
END_TEST

START_TEST(what_has_no_key_has_no_key_position)
{
    isti_scan *map = accepted(scenario);
    ck_assert(!isti_scan_find(map, "", true, NULL, NULL));
    ck_assert(!isti_scan_find(map, "/units/0", true, NULL, NULL));
    isti_scan_destroy(map);
}
END_TEST

START_TEST(slash_and_tilde_are_escaped_in_pointers)
{
    isti_scan *map = accepted(scenario);
    ck_found(map, "/a~1b/m~0n/1", false, 8, 23);
    isti_scan_destroy(map);
}
END_TEST

START_TEST(escaped_keys_are_found_by_their_meaning)
{
    isti_scan *map = accepted("{\"\\u00e9\\n\\ud83d\\ude00\\/\": 1}");
    ck_found(map, "/\xc3\xa9\n\xf0\x9f\x98\x80~1", false, 1, 28);
    isti_scan_destroy(map);
}
END_TEST

START_TEST(the_empty_key_is_a_key)
{
    isti_scan *map = accepted("{\"\": {\"\": [7]}}");
    ck_found(map, "/", true, 1, 2);
    ck_found(map, "///0", false, 1, 12);
    isti_scan_destroy(map);
}
END_TEST

START_TEST(keys_that_look_alike_are_kept_apart)
{
    isti_scan *map = accepted("{\"~1\": 1, \"/\": 2, \"~01\": 3, \"1\": 4}");
    ck_raw(map, "/~01", "1");
    ck_raw(map, "/~1", "2");
    ck_raw(map, "/~001", "3");
    ck_raw(map, "/1", "4");
    isti_scan_destroy(map);
}
END_TEST

START_TEST(what_is_not_there_is_not_found)
{
    static const char *const pointers[] = {
        "seed",      "/Seed",     "/see",       "/seeds",    "/seed/",   "/seed/0", "/units/2",
        "/units/-1", "/units/00", "/units/+1",  "/units/1 ", "/units/",  "/~",      "/~2",
        "/a~1b~",    "/a/b",      "/a~1b/m~1n", "//",        "/units/-", " ",
    };
    isti_scan *map = accepted(scenario);
    int32_t line = 77;
    const char *text = NULL;
    size_t length = 0;
    for (size_t i = 0; i < COUNT_OF(pointers); i++) {
        ck_assert_msg(!isti_scan_find(map, pointers[i], false, &line, NULL), "%s", pointers[i]);
        ck_assert(!isti_scan_raw(map, pointers[i], &text, &length));
    }
    ck_assert_int_eq(line, 77);
    isti_scan_destroy(map);
}
END_TEST

START_TEST(a_missing_value_is_told_by_what_is_around_it)
{
    isti_scan *map = accepted(scenario);
    int32_t line = 0;
    int32_t column = 0;
    isti_scan_nearest(map, "/units/1/control/x", &line, &column);
    ck_assert(line == 6 && column == 5);
    isti_scan_nearest(map, "/units/7", &line, &column);
    ck_assert(line == 4 && column == 12);
    isti_scan_nearest(map, "nonsense", &line, &column);
    ck_assert(line == 1 && column == 1);
    isti_scan_destroy(map);
}
END_TEST

START_TEST(an_existing_value_is_nearest_to_itself)
{
    isti_scan *map = accepted(scenario);
    int32_t line = 0;
    int32_t column = 0;
    isti_scan_nearest(map, "/rate", &line, &column);
    ck_assert(line == 3 && column == 11);
    isti_scan_destroy(map);
}
END_TEST

START_TEST(the_raw_text_is_what_was_written)
{
    isti_scan *map = accepted(scenario);
    ck_raw(map, "/seed", "\"18446744073709551615\"");
    ck_raw(map, "/rate", "-1.25e-3");
    ck_raw(map, "/units/1/open", "true");
    ck_raw(map, "/a~1b", "{\"m~n\": [[], {}]}");
    isti_scan_destroy(map);
}
END_TEST

START_TEST(the_text_may_go_after_the_scan)
{
    char text[] = "{\"a\": 12}";
    isti_scan *map = accepted(text);
    memset(text, 'x', sizeof text);
    ck_raw(map, "/a", "12");
    isti_scan_destroy(map);
}
END_TEST

// {"k0":0,"k1":1,...}: member i is found, and so is what it says.
START_TEST(a_hundred_thousand_members_are_all_found)
{
    enum { MEMBERS = 100000 };
    char *text = malloc((size_t)MEMBERS * 20);
    char *out = text;
    for (int32_t i = 0; i < MEMBERS; i++) {
        out += sprintf(out, "%c\"k%d\":%d", i == 0 ? '{' : ',', (int)i, (int)i);
    }
    memcpy(out, "}", 2);
    isti_scan *map = accepted(text);
    for (int32_t i = 0; i < MEMBERS; i++) {
        char pointer[16];
        char number[16];
        snprintf(pointer, sizeof pointer, "/k%d", (int)i);
        snprintf(number, sizeof number, "%d", (int)i);
        const char *raw = NULL;
        size_t length = 0;
        ck_assert(isti_scan_raw(map, pointer, &raw, &length));
        ck_assert(length == strlen(number) && memcmp(raw, number, length) == 0);
    }
    isti_scan_destroy(map);
    free(text);
}
END_TEST

// Twins once shared one slot of the table: a million of them took hours.
START_TEST(many_repeated_keys_take_no_longer)
{
    enum { MEMBERS = 300000 };
    char *text = malloc((size_t)MEMBERS * 6 + 8);
    char *out = text;
    *out++ = '{';
    for (int32_t i = 0; i < MEMBERS; i++, out += 6) {
        memcpy(out, "\"a\":1,", 6);
    }
    memcpy(out, "\"b\":1}", 7);
    ck_status(text, IST_ERR_DUPLICATE_NAME);
    free(text);
}
END_TEST

// ---- Damage

START_TEST(a_text_cut_short_is_always_refused)
{
    size_t last = sizeof scenario - 3; // where the closing brace stands, before "\n" and NUL
    for (size_t length = 0; length <= last; length++) {
        char *cut = malloc(length + 1); // of this size, for tools that watch the heap
        memcpy(cut, scenario, length);
        ist_errors *errors = refused_bytes(cut, length);
        ck_assert_int_ge(ist_errors_get(errors, 0)->line, 1);
        ist_errors_destroy(errors);
        free(cut);
    }
}
END_TEST

START_TEST(any_byte_may_take_any_value)
{
    char text[sizeof scenario];
    memcpy(text, scenario, sizeof scenario);
    for (size_t i = 0; i + 1 < sizeof scenario; i++) {
        for (int32_t change = 1; change < 256; change++) {
            text[i] = (char)(scenario[i] ^ change);
            ist_errors *errors = ist_errors_create();
            isti_scan *map = isti_scan_create(text, sizeof scenario - 1, "t.json", errors);
            ck_assert((map == NULL) == (ist_errors_count(errors) > 0));
            isti_scan_destroy(map);
            ist_errors_destroy(errors);
        }
        text[i] = scenario[i];
    }
}
END_TEST

START_TEST(a_failed_allocation_anywhere_is_reported_and_leaks_nothing)
{
    ist_errors *errors = ist_errors_create();
    isti_scan *map = NULL;
    int64_t before = isti_live_blocks();
    int32_t failures = 0;
    for (; !map; failures++) {
        ist_errors_clear(errors);
        isti_fault_arm(failures, false);
        map = isti_scan_create(scenario, sizeof scenario - 1, "t.json", errors);
        isti_fault_disarm();
        ck_assert(map || ist_errors_status(errors) == IST_ERR_NO_MEMORY);
        ck_assert(map || isti_live_blocks() <= before + 1); // the list keeps its own block
    }
    ck_assert_int_gt(failures, 5); // text, names, lines, map and at least two of nodes and table
    isti_scan_destroy(map);
    ist_errors_destroy(errors);
    ck_assert_int_eq(isti_live_blocks(), before - 1);
}
END_TEST

START_TEST(memory_that_never_comes_back_is_no_harm)
{
    for (int32_t n = 0; n < 12; n++) {
        ist_errors *errors = ist_errors_create();
        isti_fault_arm(n, true);
        isti_scan *map = isti_scan_create("[1, 02, {\"a\": [3,,4]}]", 22, "t.json", errors);
        isti_fault_disarm();
        ck_assert_ptr_null(map);
        ck_assert_int_lt(ist_errors_status(errors), 0);
        ist_errors_destroy(errors);
    }
    ck_assert_int_eq(isti_live_blocks(), 0);
}
END_TEST

START_TEST(destroying_nothing_is_fine)
{
    isti_scan_destroy(NULL);
}
END_TEST

SUITE("scan", EACH(accepts_what_is_json, COUNT_OF(good)), EACH(refuses_what_is_not, COUNT_OF(bad)),
      TEST(an_empty_text_is_called_empty), TEST(no_text_at_all_is_an_empty_text),
      TEST(a_report_names_its_source), TEST(a_text_may_have_no_source), TEST(columns_count_bytes),
      TEST(lines_begin_after_line_feeds), TEST(a_trailing_comma_is_pointed_at),
      TEST(a_doubled_comma_is_pointed_at), TEST(a_missing_comma_belongs_right_after_the_value),
      TEST(a_decimal_comma_is_recognized), TEST(a_missing_colon_belongs_right_after_the_key),
      TEST(an_equals_sign_is_no_colon), TEST(a_missing_value_is_pointed_at),
      TEST(an_unclosed_bracket_says_where_it_began),
      TEST(a_wrong_bracket_says_what_it_cannot_close), TEST(one_bracket_too_many_is_recognized),
      TEST(text_after_the_value_is_refused), TEST(a_colon_in_an_array_is_recognized),
      TEST(single_quotes_are_recognized), TEST(curly_quotes_are_recognized),
      TEST(a_non_breaking_space_is_recognized), TEST(a_key_without_quotes_is_shown_with_quotes),
      TEST(comments_are_stepped_over), TEST(a_comment_without_end_is_pointed_at),
      TEST(capitalized_words_are_guessed), TEST(an_unknown_word_may_be_a_string),
      TEST(not_a_number_is_no_number), TEST(a_point_needs_digits_on_both_sides),
      TEST(a_number_too_large_for_a_double_is_out_of_range),
      TEST(overflow_is_decided_at_the_exact_digit), TEST(a_large_whole_number_is_better_a_string),
      TEST(a_number_has_at_most_63_characters), TEST(a_bad_escape_is_pointed_at),
      TEST(half_a_character_is_pointed_at), TEST(an_escaped_nul_is_refused),
      TEST(a_tab_in_a_string_says_how_to_write_it), TEST(a_string_over_two_lines_is_stepped_over),
      TEST(a_string_left_open_ends_with_its_line),
      TEST(a_string_left_open_at_the_end_says_where_it_began),
      TEST(a_byte_that_is_not_utf8_is_pointed_at), TEST(a_byte_order_mark_does_not_hide_the_rest),
      TEST(utf16_is_recognized_with_and_without_mark),
      TEST(a_repeated_key_names_the_line_of_the_first),
      TEST(the_members_of_a_repeated_key_are_no_repetition),
      TEST(all_faults_of_a_text_come_at_once), TEST(earlier_reports_in_the_list_stay_as_they_are),
      TEST(a_full_list_keeps_its_last_position), TEST(a_refusal_needs_no_list),
      TEST(a_quotation_shows_no_control_characters), TEST(a_pointer_in_a_report_is_escaped),
      TEST(a_long_pointer_is_cut_between_characters), TEST(thirty_two_brackets_may_be_nested),
      TEST(thirty_three_brackets_are_too_many), TEST(a_million_brackets_do_no_harm),
      TEST(sixteen_mebibytes_are_accepted), TEST(a_byte_more_is_refused_unread),
      TEST(the_empty_pointer_is_the_whole), TEST(values_are_found_where_they_begin),
      TEST(keys_are_found_where_they_begin), TEST(what_has_no_key_has_no_key_position),
      TEST(slash_and_tilde_are_escaped_in_pointers), TEST(escaped_keys_are_found_by_their_meaning),
      TEST(the_empty_key_is_a_key), TEST(keys_that_look_alike_are_kept_apart),
      TEST(what_is_not_there_is_not_found), TEST(a_missing_value_is_told_by_what_is_around_it),
      TEST(an_existing_value_is_nearest_to_itself), TEST(the_raw_text_is_what_was_written),
      TEST(the_text_may_go_after_the_scan), TEST(a_hundred_thousand_members_are_all_found),
      TEST(many_repeated_keys_take_no_longer), TEST(a_text_cut_short_is_always_refused),
      TEST(any_byte_may_take_any_value),
      TEST(a_failed_allocation_anywhere_is_reported_and_leaks_nothing),
      TEST(memory_that_never_comes_back_is_no_harm), TEST(destroying_nothing_is_fine))
