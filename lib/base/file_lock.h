// SPDX-License-Identifier: GPL-3.0-or-later
// One writer per file: a lock beside it that goes with the process that holds it.
#ifndef ISTI_BASE_FILE_LOCK_H
#define ISTI_BASE_FILE_LOCK_H

#include "base/base.h"

typedef struct isti_file_lock isti_file_lock;

// Take the lock `path`-lock, links resolved, beside the file itself. IST_ERR_BUSY with the holder ("process 12 on host") in `holder` when
// somebody has it; IST_ERR_IO with errno, or IST_ERR_NO_MEMORY.
ist_status isti_file_lock_take(const char *path, isti_file_lock **out, char *holder, size_t size);
// Let go, and take the file of the lock away. NULL is fine.
void isti_file_lock_drop(isti_file_lock *lock);

#endif
