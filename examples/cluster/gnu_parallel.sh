#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A sweep as shards under GNU parallel, here or on several machines that share a folder.
#     bash gnu_parallel.sh 4 results my.json --vary /organization/emphasis=0:1:11
#     PARALLEL="--sshlogin a,b" bash gnu_parallel.sh 16 /shared/results /shared/my.json --vary ...
#
# The same command again runs only what is missing: shards that did not end well are resumed.
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
}
export -f shard
seq "$parts" | parallel --will-cite --joblog "$folder/log" --halt never --quote \
    bash -c 'shard "$@"' shard "$program" {} "$parts" "$folder" "$@" >/dev/null
rm -f "$folder/all.db"
exec "$program" merge "$folder/all.db" "$folder"/part*.db
