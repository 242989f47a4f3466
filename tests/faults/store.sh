#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# No run is lost and none is there twice, whatever happens to the process or the disk.
#     store.sh <program> <folder of scenarios>
# INTERSTICE_KILLS: kills at random moments, and each call is disturbed; unless given 40, and every fourth.
program=$1
scenario=$2/minimal.json
kills=${INTERSTICE_KILLS:-40}
stride=4
[ -z "${INTERSTICE_KILLS:-}" ] || stride=1
# shellcheck source=tests/support/shell.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/shell.sh"

# Everything that a store of this name may leave.
clear_store() { rm -rf x.db x.db-* x.db.part-* tables; }
# Readable as it was left (with so many runs), then whole and with every run: what is missing is run first.
# Nothing at all counts as missing, too.
recovers() {
    left=0
    if [ -e x.db ]; then
        tables x.db tables
        [ "$code" -eq 0 ] || return 1
        left=$(sql x.db 'select count(*) from run')
        run resume x.db -q
    else
        run run "$scenario" "${what[@]}" -o x.db -q
    fi
    [ "$code" -eq 0 ] || return 1
    [ "$(sql x.db 'pragma integrity_check')" = ok ] || return 1
    tables x.db tables
    [ "$code" -eq 0 ] && alike straight tables
}

# --- at each call that changes a file

what=(--replicates 4 --ticks 8 --jobs 1)
run run "$scenario" "${what[@]}" --csv straight -q
it "runs undisturbed" code_is 0
run run "$scenario" "${what[@]}" --shard 1/2 -o half.db -q
run merge base.db half.db -q
it "has a store that misses half of its runs" [ "$(sql base.db 'select count(*) from run')" -eq 2 ]

# inject fill_store "signal=KILL" pwrite64: at the first, the next, ... until there is none left. Calls
# are counted thread by thread: one makes the store, another fills it.
inject() {
    local how=$2 call=$3 n=1 bad=0 last=0
    local disturbed=(run "$scenario" "${what[@]}" -o x.db -q)
    [ "$1" = make_store ] || disturbed=(resume x.db -q)
    while [ "$last" -eq 0 ]; do
        clear_store
        [ "$1" = make_store ] || cp base.db x.db
        strace -f -qq -o trace -e trace="$call" -e inject="$call:$how:when=$n" \
            "$program" "${disturbed[@]}" >out 2>err </dev/null
        code=$?
        # Where there was no call of this number the run was not disturbed.
        if [ "$code" -eq 0 ] && ! grep -q INJECTED trace; then
            last=1
        fi
        if [ "$last" -eq 0 ] && [ "$how" != signal=KILL ] && [ "$code" -ne 0 ]; then
            grep -q "x.db" err || { bad=$((bad + 1)); echo "no file named: $how $call $n" >>sites; }
        fi
        if ! recovers; then
            bad=$((bad + 1))
            echo "not recovered: $how $call $n (code $code): $(head -n 1 err)" >>sites
        fi
        n=$((n + stride))
    done
    echo "$1: $how at $(((n - 1) / stride - 1)) of $call: $bad bad" >>sites
    [ "$bad" -eq 0 ] && [ "$n" -gt $((1 + stride)) ]
}

if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
    code=0
    for how in signal=KILL error=EIO error=ENOSPC; do
        for call in pwrite64 fdatasync; do
            it "survives $how at each $call of making a store" inject make_store $how $call
            it "survives $how at each $call of filling a store" inject fill_store $how $call
        done
        it "survives $how at each renameat2" inject make_store $how renameat2
        it "survives $how at each ftruncate" inject fill_store $how ftruncate
    done
    it "survives a kill at each unlink of making a store" inject make_store signal=KILL unlink
    it "survives a kill at each unlink of filling a store" inject fill_store signal=KILL unlink
    cat sites
else
    echo "no strace here: calls are not disturbed one by one"
fi

# --- at random moments

# Short runs, of which many share a transaction: several of these end before the kill.
runs=400
what=(--replicates "$runs" --ticks 4 --jobs 2)
clear_store
rm -rf straight
run run "$scenario" "${what[@]}" --csv straight -q
it "runs undisturbed for long" code_is 0

# Kill it within so many milliseconds; three out of four are resumptions.
span=150
kill_once() {
    if [ -e x.db ]; then
        "$program" resume x.db -q >out 2>err </dev/null &
    else
        "$program" run "$scenario" "${what[@]}" -o x.db -q >out 2>err </dev/null &
    fi
    sleep "$(printf '0.%03d' $((RANDOM % span)))"
    kill "-$1" $! 2>/dev/null
    wait $! 2>/dev/null
}

RANDOM=1
lost=0
done_kills=0
series=0
partly=0
while [ "$done_kills" -lt "$kills" ]; do
    clear_store
    for _ in 1 2 3 4; do
        kill_once KILL
        done_kills=$((done_kills + 1))
    done
    recovers || lost=$((lost + 1))
    series=$((series + 1))
    # How fast it works depends on what else the machine does.
    if [ "$left" -eq 0 ] && [ $span -lt 900 ]; then
        span=$((span + span / 4))
    elif [ "$left" -eq $runs ] && [ $span -gt 20 ]; then
        span=$((span - span / 4))
    elif [ "$left" -gt 0 ] && [ "$left" -lt $runs ]; then
        partly=$((partly + 1))
    fi
done 2>/dev/null
echo "$done_kills kills, $lost times not recovered; $partly of $series times some runs were stored and some not"
it "survives kills at random moments" [ "$lost" -eq 0 ]
it "was killed in the midst of its work" [ "$partly" -gt 0 ]

# --- asked to stop

for signal in INT TERM; do
    clear_store
    # Without job control a background process ignores Ctrl-C.
    python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' \
        "$program" run "$scenario" --replicates 2000 -o x.db -q >out 2>err </dev/null &
    it "stores runs until SIG$signal" await_runs x.db $!
    kill -$signal $!
    wait $!
    code=$?
    if [ $signal = INT ]; then
        it "ends with 130 after Ctrl-C" code_is 130
    else
        it "ends with 75 after SIGTERM" code_is 75
    fi
    it "says how to go on after SIG$signal" says err "to go on: interstice resume x.db"
    it "keeps what was done before SIG$signal" [ "$(sql x.db 'select count(*) from run')" -gt 0 ]
done
clear_store
run run "$scenario" --replicates 20000 --time-limit 1 -o x.db -q
it "ends with 75 when its time is over" code_is 75
it "says so" says err "the time is over"

# --- no room

clear_store
(ulimit -f 300; exec "$program" run "$scenario" "${what[@]}" -o x.db -q >out 2>err </dev/null)
code=$?
it "ends with 74 where files may not grow" code_is 74
it "names the file that cannot grow" says err "x.db: error:"
it "recovers from a limit on files" recovers

mkdir small
if mount -t tmpfs -o size=1m none small 2>/dev/null; then
    run run "$scenario" --replicates 200 -o small/x.db -q
    it "ends with 74 on a full disk" code_is 74
    it "says that the disk is full" says err "the disk is full"
    it "keeps what was written before" [ "$(sql small/x.db 'pragma integrity_check')" = ok ]
    stored=$(sql small/x.db 'select count(*) from run')
    it "says how many are safe" says err "$stored runs are safe"
    run run "$scenario" --replicates 200 --csv small/tables -q
    it "ends with 74 when tables do not fit" code_is 74
    it "leaves no half tables" absent small/tables
    run export small/x.db --csv small/tables -q
    it "ends with 74 when an export does not fit" code_is 74
    it "leaves no half export" absent small/tables
    umount small
else
    echo "no mount here: a full disk is not tried"
fi
run run "$scenario" --replicates 2 -o /dev/full
it "does not write a store over a device" code_is 73
"$program" run "$scenario" --replicates 2 -o y.db -q >/dev/full 2>err </dev/null
code=$?
it "notices that the summary is lost" code_is 74
it "keeps the store all the same" [ "$(sql y.db 'select count(*) from run')" -eq 2 ]
run run "$scenario" --replicates 2 -o nowhere/x.db
it "ends with 73 where there is no folder" [ "$code" -eq 73 -o "$code" -eq 66 ]
finish
