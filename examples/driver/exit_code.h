// SPDX-License-Identifier: GPL-3.0-or-later
// What the program tells the shell, after BSD's sysexits.
#ifndef DRIVER_EXIT_CODE_H
#define DRIVER_EXIT_CODE_H

enum exit_code {
    CODE_OK = 0,
    CODE_NOT_HELD = 1,       // all went well, and a pattern does not hold; compare diff and grep
    CODE_FAILED_RUNS = 1,    // all was done, and some runs failed
    CODE_USAGE = 64,         // the command line makes no sense
    CODE_BAD_DATA = 65,      // a scenario or a file of patterns is wrong
    CODE_NO_INPUT = 66,      // a scenario or a file of patterns cannot be read
    CODE_BUG = 70,           // our own mistake
    CODE_NO_MEMORY = 71,     // the system gives no memory
    CODE_CANNOT_CREATE = 73, // an output folder cannot be made
    CODE_IO = 74,            // reading or writing failed on the way
    CODE_RESUMABLE = 75,     // stopped early, or somebody else is at it: to be tried again
    CODE_SIGNAL = 128        // plus the number of the signal
};

#endif
