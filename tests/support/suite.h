// SPDX-License-Identifier: GPL-3.0-or-later
// A test program in one line: SUITE("names", TEST(a_sentence), EACH(another, 5)).
#ifndef ISTI_TESTS_SUITE_H
#define ISTI_TESTS_SUITE_H

#include <check.h>
#include <stddef.h>
#include <stdlib.h>

typedef struct suite_test {
    const TTest *test;
    int times;
} suite_test;

// A test that runs once.
#define TEST(name) \
    {              \
        (name), 1  \
    }

// A test that runs for _i = 0 .. count - 1.
#define EACH(name, count)    \
    {                        \
        (name), (int)(count) \
    }

// The whole main(). A test that is written but not listed is an unused variable to the compiler.
#define SUITE(title, ...)                                             \
    int main(void)                                                    \
    {                                                                 \
        const suite_test tests[] = {__VA_ARGS__};                     \
        return suite_run(title, tests, sizeof tests / sizeof *tests); \
    }

// Seconds a test may take unless CK_DEFAULT_TIMEOUT says otherwise; Check's own 4 are too few
// for instrumented builds.
enum { SUITE_TIMEOUT = 60 };

// Fails also when nothing ran, which Check calls 100%.
static inline int suite_run(const char *title, const suite_test *tests, size_t count)
{
    Suite *suite = suite_create(title);
    TCase *cases = tcase_create(title);
    for (size_t i = 0; i < count; i++) {
        tcase_add_loop_test(cases, tests[i].test, 0, tests[i].times);
    }
    if (!getenv("CK_DEFAULT_TIMEOUT")) {
        tcase_set_timeout(cases, SUITE_TIMEOUT);
    }
    suite_add_tcase(suite, cases);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    const int run = srunner_ntests_run(runner);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return run > 0 && failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
