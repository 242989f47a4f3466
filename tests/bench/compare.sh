#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Programs that run the same kernel, in turn (A B A B ...), and the medians of their rates:
#     bash tests/bench/compare.sh PEOPLE STEPS ROUNDS PROGRAM...
# A program is a command that takes PEOPLE STEPS THREADS SEED and prints a line with emp-steps/s=NUMBER
# and a line that begins with "check:"; quote one that has arguments of its own. Where a program wants
# other arguments, write them out with %N, %S and %R for people, steps and seed, as in
#     'python3 edges.py %N %S %R float64'
set -euo pipefail
people=$1 steps=$2 rounds=$3
shift 3
rates=$(mktemp -d)
trap 'rm -rf "$rates"' EXIT

# Program number $1, command $2, once.
run_once() {
    local command=$2 told
    case $command in
        *%N*) command=${command//%N/$people} command=${command//%S/$steps} command=${command//%R/1} ;;
        *) command="$command $people $steps 1 1" ;;
    esac
    told=$(bash -c "$command")
    sed -n 's/.*emp-steps\/s=\([0-9.e+]*\).*/\1/p' <<<"$told" >>"$rates/$1"
    grep -m 1 'check:' <<<"$told" >"$rates/check.$1"
}

for _ in $(seq "$rounds"); do
    number=0
    for program in "$@"; do
        run_once "$number" "$program"
        number=$((number + 1))
    done
done

number=0
for program in "$@"; do
    median=$(sort -g "$rates/$number" | sed -n "$(((rounds + 1) / 2))p")
    if [ "$number" -eq 0 ]; then first=$median; fi
    awk -v rate="$median" -v first="$first" -v name="$program" \
        'BEGIN { printf "%10.3f M emp-steps/s  %6.2f x  %s\n", rate / 1e6, rate / first, name }'
    cat "$rates/check.$number"
    number=$((number + 1))
done
