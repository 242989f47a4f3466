#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A sweep as shards under GNU parallel.
#     bash gnu_parallel.sh 4 results my.json --vary /organization/emphasis=0:1:11
#
# The same command again runs only what is missing: shards that did not end well are resumed. Runs that
# failed do not keep the others from coming together; the merge tells how many there are.
set -eu
parts=$1
folder=$2
shift 2
program=${INTERSTICE:-interstice}
mkdir -p "$folder"

shard() {
    local program=$1 part=$2 parts=$3 folder=$4
    shift 4
    if [ -e "$folder/part$part.db" ]; then
        "$program" resume "$folder/part$part.db" --jobs 1 --quiet
    else
        "$program" sweep "$@" --shard "$part/$parts" --output "$folder/part$part.db" --jobs 1 --quiet
    fi
    [ $? -le 1 ]
}
export -f shard
seq "$parts" | parallel --will-cite --joblog "$folder/log" --halt never --quote \
    bash -c 'shard "$@"' shard "$program" {} "$parts" "$folder" "$@" >/dev/null
rm -f "$folder/all.db"
exec "$program" merge "$folder/all.db" "$folder"/part*.db
