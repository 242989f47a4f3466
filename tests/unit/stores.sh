#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Does the program keep what it says of run stores, sweeps and comparisons?
#     stores.sh <program> <folder of scenarios>
program=$1
scenarios=$2
minimal=$scenarios/minimal.json
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/../support" && pwd)
# shellcheck source=tests/support/shell.sh
. "$support/shell.sh"

has_column() { head -n 1 "$1" | tr , '\n' | grep -qxF "$2"; }

# --- run into a store, and out of it

run run "$minimal" --replicates 6 --twins --csv plain -q
cp out summary
run run "$minimal" --replicates 6 --twins -o firm.db -q
it "runs into a store" code_is 0
it "prints the same summary" same out summary
it "leaves nothing beside the store" [ "$(find . -name 'firm.db*' | wc -l)" -eq 1 ]
tables firm.db tables
it "exports" code_is 0
it "exports what run --csv writes" alike plain tables
run run "$minimal" --replicates 6 -o firm.db
it "does not touch a store that is there" code_is 73
it "says so" says err "firm.db: error: the run store cannot be made: File exists"
run run "$minimal" --replicates 3 -o more.db --csv both -q
it "writes a store and tables at once" code_is 0
tables more.db both_again
it "writes the same tables" alike both both_again
run run "$minimal" "$scenarios/comp.json" --replicates 2 -o two.db --csv two -q
it "runs several scenarios into one store" code_is 0
it "gives each scenario its folder" [ -f two/minimal/ticks.csv -a -f two/comp/ticks.csv ]
run run "$minimal" "$minimal" "$scenarios/comp.json" --replicates 2 -o twice.db -q
tables twice.db twice
it "exports scenarios of the same name" code_is 0
it "gives each of them a folder" alike two/minimal twice/minimal_2
run run "$minimal" --shard 1/2
it "wants a store for a shard" code_is 64
run run - --replicates 1 -o stdin.db
it "refuses an empty scenario" code_is 65
it "makes no store for it" absent stdin.db

# --- reproduce

run reproduce firm.db --run 5
it "reproduces a run" code_is 0
it "says so" says err "1 run reproduced, bit for bit"
run reproduce firm.db -q
it "reproduces all runs" code_is 0
run reproduce firm.db --run 6
it "knows which runs there are" code_is 65
it "names the one that is missing" says err "holds no run 6"
run reproduce firm.db --run 2147483647
it "knows that there are not so many runs" code_is 65
it "names the last one that could be" says err "holds no run 2147483647"
run reproduce firm.db --jobs 2
it "offers no threads where it uses none" code_is 64

# --- sweeps

run sweep "$minimal" --vary /organization/emphasis=0:1:3 --vary /managers/0/policy=gardener,sponsor \
    --replicates 2 --dry-run
it "tells what a sweep takes" code_is 0
it "counts runs, variants and replicates" says out "12 runs: 6 variants, 2 replicates each"
it "tells time, memory and size" grep -qE "about .* s on .* memory: about .* run store: about" out
run sweep "$minimal" --vary /organization/emphasis=0:1:3 --vary /managers/0/policy=gardener,sponsor \
    --replicates 2 -o sweep.db -q
it "sweeps" code_is 0
it "shows the variants" says out 'emphasis=0.5  policy="sponsor"'
tables sweep.db sweep
it "tells the variant of each row" has_column sweep/ticks.csv variant
it "tells what each variant is" says sweep/variants.csv '1,1,,/managers/0/policy,"""sponsor"""'
it "runs all variants before any again" \
    [ "$(cut -d, -f1,2 sweep/ticks.csv | tail -n +2 | uniq | head -n 7 | tail -n 1)" = 0,1 ]
run sweep "$minimal" --vary /organization/emphasis=0:1:3
it "wants a place to sweep into" code_is 64
run sweep "$minimal" --vary /organization/emphasys=0:1:3 -o bad.db
it "refuses a pointer that no variant can follow" code_is 65
it "suggests what was meant" says err 'did you mean "emphasis"?'
it "makes no store for that" absent bad.db
run sweep "$minimal" --vary /organization/emphasis=0:1 -o bad.db
it "wants steps in a grid" code_is 65
run sweep "$minimal" --vary emphasis=0:1:3 -o bad.db
it "wants a pointer to vary" code_is 64
run sweep "$minimal" --vary /organization/emphasis=0:1 --design sobool --points 4 -o bad.db
it "suggests the nearest design" says err 'did you mean "sobol"?'
run sweep "$minimal" --vary /organization/emphasis=0:1 --design sobol -o bad.db
it "wants points of a sampled design" code_is 64
for kind in latin_hypercube sobol; do
    run sweep "$minimal" --vary /organization/emphasis=0:1 --vary /units/0/size=8:20:integer \
        --design $kind --points 5 --replicates 1 -o $kind.db -q
    it "samples a $kind" code_is 0
    it "has as many points of a $kind" [ "$(sql $kind.db 'select count(*) from variant')" -eq 5 ]
done
printf '/organization/emphasis,/managers/0/policy\n0.25,sponsor\n0.5,\n' >points.csv
run sweep "$minimal" --design points.csv --replicates 1 -o csv.db -q
it "sweeps over the points of a file" code_is 0
it "leaves out what an empty cell stands for" \
    [ "$(sql csv.db "select count(*) from setting where variant = 1")" -eq 1 ]
it "remembers the file" [ "$(sql csv.db "select sha256 from input where path = 'points.csv'")" = \
    "$(sha256sum <points.csv | cut -d' ' -f1)" ]
printf '/organization/emphasis\n0.25,7\n' >broken.csv
run sweep "$minimal" --design broken.csv -o bad.db
it "refuses a broken file of points" code_is 65
it "tells its place" says err "broken.csv:2:6: error: this line has more cells"
python3 - "$minimal" <<'PYTHON' >own.json
import json, sys
scenario = json.load(open(sys.argv[1]))
scenario["design"] = {"vary": {"/organization/emphasis": [0, 1]}}
json.dump(scenario, sys.stdout)
PYTHON
run sweep own.json --replicates 1 -o own.db -q
it "follows the design of a scenario" [ "$(sql own.db 'select count(*) from variant')" -eq 2 ]

# --- runs that fail

run sweep "$minimal" --vary /organization/emphasis=0.5,2,1 --replicates 2 -o fail.db -q
it "ends with 1 when runs fail" code_is 1
it "tells of them" says err "2 of 6 runs failed"
it "says why" says err "emphasis 2 is out of range"
it "runs all others" [ "$(sql fail.db 'select count(*) from run')" -eq 4 ]
it "records what failed" [ "$(sql fail.db 'select count(*) from failure')" -eq 2 ]
it "records why" sql fail.db "select 1 / (message like '%out of range%') from failure"

# --- shards, merge, resume

for part in 1 2 3; do
    run sweep "$minimal" --vary /organization/emphasis=0:1:3 --vary \
        /managers/0/policy=gardener,sponsor --replicates 2 --shard $part/3 -o part$part.db -q
    it "runs shard $part" code_is 0
done
run merge all.db part1.db part2.db part3.db
it "merges" code_is 0
it "tells what came together" says err "all.db: 12 runs, 0 failed, 0 missing"
tables all.db all
it "gives the same tables from shards" alike sweep all
run merge few.db part1.db part3.db -q
run resume few.db -q
it "runs what a merged store misses" code_is 0
tables few.db few
it "gives the same tables then" alike sweep few
run merge odd.db part1.db firm.db
it "merges only what belongs together" code_is 65
it "says what does not" says err "firm.db: error: this run store is of another experiment"
it "leaves nothing of a merge that failed" [ "$(find . -name 'odd.db*' | wc -l)" -eq 0 ]
run merge all.db part1.db
it "does not merge into a store that is there" code_is 73
run merge nowhere/all.db part1.db
it "does not merge into a folder that is not there" code_is 73
cp part2.db old.db && sql old.db "update provenance set value = '0.0.9' where key = 'version'"
run merge mixed.db part1.db old.db
it "does not merge what another version made" code_is 65
it "names both versions" says err "old.db: error: the run store was made by version 0.0.9; this is version"
it "leaves nothing of it" absent mixed.db
run resume old.db
it "does not go on with what another version began" code_is 65
run export old.db --csv of_old -q
it "reads what another version made" code_is 0
run sweep "$minimal" --vary /organization/emphasis=0:1:3 --vary /managers/0/policy=gardener,sponsor \
    --replicates 2 -o late.db --time-limit 1 --jobs 1 -q
it "may be over before its time limit" [ "$code" -eq 0 -o "$code" -eq 75 ]
run resume firm.db
it "resumes what is complete" code_is 0
it "runs nothing then" says err "0 runs in"

# --- two at once, damage, strangers

python3 - <<'PYTHON' &
import fcntl, os, struct, time
fd = os.open("firm.db-lock", os.O_RDWR | os.O_CREAT, 0o666)
os.write(fd, b"process 12 on elsewhere\n")
fcntl.fcntl(fd, 37, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0))  # F_OFD_SETLK
open("locked", "w").close()
end = time.monotonic() + 300
while not os.path.exists("enough") and time.monotonic() < end:
    time.sleep(0.02)
PYTHON
await 60 [ -e locked ]
run resume firm.db
it "leaves a store to who writes it" code_is 75
it "says who that is, in one line" [ "$(cat err)" = \
    "firm.db: error: process 12 on elsewhere is writing to this run store" ]
ln -s firm.db link.db
mkdir aside
for name in link.db aside/../firm.db "$PWD/firm.db"; do
    run resume "$name"
    it "leaves it alone by another name: $name" code_is 75
    it "says who writes it all the same" [ "$(cat err)" = \
        "$name: error: process 12 on elsewhere is writing to this run store" ]
done
run export firm.db --csv meanwhile -q
it "may be read meanwhile" code_is 0
touch enough
wait
rm -f firm.db-lock
run resume firm.db -q
it "takes over a lock that was left" code_is 0

head -c 5000 firm.db >short.db
head -c 100000 /dev/urandom >noise.db
: >nothing.db
echo "a text" >text.db
sql other.db 'create table t (a)'
cp firm.db newer.db && sql newer.db 'pragma user_version = 3'
cp firm.db changed.db && sql changed.db 'update tick set communities = 99 where run = 2 and tick = 7'
cp firm.db table.db && sql table.db 'drop table twin_tick'
cp firm.db trigger.db &&
    sql trigger.db 'create trigger x after insert on run begin delete from tick; end'
for name in short noise nothing text other newer changed table trigger absent; do
    run export $name.db --csv refused -q
    it "refuses the store $name" [ "$code" -eq 65 -o "$code" -eq 66 ]
    it "names it" says err "$name.db: error:"
    it "writes no tables from it" absent refused
    before=$(md5sum $name.db 2>/dev/null)
    if [ $name != changed ]; then
        run resume $name.db
        it "does not resume $name" [ "$code" -eq 65 -o "$code" -eq 66 ]
    fi
    it "leaves $name as it was" [ "$(md5sum $name.db 2>/dev/null)" = "$before" ]
done
it "says what is no store" grep -q "not a run store" <(run export text.db --csv refused; cat err)

# --- verdicts

cp "$(dirname "$minimal")/minimal.json" "$support/minimal_patterns.json" .
run validate --patterns minimal_patterns.json --replicates 3 --ablate all -o verdicts.db -q
it "validates into a store" [ "$code" -le 1 ]
it "stores a verdict of each pattern, with each ablation" \
    [ "$(sql verdicts.db 'select count(*) from verdict')" -eq 15 ]
it "stores the value in each replicate" \
    [ "$(sql verdicts.db "select group_concat(value) from pattern_value where pattern = 'A-3' and ablation = ''")" = \
    80.0,80.0,80.0 ]
it "remembers what it read" [ "$(sql verdicts.db 'select path from input order by path')" = \
    "$(printf 'minimal.json\nminimal_patterns.json')" ]
run validate --patterns minimal_patterns.json --replicates 1 -o verdicts.db -q
it "does not touch verdicts that are there" code_is 73
it "says so before it runs anything" empty out
run validate --patterns minimal_patterns.json --replicates 1 -o nowhere/verdicts.db -q
it "has no folder for verdicts" code_is 73
it "says that, too, before it runs anything" empty out
run resume verdicts.db
it "says that verdicts are no experiment" says err "holds no experiment, just verdicts"
run validate --patterns minimal_patterns.json --jitter 0.1 -o more_verdicts.db
it "keeps no draws" code_is 64

# --- compare

run compare "$minimal" --policies gardener,sponsor,absent --replicates 5 -q
it "compares" code_is 0
it "compares every pair" says out "sponsor against absent"
it "warns of too few replicates" says out "too few replicates for a power of 0.95"
cp out compared
run compare "$minimal" --policies gardener,sponsor,absent --replicates 5 -q --jobs 1 -o compare.db
it "says the same on one thread and with a store" same out compared
run compare "$minimal" --policies gardener,sponsor --replicates 5 --json -q
it "compares for programs" python3 -c 'import json; d = json.load(open("out")); assert all(
    p["low"] <= p["difference"] <= p["high"] for p in d["pairs"])'
run compare "$minimal" --policies gardener,gardener --replicates 3 --json -q
it "finds no difference where there is none" python3 -c 'import json; d = json.load(open("out"))
assert all(p["difference"] == 0 and p["better"] == 0.5 for p in d["pairs"])'
run compare "$minimal" --policies gardener,gardener --replicates 3 -q
it "does not warn of replicates where no pair differs" not says out "too few replicates"
run compare "$minimal" --policies gardener,absent --replicates 6 --ticks 40 -q --no-color
it "compares who recovered" grep -qE "recovered of performance, move +[01](\.[0-9]+)? +[01]" out
it "tells how many pairs there are where some are missing" \
    grep -qE "recovery_time of performance, move \([1-5] pairs?\)" out
it "tells nothing of pairs where all are there" not says out "(6 pairs)"
run compare "$minimal" --policies gardener
it "wants two policies" code_is 64
run compare "$minimal" --policies gardener,sponsr --replicates 1
it "ends with 65 where a policy is unknown, and runs nothing" code_is 65
it "prints no table then" same out /dev/null
it "suggests the nearest policy" says err 'did you mean "sponsor"?'
run compare "$minimal" --policies sponsr,gardener --replicates 1
it "ends with 65 where the first policy is unknown" code_is 65
it "suggests the nearest policy for the first one, too" says err 'did you mean "sponsor"?'
run compare "$minimal" --policies gardener,sponsor --metrics performence
it "suggests the nearest metric" says err 'did you mean "performance"?'
run compare "$minimal" --policies gardener,sponsor --at 30
it "does not compare beyond the calendar" code_is 64
finish
