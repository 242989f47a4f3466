#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Does the program `interstice` keep its promises to the shell?
#     driver.sh <program> <folder of scenarios>
program=$1
scenarios=$2
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/../support" && pwd)
minimal=$scenarios/minimal.json
gas=$scenarios/gas.json
# shellcheck source=tests/support/shell.sh
. "$support/shell.sh"

colored() { grep -q $'\033' "$1"; }
plain() { ! colored "$1"; }
# Folders without temporary leftovers.
tidy() { [ -z "$(find . -name '*.part-*')" ]; }
header_is() { [ "$(head -n 1 "$1" | cut -d, -f"$2")" = "$3" ]; }

# --- help and usage

for command in "" init run check validate calibrate sweep compare resume merge network export reproduce \
    describe; do
    # shellcheck disable=SC2086
    run $command --help
    it "helps with '$command'" code_is 0
    it "helps with '$command' on stdout only" empty err
    it "gives examples for '$command'" says out "Examples"
done
run
it "wants a command" code_is 64
it "prints no results without one" empty out
run rnu "$minimal"
it "suggests the nearest command" says err 'did you mean "run"?'
it "calls a misspelled command a usage error" code_is 64
run run "$minimal" --replicats 3
it "suggests the nearest option" says err "did you mean --replicates?"
it "calls a misspelled option a usage error" code_is 64
run check "$minimal" --csv there
it "knows which command an option belongs to" code_is 64
for words in "--seed -1" "--seed 1.5" "--seed 18446744073709551616" "--replicates 0" "--jobs x" \
    "--ticks 99999999999" "--csv" "-z" "--quiet=3" "--csv="; do
    # shellcheck disable=SC2086
    run run "$minimal" $words
    it "refuses $words" code_is 64
    it "prints nothing for $words" empty out
done
run run
it "wants a file to run" code_is 64
run describe polices
it "suggests the nearest topic" says err 'did you mean "policies"?'
it "calls an unknown topic a usage error" code_is 64
run --version
it "knows its version" grep -qE '^interstice [0-9]+\.[0-9]+\.[0-9]+' out

# --- check and describe

run check "$minimal" "$gas"
it "checks the shipped scenarios" code_is 0
it "says ok" says out "minimal.json: ok"
run check -q "$minimal"
it "checks quietly" empty out
run check nowhere.json
it "calls a missing file missing input" code_is 66
it "names the missing file" says err "nowhere.json"
echo '{"format": 1, "name": "broken", "unitz": []}' >broken.json
run check broken.json
it "calls a wrong scenario bad data" code_is 65
it "gives the place of the mistake" says err "broken.json:1:33: error:"
it "prints no results for it" empty out
run run "$minimal" broken.json --csv there
it "runs nothing when one scenario is wrong" code_is 65
it "prints nothing then" empty out
it "writes nothing then" absent there
"$program" check - <"$minimal" >out 2>err
code=$?
it "reads a scenario from the standard input" code_is 0
run check "$minimal" --set /units/0/count=7 --set '/managers/name=coordinators/policy=sponsor' \
    --set /events/kind=transfer=null
it "changes scenarios" code_is 0
it "checks what they become" says out "in 7 units"
run check "$minimal" --set /organization/emphasis=3
it "calls a wrong change bad data" code_is 65
it "tells whose fault it is" says err "--set: error: emphasis 3 is out of range"
run check "$minimal" --set /events/kind=transfr/share=1
it "suggests what a pointer may have meant" says err 'did you mean "transfer"?'
run run "$minimal" --set organization/emphasis=1
it "wants a pointer to what is to change" code_is 64
run describe events --set /seed=1
it "describes nothing that could change" code_is 64
for topic in policies events parameters metrics; do
    run describe "$topic"
    it "describes $topic" test -s out
    it "keeps the description of $topic within 80 columns" [ "$(wc -L <out)" -le 80 ]
done

# --- run

run run "$minimal" --replicates 5 --seed 7
it "runs" code_is 0
it "sums up the communities" says out "Active communities"
it "gives the number of runs and the seed" says out "5 runs, seed 7"
it "writes no color into a file" plain out
cp out loud
run run "$minimal" --replicates 5 --seed 7 --jobs 2
it "tells what memory it will take" says err "memory: about"
# Five million people, a thousand times at once: more than anybody has.
sed 's/"count": 5, "size": 16/"count": 100000, "size": 50/' "$minimal" >huge.json
run run huge.json --replicates 1000 --jobs 1000
it "refuses what does not fit" code_is 71
it "says what would fit" grep -qE "would take about .* (--jobs [0-9]+ fits|employees fit)" err
it "starts nothing then" empty out
run run huge.json --replicates 1000 --jobs 1000 -o huge.db
it "refuses it with a store, too" code_is 71
it "makes no store then" absent huge.db
run run "$minimal" --replicates 5 --seed 7 --quiet
it "can be quiet" empty err
it "prints the same results quietly" same out loud
run run "$minimal" --replicates 2 --ticks 3
it "stops after some ticks" code_is 0
run run "$minimal" --ticks 999999
it "does not run beyond the calendar" code_is 64

# --- tables

run run "$minimal" --replicates 4 --twins --csv one
it "writes tables" code_is 0
it "leaves no temporary folder" tidy
it "gives ticks.csv its columns" header_is one/ticks.csv 1-29 "replicate,seed,tick,time,\
communities,official,community_of_practice,working_group,bureaucratized,informal,clandestine,\
hibernating,activity,members,participation,newcomer_share,overseen_share,autonomy,commitment,\
institutionalization,performance,problems,solved_self,solved_line,solved_tie,solved_community,\
expired,ties,cross_unit_ties_per_participant"
it "gives communities.csv its columns" header_is one/communities.csv 1-13 "replicate,community,\
name,theme,origin,official,policy,founded,ended,resumes,founders,tied_founder_pairs,autonomy_at_end"
it "gives community_ticks.csv its columns" header_is one/community_ticks.csv 1-18 "replicate,\
community,tick,time,stage,members,attendance,autonomy,commitment,learning,realization,\
deliverables,stimulation,facilitation,support,control,recognition,intrusion"
it "gives resilience.csv its columns" header_is one/resilience.csv 1- "replicate,event,metric,value"
it "writes no nan" sh -c '! grep -qiE "(^|,)-?(nan|inf)(,|\$)" one/*.csv'
it "gives every row as many cells as the heading" awk -F, '
    NR == 1 { cells = NF } NF != cells { exit 1 }' one/ticks.csv
# shellcheck disable=SC2016 # the dollars are awk's
it "writes one row per replicate and tick" awk -F, '
    NR > 1 { rows++; ticks[$3] } END { exit !(rows == 4 * length(ticks)) }' one/ticks.csv
for jobs in 1 2 5; do
    run run "$gas" --replicates 7 --ticks 24 --jobs $jobs --csv "jobs$jobs" --json
    it "runs on $jobs threads" code_is 0
    mv out "document$jobs"
done
for jobs in 2 5; do
    it "writes the same tables on $jobs threads" diff -r jobs1 "jobs$jobs"
    it "prints the same document on $jobs threads" same document1 "document$jobs"
done
run run "$minimal" "$gas" --replicates 2 --ticks 5 --csv several
it "runs several scenarios" code_is 0
it "gives each a folder" test -s several/minimal/ticks.csv -a -s several/gas/resilience.csv
run run "$minimal" "$minimal" --replicates 1 --csv twice
it "refuses two scenarios of one name" code_is 65
it "writes nothing for them" absent twice
mkdir old && echo mine >old/notes.txt && echo stale >old/ticks.csv
run run "$minimal" --replicates 1 --csv old/
it "writes into a folder that exists" says old/ticks.csv "replicate,seed"
it "leaves other files there alone" says old/notes.txt mine
it "leaves no temporary folder inside" [ "$(find old -mindepth 1 | wc -l)" -eq 5 ]

# --- one document

if command -v python3 >/dev/null; then
    run run "$minimal" "$gas" --replicates 3 --twins --json --quiet
    it "prints a JSON document" python3 -m json.tool out
    it "has every case in it" python3 -c '
import json
cases = json.load(open("out"))["cases"]
assert [c["name"] for c in cases] == ["minimal", "gas"]
for c in cases:
    assert len(c["series"]["time"]) == c["ticks"]
    for series in c["series"]["metrics"].values():
        for median, low, high in zip(series["median"], series["p05"], series["p95"]):
            assert median is None or low <= median <= high
assert cases[1]["events"][0]["relative"]["measured"] == 3'
    for topic in "" policies events parameters metrics; do
        # shellcheck disable=SC2086
        run describe $topic --json
        it "describes '$topic' as JSON" python3 -m json.tool out
    done
    run --version --json
    it "gives its version as JSON" python3 -m json.tool out
fi

# --- validate

cp "$minimal" "$support/minimal_patterns.json" .
looked=minimal_patterns.json
# rows <table> [column=value...]: how many rows below the heading have these values.
# shellcheck disable=SC2016 # the dollars are awk's
rows() {
    local table=$1
    shift
    awk -F, -v wanted="$*" '
        BEGIN { count = split(wanted, pair, " ") }
        NR > 1 {
            fits = 1
            for (i = 1; i <= count; i++) {
                split(pair[i], side, "=")
                fits = fits && $(side[1]) == side[2]
            }
            found += fits
        }
        END { print found + 0 }' "$table"
}
# rows_are <number> <table> [column=value...]
rows_are() { [ "$(rows "${@:2}")" -eq "$1" ]; }
once() { [ "$(grep -oF -- "$2" "$1" | wc -l)" -eq 1 ]; }

run validate --patterns $looked --replicates 6
it "validates" code_is 0
it "gives the title" says out "A small firm looked at"
it "prints one fingerprint of the parameters" once out "hash"
it "says that it is the same in all runs" says out "the same in all 2 runs"
it "judges patterns" says out "holds"
it "reports without judging" says out "reported"
it "says how often it could not tell" says out "Not evaluable: A-4 in 6 of 6 replicates"
it "counts the rows of each worth" says out "T rows: 2 of 2 hold; C rows: 1 of 1; I rows: 1 of 1"
it "sums up in words" says out "All 4 patterns hold"
it "keeps verdicts within 80 columns" [ "$(wc -L <out)" -le 80 ]
it "writes no color into a file" plain out
it "shows no progress to a file" [ "$(wc -l <err)" -eq 1 ]
cp out loud
run validate --patterns $looked --replicates 6 --quiet
it "validates quietly" empty err
it "prints the same verdicts quietly" same out loud
sed 's/"band": \[1, null\]/"band": [1000, null]/' $looked >wrong.json
run validate --patterns wrong.json --replicates 6 --csv verdicts
it "ends with 1 if a pattern does not hold" code_is 1
it "says which" says out "1 of 4 patterns does not hold: A-1"
it "marks it" says out "FAILS"
it "writes the tables of a failure, too" rows_are 1 verdicts/patterns.csv 1=A-1 10=fails
sed 's/"kind": "reported"/"kind": "typical"/' $looked >blank.json
run validate --patterns blank.json --replicates 3
it "ends with 1 if a pattern cannot be evaluated" code_is 1
it "marks that" says out "not evaluable"
sed 's/"value": 80$/"value": {"ratio": [80, 0]}/; s/"value": 80 /"value": {"ratio": [80, 0]} /' $looked >ratio.json
run validate --patterns ratio.json --replicates 2 --csv ratios
it "tells infinite values in tables" rows_are 2 ratios/values.csv 1=A-3 3=inf
it "leaves open bounds empty" rows_are 1 ratios/patterns.csv 1=A-1 8=
sed 's/"off": \["founding"\],$/"set": { "minimal.json": { "\/organization\/emphasys": 0 } },/' $looked >misfit.json
run validate --patterns misfit.json --replicates 2
it "tells overrides that fit nothing before anything runs, asked for or not" \
    says err '/organization/emphasys'
it "names the line of the ablation" says err "misfit.json:"
run validate --patterns blank.json --replicates 3 --only A-1,B-1
it "judges only what it is asked for" code_is 0
it "says so" says out "2 patterns of 5"
run validate --patterns $looked --replicates 2 --set /parameters/kappa=5
it "looks at changed scenarios" says out "/parameters/kappa=5"
run validate --patterns $looked --replicates 2 --ticks-per-year 24 --reversed
it "runs with other steps" says out "24 ticks a year"

run validate --patterns $looked --ablate adoptoin,magic --csv there
it "calls an unknown ablation a usage error" code_is 64
it "suggests the nearest ablation" says err 'did you mean "adoption"?'
it "names the ablations there are" says err 'there are: no founding, adoption'
it "judges nothing then" empty out
it "writes nothing then" absent there
run validate --patterns $looked --only A-1,A-33
it "calls an unknown pattern a usage error" code_is 64
it "suggests the nearest pattern" says err 'did you mean "A-3"?'
for words in "--draws 3" "--ablate all --jitter 0.1" "--jitter 10%" "--jitter 0" "--jitter 1" \
    "--jitter 0.1.2" "--jitter ." "--jitter -0.1" "--draws 0" "--ticks-per-year 0" "--only=" \
    "$looked" "--twins"; do
    # shellcheck disable=SC2086
    run validate --patterns $looked $words
    it "refuses to validate $words" code_is 64
    it "prints nothing for $words" empty out
done
run validate $looked
it "says how a file of patterns is given" says err "--patterns $looked"
run validate
it "calls missing patterns missing input" code_is 66
it "says how to name others" says err "--patterns FILE"
run validate --patterns nowhere.json
it "names the missing file of patterns" says err nowhere.json
sed 's/"communities"/"comunities"/' $looked >broken.json
run validate --patterns broken.json --csv there
it "calls wrong patterns bad data" code_is 65
it "gives the place and a suggestion" grep -qE '^broken.json:[0-9]+:[0-9]+: error: .*communities' err
it "writes nothing for them" absent there

run validate --patterns $looked --replicates 8 --ablate "no founding" --csv ablated
it "switches off what it is told to" code_is 0
it "tells what breaks" says out "*x"
it "tells what was expected" says out "1 no founding breaks A-1 or B-1"
it "sums up what was met" says out "2 of 2 expectations are met"
it "calls nothing trivial that was not tried on everything" [ "$(grep -c trivial out)" -eq 0 ]
it "writes a row per ablation and pattern" rows_are 5 ablated/ablations.csv
it "tells verdicts with and without" rows_are 1 ablated/ablations.csv 2=A-1 3=holds 4=fails
it "writes a row per expectation and pattern" rows_are 3 ablated/expectations.csv 5=met
run validate --patterns $looked --replicates 8 --ablate all
it "ends with 1 if an expectation is not met" code_is 1
it "says so" says out "NOT met"
it "lists what survives everything" says out "Survives every ablation, trivial or scripted: A-2."
it "keeps the matrix within 80 columns" [ "$(wc -L <out)" -le 80 ]
run validate --patterns $looked --replicates 8 --ablate all --only A-1,A-2
it "expects nothing of patterns left out" code_is 0
it "counts them" says out "1 more cannot be told"

sed 's/\[\["A-1", "B-1"\]\], "spares": \["A-2"\]/[["A-1"]], "spares": ["A-1"]/' wrong.json >failing.json
run validate --patterns failing.json --replicates 8 --ablate "no founding"
it "breaks nothing that fails anyway" grep -qE 'breaks A-1 +fails anyway +NOT met' out
it "cannot spare it either" grep -qE 'spares A-1 +fails anyway +n/a' out

run validate --patterns $looked --jitter 0.1 --draws 5 --replicates 8 --csv jittered
it "moves parameters" code_is 0
it "tells the share of draws" says out "In 5 of 5 draws all 2 tests hold"
it "keeps draws within 80 columns" [ "$(wc -L <out)" -le 80 ]
it "writes a row per draw and pattern" rows_are 25 jittered/jitter_draws.csv
it "writes every parameter of every draw" rows_are $((5 * $(rows jittered/jitter_parameters.csv 1=4))) \
    jittered/jitter_parameters.csv
it "writes shares of draws" rows_are 8 jittered/jitter.csv 4=5
it "writes no verdicts of another kind" absent jittered/patterns.csv
run validate --patterns wrong.json --jitter 0.1 --draws 3 --replicates 2 --csv rarely
it "ends with 1 if the tests hold in too few draws" code_is 1
it "says so" says out "FEWER than"
it "counts draws as it lists them" rows_are 3 rarely/jitter_draws.csv 2=A-1 4=0

for jobs in 1 2 5; do
    run validate --patterns $looked --replicates 7 --jobs $jobs --ablate all --json --csv "v$jobs"
    mv out "v$jobs.json"
done
run validate --patterns $looked --replicates 7 --reversed --ablate all --csv vr
for other in 2 5 r; do
    it "writes the same verdicts ($other)" diff -r v1 "v$other"
done
it "prints the same document on 2 threads" same v1.json v2.json
it "prints the same document on 5 threads" same v1.json v5.json
it "writes its tables and nothing else" [ "$(cd v1 && echo *)" = \
    "ablations.csv expectations.csv patterns.csv values.csv" ]
it "gives values.csv its columns" header_is v1/values.csv 1- "pattern,replicate,value"
it "writes a row per pattern and replicate" rows_are 35 v1/values.csv
it "leaves cells empty where nothing could be told" rows_are 7 v1/values.csv 1=A-4 3=
it "writes no nan into them" sh -c '! grep -qiE "(^|,)-?(nan|inf)(,|\$)" v1/*.csv'
it "leaves no temporary folder beside them" tidy
mkdir kept && echo mine >kept/notes.txt && echo stale >kept/values.csv
run validate --patterns $looked --replicates 1 --only A-1 --csv kept
it "replaces tables of the same name" header_is kept/values.csv 1 pattern
it "leaves other files there alone" says kept/notes.txt mine
if command -v python3 >/dev/null; then
    run validate --patterns $looked --replicates 8 --ablate all --json --quiet
    it "prints verdicts as a JSON document" python3 -m json.tool out
    it "has everything in it" python3 -c '
import json
d = json.load(open("out"))
assert d["title"] == "A small firm looked at" and len(d["parameter_hash"]) == 16
assert {r["parameter_hash"] for r in d["runs"]} == {d["parameter_hash"]}
p = {p["id"]: p for p in d["patterns"]}
assert [p[i]["verdict"] for i in p] == ["holds", "holds", "holds", "reported", "holds"]
assert p["A-1"]["band"] == [1, None] and p["A-4"]["values"] == [None] * 8
assert p["A-3"]["values"] == [80] * 8 and p["A-3"]["share"] == 1
assert p["B-1"]["mean_low"] > 0 and p["B-1"]["open"] and p["A-4"]["missing"] == 8
assert d["rows"]["T"] == {"judged": 2, "hold": 2}
a = d["ablations"]
assert [x["name"] for x in a] == ["no founding", "adoption"]
assert a[0]["patterns"][0]["verdict"] == "fails" and a[0]["patterns"][0]["values"] == [0] * 8
assert a[0]["expectations"][0]["patterns"] == ["A-1", "B-1"]
assert a[1]["expectations"][0]["outcome"] == "not met"
assert d["survive_every_ablation"] == ["A-2"] and d["holds"] is False'
    it "quotes what a table cannot hold otherwise" python3 -c '
import csv
rows = list(csv.DictReader(open("v1/patterns.csv")))
assert len(rows) == 5 and "\"quoted\"," in rows[1]["text"]
assert rows[4]["open"] == "1" and float(rows[4]["mean_low"]) > 0'
    run validate --patterns $looked --jitter 0.1 --draws 4 --replicates 8 --json
    it "prints draws as a JSON document" python3 -c '
import json
d = json.load(open("out"))
assert d["draws"] == 4 and d["together"]["T"]["draws_holding"] == 4 and d["holds"] is True
assert all(len(p["medians"]) == 4 for p in d["patterns"])
assert all(len(p["fails_in"]) == 4 - p["draws_holding"] for p in d["patterns"] if "share" in p)
assert len(d["parameters"]) > 20 and all(len(set(v)) == 4 for v in [d["parameters"]["kappa"]])'
fi

# --- what can go wrong with output

"$program" run "$minimal" --replicates 1 >&- 2>err
code=$?
it "notices a closed standard output" code_is 74
"$program" run "$minimal" --replicates 1 --csv closed >out 2>&-
code=$?
it "works with a closed standard error output" code_is 0
it "keeps remarks out of its files then" header_is closed/ticks.csv 1 replicate
if [ -c /dev/full ]; then
    for words in "run $minimal --replicates 1 --csv full" "check $minimal" "describe metrics" \
        "--help" "--version" "run $minimal --replicates 1 --json" \
        "validate --patterns $looked --replicates 1 --csv full" \
        "validate --patterns $looked --replicates 1 --json"; do
        # shellcheck disable=SC2086
        "$program" $words >/dev/full 2>err
        code=$?
        it "notices a full disk: $words" code_is 74
        it "says so: $words" says err "standard output"
    done
    it "writes no tables when the results are lost" absent full
fi
(set +o pipefail; "$program" describe 2>err; echo $? >piped) | head -n 1 >out
code=$(cat piped)
it "does not die of a closed pipe" test "$code" -eq 74 -o "$code" -eq 0
run run "$minimal" --replicates 1 --csv /proc/interstice
it "cannot create a folder in /proc" code_is 73
echo file >file
run run "$minimal" --replicates 1 --csv file
it "cannot make a folder of a file" code_is 73
run run "$minimal" --replicates 1 --csv no/such/folder
it "wants the folder above to exist" code_is 73
if [ "$(id -u)" -ne 0 ]; then
    mkdir sealed && chmod a-w sealed
    run run "$minimal" --replicates 1 --csv sealed
    it "cannot write into a sealed folder" code_is 73
    run run "$minimal" --replicates 1 --csv sealed/inside
    it "cannot create a folder in a sealed one" code_is 73
fi
(ulimit -f 16; "$program" run "$gas" --replicates 3 --csv limited >out 2>err)
code=$?
it "survives a limit on the size of files" code_is 74
it "says so" says err "File too large"
it "writes nothing then" absent limited
it "leaves nothing behind then" tidy
(ulimit -f 16; "$program" validate --patterns $looked --replicates 2000 --csv limited >out 2>err)
code=$?
it "survives a limit on the size of tables" code_is 74
it "says so" says err "File too large"
it "writes no verdicts then" absent limited
it "leaves no verdicts behind" tidy

# --- signals

for signal in INT TERM; do
    number=$([ $signal = INT ] && echo 130 || echo 143)
    timeout --foreground --preserve-status -s $signal 1 \
        "$program" run "$gas" --replicates 20000 --csv stopped >out 2>err
    code=$?
    it "stops on SIG$signal" code_is "$number"
    it "says so on SIG$signal" says err "stopping"
    it "writes no tables on SIG$signal" absent stopped
    it "leaves nothing behind on SIG$signal" tidy
    it "prints nothing on SIG$signal" empty out
    timeout --foreground --preserve-status -s $signal 1 \
        "$program" validate --patterns $looked --replicates 200000 --csv stopped >out 2>err
    code=$?
    it "stops validating on SIG$signal" code_is "$number"
    it "writes no verdicts on SIG$signal" absent stopped
    it "leaves no verdicts behind on SIG$signal" tidy
    it "prints no verdicts on SIG$signal" empty out
done

# --- calibrate

cat >asked.json <<'EOF'
{
  "format": 1, "title": "A firm with fewer problems",
  "runs": [{ "name": "firm", "scenario": "minimal.json", "until": 2000.5 }],
  "patterns": [
    { "id": "P-1", "text": "a third of the problems", "group": "Problems", "run": "firm", "worth": "C",
      "kind": "median", "band": [8, 16], "value": { "mean": "problems", "to": 2000.5 } },
    { "id": "P-2", "text": "more than there can be", "group": "Profits", "run": "firm", "worth": "T",
      "kind": "typical", "band": [100000, null], "value": { "mean": "problems", "to": 2000.5 } },
    { "id": "P-3", "text": "what is", "group": "Profits", "run": "firm", "worth": "T",
      "kind": "typical", "band": [1, 1], "value": 1 }
  ]
}
EOF
run calibrate --patterns asked.json --fit problems --move problem_rate,mobility --evaluations 100 --replicates 2 --out values.json
it "calibrates" code_is 0
it "says what it fitted" says out "fitted to Problems (1 of 3 patterns)"
it "tells of what it found on the way" says err "loses"
it "shows what moved" grep -qE '^ *problem_rate +[0-9.]+ +[0-9.]+ +1.20$' out
it "judges what it fitted" grep -qE '^ *Problems +fitted it +1 of 1$' out
it "judges what it has not seen" grep -qE '^ *Profits +has not seen it +1 of 2$' out
it "lists what does not hold" grep -qE '^ *P-2 ' out
it "lists nothing else" [ "$(grep -cE '^ *P-[13] ' out)" -eq 0 ]
it "says where the values are" says err "values.json"
it "writes parameters" says values.json '"problem_rate": '
it "leaves no unfinished values" tidy
it "writes no color into a file when it calibrates" plain out
it "keeps a calibration within 80 columns" [ "$(wc -L <out)" -le 80 ]
if command -v python3 >/dev/null; then
    # shellcheck disable=SC2016
    it "writes one object of numbers" python3 -c '
import json
values = json.load(open("values.json"))
assert list(values) == ["parameters"] and len(values["parameters"]) == 2
assert all(isinstance(value, (int, float)) for value in values["parameters"].values())'
    # What is written can be read back: it says the same as the search did.
    rate=$(python3 -c 'import json; print(json.load(open("values.json"))["parameters"]["problem_rate"])')
    it "shows the value it writes" grep -qE "^ *problem_rate +[0-9.]+ +$rate " out
fi
cp out found
cp values.json found.json
run calibrate --patterns asked.json --fit PROB --move problem_rate,mobility --evaluations 100 --replicates 2 --jobs 3 --quiet \
    --out values.json
it "calibrates quietly" empty err
it "finds the same with other threads and the beginning of a name" same out found
it "writes the same" same values.json found.json
run calibrate --patterns asked.json --evaluations 1 --replicates 2 --spread 0.3 --seed 5
it "moves what is calibrated unless told otherwise" grep -qE 'by moving [1-9][0-9] *$|moving [1-9][0-9] param' out
it "spreads the start" says out "start spread by 0.3"
it "fits all groups unless told otherwise" says out "fitted to Problems and Profits (3 of 3"
run calibrate --patterns asked.json --fit pro --out there.json
it "refuses a name that could be two" code_is 64
it "says which two" says err '"Problems", "Profits"'
run calibrate --patterns asked.json --fit "problems, proftis" --out there.json
it "calls an unknown group a usage error" code_is 64
it "suggests the nearest group" says err 'did you mean "Profits"?'
run calibrate --patterns asked.json --fit zzz
it "names the groups there are" says err '"Problems", "Profits"'
run calibrate --patterns asked.json --move problem_rates,nothing
it "calls an unknown parameter to move a usage error" code_is 64
it "suggests the nearest parameter" says err 'did you mean "problem_rate"?'
for words in "--spread 1.5" "--spread x" "--evaluations 0" "--replicates 0" "--fit=" "--out=" "--fit ," "--move ,"; do
    # shellcheck disable=SC2086
    run calibrate --patterns asked.json $words
    it "refuses to calibrate $words" code_is 64
    it "prints nothing for $words" empty out
done
run calibrate asked.json
it "says how a file of patterns to fit is given" says err "--patterns asked.json"
run calibrate
it "calls missing patterns to fit missing input" code_is 66
run calibrate --patterns asked.json --out nowhere/values.json
it "cannot write values into a folder that is not there" code_is 73
it "does not search in vain" empty out
mkdir -p taken.json
run calibrate --patterns asked.json --out taken.json
it "does not write values over a folder" code_is 73
it "writes no values when something is wrong" absent there.json
for signal in INT TERM; do
    [ $signal = INT ] && number=130 || number=143
    rm -f values.json
    timeout --foreground --preserve-status -s $signal 2 \
        "$program" calibrate --patterns asked.json --evaluations 1000000 --out values.json >out 2>err
    code=$?
    it "stops calibrating on SIG$signal" code_is "$number"
    it "keeps what was found until SIG$signal" says values.json parameters
    it "shows what was found until SIG$signal" says out "Loss:"
    it "judges nothing after SIG$signal" says err "nothing was judged"
    it "leaves no values behind on SIG$signal" tidy
done

# --- people and ties of one's own, and networks

invented=$scenarios/invented
run init firm --from "$invented/employees.csv" "$invented/ties.csv"
it "drafts a scenario from tables" code_is 0
it "tells what was read" says out "import: 300 people in 12 units"
it "tells which column is not read" says out 'employees.csv: 1 column is not read: "Name"'
it "keeps the tables beside the scenario" same firm/ties.csv "$invented/ties.csv"
run init firm --from "$invented/employees.csv"
it "does not write over a scenario" code_is 73
run check firm/scenario.json
it "drafts what can be checked" code_is 0
run init
it "wants a folder to draft into" code_is 64
run init other --from nowhere.csv
it "says which table is not there" says err "nowhere.csv: error: the file cannot be read"
it "ends so when a table is not there" code_is 66
it "makes no folder then" absent other
mkdir made
python3 "$invented/make.py" made
it "ships what make.py makes: people" same made/employees.csv "$invented/employees.csv"
it "ships what make.py makes: ties" same made/ties.csv "$invented/ties.csv"
run init made --from made/employees.csv made/ties.csv --pseudonymize
it "writes no codes over the tables they stand for" code_is 73
it "leaves those tables as they are" same made/employees.csv "$invented/employees.csv"
chmod 600 made/employees.csv
run init made --from made/employees.csv made/ties.csv
it "drafts where the tables lie" code_is 0
it "lets nobody else read a table than could before" [ "$(stat -c %a made/employees.csv)" = 600 ]
run init made/.. --from made/employees.csv --pseudonymize
it "puts no key into the folder that it is to be kept apart from" code_is 64
printf 'id,unit\n1,\n' >nobody.csv
run init nobody --from nobody.csv
it "tells that nobody has a unit" says err "nobody.csv:2:3: error: this person has no unit"
it "leaves no folder of a draft that cannot be read" absent nobody
run init secret --from "$invented/employees.csv" "$invented/ties.csv" --pseudonymize
it "drafts with codes" code_is 0
it "tells what each code stands for" says secret.codes.csv ',unit,"Optics"'
it "lets nobody else read that" [ "$(stat -c %a secret.codes.csv)" = 600 ]
it "keeps the key beside the folder" not empty secret.key
it "lets nobody else read the key" [ "$(stat -c %a secret.key)" = 600 ]
it "leaves no id in what has codes" not grep -rqE "E1[0-9]{3}|Optics|invented|Ada|Engineer|metrology" secret out
run run secret/scenario.json --replicates 2 --network end --csv secret/out -o secret/runs.db
it "runs what has codes" code_is 0
run report secret/runs.db --figures secret/figures
run network secret/scenario.json --json
cp out secret/network.json
for format in graphml gexf edges; do
    run export secret/scenario.json --format "$format" --tick end -o "secret/net.$format"
    it "exports $format of what has codes" code_is 0
done
texts secret/runs.db >secret/runs.txt
rm secret/runs.db
it "keeps the scenario as text in the store" says secret/runs.txt '"units"'
it "leaves no id in what is made of it" not grep -rqE "E1[0-9]{3}|Optics|Ada|Engineer|metrology" secret
cp secret/employees.csv first.csv
rm -r secret
run init secret --from "$invented/employees.csv" "$invented/ties.csv" --pseudonymize --key secret.key
it "gives the same codes under the same key" same first.csv secret/employees.csv
run run firm/scenario.json --network 0,end --replicates 2 -o firm.db
it "runs a draft into a store" code_is 0
rm -r firm
run reproduce firm.db
it "needs no table for a store that has them" code_is 0
it "keeps the measures of networks" [ "$(sql firm.db 'select count(*) from network')" -eq 4 ]
run network firm.db --run 1 --tick end
it "measures the network of a run" says out "ei_index"
run network "$minimal" --json
it "prints the measures as JSON" python3 -m json.tool out
run network "$invented/ties.csv"
it "measures a table of ties with its directions" says out "reciprocity"
printf 'from,to\n' >star.csv
for leaf in b c d e; do printf 'a,%s\nf,%s\n' $leaf $leaf >>star.csv; done
run network star.csv --remove 1
if ! says out "built without igraph"; then
    it "takes out as many central people as it is told" grep -qE 'reachable_without +1 ' out
fi
run network "$invented/ties.csv" --tick 12
it "knows that a table of ties has no ticks" code_is 64
for format in graphml gexf edges; do
    run export "$minimal" --format "$format" -o "net.$format"
    it "exports $format" code_is 0
    it "exports $format into a file" not empty "net.$format"
    run export "$minimal" --format "$format" -o "net.$format"
    it "does not write over an exported $format" code_is 73
done
run export "$minimal" --format gefx
it "suggests the nearest format" says err 'did you mean "gexf"?'
run export "$minimal" --format graphml --dynamic
it "knows that GraphML has no time" code_is 64
run export "$minimal" --format gexf --tick 99999
it "knows how many ticks there are" code_is 64
sed 's/"name": "customers"/"name": "=1+1"/; s/"customers"/"=1+1"/g' "$minimal" >formula.json
run run formula.json --replicates 1 --csv formulas
it "runs a scenario with a formula for a name" code_is 0
it "lets no formula into a table" not grep -qE '(^|,)"?=' formulas/communities.csv
it "tells the formula as a text" says formulas/communities.csv "'=1+1"

# --- terminals

if command -v script >/dev/null && script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
    on_terminal() { TERM=xterm script -qec "$*" /dev/null >out 2>err </dev/null; code=$?; }
    on_terminal "'$program' run '$minimal' --replicates 2"
    it "uses color on a terminal" colored out
    on_terminal "'$program' run '$minimal' --replicates 2 2>/dev/null --no-color"
    it "uses no color with --no-color" plain out
    on_terminal "NO_COLOR=1 '$program' run '$minimal' --replicates 2 2>/dev/null"
    it "uses no color with NO_COLOR" plain out
    on_terminal "NO_COLOR= '$program' check '$minimal'"
    it "takes an empty NO_COLOR for none" colored out
    on_terminal "'$program' validate --patterns $looked --replicates 2"
    it "colors verdicts on a terminal" colored out
    it "shows how far it is there" says out "replicates"
    on_terminal "TERM=dumb '$program' run '$minimal' --replicates 2"
    it "uses no color on a dumb terminal" plain out
fi

finish
