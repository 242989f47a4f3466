#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Instructions that three benchmarks execute, as callgrind counts them, against instructions.txt:
#     bash tests/bench/instructions.sh .build/release            fails where a count grew by more than 2 %
#     bash tests/bench/instructions.sh .build/release --renew    writes the file anew
# Counts do not depend on the machine or on what else runs, but on the compiler and on Debian's
# libraries, which the file names. Renew it when one of them changes, or when a change is worth its cost.
set -euo pipefail
build=$1
mode=${2:-compare}
here=$(dirname "${BASH_SOURCE[0]}")
kept=$here/instructions.txt
most=102 # percent of the count kept

# What the counts hang on besides our own code.
setting() {
    local debian=unknown
    if [ -f /etc/debian_version ]; then debian=$(cut -d. -f1 /etc/debian_version); fi
    echo "debian $debian, $(cc --version | head -n 1 | sed 's/ (.*) / /'), $(uname -m)"
}

# Instructions of a command.
count() {
    local told
    told=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null) ||
        { echo "$told" >&2; return 1; }
    sed -n 's/^.*Collected : *\([0-9]*\).*$/\1/p' <<<"$told"
}

run() {
    case $1 in
        engine) count "$build/bench/bench_engine" 1000 12 12 ;;
        kernel) count "$build/bench/bench_kernel" 2000 20 1 1 ;;
        comp) count "$build/bin/interstice" run "$here/../../scenarios/comp.json" --quiet \
            --replicates 1 --jobs 1 ;;
    esac
}

if [ "$mode" = --renew ]; then
    {
        echo "# $(setting)"
        echo "# Written by: bash tests/bench/instructions.sh .build/release --renew"
        for name in engine kernel comp; do echo "$name $(run "$name")"; done
    } >"$kept.new"
    mv "$kept.new" "$kept"
    cat "$kept"
    exit
fi

if [ "# $(setting)" != "$(head -n 1 "$kept")" ]; then
    echo "counts were taken with: $(head -n 1 "$kept" | cut -c 3-)"
    echo "this is:                $(setting)"
    exit 1
fi
failed=0
while read -r name before; do
    case $name in '#'*) continue ;; esac
    now=$(run "$name")
    printf '%-8s %14d instructions, %14d before (%+.2f %%)\n' "$name" "$now" "$before" \
        "$(awk "BEGIN { print 100 * ($now / $before - 1) }")"
    if [ $((now * 100)) -gt $((before * most)) ]; then failed=1; fi
done <"$kept"
if [ "$failed" -ne 0 ]; then echo "too many; see the head of $0"; fi
exit "$failed"
