#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# One experiment, done in every way there is, leaves the same tables: threads, shards, ranks, resumed.
#     engines.sh <program> <folder of scenarios> [<program for MPI> <mpirun>]
program=$1
scenarios=$2
mpi=${3:-}
mpirun=${4:-}
# shellcheck source=tests/support/shell.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/shell.sh"

what=(sweep "$scenarios/comp.json" --vary /organization/emphasis=0.2:0.8:3 --replicates 4 --twins -q)
alike_from() {
    tables "$1" tables
    [ "$code" -eq 0 ] && alike reference tables
}

run "${what[@]}" --jobs 1 -o one.db
it "sweeps on one thread" code_is 0
tables one.db reference
echo "tables: $(cat reference/*.csv | md5sum)"
for jobs in 2 5; do
    run "${what[@]}" --jobs $jobs -o threads$jobs.db
    it "leaves the same on $jobs threads" alike_from threads$jobs.db
done
for part in 1 2 3 4; do
    run "${what[@]}" --shard $part/4 -o part$part.db
done
run merge shards.db part4.db part2.db part1.db part3.db -q
it "leaves the same in 4 shards" alike_from shards.db

# More of the same, ended before it is done, in several ways.
more=("${what[@]}" --replicates 60)
run "${more[@]}" -o whole.db
tables whole.db whole
whole_from() {
    tables "$1" tables
    [ "$code" -eq 0 ] && alike whole tables
}
stored_some() {
    local stored
    stored=$(sql "$1" 'select count(*) from run')
    echo "$1: $stored runs stored"
    [ "$stored" -gt 0 ] && [ "$stored" -lt 180 ]
}
"$program" "${more[@]}" --jobs 2 -o resumed.db >out 2>err </dev/null &
it "stores runs while it goes on" await_runs resumed.db $!
kill -TERM $!
wait $!
code=$?
it "ends with 75 when it is interrupted" code_is 75
it "has stored some of its runs then" stored_some resumed.db
run resume resumed.db -q
it "leaves the same when it is resumed" whole_from resumed.db

if [ -n "$mpi" ]; then
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
    ranks() {
        timeout 300 "$mpirun" --oversubscribe --bind-to none -n "$@" >out 2>err </dev/null
        code=$?
    }
    for n in 1 2 3 4 7; do
        ranks "$n" "$mpi" "${what[@]}" -o ranks$n.db
        it "runs on $n ranks" code_is 0
        it "leaves the same on $n ranks" alike_from ranks$n.db
        it "stores the very same on $n ranks" [ "$(sql one.db 'select * from run order by run')" = \
            "$(sql ranks$n.db 'select * from run order by run')" ]
    done
    ranks 3 "$mpi" resume part1.db
    it "resumes what is complete on 3 ranks" code_is 0
    ranks 3 "$mpi" run nowhere.json
    it "ends on all ranks when a file is missing" code_is 66
    ranks 3 "$mpi" sweep "$scenarios/minimal.json" --vary /organization/emphasis=0.5,2 \
        --replicates 2 -q -o fail.db
    it "ends with 1 when runs fail on other ranks" code_is 1
    it "records them" [ "$(sql fail.db 'select count(*) from failure')" -eq 2 ]
    ranks 3 "$mpi" compare "$scenarios/minimal.json" --policies gardener,sponsor --replicates 6 -q --no-color
    cp out compared
    run compare "$scenarios/minimal.json" --policies gardener,sponsor --replicates 6 -q --no-color
    it "compares alike on 3 ranks" same out compared

    # start_ranks x.db: three ranks that do more than we wait for, until they have stored something.
    start_ranks() {
        timeout 300 "$mpirun" --oversubscribe --bind-to none -n 3 "$mpi" "${more[@]}" \
            -o "$work/$1" >out 2>err </dev/null &
        launcher=$!
        await_runs "$1" "$launcher"
    }
    # Rank 0 has no other rank before it.
    rank_of() { pgrep -f "^$mpi .*-o $work/$1" | sed -n "$(($2 + 1))p"; }
    none_left() { ! pgrep -f "^$mpi .*-o $work/$1"; }

    # A worker that dies takes the whole job with it; what was stored is safe, and others go on.
    it "stores runs of ranks while they go on" start_ranks killed.db
    kill -KILL "$(rank_of killed.db 2)"
    wait "$launcher"
    code=$?
    it "ends when a rank is killed" [ "$code" -ne 0 ]
    it "ends on all ranks then" await 60 none_left killed.db
    it "has stored some of its runs" stored_some killed.db
    it "holds a sound store then" [ "$(sql killed.db 'pragma integrity_check')" = ok ]
    ranks 2 "$mpi" resume killed.db -q
    it "is resumed with fewer ranks" code_is 0
    it "leaves the same then" whole_from killed.db

    # Rank 0 alone hears signals, and tells the others.
    it "stores runs of ranks again" start_ranks stopped.db
    kill -INT "$(rank_of stopped.db 1)"
    kill -TERM "$(rank_of stopped.db 2)" "$(rank_of stopped.db 0)"
    wait "$launcher"
    code=$?
    it "ends with 75 on ranks that are asked to stop" code_is 75
    it "says how to go on" says err "to go on: interstice resume $work/stopped.db"
    it "has stored some of its runs when it is stopped" stored_some stopped.db
    ranks 3 "$mpi" resume stopped.db -q
    it "leaves the same after a stop" whole_from stopped.db
else
    echo "no MPI here: ranks are not tried"
fi
finish
