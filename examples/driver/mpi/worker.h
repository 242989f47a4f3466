// SPDX-License-Identifier: GPL-3.0-or-later
// A rank that runs the jobs it is sent.
#ifndef DRIVER_MPI_WORKER_H
#define DRIVER_MPI_WORKER_H

// Returns when rank 0 says that all is over.
void worker_serve(void);

#endif
