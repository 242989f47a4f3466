#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Does the program `interstice` keep its promises to the shell?
#     driver.sh <program> <folder of scenarios>
set -u
export LC_ALL=C
unset NO_COLOR
program=$1
scenarios=$2
minimal=$scenarios/minimal.json
gas=$scenarios/gas.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0
failed=0

# Run the program; leaves its exit code in $code, its words in the files out and err.
run() {
    "$program" "$@" >out 2>err </dev/null
    code=$?
}

# it "does this" <any command that must succeed>
it() {
    local claim=$1
    shift
    if "$@" >/dev/null 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: it $claim ($1; the exit code was $code)"
        sed 's/^/    /' err | head -n 3
    fi
}

code_is() { [ "$code" -eq "$1" ]; }
empty() { [ ! -s "$1" ]; }
says() { grep -qF -- "$2" "$1"; }
absent() { [ ! -e "$1" ]; }
colored() { grep -q $'\033' "$1"; }
plain() { ! colored "$1"; }
same() { cmp -s "$1" "$2"; }
# Folders without temporary leftovers.
tidy() { [ -z "$(find . -name '*.part-*')" ]; }
header_is() { [ "$(head -n 1 "$1" | cut -d, -f"$2")" = "$3" ]; }

# --- help and usage

for command in "" run check describe; do
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
        "--help" "--version" "run $minimal --replicates 1 --json"; do
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
done

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
    on_terminal "TERM=dumb '$program' run '$minimal' --replicates 2"
    it "uses no color on a dumb terminal" plain out
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
