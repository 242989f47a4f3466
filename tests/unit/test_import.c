// SPDX-License-Identifier: GPL-3.0-or-later
// People and ties from tables: whatever way they are written they arrive, whatever is wrong with them is
// told at its place, and no path leads out of the scenario's folder.
#include <interstice/experiment.h>
#include <interstice/import.h>
#include <interstice/state.h>

#include "base/index.h"
#include "base/memory.h"
#include "base/sha256.h"
#include "support/suite.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD                                                                                   \
    "{ \"format\": 1, \"name\": \"firm\", \"themes\": [ { \"name\": \"sales\" }, { \"name\": " \
    "\"tools\" } ], \"units\": [ { \"name\": \"North\" }, { \"name\": \"South\" } ], "         \
    "\"draw_ties\": false, "
#define TIES_DEF                                                                                  \
    "\"ties\": { \"file\": \"ties.csv\", \"scale\": [0, 4], \"direction\": \"%s\", \"kinds\": { " \
    "\"advice\": { \"instrumental\": 1 }, \"friendship\": { \"affective\": 0.5 } } }"

static const char either[] = "either";

static ist_scenario *import(const char *people, const char *ties, const char *direction,
                            ist_errors *errors)
{
    char text[2048];
    const int length = snprintf(text, sizeof text,
                                HEAD "\"import\": { \"employees\": \"people.csv\"%s" TIES_DEF "} }",
                                ties ? ", " : "", direction);
    if (!ties) {
        snprintf(text, sizeof text, HEAD "\"import\": { \"employees\": \"people.csv\" } }");
    }
    ck_assert_int_lt(length, (int)sizeof text);
    const ist_scenario_file files[] = {
        {"people.csv", people, strlen(people)},
        {"ties.csv", ties ? ties : "", ties ? strlen(ties) : 0},
    };
    ist_scenario_options options = ist_scenario_options_default();
    options.file = files;
    options.file_count = 2;
    return ist_scenario_parse(text, strlen(text), "firm.json", &options, errors);
}

static const char people[] = "id,unit,manager,level,theme,second_theme\n"
                             "ann,North,,manager,sales,tools\n"
                             "bob,North,ann,expert,tools,\n"
                             "cat,South,ann,professional,sales,\n"
                             "dan,South,cat,professional,sales,\n";
static const char ties[] = "from,to,weight,kind\n"
                           "ann,bob,4,advice\n"
                           "bob,ann,2,advice\n"
                           "cat,dan,3,friendship\n";

// The same one by one.
static const char one_by_one[] =
    HEAD "\"employees\": ["
         "{ \"id\": \"ann\", \"unit\": \"North\", \"level\": \"manager\", \"heads\": true, "
         "\"theme\": \"sales\", \"second_theme\": \"tools\" },"
         "{ \"id\": \"bob\", \"unit\": \"North\", \"level\": \"expert\", \"theme\": \"tools\" },"
         "{ \"id\": \"cat\", \"unit\": \"South\", \"heads\": true, \"theme\": \"sales\" },"
         "{ \"id\": \"dan\", \"unit\": \"South\", \"theme\": \"sales\" } ], \"ties\": ["
         "{ \"from\": \"ann\", \"to\": \"bob\", \"instrumental\": 1 },"
         "{ \"from\": \"cat\", \"to\": \"dan\", \"affective\": 0.375 } ] }";

// ---- The same, however it is written

static const struct {
    const char *people, *ties;
} writings[] = {
    {people, ties},
    {"\xEF\xBB\xBFid,unit,manager,level,theme,second_theme\r\n"
     "ann,North,,manager,sales,tools\r\nbob,North,ann,expert,tools,\r\n"
     "cat,South,ann,professional,sales,\r\ndan,South,cat,professional,sales,",
     ties},
    {"id;unit;manager;level;theme;second_theme\n\"ann\";North;;manager;sales;tools\n\n"
     "bob;North;ann;\"expert\";tools;\ncat;South;ann;professional;sales;\n"
     "dan;South;cat;professional;sales;;;\n",
     "from;to;weight;kind\nann;bob;4,0;advice\nbob;ann;2;advice\ncat;dan;3,00;friendship\n"},
    {"sep=;\nname;theme;id;unit;manager;level;second_theme\n"
     "\"Ann; the \"\"boss\"\"\";sales;ann;North;;manager;tools\n"
     "\"Bob\n2\";tools;bob;North;ann;expert;\n;sales;cat;South;ann;professional;\n"
     ";sales;dan;South;cat;professional;\n",
     "from\tto\tweight\tkind\nann\tbob\t4\tadvice\nbob\tann\t2\tadvice\n"
     "cat\tdan\t3\tfriendship\n"},
    {"id,unit,manager,level,theme\nann,North,,manager,sales|tools\nbob,North,ann,expert,tools\n"
     "cat,South,ann,professional,sales | sales\ndan,South,cat,professional,sales|\n",
     "from,to,weight,kind\rann,bob,4,advice\rbob,ann,2,advice\rcat,dan,3e0,friendship\r"},
    // Blanks around cells, as they come with columns of a fixed width.
    {"id , unit,manager ,level,theme,second_theme \n ann,North,,manager , sales,tools\n"
     "bob ,  North  , ann,expert,tools,  \ncat,South,ann,professional,sales,\n"
     "dan,South,cat,professional,sales,\n",
     "from,to, weight,kind\nann , bob,4, advice\nbob,ann, 2 ,advice\ncat,dan,3,friendship\n"},
};

START_TEST(tables_say_what_could_be_said_one_by_one)
{
    ist_errors *errors = ist_errors_create();
    ist_scenario *listed =
        ist_scenario_parse(one_by_one, sizeof one_by_one - 1, "listed", NULL, errors);
    ist_scenario *read = import(writings[_i].people, writings[_i].ties, either, errors);
    char line[512] = "";
    ist_error_format(ist_errors_get(errors, 0), line, sizeof line);
    ck_assert_msg(listed && read, "%s", line);
    ck_assert_uint_eq(ist_model_hash(ist_scenario_model(listed)),
                      ist_model_hash(ist_scenario_model(read)));
    ck_assert_str_eq(ist_scenario_employee(read, (ist_employee_id){2}), "bob");
    ck_assert_str_eq(ist_scenario_employee(listed, (ist_employee_id){4}), "dan");
    ck_assert_ptr_null(ist_scenario_employee(read, (ist_employee_id){5}));
    ist_scenario_destroy(listed);
    ist_scenario_destroy(read);
    ist_errors_destroy(errors);
}
END_TEST

// ---- Weights and directions

// ann names bob (4 of 4), bob names ann (1); ann names cat (2), who names others; dan never answered and
// is named by cat (2).
static const char mixed[] = "from,to,weight,kind\nann,bob,4,advice\nbob,ann,1,advice\n"
                            "ann,cat,2,friendship\ncat,dan,2,advice\ncat,bob,0,advice\n";

static const struct {
    const char *direction;
    double ann_bob, ann_cat, cat_dan; // instrumental, affective, instrumental
} directions[] = {
    {"either", 1.0, 0.25, 0.5},     // the larger; half of the scale times 0.5; half of it
    {"reciprocal", 0.25, 0.0, 0.5}, // the smaller; cat does not name ann; dan said nothing
    {"weak", (1.0 + 0.25) / 2, 0.125, 0.5},
};

START_TEST(what_two_people_say_is_combined_as_declared)
{
    ist_scenario *scenario = import(people, mixed, directions[_i].direction, NULL);
    ck_assert_ptr_nonnull(scenario);
    const ist_run_def run = ist_run_def_default();
    ist_state *state = ist_state_create(ist_scenario_model(scenario), &run, NULL);
    ist_tie_info tie = {.instrumental = 0.0};
    ck_assert(ist_tie_between(state, (ist_employee_id){1}, (ist_employee_id){2}, &tie));
    ck_assert_double_eq_tol(tie.instrumental, directions[_i].ann_bob, 1e-12);
    ck_assert_double_eq(tie.affective, 0.0);
    const bool is_tied = ist_tie_between(state, (ist_employee_id){1}, (ist_employee_id){3}, &tie);
    ck_assert(is_tied == (directions[_i].ann_cat > 0.0));
    ck_assert(!is_tied || fabs(tie.affective - directions[_i].ann_cat) < 1e-12);
    ck_assert(ist_tie_between(state, (ist_employee_id){3}, (ist_employee_id){4}, &tie));
    ck_assert_double_eq_tol(tie.instrumental, directions[_i].cat_dan, 1e-12);
    ck_assert(!ist_tie_between(state, (ist_employee_id){2}, (ist_employee_id){3}, &tie));
    ist_state_destroy(state);
    ist_scenario_destroy(scenario);
}
END_TEST

// Rows wait for each other; whoever is nobody is told in the order of the file all the same.
START_TEST(many_rows_are_told_in_the_order_of_the_file)
{
    static char many[200 * 32] = "from,to,weight,kind\n";
    for (int32_t i = 0; i < 150; i++) {
        const size_t used = strlen(many);
        snprintf(many + used, sizeof many - used, "%s,%s,%d,advice\n", i % 70 == 69 ? "kim" : "ann",
                 i % 50 == 49 ? "lee" : "bob", 1 + i % 4);
    }
    int64_t found[IST_IMPORT_COUNT];
    ist_scenario *scenario = import(people, many, either, NULL);
    ck_assert(ist_scenario_import(scenario, found));
    ck_assert_int_eq(found[IST_IMPORT_ROWS], 150);
    ck_assert_int_eq(found[IST_IMPORT_UNMATCHED], 5); // 50, 70, 100, 140, 150
    ck_assert_int_eq(found[IST_IMPORT_SAME_TIES], 144);
    ck_assert_int_eq(found[IST_IMPORT_TIES], 1);
    bool is_told = false;
    const char *remark;
    for (int32_t k = 0; (remark = ist_scenario_remark(scenario, k)); k++) {
        is_told |= strstr(remark, "5, with \"lee\" (line 51), \"kim\" (line 71), \"lee\" (line "
                                  "101), ...") != NULL;
    }
    ck_assert(is_told);
    ist_scenario_destroy(scenario);
}
END_TEST

// ---- The report

START_TEST(the_report_counts_everything_that_was_left_out_or_assumed)
{
    const char odd_people[] = "id,unit,manager,level,theme,shoe size\n"
                              "ann,North,zoe,manager,sales,38\n" // nobody is called zoe
                              "bob,North,ann,,tools,44\n"
                              "bob,South,ann,,tools,44\n" // again
                              ",South,ann,,tools,\n"      // without an id
                              "cat,South,dan,,sales,\n"   // above each other
                              "dan,South,cat,,sales|tools|sales,\n"
                              "eve,South,,staff,sales,\n"; // staff carry no ties
    const char odd_ties[] = "from,to,weight,kind,when\n"
                            "ann,bob,4,advice,\n"
                            "ann,bob,3,advice,\n" // again
                            "bob,ann,0,advice,\n" // no tie, but an answer
                            "ann,ann,4,advice,\n" // a loop
                            "ann,kim,4,advice,\n" // unmatched
                            "ann,eve,4,advice,\n"
                            "ann,dan,4,friendship,\n"; // dan did not answer
    const struct {
        ist_import_count count;
        int64_t expected;
    } counts[] = {
        {IST_IMPORT_PEOPLE, 5},      {IST_IMPORT_UNITS, 2},
        {IST_IMPORT_WITHOUT_ID, 1},  {IST_IMPORT_SAME_PEOPLE, 1},
        {IST_IMPORT_NO_MANAGER, 1},  {IST_IMPORT_CYCLES, 1},
        {IST_IMPORT_UNIT_CYCLES, 0}, {IST_IMPORT_ROWS, 7},
        {IST_IMPORT_TIES, 2},        {IST_IMPORT_UNMATCHED, 1},
        {IST_IMPORT_LOOPS, 1},       {IST_IMPORT_SAME_TIES, 1},
        {IST_IMPORT_ZERO, 1},        {IST_IMPORT_ONE_SIDED, 1},
        {IST_IMPORT_NO_ANSWER, 2},   {IST_IMPORT_NON_RESPONDENTS, 2},
        {IST_IMPORT_UNCARRIED, 1},   {IST_IMPORT_ISOLATES, 1},
        {IST_IMPORT_HEADLESS, 0},
    };
    ist_scenario *scenario = import(odd_people, odd_ties, either, NULL);
    int64_t found[IST_IMPORT_COUNT];
    ck_assert(ist_scenario_import(scenario, found));
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        ck_assert_msg(found[counts[i].count] == counts[i].expected, "%s: %lld, not %lld",
                      ist_import_name(counts[i].count), (long long)found[counts[i].count],
                      (long long)counts[i].expected);
    }
    const char *const remarks[] = {
        "people.csv: 1 column is not read: \"shoe size\"",
        "people.csv: rows of people who are there already, left out: 1, with \"bob\" (line 4)",
        ("ties.csv: rows of ties with an id of nobody who was read, left out: 1, with \"kim\" "
         "(line 6)"),
        "people.csv: people with more than two themes, of which the first two count: 1",
    };
    for (size_t i = 0; i < sizeof remarks / sizeof *remarks; i++) {
        bool is_told = false;
        const char *remark;
        for (int32_t k = 0; (remark = ist_scenario_remark(scenario, k)); k++) {
            is_told |= strcmp(remark, remarks[i]) == 0;
        }
        ck_assert_msg(is_told, "not told: %s", remarks[i]);
    }
    ist_scenario_destroy(scenario);
}
END_TEST

START_TEST(a_tree_of_units_is_read_from_who_reports_to_whom)
{
    int64_t found[IST_IMPORT_COUNT];
    ist_scenario *scenario = import(people, NULL, either, NULL);
    ck_assert(ist_scenario_import(scenario, found));
    ck_assert_int_eq(found[IST_IMPORT_UNIT_LEVELS],
                     2); // cat heads South and reports to ann of North
    ist_scenario_destroy(scenario);
    // Each unit's head reports to the other's.
    scenario =
        import("id,unit,manager\nann,North,cat\nbob,North,ann\ncat,South,ann\ndan,South,cat\n",
               NULL, either, NULL);
    ck_assert(ist_scenario_import(scenario, found));
    ck_assert_int_eq(found[IST_IMPORT_UNIT_CYCLES], 1);
    ck_assert_int_eq(found[IST_IMPORT_CYCLES], 1);
    ist_scenario_destroy(scenario);
}
END_TEST

// ---- Faults

static const struct {
    const char *people, *ties, *expected;
} faults[] = {
    {"", NULL, "people.csv:1:1: error: the table has no headings"},
    {"\xFF\xFEi\0d", NULL, "people.csv:1:1: error: the file is in UTF-16: save it as UTF-8"},
    {"id,units\n", NULL,
     "people.csv:1:1: error: no column is called \"unit\", which should hold unit; allowed: id, "
     "units; did you mean \"units\"?"},
    {"id,unit,id\n", NULL, "people.csv:1:9: error: two columns are called \"id\""},
    {"id,unit\nann,Nroth\n", NULL,
     "people.csv:2:5: error: the scenario has no unit called \"Nroth\"; allowed: North, South; did "
     "you mean \"North\"?"},
    {"id,unit\nann,\n", NULL, "people.csv:2:5: error: this person has no unit"},
    {"id,unit\nann\n", NULL,
     "people.csv:2:1: error: this line has fewer cells than there are headings: 1, not 2"},
    {"id,unit\nann,North,1\n", NULL,
     "people.csv:2:11: error: this line has more cells than there are headings: 3, not 2"},
    {"id,unit,level\nann,North,boss\n", NULL,
     "people.csv:2:11: error: \"boss\" is no level, and \"levels\" of the import does not say "
     "which "
     "it is; allowed: manager, expert, professional, staff"},
    {"id,unit,theme\nann,North,toolz\n", NULL,
     "people.csv:2:11: error: the scenario has no theme called \"toolz\"; allowed: sales, tools; "
     "did "
     "you mean \"tools\"?"},
    {"id,unit\n\"a\nb\",Nord\n", NULL,
     "people.csv:3:4: error: the scenario has no unit called \"Nord\"; allowed: North, South"},
    {"id,unit\nann,\"North\n", NULL,
     "people.csv:2:5: error: a quotation mark is missing at the end of this cell"},
    {"id,unit\nann,\"North\" x\n", NULL,
     "people.csv:2:12: error: something stands behind the quotation mark that ends this cell"},
    {"id,unit\nJos\xE9,North\n", NULL,
     "people.csv:2:4: error: the byte 0xE9 is not UTF-8; the file may be in Latin-1 or "
     "Windows-1252: save it as UTF-8"},
    {people, "from,to,weight,kind\nann,bob,9,advice\n",
     "ties.csv:2:9: error: the weight 9 is outside of the scale; allowed: 0 to 4"},
    {people, "from,to,weight,kind\nann,bob,often,advice\n",
     "ties.csv:2:9: error: the weight \"often\" is no number"},
    {people, "from,to,weight,kind\nann,bob,nan,advice\n",
     "ties.csv:2:9: error: the weight \"nan\" is no number"},
    {people, "from,to,weight,kind\nann,bob,,advice\n",
     "ties.csv:2:9: error: this tie has no weight"},
    {people, "from,to,weight,kind\nann,bob,1,advise\n",
     "ties.csv:2:11: error: the import does not say what ties of the kind \"advise\" are made of; "
     "allowed: advice, friendship; did you mean \"advice\"?"},
    {people, "from,to,weight\nann,bob,1\n",
     "ties.csv:2:1: error: this tie has no kind, and \"kind\" of the import does not give a usual "
     "one"},
};

START_TEST(a_fault_of_a_table_is_told_at_its_place)
{
    char line[1024] = "";
    ist_errors *errors = ist_errors_create();
    ist_scenario *scenario = import(faults[_i].people, faults[_i].ties, either, errors);
    ck_assert_ptr_null(scenario);
    ist_error_format(ist_errors_get(errors, 0), line, sizeof line);
    ck_assert_str_eq(line, faults[_i].expected);
    ck_assert_int_eq(ist_errors_count(errors), 1);
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(all_faults_of_a_table_are_told_at_once)
{
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(
        import("id,unit,level\na,Nord,manager\nb,North,boss\nc\nd,Sud,x\n", NULL, either, errors));
    ck_assert_int_eq(ist_errors_count(errors), 5);
    ck_assert_int_eq(ist_errors_get(errors, 4)->line, 5);
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(a_line_of_a_million_cells_is_refused)
{
    char *wide = malloc(1000001);
    memset(wide, ',', 1000000);
    wide[1000000] = '\0';
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(import(wide, NULL, either, errors));
    ck_assert_int_eq(ist_errors_get(errors, 0)->status, IST_ERR_LIMIT);
    ck_assert_str_eq(ist_errors_get(errors, 0)->message, "the line has more than 1000 cells");
    ist_errors_destroy(errors);
    free(wide);
}
END_TEST

// ---- Paths

static const struct {
    const char *file, *message;
} hostile[] = {
    {"../people.csv", "the path leads out of the scenario's folder"},
    {"deep/../../people.csv", "the path leads out of the scenario's folder"},
    {"/etc/hostname", "the path does not begin in the scenario's folder"},
    {"pipe.csv", "expected a file, found a pipe"},
    {"deep", "expected a file, found a folder"},
    {"out.csv", "expected a file, found a link; links are not followed"},
    {"up/people.csv", "expected the folder up, found a link"},
    {"people.csv/x", "expected the folder people.csv, found something else"},
    {"huge.csv", "the file has more than 1024 MiB"},
    {"", "the name of the file is empty"},
    {"none.csv", "the file cannot be read: No such file or directory"},
};

// In the folder of this test.
static void make_hostile_files(void)
{
    FILE *file = fopen("people.csv", "w");
    fputs(people, file);
    ck_assert_int_eq(fclose(file), 0);
    mkdir("deep", 0777);
    mkfifo("pipe.csv", 0666);
    if (symlink("/etc/hostname", "out.csv") != 0 || symlink("..", "up") != 0) {
        ck_assert(access("up", F_OK) == 0); // from a run before
    }
    file = fopen("huge.csv", "w");
    ck_assert_int_eq(ftruncate(fileno(file), (off_t)2 << 30), 0);
    ck_assert_int_eq(fclose(file), 0);
}

START_TEST(a_path_out_of_the_folder_or_to_no_file_is_refused)
{
    char text[1024];
    make_hostile_files();
    snprintf(text, sizeof text, HEAD "\"import\": { \"employees\": { \"file\": \"%s\" } } }",
             hostile[_i].file);
    ist_scenario_options options = ist_scenario_options_default();
    options.folder = ".";
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(ist_scenario_parse(text, strlen(text), "firm.json", &options, errors));
    const ist_error *error = ist_errors_get(errors, 0);
    ck_assert_int_eq(ist_errors_count(errors), 1);
    ck_assert_ptr_nonnull(strstr(error->message, hostile[_i].message));
    ck_assert_str_eq(error->where, "/import/employees/file");
    ck_assert_int_eq(error->line, 1);
    ist_errors_destroy(errors);
    unlink("huge.csv");
}
END_TEST

START_TEST(a_file_below_the_folder_is_read)
{
    const char text[] = HEAD "\"import\": { \"employees\": \"deep/.//staff.csv\" } }";
    make_hostile_files();
    ck_assert_int_eq(rename("people.csv", "deep/staff.csv"), 0);
    ist_scenario_options options = ist_scenario_options_default();
    options.folder = ".";
    ist_scenario *scenario = ist_scenario_parse(text, strlen(text), "firm.json", &options, NULL);
    ck_assert_ptr_nonnull(scenario);
    ist_scenario_destroy(scenario);
    unlink("huge.csv");
}
END_TEST

START_TEST(without_a_folder_no_file_can_be_named)
{
    const char text[] = HEAD "\"import\": { \"employees\": \"people.csv\" } }";
    ist_errors *errors = ist_errors_create();
    ck_assert_ptr_null(ist_scenario_parse(text, strlen(text), "firm.json", NULL, errors));
    ck_assert_int_eq(ist_errors_status(errors), IST_ERR_IO);
    ist_errors_destroy(errors);
}
END_TEST

// ---- Who else refers to them

START_TEST(ties_of_the_scenario_may_name_people_of_a_table)
{
    const char text[] = HEAD "\"import\": { \"employees\": \"people.csv\" }, \"ties\": [ { "
                             "\"from\": \"dan\", \"to\": \"ann\", \"affective\": 0.5 } ] }";
    const ist_scenario_file file = {"people.csv", people, strlen(people)};
    ist_scenario_options options = ist_scenario_options_default();
    options.file = &file;
    options.file_count = 1;
    ist_scenario *scenario = ist_scenario_parse(text, strlen(text), "firm", &options, NULL);
    ck_assert_ptr_nonnull(scenario);
    ist_scenario_destroy(scenario);
}
END_TEST

START_TEST(experiments_keep_the_tables_that_their_scenarios_name)
{
    const char text[] = HEAD "\"import\": { \"employees\": \"people.csv\" } }";
    make_hostile_files();
    const ist_experiment_source source = {"firm.json", text, strlen(text)};
    ist_experiment_def def = ist_experiment_def_default();
    def.scenario = &source;
    def.scenario_count = 1;
    ist_experiment *experiment = ist_experiment_create(&def, NULL);
    ck_assert_ptr_nonnull(experiment);
    unlink("people.csv");
    unlink("huge.csv");

    const size_t size = ist_experiment_save(experiment, NULL, 0);
    char *bytes = malloc(size);
    ck_assert_uint_eq(ist_experiment_save(experiment, bytes, size), size);
    ist_experiment *again = ist_experiment_load(bytes, size, NULL, NULL);
    ck_assert_uint_eq(ist_experiment_hash(experiment), ist_experiment_hash(again));
    ck_assert_ptr_nonnull(ist_experiment_hold(again, 0, NULL));
    ist_experiment_release(again, 0);
    ist_experiment_input input;
    ck_assert(ist_experiment_input_get(experiment, 1, &input));
    ck_assert_str_eq(input.path, "people.csv");
    ck_assert_int_eq(input.bytes, (int64_t)strlen(people));
    for (size_t cut = 0; cut < size; cut += 7) {
        ck_assert_ptr_null(ist_experiment_load(bytes, cut, NULL, NULL));
    }
    ist_experiment_destroy(again);
    ist_experiment_destroy(experiment);
    free(bytes);
}
END_TEST

// ---- Memory

START_TEST(no_allocation_that_fails_goes_unnoticed)
{
    ist_errors *errors = ist_errors_create();
    ist_scenario *scenario = NULL;
    int64_t n = 0;
    for (bool has_fired = true; has_fired; n++) {
        ist_errors_clear(errors);
        isti_fault_arm(n, false);
        scenario = import(people, mixed, either, errors);
        has_fired = isti_fault_fired();
        isti_fault_disarm();
        ck_assert_msg(has_fired == !scenario, "allocation %lld", (long long)n);
        ck_assert(scenario || ist_errors_status(errors) == IST_ERR_NO_MEMORY);
    }
    ck_assert_int_gt(n, 50);
    ist_scenario_destroy(scenario);
    ist_errors_destroy(errors);
}
END_TEST

START_TEST(an_index_finds_what_was_put_and_nothing_else)
{
    static char names[1000][12];
    const char *texts[1001] = {"nobody"};
    int32_t numbers[1001] = {0};
    isti_index index = {.slot = NULL};
    ck_assert_int_eq(isti_index_find(&index, "0"), -1);
    isti_index_find_all(&index, texts, 1, numbers);
    ck_assert_int_eq(numbers[0], -1);
    for (int32_t i = 0; i < 1000; i++) {
        snprintf(names[i], sizeof names[i], "%d", (int)i);
        ck_assert_int_eq(isti_index_find(&index, names[i]), -1);
        ck_assert(isti_index_put(&index, names[i], i));
    }
    for (int32_t i = 0; i < 1000; i++) {
        ck_assert_int_eq(isti_index_find(&index, names[i]), i);
        texts[i + 1] = names[i];
    }
    isti_index_find_all(&index, texts, 1001, numbers);
    for (int32_t i = 0; i < 1001; i++) {
        ck_assert_int_eq(numbers[i], i - 1);
    }
    isti_index_clear(&index);
}
END_TEST

// ---- Drafts

static void write_tables(void)
{
    FILE *file = fopen("hr.csv", "w");
    fputs("Employee ID;Name;Dept.;Reports to;Job level;Skills\n"
          "17;Ann Alder;North;;Director;sales|tools\n"
          "18;Bob Birch;North;17;Senior engineer;tools\n"
          "19;Cat Cedar;\"South \"\"S\"\"\";17;Clerk;sales\n",
          file);
    ck_assert_int_eq(fclose(file), 0);
    file = fopen("survey.csv", "w");
    fputs("respondent,named,score,relation\n17,18,5,advice\n18,17,2,friendship\n", file);
    ck_assert_int_eq(fclose(file), 0);
}

static ist_draft *make_draft(const char *key, ist_errors *errors)
{
    ist_draft_def def = ist_draft_def_default();
    def.people = "hr.csv";
    def.ties = "survey.csv";
    def.key = key;
    def.key_size = key ? strlen(key) : 0;
    return ist_draft_create(&def, errors);
}

static ist_scenario *read_draft(const ist_draft *draft)
{
    ist_scenario_file file[3];
    for (int32_t i = 0; i < 3; i++) {
        ck_assert(ist_draft_file(draft, i, &file[i]));
    }
    ist_scenario_options options = ist_scenario_options_default();
    options.file = file + 1;
    options.file_count = 2;
    return ist_scenario_parse(file[0].bytes, file[0].length, file[0].name, &options, NULL);
}

START_TEST(a_draft_is_a_scenario_of_the_tables)
{
    write_tables();
    ist_draft *draft = make_draft(NULL, NULL);
    ist_scenario *scenario = read_draft(draft);
    int64_t count[IST_IMPORT_COUNT];
    ck_assert(ist_scenario_import(scenario, count));
    ck_assert_int_eq(count[IST_IMPORT_PEOPLE], 3);
    ck_assert_int_eq(count[IST_IMPORT_TIES], 1);
    // The coordinator's post is the fourth.
    ck_assert_int_eq(ist_model_employees(ist_scenario_model(scenario)), 4);
    char name[32];
    ist_model_unit_name(ist_scenario_model(scenario), (ist_unit_id){2}, name, sizeof name);
    ck_assert_str_eq(name, "South \"S\"");
    ist_scenario_destroy(scenario);
    ist_draft_destroy(draft);
}
END_TEST

START_TEST(no_name_is_left_in_a_draft_with_codes)
{
    static const char *const secrets[] = {"Ann",   "Birch", "North", "South", "Director", "ngineer",
                                          "Clerk", "sales", "tools", "17",    "18",       "19"};
    const size_t digits = 9; // from here on
    static const char key[] = "a key of the test's own";
    char code[IST_PSEUDONYM_SIZE];
    write_tables();
    ist_draft *draft = make_draft(key, NULL);
    ist_scenario *scenario = read_draft(draft);
    ck_assert_ptr_nonnull(scenario);
    ist_pseudonym(key, strlen(key), 'p', "17", code);
    bool is_there = false;
    for (int32_t i = 1; i <= 4; i++) { // one of them the coordinator, who has no id
        const char *id = ist_scenario_employee(scenario, (ist_employee_id){i});
        is_there |= id && strcmp(id, code) == 0;
    }
    ck_assert(is_there);
    for (int32_t i = 0; i < 3; i++) {
        ist_scenario_file file;
        ck_assert(ist_draft_file(draft, i, &file));
        for (size_t k = 0; k < sizeof secrets / sizeof *secrets; k++) {
            // Digits may be part of a code, never a cell or a name.
            char cell[32];
            snprintf(cell, sizeof cell, "\n%s,", secrets[k]);
            ck_assert_ptr_null(strstr(file.bytes, cell));
            snprintf(cell, sizeof cell, "\"%s\"", secrets[k]);
            ck_assert_ptr_null(strstr(file.bytes, cell));
            ck_assert(k >= digits || !strstr(file.bytes, secrets[k]));
        }
    }
    ist_scenario_destroy(scenario);
    ist_draft_destroy(draft);
}
END_TEST

// Were rows in the order of the file, whoever has a list of the same people would know who is who.
START_TEST(a_draft_with_codes_forgets_the_order_of_rows)
{
    static const char key[] = "a key of the test's own";
    write_tables();
    ist_draft *draft = make_draft(key, NULL);
    ist_scenario_file table;
    char before[IST_PSEUDONYM_SIZE] = "";
    for (int32_t f = 1; f < 3; f++) {
        int rows = 0;
        ck_assert(ist_draft_file(draft, f, &table));
        for (const char *row = strchr(table.bytes, '\n') + 1; *row; row = strchr(row, '\n') + 1) {
            ck_assert_int_le(strncmp(before, row, sizeof before - 1), 0);
            memcpy(before, row, sizeof before - 1);
            rows++;
        }
        ck_assert_int_eq(rows, f == 1 ? 3 : 2);
        before[0] = '\0';
    }
    ist_draft_destroy(draft);
}
END_TEST

START_TEST(codes_are_explained_to_whoever_may_know)
{
    static const char key[] = "a key of the test's own";
    static const struct {
        char kind;
        const char *what, *text, *shown;
    } words[] = {{'p', "person", "18", "18"},
                 {'u', "unit", "South \"S\"", "South \"\"S\"\""},
                 {'l', "level", "Senior engineer", "Senior engineer"},
                 {'t', "theme", "tools", "tools"}};
    write_tables();
    ist_scenario_file codes;
    ist_draft *draft = make_draft(key, NULL);
    ck_assert(ist_draft_codes(draft, &codes));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char code[IST_PSEUDONYM_SIZE];
        char row[128];
        ist_pseudonym(key, strlen(key), words[i].kind, words[i].text, code);
        snprintf(row, sizeof row, "\n%s,%s,\"%s\"\n", code, words[i].what, words[i].shown);
        ck_assert_msg(strstr(codes.bytes, row) != NULL, "%s", codes.bytes);
    }
    ist_draft_destroy(draft);
    draft = make_draft(NULL, NULL);
    ck_assert(!ist_draft_codes(draft, &codes));
    ist_draft_destroy(draft);
}
END_TEST

static const struct {
    const char *people, *ties, *expected;
} bad_drafts[] = {
    {"id,unit\n", ties, "hr.csv: error: there is nobody with a unit in this table"},
    {"id,unit\n1,A\n2,\n", ties, "hr.csv:3:3: error: this person has no unit"},
    {"id,unit,unit\n1,A,B\n", ties, "hr.csv:1:9: error: two columns are called \"unit\""},
    {"id,team,skill\n1,A,x\n", "from,to,weight\n1,2,often\n",
     "survey.csv:2:5: error: the weight \"often\" is no number"},
    {"id,team,skill\n1,A,x\n", "from,to,weight\n1,2,\n",
     "survey.csv:2:5: error: this tie has no weight"},
    {"id,team,skill\n1,A,x\n", "from,to,kind\n1,2,\n",
     "survey.csv:2:5: error: this tie has no kind"},
    {"id,team,skill\n1,A,x\n", "De,to\n1,2\n",
     "survey.csv:1:1: error: no column looks as if it held from; allowed: from, source, ego, "
     "respondent, sender, rater, fromid, e1"},
};

// With codes the rows that are written stand elsewhere: the file that was given is the one to look at.
START_TEST(a_fault_of_a_draft_is_told_at_its_place_in_the_file_that_was_given)
{
    char line[1024] = "";
    FILE *file = fopen("hr.csv", "w");
    fputs(bad_drafts[_i].people, file);
    ck_assert_int_eq(fclose(file), 0);
    file = fopen("survey.csv", "w");
    fputs(bad_drafts[_i].ties, file);
    ck_assert_int_eq(fclose(file), 0);
    for (int k = 0; k < 2; k++) {
        ist_errors *errors = ist_errors_create();
        ck_assert_ptr_null(make_draft(k == 0 ? NULL : "some key of mine", errors));
        ck_assert_int_eq(ist_errors_count(errors), 1);
        ist_error_format(ist_errors_get(errors, 0), line, sizeof line);
        ck_assert_str_eq(line, bad_drafts[_i].expected);
        ist_errors_destroy(errors);
    }
}
END_TEST

START_TEST(codes_depend_on_the_key_and_on_the_kind)
{
    char codes[4][IST_PSEUDONYM_SIZE];
    ist_pseudonym("one key", 7, 'p', "ann", codes[0]);
    ist_pseudonym("one key", 7, 'p', "ann", codes[1]);
    ist_pseudonym("two key", 7, 'p', "ann", codes[2]);
    ist_pseudonym("one key", 7, 'u', "ann", codes[3]);
    ck_assert_str_eq(codes[0], codes[1]);
    ck_assert_str_ne(codes[0] + 1, codes[2] + 1);
    ck_assert_str_ne(codes[0] + 1, codes[3] + 1);
    ck_assert_uint_eq(strlen(codes[0]), IST_PSEUDONYM_SIZE - 1);
}
END_TEST

START_TEST(a_draft_that_lacks_memory_says_so)
{
    ist_errors *errors = ist_errors_create();
    ist_draft *draft = NULL;
    int64_t n = 0;
    write_tables();
    for (bool has_fired = true; has_fired; n++) {
        ist_errors_clear(errors);
        isti_fault_arm(n, false);
        draft = make_draft("some key", errors);
        has_fired = isti_fault_fired();
        isti_fault_disarm();
        ck_assert_msg(has_fired == !draft, "allocation %lld", (long long)n);
        ck_assert(draft || ist_errors_status(errors) == IST_ERR_NO_MEMORY);
    }
    ck_assert_int_gt(n, 30);
    ist_draft_destroy(draft);
    ist_errors_destroy(errors);
}
END_TEST

// RFC 4231, test cases 1, 2, 3 and 6.
static const struct {
    const char *key;
    size_t key_size;
    char key_byte; // fills the key where `key` is NULL
    const char *data, *code;
} hmacs[] = {
    {NULL, 20, '\x0b', "Hi There",
     "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
    {"Jefe", 4, 0, "what do ya want for nothing?",
     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
    {NULL, 131, '\xaa', "Test Using Larger Than Block-Size Key - Hash Key First",
     "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
};

START_TEST(hmac_gives_the_codes_of_rfc_4231)
{
    char key[256];
    char code[ISTI_SHA256_SIZE];
    memset(key, hmacs[_i].key_byte, sizeof key);
    isti_hmac_sha256(hmacs[_i].key ? hmacs[_i].key : key, hmacs[_i].key_size, hmacs[_i].data,
                     strlen(hmacs[_i].data), code);
    ck_assert_str_eq(code, hmacs[_i].code);
}
END_TEST

SUITE("import", EACH(tables_say_what_could_be_said_one_by_one, sizeof writings / sizeof *writings),
      EACH(what_two_people_say_is_combined_as_declared, sizeof directions / sizeof *directions),
      TEST(many_rows_are_told_in_the_order_of_the_file),
      TEST(the_report_counts_everything_that_was_left_out_or_assumed),
      TEST(a_tree_of_units_is_read_from_who_reports_to_whom),
      EACH(a_fault_of_a_table_is_told_at_its_place, sizeof faults / sizeof *faults),
      TEST(all_faults_of_a_table_are_told_at_once), TEST(a_line_of_a_million_cells_is_refused),
      EACH(a_path_out_of_the_folder_or_to_no_file_is_refused, sizeof hostile / sizeof *hostile),
      TEST(a_file_below_the_folder_is_read), TEST(without_a_folder_no_file_can_be_named),
      TEST(ties_of_the_scenario_may_name_people_of_a_table),
      TEST(experiments_keep_the_tables_that_their_scenarios_name),
      TEST(no_allocation_that_fails_goes_unnoticed),
      TEST(an_index_finds_what_was_put_and_nothing_else), TEST(a_draft_is_a_scenario_of_the_tables),
      TEST(no_name_is_left_in_a_draft_with_codes),
      TEST(a_draft_with_codes_forgets_the_order_of_rows),
      TEST(codes_are_explained_to_whoever_may_know),
      EACH(a_fault_of_a_draft_is_told_at_its_place_in_the_file_that_was_given,
           sizeof bad_drafts / sizeof *bad_drafts),
      TEST(codes_depend_on_the_key_and_on_the_kind), TEST(a_draft_that_lacks_memory_says_so),
      EACH(hmac_gives_the_codes_of_rfc_4231, sizeof hmacs / sizeof *hmacs))
