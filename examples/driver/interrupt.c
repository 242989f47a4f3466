// SPDX-License-Identifier: GPL-3.0-or-later
// Signals: the first Ctrl-C asks to stop, the second stops.
#include "driver/interrupt.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#include "driver/text.h"

// The one writable global: a handler has no other way to be heard. Atomic, since the handler may
// run on any thread.
static volatile _Atomic sig_atomic_t received = 0;

static void on_signal(int number)
{
    static const char text[] = "\ninterstice: stopping; once more to stop at once\n";
    const int saved = errno;
    if (received != 0) {
        signal(number, SIG_DFL);
        raise(number);
    } else {
        received = number;
        const ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
        (void)written;
    }
    errno = saved;
}

static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};

void interrupt_ignore(void)
{
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        signal(numbers[i], SIG_IGN);
    }
}

void interrupt_catch(void)
{
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        struct sigaction action;
        if (sigaction(numbers[i], NULL, &action) != 0 || action.sa_handler == SIG_IGN) {
            continue;
        }
        action.sa_handler = on_signal;
        action.sa_flags = SA_RESTART;
        sigemptyset(&action.sa_mask);
        sigaction(numbers[i], &action, NULL);
    }
}

int interrupt_signal(void)
{
    return (int)received;
}

void interrupt_ignore_write_signals(void)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}
