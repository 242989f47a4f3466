// SPDX-License-Identifier: GPL-3.0-or-later
// Messages between the ranks.
#include "driver/mpi/post.h"

#include <limits.h>
#include <mpi.h>
#include <stdlib.h>
#include <time.h>

// Between two looks: waiting inside MPI would keep a processor busy.
static const long nap = 500000; // nanoseconds

bool post_waits(enum post_tag tag)
{
    int is_there = 0;
    MPI_Iprobe(0, (int)tag, MPI_COMM_WORLD, &is_there, MPI_STATUS_IGNORE);
    return is_there != 0;
}

bool post_take(struct post *out)
{
    MPI_Status status;
    int is_there = 0;
    int size = 0;
    *out = (struct post){0};
    MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &is_there, &status);
    if (!is_there) {
        return false;
    }
    MPI_Get_count(&status, MPI_BYTE, &size);
    out->bytes = malloc((size_t)size + 1);
    if (!out->bytes) {
        return false;
    }
    MPI_Recv(out->bytes, size, MPI_BYTE, status.MPI_SOURCE, status.MPI_TAG, MPI_COMM_WORLD,
             MPI_STATUS_IGNORE);
    out->bytes[size] = '\0';
    out->from = status.MPI_SOURCE;
    out->tag = (enum post_tag)status.MPI_TAG;
    out->size = (size_t)size;
    return true;
}

void post_await(struct post *out)
{
    while (!post_take(out)) {
        nanosleep(&(struct timespec){.tv_nsec = nap}, NULL);
    }
}

void post_send(int to, enum post_tag tag, const void *bytes, size_t size)
{
    if (size > INT_MAX) {
        MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
    }
    MPI_Send(bytes, (int)size, MPI_BYTE, to, (int)tag, MPI_COMM_WORLD);
}

void post_clear(struct post *post)
{
    free(post->bytes);
    *post = (struct post){0};
}
