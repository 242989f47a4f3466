#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A sweep on all ranks that MPI gives: rank 0 hands out runs and writes the store, all others run.
#     bash mpirun.sh 8 results.db my.json --vary /organization/emphasis=0:1:11 --replicates 100
# Under Slurm: srun --mpi=pmix interstice-mpi sweep ... (no mpirun).
#
# If a rank dies, MPI ends all of them; the same command again goes on where they were, with as many
# ranks as there are now.
set -eu
ranks=$1
store=$2
shift 2
program=${INTERSTICE_MPI:-interstice-mpi}
# MPIRUN_FLAGS, such as "--oversubscribe": more ranks than processors.
# shellcheck disable=SC2086
if [ -e "$store" ]; then
    exec mpirun ${MPIRUN_FLAGS:-} -n "$ranks" "$program" resume "$store"
else
    exec mpirun ${MPIRUN_FLAGS:-} -n "$ranks" "$program" sweep "$@" --output "$store"
fi
