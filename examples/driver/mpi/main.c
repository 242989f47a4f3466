// SPDX-License-Identifier: GPL-3.0-or-later
// The program `interstice-mpi`: the same commands, jobs done by the ranks of an MPI run. Rank 0 reads
// the command line, hands out jobs and writes; alone, it does all by itself.
#include <mpi.h>

#include "driver/exit_code.h"
#include "driver/interrupt.h"
#include "driver/message.h"
#include "driver/mpi/dispatch.h"
#include "driver/mpi/worker.h"
#include "driver/program.h"

int main(int argc, char **argv)
{
    int rank = 0;
    int code = CODE_OK;
    int provided = MPI_THREAD_SINGLE;
    if (MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &provided) != MPI_SUCCESS ||
        provided < MPI_THREAD_FUNNELED) {
        complain("MPI cannot be started");
        return CODE_BUG;
    }
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    if (rank == 0) {
        code = program_run(argc, argv, dispatch);
        dispatch_end();
    } else {
        interrupt_ignore();
        worker_serve();
    }
    MPI_Finalize();
    return code;
}
