// SPDX-License-Identifier: GPL-3.0-or-later
// Messages between the ranks: rank 0 hands out jobs and stores what comes back, all others run them.
#ifndef DRIVER_MPI_POST_H
#define DRIVER_MPI_POST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum post_tag {
    POST_EXPERIMENT, // to a worker: what is to be run; ends the one before
    POST_JOB,        // to a worker: number of a job
    POST_STOP,       // to a worker: give up all jobs that it has
    POST_END,        // to a worker: go home
    POST_RECORD,     // to rank 0: number of a job, and its record
    POST_FAILURE // to rank 0: number of a job, its status, and a message; or that it was given up
};

// A message that has arrived. The bytes are to be freed.
struct post {
    int from;
    enum post_tag tag;
    unsigned char *bytes;
    size_t size;
};

// Does a message of this kind wait from rank 0, even behind others?
bool post_waits(enum post_tag tag);
// Take the first that waits, if one does. False when there is none, or memory is short.
bool post_take(struct post *out);
// Wait for one without burning the processor; when memory is short, for that as well.
void post_await(struct post *out);
void post_send(int to, enum post_tag tag, const void *bytes, size_t size);
void post_clear(struct post *post);

#endif
