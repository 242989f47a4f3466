# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What tests of the program share: claims, and a folder to work in. Sourced, after `program` is set.
set -u
: "${program:?}"
export LC_ALL=C
unset NO_COLOR
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0
failed=0
code=0

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
not() { ! "$@"; }
same() { cmp -s "$1" "$2"; }
alike() { diff -r "$1" "$2"; }

# texts x.db: every text in it, kept as text or as bytes; no numbers, in whose bytes any word may stand.
texts() {
    /usr/bin/python3 -c 'import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
for (table,) in db.execute("select name from sqlite_master where type = \"table\"").fetchall():
    for row in db.execute(f"select * from \"{table}\""):
        for value in row:
            try:
                print(value.decode() if isinstance(value, bytes) else value if isinstance(value, str) else "")
            except UnicodeDecodeError:
                pass' "$1"
}

# sql x.db "select ...": the rows, a bar between columns.
sql() {
    /usr/bin/python3 -c 'import sqlite3, sys
for row in sqlite3.connect(sys.argv[1], isolation_level=None).execute(sys.argv[2]):
    print(*row, sep="|")' "$@"
}

# await 30 <any command>: until it succeeds. False when it does not within so many seconds.
await() {
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.02
    done
}

# await_runs x.db 17: until the store of process 17 holds runs. False when it ends before or hangs.
await_runs() {
    await 120 has_runs_or_ended "$@"
    has_runs "$1"
}
has_runs() { [ -e "$1" ] && [ "$(sql "$1" 'select count(*) from run')" -gt 0 ]; }
has_runs_or_ended() { has_runs "$1" || ! kill -0 "$2"; }

# The tables of a store in a new folder.
tables() {
    rm -rf "$2"
    run export "$1" --csv "$2" -q
}

finish() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
