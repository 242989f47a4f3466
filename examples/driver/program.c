// SPDX-License-Identifier: GPL-3.0-or-later
// Finds out what the program is asked for and hands it to a command.
#include "driver/program.h"

#include <fcntl.h>
#include <unistd.h>

#include "driver/commands.h"
#include "driver/exit_code.h"
#include "driver/interrupt.h"

// A standard stream that is closed must not become the next file we open. The opposite direction
// makes using it an error (standard output: a lost result has to be noticed).
static void occupy_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0) {
            const int opened = open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
            (void)opened; // the lowest free number: fd
        }
    }
}

int program_run(int argc, char **argv, engine_fn *engine)
{
    occupy_standard_streams();
    interrupt_ignore_write_signals();
    struct options options;
    const int code = options_parse(&options, argc, argv);
    if (code != CODE_OK) {
        return code;
    }
    options.engine = engine;
    if (options.help) {
        return command_help(&options);
    }
    if (options.version) {
        return command_version(&options);
    }
    static int (*const run[COMMAND_COUNT])(const struct options *) = {
        [COMMAND_NONE] = command_help,           [COMMAND_INIT] = command_init,
        [COMMAND_NETWORK] = command_network,     [COMMAND_RUN] = command_run,
        [COMMAND_CHECK] = command_check,         [COMMAND_VALIDATE] = command_validate,
        [COMMAND_CALIBRATE] = command_calibrate, [COMMAND_SWEEP] = command_sweep,
        [COMMAND_COMPARE] = command_compare,     [COMMAND_RESUME] = command_resume,
        [COMMAND_MERGE] = command_merge,         [COMMAND_EXPORT] = command_export,
        [COMMAND_REPRODUCE] = command_reproduce, [COMMAND_REPORT] = command_report,
        [COMMAND_DESCRIBE] = command_describe,
    };
    return run[options.command](&options);
}
