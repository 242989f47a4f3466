// SPDX-License-Identifier: GPL-3.0-or-later
// The table of commands and that of options, from which help is printed, too.
#include "driver/option_table.h"

#include "driver/text.h"

// Bits of `commands` in the table of options.
enum {
    ALONE = 1u << COMMAND_NONE,
    INIT = 1u << COMMAND_INIT,
    RUN = 1u << COMMAND_RUN,
    CHECK = 1u << COMMAND_CHECK,
    VALIDATE = 1u << COMMAND_VALIDATE,
    CALIBRATE = 1u << COMMAND_CALIBRATE,
    SWEEP = 1u << COMMAND_SWEEP,
    COMPARE = 1u << COMMAND_COMPARE,
    RESUME = 1u << COMMAND_RESUME,
    MERGE = 1u << COMMAND_MERGE,
    NETWORK = 1u << COMMAND_NETWORK,
    EXPORT = 1u << COMMAND_EXPORT,
    REPRODUCE = 1u << COMMAND_REPRODUCE,
    REPORT = 1u << COMMAND_REPORT,
    DESCRIBE = 1u << COMMAND_DESCRIBE,
    READING = RUN | CHECK | VALIDATE | CALIBRATE | SWEEP | COMPARE, // scenarios from files
    WORKING = RUN | SWEEP | COMPARE | RESUME,                       // runs that may be stored
    STORES = RESUME | MERGE | EXPORT | REPRODUCE | REPORT,          // stores that are there
    ALL = ALONE | INIT | NETWORK | READING | STORES | DESCRIBE
};

static const char file_note[] = "A FILE called - is the standard input.";

const struct command commands[COMMAND_COUNT] = {
    [COMMAND_NONE] = {NULL,
                      "COMMAND",
                      "how communities of practice arise, fade and come back",
                      0,
                      0,
                      {"run scenarios/gas.json", "check my_company.json",
                       "validate --replicates 20", "describe policies"},
                      NULL},
    [COMMAND_INIT] =
        {"init",
         "DIR [TIES]",
         "draft a scenario from tables of people and ties",
         1,
         2,
         {"init my_company --from employees.csv ties.csv", "init my_company --from staff.csv",
          "init my_company --from staff.csv survey.csv --pseudonymize"},
         "Makes the folder DIR with a scenario to be edited and the tables beside it. "
         "People have at least an id and a unit; manager, level and theme are of use. "
         "Ties say from whom, to whom, how much and of which kind. What was read, left "
         "out and assumed is told."},
    [COMMAND_RUN] = {"run",
                     "FILE...",
                     "simulate organizations and sum up what became of them",
                     1,
                     INT32_MAX,
                     {"run scenarios/gas.json", "run scenarios/gas.json --replicates 200 --twins",
                      "run scenarios/gas.json scenarios/comp.json --csv results",
                      "run my_company.json --json > out.json"},
                     file_note},
    [COMMAND_CHECK] = {"check",
                       "FILE...",
                       "say what is wrong with scenarios, or what they hold",
                       1,
                       INT32_MAX,
                       {"check my_company.json", "check scenarios/gas.json scenarios/comp.json"},
                       file_note},
    [COMMAND_VALIDATE] =
        {"validate",
         "",
         "which patterns hold, and what each of them needs",
         0,
         0,
         {"validate --replicates 20", "validate --ablate all --csv results",
          "validate --jitter 0.1 --draws 200",
          "validate --patterns my_patterns.json --only P-1,P-2"},
         "Ends with 0 if every judged pattern holds and, with --ablate, all that is "
         "expected of the ablations comes true; with --jitter, if all tests (worth "
         "T) hold together in at least 80 % of the draws. Ends with 1 if not. "
         "--ablate and --jitter are two questions: ask one at a time."},
    [COMMAND_CALIBRATE] =
        {"calibrate",
         "",
         "look for parameter values that make patterns hold",
         0,
         0,
         {"calibrate --evaluations 200 --out values.json",
          "calibrate --fit gas,comp --screens 2 --out values.json",
          "calibrate --fit electrical --spread 0.2 --seed 3",
          "calibrate --patterns my_patterns.json --jobs 4"},
         "Moves parameters, those that are \"calibrated\" unless told otherwise (see: describe "
         "parameters), and keeps what makes the loss smaller, over the same runs each time: the "
         "same command finds the same values. --screens is for many parameters: each "
         "takes some more runs than there are, and shows what each of them does to each pattern. "
         "Then judges all patterns over runs that the search "
         "has not seen; what it says of "
         "groups left out of --fit is prediction. Ctrl-C ends the search with what was found so "
         "far."},
    [COMMAND_SWEEP] =
        {"sweep",
         "FILE...",
         "run many variants of scenarios into a run store",
         1,
         INT32_MAX,
         {"sweep scenarios/gas.json --vary /organization/emphasis=0:1:11 -o gas.db",
          "sweep my.json --vary /parameters/lambda_weak=0.5:3 --design sobol --points 64 -o s.db",
          "sweep my.json --design points.csv --replicates 100 --dry-run",
          "sweep my.json --shard 1/4 -o part1.db"},
         "Without --vary and --design a scenario's own design is followed. Several --vary make a "
         "grid. Values are low:high:steps, a list a,b,c, or for a latin_hypercube or sobol design "
         "low:high or low:high:integer. All variants are run once before any is run again, on the "
         "same random numbers. Runs, time, memory and size are told before it starts; what was "
         "interrupted goes on with: interstice resume STORE."},
    [COMMAND_COMPARE] =
        {"compare",
         "FILE",
         "which policy does better, on the same random numbers",
         1,
         1,
         {"compare scenarios/comp.json --policies director,cultivating",
          "compare my.json --policies a,b,c --managers coordinators",
          "compare my.json --policies a,b --metrics performance,participation --at 3",
          "compare my.json --policies a,b --replicates 200 -o compare.db"},
         "Every policy takes the place of the managers' own, and meets the same luck: replicate by "
         "replicate the difference is the policy's doing. Told are the mean difference with its 95 "
         "% interval, the chance that one is better, and how many replicates would be needed to "
         "find a difference of this size with a power of 0.95, if there are fewer."},
    [COMMAND_RESUME] = {"resume",
                        "STORE",
                        "run what a run store misses",
                        1,
                        1,
                        {"resume gas.db", "resume gas.db --time-limit 3600"},
                        "Runs that failed are tried again. What results is what an uninterrupted "
                        "run would have left."},
    [COMMAND_MERGE] = {"merge",
                       "STORE FROM...",
                       "put the shards of an experiment together in a new run store",
                       2,
                       INT32_MAX,
                       {"merge all.db part1.db part2.db part3.db part4.db"},
                       "Runs that several of them have must agree."},
    [COMMAND_NETWORK] =
        {"network",
         "FILE",
         "measure who is tied to whom",
         1,
         1,
         {"network my_company/scenario.json", "network my_company/scenario.json --tick end",
          "network runs.db --run 17 --tick 36", "network ties.csv"},
         "FILE is a scenario, as it starts unless --tick says otherwise, a run store, or a table "
         "of "
         "ties or a graph (GraphML, GML, Pajek) as it is. --tick runs up to the end of that tick. "
         "Told are the measures of the whole, of units, and the most central people. Some need "
         "igraph."},
    [COMMAND_EXPORT] =
        {"export",
         "STORE|FILE",
         "write a run store as tables, or a network for other programs",
         1,
         1,
         {"export gas.db --csv results", "export my.json --format graphml -o start.graphml",
          "export my.json --format gexf --dynamic -o years.gexf",
          "export gas.db --run 17 --tick end --format edges"},
         "The tables of --csv are those of: interstice run --csv. Where there are several "
         "variants, their first column tells which, and variants.csv what that is. --format writes "
         "the network of one run of a store, or of a scenario: as it starts, at the end of a tick, "
         "or, with --dynamic, from the start to that tick or the end."},

    [COMMAND_REPRODUCE] = {"reproduce",
                           "STORE",
                           "run again what a run store holds, and compare",
                           1,
                           1,
                           {"reproduce gas.db --run 17", "reproduce gas.db"},
                           "Ends with 1 if a run does not come out as it was stored."},
    [COMMAND_REPORT] =
        {"report",
         "STORE",
         "show what a run store holds: one page, and figures",
         1,
         1,
         {"report gas.db", "report gas.db -o page.html --figures figures", "report gas.db --run 7",
          "report validation.db"},
         "The page is one HTML file that needs nothing else and can be mailed. One run, the "
         "nearest "
         "to the medians, is made again to show ties between people. Figures are SVG files with "
         "their captions, and PNG files where rsvg-convert is there. The same store gives the same "
         "bytes; SOURCE_DATE_EPOCH gives the page a date."},
    [COMMAND_DESCRIBE] = {"describe",
                          "[policies|events|parameters|metrics]",
                          "explain what scenarios may say and what results mean",
                          0,
                          1,
                          {"describe policies", "describe parameters | less",
                           "describe metrics --json"},
                          NULL},
};

const struct option_row option_rows[] = {
    [ROW_PATTERNS] = {"patterns", 0, "FILE", "what to look for (scenarios/patterns.json)",
                      VALIDATE | CALIBRATE},
    [ROW_REPLICATES] = {"replicates", 0, "N", "runs of each scenario (20)", RUN},
    [ROW_VALIDATE_REPLICATES] = {"replicates", 0, "N",
                                 "runs of each kind (200; 20 per draw with --jitter)", VALIDATE},
    [ROW_SEED] = {"seed", 0, "S", "master seed (the scenario's own)",
                  RUN | SWEEP | COMPARE | NETWORK | EXPORT},
    [ROW_VALIDATE_SEED] = {"seed", 0, "S", "master seed, of the draws as well (1)", VALIDATE},
    [ROW_JOBS] = {"jobs", 'j', "N", "threads (one per processor); results do not depend on it",
                  WORKING | VALIDATE | CALIBRATE},
    [ROW_TICKS] = {"ticks", 0, "N", "stop after N steps of time (at the scenario's end)",
                   RUN | SWEEP | COMPARE},
    [ROW_TWINS] = {"twins", 0, NULL, "compare each event with the same runs without it (slower)",
                   RUN | SWEEP | COMPARE},
    [ROW_ONLY] = {"only", 0, "IDS", "judge only these patterns, with commas between their ids",
                  VALIDATE},
    [ROW_ABLATE] = {"ablate", 0, "NAMES",
                    "then switch these off, one at a time, and tell what breaks; names with commas "
                    "between them, or all",
                    VALIDATE},
    [ROW_JITTER] =
        {"jitter", 0, "R",
         "move every behavioral parameter by up to this share, such as 0.1, and tell how "
         "often the patterns still hold",
         VALIDATE},
    [ROW_DRAWS] = {"draws", 0, "N", "sets of parameters for --jitter (200)", VALIDATE},
    [ROW_SET] = {"set", 0, "P=VALUE",
                 "first change what the pointer P selects, as in /organization/emphasis=0.5; null "
                 "takes it out; several are allowed",
                 NETWORK | EXPORT | READING},
    [ROW_TICKS_PER_YEAR] = {"ticks-per-year", 0, "N", "steps of time (as the scenarios say)",
                            VALIDATE},
    [ROW_REVERSED] = {"reversed", 0, NULL,
                      "visit everybody in reverse order, which must not matter", VALIDATE},
    [ROW_FIT] = {"fit", 0, "GROUP,...",
                 "fit the patterns of these groups, named by how they begin (all)", CALIBRATE},
    [ROW_MOVE] = {"move", 0, "NAME,...", "move these parameters (those that are calibrated)",
                  CALIBRATE},
    [ROW_EVALUATIONS] = {"evaluations", 0, "N", "sets of values to try, the start included (500)",
                         CALIBRATE},
    [ROW_CALIBRATE_REPLICATES] = {"replicates", 0, "N", "runs of each kind per set of values (20)",
                                  CALIBRATE},
    [ROW_CALIBRATE_SEED] = {"seed", 0, "S",
                            "seed of the search (1); its runs have one of their own", CALIBRATE},
    [ROW_SPREAD] = {"spread", 0, "R",
                    "draw the start within this share of the present values, such as 0.2",
                    CALIBRATE},
    [ROW_SCREENS] = {"screens", 0, "N", "begin with N designs that move all parameters at once (0)",
                     CALIBRATE},
    [ROW_OUT] = {"out", 0, "FILE", "write the values that were found into FILE", CALIBRATE},
    [ROW_CSV] = {"csv", 0, "DIR", "write tables of every run into the folder DIR", RUN},
    [ROW_VALIDATE_CSV] = {"csv", 0, "DIR",
                          "write verdicts and values as tables into the folder DIR", VALIDATE},
    [ROW_EXPORT_CSV] = {"csv", 0, "DIR", "write tables of every run into the folder DIR", EXPORT},
    [ROW_STORE] = {"output", 'o', "STORE",
                   "keep every run in the new run store STORE, an SQLite file",
                   RUN | SWEEP | COMPARE},
    [ROW_VALIDATE_STORE] = {"output", 'o', "STORE",
                            "keep verdicts and values in the new run store STORE", VALIDATE},
    [ROW_VARY] = {"vary", 0, "P=VALUES",
                  "vary what the pointer P selects, as in /organization/emphasis=0:1:11; several "
                  "are allowed",
                  SWEEP},
    [ROW_DESIGN] = {"design", 0, "KIND",
                    "grid (as usual), zip, latin_hypercube, sobol, or a CSV file of points", SWEEP},
    [ROW_POINTS] = {"points", 0, "N", "points of a latin_hypercube or sobol design", SWEEP},
    [ROW_SWEEP_REPLICATES] = {"replicates", 0, "N", "runs of each variant (20)", SWEEP | COMPARE},
    [ROW_POLICIES] = {"policies", 0, "NAME,...", "policies to compare, at least two", COMPARE},
    [ROW_MANAGERS] = {"managers", 0, "NAME", "only this group of managers follows them (all)",
                      COMPARE},
    [ROW_METRICS] = {"metrics", 0, "NAME,...",
                     "metrics to compare (communities,participation,performance,expired)", COMPARE},
    [ROW_AT] = {"at", 0, "YEAR", "compare them then (at the end)", COMPARE},
    [ROW_UNITS] = {"units", 0, NULL, "store every unit in every tick as well", RUN | SWEEP},
    [ROW_SHARD] = {"shard", 0, "I/N", "only the I-th of N equal parts, such as 1/4", RUN | SWEEP},
    [ROW_TIME_LIMIT] = {"time-limit", 0, "SECONDS",
                        "stop after that time and give up what is under way; resume goes on",
                        WORKING},
    [ROW_DRY_RUN] = {"dry-run", 'n', NULL, "tell what would be run, and end", SWEEP},
    [ROW_RUN] = {"run", 0, "ID", "only this run (of a network: 0)", REPRODUCE | NETWORK | EXPORT},
    [ROW_REPORT_RUN] = {"run", 0, "ID",
                        "look at this run in detail (the one nearest to the medians)", REPORT},
    [ROW_PAGE] = {"output", 'o', "FILE",
                  "write the page into FILE, - for the standard output (beside the store)", REPORT},
    [ROW_FIGURES] = {"figures", 0, "DIR", "write every figure into the folder DIR", REPORT},
    [ROW_JSON] = {"json", 0, NULL, "print one JSON document instead",
                  ALONE | RUN | VALIDATE | DESCRIBE | COMPARE | NETWORK},
    [ROW_NETWORK] =
        {"network", 0, "T,...",
         "measure who is tied to whom at the end of these ticks, as in 0,12,end, for the "
         "store and the tables",
         RUN | SWEEP},
    [ROW_FORMAT] = {"format", 0, "NAME", "write a network: graphml, gexf (1.2) or edges (CSV)",
                    EXPORT},
    [ROW_EXPORT_OUT] = {"output", 'o', "FILE",
                        "write the network into the new FILE (the standard output)", EXPORT},
    [ROW_DYNAMIC] = {"dynamic", 0, NULL, "every tick, for gexf and edges, not one moment", EXPORT},
    [ROW_TICK] = {"tick", 0, "T", "at the end of tick T, from 0; or start, or end (start)",
                  NETWORK | EXPORT},
    [ROW_STRONGER] = {"stronger", 0, "S",
                      "only ties of a strength above S, from 0 to 1 (the parameter theta)",
                      NETWORK | EXPORT},
    [ROW_REMOVE] = {"remove", 0, "K",
                    "how many of the most central people go for reachable_without (5)", NETWORK},
    [ROW_FROM] = {"from", 0, "FILE", "table of people, one a line (CSV)", INIT},
    [ROW_PSEUDONYMIZE] =
        {"pseudonymize", 0, NULL,
         "replace ids, units, titles and themes by codes (told in DIR.codes.csv), and leave out "
         "every column that is not needed",
         INIT},
    [ROW_KEY] = {"key", 0, "FILE",
                 "key of the codes, made if it is not there (DIR.key); the same key gives the same "
                 "codes",
                 INIT},
    [ROW_QUIET] = {"quiet", 'q', NULL, "no progress, no remarks; only results and errors",
                   INIT | NETWORK | READING | STORES},
    [ROW_NO_COLOR] = {"no-color", 0, NULL, "no color (as NO_COLOR=1 in the environment)",
                      INIT | NETWORK | READING | RESUME | DESCRIBE},
    [ROW_HELP] = {"help", 'h', NULL, "print this help", ALL},
    [ROW_VERSION] = {"version", 0, NULL, "print the version", ALL},
};

const size_t option_row_count = COUNT_OF(option_rows);
