#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every recipe in examples/cluster leaves what one thread leaves, where its package is installed.
#     recipes.sh <program> <folder of scenarios> <folder of recipes> [<program for MPI>]
program=$1
minimal=$2/minimal.json
recipes=$3
# shellcheck source=tests/support/shell.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/shell.sh"
export INTERSTICE=$program INTERSTICE_MPI=${4:-}
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export MPIRUN_FLAGS="--oversubscribe --bind-to none"
vary=(--vary /organization/emphasis=0:1:3)
failing=(--vary '/organization/emphasis=0.5,2,1' --replicates 2)

run sweep "$minimal" "${vary[@]}" -o one.db -q
it "sweeps by itself" code_is 0
tables one.db reference
recipe() {
    "$@" >out 2>err </dev/null
    code=$?
}
alike_from() {
    tables "$1" tables
    [ "$code" -eq 0 ] && alike reference tables
}

# A Slurm array, whose tasks Slurm would start; this is all that it tells them.
task() {
    SLURM_ARRAY_TASK_ID=$1 SLURM_ARRAY_TASK_COUNT=3 recipe bash "$recipes/slurm_array.sh" \
        "$minimal" slurm "${vary[@]}"
}
for part in 1 2 3; do
    task $part
    it "runs task $part of an array" code_is 0
done
task 2
it "submits a task again" code_is 0
run merge slurm.db slurm/part*.db -q
it "leaves the same as a Slurm array" alike_from slurm.db
if command -v sbatch >/dev/null && squeue >/dev/null 2>&1; then
    recipe sbatch --wait --array=1-2 --output=/dev/null "$recipes/slurm_array.sh" "$minimal" \
        "$PWD/queue" "${vary[@]}"
    it "runs under Slurm" code_is 0
    run merge queue.db queue/part*.db -q
    it "leaves the same under Slurm" alike_from queue.db
else
    echo "no Slurm here: the tasks were started by hand"
fi

if [ -n "$INTERSTICE_MPI" ] && command -v mpirun >/dev/null; then
    recipe bash "$recipes/mpirun.sh" 3 mpi.db "$minimal" "${vary[@]}"
    it "runs under mpirun" code_is 0
    recipe bash "$recipes/mpirun.sh" 2 mpi.db "$minimal" "${vary[@]}"
    it "runs under mpirun again" code_is 0
    it "leaves the same under mpirun" alike_from mpi.db
else
    echo "no MPI here: mpirun is not tried"
fi

if command -v parallel >/dev/null; then
    recipe bash "$recipes/gnu_parallel.sh" 3 gnu "$minimal" "${vary[@]}"
    it "runs under GNU parallel" code_is 0
    it "leaves the same under GNU parallel" alike_from gnu/all.db
    recipe bash "$recipes/gnu_parallel.sh" 3 gnu "$minimal" "${vary[@]}"
    it "runs under GNU parallel again" alike_from gnu/all.db
    recipe bash "$recipes/gnu_parallel.sh" 2 failing "$minimal" "${failing[@]}"
    it "merges under GNU parallel what did not fail" code_is 0
    it "tells of what failed" says err "4 runs, 2 failed, 0 missing"
else
    echo "GNU parallel is not here and not tried"
fi

if command -v snakemake >/dev/null; then
    recipe snakemake --snakefile "$recipes/Snakefile" --cores 1 --quiet --config \
        program="$program" scenario="$minimal" vary="${vary[1]}" parts=2
    it "runs under Snakemake" code_is 0
    it "leaves the same under Snakemake" diff -r -x .snakemake_timestamp reference results/tables
    mkdir other
    cd other || exit 1
    recipe snakemake --snakefile "$recipes/Snakefile" --cores 1 --quiet --config \
        program="$program" scenario="$minimal" vary="${failing[1]}" replicates=2 parts=2
    it "merges under Snakemake what did not fail" code_is 0
    it "leaves its tables" [ -f results/tables/ticks.csv ]
    cd ..
else
    echo "Snakemake is not here and not tried"
fi
finish
