#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A sweep as a Slurm array: every task runs one shard into a store of its own.
#     sbatch --array=1-4 slurm_array.sh my.json results --vary /organization/emphasis=0:1:11
#     interstice merge all.db results/part*.db          # when all tasks are through
#
# A task that was killed or met its time limit is submitted again, as it is: it goes on where it was.
# Slurm sends SIGTERM before SIGKILL; the runs that are done are stored by then.
#SBATCH --job-name=interstice
#SBATCH --cpus-per-task=1
#SBATCH --time=04:00:00
#SBATCH --signal=B:TERM@60
set -eu
scenario=$1
folder=$2
shift 2
program=${INTERSTICE:-interstice}
part=$SLURM_ARRAY_TASK_ID
parts=$SLURM_ARRAY_TASK_COUNT
store=$folder/part$part.db
mkdir -p "$folder"

# exec, so that the signal reaches the program and not this script.
if [ -e "$store" ]; then
    exec "$program" resume "$store" --jobs "${SLURM_CPUS_PER_TASK:-1}" --quiet
fi
exec "$program" sweep "$scenario" "$@" --shard "$part/$parts" --output "$store" \
    --jobs "${SLURM_CPUS_PER_TASK:-1}" --quiet
