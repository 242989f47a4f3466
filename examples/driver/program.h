// SPDX-License-Identifier: GPL-3.0-or-later
// The program, whatever gets its jobs done.
#ifndef DRIVER_PROGRAM_H
#define DRIVER_PROGRAM_H

#include "driver/options.h"

// Do what the command line says. Returns an exit code.
int program_run(int argc, char **argv, engine_fn *engine);

#endif
