// SPDX-License-Identifier: GPL-3.0-or-later
// Signals: the first Ctrl-C asks to stop, the second stops.
#ifndef DRIVER_INTERRUPT_H
#define DRIVER_INTERRUPT_H

// From now on SIGINT, SIGTERM and SIGHUP are noted instead of ending the program (unless they were
// ignored before, as under nohup).
void interrupt_catch(void);

// From now on they do nothing: somebody else hears them and tells us.
void interrupt_ignore(void);

// The signal that asked to stop; 0 when none has.
int interrupt_signal(void);

// A closed pipe and a full quota become errors of write() instead of killing the program.
void interrupt_ignore_write_signals(void);

#endif
