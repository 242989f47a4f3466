#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# All benchmarks, and a row each in the table of this machine:
#     bash tests/bench/bench.sh .build/release [PEOPLE...]
# Without sizes: 1,000 to 1,000,000 people, and 3,000,000 where there is memory for them.
set -euo pipefail
build=$1
shift
here=$(dirname "${BASH_SOURCE[0]}")
processor=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1)
name=$(tr -cs 'A-Za-z0-9\n' '_' <<<"${processor:-unknown}" | sed 's/^_*//; s/_*$//')_$(nproc)
table=$here/machines/$name.csv
mkdir -p "$here/machines"
commit=$(git -C "$here" rev-parse --short HEAD 2>/dev/null || echo unknown)

sizes=("$@")
if [ $# -eq 0 ]; then
    sizes=(1000 10000 100000 1000000)
    free=$(awk '/MemAvailable/ { print int($2 / 1048576) }' /proc/meminfo)
    if [ "$free" -ge 6 ]; then sizes+=(3000000); fi
fi

# One row: name of the benchmark, and everything key=value on the first line that has any.
keep() {
    local what=$1 told=$2 line pair header row
    echo "$told"
    line=$(grep -m 1 '^N=' <<<"$told")
    header=commit,benchmark row=$commit,$what
    for pair in $line; do
        case $pair in
            *=*) header+=,${pair%%=*} row+=,${pair#*=} ;;
        esac
    done
    grep -qxF "# $header" "$table" 2>/dev/null || echo "# $header" >>"$table"
    echo "$row" >>"$table"
}

for people in "${sizes[@]}"; do
    ticks=12
    if [ "$people" -ge 1000000 ]; then ticks=5; fi
    for threads in 1 2; do
        keep model "$("$build/bench/bench_engine" "$people" $ticks 3 $threads machine)"
    done
    if [ "$people" -le 1000000 ]; then
        keep kernel "$("$build/bench/bench_kernel" "$people" $((people >= 1000000 ? 30 : 100)) 1 1)"
    fi
done
for case in comp gas electrical; do
    echo "$case, 100 replicates without twins, all processors:"
    TIMEFORMAT='  %R s'
    time "$build/bin/interstice" run "$here/../../scenarios/$case.json" --replicates 100 --quiet \
        >/dev/null
done
echo "rows added to $table"
