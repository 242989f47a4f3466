// SPDX-License-Identifier: GPL-3.0-or-later
// The commands. Each returns an exit code.
#ifndef DRIVER_COMMANDS_H
#define DRIVER_COMMANDS_H

#include "driver/options.h"

int command_init(const struct options *options);
int command_run(const struct options *options);
int command_check(const struct options *options);
int command_validate(const struct options *options);
int command_calibrate(const struct options *options);
int command_sweep(const struct options *options);
int command_compare(const struct options *options);
int command_resume(const struct options *options);
int command_merge(const struct options *options);
int command_network(const struct options *options);
int command_export(const struct options *options);
int command_reproduce(const struct options *options);
int command_report(const struct options *options);
int command_describe(const struct options *options);

// `--help` of the command, or of the program.
int command_help(const struct options *options);
// `--version`
int command_version(const struct options *options);

#endif
